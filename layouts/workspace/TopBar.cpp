#include "layouts/workspace/TopBar.h"

#include "layouts/workspace/CommandBar.h"
#include "widgets/base/Format.h"
#include "widgets/base/MarginStanding.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/SubAccounts.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>

#include <map>

namespace qd::workspace {
namespace {

QString span(const QColor& color, const QString& text) {
    return QStringLiteral("<span style='color:%1'>%2</span>").arg(color.name(), text.toHtmlEscaped());
}

} // namespace

TopBar::TopBar(ui::PaneContext& context, CommandBar* command) : m_context(context), m_command(command) {
    setObjectName(QStringLiteral("topBar"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 10, 0);
    row->setSpacing(8);
    m_menu = new ui::IconButton(QStringLiteral("menu"), tr("Menu"), this);
    connect(m_menu, &QToolButton::clicked, this, &TopBar::openMenu);
    m_brand = new QLabel(QStringLiteral("QuantDesk"), this);
    m_brand->setObjectName(QStringLiteral("brand"));
    m_tabs = new QHBoxLayout;
    m_tabs->setSpacing(2);
    m_group = new QButtonGroup(this);
    m_group->setExclusive(true);
    m_add = new ui::IconButton(QStringLiteral("plus"), tr("Save this arrangement as a layout"), this);
    connect(m_add, &QToolButton::clicked, this, &TopBar::saveLayoutWanted);
    makeNews();
    m_account = new QLabel(this);
    m_account->setObjectName(QStringLiteral("accountSummary"));
    m_account->setAccessibleName(tr("Account"));
    m_account->setTextFormat(Qt::RichText);
    row->addWidget(m_menu);
    row->addWidget(m_brand);
    row->addSpacing(8);
    row->addLayout(m_tabs);
    row->addWidget(m_add);
    row->addSpacing(8);
    command->setParent(this);
    row->addWidget(command, 1);
    row->addStretch(1);
    row->addWidget(m_news);
    row->addWidget(m_account);
    connect(&m_context.themes, &ui::ThemeHost::changed, this, &TopBar::applyTheme);
    m_changes = m_context.accounts.onChanged([this] { showAccount(); });
    applyTheme();
}

void TopBar::makeNews() {
    m_news = new QToolButton(this);
    m_news->setObjectName(QStringLiteral("unreadNews"));
    m_news->setToolTip(tr("News that were not read; opens alerts and news (AL)"));
    m_news->setFocusPolicy(Qt::TabFocus);
    m_news->setAutoRaise(true);
    connect(m_news, &QToolButton::clicked, this, [this] { emit m_command->entered(QStringLiteral("AL")); });
    connect(&m_context.news, &ui::NewsLog::unreadChanged, this, &TopBar::showNews);
}

void TopBar::applyTheme() {
    const ui::Theme& theme = m_context.theme();
    setFixedHeight(theme.scaled(32));
    m_brand->setFont(theme.font(ui::FontRole::Title));
    m_account->setFont(theme.font(ui::FontRole::Interface));
    m_command->setMaximumWidth(theme.scaled(420));
    m_command->setMinimumWidth(theme.scaled(160));
    for (ui::IconButton* button : {m_menu, m_add}) {
        button->setFixedSize(theme.scaled(24), theme.scaled(24));
        button->tint(theme.color(ui::Token::Text2));
    }
    m_news->setFont(theme.font(ui::FontRole::Interface));
    showNews();
    showAccount();
    update();
}

void TopBar::showNews() {
    const int count = m_context.news.unread();
    m_news->setVisible(count > 0);
    m_news->setText(tr("%1 new").arg(count));
    m_news->setAccessibleName(tr("%1 news not read").arg(count));
    const bool grave = m_context.news.unreadImportance() == ui::Importance::Grave;
    const QColor color = m_context.theme().color(grave ? ui::Token::Danger : ui::Token::Warn);
    m_news->setStyleSheet(QStringLiteral("color: %1;").arg(color.name()));
}

void TopBar::setLayouts(const QStringList& names, const QString& current) {
    for (QAbstractButton* button : m_group->buttons()) button->deleteLater();
    for (const QString& name : names) {
        auto* tab = new QToolButton(this);
        tab->setText(name);
        tab->setObjectName(QStringLiteral("layout-") + name);
        tab->setAccessibleName(tr("Layout %1").arg(name));
        tab->setProperty("segment", true);
        tab->setCheckable(true);
        tab->setChecked(name == current);
        tab->setFocusPolicy(Qt::TabFocus);
        connect(tab, &QToolButton::clicked, this, [this, name] { emit layoutChosen(name); });
        m_group->addButton(tab);
        m_tabs->addWidget(tab);
    }
}

/// The owner's other accounts that have a margin call: they are not looked at, but are meant to be seen.
QString TopBar::othersInDanger(const AccountView& account) const {
    QString shown;
    for (const SubAccountView& other : account.subAccounts) {
        const ui::MarginStanding standing{other.health, other.call, other.beingLiquidated, kCrossPool};
        if (other.id == account.id || other.closed || ui::tokenOf(standing) == ui::Token::Up) continue;
        shown += QStringLiteral("&nbsp;&nbsp;&nbsp;") + span(m_context.theme().color(ui::tokenOf(standing)),
                                                             tr("%1: %2").arg(ui::accountName(other), word(standing)));
    }
    return shown;
}

void TopBar::showAccount() {
    const auto account = m_context.accounts.account();
    if (!account) return m_account->clear();
    const ui::Theme& theme = m_context.theme();
    const QColor label = theme.color(ui::Token::Text2);
    const QColor value = theme.color(ui::Token::Text1);
    const std::int64_t unrealised = account->unrealised.raw();
    const QColor result = theme.color(unrealised > 0   ? ui::Token::Up
                                      : unrealised < 0 ? ui::Token::Down
                                                       : ui::Token::Text1);
    const ui::MarginStanding standing = ui::standingOf(*account);
    const QColor health = theme.color(ui::tokenOf(standing));
    const auto part = [&](const QString& name, const QColor& color, const QString& text) {
        return span(label, name) + QStringLiteral("&nbsp;") + span(color, text);
    };
    const QString gap = QStringLiteral("&nbsp;&nbsp;&nbsp;");
    m_account->setText(
        part(tr("Equity"), value, ui::text(account->totalEquity)) + QStringLiteral("&nbsp;") +
        span(label, QStringLiteral("USDC")) + gap + part(tr("Open P&L"), result, ui::signedText(account->unrealised)) +
        gap + part(tr("Free"), value, ui::heldText(account->freeCollateral, 0)) + gap +
        part(tr("Health"), health, (QString::number(standing.health) + QLatin1Char(' ') + word(standing)).trimmed()) +
        othersInDanger(*account));
}

void TopBar::openMenu() {
    QMenu* menu = ui::popupMenu(this);
    std::map<std::string, QMenu*> groups;
    for (const ports::Action* action : m_context.actions.all()) {
        QMenu*& group = groups[action->group];
        if (group == nullptr) group = menu->addMenu(QString::fromStdString(action->group));
        const QString text = QString::fromStdString(action->name) + QLatin1Char('\t') +
                             QString::fromStdString(m_context.actions.keyOf(*action));
        QAction* entry = group->addAction(text);
        entry->setToolTip(QString::fromStdString(action->summary));
        group->setToolTipsVisible(true);
        // What has words to say, and what sends orders, is begun in the command bar; the rest runs.
        connect(entry, &QAction::triggered, this,
                [this, name = QString::fromStdString(action->name), runs = ports::runsByClick(*action)] {
                    if (runs)
                        emit m_command->entered(name);
                    else
                        m_command->begin(name + QLatin1Char(' '));
                });
    }
    menu->popup(m_menu->mapToGlobal(m_menu->rect().bottomLeft()));
}

void TopBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_context.theme().color(ui::Token::Bg1));
    painter.fillRect(0, height() - 1, width(), 1, m_context.theme().color(ui::Token::Line));
}

} // namespace qd::workspace
