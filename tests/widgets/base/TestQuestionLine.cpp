#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/QuestionLine.h"

#include <QLineEdit>
#include <QObject>
#include <QPushButton>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace qd;
using namespace qd::ui;

namespace {

/// What a ladder does with letters.
class KeyTaker : public QWidget {
  public:
    explicit KeyTaker(QWidget* parent) : QWidget(parent) { setFocusPolicy(Qt::StrongFocus); }
    QString taken;

  protected:
    void keyPressEvent(QKeyEvent* event) override { taken += event->text(); }
};

class OtherPane : public Pane {
  public:
    explicit OtherPane(PaneContext& context) : Pane(context, "OTHER", "Other", false) { setBody(ladder); }
    KeyTaker* ladder = new KeyTaker(this);
};

class AskingPane : public Pane {
  public:
    explicit AskingPane(PaneContext& context) : Pane(context, "ASKING", "Asking", false) {
        auto* body = new QWidget(this);
        auto* column = new QVBoxLayout(body);
        column->addWidget(text);
        column->addWidget(list);
        column->addWidget(question);
        setBody(body);
        body->setFocusProxy(text);
    }
    QLineEdit* text = new QLineEdit(this);
    KeyTaker* list = new KeyTaker(this);
    QuestionLine* question = new QuestionLine("q", this);
};

/// A window with a command bar, a pane that asks, and behind it one whose letters trade.
struct Rig : test::PaneRig {
    QWidget window;
    QLineEdit* bar = new QLineEdit(&window);
    AskingPane* pane = new AskingPane(context);
    OtherPane* other = new OtherPane(context);
    int confirmed = 0;
    int third = 0;

    Rig() {
        auto* column = new QVBoxLayout(&window);
        column->addWidget(bar);
        column->addWidget(pane);
        column->addWidget(other);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window)) qFatal("the window is not active");
    }
    QPushButton& button(const char* name) { return *pane->findChild<QPushButton*>(QLatin1String(name)); }
    void ask() {
        pane->question->ask("Delete?", "Keep it", {"Delete", [this] { ++confirmed; }}, {"Move", [this] { ++third; }});
    }
    /// As the hand types, whoever has the keyboard.
    static void type(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
};

} // namespace

class TestQuestionLine : public QObject {
    Q_OBJECT
  private slots:
    void theSafeAnswerHasTheKeys_data() {
        QTest::addColumn<int>("key");
        QTest::newRow("Enter") << int(Qt::Key_Return);
        QTest::newRow("Space") << int(Qt::Key_Space);
        QTest::newRow("Escape") << int(Qt::Key_Escape);
    }
    void theSafeAnswerHasTheKeys() {
        QFETCH(int, key);
        Rig rig;
        const QSignalSpy kept(rig.pane->question, &QuestionLine::kept);
        rig.pane->list->setFocus();
        rig.ask();
        QVERIFY(rig.pane->question->isAsking());
        Rig::type(Qt::Key(key));
        QVERIFY(!rig.pane->question->isAsking());
        QCOMPARE(kept.size(), 1);
        QCOMPARE(rig.confirmed + rig.third, 0);
    }
    void eachAnswerRunsItsDeedOnce() {
        Rig rig;
        const QSignalSpy kept(rig.pane->question, &QuestionLine::kept);
        rig.ask();
        rig.button("qConfirm").click();
        rig.button("qConfirm").click();
        QCOMPARE(rig.confirmed, 1);
        rig.ask();
        rig.button("qOther").click();
        QCOMPARE(rig.third, 1);
        QCOMPARE(kept.size(), 0);
        rig.pane->question->ask("Sure?", "No", "Yes", {});
        QVERIFY(!rig.button("qOther").isVisible());
        rig.button("qConfirm").click();
        QVERIFY(!rig.pane->question->isAsking());
    }
    void theKeyboardGoesBackToWhoHadIt_data() {
        QTest::addColumn<QString>("by");
        for (const char* by : {"qKeep", "qConfirm", "qOther", "hidden"}) QTest::newRow(by) << by;
    }
    /// Qt gives the keyboard of what is hidden to the next widget of the window: the ladder behind the pane.
    void theKeyboardGoesBackToWhoHadIt() {
        QFETCH(QString, by);
        Rig rig;
        rig.pane->list->setFocus();
        rig.ask();
        if (by == "hidden")
            rig.pane->question->hide();
        else
            rig.button(qPrintable(by)).click();
        QVERIFY(rig.pane->list->hasFocus());
        Rig::type(Qt::Key_A);
        QCOMPARE(rig.pane->list->taken, "a");
        QCOMPARE(rig.other->ladder->taken, "");
    }
    void whoIsGoneGetsNothing() {
        Rig rig;
        rig.pane->list->setFocus();
        rig.ask();
        delete rig.pane->list;
        rig.button("qKeep").click();
        QVERIFY(rig.pane->text->hasFocus()); // the pane's own
    }
    /// The hand that answers is in this pane; letters of another one are for when it has gone back there.
    void anotherPanesLadderDoesNotGetTheKeyboard() {
        Rig rig;
        rig.other->ladder->setFocus();
        rig.ask();
        Rig::type(Qt::Key_S); // while it asks
        rig.button("qKeep").click();
        Rig::type(Qt::Key_S);
        QCOMPARE(rig.other->ladder->taken, "");
        QCOMPARE(rig.pane->text->text(), "s");
    }
    void theCommandBarGetsItBack() {
        Rig rig;
        rig.bar->setFocus();
        rig.ask();
        Rig::type(Qt::Key_Escape);
        QVERIFY(rig.bar->hasFocus());
    }
    /// Who has gone elsewhere meanwhile stays there.
    void whoLookedElsewhereIsLeftThere() {
        Rig rig;
        rig.pane->list->setFocus();
        rig.ask();
        rig.bar->setFocus();
        rig.pane->question->hide();
        QVERIFY(rig.bar->hasFocus());
        rig.ask();
        rig.pane->text->setFocus();
        rig.button("qKeep").setFocus(); // back to answer
        Rig::type(Qt::Key_Escape);
        QVERIFY(rig.pane->text->hasFocus());
    }
    void arrowsWalkAmongTheAnswersOnly() {
        Rig rig;
        rig.ask();
        Rig::type(Qt::Key_Right);
        QVERIFY(rig.button("qConfirm").hasFocus());
        Rig::type(Qt::Key_Down);
        QVERIFY(rig.button("qOther").hasFocus());
        Rig::type(Qt::Key_Right);
        QVERIFY(rig.button("qKeep").hasFocus());
        Rig::type(Qt::Key_Left);
        QVERIFY(rig.button("qOther").hasFocus());
        rig.pane->question->ask("Sure?", "No", "Yes", {});
        Rig::type(Qt::Key_Up);
        QVERIFY(rig.button("qConfirm").hasFocus());
        Rig::type(Qt::Key_Right);
        QVERIFY(rig.button("qKeep").hasFocus());
    }
    /// A deed that asks again has its own question.
    void aDeedMayAskAgain() {
        Rig rig;
        rig.pane->list->setFocus();
        rig.pane->question->ask("One?", "No", "Yes", [&] { rig.ask(); });
        rig.button("qConfirm").click();
        QVERIFY(rig.pane->question->isAsking());
        QVERIFY(rig.button("qKeep").hasFocus());
        rig.button("qConfirm").click();
        QCOMPARE(rig.confirmed, 1);
        QVERIFY(rig.pane->list->hasFocus());
    }
    void narrowPanesWrapTheAnswers() {
        Rig rig;
        rig.window.resize(180, 500);
        rig.pane->question->ask("Is this long enough a question to be of two lines?", "Keep it for now",
                                {"Throw it away", {}}, {"Move it elsewhere", {}});
        QCoreApplication::processEvents();
        for (const char* name : {"qKeep", "qConfirm", "qOther"}) {
            QPushButton& button = rig.button(name);
            QCOMPARE(button.visibleRegion().boundingRect(), button.rect());
        }
    }
};

QD_TEST(TestQuestionLine);
#include "TestQuestionLine.moc"
