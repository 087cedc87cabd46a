#include "widgets/trades/TapeText.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui::trades {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::trades::TapeText", text); }

QString averageText(const TapeRow& row, const TapeFormat& format) {
    return text(row.average(), std::min(format.priceDecimals + 1, Price::kDecimals));
}

QString rangeText(const TapeRow& row, const TapeFormat& format) {
    const QString low = text(row.low, format.priceDecimals);
    return row.low == row.high ? low : low + QChar(0x2013) + text(row.high, format.priceDecimals);
}

} // namespace

RowTexts textsOf(const TapeRow& row, const TapeFormat& format) {
    RowTexts texts;
    const auto set = [&texts](TapeColumn column, QString value) {
        texts[static_cast<std::size_t>(column)] = std::move(value);
    };
    set(TapeColumn::Time, clockText(row.last, 3));
    set(TapeColumn::Side, word(row.aggressor));
    set(TapeColumn::Price, text(row.lastPrice, format.priceDecimals));
    set(TapeColumn::Size, text(row.size, format.sizeDecimals));
    if (row.prints > 1) {
        set(TapeColumn::Prints, QChar(0x00D7) + QString::number(row.prints));
        set(TapeColumn::Average, averageText(row, format));
        set(TapeColumn::Range, rangeText(row, format));
    }
    return texts;
}

QString detailOf(const TapeRow& row, const TapeFormat& format) {
    if (row.isHole()) return tr("%1 trades came faster than they were read and are not shown.").arg(row.missed);
    QStringList lines{tr("%1 %2 %3").arg(word(row.aggressor), text(row.size, format.sizeDecimals), format.base)};
    if (row.prints > 1) {
        lines << tr("%1 prints, average %2").arg(row.prints).arg(averageText(row, format));
        lines << tr("first %1, last %2")
                     .arg(text(row.firstPrice, format.priceDecimals), text(row.lastPrice, format.priceDecimals));
        lines << tr("lowest %1, highest %2")
                     .arg(text(row.low, format.priceDecimals), text(row.high, format.priceDecimals));
        lines << tr("%1 within %2").arg(clockText(row.first, 3), durationText(row.last - row.first));
    } else {
        lines << tr("at %1, %2").arg(text(row.lastPrice, format.priceDecimals), clockText(row.last, 6));
    }
    const Int128 quote = row.quote / Quantity::kScale; // 1e-15 -> 1e-6
    if (fitsInt64(quote)) lines << tr("worth %1 USDC").arg(text(Money(static_cast<std::int64_t>(quote))));
    return lines.join(QLatin1Char('\n'));
}

QString windowText(std::int64_t window) {
    if (window == 0) return tr("Each");
    return window < kNanosPerSecond ? tr("%1 ms").arg(window / kNanosPerMilli)
                                    : tr("%1 s").arg(window / kNanosPerSecond);
}

QString shortSum(Int128 raw) {
    if (fitsInt64(raw)) return shortText(Quantity(static_cast<std::int64_t>(raw)));
    const Int128 millions = raw / (Int128{Quantity::kScale} * 1'000'000);
    return fitsInt64(millions) ? number(static_cast<std::int64_t>(millions), 0, 0) + QLatin1Char('M') : unknownText();
}

const RowTexts& TapeTexts::of(const TapeRow& row, const TapeFormat& format, bool& fresh) {
    Entry& entry = m_entries[row.sequence % kKept];
    fresh = entry.sequence != row.sequence || entry.prints != row.prints;
    if (fresh) entry = {row.sequence, row.prints, textsOf(row, format)};
    return entry.texts;
}

void TapeTexts::clear() {
    for (Entry& entry : m_entries) entry.sequence = 0;
}

} // namespace qd::ui::trades
