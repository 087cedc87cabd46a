#include "widgets/orderbook/LadderPainter.h"

#include "widgets/base/Format.h"
#include "widgets/terms/Waiting.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kBarPercent = 12;
constexpr int kFlashPercent = 22; ///< of the accent, as in the tables
constexpr int kFlashMargin = 4;   ///< around a number
constexpr int kChipPercent = 16;
constexpr int kChipGap = 2;
constexpr int kCrossWidth = 14;
constexpr int kCrossNeeds = 40; ///< a chip narrower than this has no cross

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::LadderPainter", text); }

/// Where the last `digits` digits of a number begin, its point not counted.
std::size_t brightFrom(std::u16string_view text, int digits) {
    std::size_t at = text.size();
    while (at > 0 && digits > 0) {
        --at;
        if (text[at] >= u'0' && text[at] <= u'9') --digits;
    }
    return at;
}

/// What an order that waits is told by: S stop, T take-profit, ~ trailing, … for an exit whose entry is not filled.
QString waitingMark(const Order& order) {
    if (!waits(order)) return {};
    switch (order.terms.trigger.kind) {
    case TriggerKind::Stop: return tr("S ");
    case TriggerKind::TakeProfit: return tr("T ");
    case TriggerKind::Trailing: return QStringLiteral("~ ");
    case TriggerKind::None: break;
    }
    return QStringLiteral("… ");
}

} // namespace

void LadderPainter::prepare(const Theme& theme, qreal devicePixelRatio) {
    if (m_prepared && m_ratio == devicePixelRatio) return;
    m_prepared = true;
    m_ratio = devicePixelRatio;
    Palette& p = m_palette;
    p.pane = theme.color(Token::Bg1);
    p.price = theme.color(Token::Bg0);
    p.head = theme.color(Token::Bg2);
    p.hover = theme.color(Token::Bg3);
    p.line = theme.color(Token::Line);
    p.value = theme.color(Token::Text1);
    p.label = theme.color(Token::Text2);
    p.hint = theme.color(Token::Text3);
    p.accent = theme.color(Token::Accent);
    p.up = theme.color(Token::Up);
    p.down = theme.color(Token::Down);
    p.warn = theme.color(Token::Warn);
    p.danger = theme.color(Token::Danger);
    p.upBar = theme.blended(Token::Up, kBarPercent, Token::Bg1);
    p.downBar = theme.blended(Token::Down, kBarPercent, Token::Bg1);
    p.doubtBar = theme.blended(Token::Text3, kBarPercent, Token::Bg1);
    p.chip = theme.blended(Token::Accent, kChipPercent, Token::Bg1);
    for (int step = 0; step <= kFlashSteps; ++step) {
        QColor color = p.accent;
        color.setAlphaF(static_cast<float>(kFlashPercent * step) / (100.0F * kFlashSteps));
        p.flash[static_cast<std::size_t>(step)] = color;
    }
    m_hintFont = theme.font(FontRole::Hint);
    m_numbers.prepare(theme.font(FontRole::Dense), devicePixelRatio);
    m_strong.prepare(theme.font(FontRole::DenseStrong), devicePixelRatio);
    m_small.prepare(m_hintFont, devicePixelRatio);
}

QRect LadderPainter::chipRect(const LadderLayout& layout, const ChipLook& chip) {
    const QRect cell = layout.cell(chip.row, chip.side == Side::Buy ? LadderColumn::OwnBuys : LadderColumn::OwnSells);
    const int width = (cell.width() - kChipGap) / chip.slotCount;
    return {cell.left() + kChipGap + chip.slot * width, cell.top() + 1, width - kChipGap, cell.height() - 2};
}

QRect LadderPainter::crossRect(const LadderLayout& layout, const ChipLook& chip) {
    const QRect r = chipRect(layout, chip);
    if (chip.more > 0 || chip.ghost || r.width() < kCrossNeeds) return {};
    return {r.right() - kCrossWidth + 1, r.top(), kCrossWidth, r.height()};
}

QString LadderPainter::chipText(const LadderScene& scene, const ChipLook& chip, int width) const {
    if (chip.more > 0) {
        const QString count = QStringLiteral("×") + QString::number(chip.more);
        const QString both = text(chip.total, scene.sizeDecimals) + QLatin1Char(' ') + count;
        return m_numbers.width(both) <= width ? both : count;
    }
    const TrackedOrder& o = scene.orders[chip.order];
    const QString mark = waitingMark(o.order);
    const QString full = mark + text(o.order.remaining(), scene.sizeDecimals);
    const QString brief = mark + shortText(o.order.remaining());
    QString queue;
    if (!chip.ghost && mark.isEmpty() && (o.state == OrderState::Working || o.state == OrderState::PartiallyFilled))
        queue =
            QStringLiteral(" ·") + (scene.estimatedQueue ? QStringLiteral("~") : QString()) + shortText(o.queueAhead);
    for (const QString& candidate : {full + queue, brief + queue, full, brief, mark}) {
        if (m_numbers.width(candidate) <= width) return candidate;
    }
    return {};
}

void LadderPainter::paintArrow(QPainter& painter, QPoint centre, bool up, const QColor& color) const {
    const int tip = up ? -3 : 3;
    const std::array<QPoint, 3> points{centre + QPoint(-3, -tip), centre + QPoint(3, -tip), centre + QPoint(0, tip)};
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.drawConvexPolygon(points.data(), static_cast<int>(points.size()));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void LadderPainter::paintSide(QPainter& painter, const LadderScene& scene, const RowLook& look, int index, Side side) {
    const bool buy = side == Side::Buy;
    const Quantity size = buy ? look.bid : look.ask;
    const int bar = buy ? look.bidBar : look.askBar;
    const std::uint8_t flash = buy ? look.bidFlash : look.askFlash;
    const QRect cell = scene.layout.cell(index, buy ? LadderColumn::Bids : LadderColumn::Asks);
    const bool doubtful = !scene.words.doubt.isEmpty();
    if (bar > 0) {
        const QColor& color = doubtful ? m_palette.doubtBar : buy ? m_palette.upBar : m_palette.downBar;
        painter.fillRect(buy ? cell.right() + 1 - bar : cell.left(), cell.top() + 1, bar, cell.height() - 1, color);
    }
    const int right = buy ? scene.layout.bidRight() : scene.layout.askRight();
    if (flash > 0) {
        const int width = scene.layout.metrics().sizeText + 2 * kFlashMargin;
        const QRect box(right + kFlashMargin - width, cell.top() + 1, width, cell.height() - 1);
        painter.fillRect(box.intersected(cell), m_palette.flash[flash]);
    }
    if (size.isZero()) return;
    const QColor color = ink(scene, buy ? m_palette.up : m_palette.down);
    if (scene.layout.shortSizes())
        m_numbers.drawRight(painter, right, textTop(cell, m_numbers), shortText(size), color);
    else
        m_numbers.drawRight(painter, right, textTop(cell, m_numbers), m_text.write(size, scene.sizeDecimals), color);
}

void LadderPainter::paintTraded(QPainter& painter, const LadderScene& scene, const RowLook& look, int index) {
    if (look.traded.isZero()) return;
    const QRect cell = scene.layout.cell(index, LadderColumn::Volume);
    painter.fillRect(cell.left(), cell.top() + 1, look.boughtBar, cell.height() - 1, m_palette.upBar);
    painter.fillRect(cell.left() + look.boughtBar, cell.top() + 1, look.soldBar, cell.height() - 1, m_palette.downBar);
    m_numbers.drawRight(painter, cell.right() + 1 - scene.layout.metrics().pad, textTop(cell, m_numbers),
                        m_text.write(look.traded, scene.sizeDecimals), m_palette.label);
}

void LadderPainter::paintMarks(QPainter& painter, const RowLook& look, const QRect& cell) {
    const int top = textTop(cell, m_small);
    if ((look.marks & kMarkEntry) != 0) painter.fillRect(cell.left(), cell.top(), 2, cell.height(), m_palette.accent);
    if ((look.marks & kMarkLiquidation) != 0)
        painter.fillRect(cell.right() - 1, cell.top(), 2, cell.height(), m_palette.danger);
    // One letter stands at the left; danger goes first.
    if ((look.marks & kMarkLiquidation) != 0)
        m_small.drawLeft(painter, cell.left() + 3, top, u"L", m_palette.danger);
    else if ((look.marks & kMarkEntry) != 0)
        m_small.drawLeft(painter, cell.left() + 3, top, u"E", m_palette.accent);
    else if ((look.marks & kMarkMark) != 0)
        m_small.drawLeft(painter, cell.left() + 3, top, u"M", m_palette.hint);
}

void LadderPainter::paintPrice(QPainter& painter, const LadderScene& scene, const RowLook& look, int index) {
    const QRect cell = scene.layout.cell(index, LadderColumn::Price);
    const bool hovered = look.hovered != LadderColumn::None;
    painter.fillRect(cell, hovered ? m_palette.hover : m_palette.price);
    const std::u16string_view text = m_text.write(look.price, scene.priceDecimals);
    const std::size_t split = brightFrom(text, scene.brightDigits);
    const int right = cell.right() + 1 - scene.layout.metrics().gutter;
    const QStringView bright = text.substr(split);
    const int top = textTop(cell, m_strong);
    const bool lastUp = (look.marks & kMarkLastUp) != 0;
    const bool last = lastUp || (look.marks & kMarkLastDown) != 0;
    const QColor lastColor = ink(scene, lastUp ? m_palette.up : m_palette.down);
    m_strong.drawRight(painter, right, top, bright, last ? lastColor : ink(scene, m_palette.value));
    m_numbers.drawRight(painter, right - m_strong.width(bright), top, text.substr(0, split),
                        ink(scene, m_palette.label));
    if (last) paintArrow(painter, {cell.right() - 6, cell.center().y() + 1}, lastUp, lastColor);
    paintMarks(painter, look, cell);
}

void LadderPainter::paintMiddle(QPainter& painter, const LadderScene& scene, const RowLook& look, int index) {
    const QRect row = scene.layout.row(index);
    if ((look.marks & kLineAbove) != 0) painter.fillRect(0, row.top(), row.width(), 1, m_palette.line);
    if ((look.marks & kLineBelow) != 0) painter.fillRect(0, row.bottom(), row.width(), 1, m_palette.line);
    const int top = textTop(row, m_small);
    const auto fitted = [&](const QString& full, const QString& brief, int room) {
        return m_small.width(full) <= room ? full : m_small.width(brief) <= room ? brief : QString();
    };
    if ((look.marks & kShowsSpread) != 0)
        m_small.drawRight(painter, scene.layout.bidRight(), top,
                          fitted(scene.words.spread, scene.words.spreadBrief, scene.layout.bidRoom()),
                          ink(scene, m_palette.label));
    if ((look.marks & kShowsLast) == 0 || scene.words.lastTrade.isEmpty()) return;
    int x = scene.layout.cell(index, LadderColumn::Asks).left() + scene.layout.metrics().pad;
    const int sign = scene.words.lastSign;
    const QColor color = ink(scene, sign > 0 ? m_palette.up : sign < 0 ? m_palette.down : m_palette.label);
    if (sign != 0) paintArrow(painter, {x + 3, row.center().y() + 1}, sign > 0, color);
    if (sign != 0) x += 10;
    m_small.drawLeft(painter, x, top, fitted(scene.words.lastTrade, scene.words.lastBrief, scene.layout.askRoom() - 10),
                     color);
}

void LadderPainter::paintChip(QPainter& painter, const LadderScene& scene, const ChipLook& chip) {
    const QRect r = chipRect(scene.layout, chip);
    const TrackedOrder& o = scene.orders[chip.order];
    const bool sent = o.state == OrderState::Sent;
    const bool leaving = o.pendingCancel;
    const bool refused = o.rejectCode != RejectCode::None && !o.pendingAmend && !o.pendingCancel;
    const QColor frame = refused ? m_palette.warn : leaving ? m_palette.hint : m_palette.accent;
    Qt::PenStyle style = Qt::SolidLine;
    if (sent) style = Qt::DotLine;
    if (chip.ghost || chip.lifted || o.pendingAmend || leaving) style = Qt::DashLine;
    painter.setPen(QPen(frame, 1, style));
    painter.setBrush(chip.ghost || chip.lifted || sent || leaving || o.pendingAmend ? m_palette.pane : m_palette.chip);
    painter.drawRect(r.adjusted(0, 0, -1, -1));
    // One that waits is no part of the book: its frame is open at the right and a bar stands where it begins.
    if (chip.more == 0 && waits(o.order)) {
        const bool profit = o.order.terms.trigger.kind == TriggerKind::TakeProfit;
        painter.fillRect(r.left(), r.top(), 3, r.height(), profit ? m_palette.up : m_palette.warn);
        painter.fillRect(r.right(), r.top() + 1, 1, r.height() - 2, m_palette.pane);
    }
    if (!o.order.filled.isZero() && !chip.ghost) { // what is filled, as a line that grows
        const auto part = static_cast<int>(Int128{o.order.filled.raw()} * (r.width() - 2) /
                                           std::max<std::int64_t>(o.order.terms.size.raw(), 1));
        painter.fillRect(r.left() + 1, r.bottom() - 2, part, 2, m_palette.accent);
    }
    const QRect cross = chip.hovered ? crossRect(scene.layout, chip) : QRect();
    const int room = r.width() - 6 - cross.width();
    const QString label = chipText(scene, chip, room);
    const QColor color = sent || leaving || chip.lifted ? m_palette.hint : m_palette.value;
    const int top = textTop(r, m_numbers);
    m_numbers.drawLeft(painter, r.left() + 3 + std::max(0, room - m_numbers.width(label)) / 2, top, label, color);
    if (leaving) painter.fillRect(r.left() + 3, r.center().y(), r.width() - 6, 1, m_palette.hint);
    if (!cross.isEmpty()) m_strong.drawLeft(painter, cross.left() + 3, top, u"×", m_palette.danger);
}

void LadderPainter::paintRow(QPainter& painter, const LadderScene& scene, int index) {
    const RowLook& look = scene.rows[static_cast<std::size_t>(index)];
    const QRect row = scene.layout.row(index);
    const bool hovered = look.hovered != LadderColumn::None;
    painter.fillRect(row, look.mid || hovered ? m_palette.head : m_palette.pane);
    if (look.hovered == LadderColumn::Bids || look.hovered == LadderColumn::Asks)
        painter.fillRect(scene.layout.cell(index, look.hovered), m_palette.hover);
    if (!look.mid) {
        if (scene.layout.showsVolume()) paintTraded(painter, scene, look, index);
        paintSide(painter, scene, look, index, Side::Buy);
        paintSide(painter, scene, look, index, Side::Sell);
        paintPrice(painter, scene, look, index);
    }
    if (look.marks != 0) paintMiddle(painter, scene, look, index);
    if (look.chips == 0) return;
    const auto first = std::ranges::lower_bound(scene.chips, index, {}, &ChipLook::row);
    for (auto chip = first; chip != scene.chips.end() && chip->row == index; ++chip) paintChip(painter, scene, *chip);
}

void LadderPainter::paintCaptions(QPainter& painter, const LadderScene& scene) {
    const QRect area = scene.layout.captions();
    painter.fillRect(area, m_palette.pane);
    painter.fillRect(0, area.bottom(), area.width(), 1, m_palette.line);
    const int top = textTop(area, m_small);
    const int pad = scene.layout.metrics().pad;
    if (!scene.words.doubt.isEmpty()) {
        m_small.drawLeft(painter, pad, top, scene.words.doubt, m_palette.warn);
        return;
    }
    const auto fitted = [&](LadderColumn column, const QString& longer, const QString& shorter) {
        return m_small.width(longer) + pad <= scene.layout.caption(column).width() ? longer : shorter;
    };
    const QString& base = scene.words.baseAsset;
    m_small.drawRight(painter, scene.layout.bidRight(), top,
                      fitted(LadderColumn::Bids, tr("Bid %1").arg(base), tr("Bid")), m_palette.hint);
    const QRect price = scene.layout.caption(LadderColumn::Price);
    m_small.drawRight(painter, price.right() + 1 - scene.layout.metrics().gutter, top, tr("Price"), m_palette.hint);
    m_small.drawLeft(painter, scene.layout.caption(LadderColumn::Asks).left() + pad, top,
                     fitted(LadderColumn::Asks, tr("Ask %1").arg(base), tr("Ask")), m_palette.hint);
    if (scene.layout.showsVolume())
        m_small.drawRight(painter, scene.layout.caption(LadderColumn::Volume).right() + 1 - pad, top,
                          scene.words.tradedCaption, m_palette.hint);
}

void LadderPainter::paintFoot(QPainter& painter, const LadderScene& scene) {
    const LadderWords& w = scene.words;
    const int pad = scene.layout.metrics().pad + 2;
    const auto left = [&](const QRect& line, int x, const QString& text, const QColor& color) {
        m_numbers.drawLeft(painter, x, textTop(line, m_numbers), text, color);
        return x + m_numbers.width(text);
    };
    const auto signColor = [&](int sign) {
        return sign > 0 ? m_palette.up : sign < 0 ? m_palette.down : m_palette.value;
    };
    const QRect spread = scene.layout.spreadLine();
    const QRect position = scene.layout.positionLine();
    const QRect hint = scene.layout.hint();
    painter.fillRect(spread.united(position), m_palette.head);
    painter.fillRect(hint, m_palette.pane);
    painter.fillRect(0, hint.top(), hint.width(), 1, m_palette.line);
    int x =
        left(spread, pad, w.footWarns ? tr("Crossed ") : tr("Spread "), w.footWarns ? m_palette.warn : m_palette.label);
    left(spread, x, w.footSpread, ink(scene, m_palette.value));
    const int end = spread.right() + 1 - pad;
    m_numbers.drawRight(painter, end, textTop(spread, m_numbers), w.imbalance, ink(scene, signColor(w.imbalanceSign)));
    m_numbers.drawRight(painter, end - m_numbers.width(w.imbalance), textTop(spread, m_numbers), tr("Imbalance "),
                        m_palette.label);
    x = left(position, pad, w.position, w.positionSign == 0 ? m_palette.hint : signColor(w.positionSign));
    const int markAt = end - m_numbers.width(w.mark);
    const QString markLabel = tr("Mark ");
    m_numbers.drawRight(painter, end, textTop(position, m_numbers), w.mark, ink(scene, m_palette.value));
    m_numbers.drawRight(painter, markAt, textTop(position, m_numbers), markLabel, m_palette.label);
    if (!w.liquidation.isEmpty() && x + pad + m_numbers.width(w.liquidation) < markAt - m_numbers.width(markLabel))
        left(position, x + pad, w.liquidation, m_palette.danger);

    painter.setFont(m_hintFont);
    painter.setPen(w.hintTone == Tone::Danger    ? m_palette.danger
                   : w.hintTone == Tone::Warning ? m_palette.warn
                   : w.hintTone == Tone::Plain   ? m_palette.value
                                                 : m_palette.hint);
    painter.drawText(hint.adjusted(pad, 2, -pad, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, w.hint);
}

void LadderPainter::paintRest(QPainter& painter, const LadderScene& scene, const QRect& area) {
    painter.fillRect(area, m_palette.pane);
    if (scene.words.empty.isEmpty()) {
        const QRect price = scene.layout.caption(LadderColumn::Price);
        painter.fillRect(price.left(), area.top(), price.width(), area.height(), m_palette.price);
        return;
    }
    painter.setFont(m_hintFont);
    painter.setPen(m_palette.label);
    painter.drawText(scene.layout.rows(), Qt::AlignCenter | Qt::TextWordWrap, scene.words.empty);
}

} // namespace qd::ui
