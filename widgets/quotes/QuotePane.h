#pragma once

#include "widgets/base/BoardTexts.h"
#include "widgets/base/Pane.h"
#include "widgets/quotes/QuoteColumns.h"
#include "widgets/quotes/Spark.h"

#include <expected>
#include <map>
#include <string>
#include <utility>
#include <vector>

class QLineEdit;
class QToolButton;

namespace qd::ui::quotes {

/// QM: the quotes of all markets, or of those on a named board in its owner's order; chooses the market of its link
/// group. Main thread.
class QuotePane final : public Pane {
    Q_OBJECT
  public:
    explicit QuotePane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<ui::KeyHint> keys();
    ~QuotePane() override;

    [[nodiscard]] bool linksMarket() const override { return true; }
    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// BOARD and a name or ALL: shows it; with ADD, REMOVE, UP, DOWN, NAME or DELETE changes it.
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void onFrame(const Frame& frame) override;
    /// Every frame while there are few markets; many are shown ten times a second.
    [[nodiscard]] std::int64_t frameInterval() const override {
        constexpr std::size_t kFew = 12;
        return context().market.markets().size() <= kFew ? 0 : 100 * kNanosPerMilli;
    }

    [[nodiscard]] Table& table();
    [[nodiscard]] const QuoteModel& model() const { return m_model; }
    [[nodiscard]] const Spark& sparkOf(MarketId market) { return m_sparks[market].spark; }

  private:
    class Board;
    struct SparkState {
        Spark spark;
        bool wanted = false;      ///< there is a hole that History may fill
        std::int64_t askedAt = 0; ///< monotonic, of the last question to History; 0 = never
        std::uint64_t painted = 0;
    };
    /// Monotonic arrival of the newest change about to be painted first; 0 when it has been painted.
    [[nodiscard]] std::int64_t takeArrival() { return std::exchange(m_arrival, 0); }
    void createTable();
    void forgetMarkets();
    [[nodiscard]] std::vector<QuoteRow> readRows(std::int64_t nanos);
    void follow(const Ticker& ticker, std::int64_t nanos);
    void askHistory(MarketId market);
    void repaintSparks();
    /// The market the linked panes show.
    [[nodiscard]] std::optional<MarketId> shownMarket() const;
    void openRowMenu(int row, const QPoint& global);
    void open(const char* mnemonic, const QString& symbol);

    // QuoteBoards.cpp
    void createBoards();
    /// Empty: all markets.
    void showBoard(const std::string& name);
    void fillBoardMenu(QMenu& menu);
    void editName();
    void addBoardEntries(QMenu& menu, const QuoteRow& quote);
    void moveRow(const std::string& symbol, int by);
    void removeRow(const std::string& symbol);
    /// Of the board that is shown, in its order.
    [[nodiscard]] std::vector<const MarketInfo*> shownMarkets();
    void showEmpty();
    /// Says what is wrong; answers whether nothing is.
    bool tell(const std::expected<void, QString>& done);
    [[nodiscard]] std::expected<void, QString> boardDeed(const std::string& board, const std::string& deed,
                                                         std::vector<std::string> words);

    QuoteModel m_model;
    Board* m_table = nullptr;
    QToolButton* m_boardButton = nullptr;
    QLineEdit* m_boardName = nullptr; ///< shown while the board is being named
    std::vector<MarketList> m_boards; ///< of the settings
    std::string m_board;              ///< empty: all markets
    std::size_t m_absent = 0;         ///< on the board, and not at this venue
    std::map<MarketId, SparkState> m_sparks;
    std::optional<MarketId> m_shown; ///< as painted
    bool m_fitted = false;           ///< widths are the user's, or fit the first rows
    std::int64_t m_arrival = 0;
    std::int64_t m_newest = 0; ///< arrival of the newest change read so far
    ports::Subscription m_marketsWatch;
};

} // namespace qd::ui::quotes
