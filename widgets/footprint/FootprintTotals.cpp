// What FootprintView paints below its bars: what was sold at the bid and bought at the ask, delta, volume and
// cumulative delta.
#include "widgets/footprint/FootprintPane.h"
#include "widgets/footprint/FootprintView.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qd::footprint {

using ui::Token;

void FootprintView::paintTotals(QPainter& painter) {
    const QRect& plot = m_scene.view().plot();
    const ui::Theme& theme = m_context.theme();
    const int top = height() - totalsHeight();
    painter.fillRect(QRect(0, top, width(), 1), theme.color(Token::Line));
    const int widest = m_small.width(QStringLiteral("−88.8k ?"));
    const bool texts = m_scene.view().slot() >= widest + 4;
    using Labels = std::array<QString, 5>;
    const Labels labels = texts ? Labels{tr("At bid"), tr("At ask"), tr("Delta"), tr("Volume"), tr("Cumulative")}
                                : Labels{tr("Delta"), {}, {}, {}, {}};
    const int step = m_small.height() + 3;
    for (std::size_t i = 0; i < labels.size(); ++i)
        m_small.drawLeft(painter, plot.right() + 1 + ink().padding, top + 3 + static_cast<int>(i) * step, labels[i],
                         theme.color(Token::Text3));
    painter.setClipRect(QRect(plot.left(), top + 1, plot.width(), totalsHeight() - 1));
    if (texts)
        paintTotalTexts(painter, top + 3);
    else
        paintTotalBars(painter, top + 1);
    painter.setClipping(false);
}

/// What is not reliable carries a "?".
void FootprintView::paintTotalTexts(QPainter& painter, int top) {
    const ui::Theme& theme = m_context.theme();
    const int step = m_small.height() + 3;
    for (const FootprintBar& bar : m_scene.visibleBars()) {
        const Slot slot = slotOf(bar);
        const auto draw = [&](int row, const QString& text, bool reliable, Token token) {
            m_small.drawRight(painter, static_cast<int>(slot.right) - 4, top + row * step,
                              reliable ? text : text + QStringLiteral(" ?"), theme.color(token));
        };
        const Quantity delta = orderflow::deltaOf(bar);
        const auto sum = m_scene.cumulativeAt(bar);
        const auto token = [](Quantity of) { return of.raw() < 0 ? Token::Down : Token::Up; };
        draw(0, sizeText(bar.sold), bar.reliable, Token::Down);
        draw(1, sizeText(bar.bought), bar.reliable, Token::Up);
        draw(2, signedText(delta), bar.reliable, token(delta));
        draw(3, sizeText(orderflow::volumeOf(bar)), bar.reliable, Token::Text1);
        draw(4, signedText(sum.delta), sum.reliable, sum.reliable ? token(sum.delta) : Token::Text3);
    }
}

/// Too narrow for texts: deltas as bars up and down.
void FootprintView::paintTotalBars(QPainter& painter, int top) const {
    const plot::Viewport& view = m_scene.view();
    const auto visible = m_scene.visibleBars();
    std::int64_t most = 1;
    for (const FootprintBar& bar : visible) most = std::max(most, std::abs(orderflow::deltaOf(bar).raw()));
    const int half = (totalsHeight() - 3) / 2;
    const int middle = top + half;
    painter.fillRect(QRect(view.plot().left(), middle, view.plot().width(), 1), m_context.theme().color(Token::Line));
    const double width = std::max(1.0, std::floor(view.slot() * 0.7));
    for (const FootprintBar& bar : visible) {
        const std::int64_t delta = orderflow::deltaOf(bar).raw();
        const double high = half * std::abs(static_cast<double>(delta)) / static_cast<double>(most);
        const double left = std::floor(view.xOf(bar.openTime) + (view.slot() - width) / 2);
        const Token token = !bar.reliable ? Token::Text3 : delta < 0 ? Token::Down : Token::Up;
        painter.fillRect(QRectF(left, delta < 0 ? middle : middle - high, width, high), m_context.theme().color(token));
    }
}

} // namespace qd::footprint
