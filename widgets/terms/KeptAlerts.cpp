#include "widgets/terms/KeptAlerts.h"

#include "core/base/Decimal.h"
#include "widgets/base/Words.h"
#include "widgets/terms/KeptStudyAlerts.h"
#include "widgets/terms/Waiting.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::KeptAlerts", text); }
QString shown(const std::string& text) { return QString::fromStdString(text); }

std::expected<void, QString> keep(Settings& settings, const std::vector<PriceAlert>& alerts) {
    if (const auto kept = settings.set(setting::kAlerts, alertsText(alerts)); !kept)
        return std::unexpected(shown(kept.error().detail));
    return {};
}

std::optional<QString> beyondAlready(const PaneContext& context, const PriceAlert& alert) {
    const auto price = watchedPrice(context, alert);
    if (!price || !isReached(alert, *price)) return std::nullopt;
    return tr("%1: it is %2 already.").arg(alertWords(alert), shown(toString(*price)));
}

} // namespace

std::uint32_t freeAlertNumber(const Settings& settings) {
    const auto prices = keptAlerts(settings);
    const auto studies = keptStudyAlerts(settings);
    std::uint32_t number = 1;
    while (std::ranges::find(prices, number, &PriceAlert::number) != prices.end() ||
           std::ranges::find(studies, number, &StudyAlert::number) != studies.end())
        ++number;
    return number;
}

QString noSuchAlert(std::uint32_t number) { return tr("There is no alert %1.").arg(number); }

std::vector<PriceAlert> keptAlerts(const Settings& settings) {
    // The settings keep nothing else.
    return parseAlerts(settings.text(setting::kAlerts)).value_or(std::vector<PriceAlert>());
}

std::optional<Price> watchedPrice(const PaneContext& context, const PriceAlert& alert) {
    const MarketInfo* info = marketOf(context, alert.symbol);
    if (info == nullptr) return std::nullopt;
    const Price price = triggerPrice(context.market.ticker(info->params.id), alert.source);
    return price.isZero() ? std::nullopt : std::optional(price);
}

std::expected<PriceAlert, QString> keepAlert(PaneContext& context, PriceAlert alert) {
    if (marketOf(context, alert.symbol) == nullptr)
        return std::unexpected(tr("There is no market %1.").arg(shown(alert.symbol)));
    if (auto beyond = beyondAlready(context, alert)) return std::unexpected(std::move(*beyond));
    auto alerts = keptAlerts(context.settings);
    if (alerts.size() >= kMostAlerts)
        return std::unexpected(tr("%1 alerts are kept already; delete one first.").arg(alerts.size()));
    alert.number = freeAlertNumber(context.settings);
    alert.done = false;
    alerts.push_back(alert);
    if (auto kept = keep(context.settings, alerts); !kept) return std::unexpected(kept.error());
    return alert;
}

std::expected<void, QString> removeAlert(Settings& settings, std::uint32_t number) {
    auto alerts = keptAlerts(settings);
    if (std::erase_if(alerts, [&](const PriceAlert& a) { return a.number == number; }) == 0)
        return std::unexpected(noSuchAlert(number));
    return keep(settings, alerts);
}

std::expected<void, QString> renewAlert(PaneContext& context, std::uint32_t number) {
    auto alerts = keptAlerts(context.settings);
    const auto found = std::ranges::find(alerts, number, &PriceAlert::number);
    if (found == alerts.end()) return std::unexpected(noSuchAlert(number));
    if (auto beyond = beyondAlready(context, *found)) return std::unexpected(std::move(*beyond));
    found->done = false;
    return keep(context.settings, alerts);
}

std::expected<PriceAlert, QString> moveAlert(PaneContext& context, std::uint32_t number, Price level) {
    auto alerts = keptAlerts(context.settings);
    const auto found = std::ranges::find(alerts, number, &PriceAlert::number);
    if (found == alerts.end()) return std::unexpected(noSuchAlert(number));
    if (found->level == level) return *found;
    found->level = level;
    found->done = false;
    // Beyond the price it would tell at once: it waits from the other side.
    if (const auto price = watchedPrice(context, *found)) found->above = *price < level;
    if (auto beyond = beyondAlready(context, *found)) return std::unexpected(std::move(*beyond));
    const PriceAlert moved = *found;
    if (auto kept = keep(context.settings, alerts); !kept) return std::unexpected(kept.error());
    return moved;
}

void finishAlert(Settings& settings, std::uint32_t number) {
    auto alerts = keptAlerts(settings);
    const auto found = std::ranges::find(alerts, number, &PriceAlert::number);
    if (found == alerts.end() || found->repeats) return;
    found->done = true;
    (void)keep(settings, alerts); // it was readable before and still is
}

QString alertWords(const PriceAlert& alert) {
    return (alert.above ? tr("%1 %2 at or above %3") : tr("%1 %2 at or below %3"))
        .arg(shown(alert.symbol), word(alert.source), shown(toString(alert.level)));
}

const MarketInfo* marketOf(const PaneContext& context, std::string_view symbol) {
    const auto& markets = context.market.markets();
    const auto found = std::ranges::find_if(markets, [&](const MarketInfo& m) { return m.params.symbol == symbol; });
    return found == markets.end() ? nullptr : &*found;
}

QString alertSentence(std::uint32_t number, const QString& words) { return tr("Alert %1: %2.").arg(number).arg(words); }

News alertNews(std::uint32_t number, const QString& words, const QString& now, const std::string& note) {
    QString sentence = tr("Alert %1: %2, now %3.").arg(QString::number(number), words, now);
    if (!note.empty()) sentence += QLatin1Char(' ') + shown(note);
    return {sentence, Importance::Problem, QStringLiteral("alert %1").arg(number)};
}

} // namespace qd::ui
