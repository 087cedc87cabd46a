#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Format.h"
#include "widgets/base/Table.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QHeaderView>
#include <QObject>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace qd;
using namespace qd::ui;

namespace {

struct Row {
    int key = 0;
    int value = 0;
};
using Model = TableModel<Row, int>;

std::vector<Column<Row>> columns(std::vector<int>* clicked = nullptr) {
    std::vector<Column<Row>> list(3);
    list[0].title = "Key";
    list[0].text = [](const Row& r) { return QString::number(r.key); };
    list[0].sort = [](const Row& r) { return r.key; };
    list[1].title = "Value";
    list[1].text = [](const Row& r) { return QString::number(r.value); };
    list[1].sort = [](const Row& r) { return r.value; };
    list[1].flashes = true;
    list[2].links = {{"Close", [clicked](const Row& r) { clicked->push_back(r.key); }},
                     {"Half", [clicked](const Row& r) { clicked->push_back(-r.key); }}};
    return list;
}

} // namespace

class TestTable : public QObject {
    Q_OBJECT
  private slots:
    void modelKeepsItsPromises() {
        Model model(columns(), [](const Row& r) { return r.key; });
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QRandomGenerator random(7);
        std::vector<Row> rows;
        for (int step = 0; step < 300; ++step) {
            rows.clear();
            std::vector<int> keys(static_cast<std::size_t>(random.bounded(12)));
            for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = static_cast<int>(i) * 3 + random.bounded(3);
            std::ranges::shuffle(keys, random);
            for (const int key : keys) rows.push_back({key, random.bounded(4)});
            model.setRows(rows, step);
            QCOMPARE(model.rowCount(), static_cast<int>(rows.size()));
            for (int i = 0; i < model.rowCount(); ++i) {
                QCOMPARE(model.row(i).key, rows[static_cast<std::size_t>(i)].key);
                QCOMPARE(model.index(i, 1).data().toInt(), rows[static_cast<std::size_t>(i)].value);
            }
        }
    }
    void headingsChange() {
        Model model(columns(), [](const Row& r) { return r.key; });
        QSignalSpy changed(&model, &QAbstractItemModel::headerDataChanged);
        model.setHeading(1, "Worth", "in USDC");
        model.setHeading(1, "Worth", "in USDC");
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), "Worth");
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::ToolTipRole).toString(), "in USDC");
    }
    /// A value that grew old is dimmed: it is painted anew, and does not flash.
    void changedColoursArePainted() {
        auto list = columns();
        list[1].text = [](const Row&) { return QStringLiteral("5"); };
        list[1].token = [](const Row& r) { return r.value > 0 ? Token::Text3 : Token::Text1; };
        Model model(std::move(list), [](const Row& r) { return r.key; });
        model.setRows({{1, 0}}, 100);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.setRows({{1, 0}}, 200);
        QCOMPARE(changes.size(), 0);
        model.setRows({{1, 1}}, 300);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes[0][0].toModelIndex().column(), 1);
        QCOMPARE(model.index(0, 1).data(kFlashRole).toLongLong(), 0);
    }
    /// Lamps are painted in place of the text, which is still there to be spoken and copied.
    void lampsStandForTheText() {
        test::PaneRig rig;
        auto list = columns();
        list[1].lamps = [](const Row& r) { return r.value; };
        list[1].token = [](const Row&) { return Token::Danger; };
        Table table(rig.themes, rig.settings, "table");
        Model model(std::move(list), [](const Row& r) { return r.key; });
        table.setRowsModel(&model);
        model.setRows({{1, 3}, {2, 0}}, 0);
        table.resize(400, 200);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const auto lit = [&](int row) {
            const QRect cell = table.visualRect(table.model()->index(row, 1));
            const QImage image = table.viewport()->grab(cell).toImage();
            const QRgb danger = rig.themes.theme().color(Token::Danger).rgb();
            int lamps = 0;
            bool before = false;
            for (int x = 0; x < image.width(); ++x) {
                const bool now = image.pixel(x, image.height() / 2) == danger;
                if (now && !before) ++lamps;
                before = now;
            }
            return lamps;
        };
        QCOMPARE(lit(0), 3);
        QCOMPARE(lit(1), 0);
        QCOMPARE(table.model()->index(0, 1).data(kLampsRole).toInt(), 3);
        QVERIFY(!table.model()->index(0, 0).data(kLampsRole).isValid());
    }
    void selectionStaysWithItsRow() {
        test::PaneRig rig;
        Table table(rig.themes, rig.settings, "table");
        Model model(columns(), [](const Row& r) { return r.key; });
        table.setRowsModel(&model);
        model.setRows({{1, 10}, {2, 20}, {3, 30}}, 0);
        table.selectRow(1);
        model.setRows({{3, 30}, {2, 21}, {4, 40}}, 1);
        QCOMPARE(model.row(table.currentSourceRow()).key, 2);
        table.sortByColumn(1, Qt::DescendingOrder);
        QCOMPARE(table.model()->index(0, 0).data().toInt(), 4);
        QCOMPARE(model.row(table.currentSourceRow()).key, 2);
    }
    void linksRun() {
        test::PaneRig rig;
        std::vector<int> clicked;
        Table table(rig.themes, rig.settings, "table");
        Model model(columns(&clicked), [](const Row& r) { return r.key; });
        table.setRowsModel(&model);
        model.setRows({{5, 10}}, 0);
        table.resize(400, 200);
        table.resizeColumnsToContents();
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const QRect cell = table.visualRect(table.model()->index(0, 2));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, QPoint(cell.right() - 12, cell.center().y()));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, QPoint(cell.left() + 12, cell.center().y()));
        QCOMPARE(clicked, (std::vector<int>{-5, 5}));
    }
    /// A finished order offers nothing to amend: the second link stands where the first stood.
    void linksOfARow() {
        test::PaneRig rig;
        std::vector<int> clicked;
        auto list = columns(&clicked);
        list[2].links[0].shown = [](const Row& r) { return r.value > 0; };
        list[2].links[1].ready = [](const Row& r) { return r.value > 5; };
        Model model(std::move(list), [](const Row& r) { return r.key; });
        model.setRows({{1, 0}, {2, 3}, {3, 9}}, 0);
        const auto links = [&](int row) { return model.index(row, 2).data(kLinksRole).toStringList(); };
        QCOMPARE(links(0), QStringList{"Half"});
        QCOMPARE(links(1), (QStringList{"Close", "Half"}));
        const auto dim = [&](int row) { return model.index(row, 2).data(kDimLinksRole).toUInt(); };
        QCOMPARE(dim(0), 0b1U);
        QCOMPARE(dim(1), 0b10U);
        QCOMPARE(dim(2), 0U);
        for (int row = 0; row < 2; ++row) model.runLink(model.index(row, 2), 0);
        model.runLink(model.index(0, 2), 1);
        QCOMPARE(clicked, (std::vector<int>{-1, 2}));
    }
    void copiesForSpreadsheets() {
        test::PaneRig rig;
        std::vector<int> clicked;
        auto list = columns(&clicked);
        list[1].text = [](const Row& r) { return r.value == 0 ? unknownText() : signedNumber(r.value, 0, 0); };
        Model model(std::move(list), [](const Row& r) { return r.key; });
        Table table(rig.themes, rig.settings, "table");
        table.setSelectionMode(QAbstractItemView::ExtendedSelection);
        table.setRowsModel(&model);
        model.setRows({{1, -1'234'567}, {2, 0}, {3, 5}}, 0);
        QCOMPARE(table.selectionText(), QString());
        table.horizontalHeader()->moveSection(0, 1);
        table.sortByColumn(0, Qt::DescendingOrder);
        table.selectAll();
        QCOMPARE(table.selectionText(), "Value\tKey\n+5\t3\n\t2\n-1234567\t1\n");
        table.setColumnHidden(0, true);
        table.selectRow(2);
        QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), "Value\n-1234567\n");
    }
    void aColumnMayBeCopiedMoreExactly() {
        test::PaneRig rig;
        std::vector<int> clicked;
        auto list = columns(&clicked);
        list[1].plain = [](const Row& r) { return QStringLiteral("%1.000").arg(r.value); };
        Model model(std::move(list), [](const Row& r) { return r.key; });
        Table table(rig.themes, rig.settings, "table");
        table.setRowsModel(&model);
        model.setRows({{1, 7}}, 0);
        table.selectRow(0);
        QCOMPARE(table.selectionText(), "Key\tValue\n1\t7.000\n");
    }
    void columnsComeBack() {
        test::PaneRig rig;
        Model model(columns(), [](const Row& r) { return r.key; });
        Table first(rig.themes, rig.settings, "table");
        first.setRowsModel(&model);
        first.horizontalHeader()->moveSection(0, 2);
        first.horizontalHeader()->resizeSection(1, 123);
        first.setColumnHidden(2, true);
        first.sortByColumn(1, Qt::DescendingOrder);
        Table second(rig.themes, rig.settings, "table");
        second.setRowsModel(&model);
        second.restoreColumnState(first.columnState());
        QCOMPARE(second.columnState(), first.columnState());
        QVERIFY(second.isColumnHidden(2));
        for (const char* hostile : {"", "x", "99:10", "0:-5 sort:77a", "0:99999999999 1", "sort:"})
            second.restoreColumnState(hostile);
        QCOMPARE(second.columnState(), first.columnState());
    }
    void flashesFade() {
        test::PaneRig rig;
        Table table(rig.themes, rig.settings, "table");
        Model model(columns(), [](const Row& r) { return r.key; });
        table.setRowsModel(&model);
        table.resize(300, 100);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        model.setRows({{1, 10}}, 1'000);
        QVERIFY(!table.fadeFlashes(2'000));
        model.setRows({{1, 11}}, 1'000'000);
        QVERIFY(table.fadeFlashes(100'000'000));
        QVERIFY(!table.fadeFlashes(400'000'000));
        model.setRows({{1, 12}}, 500'000'000);
        QVERIFY(rig.settings.set("appearance.flash", "off").has_value());
        QVERIFY(!table.fadeFlashes(500'000'001));
    }
};
QD_TEST(TestTable);
#include "TestTable.moc"
