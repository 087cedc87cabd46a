#include "tests/layouts/WorkspaceRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Words.h"

#include <QObject>

using namespace qd;
using namespace qd::workspace;
using test::WorkspaceRig;

class TestAccountActions : public QObject {
    Q_OBJECT
    std::unique_ptr<WorkspaceRig> m_rig;

    test::FakeVenue& venue() { return m_rig->rig.venue; }
    QString said(const std::string& line) { return QString::fromStdString(m_rig->said(line)); }
    template<class T>
    const T& asked() {
        if (venue().controlled.size() != 1) qFatal("%zu requests", venue().controlled.size());
        return std::get<T>(venue().controlled.front());
    }
    QStringList completions(const std::string& line) {
        QStringList list;
        for (const std::string& one : m_rig->rig.actions.complete(line, 50)) list << QString::fromStdString(one);
        return list;
    }

  private slots:
    void init() {
        m_rig = std::make_unique<WorkspaceRig>();
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(1);
        account->master = MasterId(3);
        account->subAccounts = {{AccountId(1), 0, "Scalping", {}, 100},
                                {AccountId(4), 1, "Trend", {}, 100},
                                {AccountId(5), 2, "Trend following", {}, 100},
                                {AccountId(6), 3, "Old", {}, 100},
                                {AccountId(7), 4, "", {}, 100}};
        account->subAccounts[3].closed = true;
        account->delegates = {{MasterId(9), permission::kTrade, {}, {}}};
        venue().accountView = account;
        m_rig->start();
    }
    void cleanup() { m_rig.reset(); }

    void selects_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("account"); // -1: none
        QTest::newRow("by name") << "SUB SELECT Trend" << 4;
        QTest::newRow("in any case") << "sub trend" << 4;
        QTest::newRow("by a beginning that only one has") << "SUB Sca" << 1;
        QTest::newRow("by a longer beginning") << "SUB \"trend f\"" << 5;
        QTest::newRow("by number") << "SUB 4" << 7;
        QTest::newRow("more than one begins so") << "SUB Tren" << -1;
        QTest::newRow("a closed one") << "SUB SELECT Old" << -1;
        QTest::newRow("nobody") << "SUB SELECT Nobody" << -1;
        QTest::newRow("too many words") << "SUB SELECT Trend now" << -1;
    }
    void selects() {
        QFETCH(QString, line);
        QFETCH(int, account);
        said(line.toStdString());
        if (account < 0) {
            QVERIFY(venue().selected.empty());
            return;
        }
        QCOMPARE(venue().selected, std::vector{AccountId(static_cast<std::uint32_t>(account))});
    }
    /// The venue has names twice when they were given elsewhere: none of the two is a guess.
    void aNameThatTwoHaveNamesNeither_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("the same") << "Trend";
        QTest::newRow("another case") << "TREND";
        QTest::newRow("with spaces") << " tre nd";
    }
    void aNameThatTwoHaveNamesNeither() {
        QFETCH(QString, name);
        auto account = std::make_shared<AccountView>(*venue().accountView);
        account->subAccounts[0].name = name.toStdString();
        venue().accountView = account;
        QVERIFY2(said("SUB SELECT Trend").startsWith("you have no account Trend, or more than one"),
                 qPrintable(said("SUB SELECT Trend")));
        said("TRANSFER 1 TO Trend");
        QVERIFY(venue().selected.empty() && venue().controlled.empty());
        said("SUB SELECT 1"); // numbers tell them apart
        QCOMPARE(venue().selected, std::vector{AccountId(4)});
    }
    /// There are such names from before they were refused.
    void anOldNameOfDigitsWinsOverTheNumber() {
        auto account = std::make_shared<AccountView>(*venue().accountView);
        account->subAccounts[1].name = "0";
        account->subAccounts[2].name = "7 up";
        venue().accountView = account;
        said("TRANSFER 1 TO 0");
        QCOMPARE(asked<Transfer>().to, AccountId(4));
        said("SUB SELECT 4"); // nobody's name
        said("SUB SELECT 7"); // digits are no beginning of a name
        QCOMPARE(venue().selected, std::vector{AccountId(7)});
    }
    void opensRenamesAndCloses() {
        QCOMPARE(said("SUB OPEN \"Mean reversion\""),
                 "Mean reversion is open. SUB SELECT \"Mean reversion\" trades from it.");
        QCOMPARE(asked<OpenAccount>().name, "Mean reversion");
        venue().controlled.clear();
        QCOMPARE(said("SUB RENAME 1 Swing"), "Trend is called Swing now.");
        QCOMPARE(asked<UpdateAccount>().account, AccountId(4));
        venue().controlled.clear();
        QCOMPARE(said("SUB CLOSE 4"), "Account 4 is closed.");
        QCOMPARE(asked<CloseAccount>().account, AccountId(7));
        venue().controlled.clear();
        venue().controlAnswer = RejectCode::AccountNotEmpty;
        QCOMPARE(said("SUB CLOSE 4"), ui::sentence(RejectCode::AccountNotEmpty));
        const auto result = m_rig->run("SUB CLOSE 4");
        QCOMPARE(result.error().code, ports::ActionCode::Refused);
    }
    void whatIsWrongIsNamed_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("a new account without a name") << "SUB OPEN" << "wants the name";
        QTest::newRow("a name that is taken") << "SUB OPEN trend" << "called Trend already";
        QTest::newRow("a name that is taken but for case and spaces")
            << "SUB OPEN TrendFollowing" << "called Trend following already";
        QTest::newRow("a name of nothing") << "SUB OPEN \" \"" << "a name of at least one letter";
        QTest::newRow("a name too long") << "SUB RENAME 1 abcdefghijklmnopqrstuvwxyz0123456" << "longer than 32 bytes";
        QTest::newRow("renamed to another's name") << "SUB RENAME 1 SCALPING" << "called Scalping already";
        QTest::newRow("a name that could be a number") << "SUB OPEN 0" << "digits only";
        QTest::newRow("renamed to a number") << "SUB RENAME Trend 7" << "digits only";
        QTest::newRow("renamed by a beginning") << "SUB RENAME Sca two" << "if you mean Scalping, say its whole name";
        QTest::newRow("two words for one name") << "SUB RENAME following words" << "you have no account following";
        QTest::newRow("closed by a beginning") << "SUB CLOSE sca"
                                               << "say its whole name, in quotes when it has spaces, or "
                                                  "its number, 0";
        QTest::newRow("money by a beginning") << "TRANSFER 1 TO \"Trend f\"" << "if you mean Trend following";
        QTest::newRow("money from a beginning") << "TRANSFER 1 FROM Sca TO Trend" << "if you mean Scalping";
        QTest::newRow("play money: nothing") << "PAPER DEPOSIT 0" << "above zero";
        QTest::newRow("play money: more than can be counted")
            << "PAPER DEPOSIT 99999999999999999999" << "than can be counted";
        QTest::newRow("play money: too fine") << "PAPER DEPOSIT 0.0000001" << "at most 6 digits";
        QTest::newRow("play money: unknown asset") << "PAPER DEPOSIT 5 XYZ" << "no asset XYZ";
        QTest::newRow("a transfer of an unknown asset") << "TRANSFER 1 XYZ TO Trend" << "no asset XYZ";
        QTest::newRow("more than any market allows") << "LEVERAGE 1000" << "no market allows a leverage above";
        QTest::newRow("more than this market allows") << "LEVERAGE 1000 SOL-PERP" << "SOL-PERP allows a leverage of";
    }
    void whatIsWrongIsNamed() {
        QFETCH(QString, line);
        QFETCH(QString, sentence);
        const auto result = m_rig->run(line.toStdString());
        QVERIFY(!result);
        QVERIFY2(QString::fromStdString(result.error().detail).contains(sentence), result.error().detail.c_str());
        QVERIFY(venue().controlled.empty());
    }
    void aCrossPositionHasNoMarginOfItsOwn() {
        auto account = std::make_shared<AccountView>(*venue().accountView);
        PositionView position;
        position.market = MarketId(0);
        account->positions = {position};
        venue().accountView = account;
        QVERIFY(said("MARGIN SOL-PERP +100").startsWith("SOL-PERP is cross"));
        QVERIFY(venue().controlled.empty());
        account->positions[0].isolated = true;
        QVERIFY(m_rig->run("MARGIN SOL-PERP +100").has_value());
    }
    void theOnlyAccountStaysOpen() {
        auto account = std::make_shared<AccountView>(*venue().accountView);
        account->subAccounts.resize(1);
        venue().accountView = account;
        QCOMPARE(said("SUB CLOSE 0"), "Scalping is your only account; it stays open.");
        QVERIFY(venue().controlled.empty());
    }
    void transfers_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to"); // -1: refused
        QTest::addColumn<int>("asset");
        QTest::addColumn<qlonglong>("amount");
        const auto row = [](const char* name, const char* line, int from, int to, int asset, qlonglong amount) {
            QTest::newRow(name) << QString(line) << from << to << asset << amount;
        };
        row("from the selected one", "TRANSFER 100.5 TO Trend", 1, 4, 0, 100'500'000);
        row("an asset", "TRANSFER 0.5 SOL TO Trend", 1, 4, 1, 500'000'000);
        row("between two others", "transfer 1 usdc from trend to 2", 4, 5, 0, 1'000'000);
        row("the other way round", "TRANSFER 1 TO 2 FROM Trend", 4, 5, 0, 1'000'000);
        row("to itself", "TRANSFER 1 TO Scalping", 1, -1, 0, 0);
        row("to nobody", "TRANSFER 1", 1, -1, 0, 0);
        row("an account that is a guess", "TRANSFER 1 TO Tren", 1, -1, 0, 0);
        row("nothing", "TRANSFER 0 TO Trend", 1, -1, 0, 0);
        row("less than nothing", "TRANSFER -5 TO Trend", 1, -1, 0, 0);
        row("finer than the mint's unit", "TRANSFER 0.0000001 TO Trend", 1, -1, 0, 0);
        row("an asset nobody knows", "TRANSFER 1 XYZ TO Trend", 1, -1, 0, 0);
        row("twice", "TRANSFER 1 TO Trend TO 2", 1, -1, 0, 0);
        row("a word without an account", "TRANSFER 1 TO Trend FROM", 1, -1, 0, 0);
    }
    void transfers() {
        QFETCH(QString, line);
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(int, asset);
        const auto result = m_rig->run(line.toStdString());
        if (to < 0) {
            QCOMPARE(result.error().code, ports::ActionCode::BadArguments);
            QVERIFY(venue().controlled.empty());
            return;
        }
        QVERIFY2(result.has_value(), result ? "" : result.error().detail.c_str());
        const auto& t = asked<Transfer>();
        QCOMPARE(static_cast<int>(t.from.value()), from);
        QCOMPARE(static_cast<int>(t.to.value()), to);
        QCOMPARE(static_cast<int>(t.asset.value()), asset);
        QTEST(static_cast<qlonglong>(t.amount.raw()), "amount");
    }
    void playMoney() {
        QCOMPARE(said("PAPER DEPOSIT 2500"), "2\u2009500.000000 USDC of play money came in.");
        QCOMPARE(asked<Deposit>().amount.raw(), 2'500'000'000);
        venue().controlled.clear();
        said("paper withdraw 1 SOL");
        QCOMPARE(asked<Withdraw>().asset, AssetId(1));
        venue().controlled.clear();
        for (const char* wrong : {"PAPER", "PAPER DEPOSIT", "PAPER DEPOSIT x", "PAPER STEAL 5", "PAPER DEPOSIT 5 XYZ"})
            QCOMPARE(m_rig->run(wrong).error().code, ports::ActionCode::BadArguments);
        QVERIFY(venue().controlled.empty());
    }
    void leverage_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("market"); // -1: the account
        QTest::addColumn<int>("ratio");  // -1: refused
        QTest::newRow("of the account") << "LEVERAGE 10" << -1 << 1'000;
        QTest::newRow("rounded up") << "LEVERAGE 3 sol" << 0 << 3'334;
        QTest::newRow("as the market") << "LEVERAGE max BTC-PERP" << 1 << 0;
        QTest::newRow("none") << "LEVERAGE 0" << -1 << -1;
        QTest::newRow("not whole") << "LEVERAGE 2.5" << -1 << -1;
        QTest::newRow("too much") << "LEVERAGE 1001" << -1 << -1;
        QTest::newRow("no market of that name") << "LEVERAGE 5 XYZ" << -1 << -1;
        QTest::newRow("nothing said") << "LEVERAGE" << -1 << -1;
    }
    void leverage() {
        QFETCH(QString, line);
        QFETCH(int, market);
        QFETCH(int, ratio);
        const auto result = m_rig->run(line.toStdString());
        if (ratio < 0) {
            QCOMPARE(result.error().code, ports::ActionCode::BadArguments);
            QVERIFY(venue().controlled.empty());
        } else if (market < 0) {
            QCOMPARE(asked<UpdateAccount>().userMargin.value().raw(), ratio);
        } else {
            QCOMPARE(static_cast<int>(asked<SetLeverage>().market.value()), market);
            QCOMPARE(asked<SetLeverage>().userMargin.raw(), ratio);
        }
    }
    void marginModes() {
        QCOMPARE(said("MARGIN SOL-PERP isolated"), "SOL-PERP is isolated; MARGIN SOL-PERP +amount gives it margin.");
        QVERIFY(asked<SetMarginMode>().isolated);
        venue().controlled.clear();
        said("MARGIN sol CROSS");
        QVERIFY(!asked<SetMarginMode>().isolated);
        venue().controlled.clear();
        venue().controlAnswer = RejectCode::PoolNotEmpty;
        QCOMPARE(said("MARGIN sol CROSS"), ui::sentence(RejectCode::PoolNotEmpty));
    }
    void marginMoves_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<qlonglong>("amount"); // 0: refused
        QTest::newRow("more") << "MARGIN SOL-PERP +100" << 100'000'000LL;
        QTest::newRow("back") << "MARGIN SOL-PERP -0.5" << -500'000LL;
        QTest::newRow("without a sign it is a guess") << "MARGIN SOL-PERP 100" << 0LL;
        QTest::newRow("nothing") << "MARGIN SOL-PERP +0" << 0LL;
        QTest::newRow("two signs") << "MARGIN SOL-PERP +-5" << 0LL;
        QTest::newRow("no number") << "MARGIN SOL-PERP +" << 0LL;
        QTest::newRow("no market") << "MARGIN XYZ +5" << 0LL;
        QTest::newRow("no mode") << "MARGIN SOL-PERP" << 0LL;
    }
    void marginMoves() {
        QFETCH(QString, line);
        QFETCH(qlonglong, amount);
        const auto result = m_rig->run(line.toStdString());
        QCOMPARE(result.has_value(), amount != 0);
        if (amount == 0)
            QVERIFY(venue().controlled.empty());
        else
            QCOMPARE(asked<MoveIsolatedMargin>().amount.raw(), amount);
    }
    void settles() {
        QCOMPARE(said("SETTLE sol"), "The realised profit and loss of SOL-PERP is in the deposit.");
        QCOMPARE(asked<SettlePnl>().market, MarketId(0));
        QCOMPARE(m_rig->run("SETTLE").error().code, ports::ActionCode::BadArguments);
        QCOMPARE(m_rig->run("SETTLE XYZ").error().code, ports::ActionCode::BadArguments);
    }
    void delegates_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("permissions"); // -1: refused
        QTest::addColumn<qlonglong>("hours");
        QTest::addColumn<qlonglong>("cap");
        const auto row = [](const char* name, const char* line, int permissions, qlonglong hours, qlonglong cap) {
            QTest::newRow(name) << QString(line) << permissions << hours << cap;
        };
        row("everything", "DELEGATE 12 TRADE CANCEL TRANSFER EXPIRES 30d CAP 5000.5", 7, 720, 5'000'500'000);
        row("in any order", "delegate 12 cap 1 cancel", 2, 0, 1'000'000);
        row("removed", "DELEGATE 12 REMOVE", 0, 0, 0);
        row("nothing allowed", "DELEGATE 12", -1, 0, 0);
        row("nothing but a cap", "DELEGATE 12 CAP 5", -1, 0, 0);
        row("no owner", "DELEGATE TRADE", -1, 0, 0);
        row("an owner that cannot be", "DELEGATE 4294967296 TRADE", -1, 0, 0);
        row("no length of time", "DELEGATE 12 TRADE EXPIRES", -1, 0, 0);
        row("no cap", "DELEGATE 12 TRADE CAP 0", -1, 0, 0);
        row("removed and not", "DELEGATE 12 TRADE REMOVE", -1, 0, 0);
    }
    void delegates() {
        QFETCH(QString, line);
        QFETCH(int, permissions);
        QFETCH(qlonglong, hours);
        const auto result = m_rig->run(line.toStdString());
        if (permissions < 0) {
            QCOMPARE(result.error().code, ports::ActionCode::BadArguments);
            QVERIFY(venue().controlled.empty());
            return;
        }
        const auto& grant = asked<SetDelegate>();
        QCOMPARE(grant.delegate, MasterId(12));
        QCOMPARE(static_cast<int>(grant.permissions), permissions);
        QCOMPARE(grant.expiry, hours == 0 ? UnixNanos() : venue().marketNow + hours * kNanosPerHour);
        QTEST(static_cast<qlonglong>(grant.maxOrderNotional.raw()), "cap");
    }
    void namesAReferrer() {
        QCOMPARE(said("REFERRER 12"), "Owner 12 is your referrer.");
        QCOMPARE(asked<SetReferrer>().referrer, MasterId(12));
        for (const char* line : {"REFERRER x", "REFERRER 4294967296", "REFERRER 1 2"})
            QCOMPARE(m_rig->run(line).error().code, ports::ActionCode::BadArguments);
    }
    /// The answer is the venue's: nothing is said before it.
    void waitsForTheVenue() {
        venue().controlWaits = true;
        std::optional<ports::ActionResult> answer;
        m_rig->rig.actions.run("SETTLE SOL-PERP", [&](ports::ActionResult r) { answer = std::move(r); });
        QVERIFY(!answer);
        QVERIFY(venue().answerControl(RejectCode::VenueStopped));
        QCOMPARE(answer->error().code, ports::ActionCode::Refused);
        QCOMPARE(QString::fromStdString(answer->error().detail), ui::sentence(RejectCode::VenueStopped));
    }
    void completes() {
        QCOMPARE(completions("SUB "), (QStringList{"SUB SELECT", "SUB OPEN", "SUB RENAME", "SUB CLOSE", "SUB Scalping",
                                                   "SUB Trend", "SUB \"Trend following\"", "SUB 4"}));
        QCOMPARE(completions("SUB CLOSE S"), QStringList{"SUB CLOSE Scalping"});
        QCOMPARE(completions("TRANSFER 5 "),
                 (QStringList{"TRANSFER 5 USDC", "TRANSFER 5 SOL", "TRANSFER 5 FROM", "TRANSFER 5 TO"}));
        QCOMPARE(completions("TRANSFER 5 TO Sc"), QStringList{"TRANSFER 5 TO Scalping"});
        QCOMPARE(completions("LEVERAGE 5 B"), QStringList{"LEVERAGE 5 BTC-PERP"});
        QCOMPARE(completions("MARGIN SOL-PERP I"), QStringList{"MARGIN SOL-PERP ISOLATED"});
        QCOMPARE(completions("SETTLE S"), QStringList{"SETTLE SOL-PERP"});
        QCOMPARE(completions("DELEGATE "), QStringList{"DELEGATE 9"});
        QCOMPARE(completions("DELEGATE 9 EXPIRES 3"), QStringList{"DELEGATE 9 EXPIRES 30d"});
        QCOMPARE(completions("PAPER W"), QStringList{"PAPER WITHDRAW"});
    }
    void everyCommandIsExplained() {
        for (const char* name : {"SUB", "TRANSFER", "PAPER", "LEVERAGE", "MARGIN", "SETTLE", "DELEGATE", "REFERRER"}) {
            const ports::Action* action = m_rig->rig.actions.find(name);
            QVERIFY2(action != nullptr, name);
            QVERIFY(!action->summary.empty() && !action->usage.empty() && !action->group.empty());
            QVERIFY(!action->needsArm);
        }
    }
};
QD_TEST(TestAccountActions);
#include "TestAccountActions.moc"
