#include "widgets/ticket/TicketForm.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStyle>
#include <QToolButton>

namespace qd::ui {
namespace {

constexpr int kAmountDecimals = 9;
constexpr int kSlippageDecimals = 4; // of a percent: parts per million

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

} // namespace

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
    refreshQuick(in, facts, market ? noLimit : tr("That side of the book is empty or unknown."));
}

void TicketForm::refreshQuick(const TicketInputs& in, const TicketFacts& facts, const QString& reason) {
    const bool market = in.type == OrderType::Market;
    for (std::size_t i = 0; i < m_quickButtons.size(); ++i) {
        const auto price = quickPrice(static_cast<QuickPrice>(i), in.side, facts);
        const QString known =
            price && facts.params() != nullptr ? text(*price, decimalsOf(facts.params()->tick)) : QString();
        setUsable(*m_quickButtons[i], !market && price, reason, known);
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
