#include "widgets/base/TableFoot.h"

#include "widgets/base/Table.h"
#include "widgets/base/TableHeader.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace qd::ui {
namespace {

constexpr int kPadding = TableHeader::kPadding;

} // namespace

TableFoot::TableFoot(ThemeHost& themes, Table& table, const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_table(table) {
    setObjectName(name);
    setAttribute(Qt::WA_OpaquePaintEvent);
    const auto repaint = [this] { update(); };
    const QHeaderView* header = table.horizontalHeader();
    connect(header, &QHeaderView::sectionResized, this, repaint);
    connect(header, &QHeaderView::sectionMoved, this, repaint);
    connect(header, &QHeaderView::geometriesChanged, this, repaint);
    connect(table.horizontalScrollBar(), &QScrollBar::valueChanged, this, repaint);
    connect(&themes, &ThemeHost::changed, this, &TableFoot::applyTheme);
    applyTheme();
}

void TableFoot::applyTheme() {
    setFixedHeight(m_themes.theme().rowHeight() + 1);
    m_glyphs.prepare(m_themes.theme().font(FontRole::DenseStrong), devicePixelRatioF());
    update();
}

void TableFoot::setContent(const QString& label, const QString& tip, std::vector<Cell> cells) {
    m_labelTip = tip;
    if (m_label == label && m_cells == cells) return;
    m_label = label;
    m_cells = std::move(cells);
    QStringList spoken{label};
    for (const Cell& cell : m_cells) {
        const QString title = m_table.model()->headerData(cell.column, Qt::Horizontal).toString();
        spoken << title + QLatin1Char(' ') + cell.text;
    }
    setAccessibleName(spoken.join(QStringLiteral(", ")));
    update();
}

const TableFoot::Cell* TableFoot::cellOf(int column) const {
    for (const Cell& cell : m_cells) {
        if (cell.column == column) return &cell;
    }
    return nullptr;
}

QString TableFoot::textOf(int column) const {
    const Cell* cell = cellOf(column);
    return cell == nullptr || m_table.isColumnHidden(column) ? QString() : cell->text;
}

/// A value longer than its column reaches to the left, as far as it needs.
QRect TableFoot::boxOf(int column) const {
    const QString text = textOf(column);
    if (text.isEmpty()) return {};
    const QHeaderView* header = m_table.horizontalHeader();
    const int right = header->sectionViewportPosition(column) + header->sectionSize(column) - kPadding;
    const int width = m_glyphs.width(text);
    return {right - width, 1, width, height() - 1};
}

void TableFoot::paintEvent(QPaintEvent*) {
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Bg1));
    painter.fillRect(0, 0, width(), 1, theme.color(Token::Line));
    m_glyphs.prepare(theme.font(FontRole::DenseStrong), devicePixelRatioF());
    int first = width();
    for (const Cell& cell : m_cells) {
        const QRect box = boxOf(cell.column);
        if (box.isNull()) continue;
        first = std::min(first, box.left());
        m_glyphs.drawLeft(painter, box.left(), (height() - m_glyphs.height()) / 2, cell.text, theme.color(cell.token));
    }
    painter.setFont(theme.font(FontRole::Dense));
    painter.setPen(theme.color(Token::Text2));
    const QRect box(kPadding, 1, std::max(0, first - 2 * kPadding), height() - 1);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_label, Qt::ElideRight, box.width()));
}

bool TableFoot::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QString tip = m_labelTip;
    for (const Cell& cell : m_cells) {
        if (boxOf(cell.column).adjusted(-kPadding, 0, kPadding, 0).contains(help->pos())) tip = cell.tip;
    }
    QToolTip::showText(help->globalPos(), tip, this);
    return true;
}

} // namespace qd::ui
