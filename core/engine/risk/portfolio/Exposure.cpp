#include "core/engine/risk/portfolio/Exposure.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace qd::portfolio {
namespace {

const std::string& nameOf(const ExposureLine& line, ExposureBy by) {
    switch (by) {
    case ExposureBy::Asset: return line.asset;
    case ExposureBy::Sector: return line.sector;
    case ExposureBy::Account: return line.account;
    case ExposureBy::Venue: break;
    }
    return line.venue;
}

struct Sides {
    Checked longs;
    Checked shorts;
    void add(Money notional) {
        if (notional.raw() >= 0)
            longs += notional.raw();
        else
            shorts -= notional.raw();
    }
};

MathResult<ExposureGroup> groupOf(const std::string& name, const Sides& sides) {
    ExposureGroup group;
    group.name = name;
    for (const auto& [sum, into] : {std::pair{sides.longs, &group.longs},
                                    {sides.shorts, &group.shorts},
                                    {sides.longs + sides.shorts, &group.gross},
                                    {sides.longs - sides.shorts, &group.net}}) {
        const auto value = sum.to<Money>();
        if (!value) return std::unexpected(value.error());
        *into = *value;
    }
    return group;
}

MathResult<Money> depositValue(const risk::CollateralExposure& c) {
    if (c.amount.raw() >= 0) return risk::assetValue(c.amount, c.price, c.asset->decimals);
    const auto owed = Checked(c.amount.raw()).abs().to<Amount>();
    if (!owed) return std::unexpected(owed.error());
    const auto value = risk::liabilityValue(*owed, c.price, c.asset->decimals);
    return value ? MathResult<Money>(Money(-value->raw())) : value;
}

} // namespace

MathResult<Money> notionalOf(Quantity base, Price price) {
    const Checked size = Checked(base.raw()).abs().times(price.raw(), Quantity::kScale, Round::Up);
    return (base.raw() < 0 ? -size : size).to<Money>();
}

MathResult<std::vector<ExposureLine>> positionLines(std::span<const Pool> pools) {
    std::vector<ExposureLine> lines;
    for (const Pool& pool : pools) {
        for (const risk::PositionExposure& position : pool.positions) {
            if (position.settled) continue;
            const auto notional = notionalOf(position.base, position.price);
            if (!notional) return std::unexpected(notional.error());
            if (!notional->isZero()) lines.push_back({position.market->baseAsset, {}, {}, {}, *notional});
        }
    }
    return lines;
}

MathResult<std::vector<ExposureLine>> exposureLines(std::span<const Pool> pools) {
    auto lines = positionLines(pools);
    if (!lines) return lines;
    for (const Pool& pool : pools) {
        for (const risk::CollateralExposure& c : pool.assets) {
            const auto value = depositValue(c);
            if (!value) return std::unexpected(value.error());
            if (!value->isZero()) lines->push_back({c.asset->symbol, {}, {}, {}, *value});
        }
    }
    return lines;
}

MathResult<Exposure> exposureOf(std::span<const ExposureLine> lines, ExposureBy by) {
    std::map<std::string, Sides> sums;
    Sides all;
    for (const ExposureLine& line : lines) {
        sums[nameOf(line, by)].add(line.notional);
        all.add(line.notional);
    }
    const auto total = groupOf({}, all);
    if (!total) return std::unexpected(total.error());
    Exposure exposure{total->gross, total->net, {}, {}};
    double squares = 0;
    for (const auto& [name, sides] : sums) {
        auto group = groupOf(name, sides);
        if (!group) return std::unexpected(group.error());
        if (!exposure.gross.isZero()) {
            group->share = static_cast<double>(group->gross.raw()) / static_cast<double>(exposure.gross.raw());
            squares += *group->share * *group->share;
        }
        exposure.groups.push_back(std::move(*group));
    }
    if (!exposure.gross.isZero()) exposure.concentration = squares * 10'000;
    std::ranges::stable_sort(exposure.groups, std::greater{}, &ExposureGroup::gross);
    return exposure;
}

} // namespace qd::portfolio
