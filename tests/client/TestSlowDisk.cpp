#include "tests/client/VenueRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <pthread.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

using namespace qd;
using namespace qd::test;
namespace fs = std::filesystem;

namespace {

std::atomic<bool> journalIsSlow = false;
std::atomic<bool> journalIsRefused = false;

bool isJournal() {
    char name[16]{};
    return pthread_getname_np(pthread_self(), name, sizeof(name)) == 0 && std::strcmp(name, "qd-journal") == 0;
}

} // namespace

/// The program's own stands before that of the system: a disk that takes its time, or refuses, for journals alone.
extern "C" int fdatasync(int file) {
    if (journalIsSlow && isJournal()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    if (journalIsRefused && isJournal()) {
        errno = EIO;
        return -1;
    }
    return static_cast<int>(syscall(SYS_fdatasync, file));
}

/// What becomes of the history where the disk does not follow the venue.
class TestSlowDisk : public QObject {
    Q_OBJECT
    static constexpr MarketId kSol{0};
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path fresh() { return m_temporary.filePath(QString::number(m_count++)).toStdString(); }

    static client::VenueSetup impatient(const fs::path& folder) {
        client::VenueSetup setup = simulatedVenue(folder, 42);
        setup.diskPatience = kNanosPerMilli;
        return setup;
    }
    /// States in the history of the order with this client id; nothing: there is none.
    static std::optional<OrderState> stored(RunningVenue& running, ClientOrderId id) {
        std::optional<Result<std::vector<OrderRecord>, ports::HistoryCode>> answer;
        running.venue.orders({}, ports::kNewestRow, 100, [&](auto page) { answer = std::move(page); });
        if (!running.waitFor([&] { return answer.has_value(); }) || !*answer) return std::nullopt;
        for (const OrderRecord& r : **answer) {
            if (r.order.order.terms.clientId == id) return r.order.state;
        }
        return std::nullopt;
    }

  private slots:
    void cleanup() { journalIsSlow = journalIsRefused = false; }

    /// The journal has it in the end, and the next start finds nothing to read back: now or never.
    void whatTheJournalGetsLateIsInTheHistory() {
        const fs::path folder = fresh();
        ClientOrderId id;
        {
            RunningVenue running(impatient(folder));
            QVERIFY(running.waitReady());
            const Price far = Price(running.venue.ticker(kSol).prices.index.raw() / 10'000 * 10'000 - 2'000'000);
            journalIsSlow = true;
            id = running.venue.session().place(limitOrder(kSol, Side::Buy, far, Quantity::of(1)));
        }
        RunningVenue again(impatient(folder));
        QVERIFY(again.waitReady());
        QVERIFY(again.waitState(id, OrderState::Working));
        QCOMPARE(stored(again, id), std::optional(OrderState::Working));
    }

    /// Neither journal nor history say that it happened, and the history says that something is missing.
    void whatTheJournalNeverGetsIsNotInTheHistory() {
        const fs::path folder = fresh();
        ClientOrderId id;
        {
            RunningVenue running(impatient(folder));
            QVERIFY(running.waitReady());
            const Price far = Price(running.venue.ticker(kSol).prices.index.raw() / 10'000 * 10'000 - 2'000'000);
            journalIsRefused = true;
            id = running.venue.session().place(limitOrder(kSol, Side::Buy, far, Quantity::of(1)));
            QVERIFY(running.waitFor([&] { return running.venue.health().fault.has_value(); }));
            QCOMPARE(running.order(id)->state, OrderState::Sent);
        }
        journalIsRefused = false;
        RunningVenue again(impatient(folder));
        QVERIFY(again.waitReady());
        QVERIFY(again.order(id) == nullptr);
        QCOMPARE(stored(again, id), std::optional<OrderState>());
    }
};
QD_TEST(TestSlowDisk);
#include "TestSlowDisk.moc"
