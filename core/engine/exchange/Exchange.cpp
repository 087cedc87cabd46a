#include "core/engine/exchange/Exchange.h"

#include "core/engine/exchange/Emitter.h"
#include "core/engine/exchange/Orders.h"
#include "core/engine/exchange/Outside.h"
#include "core/engine/exchange/Validation.h"

#include <algorithm>

namespace qd::exchange {
namespace {

constexpr std::size_t kEventsReserved = 4096;
constexpr std::uint32_t kMostClientIds = 1U << 20U;

void createMarket(State& state, Emitter& emitter, const CreateMarket& command, const Options& options) {
    const MarketParams& p = command.params;
    const auto refuse = [&](RejectCode code) { emitter.reject(AccountId{}, p.id, {}, code); };
    if (p.id.value() != state.markets.size() || state.markets.size() == kMaxMarkets)
        return refuse(RejectCode::DuplicateId);
    if (std::ranges::any_of(state.markets, [&](const auto& m) { return m->params.symbol == p.symbol; }))
        return refuse(RejectCode::DuplicateId);
    if (!acceptable(p)) return refuse(RejectCode::InvalidParameters);
    const auto capacity = static_cast<book::Tick>(p.maxPrice.raw() / p.tick.raw() + 1);
    state.markets.push_back(std::make_unique<MarketState>(p, capacity, options.maxOrdersPerMarket));
    emitter.tell(MarketCreated{p.id});
}

void setMarketStatus(State& state, Emitter& emitter, const SetMarketStatus& command) {
    MarketState* market = state.market(command.market);
    if (market == nullptr) return emitter.reject(AccountId{}, command.market, {}, RejectCode::UnknownMarket);
    market->status = command.status;
    emitter.tell(MarketStatusChanged{command.market, command.status});
}

void openAccount(State& state, Emitter& emitter, const OpenAccount& command) {
    const auto refuse = [&](RejectCode code) { emitter.reject(command.account, MarketId{}, {}, code); };
    if (command.account.value() != state.accounts.size() || state.accounts.size() == kMaxAccounts)
        return refuse(RejectCode::DuplicateId);
    if (command.name.size() > 32 || command.clientIdCapacity > kMostClientIds)
        return refuse(RejectCode::InvalidParameters);
    state.accounts.push_back(std::make_unique<AccountState>(command.account, command.master, command.name,
                                                            ClientIds(command.clientIdCapacity)));
    emitter.tell(AccountOpened{command.account, command.master});
}

void deposit(State& state, Emitter& emitter, const Deposit& command) {
    AccountState* account = state.account(command.account);
    if (account == nullptr) return emitter.reject(command.account, MarketId{}, {}, RejectCode::UnknownAccount);
    if (command.amount.raw() <= 0)
        return emitter.reject(command.account, MarketId{}, {}, RejectCode::InvalidParameters);
    const auto collateral = account->collateral.plus(command.amount);
    const auto total = state.deposits.plus(command.amount);
    if (!collateral || !total) return emitter.reject(command.account, MarketId{}, {}, RejectCode::MathOverflow);
    account->collateral = *collateral;
    state.deposits = *total;
    emitter.tell(Deposited{command.account, command.amount, *collateral});
}

void setPrices(State& state, Emitter& emitter, const SetPrices& command) {
    MarketState* market = state.market(command.market);
    if (market == nullptr) return emitter.reject(AccountId{}, command.market, {}, RejectCode::UnknownMarket);
    if (!acceptable(market->params, command.prices))
        return emitter.reject(AccountId{}, command.market, {}, RejectCode::InvalidParameters);
    market->prices = command.prices;
    market->touch(emitter.now());
    emitter.tell(PricesChanged{command.market, command.prices});
}

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

Exchange::Exchange(Options options) : m_options(options) { m_events.reserve(kEventsReserved); }
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
    expireOrders(m_state, emitter);
    struct Dispatch {
        State& state;
        Emitter& emitter;
        const Options& options;
        void operator()(const CreateMarket& c) const { createMarket(state, emitter, c, options); }
        void operator()(const SetMarketStatus& c) const { setMarketStatus(state, emitter, c); }
        void operator()(const OpenAccount& c) const { openAccount(state, emitter, c); }
        void operator()(const Deposit& c) const { deposit(state, emitter, c); }
        void operator()(const PlaceOrder& c) const { placeOrder(state, emitter, c); }
        void operator()(const CancelOrder& c) const { cancelOrder(state, emitter, c); }
        void operator()(const CancelAll& c) const { cancelAll(state, emitter, c); }
        void operator()(const AmendOrder& c) const { amendOrder(state, emitter, c); }
        void operator()(const SetPrices& c) const { setPrices(state, emitter, c); }
        void operator()(const UpdateDepth& c) const { updateDepth(state, emitter, c); }
        void operator()(const PrintTrade& c) const { printTrade(state, emitter, c); }
        void operator()(const AdvanceTime&) const {}
    };
    std::visit(Dispatch{m_state, emitter, m_options}, command.body);
    return m_events;
}

ExposureOf::ExposureOf(const State& state, const AccountState& account)
    : m_collateral(account.collateral)
    , m_count(account.positionCount) {
    for (std::size_t i = 0; i < m_count; ++i) {
        const PositionState& p = account.positions[i];
        const MarketState& market = *state.market(p.market);
        m_markets[i] = p.market;
        m_positions[i] = {&market.params, market.prices.mark, p.position.base, p.position.quote,
                          p.openBids,     p.openAsks,         p.openOrders};
    }
}

int ExposureOf::indexOf(MarketId market) const noexcept {
    for (std::size_t i = 0; i < m_count; ++i) {
        if (m_markets[i] == market) return static_cast<int>(i);
    }
    return -1;
}

} // namespace qd::exchange
