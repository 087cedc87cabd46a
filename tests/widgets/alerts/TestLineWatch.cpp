#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/alerts/LineWatch.h"

#include <QObject>

using namespace qd;
using namespace qd::drawings;
using namespace qd::ui;

namespace {

constexpr MarketId kSol{0};

struct Rig : test::PaneRig {
    DrawingBook book;
    LineWatch watch{context, book};
    std::vector<News> told;

    Rig() {
        venue.marketNow = UnixNanos(1'000 * kNanosPerSecond);
        setLast(Price::of(150));
        QObject::connect(&watch, &LineWatch::told, [this](const News& n) { told.push_back(n); });
    }
    void setLast(Price price) { venue.tickers[kSol].last = price; }
    void trade(Price price) { venue.addTrade(kSol, price, Quantity::of(1), Side::Buy); }
    Drawings& drawn() { return book.of("SOL-PERP"); }
    std::uint32_t watched(Tool tool, std::vector<Anchor> points) {
        Drawing line;
        line.tool = tool;
        line.points = std::move(points);
        line.watch = Watch::On;
        return drawn().add(line).value();
    }
    std::uint32_t level(int price) { return watched(Tool::Horizontal, {{venue.marketNow, Price::of(price)}}); }
};

} // namespace

class TestLineWatch : public QObject {
    Q_OBJECT
  private slots:
    void everyTradeIsLookedAt() {
        Rig rig;
        rig.trade(Price::of(170)); // before the line was there
        rig.setLast(Price::of(150));
        const std::uint32_t id = rig.level(155);
        rig.watch.look();
        QVERIFY(rig.told.empty());
        rig.trade(Price::of(156)); // there and back between two looks
        rig.trade(Price::of(151));
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
        QVERIFY2(rig.told[0].sentence.contains("SOL-PERP") && rig.told[0].sentence.contains("horizontal line") &&
                     rig.told[0].sentence.contains("156.00"),
                 qPrintable(rig.told[0].sentence));
        QCOMPARE(rig.drawn().find(id)->watch, Watch::Done);
        rig.trade(Price::of(157));
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void fromAboveItIsTheSame() {
        Rig rig;
        rig.level(145);
        rig.watch.look();
        rig.trade(Price::of(146));
        rig.watch.look();
        QVERIFY(rig.told.empty());
        rig.trade(Price::of(145)); // at the line is there
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void aLineThatComesToThePriceIsCrossed() {
        Rig rig;
        const UnixNanos now = rig.venue.marketNow;
        rig.watched(Tool::Ray, {{now, Price::of(140)}, {now + 10 * kNanosPerSecond, Price::of(141)}});
        rig.watch.look();
        rig.venue.marketNow = now + 99 * kNanosPerSecond;
        rig.watch.look();
        QVERIFY(rig.told.empty());
        rig.venue.marketNow = now + 101 * kNanosPerSecond;
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void whereALineHasEndedNothingIsCrossed() {
        Rig rig;
        const UnixNanos now = rig.venue.marketNow;
        const std::uint32_t id =
            rig.watched(Tool::Trend, {{now, Price::of(160)}, {now + kNanosPerSecond, Price::of(160)}});
        rig.watch.look();
        rig.venue.marketNow = now + 5 * kNanosPerSecond;
        rig.trade(Price::of(161));
        rig.watch.look();
        QVERIFY(rig.told.empty());
        QCOMPARE(rig.drawn().find(id)->watch, Watch::On);
    }
    void aLineThatIsMovedBeginsAnew() {
        Rig rig;
        Drawing line = *rig.drawn().find(rig.level(155));
        rig.watch.look();
        line.points[0].price = Price::of(145); // over the price, by hand: that is no crossing
        QVERIFY(rig.drawn().change(line));
        rig.watch.look();
        QVERIFY(rig.told.empty());
        rig.trade(Price::of(144));
        rig.watch.look();
        QCOMPARE(rig.told.size(), 1U);
    }
    void whoDoesNotWatchIsNotTold() {
        Rig rig;
        const std::uint32_t id = rig.level(155);
        rig.watch.look();
        rig.drawn().setWatch(id, Watch::Off);
        rig.trade(Price::of(156));
        rig.watch.look();
        QVERIFY(rig.told.empty());
        rig.drawn().setWatch(id, Watch::On);
        rig.watch.look();
        QVERIFY2(rig.told.empty(), "what was traded before is the past");
    }
    void thePastIsNoNews() {
        Rig rig;
        rig.level(155);
        rig.watch.look();
        rig.venue.playbackState.catchingUp = true;
        rig.trade(Price::of(160));
        rig.watch.look();
        rig.venue.playbackState.catchingUp = false;
        rig.watch.look();
        QVERIFY(rig.told.empty());
    }
};
QD_TEST(TestLineWatch);
#include "TestLineWatch.moc"
