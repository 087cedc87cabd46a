#include "core/engine/exchange/CommandCodec.h"
#include "tests/engine/MetCounts.h"
#include "tests/engine/WholeExchangeTrading.h"
#include "tests/engine/WholeExchangeWatcher.h"
#include "tests/support/TestRunner.h"

#include <QDebug>
#include <QObject>
#include <QTest>

#include <fmt/format.h>

#include <cstdlib>
#include <tuple>

using namespace qd;
using namespace qd::test;

/// Where each invariant of spec/perps.md §8 is tested. "Here" is after every command of the random runs below, by
/// WholeExchangeWatcher.h unless said otherwise:
///
///  1 money                        here: exchange::audit, and every balance is the sum of its postings
///  2 contracts and quotes         here: exchange::audit, and every position is the sum of what was told of it
///  3 realised, fees, funding      here: quote less entry of every position is the sum of what was told
///  4 funding                      here: sum of payments; TestFunding: ticks one by one
///  5 vaults, pools, insurance     here: exchange::audit, vaults; TestBankruptcy: limits of the fund
///  6 open interest                here: exchange::audit
///  7 steps of a liquidation       here: checkTakeOver, moveBase; TestTakeOver: the sizes
///  8 healthy pools, refusals      here: LiquidationStarted; Run::probe compares the bytes after a refusal
///  9 books and orders             here: checkFill, OrderClosed, compareLists; exchange::audit: no book is crossed;
///                                 TestMatching: first in first out, against a plain book
/// 10 prices of fills              here: checkFill, matchHalves
/// 11 monotone                     TestPoolMargin, TestMargin, TestLiquidationPrice
/// 12 liquidation prices           TestLiquidationPrice, TestMargin, TestPreview
/// 13 trailing, groups, brackets   here: OrderUpdated, OrderClosed, checkOrder; TestSlices: sizes of scales and TWAPs
/// 14 replay and snapshots         here: Run::replay, Run::reload, Run::compareCopy
/// 15 isolated pools               here: money taken is that of the pool that ended; TestPools
/// 16 oracles                      TestValidity, TestOracle
/// 17 rounding                     TestLiquidationPrice, TestMargin, TestTakeOver
/// 18 analytics                    TestPortfolio*
/// 19 permissions                  TestAuthority: every command by everybody
namespace {

constexpr exchange::Options kOptions{.maxOrdersPerMarket = 4'096};

std::uint64_t fromEnvironment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::vector<std::byte> bytesOf(const exchange::Exchange& exchange) {
    ByteWriter out;
    exchange.save(out);
    return out.take();
}

/// A state without the count of commands and the time, which every command moves.
StateHash essence(const exchange::Exchange& exchange) {
    constexpr std::size_t kBefore = sizeof(std::uint32_t) + 2 * sizeof(std::uint64_t); // version, commands, time
    const auto bytes = bytesOf(exchange);
    return stateHash(std::span(bytes).subspan(kBefore));
}

bool sameOrder(AccountId a, const Order& one, AccountId b, const Order& other) { return a == b && one == other; }

bool same(const OrderAccepted& a, const OrderAccepted& b) { return sameOrder(a.account, a.order, b.account, b.order); }
bool same(const OrderAmended& a, const OrderAmended& b) { return sameOrder(a.account, a.order, b.account, b.order); }
bool same(const OrderUpdated& a, const OrderUpdated& b) { return sameOrder(a.account, a.order, b.account, b.order); }
bool same(const OrderTriggered& a, const OrderTriggered& b) {
    return sameOrder(a.account, a.order, b.account, b.order) && a.price == b.price;
}
bool same(const OrderFilled& a, const OrderFilled& b) {
    const auto key = [](const OrderFilled& e) {
        return std::tuple(e.account, e.order, e.trade, e.side, e.role, e.price, e.size, e.quote, e.fee, e.discount,
                          e.reward, e.realised, e.position, e.sequence, e.remaining);
    };
    return key(a) == key(b);
}
bool same(const OrderClosed& a, const OrderClosed& b) {
    return std::tuple(a.account, a.order, a.reason, a.filled, a.remaining) ==
           std::tuple(b.account, b.order, b.reason, b.filled, b.remaining);
}
bool same(const LedgerPosted& a, const LedgerPosted& b) {
    return std::tuple(a.account, a.kind, a.asset, a.market, a.amount, a.balance) ==
           std::tuple(b.account, b.kind, b.asset, b.market, b.amount, b.balance);
}
bool same(const FundingPaid& a, const FundingPaid& b) {
    return std::tuple(a.account, a.market, a.base, a.amount) == std::tuple(b.account, b.market, b.base, b.amount);
}
bool same(const LiquidationStepped& a, const LiquidationStepped& b) {
    const auto key = [](const LiquidationStepped& e) {
        return std::tuple(e.account, e.pool, e.step, e.market, e.size, e.price, e.insurance, e.liquidator, e.realised,
                          e.position);
    };
    return key(a) == key(b);
}
bool same(const RequestRejected& a, const RequestRejected& b) {
    return std::tuple(a.account, a.market, a.code) == std::tuple(b.account, b.market, b.code);
}
bool same(const PricesChanged& a, const PricesChanged& b) { return a.market == b.market && a.prices == b.prices; }
/// Of the others the kind; what they tell is in the state.
template<class Body>
bool same(const Body&, const Body&) {
    return true;
}
bool same(std::span<const Event> a, std::span<const Event> b) {
    return std::ranges::equal(a, b, [](const Event& x, const Event& y) {
        if (x.body.index() != y.body.index() || x.command != y.command || x.ts != y.ts) return false;
        return std::visit([&]<class Body>(const Body& body) { return same(body, std::get<Body>(y.body)); }, x.body);
    });
}

/// What a failure is told with: kinds by their place in the variant, and whose order it is about.
std::string describe(const Command& command, std::span<const Event> events) {
    std::string text = fmt::format("command {}, events", command.body.index());
    for (const Event& e : events) {
        text += fmt::format(" {}", e.body.index());
        std::visit(
            [&](const auto& body) {
                if constexpr (requires { body.order.progress; })
                    text += fmt::format("(a{} o{} {} of {})", body.account.value(), body.order.id.value(),
                                        body.order.filled.raw(), body.order.terms.size.raw());
                else if constexpr (requires { body.remaining; })
                    text += fmt::format("(a{} o{} leaves {})", body.account.value(), body.order.value(),
                                        body.remaining.raw());
                else if constexpr (requires { body.account; })
                    text += fmt::format("(a{})", body.account.value());
            },
            e.body);
    }
    return text;
}

/// One exchange under random commands, and now and then another one made of its snapshot that must go the same way.
class Run {
  public:
    Run(std::uint64_t seed, std::uint64_t steps)
        : m_trading(seed, steps)
        , m_watcher(m_exchange.state())
        , m_steps(steps) {}

    /// Returns the first thing that was wrong; empty = nothing.
    std::string go() {
        for (const Command& c : m_trading.setUp()) apply(c);
        for (; m_step < m_steps && m_watcher.problem.empty(); ++m_step) {
            if (m_step % kReloadEvery == kReloadEvery - kReloadFor) reload();
            const Command c = m_trading.next(m_exchange.state());
            if (m_step % kProbeEvery == 0)
                probe(c);
            else
                apply(c);
            if (m_copy && m_step % kReloadEvery == 0) compareCopy();
        }
        if (m_watcher.problem.empty()) replay();
        return m_watcher.problem.empty() ? "" : fmt::format("step {}: {}; {}", m_step, m_watcher.problem, m_last);
    }
    [[nodiscard]] const MetCounts& met() const { return m_watcher.met; }

  private:
    static constexpr std::uint64_t kReloadEvery = 1'000;
    static constexpr std::uint64_t kReloadFor = 100;
    static constexpr std::uint64_t kProbeEvery = 23;

    void require(bool holds, const char* what) {
        if (!holds && m_watcher.problem.empty()) m_watcher.problem = what;
    }
    std::span<const Event> apply(const Command& c) {
        m_watcher.expect(c);
        ByteWriter record;
        exchange::encode(record, c);
        m_journal.push_back(record.take());
        const auto events = m_exchange.apply(c);
        m_watcher.check(c, events);
        if (!m_watcher.problem.empty() && m_last.empty()) m_last = describe(c, events);
        if (m_copy) require(same(events, m_copy->apply(c)), "an exchange that was read back tells something else");
        return events;
    }
    /// Item 8: what is due is done first; then a refused command changes nothing.
    void probe(const Command& c) {
        Command time;
        time.ts = c.ts;
        time.body = AdvanceTime{};
        apply(time);
        const StateHash before = essence(m_exchange);
        const auto events = apply(c);
        const bool refused =
            std::ranges::any_of(events, [](const Event& e) { return std::holds_alternative<RequestRejected>(e.body); });
        if (!refused) return;
        require(events.size() == 1, "a refused command did something");
        require(essence(m_exchange) == before, "a refused command changed the state");
    }
    void reload() {
        const auto bytes = bytesOf(m_exchange);
        auto back = exchange::Exchange::load(bytes, kOptions);
        require(back.has_value(), "a snapshot is not read back");
        if (!back) return;
        require(bytesOf(*back) == bytes, "a snapshot read back is another one");
        m_copy = std::move(*back);
    }
    /// Item 14: the journal leads another exchange to the same state, one that looks at every pool with every price.
    void replay() {
        exchange::Options thorough = kOptions;
        thorough.sweepEverything = true;
        exchange::Exchange other(thorough);
        exchange::CommandDecoder decoder;
        for (const auto& record : m_journal) {
            const auto command = decoder.decode(record);
            if (!command) return require(false, "a command is not read back from its journal");
            (void)other.apply(*command);
        }
        require(other.hash() == m_exchange.hash(), "the journal leads to another state");
    }
    void compareCopy() {
        require(m_copy->hash() == m_exchange.hash(), "an exchange that was read back is in another state");
        m_copy.reset();
    }

    exchange::Exchange m_exchange{kOptions};
    std::optional<exchange::Exchange> m_copy;
    std::vector<std::vector<std::byte>> m_journal;
    WholeExchangeTrading m_trading;
    WholeExchangeWatcher m_watcher;
    std::uint64_t m_steps;
    std::uint64_t m_step = 0;
    std::string m_last; ///< the command that went wrong
};

} // namespace

class TestInvariants : public QObject {
    Q_OBJECT
  private slots:
    /// The invariants of spec/perps.md §8 after every command of random runs. QD_INVARIANT_STEPS: how many steps in
    /// all; QD_SEED: only this seed.
    void hold() {
        const std::uint64_t only = fromEnvironment("QD_SEED", 0);
        const std::uint64_t steps = fromEnvironment("QD_INVARIANT_STEPS", 120'000);
        constexpr std::uint64_t kStepsARun = 10'000;
        const std::uint64_t runs = only != 0 ? 1 : std::max<std::uint64_t>(1, steps / kStepsARun);
        MetCounts met;
        for (std::uint64_t i = 0; i < runs; ++i) {
            const std::uint64_t seed = only != 0 ? only : i + 1;
            Run run(seed, std::min(steps, kStepsARun));
            const std::string problem = run.go();
            QVERIFY2(problem.empty(), fmt::format("QD_SEED={}: {}", seed, problem).c_str());
            for (const auto& [what, count] : run.met()) met[what] += count;
        }
        std::string missing =
            unmet<decltype(Command::body)>(met, Met::Command) + unmet<decltype(Event::body)>(met, Met::Event);
        for (const Required& r : kRequired) {
            const std::uint64_t count = met[{r.what, r.value}];
            qInfo().noquote() << QString::number(count).rightJustified(9) << r.name;
            if (count == 0) missing += fmt::format("{}; ", r.name);
        }
        for (const auto& [what, count] : met) {
            if (what.first == Met::Rejected) qInfo() << count << "refusals with code" << what.second;
        }
        if (only == 0) QVERIFY2(missing.empty(), ("not met: " + missing).c_str());
    }
};
QD_TEST(TestInvariants);
#include "TestInvariants.moc"
