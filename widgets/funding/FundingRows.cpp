// Size: three tables of columns, a few lines a column.
#include "widgets/funding/FundingRows.h"

#include "core/engine/funding/Funding.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr std::int64_t kPeriodsOfYear = 3 * 365;
constexpr std::int64_t kOldAfter = 10 * kNanosPerSecond;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::FundingPane", text); }

QVariant sortable(std::int64_t raw) { return QVariant::fromValue<qlonglong>(raw); }
QString exactly(Money money) { return signedNumber(money.raw(), Money::kDecimals, Money::kDecimals); }

using R = FundingRow;
using Columns = std::vector<Column<R>>;

/// What the venue does not tell, or tells of a market without funding, recedes.
template<class Of>
auto ofFunding(Of of) {
    return [of](const R& r) { return r.charged() ? of(r) : unknownText(); };
}

QString nextText(const R& r) {
    if (!r.charged()) return unknownText();
    if (r.standing->funding.paused) return tr("paused");
    const std::int64_t seconds = std::max<std::int64_t>(r.standing->funding.nextUpdate - r.now, 0) / kNanosPerSecond;
    const auto two = [](std::int64_t v) { return QString::number(v).rightJustified(2, QLatin1Char('0')); };
    const QString minutes = two(seconds / 60 % 60) + QLatin1Char(':') + two(seconds % 60);
    return seconds >= 3'600 ? QString::number(seconds / 3'600) + QLatin1Char(':') + minutes : minutes;
}

std::optional<Money> yours(const R& r) {
    if (!r.standing) return std::nullopt;
    return expectedPayment(r.standing->funding, r.ticker.prices.index, r.base);
}

Token moneyToken(std::optional<Money> money) {
    if (!money || money->isZero()) return Token::Text3;
    return money->raw() > 0 ? Token::Up : Token::Down;
}

Token oracleToken(const R& r) {
    if (!r.standing) return Token::Text3;
    const OracleStanding& o = r.standing->oracle;
    if (o.breaker != BreakerCause::None || o.status < OracleStatus::StaleForMargin) return Token::Danger;
    return o.status == OracleStatus::Valid ? Token::Up : Token::Warn;
}

QString oracleText(const R& r) {
    if (!r.standing) return unknownText();
    const OracleStanding& o = r.standing->oracle;
    return o.breaker != BreakerCause::None ? tr("halted: %1").arg(word(o.breaker)) : word(o.status);
}

QString oracleTip(const R& r) {
    if (!r.standing) return tr("The venue has not told yet.");
    const OracleStanding& o = r.standing->oracle;
    QString tip = tr("%1: %2 ± %3 USDC")
                      .arg(QString::fromStdString(o.params.symbol), knownText(o.displayPrice, r.priceDecimals),
                           text(o.confidence, r.priceDecimals));
    tip += tr("; 5-minute average %1, 60-minute average %2")
               .arg(knownText(o.twap5, r.priceDecimals), knownText(o.twap60, r.priceDecimals));
    if (o.onSecondary) tip += tr("; failed over to the secondary source");
    if (o.breaker != BreakerCause::None)
        tip += tr("; a circuit breaker stops opening until %1 UTC").arg(dateTimeText(o.resetsAt));
    return tip;
}

std::optional<std::int64_t> ageOf(const R& r) {
    if (!r.standing || r.standing->oracle.publishedAt.value() == 0) return std::nullopt;
    return std::max<std::int64_t>(r.now - r.standing->oracle.publishedAt, 0);
}

void addRates(Columns& list) {
    list.push_back(
        {.title = tr("Market"),
         .hint = tr("A row shows its history below and its market in the linked panes"),
         .text = [](const R& r) { return r.symbol; },
         .right = false,
         .strong = true,
         .tip =
             [](const R& r) { return r.standing ? tr("%1, %2").arg(r.symbol, word(r.standing->status)) : r.symbol; }});
    const auto predicted = [&list](const QString& title, const QString& hint, QString (*write)(Rate),
                                   const char* sample) {
        list.push_back(
            {.title = title,
             .hint = hint,
             .text = ofFunding([write](const R& r) { return write(r.standing->funding.predicted8h); }),
             .sort = [](const R& r) { return sortable(r.charged() ? r.standing->funding.predicted8h.raw() : 0); },
             .token =
                 [](const R& r) { return r.charged() ? rateToken(r.standing->funding.predicted8h) : Token::Text3; },
             .flashes = true,
             .sample = QString::fromUtf8(sample)});
    };
    predicted(tr("Next % 8h"),
              tr("What an update would charge now, percent of the notional per 8 hours; positive: longs "
                 "pay shorts"),
              rate8hText, "+0.0100");
    predicted(tr("% 1h"), tr("The same for an hour: an eighth of it"), rateHourText, "+0.00125");
    predicted(tr("% year"), tr("The same for a year of 1 095 periods, without compounding"), rateYearText, "+10.95");
    list.back().strong = true;
    list.push_back(
        {.title = tr("Last % 8h"),
         .hint = tr("What the last update charged, percent per 8 hours"),
         .text = ofFunding([](const R& r) { return rate8hText(r.standing->funding.last8h); }),
         .sort = [](const R& r) { return sortable(r.charged() ? r.standing->funding.last8h.raw() : 0); },
         .token = [](const R& r) { return r.charged() ? rateToken(r.standing->funding.last8h) : Token::Text3; },
         .tip =
             [](const R& r) {
                 return r.charged() ? tr("At %1 UTC").arg(dateTimeText(r.standing->funding.lastUpdate)) : QString();
             },
         .sample = QStringLiteral("+0.0100")});
    list.push_back(
        {.title = tr("Next in"),
         .hint = tr("Until the next update, market time"),
         .text = nextText,
         .sort = [](const R& r) { return sortable(r.charged() ? r.standing->funding.nextUpdate - r.now : 0); },
         .token = [](const R& r) { return r.charged() && r.standing->funding.paused ? Token::Warn : Token::Text2; },
         .tip =
             [](const R& r) {
                 return r.charged() ? tr("At %1 UTC").arg(dateTimeText(r.standing->funding.nextUpdate)) : QString();
             },
         .sample = QStringLiteral("7:59:59")});
    list.push_back(
        {.title = tr("Yours USDC"),
         .hint = tr("What your position would receive (+) or pay (−) then, if rate and index stayed as they are"),
         .text =
             [](const R& r) {
                 const auto money = yours(r);
                 return money ? signedText(*money) : unknownText();
             },
         .sort = [](const R& r) { return sortable(yours(r).value_or(Money()).raw()); },
         .token = [](const R& r) { return moneyToken(yours(r)); },
         .flashes = true,
         .tip =
             [](const R& r) {
                 const auto money = yours(r);
                 return money ? tr("Exactly %1 USDC").arg(exactly(*money)) : tr("No position, or no funding");
             },
         .sample = QStringLiteral("−1 234.56")});
}

void addPrices(Columns& list) {
    const auto price = [&list](const QString& title, const QString& hint, Price (*of)(const MarketPrices&)) {
        list.push_back({.title = title,
                        .hint = hint,
                        .text = [of](const R& r) { return knownText(of(r.ticker.prices), r.priceDecimals); },
                        .sort = [of](const R& r) { return sortable(of(r.ticker.prices).raw()); },
                        .token = [](const R& r) { return isDoubtful(r.ticker.status) ? Token::Text3 : Token::Text1; },
                        .flashes = true,
                        .tip = [](const R& r) { return word(r.ticker.status); },
                        .sample = QStringLiteral("104 238.17")});
    };
    price(tr("Mark"), tr("Mark price, USDC: what margin and profit are computed from"),
          [](const MarketPrices& p) { return p.mark; });
    price(tr("Index"), tr("Index price of the oracle, USDC: what funding is charged on"),
          [](const MarketPrices& p) { return p.index; });
    list.push_back({.title = tr("Premium %"),
                    .hint = tr("Average of the period so far of how far the book stands from the index, percent per 8 "
                               "hours: what the rate is made of, beside interest"),
                    .text = ofFunding([](const R& r) { return rate8hText(r.standing->funding.premium); }),
                    .sort = [](const R& r) { return sortable(r.charged() ? r.standing->funding.premium.raw() : 0); },
                    .token = [](const R& r) { return r.charged() ? Token::Text1 : Token::Text3; },
                    .tip =
                        [](const R& r) {
                            return tr("The mark stands %1 % from the index")
                                .arg(changePercent(r.ticker.prices.index, r.ticker.prices.mark));
                        },
                    .sample = QStringLiteral("+0.0100")});
}

void addOracle(Columns& list) {
    list.push_back({.title = tr("Oracle"),
                    .hint = tr("How far the index may be trusted"),
                    .text = oracleText,
                    .token = oracleToken,
                    .right = false,
                    .tip = oracleTip,
                    .sample = tr("too few publishers")});
    list.push_back(
        {.title = tr("Source"),
         .hint = tr("Which source of the oracle the index comes from"),
         .text = [](const R& r) { return r.standing ? word(r.standing->oracle.source) : unknownText(); },
         .token = [](const R& r) { return r.standing && r.standing->oracle.onSecondary ? Token::Warn : Token::Text2; },
         .right = false,
         .tip = oracleTip,
         .sample = tr("exchanges")});
    list.push_back({.title = tr("Age"),
                    .hint = tr("How long ago that source published the price, market time"),
                    .text =
                        [](const R& r) {
                            const auto age = ageOf(r);
                            return age ? durationText(*age) : unknownText();
                        },
                    .sort = [](const R& r) { return sortable(ageOf(r).value_or(0)); },
                    .token = [](const R& r) { return ageOf(r).value_or(0) > kOldAfter ? Token::Warn : Token::Text2; },
                    .sample = QStringLiteral("999.9 ms")});
    list.push_back({.title = tr("Open int."),
                    .hint = tr("Open interest of one side in the base asset"),
                    .text = [](const R& r) { return r.standing ? shortText(r.standing->openInterest) : unknownText(); },
                    .sort = [](const R& r) { return sortable(r.standing ? r.standing->openInterest.raw() : 0); },
                    .tip =
                        [](const R& r) {
                            return r.standing ? tr("%1 exactly; %2 accounts are long, %3 short")
                                                    .arg(text(r.standing->openInterest, r.sizeDecimals))
                                                    .arg(r.standing->longAccounts)
                                                    .arg(r.standing->shortAccounts)
                                              : QString();
                        },
                    .sample = QStringLiteral("999.9k")});
    list.push_back(
        {.title = tr("OI USDC"),
         .hint = tr("Open interest of one side at the mark"),
         .text = [](const R& r) { return r.standing ? text(r.standing->openInterestValue, 0) : unknownText(); },
         .sort = [](const R& r) { return sortable(r.standing ? r.standing->openInterestValue.raw() : 0); },
         .sample = QStringLiteral("104 238 170")});
}

} // namespace

QString rate8hText(Rate rate8h) { return signedNumber(rate8h.raw(), 4, 4); }
QString rateHourText(Rate rate8h) { return signedNumber(rate8h.raw() * 125, 7, 5); }
QString rateYearText(Rate rate8h) { return signedNumber(rate8h.raw() * kPeriodsOfYear, 4, 2); }

Token rateToken(Rate rate) { return rate.isZero() ? Token::Text2 : Token::Text1; }

std::optional<Money> expectedPayment(const FundingStanding& funding, Price index, Quantity base) {
    if (!funding.charged || base.isZero() || index.isZero()) return std::nullopt;
    const std::int64_t seconds = (funding.nextUpdate - funding.lastUpdate) / kNanosPerSecond;
    if (seconds <= 0) return std::nullopt;
    const auto change = funding::indexDelta(funding.predicted8h, seconds, index);
    if (!change) return std::nullopt;
    const auto money = funding::payment(*change, FundingIndex(), base);
    return money ? std::optional(*money) : std::nullopt;
}

std::vector<FundingRow> fundingRows(const PaneContext& context) {
    std::vector<FundingRow> rows;
    const auto account = context.accounts.account();
    for (const MarketInfo& info : context.market.markets()) {
        FundingRow row;
        row.market = info.params.id;
        row.symbol = QString::fromStdString(info.params.symbol);
        row.priceDecimals = decimalsOf(info.params.tick);
        row.sizeDecimals = decimalsOf(info.params.step);
        row.ticker = context.market.ticker(row.market);
        row.standing = context.market.standing(row.market);
        row.now = context.market.now();
        if (account) {
            const auto held = std::ranges::find(account->positions, row.market, &PositionView::market);
            if (held != account->positions.end()) row.base = held->position.base;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<Column<FundingRow>> fundingColumns() {
    Columns list;
    addRates(list);
    addPrices(list);
    addOracle(list);
    return list;
}

std::vector<Column<FundingRecord>> rateColumns() {
    using F = FundingRecord;
    const auto rate = [](const QString& title, const QString& hint, QString (*write)(Rate), const char* sample) {
        return Column<F>{.title = title,
                         .hint = hint,
                         .text = [write](const F& r) { return write(r.rate8h); },
                         .sort = [](const F& r) { return sortable(r.rate8h.raw()); },
                         .token = [](const F& r) { return rateToken(r.rate8h); },
                         .sample = QString::fromUtf8(sample)};
    };
    return {{.title = tr("Time UTC"),
             .hint = tr("When it was charged or published, market time"),
             .text = [](const F& r) { return dateTimeText(r.ts).left(16); },
             .sort = [](const F& r) { return sortable(r.ts.value()); },
             .token = [](const F&) { return Token::Text2; },
             .right = false,
             .plain = [](const F& r) { return dateTimeText(r.ts); },
             .sample = QStringLiteral("2026-12-31 23:59")},
            rate(tr("% 8h"), tr("Rate that was applied, percent per 8 hours; positive: longs paid shorts"), rate8hText,
                 "+0.0100"),
            rate(tr("% 1h"), tr("The same for an hour"), rateHourText, "+0.00125"),
            rate(tr("% year"), tr("The same for a year, without compounding"), rateYearText, "+10.95"),
            {.title = tr("Paid by 1"),
             .hint = tr("What a long of one unit paid, USDC; – where only the rate is known"),
             .text =
                 [](const F& r) {
                     return r.change.isZero() ? unknownText()
                                              : signedNumber(r.change.raw(), FundingIndex::kDecimals, 6);
                 },
             .sort = [](const F& r) { return sortable(r.change.raw()); },
             .token = [](const F& r) { return r.change.isZero() ? Token::Text3 : Token::Text1; },
             .sample = QStringLiteral("+0.001250")}};
}

PaymentRow paymentRow(const PaneContext& context, const FundingPayment& payment) {
    PaymentRow row{payment, unknownText()};
    if (const MarketInfo* info = context.info(payment.market)) {
        row.symbol = QString::fromStdString(info->params.symbol);
        row.sizeDecimals = decimalsOf(info->params.step);
    }
    return row;
}

std::vector<Column<PaymentRow>> paymentColumns() {
    using P = PaymentRow;
    return {
        {.title = tr("Time UTC"),
         .hint = tr("When it was paid, market time"),
         .text = [](const P& r) { return dateTimeText(r.payment.ts).left(16); },
         .sort = [](const P& r) { return sortable(r.payment.ts.value()); },
         .token = [](const P&) { return Token::Text2; },
         .right = false,
         .plain = [](const P& r) { return dateTimeText(r.payment.ts); },
         .sample = QStringLiteral("2026-12-31 23:59")},
        {.title = tr("Market"),
         .hint = tr("Market of the position"),
         .text = [](const P& r) { return r.symbol; },
         .right = false,
         .strong = true,
         .sample = QStringLiteral("SOL-PERP")},
        {.title = tr("Position"),
         .hint = tr("The position it was paid for, in the base asset"),
         .text = [](const P& r) { return signedNumber(r.payment.base.raw(), Quantity::kDecimals, r.sizeDecimals); },
         .sort = [](const P& r) { return sortable(r.payment.base.raw()); },
         .sample = QStringLiteral("−1 234.567")},
        {.title = tr("% 8h"),
         .hint = tr("Rate that was applied, percent per 8 hours; – for a loss that was shared by all"),
         .text = [](const P& r) { return r.payment.rate8h.isZero() ? unknownText() : rate8hText(r.payment.rate8h); },
         .sort = [](const P& r) { return sortable(r.payment.rate8h.raw()); },
         .token = [](const P& r) { return r.payment.rate8h.isZero() ? Token::Text3 : rateToken(r.payment.rate8h); },
         .sample = QStringLiteral("+0.0100")},
        {.title = tr("USDC"),
         .hint = tr("Received (+) or paid (−)"),
         .text = [](const P& r) { return signedText(r.payment.amount, 4); },
         .sort = [](const P& r) { return sortable(r.payment.amount.raw()); },
         .token = [](const P& r) { return moneyToken(r.payment.amount); },
         .strong = true,
         .tip = [](const P& r) { return tr("Exactly %1 USDC").arg(exactly(r.payment.amount)); },
         .plain = [](const P& r) { return plainText(exactly(r.payment.amount)); },
         .sample = QStringLiteral("−1 234.5678")}};
}

} // namespace qd::ui
