#include "core/client/JournalReplay.h"
#include "core/client/RecordingSource.h"
#include "tests/client/ForwardingSource.h"
#include "tests/client/RecorderByHand.h"
#include "tests/client/VenueRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::client;
using namespace qd::test;
namespace fs = std::filesystem;

namespace {

constexpr UnixNanos kStart = UnixNanos::fromMillis(1'700'000'000'000);
constexpr UnixNanos kEver{std::numeric_limits<std::int64_t>::max()};
using Gaps = std::vector<TradeGap>;

constexpr UnixNanos at(std::int64_t second) { return kStart + second * kNanosPerSecond; }

/// The feed is lost from the 60th second to the 180th, and nobody records from the 400th to the 600th.
void record(const fs::path& folder) {
    const auto begin = [](RecorderByHand& hand) {
        hand.book(0);
        hand.writer->prices(kRecordedMarket, hand.at(0), {Price::of(100), Price::of(100), false, Rate(125)});
    };
    {
        RecorderByHand hand(folder, kStart);
        begin(hand);
        hand.trade(5, 10'000, 1, Side::Buy);
        hand.writer->feedGap(kRecordedMarket, at(60));
        hand.book(180);
        hand.trade(200, 10'000, 1, Side::Buy); // and then three quiet minutes, of which nothing is missing
        hand.trade(400, 10'000, 1, Side::Buy);
    }
    RecorderByHand hand(folder, at(600));
    begin(hand);
    hand.trade(10, 10'000, 1, Side::Buy);
}

/// Knows a bar of the market that ended a quarter of an hour before it begins.
class KnowsBefore final : public ForwardingSource {
  public:
    using ForwardingSource::ForwardingSource;
    [[nodiscard]] EarlierHistory earlier() override {
        const Price price = Price::of(100);
        const Candle bar{openTimeOf(at(-900), Interval::M1), price, price, price, price, Quantity::of(1), {}, 1};
        EarlierHistory history;
        history.bars.push_back({Interval::M1, {bar}});
        return history;
    }
};

VenueSetup replayOf(const fs::path& folder, const fs::path& recording, bool knowsBefore = false) {
    VenueSetup setup;
    setup.folder = folder;
    setup.makeSource = [recording, knowsBefore](UnixNanos) -> VenueResult<std::unique_ptr<MarketSource>> {
        auto source = RecordingSource::open(recording);
        if (!source) return std::unexpected(source.error());
        if (knowsBefore) return std::make_unique<KnowsBefore>(std::move(*source));
        return std::unique_ptr<MarketSource>(std::move(*source));
    };
    return setup;
}

std::optional<ports::CandleSeries> candlesOf(RunningVenue& running, UnixNanos before = kEver) {
    std::optional<Result<ports::CandleSeries, ports::HistoryCode>> answer;
    running.venue.candles(MarketId(0), Interval::M1, before, 1'000, [&](auto page) { answer = std::move(page); });
    if (!running.waitFor([&] { return answer.has_value(); }) || !*answer) return std::nullopt;
    return std::move(**answer);
}

Gaps gapsOf(RunningVenue& running, UnixNanos before = kEver) {
    const auto page = candlesOf(running, before);
    return page ? page->gaps : Gaps{{kEver, kEver}};
}

bool playToEnd(RunningVenue& running) {
    running.venue.seek(running.venue.playback().end);
    return running.waitFor([&] { return running.venue.playback().ended; });
}

/// The newest trade of a market in a journal, as a kill would leave it now.
TradeId newestInJournal(const fs::path& run, const fs::path& copy) {
    fs::copy(run, copy, fs::copy_options::recursive);
    TradeId newest;
    const auto replayed = replayJournal(copy, ~0ULL, [&](std::uint64_t, std::span<const Event> events) {
        for (const Event& e : events) {
            const auto* traded = std::get_if<Traded>(&e.body);
            if (traded != nullptr && traded->market == MarketId(0)) newest = traded->trade.id;
        }
    });
    return replayed ? newest : TradeId();
}

} // namespace

/// What a page of bars says beside its bars: where some are missing, and up to which trade they go.
class TestCandleGaps : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path fresh() { return m_temporary.filePath(QString::number(m_count++)).toStdString(); }

  private slots:
    void gapsAreRemembered() {
        const fs::path recording = fresh();
        record(recording);
        const fs::path folder = fresh();
        const Gaps all{{at(60), at(180)}, {at(400), at(600)}};
        {
            RunningVenue running(replayOf(folder, recording), VenueMode::Replay);
            QVERIFY(running.waitReady());
            QVERIFY(playToEnd(running));
            QCOMPARE(gapsOf(running), all);
            QCOMPARE(gapsOf(running, at(300)), (Gaps{{at(60), at(180)}}));
        }
        RunningVenue again(replayOf(folder, recording), VenueMode::Replay);
        QVERIFY(again.waitReady());
        QCOMPARE(gapsOf(again), all);
        // Played anew, the market knows of no gap that has not come yet.
        again.venue.setPaused(true);
        again.venue.seek(at(100));
        QVERIFY(again.waitFor([&] {
            return !again.venue.playback().catchingUp && again.venue.playback().now < at(200) &&
                   again.venue.now() >= at(100);
        }));
        const Gaps begun = gapsOf(again);
        QCOMPARE(begun.size(), std::size_t{1});
        QCOMPARE(begun[0].from, at(60));
        QVERIFY(begun[0].to > at(60) && begun[0].to <= at(100) + 1);
        QVERIFY(playToEnd(again));
        QCOMPARE(gapsOf(again), all);
    }

    /// Closed within a gap, and opened again: it began when it began.
    void aGapLastsBeyondARestart() {
        const fs::path recording = fresh();
        record(recording);
        const fs::path folder = fresh();
        {
            RunningVenue running(replayOf(folder, recording), VenueMode::Replay);
            QVERIFY(running.waitReady());
            running.venue.setPaused(true);
            running.venue.seek(at(100));
            QVERIFY(running.waitFor([&] { return running.venue.ticker(MarketId(0)).status == DataStatus::Gap; }));
        }
        RunningVenue again(replayOf(folder, recording), VenueMode::Replay);
        QVERIFY(again.waitReady());
        QVERIFY(playToEnd(again));
        QCOMPARE(gapsOf(again), (Gaps{{at(60), at(180)}, {at(400), at(600)}}));
    }

    /// Between the bars of a file and the market's beginning nothing is known.
    void whatIsMissingBeforeTheBeginningIsAGap() {
        const fs::path recording = fresh();
        record(recording);
        RunningVenue running(replayOf(fresh(), recording, true), VenueMode::Replay);
        QVERIFY(running.waitReady());
        QVERIFY(playToEnd(running));
        const UnixNanos known = openTimeOf(at(-900), Interval::M1) + kNanosPerMinute;
        QCOMPARE(gapsOf(running), (Gaps{{known, kStart}, {at(60), at(180)}, {at(400), at(600)}}));
    }

    /// Whatever is answered, a kill in the next moment takes nothing of it back.
    void barsAreOnDiskBeforeTheyAreTold() {
        const fs::path folder = fresh();
        RunningVenue running(simulatedVenue(folder, 42));
        QVERIFY(running.waitReady());
        running.venue.setSpeed(20);
        std::uint64_t seen = 0;
        for (int round = 0; round < 5; ++round) {
            QVERIFY(running.waitFor([&] { return running.venue.trades(MarketId(0), seen).next > seen; }));
            seen = running.venue.trades(MarketId(0), seen).next;
            const auto page = candlesOf(running);
            QVERIFY(page.has_value());
            QVERIFY(page->lastTrade.value() >= seen);
            const TradeId newest = newestInJournal(folder / "run-1", fresh());
            QVERIFY2(newest >= page->lastTrade,
                     qPrintable(QStringLiteral("%1 of %2").arg(newest.value()).arg(page->lastTrade.value())));
        }
    }

    /// The answer and the tape after it are every trade once, also where bars end while it is on its way.
    void barsAndTapeMakeEveryTradeOnce() {
        RunningVenue running(simulatedVenue(fresh(), 42));
        QVERIFY(running.waitReady());
        running.venue.setSpeed(300);
        for (int round = 0; round < 20; ++round) {
            const auto page = candlesOf(running);
            QVERIFY(page.has_value());
            std::uint64_t counted = 0;
            for (const Candle& bar : page->bars) counted += bar.trades;
            QCOMPARE(counted, page->lastTrade.value());
        }
    }
};
QD_TEST(TestCandleGaps);
#include "TestCandleGaps.moc"
