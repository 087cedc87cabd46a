// Size: the property stands beside the model that it is held against.
#include "core/client/CandleBuilder.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <map>

using namespace qd;
using client::CandleBuilder;

class TestCandleBuilder : public QObject {
    Q_OBJECT
  private slots:
    /// Bars equal what a sorted list of the trades gives, wherever a restart falls.
    void barsAreTheTrades() {
        QD_PROPERTY("ended and open bars together are the trades, grouped", [] {
            CandleBuilder builder;
            std::map<std::pair<Interval, UnixNanos>, Candle> bars;
            std::vector<Trade> trades;
            std::int64_t now = 1'700'000'000 * kNanosPerSecond;
            const auto keep = [&](Interval i, const Candle& bar) { bars[{i, bar.openTime}] = bar; };
            const int count = *rc::gen::inRange(1, 200);
            for (int i = 0; i < count; ++i) {
                now += *rc::gen::inRange<std::int64_t>(0, 30 * kNanosPerSecond);
                const Trade t{TradeId(static_cast<std::uint64_t>(i) + 1), UnixNanos(now),
                              Price(*rc::gen::inRange<std::int64_t>(1, 1'000)),
                              Quantity(*rc::gen::inRange<std::int64_t>(1, 1'000)),
                              *rc::gen::element(Side::Buy, Side::Sell)};
                trades.push_back(t);
                builder.add(t, keep);
                if (*rc::gen::inRange(0, 10) != 0) continue;
                ByteWriter out;
                builder.save(out);
                builder = CandleBuilder();
                ByteReader in(out.bytes());
                builder.load(in);
                RC_ASSERT(in.ok() && in.atEnd());
            }
            builder.forOpen(keep);
            for (const Interval interval : {Interval::S1, Interval::M1}) {
                std::map<UnixNanos, Candle> expected;
                for (const Trade& t : trades) {
                    const Candle one{openTimeOf(t.ts, interval),
                                     t.price,
                                     t.price,
                                     t.price,
                                     t.price,
                                     t.size,
                                     t.aggressor == Side::Buy ? t.size : Quantity(0),
                                     1};
                    const auto [at, fresh] = expected.try_emplace(one.openTime, one);
                    if (!fresh) at->second = merged(at->second, one);
                }
                for (const auto& [time, bar] : expected) RC_ASSERT((bars.at({interval, time}) == bar));
            }
            RC_ASSERT(builder.lastTrade() == trades.back().id);
        });
    }
};
QD_TEST(TestCandleBuilder);
#include "TestCandleBuilder.moc"
