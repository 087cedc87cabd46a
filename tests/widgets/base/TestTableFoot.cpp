#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Table.h"
#include "widgets/base/TableFoot.h"

#include <QHeaderView>
#include <QObject>
#include <QScrollBar>

using namespace qd;
using namespace qd::ui;

namespace {

std::vector<Column<int>> columns() {
    std::vector<Column<int>> list(3);
    const char* const titles[] = {"Market", "Sum", "Rest"};
    for (std::size_t i = 0; i < list.size(); ++i) {
        list[i].title = titles[i];
        list[i].text = [](const int& r) { return QString::number(r); };
        list[i].sample = "104 238.17";
    }
    return list;
}

} // namespace

class TestTableFoot : public QObject {
    Q_OBJECT
  private slots:
    void standsUnderItsColumns() {
        test::PaneRig rig;
        Table table(rig.themes, rig.settings, "table");
        TableModel<int, int> model(columns(), [](const int& r) { return r; });
        table.setRowsModel(&model);
        table.setFoldOrder({2});
        TableFoot foot(rig.themes, table, "foot");
        table.resize(600, 100);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        foot.setContent("Total", "", {{1, "+605.50", Token::Up, ""}, {2, "7", Token::Text1, ""}});
        foot.resize(600, foot.height());
        const QHeaderView* header = table.horizontalHeader();
        const auto rightOf = [&](int column) {
            return header->sectionViewportPosition(column) + header->sectionSize(column) - 6;
        };
        const auto endsUnder = [&](int column) { return foot.boxOf(column).right() + 1 == rightOf(column); };
        QVERIFY(endsUnder(1) && endsUnder(2));
        table.horizontalHeader()->moveSection(0, 2);
        table.horizontalHeader()->resizeSection(1, 150);
        QVERIFY(endsUnder(1) && endsUnder(2));
        // Painted where it says: the ink of the sum lies in its box.
        const QImage image = foot.grab().toImage();
        const QColor up = rig.themes.theme().color(Token::Up);
        int ink = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y) != up) continue;
                ++ink;
                QVERIFY(foot.boxOf(1).adjusted(-1, 0, 1, 0).contains(x, y));
            }
        }
        QVERIFY(ink > 0);
    }
    void foldedColumnsHaveNoTotal() {
        test::PaneRig rig;
        Table table(rig.themes, rig.settings, "table");
        TableModel<int, int> model(columns(), [](const int& r) { return r; });
        table.setRowsModel(&model);
        table.setFoldOrder({2});
        TableFoot foot(rig.themes, table, "foot");
        foot.setContent("Total", "", {{1, "1", Token::Text1, ""}, {2, "7", Token::Text1, ""}});
        table.resize(600, 100);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        QCOMPARE(foot.textOf(2), "7");
        table.resize(160, 100);
        QCOMPARE(foot.textOf(2), QString());
        QVERIFY(foot.boxOf(2).isNull());
        QCOMPARE(foot.textOf(1), "1");
        QCOMPARE(foot.textOf(0), QString());
    }
};
QD_TEST(TestTableFoot);
#include "TestTableFoot.moc"
