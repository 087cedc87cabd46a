#pragma once

#include "core/ports/History.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace qd::ui {

/// The rows of one list of the history as far as they are read: pages from the newest downwards, and what came since.
/// One question at a time; an answer to a question from before begin() is dropped. Main thread.
template<class Row>
class PagedLog {
  public:
    using Answer = ports::HistoryAnswer<std::vector<Row>>;
    using Ask = std::function<void(std::uint64_t before, std::size_t limit, Answer answer)>;

    static constexpr std::size_t kPage = 200;
    /// Newer rows are read together with those that may have changed since, at most so many.
    static constexpr std::size_t kMostRefreshed = 1'000;

    /// `changed` is called after every answer.
    PagedLog(std::function<std::uint64_t(const Row&)> numberOf, std::function<void()> changed)
        : m_numberOf(std::move(numberOf))
        , m_changed(std::move(changed)) {}

    /// Forgets everything and reads the newest page of another list.
    void begin(Ask ask) {
        forget();
        m_ask = std::move(ask);
        readNewer();
    }
    /// Forgets everything, also what was asked; nothing is read before begin().
    void forget() {
        m_ask = {};
        m_alive = std::make_shared<bool>(true);
        m_rows.clear();
        m_complete = m_asking = false;
        m_error.reset();
        ++m_generation;
    }
    /// Reads what came since, and anew the newest of what is known.
    void readNewer() {
        const std::size_t limit = std::clamp(m_rows.size(), kPage, kMostRefreshed);
        ask(ports::kNewestRow, limit, [this, limit](const std::vector<Row>& page) { takeNewest(page, limit); });
    }
    /// Reads a page below what is known.
    void readOlder() {
        if (m_complete || m_rows.empty()) return;
        ask(m_numberOf(m_rows.back()), kPage, [this](const std::vector<Row>& page) {
            m_rows.insert(m_rows.end(), page.begin(), page.end());
            m_complete = page.size() < kPage;
        });
    }

    /// Newest first.
    [[nodiscard]] const std::vector<Row>& rows() const { return m_rows; }
    /// There is nothing older.
    [[nodiscard]] bool isComplete() const { return m_complete; }
    [[nodiscard]] bool isAsking() const { return m_asking; }
    /// Why the last question was not answered; empty when it was.
    [[nodiscard]] const std::optional<Error<ports::HistoryCode>>& error() const { return m_error; }
    /// Grows whenever the list begins anew: rows shown from before do not belong to it.
    [[nodiscard]] std::uint64_t generation() const { return m_generation; }

  private:
    template<class Take>
    void ask(std::uint64_t before, std::size_t limit, Take take) {
        if (!m_ask || m_asking) return;
        m_asking = true;
        m_ask(before, limit,
              [this, alive = std::weak_ptr(m_alive), take](const Result<std::vector<Row>, ports::HistoryCode>& answer) {
                  if (alive.expired()) return;
                  m_asking = false;
                  m_error.reset();
                  if (answer)
                      take(*answer);
                  else
                      m_error = answer.error();
                  m_changed();
              });
    }
    void takeNewest(const std::vector<Row>& page, std::size_t limit) {
        const bool whole = page.size() < limit;
        const bool joins = whole || m_rows.empty() || m_numberOf(page.back()) <= m_numberOf(m_rows.front());
        if (!joins) ++m_generation; // more came than was read: what is older is read again
        if (!joins || whole) m_complete = whole;
        std::vector<Row> older;
        if (joins && !whole)
            std::ranges::copy_if(m_rows, std::back_inserter(older),
                                 [&](const Row& row) { return m_numberOf(row) < m_numberOf(page.back()); });
        m_rows = page;
        m_rows.insert(m_rows.end(), older.begin(), older.end());
    }

    std::function<std::uint64_t(const Row&)> m_numberOf;
    std::function<void()> m_changed;
    Ask m_ask;
    std::shared_ptr<bool> m_alive;
    std::vector<Row> m_rows;
    std::optional<Error<ports::HistoryCode>> m_error;
    bool m_complete = false;
    bool m_asking = false;
    std::uint64_t m_generation = 0;
};

} // namespace qd::ui
