#include "core/engine/risk/Preview.h"
#include "tests/support/FakeVenue.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/depth/DepthWords.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;

namespace {

Price px(double dollars) { return Price(std::llround(dollars * 1e6)); }
Quantity sol(double size) { return Quantity(std::llround(size * 1e9)); }

MarketParams solPerp() {
    MarketParams p = test::FakeVenue().marketList[0].params;
    p.maxPrice = Price::of(1'000);
    return p;
}

/// 149.9 × 3, 149.5 × 5 | 150.1 × 2, 150.5 × 4.
BookSnapshot book() {
    BookSnapshot b;
    b.bids = {{px(149.9), sol(3)}, {px(149.5), sol(5)}};
    b.asks = {{px(150.1), sol(2)}, {px(150.5), sol(4)}};
    return b;
}

QString plain(QString text) { return text.remove(QChar(0x2009)); }

/// What the exchange's own rehearsal makes of a market order, for an account that can carry everything.
risk::OrderPreview previewOf(const MarketParams& p, const BookSnapshot& b, std::vector<risk::OwnOrder> own, Side side,
                             Quantity size) {
    const MarketPrices prices{px(150), px(150), px(150), false};
    risk::PreviewAccount account;
    account.collateral = Money::of(100'000'000);
    account.positions.push_back({&p, prices.mark, {}, {}, {}, {}, 0});
    OrderTerms terms;
    terms.side = side;
    terms.type = OrderType::Market;
    terms.timeInForce = TimeInForce::ImmediateOrCancel;
    terms.size = size;
    const auto preview = risk::preview({p, MarketStatus::Active, prices, px(150)},
                                       {side == Side::Buy ? b.asks : b.bids, own}, account, terms, {});
    return preview.value();
}

} // namespace

class TestDepth : public QObject {
    Q_OBJECT
  private slots:
    void addsUpFromTheBest() {
        const MarketParams p = solPerp();
        const Depth depth(book(), {}, p, {});
        QCOMPARE(depth.centre(), px(150));
        QCOMPARE(depth.side(Side::Buy)[1].base, sol(8));
        QCOMPARE(depth.side(Side::Buy)[1].quote, Money(px(149.9).raw() * 3 + px(149.5).raw() * 5));
        QCOMPARE(depth.side(Side::Sell)[1].base, sol(6));
        QCOMPARE(depth.distanceOf(10'000), px(1.5));
        QCOMPARE(depth.distanceOf(0), px(0.5));
    }
    /// The same distance is read on both sides.
    void readsBothSidesAtOneDistance_data() {
        QTest::addColumn<double>("distance");
        QTest::addColumn<double>("bids");
        QTest::addColumn<double>("asks");
        QTest::addColumn<bool>("beyond");
        QTest::newRow("inside the spread") << 0.05 << 0.0 << 0.0 << false;
        QTest::newRow("on the best") << 0.1 << 3.0 << 2.0 << false;
        QTest::newRow("between levels") << 0.3 << 3.0 << 2.0 << false;
        QTest::newRow("on the last") << 0.5 << 8.0 << 6.0 << false;
        QTest::newRow("past the last") << 2.0 << 8.0 << 6.0 << true;
        QTest::newRow("past zero") << 400.0 << 8.0 << 6.0 << true;
    }
    void readsBothSidesAtOneDistance() {
        QFETCH(double, distance);
        QFETCH(double, bids);
        QFETCH(double, asks);
        QFETCH(bool, beyond);
        const MarketParams p = solPerp();
        const Depth depth(book(), {}, p, {});
        QCOMPARE(depth.within(Side::Buy, px(distance)).base, sol(bids));
        QCOMPARE(depth.within(Side::Sell, px(distance)).base, sol(asks));
        QCOMPARE(depth.within(Side::Sell, px(distance)).beyond, beyond);
    }
    void imbalances() {
        const MarketParams p = solPerp();
        const Depth depth(book(), {}, p, {});
        QCOMPARE(depth.imbalance(px(0.5)), 1'428); // 2 of 14
        QVERIFY(!depth.imbalance(px(0.05)));
        QCOMPARE(imbalanceText(depth, px(0.5)), "Bids 57.1 % · asks 42.9 %");
        QCOMPARE(imbalanceText(depth, px(0.01)), "Nothing rests in this range");
    }
    void oneSidedBooksHaveACentre() {
        const MarketParams p = solPerp();
        BookSnapshot b = book();
        b.asks.clear();
        QCOMPARE(Depth(b, {}, p, px(150.2)).centre(), px(150.2));
        QCOMPARE(Depth(b, {}, p, {}).centre(), px(149.9));
        QCOMPARE(fillText(Depth(b, {}, p, {}), Side::Buy, sol(1), p), "Buy: no one is there to trade with");
        b.bids.clear();
        QVERIFY(Depth(b, {}, p, px(150)).empty());
        QCOMPARE(Depth(b, {}, p, px(150)).centre(), Price());
    }
    void ownOrdersAreThoseInTheBook() {
        TrackedOrder order;
        order.state = OrderState::Working;
        order.order.terms.side = Side::Sell;
        order.order.terms.price = px(150.5);
        order.order.terms.size = sol(3);
        order.order.filled = sol(1);
        TrackedOrder waiting = order;
        waiting.order.progress.phase = OrderPhase::Waiting;
        TrackedOrder elsewhere = order;
        elsewhere.order.terms.market = MarketId(1);
        TrackedOrder over = order;
        over.state = OrderState::Cancelled;
        const auto own = ownSizes(std::vector{order, waiting, elsewhere, over}, MarketId(0));
        QCOMPARE(own, (std::vector<OwnSize>{{Side::Sell, px(150.5), sol(2)}}));
        const MarketParams p = solPerp();
        const Depth depth(book(), own, p, {});
        QCOMPARE(depth.side(Side::Sell)[1].own, sol(2));
        QCOMPARE(depth.within(Side::Sell, px(0.5)).own, sol(2));
        QCOMPARE(depth.within(Side::Sell, px(0.1)).own, Quantity());
    }
    void fillsInWords() {
        const MarketParams p = solPerp();
        const Depth depth(book(), {}, p, {});
        QCOMPARE(plain(fillText(depth, Side::Buy, sol(3), p)),
                 "Buy 3.00: average 150.234 (+0.156 %), to 150.50 (+0.333 %), 450.70 USDC");
        QVERIFY(plain(fillText(depth, Side::Sell, sol(100), p)).startsWith("Sell: only 8.00 of 100.00 are seen: "));
        QCOMPARE(fillText(depth, Side::Sell, Quantity(1), p), "Sell: less than one step of 0.01 SOL");
    }
    /// The figures are those of the exchange's own rehearsal, with and without own orders in the way.
    void fillsAsTheExchangeRehearses() {
        QD_PROPERTY("one order, any book", [] {
            const MarketParams p = solPerp();
            BookSnapshot b;
            std::int64_t bid = 15'000;
            std::int64_t ask = 15'001;
            for (int i = *rc::gen::inRange(1, 12); i > 0; --i) {
                b.bids.push_back({Price(bid * p.tick.raw()), Quantity(*rc::gen::inRange(1, 500) * p.step.raw())});
                b.asks.push_back({Price(ask * p.tick.raw()), Quantity(*rc::gen::inRange(1, 500) * p.step.raw())});
                bid -= *rc::gen::inRange(1, 9);
                ask += *rc::gen::inRange(1, 9);
            }
            const Side side = *rc::gen::element(Side::Buy, Side::Sell);
            const Quantity size(*rc::gen::inRange(1, 4'000) * p.step.raw());
            std::vector<OwnSize> own;
            std::vector<risk::OwnOrder> resting;
            const BookLevel& at = (side == Side::Buy ? b.asks : b.bids).front();
            if (*rc::gen::arbitrary<bool>()) {
                own.push_back({opposite(side), at.price, p.step});
                resting.push_back({opposite(side), at.price, p.step, false, {}});
            }
            const BookFill fill = Depth(b, own, p, {}).fill(side, size);
            const risk::OrderPreview expected = previewOf(p, b, resting, side, size);
            RC_ASSERT(expected.refusal == RejectCode::None);
            RC_ASSERT(fill.filled == expected.filled);
            RC_ASSERT(fill.quote == expected.quote);
            RC_ASSERT(fill.worst == expected.worst);
        });
    }
    void ranges_data() {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<qint64>("range"); ///< -1: none
        QTest::newRow("bare") << QByteArray("0.25") << qint64(2'500);
        QTest::newRow("percent") << QByteArray("10%") << qint64(100'000);
        QTest::newRow("with its sign") << QByteArray("±5%") << qint64(50'000);
        QTest::newRow("whole") << QByteArray("WHOLE") << qint64(0);
        QTest::newRow("zero") << QByteArray("0") << qint64(-1);
        QTest::newRow("not in the list") << QByteArray("3%") << qint64(-1);
        QTest::newRow("a word") << QByteArray("wide") << qint64(-1);
    }
    void ranges() {
        QFETCH(QByteArray, typed);
        QFETCH(qint64, range);
        QCOMPARE(rangeFrom(typed.toStdString()).value_or(-1), range);
    }
    void rangesStep() {
        QCOMPARE(steppedRange(1'000, -1), 1'000);
        QCOMPARE(steppedRange(1'000, 1), 2'500);
        QCOMPARE(steppedRange(100'000, 1), 0);
        QCOMPARE(steppedRange(0, 1), 0);
        QCOMPARE(steppedRange(0, -1), 100'000);
        QCOMPARE(rangeText(2'500), "±0.25 %");
    }
};
QD_TEST(TestDepth);
#include "TestDepth.moc"
