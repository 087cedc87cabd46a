#pragma once

#include "widgets/base/FrameClock.h"
#include "widgets/base/PaneContext.h"
#include "widgets/flow/FlowFeed.h"

#include <QString>

namespace qd::flow {

/// How a feed stands, for people.
struct FeedStanding {
    QString sentence;   ///< why there is nothing, or what is wrong with what is shown; empty when all is well
    bool empty = false; ///< there are no trades: the sentence stands instead of a picture
    bool stale = false; ///< the market does not live: what is shown is dimmed
    friend bool operator==(const FeedStanding&, const FeedStanding&) = default;
};

[[nodiscard]] FeedStanding standingOf(const FlowFeed& feed, const ui::PaneContext& context, const ui::Frame& frame);

/// "10:04", with the date where it is another day than `now`'s.
[[nodiscard]] QString sinceText(UnixNanos t, UnixNanos now);

} // namespace qd::flow
