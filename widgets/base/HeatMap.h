#pragma once

#include "widgets/base/Theme.h"

#include <QString>
#include <QStringList>
#include <QWidget>

#include <optional>
#include <vector>

namespace qd::ui {

struct HeatCell {
    QString text;
    double tone = 0;     ///< -1 the worst to 1 the best; 0 has no colour
    bool marked = false; ///< a danger corner: something happens there
    bool outlined = false;
    QString detail; ///< all of it in words
};

struct HeatGrid {
    QStringList columns; ///< headings of one or two lines
    QStringList rows;
    std::vector<bool> faint;     ///< rows whose headings are dimmed, by row; may be shorter
    std::vector<HeatCell> cells; ///< cells[row * columns.size() + column]
    QString emptyText;           ///< shown when there are no cells
    bool doubtful = false;       ///< the values cannot be trusted now: they are dimmed
};

/// A table of values whose colours show their sizes: orange to blue, which every eye tells apart, and every cell writes
/// its sign. Mouse and arrow keys choose a cell. Main thread.
class HeatMap final : public QWidget {
    Q_OBJECT
  public:
    static constexpr int kDeepest = 42; ///< percent of the colour under the worst and the best: texts stay readable
    static constexpr int kDeepestDoubtful = 12; ///< the same while the values are dimmed

    HeatMap(ThemeHost& themes, const QString& name, QWidget* parent = nullptr);

    void setGrid(HeatGrid grid);
    [[nodiscard]] const HeatGrid& grid() const { return m_grid; }
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override { return minimumSizeHint(); }
    [[nodiscard]] QRect cellRect(int row, int column) const;

  signals:
    /// The cell under the mouse or the keys changed: its detail, empty for none.
    void pointed(const QString& detail);
    /// Enter or a double click on a cell.
    void activated(int row, int column);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void activate();
    struct Measures {
        int rowHeading = 0;
        int heading = 0; ///< height of the columns' headings
        int column = 0;  ///< least width
        int row = 0;     ///< least height
    };
    void measure();
    void point(std::optional<std::size_t> cell);
    [[nodiscard]] std::optional<std::size_t> cellAt(const QPoint& at) const;
    [[nodiscard]] QColor colorOf(const HeatCell& cell) const;
    void paintCell(QPainter& painter, std::size_t index) const;

    ThemeHost& m_themes;
    HeatGrid m_grid;
    Measures m_measures;
    std::optional<std::size_t> m_current;
};

} // namespace qd::ui
