#pragma once

#include "widgets/base/FigureView.h"

#include <QWidget>

#include <vector>

class QGridLayout;

namespace qd::ui {

/// Figures in as many columns as their width allows, none of them clipped. Main thread.
class FigureGrid final : public QWidget {
    Q_OBJECT
  public:
    /// `sample`: the widest value expected.
    FigureGrid(ThemeHost& themes, const Settings& settings, const QString& sample, QWidget* parent = nullptr);

    /// In the order in which they are read: down the first column, then the next.
    FigureView* add(const QString& name, const QString& label, const QString& tip, bool strong = false);
    /// Fades the flashes; false when there are none.
    bool fade(std::int64_t now);
    [[nodiscard]] int columns() const { return m_columns; }
    [[nodiscard]] const std::vector<FigureView*>& figures() const { return m_figures; }

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void arrange();

    ThemeHost& m_themes;
    const Settings& m_settings;
    QString m_sample;
    QGridLayout* m_grid;
    std::vector<FigureView*> m_figures;
    int m_columns = 0;
};

} // namespace qd::ui
