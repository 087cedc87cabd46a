// The painting half of TapeView.
#include "widgets/base/Format.h"
#include "widgets/trades/TapePane.h"
#include "widgets/trades/TapeView.h"

#include <QPaintEvent>
#include <QPainter>

namespace qd::ui::trades {
namespace {

constexpr int kArrow = 7; // width of a triangle

std::size_t at(TapeColumn column) { return static_cast<std::size_t>(column); }

bool standsRight(TapeColumn column) { return column != TapeColumn::Time && column != TapeColumn::Side; }

} // namespace

const Theme& TapeView::theme() const { return m_pane.context().theme(); }
int TapeView::rowHeight() const { return theme().denseRowHeight(); }
int TapeView::headingHeight() const { return theme().rowHeight() + 2; }

QRect TapeView::rowsRect() const {
    const int foot = 2 * rowHeight() + 3;
    return {0, headingHeight(), width(), std::max(height() - headingHeight() - foot, 0)};
}

QRect TapeView::footRect() const {
    const int top = rowsRect().bottom() + 1;
    return {0, top, width(), height() - top};
}

std::size_t TapeView::fitting() const { return static_cast<std::size_t>(rowsRect().height() / rowHeight()); }

QPixmap TapeView::arrow(bool up, const QColor& color) const {
    const qreal ratio = devicePixelRatioF();
    const int side = theme().scaled(kArrow);
    QPixmap picture(QSize(side, side) * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const double near = up ? side - 1.0 : 1.0;
    const double tip = up ? 1.0 : side - 1.0;
    painter.drawPolygon(QPolygonF{{QPointF(0.5, near), QPointF(side - 0.5, near), QPointF(side / 2.0, tip)}});
    return picture;
}

/// Widths before any row is known; texts that need more make their column grow.
void TapeView::measure() {
    m_plain.prepare(m_plainFont, devicePixelRatioF());
    m_strong.prepare(m_strongFont, devicePixelRatioF());
    for (const TapeColumnInfo& info : tapeColumns()) m_widths[at(info.column)] = m_plain.width(headingOf(info));
    const auto atLeast = [this](TapeColumn column, const QString& text) {
        m_widths[at(column)] = std::max(m_widths[at(column)], m_plain.width(text));
    };
    atLeast(TapeColumn::Time, QStringLiteral("00:00:00.000"));
    atLeast(TapeColumn::Prints, QStringLiteral("×000"));
    m_placeAgain = true;
}

/// Writes the texts of new rows, and places the columns if one has become too narrow.
void TapeView::prepare() {
    m_plain.prepare(m_plainFont, devicePixelRatioF());
    m_strong.prepare(m_strongFont, devicePixelRatioF());
    const std::size_t lines = fitting();
    for (std::size_t line = 0; line < lines; ++line) {
        const TapeRow* row = rowAtLine(line);
        if (row == nullptr) break;
        if (row->isHole()) continue;
        bool fresh = false;
        const RowTexts& texts = m_texts.of(*row, m_format, fresh);
        if (!fresh) continue;
        for (const TapeColumnInfo& info : tapeColumns()) {
            const QString& text = texts[at(info.column)];
            int needed = info.column == TapeColumn::Size ? m_strong.width(text) : m_plain.width(text);
            if (info.column == TapeColumn::Price) needed += theme().scaled(kArrow) + 3;
            if (needed <= m_widths[at(info.column)]) continue;
            m_widths[at(info.column)] = needed;
            m_placeAgain = true;
        }
    }
    if (!m_placeAgain) return;
    m_placeAgain = false;
    m_placed = placeColumns(m_columns, m_model.window() != 0, m_widths, width(), theme().scaled(8));
    update(); // a narrower clip would show old places beside new ones
}

std::vector<TapeColumn> TapeView::shownColumns() {
    prepare();
    std::vector<TapeColumn> columns;
    for (const PlacedColumn& p : m_placed) columns.push_back(p.column);
    return columns;
}

void TapeView::paintEvent(QPaintEvent* event) {
    const TapePane::PaintScope scope(m_pane, m_pane.takeArrival());
    prepare();
    QPainter painter(this);
    const QRect area = event->region().boundingRect();
    const QRect rows = rowsRect();
    painter.fillRect(area, m_look.back);
    if (area.top() < rows.top()) paintHeading(painter);
    if (area.intersects(rows)) {
        painter.setClipRect(rows);
        paintRows(painter, area);
        painter.setClipping(false);
    }
    if (area.bottom() > rows.bottom()) paintFoot(painter);
    if (hasFocus()) {
        painter.setPen(m_look.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void TapeView::paintHeading(QPainter& painter) {
    const int height = headingHeight();
    const int y = (height - 1 - m_plain.height()) / 2;
    for (const PlacedColumn& p : m_placed) {
        const QString heading = headingOf(infoOf(p.column));
        if (standsRight(p.column))
            m_plain.drawRight(painter, p.right, y, heading, m_look.label);
        else
            m_plain.drawLeft(painter, p.left, y, heading, m_look.label);
    }
    painter.fillRect(0, height - 1, width(), 1, m_look.line);
}

void TapeView::paintRows(QPainter& painter, const QRect& area) {
    if (m_model.size() == 0) return paintEmpty(painter);
    const auto big = m_model.highlightFrom();
    const int top = headingHeight();
    const int height = rowHeight();
    const int first = std::max(area.top() - top, 0) / height;
    const int last = std::min((area.bottom() - top) / height, static_cast<int>(fitting()) - 1); // no row is cut
    for (int line = first; line <= last; ++line) {
        const TapeRow* row = rowAtLine(static_cast<std::size_t>(line));
        if (row == nullptr) break;
        if (row->isHole())
            paintHole(painter, *row, top + line * height);
        else
            paintRow(painter, *row, top + line * height, big && row->size >= *big);
    }
    if (m_scroll.held()) paintThumb(painter);
}

void TapeView::paintRow(QPainter& painter, const TapeRow& row, int y, bool big) {
    bool fresh = false;
    const RowTexts& texts = m_texts.of(row, m_format, fresh);
    const bool buy = row.aggressor == Side::Buy;
    if (big) painter.fillRect(0, y, width(), rowHeight(), buy ? m_look.upTint : m_look.downTint);
    const QColor& side = m_dim ? m_look.hint : buy ? m_look.up : m_look.down;
    const int textY = y + (rowHeight() - m_plain.height()) / 2;
    for (const PlacedColumn& p : m_placed) {
        const QString& text = texts[at(p.column)];
        switch (p.column) {
        case TapeColumn::Time:
            m_plain.drawLeft(painter, p.left, textY, text, m_dim ? m_look.hint : m_look.label);
            break;
        case TapeColumn::Side: m_plain.drawLeft(painter, p.left, textY, text, side); break;
        case TapeColumn::Price: {
            const int arrowSize = theme().scaled(kArrow);
            painter.drawPixmap(p.left, y + (rowHeight() - arrowSize) / 2, m_look.arrows[buy ? 0 : 1][m_dim ? 1 : 0]);
            m_plain.drawRight(painter, p.right, textY, text, side);
            break;
        }
        case TapeColumn::Size:
            (big ? m_strong : m_plain).drawRight(painter, p.right, textY, text, m_dim ? m_look.hint : m_look.value);
            break;
        default: m_plain.drawRight(painter, p.right, textY, text, m_dim ? m_look.hint : m_look.label); break;
        }
    }
}

void TapeView::paintHole(QPainter& painter, const TapeRow& row, int y) {
    const QRect box(0, y, width(), rowHeight());
    painter.fillRect(box, m_look.hole);
    painter.setFont(m_plainFont);
    painter.setPen(m_look.warn);
    painter.drawText(box, Qt::AlignCenter,
                     row.missed == 1 ? tr("1 trade not shown") : tr("%1 trades not shown").arg(row.missed));
}

/// How far back the first line is, and how much of the tape is on the screen.
void TapeView::paintThumb(QPainter& painter) {
    const auto kept = static_cast<std::int64_t>(m_model.size());
    const auto shown = static_cast<std::int64_t>(fitting());
    if (kept <= shown) return;
    const QRect rows = rowsRect();
    const auto length = std::max<std::int64_t>(rows.height() * shown / kept, theme().scaled(16));
    const auto offset = (rows.height() - length) * static_cast<std::int64_t>(m_scroll.newer()) / (kept - shown);
    painter.fillRect(width() - 3, rows.top() + static_cast<int>(std::min(offset, rows.height() - length)), 3,
                     static_cast<int>(length), m_look.hint);
}

QString TapeView::badgeText() const {
    if (m_scroll.newer() == 0) return m_scroll.held() ? tr("held") : QString();
    return m_scroll.newer() > 9'999 ? tr("over 9 999 new") : tr("%1 new").arg(m_scroll.newer());
}

QRect TapeView::badgeRect() const {
    const QString text = badgeText();
    if (text.isEmpty()) return {};
    const int pad = theme().scaled(8);
    const int wide = QFontMetrics(m_strongFont).horizontalAdvance(text) + 2 * pad;
    return {width() - pad - wide, rowsRect().bottom() + 3 + rowHeight(), wide, rowHeight() - 1};
}

void TapeView::paintBadge(QPainter& painter) {
    const QRect box = badgeRect();
    if (box.isEmpty()) return;
    const bool newer = m_scroll.newer() != 0;
    if (newer) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_look.accent);
        painter.drawRoundedRect(box, 3, 3);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    painter.setFont(newer ? m_strongFont : m_plainFont);
    painter.setPen(newer ? m_look.onFill : m_look.hint);
    painter.drawText(box, Qt::AlignCenter, badgeText());
}

void TapeView::paintEmpty(QPainter& painter) {
    const QRect box = rowsRect().adjusted(12, 0, -12, 0);
    const bool filtered = m_model.prints() != 0;
    const QString sentence = filtered ? tr("No trade of %1 %2 or more among the last %3.")
                                            .arg(text(m_model.minimum(), m_format.sizeDecimals), m_format.base)
                                            .arg(m_model.prints())
                                      : tr("No trade yet.");
    const QString hint = filtered ? tr("Choose a smaller size in the header.") : tr("They appear as they happen.");
    painter.setFont(theme().font(FontRole::Interface));
    const QRect upper(box.x(), box.y(), box.width(), box.height() / 2);
    painter.setPen(m_look.label);
    painter.drawText(upper, Qt::AlignHCenter | Qt::AlignBottom | Qt::TextWordWrap, sentence);
    painter.setPen(m_look.hint);
    painter.drawText(QRect(box.x(), upper.bottom() + 3, box.width(), box.height() / 2),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, hint);
}

void TapeView::paintFoot(QPainter& painter) {
    const QRect rows = rowsRect();
    painter.fillRect(0, rows.bottom() + 1, width(), 1, m_look.line);
    const int pad = theme().scaled(8);
    const QRect first(pad, rows.bottom() + 2, width() - 2 * pad, rowHeight());
    painter.setFont(m_plainFont);
    painter.setPen(m_dim ? m_look.hint : m_look.label);
    painter.drawText(first, Qt::AlignLeft | Qt::AlignVCenter, m_foot.rate);
    const int after = painter.fontMetrics().horizontalAdvance(m_foot.rate) + pad;
    paintFlow(painter, first.adjusted(std::max(after, theme().scaled(48)), 2, 0, -2));

    paintBadge(painter);
    QRect second = first.translated(0, rowHeight());
    if (const QRect badge = badgeRect(); !badge.isEmpty()) second.setRight(badge.left() - pad / 2);
    painter.setFont(m_plainFont);
    if (!m_foot.state.isEmpty()) {
        painter.setPen(m_look.warn);
        painter.drawText(second, Qt::AlignRight | Qt::AlignVCenter, m_foot.state);
        second.setRight(second.right() - painter.fontMetrics().horizontalAdvance(m_foot.state) - pad);
    }
    painter.setPen(m_look.hint);
    painter.drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_foot.note, Qt::ElideRight, second.width()));
}

/// Bought against sold: two lengths, and the amounts in them.
void TapeView::paintFlow(QPainter& painter, const QRect& box) {
    if (box.width() < theme().scaled(60)) return;
    if (!m_foot.any) {
        painter.setPen(m_look.hint);
        painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, tr("nothing traded"));
        return;
    }
    const int bought = box.width() * m_foot.boughtPerMille / 1'000;
    painter.fillRect(box.x(), box.y(), bought, box.height(), m_dim ? m_look.faint : m_look.upBar);
    painter.fillRect(box.x() + bought, box.y(), box.width() - bought, box.height(),
                     m_dim ? m_look.hole : m_look.downBar);
    painter.setPen(m_dim ? m_look.hint : m_look.value);
    const QRect inside = box.adjusted(4, 0, -4, 0);
    painter.drawText(inside, Qt::AlignLeft | Qt::AlignVCenter, m_foot.least + QLatin1Char('+') + m_foot.bought);
    painter.drawText(inside, Qt::AlignRight | Qt::AlignVCenter, m_foot.least + QChar(0x2212) + m_foot.sold);
}

} // namespace qd::ui::trades
