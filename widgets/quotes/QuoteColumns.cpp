#include "widgets/quotes/QuoteColumns.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

#include <array>
#include <limits>
#include <tuple>

namespace qd::ui::quotes {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::quotes::QuoteColumns", text); }

using Text = std::function<QString(const QuoteRow&)>;
using Number = std::function<std::int64_t(const QuoteRow&)>;

Token dimmed(const QuoteRow& row, Token token) { return isCurrent(row.ticker.status) ? token : Token::Text3; }

/// A column of numbers that is dimmed with the market.
Column<QuoteRow> column(const QString& title, const QString& hint, Text text, Number sort, Token token) {
    Column<QuoteRow> c;
    c.title = title;
    c.hint = hint;
    c.text = std::move(text);
    c.sort = [sort = std::move(sort)](const QuoteRow& r) { return QVariant::fromValue<qlonglong>(sort(r)); };
    c.token = [token](const QuoteRow& r) { return dimmed(r, token); };
    return c;
}

Column<QuoteRow> priceColumn(const QString& title, const QString& hint, Price Ticker::* price, Token token) {
    return column(
        title, hint, [price](const QuoteRow& r) { return knownText(r.ticker.*price, r.priceDecimals); },
        [price](const QuoteRow& r) { return (r.ticker.*price).raw(); }, token);
}

Column<QuoteRow> flashing(Column<QuoteRow> c) {
    c.flashes = true;
    return c;
}

Token signToken(const QuoteRow& row, std::int64_t value) {
    return dimmed(row, value > 0 ? Token::Up : value < 0 ? Token::Down : Token::Text1);
}

QString markText(const QuoteRow& r) {
    const QString mark = knownText(r.ticker.prices.mark, r.priceDecimals);
    return r.ticker.prices.estimated && !r.ticker.prices.mark.isZero() ? tr("est. %1").arg(mark) : mark;
}

QString spreadText(const QuoteRow& r) {
    const auto spread = spreadHundredths(r.ticker);
    return spread ? number(*spread, 2, 2) : unknownText();
}

QString dataText(const QuoteRow& r) {
    const QString status = word(r.ticker.status);
    return isCurrent(r.ticker.status) || r.age == 0 ? status : tr("%1 %2").arg(status, ageText(r.age));
}

Token dataToken(const QuoteRow& r) {
    const DataStatus status = r.ticker.status;
    return status == DataStatus::Stale || status == DataStatus::Gap || status == DataStatus::Estimated ? Token::Warn
                                                                                                       : Token::Text3;
}

QString dayTip(const QuoteRow& r) {
    return r.ticker.dayComplete ? tr("The last 24 hours") : tr("Since the first trade known, less than 24 hours ago");
}

Column<QuoteRow> marketColumn() {
    Column<QuoteRow> c;
    c.title = tr("Market");
    c.hint = tr("Enter or double click shows it in the panes linked to this one");
    c.text = [](const QuoteRow& r) { return r.symbol; };
    c.right = false;
    return c;
}

Column<QuoteRow> changeColumn() {
    Column<QuoteRow> c = column(
        {}, {}, [](const QuoteRow& r) { return changePercent(r.ticker.dayOpen, r.ticker.last); },
        [](const QuoteRow& r) { return changePerMillion(r.ticker).value_or(std::numeric_limits<std::int64_t>::min()); },
        Token::Text1);
    c.token = [](const QuoteRow& r) { return signToken(r, changePerMillion(r.ticker).value_or(0)); };
    c.tip = dayTip;
    return c;
}

Column<QuoteRow> trendColumn() {
    Column<QuoteRow> c;
    c.title = tr("Trend");
    c.hint = tr("Last price over at most the last hour of market time, as far as it is known");
    c.right = false;
    return c;
}

Column<QuoteRow> dayPrice(Price Ticker::* price) {
    Column<QuoteRow> c = priceColumn({}, {}, price, Token::Text2);
    c.tip = dayTip;
    return c;
}

Column<QuoteRow> volumeColumn() {
    Column<QuoteRow> c = column(
        {}, {},
        [](const QuoteRow& r) { return r.ticker.dayOpen.isZero() ? unknownText() : shortText(r.ticker.dayVolume); },
        [](const QuoteRow& r) { return r.ticker.dayVolume.raw(); }, Token::Text2);
    c.tip = [](const QuoteRow& r) {
        return tr("%1 %2\n%3").arg(text(r.ticker.dayVolume, r.sizeDecimals), r.base, dayTip(r));
    };
    return c;
}

Column<QuoteRow> fundingColumn() {
    Column<QuoteRow> c = column(
        tr("Fund 8h %"), tr("Funding rate per 8 hours as the venue publishes it; longs pay when it is positive"),
        [](const QuoteRow& r) {
            return r.ticker.fundingRate ? signedNumber(r.ticker.fundingRate->raw(), 4, 4) : unknownText();
        },
        [](const QuoteRow& r) {
            return r.ticker.fundingRate ? r.ticker.fundingRate->raw() : std::numeric_limits<std::int64_t>::min();
        },
        Token::Text2);
    return c;
}

Column<QuoteRow> openInterestColumn() {
    Column<QuoteRow> c = column(
        tr("Open int."), tr("Open interest of one side, base asset; – where the venue does not tell it"),
        [](const QuoteRow& r) { return r.openInterest ? shortText(*r.openInterest) : unknownText(); },
        [](const QuoteRow& r) {
            return r.openInterest ? r.openInterest->raw() : std::numeric_limits<std::int64_t>::min();
        },
        Token::Text2);
    c.tip = [](const QuoteRow& r) {
        return r.openInterest ? tr("%1 %2").arg(text(*r.openInterest, r.sizeDecimals), r.base) : QString();
    };
    return c;
}

Column<QuoteRow> dataColumn() {
    Column<QuoteRow> c;
    c.title = tr("Data");
    c.hint = tr("How far the numbers may be trusted, and their age when nothing new comes");
    c.text = dataText;
    c.token = dataToken;
    c.right = false;
    return c;
}

} // namespace

bool isCurrent(DataStatus status) { return status == DataStatus::Live || status == DataStatus::Estimated; }

std::optional<std::int64_t> spreadHundredths(const Ticker& t) {
    if (t.bestBid.isZero() || t.bestAsk.isZero()) return std::nullopt;
    const Int128 difference = Int128{t.bestAsk.raw()} - t.bestBid.raw();
    return static_cast<std::int64_t>(difference * 2 * 1'000'000 / (Int128{t.bestAsk.raw()} + t.bestBid.raw()));
}

std::optional<std::int64_t> changePerMillion(const Ticker& t) {
    if (t.dayOpen.isZero() || t.last.isZero()) return std::nullopt;
    const auto change = (Checked(t.last.raw()) - t.dayOpen.raw()).times(1'000'000, t.dayOpen.raw(), Round::Zero);
    const auto fits = change.to<std::int64_t>();
    return fits ? std::optional(*fits) : std::nullopt;
}

std::vector<Column<QuoteRow>> quoteColumns() {
    std::vector<Column<QuoteRow>> columns; // in the order of QuoteColumn
    columns.push_back(marketColumn());
    columns.push_back(
        flashing(priceColumn(tr("Last"), tr("Price of the last trade, USDC"), &Ticker::last, Token::Text1)));
    columns.back().strong = true;
    columns.push_back(changeColumn());
    columns.push_back(flashing(priceColumn(tr("Bid"), tr("Highest bid, USDC"), &Ticker::bestBid, Token::Text1)));
    columns.push_back(flashing(priceColumn(tr("Ask"), tr("Lowest ask, USDC"), &Ticker::bestAsk, Token::Text1)));
    columns.push_back(column(
        tr("Spread bps"), tr("Ask minus bid over their mean, basis points"), spreadText,
        [](const QuoteRow& r) { return spreadHundredths(r.ticker).value_or(std::numeric_limits<std::int64_t>::min()); },
        Token::Text2));
    columns.push_back(flashing(column(
        tr("Mark"),
        tr("Price for margin, profit and loss and liquidation, USDC; est. = derived here, not published by a venue"),
        markText, [](const QuoteRow& r) { return r.ticker.prices.mark.raw(); }, Token::Text2)));
    columns.push_back(dayPrice(&Ticker::dayHigh));
    columns.push_back(dayPrice(&Ticker::dayLow));
    columns.push_back(volumeColumn());
    columns.push_back(fundingColumn());
    columns.push_back(dataColumn());
    columns.push_back(openInterestColumn());
    columns.push_back(trendColumn());
    return columns;
}

void setDayHeadings(QuoteModel& model, bool complete) {
    const QString day = complete ? tr("24h") : tr("<24h");
    const QString since = complete ? tr("over the last 24 hours")
                                   : tr("since first known: for some markets that is less than 24 hours ago");
    const std::array<std::tuple<QuoteColumn, QString, QString>, 4> headings{{
        {QuoteColumn::Change, tr("%1 %").arg(day), tr("Change of the last price %1").arg(since)},
        {QuoteColumn::High, tr("%1 high").arg(day), tr("Highest price %1, USDC").arg(since)},
        {QuoteColumn::Low, tr("%1 low").arg(day), tr("Lowest price %1, USDC").arg(since)},
        {QuoteColumn::Volume, tr("%1 volume").arg(day), tr("Volume %1, base asset").arg(since)},
    }};
    for (const auto& [column, title, hint] : headings) model.setHeading(static_cast<int>(column), title, hint);
}

} // namespace qd::ui::quotes
