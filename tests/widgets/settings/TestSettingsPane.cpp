#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Inputs.h"
#include "widgets/settings/SettingRow.h"
#include "widgets/settings/SettingsPane.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QObject>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace qd;
using namespace qd::ui;

namespace {

struct SettingsRig : test::PaneRig {
    explicit SettingsRig(QSize size = {600, 500}) {
        pane = std::make_unique<SettingsPane>(context);
        show(*pane, size);
    }
    SettingRow& row(const char* key) {
        auto* found = pane->findChild<SettingRow*>(QStringLiteral("setting-") + QLatin1String(key));
        if (found == nullptr) qFatal("no row %s", key);
        return *found;
    }
    template<class Control>
    Control& control(const char* key) {
        return *static_cast<Control*>(row(key).control());
    }
    QLabel& wrong(const char* key) { return *row(key).findChild<QLabel*>("wrong"); }
    QToolButton& reset(const char* key) { return *row(key).findChild<QToolButton*>("reset"); }
    QLineEdit& search() { return *pane->findChild<QLineEdit*>("search"); }
    int shownRows() const {
        int count = 0;
        for (const SettingRow* r : pane->findChildren<SettingRow*>()) count += r->isHidden() ? 0 : 1;
        return count;
    }
    void type(const char* key, const QString& text) {
        auto& edit = control<QLineEdit>(key);
        edit.setFocus();
        edit.selectAll();
        QTest::keyClicks(&edit, text);
    }
    std::unique_ptr<SettingsPane> pane;
};

} // namespace

class TestSettingsPane : public QObject {
    Q_OBJECT
  private slots:
    void everyControlSetsItsValue() {
        SettingsRig rig;
        QTest::mouseClick(&rig.control<QCheckBox>(setting::kFlash), Qt::LeftButton, {}, {5, 8});
        QVERIFY(!rig.settings.flag(setting::kFlash));
        QCOMPARE(rig.control<QCheckBox>(setting::kFlash).text(), "off");
        auto& theme = rig.control<QComboBox>(setting::kTheme);
        theme.setFocus();
        QTest::keyClick(&theme, Qt::Key_Down);
        QCOMPARE(rig.settings.text(setting::kTheme), "light");
        rig.type(setting::kLadderSize2, "2.5");
        QCOMPARE(rig.settings.text(setting::kLadderSize2), "0.5"); // not by half a number
        QTest::keyClick(&rig.control<QLineEdit>(setting::kLadderSize2), Qt::Key_Return);
        QCOMPARE(rig.settings.text(setting::kLadderSize2), "2.5");
    }
    void numbersStepAtOnce() {
        SettingsRig rig;
        auto& scale = rig.control<DecimalEdit>(setting::kFontScale);
        scale.setFocus();
        QTest::keyClick(&scale, Qt::Key_Up);
        QCOMPARE(rig.settings.textOf(setting::kFontScale), "1.05");
        QTest::keyClick(&scale, Qt::Key_Down, Qt::ShiftModifier); // 0.55 is below the range
        QCOMPARE(rig.settings.textOf(setting::kFontScale), "1.05");
        QVERIFY(rig.wrong(setting::kFontScale).isVisible());
        QTest::keyClick(&scale, Qt::Key_Escape);
        QCOMPARE(scale.text(), "1.05");
        QVERIFY(rig.wrong(setting::kFontScale).isHidden());
    }
    void wrongValuesSayWhy() {
        SettingsRig rig;
        QSignalSpy changed(&rig.settings, &Settings::changed);
        rig.type(setting::kLadderBracket, "nothere");
        QTest::keyClick(&rig.control<QLineEdit>(setting::kLadderBracket), Qt::Key_Return);
        QCOMPARE(changed.count(), 0);
        QVERIFY(rig.wrong(setting::kLadderBracket).isVisible());
        QVERIFY(rig.wrong(setting::kLadderBracket).text().contains("nothere"));
        QVERIFY(rig.control<QLineEdit>(setting::kLadderBracket).property("wrong").toBool());
        rig.type(setting::kLadderBracket, "scalp");
        QTest::keyClick(&rig.control<QLineEdit>(setting::kLadderBracket), Qt::Key_Return);
        QCOMPARE(rig.settings.text(setting::kLadderBracket), "scalp");
        QVERIFY(rig.wrong(setting::kLadderBracket).isHidden());
    }
    void leavingAFieldKeepsWhatWasTyped() {
        SettingsRig rig;
        rig.type(setting::kDailyLoss, "750");
        rig.search().setFocus();
        QCOMPARE(rig.settings.integer(setting::kDailyLoss), 750);
    }
    void resetsToTheStandard() {
        SettingsRig rig;
        QVERIFY(rig.reset(setting::kFarthestPrice).isHidden());
        QVERIFY(rig.settings.set(setting::kFarthestPrice, "7.5").has_value()); // from elsewhere
        QVERIFY(!rig.reset(setting::kFarthestPrice).isHidden());
        QCOMPARE(rig.control<QLineEdit>(setting::kFarthestPrice).text(), "7.5");
        rig.reset(setting::kFarthestPrice).click();
        QCOMPARE(rig.settings.real(setting::kFarthestPrice), 5.0);
        QVERIFY(rig.reset(setting::kFarthestPrice).isHidden());
    }
    /// Another hand's change does not take away what is being typed.
    void changesElsewhereLeaveTypedTextAlone() {
        SettingsRig rig;
        rig.type(setting::kDailyLoss, "99");
        QVERIFY(rig.settings.set(setting::kDailyLoss, "500").has_value());
        QCOMPARE(rig.control<QLineEdit>(setting::kDailyLoss).text(), "99");
        QTest::keyClick(&rig.control<QLineEdit>(setting::kDailyLoss), Qt::Key_Escape);
        QCOMPARE(rig.control<QLineEdit>(setting::kDailyLoss).text(), "500");
    }
    void searches() {
        SettingsRig rig;
        const int all = rig.shownRows();
        QTest::keyClicks(&rig.search(), "quick ladder");
        QCOMPARE(rig.shownRows(), 5);
        QTest::keyClick(&rig.search(), Qt::Key_Return);
        QVERIFY(rig.control<QLineEdit>(setting::kLadderSize1).hasFocus());
        rig.search().setText("no such thing");
        QCOMPARE(rig.shownRows(), 0);
        QVERIFY(rig.pane->findChild<QLabel*>("nothing")->isVisible());
        QTest::keyClick(&rig.search(), Qt::Key_Escape);
        QCOMPARE(rig.shownRows(), all);
        QVERIFY(rig.pane->findChild<QLabel*>("nothing")->isHidden());
    }
    void wordsAndLayoutKeepTheSearch() {
        SettingsRig rig;
        QVERIFY(!rig.pane->applyWords({"font", "sound"}));
        QCOMPARE(rig.shownRows(), 0);
        QVERIFY(!rig.pane->applyWords({"font", "scale"}));
        QCOMPARE(rig.shownRows(), 1);
        SettingsRig again;
        again.pane->restore(rig.pane->state());
        QCOMPARE(again.shownRows(), 1);
    }
    void lockedLimitsCannotBeChanged() {
        SettingsRig rig;
        rig.gate.setLock(OpeningLock{rig.clock.now(), "daily loss"});
        rig.frame(*rig.pane);
        QVERIFY(!rig.row(setting::kDailyLoss).control()->isEnabled());
        QVERIFY(rig.row(setting::kFlash).control()->isEnabled());
        QVERIFY(rig.pane->findChild<QLabel*>("locked")->isVisible());
        rig.gate.setLock({});
        rig.frame(*rig.pane);
        QVERIFY(rig.row(setting::kDailyLoss).control()->isEnabled());
    }
    void nothingIsClipped_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("scale");
        for (const int width : {280, 420, 700}) {
            for (const double scale : {1.0, 1.4}) QTest::addRow("%d at %.1f", width, scale) << width << scale;
        }
    }
    void nothingIsClipped() {
        QFETCH(int, width);
        QFETCH(double, scale);
        SettingsRig rig({width, 400});
        Theme theme = rig.themes.theme();
        theme.setFontScale(scale);
        applyAppearance(*qApp, theme);
        rig.themes.setTheme(theme);
        QVERIFY(rig.settings.set(setting::kTheme, "high-contrast").has_value()); // the widest row: with its reset
        QCoreApplication::processEvents();
        for (const SettingRow* row : rig.pane->findChildren<SettingRow*>()) {
            for (const QWidget* part : row->findChildren<QWidget*>()) {
                if (!part->isVisible() || part->parentWidget()->inherits("QLineEdit")) continue;
                QVERIFY2(part->parentWidget()->rect().contains(part->geometry()), row->info().key.c_str());
                QVERIFY2(part->heightForWidth(part->width()) <= part->height(), row->info().key.c_str());
            }
        }
    }
};
QD_TEST(TestSettingsPane);
#include "TestSettingsPane.moc"
