#include "widgets/base/AccountProxies.h"

#include <utility>

namespace qd::ui {
namespace {

template<class T>
const std::vector<T>& nothing() {
    static const std::vector<T> none;
    return none;
}

} // namespace

void AccountsProxy::setTarget(ports::Accounts* target) {
    const std::uint64_t shown = historyVersion();
    m_target = target;
    m_versionOffset = shown + 1 - (target != nullptr ? target->historyVersion() : 0); // modulo 2^64
    m_changes = target != nullptr ? target->onChanged([this] { tell(); }) : ports::Subscription();
    tell();
}

std::shared_ptr<const AccountView> AccountsProxy::account() const {
    return m_target != nullptr ? m_target->account() : nullptr;
}
const std::vector<TrackedOrder>& AccountsProxy::orders() const {
    return m_target != nullptr ? m_target->orders() : nothing<TrackedOrder>();
}
const std::vector<FillView>& AccountsProxy::fills() const {
    return m_target != nullptr ? m_target->fills() : nothing<FillView>();
}
const std::vector<LiquidationEntry>& AccountsProxy::liquidations() const {
    return m_target != nullptr ? m_target->liquidations() : nothing<LiquidationEntry>();
}
std::uint64_t AccountsProxy::historyVersion() const {
    return m_versionOffset + (m_target != nullptr ? m_target->historyVersion() : 0);
}

ports::Subscription AccountsProxy::onChanged(std::function<void()> changed) {
    const int id = m_nextListener++;
    m_listeners[id] = std::move(changed);
    return ports::Subscription([this, alive = std::weak_ptr(m_alive), id] {
        if (!alive.expired()) m_listeners.erase(id);
    });
}

void AccountsProxy::tell() {
    const auto listeners = m_listeners; // a listener may add or end others
    for (const auto& [id, listener] : listeners) {
        if (m_listeners.contains(id)) listener();
    }
}

void ControlProxy::openSubAccount(std::string name, ports::AccountOpenedDone done) {
    m_owner.openSubAccount(std::move(name), std::move(done));
}
void ControlProxy::selectAccount(AccountId account, ports::ControlDone done) {
    m_owner.selectAccount(account, std::move(done));
}
void ControlProxy::rename(AccountId account, std::string name, ports::ControlDone done) {
    m_owner.rename(account, std::move(name), std::move(done));
}
void ControlProxy::closeAccount(AccountId account, ports::ControlDone done) {
    m_owner.closeAccount(account, std::move(done));
}
void ControlProxy::setDelegate(const ports::DelegateGrant& grant, ports::ControlDone done) {
    m_owner.setDelegate(grant, std::move(done));
}
void ControlProxy::setReferrer(MasterId referrer, ports::ControlDone done) {
    m_owner.setReferrer(referrer, std::move(done));
}
void ControlProxy::transfer(const Transfer& transfer, ports::ControlDone done) {
    m_owner.transfer(transfer, std::move(done));
}
void ControlProxy::depositPaperMoney(AssetId asset, Amount amount, ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->depositPaperMoney(asset, amount, std::move(done));
}
void ControlProxy::withdrawPaperMoney(AssetId asset, Amount amount, ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->withdrawPaperMoney(asset, amount, std::move(done));
}
void ControlProxy::settlePnl(MarketId market, ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->settlePnl(market, std::move(done));
}
void ControlProxy::stakeInsurance(Money amount, ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->stakeInsurance(amount, std::move(done));
}
void ControlProxy::requestUnstake(std::int64_t shares, ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->requestUnstake(shares, std::move(done));
}
void ControlProxy::unstake(ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->unstake(std::move(done));
}
void ControlProxy::setMarginMode(MarketId market, bool isolated, ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->setMarginMode(market, isolated, std::move(done));
}
void ControlProxy::moveIsolatedMargin(MarketId market, Money amount, ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->moveIsolatedMargin(market, amount, std::move(done));
}
void ControlProxy::setUserMargin(std::optional<MarketId> market, Ratio userMargin, ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->setUserMargin(market, userMargin, std::move(done));
}
void ControlProxy::setReduceOnly(bool reduceOnly, ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->setReduceOnly(reduceOnly, std::move(done));
}
void ControlProxy::liquidate(Liquidate terms, ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->liquidate(std::move(terms), std::move(done));
}
void ControlProxy::fillAuction(FillAuction terms, ports::ControlDone done) {
    if (m_target == nullptr) return done(RejectCode::UnknownAccount);
    m_target->fillAuction(std::move(terms), std::move(done));
}

template<class Question, class T>
bool HistoryProxy::name(Question& question, ports::HistoryAnswer<T>& answer) const {
    if (question.account || std::holds_alternative<Selected>(m_whose)) return true;
    if (const auto* why = std::get_if<std::string>(&m_whose)) {
        answer(fail(ports::HistoryCode::Unavailable, *why));
        return false;
    }
    question.account = std::get<AccountId>(m_whose);
    return true;
}

void HistoryProxy::candles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                           ports::HistoryAnswer<ports::CandleSeries> answer) {
    m_target.candles(market, interval, before, limit, std::move(answer));
}
void HistoryProxy::depth(const DepthWindow& window, ports::HistoryAnswer<std::vector<DepthColumn>> answer) {
    m_target.depth(window, std::move(answer));
}
void HistoryProxy::footprint(const FootprintWindow& window, ports::HistoryAnswer<FootprintPage> answer) {
    m_target.footprint(window, std::move(answer));
}
void HistoryProxy::tradeBars(const TradeBarWindow& window, ports::HistoryAnswer<TradeBarPage> answer) {
    m_target.tradeBars(window, std::move(answer));
}
void HistoryProxy::fundingRates(MarketId market, UnixNanos before, std::size_t limit,
                                ports::HistoryAnswer<std::vector<FundingRecord>> answer) {
    m_target.fundingRates(market, before, limit, std::move(answer));
}
void HistoryProxy::orders(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                          ports::HistoryAnswer<std::vector<OrderRecord>> answer) {
    auto own = filter;
    if (name(own, answer)) m_target.orders(own, before, limit, std::move(answer));
}
void HistoryProxy::fills(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                         ports::HistoryAnswer<std::vector<FillView>> answer) {
    auto own = filter;
    if (name(own, answer)) m_target.fills(own, before, limit, std::move(answer));
}
void HistoryProxy::fundingPayments(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                                   ports::HistoryAnswer<std::vector<FundingPayment>> answer) {
    auto own = filter;
    if (name(own, answer)) m_target.fundingPayments(own, before, limit, std::move(answer));
}
void HistoryProxy::liquidations(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                                ports::HistoryAnswer<std::vector<LiquidationEntry>> answer) {
    auto own = filter;
    if (name(own, answer)) m_target.liquidations(own, before, limit, std::move(answer));
}
void HistoryProxy::ledger(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                          ports::HistoryAnswer<std::vector<LedgerMovement>> answer) {
    auto own = filter;
    if (name(own, answer)) m_target.ledger(own, before, limit, std::move(answer));
}
void HistoryProxy::equity(const ports::HistoryFilter& filter, Interval interval, UnixNanos before, std::size_t limit,
                          ports::HistoryAnswer<std::vector<EquitySample>> answer) {
    auto own = filter;
    if (name(own, answer)) m_target.equity(own, interval, before, limit, std::move(answer));
}
void HistoryProxy::ownTrails(const OwnWindow& window, ports::HistoryAnswer<OwnPage> answer) {
    auto own = window;
    if (name(own, answer)) m_target.ownTrails(own, std::move(answer));
}

} // namespace qd::ui
