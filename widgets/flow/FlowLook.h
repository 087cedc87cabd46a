#pragma once

#include "core/domain/Footprint.h"
#include "widgets/plot/AxisPainter.h"
#include "widgets/plot/Viewport.h"

#include <QString>

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// What panes over traded volume show alike.
namespace qd::flow {

/// The prices of the bars with a little room; empty without bars.
[[nodiscard]] std::optional<plot::PriceRange> pricesOf(std::span<const FootprintBar> bars, Price tick);
/// Where row `row` of `ticks` ticks begins: half a tick below its lowest price, so that prices lie in the middle of
/// rows of one tick. Raw, for the view.
[[nodiscard]] double lowerEdge(std::int64_t row, std::int64_t ticks, Price tick);
/// "150.20", or "150.20 to 150.24": the prices of a row.
[[nodiscard]] QString rowText(std::int64_t row, std::int64_t ticks, Price tick);
/// The row of a price.
[[nodiscard]] std::int64_t rowOf(Price price, std::int64_t ticks, Price tick);

/// The height of a row as it is typed and kept: "10" ticks, or "AUTO", which is 0. False: neither; nothing changes.
[[nodiscard]] bool readTicks(std::string_view text, std::int64_t& ticks);
[[nodiscard]] std::string ticksText(std::int64_t ticks);

/// A size in few characters, no finer than `step`: "12.4k", "0.12".
[[nodiscard]] QString sizeText(Quantity size, Quantity step);
/// The same with its sign.
[[nodiscard]] QString signedText(Quantity size, Quantity step);
/// A text as wide as any of these.
[[nodiscard]] QString widestText(Quantity step);

/// part of whole in percent without its sign, 0 to 100: for lengths and colours.
[[nodiscard]] int shareOf(Quantity part, Quantity whole);

/// The last price on the price axis, which reaches to `right`; empty when it is out of view.
[[nodiscard]] QRect lastTag(const plot::Viewport& view, Price last, int right, const plot::AxisInk& ink);
/// The prices of the axis and the tag over them.
void paintPricesWithLast(QPainter& painter, const plot::Viewport& view, Price last, Price tick, const QRect& tag,
                         const plot::AxisInk& ink, const QColor& fill, const QColor& onFill);

} // namespace qd::flow
