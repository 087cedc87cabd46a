#pragma once

#include "core/base/Bytes.h"
#include "core/domain/Commands.h"
#include "core/domain/Records.h"
#include "core/engine/exchange/State.h"

#include <map>
#include <span>
#include <vector>

namespace qd::client {

/// What the history gets of the user's accounts beside orders and fills: funding, movements of balances, what happened
/// to their pools, and what they were worth. Rows are numbered by what the commands say, so that a journal read back
/// gives the same rows again. The venue's thread.
class AccountRecorder {
  public:
    template<class Row>
    struct Owned {
        AccountId account;
        Row row;
    };
    /// Of one command.
    struct Changes {
        std::vector<Owned<FundingPayment>> funding;
        std::vector<Owned<LedgerMovement>> ledger;
        std::vector<Owned<LiquidationEntry>> liquidations;
        std::vector<Owned<EquitySample>> equity;
        [[nodiscard]] bool empty() const {
            return funding.empty() && ledger.empty() && liquidations.empty() && equity.empty();
        }
    };

    void follow(AccountId account) { m_accounts.try_emplace(account); }
    /// Of a followed account, 0 of any other: see AccountView::netDeposits.
    [[nodiscard]] Money netDeposits(AccountId account) const;
    /// `state` after the command.
    [[nodiscard]] Changes read(std::span<const Event> events, const exchange::State& state);

    void save(ByteWriter& out) const;
    void load(ByteReader& in);

  private:
    struct Counted {
        std::uint64_t funding = 0; ///< rows so far
        std::uint64_t ledger = 0;
        std::uint64_t liquidations = 0;
        Money netDeposits;
        UnixNanos sampled; ///< minute of the last sample
    };
    struct Reading;

    std::map<AccountId, Counted> m_accounts;
};

} // namespace qd::client
