/// Prints the figures of core/store: rows a second, reading, memory. `bench_store FILE`; the file must not exist.

#include "tests/store/RowTools.h"
#include "tests/store/StoreHarness.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <sys/resource.h>

using namespace qd;
using namespace qd::store;
using namespace qd::test;

namespace {

struct Seconds {
    double wall = 0;
    double cpu = 0;
};

Seconds timed(const std::function<void()>& work) {
    const auto cpu = std::clock();
    const auto begin = std::chrono::steady_clock::now();
    work();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
            static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC};
}

long residentKilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

void writeRate(StoreHarness& store, const char* what, std::int64_t rows,
               const std::function<void(std::int64_t)>& write) {
    const Seconds s = timed([&] {
        for (std::int64_t i = 0; i < rows; ++i) {
            write(i);
            if (i % 50'000 == 49'999 && !store.flush()) std::exit(1);
        }
        if (!store.flush()) std::exit(1);
    });
    fmt::print("{:<28} {:>9.0f} rows/s wall, {:>9.0f} rows/s of CPU time (all threads)\n", what,
               static_cast<double>(rows) / s.wall, static_cast<double>(rows) / s.cpu);
}

void readTime(StoreHarness& store, const char* what, MarketKey market, Interval interval, std::size_t limit) {
    std::vector<double> times;
    std::size_t bars = 0;
    for (int i = 0; i < 15; ++i)
        times.push_back(
            timed([&] { bars = store.candles(market, interval, StoreHarness::kEnd, limit).value().bars.size(); }).wall);
    std::ranges::sort(times);
    fmt::print("{:<28} {:>6} bars: median {:.2f} ms, worst {:.2f} ms\n", what, bars, times[7] * 1e3,
               times.back() * 1e3);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    StoreHarness store(argv[1]);
    fmt::print("memory at the start            {} kB\n", residentKilobytes());
    if (const auto opened = store.open(); !opened) {
        fmt::print("{}\n", opened.error().detail);
        return 1;
    }
    const MarketKey market = store->market("SOL-PERP");
    const RunId run = store->beginRun({});
    writeRate(store, "one-minute bars", 1'000'000,
              [&](std::int64_t i) { store->write(barAt(market, Interval::M1, i)); });
    fmt::print("file                           {:.1f} MB\n", static_cast<double>(store->status().fileBytes) / 1e6);
    writeRate(store, "the same bars again", 200'000,
              [&](std::int64_t i) { store->write(barAt(market, Interval::M1, i)); });
    writeRate(store, "public trades", 500'000,
              [&](std::int64_t i) { store->write(tradeAt(run, market, static_cast<std::uint64_t>(i + 1))); });
    writeRate(store, "fills", 200'000,
              [&](std::int64_t i) { store->write(fillAt(run, market, static_cast<std::uint64_t>(i + 1))); });
    writeRate(store, "orders, 3 states each", 150'000, [&](std::int64_t i) {
        OrderRow order{run, market, {}};
        const auto n = static_cast<std::uint32_t>(i / 3 + 1);
        order.order.order.id = OrderId(i % 3 == 0 ? 0 : n);
        order.order.order.terms.clientId = ClientOrderId(n);
        store->write(order);
    });
    fmt::print("memory after writing           {} kB\n", residentKilobytes());
    readTime(store, "1 min as stored", market, Interval::M1, 2'000);
    readTime(store, "5 min", market, Interval::M5, 2'000);
    readTime(store, "1 h", market, Interval::H1, 2'000);
    readTime(store, "1 d", market, Interval::D1, 2'000);
    const Seconds check = timed([&] { (void)store.checkIntegrity(); });
    fmt::print("integrity check                {:.0f} ms for {:.1f} MB\n", check.wall * 1e3,
               static_cast<double>(store->status().fileBytes) / 1e6);
    fmt::print("memory at the end              {} kB\n", residentKilobytes());
    const Seconds reopen = timed([&] { (void)store.reopen(); });
    fmt::print("close and open                 {:.1f} ms\n", reopen.wall * 1e3);
}
