// What ProfileView paints.
#include "widgets/base/Format.h"
#include "widgets/flow/FlowLook.h"
#include "widgets/profile/ProfilePane.h"
#include "widgets/profile/ProfileView.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qd::profile {

using ui::Token;

namespace {

constexpr double kLongest = 0.86; ///< of the plot's width: right of it are the names of levels
constexpr int kInside = 62;       ///< percent of a colour in the value area
constexpr int kOutside = 28;

} // namespace

void ProfileView::paintEvent(QPaintEvent*) {
    const ProfilePane::PaintScope scope(m_pane, 0);
    if (m_ratio != devicePixelRatioF()) refresh();
    QPainter painter(this);
    const ui::Theme& theme = m_context.theme();
    painter.fillRect(rect(), theme.color(Token::Bg1));
    const plot::Viewport& view = m_scene.view();
    painter.setClipRect(view.plot());
    painter.fillRect(view.plot(), theme.color(Token::Bg0));
    if (hasContent()) {
        plot::paintPriceGrid(painter, view, m_scene.tick(), ink());
        paintRows(painter);
        paintLevels(painter);
        if (m_standing.stale) plot::paintVeil(painter, view.plot(), theme.color(Token::Bg0));
        if (!cross() && linked()) plot::paintLinkedCross(painter, view, *linked(), theme.color(Token::Text1));
    }
    painter.setClipping(false);
    paintHead(painter);
    if (hasContent()) {
        painter.fillRect(QRect(view.plot().right() + 1, view.plot().top(), 1, view.plot().height()),
                         theme.color(Token::Line));
        flow::paintPricesWithLast(painter, view, m_last, m_scene.tick(), flow::lastTag(view, m_last, width(), ink()),
                                  ink(), theme.color(Token::Accent), theme.color(Token::OnFill));
        paintCrossing(painter);
    } else {
        paintEmpty(painter);
    }
    paintFocus(painter, theme.color(Token::Accent));
}

void ProfileView::paintRows(QPainter& painter) {
    const ui::Theme& theme = m_context.theme();
    const auto& rows = m_scene.profile().rows;
    const auto area = m_scene.area();
    const auto control = m_scene.control();
    if (!area || !control) return;
    const Quantity most = orderflow::volumeOf(rows[*control]);
    const auto scale =
        m_scene.view().plot().width() * kLongest / static_cast<double>(std::max<std::int64_t>(1, most.raw()));
    const bool texts = rowRect(rows.front().row).height() >= m_small.height();
    for (const FootprintRow& r : rows) {
        const QRectF row = rowRect(r.row);
        if (row.bottom() < m_scene.view().plot().top() || row.top() > m_scene.view().plot().bottom()) continue;
        const int depth = r.row >= area->low && r.row <= area->high ? kInside : kOutside;
        const Quantity volume = orderflow::volumeOf(r);
        const double across = static_cast<double>(volume.raw()) * scale;
        const double sold = static_cast<double>(r.sold.raw()) * scale;
        if (m_scene.options().split) {
            painter.fillRect(QRectF(row.left(), row.top(), sold, row.height()),
                             theme.blended(Token::Down, depth, Token::Bg0));
            painter.fillRect(QRectF(row.left() + sold, row.top(), across - sold, row.height()),
                             theme.blended(Token::Up, depth, Token::Bg0));
        } else {
            painter.fillRect(QRectF(row.left(), row.top(), across, row.height()),
                             theme.blended(Token::Accent, depth, Token::Bg0));
        }
        if (texts)
            m_small.drawLeft(painter, static_cast<int>(row.left() + across) + 5,
                             static_cast<int>(std::lround(row.center().y() - m_small.height() / 2.0)),
                             flow::sizeText(volume, m_scene.step()), theme.color(Token::Text2));
    }
}

/// The point of control and the edges of the value area, by name.
void ProfileView::paintLevels(QPainter& painter) {
    const auto area = m_scene.area();
    const auto control = m_scene.control();
    if (!area || !control) return;
    struct Level {
        QString name;
        double y = 0;
        Token token = Token::Text2;
    };
    const double high = rowRect(area->high).top();
    const QRectF low = rowRect(area->low);
    const std::array<Level, 3> levels{
        {{tr("VAH"), high, Token::Text2},
         {tr("VAL"), low.bottom(), Token::Text2},
         {tr("POC"), rowRect(m_scene.profile().rows[*control].row).center().y(), Token::Warn}}};
    const QRect& plot = m_scene.view().plot();
    for (const Level& level : levels) {
        const QColor color = m_context.theme().color(level.token);
        QPen pen(color, 1);
        pen.setDashPattern({4, 3});
        painter.setPen(pen);
        const int y = static_cast<int>(std::lround(level.y));
        painter.drawLine(plot.left(), y, plot.right(), y);
    }
    // Names that would lie over each other: the point of control stays, an edge gives way.
    std::vector<int> taken;
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
        const int y = std::clamp(static_cast<int>(std::lround(level->y)) - m_small.height() - 1, plot.top(),
                                 std::max(plot.top(), plot.bottom() - m_small.height()));
        if (std::ranges::any_of(taken, [&](int other) { return std::abs(other - y) < m_small.height(); })) continue;
        taken.push_back(y);
        m_small.drawRight(painter, plot.right() - 4, y, level->name, m_context.theme().color(level->token));
    }
}

void ProfileView::paintCrossing(QPainter& painter) {
    if (!cross()) return;
    const QRect& plot = m_scene.view().plot();
    const ui::Theme& theme = m_context.theme();
    QPen pen(theme.color(Token::Text3), 1);
    pen.setDashPattern({3, 3});
    painter.setPen(pen);
    painter.drawLine(plot.left(), cross()->y(), plot.right(), cross()->y());
    const int high = m_small.height() + 4;
    const QRect tag(plot.right() + 2, cross()->y() - high / 2, width() - plot.right() - 2, high);
    painter.fillRect(tag, theme.color(Token::Bg2));
    m_small.drawLeft(painter, tag.left() + ink().padding - 1, tag.top() + 2,
                     ui::text(m_scene.view().priceAt(cross()->y(), m_scene.tick()), ui::decimalsOf(m_scene.tick())),
                     theme.color(Token::Text1));
}

/// Three lines above the plot: over which time, how much, and what is under the pointer, or else what is missing.
void ProfileView::paintHead(QPainter& painter) {
    const ui::Theme& theme = m_context.theme();
    const QFontMetrics metrics(theme.font(ui::FontRole::Interface));
    painter.setFont(theme.font(ui::FontRole::Interface));
    const QString trouble = m_standing.empty ? QString() : m_standing.sentence;
    const std::pair<QString, Token> last = cross()             ? std::pair(readout(), Token::Text2)
                                           : trouble.isEmpty() ? std::pair(coverage(), Token::Text2)
                                                               : std::pair(trouble, Token::Warn);
    const std::array<std::pair<QString, Token>, 3> lines{
        {{rangeText(), Token::Text1}, {sumsText(), Token::Text1}, last}};
    int y = 4;
    for (const auto& [text, token] : lines) {
        painter.setPen(theme.color(token));
        painter.drawText(QRect(8, y, width() - 16, m_text.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(text, Qt::ElideRight, width() - 16));
        y += m_text.height() + 2;
    }
}

void ProfileView::paintEmpty(QPainter& painter) const {
    painter.setPen(m_context.theme().color(Token::Text2));
    painter.drawText(m_scene.view().plot().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                     emptySentence());
}

} // namespace qd::profile
