#pragma once

#include "core/store/SqliteStore.h"
#include "tests/support/QueueExecutor.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qd::test {

/// Makes the call and runs the executor until its answer comes.
template<class T>
[[nodiscard]] store::StoreResult<T> await(QueueExecutor& executor, const std::function<void(store::Answer<T>)>& call) {
    auto result = std::make_shared<std::optional<store::StoreResult<T>>>();
    call([result](store::StoreResult<T> answer) { *result = std::move(answer); });
    if (!executor.waitFor([&] { return result->has_value(); }))
        return fail(store::StoreCode::Closed, "no answer in time");
    return std::move(**result);
}

/// A store with its executor and the notices it gave. Reads wait for their answer.
class StoreHarness {
  public:
    explicit StoreHarness(std::filesystem::path file) { options.file = std::move(file); }
    ~StoreHarness() { close(); }
    StoreHarness(const StoreHarness&) = delete;
    StoreHarness& operator=(const StoreHarness&) = delete;

    [[nodiscard]] store::StoreResult<void> open() {
        auto opened =
            store::SqliteStore::open(options, executor, [this](const store::StoreNotice& n) { notices.push_back(n); });
        if (!opened) return std::unexpected(opened.error());
        m_store = std::move(*opened);
        return {};
    }
    void close() {
        m_store.reset();
        executor.drain();
    }
    [[nodiscard]] store::StoreResult<void> reopen() {
        close();
        return open();
    }
    [[nodiscard]] store::Store& operator*() { return *m_store; }
    [[nodiscard]] store::Store* operator->() { return m_store.get(); }

    [[nodiscard]] store::StoreResult<void> flush() {
        return await<void>(executor, [this](auto answer) { m_store->flush(std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<void> checkIntegrity() {
        return await<void>(executor, [this](auto answer) { m_store->checkIntegrity(std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<store::CandlePage> candles(store::MarketKey market, Interval interval,
                                                                UnixNanos before = kEnd, std::size_t limit = kAll) {
        return await<store::CandlePage>(
            executor, [&](auto answer) { m_store->readCandles(market, interval, before, limit, std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<std::vector<store::TradeRow>>
    trades(store::RunId run, store::MarketKey market, TradeId before = TradeId(~0ULL), std::size_t limit = kAll) {
        return await<std::vector<store::TradeRow>>(
            executor, [&](auto answer) { m_store->readTrades(run, market, before, limit, std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<std::vector<store::FillRow>> fills(store::RunId run, std::uint64_t before = ~0ULL,
                                                                        std::size_t limit = kAll,
                                                                        const store::RowFilter& filter = {}) {
        return await<std::vector<store::FillRow>>(
            executor, [&](auto answer) { m_store->readFills(run, filter, before, limit, std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<std::vector<store::PaymentRow>> payments(store::RunId run) {
        return await<std::vector<store::PaymentRow>>(
            executor, [&](auto answer) { m_store->readPayments(run, {}, ~0ULL, kAll, std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<std::vector<store::LedgerRow>> ledger(store::RunId run,
                                                                           const store::RowFilter& filter = {}) {
        return await<std::vector<store::LedgerRow>>(
            executor, [&](auto answer) { m_store->readLedger(run, filter, ~0ULL, kAll, std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<std::vector<store::LiquidationRow>> liquidations(store::RunId run) {
        return await<std::vector<store::LiquidationRow>>(
            executor, [&](auto answer) { m_store->readLiquidations(run, {}, ~0ULL, kAll, std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<std::vector<store::EquityRow>> equity(store::RunId run, Interval interval) {
        constexpr UnixNanos kBegin{std::numeric_limits<std::int64_t>::min()};
        return await<std::vector<store::EquityRow>>(
            executor, [&](auto answer) { m_store->readEquity(run, interval, kBegin, kEnd, kAll, std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<std::vector<store::NumberedOrder>>
    orders(store::RunId run, std::uint64_t before = ~0ULL, std::size_t limit = kAll) {
        return await<std::vector<store::NumberedOrder>>(
            executor, [&](auto answer) { m_store->readOrders(run, before, limit, std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<std::vector<store::NumberedOrder>> orders(store::RunId run,
                                                                               const store::RowFilter& filter) {
        return await<std::vector<store::NumberedOrder>>(
            executor, [&](auto answer) { m_store->readOrders(run, filter, ~0ULL, kAll, std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<std::vector<store::FundingRow>>
    funding(store::MarketKey market, UnixNanos before = kEnd, std::size_t limit = kAll) {
        return await<std::vector<store::FundingRow>>(
            executor, [&](auto answer) { m_store->readFunding(market, before, limit, std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<std::vector<store::EventRecord>> events(std::uint64_t before = ~0ULL,
                                                                             std::size_t limit = kAll) {
        return await<std::vector<store::EventRecord>>(
            executor, [&](auto answer) { m_store->readEvents(before, limit, std::move(answer)); });
    }
    [[nodiscard]] store::StoreResult<std::vector<store::RunRecord>> runs() {
        return await<std::vector<store::RunRecord>>(executor,
                                                    [&](auto answer) { m_store->readRuns(std::move(answer)); });
    }

    [[nodiscard]] bool hasNotice(store::NoticeKind kind) const {
        return std::ranges::find(notices, kind, &store::StoreNotice::kind) != notices.end();
    }

    static constexpr UnixNanos kEnd{std::numeric_limits<std::int64_t>::max()};
    static constexpr std::size_t kAll = ~std::size_t{0};

    store::SqliteOptions options; ///< of the next open()
    QueueExecutor executor;
    std::vector<store::StoreNotice> notices;

  private:
    std::unique_ptr<store::SqliteStore> m_store;
};

[[nodiscard]] inline std::string slurp(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
inline void spill(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

} // namespace qd::test
