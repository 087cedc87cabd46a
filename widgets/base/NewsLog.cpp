#include "widgets/base/NewsLog.h"

#include <algorithm>

namespace qd::ui {

void NewsLog::add(const News& news) {
    m_entries.push_back({++m_number, m_clock.now(), news});
    if (m_entries.size() > kKept) m_entries.pop_front();
    if (news.importance != Importance::Plain) {
        ++m_unread;
        m_unreadImportance = std::max(m_unreadImportance, news.importance);
        emit unreadChanged();
    }
    emit added(news);
}

void NewsLog::markRead() {
    if (m_unread == 0) return;
    m_unread = 0;
    m_unreadImportance = Importance::Plain;
    emit unreadChanged();
}

} // namespace qd::ui
