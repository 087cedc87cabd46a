// Size: a venue is started once and used for everything that is done with followed accounts.
#include "tests/client/VenueRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace qd;
using namespace qd::test;
namespace fs = std::filesystem;

namespace {

constexpr MarketId kSol(0);
constexpr MarketId kBtc(1);

using Followed = std::shared_ptr<ports::AccountPorts>;

/// A venue whose owner has Main, selected, and sub-accounts with money.
struct Owner {
    explicit Owner(const fs::path& folder) : running(simulatedVenue(folder, 42)) {}
    RunningVenue running;

    [[nodiscard]] client::TradingSession& session() { return running.venue.session(); }
    [[nodiscard]] RejectCode ask(const std::function<void(ports::ControlDone)>& request) {
        std::optional<RejectCode> code;
        request([&](RejectCode c) { code = c; });
        return running.waitFor([&] { return code.has_value(); }) ? *code : RejectCode::VenueStopped;
    }
    [[nodiscard]] std::optional<AccountId> open(const char* name, int usdc) {
        std::optional<std::expected<AccountId, RejectCode>> opened;
        running.venue.desk().openSubAccount(name, [&](auto result) { opened = result; });
        if (!running.waitFor([&] { return opened.has_value(); }) || !opened->has_value()) return std::nullopt;
        const Transfer money{session().account()->id, **opened, Amount(Money::of(usdc).raw()), kQuoteAsset};
        const RejectCode moved = ask([&](auto done) { running.venue.desk().transfer(money, std::move(done)); });
        return moved == RejectCode::None ? std::optional(**opened) : std::nullopt;
    }
    [[nodiscard]] bool waitAccount(const Followed& followed) {
        return running.waitFor([&] { return followed->accounts().account() != nullptr; });
    }
};

const TrackedOrder* find(ports::Accounts& accounts, ClientOrderId id) {
    const auto& orders = accounts.orders();
    const auto found = std::ranges::find_if(orders, [&](const auto& o) { return o.order.terms.clientId == id; });
    return found == orders.end() ? nullptr : &*found;
}

Quantity held(ports::Accounts& accounts, MarketId market) {
    for (const PositionView& p : accounts.account()->positions) {
        if (p.market == market) return p.position.base;
    }
    return {};
}

bool stands(ports::Accounts& accounts, ClientOrderId id, OrderState state) {
    const TrackedOrder* order = find(accounts, id);
    return order != nullptr && order->state == state;
}

} // namespace

/// Accounts that are followed beside the selected one, in a venue that runs.
class TestFollowedAccounts : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path freshFolder() { return m_temporary.filePath(QString::number(m_count++)).toStdString(); }

  private slots:
    void eachHasItsOwnOrdersFillsAndPositions() {
        const fs::path folder = freshFolder();
        AccountId hedge;
        AccountId trend;
        {
            Owner owner(folder);
            QVERIFY(owner.running.waitReady());
            hedge = owner.open("hedge", 2'000).value();
            trend = owner.open("trend", 3'000).value();
            const Followed a = owner.running.venue.follow(hedge);
            const Followed b = owner.running.venue.follow(trend);
            QCOMPARE(owner.running.venue.follow(hedge), a);
            QVERIFY(owner.waitAccount(a) && owner.waitAccount(b));
            QCOMPARE(a->accounts().account()->id, hedge);
            QCOMPARE(a->accounts().account()->collateral, Money::of(2'000));
            QCOMPARE(b->accounts().account()->collateral, Money::of(3'000));

            const ClientOrderId inA = a->entry().place(marketOrder(kSol, Side::Buy, Quantity::of(2)));
            const ClientOrderId inB = b->entry().place(marketOrder(kSol, Side::Sell, Quantity::of(1)));
            const ClientOrderId inMain = owner.session().place(marketOrder(kSol, Side::Buy, Quantity::of(3)));
            QVERIFY(owner.running.waitState(inMain, OrderState::Filled));
            QVERIFY(owner.running.waitFor([&] { return stands(a->accounts(), inA, OrderState::Filled); }));
            QVERIFY(owner.running.waitFor([&] { return stands(b->accounts(), inB, OrderState::Filled); }));
            QVERIFY(owner.running.waitFor([&] {
                return held(a->accounts(), kSol) == Quantity::of(2) && held(b->accounts(), kSol) == Quantity::of(-1) &&
                       held(owner.session(), kSol) == Quantity::of(3);
            }));
            for (ports::Accounts* accounts :
                 {&a->accounts(), &b->accounts(), static_cast<ports::Accounts*>(&owner.session())}) {
                QCOMPARE(accounts->orders().size(), 1U);
                QCOMPARE(accounts->orders()[0].account, accounts->account()->id);
                QVERIFY(accounts->orders()[0].roundTripNanos.value_or(0) > 0);
                QVERIFY(!accounts->fills().empty());
                for (const FillView& fill : accounts->fills()) QCOMPARE(fill.fill.account, accounts->account()->id);
            }

            // A cancel of all reaches the orders of one account.
            OrderTerms rests = limitOrder(
                kSol, Side::Buy, Price(owner.running.venue.ticker(kSol).bestBid.raw() / 100 * 98 / 10'000 * 10'000),
                Quantity::of(1));
            const ClientOrderId restsA = a->entry().place(rests);
            const ClientOrderId restsB = b->entry().place(rests);
            QVERIFY(owner.running.waitFor([&] { return stands(a->accounts(), restsA, OrderState::Working); }));
            QVERIFY(owner.running.waitFor([&] { return stands(b->accounts(), restsB, OrderState::Working); }));
            a->entry().cancelAll({}, {});
            QVERIFY(owner.running.waitFor([&] { return stands(a->accounts(), restsA, OrderState::Cancelled); }));
            QVERIFY(stands(b->accounts(), restsB, OrderState::Working));
            // Nor does a cancel by the number of another account's order.
            a->entry().cancel({find(b->accounts(), restsB)->order.id, {}});
            b->entry().amend({{}, restsB}, {rests.price, Quantity::of(2)});
            QVERIFY(owner.running.waitFor(
                [&] { return find(b->accounts(), restsB)->order.terms.size == Quantity::of(2); }));
            QVERIFY(stands(b->accounts(), restsB, OrderState::Working));

            // Margin and money.
            QCOMPARE(owner.ask([&](auto done) { a->control().setUserMargin(kBtc, Ratio(1'000), std::move(done)); }),
                     RejectCode::None);
            QCOMPARE(owner.ask([&](auto done) {
                a->control().depositPaperMoney(kQuoteAsset, Amount(Money::of(50).raw()), std::move(done));
            }),
                     RejectCode::None);
            QVERIFY(owner.running.waitFor([&] { return a->accounts().account()->netDeposits == Money::of(2'050); }));
            QCOMPARE(b->accounts().account()->netDeposits, Money::of(3'000));
        }
        // Nothing of it is the venue's state: it comes back as it was, with the same account selected.
        Owner again(folder);
        QVERIFY(again.running.waitReady());
        QCOMPARE(again.session().account()->name, std::string("Main"));
        QCOMPARE(held(again.session(), kSol), Quantity::of(3));
        const Followed b = again.running.venue.follow(trend);
        QVERIFY(again.waitAccount(b));
        QCOMPARE(held(b->accounts(), kSol), Quantity::of(-1));
        QVERIFY(again.running.waitFor(
            [&] { return !b->accounts().fills().empty() && b->accounts().orders().size() >= 2U; }));
        for (const TrackedOrder& o : b->accounts().orders()) QCOMPARE(o.account, trend);
    }
    /// The selected one may be one that is followed: both are told, and orders go where they were meant to.
    void selectingChangesNothingForWhoFollows() {
        Owner owner(freshFolder());
        QVERIFY(owner.running.waitReady());
        const AccountId main = owner.session().account()->id;
        const AccountId hedge = owner.open("hedge", 2'000).value();
        const Followed a = owner.running.venue.follow(hedge);
        QVERIFY(owner.waitAccount(a));
        auto& desk = owner.running.venue.desk();
        bool selected = false;
        desk.selectAccount(hedge, [&](RejectCode) { selected = true; });
        // Sent while the selection is on its way.
        const ClientOrderId first = a->entry().place(marketOrder(kSol, Side::Buy, Quantity::of(1)));
        QVERIFY(owner.running.waitFor([&] { return selected; }));
        QVERIFY(owner.running.waitFor([&] { return stands(a->accounts(), first, OrderState::Filled); }));
        QVERIFY(owner.running.waitFor([&] { return owner.session().fills().size() == 1U; }));
        selected = false;
        desk.selectAccount(main, [&](RejectCode) { selected = true; });
        const ClientOrderId second = a->entry().place(marketOrder(kSol, Side::Buy, Quantity::of(1)));
        QVERIFY(owner.running.waitFor([&] { return selected; }));
        QVERIFY(owner.running.waitFor([&] { return stands(a->accounts(), second, OrderState::Filled); }));
        QVERIFY(owner.running.waitFor([&] { return held(a->accounts(), kSol) == Quantity::of(2); }));
        QCOMPARE(owner.session().account()->id, main);
        QCOMPARE(held(owner.session(), kSol), Quantity());
        QVERIFY(owner.session().orders().empty());
    }
    void whatIsClosedOrNotTheOwnersIsRefused() {
        Owner owner(freshFolder());
        QVERIFY(owner.running.waitReady());
        const AccountId hedge = owner.open("hedge", 100).value();
        auto& venue = owner.running.venue;
        const Followed a = venue.follow(hedge);
        const Followed stranger = venue.follow(AccountId(3));
        const Followed nobody = venue.follow(AccountId(1'000'000));
        QVERIFY(owner.waitAccount(a));
        for (const Followed& f : {stranger, nobody}) {
            QVERIFY(owner.running.waitFor([&] { return f->refusal() == RejectCode::UnknownAccount; }));
            QVERIFY(f->accounts().account() == nullptr && f->accounts().orders().empty());
            const ClientOrderId id = f->entry().place(marketOrder(kSol, Side::Buy, Quantity::of(1)));
            QVERIFY(stands(f->accounts(), id, OrderState::Rejected));
            QCOMPARE(find(f->accounts(), id)->rejectCode, RejectCode::UnknownAccount);
        }
        // Emptied and closed while it is followed.
        QCOMPARE(owner.ask([&](auto done) {
            venue.desk().transfer({hedge, owner.session().account()->id, Amount(Money::of(100).raw()), kQuoteAsset},
                                  std::move(done));
        }),
                 RejectCode::None);
        int told = 0;
        const auto changes = a->accounts().onChanged([&] { told += a->refusal() != RejectCode::None ? 1 : 0; });
        QCOMPARE(owner.ask([&](auto done) { venue.desk().closeAccount(hedge, std::move(done)); }), RejectCode::None);
        QVERIFY(owner.running.waitFor([&] { return told > 0; }));
        QCOMPARE(a->refusal(), RejectCode::UnknownAccount);
        QVERIFY(a->accounts().account() == nullptr);
        QCOMPARE(owner.ask([&](auto done) { a->control().settlePnl(kSol, std::move(done)); }),
                 RejectCode::UnknownAccount);
        const ClientOrderId late = a->entry().place(marketOrder(kSol, Side::Buy, Quantity::of(1)));
        QVERIFY(stands(a->accounts(), late, OrderState::Rejected));
        QVERIFY(owner.session().orders().empty());
    }
    void aNewOwnersAccountsAreNotTheOldOnes() {
        Owner owner(freshFolder());
        QVERIFY(owner.running.waitReady());
        const AccountId hedge = owner.open("hedge", 2'000).value();
        const Followed a = owner.running.venue.follow(hedge);
        QVERIFY(owner.waitAccount(a));
        owner.running.venue.resetAccount();
        QVERIFY(owner.running.waitFor([&] { return a->refusal() == RejectCode::UnknownAccount; }));
    }
    void asManyAsCanBe() {
        Owner owner(freshFolder());
        QVERIFY(owner.running.waitReady());
        std::vector<Followed> held;
        for (std::uint32_t i = 0; i < ports::AccountDesks::kMostFollowed; ++i) {
            held.push_back(owner.running.venue.follow(AccountId(100 + i)));
            QVERIFY(held.back() != nullptr);
        }
        QVERIFY(owner.running.venue.follow(AccountId(99)) == nullptr);
        QVERIFY(owner.running.venue.follow(AccountId(100)) == held[0]);
        held.pop_back();
        QVERIFY(owner.running.venue.follow(AccountId(99)) != nullptr);
    }
    /// What was asked through it is answered, also when it was let go meanwhile.
    void lettingGoLosesNoAnswer() {
        Owner owner(freshFolder());
        QVERIFY(owner.running.waitReady());
        const AccountId hedge = owner.open("hedge", 2'000).value();
        Followed a = owner.running.venue.follow(hedge);
        QVERIFY(owner.waitAccount(a));
        const RejectCode code = owner.ask([&](auto done) {
            a->control().setReduceOnly(true, std::move(done));
            a.reset();
        });
        QCOMPARE(code, RejectCode::None);
        a = owner.running.venue.follow(hedge);
        QVERIFY(owner.waitAccount(a));
        QVERIFY(a->accounts().account()->reduceOnly);
    }
    void aVenueThatStopsRejects() {
        const fs::path folder = freshFolder();
        fs::create_directories(folder / "lock"); // no venue can begin here
        Owner owner(folder);
        const Followed a = owner.running.venue.follow(AccountId(4));
        QVERIFY(owner.running.waitFor([&] { return owner.running.venue.health().fault.has_value(); }));
        owner.running.executor.drain();
        const Followed b = owner.running.venue.follow(AccountId(5));
        for (const Followed& f : {a, b}) {
            const ClientOrderId id = f->entry().place(marketOrder(kSol, Side::Buy, Quantity::of(1)));
            QVERIFY(owner.running.waitFor([&] {
                const TrackedOrder* order = find(f->accounts(), id);
                return order != nullptr && order->rejectCode == RejectCode::VenueStopped;
            }));
        }
    }
};

QD_TEST(TestFollowedAccounts);
#include "TestFollowedAccounts.moc"
