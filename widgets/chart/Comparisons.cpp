#include "widgets/chart/Comparisons.h"

#include <algorithm>

namespace qd::chart {

std::optional<double> Comparison::changeAt(UnixNanos t) const {
    const BarSeries& bars = feed.bars();
    const std::size_t after = bars.lowerBound(t + 1);
    if (base.isZero() || after == 0 || t < since) return std::nullopt;
    return static_cast<double>(bars[after - 1].close.raw()) / static_cast<double>(base.raw()) - 1;
}

bool Comparison::isDoubtful(UnixNanos t) const {
    return std::ranges::any_of(feed.doubtful(), [&](const TimeRange& r) { return r.from <= t && r.to > since; });
}

double drawnAt(const Comparison& other, Price close, Price ownBase) {
    return static_cast<double>(close.raw()) / static_cast<double>(other.base.raw()) *
           static_cast<double>(ownBase.raw());
}

void Comparisons::choose(const std::vector<std::string>& symbols, MarketId own, Interval interval) {
    std::vector<std::unique_ptr<Comparison>> wanted;
    for (const MarketInfo& info : m_context.market.markets()) {
        if (info.params.id == own || std::ranges::find(symbols, info.params.symbol) == symbols.end()) continue;
        const auto old =
            std::ranges::find_if(m_all, [&](const auto& c) { return c != nullptr && c->market == info.params.id; });
        const bool stays = old != m_all.end() && (*old)->feed.bars().interval() == interval;
        wanted.push_back(stays ? std::move(*old) : std::make_unique<Comparison>(m_context, info));
        if (!stays) wanted.back()->feed.show(info.params.id, interval);
    }
    m_all = std::move(wanted);
}

void Comparisons::readNew() {
    for (const auto& each : m_all) each->feed.readNew();
}

void Comparisons::reload() {
    for (const auto& each : m_all) each->feed.reload();
}

void Comparisons::settle(const Viewport& view, UnixNanos from, std::optional<UnixNanos> since) {
    for (const auto& each : m_all) {
        each->feed.reach(from);
        const BarSeries& bars = each->feed.bars();
        each->seen = visibleBars(bars, view);
        each->base = {};
        if (!since || bars.empty()) continue;
        const std::size_t after = bars.lowerBound(*since + 1);
        if (after == 0 && !each->feed.complete()) continue; // older ones are on their way
        const Candle bar = bars[after == 0 ? 0 : after - 1];
        each->base = bar.close;
        each->since = after == 0 ? bar.openTime : *since;
    }
}

std::uint64_t Comparisons::revision() const {
    std::uint64_t sum = 0; // each of them only grows
    for (const auto& each : m_all) sum += each->feed.bars().revision() + each->feed.doubtRevision();
    return sum;
}

std::uint64_t Comparisons::fingerprint() const {
    std::uint64_t print = 14'695'981'039'346'656'037ULL; // FNV-1a by words
    const auto add = [&](std::uint64_t word) { print = (print ^ word) * 1'099'511'628'211ULL; };
    for (const auto& each : m_all) {
        add(each->market.value());
        add(each->feed.bars().rewrites());
        add(each->feed.bars().prepended());
        add(each->seen.first);
        add(each->seen.last);
        add(static_cast<std::uint64_t>(each->base.raw()));
    }
    return print;
}

} // namespace qd::chart
