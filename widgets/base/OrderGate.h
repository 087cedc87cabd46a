#pragma once

#include "core/base/Error.h"
#include "core/base/Time.h"
#include "core/domain/Records.h"
#include "core/ports/Accounts.h"
#include "core/ports/MarketData.h"
#include "core/ports/OrderEntry.h"
#include "widgets/base/OrderPlan.h"
#include "widgets/base/Settings.h"

#include <QObject>
#include <QString>

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace qd::ui {

/// How a person asked for an order.
enum class Intent : std::uint8_t {
    Explicit, ///< typed out, or the ticket's button that says what it does: works disarmed
    OneClick, ///< a click in the ladder or on the chart, an order key: needs the arm switch
};

/// Why an order was held back before it was sent. Nothing has happened then.
enum class GateCode : std::uint8_t { Disarmed, LargeNotional, FarPrice, UnusualSize, NotReady, LockedOut, NoAccount };

/// Why and until when nothing may be opened. Source: spec/terminal.md §4, session limits.
struct OpeningLock {
    UnixNanos until; ///< wall clock
    QString cause;   ///< for people: which limit was reached
    friend bool operator==(const OpeningLock&, const OpeningLock&) = default;
};

/// Between every hand that can send orders and the venue: the arm switch and the guards against slips. Each guard can
/// be passed once by typing GUARD PASS and its name. Orders that only reduce a position are not held back for their
/// size, nor for a limit that rests far on the winning side; an amend that only takes size away and cancels never are.
/// A lock on opening holds back everything that is not reduce-only and cannot be passed. Source: spec/terminal.md §4.
/// Main thread.
class OrderGate : public QObject {
    Q_OBJECT
  public:
    OrderGate(ports::OrderEntry& entry, const ports::MarketData& market, const Settings& settings,
              QObject* parent = nullptr);
    /// For hands that may send to another account: switch, guards, passes and lock are those of `shared`, which
    /// outlives it. It sends as `shared` does until it is told otherwise.
    OrderGate(OrderGate& shared, QObject* parent);

    void sendAsShared();
    void sendTo(ports::OrderEntry& entry);
    /// Nothing goes out, not even a cancel, until it is told where to send again; `why` is a sentence.
    void close(const QString& why);

    /// Off at every start.
    [[nodiscard]] bool armed() const { return common().m_armed; }
    void setArmed(bool armed);

    [[nodiscard]] Result<ClientOrderId, GateCode> place(const OrderTerms& terms, Intent intent);
    /// Orders that depend on each other: held back as a whole when one of them is. Independent ones, a scale, are
    /// together one order for the guards of size.
    [[nodiscard]] Result<std::vector<ClientOrderId>, GateCode>
    placeSet(OrderRelation relation, const std::vector<OrderTerms>& orders, Intent intent);
    /// One order or a set, as the plan is.
    [[nodiscard]] Result<std::vector<ClientOrderId>, GateCode> send(const OrderPlan& plan, Intent intent);
    /// `order` as it stands.
    [[nodiscard]] Result<void, GateCode> amend(const Order& order, const ports::Amendment& to, Intent intent);
    /// What a rule does that was sent with the order: the same guards, but it uses up no pass, and nobody is told that
    /// it was held back. An order that only reduces is amended disarmed too.
    [[nodiscard]] Result<void, GateCode> amendByRule(const Order& order, const ports::Amendment& to);
    /// A TWAP that opens does not run on while opening is locked; one that runs on sends orders, so that `intent`
    /// counts then. Pausing always passes.
    [[nodiscard]] Result<void, GateCode> pauseTwap(const Order& order, bool paused, Intent intent);
    void cancel(OrderReference order);
    void cancelAll(std::optional<MarketId> market, std::optional<Side> side);

    /// What place() would answer, without sending. Empty: it would be sent.
    [[nodiscard]] std::optional<Error<GateCode>> objection(const OrderTerms& terms, Intent intent) const;
    [[nodiscard]] std::optional<Error<GateCode>> objection(const OrderPlan& plan, Intent intent) const;
    /// What was sent before this start, newest first: from it comes what size is usual.
    void recall(const std::vector<OrderRecord>& records);

    /// Lets the next order through one guard.
    void passOnce(GateCode guard);

    /// Locks opening, or with nothing unlocks it. The gate has no clock: who locks it also unlocks it in time.
    void setLock(std::optional<OpeningLock> lock);
    [[nodiscard]] const std::optional<OpeningLock>& lock() const { return common().m_lock; }

  signals:
    void armedChanged(bool armed);
    void lockChanged();
    /// Orders went to the venue under these client ids, in the plan's order.
    void sent(const qd::ui::OrderPlan& plan, const std::vector<qd::ClientOrderId>& ids);
    /// The same of orders that went to another account than the selected one.
    void sentElsewhere(qd::AccountId account, const qd::ui::OrderPlan& plan, const std::vector<qd::ClientOrderId>& ids);
    /// An order was held back; the sentence says why and how to pass.
    void heldBack(const QString& sentence);

  private:
    [[nodiscard]] Error<GateCode> locked() const;
    [[nodiscard]] std::optional<Error<GateCode>> checkArm(Intent intent) const;
    [[nodiscard]] std::optional<Error<GateCode>> checkState(const OrderTerms& terms, Intent intent) const;
    [[nodiscard]] std::optional<Error<GateCode>> amendObjection(const Order& order, const ports::Amendment& to,
                                                                Intent intent) const;
    [[nodiscard]] std::optional<Error<GateCode>> checkPrice(const OrderTerms& terms) const;
    [[nodiscard]] std::optional<Error<GateCode>> checkSize(const OrderTerms& terms) const;
    [[nodiscard]] std::optional<Error<GateCode>> checkAccount() const;
    [[nodiscard]] bool passes(GateCode guard) const { return common().m_passes[static_cast<std::size_t>(guard)]; }
    /// What an order makes of a market's usual size; of what does not open, nothing.
    void remember(const OrderTerms& terms);
    [[nodiscard]] static OrderTerms amended(const Order& order, const ports::Amendment& to);
    [[nodiscard]] std::unexpected<Error<GateCode>> hold(Error<GateCode> reason);

    /// Whose switch, guards and lock count here.
    [[nodiscard]] OrderGate& common() { return m_shared != nullptr ? *m_shared : *this; }
    [[nodiscard]] const OrderGate& common() const { return m_shared != nullptr ? *m_shared : *this; }

    OrderGate* m_shared = nullptr;
    ports::OrderEntry* m_entry; ///< null: closed
    QString m_whyClosed;
    const ports::MarketData& m_market;
    const Settings& m_settings;
    bool m_armed = false;
    std::array<bool, 7> m_passes{};
    std::optional<OpeningLock> m_lock;
    std::map<MarketId, std::deque<std::int64_t>> m_recentSizes; ///< raw, newest last
};

} // namespace qd::ui
