#pragma once

#include "widgets/alerts/NewTrades.h"
#include "widgets/base/News.h"
#include "widgets/base/PaneContext.h"
#include "widgets/drawings/DrawingBook.h"

#include <QTimer>

namespace qd::ui {

/// Tells when the last price crosses a drawn line that is to tell it, whether a chart is open or not. Every trade is
/// compared with the line at its own moment; nothing while the market catches up with its clock, which is the past. A
/// line tells once. Main thread.
class LineWatch : public QObject {
    Q_OBJECT
  public:
    LineWatch(PaneContext& context, drawings::DrawingBook& book, QObject* parent = nullptr);
    /// Looks now; it does so by itself ten times a second.
    void look();

  signals:
    void told(const qd::ui::News& news);

  private:
    /// On which side of a line the price was, as the line stood then.
    struct Standing {
        std::vector<drawings::Anchor> points;
        int side = 0; ///< 0: not known yet
    };
    void lookAt(const MarketInfo& info, drawings::Drawings& all);
    void see(const MarketInfo& info, drawings::Drawings& all, UnixNanos t, Price price);

    PaneContext& m_context;
    drawings::DrawingBook& m_book;
    NewTrades m_trades;
    std::map<std::pair<MarketId, std::uint32_t>, Standing> m_standing;
    ports::Subscription m_newMarkets;
    QTimer m_timer;
};

} // namespace qd::ui
