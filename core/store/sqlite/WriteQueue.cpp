#include "core/store/sqlite/WriteQueue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace qd::store::sqlite {

WriteQueue::WriteQueue(std::size_t marketRowsBound, std::size_t batchRows, std::chrono::milliseconds window)
    : m_marketRowsBound(marketRowsBound)
    , m_batchRows(std::max<std::size_t>(batchRows, 1))
    , m_window(window) {}

void WriteQueue::push(OwnEntry entry) {
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting += 1;
        if (m_abandoned) return;
        wake = m_own.empty() && m_market.empty();
        m_own.push_back(std::move(entry));
        wake = wake || urgent();
    }
    if (wake) m_wake.notify_one();
}

void WriteQueue::push(const ForgetEntry& entry) {
    {
        const std::lock_guard lock(m_mutex);
        erase(entry);
    }
    push(OwnEntry(entry));
}

void WriteQueue::erase(const ForgetEntry& entry) {
    const auto isGone = [&](const MarketEntry& queued) {
        const auto* bar = std::get_if<CandleRow>(&queued);
        return bar != nullptr && entry.covers(*bar);
    };
    auto flush = m_flushes.begin(); // the first whose rows end behind the row that is looked at
    std::uint64_t place = m_marketLeft;
    std::uint64_t gone = 0;
    for (const MarketEntry& queued : m_market) {
        for (; flush != m_flushes.end() && flush->market <= place; ++flush) flush->market -= gone;
        gone += isGone(queued) ? 1U : 0U;
        ++place;
    }
    for (; flush != m_flushes.end(); ++flush) flush->market -= gone;
    std::erase_if(m_market, isGone);
    m_waiting -= gone;
}

template<class Row>
void WriteQueue::pushMarket(std::span<const Row> rows) {
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting += rows.size();
        if (m_abandoned) return;
        wake = m_own.empty() && m_market.empty();
        m_market.insert(m_market.end(), rows.begin(), rows.end());
        const std::size_t excess = m_market.size() - std::min(m_market.size(), m_marketRowsBound);
        m_market.erase(m_market.begin(), std::next(m_market.begin(), static_cast<std::ptrdiff_t>(excess)));
        m_dropped += excess;
        m_marketLeft += excess;
        m_waiting -= excess;
        wake = wake || urgent();
    }
    if (wake) m_wake.notify_one();
}
template void WriteQueue::pushMarket(std::span<const CandleRow>);
template void WriteQueue::pushMarket(std::span<const TradeRow>);

void WriteQueue::pushFlush(Answer<void> answer) {
    {
        const std::lock_guard lock(m_mutex);
        m_flushes.push_back({m_ownLeft + m_own.size(), m_marketLeft + m_market.size(), std::move(answer)});
    }
    m_wake.notify_one();
}

void WriteQueue::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
}

bool WriteQueue::urgent() const {
    return m_stopping || !m_flushes.empty() || m_own.size() + m_market.size() >= m_batchRows;
}

void WriteQueue::waitForBatch(bool busy) {
    std::unique_lock lock(m_mutex);
    if (busy) return;
    m_wake.wait(lock, [this] { return urgent() || !m_own.empty() || !m_market.empty(); });
    m_wake.wait_for(lock, m_window, [this] { return urgent(); });
}

void WriteQueue::pause(std::chrono::milliseconds patience) {
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, patience, [this] { return m_stopping || !m_flushes.empty(); });
}

void WriteQueue::pauseForRequest() {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_stopping || !m_flushes.empty(); });
}

void WriteQueue::take(Batch& batch) {
    const auto move = [](auto& from, auto& to, std::size_t room) {
        const auto count = static_cast<std::ptrdiff_t>(std::min(from.size(), room));
        to.assign(std::make_move_iterator(from.begin()), std::make_move_iterator(from.begin() + count));
        from.erase(from.begin(), from.begin() + count);
        return static_cast<std::size_t>(count);
    };
    const std::lock_guard lock(m_mutex);
    m_ownLeft += move(m_own, batch.own, m_batchRows);
    m_marketLeft += move(m_market, batch.market, m_batchRows - batch.own.size());
}

std::vector<Answer<void>> WriteQueue::takeServedFlushes() {
    std::vector<Answer<void>> served;
    const std::lock_guard lock(m_mutex);
    while (!m_flushes.empty() && m_flushes.front().own <= m_ownLeft && m_flushes.front().market <= m_marketLeft) {
        served.push_back(std::move(m_flushes.front().answer));
        m_flushes.pop_front();
    }
    return served;
}

std::vector<Answer<void>> WriteQueue::takeAllFlushes() {
    std::vector<Answer<void>> all;
    const std::lock_guard lock(m_mutex);
    for (Flush& f : m_flushes) all.push_back(std::move(f.answer));
    m_flushes.clear();
    return all;
}

bool WriteQueue::stopping() const {
    const std::lock_guard lock(m_mutex);
    return m_stopping;
}

void WriteQueue::abandon() {
    const std::lock_guard lock(m_mutex);
    m_abandoned = true;
    m_own.clear();
    m_market.clear();
}

void WriteQueue::settle(std::size_t rows) { m_waiting -= rows; }

} // namespace qd::store::sqlite
