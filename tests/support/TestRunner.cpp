#include "tests/support/TestRunner.h"

#include <QCoreApplication>
#include <QTest>

#include <vector>

namespace qd::test {
namespace {

std::vector<std::function<std::unique_ptr<QObject>()>>& registry() {
    static std::vector<std::function<std::unique_ptr<QObject>()>> classes;
    return classes;
}

} // namespace

Registration::Registration(std::function<std::unique_ptr<QObject>()> make) {
    registry().push_back(std::move(make));
}

/// Runs every registered class; widgets tests link their own main with a QApplication instead.
int runAll(int argc, char** argv) {
    int failures = 0;
    for (const auto& make : registry())
        failures += QTest::qExec(make().get(), argc, argv) != 0 ? 1 : 0;
    return failures;
}

} // namespace qd::test
