#include "core/feed/recorded/CaptureJudge.h"
#include "core/feed/recorded/RecordedFeed.h"
#include "tests/fuzz/Fuzz.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

using namespace qd::feed;
using qd::fuzz::require;

namespace {

/// What every consumer of a feed relies on.
void checkEvent(const FeedEvent& event, const FeedMarket& market, std::uint64_t lines) {
    require(event.line > 0 && event.line <= lines);
    if (const auto* depth = std::get_if<FeedDepth>(&event.body)) {
        for (const auto* side : {&depth->bids, &depth->asks}) {
            for (const qd::BookLevel& level : *side)
                require(level.price.raw() > 0 && level.size.raw() >= 0 && level.price.raw() % market.tick.raw() == 0);
        }
    } else if (const auto* trade = std::get_if<FeedTrade>(&event.body)) {
        require(trade->price.raw() > 0 && trade->size.raw() > 0 && trade->price.raw() % market.tick.raw() == 0);
        const auto base = market.baseQuantity(trade->size, trade->price);
        if (base) require(base->raw() >= 0 && base->raw() % market.step.raw() == 0);
    }
}

} // namespace

/// Arbitrary bytes as the lines of a capture: decoder, joiners and rebuilder.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(qd::fuzz::textOf(data, size));
    auto opened = RecordedFeed::open(memoryLines(text, "fuzz"));
    if (!opened) return 0;
    CaptureJudge judge;
    for (;;) {
        const auto event = opened->next();
        if (!event) require(opened->next().error().detail == event.error().detail);
        if (!event || !*event) break;
        checkEvent(**event, opened->market(), opened->counters().lines);
        judge.accept(**event);
    }
    const FeedCounters& counters = opened->counters();
    require(counters.depthApplied + counters.depthStale <= counters.depthReceived);
    require(counters.resyncs <= counters.gaps && judge.quotes().equal() <= judge.quotes().compared());
    auto resumed = RecordedFeed::open(memoryLines(text, "fuzz"));
    require(resumed.has_value());
    if (resumed->skipTo(counters.lines / 2).has_value()) (void)judge.acceptAll(*resumed);
    return 0;
}
