#include "widgets/alerts/LineWatch.h"

#include "widgets/base/Format.h"

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kLookEveryMs = 100;

using drawings::Drawing;
using drawings::Watch;

} // namespace

LineWatch::LineWatch(PaneContext& context, drawings::DrawingBook& book, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_book(book) {
    m_newMarkets = m_context.market.onMarketsChanged([this] {
        m_trades.forgetAll();
        m_standing.clear();
    });
    connect(&m_timer, &QTimer::timeout, this, &LineWatch::look);
    m_timer.start(kLookEveryMs);
}

void LineWatch::look() {
    if (m_context.venue.playback().catchingUp) {
        m_trades.forgetAll();
        return m_standing.clear();
    }
    for (const MarketInfo& info : m_context.market.markets()) {
        const auto found = m_book.all().find(info.params.symbol);
        if (found == m_book.all().end() ||
            std::ranges::none_of(found->second.all(), [](const Drawing& d) { return d.watch == Watch::On; })) {
            m_trades.forget(info.params.id);
            std::erase_if(m_standing, [&](const auto& row) { return row.first.first == info.params.id; });
            continue;
        }
        lookAt(info, m_book.of(info.params.symbol));
    }
}

void LineWatch::lookAt(const MarketInfo& info, drawings::Drawings& all) {
    const NewTrades::Run run = m_trades.read(m_context.market, info.params.id);
    std::erase_if(m_standing, [&](const auto& row) {
        const Drawing* line = all.find(row.first.second);
        return row.first.first == info.params.id &&
               (line == nullptr || line->watch != Watch::On || line->points != row.second.points);
    });
    for (const Trade& trade : run.trades) see(info, all, trade.ts, trade.price);
    const Price last = m_context.market.ticker(info.params.id).last;
    // A line that was set, or moved, since the last trade begins with the price as it is.
    if (!last.isZero()) see(info, all, m_context.market.now(), last);
}

void LineWatch::see(const MarketInfo& info, drawings::Drawings& all, UnixNanos t, Price price) {
    std::vector<std::uint32_t> crossed;
    for (const Drawing& line : all.all()) {
        if (line.watch != Watch::On) continue;
        const auto side = drawings::sideOf(line, t, price);
        if (!side) continue; // it is not there yet, or has ended
        Standing& before = m_standing.try_emplace({info.params.id, line.id}, Standing{line.points, 0}).first->second;
        if (before.side != 0 && *side != before.side) crossed.push_back(line.id);
        if (*side != 0) before.side = *side;
    }
    for (const std::uint32_t id : crossed) {
        m_standing.erase({info.params.id, id});
        const drawings::Tool tool = all.find(id)->tool;
        all.setWatch(id, Watch::Done);
        emit told({tr("%1 %2: the last price has reached the %3, now %4.")
                       .arg(QString::fromStdString(info.params.symbol), clockText(t, 0),
                            drawings::titleOf(tool).toLower(), text(price, decimalsOf(info.params.tick))),
                   Importance::Problem, QStringLiteral("line %1 %2").arg(info.params.id.value()).arg(id)});
    }
}

} // namespace qd::ui
