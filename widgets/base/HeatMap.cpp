#include "widgets/base/HeatMap.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTextDocument>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace qd::ui {
namespace {

constexpr int kPadding = 5;
constexpr int kTallestRow = 30;

} // namespace

HeatMap::HeatMap(ThemeHost& themes, const QString& name, QWidget* parent) : QWidget(parent), m_themes(themes) {
    setObjectName(name);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(&themes, &ThemeHost::changed, this, [this] {
        measure();
        update();
    });
    measure();
}

void HeatMap::setGrid(HeatGrid grid) {
    m_grid = std::move(grid);
    measure();
    update();
    if (m_current && *m_current >= m_grid.cells.size()) return point(std::nullopt); // what it said is gone with it
    if (m_current) emit pointed(m_grid.cells[*m_current].detail);
}

void HeatMap::measure() {
    const Theme& theme = m_themes.theme();
    const QFontMetrics value(theme.font(FontRole::Dense));
    const QFontMetrics heading(theme.font(FontRole::Hint));
    Measures m;
    m.row = theme.denseRowHeight();
    int lines = 1;
    for (const QString& column : m_grid.columns) {
        const QSize size = heading.size(0, column);
        m.column = std::max(m.column, size.width());
        lines = std::max(lines, static_cast<int>(column.count(QLatin1Char('\n'))) + 1);
    }
    for (const HeatCell& cell : m_grid.cells) m.column = std::max(m.column, value.horizontalAdvance(cell.text));
    for (const QString& row : m_grid.rows) m.rowHeading = std::max(m.rowHeading, value.horizontalAdvance(row));
    m.column += 2 * kPadding;
    m.rowHeading += 2 * kPadding;
    m.heading = lines * heading.height() + kPadding;
    m_measures = m;
    updateGeometry();
}

QSize HeatMap::minimumSizeHint() const {
    const int columns = static_cast<int>(m_grid.columns.size());
    const int rows = std::max(3, static_cast<int>(m_grid.rows.size()));
    return {m_measures.rowHeading + columns * m_measures.column, m_measures.heading + rows * m_measures.row};
}

QRect HeatMap::cellRect(int row, int column) const {
    const int columns = std::max(1, static_cast<int>(m_grid.columns.size()));
    const int rows = std::max(1, static_cast<int>(m_grid.rows.size()));
    const int room = width() - m_measures.rowHeading;
    const int tall = std::min((height() - m_measures.heading) / rows, m_themes.theme().scaled(kTallestRow));
    const int rowHeight = std::max(m_measures.row, tall);
    const int left = m_measures.rowHeading + room * column / columns;
    const int right = m_measures.rowHeading + room * (column + 1) / columns;
    return {left, m_measures.heading + row * rowHeight, right - left, rowHeight};
}

QColor HeatMap::colorOf(const HeatCell& cell) const {
    const double size = std::clamp(std::abs(cell.tone), 0.0, 1.0);
    if (size <= 0) return m_themes.theme().color(Token::Bg2);
    const Token token = cell.tone < 0 ? Token::DownBlind : Token::UpBlind;
    const int deepest = m_grid.doubtful ? kDeepestDoubtful : kDeepest; // dimmed texts need a calmer ground
    return m_themes.theme().blended(token, static_cast<int>(std::lround(4 + size * (deepest - 4))), Token::Bg1);
}

void HeatMap::paintCell(QPainter& painter, std::size_t index) const {
    const Theme& theme = m_themes.theme();
    const HeatCell& cell = m_grid.cells[index];
    const auto columns = static_cast<std::size_t>(m_grid.columns.size());
    const QRect box = cellRect(static_cast<int>(index / columns), static_cast<int>(index % columns));
    painter.fillRect(box.adjusted(0, 0, -1, -1), colorOf(cell));
    if (cell.marked) {
        const int corner = theme.scaled(7);
        const QPoint at(box.right() - 1, box.top());
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Danger));
        painter.drawPolygon(QPolygon({at, at - QPoint(corner, 0), at + QPoint(0, corner)}));
    }
    painter.setFont(theme.font(cell.outlined ? FontRole::DenseStrong : FontRole::Dense));
    painter.setPen(theme.color(m_grid.doubtful ? Token::Text3 : Token::Text1));
    painter.drawText(box.adjusted(kPadding, 0, -kPadding, 0), Qt::AlignRight | Qt::AlignVCenter, cell.text);
    painter.setBrush(Qt::NoBrush);
    if (cell.outlined) {
        painter.setPen(QPen(theme.color(Token::Warn), 2));
        painter.drawRect(box.adjusted(1, 1, -3, -3));
    }
    if (m_current == index) {
        painter.setPen(theme.color(hasFocus() ? Token::Accent : Token::Text3));
        painter.drawRect(box.adjusted(0, 0, -2, -2));
    }
}

void HeatMap::paintEvent(QPaintEvent*) {
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    if (m_grid.cells.empty()) {
        painter.setFont(theme.font(FontRole::Interface));
        painter.setPen(theme.color(Token::Text2));
        painter.drawText(rect().adjusted(kPadding, 0, -kPadding, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         m_grid.emptyText);
        return;
    }
    painter.setFont(theme.font(FontRole::Hint));
    painter.setPen(theme.color(Token::Text2));
    for (int c = 0; c < m_grid.columns.size(); ++c) {
        QRect box = cellRect(0, c);
        box.setTop(0);
        box.setHeight(m_measures.heading - 2);
        painter.drawText(box.adjusted(0, 0, -kPadding, 0), Qt::AlignRight | Qt::AlignBottom, m_grid.columns[c]);
    }
    painter.setFont(theme.font(FontRole::Dense));
    for (int r = 0; r < m_grid.rows.size(); ++r) {
        QRect box = cellRect(r, 0);
        box.setLeft(0);
        box.setWidth(m_measures.rowHeading - kPadding);
        const bool faint =
            static_cast<std::size_t>(r) < m_grid.faint.size() && m_grid.faint[static_cast<std::size_t>(r)];
        painter.setPen(theme.color(faint ? Token::Text3 : Token::Text2));
        painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, m_grid.rows[r]);
    }
    for (std::size_t i = 0; i < m_grid.cells.size(); ++i) paintCell(painter, i);
}

std::optional<std::size_t> HeatMap::cellAt(const QPoint& at) const {
    const auto columns = static_cast<std::size_t>(m_grid.columns.size());
    for (std::size_t i = 0; i < m_grid.cells.size(); ++i) {
        if (cellRect(static_cast<int>(i / columns), static_cast<int>(i % columns)).contains(at)) return i;
    }
    return std::nullopt;
}

void HeatMap::point(std::optional<std::size_t> cell) {
    if (cell == m_current) return;
    m_current = cell;
    const QString detail = cell ? m_grid.cells[*cell].detail : QString();
    setAccessibleDescription(detail);
    emit pointed(detail);
    update();
}

bool HeatMap::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const auto cell = cellAt(help->pos());
    QToolTip::showText(help->globalPos(), cell ? Qt::convertFromPlainText(m_grid.cells[*cell].detail) : toolTip(),
                       this);
    return true;
}

void HeatMap::mouseMoveEvent(QMouseEvent* event) { point(cellAt(event->position().toPoint())); }

void HeatMap::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    if (!hasFocus()) point(std::nullopt);
}

void HeatMap::activate() {
    if (!m_current) return;
    const auto columns = static_cast<std::size_t>(m_grid.columns.size());
    emit activated(static_cast<int>(*m_current / columns), static_cast<int>(*m_current % columns));
}

void HeatMap::mouseDoubleClickEvent(QMouseEvent* event) {
    point(cellAt(event->position().toPoint()));
    activate();
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
    const auto columns = static_cast<int>(m_grid.columns.size());
    const auto count = static_cast<int>(m_grid.cells.size());
    int step = 0;
    switch (event->key()) {
    case Qt::Key_Left: step = -1; break;
    case Qt::Key_Right: step = 1; break;
    case Qt::Key_Up: step = -columns; break;
    case Qt::Key_Down: step = columns; break;
    case Qt::Key_Return:
    case Qt::Key_Enter: return activate();
    default: return QWidget::keyPressEvent(event);
    }
    if (count == 0) return;
    const int from = m_current ? static_cast<int>(*m_current) : -step;
    const int to = from + step;
    if (to >= 0 && to < count) point(static_cast<std::size_t>(to));
}

} // namespace qd::ui
