#include "widgets/alerts/StudyBook.h"

#include <algorithm>

namespace qd::ui {
namespace {

bool isReached(StudyWay way, int before, int side) {
    switch (way) {
    case StudyWay::Above: return before < 0 && side >= 0;
    case StudyWay::Below: return before > 0 && side <= 0;
    case StudyWay::Cross: return before * side < 0;
    }
    return false;
}

} // namespace

void StudyBook::set(std::vector<StudyAlert> alerts) {
    std::erase_if(m_standing, [&](const auto& row) {
        const auto now = std::ranges::find(alerts, row.first, &StudyAlert::number);
        const auto before = std::ranges::find(m_alerts, row.first, &StudyAlert::number);
        return now == alerts.end() || before == m_alerts.end() || *now != *before;
    });
    m_alerts = std::move(alerts);
}

bool StudyBook::see(std::uint32_t number, const StudyLook& look) {
    const auto alert = std::ranges::find(m_alerts, number, &StudyAlert::number);
    if (alert == m_alerts.end() || alert->done || (alert->atClose && !look.ended)) return false;
    const int side = look.value > look.against ? 1 : look.value < look.against ? -1 : 0;
    const auto [standing, first] = m_standing.try_emplace(number, Standing{look.bar, side});
    Standing& is = standing->second;
    if (first || look.bar < is.bar || (alert->atClose && look.bar == is.bar)) return false;
    const bool reached = isReached(alert->way, is.side, side);
    is.bar = look.bar;
    if (alert->way != StudyWay::Cross || side != 0) is.side = side;
    if (reached) alert->done = !alert->repeats;
    return reached;
}

std::optional<UnixNanos> StudyBook::seen(std::uint32_t number) const {
    const auto standing = m_standing.find(number);
    return standing == m_standing.end() ? std::nullopt : std::optional(standing->second.bar);
}

bool StudyBook::isBeyond(std::uint32_t number) const {
    const auto alert = std::ranges::find(m_alerts, number, &StudyAlert::number);
    const auto standing = m_standing.find(number);
    if (alert == m_alerts.end() || standing == m_standing.end()) return false;
    return (alert->way == StudyWay::Above && standing->second.side >= 0) ||
           (alert->way == StudyWay::Below && standing->second.side <= 0);
}

} // namespace qd::ui
