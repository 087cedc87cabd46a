#include "widgets/ticket/TicketForm.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardItemModel>
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
    for (DecimalEdit* edit : {m_price, m_size, m_stop, m_slippage, m_duration, m_leverage, m_auction})
        connect(edit, &DecimalEdit::valueChanged, this, &TicketForm::changed);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &TicketForm::changed);
    connect(m_fields, &KindForm::changed, this, &TicketForm::changed);
    connect(m_reduceOnly, &QCheckBox::toggled, this, &TicketForm::changed);
    connect(m_more, &QToolButton::toggled, this, &TicketForm::changed);
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
    in.kind = static_cast<TicketKind>(m_kind->currentIndex());
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
    in.leverage = typedIn(*m_leverage);
    in.auctionSlots = typedIn(*m_auction);
    m_fields->read(in);
    return in;
}

void TicketForm::setChoices(const TicketInputs& in) {
    const QSignalBlocker quiet(this);
    chooseSide(in.side);
    m_kind->setCurrentIndex(static_cast<int>(in.kind));
    m_fields->setChoices(in);
    m_chosenTif = in.timeInForce;
    m_chosenPost = in.postOnly;
    m_reduceOnly->setChecked(in.reduceOnly);
    m_selfTrade->setCurrentIndex(static_cast<int>(in.selfTrade));
    chooseUnit(static_cast<int>(in.unit));
    if (in.duration.value) m_duration->setRaw(*in.duration.value);
    m_durationUnit->setCurrentIndex(static_cast<int>(in.durationUnit));
    if (in.slippage.value) m_slippage->setRaw(*in.slippage.value);
    if (in.leverage.value) m_leverage->setRaw(*in.leverage.value);
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
    m_fields->setMarket(params);
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
        m_fields->clear();
    }
    m_size->setFocus();
    emit changed();
}

void TicketForm::showFields(const TicketInputs& in) {
    const KindFields fields = fieldsOf(in);
    const auto show = [](bool visible, std::initializer_list<QWidget*> widgets) {
        for (QWidget* w : widgets) w->setVisible(visible);
    };
    m_fields->showKind(in);
    show(fields.price, {m_priceLabel, m_priceField.box, m_quick});
    m_priceLabel->setText(fields.scale ? tr("First price") : tr("Price"));
    show(fields.sizingStop, {m_stopLabel, m_stopField.box});
    show(fields.slippage, {m_slippageLabel, m_slippage});
    const bool more = m_more->isChecked();
    m_more->setText(more ? tr("Less") : tr("More"));
    show(fields.leverage && (more || !m_leverage->text().isEmpty()), {m_leverageLabel, m_leverage});
    show(fields.auction && (more || !m_auction->text().isEmpty()), {m_auctionLabel, m_auction});
    show(more || m_selfTrade->currentIndex() > 0, {m_selfTradeLabel, m_selfTrade});
    show(fields.rests || in.kind == TicketKind::Market, {m_tif});
    show(fields.rests, {m_postLabel, m_post});
    show(in.timeInForce == TimeInForce::GoodTillDate, {m_durationBox});
}

/// Sizes by risk need a stop of their own.
void TicketForm::refreshUnits(const TicketInputs& in) {
    const KindFields fields = fieldsOf(in);
    const bool risk = fields.sizingStop || fields.bracket;
    for (const SizeUnit unit : {SizeUnit::RiskToStop, SizeUnit::RiskPercent}) {
        auto* model = qobject_cast<QStandardItemModel*>(m_unit->model());
        model->item(static_cast<int>(unit))->setEnabled(risk);
    }
    const bool byRisk = m_sizeUnit == SizeUnit::RiskToStop || m_sizeUnit == SizeUnit::RiskPercent;
    if (!byRisk || risk) return;
    const QSignalBlocker quiet(this);
    chooseUnit(static_cast<int>(SizeUnit::Base));
    m_size->clear();
}

void TicketForm::refresh(const TicketFacts& facts) {
    refreshUnits(effective(inputs()));
    const TicketInputs in = effective(inputs());
    showFields(in);
    const bool market = typeOf(in) == OrderType::Market;
    const bool immediate =
        in.timeInForce == TimeInForce::ImmediateOrCancel || in.timeInForce == TimeInForce::FillOrKill;
    m_slippage->setPlaceholderText(market ? m_defaultSlippage : QString());
    const QString neverRests = tr("A market order never rests.");
    const bool mustRest =
        in.kind == TicketKind::Iceberg || in.kind == TicketKind::Scale || in.kind == TicketKind::OneCancelsOther;
    const QString alwaysRests = tr("These orders rest until they are filled or cancelled.");
    m_tif->setChoiceEnabled(0, !market, neverRests);
    m_tif->setChoiceEnabled(1, !market, neverRests);
    m_tif->setChoiceEnabled(2, !mustRest, alwaysRests);
    m_tif->setChoiceEnabled(3, !mustRest, alwaysRests);
    m_tif->setCurrent(static_cast<int>(in.timeInForce));
    for (int i = 1; i < 4; ++i)
        m_post->setChoiceEnabled(i, !immediate, tr("An order that must fill at once cannot be post-only."));
    m_post->setCurrent(static_cast<int>(in.postOnly));
    const bool free = in.kind != TicketKind::Trailing && in.kind != TicketKind::Bracket && !in.wholePosition;
    setUsable(*m_reduceOnly, free,
              in.kind == TicketKind::Bracket ? tr("A bracket's entry opens; its exits only reduce.")
                                             : tr("This order only ever reduces."),
              tr("The order only ever makes the position smaller."));
    refreshQuick(in, facts, tr("That side of the book is empty or unknown."));
}

void TicketForm::refreshQuick(const TicketInputs& in, const TicketFacts& facts, const QString& reason) {
    for (std::size_t i = 0; i < m_quickButtons.size(); ++i) {
        const auto price = quickPrice(static_cast<QuickPrice>(i), in.side, facts);
        const QString known =
            price && facts.params() != nullptr ? text(*price, decimalsOf(facts.params()->tick)) : QString();
        setUsable(*m_quickButtons[i], price.has_value(), reason, known);
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
