#include "app/tool/Commands.h"
#include "core/base/Decimal.h"
#include "core/client/AccountViews.h"
#include "core/client/JournalReplay.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <filesystem>

namespace qd::tool {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::string folder;
    std::uint64_t until = ~0ULL;
};

/// A venue's folder holds runs; the newest one is meant.
std::filesystem::path journalFolder(const std::string& given) {
    const std::filesystem::path folder = given;
    std::filesystem::path newest = folder;
    int largest = 0;
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!name.starts_with("run-")) continue;
        const int number = std::atoi(name.c_str() + 4);
        if (number <= largest) continue;
        largest = number;
        newest = it->path();
    }
    return newest;
}

Json summary(const client::ReplayReport& report) {
    Json json;
    json["commands"] = report.commands;
    json["events"] = report.events;
    json["state_hash"] = toHex(report.hash);
    json["replayed"] = report.replayed;
    json["started_after"] = report.startedAfter;
    json["snapshots_checked"] = report.snapshotsChecked;
    json["journal_bytes"] = report.bytes;
    json["torn_tail"] = report.tornTail;
    json["audit"] = report.imbalance.empty() ? "balanced" : report.imbalance;
    return json;
}

Json accountJson(const exchange::Exchange& exchange, AccountId user) {
    Json json;
    client::DeleverageBoard board;
    const auto view = client::viewOf(exchange.state(), user, board, 0);
    if (!view) return json;
    json["id"] = view->id.value();
    json["balance"] = toString(view->balance);
    json["equity"] = toString(view->equity);
    json["positions"] = Json::array();
    for (const PositionView& p : view->positions) {
        Json position;
        position["market"] = exchange.state().market(p.market)->params.symbol;
        position["base"] = toString(p.position.base);
        position["quote"] = toString(p.position.quote);
        position["entry"] = toString(p.position.entry);
        json["positions"].push_back(std::move(position));
    }
    json["working_orders"] = exchange.state().account(user)->openOrderCount;
    json["fills"] = exchange.state().account(user)->fills;
    return json;
}

int run(const Options& options, bool withAccount) {
    exchange::Exchange exchange;
    const auto report = client::replayJournal(journalFolder(options.folder), options.until, {}, &exchange);
    if (!report) return failed(report.error().detail);
    Json json = summary(*report);
    if (withAccount) json["account"] = accountJson(exchange, report->user);
    std::puts(json.dump(2).c_str());
    if (!report->tornTail.empty()) std::fprintf(stderr, "quantdesk-tool: warning: %s\n", report->tornTail.c_str());
    return report->imbalance.empty() ? 0 : failed(report->imbalance);
}

} // namespace

void addJournal(CLI::App& app, Run& chosen) {
    CLI::App* journal = app.add_subcommand("journal", "Reads a venue's journal");
    journal->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    CLI::App* verify =
        journal->add_subcommand("verify", "Checks every record and snapshot and that money adds up; prints JSON");
    verify->add_option("DIR", options->folder, "Folder of the journal, or of the venue")->required();
    verify->callback([options, &chosen] { chosen = [options] { return run(*options, false); }; });
    CLI::App* replay =
        journal->add_subcommand("replay", "Applies the journal and prints the state it leads to as JSON");
    replay->add_option("DIR", options->folder, "Folder of the journal, or of the venue")->required();
    replay->add_option("--until", options->until, "Stop after this command");
    replay->callback([options, &chosen] { chosen = [options] { return run(*options, true); }; });
}

} // namespace qd::tool
