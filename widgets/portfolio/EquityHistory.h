#pragma once

#include "core/engine/risk/portfolio/Returns.h"
#include "core/engine/risk/portfolio/TradeStatistics.h"
#include "core/ports/Accounts.h"
#include "core/ports/History.h"

#include <algorithm>
#include <array>
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

/// What history knows of an account: samples of its equity for the plots and for the statistics, fills, funding and
/// what liquidations took over. It
/// asks anew when a sample is due, when the account got rows, and a while after a question failed; each of its parts
/// has one question under way. Answers of an account or a range that is no longer shown are dropped. Main thread.
class EquityHistory {
  public:
    static constexpr std::size_t kMostSamples = 10'000; ///< of one question
    static constexpr std::size_t kMostFills = 20'000;   ///< the newest ones make the trades; of payments as many
    static constexpr std::int64_t kRetryAfter = 10 * kNanosPerSecond;
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
    /// Grows when trades() or longSamples() changed.
    [[nodiscard]] std::uint64_t statisticsVersion() const { return m_statisticsVersion; }
    [[nodiscard]] bool waiting() const { return std::ranges::any_of(m_questions, &Question::asking); }
    /// A part could not be read when it was last asked for: it is as old as it is, or not there.
    [[nodiscard]] bool failed() const { return std::ranges::any_of(m_questions, &Question::failed); }

    /// Of the range, oldest first; none until those of another range have come.
    [[nodiscard]] const std::vector<EquitySample>& samples() const { return m_samples; }
    /// What lies between them: the range's interval, or less for a young account.
    [[nodiscard]] Interval interval() const { return m_interval; }
    /// For statistics: days at first, hours of the last year, oldest first.
    [[nodiscard]] const std::vector<EquitySample>& longSamples() const { return m_long; }
    /// They begin with the account's first one.
    [[nodiscard]] bool isWhole() const { return m_days.size() < kMostSamples; }
    /// Trades of all fills and the funding between them; of a market whose older fills are not counted, from the first
    /// time on at which it was flat. What a liquidation took over, or a deleveraging closed, is closed at the price and
    /// the fees that are recorded, to the micro-dollar a unit. Errors: Overflow.
    [[nodiscard]] std::expected<portfolio::RoundTrips, MathError> trades() const;
    [[nodiscard]] std::size_t fills() const { return m_fills.size(); }
    /// There are older fills than the ones that are counted.
    [[nodiscard]] bool fillsCut() const { return m_fillsCut; }

  private:
    enum class Part : std::uint8_t { Range, Long, Fills, Funding, Closings };
    struct Question {
        bool asking = false;
        bool failed = false;
        std::int64_t failedAt = 0; ///< monotonic
        std::uint64_t round = 0;   ///< an answer to an earlier one is dropped
    };
    [[nodiscard]] Question& question(Part part) { return m_questions[static_cast<std::size_t>(part)]; }
    /// Nothing is under way, and something is due or must be tried again.
    [[nodiscard]] bool shouldAsk(Part part, bool due);
    /// The answer to the part's question, which may ask on.
    template<class T, class Take>
    ports::HistoryAnswer<T> taking(Part part, Take take);
    void drop(Part part);
    void forget();
    void followTrades();
    void askRange(UnixNanos now, Interval interval);
    void askDays();
    void askHours();
    void askFills(std::uint64_t before, std::vector<FillView> newer);
    void askFunding(std::uint64_t before, std::vector<FundingPayment> newer);
    void askClosings(std::uint64_t before, std::vector<LiquidationEntry> newer);

    ports::History& m_history;
    const ports::Accounts& m_accounts;
    EquityRange m_range = EquityRange::Day;
    std::optional<AccountId> m_account;
    std::optional<UnixNanos> m_rangeAt; ///< sample that was due when the range was asked for
    std::optional<UnixNanos> m_longAt;
    std::optional<std::uint64_t> m_rows; ///< historyVersion() when trades were asked for
    std::int64_t m_tradesAt = 0;
    std::int64_t m_nanos = 0;           ///< monotonic, of follow()
    Interval m_interval = Interval::M1; ///< between samples
    std::vector<EquitySample> m_samples;
    std::vector<EquitySample> m_days;
    std::vector<EquitySample> m_long;
    std::vector<FillView> m_fills;
    std::vector<FundingPayment> m_funding;
    std::vector<LiquidationEntry> m_closings; ///< of positions, by other means than fills
    std::uint64_t m_closingsTo = 0;           ///< number of the newest entry that was read
    bool m_fillsCut = false;
    std::array<Question, 5> m_questions; ///< of each part
    std::uint64_t m_version = 0;
    std::uint64_t m_statisticsVersion = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace qd::ui
