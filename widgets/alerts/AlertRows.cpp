// Size: two tables of columns, a row each.
#include "widgets/alerts/AlertRows.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

using R = AlertRow;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::AlertRows", text); }

QString stateOf(const R& r) {
    if (r.alert.done) return tr("reached");
    if (r.beyond) return tr("beyond");
    return r.now ? tr("waits") : tr("no price");
}

QString distanceOf(const R& r) { return r.now ? changePercent(*r.now, r.alert.level) : unknownText(); }

QVariant distanceKey(const R& r) {
    if (!r.now) return {};
    return qAbs(static_cast<double>(r.alert.level.raw() - r.now->raw()) / static_cast<double>(r.now->raw()));
}

} // namespace

std::vector<Column<AlertRow>> alertColumns(std::vector<CellLink<AlertRow>> links) {
    std::vector<Column<R>> list;
    list.push_back({.title = tr("Market"),
                    .hint = tr("Market whose price is watched"),
                    .text = [](const R& r) { return QString::fromStdString(r.alert.symbol); },
                    .right = false,
                    .strong = true});
    list.push_back({.title = tr("Watches"),
                    .hint = tr("The last trade, the mark or the index"),
                    .text = [](const R& r) { return word(r.alert.source); },
                    .right = false,
                    .sample = QStringLiteral("Watches")});
    list.push_back({.title = tr("When"),
                    .hint = tr("Tells when the price is at the level or above it, or at it or below"),
                    .text = [](const R& r) { return r.alert.above ? tr("at or above") : tr("at or below"); },
                    .right = false,
                    .sample = tr("at or above")});
    list.push_back(
        {.title = tr("Level"),
         .hint = tr("The price that is waited for, USDC"),
         .text = [](const R& r) { return text(r.alert.level, std::max(r.priceDecimals, decimalsOf(r.alert.level))); },
         .sort = [](const R& r) { return QVariant::fromValue<qlonglong>(r.alert.level.raw()); },
         .strong = true,
         .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Now"),
                    .hint = tr("The price that is watched, as it is now"),
                    .text = [](const R& r) { return r.now ? text(*r.now, r.priceDecimals) : unknownText(); },
                    .sort = [](const R& r) { return QVariant::fromValue<qlonglong>(r.now ? r.now->raw() : 0); },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Away %"),
                    .hint = tr("How far the price must go to reach the level, percent of the price"),
                    .text = distanceOf,
                    .sort = distanceKey,
                    .sample = QStringLiteral("+12.34")});
    list.push_back({.title = tr("State"),
                    .hint = tr("waits; reached: it has told and does not repeat; beyond: it has told and waits for the "
                               "price to go back"),
                    .text = stateOf,
                    .token = [](const R& r) { return r.alert.done || r.beyond ? Token::Warn : Token::Text1; },
                    .right = false,
                    .sample = tr("no price")});
    list.push_back({.title = tr("Note"),
                    .hint = tr("Your words; they are told with it"),
                    .text =
                        [](const R& r) {
                            const QString note = QString::fromStdString(r.alert.note);
                            if (!r.alert.repeats) return note;
                            return note.isEmpty() ? tr("every time") : tr("every time: %1").arg(note);
                        },
                    .right = false,
                    .sample = tr("every time: breakout")});
    list.push_back({.hint = tr("Wait again, delete"), .links = std::move(links), .sample = tr("Again · Delete")});
    return list;
}

std::vector<Column<NewsLog::Entry>> newsColumns() {
    using E = NewsLog::Entry;
    std::vector<Column<E>> list;
    list.push_back({.title = tr("Time"),
                    .hint = tr("When it was told, UTC"),
                    .text = [](const E& e) { return clockText(e.at); },
                    .right = false,
                    .sample = QStringLiteral("14:32:07")});
    list.push_back({.title = tr("News"),
                    .hint = tr("What the status bars told since the start"),
                    .text = [](const E& e) { return e.news.sentence; },
                    .token =
                        [](const E& e) {
                            return e.news.importance == Importance::Grave     ? Token::Danger
                                   : e.news.importance == Importance::Problem ? Token::Warn
                                                                              : Token::Text1;
                        },
                    .right = false,
                    .tip = [](const E& e) { return e.news.sentence; },
                    .sample = tr("Alert 1: SOL-PERP last at or above 150, now 150.02.")});
    return list;
}

} // namespace qd::ui
