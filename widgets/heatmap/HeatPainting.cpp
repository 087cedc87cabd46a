// What HeatView paints.
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/heatmap/HeatPane.h"
#include "widgets/heatmap/HeatView.h"
#include "widgets/plot/AxisTicks.h"

#include <cmath>
#include <optional>

namespace qd::heatmap {

using ui::Token;

namespace {

constexpr std::size_t kMostLabels = 8; ///< of large orders
constexpr double kBestWidth = 1.5;     ///< of the lines of best prices

} // namespace

plot::AxisInk HeatView::ink() { return plot::inkOf(m_context.theme(), m_small, m_context.theme().scaled(8)); }

/// News change what lies at the right edge: often only that is asked for, and the painter is clipped to it.
void HeatView::paintEvent(QPaintEvent* event) {
    const HeatPane::PaintScope scope(m_pane, m_scene.takeArrival());
    if (m_ratio != devicePixelRatioF()) refresh();
    QPainter painter(this);
    const plot::Viewport& view = m_scene.view();
    const QRect asked = event->region().boundingRect();
    painter.setClipRect(view.plot());
    paintMap(painter, asked.left());
    painter.setClipping(false);
    if (!view.plot().contains(asked)) {
        for (const QRect& beside : QRegion(rect()).subtracted(view.plot()))
            painter.fillRect(beside, m_context.theme().color(Token::Bg1));
        const plot::AxisInk axes = ink();
        plot::paintFrame(painter, view, axes);
        if (!m_empty) {
            plot::paintTimes(painter, view, axes, false);
            plot::paintPrices(painter, view, m_scene.tick(), axes);
        }
    }
    if (!m_empty) {
        paintCross(painter);
        paintLegend(painter);
    }
    paintWords(painter);
    paintFocus(painter, m_context.theme().color(Token::Accent));
}

/// What lies in the plot; left of `left` nothing is asked for.
void HeatView::paintMap(QPainter& painter, int left) {
    const plot::Viewport& view = m_scene.view();
    const HeatOptions& options = m_scene.options();
    painter.fillRect(view.plot(), m_context.theme().color(Token::Bg0));
    if (!m_empty) {
        paintHeat(painter);
        if (options.best) paintBest(painter, left);
        if (options.bubbles) paintBubbles(painter, left);
        if (options.absorbed) paintAbsorbed(painter);
        if (options.large) paintLarge(painter);
        if (options.trails) paintTrails(painter);
        if (options.orders) paintOrders(painter);
        if (options.fills) paintFills(painter);
        if (m_stale) plot::paintVeil(painter, view.plot(), m_context.theme().color(Token::Bg0));
    }
    if (!cross() && linked()) plot::paintLinkedCross(painter, view, *linked(), m_context.theme().color(Token::Text1));
}

void HeatView::paintHeat(QPainter& painter) {
    const ColumnLevel& level = m_scene.level(m_window.level);
    m_image.update(m_window, level, m_open, m_colours);
    m_image.paint(painter, m_scene.view(), level, m_scene.tick());
}

/// Steps: the best prices of a column hold over its whole width.
void HeatView::paintBest(QPainter& painter, int left) {
    const ColumnLevel& level = m_scene.level(m_window.level);
    const auto& columns = level.columns();
    // With the column before, for the step from it.
    const std::int64_t first = std::max(m_window.firstColumn, level.indexAt(m_scene.view().timeAt(left)) - 2);
    m_best.clear();
    for (auto c = std::ranges::lower_bound(columns, first, {}, &Column::index);
         c != columns.end() && c->index <= m_window.lastColumn; ++c)
        m_best.push_back({c->index, c->bestBid, c->bestAsk});
    if (m_open && m_open->index <= m_window.lastColumn && (m_best.empty() || m_open->index > m_best.back().column))
        m_best.push_back({m_open->index, m_open->bestBid, m_open->bestAsk});
    paintBestOf(painter, &Best::ask, m_context.theme().color(Token::Down));
    paintBestOf(painter, &Best::bid, m_context.theme().color(Token::Up));
}

/// Columns of one price are one bar, and a bar reaches to the price before it: filled, for a pen of more than a pixel
/// costs a path a step.
void HeatView::paintBestOf(QPainter& painter, std::int32_t Best::* side, const QColor& color) const {
    const plot::Viewport& view = m_scene.view();
    const std::int64_t duration = m_scene.level(m_window.level).duration();
    const auto tick = static_cast<double>(m_scene.tick().raw());
    const double thick = std::max(1.0, std::round(kBestWidth * m_ratio)) / m_ratio;
    const auto pixel = [this](double at) { return std::round(at * m_ratio) / m_ratio; };
    const auto leftOf = [&](std::int64_t column) { return pixel(view.xOf(UnixNanos(column * duration))); };
    std::optional<double> before;
    std::int64_t expected = 0;
    for (auto b = m_best.begin(); b != m_best.end();) {
        const std::int64_t begin = b->column;
        const std::int32_t best = (*b).*side;
        if (begin != expected) before.reset();
        std::int64_t end = begin;
        for (; b != m_best.end() && b->column == end && (*b).*side == best; ++b) ++end;
        expected = end;
        if (best == 0) {
            before.reset();
            continue;
        }
        const double left = leftOf(begin);
        const double y = pixel(view.yOfRaw(static_cast<double>(best) * tick) - thick / 2);
        painter.fillRect(QRectF(left, y, leftOf(end) - left, thick), color);
        if (before) painter.fillRect(QRectF(left, std::min(y, *before), thick, std::abs(y - *before) + thick), color);
        before = y;
    }
}

void HeatView::paintBubbles(QPainter& painter, int left) {
    const auto ink = [this](Token token) {
        QColor color = m_context.theme().color(token);
        color.setAlpha(190);
        return color;
    };
    m_pictures.prepare({ink(Token::Up), ink(Token::Down), m_context.theme().color(Token::Bg0)}, m_ratio);
    m_pictures.draw(painter, m_bubbles.rightOf(left, m_scene.view()));
}

/// Sizes and ages right of the newest column, largest first; what has no room is left out.
void HeatView::paintLarge(QPainter& painter) {
    const plot::Viewport& view = m_scene.view();
    const QRect& plot = view.plot();
    const double edge = std::clamp<double>(view.xOf(m_scene.now()), plot.left(), plot.right() - 8);
    const int high = m_small.height();
    QColor veil = m_context.theme().color(Token::Bg1);
    veil.setAlpha(215);
    const int legend = plot.top() + m_small.height() + 14;
    std::vector<int> taken;
    for (const orderflow::LargeResting& large : m_scene.marks().large()) {
        const int y = static_cast<int>(std::lround(view.yOf(large.price)));
        if (!view.shows(large.price) || y - high / 2 < legend) continue;
        if (taken.size() == kMostLabels || std::ranges::any_of(taken, [&](int t) { return std::abs(t - y) < high; }))
            continue;
        taken.push_back(y);
        const QColor side = m_context.theme().color(large.side == Side::Buy ? Token::Up : Token::Down);
        painter.fillRect(QRectF(edge, y - 1, 8, 3), side);
        const QString text =
            QStringLiteral("%1  %2").arg(ui::shortText(large.size), ui::ageText(m_scene.now() - large.since));
        const int across = m_small.width(text) + 6;
        const int left = std::min(static_cast<int>(edge) + 10, plot.right() - across);
        painter.fillRect(left, y - high / 2, across, high, veil);
        m_small.drawLeft(painter, left + 3, y - high / 2, text, side);
    }
}

/// A line over the time it took, on the side that held, with a point at its end and what was traded into it.
void HeatView::paintAbsorbed(QPainter& painter) {
    const plot::Viewport& view = m_scene.view();
    painter.setRenderHint(QPainter::Antialiasing);
    std::vector<QRect> taken;
    const auto& found = m_scene.marks().absorbed();
    for (auto mark = found.rbegin(); mark != found.rend(); ++mark) {
        if (mark->to < view.left() || mark->from > view.right() || !view.shows(mark->price)) continue;
        const bool held = mark->aggressor == Side::Sell; // by who bids
        const QColor color = m_context.theme().color(held ? Token::Up : Token::Down);
        const double y = view.yOf(mark->price) + (held ? 5 : -5);
        const double right = view.xOf(mark->to);
        painter.setPen(QPen(color, 2));
        painter.drawLine(QPointF(view.xOf(mark->from), y), QPointF(right, y));
        const double tip = held ? -5 : 5;
        painter.setPen(QPen(m_context.theme().color(Token::Bg0), 1));
        painter.setBrush(color);
        painter.drawPolygon(QPolygonF{QPointF(right - 5, y), QPointF(right + 5, y), QPointF(right, y + tip)});
        const QString text = ui::shortText(mark->size);
        const QRect box(static_cast<int>(right) - m_small.width(text) / 2,
                        static_cast<int>(y) + (held ? 2 : -2 - m_small.height()), m_small.width(text),
                        m_small.height());
        if (std::ranges::any_of(taken, [&](const QRect& other) { return other.intersects(box); })) continue;
        taken.push_back(box);
        m_small.drawLeft(painter, box.left(), box.top(), text, color);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void HeatView::paintCross(QPainter& painter) {
    if (!cross()) return;
    const plot::Viewport& view = m_scene.view();
    const plot::AxisInk axes = ink();
    plot::paintCross(painter, view, *cross(), axes);
    plot::paintCrossTags(painter, view, *cross(),
                         {ui::text(view.priceAt(cross()->y(), m_scene.tick()), ui::decimalsOf(m_scene.tick())),
                          ui::clockText(view.timeAt(cross()->x()), 1)},
                         axes);
}

const QPixmap& HeatView::legendColours(const QSize& size) {
    const std::tuple wanted(size, m_colours.revision(), m_ratio);
    if (std::exchange(m_legendOf, wanted) == wanted) return m_legend;
    QImage line(size.width(), 1, QImage::Format_RGB32);
    for (int x = 0; x < size.width(); ++x) line.setPixel(x, 0, m_colours.at(static_cast<double>(x) / size.width()));
    m_legend = QPixmap::fromImage(line.scaled(size * m_ratio));
    m_legend.setDevicePixelRatio(m_ratio);
    return m_legend;
}

/// The colours with the size of the brightest.
void HeatView::paintLegend(QPainter& painter) {
    const QRect& plot = m_scene.view().plot();
    const int across = m_context.theme().scaled(96);
    const int high = m_context.theme().scaled(6);
    const Quantity full(std::llround(
        std::min(static_cast<double>(m_colours.full()) * static_cast<double>(m_scene.step().raw()), 9e18)));
    const QString text =
        (m_scene.options().full.isZero() ? QString() : tr("fixed") + QLatin1Char(' ')) +
        QStringLiteral("%1 %2").arg(
            ui::shortText(full),
            QString::fromStdString(m_scene.info() == nullptr ? std::string() : m_scene.info()->params.baseAsset));
    const int textWidth = m_small.width(text);
    const QRect box(plot.left() + plot.width() - across - textWidth - 26, plot.top() + 6, across + textWidth + 20,
                    m_small.height() + 6);
    if (box.left() < plot.left() + plot.width() / 2) return; // too narrow: the map itself comes first
    QColor veil = m_context.theme().color(Token::Bg1);
    veil.setAlpha(215);
    painter.fillRect(box, veil);
    painter.drawPixmap(box.left() + 6, box.center().y() - high / 2, legendColours({across, high}));
    m_small.drawLeft(painter, box.left() + across + 14, box.top() + 3, text, m_context.theme().color(Token::Text2));
}

void HeatView::paintWords(QPainter& painter) {
    const QRect& plot = m_scene.view().plot();
    if (m_empty) {
        painter.setPen(m_context.theme().color(Token::Text2));
        painter.drawText(plot.adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
        return;
    }
    int y = plot.top() + 6;
    QColor veil = m_context.theme().color(Token::Bg1);
    veil.setAlpha(215);
    const std::pair<QString, Token> lines[]{{readout(), Token::Text1},
                                            {cross() ? ownAt(*cross()) : QString(), Token::Accent},
                                            {m_sentence, Token::Warn},
                                            {m_notice, Token::Warn}};
    for (const auto& [text, token] : lines) {
        if (text.isEmpty()) continue;
        painter.fillRect(plot.left() + 6, y, m_text.width(text) + 12, m_text.height() + 4, veil);
        m_text.drawLeft(painter, plot.left() + 12, y + 2, text, m_context.theme().color(token));
        y += m_text.height() + 6;
    }
}

} // namespace qd::heatmap
