#pragma once

#include "core/base/Time.h"
#include "widgets/base/News.h"
#include "widgets/base/Settings.h"

#include <functional>

namespace qd::ui {

/// The bell of the system, at most once a second. Main thread.
class Bell {
  public:
    /// `ring`: what makes the sound.
    Bell(const Settings& settings, const Clock& clock, std::function<void()> ring);

    void ring();
    /// Rings for news that are important enough by the setting "alerts.sound".
    void hear(const News& news);

  private:
    const Settings& m_settings;
    const Clock& m_clock;
    std::function<void()> m_ring;
    std::int64_t m_quietUntil = 0; ///< monotonic
};

} // namespace qd::ui
