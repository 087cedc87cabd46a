#include "core/engine/exchange/CommandCodec.h"
#include "core/engine/exchange/Exchange.h"
#include "tests/fuzz/Fuzz.h"
#include "tests/support/ExchangeRig.h"

#include <algorithm>

using namespace qd;
using qd::fuzz::require;

namespace {

/// A native and an external market with prices, and three accounts, two of one master.
exchange::Exchange marketPlace(UnixNanos now) {
    test::ExchangeRig rig;
    rig.now = now;
    rig.addMarket(test::solMarket(MarketId(1), Liquidity::External));
    for (const std::uint32_t master : {0U, 1U, 1U}) rig.addAccount(Money::of(1'000'000), master);
    return std::move(rig.exchange);
}

/// Room for ids is set aside when an account is opened: gigabytes of it say nothing about the code.
bool tooRoomy(const Command& command) {
    const auto* opened = std::get_if<OpenAccount>(&command.body);
    return opened != nullptr && opened->clientIdCapacity > 4'096;
}

void checkState(const exchange::Exchange& exchange) {
    ByteWriter saved;
    exchange.save(saved);
    auto loaded = exchange::Exchange::load(saved.bytes(), {.maxOrdersPerMarket = 1U << 14U});
    require(loaded.has_value());
    ByteWriter again;
    loaded->save(again);
    require(std::ranges::equal(saved.bytes(), again.bytes()));
}

} // namespace

/// The input is a row of {u16 length, record}. What decodes must encode to the same bytes, and applied to an exchange
/// it must leave money and contracts adding up, every event told with its number, and a state that saves and loads.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader in(std::as_bytes(std::span(data, size)));
    UnixNanos now(1'700'000'000 * kNanosPerSecond);
    exchange::Exchange exchange = marketPlace(now);
    exchange::CommandDecoder decoder;
    while (in.ok() && !in.atEnd()) {
        const ByteSpan record = in.getBytes(std::min<std::size_t>(in.get<std::uint16_t>(), in.remaining()));
        auto command = decoder.decode(record);
        if (!command) {
            require(command.error().detail.starts_with("command of "));
            continue;
        }
        ByteWriter encoded;
        exchange::encode(encoded, *command);
        require(std::ranges::equal(encoded.bytes(), record));
        if (tooRoomy(*command)) continue;
        // Most of the time passes forward, so that more than the refusal of old commands is tried.
        const auto step = static_cast<std::int64_t>(static_cast<std::uint64_t>(command->ts.value()) % kNanosPerHour);
        if (command->origin != Origin::Operator) command->ts = now + step;
        const auto events = exchange.apply(*command);
        now = exchange.state().now;
        for (const Event& e : events) require(e.command == exchange.state().commands);
        const exchange::Audit audit = exchange::audit(exchange.state());
        if (!audit.balanced) std::fprintf(stderr, "%s\n", audit.imbalance.c_str());
        require(audit.balanced);
    }
    checkState(exchange);
    return 0;
}
