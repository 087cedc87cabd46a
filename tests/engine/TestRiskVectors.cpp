// Size: one table row a formula.
#include "core/engine/exchange/Settlement.h"
#include "core/engine/ledger/Position.h"
#include "core/engine/risk/Margin.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <map>

using namespace qd;
using Json = nlohmann::json;

namespace {

std::int64_t number(const Json& v) { return v.is_string() ? std::stoll(v.get<std::string>()) : v.get<std::int64_t>(); }
std::int64_t in(const Json& i, const char* key) { return number(i.at(key)); }
std::int64_t in(const Json& i, const char* key, std::int64_t otherwise) {
    return i.contains(key) && !i.at(key).is_null() ? number(i.at(key)) : otherwise;
}
Side sideOf(const Json& i) { return i.at("side") == "buy" ? Side::Buy : Side::Sell; }

/// A market whose ratio does not depend on the kind.
MarketParams marketOf(const Json& i) {
    MarketParams p;
    p.initialMargin = p.maintenanceMargin = Ratio(in(i, "ratio"));
    p.imf = Rate(in(i, "imf", 0));
    return p;
}

using Formula = std::function<Json(const Json&)>;

/// The engine's own functions under the names of the vectors. Formulas of later capabilities are not here.
const std::map<std::string, Formula>& formulas() {
    using namespace qd::risk;
    static const std::map<std::string, Formula> table{
        {"size_margin_ratio",
         [](const Json& i) {
             return sizeMarginRatio(Ratio(in(i, "ratio")), Rate(in(i, "imf")), Quantity(in(i, "size")))->raw();
         }},
        {"size_asset_weight",
         [](const Json& i) {
             return sizeAssetWeight(Ratio(in(i, "weight")), Rate(in(i, "imf")), in(i, "size"))->raw();
         }},
        {"pnl_asset_weight",
         [](const Json& i) {
             return sizeAssetWeight(Ratio(in(i, "weight")), Rate(in(i, "imf")), Int128{in(i, "pnl")} * 1000)->raw();
         }},
        {"fill_ratio",
         [](const Json& i) { return fillRatio(Ratio(in(i, "initial")), Ratio(in(i, "maintenance"))).raw(); }},
        {"perp_pnl",
         [](const Json& i) {
             return perpPnl(Quantity(in(i, "base")), Price(in(i, "price")), Money(in(i, "quote")))->raw();
         }},
        {"worst_case",
         [](const Json& i) {
             const auto w = worstCase(Quantity(in(i, "base")), Quantity(in(i, "open_bids")),
                                      Quantity(in(i, "open_asks")), Price(in(i, "price")));
             return Json{w->base.raw(), w->liability.raw()};
         }},
        {"perp_margin",
         [](const Json& i) {
             const MarketParams market = marketOf(i);
             return perpRequirement({&market, Price(in(i, "price")), Quantity(in(i, "base")), Money(0),
                                     Quantity(in(i, "open_bids")), Quantity(in(i, "open_asks")),
                                     static_cast<std::uint32_t>(in(i, "open_orders", 0))},
                                    MarginKind::Maintenance)
                 ->raw();
         }},
        {"upnl_weighted",
         [](const Json& i) {
             MarketParams market;
             market.upnlWeightInitial = market.upnlWeightMaintenance = Ratio(in(i, "weight"));
             market.upnlImf = Rate(in(i, "pnl_imf", 0));
             market.maxPositiveUpnlInitial = Money(in(i, "max_positive", 100'000'000));
             return weightedPnl(Money(in(i, "pnl")), market,
                                i.at("kind") == "maintenance" ? MarginKind::Maintenance : MarginKind::Initial)
                 ->raw();
         }},
        {"position_update",
         [](const Json& i) {
             const Position before{Quantity(in(i, "base")), Money(in(i, "quote")), Money(in(i, "entry")),
                                   Money(in(i, "breakeven"))};
             const auto c = ledger::withFill(before, Quantity(in(i, "d_base")), Money(in(i, "d_quote")));
             return Json{c->after.base.raw(), c->after.quote.raw(), c->after.entry.raw(), c->after.breakEven.raw(),
                         c->realised.raw()};
         }},
        {"liq_price",
         [](const Json& i) {
             const Checked n = Checked(in(i, "collateral")) + in(i, "other_upnl") - in(i, "other_mm") +
                               in(i, "deduction") + in(i, "quote_pos");
             const Quantity base(in(i, "base"));
             const auto lp = liquidationPriceOf(n, base, base, Rate(in(i, "mm_ratio_ppm")));
             return lp->has_value() ? (*lp)->raw() : std::int64_t{-1};
         }},
        {"is_liquidatable", [](const Json& i) { return isLiquidatable({Money(in(i, "nc")), Money(in(i, "mmr"))}); }},
        {"cross_fee",
         [](const Json& i) {
             const auto f = ledger::crossFees(Money(in(i, "quote")),
                                              {in(i, "taker_num"), in(i, "maker_num"), in(i, "den"),
                                               static_cast<int>(in(i, "adj")), i.at("referred").get<bool>()});
             return Json{f->taker.raw(), f->rebate.raw(), f->market.raw(), f->discount.raw(), f->reward.raw()};
         }},
        {"risk_increasing",
         [](const Json& i) {
             return isRiskIncreasing(sideOf(i), i.at("reduce_only").get<bool>(), Quantity(in(i, "size")),
                                     Quantity(in(i, "position")), Quantity(in(i, "bids")), Quantity(in(i, "asks")));
         }},
        {"limit_breaches_band",
         [](const Json& i) {
             return limitBreachesBand(sideOf(i), Price(in(i, "price")), Price(in(i, "oracle")), Ratio(in(i, "ratio")));
         }},
        {"fill_in_band",
         [](const Json& i) {
             return fillInBand(Price(in(i, "fill")), Price(in(i, "oracle")), Ratio(in(i, "ratio")),
                               Price(in(i, "twap5")), Rate(in(i, "twap_div")));
         }},
        {"unfilled",
         [](const Json& i) {
             const std::int64_t left = in(i, "size") - in(i, "filled");
             if (!i.at("reduce_only").get<bool>() || i.at("position").is_null()) return left;
             exchange::PositionState position;
             position.position.base = Quantity(in(i, "position"));
             return std::min(left, exchange::reducibleBy(position, sideOf(i)).raw());
         }},
    };
    return table;
}

bool same(const Json& got, const Json& expected) {
    if (expected.is_array()) {
        if (!got.is_array() || got.size() != expected.size()) return false;
        for (std::size_t k = 0; k < got.size(); ++k) {
            if (!same(got[k], expected[k])) return false;
        }
        return true;
    }
    if (expected.is_boolean()) return got == expected;
    return got.is_number() && number(got) == number(expected);
}

} // namespace

class TestRiskVectors : public QObject {
    Q_OBJECT
  private slots:
    void vectors_data() {
        QTest::addColumn<QString>("formula");
        QTest::addColumn<QString>("inputs");
        QTest::addColumn<QString>("expected");
        std::ifstream file(test::sourceFolder() + "/tests/vectors/perps.json");
        const Json document = Json::parse(file);
        int rows = 0;
        for (const char* list : {"vectors", "own_examples"}) {
            for (const Json& v : document.at(list)) {
                const auto formula = v.at("formula").get<std::string>();
                if (!formulas().contains(formula)) continue;
                ++rows;
                QTest::newRow(v.at("id").get<std::string>().c_str())
                    << QString::fromStdString(formula) << QString::fromStdString(v.at("inputs").dump())
                    << QString::fromStdString(v.at("expected").dump());
            }
        }
        QVERIFY2(rows >= 50, "the vectors of this engine's formulas are there");
    }
    void vectors() {
        QFETCH(QString, formula);
        QFETCH(QString, inputs);
        QFETCH(QString, expected);
        const Json got = formulas().at(formula.toStdString())(Json::parse(inputs.toStdString()));
        QVERIFY2(same(got, Json::parse(expected.toStdString())),
                 (got.dump() + " instead of " + expected.toStdString()).c_str());
    }
};
QD_TEST(TestRiskVectors);
#include "TestRiskVectors.moc"
