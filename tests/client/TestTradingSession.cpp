#include "core/client/TradingSession.h"
#include "tests/support/FakeClock.h"
#include "tests/support/QueueExecutor.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <set>

using namespace qd;
using namespace qd::client;

namespace {

struct Rig {
    test::FakeClock clock;
    test::QueueExecutor executor;
    std::vector<OrderTerms> placed;
    std::vector<std::pair<OrderRelation, std::vector<OrderTerms>>> placedSets;
    std::vector<ports::Amendment> amended;
    std::vector<bool> paused;
    TradingSession session{clock, executor, outbox()};

    TradingSession::Outbox outbox() {
        return {.place = [this](const OrderTerms& t, SentRequest) { placed.push_back(t); },
                .placeSet = [this](OrderRelation relation, const std::vector<OrderTerms>& orders,
                                   SentRequest) { placedSets.emplace_back(relation, orders); },
                .cancel = [](OrderReference) {},
                .cancelAll = [](std::optional<MarketId>, std::optional<Side>) {},
                .amend = [this](OrderReference, const ports::Amendment& to) { amended.push_back(to); },
                .pauseTwap = [this](OrderReference, bool pause) { paused.push_back(pause); }};
    }
    TrackedOrder acknowledged(ClientOrderId clientId, std::uint32_t id, OrderState state = OrderState::Working) const {
        TrackedOrder o;
        o.order.id = OrderId(id);
        o.order.terms.clientId = clientId;
        o.state = state;
        return o;
    }
};

FillView fillOf(std::uint64_t sequence) {
    FillView f;
    f.fill.sequence = sequence;
    return f;
}

} // namespace

class TestTradingSession : public QObject {
    Q_OBJECT
  private slots:
    void sentIsShownAtOnceAndReplacedByTheVenue() {
        Rig rig;
        const ClientOrderId id = rig.session.place({});
        QCOMPARE(rig.session.orders().size(), 1U);
        QCOMPARE(rig.session.orders()[0].state, OrderState::Sent);
        AccountBatch batch;
        batch.orders.push_back(rig.acknowledged(id, 7));
        batch.orders.back().roundTripNanos = 5;
        rig.session.deliver(batch);
        QCOMPARE(rig.session.orders().size(), 1U);
        QCOMPARE(rig.session.orders()[0].order.id, OrderId(7));
        QCOMPARE(rig.session.orders()[0].roundTripNanos.value(), 5);
        // A later update without a round trip keeps it.
        AccountBatch later;
        later.orders.push_back(rig.acknowledged(id, 7, OrderState::PartiallyFilled));
        rig.session.deliver(later);
        QCOMPARE(rig.session.orders()[0].roundTripNanos.value(), 5);
    }
    void clientIdsNeverRepeat() {
        Rig rig;
        std::set<ClientOrderId> ids;
        for (int i = 0; i < 100; ++i) ids.insert(rig.session.place({}));
        QCOMPARE(ids.size(), 100U);
        rig.clock.advance(kNanosPerSecond);
        QVERIFY(rig.session.place({}).value() > ids.rbegin()->value());
    }
    void pendingFlagsAreSetAndCleared() {
        Rig rig;
        const ClientOrderId id = rig.session.place({});
        AccountBatch batch;
        batch.orders.push_back(rig.acknowledged(id, 7));
        rig.session.deliver(batch);
        rig.session.amend({OrderId(7), {}}, {Price(1), Quantity(1), Price(2)});
        QCOMPARE(rig.amended.back().trigger, Price(2));
        QVERIFY(rig.session.orders()[0].pendingAmend);
        rig.session.cancel({OrderId(7), {}});
        QVERIFY(rig.session.orders()[0].pendingCancel);
        rig.session.deliver(batch);
        QVERIFY(!rig.session.orders()[0].pendingAmend && !rig.session.orders()[0].pendingCancel);
        rig.session.cancelAll({}, Side::Sell);
        QVERIFY(!rig.session.orders()[0].pendingCancel);
        rig.session.cancelAll({}, {});
        QVERIFY(rig.session.orders()[0].pendingCancel);
    }
    void setsAreFollowedOrderByOrder() {
        Rig rig;
        const auto ids = rig.session.placeSet(OrderRelation::OneCancelsOther, {OrderTerms{}, OrderTerms{}});
        QCOMPARE(ids.size(), 2U);
        QVERIFY(ids[0] != ids[1]);
        QCOMPARE(rig.placedSets.size(), 1U);
        QCOMPARE(rig.placedSets[0].second[1].clientId, ids[1]);
        QCOMPARE(rig.session.orders().size(), 2U);
        AccountBatch batch;
        batch.orders = {rig.acknowledged(ids[1], 8), rig.acknowledged(ids[0], 7)};
        rig.session.deliver(batch);
        QCOMPARE(rig.session.orders().size(), 2U);
        QCOMPARE(rig.session.orders()[0].order.id, OrderId(7));
        rig.session.pauseTwap({OrderId(7), {}}, true);
        QVERIFY(rig.session.orders()[0].pendingAmend);
        QCOMPARE(rig.paused, std::vector<bool>{true});
    }
    /// What belongs to the account before is gone at once; what is sent after it is kept for the account that comes.
    void anotherAccountBeginsEmpty() {
        Rig rig;
        (void)rig.session.place({});
        AccountBatch batch;
        batch.fills = {fillOf(1)};
        LiquidationEntry entry;
        entry.number = 1;
        batch.liquidations = {entry, entry};
        batch.rows = 2;
        rig.session.deliver(batch);
        QCOMPARE(rig.session.liquidations().size(), 1U);
        const std::uint64_t version = rig.session.historyVersion();
        rig.session.leaveAccount();
        QVERIFY(rig.session.orders().empty() && rig.session.fills().empty() && rig.session.liquidations().empty());
        // What was on its way from the account that was left brings nothing of it back.
        QVERIFY(!rig.session.account());
        AccountBatch late;
        late.account = std::make_shared<AccountView>();
        late.orders.push_back(rig.acknowledged(ClientOrderId(77), 9));
        rig.session.deliver(late);
        QVERIFY(!rig.session.account() && rig.session.orders().empty());
        const ClientOrderId later = rig.session.place({});
        AccountBatch fresh;
        fresh.newAccount = true;
        rig.session.deliver(fresh);
        rig.session.deliver(std::exchange(late, {}));
        QVERIFY(rig.session.account() != nullptr);
        QCOMPARE(rig.session.orders().size(), 2U);
        QVERIFY(std::ranges::any_of(rig.session.orders(),
                                    [&](const TrackedOrder& o) { return o.order.terms.clientId == later; }));
        QVERIFY(rig.session.historyVersion() > version);
    }
    /// Nobody is there to show another account: what was shown is not taken away for nothing.
    void aStoppedVenueKeepsTheAccount() {
        Rig rig;
        AccountBatch batch;
        batch.account = std::make_shared<AccountView>();
        batch.orders = {rig.acknowledged(ClientOrderId(5), 7)};
        batch.fills = {fillOf(1)};
        rig.session.deliver(batch);
        rig.session.venueFailed();
        rig.session.leaveAccount();
        QCOMPARE(rig.session.account(), batch.account);
        QCOMPARE(rig.session.orders().size(), 1U);
        QCOMPARE(rig.session.fills().size(), 1U);
        // What the venue had on disk before it stopped still comes.
        AccountBatch late;
        late.fills = {fillOf(2)};
        rig.session.deliver(late);
        QCOMPARE(rig.session.fills().size(), 2U);
    }
    /// It stopped between the choice of another account and its coming.
    void anAccountThatWasLeftComesBackWhenTheVenueStops() {
        Rig rig;
        AccountBatch batch;
        batch.account = std::make_shared<AccountView>();
        batch.orders = {rig.acknowledged(ClientOrderId(5), 7)};
        batch.fills = {fillOf(1)};
        rig.session.deliver(batch);
        rig.session.leaveAccount();
        rig.session.leaveAccount(); // twice in a row, and the first is what was shown
        AccountBatch late;
        late.fills = {fillOf(2)};
        rig.session.deliver(late);
        const ClientOrderId placed = rig.session.place({});
        rig.session.venueFailed();
        QCOMPARE(rig.session.account(), batch.account);
        QCOMPARE(rig.session.fills().size(), 2U);
        QCOMPARE(rig.session.orders().size(), 2U);
        QCOMPARE(rig.session.orders()[0].state, OrderState::Working);
        QCOMPARE(rig.session.orders()[1].order.terms.clientId, placed);
        QVERIFY(isUnconfirmed(rig.session.orders()[1]));
    }
    /// A duplicate that the exchange refused is another request: the order it repeats stands.
    void refusedDuplicateDoesNotHideTheOrder() {
        Rig rig;
        const ClientOrderId id = rig.session.place({});
        AccountBatch batch;
        batch.orders.push_back(rig.acknowledged(id, 7));
        rig.session.deliver(batch);
        AccountBatch refused;
        refused.orders.push_back(rig.acknowledged(id, 0, OrderState::Rejected));
        rig.session.deliver(refused);
        QCOMPARE(rig.session.orders().size(), 2U);
        QCOMPARE(rig.session.orders()[0].state == OrderState::Working ||
                     rig.session.orders()[1].state == OrderState::Working,
                 true);
    }
    void fillsAreToldOnce() {
        Rig rig;
        AccountBatch batch;
        batch.fills = {fillOf(3), fillOf(1), fillOf(2), fillOf(3)};
        rig.session.deliver(batch);
        QCOMPARE(rig.session.fills().size(), 3U);
        QCOMPARE(rig.session.fills()[0].fill.sequence, 1U);
        AccountBatch fresh;
        fresh.newAccount = true;
        rig.session.deliver(fresh);
        QVERIFY(rig.session.fills().empty());
    }
    void listenersAreCalledOnceATurn() {
        Rig rig;
        int calls = 0;
        {
            const auto handle = rig.session.onChanged([&] { ++calls; });
            for (int i = 0; i < 5; ++i) rig.session.place({});
            QCOMPARE(calls, 0);
            rig.executor.drain();
            QCOMPARE(calls, 1);
        }
        rig.session.place({});
        rig.executor.drain();
        QCOMPARE(calls, 1);
    }
    void finishedOrdersAreTrimmedWorkingOnesNever() {
        Rig rig;
        AccountBatch batch;
        for (std::uint32_t i = 1; i <= 400; ++i)
            batch.orders.push_back(
                rig.acknowledged(ClientOrderId(i), i, i % 4 == 0 ? OrderState::Working : OrderState::Filled));
        rig.session.deliver(batch);
        const auto& orders = rig.session.orders();
        QCOMPARE(std::ranges::count_if(orders, [](const auto& o) { return o.state == OrderState::Working; }), 100);
        QCOMPARE(std::ranges::count_if(orders, [](const auto& o) { return o.state == OrderState::Filled; }), 300);
    }
    /// The venue may have journalled what it did not answer; what is placed later never reaches it.
    void aStoppedVenueLeavesUnknownWhatItDidNotAnswer() {
        Rig rig;
        rig.session.place({});
        QVERIFY(!isUnconfirmed(rig.session.orders()[0]));
        rig.session.venueFailed();
        QCOMPARE(rig.session.orders()[0].state, OrderState::Sent);
        QVERIFY(isUnconfirmed(rig.session.orders()[0]));
        rig.session.place({});
        rig.session.placeSet(OrderRelation::Independent, {{}, {}});
        QCOMPARE(rig.placed.size(), 1U);
        QVERIFY(rig.placedSets.empty());
        for (std::size_t i = 1; i < 4; ++i) {
            QCOMPARE(rig.session.orders()[i].state, OrderState::Rejected);
            QCOMPARE(rig.session.orders()[i].rejectCode, RejectCode::VenueStopped);
        }
    }
};
QD_TEST(TestTradingSession);
#include "TestTradingSession.moc"
