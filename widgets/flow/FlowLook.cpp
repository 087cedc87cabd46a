#include "widgets/flow/FlowLook.h"

#include "core/base/Decimal.h"
#include "core/ports/Actions.h"
#include "widgets/base/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace qd::flow {
namespace {

constexpr std::int64_t kFewestTicks = 16;
constexpr int kMostDecimals = 3;
constexpr std::int64_t kMostTicks = 100'000;

QString tr(const char* text) { return QCoreApplication::translate("qd::flow::FlowLook", text); }

int decimalsFor(Quantity step) { return std::min(ui::decimalsOf(step), kMostDecimals); }

} // namespace

std::optional<plot::PriceRange> pricesOf(std::span<const FootprintBar> bars, Price tick) {
    if (bars.empty()) return std::nullopt;
    Price low = bars.front().low;
    Price high = bars.front().high;
    for (const FootprintBar& bar : bars) {
        low = std::min(low, bar.low);
        high = std::max(high, bar.high);
    }
    const std::int64_t span = std::max(high.raw() - low.raw() + tick.raw(), kFewestTicks * tick.raw());
    const std::int64_t middle = low.raw() + (high.raw() - low.raw()) / 2;
    const std::int64_t half = span / 2 + std::max(span / 20, 2 * tick.raw());
    return plot::PriceRange{Price(middle - half), Price(middle + half)};
}

double lowerEdge(std::int64_t row, std::int64_t ticks, Price tick) {
    const auto raw = static_cast<double>(tick.raw());
    return static_cast<double>(row) * static_cast<double>(ticks) * raw - raw / 2;
}

QString rowText(std::int64_t row, std::int64_t ticks, Price tick) {
    const int decimals = ui::decimalsOf(tick);
    const QString low = ui::text(Price(row * ticks * tick.raw()), decimals);
    return ticks == 1 ? low : tr("%1 to %2").arg(low, ui::text(Price(((row + 1) * ticks - 1) * tick.raw()), decimals));
}

std::int64_t rowOf(Price price, std::int64_t ticks, Price tick) {
    const std::int64_t height = ticks * tick.raw();
    return price.raw() / height - (price.raw() % height < 0 ? 1 : 0);
}

bool readTicks(std::string_view text, std::int64_t& ticks) {
    const auto read = ports::toUpper(text) == "AUTO" ? std::optional<std::int64_t>(0) : parseWhole(text, 1, kMostTicks);
    ticks = read.value_or(ticks);
    return read.has_value();
}

std::string ticksText(std::int64_t ticks) { return ticks == 0 ? std::string("auto") : std::to_string(ticks); }

QString sizeText(Quantity size, Quantity step) {
    if (size.isZero()) return QStringLiteral("0");
    return size >= Quantity::of(1) ? ui::shortText(size) : ui::text(size, decimalsFor(step));
}

QString signedText(Quantity size, Quantity step) {
    if (size.isZero()) return QStringLiteral("0");
    if (size.raw() > 0) return QLatin1Char('+') + sizeText(size, step);
    return QChar(0x2212) + sizeText(Quantity(-size.raw()), step);
}

QString widestText(Quantity step) {
    const QString small = QStringLiteral("0.") + QString(decimalsFor(step), QLatin1Char('8'));
    const QString large = QStringLiteral("88.8k");
    return small.size() > large.size() ? small : large;
}

int shareOf(Quantity part, Quantity whole) {
    if (whole.raw() <= 0) return 0;
    const double percent = 100.0 * std::abs(static_cast<double>(part.raw())) / static_cast<double>(whole.raw());
    return static_cast<int>(std::lround(std::min(percent, 100.0)));
}

QRect lastTag(const plot::Viewport& view, Price last, int right, const plot::AxisInk& ink) {
    if (last.isZero() || !view.shows(last)) return {};
    const QRect& plot = view.plot();
    const int high = ink.labels.height() + 2;
    const int y = static_cast<int>(std::lround(view.yOf(last))) - high / 2;
    return {plot.right() + 2, std::clamp(y, plot.top(), std::max(plot.top(), plot.bottom() - high)),
            right - plot.right() - 2, high};
}

void paintPricesWithLast(QPainter& painter, const plot::Viewport& view, Price last, Price tick, const QRect& tag,
                         const plot::AxisInk& ink, const QColor& fill, const QColor& onFill) {
    plot::paintPrices(painter, view, tick, ink, [&](int top, int bottom) {
        return !tag.isEmpty() && top <= tag.bottom() && bottom >= tag.top();
    });
    if (tag.isEmpty()) return;
    painter.fillRect(tag, fill);
    ink.labels.drawLeft(painter, tag.left() + ink.padding - 1, tag.top() + 1, ui::text(last, ui::decimalsOf(tick)),
                        onFill);
}

} // namespace qd::flow
