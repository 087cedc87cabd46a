#include "widgets/base/PaneHeader.h"

#include "widgets/base/Pane.h"
#include "widgets/base/PaneAccount.h"
#include "widgets/base/SubAccounts.h"
#include "widgets/base/Words.h"

#include <QEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QSvgRenderer>

namespace qd::ui {
namespace {

constexpr int kIconSize = 16;

QPixmap iconPixmap(const QString& name, const QColor& color, qreal ratio) {
    QPixmap pixmap(QSize(kIconSize, kIconSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(QStringLiteral(":/icons/%1.svg").arg(name));
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(0, 0, kIconSize, kIconSize));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(QRect(0, 0, kIconSize, kIconSize), color);
    return pixmap;
}

QColor statusColor(const Theme& theme, DataStatus status) {
    switch (status) {
    case DataStatus::Live: return theme.color(Token::Up);
    case DataStatus::Estimated:
    case DataStatus::Gap: return theme.color(Token::Warn);
    default: return theme.color(Token::Text3);
    }
}

QLabel* accountChip(QWidget* parent) {
    auto* chip = new QLabel(parent);
    chip->setObjectName(QStringLiteral("paneAccount"));
    chip->setTextFormat(Qt::PlainText);
    chip->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    return chip;
}

} // namespace

QIcon tintedIcon(const QString& name, const QColor& color, qreal devicePixelRatio) {
    return QIcon(iconPixmap(name, color, devicePixelRatio));
}

QMenu* popupMenu(QWidget* parent) {
    auto* menu = new QMenu(parent);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    return menu;
}

QToolButton* menuButton(QWidget* parent, const QString& name, const QString& help, std::function<void(QMenu&)> fill) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setAccessibleName(help);
    button->setToolTip(help);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    QObject::connect(button, &QToolButton::clicked, button, [button, fill = std::move(fill)] {
        QMenu* menu = popupMenu(button);
        fill(*menu);
        menu->popup(button->mapToGlobal(button->rect().bottomLeft()));
    });
    return button;
}

QColor groupColor(const Theme& theme, char group) {
    switch (group) {
    case 'A': return theme.color(Token::Accent);
    case 'B': return theme.color(Token::Sim);
    case 'C': return theme.color(Token::Warn);
    case 'D': return theme.color(Token::Up);
    case 'E': return theme.color(Token::Down);
    case 'F': return theme.color(Token::UpBlind);
    case 'G': return theme.color(Token::DownBlind);
    case 'H': return theme.blended(Token::Accent, 50, Token::Up);
    case 'I': return theme.blended(Token::Sim, 50, Token::Down);
    case 'J': return theme.color(Token::Text2);
    default: return theme.color(Token::Line);
    }
}

IconButton::IconButton(const QString& icon, const QString& name, QWidget* parent) : QToolButton(parent), m_icon(icon) {
    setObjectName(QStringLiteral("icon-") + icon);
    setAccessibleName(name);
    setToolTip(name);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setIconSize(QSize(kIconSize, kIconSize));
}

void IconButton::setIconName(const QString& icon) {
    m_icon = icon;
    tint(m_color);
}

void IconButton::tint(const QColor& color) {
    m_color = color;
    m_ratio = devicePixelRatioF();
    setIcon(tintedIcon(m_icon, color, m_ratio));
}

void IconButton::paintEvent(QPaintEvent* event) {
    if (m_ratio != devicePixelRatioF()) tint(m_color); // it has come to another screen
    QToolButton::paintEvent(event);
}

/// A dot in the group's colour; a triangle that points out of a pane that only leads, a ring for one that only follows.
class PaneHeader::LinkButton final : public QToolButton {
  public:
    LinkButton(const Pane& pane, QWidget* parent) : QToolButton(parent), m_pane(pane) {
        setObjectName(QStringLiteral("paneLink"));
        setAccessibleName(PaneHeader::tr("Link group of this pane"));
        setAutoRaise(true);
        setFocusPolicy(Qt::TabFocus);
    }

  protected:
    void paintEvent(QPaintEvent* event) override {
        QToolButton::paintEvent(event);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor color = groupColor(m_pane.context().theme(), m_pane.group());
        const QRectF at(width() / 2 - 4, height() / 2 - 4, 8, 8);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        switch (m_pane.role()) {
        case LinkRole::Both: painter.drawEllipse(at); break;
        case LinkRole::Source:
            painter.drawPolygon(QPolygonF({at.topLeft(), {at.right() + 1, at.center().y()}, at.bottomLeft()}));
            break;
        case LinkRole::Destination:
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(color, 2));
            painter.drawEllipse(at.adjusted(1, 1, -1, -1));
            break;
        }
    }

  private:
    const Pane& m_pane;
};

PaneHeader::PaneHeader(Pane& pane) : QWidget(&pane), m_pane(pane) {
    setObjectName(QStringLiteral("paneHeader"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2, 0, 2, 0);
    row->setSpacing(6);
    m_link = new LinkButton(pane, this);
    connect(m_link, &QToolButton::clicked, this,
            [this] { chooseGroup(m_link->mapToGlobal(m_link->rect().bottomLeft())); });
    m_title = new QLabel(pane.mnemonic(), this);
    m_title->setObjectName(QStringLiteral("paneTitle"));
    m_symbol = new QToolButton(this);
    m_symbol->setObjectName(QStringLiteral("paneSymbol"));
    m_symbol->setAccessibleName(tr("Market of this pane"));
    m_symbol->setAutoRaise(true);
    m_symbol->setFocusPolicy(Qt::TabFocus);
    connect(m_symbol, &QToolButton::clicked, this,
            [this] { chooseMarket(m_symbol->mapToGlobal(m_symbol->rect().bottomLeft())); });
    m_account = accountChip(this);
    m_controls = new QHBoxLayout;
    m_controls->setContentsMargins(0, 0, 0, 0);
    m_controls->setSpacing(2);
    m_menu = new IconButton(QStringLiteral("more"), tr("Pane menu"), this);
    connect(m_menu, &QToolButton::clicked, this,
            [this] { m_pane.openMenu(m_menu->mapToGlobal(m_menu->rect().bottomLeft())); });
    m_close = new IconButton(QStringLiteral("close"), tr("Close pane"), this);
    connect(m_close, &QToolButton::clicked, &m_pane, &Pane::closeRequested);
    for (IconButton* button : {m_menu, m_close}) button->installEventFilter(this);
    row->addWidget(m_link);
    row->addWidget(m_title);
    row->addWidget(m_symbol);
    row->addSpacing(6); // of the market's dot
    row->addWidget(m_account, 0, Qt::AlignVCenter);
    row->addStretch(1);
    row->addLayout(m_controls);
    row->addWidget(m_menu);
    row->addWidget(m_close);
    refresh();
}

void PaneHeader::refresh() {
    const Theme& theme = m_pane.context().theme();
    setFixedHeight(theme.headerHeight());
    m_title->setFont(theme.font(FontRole::Interface));
    m_symbol->setFont(theme.font(FontRole::Strong));
    if (m_pane.showsMarket()) {
        const MarketInfo* info = m_pane.market() ? m_pane.context().info(*m_pane.market()) : nullptr;
        m_symbol->setText(info != nullptr ? QString::fromStdString(info->params.symbol) : tr("choose a market"));
    }
    m_symbol->setVisible(!m_symbol->text().isEmpty());
    m_link->setFixedSize(18, theme.scaled(22));
    showAccount();
    m_link->setEnabled(m_pane.linksMarket() || m_pane.canLinkAccount());
    m_link->update();
    for (IconButton* button : {m_menu, m_close}) button->setFixedSize(theme.scaled(22), theme.scaled(22));
    tintButtons();
    update();
}

/// A chip in the colour of the group: whoever trades here must see whose account it is.
void PaneHeader::showAccount() {
    const PaneAccount* own = m_pane.context().own;
    m_account->setVisible(own != nullptr && own->isLinked());
    if (own == nullptr || !own->isLinked()) return m_account->clear();
    const Theme& theme = m_pane.context().theme();
    const QColor ground = own->why().isEmpty() ? groupColor(theme, m_pane.group()) : theme.color(Token::Danger);
    m_account->setStyleSheet(QStringLiteral("color: %1; background: %2; border-radius: %3px; padding: 0 %4px;")
                                 .arg(theme.color(Token::OnFill).name(), ground.name())
                                 .arg(theme.scaled(3))
                                 .arg(theme.scaled(5)));
    m_account->setFont(theme.font(FontRole::Strong));
    m_account->setText(own->name());
    const QString about = own->why().isEmpty() ? tr("This pane shows and trades %1").arg(own->name()) : own->why();
    m_account->setToolTip(about);
    m_account->setAccessibleName(about);
}

void PaneHeader::setSubtitle(const QString& text) {
    if (m_symbol->text() == text) return;
    m_symbol->setText(text);
    m_symbol->setEnabled(m_pane.showsMarket());
    m_symbol->setVisible(!text.isEmpty());
}

void PaneHeader::setStatus(DataStatus status) {
    if (m_status == status) return;
    m_status = status;
    m_symbol->setToolTip(tr("Data: %1").arg(word(status)));
    update();
}

void PaneHeader::paintEvent(QPaintEvent*) {
    const Theme& theme = m_pane.context().theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Bg2));
    painter.fillRect(0, height() - 1, width(), 1, theme.color(Token::Line));
    if (m_pane.showsMarket() && m_pane.market()) {
        const QPoint at(m_symbol->geometry().right() + 6, height() / 2);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(statusColor(theme, m_status));
        painter.drawEllipse(QRectF(at.x() - 2.5, at.y() - 2.5, 5, 5));
    }
}

void PaneHeader::tintButtons() {
    for (IconButton* button : {m_menu, m_close}) {
        const bool seen = underMouse() || button->hasFocus();
        button->tint(seen ? m_pane.context().theme().color(Token::Text2) : QColor(Qt::transparent));
    }
}

bool PaneHeader::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) tintButtons();
    return QWidget::eventFilter(watched, event);
}

void PaneHeader::contextMenuEvent(QContextMenuEvent* event) { m_pane.openMenu(event->globalPos()); }

void PaneHeader::enterEvent(QEnterEvent*) { tintButtons(); }
void PaneHeader::leaveEvent(QEvent*) { tintButtons(); }

void PaneHeader::chooseGroup(const QPoint& global) {
    QMenu* menu = popupMenu(this);
    menu->addAction(tr("Not linked"), this, [this] { m_pane.setGroup(kNoGroup); });
    for (LinkGroup group = kFirstGroup; group <= kLastGroup; ++group) {
        QPixmap dot(12, 12);
        dot.fill(groupColor(m_pane.context().theme(), group));
        menu->addAction(QIcon(dot), tr("Group %1").arg(QLatin1Char(group)), this,
                        [this, group] { m_pane.setGroup(group); });
    }
    if (m_pane.showsMarket()) {
        menu->addSeparator();
        const std::pair<LinkRole, QString> roles[]{{LinkRole::Both, tr("Leads and follows")},
                                                   {LinkRole::Source, tr("Only leads")},
                                                   {LinkRole::Destination, tr("Only follows")}};
        for (const auto& [role, title] : roles) {
            QAction* action = menu->addAction(title, this, [this, role] { m_pane.setRole(role); });
            action->setCheckable(true);
            action->setChecked(role == m_pane.role());
        }
    }
    if (m_pane.canLinkTime()) {
        menu->addSeparator();
        QAction* time =
            menu->addAction(tr("Same time as its group"), this, [this](bool on) { m_pane.setLinksTime(on); });
        time->setCheckable(true);
        time->setChecked(m_pane.linksTime());
    }
    if (m_pane.canLinkAccount()) addAccountEntries(*menu);
    menu->popup(global);
}

void PaneHeader::addAccountEntries(QMenu& menu) {
    menu.addSeparator();
    QAction* links = menu.addAction(tr("Account of its group"), this, [this](bool on) { m_pane.setLinksAccount(on); });
    links->setCheckable(true);
    links->setChecked(m_pane.linksAccount());
    const LinkGroup group = m_pane.group();
    if (group == kNoGroup || !m_pane.leads()) return;
    QMenu* accounts = menu.addMenu(tr("Account of group %1").arg(QLatin1Char(group)));
    LinkGroups& groups = m_pane.context().links;
    const auto carried = groups.account(group);
    const auto add = [&](const QString& title, const std::optional<LinkedAccount>& account, bool chosen) {
        QAction* entry =
            accounts->addAction(title, &groups, [&groups, group, account] { groups.setAccount(group, account); });
        entry->setCheckable(true);
        entry->setChecked(chosen);
    };
    add(tr("The selected one"), {}, !carried);
    for (const SubAccountView& sub : m_pane.context().linked.choices())
        add(accountName(sub), LinkedAccount{sub.number, sub.name}, carried && carried->number == sub.number);
}

void PaneHeader::chooseMarket(const QPoint& global) {
    if (!m_pane.showsMarket()) return;
    QMenu* menu = popupMenu(this);
    for (const MarketInfo& info : m_pane.context().market.markets())
        menu->addAction(QString::fromStdString(info.params.symbol), this,
                        [this, id = info.params.id] { m_pane.chooseMarket(id); });
    menu->popup(global);
}

} // namespace qd::ui
