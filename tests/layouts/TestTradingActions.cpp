// Size: one scenario a command; their number is what makes the file long.
#include "tests/layouts/WorkspaceRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Words.h"

#include <QObject>

using namespace qd;
using namespace qd::workspace;
using test::WorkspaceRig;

class TestTradingActions : public QObject {
    Q_OBJECT
    std::unique_ptr<WorkspaceRig> m_rig;
    std::optional<ports::ActionResult> m_result;
    int m_answers = 0;

    WorkspaceRig& rig() { return *m_rig; }
    test::FakeVenue& venue() { return rig().rig.venue; }
    /// Begins a line; its answer is in m_result when there is one.
    void say(const std::string& line) {
        m_result.reset();
        m_answers = 0;
        rig().rig.actions.run(line, [this](ports::ActionResult r) {
            m_result = std::move(r);
            ++m_answers;
        });
    }
    [[nodiscard]] bool waiting() const { return !m_result.has_value(); }
    [[nodiscard]] QString answer() const {
        return m_result && *m_result ? QString::fromStdString(**m_result) : QStringLiteral("(no answer)");
    }
    void refused(ports::ActionCode code, const char* sentence) {
        QVERIFY(!waiting());
        QVERIFY2(!m_result->has_value(), qPrintable(answer()));
        QCOMPARE(m_result->error().code, code);
        QVERIFY2(m_result->error().detail.find(sentence) != std::string::npos, m_result->error().detail.c_str());
        QCOMPARE(m_answers, 1);
    }
    /// The order placed last becomes an order of the account.
    TrackedOrder& track(OrderState state) {
        TrackedOrder order;
        order.order.terms = venue().placed.back();
        order.state = state;
        venue().orderList.push_back(order);
        return venue().orderList.back();
    }
    /// An order that stands in the book.
    TrackedOrder& working(std::uint32_t id, std::uint64_t clientId = 77) {
        TrackedOrder order;
        order.order.id = OrderId(id);
        order.order.terms.clientId = ClientOrderId(clientId);
        order.order.terms.price = Price(148'200'000);
        order.order.terms.size = Quantity::of(2);
        order.state = OrderState::Working;
        venue().orderList.push_back(order);
        return venue().orderList.back();
    }
    void hold(MarketId market, Quantity base) {
        auto account = std::make_shared<AccountView>();
        if (venue().accountView) *account = *venue().accountView;
        PositionView position;
        position.market = market;
        position.position.base = base;
        std::erase_if(account->positions, [&](const PositionView& p) { return p.market == market; });
        account->positions.push_back(position);
        venue().accountView = account;
    }
    void late() {
        rig().rig.clock.advance(6 * kNanosPerSecond);
        QTRY_VERIFY(!waiting());
    }

  private slots:
    void init() {
        m_rig = std::make_unique<WorkspaceRig>();
        venue().accountView = std::make_shared<AccountView>();
        rig().start();
    }
    void cleanup() { m_rig.reset(); }

    // ORDER.
    void anOrderAnswersWhenItIsWorking() {
        say("ORDER BUY 2 SOL-PERP LIMIT 148.2 POST");
        QCOMPARE(venue().placed.size(), 1U);
        QCOMPARE(venue().placed[0].postOnly, PostOnly::Must);
        QVERIFY(waiting());
        TrackedOrder& order = track(OrderState::Sent);
        venue().tellAccount();
        QVERIFY(waiting()); // sent is no answer
        order.state = OrderState::Working;
        venue().tellAccount();
        QCOMPARE(answer(), "Buy 2 SOL-PERP: Working");
        venue().tellAccount();
        QCOMPARE(m_answers, 1);
    }
    void aFilledOrderTellsItsPrice() {
        say("ORDER SELL 2");
        TrackedOrder& order = track(OrderState::Filled);
        order.order.filled = Quantity::of(2);
        order.order.filledQuote = Money(296'541'000); // 148.2705 on average
        venue().tellAccount();
        QCOMPARE(answer(), "Sell 2 SOL-PERP: Filled, 2 at 148.27");
    }
    void whatWasNotFilledIsSaid() {
        say("ORDER BUY 2 SOL-PERP LIMIT 148.2 IOC");
        TrackedOrder& order = track(OrderState::Cancelled);
        order.order.filled = Quantity(500'000'000);
        order.order.filledQuote = Money(74'100'000);
        order.closeReason = CloseReason::Unfilled;
        venue().tellAccount();
        QVERIFY2(answer().startsWith("Buy 2 SOL-PERP: Cancelled, 0.5 at 148.20. "), qPrintable(answer()));
        QVERIFY(answer().contains(ui::sentence(CloseReason::Unfilled)));
    }
    void aRejectedOrderIsAnErrorWithTheReason() {
        say("ORDER BUY 2 SOL-PERP LIMIT 148.2");
        track(OrderState::Rejected).rejectCode = RejectCode::InsufficientCollateral;
        venue().tellAccount();
        refused(ports::ActionCode::Refused, ui::sentence(RejectCode::InsufficientCollateral).toUtf8().constData());
    }
    void aVenueThatDoesNotAnswerIsNoFailure() {
        say("ORDER BUY 2 SOL-PERP LIMIT 148.2");
        track(OrderState::Sent);
        rig().rig.clock.advance(4 * kNanosPerSecond);
        venue().tellAccount();
        QVERIFY(waiting());
        late();
        refused(ports::ActionCode::TimedOut, "has not answered yet; the order may still land");
    }
    void aWrongOrderIsNotSent() {
        say("ORDER BUY SOL-PERP");
        refused(ports::ActionCode::BadArguments, "the size is missing");
        say("ORDER HOLD 2");
        refused(ports::ActionCode::BadArguments, "\"HOLD\" is neither BUY, SELL nor a market");
        say("ORDER BUY 2 SOL-PERP LIMIT 100");
        refused(ports::ActionCode::Refused, "GUARD PASS PRICE");
        QVERIFY(venue().placed.empty());
    }
    void anOrderWithoutAMarketGoesToTheOneInUse() {
        venue().setBook(MarketId(1), Price::of(60'000));
        rig().run("CHART BTC-PERP"); // group A
        say("ORDER BUY 0.5");
        QCOMPARE(venue().placed.at(0).market, MarketId(1));
    }
    /// The first market that began so was taken.
    void aBeginningOfSeveralMarketsIsNoMarket() {
        MarketInfo other = venue().marketList[0];
        other.params.id = MarketId(2);
        other.params.symbol = "SOL-PERP-2";
        venue().marketList.push_back(other);
        say("ORDER BUY 2 SO");
        refused(ports::ActionCode::BadArguments, "\"SO\" is no market");
        say("CLOSE SO");
        refused(ports::ActionCode::BadArguments, "CLOSE wants a part like 1/3, a market, or nothing");
        QVERIFY(venue().placed.empty());
        say("ORDER BUY 2 sol-perp"); // whole, though another begins so
        QCOMPARE(venue().placed.at(0).market, MarketId(0));
    }
    void withoutWordsTheTicketOpens() {
        rig().run("PANE CLOSE ORDER-1");
        QVERIFY(rig().run("ORDER BTC-PERP").has_value());
        QCOMPARE(rig().pane("ORDER-1")->market().value(), MarketId(1));
    }

    // CANCEL.
    void cancelByIdAndByClientId() {
        working(5, 900);
        for (const char* number : {"5", "900"}) {
            say(std::string("CANCEL ") + number);
            QCOMPARE(venue().cancelled.back(), (OrderReference{OrderId(5), ClientOrderId(900)}));
            QVERIFY(waiting());
            venue().orderList[0].state = OrderState::Cancelled;
            venue().tellAccount();
            QCOMPARE(answer(), "The order is not working any more.");
            venue().orderList[0].state = OrderState::Working;
        }
    }
    /// It was told cancelled because its number had come meanwhile.
    void anOrderAcknowledgedWhileItIsCancelledStillWorks() {
        working(0, 900).state = OrderState::Sent;
        say("CANCEL 900");
        venue().orderList[0].order.id = OrderId(6);
        venue().orderList[0].state = OrderState::Working;
        venue().tellAccount();
        QVERIFY(waiting());
        venue().orderList[0].state = OrderState::Cancelled;
        venue().tellAccount();
        QCOMPARE(answer(), "The order is not working any more.");
    }
    void aRefusedCancelIsAnErrorWithTheReason() {
        working(5).pendingCancel = true;
        say("CANCEL 5");
        QVERIFY(waiting());
        venue().orderList[0].pendingCancel = false;
        venue().orderList[0].rejectCode = RejectCode::Unauthorized;
        venue().tellAccount();
        refused(ports::ActionCode::Refused, ui::sentence(RejectCode::Unauthorized).toUtf8().constData());
    }
    void cancelsThatStayUnanswered() {
        working(5);
        say("CANCEL 5");
        late();
        refused(ports::ActionCode::TimedOut, "has not confirmed the cancel yet");
        say("CANCEL ALL");
        late();
        refused(ports::ActionCode::TimedOut, "Some orders are still working.");
    }
    void cancelAll() {
        working(5);
        working(6).order.terms.market = MarketId(1);
        say("CANCEL ALL BTC-PERP");
        QCOMPARE(venue().cancelledAll.back().first.value(), MarketId(1));
        QVERIFY(waiting());
        venue().orderList[1].state = OrderState::Cancelled;
        venue().tellAccount();
        QCOMPARE(answer(), "No order is working."); // in that market
        for (const char* line : {"cancel all", "CANCELALL"}) {
            say(line);
            QVERIFY(!venue().cancelledAll.back().first);
            QVERIFY(waiting());
        }
        venue().orderList[0].state = OrderState::Cancelled;
        venue().tellAccount();
        QCOMPARE(answer(), "No order is working.");
    }
    void wrongCancels() {
        working(5).state = OrderState::Filled;
        for (const char* line : {"CANCEL", "CANCEL 5 SOL-PERP", "CANCEL LIMITS SOL-PERP now"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "CANCEL wants the number of an order, or ALL, BUYS");
        }
        say("CANCEL 5");
        refused(ports::ActionCode::BadArguments, "there is no working order 5");
        say("CANCEL ALL XYZ");
        refused(ports::ActionCode::BadArguments, "there is no market XYZ");
        QVERIFY(venue().cancelled.empty() && venue().cancelledAll.empty());
    }

    // Kinds of CANCEL.
    void kindsAreCancelled_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QList<quint32>>("each");
        QTest::newRow("limits") << "CANCEL LIMITS" << QList<quint32>{1, 2, 4};
        QTest::newRow("limits of a market") << "CANCEL LIMITS SOL-PERP" << QList<quint32>{1, 2};
        QTest::newRow("stops") << "CANCEL STOPS" << QList<quint32>{3};
        QTest::newRow("at a price") << "CANCEL AT 148.2" << QList<quint32>{1};
        QTest::newRow("at a price, a stop") << "CANCEL AT 140 SOL-PERP" << QList<quint32>{3};
        QTest::newRow("nothing") << "CANCEL AT 99" << QList<quint32>{};
    }
    void kindsAreCancelled() {
        QFETCH(QString, line);
        QFETCH(QList<quint32>, each);
        working(1);
        working(2).order.terms.price = Price::of(147);
        stopped(3);
        working(4).order.terms.market = MarketId(1);
        TrackedOrder& profit = stopped(5, Price::of(160));
        profit.order.terms.trigger.kind = TriggerKind::TakeProfit;
        say(line.toStdString());
        QList<quint32> cancelled;
        for (const OrderReference& o : venue().cancelled) cancelled << o.id.value();
        QCOMPARE(cancelled, each);
        QVERIFY(venue().cancelledAll.empty());
        if (each.isEmpty()) {
            QCOMPARE(answer(), "There is no such order.");
            return;
        }
        QVERIFY(waiting());
        for (TrackedOrder& o : venue().orderList) {
            if (each.contains(o.order.id.value())) o.state = OrderState::Cancelled;
        }
        venue().tellAccount();
        QCOMPARE(answer(), QString("Orders cancelled: %1.").arg(each.size()));
    }
    /// The exchange cancelled the stop of a bracket with its target.
    void kindsLeaveWhatWouldTakeOthers() {
        working(1);
        TrackedOrder& target = working(2);
        target.order.terms.reduceOnly = true;
        target.order.progress.group = 9;
        stopped(3).order.progress.group = 9;
        say("CANCEL LIMITS");
        QCOMPARE(venue().cancelled.size(), 1U);
        QCOMPARE(venue().cancelled[0].id, OrderId(1));
        venue().orderList[0].state = OrderState::Cancelled;
        venue().tellAccount();
        QCOMPARE(answer(), "Orders cancelled: 1. Left: 1 of pairs or brackets, whose other orders would go too.");
        for (const char* line : {"CANCEL LIMITS", "CANCEL STOPS SOL-PERP"}) {
            say(line);
            refused(ports::ActionCode::Refused, "Left: 1 of pairs or brackets");
        }
        QCOMPARE(venue().cancelled.size(), 1U);
    }
    void aSideIsCancelled() {
        working(1);
        stopped(2);
        say("CANCEL SELLS SOL-PERP");
        QCOMPARE(venue().cancelledAll.back().second.value(), Side::Sell);
        QVERIFY(waiting());
        venue().orderList[1].state = OrderState::Cancelled;
        venue().tellAccount();
        QCOMPARE(answer(), "Orders cancelled: 1.");
        say("CANCEL BUYS");
        QVERIFY(!venue().cancelledAll.back().first);
        venue().orderList[0].rejectCode = RejectCode::Unauthorized;
        venue().tellAccount();
        refused(ports::ActionCode::Refused, "Order 1 still works. ");
        for (const char* wrong : {"CANCEL AT", "CANCEL AT 0", "CANCEL AT 148 XYZ", "CANCEL AT 148 SOL-PERP now"}) {
            say(wrong);
            refused(ports::ActionCode::BadArguments, "CANCEL AT wants a price");
        }
    }

    // JOIN, CROSS, NUDGE, SIZE: the book is 148.27 at 148.28.
    void theTouchIsJoinedAndCrossed_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<qint64>("price");
        QTest::addColumn<int>("time");
        QTest::addColumn<int>("tenths");
        const auto row = [](const char* line, qint64 price, TimeInForce time, int size) {
            QTest::newRow(line) << line << price << int(time) << size;
        };
        row("JOIN BUY", 148'270'000, TimeInForce::GoodTillCancel, 1);
        row("join sell 2", 148'280'000, TimeInForce::GoodTillCancel, 20);
        row("CROSS BUY", 148'280'000, TimeInForce::ImmediateOrCancel, 1);
        row("CROSS SELL 2 SOL-PERP", 148'270'000, TimeInForce::ImmediateOrCancel, 20);
        row("CROSS BUY GTC", 148'280'000, TimeInForce::GoodTillCancel, 1);
        row("ORDER BUY 2 LIMIT BID", 148'270'000, TimeInForce::GoodTillCancel, 20);
        row("ORDER BUY 2 LIMIT bid+1t IOC", 148'280'000, TimeInForce::ImmediateOrCancel, 20);
        row("ORDER SELL 2 LIMIT ASK-2T", 148'260'000, TimeInForce::GoodTillCancel, 20);
    }
    void theTouchIsJoinedAndCrossed() {
        QFETCH(QString, line);
        QFETCH(qint64, price);
        QFETCH(int, time);
        QFETCH(int, tenths);
        say(line.toStdString());
        QCOMPARE(venue().placed.size(), 1U);
        const OrderTerms& t = venue().placed[0];
        QCOMPARE(t.price, Price(price));
        QCOMPARE(t.type, OrderType::Limit);
        QCOMPARE(int(t.timeInForce), time);
        QCOMPARE(t.size, Quantity(tenths * Quantity::kScale / 10));
    }
    void theQuickSizeIsChosen() {
        say("SIZE 3");
        QCOMPARE(answer(), "JOIN and CROSS use 1; SET ladder.size_3 changes it.");
        say("JOIN BUY");
        QCOMPARE(venue().placed.at(0).size, Quantity::of(1));
        for (const char* line : {"SIZE", "SIZE 0", "SIZE 5", "SIZE x", "SIZE 1 2"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "SIZE wants 1, 2, 3 or 4");
        }
    }
    void wrongTouches() {
        for (const char* line : {"JOIN", "JOIN 2", "JOIN HOLD 2"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "JOIN wants BUY or SELL");
        }
        for (const char* line : {"ORDER BUY 2 LIMIT BIDS", "ORDER BUY 2 LIMIT BID+T", "ORDER BUY 2 LIMIT ASK+0T",
                                 "ORDER BUY 2 LIMIT ASK2T", "ORDER BUY 2 LIMIT ASK-2"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "LIMIT wants a price, or BID or ASK");
        }
        say("ORDER BUY 2 LIMIT BID-90000T");
        refused(ports::ActionCode::BadArguments, "no price above zero");
        say("JOIN BUY 2 BTC-PERP"); // has no book
        refused(ports::ActionCode::BadArguments, "there is no bid to stand at");
        say("JOIN BUY 2 LIMIT 140");
        refused(ports::ActionCode::BadArguments, "repeats or contradicts");
        QVERIFY(venue().placed.empty());
    }
    void ordersAreNudged() {
        working(5).pendingAmend = false;
        say("NUDGE 5 +2");
        QCOMPARE(venue().amended.at(0).price, Price(148'220'000));
        QCOMPARE(answer(), "Order 5 stands at 148.20."); // the fake venue leaves it there
        say("NUDGE 5 -10");
        QCOMPARE(venue().amended.at(1).price, Price(148'100'000));
        venue().orderList[0].pendingAmend = true;
        say("NUDGE 5 1");
        refused(ports::ActionCode::Refused, "Order 5 stays where it is: An amend of this order is on its way.");
        QCOMPARE(venue().amended.size(), 2U);
        for (const char* line : {"NUDGE", "NUDGE 5", "NUDGE 5 0", "NUDGE 5 x", "NUDGE 5 +1 SOL-PERP", "NUDGE STOPS",
                                 "NUDGE STOPS +1 XYZ"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "NUDGE wants the number of an order, or STOPS");
        }
        say("NUDGE 9 +1");
        refused(ports::ActionCode::BadArguments, "there is no working order 9");
    }
    void stopsAreNudged() {
        say("NUDGE STOPS +1");
        refused(ports::ActionCode::Refused, "There is no position in SOL-PERP.");
        hold(MarketId(0), Quantity::of(3));
        say("NUDGE STOPS +1");
        refused(ports::ActionCode::Refused, "has no stop");
        working(4);
        stopped(5);
        stopped(6, Price::of(141));
        say("NUDGE STOPS -5");
        QCOMPARE(venue().amended.size(), 2U);
        QCOMPARE(venue().amended[0].trigger, Price(139'950'000));
        QCOMPARE(venue().amended[1].trigger, Price(140'950'000));
    }

    // AMEND.
    void amendAnswersWhenItIsDone() {
        working(5);
        say("AMEND 5 148.3 2.5");
        QCOMPARE(venue().amended.at(0).price, Price(148'300'000));
        QCOMPARE(venue().amended.at(0).size, Quantity(2'500'000'000));
        QCOMPARE(answer(), "Buy 2 SOL-PERP: Working"); // the fake venue leaves it as it is
    }
    void aRefusedAmendIsAnErrorAndTheOldOrderStands() {
        working(5).rejectCode = RejectCode::PostOnlyWouldCross;
        say("AMEND 5 148.3 2");
        QCOMPARE(venue().amended.size(), 1U);
        refused(ports::ActionCode::Refused, ui::sentence(RejectCode::PostOnlyWouldCross).toUtf8().constData());
    }
    /// "Smaller" was judged by what the first amend was about to change.
    void anAmendWaitsForTheOneBefore() {
        working(5).pendingAmend = true;
        say("AMEND 5 148.2 1");
        refused(ports::ActionCode::Refused, "An amend of this order is on its way.");
        venue().orderList[0].pendingCancel = true;
        say("AMEND 5 148.2 1");
        refused(ports::ActionCode::Refused, "A cancel of this order is on its way.");
        QVERIFY(venue().amended.empty());
    }
    void wrongAmends() {
        working(5);
        for (const char* line : {"AMEND 5", "AMEND 5 148", "AMEND 5 148 2 3"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "AMEND wants the number of an order, then a price and a size");
        }
        for (const char* line : {"AMEND 5 0 2", "AMEND 5 148 -1", "AMEND 5 x 2", "AMEND 5 148.1234567 2"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "price and size must be numbers above zero");
        }
        say("AMEND 9 148 2");
        refused(ports::ActionCode::BadArguments, "there is no working order 9");
        say("AMEND 5 100 2");
        refused(ports::ActionCode::Refused, "GUARD PASS PRICE");
        QVERIFY(venue().amended.empty());
    }

    /// A stop of 2 that waits at 140.
    TrackedOrder& stopped(std::uint32_t id, Price at = Price::of(140)) {
        TrackedOrder& o = working(id, id + 70);
        o.order.terms.side = Side::Sell;
        o.order.terms.type = OrderType::Market;
        o.order.terms.price = Price();
        o.order.terms.reduceOnly = true;
        o.order.terms.trigger.kind = TriggerKind::Stop;
        o.order.terms.trigger.price = at;
        o.order.progress.phase = OrderPhase::Waiting;
        return o;
    }
    void aTriggerIsAmended() {
        stopped(5);
        say("AMEND 5 TRIGGER 141.5");
        QCOMPARE(venue().amended.at(0).trigger, Price(141'500'000));
        QCOMPARE(venue().amended.at(0).size, Quantity::of(2));
        QVERIFY(venue().amended.at(0).price.isZero());
        QCOMPARE(answer(), QString::fromUtf8("Sell 2 SOL-PERP: Waiting, stop ≤ 140.00")); // the fake leaves it there
        say("AMEND 5 0 3 TRIGGER 141");
        QCOMPARE(venue().amended.at(1).size, Quantity::of(3));
        QCOMPARE(venue().amended.at(1).trigger, Price::of(141));
        venue().orderList.clear();
        working(6);
        say("AMEND 6 TRIGGER 141");
        refused(ports::ActionCode::Refused, "waits for no price");
        for (const char* line : {"AMEND 6 TRIGGER", "AMEND 6 148 2 TRIGGER", "AMEND 6 148 2 STOP 141"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "AMEND wants");
        }
    }
    void cancelAllTakesStopsAndAlgosAndSaysSo() {
        working(4);
        stopped(5);
        say("CANCELALL");
        QCOMPARE(venue().cancelledAll.size(), 1U);
        for (TrackedOrder& o : venue().orderList) o.state = OrderState::Cancelled;
        venue().tellAccount();
        QCOMPARE(answer(), "No order is working; stops, take-profits and algos that went with the limits: 1.");
    }

    // Sets.
    void aBracketIsSentAsOneSet() {
        say("ORDER BUY 2 SOL-PERP LIMIT 148.2 BRACKET TP 155 SL 145");
        QCOMPARE(venue().placedSets.size(), 1U);
        QCOMPARE(venue().placedSets[0].relation, OrderRelation::Bracket);
        QCOMPARE(venue().placedSets[0].orders.size(), 3U);
        QVERIFY(waiting());
        for (const OrderTerms& t : venue().placedSets[0].orders) {
            TrackedOrder o;
            o.order.terms = t;
            o.order.id = OrderId(static_cast<std::uint32_t>(venue().orderList.size() + 1));
            o.state = OrderState::Working;
            if (t.trigger.kind != TriggerKind::None) {
                o.order.progress.phase = OrderPhase::Waiting;
                o.order.terms.size = Quantity(); // it grows with the entry's fills
            }
            venue().orderList.push_back(o);
        }
        venue().tellAccount();
        QCOMPARE(answer(), "Buy 2 SOL-PERP: Working\n"
                           "Sell SOL-PERP, as much as the entry fills: Waiting, take profit \u2265 155.00\n"
                           "Sell SOL-PERP, as much as the entry fills: Waiting, stop \u2264 145.00");
    }
    void aSetIsRefusedAsAWhole() {
        say("ORDER BUY 1 SOL-PERP SCALE 3 148 147");
        TrackedOrder first;
        first.order.terms = venue().placedSets.at(0).orders[0];
        first.state = OrderState::Rejected;
        first.rejectCode = RejectCode::MaxOpenOrders;
        venue().orderList.push_back(first);
        venue().tellAccount();
        refused(ports::ActionCode::Refused, ui::sentence(RejectCode::MaxOpenOrders).toUtf8().constData());
    }

    // TWAP, BRACKET, BREAKEVEN.
    TrackedOrder& running(std::uint32_t id) {
        TrackedOrder& o = working(id, id + 70);
        o.order.terms.type = OrderType::Market;
        o.order.terms.twap = {600'000, 30'000};
        o.order.progress.phase = OrderPhase::Twap;
        return o;
    }
    void aTwapIsPausedAndResumed() {
        running(5);
        say("TWAP PAUSE");
        QCOMPARE(venue().pausedTwaps.size(), 1U);
        QCOMPARE(venue().pausedTwaps[0].first.id, OrderId(5));
        QVERIFY(venue().pausedTwaps[0].second);
        QVERIFY(waiting());
        venue().orderList[0].order.progress.paused = true;
        venue().tellAccount();
        QCOMPARE(answer(), "TWAPs paused: 1.");
        say("TWAP RESUME 5");
        QVERIFY(!venue().pausedTwaps[1].second);
        venue().orderList[0].order.progress.paused = false;
        venue().tellAccount();
        QCOMPARE(answer(), "TWAPs running on: 1.");
        running(6);
        say("TWAP PAUSE");
        refused(ports::ActionCode::BadArguments, "several TWAPs are running");
        say("TWAP PAUSE ALL");
        QCOMPARE(venue().pausedTwaps.size(), 4U);
        say("TWAP CANCEL 6");
        QCOMPARE(venue().cancelled.back().id, OrderId(6));
        say("TWAP PAUSE 9");
        refused(ports::ActionCode::Refused, "There is no TWAP 9.");
        say("TWAP HOLD 5");
        refused(ports::ActionCode::BadArguments, "TWAP wants PAUSE, RESUME or CANCEL");
    }
    void aTwapThatOpensIsNotResumedUnderALock() {
        running(5).order.progress.paused = true;
        running(6).order.progress.paused = true;
        venue().orderList[1].order.terms.reduceOnly = true;
        rig().rig.gate.setLock(ui::OpeningLock{UnixNanos::fromMillis(1'700'000'000'000), "Daily loss"});
        say("TWAP RESUME 5");
        refused(ports::ActionCode::Refused, "Opening is locked until");
        QVERIFY(venue().pausedTwaps.empty());
        say("TWAP RESUME ALL");
        QCOMPARE(venue().pausedTwaps.size(), 1U);
        QCOMPARE(venue().pausedTwaps[0].first.id, OrderId(6));
        venue().orderList[1].order.progress.paused = false;
        venue().tellAccount();
        refused(ports::ActionCode::Refused, "TWAPs running on: 1. Opening is locked until");
    }
    /// The one that had the keys last; else the group's.
    void wordsWithoutAMarketMeanTheActivePane() {
        const auto marketOf = [this](const char* line) {
            say(line);
            return venue().placed.back().market;
        };
        QCOMPARE(marketOf("ORDER BUY 1"), MarketId(0));
        QCOMPARE(rig().said("ORDER NEW BTC-PERP"), "");
        ui::Pane* ticket = rig().pane("ORDER-2");
        QVERIFY(ticket != nullptr);
        QCOMPARE(ticket->market().value(), MarketId(1));
        QCOMPARE(rig().pane("BOOK-1")->market().value(), MarketId(0)); // the others keep theirs
        venue().setBook(MarketId(1), Price::of(68'000));
        QCOMPARE(marketOf("ORDER BUY 1"), MarketId(1)); // what was opened has the keys
        rig().window()->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(rig().window()));
        ticket->setFocusPolicy(Qt::StrongFocus);
        ticket->setFocus();
        QTRY_COMPARE(rig().workspace->activePane(), ticket);
        QCOMPARE(marketOf("ORDER BUY 1"), MarketId(1));
        hold(MarketId(0), Quantity::of(2));
        hold(MarketId(1), Quantity::of(1));
        QCOMPARE(marketOf("CLOSE"), MarketId(1));
        // Typing a command does not change what is active.
        rig().workspace->activeWindow()->commandBar().begin();
        QCOMPARE(rig().workspace->activePane(), ticket);
        // A ticket that is asked for is the active one, then one of its group, then the first.
        QCOMPARE(rig().workspace->meant("ORDER"), rig().dock("ORDER-2"));
        ui::Pane* book = rig().pane("BOOK-1");
        book->setFocusPolicy(Qt::StrongFocus);
        book->setFocus();
        QTRY_COMPARE(rig().workspace->activePane(), book);
        QCOMPARE(rig().workspace->meant("ORDER"), rig().dock("ORDER-1"));
        rig().pane("ORDER-2")->setGroup('A');
        QCOMPARE(rig().workspace->meant("order"), rig().dock("ORDER-2"));
        rig().run("PANE CLOSE BOOK-1");
        QTRY_VERIFY(rig().workspace->activePane() != book);
    }
    void templatesAreKeptUsedAndDeleted() {
        QCOMPARE(rig().said("BRACKET SAVE wide TP 5% SL 2.5 LAST"), "Template wide is kept: TP 5% SL 2.5 LAST.");
        QVERIFY(rig().rig.settings.text("order.brackets").ends_with("; wide TP 5% SL 2.5 LAST"));
        const std::string kept = rig().said("BRACKET SAVE atm SL 1% EVEN 8t TRAIL 12t BY 6t CHASE 5t");
        QVERIFY2(kept.starts_with("Template atm is kept: SL 1% EVEN 8t TRAIL 12t BY 6t CHASE 5t. This is done by the "
                                  "terminal, not by the exchange"),
                 kept.c_str());
        QVERIFY(rig().said("BRACKET USE atm").contains("only while it runs"));
        rig().said("BRACKET DELETE atm");
        say("BRACKET END atm");
        refused(ports::ActionCode::Refused, "No bracket of that template has rules at work");
        rig().rig.settings.set(ui::setting::kRunning, "atm 3 17 0 19 1 EVEN 8t; other 3 27 0 29 1 EVEN 8t").value();
        QCOMPARE(rig().said("BRACKET END ATM"),
                 "Brackets whose rules have ended: 1; their orders stand where they are.");
        QCOMPARE(rig().rig.settings.text(ui::setting::kRunning), "other 3 27 0 29 1 EVEN 8t");
        rig().said("BRACKET END ALL");
        QVERIFY(rig().rig.settings.text(ui::setting::kRunning).empty());
        QCOMPARE(rig().said("BRACKET USE WIDE"), "Opening orders of the ladder get the bracket wide.");
        QCOMPARE(rig().rig.settings.text("ladder.bracket"), "wide");
        QCOMPARE(rig().said("BRACKET USE NONE"), "Orders of the ladder get no bracket.");
        QVERIFY(rig().rig.settings.text("ladder.bracket").empty());
        QCOMPARE(rig().said("BRACKET DELETE wide"), "Template wide is deleted.");
        QVERIFY(!rig().rig.settings.text("order.brackets").contains("wide"));
        // What the ladder used, under whatever case, it uses no more.
        rig().said("BRACKET SAVE tight TP 1% SL 1%");
        rig().said("BRACKET USE tight");
        QCOMPARE(rig().said("BRACKET DELETE TIGHT"), "Template tight is deleted; orders of the ladder get no bracket.");
        QVERIFY(rig().rig.settings.text("ladder.bracket").empty());
        say("BRACKET DELETE wide");
        refused(ports::ActionCode::BadArguments, "there is no template wide");
        say("BRACKET SAVE wide");
        refused(ports::ActionCode::BadArguments, "A bracket wants TP, SL or both");
        say("BRACKET SAVE None TP 1%");
        refused(ports::ActionCode::BadArguments, "NONE stands for no bracket");
        say("BRACKET SAVE wide TP 1% SL 100%");
        refused(ports::ActionCode::BadArguments, "SL wants less than 100 %");
        say("BRACKET SAVE wi;de TP 1%");
        refused(ports::ActionCode::BadArguments, "A template's name");
    }
    /// Bought 3 for 444 with a fee of 0.30; with the 0.045 % of selling break-even is 148.17.
    void holdAtProfit(Price mark) {
        hold(MarketId(0), Quantity::of(3));
        auto account = std::make_shared<AccountView>(*venue().accountView);
        account->positions[0].position.entry = Money(-444'000'000);
        account->positions[0].position.breakEven = Money(-444'300'000);
        account->positions[0].mark = mark;
        venue().accountView = account;
    }
    void theStopGoesToBreakEven() {
        holdAtProfit(Price::of(150));
        stopped(5);
        say("BREAKEVEN");
        QCOMPARE(venue().amended.size(), 1U);
        QCOMPARE(venue().amended[0].trigger, Price(148'170'000));
        QCOMPARE(answer(), "Stop 5 stands at break-even, 148.17.");
        venue().orderList[0].order.terms.trigger.price = Price(148'170'000);
        venue().tellAccount();
        say("BREAKEVEN");
        refused(ports::ActionCode::Refused, "at break-even or better already");
    }
    void eachStopIsToldWhenTheVenueMovesOnlyOne() {
        holdAtProfit(Price::of(150));
        stopped(5).pendingAmend = true;
        stopped(6, Price::of(141)).pendingAmend = true;
        say("BREAKEVEN");
        QCOMPARE(venue().amended.size(), 2U);
        venue().orderList[0].pendingAmend = false;
        venue().orderList[0].rejectCode = RejectCode::PriceOutOfBand;
        venue().tellAccount();
        QVERIFY(waiting()); // a refusal of one is no answer about the other
        venue().orderList[1].pendingAmend = false;
        venue().tellAccount();
        refused(ports::ActionCode::Refused, "Stop 6 stands at break-even, 148.17. Stop 5 stays where it is: ");
        QVERIFY(m_result->error().detail.ends_with(ui::sentence(RejectCode::PriceOutOfBand).toStdString()));
    }
    void eachStopIsToldWhenOneIsHeldBack() {
        holdAtProfit(Price::of(150));
        TrackedOrder& far = stopped(5);
        far.order.terms.type = OrderType::Limit;
        far.order.terms.price = Price::of(100); // farther from its trigger than the guard lets through
        stopped(6, Price::of(141));
        say("BREAKEVEN");
        QCOMPARE(venue().amended.size(), 1U);
        QCOMPARE(venue().amended[0].order.id, OrderId(6));
        refused(ports::ActionCode::Refused,
                "Stop 6 stands at break-even, 148.17. Stop 5 stays where it is: The limit is");
    }
    void aStopThatIsGoneMeanwhileIsTold() {
        holdAtProfit(Price::of(150));
        stopped(5).pendingAmend = true;
        stopped(6, Price::of(141)).pendingAmend = true;
        say("BREAKEVEN");
        venue().orderList[0].pendingAmend = false;
        venue().orderList[1].state = OrderState::Filled;
        venue().tellAccount();
        refused(ports::ActionCode::Refused, "Stop 5 stands at break-even, 148.17. Stop 6 is not working any more.");
    }
    void withoutAStopOneIsPlacedAtBreakEven() {
        holdAtProfit(Price::of(150));
        say("BREAKEVEN SOL-PERP");
        const OrderTerms& t = venue().placed.at(0);
        QCOMPARE(t.trigger.kind, TriggerKind::Stop);
        QCOMPARE(t.trigger.price, Price(148'170'000));
        QCOMPARE(t.side, Side::Sell);
        QVERIFY(t.reduceOnly && t.followsPosition);
    }
    void aLosingPositionHasNoBreakEvenYet() {
        holdAtProfit(Price::of(148));
        say("BREAKEVEN");
        refused(ports::ActionCode::Refused, "would fire at once");
        say("BREAKEVEN BTC-PERP");
        refused(ports::ActionCode::Refused, "There is no position in BTC-PERP.");
    }

    // CLOSE, REVERSE, FLATTEN.
    void aPartIsClosed_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<qint64>("hundredths");
        QTest::newRow("a quarter") << "CLOSE 1/4" << qint64{75};
        QTest::newRow("a third, down to the step") << "CLOSE 1/3 SOL-PERP" << qint64{100};
        QTest::newRow("half") << "CLOSE 1/2 sol" << qint64{150};
        QTest::newRow("two thirds") << "CLOSE 2/3" << qint64{200};
        QTest::newRow("three quarters") << "CLOSE 3/4" << qint64{225};
    }
    void aPartIsClosed() {
        QFETCH(QString, line);
        QFETCH(qint64, hundredths);
        hold(MarketId(0), Quantity::of(3));
        say(line.toStdString());
        QCOMPARE(venue().placed.at(0).size, Quantity(hundredths * Quantity::kScale / 100));
        QVERIFY(venue().placed.at(0).reduceOnly);
    }
    void closeAndReverse_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("base");
        QTest::addColumn<bool>("buy");
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("reduce");
        QTest::newRow("close long") << "CLOSE SOL-PERP" << 3 << false << 3 << true;
        QTest::newRow("close short") << "CLOSE sol" << -3 << true << 3 << true;
        QTest::newRow("close the market in use") << "CLOSE" << 3 << false << 3 << true;
        QTest::newRow("reverse long") << "REVERSE SOL-PERP" << 3 << false << 6 << false;
        QTest::newRow("reverse short") << "REVERSE SOL-PERP" << -3 << true << 6 << false;
    }
    void closeAndReverse() {
        QFETCH(QString, line);
        QFETCH(int, base);
        QFETCH(bool, buy);
        QFETCH(int, size);
        QFETCH(bool, reduce);
        hold(MarketId(0), Quantity::of(base));
        say(line.toStdString());
        const OrderTerms& terms = venue().placed.at(0);
        QCOMPARE(terms.side, buy ? Side::Buy : Side::Sell);
        QCOMPARE(terms.size, Quantity::of(size));
        QCOMPARE(terms.reduceOnly, reduce);
        QCOMPARE(terms.type, OrderType::Market);
        QVERIFY(waiting());
        track(OrderState::Filled);
        venue().tellAccount();
        QVERIFY2(answer().contains("Filled"), qPrintable(answer()));
    }
    /// A second one would have turned twice what was no longer there.
    void reverseWaitsUntilThePositionIsTold() {
        hold(MarketId(0), Quantity::of(3));
        say("REVERSE SOL-PERP");
        QCOMPARE(venue().placed.size(), 1U);
        track(OrderState::Sent);
        say("REVERSE SOL-PERP");
        refused(ports::ActionCode::Refused, "so the position is not certain");
        venue().orderList.back().state = OrderState::Filled;
        FillView fill;
        fill.ts = UnixNanos::fromMillis(1'000);
        fill.fill.position = Quantity::of(-3);
        venue().fillList.push_back(fill);
        say("REVERSE SOL-PERP");
        refused(ports::ActionCode::Refused, "so the position is not certain");
        hold(MarketId(0), Quantity::of(-3));
        say("REVERSE SOL-PERP");
        QCOMPARE(venue().placed.size(), 2U);
        QCOMPARE(venue().placed.back().side, Side::Buy);
    }
    void nothingToClose() {
        say("CLOSE SOL-PERP");
        refused(ports::ActionCode::Refused, "There is no position in SOL-PERP.");
        hold(MarketId(0), Quantity());
        say("REVERSE SOL-PERP");
        refused(ports::ActionCode::Refused, "There is no position in SOL-PERP.");
        say("CLOSE SOL-PERP BTC-PERP");
        refused(ports::ActionCode::BadArguments, "CLOSE wants a part like 1/3, a market, or nothing");
        QVERIFY(venue().placed.empty());
    }
    void flattenCancelsAndCloses() {
        venue().setBook(MarketId(1), Price::of(60'000));
        hold(MarketId(0), Quantity::of(3));
        hold(MarketId(1), Quantity::of(-1));
        working(5);
        say("FLATTEN");
        QCOMPARE(venue().cancelledAll.size(), 1U);
        QCOMPARE(venue().placed.size(), 2U);
        QCOMPARE(venue().placed[1].side, Side::Buy);
        QVERIFY(venue().placed[0].reduceOnly && venue().placed[1].reduceOnly);
        QVERIFY(waiting());
        venue().orderList[0].state = OrderState::Cancelled;
        venue().tellAccount();
        QVERIFY(waiting()); // the positions are still open
        hold(MarketId(0), Quantity());
        hold(MarketId(1), Quantity());
        venue().tellAccount();
        QCOMPARE(answer(), "Positions closed: 2; orders cancelled: 1. Nothing is open.");
        say("FLATTEN");
        QCOMPARE(answer(), "There was nothing to do: no order is working and no position is open.");
    }
    /// Words that would be thrown away may have meant less than everything.
    void whatMeansEverythingTakesNoWords() {
        working(5);
        for (const char* line : {"CANCELALL SOL-PERP", "FLATTEN SOL-PERP", "KILL now"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "takes no words");
        }
        QVERIFY(venue().cancelledAll.empty() && venue().cancelled.empty());
    }
    /// Its orders are not known either, and a cancel of all would reach those of the account that comes.
    void withoutAnAccountNothingIsCancelled() {
        venue().accountView = nullptr;
        for (const char* line : {"CANCELALL", "CANCEL ALL", "CANCEL BUYS"}) {
            say(line);
            refused(ports::ActionCode::Refused, "The account is not known yet");
        }
        QVERIFY(venue().cancelledAll.empty() && venue().cancelled.empty());
    }
    /// A market without prices stopped it, and the positions behind it stayed open.
    void flattenClosesWhatItCan() {
        hold(MarketId(1), Quantity::of(1)); // BTC-PERP has no prices
        hold(MarketId(0), Quantity::of(3));
        say("FLATTEN");
        QCOMPARE(venue().placed.size(), 1U);
        QCOMPARE(venue().placed[0].market, MarketId(0));
        refused(ports::ActionCode::Refused, "Not everything could be closed. BTC-PERP: The market has no price yet.");
    }
    /// Its stop was cancelled before it was found that the position cannot be closed.
    void flattenLeavesTheStopOfWhatItCannotClose() {
        hold(MarketId(1), Quantity::of(1)); // BTC-PERP has no prices
        hold(MarketId(0), Quantity::of(3));
        stopped(5).order.terms.market = MarketId(1);
        working(6).order.terms.market = MarketId(1); // would open more
        working(7);
        stopped(8);
        say("KILL");
        QVERIFY(venue().cancelledAll.empty());
        std::vector<std::uint32_t> cancelled;
        for (const OrderReference& o : venue().cancelled) cancelled.push_back(o.id.value());
        QCOMPARE(cancelled, (std::vector<std::uint32_t>{6, 7, 8}));
        QCOMPARE(venue().placed.size(), 1U);
        refused(ports::ActionCode::Refused,
                "BTC-PERP: The market has no price yet. Its stops and its other reduce-only "
                "orders stay.");
    }
    /// A stop that was typed need not be reduce-only; its pair goes with it.
    void flattenLeavesEveryStopOfWhatItCannotClose() {
        hold(MarketId(1), Quantity::of(1)); // BTC-PERP has no prices
        TrackedOrder& stop = stopped(5);
        stop.order.terms.market = MarketId(1);
        stop.order.terms.reduceOnly = false;
        stop.order.progress.group = 5;
        TrackedOrder& pair = working(6);
        pair.order.terms.market = MarketId(1);
        pair.order.terms.side = Side::Sell;
        pair.order.progress.group = 5;
        working(7).order.terms.market = MarketId(1);
        say("FLATTEN");
        QCOMPARE(venue().cancelled.size(), 1U);
        QCOMPARE(venue().cancelled[0].id, OrderId(7));
        QVERIFY(venue().cancelledAll.empty());
    }
    /// While another account was on its way, everything of that one was cancelled and nothing closed.
    void withoutAnAccountNothingIsFlattened() {
        venue().accountView = nullptr;
        rig().rig.gate.setArmed(true);
        for (const char* line : {"FLATTEN", "KILL"}) {
            say(line);
            refused(ports::ActionCode::Refused, "The account is not known yet; nothing was cancelled or closed.");
        }
        QVERIFY(venue().cancelledAll.empty() && venue().cancelled.empty() && venue().placed.empty());
        QVERIFY(!rig().rig.gate.armed()); // KILL
    }
    void theNextAccountIsNotTheOneFlattened() {
        hold(MarketId(0), Quantity::of(3));
        say("FLATTEN");
        auto next = std::make_shared<AccountView>();
        next->id = AccountId(44);
        venue().accountView = next;
        venue().tellAccount();
        QVERIFY(waiting());
    }
    void otherAccountsAreToldOf() {
        auto account = std::make_shared<AccountView>();
        account->subAccounts = {SubAccountView{.id = AccountId(1)}, SubAccountView{.id = AccountId(2), .number = 1}};
        venue().accountView = account;
        say("FLATTEN");
        QCOMPARE(answer(), "There was nothing to do: no order is working and no position is open. Your other accounts "
                           "were left as they are.");
        say("CANCELALL");
        QCOMPARE(answer(), "No order is working. Your other accounts were left as they are.");
        account->subAccounts[1].closed = true;
        say("CANCELALL");
        QCOMPARE(answer(), "No order is working.");
        for (const char* name : {"FLATTEN", "KILL", "CANCELALL"})
            QVERIFY(rig().rig.actions.find(name)->summary.find("of the selected account") != std::string::npos);
    }
    void flattenThatStaysUnanswered() {
        hold(MarketId(0), Quantity::of(3));
        say("FLATTEN");
        late();
        refused(ports::ActionCode::TimedOut, "see POSITIONS and ORDERS");
    }

    // ARM and GUARD.
    void arming() {
        QCOMPARE(rig().said("ARM ON"), "One-click trading is on.");
        QVERIFY(rig().rig.gate.armed());
        QCOMPARE(rig().said("arm off"), "One-click trading is off.");
        QVERIFY(!rig().rig.gate.armed());
        for (const char* line : {"ARM", "ARM MAYBE", "ARM ON OFF"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "ARM wants ON or OFF");
        }
    }
    void aGuardIsPassedOnce() {
        QCOMPARE(rig().said("guard pass price"), "The next order passes this guard.");
        say("ORDER BUY 1 SOL-PERP LIMIT 100");
        QCOMPARE(venue().placed.size(), 1U);
        say("ORDER BUY 1 SOL-PERP LIMIT 100");
        refused(ports::ActionCode::Refused, "GUARD PASS PRICE");
        for (const char* line : {"GUARD", "GUARD PASS", "GUARD PASS LUCK", "GUARD SIZE"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "GUARD wants PASS and SIZE, NOTIONAL or PRICE");
        }
    }
    void whatIsHeldBackStandsInTheStatusBar() {
        say("ORDER BUY 1 SOL-PERP LIMIT 100");
        QVERIFY2(rig().message().find("GUARD PASS PRICE") != std::string::npos, rig().message().c_str());
    }

    void wordsAreOffered() {
        const auto offered = [this](const char* line) { return rig().rig.actions.complete(line, 50); };
        QCOMPARE(offered("ORDER "), (std::vector<std::string>{"ORDER BUY", "ORDER SELL"}));
        QVERIFY(offered("ORDER BUY ").empty()); // the size is the trader's
        QCOMPARE(offered("ORDER BUY 2 S"),
                 (std::vector<std::string>{"ORDER BUY 2 SOL-PERP", "ORDER BUY 2 SCALE", "ORDER BUY 2 SL",
                                           "ORDER BUY 2 SLIDE", "ORDER BUY 2 SLIP", "ORDER BUY 2 SOURCE",
                                           "ORDER BUY 2 STOP", "ORDER BUY 2 STP"}));
        working(5);
        working(8).state = OrderState::Filled;
        QCOMPARE(offered("CANCEL "),
                 (std::vector<std::string>{"CANCEL ALL", "CANCEL BUYS", "CANCEL SELLS", "CANCEL LIMITS", "CANCEL STOPS",
                                           "CANCEL AT", "CANCEL 5"}));
        QCOMPARE(offered("CANCEL AT 148 B"), std::vector<std::string>{"CANCEL AT 148 BTC-PERP"});
        QCOMPARE(offered("JOIN "), (std::vector<std::string>{"JOIN BUY", "JOIN SELL"}));
        QCOMPARE(offered("NUDGE "), (std::vector<std::string>{"NUDGE STOPS", "NUDGE 5"}));
        QCOMPARE(offered("ORDER BUY 2 LIMIT B"), std::vector<std::string>{"ORDER BUY 2 LIMIT BID"});
        QCOMPARE(offered("CANCEL ALL B"), std::vector<std::string>{"CANCEL ALL BTC-PERP"});
        QVERIFY(offered("CANCEL ALL BTC-PERP ").empty());
        QCOMPARE(offered("GUARD PASS P"), std::vector<std::string>{"GUARD PASS PRICE"});
        QCOMPARE(offered("ORDER SELL 2 SOL-PERP STOP 140 SOURCE I"),
                 std::vector<std::string>{"ORDER SELL 2 SOL-PERP STOP 140 SOURCE INDEX"});
        QVERIFY(offered("ORDER SELL 2 SOL-PERP STOP ").empty());
        QCOMPARE(offered("ORDER BUY 2 BRACKET sw"), std::vector<std::string>{"ORDER BUY 2 BRACKET swing"});
        QCOMPARE(offered("CLOSE 1/"), (std::vector<std::string>{"CLOSE 1/4", "CLOSE 1/3", "CLOSE 1/2"}));
        QCOMPARE(offered("AMEND 5 T"), std::vector<std::string>{"AMEND 5 TRIGGER"});
        QCOMPARE(offered("BRACKET USE N"), std::vector<std::string>{"BRACKET USE NONE"});
    }
};
QD_TEST(TestTradingActions);
#include "TestTradingActions.moc"
