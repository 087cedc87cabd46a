#include "widgets/orderbook/HandBar.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"
#include "widgets/orderbook/LadderKeys.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace qd::ui {
namespace {

constexpr int kLongestText = 6;

} // namespace

HandBar::HandBar(PaneContext& context, LadderHands& hands, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_hands(hands) {
    setObjectName(QStringLiteral("ladderHands"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("What a click in the ladder sends"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 1, 4, 2);
    row->setSpacing(2);
    for (int i = 0; i < kQuickSizes; ++i) {
        QToolButton* button = makeButton(QStringLiteral("ladderSize-%1").arg(i + 1), tr("Quick size %1").arg(i + 1));
        connect(button, &QToolButton::clicked, this, [this, i] {
            m_hands.chooseSize(i);
            emit changed();
        });
        m_sizes[static_cast<std::size_t>(i)] = button;
        row->addWidget(button);
    }
    m_unit = new QLabel(this);
    m_unit->setProperty("hint", true);
    row->addWidget(m_unit);
    row->addStretch(1);
    m_reduce = makeButton(QStringLiteral("ladderReduceOnly"), tr("Reduce-only"));
    m_reduce->setText(tr("RO"));
    connect(m_reduce, &QToolButton::clicked, this, [this] {
        m_hands.setReduceOnly(!m_hands.reduceOnly());
        emit changed();
    });
    row->addWidget(m_reduce);
    m_volume = makeButton(QStringLiteral("ladderVolume"), tr("Traded volume at price"));
    m_volume->setText(QStringLiteral("Σ"));
    connect(m_volume, &QToolButton::clicked, this, &HandBar::volumeToggled);
    row->addWidget(m_volume);
}

QToolButton* HandBar::makeButton(const QString& objectName, const QString& name) {
    auto* button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setAccessibleName(name);
    button->setProperty("segment", true);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void HandBar::refresh(bool volume) {
    const MarketInfo* info = m_hands.info();
    setFixedHeight(m_context.theme().scaled(24));
    for (int i = 0; i < kQuickSizes; ++i) {
        QToolButton* button = m_sizes[static_cast<std::size_t>(i)];
        const Quantity size = m_hands.quickSize(i);
        const QString exact = QString::fromStdString(toString(size));
        button->setText(exact.size() <= kLongestText ? exact : shortText(size));
        const auto deed = static_cast<LadderDeed>(static_cast<int>(LadderDeed::Size1) + i);
        button->setToolTip(tr("Orders of %1 (key %2); SET %3 changes it")
                               .arg(m_hands.sizeText(size), ladderKey(m_context.actions, deed),
                                    QLatin1String(setting::kLadderSizes.at(static_cast<std::size_t>(i)))));
        button->setChecked(i == m_hands.sizeIndex());
    }
    m_unit->setText(info != nullptr ? QString::fromStdString(info->params.baseAsset) : QString());
    m_unit->setFont(m_context.theme().font(FontRole::Hint));
    m_reduce->setToolTip(tr("Reduce-only: orders of this ladder can only make the position smaller (key %1)")
                             .arg(ladderKey(m_context.actions, LadderDeed::ReduceOnly)));
    m_volume->setToolTip(tr("Volume traded at each price since this pane began to count (key %1)")
                             .arg(ladderKey(m_context.actions, LadderDeed::Volume)));
    m_reduce->setChecked(m_hands.reduceOnly());
    m_volume->setChecked(volume);
}

void HandBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_context.theme().color(Token::Bg1));
    painter.fillRect(0, height() - 1, width(), 1, m_context.theme().color(Token::Line));
}

} // namespace qd::ui
