#include "core/base/Decimal.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "widgets/chart/StudyAlertEditor.h"
#include "widgets/chart/StudyEditor.h"
#include "widgets/terms/KeptStudyAlerts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QMenu>
#include <QObject>

using namespace qd;
using namespace qd::chart;

/// Alerts on studies on the chart: the same that AL and ALERT have.
class TestStudyAlerts : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;

    ChartView& view() { return m_rig->view(); }
    ui::Settings& settings() { return m_rig->rig.settings; }
    void type(std::initializer_list<std::string> words) {
        static_cast<void>(m_rig->pane->applyWords(words));
        draw();
    }
    /// A frame, and what it paints.
    void draw() {
        m_rig->frame();
        static_cast<void>(m_rig->picture());
    }
    std::uint32_t keep(const char* text) {
        const auto kept = ui::keepStudyAlert(m_rig->rig.context, ui::parseStudyAlert(text).value());
        if (!kept) qFatal("%s", qPrintable(kept.error()));
        draw();
        return kept->number;
    }
    QString kept() { return QString::fromStdString(settings().text(ui::setting::kStudyAlerts)); }
    double levelOf(std::uint32_t number) {
        for (const ui::StudyAlert& a : ui::keptStudyAlerts(settings())) {
            if (a.number == number)
                return static_cast<double>(std::get<ui::StudyLevel>(a.against).raw()) / ui::StudyLevel::kScale;
        }
        return -1;
    }
    const PlacedPaneAlert& inPane(std::uint32_t number) {
        const PlacedPaneAlert* placed = view().paneAlerts().ofNumber(number);
        if (placed == nullptr) qFatal("alert %u is in no pane", number);
        return *placed;
    }
    const PlacedMark* markOf(std::uint32_t number) {
        for (const PlacedMark& p : view().marks().placed()) {
            if (p.mark.kind == MarkKind::Alert && p.mark.alert == number) return &p;
        }
        return nullptr;
    }
    void moveTo(const QPoint& at) {
        QMouseEvent event(QEvent::MouseMove, at, view().mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&view(), &event);
    }
    void drag(const QPoint& from, const QPoint& to) {
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        moveTo(to);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
        draw();
    }
    /// What the menu there offers; it is closed when the next one is opened.
    QAction* offered(const QPoint& at, const char* name) {
        for (QMenu* old : view().findChildren<QMenu*>(QStringLiteral("priceMenu"))) delete old;
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, view().mapToGlobal(at));
        QApplication::sendEvent(&view(), &event);
        auto* menu = view().findChild<QMenu*>(QStringLiteral("priceMenu"));
        return menu->findChild<QAction*>(QLatin1String(name), Qt::FindDirectChildrenOnly);
    }
    QStringList offers() {
        QStringList texts;
        for (QAction* action : view().findChild<QMenu*>(QStringLiteral("priceMenu"))->actions())
            texts << action->text();
        return texts;
    }
    QPoint paneAt(double value) {
        const ValueAxis& axis = view().canvas().paneAxes().front();
        return {200, static_cast<int>(std::lround(axis.yOf(value)))};
    }
    QPoint legendOf(std::size_t study) {
        for (const LegendEntry& e : view().canvas().legend()) {
            if (e.study == study) return e.rect.center();
        }
        return {};
    }

  private slots:
    void init() {
        m_rig = std::make_unique<test::ChartRig>();
        m_rig->show();
        type({"BARS", "60", "QUOTES", "OFF", "STUDY", "RSI", "14"});
    }
    void thoseOfWhatIsShownAreDrawn() {
        const std::uint32_t shown = keep("SOL-PERP 1m RSI 14 ABOVE 70 NOTE hot");
        QCOMPARE(inPane(shown).alert.label, "Alert 1: RSI 14 closes at or above 70 · hot");
        QVERIFY(inPane(shown).inside && inPane(shown).axis.rect.contains(inPane(shown).label));
        for (const char* other : {"SOL-PERP 5m RSI 14 ABOVE 70", "SOL-PERP 1m RSI 7 ABOVE 70",
                                  "BTC-PERP 1m RSI 14 ABOVE 70", "SOL-PERP 1m RSI 14 CROSS STUDY RSI 7"})
            QVERIFY(view().paneAlerts().ofNumber(keep(other)) == nullptr);
        const std::uint32_t far = keep("SOL-PERP 1m RSI 14 ABOVE 99");
        QVERIFY(!inPane(far).inside && inPane(far).alert.label.startsWith(u"↑"));
        QVERIFY(inPane(far).axis.rect.contains(inPane(far).label));
        ui::finishStudyAlert(settings(), far);
        draw();
        QVERIFY(view().paneAlerts().ofNumber(far) == nullptr);
        type({"STUDY", "RSI", "OFF"});
        QVERIFY(view().paneAlerts().ofNumber(shown) == nullptr);
    }
    void aDragMovesTheLevel() {
        const std::uint32_t number = keep("SOL-PERP 1m RSI 14 ABOVE 70");
        drag(paneAt(70), paneAt(60));
        QVERIFY2(std::abs(levelOf(number) - 60) < 2, qPrintable(kept()));
        QVERIFY(std::abs(inPane(number).alert.level - levelOf(number)) < 1e-6);
        // A click moves nothing, and neither does what Esc ends.
        const QString before = kept();
        QTest::mouseClick(&view(), Qt::LeftButton, {}, inPane(number).label.center() - QPoint(20, 0));
        QTest::mousePress(&view(), Qt::LeftButton, {}, inPane(number).label.center() - QPoint(20, 0));
        moveTo(paneAt(40));
        QTest::keyClick(&view(), Qt::Key_Escape);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, paneAt(40));
        QCOMPARE(kept(), before);
        draw();
        QTest::mouseClick(&view(), Qt::LeftButton, {}, inPane(number).cross.center());
        QCOMPARE(kept(), "");
        QVERIFY(m_rig->rig.venue.placed.empty());
    }
    void theMenuOfAPaneSetsAndDeletes() {
        QAction* set = offered(paneAt(60), "setStudyAlert");
        QVERIFY(set != nullptr);
        QVERIFY2(set->text().startsWith("Alert when RSI 14 crosses "), qPrintable(set->text()));
        set->trigger();
        QVERIFY2(kept().startsWith("1 SOL-PERP 1m RSI 14 CROSS ") && kept().endsWith(" CLOSE"), qPrintable(kept()));
        QVERIFY(std::abs(levelOf(1) - 60) < 2);
        QVERIFY2(set->text().endsWith(" " + QString::number(levelOf(1))), qPrintable(set->text() + kept()));
        QVERIFY(view().overlay().good &&
                view().overlay().notice.startsWith("Alert 1: SOL-PERP 1m RSI 14 closes across"));
        draw();
        offered(inPane(1).label.center(), "deleteAlert")->trigger();
        QCOMPARE(kept(), "");
    }
    void amongPricesTheyAreMarks() {
        const Price level = m_rig->ticksFromLast(15);
        const std::uint32_t number = keep(("SOL-PERP 1m EMA 21 ABOVE " + toString(level)).c_str());
        QVERIFY(markOf(number) != nullptr);
        QVERIFY(markOf(number)->mark.price == level);
        QCOMPARE(markOf(number)->mark.label, "Alert 1: EMA 21 closes at or above");
        const Price to = m_rig->ticksFromLast(30);
        const QPoint from = markOf(number)->label.center() - QPoint(20, 0);
        drag(from, QPoint(from.x(), view().pointOfPrice(Side::Buy, to).value().y()));
        QVERIFY(markOf(number)->mark.price == to);
        QCOMPARE(kept(), QString::fromStdString("1 SOL-PERP 1m EMA 21 ABOVE " + toString(to) + " CLOSE"));
        QTest::mouseClick(&view(), Qt::LeftButton, {}, markOf(number)->cross.center());
        QCOMPARE(kept(), "");
        offered(legendOf(0), "setStudyAlert")->trigger();
        QCOMPARE(kept(), "1 SOL-PERP 1m EMA 21 CROSS PRICE CLOSE");
    }
    void theEditorSetsWhatIsChosen() {
        type({"STUDY", "RSI", "7", "STUDY", "MACD"});
        view().openStudyAlert(4, {});
        auto* editor = view().findChild<StudyAlertEditor*>();
        QVERIFY(editor != nullptr && editor->isVisible());
        const auto box = [&](const char* name) { return editor->findChild<QComboBox*>(QLatin1String(name)); };
        auto* level = editor->findChild<QLineEdit*>(QStringLiteral("studyAlertLevel"));
        QVERIFY(editor->focusWidget() == level);
        box("studyAlertLine")->setCurrentText("Signal");
        QVERIFY(editor->focusWidget() == level);
        QTest::keyClick(editor, Qt::Key_Return);
        auto* objection = editor->findChild<QLabel*>(QStringLiteral("studyAlertObjection"));
        QCOMPARE(objection->text(), "An alert on a study wants a number to be reached.");
        QVERIFY(editor->rect().contains(objection->geometry()));
        level->setText("-0.25");
        box("studyAlertWay")->setCurrentIndex(1);
        box("studyAlertMoment")->setCurrentIndex(1);
        editor->findChild<QCheckBox*>(QStringLiteral("studyAlertRepeats"))->setChecked(true);
        editor->findChild<QLineEdit*>(QStringLiteral("studyAlertNote"))->setText("a;b");
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY2(objection->text().contains("no semicolon"), qPrintable(objection->text()));
        editor->findChild<QLineEdit*>(QStringLiteral("studyAlertNote"))->setText("turn");
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(kept(), "1 SOL-PERP 1m MACD 12 26 9 LINE Signal BELOW -0.25 TOUCH EVERY NOTE turn");
        QVERIFY(!editor->isVisible());
    }
    void theEditorOffersWhatCanBeCompared() {
        type({"STUDY", "RSI", "7", "STUDY", "SUPERTREND", "STUDY", "OBV"});
        const auto offeredBy = [&](std::size_t study) {
            view().openStudyAlert(study, {});
            QStringList words;
            const auto editors = view().findChildren<StudyAlertEditor*>();
            auto* box = editors.back()->findChild<QComboBox*>(QStringLiteral("studyAlertAgainst"));
            for (int i = 0; i < box->count(); ++i) words << box->itemText(i);
            editors.back()->close();
            return words;
        };
        QCOMPARE(offeredBy(2), (QStringList{"a level", "RSI 7"}));
        QCOMPARE(offeredBy(0), (QStringList{"a level", "the price", "VWAP", "SUPERTREND 10 3 Stop"}));
        view().openStudyAlert(5, {});
        QVERIFY2(view().overlay().notice.startsWith("OBV counts from the oldest bar"),
                 qPrintable(view().overlay().notice));
    }
    void aStudysEditorLeadsToIt() {
        QTest::mouseClick(&view(), Qt::LeftButton, {}, legendOf(2));
        auto* study = m_rig->pane->findChild<StudyEditor*>();
        QVERIFY(study != nullptr);
        study->findChild<QPushButton*>(QStringLiteral("studyAlert"))->click();
        auto* editor = view().findChild<StudyAlertEditor*>();
        QVERIFY(editor != nullptr);
        QCOMPARE(editor->accessibleName(), "Alert on RSI 14, 1m bars");
    }
    void overBarsThatTradesEndThereAreNone() {
        const std::uint32_t number = keep("SOL-PERP 1m RSI 14 ABOVE 70");
        type({"BARS", "TICK", "100"});
        QVERIFY(view().paneAlerts().ofNumber(number) == nullptr);
        QVERIFY(offered(view().canvas().paneAxes().front().rect.center(), "setStudyAlert") == nullptr);
        QVERIFY2(offers().contains("No alert on RSI 14: alerts on studies are over bars of time"),
                 qPrintable(offers().join('\n')));
        view().openStudyAlert(2, {});
        QVERIFY(view().overlay().notice.startsWith("Alerts on studies are over bars of time"));
    }
};
QD_TEST(TestStudyAlerts);
#include "TestStudyAlerts.moc"
