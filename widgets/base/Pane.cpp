#include "widgets/base/Pane.h"

#include "core/base/Decimal.h"
#include "widgets/base/PaneAccount.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/Table.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace qd::ui {

Pane::Pane(PaneContext& context, const QString& mnemonic, const QString& title, bool showsMarket)
    : m_context(context)
    , m_mnemonic(mnemonic)
    , m_title(title)
    , m_showsMarket(showsMarket) {
    setObjectName(mnemonic);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_header = new PaneHeader(*this);
    column->addWidget(m_header);
    connect(&m_context.themes, &ThemeHost::changed, this, [this] {
        m_header->refresh();
        themeChanged();
        update();
    });
    connect(&m_context.links, &LinkGroups::marketChanged, this, [this](char changed, MarketId market) {
        if (m_showsMarket && changed == m_group && follows()) applyMarket(market);
    });
    connect(&m_context.links, &LinkGroups::crossChanged, this, [this](char changed) {
        if (changed == m_group && follows() && isVisible()) linkedCrossMoved();
    });
    m_markets = m_context.market.onMarketsChanged([this] { marketsChanged(); });
    if (canLinkAccount()) connect(m_context.own, &PaneAccount::changed, this, &Pane::showAccount);
}

Pane::~Pane() {
    setFrameClock(nullptr);
    tellCross({});
    tellWindow({});
}

class Pane::MeasuredTable final : public Table {
  public:
    MeasuredTable(Pane& pane, const QString& name)
        : Table(pane.context().themes, pane.context().settings, name)
        , m_pane(pane) {}

  protected:
    void paintEvent(QPaintEvent* event) override {
        const PaintScope scope(m_pane, 0);
        Table::paintEvent(event);
    }

  private:
    Pane& m_pane;
};

Table* Pane::createTable(const QString& name) { return new MeasuredTable(*this, name); }

void Pane::chooseMarket(MarketId market) {
    applyMarket(market);
    if (leads()) m_context.links.setMarket(m_group, market);
}

void Pane::leadTo(MarketId market) {
    if (leads()) m_context.links.setMarket(m_group == kNoGroup ? 'A' : m_group, market);
}

void Pane::tellCross(std::optional<LinkedCross> cross) {
    if (leads() || !cross) m_context.links.setCross(m_group, this, cross);
}

void Pane::tellWindow(std::optional<LinkedWindow> window, bool moved) {
    if (leads() || !window) m_context.links.setWindow(m_group, this, window, moved);
}

std::optional<LinkedWindow> Pane::linkedWindow() const {
    return follows() && m_group != kNoGroup ? m_context.links.window(m_group, this) : std::nullopt;
}

std::optional<LinkedCross> Pane::linkedCross() const {
    return follows() && m_group != kNoGroup ? m_context.links.cross(m_group, this) : std::nullopt;
}

void Pane::applyMarket(MarketId market) {
    if (m_market == market || m_context.info(market) == nullptr) return;
    m_market = market;
    m_wantedSymbol.clear();
    m_header->refresh();
    marketChanged();
    update();
}

void Pane::setGroup(LinkGroup group) {
    tellCross({});
    tellWindow({});
    m_group = group;
    followAccount();
    m_header->refresh();
    if (!m_showsMarket) return; // what was chosen last for another group is nothing to tell this one
    const auto linked = m_context.links.market(group);
    if (linked && follows())
        applyMarket(*linked);
    else if (m_market && leads() && !linked)
        m_context.links.setMarket(group, *m_market);
}

void Pane::setRole(LinkRole role) {
    m_role = role;
    setGroup(m_group);
}

void Pane::marketsChanged() {
    if (!m_showsMarket || m_market) return;
    auto wanted = follows() ? m_context.links.market(m_group) : std::nullopt;
    if (!wanted && !m_wantedSymbol.empty()) wanted = m_context.marketNamed(m_wantedSymbol);
    if (!wanted && !m_context.market.markets().empty()) wanted = m_context.market.markets().front().params.id;
    if (wanted) chooseMarket(*wanted);
}

void Pane::setLinksTime(bool links) {
    m_linksTime = links;
    tellWindow({});
    m_header->refresh();
}

void Pane::setLinksAccount(bool links) {
    m_linksAccount = links;
    followAccount();
    m_header->refresh();
}

void Pane::followAccount() {
    if (canLinkAccount()) m_context.own->follow(m_linksAccount && follows() ? m_group : kNoGroup);
}

void Pane::showAccount() {
    const QString why = m_context.own->why();
    if (m_accountNotice == nullptr && !why.isEmpty()) {
        m_accountNotice = new QLabel(this);
        m_accountNotice->setObjectName(QStringLiteral("paneAccountNotice"));
        m_accountNotice->setTextFormat(Qt::PlainText);
        m_accountNotice->setWordWrap(true);
        m_accountNotice->setMargin(theme().scaled(12));
        m_accountNotice->setAlignment(Qt::AlignCenter);
        static_cast<QVBoxLayout*>(layout())->addWidget(m_accountNotice, 1);
    }
    if (m_accountNotice != nullptr) {
        m_accountNotice->setText(why);
        m_accountNotice->setVisible(!why.isEmpty());
    }
    // What was there of another account must neither be read nor clicked.
    if (m_body != nullptr) m_body->setVisible(why.isEmpty());
    m_header->refresh();
    update();
}

PaneState Pane::state() const {
    PaneState state;
    if (m_group != kNoGroup) state["group"] = std::string(1, m_group);
    if (m_role != LinkRole::Both) state["link"] = m_role == LinkRole::Source ? "source" : "destination";
    if (m_linksTime) state["time"] = "linked";
    if (canLinkAccount() && !m_linksAccount) {
        state["account"] = "selected";
    } else if (const auto account = canLinkAccount() ? m_context.links.account(m_group) : std::nullopt) {
        state["account"] = std::to_string(account->number) + ' ' + account->name;
    }
    const MarketInfo* info = m_market ? m_context.info(*m_market) : nullptr;
    if (info != nullptr)
        state["market"] = info->params.symbol;
    else if (!m_wantedSymbol.empty())
        state["market"] = m_wantedSymbol;
    return state;
}

void Pane::restore(const PaneState& state) {
    if (const auto group = state.find("group");
        group != state.end() && group->second.size() == 1 && group->second[0] >= 'A' && group->second[0] <= 'J')
        m_group = group->second[0];
    if (const auto role = state.find("link"); role != state.end()) {
        if (role->second == "source") m_role = LinkRole::Source;
        if (role->second == "destination") m_role = LinkRole::Destination;
    }
    if (const auto time = state.find("time"); time != state.end())
        m_linksTime = canLinkTime() && time->second == "linked";
    restoreAccount(state);
    if (const auto market = state.find("market"); market != state.end() && market->second.size() <= 64)
        m_wantedSymbol = market->second;
    if (const auto known = m_wantedSymbol.empty() ? std::nullopt : m_context.marketNamed(m_wantedSymbol))
        chooseMarket(*known);
    marketsChanged();
    m_header->refresh();
}

/// Of the panes of a group all say the same; the first one that comes back tells it to the group.
void Pane::restoreAccount(const PaneState& state) {
    if (!canLinkAccount()) return;
    const auto kept = state.find("account");
    const std::string text = kept == state.end() ? std::string() : kept->second;
    m_linksAccount = text != "selected";
    const std::size_t end = std::min(text.find(' '), text.size());
    const auto number = parseUnsigned(std::string_view(text).substr(0, end));
    if (number && *number <= UINT16_MAX && !m_context.links.account(m_group))
        m_context.links.setAccount(m_group, LinkedAccount{static_cast<std::uint16_t>(*number),
                                                          text.substr(std::min(end + 1, text.size()), 32)});
    followAccount();
}

std::optional<QString> Pane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    return tr("%1 does not know \"%2\".").arg(m_mnemonic, QString::fromStdString(words.front()));
}

void Pane::runWords(const ports::ActionWords& words, const ports::ActionDone& done) {
    if (const auto objection = applyWords(words))
        return done(fail(ports::ActionCode::BadArguments, objection->toStdString()));
    done(std::string());
}

void Pane::setFrameClock(FrameClock* clock) {
    if (m_clock) m_clock->remove(this);
    m_clock = clock;
    if (m_clock) m_clock->add(this);
}

void Pane::onFrame(const Frame&) {
    if (m_showsMarket && m_market) m_header->setStatus(m_context.market.ticker(*m_market).status);
}

void Pane::setBody(QWidget* body) {
    m_body = body;
    static_cast<QVBoxLayout*>(layout())->addWidget(body, 1);
    setFocusProxy(body);
}

QWidget* Pane::header() const { return m_header; }
QHBoxLayout* Pane::controls() const { return m_header->controls(); }
void Pane::setSubtitle(const QString& text) { m_header->setSubtitle(text); }

Pane::PaintScope::~PaintScope() {
    const std::int64_t cost = std::exchange(m_pane.m_unpaintedCost, 0) + threadCpuNanos() - m_begin;
    m_pane.m_context.stats.paint(m_pane.m_mnemonic).add(cost);
    if (m_shownSince != 0)
        m_pane.m_context.stats.tickToPixel.add(m_pane.m_context.clock.monotonicNanos() - m_shownSince);
    if (m_pane.m_clock) m_pane.m_clock->painted();
}

bool Pane::event(QEvent* event) {
    if (event->type() == QEvent::Show) {
        // A pane that has just been shown must not wait for the next change to be right.
        onFrame({m_context.clock.monotonicNanos(), m_context.clock.now()});
        // In a new window the keys are a pane's, and not the first button's; but keys that trade are given by a hand.
        if (window()->focusWidget() == nullptr && orderSurface() == nullptr) setFocus(Qt::OtherFocusReason);
    }
    return QWidget::event(event);
}

bool Pane::isSeen() const {
    if (!isVisible()) return false;
    // Not visibleRegion(): that leaves out what opaque children paint.
    QRect seen = rect();
    for (const QWidget* w = this; !w->isWindow() && w->parentWidget() != nullptr; w = w->parentWidget())
        seen = seen.translated(w->pos()) & w->parentWidget()->rect();
    return !seen.isEmpty();
}

void Pane::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), theme().color(Token::Bg1)); }

void Pane::openMenu(const QPoint& global) {
    QMenu* menu = popupMenu(this);
    addMenuEntries(*menu);
    if (!menu->isEmpty()) menu->addSeparator();
    emit menuRequested(menu);
    menu->addAction(tr("Close pane"), this, &Pane::closeRequested);
    menu->popup(global);
}

std::unique_ptr<Pane> makePane(const PaneKind& kind, PaneContext& context) {
    if (!kind.linksAccount) return kind.make(context);
    auto own = std::make_shared<PaneAccount>(context);
    auto pane = kind.make(own->context());
    // The pane's parts use it until the last of them is gone; that is after the pane's own end and before this signal.
    QObject::connect(pane.get(), &QObject::destroyed, [own] {});
    return pane;
}

} // namespace qd::ui
