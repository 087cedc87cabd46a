#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/trades/MinuteFlow.h"

#include <QObject>

#include <limits>
#include <vector>

using namespace qd;
using namespace qd::ui::trades;

namespace {

Trade trade(std::int64_t ms, Side side, std::int64_t raw) {
    return {TradeId(), UnixNanos::fromMillis(ms), Price::of(100), Quantity(raw), side};
}
UnixNanos at(std::int64_t ms) { return UnixNanos::fromMillis(ms); }

} // namespace

class TestMinuteFlow : public QObject {
    Q_OBJECT
  private slots:
    void countsALastMinute() {
        MinuteFlow flow;
        flow.add(trade(100'000, Side::Buy, 7));
        flow.add(trade(100'000, Side::Sell, 2));
        flow.add(trade(130'000, Side::Buy, 5));
        flow.advance(at(130'000));
        QVERIFY(flow.figures().bought == 12);
        QVERIFY(flow.figures().sold == 2);
        QCOMPARE(flow.figures().trades, 3U);
        flow.advance(at(159'999));
        QVERIFY(flow.figures().bought == 12);
        flow.advance(at(160'000)); // (now - 60 s, now]
        QVERIFY(flow.figures().bought == 5);
        QVERIFY(flow.figures().sold == 0);
        flow.advance(at(500'000));
        QCOMPARE(flow.figures().trades, 0U);
    }
    /// A rate over a minute that was not seen would be too low.
    void saysWhatItCovers() {
        MinuteFlow flow;
        flow.advance(at(1'000));
        QCOMPARE(flow.figures().covered, 0);
        QCOMPARE(flow.figures().tenthsPerSecond(), 0U);
        for (int i = 0; i < 50; ++i) flow.add(trade(100'000 + i * 100, Side::Buy, 1));
        flow.advance(at(100'500));
        QCOMPARE(flow.figures().tenthsPerSecond(), 0U); // half a second says nothing
        flow.advance(at(104'000));
        QCOMPARE(flow.figures().covered, 4 * kNanosPerSecond);
        QCOMPARE(flow.figures().tenthsPerSecond(), 125U);
        flow.advance(at(155'000));
        QCOMPARE(flow.figures().covered, 55 * kNanosPerSecond);
        flow.advance(at(170'000));
        QCOMPARE(flow.figures().covered, kNanosPerMinute);
        QCOMPARE(flow.figures().tenthsPerSecond(), 0U);
    }
    void lostTradesMakeItALowerBound() {
        MinuteFlow flow;
        flow.add(trade(100'000, Side::Buy, 1));
        flow.lose();
        flow.add(trade(110'000, Side::Buy, 1));
        flow.advance(at(110'000));
        QVERIFY(flow.figures().atLeast);
        flow.advance(at(169'999));
        QVERIFY(flow.figures().atLeast);
        flow.advance(at(170'000));
        QVERIFY(!flow.figures().atLeast);
        flow.clear();
        QVERIFY(flow.figures() == MinuteFlow::Figures());
    }
    void sumsBeyond64BitsAreExact() {
        MinuteFlow flow;
        constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
        for (int i = 0; i < 4; ++i) flow.add(trade(100'000, Side::Sell, kMost));
        QVERIFY(flow.figures().sold == Int128{kMost} * 4);
        flow.advance(at(200'000));
        QVERIFY(flow.figures().sold == 0);
    }
    void equalsABruteCount() {
        QD_PROPERTY("bought and sold are the sums over (now - 60 s, now]", [] {
            const auto parts = *rc::gen::container<std::vector<std::tuple<int, bool, int>>>(
                rc::gen::tuple(rc::gen::inRange(0, 20'000), rc::gen::arbitrary<bool>(), rc::gen::inRange(1, 100)));
            MinuteFlow flow;
            std::vector<Trade> all;
            std::int64_t ms = 1'000'000;
            for (const auto& [wait, buy, size] : parts) {
                ms += wait;
                all.push_back(trade(ms, buy ? Side::Buy : Side::Sell, size));
                flow.add(all.back());
                flow.advance(at(ms));
                Int128 bought = 0;
                Int128 sold = 0;
                for (const Trade& t : all) {
                    if (t.ts.millis() > ms - 60'000) (t.aggressor == Side::Buy ? bought : sold) += t.size.raw();
                }
                RC_ASSERT(flow.figures().bought == bought);
                RC_ASSERT(flow.figures().sold == sold);
            }
        });
    }
};
QD_TEST(TestMinuteFlow);
#include "TestMinuteFlow.moc"
