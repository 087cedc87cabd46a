#include "tests/support/TestRunner.h"
#include "tests/widgets/notes/NotePaneRig.h"
#include "tests/widgets/positions/Holdings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QObject>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QToolButton>

using namespace qd;
using namespace qd::notes;
using Rig = test::NotePaneRig;

class TestNotePane : public QObject {
    Q_OBJECT
  private slots:
    void anEmptyJournalSaysWhatToDo() {
        Rig rig;
        QCOMPARE(rig.table().emptySentence(), "The journal is empty.");
        QCOMPARE(rig.find<QLabel>("noteCount").text(), "0 notes");
        QVERIFY(!rig.text().placeholderText().isEmpty());
        QVERIFY(!rig.find<QPlainTextEdit>("noteWhole").isVisible());
        rig.write("one");
        QVERIFY(rig.find<QPlainTextEdit>("noteWhole").isVisible());
    }
    void notesAreWrittenNewestFirst() {
        Rig rig;
        const QAbstractItemModelTester tester(rig.table().model(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        rig.venue.accountView = test::twoPositions();
        rig.write("");
        QCOMPARE(rig.notice(), "The note is not kept: a note wants words.");
        rig.write("held the low\nof yesterday");
        QCOMPARE(rig.notice(), "Note 1 about SOL-PERP is kept.");
        QVERIFY(rig.text().toPlainText().isEmpty());
        QComboBox& market = rig.find<QComboBox>("noteMarket");
        market.setCurrentIndex(market.findText("none"));
        rig.write("quiet day");
        QCOMPARE(rig.notice(), "Note 2 is kept.");
        QCOMPARE(market.currentText(), "SOL-PERP"); // proposed again
        QCOMPARE(rig.rows(), 2);
        QCOMPARE(rig.cell(0, NoteColumn::Text), "quiet day");
        QCOMPARE(rig.cell(0, NoteColumn::Facts), "");
        QCOMPARE(rig.cell(1, NoteColumn::Text), "held the low of yesterday");
        QCOMPARE(rig.cell(1, NoteColumn::Market), "SOL-PERP");
        QCOMPARE(rig.cell(1, NoteColumn::Time), "2023-11-14 22:13:20");
        QVERIFY(rig.cell(1, NoteColumn::Facts).startsWith("long 12.50 from 148.12"));
    }
    void theKeyboardWritesEditsAndDeletes() {
        Rig rig;
        rig.text().setFocus();
        QTest::keyClicks(&rig.text(), "first");
        QTest::keyClick(&rig.text(), Qt::Key_Return);
        QTest::keyClicks(&rig.text(), "second");
        QTest::keyClick(&rig.text(), Qt::Key_Return, Qt::ControlModifier);
        rig.frame(rig.pane);
        QCOMPARE(rig.book.notes().size(), 1U);
        QCOMPARE(rig.book.notes()[0].text, std::string("first\nsecond"));
        rig.table().setFocus();
        rig.table().selectRow(0);
        QVERIFY(rig.find<QPlainTextEdit>("noteWhole").toPlainText().endsWith("SOL-PERP\nfirst\nsecond"));
        QTest::keyClick(&rig.table(), Qt::Key_Return);
        QVERIFY(rig.text().hasFocus());
        QCOMPARE(rig.text().toPlainText(), "first\nsecond");
        QVERIFY(!rig.find<QComboBox>("noteMarket").isVisible());
        QTest::keyClicks(&rig.text(), "x");
        QTest::keyClick(&rig.text(), Qt::Key_Backspace);
        QTest::keyClick(&rig.text(), Qt::Key_Escape); // nothing has changed
        QVERIFY(rig.text().toPlainText().isEmpty());
        QCOMPARE(rig.book.notes()[0].text, std::string("first\nsecond"));
        rig.table().setFocus();
        QTest::keyClick(&rig.table(), Qt::Key_Return);
        QTest::keyClicks(&rig.text(), "!");
        QTest::keyClick(&rig.text(), Qt::Key_Return, Qt::ControlModifier);
        rig.frame(rig.pane);
        QCOMPARE(rig.notice(), "Note 1 has new words.");
        QCOMPARE(rig.book.notes()[0].text, std::string("first\nsecond!"));
        QVERIFY(rig.find<QPlainTextEdit>("noteWhole").toPlainText().endsWith("second!"));
    }
    void deletingAsksAndTheSafeAnswerHasTheKeys() {
        Rig rig;
        rig.write("one");
        rig.table().selectRow(0);
        rig.table().setFocus();
        QTest::keyClick(&rig.table(), Qt::Key_Delete);
        QCOMPARE(rig.book.notes().size(), 1U);
        QVERIFY(rig.find<QPushButton>("noteQuestionKeep").hasFocus());
        QTest::keyClick(&rig.find<QPushButton>("noteQuestionKeep"), Qt::Key_Escape);
        QVERIFY(!rig.find<QWidget>("noteQuestion").isVisible());
        QVERIFY(rig.table().hasFocus());
        QTest::keyClick(&rig.table(), Qt::Key_Delete);
        rig.find<QPushButton>("noteQuestionConfirm").click();
        rig.frame(rig.pane);
        QCOMPARE(rig.notice(), "Note 1 is deleted.");
        QCOMPARE(rig.rows(), 0);
        QVERIFY(rig.find<QPlainTextEdit>("noteWhole").toPlainText().isEmpty());
    }
    void theChosenNoteStaysChosen() {
        Rig rig;
        for (int i = 1; i <= 200; ++i)
            QVERIFY(rig.book.add({0, UnixNanos(i), "", "", "note " + std::to_string(i)}).has_value());
        rig.frame(rig.pane);
        rig.table().horizontalHeader()->resizeSection(0, 77);
        rig.table().selectRow(120);
        const int scrolled = rig.table().verticalScrollBar()->value();
        QVERIFY(scrolled > 0);
        QVERIFY(rig.book.add({0, UnixNanos(5), "", "", "one more"}).has_value());
        rig.frame(rig.pane);
        QCOMPARE(rig.table().currentSourceRow(), 121);
        QCOMPARE(rig.table().verticalScrollBar()->value(), scrolled);
        QVERIFY(rig.find<QPlainTextEdit>("noteWhole").toPlainText().endsWith("note 80"));
        rig.type("8");
        QCOMPARE(rig.cell(rig.table().currentIndex().row(), NoteColumn::Text), "note 80");
        rig.type("sold");
        QCOMPARE(rig.table().currentSourceRow(), -1);
        QVERIFY(rig.find<QPlainTextEdit>("noteWhole").toPlainText().isEmpty());
        QCOMPARE(rig.table().horizontalHeader()->sectionSize(0), 77);
    }
    void searchFindsWordsInAnyOrder_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("rows");
        QTest::newRow("nothing") << "" << 3;
        QTest::newRow("a word") << "LOW" << 2;
        QTest::newRow("two") << "low  held" << 1;
        QTest::newRow("the market") << "btc" << 1;
        QTest::newRow("the day") << "2023-11-14" << 3;
        QTest::newRow("facts") << "148.12" << 2;
        QTest::newRow("none") << "sold" << 0;
    }
    void searchFindsWordsInAnyOrder() {
        QFETCH(QString, words);
        Rig rig;
        rig.venue.accountView = test::twoPositions();
        rig.write("held the low");
        rig.write("a low volume");
        QVERIFY(writeNote(rig.context, rig.book, MarketId(1), "short").has_value());
        rig.type(qPrintable(words));
        QTEST(rig.rows(), "rows");
        QCOMPARE(rig.find<QLabel>("noteCount").text(),
                 rig.rows() == 3 ? QStringLiteral("3 notes") : QStringLiteral("%1 of 3 notes").arg(rig.rows()));
        if (rig.rows() == 0) QCOMPARE(rig.table().emptySentence(), "No note holds these words.");
    }
    void onlyTheMarketOfThePane() {
        Rig rig;
        rig.write("about SOL");
        QVERIFY(writeNote(rig.context, rig.book, MarketId(1), "about BTC").has_value());
        QVERIFY(writeNote(rig.context, rig.book, std::nullopt, "about nothing").has_value());
        rig.find<QCheckBox>("noteOnlyMarket").setChecked(true);
        rig.frame(rig.pane);
        QCOMPARE(rig.rows(), 1);
        rig.pane.chooseMarket(MarketId(1));
        rig.frame(rig.pane);
        QCOMPARE(rig.cell(0, NoteColumn::Text), "about BTC");
        // A note that is being written stays with its market.
        rig.text().setPlainText("half");
        rig.pane.chooseMarket(MarketId(0));
        rig.frame(rig.pane);
        QCOMPARE(rig.find<QComboBox>("noteMarket").currentText(), "BTC-PERP");
    }
    /// An empty list under a tick said that no note holds the words nobody had typed.
    void aTickThatHidesAllSaysSo() {
        Rig rig;
        QVERIFY(writeNote(rig.context, rig.book, MarketId(1), "about BTC").has_value());
        rig.find<QCheckBox>("noteOnlyMarket").setChecked(true);
        rig.frame(rig.pane);
        QCOMPARE(rig.table().emptySentence(), "No note is about SOL-PERP.");
        QVERIFY2(rig.table().emptyHint().contains("this market only"), qPrintable(rig.table().emptyHint()));
        rig.type("btc");
        QCOMPARE(rig.table().emptySentence(), "No note about SOL-PERP holds these words.");
        rig.find<QCheckBox>("noteOnlyMarket").setChecked(false);
        rig.type("sold");
        QCOMPARE(rig.table().emptySentence(), "No note holds these words.");
        QVERIFY(!rig.table().emptyHint().contains("this market only"));
    }
    void wordsOfTheCommand() {
        Rig rig;
        rig.write("held the low");
        rig.write("sold");
        QVERIFY(!rig.pane.applyWords({"find", "the", "low"}));
        rig.frame(rig.pane);
        QCOMPARE(rig.rows(), 1);
        QVERIFY(!rig.pane.applyWords({"FIND"}));
        rig.frame(rig.pane);
        QCOMPARE(rig.rows(), 2);
        QVERIFY(rig.pane.applyWords({"held"})->contains("NOTE and words"));
    }
    /// Whatever is searched for at this moment.
    void theCommandWritesAllNotesToAFile() {
        Rig rig;
        rig.venue.accountView = test::twoPositions();
        rig.write("held, \"twice\"\nthe low");
        rig.write("sold");
        rig.type("sold");
        QCOMPARE(rig.rows(), 1);
        const QTemporaryDir folder;
        const QString file = folder.filePath("journal.csv");
        std::string answer;
        rig.pane.runWords({"EXPORT", file.toStdString()},
                          [&](const ports::ActionResult& result) { answer = result ? *result : "!"; });
        QTRY_COMPARE(QString::fromStdString(answer), QStringLiteral("2 notes were written to %1.").arg(file));
        QFile in(file);
        QVERIFY(in.open(QIODevice::ReadOnly));
        QCOMPARE(in.readAll(), QByteArray("time,market,note,facts\r\n"
                                          "2023-11-14T22:13:20.000000Z,SOL-PERP,sold,"
                                          "\"long 12.50 from 148.12, mark 148.27, unrealised +1.88 USDC\"\r\n"
                                          "2023-11-14T22:13:20.000000Z,SOL-PERP,\"held, \"\"twice\"\"\nthe low\","
                                          "\"long 12.50 from 148.12, mark 148.27, unrealised +1.88 USDC\"\r\n"));
        answer.clear();
        rig.pane.runWords({"EXPORT", "/nowhere/journal.csv"},
                          [&](const ports::ActionResult& result) { answer = result ? "" : result.error().detail; });
        QTRY_VERIFY(answer.find("was not written") != std::string::npos);
    }
    void theButtonWritesThoseFound() {
        Rig rig;
        rig.write("held the low");
        rig.write("sold");
        auto& button = rig.find<QToolButton>("notesExport");
        QCOMPARE(button.text(), "Export those found");
        rig.find<QLineEdit>("noteWords").setText("low"); // no frame since
        button.click();
        auto* dialog = rig.pane.findChild<QFileDialog*>();
        QVERIFY(dialog != nullptr);
        const QTemporaryDir folder;
        const QString file = folder.filePath("found.csv");
        emit dialog->fileSelected(file);
        QTRY_COMPARE(rig.notice(), QStringLiteral("1 notes were written to %1.").arg(file));
        QFile in(file);
        QVERIFY(in.open(QIODevice::ReadOnly));
        const QByteArray text = in.readAll();
        QVERIFY2(text.contains("held the low") && !text.contains("sold"), text.constData());
        dialog->close();
    }
    /// More than a page of the export.
    void aLongJournalIsWrittenWhole() {
        std::vector<Note> notes;
        for (std::int64_t i = 1; i <= 1'201; ++i) notes.push_back({i, UnixNanos(i), "", "", "n" + std::to_string(i)});
        const ui::CsvSource source = csvSource(notes);
        std::string all;
        std::uint64_t before = ports::kNewestRow;
        bool last = false;
        for (int pages = 0; !last && pages < 10; ++pages) {
            source.page(before, 500, [&](Result<ui::CsvPage, ports::HistoryCode> page) {
                all += page->lines;
                before = page->next;
                last = page->last;
            });
        }
        QVERIFY(last);
        QCOMPARE(QByteArray::fromStdString(all).count('\n'), 1'201);
        QVERIFY(all.find(",n1201,") < all.find(",n1200,") && all.find(",n2,") < all.find(",n1,"));
    }
    void stateComesBack() {
        Rig rig;
        rig.find<QCheckBox>("noteOnlyMarket").setChecked(true);
        const ui::PaneState state = rig.pane.state();
        Rig other;
        other.pane.restore(state);
        QCOMPARE(other.pane.state(), state);
        ui::PaneState damaged = state;
        damaged["split"] = "no base64 !";
        damaged["columns"] = ";;;";
        other.pane.restore(damaged);
        other.frame(other.pane);
    }
    void textsAndTablesHaveNames() {
        Rig rig;
        QVERIFY(!rig.text().accessibleName().isEmpty());
        QVERIFY(!rig.table().accessibleName().isEmpty());
        QVERIFY(!rig.find<QPlainTextEdit>("noteWhole").accessibleName().isEmpty());
    }
};

QD_TEST(TestNotePane);
#include "TestNotePane.moc"
