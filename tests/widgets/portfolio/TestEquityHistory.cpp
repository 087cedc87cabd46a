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
    /// Everything that waits, and what is asked because of it.
    void answer() {
        while (venue.answerHistory()) {
        }
    }
    /// An account's sale in a liquidation, a minute after the one before.
    void addClosing(LiquidationEntryKind kind, std::int64_t tenths, std::int64_t price, AccountId other) {
        LiquidationEntry e;
        e.number = venue.historyLiquidations.size() + 1;
        e.ts = venue.historyFills.back().ts + static_cast<std::int64_t>(e.number) * kNanosPerMinute;
        e.kind = kind;
        e.account = AccountId(7);
        e.size = Quantity(tenths * Quantity::kScale / 10);
        e.price = Price::of(price);
        e.other = other;
        venue.historyLiquidations.push_back(e);
    }
    /// So many hours from now.
    [[nodiscard]] EquitySample sample(int hours, std::int64_t equity) const {
        return {openTimeOf(venue.marketNow, Interval::H1) + hours * kNanosPerHour, Money::of(equity), {}, {}};
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
        QCOMPARE(rig.venue.filtersAsked.size(), asked + 4); // fills, funding and liquidations
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
    /// No fill closes what a liquidation takes over.
    void liquidationsEndTrades() {
        Rig rig;
        test::addTrades(rig.venue, {100});
        rig.venue.historyFills.pop_back(); // 1 SOL, bought at 100
        auto& list = rig.venue.historyLiquidations;
        const auto add = [&](LiquidationEntryKind kind, std::int64_t tenths, std::int64_t price, std::uint32_t other) {
            rig.addClosing(kind, tenths, price, AccountId(other));
        };
        add(LiquidationEntryKind::Started, 0, 0, 0);
        add(LiquidationEntryKind::TakeOver, 4, 90, 9);
        list.back().liquidatorFee = Money::of(1);
        list.back().insurance = Money::of(2);
        rig.follow();
        QCOMPARE(rig.history.trades()->closed().size(), 0U);
        QCOMPARE(rig.history.trades()->open()[0].base, Quantity(6 * Quantity::kScale / 10));
        add(LiquidationEntryKind::Deleveraged, 1, 80, 9);
        list.back().realised = Money::of(-2);
        const UnixNanos at = list.back().ts;
        add(LiquidationEntryKind::Deleveraged, 1, 80, 7); // the same as a whole
        list.back().ts = at;
        add(LiquidationEntryKind::Backstop, 5, 70, 9);
        ++rig.venue.historyRows;
        rig.follow();
        const auto trades = rig.history.trades();
        QVERIFY(trades->open().empty());
        QCOMPARE(trades->closed().size(), 1U);
        QCOMPARE(trades->closed()[0].result, Money::of(-100 + 36 - 3 + 8 + 35));
        QCOMPARE(trades->closed()[0].closedAt, std::optional(list.back().ts));
        add(LiquidationEntryKind::Backstop, 5, 70, 9); // of what no fill has opened
        ++rig.venue.historyRows;
        rig.follow();
        QVERIFY(rig.history.trades()->open().empty());
        QCOMPARE(rig.history.trades()->closed().size(), 1U);
    }
    /// Each account has its own samples and fills; what is under way for the one before is dropped.
    void anotherAccountBeginsAnew() {
        Rig rig;
        rig.venue.historyEquityOf[AccountId(7)] = {rig.sample(-2, 100), rig.sample(-1, 101)};
        rig.venue.historyEquityOf[AccountId(8)] = {rig.sample(-3, 200), rig.sample(-2, 201), rig.sample(-1, 202)};
        rig.follow(7);
        QCOMPARE(rig.history.samples().size(), 2U);
        QCOMPARE(rig.history.samples().back().equity, Money::of(101));
        rig.venue.historyWaits = true;
        rig.venue.marketNow = rig.venue.marketNow + kNanosPerHour;
        rig.follow(7);
        rig.follow(8);
        QVERIFY(rig.history.waiting());
        QVERIFY(rig.history.samples().empty() && rig.history.longSamples().empty());
        rig.answer();
        QVERIFY(!rig.history.waiting());
        QCOMPARE(rig.history.samples().size(), 3U);
        QCOMPARE(rig.history.samples().back().equity, Money::of(202));
        QCOMPARE(rig.history.longSamples().back().equity, Money::of(202));
        for (std::size_t i = rig.venue.filtersAsked.size() - 5; i < rig.venue.filtersAsked.size(); ++i)
            QCOMPARE(rig.venue.filtersAsked[i].account, std::optional(AccountId(8)));
    }
    /// Samples of another range would be drawn with the wrong time between them.
    void anotherRangeBeginsAnew() {
        Rig rig;
        test::addEquity(rig.venue, 40);
        rig.history.setRange(EquityRange::Month);
        rig.follow();
        QVERIFY(!rig.history.samples().empty());
        rig.venue.historyWaits = true;
        rig.history.setRange(EquityRange::Week);
        QVERIFY(rig.history.samples().empty());
        rig.follow();
        rig.history.setRange(EquityRange::All);
        rig.follow();
        rig.answer();
        QCOMPARE(rig.history.samples().size(), 40U); // not those of the week
        QCOMPARE(rig.history.interval(), Interval::D1);
    }
    /// News that come while pages are being read wait: read twice, fills would count twice.
    void aChainOfPagesIsNotOvertaken() {
        Rig rig;
        for (int i = 0; i < 600; ++i) test::addTrades(rig.venue, {101, 99});
        rig.venue.historyWaits = true;
        rig.follow();
        rig.venue.answerAllHistory();
        QCOMPARE(rig.venue.fillsAsked.size(), 2U); // the second page waits
        ++rig.venue.historyRows;
        rig.follow();
        QCOMPARE(rig.venue.fillsAsked.size(), 2U);
        rig.answer();
        QCOMPARE(rig.history.fills(), 2'400U);
        rig.follow(); // now for the news
        rig.answer();
        QCOMPARE(rig.venue.fillsAsked.size(), 4U);
        QCOMPARE(rig.history.fills(), 2'400U);
    }
    /// However long the terminal runs.
    void noMoreFillsAreKeptThanCount() {
        Rig rig;
        for (int i = 0; i < 4'950; ++i) test::addTrades(rig.venue, {101, 99});
        rig.follow();
        QCOMPARE(rig.history.fills(), 19'800U);
        QVERIFY(!rig.history.fillsCut());
        for (int i = 0; i < 100; ++i) test::addTrades(rig.venue, {101, 99});
        ++rig.venue.historyRows;
        rig.follow();
        QCOMPARE(rig.history.fills(), EquityHistory::kMostFills);
        QVERIFY(rig.history.fillsCut());
    }
    /// Where the oldest fills are not known, trades begin with the first position that does.
    void aTradeThatIsCutDoesNotCount() {
        Rig rig;
        for (int i = 0; i < 5'050; ++i) test::addTrades(rig.venue, {101, 99});
        rig.venue.historyFills.pop_back(); // the last one is open, and the oldest that is kept closes one
        rig.follow();
        QVERIFY(rig.history.fillsCut());
        const auto trades = rig.history.trades();
        QVERIFY(trades.has_value());
        QCOMPARE(trades->closed().size(), EquityHistory::kMostFills / 2 - 1);
        QCOMPARE(trades->open().size(), 1U);
    }
    void aHistoryThatFailsIsSaid() {
        Rig rig;
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        rig.follow();
        QVERIFY(rig.history.failed());
        QVERIFY(rig.history.samples().empty());
    }
    /// What answers does not hide what does not, and that is tried again.
    void aPartThatFailsIsSaidUntilItIsRead() {
        Rig rig;
        test::addEquity(rig.venue, 2);
        test::addTrades(rig.venue, {101});
        rig.venue.historyWaits = true;
        rig.follow();
        QVERIFY(rig.venue.answerHistory()); // the range
        QVERIFY(rig.venue.answerHistory()); // days
        rig.venue.historyFault = ports::HistoryCode::Unavailable;
        QVERIFY(rig.venue.answerHistory()); // fills
        rig.venue.historyFault.reset();
        rig.answer();
        QVERIFY(rig.history.failed());
        QVERIFY(!rig.history.samples().empty() && !rig.history.longSamples().empty());
        QCOMPARE(rig.history.fills(), 0U);
        rig.follow();
        rig.answer();
        QVERIFY(!rig.history.failed());
        QCOMPARE(rig.history.fills(), 2U);
    }
    /// Statistics are computed anew when what they are made of changed, not with every sample of a plot.
    void statisticsHaveTheirOwnVersion() {
        Rig rig;
        test::addEquity(rig.venue, 2);
        rig.follow();
        const auto before = rig.history.statisticsVersion();
        const auto version = rig.history.version();
        rig.venue.marketNow = rig.venue.marketNow + 20 * kNanosPerMinute; // within the hour
        ++rig.venue.historyRows;
        rig.follow();
        QVERIFY(rig.history.version() != version);
        QCOMPARE(rig.history.statisticsVersion(), before);
        test::addTrades(rig.venue, {101});
        ++rig.venue.historyRows;
        rig.follow();
        QVERIFY(rig.history.statisticsVersion() != before);
    }
};
QD_TEST(TestEquityHistory);
#include "TestEquityHistory.moc"
