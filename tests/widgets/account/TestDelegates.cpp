#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/account/Owner.h"
#include "widgets/account/AccountPane.h"
#include "widgets/account/DelegatesSection.h"

#include <QCheckBox>
#include <QLabel>
#include <QObject>
#include <QPushButton>
#include <QSortFilterProxyModel>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    AccountPane pane{context};
    Rig() {
        venue.accountView = test::anOwner();
        show(pane, {900, 300});
        if (pane.applyWords({"DELEGATES"})) qFatal("there is no such tab");
    }
    void type(const char* name, const QString& text) { pane.findChild<QLineEdit*>(QLatin1String(name))->setText(text); }
    void check(const char* name, bool on) { pane.findChild<QCheckBox*>(QLatin1String(name))->setChecked(on); }
    void grant() { pane.findChild<QPushButton*>("delegateGo")->click(); }
    [[nodiscard]] QString notice() { return pane.findChild<QLabel*>("accountNotice")->text(); }
    void runLink(int row, int link) {
        auto* model = qobject_cast<QSortFilterProxyModel*>(pane.findChild<Table*>("delegates")->model());
        const QModelIndex at = model->mapToSource(model->index(row, static_cast<int>(DelegateColumn::Deeds)));
        qobject_cast<TableModelBase*>(model->sourceModel())->runLink(at, link);
    }
    [[nodiscard]] QString cell(int row, DelegateColumn column) {
        return pane.findChild<Table*>("delegates")->model()->index(row, static_cast<int>(column)).data().toString();
    }
};

constexpr std::int64_t kNow = 1'700'000'000'000; ///< 2023-11-14 22:13:20 UTC, milliseconds

} // namespace

class TestDelegates : public QObject {
    Q_OBJECT
  private slots:
    void expiries_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<qlonglong>("millis"); // -1: refused
        QTest::newRow("never") << "" << 0LL;
        QTest::newRow("minutes") << "15m" << qlonglong{kNow + 900'000};
        QTest::newRow("hours, in capitals") << " 12H " << qlonglong{kNow + 43'200'000};
        QTest::newRow("days") << "30d" << qlonglong{kNow + 2'592'000'000LL};
        QTest::newRow("until the end of a day") << "2023-11-15" << 1'700'092'799'999LL;
        QTest::newRow("today") << "2023-11-14" << 1'700'006'399'999LL;
        QTest::newRow("yesterday") << "2023-11-13" << -1LL;
        QTest::newRow("no such day") << "2023-02-30" << -1LL;
        QTest::newRow("nothing at all") << "0d" << -1LL;
        QTest::newRow("no unit") << "30" << -1LL;
        QTest::newRow("negative") << "-3d" << -1LL;
        QTest::newRow("longer than a hundred years") << "36501d" << -1LL;
        QTest::newRow("more digits than there are") << "99999999999999999999d" << -1LL;
        QTest::newRow("words") << "soon" << -1LL;
    }
    void expiries() {
        QFETCH(QString, typed);
        QFETCH(qlonglong, millis);
        const auto expiry = parseExpiry(typed, UnixNanos::fromMillis(kNow));
        QCOMPARE(expiry ? expiry->millis() : -1, millis);
    }
    void listsWhatTheyMayDo() {
        Rig rig;
        using C = DelegateColumn;
        QCOMPARE(rig.cell(0, C::Delegate), "Owner 9");
        QCOMPARE(rig.cell(0, C::Trade), "yes");
        QCOMPARE(rig.cell(0, C::Transfer), "–");
        QCOMPARE(rig.cell(0, C::Expiry), "never");
        QCOMPARE(rig.cell(0, C::Cap), "5\u2009000.00");
        QCOMPARE(rig.cell(1, C::Expiry), "expired");
        QCOMPARE(rig.cell(1, C::Cap), "–");
    }
    void grants() {
        Rig rig;
        rig.type("delegateId", "77");
        rig.check("delegateCancel", true);
        rig.check("delegateTransfer", true);
        rig.type("delegateExpiry", "1d");
        rig.type("delegateCap", "2500.50");
        rig.grant();
        QCOMPARE(rig.venue.controlled.size(), 1U);
        const auto& asked = std::get<SetDelegate>(rig.venue.controlled.front());
        QCOMPARE(asked.delegate, MasterId(77));
        QCOMPARE(asked.permissions, permission::kCancel | permission::kTransferInternal);
        QCOMPARE(asked.expiry.value(), (rig.venue.marketNow + kNanosPerDay).value());
        QCOMPARE(asked.maxOrderNotional.raw(), 2'500'500'000);
        QCOMPARE(rig.notice(), "Owner 77 may act for you.");
    }
    void grantsNothingThatIsWrong_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<bool>("trade");
        QTest::addColumn<QString>("expiry");
        QTest::newRow("nobody") << "" << true << "";
        QTest::newRow("nothing allowed") << "7" << false << "";
        QTest::newRow("no moment") << "7" << true << "later";
        QTest::newRow("too large a number") << "4294967296" << true << "";
    }
    void grantsNothingThatIsWrong() {
        Rig rig;
        QFETCH(QString, id);
        QFETCH(bool, trade);
        QFETCH(QString, expiry);
        rig.type("delegateId", id);
        rig.check("delegateTrade", trade);
        rig.type("delegateExpiry", expiry);
        rig.grant();
        QVERIFY(rig.venue.controlled.empty());
        QVERIFY(!rig.notice().isEmpty());
    }
    /// Editing fills the form with what is, so that granting it again changes nothing by itself.
    void editsAndRemoves() {
        Rig rig;
        rig.runLink(0, 0);
        rig.grant();
        auto& asked = std::get<SetDelegate>(rig.venue.controlled.front());
        QCOMPARE(asked.delegate, MasterId(9));
        QCOMPARE(asked.permissions, permission::kTrade | permission::kCancel);
        QCOMPARE(asked.maxOrderNotional, Money::of(5'000));
        QCOMPARE(asked.expiry.value(), 0);
        rig.venue.controlled.clear();
        rig.runLink(1, 1);
        QCOMPARE(std::get<SetDelegate>(rig.venue.controlled.front()).delegate, MasterId(12));
        QCOMPARE(std::get<SetDelegate>(rig.venue.controlled.front()).permissions, 0);
    }
    /// A day stands for a moment of it: editing something else must not make the permissions last longer.
    void editingKeepsTheMomentOfTheExpiry() {
        Rig rig;
        auto account = test::anOwner();
        account->delegates[0].expiry = rig.venue.marketNow + kNanosPerDay;
        rig.venue.accountView = account;
        rig.clock.advance(2 * kNanosPerSecond);
        rig.venue.tellAccount();
        rig.frame(rig.pane);
        rig.runLink(0, 0);
        rig.type("delegateCap", "1");
        rig.grant();
        QCOMPARE(std::get<SetDelegate>(rig.venue.controlled.back()).expiry, account->delegates[0].expiry);
        rig.type("delegateExpiry", "2023-11-16");
        rig.grant();
        QCOMPARE(std::get<SetDelegate>(rig.venue.controlled.back()).expiry.millis(), 1'700'179'199'999);
    }
};
QD_TEST(TestDelegates);
#include "TestDelegates.moc"
