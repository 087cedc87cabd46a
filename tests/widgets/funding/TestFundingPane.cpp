#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/funding/Rates.h"
#include "widgets/funding/FundingPane.h"

#include <QLabel>
#include <QObject>
#include <QScrollBar>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    std::unique_ptr<FundingPane> pane;
    void start() {
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(3);
        venue.accountView = account;
        venue.standings[MarketId(0)] = std::make_shared<const MarketStanding>(test::solStanding(venue.marketNow));
        pane = std::make_unique<FundingPane>(context);
        show(*pane, {960, 520});
        later();
    }
    void later() {
        clock.advance(kNanosPerSecond);
        frame(*pane);
    }
    Table& table(const char* name) { return *pane->findChild<Table*>(QLatin1String(name)); }
    [[nodiscard]] QString sum() { return pane->findChild<QLabel*>("fundingSum")->text(); }
};

} // namespace

class TestFundingPane : public QObject {
    Q_OBJECT
  private slots:
    void showsEveryMarketAndTheChosenOnesHistory() {
        Rig rig;
        test::addRates(rig.venue, MarketId(0), 30);
        test::addRates(rig.venue, MarketId(1), 7);
        rig.start();
        QCOMPARE(rig.table("funding").model()->rowCount(), 2);
        QCOMPARE(rig.table("fundingRates").model()->rowCount(), 30);
        QCOMPARE(rig.pane->findChild<FundingPlot*>()->rates().size(), 30U);
        QCOMPARE(rig.pane->findChild<FundingPlot*>()->rates().front().rate8h, Rate(-1)); // oldest first
        rig.table("funding").selectRow(1);
        QCOMPARE(rig.pane->market().value(), MarketId(1));
        QCOMPARE(rig.table("fundingRates").model()->rowCount(), 7);
    }
    void theRowFollowsTheLinkedMarket() {
        Rig rig;
        rig.start();
        rig.pane->setGroup('A');
        rig.links.setMarket('A', MarketId(1));
        rig.later();
        QCOMPARE(rig.table("funding").currentSourceRow(), 1);
    }
    void readsOlderRatesWhereTheEyeIs() {
        Rig rig;
        test::addRates(rig.venue, MarketId(0), 500);
        rig.start();
        rig.later(); // time alone reads nothing
        const auto rows = [&rig] { return rig.table("fundingRates").model()->rowCount(); };
        QCOMPARE(rows(), 200);
        auto* bar = rig.table("fundingRates").verticalScrollBar();
        for (const int expected : {400, 500, 500}) {
            bar->setValue(bar->maximum());
            QCoreApplication::processEvents();
            rig.later();
            QCOMPARE(rows(), expected);
        }
    }
    void aNewUpdateIsRead() {
        Rig rig;
        test::addRates(rig.venue, MarketId(0), 5);
        rig.start();
        rig.venue.historyRates[MarketId(0)].push_back(
            {rig.venue.marketNow + kNanosPerHour, Rate(77), FundingIndex(), FundingIndex()});
        auto standing = test::solStanding(rig.venue.marketNow);
        standing.funding.lastUpdate = rig.venue.marketNow;
        rig.venue.standings[MarketId(0)] = std::make_shared<const MarketStanding>(standing);
        rig.later();
        QCOMPARE(rig.table("fundingRates").model()->rowCount(), 6);
        QCOMPARE(rig.table("fundingRates").model()->index(0, 1).data().toString(), "+0.0077");
        QCOMPARE(rig.table("fundingRates").model()->index(0, 4).data().toString(), "–");
    }
    void ownPaymentsAndTheirSum() {
        Rig rig;
        test::addPayments(rig.venue, MarketId(0), 3);
        test::addPayments(rig.venue, MarketId(1), 2);
        rig.start();
        QVERIFY(!rig.pane->applyWords({"payments"}));
        QCOMPARE(rig.table("fundingPayments").model()->rowCount(), 3);
        QCOMPARE(rig.sum(), "You: +1.50 USDC in all");
        QCOMPARE(rig.venue.filtersAsked.back().account.value(), AccountId(3));
        test::addPayments(rig.venue, MarketId(0), 1);
        ++rig.venue.historyRows;
        rig.later();
        QCOMPARE(rig.table("fundingPayments").model()->rowCount(), 4);
    }
    void anotherAccountsPaymentsAreItsOwn() {
        Rig rig;
        test::addPayments(rig.venue, MarketId(0), 3);
        rig.start();
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(4);
        rig.venue.accountView = account;
        rig.venue.historyFunding.clear();
        rig.later();
        QCOMPARE(rig.table("fundingPayments").model()->rowCount(), 0);
        QCOMPARE(rig.venue.filtersAsked.back().account.value(), AccountId(4));
        QVERIFY(rig.sum().isEmpty());
    }
    void aBrokenHistoryIsToldAndHarmsNothing() {
        Rig rig;
        rig.venue.historyFault = ports::HistoryCode::Damaged;
        rig.start();
        const auto* notice = rig.pane->findChild<QLabel*>("fundingNotice");
        QVERIFY(notice->isVisible());
        QVERIFY2(notice->text().contains("damaged"), qPrintable(notice->text()));
        QCOMPARE(rig.table("funding").model()->rowCount(), 2);
    }
    /// What could not be read is not nothing, and can be tried again.
    void aHistoryThatCannotBeReadIsNotEmpty() {
        Rig rig;
        test::addRates(rig.venue, MarketId(0), 30);
        rig.venue.historyFault = ports::HistoryCode::Unavailable;
        rig.start();
        auto* plot = rig.pane->findChild<FundingPlot*>();
        QCOMPARE(rig.table("fundingRates").emptySentence(), "Past rates could not be read.");
        QCOMPARE(plot->emptyText(), "Past rates could not be read.");
        QCOMPARE(rig.table("fundingPayments").emptySentence(), "Your payments could not be read.");
        QVERIFY(rig.table("fundingPayments").emptyHint().contains("tries again"));
        rig.venue.historyFault.reset();
        QVERIFY(!rig.pane->applyWords({"RATES"}));
        QCOMPARE(rig.table("fundingRates").model()->rowCount(), 30);
        QVERIFY(rig.table("fundingPayments").emptySentence().contains("no funding"));
        QCOMPARE(plot->emptyText(), "No rate has been charged yet.");
    }
    /// Answers of the market shown before do not mix in.
    void aLateAnswerOfAnotherMarketIsDropped() {
        Rig rig;
        test::addRates(rig.venue, MarketId(0), 30);
        test::addRates(rig.venue, MarketId(1), 7);
        rig.venue.historyWaits = true;
        rig.start();
        rig.pane->chooseMarket(MarketId(1));
        while (rig.venue.answerHistory()) {
        }
        QCOMPARE(rig.table("fundingRates").model()->rowCount(), 7);
    }
    void theBarUnderTheMouse() {
        Rig rig;
        test::addRates(rig.venue, MarketId(0), 10);
        rig.start();
        auto* plot = rig.pane->findChild<FundingPlot*>();
        plot->resize(400, 120);
        QCOMPARE(plot->barAt(6).value(), 0U);
        QVERIFY(!plot->barAt(0).has_value());
        QVERIFY(!plot->barAt(399).has_value());
        plot->setRates({});
        QVERIFY(!plot->barAt(100).has_value());
        plot->grab(); // paints its sentence
    }
    void wordsAndStateComeBack() {
        Rig rig;
        rig.start();
        QVERIFY(rig.pane->applyWords({"NOTHING"}).has_value());
        QVERIFY(!rig.pane->applyWords({"PAYMENTS"}));
        FundingPane other(rig.context);
        other.restore(rig.pane->state());
        QCOMPARE(other.state(), rig.pane->state());
        QCOMPARE(other.state().at("below"), "payments");
    }
};
QD_TEST(TestFundingPane);
#include "TestFundingPane.moc"
