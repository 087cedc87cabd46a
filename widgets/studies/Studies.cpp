#include "widgets/studies/Studies.h"

#include "core/indicators/SessionStart.h"

#include <algorithm>
#include <map>
#include <utility>

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

/// Of which bars a study is that is shown over those of `interval`; empty: over these.
std::optional<Interval> frameOf(const StudyChoice& choice, std::optional<Interval> interval) {
    return choice.frame == interval ? std::nullopt : choice.frame;
}

/// What the values of the other bars that have ended depend on.
std::uint64_t stampOf(const HigherBars& higher) {
    std::uint64_t print = 14'695'981'039'346'656'037ULL; // FNV-1a by words
    const BarSeries& bars = higher.bars();
    for (const std::uint64_t word : {higher.number(), bars.rewrites(), bars.prepended(),
                                     static_cast<std::uint64_t>(bars.size()), higher.feed().doubtRevision()})
        print = (print ^ word) * 1'099'511'628'211ULL;
    return print;
}

/// Bars are wanted back to this place for the values of a study to be true from place `left` on.
UnixNanos wantedFrom(const Study& study, UnixNanos left, const BarSeries& bars) {
    switch (memoryOf(study.choice)) {
    case Memory::Window:
    case Memory::Fading: {
        auto needed = static_cast<std::int64_t>(indicators::barsNeeded(*study.choice.kind, study.choice.values));
        std::int64_t shifted = 0;
        for (std::size_t line = 0; line < study.choice.kind->lines.size(); ++line)
            shifted = std::max<std::int64_t>(shifted, study.shift(line));
        needed += shifted;
        return left + -needed * static_cast<std::int64_t>(bars.interval());
    }
    case Memory::Session: return bars.placeOf(sessionOf(study, bars.timeAt(left)));
    case Memory::Endless:
        if (const auto anchor = anchorOf(study.choice)) return bars.placeOf(*anchor);
        break;
    }
    return left;
}

UnixNanos farthestBack(UnixNanos left, const BarSeries& bars) {
    return left + -kMostBarsBack * static_cast<std::int64_t>(bars.interval());
}

} // namespace

std::int64_t Study::shift(std::size_t which) const {
    return choice.kind->shift == nullptr ? 0 : choice.kind->shift(which, choice.values);
}

std::optional<int> Study::sessionStart() const {
    if (memoryOf(choice) != Memory::Session) return std::nullopt;
    return static_cast<int>(indicators::valueOf(*choice.kind, choice.values, "start"));
}

double Study::framedAt(std::size_t index, std::size_t line) const {
    const auto ended = higher == nullptr ? std::nullopt : higher->endedBy(index);
    return ended && *ended >= from ? lines.at(*ended, line) : indicators::kNoValue;
}

double Study::provisional(std::size_t line) const {
    if (!framed || higher == nullptr || !higher->isOpen()) return indicators::kNoValue;
    const std::size_t newest = higher->bars().size() - 1;
    return newest < from ? indicators::kNoValue : lines.at(newest, line);
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

void Studies::follow(const BarSource& feed, const HigherFrames* frames) {
    const auto shown = feed.bars().sideBySide() ? std::nullopt : std::optional(feed.bars().interval());
    for (Study& study : m_studies) {
        const auto frame = frameOf(study.choice, shown);
        study.framed = frame.has_value();
        study.higher = frame && frames != nullptr ? frames->of(*frame) : nullptr;
        const std::uint64_t over = study.higher == nullptr ? 0 : study.higher->number();
        // Values over other bars say nothing of these, however alike both may be to count.
        if (std::exchange(study.over, over) != over)
            study.lines = IndicatorLine(*study.choice.kind, study.choice.values);
        if (study.framed && study.higher == nullptr) continue;
        const BarSource& source = study.higher == nullptr ? feed : study.higher->feed();
        study.lines.follow(source.bars());
        const std::size_t from = trueFrom(study, source);
        const std::uint64_t seen = study.higher == nullptr ? 0 : stampOf(*study.higher);
        if (from != study.from || seen != study.seen) ++m_revision;
        study.from = from;
        study.seen = seen;
    }
}

std::set<Interval> Studies::frames(std::optional<Interval> shown) const {
    std::set<Interval> intervals;
    for (const Study& study : m_studies) {
        const auto frame = frameOf(study.choice, shown);
        if (frame && (!shown || *frame > *shown)) intervals.insert(*frame);
    }
    return intervals;
}

UnixNanos Studies::reach(UnixNanos left, const BarSeries& bars) const {
    UnixNanos from = left;
    for (const Study& study : m_studies) {
        if (!study.framed) from = std::min(from, wantedFrom(study, left, bars));
    }
    return std::max(from, farthestBack(left, bars));
}

void Studies::reachFrames(UnixNanos left) const {
    std::map<HigherBars*, UnixNanos> wanted;
    for (const Study& study : m_studies) {
        if (study.higher == nullptr) continue;
        const BarSeries& bars = study.higher->bars();
        const UnixNanos before = left + -static_cast<std::int64_t>(bars.interval()); // had ended there
        const UnixNanos from = std::max(wantedFrom(study, before, bars), farthestBack(left, bars));
        UnixNanos& least = wanted.try_emplace(study.higher, before).first->second;
        least = std::min(least, from);
    }
    for (const auto& [bars, from] : wanted) bars->feed().reach(from);
}

bool Studies::isDoubtful(const Study& study, std::size_t index, const BarSource& feed) {
    if (study.framed) {
        const auto ended = study.higher == nullptr ? std::nullopt : study.higher->endedBy(index);
        return ended && isDoubtfulIn(study, *ended, study.higher->feed());
    }
    return isDoubtfulIn(study, index, feed);
}

bool Studies::isDoubtfulIn(const Study& study, std::size_t index, const BarSource& feed) {
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
