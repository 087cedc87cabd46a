#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/positions/Holdings.h"
#include "widgets/report/ReportText.h"

#include <QObject>

using namespace qd;
using namespace qd::report;

namespace {

Machine machine() {
    return {"9.8.7", "Debian 12", "A processor", 8, std::uint64_t{16} << 30U, "6.4.2", {"Left: 1920 × 1080"}};
}

struct Rig : test::PaneRig {
    QString text() { return reportText(context, machine(), UnixNanos::fromMillis(1'700'000'000'000), "/users/ada"); }
    void tell(const char* sentence, ui::Importance importance = ui::Importance::Problem, const char* subject = "") {
        news.add({QString::fromUtf8(sentence), importance, QString::fromUtf8(subject)});
    }
};

} // namespace

class TestReportText : public QObject {
    Q_OBJECT
  private slots:
    void itSaysWhatRunsAndWhere() {
        Rig rig;
        const QString text = rig.text();
        QVERIFY2(text.startsWith("QuantDesk 9.8.7, error report of 2023-11-14 22:13:20 UTC\n"), qPrintable(text));
        for (const char* part : {"System: Debian 12", "Processor: A processor", "Threads: 8", "Memory: 16.0 GiB",
                                 "Qt: 6.4.2", "Screen: Left: 1920 × 1080", "\nStatus\n", "SOL-PERP"})
            QVERIFY2(text.contains(QString::fromUtf8(part)), part);
    }
    void whatIsNotKnownIsAnEnDash() {
        Rig rig;
        const QString text = reportText(rig.context, {}, UnixNanos(), {});
        QVERIFY(text.contains(QStringLiteral("Processor: –")) && text.contains(QStringLiteral("Memory: –")));
    }
    void settingsThatWereChanged() {
        Rig rig;
        QVERIFY(rig.text().contains("Settings that are not as they come\n  none\n"));
        QVERIFY(rig.settings.set(ui::setting::kTheme, "light").has_value());
        QVERIFY(rig.settings.set(ui::setting::kDailyLoss, "7777").has_value());
        QVERIFY(rig.settings.set(ui::setting::kAlerts, "1 SOL-PERP ABOVE 155 LAST NOTE my plan").has_value());
        const QString text = rig.text();
        QVERIFY(text.contains("  appearance.theme: light\n"));
        QVERIFY(text.contains("  risk.daily_loss: changed; what to is left out\n"));
        QVERIFY(text.contains("  alerts.prices: changed; what to is left out\n"));
        QVERIFY(!text.contains("7777") && !text.contains("my plan"));
        QVERIFY(!text.contains("appearance.font_scale"));
    }
    void problemsNewestFirst() {
        Rig rig;
        QVERIFY(rig.text().contains("Problems since the start, the newest first\n  none\n"));
        rig.tell("the disk is full");
        rig.tell("only so", ui::Importance::Plain);
        rig.tell("the feed is lost", ui::Importance::Grave);
        const QString text = rig.text();
        QVERIFY(text.contains("the disk is full") &&
                text.indexOf("the feed is lost") < text.indexOf("the disk is full"));
        QVERIFY(!text.contains("only so"));
        for (std::size_t i = 0; i < kMostProblems; ++i) rig.tell("another one");
        QVERIFY(rig.text().contains("and 2 older ones"));
        QVERIFY(!rig.text().contains("the disk is full"));
    }
    /// What a helper reads tells nothing about the money of who asks for help.
    void nothingOfAnAccountIsInIt() {
        Rig rig;
        rig.venue.accountView = test::twoPositions();
        rig.tell("Main: the equity is 12 345.67 USDC", ui::Importance::Grave, "margin 7");
        rig.tell("hedge, SOL-PERP: filled 2 at 148.2", ui::Importance::Problem, "order 7 12");
        rig.tell("The file /users/ada/.config/quantdesk/keys.toml is bad, and 4,321.09 USDC are safe.");
        const QString text = rig.text();
        QVERIFY2(!text.contains("hedge") && !text.contains("equity") && !text.contains("148.2"), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("The file ~/.config/quantdesk/keys.toml is bad, and … USDC are safe.")),
                 qPrintable(text));
        QVERIFY(text.contains("2 about orders, margin, alerts and brackets are left out"));
    }
    void sumsAreStruckOut_data() {
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("left");
        QTest::newRow("none") << "line 3 of 5: RSI 14" << "line 3 of 5: RSI 14";
        QTest::newRow("plain") << "500 USDC" << QStringLiteral("… USDC");
        QTest::newRow("signed, parted") << QStringLiteral("\u22121\u2009234.50 USDC, +7 USDC")
                                        << QStringLiteral("… USDC, … USDC");
        QTest::newRow("another word") << "500 USDCX" << "500 USDCX";
    }
    void sumsAreStruckOut() {
        QFETCH(QString, sentence);
        QFETCH(QString, left);
        QCOMPARE(withoutSums(sentence), left);
    }
    void thisMachineIsKnown() {
        const Machine here = thisMachine();
        QVERIFY(!here.system.isEmpty() && !here.processor.isEmpty() && here.qt.contains("offscreen"));
        QVERIFY(here.threads > 0 && here.memory > (std::uint64_t{1} << 28U));
        QVERIFY(!here.screens.isEmpty());
    }
};

QD_TEST(TestReportText);
#include "TestReportText.moc"
