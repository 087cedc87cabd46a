#pragma once

#include "tests/support/PaneRig.h"
#include "widgets/notes/NotePane.h"
#include "widgets/notes/NoteRows.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace qd::test {

/// The journal's pane over a journal of its own, as a hand uses it.
struct NotePaneRig : PaneRig {
    notes::NoteBook book;
    notes::NotePane pane{context, book};

    explicit NotePaneRig(QSize size = {640, 560}, const char* theme = "dark") : PaneRig(theme) {
        venue.setBook(MarketId(0), Price::of(148));
        showActive(pane, size);
    }
    template<class W>
    W& find(const char* name) {
        return childOf<W>(pane, name);
    }
    ui::Table& table() { return find<ui::Table>("notes"); }
    QPlainTextEdit& text() { return find<QPlainTextEdit>("noteText"); }
    QString notice() { return find<QLabel>("notesNotice").text(); }
    QString cell(int row, notes::NoteColumn column) { return cellText(table(), row, static_cast<int>(column)); }
    int rows() { return table().model()->rowCount(); }
    void write(const char* words) {
        text().setPlainText(QString::fromUtf8(words));
        find<QPushButton>("noteSave").click();
        frame(pane);
    }
    /// Enter in the row of the table.
    void edit(int row) {
        table().setFocus();
        table().selectRow(row);
        QTest::keyClick(&table(), Qt::Key_Return);
    }
    bool asks() { return find<QWidget>("noteQuestion").isVisible(); }
    QString question() { return find<QLabel>("noteQuestionText").text(); }
    QPushButton& answer(const char* which) {
        return find<QPushButton>((QByteArray("noteQuestion") + which).constData());
    }
    void type(const char* words) {
        find<QLineEdit>("noteWords").setText(QLatin1String(words));
        frame(pane);
    }
};

} // namespace qd::test
