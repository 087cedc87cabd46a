#include "widgets/quotes/QuoteDelegates.h"

#include <QPainter>

namespace qd::ui::quotes {
namespace {

constexpr int kPadding = 6; // as the table's other cells
constexpr int kSparkWidth = 72;

void paintBack(QPainter& painter, const Theme& theme, const QStyleOptionViewItem& option) {
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    if (selected || hovered) painter.fillRect(option.rect, theme.color(selected ? Token::Bg3 : Token::Bg2));
}

} // namespace

MarketDelegate::MarketDelegate(ThemeHost& themes, std::function<Look(const QModelIndex&)> look, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_themes(themes)
    , m_look(std::move(look)) {}

void MarketDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = m_themes.theme();
    const Look look = m_look(index);
    paintBack(*painter, theme, option);
    if (look.shown)
        painter->fillRect(option.rect.x(), option.rect.y() + 2, 2, option.rect.height() - 4,
                          theme.color(Token::Accent));
    QRect box = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    painter->setFont(theme.font(look.shown ? FontRole::DenseStrong : FontRole::Dense));
    const QFontMetrics metrics = painter->fontMetrics();
    painter->setPen(theme.color(Token::Text1));
    const QString base = metrics.elidedText(look.base, Qt::ElideRight, box.width());
    painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter, base);
    box.setLeft(box.left() + metrics.horizontalAdvance(base));
    painter->setPen(theme.color(Token::Text3));
    painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(look.rest, Qt::ElideRight, box.width()));
}

QSize MarketDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const Theme& theme = m_themes.theme();
    const QFontMetrics metrics(theme.font(FontRole::DenseStrong));
    return {metrics.horizontalAdvance(index.data().toString()) + 2 * kPadding + 4, theme.rowHeight()};
}

SparkDelegate::SparkDelegate(ThemeHost& themes, std::function<Look(const QModelIndex&)> look, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_themes(themes)
    , m_look(std::move(look)) {}

void SparkDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = m_themes.theme();
    paintBack(*painter, theme, option);
    const Look look = m_look(index);
    if (look.points.empty()) return;
    const QRect box = option.rect.adjusted(kPadding, 4, -kPadding, -4);
    const Price first = look.points.front().price;
    const Price last = look.points.back().price;
    const Token token = !look.current || first == last ? Token::Text3 : last > first ? Token::Up : Token::Down;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(box.x() + 0.5, box.y() + 0.5);
    painter->setPen(QPen(theme.color(token), 1));
    for (const auto& line : sparkLines(look.points, box.width(), box.height())) {
        QPolygonF polygon;
        polygon.reserve(static_cast<qsizetype>(line.size()));
        for (const SparkVertex& v : line) polygon << QPointF(v.x, v.y);
        if (polygon.size() == 1)
            painter->drawEllipse(polygon.front(), 0.5, 0.5);
        else
            painter->drawPolyline(polygon);
    }
    painter->restore();
}

QSize SparkDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    const Theme& theme = m_themes.theme();
    return {theme.scaled(kSparkWidth) + 2 * kPadding, theme.rowHeight()};
}

} // namespace qd::ui::quotes
