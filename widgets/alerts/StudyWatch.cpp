#include "widgets/alerts/StudyWatch.h"

#include "widgets/base/Format.h"
#include "widgets/terms/KeptAlerts.h"
#include "widgets/terms/KeptStudyAlerts.h"

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kLookEveryMs = 100;
constexpr std::int64_t kAskAgainAfter = 30 * kNanosPerSecond; ///< when history could not be read
constexpr std::int64_t kLateTrades = 250 * kNanosPerMilli;    ///< a venue that is behind may tell so late of a trade
constexpr std::size_t kMostBarsLate = 200;                    ///< that are looked at when values become true at last

} // namespace

StudyWatch::StudyWatch(PaneContext& context, QObject* parent) : QObject(parent), m_context(context) {
    load();
    connect(&m_context.settings, &Settings::changed, this, [this](const QString& key) {
        if (key == QLatin1String(setting::kStudyAlerts)) load();
    });
    m_newMarkets = m_context.market.onMarketsChanged([this] { m_anew = true; });
    connect(&m_timer, &QTimer::timeout, this, &StudyWatch::look);
    m_timer.start(kLookEveryMs);
}

void StudyWatch::load() {
    m_book.set(keptStudyAlerts(m_context.settings));
    m_changed = true;
}

void StudyWatch::look() {
    const bool past = m_context.venue.playback().catchingUp;
    if (std::exchange(m_anew, false) || past) {
        m_groups.clear();
        m_book.beginAnew();
        m_changed = true;
    }
    if (past) return;
    if (std::exchange(m_changed, false)) arrange();
    std::vector<Reached> reached;
    for (const auto& [key, group] : m_groups) lookAt(key, *group, reached);
    for (const Reached& one : reached) tell(one); // which changes what waits
}

void StudyWatch::arrange() {
    std::map<Key, std::vector<std::pair<const StudyAlert*, chart::KnownAlert>>> wanted;
    for (const StudyAlert& alert : m_book.alerts()) {
        if (alert.done) continue;
        const auto known = chart::lookUp(alert);
        if (!known) continue;
        if (const MarketInfo* info = marketOf(m_context, alert.symbol))
            wanted[{info->params.id, known->interval}].emplace_back(&alert, *known);
    }
    std::erase_if(m_groups, [&](const auto& row) { return !wanted.contains(row.first); });
    for (const auto& [key, alerts] : wanted) {
        std::unique_ptr<Group>& group = m_groups[key];
        if (group == nullptr) {
            group = std::make_unique<Group>(m_context);
            group->askedAt = m_context.clock.monotonicNanos();
            group->feed.show(key.first, key.second);
        }
        fill(*group, alerts);
    }
}

void StudyWatch::fill(Group& group, const std::vector<std::pair<const StudyAlert*, chart::KnownAlert>>& wanted) {
    std::vector<chart::StudyChoice> choices;
    const auto placeOf = [&](const chart::NamedLine& line) {
        const auto same = [&](const chart::StudyChoice& c) { return c.computesLike(line.choice); };
        const auto found = std::ranges::find_if(choices, same);
        const auto study = static_cast<std::size_t>(found - choices.begin());
        if (found == choices.end()) choices.push_back(line.choice);
        return Line{study, line.line};
    };
    group.waiting.clear();
    for (const auto& [alert, known] : wanted) {
        Waiting waiting{alert->number, alert->atClose, known.watched, placeOf(known.watched), {}, {}};
        if (known.other) waiting.other = placeOf(*known.other);
        if (const auto* level = std::get_if<StudyLevel>(&alert->against))
            waiting.level = valueOfLevel(known.watched, *level);
        group.waiting.push_back(std::move(waiting));
    }
    group.studies.choose(choices);
    group.studies.follow(group.feed);
}

void StudyWatch::lookAt(const Key& key, Group& group, std::vector<Reached>& reached) {
    const std::int64_t now = m_context.clock.monotonicNanos();
    if (!group.feed.problem().empty() && now - group.askedAt >= kAskAgainAfter) {
        group.askedAt = now;
        group.feed.show(key.first, key.second); // bars of the tape alone would make other values
    }
    const UnixNanos marketNow = m_context.market.now(); // before its trades are read: none of an ended bar is missing
    group.feed.readNew();
    const chart::BarSeries& bars = group.feed.bars();
    if (bars.empty()) return;
    const std::size_t newest = bars.size() - 1;
    const std::size_t back = std::min(newest, kMostBarsLate);
    group.feed.reach(group.studies.reach(bars[newest - std::min<std::size_t>(back, 2)].openTime, bars));
    group.studies.follow(group.feed);
    const MarketInfo* info = m_context.info(key.first);
    if (info == nullptr || group.feed.state() != chart::BarSource::State::Ready || !group.feed.problem().empty())
        return;
    const bool ended = bars.ended(newest) + kLateTrades <= marketNow;
    for (const Waiting& waiting : group.waiting) judge(group, waiting, ended, info->params.tick, reached);
}

void StudyWatch::judge(const Group& group, const Waiting& waiting, bool ended, Price tick,
                       std::vector<Reached>& reached) {
    const chart::BarSeries& bars = group.feed.bars();
    const std::size_t count = ended || !waiting.atClose ? bars.size() : bars.size() - 1;
    if (count == 0) return;
    std::size_t first = count - 1;
    if (const auto seen = m_book.seen(waiting.number))
        first = std::max(bars.lowerBound(*seen), count - std::min(count, kMostBarsLate));
    for (std::size_t bar = first; bar < count; ++bar) {
        const Values values = valuesAt(group, waiting, bar);
        if (values.trouble != Trouble::None) continue;
        const bool hasEnded = ended || bar + 1 < bars.size();
        if (!m_book.see(waiting.number, {bars.opened(bar), values.value, values.against, hasEnded})) continue;
        const auto alert = std::ranges::find(m_book.alerts(), waiting.number, &StudyAlert::number);
        reached.push_back({*alert, valueText(waiting.name, values.value, tick)});
    }
}

StudyWatch::Values StudyWatch::valuesAt(const Group& group, const Waiting& waiting, std::size_t bar) {
    const auto drawn = [&](const Line& line) {
        return chart::drawnAt(group.studies.all()[line.study], line.line, bar, group.feed);
    };
    const chart::DrawnValue watched = drawn(waiting.watched);
    chart::DrawnValue against;
    if (waiting.other)
        against = drawn(*waiting.other);
    else
        against.value = waiting.level.value_or(static_cast<double>(group.feed.bars()[bar].close.raw()));
    const bool known = indicators::hasValue(watched.value) && indicators::hasValue(against.value);
    const Trouble trouble = !known                                 ? Trouble::TooFewBars
                            : watched.doubtful || against.doubtful ? Trouble::Doubtful
                                                                   : Trouble::None;
    return {trouble, watched.value, against.value};
}

StudyWatch::Values StudyWatch::valuesOf(std::uint32_t number) const {
    for (const auto& [key, group] : m_groups) {
        const auto waiting = std::ranges::find(group->waiting, number, &Waiting::number);
        if (waiting == group->waiting.end()) continue;
        if (!group->feed.problem().empty()) return {Trouble::Unreadable};
        if (group->feed.state() != chart::BarSource::State::Ready) return {Trouble::Loading};
        if (group->feed.bars().empty()) return {Trouble::TooFewBars};
        return valuesAt(*group, *waiting, group->feed.bars().size() - 1);
    }
    return {m_changed ? Trouble::Loading : Trouble::Unknown};
}

void StudyWatch::tell(const Reached& reached) {
    finishStudyAlert(m_context.settings, reached.alert.number);
    emit told(alertNews(reached.alert.number, studyAlertWords(reached.alert), reached.value, reached.alert.note));
}

} // namespace qd::ui
