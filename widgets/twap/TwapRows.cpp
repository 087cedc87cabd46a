#include "widgets/twap/TwapRows.h"

#include "core/base/Checked.h"
#include "core/engine/matching/Slices.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

using R = TwapRow;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::TwapPane", text); }

QVariant sortable(std::int64_t raw) { return QVariant::fromValue<qlonglong>(raw); }

TwapRow rowOf(const PaneContext& context, const TrackedOrder& tracked) {
    TwapRow row;
    row.tracked = tracked;
    const OrderTerms& t = tracked.order.terms;
    if (const MarketInfo* info = context.info(t.market)) {
        row.symbol = QString::fromStdString(info->params.symbol);
        row.priceDecimals = decimalsOf(info->params.tick);
        row.sizeDecimals = decimalsOf(info->params.step);
    }
    row.average = averageOf(tracked.order);
    if (const Price mark = context.market.ticker(t.market).prices.mark; !mark.isZero()) row.mark = mark;
    row.children = matching::twapChildren(t.twap);
    if (row.isFinished()) return row;
    const std::int64_t now = context.market.now().value();
    row.untilNext = std::max<std::int64_t>(0, tracked.order.progress.nextChild.value() - now);
    const std::int64_t end = tracked.order.createdAt.value() + t.twap.durationMs * kNanosPerMilli;
    row.untilEnd = std::max<std::int64_t>(0, end - now);
    return row;
}

/// Tenths of a percent of the size that is filled, rounded down: it is not done before it is.
std::int64_t doneOf(const R& r) {
    return Checked(r.order().filled.raw())
        .times(1'000, std::max<std::int64_t>(r.order().terms.size.raw(), 1), Round::Down)
        .to<std::int64_t>()
        .value_or(0);
}

QString betterText(const R& r) {
    // Shown in thousandths of a percent, of which none is added.
    const auto better = betterThanMark(r);
    if (!better) return unknownText();
    return tr("%1 %").arg(
        signedNumber(Checked(*better).dividedBy(10, Round::Down).to<std::int64_t>().value_or(0), 3, 3));
}

Token betterToken(const R& r) {
    const auto better = betterThanMark(r);
    if (!better || *better == 0) return Token::Text1;
    return *better > 0 ? Token::Up : Token::Down;
}

Token nextToken(const R& r) {
    if (r.isFinished()) return Token::Text3;
    return r.isPaused() ? Token::Warn : Token::Text1;
}

QString stateTip(const R& r) {
    const OrderTerms& t = r.order().terms;
    QString tip = tr("%1 children, one every %2; at most 3 % from the mark.")
                      .arg(r.children)
                      .arg(durationText(t.twap.intervalMs * kNanosPerMilli));
    if (r.tracked.rejectCode != RejectCode::None) tip += QLatin1Char(' ') + sentence(r.tracked.rejectCode);
    if (r.isFinished() && r.tracked.closeReason != CloseReason::Filled)
        tip += QLatin1Char(' ') + sentence(r.tracked.closeReason);
    return tip;
}

using Columns = std::vector<Column<R>>;

void addSize(Columns& list) {
    list.push_back({.title = tr("Market"),
                    .hint = tr("Market of the TWAP"),
                    .text = [](const R& r) { return r.symbol; },
                    .right = false,
                    .strong = true});
    list.push_back({.title = tr("Side"),
                    .hint = tr("What its children do"),
                    .text = [](const R& r) { return word(r.order().terms.side); },
                    .token = [](const R& r) { return r.order().terms.side == Side::Buy ? Token::Up : Token::Down; },
                    .right = false,
                    .sample = QStringLiteral("Sell")});
    list.push_back({.title = tr("Filled of size"),
                    .hint = tr("How much its children have filled, of the whole size, in the base asset"),
                    .text =
                        [](const R& r) {
                            return tr("%1 of %2")
                                .arg(text(r.order().filled, r.sizeDecimals),
                                     text(r.order().terms.size, r.sizeDecimals));
                        },
                    .sort = [](const R& r) { return sortable(r.order().terms.size.raw()); },
                    .flashes = true,
                    .sample = QStringLiteral("123.45 of 1 000.00")});
    list.push_back({.title = tr("Done"),
                    .hint = tr("The part of its size that is filled"),
                    .text = [](const R& r) { return tr("%1 %").arg(number(doneOf(r), 1, 1)); },
                    .sort = [](const R& r) { return sortable(doneOf(r)); },
                    .sample = QStringLiteral("100.0 %")});
    list.push_back({.title = tr("Children"),
                    .hint = tr("Children sent, and how many there are"),
                    .text = [](const R& r) { return tr("%1/%2").arg(r.order().progress.child).arg(r.children); },
                    .sort = [](const R& r) { return sortable(r.order().progress.child); },
                    .sample = QStringLiteral("120/240")});
}

void addPrices(Columns& list) {
    list.push_back({.title = tr("Average"),
                    .hint = tr("Average price of what is filled, rounded against you"),
                    .text = [](const R& r) { return averageText(r.average, r.order().terms.side, r.priceDecimals); },
                    .sort = [](const R& r) { return sortable(r.average.value_or(Price()).raw()); },
                    .flashes = true,
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Mark"),
                    .hint = tr("The mark price now"),
                    .text = [](const R& r) { return r.mark ? text(*r.mark, r.priceDecimals) : unknownText(); },
                    .sort = [](const R& r) { return sortable(r.mark.value_or(Price()).raw()); },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("vs mark"),
                    .hint = tr("How much better than the mark of now the average is for you, in percent"),
                    .text = betterText,
                    .sort = [](const R& r) { return sortable(betterThanMark(r).value_or(0)); },
                    .token = betterToken,
                    .sample = QStringLiteral("−12.345 %")});
}

void addTimes(Columns& list) {
    list.push_back({.title = tr("Next child"),
                    .hint = tr("Until its next child is sent, in market time"),
                    .text = nextText,
                    .sort = [](const R& r) { return sortable(r.untilNext); },
                    .token = nextToken,
                    .sample = QStringLiteral("paused")});
    list.push_back({.title = tr("Ends in"),
                    .hint = tr("Until its time is over; what is not filled then is cancelled"),
                    .text = [](const R& r) { return r.isFinished() ? unknownText() : ageText(r.untilEnd); },
                    .sort = [](const R& r) { return sortable(r.untilEnd); },
                    .token = [](const R& r) { return r.isFinished() ? Token::Text3 : Token::Text1; },
                    .sample = QStringLiteral("12:07")});
    list.push_back({.title = tr("State"),
                    .hint = tr("What it does"),
                    .text = [](const R& r) { return stateText(r.tracked); },
                    .token = [](const R& r) { return r.isPaused() && !r.isFinished() ? Token::Warn : Token::Text1; },
                    .right = false,
                    .tip = stateTip,
                    .sample = tr("TWAP running")});
}

} // namespace

std::vector<TwapRow> twapRows(const PaneContext& context, bool all) {
    const std::vector<TrackedOrder>& orders = context.accounts.orders();
    std::vector<TwapRow> rows;
    for (const bool finished : {false, true}) {
        if (finished && !all) break;
        for (auto o = orders.rbegin(); o != orders.rend(); ++o) {
            if (o->order.terms.twap.durationMs != 0 && isFinal(o->state) == finished)
                rows.push_back(rowOf(context, *o));
        }
    }
    return rows;
}

std::optional<std::int64_t> betterThanMark(const TwapRow& row) {
    if (!row.average || !row.mark) return std::nullopt;
    const auto better = ((Checked(row.mark->raw()) - row.average->raw()) * signOf(row.order().terms.side))
                            .times(Rate::kScale, row.mark->raw(), Round::Down)
                            .to<std::int64_t>();
    return better ? std::optional(*better) : std::nullopt;
}

QString nextText(const TwapRow& row) {
    if (row.isFinished()) return unknownText();
    if (row.isPaused()) return tr("paused");
    if (row.order().progress.child >= row.children) return tr("all sent");
    // A countdown is over when the child goes: begun seconds count.
    return ageText(row.untilNext + kNanosPerSecond - 1);
}

std::vector<Column<TwapRow>> twapColumns(std::vector<CellLink<TwapRow>> links) {
    Columns list;
    addSize(list);
    addPrices(list);
    addTimes(list);
    list.push_back({.hint = tr("Pause, resume, cancel"), .links = std::move(links), .sample = tr("Resume · Cancel")});
    return list;
}

} // namespace qd::ui
