#include "widgets/depth/DepthView.h"

#include "widgets/base/Format.h"
#include "widgets/base/PlotAxes.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace qd::ui {
namespace {

constexpr int kPadding = 8;
constexpr int kReadRows = 3;
constexpr int kFaint = 14;        ///< percent of the colour in areas
constexpr int kTickRoom = 90;     ///< pixels a price of the axis needs
constexpr int kWheelStep = 120;   ///< of an ordinary wheel
constexpr double kKeyStep = 0.02; ///< of the range, by which keys move the cursor

double real(std::int64_t raw) { return static_cast<double>(raw); }

/// The first of the texts that fits; the last is cut.
QString fitting(const QFontMetrics& metrics, const QStringList& texts, int room) {
    for (const QString& text : texts) {
        if (metrics.horizontalAdvance(text) <= room) return text;
    }
    return metrics.elidedText(texts.back(), Qt::ElideRight, room);
}

} // namespace

DepthView::DepthView(ThemeHost& themes, Measure measure, QWidget* parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_measure(std::move(measure)) {
    setObjectName(QStringLiteral("depth"));
    setAccessibleName(tr("Cumulative depth"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(&themes, &ThemeHost::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void DepthView::setScene(DepthScene scene, std::int64_t shownSince) {
    m_scene = std::move(scene);
    if (shownSince != 0) m_unshownSince = shownSince;
    if (m_scene.empty.isEmpty()) {
        const ReachText bids = readout(Side::Buy);
        const ReachText asks = readout(Side::Sell);
        setAccessibleDescription(tr("Bids %1: %2. Asks %3: %4").arg(bids.where, bids.base, asks.where, asks.base));
    } else {
        setAccessibleDescription(m_scene.empty);
    }
    update();
}

std::optional<Price> DepthView::cursor() const {
    if (!m_cursor) return std::nullopt;
    const double half = real(m_scene.depth.distanceOf(m_scene.range).raw());
    return Price(std::llround(half * *m_cursor));
}

ReachText DepthView::readout(Side side) const {
    if (!m_scene.market) return {};
    const Price distance = cursor().value_or(m_scene.depth.distanceOf(m_scene.range));
    return reachText(m_scene.depth, side, distance, *m_scene.market);
}

QSize DepthView::minimumSizeHint() const {
    const Theme& theme = m_themes.theme();
    return {theme.scaled(220), theme.scaled(170)};
}
QSize DepthView::sizeHint() const { return {m_themes.theme().scaled(560), m_themes.theme().scaled(360)}; }

Token DepthView::tokenOf(Side side) const {
    if (!m_scene.doubt.isEmpty()) return Token::Text3;
    return side == Side::Buy ? Token::Up : Token::Down;
}

DepthView::Axes DepthView::axes() const {
    const Theme& theme = m_themes.theme();
    const QFontMetrics hint(theme.font(FontRole::Hint));
    Axes a;
    const int top = (kReadRows + (m_scene.doubt.isEmpty() ? 0 : 1)) * theme.denseRowHeight() + kPadding;
    const int bottom = hint.height() + 4 + theme.denseRowHeight() + 4;
    a.box =
        rect().adjusted(kPadding, top, -(kPadding + hint.horizontalAdvance(QStringLiteral("888.88M")) + 4), -bottom);
    const Price half = m_scene.depth.distanceOf(m_scene.range);
    a.half = half.raw();
    for (const Side side : {Side::Buy, Side::Sell})
        a.most = std::max(a.most, real(m_scene.depth.within(side, half).base.raw()) * 1.06);
    return a;
}

double DepthView::xOf(const Axes& a, Price price) const {
    const double part = real(price.raw() - m_scene.depth.centre().raw()) / real(a.half);
    return a.box.left() + (std::clamp(part, -1.0, 1.0) + 1) / 2 * a.box.width();
}

double DepthView::yOf(const Axes& a, double base) const {
    return a.box.bottom() + 1 - std::min(base / a.most, 1.0) * a.box.height();
}

void DepthView::paintEvent(QPaintEvent*) {
    m_measure(std::exchange(m_unshownSince, 0), [this] { paint(); });
}

void DepthView::paint() {
    QPainter painter(this);
    painter.fillRect(rect(), m_themes.theme().color(Token::Bg1));
    if (!m_scene.empty.isEmpty() || !m_scene.market) return paintSentence(painter);
    const Axes a = axes();
    paintReadout(painter);
    if (a.box.width() > 0 && a.box.height() > 0) {
        paintAxes(painter, a);
        for (const Side side : {Side::Buy, Side::Sell}) {
            paintSide(painter, a, side);
            paintOwn(painter, a, side);
        }
        paintCursor(painter, a);
    }
    paintBalance(painter);
    if (!hasFocus()) return;
    painter.setPen(m_themes.theme().color(Token::Accent));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void DepthView::paintSentence(QPainter& painter) const {
    const Theme& theme = m_themes.theme();
    painter.setFont(theme.font(FontRole::Interface));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(rect().adjusted(12, 24, -12, -12), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     m_scene.empty);
}

void DepthView::paintReadout(QPainter& painter) const {
    const Theme& theme = m_themes.theme();
    const int row = theme.denseRowHeight();
    int top = kPadding / 2;
    if (!m_scene.doubt.isEmpty()) {
        painter.setFont(theme.font(FontRole::Dense));
        painter.setPen(theme.color(Token::Warn));
        painter.drawText(QRect(kPadding, top, width() - 2 * kPadding, row), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_scene.doubt, Qt::ElideRight, width() - 2 * kPadding));
        top += row;
    }
    const int half = (width() - 3 * kPadding) / 2;
    const std::array captions{tr("Bids to %1").arg(readout(Side::Buy).where),
                              tr("Asks to %1").arg(readout(Side::Sell).where)};
    const QFontMetrics dense(theme.font(FontRole::Dense));
    const bool named =
        std::ranges::all_of(captions, [&](const QString& caption) { return dense.horizontalAdvance(caption) <= half; });
    for (const Side side : {Side::Buy, Side::Sell}) {
        const bool bids = side == Side::Buy;
        const ReachText read = readout(side);
        const int left = bids ? kPadding : 2 * kPadding + half;
        const int flags = bids ? int{Qt::AlignLeft} | Qt::AlignVCenter : int{Qt::AlignRight} | Qt::AlignVCenter;
        int line = top;
        const auto draw = [&](const QStringList& texts, FontRole font, Token token) {
            painter.setFont(theme.font(font));
            painter.setPen(theme.color(token));
            painter.drawText(QRect(left, line, half, row), flags, fitting(painter.fontMetrics(), texts, half));
            line += row;
        };
        draw({named ? captions[bids ? 0 : 1] : read.where}, FontRole::Dense, Token::Text2);
        draw({read.own.isEmpty() ? read.base : tr("%1 · %2").arg(read.base, read.own), read.base},
             FontRole::DenseStrong, tokenOf(side));
        draw({read.beyond ? tr("%1 · all that is seen").arg(read.quote) : read.quote, read.quote}, FontRole::Dense,
             m_scene.doubt.isEmpty() ? Token::Text1 : Token::Text3);
    }
}

void DepthView::paintAxes(QPainter& painter, const Axes& a) const {
    const Theme& theme = m_themes.theme();
    painter.setFont(theme.font(FontRole::Hint));
    const int line = painter.fontMetrics().height();
    const QColor grid = theme.blended(Token::Line, 60, Token::Bg1);
    for (const double tick : valueTicks(0, a.most, std::max(1, a.box.height() / (line * 3)))) {
        const int y = static_cast<int>(std::lround(yOf(a, tick)));
        painter.setPen(grid);
        painter.drawLine(a.box.left(), y, a.box.right(), y);
        if (tick == 0) continue;
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(QRect(a.box.right() + 4, y - line / 2, width() - a.box.right() - 4 - kPadding, line),
                         Qt::AlignRight | Qt::AlignVCenter, shortText(Quantity(std::llround(tick))));
    }
    // As many prices on each side as there is room for, the same distance apart; the middle one is the mid.
    const int each = std::max(1, a.box.width() / theme.scaled(kTickRoom) / 2);
    const int decimals = decimalsOf(m_scene.market->tick);
    const std::int64_t centre = m_scene.depth.centre().raw();
    for (int i = -each; i <= each; ++i) {
        const Price price(centre + a.half / each * i);
        if (price.raw() < 0) continue;
        const int x = static_cast<int>(std::lround(xOf(a, price)));
        painter.setPen(i == 0 ? theme.color(Token::Line) : grid);
        painter.drawLine(x, a.box.top(), x, a.box.bottom());
        const QString label = text(price, i == 0 ? decimals + 1 : decimals);
        const int wide = painter.fontMetrics().horizontalAdvance(label);
        const int left = std::clamp(x - wide / 2, 2, std::max(2, width() - wide - 2));
        painter.setPen(theme.color(i == 0 ? Token::Text1 : Token::Text3));
        painter.drawText(QRect(left, a.box.bottom() + 3, wide, line), Qt::AlignCenter, label);
    }
}

void DepthView::paintSide(QPainter& painter, const Axes& a, Side side) const {
    const Theme& theme = m_themes.theme();
    const Price limit = m_scene.depth.priceAt(side, Price(a.half));
    const auto& steps = m_scene.depth.side(side);
    QPolygonF line;
    double reached = 0;
    for (const DepthStep& s : steps) {
        if (side == Side::Buy ? s.price < limit : s.price > limit) {
            line << QPointF(xOf(a, limit), yOf(a, reached)); // more lies beyond the range
            break;
        }
        const double x = xOf(a, s.price);
        line << QPointF(x, yOf(a, reached)) << QPointF(x, yOf(a, real(s.base.raw())));
        reached = real(s.base.raw());
    }
    if (line.isEmpty()) return;
    QPolygonF area = line;
    area << QPointF(line.back().x(), a.box.bottom() + 1) << QPointF(line.front().x(), a.box.bottom() + 1);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.blended(tokenOf(side), kFaint, Token::Bg1));
    painter.drawPolygon(area);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(theme.color(tokenOf(side)));
    painter.drawPolyline(line);
}

/// Own orders as small triangles on the axis.
void DepthView::paintOwn(QPainter& painter, const Axes& a, Side side) const {
    const Theme& theme = m_themes.theme();
    const Price limit = m_scene.depth.priceAt(side, Price(a.half));
    const int arm = theme.scaled(5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Accent));
    for (const DepthStep& s : m_scene.depth.side(side)) {
        if (side == Side::Buy ? s.price < limit : s.price > limit) break;
        if (s.own.isZero()) continue;
        const QPoint tip(static_cast<int>(std::lround(xOf(a, s.price))), a.box.bottom() - 2 * arm);
        painter.drawPolygon(QPolygon({tip, tip + QPoint(-arm, 2 * arm), tip + QPoint(arm, 2 * arm)}));
    }
    painter.setBrush(Qt::NoBrush);
}

void DepthView::paintCursor(QPainter& painter, const Axes& a) const {
    const auto distance = cursor();
    if (!distance) return;
    const Theme& theme = m_themes.theme();
    for (const Side side : {Side::Buy, Side::Sell}) {
        const int x = static_cast<int>(std::lround(xOf(a, m_scene.depth.priceAt(side, *distance))));
        painter.setPen(theme.color(Token::Text3));
        painter.drawLine(x, a.box.top(), x, a.box.bottom());
        const double y = yOf(a, real(m_scene.depth.within(side, *distance).base.raw()));
        painter.fillRect(QRect(x - 2, static_cast<int>(std::lround(y)) - 2, 5, 5), theme.color(Token::Text1));
    }
}

/// Who holds how much of the range, as a bar with its numbers.
void DepthView::paintBalance(QPainter& painter) const {
    const Theme& theme = m_themes.theme();
    const Price half = m_scene.depth.distanceOf(m_scene.range);
    const int row = theme.denseRowHeight();
    const QRect box(kPadding, height() - row - 2, width() - 2 * kPadding, row);
    painter.setFont(theme.font(FontRole::Dense));
    painter.setPen(theme.color(m_scene.doubt.isEmpty() ? Token::Text2 : Token::Text3));
    const QString words = imbalanceText(m_scene.depth, half) + QStringLiteral("  ") + rangeText(m_scene.range);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(words, Qt::ElideRight, box.width()));
    const auto imbalance = m_scene.depth.imbalance(half);
    const int left = box.left() + painter.fontMetrics().horizontalAdvance(words) + 2 * kPadding;
    const int room = box.right() - left;
    if (!imbalance || room < theme.scaled(60)) return;
    const int thick = theme.scaled(6);
    const int top = box.center().y() - thick / 2;
    const int bids = static_cast<int>((10'000 + *imbalance) * room / 20'000);
    painter.fillRect(QRect(left, top, bids, thick), theme.color(tokenOf(Side::Buy)));
    painter.fillRect(QRect(left + bids + 1, top, room - bids - 1, thick), theme.color(tokenOf(Side::Sell)));
}

void DepthView::setCursorAt(std::optional<double> part) {
    m_cursor = part ? std::optional(std::clamp(*part, 0.0, 1.0)) : std::nullopt;
    update();
}

void DepthView::mouseMoveEvent(QMouseEvent* event) {
    if (m_scene.depth.empty()) return;
    const Axes a = axes();
    const double middle = a.box.left() + a.box.width() / 2.0;
    const double x = event->position().x();
    if (x < a.box.left() || x > a.box.right() || a.box.width() <= 0) return setCursorAt(std::nullopt);
    setCursorAt(std::abs(x - middle) / (a.box.width() / 2.0));
}

void DepthView::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    setCursorAt(std::nullopt);
}

void DepthView::wheelEvent(QWheelEvent* event) {
    m_wheel += event->angleDelta().y();
    const int steps = m_wheel / kWheelStep;
    m_wheel -= steps * kWheelStep;
    if (steps != 0) emit rangeStepped(-steps); // away from the hand: nearer
    event->accept();
}

void DepthView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Up: emit rangeStepped(-1); return;
    case Qt::Key_Minus:
    case Qt::Key_Down: emit rangeStepped(1); return;
    case Qt::Key_Right: setCursorAt(m_cursor.value_or(0) + kKeyStep); return;
    case Qt::Key_Left: setCursorAt(m_cursor.value_or(1 + kKeyStep) - kKeyStep); return;
    case Qt::Key_Escape: setCursorAt(std::nullopt); return;
    default: QWidget::keyPressEvent(event);
    }
}

} // namespace qd::ui
