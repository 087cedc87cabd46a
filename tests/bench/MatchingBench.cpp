// Question: how fast does the exchange's own book and matching apply the stream QD-LOB-1, every order type and
// self-trade prevention live, trades delivered?
#include "core/engine/matching/Matching.h"
#include "tests/bench/Benchmarks.h"
#include "tests/bench/Measure.h"
#include "tests/bench/OrderStream.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace qd::bench {
namespace {

using namespace qd::matching;

/// Where trades are delivered: counts and hashes them.
struct Sink {
    static constexpr bool kGuarded = false;
    static constexpr bool kOutside = false;
    std::uint32_t taker = 0;
    std::uint64_t trades = 0;
    std::uint64_t volume = 0;
    std::uint64_t notional = 0;
    std::uint64_t hash = kStreamHashBasis;

    FillVerdict tryFill(const Resting&, Tick, Lots lots) { return {lots}; }
    void filled(Handle, const Resting& maker, Tick price, Lots lots) {
        ++trades;
        volume += lots;
        notional += lots * price;
        hash = addTrade(hash, maker.tag, taker, price, lots);
    }
    void makerClosed(const Resting&, CloseReason) {}
    void makerReduced(const Resting&, Lots) {}
    void takerReduced(Lots) {}
    void beginPlan() {}
    void endPlan() {}
};

/// Applies the stream the way a sequencer applies a batch: it knows what comes next, and once the book is larger than
/// the processor's caches it fetches what the next operations will touch.
class Player {
  public:
    explicit Player(const OrderStream& stream)
        : m_ops(stream.ops)
        , m_prefill(stream.prefill)
        , m_book(kStreamTicks, restingAtMost(stream))
        , m_handles(std::size_t{stream.largestId} + 1) {
        m_book.useHugePages(); // as the exchange does for a market of many orders
        m_handles.useHugePages();
        for (std::size_t i = 0; i < m_prefill; ++i) apply(m_ops[i]);
    }

    /// CPU nanoseconds for the operations after the prefill.
    std::int64_t run() {
        const std::int64_t begin = threadCpuNanos();
        for (std::size_t i = m_prefill; i < m_ops.size(); ++i) {
            lookAhead(i);
            apply(m_ops[i]);
        }
        return threadCpuNanos() - begin;
    }
    /// Time stamps of every operation.
    void runTimed(std::vector<std::uint32_t>& stamps) {
        for (std::size_t i = m_prefill; i < m_ops.size(); ++i) {
            lookAhead(i);
            const std::uint64_t before = stampBefore();
            apply(m_ops[i]);
            stamps.push_back(static_cast<std::uint32_t>(stampAfter() - before));
        }
    }
    [[nodiscard]] const Sink& sink() const { return m_sink; }

  private:
    static constexpr std::size_t kNear = 4;
    static constexpr std::size_t kMiddle = 8;
    static constexpr std::size_t kFar = 12;
    static constexpr std::uint32_t kOrdersInCache = 1U << 15U;

    static std::uint32_t restingAtMost(const OrderStream&) { return 1U << 20U; }

    void lookAhead(std::size_t i) {
        if (m_book.orders() < kOrdersInCache || i + kFar >= m_ops.size()) return;
        const StreamOp& far = m_ops[i + kFar];
        if (far.kind == StreamOp::Cancel)
            __builtin_prefetch(&m_handles[far.id]);
        else if (far.kind == StreamOp::Add)
            m_book.prefetchLevel(far.price);
        const StreamOp& middle = m_ops[i + kMiddle];
        if (middle.kind == StreamOp::Cancel)
            m_book.prefetchOrder(m_handles[middle.id]);
        else if (middle.kind == StreamOp::Add)
            m_book.prefetchQueueEnd(middle.price);
        const StreamOp& near = m_ops[i + kNear];
        if (near.kind == StreamOp::Cancel) m_book.prefetchNeighbours(m_handles[near.id]);
    }
    void apply(const StreamOp& op) {
        if (op.kind == StreamOp::Cancel) return m_book.remove(m_handles[op.id]);
        Incoming order;
        order.side = static_cast<Side>(op.side);
        order.lots = op.qty;
        order.owner = op.id;
        order.tag = op.id;
        m_sink.taker = op.id;
        if (op.kind == StreamOp::Add) {
            order.limit = op.price;
        } else {
            order.limit = op.side == 0 ? kStreamTicks - 1 : 1;
            order.rests = false;
        }
        m_handles[op.id] = submit(m_book, order, m_sink).handle;
    }

    const std::vector<StreamOp>& m_ops;
    std::size_t m_prefill;
    book::Book m_book;
    book::ZeroedArray<Handle> m_handles; ///< by id: ids are dense
    Sink m_sink;
};

} // namespace

nlohmann::ordered_json matchingBench(const MatchingOptions& options) {
    const OrderStream stream =
        makeOrderStream(options.deep ? StreamVariant::Deep : StreamVariant::Normal, options.operations, options.seed);
    const auto timed = static_cast<double>(stream.ops.size() - stream.prefill);
    std::vector<double> nanos;
    double resident = 0;
    Sink last;
    for (int i = 0; i < options.runs; ++i) {
        Player player(stream);
        nanos.push_back(static_cast<double>(player.run()) / timed);
        resident = residentMegabytes();
        last = player.sink();
    }
    std::vector<std::uint32_t> stamps;
    stamps.reserve(stream.ops.size() - stream.prefill);
    Player(stream).runTimed(stamps);
    const double unit = nanosPerStamp();
    const auto at = [&](double fraction) { return static_cast<double>(percentile(stamps, fraction)) * unit; };
    const double perOp = median(nanos);
    nlohmann::ordered_json json;
    json["benchmark"] = "matching";
    json["question"] = "QD-LOB-1 through the exchange's book and matching, trades delivered";
    json["stream"] = options.deep ? "deep" : "normal";
    json["ops"] = options.operations;
    json["seed"] = options.seed;
    json["runs"] = options.runs;
    json["ns_per_op_cpu"] = perOp;
    json["mops"] = 1e3 / perOp;
    json["p50_ns"] = at(0.50);
    json["p99_ns"] = at(0.99);
    json["p999_ns"] = at(0.999);
    json["trades"] = last.trades;
    json["volume"] = last.volume;
    json["notional"] = last.notional;
    json["trade_t2"] = fmt::format("{:016x}", last.hash);
    json["stream_fnv64"] = fmt::format("{:016x}", streamHash(stream));
    json["rss_mb"] = resident;
    json["machine"] = machine();
    return json;
}

} // namespace qd::bench
