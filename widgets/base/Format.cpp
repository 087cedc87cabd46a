#include "widgets/base/Format.h"

#include "core/base/Decimal.h"
#include "core/base/Nearest.h"

#include <chrono>

namespace qd::ui {
namespace {

constexpr QChar kMinus(0x2212);
constexpr QChar kThinSpace(0x2009);
constexpr QChar kEnDash(0x2013);

/// Groups the digits before the point and swaps the ASCII minus.
QString presented(const std::string& plain) {
    QString out;
    const std::size_t first = plain.starts_with('-') ? 1 : 0;
    const std::size_t point = std::min(plain.find('.'), plain.size());
    if (first == 1) out += kMinus;
    for (std::size_t i = first; i < plain.size(); ++i) {
        if (i > first && i < point && (point - i) % 3 == 0) out += kThinSpace;
        out += QLatin1Char(plain[i]);
    }
    return out;
}

std::int64_t nearest(Int128 a, Int128 b) { return static_cast<std::int64_t>(nearestQuotient(a, b)); }

QString shortened(std::int64_t raw, int scaleDecimals, int decimals, Round round) {
    if (decimals >= scaleDecimals) return number(raw, scaleDecimals, decimals);
    const auto unit = powerOfTen(scaleDecimals - decimals);
    return presented(
        formatDecimal(Checked(raw).dividedBy(unit, round).to<std::int64_t>().value_or(raw / unit), decimals, decimals));
}

} // namespace

QString unknownText() { return {kEnDash}; }

QString plainText(QString text) {
    if (text == unknownText()) return {};
    text.replace(kMinus, QLatin1Char('-'));
    text.remove(kThinSpace);
    text.replace(QLatin1Char('\t'), QLatin1Char(' '));
    return text;
}

int decimalsOf(std::int64_t unit, int scaleDecimals) {
    int decimals = scaleDecimals;
    while (decimals > 0 && unit != 0 && unit % 10 == 0) {
        unit /= 10;
        --decimals;
    }
    return decimals;
}

QString number(std::int64_t raw, int scaleDecimals, int decimals) {
    if (decimals < scaleDecimals) {
        const std::int64_t unit = powerOfTen(scaleDecimals - decimals);
        return presented(formatDecimal(nearestQuotient(raw, unit), decimals, decimals));
    }
    return presented(formatDecimal(raw, scaleDecimals, scaleDecimals));
}

QString signedNumber(std::int64_t raw, int scaleDecimals, int decimals) {
    const QString plain = number(raw, scaleDecimals, decimals);
    return raw > 0 ? QLatin1Char('+') + plain : plain;
}

QString text(Price price, int decimals) { return number(price.raw(), Price::kDecimals, decimals); }
QString knownText(Price price, int decimals) { return price.isZero() ? unknownText() : text(price, decimals); }
QString text(Quantity size, int decimals) { return number(size.raw(), Quantity::kDecimals, decimals); }
QString text(Money money, int decimals) { return number(money.raw(), Money::kDecimals, decimals); }
QString signedText(Money money, int decimals) { return signedNumber(money.raw(), Money::kDecimals, decimals); }

QString text(Money money, Round round, int decimals) {
    return shortened(money.raw(), Money::kDecimals, decimals, round);
}
QString signedText(Money money, Round round, int decimals) {
    const QString plain = text(money, round, decimals);
    return money.raw() > 0 ? QLatin1Char('+') + plain : plain;
}

QString requiredText(Money money, int decimals) { return text(money, Round::Up, decimals); }

QString heldText(Money money, int decimals) { return shortened(money.raw(), Money::kDecimals, decimals, Round::Down); }

Price liquidationShown(Price liquidation, Price mark, int decimals) {
    if (decimals >= Price::kDecimals) return liquidation;
    const Round toMark = liquidation <= mark ? Round::Up : Round::Down;
    const auto unit = powerOfTen(Price::kDecimals - decimals);
    return (Checked(liquidation.raw()).dividedBy(unit, toMark) * unit).to<Price>().value_or(liquidation);
}

QString liquidationText(Price liquidation, Price mark, int decimals) {
    return text(liquidationShown(liquidation, mark, decimals), decimals);
}

QString liquidationDistance(Price liquidation, Price mark) {
    if (mark.isZero()) return unknownText();
    const Int128 apart = Int128{liquidation.raw()} - mark.raw();
    const bool near = (apart < 0 ? -apart : apart) * 10 < mark.raw();
    const int decimals = near ? 2 : 1;
    const auto scaled = static_cast<std::int64_t>(apart * 100 * powerOfTen(decimals) / mark.raw());
    return signedNumber(scaled, decimals, decimals);
}

std::optional<Price> averageOf(Quantity filled, Money quote, Side side) {
    if (filled.isZero()) return std::nullopt;
    const Round against = side == Side::Buy ? Round::Up : Round::Down;
    const auto price = Checked(quote.raw()).times(Quantity::kScale, filled.raw(), against).to<Price>();
    return price ? std::optional(*price) : std::nullopt;
}

QString averageText(std::optional<Price> average, Side side, int decimals) {
    if (!average) return unknownText();
    return shortened(average->raw(), Price::kDecimals, decimals, side == Side::Buy ? Round::Up : Round::Down);
}

QString shortText(Quantity size) {
    const std::int64_t whole = size.raw() / Quantity::kScale;
    const auto with = [&](std::int64_t unit, QLatin1Char suffix) {
        const int decimals = whole / unit >= 100 ? 0 : whole / unit >= 10 ? 1 : 2;
        // Integer thousandths of the unit, cut to three significant digits.
        const auto thousandths =
            static_cast<std::int64_t>(Int128{size.raw()} / (Int128{unit} * Quantity::kScale / 1'000));
        return shortened(thousandths, 3, decimals, Round::Zero) + suffix;
    };
    if (whole >= 1'000'000) return with(1'000'000, QLatin1Char('M'));
    if (whole >= 10'000) return with(1'000, QLatin1Char('k'));
    const int decimals = whole >= 1'000 ? 0 : whole >= 100 ? 1 : whole >= 1 ? 2 : 4;
    return shortened(size.raw(), Quantity::kDecimals, decimals, Round::Zero);
}

QString changePercent(Price then, Price now) {
    if (then.isZero() || now.isZero()) return unknownText();
    return signedNumber(nearest((Int128{now.raw()} - then.raw()) * 10'000, then.raw()), 2, 2);
}

QString percent(std::int64_t part, std::int64_t whole, int decimals) {
    if (whole == 0) return unknownText();
    return signedNumber(nearest(Int128{part} * 100 * powerOfTen(decimals), whole), decimals, decimals);
}

QString clockText(UnixNanos t, int decimals) {
    const std::int64_t remainder = t.value() % kNanosPerDay;
    const std::int64_t ofDay = remainder < 0 ? remainder + kNanosPerDay : remainder;
    const std::int64_t seconds = ofDay / kNanosPerSecond;
    const auto two = [](std::int64_t v) { return QString::number(v).rightJustified(2, QLatin1Char('0')); };
    QString out =
        two(seconds / 3'600) + QLatin1Char(':') + two(seconds / 60 % 60) + QLatin1Char(':') + two(seconds % 60);
    if (decimals > 0) {
        const std::int64_t fraction = ofDay % kNanosPerSecond / powerOfTen(9 - decimals);
        out += QLatin1Char('.') + QString::number(fraction).rightJustified(decimals, QLatin1Char('0'));
    }
    return out;
}

QString dateTimeText(UnixNanos t) {
    const std::string iso = toIso8601(t);
    return QString::fromStdString(iso.substr(0, 10)) + QLatin1Char(' ') + QString::fromStdString(iso.substr(11, 8));
}

QString durationText(std::int64_t nanos) {
    const std::int64_t size = nanos < 0 ? -nanos : nanos;
    if (size < 1'000'000) return number(nanos / 100, 1, 1) + QStringLiteral(" µs");
    if (size < kNanosPerSecond) return number(nanos / 100'000, 1, 1) + QStringLiteral(" ms");
    if (size < kNanosPerMinute) return number(nanos / 100'000'000, 1, 1) + QStringLiteral(" s");
    if (size < kNanosPerHour) return number(nanos / kNanosPerMinute, 0, 0) + QStringLiteral(" min");
    return number(nanos / (kNanosPerHour / 10), 1, 1) + QStringLiteral(" h");
}

QString ageText(std::int64_t nanos) {
    const std::int64_t seconds = std::max<std::int64_t>(nanos, 0) / kNanosPerSecond;
    if (seconds >= 3'600) return QString::number(seconds / 3'600) + QStringLiteral(" h");
    return QString::number(seconds / 60) + QLatin1Char(':') +
           QString::number(seconds % 60).rightJustified(2, QLatin1Char('0'));
}

} // namespace qd::ui
