// Builds and joins the controls of the ticket; their number is what makes the file long.
#include "widgets/ticket/TicketForm.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/ticket/TicketParts.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStyle>
#include <QToolButton>

#include <array>

namespace qd::ui {
namespace {

constexpr int kAmountDecimals = 9;
constexpr int kSlippageDecimals = 4; // of a percent: parts per million
constexpr int kWideFrom = 340;       // from this width quick buttons stand beside their field
constexpr int kMediumFrom = 275;     // and from this the duration beside the times in force

Typed typedIn(const DecimalEdit& edit) { return {edit.text().isEmpty(), edit.raw()}; }

void setFill(QPushButton& button, const char* fill) {
    if (button.property("fill").toString() == QLatin1String(fill)) return;
    button.setProperty("fill", fill);
    button.style()->unpolish(&button);
    button.style()->polish(&button);
}

void setUsable(QWidget& control, bool usable, const QString& reason, const QString& tip) {
    control.setEnabled(usable);
    control.setToolTip(usable ? tip : reason);
}

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
    m_grid->addWidget(makeTypes(), 1, 0, 1, 3);

    m_priceField = makeField(Price::kDecimals, QStringLiteral("ticketPrice"), tr("Limit price"));
    m_price = m_priceField.edit;
    m_grid->addWidget(label(tr("Price")), 2, 0);
    m_quick = makeQuickPrices();

    m_unit = new ChoiceBox(m_themes, this);
    m_unit->setObjectName(QStringLiteral("ticketUnit"));
    m_unit->setAccessibleName(tr("Size unit"));
    m_unit->addItems({tr("Base"), tr("USDC"), tr("% equity"), tr("Risk USDC")});
    m_unit->setToolTip(tr("What the size means: base asset, USDC, percent of equity, or USDC at risk to the stop."));
    m_sizeField = makeField(kAmountDecimals, QStringLiteral("ticketSize"), tr("Size"));
    m_size = m_sizeField.edit;
    m_grid->addWidget(m_unit, 4, 0);
    m_parts = makeParts();

    m_stopField = makeField(Price::kDecimals, QStringLiteral("ticketStop"), tr("Stop price for sizing"));
    m_stop = m_stopField.edit;
    m_stop->setPlaceholderText(tr("for sizing"));
    m_stop->setToolTip(tr("Sizes the order by risk and shows the loss there. No stop order is placed."));
    m_grid->addWidget(label(tr("Stop")), 6, 0);
    m_grid->addWidget(m_stopField.box, 6, 1, 1, 2);

    m_slippage = new DecimalEdit(kSlippageDecimals, QStringLiteral("ticketSlippage"), this);
    m_slippage->setAccessibleName(tr("Maximum slippage in percent"));
    m_slippage->setUnit(1'000); // 0.1 %
    m_grid->addWidget(label(tr("Slippage %")), 7, 0);
    m_grid->addWidget(m_slippage, 7, 1, 1, 2);

    makeTimes();
    m_grid->addWidget(m_tif, 8, 0, 1, 3, Qt::AlignLeft);
    m_post = new Segmented({tr("No"), tr("Must"), tr("Try"), tr("Slide")}, QStringLiteral("ticketPost"), this);
    m_post->setAccessibleName(tr("Post-only"));
    m_post->setCurrent(0);
    m_grid->addWidget(label(tr("Post-only")), 10, 0);
    m_grid->addWidget(m_post, 10, 1, 1, 2, Qt::AlignLeft);
    m_selfTrade = new ChoiceBox(m_themes, this);
    m_selfTrade->setObjectName(QStringLiteral("ticketSelfTrade"));
    m_selfTrade->setAccessibleName(tr("Self-trade prevention"));
    m_selfTrade->setToolTip(tr("What happens when the order meets one of your own."));
    for (const auto mode : {SelfTradePrevention::ExpireMaker, SelfTradePrevention::ExpireTaker,
                            SelfTradePrevention::ExpireBoth, SelfTradePrevention::Decrement})
        m_selfTrade->addItem(word(mode));
    m_selfTrade->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_grid->addWidget(label(tr("Self-trade")), 11, 0);
    m_grid->addWidget(m_selfTrade, 11, 1, 1, 2);
    arrange(Room::Narrow);
    connectControls();
    setTabs();
    applySizes();
    connect(&themes, &ThemeHost::changed, this, &TicketForm::applySizes);
}

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

QWidget* TicketForm::makeTypes() {
    auto* box = new QWidget(this);
    auto* row = rowOf(box);
    m_type = new Segmented({tr("Market"), tr("Limit")}, QStringLiteral("ticketType"), box);
    m_type->setAccessibleName(tr("Order type"));
    m_type->setCurrent(1);
    m_reduceOnly = new QCheckBox(tr("Reduce-only"), box);
    m_reduceOnly->setObjectName(QStringLiteral("ticketReduceOnly"));
    m_reduceOnly->setAccessibleName(tr("Reduce-only"));
    m_reduceOnly->setToolTip(tr("The order only ever makes the position smaller."));
    row->addWidget(m_type);
    row->addStretch(1);
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

void TicketForm::connectControls() {
    for (DecimalEdit* edit : {m_price, m_size, m_stop, m_slippage, m_duration})
        connect(edit, &DecimalEdit::valueChanged, this, &TicketForm::changed);
    connect(m_type, &Segmented::chosen, this, &TicketForm::changed);
    connect(m_reduceOnly, &QCheckBox::toggled, this, &TicketForm::changed);
    connect(m_tif, &Segmented::chosen, this, [this](int index) {
        m_chosenTif = static_cast<TimeInForce>(index);
        emit changed();
    });
    connect(m_post, &Segmented::chosen, this, [this](int index) {
        m_chosenPost = static_cast<PostOnly>(index);
        emit changed();
    });
    connect(m_unit, &QComboBox::activated, this, [this](int index) {
        if (static_cast<SizeUnit>(index) == m_sizeUnit) return;
        chooseUnit(index);
        m_size->clear(); // 5 SOL are not 5 USDC
        emit changed();
    });
    for (QComboBox* box : {m_durationUnit, m_selfTrade})
        connect(box, &QComboBox::currentIndexChanged, this, &TicketForm::changed);
}

void TicketForm::setTabs() {
    std::vector<QWidget*> order{m_buy, m_sell};
    const auto addAll = [&](Segmented* segments) {
        for (auto* button : segments->findChildren<QToolButton*>()) order.push_back(button);
    };
    addAll(m_type);
    order.insert(order.end(), {m_reduceOnly, m_price});
    order.insert(order.end(), m_quickButtons.begin(), m_quickButtons.end());
    order.insert(order.end(), {m_unit, m_size});
    order.insert(order.end(), m_partButtons.begin(), m_partButtons.end());
    order.insert(order.end(), {m_stop, m_slippage});
    addAll(m_tif);
    order.insert(order.end(), {m_duration, m_durationUnit});
    addAll(m_post);
    order.push_back(m_selfTrade);
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
                                                            m_durationUnit, m_selfTrade})
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
    m_grid->addWidget(m_priceField.box, 2, 1, 1, span);
    m_grid->addWidget(m_quick, 2 + below, 3 - span, 1, span);
    m_grid->addWidget(m_sizeField.box, 4, 1, 1, span);
    m_grid->addWidget(m_parts, 4 + below, 3 - span, 1, span);
    m_durationLabel->setVisible(room != Room::Medium); // there the times in force stand close enough
    m_grid->addWidget(m_durationBox, room == Room::Narrow ? 9 : 8, 1, 1, 2, Qt::AlignRight);
}

void TicketForm::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const Theme& theme = m_themes.theme();
    const Room room = width() >= theme.scaled(kWideFrom)     ? Room::Wide
                      : width() >= theme.scaled(kMediumFrom) ? Room::Medium
                                                             : Room::Narrow;
    if (room != m_room) arrange(room);
}

void TicketForm::chooseSide(Side side) {
    m_side = side;
    (side == Side::Buy ? m_buy : m_sell)->setChecked(true);
    setFill(*m_buy, side == Side::Buy ? "up" : "");
    if (m_sell != nullptr) setFill(*m_sell, side == Side::Sell ? "down" : "");
}

void TicketForm::chooseUnit(int index) {
    m_sizeUnit = static_cast<SizeUnit>(index);
    m_unit->setCurrentIndex(index);
    m_size->setUnit(m_sizeUnit == SizeUnit::Base ? m_step : powerOfTen(kAmountDecimals));
}

TicketInputs TicketForm::inputs() const {
    TicketInputs in;
    in.side = m_side;
    in.type = m_type->current() == 0 ? OrderType::Market : OrderType::Limit;
    in.timeInForce = m_chosenTif;
    in.postOnly = m_chosenPost;
    in.reduceOnly = m_reduceOnly->isChecked();
    in.selfTrade = static_cast<SelfTradePrevention>(m_selfTrade->currentIndex());
    in.price = typedIn(*m_price);
    in.amount = typedIn(*m_size);
    in.unit = m_sizeUnit;
    in.stop = typedIn(*m_stop);
    in.duration = typedIn(*m_duration);
    in.durationUnit = static_cast<DurationUnit>(m_durationUnit->currentIndex());
    in.slippage = typedIn(*m_slippage);
    return in;
}

void TicketForm::setChoices(const TicketInputs& in) {
    const QSignalBlocker quiet(this);
    chooseSide(in.side);
    m_type->setCurrent(in.type == OrderType::Market ? 0 : 1);
    m_chosenTif = in.timeInForce;
    m_chosenPost = in.postOnly;
    m_reduceOnly->setChecked(in.reduceOnly);
    m_selfTrade->setCurrentIndex(static_cast<int>(in.selfTrade));
    chooseUnit(static_cast<int>(in.unit));
    if (in.duration.value) m_duration->setRaw(*in.duration.value);
    m_durationUnit->setCurrentIndex(static_cast<int>(in.durationUnit));
    if (in.slippage.value) m_slippage->setRaw(*in.slippage.value);
}

void TicketForm::setMarket(const MarketParams& params, const QString& sizeText) {
    const QSignalBlocker quiet(this);
    m_step = params.step.raw();
    m_unit->setItemText(0, QString::fromStdString(params.baseAsset));
    chooseUnit(m_unit->currentIndex());
    m_price->setUnit(params.tick.raw());
    m_stop->setUnit(params.tick.raw());
    m_price->clear();
    m_stop->clear();
    m_size->setText(sizeText);
    m_defaultSlippage = tr("%1 by default").arg(number(params.defaultSlippage.raw(), kSlippageDecimals, 2));
}

void TicketForm::setBaseSize(Quantity size) {
    {
        const QSignalBlocker quiet(this);
        chooseUnit(static_cast<int>(SizeUnit::Base));
        m_size->setRaw(size.raw());
    }
    emit changed();
}

void TicketForm::setPrice(Price price) { m_price->setRaw(price.raw()); }

void TicketForm::clear() {
    {
        const QSignalBlocker quiet(this);
        m_price->clear();
        m_size->clear();
        m_stop->clear();
    }
    m_size->setFocus();
    emit changed();
}

void TicketForm::refresh(const TicketFacts& facts) {
    const TicketInputs in = effective(inputs());
    const bool market = in.type == OrderType::Market;
    const bool immediate =
        in.timeInForce == TimeInForce::ImmediateOrCancel || in.timeInForce == TimeInForce::FillOrKill;
    const QString noLimit = tr("A market order has no limit price; its worst price is set by the slippage.");
    setUsable(*m_priceField.box, !market, noLimit, {});
    setUsable(*m_slippage, market, tr("Only market orders have a slippage cap; a limit order has its price."),
              tr("Farthest from the index a market order may fill, in percent."));
    m_slippage->setPlaceholderText(market ? m_defaultSlippage : QString());
    const QString neverRests = tr("A market order never rests.");
    m_tif->setChoiceEnabled(0, !market, neverRests);
    m_tif->setChoiceEnabled(1, !market, neverRests);
    m_tif->setCurrent(static_cast<int>(in.timeInForce));
    const bool dated = in.timeInForce == TimeInForce::GoodTillDate;
    for (QWidget* w : std::initializer_list<QWidget*>{m_duration, m_durationUnit})
        setUsable(*w, dated, tr("Only for orders good till date (GTD)."),
                  tr("How long the order stays, 30 days at most."));
    for (int i = 1; i < 4; ++i)
        m_post->setChoiceEnabled(i, !immediate, tr("An order that must fill at once cannot be post-only."));
    m_post->setCurrent(static_cast<int>(in.postOnly));
    for (std::size_t i = 0; i < m_quickButtons.size(); ++i) {
        const auto price = quickPrice(static_cast<QuickPrice>(i), in.side, facts);
        const QString known =
            price && facts.params() != nullptr ? text(*price, decimalsOf(facts.params()->tick)) : QString();
        setUsable(*m_quickButtons[i], !market && price,
                  market ? noLimit : tr("That side of the book is empty or unknown."), known);
    }
    const auto largest = partOfLargest(in, facts, 1, 1);
    const bool any = largest && !largest->isZero();
    for (QToolButton* button : m_partButtons)
        setUsable(*button, any,
                  !largest        ? tr("The account or the prices are not known.")
                  : in.reduceOnly ? tr("There is no position to reduce on this side.")
                                  : tr("Margin allows no further order on this side."),
                  any ? tr("Margin allows %1").arg(text(*largest, decimalsOf(facts.params()->step))) : QString());
}

} // namespace qd::ui
