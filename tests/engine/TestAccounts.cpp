#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr AssetId kSol{1};
constexpr OracleId kSolPrice{1};

/// A market with an index of its own, and SOL as a deposit beside it, at $100.
struct CollateralRig : ExchangeRig {
    explicit CollateralRig(Money scaleStart = {}, Money cap = {}) {
        send(CreateOracle{steadyOracle(kSolPrice)});
        AssetParams p;
        p.id = kSol;
        p.symbol = "SOL";
        p.decimals = 9;
        p.oracle = kSolPrice;
        p.initialWeight = Ratio(8'000);
        p.maintenanceWeight = Ratio(9'000);
        p.initialLiabilityWeight = Ratio(12'000);
        p.maintenanceLiabilityWeight = Ratio(11'000);
        p.scaleStart = scaleStart;
        p.cap = cap;
        send(CreateAsset{p});
    }
    void solAt(Price p) { send(ReportPrice{{kSolPrice, 0, p, Price{}, now, true}}, Origin::Feed); }
    AccountId withSol(std::int64_t sol) {
        const AccountId id = addAccount(Money{});
        send(Deposit{id, Amount(sol * 1'000'000'000), kSol});
        return id;
    }
    RejectCode buy(AccountId id, const char* size) {
        place(id, limit(kBuy, price("99"), quantity(size)));
        const RejectCode code = rejection();
        send(CancelAll{id, {}, {}});
        return code;
    }
};

} // namespace

class TestAccounts : public QObject {
    Q_OBJECT
  private slots:
    void aMasterHasUpTo256SubAccounts() {
        ExchangeRig rig;
        for (std::uint32_t i = 0; i < 256; ++i) {
            rig.send(OpenAccount{AccountId(i), MasterId(7), "sub", 0});
            QCOMPARE(rig.all<AccountOpened>().front().subAccount, static_cast<std::uint16_t>(i));
        }
        rig.send(OpenAccount{AccountId(256), MasterId(7), "one more", 0});
        QCOMPARE(rig.rejection(), RejectCode::MaxSubAccounts);
        rig.send(OpenAccount{AccountId(256), MasterId(8), "another's first", 0});
        QCOMPARE(rig.all<AccountOpened>().front().subAccount, std::uint16_t{0});
    }

    void openingIsRefused() {
        ExchangeRig rig;
        rig.send(OpenAccount{AccountId(3), MasterId(1), "not the next", 0});
        QCOMPARE(rig.rejection(), RejectCode::DuplicateId);
        rig.send(OpenAccount{AccountId(0), MasterId(1), std::string(33, 'x'), 0});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        rig.send(OpenAccount{AccountId(0), MasterId(1), "x", (1U << 20U) + 1});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
    }

    void preferences() {
        ExchangeRig rig;
        const AccountId a = rig.addAccount();
        rig.send(UpdateAccount{AccountId(9), {}, {}, {}});
        QCOMPARE(rig.rejection(), RejectCode::UnknownAccount);
        rig.send(UpdateAccount{a, std::string(33, 'x'), {}, {}});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        rig.send(UpdateAccount{a, {}, Ratio(10'001), {}});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        rig.send(UpdateAccount{a, "renamed", {}, true});
        QCOMPARE(rig.account(a).name, "renamed");
        rig.place(a, ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)));
        QCOMPARE(rig.rejection(), RejectCode::AccountReduceOnly);
        rig.send(UpdateAccount{a, {}, {}, false});
        rig.place(a, ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)));
        QCOMPARE(rig.rejection(), RejectCode::None);
    }

    /// A lower leverage must be affordable in every pool, the isolated ones included.
    void aLowerLeverageIsCheckedInEveryPool() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId a = rig.addAccount(Money::of(100'000));
        rig.send(SetMarginMode{a, MarketId(0), true});
        rig.send(MoveIsolatedMargin{a, MarketId(0), money("110")});
        rig.trade(a, maker, price("100"), Quantity::of(10)); // requires 100, or 200 at 5x
        rig.send(UpdateAccount{a, {}, Ratio(2'000), {}});
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        QCOMPARE(rig.account(a).userMargin, Ratio(0));
        rig.send(MoveIsolatedMargin{a, MarketId(0), money("100")});
        rig.send(UpdateAccount{a, {}, Ratio(2'000), {}});
        QCOMPARE(rig.rejection(), RejectCode::None);
    }

    void leveragesOfAccountMarketAndOrderCount_data() {
        QTest::addColumn<int>("accounts");
        QTest::addColumn<int>("markets");
        QTest::addColumn<int>("orders");
        QTest::addColumn<QString>("largest");
        // 1,000 of collateral; a bid of n SOL at a mark of 100 requires n * 100 * ratio and a cent.
        QTest::newRow("none: the market's 10 %") << 0 << 0 << 0 << "99.99";
        QTest::newRow("account 20 %") << 2'000 << 0 << 0 << "49.99";
        QTest::newRow("market 25 %") << 2'000 << 2'500 << 0 << "39.99";
        QTest::newRow("order 50 %") << 2'000 << 2'500 << 5'000 << "19.99";
        QTest::newRow("order below the others") << 2'000 << 2'500 << 1'000 << "39.99";
    }
    void leveragesOfAccountMarketAndOrderCount() {
        QFETCH(int, accounts);
        QFETCH(int, markets);
        QFETCH(int, orders);
        QFETCH(QString, largest);
        ExchangeRig rig;
        const AccountId a = rig.addAccount(Money::of(1'000));
        rig.send(UpdateAccount{a, {}, Ratio(accounts), {}});
        rig.send(SetLeverage{a, MarketId(0), Ratio(markets)});
        const auto bid = [&](std::int64_t more) {
            OrderTerms t = ExchangeRig::limit(kBuy, price("99"), quantity(largest.toUtf8()));
            t.size = Quantity(t.size.raw() + more);
            t.userMargin = Ratio(orders);
            rig.place(a, t);
            return rig.rejection();
        };
        QCOMPARE(bid(10'000'000), RejectCode::InsufficientCollateral);
        QCOMPARE(bid(0), RejectCode::None);
    }

    void leveragesAreRefused() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId a = rig.addAccount(Money::of(150));
        rig.send(SetLeverage{a, MarketId(5), Ratio(2'000)});
        QCOMPARE(rig.rejection(), RejectCode::UnknownMarket);
        rig.send(SetLeverage{a, MarketId(0), Ratio(999)});
        QCOMPARE(rig.rejection(), RejectCode::LeverageTooHigh);
        rig.send(SetLeverage{a, MarketId(0), Ratio(10'001)});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        rig.trade(a, maker, price("100"), Quantity::of(10));
        rig.send(SetLeverage{a, MarketId(0), Ratio(2'000)}); // 200 of 149.5
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        rig.send(SetLeverage{a, MarketId(0), Ratio(1'400)});
        QCOMPARE(rig.rejection(), RejectCode::None);
    }

    void anEmptyAccountCloses() {
        ExchangeRig rig;
        const AccountId a = rig.addAccount(Money::of(100));
        rig.send(CloseAccount{a});
        QCOMPARE(rig.rejection(), RejectCode::AccountNotEmpty);
        rig.place(a, ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)));
        rig.send(Withdraw{a, Amount(Money::of(50).raw())});
        rig.send(CloseAccount{a});
        QCOMPARE(rig.rejection(), RejectCode::AccountNotEmpty);
        rig.send(CancelAll{a, {}, {}});
        rig.send(Withdraw{a, Amount(Money::of(50).raw())});
        rig.send(CloseAccount{a});
        QCOMPARE(rig.all<AccountClosed>().size(), 1U);
        rig.send(Deposit{a, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::UnknownAccount);
    }

    void aFrozenAccountOnlyCancelsAndDeposits() {
        ExchangeRig rig;
        const AccountId a = rig.addAccount(Money::of(1'000), 1);
        const AccountId sibling = rig.addAccount(Money::of(1'000), 1);
        rig.place(a, ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)));
        rig.send(FreezeAccount{a, true});
        const auto refused = [&](auto command) {
            rig.send(command);
            return rig.rejection() == RejectCode::AccountFrozen;
        };
        QVERIFY(refused(PlaceOrder{a, ExchangeRig::limit(kBuy, price("98"), Quantity::of(1))}));
        QVERIFY(refused(AmendOrder{a, {OrderId(1), {}}, price("98"), Quantity::of(1), Price{}}));
        QVERIFY(refused(Withdraw{a, Amount(1)}));
        QVERIFY(refused(Transfer{a, sibling, Amount(1)}));
        QVERIFY(refused(UpdateAccount{a, {}, {}, true}));
        QVERIFY(refused(SetMarginMode{a, MarketId(0), true}));
        QVERIFY(refused(SetLeverage{a, MarketId(0), Ratio(2'000)}));
        QVERIFY(refused(StakeInsurance{a, Money(1)}));
        QVERIFY(refused(RequestUnstake{a, 1}));
        QVERIFY(refused(Unstake{a}));
        rig.send(Deposit{a, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.send(CancelOrder{a, {OrderId(1), {}}});
        QCOMPARE(rig.closedAs(a).value(), CloseReason::Cancelled);
        rig.send(FreezeAccount{a, false});
        rig.send(Withdraw{a, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::None);
    }

    void depositsAreCapped() {
        CollateralRig rig({}, Money::of(1'000));
        const AccountId a = rig.addAccount(Money{});
        rig.send(Deposit{a, Amount(1), AssetId(5)});
        QCOMPARE(rig.rejection(), RejectCode::UnknownAsset);
        rig.send(Deposit{a, Amount(0), kSol});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        rig.send(Deposit{a, Amount(1), kSol});
        QCOMPARE(rig.rejection(), RejectCode::OracleInvalid); // worth nobody knows what
        rig.solAt(Price::of(100));
        rig.send(Deposit{a, Amount(10'000'000'000), kSol});
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.send(Deposit{a, Amount(1), kSol}); // rounds up to a millionth of a dollar
        QCOMPARE(rig.rejection(), RejectCode::DepositCap);
        rig.send(Withdraw{a, Amount(1'000'000'000), kSol});
        rig.send(Deposit{a, Amount(1'000'000'000), kSol});
        QCOMPARE(rig.rejection(), RejectCode::None);
    }

    /// 10 SOL at $100 count $800 for opening: 79.99 of a market at 100 require 799.90 and a cent.
    void depositsCountByWeight() {
        CollateralRig rig;
        rig.solAt(Price::of(100));
        const AccountId a = rig.withSol(10);
        QCOMPARE(rig.buy(a, "79.99"), RejectCode::None);
        QCOMPARE(rig.buy(a, "80"), RejectCode::InsufficientCollateral);
    }

    /// All deposits are worth twice the start of the scale: their initial weight halves. 20 SOL * 100 * 40 % = 800.
    void largeDepositsCountLess() {
        CollateralRig rig(Money::of(1'000));
        rig.solAt(Price::of(100));
        const AccountId a = rig.withSol(20);
        QCOMPARE(rig.buy(a, "79.99"), RejectCode::None);
        QCOMPARE(rig.buy(a, "80"), RejectCode::InsufficientCollateral);
    }

    /// One second after a jump to 110 the 5-minute average is (110 + 299 * 100) / 300 = 100.033333, and one unit more
    /// on the heavier side. Strict: 10 * 100.033334 * 80 % = 800.266672, which 80.02 SOL use up (800.20 + 0.01).
    void openingCountsTheLowerOfPriceAndAverage() {
        CollateralRig rig;
        rig.solAt(Price::of(100));
        const AccountId a = rig.withSol(10);
        rig.later(kNanosPerSecond);
        rig.solAt(Price::of(110));
        QCOMPARE(rig.exchange.state().oracles[1].twap5(), price("100.033334"));
        QCOMPARE(rig.buy(a, "80.02"), RejectCode::None);
        QCOMPARE(rig.buy(a, "80.03"), RejectCode::InsufficientCollateral);
    }

    /// 1,000 deposited, 10 SOL bought at 100 for a fee of 0.50, initial margin 100: 899.50 may leave.
    void whatInitialMarginNeedsStays() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId a = rig.addAccount(Money::of(1'000));
        rig.trade(a, maker, price("100"), Quantity::of(10));
        rig.send(Withdraw{a, Amount(899'500'001)});
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        rig.send(Withdraw{a, Amount(899'500'000)});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QCOMPARE(rig.account(a).quote(), money("100.5"));
        QCOMPARE(rig.auditProblem(), "");
    }

    void withdrawalsAreRefused() {
        CollateralRig rig;
        rig.solAt(Price::of(100));
        const AccountId a = rig.withSol(10);
        rig.send(Withdraw{a, Amount(1), AssetId(7)});
        QCOMPARE(rig.rejection(), RejectCode::UnknownAsset);
        rig.send(Withdraw{a, Amount(0), kSol});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        rig.send(Withdraw{a, Amount(10'000'000'001), kSol});
        QCOMPARE(rig.rejection(), RejectCode::SpotBorrowDisabled);
        rig.send(Withdraw{a, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
    }

    void transfersStayWithinAMaster() {
        ExchangeRig rig;
        const AccountId a = rig.addAccount(Money::of(100), 1);
        const AccountId b = rig.addAccount(Money::of(100), 1);
        const AccountId stranger = rig.addAccount(Money::of(100), 2);
        rig.send(Transfer{a, stranger, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::Unauthorized);
        rig.send(Transfer{a, a, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        rig.send(Transfer{a, AccountId(9), Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::UnknownAccount);
        rig.send(Transfer{a, b, Amount(100'000'001)});
        QCOMPARE(rig.rejection(), RejectCode::InsufficientCollateral);
        rig.send(Transfer{a, b, Amount(40'000'000)});
        const auto posted = rig.all<LedgerPosted>();
        QCOMPARE(posted.size(), 2U);
        QCOMPARE(posted[0].kind, PostingKind::TransferOut);
        QCOMPARE(posted[1].kind, PostingKind::TransferIn);
        QCOMPARE(rig.account(a).quote(), money("60"));
        QCOMPARE(rig.account(b).quote(), money("140"));
    }

    /// The ladder of §3.15: 10 SOL bought at 100 with 99.50 left require 5 % of their value.
    void marginCallsClimbAndADepositLiftsThem() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId a = rig.addAccount(Money::of(100));
        rig.trade(a, maker, price("100"), quantity("9.9")); // fee 0.495, initial 99, maintenance 49.5
        struct Row {
            const char* mark;
            MarginCall level;
        };
        // MR / TC: 49.5 / 99.505 = 49.7 %; 49.005 / 89.605 = 54.7 %; 47.52 / 59.905 = 79.3 %; 47.025 / 50.005 = 94 %.
        for (const Row& row : {Row{"100", MarginCall::None}, Row{"99", MarginCall::Notice},
                               Row{"96", MarginCall::Warning}, Row{"95", MarginCall::Call}}) {
            rig.setPrice(MarketId(0), price(row.mark));
            QCOMPARE(rig.account(a).risk.call, row.level);
        }
        QCOMPARE(rig.all<MarginCallChanged>().front().before, MarginCall::Warning);
        rig.place(a, ExchangeRig::limit(kBuy, price("94"), quantity("0.01")));
        QCOMPARE(rig.rejection(), RejectCode::MarginCall);
        rig.send(Deposit{a, Amount(Money::of(1'000).raw())});
        QCOMPARE(rig.account(a).risk.call, MarginCall::None);
        rig.place(a, ExchangeRig::limit(kBuy, price("94"), quantity("0.01")));
        QCOMPARE(rig.rejection(), RejectCode::None);
    }

    /// A gain is cash before the loss behind it has been: the loser owes 500 USDC and has only SOL. What is in the
    /// vault can leave, the rest cannot yet.
    void aVaultPaysOutWhatItHolds() {
        CollateralRig rig;
        rig.solAt(Price::of(100));
        const AccountId loser = rig.withSol(100);
        const AccountId winner = rig.addAccount(Money::of(1'000));
        rig.trade(winner, loser, price("100"), Quantity::of(10));
        rig.settleAt(MarketId(0), Price::of(150));
        rig.trade(loser, winner, price("150"), Quantity::of(10));
        rig.send(SettlePnl{loser, MarketId(0)});
        QVERIFY(rig.account(loser).quote().raw() < 0);
        rig.send(SettlePnl{winner, MarketId(0)});
        QVERIFY(rig.account(winner).quote() > money("1499"));
        rig.send(Withdraw{winner, Amount(1'000'000'001)});
        QCOMPARE(rig.rejection(), RejectCode::InsufficientVaultBalance);
        rig.send(Withdraw{winner, Amount(1'000'000'000)});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Sixteen markets an account; a seventeenth is refused, in every command that would need one.
    void anAccountUsesSixteenMarkets() {
        ExchangeRig rig;
        for (std::uint16_t i = 1; i < 17; ++i) rig.addMarket(solMarket(MarketId(i)));
        const AccountId a = rig.addAccount();
        const auto bidIn = [&](std::uint16_t market) {
            return varied(ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)),
                          [&](OrderTerms& t) { t.market = MarketId(market); });
        };
        for (std::uint16_t i = 0; i < 16; ++i) {
            rig.place(a, bidIn(i));
            QCOMPARE(rig.rejection(), RejectCode::None);
        }
        rig.place(a, bidIn(16));
        QCOMPARE(rig.rejection(), RejectCode::MaxPositions);
        rig.send(SetLeverage{a, MarketId(16), Ratio(2'000)});
        QCOMPARE(rig.rejection(), RejectCode::MaxPositions);
        rig.send(SetMarginMode{a, MarketId(16), true});
        QCOMPARE(rig.rejection(), RejectCode::MaxPositions);
        QVERIFY(rig.market(MarketId(16)).holders.empty());
    }
};
QD_TEST(TestAccounts);
#include "TestAccounts.moc"
