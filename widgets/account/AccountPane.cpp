#include "widgets/account/AccountPane.h"

#include "widgets/account/CollateralSection.h"
#include "widgets/account/DelegatesSection.h"
#include "widgets/account/InsuranceSection.h"
#include "widgets/account/MarginSection.h"
#include "widgets/account/ReferralSection.h"
#include "widgets/account/SubAccountsSection.h"
#include "widgets/base/Format.h"
#include "widgets/base/MarginStanding.h"
#include "widgets/base/Words.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr std::int64_t kReadEvery = 100 * kNanosPerMilli;
constexpr int kMostColumns = 4;
constexpr std::int64_t kAgeEvery = kNanosPerSecond; ///< time alone changes a cooldown, an expiry, a silent feed
const QString kWidest = QStringLiteral("+104 238 170.00");

QLabel* makeLabel(const QString& name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void paintLabel(QLabel* label, const QColor& color) {
    label->setStyleSheet(QStringLiteral("color: %1;").arg(color.name()));
}

} // namespace

/// Measures what it costs to paint the figures.
class AccountPane::Content final : public QWidget {
  public:
    Content(AccountPane& pane, QWidget* parent) : QWidget(parent), m_pane(pane) {}

  protected:
    void paintEvent(QPaintEvent* event) override {
        const PaintScope scope(m_pane, 0);
        QWidget::paintEvent(event);
    }

  private:
    AccountPane& m_pane;
};

AccountPane::AccountPane(PaneContext& context)
    : Pane(context, QStringLiteral("ACCT"), tr("Account"), false)
    , m_figures(accountFigures())
    , m_scroll(new QScrollArea)
    , m_content(new Content(*this, m_scroll))
    , m_grid(new QGridLayout)
    , m_head(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_name(makeLabel(QStringLiteral("accountName"), m_content))
    , m_mode(makeLabel(QStringLiteral("accountMode"), m_content))
    , m_health(new HealthBar(context.themes, m_content))
    , m_warning(makeLabel(QStringLiteral("accountWarning"), m_content))
    , m_notice(new NoticeLine(context.themes, QStringLiteral("accountNotice")))
    , m_tabs(new QTabBar)
    , m_stack(new QStackedWidget) {
    createResetButton();
    createContent();
    m_scroll->setObjectName(QStringLiteral("accountScroll"));
    m_scroll->setAccessibleName(tr("Account"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_content);
    m_scroll->viewport()->installEventFilter(this);
    auto* body = new QWidget(this);
    auto* rows = new QVBoxLayout(body);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_tabs);
    rows->addWidget(m_stack, 1);
    rows->addWidget(m_notice);
    setBody(body);
    createSections();
    body->setFocusProxy(m_scroll);
    m_changes = context.accounts.onChanged([this] { m_dirty = true; });
    m_venueChanges = context.venue.onChanged([this] { m_dirty = true; });
    themeChanged();
}

void AccountPane::createResetButton() {
    auto* button = new QToolButton(this);
    button->setText(tr("Reset account"));
    button->setObjectName(QStringLiteral("accountReset"));
    button->setAccessibleName(button->text());
    button->setToolTip(tr("Begins a new account with its first deposit; asks first"));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, this, &AccountPane::askReset);
    controls()->addWidget(button);
}

void AccountPane::createSections() {
    m_tabs->setObjectName(QStringLiteral("accountTabs"));
    m_tabs->setAccessibleName(tr("Parts of the account"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->addTab(tr("Overview"));
    m_stack->addWidget(m_scroll);
    m_sections = {new SubAccountsSection(context(), m_requests), new CollateralSection(context(), m_requests),
                  new MarginSection(context(), m_requests),      new DelegatesSection(context(), m_requests),
                  new InsuranceSection(context(), m_requests),   new ReferralSection(context(), m_requests)};
    for (AccountSection* section : m_sections) {
        m_tabs->addTab(section->accessibleName());
        auto* area = new QScrollArea; // where the pane is lower than the forms
        area->setFrameShape(QFrame::NoFrame);
        area->setWidgetResizable(true);
        area->setWidget(section);
        m_stack->addWidget(area);
        connect(section, &AccountSection::objected, this, [this](const QString& sentence) {
            m_notice->say(sentence, Token::Warn, context().clock.monotonicNanos());
        });
    }
    connect(&m_requests, &ControlRequests::said, this, [this](const QString& sentence, Token token) {
        m_notice->say(sentence, token, context().clock.monotonicNanos());
        m_dirty = true;
    });
    connect(m_tabs, &QTabBar::currentChanged, this, &AccountPane::chooseTab);
}

void AccountPane::chooseTab(int tab) {
    m_stack->setCurrentIndex(tab);
    readSection(context().clock.monotonicNanos());
}

int AccountPane::tabNamed(const std::string& name) const {
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (ports::toUpper(m_tabs->tabText(i).toStdString()) == ports::toUpper(name)) return i;
    }
    return -1;
}

void AccountPane::readSection(std::int64_t now) {
    const int tab = m_stack->currentIndex();
    if (tab <= 0) return;
    const auto account = context().accounts.account();
    AccountSection& section = *m_sections[static_cast<std::size_t>(tab - 1)];
    section.show(account.get(), now);
    section.setDoubtful(account && context().isDoubtful(*account));
}

void AccountPane::createContent() {
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 4, 0, 4);
    column->setSpacing(2);
    auto* who = new QHBoxLayout;
    who->setContentsMargins(6, 0, 0, 0);
    who->setSpacing(12);
    who->addWidget(m_name);
    who->addWidget(m_mode);
    who->addStretch(1);
    m_head->setSpacing(2);
    m_head->addLayout(who);
    m_head->addWidget(m_health, 1);
    m_mode->setToolTip(
        tr("SIMULATED: the market is made by a simulator. PAPER: fills are on paper, against a recording."));
    m_warning->setWordWrap(true);
    m_warning->setContentsMargins(6, 0, 6, 0);
    m_warning->hide();
    m_question = createQuestion();
    createFigures();
    for (QWidget* widget : {m_question, static_cast<QWidget*>(m_warning)}) column->addWidget(widget);
    column->addLayout(m_head);
    column->addLayout(m_grid);
    column->addStretch(1);
}

void AccountPane::createFigures() {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(0);
    for (const AccountFigure& figure : m_figures) {
        auto* view =
            new FigureView(context().themes, context().settings, figure.name, figure.label, figure.tip, m_content);
        view->setStrong(figure.strong);
        m_views.push_back(view);
    }
}

QWidget* AccountPane::createQuestion() {
    auto* row = new QWidget(m_content);
    row->setObjectName(QStringLiteral("accountQuestion"));
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(6, 0, 6, 2);
    line->setSpacing(6);
    auto* sentence = makeLabel(QStringLiteral("accountQuestionText"), row);
    sentence->setText(
        tr("Begin a new account? Its orders are cancelled, its positions stay behind; the history is kept."));
    sentence->setWordWrap(true);
    line->addWidget(sentence, 1);
    m_keep = new QPushButton(tr("Keep this account"), row);
    m_keep->setObjectName(QStringLiteral("accountKeep"));
    auto* begin = new QPushButton(tr("Reset"), row);
    begin->setObjectName(QStringLiteral("accountResetConfirmed"));
    for (QPushButton* button : {m_keep, begin}) {
        button->setAccessibleName(button->text());
        button->setAutoDefault(true); // Enter presses the one that has the focus; it begins on the safe one
        line->addWidget(button);
        button->installEventFilter(this);
    }
    connect(m_keep, &QPushButton::clicked, this, [this] { m_question->hide(); });
    connect(begin, &QPushButton::clicked, this, &AccountPane::reset);
    row->hide();
    return row;
}

void AccountPane::askReset() {
    m_tabs->setCurrentIndex(0);
    m_question->show();
    m_scroll->verticalScrollBar()->setValue(0);
    m_keep->setFocus();
}

void AccountPane::reset() {
    m_question->hide();
    m_resetting = true;
    m_notice->say(tr("A new account was asked for."), Token::Text2, context().clock.monotonicNanos());
    context().venue.resetAccount();
}

bool AccountPane::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize) arrange(m_scroll->viewport()->width());
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape &&
        !m_question->isHidden()) {
        m_question->hide();
        return true;
    }
    return Pane::eventFilter(watched, event);
}

void AccountPane::arrange(int width) {
    int widest = 1;
    for (const FigureView* view : m_views) widest = std::max(widest, view->widthFor(kWidest));
    const int columns =
        std::clamp((width + m_grid->horizontalSpacing()) / (widest + m_grid->horizontalSpacing()), 1, kMostColumns);
    if (columns == m_columns) return;
    m_columns = columns;
    m_head->setDirection(columns == 1 ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    // Money and margin are the two halves of the figures; an even number of columns keeps them apart.
    const int count = static_cast<int>(m_views.size());
    const int parts = columns % 2 == 0 ? 2 : 1;
    const int share = count / parts;
    const int wide = columns / parts;
    const int rows = (share + wide - 1) / wide;
    for (int i = 0; i < count; ++i)
        m_grid->addWidget(m_views[static_cast<std::size_t>(i)], i % share % rows, i / share * wide + i % share / rows);
    for (int c = 0; c < kMostColumns; ++c) m_grid->setColumnStretch(c, c < columns ? 1 : 0);
}

void AccountPane::themeChanged() {
    const Theme& look = theme();
    for (FigureView* view : m_views) view->setFixedHeight(look.rowHeight());
    m_health->setFixedHeight(look.rowHeight());
    m_name->setFont(look.font(FontRole::Strong));
    m_mode->setFont(look.font(FontRole::Interface));
    m_warning->setFont(look.font(FontRole::Strong));
    paintLabel(m_name, look.color(Token::Text1));
    paintLabel(m_mode, look.color(Token::Sim));
    paintLabel(m_warning, look.color(Token::Danger));
    m_columns = 0;
    arrange(m_scroll->viewport()->width());
    m_dirty = true;
}

void AccountPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    const bool aged = frame.nanos - m_readAt >= kAgeEvery;
    if ((m_dirty || aged) && (m_readAt == 0 || frame.nanos - m_readAt >= kReadEvery)) {
        m_dirty = false;
        m_readAt = frame.nanos;
        read(frame);
        readSection(frame.nanos);
    }
    if (m_fading) {
        m_fading = false;
        for (AccountSection* section : m_sections) m_fading = section->fade(frame.nanos) || m_fading;
        for (FigureView* view : m_views) m_fading = view->fade(frame.nanos) || m_fading;
    }
    m_notice->pass(frame.nanos);
}

void AccountPane::read(const Frame& frame) {
    const auto account = context().accounts.account();
    m_mode->setText(standing());
    m_fading = true;
    if (!account) return showUnknown(frame.nanos);
    if (m_resetting && m_account && account->id != *m_account) {
        m_resetting = false;
        m_notice->say(tr("A new account has begun."), Token::Up, frame.nanos);
    }
    m_account = account->id;
    showAccount(*account, frame.nanos);
}

/// The mark beside every number of the venue, and what the money is.
QString AccountPane::standing() const {
    const bool simulated = context().market.mode() == VenueMode::Simulated;
    return (simulated ? word(VenueMode::Simulated) : tr("PAPER")) + tr(" · no real money");
}

void AccountPane::showAccount(const AccountView& account, std::int64_t now) {
    setSubtitle(QString::fromStdString(account.name));
    m_name->setText(tr("Account %1").arg(account.subAccount));
    const bool doubtful = context().isDoubtful(account);
    const bool estimated = std::ranges::any_of(
        account.positions, [](const PositionView& p) { return p.markEstimated && !p.position.base.isZero(); });
    for (std::size_t i = 0; i < m_views.size(); ++i) {
        const AccountFigure& figure = m_figures[i];
        const Token token = figure.token ? figure.token(account) : Token::Text1;
        m_views[i]->setValue(figure.text(account), doubtful ? Token::Text3 : token, now);
        const QString tip =
            estimated ? figure.tip + tr(" Some marks are estimated from bid, ask and last trade.") : figure.tip;
        if (m_views[i]->toolTip() != tip) m_views[i]->setToolTip(tip);
    }
    const MarginStanding standing = standingOf(account);
    m_health->setHealth(standing.health, doubtful ? Token::Text3 : tokenOf(standing));
    showWarning(&account);
    if (context().standsStill())
        m_mode->setText(tr("The venue stands still · as of %1 UTC").arg(clockText(account.ts)));
}

void AccountPane::showUnknown(std::int64_t now) {
    setSubtitle({});
    m_name->setText(tr("There is no account yet; it comes when the venue has started."));
    for (FigureView* view : m_views) view->setValue(unknownText(), Token::Text3, now);
    m_health->setHealth(-1, Token::Text3);
    showWarning(nullptr);
}

void AccountPane::showWarning(const AccountView* account) {
    const bool warned = account != nullptr && account->mayOnlyReduce;
    if (warned)
        m_warning->setText(tr("The account is below its maintenance margin: %1 USDC are required. New orders may only "
                              "reduce positions.")
                               .arg(requiredText(account->maintenanceMargin)));
    m_warning->setAccessibleName(warned ? m_warning->text() : QString());
    m_warning->setVisible(warned);
}

void AccountPane::copyFigures() {
    QStringList lines;
    for (std::size_t i = 0; i < m_views.size(); ++i)
        lines << m_figures[i].label + QLatin1Char('\t') + plainText(m_views[i]->text());
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + QLatin1Char('\n'));
}

void AccountPane::addMenuEntries(QMenu& menu) {
    menu.addAction(tr("Copy the figures"), this, &AccountPane::copyFigures);
    menu.addAction(tr("Reset account …"), this, &AccountPane::askReset);
}

PaneState AccountPane::state() const {
    PaneState state = Pane::state();
    if (m_tabs->currentIndex() > 0) state["tab"] = m_tabs->tabText(m_tabs->currentIndex()).toStdString();
    return state;
}

void AccountPane::restore(const PaneState& state) {
    Pane::restore(state);
    const auto tab = state.find("tab");
    m_tabs->setCurrentIndex(tab == state.end() ? 0 : std::max(0, tabNamed(tab->second)));
}

std::optional<QString> AccountPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    const int tab = words.size() == 1 ? tabNamed(words.front()) : -1;
    if (tab >= 0) {
        m_tabs->setCurrentIndex(tab);
        return std::nullopt;
    }
    if (words.size() > 1 || ports::toUpper(words.front()) != "RESET")
        return tr("ACCT wants the name of one of its tabs, RESET, or nothing.");
    reset();
    return std::nullopt;
}

} // namespace qd::ui
