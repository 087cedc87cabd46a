#include "core/wire/Places.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"
#include "tests/wire/JsonSchema.h"

#include <QFile>
#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::wire;
using nlohmann::json;

class TestPlaces : public QObject {
    Q_OBJECT
  private slots:
    void everythingIsSaidAndAsTheSchemaHasIt() {
        WindowPlace window{1, {0, 10, 1'920, 1'070}, {}, {{"armSwitch", {5, 6, 7, 8}}}};
        PanePlace chart{"CHART-1", true, {100, 200, 300, 400}, {100, 200, 300, 24}, {}, {}};
        chart.orders.push_back({OrderId(7), 350, 260});
        chart.prices.push_back({Price(148'270'000), Side::Sell, 340, 270});
        window.panes = {chart, {"TAPE-1", false, {}, {}, {}, {}}};
        const json document = json::parse(placesJson({window, {2, {}, {}, {}}}));
        QFile file(QString::fromStdString(test::sourceFolder() + "/resources/schemas/places.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto complaints = test::JsonSchema(json::parse(file.readAll().toStdString())).complaints(document);
        QVERIFY2(complaints.empty(), complaints.empty() ? "" : complaints.front().c_str());
        QCOMPARE(document["windows"].size(), 2U);
        const json& pane = document["windows"][0]["panes"][0];
        QVERIFY(pane["id"] == json("CHART-1"));
        QVERIFY(pane["floating"] == json(true));
        QVERIFY(pane["orders"] == json::parse(R"([{"id": 7, "x": 350, "y": 260}])"));
        QVERIFY(pane["prices"] == json::parse(R"([{"price": "148.27", "side": "sell", "x": 340, "y": 270}])"));
        QVERIFY(pane["header"]["height"] == json(24));
        QVERIFY(document["windows"][0]["controls"][0]["name"] == json("armSwitch"));
        QVERIFY(document["windows"][0]["y"] == json(10));
    }
};
QD_TEST(TestPlaces);
#include "TestPlaces.moc"
