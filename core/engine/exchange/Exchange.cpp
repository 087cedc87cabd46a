#include "core/engine/exchange/Exchange.h"

#include "core/engine/exchange/Accounts.h"
#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/Insurance.h"
#include "core/engine/exchange/Markets.h"
#include "core/engine/exchange/Orders.h"
#include "core/engine/exchange/Outside.h"
#include "core/engine/exchange/Prices.h"
#include "core/engine/exchange/TakeOver.h"
#include "core/engine/exchange/Timers.h"
#include "core/engine/exchange/Twap.h"
#include "core/engine/exchange/Waiting.h"

#include <algorithm>

namespace qd::exchange {
namespace {

constexpr std::size_t kEventsReserved = 4096;

void setBackstop(State& state, Emitter& emitter, const SetBackstop& command) {
    const AccountState* account = liveAccount(state, command.account);
    if (account == nullptr) return emitter.reject(command.account, MarketId{}, {}, RejectCode::UnknownAccount);
    // Nobody liquidates the backstop: a liquidation that has begun would never end.
    const PoolList pools = poolsOf(*account);
    if (std::ranges::any_of(pools.all(), [&](PoolId pool) { return account->riskOf(pool).beingLiquidated; }))
        return emitter.reject(command.account, MarketId{}, {}, RejectCode::BeingLiquidated);
    state.backstop = command.account;
    emitter.tell(BackstopChanged{command.account});
}

/// One place where every kind of command finds its rules.
struct Dispatch {
    State& state;
    Emitter& emitter;
    const Options& options;

    void operator()(const CreateAsset& c) const { createAsset(state, emitter, c); }
    void operator()(const CreateOracle& c) const { createOracle(state, emitter, c); }
    void operator()(const CreateMarket& c) const { createMarket(state, emitter, c, options.maxOrdersPerMarket); }
    void operator()(const SetMarketStatus& c) const { setMarketStatus(state, emitter, c); }
    void operator()(const SetPausedOperations& c) const { setPausedOperations(state, emitter, c); }
    void operator()(const ResetBreaker& c) const { resetBreaker(state, emitter, c); }
    void operator()(const FreezeAccount& c) const { freezeAccount(state, emitter, c); }
    void operator()(const SetBackstop& c) const { setBackstop(state, emitter, c); }
    void operator()(const SettleRevenue& c) const { settleRevenue(state, emitter, c); }
    void operator()(const OpenAccount& c) const { openAccount(state, emitter, c); }
    void operator()(const UpdateAccount& c) const { updateAccount(state, emitter, c); }
    void operator()(const CloseAccount& c) const { closeAccount(state, emitter, c); }
    void operator()(const SetDelegate& c) const { setDelegate(state, emitter, c); }
    void operator()(const SetReferrer& c) const { setReferrer(state, emitter, c); }
    void operator()(const Deposit& c) const { deposit(state, emitter, c); }
    void operator()(const Withdraw& c) const { withdraw(state, emitter, c); }
    void operator()(const Transfer& c) const { transfer(state, emitter, c); }
    void operator()(const SetMarginMode& c) const { setMarginMode(state, emitter, c); }
    void operator()(const MoveIsolatedMargin& c) const { moveIsolatedMargin(state, emitter, c); }
    void operator()(const SetLeverage& c) const { setLeverage(state, emitter, c); }
    void operator()(const SettlePnl& c) const { settlePnl(state, emitter, c); }
    void operator()(const StakeInsurance& c) const { stakeInsurance(state, emitter, c); }
    void operator()(const RequestUnstake& c) const { requestUnstake(state, emitter, c); }
    void operator()(const Unstake& c) const { unstake(state, emitter, c); }
    void operator()(const PlaceOrder& c) const { placeOrder(state, emitter, c); }
    void operator()(const PlaceOrders& c) const { placeOrders(state, emitter, c); }
    void operator()(const CancelOrder& c) const { cancelOrder(state, emitter, c); }
    void operator()(const CancelAll& c) const { cancelAll(state, emitter, c); }
    void operator()(const AmendOrder& c) const { amendOrder(state, emitter, c); }
    void operator()(const PauseTwap& c) const { pauseTwap(state, emitter, c); }
    void operator()(const FillAuction& c) const { fillAuction(state, emitter, c); }
    void operator()(const Liquidate& c) const { liquidate(state, emitter, c); }
    void operator()(const ReportPrice& c) const { reportPrice(state, emitter, c); }
    void operator()(const SetPrices& c) const { setPrices(state, emitter, c); }
    void operator()(const UpdateDepth& c) const { updateDepth(state, emitter, c); }
    void operator()(const PrintTrade& c) const { printTrade(state, emitter, c); }
    void operator()(const AdvanceTime&) const { advanceOracles(state, emitter); }
};

AccountId accountOf(const Command& command) {
    return std::visit(
        [](const auto& body) {
            if constexpr (requires { body.account; })
                return body.account;
            else
                return AccountId{};
        },
        command.body);
}

} // namespace

Exchange::Exchange(Options options) : m_options(options) {
    m_events.reserve(kEventsReserved);
    m_state.sweepEverything = options.sweepEverything;
}
Exchange::~Exchange() = default;
Exchange::Exchange(Exchange&&) noexcept = default;
Exchange& Exchange::operator=(Exchange&&) noexcept = default;

std::span<const Event> Exchange::apply(const Command& command) {
    m_events.clear();
    ++m_state.commands;
    Emitter emitter(m_events, m_state.commands, std::max(command.ts, m_state.now));
    if (command.ts < m_state.now) {
        emitter.reject(accountOf(command), MarketId{}, {}, RejectCode::ClockWentBack);
        return m_events;
    }
    m_state.now = command.ts;
    if (const AccountState* account = m_state.account(accountOf(command))) account->prefetchUsual();
    runTimers(m_state, emitter);
    if (const RejectCode code = authorise(m_state, command); code != RejectCode::None) {
        emitter.reject(accountOf(command), MarketId{}, {}, code);
        return m_events;
    }
    std::visit(Dispatch{m_state, emitter, m_options}, command.body);
    workAgenda(m_state, emitter);
    return m_events;
}

} // namespace qd::exchange
