#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"

#include <QLineEdit>
#include <QMenu>
#include <QObject>

using namespace qd;
using namespace qd::chart;
using drawings::Anchor;
using drawings::Drawing;
using drawings::Tool;

/// Drawings on the chart: what hands, keys and words do.
class TestDrawing : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;

    ChartView& view() { return m_rig->view(); }
    drawings::Drawings& drawn() { return m_rig->book.of("SOL-PERP"); }
    [[nodiscard]] ChartPlaces places() { return ChartPlaces(view().scene()); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view(), key, modifiers); }
    void moveTo(const QPoint& at, Qt::MouseButtons buttons = {}, Qt::KeyboardModifiers modifiers = {}) {
        QMouseEvent event(QEvent::MouseMove, at, view().mapToGlobal(at), Qt::NoButton, buttons, modifiers);
        QApplication::sendEvent(&view(), &event);
    }
    void click(const QPoint& at, Qt::KeyboardModifiers modifiers = {}) {
        moveTo(at, {}, modifiers);
        QTest::mousePress(&view(), Qt::LeftButton, modifiers, at);
        QTest::mouseRelease(&view(), Qt::LeftButton, modifiers, at);
    }
    void drag(const QPoint& from, const QPoint& to) {
        moveTo(from);
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        for (int i = 1; i <= 6; ++i) moveTo(from + (to - from) * i / 6, Qt::LeftButton);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
    }
    QString said(const ports::ActionWords& words) {
        QString sentence;
        m_rig->pane->runWords(words, [&](const ports::ActionResult& result) {
            sentence = QString::fromStdString(result ? *result : "! " + result.error().detail);
        });
        return sentence;
    }
    /// How many pixels of the plot have the accent colour.
    int accented() {
        const QImage image = m_rig->picture();
        const QRgb accent = m_rig->rig.themes.theme().color(ui::Token::Accent).rgb();
        const QRect plot = view().scene().view().plot();
        int count = 0;
        for (int y = plot.top() + 40; y < plot.bottom(); ++y) {
            for (int x = plot.left() + 2; x < plot.right() - 2; ++x) count += image.pixel(x, y) == accent ? 1 : 0;
        }
        return count;
    }

  private slots:
    void init() {
        m_rig = std::make_unique<test::ChartRig>();
        m_rig->show();
        QVERIFY(!m_rig->pane->applyWords({"BARS", "60", "QUOTES", "OFF"}));
        m_rig->frame();
    }
    void aToolDrawsOnceByClicks() {
        key(Qt::Key_T);
        QVERIFY(view().drawer().hasTool());
        QVERIFY(view().drawer().hint().contains("Trend line"));
        click({100, 200});
        QVERIFY(drawn().all().empty());
        click({400, 150});
        QCOMPARE(drawn().all().size(), 1U);
        const Drawing& line = drawn().all().front();
        QCOMPARE(line.tool, Tool::Trend);
        QCOMPARE(line.points[0], places().anchorAt({100, 200}));
        QCOMPARE(line.points[1], places().anchorAt({400, 150}));
        QCOMPARE(line.points[0].price.raw() % 10'000, 0); // on a tick
        QVERIFY(!view().drawer().hasTool());
        QVERIFY(view().scene().fitsPrices()); // the plot was not dragged meanwhile
    }
    void itIsPaintedWhereItStands() {
        QCOMPARE(accented(), 0);
        QVERIFY(drawn().add({.tool = Tool::Horizontal, .width = 2, .points = {places().anchorAt({300, 250})}}));
        m_rig->frame();
        const QImage image = m_rig->picture();
        const QColor accent = m_rig->rig.themes.theme().color(ui::Token::Accent);
        const auto isAccent = [&](int x, int row) {
            const QColor there = image.pixelColor(x, row);
            return std::abs(there.red() - accent.red()) + std::abs(there.green() - accent.green()) +
                       std::abs(there.blue() - accent.blue()) <
                   40; // its edges are blended
        };
        const auto y = static_cast<int>(places().pointOf(drawn().all()[0].points[0]).y());
        int seen = 0;
        for (int x = 100; x < 500; ++x) seen += isAccent(x, y) || isAccent(x, y - 1) ? 1 : 0;
        QVERIFY2(seen > 300, qPrintable(QString::number(seen)));
    }
    void whatStandsStillIsPaintedOnce() {
        QVERIFY(drawn().add({.tool = Tool::Horizontal, .points = {places().anchorAt({300, 250})}}));
        m_rig->frame();
        (void)m_rig->picture();
        const std::uint64_t before = view().canvas().picturesMade();
        for (int i = 0; i < 5; ++i) {
            moveTo({200 + i, 200});
            (void)m_rig->picture();
        }
        QCOMPARE(view().canvas().picturesMade(), before);
    }
    void drawingsAreSelectedMovedAndDeleted() {
        QVERIFY(drawn().add(
            {.tool = Tool::Trend, .points = {places().anchorAt({100, 300}), places().anchorAt({300, 200})}}));
        m_rig->frame();
        const Drawing before = drawn().all()[0];
        drag({200, 250}, {260, 220}); // by its middle
        const Drawing moved = drawn().all()[0];
        QVERIFY(moved.points[0].t > before.points[0].t && moved.points[0].price > before.points[0].price);
        QCOMPARE(moved.points[1].price.raw() - moved.points[0].price.raw(),
                 before.points[1].price.raw() - before.points[0].price.raw());
        drag(places().pointOf(moved.points[1]).toPoint(), {500, 100}); // by its end
        QCOMPARE(drawn().all()[0].points[0], moved.points[0]);
        QCOMPARE(drawn().all()[0].points[1], places().anchorAt({500, 100}));
        key(Qt::Key_Delete);
        QVERIFY(drawn().all().empty());
        key(Qt::Key_Z, Qt::ControlModifier);
        key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(drawn().all()[0].points, moved.points);
        key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        key(Qt::Key_Y, Qt::ControlModifier);
        QVERIFY(drawn().all().empty());
        key(Qt::Key_Y, Qt::ControlModifier);
        QVERIFY(view().overlay().notice.contains("Nothing was undone"));
    }
    void escEndsATool() {
        key(Qt::Key_C);
        click({100, 200});
        key(Qt::Key_Escape);
        QVERIFY(view().drawer().hasTool());
        key(Qt::Key_Escape);
        QVERIFY(!view().drawer().hasTool() && drawn().all().empty());
    }
    void escPutsAMovedDrawingBack() {
        QVERIFY(drawn().add({.tool = Tool::Horizontal, .points = {places().anchorAt({300, 250})}}));
        m_rig->frame();
        const auto before = drawn().all();
        QTest::mousePress(&view(), Qt::LeftButton, {}, QPoint(200, 250));
        moveTo({200, 200}, Qt::LeftButton);
        key(Qt::Key_Escape);
        moveTo({200, 150}, Qt::LeftButton);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, QPoint(200, 150));
        QCOMPARE(drawn().all(), before);
    }
    void theMagnetPullsToTheBar_data() {
        QTest::addColumn<bool>("on");
        QTest::addColumn<bool>("held");
        QTest::addColumn<bool>("pulled");
        QTest::newRow("off") << false << false << false;
        QTest::newRow("on") << true << false << true;
        QTest::newRow("off, inverted") << false << true << true;
        QTest::newRow("on, inverted") << true << true << false;
    }
    void theMagnetPullsToTheBar() {
        QFETCH(bool, on);
        QFETCH(bool, held);
        QFETCH(bool, pulled);
        if (on) key(Qt::Key_M);
        const BarSeries& bars = view().scene().bars();
        const Candle& bar = bars[bars.size() - 20];
        const std::int64_t half = 30 * kNanosPerSecond;
        const double x = places().xOf(bar.openTime + half);
        const double y = places().yOfRaw(static_cast<double>(bar.high.raw()));
        const QPoint near(static_cast<int>(x) + 2, static_cast<int>(y) - 4);
        key(Qt::Key_H);
        click(near, held ? Qt::ControlModifier : Qt::NoModifier);
        QCOMPARE(drawn().all().size(), 1U);
        const Anchor anchor = drawn().all()[0].points[0];
        QCOMPARE(anchor, pulled ? (Anchor{bar.openTime + half, bar.high}) : places().anchorAt(near));
    }
    void theKeyboardDraws() {
        key(Qt::Key_Left, Qt::ShiftModifier);
        key(Qt::Key_T);
        const QPoint first = view().cross().value();
        key(Qt::Key_Return);
        for (int i = 0; i < 5; ++i) key(Qt::Key_Left, Qt::ShiftModifier);
        for (int i = 0; i < 5; ++i) key(Qt::Key_Up, Qt::ShiftModifier);
        const QPoint second = view().cross().value();
        key(Qt::Key_Return);
        QCOMPARE(drawn().all().size(), 1U);
        QCOMPARE(drawn().all()[0].points, (std::vector<Anchor>{places().anchorAt(first), places().anchorAt(second)}));
        const auto before = drawn().all()[0].points;
        key(Qt::Key_Up, Qt::AltModifier);
        key(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(drawn().all()[0].points[0].price.raw(), before[0].price.raw() + 10'000);
        QCOMPARE(drawn().all()[0].points[0].t - before[0].t, kNanosPerMinute);
        key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(drawn().all().size(), 2U);
        key(Qt::Key_G);
        QVERIFY(view().accessibleDescription().contains("1 of 2"));
        key(Qt::Key_Backspace);
        QCOMPARE(drawn().all().size(), 1U);
    }
    void ordersComeFirst() {
        m_rig->addOrder(Side::Buy, -10);
        m_rig->tellAccount();
        const QPoint label = view().pointOfOrder(OrderId(1)).value();
        QVERIFY(drawn().add({.tool = Tool::Horizontal, .points = {places().anchorAt(label)}}));
        m_rig->frame();
        drag(label, label + QPoint(0, -60));
        QCOMPARE(m_rig->rig.venue.amended.size(), 1U);
        QCOMPARE(drawn().all()[0].points[0].price, places().anchorAt(label).price);
    }
    /// With a tool in the hand a press in the plot is a point, whatever is under it.
    void whoDrawsSendsNoOrder() {
        m_rig->addOrder(Side::Buy, -10);
        m_rig->tellAccount();
        const PlacedMark* mark = m_rig->markOf(1);
        key(Qt::Key_H);
        click(mark->cross.center());
        key(Qt::Key_T);
        drag(view().pointOfOrder(OrderId(1)).value(), QPoint(200, 100));
        QCOMPARE(drawn().all().size(), 2U);
        QVERIFY(m_rig->rig.venue.amended.empty() && m_rig->rig.venue.cancelled.empty() &&
                m_rig->rig.venue.placed.empty());
    }
    void textsAreTyped() {
        key(Qt::Key_X);
        click({200, 200});
        auto* edit = view().findChild<QLineEdit*>(QStringLiteral("drawingText"));
        QVERIFY(edit != nullptr && drawn().all().empty());
        QTest::keyClicks(edit, "break out");
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(drawn().all().size(), 1U);
        QCOMPARE(drawn().all()[0].text, std::string("break out"));
        QTRY_VERIFY(view().findChild<QLineEdit*>(QStringLiteral("drawingText")) == nullptr);
        key(Qt::Key_Return); // of the selected one
        edit = view().findChild<QLineEdit*>(QStringLiteral("drawingText"));
        QVERIFY(edit != nullptr);
        QTest::keyClicks(edit, " now");
        QTest::keyClick(edit, Qt::Key_Escape);
        QCOMPARE(drawn().all()[0].text, std::string("break out"));
    }
    void allChartsShowTheSame() {
        ChartPane other(m_rig->rig.context, m_rig->book);
        m_rig->rig.show(other, {600, 400});
        m_rig->rig.frame(other);
        key(Qt::Key_H);
        click({200, 200});
        const auto before = other.view().canvas().picturesMade();
        m_rig->rig.frame(other);
        (void)other.view().grab();
        QVERIFY(other.view().canvas().picturesMade() > before);
        QCOMPARE(other.view().drawer().layer().key().drawings, &drawn());
        // What is selected and then deleted elsewhere is not selected any more.
        const QPoint at(300,
                        static_cast<int>(ChartPlaces(other.view().scene()).pointOf(drawn().all()[0].points[0]).y()));
        QTest::mouseClick(&other.view(), Qt::LeftButton, {}, at);
        drawn().clear();
        m_rig->rig.frame(other);
        QTest::keyClick(&other.view(), Qt::Key_Delete);
        QVERIFY(drawn().undo());
        QCOMPARE(drawn().all().size(), 1U);
    }
    void scalesKeepTheAnchors() {
        key(Qt::Key_T);
        click({100, 300});
        click({400, 150});
        const auto points = drawn().all()[0].points;
        for (const char* scale : {"LOG", "PERCENT", "LINEAR"}) {
            QVERIFY(!m_rig->pane->applyWords({"SCALE", scale}));
            m_rig->frame();
            const QPoint middle = ((places().pointOf(points[0]) + places().pointOf(points[1])) / 2).toPoint();
            QTest::mouseClick(&view(), Qt::LeftButton, {}, middle);
            key(Qt::Key_Up, Qt::AltModifier);
            QCOMPARE(drawn().all()[0].points[1].price.raw(), points[1].price.raw() + 10'000);
            key(Qt::Key_Z, Qt::ControlModifier);
            QCOMPARE(drawn().all()[0].points, points);
        }
    }
    void menusOfferEverything() {
        QMenu menu;
        view().drawer().fillMenu(menu);
        QStringList tools;
        for (const QAction* action : menu.actions()) tools << action->objectName();
        for (const drawings::ToolInfo& info : drawings::kTools) QVERIFY(tools.contains(QLatin1String(info.word)));
        key(Qt::Key_H);
        click({200, 200});
        QContextMenuEvent event(QContextMenuEvent::Mouse, {240, 200}, view().mapToGlobal(QPoint(240, 200)));
        QApplication::sendEvent(&view(), &event);
        auto* opened = view().findChild<QMenu*>(QStringLiteral("priceMenu"));
        QVERIFY(opened != nullptr);
        auto* gone = opened->findChild<QAction*>(QStringLiteral("deleteDrawing"));
        QVERIFY(gone != nullptr && gone->text().contains("Horizontal line"));
        gone->trigger();
        QVERIFY(drawn().all().empty());
        opened->close();
    }
    void wordsDraw() {
        QVERIFY(said({"DRAW", "TREND"}).contains("Trend line"));
        QVERIFY(view().drawer().hasTool());
        QCOMPARE(said({"DRAW", "OFF"}), QString());
        QVERIFY(!view().drawer().hasTool());
        QCOMPARE(said({"DRAW", "horizontal", "1000.004"}), QString());
        QCOMPARE(drawn().all()[0].points[0].price, Price::of(1'000));
        QCOMPARE(said({"DRAW", "TREND", "11:00", "1000", "11:30:30", "1001.5"}), QString());
        QCOMPARE(drawn().all()[1].points[1], (Anchor{test::kEnd + -1'770 * kNanosPerSecond, Price(1'001'500'000)}));
        QCOMPARE(said({"DRAW", "TEXT", "11:00", "1000", "break", "out"}), QString());
        QCOMPARE(drawn().all()[2].text, std::string("break out"));
        QCOMPARE(said({"DRAW", "VERTICAL", "11:00"}), QString());
        QCOMPARE(said({"DRAW", "UNDO"}), QString());
        QCOMPARE(drawn().all().size(), 3U);
        QCOMPARE(said({"DRAW", "REDO"}), QString());
        QCOMPARE(said({"DRAW", "CLEAR"}), QStringLiteral("4 drawings are deleted; CHART DRAW UNDO brings them back."));
        QCOMPARE(said({"DRAW", "UNDO"}), QString());
        QCOMPARE(drawn().all().size(), 4U);
        QCOMPARE(said({"DRAW", "MAGNET", "ON"}), QString());
        QVERIFY(view().drawer().magnet());
        QCOMPARE(m_rig->pane->state().at("magnet"), std::string("on"));
    }
    void wrongWords_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nothing") << QByteArray("DRAW") << "CHART DRAW takes a tool (TREND RAY";
        QTest::newRow("no tool") << QByteArray("DRAW SPIRAL") << "CHART DRAW takes a tool";
        QTest::newRow("no price") << QByteArray("DRAW HORIZONTAL x") << "\"x\" is no price";
        QTest::newRow("price of zero") << QByteArray("DRAW HORIZONTAL 0") << "\"0\" is no price";
        QTest::newRow("no time") << QByteArray("DRAW VERTICAL soon") << "\"soon\" is no time";
        QTest::newRow("a point") << QByteArray("DRAW TREND 11:00 1000") << "TREND takes 2 points";
        QTest::newRow("a number") << QByteArray("DRAW HORIZONTAL 11:00 1000") << "HORIZONTAL takes a price";
        QTest::newRow("no words") << QByteArray("DRAW TEXT 11:00 1000") << "TEXT takes a time";
        QTest::newRow("brush") << QByteArray("DRAW BRUSH 11:00 1000") << "BRUSH is drawn by hand";
        QTest::newRow("magnet") << QByteArray("DRAW MAGNET") << "MAGNET with ON or OFF";
        QTest::newRow("too much") << QByteArray("DRAW CLEAR ALL") << "CHART DRAW takes";
        QTest::newRow("nothing to undo") << QByteArray("DRAW UNDO") << "Nothing was drawn";
        QTest::newRow("nothing to clear") << QByteArray("DRAW CLEAR") << "Nothing is drawn";
    }
    void wrongWords() {
        QFETCH(QByteArray, line);
        QFETCH(QString, sentence);
        const auto words = ports::splitWords(line.toStdString()).value();
        const QString answer = said(words);
        QVERIFY2(answer.startsWith("! ") && answer.contains(sentence), qPrintable(answer));
        QVERIFY(drawn().all().empty());
    }
    void completionOffersTheTools() {
        const auto has = [](const std::vector<std::string>& words, const char* word) {
            return std::ranges::find(words, word) != words.end();
        };
        QVERIFY(has(ChartPane::complete({""}), "DRAW") && has(ChartPane::complete({""}), "5m"));
        QVERIFY(has(ChartPane::complete({"draw", "T"}), "TREND") && has(ChartPane::complete({"draw", ""}), "CLEAR"));
        QCOMPARE(ChartPane::complete({"DRAW", "MAGNET", ""}), (std::vector<std::string>{"ON", "OFF"}));
        QVERIFY(!has(ChartPane::complete({"STUDY", ""}), "DRAW"));
    }
    void anotherMarketHasItsOwn() {
        key(Qt::Key_H);
        click({200, 200});
        m_rig->pane->chooseMarket(MarketId(1));
        m_rig->frame();
        QVERIFY(view().drawer().layer().key().drawings != &drawn());
        m_rig->pane->chooseMarket(MarketId(0));
        m_rig->frame();
        QCOMPARE(view().drawer().layer().key().drawings, &drawn());
    }
};
QD_TEST(TestDrawing);
#include "TestDrawing.moc"
