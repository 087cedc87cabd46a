#include "core/ports/Actions.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ports;

namespace {

Action named(std::string name, std::vector<std::string>* calls = nullptr) {
    Action a;
    a.name = std::move(name);
    a.run = [calls](const ActionWords& words, const ActionDone& done) {
        if (calls != nullptr) calls->assign(words.begin(), words.end());
        done(std::string("done"));
    };
    return a;
}

} // namespace

class TestActions : public QObject {
    Q_OBJECT
  private slots:
    void splits_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArrayList>("words");
        QTest::newRow("empty") << QByteArray("") << QByteArrayList{};
        QTest::newRow("spaces") << QByteArray("  a   b ") << QByteArrayList{"a", "b"};
        QTest::newRow("quotes") << QByteArray("SHOT \"my file.png\" x") << QByteArrayList{"SHOT", "my file.png", "x"};
        QTest::newRow("quote inside") << QByteArray("\"a \"\"b\"\" c\"") << QByteArrayList{"a \"b\" c"};
        QTest::newRow("empty word") << QByteArray("\"\"") << QByteArrayList{""};
        QTest::newRow("joined") << QByteArray("ab\"c d\"e") << QByteArrayList{"abc de"};
        QTest::newRow("utf-8") << QByteArray("NOTE ä €") << QByteArrayList{"NOTE", "ä", "€"};
    }
    void splits() {
        QFETCH(QByteArray, line);
        QFETCH(QByteArrayList, words);
        const auto split = splitWords(line.toStdString());
        QVERIFY(split.has_value());
        QCOMPARE(static_cast<qsizetype>(split->size()), words.size());
        for (qsizetype i = 0; i < words.size(); ++i)
            QCOMPARE(QByteArray::fromStdString((*split)[static_cast<std::size_t>(i)]), words[i]);
    }

    void refusesBrokenLines() {
        QCOMPARE(splitWords("a \"b").error().code, ActionCode::BadArguments);
        QCOMPARE(splitWords(std::string("a\0b", 3)).error().code, ActionCode::BadArguments);
        QCOMPARE(splitWords("a\nb").error().code, ActionCode::BadArguments);
        QCOMPARE(splitWords(std::string(5'000, 'a')).error().code, ActionCode::BadArguments);
    }

    void anyLineIsSplitOrRefused() {
        QD_PROPERTY("no word is longer than the line", [](const std::string& line) {
            if (const auto words = splitWords(line)) {
                for (const auto& w : *words) RC_ASSERT(w.size() <= line.size());
            }
        });
    }

    void runsByNameInAnyCase() {
        Actions actions;
        std::vector<std::string> calls;
        const auto handle = actions.add(named("CHART", &calls));
        ActionResult result;
        actions.run("chart SOL-PERP 5m", [&](ActionResult r) { result = std::move(r); });
        QVERIFY(result.has_value());
        QCOMPARE(calls, (std::vector<std::string>{"SOL-PERP", "5m"}));
        actions.run("CHARTS", [&](ActionResult r) { result = std::move(r); });
        QCOMPARE(result.error().code, ActionCode::Unknown);
        actions.run("   ", [&](ActionResult r) { result = std::move(r); });
        QVERIFY(result.has_value());
    }

    void handleEndsTheAction() {
        Actions actions;
        int changes = 0;
        const auto listening = actions.onChanged([&] { ++changes; });
        {
            const auto outer = actions.add(named("A"));
            {
                std::vector<std::string> calls{"untouched"};
                const auto inner = actions.add(named("A", &calls));
                actions.run("A x", [](ActionResult) {});
                QCOMPARE(calls, std::vector<std::string>{"x"});
            }
            QVERIFY(actions.find("a") != nullptr);
            QCOMPARE(actions.all().size(), 1U);
        }
        QVERIFY(actions.find("A") == nullptr);
        QCOMPARE(changes, 4);
    }

    void keysAreChosenByName() {
        Actions actions;
        int changes = 0;
        Action flatten = named("FLATTEN");
        flatten.key = "Ctrl+Shift+F";
        const auto handle = actions.add(flatten);
        const auto listening = actions.onChanged([&] { ++changes; });
        QCOMPARE(actions.keyOf(flatten), "Ctrl+Shift+F");
        actions.setKeys({{"FLATTEN", "F9"}, {"LATER", "F10"}});
        QCOMPARE(actions.keyOf(flatten), "F9");
        const auto later = actions.add(named("LATER"));
        QCOMPARE(actions.keyOf(*actions.find("later")), "F10");
        QCOMPARE(changes, 2);
        actions.setKeys({{"FLATTEN", "F9"}, {"LATER", "F10"}}); // nothing new
        QCOMPARE(changes, 2);
        actions.setKeys({{"FLATTEN", ""}});
        QVERIFY(actions.keyOf(flatten).empty());
        actions.setKeys({});
        QCOMPARE(actions.keyOf(flatten), "Ctrl+Shift+F");
    }

    void completes() {
        Actions actions;
        Action chart = named("CHART");
        chart.complete = [](const ActionWords& words) {
            return words.size() == 1 ? std::vector<std::string>{"SOL-PERP", "BTC-PERP"}
                                     : std::vector<std::string>{"1m", "5m"};
        };
        const auto one = actions.add(chart);
        const auto two = actions.add(named("CANCEL"));
        QCOMPARE(actions.complete("c", 9), (std::vector<std::string>{"CANCEL", "CHART"}));
        QCOMPARE(actions.complete("CHART ", 9), (std::vector<std::string>{"CHART SOL-PERP", "CHART BTC-PERP"}));
        QCOMPARE(actions.complete("chart s", 9), std::vector<std::string>{"CHART SOL-PERP"});
        QCOMPARE(actions.complete("chart SOL-PERP 5", 9), std::vector<std::string>{"CHART SOL-PERP 5m"});
        QVERIFY(actions.complete("nothing x", 9).empty());
        QCOMPARE(actions.complete("", 1).size(), 1U);
    }
    /// A word with a tab in it was completed without its quotes, and so became two.
    void completionKeepsWordsWithTabsTogether() {
        Actions actions;
        Action layout = named("LAYOUT");
        layout.complete = [](const ActionWords&) { return std::vector<std::string>{"two\tparts"}; };
        const auto one = actions.add(layout);
        const auto lines = actions.complete("LAYOUT \"a\tb\" two", 9);
        QCOMPARE(lines.size(), 1U);
        QCOMPARE(splitWords(lines.front()).value(), (ActionWords{"LAYOUT", "a\tb", "two\tparts"}));
    }
    void linesAreWrittenInOneWay() {
        QCOMPARE(*normalLine("  close   1/3 "), "CLOSE 1/3");
        QCOMPARE(*normalLine("layout \"two words\" \"\""), "LAYOUT \"two words\" \"\"");
        QCOMPARE(*normalLine(*normalLine("x \"a \"\"b\"")), *normalLine("x \"a \"\"b\""));
        QVERIFY(!normalLine("").has_value());
        QVERIFY(!normalLine("x \"").has_value());
    }
    void linesWithKeys() {
        Actions actions;
        Action close;
        close.name = "CLOSE";
        close.key = "F2";
        close.needsArm = [](const ActionWords& words) { return !words.empty(); };
        const auto handle = actions.add(close);
        actions.setKeys({{"CLOSE 1/3", "Ctrl+3"}, {"CLOSE 1/2", ""}, {"LATER now", "F4"}},
                        {{"LADDER", {{"CLOSE", "R"}, {"BUY", ""}}}});
        const auto lines = actions.bound();
        QCOMPARE(lines.size(), 2U);
        QCOMPARE(lines[0].line, "CLOSE");
        QCOMPARE(lines[0].key, "F2");
        QCOMPARE(lines[1].line, "CLOSE 1/3");
        QCOMPARE(lines[1].words, ActionWords{"1/3"});
        QVERIFY(!sendsOrders(*lines[0].action, lines[0].words));
        QVERIFY(sendsOrders(*lines[1].action, lines[1].words));
        QCOMPARE(actions.placeKey("LADDER", "CLOSE").value(), "R");
        QCOMPARE(actions.placeKey("LADDER", "BUY").value(), "");
        QVERIFY(!actions.placeKey("LADDER", "SELL") && !actions.placeKey("CHART", "BUY"));
    }
    void whatTradesIsNotRunByAClick() {
        Action action;
        action.name = "CLOSE";
        action.usage = "CLOSE [market]";
        QVERIFY(runsByClick(action));
        action.mustBeHeld = true;
        QVERIFY(!runsByClick(action));
        action.mustBeHeld = false;
        action.needsArm = always;
        QVERIFY(!runsByClick(action) && runsBare(action));
    }
};
QD_TEST(TestActions);
#include "TestActions.moc"
