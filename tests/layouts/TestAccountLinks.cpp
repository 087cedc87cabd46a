#include "tests/layouts/WorkspaceRig.h"
#include "tests/support/TestRunner.h"

#include <QFile>
#include <QLabel>
#include <QObject>

using namespace qd;
using namespace qd::workspace;
using test::WorkspaceRig;

namespace {

std::shared_ptr<AccountView> account(std::uint32_t id, std::uint16_t number, const char* name) {
    auto view = std::make_shared<AccountView>();
    view->id = AccountId(id);
    view->subAccount = number;
    view->name = name;
    view->subAccounts = {{AccountId(1), 0, "Main", {}, 100},
                         {AccountId(4), 1, "Hedge", {}, 100},
                         {AccountId(5), 2, "Trend", {}, 100},
                         {AccountId(6), 3, "Old", {}, 100}};
    view->subAccounts[3].closed = true;
    return view;
}

void hold(test::FakeVenue& venue, int base) {
    auto view = std::make_shared<AccountView>(*venue.accountView);
    view->positions.clear();
    if (base != 0) {
        PositionView p;
        p.position.base = Quantity::of(base);
        view->positions.push_back(p);
    }
    venue.accountView = view;
}

TrackedOrder working(std::uint32_t id) {
    TrackedOrder order;
    order.order.id = OrderId(id);
    order.state = OrderState::Working;
    return order;
}

} // namespace

/// LINK, and what commands, layouts and keys make of an account that a group carries.
class TestAccountLinks : public QObject {
    Q_OBJECT
    std::unique_ptr<WorkspaceRig> m_rig;

    WorkspaceRig& rig() { return *m_rig; }
    test::FakeVenue& main() { return m_rig->rig.venue; }
    test::FakeVenue& other(std::uint32_t id) { return main().other(AccountId(id)); }
    QString said(const std::string& line) { return QString::fromStdString(m_rig->said(line)); }
    QString chip(const char* id) { return rig().pane(id)->header()->findChild<QLabel*>("paneAccount")->text(); }
    void begin(const QString& profile = {}, const std::string& layout = {}) {
        m_rig = std::make_unique<WorkspaceRig>(profile);
        main().accountView = account(1, 0, "Main");
        other(4).accountView = account(4, 1, "Hedge");
        other(5).accountView = account(5, 2, "Trend");
        m_rig->start(layout);
    }

  private slots:
    void init() { begin(); }
    void cleanup() { m_rig.reset(); }

    void groupsCarryAccounts() {
        QCOMPARE(said("PANE GROUP TAPE-1 B"), QString());
        QCOMPARE(said("LINK B"), QString("Group B shows and trades the selected account."));
        QCOMPARE(said("LINK B ACCOUNT 1"), QString("Group B shows and trades Hedge from now on."));
        QCOMPARE(said("link b"), QString("Group B shows and trades Hedge."));
        QCOMPARE(chip("TAPE-1"), QString("Hedge"));
        QCOMPARE(chip("CHART-1"), QString());
        QCOMPARE(said("LINK B ACCOUNT trend"), QString("Group B shows and trades Trend from now on."));
        QCOMPARE(chip("TAPE-1"), QString("Trend"));
        QCOMPARE(said("LINK B ACCOUNT OFF"), QString("Group B shows and trades the selected account."));
        QCOMPARE(chip("TAPE-1"), QString());
    }
    void wrongWordsChangeNothing_data() {
        QTest::addColumn<QString>("line");
        for (const char* line : {"LINK", "LINK K ACCOUNT 1", "LINK B ACCOUNT", "LINK B MARKET 1", "LINK AB ACCOUNT 1",
                                 "LINK B ACCOUNT Hed", "LINK B ACCOUNT Old", "LINK B ACCOUNT 9", "LINK B ACCOUNT 1 2"})
            QTest::newRow(line) << line;
    }
    void wrongWordsChangeNothing() {
        QFETCH(QString, line);
        const auto result = rig().run(line.toStdString());
        QVERIFY(!result);
        QVERIFY(!rig().rig.links.account('B'));
    }
    void wordsAreCompleted() {
        const auto completed = [&](const std::string& line) {
            QStringList list;
            for (const std::string& one : rig().rig.actions.complete(line, 50)) list << QString::fromStdString(one);
            return list;
        };
        QVERIFY(completed("LINK B ").contains("LINK B ACCOUNT"));
        QVERIFY(completed("LINK B ACCOUNT ").contains("LINK B ACCOUNT Hedge"));
        QVERIFY(completed("LINK B ACCOUNT ").contains("LINK B ACCOUNT OFF"));
        QVERIFY(!completed("LINK B ACCOUNT ").contains("LINK B ACCOUNT Old"));
    }
    void aLayoutKeepsThem() {
        (void)said("PANE GROUP TAPE-1 B");
        (void)said("LINK B ACCOUNT Hedge");
        (void)said("LAYOUT SAVE mine");
        (void)said("LAYOUT chart"); // another one carries its own accounts, here none
        QVERIFY(!rig().rig.links.account('B'));
        (void)said("LAYOUT mine");
        QCOMPARE(chip("TAPE-1"), QString("Hedge"));
        QFile kept(QString::fromStdString((rig().folder() / "named" / "mine.toml").string()));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QVERIFY(kept.readAll().contains("1 Hedge"));
    }
    /// Saved in a terminal whose owner had it; here there is none of that number: nothing goes to another one instead.
    void anAccountThatIsNotThereIsNone() {
        (void)said("PANE GROUP TAPE-1 B");
        (void)said("LINK B ACCOUNT Trend");
        (void)said("LAYOUT SAVE mine");
        (void)said("LAYOUT chart");
        auto owner = account(1, 0, "Main");
        owner->subAccounts.erase(owner->subAccounts.begin() + 2);
        main().accountView = owner;
        main().tellAccount();
        (void)said("LAYOUT mine");
        auto* notice = rig().pane("TAPE-1")->findChild<QLabel*>("paneAccountNotice");
        QVERIFY(notice != nullptr);
        QCOMPARE(notice->text(), QString("You have no account 2, Trend; nothing is shown or sent."));
        QVERIFY(said("LINK B").contains("You have no account 2"));
    }
    void aNewPaneIsAboutTheSelectedAccount() {
        (void)said("LINK B ACCOUNT Hedge"); // no pane is in it
        (void)said("ORDER NEW BTC-PERP");
        QVERIFY(rig().pane("ORDER-2")->group() != 'B');
        QCOMPARE(chip("ORDER-2"), QString());
    }
    /// Everything that can be seen being traded.
    void killCoversWhatGroupsCarry() {
        (void)said("LINK B ACCOUNT Hedge");
        (void)said("LINK C ACCOUNT Trend");
        (void)said("LINK D ACCOUNT Hedge");
        (void)said("LINK E ACCOUNT Main"); // the selected one: once
        hold(main(), 3);
        hold(other(4), -2);
        other(4).orderList = {working(6)};
        std::optional<ports::ActionResult> result;
        rig().rig.actions.run("KILL", [&](ports::ActionResult r) { result = std::move(r); });
        QCOMPARE(main().placed.size(), 1U);
        QCOMPARE(main().cancelledAll.size(), 1U);
        QCOMPARE(other(4).placed.size(), 1U);
        QCOMPARE(other(4).placed[0].side, Side::Buy);
        QVERIFY(other(4).placed[0].reduceOnly);
        QCOMPARE(other(4).cancelledAll.size(), 1U);
        QCOMPARE(other(5).cancelledAll.size(), 1U);
        QVERIFY(other(5).placed.empty());
        QVERIFY(other(1).cancelledAll.empty());
        hold(main(), 0);
        main().tellAccount();
        QVERIFY(!result.has_value());
        hold(other(4), 0);
        other(4).orderList[0].state = OrderState::Cancelled;
        QVERIFY(QTest::qWaitFor([&] { return result.has_value(); }));
        QVERIFY(result->has_value());
        QCOMPARE(**result, std::string("Main: Positions closed: 1; orders cancelled: 0. Nothing is open. "
                                       "Hedge: Positions closed: 1; orders cancelled: 1. Nothing is open. "
                                       "Trend: There was nothing to do: no order is working and no position is open."));
    }
    void killSaysWhatItCouldNot() {
        (void)said("LINK B ACCOUNT Hedge");
        other(4).accountView = nullptr;
        QCOMPARE(said("KILL"), QString("Not everything could be closed. Hedge is not known yet; its orders are being "
                                       "cancelled, positions were not closed."));
        QCOMPARE(other(4).cancelledAll.size(), 1U);
        QCOMPARE(main().cancelledAll.size(), 1U);
    }
    /// What is typed is of the selected account; where panes trade from others it says whose.
    void whatIsTypedSaysWhose() {
        (void)said("LINK A ACCOUNT Hedge");
        std::optional<ports::ActionResult> result;
        rig().rig.actions.run("ORDER BUY 2 SOL-PERP", [&](ports::ActionResult r) { result = std::move(r); });
        QCOMPARE(main().placed.size(), 1U);
        QVERIFY(other(4).placed.empty());
        TrackedOrder order = working(9);
        order.order.terms = main().placed.back();
        order.state = OrderState::Filled;
        main().orderList.push_back(order);
        main().tellAccount();
        QVERIFY(result.has_value() && result->has_value());
        QVERIFY2((*result)->starts_with("Main: Buy 2"), (*result)->c_str());
    }
    /// These are of the selected account, and say so.
    void otherCommandsAreOfTheSelectedAccount() {
        (void)said("LINK A ACCOUNT Hedge");
        for (const char* line : {"FLATTEN", "CANCELALL"})
            QVERIFY2(said(line).endsWith("Your other accounts were left as they are."), line);
        QVERIFY(other(4).cancelledAll.empty());
        QCOMPARE(main().cancelledAll.size(), 2U);
    }
};

QD_TEST(TestAccountLinks);
#include "TestAccountLinks.moc"
