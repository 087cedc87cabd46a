#include "app/tool/conform/Vectors.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::tool::conform;

namespace {

constexpr const char* kPnl = R"({"id":"pnl","area":"pnl","formula":"perp_pnl","note":"for people",
    "inputs":{"base":1000000000,"price":"100000000","quote":-90000000},"expected":10000000})";

std::string document(const std::string& entries) { return R"({"meta":{},"vectors":[)" + entries + "]}"; }

Vector only(const std::string& entry) {
    const auto parsed = parseVectors(document(entry), "file");
    return parsed && parsed->size() == 1 ? parsed->front() : Vector{};
}

/// The vector above with one part exchanged.
std::string changed(const std::string& from, const std::string& to) {
    std::string text = kPnl;
    text.replace(text.find(from), from.size(), to);
    return text;
}

} // namespace

class TestVectorFile : public QObject {
    Q_OBJECT

  private slots:
    void bothListsAreRead() {
        const std::string own = R"({"vectors":[)" + std::string(kPnl) + R"(],"own_examples":[)" +
                                changed("\"id\":\"pnl\"", "\"id\":\"own\"") + "]}";
        const auto parsed = parseVectors(own, "file");
        QVERIFY(parsed && parsed->size() == 2);
        QCOMPARE((*parsed)[1].id, std::string("own"));
        QCOMPARE((*parsed)[1].formula, std::string("perp_pnl"));
        QVERIFY(!(*parsed)[1].tolerance);
    }

    void malformedIsASentence_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& text, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QString("file: ") + sentence;
        };
        row("nothing", "", "not JSON (byte 1)");
        row("cut off", R"({"vectors":[)", "not JSON (byte 13)");
        row("a number of no size", R"({"vectors":[1e999]})", "not JSON (a number is out of range)");
        row("bytes that are no text", "{\"vectors\":[\"\xff\"]}", "not JSON (byte 14)");
        row("nested without end", document(std::string(40, '[') + std::string(40, ']')), "nested too deeply");
        row("a list", "[]", "not an object with \"vectors\"");
        row("another object", R"({"vector":[]})", "not an object with \"vectors\"");
        row("no list", R"({"vectors":{}})", "vectors is not a list");
        row("no list of examples", R"({"vectors":[],"own_examples":3})", "own_examples is not a list");
        row("no vector", document(""), "holds no vector");
        row("not an object", document("5"), "vectors[0] is not an object");
        row("no id", document(changed("\"id\"", "\"ID\"")), "vectors[0] has no \"id\" that is a text");
        row("an id that is a number", document(changed("\"pnl\"", "7")), "vectors[0] has no \"id\" that is a text");
        row("no formula", document(changed("formula", "form")), "vectors[0] has no \"formula\" that is a text");
        row("no inputs", document(changed("inputs", "input")), "vectors[0] has no \"inputs\" that are an object");
        row("nothing expected", document(changed("expected", "expects")), "vectors[0] has no \"expected\"");
        row("a strange tolerance", document(changed("\"expected\"", "\"tol\":\"1\",\"expected\"")),
            "vectors[0] has a \"tol\" that is no number from 0 upwards");
        row("an id twice", document(std::string(kPnl) + "," + kPnl), "vectors[1] has the id \"pnl\" of another");
    }
    void malformedIsASentence() {
        QFETCH(QByteArray, text);
        QFETCH(QString, sentence);
        const auto parsed = parseVectors(text.toStdString(), "file");
        QVERIFY(!parsed);
        QCOMPARE(QString::fromStdString(parsed.error().detail), sentence);
    }

    void missesAreSentences_data() {
        QTest::addColumn<QString>("entry");
        QTest::addColumn<QString>("miss");
        const auto row = [](const char* name, const std::string& entry, const char* miss) {
            QTest::newRow(name) << QString::fromStdString(entry) << QString(miss);
        };
        row("met", kPnl, "");
        row("expected as text", changed("\"expected\":10000000", "\"expected\":\"10000000\""), "");
        row("another result", changed("\"expected\":10000000", "\"expected\":3"), "expected 3, got 10000000");
        row("another kind", changed("\"expected\":10000000", "\"expected\":null"), "expected null, got 10000000");
        row("unknown", changed("perp_pnl", "pnl_perp"), "expected 10000000, got unknown formula \"pnl_perp\"");
        row("missing", changed("\"quote\"", "\"quota\""), "expected 10000000, got no input \"quote\"");
        row("null", changed("-90000000", "null"), "expected 10000000, got input \"quote\" is not a whole number");
        row("a fraction", changed("-90000000", "0.5"), "expected 10000000, got input \"quote\" is not a whole number");
        row("words", changed("-90000000", "\"1e5\""), "expected 10000000, got input \"quote\" is not a whole number");
        row("too large to read", changed("-90000000", "\"9223372036854775808\""),
            "expected 10000000, got input \"quote\" is out of range");
        row("too large to compute", changed("-90000000", "9223372036854775807"), "expected 10000000, got an overflow");
    }
    void missesAreSentences() {
        QFETCH(QString, entry);
        QFETCH(QString, miss);
        QCOMPARE(QString::fromStdString(missOf(only(entry.toStdString())).value_or("")), miss);
    }

    void comparing_data() {
        QTest::addColumn<QString>("got");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<double>("tolerance");
        QTest::addColumn<bool>("meets");
        const auto row = [](const char* got, const char* expected, double tolerance, bool meets) {
            QTest::addRow("%s for %s within %g", got, expected, tolerance) << got << expected << tolerance << meets;
        };
        row("5", "5", -1, true);
        row("5", "6", -1, false);
        row("9007199254740993", "\"9007199254740993\"", -1, true);
        row("9007199254740993", "\"9007199254740992\"", -1, false);
        row("9007199254740993", "9007199254740992", -1, false);
        row("\"18446744073709551615\"", "\"18446744073709551615\"", -1, true);
        row("18446744073709551615", "\"18446744073709551615\"", -1, true);
        row("18446744073709551615", "-1", -1, false);
        row("true", "true", -1, true);
        row("true", "1", -1, false);
        row("0", "false", -1, false);
        row("null", "null", -1, true);
        row("null", "0", -1, false);
        row("\"Valid\"", "\"Valid\"", -1, true);
        row("\"Valid\"", "\"valid\"", -1, false);
        row("[1,null,[2,true]]", "[1,null,[\"2\",true]]", -1, true);
        row("[1,2]", "[1,2,3]", -1, false);
        row("[1]", "1", -1, false);
        row("1", "[1]", -1, false);
        row("0.5", "0.5", -1, true);
        row("0.5", "0.5000001", -1, false);
        row("0.5", "0.5000001", 1e-6, true);
        row("0.5", "0.500002", 1e-6, false);
        row("1000.0005", "1000", 1e-6, true);
        row("1000.002", "1000", 1e-6, false);
        row("[0.1,2.5]", "[0.1,2.5000001]", 1e-6, true);
        row("null", "0.5", 1e-6, false);
    }
    void comparing() {
        QFETCH(QString, got);
        QFETCH(QString, expected);
        QFETCH(double, tolerance);
        QFETCH(bool, meets);
        const std::optional<double> within = tolerance < 0 ? std::nullopt : std::optional(tolerance);
        QCOMPARE(tool::conform::meets(Json::parse(got.toStdString()), Json::parse(expected.toStdString()), within),
                 meets);
    }
};
QD_TEST(TestVectorFile);
#include "TestVectorFile.moc"
