// Size: a capture is played, judged and replayed in one go; each step needs the one before.
#include "core/client/EmbeddedVenue.h"
#include "core/client/JournalReplay.h"
#include "core/client/ReplaySource.h"
#include "core/feed/recorded/BookRebuilder.h"
#include "tests/client/ForwardingSource.h"
#include "tests/client/VenueRig.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <future>
#include <thread>

using namespace qd;
using namespace qd::client;
namespace fs = std::filesystem;

namespace {

class Nobody final : public AppliedListener {
  public:
    void applied(std::uint64_t, const Command&, std::span<const Event>, const exchange::State&) override {}
    void save(ByteWriter&) const override {}
    void load(ByteReader&) override {}
};

/// A made capture of a Bybit market: a snapshot and then `seconds` of small changes and trades, ten a second.
void writeCapture(const fs::path& file, int seconds) {
    std::ofstream out(file);
    const auto line = [&](std::int64_t ms, const char* kind, const char* stream, const std::string& data) {
        out << R"({"recv_us":)" << ms * 1'000 << R"(,"ts":)" << ms + 5 << R"(,"kind":")" << kind << R"(","stream":")"
            << stream << R"(","data":)" << data << "}\n";
    };
    const std::int64_t start = 1'733'011'200'000;
    line(
        start, "snapshot", "orderbook.500.XRPUSDT",
        R"({"s":"XRPUSDT","b":[["1.9500","100"],["1.9499","200"]],"a":[["1.9501","100"],["1.9502","200"]],"u":1,"seq":1})");
    for (int i = 1; i <= seconds * 10; ++i) {
        const std::int64_t ms = start + i * 100;
        line(ms, "depth", "orderbook.500.XRPUSDT",
             R"({"s":"XRPUSDT","b":[["1.9500",")" + std::to_string(100 + i % 7) + R"("]],"a":[["1.9501",")" +
                 std::to_string(90 + i % 5) + R"("]],"u":)" + std::to_string(i + 1) + R"(,"seq":)" +
                 std::to_string(i + 1) + "}");
        line(ms, "trade", "publicTrade.XRPUSDT",
             R"([{"T":)" + std::to_string(ms) + R"(,"s":"XRPUSDT","S":")" + (i % 2 == 0 ? "Buy" : "Sell") +
                 R"(","v":"3","p":")" + (i % 2 == 0 ? "1.9501" : "1.9500") + R"(","i":")" + std::to_string(i) +
                 R"("}])");
    }
}

/// A capture with bars from before it, and some that reach into it.
class WithHistory final : public test::ForwardingSource {
  public:
    using ForwardingSource::ForwardingSource;
    [[nodiscard]] EarlierHistory earlier() override {
        const Price price = Price::of(2);
        EarlierHistory history;
        for (const Interval interval : {Interval::M1, Interval::H1}) {
            const auto length = static_cast<std::int64_t>(interval);
            const Candle before{
                openTimeOf(startTime() + -length, interval), price, price, price, price, Quantity::of(1), {}, 1'000};
            Candle reaching = before;
            reaching.openTime = before.openTime + length;
            history.bars.push_back({interval, {before, reaching}});
        }
        return history;
    }
};

/// Holds the venue's thread at its first event after some time, until it is let go.
class HeldSource final : public test::ForwardingSource {
  public:
    struct Gate {
        std::promise<void> reached;
        std::promise<void> open;
    };
    HeldSource(std::unique_ptr<MarketSource> source, std::int64_t after, std::shared_ptr<Gate> gate)
        : ForwardingSource(std::move(source))
        , m_at(startTime() + after)
        , m_gate(std::move(gate)) {}
    [[nodiscard]] VenueResult<std::optional<UnixNanos>> nextTime() override {
        auto due = ForwardingSource::nextTime();
        if (m_gate && due && *due && **due >= m_at) {
            m_gate->reached.set_value();
            m_gate->open.get_future().wait();
            m_gate.reset();
        }
        return due;
    }

  private:
    UnixNanos m_at;
    std::shared_ptr<Gate> m_gate;
};

VenueSetup replayVenue(const fs::path& folder, const fs::path& capture) {
    VenueSetup setup;
    setup.folder = folder;
    setup.makeSource = [capture](UnixNanos) -> VenueResult<std::unique_ptr<MarketSource>> {
        auto source = ReplaySource::open(capture);
        if (!source) return std::unexpected(source.error());
        return std::unique_ptr<MarketSource>(std::move(*source));
    };
    return setup;
}

} // namespace

class TestReplaySource : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path fresh(const char* suffix = "") {
        return m_temporary.filePath(QString::number(m_count++)).toStdString() + suffix;
    }

  private slots:
    void captures_data() {
        QTest::addColumn<QString>("file");
        for (const char* name :
             {"binance-usdm_BTCUSDT_20240808", "binance-coinm_BTCUSD_PERP_20240808", "binance-spot_BTCUSDT_20240808-09",
              "bitmex_SOLUSDT_20210722", "bybit-linear_XRPUSDT_ob500_20241201", "hyperliquid_BTC_l2Book_20250126"})
            QTest::newRow(name) << QStringLiteral("data/depth/%1.jsonl.gz").arg(QLatin1String(name));
    }
    /// Every recorded market plays through the exchange to its end; the exchange's own depth is the one an independent
    /// book gives, level for level, and replaying the journal ends in the same state.
    void captures() {
        QFETCH(QString, file);
        const auto path = test::sharedFile(file.toStdString());
        if (!path) QSKIP(test::skipSentence());
        auto source = ReplaySource::open(*path);
        QVERIFY2(source.has_value(), source ? "" : source.error().detail.c_str());
        Nobody nobody;
        const SystemClock clock;
        const fs::path folder = fresh();
        StateHash hash;
        {
            auto core = VenueCore::open(folder, std::move(*source), {}, {}, clock, nobody);
            QVERIFY2(core.has_value(), core ? "" : core.error().detail.c_str());
            std::uint64_t rejected = 0;
            for (;;) {
                const auto advanced = (*core)->advance();
                QVERIFY2(advanced.has_value(), advanced ? "" : advanced.error().detail.c_str());
                if (!*advanced) break;
            }
            const exchange::MarketState& market = *(*core)->state().markets.front();
            QVERIFY(rejected == 0);
            QVERIFY(market.prices.valid() || file.contains("bybit")); // that capture has no trades
            auto feed = feed::RecordedFeed::open(*path);
            feed::BookRebuilder judge;
            for (auto event = feed->next(); event && *event; event = feed->next()) {
                if (const auto* depth = std::get_if<feed::FeedDepth>(&(*event)->body)) judge.apply(*depth);
            }
            for (const Side side : {Side::Buy, Side::Sell}) {
                book::Tick tick = market.outside->bestDisplayed(side);
                int compared = 0;
                const auto compare = [&](Price price, Quantity size) {
                    if (price > market.params.maxPrice) return;
                    const Quantity base = feed->market().baseQuantity(size, price).value();
                    if (base < market.params.step) return;
                    QCOMPARE(market.toPrice(tick), price);
                    QCOMPARE(market.toQuantity(market.outside->displayed(side, tick)), base);
                    tick = market.outside->nextWorseDisplayed(side, tick);
                    ++compared;
                };
                if (side == Side::Buy)
                    for (const auto& [price, size] : judge.bids()) compare(price, size);
                else
                    for (const auto& [price, size] : judge.asks()) compare(price, size);
                QVERIFY(compared >= 15);
            }
            hash = (*core)->exchange().hash();
        }
        const auto replayed = replayJournal(folder, ~0ULL);
        QVERIFY(replayed.has_value());
        QVERIFY(replayed->hash == hash);
    }

    void resumesWhereItWasLeft() {
        const fs::path capture = fresh(".jsonl");
        writeCapture(capture, 20);
        Nobody nobody;
        const SystemClock clock;
        const auto open = [&](const fs::path& folder) {
            return VenueCore::open(folder, std::move(*ReplaySource::open(capture)), {}, {}, clock, nobody);
        };
        auto straight = open(fresh());
        while ((*straight)->advance().value()) {
        }
        const fs::path folder = fresh();
        for (int rounds = 0;; ++rounds) {
            auto part = open(folder);
            QVERIFY2(part.has_value(), part ? "" : part.error().detail.c_str());
            bool more = true;
            for (int i = 0; i < 37 && more; ++i) more = (*part)->advance().value();
            if (more) continue;
            QVERIFY(rounds > 5);
            QVERIFY((*part)->exchange().hash() == (*straight)->exchange().hash());
            break;
        }
    }

    void paperTradingSeekAndEnd() {
        const fs::path capture = fresh(".jsonl");
        writeCapture(capture, 60);
        test::RunningVenue running(replayVenue(fresh(), capture), VenueMode::Replay);
        QVERIFY(running.waitReady());
        QVERIFY(running.venue.ticker(MarketId(0)).prices.estimated);
        QCOMPARE(running.venue.markets().front().params.liquidity, Liquidity::External);
        const ClientOrderId bought =
            running.venue.session().place(marketOrder(MarketId(0), Side::Buy, Quantity::of(50)));
        QVERIFY(running.waitState(bought, OrderState::Filled));
        const UnixNanos middle = running.venue.playback().begin + 30 * kNanosPerSecond;
        running.venue.seek(middle);
        QVERIFY(running.waitFor(
            [&] { return !running.venue.playback().catchingUp && running.venue.playback().now >= middle; }));
        QCOMPARE(running.position(MarketId(0))->position.base, Quantity::of(50));
        // Going back begins a new paper account.
        running.venue.seek(running.venue.playback().begin + 5 * kNanosPerSecond);
        QVERIFY(running.waitFor([&] {
            return running.venue.now() < middle && running.venue.session().account()->positions.empty() &&
                   !running.venue.playback().catchingUp;
        }));
        QCOMPARE(running.venue.session().account()->equity, Money::of(100'000));
        running.venue.setSpeed(1000);
        QVERIFY(running.waitFor([&] { return running.venue.playback().ended; }));
        QVERIFY(running.waitFor([&] { return running.venue.ticker(MarketId(0)).status == DataStatus::Ended; }));
    }

    /// What lay ahead when it was asked for is never a way back, however far the market has got since: the account
    /// stays. In a seek that is under way it is where to stop.
    void forwardNeverBeginsANewAccount() {
        const fs::path capture = fresh(".jsonl");
        writeCapture(capture, 600);
        VenueSetup setup = replayVenue(fresh(), capture);
        test::RunningVenue running(setup, VenueMode::Replay);
        QVERIFY(running.waitReady());
        auto& venue = running.venue;
        const ClientOrderId bought = venue.session().place(marketOrder(MarketId(0), Side::Buy, Quantity::of(50)));
        QVERIFY(running.waitState(bought, OrderState::Filled));
        venue.setPaused(true);
        QVERIFY(running.waitFor([&] { return venue.playback().paused; }));
        const PlaybackState stood = venue.playback();
        venue.setSpeed(1'000);
        venue.setPaused(false);
        std::this_thread::sleep_for(std::chrono::milliseconds(100)); // it gets on, and the terminal does not look
        venue.setPaused(true);
        venue.seek(stood.now + kNanosPerMilli);
        QVERIFY(running.waitFor([&] { return venue.playback().paused && venue.playback().now > stood.now; }));
        QVERIFY(venue.playback().now - stood.now > kNanosPerSecond);
        QCOMPARE(running.position(MarketId(0))->position.base, Quantity::of(50));
        const UnixNanos two = venue.playback().now + 2 * kNanosPerSecond;
        venue.step(5'000);
        venue.seek(two); // which ends the steps
        QVERIFY(running.waitFor([&] { return !venue.playback().catchingUp && venue.playback().now >= two; }));
        QVERIFY(!venue.playback().ended);
        const UnixNanos before = venue.playback().now;
        venue.seek(venue.playback().end);
        venue.seek(before);
        QVERIFY(running.waitFor([&] { return !venue.playback().catchingUp; }));
        QVERIFY(venue.playback().now >= before);
        QVERIFY(!venue.playback().ended);
        QCOMPARE(running.position(MarketId(0))->position.base, Quantity::of(50));
    }

    /// A market that was taken back shows nothing of what it played before: no bar that opens later, and in the bars
    /// that have begun only what was traded since.
    void seekingBackHidesWhatWasPlayed() {
        const fs::path capture = fresh(".jsonl");
        writeCapture(capture, 130);
        test::RunningVenue running(replayVenue(fresh(), capture), VenueMode::Replay);
        QVERIFY(running.waitReady());
        auto& venue = running.venue;
        const auto barsOf = [&](Interval interval) {
            std::optional<Result<ports::CandleSeries, ports::HistoryCode>> answer;
            venue.candles(MarketId(0), interval, venue.playback().end + kNanosPerDay, 1'000,
                          [&](auto a) { answer = std::move(a); });
            if (!running.waitFor([&] { return answer.has_value(); }) || !*answer) return std::vector<Candle>{};
            return (*answer)->bars;
        };
        const auto tradesIn = [](const std::vector<Candle>& bars) {
            std::uint64_t trades = 0;
            for (const Candle& bar : bars) trades += bar.trades;
            return trades;
        };
        const UnixNanos end = venue.playback().end;
        venue.seek(end);
        QVERIFY(running.waitFor([&] { return venue.playback().ended; }));
        for (const Interval interval : {Interval::S1, Interval::M1, Interval::H1})
            QCOMPARE(tradesIn(barsOf(interval)), 1'300U);
        // What is shown from the first moment of the new run on is of the new run.
        venue.setPaused(true);
        const UnixNanos to = venue.playback().begin + 70 * kNanosPerSecond + kNanosPerSecond / 20;
        bool told = false;
        const auto watch = venue.onMarketsChanged([&] { told = true; });
        venue.seek(to);
        QVERIFY(running.waitFor([&] { return told; }));
        QVERIFY(venue.now() <= to);
        for (const Candle& bar : barsOf(Interval::S1)) QVERIFY(bar.openTime <= to);
        QVERIFY(running.waitFor([&] { return !venue.playback().catchingUp && venue.now() >= to; }));
        for (const Interval interval : {Interval::S1, Interval::M1, Interval::H1}) {
            const auto bars = barsOf(interval);
            QVERIFY(!bars.empty() && bars.back().openTime <= to);
            QCOMPARE(tradesIn(bars), 700U);
        }
        // Played once more it is what it was.
        venue.seek(end);
        QVERIFY(running.waitFor([&] { return venue.playback().ended; }));
        for (const Interval interval : {Interval::S1, Interval::M1, Interval::H1})
            QCOMPARE(tradesIn(barsOf(interval)), 1'300U);
        // Sought once more while the run is being closed: the last word counts.
        venue.seek(venue.playback().begin + 20 * kNanosPerSecond);
        const UnixNanos last = venue.playback().begin + 5 * kNanosPerSecond + kNanosPerSecond / 20;
        venue.seek(last);
        QVERIFY(running.waitFor([&] {
            return !venue.playback().catchingUp && venue.now() >= last && tradesIn(barsOf(Interval::S1)) == 50;
        }));
    }

    /// What waited until the market had caught up was meant for the account before the way back: it is refused, and
    /// what is asked for after it is done in the new one.
    void ordersOfARunThatIsOverAreRefused() {
        const fs::path capture = fresh(".jsonl");
        writeCapture(capture, 130);
        const auto gate = std::make_shared<HeldSource::Gate>();
        VenueSetup setup = replayVenue(fresh(), capture);
        setup.makeSource =
            [capture, held = std::shared_ptr(gate)](UnixNanos) mutable -> VenueResult<std::unique_ptr<MarketSource>> {
            std::unique_ptr<MarketSource> source = std::move(*ReplaySource::open(capture));
            if (!held) return source;
            return std::make_unique<HeldSource>(std::move(source), kNanosPerMinute, std::exchange(held, nullptr));
        };
        test::RunningVenue running(std::move(setup), VenueMode::Replay);
        QVERIFY(running.waitReady());
        auto& venue = running.venue;
        venue.setSpeed(20);
        const UnixNanos begin = venue.playback().begin;
        QVERIFY(running.waitFor([&] { return venue.playback().now > begin + 10 * kNanosPerSecond; }));
        venue.seek(venue.playback().end);
        gate->reached.get_future().wait();
        const ClientOrderId first = venue.session().place(marketOrder(MarketId(0), Side::Buy, Quantity::of(1)));
        const auto set = venue.session().placeSet(OrderRelation::Independent,
                                                  {marketOrder(MarketId(0), Side::Buy, Quantity::of(1)),
                                                   marketOrder(MarketId(0), Side::Buy, Quantity::of(2))});
        std::optional<RejectCode> answer;
        venue.desk().setReduceOnly(false, [&](RejectCode code) { answer = code; });
        venue.seek(begin + 5 * kNanosPerSecond);
        const ClientOrderId later = venue.session().place(marketOrder(MarketId(0), Side::Buy, Quantity::of(1)));
        // The market hurries on before it listens: as long as that takes the thread is held, so that it has to.
        const std::int64_t held = running.clock.monotonicNanos();
        QVERIFY(running.waitFor([&] { return running.clock.monotonicNanos() - held > 60 * kNanosPerMilli; }));
        gate->open.set_value();
        for (const ClientOrderId id : {first, set[0], set[1]}) {
            QVERIFY(running.waitState(id, OrderState::Rejected));
            QCOMPARE(running.order(id)->rejectCode, RejectCode::VenueStopped);
        }
        QVERIFY(running.waitFor([&] { return answer.has_value(); }));
        QCOMPARE(*answer, RejectCode::VenueStopped);
        QVERIFY(running.waitState(later, OrderState::Filled));
        QCOMPARE(running.position(MarketId(0))->position.base, Quantity::of(1));
    }

    /// Bars of a file beside the capture are shown as far as they had ended when it begins.
    void earlierBarsEndWhereTheCaptureBegins() {
        const fs::path capture = fresh(".jsonl");
        writeCapture(capture, 0); // without a trade no bar is made
        VenueSetup setup = replayVenue(fresh(), capture);
        setup.makeSource = [capture](UnixNanos) -> VenueResult<std::unique_ptr<MarketSource>> {
            return std::make_unique<WithHistory>(std::move(*ReplaySource::open(capture)));
        };
        test::RunningVenue running(std::move(setup), VenueMode::Replay);
        QVERIFY(running.waitFor([&] { return running.venue.playback().ended; }));
        const UnixNanos begin = running.venue.playback().begin;
        for (const Interval interval : {Interval::M1, Interval::H1}) {
            std::optional<Result<ports::CandleSeries, ports::HistoryCode>> answer;
            running.venue.candles(MarketId(0), interval, begin + kNanosPerDay, 10,
                                  [&](auto a) { answer = std::move(a); });
            QVERIFY(running.waitFor([&] { return answer.has_value(); }));
            QVERIFY(answer->has_value());
            QCOMPARE((*answer)->bars.size(), 1U);
            QVERIFY((*answer)->bars.front().openTime < begin);
        }
    }

    void stepsWhilePaused() {
        const fs::path capture = fresh(".jsonl");
        writeCapture(capture, 60);
        test::RunningVenue running(replayVenue(fresh(), capture), VenueMode::Replay);
        QVERIFY(running.waitReady());
        running.venue.setPaused(true);
        QVERIFY(running.waitFor([&] { return running.venue.playback().paused; }));
        const std::uint64_t before = running.venue.playback().event;
        running.venue.step(5);
        QVERIFY(running.waitFor([&] { return running.venue.playback().event == before + 5; }));
    }

    void brokenCapturesStopWithASentence_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("foreign") << QByteArray("Dear Sir or Madam,\nthis is not a capture.\n");
        QTest::newRow("json of something else") << QByteArray("{\"a\":1}\n");
    }
    void brokenCapturesStopWithASentence() {
        QFETCH(QByteArray, text);
        const fs::path capture = fresh(".jsonl");
        std::ofstream(capture) << text.toStdString();
        test::RunningVenue running(replayVenue(fresh(), capture), VenueMode::Replay);
        QVERIFY(running.waitFor([&] { return running.venue.health().fault.has_value(); }));
        QVERIFY(running.venue.health().fault->find(capture.filename().string()) != std::string::npos);
    }
};
QD_TEST(TestReplaySource);
#include "TestReplaySource.moc"
