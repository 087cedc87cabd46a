#pragma once

#include "core/engine/risk/portfolio/SessionBook.h"
#include "widgets/base/News.h"
#include "widgets/base/PaneContext.h"
#include "widgets/risk/RiskSettings.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace qd::ui {

/// Watches the account against the limits of the settings as long as the terminal runs, whether RISK is open or not: on
/// a new breach it does what the kill switch says, and locks opening at the order gate until the countdown ends. The
/// lock is kept in the settings, so that a restart does not end it. A session is a day of market time; the countdown
/// runs by the wall clock. Main thread. Source: spec/perps.md §6.4, spec/terminal.md §4.
class RiskGuard : public QObject {
    Q_OBJECT
  public:
    explicit RiskGuard(PaneContext& context, QObject* parent = nullptr);

    struct Standing {
        portfolio::RiskState state;
        std::vector<portfolio::Breach> breaches;
    };
    /// Empty until the account and its session are known.
    [[nodiscard]] const std::optional<Standing>& standing() const { return m_standing; }
    [[nodiscard]] const portfolio::LockOut& lock() const { return m_lock; }
    /// Looks at the account now; it does so by itself a few times a second.
    void look();

  signals:
    /// Something was breached, and what was done; or what the limits cannot know; of an account.
    void breached(const News& news, AccountId account);

  private:
    using Acted = std::set<std::pair<portfolio::LimitKind, std::string>>;
    struct Loading {
        AccountId account;
        std::int64_t day = 0;
        std::vector<EquitySample> samples; ///< oldest first
        std::vector<FillView> fills;       ///< the same
        std::uint64_t number = 0;          ///< answers to earlier questions are not for this one
        QString problem;                   ///< why history could not be read, empty when it could
    };
    /// What an account has reached on a day: another account may be looked at meanwhile.
    struct Reached {
        std::int64_t day = 0;
        Acted acted;
        std::array<bool, portfolio::kLimitKinds> breached{};
        bool toldProblem = false;
    };
    void beginSession(const AccountView& account);
    void askFills(std::uint64_t number);
    void askLiquidations(std::uint64_t number);
    void sessionLoaded(const std::vector<LiquidationEntry>& entries);
    void tellUnread(AccountId account, const QString& problem);
    [[nodiscard]] bool bring(const AccountView& account);
    [[nodiscard]] std::optional<Standing> judge(const AccountView& account) const;
    void actOn(const std::vector<portfolio::Breach>& breaches);
    void updateLock(const std::vector<portfolio::Breach>& breaches);
    void keepLock();
    void showLock();
    [[nodiscard]] UnixNanos sessionEnd() const;

    PaneContext& m_context;
    QTimer m_timer;
    portfolio::SessionBook m_session;
    std::optional<AccountId> m_account; ///< of the session
    std::optional<Loading> m_loading;
    std::uint64_t m_questions = 0;
    std::optional<Standing> m_standing;
    portfolio::LockOut m_lock; ///< what is breached is the session's account's
    std::map<AccountId, Reached> m_reached;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< answers may come when this is gone
};

} // namespace qd::ui
