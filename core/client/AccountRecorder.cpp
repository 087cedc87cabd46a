#include "core/client/AccountRecorder.h"

#include "core/client/AccountViews.h"
#include "core/client/LiquidationEntries.h"
#include "core/domain/Candle.h"
#include "core/engine/risk/Collateral.h"

namespace qd::client {
namespace {

bool isDeposit(PostingKind kind) {
    switch (kind) {
    case PostingKind::Deposit:
    case PostingKind::Withdrawal:
    case PostingKind::TransferIn:
    case PostingKind::TransferOut:
    case PostingKind::InsuranceStaked:
    case PostingKind::InsuranceUnstaked: return true;
    default: return false;
    }
}

/// At the price of the moment, rounded down; 0 where there has never been one.
Money valueOf(const exchange::State& state, AssetId asset, Amount amount) {
    if (asset == kQuoteAsset) return Money(amount.raw());
    const AssetParams& params = state.assets[asset.value()].params;
    const Price price = state.oracles[params.oracle.value()].displayPrice(state.now);
    return risk::assetValue(amount, price, params.decimals).value_or(Money{});
}

} // namespace

/// One command being read.
struct AccountRecorder::Reading {
    AccountRecorder& recorder;
    const exchange::State& state;
    UnixNanos ts;
    Changes changes;

    void see(const FundingPaid& e) {
        Counted* counted = find(e.account);
        if (counted == nullptr) return;
        changes.funding.push_back({e.account, {++counted->funding, ts, e.market, e.base, e.amount, Rate{}}});
    }
    /// Tells the rate of the payments before it.
    void see(const FundingUpdated& e) {
        for (auto& payment : changes.funding) {
            if (payment.row.market == e.market) payment.row.rate8h = e.rate8h;
        }
    }
    void see(const LedgerPosted& e) {
        Counted* counted = find(e.account);
        if (counted == nullptr) return;
        changes.ledger.push_back({e.account, {++counted->ledger, ts, e}});
        if (!isDeposit(e.kind)) return;
        const Money value = valueOf(state, e.asset, e.amount);
        counted->netDeposits = counted->netDeposits.plus(value).value_or(counted->netDeposits);
    }
    template<class Other>
    void see(const Other&) {}

    void addEntry(const Event& event) {
        auto entry = entryOf(event);
        Counted* counted = entry ? find(entry->account) : nullptr;
        if (counted == nullptr) return;
        entry->number = ++counted->liquidations;
        changes.liquidations.push_back({entry->account, std::move(*entry)});
    }
    [[nodiscard]] Counted* find(AccountId account) const {
        const auto found = recorder.m_accounts.find(account);
        return found == recorder.m_accounts.end() ? nullptr : &found->second;
    }
};

AccountRecorder::Changes AccountRecorder::read(std::span<const Event> events, const exchange::State& state) {
    Reading reading{*this, state, {}, {}};
    for (const Event& event : events) {
        reading.ts = event.ts;
        std::visit([&](const auto& body) { reading.see(body); }, event.body);
        reading.addEntry(event);
    }
    const UnixNanos minute = openTimeOf(state.now, Interval::M1);
    for (auto& [id, counted] : m_accounts) {
        const exchange::AccountState* account = state.account(id);
        if (minute <= counted.sampled || account == nullptr || account->closed) continue;
        const AccountWorth worth = worthOf(state, *account);
        // An account that holds nothing yet has no history of its worth: the curve begins with the first deposit.
        if (counted.ledger == 0 && worth.equity == Money()) continue;
        counted.sampled = minute;
        reading.changes.equity.push_back({id, {minute, worth.equity, worth.unrealised, counted.netDeposits}});
    }
    return std::move(reading.changes);
}

Money AccountRecorder::netDeposits(AccountId account) const {
    const auto found = m_accounts.find(account);
    return found == m_accounts.end() ? Money() : found->second.netDeposits;
}

void AccountRecorder::save(ByteWriter& out) const {
    out.put(static_cast<std::uint32_t>(m_accounts.size()));
    for (const auto& [id, counted] : m_accounts) {
        out.put(id.value());
        out.put(counted.funding);
        out.put(counted.ledger);
        out.put(counted.liquidations);
        out.put(counted.netDeposits.raw());
        out.put(counted.sampled.value());
    }
}

void AccountRecorder::load(ByteReader& in) {
    m_accounts.clear();
    const auto count = in.get<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        Counted& counted = m_accounts[AccountId(in.get<std::uint32_t>())];
        in.get(counted.funding);
        in.get(counted.ledger);
        in.get(counted.liquidations);
        counted.netDeposits = Money(in.get<std::int64_t>());
        counted.sampled = UnixNanos(in.get<std::int64_t>());
    }
}

} // namespace qd::client
