#include "widgets/orderbook/LadderView.h"

#include "widgets/base/Format.h"
#include "widgets/terms/Waiting.h"

#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace qd::ui {
namespace {

constexpr std::int64_t kNoticeNanos = 6 * kNanosPerSecond;
/// A mouse that rests holds the rows only while the market is in view.
constexpr std::int64_t kRestNanos = 10 * kNanosPerSecond;
constexpr int kLeastSlot = 32; ///< narrowest chip that can say its size

bool sameBook(const RowLook& a, const RowLook& b) { return a.price == b.price && a.bid == b.bid && a.ask == b.ask; }

} // namespace

LadderView::LadderView(PaneContext& context, LadderModel& model, LadderHands& hands, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_model(model)
    , m_hands(hands)
    , m_measure([](std::int64_t, const std::function<void()>& paint) { paint(); }) {
    setObjectName(QStringLiteral("ladder"));
    setAccessibleName(tr("Price ladder"));
    setAccessibleDescription(tr("Click the bids to buy or the asks to sell at a price; keys are listed in the help."));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(&m_context.gate, &OrderGate::armedChanged, this, [this] { touched(); });
    themeChanged();
}

void LadderView::themeChanged() {
    const Theme& theme = m_context.theme();
    m_painter.themeChanged();
    m_painter.prepare(theme, devicePixelRatioF());
    const int hintLine = QFontMetrics(theme.font(FontRole::Hint)).lineSpacing();
    m_metrics = {.row = theme.denseRowHeight(),
                 .caption = theme.denseRowHeight(),
                 .foot = theme.denseRowHeight(),
                 .hintLine = hintLine,
                 .wide = theme.scaled(400),
                 .pad = theme.scaled(6),
                 .gutter = theme.scaled(17)};
    marketChanged();
}

void LadderView::marketChanged() {
    m_metrics.priceText = m_metrics.sizeText = m_context.theme().scaled(36);
    m_metrics.volumeText = m_metrics.ownText = 0;
    stopDrag();
    m_notice.reset();
    m_arrived = m_unshownSince = 0;
    ordersChanged();
    m_repaint = true;
    touched();
}

void LadderView::readMarket() {
    const MarketInfo* info = m_hands.info();
    if (info == nullptr) return;
    m_scene.priceDecimals = decimalsOf(info->params.tick);
    m_scene.sizeDecimals = decimalsOf(info->params.step);
    m_scene.estimatedQueue = info->params.liquidity == Liquidity::External;
}

void LadderView::ordersChanged() {
    m_scene.orders = m_hands.working();
    readMarket();
    ++m_orderVersion;
    std::vector<std::pair<Side, Price>> pins;
    for (const TrackedOrder& o : m_scene.orders) pins.emplace_back(o.order.terms.side, *standsAt(o.order));
    m_metrics.ownText = std::max({m_metrics.ownText, chipsWidth(), m_context.theme().scaled(36)});
    m_model.setPinned(pins);
    if (auto refused = m_hands.refusal()) say(*refused);
    if (m_drag && find(m_drag->order) == nullptr) {
        stopDrag();
        say({tr("The order is not working any more; nothing was moved."), false});
    }
    touched();
}

void LadderView::setFacts(const LadderFacts& facts) {
    const auto position = [](const LadderFacts& f) {
        return f.position ? std::tuple(f.position->position.base, f.position->entryPrice, f.position->liquidationPrice)
                          : std::tuple(Quantity(), Price(), std::optional<Price>());
    };
    const bool aged = doubtful(facts.status) && facts.age / kNanosPerSecond != m_facts.age / kNanosPerSecond;
    if (aged || facts.marks != m_facts.marks || facts.status != m_facts.status || facts.lastSize != m_facts.lastSize ||
        facts.markEstimated != m_facts.markEstimated || facts.tradedSince != m_facts.tradedSince ||
        position(facts) != position(m_facts))
        m_dirty = true;
    m_facts = facts;
}

void LadderView::setTraded(const TradedVolume* traded) {
    m_traded = traded;
    m_dirty = true;
}

void LadderView::setDepthBars(bool on) {
    m_depthBars = on;
    m_dirty = true;
}

void LadderView::modelChanged(std::int64_t receivedNanos) {
    m_arrived = std::max(m_arrived, receivedNanos);
    m_dirty = true;
}

bool LadderView::held(std::int64_t now) const {
    if (m_drag) return true;
    return m_mouse && (now - m_mouseAt < kRestNanos || m_model.midInView());
}

void LadderView::say(const LadderHands::Answer& answer) {
    m_notice = {answer, m_context.clock.monotonicNanos() + kNoticeNanos};
    m_dirty = true;
}

/// Room for the chips of the fullest row, side by side; what is more shares a chip.
int LadderView::chipsWidth() const {
    const int most = m_context.theme().scaled(140);
    std::map<std::pair<Side, Price>, int> widths;
    int widest = 0;
    for (std::size_t i = 0; i < m_scene.orders.size(); ++i) {
        const Order& order = m_scene.orders[i].order;
        const Side side = order.terms.side;
        int& width = widths[{side, m_model.bucket(side, *standsAt(order))}];
        width += m_painter.numberWidth(m_painter.chipText(m_scene, {.order = i}, most)) + 12;
        widest = std::max(widest, width);
    }
    return std::min(widest, most);
}

/// Something was done by hand: seen at once, not with the next frame.
void LadderView::touched() {
    m_dirty = true;
    refresh(m_context.clock.monotonicNanos());
}

/// Widths follow what is shown; they grow at once and shrink only with another market, grouping or theme.
void LadderView::fit() {
    m_scene.brightDigits = m_model.grouping() >= 100 ? 4 : m_model.grouping() >= 10 ? 3 : 2;
    NumberText text;
    const auto widen = [](int& width, int needed) { width = std::max(width, needed); };
    if (!m_model.empty()) {
        widen(m_metrics.priceText,
              m_painter.strongWidth(text.write(m_model.rows().front().price, m_scene.priceDecimals)));
        widen(m_metrics.sizeText, m_painter.numberWidth(text.write(m_model.summary().largest, m_scene.sizeDecimals)));
    }
    Quantity traded;
    for (const RowLook& look : m_scene.rows) traded = std::max(traded, look.traded);
    widen(m_metrics.volumeText,
          std::max(m_painter.numberWidth(text.write(traded, m_scene.sizeDecimals)), m_context.theme().scaled(60)));
    const LadderLayout layout(size(), m_metrics, m_traded != nullptr);
    if (layout == m_scene.layout) return;
    m_scene.layout = layout;
    m_model.setRowCount(layout.rowCount());
    m_repaint = true;
}

void LadderView::composeOwn(std::vector<ChipLook>& chips) const {
    const int cell = m_scene.layout.cell(0, LadderColumn::OwnBuys).width();
    composeChips(m_model, m_scene.orders, cell / kLeastSlot, chips);
    const auto ghost = [&](std::size_t order, int row) {
        chips.push_back({.row = row, .side = m_scene.orders[order].order.terms.side, .ghost = true, .order = order});
    };
    for (std::size_t i = 0; i < m_scene.orders.size(); ++i) {
        const TrackedOrder& o = m_scene.orders[i];
        const auto target = o.pendingAmend ? m_hands.target(o.order.id) : std::nullopt;
        const auto row = target ? m_model.rowOf(o.order.terms.side, *target) : std::nullopt;
        if (row) ghost(i, *row);
        if (!m_drag || m_drag->row < 0 || find(m_drag->order) != &o) continue;
        for (ChipLook& chip : chips) chip.lifted |= chip.order == i && chip.more == 0;
        ghost(i, m_drag->row);
    }
    std::ranges::stable_sort(chips, {}, &ChipLook::row);
    if (!m_mouse || m_drag) return;
    for (ChipLook& chip : chips) {
        if (!chip.ghost) chip.hovered = LadderPainter::chipRect(m_scene.layout, chip).contains(*m_mouse);
    }
}

/// A number in a row's look that changes whenever its chips do.
void LadderView::stampChips(std::vector<RowLook>& rows, const std::vector<ChipLook>& chips) const {
    for (const ChipLook& c : chips) {
        std::uint32_t& stamp = rows[static_cast<std::size_t>(c.row)].chips;
        const auto flags =
            static_cast<std::uint32_t>(c.slot | c.slotCount << 4 | c.more << 8 | int(c.ghost) << 14 |
                                       int(c.hovered) << 15 | int(c.side == Side::Buy) << 16 | int(c.lifted) << 17);
        stamp = (stamp + flags + static_cast<std::uint32_t>(c.order) + 1) * 0x9E3779B1U + m_orderVersion;
        if (stamp == 0) stamp = 1;
    }
}

void LadderView::refresh(std::int64_t now) {
    m_now = now;
    if (m_notice && now >= m_notice->until) {
        m_notice.reset();
        m_dirty = true;
    }
    if (!m_dirty && !m_flashing) return;
    m_dirty = false;
    fit();
    const Spot over = spot();
    const MarketInfo* info = m_hands.info();
    const Price unit(info != nullptr ? info->params.tick.raw() * m_model.grouping() : 1);
    composeRows({.model = m_model,
                 .traded = m_scene.layout.showsVolume() ? m_traded : nullptr,
                 .marks = m_facts.marks,
                 .layout = m_scene.layout,
                 .unit = unit,
                 .depthBars = m_depthBars,
                 .flash = m_context.settings.flag(setting::kFlash),
                 .now = now,
                 .hoverRow = over.row,
                 .hoverColumn = over.column},
                m_nextRows);
    if (m_drag && m_drag->row >= static_cast<int>(m_nextRows.size())) m_drag->row = -1;
    composeOwn(m_nextChips);
    stampChips(m_nextRows, m_nextChips);
    m_flashing = std::ranges::any_of(m_nextRows, [](const RowLook& r) { return (r.bidFlash | r.askFlash) != 0; });
    LadderWords words = wordsOf(m_facts, m_model, m_hands);
    m_scene.rows.swap(m_nextRows); // the hint speaks of what is about to be seen
    m_scene.chips.swap(m_nextChips);
    composeHint(words);
    requestRepaint(m_nextRows, words);
    m_scene.words = std::move(words);
}

/// `before` and the scene's words are what was seen last.
void LadderView::requestRepaint(const std::vector<RowLook>& before, const LadderWords& words) {
    const LadderWords& old = m_scene.words;
    const bool all = m_repaint || before.size() != m_scene.rows.size() ||
                     old.doubt.isEmpty() != words.doubt.isEmpty() || old.empty != words.empty;
    QRegion changed;
    const std::int64_t arrived = std::exchange(m_arrived, 0);
    bool shows = all; // something of the book, not only a flash that fades
    if (all) {
        m_repaint = false;
        changed = rect();
    } else {
        const bool middle =
            old.spread != words.spread || old.lastTrade != words.lastTrade || old.lastSign != words.lastSign;
        for (std::size_t i = 0; i < before.size(); ++i) {
            shows = shows || !sameBook(m_scene.rows[i], before[i]);
            const bool speaks = middle && (m_scene.rows[i].marks & (kShowsSpread | kShowsLast)) != 0;
            if (speaks || m_scene.rows[i] != before[i]) changed += m_scene.layout.row(static_cast<int>(i));
        }
        if (old.tradedCaption != words.tradedCaption || old.doubt != words.doubt) changed += m_scene.layout.captions();
        const bool foot = old.footSpread != words.footSpread || old.imbalance != words.imbalance ||
                          old.position != words.position || old.mark != words.mark || old.hint != words.hint ||
                          old.hintTone != words.hintTone || old.liquidation != words.liquidation ||
                          old.footWarns != words.footWarns;
        if (foot) changed += m_scene.layout.spreadLine().united(m_scene.layout.hint());
    }
    if (changed.isEmpty()) return;
    if (shows) m_unshownSince = std::max(m_unshownSince, arrived);
    update(changed);
}

void LadderView::paintEvent(QPaintEvent* event) {
    m_measure(std::exchange(m_unshownSince, 0), [this, event] { paint(*event); });
}

void LadderView::paint(QPaintEvent& event) {
    m_painter.prepare(m_context.theme(), devicePixelRatioF());
    QPainter painter(this);
    const QRegion& region = event.region();
    const LadderLayout& layout = m_scene.layout;
    if (region.intersects(layout.captions())) m_painter.paintCaptions(painter, m_scene);
    const auto shown = static_cast<int>(m_scene.rows.size());
    if (m_scene.words.empty.isEmpty()) {
        for (int i = 0; i < shown; ++i) {
            if (region.intersects(layout.row(i))) m_painter.paintRow(painter, m_scene, i);
        }
    }
    const int used = m_scene.words.empty.isEmpty() ? shown : 0;
    const QRect rest(0, layout.row(used).top(), width(), layout.spreadLine().top() - layout.row(used).top());
    if (region.intersects(rest)) m_painter.paintRest(painter, m_scene, rest);
    if (region.intersects(layout.spreadLine().united(layout.hint()))) m_painter.paintFoot(painter, m_scene);
    if (!hasFocus()) return;
    painter.setPen(m_context.theme().color(Token::Accent));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void LadderView::resizeEvent(QResizeEvent*) {
    m_repaint = true;
    touched();
}

std::optional<QPoint> LadderView::pointOfOrder(OrderId order) const {
    for (const ChipLook& chip : m_scene.chips) {
        if (chip.ghost || chip.more > 0 || m_scene.orders[chip.order].order.id != order) continue;
        const QRect r = LadderPainter::chipRect(m_scene.layout, chip);
        return QPoint(r.left() + std::min(6, r.width() / 2), r.center().y());
    }
    return std::nullopt;
}

std::optional<QPoint> LadderView::pointOfPrice(Side side, Price price) const {
    return pointOfCell(side == Side::Buy ? LadderColumn::OwnBuys : LadderColumn::OwnSells, price);
}

std::optional<QPoint> LadderView::pointOfCell(LadderColumn column, Price price) const {
    const Side side = column == LadderColumn::OwnBuys || column == LadderColumn::Bids ? Side::Buy : Side::Sell;
    if (m_model.bucket(side, price) != price) return std::nullopt; // between two rows of this grouping
    const auto row = m_model.rowOf(side, price);
    if (!row) return std::nullopt;
    return m_scene.layout.cell(*row, column).center();
}

} // namespace qd::ui
