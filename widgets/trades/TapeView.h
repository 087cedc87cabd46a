#pragma once

#include "core/domain/Venue.h"
#include "widgets/base/GlyphAtlas.h"
#include "widgets/base/Theme.h"
#include "widgets/trades/MinuteFlow.h"
#include "widgets/trades/TapeScroll.h"
#include "widgets/trades/TapeText.h"

#include <QPixmap>
#include <QWidget>

namespace qd::ui::trades {

class TapePane;

/// Paints the tape: heading, rows, and a foot with the flow of the last minute. Main thread.
class TapeView final : public QWidget {
    Q_OBJECT
  public:
    TapeView(TapePane& pane, const TapeModel& model, const MinuteFlow& flow);

    /// Another market or other columns: everything is laid out anew.
    void setFormat(const TapeFormat& format);
    void setColumns(const ColumnChoice& columns);
    void applyTheme();
    /// The model changed: repaints what looks different, and answers whether anything does.
    bool refresh();
    /// Repaints the foot if it says something new. `age`: nanoseconds since the last change of the market arrived.
    void refreshFoot(DataStatus status, std::optional<std::int64_t> age);

    [[nodiscard]] const TapeScroll& scroll() const { return m_scroll; }
    /// What the foot says, for tests and screen readers.
    [[nodiscard]] QString footText() const;
    /// Columns that are on the screen, from left to right.
    [[nodiscard]] std::vector<TapeColumn> shownColumns();
    [[nodiscard]] QRect rowsRect() const;
    [[nodiscard]] QRect footRect() const;
    /// Says that the rows stand still and how many are newer; a click goes to them. Empty while following.
    [[nodiscard]] QRect badgeRect() const;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

  private:
    struct Look { ///< what depends on the theme alone
        QColor back, line, value, label, hint, up, down, warn, upTint, downTint, upBar, downBar, accent, onFill, hole,
            faint;
        QPixmap arrows[2][2]; ///< [up, down][live, dim]
    };
    struct Foot {
        QString rate;
        QString least; ///< before sums that may be more
        QString bought;
        QString sold;
        int boughtPerMille = 500;
        bool any = false;
        QString note;
        QString state;
        friend bool operator==(const Foot&, const Foot&) = default;
    };
    [[nodiscard]] const Theme& theme() const;
    [[nodiscard]] QPixmap arrow(bool up, const QColor& color) const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int headingHeight() const;
    [[nodiscard]] std::size_t fitting() const;
    [[nodiscard]] const TapeRow* rowAtLine(std::size_t line) const;
    [[nodiscard]] QString badgeText() const;
    [[nodiscard]] QString noteText() const;
    [[nodiscard]] static QString rateText(const MinuteFlow::Figures& figures, const QString& least);
    void prepare();
    void measure();
    void scrolled();
    void showTip(const QPoint& at, const QPoint& global);

    void paintHeading(QPainter& painter);
    void paintRows(QPainter& painter, const QRect& area);
    void paintRow(QPainter& painter, const TapeRow& row, int y, bool big);
    void paintHole(QPainter& painter, const TapeRow& row, int y);
    void paintThumb(QPainter& painter);
    void paintBadge(QPainter& painter);
    void paintEmpty(QPainter& painter);
    void paintFoot(QPainter& painter);
    void paintFlow(QPainter& painter, const QRect& box);

    TapePane& m_pane;
    const TapeModel& m_model;
    const MinuteFlow& m_flow;
    TapeScroll m_scroll;
    TapeTexts m_texts;
    TapeFormat m_format;
    ColumnChoice m_columns;
    GlyphAtlas m_plain;
    GlyphAtlas m_strong;
    QFont m_plainFont;
    QFont m_strongFont;
    Look m_look;
    std::array<int, kTapeColumns> m_widths{};
    std::vector<PlacedColumn> m_placed;
    bool m_placeAgain = true;
    bool m_dim = false;
    Foot m_foot;
    int m_wheel = 0; ///< eighths of a degree not yet turned into rows

    // What the last paint of the rows was about.
    struct Shown {
        std::uint64_t arrangement = 0;
        std::uint64_t top = 0;
        std::uint32_t topPrints = 0;
        std::uint64_t newer = 0;
        bool held = false;
        std::optional<Quantity> big;
        friend bool operator==(const Shown&, const Shown&) = default;
    };
    [[nodiscard]] Shown shownNow() const;
    Shown m_shown;
};

} // namespace qd::ui::trades
