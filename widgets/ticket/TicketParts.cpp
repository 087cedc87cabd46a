#include "widgets/ticket/TicketParts.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionButton>
#include <QToolTip>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kPadding = 8;
constexpr std::size_t kFewestRows = 16; ///< room from the start, so that nothing moves when the market comes

} // namespace

ActionButton::ActionButton(ThemeHost& themes, QWidget* parent) : QPushButton(parent), m_themes(themes) {
    setObjectName(QStringLiteral("ticketSend"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ActionButton::setSide(Side side) {
    const QString fill = side == Side::Buy ? QStringLiteral("up") : QStringLiteral("down");
    if (property("fill") == fill) return;
    setProperty("fill", fill);
    style()->unpolish(this);
    style()->polish(this);
}

QSize ActionButton::sizeHint() const { return {m_themes.theme().scaled(200), m_themes.theme().scaled(42)}; }
QSize ActionButton::minimumSizeHint() const { return {m_themes.theme().scaled(120), m_themes.theme().scaled(42)}; }

void ActionButton::paintEvent(QPaintEvent*) {
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    option.text.clear();
    style()->drawControl(QStyle::CE_PushButton, &option, &painter, this);
    painter.setFont(theme.font(FontRole::Strong));
    painter.setPen(theme.color(isEnabled() ? Token::OnFill : Token::Text3));
    painter.drawText(rect().adjusted(kPadding, 2, -kPadding, -2), Qt::AlignCenter | Qt::TextWordWrap, text());
}

void ActionButton::mouseDoubleClickEvent(QMouseEvent* event) { event->accept(); }

ConsequencesView::ConsequencesView(ThemeHost& themes, Measured measured, QWidget* parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_measured(std::move(measured))
    , m_fewest(kFewestRows) {
    setObjectName(QStringLiteral("ticketConsequences"));
    setAccessibleName(tr("What the order leads to"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ConsequencesView::setFewestRows(std::size_t rows) {
    m_fewest = rows;
    updateGeometry();
}

void ConsequencesView::setRows(std::vector<ConsequenceRow> rows, bool dimmed) {
    const auto same = [](const ConsequenceRow& a, const ConsequenceRow& b) {
        return a.label == b.label && a.value == b.value && a.token == b.token;
    };
    if (dimmed == m_dimmed && std::ranges::equal(rows, m_rows, same)) return;
    const bool grown = rows.size() != m_rows.size();
    m_rows = std::move(rows);
    m_dimmed = dimmed;
    if (grown) updateGeometry();
    QString description;
    for (const ConsequenceRow& row : m_rows)
        description += row.label + QStringLiteral(": ") + row.value + QLatin1Char('\n');
    setAccessibleDescription(description);
    update();
}

QSize ConsequencesView::sizeHint() const {
    const auto rows = static_cast<int>(std::max(m_rows.size(), m_fewest));
    return {m_themes.theme().scaled(220), rows * m_themes.theme().denseRowHeight() + kPadding};
}
QSize ConsequencesView::minimumSizeHint() const { return {m_themes.theme().scaled(160), sizeHint().height()}; }

QRect ConsequencesView::rowRect(std::size_t index) const {
    const int height = m_themes.theme().denseRowHeight();
    return {kPadding, kPadding / 2 + static_cast<int>(index) * height, width() - 2 * kPadding, height};
}

void ConsequencesView::paintEvent(QPaintEvent*) {
    m_measured([this] { paintRows(); });
}

void ConsequencesView::paintRows() {
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.color(Token::Line));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setFont(theme.font(FontRole::Dense));
    const QFontMetrics metrics(painter.font());
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const ConsequenceRow& row = m_rows[i];
        const QRect line = rowRect(i);
        const int room = line.width() - metrics.horizontalAdvance(row.value) - kPadding;
        painter.setPen(theme.color(Token::Text2));
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(row.label, Qt::ElideRight, room));
        painter.setPen(theme.color(m_dimmed ? Token::Text3 : row.token));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.value);
    }
}

bool ConsequencesView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (!rowRect(i).contains(help->pos())) continue;
        QToolTip::showText(help->globalPos(),
                           m_rows[i].label + QStringLiteral(": ") + m_rows[i].value + QLatin1Char('\n') +
                               m_rows[i].hint,
                           this, rowRect(i));
        return true;
    }
    QToolTip::hideText();
    return true;
}

} // namespace qd::ui
