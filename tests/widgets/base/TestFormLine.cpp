#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/ChoiceBox.h"
#include "widgets/base/ControlRequests.h"
#include "widgets/base/FormLine.h"
#include "widgets/base/Words.h"

#include <QCheckBox>
#include <QObject>
#include <QPushButton>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace qd;
using namespace qd::ui;

class TestFormLine : public QObject {
    Q_OBJECT
  private slots:
    void everyControlIsNamedAndExplained() {
        test::PaneRig rig;
        FormLine form(rig.themes, "form", "Transfer");
        const std::vector<QWidget*> controls{
            form.addDecimal({"amount", "Amount", "How much"}, 6, 10),
            form.addText({"name", "Name", "How it is called"}, 10), form.addChoice({"choice", "to", "Where"}),
            form.addCheck({"check", "Only reduce", "No more"}), form.addButton({"go", "Go", "Does it"})};
        for (const QWidget* control : controls) {
            QVERIFY(!control->objectName().isEmpty());
            QVERIFY(!control->accessibleName().isEmpty());
            QVERIFY(!control->toolTip().isEmpty());
        }
    }
    void choicesHaveAnArrow() {
        test::PaneRig rig;
        FormLine form(rig.themes, "form", "Transfer");
        QComboBox* choice = form.addChoice({"choice", "to", "Where"});
        QVERIFY(qobject_cast<ChoiceBox*>(choice) != nullptr);
        choice->resize(90, 24);
        const QImage picture = choice->grab().toImage();
        const QColor arrow = rig.themes.theme().color(Token::Text2);
        int drawn = 0;
        for (int x = picture.width() - 20; x < picture.width() - 2; ++x) {
            for (int y = 4; y < picture.height() - 4; ++y) drawn += picture.pixelColor(x, y) == arrow ? 1 : 0;
        }
        QVERIFY(drawn > 0);
    }
    /// Scrolling a pane changes nothing that stands in it.
    void theWheelTurnsChosenOnesOnly() {
        test::PaneRig rig;
        FormLine form(rig.themes, "form", "Transfer");
        QComboBox* choice = form.addChoice({"choice", "to", "Where"});
        setChoices(*choice, {{"USDC", 0}, {"SOL", 1}});
        form.show();
        QVERIFY(QTest::qWaitForWindowExposed(&form));
        choice->clearFocus();
        QWheelEvent turn(QPointF(5, 5), choice->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                         Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(choice, &turn);
        QCOMPARE(choice->currentIndex(), 0);
    }
    void enterPressesTheFirstButton() {
        test::PaneRig rig;
        FormLine form(rig.themes, "form", {});
        DecimalEdit* amount = form.addDecimal({"amount", "Amount", "How much"}, 6, 10);
        QPushButton* first = form.addButton({"first", "First", "Does it"});
        const QPushButton* second = form.addButton({"second", "Second", "Does another thing"});
        const QSignalSpy pressed(first, &QPushButton::clicked);
        const QSignalSpy other(second, &QPushButton::clicked);
        QTest::keyClick(amount, Qt::Key_Return);
        QCOMPARE(pressed.size(), 1);
        first->setEnabled(false);
        QTest::keyClick(amount, Qt::Key_Return);
        QCOMPARE(pressed.size(), 1);
        QCOMPARE(other.size(), 0);
    }
    void narrowFormsTakeMoreRows() {
        test::PaneRig rig;
        FormLine form(rig.themes, "form", "Transfer");
        for (int i = 0; i < 4; ++i) form.addDecimal({"amount", "Amount", "How much"}, 6, 10);
        QVERIFY(form.heightForWidth(240) > 2 * form.heightForWidth(2'000));
    }
    /// Choices that come and go do not move what was chosen.
    void choicesKeepWhatWasChosen() {
        QComboBox box;
        QCOMPARE(chosenNumber(box), -1);
        setChoices(box, {{"USDC", 0}, {"SOL", 1}, {"BTC", 2}});
        box.setCurrentIndex(2);
        setChoices(box, {{"USDC", 0}, {"BTC", 2}});
        QCOMPARE(chosenNumber(box), 2);
        const QSignalSpy changed(&box, &QComboBox::currentIndexChanged);
        setChoices(box, {{"USDC", 0}, {"BTC", 2}});
        QCOMPARE(changed.size(), 0);
        setChoices(box, {{"USDC", 0}});
        QCOMPARE(chosenNumber(box), 0);
    }
    void answersBecomeSentences() {
        ControlRequests requests;
        const QSignalSpy said(&requests, &ControlRequests::said);
        auto done = requests.follow("Rename", "It is called so now.");
        auto refused = requests.follow("Close", "It is closed.");
        QCOMPARE(requests.waiting(), 2);
        done(RejectCode::None);
        refused(RejectCode::AccountNotEmpty);
        QCOMPARE(requests.waiting(), 0);
        QCOMPARE(said[0][0].toString(), "It is called so now.");
        QCOMPARE(said[1][0].toString(), "Close: " + sentence(RejectCode::AccountNotEmpty));
        requests.followOpening("Hedge")(AccountId(12));
        QCOMPARE(said[2][0].toString(), "Hedge is open; select it to trade from it."); // 12 is the venue's number
        requests.followOpening("Hedge")(std::unexpected(RejectCode::MaxSubAccounts));
        QCOMPARE(said[3][0].toString(), "Open Hedge: " + sentence(RejectCode::MaxSubAccounts));
    }
    /// Every answer of the venue about an account is a sentence.
    void everyRefusalHasASentence() {
        for (int code = 1; code <= static_cast<int>(kLastRejectCode); ++code)
            QVERIFY2(sentence(static_cast<RejectCode>(code)).endsWith('.'), qPrintable(QString::number(code)));
    }
    void answersAfterItIsGoneFindNobody() {
        ports::ControlDone late;
        {
            ControlRequests requests;
            late = requests.follow("a", "b");
        }
        late(RejectCode::None);
    }
};
QD_TEST(TestFormLine);
#include "TestFormLine.moc"
