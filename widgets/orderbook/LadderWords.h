#pragma once

#include "core/domain/Account.h"
#include "widgets/orderbook/LadderHands.h"
#include "widgets/orderbook/LadderLook.h"

#include <QString>

#include <optional>

namespace qd::ui {

/// How a line of words is meant.
enum class Tone : std::uint8_t { Quiet, Plain, Warning, Danger };

/// What the ladder shows beside the book.
struct LadderFacts {
    LadderMarks marks;
    Quantity lastSize;
    bool markEstimated = false;
    DataStatus status = DataStatus::Unknown;
    std::int64_t age = 0;  ///< nanoseconds since the market last changed
    UnixNanos tradedSince; ///< market time from which traded volume is counted, nothing left out
    std::optional<PositionView> position;
};

/// Words of the ladder beside its rows.
struct LadderWords {
    QString baseAsset;
    QString tradedCaption;  ///< "since 14:32"
    QString doubt;          ///< why the numbers are not to be trusted, with their age; empty when they are
    QString empty;          ///< instead of rows
    QString spread;         ///< "1 tick · 0.67 bps"
    QString spreadBrief;    ///< "1 tick"
    QString lastTrade;      ///< "148.27 × 2.50"
    QString lastBrief;      ///< "148.27"
    int lastSign = 0;       ///< +1 the aggressor bought, -1 sold
    QString footSpread;     ///< "0.01 · 0.67 bps"
    bool footWarns = false; ///< the book is crossed
    QString imbalance;      ///< "+18 %"
    int imbalanceSign = 0;
    QString position; ///< "Long 12.50 at 148.12"
    int positionSign = 0;
    QString liquidation; ///< "liq 121.40"
    QString mark;        ///< "148.27 est."
    QString hint;        ///< what a click does
    Tone hintTone = Tone::Quiet;
    friend bool operator==(const LadderWords&, const LadderWords&) = default;
};

/// Everything but the hint.
[[nodiscard]] LadderWords wordsOf(const LadderFacts& facts, const LadderModel& model, const LadderHands& hands);

/// True when the numbers are to be dimmed.
[[nodiscard]] bool doubtful(DataStatus status);

} // namespace qd::ui
