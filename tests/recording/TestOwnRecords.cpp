#include "core/base/Hash.h"
#include "core/recording/Format.h"
#include "core/recording/RecordedFile.h"
#include "tests/recording/RecordingRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

#include <cstring>
#include <limits>

using namespace qd;
using namespace qd::recording;
using namespace qd::test;

namespace {

constexpr MarketId kMarket{0};
constexpr UnixNanos kEver{std::numeric_limits<std::int64_t>::max()};
constexpr std::array<std::byte, 3> kBytes{std::byte{1}, std::byte{2}, std::byte{3}};

/// Own events as the reader finds them alone.
std::vector<std::string> ownTexts(const RecordingReader& reader, UnixNanos from = UnixNanos(0), UnixNanos to = kEver) {
    std::vector<std::string> texts;
    const auto read = reader.own(kMarket, from, to, [&](UnixNanos ts, const OwnRecord& record) {
        texts.push_back(textOf({ts, record}));
        return true;
    });
    return read ? texts : std::vector<std::string>{"error"};
}

std::vector<std::string> ownOf(const std::vector<RandomMarket::Told>& told, UnixNanos from = UnixNanos(0),
                               UnixNanos to = kEver) {
    std::vector<std::string> texts;
    for (const RandomMarket::Told& t : told) {
        if (t.text.contains(" own ") && t.ts >= from && t.ts < to) texts.push_back(t.text);
    }
    return texts;
}

std::vector<BlockEntry> entriesOf(const std::filesystem::path& file) {
    const auto recorded = RecordedFile::open({1, file});
    if (!recorded) return {};
    return (*recorded)->entries(kMarket).value_or(std::vector<BlockEntry>());
}

/// What the file would be if an earlier version had written it.
std::string asVersionOne(std::string bytes) {
    const std::uint32_t version = 1;
    std::memcpy(bytes.data() + 8, &version, sizeof(version));
    const std::uint64_t checksum = checksum64(std::as_bytes(std::span(bytes)).first(kFileHeaderBytes - 8));
    std::memcpy(bytes.data() + kFileHeaderBytes - 8, &checksum, sizeof(checksum));
    return bytes;
}

} // namespace

/// Own events are found without reading the rest of a recording.
class TestOwnRecords : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path m_path;

    static UnixNanos at(std::int64_t seconds) { return kRecordingStart + seconds * kNanosPerSecond; }
    /// Trades every second, and own events in some of the blocks of ten.
    void recordSome(const std::vector<std::int64_t>& own, std::int64_t seconds) {
        const auto writer = writerFor(m_path);
        for (std::int64_t i = 0; i < seconds; ++i) {
            writer->trade(kMarket, at(i),
                          {TradeId(static_cast<std::uint64_t>(i + 1)), at(i), Price(10'000), Quantity(1), Side::Buy});
            if (std::ranges::find(own, i) != own.end())
                writer->own(kMarket, at(i), {static_cast<std::uint16_t>(i), kBytes});
        }
    }

  private slots:
    void init() {
        m_folder = QTemporaryDir();
        m_path = m_folder.path().toStdString();
    }

    void whateverWasToldIsFound() {
        RandomMarket market(81);
        market.setPace(100 * kNanosPerMilli);
        RecordingOptions options;
        options.fileBytes = 40'000;
        const auto writer = writerFor(m_path, options);
        market.tell(*writer, 6'000);
        writer->drain();
        const auto reader = RecordingReader::open(m_path);
        QVERIFY(reader.has_value());
        QVERIFY(recordingFiles(m_path).size() > 2);
        QVERIFY(ownOf(market.told()).size() > 200);
        QCOMPARE(ownTexts(*reader), ownOf(market.told()));
        for (int i = 0; i < 20; ++i) {
            const auto& told = market.told();
            const UnixNanos from = told[static_cast<std::size_t>(i) * 250].ts;
            const UnixNanos to =
                told[std::min<std::size_t>(told.size() - 1, static_cast<std::size_t>(i) * 300 + 20)].ts;
            QCOMPARE(ownTexts(*reader, from, to), ownOf(told, from, to));
        }
    }
    /// The index says where they are, and the blocks themselves say the same where there is no index yet.
    void onlyBlocksWithOwnEventsAreMarked() {
        recordSome({3, 4, 55}, 100);
        const auto complete = entriesOf(recordingFiles(m_path)[0]);
        QCOMPARE(complete.size(), std::size_t{10});
        for (std::size_t i = 0; i < complete.size(); ++i) QCOMPARE(complete[i].own, i == 0 || i == 5);
        const std::string bytes = slurp(recordingFiles(m_path)[0]);
        const BlockEntry& last = complete.back();
        spill(recordingFiles(m_path)[0],
              std::string_view(bytes).substr(0, last.offset + kFrameHeaderBytes + last.payloadBytes));
        QVERIFY(entriesOf(recordingFiles(m_path)[0]) == complete);
        const auto reader = RecordingReader::open(m_path);
        QCOMPARE(ownTexts(*reader).size(), std::size_t{3});
        QCOMPARE(reader->lastOwn(kMarket, kEver).value(), std::optional(at(50)));
        QCOMPARE(reader->lastOwn(kMarket, at(49)).value(), std::optional(at(0)));
        QCOMPARE(reader->lastOwn(kMarket, at(-1)).value(), std::optional<UnixNanos>());
        QCOMPARE(reader->own(MarketId(5), at(0), at(1), [](UnixNanos, const OwnRecord&) { return true; }).error().code,
                 RecordingCode::Market);
    }
    /// Days of a market cost nothing when nothing of one's own happened: the other blocks are not even read.
    void otherBlocksAreNotRead() {
        recordSome({3, 55}, 100);
        const auto file = recordingFiles(m_path)[0];
        std::string bytes = slurp(file);
        for (const BlockEntry& entry : entriesOf(file)) {
            if (!entry.own) std::memset(bytes.data() + entry.offset, 0, kFrameHeaderBytes + entry.payloadBytes);
        }
        spill(file, bytes);
        QCOMPARE(ownTexts(*RecordingReader::open(m_path)).size(), std::size_t{2});
    }
    void readingStopsWhenEnoughWasSeen() {
        recordSome({1, 2, 3}, 10);
        int seen = 0;
        QVERIFY(RecordingReader::open(m_path)
                    ->own(kMarket, at(0), kEver, [&](UnixNanos, const OwnRecord&) { return ++seen < 2; })
                    .has_value());
        QCOMPARE(seen, 2);
    }
    /// After a restart what the recording lacks is told once more, though its time has passed.
    void anOwnEventIsNeverTooLate() {
        recordSome({}, 10);
        {
            const auto writer = writerFor(m_path);
            writer->own(kMarket, at(5), {7, kBytes});
            QCOMPARE(writer->status().late, std::uint64_t{0});
        }
        const auto texts = ownTexts(*RecordingReader::open(m_path), at(9), at(10));
        QCOMPARE(texts, (std::vector<std::string>{fmt::format("{} own 7 010203", at(9).value())}));
    }
    /// Recordings of the version before, which had no own events, are read and gone on with.
    void earlierVersionsAreRead() {
        recordSome({}, 30);
        const auto file = recordingFiles(m_path)[0];
        const auto before = textsOf(m_path);
        QCOMPARE(before.size(), std::size_t{30});
        spill(file, asVersionOne(slurp(file)));
        QCOMPARE(textsOf(m_path), before);
        QVERIFY(ownTexts(*RecordingReader::open(m_path)).empty());
        {
            const auto writer = writerFor(m_path);
            QVERIFY(writer != nullptr);
            writer->own(kMarket, at(40), {7, kBytes});
        }
        QCOMPARE(ownTexts(*RecordingReader::open(m_path)).size(), std::size_t{1});
        const auto after = textsOf(m_path);
        QVERIFY(after.size() > before.size());
        QVERIFY(std::ranges::equal(before, std::span(after).first(before.size())));
    }
};
QD_TEST(TestOwnRecords);
#include "TestOwnRecords.moc"
