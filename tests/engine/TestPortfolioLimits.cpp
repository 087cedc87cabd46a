// Size: one table row a limit.
#include "core/engine/risk/portfolio/Limits.h"
#include "tests/engine/PortfolioPools.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::portfolio;
using Rig = test::PortfolioPools;

namespace {

constexpr std::int64_t kMinute = kNanosPerMinute;

ExposureLine line(std::string asset, std::int64_t notional) {
    return {std::move(asset), {}, {}, {}, Money::of(notional)};
}

/// 1'000 of SOL, -500 of BTC on an equity of 1'000.
RiskState calm() {
    RiskState state;
    state.equity = state.dayStart = state.peak = Money::of(1'000);
    state.exposure = exposureOf(std::vector{line("SOL", 1'000), line("BTC", -500)}, ExposureBy::Asset).value();
    return state;
}

std::vector<LimitKind> kindsOf(const RiskLimits& limits, const RiskState& state) {
    std::vector<LimitKind> kinds;
    const auto breaches = breachesOf(limits, state).value();
    for (const Breach& breach : breaches) kinds.push_back(breach.kind);
    return kinds;
}

Breach breachOf(LimitKind kind) { return {kind, {}, 1, 1}; }

} // namespace

class TestPortfolioLimits : public QObject {
    Q_OBJECT
  private slots:
    void exposureByHand() {
        const std::vector<ExposureLine> lines{line("SOL", 600), line("BTC", -300), line("SOL", -100), line("ETH", 0)};
        const auto e = exposureOf(lines, ExposureBy::Asset).value();
        QCOMPARE(e.gross, Money::of(1'000));
        QCOMPARE(e.net, Money::of(200));
        QCOMPARE(e.groups.size(), std::size_t{3});
        QCOMPARE(e.groups[0].name, std::string("SOL"));
        QCOMPARE(e.groups[0].longs, Money::of(600));
        QCOMPARE(e.groups[0].shorts, Money::of(100));
        QCOMPARE(e.groups[0].gross, Money::of(700));
        QCOMPARE(e.groups[0].net, Money::of(500));
        QCOMPARE(e.groups[0].share, std::optional(0.7));
        QCOMPARE(e.groups[1].net, Money::of(-300));
        QCOMPARE(e.groups[2].share, std::optional(0.0));
        QVERIFY(std::abs(*e.concentration - (0.49 + 0.09) * 10'000) < 1e-9);
    }
    void exposureByOtherLabels() {
        const std::vector<ExposureLine> lines{{"SOL", "layer 1", "main", "here", Money::of(5)},
                                              {"ETH", "layer 1", "second", "there", Money::of(-2)},
                                              {"BONK", "meme", "second", "here", Money::of(1)}};
        const auto names = [&](ExposureBy by) {
            QStringList list;
            const auto exposure = exposureOf(lines, by).value();
            for (const auto& g : exposure.groups)
                list << QString::fromStdString(g.name) + " " + QString::number(g.gross.raw() / Money::kScale);
            return list.join(", ");
        };
        QCOMPARE(names(ExposureBy::Asset), QString("SOL 5, ETH 2, BONK 1"));
        QCOMPARE(names(ExposureBy::Sector), QString("layer 1 7, meme 1"));
        QCOMPARE(names(ExposureBy::Account), QString("main 5, second 3"));
        QCOMPARE(names(ExposureBy::Venue), QString("here 6, there 2"));
    }
    void anEmptyBookHasNoConcentration() {
        const auto e = exposureOf({}, ExposureBy::Asset).value();
        QVERIFY(e.gross.isZero() && e.groups.empty() && !e.concentration);
        const auto still = exposureOf(std::vector{line("SOL", 0)}, ExposureBy::Asset).value();
        QVERIFY(!still.concentration && !still.groups[0].share);
    }
    void concentrationOfOneAndOfEquals() {
        const auto one = exposureOf(std::vector{line("SOL", -7)}, ExposureBy::Asset).value();
        QCOMPARE(one.concentration, std::optional(10'000.0));
        const auto four =
            exposureOf(std::vector{line("A", 1), line("B", -1), line("C", 1), line("D", 1)}, ExposureBy::Asset);
        QCOMPARE(four->concentration, std::optional(2'500.0));
    }
    void exposureOfPools() {
        Rig rig;
        std::vector<Pool> pools{{{}, Money::of(1), {rig.position(Rig::kSol, 2, 100), rig.position(Rig::kBtc, 0, 9)}},
                                {MarketId(Rig::kSol), Money::of(1), {rig.position(Rig::kSol, -1, 100)}}};
        pools[1].positions[0].base = Quantity(-1'000'000'001);
        pools[0].assets = {rig.deposit(Rig::kSolDeposit, 3, 100), rig.deposit(Rig::kUsdtDeposit, -5, 1)};
        pools[0].assets.push_back(rig.deposit(Rig::kSolDeposit, 0, 100));
        pools.push_back(pools[1]);
        pools[2].positions[0].settled = true;
        QCOMPARE(positionLines(pools)->size(), std::size_t{2}); // what holds nothing has no line
        const auto lines = exposureLines(pools).value();
        QCOMPARE(lines.size(), std::size_t{4});
        QCOMPARE(lines[2].asset, std::string("SOL"));
        QCOMPARE(lines[2].notional, Money::of(300));
        QCOMPARE(lines[3].notional, Money::of(-5));
        QCOMPARE(lines[0].notional, Money::of(200));
        QCOMPARE(lines[1].notional, Money(-100'000'001)); // 100.0000001 rounded up
        QCOMPARE(lines[1].asset, std::string("SOL"));
    }
    void exposureOverflow() {
        const ExposureLine largest{"A", {}, {}, {}, Money(std::numeric_limits<std::int64_t>::max())};
        QCOMPARE(exposureOf(std::vector{largest, largest}, ExposureBy::Asset).error(), MathError::Overflow);
        QCOMPARE(notionalOf(Quantity::of(1'000'000'000), Price::of(100'000'000)).error(), MathError::Overflow);
    }

    void withoutLimitsNothingIsBreached() { QVERIFY(kindsOf({}, calm()).empty()); }

    void limits_data() {
        QTest::addColumn<RiskLimits>("limits");
        QTest::addColumn<RiskState>("state");
        QTest::addColumn<Breach>("expected"); // of the value one less nothing is breached

        const auto row = [](const char* name, auto change, Breach expected) {
            RiskLimits limits;
            RiskState state = calm();
            change(limits, state);
            QTest::newRow(name) << limits << state << expected;
        };
        row("asset above its limit", [](RiskLimits& l, RiskState&) { l.assets = {{"SOL", Money(999'999'999)}}; },
            {LimitKind::AssetNotional, "SOL", 1'000'000'000, 999'999'999});
        row("asset above the common limit",
            [](RiskLimits& l, RiskState&) {
                l.assets = {{"SOL", Money::of(2'000)}};
                l.assetNotional = Money::of(499);
            },
            {LimitKind::AssetNotional, "BTC", 500'000'000, 499'000'000});
        row("leverage rounds up",
            [](RiskLimits& l, RiskState& s) {
                l.grossLeverage = 15'000;
                s.equity = Money(999'999'999);
            },
            {LimitKind::GrossLeverage, {}, 15'001, 15'000});
        row("leverage without equity",
            [](RiskLimits& l, RiskState& s) {
                l.grossLeverage = 15'000;
                s.equity = Money(0);
            },
            {LimitKind::GrossLeverage, {}, std::nullopt, 15'000});
        row("daily loss reached",
            [](RiskLimits& l, RiskState& s) {
                l.dailyLoss = Money::of(50);
                s.equity = Money::of(950);
            },
            {LimitKind::DailyLoss, {}, 50'000'000, 50'000'000});
        row("no loss allowed",
            [](RiskLimits& l, RiskState& s) {
                l.dailyLoss = Money(0);
                s.equity = Money(999'999'999);
            },
            {LimitKind::DailyLoss, {}, 1, 0});
        row("drawdown reached, rounded up",
            [](RiskLimits& l, RiskState& s) {
                l.drawdown = Rate(100'001);
                s.equity = Money(899'999'999);
            },
            {LimitKind::Drawdown, {}, 100'001, 100'001});
        row("trades of the session used up",
            [](RiskLimits& l, RiskState& s) {
                l.sessionTrades = 20;
                s.session = {20, 0};
            },
            {LimitKind::SessionTrades, {}, 20, 20});
        row("losing streak",
            [](RiskLimits& l, RiskState& s) {
                l.losingStreak = 3;
                s.session = {9, 3};
            },
            {LimitKind::LosingStreak, {}, 3, 3});
    }
    void limits() {
        QFETCH(RiskLimits, limits);
        QFETCH(RiskState, state);
        QFETCH(Breach, expected);
        const auto breaches = breachesOf(limits, state).value();
        QCOMPARE(breaches.size(), std::size_t{1});
        QVERIFY(breaches[0] == expected);
    }
    void withinTheLimitsNothingIsBreached() {
        RiskLimits limits;
        limits.assets = {{"SOL", Money::of(1'000)}};
        limits.assetNotional = Money::of(500);
        limits.grossLeverage = 15'000;
        limits.dailyLoss = Money::of(50);
        limits.drawdown = Rate(100'000);
        limits.sessionTrades = 20;
        limits.losingStreak = 3;
        RiskState state = calm();
        state.session = {19, 2};
        QVERIFY(kindsOf(limits, state).empty());
        limits.dailyLoss = Money(0); // no loss is no breach of it
        QVERIFY(kindsOf(limits, state).empty());
        state.dayStart = Money(1'000'000'001);
        state.peak = Money(1'111'111'112);
        state.session = {20, 3};
        limits.grossLeverage = 14'999;
        limits.assetNotional = Money(1);
        using enum LimitKind;
        QCOMPARE(kindsOf(limits, state),
                 (std::vector{AssetNotional, GrossLeverage, DailyLoss, Drawdown, SessionTrades, LosingStreak}));
    }
    void limitsOverflow() {
        RiskLimits limits;
        limits.dailyLoss = Money(1);
        RiskState state = calm();
        state.dayStart = Money(std::numeric_limits<std::int64_t>::max());
        state.equity = Money(-1);
        QCOMPARE(breachesOf(limits, state).error(), MathError::Overflow);
        limits = {};
        limits.grossLeverage = 1;
        state.equity = Money(1);
        state.exposure.gross = Money(std::numeric_limits<std::int64_t>::max());
        QCOMPARE(breachesOf(limits, state).error(), MathError::Overflow);
    }
    void aTallyCountsTradesAndStreaks() {
        SessionTally tally;
        for (const std::int64_t result : {-1, -5, 3, -2, -2, -2}) tally = withTrade(tally, Money(result));
        QCOMPARE(tally, (SessionTally{6, 3}));
        QCOMPARE(withTrade(tally, Money(0)), (SessionTally{7, 0}));
    }

    void theSeverestActionDecides() {
        const KillSwitch defaults;
        QCOMPARE(killDecision(defaults, {}), (KillDecision{false, false}));
        QCOMPARE(killDecision(defaults, std::vector{breachOf(LimitKind::GrossLeverage)}), (KillDecision{false, false}));
        QCOMPARE(killDecision(defaults, std::vector{breachOf(LimitKind::DailyLoss)}), (KillDecision{true, false}));
        QCOMPARE(killDecision(defaults, std::vector{breachOf(LimitKind::Drawdown)}), (KillDecision{true, false}));
        KillSwitch strict;
        strict.actions[static_cast<std::size_t>(LimitKind::LosingStreak)] = BreachAction::CancelAllAndReduceOnly;
        QCOMPARE(killDecision(strict, std::vector{breachOf(LimitKind::DailyLoss), breachOf(LimitKind::LosingStreak),
                                                  breachOf(LimitKind::AssetNotional)}),
                 (KillDecision{true, true}));
    }

    void aBreachLocksUntilTheSessionEnds() {
        const UnixNanos now(100 * kMinute);
        const UnixNanos end(480 * kMinute);
        LockOut lock = withBreaches({}, std::vector{breachOf(LimitKind::AssetNotional)}, {}, now, end);
        QVERIFY(!lock.lockedAt(now)); // holdings do not lock
        QCOMPARE(lock.remainingAt(now), std::int64_t{0});
        lock = withBreaches(lock, std::vector{breachOf(LimitKind::DailyLoss), breachOf(LimitKind::LosingStreak)}, {},
                            now, end);
        QVERIFY(lock.lockedAt(now));
        QCOMPARE(lock.cause, LimitKind::DailyLoss);
        QCOMPARE(lock.remainingAt(now), 380 * kMinute);
        QCOMPARE(lock.remainingAt(UnixNanos(479 * kMinute)), kMinute);
        QVERIFY(!lock.lockedAt(end));
        QCOMPARE(lock.remainingAt(UnixNanos(500 * kMinute)), std::int64_t{0});
    }
    void whatGoesOnDoesNotLockAgain() {
        LockOutTerms terms;
        terms.nanos = 30 * kMinute;
        const std::vector streak{breachOf(LimitKind::LosingStreak)};
        const UnixNanos end(480 * kMinute);
        const auto at = [](std::int64_t minute) { return UnixNanos(minute * kMinute); };
        LockOut lock = withBreaches({}, streak, terms, at(10), end);
        lock = withBreaches(lock, streak, terms, at(25), end);
        QCOMPARE(lock.until, std::optional(at(40)));
        QVERIFY(!withBreaches(lock, streak, terms, at(41), end).lockedAt(at(41)));
        // A second kind makes it longer; one that would end earlier does not make it shorter.
        auto both = streak;
        both.push_back(breachOf(LimitKind::Drawdown));
        lock = withBreaches(lock, both, terms, at(30), end);
        QCOMPARE(lock.until, std::optional(at(60)));
        QCOMPARE(lock.cause, LimitKind::Drawdown);
        terms.nanos = kMinute;
        both.push_back(breachOf(LimitKind::SessionTrades));
        lock = withBreaches(lock, both, terms, at(31), end);
        QCOMPARE(lock.until, std::optional(at(60)));
        // It was over for a look: the next one is a new breach.
        lock = withBreaches(lock, {}, terms, at(50), end);
        QCOMPARE(lock.until, std::optional(at(60)));
        lock = withBreaches(lock, streak, terms, at(70), end);
        QCOMPARE(lock.until, std::optional(at(71)));
    }
};
QD_TEST(TestPortfolioLimits);
#include "TestPortfolioLimits.moc"
