#include "core/base/Decimal.h"
#include "widgets/base/Words.h"
#include "widgets/history/RowParts.h"

#include <algorithm>

/// The lists of liquidations and of ledger movements.
namespace qd::ui {
namespace {

using namespace history;
using E = HistoryRow<LiquidationEntry>;
using M = HistoryRow<LedgerMovement>;
using Kind = LiquidationEntryKind;

constexpr int kMostDigits = 6;

bool isSized(Kind kind) {
    return kind == Kind::Book || kind == Kind::TakeOver || kind == Kind::Backstop || kind == Kind::Deleveraged;
}
bool hasSize(const E& r) { return isSized(r.record.kind) && !r.record.size.isZero(); }
bool hasMarket(const LiquidationEntry& e) { return isSized(e.kind) || e.kind == Kind::Bankruptcy; }

/// A margin call says which rung.
QString stepText(const E& r) {
    if (r.record.kind != Kind::MarginCall) return word(r.record.kind);
    return r.record.level == MarginCall::None ? tr("Margin call over") : word(r.record.level);
}
QString stepTip(const E& r) {
    QString tip = r.record.kind == Kind::MarginCall ? sentence(r.record.level) : sentence(r.record.kind);
    if (r.record.kind == Kind::Started)
        tip += tr(" Required %1 of %2 USDC.").arg(requiredText(r.record.requirement), heldText(r.record.collateral));
    return tip;
}
Token stepToken(const E& r) {
    switch (r.record.kind) {
    case Kind::MarginCall: return r.record.level == MarginCall::None ? Token::Text2 : Token::Warn;
    case Kind::Restored: return Token::Up;
    case Kind::Bankrupt:
    case Kind::Bankruptcy:
    case Kind::Started: return Token::Danger;
    default: return Token::Text1;
    }
}

QString amountText(const M& r, Amount amount, bool exact) {
    return number(amount.raw(), r.names.assetDecimals,
                  exact ? r.names.assetDecimals : std::min(r.names.assetDecimals, kMostDigits));
}
Column<M> amountColumn(const QString& title, const QString& hint, Amount (*of)(const LedgerPosted&), bool isSigned) {
    return {.title = title,
            .hint = hint,
            .text =
                [of, isSigned](const M& r) {
                    const QString plain = amountText(r, of(r.record.posted), false);
                    return isSigned && of(r.record.posted).raw() > 0 ? QLatin1Char('+') + plain : plain;
                },
            .sort = [of](const M& r) { return sortable(of(r.record.posted).raw()); },
            .token =
                [of, isSigned](const M& r) {
                    if (!isSigned) return Token::Text1;
                    return of(r.record.posted).raw() >= 0 ? Token::Up : Token::Down;
                },
            .tip = [of](const M& r) { return tr("Exactly %1").arg(amountText(r, of(r.record.posted), true)); },
            .plain = [of](const M& r) { return plainText(amountText(r, of(r.record.posted), true)); },
            .sample = QStringLiteral("−104 238.170000")};
}
bool hasOther(const M& r) {
    switch (r.record.posted.kind) {
    case PostingKind::TransferIn:
    case PostingKind::TransferOut:
    case PostingKind::ReferralFee:
    case PostingKind::ReferralReward: return true;
    default: return false;
    }
}
std::string exactAmount(const M& r, Amount amount) { return formatDecimal(amount.raw(), r.names.assetDecimals); }
std::string optional(Money money) { return money.isZero() ? std::string() : toString(money); }

} // namespace

std::uint64_t HistoryKind<LiquidationEntry>::number(const LiquidationEntry& record) { return record.number; }
std::optional<MarketId> HistoryKind<LiquidationEntry>::market(const LiquidationEntry& e) {
    if (e.pool.isolated) return e.pool.market;
    return hasMarket(e) ? std::optional(e.market) : std::nullopt;
}
std::optional<AssetId> HistoryKind<LiquidationEntry>::asset(const LiquidationEntry&) { return std::nullopt; }
std::vector<int> HistoryKind<LiquidationEntry>::foldOrder() { return {9, 6, 7}; }

std::vector<Column<E>> HistoryKind<LiquidationEntry>::columns() {
    using L = LiquidationEntry;
    std::vector<Column<E>> list{
        timeColumn<L>(tr("When it happened, market time, UTC"), [](const L& e) { return e.ts; }), marketColumn<L>()};
    list.push_back({.title = tr("Step"),
                    .hint = tr("What happened to the pool, from the first warning to the last debt"),
                    .text = stepText,
                    .token = stepToken,
                    .right = false,
                    .tip = stepTip,
                    .sample = tr("Orders cancelled")});
    list.push_back({.title = tr("Side"),
                    .hint = tr("What the account did"),
                    .text = [](const E& r) { return hasSize(r) ? word(r.record.side) : unknownText(); },
                    .token = [](const E& r) { return hasSize(r) ? sideToken(r.record.side) : Token::Text3; },
                    .right = false,
                    .sample = QStringLiteral("Sell")});
    list.push_back(
        {.title = tr("Size"),
         .hint = tr("Size closed or moved, in the base asset"),
         .text = [](const E& r) { return hasSize(r) ? text(r.record.size, r.names.sizeDecimals) : unknownText(); },
         .sort = [](const E& r) { return sortable(r.record.size.raw()); },
         .sample = QStringLiteral("1 234.567")});
    list.push_back(
        {.title = tr("Price"),
         .hint = tr("Average price in the book, the take-over's, or the bankruptcy price, USDC"),
         .text =
             [](const E& r) { return hasSize(r) ? knownText(r.record.price, r.names.priceDecimals) : unknownText(); },
         .sort = [](const E& r) { return sortable(r.record.price.raw()); },
         .sample = QStringLiteral("104 238.17")});
    list.push_back(moneyColumn<L>(tr("Fee"), tr("Liquidator's fee, USDC"), [](const L& e) { return e.liquidatorFee; }));
    list.push_back(moneyColumn<L>(
        tr("Insurance"), tr("Into the insurance fund (+) or out of it (−), USDC"),
        [](const L& e) { return e.insurance; }, true));
    list.push_back(moneyColumn<L>(
        tr("Realised"), tr("Profit and loss of what was closed, without fees, USDC"),
        [](const L& e) { return e.realised; }, true));
    list.push_back(moneyColumn<L>(tr("Loss"), tr("Debt that others paid, USDC"), [](const L& e) { return e.loss; }));
    return list;
}

std::vector<CsvColumn<LiquidationEntry>> HistoryKind<LiquidationEntry>::csv() {
    return {{"time_utc", [](const E& r) { return toIso8601(r.record.ts); }},
            {"number", [](const E& r) { return std::to_string(r.record.number); }},
            {"account", [](const E& r) { return std::to_string(r.record.account.value()); }},
            {"market", [](const E& r) { return plainText(r.names.symbol).toStdString(); }},
            {"pool", [](const E& r) { return std::string(r.record.pool.isolated ? "isolated" : "cross"); }},
            {"step", [](const E& r) { return stepText(r).toStdString(); }},
            {"side", [](const E& r) { return hasSize(r) ? csvSide(r.record.side) : std::string(); }},
            {"size_base", [](const E& r) { return hasSize(r) ? toString(r.record.size) : std::string(); }},
            {"price_usdc", [](const E& r) { return hasSize(r) ? toString(r.record.price) : std::string(); }},
            {"liquidator_fee_usdc", [](const E& r) { return optional(r.record.liquidatorFee); }},
            {"insurance_usdc", [](const E& r) { return optional(r.record.insurance); }},
            {"realised_usdc", [](const E& r) { return optional(r.record.realised); }},
            {"loss_usdc", [](const E& r) { return optional(r.record.loss); }},
            {"loss_from_fees_usdc", [](const E& r) { return optional(r.record.fromFees); }},
            {"loss_socialised_usdc", [](const E& r) { return optional(r.record.socialised); }},
            {"collateral_usdc", [](const E& r) { return optional(r.record.collateral); }},
            {"requirement_usdc", [](const E& r) { return optional(r.record.requirement); }}};
}

std::uint64_t HistoryKind<LedgerMovement>::number(const LedgerMovement& record) { return record.number; }
std::optional<MarketId> HistoryKind<LedgerMovement>::market(const LedgerMovement& record) {
    switch (record.posted.kind) {
    case PostingKind::IsolatedMargin:
    case PostingKind::PnlSettled:
    case PostingKind::ReferralFee:
    case PostingKind::ReferralReward: return record.posted.market;
    default: return std::nullopt;
    }
}
std::optional<AssetId> HistoryKind<LedgerMovement>::asset(const LedgerMovement& record) { return record.posted.asset; }
std::vector<int> HistoryKind<LedgerMovement>::foldOrder() { return {6, 1}; }

std::vector<Column<M>> HistoryKind<LedgerMovement>::columns() {
    std::vector<Column<M>> list{timeColumn<LedgerMovement>(tr("When it was posted, market time, UTC"),
                                                           [](const LedgerMovement& m) { return m.ts; }),
                                marketColumn<LedgerMovement>()};
    list.push_back(
        {.title = tr("Kind"),
         .hint = tr("Why the money moved"),
         .text = [](const M& r) { return word(r.record.posted.kind); },
         .right = false,
         .tip =
             [](const M& r) { return r.record.posted.isolated ? tr("Balance of the isolated position") : QString(); },
         .sample = tr("Insurance unstaked")});
    list.push_back({.title = tr("Asset"),
                    .hint = tr("What moved"),
                    .text = [](const M& r) { return r.names.asset; },
                    .right = false,
                    .sample = QStringLiteral("USDC")});
    list.push_back(amountColumn(
        tr("Amount"), tr("Into the balance (+) or out of it (−), in units of the asset"),
        [](const LedgerPosted& p) { return p.amount; }, true));
    list.push_back(amountColumn(
        tr("Balance"), tr("Balance after it, in units of the asset"), [](const LedgerPosted& p) { return p.balance; },
        false));
    list.push_back({.title = tr("Other account"),
                    .hint = tr("The other side of a transfer or a referral"),
                    .text = [](const M& r) { return hasOther(r) ? r.names.other : unknownText(); },
                    .token = [](const M&) { return Token::Text2; },
                    .right = false,
                    .sample = tr("Account %1").arg(100)});
    return list;
}

std::vector<CsvColumn<LedgerMovement>> HistoryKind<LedgerMovement>::csv() {
    return {{"time_utc", [](const M& r) { return toIso8601(r.record.ts); }},
            {"number", [](const M& r) { return std::to_string(r.record.number); }},
            {"account", [](const M& r) { return std::to_string(r.record.posted.account.value()); }},
            {"kind", [](const M& r) { return word(r.record.posted.kind).toStdString(); }},
            {"market", [](const M& r) { return plainText(r.names.symbol).toStdString(); }},
            {"asset", [](const M& r) { return r.names.asset.toStdString(); }},
            {"amount_asset", [](const M& r) { return exactAmount(r, r.record.posted.amount); }},
            {"balance_after_asset", [](const M& r) { return exactAmount(r, r.record.posted.balance); }},
            {"other_account",
             [](const M& r) { return hasOther(r) ? std::to_string(r.record.posted.other.value()) : std::string(); }}};
}

} // namespace qd::ui
