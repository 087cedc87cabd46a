#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/chart/ChartScene.h"

#include <QPointer>
#include <QToolButton>

class QMenu;

namespace qd::chart {

/// The chart's controls in the header: intervals, what ends bars, style, studies. In a narrow pane they fold into one
/// button with a menu.
class ChartControls : public QWidget {
    Q_OBJECT
  public:
    ChartControls(ui::PaneContext& context, QWidget* parent);

    /// Shows these; does not signal.
    void setOptions(const ChartOptions& options);
    /// Whose bars are chosen.
    void setMarket(MarketId market) { m_market = market; }
    /// The theme's sizes changed.
    void refresh();
    /// Adds what can be chosen to a menu, as text.
    void addChoices(QMenu& menu);
    /// The list of studies, with those that are shown.
    void openStudies(const QPoint& global);
    /// The numbers and colours of one that is shown.
    void editStudy(std::size_t study, const QPoint& global);
    void addStudy(StudyChoice study);
    /// The title of the tool that is in the hand, or nothing.
    void setTool(const QString& title);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  signals:
    void chosen(const qd::chart::ChartOptions& options);
    /// A wish that cannot be met, and why.
    void refused(const QString& sentence);
    /// An alert on a study that is shown is to be set.
    void alertWanted(std::size_t study, const QPoint& global);
    /// What can be drawn is to be chosen.
    void drawingWanted(const QPoint& global);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    [[nodiscard]] QToolButton* button(const QString& name, const QString& help, void (ChartControls::*clicked)());
    void openStyles();
    void openBars();
    void openBarsAt(const QPoint& global);
    void openScales();
    void addScales(QMenu& menu);
    void openStudiesBelow();
    void openDrawing();
    void addStyles(QMenu& menu);
    void addSessions(QMenu& menu);
    void addProfiles(QMenu& menu);
    void choose(const ChartOptions& options);
    void fold();

    ui::PaneContext& m_context;
    ChartOptions m_options;
    std::optional<MarketId> m_market;
    QWidget* m_wide = nullptr;
    ui::Segmented* m_intervals = nullptr;
    QToolButton* m_bars = nullptr;
    QToolButton* m_style = nullptr;
    QToolButton* m_scale = nullptr;
    QToolButton* m_studies = nullptr;
    QToolButton* m_draw = nullptr;
    QToolButton* m_folded = nullptr;
};

} // namespace qd::chart
