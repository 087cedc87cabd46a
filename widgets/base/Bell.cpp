#include "widgets/base/Bell.h"

namespace qd::ui {
namespace {

bool isLoudEnough(const std::string& from, Importance importance) {
    if (from == "all") return true;
    if (from == "problems") return importance >= Importance::Problem;
    return from == "grave" && importance == Importance::Grave;
}

} // namespace

Bell::Bell(const Settings& settings, const Clock& clock, std::function<void()> ring)
    : m_settings(settings)
    , m_clock(clock)
    , m_ring(std::move(ring)) {}

void Bell::ring() {
    const std::int64_t now = m_clock.monotonicNanos();
    if (now < m_quietUntil) return;
    m_quietUntil = now + kNanosPerSecond;
    m_ring();
}

void Bell::hear(const News& news) {
    if (isLoudEnough(m_settings.text(setting::kSound), news.importance)) ring();
}

} // namespace qd::ui
