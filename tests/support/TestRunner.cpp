#include "tests/support/TestRunner.h"

#include <QCoreApplication>
#include <QTest>

#include <cctype>
#include <string_view>
#include <vector>

namespace qd::test {
namespace {

std::vector<std::function<std::unique_ptr<QObject>()>>& registry() {
    static std::vector<std::function<std::unique_ptr<QObject>()>> classes;
    return classes;
}

} // namespace

Registration::Registration(std::function<std::unique_ptr<QObject>()> make) { registry().push_back(std::move(make)); }

/// Runs every registered class, or with a class name as first argument only that one: `test_base TestJournal [slots]`.
int runAll(int argc, char** argv) {
    const bool named = argc > 1 && std::isupper(static_cast<unsigned char>(argv[1][0])) != 0;
    std::vector<char*> arguments(argv, argv + argc);
    if (named) arguments.erase(arguments.begin() + 1);
    int failures = 0;
    for (const auto& make : registry()) {
        const auto object = make();
        if (named && object->metaObject()->className() != std::string_view(argv[1])) continue;
        failures += QTest::qExec(object.get(), static_cast<int>(arguments.size()), arguments.data()) != 0 ? 1 : 0;
    }
    return failures;
}

} // namespace qd::test
