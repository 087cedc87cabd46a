#include "tests/support/PaneRig.h"
#include "tests/support/TestFolder.h"
#include "tests/support/TestRunner.h"
#include "widgets/report/ReportPane.h"

#include <QClipboard>
#include <QLabel>
#include <QObject>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace qd;
using namespace qd::report;

namespace {

struct Rig : test::PaneRig {
    ReportPane pane{context};
    Rig() { showActive(pane, {640, 480}); }
    QPlainTextEdit& text() { return test::childOf<QPlainTextEdit>(pane, "report"); }
    QPushButton& button(const char* name) { return test::childOf<QPushButton>(pane, name); }
    QString notice() { return test::childOf<QLabel>(pane, "reportNotice").text(); }
};

} // namespace

class TestReportPane : public QObject {
    Q_OBJECT
  private slots:
    void aNewProblemIsInItAtOnce() {
        Rig rig;
        QVERIFY(rig.text().toPlainText().contains("error report of"));
        QVERIFY(rig.text().isReadOnly() && rig.text().hasFocus());
        rig.news.add({"the disk is full"});
        rig.frame(rig.pane);
        QVERIFY(rig.text().toPlainText().contains("the disk is full"));
        // What is being marked stays.
        rig.text().selectAll();
        rig.news.add({"and still is"});
        rig.frame(rig.pane);
        QVERIFY(!rig.text().toPlainText().contains("and still is"));
        QVERIFY(rig.text().textCursor().hasSelection());
        QTest::keyClick(&rig.text(), Qt::Key_F5);
        QVERIFY(rig.text().toPlainText().contains("and still is"));
    }
    void theButtonsCopyAndMakeAnew() {
        Rig rig;
        rig.button("reportCopy").click();
        QCOMPARE(QGuiApplication::clipboard()->text(), rig.text().toPlainText());
        QCOMPARE(rig.notice(), "The report was copied.");
        QVERIFY(rig.settings.set(ui::setting::kFlash, "off").has_value());
        rig.button("reportRefresh").click();
        QVERIFY(rig.text().toPlainText().contains("appearance.flash: off"));
    }
    void theCommandWritesAFile() {
        Rig rig;
        const test::TestFolder folder;
        const QString file = folder.path("report.txt");
        std::string answer;
        rig.pane.runWords({"save", file.toStdString()}, [&](const ports::ActionResult& result) {
            answer = result ? *result : result.error().detail;
        });
        QTRY_COMPARE(QString::fromStdString(answer), QStringLiteral("The report was written to %1.").arg(file));
        QCOMPARE(QString::fromUtf8(folder.content("report.txt")), rig.text().toPlainText());
        QCOMPARE(rig.notice(), QString::fromStdString(answer));
        rig.pane.runWords({"SAVE", "/nowhere/report.txt"},
                          [&](const ports::ActionResult& result) { answer = result ? "" : result.error().detail; });
        QTRY_VERIFY(answer.find("/nowhere/report.txt was not written: ") == 0);
    }
    void otherWordsAreRefused() {
        Rig rig;
        QVERIFY(!rig.pane.applyWords({}));
        QCOMPARE(*rig.pane.applyWords({"MAIL"}), "ERR takes SAVE and a file, or nothing.");
        QCOMPARE(ReportPane::complete({""}), std::vector<std::string>{"SAVE"});
    }
};

QD_TEST(TestReportPane);
#include "TestReportPane.moc"
