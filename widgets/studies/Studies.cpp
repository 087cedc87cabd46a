#include "widgets/studies/Studies.h"

#include "core/indicators/SessionStart.h"

#include <algorithm>

namespace qd::chart {
namespace {

constexpr std::int64_t kMostBarsBack = 500'000; ///< of history are read for a value; more would take minutes

using indicators::Memory;

Memory memoryOf(const StudyChoice& choice) { return indicators::memoryOf(*choice.kind, choice.values); }

/// When the session begins whose bars make the values at `t`.
UnixNanos sessionOf(const Study& study, UnixNanos t) {
    const int start = *study.sessionStart();
    const bool before = study.choice.kind->countedFrom == indicators::CountedFrom::SecondSession;
    return before ? indicators::sessionBefore(t, start) : indicators::sessionAt(t, start);
}

/// Empty: since the first bar.
std::optional<UnixNanos> anchorOf(const StudyChoice& choice) {
    const double seconds = indicators::valueOf(*choice.kind, choice.values, "anchor");
    if (seconds == 0) return std::nullopt;
    return UnixNanos(static_cast<std::int64_t>(seconds) * kNanosPerSecond);
}

std::size_t trueFrom(const Study& study, const BarSource& feed) {
    const BarSeries& bars = feed.bars();
    if (bars.empty() || feed.complete()) return 0;
    const UnixNanos first = bars.opened(0);
    switch (memoryOf(study.choice)) {
    case Memory::Window: return 0; // has no value before it is true
    case Memory::Fading: return indicators::barsNeeded(*study.choice.kind, study.choice.values);
    case Memory::Session: {
        // The first session here may have begun before the first bar here.
        const bool before = study.choice.kind->countedFrom == indicators::CountedFrom::SecondSession;
        const int start = *study.sessionStart();
        if (indicators::sessionAt(first, start) == first) return 0;
        const UnixNanos next = indicators::sessionAfter(first, start);
        return bars.firstSince(before ? indicators::sessionAfter(next, start) : next);
    }
    case Memory::Endless: {
        const auto anchor = anchorOf(study.choice);
        return anchor && *anchor < first ? bars.size() : 0;
    }
    }
    return 0;
}

} // namespace

std::int64_t Study::shift(std::size_t which) const {
    return choice.kind->shift == nullptr ? 0 : choice.kind->shift(which, choice.values);
}

std::optional<int> Study::sessionStart() const {
    if (memoryOf(choice) != Memory::Session) return std::nullopt;
    return static_cast<std::int64_t>(indicators::valueOf(*choice.kind, choice.values, "start")) * kNanosPerMinute;
}

bool Study::carriesOn() const {
    const Memory memory = memoryOf(choice);
    return memory == Memory::Endless || (memory == Memory::Session && choice.hasOwnPane());
}

void Studies::choose(const std::vector<StudyChoice>& choices) {
    const bool same = std::ranges::equal(choices, m_studies, {}, {}, &Study::choice);
    if (same) return;
    std::vector<Study> studies;
    for (const StudyChoice& choice : choices) {
        const auto old = std::ranges::find_if(m_studies, [&](const Study& s) { return s.choice.computesLike(choice); });
        if (old == m_studies.end()) {
            studies.push_back({choice, IndicatorLine(*choice.kind, choice.values)});
            continue;
        }
        studies.push_back(std::move(*old));
        studies.back().choice = choice;
        m_studies.erase(old);
    }
    m_studies = std::move(studies);
    ++m_revision;
}

void Studies::follow(const BarSource& feed) {
    for (Study& study : m_studies) {
        study.lines.follow(feed.bars());
        const std::size_t from = trueFrom(study, feed);
        if (from != study.from) ++m_revision;
        study.from = from;
    }
}

UnixNanos Studies::reach(UnixNanos left, const BarSeries& bars) const {
    const auto length = static_cast<std::int64_t>(bars.interval());
    UnixNanos from = left;
    for (const Study& study : m_studies) {
        switch (memoryOf(study.choice)) {
        case Memory::Window:
        case Memory::Fading: {
            std::int64_t needed =
                static_cast<std::int64_t>(indicators::barsNeeded(*study.choice.kind, study.choice.values));
            std::int64_t shifted = 0;
            for (std::size_t line = 0; line < study.choice.kind->lines.size(); ++line)
                shifted = std::max<std::int64_t>(shifted, study.shift(line));
            needed += shifted;
            from = std::min(from, left + -needed * length);
            break;
        }
        case Memory::Session: from = std::min(from, bars.placeOf(sessionOf(study, bars.timeAt(left)))); break;
        case Memory::Endless:
            if (const auto anchor = anchorOf(study.choice)) from = std::min(from, bars.placeOf(*anchor));
            break;
        }
    }
    return std::max(from, left + -kMostBarsBack * length);
}

bool Studies::isDoubtful(const Study& study, std::size_t index, const BarSource& feed) {
    const BarSeries& bars = feed.bars();
    if (index >= bars.size() || feed.doubtful().empty()) return false;
    const UnixNanos to = bars.ended(index);
    UnixNanos from = bars.opened(0);
    switch (memoryOf(study.choice)) {
    case Memory::Window:
    case Memory::Fading:
        from = bars.opened(index + 1 -
                           std::min(index + 1, indicators::barsNeeded(*study.choice.kind, study.choice.values)));
        break;
    case Memory::Session: from = sessionOf(study, bars.opened(index)); break;
    case Memory::Endless: from = anchorOf(study.choice).value_or(from); break;
    }
    return std::ranges::any_of(feed.doubtful(), [&](const TimeRange& r) { return r.from < to && r.to > from; });
}

} // namespace qd::chart
