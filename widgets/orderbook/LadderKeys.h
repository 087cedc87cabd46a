#pragma once

#include "core/ports/Actions.h"
#include "widgets/base/KeyHint.h"

#include <cstdint>
#include <optional>
#include <vector>

class QKeyEvent;

namespace qd::ui {

/// What a key of the ladder does. The table in LadderKeys.cpp gives each its name, its default key and its words.
enum class LadderDeed : std::uint8_t {
    Size1,
    Size2,
    Size3,
    Size4,
    JoinBid,
    JoinAsk,
    JoinBidPost,
    JoinAskPost,
    Buy,
    Sell,
    CrossBuy,
    CrossSell,
    Close,
    CloseQuarter,
    CloseThird,
    CloseHalf,
    CloseTwoThirds,
    CloseThreeQuarters,
    BreakEven,
    StopsUp,
    StopsDown,
    StopsUpStep,
    StopsDownStep,
    Reverse,
    Flatten,
    OrderUp,
    OrderDown,
    OrderUpStep,
    OrderDownStep,
    CancelAll,
    CancelLimits,
    CancelSide,
    CancelPrice,
    ReduceOnly,
    Finer,
    Coarser,
    Volume,
    Levels,
};

/// The deed whose key went down, as the keys are now; Shift tells keys apart where one with it is chosen. Empty: it is
/// none's, or Ctrl, Alt or Meta are held.
[[nodiscard]] std::optional<LadderDeed> ladderDeed(const ports::Actions& actions, const QKeyEvent& event);
/// The key of a deed as it is now, for people; "–" when it has none.
[[nodiscard]] QString ladderKey(const ports::Actions& actions, LadderDeed deed);
/// All deeds with their default keys, for KEY and the list of shortcuts.
[[nodiscard]] std::vector<KeyHint> ladderKeyHints();

} // namespace qd::ui
