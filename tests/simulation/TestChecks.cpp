#include "core/simulation/Checks.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <functional>

using namespace qd;
using namespace qd::simulation;
using qd::test::ExchangeRig;

namespace {

/// Changes one event of a kind before the checks see it.
using Forgery = std::function<void(std::vector<Event>&)>;

template<class Body>
Forgery forged(std::function<void(Body&)> change) {
    return [change](std::vector<Event>& events) {
        for (Event& e : events) {
            if (auto* body = std::get_if<Body>(&e.body)) return change(*body);
        }
    };
}
template<class Body>
Forgery withheld() {
    return [](std::vector<Event>& events) {
        std::erase_if(events, [](const Event& e) { return std::holds_alternative<Body>(e.body); });
    };
}

/// A rig whose commands the checks watch.
class Watched {
  public:
    explicit Watched(Forgery forgery) : m_forgery(std::move(forgery)) {
        const AccountId backstop = add(Money::of(1'000'000));
        give(SetBackstop{backstop});
        give(StakeInsurance{backstop, Money::of(1'000)});
        const AccountId maker = add(Money::of(1'000'000));
        const AccountId trader = add(Money::of(1'100));
        give(PlaceOrder{maker, ExchangeRig::limit(Side::Sell, Price::of(100), Quantity::of(100))});
        give(PlaceOrder{trader, ExchangeRig::market(Side::Buy, Quantity::of(100))});
        give(SettlePnl{trader, MarketId(0)});
        rig.now = rig.now + kNanosPerHour;
        give(SetPrices{MarketId(0), Price::of(80), Price::of(80), false}); // the trader owes $900
        checks.audit(rig.exchange.state());
    }
    ExchangeRig rig{market()};
    Checks checks;

  private:
    static MarketParams market() {
        MarketParams p = qd::test::solMarket();
        p.funding = true;
        return p;
    }
    AccountId add(Money deposit) {
        const AccountId id(m_accounts++);
        give(OpenAccount{id, MasterId(id.value()), "account", 0});
        give(Deposit{id, Amount(deposit.raw())});
        return id;
    }
    template<class Body>
    void give(Body body) {
        Command command;
        command.ts = rig.now;
        command.body = body;
        std::vector<Event> events = rig.send(body);
        m_forgery(events);
        checks.see(command, events, rig.exchange.state());
    }
    Forgery m_forgery;
    std::uint32_t m_accounts = 0;
};

} // namespace

Q_DECLARE_METATYPE(Forgery)

class TestChecks : public QObject {
    Q_OBJECT
  private slots:
    void aSoundExchangePasses() {
        const Watched watched([](std::vector<Event>&) {});
        QCOMPARE(QString::fromStdString(watched.checks.fault()), QString());
        const Tally& tally = watched.checks.tally();
        QVERIFY(tally.losses.deficits.raw() > 0);
        QVERIFY(tally.losses.insurance.raw() > 0);
        QVERIFY(tally.fundings > 0);
        QVERIFY(watched.checks.liquidated().contains(AccountId(2)));
    }

    /// A pool that owes more than it owns is liquidated whatever its positions require.
    void aDebtNeedsNoRequirement() {
        const Watched watched(forged<LiquidationStarted>([](LiquidationStarted& e) { e.requirement = Money{}; }));
        QCOMPARE(QString::fromStdString(watched.checks.fault()), QString());
    }

    void whatCannotBeIsNoticed_data() {
        QTest::addColumn<Forgery>("forgery");
        QTest::addColumn<QString>("words");
        QTest::newRow("a fee that was not charged")
            << forged<OrderFilled>([](OrderFilled& e) { e.fee = Money(e.fee.raw() + 1); }) << "the events say";
        QTest::newRow("a deposit of another amount")
            << forged<LedgerPosted>([](LedgerPosted& e) { e.amount = Amount(e.amount.raw() + 1); })
            << "its pool is worth";
        QTest::newRow("funding that nobody tells") << withheld<FundingPaid>() << "its pool is worth";
        QTest::newRow("funding that makes money")
            << forged<FundingPaid>([](FundingPaid& e) { e.amount = Money(1'000'000'000); })
            << "funding payments add up to";
        QTest::newRow("a loss that is not the pool's")
            << forged<BankruptcyResolved>([](BankruptcyResolved& e) { e.loss = Money(e.loss.raw() + 1); })
            << "a loss of";
        QTest::newRow("insurance that did not pay") << forged<BankruptcyResolved>([](BankruptcyResolved& e) {
            e.fromFees = Money(e.fromFees.raw() + e.fromInsurance.raw());
            e.fromInsurance = Money{};
        }) << "the insurance fund owns";
        QTest::newRow("a loss that no position was told to pay")
            << forged<BankruptcyResolved>([](auto& e) { e.socialised = std::exchange(e.fromInsurance, Money{}); })
            << "was socialised, positions paid 0";
        QTest::newRow("funding for nothing") << withheld<FundingUpdated>() << "funding was paid for nothing";
        QTest::newRow("a liquidation for nothing")
            << forged<LiquidationStarted>([](LiquidationStarted& e) { e.collateral = e.requirement; })
            << "meets its maintenance margin";
    }
    void whatCannotBeIsNoticed() {
        QFETCH(Forgery, forgery);
        QFETCH(QString, words);
        const Watched watched(forgery);
        const std::string& fault = watched.checks.fault();
        QVERIFY2(fault.find(words.toStdString()) != std::string::npos, fault.c_str());
    }
};
QD_TEST(TestChecks);
#include "TestChecks.moc"
