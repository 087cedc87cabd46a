#pragma once

#include "widgets/alerts/AlertBook.h"
#include "widgets/alerts/NewTrades.h"
#include "widgets/base/News.h"
#include "widgets/base/PaneContext.h"

#include <QTimer>

namespace qd::ui {

/// Tells when prices reach the alerts of the settings, whether AL is open or not. Every trade is looked at; mark and
/// index as they are ten times a second; nothing while the market catches up with its clock, which is the past. Main
/// thread.
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
    void load();
    void beginAnew();
    void lookAt(const MarketInfo& info);
    void lookAtTrades(const MarketInfo& info, const Ticker& ticker);
    void see(const MarketInfo& info, TriggerSource source, Price price);

    PaneContext& m_context;
    AlertBook m_book;
    NewTrades m_trades;
    ports::Subscription m_newMarkets;
    QTimer m_timer;
};

} // namespace qd::ui
