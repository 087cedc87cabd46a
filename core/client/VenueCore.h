#pragma once

#include "core/base/journal/GroupCommitter.h"
#include "core/client/MarketSource.h"
#include "core/engine/exchange/CommandCodec.h"
#include "core/engine/exchange/Exchange.h"

#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qd::client {

/// Told of every command applied, live or while a journal is read back.
class AppliedListener {
  public:
    AppliedListener() = default;
    AppliedListener(const AppliedListener&) = delete;
    AppliedListener& operator=(const AppliedListener&) = delete;
    virtual ~AppliedListener() = default;
    /// `state`: after it.
    virtual void applied(std::uint64_t sequence, const Command& command, std::span<const Event> events,
                         const exchange::State& state) = 0;
    /// What it has made of the commands so far goes into every snapshot and comes back before the commands after it.
    virtual void save(ByteWriter& out) const = 0;
    virtual void load(ByteReader& in) = 0;
};

/// An exchange, the source of its market and its journal: what an embedded venue is without threads and clocks. Every
/// command is appended to the journal before it is applied; after a crash the journal is read back, the source is
/// driven along it, and both go on as if nothing had happened. One thread.
class VenueCore {
  public:
    struct Terms {
        Money firstDeposit = Money::of(100'000);       ///< of every new owner's first account
        Money backstopDeposit = Money::of(50'000'000); ///< of the account that takes over what nobody else wants
        Money insuranceStake = Money::of(10'000'000);  ///< the venue's own in the insurance fund
        std::uint32_t clientIds = 65'536;              ///< remembered a day for the user's account
        std::string accountName = "Main";
        std::uint64_t snapshotBytes = 32ULL << 20U; ///< journal bytes between snapshots
    };

    /// Continues the journal in `folder`, or begins one. Errors: all of VenueCode but Store; nothing on disk is changed
    /// then, except that a torn last group is cut off.
    [[nodiscard]] static VenueResult<std::unique_ptr<VenueCore>> open(const std::filesystem::path& folder,
                                                                      std::unique_ptr<MarketSource> source, Terms terms,
                                                                      journal::GroupCommitter::Hooks hooks,
                                                                      const Clock& clock, AppliedListener& listener);
    /// Stores a snapshot, so that the next start has nothing to read back.
    ~VenueCore();
    VenueCore(const VenueCore&) = delete;
    VenueCore& operator=(const VenueCore&) = delete;

    /// Journals and applies. The command's time must not be before now().
    std::span<const Event> execute(const Command& command);
    /// One command of the source. Errors: Source. False: there is none any more.
    [[nodiscard]] VenueResult<bool> advance();
    /// Hands what was executed to the disk; at once when `urgent`. Takes a snapshot when one is due.
    void release(bool urgent);

    /// Cancels the orders of the user's accounts, and the user begins anew: another owner, with one account and the
    /// first deposit.
    void resetAccount();
    /// A request of the user's, at a time not before now(): the exchange lets it do what the owner of user() may.
    std::span<const Event> executeUser(UnixNanos ts, decltype(Command::body) body);
    /// The request by which an account becomes user(): a change of preferences that changes none. The exchange refuses
    /// it for accounts of somebody else and closed ones; the journal keeps it.
    [[nodiscard]] static UpdateAccount selection(AccountId account) { return {account, {}, {}, {}}; }
    /// The request by which the user's next sub-account is opened.
    [[nodiscard]] OpenAccount nextSubAccount(std::string name) const;

    [[nodiscard]] const exchange::State& state() const noexcept { return m_exchange.state(); }
    [[nodiscard]] const exchange::Exchange& exchange() const noexcept { return m_exchange; }
    [[nodiscard]] MarketSource& source() noexcept { return *m_source; }
    [[nodiscard]] const MarketSource& source() const noexcept { return *m_source; }
    [[nodiscard]] const journal::GroupCommitter& journal() const noexcept { return *m_journal; }
    [[nodiscard]] journal::GroupCommitter& journal() noexcept { return *m_journal; }
    /// The account the user trades from.
    [[nodiscard]] AccountId user() const noexcept { return m_user; }
    /// Its owner. Only after the first account was opened.
    [[nodiscard]] MasterId master() const { return state().account(m_user)->master; }
    [[nodiscard]] UnixNanos now() const noexcept { return m_exchange.state().now; }
    /// A torn last group that was dropped while opening; empty if there was none.
    [[nodiscard]] const std::string& notice() const noexcept { return m_notice; }
    /// True when there was no journal before.
    [[nodiscard]] bool fresh() const noexcept { return m_fresh; }

  private:
    VenueCore(std::unique_ptr<MarketSource> source, Terms terms, AppliedListener& listener);
    [[nodiscard]] VenueResult<void> restore(const journal::Snapshot& snapshot);
    [[nodiscard]] VenueResult<void> readBack(std::uint64_t sequence, ByteSpan record);
    [[nodiscard]] VenueResult<void> begin();
    std::span<const Event> applyAndTell(std::uint64_t sequence, const Command& command);
    void openUserAccount();
    [[nodiscard]] VenueResult<void> setUp(Command command);
    [[nodiscard]] VenueResult<void> openVenueAccounts();
    void snapshot();
    [[nodiscard]] std::vector<std::byte> encodeSnapshot() const;

    Terms m_terms;
    AppliedListener& m_listener;
    std::unique_ptr<MarketSource> m_source;
    exchange::Exchange m_exchange;
    exchange::CommandDecoder m_decoder;
    std::unique_ptr<journal::GroupCommitter> m_journal;
    ByteWriter m_record; ///< kept to avoid an allocation a command
    AccountId m_user;
    bool m_fresh = false;
    std::string m_notice;
};

/// A command for the account that is selected when the venue's thread gets to it, or why the terminal sends none.
using MakeCommand = std::move_only_function<std::expected<decltype(Command::body), RejectCode>(const VenueCore&)>;

/// The origin under which a user's account is opened; how a journal tells it from agents' accounts.
inline constexpr Origin kUserOrigin = Origin::Trader;
/// Which account a command makes the user's, if it does: it opens the first of a new owner, or selects one.
[[nodiscard]] std::optional<AccountId> selectedBy(const Command& command, std::span<const Event> events);

} // namespace qd::client
