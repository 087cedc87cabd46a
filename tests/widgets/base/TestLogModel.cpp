#include "tests/support/TestRunner.h"
#include "widgets/base/LogModel.h"

#include <QAbstractItemModelTester>
#include <QObject>
#include <QRandomGenerator>
#include <QTest>

#include <set>

using namespace qd::ui;

namespace {

using Row = std::uint64_t;

std::vector<Column<Row>> columns(int* made = nullptr) {
    std::vector<Column<Row>> list(1);
    list[0].title = "Number";
    list[0].text = [made](const Row& r) {
        if (made != nullptr) ++*made;
        return QString::number(r);
    };
    list[0].sort = [](const Row& r) { return QVariant::fromValue<qulonglong>(r); };
    list[0].flashes = true;
    return list;
}
std::uint64_t itself(const Row& r) { return r; }

} // namespace

class TestLogModel : public QObject {
    Q_OBJECT
  private slots:
    /// Whatever pieces arrive in whatever order: the union, newest first, each once.
    void mergesAnyPieces() {
        LogModel<Row> model(columns(), itself);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QRandomGenerator random(11);
        std::set<Row, std::greater<>> expected;
        for (int step = 0; step < 200; ++step) {
            std::set<Row, std::greater<>> piece;
            const int count = random.bounded(1, 20);
            for (int i = 0; i < count; ++i) piece.insert(static_cast<Row>(random.bounded(1, 400)));
            const std::vector<Row> rows(piece.begin(), piece.end());
            model.merge(rows, step);
            expected.insert(piece.begin(), piece.end());
            QCOMPARE(model.rowCount(), static_cast<int>(expected.size()));
            int at = 0;
            for (const Row r : expected) QCOMPARE(model.row(at++), r);
        }
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }
    void replacesAndTrims() {
        using Pair = std::pair<std::uint64_t, QString>;
        std::vector<Column<Pair>> list(1);
        list[0].text = [](const Pair& p) { return p.second; };
        LogModel<Pair> model(list, [](const Pair& p) { return p.first; });
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.merge(std::vector<Pair>{{9, "a"}, {7, "b"}, {5, "c"}, {2, "d"}}, 0);
        model.replace(std::vector<Pair>{{8, "not there"}, {7, "B"}, {2, "D"}, {1, "not there"}});
        QStringList texts;
        for (int i = 0; i < model.rowCount(); ++i) texts << model.index(i, 0).data().toString();
        QCOMPARE(texts.join(' '), "a B c D");
        model.trim(9);
        QCOMPARE(model.rowCount(), 4);
        model.trim(2); // the oldest go
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.row(1).first, 7U);
    }
    void onlyNewOnesOnTopFlash() {
        LogModel<Row> model(columns(), itself);
        const auto flash = [&](int row) { return model.index(row, 0).data(kFlashRole).toLongLong(); };
        model.merge(std::vector<Row>{5, 4}, 100);
        QCOMPARE(flash(0), 0);
        model.merge(std::vector<Row>{7, 6, 5, 4, 3}, 200);
        QCOMPARE(flash(0), 200);
        QCOMPARE(flash(1), 200);
        QCOMPARE(flash(2), 0);
        QCOMPARE(flash(4), 0);
    }
    void textsAreMadeWhenAskedFor() {
        int made = 0;
        LogModel<Row> model(columns(&made), itself);
        std::vector<Row> rows;
        for (Row r = 100'000; r > 0; --r) rows.push_back(r);
        model.merge(rows, 0);
        QCOMPARE(made, 0);
        QCOMPARE(model.index(99'999, 0).data().toString(), "1");
        QCOMPARE(made, 1);
    }
};
QD_TEST(TestLogModel);
#include "TestLogModel.moc"
