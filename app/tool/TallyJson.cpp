#include "app/tool/TallyJson.h"

#include "core/base/Decimal.h"
#include "core/wire/Names.h"

namespace qd::tool {
namespace {

using Json = nlohmann::ordered_json;

template<class Code, std::size_t N>
Json named(const std::array<std::uint64_t, N>& counts) {
    Json json = Json::object();
    for (std::size_t i = 0; i < N; ++i) {
        if (counts[i] != 0) json[wire::nameOf(static_cast<Code>(i))] = counts[i];
    }
    return json;
}

/// By liquidation step, what it closed at its prices.
Json liquidatedOf(const simulation::Tally& tally) {
    const auto of = [&](LiquidationStep s) { return toString(tally.closedValue[simulation::indexOf(s)]); };
    return {{"book", of(LiquidationStep::Book)},
            {"take_over", of(LiquidationStep::TakeOver)},
            {"backstop", of(LiquidationStep::Backstop)},
            {"deleveraged", of(LiquidationStep::Deleveraged)}};
}

Json lossesOf(const simulation::Losses& losses) {
    Json json;
    json["deficits"] = toString(losses.deficits);
    json["fees"] = toString(losses.fees);
    json["insurance"] = toString(losses.insurance);
    json["deleveraged"] = toString(losses.deleveraged);
    json["socialised"] = toString(losses.socialised);
    json["uncovered"] = toString(losses.uncovered);
    json["kept"] = toString(losses.kept);
    return json;
}

} // namespace

void addTally(Json& json, const simulation::Tally& tally) {
    json["commands"] = tally.commands;
    json["refused"] = tally.refused;
    json["events"] = tally.events;
    json["trades"] = tally.trades;
    json["replayed"] = tally.replayed;
    Json kinds = Json::object();
    for (const simulation::Kind& kind : simulation::kindsOf(tally)) kinds[kind.name] = kind.count;
    json["kinds"] = std::move(kinds);
    json["rejected"] = named<RejectCode>(tally.rejected);
    json["closed"] = named<CloseReason>(tally.closed);
    json["liquidated"] = liquidatedOf(tally);
    json["losses"] = lossesOf(tally.losses);
}

Json jsonOf(const simulation::Debts& debts) {
    return {{"backstop", toString(debts.backstop)}, {"others", toString(debts.others)}};
}

} // namespace qd::tool
