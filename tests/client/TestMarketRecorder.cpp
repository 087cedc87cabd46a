#include "core/client/MarketRecorder.h"
#include "tests/client/VenueRig.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace qd;
using namespace qd::test;
using client::MarketRecorder;
namespace fs = std::filesystem;

namespace {

constexpr MarketId kSol(0);
constexpr std::uint64_t kRoom = 1ULL << 30U;
using Answer = Result<std::vector<DepthColumn>, ports::HistoryCode>;

DepthWindow windowOf(UnixNanos from, UnixNanos to, std::int64_t columnNanos = kNanosPerSecond) {
    return {kSol, from, to, columnNanos, Price(10'000), Price(10'000), 16'384};
}

std::unique_ptr<MarketRecorder> recorderIn(const fs::path& folder) {
    auto opened = MarketRecorder::open(folder, kRoom, [](const std::string&) {});
    if (!opened) qFatal("%s", opened.error().detail.c_str());
    return std::move(*opened);
}

Answer readFrom(MarketRecorder& recorder, const DepthWindow& window) {
    auto promise = std::make_shared<std::promise<Answer>>();
    recorder.read(window, [promise](Answer answer) { promise->set_value(std::move(answer)); });
    auto answer = promise->get_future();
    if (answer.wait_for(std::chrono::seconds(20)) != std::future_status::ready) qFatal("no answer");
    return answer.get();
}

Quantity sizeAt(const DepthColumn& column, Price price) {
    for (const DepthColumn::Cell& c : column.cells) {
        if (Price(10'000 + static_cast<std::int64_t>(c.row) * 10'000) == price) return c.size;
    }
    return {};
}

} // namespace

class TestMarketRecorder : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path freshFolder() { return m_temporary.filePath(QString::number(m_count++)).toStdString(); }

  private slots:
    void whatTheMarketShowedIsReadBack() {
        ExchangeRig rig;
        rig.now = UnixNanos::fromMillis(1'700'000'000'000);
        const AccountId maker = rig.addAccount();
        const fs::path folder = freshFolder();
        const auto recorder = recorderIn(folder);
        const auto see = [&] { recorder->see(*rig.exchange.state().market(kSol), DataStatus::Live, rig.now); };
        const UnixNanos begin = rig.now;
        rig.place(maker, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(4)));
        see();
        for (int i = 0; i < 5; ++i) {
            rig.later(kNanosPerSecond);
            if (i == 4) rig.place(maker, ExchangeRig::limit(Side::Buy, Price::of(98), Quantity::of(1)));
            if (i == 2) rig.place(maker, ExchangeRig::limit(Side::Sell, Price::of(101), Quantity::of(7)));
            see();
        }
        const Answer answer = readFrom(*recorder, windowOf(begin, rig.now));
        QVERIFY(answer.has_value());
        QCOMPARE(answer->size(), std::size_t{5});
        for (const DepthColumn& c : *answer) {
            QVERIFY(c.reliable);
            QCOMPARE(sizeAt(c, Price::of(99)), Quantity::of(4));
            QCOMPARE(c.bestBid, Price::of(99));
        }
        QCOMPARE(sizeAt((*answer)[1], Price::of(101)), Quantity());
        QCOMPARE(sizeAt((*answer)[3], Price::of(101)), Quantity::of(7));
        QCOMPARE((*answer)[4].bestAsk, Price::of(101));
    }
    void aMarketThatWasNeverSeenHasNothing() {
        const auto recorder = recorderIn(freshFolder());
        const Answer answer = readFrom(*recorder, windowOf(UnixNanos(0), UnixNanos(kNanosPerDay)));
        QVERIFY(answer.has_value());
        QVERIFY(answer->empty());
    }
    void aGapOfTheFeedIsNotReliable() {
        ExchangeRig rig;
        rig.now = UnixNanos::fromMillis(1'700'000'000'000);
        const AccountId maker = rig.addAccount();
        rig.place(maker, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(4)));
        const auto recorder = recorderIn(freshFolder());
        const UnixNanos begin = rig.now;
        for (int i = 0; i < 65; ++i) {
            const DataStatus status = i >= 20 && i < 40 ? DataStatus::Gap : DataStatus::Live;
            if (i >= 40)
                rig.place(maker, ExchangeRig::limit(Side::Buy, Price::of(98), Quantity::of(1))); // joined again
            recorder->see(*rig.exchange.state().market(kSol), status, rig.now);
            rig.later(100 * kNanosPerMilli);
        }
        const Answer answer = readFrom(*recorder, windowOf(begin, rig.now));
        QVERIFY(answer.has_value());
        const auto reliable = [&](int second) {
            return std::ranges::any_of(*answer, [&](const DepthColumn& c) {
                return c.begin == begin + second * kNanosPerSecond && c.reliable;
            });
        };
        QVERIFY(reliable(0) && reliable(1));
        QVERIFY(!reliable(2) && !reliable(3));
        QVERIFY(reliable(5));
    }
    void theBookThatEndsAGapIsKnownThoughItIsTheSame() {
        ExchangeRig rig;
        rig.now = UnixNanos::fromMillis(1'700'000'000'000);
        const AccountId maker = rig.addAccount();
        rig.place(maker, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(4)));
        const auto recorder = recorderIn(freshFolder());
        const UnixNanos begin = rig.now;
        for (int i = 0; i < 50; ++i) {
            if (i == 49) rig.place(maker, ExchangeRig::limit(Side::Buy, Price::of(98), Quantity::of(1)));
            const DataStatus status = i >= 10 && i < 20 ? DataStatus::Gap : DataStatus::Live;
            recorder->see(*rig.exchange.state().market(kSol), status, rig.now);
            rig.later(100 * kNanosPerMilli);
        }
        const Answer answer = readFrom(*recorder, windowOf(begin, rig.now));
        QVERIFY(answer.has_value());
        const auto third = std::ranges::find(*answer, begin + 3 * kNanosPerSecond, &DepthColumn::begin);
        QVERIFY(third != answer->end());
        QVERIFY(third->reliable);
        QCOMPARE(sizeAt(*third, Price::of(99)), Quantity::of(4));
    }
    /// Questions that nobody can answer any more are answered all the same.
    /// While a recording is run to another time nothing is seen: the book before it does not stand there.
    void whatIsPassedOverIsNotReliable() {
        ExchangeRig rig;
        rig.now = UnixNanos::fromMillis(1'700'000'000'000);
        const AccountId maker = rig.addAccount();
        rig.place(maker, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(4)));
        const auto recorder = recorderIn(freshFolder());
        const UnixNanos begin = rig.now;
        const auto see = [&](int times) {
            for (int i = 0; i < times; ++i) {
                recorder->see(*rig.exchange.state().market(kSol), DataStatus::Live, rig.now);
                rig.later(100 * kNanosPerMilli);
            }
        };
        see(20);
        recorder->interrupt(rig.now);
        rig.later(2 * kNanosPerSecond);
        see(24); // beyond the last second that is looked at
        rig.place(maker, ExchangeRig::limit(Side::Buy, Price::of(98), Quantity::of(1)));
        see(1);
        const Answer answer = readFrom(*recorder, windowOf(begin, rig.now));
        QVERIFY(answer.has_value());
        const auto reliable = [&](int second) {
            return std::ranges::any_of(*answer, [&](const DepthColumn& c) {
                return c.begin == begin + second * kNanosPerSecond && c.reliable;
            });
        };
        QVERIFY(reliable(1));
        QVERIFY(!reliable(2));
        QVERIFY(!reliable(3));
        QVERIFY(reliable(5));
    }
    void closingAnswersWhatWaits() {
        std::atomic<int> answers = 0;
        {
            const auto recorder = recorderIn(freshFolder());
            for (int i = 0; i < 20; ++i)
                recorder->read(windowOf(UnixNanos(0), UnixNanos(1)), [&answers](const Answer&) { ++answers; });
        }
        QCOMPARE(answers.load(), 20);
    }
    void aSecondRecorderIsRefused() {
        const fs::path folder = freshFolder();
        const auto first = recorderIn(folder);
        const auto second = MarketRecorder::open(folder, kRoom, [](const std::string&) {});
        QVERIFY(!second);
        QVERIFY(second.error().code == recording::RecordingCode::Locked);
    }
    /// What a venue showed yesterday is there today.
    void aVenueRemembersOverARestart() {
        const fs::path folder = freshFolder();
        UnixNanos begin;
        UnixNanos end;
        {
            RunningVenue running(simulatedVenue(folder, 42));
            QVERIFY(running.waitReady());
            begin = running.venue.now();
            QVERIFY(running.waitFor([&] { return running.venue.now() - begin > 2 * kNanosPerSecond; }));
            end = running.venue.now();
        }
        RunningVenue again(simulatedVenue(folder, 42));
        QVERIFY(again.waitReady());
        std::optional<Answer> answer;
        DepthWindow window = windowOf(begin, end, 100 * kNanosPerMilli);
        const MarketParams& p = again.venue.markets().front().params;
        const Price mid = again.venue.ticker(kSol).prices.index;
        window.low = Price((mid.raw() / p.tick.raw() - 4'000) * p.tick.raw());
        window.rowHeight = p.tick;
        window.rows = 8'000;
        again.venue.depth(window, [&](Answer a) { answer = std::move(a); });
        QVERIFY(again.waitFor([&] { return answer.has_value(); }));
        QVERIFY2(answer->has_value(), answer->has_value() ? "" : answer->error().detail.c_str());
        QVERIFY2((*answer)->size() >= 15, qPrintable(QString::number((*answer)->size())));
        const auto& column = (**answer)[(*answer)->size() / 2];
        QVERIFY(column.cells.size() > 50);
        QVERIFY(column.bestBid.raw() > 0 && column.bestAsk > column.bestBid);
    }
};

QD_TEST(TestMarketRecorder);
#include "TestMarketRecorder.moc"
