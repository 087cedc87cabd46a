#pragma once

#include "core/base/Time.h"
#include "widgets/base/NewsLog.h"
#include "widgets/base/Settings.h"

#include <functional>

namespace qd::ui {

/// Rings for news that are important enough by the setting "alerts.sound", at most once a second. Main thread.
class Bell : public QObject {
    Q_OBJECT
  public:
    /// `ring`: the bell of the system.
    Bell(const NewsLog& log, const Settings& settings, const Clock& clock, std::function<void()> ring,
         QObject* parent = nullptr);

  private:
    void hear(const News& news);

    const Settings& m_settings;
    const Clock& m_clock;
    std::function<void()> m_ring;
    std::int64_t m_quietUntil = 0; ///< monotonic
};

} // namespace qd::ui
