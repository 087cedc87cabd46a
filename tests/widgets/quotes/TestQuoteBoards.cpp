#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/quotes/QuotePane.h"

#include <QLineEdit>
#include <QMenu>
#include <QObject>
#include <QToolButton>

using namespace qd;
using namespace qd::ui;
using namespace qd::ui::quotes;

namespace {

constexpr MarketId kSol{0};
constexpr MarketId kBtc{1};

void quote(test::PaneRig& rig) {
    rig.venue.setBook(kSol, Price::of(148));
    rig.venue.setBook(kBtc, Price::of(68'412));
}
void choose(Table& table, int visualRow) { table.setCurrentIndex(table.model()->index(visualRow, 0)); }
QAction* entry(QWidget& pane, const QString& text) {
    for (QMenu* menu : pane.findChildren<QMenu*>()) {
        for (QAction* action : menu->actions()) {
            if (action->text() == text) return action;
        }
    }
    return nullptr;
}

} // namespace

class TestQuoteBoards : public QObject {
    Q_OBJECT
  private slots:
    void aBoardShowsItsMarketsInItsOrder() {
        test::PaneRig rig;
        quote(rig);
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        const auto symbols = [&] {
            rig.frame(pane);
            QStringList list;
            for (int r = 0; r < pane.table().model()->rowCount(); ++r)
                list << pane.model().row(pane.table().sourceRow(pane.table().model()->index(r, 0))).symbol;
            return list;
        };
        QVERIFY(!pane.applyWords({"BOARD", "majors", "ADD", "btc", "SOL-PERP", "btc"}));
        QCOMPARE(rig.settings.text(setting::kBoards), "majors BTC-PERP SOL-PERP");
        QCOMPARE(symbols(), (QStringList{"BTC-PERP", "SOL-PERP"}));
        QCOMPARE(pane.findChild<QToolButton*>("quoteBoard")->text(), "majors");
        QCOMPARE(pane.state().at("board"), "majors");
        // The order is the board's, by words and by keys, also from under another sorting.
        pane.table().sortByColumn(static_cast<int>(QuoteColumn::Last), Qt::DescendingOrder);
        choose(pane.table(), 1);
        QTest::keyClick(&pane.table(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(symbols(), (QStringList{"SOL-PERP", "BTC-PERP"}));
        QVERIFY(!pane.applyWords({"BOARD", "MAJORS", "DOWN", "SOL"}));
        QCOMPARE(symbols(), (QStringList{"BTC-PERP", "SOL-PERP"}));
        choose(pane.table(), 0);
        QTest::keyClick(&pane.table(), Qt::Key_Delete);
        QCOMPARE(symbols(), QStringList{"SOL-PERP"});
        QVERIFY(!pane.applyWords({"BOARD", "majors", "NAME", "best"}));
        QCOMPARE(rig.settings.text(setting::kBoards), "best SOL-PERP");
        QVERIFY(!pane.applyWords({"BOARD", "best", "REMOVE", "sol"}));
        QCOMPARE(symbols(), QStringList{});
        QCOMPARE(pane.table().emptySentence(), "No market of this venue is on the board best.");
        QVERIFY(!pane.applyWords({"BOARD", "best", "DELETE"}));
        QCOMPARE(symbols().size(), 2);
    }
    void everyPaneHasItsOwnBoard() {
        test::PaneRig rig;
        rig.settings.set(setting::kBoards, "majors BTC-PERP").value();
        QuotePane one(rig.context);
        QuotePane other(rig.context);
        other.restore({{"board", "majors"}}); // as a layout has it
        QCOMPARE(other.state().at("board"), "majors");
        QVERIFY(!one.state().contains("board"));
        QVERIFY(!other.applyWords({"BOARD", "ALL"}));
        QVERIFY(!other.state().contains("board"));
    }
    void whatABoardCannotBeIsSaid_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* words, const char* says) {
            QTest::newRow(words) << QString(words).split(' ') << says;
        };
        row("BOARD", "QM wants a market, or BOARD and a name");
        row("BOARD none", "There is no board none");
        row("BOARD a ADD DOGE", "There is no market DOGE");
        row("BOARD all ADD SOL", "ALL stands for every market");
        row("BOARD waytoolongforaname1 ADD SOL", "A board's name has");
        row("BOARD kept NAME other", "There is a board other already");
        row("BOARD kept REMOVE BTC", "BTC-PERP is not on kept");
        row("BOARD kept UP", "BOARD wants a name or ALL");
        row("BOARD kept WHAT SOL", "BOARD wants a name or ALL");
    }
    void whatABoardCannotBeIsSaid() {
        QFETCH(QStringList, words);
        QFETCH(QString, says);
        test::PaneRig rig;
        QuotePane pane(rig.context);
        const std::string kept = "kept SOL-PERP; other BTC-PERP";
        rig.settings.set(setting::kBoards, kept).value();
        ports::ActionWords typed;
        for (const QString& word : words) typed.push_back(word.toStdString());
        const auto said = pane.applyWords(typed);
        QVERIFY(said);
        QVERIFY2(said->contains(says), qPrintable(*said));
        QCOMPARE(rig.settings.text(setting::kBoards), kept);
    }
    void aBoardOfAnotherVenueIsToldOf() {
        test::PaneRig rig;
        quote(rig);
        rig.settings.set(setting::kBoards, "mixed SOL-PERP DOGE-PERP").value();
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        pane.restore({{"board", "mixed"}});
        rig.frame(pane);
        QCOMPARE(pane.model().rowCount(), 1);
        QCOMPARE(pane.findChild<QToolButton*>("paneSymbol")->text(), "1 market, 1 not at this venue");
        rig.settings.set(setting::kBoards, "").value(); // deleted elsewhere
        rig.frame(pane);
        QCOMPARE(pane.model().rowCount(), 2);
        QCOMPARE(pane.findChild<QToolButton*>("quoteBoard")->text(), "All markets");
    }
    void boardsAreMadeNamedAndFilledByMenu() {
        test::PaneRig rig;
        quote(rig);
        QuotePane pane(rig.context);
        rig.show(pane, {900, 200});
        pane.findChild<QToolButton*>("quoteBoard")->click();
        entry(pane, "New board")->trigger();
        QCOMPARE(rig.settings.text(setting::kBoards), "board-1");
        auto& name = *pane.findChild<QLineEdit*>("quoteBoardName");
        QVERIFY(name.isVisible());
        name.setText("a b");
        QTest::keyClick(&name, Qt::Key_Return);
        QCOMPARE(rig.settings.text(setting::kBoards), "board-1");
        name.setText("mine");
        QTest::keyClick(&name, Qt::Key_Return);
        QCOMPARE(rig.settings.text(setting::kBoards), "mine");
        QVERIFY(!name.isVisible());
        QVERIFY(!pane.applyWords({"BOARD", "ALL"}));
        rig.frame(pane);
        emit pane.table().rowMenuRequested(1, QPoint(10, 10));
        entry(pane, "mine")->trigger();
        QCOMPARE(rig.settings.text(setting::kBoards), "mine BTC-PERP");
    }
};
QD_TEST(TestQuoteBoards);
#include "TestQuoteBoards.moc"
