// Size: one table row a command.
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr MasterId kOwner{1};
constexpr MasterId kDelegate{2};
constexpr MasterId kStranger{3};

/// Who may give a command; the host may give all.
enum class Who : std::uint8_t { HostOnly, OwnerOnly, Trade, Cancel, Transfer, Anyone };

/// Invariant 19: the table of spec/perps.md §2.2 and 7.2, by the alternatives of Command::body.
struct Permission {
    const char* name;
    Who who;
    decltype(Command::body) body;
};
std::vector<Permission> permissions() {
    const AccountId a(0);
    const AccountId sibling(1);
    const OrderTerms bid = ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(1));
    static const std::vector<OrderTerms> kSet{bid, bid};
    AssetParams asset;
    asset.id = AssetId(1);
    return {
        {"CreateAsset", Who::HostOnly, CreateAsset{asset}},
        {"CreateOracle", Who::HostOnly, CreateOracle{steadyOracle(OracleId(1))}},
        {"CreateMarket", Who::HostOnly, CreateMarket{solMarket(MarketId(1))}},
        {"SetMarketStatus", Who::HostOnly, SetMarketStatus{MarketId(0), MarketStatus::Active, {}}},
        {"SetPausedOperations", Who::HostOnly, SetPausedOperations{MarketId(0), 0}},
        {"ResetBreaker", Who::HostOnly, ResetBreaker{OracleId(0)}},
        {"FreezeAccount", Who::HostOnly, FreezeAccount{a, false}},
        {"SetBackstop", Who::HostOnly, SetBackstop{a}},
        {"SettleRevenue", Who::HostOnly, SettleRevenue{MarketId(0), Money(1)}},
        {"OpenAccount", Who::OwnerOnly, OpenAccount{AccountId(3), kOwner, "x", 0}},
        {"UpdateAccount", Who::OwnerOnly, UpdateAccount{a, {}, {}, false}},
        {"CloseAccount", Who::OwnerOnly, CloseAccount{a}},
        {"SetDelegate", Who::OwnerOnly, SetDelegate{kOwner, MasterId(9), 1, {}, {}}},
        {"Deposit", Who::OwnerOnly, Deposit{a, Amount(1)}},
        {"Withdraw", Who::OwnerOnly, Withdraw{a, Amount(1)}},
        {"Transfer", Who::Transfer, Transfer{a, sibling, Amount(1)}},
        {"SetMarginMode", Who::Trade, SetMarginMode{a, MarketId(0), false}},
        {"MoveIsolatedMargin", Who::Trade, MoveIsolatedMargin{a, MarketId(0), Money(1)}},
        {"SetLeverage", Who::Trade, SetLeverage{a, MarketId(0), Ratio(0)}},
        {"SettlePnl", Who::Anyone, SettlePnl{a, MarketId(0)}},
        {"StakeInsurance", Who::OwnerOnly, StakeInsurance{a, Money(1)}},
        {"RequestUnstake", Who::OwnerOnly, RequestUnstake{a, 0}},
        {"Unstake", Who::OwnerOnly, Unstake{a}},
        {"PlaceOrder", Who::Trade, PlaceOrder{a, bid}},
        {"PlaceOrders", Who::Trade, PlaceOrders{a, OrderRelation::Independent, kSet}},
        {"CancelOrder", Who::Cancel, CancelOrder{a, {OrderId(1), {}}}},
        {"CancelAll", Who::Cancel, CancelAll{a, {}, {}}},
        {"AmendOrder", Who::Trade, AmendOrder{a, {OrderId(1), {}}, price("98"), Quantity::of(1), {}}},
        {"PauseTwap", Who::Trade, PauseTwap{a, {OrderId(1), {}}, true}},
        {"FillAuction", Who::Trade, FillAuction{a, AccountId(2), OrderId(1), price("99"), Quantity::of(1)}},
        {"Liquidate", Who::Trade, Liquidate{a, AccountId(2), MarketId(0), Quantity::of(1), {}}},
        {"ReportPrice", Who::HostOnly, ReportPrice{{OracleId(0), 0, price("100"), {}, UnixNanos(1), true}}},
        {"SetPrices", Who::HostOnly, SetPrices{MarketId(0), price("100"), price("100"), false}},
        {"UpdateDepth", Who::HostOnly, UpdateDepth{MarketId(0), false, {}, {}}},
        {"PrintTrade", Who::HostOnly, PrintTrade{MarketId(0), price("100"), Quantity::of(1), Side::Buy, 1}},
        {"AdvanceTime", Who::HostOnly, AdvanceTime{}},
        {"SetReferrer", Who::OwnerOnly, SetReferrer{kOwner, kStranger}},
    };
}

/// One who signs, and what that gives him.
struct Signer {
    const char* name;
    std::optional<MasterId> key; ///< none: the host
    std::uint8_t bits = 0;       ///< of the delegate
    std::int64_t expires = 0;    ///< from now; 0 = never
};
std::vector<Signer> signers() {
    return {
        {"host", std::nullopt},
        {"owner", kOwner},
        {"stranger", kStranger},
        {"delegate without a grant", kDelegate, 0},
        {"delegate to trade", kDelegate, permission::kTrade},
        {"delegate to cancel", kDelegate, permission::kCancel},
        {"delegate to transfer", kDelegate, permission::kTransferInternal},
        {"delegate for all", kDelegate, permission::kAll},
        {"delegate for all, in his last moment", kDelegate, permission::kAll, kNanosPerSecond},
        {"delegate for all, expired", kDelegate, permission::kAll, kNanosPerSecond - 1},
    };
}

bool allowed(Who who, const Signer& s) {
    if (!s.key || who == Who::Anyone) return true;
    if (who == Who::HostOnly) return false;
    if (*s.key == kOwner) return true;
    if (*s.key != kDelegate || s.expires == kNanosPerSecond - 1) return false;
    const std::uint8_t needed = who == Who::Trade      ? permission::kTrade
                                : who == Who::Cancel   ? permission::kCancel
                                : who == Who::Transfer ? permission::kTransferInternal
                                                       : std::uint8_t{0};
    return (s.bits & needed) != 0;
}

struct AuthorityRig : ExchangeRig {
    AuthorityRig() {
        addAccount(Money::of(1'000), kOwner.value());
        addAccount(Money::of(1'000), kOwner.value());
        addAccount(Money::of(1'000), kStranger.value());
        place(AccountId(0), limit(Side::Buy, price("99"), Quantity::of(1)));
    }
    void grant(const Signer& s, Money most = {}) {
        if (s.key == kDelegate && s.bits != 0)
            send(SetDelegate{kOwner, kDelegate, s.bits, s.expires == 0 ? UnixNanos{} : now + s.expires, most});
        later(kNanosPerSecond);
    }
    [[nodiscard]] std::vector<std::byte> essence() const {
        ByteWriter out;
        exchange.save(out);
        auto bytes = out.take();
        bytes.erase(bytes.begin(), bytes.begin() + 20); // version, count of commands, time
        return bytes;
    }
};

} // namespace

class TestAuthority : public QObject {
    Q_OBJECT
  private slots:
    /// Every kind of command by everybody; whoever may not changes nothing.
    void theTableOfPermissions_data() {
        QTest::addColumn<int>("row");
        const auto rows = permissions();
        for (std::size_t i = 0; i < rows.size(); ++i) QTest::newRow(rows[i].name) << static_cast<int>(i);
    }
    void theTableOfPermissions() {
        QFETCH(int, row);
        const Permission p = permissions()[static_cast<std::size_t>(row)];
        QCOMPARE(p.body.index(), static_cast<std::size_t>(row)); // none is missing
        for (const Signer& s : signers()) {
            AuthorityRig rig;
            rig.grant(s);
            const auto before = rig.essence();
            Command command;
            command.ts = rig.now;
            command.signer = s.key;
            command.body = p.body;
            const auto told = rig.exchange.apply(command);
            rig.events.assign(told.begin(), told.end());
            const bool refused = rig.rejection() == RejectCode::Unauthorized;
            QVERIFY2(refused != allowed(p.who, s), s.name);
            if (refused) QVERIFY2(rig.events.size() == 1 && rig.essence() == before, s.name);
        }
        QCOMPARE(permissions().size(), std::variant_size_v<decltype(Command::body)>);
    }

    /// $500 an order: by its price, or by the index where that is higher.
    void aDelegatesOrdersAreLimitedInSize() {
        AuthorityRig rig;
        rig.grant({"", kDelegate, permission::kAll}, Money::of(500));
        const auto bid = [&](const char* at, const char* size) {
            return rig.sendAs(kDelegate,
                              PlaceOrder{AccountId(0), ExchangeRig::limit(Side::Buy, price(at), quantity(size))});
        };
        QCOMPARE(bid("95", "5"), RejectCode::None);
        QCOMPARE(bid("95", "5.01"), RejectCode::Unauthorized);  // 501 at the index
        QCOMPARE(bid("101", "4.96"), RejectCode::Unauthorized); // 500.96 at its price
        const std::vector<OrderTerms> set{ExchangeRig::limit(Side::Buy, price("95"), Quantity::of(5)),
                                          ExchangeRig::limit(Side::Buy, price("95"), Quantity::of(6))};
        QCOMPARE(rig.sendAs(kDelegate, PlaceOrders{AccountId(0), OrderRelation::Independent, set}),
                 RejectCode::Unauthorized);
        const auto amend = [&](const char* size) {
            return rig.sendAs(kDelegate,
                              AmendOrder{AccountId(0), {OrderId(1), {}}, price("98"), quantity(size), Price{}});
        };
        QCOMPARE(amend("5.01"), RejectCode::Unauthorized);
        QCOMPARE(amend("5"), RejectCode::None);
        QCOMPARE(rig.sendAs(kDelegate, Liquidate{AccountId(0), AccountId(2), MarketId(0), quantity("5.01"), Price{}}),
                 RejectCode::Unauthorized);
        QCOMPARE(
            rig.sendAs(kOwner, PlaceOrder{AccountId(1), ExchangeRig::limit(Side::Buy, price("95"), Quantity::of(50))}),
            RejectCode::None); // the owner is not limited
    }

    /// Of two open orders with one client id, free again after a day, the newest is meant, by everybody.
    void theNewestOrderOfAClientIdIsMeant() {
        AuthorityRig rig;
        rig.grant({"", kDelegate, permission::kAll}, Money::of(500));
        OrderTerms terms = ExchangeRig::limit(Side::Buy, price("95"), Quantity::of(50));
        terms.clientId = ClientOrderId(7);
        rig.place(AccountId(0), terms); // order 2: more than the delegate may
        rig.place(AccountId(0), ExchangeRig::limit(Side::Buy, price("94"), Quantity::of(1)));
        rig.later(kNanosPerDay + 1);
        rig.setPrice(MarketId(0), price("100"));
        terms.size = Quantity::of(2);
        rig.place(AccountId(0), terms); // order 4
        rig.send(CancelOrder{AccountId(0), {OrderId(3), {}}});
        rig.place(AccountId(0), ExchangeRig::limit(Side::Buy, price("93"), Quantity::of(1))); // in the place of 3
        const auto amend = [&](const char* at) {
            return rig.sendAs(kDelegate,
                              AmendOrder{AccountId(0), {{}, ClientOrderId(7)}, price(at), Quantity::of(4), Price{}});
        };
        QCOMPARE(amend("95"), RejectCode::None);
        QCOMPARE(rig.order(AccountId(0), 2)->terms.size, Quantity::of(50));
        QCOMPARE(rig.order(AccountId(0), 4)->terms.size, Quantity::of(4));
        // Read back, orders stand in other places.
        ByteWriter out;
        rig.exchange.save(out);
        const auto bytes = out.take();
        auto copy = exchange::Exchange::load(bytes, exchange::Options{.maxOrdersPerMarket = 1U << 14U});
        QVERIFY(copy.has_value());
        rig.exchange = std::move(*copy);
        rig.send(CancelOrder{AccountId(0), {{}, ClientOrderId(7)}});
        QVERIFY(rig.order(AccountId(0), 2) != nullptr);
        QVERIFY(rig.order(AccountId(0), 4) == nullptr);
    }

    void delegatesAreGivenAndTakenBack() {
        AuthorityRig rig;
        const auto set = [&](MasterId master, MasterId delegate, std::uint8_t bits) {
            rig.send(SetDelegate{master, delegate, bits, {}, {}});
            return rig.rejection();
        };
        QCOMPARE(set(MasterId(99), kDelegate, 1), RejectCode::UnknownAccount);
        QCOMPARE(set(kOwner, kOwner, 1), RejectCode::InvalidParameters);
        QCOMPARE(set(kOwner, kDelegate, 8), RejectCode::InvalidParameters);
        rig.send(SetDelegate{kOwner, kDelegate, 1, UnixNanos(-1), {}});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        rig.send(SetDelegate{kOwner, kDelegate, 1, {}, Money(-1)});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        for (std::uint32_t i = 0; i < exchange::kMaxDelegates; ++i)
            QCOMPARE(set(kOwner, MasterId(100 + i), permission::kCancel), RejectCode::None);
        QCOMPARE(set(kOwner, kDelegate, 1), RejectCode::InvalidParameters); // sixteen are enough
        QCOMPARE(rig.sendAs(MasterId(107), CancelOrder{AccountId(0), {OrderId(1), {}}}), RejectCode::None);
        QCOMPARE(set(kOwner, MasterId(107), 0), RejectCode::None);
        QCOMPARE(rig.sendAs(MasterId(107), CancelAll{AccountId(0), {}, {}}), RejectCode::Unauthorized);
        QCOMPARE(set(kOwner, kDelegate, permission::kTrade), RejectCode::None);
        // They survive being read back.
        ByteWriter out;
        rig.exchange.save(out);
        auto back = exchange::Exchange::load(out.bytes());
        QVERIFY(back.has_value());
        QCOMPARE(back->state().masters.at(kOwner).delegates.size(), exchange::kMaxDelegates);
    }

    /// Whose account it is decides, not whose it says it is.
    void anUnknownAccountIsNobodys() {
        AuthorityRig rig;
        QCOMPARE(rig.sendAs(kStranger, Withdraw{AccountId(77), Amount(1)}), RejectCode::UnknownAccount);
        QCOMPARE(rig.sendAs(kStranger, Transfer{AccountId(2), AccountId(0), Amount(1)}), RejectCode::Unauthorized);
        QCOMPARE(rig.sendAs(kStranger, OpenAccount{AccountId(3), kOwner, "", 0}), RejectCode::Unauthorized);
    }
};
QD_TEST(TestAuthority);
#include "TestAuthority.moc"
