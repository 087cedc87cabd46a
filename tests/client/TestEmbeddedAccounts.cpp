// Size: a venue is started once and used for everything an owner does.
#include "tests/client/VenueRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

using namespace qd;
using namespace qd::test;
namespace fs = std::filesystem;

namespace {

constexpr MarketId kSol(0);
constexpr AssetId kSolToken(2);

/// The answer to a request of AccountControl.
struct Answer {
    std::optional<RejectCode> code;
    [[nodiscard]] ports::ControlDone take() {
        return [this](RejectCode c) { code = c; };
    }
};

RejectCode ask(RunningVenue& running, const std::function<void(ports::ControlDone)>& request) {
    Answer answer;
    request(answer.take());
    return running.waitFor([&] { return answer.code.has_value(); }) ? *answer.code : RejectCode::VenueStopped;
}

template<class T, class Ask>
std::optional<T> history(RunningVenue& running, Ask ask) {
    std::optional<Result<T, ports::HistoryCode>> answer;
    ask([&](Result<T, ports::HistoryCode> result) { answer = std::move(result); });
    if (!running.waitFor([&] { return answer.has_value(); }) || !answer->has_value()) return std::nullopt;
    return std::move(**answer);
}

} // namespace

class TestEmbeddedAccounts : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path freshFolder() { return m_temporary.filePath(QString::number(m_count++)).toStdString(); }

  private slots:
    void anOwnerDoesEverything() {
        const fs::path folder = freshFolder();
        AccountId hedge;
        {
            RunningVenue running(simulatedVenue(folder, 42));
            QVERIFY(running.waitReady());
            auto& desk = running.venue.desk();
            auto& session = running.venue.session();
            const AccountId main = session.account()->id;

            // Tokens and their use.
            QCOMPARE(ask(running,
                         [&](auto done) { desk.depositPaperMoney(kSolToken, Amount(5'000'000'000), std::move(done)); }),
                     RejectCode::None);
            QCOMPARE(session.account()->balances[2].amount, Amount(5'000'000'000));
            QCOMPARE(
                ask(running,
                    [&](auto done) { desk.withdrawPaperMoney(kSolToken, Amount(6'000'000'000), std::move(done)); }),
                RejectCode::SpotBorrowDisabled);

            // A sub-account, money for it, and trading from it.
            std::optional<std::expected<AccountId, RejectCode>> opened;
            desk.openSubAccount("hedge", [&](auto result) { opened = result; });
            QVERIFY(running.waitFor([&] { return opened.has_value(); }));
            QVERIFY(opened->has_value());
            hedge = **opened;
            QCOMPARE(session.account()->id, main);
            QCOMPARE(session.account()->subAccounts.size(), 2U);
            QCOMPARE(ask(running,
                         [&](auto done) {
                             desk.transfer({main, hedge, Amount(Money::of(2'000).raw()), kQuoteAsset}, std::move(done));
                         }),
                     RejectCode::None);
            QCOMPARE(ask(running, [&](auto done) { desk.selectAccount(hedge, std::move(done)); }), RejectCode::None);
            QCOMPARE(session.account()->id, hedge);
            QCOMPARE(session.account()->collateral, Money::of(2'000));
            QCOMPARE(ask(running, [&](auto done) { desk.setMarginMode(kSol, true, std::move(done)); }),
                     RejectCode::None);
            QCOMPARE(ask(running, [&](auto done) { desk.moveIsolatedMargin(kSol, Money::of(500), std::move(done)); }),
                     RejectCode::None);
            QCOMPARE(ask(running, [&](auto done) { desk.setUserMargin(kSol, Ratio(1'000), std::move(done)); }),
                     RejectCode::None);
            const ClientOrderId bought = session.place(marketOrder(kSol, Side::Buy, Quantity::of(5)));
            QVERIFY(running.waitState(bought, OrderState::Filled));
            QCOMPARE(session.fills().size(), 1U);
            QVERIFY(
                running.waitFor([&] { return running.position(kSol) != nullptr && running.position(kSol)->isolated; }));
            QCOMPARE(running.position(kSol)->userMargin, Ratio(1'000));
            QCOMPARE(session.account()->pools.size(), 2U);

            // A bracket around it: the stop waits, and is seen waiting.
            OrderTerms stop = marketOrder(kSol, Side::Sell, Quantity::of(5));
            stop.reduceOnly = true;
            stop.trigger.kind = TriggerKind::Stop;
            stop.trigger.price = Price(running.venue.ticker(kSol).prices.mark.raw() / 100 * 97 / 10'000 * 10'000);
            OrderTerms target = stop;
            target.trigger.kind = TriggerKind::TakeProfit;
            target.trigger.price = Price(running.venue.ticker(kSol).prices.mark.raw() / 100 * 104 / 10'000 * 10'000);
            const auto ids = session.placeSet(OrderRelation::OneCancelsOther, {stop, target});
            QVERIFY(running.waitState(ids[1], OrderState::Working));
            QCOMPARE(running.order(ids[0])->order.progress.phase, OrderPhase::Waiting);
            QVERIFY(running.order(ids[0])->order.progress.group != 0);
            session.cancel({{}, ids[0]});
            QVERIFY(running.waitState(ids[1], OrderState::Cancelled)); // one cancels the other

            // Insurance, delegates, names.
            QCOMPARE(ask(running, [&](auto done) { desk.stakeInsurance(Money::of(100), std::move(done)); }),
                     RejectCode::None);
            QVERIFY(session.account()->stake.shares > 0);
            QCOMPARE(ask(running, [&](auto done) { desk.unstake(std::move(done)); }), RejectCode::InsufficientShares);
            QCOMPARE(ask(running, [&](auto done) { desk.requestUnstake(5, std::move(done)); }), RejectCode::None);
            QCOMPARE(session.account()->stake.unstaking, 5);
            QCOMPARE(ask(running, [&](auto done) { desk.unstake(std::move(done)); }), RejectCode::InsuranceCooldown);
            QCOMPARE(ask(running,
                         [&](auto done) {
                             desk.setDelegate({MasterId(500), permission::kCancel, {}, {}}, std::move(done));
                         }),
                     RejectCode::None);
            QCOMPARE(session.account()->delegates.size(), 1U);
            const auto refer = [&](MasterId referrer) {
                return ask(running, [&](auto done) { desk.setReferrer(referrer, std::move(done)); });
            };
            QCOMPARE(refer(session.account()->master), RejectCode::SelfReferral);
            QCOMPARE(refer(MasterId(~0U)), RejectCode::UnknownReferrer);
            QCOMPARE(ask(running, [&](auto done) { desk.rename(hedge, "hedge 2", std::move(done)); }),
                     RejectCode::None);
            QCOMPARE(session.account()->name, "hedge 2");
            // Somebody else's account, and the ones that stay.
            QCOMPARE(ask(running, [&](auto done) { desk.rename(AccountId(3), "mine", std::move(done)); }),
                     RejectCode::Unauthorized);
            QCOMPARE(ask(running, [&](auto done) { desk.selectAccount(AccountId(3), std::move(done)); }),
                     RejectCode::Unauthorized);
            QCOMPARE(session.account()->id, hedge);
            QVERIFY(running.waitFor([&] { return session.fills().size() == 1; })); // read from the history again
            QCOMPARE(ask(running, [&](auto done) { desk.closeAccount(hedge, std::move(done)); }),
                     RejectCode::InvalidParameters);

            // What is remembered of it, each account by itself.
            using Movements = std::vector<LedgerMovement>;
            const auto own = history<Movements>(
                running, [&](auto answer) { running.venue.ledger({}, ports::kNewestRow, 100, std::move(answer)); });
            QVERIFY(own && own->size() >= 3);
            QCOMPARE(own->back().posted.kind, PostingKind::TransferIn);
            ports::HistoryFilter filter;
            filter.account = main;
            filter.posting = PostingKind::Deposit;
            const auto deposits = history<Movements>(
                running, [&](auto answer) { running.venue.ledger(filter, ports::kNewestRow, 100, std::move(answer)); });
            QVERIFY(deposits && deposits->size() == 2);
            QCOMPARE(deposits->front().posted.asset, kSolToken);
            const auto orders = history<std::vector<OrderRecord>>(
                running, [&](auto answer) { running.venue.orders({}, ports::kNewestRow, 100, std::move(answer)); });
            QVERIFY(orders && orders->size() == 3);
            QCOMPARE(orders->back().order.account, hedge);
            const auto samples = history<std::vector<EquitySample>>(running, [&](auto answer) {
                running.venue.equity({.account = main}, Interval::M1,
                                     UnixNanos(std::numeric_limits<std::int64_t>::max()), 10, std::move(answer));
            });
            QVERIFY(samples && !samples->empty());
        }
        RunningVenue again(simulatedVenue(folder, 42));
        QVERIFY(again.waitReady());
        QCOMPARE(again.venue.session().account()->id, hedge);
        QCOMPARE(again.venue.session().account()->name, "hedge 2");
    }

    void theVenueStandsAsItIs() {
        RunningVenue running(simulatedVenue(freshFolder(), 7, 130 * kNanosPerMinute));
        QVERIFY(running.waitReady());
        QVERIFY(running.waitFor([&] { return running.venue.standing(kSol) != nullptr; }));
        QVERIFY(running.waitFor([&] { return running.venue.standing(kSol)->funding.last8h != Rate(0); }));
        const auto standing = running.venue.standing(kSol);
        QVERIFY(standing->funding.charged);
        QVERIFY(standing->funding.nextUpdate > standing->funding.lastUpdate);
        QCOMPARE(standing->oracle.status, OracleStatus::Valid);
        QVERIFY(standing->oracle.confidence.raw() > 0);
        QVERIFY(standing->openInterest.raw() > 0);
        QVERIFY(standing->markSources.basis && standing->markSources.book);
        QCOMPARE(running.venue.assets().size(), 5U);
        QVERIFY(running.venue.assets()[1].price.raw() > 0); // USDT
        QVERIFY(running.venue.insurance().vault >= Money::of(10'000'000));
        QVERIFY(running.venue.insurance().backstop.has_value());
        QVERIFY(running.venue.ticker(kSol).fundingRate.has_value());
        const auto rates = history<std::vector<FundingRecord>>(running, [&](auto answer) {
            running.venue.fundingRates(kSol, UnixNanos(std::numeric_limits<std::int64_t>::max()), 10,
                                       std::move(answer));
        });
        QVERIFY(rates && !rates->empty());
        QCOMPARE(rates->front().rate8h, running.venue.standing(kSol)->funding.last8h);
        const auto feed = running.venue.liquidations(0);
        for (std::size_t i = 1; i < feed.entries.size(); ++i)
            QCOMPARE(feed.entries[i].number, feed.entries[i - 1].number + 1);
        for (const LiquidationEntry& entry : feed.entries) QCOMPARE(entry.venue, "QuantDesk simulator");
    }

    void aVenueThatStandsStillAnswers() {
        const fs::path folder = freshFolder();
        fs::create_directories(folder / "run-1");
        RunningVenue running([&] {
            client::VenueSetup setup;
            setup.folder = folder;
            setup.makeSource = [](UnixNanos) -> client::VenueResult<std::unique_ptr<client::MarketSource>> {
                return fail(client::VenueCode::Source, "there is no market");
            };
            return setup;
        }());
        QCOMPARE(ask(running, [&](auto done) { running.venue.desk().settlePnl(kSol, std::move(done)); }),
                 RejectCode::VenueStopped);
        std::optional<std::expected<AccountId, RejectCode>> opened;
        running.venue.desk().openSubAccount("x", [&](auto result) { opened = result; });
        QVERIFY(running.waitFor([&] { return opened.has_value(); }));
        QCOMPARE(opened->error(), RejectCode::VenueStopped);
    }
};
QD_TEST(TestEmbeddedAccounts);
#include "TestEmbeddedAccounts.moc"
