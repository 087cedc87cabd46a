#include "core/client/AccountDesk.h"
#include "tests/support/QueueExecutor.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::client;

namespace {

/// A desk whose venue does nothing by itself: requests are kept.
struct Rig {
    test::QueueExecutor executor;
    std::vector<ports::ControlDone> asked;
    std::vector<ports::AccountOpenedDone> opening;
    std::vector<AccountId> selected;
    AccountDesk desk{
        executor,
        {.control = [this](MakeCommand, ports::ControlDone done) { asked.push_back(std::move(done)); },
         .select =
             [this](AccountId account, ports::ControlDone done) {
                 selected.push_back(account);
                 asked.push_back(std::move(done));
             },
         .open = [this](std::string, ports::AccountOpenedDone done) { opening.push_back(std::move(done)); }}};
    std::vector<RejectCode> answers;
    ports::ControlDone note() {
        return [this](RejectCode code) { answers.push_back(code); };
    }
};

} // namespace

class TestAccountDesk : public QObject {
    Q_OBJECT
  private slots:
    void answersComeOnce() {
        Rig rig;
        rig.desk.settlePnl(MarketId(1), rig.note());
        rig.desk.selectAccount(AccountId(4), rig.note());
        QCOMPARE(rig.asked.size(), 2U);
        QCOMPARE(rig.selected, std::vector{AccountId(4)});
        rig.asked[1](RejectCode::Unauthorized);
        rig.asked[0](RejectCode::None);
        QCOMPARE(rig.answers, (std::vector{RejectCode::Unauthorized, RejectCode::None}));
        rig.desk.venueFailed();
        rig.asked.clear();
        rig.executor.drain();
        QCOMPARE(rig.answers.size(), 2U);
    }
    /// The venue begins another run and drops what waited for the market to catch up.
    void whatIsGivenUpIsAnswered() {
        Rig rig;
        rig.desk.unstake(rig.note());
        std::optional<std::expected<AccountId, RejectCode>> opened;
        rig.desk.openSubAccount("x", [&](auto result) { opened = result; });
        rig.asked.clear();
        rig.opening.clear();
        QVERIFY(rig.answers.empty());
        rig.executor.drain();
        QCOMPARE(rig.answers, std::vector{RejectCode::VenueStopped});
        QCOMPARE(opened->error(), RejectCode::VenueStopped);
    }
    void aVenueThatFailedAnswersAll() {
        Rig rig;
        rig.desk.unstake(rig.note());
        rig.desk.setReduceOnly(true, rig.note());
        rig.desk.venueFailed();
        QCOMPARE(rig.answers, (std::vector{RejectCode::VenueStopped, RejectCode::VenueStopped}));
        rig.asked[0](RejectCode::None); // too late
        QCOMPARE(rig.answers.size(), 2U);
    }
    void anOpenedAccountIsNamed() {
        Rig rig;
        std::optional<std::expected<AccountId, RejectCode>> opened;
        rig.desk.openSubAccount("x", [&](auto result) { opened = result; });
        rig.opening[0](AccountId(9));
        QCOMPARE(opened->value(), AccountId(9));
        rig.desk.openSubAccount("y", [&](auto result) { opened = result; });
        rig.opening[1](std::unexpected(RejectCode::MaxSubAccounts));
        QCOMPARE(opened->error(), RejectCode::MaxSubAccounts);
    }
};
QD_TEST(TestAccountDesk);
#include "TestAccountDesk.moc"
