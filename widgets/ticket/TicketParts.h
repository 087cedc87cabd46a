#pragma once

#include "widgets/base/Theme.h"
#include "widgets/ticket/TicketWords.h"

#include <QPushButton>
#include <QWidget>

#include <functional>
#include <vector>

namespace qd::ui {

/// The button that sends: its text may take two lines, and a double click is one click.
class ActionButton : public QPushButton {
    Q_OBJECT
  public:
    explicit ActionButton(ThemeHost& themes, QWidget* parent = nullptr);
    void setSide(Side side);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

  private:
    ThemeHost& m_themes;
};

/// Labels left, values right, always the same rows. Dimmed while the prices behind them are doubtful.
class ConsequencesView : public QWidget {
    Q_OBJECT
  public:
    /// `measured` runs each paint of the rows, so that the pane can time it.
    using Measured = std::function<void(const std::function<void()>& paint)>;
    ConsequencesView(ThemeHost& themes, Measured measured, QWidget* parent = nullptr);
    /// Room is kept for so many rows, so that nothing below moves.
    void setFewestRows(std::size_t rows);
    /// Repaints only when something changed.
    void setRows(std::vector<ConsequenceRow> rows, bool dimmed);
    [[nodiscard]] const std::vector<ConsequenceRow>& rows() const { return m_rows; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void paintRows();
    [[nodiscard]] QRect rowRect(std::size_t index) const;

    ThemeHost& m_themes;
    Measured m_measured;
    std::vector<ConsequenceRow> m_rows;
    std::size_t m_fewest;
    bool m_dimmed = false;
};

} // namespace qd::ui
