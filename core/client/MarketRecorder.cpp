#include "core/client/MarketRecorder.h"

#include "core/base/File.h"
#include "core/client/MarketBoard.h"
#include "core/client/RecordedBars.h"
#include "core/client/RecordedFootprint.h"
#include "core/client/RecordedOwn.h"
#include "core/recording/DepthColumns.h"

#include <algorithm>
#include <chrono>
#include <pthread.h>
#include <utility>

namespace qd::client {
namespace {

constexpr std::int64_t kLookEvery = 100 * kNanosPerMilli;  ///< market time
constexpr auto kPatience = std::chrono::milliseconds(500); ///< for blocks that are on their way to the disk

ports::HistoryCode codeOf(recording::RecordingCode code) {
    return code == recording::RecordingCode::Damaged ? ports::HistoryCode::Damaged : ports::HistoryCode::Unavailable;
}

DepthColumn copyOf(const recording::DepthColumn& column) {
    DepthColumn copy{column.begin, column.reliable, column.bestBid, column.bestAsk, {}};
    copy.cells.reserve(column.bids.size() + column.asks.size());
    for (const auto& side : {column.bids, column.asks}) {
        for (const recording::DepthCell& c : side) copy.cells.push_back({c.row, c.size});
    }
    // A wide row or a crossed book may hold both sides.
    std::ranges::stable_sort(copy.cells, {}, &DepthColumn::Cell::row);
    return copy;
}

recording::RecordingResult<std::vector<DepthColumn>> columnsOf(const recording::RecordingReader& reader,
                                                               const DepthWindow& window) {
    std::vector<DepthColumn> columns;
    if (!reader.has(window.market)) return columns;
    const recording::DepthQuery query{
        window.market, window.from,      window.to,   window.columnNanos,
        window.low,    window.rowHeight, window.rows, recording::DepthMeasure::TimeWeighted};
    const auto read = recording::depthColumns(reader, query, [&](const recording::DepthColumn& column) {
        columns.push_back(copyOf(column));
        return true;
    });
    if (!read) return std::unexpected(read.error());
    return columns;
}

} // namespace

recording::RecordingResult<std::unique_ptr<MarketRecorder>>
MarketRecorder::open(const std::filesystem::path& folder, std::uint64_t maxBytes,
                     std::function<void(std::string)> notice) {
    if (auto made = makeFolder(folder); !made) return fail(recording::RecordingCode::File, made.error().detail);
    recording::RecordingOptions options;
    options.maxBytes = maxBytes;
    options.notice = std::move(notice);
    auto writer = recording::RecordingWriter::open(folder, std::move(options));
    if (!writer) return std::unexpected(writer.error());
    return std::unique_ptr<MarketRecorder>(new MarketRecorder(folder, std::move(*writer)));
}

MarketRecorder::MarketRecorder(std::filesystem::path folder, std::unique_ptr<recording::RecordingWriter> writer)
    : m_folder(std::move(folder))
    , m_writer(std::move(writer))
    , m_reader([this] { readQuestions(); }) {}

MarketRecorder::~MarketRecorder() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_asked.notify_all();
    m_reader.join();
}

MarketRecorder::Seen& MarketRecorder::seenOf(const MarketParams& p) {
    if (m_seen.size() <= p.id.value()) m_seen.resize(p.id.value() + std::size_t{1});
    Seen& seen = m_seen[p.id.value()];
    if (!seen.added) {
        seen.added = true;
        seen.refused = !m_writer->addMarket({p.id, p.symbol, p.tick, p.step});
    }
    return seen;
}

void MarketRecorder::see(const exchange::MarketState& market, DataStatus status, UnixNanos now) {
    const MarketParams& p = market.params;
    Seen& seen = seenOf(p);
    if (seen.refused || now - seen.at < kLookEvery) return;
    seen.at = now;
    m_writer->advance(now);
    const bool inGap = status == DataStatus::Gap;
    if (inGap && !seen.inGap) m_writer->feedGap(p.id, now);
    // The book that ends a gap is recorded, whether it is another one or not.
    if (inGap != seen.inGap) seen.changes.reset();
    seen.inGap = inGap;
    if (inGap || market.changes == seen.changes) return;
    seen.changes = market.changes;
    const auto book = MarketBoard::snapshotOf(market, 0);
    m_writer->book(p.id, now, book->bids, book->asks);
    const auto funding = p.funding ? std::optional(market.funding.rate8h()) : std::nullopt;
    m_writer->prices(p.id, now, {market.prices.mark, market.prices.index, market.prices.estimated, funding});
}

void MarketRecorder::trade(MarketId market, const Trade& trade) {
    if (market.value() < m_seen.size() && m_seen[market.value()].added && !m_seen[market.value()].refused)
        m_writer->trade(market, trade.ts, trade);
}

void MarketRecorder::own(const MarketParams& market, UnixNanos ts, const recording::OwnRecord& record) {
    if (!seenOf(market).refused) m_writer->own(market.id, ts, record);
}

void MarketRecorder::interrupt(UnixNanos now) {
    m_writer->advance(now);
    for (std::size_t i = 0; i < m_seen.size(); ++i) {
        Seen& seen = m_seen[i];
        if (!seen.added || seen.refused || seen.inGap) continue;
        m_writer->feedGap(MarketId(static_cast<std::uint16_t>(i)), now);
        seen.inGap = true;
    }
}

void MarketRecorder::seal() { m_writer->seal(); }

bool MarketRecorder::isWritten() const { return m_writer->status().queuedBytes == 0; }

template<class T>
void MarketRecorder::ask(std::function<recording::RecordingResult<T>(const recording::RecordingReader&)> read,
                         ports::HistoryAnswer<T> answer) {
    m_writer->seal(); // what was seen a moment ago is among it
    Question question = [read = std::move(read), answer = std::move(answer)](
                            const recording::RecordingResult<recording::RecordingReader>& reader) mutable {
        auto found = reader ? read(*reader) : recording::RecordingResult<T>(std::unexpected(reader.error()));
        if (found)
            answer(std::move(*found));
        else
            answer(fail(codeOf(found.error().code), found.error().detail));
    };
    {
        const std::scoped_lock lock(m_mutex);
        m_questions.push_back(std::move(question));
    }
    m_asked.notify_all();
}

void MarketRecorder::read(const DepthWindow& window, ports::HistoryAnswer<std::vector<DepthColumn>> answer) {
    ask<std::vector<DepthColumn>>(
        [window](const recording::RecordingReader& reader) { return columnsOf(reader, window); }, std::move(answer));
}

void MarketRecorder::read(const FootprintWindow& window, ports::HistoryAnswer<FootprintPage> answer) {
    ask<FootprintPage>([window](const recording::RecordingReader& reader) { return recordedFootprint(reader, window); },
                       std::move(answer));
}

void MarketRecorder::read(const TradeBarWindow& window, ports::HistoryAnswer<TradeBarPage> answer) {
    ask<TradeBarPage>([window](const recording::RecordingReader& reader) { return recordedBars(reader, window); },
                      std::move(answer));
}

void MarketRecorder::read(const OwnWindow& window, ports::HistoryAnswer<OwnPage> answer) {
    ask<OwnPage>([window](const recording::RecordingReader& reader) { return recordedOwn(reader, window); },
                 std::move(answer));
}

void MarketRecorder::waitForWriter() {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (!isWritten() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

void MarketRecorder::readQuestions() {
    pthread_setname_np(pthread_self(), "qd-record-read");
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_asked.wait(lock, [this] { return m_stop || !m_questions.empty(); });
        if (m_stop) break;
        Question question = std::move(m_questions.front());
        m_questions.pop_front();
        lock.unlock();
        waitForWriter();
        question(recording::RecordingReader::open(m_folder));
        lock.lock();
    }
    for (Question& q : m_questions) q(fail(recording::RecordingCode::Locked, "the venue goes on with another run"));
}

} // namespace qd::client
