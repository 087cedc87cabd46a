#include "widgets/notes/NoteRows.h"

#include "widgets/base/Format.h"

#include <QCoreApplication>

namespace qd::notes {
namespace {

using R = NoteRow;

QString tr(const char* text) { return QCoreApplication::translate("qd::notes", text); }
QString shown(const std::string& text) { return QString::fromStdString(text); }

} // namespace

std::vector<ui::Column<NoteRow>> noteColumns(std::vector<ui::CellLink<NoteRow>> links) {
    std::vector<ui::Column<R>> list;
    list.push_back({.title = tr("Time"),
                    .hint = tr("Market time when it was written, UTC"),
                    .text = [](const R& r) { return ui::dateTimeText(r->note.at); },
                    .sort = [](const R& r) { return qlonglong(r->note.at.value()); },
                    .right = false,
                    .sample = QStringLiteral("2026-12-31 14:32:07")});
    list.push_back({.title = tr("Market"),
                    .hint = tr("Market it is about"),
                    .text = [](const R& r) { return shown(r->note.symbol); },
                    .right = false,
                    .strong = true,
                    .sample = QStringLiteral("1000PEPE-PERP")});
    list.push_back({.title = tr("Note"),
                    .hint = tr("Your words; below the table stands the whole note"),
                    .text = [](const R& r) { return r->line; },
                    .right = false,
                    .tip = [](const R& r) { return wholeText(r->note); },
                    .sample = tr("Held the low twice")});
    list.push_back({.title = tr("Facts"),
                    .hint = tr("Position and last fill of the market when it was written"),
                    .text = [](const R& r) { return shown(r->note.facts); },
                    .token = [](const R&) { return ui::Token::Text2; },
                    .right = false,
                    .tip = [](const R& r) { return wholeText(r->note); },
                    .sample = QStringLiteral("long 12.5 from 148.12, mark 148.27")});
    list.push_back({.hint = tr("Edit, delete"), .links = std::move(links), .sample = tr("Edit · Delete")});
    return list;
}

} // namespace qd::notes
