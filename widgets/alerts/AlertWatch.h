#pragma once

#include "widgets/alerts/AlertBook.h"
#include "widgets/base/News.h"
#include "widgets/base/PaneContext.h"

#include <QTimer>

#include <map>

namespace qd::ui {

/// Tells when prices reach the alerts of the settings, whether AL is open or not. Every trade is looked at; mark and
/// index as they are ten times a second. Main thread.
class AlertWatch : public QObject {
    Q_OBJECT
  public:
    explicit AlertWatch(PaneContext& context, QObject* parent = nullptr);
    [[nodiscard]] const AlertBook& book() const { return m_book; }
    /// Looks now; it does so by itself ten times a second.
    void look();

  signals:
    void told(const qd::ui::News& news);

  private:
    struct Seen {
        std::uint64_t cursor = 0; ///< trades up to this one were looked at
        UnixNanos ts;             ///< market time of the last look: an earlier one later means the market was sought
    };
    void load();
    void lookAt(const MarketInfo& info);
    void lookAtTrades(const MarketInfo& info, const Ticker& ticker);
    void see(const MarketInfo& info, TriggerSource source, Price price);

    PaneContext& m_context;
    AlertBook m_book;
    std::map<MarketId, Seen> m_seen;
    QTimer m_timer;
};

} // namespace qd::ui
