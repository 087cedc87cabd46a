#include "app/tool/conform/Vectors.h"
#include "core/base/File.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;
using namespace qd::tool::conform;

namespace {

std::vector<Vector> vectorsOf(const std::string& path) {
    const auto bytes = readFile(path);
    if (!bytes) return {};
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    return parseVectors(text, path).value_or(std::vector<Vector>{});
}

} // namespace

/// The golden numbers of the specification.
class TestVectors : public QObject {
    Q_OBJECT

    std::vector<Vector> m_vectors;

  private slots:
    void initTestCase() {
        m_vectors = vectorsOf(sourceFolder() + "/tests/vectors/perps.json");
        QCOMPARE(m_vectors.size(), std::size_t{184});
    }
    void vectors_data() {
        QTest::addColumn<std::size_t>("index");
        for (std::size_t i = 0; i < m_vectors.size(); ++i) QTest::newRow(m_vectors[i].id.c_str()) << i;
    }
    void vectors() {
        QFETCH(std::size_t, index);
        const auto miss = missOf(m_vectors[index]);
        QVERIFY2(!miss, miss.value_or("").c_str());
    }
};
QD_TEST(TestVectors);
#include "TestVectors.moc"
