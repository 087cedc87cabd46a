#include "core/client/JournalReplay.h"
#include "core/client/SimulatorSource.h"
#include "core/client/VenueCore.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace qd;
using namespace qd::client;
namespace fs = std::filesystem;

namespace {

constexpr UnixNanos kStart = UnixNanos::fromMillis(1'700'000'000'000);

/// Counts what it is told; its state goes through snapshots.
class Counter final : public AppliedListener {
  public:
    std::uint64_t commands = 0;
    std::uint64_t lastSequence = 0;
    void applied(std::uint64_t sequence, const Command&, std::span<const Event>, const exchange::State&) override {
        ++commands;
        lastSequence = sequence;
    }
    void save(ByteWriter& out) const override { out.put(commands); }
    void load(ByteReader& in) override { in.get(commands); }
};

struct Opened {
    Counter counter;
    test::FakeClock clock;
    VenueResult<std::unique_ptr<VenueCore>> core;
    Opened(const fs::path& folder, std::uint64_t seed, std::uint64_t snapshotBytes = 32ULL << 20U)
        : core(fail(VenueCode::Journal)) {
        VenueCore::Terms terms;
        terms.snapshotBytes = snapshotBytes;
        auto source = SimulatorSource::create(seed, kStart);
        core = VenueCore::open(folder, std::move(*source), terms, {}, clock, counter);
    }
    VenueCore& operator*() { return **core; }
    VenueCore* operator->() { return core->get(); }
    /// `count` commands of the source, with an order of the user's now and then.
    void run(int count) {
        for (int i = 0; i < count; ++i) {
            QVERIFY((*core)->advance().value());
            if (i % 97 == 0) {
                Command command;
                command.ts = (*core)->now();
                command.origin = Origin::Trader;
                OrderTerms t;
                t.side = i % 2 == 0 ? Side::Buy : Side::Sell;
                t.type = OrderType::Market;
                t.timeInForce = TimeInForce::ImmediateOrCancel;
                t.size = Quantity(100'000'000);
                command.body = PlaceOrder{(*core)->user(), t};
                (*core)->execute(command);
            }
            if (i % 10 == 0) (*core)->release(true);
        }
        (*core)->release(true);
        QVERIFY((*core)->journal().waitDurable(10 * kNanosPerSecond));
    }
    [[nodiscard]] StateHash hash() { return (*core)->exchange().hash(); }
};

} // namespace

class TestVenueCore : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path freshFolder() { return m_temporary.filePath(QString::number(m_count++)).toStdString(); }
    /// What a crash leaves: the files as they are, without the snapshot that an orderly end makes.
    fs::path crashed(const fs::path& folder) {
        const fs::path copy = freshFolder();
        fs::copy(folder, copy, fs::copy_options::recursive);
        fs::remove(copy / "lock");
        return copy;
    }

  private slots:
    void beginsWithADeposit() {
        Opened venue(freshFolder(), 42);
        QVERIFY(venue.core.has_value());
        QVERIFY(venue->fresh());
        const auto* account = venue->state().account(venue->user());
        QCOMPARE(account->quote(), Money::of(100'000));
        QCOMPARE(venue->state().markets.size(), 3U);
        QCOMPARE(venue->state().assets.size(), 5U);
        QCOMPARE(venue->state().assets[2].params.symbol, "SOL");
        QVERIFY(venue->state().backstop.has_value());
        QCOMPARE(venue->state().insurance.vault, Money::of(10'000'000));
        for (const auto& market : venue->state().markets) QVERIFY(market->prices.valid());
        QCOMPARE(exchange::audit(venue->state()).imbalance, "");
    }

    /// An uninterrupted run, one that was closed and opened, and one that crashed and recovered end in the same state.
    void goesOnExactlyAsIfUninterrupted() {
        Opened straight(freshFolder(), 7);
        straight.run(2'000);
        straight.run(2'000);

        const fs::path closedFolder = freshFolder();
        {
            Opened(closedFolder, 7).run(2'000);
        }
        Opened closed(closedFolder, 7);
        QVERIFY2(closed.core.has_value(), closed.core ? "" : closed.core.error().detail.c_str());
        QVERIFY(!closed->fresh());
        QCOMPARE(closed.counter.commands, closed->state().commands);
        closed.run(2'000);
        QVERIFY(closed.hash() == straight.hash());

        Opened before(freshFolder(), 7);
        const fs::path liveFolder = freshFolder();
        Opened live(liveFolder, 7, 40'000); // snapshots on the way
        live.run(2'000);
        Opened recovered(crashed(liveFolder), 7);
        QVERIFY2(recovered.core.has_value(), recovered.core ? "" : recovered.core.error().detail.c_str());
        QVERIFY(recovered.hash() == live.hash());
        QCOMPARE(recovered.counter.commands, live.counter.commands);
        QCOMPARE(recovered.counter.lastSequence, live.counter.lastSequence);
        recovered.run(2'000);
        QVERIFY(recovered.hash() == straight.hash());
    }

    void replayEqualsTheLiveState() {
        const fs::path folder = freshFolder();
        Opened live(folder, 3, 60'000);
        live.run(3'000);
        const auto report = replayJournal(folder, ~0ULL);
        QVERIFY2(report.has_value(), report ? "" : report.error().detail.c_str());
        QVERIFY(report->hash == live.hash());
        QCOMPARE(report->commands, live->state().commands);
        QCOMPARE(report->imbalance, "");
        QVERIFY(report->startedAfter > 0); // the beginning was compacted away
        QVERIFY(report->snapshotsChecked > 0);
        const auto part = replayJournal(folder, report->startedAfter + 10);
        QCOMPARE(part->commands, report->startedAfter + 10);
    }

    void anotherSourceIsRefused() {
        const fs::path folder = freshFolder();
        {
            Opened(folder, 1).run(50);
        }
        Opened other(folder, 2);
        QVERIFY(!other.core.has_value());
        QCOMPARE(other.core.error().code, VenueCode::Diverged);
        QVERIFY(Opened(folder, 1).core.has_value());
        // Without a snapshot the commands tell.
        const fs::path liveFolder = freshFolder();
        Opened live(liveFolder, 1);
        live.run(50);
        Opened diverged(crashed(liveFolder), 2);
        QVERIFY(!diverged.core.has_value());
        QCOMPARE(diverged.core.error().code, VenueCode::Diverged);
    }

    void damageIsNamed() {
        const fs::path folder = freshFolder();
        Opened live(folder, 1);
        live.run(500);
        const fs::path copy = crashed(folder);
        for (const auto& entry : fs::directory_iterator(copy)) {
            if (entry.path().extension() != ".qdj") continue;
            std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(static_cast<std::streamoff>(fs::file_size(entry.path()) / 2));
            file.put('\x55');
        }
        Opened damaged(copy, 1);
        QVERIFY(!damaged.core.has_value());
        QCOMPARE(damaged.core.error().code, VenueCode::Journal);
        QVERIFY(damaged.core.error().detail.find(copy.string()) != std::string::npos);
    }

    /// Sub-accounts and which of them is selected are in the journal: a crash forgets neither.
    void aSelectedSubAccountSurvivesACrash() {
        const fs::path folder = freshFolder();
        Opened live(folder, 1);
        live.run(100);
        const AccountId main = live->user();
        const OpenAccount request = live->nextSubAccount("hedge");
        live->executeUser(live->now(), request);
        QCOMPARE(live->user(), main); // opened is not selected
        live->executeUser(live->now(), VenueCore::selection(request.account));
        QCOMPARE(live->user(), request.account);
        QCOMPARE(live->master(), live->state().account(main)->master);
        live->executeUser(live->now(), VenueCore::selection(AccountId(1))); // an agent's
        QCOMPARE(live->user(), request.account);
        live->executeUser(live->now(), UpdateAccount{main, "renamed", {}, {}});
        QCOMPARE(live->user(), request.account);
        live.run(100);
        Opened recovered(crashed(folder), 1);
        QVERIFY(recovered.core.has_value());
        QCOMPARE(recovered->user(), request.account);
        QVERIFY(recovered.hash() == live.hash());
        const auto report = replayJournal(folder, ~0ULL);
        QVERIFY(report.has_value());
        QCOMPARE(report->user, request.account);
    }

    void resetBeginsAnAccountOfItsOwn() {
        const fs::path folder = freshFolder();
        Opened live(folder, 1);
        live.run(300);
        const AccountId old = live->user();
        QVERIFY(!live->state().account(old)->positions[0].position.quote.isZero());
        live->resetAccount();
        QVERIFY(live->user() != old);
        QCOMPARE(live->state().account(live->user())->quote(), Money::of(100'000));
        live.run(200);
        Opened recovered(crashed(folder), 1);
        QVERIFY(recovered.core.has_value());
        QCOMPARE(recovered->user(), live->user());
        QVERIFY(recovered.hash() == live.hash());
    }
};
QD_TEST(TestVenueCore);
#include "TestVenueCore.moc"
