#include "widgets/risk/RiskGuard.h"

#include "core/engine/risk/portfolio/ViewPools.h"
#include "widgets/base/Words.h"
#include "widgets/risk/RiskWords.h"

#include <algorithm>

namespace qd::ui {
namespace {

using portfolio::Breach;

constexpr int kLookMillis = 250;
constexpr std::size_t kMinutesOfDay = 1'441; ///< samples of a day, and the last one before it
constexpr std::size_t kFillsOfDay = 20'000;  ///< a session with more counts the newest
constexpr std::size_t kEntriesOfDay = 2'000; ///< the same of liquidations

/// Limits that are reached together are one subject.
QString subjectOf(AccountId account, const std::vector<Breach>& breaches) {
    QString subject = QStringLiteral("limits %1").arg(account.value());
    for (const Breach& breach : breaches)
        subject +=
            QStringLiteral(" %1 %2").arg(static_cast<int>(breach.kind)).arg(QString::fromStdString(breach.asset));
    return subject;
}

UnixNanos dayBegin(std::int64_t day) { return UnixNanos(day * kNanosPerDay); }

/// By asset, with deposits.
MathResult<portfolio::Exposure> exposureOf(const AccountView& account, std::span<const MarketInfo> markets) {
    const auto pools = portfolio::poolsOf(account, markets);
    const auto lines = portfolio::exposureLines(pools);
    if (!lines) return std::unexpected(lines.error());
    return portfolio::exposureOf(*lines, portfolio::ExposureBy::Asset);
}

} // namespace

RiskGuard::RiskGuard(PaneContext& context, QObject* parent) : QObject(parent), m_context(context) {
    const KeptLock kept = parseLock(m_context.settings.text(setting::kLockState));
    m_lock = kept.lock;
    for (const KeptSession& session : kept.sessions) {
        // What was reached before the program ended has been acted on; assets are not remembered by name.
        Reached& reached = m_reached[session.account];
        reached.day = session.day;
        reached.breached = session.breached;
        for (std::size_t i = 0; i < portfolio::kLimitKinds; ++i) {
            if (session.breached[i]) reached.acted.emplace(static_cast<portfolio::LimitKind>(i), std::string());
        }
    }
    showLock();
    connect(&m_timer, &QTimer::timeout, this, &RiskGuard::look);
    m_timer.start(kLookMillis);
}

void RiskGuard::look() {
    const auto account = m_context.accounts.account();
    if (account && bring(*account)) {
        m_standing = judge(*account);
        if (m_standing) {
            actOn(m_standing->breaches);
            updateLock(m_standing->breaches);
        }
    }
    showLock();
}

/// The session up to date with the account; false while its beginning is being read.
bool RiskGuard::bring(const AccountView& account) {
    const std::int64_t day = portfolio::SessionBook::dayOf(account.ts);
    if (m_account != account.id || !m_session.begun() || m_session.day() != day) {
        m_standing.reset();
        if (!m_loading || m_loading->account != account.id || m_loading->day != day) beginSession(account);
        if (m_loading) return false; // otherwise history has answered at once
    }
    m_session.add(m_context.accounts.fills(), m_context.accounts.liquidations());
    return m_session.update(account).has_value();
}

void RiskGuard::beginSession(const AccountView& account) {
    const std::int64_t day = portfolio::SessionBook::dayOf(account.ts);
    const std::uint64_t number = ++m_questions;
    m_loading = Loading{account.id, day, {}, {}, number, {}};
    ports::HistoryFilter filter;
    filter.account = account.id;
    // The newest ones: with the last one before the day, from which the day's profit is counted.
    m_context.history.equity(filter, Interval::M1, dayBegin(day + 1), kMinutesOfDay,
                             [this, alive = std::weak_ptr(m_alive), number](auto answer) {
                                 if (alive.expired() || !m_loading || m_loading->number != number) return;
                                 if (answer)
                                     m_loading->samples.assign(answer->rbegin(), answer->rend());
                                 else // the session begins now
                                     m_loading->problem = QString::fromStdString(answer.error().detail);
                                 askFills(number);
                             });
}

void RiskGuard::askFills(std::uint64_t number) {
    ports::HistoryFilter filter;
    filter.account = m_loading->account;
    filter.from = dayBegin(m_loading->day);
    m_context.history.fills(filter, ports::kNewestRow, kFillsOfDay,
                            [this, alive = std::weak_ptr(m_alive), number](auto answer) {
                                if (alive.expired() || !m_loading || m_loading->number != number) return;
                                if (answer)
                                    m_loading->fills.assign(answer->rbegin(), answer->rend());
                                else
                                    m_loading->problem = QString::fromStdString(answer.error().detail);
                                askLiquidations(number);
                            });
}

void RiskGuard::askLiquidations(std::uint64_t number) {
    ports::HistoryFilter filter;
    filter.account = m_loading->account;
    filter.from = dayBegin(m_loading->day);
    m_context.history.liquidations(filter, ports::kNewestRow, kEntriesOfDay,
                                   [this, alive = std::weak_ptr(m_alive), number](auto answer) {
                                       if (alive.expired() || !m_loading || m_loading->number != number) return;
                                       std::vector<LiquidationEntry> entries;
                                       if (answer)
                                           entries.assign(answer->rbegin(), answer->rend());
                                       else
                                           m_loading->problem = QString::fromStdString(answer.error().detail);
                                       sessionLoaded(entries);
                                   });
}

void RiskGuard::sessionLoaded(const std::vector<LiquidationEntry>& entries) {
    const Loading loaded = *std::exchange(m_loading, std::nullopt);
    const auto account = m_context.accounts.account();
    if (!account || account->id != loaded.account) return;
    if (!m_session.begin(*account, loaded.samples, loaded.fills, entries)) return;
    m_account = loaded.account;
    // The lock goes on, but what another account or day had reached may be reached anew.
    Reached& reached = m_reached[loaded.account];
    if (reached.day != m_session.day()) reached = {m_session.day(), {}, {}, false};
    m_lock.breached = reached.breached;
    if (!loaded.problem.isEmpty()) tellUnread(loaded.account, loaded.problem);
}

/// Once a day and account: limits that count less than there was must not look as if they counted all.
void RiskGuard::tellUnread(AccountId account, const QString& problem) {
    if (std::exchange(m_reached[account].toldProblem, true)) return;
    emit breached({tr("What history has of today could not be read (%1): loss, drawdown, trades and streak of the "
                      "limits may count from now on only.")
                       .arg(problem)},
                  account);
}

std::optional<RiskGuard::Standing> RiskGuard::judge(const AccountView& account) const {
    auto state = m_session.state();
    auto exposure = exposureOf(account, m_context.market.markets());
    if (!state || !exposure) return std::nullopt;
    state->exposure = std::move(*exposure);
    auto breaches = portfolio::breachesOf(limitsOf(m_context.settings), *state);
    if (!breaches) return std::nullopt;
    return Standing{std::move(*state), std::move(*breaches)};
}

/// Acts once for every breach, until it is over and comes again.
void RiskGuard::actOn(const std::vector<Breach>& breaches) {
    std::vector<Breach> fresh;
    Acted now;
    Acted& before = m_reached[*m_account].acted;
    for (const Breach& breach : breaches) {
        now.emplace(breach.kind, breach.asset);
        if (!before.contains({breach.kind, breach.asset})) fresh.push_back(breach);
    }
    before = std::move(now);
    if (fresh.empty()) return;
    const portfolio::KillDecision decision = portfolio::killDecision(killSwitchOf(m_context.settings), fresh);
    QStringList reached;
    for (const Breach& breach : fresh) reached << sentence(breach);
    QString told =
        (fresh.size() == 1 ? tr("Limit reached. %1.") : tr("Limits reached. %1.")).arg(reached.join(tr("; ")));
    if (decision.cancelAll) {
        m_context.gate.cancelAll({}, {});
        told += tr(" All orders are being cancelled.");
    }
    if (decision.reduceOnly) {
        told += tr(" The account may only reduce until that is taken back in RISK.");
        m_context.control.setReduceOnly(
            true, [this, alive = std::weak_ptr(m_alive), account = *m_account](RejectCode code) {
                if (alive.expired() || code == RejectCode::None) return;
                emit breached({tr("The account was not set to reduce-only. ") + sentence(code)}, account);
            });
    }
    emit breached({told, Importance::Problem, subjectOf(*m_account, fresh)}, *m_account);
}

void RiskGuard::updateLock(const std::vector<Breach>& breaches) {
    const UnixNanos now = m_context.clock.now();
    const portfolio::LockOut before = m_lock;
    m_lock = portfolio::withBreaches(m_lock, breaches, lockTermsOf(m_context.settings), now, sessionEnd());
    m_reached[*m_account].breached = m_lock.breached;
    if (m_lock.until != before.until || m_lock.cause != before.cause || m_lock.breached != before.breached) keepLock();
}

/// The end of the market's day by the wall clock.
UnixNanos RiskGuard::sessionEnd() const {
    const std::int64_t left = dayBegin(m_session.day() + 1) - m_context.market.now();
    return m_context.clock.now() + std::clamp<std::int64_t>(left, 0, kNanosPerDay);
}

void RiskGuard::keepLock() {
    KeptLock kept{m_lock, {}};
    for (const auto& [account, reached] : m_reached) {
        if (reached.day == m_session.day()) kept.sessions.push_back({account, reached.day, reached.breached});
    }
    const auto set = m_context.settings.set(setting::kLockState, textOf(kept));
    if (!set) emit breached({QString::fromStdString(set.error().detail)}, *m_account);
}

void RiskGuard::showLock() {
    if (m_lock.lockedAt(m_context.clock.now()))
        m_context.gate.setLock(OpeningLock{*m_lock.until, word(m_lock.cause)});
    else
        m_context.gate.setLock(std::nullopt);
}

} // namespace qd::ui
