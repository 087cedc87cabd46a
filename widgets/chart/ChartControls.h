#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/chart/ChartScene.h"

#include <QToolButton>

class QMenu;

namespace qd::chart {

/// The chart's controls in the header: intervals, style, studies. In a narrow pane they fold into one button with a
/// menu.
class ChartControls : public QWidget {
    Q_OBJECT
  public:
    explicit ChartControls(QWidget* parent);

    /// Shows these; does not signal.
    void setOptions(const ChartOptions& options);
    /// The theme's sizes changed.
    void refresh();
    /// Adds what can be chosen to a menu, as text.
    void addChoices(QMenu& menu);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  signals:
    void chosen(const qd::chart::ChartOptions& options);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    [[nodiscard]] QToolButton* toggle(const QString& name, bool ChartOptions::* flag);
    [[nodiscard]] QToolButton* styleButton();
    void addStyles(QMenu& menu);
    void choose(const ChartOptions& options);
    void fold();

    ChartOptions m_options;
    QWidget* m_wide = nullptr;
    ui::Segmented* m_intervals = nullptr;
    QToolButton* m_style = nullptr;
    QToolButton* m_ema = nullptr;
    QToolButton* m_vwap = nullptr;
    QToolButton* m_folded = nullptr;
};

} // namespace qd::chart
