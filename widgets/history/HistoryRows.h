#pragma once

#include "core/domain/Records.h"
#include "core/ports/History.h"
#include "widgets/base/PaneContext.h"
#include "widgets/base/Table.h"

#include <functional>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

namespace qd::ui {

/// What a record's numbers need to be written for people.
struct RecordNames {
    QString symbol; ///< of the market, an en dash without one
    int priceDecimals = 0;
    int sizeDecimals = 0;
    QString asset; ///< of a ledger movement
    int assetDecimals = 0;
    QString other; ///< the other account of a ledger movement
};

/// A line of one of HISTORY's lists.
template<class Record>
struct HistoryRow {
    Record record;
    RecordNames names;
};

/// A column of an exported file: exact, with its unit in the heading, times in UTC.
template<class Record>
struct CsvColumn {
    const char* heading; ///< "price_usdc"
    std::function<std::string(const HistoryRow<Record>&)> text;
};

/// One of HISTORY's lists as data.
template<class Record>
struct HistoryKind;

/// Which filters choose among the rows of a list.
struct HistoryUses {
    bool market = false;
    bool side = false;
    bool posting = false;
};

#define QD_HISTORY_KIND(RECORD, ASK)                                                                                   \
    template<>                                                                                                         \
    struct HistoryKind<RECORD> {                                                                                       \
        static std::vector<Column<HistoryRow<RECORD>>> columns();                                                      \
        static std::vector<CsvColumn<RECORD>> csv();                                                                   \
        static std::vector<int> foldOrder();                                                                           \
        static std::uint64_t number(const RECORD& record);                                                             \
        static std::optional<MarketId> market(const RECORD& record);                                                   \
        static std::optional<AssetId> asset(const RECORD& record);                                                     \
        static void ask(ports::History& history, const ports::HistoryFilter& filter, std::uint64_t before,             \
                        std::size_t limit, ports::HistoryAnswer<std::vector<RECORD>> answer) {                         \
            history.ASK(filter, before, limit, std::move(answer));                                                     \
        }                                                                                                              \
    }
QD_HISTORY_KIND(OrderRecord, orders);
QD_HISTORY_KIND(FillView, fills);
QD_HISTORY_KIND(FundingPayment, fundingPayments);
QD_HISTORY_KIND(LiquidationEntry, liquidations);
QD_HISTORY_KIND(LedgerMovement, ledger);
#undef QD_HISTORY_KIND

/// Names of a venue's markets and assets and of the owner's accounts as they are now, looked up once for many rows.
class NameBook {
  public:
    explicit NameBook(const PaneContext& context);
    /// `market`, `asset`: of the record, where it has one.
    [[nodiscard]] RecordNames of(std::optional<MarketId> market, std::optional<AssetId> asset) const;
    template<class Record>
    [[nodiscard]] HistoryRow<Record> row(const Record& record) const {
        using Kind = HistoryKind<Record>;
        HistoryRow<Record> row{record, of(Kind::market(record), Kind::asset(record))};
        if constexpr (std::is_same_v<Record, LedgerMovement>) row.names.other = account(record.posted.other);
        return row;
    }

  private:
    /// As its owner calls it; one of somebody else has only its number at the venue.
    [[nodiscard]] QString account(AccountId id) const;

    std::map<MarketId, RecordNames> m_markets;
    std::map<AssetId, RecordNames> m_assets;
    std::map<AccountId, QString> m_accounts; ///< of the owner
};

} // namespace qd::ui
