#include "widgets/status/StatusView.h"

#include <algorithm>
#include <utility>

namespace qd::ui {
namespace {

constexpr int kMargin = 12;
constexpr int kColumn = 240; ///< narrowest column of groups
constexpr int kMostColumns = 4;
constexpr int kColumnGap = 28;
constexpr int kGroupGap = 10;
constexpr int kCellGap = 14;
constexpr int kLeastCell = 52; ///< so that figures under a heading do not wander with their width
constexpr int kDot = 7;
constexpr int kDotGap = 6;

void drawDot(QPainter& painter, int left, const QRect& line, const QColor& color, int size) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(left, QRectF(line).center().y() - size / 2.0 + 0.5, size, size));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

bool StatusView::sameArrangement(const StatusFigures& figures) const {
    const auto alike = [](const StatusGroup& a, const StatusGroup& b) {
        return a.title == b.title && a.headings == b.headings && a.lines.size() == b.lines.size();
    };
    return m_groups.size() == figures.groups.size() && figures.headline == m_figures.headline &&
           figures.messages == m_figures.messages && std::ranges::equal(figures.groups, m_figures.groups, alike);
}

StatusView::Change StatusView::setFigures(StatusFigures figures, QRegion& dirty) {
    if (figures == m_figures) return Change::None;
    const bool same = sameArrangement(figures);
    const StatusFigures before = std::exchange(m_figures, std::move(figures));
    if (!same) {
        m_groups.clear(); // they point into the old ones
        return Change::Arrangement;
    }
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        Placed& placed = m_groups[g];
        placed.group = &m_figures.groups[g];
        auto rights = cellRightsOf(*placed.group, placed.rect.width());
        if (rights != placed.cellRights) {
            placed.cellRights = std::move(rights);
            dirty += placed.rect;
            continue;
        }
        for (std::size_t i = 0; i < placed.group->lines.size(); ++i) {
            if (placed.group->lines[i] != before.groups[g].lines[i]) dirty += lineRect(placed, i);
        }
    }
    return Change::Lines;
}

int StatusView::heightOf(const StatusGroup& group) const {
    return headingHeight() + static_cast<int>(group.lines.size()) * lineHeight();
}

QRect StatusView::lineRect(const Placed& placed, std::size_t line) const {
    return {placed.rect.left(), placed.rect.top() + headingHeight() + static_cast<int>(line) * lineHeight(),
            placed.rect.width(), lineHeight()};
}

int StatusView::placeSentences(int width, int margin) {
    const Theme& theme = m_context.theme();
    m_sentences.clear();
    int y = theme.scaled(8);
    const auto place = [&](const StatusMessage& message, bool headline) {
        const QFontMetrics metrics(theme.font(headline ? FontRole::Title : FontRole::Interface));
        const int left = margin + theme.scaled(kDot + kDotGap);
        const QRect box(left, y, std::max(width - left - margin, 1), 10'000);
        // Paths have no spaces: they may be broken after a slash.
        QString text = message.text;
        text.replace(QLatin1Char('/'), QStringLiteral("/\u200B"));
        const int needed = metrics.boundingRect(box, Qt::TextWordWrap, text).height();
        const int height = std::max(needed, metrics.height()) + theme.scaled(4);
        m_sentences.push_back({QRect(left, y, box.width(), height), std::move(text), message.token, headline});
        y += height;
    };
    place(m_figures.headline, true);
    for (const StatusMessage& message : m_figures.messages) place(message, false);
    return y + theme.scaled(4);
}

std::vector<int> StatusView::cellRightsOf(const StatusGroup& group, int width) const {
    const Theme& theme = m_context.theme();
    std::size_t cells = group.headings.size();
    for (const StatusLine& line : group.lines) cells = std::max(cells, line.cells.size());
    std::vector<int> rights(cells, width);
    if (cells < 2) return rights;
    const QFontMetrics values(theme.font(FontRole::Dense));
    const QFontMetrics labels(theme.font(FontRole::Hint));
    for (std::size_t c = cells - 1; c > 0; --c) {
        int widest = theme.scaled(kLeastCell);
        if (c < group.headings.size()) widest = std::max(widest, labels.horizontalAdvance(group.headings[c]));
        for (const StatusLine& line : group.lines) {
            if (c < line.cells.size()) widest = std::max(widest, values.horizontalAdvance(line.cells[c].text));
        }
        rights[c - 1] = rights[c] - widest - theme.scaled(kCellGap);
    }
    return rights;
}

int StatusView::layout(int width) {
    const Theme& theme = m_context.theme();
    const int margin = theme.scaled(kMargin);
    const int gap = theme.scaled(kColumnGap);
    const int top = placeSentences(width, margin);
    const int inner = std::max(width - 2 * margin, 1);
    const int columns = std::clamp((inner + gap) / (theme.scaled(kColumn) + gap), 1, kMostColumns);
    const int columnWidth = (inner - gap * (columns - 1)) / columns;
    // In reading order, each group under the column that ends highest.
    std::vector<int> bottoms(static_cast<std::size_t>(columns), top);
    m_groups.clear();
    for (const StatusGroup& group : m_figures.groups) {
        const auto shortest = std::ranges::min_element(bottoms);
        const auto column = static_cast<int>(shortest - bottoms.begin());
        const QRect rect(margin + column * (columnWidth + gap), *shortest, columnWidth, heightOf(group));
        m_groups.push_back({rect, &group, cellRightsOf(group, columnWidth)});
        *shortest = rect.bottom() + 1 + theme.scaled(kGroupGap);
    }
    return std::ranges::max(bottoms);
}

void StatusView::paintHeading(QPainter& painter, const Placed& placed) const {
    const Theme& theme = m_context.theme();
    const QRect rect(placed.rect.left(), placed.rect.top(), placed.rect.width(), headingHeight());
    const QRect text = rect.adjusted(0, 0, 0, -theme.scaled(4));
    painter.setFont(theme.font(FontRole::Strong));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignBottom, placed.group->title);
    painter.setFont(theme.font(FontRole::Hint));
    painter.setPen(theme.color(Token::Text3));
    for (std::size_t c = 0; c < placed.group->headings.size(); ++c)
        painter.drawText(QRect(text.left(), text.top(), placed.cellRights[c], text.height()),
                         Qt::AlignRight | Qt::AlignBottom, placed.group->headings[c]);
    painter.fillRect(rect.left(), rect.bottom() - theme.scaled(2), rect.width(), 1, theme.color(Token::Line));
}

void StatusView::paintLine(QPainter& painter, const Placed& placed, const QRect& rect, const StatusLine& line) const {
    const Theme& theme = m_context.theme();
    painter.setFont(theme.font(FontRole::Dense));
    const QFontMetrics metrics = painter.fontMetrics();
    int nameEnd = rect.width();
    // A line with fewer cells than its group has headings leaves the last ones empty.
    for (std::size_t c = 0; c < line.cells.size(); ++c) {
        const StatusCell& cell = line.cells[c];
        const int right = placed.cellRights[c];
        const QString text = metrics.elidedText(cell.text, Qt::ElideRight, right);
        nameEnd = std::min(nameEnd, right - metrics.horizontalAdvance(text) - theme.scaled(8));
        painter.setPen(theme.color(cell.token));
        painter.drawText(QRect(rect.left(), rect.top(), right, rect.height()), Qt::AlignRight | Qt::AlignVCenter, text);
    }
    int left = 0;
    if (line.dot) {
        drawDot(painter, rect.left(), rect, theme.color(*line.dot), theme.scaled(kDot));
        left = theme.scaled(kDot + kDotGap);
    }
    painter.setPen(theme.color(line.dot ? Token::Text1 : Token::Text2));
    painter.drawText(QRect(rect.left() + left, rect.top(), rect.width() - left, rect.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(line.name, Qt::ElideRight, std::max(nameEnd - left, 0)));
}

void StatusView::paint(QPainter& painter, const QRegion& dirty) const {
    const Theme& theme = m_context.theme();
    for (const Sentence& sentence : m_sentences) {
        const QRect withDot = sentence.rect.adjusted(-sentence.rect.left(), 0, 0, 0);
        if (!dirty.intersects(withDot)) continue;
        painter.setFont(theme.font(sentence.headline ? FontRole::Title : FontRole::Interface));
        const QColor color = theme.color(sentence.token);
        const QRect first(sentence.rect.left(), sentence.rect.top(), sentence.rect.width(),
                          painter.fontMetrics().height());
        drawDot(painter, theme.scaled(kMargin), first, color, theme.scaled(kDot));
        painter.setPen(sentence.headline ? theme.color(Token::Text1) : color);
        painter.drawText(sentence.rect, Qt::TextWordWrap, sentence.text);
    }
    for (const Placed& placed : m_groups) {
        if (!dirty.intersects(placed.rect)) continue;
        if (dirty.intersects(QRect(placed.rect.topLeft(), QSize(placed.rect.width(), headingHeight()))))
            paintHeading(painter, placed);
        for (std::size_t i = 0; i < placed.group->lines.size(); ++i) {
            const QRect rect = lineRect(placed, i);
            if (dirty.intersects(rect)) paintLine(painter, placed, rect, placed.group->lines[i]);
        }
    }
}

QString StatusView::tipAt(const QPoint& at) const {
    for (const Placed& placed : m_groups) {
        for (std::size_t i = 0; i < placed.group->lines.size(); ++i) {
            if (lineRect(placed, i).contains(at)) return placed.group->lines[i].tip;
        }
    }
    return {};
}

} // namespace qd::ui
