#include "core/orderflow/TradeBars.h"
#include "tests/orderflow/AnyTrades.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <numeric>

using namespace qd;
using namespace qd::orderflow;
using Kind = TradeBarRule::Kind;

namespace {

constexpr UnixNanos kStart(1'700'000'040 * kNanosPerSecond); // 22:14 UTC
constexpr UnixNanos kMidnight(1'700'006'400 * kNanosPerSecond);

UnixNanos second(std::int64_t n) { return kStart + n * kNanosPerSecond; }

/// Raw prices and sizes, a second apart; a negative size is sold.
std::vector<Trade> tradesOf(const std::vector<std::pair<std::int64_t, std::int64_t>>& prints) {
    std::vector<Trade> trades;
    for (const auto& [price, size] : prints) {
        const auto n = static_cast<std::int64_t>(trades.size());
        trades.push_back({TradeId(trades.size() + 1), second(n), Price(price), Quantity(std::abs(size)),
                          size > 0 ? Side::Buy : Side::Sell});
    }
    return trades;
}

/// Finished ones, and the one that is being made.
std::vector<TradeBar> barsOf(const TradeBarRule& rule, const std::vector<Trade>& trades) {
    TradeBars bars(rule);
    for (const Trade& t : trades) bars.add(t);
    bars.cut();
    return bars.takeFinished();
}

TradeBar bar(std::int64_t opened, std::int64_t closed, std::array<std::int64_t, 4> prices, std::int64_t volume,
             std::int64_t bought, std::uint32_t trades) {
    return {{second(opened), Price(prices[0]), Price(prices[1]), Price(prices[2]), Price(prices[3]), Quantity(volume),
             Quantity(bought), trades},
            second(closed),
            true};
}

TradeBarRule anyRule() {
    const Kind kind = *rc::gen::element(Kind::Tick, Kind::Volume, Kind::Range, Kind::Renko);
    return {kind, *rc::gen::inRange<std::int64_t>(1, 12)};
}

Int128 volumeOf(const std::vector<TradeBar>& bars) {
    Int128 sum = 0;
    for (const TradeBar& b : bars) sum += b.bar.volume.raw();
    return sum;
}

} // namespace

class TestTradeBars : public QObject {
    Q_OBJECT

  private slots:
    void barsEndAsTheirRuleSays_data() {
        QTest::addColumn<TradeBarRule>("rule");
        QTest::addColumn<std::vector<Trade>>("trades");
        QTest::addColumn<std::vector<TradeBar>>("bars");
        QTest::newRow("tick: the last of so many trades ends it")
            << TradeBarRule{Kind::Tick, 2} << tradesOf({{100, 3}, {98, -1}, {99, 2}})
            << std::vector{bar(0, 1, {100, 100, 98, 98}, 4, 3, 2), bar(2, 2, {99, 99, 99, 99}, 2, 2, 1)};
        QTest::newRow("volume: a trade is not divided")
            << TradeBarRule{Kind::Volume, 5} << tradesOf({{100, 3}, {101, -9}, {102, 5}, {103, 4}})
            << std::vector{bar(0, 1, {100, 101, 100, 101}, 12, 3, 2), bar(2, 2, {102, 102, 102, 102}, 5, 5, 1),
                           bar(3, 3, {103, 103, 103, 103}, 4, 4, 1)};
        QTest::newRow("range: the trade that would carry it further opens the next")
            << TradeBarRule{Kind::Range, 4} << tradesOf({{100, 1}, {104, 1}, {101, 1}, {105, 1}})
            << std::vector{bar(0, 2, {100, 104, 100, 101}, 3, 3, 3), bar(3, 3, {105, 105, 105, 105}, 1, 1, 1)};
        QTest::newRow("range: a leap leaves a leap")
            << TradeBarRule{Kind::Range, 4} << tradesOf({{100, 1}, {102, 1}, {120, 1}, {119, 1}})
            << std::vector{bar(0, 1, {100, 102, 100, 102}, 2, 2, 2), bar(2, 3, {120, 120, 119, 119}, 2, 2, 2)};
        QTest::newRow("renko: a box away from the nearest multiple, and the wick against it")
            << TradeBarRule{Kind::Renko, 10} << tradesOf({{104, 1}, {97, 1}, {113, 1}, {112, 1}})
            << std::vector{bar(0, 2, {100, 110, 97, 110}, 3, 3, 3), bar(3, 3, {112, 112, 112, 112}, 1, 1, 1)};
        QTest::newRow("renko: it turns two boxes away")
            << TradeBarRule{Kind::Renko, 10} << tradesOf({{100, 1}, {110, 1}, {116, -2}, {91, -1}, {90, -1}})
            << std::vector{bar(0, 1, {100, 110, 100, 110}, 2, 2, 2), bar(2, 4, {100, 116, 90, 90}, 4, 0, 3)};
        std::vector<TradeBar> leap{bar(0, 1, {100, 110, 100, 110}, 2, 2, 2), bar(1, 1, {110, 120, 110, 120}, 0, 0, 0),
                                   bar(1, 1, {120, 130, 120, 130}, 0, 0, 0)};
        leap[1].bar.openTime = leap[1].closed = second(1);
        leap[2].bar.openTime = leap[2].closed = second(1) + 1;
        QTest::newRow("renko: a leap makes bricks, which open one after the other")
            << TradeBarRule{Kind::Renko, 10} << tradesOf({{100, 1}, {135, 1}}) << leap;
        QTest::newRow("renko: a leap of too many begins anew")
            << TradeBarRule{Kind::Renko, 1} << tradesOf({{100, 1}, {1'101, 1}, {1'102, 1}})
            << std::vector{bar(0, 1, {100, 1'101, 100, 1'101}, 2, 2, 2),
                           bar(2, 2, {1'101, 1'102, 1'101, 1'102}, 1, 1, 1)};
        QTest::newRow("trades of no size are none") << TradeBarRule{Kind::Tick, 1} << tradesOf({{100, 0}, {101, 1}})
                                                    << std::vector{bar(1, 1, {101, 101, 101, 101}, 1, 1, 1)};
    }
    void barsEndAsTheirRuleSays() {
        QFETCH(TradeBarRule, rule);
        QFETCH(std::vector<Trade>, trades);
        QFETCH(std::vector<TradeBar>, bars);
        QCOMPARE(barsOf(rule, trades), bars);
    }
    void aDayBeginsWithBarsOfItsOwn() {
        std::vector<Trade> trades = tradesOf({{100, 1}, {101, 1}, {102, 1}});
        trades[1].ts = kMidnight;
        trades[2].ts = kMidnight + 1;
        const std::vector<TradeBar> bars = barsOf({Kind::Tick, 2}, trades);
        QCOMPARE(bars.size(), std::size_t{2});
        QCOMPARE(bars[0].bar.trades, 1U);
        QCOMPARE(bars[1].bar.openTime, kMidnight);
        // The same as if reading had begun there.
        QCOMPARE(bars[1], barsOf({Kind::Tick, 2}, {trades[1], trades[2]}).front());
    }
    void whereTradesMayBeMissingABarIsCutOff_data() {
        QTest::addColumn<TradeBarRule>("rule");
        QTest::newRow("tick") << TradeBarRule{Kind::Tick, 4};
        QTest::newRow("volume") << TradeBarRule{Kind::Volume, 4};
        QTest::newRow("range") << TradeBarRule{Kind::Range, 100};
        QTest::newRow("renko") << TradeBarRule{Kind::Renko, 100};
    }
    void whereTradesMayBeMissingABarIsCutOff() {
        QFETCH(TradeBarRule, rule);
        const std::vector<Trade> trades = tradesOf({{100, 1}, {101, 1}, {102, 1}, {103, 1}});
        TradeBars bars(rule);
        bars.add(trades[0]);
        bars.beginGap();
        QCOMPARE(bars.finished().size(), std::size_t{1});
        QVERIFY(!bars.finished()[0].reliable);
        bars.add(trades[1]); // some come through
        bars.beginGap();     // known already
        bars.add(trades[2]);
        bars.endGap();
        bars.endGap();
        QCOMPARE(bars.finished().size(), std::size_t{2});
        QVERIFY(!bars.finished()[1].reliable);
        bars.add(trades[3]);
        QVERIFY(bars.state().forming->reliable);
    }
    void aBrickIsNotCountedOverWhatIsMissing() {
        TradeBars bars({Kind::Renko, 10});
        const std::vector<Trade> trades = tradesOf({{100, 1}, {110, 1}, {141, 1}, {152, 1}});
        bars.add(trades[0]);
        bars.add(trades[1]);
        bars.beginGap();
        bars.endGap();
        bars.add(trades[2]);
        QCOMPARE(bars.finished().size(), std::size_t{1}); // no bricks from 110 to 140
        bars.add(trades[3]);
        QCOMPARE(bars.finished()[1].bar.open, Price(140));
    }
    void volumeThatLeavesItsTypeBeginsABar() {
        constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
        const std::vector<Trade> trades = tradesOf({{100, kMost - 1}, {101, 1}, {102, 1}});
        const std::vector<TradeBar> bars = barsOf({Kind::Tick, 5}, trades);
        QCOMPARE(bars.size(), std::size_t{2});
        QCOMPARE(bars[0].bar.volume, Quantity(kMost));
        QCOMPARE(bars[1].bar.open, Price(102));
    }
    void pricesAtTheEndOfTheirType() {
        constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
        for (const Kind kind : {Kind::Range, Kind::Renko}) {
            const auto bars = barsOf({kind, kMost / 2}, tradesOf({{kMost, 1}, {1, 1}, {kMost, 1}}));
            QCOMPARE(volumeOf(bars), Int128{3});
        }
    }
    void lateTradesCountWhereTheyWereTold() {
        std::vector<Trade> trades = tradesOf({{100, 1}, {101, 1}, {102, 1}});
        trades[1].ts = kMidnight;
        trades[2].ts = kMidnight + -1;
        const std::vector<TradeBar> bars = barsOf({Kind::Tick, 2}, trades);
        QCOMPARE(bars.size(), std::size_t{2});
        QCOMPARE(bars[1].closed, kMidnight);
    }
    void oneByOneInPartsAndAtOnceAreTheSame() {
        QD_PROPERTY("the state carries everything", [] {
            const TradeBarRule rule = anyRule();
            const std::vector<Trade> trades = test::anyTrades();
            TradeBars streamed(rule);
            std::vector<TradeBar> parts;
            TradeBars part(rule);
            for (const Trade& t : trades) {
                streamed.add(t);
                part.add(t);
                if (*rc::gen::inRange(0, 4) != 0) continue;
                for (const TradeBar& b : part.takeFinished()) parts.push_back(b);
                part = TradeBars(rule, TradeBarState(part.state()));
            }
            for (const TradeBar& b : part.takeFinished()) parts.push_back(b);
            RC_ASSERT(parts == streamed.takeFinished());
            RC_ASSERT(part.state() == streamed.state());
        });
    }
    void nothingIsLostAndNoTwoBarsOpenTogether() {
        QD_PROPERTY("trades, volume and bought volume are those of the market", [] {
            const std::vector<Trade> trades = test::anyTrades();
            const std::vector<TradeBar> bars = barsOf(anyRule(), trades);
            Int128 volume = 0;
            Int128 bought = 0;
            std::uint64_t count = 0;
            for (const Trade& t : trades) {
                volume += t.size.raw();
                bought += t.aggressor == Side::Buy ? t.size.raw() : 0;
                count += t.size.raw() > 0 ? 1U : 0U;
            }
            for (const TradeBar& b : bars) {
                bought -= b.bar.buyVolume.raw();
                count -= b.bar.trades;
                RC_ASSERT(b.closed >= b.bar.openTime);
                RC_ASSERT(b.bar.low <= std::min(b.bar.open, b.bar.close));
                RC_ASSERT(b.bar.high >= std::max(b.bar.open, b.bar.close));
            }
            RC_ASSERT(volumeOf(bars) == volume);
            RC_ASSERT(bought == Int128{0});
            RC_ASSERT(count == std::uint64_t{0});
            for (std::size_t i = 1; i < bars.size(); ++i) RC_ASSERT(bars[i].bar.openTime > bars[i - 1].bar.openTime);
        });
    }
    void finishedBarsAreWhatTheRuleSays() {
        QD_PROPERTY("of one day", [] {
            const TradeBarRule rule = anyRule();
            std::vector<Trade> trades = test::anyTrades();
            std::erase_if(trades, [](const Trade& t) { return t.ts >= kMidnight; });
            TradeBars made(rule);
            for (const Trade& t : trades) made.add(t);
            const std::vector<TradeBar> bars = made.takeFinished();
            for (std::size_t i = 0; i < bars.size(); ++i) {
                const Candle& b = bars[i].bar;
                if (rule.kind == Kind::Tick) RC_ASSERT(std::int64_t{b.trades} == rule.size);
                if (rule.kind == Kind::Volume) RC_ASSERT(b.volume.raw() >= rule.size);
                if (rule.kind == Kind::Range) RC_ASSERT(b.high.raw() - b.low.raw() <= rule.size);
                if (rule.kind == Kind::Range && i > 0) {
                    const Candle& before = bars[i - 1].bar;
                    RC_ASSERT(std::max(before.high, b.open).raw() - std::min(before.low, b.open).raw() > rule.size);
                }
                if (rule.kind != Kind::Renko) continue;
                RC_ASSERT(std::abs(b.close.raw() - b.open.raw()) == rule.size);
                RC_ASSERT(b.open.raw() % rule.size == 0);
                if (i > 0) RC_ASSERT(b.open == bars[i - 1].bar.close || b.open == bars[i - 1].bar.open);
            }
        });
    }
};

QD_TEST(TestTradeBars);
#include "TestTradeBars.moc"
