#pragma once

#include "widgets/base/GlyphAtlas.h"
#include "widgets/base/Theme.h"

#include <QWidget>

#include <vector>

namespace qd::ui {

class Table;

/// One line under a table whose values stand under the table's columns: totals. It follows their order, widths and
/// scrolling; the value of a column that is not seen is not seen either.
class TableFoot : public QWidget {
    Q_OBJECT
  public:
    struct Cell {
        int column = 0; ///< logical
        QString text;
        Token token = Token::Text1;
        QString tip; ///< definition of the sum
        bool operator==(const Cell&) const = default;
    };
    TableFoot(ThemeHost& themes, Table& table, const QString& name, QWidget* parent = nullptr);

    /// `label` stands at the left and ends where the first value begins; `tip` belongs to it.
    void setContent(const QString& label, const QString& tip, std::vector<Cell> cells);
    [[nodiscard]] const QString& label() const { return m_label; }
    /// Empty when the column has no value or is not seen.
    [[nodiscard]] QString textOf(int column) const;
    /// Where the value of a column is painted; null when it is not seen.
    [[nodiscard]] QRect boxOf(int column) const;

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void applyTheme();
    [[nodiscard]] const Cell* cellOf(int column) const;

    ThemeHost& m_themes;
    Table& m_table;
    GlyphAtlas m_glyphs;
    QString m_label;
    QString m_labelTip;
    std::vector<Cell> m_cells;
};

} // namespace qd::ui
