#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/portfolio/SomeHistory.h"
#include "widgets/portfolio/EquityHistory.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    EquityHistory history{venue, venue};
    std::int64_t nanos = 1;
    void follow(std::uint32_t account = 7) {
        nanos += 10 * kNanosPerSecond;
        history.follow(AccountId(account), venue.marketNow, nanos);
    }
};

} // namespace

class TestEquityHistory : public QObject {
    Q_OBJECT
  private slots:
    void readsTheRangeAndTheWhole() {
        Rig rig;
        test::addEquity(rig.venue, 40);
        rig.history.setRange(EquityRange::Month);
        rig.follow();
        QCOMPARE(rig.history.samples().size(), 30U * 24U);
        QVERIFY(rig.history.samples().front().ts < rig.history.samples().back().ts);
        QCOMPARE(rig.history.longSamples().size(), 40U * 24U + 1U);
        rig.history.setRange(EquityRange::All);
        rig.follow();
        QCOMPARE(rig.history.samples().size(), 40U); // at midnights
        for (const EquitySample& s : rig.history.samples()) QCOMPARE(s.ts.value() % kNanosPerDay, 0);
    }
    void asksOnlyWhenASampleIsDue() {
        Rig rig;
        rig.follow();
        const std::size_t asked = rig.venue.filtersAsked.size();
        rig.follow();
        QCOMPARE(rig.venue.filtersAsked.size(), asked);
        rig.venue.marketNow = rig.venue.marketNow + kNanosPerMinute;
        rig.follow();
        QCOMPARE(rig.venue.filtersAsked.size(), asked + 1); // the range of a day has minutes
        ++rig.venue.historyRows;
        rig.follow();
        QCOMPARE(rig.venue.filtersAsked.size(), asked + 3); // fills and funding
        QCOMPARE(rig.venue.filtersAsked.back().account, std::optional(AccountId(7)));
    }
    void fillsComePageByPageAndThenOnlyNewOnes() {
        Rig rig;
        for (int i = 0; i < 600; ++i) test::addTrades(rig.venue, {101, 99});
        rig.follow();
        QCOMPARE(rig.history.fills(), 2'400U);
        QCOMPARE(rig.venue.fillsAsked.size(), 3U);
        QVERIFY(!rig.history.fillsCut());
        const auto trades = rig.history.trades();
        QVERIFY(trades.has_value());
        QCOMPARE(trades->closed().size(), 1'200U);
        test::addTrades(rig.venue, {105});
        ++rig.venue.historyRows;
        rig.follow();
        QCOMPARE(rig.history.fills(), 2'402U);
        QCOMPARE(rig.venue.fillsAsked.size(), 4U);
        QCOMPARE(rig.history.trades()->closed().back().result, Money::of(5));
    }
    void tooManyFillsAreCut() {
        Rig rig;
        for (int i = 0; i < 5'500; ++i) test::addTrades(rig.venue, {101, 99});
        rig.follow();
        QVERIFY(rig.history.fillsCut());
        QCOMPARE(rig.history.fills(), EquityHistory::kMostFills);
    }
    void fundingBelongsToItsTrade() {
        Rig rig;
        test::addTrades(rig.venue, {100});
        FundingPayment payment;
        payment.number = 1;
        payment.market = MarketId(0);
        payment.ts = rig.venue.historyFills[0].ts + kNanosPerMinute;
        payment.amount = Money::of(-3);
        rig.venue.historyFunding = {payment};
        rig.follow();
        QCOMPARE(rig.history.trades()->closed()[0].result, Money::of(-3));
    }
    void anotherAccountBeginsAnew() {
        Rig rig;
        test::addEquity(rig.venue, 2);
        rig.venue.historyWaits = true;
        rig.follow(7);
        rig.follow(8);
        QVERIFY(rig.history.waiting());
        rig.venue.answerAllHistory();
        while (rig.venue.answerHistory()) {
        }
        QVERIFY(!rig.history.waiting());
        QVERIFY(!rig.history.samples().empty());
    }
    void aHistoryThatFailsIsSaid() {
        Rig rig;
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        rig.follow();
        QVERIFY(rig.history.failed());
        QVERIFY(rig.history.samples().empty());
    }
};
QD_TEST(TestEquityHistory);
#include "TestEquityHistory.moc"
