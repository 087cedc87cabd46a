#include "tests/support/TestRunner.h"
#include "widgets/quotes/QuoteColumns.h"

#include <QObject>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::ui;
using namespace qd::ui::quotes;

namespace {

QuoteRow solRow() {
    QuoteRow row;
    row.symbol = "SOL-PERP";
    row.base = "SOL";
    Ticker& t = row.ticker;
    t.status = DataStatus::Live;
    t.last = Price(148'270'000);
    t.bestBid = Price(148'260'000);
    t.bestAsk = Price(148'280'000);
    t.prices.mark = Price(148'275'000);
    t.dayOpen = Price(143'000'000);
    t.dayHigh = Price(149'000'000);
    t.dayLow = Price(142'500'000);
    t.dayVolume = Quantity::of(96'412);
    t.dayComplete = true;
    t.fundingRate = Rate(122);
    return row;
}
QString textOf(const QuoteRow& row, QuoteColumn column) {
    return quoteColumns()[static_cast<std::size_t>(column)].text(row);
}
Token tokenOf(const QuoteRow& row, QuoteColumn column) {
    return quoteColumns()[static_cast<std::size_t>(column)].token(row);
}

} // namespace

class TestQuoteColumns : public QObject {
    Q_OBJECT
  private slots:
    void cellsSayWhatIsKnown_data() {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("known");
        QTest::addColumn<QString>("unknown");
        const auto row = [](const char* name, QuoteColumn column, const char* known, const char* unknown) {
            QTest::newRow(name) << static_cast<int>(column) << known << unknown;
        };
        row("last", QuoteColumn::Last, "148.27", "–");
        row("change", QuoteColumn::Change, "+3.69", "–");
        row("bid", QuoteColumn::Bid, "148.26", "–");
        row("ask", QuoteColumn::Ask, "148.28", "–");
        row("spread: 0.02 of 148.27 is 1.3489 bps", QuoteColumn::Spread, "1.34", "–");
        row("mark", QuoteColumn::Mark, "148.28", "–");
        row("high", QuoteColumn::High, "149.00", "–");
        row("low", QuoteColumn::Low, "142.50", "–");
        row("volume", QuoteColumn::Volume, "96.4k", "–");
        row("funding", QuoteColumn::Funding, "+0.0122", "–");
        row("data", QuoteColumn::Data, "live", "no data");
    }
    void cellsSayWhatIsKnown() {
        QFETCH(int, column);
        QFETCH(QString, known);
        QFETCH(QString, unknown);
        QCOMPARE(textOf(solRow(), static_cast<QuoteColumn>(column)), known);
        QCOMPARE(textOf(QuoteRow{}, static_cast<QuoteColumn>(column)), unknown);
    }
    void anEstimatedMarkSaysSo() {
        QuoteRow row = solRow();
        row.ticker.prices.estimated = true;
        QCOMPARE(textOf(row, QuoteColumn::Mark), "est. 148.28");
        row.ticker.prices.mark = Price();
        QCOMPARE(textOf(row, QuoteColumn::Mark), "–");
    }
    void oldNumbersAreDimmedWithTheirAge() {
        QuoteRow row = solRow();
        QCOMPARE(tokenOf(row, QuoteColumn::Last), Token::Text1);
        QCOMPARE(tokenOf(row, QuoteColumn::Change), Token::Up);
        row.ticker.dayOpen = Price::of(200);
        QCOMPARE(tokenOf(row, QuoteColumn::Change), Token::Down);
        row.ticker.status = DataStatus::Stale;
        row.age = 75 * kNanosPerSecond;
        QCOMPARE(tokenOf(row, QuoteColumn::Last), Token::Text3);
        QCOMPARE(tokenOf(row, QuoteColumn::Change), Token::Text3);
        QCOMPARE(textOf(row, QuoteColumn::Data), "stale 1:15");
        QCOMPARE(tokenOf(row, QuoteColumn::Data), Token::Warn);
    }
    void spreadsAreExact() {
        Ticker t;
        QVERIFY(!spreadHundredths(t));
        t.bestBid = Price(std::numeric_limits<std::int64_t>::max() - 1);
        t.bestAsk = Price(std::numeric_limits<std::int64_t>::max());
        QCOMPARE(spreadHundredths(t).value(), 0);
        t.bestBid = Price::of(101); // crossed: the feed says so, and so do we
        t.bestAsk = Price::of(99);
        QCOMPARE(spreadHundredths(t).value(), -20'000);
    }
    void changesSortByTheirTrueSize() {
        QuoteRow a = solRow();
        QuoteRow b = solRow();
        a.ticker.dayOpen = Price(143'000'000);
        b.ticker.dayOpen = Price(143'000'100); // the same two digits, yet less
        const auto sort = quoteColumns()[static_cast<std::size_t>(QuoteColumn::Change)].sort;
        QCOMPARE(textOf(a, QuoteColumn::Change), textOf(b, QuoteColumn::Change));
        QVERIFY(sort(a).toLongLong() > sort(b).toLongLong());
        QVERIFY(sort(QuoteRow{}).toLongLong() < sort(b).toLongLong());
        b.ticker.dayOpen = Price(1);
        b.ticker.last = Price(std::numeric_limits<std::int64_t>::max());
        QVERIFY(!changePerMillion(b.ticker)); // beyond 64 bits
    }
    void headingsPromiseOnlyWhatIsKnown() {
        QuoteModel model(quoteColumns(), [](const QuoteRow& r) { return r.id; });
        const auto heading = [&](QuoteColumn column, int role = Qt::DisplayRole) {
            return model.headerData(static_cast<int>(column), Qt::Horizontal, role).toString();
        };
        setDayHeadings(model, true);
        QCOMPARE(heading(QuoteColumn::Change), "24h %");
        QVERIFY(!heading(QuoteColumn::Change, Qt::ToolTipRole).contains("first known"));
        setDayHeadings(model, false);
        QCOMPARE(heading(QuoteColumn::Change), "<24h %");
        QCOMPARE(heading(QuoteColumn::Volume), "<24h volume");
        QVERIFY(heading(QuoteColumn::Low, Qt::ToolTipRole).contains("since first known"));
    }
    void everyColumnHasAHeadingAndAHint() {
        QuoteModel model(quoteColumns(), [](const QuoteRow& r) { return r.id; });
        setDayHeadings(model, true);
        QCOMPARE(model.columnCount(), static_cast<int>(QuoteColumn::Trend) + 1);
        for (int c = 0; c < model.columnCount(); ++c) {
            QVERIFY(!model.headerData(c, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
            QVERIFY(!model.headerData(c, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
        }
    }
};
QD_TEST(TestQuoteColumns);
#include "TestQuoteColumns.moc"
