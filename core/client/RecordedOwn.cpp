#include "core/client/RecordedOwn.h"

#include "core/client/OwnEvents.h"
#include "core/client/OwnRecorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

namespace qd::client {
namespace {

constexpr UnixNanos kEver{std::numeric_limits<std::int64_t>::max()};
/// What stands is told not later than this after it was told before.
constexpr std::int64_t kLookBack = OwnRecorder::kStandingEvery + kNanosPerMinute;
/// An event is recorded when it is on disk, which a market that runs fast does not wait for.
constexpr std::int64_t kLate = 10 * kNanosPerMinute;

/// Makes steps of events. They come by their sequence, but for those that were recorded twice.
class TrailMaker {
  public:
    explicit TrailMaker(const OwnWindow& window) : m_window(window) { m_page.until = window.to; }

    /// False: the page is full.
    [[nodiscard]] bool take(const OwnEvent& event) {
        if (event.account != m_window.account || event.ts >= m_window.to || isDouble(event)) return true;
        if (event.ts >= m_window.from) {
            if (m_events >= OwnWindow::kMostEvents && event.ts > m_last) {
                m_page.until = event.ts;
                return false;
            }
            ++m_events;
            m_last = event.ts;
        }
        std::visit([&](const auto& body) { add(event, body); }, event.body);
        return true;
    }

    [[nodiscard]] OwnPage finish() && {
        for (auto& [id, order] : m_orders) {
            auto& steps = order.steps;
            const auto after = std::ranges::upper_bound(steps, m_window.from, {}, &OwnStep::t);
            if (after - steps.begin() > 1) steps.erase(steps.begin(), after - 1);
            const bool ended = steps.size() == 1 && steps.front().t < m_window.from && isOver(steps.front());
            if (!ended) m_page.orders.push_back(std::move(order));
        }
        return std::move(m_page);
    }

  private:
    using Key = std::tuple<std::size_t, std::uint64_t, std::uint64_t>;
    static Key keyOf(const OwnOrderChanged& c) { return {0, c.order.id.value(), c.order.clientId.value()}; }
    static Key keyOf(const OrderFilled& f) { return {1, f.sequence, 0}; }
    static Key keyOf(const OwnStanding&) { return {2, 0, 0}; }

    /// After a kill what may not have got to the disk is recorded once more.
    [[nodiscard]] bool isDouble(const OwnEvent& event) {
        if (event.sequence < m_sequence) return true;
        if (event.sequence > m_sequence) m_seen.clear();
        m_sequence = event.sequence;
        return !m_seen.insert(std::visit([](const auto& body) { return keyOf(body); }, event.body)).second;
    }

    void add(const OwnEvent&, const OwnOrderChanged& changed) {
        if (changed.order.id.value() != 0) step(changed.order);
    }
    void add(const OwnEvent& event, const OrderFilled& filled) {
        if (event.ts >= m_window.from) m_page.fills.push_back({event.ts, filled});
    }
    void add(const OwnEvent& event, const OwnStanding& standing) {
        std::set<OrderId> there;
        for (const OwnOrderState& o : standing.orders) {
            there.insert(o.id);
            step(o);
        }
        for (auto& [id, order] : m_orders) {
            const OwnStep& last = order.steps.back();
            if (!isOver(last) && !there.contains(id))
                order.steps.push_back({event.ts, std::nullopt, last.price, last.remaining, false});
        }
    }
    void step(const OwnOrderState& o) {
        OwnOrder& order = m_orders[o.id];
        order.id = o.id;
        order.side = o.side;
        if (order.steps.empty() || !sameStanding(order.steps.back(), o.step)) order.steps.push_back(o.step);
    }

    OwnWindow m_window;
    OwnPage m_page;
    std::map<OrderId, OwnOrder> m_orders;
    std::size_t m_events = 0;
    UnixNanos m_last;
    std::uint64_t m_sequence = 0;
    std::set<Key> m_seen; ///< events of that command
};

UnixNanos shifted(UnixNanos t, std::int64_t by) {
    std::int64_t moved = 0;
    if (__builtin_add_overflow(t.value(), by, &moved)) return by < 0 ? UnixNanos(-kEver.value()) : kEver;
    return UnixNanos(moved);
}

} // namespace

recording::RecordingResult<OwnPage> recordedOwn(const recording::RecordingReader& reader, const OwnWindow& window) {
    TrailMaker maker(window);
    if (!reader.has(window.market)) return std::move(maker).finish();
    const auto before = reader.lastOwn(window.market, window.from);
    if (!before) return std::unexpected(before.error());
    const UnixNanos begin = std::min(window.from, before->value_or(window.from));
    const auto read = reader.own(window.market, shifted(begin, -kLookBack), shifted(window.to, kLate),
                                 [&](UnixNanos, const recording::OwnRecord& record) {
                                     const auto event = decodeOwn(window.market, record);
                                     return !event || maker.take(*event);
                                 });
    if (!read) return std::unexpected(read.error());
    return std::move(maker).finish();
}

NewestOwn newestOwn(const recording::RecordingReader& reader) {
    NewestOwn newest;
    for (const recording::RecordedSpan& span : reader.markets()) {
        const auto last = reader.lastOwn(span.market.id, kEver);
        if (!last) newest.problems.push_back(last.error().detail);
        if (!last || !*last) continue;
        std::uint64_t& sequence = newest.sequences[span.market.id];
        std::uint64_t unknown = 0;
        const auto read = reader.own(span.market.id, **last, kEver, [&](UnixNanos, const recording::OwnRecord& record) {
            const auto event = decodeOwn(span.market.id, record);
            if (event) sequence = std::max(sequence, event->sequence);
            unknown += event ? 0U : 1U;
            return true;
        });
        if (unknown != 0)
            newest.problems.push_back(
                fmt::format("{}: {} own events cannot be understood", span.market.symbol, unknown));
        if (read)
            newest.problems.insert(newest.problems.end(), read->begin(), read->end());
        else
            newest.problems.push_back(read.error().detail);
    }
    return newest;
}

} // namespace qd::client
