#include "widgets/ticket/TicketPane.h"

#include "core/base/Decimal.h"
#include "widgets/base/SubAccounts.h"
#include "widgets/terms/KeptBrackets.h"
#include "widgets/ticket/ReadFacts.h"

#include <QHideEvent>
#include <QScrollArea>
#include <QShortcut>
#include <QShowEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <ranges>

namespace qd::ui {
namespace {

constexpr std::size_t kSizesKept = 64;
constexpr std::size_t kLongestText = 24;

std::optional<int> choiceIn(const PaneState& state, const char* key, int count) {
    const auto found = state.find(key);
    if (found == state.end() || found->second.size() != 1) return std::nullopt;
    const int value = found->second[0] - '0';
    return value >= 0 && value < count ? std::optional(value) : std::nullopt;
}

template<class E>
void read(const PaneState& state, const char* key, int count, E& out) {
    if (const auto value = choiceIn(state, key, count)) out = static_cast<E>(*value);
}

template<class E>
std::string choiceText(E value) {
    return std::string(1, static_cast<char>('0' + static_cast<int>(value)));
}

/// As they stand in a layout.
constexpr std::array<const char*, kTicketKinds> kKindWords{
    "market", "limit", "stop",    "stop-limit", "take-profit", "take-profit-limit", "trailing", "bracket",
    "oco",    "twap",  "iceberg", "scale",      "index"};

void readKind(const PaneState& state, TicketKind& out) {
    const auto found = state.find("order");
    if (found == state.end()) return;
    const auto word = std::ranges::find(kKindWords, found->second);
    if (word != kKindWords.end()) out = static_cast<TicketKind>(word - kKindWords.begin());
}

QString coloured(const TicketMessage& message, const Theme& theme) {
    return QStringLiteral("<span style=\"color:%1\">%2</span>")
        .arg(theme.color(message.token).name(), message.text.toHtmlEscaped());
}

} // namespace

TicketPane::TicketPane(PaneContext& context) : Pane(context, QStringLiteral("ORDER"), tr("Order ticket"), true) {
    setBody(makeBody());
    connectParts();
    makeKeys();
    m_accounts = context.accounts.onChanged([this] { m_changed = true; });
    connect(&context.settings, &Settings::changed, this, [this](const QString& key) {
        m_changed = true; // the guards are settings
        if (key == QLatin1String(setting::kBrackets)) readTemplates();
    });
    readTemplates();
    refresh();
}

QLabel* TicketPane::makeText(const QString& name, const QString& accessible) {
    auto* label = new QLabel(this);
    label->setObjectName(name);
    label->setAccessibleName(accessible);
    label->setWordWrap(true);
    label->setTextFormat(Qt::RichText);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    return label;
}

/// The button and what is said about it stay below what scrolls.
QWidget* TicketPane::makeBody() {
    auto* whole = new QWidget(this);
    auto* rows = new QVBoxLayout(whole);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(makeScrolled(), 1);
    rows->addLayout(makePinned());
    whole->setFocusProxy(m_form);
    QWidget::setTabOrder(m_form, m_action);
    return whole;
}

QWidget* TicketPane::makeScrolled() {
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("ticketScroll"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* body = new QWidget(m_scroll);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);

    m_form = new TicketForm(context().themes, body);
    m_view = new ConsequencesView(
        context().themes,
        [this](const std::function<void()>& paint) {
            const std::int64_t arrived = m_facts.book ? m_facts.book->receivedNanos : 0;
            const PaintScope scope(*this, arrived > m_shownBook ? arrived : 0);
            m_shownBook = std::max(m_shownBook, arrived);
            paint();
        },
        body);
    m_plan = makeText(QStringLiteral("ticketPlan"), tr("Orders of the set"));
    m_plan->setTextFormat(Qt::PlainText);
    column->addWidget(m_form);
    column->addWidget(m_view);
    column->addWidget(m_plan);
    column->addStretch(1);
    m_scroll->setWidget(body);
    m_scroll->setFocusProxy(m_form);
    return m_scroll;
}

QLayout* TicketPane::makePinned() {
    m_action = new ActionButton(context().themes, this);
    m_account = makeText(QStringLiteral("ticketAccount"), tr("Account the order goes to"));
    m_messages = makeText(QStringLiteral("ticketMessages"), tr("Before you send"));
    m_order = makeText(QStringLiteral("ticketOrder"), tr("The order just sent"));
    auto* pinned = new QVBoxLayout;
    pinned->setContentsMargins(8, 4, 8, 8);
    pinned->setSpacing(4);
    for (QWidget* part : std::initializer_list<QWidget*>{m_account, m_action, m_order, m_messages})
        pinned->addWidget(part);
    return pinned;
}

void TicketPane::connectParts() {
    connect(m_form, &TicketForm::changed, this, [this] {
        m_heldBack.reset();
        refresh();
    });
    connect(m_form, &TicketForm::quickPriceWanted, this, [this](QuickPrice which) {
        refresh();
        if (const auto price = quickPrice(which, m_form->inputs().side, m_facts)) m_form->setPrice(*price);
    });
    connect(m_form, &TicketForm::partWanted, this, [this](int numerator, int denominator) {
        refresh();
        const auto size = partOfLargest(effective(m_form->inputs()), m_facts, numerator, denominator);
        if (size) m_form->setBaseSize(*size);
    });
    connect(m_action, &QPushButton::clicked, this, &TicketPane::send);
}

void TicketPane::makeKeys() {
    const auto add = [this](const QKeySequence& keys, auto run) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        shortcut->setAutoRepeat(false); // a key held down is one order
        connect(shortcut, &QShortcut::activated, this, run);
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { send(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Enter), [this] { send(); });
    add(QKeySequence(Qt::Key_Escape), [this] { m_form->clear(); });
}

void TicketPane::readTemplates() { m_form->setTemplates(keptTemplates(context().settings)); }

void TicketPane::keepSize() {
    if (m_symbol.empty()) return;
    const std::string text = m_form->sizeText().toStdString();
    if (text.empty())
        m_sizes.erase(m_symbol);
    else if (m_sizes.size() < kSizesKept || m_sizes.contains(m_symbol))
        m_sizes[m_symbol] = text;
}

PaneState TicketPane::state() const {
    PaneState out = Pane::state();
    const TicketInputs in = m_form->inputs();
    out["side"] = choiceText(in.side);
    out["order"] = kKindWords[static_cast<std::size_t>(in.kind)];
    out["source"] = choiceText(in.source);
    out["entry"] = in.marketEntry ? "1" : "0";
    out["tif"] = choiceText(in.timeInForce);
    out["post"] = choiceText(in.postOnly);
    out["stp"] = choiceText(in.selfTrade);
    if (m_form->showsMore()) out["more"] = "1";
    out["unit"] = choiceText(in.unit);
    out["per"] = choiceText(in.durationUnit);
    if (in.duration.value) out["for"] = std::to_string(*in.duration.value);
    auto sizes = m_sizes;
    if (!m_symbol.empty()) sizes[m_symbol] = m_form->sizeText().toStdString();
    for (const auto& [symbol, text] : sizes) {
        if (!text.empty()) out["size." + symbol] = text;
    }
    return out;
}

void TicketPane::restore(const PaneState& state) {
    TicketInputs in = m_form->inputs();
    read(state, "side", 2, in.side);
    readKind(state, in.kind);
    read(state, "source", 3, in.source);
    read(state, "entry", 2, in.marketEntry);
    read(state, "tif", 4, in.timeInForce);
    read(state, "post", 4, in.postOnly);
    read(state, "stp", 4, in.selfTrade);
    read(state, "unit", 5, in.unit);
    read(state, "per", 3, in.durationUnit);
    if (const auto length = state.find("for"); length != state.end()) {
        if (const auto value = parseUnsigned(length->second); value && *value > 0 && *value <= 100'000)
            in.duration = Typed::of(static_cast<std::int64_t>(*value));
    }
    m_form->setChoices(in);
    m_form->showMore(state.contains("more"));
    for (const auto& [key, text] : state) {
        // A layout is text from outside: only plain decimals are taken.
        if (!key.starts_with("size.") || m_sizes.size() >= kSizesKept || text.size() > kLongestText) continue;
        if (parseDecimal(text, Quantity::kDecimals)) m_sizes[key.substr(5)] = text;
    }
    Pane::restore(state);
    if (const auto size = m_sizes.find(m_symbol); size != m_sizes.end() && m_form->sizeText().isEmpty())
        marketChanged();
    refresh();
}

void TicketPane::marketChanged() {
    keepSize();
    m_heldBack.reset();
    m_sent.reset();
    m_shownBook = 0;
    const MarketInfo* info = market() ? context().info(*market()) : nullptr;
    if (info == nullptr) return;
    m_symbol = info->params.symbol;
    const auto size = m_sizes.find(m_symbol);
    m_form->setMarket(info->params, size == m_sizes.end() ? QString() : QString::fromStdString(size->second));
    watch();
    refresh();
}

void TicketPane::watch() {
    m_bookWatch = isVisible() && market() ? context().market.watchBook(*market()) : ports::Subscription();
}

void TicketPane::showEvent(QShowEvent* event) {
    watch();
    Pane::showEvent(event);
}

void TicketPane::hideEvent(QHideEvent* event) {
    watch();
    Pane::hideEvent(event);
}

void TicketPane::themeChanged() {
    m_account->clear(); // colours are in the text
    m_messages->clear();
    m_order->clear();
    refresh();
    m_view->updateGeometry();
    m_action->updateGeometry();
    m_view->update();
}

void TicketPane::refresh() {
    m_changed = false;
    m_facts = readFacts(context(), market());
    const TicketInputs inputs = m_form->inputs();
    m_draft = draft(inputs, m_facts);
    const Consequences c = consequencesOf(m_draft.plan, inputs, m_facts);
    m_form->refresh(m_facts);

    const DataStatus status = m_facts.ticker.status;
    const bool doubtful = !m_facts.running || status == DataStatus::Stale || status == DataStatus::Gap;
    m_view->setRows(rowsOf(c, effective(inputs), m_facts), doubtful);

    const auto obstacle = blocking(m_draft, c);
    m_blocked = obstacle.has_value();
    m_action->setSide(inputs.side);
    const QString action = actionText(effective(inputs), m_draft.plan, c.limit, m_facts);
    if (m_action->text() != action) {
        m_action->setText(action);
        m_action->setAccessibleName(action);
    }
    m_action->setEnabled(!m_blocked);
    m_action->setToolTip(obstacle ? obstacle->text : tr("Sends the order (Ctrl+Enter)."));

    showAccount();
    showPlan(c);
    showMessages(obstacle, c);
    showOrder();
}

/// Always there, and marked when it is not the owner's only one.
void TicketPane::showAccount() {
    QString text;
    if (const AccountView* account = m_facts.account.get()) {
        const auto open = std::ranges::count(account->subAccounts, false, &SubAccountView::closed);
        const QString name = accountName({.id = account->id, .number = account->subAccount, .name = account->name});
        text = coloured({open > 1 ? Token::Accent : Token::Text2, tr("From account: %1").arg(name)}, theme());
    }
    if (m_account->text() != text) m_account->setText(text);
    m_account->setVisible(!text.isEmpty());
}

void TicketPane::showPlan(const Consequences& c) {
    const QString text = planLines(c, m_facts).join(QLatin1Char('\n'));
    if (m_plan->text() != text) m_plan->setText(text);
    m_plan->setVisible(!text.isEmpty());
}

void TicketPane::showMessages(const std::optional<TicketMessage>& obstacle, const Consequences& c) {
    std::vector<TicketMessage> messages;
    if (obstacle) messages.push_back(*obstacle);
    if (m_heldBack) messages.push_back(*m_heldBack);
    if (m_draft.plan && !m_heldBack) {
        if (const auto objection = context().gate.objection(*m_draft.plan, Intent::Explicit))
            messages.push_back({Token::Warn, QString::fromStdString(objection->detail)});
    }
    const std::int64_t age = context().clock.monotonicNanos() - m_facts.ticker.receivedNanos;
    std::ranges::copy(warnings(m_draft, c, m_facts, age), std::back_inserter(messages));
    QStringList lines;
    for (const TicketMessage& m : messages) lines << coloured(m, theme());
    const QString text = lines.join(QStringLiteral("<br>"));
    if (m_messages->text() != text) m_messages->setText(text);
}

void TicketPane::showOrder() {
    QString text;
    if (m_sent && m_facts.params() != nullptr) {
        const auto& orders = context().accounts.orders();
        const auto found = std::find_if(orders.rbegin(), orders.rend(),
                                        [&](const TrackedOrder& o) { return o.order.terms.clientId == *m_sent; });
        if (found != orders.rend()) text = coloured(orderLine(*found, *m_facts.params()), theme());
    }
    if (m_order->text() != text) m_order->setText(text);
    m_order->setVisible(!text.isEmpty());
}

void TicketPane::send() {
    // What the button says is what is sent; it is brought up to date with every change of the inputs.
    if (m_blocked || !m_draft.plan) return;
    m_heldBack.reset();
    const auto account = context().accounts.account();
    if (!account || account->id != m_facts.account->id) {
        m_heldBack =
            TicketMessage{Token::Danger, tr("Not sent. Another account was selected; look at the order again.")};
        return refresh();
    }
    OrderPlan plan = *m_draft.plan;
    // The time the orders stay begins with the click.
    for (OrderTerms& terms : plan.orders) {
        if (terms.timeInForce == TimeInForce::GoodTillDate)
            terms.expiry = terms.expiry + (context().market.now() - m_facts.now);
    }
    const auto placed = context().gate.send(plan, Intent::Explicit);
    if (placed)
        m_sent = placed->front();
    else
        m_heldBack =
            TicketMessage{Token::Danger, tr("Not sent. %1").arg(QString::fromStdString(placed.error().detail))};
    refresh();
}

void TicketPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    if (!market()) return refresh();
    const Ticker ticker = context().market.ticker(*market());
    const bool same = !m_changed && ticker.ts == m_facts.ticker.ts && ticker.status == m_facts.ticker.status &&
                      ticker.prices == m_facts.ticker.prices && context().market.book(*market()) == m_facts.book &&
                      context().accounts.account() == m_facts.account && ticker.status != DataStatus::Stale &&
                      accepting(context().venue.health()) == m_facts.running;
    if (!same) refresh();
}

} // namespace qd::ui
