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

/// What a key that went down is to the ladder.
struct LadderKey {
    std::optional<LadderDeed> deed; ///< empty: of none, or of several
    bool ofSeveral = false;         ///< then it does nothing; keys.toml, or two default keys, may have made it so
};
/// As the keys are now. Shift tells keys apart: with it a letter is never the deed of the letter alone; only signs and
/// digits are, which some keyboards have behind Shift. None's while Ctrl, Alt or Meta are held.
[[nodiscard]] LadderKey ladderKeyOf(const ports::Actions& actions, const QKeyEvent& event);
/// The key of a deed as it is now, for people; "–" when it has none.
[[nodiscard]] QString ladderKey(const ports::Actions& actions, LadderDeed deed);
/// All deeds with their default keys, for KEY and the list of shortcuts.
[[nodiscard]] std::vector<KeyHint> ladderKeyHints();

} // namespace qd::ui
