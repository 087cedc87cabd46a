#pragma once

#include "core/domain/Units.h"
#include "widgets/base/Theme.h"

#include <QLineEdit>
#include <QWidget>

#include <optional>

class QGridLayout;
class QLabel;
class QSlider;

namespace qd::ui {

/// A change of price in percent, typed with its sign; arrow keys step by 1 %, with Shift by 10 %. Main thread.
class MoveEdit final : public QLineEdit {
    Q_OBJECT
  public:
    static constexpr Rate kLeast{-990'000};
    static constexpr Rate kMost{10'000'000};

    MoveEdit(const QString& name, QWidget* parent = nullptr);
    /// Empty while the text is no number in range. No text is no move.
    [[nodiscard]] std::optional<Rate> move() const;
    /// Does not signal.
    void setMove(Rate move);

  signals:
    /// By typing or a key; 0 when what was typed is no move.
    void moved(Rate move);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
};

/// One asset of a what-if: its name, a slider from −50 to +100 %, the move typed, and what its price becomes. A row of
/// somebody else's grid. Main thread.
class MoveRow final : public QObject {
    Q_OBJECT
  public:
    /// `name`: of an asset, "SOL", or "All". Adds its parts as a row of `grid`, which is a layout
    /// of `form`, and takes them away in the end.
    MoveRow(ThemeHost& themes, const QString& name, QGridLayout& grid, int row, QWidget* form);
    ~MoveRow() override;

    [[nodiscard]] Rate move() const { return m_move; }
    /// Shows a move without telling.
    void setMove(Rate move);
    /// "150.00 → 120.00"; while what was typed is no move, its range stands there instead.
    void setPrices(const QString& text);

  signals:
    void moved(Rate move);

  private:
    void take(Rate move, bool fromSlider);
    void showPrices();
    void applyTheme();

    ThemeHost& m_themes;
    QLabel* m_label;
    QSlider* m_slider;
    MoveEdit* m_edit;
    QLabel* m_unit;
    QLabel* m_prices;
    QString m_priceText;
    Rate m_move;
};

} // namespace qd::ui
