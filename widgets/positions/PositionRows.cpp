#include "widgets/positions/PositionRows.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

constexpr int kDangerPercent = 5;
constexpr int kWarnPercent = 15;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::PositionsPane", text); }

QVariant sortable(std::int64_t raw) { return QVariant::fromValue<qlonglong>(raw); }

PositionRow rowOf(const PaneContext& context, const AccountView& account, const PositionView& view) {
    PositionRow row;
    row.view = view;
    row.chosenMargin = std::max(view.userMargin, account.userMargin);
    if (const MarketInfo* info = context.info(view.market)) {
        row.symbol = QString::fromStdString(info->params.symbol);
        row.priceDecimals = decimalsOf(info->params.tick);
        row.sizeDecimals = decimalsOf(info->params.step);
        row.step = info->params.step;
        row.marketMargin = info->params.initialMargin;
    }
    const Ticker ticker = context.market.ticker(view.market);
    row.status = ticker.status;
    row.age = context.market.now().value() - ticker.ts.value();
    return row;
}

/// What depends on a mark that cannot be trusted is dimmed.
Token trusted(const PositionRow& row, Token token) { return isDoubtful(row.status) ? Token::Text3 : token; }

QString markTip(const PositionRow& row) {
    QString tip = tr("Mark price of %1: %2").arg(row.symbol, word(row.status));
    if (isDoubtful(row.status)) tip += tr(", last change %1 ago").arg(ageText(row.age));
    if (row.view.markEstimated) tip += tr("; estimated from bid, ask and last trade, not published by the venue");
    return tip;
}

QString pnlTip(const PositionRow& row) {
    QString tip = tr("Exactly %1 USDC").arg(number(row.view.unrealised.raw(), Money::kDecimals, Money::kDecimals));
    if (isDoubtful(row.status)) tip += tr("; the mark is %1").arg(word(row.status));
    return tip;
}

QString sideText(const PositionRow& row) {
    if (!row.isOpen()) return tr("Closed");
    return row.view.position.base.raw() > 0 ? tr("Long") : tr("Short");
}

Token sideToken(const PositionRow& row) {
    if (!row.isOpen()) return Token::Text3;
    return row.view.position.base.raw() > 0 ? Token::Up : Token::Down;
}

QString sizeText(const PositionRow& row) {
    const std::int64_t base = row.view.position.base.raw();
    return row.isOpen() ? number(base < 0 ? -base : base, Quantity::kDecimals, row.sizeDecimals) : unknownText();
}

QString pnlPercent(const PositionRow& row) {
    const std::int64_t entry = row.view.position.entry.raw();
    return row.isOpen() ? percent(row.view.unrealised.raw(), entry < 0 ? -entry : entry, 2) : unknownText();
}

/// 10'000 / ratio with as many digits as it needs, at most two; rounded toward zero.
QString leverageText(Ratio margin) {
    if (margin.raw() <= 0) return unknownText();
    const auto hundredths = Checked(Ratio::kScale).times(100, margin.raw(), Round::Zero).to<Ratio>();
    return hundredths ? QString::fromStdString(formatDecimal(hundredths->raw(), 2)) + QStringLiteral("×")
                      : unknownText();
}

/// Profit and loss in percent of what opening the position takes: the entry notional / the leverage that applies.
QString returnOnMargin(const PositionRow& row) {
    const std::int64_t entry = row.view.position.entry.raw();
    const auto margin =
        Checked(entry < 0 ? -entry : entry).times(row.appliedMargin().raw(), Ratio::kScale, Round::Up).to<Money>();
    return margin ? percent(row.view.unrealised.raw(), margin->raw(), 2) : unknownText();
}

QString pnlPercentTip(const PositionRow& row) {
    if (!row.isOpen()) return {};
    return tr("%1 % of the entry notional; %2 % of the margin that opening it takes, entry notional / leverage of %3 "
              "(return on margin)")
        .arg(pnlPercent(row), returnOnMargin(row), leverageText(row.appliedMargin()));
}

/// liquidation - mark in units of 1e-6 of the price; only with both known.
std::optional<Int128> distance(const PositionRow& row) {
    if (!row.view.liquidationPrice || row.view.mark.isZero()) return std::nullopt;
    return Int128{row.view.liquidationPrice->raw()} - row.view.mark.raw();
}

QString distanceText(const PositionRow& row) {
    return row.view.liquidationPrice ? liquidationDistance(*row.view.liquidationPrice, row.view.mark) : unknownText();
}

/// Danger is never dimmed.
Token distanceToken(const PositionRow& row) {
    const auto apart = distance(row);
    if (!apart) return Token::Text3;
    const Int128 size = *apart < 0 ? -*apart : *apart;
    if (size * 100 < Int128{row.view.mark.raw()} * kDangerPercent) return Token::Danger;
    if (size * 100 < Int128{row.view.mark.raw()} * kWarnPercent) return Token::Warn;
    return trusted(row, Token::Text1);
}

QVariant distanceSort(const PositionRow& row) {
    const auto apart = distance(row);
    if (!apart) return 1e9;
    const double size = static_cast<double>(*apart) / static_cast<double>(row.view.mark.raw());
    return size < 0 ? -size : size;
}

using Columns = std::vector<Column<PositionRow>>;
using R = PositionRow;

void addWhat(Columns& list) {
    list.push_back({.title = tr("Market"),
                    .hint = tr("Market of the position"),
                    .text = [](const R& r) { return r.symbol; },
                    .right = false,
                    .strong = true,
                    .tip = [](const R& r) { return r.symbol; }});
    list.push_back({.title = tr("Side"),
                    .hint = tr("Long gains when the price rises, short when it falls"),
                    .text = sideText,
                    .token = sideToken,
                    .right = false,
                    .sample = tr("Closed")});
    list.push_back({.title = tr("Size"),
                    .hint = tr("Size of the position in the base asset"),
                    .text = sizeText,
                    .sort = [](const R& r) { return sortable(r.view.position.base.raw()); },
                    .flashes = true,
                    .sample = QStringLiteral("0.00000213")});
}

void addPrices(Columns& list) {
    list.push_back(
        {.title = tr("Entry"),
         .hint = tr("Average price paid for the open size, without fees, USDC; rounded against you"),
         .text = [](const R& r) { return r.isOpen() ? knownText(r.view.entryPrice, r.priceDecimals) : unknownText(); },
         .sort = [](const R& r) { return sortable(r.view.entryPrice.raw()); },
         .sample = QStringLiteral("104 238.17")});
    list.push_back(
        {.title = tr("Mark"),
         .hint = tr("Mark price, USDC: what margin, profit and liquidation are computed from"),
         .text = [](const R& r) { return r.isOpen() ? knownText(r.view.mark, r.priceDecimals) : unknownText(); },
         .sort = [](const R& r) { return sortable(r.view.mark.raw()); },
         .token = [](const R& r) { return r.view.markEstimated ? Token::Text3 : trusted(r, Token::Text1); },
         .flashes = true,
         .tip = markTip,
         .sample = QStringLiteral("104 238.17")});
}

void addResults(Columns& list) {
    list.push_back(
        {.title = tr("P&L USDC"),
         .hint = tr("Unrealised profit and loss: size × mark − cost of the open size, without fees"),
         .text = [](const R& r) { return r.isOpen() ? signedText(r.view.unrealised) : unknownText(); },
         .sort = [](const R& r) { return sortable(r.view.unrealised.raw()); },
         .token = [](const R& r) { return r.isOpen() ? trusted(r, resultToken(r.view.unrealised)) : Token::Text3; },
         .flashes = true,
         .strong = true,
         .tip = pnlTip,
         .sample = QStringLiteral("+104 238.17")});
    list.push_back(
        {.title = tr("P&L %"),
         .hint = tr("Unrealised profit and loss in percent of the entry notional; the row's tip has it in percent of "
                    "the margin"),
         .text = pnlPercent,
         .sort =
             [](const R& r) {
                 const std::int64_t entry = r.view.position.entry.raw();
                 const double cost = static_cast<double>(entry < 0 ? -entry : entry);
                 return cost > 0 ? static_cast<double>(r.view.unrealised.raw()) / cost : 0;
             },
         .token = [](const R& r) { return r.isOpen() ? trusted(r, resultToken(r.view.unrealised)) : Token::Text3; },
         .tip = pnlPercentTip,
         .sample = QStringLiteral("−100.00")});
    list.push_back({.title = tr("Realised"),
                    .hint = tr("Realised profit and loss in this market since the account began, fees included, USDC"),
                    .text = [](const R& r) { return signedText(r.view.realised); },
                    .sort = [](const R& r) { return sortable(r.view.realised.raw()); },
                    .token = [](const R& r) { return resultToken(r.view.realised); },
                    .flashes = true,
                    .sample = QStringLiteral("+104 238.17")});
}

void addRisk(Columns& list) {
    list.push_back({.title = tr("Maint. margin"),
                    .hint = tr("Maintenance margin that must be there for the position and its resting orders, USDC; "
                               "below it the position is liquidated"),
                    .text =
                        [](const R& r) {
                            return r.isOpen() || !r.view.requirement.isZero() ? requiredText(r.view.requirement)
                                                                              : unknownText();
                        },
                    .sort = [](const R& r) { return sortable(r.view.requirement.raw()); },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Liq."),
                    .hint = tr("Mark price at which the account's maintenance margin would meet its collateral, all "
                               "else unchanged, USDC; – when there is none"),
                    .text =
                        [](const R& r) {
                            return r.view.liquidationPrice
                                       ? liquidationText(*r.view.liquidationPrice, r.view.mark, r.priceDecimals)
                                       : unknownText();
                        },
                    .sort = [](const R& r) { return sortable(r.view.liquidationPrice.value_or(Price()).raw()); },
                    .token = [](const R& r) { return r.view.liquidationPrice ? Token::Text1 : Token::Text3; },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Dist. %"),
                    .hint = tr("From the mark to the liquidation price, in percent of the mark"),
                    .text = distanceText,
                    .sort = distanceSort,
                    .token = distanceToken,
                    .strong = true,
                    .sample = QStringLiteral("−100.0")});
}

QString leverageTip(const PositionRow& row) {
    if (row.chosenMargin > row.marketMargin)
        return tr("Chosen; the market allows %1. LEVERAGE changes it.").arg(leverageText(row.marketMargin));
    return tr("As much as the market allows. LEVERAGE lowers it.");
}

QString modeTip(const PositionRow& row) {
    const QString most = leverageText(row.appliedMargin());
    if (!row.isOpen() && !row.view.isolatedMargin.isZero())
        return tr("The position is closed; its deposit of %1 USDC waits for the next one until Margin takes it back.")
            .arg(text(row.view.isolatedMargin));
    if (row.view.isolated)
        return tr("Isolated with a deposit of %1 USDC; leverage up to %2").arg(text(row.view.isolatedMargin), most);
    return tr("Cross: the account's collateral carries it; leverage up to %1").arg(most);
}

Token adlToken(const PositionRow& row) {
    if (row.view.deleverageQuintile >= kLamps) return Token::Danger;
    return row.view.deleverageQuintile == kLamps - 1 ? Token::Warn : Token::Text2;
}

QString adlTip(const PositionRow& row) {
    if (row.view.deleverageQuintile == 0) return tr("The position is in no queue: it is closed, or without gain.");
    return tr("Step %1 of %2 on its side of the market. When a bankrupt account's loss cannot be paid otherwise, the "
              "positions of step 5 are the first to be reduced against it: those with the most profit and leverage.")
        .arg(row.view.deleverageQuintile)
        .arg(kLamps);
}

void addMargin(Columns& list) {
    list.push_back({.title = tr("Mode"),
                    .hint = tr("Cross: uses the account's collateral. Isolated: has a deposit of its own"),
                    .text = [](const R& r) { return r.view.isolated ? tr("Isolated") : tr("Cross"); },
                    .token = [](const R& r) { return r.view.isolated ? Token::Accent : Token::Text2; },
                    .right = false,
                    .tip = modeTip,
                    .sample = tr("Isolated")});
    list.push_back({.title = tr("Max lev."),
                    .hint = tr("The most leverage an order may use here: the lowest of market, account and what was "
                               "chosen for the market"),
                    .text = [](const R& r) { return leverageText(r.appliedMargin()); },
                    .sort = [](const R& r) { return sortable(-r.appliedMargin().raw()); },
                    .token = [](const R& r) { return r.chosenMargin > r.marketMargin ? Token::Text1 : Token::Text2; },
                    .tip = leverageTip,
                    .sample = QStringLiteral("12.5×")});
    list.push_back({.title = tr("Isolated"),
                    .hint = tr("The isolated position's own deposit, USDC; – for cross"),
                    .text = [](const R& r) { return r.view.isolated ? text(r.view.isolatedMargin) : unknownText(); },
                    .sort = [](const R& r) { return sortable(r.view.isolatedMargin.raw()); },
                    .flashes = true,
                    .tip = modeTip,
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("ADL"),
                    .hint = tr("How near the position is to be reduced against a bankrupt account: 5 = first"),
                    .text =
                        [](const R& r) {
                            return r.view.deleverageQuintile > 0 ? QString::number(r.view.deleverageQuintile)
                                                                 : unknownText();
                        },
                    .sort = [](const R& r) { return sortable(r.view.deleverageQuintile); },
                    .token = adlToken,
                    .tip = adlTip,
                    .sample = QStringLiteral("88888"),
                    .lamps = [](const R& r) { return r.isOpen() ? r.view.deleverageQuintile : -1; }});
}

void addMoney(Columns& list) {
    list.push_back(
        {.title = tr("Unsettled"),
         .hint = tr("Realised and still in the position, USDC; settling moves it to the deposit"),
         .text = [](const R& r) { return r.view.unsettled.isZero() ? unknownText() : signedText(r.view.unsettled); },
         .sort = [](const R& r) { return sortable(r.view.unsettled.raw()); },
         .token = [](const R& r) { return r.view.unsettled.isZero() ? Token::Text3 : resultToken(r.view.unsettled); },
         .flashes = true,
         .tip =
             [](const R& r) {
                 return tr("Of %1 USDC realised, %2 are settled")
                     .arg(signedText(r.view.realised), signedText(r.view.settled));
             },
         .sample = QStringLiteral("+104 238.17")});
    list.push_back(
        {.title = tr("Funding"),
         .hint = tr("Funding since the account was opened, USDC: received (+) or paid (−)"),
         .text =
             [](const R& r) {
                 return r.view.fundingPaid.isZero() ? unknownText() : signedText(Money(-r.view.fundingPaid.raw()));
             },
         .sort = [](const R& r) { return sortable(-r.view.fundingPaid.raw()); },
         .token =
             [](const R& r) {
                 return r.view.fundingPaid.isZero() ? Token::Text3 : resultToken(Money(-r.view.fundingPaid.raw()));
             },
         .tip =
             [](const R& r) {
                 return tr("Exactly %1 USDC")
                     .arg(signedNumber(-r.view.fundingPaid.raw(), Money::kDecimals, Money::kDecimals));
             },
         .sample = QStringLiteral("−1 238.17")});
}

} // namespace

Token resultToken(Money money) {
    if (money.isZero()) return Token::Text1;
    return money.raw() > 0 ? Token::Up : Token::Down;
}

std::vector<PositionRow> positionRows(const PaneContext& context, const AccountView& account, bool closed) {
    std::vector<PositionRow> rows;
    for (const PositionView& p : account.positions) {
        if (!p.position.base.isZero()) rows.push_back(rowOf(context, account, p));
    }
    for (const PositionView& p : account.positions) {
        const bool holds = !p.isolatedMargin.isZero();
        if (p.position.base.isZero() && (holds || (closed && !p.realised.isZero())))
            rows.push_back(rowOf(context, account, p));
    }
    return rows;
}

PositionTotals totalsOf(const std::vector<PositionRow>& rows) {
    Checked unrealised;
    Checked realised;
    Checked requirement;
    for (const PositionRow& row : rows) {
        unrealised += row.view.unrealised.raw();
        realised += row.view.realised.raw();
        requirement += row.view.requirement.raw();
    }
    const auto known = [](Checked sum) {
        const auto money = sum.to<Money>();
        return money ? std::optional(*money) : std::nullopt;
    };
    return {known(unrealised), known(realised), known(requirement)};
}

std::vector<Column<PositionRow>> positionColumns(std::vector<CellLink<PositionRow>> deeds,
                                                 std::vector<CellLink<PositionRow>> money) {
    Columns list;
    addWhat(list);
    addPrices(list);
    addResults(list);
    addRisk(list);
    addMargin(list);
    addMoney(list);
    list.push_back({.hint = tr("Market orders at one click: they need one-click trading on"),
                    .links = std::move(deeds),
                    .tip = [](const R& r) {
                        return r.isOpen() ? tr("Close the position, half of it, or turn it round, with a market order "
                                               "at once. Needs one-click trading on.")
                                          : QString();
                    }});
    list.push_back({.hint = tr("Settle realised profit and loss; move margin of an isolated position"),
                    .links = std::move(money)});
    return list;
}

} // namespace qd::ui
