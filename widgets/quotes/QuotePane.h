#pragma once

#include "widgets/base/Pane.h"
#include "widgets/quotes/QuoteColumns.h"
#include "widgets/quotes/Spark.h"

#include <map>
#include <utility>

namespace qd::ui::quotes {

/// QM: the quotes of all markets; chooses the market of its link group. Main thread.
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

    QuoteModel m_model;
    Board* m_table = nullptr;
    std::map<MarketId, SparkState> m_sparks;
    std::optional<MarketId> m_shown; ///< as painted
    bool m_fitted = false;           ///< widths are the user's, or fit the first rows
    std::int64_t m_arrival = 0;
    std::int64_t m_newest = 0; ///< arrival of the newest change read so far
    ports::Subscription m_marketsWatch;
};

} // namespace qd::ui::quotes
