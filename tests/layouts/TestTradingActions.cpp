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
        refused(ports::ActionCode::BadArguments, "which market?");
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
        for (const char* line : {"CANCEL", "CANCEL 5 SOL-PERP now"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "CANCEL wants the number of an order, or ALL");
        }
        say("CANCEL 5");
        refused(ports::ActionCode::BadArguments, "there is no working order 5");
        say("CANCEL ALL XYZ");
        refused(ports::ActionCode::BadArguments, "there is no market XYZ");
        QVERIFY(venue().cancelled.empty() && venue().cancelledAll.empty());
    }

    // AMEND.
    void amendAnswersWhenItIsDone() {
        working(5).pendingAmend = true;
        say("AMEND 5 148.3 2.5");
        QCOMPARE(venue().amended.at(0).price, Price(148'300'000));
        QCOMPARE(venue().amended.at(0).size, Quantity(2'500'000'000));
        QVERIFY(waiting());
        venue().orderList[0].pendingAmend = false;
        venue().orderList[0].order.terms.size = Quantity(2'500'000'000);
        venue().tellAccount();
        QCOMPARE(answer(), "Buy 2.5 SOL-PERP: Working");
    }
    void aRefusedAmendIsAnErrorAndTheOldOrderStands() {
        working(5).pendingAmend = true;
        say("AMEND 5 148.3 2");
        venue().orderList[0].pendingAmend = false;
        venue().orderList[0].rejectCode = RejectCode::PostOnlyWouldCross;
        venue().tellAccount();
        refused(ports::ActionCode::Refused, ui::sentence(RejectCode::PostOnlyWouldCross).toUtf8().constData());
        say("AMEND 5 148.3 2");
        venue().orderList[0].pendingAmend = true;
        late();
    }
    void anUnansweredAmendSaysThatTheOldOrderStands() {
        working(5).pendingAmend = true;
        say("AMEND 5 148.3 2");
        late();
        refused(ports::ActionCode::TimedOut, "the old order stands until it does");
    }
    void wrongAmends() {
        working(5);
        for (const char* line : {"AMEND 5", "AMEND 5 148", "AMEND 5 148 2 3"}) {
            say(line);
            refused(ports::ActionCode::BadArguments, "AMEND wants the number of an order, a price and a size");
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

    // CLOSE, REVERSE, FLATTEN.
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
    void nothingToClose() {
        say("CLOSE SOL-PERP");
        refused(ports::ActionCode::Refused, "There is no position in SOL-PERP.");
        hold(MarketId(0), Quantity());
        say("REVERSE SOL-PERP");
        refused(ports::ActionCode::Refused, "There is no position in SOL-PERP.");
        say("CLOSE SOL-PERP BTC-PERP");
        refused(ports::ActionCode::BadArguments, "which market?");
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
        QCOMPARE(answer(), "No order is working and no position is open.");
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
        QCOMPARE(offered("ORDER BUY 2 S"), (std::vector<std::string>{"ORDER BUY 2 SOL-PERP", "ORDER BUY 2 SLIDE",
                                                                     "ORDER BUY 2 SLIP", "ORDER BUY 2 STP"}));
        working(5);
        working(8).state = OrderState::Filled;
        QCOMPARE(offered("CANCEL "), (std::vector<std::string>{"CANCEL ALL", "CANCEL 5"}));
        QCOMPARE(offered("CANCEL ALL B"), std::vector<std::string>{"CANCEL ALL BTC-PERP"});
        QVERIFY(offered("CANCEL ALL BTC-PERP ").empty());
        QCOMPARE(offered("GUARD PASS P"), std::vector<std::string>{"GUARD PASS PRICE"});
    }
};
QD_TEST(TestTradingActions);
#include "TestTradingActions.moc"
