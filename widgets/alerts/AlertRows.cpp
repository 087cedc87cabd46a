// Size: two tables of columns, a row each.
#include "widgets/alerts/AlertRows.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/terms/KeptAlerts.h"
#include "widgets/terms/KeptStudyAlerts.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace qd::ui {
namespace {

using R = AlertRow;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::AlertRows", text); }

QString shown(const std::string& text) { return QString::fromStdString(text); }

Price tickOf(const MarketInfo* info) { return info == nullptr ? Price(Price::kScale / 100) : info->params.tick; }

QString priceText(Price price, const MarketInfo* info) {
    return text(price, std::max(decimalsOf(tickOf(info)), decimalsOf(price)));
}

void putPrices(R& row, std::optional<Price> level, std::optional<Price> now, const MarketInfo* info) {
    row.level = level ? priceText(*level, info) : unknownText();
    row.now = now ? text(*now, decimalsOf(tickOf(info))) : unknownText();
    if (level) row.levelKey = static_cast<double>(level->raw());
    if (now) row.nowKey = static_cast<double>(now->raw());
    if (!level || !now) return;
    row.away = changePercent(*now, *level);
    row.awayKey = qAbs((row.levelKey - row.nowKey) / row.nowKey);
}

QString noteOf(const std::string& note, bool repeats) {
    if (!repeats) return shown(note);
    return note.empty() ? tr("every time") : tr("every time: %1").arg(shown(note));
}

QString troubleOf(StudyWatch::Trouble trouble) {
    using Trouble = StudyWatch::Trouble;
    switch (trouble) {
    case Trouble::None: return tr("waits");
    case Trouble::Unknown: return tr("not known here");
    case Trouble::Loading: return tr("bars are read");
    case Trouble::Unreadable: return tr("could not be read");
    case Trouble::Doubtful: return tr("trades are missing");
    case Trouble::TooFewBars: return tr("too few bars");
    }
    return {};
}

void putState(R& row, bool done, bool beyond, const QString& otherwise) {
    row.done = done;
    row.told = done || beyond;
    row.state = done ? tr("reached") : beyond ? tr("beyond") : otherwise;
}

} // namespace

AlertRow rowOf(const PriceAlert& alert, const PaneContext& context, bool beyond) {
    R row{AlertKind::Price, alert.number, alert.symbol};
    row.watches = word(alert.source);
    row.way = alert.above ? tr("at or above") : tr("at or below");
    const auto now = watchedPrice(context, alert);
    putPrices(row, alert.level, now, marketOf(context, alert.symbol));
    putState(row, alert.done, beyond, now ? tr("waits") : tr("no price"));
    row.note = noteOf(alert.note, alert.repeats);
    return row;
}

AlertRow rowOf(const StudyAlert& alert, const PaneContext& context, const StudyWatch& watch) {
    R row{AlertKind::Study, alert.number, alert.symbol};
    row.watches = shown(alert.interval) + QLatin1Char(' ') + studyLineWords(alert.watched);
    row.way = studyWayWords(alert);
    row.level = studyAgainstWords(alert);
    const MarketInfo* info = marketOf(context, alert.symbol);
    const auto known = chart::lineNamed(alert.watched);
    const auto* level = std::get_if<StudyLevel>(&alert.against);
    if (level != nullptr && known) {
        row.levelKey = valueOfLevel(*known, *level);
        row.level = levelText(*known, *level, tickOf(info));
    }
    const StudyWatch::Values values = alert.done ? StudyWatch::Values{} : watch.valuesOf(alert.number);
    if (known && indicators::hasValue(values.value)) {
        row.now = valueText(*known, values.value, tickOf(info));
        row.nowKey = values.value;
        const auto price = [](double value) { return Price(std::llround(value)); };
        if (indicators::hasValue(values.against) && isPrice(*known) && price(values.value).raw() > 0) {
            row.away = changePercent(price(values.value), price(values.against));
            row.awayKey = qAbs((values.against - values.value) / values.value);
        }
    }
    putState(row, alert.done, watch.book().isBeyond(alert.number), troubleOf(values.trouble));
    if (!alert.done && values.trouble != StudyWatch::Trouble::None) row.state = troubleOf(values.trouble);
    row.note = noteOf(alert.note, alert.repeats);
    return row;
}

AlertRow rowOf(const drawings::Drawing& line, const std::string& symbol, const PaneContext& context) {
    R row{AlertKind::Line, line.id, symbol};
    row.watches = drawings::titleOf(line.tool);
    row.way = tr("crosses");
    const MarketInfo* info = marketOf(context, symbol);
    const Price last = info == nullptr ? Price() : context.market.ticker(info->params.id).last;
    const auto level = drawings::priceAt(line, context.market.now());
    const auto ticks = [&](Price p) {
        const std::int64_t tick = tickOf(info).raw();
        return Price((p.raw() + tick / 2) / tick * tick);
    };
    putPrices(row, level ? std::optional(ticks(*level)) : level, last.isZero() ? std::nullopt : std::optional(last),
              info);
    putState(row, line.watch == drawings::Watch::Done, false,
             last.isZero() ? tr("no price")
             : level       ? tr("waits")
                           : tr("not there now"));
    return row;
}

std::vector<Column<AlertRow>> alertColumns(std::vector<CellLink<AlertRow>> links) {
    const auto number = [](double R::* key) {
        return [key](const R& r) { return QVariant::fromValue<double>(r.*key); };
    };
    std::vector<Column<R>> list;
    list.push_back(
        {.title = tr("No."),
         .hint = tr("By which ALERT DELETE and ALERT AGAIN name it; a drawn line has none"),
         .text = [](const R& r) { return r.kind == AlertKind::Line ? QString() : QString::number(r.number); },
         .sort = [](const R& r) { return QVariant::fromValue<qlonglong>(r.number); },
         .sample = QStringLiteral("100")});
    list.push_back({.title = tr("Market"),
                    .hint = tr("Market that is watched"),
                    .text = [](const R& r) { return shown(r.symbol); },
                    .right = false,
                    .strong = true});
    list.push_back({.title = tr("Watches"),
                    .hint = tr("The last trade, the mark or the index; a study over bars of a length; a drawn line"),
                    .text = [](const R& r) { return r.watches; },
                    .right = false,
                    .tip = [](const R& r) { return r.watches; },
                    .sample = QStringLiteral("15m MACD 12 26 9 Signal")});
    list.push_back(
        {.title = tr("When"),
         .hint = tr("At the level or beyond it, or over it from one side to the other; closes: when the bar has "
                    "ended there"),
         .text = [](const R& r) { return r.way; },
         .right = false,
         .sample = tr("closes at or above")});
    list.push_back({.title = tr("Level"),
                    .hint = tr("The price or value that is waited for, or what it is compared with"),
                    .text = [](const R& r) { return r.level; },
                    .sort = number(&R::levelKey),
                    .strong = true,
                    .tip = [](const R& r) { return r.level; },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Now"),
                    .hint = tr("What is watched, as it is now"),
                    .text = [](const R& r) { return r.now; },
                    .sort = number(&R::nowKey),
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Away %"),
                    .hint = tr("How far a price must go to reach the level, percent of the price"),
                    .text = [](const R& r) { return r.away; },
                    .sort = number(&R::awayKey),
                    .sample = QStringLiteral("+12.34")});
    list.push_back(
        {.title = tr("State"),
         .hint = tr("waits; reached: it has told and does not repeat; beyond: it waits for the price or value to "
                    "go back first; or why it cannot be looked at now"),
         .text = [](const R& r) { return r.state; },
         .token = [](const R& r) { return r.told ? Token::Warn : Token::Text1; },
         .right = false,
         .sample = tr("trades are missing")});
    list.push_back({.title = tr("Note"),
                    .hint = tr("Your words; they are told with it"),
                    .text = [](const R& r) { return r.note; },
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
