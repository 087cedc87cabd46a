#include "tests/client/VenueRig.h"
#include "tests/support/TestRunner.h"

#include <QCoreApplication>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <set>

using namespace qd;
using namespace qd::test;
namespace fs = std::filesystem;

namespace {

constexpr MarketId kSol(0);
constexpr UnixNanos kEver{std::numeric_limits<std::int64_t>::max()};

/// Own orders and fills as they were recorded so far.
std::optional<OwnPage> trailsOf(RunningVenue& running) {
    std::optional<Result<OwnPage, ports::HistoryCode>> answer;
    running.venue.ownTrails({kSol, {}, UnixNanos(0), kEver}, [&](auto page) { answer = std::move(page); });
    if (!running.waitFor([&] { return answer.has_value(); }) || !*answer) return std::nullopt;
    return std::move(**answer);
}

const OwnOrder* find(const OwnPage& page, OrderId id) {
    const auto found = std::ranges::find(page.orders, id, &OwnOrder::id);
    return found == page.orders.end() ? nullptr : &*found;
}

/// A moved and cancelled order, one that goes on working, and a fill.
struct TradedOrders {
    OrderId moved;
    OrderId working;
    Price first;
};

bool trade(RunningVenue& running, TradedOrders& traded) {
    auto& session = running.venue.session();
    traded.first = Price(running.venue.ticker(kSol).prices.index.raw() / 10'000 * 10'000 - 2'000'000);
    const ClientOrderId moved = session.place(limitOrder(kSol, Side::Buy, traded.first, Quantity::of(1)));
    if (!running.waitState(moved, OrderState::Working)) return false;
    session.amend({{}, moved}, {Price(traded.first.raw() - 10'000), Quantity::of(1)});
    if (!running.waitFor([&] { return running.order(moved)->order.terms.price < traded.first; })) return false;
    session.cancel({{}, moved});
    if (!running.waitState(moved, OrderState::Cancelled)) return false;
    const ClientOrderId working = session.place(limitOrder(kSol, Side::Buy, traded.first, Quantity::of(2)));
    if (!running.waitState(working, OrderState::Working)) return false;
    const ClientOrderId bought = session.place(marketOrder(kSol, Side::Buy, Quantity::of(1)));
    if (!running.waitState(bought, OrderState::Filled)) return false;
    traded.moved = running.order(moved)->order.id;
    traded.working = running.order(working)->order.id;
    return true;
}

void check(const OwnPage& page, const TradedOrders& traded, const std::vector<FillView>& fills) {
    const OwnOrder* moved = find(page, traded.moved);
    QVERIFY(moved != nullptr);
    QCOMPARE(moved->steps.size(), std::size_t{3});
    QCOMPARE(moved->steps[0].price, traded.first);
    QVERIFY(moved->steps[0].inBook);
    QCOMPARE(moved->steps[1].price, Price(traded.first.raw() - 10'000));
    QCOMPARE(moved->steps[2].state, std::optional(OrderState::Cancelled));
    QVERIFY(std::ranges::is_sorted(moved->steps, {}, &OwnStep::t));
    const OwnOrder* working = find(page, traded.working);
    QVERIFY(working != nullptr);
    QCOMPARE(working->steps.size(), std::size_t{1});
    QVERIFY(!isOver(working->steps[0]));
    QCOMPARE(page.fills.size(), fills.size());
    for (std::size_t i = 0; i < fills.size(); ++i) {
        QCOMPARE(page.fills[i].fill.sequence, fills[i].fill.sequence);
        QCOMPARE(page.fills[i].ts, fills[i].ts);
        QCOMPARE(page.fills[i].fill.price, fills[i].fill.price);
    }
}

/// A venue of its own that is killed when it has told of so many fills, old ones too; `lines` gets what it told.
void killAfterFills(const fs::path& folder, int fills, QByteArray& lines) {
    QProcess child;
    child.start(QCoreApplication::applicationDirPath() + "/venue_child",
                {QString::fromStdString(folder.string()), "12"});
    QVERIFY(child.waitForStarted());
    QVERIFY(QTest::qWaitFor(
        [&] {
            lines += child.readAllStandardOutput();
            return lines.count("fill ") >= fills;
        },
        30'000));
    child.kill();
    QVERIFY(child.waitForFinished());
    lines += child.readAllStandardOutput();
}

} // namespace

/// What a venue records of the user's own orders and fills.
class TestRecordedOwn : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path freshFolder() { return m_temporary.filePath(QString::number(m_count++)).toStdString(); }

  private slots:
    void aVenueRemembersOverARestart() {
        const fs::path folder = freshFolder();
        TradedOrders traded;
        std::vector<FillView> fills;
        {
            RunningVenue running(simulatedVenue(folder, 42));
            QVERIFY(running.waitReady());
            QVERIFY(trade(running, traded));
            fills = running.venue.session().fills();
            const auto page = trailsOf(running);
            QVERIFY(page.has_value());
            check(*page, traded, fills);
        }
        RunningVenue again(simulatedVenue(folder, 42));
        QVERIFY(again.waitReady());
        const auto page = trailsOf(again);
        QVERIFY(page.has_value());
        check(*page, traded, fills);
    }
    /// The recording does not hang on the database.
    void ordersAreRecordedWithoutAHistory() {
        const fs::path folder = freshFolder();
        fs::create_directories(folder);
        std::ofstream(folder / "history.sqlite") << "this is not a database, it is a letter to the editor";
        RunningVenue running(simulatedVenue(folder, 5));
        QVERIFY(running.waitReady());
        TradedOrders traded;
        QVERIFY(trade(running, traded));
        const auto page = trailsOf(running);
        QVERIFY(page.has_value());
        check(*page, traded, running.venue.session().fills());
    }
    /// Killed at random moments, again and again: everything that was acknowledged is in the recording, and once.
    void aKillLosesNothingThatWasAcknowledged() {
        const fs::path folder = freshFolder();
        std::set<std::uint64_t> told;
        for (int round = 0; round < 3; ++round) {
            QByteArray lines;
            killAfterFills(folder, 6 * (round + 1), lines);
            for (const QByteArray& line : lines.split('\n')) {
                if (line.startsWith("fill ") && line.count(' ') == 5) told.insert(line.split(' ')[2].toULongLong());
            }
        }
        client::VenueSetup setup = simulatedVenue(folder, 12);
        setup.speed = 0.1;
        RunningVenue reopened(setup);
        QVERIFY(reopened.waitReady());
        const auto page = trailsOf(reopened);
        QVERIFY(page.has_value());
        std::vector<std::uint64_t> recorded;
        for (const FillView& f : page->fills) recorded.push_back(f.fill.sequence);
        for (std::size_t i = 0; i < recorded.size(); ++i) QCOMPARE(recorded[i], i + 1); // all of them, once, in order
        QVERIFY(told.size() >= 15);
        QVERIFY(recorded.size() >= *told.rbegin());
        for (const TrackedOrder& o : reopened.venue.session().orders()) {
            if (o.order.terms.market != kSol || o.state != OrderState::Working) continue;
            const OwnOrder* order = find(*page, o.order.id);
            QVERIFY(order != nullptr);
            QVERIFY(!isOver(order->steps.back()));
            QCOMPARE(order->steps.back().price, o.order.terms.price);
        }
    }
};
QD_TEST(TestRecordedOwn);
#include "TestRecordedOwn.moc"
