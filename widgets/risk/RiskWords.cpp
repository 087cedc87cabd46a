#include "widgets/risk/RiskWords.h"

#include "widgets/base/Format.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace qd::ui {
namespace {

using portfolio::BreachAction;
using portfolio::LimitKind;

constexpr std::int64_t kCentsMatter = 1'000 * Money::kScale;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::RiskPane", text); }

/// A double with a sign of ours and `decimals` digits.
QString realText(double value, int decimals) {
    const double scale = std::pow(10.0, decimals);
    const double scaled = std::round(value * scale);
    if (!(std::abs(scaled) < 9e18)) return unknownText();
    return number(static_cast<std::int64_t>(scaled), decimals, decimals);
}

} // namespace

QString word(LimitKind kind) {
    switch (kind) {
    case LimitKind::AssetNotional: return tr("Asset notional");
    case LimitKind::GrossLeverage: return tr("Gross leverage");
    case LimitKind::DailyLoss: return tr("Daily loss");
    case LimitKind::Drawdown: return tr("Drawdown");
    case LimitKind::SessionTrades: return tr("Trades");
    case LimitKind::LosingStreak: return tr("Losing streak");
    }
    return {};
}

QString definition(LimitKind kind) {
    switch (kind) {
    case LimitKind::AssetNotional:
        return tr("Long and short notional of one asset together, positions and deposits, in USDC. Holding more than "
                  "the limit is a breach.");
    case LimitKind::GrossLeverage:
        return tr(
            "Gross notional of all assets ÷ equity. More than the limit is a breach, and so is any on no equity.");
    case LimitKind::DailyLoss:
        return tr("What the account lost since 00:00 UTC of the market's day, transfers taken out, in USDC. Reaching "
                  "the limit is a breach.");
    case LimitKind::Drawdown:
        return tr("How far the equity is below its highest of the day, transfers taken out, in percent of that. "
                  "Reaching the limit is a breach.");
    case LimitKind::SessionTrades:
        return tr("Trades closed today: positions that became flat or turned round. Reaching the limit is a breach.");
    case LimitKind::LosingStreak:
        return tr("The latest trades of today that lost one after another. Reaching the limit is a breach.");
    }
    return {};
}

QString word(BreachAction action) {
    switch (action) {
    case BreachAction::Warn: return tr("Warn");
    case BreachAction::CancelAll: return tr("Cancel all");
    case BreachAction::CancelAllAndReduceOnly: return tr("Cancel all + reduce-only");
    }
    return {};
}

QString amountText(LimitKind kind, std::optional<std::int64_t> value) {
    if (!value) return unknownText();
    switch (kind) {
    case LimitKind::AssetNotional:
    case LimitKind::DailyLoss: return text(Money(*value));
    case LimitKind::GrossLeverage: return leverageText(value);
    case LimitKind::Drawdown: return number(*value, 4, 2) + tr(" %");
    case LimitKind::SessionTrades:
    case LimitKind::LosingStreak: return number(*value, 0, 0);
    }
    return {};
}

QString sentence(const portfolio::Breach& breach) {
    const QString what = breach.asset.empty()
                             ? word(breach.kind)
                             : tr("%1 of %2").arg(word(breach.kind), QString::fromStdString(breach.asset));
    return tr("%1: %2, limit %3")
        .arg(what, amountText(breach.kind, breach.value), amountText(breach.kind, breach.limit));
}

QString moveText(Rate move, int decimals) { return signedNumber(move.raw(), 4, decimals) + tr(" %"); }

QString ratioText(std::optional<std::int64_t> bps) { return bps ? number(*bps, 2, 2) + tr(" %") : unknownText(); }

QString leverageText(std::optional<std::int64_t> leverage) {
    return leverage ? number((*leverage + 99) / 100, 2, 2) + QStringLiteral("×") : unknownText();
}

QString shareText(std::optional<double> share) { return share ? realText(*share * 100, 1) + tr(" %") : unknownText(); }

QString ratioText(std::optional<double> ratio, int decimals) {
    return ratio ? realText(*ratio, decimals) : unknownText();
}

QString roughText(Money money) {
    const bool large = money.raw() >= kCentsMatter || money.raw() <= -kCentsMatter;
    return signedText(money, large ? 0 : 2);
}

QString assetsOfNoMarket(std::span<const AssetNumber> assets, const ports::MarketData& market) {
    const auto& markets = market.markets();
    if (markets.empty()) return {};
    const auto deposits = market.assets();
    QStringList none;
    for (const AssetNumber& named : assets) {
        const bool known =
            named.asset == kOtherAssets ||
            std::ranges::any_of(markets, [&](const auto& m) { return m.params.baseAsset == named.asset; }) ||
            std::ranges::any_of(deposits, [&](const auto& d) { return d.params.symbol == named.asset; });
        const QString name = QString::fromStdString(named.asset);
        if (!known && !none.contains(name)) none << name;
    }
    return none.join(QStringLiteral(", "));
}

QString assetsOfNoMarket(std::span<const NamedMoves> scenarios, const ports::MarketData& market) {
    std::vector<AssetNumber> all;
    for (const NamedMoves& named : scenarios) all.insert(all.end(), named.moves.begin(), named.moves.end());
    return assetsOfNoMarket(std::span<const AssetNumber>(all), market);
}

QString poolName(const RiskBook& book, std::size_t pool) {
    if (pool >= book.pools().size()) return unknownText();
    const auto isolated = book.pools()[pool].isolated;
    if (!isolated) return tr("Cross");
    const auto& markets = book.markets();
    if (isolated->value() >= markets.size()) return tr("Isolated");
    return tr("Isolated %1").arg(QString::fromStdString(markets[isolated->value()].params.symbol));
}

QString sentence(const RiskBook& book, const portfolio::FirstLiquidation& first) {
    QString who = poolName(book, first.pool);
    if (first.position && !book.pools()[first.pool].isolated)
        who = tr("%1 (%2)").arg(
            who, QString::fromStdString(book.pools()[first.pool].positions[*first.position].market->symbol));
    if (first.at.isZero()) return tr("%1, at once").arg(who);
    return tr("%1, at %2 % of the way").arg(who, number((first.at.raw() + 9'999) / 10'000, 0, 0));
}

} // namespace qd::ui
