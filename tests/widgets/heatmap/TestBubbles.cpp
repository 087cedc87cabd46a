#include "tests/support/TestRunner.h"
#include "widgets/heatmap/BubblePictures.h"

#include <QObject>

#include <random>

using namespace qd;
using namespace qd::heatmap;

namespace {

constexpr UnixNanos kEnd = UnixNanos(1'710'244'800'000'000'000);

plot::Viewport view() {
    plot::Viewport v;
    v.setPlot({0, 0, 1'000, 500});
    v.setInterval(Interval::S1);
    v.setBars(100);
    v.setRight(kEnd);
    v.setPrices({Price::of(100), Price::of(110)});
    return v;
}

Trade trade(double secondsBefore, int cents, int size, Side side = Side::Buy) {
    return {TradeId(1), kEnd + -static_cast<std::int64_t>(secondsBefore * 1e9), Price(cents * 10'000),
            Quantity::of(size), side};
}

std::vector<Bubble> bubblesOf(const std::deque<Trade>& trades, Quantity least = {}) {
    Bubbles bubbles;
    bubbles.read({{}, trades, trades.size(), 0}, view(), least);
    return bubbles.rightOf(0, view());
}

bool same(const Bubble& a, const Bubble& b) {
    return a.side == b.side && a.size == b.size && a.trades == b.trades && std::abs(a.at.x() - b.at.x()) < 0.01 &&
           std::abs(a.at.y() - b.at.y()) < 0.01;
}

/// Trades that come now and then, are forgotten, and at times are read from a recording besides.
struct Tape {
    std::mt19937 random{7};
    std::deque<Trade> live;
    std::deque<Trade> past;
    std::uint64_t seen = 0;
    std::uint64_t run = 0;
    UnixNanos now = kEnd + -200 * kNanosPerSecond;

    int below(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }
    [[nodiscard]] Traded traded() const { return {past, live, seen, run}; }
    void goOn() {
        for (int i = below(8); i > 0; --i, ++seen) {
            now = now + below(300) * kNanosPerMilli;
            live.push_back({TradeId(seen + 1), now, Price(100'000'000 + below(1'000) * 10'000),
                            Quantity::of(1 + below(9)), below(2) == 0 ? Side::Buy : Side::Sell});
        }
        while (live.size() > 700) live.pop_front();
        if (below(60) != 0 || live.empty()) return;
        ++run;
        past.assign(1, {TradeId(1), live.front().ts + -kNanosPerSecond, Price::of(104), Quantity::of(5), Side::Buy});
    }
};

} // namespace

class TestBubbles : public QObject {
    Q_OBJECT
  private slots:
    void nearTradesOfOneSideAreOne() {
        const std::deque<Trade> trades{trade(50.02, 10'500, 3), trade(50.01, 10'500, 5),
                                       trade(50.0, 10'500, 4, Side::Sell), trade(20, 10'500, 2)};
        const auto bubbles = bubblesOf(trades);
        QCOMPARE(bubbles.size(), std::size_t{3});
        const auto two = std::ranges::find(bubbles, 2, &Bubble::trades);
        QVERIFY(two != bubbles.end());
        QCOMPARE(two->size, Quantity::of(8));
        QVERIFY(std::abs(two->at.x() - 499.9) < 1);
        QVERIFY(std::abs(two->at.y() - 250) < 1);
        // The area is the share of the largest.
        const auto small = std::ranges::find(bubbles, Quantity::of(2), &Bubble::size);
        QVERIFY(std::abs(small->radius * small->radius * 4 - two->radius * two->radius) < 1);
    }
    void whatIsOutOfViewOrSmallIsLeftOut() {
        const std::deque<Trade> trades{trade(150, 10'500, 3), trade(40, 9'000, 3), trade(30, 10'500, 1),
                                       trade(20, 10'500, 9), trade(-20, 10'500, 9)};
        const auto bubbles = bubblesOf(trades, Quantity::of(2));
        QCOMPARE(bubbles.size(), std::size_t{1});
        QCOMPARE(bubbles.front().size, Quantity::of(9));
    }
    /// Each trade is in one bubble, in the order of time, wherever columns begin.
    void everyTradeIsInOneBubble() {
        std::deque<Trade> trades;
        for (int i = 0; i < 500; ++i)
            trades.push_back(
                trade(90 - 0.17 * i, 10'000 + i * 37 % 1'000, 1 + i % 7, i % 3 == 0 ? Side::Sell : Side::Buy));
        const auto bubbles = bubblesOf(trades);
        int count = 0;
        Int128 size = 0;
        for (std::size_t i = 0; i < bubbles.size(); ++i) {
            count += bubbles[i].trades;
            size += bubbles[i].size.raw();
            QVERIFY(i == 0 || bubbles[i].at.x() > bubbles[i - 1].at.x() - 20); // two cells
            QVERIFY(bubbles[i].radius >= 1.5 && bubbles[i].radius <= 18);
        }
        QCOMPARE(count, 500);
        Int128 traded = 0;
        for (const Trade& t : trades) traded += t.size.raw();
        QVERIFY(size == traded);
        QVERIFY(std::ranges::any_of(bubbles, [](const Bubble& b) { return b.radius == 18; }));
    }
    /// Whatever comes when, and however the view moves, the bubbles are those of all trades read at once.
    void newTradesAreAddedToWhatIsKnown() {
        Tape tape;
        Bubbles known;
        plot::Viewport v = view();
        for (int step = 0; step < 600; ++step) {
            tape.goOn();
            if (tape.below(50) == 0) v.setPrices({Price::of(100), Price::of(105 + tape.below(5))});
            if (tape.below(50) == 0) v.setBars(50 + tape.below(100));
            v.setRight(tape.now + (tape.below(20) == 0 ? -tape.below(80) : 5) * kNanosPerSecond);
            const Quantity least = Quantity::of(1 + step / 200);
            Bubbles anew;
            for (Bubbles* bubbles : {&known, &anew}) bubbles->read(tape.traded(), v, least);
            // What the tape has forgotten may still be known.
            const double x = tape.live.empty() ? 0 : v.xOf(tape.live.front().ts) + 40;
            QVERIFY(known.largest() >= anew.largest());
            const auto a = known.rightOf(x, v);
            const auto b = anew.rightOf(x, v);
            QCOMPARE(a.size(), b.size());
            for (const Bubble& bubble : a)
                QVERIFY(std::ranges::any_of(b, [&](const Bubble& other) { return same(bubble, other); }));
        }
    }
    /// A picture is where the bubble is, in its side's colour, at any scale.
    void bubblesAreDrawnWhereTheyAre_data() {
        QTest::addColumn<double>("ratio");
        QTest::newRow("1") << 1.0;
        QTest::newRow("1.5") << 1.5;
        QTest::newRow("2") << 2.0;
    }
    void bubblesAreDrawnWhereTheyAre() {
        QFETCH(double, ratio);
        const QColor buy(0, 200, 0);
        const QColor sell(200, 0, 0);
        BubblePictures pictures;
        pictures.prepare({buy, sell, QColor(0, 0, 200)}, ratio);
        QImage image(QSize(100, 60) * ratio, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(ratio);
        image.fill(Qt::black);
        QPainter painter(&image);
        pictures.draw(painter, {{QPointF(20.3, 30.2), 10, Side::Buy, Quantity::of(1), 1},
                                {QPointF(70, 30), 4, Side::Sell, Quantity::of(1), 1}});
        painter.end();
        const auto at = [&](double x, double y) {
            return image.pixelColor(static_cast<int>(x * ratio), static_cast<int>(y * ratio));
        };
        QCOMPARE(at(20.3, 30.2), buy);
        QCOMPARE(at(14, 30.2), buy);
        QCOMPARE(at(26.5, 30.2), buy);
        QCOMPARE(at(33, 30.2), QColor(Qt::black));
        QCOMPARE(at(70, 30), sell);
        QCOMPARE(at(70, 36), QColor(Qt::black));
        QVERIFY(at(70, 26).blue() > 100 || at(70, 25).blue() > 100); // the rim
    }
    void noTradesNoBubbles() { QVERIFY(bubblesOf({}).empty()); }
};

QD_TEST(TestBubbles);
#include "TestBubbles.moc"
