#pragma once

#include "core/engine/risk/portfolio/Returns.h"
#include "core/engine/risk/portfolio/TradeStatistics.h"
#include "core/ports/Accounts.h"
#include "core/ports/History.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qd::ui {

/// How far back the plots look.
enum class EquityRange : std::uint8_t { Day, Week, Month, Quarter, Year, All };
struct RangeTerms {
    Interval interval = Interval::M1;
    std::int64_t nanos = 0; ///< 0: everything
};
[[nodiscard]] RangeTerms termsOf(EquityRange range) noexcept;

/// What history knows of an account: samples of its equity for the plots and for the statistics, fills and funding. It
/// asks anew when a sample is due and when the account got rows; answers of an account that is no longer shown are
/// dropped. Main thread.
class EquityHistory {
  public:
    static constexpr std::size_t kMostSamples = 10'000; ///< of one question
    static constexpr std::size_t kMostFills = 20'000;   ///< the newest ones make the trades
    static constexpr std::size_t kPage = 1'000;

    EquityHistory(ports::History& history, const ports::Accounts& accounts)
        : m_history(history)
        , m_accounts(accounts) {}
    EquityHistory(const EquityHistory&) = delete;
    EquityHistory& operator=(const EquityHistory&) = delete;

    void setRange(EquityRange range);
    [[nodiscard]] EquityRange range() const { return m_range; }
    /// Asks for what is missing. `now`: market time; `nanos`: monotonic.
    void follow(AccountId account, UnixNanos now, std::int64_t nanos);

    /// Grows with every answer.
    [[nodiscard]] std::uint64_t version() const { return m_version; }
    [[nodiscard]] bool waiting() const { return m_waiting > 0; }
    [[nodiscard]] bool failed() const { return m_failed; }

    /// Of the range, oldest first.
    [[nodiscard]] const std::vector<EquitySample>& samples() const { return m_samples; }
    /// What lies between them: the range's interval, or less for a young account.
    [[nodiscard]] Interval interval() const { return m_interval; }
    /// For statistics: days at first, hours of the last year, oldest first.
    [[nodiscard]] const std::vector<EquitySample>& longSamples() const { return m_long; }
    /// They begin with the account's first one.
    [[nodiscard]] bool isWhole() const { return m_days.size() < kMostSamples; }
    /// Trades of all fills and the funding between them. Errors: Overflow.
    [[nodiscard]] std::expected<portfolio::RoundTrips, MathError> trades() const;
    [[nodiscard]] std::size_t fills() const { return m_fills.size(); }
    /// There are older fills than the ones that are counted.
    [[nodiscard]] bool fillsCut() const { return m_fillsCut; }
    [[nodiscard]] std::optional<UnixNanos> firstFill() const;

  private:
    template<class T, class Take>
    ports::HistoryAnswer<T> taking(Take take);
    void forget();
    void askRange(UnixNanos now, Interval interval);
    void askLong();
    void askFills(std::uint64_t before, std::vector<FillView> newer);
    void askFunding(std::uint64_t before, std::vector<FundingPayment> newer);

    ports::History& m_history;
    const ports::Accounts& m_accounts;
    EquityRange m_range = EquityRange::Day;
    std::optional<AccountId> m_account;
    std::optional<UnixNanos> m_rangeAt; ///< sample that was due when the range was asked for
    std::optional<UnixNanos> m_longAt;
    std::optional<std::uint64_t> m_rows; ///< historyVersion() when trades were asked for
    std::int64_t m_tradesAt = 0;
    Interval m_interval = Interval::M1; ///< between samples
    std::vector<EquitySample> m_samples;
    std::vector<EquitySample> m_days;
    std::vector<EquitySample> m_long;
    std::vector<FillView> m_fills;
    std::vector<FundingPayment> m_funding;
    bool m_fillsCut = false;
    int m_waiting = 0;
    bool m_failed = false;
    std::uint64_t m_version = 0;
    std::shared_ptr<int> m_round = std::make_shared<int>(0);
};

} // namespace qd::ui
