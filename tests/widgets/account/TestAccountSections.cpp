// Size: every tab of the account and what it may ask for.
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/account/Owner.h"
#include "widgets/account/AccountPane.h"
#include "widgets/account/CollateralSection.h"
#include "widgets/account/InsuranceSection.h"
#include "widgets/account/MarginSection.h"
#include "widgets/account/SubAccountsSection.h"
#include "widgets/base/TableFoot.h"
#include "widgets/base/Words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QObject>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTabBar>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    AccountPane pane{context};
    explicit Rig(const char* tab) {
        venue.accountView = test::anOwner();
        venue.setBook(MarketId(0), Price::of(150));
        show(pane, {900, 420});
        if (pane.applyWords({tab})) qFatal("there is no tab %s", tab);
        update();
    }
    void update() {
        clock.advance(kNanosPerSecond);
        venue.tellAccount();
        frame(pane);
    }
    template<class T>
    T& find(const QByteArray& name) {
        T* found = pane.findChild<T*>(QLatin1String(name));
        if (found == nullptr) qFatal("there is no %s", name.constData());
        return *found;
    }
    void type(const char* name, const char* text) { find<QLineEdit>(name).setText(QLatin1String(text)); }
    void choose(const char* name, const char* text) {
        auto& box = find<QComboBox>(name);
        const int index = box.findText(QLatin1String(text));
        if (index < 0) qFatal("%s has no %s", name, text);
        box.setCurrentIndex(index);
    }
    void press(const char* name) { QTest::mouseClick(&find<QPushButton>(name), Qt::LeftButton); }
    [[nodiscard]] QString notice() { return find<QLabel>("accountNotice").text(); }
    [[nodiscard]] QString cell(const char* table, int row, int column) {
        return find<Table>(table).model()->index(row, column).data().toString();
    }
    template<class T>
    [[nodiscard]] const T& asked() const {
        if (venue.controlled.size() != 1) qFatal("%zu requests", venue.controlled.size());
        return std::get<T>(venue.controlled.front());
    }
    void runLink(const char* table, int row, int column, int link) {
        auto& view = find<Table>(table);
        auto* model = qobject_cast<QSortFilterProxyModel*>(view.model());
        const QModelIndex source = model->mapToSource(model->index(row, column));
        qobject_cast<TableModelBase*>(model->sourceModel())->runLink(source, link);
    }
};

} // namespace

class TestAccountSections : public QObject {
    Q_OBJECT
  private slots:
    void everyTabIsShownByItsNameAndComesBack() {
        Rig rig("OVERVIEW");
        auto& tabs = rig.find<QTabBar>("accountTabs");
        QCOMPARE(tabs.count(), 7);
        for (int i = 0; i < tabs.count(); ++i) {
            QVERIFY(!rig.pane.applyWords({tabs.tabText(i).toUpper().toStdString()}));
            QCOMPARE(tabs.currentIndex(), i);
            AccountPane other(rig.context);
            other.restore(rig.pane.state());
            QCOMPARE(other.findChild<QTabBar*>("accountTabs")->currentIndex(), i);
        }
        QVERIFY(rig.pane.applyWords({"NOTHING"}).has_value());
    }

    /// A feed that stands still changes nothing of the account: it is looked at all the same.
    void numbersOfAStaleFeedAreDimmed_data() {
        QTest::addColumn<QByteArray>("tab");
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<int>("column");
        QTest::newRow("accounts") << QByteArray("ACCOUNTS") << QByteArray("subAccounts")
                                  << int(SubAccountColumn::Equity);
        QTest::newRow("collateral") << QByteArray("COLLATERAL") << QByteArray("collateral")
                                    << int(CollateralColumn::Value);
        QTest::newRow("margin") << QByteArray("MARGIN") << QByteArray("pools") << int(PoolColumn::Ratio);
    }
    void numbersOfAStaleFeedAreDimmed() {
        QFETCH(QByteArray, tab);
        QFETCH(QByteArray, table);
        QFETCH(int, column);
        Rig rig(tab);
        const auto token = [&] { return rig.find<Table>(table).model()->index(0, column).data(kTokenRole).toInt(); };
        QVERIFY(token() != int(Token::Text3));
        rig.venue.tickers[MarketId(0)].status = DataStatus::Stale;
        rig.clock.advance(kNanosPerSecond);
        rig.frame(rig.pane);
        QCOMPARE(token(), int(Token::Text3));
        QVERIFY(rig.find<FigureView>("equity").token() == Token::Text3);
        rig.venue.tickers[MarketId(0)].status = DataStatus::Live;
        rig.clock.advance(kNanosPerSecond);
        rig.frame(rig.pane);
        QVERIFY(token() != int(Token::Text3));
    }
    /// No price is in the insurance fund; a venue that stands still dims it too.
    void theFundIsDimmedWhenTheVenueStandsStill() {
        Rig rig("INSURANCE");
        rig.venue.tickers[MarketId(0)].status = DataStatus::Stale;
        rig.update();
        QVERIFY(rig.find<FigureView>("stakeWorth").token() == Token::Text1);
        rig.venue.healthState.running = false;
        rig.venue.healthState.fault = "the disk is full";
        rig.update();
        QVERIFY(rig.find<FigureView>("stakeWorth").token() == Token::Text3);
    }
    void marginRoundsAgainstTheOwner() {
        AccountPoolRow row;
        row.view.deposit = row.view.freeCollateral = Money(1'999'999);
        row.view.initial.requirement = row.view.maintenance.requirement = Money(1'990'001);
        const auto columns = accountPoolColumns();
        for (const PoolColumn column : {PoolColumn::Deposit, PoolColumn::Free})
            QCOMPARE(columns[static_cast<std::size_t>(column)].text(row), "1.99");
        for (const PoolColumn column : {PoolColumn::Initial, PoolColumn::Maintenance})
            QCOMPARE(columns[static_cast<std::size_t>(column)].text(row), "2.00");
    }

    // ---- sub-accounts

    void listsAccountsThatAreOpen() {
        Rig rig("ACCOUNTS");
        QCOMPARE(rig.find<Table>("subAccounts").model()->rowCount(), 3);
        QCOMPARE(rig.cell("subAccounts", 0, 4), "Trading from it");
        QCOMPARE(rig.cell("subAccounts", 1, 1), "Trend");
        QCOMPARE(rig.cell("subAccounts", 1, 2), "2\u2009500.00");
        QCOMPARE(rig.cell("subAccounts", 2, 1), "Account 3");
    }
    void selects() {
        Rig rig("ACCOUNTS");
        rig.runLink("subAccounts", 1, 5, 0);
        QCOMPARE(rig.venue.selected, std::vector{AccountId(4)});
        QCOMPARE(rig.notice(), "Orders go to Trend from now on.");
    }
    void opensWithAName() {
        Rig rig("ACCOUNTS");
        rig.press("subOpen");
        QVERIFY(rig.venue.controlled.empty());
        QCOMPARE(rig.notice(), "An account wants a name of at least one letter.");
        rig.type("subName", "  Hedge  ");
        rig.press("subOpen");
        QCOMPARE(rig.asked<OpenAccount>().name, "Hedge");
        QCOMPARE(rig.notice(), "Hedge is open; select it to trade from it.");
    }
    void namesAreAtMost32Bytes() {
        Rig rig("ACCOUNTS");
        rig.type("subName", "a name that is rather longer than it may be");
        rig.press("subOpen");
        rig.press("subRename");
        QVERIFY(rig.venue.controlled.empty());
    }
    void namesThatAreTakenAreRefused() {
        Rig rig("ACCOUNTS");
        rig.type("subName", "tr end");
        rig.press("subOpen");
        QCOMPARE(rig.notice(), "There is an account called Trend already.");
        rig.choose("subNamed", "Scalping");
        rig.press("subRename");
        QVERIFY(rig.venue.controlled.empty());
        QCOMPARE(rig.find<QLineEdit>("subName").text(), "tr end"); // to be mended
        rig.choose("subNamed", "Trend");
        rig.type("subName", "TREND"); // its own
        rig.press("subRename");
        QCOMPARE(rig.asked<UpdateAccount>().name.value(), "TREND");
    }
    void renames() {
        Rig rig("ACCOUNTS");
        rig.choose("subNamed", "Trend");
        rig.type("subName", "Swing");
        rig.press("subRename");
        QCOMPARE(rig.asked<UpdateAccount>().account, AccountId(4));
        QCOMPARE(rig.asked<UpdateAccount>().name.value(), "Swing");
    }
    /// It cannot be undone: the pane asks, and the safe answer is the one at hand.
    void closesOnlyAfterAQuestion() {
        Rig rig("ACCOUNTS");
        rig.runLink("subAccounts", 2, 5, 1);
        QVERIFY(rig.find<QWidget>("closeQuestion").isVisible());
        QVERIFY(rig.venue.controlled.empty());
        rig.press("closeQuestionKeep");
        QVERIFY(rig.find<QWidget>("closeQuestion").isHidden());
        QVERIFY(rig.venue.controlled.empty());
        rig.runLink("subAccounts", 2, 5, 1);
        rig.press("closeQuestionConfirm");
        QCOMPARE(rig.asked<CloseAccount>().account, AccountId(6));
    }
    void transfers() {
        Rig rig("ACCOUNTS");
        rig.choose("transferTo", "Trend");
        rig.choose("transferAsset", "SOL");
        rig.type("transferAmount", "0.123456789");
        rig.press("transferGo");
        const auto& t = rig.asked<Transfer>();
        QCOMPARE(t.from, AccountId(1));
        QCOMPARE(t.to, AccountId(4));
        QCOMPARE(t.asset, AssetId(1));
        QCOMPARE(t.amount.raw(), 123'456'789);
        QCOMPARE(rig.notice(), "0.123456789 SOL moved from Scalping to Trend.");
    }
    void transfersNothingThatIsWrong_data() {
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("amount");
        QTest::newRow("no amount") << "Trend" << "";
        QTest::newRow("zero") << "Trend" << "0";
        QTest::newRow("finer than the mint's unit") << "Trend" << "0.0000001";
        QTest::newRow("to itself") << "Scalping" << "1";
    }
    void transfersNothingThatIsWrong() {
        Rig rig("ACCOUNTS");
        QFETCH(QString, to);
        QFETCH(QString, amount);
        rig.choose("transferTo", qPrintable(to));
        rig.type("transferAmount", qPrintable(amount));
        rig.press("transferGo");
        QVERIFY(rig.venue.controlled.empty());
        QVERIFY(!rig.notice().isEmpty());
    }
    void maxIsWhatMayLeave() {
        Rig rig("ACCOUNTS");
        rig.press("transferMost");
        QCOMPARE(rig.find<DecimalEdit>("transferAmount").raw().value(), 90'000'123'456);
    }

    // ---- collateral

    void breaksCollateralDown() {
        Rig rig("COLLATERAL");
        using C = CollateralColumn;
        const auto cell = [&](C c) { return rig.cell("collateral", 1, static_cast<int>(c)); };
        QCOMPARE(cell(C::Asset), "SOL");
        QCOMPARE(cell(C::Amount), "12.345678");
        QCOMPARE(cell(C::Price), "150.0000");
        QCOMPARE(cell(C::Value), "1\u2009851.85");
        QCOMPARE(cell(C::InitialWeight), "80");
        QCOMPARE(cell(C::MaintenanceWeight), "90");
        QCOMPARE(cell(C::InitialValue), "1\u2009471.60");
        QCOMPARE(cell(C::MaintenanceValue), "1\u2009666.66");
        QCOMPARE(cell(C::Withdrawable), "12.345678");
        QCOMPARE(rig.find<TableFoot>("collateralFoot").textOf(static_cast<int>(C::Value)), "101\u2009851.85");
    }
    /// An asset whose price is not good enough is worth nothing, and that stands out.
    void aPriceThatIsNotGoodEnoughIsMarked() {
        Rig rig("COLLATERAL");
        auto account = test::anOwner();
        account->balances[1].price = Price();
        rig.venue.accountView = account;
        rig.update();
        const auto index = rig.find<Table>("collateral").model()->index(1, static_cast<int>(CollateralColumn::Price));
        QCOMPARE(index.data().toString(), "–");
        QCOMPARE(index.data(kTokenRole).toInt(), static_cast<int>(Token::Warn));
    }
    void playMoneyComesAndGoes() {
        Rig rig("COLLATERAL");
        rig.choose("paperAsset", "USDC");
        rig.type("paperAmount", "2500.5");
        rig.press("paperDeposit");
        QCOMPARE(rig.asked<Deposit>().amount.raw(), 2'500'500'000);
        QVERIFY2(rig.notice().contains("play money"), qPrintable(rig.notice()));
        rig.venue.controlled.clear();
        rig.press("paperMost");
        rig.press("paperWithdraw");
        QCOMPARE(rig.asked<Withdraw>().amount.raw(), 90'000'123'456);
    }
    void aRefusalIsASentence() {
        Rig rig("COLLATERAL");
        rig.venue.controlAnswer = RejectCode::DepositCap;
        rig.type("paperAmount", "1");
        rig.press("paperDeposit");
        QCOMPARE(rig.notice(), "Deposit of 1.000000 USDC: " + sentence(RejectCode::DepositCap));
    }
    /// Answers may come when the pane is gone.
    void aLateAnswerFindsNobody() {
        test::PaneRig rig;
        rig.venue.accountView = test::anOwner();
        rig.venue.controlWaits = true;
        {
            AccountPane pane(rig.context);
            rig.show(pane, {600, 400});
            QVERIFY(!pane.applyWords({"COLLATERAL"}));
            pane.findChild<QLineEdit*>("paperAmount")->setText("1");
            pane.findChild<QPushButton*>("paperDeposit")->click();
        }
        QVERIFY(rig.venue.answerControl());
    }

    // ---- margin

    void showsPools() {
        Rig rig("MARGIN");
        using C = PoolColumn;
        const auto cell = [&](int row, C c) { return rig.cell("pools", row, static_cast<int>(c)); };
        QCOMPARE(cell(0, C::Pool), "Cross");
        QCOMPARE(cell(0, C::Call), "None");
        QCOMPARE(cell(1, C::Pool), "SOL-PERP");
        QCOMPARE(cell(1, C::Ratio), "88.37");
        QCOMPARE(cell(1, C::Leverage), "9.80×");
        QCOMPARE(cell(1, C::Call), "Margin call");
    }
    void movesIsolatedMargin_data() {
        QTest::addColumn<QString>("button");
        QTest::addColumn<qlonglong>("amount");
        QTest::newRow("add") << "isolatedIn" << 250'000'000LL;
        QTest::newRow("take back") << "isolatedOut" << -250'000'000LL;
    }
    void movesIsolatedMargin() {
        Rig rig("MARGIN");
        QFETCH(QString, button);
        rig.type("isolatedAmount", "250");
        rig.press(qPrintable(button));
        QCOMPARE(rig.asked<MoveIsolatedMargin>().market, MarketId(0));
        QTEST(static_cast<qlonglong>(rig.asked<MoveIsolatedMargin>().amount.raw()), "amount");
    }
    void changesTheMarginMode() {
        Rig rig("MARGIN");
        rig.choose("isolatedMarket", "BTC-PERP");
        rig.press("modeIsolated");
        QCOMPARE(rig.asked<SetMarginMode>().market, MarketId(1));
        QVERIFY(rig.asked<SetMarginMode>().isolated);
        rig.venue.controlled.clear();
        rig.press("modeCross");
        QVERIFY(!rig.asked<SetMarginMode>().isolated);
    }
    void choosesLeverage() {
        Rig rig("MARGIN");
        rig.type("leverageValue", "3");
        rig.press("leverageSet");
        QCOMPARE(rig.asked<UpdateAccount>().userMargin.value().raw(), 3'334); // rounded up, spec/perps.md §3.5
        rig.venue.controlled.clear();
        rig.choose("leverageOf", "SOL-PERP");
        QCOMPARE(rig.find<QLabel>("leverageChosen").text(), "now: at most 10×");
        rig.press("leverageClear");
        QCOMPARE(rig.asked<SetLeverage>().userMargin.raw(), 0);
        rig.venue.controlled.clear();
        rig.type("leverageValue", "0");
        rig.press("leverageSet");
        QVERIFY(rig.venue.controlled.empty());
    }
    /// The box shows what the account says, not what was asked for.
    void reduceOnlyFollowsTheAccount() {
        Rig rig("MARGIN");
        auto& box = rig.find<QCheckBox>("reduceOnly");
        rig.venue.controlWaits = true;
        box.click();
        QCOMPARE(rig.asked<UpdateAccount>().reduceOnly.value(), true);
        QVERIFY(!box.isChecked());
        auto account = test::anOwner();
        account->reduceOnly = true;
        rig.venue.accountView = account;
        rig.update();
        QVERIFY(box.isChecked());
    }

    // ---- insurance

    void stakesAndUnstakes() {
        Rig rig("INSURANCE");
        rig.venue.insuranceState.vault = Money::of(250'000);
        rig.venue.insuranceState.shares = 4'000'000;
        rig.update();
        QCOMPARE(rig.find<FigureView>("stakePart").text(), "25.0000 %");
        QCOMPARE(rig.find<FigureView>("fundVault").text(), "250\u2009000.00");
        QVERIFY(!rig.find<QPushButton>("unstakeOut").isEnabled());
        rig.type("stakeAmount", "100");
        rig.press("stakeGo");
        QCOMPARE(rig.asked<StakeInsurance>().amount, Money::of(100));
        rig.venue.controlled.clear();
        rig.press("unstakeAll");
        rig.press("unstakeAsk");
        QCOMPARE(rig.asked<RequestUnstake>().shares, 1'000'000);
    }
    void countsTheCooldownDown() {
        Rig rig("INSURANCE");
        auto account = test::anOwner();
        account->stake.unstaking = 500;
        account->stake.unstakingSince = rig.venue.marketNow;
        account->stake.unstakingReady = rig.venue.marketNow + (13 * kNanosPerDay);
        rig.venue.accountView = account;
        rig.update();
        QVERIFY2(rig.find<QLabel>("stakeState").text().contains("in 13 d 0 h"),
                 qPrintable(rig.find<QLabel>("stakeState").text()));
        QVERIFY(!rig.find<QPushButton>("unstakeOut").isEnabled());
        rig.press("unstakeBack");
        QCOMPARE(rig.asked<RequestUnstake>().shares, 0);
        rig.venue.controlled.clear();
        rig.venue.marketNow = account->stake.unstakingReady;
        rig.update();
        rig.press("unstakeOut");
        QCOMPARE(rig.venue.controlled.size(), 1U);
        QVERIFY(std::holds_alternative<Unstake>(rig.venue.controlled.front()));
    }
    // ---- referral

    void theReferrerIsShown() {
        Rig rig("REFERRAL");
        QVERIFY2(rig.find<QLabel>("referrerOwn").text().startsWith("Owner 7 brought you here"),
                 qPrintable(rig.find<QLabel>("referrerOwn").text()));
        QVERIFY(rig.find<QLabel>("referralRewards").text().contains("You are owner 3"));
        QVERIFY(rig.find<QLabel>("referralRewards").text().endsWith("So far that was 12.34 USDC."));
        QVERIFY(rig.find<QWidget>("referrerForm").isHidden()); // once and for all
    }
    void theReferrerIsNamedAfterAQuestion() {
        Rig rig("REFERRAL");
        auto account = test::anOwner();
        account->referrer.reset();
        account->referralRewards = Money();
        rig.venue.accountView = account;
        rig.update();
        QVERIFY(rig.find<QLabel>("referrerOwn").text().startsWith("Nobody is named"));
        QVERIFY(!rig.find<QLabel>("referralRewards").text().contains("So far"));
        rig.type("referrerId", "12");
        rig.press("referrerGo");
        QVERIFY(rig.venue.controlled.empty());
        QVERIFY(rig.find<QPushButton>("referrerQuestionKeep").hasFocus());
        rig.press("referrerQuestionKeep");
        QVERIFY(rig.venue.controlled.empty());
        rig.press("referrerGo");
        rig.press("referrerQuestionConfirm");
        QCOMPARE(rig.asked<SetReferrer>().master, MasterId(3));
        QCOMPARE(rig.asked<SetReferrer>().referrer, MasterId(12));
        QCOMPARE(rig.notice(), "Owner 12 is your referrer.");
    }
    void aReferrerIsANumber_data() {
        QTest::addColumn<QByteArray>("typed");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("too large a number") << QByteArray("4294967296");
    }
    void aReferrerIsANumber() {
        QFETCH(QByteArray, typed);
        Rig rig("REFERRAL");
        auto account = test::anOwner();
        account->referrer.reset();
        rig.venue.accountView = account;
        rig.update();
        rig.type("referrerId", typed);
        rig.press("referrerGo");
        QVERIFY(rig.find<QWidget>("referrerQuestion").isHidden());
        QVERIFY2(rig.notice().contains("number of the owner"), qPrintable(rig.notice()));
    }

    void beforeTheVenueHasStarted() {
        test::PaneRig rig;
        AccountPane pane(rig.context);
        rig.show(pane, {600, 400});
        for (const char* tab : {"ACCOUNTS", "COLLATERAL", "MARGIN", "DELEGATES", "INSURANCE"}) {
            QVERIFY(!pane.applyWords({tab}));
            rig.frame(pane);
        }
        QVERIFY(pane.findChild<TableFoot*>("collateralFoot")->isHidden());
    }
};
QD_TEST(TestAccountSections);
#include "TestAccountSections.moc"
