#include "core/base/Random.h"
#include "core/client/JournalReplay.h"
#include "tests/client/VenueRig.h"
#include "tests/support/TestRunner.h"

#include <QCoreApplication>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace qd;
using namespace qd::test;

namespace {

/// QD_KILLS sets how many; the long form is run by packaging/soak.
int rounds() {
    bool given = false;
    const int count = qEnvironmentVariableIntValue("QD_KILLS", &given);
    return given ? count : 4;
}

} // namespace

class TestVenueKill : public QObject {
    Q_OBJECT
  private slots:
    /// Killed at random moments under load, again and again on the same journal: it reopens, nothing that was
    /// acknowledged is lost, and the reopened state is the replayed one.
    void nothingAcknowledgedIsLost() {
        const QTemporaryDir temporary;
        const std::filesystem::path folder = temporary.filePath("venue").toStdString();
        SplitMix64 random(static_cast<std::uint64_t>(QDateTime::currentMSecsSinceEpoch()));
        std::set<QByteArray> acknowledged;
        for (int i = 0; i < rounds(); ++i) {
            QProcess child;
            child.start(QCoreApplication::applicationDirPath() + "/venue_child",
                        {QString::fromStdString(folder.string()), "11"});
            QVERIFY(child.waitForStarted());
            QByteArray told;
            QVERIFY(QTest::qWaitFor(
                [&] {
                    told += child.readAllStandardOutput();
                    return told.contains("ready\n");
                },
                30'000));
            const auto wait = static_cast<int>(60 + random() % 700);
            (void)QTest::qWaitFor([&] { return child.state() != QProcess::Running; }, wait);
            child.kill();
            QVERIFY(child.waitForFinished());
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);
            told += child.readAllStandardOutput();
            for (const QByteArray& line : told.split('\n')) {
                if (line.startsWith("order ") || line.startsWith("fill ")) acknowledged.insert(line);
            }
            checkJournal(folder / "run-1", acknowledged);
        }
        QVERIFY(acknowledged.size() >= static_cast<std::size_t>(rounds()));
    }

  private:
    /// What the journal tells in the place of a line: the first of the same account and number.
    static QByteArray nearest(const std::set<QByteArray>& replayed, const QByteArray& line) {
        const QByteArray prefix = line.left(line.indexOf(' ', line.indexOf(' ', line.indexOf(' ') + 1) + 1) + 1);
        const auto found = replayed.lower_bound(prefix);
        return found != replayed.end() && found->startsWith(prefix) ? *found : QByteArray("nothing");
    }
    void checkJournal(const std::filesystem::path& folder, const std::set<QByteArray>& acknowledged) {
        std::set<QByteArray> replayed;
        exchange::Exchange exchange;
        const auto report = client::replayJournal(
            folder, ~0ULL,
            [&](std::uint64_t, std::span<const Event> events) {
                for (const Event& e : events) {
                    if (const auto* o = std::get_if<OrderAccepted>(&e.body))
                        replayed.insert(QByteArray("order ") + QByteArray::number(o->account.value()) + ' ' +
                                        QByteArray::number(o->order.id.value()) + ' ' +
                                        QByteArray::number(qulonglong{o->order.terms.clientId.value()}));
                    if (const auto* f = std::get_if<OrderFilled>(&e.body))
                        replayed.insert(QByteArray("fill ") + QByteArray::number(f->account.value()) + ' ' +
                                        QByteArray::number(qulonglong{f->sequence}) + ' ' +
                                        QByteArray::number(f->order.value()) + ' ' +
                                        QByteArray::number(qlonglong{f->price.raw()}) + ' ' +
                                        QByteArray::number(qlonglong{f->size.raw()}));
                }
            },
            &exchange);
        QVERIFY2(report.has_value(), report ? "" : report.error().detail.c_str());
        QCOMPARE(report->imbalance, "");
        for (const QByteArray& line : acknowledged)
            QVERIFY2(replayed.contains(line), (line + ", replayed: " + nearest(replayed, line)).constData());
        // The venue itself reopens in the same state.
        QTemporaryDir copyFolder;
        const std::filesystem::path copy = copyFolder.filePath("venue").toStdString();
        std::filesystem::create_directories(copy);
        std::filesystem::copy(folder, copy / "run-1", std::filesystem::copy_options::recursive);
        auto setup = simulatedVenue(copy, 11);
        setup.speed = 0.1;
        RunningVenue reopened(setup);
        reopened.venue.setPaused(true);
        QVERIFY(reopened.waitReady());
        QVERIFY2(!reopened.venue.health().fault, reopened.venue.health().fault.value_or("").c_str());
        QVERIFY(reopened.venue.health().commands >= report->commands);
    }
};
QD_TEST(TestVenueKill);
#include "TestVenueKill.moc"
