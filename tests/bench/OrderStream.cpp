#include "tests/bench/OrderStream.h"

#include "core/base/Random.h"
#include "core/engine/matching/Matching.h"

#include <array>
#include <cstring>

namespace qd::bench {
namespace {

using namespace qd::matching;

/// Keeps the list of resting ids as the stream's definition has it: a removed id is replaced by the last one.
class Resting {
  public:
    explicit Resting(std::size_t ids) : m_place(ids) {}
    void add(std::uint32_t id) {
        m_place[id] = static_cast<std::uint32_t>(m_ids.size());
        m_ids.push_back(id);
    }
    void remove(std::uint32_t id) {
        const std::uint32_t place = m_place[id];
        m_ids[place] = m_ids.back();
        m_place[m_ids[place]] = place;
        m_ids.pop_back();
    }
    [[nodiscard]] bool empty() const { return m_ids.empty(); }
    [[nodiscard]] std::uint32_t pick(std::uint64_t x) const { return m_ids[x % m_ids.size()]; }

  private:
    std::vector<std::uint32_t> m_ids;
    std::vector<std::uint32_t> m_place;
};

struct GeneratorPolicy {
    static constexpr bool kGuarded = false;
    static constexpr bool kOutside = false;
    bench::Resting& resting;
    std::array<std::uint64_t, 2>& total;

    FillVerdict tryFill(const matching::Resting&, Tick, Lots lots) { return {lots}; }
    void filled(Handle, const matching::Resting& maker, Tick, Lots lots) {
        total[static_cast<std::size_t>(maker.side)] -= lots;
        if (lots == maker.lots) resting.remove(maker.tag);
    }
    void makerClosed(const matching::Resting&, CloseReason) {}
    void makerReduced(const matching::Resting&, Lots) {}
    void takerReduced(Lots) {}
    void beginPlan() {}
    void endPlan() {}
};

class Generator {
  public:
    Generator(StreamVariant variant, std::size_t operations, std::uint64_t seed)
        : m_variant(variant)
        , m_operations(operations)
        , m_random(seed)
        , m_prefill(variant == StreamVariant::Deep ? 500'000 : 10'000)
        , m_book(kStreamTicks, static_cast<std::uint32_t>(m_prefill + operations))
        , m_handles(m_prefill + operations + 1)
        , m_resting(m_prefill + operations + 1) {
        m_stream.ops.reserve(m_prefill + operations);
    }

    OrderStream run() {
        for (std::size_t i = 0; i < m_prefill; ++i) {
            const std::uint64_t a = m_random();
            const std::uint64_t d = m_variant == StreamVariant::Normal ? product(a, 8, 16, 63) : (a >> 8U) % 10'000;
            add(a & 1U, d, 1 + (a >> 32U) % 100);
        }
        for (std::size_t i = 0; i < m_operations; ++i) step();
        m_stream.prefill = m_prefill;
        m_stream.largestId = m_next - 1;
        return std::move(m_stream);
    }

  private:
    static std::uint64_t product(std::uint64_t x, unsigned low, unsigned high, std::uint64_t mask) {
        return ((x >> low) & mask) * ((x >> high) & mask) / 64;
    }
    void step() {
        const std::uint64_t a = m_random() % 100;
        const std::uint64_t m = m_random() % 64;
        if (m == 0) ++m_reference;
        if (m == 1) --m_reference;
        const bool isAdd = a < 60 || m_resting.empty();
        const std::uint64_t x = m_random();
        if (!isAdd && a < 90) return cancel(m_resting.pick(x));
        const std::uint64_t side = x & 1U;
        const std::uint64_t quantity = 1 + (x >> 32U) % 250;
        if (!isAdd && m_total[1 - side] > quantity) return market(side, quantity);
        const std::uint64_t d = m_variant == StreamVariant::Normal ? product(x, 8, 16, 63) : product(x, 8, 20, 1023);
        add(side, d, 1 + (x >> 32U) % 100);
    }
    void submitOne(StreamOp op, bool rests) {
        Incoming order;
        order.side = static_cast<Side>(op.side);
        order.limit = rests ? op.price : (op.side == 0 ? kStreamTicks - 1 : 1);
        order.lots = op.qty;
        order.owner = op.id;
        order.tag = op.id;
        order.rests = rests;
        GeneratorPolicy policy{m_resting, m_total};
        const Outcome outcome = submit(m_book, order, policy);
        if (outcome.kind != OutcomeKind::Rested) return;
        m_handles[op.id] = outcome.handle;
        m_total[op.side] += order.lots;
        m_resting.add(op.id);
    }
    void add(std::uint64_t side, std::uint64_t distance, std::uint64_t quantity) {
        const std::uint64_t price = side == 0 ? m_reference - 1 - distance : m_reference + 1 + distance;
        const StreamOp op{StreamOp::Add, static_cast<std::uint8_t>(side),   0,
                          m_next++,      static_cast<std::uint32_t>(price), static_cast<std::uint32_t>(quantity)};
        m_stream.ops.push_back(op);
        submitOne(op, true);
    }
    void market(std::uint64_t side, std::uint64_t quantity) {
        const StreamOp op{
            StreamOp::Market, static_cast<std::uint8_t>(side), 0, m_next++, 0, static_cast<std::uint32_t>(quantity)};
        m_stream.ops.push_back(op);
        submitOne(op, false);
    }
    void cancel(std::uint32_t id) {
        m_stream.ops.push_back({StreamOp::Cancel, 0, 0, id, 0, 0});
        const auto order = m_book.order(m_handles[id]);
        m_total[static_cast<std::size_t>(order.side)] -= order.lots;
        m_book.remove(m_handles[id]);
        m_resting.remove(id);
    }

    StreamVariant m_variant;
    std::size_t m_operations;
    SplitMix64 m_random;
    std::size_t m_prefill;
    book::Book m_book;
    std::vector<Handle> m_handles;
    Resting m_resting;
    std::array<std::uint64_t, 2> m_total{};
    std::uint64_t m_reference = 100'000;
    std::uint32_t m_next = 1;
    OrderStream m_stream;
};

} // namespace

OrderStream makeOrderStream(StreamVariant variant, std::size_t operations, std::uint64_t seed) {
    return Generator(variant, operations, seed).run();
}

std::uint64_t streamHash(const OrderStream& stream) {
    std::uint64_t hash = kStreamHashBasis;
    for (const StreamOp& op : stream.ops) {
        unsigned char bytes[sizeof(StreamOp)];
        std::memcpy(bytes, &op, sizeof(op));
        for (const unsigned char b : bytes) hash = (hash ^ b) * kStreamHashPrime;
    }
    return hash;
}

} // namespace qd::bench
