#include "tests/support/FakeVenue.h"

namespace qd::test {
namespace {

class FakeAccount final : public ports::AccountPorts {
  public:
    FakeAccount(AccountId id, FakeVenue& venue) : m_id(id), m_venue(venue) {}
    [[nodiscard]] AccountId id() const override { return m_id; }
    [[nodiscard]] ports::Accounts& accounts() override { return m_venue; }
    [[nodiscard]] ports::OrderEntry& entry() override { return m_venue; }
    [[nodiscard]] ports::AccountControl& control() override { return m_venue; }
    [[nodiscard]] RejectCode refusal() const override { return m_venue.refusal; }

  private:
    AccountId m_id;
    FakeVenue& m_venue;
};

} // namespace

FakeVenue& FakeVenue::other(AccountId account) {
    auto& venue = m_others[account];
    if (!venue) venue = std::make_unique<FakeVenue>();
    return *venue;
}

std::shared_ptr<ports::AccountPorts> FakeVenue::follow(AccountId account) {
    if (auto known = m_followed[account].lock()) return known;
    if (!followsAny) return nullptr;
    auto made = std::make_shared<FakeAccount>(account, other(account));
    m_followed[account] = made;
    return made;
}

std::vector<AccountId> FakeVenue::followed() const {
    std::vector<AccountId> list;
    for (const auto& [account, access] : m_followed) {
        if (!access.expired()) list.push_back(account);
    }
    return list;
}

void FakeVenue::control(decltype(Command::body) body, ports::ControlDone done) {
    controlled.push_back(std::move(body));
    if (controlWaits)
        m_controlWaiting.push_back(std::move(done));
    else
        done(controlAnswer);
}

bool FakeVenue::answerControl(RejectCode code) {
    if (m_controlWaiting.empty()) return false;
    ports::ControlDone done = std::move(m_controlWaiting.front());
    m_controlWaiting.pop_front();
    done(code);
    return true;
}

void FakeVenue::openSubAccount(std::string name, ports::AccountOpenedDone done) {
    const MasterId master = accountView ? accountView->master : MasterId{};
    control(OpenAccount{openedAccount, master, std::move(name), 0},
            [this, done = std::move(done)](RejectCode code) mutable {
                if (code == RejectCode::None)
                    done(openedAccount);
                else
                    done(std::unexpected(code));
            });
}

void FakeVenue::selectAccount(AccountId account, ports::ControlDone done) {
    selected.push_back(account);
    if (controlWaits)
        m_controlWaiting.push_back(std::move(done));
    else
        done(controlAnswer);
}

void FakeVenue::rename(AccountId account, std::string name, ports::ControlDone done) {
    control(UpdateAccount{account, std::move(name), {}, {}}, std::move(done));
}
void FakeVenue::closeAccount(AccountId account, ports::ControlDone done) {
    control(CloseAccount{account}, std::move(done));
}
void FakeVenue::setDelegate(const ports::DelegateGrant& grant, ports::ControlDone done) {
    const MasterId master = accountView ? accountView->master : MasterId{};
    control(SetDelegate{master, grant.delegate, grant.permissions, grant.expiry, grant.maxOrderNotional},
            std::move(done));
}
void FakeVenue::setReferrer(MasterId referrer, ports::ControlDone done) {
    control(SetReferrer{accountView ? accountView->master : MasterId{}, referrer}, std::move(done));
}
void FakeVenue::depositPaperMoney(AssetId asset, Amount amount, ports::ControlDone done) {
    control(Deposit{shown(), amount, asset}, std::move(done));
}
void FakeVenue::withdrawPaperMoney(AssetId asset, Amount amount, ports::ControlDone done) {
    control(Withdraw{shown(), amount, asset}, std::move(done));
}
void FakeVenue::transfer(const Transfer& transfer, ports::ControlDone done) { control(transfer, std::move(done)); }
void FakeVenue::settlePnl(MarketId market, ports::ControlDone done) {
    control(SettlePnl{shown(), market}, std::move(done));
}
void FakeVenue::stakeInsurance(Money amount, ports::ControlDone done) {
    control(StakeInsurance{shown(), amount}, std::move(done));
}
void FakeVenue::requestUnstake(std::int64_t shares, ports::ControlDone done) {
    control(RequestUnstake{shown(), shares}, std::move(done));
}
void FakeVenue::unstake(ports::ControlDone done) { control(Unstake{shown()}, std::move(done)); }
void FakeVenue::setMarginMode(MarketId market, bool isolated, ports::ControlDone done) {
    control(SetMarginMode{shown(), market, isolated}, std::move(done));
}
void FakeVenue::moveIsolatedMargin(MarketId market, Money amount, ports::ControlDone done) {
    control(MoveIsolatedMargin{shown(), market, amount}, std::move(done));
}
void FakeVenue::setUserMargin(std::optional<MarketId> market, Ratio userMargin, ports::ControlDone done) {
    if (market)
        control(SetLeverage{shown(), *market, userMargin}, std::move(done));
    else
        control(UpdateAccount{shown(), {}, userMargin, {}}, std::move(done));
}
void FakeVenue::setReduceOnly(bool reduceOnly, ports::ControlDone done) {
    control(UpdateAccount{shown(), {}, {}, reduceOnly}, std::move(done));
}
void FakeVenue::liquidate(Liquidate terms, ports::ControlDone done) {
    terms.account = shown();
    control(terms, std::move(done));
}
void FakeVenue::fillAuction(FillAuction terms, ports::ControlDone done) {
    terms.account = shown();
    control(terms, std::move(done));
}

} // namespace qd::test
