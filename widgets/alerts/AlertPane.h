#pragma once

#include "widgets/alerts/AlertRows.h"
#include "widgets/alerts/AlertWatch.h"
#include "widgets/alerts/StudyWatch.h"
#include "widgets/base/FormLine.h"
#include "widgets/base/LogModel.h"
#include "widgets/base/NoticeLine.h"
#include "widgets/base/Pane.h"
#include "widgets/drawings/DrawingBook.h"

class QSplitter;

namespace qd::ui {

/// Who watches what, whether AL is open or not. They outlive the pane.
struct AlertSources {
    const AlertWatch& prices;
    const StudyWatch& studies;
    drawings::DrawingBook& lines;
};

/// AL: alerts on prices, studies and drawn lines, and the news that were told since the start. Main thread.
class AlertPane final : public Pane {
    Q_OBJECT
  public:
    AlertPane(PaneContext& context, const AlertSources& sources);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    void onFrame(const Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 250 * kNanosPerMilli; }

  protected:
    void marketChanged() override;

  private:
    [[nodiscard]] std::vector<CellLink<AlertRow>> links();
    FormLine* makeForm();
    [[nodiscard]] QWidget* makeTables();
    void add();
    void remove(const AlertRow& row);
    void renew(const AlertRow& row);
    void setLine(const AlertRow& row, drawings::Watch watch);
    void readAlerts(const Frame& frame);
    void readNews(const Frame& frame);
    void showMarkets();
    void say(const QString& sentence, Token token);

    AlertSources m_sources;
    TableModel<AlertRow, std::tuple<AlertKind, std::string, std::uint32_t>> m_alerts;
    LogModel<NewsLog::Entry> m_news;
    Table* m_alertTable;
    Table* m_newsTable;
    QSplitter* m_split = nullptr;
    QComboBox* m_market = nullptr;
    QComboBox* m_way = nullptr;
    QComboBox* m_source = nullptr;
    QCheckBox* m_repeats = nullptr;
    DecimalEdit* m_level = nullptr;
    QLineEdit* m_note = nullptr;
    NoticeLine* m_notice;
    std::uint64_t m_newestNews = 0;
};

} // namespace qd::ui
