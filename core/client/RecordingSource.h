#pragma once

#include "core/client/MarketSource.h"
#include "core/recording/RecordingReader.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace qd::client {

/// What a venue recorded of its markets as the source of another one: books, trades and prices of all markets by time.
/// Books stand as they were sampled. Where something is missing the book is empty until it is known again. Prices that
/// stand are told again every second, so that they do not pass for old ones. What the user did then is not done again.
///
/// A recording that is being written is played up to where it had got when the run began. Bounds of memory: a block and
/// a book a market.
class RecordingSource final : public MarketSource {
  public:
    /// Errors: Source (a sentence that names the folder).
    [[nodiscard]] static VenueResult<std::unique_ptr<RecordingSource>> open(const std::filesystem::path& folder);

    [[nodiscard]] std::string identity() const override;
    [[nodiscard]] VenueMode mode() const override { return VenueMode::Replay; }
    [[nodiscard]] std::vector<Command> setUp() override;
    [[nodiscard]] UnixNanos startTime() const override { return m_begin; }
    [[nodiscard]] std::optional<UnixNanos> endTime() const override;
    [[nodiscard]] MarketInfo describe(const MarketParams& params) const override;
    [[nodiscard]] VenueResult<std::optional<UnixNanos>> nextTime() override;
    [[nodiscard]] VenueResult<Command> next(const exchange::State& state) override;
    void observe(std::span<const Event>) override {}
    void save(ByteWriter& out) const override;
    [[nodiscard]] VenueResult<void> load(ByteReader& in) override;
    [[nodiscard]] SourceCounters counters() const override { return m_counters; }
    [[nodiscard]] std::vector<std::string> takeProblems() override;
    [[nodiscard]] bool inGap() const override;
    [[nodiscard]] bool inGapOf(MarketId market) const override { return m_streams[market.value()].inGap; }

  private:
    /// One market; its number among the markets of the exchange is its place.
    struct Stream {
        recording::RecordedMarket market;
        MarketParams params; ///< of its paper market
        recording::RecordingCursor cursor;
        const recording::RecordedEvent* event = nullptr; ///< looked at, not taken
        bool over = false;                               ///< nothing comes any more
        std::size_t notesTold = 0;                       ///< of the cursor
        bool refused = false;                            ///< it was told that it holds what its market cannot

        // What a snapshot keeps.
        UnixNanos last;          ///< where the recording ended when the run began
        UnixNanos at;            ///< of the last event that was taken
        std::uint32_t taken = 0; ///< events of that time
        bool bookDue = false;    ///< what stood before the first event is still to be told
        bool pricesDue = false;
        recording::PricesRecord prices;
        UnixNanos pricesAt; ///< when they were last told
        bool inGap = false;
    };
    enum class What : std::uint8_t { Book, Prices, Event };
    struct Due {
        UnixNanos at;
        std::size_t stream = 0;
        What what = What::Event;
    };

    explicit RecordingSource(std::filesystem::path folder, recording::RecordingReader reader)
        : m_folder(std::move(folder))
        , m_reader(std::move(reader)) {}
    [[nodiscard]] VenueResult<void> add(const recording::RecordedSpan& span);
    /// Looks at the stream's next event that concerns the market; null at its end.
    static const recording::RecordedEvent* peek(Stream& stream);
    static void take(Stream& stream);
    [[nodiscard]] static std::optional<Due> dueOf(Stream& stream);
    [[nodiscard]] const std::optional<Due>& due();
    [[nodiscard]] decltype(Command::body) bodyOf(Stream& stream, MarketId market, What what);
    [[nodiscard]] decltype(Command::body) bodyOf(Stream& stream, MarketId market, const recording::DepthRecord& depth);
    [[nodiscard]] decltype(Command::body) bodyOf(Stream& stream, MarketId market, const Trade& trade);
    [[nodiscard]] decltype(Command::body) bodyOf(Stream& stream, MarketId market, const recording::GapRecord& gap);
    [[nodiscard]] decltype(Command::body) pricesOf(Stream& stream, MarketId market);
    [[nodiscard]] decltype(Command::body) wholeBook(Stream& stream, MarketId market);
    void convert(Stream& stream, std::span<const BookLevel> from, std::vector<BookLevel>& to);
    /// Counts a value that the market cannot hold, and tells of a market's first one.
    void refuse(Stream& stream, std::string_view what, Price price);
    [[nodiscard]] static bool holds(const Stream& stream, Price price);
    void checkPrices(Stream& stream);
    void addProblem(std::string sentence);
    [[nodiscard]] VenueResult<void> goTo(Stream& stream);

    std::filesystem::path m_folder;
    recording::RecordingReader m_reader;
    std::vector<Stream> m_streams;
    std::vector<std::string> m_problems; ///< sentences about what cannot be played, not taken yet
    std::size_t m_problemCount = 0;      ///< since it was opened
    UnixNanos m_begin;
    std::optional<Due> m_due; ///< what comes next, while it is known
    bool m_dueKnown = false;
    std::vector<BookLevel> m_bids;
    std::vector<BookLevel> m_asks;
    SourceCounters m_counters;
    UnixNanos m_now; ///< of the last command; a snapshot keeps it
};

} // namespace qd::client
