#include "widgets/trades/TapeView.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/trades/TapePane.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

namespace qd::ui::trades {
namespace {

constexpr int kEighthsPerNotch = 120;
constexpr int kRowsPerNotch = 3;

} // namespace

TapeView::TapeView(TapePane& pane, const TapeModel& model, const MinuteFlow& flow)
    : QWidget(&pane)
    , m_pane(pane)
    , m_model(model)
    , m_flow(flow) {
    setObjectName(QStringLiteral("tapeView"));
    setAccessibleName(tr("Trades, newest first"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(80, 80);
    applyTheme();
}

void TapeView::setFormat(const TapeFormat& format) {
    m_format = format;
    m_texts.clear();
    measure();
    m_scroll.reset();
    refresh();
    update();
}

void TapeView::setColumns(const ColumnChoice& columns) {
    m_columns = columns;
    m_placeAgain = true;
    update();
}

void TapeView::applyTheme() {
    const Theme& t = theme();
    m_plainFont = t.font(FontRole::Dense);
    m_strongFont = t.font(FontRole::DenseStrong);
    m_look.back = t.color(Token::Bg1);
    m_look.line = t.color(Token::Line);
    m_look.value = t.color(Token::Text1);
    m_look.label = t.color(Token::Text2);
    m_look.hint = t.color(Token::Text3);
    m_look.up = t.color(Token::Up);
    m_look.down = t.color(Token::Down);
    m_look.warn = t.color(Token::Warn);
    m_look.upTint = t.blended(Token::Up, 12, Token::Bg1);
    m_look.downTint = t.blended(Token::Down, 12, Token::Bg1);
    m_look.upBar = t.blended(Token::Up, 25, Token::Bg1);
    m_look.downBar = t.blended(Token::Down, 25, Token::Bg1);
    m_look.accent = t.color(Token::Accent);
    m_look.onFill = t.color(Token::OnFill);
    m_look.hole = t.color(Token::Bg2);
    m_look.faint = t.color(Token::Bg3);
    for (int dim = 0; dim < 2; ++dim) {
        m_look.arrows[0][dim] = arrow(true, dim == 0 ? m_look.up : m_look.hint);
        m_look.arrows[1][dim] = arrow(false, dim == 0 ? m_look.down : m_look.hint);
    }
    measure();
    update();
}

TapeView::Shown TapeView::shownNow() const {
    Shown shown{m_model.arrangement(), m_scroll.top(), 0, m_scroll.newer(), m_scroll.held(), m_model.highlightFrom()};
    if (const TapeRow* top = rowAtLine(0)) shown.topPrints = top->prints;
    return shown;
}

bool TapeView::refresh() {
    if (m_shown.arrangement != m_model.arrangement()) {
        m_texts.clear();
        m_scroll.reset();
    }
    m_scroll.update(m_model.newest(), m_model.size(), fitting());
    const Shown now = shownNow();
    if (now == m_shown) return false;
    Shown still = m_shown;
    still.newer = now.newer;
    still.held = now.held;
    if (still != now) update(rowsRect());
    if (m_shown.newer != now.newer || m_shown.held != now.held) {
        update(rowsRect().right() - 3, rowsRect().top(), 4, rowsRect().height()); // the thumb
        update(footRect());
    }
    m_shown = now;
    return true;
}

void TapeView::refreshFoot(DataStatus status, std::optional<std::int64_t> age) {
    const bool dim = status != DataStatus::Live && status != DataStatus::Estimated;
    if (dim != m_dim) {
        m_dim = dim;
        update();
    }
    Foot foot;
    const MinuteFlow::Figures& f = m_flow.figures();
    const QString least = f.atLeast ? QStringLiteral("≥ ") : QString();
    foot.any = f.trades != 0;
    foot.rate = rateText(f, least);
    foot.least = least;
    foot.bought = shortSum(f.bought);
    foot.sold = shortSum(f.sold);
    if (const Int128 both = f.bought + f.sold; both > 0)
        foot.boughtPerMille = static_cast<int>(f.bought * 1'000 / both);
    foot.note = noteText();
    if (dim) foot.state = age ? tr("%1, %2").arg(word(status), ageText(*age)) : word(status);
    if (foot == m_foot) return;
    m_foot = foot;
    update(footRect());
}

/// "12.3/s", or with the time it is taken over while that is less than a minute.
QString TapeView::rateText(const MinuteFlow::Figures& figures, const QString& least) {
    if (figures.covered < kNanosPerSecond) return unknownText();
    const QString rate = least + number(static_cast<std::int64_t>(figures.tenthsPerSecond()), 1, 1);
    return figures.covered < kNanosPerMinute ? tr("%1/s in %2").arg(rate, ageText(figures.covered))
                                             : tr("%1/s").arg(rate);
}

/// What is left out, joined or made to stand out.
QString TapeView::noteText() const {
    QStringList parts;
    if (!m_model.minimum().isZero())
        parts << tr("≥ %1 %2").arg(text(m_model.minimum(), m_format.sizeDecimals), m_format.base);
    if (m_model.window() != 0) parts << tr("joined %1").arg(windowText(m_model.window()));
    if (const auto from = m_model.highlightFrom()) {
        const QString size = text(*from, m_format.sizeDecimals);
        parts << (m_model.highlight().kind == Highlight::Kind::Top ? tr("big ≥ %1, top 1 %").arg(size)
                                                                   : tr("big ≥ %1").arg(size));
    }
    return parts.join(QStringLiteral(" · "));
}

QString TapeView::footText() const {
    QStringList parts{m_foot.rate, tr("bought %1").arg(m_foot.least + m_foot.bought),
                      tr("sold %1").arg(m_foot.least + m_foot.sold)};
    for (const QString& part : {m_foot.note, m_foot.state}) {
        if (!part.isEmpty()) parts << part;
    }
    return parts.join(QStringLiteral(" · "));
}

const TapeRow* TapeView::rowAtLine(std::size_t line) const {
    const std::size_t index = line + m_scroll.newer();
    return index < m_model.size() ? &m_model.row(index) : nullptr;
}

void TapeView::scrolled() {
    refresh();
    update(rowsRect());
}

void TapeView::resizeEvent(QResizeEvent*) {
    m_placeAgain = true;
    m_scroll.update(m_model.newest(), m_model.size(), fitting());
}

void TapeView::wheelEvent(QWheelEvent* event) {
    m_wheel += event->angleDelta().y() * kRowsPerNotch;
    const int rows = m_wheel / kEighthsPerNotch;
    m_wheel -= rows * kEighthsPerNotch;
    if (rows != 0) m_scroll.scroll(-rows);
    event->accept();
    scrolled();
}

void TapeView::keyPressEvent(QKeyEvent* event) {
    const auto page = static_cast<std::int64_t>(std::max<std::size_t>(fitting(), 2) - 1);
    switch (event->key()) {
    case Qt::Key_Down: m_scroll.scroll(1); break;
    case Qt::Key_Up: m_scroll.scroll(-1); break;
    case Qt::Key_PageDown: m_scroll.scroll(page); break;
    case Qt::Key_PageUp: m_scroll.scroll(-page); break;
    case Qt::Key_End: m_scroll.toOldest(); break;
    case Qt::Key_Home: m_scroll.toNewest(); break;
    case Qt::Key_Space: m_scroll.setPinned(!m_scroll.pinned()); break;
    default: return QWidget::keyPressEvent(event);
    }
    scrolled();
}

void TapeView::mouseMoveEvent(QMouseEvent* event) {
    const bool over = rowsRect().contains(event->pos());
    m_scroll.setHovered(over);
    setCursor(m_scroll.held() && badgeRect().contains(event->pos()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    refresh();
}

void TapeView::leaveEvent(QEvent*) {
    m_scroll.setHovered(false);
    scrolled();
}

void TapeView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !badgeRect().contains(event->pos()))
        return QWidget::mousePressEvent(event);
    m_scroll.toNewest();
    scrolled();
}

void TapeView::focusInEvent(QFocusEvent*) { update(); }
void TapeView::focusOutEvent(QFocusEvent*) { update(); }

bool TapeView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    showTip(help->pos(), help->globalPos());
    return true;
}

void TapeView::showTip(const QPoint& at, const QPoint& global) {
    QString tip;
    if (at.y() < headingHeight()) {
        for (const PlacedColumn& p : m_placed) {
            if (at.x() >= p.left && at.x() <= p.right) tip = hintOf(infoOf(p.column));
        }
    } else if (rowsRect().contains(at)) {
        const auto line = static_cast<std::size_t>((at.y() - headingHeight()) / rowHeight());
        if (const TapeRow* row = rowAtLine(line)) tip = detailOf(*row, m_format);
    } else {
        tip = tr("Trades a second, and %1 bought and sold by aggressors, in the last minute of market time\n%2")
                  .arg(m_format.base, footText());
    }
    if (tip.isEmpty()) return QToolTip::hideText();
    QToolTip::showText(global, tip, this);
}

} // namespace qd::ui::trades
