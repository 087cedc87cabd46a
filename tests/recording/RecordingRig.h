#pragma once

#include "core/base/Random.h"
#include "core/recording/RecordingReader.h"
#include "core/recording/RecordingWriter.h"

#include <QTest>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace qd::test {

inline constexpr UnixNanos kRecordingStart{1'700'000'000'000'000'000};

inline recording::RecordedMarket recordedMarket(std::uint16_t id = 0) {
    return {MarketId(id), fmt::format("M{}-PERP", id), Price(10'000), Quantity(1'000'000)};
}

/// An event as text: two events are the same when their texts are.
inline std::string textOf(const recording::RecordedEvent& event) {
    std::string text = fmt::format("{} ", event.ts.value());
    if (const auto* depth = std::get_if<recording::DepthRecord>(&event.body)) {
        text += depth->snapshot ? "book" : "depth";
        for (const BookLevel& l : depth->bids) text += fmt::format(" b{}@{}", l.size.raw(), l.price.raw());
        for (const BookLevel& l : depth->asks) text += fmt::format(" a{}@{}", l.size.raw(), l.price.raw());
    } else if (const auto* t = std::get_if<Trade>(&event.body)) {
        text += fmt::format("trade {} {} {}@{} {}", t->id.value(), t->ts.value(), t->size.raw(), t->price.raw(),
                            static_cast<int>(t->aggressor));
    } else if (const auto* p = std::get_if<recording::PricesRecord>(&event.body)) {
        text += fmt::format("prices {} {} {} {}", p->mark.raw(), p->index.raw(), p->estimated,
                            p->funding ? fmt::format("{}", p->funding->raw()) : "none");
    } else if (const auto* g = std::get_if<recording::GapRecord>(&event.body)) {
        text += fmt::format("gap {} {}", static_cast<int>(g->cause), g->from.value());
    } else if (const auto* o = std::get_if<recording::OwnRecord>(&event.body)) {
        text += fmt::format("own {} ", o->type);
        for (const std::byte b : o->bytes) text += fmt::format("{:02x}", static_cast<unsigned>(b));
    }
    return text;
}

/// What a cursor has left.
inline std::vector<std::string> textsOf(recording::RecordingCursor& cursor) {
    std::vector<std::string> texts;
    while (const auto* event = cursor.next()) texts.push_back(textOf(*event));
    return texts;
}

/// Everything recorded of a market.
inline std::vector<std::string> textsOf(const std::filesystem::path& folder, MarketId market = MarketId(0)) {
    const auto reader = recording::RecordingReader::open(folder);
    if (!reader) return {};
    auto cursor = reader->seek(market, UnixNanos(0));
    return cursor ? textsOf(*cursor) : std::vector<std::string>{};
}

inline std::vector<std::filesystem::path> recordingFiles(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".qdr") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}
inline std::string slurp(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
inline void spill(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

inline std::unique_ptr<recording::RecordingWriter>
writerFor(const std::filesystem::path& folder, recording::RecordingOptions options = {}, std::uint16_t markets = 1) {
    auto writer = recording::RecordingWriter::open(folder, std::move(options));
    if (!writer) return nullptr;
    for (std::uint16_t i = 0; i < markets; ++i) {
        if (!(*writer)->addMarket(recordedMarket(i))) return nullptr;
    }
    return std::move(*writer);
}

/// A market that does everything a recorder may be told, by seed. It remembers what it told as text, with the state of
/// the book after every event.
class RandomMarket {
  public:
    explicit RandomMarket(std::uint64_t seed, std::uint16_t id = 0) : m_draw(seed), m_market(recordedMarket(id)) {}

    struct Told {
        UnixNanos ts;
        std::string text;
        StateHash book; ///< after it
        recording::PricesRecord prices;
    };
    [[nodiscard]] const std::vector<Told>& told() const { return m_told; }
    [[nodiscard]] std::vector<std::string> texts() const {
        std::vector<std::string> texts;
        for (const Told& t : m_told) texts.push_back(t.text);
        return texts;
    }
    [[nodiscard]] UnixNanos now() const { return m_now; }
    /// An event of its own is a multiple of this apart from the one before.
    void setPace(std::int64_t nanos) { m_pace = nanos; }
    void skip(std::int64_t nanos) { m_now = m_now + nanos; }

    void tell(recording::RecordingWriter& writer, int events) {
        for (int i = 0; i < events; ++i) tellOne(writer);
    }

    void tellOne(recording::RecordingWriter& writer) {
        m_now = m_now + static_cast<std::int64_t>(below(3)) * m_pace +
                static_cast<std::int64_t>(oneIn(4) ? below(1'000) : 0);
        const std::uint64_t what = below(100);
        if (m_told.empty() || what < 2)
            depth(writer, true);
        else if (what < 60)
            depth(writer, false);
        else if (what < 85)
            trade(writer);
        else if (what < 93)
            prices(writer);
        else if (what < 94)
            feedGap(writer);
        else
            own(writer);
    }

  private:
    [[nodiscard]] std::uint64_t below(std::uint64_t n) { return m_draw() % n; }
    [[nodiscard]] bool oneIn(std::uint64_t n) { return below(n) == 0; }
    [[nodiscard]] BookLevel level(Side side, std::int64_t distance) {
        std::int64_t price = (m_middle + (side == Side::Buy ? -distance : distance)) * m_market.tick.raw();
        std::int64_t size = static_cast<std::int64_t>(below(200)) * m_market.step.raw();
        if (oneIn(40)) price += 7; // off the grid
        if (oneIn(40)) size += 3;
        if (oneIn(300)) size = 9'000'000'000'000'000'000 + static_cast<std::int64_t>(below(1'000));
        return {Price(price), Quantity(size)};
    }
    void remember(decltype(recording::RecordedEvent::body) body) {
        const recording::RecordedEvent event{m_now, std::move(body)};
        m_told.push_back({m_now, textOf(event), m_book.hash(), m_prices});
    }
    void depth(recording::RecordingWriter& writer, bool snapshot) {
        std::vector<BookLevel> bids;
        std::vector<BookLevel> asks;
        const std::uint64_t most = snapshot ? 40 : 5;
        for (std::uint64_t n = below(most); n > 0; --n) bids.push_back(level(Side::Buy, std::int64_t(1 + below(60))));
        for (std::uint64_t n = below(most); n > 0; --n) asks.push_back(level(Side::Sell, std::int64_t(1 + below(60))));
        if (oneIn(20)) m_middle += static_cast<std::int64_t>(below(21)) - 10;
        const recording::DepthRecord record{snapshot, bids, asks};
        writer.depth(m_market.id, m_now, record);
        m_book.apply(record);
        remember(record);
    }
    void trade(recording::RecordingWriter& writer) {
        const BookLevel at = level(oneIn(2) ? Side::Buy : Side::Sell, 1);
        m_trade = oneIn(30) ? m_draw() : m_trade + 1;
        const Trade trade{TradeId(m_trade), oneIn(3) ? m_now : m_now + -static_cast<std::int64_t>(below(1U << 30U)),
                          at.price, at.size, oneIn(2) ? Side::Buy : Side::Sell};
        writer.trade(m_market.id, m_now, trade);
        remember(trade);
    }
    void prices(recording::RecordingWriter& writer) {
        recording::PricesRecord next{Price(m_middle * 10'000 + std::int64_t(below(5'000))), Price(m_middle * 10'000),
                                     oneIn(2), std::nullopt};
        if (oneIn(2)) next.funding = Rate(static_cast<std::int64_t>(below(1'000)) - 500);
        writer.prices(m_market.id, m_now, next);
        if (next == m_prices) return;
        m_prices = next;
        remember(next);
    }
    void feedGap(recording::RecordingWriter& writer) {
        writer.feedGap(m_market.id, m_now);
        m_book.setKnown(false);
        remember(recording::GapRecord{recording::GapCause::Feed, m_now});
    }
    void own(recording::RecordingWriter& writer) {
        std::vector<std::byte> bytes(below(60));
        for (std::byte& b : bytes) b = static_cast<std::byte>(m_draw());
        const recording::OwnRecord record{static_cast<std::uint16_t>(m_draw()), bytes};
        writer.own(m_market.id, m_now, record);
        remember(record);
    }

    SplitMix64 m_draw;
    recording::RecordedMarket m_market;
    recording::RecordedBook m_book;
    recording::PricesRecord m_prices;
    std::int64_t m_middle = 15'000;
    std::uint64_t m_trade = 0;
    std::int64_t m_pace = 20 * kNanosPerMilli;
    UnixNanos m_now = kRecordingStart;
    std::vector<Told> m_told;
};

} // namespace qd::test
