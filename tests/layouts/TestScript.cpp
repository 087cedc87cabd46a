#include "core/base/Decimal.h"
#include "layouts/workspace/Script.h"
#include "layouts/workspace/ScriptText.h"
#include "tests/layouts/WorkspaceRig.h"
#include "tests/support/TestRunner.h"

#include <QDir>
#include <QEventLoop>
#include <QImage>
#include <QObject>

#include <map>

using namespace qd;
using namespace qd::workspace;
using test::WorkspaceRig;

class TestScript : public QObject {
    Q_OBJECT
    std::unique_ptr<WorkspaceRig> m_rig;
    std::unique_ptr<ScriptActions> m_script;
    std::map<std::string, std::string, std::less<>> m_values;
    int m_quits = 0;
    WorkspaceRig& rig() { return *m_rig; }

    void objects(const std::string& line, const char* sentence) {
        const auto result = rig().run(line);
        QVERIFY2(!result.has_value(), line.c_str());
        QVERIFY2(result.error().detail.find(sentence) != std::string::npos, result.error().detail.c_str());
    }
    std::string runScript(const std::string& text) {
        std::optional<std::string> problem;
        QEventLoop loop;
        ScriptRunner runner(rig().rig.actions);
        runner.run(splitScript(text), [&](const std::string& p) {
            problem = p;
            loop.quit();
        });
        QTimer::singleShot(30'000, &loop, &QEventLoop::quit);
        if (!problem) loop.exec();
        return problem.value_or("it did not end");
    }
    void addOrder(std::uint32_t id, Price price) {
        TrackedOrder order;
        order.order.id = OrderId(id);
        order.order.terms.clientId = ClientOrderId(70 + id);
        order.order.terms.price = price;
        order.order.terms.size = Quantity::of(2);
        order.state = OrderState::Working;
        rig().rig.venue.orderList.push_back(order);
    }

  private slots:
    void init() {
        m_values.clear();
        m_quits = 0;
        m_rig = std::make_unique<WorkspaceRig>();
        rig().start();
        ScriptActions::Hooks hooks;
        hooks.dump = [](const std::function<void(std::string)>& deliver) { deliver("{\"a\": 1}\n"); };
        hooks.lookUp = [this](std::string_view path) -> std::optional<std::string> {
            const auto found = m_values.find(path);
            return found == m_values.end() ? std::nullopt : std::optional(found->second);
        };
        hooks.places = [](const std::vector<Price>& prices) {
            std::string text;
            for (const Price price : prices) text += toString(price) + " ";
            return text;
        };
        hooks.quit = [this] { ++m_quits; };
        m_script = std::make_unique<ScriptActions>(rig().rig.context, *rig().workspace, std::move(hooks));
    }
    void cleanup() {
        m_script.reset();
        m_rig.reset();
    }

    void objections_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("WAIT") << "WAIT" << "WAIT wants milliseconds, at most an hour";
        QTest::newRow("WAIT for long") << "WAIT 3600001" << "WAIT wants milliseconds";
        QTest::newRow("WAIT backwards") << "WAIT -1" << "WAIT wants milliseconds";
        QTest::newRow("WAIT for a word") << "WAIT soon" << "WAIT wants milliseconds";
        QTest::newRow("UNTIL") << "UNTIL" << "UNTIL wants a condition and milliseconds";
        QTest::newRow("UNTIL without a time") << "UNTIL a == 1" << "UNTIL wants a condition and milliseconds";
        QTest::newRow("UNTIL of three") << "UNTIL a == 10" << "UNTIL wants a condition and milliseconds";
        QTest::newRow("UNTIL without an operator") << "UNTIL a is 1 100" << "\"is\" is no comparison";
        QTest::newRow("SHOT") << "SHOT" << "SHOT wants a file";
        QTest::newRow("SHOT of two panes") << "SHOT a.png b c" << "SHOT wants a file";
        QTest::newRow("SHOT of no pane") << "SHOT a.png NEWS" << "there is no pane NEWS";
        QTest::newRow("DUMP") << "DUMP" << "DUMP wants a file";
        QTest::newRow("DUMP of two") << "DUMP a b" << "DUMP wants a file";
        QTest::newRow("DUMP to no folder") << "DUMP /nonexistent/a.json" << "/nonexistent/a.json";
        QTest::newRow("DUMP to a folder") << "DUMP /tmp" << "\"/tmp\": is no file";
        QTest::newRow("DUMP to nothing") << "DUMP \"\"" << "is no file";
        QTest::newRow("GALLERY") << "GALLERY" << "GALLERY wants a folder";
        QTest::newRow("GALLERY for long") << "GALLERY a 3600001" << "GALLERY wants a folder";
        QTest::newRow("GALLERY to no folder") << "GALLERY /proc/none 1" << "No such file";
        QTest::newRow("PLACES") << "PLACES" << "PLACES wants a file";
        QTest::newRow("PLACES of a word") << "PLACES a.json high" << "\"high\" is no price";
        QTest::newRow("SHOT to no folder") << "SHOT /nonexistent/a.png" << "No such file";
        QTest::newRow("DRAG") << "DRAG BOOK-1 5" << "DRAG wants a pane, the number of an order and a price";
        QTest::newRow("DRAG in no pane") << "DRAG NEWS 5 148" << "NEWS is no pane with orders to be dragged";
        QTest::newRow("DRAG no order") << "DRAG BOOK-1 5 148" << "there is no working order 5";
    }
    void objections() {
        QFETCH(QString, line);
        QFETCH(QString, sentence);
        objects(line.toStdString(), sentence.toUtf8().constData());
    }

    void untilWaitsForAValue() {
        m_values["orders.0.state"] = "sent";
        std::optional<ports::ActionResult> result;
        rig().rig.actions.run("UNTIL orders.0.state == working 5000", [&](ports::ActionResult r) { result = r; });
        QTest::qWait(50);
        QVERIFY(!result);
        m_values["orders.0.state"] = "working";
        QTRY_VERIFY(result.has_value());
        QVERIFY(result->has_value());
    }
    void untilComparesNumbers() {
        m_values["account.equity"] = "10000.5";
        QVERIFY(rig().run("UNTIL account.equity > 9999 1000").has_value());
        QVERIFY(rig().run("UNTIL account.equity == 10000.50 1000").has_value());
    }
    void untilFeedIsLive() {
        m_values["feed.live"] = "true";
        QVERIFY(rig().run("UNTIL feed.live 1000").has_value());
    }
    /// A value that is not there satisfies nothing, and a time that has passed is said with the last value.
    void untilRunsOutOfTime() {
        const auto timedOut = [&](const char* line) {
            std::optional<ports::ActionResult> result;
            rig().rig.actions.run(line, [&](ports::ActionResult r) { result = r; });
            rig().rig.clock.advance(200 * kNanosPerMilli);
            if (!QTest::qWaitFor([&] { return result.has_value(); })) return std::string("there was no answer");
            return result->has_value() ? std::string() : result->error().detail;
        };
        QCOMPARE(timedOut("UNTIL a.b != 5 100"), "it did not become so in time; a.b is not there");
        m_values["a.b"] = "7";
        QCOMPARE(timedOut("UNTIL a.b == 5 100"), "it did not become so in time; a.b is 7");
        QCOMPARE(timedOut("UNTIL a.b 100"), "it did not become so in time; a.b is 7");
    }
    void shots() {
        const std::string all = rig().file("all.png").toStdString();
        QCOMPARE(rig().said("SHOT " + all), "Saved " + all + ".");
        QCOMPARE(QImage(QString::fromStdString(all)).size(), rig().window()->size());
        const std::string one = rig().file("one.png").toStdString();
        QVERIFY(rig().run("SHOT " + one + " CHART-1").has_value()); // behind another tab: brought to the front
        QCOMPARE(QImage(QString::fromStdString(one)).size(), rig().dock("CHART-1")->size());
        rig().run("WINDOW NEW");
        rig().window(1)->setGeometry(2'000, 50, 700, 500);
        rig().run("PANE FLOAT ORDER-1");
        rig().dock("ORDER-1")->setGeometry(50, 900, 300, 200); // left of and below the windows
        QCoreApplication::processEvents();
        QVERIFY(rig().run("SHOT " + all).has_value());
        const QRect desktop =
            rig().window(0)->geometry() | rig().window(1)->geometry() | rig().dock("ORDER-1")->geometry();
        QCOMPARE(QImage(QString::fromStdString(all)).size(), desktop.size());
    }
    /// Every kind of pane and every shipped layout has its picture, and the windows are as before.
    void gallery() {
        const std::string before = writeLayout(rig().workspace->capture());
        const QString folder = rig().file("gallery");
        std::optional<ports::ActionResult> result;
        rig().rig.actions.run("GALLERY " + folder.toStdString() + " 20", [&](ports::ActionResult r) { result = r; });
        objects("GALLERY " + rig().file("other").toStdString(), "A gallery is being made already.");
        QVERIFY(QTest::qWaitFor([&] { return result.has_value(); }, 20'000));
        QVERIFY2(result->has_value(), result->error().detail.c_str());
        qsizetype wanted = 0;
        for (const auto& kind : rig().workspace->kinds()) {
            const QImage picture(folder + "/pane-" + kind.mnemonic + ".png");
            QVERIFY2(!picture.isNull(), qPrintable(kind.mnemonic));
            QVERIFY(picture.width() >= kind.preferredSize.width());
            ++wanted;
        }
        for (const auto& name : rig().workspace->layoutNames()) {
            if (!rig().workspace->isPreset(name)) continue;
            QVERIFY(!QImage(folder + "/layout-" + QString::fromStdString(name) + ".png").isNull());
            ++wanted;
        }
        QCOMPARE(QDir(folder).entryList({"*.png"}).size(), wanted);
        QCOMPARE(writeLayout(rig().workspace->capture()), before);
        QVERIFY(rig().run("GALLERY " + folder.toStdString() + " 0").has_value()); // again
    }
    void places() {
        const std::string file = rig().file("places.json").toStdString();
        QCOMPARE(rig().said("PLACES " + file + " 148.2 0.5"), "Saved " + file + ".");
        QFile in(QString::fromStdString(file));
        QVERIFY(in.open(QIODevice::ReadOnly));
        QCOMPARE(in.readAll(), QByteArray("148.2 0.5 "));
    }
    void nothingToBeSeen() {
        rig().window()->hide();
        objects("SHOT " + rig().file("a.png").toStdString(), "There is nothing to be seen.");
    }
    void dumps() {
        const QString file = rig().file("state.json");
        QCOMPARE(rig().said("DUMP " + file.toStdString()), "Saved " + file.toStdString() + ".");
        QFile in(file);
        QVERIFY(in.open(QIODevice::ReadOnly));
        QCOMPARE(in.readAll(), QByteArray("{\"a\": 1}\n"));
    }
    void aDeviceIsWrittenToAsItIs() {
        QVERIFY(rig().run("DUMP /dev/null").has_value());
        QVERIFY(std::filesystem::is_character_file("/dev/null"));
        objects("DUMP /dev/full", "could not be written");
    }

    void dragsWithTheMouse() {
        addOrder(5, Price(148'200'000));
        QVERIFY(rig().run("DRAG BOOK-1 5 148.55").has_value());
        QCOMPARE(rig().pane("BOOK-1")->grabbed.value(), QPoint(5, 20));
        QCOMPARE(rig().pane("BOOK-1")->released.value(), QPoint(5, 55));
        QVERIFY(rig().run("DRAG book 75 148.10").has_value()); // by mnemonic and by client id
        QCOMPARE(rig().pane("BOOK-1")->released.value(), QPoint(5, 10));
    }
    void whatCannotBeDragged() {
        addOrder(5, Price(148'200'000));
        addOrder(6, Price(150'000'000));
        objects("DRAG BOOK-1 5 155", "The order or the price is out of view in BOOK-1.");
        objects("DRAG BOOK-1 6 148.5", "The order or the price is out of view in BOOK-1.");
        objects("DRAG BOOK-1 5 high", "no price \"high\"");
        rig().pane("BOOK-1")->showsOrders = false;
        objects("DRAG BOOK-1 5 148.5", "BOOK-1 is no pane with orders to be dragged");
        QVERIFY(!rig().pane("BOOK-1")->grabbed);
    }

    void aScriptRunsLineAfterLine() {
        m_values["x"] = "1";
        QCOMPARE(runScript("PAUSE; WAIT 5\nUNTIL x == 1 1000; RESUME; QUIT"), "");
        QCOMPARE(rig().rig.venue.pauses, (std::vector<bool>{true, false}));
        QCOMPARE(m_quits, 1);
    }
    void theFirstErrorEndsAScript() {
        QCOMPARE(runScript("PAUSE; NONSENSE 1; RESUME"), "NONSENSE 1: there is no command NONSENSE; HELP lists them");
        QCOMPARE(runScript("SPEED fast; RESUME"), "SPEED fast: SPEED wants a number from 0.1 to 1000");
        QCOMPARE(runScript("WAIT \"5; RESUME"), "WAIT \"5; RESUME: a quotation mark is not closed");
        QCOMPARE(rig().rig.venue.pauses, std::vector<bool>{true});
    }
    void anEmptyScriptEndsWell() { QCOMPARE(runScript(" ; # nothing\n"), ""); }
    void aLongScriptDoesNotGrowTheStack() {
        std::string text;
        for (int i = 0; i < 20'000; ++i) text += "PAUSE;";
        QCOMPARE(runScript(text), "");
        QCOMPARE(rig().rig.venue.pauses.size(), 20'000U);
    }
};
QD_TEST(TestScript);
#include "TestScript.moc"
