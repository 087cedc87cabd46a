#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/risk/RiskyAccount.h"
#include "widgets/base/Format.h"
#include "widgets/risk/RiskWords.h"
#include "widgets/risk/StressPage.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    test::RiskyAccount account{venue};
    RiskGuard guard{context};
    ReturnFeed feed{venue};
    StressPage page{context};
    std::shared_ptr<const RiskBook> book;

    explicit Rig(bool holds = true) {
        test::addSwingingBars(venue, 100);
        if (!holds) {
            account.view().positions.clear();
            account.view().balances.resize(1);
        }
        venue.accountView = account.made();
        book = bookOf(venue.accountView);
        feed.follow(*book, venue.marketNow);
        page.resize(800, 600);
        page.show();
    }
    void look(bool doubtful = false) {
        clock.advance(2 * kNanosPerSecond);
        page.showRisk({book, feed, guard, doubtful, clock.monotonicNanos(), clock.now()});
    }
    [[nodiscard]] std::shared_ptr<const RiskBook> bookOf(std::shared_ptr<const AccountView> view) const {
        return std::make_shared<const RiskBook>(std::move(view),
                                                std::make_shared<const std::vector<MarketInfo>>(venue.marketList));
    }
    HeatMap& map() { return *page.findChild<HeatMap*>("stressMap"); }
    FigureView& figure(const char* name) { return *page.findChild<FigureView*>(name); }
    QString detail() { return page.findChild<QLabel*>("stressDetail")->text(); }
};

} // namespace

class TestStress : public QObject {
    Q_OBJECT
  private slots:
    void aGridOfEveryMode_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::newRow("together") << int(StressMode::Together) << 14 << 2;
        QTest::newRow("alone, without haircuts") << int(StressMode::Alone) << 14 << 1;
        QTest::newRow("the scenarios of the settings") << int(StressMode::Scenarios) << 2 << 2;
    }
    void aGridOfEveryMode() {
        Rig rig;
        QFETCH(int, mode);
        rig.page.setMode(static_cast<StressMode>(mode));
        rig.look();
        QTRY_VERIFY(!rig.map().grid().cells.empty());
        QTEST(static_cast<int>(rig.map().grid().rows.size()), "rows");
        QTEST(static_cast<int>(rig.map().grid().columns.size()), "columns");
        QVERIFY(rig.figure("stressWorst").text() != unknownText());
        QVERIFY(rig.figure("stressMargin").text() != unknownText());
        QVERIFY(rig.figure("stressVenue").text() != unknownText());
        const auto& cells = rig.map().grid().cells;
        const bool loses = rig.figure("stressWorst").text() != "0.00"; // what gains everywhere has no worst cell
        QCOMPARE(std::ranges::count_if(cells, &HeatCell::outlined), loses ? 1 : 0);
        for (const HeatCell& cell : cells) QVERIFY(cell.tone >= -1 && cell.tone <= 1 && !cell.detail.isEmpty());
    }
    /// What is painted is what the engine computed.
    void cellsSayWhatTheEngineFound() {
        Rig rig;
        const auto grid = portfolio::stressTogether(rig.book->pools(), {});
        QVERIFY(grid.has_value());
        const HeatGrid heat = heatOf(*rig.book, *grid);
        QCOMPARE(heat.cells.size(), grid->cells.size());
        bool liquidated = false;
        for (std::size_t i = 0; i < heat.cells.size(); ++i) {
            QCOMPARE(heat.cells[i].marked, grid->cells[i].firstLiquidation.has_value());
            QCOMPARE(heat.cells[i].tone < 0, grid->cells[i].profit.raw() < 0);
            QVERIFY(heat.cells[i].detail.contains(signedText(grid->cells[i].profit)));
            QCOMPARE(heat.cells[i].detail.contains("First liquidation"), heat.cells[i].marked);
            liquidated = liquidated || heat.cells[i].marked;
        }
        QVERIFY(liquidated);
        QVERIFY(heat.cells[grid->worst].outlined);
    }
    void rowsAreSortedByTheirMoveAndTheWorstCellStays() {
        Rig rig;
        for (const StressMode mode : {StressMode::Together, StressMode::Alone}) {
            const auto answer = stressOf({rig.book, mode, {}, {}});
            QVERIFY(answer.has_value());
            for (const portfolio::StressGrid& grid : answer->grids) {
                QVERIFY(std::ranges::is_sorted(grid.rows, {}, &portfolio::StressRow::move));
                const auto least = std::ranges::min_element(grid.cells, {}, &portfolio::StressCell::counted);
                QCOMPARE(grid.cells[grid.worst].counted, least->counted);
                QCOMPARE(grid.worstLoss.raw(), std::max<std::int64_t>(0, -least->counted.raw()));
            }
        }
    }
    void withoutFundingHistoryThereIsOneBasis() {
        Rig rig;
        rig.look();
        QTRY_VERIFY(!rig.map().grid().cells.empty());
        const QStringList columns = rig.map().grid().columns;
        QVERIFY(rig.feed.shocks().empty());
        QCOMPARE(columns, (QStringList{"basis 0\nno haircut", "basis 0\nhaircut 5 %"}));
    }
    void headingsNameTheShock() {
        QCOMPARE(headingOf({}), "basis 0\nno haircut");
        QCOMPARE(headingOf({1, portfolio::kStableHaircut}), "basis +\nhaircut 5 %");
    }
    void aloneShowsTheChosenAsset() {
        Rig rig;
        rig.page.setMode(StressMode::Alone);
        rig.look();
        auto* asset = rig.page.findChild<QComboBox*>("stressAsset");
        QTRY_COMPARE(asset->count(), 2);
        QVERIFY(asset->isVisible());
        const QString btc = rig.map().grid().cells.front().detail;
        asset->setCurrentIndex(1);
        emit asset->activated(1);
        QVERIFY(rig.map().grid().cells.front().detail != btc);
    }
    void scenariosAreTyped() {
        Rig rig;
        rig.page.setMode(StressMode::Scenarios);
        QSignalSpy told(&rig.page, &RiskPage::told);
        auto* edit = rig.page.findChild<QLineEdit*>("stressScenarios");
        QVERIFY(edit->isVisible());
        edit->setText("Mine SOL -5");
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(told.size(), 1);
        QVERIFY(told[0][0].toString().contains("\"Mine SOL -5\" is no scenario"));
        edit->setText("Mine: SOL -100");
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY2(told.back()[0].toString().contains("cannot fall by 100 %"), qPrintable(told.back()[0].toString()));
        edit->setText("Mine: SOL -5");
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(rig.settings.text(setting::kScenarios), std::string("Mine: SOL -5"));
        rig.look();
        QTRY_COMPARE(rig.map().grid().rows, QStringList{"Mine"});
    }
    void scenariosOfUnknownAssetsAreRefused() {
        Rig rig;
        rig.page.setMode(StressMode::Scenarios);
        QSignalSpy told(&rig.page, &RiskPage::told);
        auto* edit = rig.page.findChild<QLineEdit*>("stressScenarios");
        const std::string before = rig.settings.text(setting::kScenarios);
        const auto type = [&](const QString& text) {
            edit->setText(text);
            QTest::keyClick(edit, Qt::Key_Return);
        };
        type("A: DOGE -40, SOL -3, others -1");
        QCOMPARE(told.back()[0].toString(), "Not kept: this venue has no market of DOGE.");
        QVERIFY(edit->property("wrong").toBool());
        QCOMPARE(rig.settings.text(setting::kScenarios), before);
        type("A: SOL -3, others -1");
        QVERIFY(told.back()[0].toString().isEmpty()); // taken back
        QVERIFY(!edit->property("wrong").toBool());
        // Those of a settings file stay.
        QVERIFY(rig.settings.set(setting::kScenarios, "A: DOGE -40").has_value());
        rig.look();
        const auto* state = rig.page.findChild<QLabel*>("stressState");
        QVERIFY2(state->text().contains("No market here: DOGE"), qPrintable(state->text()));
        rig.page.setMode(StressMode::Together);
        rig.look();
        QVERIFY(!state->text().contains("DOGE"));
    }
    /// The outlined cell is the worst as it counts; where a cell shows more than that, the words say so.
    void theLegendSaysWhatCountsInPart() {
        Rig rig;
        rig.account.view().positions.resize(1); // SOL alone: the further it falls the more is lost
        rig.account.view().pools.resize(1);
        rig.book = rig.bookOf(rig.account.made());
        rig.look();
        QTRY_VERIFY(!rig.map().grid().cells.empty());
        const auto answer = stressOf({rig.book, StressMode::Together, {}, {}});
        QVERIFY(answer.has_value());
        const portfolio::StressGrid& grid = answer->grids.front();
        const auto deepest = std::ranges::min_element(grid.cells, {}, &portfolio::StressCell::profit);
        QVERIFY(deepest->profit < grid.cells[grid.worst].profit); // so it is here
        const QString shown = roughText(deepest->profit) + " at ";
        QVERIFY2(rig.detail().contains(shown) && rig.detail().contains("counts with 35 %"), qPrintable(rig.detail()));
        QTest::keyClick(&rig.map(), Qt::Key_Right);
        QVERIFY(!rig.detail().contains(shown));
        // Where nothing counts in part there is nothing to say.
        rig.page.setMode(StressMode::Scenarios);
        rig.look();
        QTRY_VERIFY(!rig.map().grid().cells.empty());
        QTest::mouseMove(&rig.map(), QPoint(0, 0));
        QVERIFY2(!rig.detail().contains("counts with"), qPrintable(rig.detail()));
    }
    void textsAreReadableOnEveryColour_data() {
        QTest::addColumn<int>("token");
        QTest::newRow("worst") << int(Token::DownBlind);
        QTest::newRow("best") << int(Token::UpBlind);
    }
    void textsAreReadableOnEveryColour() {
        QFETCH(int, token);
        for (const char* name : {"dark", "light"}) {
            const Theme theme = test::themeNamed(name);
            const QColor deepest = theme.blended(static_cast<Token>(token), HeatMap::kDeepest, Token::Bg1);
            QVERIFY2(contrast(theme.color(Token::Text1), deepest) >= 4.5, name);
        }
    }
    void keysReadTheCells() {
        Rig rig;
        rig.look();
        QTRY_VERIFY(!rig.map().grid().cells.empty());
        QVERIFY(rig.detail().startsWith("Point at a cell"));
        QTest::keyClick(&rig.map(), Qt::Key_Right);
        QCOMPARE(rig.detail(), rig.map().grid().cells[0].detail);
        QTest::keyClick(&rig.map(), Qt::Key_Down);
        const auto below = static_cast<std::size_t>(rig.map().grid().columns.size());
        QCOMPARE(rig.detail(), rig.map().grid().cells[below].detail);
        QTest::keyClick(&rig.map(), Qt::Key_Up);
        QTest::keyClick(&rig.map(), Qt::Key_Up); // there is nothing above
        QCOMPARE(rig.detail(), rig.map().grid().cells[0].detail);
        QCOMPARE(rig.map().accessibleDescription(), rig.detail());
        QTest::mouseMove(&rig.map(), rig.map().cellRect(2, 1).center());
        QCOMPARE(rig.detail(), rig.map().grid().cells[2 * below + 1].detail);
    }
    void whyThereIsNoGridIsSaid() {
        Rig rig;
        QVERIFY(rig.map().grid().emptyText.startsWith("There is no account yet."));
        rig.look();
        QVERIFY(rig.map().grid().emptyText.startsWith("The grid is being valued"));
        QTRY_VERIFY(!rig.map().grid().cells.empty());
        const auto before = rig.book;
        rig.book.reset();
        rig.look();
        QVERIFY(rig.map().grid().cells.empty());
        QVERIFY(rig.map().grid().emptyText.startsWith("There is no account yet."));
        // More dollars of SOL than 64 bits hold.
        rig.account.view().positions[0].position.base = Quantity::of(9'000'000'000);
        rig.account.view().positions[0].mark = Price::of(9'000'000'000'000);
        rig.book = rig.bookOf(std::make_shared<const AccountView>(rig.account.view()));
        rig.look();
        QTRY_VERIFY2(rig.map().grid().emptyText.contains("too large"), qPrintable(rig.map().grid().emptyText));
    }
    /// Another account's grid and what its cell said are gone at once, also when its answer comes late.
    void anotherAccountsGridIsNotShown() {
        Rig rig;
        rig.look();
        QTRY_VERIFY(!rig.map().grid().cells.empty());
        QTest::keyClick(&rig.map(), Qt::Key_Right);
        QVERIFY(!rig.detail().startsWith("Point at a cell"));
        rig.look(); // asks for the old one once more
        rig.account.view().id = AccountId(8);
        rig.account.mark(0, Price::of(400));
        rig.book = rig.bookOf(rig.account.made());
        rig.look();
        QVERIFY(rig.map().grid().cells.empty());
        QVERIFY(rig.detail().startsWith("Point at a cell"));
        QVERIFY(rig.map().accessibleDescription().isEmpty());
        QCOMPARE(rig.figure("stressWorst").text(), unknownText());
        QTRY_VERIFY(!rig.map().grid().cells.empty());
        const auto grid = stressOf({rig.book, StressMode::Together, {}, {}});
        QVERIFY(grid.has_value());
        QVERIFY(rig.map().grid().cells.front().detail.contains(signedText(grid->grids[0].cells[0].profit)));
    }
    void doubtfulValuesAreDimmed() {
        Rig rig;
        rig.look();
        QTRY_VERIFY(!rig.map().grid().cells.empty());
        QVERIFY(!rig.map().grid().doubtful);
        QVERIFY(rig.figure("stressMargin").token() == Token::Text1);
        rig.look(true);
        QVERIFY(rig.map().grid().doubtful);
        for (const char* name : {"stressWorst", "stressWhere", "stressContingency", "stressMargin", "stressVenue"})
            QVERIFY2(rig.figure(name).token() == Token::Text3, name);
        rig.look();
        QVERIFY(!rig.map().grid().doubtful);
    }
    void nothingHeldSaysSo() {
        Rig rig(false);
        rig.look();
        QTRY_VERIFY(rig.map().grid().emptyText.contains("ORDER"));
        QVERIFY(rig.map().grid().cells.empty());
    }
    /// Requests that come while one is being valued are answered by the newest.
    void theNewestRequestIsAnswered() {
        Rig rig;
        StressWorker worker;
        QSignalSpy answered(&worker, &StressWorker::answered);
        for (const StressMode mode : {StressMode::Together, StressMode::Alone, StressMode::Scenarios})
            worker.ask({rig.book, mode, {}, {}});
        QVERIFY(worker.busy());
        QTRY_COMPARE(answered.size(), 2);
        QVERIFY(!worker.busy());
        QCOMPARE(answered[1][0].value<std::shared_ptr<const StressAnswer>>()->mode, StressMode::Scenarios);
    }
};
QD_TEST(TestStress);
#include "TestStress.moc"
