#pragma once

#include "core/base/Time.h"
#include "widgets/base/Theme.h"

#include <QString>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace qd::ui {

enum class PlotShape : std::uint8_t {
    Line, ///< with a faint area to the lowest value shown
    Area, ///< to zero, above and below in the colours of gain and loss
    Bars, ///< from zero, one a point
};

struct PlotPoint {
    UnixNanos t;
    double value = 0;
    friend bool operator==(const PlotPoint&, const PlotPoint&) = default;
};
struct PlotData {
    std::vector<PlotPoint> points; ///< oldest first
    PlotShape shape = PlotShape::Line;
    std::int64_t step = 0; ///< nanoseconds between points; more than twice of it is a gap, and stays open
    UnixNanos from;        ///< of the time axis
    UnixNanos until;
    friend bool operator==(const PlotData&, const PlotData&) = default;
};

/// A small plot with a title, its latest value or the one under the mouse, and two quiet axes. Main thread.
class CurvePlot final : public QWidget {
    Q_OBJECT
  public:
    using Write = std::function<QString(double)>;
    /// A tick of the axis in few characters; `step`: from one to the next.
    using WriteTick = std::function<QString(double value, double step)>;
    /// `write`: a value as text, `tick`: for the axis; `tip`: definition.
    CurvePlot(ThemeHost& themes, const QString& name, const QString& title, const QString& tip, Write write,
              WriteTick tick);

    void setData(PlotData data);
    [[nodiscard]] const PlotData& data() const { return m_data; }
    /// What stands in the plot while it has no point.
    void setEmptyText(const QString& text);
    /// The text right of the title.
    [[nodiscard]] QString readout() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    struct Frame {
        QRect box; ///< of the curve
        double low = 0;
        double high = 1;
        std::vector<std::pair<double, QString>> ticks; ///< of the value axis
    };
    [[nodiscard]] Frame frame() const;
    [[nodiscard]] std::vector<std::pair<double, QString>> ticksOf(double low, double high, int most) const;
    [[nodiscard]] double xOf(const Frame& frame, UnixNanos t) const;
    [[nodiscard]] static double yOf(const Frame& frame, double value);
    void paintAxes(QPainter& painter, const Frame& frame) const;
    void paintBars(QPainter& painter, const Frame& frame) const;
    void paintCurve(QPainter& painter, const Frame& frame) const;
    void paintRun(QPainter& painter, const Frame& frame, std::size_t first, std::size_t last) const;
    void paintPointer(QPainter& painter, const Frame& frame) const;
    [[nodiscard]] std::optional<std::size_t> pointAt(int x) const;

    ThemeHost& m_themes;
    QString m_title;
    Write m_write;
    WriteTick m_tick;
    PlotData m_data;
    QString m_emptyText;
    std::optional<std::size_t> m_pointed;
};

} // namespace qd::ui
