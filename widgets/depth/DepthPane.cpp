#include "widgets/depth/DepthPane.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/Words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace qd::ui {
namespace {

constexpr const char* kRangeKey = "range";
constexpr const char* kSizeKey = "size";
constexpr std::size_t kLongestSize = 25;

} // namespace

DepthPane::DepthPane(PaneContext& context)
    : Pane(context, QStringLiteral("DEPTH"), tr("Depth"), true)
    , m_view(new DepthView(context.themes,
                           [this](std::int64_t shownSince, const std::function<void()>& paint) {
                               const PaintScope scope(*this, shownSince);
                               paint();
                           }))
    , m_range(new QToolButton(this))
    , m_size(new DecimalEdit(Quantity::kDecimals, QStringLiteral("size")))
    , m_unit(new QLabel)
    , m_buy(new QLabel)
    , m_sell(new QLabel) {
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(makeOrderLine());
    body->setFocusProxy(m_view);
    setBody(body);
    makeControls();
    connect(m_view, &DepthView::rangeStepped, this,
            [this](int steps) { chooseRange(steppedRange(m_partsPerMillion, steps)); });
    connect(m_size, &DecimalEdit::valueChanged, this, &DepthPane::showFills);
    m_account = context.accounts.onChanged([this] { m_stale = true; });
    themeChanged();
    chooseRange(m_partsPerMillion);
}

// The view measures itself with this class, so it goes first.
DepthPane::~DepthPane() { delete m_view; }

void DepthPane::makeControls() {
    m_range->setObjectName(QStringLiteral("range"));
    m_range->setAccessibleName(tr("Range of prices"));
    m_range->setToolTip(tr("Range of prices around the mid (wheel, or + and −)"));
    m_range->setAutoRaise(true);
    m_range->setFocusPolicy(Qt::TabFocus);
    connect(m_range, &QToolButton::clicked, this, [this] {
        QMenu* menu = popupMenu(this);
        addRanges(*menu);
        menu->popup(m_range->mapToGlobal(m_range->rect().bottomLeft()));
    });
    controls()->addWidget(m_range);
}

QWidget* DepthPane::makeOrderLine() {
    auto* line = new QWidget;
    auto* column = new QVBoxLayout(line);
    column->setContentsMargins(8, 4, 8, 6);
    column->setSpacing(2);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    auto* name = new QLabel(tr("Order of"));
    name->setProperty("label", true);
    name->setBuddy(m_size);
    m_size->setAccessibleName(tr("Size of an order at market"));
    m_size->setToolTip(tr("What an order at market of this size would meet in the book that is seen"));
    m_size->setPlaceholderText(tr("size"));
    m_unit->setProperty("label", true);
    m_unit->setTextFormat(Qt::PlainText);
    row->addWidget(name);
    row->addWidget(m_size);
    row->addWidget(m_unit);
    row->addStretch(1);
    column->addLayout(row);
    for (const auto& [label, id] : {std::pair(m_buy, "buyFill"), std::pair(m_sell, "sellFill")}) {
        label->setObjectName(QLatin1String(id));
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->hide();
        column->addWidget(label);
    }
    return line;
}

void DepthPane::addRanges(QMenu& menu) {
    for (const std::int64_t range : kDepthRanges) {
        QAction* entry = menu.addAction(rangeText(range), this, [this, range] { chooseRange(range); });
        entry->setCheckable(true);
        entry->setChecked(range == m_partsPerMillion);
    }
}

void DepthPane::addMenuEntries(QMenu& menu) { addRanges(*menu.addMenu(tr("Range of prices"))); }

void DepthPane::chooseRange(std::int64_t partsPerMillion) {
    m_partsPerMillion = partsPerMillion;
    m_range->setText(rangeText(partsPerMillion));
    m_stale = true;
    if (isVisible()) onFrame({context().clock.monotonicNanos(), context().clock.now()});
}

void DepthPane::watch() {
    if (isVisible() && market())
        m_watch = context().market.watchBook(*market());
    else
        m_watch.cancel();
}

void DepthPane::showEvent(QShowEvent* event) {
    watch();
    Pane::showEvent(event);
}

void DepthPane::hideEvent(QHideEvent* event) {
    Pane::hideEvent(event);
    watch();
}

void DepthPane::marketChanged() {
    const MarketInfo* info = context().info(*market());
    m_unit->setText(info != nullptr ? QString::fromStdString(info->params.baseAsset) : QString());
    if (info != nullptr) m_size->setUnit(info->params.step.raw());
    m_book.reset();
    m_stale = true;
    watch();
}

void DepthPane::themeChanged() {
    m_range->setFont(theme().font(FontRole::Interface));
    const QFontMetrics metrics(theme().font(FontRole::Interface));
    m_size->setFixedWidth(metrics.horizontalAdvance(QStringLiteral("0000000.0000")) + theme().scaled(16));
    colourFills();
}

DepthFacts DepthPane::facts(std::int64_t now) const {
    DepthFacts facts;
    facts.standsStill = context().standsStill();
    if (!market()) return facts;
    const Ticker ticker = context().market.ticker(*market());
    facts.status = ticker.status;
    // Whole seconds: an age does not change the picture sixty times a second.
    if (ticker.receivedNanos != 0) facts.age = (now - ticker.receivedNanos) / kNanosPerSecond * kNanosPerSecond;
    return facts;
}

void DepthPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    auto book = market() ? context().market.book(*market()) : nullptr;
    const DepthFacts now = facts(frame.nanos);
    const bool doubtChanged = doubtText(now) != doubtText(m_facts);
    const bool fresh = book != m_book;
    m_facts = now;
    if (!fresh && !doubtChanged && !m_stale) return;
    m_book = std::move(book);
    if (m_stale) m_own = market() ? ownSizes(context().accounts.orders(), *market()) : std::vector<OwnSize>();
    m_stale = false;
    showScene(now, fresh && m_book ? m_book->receivedNanos : 0);
}

void DepthPane::showScene(const DepthFacts& facts, std::int64_t shownSince) {
    const MarketInfo* info = market() ? context().info(*market()) : nullptr;
    DepthScene scene;
    scene.range = m_partsPerMillion;
    if (info != nullptr) {
        scene.market = info->params;
        if (m_book) scene.depth = Depth(*m_book, m_own, info->params, context().market.ticker(*market()).prices.mark);
    }
    if (scene.depth.empty())
        scene.empty = emptyText(info != nullptr, facts);
    else
        scene.doubt = doubtText(facts);
    m_view->setScene(std::move(scene), shownSince);
    showFills();
}

void DepthPane::showFills() {
    const DepthScene& scene = m_view->scene();
    const auto size = m_size->raw();
    const bool wrong = !m_size->text().isEmpty() && !size;
    setWrong(*m_size, wrong);
    const bool shown = scene.market && !scene.depth.empty() && size && *size > 0;
    for (const auto& [label, side] : {std::pair(m_buy, Side::Buy), std::pair(m_sell, Side::Sell)}) {
        label->setVisible(shown || (wrong && side == Side::Buy));
        const QString text = shown   ? fillText(scene.depth, side, Quantity(*size), *scene.market)
                             : wrong ? tr("This is no size: digits and a point, at most nine digits after it.")
                                     : QString();
        if (label->text() != text) label->setText(text);
    }
    colourFills();
}

void DepthPane::colourFills() {
    const bool doubtful = !m_view->scene().doubt.isEmpty();
    for (const auto& [label, token] : {std::pair(m_buy, Token::Up), std::pair(m_sell, Token::Down)}) {
        const QString sheet = QStringLiteral("color: %1;").arg(theme().color(doubtful ? Token::Text3 : token).name());
        if (label->styleSheet() != sheet) label->setStyleSheet(sheet);
        label->setFont(theme().font(FontRole::Dense)); // which a new sheet forgets
    }
}

PaneState DepthPane::state() const {
    PaneState state = Pane::state();
    state[kRangeKey] = std::to_string(m_partsPerMillion);
    if (!m_size->text().isEmpty()) state[kSizeKey] = m_size->text().toStdString();
    return state;
}

void DepthPane::restore(const PaneState& state) {
    if (const auto found = state.find(kRangeKey); found != state.end()) {
        const auto range = parseDecimal(found->second, 0);
        if (range && std::ranges::find(kDepthRanges, *range) != kDepthRanges.end()) chooseRange(*range);
    }
    if (const auto found = state.find(kSizeKey); found != state.end() && found->second.size() <= kLongestSize &&
                                                 parseDecimal(found->second, Quantity::kDecimals))
        m_size->setText(QString::fromStdString(found->second));
    Pane::restore(state);
}

std::optional<QString> DepthPane::applyWords(const ports::ActionWords& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = ports::toUpper(words[i]);
        if (const auto range = rangeFrom(word)) {
            chooseRange(*range);
        } else if (word == "SIZE" && i + 1 < words.size()) {
            const auto size = parseDecimal(words[++i], Quantity::kDecimals);
            if (!size || *size < 0) return tr("\"%1\" is no size.").arg(QString::fromStdString(words[i]));
            m_size->setText(*size == 0 ? QString() : QString::fromStdString(words[i]));
        } else {
            QStringList ranges;
            for (const std::int64_t r : kDepthRanges) {
                if (r != 0) ranges << rangeText(r).remove(QChar(0x00B1)).remove(QLatin1Char(' '));
            }
            return tr("DEPTH does not know \"%1\". It knows %2, WHOLE, and SIZE with a number.")
                .arg(QString::fromStdString(words[i]), ranges.join(QStringLiteral(", ")));
        }
    }
    return std::nullopt;
}

} // namespace qd::ui
