#include "widgets/correlation/CorrelationPane.h"

#include "widgets/base/PaneHeader.h"
#include "widgets/base/Words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr const char* kIntervalKey = "interval";
constexpr const char* kWindowKey = "window";
constexpr const char* kBaseKey = "base";
constexpr std::size_t kLongestSymbol = 64;

} // namespace

CorrelationPane::CorrelationPane(PaneContext& context)
    : Pane(context, QStringLiteral("CORR"), tr("Correlation"), false)
    , m_map(new HeatMap(context.themes, QStringLiteral("correlations")))
    , m_detail(new QLabel)
    , m_returns(context.history) {
    m_map->setAccessibleName(tr("Correlations of returns"));
    m_map->setToolTip(tr("Correlation of the returns from bar to bar, over the periods both markets have."));
    m_detail->setObjectName(QStringLiteral("detail"));
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setWordWrap(true);
    m_detail->setContentsMargins(8, 4, 8, 6);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_map);
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addWidget(m_detail);
    body->setFocusProxy(m_map);
    setBody(body);
    makeControls();
    connect(m_map, &HeatMap::pointed, this, &CorrelationPane::showDetail);
    connect(m_map, &HeatMap::activated, this, [this](int row, int) {
        const auto& markets = this->context().market.markets();
        if (row < 0 || static_cast<std::size_t>(row) >= markets.size()) return;
        this->context().links.setMarket(group() == kNoGroup ? 'A' : group(),
                                        markets[static_cast<std::size_t>(row)].params.id);
    });
    themeChanged();
    choose(m_chosenInterval, m_chosenWindow);
}

void CorrelationPane::makeControls() {
    using Fill = void (CorrelationPane::*)(QMenu&);
    const auto make = [this](const char* name, const QString& help, Fill fill) {
        QToolButton* button =
            menuButton(this, QLatin1String(name), help, [this, fill](QMenu& menu) { (this->*fill)(menu); });
        controls()->addWidget(button);
        return button;
    };
    m_interval = make("interval", tr("Length of a bar"), &CorrelationPane::addIntervals);
    m_window = make("window", tr("How many returns at most"), &CorrelationPane::addWindows);
    m_base = make("base", tr("The market betas are to"), &CorrelationPane::addBases);
}

void CorrelationPane::addIntervals(QMenu& menu) {
    for (const CorrelationInterval& known : kCorrelationIntervals) {
        QAction* entry =
            menu.addAction(QLatin1String(known.name), this, [this, known] { choose(known.interval, m_chosenWindow); });
        entry->setCheckable(true);
        entry->setChecked(known.interval == m_chosenInterval);
    }
}

void CorrelationPane::addWindows(QMenu& menu) {
    for (const std::size_t window : kCorrelationWindows) {
        QAction* entry =
            menu.addAction(tr("%1 returns").arg(window), this, [this, window] { choose(m_chosenInterval, window); });
        entry->setCheckable(true);
        entry->setChecked(window == m_chosenWindow);
    }
}

void CorrelationPane::addBases(QMenu& menu) {
    const auto& markets = context().market.markets();
    for (std::size_t i = 0; i < markets.size(); ++i) {
        const std::string symbol = markets[i].params.symbol;
        QAction* entry = menu.addAction(QString::fromStdString(symbol), this, [this, symbol] { chooseBase(symbol); });
        entry->setCheckable(true);
        entry->setChecked(i == baseIndex());
    }
}

void CorrelationPane::addMenuEntries(QMenu& menu) {
    addIntervals(*menu.addMenu(tr("Length of a bar")));
    addWindows(*menu.addMenu(tr("Returns")));
    addBases(*menu.addMenu(tr("Betas to")));
    menu.addAction(tr("Ask history again"), this, [this] { m_returns.retry(); });
}

void CorrelationPane::choose(Interval interval, std::size_t window) {
    m_chosenInterval = interval;
    m_chosenWindow = window;
    m_interval->setText(QLatin1String(nameOf(interval)));
    m_window->setText(QString::number(window));
    m_stale = true;
    if (isVisible()) onFrame({context().clock.monotonicNanos(), context().clock.now()});
}

void CorrelationPane::chooseBase(const std::string& symbol) {
    m_baseSymbol = symbol;
    m_stale = true;
    if (isVisible()) onFrame({context().clock.monotonicNanos(), context().clock.now()});
}

/// A base that this venue does not have stays wanted; the first market stands in for it.
std::size_t CorrelationPane::baseIndex() const {
    const auto& markets = context().market.markets();
    for (std::size_t i = 0; i < markets.size(); ++i) {
        if (markets[i].params.symbol == m_baseSymbol) return i;
    }
    return 0;
}

void CorrelationPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    std::vector<MarketId> markets;
    for (const MarketInfo& info : context().market.markets()) markets.push_back(info.params.id);
    if (!markets.empty()) m_returns.follow(markets, m_chosenInterval, m_chosenWindow, context().market.now());
    const bool doubtful = context().standsStill();
    const bool same = !m_stale && m_version == m_returns.version() && doubtful == m_view.doubtful &&
                      static_cast<std::size_t>(m_view.symbols.size()) == markets.size();
    if (same) return;
    m_stale = false;
    m_version = m_returns.version();
    m_view.doubtful = doubtful;
    compute(markets);
}

void CorrelationPane::compute(const std::vector<MarketId>& markets) {
    std::vector<portfolio::Series> series;
    m_view.symbols.clear();
    for (const MarketId market : markets) {
        series.push_back(m_returns.of(market));
        m_view.symbols << QString::fromStdString(context().info(market)->params.symbol);
    }
    m_view.pairs = pairingsOf(series, m_chosenWindow);
    m_view.base = baseIndex();
    m_view.interval = m_chosenInterval;
    m_view.window = m_chosenWindow;
    m_view.waiting = m_returns.waiting();
    m_base->setText(m_view.symbols.isEmpty()
                        ? QString()
                        : QStringLiteral("β ") + m_view.symbols[static_cast<qsizetype>(m_view.base)]);
    m_base->setVisible(!m_view.symbols.isEmpty());
    m_map->setGrid(gridOf(m_view));
    setSubtitle(sampleText(m_view));
    showDetail(m_pointed);
}

void CorrelationPane::showDetail(const QString& detail) {
    m_pointed = detail;
    QString text = detail;
    Token token = Token::Text1;
    if (const auto& fault = m_returns.fault()) {
        text = tr("Not all could be asked: %1. What was known is kept; the menu asks again.").arg(reasonOf(*fault));
        token = Token::Warn;
    } else if (text.isEmpty() && !lackText(m_view).isEmpty()) {
        text = lackText(m_view);
        token = Token::Text2;
    } else if (text.isEmpty()) {
        text = tr("Arrow keys or the mouse read a pair; Enter shows the row's market in the linked panes.");
        token = Token::Text3;
    }
    m_detail->setText(text);
    m_detail->setStyleSheet(QStringLiteral("color: %1;").arg(theme().color(token).name()));
}

void CorrelationPane::themeChanged() {
    for (QToolButton* button : {m_interval, m_window, m_base}) button->setFont(theme().font(FontRole::Interface));
    m_detail->setFont(theme().font(FontRole::Interface));
    showDetail(m_pointed);
}

PaneState CorrelationPane::state() const {
    PaneState state = Pane::state();
    state[kIntervalKey] = nameOf(m_chosenInterval);
    state[kWindowKey] = std::to_string(m_chosenWindow);
    if (!m_baseSymbol.empty()) state[kBaseKey] = m_baseSymbol;
    return state;
}

void CorrelationPane::restore(const PaneState& state) {
    Pane::restore(state);
    const auto kept = [&](const char* key) {
        const auto found = state.find(key);
        return found == state.end() ? std::string() : found->second;
    };
    choose(correlationInterval(kept(kIntervalKey)).value_or(m_chosenInterval),
           correlationWindow(kept(kWindowKey)).value_or(m_chosenWindow));
    if (const std::string base = kept(kBaseKey); !base.empty() && base.size() <= kLongestSymbol) chooseBase(base);
}

std::optional<QString> CorrelationPane::applyWords(const ports::ActionWords& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto interval = correlationInterval(words[i])) {
            choose(*interval, m_chosenWindow);
        } else if (const auto window = correlationWindow(words[i])) {
            choose(m_chosenInterval, *window);
        } else if (ports::toUpper(words[i]) == "BASE" && i + 1 < words.size()) {
            const auto market = context().marketNamed(words[++i]);
            if (!market) return tr("There is no market %1.").arg(QString::fromStdString(words[i]));
            chooseBase(context().info(*market)->params.symbol);
        } else {
            return tr("CORR does not know \"%1\". It knows 1m, 5m, 15m, 1h, 4h, 1d; 30, 60, 120, 250, 500 returns; and "
                      "BASE with a market.")
                .arg(QString::fromStdString(words[i]));
        }
    }
    return std::nullopt;
}

} // namespace qd::ui
