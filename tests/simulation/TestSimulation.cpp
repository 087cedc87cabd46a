#include "core/simulation/Simulation.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace qd;
using namespace qd::simulation;

namespace {

constexpr std::uint64_t kThorough = 12; ///< simulated hours that meet every kind of event

std::uint64_t hours() {
    return qEnvironmentVariableIsSet("QD_SIMULATED_HOURS")
               ? static_cast<std::uint64_t>(std::max(1, qEnvironmentVariableIntValue("QD_SIMULATED_HOURS")))
               : kThorough;
}

Plan plan(std::uint64_t seed, std::int64_t minutes) {
    Plan p;
    p.seed = seed;
    p.minutes = minutes;
    return p;
}

} // namespace

/// The short form; packaging/soak simulate has the long one. QD_SIMULATED_HOURS: how many seeds run an hour; fewer than
/// usual need not meet everything.
class TestSimulation : public QObject {
    Q_OBJECT
  private slots:
    /// Over a few seeds everything happens that a thorough simulation meets, and nothing that cannot be.
    void everyKindIsMet() {
        const auto outcomes = simulateSeeds(plan(1, 60), hours(), 1);
        Tally tally;
        for (const Outcome& o : outcomes) {
            const std::string repeat = "quantdesk-tool simulate --seed " + std::to_string(o.seed);
            QVERIFY2(o.fault.empty(), (o.fault + "\n" + repeat).c_str());
            QVERIFY(o.accounts >= 50);
            QVERIFY(o.tally.commands >= 20'000);
            tally.add(o.tally);
        }
        if (outcomes.size() < kThorough) return;
        for (const Kind& kind : kindsOf(tally)) QVERIFY2(kind.count > 0, kind.name);
    }

    void threadsDoNotMatter() {
        const auto one = simulateSeeds(plan(11, 10), 4, 1);
        const auto two = simulateSeeds(plan(11, 10), 4, 2);
        QCOMPARE(one.size(), std::size_t{4});
        for (std::size_t i = 0; i < one.size(); ++i) {
            QCOMPARE(one[i].seed, 11 + i);
            QVERIFY(one[i].hash == two[i].hash);
            QCOMPARE(one[i].tally.events, two[i].tally.events);
        }
        QVERIFY(hashOf(one) == hashOf(two));
        QVERIFY(one[0].hash != one[1].hash);
        QVERIFY(simulate(plan(12, 10)).hash == one[1].hash);
    }

    /// Where the records are kept changes nothing but how long it takes.
    void journalsInFilesLeadToTheSameState() {
        const QTemporaryDir folder;
        Plan inFiles = plan(3, 5);
        inFiles.journal = folder.filePath("journal").toStdString();
        const Outcome outcome = simulate(inFiles);
        QCOMPARE(QString::fromStdString(outcome.fault), QString());
        QVERIFY(outcome.tally.crashes > 0);
        QVERIFY(outcome.hash == simulate(plan(3, 5)).hash);
    }

    void aJournalThatCannotBeMadeIsAFault() {
        Plan nowhere = plan(1, 1);
        nowhere.journal = "/proc/nothing/here";
        QVERIFY(!simulate(nowhere).fault.empty());
    }
};
QD_TEST(TestSimulation);
#include "TestSimulation.moc"
