#pragma once

#include "core/base/Time.h"
#include "widgets/base/News.h"

#include <QObject>

#include <cstdint>
#include <deque>

namespace qd::ui {

/// The news that were told since the start, the newest last, and how many of them nobody has read yet. Main thread.
class NewsLog : public QObject {
    Q_OBJECT
  public:
    struct Entry {
        std::uint64_t number = 0; ///< grows by one with each
        UnixNanos at;             ///< wall clock
        News news;
    };
    static constexpr std::size_t kKept = 1'000;

    explicit NewsLog(const Clock& clock, QObject* parent = nullptr) : QObject(parent), m_clock(clock) {}

    void add(const News& news);
    [[nodiscard]] const std::deque<Entry>& entries() const { return m_entries; }
    /// Since markRead; plain ones do not count.
    [[nodiscard]] int unread() const { return m_unread; }
    /// The highest importance among those; Plain when there are none.
    [[nodiscard]] Importance unreadImportance() const { return m_unreadImportance; }
    void markRead();

  signals:
    void added(const qd::ui::News& news);
    void unreadChanged();

  private:
    const Clock& m_clock;
    std::deque<Entry> m_entries;
    std::uint64_t m_number = 0;
    int m_unread = 0;
    Importance m_unreadImportance = Importance::Plain;
};

} // namespace qd::ui
