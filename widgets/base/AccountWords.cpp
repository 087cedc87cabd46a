#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::Words", text); }

} // namespace

QString word(PostingKind kind) {
    switch (kind) {
    case PostingKind::Deposit: return tr("Deposit");
    case PostingKind::Withdrawal: return tr("Withdrawal");
    case PostingKind::TransferIn: return tr("Transfer in");
    case PostingKind::TransferOut: return tr("Transfer out");
    case PostingKind::IsolatedMargin: return tr("Isolated margin");
    case PostingKind::PnlSettled: return tr("Profit and loss");
    case PostingKind::InsuranceStaked: return tr("Insurance stake");
    case PostingKind::InsuranceUnstaked: return tr("Insurance unstaked");
    case PostingKind::BackstopTransfer: return tr("Taken over");
    case PostingKind::ReferralFee: return tr("Fee to referrer");
    case PostingKind::ReferralReward: return tr("Referral reward");
    }
    return {};
}

QString feeTip(const OrderFilled& fill) {
    const auto exactly = [](Money money) { return number(money.raw(), Money::kDecimals, Money::kDecimals); };
    QString tip = tr("Exactly %1 USDC").arg(exactly(fill.fee));
    if (!fill.discount.isZero()) tip += tr(", %1 less for being referred").arg(exactly(fill.discount));
    if (!fill.reward.isZero()) tip += tr("; %1 of it went to the referrer").arg(exactly(fill.reward));
    return tip;
}

QString word(MarginCall call) {
    switch (call) {
    case MarginCall::None: return {};
    case MarginCall::Notice: return tr("Notice");
    case MarginCall::Warning: return tr("Warning");
    case MarginCall::Call: return tr("Margin call");
    case MarginCall::Liquidation: return tr("Liquidation");
    }
    return {};
}

QString sentence(MarginCall call) {
    switch (call) {
    case MarginCall::None: return tr("The margin ratio is below 50 % again.");
    case MarginCall::Notice: return tr("Half of the collateral is required as maintenance margin.");
    case MarginCall::Warning: return tr("70 % of the collateral is required as maintenance margin. Think of reducing.");
    case MarginCall::Call:
        return tr("85 % of the collateral is required as maintenance margin: nothing may be opened. Add collateral or "
                  "reduce.");
    case MarginCall::Liquidation:
        return tr("The maintenance margin is above the collateral: the positions are being liquidated.");
    }
    return {};
}

QString word(LiquidationEntryKind kind) {
    switch (kind) {
    case LiquidationEntryKind::MarginCall: return tr("Margin call");
    case LiquidationEntryKind::Started: return tr("Liquidation");
    case LiquidationEntryKind::OrdersCancelled: return tr("Orders cancelled");
    case LiquidationEntryKind::Book: return tr("Sold in the book");
    case LiquidationEntryKind::TakeOver: return tr("Taken over");
    case LiquidationEntryKind::Backstop: return tr("Backstop");
    case LiquidationEntryKind::AssetSale: return tr("Collateral sold");
    case LiquidationEntryKind::Deleveraged: return tr("Deleveraged");
    case LiquidationEntryKind::Bankruptcy: return tr("Loss covered");
    case LiquidationEntryKind::Restored: return tr("Restored");
    case LiquidationEntryKind::Closed: return tr("Closed");
    case LiquidationEntryKind::Bankrupt: return tr("Bankrupt");
    }
    return {};
}

QString sentence(LiquidationEntryKind kind) {
    switch (kind) {
    case LiquidationEntryKind::MarginCall: return tr("The margin ratio crossed a rung of the ladder.");
    case LiquidationEntryKind::Started: return tr("The pool fell below its maintenance margin.");
    case LiquidationEntryKind::OrdersCancelled: return tr("Orders that could open positions were cancelled.");
    case LiquidationEntryKind::Book: return tr("A part of the position was closed in the book.");
    case LiquidationEntryKind::TakeOver:
        return tr("A liquidator took over a part of the position at the index less a fee.");
    case LiquidationEntryKind::Backstop: return tr("The venue's backstop took over the whole pool.");
    case LiquidationEntryKind::AssetSale: return tr("Collateral was turned into the quote currency.");
    case LiquidationEntryKind::Deleveraged:
        return tr("A position was closed against the most profitable one of the other side, at the bankruptcy price.");
    case LiquidationEntryKind::Bankruptcy:
        return tr("What was missing was paid by the market's fees, the insurance fund and, at last, by everybody.");
    case LiquidationEntryKind::Restored: return tr("The pool has what it must have again.");
    case LiquidationEntryKind::Closed: return tr("Nothing is left of the pool's positions.");
    case LiquidationEntryKind::Bankrupt: return tr("The pool ended with a debt.");
    }
    return {};
}

QString word(OracleStatus status) {
    switch (status) {
    case OracleStatus::NonPositive: return tr("no price");
    case OracleStatus::TooVolatile: return tr("too volatile");
    case OracleStatus::TooUncertain: return tr("too uncertain");
    case OracleStatus::StaleForMargin: return tr("stale for margin");
    case OracleStatus::InsufficientData: return tr("too few publishers");
    case OracleStatus::StaleForFill: return tr("stale for fills");
    case OracleStatus::Valid: return tr("valid");
    }
    return {};
}

QString word(OracleSource source) {
    switch (source) {
    case OracleSource::None: return tr("none");
    case OracleSource::Primary: return tr("primary");
    case OracleSource::Secondary: return tr("secondary");
    case OracleSource::Exchanges: return tr("exchanges");
    }
    return {};
}

QString word(BreakerCause cause) {
    switch (cause) {
    case BreakerCause::None: return {};
    case BreakerCause::Move: return tr("price moved");
    case BreakerCause::Spread: return tr("sources apart");
    case BreakerCause::Stale: return tr("silent");
    }
    return {};
}

QString word(MarketStatus status) {
    switch (status) {
    case MarketStatus::Active: return tr("active");
    case MarketStatus::ReduceOnly: return tr("reduce only");
    case MarketStatus::Paused: return tr("paused");
    case MarketStatus::Settlement: return tr("settlement");
    case MarketStatus::Delisted: return tr("delisted");
    }
    return {};
}

QString word(MarketTier tier) {
    switch (tier) {
    case MarketTier::A: return tr("A");
    case MarketTier::B: return tr("B");
    case MarketTier::C: return tr("C");
    case MarketTier::Speculative: return tr("speculative");
    case MarketTier::HighlySpeculative: return tr("highly speculative");
    case MarketTier::Isolated: return tr("isolated");
    }
    return {};
}

} // namespace qd::ui
