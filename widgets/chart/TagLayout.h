#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace qd::chart {

/// A tag on the price axis that would like to be at the height of its price.
struct TagWish {
    double y = 0;   ///< of its price; may be out of view
    int weight = 1; ///< >= 1; the heavier, the less it moves when tags push each other
    int rank = 0;   ///< when there is no room for all, lower ranks stay
};

enum class TagEdge : std::uint8_t { Inside, Above, Below };

struct TagPlace {
    int top = 0;
    TagEdge edge = TagEdge::Inside; ///< where its price is
    bool hidden = false;            ///< there was no room
};

/// Where tags of one height go between `top` and `bottom` (exclusive): none overlaps another, higher prices stay above
/// lower ones, and each is as near to its price as the others let it be (least squares by weight). The same wishes give
/// the same places.
[[nodiscard]] std::vector<TagPlace> placeTags(std::span<const TagWish> wishes, int height, int top, int bottom);

} // namespace qd::chart
