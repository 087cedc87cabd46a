// Size: one table row a mistake that must be named.
#include "layouts/workspace/Layout.h"
#include "tests/layouts/Layouts.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace qd;
using namespace qd::workspace;

namespace {

constexpr const char* kGood = R"(version = 1

[[window]]
screen = "Left"
geometry = [10, 20, 800, 600]
maximised = false
root = { split = "horizontal", sizes = [0.25, 0.75], children = [
    { tabs = ["BOOK-1"] },
    { split = "vertical", children = [ { tabs = ["CHART-1", "TAPE-1"], current = 1 }, { tabs = ["ORDER-1"] } ] } ] }
floating = [ { id = "QM-1", geometry = [-50, -60, 300, 200] } ]

[window.pane.BOOK-1]
kind = "ORDERBOOK"
group = "A"
[window.pane.CHART-1]
kind = "CHART"
[window.pane.TAPE-1]
kind = "TAPE"
[window.pane.ORDER-1]
kind = "ORDER"
[window.pane.QM-1]
kind = "QM"
)";

/// The good layout with one thing changed.
QByteArray with(const char* what, const char* by) {
    QByteArray text(kGood);
    if (!text.contains(what)) qFatal("%s is not in the layout", what);
    return text.replace(what, by);
}

QByteArray nested(int depth) {
    QByteArray root = "{ tabs = [\"BOOK-1\"] }";
    for (int i = 0; i < depth; ++i) root = "{ split = \"vertical\", children = [" + root + "] }";
    return "version = 1\n[[window]]\nroot = " + root + "\n[window.pane.BOOK-1]\nkind = \"ORDERBOOK\"\n";
}

/// A window of this many panes behind one another.
QByteArray tabbed(int count) {
    QByteArray tabs;
    QByteArray panes;
    for (int i = 0; i < count; ++i) {
        tabs += "\"P" + QByteArray::number(i) + "\",";
        panes += "[window.pane.P" + QByteArray::number(i) + "]\nkind = \"P\"\n";
    }
    return "version = 1\n[[window]]\nroot = { tabs = [" + tabs + "] }\n" + panes;
}

std::string sentenceOf(const QByteArray& text) {
    const auto layout = parseLayout(text.toStdString(), "trial.toml");
    return layout ? "" : layout.error().detail;
}

} // namespace

class TestLayout : public QObject {
    Q_OBJECT
  private slots:
    void reads() {
        const auto layout = parseLayout(kGood, "trial.toml");
        QVERIFY2(layout.has_value(), layout ? "" : layout.error().detail.c_str());
        const WindowLayout& w = layout->windows.at(0);
        QCOMPARE(w.place.screen, "Left");
        QCOMPARE(w.place.geometry, QRect(10, 20, 800, 600));
        QCOMPARE(w.place.floating.at(0).geometry, QRect(-50, -60, 300, 200));
        QCOMPARE(w.panes.size(), 5U);
        QCOMPARE(w.panes.at(0).state.at("group"), "A");
        QVERIFY(w.root.horizontal);
        QCOMPARE(w.root.sizes.at(1), 0.75);
        QVERIFY(!w.root.children.at(1).horizontal);
        QCOMPARE(w.root.children.at(1).sizes.at(0), 0.5); // no sizes: equal ones
        QCOMPARE(w.root.children.at(1).children.at(0).current, 1);
    }
    void whatIsWrittenIsRead() {
        QD_PROPERTY("written and read again a layout is the same", [] {
            const Layout layout = test::anyLayout();
            const auto again = parseLayout(writeLayout(layout), "trial.toml");
            if (!again) RC_FAIL(again.error().detail);
            RC_ASSERT(writeLayout(*again) == writeLayout(layout));
            Layout exact = *again; // sums of fractions differ in the last digit
            const std::function<void(DockNode&)> round = [&](DockNode& node) {
                for (double& size : node.sizes) size = std::round(size * 10'000) / 10'000;
                for (DockNode& child : node.children) round(child);
            };
            for (WindowLayout& w : exact.windows) round(w.root);
            RC_ASSERT(exact == layout);
        });
    }

    void malformed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* name, const QByteArray& text, const char* place, const char* sentence) {
            QTest::newRow(name) << text << QByteArray(place) << QByteArray(sentence);
        };
        row("empty", "", "line 1", "its version is missing");
        row("foreign", "[package]\nname = \"x\"\n", "line 1", "its version is missing");
        row("version of another type", with("version = 1", "version = \"1\""), "line 1", "its version is missing");
        row("no window", "version = 1\n", "line 1", "there is no window");
        row("empty list of windows", "version = 1\nwindow = []\n", "line 1", "there is no window");
        row("window is no list", "version = 1\nwindow = 5\n", "line 2", "window must be a list");
        row("window is no table", "version = 1\nwindow = [5]\n", "line 2", "an entry of window must be a table");
        row("too many windows", "version = 1\n" + QByteArray("[[window]]\n").repeated(17), "line 2", "more than 16");
        row("screen is a number", with("\"Left\"", "5"), "line 4", "screen must be a text");
        row("geometry of three", with("[10, 20, 800, 600]", "[10, 20, 800]"), "line 5", "four whole numbers");
        row("geometry of fractions", with("[10, 20, 800, 600]", "[10, 20, 800.5, 600]"), "line 5", "whole numbers");
        row("geometry far away", with("[10, 20, 800, 600]", "[10, 20, 800, 9000000000]"), "line 5", "within reason");
        row("width below zero", with("[10, 20, 800, 600]", "[10, 20, -800, 600]"), "line 5", "not below zero");
        row("maximised is a text", with("= false", "= \"no\""), "line 6", "maximised must be true or false");
        row("root is a text", with("root = {", "root = \"x\"\nroots = {"), "line 7", "root must be a table");
        row("part of nothing", with("{ tabs = [\"BOOK-1\"] }", "{ }"), "line 8", "has tabs, or a split");
        row("split is a word", with("\"vertical\"", "\"diagonal\""), "line 9", "has tabs, or a split");
        row("split without children", with("{ tabs = [\"BOOK-1\"] }", "{ split = \"vertical\" }"), "line 8",
            "a split has children");
        row("tabs is a text", with("[\"BOOK-1\"]", "\"BOOK-1\""), "line 8", "tabs must be a list");
        row("tabs are empty", with("[\"BOOK-1\"]", "[]"), "line 8", "tabs are empty");
        row("tab is a number", with("[\"BOOK-1\"]", "[7]"), "line 8", "tabs are pane ids");
        row("current is a text", with("current = 1", "current = \"1\""), "line 9", "current must be a whole number");
        row("current beyond", with("current = 1", "current = 2"), "line 9", "current goes from 0 to 1");
        row("sizes of zero", with("[0.25, 0.75]", "[0, 1]"), "line 7", "numbers above zero");
        row("sizes below zero", with("[0.25, 0.75]", "[-0.25, 0.75]"), "line 7", "numbers above zero");
        row("sizes that are none", with("[0.25, 0.75]", "[nan, inf]"), "line 7", "numbers above zero");
        row("sizes of texts", with("[0.25, 0.75]", "[\"a\", \"b\"]"), "line 7", "numbers above zero");
        row("a size too few", with("[0.25, 0.75]", "[1]"), "line 7", "one size a child");
        row("unknown pane in the tree", with("[\"BOOK-1\"]", "[\"BOOK-9\"]"), "line 3", "BOOK-1 must stand in exactly");
        row("stranger in the tree", with("[\"BOOK-1\"]", "[\"BOOK-1\", \"BOOK-9\"]"), "line 3",
            "BOOK-9 has a place but is not there");
        row("pane in two places", with("[\"BOOK-1\"]", "[\"BOOK-1\", \"TAPE-1\"]"), "line 3", "exactly one place");
        row("pane twice behind tabs", with("[\"BOOK-1\"]", "[\"BOOK-1\", \"BOOK-1\"]"), "line 3", "exactly one place");
        row("pane without a place", with("floating = [ { id = \"QM-1\", geometry = [-50, -60, 300, 200] } ]", ""),
            "line 3", "QM-1 must stand in exactly one place");
        row("floating without geometry", with(", geometry = [-50, -60, 300, 200]", ""), "line 10",
            "geometry is missing");
        row("floating without id", with("id = \"QM-1\", ", ""), "line 10", "has id and geometry");
        row("floating is a table", with("floating = [", "floating = 3\nfloats = ["), "line 10",
            "floating must be a list");
        row("pane of no kind", with("kind = \"ORDERBOOK\"", "kin = \"ORDERBOOK\""), "line 12", "BOOK-1 has no kind");
        row("state is a number", with("group = \"A\"", "group = 1"), "line 14", "BOOK-1: group must be a text");
        row("state is too long", with("\"A\"", '"' + QByteArray(20'000, 'x') + '"'), "line 14", "at most 16384 bytes");
        row("pane is a number", with("[window.pane.QM-1]\nkind = \"QM\"", "[window.pane]\nQM-1 = 3"), "line 22",
            "a pane must be a table");
        row("long id", with("BOOK-1", QByteArray(65, 'B').constData()), "line 12", "with a short, plain id");
        row("id with a tab", with("BOOK-1]", "\"BOOK\\t1\"]"), "line 12", "with a short, plain id");
        row("key with a quote", with("group =", "\"a\\\"b\" ="), "line 14", "a key must be short and plain");
        row("the same pane in two windows", QByteArray(kGood) + QByteArray(kGood).mid(13), "line 32", "is there twice");
        row("nested too deep", nested(40), "line 3", "nested too deep");
        row("too many panes", tabbed(201), "line 202", "too many panes");
        row("monitors are a number", with("version = 1", "version = 1\nmonitors = 1"), "line 2", "must be a list");
        row("monitor without geometry", with("version = 1", "version = 1\nmonitors = [{name = \"L\"}]"), "line 2",
            "geometry is missing");
        row("variant of no monitors", QByteArray(kGood) + "[[variant]]\n", "line 23", "names its monitors");
        row("too many variants", QByteArray(kGood) + QByteArray("[[variant]]\n").repeated(9), "line 23", "more than 8");
        row("truncated", QByteArray(kGood).left(300), "line 10", "");
        row("binary",
            QByteArray("\x00\x01\xff\xfe"
                       "ELF\x00",
                       8),
            "line 1", "");
        row("not UTF-8",
            with("Left", "L\xff"
                         "ft"),
            "line 4", "");
    }
    void malformed() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, place);
        QFETCH(QByteArray, sentence);
        const std::string detail = sentenceOf(text);
        QVERIFY2(detail.starts_with("trial.toml: "), detail.c_str());
        QVERIFY2(detail.find(place.toStdString() + ":") != std::string::npos, detail.c_str());
        QVERIFY2(detail.find(sentence.toStdString()) != std::string::npos, detail.c_str());
    }
    void anotherVersionIsItsOwnError() {
        const auto layout = parseLayout("version = 2", "trial.toml");
        QCOMPARE(layout.error().code, LayoutCode::Version);
        QCOMPARE(layout.error().detail, "trial.toml: layout of version 2, this program reads 1");
    }
    void boundsAreInside() {
        QCOMPARE(sentenceOf(nested(32)), "");
        QCOMPARE(sentenceOf(tabbed(200)), "");
    }
    /// The TOML library builds nested tables by recursion; a million of them ended the program.
    void aKeyOfAMillionPartsIsRefused() {
        for (const char* form : {"version = 1\na%1 = 1\n", "version = 1\n[a%1]\n"}) {
            const QByteArray text = QString::fromLatin1(form).arg(QStringLiteral(".a").repeated(1'000'000)).toUtf8();
            QCOMPARE(sentenceOf(text), "trial.toml: line 2: a key has too many parts");
        }
    }
    void anyDamageIsALayoutOrASentence() {
        QD_PROPERTY("a flipped, cut or doubled byte is read or refused with a sentence", [] {
            std::string text = kGood;
            for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
                const auto at = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(text.size())));
                switch (*rc::gen::inRange(0, 3)) {
                case 0: text[at] = static_cast<char>(text[at] ^ (1 << *rc::gen::inRange(0, 8))); break;
                case 1: text.erase(at, static_cast<std::size_t>(*rc::gen::inRange(1, 20))); break;
                default: text.insert(at, text.substr(at, 10)); break;
                }
                if (text.empty()) return;
            }
            const auto layout = parseLayout(text, "trial.toml");
            if (layout)
                RC_ASSERT(parseLayout(writeLayout(*layout), "again").has_value());
            else
                RC_ASSERT(layout.error().detail.starts_with("trial.toml: line ") ||
                          layout.error().code == LayoutCode::Version);
        });
    }

    // Bugs of the writer, found by reading back what it wrote.
    void aNarrowPartIsNotWrittenAsZero() {
        auto layout = parseLayout(with("[0.25, 0.75]", "[0.000001, 1000]").toStdString(), "trial.toml");
        QVERIFY(layout.has_value());
        const auto again = parseLayout(writeLayout(*layout), "again");
        QVERIFY2(again.has_value(), again ? "" : again.error().detail.c_str());
    }
    void aStateOfKindDoesNotReplaceThePanesKind() {
        auto layout = parseLayout(kGood, "trial.toml");
        layout->windows[0].panes[0].state["kind"] = "candles";
        const auto again = parseLayout(writeLayout(*layout), "again");
        QCOMPARE(again->windows[0].panes[0].kind, "ORDERBOOK");
    }
    void aLineEndAtTheBeginningOfATextIsKept() {
        auto layout = parseLayout(kGood, "trial.toml");
        layout->windows[0].panes[0].state["note"] = "\nfirst\r\nsecond\n";
        const auto again = parseLayout(writeLayout(*layout), "again");
        QCOMPARE(again->windows[0].panes[0].state.at("note"), "\nfirst\r\nsecond\n");
    }
    void textThatIsNoUtf8IsMended() {
        auto layout = parseLayout(kGood, "trial.toml");
        layout->windows[0].panes[0].state["market"] = "A\xff";
        const auto again = parseLayout(writeLayout(*layout), "again");
        QVERIFY2(again.has_value(), again ? "" : again.error().detail.c_str());
        QCOMPARE(again->windows[0].panes[0].state.at("market"), "A\xef\xbf\xbd");
    }
};
QD_TEST(TestLayout);
#include "TestLayout.moc"
