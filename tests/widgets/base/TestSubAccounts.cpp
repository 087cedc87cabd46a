#include "tests/support/TestRunner.h"
#include "widgets/base/SubAccounts.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

class TestSubAccounts : public QObject {
    Q_OBJECT
  private slots:
    void names_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("renamed"); // 0: a new account
        QTest::addColumn<QString>("says");
        const QString taken = QStringLiteral("There is an account called %1 already.");
        QTest::newRow("another name") << "Hedge" << 0 << "";
        QTest::newRow("taken") << "Trend one" << 0 << taken.arg("Trend one");
        QTest::newRow("taken but for the case") << "TREND One" << 0 << taken.arg("Trend one");
        QTest::newRow("taken but for spaces") << " Trend  one " << 0 << taken.arg("Trend one");
        QTest::newRow("taken but for the only space") << "trendone" << 0 << taken.arg("Trend one");
        QTest::newRow("case is not that of English alone") << "ÄRGER" << 0 << taken.arg("Ärger");
        QTest::newRow("what one without a name is shown as") << "account 3" << 0 << taken.arg("Account 3");
        QTest::newRow("a beginning is another name") << "Trend" << 0 << "";
        QTest::newRow("a closed account's") << "Old" << 0 << "";
        QTest::newRow("its own, written otherwise") << "trend One" << 4 << "";
        QTest::newRow("another's, when renamed") << "ärger" << 4 << taken.arg("Ärger");
        const QString digits =
            QStringLiteral("A name of digits only could be taken for the number of another account.");
        QTest::newRow("a number") << "0" << 0 << digits;
        QTest::newRow("digits with spaces") << " 1 2 " << 0 << digits;
        QTest::newRow("a number, when renamed") << "12" << 4 << digits;
        QTest::newRow("digits with a letter") << "2nd" << 0 << "";
        QTest::newRow("none") << "" << 0 << "An account wants a name of at least one letter.";
        QTest::newRow("nothing but spaces") << "   " << 0 << "An account wants a name of at least one letter.";
        QTest::newRow("32 bytes") << QString(32, 'x') << 0 << "";
        QTest::newRow("33 bytes") << QString(33, 'x') << 0 << "The name is longer than 32 bytes.";
        QTest::newRow("33 bytes in 17 letters") << QString(16, u'ä') + "x" << 0 << "The name is longer than 32 bytes.";
    }
    void names() {
        AccountView owner;
        owner.subAccounts = {{AccountId(1), 0, "Ärger", {}, 100},
                             {AccountId(4), 1, "Trend one", {}, 100},
                             {AccountId(5), 2, "Old", {}, 100},
                             {AccountId(6), 3, "", {}, 100}};
        owner.subAccounts[2].closed = true;
        QFETCH(QString, name);
        QFETCH(int, renamed);
        const auto except = renamed == 0 ? std::nullopt : std::optional(AccountId(static_cast<std::uint32_t>(renamed)));
        QTEST(nameObjection(&owner, name.toStdString(), except).value_or(QString()), "says");
    }
    void beforeTheOwnerIsKnownOnlyTheNameItselfCounts() {
        QVERIFY(!nameObjection(nullptr, "Trend", std::nullopt));
        QVERIFY(nameObjection(nullptr, " ", std::nullopt).has_value());
    }
};
QD_TEST(TestSubAccounts);
#include "TestSubAccounts.moc"
