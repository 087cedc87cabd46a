#include "app/tool/CrashJson.h"

#include "app/tool/TallyJson.h"
#include "core/base/Decimal.h"
#include "core/feed/recorded/HistoryFiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace qd::tool {
namespace {

using namespace simulation;
using Json = nlohmann::ordered_json;

/// Six places, as money is kept.
std::string money(std::int64_t raw) { return formatDecimal(raw, Money::kDecimals); }

Json pathOf(const CrashPlan& plan) {
    Json json;
    json["open"] = toString(plan.path.open);
    json["low"] = toString(plan.path.low);
    json["high"] = toString(plan.path.high);
    json["close"] = toString(plan.path.close);
    return json;
}

Json equityOf(const CrashMoment& moment) {
    const auto of = [&](Party party) { return toString(moment.equity[indexOf(party)]); };
    const Holdings& h = moment.holdings;
    Json json;
    json["traders"] = of(Party::Trader);
    json["makers"] = of(Party::Maker);
    json["liquidators"] = of(Party::Liquidator);
    json["backstop"] = of(Party::Backstop);
    json["insurance"] = toString(h.insurance());
    json["fees"] = toString(h.feePools);
    json["rounding"] = money(h.rounding());
    json["sum"] = money(h.equity.raw() + h.insurance().raw() + h.feePools.raw() + h.rounding());
    return json;
}

/// What everybody's equity became more or less, all that deficits cost among it: adds up to 0.
Json resultsOf(const CrashMoment& begin, const CrashMoment& end) {
    const auto of = [&](Party p) { return money(end.equity[indexOf(p)].raw() - begin.equity[indexOf(p)].raw()); };
    const Holdings& before = begin.holdings;
    const Holdings& after = end.holdings;
    Json json;
    json["traders"] = of(Party::Trader);
    json["makers"] = of(Party::Maker);
    json["liquidators"] = of(Party::Liquidator);
    json["backstop"] = of(Party::Backstop);
    json["insurance"] = money(after.insurance().raw() - before.insurance().raw());
    json["fees"] = money(after.feePools.raw() - before.feePools.raw());
    json["rounding"] = money(after.rounding() - before.rounding());
    return json;
}

/// Each group ends with what is missing in it.
Json conservationOf(const Holdings& h) {
    Json json;
    json["deposited"] = toString(h.deposited);
    json["cash"] = {{"balances", toString(h.balances)},
                    {"isolated_margins", toString(h.isolatedMargins)},
                    {"settled_losses", toString(h.settledLosses)},
                    {"insurance_vault", toString(h.insuranceVault)},
                    {"missing", money(h.cashMissing())}};
    json["claims_on_settled_losses"] = {{"position_quotes", toString(h.quotes)},
                                        {"fees", toString(h.feePools)},
                                        {"insurance_due", toString(h.insuranceDue)},
                                        {"missing", money(h.claimsMissing())}};
    json["base"] = toString(h.base);
    return json;
}

Json momentOf(const CrashMoment& moment) {
    Json json;
    json["positions"] = moment.positions;
    json["open_interest"] = toString(moment.openInterest);
    json["equity"] = equityOf(moment);
    json["debts"] = jsonOf(moment.debts);
    json["conservation"] = conservationOf(moment.holdings);
    return json;
}

/// What happened between two moments.
Json intervalOf(const CrashMoment& from, const CrashMoment& to) {
    const auto steps = [&](LiquidationStep s) { return to.tally.steps[indexOf(s)] - from.tally.steps[indexOf(s)]; };
    const auto less = [](Money later, Money earlier) { return money(later.raw() - earlier.raw()); };
    const Losses& before = from.tally.losses;
    const Losses& after = to.tally.losses;
    Json json;
    json["until"] = toIso8601(to.at);
    json["index"] = toString(to.index);
    json["accounts_liquidated"] = to.liquidatedAccounts - from.liquidatedAccounts;
    json["book"] = steps(LiquidationStep::Book);
    json["take_over"] = steps(LiquidationStep::TakeOver);
    json["backstop"] = steps(LiquidationStep::Backstop);
    json["bankrupt"] =
        to.tally.ends[indexOf(LiquidationEnd::Bankrupt)] - from.tally.ends[indexOf(LiquidationEnd::Bankrupt)];
    json["positions_deleveraged"] = to.tally.deleveraged - from.tally.deleveraged;
    json["deficits"] = less(after.deficits, before.deficits);
    json["paid_by_fees"] = less(after.fees, before.fees);
    json["paid_by_insurance"] = less(after.insurance, before.insurance);
    json["paid_by_deleveraged"] = less(after.deleveraged, before.deleveraged);
    json["paid_by_all"] = less(after.socialised, before.socialised);
    json["insurance_after"] = toString(to.holdings.insurance());
    json["backstop_after"] = toString(to.equity[indexOf(Party::Backstop)]);
    json["debts_after"] = jsonOf(to.debts);
    return json;
}

} // namespace

std::string crashNames() {
    std::string names;
    for (const RecordedCrash& c : recordedCrashes()) names += fmt::format("{}{}", names.empty() ? "" : ", ", c.name);
    return names;
}

std::expected<CrashPlan, std::string> crashPlan(const std::string& name, const std::string& data) {
    const auto known = recordedCrashes();
    const auto crash = std::ranges::find(known, name, &RecordedCrash::name);
    if (crash == known.end())
        return std::unexpected(fmt::format("there is no recorded crash {}; there are {}", name, crashNames()));
    const auto candles = feed::readCandles(std::filesystem::path(data) / "candles" / crash->source,
                                           {crash->hour, crash->hour + kNanosPerHour});
    if (!candles) return std::unexpected(candles.error().detail);
    if (candles->bars.size() != 1 || candles->bars.front().openTime != crash->hour)
        return std::unexpected(fmt::format("{}: there is no candle of {}", crash->source, toIso8601(crash->hour)));
    const Candle& bar = candles->bars.front();
    CrashPlan plan;
    plan.crash = &*crash;
    plan.path = {bar.open, bar.low, bar.high, bar.close};
    return plan;
}

Json jsonOf(const CrashPlan& plan, const CrashReport& report) {
    const CrashMoment& begin = report.moments.front();
    const CrashMoment& end = report.moments.back();
    Json json;
    json["crash"] = plan.crash->name;
    json["hour"] = toIso8601(plan.crash->hour);
    json["path"] = pathOf(plan);
    json["accounts"] = plan.accounts;
    json["seed"] = plan.seed;
    json["steps"] = report.steps;
    json["state_hash"] = toHex(report.hash);
    json["audit"] = report.fault.empty() ? "balanced" : report.fault;
    json["accounts_liquidated"] = end.liquidatedAccounts;
    addTally(json, end.tally);
    json["results"] = resultsOf(begin, end);
    json["before"] = momentOf(begin);
    json["after"] = momentOf(end);
    json["intervals"] = Json::array();
    for (std::size_t i = 1; i < report.moments.size(); ++i)
        json["intervals"].push_back(intervalOf(report.moments[i - 1], report.moments[i]));
    return json;
}

} // namespace qd::tool
