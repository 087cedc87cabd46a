#include "layouts/workspace/Walkthrough.h"

#include "layouts/workspace/Workspace.h"
#include "widgets/base/Theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd::workspace {

Walkthrough::Walkthrough(ui::PaneContext& context, Workspace& workspace) : m_context(context), m_workspace(workspace) {
    ports::Action tour;
    tour.name = "TOUR";
    tour.group = tr("Workspace").toStdString();
    tour.summary = tr("Shows a new user round").toStdString();
    tour.usage = "TOUR";
    tour.run = [this](const ports::ActionWords&, const ports::ActionDone& done) {
        begin();
        done(std::string());
    };
    m_action = m_context.actions.add(std::move(tour));
}

Walkthrough::~Walkthrough() { end(); }

std::vector<Walkthrough::Step> Walkthrough::steps() const {
    const bool replay = m_context.venue.playback().mode == VenueMode::Replay;
    return {
        {tr("Paper money, real engine"),
         replay
             ? tr("What is marked REPLAY is a recorded market, and your orders are filled on paper. Your account holds "
                  "100 000 USDC of paper money; ACCT RESET begins anew.")
             : tr("What is marked SIMULATED comes from agents that trade in the exchange inside this program. Your "
                  "account "
                  "holds 100 000 USDC of paper money; ACCT RESET begins anew."),
         nullptr},
        {tr("Commands"),
         tr("Ctrl+K or the back-tick key opens the command bar. Try CHART SOL-PERP 5m, or ORDER BUY 1 SOL-PERP. Tab "
            "completes, HELP (F1) explains, S lists every key."),
         nullptr},
        {tr("The ticket"),
         tr("Before the click it shows what an order will do: fee, margin before and after, liquidation price and the "
            "fill to expect. The button says exactly what it sends."),
         "ORDER"},
        {tr("One click in the ladder"),
         tr("Clicks in the ladder and order keys send nothing until you arm them with the lock in the status bar. It "
            "is off at every start. Drag your order to move it."),
         "ORDERBOOK"},
        {tr("Your windows"),
         tr("Drag a pane by its header, to another window too. WINDOW NEW opens a window, LAYOUT SAVE name keeps the "
            "arrangement. Everything is where you left it when you come back."),
         nullptr},
    };
}

void Walkthrough::begin() {
    end();
    m_window = m_workspace.activeWindow();
    if (!m_window) return;
    buildCard(m_window);
    show(0);
}

void Walkthrough::buildCard(WorkspaceWindow* window) {
    m_card = new QFrame(window);
    m_card->setObjectName(QStringLiteral("walkthrough"));
    m_card->setAccessibleName(tr("Walkthrough"));
    m_card->setFrameShape(QFrame::Box);
    auto* column = new QVBoxLayout(m_card);
    column->setContentsMargins(16, 12, 16, 12);
    m_title = new QLabel(m_card);
    m_text = new QLabel(m_card);
    m_text->setWordWrap(true);
    auto* row = new QHBoxLayout;
    m_count = new QLabel(m_card);
    m_count->setProperty("hint", true);
    auto* skip = new QPushButton(tr("Skip"), m_card);
    m_back = new QPushButton(tr("Back"), m_card);
    m_next = new QPushButton(m_card);
    skip->setObjectName(QStringLiteral("walkthroughSkip"));
    m_back->setObjectName(QStringLiteral("walkthroughBack"));
    m_next->setObjectName(QStringLiteral("walkthroughNext"));
    m_next->setDefault(true);
    row->addWidget(m_count);
    row->addStretch(1);
    for (QPushButton* button : {skip, m_back, m_next}) row->addWidget(button);
    column->addWidget(m_title);
    column->addWidget(m_text, 1);
    column->addLayout(row);
    connect(skip, &QPushButton::clicked, this, &Walkthrough::end);
    connect(m_back, &QPushButton::clicked, this, [this] { show(m_step - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { show(m_step + 1); });
    m_card->installEventFilter(this);
    window->installEventFilter(this);
    connect(&m_context.themes, &ui::ThemeHost::changed, m_card, [this] {
        applyTheme();
        placeCard();
    });
    applyTheme();
    m_card->show();
    m_next->setFocus();
}

void Walkthrough::applyTheme() {
    const ui::Theme& theme = m_context.theme();
    m_card->setStyleSheet(QStringLiteral("QFrame#walkthrough { background: %1; border: 1px solid %2; }")
                              .arg(theme.color(ui::Token::Bg2).name(), theme.color(ui::Token::Accent).name()));
    m_title->setFont(theme.font(ui::FontRole::Large));
    m_text->setFont(theme.font(ui::FontRole::Interface));
}

void Walkthrough::show(int step) {
    const auto all = steps();
    if (m_card == nullptr || step >= static_cast<int>(all.size())) return end();
    m_step = std::max(step, 0);
    const Step& now = all[static_cast<std::size_t>(m_step)];
    m_title->setText(now.title);
    m_text->setText(now.text);
    m_count->setText(tr("%1 of %2").arg(m_step + 1).arg(all.size()));
    m_back->setEnabled(m_step > 0);
    m_next->setText(m_step + 1 == static_cast<int>(all.size()) ? tr("Done") : tr("Next"));
    const PaneDock* dock = now.pane != nullptr ? m_workspace.find(now.pane) : nullptr;
    const bool here = dock != nullptr && dock->window() == m_window && dock->isVisible();
    m_window->showDropPreview(here ? dock->geometry() : QRect());
    placeCard();
}

void Walkthrough::placeCard() {
    const ui::Theme& theme = m_context.theme();
    const QSize size = QSize(theme.scaled(420), theme.scaled(170)).boundedTo(m_window->size());
    m_card->setGeometry(QRect(
        QPoint((m_window->width() - size.width()) / 2, m_window->height() - size.height() - theme.scaled(48)), size));
    m_card->raise();
}

bool Walkthrough::eventFilter(QObject* watched, QEvent* event) {
    // By kind of event first: others come while window or card are being destroyed, when nothing may ask what they are.
    if (event->type() == QEvent::Resize && watched == m_window) placeCard();
    if (event->type() == QEvent::KeyPress && watched == m_card &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        end();
        return true;
    }
    return false;
}

void Walkthrough::end() {
    if (m_card == nullptr) return;
    m_card->hide();
    m_card->deleteLater();
    m_card = nullptr;
    if (!m_window) return;
    m_window->removeEventFilter(this);
    m_window->showDropPreview({});
}

} // namespace qd::workspace
