#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/history/Records.h"
#include "widgets/base/Words.h"
#include "widgets/history/HistoryRows.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

class TestHistoryRows : public QObject {
    Q_OBJECT
    template<class Record>
    static QString textsOf(const Record& record) {
        test::PaneRig rig;
        auto account = std::make_shared<AccountView>();
        account->subAccounts = {{AccountId(1), 0, "Main"}, {AccountId(4), 2, ""}, {AccountId(5), 3, "Hedge"}};
        rig.venue.accountView = account;
        const HistoryRow<Record> row = NameBook(rig.context).row(record);
        QStringList texts;
        for (const auto& column : HistoryKind<Record>::columns()) texts << column.text(row);
        return texts.join('|').replace(QChar(0x2009), ' ');
    }

    template<class Record>
    static void checkColumns() {
        const auto columns = HistoryKind<Record>::columns();
        for (const auto& column : columns) QVERIFY(!column.title.isEmpty() && !column.hint.isEmpty());
        for (const int folded : HistoryKind<Record>::foldOrder()) QVERIFY(folded < static_cast<int>(columns.size()));
    }

  private slots:
    void recordsInColumns_data() {
        QTest::addColumn<QString>("texts");
        QTest::addColumn<QString>("expected");
        test::FakeVenue venue;
        test::addOrders(venue, 1);
        QTest::newRow("order") << textsOf(venue.historyOrders[0])
                               << "2023-11-14 22:13:20|SOL-PERP|Buy|" + typeText(OrderTerms{}) +
                                      "|148.27|–|2.00|1.00|148.27|Cancelled|1|–";
        OrderRecord exit = venue.historyOrders[0];
        exit.order.order.terms.size = Quantity();
        exit.order.order.terms.trigger.kind = TriggerKind::Stop;
        exit.order.order.terms.trigger.price = Price(146'500'000);
        exit.order.roundTripNanos = 4'100'000;
        QTest::newRow("an exit of a bracket")
            << textsOf(exit)
            << "2023-11-14 22:13:20|SOL-PERP|Buy|" + typeText(exit.order.order.terms) +
                   "|148.27|146.50|follows|1.00|148.27|Cancelled|1|4.1 ms";
        QTest::newRow("fill")
            << textsOf(test::aFill())
            << "2023-11-14 22:13:20|SOL-PERP|Sell|148.27|1.50|222.4050|−0.0111|Maker|0.0000|−3.00|12|99";
        QTest::newRow("funding") << textsOf(FundingPayment{3, UnixNanos::fromMillis(1'700'000'000'000), MarketId(1),
                                                           Quantity::of(-2), Money(1'250'000), Rate(100)})
                                 << "2023-11-14 22:13:20|BTC-PERP|−2.0000|+0.0100|+1.2500";
        QTest::newRow("a loss shared by all")
            << textsOf(FundingPayment{4, UnixNanos::fromMillis(1'700'000'000'000), MarketId(0), Quantity::of(2),
                                      Money(-1'250'000), Rate()})
            << "2023-11-14 22:13:20|SOL-PERP|+2.00|–|−1.2500";
        QTest::newRow("deposit") << textsOf(test::movement(0, PostingKind::Deposit, 100'000'000'000))
                                 << "2023-11-14 22:13:20|–|Deposit|USDC|+100 000.000000|200 000.000000|–";
        QTest::newRow("transfer") << textsOf(test::movement(0, PostingKind::TransferOut, -1'500'000'000, 1))
                                  << "2023-11-14 22:13:20|–|Transfer out|SOL|−1.500000|−3.000000|Account 2";
        LiquidationEntry started;
        started.ts = UnixNanos::fromMillis(1'700'000'000'000);
        started.kind = LiquidationEntryKind::Started;
        QTest::newRow("liquidation begins") << textsOf(started) << "2023-11-14 22:13:20|–|Liquidation|–|–|–|–|–|–|–";
        LiquidationEntry over = started;
        over.kind = LiquidationEntryKind::MarginCall;
        QTest::newRow("margin call ends") << textsOf(over) << "2023-11-14 22:13:20|–|Margin call over|–|–|–|–|–|–|–";
    }
    void recordsInColumns() {
        QFETCH(QString, texts);
        QTEST(texts, "expected");
    }
    void referralsInColumns_data() {
        QTest::addColumn<QString>("texts");
        QTest::addColumn<QString>("expected");
        QTest::newRow("a reward") << textsOf(test::movement(0, PostingKind::ReferralReward, 1'500'000))
                                  << "2023-11-14 22:13:20|SOL-PERP|Referral reward|USDC|+1.500000|3.000000|Account 2";
        QTest::newRow("what a referrer got") << textsOf(test::movement(0, PostingKind::ReferralFee, -1'500'000))
                                             << "2023-11-14 22:13:20|SOL-PERP|Fee to referrer|USDC|−1.500000|−3.000000|"
                                                "Account 2";
    }
    void referralsInColumns() { recordsInColumns(); }
    void theOtherAccountIsCalledAsItsOwnerCallsIt() {
        LedgerMovement in = test::movement(0, PostingKind::TransferIn, 1'000'000);
        in.posted.other = AccountId(5);
        QVERIFY2(textsOf(in).endsWith("|Hedge"), qPrintable(textsOf(in)));
        in.posted.other = AccountId(48);
        QVERIFY2(textsOf(in).endsWith("|Account 48 of the venue"), qPrintable(textsOf(in)));
    }
    /// Shown and exported.
    void averagesAreRoundedAgainstTheAccount() {
        test::PaneRig rig;
        test::addOrders(rig.venue, 2);
        const auto texts = [&rig](OrderRecord record) {
            record.order.order.filled = Quantity::of(3);
            record.order.order.filledQuote = Money::of(445); // 148.33333333
            const auto row = NameBook(rig.context).row(record);
            const auto columns = HistoryKind<OrderRecord>::columns();
            return QStringList{columns[8].text(row),
                               QString::fromStdString(HistoryKind<OrderRecord>::csv()[14].text(row))};
        };
        QCOMPARE(texts(rig.venue.historyOrders[0]), (QStringList{"148.34", "148.333334"})); // bought
        rig.venue.historyOrders[0].order.order.terms.side = Side::Sell;
        QCOMPARE(texts(rig.venue.historyOrders[0]), (QStringList{"148.33", "148.333333"}));
    }
    /// What a market order has as its price is the venue's cap; a stop that fired still says where.
    void capsAreNoPrices() {
        test::PaneRig rig;
        test::addOrders(rig.venue, 1);
        OrderRecord record = rig.venue.historyOrders[0];
        record.order.order.terms.type = OrderType::Market;
        record.order.order.terms.trigger.kind = TriggerKind::Trailing;
        record.order.order.progress.stop = Price(146'500'000);
        const auto row = NameBook(rig.context).row(record);
        const auto columns = HistoryKind<OrderRecord>::columns();
        QCOMPARE(columns[4].text(row), "–");
        QVERIFY2(columns[4].tip(row).contains("protective limit was 148.27"), qPrintable(columns[4].tip(row)));
        QCOMPARE(columns[5].text(row), "146.50");
        QMap<QString, QString> csv;
        for (const auto& column : HistoryKind<OrderRecord>::csv())
            csv[QString::fromLatin1(column.heading)] = QString::fromStdString(column.text(row));
        QCOMPARE(csv["price_usdc"], "");
        QCOMPARE(csv["protective_limit_usdc"], "148.27");
        QCOMPARE(csv["trigger_usdc"], "146.5");
        QVERIFY(csv["accepted_market_time_utc"].startsWith("2023-11-14T22:13:20"));
        QVERIFY(csv["changed_wall_clock_utc"].startsWith("2023-11-14T21:13:20"));
    }
    /// A column that folds must exist, and every heading is explained.
    void everyColumnIsExplained() {
        checkColumns<OrderRecord>();
        checkColumns<FillView>();
        checkColumns<FundingPayment>();
        checkColumns<LiquidationEntry>();
        checkColumns<LedgerMovement>();
    }
};
QD_TEST(TestHistoryRows);
#include "TestHistoryRows.moc"
