#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/alerts/AlertPane.h"

#include <QAbstractItemModelTester>
#include <QAbstractProxyModel>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QObject>
#include <QPushButton>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    drawings::DrawingBook book;
    AlertWatch watch{context};
    StudyWatch studies{context};
    AlertPane pane{context, {watch, studies, book}};

    explicit Rig(QSize size = {760, 420}) {
        venue.setBook(MarketId(0), Price::of(150));
        Ticker& ticker = venue.tickers[MarketId(0)];
        ticker.last = Price::of(150);
        ticker.prices.mark = Price::of(150);
        QObject::connect(&watch, &AlertWatch::told, [this](const News& n) { news.add(n); });
        showActive(pane, size);
    }
    template<class W>
    W& find(const char* name) {
        return test::childOf<W>(pane, name);
    }
    Table& alerts() { return find<Table>("alerts"); }
    Table& newsTable() { return find<Table>("news"); }
    QString cell(Table& table, int row, int column) { return test::cellText(table, row, column); }
    QString notice() { return find<QLabel>("alertsNotice").text(); }
    /// What a row says behind its number.
    QStringList row(int row) {
        QStringList texts;
        for (int c = static_cast<int>(AlertColumn::Market); c < static_cast<int>(AlertColumn::Deeds); ++c)
            texts << cell(alerts(), row, c);
        return texts;
    }
    /// Runs a link of a row and answers what is told.
    QString deed(int row, int link) {
        auto* model = static_cast<QAbstractProxyModel*>(alerts().model());
        const QModelIndex index = model->mapToSource(model->index(row, static_cast<int>(AlertColumn::Deeds)));
        static_cast<TableModelBase*>(model->sourceModel())->runLink(index, link);
        frame(pane);
        return notice();
    }
    drawings::Drawings& lines() { return book.of("SOL-PERP"); }
    std::uint32_t line = 0;
    void setAllKinds() {
        static_cast<void>(settings.set(setting::kAlerts, "1 SOL-PERP ABOVE 155 LAST"));
        static_cast<void>(settings.set(setting::kStudyAlerts,
                                       "2 SOL-PERP 1m SMA 3 ABOVE 151.5 CLOSE EVERY NOTE up; "
                                       "3 SOL-PERP 1m RSI 14 CROSS STUDY RSI 7 TOUCH; 4 SOL-PERP 1m NOVEL 3 ABOVE 2; "
                                       "5 SOL-PERP 1m RSI 14 BELOW 30 CLOSE DONE"));
        const UnixNanos minute = openTimeOf(venue.marketNow, Interval::M1);
        const Price price = Price::of(150);
        for (int i = 4; i > 0; --i)
            venue.series[Interval::M1].bars.push_back(
                {minute + -i * kNanosPerMinute, price, price, price, price, Quantity::of(1), {}, 1});
        drawings::Drawing drawn;
        drawn.tool = drawings::Tool::Horizontal;
        drawn.points = {{venue.marketNow, Price::of(149)}};
        drawn.watch = drawings::Watch::On;
        line = lines().add(drawn).value();
        studies.look();
        frame(pane);
    }
    void setAlert(const char* level) {
        find<QLineEdit>("alertLevel").setText(QLatin1String(level));
        find<QPushButton>("alertAdd").click();
        frame(pane);
    }
};

} // namespace

class TestAlertPane : public QObject {
    Q_OBJECT
  private slots:
    void emptyTablesSayWhatToDo() {
        Rig rig;
        QCOMPARE(rig.alerts().emptySentence(), "Nothing is watched.");
        QCOMPARE(rig.newsTable().emptySentence(), "Nothing was told since the start.");
    }
    void anAlertIsSetReachedAndDeleted() {
        Rig rig;
        const QAbstractItemModelTester tester(rig.alerts().model(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        rig.setAlert("");
        QCOMPARE(rig.notice(), "An alert wants a price above zero.");
        rig.setAlert("149");
        QVERIFY2(rig.notice().contains("it is 150 already"), qPrintable(rig.notice()));
        rig.find<QLineEdit>("alertNote").setText("a;b");
        rig.setAlert("155");
        QVERIFY2(rig.notice().contains("no semicolon"), qPrintable(rig.notice()));
        rig.find<QLineEdit>("alertNote").setText("breakout");
        rig.setAlert("155");
        QCOMPARE(rig.notice(), "Alert 1: SOL-PERP last at or above 155.");
        QCOMPARE(rig.cell(rig.alerts(), 0, 0), "1");
        QCOMPARE(rig.row(0),
                 (QStringList{"SOL-PERP", "last", "at or above", "155.00", "150.00", "+3.33", "waits", "breakout"}));
        rig.watch.look();
        rig.venue.addTrade(MarketId(0), Price::of(156), Quantity::of(1), Side::Buy);
        rig.watch.look();
        rig.frame(rig.pane);
        QCOMPARE(rig.row(0)[6], "reached");
        QCOMPARE(rig.cell(rig.newsTable(), 0, 1), "Alert 1: SOL-PERP last at or above 155, now 156.00. breakout");
        rig.alerts().setFocus();
        rig.alerts().selectRow(0);
        QTest::keyClick(&rig.alerts(), Qt::Key_Delete);
        rig.frame(rig.pane);
        QCOMPARE(rig.alerts().model()->rowCount(), 0);
        QCOMPARE(rig.notice(), "Alert 1 is deleted.");
    }
    void alertsOfAllKindsAreListed() {
        Rig rig({1100, 420});
        rig.setAllKinds();
        QCOMPARE(rig.alerts().model()->rowCount(), 6);
        QCOMPARE(rig.row(1), (QStringList{"SOL-PERP", "1m SMA 3", "closes at or above", "151.50", "150.00", "+1.00",
                                          "waits", "every time: up"}));
        QCOMPARE(rig.row(2), (QStringList{"SOL-PERP", "1m RSI 14", "crosses", "RSI 7", unknownText(), unknownText(),
                                          "too few bars", ""}));
        QCOMPARE(rig.row(3)[6], "not known here");
        QCOMPARE(rig.row(4)[6], "reached");
        QCOMPARE(rig.row(5),
                 (QStringList{"SOL-PERP", "Horizontal line", "crosses", "149.00", "150.00", "−0.67", "waits", ""}));
        rig.lines().setWatch(rig.line, drawings::Watch::Done);
        rig.frame(rig.pane);
        QCOMPARE(rig.row(5)[6], "reached");
    }
    void eachIsChangedWhereItIsKept() {
        Rig rig({1100, 420});
        rig.setAllKinds();
        rig.lines().setWatch(rig.line, drawings::Watch::Done);
        rig.frame(rig.pane);
        QCOMPARE(rig.deed(5, 0), "The line waits again.");
        QCOMPARE(rig.lines().find(rig.line)->watch, drawings::Watch::On);
        QCOMPARE(rig.deed(4, 0), "Alert 5 waits again.");
        QCOMPARE(rig.deed(5, 0), "The line tells nothing any more; it stays on the chart.");
        QCOMPARE(rig.lines().find(rig.line)->watch, drawings::Watch::Off);
        QCOMPARE(rig.deed(3, 0), "Alert 4 is deleted.");
        QCOMPARE(rig.deed(0, 0), "Alert 1 is deleted.");
        QCOMPARE(rig.alerts().model()->rowCount(), 3);
    }
    void newsAreReadWhereTheyAreSeen() {
        Rig rig;
        rig.news.add({"plain", Importance::Plain});
        QCOMPARE(rig.news.unread(), 0);
        rig.news.add({"first"});
        rig.news.add({"second", Importance::Grave});
        QCOMPARE(rig.news.unread(), 2);
        QCOMPARE(rig.news.unreadImportance(), Importance::Grave);
        rig.frame(rig.pane);
        QCOMPARE(rig.news.unread(), 0);
        QCOMPARE(rig.newsTable().model()->rowCount(), 3);
        QCOMPARE(rig.cell(rig.newsTable(), 0, 1), "second");
        QCOMPARE(rig.cell(rig.newsTable(), 2, 1), "plain");
        for (std::size_t i = 0; i < NewsLog::kKept + 5; ++i) rig.news.add({QString::number(i)});
        rig.frame(rig.pane);
        QCOMPARE(rig.newsTable().model()->rowCount(), static_cast<int>(NewsLog::kKept));
    }
    void theBellRingsForWhatIsImportantEnough_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<int>("plain");
        QTest::addColumn<int>("problem");
        QTest::addColumn<int>("grave");
        QTest::newRow("off") << "off" << 0 << 0 << 0;
        QTest::newRow("grave") << "grave" << 0 << 0 << 1;
        QTest::newRow("problems") << "problems" << 0 << 1 << 1;
        QTest::newRow("all") << "all" << 1 << 1 << 1;
    }
    void theBellRingsForWhatIsImportantEnough() {
        QFETCH(QString, from);
        Rig rig;
        QObject::connect(&rig.news, &NewsLog::added, [&](const News& news) { rig.bell.hear(news); });
        QVERIFY(rig.settings.set(setting::kSound, from.toStdString()).has_value());
        const auto ringsOf = [&](Importance importance) {
            rig.clock.advance(kNanosPerSecond);
            rig.rings = 0;
            for (int i = 0; i < 3; ++i) rig.news.add({"news", importance}); // at once: one ring
            return rig.rings;
        };
        QTEST(ringsOf(Importance::Plain), "plain");
        QTEST(ringsOf(Importance::Problem), "problem");
        QTEST(ringsOf(Importance::Grave), "grave");
    }
    void stateComesBack() {
        Rig rig;
        const PaneState state = rig.pane.state();
        Rig other;
        other.pane.restore(state);
        QCOMPARE(other.pane.state(), state);
        PaneState damaged = state;
        damaged["split"] = "no base64 !";
        damaged["columns"] = ";;;";
        other.pane.restore(damaged); // stays as it is
        other.frame(other.pane);
    }
};

QD_TEST(TestAlertPane);
#include "TestAlertPane.moc"
