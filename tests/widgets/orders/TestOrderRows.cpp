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
        QCOMPARE(textsOf(onlyRow(rig, order)), (QStringList{"SOL-PERP", "Buy", "Limit post", "147.05", "5.00", "1.20",
                                                            "38.40", "Partly filled", "0:40", "4.1 ms", ""}));
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
