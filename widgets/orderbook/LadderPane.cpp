#include "widgets/orderbook/LadderPane.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/orderbook/HandBar.h"
#include "widgets/orderbook/LadderKeys.h"
#include "widgets/orderbook/LadderView.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <tuple>

namespace qd::ui {
namespace {

std::string valueOf(const PaneState& state, const char* key) {
    const auto found = state.find(key);
    return found == state.end() ? std::string() : found->second;
}

std::optional<int> groupingFrom(const std::string& text) {
    const auto ticks = parseDecimal(text, 0);
    if (!ticks || std::ranges::find(kGroupings, *ticks) == kGroupings.end()) return std::nullopt;
    return static_cast<int>(*ticks);
}

} // namespace

LadderPane::LadderPane(PaneContext& context)
    : Pane(context, QStringLiteral("ORDERBOOK"), tr("Price ladder"), true)
    , m_hands(context) {
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_bar = new HandBar(context, m_hands, body);
    m_view = new LadderView(context, m_model, m_hands, body);
    column->addWidget(m_bar);
    column->addWidget(m_view, 1);
    body->setFocusProxy(m_view);
    setBody(body);
    m_view->setMeasure([this](std::int64_t shownSince, const std::function<void()>& paint) {
        const PaintScope scope(*this, shownSince);
        paint();
    });
    makeControls();
    connectParts();
    refreshControls();
}

// The view uses what this class holds, so it goes first.
LadderPane::~LadderPane() { delete m_view; }

void LadderPane::makeControls() {
    m_grouping = new QToolButton(this);
    m_grouping->setObjectName(QStringLiteral("ladderGrouping"));
    m_grouping->setAccessibleName(tr("Price step of a row"));
    m_grouping->setAutoRaise(true);
    m_grouping->setFocusPolicy(Qt::TabFocus);
    connect(m_grouping, &QToolButton::clicked, this, [this] {
        QMenu* menu = popupMenu(this);
        addGroupings(*menu);
        menu->popup(m_grouping->mapToGlobal(m_grouping->rect().bottomLeft()));
    });
    m_centre = new IconButton(QStringLiteral("centre"), tr("Follow the market (Space)"), this);
    connect(m_centre, &QToolButton::clicked, this, [this] { follow(!m_model.following()); });
    controls()->addWidget(m_grouping);
    controls()->addWidget(m_centre);
}

void LadderPane::connectParts() {
    connect(m_bar, &HandBar::changed, this, [this] {
        refreshControls();
        m_view->modelChanged(0);
    });
    connect(m_bar, &HandBar::volumeToggled, this, [this] { setVolume(!m_volume); });
    connect(m_view, &LadderView::sizeChosen, this, &LadderPane::refreshControls);
    connect(m_view, &LadderView::reduceOnlyToggled, this, &LadderPane::refreshControls);
    connect(m_view, &LadderView::groupingStepped, this, &LadderPane::stepGrouping);
    connect(m_view, &LadderView::volumeToggled, this, [this] { setVolume(!m_volume); });
    connect(m_view, &LadderView::policyToggled, this, [this] {
        choosePolicy(m_model.policy() == RowPolicy::EveryTick ? RowPolicy::LevelsOnly : RowPolicy::EveryTick);
    });
    connect(m_view, &LadderView::followingChanged, this, &LadderPane::refreshControls);
    connect(&context().settings, &Settings::changed, this, [this] {
        refreshControls();
        m_view->modelChanged(0); // sizes and guards are part of what the hint says
    });
    m_keyChanges = context().actions.onChanged([this] {
        refreshControls();
        m_view->modelChanged(0); // the hint names keys
    });
    m_account = context().accounts.onChanged([this] {
        m_bookSeen = false; // own orders have rows too
        m_view->ordersChanged();
    });
}

QString LadderPane::stepText(int ticks) const {
    const MarketInfo* info = m_hands.info();
    if (info == nullptr) return QString::number(ticks);
    return text(Price(info->params.tick.raw() * ticks), decimalsOf(info->params.tick));
}

void LadderPane::refreshControls() {
    m_grouping->setText(stepText(m_model.grouping()));
    m_grouping->setToolTip(
        tr("Price step of a row (%1 finer, %2 coarser, or Ctrl and the wheel)")
            .arg(ladderKey(context().actions, LadderDeed::Finer), ladderKey(context().actions, LadderDeed::Coarser)));
    m_grouping->setFont(theme().font(FontRole::Interface));
    m_centre->setFixedSize(theme().scaled(22), theme().scaled(22));
    m_centre->tint(theme().color(m_model.following() ? Token::Accent : Token::Text3));
    m_bar->refresh(m_volume);
}

void LadderPane::marketChanged() {
    const MarketInfo* info = market() ? context().info(*market()) : nullptr;
    if (info == nullptr) return;
    m_hands.setMarket(market());
    m_model.setMarket(info->params.tick, info->params.maxPrice);
    m_book.reset();
    m_bookSeen = false;
    m_watch = context().market.watchBook(*market());
    restartTape();
    m_view->marketChanged();
    refreshControls();
}

void LadderPane::themeChanged() {
    m_view->themeChanged();
    refreshControls();
}

/// Counts from now on: what is on the tape already only tells the last trade.
void LadderPane::restartTape() {
    const ports::TradeRun run = context().market.trades(*market(), 0);
    m_traded.clear();
    m_cursor = run.next;
    m_tapeNow = m_tradedSince = context().market.now();
    m_lastTrade = run.trades.empty() ? std::nullopt : std::optional(run.trades.back());
}

void LadderPane::readTape() {
    const UnixNanos now = context().market.now();
    if (now < m_tapeNow) return restartTape(); // a replay was taken back
    m_tapeNow = now;
    const ports::TradeRun run = context().market.trades(*market(), m_cursor);
    m_cursor = run.next;
    if (run.trades.empty()) return;
    m_lastTrade = run.trades.back();
    if (run.missed > 0) { // a sum with holes is none: begin anew with what is whole
        m_traded.clear();
        m_tradedSince = run.trades.front().ts;
    }
    m_traded.add(run.trades);
    if (m_volume) m_view->modelChanged(0);
}

void LadderPane::readBook(std::int64_t now) {
    auto book = context().market.book(*market());
    const bool held = m_view->held(now);
    const bool fresh = book != m_book;
    if (!fresh && m_bookSeen && held == m_held && !m_model.empty()) return;
    m_book = std::move(book);
    m_held = held;
    m_bookSeen = true;
    const Ticker ticker = context().market.ticker(*market());
    m_model.update(m_book, ticker.last.isZero() ? ticker.prices.mark : ticker.last, held, now);
    m_view->modelChanged(fresh && m_book ? m_book->receivedNanos : 0);
}

void LadderPane::readFacts(std::int64_t now) {
    const Ticker ticker = context().market.ticker(*market());
    LadderFacts facts;
    facts.position = m_hands.position();
    if (facts.position) {
        if (!facts.position->entryPrice.isZero()) facts.marks.entry = facts.position->entryPrice;
        facts.marks.liquidation = facts.position->liquidationPrice;
    }
    if (!ticker.prices.mark.isZero()) facts.marks.mark = ticker.prices.mark;
    facts.markEstimated = ticker.prices.estimated;
    if (m_lastTrade) {
        facts.marks.last = m_lastTrade->price;
        facts.marks.aggressor = m_lastTrade->aggressor;
        facts.lastSize = m_lastTrade->size;
    }
    facts.status = ticker.status;
    facts.age = ticker.receivedNanos != 0 ? now - ticker.receivedNanos : 0;
    facts.tradedSince = m_tradedSince;
    m_view->setFacts(facts);
}

void LadderPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    if (market()) {
        readTape();
        readBook(frame.nanos);
        readFacts(frame.nanos);
    }
    m_view->refresh(frame.nanos);
}

void LadderPane::chooseGrouping(int ticks) {
    m_model.setGrouping(ticks);
    m_view->marketChanged();
    refreshControls();
}

void LadderPane::stepGrouping(int direction) {
    const auto at = std::ranges::find(kGroupings, m_model.grouping());
    if (direction < 0 && at != kGroupings.begin()) chooseGrouping(*std::prev(at));
    if (direction > 0 && std::next(at) != kGroupings.end()) chooseGrouping(*std::next(at));
}

void LadderPane::choosePolicy(RowPolicy policy) {
    m_model.setPolicy(policy);
    m_view->modelChanged(0);
    refreshControls();
}

void LadderPane::setVolume(bool on) {
    m_volume = on;
    m_view->setTraded(on ? &m_traded : nullptr);
    refreshControls();
    if (!on || !market()) return;
    m_view->refresh(context().clock.monotonicNanos());
    if (!m_view->scene().layout.showsVolume())
        m_view->say({tr("The pane is too narrow for traded volume; it shows when there is room."), false});
}

void LadderPane::setDepthBars(bool on) {
    m_depthBars = on;
    m_view->setDepthBars(on);
}

void LadderPane::follow(bool on) {
    m_model.setFollowing(on);
    m_view->modelChanged(0);
    refreshControls();
}

void LadderPane::addGroupings(QMenu& menu) {
    for (const int ticks : kGroupings) {
        QAction* entry = menu.addAction(ticks == 1 ? tr("%1  (1 tick)").arg(stepText(ticks))
                                                   : tr("%1  (%2 ticks)").arg(stepText(ticks)).arg(ticks),
                                        this, [this, ticks] { chooseGrouping(ticks); });
        entry->setCheckable(true);
        entry->setChecked(ticks == m_model.grouping());
    }
}

void LadderPane::addMenuEntries(QMenu& menu) {
    QMenu* groupings = menu.addMenu(tr("Price step of a row"));
    addGroupings(*groupings);
    const auto toggle = [&](const QString& text, bool on, auto run) {
        QAction* entry = menu.addAction(text, this, run);
        entry->setCheckable(true);
        entry->setChecked(on);
    };
    toggle(tr("Follow the market"), m_model.following(), [this] { follow(!m_model.following()); });
    toggle(tr("Only rows with size"), m_model.policy() == RowPolicy::LevelsOnly, [this] {
        choosePolicy(m_model.policy() == RowPolicy::EveryTick ? RowPolicy::LevelsOnly : RowPolicy::EveryTick);
    });
    toggle(tr("Traded volume at price"), m_volume, [this] { setVolume(!m_volume); });
    toggle(tr("Bars show depth added up"), m_depthBars, [this] { setDepthBars(!m_depthBars); });
    QMenu* parts = menu.addMenu(tr("Close a part of the position"));
    parts->setEnabled(m_hands.position().has_value());
    for (const auto& [text, numerator, denominator] :
         {std::tuple("¼", 1, 4), std::tuple("⅓", 1, 3), std::tuple("½", 1, 2), std::tuple("⅔", 2, 3),
          std::tuple("¾", 3, 4)})
        parts->addAction(QString::fromUtf8(text), this,
                         [this, numerator, denominator] { m_view->say(m_hands.closePart(numerator, denominator)); });
    menu.addAction(tr("Stop to break-even"), this, [this] { m_view->say(m_hands.breakEven()); })
        ->setEnabled(m_hands.position().has_value());
    QMenu* brackets = menu.addMenu(tr("Bracket of opening orders"));
    addBrackets(*brackets);
    toggle(tr("Reduce-only"), m_hands.reduceOnly(), [this] {
        m_hands.setReduceOnly(!m_hands.reduceOnly());
        refreshControls();
    });
}

void LadderPane::addBrackets(QMenu& menu) {
    const LadderBracket used = m_hands.bracket();
    menu.setToolTipsVisible(true);
    const auto add = [&](const QString& text, const std::string& name, bool on, const QString& tip = {}) {
        QAction* entry =
            menu.addAction(text, this, [this, name] { (void)context().settings.set(setting::kLadderBracket, name); });
        entry->setCheckable(true);
        entry->setChecked(on);
        entry->setToolTip(tip);
    };
    add(tr("None"), {}, used.name.empty());
    if (used.lost()) add(tr("%1: deleted").arg(QString::fromStdString(used.name)), used.name, true);
    for (const BracketTemplate& t : keptTemplates(context().settings))
        add(tr("%1: %2").arg(QString::fromStdString(t.name), QString::fromStdString(templateText(t))), t.name,
            used.kept && used.kept->name == t.name,
            t.rules.empty() ? QString() : tr("%1. %2").arg(rulesWords(t.rules), rulesCaveat()));
}

PaneState LadderPane::state() const {
    PaneState state = Pane::state();
    state["grouping"] = std::to_string(m_model.grouping());
    state["follow"] = m_model.following() ? "on" : "off";
    state["rows"] = m_model.policy() == RowPolicy::EveryTick ? "ticks" : "levels";
    state["volume"] = m_volume ? "on" : "off";
    state["bars"] = m_depthBars ? "depth" : "size";
    state["size"] = std::to_string(m_hands.sizeIndex() + 1);
    return state;
}

void LadderPane::restore(const PaneState& state) {
    if (const auto ticks = groupingFrom(valueOf(state, "grouping"))) m_model.setGrouping(*ticks);
    const std::string rows = valueOf(state, "rows");
    if (rows == "ticks" || rows == "levels")
        choosePolicy(rows == "ticks" ? RowPolicy::EveryTick : RowPolicy::LevelsOnly);
    if (const std::string volume = valueOf(state, "volume"); !volume.empty()) setVolume(volume == "on");
    if (const std::string bars = valueOf(state, "bars"); !bars.empty()) setDepthBars(bars == "depth");
    if (const auto size = parseDecimal(valueOf(state, "size"), 0); size && *size >= 1 && *size <= kQuickSizes)
        m_hands.chooseSize(static_cast<int>(*size) - 1);
    Pane::restore(state); // may choose the market, which follows again
    if (valueOf(state, "follow") == "off") m_model.setFollowing(false);
    refreshControls();
}

std::optional<QString> LadderPane::applyWord(const ports::ActionWords& words, std::size_t& at) {
    const std::string word = ports::toUpper(words[at++]);
    if (const auto ticks = groupingFrom(word)) {
        chooseGrouping(*ticks);
    } else if (word == "CENTRE" || word == "CENTER") {
        follow(true);
    } else if (word == "FREE") {
        follow(false);
    } else if (word == "TICKS" || word == "LEVELS") {
        choosePolicy(word == "TICKS" ? RowPolicy::EveryTick : RowPolicy::LevelsOnly);
    } else if (word == "VOLUME") {
        setVolume(true);
    } else if (word == "DEPTH" || word == "SIZE") {
        setDepthBars(word == "DEPTH");
    } else if (word == "AT") {
        const auto price =
            at < words.size() ? parseFixed<Price>(words[at++]) : std::unexpected(DecimalError::NotANumber);
        if (!price || price->raw() <= 0) return tr("ORDERBOOK AT wants a price.");
        m_model.show(*price);
        follow(false);
    } else {
        return tr("ORDERBOOK does not know \"%1\": it wants the ticks of a row (1, 2, 5, 10, 25, 50 or 100), CENTRE or "
                  "FREE, TICKS or LEVELS, VOLUME, DEPTH or SIZE, or AT and a price.")
            .arg(QString::fromStdString(word));
    }
    return std::nullopt;
}

std::optional<QString> LadderPane::applyWords(const ports::ActionWords& words) {
    for (std::size_t at = 0; at < words.size();) {
        if (auto wrong = applyWord(words, at)) return wrong;
    }
    return std::nullopt;
}

std::vector<KeyHint> LadderPane::keys() {
    std::vector<KeyHint> keys{
        {tr("Click on bids / asks"), tr("Buys / sells at the price of the row; left Shift places a stop there, left "
                                        "Ctrl a take-profit, right Shift "
                                        "post-only, right Ctrl market, Alt immediate-or-cancel; Alt with Shift or Ctrl "
                                        "does what the right ones do")},
        {tr("Drag an order"), tr("Moves its limit or its trigger: one amend; Esc stops")},
        {tr("Middle click on an order"), tr("Cancels it")},
        {QStringLiteral("Space"), tr("Follows the market")},
    };
    auto deeds = ladderKeyHints();
    for (KeyHint& hint : deeds) keys.push_back(std::move(hint));
    return keys;
}

OrderSurface* LadderPane::orderSurface() { return m_view; }

} // namespace qd::ui
