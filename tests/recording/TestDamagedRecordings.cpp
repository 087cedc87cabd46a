#include "core/base/Hash.h"
#include "core/recording/Format.h"
#include "tests/recording/RecordingRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

#include <cstring>

using namespace qd;
using namespace qd::recording;
using namespace qd::test;

namespace {

/// A frame of a file and its end.
struct Place {
    FrameHeader header;
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::vector<Place> framesOf(const std::string& bytes) {
    std::vector<Place> frames;
    const ByteSpan all = std::as_bytes(std::span(bytes));
    for (std::size_t at = kFileHeaderBytes; at < all.size();) {
        const auto header = readFrameHeader(all.subspan(at));
        if (!header) break;
        frames.push_back({*header, at, at + kFrameHeaderBytes + header->payloadBytes});
        at = frames.back().end;
    }
    return frames;
}

} // namespace

class TestDamagedRecordings : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path m_path;
    std::filesystem::path m_file;
    std::string m_bytes; ///< the whole file
    std::vector<std::string> m_texts;
    std::vector<std::size_t> m_eventsUpTo; ///< by block: events in it and those before

    void record(std::uint64_t seed, int events) {
        m_folder = QTemporaryDir();
        m_path = m_folder.path().toStdString();
        RecordingOptions options;
        options.blockNanos = kNanosPerSecond;
        RandomMarket market(seed);
        {
            const auto writer = writerFor(m_path, options);
            market.tell(*writer, events);
        }
        m_file = recordingFiles(m_path).at(0);
        m_bytes = slurp(m_file);
        m_texts = market.texts();
        m_eventsUpTo.clear();
        for (const Place& place : framesOf(m_bytes)) {
            if (place.header.kind == FrameKind::Block)
                m_eventsUpTo.push_back((m_eventsUpTo.empty() ? 0 : m_eventsUpTo.back()) + place.header.events);
        }
        QCOMPARE(m_eventsUpTo.back(), m_texts.size());
    }
    [[nodiscard]] std::size_t wholeBlocks(std::size_t bytes) const {
        std::size_t blocks = 0;
        for (const Place& place : framesOf(m_bytes))
            blocks += place.header.kind == FrameKind::Block && place.end <= bytes ? 1U : 0U;
        return blocks;
    }

    /// A file that ends at `size`, not larger than it is now, opens up to its last whole block and says where it was
    /// cut.
    void checkCutAt(std::size_t size) {
        std::filesystem::resize_file(m_file, size);
        const auto reader = RecordingReader::open(m_path);
        QVERIFY2(reader.has_value(), reader ? "" : reader.error().detail.c_str());
        const std::size_t blocks = wholeBlocks(size);
        const std::size_t events = blocks == 0 ? 0 : m_eventsUpTo[blocks - 1];
        const std::vector<Place> frames = framesOf(m_bytes);
        const bool atFrame =
            size == kFileHeaderBytes || std::ranges::any_of(frames, [&](const Place& p) { return p.end == size; });
        QCOMPARE(reader->notes().empty(), atFrame || size == m_bytes.size());
        if (!reader->notes().empty()) QVERIFY(reader->notes()[0].contains(m_file.string()));
        auto cursor = reader->seek(MarketId(0), UnixNanos(0));
        QCOMPARE(cursor.has_value(), blocks > 0);
        if (blocks == 0) return;
        const auto texts = textsOf(*cursor);
        QCOMPARE(texts.size(), events);
        QVERIFY(std::ranges::equal(texts, std::span(m_texts).first(events)));
        QVERIFY(cursor->notes().empty());
    }

    /// A reader steps over what is damaged: what it gives was told, in its order.
    void checkFlipped(std::size_t bit) {
        const auto put = [&](char byte) {
            std::fstream file(m_file, std::ios::binary | std::ios::in | std::ios::out);
            file.seekp(static_cast<std::streamoff>(bit / 8)).put(byte);
        };
        put(static_cast<char>(m_bytes[bit / 8] ^ (1 << (bit % 8))));
        readFlipped(bit);
        put(m_bytes[bit / 8]);
    }
    void readFlipped(std::size_t bit) {
        const auto reader = RecordingReader::open(m_path);
        QVERIFY2(reader.has_value(), reader ? "" : reader.error().detail.c_str());
        auto cursor = reader->seek(MarketId(0), UnixNanos(0));
        QVERIFY(cursor.has_value());
        const auto texts = textsOf(*cursor);

        const std::vector<Place> frames = framesOf(m_bytes);
        const auto hit =
            std::ranges::find_if(frames, [&](const Place& p) { return bit / 8 >= p.begin && bit / 8 < p.end; });
        const bool block = hit != frames.end() && hit->header.kind == FrameKind::Block;
        std::size_t from = m_texts.size(); // events [from, to) are lost
        std::size_t to = from;
        if (block) {
            from = hit->header.sequence == 1 ? 0 : m_eventsUpTo[hit->header.sequence - 2];
            to = m_eventsUpTo[hit->header.sequence - 1];
            QVERIFY(!cursor->notes().empty() || !reader->notes().empty());
        }
        QVERIFY(texts.size() >= m_texts.size() - (to - from));
        QVERIFY(std::ranges::equal(std::span(texts).first(from), std::span(m_texts).first(from)));
        const std::size_t rest = m_texts.size() - to;
        QVERIFY(std::ranges::equal(std::span(texts).last(rest), std::span(m_texts).last(rest)));
        if (from > 0 && rest > 0) QVERIFY(texts[from].contains(" gap 3 ")); // told as damage
    }

  private slots:
    void cutAtEveryByte() {
        record(1, 60);
        for (std::size_t size = m_bytes.size() + 1; size-- > 0;) {
            checkCutAt(size);
            if (QTest::currentTestFailed()) return;
        }
    }
    void cutAtRandom() {
        record(2, 6'000);
        SplitMix64 draw(5);
        std::vector<std::size_t> sizes(60);
        for (std::size_t& size : sizes) size = draw() % m_bytes.size();
        for (const std::size_t size : (std::ranges::sort(sizes, std::greater<>()), sizes)) {
            checkCutAt(size);
            if (QTest::currentTestFailed()) return;
        }
    }
    void everyFlippedBit() {
        record(3, 25);
        for (std::size_t bit = 0; bit < m_bytes.size() * 8; ++bit) {
            checkFlipped(bit);
            if (QTest::currentTestFailed()) {
                qWarning("bit %zu", bit);
                return;
            }
        }
    }
    void someFlippedBits() {
        record(4, 4'000);
        SplitMix64 draw(6);
        for (int i = 0; i < 100; ++i) {
            checkFlipped(draw() % (m_bytes.size() * 8));
            if (QTest::currentTestFailed()) return;
        }
    }

    /// A writer that finds a cut file completes it and goes on in the next one.
    void aWriterGoesOnAfterACut() {
        SplitMix64 draw(8);
        for (int i = 0; i < 12; ++i) {
            record(10 + static_cast<std::uint64_t>(i), 600);
            const std::size_t size = draw() % m_bytes.size();
            spill(m_file, std::string_view(m_bytes).substr(0, size));
            const std::size_t blocks = wholeBlocks(size);
            const std::size_t events = blocks == 0 ? 0 : m_eventsUpTo[blocks - 1];
            auto reader = RecordingReader::open(m_path); // was there before, and sees the same afterwards
            RandomMarket more(77);
            more.skip(kNanosPerHour);
            {
                const auto writer = writerFor(m_path);
                QVERIFY(writer != nullptr);
                more.tell(*writer, 50);
            }
            QVERIFY(reader->refresh().has_value());
            QVERIFY(reader->notes().empty());
            auto cursor = reader->seek(MarketId(0), UnixNanos(0));
            const auto texts = textsOf(*cursor);
            QCOMPARE(texts, textsOf(m_path));
            QVERIFY(std::ranges::equal(std::span(texts).first(events), std::span(m_texts).first(events)));
            const auto told = more.texts();
            QVERIFY(std::ranges::equal(std::span(texts).last(told.size()), told));
            if (events > 0) QVERIFY(texts[events].contains(" gap 2 "));
        }
    }

    /// A file that is gone from between others is a gap as well.
    void aMissingFileIsAGap() {
        m_folder = QTemporaryDir();
        m_path = m_folder.path().toStdString();
        RandomMarket market(20);
        market.setPace(kNanosPerSecond);
        {
            const auto writer = writerFor(m_path);
            market.tell(*writer, 15'000);
        }
        const auto files = recordingFiles(m_path);
        QVERIFY(files.size() > 3);
        std::filesystem::remove(files[1]);
        const auto texts = textsOf(m_path);
        QCOMPARE(std::ranges::count_if(texts, [](const std::string& t) { return t.contains(" gap 3 "); }), 1);
        const auto gone = RecordingReader::open(m_path)->gaps(MarketId(0), UnixNanos(0), market.now());
        QVERIFY(std::ranges::any_of(*gone, [](const RecordedGap& g) {
            return g.cause == GapCause::Damage && g.to - g.from > 3'500 * kNanosPerSecond;
        }));
    }

    /// The same while a cursor is on its way through it: retention takes files away under readers.
    void aFileThatGoesUnderACursor() {
        m_folder = QTemporaryDir();
        m_path = m_folder.path().toStdString();
        RandomMarket market(21);
        market.setPace(kNanosPerSecond);
        {
            const auto writer = writerFor(m_path);
            market.tell(*writer, 8'000);
        }
        const auto reader = RecordingReader::open(m_path);
        auto cursor = reader->seek(MarketId(0), UnixNanos(0));
        std::filesystem::remove(recordingFiles(m_path)[1]);
        const auto texts = textsOf(*cursor);
        QCOMPARE(std::ranges::count_if(texts, [](const std::string& t) { return t.contains(" gap 3 "); }), 1);
        QVERIFY(!cursor->notes().empty());
        QVERIFY(cursor->book().hash() == market.told().back().book);
    }

    void aNewerVersionIsRefused() {
        record(30, 20);
        std::string bytes = m_bytes;
        const std::uint32_t version = kFormatVersion + 1;
        std::memcpy(bytes.data() + 8, &version, sizeof(version));
        const std::uint64_t checksum = checksum64(std::as_bytes(std::span(bytes)).first(kFileHeaderBytes - 8));
        std::memcpy(bytes.data() + kFileHeaderBytes - 8, &checksum, sizeof(checksum));
        spill(m_file, bytes);
        const auto reader = RecordingReader::open(m_path);
        QVERIFY(!reader.has_value());
        QCOMPARE(reader.error().code, RecordingCode::Version);
        QVERIFY(reader.error().detail.contains("format 3, this program reads up to 2"));
        const auto writer = RecordingWriter::open(m_path, {});
        QVERIFY(!writer.has_value());
        QCOMPARE(writer.error().code, RecordingCode::Version);
    }

    void whatIsNoRecordingIsToldAndLeftAlone() {
        record(31, 20);
        const auto foreign = m_path / fileNameOf(7);
        spill(foreign, "this is somebody's letter, and it is longer than the header of a file of ours");
        auto reader = RecordingReader::open(m_path);
        QVERIFY(reader.has_value());
        QCOMPARE(reader->notes().size(), std::size_t{1});
        QVERIFY(reader->notes()[0].contains(foreign.string()));
        QCOMPARE(textsOf(m_path), m_texts);
        {
            QVERIFY(writerFor(m_path) != nullptr);
        }
        QVERIFY(slurp(foreign).starts_with("this is"));
        std::filesystem::remove(m_file);
        reader = RecordingReader::open(m_path);
        QVERIFY(!reader.has_value());
        QCOMPARE(reader.error().code, RecordingCode::Damaged);
    }
    void anEmptyFolderHasNoMarkets() {
        QTemporaryDir folder;
        const auto reader = RecordingReader::open(folder.path().toStdString());
        QVERIFY(reader.has_value() && reader->markets().empty());
        QVERIFY(RecordingReader::open(std::filesystem::path(folder.path().toStdString()) / "none").has_value());
    }
};
QD_TEST(TestDamagedRecordings);
#include "TestDamagedRecordings.moc"
