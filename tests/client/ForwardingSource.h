#pragma once

#include "core/client/MarketSource.h"

#include <memory>
#include <utility>

namespace qd::test {

/// Does what another source does; tests change what they are about.
class ForwardingSource : public client::MarketSource {
  public:
    explicit ForwardingSource(std::unique_ptr<client::MarketSource> whole) : m_whole(std::move(whole)) {}

    [[nodiscard]] std::string identity() const override { return m_whole->identity(); }
    [[nodiscard]] VenueMode mode() const override { return m_whole->mode(); }
    [[nodiscard]] std::vector<Command> setUp() override { return m_whole->setUp(); }
    [[nodiscard]] UnixNanos startTime() const override { return m_whole->startTime(); }
    [[nodiscard]] std::optional<UnixNanos> endTime() const override { return m_whole->endTime(); }
    [[nodiscard]] MarketInfo describe(const MarketParams& params) const override { return m_whole->describe(params); }
    [[nodiscard]] client::VenueResult<std::optional<UnixNanos>> nextTime() override { return m_whole->nextTime(); }
    [[nodiscard]] client::VenueResult<Command> next(const exchange::State& state) override {
        return m_whole->next(state);
    }
    void observe(std::span<const Event> events) override { m_whole->observe(events); }
    void save(ByteWriter& out) const override { m_whole->save(out); }
    [[nodiscard]] client::VenueResult<void> load(ByteReader& in) override { return m_whole->load(in); }
    [[nodiscard]] client::SourceCounters counters() const override { return m_whole->counters(); }
    [[nodiscard]] client::EarlierHistory earlier() override { return m_whole->earlier(); }
    [[nodiscard]] std::vector<std::string> takeProblems() override { return m_whole->takeProblems(); }
    [[nodiscard]] bool inGap() const override { return m_whole->inGap(); }
    [[nodiscard]] bool inGapOf(MarketId market) const override { return m_whole->inGapOf(market); }

  private:
    std::unique_ptr<client::MarketSource> m_whole;
};

} // namespace qd::test
