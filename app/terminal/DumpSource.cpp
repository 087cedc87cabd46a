#include "app/terminal/DumpSource.h"

#include <algorithm>

namespace qd::terminal {

wire::DumpInput DumpSource::collect() const {
    wire::DumpInput in;
    in.account = m_context.accounts.account();
    in.orders = m_context.accounts.orders();
    in.fills = m_context.accounts.fills();
    in.markets = m_context.market.markets();
    for (const MarketInfo& info : in.markets) {
        in.tickers.push_back(m_context.market.ticker(info.params.id));
        in.books.push_back(m_context.market.book(info.params.id));
        in.standings.push_back(m_context.market.standing(info.params.id));
    }
    in.insurance = m_context.market.insurance();
    in.playback = m_context.venue.playback();
    in.health = m_context.venue.health();
    in.frames.frames = m_context.stats.frames.count();
    in.frames.frameP50Nanos = m_context.stats.frames.percentile(0.5);
    in.frames.frameP99Nanos = m_context.stats.frames.percentile(0.99);
    in.frames.tickToPixelP50Nanos = m_context.stats.tickToPixel.percentile(0.5);
    in.frames.tickToPixelP99Nanos = m_context.stats.tickToPixel.percentile(0.99);
    for (const auto& [pane, log] : m_context.stats.paints())
        in.frames.paintP50Nanos[pane.toStdString()] = log.percentile(0.5);
    if (m_startup != nullptr) {
        in.frames.firstPaintNanos = m_startup->times().firstPaintNanos;
        in.frames.layoutRestoredNanos = m_startup->times().layoutRestoredNanos;
    }
    in.armed = m_context.gate.armed();
    for (const workspace::PaneDock* dock : m_workspace.docks()) in.panes.push_back(dock->id());
    in.wall = m_context.clock.now();
    return in;
}

void DumpSource::dump(std::function<void(std::string)> answer) {
    m_venue.askState([this, answer = std::move(answer)](StateHash hash, std::shared_ptr<const AccountView> account) {
        wire::DumpInput in = collect();
        in.account = std::move(account);
        in.stateHash = hash;
        answer(wire::dumpJson(in));
    });
}

bool DumpSource::feedLive() const {
    const auto& markets = m_context.market.markets();
    return !markets.empty() && !m_context.venue.playback().catchingUp && m_context.accounts.account() != nullptr &&
           std::ranges::all_of(markets, [this](const MarketInfo& info) {
               return m_context.market.ticker(info.params.id).status == DataStatus::Live;
           });
}

std::optional<std::string> DumpSource::lookUp(std::string_view path) const {
    if (path == "feed.live") return feedLive() ? "true" : "false";
    return wire::dumpValue(collect(), path);
}

} // namespace qd::terminal
