#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/PaneAccount.h"
#include "widgets/base/PaneHeader.h"

#include <QLabel>
#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace qd::ui;

namespace {

constexpr AccountId kMain(1);
constexpr AccountId kHedge(4);

class Probe final : public Pane {
  public:
    explicit Probe(PaneContext& context) : Pane(context, "PROBE", "Probe", true) {
        setBody(new QWidget(this));
        m_changes = context.accounts.onChanged([this] { ++told; });
    }
    using Pane::context;
    int told = 0; ///< that something of the account changed

  private:
    ports::Subscription m_changes;
};

std::shared_ptr<AccountView> ofOwner(AccountId shown, std::uint16_t number, const char* name) {
    auto account = std::make_shared<AccountView>();
    account->id = shown;
    account->subAccount = number;
    account->name = name;
    account->subAccounts = {{kMain, 0, "Main", {}, 100}, {kHedge, 1, "Hedge", {}, 100}};
    return account;
}

TrackedOrder working(AccountId account, std::uint32_t id) {
    TrackedOrder order;
    order.account = account;
    order.order.id = OrderId(id);
    order.state = OrderState::Working;
    return order;
}

/// An owner with two accounts, Main selected, and a probe in group B.
struct Rig {
    test::PaneRig pane;
    test::FakeVenue& main = pane.venue;
    test::FakeVenue& hedge = pane.venue.other(kHedge);
    std::unique_ptr<Pane> made;

    Rig() {
        main.accountView = ofOwner(kMain, 0, "Main");
        hedge.accountView = ofOwner(kHedge, 1, "Hedge");
        for (test::FakeVenue* venue : {&main, &hedge}) venue->setBook(MarketId(0), Price::of(150));
        main.orderList = {working(kMain, 5)};
        hedge.orderList = {working(kHedge, 6), working(kHedge, 7)};
        made = makePane(kind(), pane.context);
        made->restore({{"group", "B"}});
    }
    static PaneKind kind() {
        PaneKind kind;
        kind.make = [](PaneContext& context) { return std::make_unique<Probe>(context); };
        kind.linksAccount = true;
        return kind;
    }
    Probe& probe() { return static_cast<Probe&>(*made); }
    PaneContext& context() { return probe().context(); }
    void link(std::uint16_t number, const char* name) { pane.links.setAccount('B', LinkedAccount{number, name}); }
    /// The owner's list, as the venue tells it with every account.
    void tellOwner(const std::function<void(AccountView&)>& change) {
        auto account = std::make_shared<AccountView>(*main.accountView);
        change(*account);
        main.accountView = account;
        main.tellAccount();
    }
    QLabel* chip() { return probe().findChild<QLabel*>("paneAccount"); }
    QLabel* notice() { return probe().findChild<QLabel*>("paneAccountNotice"); }
    static OrderTerms buy() {
        OrderTerms terms;
        terms.price = Price::of(150);
        terms.size = Quantity::of(1);
        return terms;
    }
};

} // namespace

class TestPaneAccount : public QObject {
    Q_OBJECT
    std::unique_ptr<Rig> m_rig;
    Rig& rig() { return *m_rig; }

  private slots:
    void init() { m_rig = std::make_unique<Rig>(); }
    void cleanup() { m_rig.reset(); }

    void theSelectedOneIsShownFirst() {
        QCOMPARE(rig().context().accounts.account()->id, kMain);
        QCOMPARE(rig().context().accounts.orders().size(), 1U);
        QVERIFY(rig().chip()->isHidden());
        QVERIFY(rig().main.followed().empty());
        rig().main.tellAccount();
        QCOMPARE(rig().probe().told, 1);
    }
    void thePaneIsAboutTheAccountOfItsGroup() {
        const std::uint64_t before = rig().context().accounts.historyVersion();
        rig().link(1, "Hedge");
        QCOMPARE(rig().probe().told, 1); // it is told of the switch
        QCOMPARE(rig().context().accounts.account()->id, kHedge);
        QCOMPARE(rig().context().accounts.orders().size(), 2U);
        QVERIFY(rig().context().accounts.historyVersion() > before);
        QCOMPARE(rig().pane.context.accounts.account()->id, kMain);
        QCOMPARE(rig().chip()->text(), QString("Hedge"));
        QVERIFY(!rig().chip()->isHidden());
        rig().main.tellAccount(); // news of the other one are none here
        QCOMPARE(rig().probe().told, 1);
        rig().hedge.tellAccount();
        QCOMPARE(rig().probe().told, 2);
        rig().pane.links.setAccount('B', {});
        QCOMPARE(rig().context().accounts.account()->id, kMain);
        QCOMPARE(rig().probe().told, 3);
        QVERIFY(rig().chip()->isHidden());
        QCoreApplication::processEvents();
        QVERIFY(rig().main.followed().empty()); // nobody is shown it any more
    }
    void anotherGroupIsNotConcerned() {
        rig().pane.links.setAccount('C', LinkedAccount{1, "Hedge"});
        QCOMPARE(rig().context().accounts.account()->id, kMain);
        rig().probe().setGroup('C');
        QCOMPARE(rig().context().accounts.account()->id, kHedge);
        rig().probe().setRole(LinkRole::Source); // only leads
        QCOMPARE(rig().context().accounts.account()->id, kMain);
        rig().probe().setRole(LinkRole::Both);
        rig().probe().setLinksAccount(false);
        QCOMPARE(rig().context().accounts.account()->id, kMain);
        QCOMPARE(rig().probe().state().at("account"), std::string("selected"));
    }
    void ordersGoToThePanesAccount() {
        rig().link(1, "Hedge");
        OrderGate& gate = rig().context().gate;
        QVERIFY(!gate.place(Rig::buy(), Intent::OneClick)); // one switch arms all
        rig().pane.gate.setArmed(true);
        QVERIFY(gate.place(Rig::buy(), Intent::OneClick).has_value());
        gate.cancel({OrderId(6), {}});
        gate.cancelAll({}, {});
        QVERIFY(gate.amend(working(kHedge, 6).order, {Price::of(150), Quantity::of(1)}, Intent::OneClick).has_value());
        QCOMPARE(rig().hedge.placed.size(), 1U);
        QCOMPARE(rig().hedge.cancelled.size(), 1U);
        QCOMPARE(rig().hedge.cancelledAll.size(), 1U);
        QCOMPARE(rig().hedge.amended.size(), 1U);
        QVERIFY(rig().main.placed.empty() && rig().main.cancelled.empty());
        QVERIFY(rig().main.cancelledAll.empty() && rig().main.amended.empty());
        rig().pane.links.setAccount('B', {});
        QVERIFY(gate.place(Rig::buy(), Intent::OneClick).has_value());
        QCOMPARE(rig().main.placed.size(), 1U);
        QCOMPARE(rig().hedge.placed.size(), 1U);
    }
    void guardsAndLockAreOne() {
        rig().link(1, "Hedge");
        OrderGate& gate = rig().context().gate;
        QSignalSpy armed(&gate, &OrderGate::armedChanged);
        rig().pane.gate.setArmed(true);
        QCOMPARE(armed.size(), 1);
        rig().pane.gate.setLock(OpeningLock{UnixNanos(1), "a limit"});
        QCOMPARE(gate.place(Rig::buy(), Intent::Explicit).error().code, GateCode::LockedOut);
        rig().pane.gate.setLock({});
        OrderTerms far = Rig::buy();
        far.price = Price::of(300);
        QSignalSpy held(&rig().pane.gate, &OrderGate::heldBack);
        QCOMPARE(gate.place(far, Intent::Explicit).error().code, GateCode::FarPrice);
        QCOMPARE(held.size(), 1); // the terminal says it
        rig().pane.gate.passOnce(GateCode::FarPrice);
        QVERIFY(gate.place(far, Intent::Explicit).has_value());
        QCOMPARE(gate.place(far, Intent::Explicit).error().code, GateCode::FarPrice);
    }
    /// Who watches the orders of the selected account must not take another one's for its own.
    void whatWasSentIsToldAsWhose() {
        QSignalSpy own(&rig().pane.gate, &OrderGate::sent);
        QSignalSpy elsewhere(&rig().pane.gate, &OrderGate::sentElsewhere);
        const OrderPlan plan{OrderRelation::Independent, {Rig::buy()}};
        QVERIFY(rig().context().gate.send(plan, Intent::Explicit).has_value());
        QCOMPARE(own.size(), 1);
        rig().link(1, "Hedge");
        QVERIFY(rig().context().gate.send(plan, Intent::Explicit).has_value());
        QCOMPARE(own.size(), 1);
        QCOMPARE(elsewhere.size(), 1);
        QCOMPARE(elsewhere[0][0].value<AccountId>(), kHedge);
        rig().link(0, "Main"); // the selected one, by the group
        QVERIFY(rig().context().gate.send(plan, Intent::Explicit).has_value());
        QCOMPARE(own.size(), 2);
        QVERIFY(rig().context().whose().isEmpty());
    }
    void moneyAndHistoryAreOfThePanesAccount() {
        rig().link(1, "Hedge");
        std::optional<RejectCode> answer;
        rig().context().control.settlePnl(MarketId(0), [&](RejectCode code) { answer = code; });
        QCOMPARE(std::get<SettlePnl>(rig().hedge.controlled.at(0)).account, kHedge);
        QVERIFY(rig().main.controlled.empty());
        rig().context().control.selectAccount(kHedge, [](RejectCode) {}); // the terminal's
        QCOMPARE(rig().main.selected, std::vector{kHedge});
        rig().context().history.fills({}, ports::kNewestRow, 10, [](auto) {});
        QCOMPARE(rig().main.filtersAsked.back().account, std::optional(kHedge));
        rig().context().history.fills({.account = kMain}, ports::kNewestRow, 10, [](auto) {});
        QCOMPARE(rig().main.filtersAsked.back().account, std::optional(kMain));
        rig().context().history.ownTrails({MarketId(0), {}, UnixNanos(0), UnixNanos(9)}, [](auto) {});
        QCOMPARE(rig().main.askedOwn.back().account, std::optional(kHedge));
    }
    /// Orders meant for an account that is gone must not reach the selected one.
    void anAccountThatIsGoneIsNone() {
        rig().link(1, "Hedge");
        rig().pane.gate.setArmed(true);
        rig().tellOwner([](AccountView& owner) { owner.subAccounts[1].closed = true; });
        QVERIFY(rig().context().accounts.account() == nullptr);
        QVERIFY(rig().context().accounts.orders().empty());
        QSignalSpy held(&rig().pane.gate, &OrderGate::heldBack);
        QCOMPARE(rig().context().gate.place(Rig::buy(), Intent::Explicit).error().code, GateCode::NoAccount);
        rig().context().gate.cancelAll({}, {});
        rig().context().gate.cancel({OrderId(6), {}});
        QCOMPARE(held.size(), 3);
        std::optional<RejectCode> answer;
        rig().context().control.setReduceOnly(true, [&](RejectCode code) { answer = code; });
        QCOMPARE(answer, std::optional(RejectCode::UnknownAccount));
        bool failed = false;
        rig().context().history.orders({}, ports::kNewestRow, 10, [&](const auto& rows) { failed = !rows; });
        QVERIFY(failed && rig().main.filtersAsked.empty());
        for (test::FakeVenue* venue : {&rig().main, &rig().hedge})
            QVERIFY(venue->placed.empty() && venue->cancelledAll.empty() && venue->cancelled.empty());
        QCOMPARE(rig().notice()->text(), QString("Hedge is closed; nothing is shown or sent."));
        QCOMPARE(rig().chip()->text(), QString("Hedge"));
        rig().tellOwner([](AccountView& owner) { owner.subAccounts[1].closed = false; });
        QCOMPARE(rig().context().accounts.account()->id, kHedge);
        QVERIFY(rig().notice()->isHidden());
    }
    void whatTheVenueRefusesIsNone() {
        rig().link(1, "Hedge");
        rig().hedge.accountView = nullptr;
        rig().hedge.refusal = RejectCode::UnknownAccount;
        rig().hedge.tellAccount();
        QCOMPARE(rig().notice()->text(), QString("Hedge is closed; nothing is shown or sent."));
        QVERIFY(!rig().context().gate.place(Rig::buy(), Intent::Explicit));
        rig().link(7, "Gone");
        QVERIFY2(rig().notice()->text().startsWith("You have no account 7, Gone"), qPrintable(rig().notice()->text()));
        rig().main.followsAny = false;
        rig().link(0, "Main");
        QVERIFY2(rig().notice()->text().startsWith("Main is not shown: 8"), qPrintable(rig().notice()->text()));
    }
    /// Selecting another account is no reason to let go of this one, nor to send to that one.
    void theGroupsAccountStaysWhileAnotherIsSelected() {
        rig().link(1, "Hedge");
        rig().main.accountView = nullptr; // the next one is on its way
        rig().main.tellAccount();
        QCOMPARE(rig().context().accounts.account()->id, kHedge);
        QVERIFY(rig().context().gate.place(Rig::buy(), Intent::Explicit).has_value());
        QCOMPARE(rig().hedge.placed.size(), 1U);
        QVERIFY(rig().main.placed.empty());
        rig().main.accountView = ofOwner(kHedge, 1, "Hedge");
        rig().main.tellAccount();
        QCOMPARE(rig().context().accounts.account()->id, kHedge);
        QVERIFY(rig().context().whose().isEmpty());
    }
    void itIsKeptWithThePane() {
        rig().link(1, "Hedge");
        const PaneState kept = rig().probe().state();
        QCOMPARE(kept.at("account"), std::string("1 Hedge"));
        rig().pane.links.clearAccounts();
        QCOMPARE(rig().context().accounts.account()->id, kMain);
        auto again = makePane(Rig::kind(), rig().pane.context);
        again->restore(kept);
        QCOMPARE(rig().pane.links.account('B'), std::optional(LinkedAccount{1, "Hedge"}));
        QCOMPARE(rig().context().accounts.account()->id, kHedge); // all of the group
        for (const char* odd : {"", "x", "99999999 y", "-1"}) {
            rig().pane.links.clearAccounts();
            auto other = makePane(Rig::kind(), rig().pane.context);
            other->restore({{"group", "B"}, {"account", odd}});
            QVERIFY(!rig().pane.links.account('B'));
        }
    }
    /// Before the venue has told the owner's accounts nothing is sent anywhere.
    void untilTheOwnerIsKnown() {
        rig().main.accountView = nullptr;
        rig().main.tellAccount();
        rig().link(1, "Hedge");
        QVERIFY(!rig().context().gate.place(Rig::buy(), Intent::Explicit));
        QVERIFY(rig().main.placed.empty() && rig().hedge.placed.empty());
        rig().main.accountView = ofOwner(kMain, 0, "Main");
        rig().main.tellAccount();
        QVERIFY(rig().context().gate.place(Rig::buy(), Intent::Explicit).has_value());
        QCOMPARE(rig().hedge.placed.size(), 1U);
    }
    /// Parts of a pane may be deleted after it, and still use what it was given.
    void thePaneGoesBeforeItsPorts() {
        class Part final : public QWidget {
          public:
            Part(PaneContext& context, QWidget* parent) : QWidget(parent), m_context(context) {}
            ~Part() override { (void)m_context.accounts.orders().size(); }

          private:
            PaneContext& m_context;
        };
        new Part(rig().context(), &rig().probe());
        rig().link(1, "Hedge");
        rig().made.reset();
        QCoreApplication::processEvents();
        QCOMPARE(rig().main.followed(), std::vector{kHedge}); // the group still carries it
        rig().pane.links.clearAccounts();
        QCoreApplication::processEvents();
        QVERIFY(rig().main.followed().empty());
    }
};

QD_TEST(TestPaneAccount);
#include "TestPaneAccount.moc"
