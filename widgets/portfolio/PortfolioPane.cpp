#include "widgets/portfolio/PortfolioPane.h"

#include "widgets/base/Format.h"
#include "widgets/base/PlotAxes.h"

#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace qd::ui {
namespace {

constexpr std::int64_t kReadEvery = 250 * kNanosPerMilli;
constexpr std::int64_t kReadAtLeastEvery = kNanosPerSecond; ///< samples come without news of the account
constexpr std::int64_t kLeastDays = 14;                     ///< of the plot of days
constexpr int kWidePlots = 560;                             ///< two plots side by side from this width on
constexpr int kWideBelow = 760;
constexpr std::array<const char*, 6> kRangeWords{"1D", "1W", "1M", "3M", "1Y", "ALL"};

Money moneyOf(double units) {
    return std::abs(units) < 9e18 ? Money(static_cast<std::int64_t>(std::llround(units))) : Money();
}

QString moneyText(double units) { return text(moneyOf(units)); }
QString gainText(double units) { return signedText(moneyOf(units)); }

QString percentOf(double part) {
    return number(static_cast<std::int64_t>(std::llround(part * 1e4)), 2, 2) + QStringLiteral(" %");
}

Token gain(Money money) {
    if (money.isZero()) return Token::Text1;
    return money.raw() > 0 ? Token::Up : Token::Down;
}

} // namespace

PortfolioPane::PortfolioPane(PaneContext& context)
    : Pane(context, QStringLiteral("PF"), tr("Portfolio"), false)
    , m_history(context.history, context.accounts)
    , m_ranges(new Segmented({tr("1D"), tr("1W"), tr("1M"), tr("3M"), tr("1Y"), tr("All")},
                             QStringLiteral("portfolioRange")))
    , m_head(new FigureGrid(context.themes, context.settings, QStringLiteral("+104 238.17")))
    , m_allocation(new AllocationView(context.themes, QStringLiteral("portfolioAllocation")))
    , m_figures(analyticsFigures())
    , m_analytics(new FigureGrid(context.themes, context.settings, QStringLiteral("+104 238.17")))
    , m_state(new QLabel)
    , m_scroll(new QScrollArea)
    , m_plots(new QGridLayout)
    , m_below(new QBoxLayout(QBoxLayout::LeftToRight)) {
    m_ranges->setAccessibleName(tr("Range of the plots"));
    m_ranges->setCurrent(static_cast<int>(m_history.range()));
    connect(m_ranges, &Segmented::chosen, this, [this](int range) { showRange(static_cast<EquityRange>(range)); });
    controls()->addWidget(m_ranges);
    createHead();
    createPlots();
    createAnalytics();
    m_scroll->setObjectName(QStringLiteral("portfolioScroll"));
    m_scroll->setAccessibleName(tr("Portfolio"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(createContent());
    m_scroll->viewport()->installEventFilter(this);
    setBody(m_scroll);
    m_changes = context.accounts.onChanged([this] { m_dirty = true; });
    m_venueChanges = context.venue.onChanged([this] { m_dirty = true; });
    themeChanged();
}

void PortfolioPane::createHead() {
    m_equity = m_head->add(QStringLiteral("portfolioEquity"), tr("Equity"),
                           tr("Deposits and all profit and loss of all pools, unweighted. USDC."), true);
    m_profit = m_head->add(QStringLiteral("portfolioProfit"), tr("P&L in range"),
                           tr("Equity less net deposits, now less at the first sample of the range. USDC."), true);
    m_unrealised = m_head->add(QStringLiteral("portfolioUnrealised"), tr("Unrealised"),
                               tr("Profit and loss of open positions at their marks. USDC."));
    m_deposits =
        m_head->add(QStringLiteral("portfolioDeposits"), tr("Net deposits"),
                    tr("Deposits less withdrawals so far, transfers between accounts included, each at its value "
                       "then. USDC."));
}

void PortfolioPane::createPlots() {
    ThemeHost& themes = context().themes;
    m_equityPlot =
        new CurvePlot(themes, QStringLiteral("plotEquity"), tr("Equity"),
                      tr("Equity of all pools, deposits included. USDC. Times in which the venue did not run are "
                         "left open."),
                      moneyText, moneyTick);
    m_profitPlot =
        new CurvePlot(themes, QStringLiteral("plotProfit"), tr("Cumulative P&L"),
                      tr("Equity less net deposits, since the first sample of the range. USDC."), gainText, moneyTick);
    m_dayPlot =
        new CurvePlot(themes, QStringLiteral("plotDays"), tr("Daily P&L"),
                      tr("Change of equity less net deposits in each day of UTC, at least the latest 14 days. USDC."),
                      gainText, moneyTick);
    m_drawdownPlot = new CurvePlot(themes, QStringLiteral("plotDrawdown"), tr("Drawdown"),
                                   tr("Time-weighted value of an investment ÷ its highest in the range − 1."),
                                   percentOf, percentTick);
    m_plots->setContentsMargins(0, 0, 0, 0);
    m_plots->setSpacing(6);
}

void PortfolioPane::createAnalytics() {
    for (const AnalyticsFigure& figure : m_figures)
        m_analytics->add(figure.name, figure.label, figure.tip, figure.strong);
    m_state->setObjectName(QStringLiteral("portfolioState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setContentsMargins(6, 0, 6, 4);
    m_state->setProperty("hint", true);
}

QWidget* PortfolioPane::createContent() {
    auto* content = new QWidget(m_scroll);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_head);
    column->addLayout(m_plots, 1);
    auto* statistics = new QVBoxLayout;
    statistics->setContentsMargins(0, 0, 0, 0);
    statistics->setSpacing(0);
    statistics->addWidget(m_analytics);
    statistics->addStretch(1);
    m_below->setContentsMargins(0, 0, 0, 0);
    m_below->setSpacing(12);
    m_below->addWidget(m_allocation, 2, Qt::AlignTop);
    m_below->addLayout(statistics, 3);
    column->addLayout(m_below);
    column->addWidget(m_state);
    return content;
}

void PortfolioPane::arrange(int width) {
    m_below->setDirection(width >= theme().scaled(kWideBelow) ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    const int columns = width >= theme().scaled(kWidePlots) ? 2 : 1;
    if (columns == m_columns) return;
    m_columns = columns;
    int at = 0;
    for (CurvePlot* plot : {m_equityPlot, m_profitPlot, m_dayPlot, m_drawdownPlot}) {
        m_plots->addWidget(plot, at / columns, at % columns);
        ++at;
    }
    for (int i = 0; i < 4; ++i) m_plots->setRowStretch(i, i < 4 / columns);
    for (int i = 0; i < 2; ++i) m_plots->setColumnStretch(i, i < columns);
}

bool PortfolioPane::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize) arrange(m_scroll->viewport()->width());
    return Pane::eventFilter(watched, event);
}

void PortfolioPane::themeChanged() {
    m_columns = 0;
    arrange(m_scroll->viewport()->width());
    m_dirty = true;
}

void PortfolioPane::showRange(EquityRange range) {
    m_ranges->setCurrent(static_cast<int>(range));
    m_history.setRange(range);
    m_readAt = 0;
}

void PortfolioPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    const std::int64_t since = frame.nanos - m_readAt;
    if (m_readAt == 0 || (m_dirty && since >= kReadEvery) || since >= kReadAtLeastEvery) {
        m_dirty = false;
        m_readAt = frame.nanos;
        read(frame);
    }
    m_head->fade(frame.nanos);
    m_analytics->fade(frame.nanos);
}

void PortfolioPane::read(const Frame& frame) {
    const auto account = context().accounts.account();
    if (!account) return showNothing(frame.nanos);
    m_history.follow(account->id, context().market.now(), frame.nanos);
    const auto newer = newerSample(*account);
    showAccount(*account, newer, frame.nanos);
    drawCurves(newer);
    showState();
    if (m_seen == m_history.statisticsVersion()) return;
    m_seen = m_history.statisticsVersion();
    showAnalytics(frame.nanos);
}

/// What the account is worth now: the newest sample of the range may be a whole interval old.
std::optional<EquitySample> PortfolioPane::newerSample(const AccountView& account) const {
    const std::vector<EquitySample>& samples = m_history.samples();
    if (samples.empty() || account.ts <= samples.back().ts) return std::nullopt;
    return EquitySample{account.ts, account.totalEquity, account.unrealised, account.netDeposits};
}

void PortfolioPane::drawCurves(const std::optional<EquitySample>& newer) {
    Drawn drawn{m_history.version(), newer};
    // Time that passes alone moves nothing that can be seen before the next sample comes.
    if (m_drawn && drawn.now && m_drawn->now) drawn.now->ts = m_drawn->now->ts;
    if (m_drawn == drawn) return;
    m_drawn = Drawn{m_history.version(), newer};
    std::vector<EquitySample> samples = m_history.samples();
    if (newer) samples.push_back(*newer);
    showCurves(samples);
}

void PortfolioPane::showAccount(const AccountView& account, const std::optional<EquitySample>& newer,
                                std::int64_t now) {
    setSubtitle(QString::fromStdString(account.name));
    const bool doubtful = context().isDoubtful(account);
    const auto token = [doubtful](Token known) { return doubtful ? Token::Text3 : known; };
    Checked unrealised;
    for (const PositionView& position : account.positions) unrealised += position.unrealised.raw();
    const auto open = unrealised.to<Money>();
    m_equity->setValue(text(account.totalEquity), token(Token::Text1), now);
    m_unrealised->setValue(open ? signedText(*open) : unknownText(), token(gain(open.value_or(Money()))), now);
    m_allocation->setLines(allocationOf(account, context().market.markets()));
    m_allocation->setDoubtful(doubtful);
    m_deposits->setValue(text(account.netDeposits), token(Token::Text1), now);
    showProfit(newer, doubtful, now);
}

void PortfolioPane::showProfit(const std::optional<EquitySample>& newer, bool doubtful, std::int64_t now) {
    const std::vector<EquitySample>& samples = m_history.samples();
    if (samples.empty()) return m_profit->setValue(unknownText(), Token::Text3, now);
    const auto first = portfolio::profitOf(samples.front());
    const auto last = portfolio::profitOf(newer ? *newer : samples.back());
    const auto made = first && last ? last->minus(*first) : std::unexpected(MathError::Overflow);
    m_profit->setValue(made ? signedText(*made) : unknownText(), doubtful ? Token::Text3 : gain(made.value_or(Money())),
                       now);
}

void PortfolioPane::showNothing(std::int64_t now) {
    setSubtitle({});
    m_drawn.reset();
    m_seen.reset();
    for (FigureView* figure : m_head->figures()) figure->setValue(unknownText(), Token::Text3, now);
    for (FigureView* figure : m_analytics->figures()) figure->setValue(unknownText(), Token::Text3, now);
    m_allocation->setLines({});
    for (CurvePlot* plot : {m_equityPlot, m_profitPlot, m_dayPlot, m_drawdownPlot}) {
        plot->setData({});
        plot->setEmptyText(tr("There is no account yet; it comes when the venue has started."));
    }
    m_state->clear();
}

void PortfolioPane::showCurves(std::span<const EquitySample> samples) {
    PlotData plot;
    plot.step = static_cast<std::int64_t>(m_history.interval());
    if (!samples.empty()) {
        plot.until = std::max(samples.back().ts, samples.front().ts + plot.step);
        // A range that is not full yet begins where the samples do.
        plot.from = samples.front().ts;
    }
    PlotData profit = plot;
    profit.shape = PlotShape::Area;
    PlotData depth = profit;
    const auto base = samples.empty() ? MathResult<Money>(Money()) : portfolio::profitOf(samples.front());
    const auto depths = portfolio::drawdowns(samples);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        plot.points.push_back({samples[i].ts, static_cast<double>(samples[i].equity.raw())});
        const auto made = portfolio::profitOf(samples[i]);
        if (made && base)
            profit.points.push_back(
                {samples[i].ts, static_cast<double>(made->raw()) - static_cast<double>(base->raw())});
        if (depths) depth.points.push_back({samples[i].ts, (*depths)[i]});
    }
    showDays(samples, plot.from, plot.until);
    m_equityPlot->setData(std::move(plot));
    m_profitPlot->setData(std::move(profit));
    m_drawdownPlot->setData(std::move(depth));
    const QString none = m_history.waiting()  ? tr("The history is being read …")
                         : m_history.failed() ? tr("The history is not available; STATUS says why.")
                                              : tr("No sample yet. The venue takes one every minute while it runs.");
    for (CurvePlot* shown : {m_equityPlot, m_profitPlot, m_dayPlot, m_drawdownPlot}) shown->setEmptyText(none);
}

void PortfolioPane::showDays(std::span<const EquitySample> range, UnixNanos from, UnixNanos until) {
    PlotData bars;
    bars.shape = PlotShape::Bars;
    bars.step = kNanosPerDay;
    // Hours of the last year are exact enough for days; what is younger than an hour is in the range's own samples.
    std::vector<EquitySample> samples = m_history.longSamples();
    for (const EquitySample& sample : range) {
        if (samples.empty() || sample.ts > samples.back().ts) samples.push_back(sample);
    }
    const UnixNanos begin = std::min(from, UnixNanos(until.value() - kLeastDays * kNanosPerDay));
    const auto days = portfolio::dailyProfits(samples, m_history.isWhole());
    if (days) {
        for (const portfolio::DayProfit& day : *days) {
            const UnixNanos noon(day.day * kNanosPerDay + kNanosPerDay / 2);
            if (noon >= begin) bars.points.push_back({noon, static_cast<double>(day.profit.raw())});
        }
    }
    bars.from = begin;
    bars.until = UnixNanos(openTimeOf(until, Interval::D1).value() + kNanosPerDay);
    m_dayPlot->setData(std::move(bars));
}

void PortfolioPane::showAnalytics(std::int64_t now) {
    const auto trips = m_history.trades();
    const auto analytics = trips ? analyticsOf(m_history.longSamples(), *trips, context().market.now())
                                 : std::unexpected(MathError::Overflow);
    for (std::size_t i = 0; i < m_figures.size(); ++i) {
        const QString shown = analytics ? m_figures[i].text(*analytics) : unknownText();
        m_analytics->figures()[i]->setValue(shown, shown == unknownText() ? Token::Text3 : Token::Text1, now);
    }
}

void PortfolioPane::showState() {
    QStringList parts{tr("Statistics are of the account's whole history.")};
    if (m_history.failed()) parts << tr("The history is not available; STATUS says why.");
    if (m_history.fillsCut())
        parts << tr("Trades are made of the latest %1 fills; older ones are in HISTORY.").arg(m_history.fills());
    m_state->setText(parts.join(QLatin1Char(' ')));
}

void PortfolioPane::copyFigures() {
    QStringList lines;
    for (std::size_t i = 0; i < m_figures.size(); ++i)
        lines << m_figures[i].label + QLatin1Char('\t') + plainText(m_analytics->figures()[i]->text());
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + QLatin1Char('\n'));
}

void PortfolioPane::addMenuEntries(QMenu& menu) {
    menu.addAction(tr("Copy the statistics"), this, &PortfolioPane::copyFigures);
}

PaneState PortfolioPane::state() const {
    PaneState state = Pane::state();
    state["range"] = kRangeWords[static_cast<std::size_t>(range())];
    return state;
}

void PortfolioPane::restore(const PaneState& state) {
    Pane::restore(state);
    if (const auto range = state.find("range"); range != state.end()) (void)applyWords({range->second});
}

std::optional<QString> PortfolioPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    const auto found = std::ranges::find(kRangeWords, ports::toUpper(words.front()));
    if (words.size() > 1 || found == kRangeWords.end()) return tr("PF wants 1D, 1W, 1M, 3M, 1Y or ALL.");
    showRange(static_cast<EquityRange>(found - kRangeWords.begin()));
    return std::nullopt;
}

} // namespace qd::ui
