// Size: a market is recorded, judged and replayed in one go; each step needs the one before.
#include "core/client/MarketRecorder.h"
#include "core/client/RecordingSource.h"
#include "core/recording/RecordedFile.h"
#include "tests/client/RecorderByHand.h"
#include "tests/client/VenueRig.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <map>

using namespace qd;
using namespace qd::client;
using namespace qd::test;
namespace fs = std::filesystem;

namespace {

constexpr UnixNanos kStart = UnixNanos::fromMillis(1'700'000'000'000);
constexpr std::int64_t kSample = 100 * kNanosPerMilli;

using Trades = std::map<MarketId, std::vector<Trade>>;

/// Keeps what is traded, without the numbers an exchange gives.
class Tape final : public AppliedListener {
  public:
    Trades trades;
    std::function<void(MarketId, const Trade&)> tell = [](MarketId, const Trade&) {};
    void applied(std::uint64_t, const Command&, std::span<const Event> events, const exchange::State&) override {
        for (const Event& e : events) {
            const auto* traded = std::get_if<Traded>(&e.body);
            if (traded == nullptr) continue;
            Trade trade = traded->trade;
            tell(traded->market, trade);
            trade.id = {};
            trades[traded->market].push_back(trade);
        }
    }
    void save(ByteWriter&) const override {}
    void load(ByteReader&) override {}
};

/// What a market showed at a moment.
struct Witness {
    MarketId market;
    UnixNanos at;
    StateHash book;
    MarketPrices prices;
};

Witness witnessOf(const exchange::MarketState& market, UnixNanos at) {
    const auto shown = MarketBoard::snapshotOf(market, 0);
    recording::RecordedBook book;
    book.apply({true, shown->bids, shown->asks});
    return {market.params.id, at, book.hash(), market.prices};
}

/// A simulated venue that is recorded as the terminal does it: every trade, and each book ten times a second.
struct LiveVenue {
    Tape tape;
    FakeClock clock;
    std::unique_ptr<VenueCore> core;
    std::unique_ptr<MarketRecorder> recorder;
    std::vector<Witness> witnesses;

    LiveVenue(const fs::path& folder, const fs::path& recording, std::uint64_t seed) {
        auto source = SimulatorSource::create(seed, kStart, {3, 7'200});
        core = std::move(*VenueCore::open(folder, std::move(*source), {}, {}, clock, tape));
        recorder = std::move(*MarketRecorder::open(recording, 1ULL << 30U, [](const std::string&) {}));
        tape.tell = [this](MarketId market, const Trade& trade) { recorder->trade(market, trade); };
        see();
    }
    void see() {
        for (const auto& market : core->state().markets) {
            recorder->see(*market, DataStatus::Live, core->now());
            witnesses.push_back(witnessOf(*market, core->now()));
        }
    }
    /// The user trades too: a replay shows that as trades of the market, and does not do it again.
    void trade(int number) {
        OrderTerms terms = marketOrder(MarketId(0), number % 2 == 0 ? Side::Buy : Side::Sell, Quantity(1'000'000'000));
        core->executeUser(core->now(), PlaceOrder{core->user(), terms});
    }
    void run(std::int64_t seconds) {
        const UnixNanos end = core->now() + seconds * kNanosPerSecond;
        for (int number = 0; core->now() < end; ++number) {
            QVERIFY(core->advance().value());
            if (number % 500 == 499) trade(number);
            if (core->now() - witnesses.back().at >= kSample) see();
        }
    }
};

/// A recording played through an exchange of its own.
struct Replay {
    Tape tape;
    FakeClock clock;
    VenueResult<std::unique_ptr<VenueCore>> core = fail(VenueCode::Source);

    Replay(const fs::path& folder, const fs::path& recording) {
        auto source = RecordingSource::open(recording);
        if (source) core = VenueCore::open(folder, std::move(*source), {}, {}, clock, tape);
    }
    VenueCore* operator->() { return core->get(); }
    /// Everything that had happened at a moment.
    void playTo(UnixNanos at) {
        for (;;) {
            const auto due = (*core)->source().nextTime();
            QVERIFY2(due.has_value(), due ? "" : due.error().detail.c_str());
            if (!*due || **due > at) return;
            QVERIFY((*core)->advance().value());
        }
    }
    void playAll() { playTo(UnixNanos(std::numeric_limits<std::int64_t>::max())); }
    [[nodiscard]] const exchange::MarketState& market(MarketId id = MarketId(0)) {
        return *(*core)->state().market(id);
    }
    [[nodiscard]] Price bestBid() {
        const auto tick = market().outside->bestDisplayed(Side::Buy);
        return tick == book::kNoTick ? Price() : market().toPrice(tick);
    }
};

std::vector<fs::path> filesIn(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".qdr") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

/// Until when a recording has the market.
std::map<MarketId, UnixNanos> endings(const fs::path& recording) {
    std::map<MarketId, UnixNanos> ends;
    const auto reader = recording::RecordingReader::open(recording);
    if (!reader) return ends;
    for (const auto& span : reader->markets()) ends[span.market.id] = span.last;
    return ends;
}

void setPrices(RecorderByHand& hand, std::int64_t second, Price price) {
    hand.writer->prices(kRecordedMarket, hand.at(second), {price, price, false, Rate(125)});
}

} // namespace

class TestRecordingSource : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path fresh() { return m_temporary.filePath(QString::number(m_count++)).toStdString(); }

    /// At every sample books and prices are those of the live venue, and so is every trade on the way; of what was cut
    /// off there is nothing. Returns how many samples were compared.
    std::size_t compare(const LiveVenue& live, const fs::path& recording, bool whole = true) {
        auto ends = endings(recording);
        if (ends.empty()) return 0;
        for (auto& [market, end] : ends) end = whole ? live.core->now() : end;
        Replay replay(fresh(), recording);
        std::size_t compared = 0;
        for (const Witness& w : live.witnesses) {
            if (!ends.contains(w.market) || w.at > ends.at(w.market)) continue;
            replay.playTo(w.at);
            const auto& symbol = live.core->state().market(w.market)->params.symbol;
            for (const auto& market : replay->state().markets) {
                if (market->params.symbol != symbol) continue;
                const Witness now = witnessOf(*market, w.at);
                if (now.book != w.book || now.prices.mark != w.prices.mark || now.prices.index != w.prices.index) {
                    qWarning("%s differs %lld ns after the start", symbol.c_str(),
                             static_cast<long long>(w.at - kStart));
                    return 0;
                }
                ++compared;
            }
        }
        replay.playAll();
        for (const auto& [market, end] : ends) {
            std::vector<Trade> traded = live.tape.trades.at(market);
            std::erase_if(traded, [&](const Trade& t) { return t.ts > end; });
            const auto& symbol = live.core->state().market(market)->params.symbol;
            for (const auto& played : replay->state().markets) {
                if (played->params.symbol == symbol && replay.tape.trades[played->params.id] != traded) return 0;
            }
        }
        return compared;
    }

  private slots:
    void equalsTheLiveMarket_data() {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 4; ++seed) QTest::addRow("seed %llu", seed) << seed;
    }
    void equalsTheLiveMarket() {
        QFETCH(quint64, seed);
        const fs::path recording = fresh();
        LiveVenue live(fresh(), recording, seed);
        live.run(90);
        live.recorder.reset();
        QVERIFY(live.tape.trades.at(MarketId(0)).size() > 100);
        const std::size_t compared = compare(live, recording);
        QCOMPARE(compared, live.witnesses.size());
        QVERIFY(compared > 2'000);
    }

    /// Wherever the file ends, what is whole in it is played and is what it was.
    void equalsUpToACut() {
        const fs::path whole = fresh();
        LiveVenue live(fresh(), whole, 7);
        live.run(45);
        live.recorder.reset();
        const fs::path file = filesIn(whole).back();
        const auto size = fs::file_size(file);
        std::size_t before = 0;
        int opened = 0;
        for (int part = 1; part <= 12; ++part) {
            const fs::path cut = fresh();
            fs::copy(whole, cut, fs::copy_options::recursive);
            fs::resize_file(cut / file.filename(),
                            size * static_cast<std::uintmax_t>(part) / 12 - (part == 12 ? 1 : 0));
            if (endings(cut).empty()) {
                const auto source = RecordingSource::open(cut);
                QVERIFY(!source);
                QVERIFY(source.error().detail.contains(cut.string()));
                continue;
            }
            const std::size_t compared = compare(live, cut, false);
            QVERIFY2(compared > 0 && compared >= before, qPrintable(QString::number(part)));
            before = compared;
            ++opened;
        }
        QVERIFY(opened >= 8);
        QVERIFY(before > live.witnesses.size() / 2);
    }

    /// Continued from snapshot and journal it is where it would be; what was recorded meanwhile is no part of this run.
    void resumesWhereItWasLeft() {
        const fs::path recording = fresh();
        LiveVenue live(fresh(), recording, 3);
        live.run(20);
        live.recorder.reset();
        Replay straight(fresh(), recording);
        straight.playAll();
        const fs::path folder = fresh();
        for (int rounds = 0;; ++rounds) {
            Replay part(folder, recording);
            QVERIFY2(part.core.has_value(), part.core ? "" : part.core.error().detail.c_str());
            bool more = true;
            for (int i = 0; i < 131 && more; ++i) more = part->advance().value();
            if (rounds == 2) { // the venue is recorded again while this run is closed
                live.recorder = std::move(*MarketRecorder::open(recording, 1ULL << 30U, [](const std::string&) {}));
                live.run(5);
                live.recorder.reset();
            }
            if (rounds == 4) { // killed here, it reads its journal back along the recording
                part->release(true);
                QVERIFY(part->journal().waitDurable(20 * kNanosPerSecond));
                const fs::path killed = fresh();
                fs::copy(folder, killed, fs::copy_options::recursive);
                Replay again(killed, recording);
                QVERIFY2(again.core.has_value(), again.core ? "" : again.core.error().detail.c_str());
                QVERIFY(again->exchange().hash() == part->exchange().hash());
                QVERIFY(again->source().nextTime().value() == part->source().nextTime().value());
            }
            if (more) continue;
            QVERIFY(rounds > 5);
            QVERIFY(part->exchange().hash() == straight->exchange().hash());
            break;
        }
    }

    /// What is sealed is played, whether or not somebody goes on writing.
    void aRecordingIsReadWhileItIsWritten() {
        const fs::path recording = fresh();
        LiveVenue live(fresh(), recording, 5);
        live.run(35);
        std::size_t compared = 0;
        QTRY_VERIFY((compared = compare(live, recording, false)) > 0);
        QVERIFY(compared < live.witnesses.size());
        live.run(1); // and the writer goes on
        live.recorder.reset();
        QCOMPARE(compare(live, recording), live.witnesses.size());
    }

    void aGapEmptiesTheBook() {
        const fs::path folder = fresh();
        {
            RecorderByHand hand(folder, kStart);
            hand.book(0);
            setPrices(hand, 0, Price::of(100));
            hand.writer->feedGap(kRecordedMarket, hand.at(10));
            hand.trade(12, 10'000, 1, Side::Buy);
            hand.book(20, Price::of(98));
            hand.trade(25, 10'000, 1, Side::Buy);
        }
        Replay replay(fresh(), folder);
        const auto at = [](std::int64_t second) { return kStart + second * kNanosPerSecond; };
        replay.playTo(at(9));
        QCOMPARE(replay.bestBid(), Price::of(99));
        QVERIFY(!replay->source().inGap());
        replay.playTo(at(15));
        QCOMPARE(replay.bestBid(), Price());
        QVERIFY(replay->source().inGap() && replay->source().inGapOf(kRecordedMarket));
        QCOMPARE(replay.tape.trades[kRecordedMarket].size(), 1U);
        replay.playAll();
        QCOMPARE(replay.bestBid(), Price::of(98));
        QVERIFY(!replay->source().inGap());
        QCOMPARE(replay->source().counters().gaps, 1U);
        QCOMPARE(replay->source().counters().resyncs, 1U);
    }

    /// Nobody recorded for a while: nothing is known from then on, and not only when it goes on.
    void anInterruptionEmptiesTheBookFromItsBeginning() {
        const fs::path folder = fresh();
        for (const std::int64_t second : {0, 100}) {
            RecorderByHand hand(folder, kStart + second * kNanosPerSecond);
            hand.book(0);
            setPrices(hand, 0, Price::of(100 + second));
            hand.trade(5, 10'000, 1, Side::Buy);
        }
        Replay replay(fresh(), folder);
        replay.playTo(kStart + 50 * kNanosPerSecond);
        QCOMPARE(replay.bestBid(), Price());
        QVERIFY(replay->source().inGap());
        QCOMPARE(replay.market().prices.mark, Price::of(100));
        replay.playTo(kStart + 101 * kNanosPerSecond);
        QCOMPARE(replay.bestBid(), Price::of(99));
        QVERIFY(!replay->source().inGap());
        QCOMPARE(replay.market().prices.mark, Price::of(200));
    }

    /// The oldest files are removed as a recording grows: what stood then is told at the beginning.
    void beginsInTheMiddle() {
        const fs::path folder = fresh();
        {
            recording::RecordingOptions options;
            options.rotateNanos = 10 * kNanosPerSecond;
            auto writer = std::move(*recording::RecordingWriter::open(folder, options));
            QVERIFY(writer->addMarket({kRecordedMarket, "SOL-PERP", kRecordedTick, Quantity(1)}).has_value());
            const std::array<BookLevel, 1> bids{{{Price::of(99), Quantity::of(1)}}};
            const std::array<BookLevel, 1> asks{{{Price::of(101), Quantity::of(1)}}};
            writer->book(kRecordedMarket, kStart, bids, asks);
            writer->prices(kRecordedMarket, kStart, {Price::of(100), Price::of(100), false, {}});
            for (std::int64_t second = 1; second < 40; ++second) {
                const UnixNanos ts = kStart + second * kNanosPerSecond;
                writer->trade(kRecordedMarket, ts, {TradeId(1), ts, Price::of(100), Quantity::of(1), Side::Buy});
            }
        }
        const auto files = filesIn(folder);
        QVERIFY(files.size() > 2);
        fs::remove(files.front());
        Replay replay(fresh(), folder);
        QVERIFY(replay->source().startTime() > kStart);
        replay.playTo(replay->source().startTime());
        QCOMPARE(replay.bestBid(), Price::of(99));
        QCOMPARE(replay.market().prices.mark, Price::of(100));
        replay.playAll();
        QCOMPARE(replay.bestBid(), Price::of(99));
    }

    void ownRecordsDoNothing() {
        const fs::path folder = fresh();
        {
            RecorderByHand hand(folder, kStart);
            hand.book(0);
            setPrices(hand, 0, Price::of(100));
            const std::array<std::byte, 3> bytes{std::byte{1}, std::byte{2}, std::byte{3}};
            for (std::int64_t i = 1; i < 50; ++i)
                hand.writer->own(kRecordedMarket, hand.at(1), {static_cast<std::uint16_t>(i), bytes});
            hand.trade(2, 10'000, 1, Side::Buy);
        }
        const fs::path venue = fresh();
        std::uint64_t commands = 0;
        {
            Replay replay(venue, folder);
            commands = replay->state().commands;
            replay.playTo(kStart + kNanosPerSecond);
            (void)replay->source().nextTime(); // has looked beyond the user's events
        }
        Replay again(venue, folder);
        again.playAll();
        QCOMPARE(again.tape.trades[kRecordedMarket].size(), 1U);
        QVERIFY(again->state().commands < commands + 10);
        QVERIFY(std::ranges::none_of(again->state().account(again->user())->orders,
                                     [](const auto& order) { return static_cast<bool>(order); }));
    }

    /// Prices that do not change are recorded once and stay good.
    void pricesThatStandStayGood() {
        const fs::path folder = fresh();
        {
            RecorderByHand hand(folder, kStart);
            hand.book(0);
            setPrices(hand, 0, Price::of(100));
            hand.trade(300, 10'000, 1, Side::Buy);
        }
        Replay replay(fresh(), folder);
        for (std::int64_t second = 1; second < 300; second += 7) {
            replay.playTo(kStart + second * kNanosPerSecond);
            const OrderTerms terms = marketOrder(kRecordedMarket, Side::Buy, Quantity(1'000));
            std::optional<RejectCode> refused;
            for (const Event& e : replay->executeUser(replay->now(), PlaceOrder{replay->user(), terms})) {
                if (const auto* r = std::get_if<RequestRejected>(&e.body)) refused = r->code;
            }
            QVERIFY2(!refused, qPrintable(QString::number(static_cast<int>(refused.value_or(RejectCode::None)))));
        }
    }

    /// Such a price is not traded at, and that is said and counted: once, though what stands is told every second.
    void pricesThatCannotBeAreTold() {
        const fs::path folder = fresh();
        {
            RecorderByHand hand(folder, kStart);
            hand.book(0);
            setPrices(hand, 0, Price::of(100));
            setPrices(hand, 5, Price::of(10'000'000));
            hand.trade(20, 10'000, 1, Side::Buy);
        }
        Replay replay(fresh(), folder);
        QVERIFY(replay->source().takeProblems().empty());
        replay.playAll();
        QCOMPARE(replay.market().prices.mark, Price::of(100));
        QCOMPARE(replay->source().counters().invalid, 2U); // mark and index
        const auto problems = replay->source().takeProblems();
        QCOMPARE(problems.size(), std::size_t{1});
        QVERIFY2(problems[0].contains("SOL-PERP") && problems[0].contains("10000000"), problems[0].c_str());
        QVERIFY(replay->source().takeProblems().empty());
        VenueSetup setup;
        setup.folder = fresh();
        setup.makeSource = [folder](UnixNanos) {
            return VenueResult<std::unique_ptr<MarketSource>>(RecordingSource::open(folder));
        };
        RunningVenue running(std::move(setup), VenueMode::Replay);
        QVERIFY(running.waitReady());
        std::string told;
        const auto watch = running.venue.onChanged([&] { told = running.venue.health().notice; });
        running.venue.seek(running.venue.playback().end);
        QVERIFY(running.waitFor([&] { return told == problems[0]; }));
        QVERIFY(running.waitFor([&] { return running.venue.health().invalid == 2; }));
    }

    /// Damage that is met on the way is said when it is met.
    void damageOnTheWayIsTold() {
        const fs::path folder = fresh();
        {
            RecorderByHand hand(folder, kStart);
            for (int i = 0; i < 30; ++i) {
                hand.book(i * 10, Price::of(90 + i % 2));
                hand.trade(i * 10 + 5, 10'000, 1, Side::Buy);
            }
        }
        const fs::path file = filesIn(folder).front();
        const auto entries = (*recording::RecordedFile::open({1, file}))->entries(kRecordedMarket).value();
        QVERIFY(entries.size() > 10);
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(static_cast<std::streamoff>(entries[5].offset + recording::kFrameHeaderBytes)).put('?').put('?');
        bytes.close();
        Replay replay(fresh(), folder);
        QVERIFY(replay->source().takeProblems().empty());
        replay.playAll();
        const auto problems = replay->source().takeProblems();
        QCOMPARE(problems.size(), std::size_t{1});
        QVERIFY2(problems[0].contains(file.string()), problems[0].c_str());
    }

    void fundingIsRecorded() {
        const fs::path recording = fresh();
        LiveVenue live(fresh(), recording, 9);
        live.run(5);
        live.recorder.reset();
        const auto reader = recording::RecordingReader::open(recording);
        auto cursor = reader->seek(MarketId(0), live.core->now());
        while (cursor->next() != nullptr) {
        }
        QVERIFY(cursor->prices().funding.has_value());
        QCOMPARE(*cursor->prices().funding, live.core->state().market(MarketId(0))->funding.rate8h());
    }

    void wrongFoldersAreSentences_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"nothing there", "an empty folder", "other files", "a damaged file", "nameless"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void wrongFoldersAreSentences() {
        QFETCH(QString, what);
        const fs::path folder = fresh();
        if (what != QLatin1String("nothing there")) fs::create_directories(folder);
        if (what == QLatin1String("other files")) std::ofstream(folder / "letter.txt") << "Dear Sir or Madam";
        if (what == QLatin1String("a damaged file")) {
            {
                RecorderByHand(folder, kStart).book(0);
            }
            std::ofstream(filesIn(folder).front(), std::ios::binary | std::ios::in)
                .write("????????????????????????", 24);
            fs::resize_file(filesIn(folder).front(), 40);
        }
        if (what == QLatin1String("nameless")) {
            auto writer = std::move(*recording::RecordingWriter::open(folder, {}));
            QVERIFY(writer->addMarket({kRecordedMarket, "", kRecordedTick, Quantity(1)}).has_value());
            writer->trade(kRecordedMarket, kStart, {TradeId(1), kStart, Price::of(1), Quantity::of(1), Side::Buy});
        }
        VenueSetup setup;
        setup.folder = fresh();
        setup.makeSource = [folder](UnixNanos) -> VenueResult<std::unique_ptr<MarketSource>> {
            return RecordingSource::open(folder);
        };
        RunningVenue running(std::move(setup), VenueMode::Replay);
        QVERIFY(running.waitFor([&] { return running.venue.health().fault.has_value(); }));
        QVERIFY2(running.venue.health().fault->contains(folder.string()), running.venue.health().fault->c_str());
        QCOMPARE(running.venue.playback().mode, VenueMode::Replay);
    }

    /// The whole way: a venue is recorded, another one replays it with all its markets, is traded on, sought in and
    /// goes on to its end.
    void aVenueReplaysAnother() {
        const fs::path folder = fresh();
        UnixNanos end;
        {
            RunningVenue live(simulatedVenue(folder, 42));
            QVERIFY(live.waitReady());
            const UnixNanos begin = live.venue.now();
            live.venue.setSpeed(20);
            QVERIFY(live.waitFor([&] { return live.venue.now() - begin > 40 * kNanosPerSecond; }));
            end = live.venue.now();
        }
        VenueSetup setup;
        setup.folder = fresh();
        setup.makeSource = [recording = folder / "run-1" / "recording"](UnixNanos) {
            return VenueResult<std::unique_ptr<MarketSource>>(RecordingSource::open(recording));
        };
        RunningVenue running(std::move(setup), VenueMode::Replay);
        auto& venue = running.venue;
        QVERIFY(running.waitReady());
        QCOMPARE(venue.markets().size(), 3U);
        QCOMPARE(venue.markets().front().params.symbol, std::string("SOL-PERP"));
        QCOMPARE(venue.markets().front().params.baseAsset, std::string("SOL"));
        QVERIFY(!venue.ticker(MarketId(0)).prices.estimated);
        const ClientOrderId bought = venue.session().place(marketOrder(MarketId(0), Side::Buy, Quantity::of(1)));
        QVERIFY(running.waitState(bought, OrderState::Filled));
        const UnixNanos begin = venue.playback().begin;
        const UnixNanos late = begin + 30 * kNanosPerSecond;
        venue.seek(late);
        QVERIFY(running.waitFor([&] { return !venue.playback().catchingUp && venue.playback().now >= late; }));
        QCOMPARE(running.position(MarketId(0))->position.base, Quantity::of(1));
        venue.seek(begin + 5 * kNanosPerSecond);
        QVERIFY(running.waitFor([&] {
            return venue.now() < late && !venue.playback().catchingUp && venue.session().account()->positions.empty();
        }));
        QCOMPARE(venue.session().account()->equity, Money::of(100'000));
        venue.setSpeed(1000);
        QVERIFY(running.waitFor([&] { return venue.playback().ended; }));
        QVERIFY(venue.now() <= end);
        for (const MarketInfo& info : venue.markets())
            QVERIFY(running.waitFor([&] { return venue.ticker(info.params.id).status == DataStatus::Ended; }));
    }
};
QD_TEST(TestRecordingSource);
#include "TestRecordingSource.moc"
