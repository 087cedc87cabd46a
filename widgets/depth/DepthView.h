#pragma once

#include "widgets/base/Theme.h"
#include "widgets/depth/DepthWords.h"

#include <QWidget>

#include <cstdint>
#include <functional>
#include <optional>

namespace qd::ui {

/// What DepthView shows. A value.
struct DepthScene {
    Depth depth;
    std::optional<MarketParams> market;
    std::int64_t range = kStandardDepthRange; ///< parts per million, 0 = the whole book
    QString doubt;                            ///< dims everything
    QString empty;                            ///< instead of a book
};

/// Bids and asks added up, as steps around the mid, with a reading at the cursor on both sides. Main thread.
class DepthView final : public QWidget {
    Q_OBJECT
  public:
    using Measure = std::function<void(std::int64_t shownSince, const std::function<void()>& paint)>;
    DepthView(ThemeHost& themes, Measure measure, QWidget* parent = nullptr);

    /// `shownSince`: when the book of it arrived.
    void setScene(DepthScene scene, std::int64_t shownSince);
    [[nodiscard]] const DepthScene& scene() const { return m_scene; }
    /// What is read now: up to the cursor, or else up to the edge of the range.
    [[nodiscard]] ReachText readout(Side side) const;
    /// Distance of the cursor from the centre; empty: none.
    [[nodiscard]] std::optional<Price> cursor() const;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

  signals:
    /// Wheel or keys ask for a wider (1) or narrower (-1) range.
    void rangeStepped(int steps);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    struct Axes {
        QRect box;
        std::int64_t half = 1; ///< distance at the left and right edge, 1e-6
        double most = 1;       ///< base at the top, in units of 1e-9
    };
    [[nodiscard]] Axes axes() const;
    [[nodiscard]] double xOf(const Axes& axes, Price price) const;
    [[nodiscard]] double yOf(const Axes& axes, double base) const;
    void paint();
    void paintReadout(QPainter& painter) const;
    void paintAxes(QPainter& painter, const Axes& axes) const;
    void paintSide(QPainter& painter, const Axes& axes, Side side) const;
    void paintOwn(QPainter& painter, const Axes& axes, Side side) const;
    void paintCursor(QPainter& painter, const Axes& axes) const;
    void paintBalance(QPainter& painter) const;
    void paintSentence(QPainter& painter) const;
    void setCursorAt(std::optional<double> part);
    [[nodiscard]] Token tokenOf(Side side) const;

    ThemeHost& m_themes;
    Measure m_measure;
    DepthScene m_scene;
    std::optional<double> m_cursor; ///< distance from the centre as a part of the range, [0, 1]
    std::int64_t m_unshownSince = 0;
    int m_wheel = 0; ///< of a turn not yet a step
};

} // namespace qd::ui
