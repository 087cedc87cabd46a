// Size: a table of clicks, a row each.
#include "tests/support/TestRunner.h"
#include "tests/widgets/orderbook/LadderRig.h"

#include <QObject>
#include <QSignalSpy>

#include <set>

using namespace qd;
using namespace qd::ui;
using test::LadderRig;

class TestLadderHands : public QObject {
    Q_OBJECT
  private slots:
    void clicksSendWhatTheHintSays_data() {
        QTest::addColumn<LadderColumn>("column");
        QTest::addColumn<QByteArray>("price");
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<QString>("hint");
        QTest::addColumn<OrderTerms>("terms");
        const auto row = [](const char* name, LadderColumn column, const char* price, int modifiers, const char* hint,
                            const std::function<void(OrderTerms&)>& change) {
            OrderTerms t;
            t.side = column == LadderColumn::Bids ? Side::Buy : Side::Sell;
            t.price = LadderRig::price(price);
            t.size = LadderRig::size("0.1");
            change(t);
            QTest::newRow(name) << column << QByteArray(price) << modifiers << QString::fromUtf8(hint) << t;
        };
        const auto bids = LadderColumn::Bids;
        const auto asks = LadderColumn::Asks;
        const auto post = [](OrderTerms& t) { t.postOnly = PostOnly::Must; };
        const auto market = [](OrderTerms& t) {
            t.type = OrderType::Market;
            t.timeInForce = TimeInForce::ImmediateOrCancel;
            t.price = Price();
        };
        const auto immediate = [](OrderTerms& t) { t.timeInForce = TimeInForce::ImmediateOrCancel; };
        row("buy", bids, "148.25", 0, "Buy 0.1 SOL limit 148.25\n", [](auto&) {});
        row("sell", asks, "148.30", 0, "Sell 0.1 SOL limit 148.30\n", [](auto&) {});
        row("buy over the ask", bids, "148.30", 0, "Buy 0.1 SOL limit 148.30: takes at once", [](auto&) {});
        row("post-only", bids, "148.25", Qt::AltModifier | Qt::ShiftModifier, "Buy 0.1 SOL post-only 148.25\n", post);
        row("post-only that would take", asks, "148.20", Qt::AltModifier | Qt::ShiftModifier,
            "Sell 0.1 SOL post-only 148.20: would take, so it is rejected", post);
        row("market buy", bids, "148.25", Qt::AltModifier | Qt::ControlModifier, "Buy 0.1 SOL at market\n", market);
        row("market sell", asks, "148.30", Qt::AltModifier | Qt::ControlModifier, "Sell 0.1 SOL at market\n", market);
        const auto waits = [](TriggerKind kind, const char* at) {
            return [kind, at](OrderTerms& t) {
                t.type = OrderType::Market;
                t.timeInForce = TimeInForce::ImmediateOrCancel;
                t.price = Price();
                t.trigger.kind = kind;
                t.trigger.price = LadderRig::price(at);
            };
        };
        row("stop below", asks, "148.20", Qt::ShiftModifier, "Sell 0.1 SOL: stop ≤ 148.20\n",
            waits(TriggerKind::Stop, "148.20"));
        row("stop above", bids, "148.35", Qt::ShiftModifier, "Buy 0.1 SOL: stop ≥ 148.35\n",
            waits(TriggerKind::Stop, "148.35"));
        row("stop that would fire", bids, "148.20", Qt::ShiftModifier,
            "Buy 0.1 SOL: stop ≥ 148.20: would fire at once, so it is rejected", waits(TriggerKind::Stop, "148.20"));
        row("take profit above", asks, "148.35", Qt::ControlModifier, "Sell 0.1 SOL: take profit ≥ 148.35\n",
            waits(TriggerKind::TakeProfit, "148.35"));
        row("take profit below", bids, "148.20", Qt::ControlModifier, "Buy 0.1 SOL: take profit ≤ 148.20\n",
            waits(TriggerKind::TakeProfit, "148.20"));
        row("take up to", bids, "148.30", Qt::AltModifier, "Buy 0.1 SOL now, up to 148.30, rest cancelled", immediate);
    }
    void clicksSendWhatTheHintSays() {
        QFETCH(LadderColumn, column);
        QFETCH(QByteArray, price);
        QFETCH(int, modifiers);
        QFETCH(QString, hint);
        QFETCH(OrderTerms, terms);
        LadderRig ladder;
        ladder.arm();
        const Qt::KeyboardModifiers keys = Qt::KeyboardModifier(modifiers);
        QMouseEvent move(QEvent::MouseMove, ladder.at(column, price), ladder.at(column, price), Qt::NoButton,
                         Qt::NoButton, keys);
        QCoreApplication::sendEvent(&ladder.view(), &move);
        QVERIFY2(ladder.words().hint.startsWith(hint), qPrintable(ladder.words().hint));
        ladder.click(column, price, keys);
        QCOMPARE(ladder.venue().placed.size(), 1U);
        terms.clientId = ladder.venue().placed[0].clientId;
        QVERIFY(ladder.venue().placed[0] == terms);
        QVERIFY(ladder.words().hint.startsWith("Sent: "));
    }
    void disarmedNothingIsSentAndThePaneSaysSo() {
        LadderRig ladder;
        ladder.setPosition("12.5");
        ladder.addOrder(1, Side::Buy, "148.20");
        ladder.hover(LadderColumn::Bids, "148.25");
        QCOMPARE(ladder.words().hint.split('\n').first(),
                 QString("One-click is off, a click sends nothing: Buy 0.1 SOL limit 148.25"));
        QSignalSpy held(&ladder.rig.gate, &OrderGate::heldBack);
        ladder.click(LadderColumn::Bids, "148.25");
        ladder.click(LadderColumn::Asks, "148.30", Qt::ControlModifier);
        for (const int key : {Qt::Key_Q, Qt::Key_W, Qt::Key_A, Qt::Key_S, Qt::Key_R, Qt::Key_T, Qt::Key_F, Qt::Key_H})
            ladder.key(key);
        ladder.drag(ladder.grab(1), *ladder.view().pointOfPrice(Side::Buy, LadderRig::price("148.22")));
        QCOMPARE(held.count(), 11);
        QCOMPARE(ladder.words().hint, held.back().front().toString());
        QCOMPARE(int(ladder.words().hintTone), int(Tone::Warning));
        QVERIFY(ladder.venue().placed.empty());
        QVERIFY(ladder.venue().amended.empty());
        QVERIFY(ladder.venue().cancelledAll.empty()); // a flatten is one thing: no half of it
    }
    void cancelsWorkDisarmed() {
        LadderRig ladder;
        ladder.addOrder(7, Side::Sell, "148.35");
        ladder.key(Qt::Key_C);
        ladder.hover(LadderColumn::Asks, "148.30");
        ladder.key(Qt::Key_E);
        ladder.hover(LadderColumn::Bids, "148.30");
        ladder.key(Qt::Key_E);
        using Asked = std::pair<std::optional<MarketId>, std::optional<Side>>;
        const std::vector<Asked> wanted{
            {LadderRig::kSol, std::nullopt}, {LadderRig::kSol, Side::Sell}, {LadderRig::kSol, Side::Buy}};
        QVERIFY(ladder.venue().cancelledAll == wanted);
        QTest::mouseClick(&ladder.view(), Qt::MiddleButton, {}, ladder.grab(7));
        QCOMPARE(ladder.venue().cancelled.size(), 1U);
        QCOMPARE(ladder.venue().cancelled[0].id, OrderId(7));
    }
    /// The window systems number the right keys differently from the left ones.
    void theRightModifiersDoWhatNeedsNoTrigger() {
        LadderRig ladder;
        ladder.arm();
        const auto held = [&](Qt::Key key, quint32 native) {
            QKeyEvent press(QEvent::KeyPress, key, {}, 0, native, 0);
            QCoreApplication::sendEvent(&ladder.view(), &press);
        };
        const auto released = [&](Qt::Key key, quint32 native) {
            QKeyEvent release(QEvent::KeyRelease, key, {}, 0, native, 0);
            QCoreApplication::sendEvent(&ladder.view(), &release);
        };
        held(Qt::Key_Shift, 0xFFE2);
        ladder.click(LadderColumn::Bids, "148.25", Qt::ShiftModifier);
        released(Qt::Key_Shift, 0xFFE2);
        held(Qt::Key_Shift, 0xFFE1);
        ladder.click(LadderColumn::Asks, "148.20", Qt::ShiftModifier);
        released(Qt::Key_Shift, 0xFFE1);
        held(Qt::Key_Control, 0xFFE4);
        ladder.click(LadderColumn::Bids, "148.25", Qt::ControlModifier);
        released(Qt::Key_Control, 0xFFE4);
        ladder.click(LadderColumn::Asks, "148.35", Qt::ControlModifier);
        const auto& placed = ladder.venue().placed;
        QCOMPARE(placed.size(), 4U);
        QCOMPARE(placed[0].postOnly, PostOnly::Must);
        QCOMPARE(placed[1].trigger.kind, TriggerKind::Stop);
        QVERIFY(placed[2].type == OrderType::Market && placed[2].trigger.kind == TriggerKind::None);
        QCOMPARE(placed[3].trigger.kind, TriggerKind::TakeProfit);
    }
    /// A stop that protects a position must not turn it round.
    void aStopAgainstThePositionReduces() {
        LadderRig ladder;
        ladder.arm();
        ladder.setPosition("12.5");
        ladder.click(LadderColumn::Asks, "148.20", Qt::ShiftModifier);
        QVERIFY(ladder.venue().placed.back().reduceOnly);
        ladder.click(LadderColumn::Bids, "148.35", Qt::ShiftModifier);
        QVERIFY(!ladder.venue().placed.back().reduceOnly);
    }
    void openingOrdersGetTheChosenBracket() {
        LadderRig ladder;
        ladder.arm();
        QVERIFY(ladder.rig.settings.set("order.brackets", "scalp TP 12t SL 8t").has_value());
        QVERIFY(ladder.rig.settings.set("ladder.bracket", "scalp").has_value());
        ladder.hover(LadderColumn::Bids, "148.25");
        ladder.frame();
        QVERIFY2(ladder.words().hint.startsWith("Buy 0.1 SOL limit 148.25, bracket scalp"),
                 qPrintable(ladder.words().hint));
        ladder.click(LadderColumn::Bids, "148.25");
        QVERIFY(ladder.venue().placed.empty());
        const auto& set = ladder.venue().placedSets.at(0);
        QCOMPARE(set.relation, OrderRelation::Bracket);
        QCOMPARE(set.orders[1].trigger.price.raw(), LadderRig::price("148.37").raw());
        QCOMPARE(set.orders[2].trigger.price.raw(), LadderRig::price("148.17").raw());
        // What closes gets none.
        ladder.setPosition("12.5");
        ladder.click(LadderColumn::Asks, "148.30");
        QCOMPARE(ladder.venue().placed.size(), 1U);
        QCOMPARE(ladder.venue().placedSets.size(), 1U);
    }
    void withoutItsBracketNothingOpens_data() {
        QTest::addColumn<QString>("templates");
        QTest::newRow("it was deleted") << "swing TP 2% SL 1%";
        QTest::newRow("there is none") << "";
    }
    /// A stop was wanted: the order must not go without it.
    void withoutItsBracketNothingOpens() {
        QFETCH(QString, templates);
        LadderRig ladder;
        ladder.arm();
        QVERIFY(ladder.rig.settings.set("ladder.bracket", "scalp").has_value());
        QVERIFY(ladder.rig.settings.set("order.brackets", templates.toStdString()).has_value());
        ladder.hover(LadderColumn::Bids, "148.25");
        ladder.frame();
        QVERIFY2(ladder.words().hint.startsWith("The bracket scalp of opening orders is deleted"),
                 qPrintable(ladder.words().hint));
        ladder.click(LadderColumn::Bids, "148.25");
        QVERIFY(ladder.venue().placed.empty() && ladder.venue().placedSets.empty());
        QVERIFY2(ladder.words().hint.contains("nothing is sent"), qPrintable(ladder.words().hint));
        // What closes goes as ever.
        ladder.setPosition("12.5");
        ladder.click(LadderColumn::Asks, "148.30");
        QCOMPARE(ladder.venue().placed.size(), 1U);
        ladder.click(LadderColumn::Bids, "148.25");
        QCOMPARE(ladder.venue().placed.size(), 1U);
        QVERIFY(ladder.rig.settings.set("ladder.bracket", "").has_value());
        ladder.click(LadderColumn::Bids, "148.25");
        QCOMPARE(ladder.venue().placed.size(), 2U);
    }
    void allAtAPriceAreCancelled() {
        LadderRig ladder;
        ladder.addOrder(1, Side::Sell, "148.35");
        TrackedOrder& stop = ladder.addOrder(2, Side::Buy, "148.35");
        stop.order.terms.type = OrderType::Market;
        stop.order.terms.price = Price();
        stop.order.terms.trigger.kind = TriggerKind::Stop;
        stop.order.terms.trigger.price = LadderRig::price("148.35");
        stop.order.progress.phase = OrderPhase::Waiting;
        ladder.addOrder(3, Side::Sell, "148.36");
        ladder.hover(LadderColumn::Price, "148.35");
        ladder.key(Qt::Key_X);
        QCOMPARE(ladder.venue().cancelled.size(), 2U);
        QCOMPARE(ladder.words().hint, "Sent: cancel all 2 at 148.35, stops too");
        ladder.hover(LadderColumn::Price, "148.31");
        ladder.key(Qt::Key_X);
        QCOMPARE(ladder.venue().cancelled.size(), 2U);
    }
    void theStopsOfThePositionMoveByKeys() {
        LadderRig ladder;
        ladder.arm();
        ladder.key(Qt::Key_U);
        QCOMPARE(ladder.words().hint, "There is no position whose stop could move.");
        ladder.setPosition("12.5");
        ladder.key(Qt::Key_U);
        QVERIFY2(ladder.words().hint.startsWith("The position has no stop here"), qPrintable(ladder.words().hint));
        ladder.addOrder(1, Side::Sell, "148.60"); // a target rests
        const auto stop = [&](std::uint32_t id, Side side, const char* at) {
            TrackedOrder& o = ladder.addOrder(id, side, at);
            o.order.terms.type = OrderType::Market;
            o.order.terms.price = Price();
            o.order.terms.trigger.kind = TriggerKind::Stop;
            o.order.terms.trigger.price = LadderRig::price(at);
            o.order.progress.phase = OrderPhase::Waiting;
        };
        stop(2, Side::Sell, "148.10");
        stop(3, Side::Buy, "148.50"); // opens more
        stop(4, Side::Sell, "148.00");
        ladder.key(Qt::Key_U);
        QCOMPARE(ladder.venue().amended.size(), 2U);
        QCOMPARE(ladder.venue().amended[0].trigger.raw(), LadderRig::price("148.11").raw());
        QCOMPARE(ladder.venue().amended[1].trigger.raw(), LadderRig::price("148.01").raw());
        QCOMPARE(ladder.words().hint, "Sent: stops moved by +1t: 2");
        ladder.key(Qt::Key_D);
        QCOMPARE(ladder.venue().amended.back().trigger.raw(), LadderRig::price("147.99").raw());
        ladder.rig.gate.setArmed(false);
        ladder.key(Qt::Key_D);
        QCOMPARE(ladder.venue().amended.size(), 4U);
        QVERIFY(ladder.words().hint.contains("One-click trading is off"));
    }
    void stepsAreOfSoManyTicks() {
        LadderRig ladder;
        ladder.arm();
        QVERIFY(ladder.rig.settings.set("ladder.tick_step", "7").has_value());
        ladder.addOrder(1, Side::Buy, "148.20");
        QTest::mouseMove(&ladder.view(), ladder.grab(1));
        ladder.key(Qt::Key_Period);
        ladder.key(Qt::Key_Comma);
        ladder.setPosition("12.5");
        TrackedOrder& stop = ladder.addOrder(2, Side::Sell, "148.10");
        stop.order.terms.type = OrderType::Market;
        stop.order.terms.price = Price();
        stop.order.terms.trigger.kind = TriggerKind::Stop;
        stop.order.terms.trigger.price = LadderRig::price("148.10");
        stop.order.progress.phase = OrderPhase::Waiting;
        ladder.key(Qt::Key_U, Qt::ShiftModifier);
        ladder.key(Qt::Key_D, Qt::ShiftModifier);
        const auto& amended = ladder.venue().amended;
        QCOMPARE(amended.size(), 4U);
        QCOMPARE(amended[0].price.raw(), LadderRig::price("148.27").raw());
        QCOMPARE(amended[1].price.raw(), LadderRig::price("148.13").raw());
        QCOMPARE(amended[2].trigger.raw(), LadderRig::price("148.17").raw());
        QCOMPARE(amended[3].trigger.raw(), LadderRig::price("148.03").raw());
    }
    void limitsAloneAreCancelled() {
        LadderRig ladder;
        ladder.key(Qt::Key_Z);
        QCOMPARE(ladder.words().hint, "No limit of yours rests here.");
        ladder.addOrder(1, Side::Buy, "148.20");
        TrackedOrder& stop = ladder.addOrder(2, Side::Sell, "148.10");
        stop.order.terms.trigger.kind = TriggerKind::Stop;
        stop.order.progress.phase = OrderPhase::Waiting;
        ladder.addOrder(3, Side::Buy, "148.20").order.terms.market = MarketId(1);
        ladder.key(Qt::Key_Z);
        QCOMPARE(ladder.venue().cancelled.size(), 1U);
        QCOMPARE(ladder.venue().cancelled[0].id, OrderId(1));
    }
    /// The exchange cancels a stop with the target of its bracket.
    void limitsOfPairsStayWithTheirStops() {
        LadderRig ladder;
        ladder.addOrder(1, Side::Sell, "148.40").order.progress.group = 4;
        ladder.key(Qt::Key_Z);
        QVERIFY(ladder.venue().cancelled.empty());
        QCOMPARE(ladder.words().hint, "Left: 1 of pairs or brackets, whose other orders would go too.");
        ladder.addOrder(2, Side::Buy, "148.20");
        ladder.key(Qt::Key_Z);
        QCOMPARE(ladder.venue().cancelled.size(), 1U);
        QCOMPARE(ladder.venue().cancelled[0].id, OrderId(2));
        QVERIFY2(ladder.words().hint.startsWith("Sent: cancel 1 limits here; stops stay. Left: 1 of"),
                 qPrintable(ladder.words().hint));
    }
    void withoutAnAccountNothingIsFlattened() {
        LadderRig ladder;
        ladder.arm();
        ladder.venue().accountView = nullptr;
        ladder.addOrder(1, Side::Buy, "148.20");
        ladder.key(Qt::Key_F);
        QVERIFY(ladder.venue().cancelledAll.empty() && ladder.venue().cancelled.empty());
        QCOMPARE(ladder.words().hint, "The account is not known yet; nothing was done.");
    }
    /// A cancel of all would reach the orders of the account that comes.
    void withoutAnAccountNothingIsCancelled() {
        LadderRig ladder;
        ladder.addOrder(1, Side::Buy, "148.20");
        ladder.venue().accountView = nullptr;
        for (const Qt::Key key : {Qt::Key_C, Qt::Key_Z}) {
            ladder.key(key);
            QCOMPARE(ladder.words().hint, "The account is not known yet; nothing was done.");
        }
        QVERIFY(ladder.venue().cancelledAll.empty() && ladder.venue().cancelled.empty());
    }
    void twoPressesReverseOnce() {
        LadderRig ladder;
        ladder.arm();
        ladder.setPosition("12.5");
        ladder.key(Qt::Key_T);
        TrackedOrder sent;
        sent.order.terms = ladder.venue().placed.at(0);
        ladder.venue().orderList.push_back(sent);
        ladder.key(Qt::Key_T);
        QCOMPARE(ladder.venue().placed.size(), 1U);
        QVERIFY2(ladder.words().hint.contains("position is not certain"), qPrintable(ladder.words().hint));
    }
    /// Without its row Shift+S was an unlimited buy.
    void aShiftKeyIsNeverTheBareDeed() {
        LadderRig ladder;
        ladder.arm();
        ladder.setPosition("12.5");
        ladder.rig.actions.setKeys(
            {}, {{"LADDER", {{"CROSS_BUY", ""}, {"CROSS_SELL", "G"}, {"STOPS_UP_STEP", ""}, {"BUY", "F5"}}}});
        for (const int key : {Qt::Key_S, Qt::Key_A, Qt::Key_R, Qt::Key_F, Qt::Key_U, Qt::Key_F5})
            ladder.key(key, Qt::ShiftModifier);
        QVERIFY(ladder.venue().placed.empty() && ladder.venue().cancelledAll.empty());
        TrackedOrder& order = ladder.addOrder(1, Side::Buy, "148.20");
        QTest::mouseMove(&ladder.view(), ladder.grab(order.order.id.value()));
        ladder.key(Qt::Key_Plus, Qt::ShiftModifier); // many keyboards have it there
        QCOMPARE(ladder.venue().amended.size(), 1U);
    }
    void aKeyOfTwoDeedsDoesNothing() {
        LadderRig ladder;
        ladder.arm();
        ladder.rig.actions.setKeys({}, {{"LADDER", {{"CANCEL_ALL", "S"}}}});
        ladder.key(Qt::Key_S);
        QVERIFY(ladder.venue().placed.empty() && ladder.venue().cancelledAll.empty());
        QVERIFY2(ladder.words().hint.startsWith("This key is of several deeds"), qPrintable(ladder.words().hint));
        QKeyEvent over(QEvent::ShortcutOverride, Qt::Key_S, {}, "s");
        over.ignore();
        QCoreApplication::sendEvent(&ladder.view(), &over);
        QVERIFY(over.isAccepted()); // nor does the window take it
    }
    void aHeldKeySwitchesOnceAndStepsOn() {
        LadderRig ladder;
        auto* reduce = ladder.pane.findChild<QToolButton*>("ladderReduceOnly");
        QSignalSpy volume(&ladder.view(), &LadderView::volumeToggled);
        QSignalSpy steps(&ladder.view(), &LadderView::groupingStepped);
        for (const int key : {Qt::Key_O, Qt::Key_V, Qt::Key_BracketRight}) {
            for (int i = 0; i < 4; ++i) {
                QKeyEvent press(QEvent::KeyPress, key, {}, QString(), i > 0);
                QCoreApplication::sendEvent(&ladder.view(), &press);
            }
        }
        QVERIFY(reduce->isChecked()); // four turns would be off again
        QCOMPARE(volume.count(), 1);
        QCOMPARE(steps.count(), 4);
    }
    void partsAreClosedByKeys_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<QByteArray>("size");
        QTest::newRow("a quarter") << int(Qt::Key_J) << QByteArray("3");
        QTest::newRow("a third") << int(Qt::Key_K) << QByteArray("4");
        QTest::newRow("half") << int(Qt::Key_H) << QByteArray("6");
        QTest::newRow("two thirds") << int(Qt::Key_N) << QByteArray("8");
        QTest::newRow("three quarters") << int(Qt::Key_M) << QByteArray("9");
    }
    void partsAreClosedByKeys() {
        QFETCH(int, key);
        QFETCH(QByteArray, size);
        LadderRig ladder;
        ladder.arm();
        ladder.setPosition("12");
        ladder.key(key);
        QCOMPARE(ladder.venue().placed.size(), 1U);
        QCOMPARE(ladder.venue().placed[0].size.raw(), LadderRig::size(size).raw());
        QVERIFY(ladder.venue().placed[0].reduceOnly);
    }
    void keysAreChosen() {
        LadderRig ladder;
        ladder.arm();
        ladder.rig.actions.setKeys({}, {{"LADDER", {{"BUY", "Shift+G"}, {"SELL", ""}, {"CANCEL_ALL", "F4"}}}});
        ladder.frame();
        QVERIFY2(ladder.words().hint.contains("– sell Shift+G buy"), qPrintable(ladder.words().hint));
        for (const int key : {Qt::Key_S, Qt::Key_A, Qt::Key_C}) ladder.key(key);
        ladder.key(Qt::Key_G); // without its Shift
        QVERIFY(ladder.venue().placed.empty() && ladder.venue().cancelledAll.empty());
        QKeyEvent over(QEvent::ShortcutOverride, Qt::Key_A, {}, "a");
        over.ignore();
        QCoreApplication::sendEvent(&ladder.view(), &over);
        QVERIFY(!over.isAccepted()); // it is the window's now
        ladder.key(Qt::Key_G, Qt::ShiftModifier);
        ladder.key(Qt::Key_F4);
        QCOMPARE(ladder.venue().placed.size(), 1U);
        QCOMPARE(ladder.venue().placed[0].side, Side::Buy);
        QCOMPARE(ladder.venue().cancelledAll.size(), 1U);
    }
    void everyDefaultKeyIsOneDeeds() {
        std::set<QString> keys;
        std::set<std::string> names;
        const auto hints = ladderKeyHints();
        for (const KeyHint& hint : hints) {
            QVERIFY2(keys.insert(hint.key).second, qPrintable(hint.key));
            QVERIFY2(names.insert(hint.deed).second, hint.deed.c_str());
            QVERIFY(!hint.does.isEmpty());
        }
    }
    void aSideMustBePointedAt() {
        LadderRig ladder;
        ladder.hover(LadderColumn::Price, "148.30");
        ladder.key(Qt::Key_E);
        QVERIFY(ladder.venue().cancelledAll.empty());
        QCOMPARE(ladder.words().hint, QString("Point at the bids or the asks first."));
    }
    void keysJoinAndCross_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<bool>("buys");
        QTest::addColumn<QByteArray>("price");
        QTest::addColumn<bool>("post");
        QTest::newRow("Q joins the bid") << int(Qt::Key_Q) << 0 << true << QByteArray("148.27") << false;
        QTest::newRow("W joins the ask") << int(Qt::Key_W) << 0 << false << QByteArray("148.28") << false;
        QTest::newRow("Shift-Q post-only")
            << int(Qt::Key_Q) << int(Qt::ShiftModifier) << true << QByteArray("148.27") << true;
        QTest::newRow("A sells") << int(Qt::Key_A) << 0 << false << QByteArray() << false;
        QTest::newRow("S buys") << int(Qt::Key_S) << 0 << true << QByteArray() << false;
        QTest::newRow("Shift-A takes the bid")
            << int(Qt::Key_A) << int(Qt::ShiftModifier) << false << QByteArray("148.27") << false;
        QTest::newRow("Shift-S takes the ask")
            << int(Qt::Key_S) << int(Qt::ShiftModifier) << true << QByteArray("148.28") << false;
    }
    void keysJoinAndCross() {
        QFETCH(int, key);
        QFETCH(int, modifiers);
        QFETCH(bool, buys);
        QFETCH(QByteArray, price);
        QFETCH(bool, post);
        LadderRig ladder;
        ladder.arm();
        ladder.key(key, Qt::KeyboardModifier(modifiers));
        QCOMPARE(ladder.venue().placed.size(), 1U);
        const OrderTerms& t = ladder.venue().placed[0];
        QCOMPARE(t.side == Side::Buy, buys);
        QCOMPARE(t.type == OrderType::Market, price.isEmpty());
        QCOMPARE(t.price.raw(), price.isEmpty() ? 0 : LadderRig::price(price).raw());
        QCOMPARE(t.postOnly == PostOnly::Must, post);
        const bool takes = key == Qt::Key_A || key == Qt::Key_S;
        QCOMPARE(t.timeInForce == TimeInForce::ImmediateOrCancel, takes);
        QCOMPARE(t.size.raw(), LadderRig::size("0.1").raw());
    }
    void aHeldKeyIsOneOrder() {
        LadderRig ladder;
        ladder.arm();
        QKeyEvent first(QEvent::KeyPress, Qt::Key_S, {}, "s");
        QKeyEvent again(QEvent::KeyPress, Qt::Key_S, {}, "s", true);
        QCoreApplication::sendEvent(&ladder.view(), &first);
        for (int i = 0; i < 20; ++i) QCoreApplication::sendEvent(&ladder.view(), &again);
        QCOMPARE(ladder.venue().placed.size(), 1U);
    }
    void otherModifiersBelongToTheWindow() {
        LadderRig ladder;
        ladder.arm();
        for (const auto modifier : {Qt::ControlModifier, Qt::AltModifier, Qt::MetaModifier}) {
            ladder.key(Qt::Key_S, modifier);
            ladder.key(Qt::Key_C, modifier);
        }
        QVERIFY(ladder.venue().placed.empty());
        QVERIFY(ladder.venue().cancelledAll.empty());
    }
    /// A window's shortcut on a ladder key waits while the ladder has the focus.
    void ladderKeysGoBeforeShortcuts() {
        LadderRig ladder;
        QKeyEvent own(QEvent::ShortcutOverride, Qt::Key_S, {}, "s");
        own.ignore();
        QCoreApplication::sendEvent(&ladder.view(), &own);
        QVERIFY(own.isAccepted());
        QKeyEvent command(QEvent::ShortcutOverride, Qt::Key_QuoteLeft, {}, "`");
        command.ignore();
        QCoreApplication::sendEvent(&ladder.view(), &command);
        QVERIFY(!command.isAccepted());
    }
    void positionsAreClosedReversedAndFlattened() {
        LadderRig ladder;
        ladder.arm();
        ladder.setPosition("0");
        ladder.key(Qt::Key_R);
        ladder.key(Qt::Key_T);
        QVERIFY(ladder.venue().placed.empty()); // there is none yet
        ladder.key(Qt::Key_F);
        QCOMPARE(ladder.venue().cancelledAll.size(), 1U);
        QVERIFY(ladder.venue().placed.empty());
        ladder.setPosition("-12.5");
        ladder.key(Qt::Key_R);
        ladder.key(Qt::Key_T);
        ladder.key(Qt::Key_F);
        QCOMPARE(ladder.venue().placed.size(), 3U);
        QCOMPARE(ladder.venue().cancelledAll.size(), 2U);
        for (std::size_t i = 0; i < 3; ++i) {
            const OrderTerms& t = ladder.venue().placed[i];
            const bool reverses = i == 1;
            QCOMPARE(t.side, Side::Buy);
            QCOMPARE(t.type, OrderType::Market);
            QCOMPARE(t.size.raw(), LadderRig::size(reverses ? "25" : "12.5").raw());
            QCOMPARE(t.reduceOnly, !reverses);
        }
    }
    void halfIsClosedAndTheStopGoesToBreakEven() {
        LadderRig ladder;
        ladder.arm();
        ladder.key(Qt::Key_H);
        ladder.key(Qt::Key_B);
        QVERIFY(ladder.venue().placed.empty());
        ladder.setPosition("12.5");
        auto account = std::make_shared<AccountView>(*ladder.venue().accountView);
        account->positions[0].position.breakEven = Money(-12'500'000 * 148); // bought at 148
        account->positions[0].mark = LadderRig::price("148.27");
        ladder.venue().accountView = account;
        ladder.told();
        ladder.key(Qt::Key_H);
        QCOMPARE(ladder.venue().placed.back().size.raw(), LadderRig::size("6.25").raw());
        QVERIFY(ladder.venue().placed.back().reduceOnly);
        ladder.key(Qt::Key_B);
        const OrderTerms& stop = ladder.venue().placed.back();
        QCOMPARE(stop.trigger.price.raw(), LadderRig::price("148.07").raw()); // with the 0.045 % of selling
        QVERIFY(stop.followsPosition);
    }
    void whatOfTheStopsGoesToBreakEvenIsSaid() {
        LadderRig ladder;
        ladder.arm();
        ladder.setPosition("12.5");
        auto account = std::make_shared<AccountView>(*ladder.venue().accountView);
        account->positions[0].position.breakEven = Money(-12'500'000 * 148); // bought at 148
        account->positions[0].mark = LadderRig::price("148.27");
        ladder.venue().accountView = account;
        for (const std::uint32_t id : {5U, 6U}) {
            TrackedOrder& stop = ladder.addOrder(id, Side::Sell, "147");
            stop.order.terms.reduceOnly = true;
            stop.order.terms.trigger.kind = TriggerKind::Stop;
            stop.order.terms.trigger.price = LadderRig::price("147");
            stop.order.terms.price =
                LadderRig::price(id == 5 ? "146.9" : "100"); // the gate's guard holds back the far one
            stop.order.progress.phase = OrderPhase::Waiting;
        }
        ladder.told();
        ladder.key(Qt::Key_B);
        QCOMPARE(ladder.venue().amended.size(), 1U);
        QCOMPARE(ladder.venue().amended[0].order.id, OrderId(5));
        const QString said = ladder.words().hint;
        QVERIFY2(said.startsWith("Sent: 1 of 2 stops to break-even, 148.07. Stop 6 stays where it is: "),
                 qPrintable(said));
    }
    void quickSizesAndReduceOnly() {
        LadderRig ladder;
        ladder.arm();
        ladder.key(Qt::Key_3);
        ladder.key(Qt::Key_O);
        ladder.click(LadderColumn::Bids, "148.25");
        QCOMPARE(ladder.venue().placed.back().size.raw(), LadderRig::size("1").raw());
        QVERIFY(ladder.venue().placed.back().reduceOnly);
        auto* second = ladder.pane.findChild<QToolButton*>("ladderSize-2");
        QVERIFY(!second->isChecked());
        second->click();
        QVERIFY(second->isChecked());
        QVERIFY(ladder.rig.settings.set("ladder.size_2", "0.75").has_value());
        QCOMPARE(second->text(), QString("0.75"));
        ladder.click(LadderColumn::Asks, "148.30");
        QCOMPARE(ladder.venue().placed.back().size.raw(), LadderRig::size("0.75").raw());
        auto* reduce = ladder.pane.findChild<QToolButton*>("ladderReduceOnly");
        QVERIFY(reduce->isChecked());
        reduce->click();
        ladder.click(LadderColumn::Asks, "148.30");
        QVERIFY(!ladder.venue().placed.back().reduceOnly);
    }
    void aSizeTheMarketCannotTakeIsNotSent() {
        LadderRig ladder;
        ladder.arm();
        QVERIFY(ladder.rig.settings.set("ladder.size_1", "0.015").has_value());
        ladder.hover(LadderColumn::Bids, "148.25");
        ladder.frame();
        const QString why = "0.015 SOL is not a multiple of 0.01 SOL. SET ladder.size_1 changes the quick size.";
        QCOMPARE(ladder.words().hint, why);
        ladder.click(LadderColumn::Bids, "148.25");
        ladder.key(Qt::Key_S);
        QVERIFY(ladder.venue().placed.empty());
        QVERIFY(ladder.rig.settings.set("ladder.size_1", "0.001").has_value());
        ladder.key(Qt::Key_S);
        QVERIFY(ladder.venue().placed.empty());
        QVERIFY(ladder.words().hint.contains("below the smallest order"));
    }
    void theHintKnowsTheGuards() {
        LadderRig ladder;
        ladder.arm();
        QVERIFY(ladder.rig.settings.set("guard.largest_notional", "10").has_value());
        ladder.hover(LadderColumn::Bids, "148.25");
        ladder.frame();
        QVERIFY2(ladder.words().hint.startsWith("A click is held back: The order is worth 15 USDC"),
                 qPrintable(ladder.words().hint));
        ladder.click(LadderColumn::Bids, "148.25");
        QVERIFY(ladder.venue().placed.empty());
    }
    void inertPlacesSendNothing() {
        LadderRig ladder;
        ladder.arm();
        for (const LadderColumn column : {LadderColumn::OwnBuys, LadderColumn::Price, LadderColumn::OwnSells})
            ladder.click(column, "148.25");
        const auto& layout = ladder.view().scene().layout;
        for (const QRect& area : {layout.captions(), layout.spreadLine(), layout.hint()})
            QTest::mouseClick(&ladder.view(), Qt::LeftButton, {}, area.center());
        QTest::mouseClick(&ladder.view(), Qt::RightButton, {}, ladder.at(LadderColumn::Bids, "148.25"));
        QVERIFY(ladder.venue().placed.empty());
    }
    void whatTheVenueRefusesIsTold() {
        LadderRig ladder;
        ladder.arm();
        ladder.click(LadderColumn::Bids, "148.25");
        TrackedOrder refused;
        refused.order.terms = ladder.venue().placed[0];
        ladder.venue().orderList = {refused};
        ladder.told();
        QVERIFY(ladder.words().hint.startsWith("Sent: "));
        ladder.venue().orderList[0].state = OrderState::Rejected;
        ladder.venue().orderList[0].rejectCode = RejectCode::InsufficientCollateral;
        ladder.told();
        QCOMPARE(ladder.words().hint,
                 QString("Rejected: Buy 0.1 SOL limit 148.25. Not enough free collateral for this."));
        ladder.rig.clock.advance(10 * kNanosPerSecond);
        ladder.frame();
        QVERIFY(!ladder.words().hint.startsWith("Rejected"));
    }
};
QD_TEST(TestLadderHands);
#include "TestLadderHands.moc"
