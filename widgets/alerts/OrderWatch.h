#pragma once

#include "widgets/base/News.h"
#include "widgets/base/PaneContext.h"

#include <QObject>

#include <map>
#include <optional>
#include <vector>

namespace qd::ui {

/// Tells what the owner's orders did while nobody looked at them: fills of what rested or worked by itself, stops that
/// fired, and orders that ended otherwise than by being filled or cancelled. What is there when an account is shown
/// first, and what is past while the market catches up, is no news. Settings: alerts.orders, alerts.fills_from. Main
/// thread.
class OrderWatch : public QObject {
    Q_OBJECT
  public:
    /// Of the selected account.
    explicit OrderWatch(PaneContext& context, QObject* parent = nullptr);
    /// Of another one, whatever is selected.
    OrderWatch(PaneContext& context, ports::Accounts& accounts, QObject* parent = nullptr);
    /// Looks now; it does so by itself at every news of the account.
    void look();

  signals:
    /// The subject is the order.
    void told(const qd::ui::News& news);

  private:
    struct Known {
        bool fired = false;
        bool ended = false;
    };
    /// What one order filled between two looks.
    struct Filled {
        OrderFilled last;
        Quantity size;
        Money quote;
        bool resting = false; ///< some of it
    };
    void takeNote();
    void lookAtFills(const AccountView& account);
    void lookAtOrders(const AccountView& account);
    void tellFill(const AccountView& account, const Filled& filled);
    void tell(const AccountView& account, OrderId order, MarketId market, const QString& what, Importance importance);
    /// It trades without its owner's hand: it waits for a price, or is a TWAP, or is being auctioned.
    [[nodiscard]] bool worksByItself(OrderId order) const;

    PaneContext& m_context;
    ports::Accounts& m_accounts;
    std::optional<AccountId> m_shown; ///< at the last look
    std::uint64_t m_filled = 0;       ///< sequence of the newest fill that was seen
    std::map<OrderId, Known> m_orders;
    ports::Subscription m_changes;
};

} // namespace qd::ui
