/// Writes fills and bars until it is killed: `store_writer_child FILE`. After every flush it prints the number of the
/// last fill that is in the database; the first fill is the one after those of earlier lives.

#include "tests/store/RowTools.h"
#include "tests/store/StoreHarness.h"

#include <cstdio>

int main(int argc, char** argv) {
    using namespace qd;
    using namespace qd::test;
    if (argc != 2) return 2;
    StoreHarness store(argv[1]);
    store.options.batchRows = 50; // several batches a flush
    if (const auto opened = store.open(); !opened) {
        std::fprintf(stderr, "%s\n", opened.error().detail.c_str());
        return 1;
    }
    const store::MarketKey market = store->market("SOL-PERP");
    const store::RunId run = store->currentRun().value() == 0 ? store->beginRun({}) : store->currentRun();
    const auto last = store.fills(run, ~0ULL, 1).value();
    for (std::uint64_t i = last.empty() ? 1 : last[0].fill.fill.sequence + 1;; ++i) {
        store->write(fillAt(run, market, i));
        store->write(barAt(market, Interval::M1, static_cast<std::int64_t>(i)));
        if (i % 170 != 0) continue;
        if (!store.flush()) return 1;
        std::printf("%llu\n", static_cast<unsigned long long>(i));
        std::fflush(stdout);
    }
}
