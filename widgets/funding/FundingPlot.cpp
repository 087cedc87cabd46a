#include "widgets/funding/FundingPlot.h"

#include "widgets/base/Format.h"
#include "widgets/funding/FundingRows.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kPadding = 6;

} // namespace

FundingPlot::FundingPlot(ThemeHost& themes, QWidget* parent) : QWidget(parent), m_themes(themes) {
    setObjectName(QStringLiteral("fundingPlot"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Past funding rates"));
    setMouseTracking(true);
    setMinimumSize(120, 60);
    connect(&themes, &ThemeHost::changed, this, qOverload<>(&QWidget::update));
}

void FundingPlot::setRates(std::span<const FundingRecord> rates) {
    if (std::ranges::equal(rates.rbegin(), rates.rend(), m_rates.begin(), m_rates.end())) return;
    m_rates.assign(rates.rbegin(), rates.rend());
    m_hovered.reset();
    update();
}

void FundingPlot::setEmptyText(const QString& text) {
    if (text == m_emptyText) return;
    m_emptyText = text;
    update();
}

QRect FundingPlot::plotRect() const {
    const QFontMetrics metrics(m_themes.theme().font(FontRole::Hint));
    const int axis = metrics.horizontalAdvance(QStringLiteral("+0.0000 ")) + kPadding;
    return rect().adjusted(kPadding, kPadding + metrics.height(), -axis, -kPadding - metrics.height());
}

/// The largest distance from zero, at least one part per million.
std::int64_t FundingPlot::largest() const {
    std::int64_t most = 1;
    for (const FundingRecord& r : m_rates) most = std::max(most, std::abs(r.rate8h.raw()));
    return most;
}

std::optional<std::size_t> FundingPlot::barAt(int x) const {
    const QRect plot = plotRect();
    if (m_rates.empty() || x < plot.left() || x > plot.right() || plot.width() <= 0) return std::nullopt;
    const auto i = static_cast<std::size_t>(x - plot.left()) * m_rates.size() / static_cast<std::size_t>(plot.width());
    return std::min(i, m_rates.size() - 1);
}

void FundingPlot::paintEvent(QPaintEvent*) {
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Bg1));
    painter.setFont(theme.font(FontRole::Hint));
    const QRect plot = plotRect();
    if (m_rates.empty() || plot.width() < 8 || plot.height() < 8) {
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    paintAxis(painter, plot);
    paintBars(painter, plot);
    paintReadout(painter, plot);
}

void FundingPlot::paintAxis(QPainter& painter, const QRect& plot) const {
    const Theme& theme = m_themes.theme();
    const int half = painter.fontMetrics().height() / 2;
    const std::int64_t most = largest();
    const std::pair<std::int64_t, int> marks[] = {{most, plot.top()}, {0, plot.center().y()}, {-most, plot.bottom()}};
    for (const auto& [rate, y] : marks) {
        painter.setPen(theme.color(Token::Line));
        painter.drawLine(plot.left(), y, plot.right(), y);
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(QRect(plot.right() + kPadding, y - half, width() - plot.right() - kPadding, 2 * half),
                         Qt::AlignLeft | Qt::AlignVCenter, rate == 0 ? QStringLiteral("0") : rate8hText(Rate(rate)));
    }
    const QRect under(plot.left(), plot.bottom() + 3, plot.width(), 2 * half + 2);
    painter.drawText(under, Qt::AlignLeft | Qt::AlignTop, dateTimeText(m_rates.front().ts).left(10));
    painter.drawText(under, Qt::AlignRight | Qt::AlignTop, dateTimeText(m_rates.back().ts).left(16));
}

void FundingPlot::paintBars(QPainter& painter, const QRect& plot) const {
    const Theme& theme = m_themes.theme();
    const std::int64_t most = largest();
    const auto count = static_cast<int>(m_rates.size());
    const int middle = plot.center().y();
    for (int i = 0; i < count; ++i) {
        const FundingRecord& r = m_rates[static_cast<std::size_t>(i)];
        const int left = plot.left() + plot.width() * i / count;
        const int right = plot.left() + plot.width() * (i + 1) / count;
        const int gap = right - left > 3 ? 1 : 0;
        const auto tall = static_cast<int>(r.rate8h.raw() * (plot.height() / 2) / most);
        const QRect bar = tall >= 0 ? QRect(left, middle - tall, std::max(1, right - left - gap), std::max(1, tall))
                                    : QRect(left, middle + 1, std::max(1, right - left - gap), -tall);
        const bool hovered = m_hovered && *m_hovered == static_cast<std::size_t>(i);
        painter.fillRect(bar, theme.color(hovered ? Token::Accent : Token::Text2));
    }
}

void FundingPlot::paintReadout(QPainter& painter, const QRect& plot) const {
    const Theme& theme = m_themes.theme();
    const FundingRecord& r = m_rates[m_hovered.value_or(m_rates.size() - 1)];
    painter.setPen(theme.color(Token::Text2));
    const QString says = tr("%1 UTC   %2 % 8h   %3 % year")
                             .arg(dateTimeText(r.ts).left(16), rate8hText(r.rate8h), rateYearText(r.rate8h));
    painter.drawText(QRect(plot.left(), 2, width() - plot.left(), painter.fontMetrics().height()), Qt::AlignLeft,
                     painter.fontMetrics().elidedText(says, Qt::ElideRight, width() - plot.left()));
}

void FundingPlot::mouseMoveEvent(QMouseEvent* event) {
    const auto bar = barAt(event->pos().x());
    if (bar == m_hovered) return;
    m_hovered = bar;
    update();
}

void FundingPlot::leaveEvent(QEvent*) {
    m_hovered.reset();
    update();
}

} // namespace qd::ui
