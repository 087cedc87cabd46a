#include "core/base/Hash.h"
#include "core/feed/simulator/Simulator.h"

#include <cstdlib>

using namespace qd;

namespace {

/// A book that is nowhere the same twice; its prices come from the time.
class AnyView final : public simulator::MarketView {
  public:
    explicit AnyView(UnixNanos now) : m_random(static_cast<std::uint64_t>(now.value())) {}
    [[nodiscard]] simulator::Touch touch(MarketId) const override {
        SplitMix64 random = m_random;
        simulator::Touch touch;
        const auto price = [&random] { return Price(static_cast<std::int64_t>(1 + random() % 10'000'000'000'000)); };
        if (random() % 8 != 0) touch.bid = price();
        if (random() % 8 != 0) touch.ask = price();
        if (random() % 8 != 0) touch.last = price();
        return touch;
    }

  private:
    SplitMix64 m_random;
};

std::vector<std::byte> bytesOf(const simulator::Simulator& simulator) {
    ByteWriter out;
    simulator.save(out);
    return out.take();
}

} // namespace

/// The input is the state behind version and length, without its checksum: that is made to fit here. What is accepted
/// must be written back byte for byte, and must be able to act.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteSpan input = std::as_bytes(std::span(data, size));
    ByteWriter out;
    out.put(std::uint32_t{2});
    out.put(static_cast<std::uint64_t>(size));
    out.putBytes(input);
    out.put(checksum64(input));
    ByteReader in(out.bytes());
    auto simulator = simulator::Simulator::load(in);
    if (!simulator) {
        if (!simulator.error().detail.starts_with("simulator state: byte ")) std::abort();
        return 0;
    }
    const ByteSpan given = out.bytes();
    const auto saved = bytesOf(*simulator);
    if (!std::equal(saved.begin(), saved.end(), given.begin(), given.end())) std::abort();
    for (int i = 0; i < 60; ++i) {
        const Command command = simulator->next(AnyView(simulator->nextTime()));
        const auto* told = std::get_if<ReportPrice>(&command.body);
        if (told == nullptr) continue;
        for (const simulator::MarketSetup& setup : simulator->config().markets) {
            if (setup.params.oracle != told->report.oracle) continue;
            const Price index = told->report.price;
            const Event event{1, command.ts, PricesChanged{setup.params.id, {index, index, index, false}}};
            simulator->observe(std::span(&event, 1));
        }
    }
    return 0;
}
