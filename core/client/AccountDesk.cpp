#include "core/client/AccountDesk.h"

#include <utility>

namespace qd::client {

/// Travels with a request; where it ends unanswered, the request was given up. Any thread.
class AccountDesk::Pledge {
  public:
    Pledge(AccountDesk& desk, std::uint64_t number)
        : m_desk(desk)
        , m_executor(desk.m_executor)
        , m_alive(desk.m_alive)
        , m_number(number) {}
    Pledge(Pledge&& other) noexcept
        : m_desk(other.m_desk)
        , m_executor(other.m_executor)
        , m_alive(std::move(other.m_alive))
        , m_number(other.m_number)
        , m_open(std::exchange(other.m_open, false)) {}
    Pledge& operator=(Pledge&&) = delete;
    ~Pledge() {
        // Without a desk nobody waits, and the executor may be at its own end.
        if (!m_open || m_alive.expired()) return;
        m_executor.post([&desk = m_desk, alive = m_alive, number = m_number] {
            if (!alive.expired()) desk.answer(number, RejectCode::VenueStopped);
        });
    }
    /// Main thread.
    void keep(RejectCode code) {
        m_open = false;
        if (!m_alive.expired()) m_desk.answer(m_number, code);
    }

  private:
    AccountDesk& m_desk;
    ports::Executor& m_executor;
    std::weak_ptr<bool> m_alive;
    std::uint64_t m_number;
    bool m_open = true;
};

ports::ControlDone AccountDesk::waiting(ports::ControlDone done) {
    const std::uint64_t number = m_next++;
    m_waiting.emplace(number, std::move(done));
    return [pledge = Pledge(*this, number)](RejectCode code) mutable { pledge.keep(code); };
}

void AccountDesk::answer(std::uint64_t number, RejectCode code) {
    auto asked = m_waiting.extract(number);
    if (!asked.empty()) asked.mapped()(code);
}

void AccountDesk::send(MakeFor make, ports::ControlDone done) {
    main().m_outbox.control([make = std::move(make), account = m_account](
                                const VenueCore& core) mutable { return make(core, account.value_or(core.user())); },
                            main().waiting(std::move(done)));
}

void AccountDesk::venueFailed() {
    auto all = std::move(m_waiting);
    m_waiting.clear();
    for (auto& [number, done] : all) done(RejectCode::VenueStopped);
}

void AccountDesk::openSubAccount(std::string name, ports::AccountOpenedDone done) {
    auto opened = std::make_shared<AccountId>();
    auto answered = main().waiting([opened, done = std::move(done)](RejectCode code) mutable {
        if (code == RejectCode::None)
            done(*opened);
        else
            done(std::unexpected(code));
    });
    main().m_outbox.open(std::move(name), [opened, answered = std::move(answered)](auto result) mutable {
        if (result) *opened = *result;
        answered(result ? RejectCode::None : result.error());
    });
}

void AccountDesk::selectAccount(AccountId account, ports::ControlDone done) {
    main().m_outbox.select(account, main().waiting(std::move(done)));
}

void AccountDesk::rename(AccountId account, std::string name, ports::ControlDone done) {
    send(
        [account, name = std::move(name)](const VenueCore&, AccountId) { return UpdateAccount{account, name, {}, {}}; },
        std::move(done));
}

void AccountDesk::closeAccount(AccountId account, ports::ControlDone done) {
    send(
        [account](const VenueCore& core, AccountId) -> std::expected<decltype(Command::body), RejectCode> {
            const exchange::AccountState* known = core.state().account(account);
            const bool kept = account == core.user() || (known != nullptr && known->subAccount == 0);
            if (kept) return std::unexpected(RejectCode::InvalidParameters);
            return CloseAccount{account};
        },
        std::move(done));
}

void AccountDesk::setDelegate(const ports::DelegateGrant& g, ports::ControlDone done) {
    send([g](const VenueCore& core,
             AccountId) { return SetDelegate{core.master(), g.delegate, g.permissions, g.expiry, g.maxOrderNotional}; },
         std::move(done));
}

void AccountDesk::setReferrer(MasterId referrer, ports::ControlDone done) {
    send([referrer](const VenueCore& core, AccountId) { return SetReferrer{core.master(), referrer}; },
         std::move(done));
}

void AccountDesk::depositPaperMoney(AssetId asset, Amount amount, ports::ControlDone done) {
    send([=](const VenueCore&, AccountId user) { return Deposit{user, amount, asset}; }, std::move(done));
}

void AccountDesk::withdrawPaperMoney(AssetId asset, Amount amount, ports::ControlDone done) {
    send([=](const VenueCore&, AccountId user) { return Withdraw{user, amount, asset}; }, std::move(done));
}

void AccountDesk::transfer(const Transfer& transfer, ports::ControlDone done) {
    send([transfer](const VenueCore&, AccountId) { return transfer; }, std::move(done));
}

void AccountDesk::settlePnl(MarketId market, ports::ControlDone done) {
    send([market](const VenueCore&, AccountId user) { return SettlePnl{user, market}; }, std::move(done));
}

void AccountDesk::stakeInsurance(Money amount, ports::ControlDone done) {
    send([amount](const VenueCore&, AccountId user) { return StakeInsurance{user, amount}; }, std::move(done));
}

void AccountDesk::requestUnstake(std::int64_t shares, ports::ControlDone done) {
    send([shares](const VenueCore&, AccountId user) { return RequestUnstake{user, shares}; }, std::move(done));
}

void AccountDesk::unstake(ports::ControlDone done) {
    send([](const VenueCore&, AccountId user) { return Unstake{user}; }, std::move(done));
}

void AccountDesk::setMarginMode(MarketId market, bool isolated, ports::ControlDone done) {
    send([=](const VenueCore&, AccountId user) { return SetMarginMode{user, market, isolated}; }, std::move(done));
}

void AccountDesk::moveIsolatedMargin(MarketId market, Money amount, ports::ControlDone done) {
    send([=](const VenueCore&, AccountId user) { return MoveIsolatedMargin{user, market, amount}; }, std::move(done));
}

void AccountDesk::setUserMargin(std::optional<MarketId> market, Ratio userMargin, ports::ControlDone done) {
    send(
        [=](const VenueCore&, AccountId user) -> decltype(Command::body) {
            if (market) return SetLeverage{user, *market, userMargin};
            return UpdateAccount{user, {}, userMargin, {}};
        },
        std::move(done));
}

void AccountDesk::setReduceOnly(bool reduceOnly, ports::ControlDone done) {
    send([=](const VenueCore&, AccountId user) { return UpdateAccount{user, {}, {}, reduceOnly}; }, std::move(done));
}

void AccountDesk::liquidate(Liquidate terms, ports::ControlDone done) {
    send(
        [terms](const VenueCore&, AccountId user) mutable {
            terms.account = user;
            return terms;
        },
        std::move(done));
}

void AccountDesk::fillAuction(FillAuction terms, ports::ControlDone done) {
    send(
        [terms](const VenueCore&, AccountId user) mutable {
            terms.account = user;
            return terms;
        },
        std::move(done));
}

} // namespace qd::client
