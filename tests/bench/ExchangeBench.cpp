// Question: how many commands a second does the whole exchange apply, with accounts, validation, margin checks and
// events?
#include "core/base/Random.h"
#include "core/base/journal/Journal.h"
#include "core/engine/exchange/CommandCodec.h"
#include "core/engine/exchange/Exchange.h"
#include "tests/bench/Benchmarks.h"
#include "tests/bench/Measure.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <unistd.h>

namespace qd::bench {
namespace {

using exchange::Exchange;

constexpr std::uint16_t kMarkets = 3;
constexpr std::size_t kCommandsAPrice = 1'000; ///< a price of ten a second among ten thousand commands

MarketParams benchMarket(std::uint16_t i) {
    MarketParams p;
    p.id = MarketId(i);
    p.symbol = fmt::format("B{}-PERP", i);
    p.baseAsset = fmt::format("B{}", i);
    p.tick = Price(10'000);
    p.step = Quantity(10'000'000);
    p.minSize = p.step;
    p.maxSize = Quantity::of(100'000);
    p.maxPrice = Price::of(1'000);
    p.initialMargin = Ratio(500);
    p.maintenanceMargin = Ratio(250);
    p.imf = Rate(50);
    p.takerFee = Rate(450);
    p.makerRebate = Rate(50);
    p.oracle = OracleId(i);
    p.markModel = MarkModel::Published;
    return p;
}

/// A stream of commands that an exchange has accepted once, so that replaying it is the benchmark: half limit orders
/// around a walking price, a third cancels, the rest amends and market orders; one command in a thousand moves a price,
/// which looks at every account's margin. Every account trades every market.
class Workload {
  public:
    Workload(std::uint32_t accounts, std::size_t commands, std::uint64_t seed) : m_accounts(accounts), m_random(seed) {
        m_commands.reserve(commands + accounts * 2 + kMarkets * 2);
        setUp();
        m_measuredFrom = m_commands.size();
        while (m_commands.size() < m_measuredFrom + commands) step();
    }
    [[nodiscard]] const std::vector<Command>& commands() const { return m_commands; }
    [[nodiscard]] std::size_t measuredFrom() const { return m_measuredFrom; }

  private:
    template<class Body>
    void add(Body body) {
        Command c;
        c.ts = m_now;
        c.origin = Origin::Trader;
        c.body = std::move(body);
        m_exchange.apply(c);
        m_commands.push_back(std::move(c));
    }
    void setUp() {
        for (std::uint16_t i = 0; i < kMarkets; ++i) {
            OracleParams oracle;
            oracle.id = OracleId(i);
            oracle.symbol = fmt::format("B{}/USD", i);
            add(CreateOracle{oracle});
            add(CreateMarket{benchMarket(i)});
            add(SetPrices{MarketId(i), m_centre[i], m_centre[i], false});
        }
        for (std::uint32_t i = 0; i < m_accounts; ++i) {
            add(OpenAccount{AccountId(i), MasterId(i), "", 4'096});
            add(Deposit{AccountId(i), Amount(Money::of(1'000'000).raw())});
        }
    }
    std::uint64_t below(std::uint64_t n) { return m_random() % n; }
    Price near(std::uint16_t market, std::int64_t offset) { return Price(m_centre[market].raw() + offset * 10'000); }
    std::optional<OrderId> someOrder(AccountId account) {
        const auto& orders = m_exchange.state().account(account)->orders;
        const std::size_t start = below(orders.size());
        for (std::size_t i = 0; i < orders.size(); ++i) {
            const auto& o = orders[(start + i) % orders.size()];
            if (o) return o->order.id;
        }
        return std::nullopt;
    }
    void step() {
        m_now = m_now + 10'000;
        if (m_commands.size() % kCommandsAPrice == 0) return movePrice(static_cast<std::uint16_t>(below(kMarkets)));
        const AccountId account(static_cast<std::uint32_t>(below(m_accounts)));
        const auto market = static_cast<std::uint16_t>(below(kMarkets));
        const std::uint64_t kind = below(100);
        if (kind < 35) {
            if (const auto order = someOrder(account)) return add(CancelOrder{account, {*order, {}}});
        } else if (kind < 42) {
            if (const auto order = someOrder(account)) {
                const auto& orders = m_exchange.state().account(account)->orders;
                const auto open =
                    std::ranges::find_if(orders, [&](const auto& o) { return o && o->order.id == *order; });
                const OrderTerms& t = (*open)->order.terms;
                return add(AmendOrder{
                    account, {*order, {}}, Price(t.price.raw() + (below(2) == 0 ? 10'000 : -10'000)), t.size});
            }
        }
        place(account, market, kind >= 95);
    }
    void movePrice(std::uint16_t market) {
        m_centre[market] = near(market, static_cast<std::int64_t>(below(3)) - 1);
        add(SetPrices{MarketId(market), m_centre[market], m_centre[market], false});
    }
    void place(AccountId account, std::uint16_t market, bool atMarket) {
        OrderTerms t;
        t.market = MarketId(market);
        t.side = below(2) == 0 ? Side::Buy : Side::Sell;
        t.size = Quantity(static_cast<std::int64_t>(1 + below(100)) * 10'000'000);
        t.clientId = ClientOrderId(m_commands.size());
        if (atMarket) {
            t.type = OrderType::Market;
            t.timeInForce = TimeInForce::ImmediateOrCancel;
        } else {
            const auto distance = static_cast<std::int64_t>((below(64) * below(64)) / 64);
            t.price = near(market, t.side == Side::Buy ? -1 - distance + 2 : 1 + distance - 2);
        }
        add(PlaceOrder{account, t});
    }

    std::uint32_t m_accounts;
    SplitMix64 m_random;
    Exchange m_exchange;
    UnixNanos m_now = UnixNanos::fromMillis(1'700'000'000'000);
    Price m_centre[kMarkets] = {Price::of(100), Price::of(200), Price::of(300)};
    std::vector<Command> m_commands;
    std::size_t m_measuredFrom = 0;
};

struct Run {
    double perSecond = 0;
    std::uint64_t events = 0;
    std::uint64_t rejected = 0;
    std::uint64_t fills = 0;
    StateHash hash;
};

Run play(const Workload& load) {
    Exchange exchange;
    const auto& commands = load.commands();
    for (std::size_t i = 0; i < load.measuredFrom(); ++i) exchange.apply(commands[i]);
    Run run;
    const std::int64_t begin = threadCpuNanos();
    for (std::size_t i = load.measuredFrom(); i < commands.size(); ++i) {
        for (const Event& e : exchange.apply(commands[i])) {
            ++run.events;
            run.rejected += std::holds_alternative<RequestRejected>(e.body) ? 1U : 0U;
            run.fills += std::holds_alternative<OrderFilled>(e.body) ? 1U : 0U;
        }
    }
    const auto nanos = static_cast<double>(threadCpuNanos() - begin);
    run.perSecond = static_cast<double>(commands.size() - load.measuredFrom()) / nanos * 1e9;
    run.hash = exchange.hash();
    return run;
}

/// Time of every command of one replay, in the stream's order.
std::vector<std::uint32_t> latencies(const Workload& load) {
    Exchange exchange;
    const auto& commands = load.commands();
    for (std::size_t i = 0; i < load.measuredFrom(); ++i) exchange.apply(commands[i]);
    std::vector<std::uint32_t> stamps;
    stamps.reserve(commands.size());
    for (std::size_t i = load.measuredFrom(); i < commands.size(); ++i) {
        const std::uint64_t before = stampBefore();
        exchange.apply(commands[i]);
        stamps.push_back(static_cast<std::uint32_t>(stampAfter() - before));
    }
    return stamps;
}

/// What each command costs: the middle of its times over the runs. Every run does the same work on the same state, so
/// what differs between them is the host (interrupts, neighbours) and not the exchange.
std::vector<std::uint32_t> mediansOf(const std::vector<std::vector<std::uint32_t>>& runs) {
    std::vector<std::uint32_t> medians(runs.front().size());
    std::vector<std::uint32_t> one(runs.size());
    for (std::size_t i = 0; i < medians.size(); ++i) {
        for (std::size_t r = 0; r < runs.size(); ++r) one[r] = runs[r][i];
        const auto middle = one.begin() + static_cast<std::ptrdiff_t>(one.size() / 2);
        std::ranges::nth_element(one, middle);
        medians[i] = *middle;
    }
    return medians;
}

/// The same with every command journaled before it is applied, synced in groups; wall time, because the disk is waited
/// for.
double journaledPerSecond(const Workload& load, std::size_t group) {
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("quantdesk-bench-{}", getpid());
    std::filesystem::remove_all(folder);
    auto writer = journal::JournalWriter::open(folder, journal::ReadReport{});
    if (!writer) return 0;
    Exchange exchange;
    const auto& commands = load.commands();
    ByteWriter records;
    ByteWriter one;
    std::uint32_t count = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (const Command& command : commands) {
        one.clear();
        exchange::encode(one, command);
        journal::appendRecord(records, one.bytes());
        exchange.apply(command);
        if (++count < group) continue;
        if (!(*writer)->writeGroup((*writer)->lastSequence() + 1, count, records.bytes())) return 0;
        records.clear();
        count = 0;
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::filesystem::remove_all(folder);
    return static_cast<double>(commands.size()) / seconds.count();
}

} // namespace

nlohmann::ordered_json exchangeBench(const ExchangeOptions& options) {
    const Workload load(options.accounts, options.commands, options.seed);
    std::vector<double> rates;
    Run last;
    for (int i = 0; i < options.runs; ++i) {
        last = play(load);
        rates.push_back(last.perSecond);
    }
    std::vector<std::vector<std::uint32_t>> times;
    for (int i = 0; i < options.runs; ++i) times.push_back(latencies(load));
    auto stamps = mediansOf(times);
    const double unit = nanosPerStamp();
    const auto at = [&](double fraction) { return static_cast<double>(percentile(stamps, fraction)) * unit; };
    nlohmann::ordered_json json;
    json["benchmark"] = "exchange";
    json["question"] = "commands a second through the whole exchange: accounts, validation, margin, events";
    json["accounts"] = options.accounts;
    json["markets"] = kMarkets;
    json["commands"] = options.commands;
    json["commands_a_price_update"] = kCommandsAPrice;
    json["seed"] = options.seed;
    json["runs"] = options.runs;
    json["commands_per_second_cpu"] = median(rates);
    json["p50_ns"] = at(0.50);
    json["p99_ns"] = at(0.99);
    json["p999_ns"] = at(0.999);
    json["p99_ns_of_each_run"] = nlohmann::ordered_json::array();
    for (auto& run : times) json["p99_ns_of_each_run"].push_back(static_cast<double>(percentile(run, 0.99)) * unit);
    json["events"] = last.events;
    json["fills"] = last.fills;
    json["rejected"] = last.rejected;
    json["state_hash"] = toHex(last.hash);
    json["journaled_per_second_groups_of_1"] = journaledPerSecond(Workload(100, 2'000, options.seed), 1);
    json["journaled_per_second_groups_of_64"] =
        journaledPerSecond(Workload(100, std::min<std::size_t>(options.commands, 50'000), options.seed), 64);
    json["journaled_per_second_groups_of_4096"] = journaledPerSecond(load, 4'096);
    json["rss_mb"] = residentMegabytes();
    json["machine"] = machine();
    return json;
}

} // namespace qd::bench
