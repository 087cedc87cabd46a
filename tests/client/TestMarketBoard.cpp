#include "core/client/MarketBoard.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::client;

namespace {

LiquidationEntry entryOf(LiquidationEntryKind kind, std::int64_t size) {
    LiquidationEntry e;
    e.kind = kind;
    e.account = AccountId(7);
    e.market = MarketId(1);
    e.size = Quantity(size);
    e.level = MarginCall::Call;
    return e;
}

} // namespace

class TestMarketBoard : public QObject {
    Q_OBJECT
  private slots:
    void liquidationsAreNumberedAndReadByCursor() {
        MarketBoard board;
        board.setMarkets({{test::solMarket(), "a venue", ""}});
        QVERIFY(board.liquidations(0).entries.empty());
        for (int i = 1; i <= 3; ++i) board.addLiquidation(entryOf(LiquidationEntryKind::Book, i));
        const auto all = board.liquidations(0);
        QCOMPARE(all.entries.size(), 3U);
        QCOMPARE(all.entries[0].number, 1U);
        QCOMPARE(all.entries[0].venue, "a venue");
        QCOMPARE(all.next, 3U);
        QVERIFY(board.liquidations(3).entries.empty());
        QCOMPARE(board.liquidations(3).next, 3U);
        board.addLiquidation(entryOf(LiquidationEntryKind::Started, 4));
        const auto later = board.liquidations(all.next);
        QCOMPARE(later.entries.size(), 1U);
        QCOMPARE(later.missed, 0U);
        QCOMPARE(later.entries[0].kind, LiquidationEntryKind::Started);
    }

    /// Who comes late learns how much is gone.
    void overwrittenEntriesAreCounted() {
        MarketBoard board;
        for (int i = 1; i <= 5'100; ++i) board.addLiquidation(entryOf(LiquidationEntryKind::Book, i));
        const auto run = board.liquidations(50);
        QCOMPARE(run.entries.size(), 5'000U);
        QCOMPARE(run.missed, 50U);
        QCOMPARE(run.next, 5'100U);
    }

    void savedAndLoadedGoesOn() {
        MarketBoard board;
        for (int i = 1; i <= 3; ++i) board.addLiquidation(entryOf(LiquidationEntryKind::TakeOver, i));
        ByteWriter out;
        board.save(out);
        MarketBoard again;
        ByteReader in(out.bytes());
        again.load(in);
        QVERIFY(in.ok() && in.atEnd());
        QCOMPARE(again.liquidations(0).entries, board.liquidations(0).entries);
        again.addLiquidation(entryOf(LiquidationEntryKind::Closed, 4));
        QCOMPARE(again.liquidations(3).entries.front().number, 4U);
        for (std::size_t n = 0; n < out.size(); ++n) {
            ByteReader cut(out.bytes().first(n));
            MarketBoard().load(cut);
            QVERIFY(!cut.ok());
        }
    }

    /// A trade is on the tape at once; prices and book are as old as the oldest of what they show for the first time.
    void arrivalsAreThoseOfWhatIsShown() {
        test::ExchangeRig rig;
        MarketBoard board;
        const exchange::MarketState& market = *rig.exchange.state().market(MarketId(0));
        board.watch(market.params.id, 1);
        const Trade trade{TradeId(1), UnixNanos(0), Price::of(100), Quantity::of(1), Side::Buy};
        const auto ignore = [](Interval, const Candle&) {};
        board.addTrade(market.params.id, trade, 500, ignore);
        QCOMPARE(board.ticker(market.params.id).tradedNanos, 500);
        QCOMPARE(board.ticker(market.params.id).receivedNanos, 0);
        board.publish(market, DataStatus::Live, 300);
        QCOMPARE(board.ticker(market.params.id).tradedNanos, 500);
        QCOMPARE(board.ticker(market.params.id).receivedNanos, 300);
        QCOMPARE(board.book(market.params.id)->receivedNanos, 300);
        board.publish(market, DataStatus::Paused, 900); // nothing of the market came
        QCOMPARE(board.ticker(market.params.id).receivedNanos, 300);
        QCOMPARE(board.ticker(market.params.id).tradedNanos, 500);
    }

    void standingsArePublished() {
        test::ExchangeRig rig;
        MarketBoard board;
        QVERIFY(board.standing(MarketId(0)) == nullptr);
        QVERIFY(board.assets().empty());
        board.publishStandings(rig.exchange.state());
        QCOMPARE(board.standing(MarketId(0))->market, MarketId(0));
        QCOMPARE(board.assets().size(), 1U);
        QVERIFY(!board.insurance().backstop.has_value());
        board.clearMarkets();
        QVERIFY(board.standing(MarketId(0)) == nullptr);
        QVERIFY(board.assets().empty());
    }
};
QD_TEST(TestMarketBoard);
#include "TestMarketBoard.moc"
