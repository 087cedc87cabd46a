// Makes and lays out the controls of the ticket.
#include "core/base/Decimal.h"
#include "widgets/base/ChoiceBox.h"
#include "widgets/base/Words.h"
#include "widgets/ticket/TicketForm.h"
#include "widgets/ticket/TicketParts.h"
#include "widgets/ticket/TicketWords.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include <array>

namespace qd::ui {
namespace {

constexpr int kAmountDecimals = 9;
constexpr int kSlippageDecimals = 4; // of a percent: parts per million
constexpr int kWideFrom = 340;       // from this width quick buttons stand beside their field
constexpr int kMediumFrom = 275;     // and from this the duration beside the times in force

QHBoxLayout* rowOf(QWidget* box, int spacing = 4) {
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing);
    return row;
}

} // namespace

TicketForm::TicketForm(ThemeHost& themes, QWidget* parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_grid(new QGridLayout(this)) {
    setObjectName(QStringLiteral("ticketForm"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(6);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
    m_grid->addWidget(makeSides(), 0, 0, 1, 3);
    m_grid->addWidget(makeKinds(), 1, 0, 1, 3);
    m_fields = new KindForm(themes, this);
    m_grid->addWidget(m_fields, 2, 0, 1, 3);
    addAmounts();
    addConditions();
    addExtras();
    arrange(Room::Narrow);
    connectControls();
    setTabs();
    applySizes();
    connect(&themes, &ThemeHost::changed, this, &TicketForm::applySizes);
}

void TicketForm::addAmounts() {
    m_priceField = makeField(Price::kDecimals, QStringLiteral("ticketPrice"), tr("Limit price"));
    m_price = m_priceField.edit;
    m_priceLabel = label(tr("Price"));
    m_grid->addWidget(m_priceLabel, 3, 0);
    m_quick = makeQuickPrices();

    m_unit = new ChoiceBox(m_themes, this);
    m_unit->setObjectName(QStringLiteral("ticketUnit"));
    m_unit->setAccessibleName(tr("Size unit"));
    m_unit->addItems({tr("Base"), tr("USDC"), tr("% equity"), tr("Risk USDC"), tr("Risk %")});
    // The narrowest pane has no more room for it, and "Risk USDC" needs all of that.
    m_unit->setStyleSheet(
        QStringLiteral("QComboBox { padding: 2px 0 2px 4px; } QComboBox::drop-down { border: none; width: 14px; }"));
    m_unit->setToolTip(tr("What the size means: base asset, USDC, percent of equity, or what the stop loses with both "
                          "fees, in USDC or percent of equity."));
    m_sizeField = makeField(kAmountDecimals, QStringLiteral("ticketSize"), tr("Size"));
    m_size = m_sizeField.edit;
    m_grid->addWidget(m_unit, 5, 0);
    m_parts = makeParts();

    m_stopField = makeField(Price::kDecimals, QStringLiteral("ticketStop"), tr("Stop price for sizing"));
    m_stop = m_stopField.edit;
    m_stop->setPlaceholderText(tr("for sizing"));
    m_stop->setToolTip(tr("Sizes the order by risk and shows the loss there. No stop order is placed."));
    m_stopLabel = label(tr("Stop"));
    m_grid->addWidget(m_stopLabel, 7, 0);
    m_grid->addWidget(m_stopField.box, 7, 1, 1, 2);

    m_slippage = new DecimalEdit(kSlippageDecimals, QStringLiteral("ticketSlippage"), this);
    m_slippage->setAccessibleName(tr("Maximum slippage in percent"));
    m_slippage->setUnit(1'000); // 0.1 %
    m_slippage->setToolTip(tr("Farthest from the index a market order may fill, in percent."));
    m_slippageLabel = label(tr("Slippage %"));
    m_grid->addWidget(m_slippageLabel, 8, 0);
    m_grid->addWidget(m_slippage, 8, 1, 1, 2);
}

/// Times in force and post-only.
void TicketForm::addConditions() {
    makeTimes();
    m_grid->addWidget(m_tif, 9, 0, 1, 3, Qt::AlignLeft);
    m_post = new Segmented({tr("No"), tr("Must"), tr("Try"), tr("Slide")}, QStringLiteral("ticketPost"), this);
    m_post->setAccessibleName(tr("Post-only"));
    m_post->setCurrent(0);
    m_postLabel = label(tr("Post-only"));
    m_grid->addWidget(m_postLabel, 11, 0);
    m_grid->addWidget(m_post, 11, 1, 1, 2, Qt::AlignLeft);
}

/// What most orders leave as it is, folded away.
void TicketForm::addExtras() {
    m_more = smallButton(tr("More"), QStringLiteral("ticketMore"), tr("More"));
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setToolTip(tr("Leverage, auction and self-trade prevention of this order"));
    m_grid->addWidget(m_more, 12, 0, 1, 3, Qt::AlignLeft);
    m_leverage = new DecimalEdit(0, QStringLiteral("ticketLeverage"), this);
    m_leverage->setAccessibleName(tr("Leverage of the order"));
    m_leverage->setPlaceholderText(tr("the account's"));
    m_leverage->setToolTip(tr("Margin this order asks for, as a leverage; the smallest of the account's, the market's "
                              "and this one counts."));
    m_leverageLabel = label(tr("Leverage ×"));
    m_grid->addWidget(m_leverageLabel, 13, 0);
    m_grid->addWidget(m_leverage, 13, 1, 1, 2);
    addRareOnes();
}

void TicketForm::addRareOnes() {
    m_auction = new DecimalEdit(0, QStringLiteral("ticketAuction"), this);
    m_auction->setAccessibleName(tr("Slots of its auction"));
    m_auction->setPlaceholderText(tr("none"));
    m_auction->setToolTip(tr("First offers what would trade at once to makers, at a price that gets better for them "
                             "with each slot of 0.4 s; then it goes to the book."));
    m_auctionLabel = label(tr("Auction slots"));
    m_grid->addWidget(m_auctionLabel, 14, 0);
    m_grid->addWidget(m_auction, 14, 1, 1, 2);
    m_selfTrade = new ChoiceBox(m_themes, this);
    m_selfTrade->setObjectName(QStringLiteral("ticketSelfTrade"));
    m_selfTrade->setAccessibleName(tr("Self-trade prevention"));
    m_selfTrade->setToolTip(tr("What happens when the order meets one of your own."));
    for (const auto mode : {SelfTradePrevention::ExpireMaker, SelfTradePrevention::ExpireTaker,
                            SelfTradePrevention::ExpireBoth, SelfTradePrevention::Decrement})
        m_selfTrade->addItem(word(mode));
    m_selfTrade->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_selfTradeLabel = label(tr("Self-trade"));
    m_grid->addWidget(m_selfTradeLabel, 15, 0);
    m_grid->addWidget(m_selfTrade, 15, 1, 1, 2);
}

bool TicketForm::showsMore() const { return m_more->isChecked(); }

void TicketForm::showMore(bool on) { m_more->setChecked(on); }

QLabel* TicketForm::label(const QString& text) {
    auto* made = new QLabel(text, this);
    made->setProperty("label", true);
    return made;
}

QToolButton* TicketForm::smallButton(const QString& text, const QString& name, const QString& accessible) {
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setObjectName(name);
    button->setAccessibleName(accessible);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QWidget* TicketForm::makeSides() {
    auto* box = new QWidget(this);
    auto* row = rowOf(box);
    auto* group = new QButtonGroup(this);
    for (const Side side : {Side::Buy, Side::Sell}) {
        auto* button = new QPushButton(word(side), box);
        button->setObjectName(side == Side::Buy ? QStringLiteral("ticketBuy") : QStringLiteral("ticketSell"));
        button->setAccessibleName(word(side));
        button->setCheckable(true);
        group->addButton(button);
        row->addWidget(button, 1);
        (side == Side::Buy ? m_buy : m_sell) = button;
        connect(button, &QPushButton::clicked, this, [this, side] {
            chooseSide(side);
            emit changed();
        });
    }
    chooseSide(Side::Buy);
    return box;
}

QWidget* TicketForm::makeKinds() {
    auto* box = new QWidget(this);
    auto* row = rowOf(box);
    m_kind = new ChoiceBox(m_themes, box);
    m_kind->setObjectName(QStringLiteral("ticketKind"));
    m_kind->setAccessibleName(tr("Kind of order"));
    m_kind->setMaxVisibleItems(kTicketKinds);
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind->setMinimumContentsLength(12);
    for (int i = 0; i < kTicketKinds; ++i) {
        const auto kind = static_cast<TicketKind>(i);
        m_kind->addItem(kindName(kind));
        m_kind->setItemData(i, kindHint(kind), Qt::ToolTipRole);
    }
    m_kind->setCurrentIndex(static_cast<int>(TicketKind::Limit));
    m_reduceOnly = new QCheckBox(tr("Reduce-only"), box);
    m_reduceOnly->setObjectName(QStringLiteral("ticketReduceOnly"));
    m_reduceOnly->setAccessibleName(tr("Reduce-only"));
    m_reduceOnly->setToolTip(tr("The order only ever makes the position smaller."));
    row->addWidget(m_kind, 1);
    row->addWidget(m_reduceOnly);
    return box;
}

TicketForm::Field TicketForm::makeField(int scale, const QString& name, const QString& accessible) {
    auto* box = new QWidget(this);
    auto* row = rowOf(box, 2);
    auto* edit = new DecimalEdit(scale, name, box);
    edit->setAccessibleName(accessible);
    for (const int direction : {-1, 1}) {
        auto* button = smallButton(direction < 0 ? QString(QChar(0x2212)) : QStringLiteral("+"),
                                   name + (direction < 0 ? QStringLiteral("Down") : QStringLiteral("Up")),
                                   direction < 0 ? tr("%1 down").arg(accessible) : tr("%1 up").arg(accessible));
        button->setAutoRepeat(true);
        button->setFocusPolicy(Qt::NoFocus); // the arrow keys do it in the edit
        connect(button, &QToolButton::clicked, edit, [edit, direction] { edit->step(direction); });
        row->addWidget(button);
    }
    row->addWidget(edit, 1);
    return {box, edit};
}

QWidget* TicketForm::makeQuickPrices() {
    auto* box = new QWidget(this);
    auto* row = rowOf(box, 0);
    const std::array<std::pair<QString, QString>, 3> names{{{tr("Bid"), QStringLiteral("ticketBid")},
                                                            {tr("Mid"), QStringLiteral("ticketMid")},
                                                            {tr("Ask"), QStringLiteral("ticketAsk")}}};
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto* button =
            smallButton(names[i].first, names[i].second, tr("Limit at the %1").arg(names[i].first.toLower()));
        connect(button, &QToolButton::clicked, this, [this, i] { emit quickPriceWanted(static_cast<QuickPrice>(i)); });
        m_quickButtons.push_back(button);
        row->addWidget(button, 1);
    }
    return box;
}

QWidget* TicketForm::makeParts() {
    auto* box = new QWidget(this);
    auto* row = rowOf(box, 0);
    struct Part {
        QString text;
        QString name;
        QString accessible;
        int denominator;
    };
    const std::array<Part, 3> parts{
        {{QString(QChar(0xBC)), QStringLiteral("ticketQuarter"), tr("A quarter of the largest size"), 4},
         {QString(QChar(0xBD)), QStringLiteral("ticketHalf"), tr("Half the largest size"), 2},
         {tr("max"), QStringLiteral("ticketMax"), tr("The largest size margin allows"), 1}}};
    for (const Part& part : parts) {
        auto* button = smallButton(part.text, part.name, part.accessible);
        connect(button, &QToolButton::clicked, this,
                [this, denominator = part.denominator] { emit partWanted(1, denominator); });
        m_partButtons.push_back(button);
        row->addWidget(button, 1);
    }
    return box;
}

void TicketForm::makeTimes() {
    m_tif = new Segmented({word(TimeInForce::GoodTillCancel), word(TimeInForce::GoodTillDate),
                           word(TimeInForce::ImmediateOrCancel), word(TimeInForce::FillOrKill)},
                          QStringLiteral("ticketTif"), this);
    m_tif->setAccessibleName(tr("Time in force"));
    m_tif->setCurrent(0);
    m_durationBox = new QWidget(this);
    auto* row = rowOf(m_durationBox);
    m_durationLabel = label(tr("Good for"));
    m_duration = new DecimalEdit(0, QStringLiteral("ticketDuration"), m_durationBox);
    m_duration->setAccessibleName(tr("Good for"));
    m_duration->setRaw(1);
    m_durationUnit = new ChoiceBox(m_themes, m_durationBox);
    m_durationUnit->setObjectName(QStringLiteral("ticketDurationUnit"));
    m_durationUnit->setAccessibleName(tr("Unit of the duration"));
    m_durationUnit->addItems({tr("min"), tr("h"), tr("d")});
    m_durationUnit->setCurrentIndex(static_cast<int>(DurationUnit::Hours));
    row->addWidget(m_durationLabel);
    row->addWidget(m_duration);
    row->addWidget(m_durationUnit);
}
void TicketForm::setTabs() {
    std::vector<QWidget*> order{m_buy, m_sell};
    const auto addAll = [&](Segmented* segments) {
        for (auto* button : segments->findChildren<QToolButton*>()) order.push_back(button);
    };
    order.insert(order.end(), {m_kind, m_reduceOnly});
    const std::vector<QWidget*> ofKind = m_fields->tabOrder();
    order.insert(order.end(), ofKind.begin(), ofKind.end());
    order.push_back(m_price);
    order.insert(order.end(), m_quickButtons.begin(), m_quickButtons.end());
    order.insert(order.end(), {m_unit, m_size});
    order.insert(order.end(), m_partButtons.begin(), m_partButtons.end());
    order.insert(order.end(), {m_stop, m_slippage});
    addAll(m_tif);
    order.insert(order.end(), {m_duration, m_durationUnit});
    addAll(m_post);
    order.insert(order.end(), {m_more, m_leverage, m_auction, m_selfTrade});
    for (std::size_t i = 1; i < order.size(); ++i) setTabOrder(order[i - 1], order[i]);
    setFocusProxy(m_size);
}

void TicketForm::applySizes() {
    const Theme& theme = m_themes.theme();
    for (QPushButton* button : {m_buy, m_sell}) {
        button->setFixedHeight(theme.scaled(30));
        button->setFont(theme.font(FontRole::Strong));
    }
    for (QWidget* control : std::initializer_list<QWidget*>{m_price, m_size, m_stop, m_slippage, m_duration, m_unit,
                                                            m_durationUnit, m_selfTrade, m_kind, m_leverage, m_auction})
        control->setFixedHeight(theme.scaled(24));
    for (Segmented* segments : {m_tif, m_post}) {
        for (auto* button : segments->findChildren<QToolButton*>()) {
            button->setFont(theme.font(FontRole::Dense));
            // Narrow enough for the narrowest pane.
            button->setStyleSheet(QStringLiteral("padding: 2px %1px").arg(theme.scaled(4)));
        }
    }
    m_unit->setFixedWidth(theme.scaled(80));
    m_duration->setFixedWidth(theme.scaled(38));
    m_durationUnit->setFixedWidth(theme.scaled(50));
    for (QWidget* box : {m_priceField.box, m_sizeField.box, m_stopField.box}) {
        for (auto* button : box->findChildren<QToolButton*>()) button->setFixedSize(theme.scaled(20), theme.scaled(24));
    }
}

void TicketForm::arrange(Room room) {
    m_room = room;
    for (QWidget* w : {m_priceField.box, m_quick, m_sizeField.box, m_parts, m_durationBox}) m_grid->removeWidget(w);
    const int span = room == Room::Wide ? 1 : 2;
    const int below = room == Room::Wide ? 0 : 1;
    m_grid->addWidget(m_priceField.box, 3, 1, 1, span);
    m_grid->addWidget(m_quick, 3 + below, 3 - span, 1, span);
    m_grid->addWidget(m_sizeField.box, 5, 1, 1, span);
    m_grid->addWidget(m_parts, 5 + below, 3 - span, 1, span);
    m_durationLabel->setVisible(room != Room::Medium); // there the times in force stand close enough
    m_grid->addWidget(m_durationBox, room == Room::Narrow ? 10 : 9, 1, 1, 2, Qt::AlignRight);
}

void TicketForm::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const Theme& theme = m_themes.theme();
    const Room room = width() >= theme.scaled(kWideFrom)     ? Room::Wide
                      : width() >= theme.scaled(kMediumFrom) ? Room::Medium
                                                             : Room::Narrow;
    if (room != m_room) arrange(room);
}

} // namespace qd::ui
