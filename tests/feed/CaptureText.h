#pragma once

#include "core/base/Decimal.h"
#include "core/feed/FeedEvent.h"
#include "core/feed/recorded/CaptureJudge.h"
#include "core/feed/recorded/RecordedFeed.h"

#include <fmt/format.h>
#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Hand-made captures, and what a feed makes of them, as short text.
namespace qd::test {

/// Begins with a recorder's clock at a known time and moves it 1 ms a line; ts is what the exchange says.
class CaptureText {
  public:
    static constexpr std::int64_t kFirstReceivedUs = 1'700'000'000'000'000;

    CaptureText& line(std::string_view kind, std::string_view stream, std::string_view data,
                      std::string_view ts = "null") {
        m_text += fmt::format(R"({{"recv_us":{},"ts":{},"kind":"{}","stream":"{}","data":{}}})"
                              "\n",
                              m_receivedUs, ts, kind, stream, data);
        m_receivedUs += 1'000;
        return *this;
    }
    CaptureText& raw(std::string_view text) {
        m_text += text;
        return *this;
    }
    /// The next line is received at this time, relative to the first line's.
    CaptureText& at(std::int64_t us) {
        m_receivedUs = kFirstReceivedUs + us;
        return *this;
    }
    [[nodiscard]] const std::string& text() const { return m_text; }

  private:
    std::string m_text;
    std::int64_t m_receivedUs = kFirstReceivedUs;
};

inline std::string levelsText(const std::vector<BookLevel>& levels) {
    std::string text;
    for (const BookLevel& level : levels) text += fmt::format(" {}x{}", toString(level.size), toString(level.price));
    return text;
}

/// "S7 b 1x100 a 2x101", "D9 b 0x99 a", "T buy 2@100 #5", "Q9 1x100 2x101", "G".
inline std::string textOf(const feed::FeedEvent& event) {
    if (const auto* d = std::get_if<feed::FeedDepth>(&event.body))
        return fmt::format("{}{} b{} a{}", d->snapshot ? 'S' : 'D', d->updateId, levelsText(d->bids),
                           levelsText(d->asks));
    if (const auto* t = std::get_if<feed::FeedTrade>(&event.body))
        return fmt::format("T {} {}@{} #{}", t->aggressor == Side::Buy ? "buy" : "sell", toString(t->size),
                           toString(t->price), t->venueTradeId);
    if (const auto* q = std::get_if<feed::FeedQuote>(&event.body))
        return fmt::format("Q{}{}{}", q->updateId, levelsText({{q->bid, q->bidSize}}),
                           levelsText({{q->ask, q->askSize}}));
    return "G";
}

/// Everything a capture gives.
struct Played {
    std::vector<feed::FeedEvent> events;
    feed::FeedCounters counters;
    feed::CaptureJudge judge;
    std::optional<feed::FeedMarket> market;
    std::optional<feed::CaptureSpan> span;
    std::optional<Error<feed::FeedCode>> error; ///< of opening or of a line

    /// textOf() of every event, or only the first word of each ("S7 D9 G").
    [[nodiscard]] std::string text() const {
        return joined("\n", [](const std::string& t) { return t; });
    }
    [[nodiscard]] std::string outline() const {
        return joined(" ", [](const std::string& t) { return t.substr(0, t.find(' ')); });
    }
    [[nodiscard]] std::string problem() const { return error ? error->detail : std::string("no error"); }

  private:
    template<class Shorten>
    [[nodiscard]] std::string joined(std::string_view separator, Shorten shorten) const {
        std::string all;
        for (const auto& event : events) {
            if (!all.empty()) all += separator;
            all += shorten(textOf(event));
        }
        return all;
    }
};

inline Played playOpened(feed::FeedResult<feed::RecordedFeed> opened) {
    Played played;
    if (!opened) {
        played.error = opened.error();
        return played;
    }
    played.market = opened->market();
    played.span = opened->span();
    for (;;) {
        auto event = opened->next();
        if (!event) played.error = event.error();
        if (!event || !*event) break;
        played.judge.accept(**event);
        played.events.push_back(std::move(**event));
    }
    played.counters = opened->counters();
    return played;
}

inline Played play(std::string text) {
    return playOpened(feed::RecordedFeed::open(feed::memoryLines(std::move(text), "capture.jsonl")));
}
inline Played play(const CaptureText& capture) { return play(capture.text()); }
inline Played playFile(const std::filesystem::path& path) { return playOpened(feed::RecordedFeed::open(path)); }

inline void writeGzip(const std::filesystem::path& path, const std::string& text) {
    const gzFile file = gzopen(path.c_str(), "wb9");
    gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
    gzclose(file);
}

} // namespace qd::test
