#pragma once

#include <CLI/App.hpp>

#include <functional>

/// The commands of quantdesk-tool: one file each, one line here and one in main.cpp.
namespace qd::tool {

/// What the command line asked for; its result is the exit code (0 = done, 1 = could not be done,
/// others as the command says).
using Run = std::function<int()>;

/// `book FILE`: rebuilds the book of a capture and prints what was found as one JSON object.
void addBook(CLI::App& app, Run& chosen);

/// `conform perps FILE` runs test vectors through the engine and prints what differs, `conform indicators FILE --bars
/// FILE` compares columns with the indicators; exit code 1 when something differs, 2 when a file cannot be read.
void addConform(CLI::App& app, Run& chosen);

/// `journal verify DIR` and `journal replay DIR [--until N]`: reads a venue's journal back and prints commands, events,
/// state hash and, for replay, the user's account as one JSON object.
void addJournal(CLI::App& app, Run& chosen);

/// `simulate`: a whole exchange with simulated users, by seed, or leveraged accounts through a recorded crash; figures
/// as one JSON object. Exit code 1 when money did not add up or another check failed.
void addSimulate(CLI::App& app, Run& chosen);

/// Says on stderr why a command could not be done. Always 1.
int failed(const std::string& sentence);

} // namespace qd::tool
