#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/orders/SomeOrders.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/orders/OrderRows.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

namespace {

QStringList textsOf(const OrderRow& row) {
    QStringList list;
    for (const auto& column : orderColumns({})) {
        if (column.text) list << column.text(row);
    }
    return list;
}

OrderRow onlyRow(test::PaneRig& rig, const TrackedOrder& order) {
    rig.venue.orderList = {order};
    return orderRows(rig.context, true, rig.clock.now()).front();
}

std::vector<std::uint32_t> idsOf(const std::vector<OrderRow>& rows) {
    std::vector<std::uint32_t> ids;
    for (const OrderRow& row : rows) ids.push_back(row.order().id.value());
    return ids;
}

} // namespace

class TestOrderRows : public QObject {
    Q_OBJECT
  private slots:
    void aWorkingOrder() {
        test::PaneRig rig;
        TrackedOrder order = test::workingOrder(1);
        order.order.terms.postOnly = PostOnly::Must;
        order.order.filled = Quantity(1'200'000'000);
        order.state = OrderState::PartiallyFilled;
        QCOMPARE(textsOf(onlyRow(rig, order)),
                 (QStringList{"SOL-PERP", "Buy", "Limit post", "147.05", unknownText(), unknownText(), "5.00", "1.20",
                              "38.40", "Partly filled", "", "0:40", "4.1 ms", ""}));
    }
    [[nodiscard]] static QString cellOf(const OrderRow& row, OrderColumn column) {
        return orderColumns({})[static_cast<std::size_t>(column)].text(row);
    }
    void whatWaitsShowsItsTriggerAndHowFarItIs() {
        test::PaneRig rig;
        rig.venue.setBook(MarketId(0), Price::of(150));
        Ticker& ticker = rig.venue.tickers[MarketId(0)];
        ticker.prices.mark = Price::of(150);
        ticker.prices.index = Price::of(160);
        const OrderRow row = onlyRow(rig, test::waitingOrder(1, TriggerKind::Stop, Price::of(144)));
        QCOMPARE(cellOf(row, OrderColumn::Type), "Stop reduce");
        QCOMPARE(cellOf(row, OrderColumn::Trigger), QString::fromUtf8("≤\u00A0144.00"));
        QCOMPARE(cellOf(row, OrderColumn::Distance), QString::fromUtf8("−4.00 %"));
        QCOMPARE(cellOf(row, OrderColumn::State), "Waiting");
        QCOMPARE(cellOf(row, OrderColumn::Queue), unknownText());
        QVERIFY(row.isAmendable() && !row.isResting());
        TrackedOrder profit = test::waitingOrder(2, TriggerKind::TakeProfit, Price::of(168));
        profit.order.terms.trigger.source = TriggerSource::Index;
        QCOMPARE(cellOf(onlyRow(rig, profit), OrderColumn::Trigger), QString::fromUtf8("≥\u00A0168.00"));
        QCOMPARE(cellOf(onlyRow(rig, profit), OrderColumn::Distance), "+5.00 %");
        TrackedOrder trailing = test::waitingOrder(3, TriggerKind::Trailing, Price());
        trailing.order.terms.trigger.distanceRate = Rate(20'000);
        QCOMPARE(cellOf(onlyRow(rig, trailing), OrderColumn::Trigger), unknownText());
        trailing.order.progress.stop = Price(148'500'000);
        QCOMPARE(cellOf(onlyRow(rig, trailing), OrderColumn::Trigger), QString::fromUtf8("≤\u00A0148.50"));
        QCOMPARE(cellOf(onlyRow(rig, trailing), OrderColumn::Distance), QString::fromUtf8("−1.00 %"));
    }
    void whatFiredSaysWhere() {
        test::PaneRig rig;
        TrackedOrder stop = test::waitingOrder(1, TriggerKind::Stop, Price::of(144));
        stop.order.progress.phase = OrderPhase::Book;
        stop.order.terms.price = Price::of(140); // the venue's cap
        stop.state = OrderState::Filled;
        OrderRow row = onlyRow(rig, stop);
        row.triggerIsPrice = true;
        QCOMPARE(cellOf(row, OrderColumn::Trigger), QString::fromUtf8("≤\u00A0144.00"));
        QCOMPARE(cellOf(row, OrderColumn::Price), unknownText()); // it waits no more
        QCOMPARE(orderColumns({})[static_cast<std::size_t>(OrderColumn::Trigger)].token(row), Token::Text3);
    }
    void groupsAndParentsAreSaid() {
        test::PaneRig rig;
        TrackedOrder entry = test::workingOrder(3);
        TrackedOrder stop = test::waitingOrder(1, TriggerKind::Stop, Price::of(140));
        stop.order.progress.parent = OrderId(3);
        stop.order.progress.group = 1;
        TrackedOrder exit = test::workingOrder(2, Side::Sell);
        exit.order.progress.parent = OrderId(3);
        exit.order.progress.phase = OrderPhase::Waiting;
        exit.order.terms.size = Quantity();
        TrackedOrder pair = test::workingOrder(4);
        pair.order.progress.group = 4;
        rig.venue.orderList = {entry, stop, exit, pair};
        QStringList ties;
        for (const OrderRow& row : orderRows(rig.context, false, rig.clock.now())) ties << row.tie;
        QCOMPARE(ties, (QStringList{"OCO 4", "exit of 3", "exit of 3", "entry 3"}));
        const auto rows = orderRows(rig.context, false, rig.clock.now());
        QCOMPARE(stateText(rows[1]), "Waiting for entry");
        QCOMPARE(cellOf(rows[1], OrderColumn::Size), "follows"); // the entry's fills make its size
    }
    void aTwapShowsItsProgress() {
        test::PaneRig rig;
        TrackedOrder twap = test::workingOrder(1);
        twap.order.terms.type = OrderType::Market;
        twap.order.terms.twap = {600'000, 30'000};
        twap.order.progress.phase = OrderPhase::Twap;
        twap.order.progress.child = 7;
        const OrderRow row = onlyRow(rig, twap);
        QCOMPARE(cellOf(row, OrderColumn::Type), "TWAP");
        QCOMPARE(cellOf(row, OrderColumn::State), "TWAP running 7/20");
        twap.order.filled = Quantity(1'750'000'000);
        QCOMPARE(cellOf(onlyRow(rig, twap), OrderColumn::Filled), "1.75 · 7/20");
        QVERIFY(!row.isAmendable());
        twap.order.progress.paused = true;
        QCOMPARE(cellOf(onlyRow(rig, twap), OrderColumn::State), "TWAP paused 7/20");
    }
    void aMarketOrderHasNoPrice() {
        test::PaneRig rig;
        TrackedOrder order = test::workingOrder(1);
        order.order.terms.type = OrderType::Market;
        order.order.terms.price = Price(151'990'000); // the venue's cap
        order.order.terms.auction.durationSlots = 20;
        const OrderRow row = onlyRow(rig, order);
        QCOMPARE(cellOf(row, OrderColumn::Price), unknownText());
        const QString tip = orderColumns({})[static_cast<std::size_t>(OrderColumn::Price)].tip(row);
        QVERIFY2(tip.contains("151.99"), qPrintable(tip));
    }
    /// Nothing is claimed that is not known.
    void anOrderJustSent() {
        test::PaneRig rig;
        TrackedOrder order = test::workingOrder(1);
        order.order.id = OrderId();
        order.order.terms.type = OrderType::Market;
        order.order.terms.price = Price();
        order.state = OrderState::Sent;
        order.roundTripNanos.reset();
        const OrderRow row = onlyRow(rig, order);
        const QStringList texts = textsOf(row);
        const auto text = [&](OrderColumn c) { return texts[static_cast<int>(c)]; };
        QCOMPARE(text(OrderColumn::State), "Sent");
        for (const OrderColumn c : {OrderColumn::Price, OrderColumn::Queue, OrderColumn::RoundTrip})
            QCOMPARE(text(c), unknownText());
        const QString tip = orderColumns({})[static_cast<std::size_t>(OrderColumn::State)].tip(row);
        QVERIFY2(tip.contains("may still land"), qPrintable(tip));
    }
    void states_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("amending");
        QTest::addColumn<bool>("cancelling");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("token");
        const auto row = [](OrderState s, bool a, bool c, RejectCode r, const char* text, Token token) {
            QTest::newRow(text) << static_cast<int>(s) << a << c << static_cast<int>(r) << QString(text)
                                << static_cast<int>(token);
        };
        using S = OrderState;
        constexpr auto kNone = RejectCode::None;
        row(S::Sent, false, false, kNone, "Sent", Token::Text2);
        row(S::Sent, false, false, RejectCode::VenueStopped, "Unknown", Token::Warn);
        row(S::Working, false, false, kNone, "Working", Token::Text1);
        row(S::Working, true, false, kNone, "Working · amending", Token::Text1);
        row(S::PartiallyFilled, true, true, kNone, "Partly filled · cancelling", Token::Warn);
        row(S::Working, false, false, RejectCode::PriceOutOfBand, "Working · refused", Token::Warn);
        row(S::Working, true, false, RejectCode::PriceOutOfBand, "Working · amending", Token::Warn);
        row(S::Filled, false, false, kNone, "Filled", Token::Text1);
        row(S::Cancelled, false, true, kNone, "Cancelled", Token::Text3);
        row(S::Rejected, false, false, RejectCode::SizeZero, "Rejected", Token::Danger);
        row(S::Expired, false, false, kNone, "Expired", Token::Text3);
    }
    void states() {
        test::PaneRig rig;
        TrackedOrder order = test::workingOrder(1);
        QFETCH(int, state);
        QFETCH(int, code);
        order.state = static_cast<OrderState>(state);
        order.rejectCode = static_cast<RejectCode>(code);
        QFETCH(bool, amending);
        QFETCH(bool, cancelling);
        order.pendingAmend = amending;
        order.pendingCancel = cancelling;
        const OrderRow row = onlyRow(rig, order);
        QTEST(stateText(row), "text");
        QTEST(static_cast<int>(stateToken(row)), "token");
    }
    void reasons() {
        test::PaneRig rig;
        const auto reason = [&](const TrackedOrder& order) { return reasonText(onlyRow(rig, order)); };
        QCOMPARE(reason(test::workingOrder(1)), QString());
        QCOMPARE(reason(test::finishedOrder(1, OrderState::Filled, CloseReason::Filled)), QString());
        QCOMPARE(reason(test::finishedOrder(1, OrderState::Cancelled, CloseReason::Cancelled)), QString());
        QCOMPARE(reason(test::finishedOrder(1, OrderState::Cancelled, CloseReason::SelfTrade)),
                 sentence(CloseReason::SelfTrade));
        QCOMPARE(reason(test::finishedOrder(1, OrderState::Rejected, CloseReason::Filled, RejectCode::MarketPaused)),
                 sentence(RejectCode::MarketPaused));
        // A cancel that was refused before the order filled is not why it ended.
        QCOMPARE(reason(test::finishedOrder(1, OrderState::Filled, CloseReason::Filled, RejectCode::UnknownOrder)),
                 QString());
        TrackedOrder refused = test::workingOrder(1);
        refused.rejectCode = RejectCode::PriceOutOfBand;
        QCOMPARE(reason(refused), sentence(RejectCode::PriceOutOfBand));
    }
    void workingFirstThenTheLastFinished() {
        test::PaneRig rig;
        auto early = test::finishedOrder(4, OrderState::Filled, CloseReason::Filled);
        early.changedAt = early.sentAt + 1;
        rig.venue.orderList = {test::workingOrder(1), test::finishedOrder(2, OrderState::Filled, CloseReason::Filled),
                               test::workingOrder(3), early};
        QCOMPARE(idsOf(orderRows(rig.context, false, rig.clock.now())), (std::vector<std::uint32_t>{3, 1}));
        QCOMPARE(idsOf(orderRows(rig.context, true, rig.clock.now())), (std::vector<std::uint32_t>{3, 1, 2, 4}));
    }
    /// The row of an order stays the same row from being sent to being in the book, whoever sent it.
    void keysFollowOrders() {
        test::PaneRig rig;
        TrackedOrder sent = test::workingOrder(5);
        sent.order.id = OrderId();
        sent.state = OrderState::Sent;
        QCOMPARE(keyOf(onlyRow(rig, sent)), keyOf(onlyRow(rig, test::workingOrder(5))));
        TrackedOrder nameless = test::workingOrder(5);
        nameless.order.terms.clientId = ClientOrderId();
        TrackedOrder other = test::workingOrder(6);
        other.order.terms.clientId = ClientOrderId();
        QVERIFY(keyOf(onlyRow(rig, nameless)) != keyOf(onlyRow(rig, other)));
        // A refused duplicate carries the client id of the order that stands.
        auto duplicate =
            test::finishedOrder(5, OrderState::Rejected, CloseReason::Filled, RejectCode::DuplicateClientId);
        duplicate.order.id = OrderId();
        QVERIFY(keyOf(onlyRow(rig, duplicate)) != keyOf(onlyRow(rig, test::workingOrder(5))));
    }
    void anEstimatedQueueSaysSo() {
        test::PaneRig rig;
        rig.venue.marketList[0].params.liquidity = Liquidity::External;
        QCOMPARE(textsOf(onlyRow(rig, test::workingOrder(1)))[static_cast<int>(OrderColumn::Queue)], "≈ 38.40");
    }
};
QD_TEST(TestOrderRows);
#include "TestOrderRows.moc"
