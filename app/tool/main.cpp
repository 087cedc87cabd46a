#include "app/tool/Commands.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace qd::tool {

int failed(const std::string& sentence) {
    fmt::print(stderr, "quantdesk-tool: {}\n", sentence);
    return 1;
}

} // namespace qd::tool

int main(int argc, char** argv) {
    CLI::App app("Tools for recordings, journals, keys and test vectors of QuantDesk", "quantdesk-tool");
    app.require_subcommand(0, 1);
    qd::tool::Run chosen;
    qd::tool::addBook(app, chosen);
    qd::tool::addConform(app, chosen);
    qd::tool::addJournal(app, chosen);
    qd::tool::addSimulate(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error); // prints help, or the mistake on stderr
    }
    if (!chosen) return qd::tool::failed("no command given; --help lists them");
    return chosen();
}
