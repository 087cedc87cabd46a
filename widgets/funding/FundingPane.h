#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/base/LogModel.h"
#include "widgets/base/NoticeLine.h"
#include "widgets/base/PagedLog.h"
#include "widgets/base/Pane.h"
#include "widgets/funding/FundingPlot.h"
#include "widgets/funding/FundingRows.h"

class QLabel;
class QSplitter;
class QStackedWidget;

namespace qd::ui {

/// FUNDING: what every market's funding is, with the prices and the oracle it is made from; below it the chosen
/// market's past rates as a table and a plot, or the own payments. Main thread.
class FundingPane final : public Pane {
    Q_OBJECT
  public:
    explicit FundingPane(PaneContext& context);
    ~FundingPane() override;
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// RATES or PAYMENTS.
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void onFrame(const Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 33 * kNanosPerMilli; }

  protected:
    void marketChanged() override;
    void addMenuEntries(QMenu& menu) override;

  private:
    QWidget* createBelow();
    void createTables();
    void readMarkets(std::int64_t now);
    void beginRates();
    void beginPayments();
    /// Asks the history anew where something came, and for older rows where the eye has come to the end.
    void readHistory();
    void showRates();
    void showPayments();
    void chooseBelow(int index);
    /// How to have what failed tried again.
    [[nodiscard]] static QString retryHint();
    void tellFailure(const std::optional<Error<ports::HistoryCode>>& error);
    void copyTable(Table& table);

    TableModel<FundingRow, MarketId> m_model;
    LogModel<FundingRecord> m_rateModel;
    LogModel<PaymentRow> m_paymentModel;
    PagedLog<FundingRecord> m_rates;
    PagedLog<FundingPayment> m_payments;
    Table* m_table;
    Table* m_rateTable = nullptr;
    Table* m_paymentTable = nullptr;
    FundingPlot* m_plot = nullptr;
    Segmented* m_choice = nullptr;
    QLabel* m_sum = nullptr;
    QStackedWidget* m_below = nullptr;
    QSplitter* m_split;
    NoticeLine* m_notice;
    std::optional<AccountId> m_account; ///< whose payments are shown
    std::uint64_t m_historyVersion = 0;
    UnixNanos m_ratesOf; ///< last update that the rates were read after
    std::uint64_t m_rateGeneration = 0;
    std::uint64_t m_paymentGeneration = 0;
    std::int64_t m_readAt = 0;
    bool m_fading = false;
};

} // namespace qd::ui
