#include "widgets/alerts/AlertWatch.h"

#include "widgets/base/Format.h"
#include "widgets/terms/KeptAlerts.h"

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kLookEveryMs = 100;

} // namespace

AlertWatch::AlertWatch(PaneContext& context, QObject* parent) : QObject(parent), m_context(context) {
    load();
    connect(&m_context.settings, &Settings::changed, this, [this](const QString& key) {
        if (key == QLatin1String(setting::kAlerts)) load();
    });
    // The trades of a market that begins anew, or is sought, are numbered anew.
    m_newMarkets = m_context.market.onMarketsChanged([this] { beginAnew(); });
    connect(&m_timer, &QTimer::timeout, this, &AlertWatch::look);
    m_timer.start(kLookEveryMs);
}

void AlertWatch::load() { m_book.set(keptAlerts(m_context.settings)); }

void AlertWatch::beginAnew() {
    m_trades.forgetAll();
    m_book.beginAnew();
}

void AlertWatch::look() {
    if (m_context.venue.playback().catchingUp) return beginAnew();
    for (const MarketInfo& info : m_context.market.markets()) {
        const auto waits = [&](const PriceAlert& a) { return !a.done && a.symbol == info.params.symbol; };
        if (std::ranges::any_of(m_book.alerts(), waits))
            lookAt(info);
        else
            m_trades.forget(info.params.id);
    }
}

void AlertWatch::lookAt(const MarketInfo& info) {
    const Ticker ticker = m_context.market.ticker(info.params.id);
    lookAtTrades(info, ticker);
    see(info, TriggerSource::Mark, ticker.prices.mark);
    see(info, TriggerSource::Index, ticker.prices.index);
}

void AlertWatch::lookAtTrades(const MarketInfo& info, const Ticker& ticker) {
    const NewTrades::Run run = m_trades.read(m_context.market, info.params.id);
    for (const Trade& trade : run.trades) see(info, TriggerSource::Last, trade.price);
    if (run.gap) see(info, TriggerSource::Last, ticker.last);
}

void AlertWatch::see(const MarketInfo& info, TriggerSource source, Price price) {
    if (price.isZero()) return; // not known yet
    for (const PriceAlert& alert : m_book.see(info.params.symbol, source, price)) {
        finishAlert(m_context.settings, alert.number);
        const QString now = text(price, std::max(decimalsOf(info.params.tick), decimalsOf(price)));
        emit told(alertNews(alert.number, alertWords(alert), now, alert.note));
    }
}

} // namespace qd::ui
