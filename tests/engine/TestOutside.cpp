#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

/// A paper market with a book of 99/98 x 10 against 100/101 x 10.
struct PaperRig : ExchangeRig {
    AccountId account;
    PaperRig() : ExchangeRig(solMarket(MarketId(0), Liquidity::External)) {
        account = addAccount();
        depth(true, {{price("99"), Quantity::of(10)}, {price("98"), Quantity::of(10)}},
              {{price("100"), Quantity::of(10)}, {price("101"), Quantity::of(10)}});
    }
    void depth(bool snapshot, std::vector<BookLevel> bids, std::vector<BookLevel> asks) {
        send(UpdateDepth{MarketId(0), snapshot, bids, asks}, Origin::Feed);
    }
    void print(const char* px, const char* size, Side aggressor) {
        send(PrintTrade{MarketId(0), price(px), quantity(size), aggressor, 1}, Origin::Feed);
    }
    [[nodiscard]] Quantity base() const { return position(account).base; }
};

} // namespace

class TestOutside : public QObject {
    Q_OBJECT
  private slots:
    void takerConsumesWhatIsDisplayedOnce() {
        PaperRig rig;
        rig.place(rig.account, ExchangeRig::market(Side::Buy, Quantity::of(15)));
        const auto fills = rig.all<OrderFilled>();
        QCOMPARE(fills.size(), 2U);
        QCOMPARE(fills[0].price, price("100"));
        QCOMPARE(fills[0].size, Quantity::of(10));
        QCOMPARE(fills[1].price, price("101"));
        QCOMPARE(fills[1].size, Quantity::of(5));
        QVERIFY(rig.all<Traded>().empty()); // not on the venue's tape
        rig.place(rig.account, ExchangeRig::market(Side::Buy, Quantity::of(10)));
        QCOMPARE(rig.base(), Quantity::of(20));
        QCOMPARE(rig.closedAs(rig.account).value(), CloseReason::Unfilled);
        // The venue tells the level anew: it can be bought again.
        rig.depth(false, {}, {{price("100"), Quantity::of(3)}});
        rig.place(rig.account, ExchangeRig::market(Side::Buy, Quantity::of(10)));
        QCOMPARE(rig.base(), Quantity::of(23));
        QCOMPARE(rig.auditProblem(), "");
        QCOMPARE(rig.exchange.state().markets[0]->outsideParty.base, Quantity::of(-23));
    }

    void restingOrderWaitsBehindTheDisplayedQueue() {
        PaperRig rig;
        rig.place(rig.account, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(4)));
        const auto ahead = [&] { return rig.exchange.state().accounts[0]->orders[0]->queueAhead; };
        QCOMPARE(ahead(), book::Lots{1'000});
        rig.print("99", "6", Side::Sell);
        QCOMPARE(ahead(), book::Lots{400});
        QCOMPARE(rig.base(), Quantity(0));
        // The level shrinks below the queue: cancelled orders were ahead.
        rig.depth(false, {{price("99"), Quantity::of(1)}}, {});
        QCOMPARE(ahead(), book::Lots{100});
        rig.print("99", "3", Side::Sell);
        QCOMPARE(rig.base(), Quantity::of(2));
        QCOMPARE(rig.all<OrderFilled>().front().role, LiquidityRole::Maker);
        QVERIFY(rig.all<OrderFilled>().front().fee.raw() < 0);
        QCOMPARE(rig.all<Traded>().size(), 1U);
        // Larger displayed size later does not push the order back.
        rig.depth(false, {{price("99"), Quantity::of(50)}}, {});
        rig.print("99", "2", Side::Sell);
        QCOMPARE(rig.base(), Quantity::of(4));
        QCOMPARE(rig.auditProblem(), "");
    }

    void secondOrderWaitsBehindTheFirst() {
        PaperRig rig;
        rig.place(rig.account, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(2)));
        rig.depth(false, {{price("99"), Quantity::of(15)}}, {});
        rig.place(rig.account, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(2)));
        rig.print("99", "13", Side::Sell);
        // 10 before the first, 2 fill it, 1 of the 5 between the two.
        QCOMPARE(rig.base(), Quantity::of(2));
        QCOMPARE(rig.exchange.state().accounts[0]->orders[1]->queueAhead, book::Lots{400});
        rig.print("99", "5", Side::Sell);
        QCOMPARE(rig.base(), Quantity::of(3));
    }

    void printThroughThePriceFills() {
        PaperRig rig;
        rig.place(rig.account, ExchangeRig::limit(Side::Sell, price("101"), Quantity::of(4)));
        rig.print("101.5", "3", Side::Buy);
        QCOMPARE(rig.base(), Quantity::of(-3));
        QCOMPARE(rig.all<OrderFilled>().front().price, price("101"));
        // A print on the other side of the market is not ours.
        rig.print("99", "5", Side::Sell);
        QCOMPARE(rig.base(), Quantity::of(-3));
    }

    void displayedQuantityBeyondThePriceFills() {
        PaperRig rig;
        rig.place(rig.account, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(4)));
        rig.depth(false, {{price("99"), Quantity(0)}}, {{price("98.50"), Quantity::of(3)}});
        QCOMPARE(rig.base(), Quantity::of(3));
        QCOMPARE(rig.all<OrderFilled>().front().price, price("99"));
        rig.depth(false, {}, {{price("98.50"), Quantity::of(9)}});
        QCOMPARE(rig.base(), Quantity::of(4));
        QCOMPARE(rig.auditProblem(), "");
    }

    void postOnlyAndFillOrKillSeeTheOutside() {
        PaperRig rig;
        OrderTerms t = ExchangeRig::limit(Side::Buy, price("100"), Quantity::of(1));
        t.postOnly = PostOnly::Must;
        rig.place(rig.account, t);
        QCOMPARE(rig.rejection(), RejectCode::PostOnlyWouldCross);
        t.postOnly = PostOnly::Slide;
        rig.place(rig.account, t);
        QCOMPARE(rig.all<OrderAmended>().front().order.terms.price, price("99.99"));
        OrderTerms fok = ExchangeRig::limit(Side::Buy, price("101"), Quantity::of(21));
        fok.timeInForce = TimeInForce::FillOrKill;
        rig.place(rig.account, fok);
        QCOMPARE(rig.closedAs(rig.account).value(), CloseReason::NotFillable);
        QCOMPARE(rig.base(), Quantity(0));
        fok.size = Quantity::of(20);
        rig.place(rig.account, fok);
        QCOMPARE(rig.base(), Quantity::of(20));
        QCOMPARE(rig.auditProblem(), "");
    }

    void snapshotReplacesTheBook() {
        PaperRig rig;
        rig.place(rig.account, ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(1)));
        rig.depth(true, {{price("97"), Quantity::of(1)}}, {{price("103"), Quantity::of(1)}});
        const auto& outside = *rig.exchange.state().markets[0]->outside;
        QCOMPARE(outside.best(Side::Buy), 9'700U);
        QCOMPARE(outside.best(Side::Sell), 10'300U);
        QCOMPARE(rig.exchange.state().accounts[0]->orders[0]->queueAhead, book::Lots{0});
    }

    void badFeedCommandsChangeNothing() {
        PaperRig rig;
        for (const BookLevel& level :
             {BookLevel{price("99.005"), Quantity::of(1)}, BookLevel{Price(0), Quantity::of(1)},
              BookLevel{price("5000"), Quantity::of(1)}, BookLevel{price("99"), Quantity(-1)}}) {
            rig.depth(false, {level}, {});
            QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        }
        rig.print("0", "0", Side::Buy);
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        ExchangeRig native;
        native.send(PrintTrade{MarketId(0), price("1"), quantity("1"), Side::Buy, 0});
        QCOMPARE(native.rejection(), RejectCode::InvalidParameters);
        QCOMPARE(rig.exchange.state().markets[0]->outside->best(Side::Buy), 9'900U);
    }

    void reduceOnlyRestingOrderEndsWithThePosition() {
        PaperRig rig;
        rig.place(rig.account, ExchangeRig::market(Side::Buy, Quantity::of(2)));
        OrderTerms t = ExchangeRig::limit(Side::Sell, price("103"), Quantity::of(5));
        t.reduceOnly = true;
        rig.place(rig.account, t);
        rig.print("104", "10", Side::Buy);
        QCOMPARE(rig.base(), Quantity(0));
        QCOMPARE(rig.exchange.state().accounts[0]->openOrderCount, std::uint16_t{0});
        QCOMPARE(rig.auditProblem(), "");
    }
};
QD_TEST(TestOutside);
#include "TestOutside.moc"
