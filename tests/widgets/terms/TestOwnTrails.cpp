#include "tests/support/FakeVenue.h"
#include "tests/support/TestRunner.h"
#include "widgets/terms/OwnTrails.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;

namespace {

constexpr MarketId kSol(0);

UnixNanos at(std::int64_t seconds) { return UnixNanos(1'000 * kNanosPerHour + seconds * kNanosPerSecond); }
OwnStep step(std::int64_t seconds, std::int64_t price, std::optional<OrderState> state = OrderState::Working) {
    const bool over = !state || isFinal(*state);
    return {at(seconds), state, Price::of(price), Quantity::of(2), !over};
}

/// An account with orders, and a recording of what they did before.
struct Rig {
    Rig() {
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(3);
        venue.accountView = account;
        venue.historyOwn = [this](const OwnWindow& w) {
            OwnPage page{{}, {}, w.to};
            for (const OwnOrder& order : recorded) {
                OwnOrder part{order.id, order.side, {}};
                for (const OwnStep& s : order.steps) {
                    if (s.t < w.from) part.steps.assign(1, s);
                    if (s.t >= w.from && s.t < w.to && (w.from >= until || s.t < until)) part.steps.push_back(s);
                }
                if (!part.steps.empty() &&
                    !(part.steps.size() == 1 && isOver(part.steps[0]) && part.steps[0].t < w.from))
                    page.orders.push_back(std::move(part));
            }
            if (w.from < until && until < w.to) page.until = until;
            return page;
        };
    }
    TrackedOrder& order(std::uint32_t id, std::int64_t price, std::int64_t created, MarketId market = kSol) {
        TrackedOrder o;
        o.order.id = OrderId(id);
        o.order.terms.market = market;
        o.order.terms.price = Price::of(price);
        o.order.terms.size = Quantity::of(2);
        o.order.createdAt = at(created);
        o.state = OrderState::Working;
        venue.orderList.push_back(o);
        return venue.orderList.back();
    }
    [[nodiscard]] std::vector<OwnStep> steps(std::uint32_t id) const {
        const auto found = trails.orders().find(OrderId(id));
        return found == trails.orders().end() ? std::vector<OwnStep>() : found->second.steps;
    }
    test::FakeVenue venue;
    std::vector<OwnOrder> recorded;
    UnixNanos until{std::numeric_limits<std::int64_t>::max()}; ///< where the first page ends
    OwnTrails trails{venue, venue, venue};
};

} // namespace

class TestOwnTrails : public QObject {
    Q_OBJECT
  private slots:
    void whatHappensNowIsFollowed() {
        Rig rig;
        rig.order(1, 99, 0);
        rig.order(2, 80, 0, MarketId(1)); // of another market
        rig.trails.show(kSol, at(100));
        rig.order(3, 97, 101);
        rig.order(4, 96, 102).state = OrderState::Filled; // came and went in between
        rig.venue.orderList[0].order.terms.price = Price::of(98);
        const auto before = rig.trails.revision();
        rig.trails.readAccount(at(103));
        QVERIFY(rig.trails.revision() != before);
        rig.venue.orderList[0].state = OrderState::Cancelled;
        rig.trails.readAccount(at(104));
        const auto same = rig.trails.revision();
        rig.trails.readAccount(at(105));
        QCOMPARE(rig.trails.revision(), same);
        QCOMPARE(rig.steps(1), (std::vector{step(100, 99), step(103, 98), step(104, 98, OrderState::Cancelled)}));
        QVERIFY(rig.steps(2).empty());
        QCOMPARE(rig.steps(3), (std::vector{step(101, 97)}));
        QCOMPARE(rig.steps(4), (std::vector{step(102, 96), step(103, 96, OrderState::Filled)}));
    }
    void whatWasRecordedComesBefore() {
        Rig rig;
        rig.order(1, 98, 0);
        rig.order(2, 90, 0).state = OrderState::Cancelled; // long over: the recording has it
        rig.recorded = {{OrderId(1), Side::Buy, {step(10, 99), step(50, 98)}},
                        {OrderId(2), Side::Sell, {step(5, 90), step(20, 90, OrderState::Cancelled)}},
                        {OrderId(7), Side::Buy, {step(30, 95)}}}; // nobody knows it any more
        rig.trails.show(kSol, at(100));
        rig.trails.reach(at(60));
        QCOMPARE(rig.venue.askedOwn.size(), std::size_t{1});
        QCOMPARE(rig.venue.askedOwn[0], (OwnWindow{kSol, AccountId(3), at(20), at(100)}));
        QCOMPARE(rig.steps(1), (std::vector{step(10, 99), step(50, 98)}));
        QCOMPARE(rig.steps(7), (std::vector{step(30, 95), step(100, 95, std::nullopt)}));
        rig.trails.reach(at(30)); // is here
        QCOMPARE(rig.venue.askedOwn.size(), std::size_t{1});
        rig.trails.reach(at(2));
        QCOMPARE(rig.venue.askedOwn.back(), (OwnWindow{kSol, AccountId(3), at(-16), at(20)}));
        QCOMPARE(rig.steps(1), (std::vector{step(10, 99), step(50, 98)}));
        QCOMPARE(rig.steps(2), (std::vector{step(5, 90), step(20, 90, OrderState::Cancelled)}));
    }
    void aLongWindowIsReadToItsEnd() {
        Rig rig;
        rig.order(1, 98, 0);
        rig.recorded = {{OrderId(1), Side::Buy, {step(10, 99), step(50, 97), step(70, 98)}}};
        rig.until = at(60);
        rig.trails.show(kSol, at(100));
        rig.trails.reach(at(50));
        QCOMPARE(rig.venue.askedOwn.size(), std::size_t{2});
        QCOMPARE(rig.venue.askedOwn[1], (OwnWindow{kSol, AccountId(3), at(60), at(100)}));
        QCOMPARE(rig.steps(1), (std::vector{step(10, 99), step(50, 97), step(70, 98)}));
        rig.trails.reach(at(-5));
        QCOMPARE(rig.venue.askedOwn[2].to, at(0));
    }
    /// Of two pages the first ends with an order that the second one does not know any more.
    void anOrderThatIsLostBetweenPagesEnds() {
        Rig rig;
        rig.venue.historyOwn = [](const OwnWindow& w) {
            const bool first = w.from < at(60);
            OwnPage page{{}, {}, first ? at(60) : w.to};
            if (first) page.orders = {{OrderId(7), Side::Buy, {step(30, 95)}}};
            return page;
        };
        rig.trails.show(kSol, at(100));
        rig.trails.reach(at(50));
        QCOMPARE(rig.venue.askedOwn.size(), std::size_t{2});
        QCOMPARE(rig.steps(7), (std::vector{step(30, 95), step(100, 95, std::nullopt)}));
    }
    void recordedFillsAreAmongTheFills() {
        Rig rig;
        FillView fill;
        fill.ts = at(40);
        fill.fill.sequence = 4;
        fill.fill.market = kSol;
        rig.venue.historyFills = {fill};
        rig.venue.historyOwn = [&](const OwnWindow& w) {
            FillView older = fill;
            older.fill.sequence = 3;
            return OwnPage{{}, {older, fill}, w.to};
        };
        rig.trails.show(kSol, at(100));
        rig.trails.reach(at(0));
        QCOMPARE(rig.trails.fills().size(), std::size_t{2});
        QCOMPARE(rig.trails.fills()[0].fill.sequence, std::uint64_t{3});
    }
    void anotherAccountHasOtherPaths() {
        Rig rig;
        rig.order(1, 98, 0);
        rig.venue.historyWaits = true;
        rig.trails.show(kSol, at(100));
        rig.recorded = {{OrderId(5), Side::Buy, {step(10, 99)}}};
        rig.trails.reach(at(50));
        auto other = std::make_shared<AccountView>();
        other->id = AccountId(4);
        rig.venue.accountView = other;
        rig.venue.orderList.clear();
        rig.trails.readAccount(at(101));
        rig.venue.answerAllHistory(); // of the one before
        QVERIFY(rig.trails.orders().empty());
        rig.trails.reach(at(50));
        QCOMPARE(rig.venue.askedOwn.back().account, std::optional(AccountId(4)));
    }
    void whatCannotBeReadIsNotAskedForAgainAndAgain() {
        Rig rig;
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        rig.trails.show(kSol, at(100));
        for (int i = 0; i < 5; ++i) rig.trails.reach(at(50));
        QCOMPARE(rig.venue.askedOwn.size(), std::size_t{1});
        QVERIFY(!rig.trails.problem().empty());
        rig.venue.historyFault.reset();
        rig.trails.show(kSol, at(101));
        QVERIFY(rig.trails.problem().empty());
        rig.trails.reach(at(50));
        QCOMPARE(rig.venue.askedOwn.size(), std::size_t{2});
    }
};
QD_TEST(TestOwnTrails);
#include "TestOwnTrails.moc"
