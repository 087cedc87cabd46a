#include "core/client/RecordedBars.h"
#include "core/orderflow/TradeBars.h"
#include "tests/client/RecorderByHand.h"
#include "tests/client/VenueRig.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

using namespace qd;
using namespace qd::test;
using client::recordedBars;
using recording::RecordingReader;
using Kind = TradeBarRule::Kind;
namespace fs = std::filesystem;

namespace {

constexpr UnixNanos kStart(1'700'006'400 * kNanosPerSecond); // 00:00 UTC

UnixNanos second(std::int64_t n) { return kStart + n * kNanosPerSecond; }

TradeBarWindow windowOf(std::int64_t from, std::int64_t to, TradeBarRule rule) {
    return {kRecordedMarket, second(from), second(to), rule};
}

TradeBarPage pageOf(const fs::path& folder, const TradeBarWindow& window) {
    const auto reader = RecordingReader::open(folder);
    if (!reader) qFatal("%s", reader.error().detail.c_str());
    auto page = recordedBars(*reader, window);
    if (!page) qFatal("%s", page.error().detail.c_str());
    return std::move(*page);
}

/// What trades make of it, without a recording.
orderflow::TradeBars madeOf(const TradeBarRule& rule, const std::vector<Trade>& trades) {
    orderflow::TradeBars bars(rule);
    for (const Trade& t : trades) bars.add(t);
    return bars;
}

std::vector<Trade> recordedAnyhow(const fs::path& folder) {
    RecorderByHand r(folder, kStart);
    r.book(0);
    std::int64_t at = 0;
    const auto count = *rc::gen::inRange(0, 60);
    for (int i = 0; i < count; ++i) {
        at += *rc::gen::inRange<std::int64_t>(0, 3);
        r.trade(at, *rc::gen::inRange<std::int64_t>(90, 110), *rc::gen::inRange<std::int64_t>(1, 5),
                *rc::gen::element(Side::Buy, Side::Sell));
    }
    return std::move(r.trades);
}

} // namespace

class TestRecordedBars : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path freshFolder() {
        const fs::path folder = m_temporary.filePath(QString::number(m_count++)).toStdString();
        fs::create_directories(folder);
        return folder;
    }

  private slots:
    void pageByPageTheBarsAreThoseOfTheTrades() {
        QD_PROPERTY("wherever pages end, and from any trade on", [this] {
            const fs::path folder = freshFolder();
            const std::vector<Trade> trades = recordedAnyhow(folder);
            const auto kind = *rc::gen::element(Kind::Tick, Kind::Volume, Kind::Range, Kind::Renko);
            const auto n = *rc::gen::inRange<std::int64_t>(1, 6);
            const TradeBarRule rule{kind, kind == Kind::Tick     ? n
                                          : kind == Kind::Volume ? Quantity::of(2 * n).raw()
                                                                 : n * 10'000};
            orderflow::TradeBars expected = madeOf(rule, trades);
            // Some are counted already.
            const auto known = *rc::gen::inRange<std::size_t>(0, trades.size() + 1);
            orderflow::TradeBars before = madeOf(rule, {trades.begin(), trades.begin() + static_cast<long>(known)});
            std::vector<TradeBar> bars = before.takeFinished();
            TradeBarWindow window = windowOf(0, 1, rule);
            window.state = before.state();
            if (known > 0) {
                window.from = trades[known - 1].ts;
                window.after = trades[known - 1].id;
            }
            while (window.from < second(200)) {
                window.to = window.from + *rc::gen::element<std::int64_t>(17, 40, 90) * kNanosPerSecond;
                const TradeBarPage page = pageOf(folder, window);
                bars.insert(bars.end(), page.bars.begin(), page.bars.end());
                window.state = page.state;
                window.from = window.to;
                window.after = {};
            }
            RC_ASSERT(bars == expected.takeFinished());
            RC_ASSERT(window.state == expected.state());
        });
    }
    void anAnswerHasSoManyBarsAndSaysWhereItGoesOn() {
        const fs::path folder = freshFolder();
        std::vector<Trade> trades;
        {
            RecorderByHand r(folder, kStart);
            r.book(0);
            // Two of one moment where the page is full.
            for (std::size_t i = 0; i < TradeBarWindow::kMostBars + 10; ++i)
                r.trade(static_cast<std::int64_t>(i == TradeBarWindow::kMostBars ? i - 1 : i), 100, 1, Side::Buy);
            trades = r.trades;
        }
        TradeBarWindow window = windowOf(0, 80'000, {Kind::Tick, 1});
        TradeBarPage page = pageOf(folder, window);
        QVERIFY(page.more);
        QCOMPARE(page.bars.size(), TradeBarWindow::kMostBars + 1);
        QCOMPARE(page.lastTrade, TradeId(TradeBarWindow::kMostBars + 1));
        QCOMPARE(page.knownUntil, trades[TradeBarWindow::kMostBars + 1].ts);
        window.from = page.knownUntil;
        window.state = page.state;
        page = pageOf(folder, window);
        QVERIFY(!page.more);
        QCOMPARE(page.bars.size(), std::size_t{9});
        QCOMPARE(page.bars.front().bar.openTime, window.from);
    }
    void whatIsMissingCutsABarOff() {
        const fs::path folder = freshFolder();
        {
            RecorderByHand r(folder, kStart);
            r.book(0);
            r.trade(10, 100, 1, Side::Buy);
            r.writer->feedGap(kRecordedMarket, second(70));
            r.trade(80, 100, 1, Side::Buy);
            r.book(130);
            r.trade(190, 100, 1, Side::Buy);
        }
        const TradeBarPage page = pageOf(folder, windowOf(0, 240, {Kind::Tick, 5}));
        QCOMPARE(page.gaps, (std::vector<TradeGap>{{second(70), second(130)}}));
        QCOMPARE(page.bars.size(), std::size_t{2});
        QVERIFY(!page.bars[0].reliable && !page.bars[1].reliable);
        QVERIFY(page.state.forming->reliable);
        // The same where a page ends within.
        TradeBarWindow window = windowOf(0, 100, {Kind::Tick, 5});
        const TradeBarPage first = pageOf(folder, window);
        window = windowOf(100, 240, window.rule);
        window.state = first.state;
        const TradeBarPage second = pageOf(folder, window);
        QCOMPARE(first.bars.size() + second.bars.size(), std::size_t{2});
        QCOMPARE(second.state, page.state);
    }
    void anInterruptionCutsABarOff() {
        const fs::path folder = freshFolder();
        {
            RecorderByHand r(folder, kStart);
            r.book(0);
            r.trade(10, 100, 1, Side::Buy);
        }
        {
            RecorderByHand r(folder, kStart);
            r.book(600);
            r.trade(610, 100, 1, Side::Buy);
        }
        const TradeBarPage whole = pageOf(folder, windowOf(0, 700, {Kind::Tick, 5}));
        QCOMPARE(whole.gaps, (std::vector<TradeGap>{{second(10), second(600)}}));
        QCOMPARE(whole.bars.size(), std::size_t{1});
        QVERIFY(!whole.bars[0].reliable);
        // Reading may have stopped and gone on within it.
        TradeBarWindow window = windowOf(300, 700, {Kind::Tick, 5});
        const TradeBarPage first = pageOf(folder, windowOf(0, 300, window.rule));
        QCOMPARE(first.gaps, (std::vector<TradeGap>{{second(10), second(300)}}));
        QCOMPARE(first.bars, whole.bars);
        window.state = first.state;
        const TradeBarPage rest = pageOf(folder, window);
        QCOMPARE(rest.gaps, (std::vector<TradeGap>{{second(300), second(600)}}));
        QVERIFY(rest.bars.empty());
        QCOMPARE(rest.state, whole.state);
        // Or where it ended.
        const TradeBarPage before = pageOf(folder, windowOf(0, 600, window.rule));
        QCOMPARE(before.gaps, whole.gaps);
        QCOMPARE(before.bars, whole.bars);
    }
    /// A trade in the moment where a page goes on within a gap is as doubtful as the others.
    void aPageThatBeginsInAGapKnowsIt() {
        const fs::path folder = freshFolder();
        {
            RecorderByHand r(folder, kStart);
            r.book(0);
            r.writer->feedGap(kRecordedMarket, second(70));
            r.trade(100, 100, 1, Side::Buy);
            r.book(130);
        }
        TradeBarWindow window = windowOf(0, 100, {Kind::Tick, 1});
        window.state = pageOf(folder, window).state;
        window.from = second(100);
        window.to = second(200);
        const TradeBarPage page = pageOf(folder, window);
        QCOMPARE(page.bars.size(), std::size_t{1});
        QVERIFY(!page.bars[0].reliable);
        QCOMPARE(page.gaps, (std::vector<TradeGap>{{second(100), second(130)}}));
    }
    void nothingRecordedIsAnEmptyPage() {
        const fs::path folder = freshFolder();
        {
            RecorderByHand r(folder, kStart);
            r.book(100);
            r.trade(110, 100, 1, Side::Buy);
        }
        const TradeBarRule rule{Kind::Tick, 1};
        TradeBarWindow other = windowOf(0, 600, rule);
        other.market = MarketId(7);
        for (TradeBarWindow window : {other, windowOf(0, 100, rule), windowOf(3'600, 7'200, rule)}) {
            window.state.last = second(0);
            const TradeBarPage page = pageOf(folder, window);
            QVERIFY(page.bars.empty());
            QCOMPARE(page.knownFrom, window.to);
            QCOMPARE(page.lastTrade, TradeId());
            QCOMPARE(page.state, window.state);
        }
        QCOMPARE(pageOf(folder, windowOf(0, 100, rule)).recordedFrom, std::optional(second(100)));
        QCOMPARE(pageOf(folder, windowOf(0, 600, rule)).knownFrom, second(100));
    }
    void windowsThatAreNoneAreRefused_data() {
        QTest::addColumn<TradeBarWindow>("window");
        QTest::newRow("no bars") << windowOf(0, 60, {Kind::Tick, 0});
        QTest::newRow("no length") << windowOf(60, 60, {Kind::Tick, 1});
        QTest::newRow("longer than a day") << windowOf(0, 86'401, {Kind::Tick, 1});
        QTest::newRow("before there was time") << windowOf(-2'000'000'000, 60, {Kind::Tick, 1});
    }
    void windowsThatAreNoneAreRefused() {
        QFETCH(TradeBarWindow, window);
        const fs::path folder = freshFolder();
        RecorderByHand(folder, kStart).book(0);
        const auto reader = RecordingReader::open(folder);
        QVERIFY(reader.has_value());
        QVERIFY(!recordedBars(*reader, window));
    }
    /// A venue's answer joins its tape without a seam, and holds after a restart.
    void aVenueAnswersWhatItsTapeSaid() {
        const fs::path folder = freshFolder();
        TradeBarWindow window{kRecordedMarket, UnixNanos(), UnixNanos(), {Kind::Tick, 3}};
        const auto ask = [&](RunningVenue& running) {
            std::optional<Result<TradeBarPage, ports::HistoryCode>> answer;
            running.venue.tradeBars(window, [&](auto a) { answer = std::move(a); });
            if (!running.waitFor([&] { return answer.has_value(); })) qFatal("no answer");
            return std::move(*answer);
        };
        std::vector<TradeBar> before;
        {
            RunningVenue running(simulatedVenue(folder, 42));
            QVERIFY(running.waitReady());
            const UnixNanos begin = running.venue.now();
            QVERIFY(running.waitFor([&] { return running.venue.now() - begin > 3 * kNanosPerSecond; }));
            window.from = begin + kNanosPerSecond;
            window.to = running.venue.now();
            const auto page = ask(running);
            QVERIFY2(page.has_value(), page ? "" : page.error().detail.c_str());
            orderflow::TradeBars tape(window.rule);
            for (const Trade& t : running.venue.trades(kRecordedMarket, 0).trades) {
                if (t.ts >= window.from && t.ts < window.to) tape.add(t);
            }
            QCOMPARE(page->state, tape.state());
            QCOMPARE(page->bars, tape.takeFinished());
            before = page->bars;
            QVERIFY(!before.empty());
        }
        RunningVenue again(simulatedVenue(folder, 42));
        QVERIFY(again.waitReady());
        const auto page = ask(again);
        QVERIFY(page.has_value());
        QCOMPARE(page->bars, before);
        window.rule.size = 0;
        const auto none = ask(again);
        QVERIFY(!none);
        QCOMPARE(none.error().code, ports::HistoryCode::Unavailable);
    }
};

QD_TEST(TestRecordedBars);
#include "TestRecordedBars.moc"
