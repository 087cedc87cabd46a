#include "app/terminal/OffscreenDesktop.h"
#include "app/terminal/Terminal.h"
#include "app/terminal/Terminate.h"

#include <QApplication>

#include <cstdio>

int main(int argc, char** argv) {
    using namespace qd::terminal;
    auto options = parseOptions({argv, argv + argc});
    if (!options) {
        std::fputs(options.error().text.c_str(), options.error().exitCode == 0 ? stdout : stderr);
        return options.error().exitCode;
    }
    auto profile = Profile::open(*options);
    if (!profile) {
        std::fprintf(stderr, "quantdesk: %s\n", profile.error().detail.c_str());
        return 1;
    }
    QCoreApplication::setApplicationVersion(QLatin1String(kVersion));
    describeOffscreenDesktop(*options, profile->layouts.parent_path());
    std::vector<char*> qtArguments;
    for (std::string& word : options->qtArguments) qtArguments.push_back(word.data());
    int qtCount = static_cast<int>(qtArguments.size());
    const QApplication application(qtCount, qtArguments.data());
    QApplication::setQuitOnLastWindowClosed(false); // the workspace says when it is over
    const Terminate terminate;
    Terminal terminal(*options, std::move(*profile));
    terminal.start();
    return QApplication::exec();
}
