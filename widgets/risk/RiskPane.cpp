#include "widgets/risk/RiskPane.h"

#include "widgets/base/Format.h"
#include "widgets/base/MarginStanding.h"
#include "widgets/base/PaneAccount.h"
#include "widgets/base/Words.h"
#include "widgets/risk/ExposurePage.h"
#include "widgets/risk/LimitsPage.h"
#include "widgets/risk/MarginPage.h"
#include "widgets/risk/RiskWords.h"
#include "widgets/risk/StressPage.h"
#include "widgets/risk/VarPage.h"
#include "widgets/risk/WhatIfPage.h"

#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace qd::ui {
namespace {

constexpr std::int64_t kReadEvery = 100 * kNanosPerMilli;
constexpr std::int64_t kReadAtLeastEvery = kNanosPerSecond; ///< countdowns run without news
constexpr const char* kPartWords[] = {"MARGIN", "WHATIF", "STRESS", "VAR", "EXPOSURE", "LIMITS"};

Token gain(Money money) {
    if (money.isZero()) return Token::Text1;
    return money.raw() > 0 ? Token::Up : Token::Down;
}

} // namespace

RiskPane::RiskPane(PaneContext& context, const RiskGuard& guard)
    : Pane(context, QStringLiteral("RISK"), tr("Risk"), false)
    , m_guard(guard)
    , m_returns(context.history)
    , m_health(new HealthBar(context.themes))
    , m_figures(new FigureGrid(context.themes, context.settings, QStringLiteral("+104 238.17")))
    , m_lock(new QLabel)
    , m_parts(new Segmented({tr("Margin"), tr("What-if"), tr("Stress"), tr("VaR"), tr("Exposure"), tr("Limits")},
                            QStringLiteral("riskParts")))
    , m_stack(new QStackedWidget)
    , m_notice(new NoticeLine(context.themes, QStringLiteral("riskNotice"))) {
    createHead();
    createPages();
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 2, 0, 0);
    column->setSpacing(2);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_health, m_figures, m_lock, m_parts})
        column->addWidget(widget);
    column->addWidget(m_stack, 1);
    column->addWidget(m_notice);
    setBody(body);
    const auto changed = [this] { m_dirty = true; };
    m_changes = context.accounts.onChanged(changed);
    m_venueChanges = context.venue.onChanged(changed);
    m_marketChanges = context.market.onMarketsChanged([this] {
        m_markets.reset();
        m_dirty = true;
    });
    connect(&guard, &RiskGuard::breached, this, [this](const News& news, AccountId of) {
        const auto shown = this->context().accounts.account();
        if (shown && shown->id == of)
            m_notice->say(news.sentence, Token::Danger, this->context().clock.monotonicNanos());
    });
    showPart(RiskPart::Margin);
    themeChanged();
}

/// A field that loses the focus by this still has something to say.
RiskPane::~RiskPane() {
    for (RiskPage* page : m_pages) disconnect(page, nullptr, this, nullptr);
}

void RiskPane::createHead() {
    m_health->setObjectName(QStringLiteral("riskHealth"));
    m_health->setToolTip(tr("The lowest health of the account's pools: 100 less the margin ratio in percent, rounded "
                            "against you."));
    m_equity = m_figures->add(QStringLiteral("riskEquity"), tr("Equity"),
                              tr("Deposits and all profit and loss of all pools, unweighted. USDC."), true);
    m_day = m_figures->add(QStringLiteral("riskDay"), tr("Today"),
                           tr("Profit and loss since 00:00 UTC of the market's day, transfers taken out. USDC."), true);
    m_ratio = m_figures->add(QStringLiteral("riskRatio"), tr("Margin ratio"),
                             tr("The highest of all pools: maintenance MR ÷ TC. 100 % is liquidation; – without "
                                "collateral."));
    m_free = m_figures->add(QStringLiteral("riskFree"), tr("Free"),
                            tr("Free collateral of the cross pool, for new positions. USDC."));
    m_leverage = m_figures->add(QStringLiteral("riskLeverage"), tr("Leverage"),
                                tr("Of the cross pool: sum of |position × mark| ÷ equity, rounded up."));
    m_lock->setObjectName(QStringLiteral("riskLock"));
    m_lock->setTextFormat(Qt::PlainText);
    m_lock->setWordWrap(true);
    m_lock->setContentsMargins(6, 0, 6, 0);
    m_lock->hide();
    m_parts->setAccessibleName(tr("Part of the risk dashboard"));
    connect(m_parts, &Segmented::chosen, this, [this](int part) { showPart(static_cast<RiskPart>(part)); });
}

void RiskPane::createPages() {
    m_pages = {new MarginPage(context(), m_stack),   new WhatIfPage(context(), m_stack),
               new StressPage(context(), m_stack),   new VarPage(context(), m_stack),
               new ExposurePage(context(), m_stack), new LimitsPage(context(), m_stack)};
    for (RiskPage* page : m_pages) {
        auto* scroll = new QScrollArea(m_stack);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidgetResizable(true);
        scroll->setFocusPolicy(Qt::NoFocus);
        scroll->setWidget(page);
        m_stack->addWidget(scroll);
        connect(page, &RiskPage::told, this, [this](const QString& sentence, Token token) {
            const QString before = std::exchange(m_told, sentence);
            if (!sentence.isEmpty()) return m_notice->say(sentence, token, context().clock.monotonicNanos());
            if (m_notice->text() == before) m_notice->clear();
        });
    }
}

RiskPart RiskPane::part() const { return static_cast<RiskPart>(m_stack->currentIndex()); }

void RiskPane::showPart(RiskPart part) {
    m_parts->setCurrent(static_cast<int>(part));
    m_stack->setCurrentIndex(static_cast<int>(part));
    m_dirty = true;
    m_readAt = 0;
}

void RiskPane::themeChanged() {
    m_health->setFixedHeight(theme().rowHeight());
    m_lock->setFont(theme().font(FontRole::Strong));
    m_lock->setStyleSheet(QStringLiteral("color: %1;").arg(theme().color(Token::Danger).name()));
    m_dirty = true;
}

void RiskPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    const std::int64_t since = frame.nanos - m_readAt;
    if (m_readAt == 0 || (m_dirty && since >= kReadEvery) || since >= kReadAtLeastEvery) {
        m_dirty = false;
        m_readAt = frame.nanos;
        read(frame);
    }
    m_figures->fade(frame.nanos);
    m_pages[static_cast<std::size_t>(part())]->pass(frame.nanos);
    m_notice->pass(frame.nanos);
}

void RiskPane::read(const Frame& frame) {
    const auto account = context().accounts.account();
    if (!m_markets) m_markets = std::make_shared<const std::vector<MarketInfo>>(context().market.markets());
    RiskView view{nullptr, m_returns, m_guard, false, frame.nanos, frame.wall};
    if (account) {
        view.book = std::make_shared<const RiskBook>(account, m_markets);
        view.doubtful = context().isDoubtful(*account);
        m_returns.follow(*view.book, context().market.now());
    }
    if (account) {
        // What was said of another account is not true of this one.
        const auto before = std::exchange(m_account, account->id);
        if (before && before != account->id) m_notice->clear();
    }
    setSubtitle(account ? QString::fromStdString(account->name) : QString());
    showHead(view);
    showLock(view);
    m_pages[static_cast<std::size_t>(part())]->showRisk(view);
}

void RiskPane::showHead(const RiskView& view) {
    if (!view.book) {
        for (FigureView* figure : m_figures->figures()) figure->setValue(unknownText(), Token::Text3, view.nanos);
        return m_health->setHealth(-1, Token::Text3);
    }
    const AccountView& account = view.book->account();
    const auto token = [&](Token known) { return view.doubtful ? Token::Text3 : known; };
    const MarginStanding margin = standingOf(account);
    m_health->setHealth(margin.health, token(tokenOf(margin)));
    m_equity->setValue(text(account.totalEquity), token(Token::Text1), view.nanos);
    // The guard counts the day of the selected account.
    const bool watched = context().own == nullptr || context().own->showsSelected();
    const auto standing = watched ? m_guard.standing() : std::nullopt;
    const auto day = standing ? standing->state.equity.minus(standing->state.dayStart).value_or(Money()) : Money();
    m_day->setValue(standing ? signedText(day) : unknownText(), standing ? token(gain(day)) : Token::Text3, view.nanos);
    std::optional<std::int64_t> ratio = 0;
    for (const PoolView& pool : account.pools) {
        if (!ratio || !pool.marginRatioBps)
            ratio.reset();
        else
            ratio = std::max(*ratio, *pool.marginRatioBps);
    }
    m_ratio->setValue(ratioText(ratio), token(margin.call == MarginCall::None ? Token::Text1 : tokenOf(margin)),
                      view.nanos);
    m_free->setValue(heldText(account.freeCollateral), token(Token::Text1), view.nanos);
    m_leverage->setValue(leverageText(account.leverage), token(Token::Text1), view.nanos);
}

void RiskPane::showLock(const RiskView& view) {
    const portfolio::LockOut& lock = m_guard.lock();
    const bool locked = lock.lockedAt(view.wall);
    if (locked)
        m_lock->setText(tr("Opening is locked for %1: %2 reached. LIMITS says more.")
                            .arg(ageText(lock.remainingAt(view.wall)), word(lock.cause)));
    m_lock->setVisible(locked && part() != RiskPart::Limits);
}

PaneState RiskPane::state() const {
    PaneState state = Pane::state();
    state["part"] = kPartWords[m_stack->currentIndex()];
    return state;
}

void RiskPane::restore(const PaneState& state) {
    Pane::restore(state);
    if (const auto part = state.find("part"); part != state.end()) (void)applyWords({part->second});
}

std::optional<QString> RiskPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    const auto* found = std::ranges::find(kPartWords, ports::toUpper(words.front()));
    if (words.size() > 1 || found == std::end(kPartWords))
        return tr("RISK wants MARGIN, WHATIF, STRESS, VAR, EXPOSURE or LIMITS.");
    showPart(static_cast<RiskPart>(found - std::begin(kPartWords)));
    return std::nullopt;
}

} // namespace qd::ui
