#pragma once

#include "core/base/Time.h"

namespace qd::test {

/// A clock that stands until the test moves it.
class FakeClock final : public Clock {
  public:
    explicit FakeClock(UnixNanos start = UnixNanos::fromMillis(1'700'000'000'000)) : m_now(start) {}
    [[nodiscard]] UnixNanos now() const override { return m_now; }
    [[nodiscard]] std::int64_t monotonicNanos() const override { return m_now.value(); }
    void advance(std::int64_t nanos) { m_now = m_now + nanos; }

  private:
    UnixNanos m_now;
};

} // namespace qd::test
