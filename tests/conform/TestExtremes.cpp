#include "app/tool/conform/Vectors.h"
#include "tests/conform/Generators.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <vector>

using namespace qd;
using namespace qd::test;
using namespace qd::tool::conform;

namespace {

/// Every place of the inputs where a value stands.
void leavesOf(Json& json, std::vector<Json*>& leaves) {
    if (!json.is_structured()) leaves.push_back(&json);
    if (json.is_structured())
        for (Json& element : json) leavesOf(element, leaves);
}

/// What a vector may hold instead of a sensible value.
Json extreme(Draw& d) {
    constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t kMost32 = std::numeric_limits<std::uint32_t>::max();
    switch (d.below(12)) {
    case 0: return Json();
    case 1: return "-170141183460469231731687303715884105728";
    case 2: return d.real(-1e300, 1e300);
    case 3: return Json::array();
    case 4: return "buy";
    default: return d.oneOf<std::int64_t>({kLeast, kLeast + 1, kMost, kMost - 1, -kMost32, kMost32, -1, 0, 1, 2});
    }
}

} // namespace

/// Inputs that no formula is made for: there is a result or a reason why not, and nothing else happens.
class TestExtremes : public QObject {
    Q_OBJECT

  private slots:
    void formula_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [name, comparison] : comparisons())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void formula() {
        QFETCH(QString, name);
        const std::string formula = name.toStdString();
        const Comparison comparison = comparisons().at(formula);
        Draw draw(7);
        std::size_t answered = 0;
        std::size_t refused = 0;
        for (int run = 0; run < 2'000; ++run) {
            Json inputs = comparison.inputs(draw);
            std::vector<Json*> leaves;
            leavesOf(inputs, leaves);
            if (leaves.empty()) continue;
            for (std::int64_t i = draw.between(1, 3); i > 0; --i)
                *leaves[static_cast<std::size_t>(draw.below(static_cast<std::int64_t>(leaves.size())))] = extreme(draw);
            const Answer answer = evaluate(formula, inputs);
            ++(answer ? answered : refused);
            if (!answer) QVERIFY(!answer.error().detail.empty());
        }
        QVERIFY(answered > 0);
        QVERIFY(refused > 0);
    }
};
QD_TEST(TestExtremes);
#include "TestExtremes.moc"
