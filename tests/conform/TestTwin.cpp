#include "app/tool/conform/Inputs.h"
#include "app/tool/conform/Vectors.h"
#include "core/base/Hash.h"
#include "tests/conform/Generators.h"
#include "tests/conform/Twin.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace qd;
using namespace qd::test;
using namespace qd::tool::conform;

namespace {

constexpr std::size_t kChunk = 2'000;
constexpr Int128 kWholePosition = std::numeric_limits<std::uint64_t>::max();

std::int64_t setting(const char* name, std::int64_t otherwise) {
    const char* set = std::getenv(name);
    return set != nullptr ? std::atoll(set) : otherwise;
}

/// Does a result of the twin, or a part of it, leave 64 bits? The sentinel for a whole position does not count.
bool isTooLarge(const Json& value) {
    if (value.is_array())
        return std::any_of(value.begin(), value.end(), [](const Json& element) { return isTooLarge(element); });
    if (const auto whole = wholeNumber(value)) return !fitsInt64(*whole) && *whole != kWholePosition;
    constexpr const char* kDigits = "-0123456789"; // more of them than wholeNumber reads
    return value.is_string() && value.get_ref<const std::string&>().find_first_not_of(kDigits) == std::string::npos;
}

template<class Table>
std::vector<std::string> namesOf(const Table& table) {
    std::vector<std::string> names;
    for (const auto& [name, entry] : table) names.push_back(name);
    return names;
}

/// What only one of two ascending lists has.
QString difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::vector<std::string> names;
    std::ranges::set_symmetric_difference(a, b, std::back_inserter(names));
    QString text;
    for (const std::string& name : names) text += QString::fromStdString(name) + ' ';
    return text;
}

/// What became of the inputs of one formula.
struct Tally {
    std::size_t equal = 0;
    std::size_t tooLarge = 0; ///< beyond 64 bits there, refused here
    std::size_t refused = 0;  ///< by both
    std::vector<std::string> different;
};

void compare(Tally& tally, const Comparison& comparison, const std::string& formula, const Json& inputs,
             const Json& twin) {
    const Answer got = evaluate(formula, inputs);
    const bool tooLarge = twin.contains("value") && isTooLarge(twin["value"]);
    const bool saysTooLarge = got ? !comparison.whenTooLarge.is_null() && *got == comparison.whenTooLarge
                                  : got.error().code == AnswerCode::Overflow;
    if (got && twin.contains("value") && meets(*got, twin["value"], comparison.tolerance))
        ++tally.equal;
    else if (tooLarge && saysTooLarge)
        ++tally.tooLarge;
    else if (!got && twin.contains("error") && got.error().code != AnswerCode::WrongInput)
        ++tally.refused;
    else
        tally.different.push_back(inputs.dump() + ": " + (got ? got->dump() : got.error().detail) + " instead of " +
                                  twin.dump());
}

} // namespace

/// Every formula against the executable form of the specification, on random inputs. QD_TWIN_RUNS inputs each (3'000),
/// from QD_TWIN_SEED (42). A few formulas alone: `test_conform TestTwin formula:premium_ppm formula:twap`.
class TestTwin : public QObject {
    Q_OBJECT

    Twin m_twin;
    std::vector<std::string> m_names;
    const Comparisons m_comparisons = comparisons();

  private slots:
    void initTestCase() {
        const auto reference = sharedFile("spec/perps_reference.py");
        if (!reference) QSKIP(skipSentence());
        const auto names = m_twin.start(*reference);
        QVERIFY2(names, names.error().c_str());
        m_names = *names;
    }

    void everyFormulaIsKnown() {
        QVERIFY(!m_names.empty());
        QCOMPARE(difference(m_names, namesOf(tool::conform::formulas())), "");
        QCOMPARE(difference(m_names, namesOf(m_comparisons)), "");
    }

    void formula_data() {
        QTest::addColumn<QString>("name");
        for (const std::string& name : m_names) QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void formula() {
        QFETCH(QString, name);
        const std::string formula = name.toStdString();
        QVERIFY2(m_comparisons.contains(formula), "no inputs are made for it");
        const Comparison& comparison = m_comparisons.at(formula);
        const auto runs = static_cast<std::size_t>(setting("QD_TWIN_RUNS", 3'000));
        const auto seed = static_cast<std::uint64_t>(setting("QD_TWIN_SEED", 42));
        Draw draw(seed ^ checksum64(std::as_bytes(std::span(formula))));
        Tally tally;
        for (std::size_t done = 0; done < runs && tally.different.empty(); done += kChunk) {
            std::vector<Json> inputs(std::min(kChunk, runs - done));
            for (Json& one : inputs) one = comparison.inputs(draw);
            const auto results = m_twin.evaluate(formula, inputs);
            QVERIFY2(results, results.error().c_str());
            for (std::size_t i = 0; i < inputs.size(); ++i)
                compare(tally, comparison, formula, inputs[i], (*results)[i]);
        }
        std::printf("%s: %zu equal, %zu too large for 64 bits, %zu refused by both, %zu different\n", formula.c_str(),
                    tally.equal, tally.tooLarge, tally.refused, tally.different.size());
        const std::string first = tally.different.empty() ? "" : tally.different.front();
        QVERIFY2(first.empty(), first.c_str());
        QVERIFY2(tally.equal * 10 >= runs * 9, "nearly all inputs have a result to compare");
    }
};
QD_TEST(TestTwin);
#include "TestTwin.moc"
