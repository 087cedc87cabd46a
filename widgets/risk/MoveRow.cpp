#include "widgets/risk/MoveRow.h"

#include "core/base/Decimal.h"
#include "widgets/base/Inputs.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kPercentDecimals = 4; ///< of a percent, in parts per million
constexpr std::int64_t kPercent = 10'000;
constexpr std::int64_t kSliderStep = 1'000; ///< a tenth of a percent
constexpr int kSliderLeast = -500;
constexpr int kSliderMost = 1'000;

} // namespace

MoveEdit::MoveEdit(const QString& name, QWidget* parent) : QLineEdit(parent) {
    setObjectName(name);
    setAlignment(Qt::AlignRight);
    setValidator(new QRegularExpressionValidator(
        QRegularExpression(QStringLiteral("[-+\u2212]?[0-9]{0,4}([.,][0-9]{0,2})?")), this));
    connect(this, &QLineEdit::textEdited, this, [this] {
        const auto typed = move();
        setWrong(*this, !typed);
        emit moved(typed.value_or(Rate(0)));
    });
}

std::optional<Rate> MoveEdit::move() const {
    QString typed = text();
    typed.replace(QLatin1Char(','), QLatin1Char('.')).replace(QChar(0x2212), QLatin1Char('-'));
    if (typed.startsWith(QLatin1Char('+'))) typed.remove(0, 1);
    if (typed.isEmpty()) return Rate(0);
    const auto raw = parseDecimal(typed.toStdString(), kPercentDecimals);
    if (!raw || *raw < kLeast.raw() || *raw > kMost.raw()) return std::nullopt;
    return Rate(*raw);
}

void MoveEdit::setMove(Rate move) {
    QString shown = QString::fromStdString(formatDecimal(move.raw(), kPercentDecimals));
    if (move.raw() > 0) shown.prepend(QLatin1Char('+'));
    shown.replace(QLatin1Char('-'), QChar(0x2212));
    setText(shown);
    setWrong(*this, false);
}

void MoveEdit::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Up && event->key() != Qt::Key_Down) return QLineEdit::keyPressEvent(event);
    const std::int64_t size = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 * kPercent : kPercent;
    const std::int64_t from = move().value_or(Rate(0)).raw();
    const std::int64_t to = from + (event->key() == Qt::Key_Up ? size : -size);
    setMove(Rate(std::clamp(to, kLeast.raw(), kMost.raw())));
    emit moved(*move());
}

MoveRow::MoveRow(ThemeHost& themes, const QString& name, QGridLayout& grid, int row, QWidget* form)
    : m_themes(themes)
    , m_label(new QLabel(name, form))
    , m_slider(new QSlider(Qt::Horizontal, form))
    , m_edit(new MoveEdit(QStringLiteral("whatIfMove-") + name, form))
    , m_unit(new QLabel(tr("%"), form))
    , m_prices(new QLabel(form)) {
    m_label->setTextFormat(Qt::PlainText);
    m_slider->setObjectName(QStringLiteral("whatIfSlider-") + name);
    m_slider->setAccessibleName(tr("Price of %1").arg(name));
    m_slider->setToolTip(tr("Moves the price of %1 between −50 and +100 %.").arg(name));
    m_slider->setRange(kSliderLeast, kSliderMost);
    m_slider->setSingleStep(10);
    m_slider->setPageStep(50);
    m_slider->setMinimumWidth(120);
    m_edit->setAccessibleName(tr("Price of %1 in percent").arg(name));
    m_edit->setToolTip(
        tr("Change of the price in percent, from −99 to +1000. Arrow keys step by 1, with Shift by 10."));
    m_prices->setObjectName(QStringLiteral("whatIfPrices-") + name);
    m_prices->setTextFormat(Qt::PlainText);
    m_unit->setProperty("label", true);
    grid.addWidget(m_label, row, 0);
    grid.addWidget(m_slider, row, 1);
    grid.addWidget(m_edit, row, 2);
    grid.addWidget(m_unit, row, 3);
    grid.addWidget(m_prices, row, 4);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) { take(Rate(value * kSliderStep), true); });
    connect(m_edit, &MoveEdit::moved, this, [this](Rate typed) { take(typed, false); });
    connect(&themes, &ThemeHost::changed, this, &MoveRow::applyTheme);
    applyTheme();
    setMove(Rate(0));
}

MoveRow::~MoveRow() {
    // The row is taken out of a form that stays.
    for (QWidget* part : std::initializer_list<QWidget*>{m_label, m_slider, m_edit, m_unit, m_prices})
        part->deleteLater();
}

void MoveRow::applyTheme() {
    const Theme& theme = m_themes.theme();
    m_label->setFont(theme.font(FontRole::Strong));
    m_prices->setFont(theme.font(FontRole::Dense));
    m_edit->setFont(theme.font(FontRole::Interface));
    m_edit->setFixedWidth(m_edit->fontMetrics().horizontalAdvance(QStringLiteral("+1000.00")) + theme.scaled(18));
    showPrices();
}

void MoveRow::setMove(Rate move) {
    m_move = move;
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(static_cast<int>(std::clamp<std::int64_t>(move.raw() / kSliderStep, kSliderLeast, kSliderMost)));
    m_edit->setMove(move);
    showPrices();
}

void MoveRow::setPrices(const QString& text) {
    m_priceText = text;
    showPrices();
}

void MoveRow::showPrices() {
    const bool good = m_edit->move().has_value();
    m_prices->setText(good ? m_priceText : tr("No move: −99 to +1000 %"));
    m_prices->setStyleSheet(
        QStringLiteral("color: %1;").arg(m_themes.theme().color(good ? Token::Text2 : Token::Danger).name()));
}

void MoveRow::take(Rate move, bool fromSlider) {
    m_move = move;
    if (fromSlider) {
        m_edit->setMove(move);
    } else {
        const QSignalBlocker quiet(m_slider);
        m_slider->setValue(
            static_cast<int>(std::clamp<std::int64_t>(move.raw() / kSliderStep, kSliderLeast, kSliderMost)));
    }
    showPrices();
    emit moved(move);
}

} // namespace qd::ui
