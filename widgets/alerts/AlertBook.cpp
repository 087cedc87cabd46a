#include "widgets/alerts/AlertBook.h"

#include <algorithm>

namespace qd::ui {

void AlertBook::set(std::vector<PriceAlert> alerts) {
    const auto stays = [&](std::uint32_t number) {
        const auto now = std::ranges::find(alerts, number, &PriceAlert::number);
        const auto before = std::ranges::find(m_alerts, number, &PriceAlert::number);
        return now != alerts.end() && before != m_alerts.end() && *now == *before;
    };
    std::erase_if(m_beyond, [&](std::uint32_t number) { return !stays(number); });
    std::erase_if(m_known, [&](std::uint32_t number) { return !stays(number); });
    for (const PriceAlert& alert : alerts) {
        if (m_kept && !stays(alert.number))
            m_known.insert(alert.number); // it was set beside a price it had not reached
    }
    m_kept = true;
    m_alerts = std::move(alerts);
}

std::vector<PriceAlert> AlertBook::see(std::string_view symbol, TriggerSource source, Price price) {
    std::vector<PriceAlert> reached;
    for (PriceAlert& alert : m_alerts) {
        if (alert.done || alert.source != source || alert.symbol != symbol) continue;
        const bool first = alert.repeats && m_known.insert(alert.number).second;
        if (!isReached(alert, price)) {
            m_beyond.erase(alert.number);
        } else if (!alert.repeats || (m_beyond.insert(alert.number).second && !first)) {
            alert.done = !alert.repeats;
            reached.push_back(alert);
        }
    }
    return reached;
}

} // namespace qd::ui
