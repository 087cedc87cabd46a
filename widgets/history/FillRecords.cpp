// Size: tables of columns, a few lines a column.
#include "core/base/Decimal.h"
#include "widgets/base/Words.h"
#include "widgets/history/RowParts.h"

/// The lists of fills and of funding payments.
namespace qd::ui {
namespace {

using namespace history;
using F = HistoryRow<FillView>;
using P = HistoryRow<FundingPayment>;

constexpr int kRateDecimals = 4; ///< parts per million as percent

const OrderFilled& fill(const F& r) { return r.record.fill; }
QString roleText(const F& r) { return fill(r).role == LiquidityRole::Maker ? tr("Maker") : tr("Taker"); }
QString rateText(Rate rate) {
    return rate.isZero() ? unknownText() : signedNumber(rate.raw(), kRateDecimals, kRateDecimals);
}

} // namespace

std::uint64_t HistoryKind<FillView>::number(const FillView& record) { return record.fill.sequence; }
std::optional<MarketId> HistoryKind<FillView>::market(const FillView& record) { return record.fill.market; }
std::optional<AssetId> HistoryKind<FillView>::asset(const FillView&) { return std::nullopt; }
std::vector<int> HistoryKind<FillView>::foldOrder() { return {11, 10, 9, 7}; }

std::vector<Column<F>> HistoryKind<FillView>::columns() {
    std::vector<Column<F>> list{
        timeColumn<FillView>(tr("When it traded, market time, UTC"), [](const FillView& f) { return f.ts; }),
        marketColumn<FillView>()};
    list.push_back({.title = tr("Side"),
                    .hint = tr("What your order did"),
                    .text = [](const F& r) { return word(fill(r).side); },
                    .token = [](const F& r) { return sideToken(fill(r).side); },
                    .right = false,
                    .sample = QStringLiteral("Sell")});
    list.push_back({.title = tr("Price"),
                    .hint = tr("Price of the fill, USDC"),
                    .text = [](const F& r) { return text(fill(r).price, r.names.priceDecimals); },
                    .sort = [](const F& r) { return sortable(fill(r).price.raw()); },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Size"),
                    .hint = tr("Size of the fill in the base asset"),
                    .text = [](const F& r) { return text(fill(r).size, r.names.sizeDecimals); },
                    .sort = [](const F& r) { return sortable(fill(r).size.raw()); },
                    .sample = QStringLiteral("1 234.567")});
    list.push_back(
        moneyColumn<FillView>(tr("Value"), tr("Size × price, USDC"), [](const FillView& f) { return f.fill.quote; }));
    list.push_back(moneyColumn<FillView>(tr("Fee"), tr("What the fill cost, USDC; a negative one was paid to you"),
                                         [](const FillView& f) { return f.fill.fee; }));
    list.back().tip = [](const F& r) { return feeTip(fill(r)); };
    list.push_back({.title = tr("Role"),
                    .hint = tr("Maker: your order rested in the book. Taker: it traded against one that did"),
                    .text = roleText,
                    .token = [](const F&) { return Token::Text2; },
                    .right = false,
                    .sample = tr("Maker")});
    list.push_back(moneyColumn<FillView>(
        tr("Realised"), tr("Profit and loss this fill realised, without its fee, USDC"),
        [](const FillView& f) { return f.fill.realised; }, true));
    list.push_back(
        {.title = tr("Position"),
         .hint = tr("The position after the fill, in the base asset"),
         .text =
             [](const F& r) { return signedNumber(fill(r).position.raw(), Quantity::kDecimals, r.names.sizeDecimals); },
         .sort = [](const F& r) { return sortable(fill(r).position.raw()); },
         .sample = QStringLiteral("−1 234.567")});
    list.push_back({.title = tr("Order"),
                    .hint = tr("Number of the order"),
                    .text = [](const F& r) { return QString::number(fill(r).order.value()); },
                    .sort = [](const F& r) { return sortable(fill(r).order.value()); },
                    .token = [](const F&) { return Token::Text2; },
                    .sample = QStringLiteral("123456")});
    list.push_back({.title = tr("Trade"),
                    .hint = tr("Number of the trade on its market"),
                    .text = [](const F& r) { return QString::number(fill(r).trade.value()); },
                    .sort = [](const F& r) { return QVariant::fromValue<qulonglong>(fill(r).trade.value()); },
                    .token = [](const F&) { return Token::Text2; },
                    .sample = QStringLiteral("12345678")});
    return list;
}

std::vector<CsvColumn<FillView>> HistoryKind<FillView>::csv() {
    return {{"time_utc", [](const F& r) { return toIso8601(r.record.ts); }},
            {"fill", [](const F& r) { return std::to_string(fill(r).sequence); }},
            {"order", [](const F& r) { return std::to_string(fill(r).order.value()); }},
            {"client_id", [](const F& r) { return std::to_string(fill(r).clientId.value()); }},
            {"trade", [](const F& r) { return std::to_string(fill(r).trade.value()); }},
            {"market", [](const F& r) { return plainText(r.names.symbol).toStdString(); }},
            {"side", [](const F& r) { return csvSide(fill(r).side); }},
            {"role", [](const F& r) { return std::string(fill(r).role == LiquidityRole::Maker ? "maker" : "taker"); }},
            {"price_usdc", [](const F& r) { return toString(fill(r).price); }},
            {"size_base", [](const F& r) { return toString(fill(r).size); }},
            {"value_usdc", [](const F& r) { return toString(fill(r).quote); }},
            {"fee_usdc", [](const F& r) { return toString(fill(r).fee); }},
            {"referral_discount_usdc", [](const F& r) { return toString(fill(r).discount); }},
            {"referral_reward_usdc", [](const F& r) { return toString(fill(r).reward); }},
            {"realised_usdc", [](const F& r) { return toString(fill(r).realised); }},
            {"position_after_base", [](const F& r) { return toString(fill(r).position); }}};
}

std::uint64_t HistoryKind<FundingPayment>::number(const FundingPayment& record) { return record.number; }
std::optional<MarketId> HistoryKind<FundingPayment>::market(const FundingPayment& record) { return record.market; }
std::optional<AssetId> HistoryKind<FundingPayment>::asset(const FundingPayment&) { return std::nullopt; }
std::vector<int> HistoryKind<FundingPayment>::foldOrder() { return {3}; }

std::vector<Column<P>> HistoryKind<FundingPayment>::columns() {
    std::vector<Column<P>> list{timeColumn<FundingPayment>(tr("When it was paid, market time, UTC"),
                                                           [](const FundingPayment& p) { return p.ts; }),
                                marketColumn<FundingPayment>()};
    list.push_back(
        {.title = tr("Position"),
         .hint = tr("The position it was paid for, in the base asset"),
         .text =
             [](const P& r) { return signedNumber(r.record.base.raw(), Quantity::kDecimals, r.names.sizeDecimals); },
         .sort = [](const P& r) { return sortable(r.record.base.raw()); },
         .sample = QStringLiteral("−1 234.567")});
    list.push_back({.title = tr("Rate % 8h"),
                    .hint = tr("Rate that was applied, percent per 8 hours; – for a loss that was shared by all"),
                    .text = [](const P& r) { return rateText(r.record.rate8h); },
                    .sort = [](const P& r) { return sortable(r.record.rate8h.raw()); },
                    .token = [](const P&) { return Token::Text2; },
                    .sample = QStringLiteral("+0.0100")});
    list.push_back(moneyColumn<FundingPayment>(
        tr("Funding USDC"), tr("Received (+) or paid (−)"), [](const FundingPayment& p) { return p.amount; }, true));
    return list;
}

std::vector<CsvColumn<FundingPayment>> HistoryKind<FundingPayment>::csv() {
    return {{"time_utc", [](const P& r) { return toIso8601(r.record.ts); }},
            {"market", [](const P& r) { return plainText(r.names.symbol).toStdString(); }},
            {"position_base", [](const P& r) { return toString(r.record.base); }},
            {"rate_per_8h",
             [](const P& r) { return r.record.rate8h.isZero() ? std::string() : toString(r.record.rate8h); }},
            {"received_usdc", [](const P& r) { return toString(r.record.amount); }}};
}

} // namespace qd::ui
