#include "app/tool/Commands.h"
#include "core/base/Decimal.h"
#include "core/feed/recorded/CaptureJudge.h"
#include "core/feed/recorded/RecordedFeed.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <ctime>
#include <memory>
#include <optional>
#include <string>

namespace qd::tool {
namespace {

using nlohmann::ordered_json;

ordered_json priceOf(const std::optional<BookLevel>& best) {
    if (!best) return nullptr;
    return toString(best->price);
}

/// Seconds of processor time this process has used.
double cpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

ordered_json reportOf(const feed::FeedCounters& counters, const feed::CaptureJudge& judge) {
    ordered_json report;
    report["events"] = counters.lines;
    report["depth_updates"] = counters.depthApplied;
    report["trades"] = counters.trades;
    report["gaps"] = counters.gaps;
    report["resyncs"] = counters.resyncs;
    report["crossed"] = judge.book().crossed();
    report["bbo_compared"] = judge.quotes().compared();
    report["bbo_equal"] = judge.quotes().equal();
    report["best_bid"] = priceOf(judge.book().bestBid());
    report["best_ask"] = priceOf(judge.book().bestAsk());
    report["bid_levels"] = judge.book().bids().size();
    report["ask_levels"] = judge.book().asks().size();
    report["trade_volume"] = formatDecimal(judge.tradeVolume(), Quantity::kDecimals);
    report["seconds_cpu"] = cpuSeconds();
    return report;
}

int rebuild(const std::string& file) {
    auto opened = feed::RecordedFeed::open(file, feed::Survey::Beginning); // the grid of the market is not asked for
    if (!opened) return failed(opened.error().detail);
    feed::CaptureJudge judge;
    if (const auto read = judge.acceptAll(*opened); !read) return failed(read.error().detail);
    fmt::print("{}\n", reportOf(opened->counters(), judge).dump(2));
    return 0;
}

} // namespace

void addBook(CLI::App& app, Run& chosen) {
    CLI::App* const command = app.add_subcommand("book", "Rebuild the order book of a recorded session and check it");
    const auto file = std::make_shared<std::string>();
    command->add_option("FILE", *file, "Capture: one gzip JSON line a message")->required();
    command->footer(
        "Prints one JSON object: events (lines of the capture), depth_updates (diffs applied, those kept until the\n"
        "snapshot included; snapshots are not counted, but each whole book of a venue that sends nothing else is),\n"
        "trades and trade_volume (the venue's units; without messages of price or size 0), gaps, resyncs, crossed,\n"
        "bbo_compared and bbo_equal (the venue's quotes against the book of the same update id), best_bid, best_ask\n"
        "(null without a book), bid_levels, ask_levels, seconds_cpu.");
    command->callback([file, &chosen] { chosen = [file] { return rebuild(*file); }; });
}

} // namespace qd::tool
