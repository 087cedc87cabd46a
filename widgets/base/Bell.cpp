#include "widgets/base/Bell.h"

namespace qd::ui {
namespace {

bool isLoudEnough(const std::string& from, Importance importance) {
    if (from == "all") return true;
    if (from == "problems") return importance >= Importance::Problem;
    return from == "grave" && importance == Importance::Grave;
}

} // namespace

Bell::Bell(const NewsLog& log, const Settings& settings, const Clock& clock, std::function<void()> ring,
           QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_clock(clock)
    , m_ring(std::move(ring)) {
    connect(&log, &NewsLog::added, this, &Bell::hear);
}

void Bell::hear(const News& news) {
    const std::int64_t now = m_clock.monotonicNanos();
    if (now < m_quietUntil || !isLoudEnough(m_settings.text(setting::kSound), news.importance)) return;
    m_quietUntil = now + kNanosPerSecond;
    m_ring();
}

} // namespace qd::ui
