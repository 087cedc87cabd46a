#include "core/recording/Format.h"
#include "tests/recording/RecordingRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

#include <limits>
#include <utility>

using namespace qd;
using namespace qd::recording;
using namespace qd::test;

namespace {

constexpr UnixNanos kEnd{std::numeric_limits<std::int64_t>::max()};

/// What all events say together.
std::vector<RecordedGap> gapsOf(RecordingCursor cursor) {
    std::vector<RecordedGap> gaps;
    std::optional<UnixNanos> since;
    if (!cursor.book().known()) since = cursor.knownFrom();
    const auto end = [&](UnixNanos at) {
        const UnixNanos from = *std::exchange(since, std::nullopt);
        if (from < at) gaps.push_back({GapCause::Feed, from, at});
    };
    while (const RecordedEvent* event = cursor.next()) {
        if (since && cursor.book().known()) end(event->ts);
        const auto* gap = std::get_if<GapRecord>(&event->body);
        if (gap == nullptr) continue;
        if (gap->cause != GapCause::Feed)
            gaps.push_back({gap->cause, gap->from, event->ts});
        else if (!since)
            since = event->ts;
    }
    if (since) end(cursor.knownUntil());
    std::ranges::sort(gaps, {}, [](const RecordedGap& g) { return std::pair(g.to, g.from); });
    return gaps;
}

/// Flips a bit in the contents of some blocks behind the first.
void damage(const std::filesystem::path& file, SplitMix64& draw, int blocks) {
    std::string bytes = slurp(file);
    std::vector<std::size_t> places;
    const ByteSpan all = std::as_bytes(std::span(bytes));
    for (std::size_t at = kFileHeaderBytes; at < all.size();) {
        const auto header = readFrameHeader(all.subspan(at));
        if (!header) break;
        if (header->kind == FrameKind::Block) places.push_back(at + kFrameHeaderBytes + header->payloadBytes / 2);
        at += kFrameHeaderBytes + header->payloadBytes;
    }
    for (int i = 0; i < blocks && places.size() > 1; ++i) {
        char& byte = bytes[places[1 + draw() % (places.size() - 1)]];
        byte = static_cast<char>(byte ^ 4);
    }
    spill(file, bytes);
}

} // namespace

class TestGaps : public QObject {
    Q_OBJECT
    /// Parts of the recording have the gaps that the whole has there.
    static void checkParts(const RecordingReader& reader, const RandomMarket& market,
                           const std::vector<RecordedGap>& expected, SplitMix64& draw) {
        for (int i = 0; i < 20; ++i) {
            const UnixNanos from = market.told()[draw() % market.told().size()].ts;
            const UnixNanos to = from + static_cast<std::int64_t>(1 + draw() % (20 * kNanosPerMinute));
            const auto some = reader.gaps(MarketId(0), from, to);
            // What began before may be told to begin later, and what is damaged there does not matter any more.
            const auto within = [&](const RecordedGap& gap) { return gap.from >= from && gap.from < to; };
            for (const RecordedGap& gap : *some)
                QVERIFY(std::ranges::any_of(expected, [&](const RecordedGap& e) {
                    return e == gap || (e.cause == gap.cause && e.to == gap.to && e.from < from && e.from < gap.from);
                }));
            for (const RecordedGap& gap : expected) {
                const bool told = std::ranges::find(*some, gap) != some->end();
                if (within(gap)) QVERIFY(told);
                if (gap.cause == GapCause::Interruption) QCOMPARE(told, gap.from < to && gap.to >= from);
            }
        }
    }

  private slots:
    /// Sessions with interruptions, gaps of the feed, damaged blocks, files that are gone.
    void areWhatTheEventsSay_data() {
        QTest::addColumn<std::uint64_t>("seed");
        for (std::uint64_t seed = 1; seed <= 20; ++seed) QTest::addRow("seed %d", static_cast<int>(seed)) << seed;
    }
    void areWhatTheEventsSay() {
        QFETCH(std::uint64_t, seed);
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString());
        SplitMix64 draw(seed);
        RandomMarket market(seed);
        market.setPace(500 * kNanosPerMilli);
        for (int session = 0; session < 6; ++session) {
            RecordingOptions options;
            options.rotateNanos = 5 * kNanosPerMinute;
            const auto writer = writerFor(path, options);
            market.tell(*writer, 200 + static_cast<int>(draw() % 1'000));
            if (session % 2 == 0) market.skip(static_cast<std::int64_t>(draw() % 1'000) * kNanosPerSecond);
        }
        auto files = recordingFiles(path);
        for (const auto& file : files)
            if (draw() % 3 == 0) damage(file, draw, 2);
        if (seed % 2 == 0) std::filesystem::remove(files[1 + draw() % (files.size() - 2)]);

        const auto reader = RecordingReader::open(path);
        const auto expected = gapsOf(std::move(*reader->seek(MarketId(0), UnixNanos(0))));
        const auto gaps = reader->gaps(MarketId(0), UnixNanos(0), kEnd);
        QVERIFY(expected.size() > 10);
        QCOMPARE(gaps->size(), expected.size());
        QVERIFY(*gaps == expected);
        checkParts(*reader, market, expected, draw);
    }
    void aMarketThatIsNotRecorded() {
        QTemporaryDir folder;
        const auto reader = RecordingReader::open(folder.path().toStdString());
        QCOMPARE(reader->gaps(MarketId(0), UnixNanos(0), kEnd).error().code, RecordingCode::Market);
    }
};
QD_TEST(TestGaps);
#include "TestGaps.moc"
