#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/risk/RiskyAccount.h"
#include "widgets/base/Format.h"
#include "widgets/risk/ExposurePage.h"
#include "widgets/risk/VarPage.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;
using portfolio::Horizon;

namespace {

struct Rig : test::PaneRig {
    test::RiskyAccount account{venue};
    ReturnFeed feed{venue};
    std::shared_ptr<const RiskBook> book;

    explicit Rig(std::size_t bars = 200) {
        if (bars > 0) test::addSwingingBars(venue, bars);
        makeBook();
    }
    void makeBook() {
        venue.accountView = account.made();
        book = std::make_shared<const RiskBook>(venue.accountView,
                                                std::make_shared<const std::vector<MarketInfo>>(venue.marketList));
    }
    void follow() { feed.follow(*book, venue.marketNow); }
};

} // namespace

class TestReturns : public QObject {
    Q_OBJECT
  private slots:
    void theBookNamesWhatMoves() {
        Rig rig;
        QVERIFY(rig.book->assets() == (std::vector<std::string>{"BTC", "SOL"}));
        QCOMPARE(rig.book->priceOf("SOL"), Price::of(150));
        QCOMPARE(rig.book->priceOf("DOGE"), Price());
        QCOMPARE(rig.book->marketOf("BTC")->params.id, MarketId(1));
        QVERIFY(rig.book->marketOf("DOGE") == nullptr);
        QVERIFY(isStableCoin("USDT") && !isStableCoin("SOL"));
    }
    void asksOncePerHour() {
        Rig rig;
        rig.follow();
        const std::size_t asked = rig.venue.askedCandles.size();
        QVERIFY(asked > 0);
        rig.follow();
        QCOMPARE(rig.venue.askedCandles.size(), asked);
        rig.venue.marketNow = rig.venue.marketNow + kNanosPerHour;
        rig.follow();
        QVERIFY(rig.venue.askedCandles.size() > asked);
    }
    void returnsAndBetas() {
        Rig rig(61);
        rig.follow();
        QCOMPARE(portfolio::presentSamples(rig.feed.returnsOf("SOL", Interval::D1)).size(), 60U);
        QCOMPARE(portfolio::presentSamples(rig.feed.returnsOf("SOL", Interval::H1)).size(), 60U);
        QVERIFY(rig.feed.returnsOf("DOGE", Interval::D1).empty());
        // The fake history has the same bars for every market.
        QVERIFY(qFuzzyCompare(rig.feed.betasTo("SOL").at("BTC"), 1.0));
        QVERIFY(!rig.feed.failed());
    }
    void fundingMakesTheSecondAxis() {
        Rig rig;
        for (int i = 0; i < 100; ++i)
            rig.venue.historyRates[MarketId(0)].push_back({UnixNanos(i + 1), Rate(i % 2 == 0 ? -i : i), {}, {}});
        rig.venue.historyRates[MarketId(1)].push_back({UnixNanos(1), Rate(500), {}, {}}); // one says nothing
        rig.follow();
        QCOMPARE(rig.feed.shocks().at(MarketId(0)).funding, Rate(99)); // 98.01 rounded up
        QVERIFY(!rig.feed.shocks().contains(MarketId(1)));
    }
    void badDaysNeedEveryAsset() {
        Rig rig;
        QVERIFY(rig.feed.badDays(*rig.book).empty());
        ports::CandleSeries crash;
        for (const auto& [day, close] : {std::pair{19'303, 100}, std::pair{19'304, 60}}) {
            Candle bar;
            bar.openTime = UnixNanos(day * kNanosPerDay);
            bar.close = Price::of(close);
            crash.bars.push_back(bar);
        }
        rig.venue.series[Interval::D1] = crash;
        rig.follow();
        const auto days = rig.feed.badDays(*rig.book);
        QCOMPARE(days.size(), 1U);
        QCOMPARE(QString::fromStdString(days[0].name), "2022-11-08");
        QCOMPARE(days[0].moves.of("SOL"), Rate(-400'000));
    }
    void answersToEarlierQuestionsAreDropped() {
        Rig rig;
        rig.venue.historyWaits = true;
        rig.follow();
        QVERIFY(rig.feed.waiting());
        rig.venue.marketNow = rig.venue.marketNow + kNanosPerHour;
        rig.follow();
        const std::uint64_t version = rig.feed.version();
        QVERIFY(rig.venue.answerHistory());
        QCOMPARE(rig.feed.version(), version);
        while (rig.venue.answerHistory()) {
        }
        QVERIFY(!rig.feed.waiting());
    }
    void aHistoryThatFailsIsSaid() {
        Rig rig;
        rig.venue.historyFault = ports::HistoryCode::Unavailable;
        rig.follow();
        QVERIFY(rig.feed.failed());
        QCOMPARE(varOf(*rig.book, rig.feed, Horizon::Day, false).gap, VarGap::NoPrices);
    }

    // ---- value at risk

    void valueAtRiskOfEveryLevel() {
        Rig rig;
        rig.follow();
        const VarResult result = varOf(*rig.book, rig.feed, Horizon::Day, false);
        QCOMPARE(result.gap, VarGap::None);
        for (const auto& value : result.levels) {
            QVERIFY(value.has_value());
            QCOMPARE(value->samples, 199U);
            QVERIFY(!value->fewSamples);
            QVERIFY(value->historicalShortfall >= value->historicalVar);
            QVERIFY(value->historicalVar > Money());
        }
        QVERIFY(result.levels[2]->historicalVar >= result.levels[0]->historicalVar);
        const VarResult ten = varOf(*rig.book, rig.feed, Horizon::TenDays, true);
        QVERIFY(ten.levels[0]->scaled && ten.levels[0]->terms.decay);
    }
    void gapsSayWhy() {
        Rig none(0);
        none.follow();
        const VarResult result = varOf(*none.book, none.feed, Horizon::Hour, false);
        QCOMPARE(result.gap, VarGap::NoPrices);
        QCOMPARE(QString::fromStdString(result.asset), "BTC");
        Rig few(2);
        few.follow();
        QCOMPARE(varOf(*few.book, few.feed, Horizon::Day, false).gap, VarGap::TooFewReturns);
        Rig flat;
        flat.account.view().positions.clear();
        flat.account.view().balances.resize(1);
        flat.makeBook();
        QCOMPARE(varOf(*flat.book, flat.feed, Horizon::Day, false).gap, VarGap::NothingHeld);
    }

    // ---- correlations

    void correlationsAreAGrid() {
        Rig rig;
        rig.follow();
        const HeatGrid grid = correlationsOf(rig.book->assets(), rig.feed);
        QCOMPARE(grid.cells.size(), 4U);
        QCOMPARE(grid.cells[1].text, "1.00");
        QVERIFY(grid.cells[1].detail.contains("BTC and SOL"));
        const ReturnFeed unknown(rig.venue);
        QCOMPARE(correlationsOf({"SOL"}, unknown).cells[0].text, unknownText());
        QVERIFY(!correlationsOf({}, unknown).emptyText.isEmpty());
    }
};
QD_TEST(TestReturns);
#include "TestReturns.moc"
