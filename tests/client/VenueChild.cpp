// A venue under load, until it is killed: trades without pause and writes one line for everything that was acknowledged
// to it.
//   venue_child FOLDER SEED
#include "tests/client/VenueRig.h"

#include <cinttypes>
#include <cstdio>
#include <set>
#include <unistd.h>

using namespace qd;
using namespace qd::test;

namespace {

/// One write call a line: what was printed cannot be half.
void tell(const char* text, int length) {
    if (::write(STDOUT_FILENO, text, static_cast<std::size_t>(length)) != length) _exit(3);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    RunningVenue running(simulatedVenue(argv[1], std::strtoull(argv[2], nullptr, 10), 2 * kNanosPerSecond));
    if (!running.waitReady()) return 4;
    std::set<std::uint32_t> orders;
    std::set<std::uint64_t> fills;
    const AccountId account = running.venue.session().account()->id;
    tell("ready\n", 6);
    for (std::uint64_t i = 0;; ++i) {
        const Price index = running.venue.ticker(MarketId(0)).prices.index;
        const Side side = i % 2 == 0 ? Side::Buy : Side::Sell;
        if (i % 3 == 0) {
            running.venue.session().place(marketOrder(MarketId(0), side, Quantity(100'000'000)));
        } else {
            const std::int64_t away = side == Side::Buy ? -500'000 : 500'000;
            running.venue.session().place(
                limitOrder(MarketId(0), side, Price((index.raw() + away) / 10'000 * 10'000), Quantity(100'000'000)));
            if (i % 20 == 7) running.venue.session().cancelAll({}, {});
        }
        for (int k = 0; k < 4; ++k) (void)running.executor.waitFor([] { return false; }, std::chrono::milliseconds(1));
        char line[160];
        for (const TrackedOrder& o : running.venue.session().orders()) {
            if (o.order.id.value() == 0 || !orders.insert(o.order.id.value()).second) continue;
            tell(line, std::snprintf(line, sizeof(line), "order %u %u %" PRIu64 "\n", account.value(),
                                     o.order.id.value(), o.order.terms.clientId.value()));
        }
        for (const FillView& f : running.venue.session().fills()) {
            if (!fills.insert(f.fill.sequence).second) continue;
            tell(line,
                 std::snprintf(line, sizeof(line), "fill %u %" PRIu64 " %u %" PRId64 " %" PRId64 "\n", account.value(),
                               f.fill.sequence, f.fill.order.value(), f.fill.price.raw(), f.fill.size.raw()));
        }
    }
}
