#include "core/client/VenueSnapshot.h"

#include <fmt/format.h>

namespace qd::client {
namespace {

constexpr std::uint32_t kVersion = 2;

void putBlock(ByteWriter& out, ByteSpan bytes) {
    out.put(static_cast<std::uint64_t>(bytes.size()));
    out.putBytes(bytes);
}

} // namespace

std::vector<std::byte> encode(const VenueSnapshot& snapshot) {
    ByteWriter out;
    out.reserve(snapshot.exchange.size() + snapshot.source.size() + 256);
    out.put(kVersion);
    out.putString(snapshot.identity);
    out.put(snapshot.user.value());
    putBlock(out, snapshot.exchange);
    putBlock(out, snapshot.source);
    putBlock(out, snapshot.listener);
    return out.take();
}

VenueResult<VenueSnapshot> decodeVenueSnapshot(ByteSpan payload) {
    ByteReader in(payload);
    VenueSnapshot snapshot;
    const auto version = in.get<std::uint32_t>();
    if (in.ok() && version != kVersion)
        return fail(VenueCode::Snapshot,
                    fmt::format("venue snapshot of format {}, this program reads {}", version, kVersion));
    snapshot.identity = in.getString();
    snapshot.user = AccountId(in.get<std::uint32_t>());
    snapshot.exchange = in.getBytes(static_cast<std::size_t>(in.get<std::uint64_t>()));
    snapshot.source = in.getBytes(static_cast<std::size_t>(in.get<std::uint64_t>()));
    snapshot.listener = in.getBytes(static_cast<std::size_t>(in.get<std::uint64_t>()));
    if (!in.ok() || !in.atEnd())
        return fail(VenueCode::Snapshot, fmt::format("venue snapshot: byte {}: not as written", in.position()));
    return snapshot;
}

} // namespace qd::client
