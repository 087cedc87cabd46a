#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/history/Records.h"
#include "widgets/history/HistoryList.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>
#include <QTemporaryDir>
#include <QThreadPool>

using namespace qd;
using namespace qd::ui;

namespace {

/// A source of `total` lines "n".
CsvSource counting(std::uint64_t total) {
    return {"number\r\n", [total](std::uint64_t before, std::size_t limit, const CsvPageAnswer& answer) {
                CsvPage page;
                std::uint64_t n = std::min(before, total + 1);
                for (; page.rows < limit && n > 1; ++page.rows) page.lines += std::to_string(--n) + "\r\n";
                page.next = n;
                page.last = page.rows < limit;
                answer(page);
            }};
}

QByteArray contentOf(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

/// What the export answered.
struct Told {
    QString file;
    std::size_t rows = 0;
    QString problem;
    int times = 0;
    explicit Told(CsvExport& csv) {
        QObject::connect(&csv, &CsvExport::finished, &csv, [this](const QString& f, std::size_t r, const QString& p) {
            file = f;
            rows = r;
            problem = p;
            ++times;
        });
    }
};

} // namespace

class TestCsv : public QObject {
    Q_OBJECT
    template<class Record>
    static std::string lineOf(const Record& record) {
        test::PaneRig rig;
        const HistoryRow<Record> row = NameBook(rig.context).row(record);
        std::string line;
        bool first = true;
        for (const auto& column : HistoryKind<Record>::csv()) {
            csv::add(line, column.text(row), first);
            first = false;
        }
        return line;
    }

  private slots:
    void fields_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("field");
        QTest::newRow("plain") << "SOL-PERP" << "SOL-PERP";
        QTest::newRow("empty") << "" << "";
        QTest::newRow("a comma") << "a,b" << "\"a,b\"";
        QTest::newRow("a quote") << "say \"so\"" << "\"say \"\"so\"\"\"";
        QTest::newRow("a line's end") << "a\nb" << "\"a\nb\"";
        QTest::newRow("a carriage return") << "a\rb" << "\"a\rb\"";
        QTest::newRow("spaces belong to the field") << " a " << " a ";
    }
    void fields() {
        QFETCH(QString, text);
        QTEST(QString::fromStdString(csv::field(text.toStdString())), "field");
    }
    void linesAreExact_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("expected");
        QTest::newRow("fill") << QString::fromStdString(lineOf(test::aFill()))
                              << "2023-11-14T22:13:20.172216Z,7,12,18446744073709551615,99,SOL-PERP,sell,maker,148.27,"
                                 "1.500000001,222.405,-0.011121,0,0,-0.000001,-3";
        FundingPayment payment{3,         UnixNanos::fromMillis(1'700'000'000'000), MarketId(1), Quantity(-1), Money(1),
                               Rate(-125)};
        QTest::newRow("funding") << QString::fromStdString(lineOf(payment))
                                 << "2023-11-14T22:13:20.000000Z,BTC-PERP,-0.000000001,-0.000125,0.000001";
        QTest::newRow("transfer") << QString::fromStdString(
                                         lineOf(test::movement(5, PostingKind::TransferOut, -1'234'567'891, 1)))
                                  << "2023-11-14T22:13:20.005000Z,5,1,Transfer out,,SOL,-1.234567891,-2.469135782,4";
        QTest::newRow("settled profit") << QString::fromStdString(lineOf(test::movement(6, PostingKind::PnlSettled, 7)))
                                        << "2023-11-14T22:13:20.006000Z,6,1,Profit and loss,SOL-PERP,USDC,0.000007,"
                                           "0.000014,";
        LiquidationEntry call;
        call.number = 2;
        call.ts = UnixNanos::fromMillis(1'700'000'000'000);
        call.kind = LiquidationEntryKind::MarginCall;
        call.level = MarginCall::Call;
        call.account = AccountId(1);
        QTest::newRow("margin call") << QString::fromStdString(lineOf(call))
                                     << "2023-11-14T22:13:20.000000Z,2,1,,cross,Margin call,,,,,,,,,,,";
    }
    void linesAreExact() {
        QFETCH(QString, line);
        QTEST(line, "expected");
    }
    void headingsNameTheirUnits() {
        test::PaneRig rig;
        const HistoryListOf<FillView> fills(rig.context, {"fills", "Fills", {}, {}}, {}, nullptr);
        QCOMPARE(QString::fromStdString(fills.source({}).heading),
                 "time_utc,fill,order,client_id,trade,market,side,role,price_usdc,size_base,value_usdc,fee_usdc,"
                 "referral_discount_usdc,referral_reward_usdc,realised_usdc,position_after_base\r\n");
        delete &fills.table();
    }

    void writesEveryRowOnce_data() {
        QTest::addColumn<qulonglong>("rows");
        QTest::newRow("none") << 0ULL;
        QTest::newRow("one") << 1ULL;
        QTest::newRow("a whole page") << 500ULL;
        QTest::newRow("one more than a page") << 501ULL;
        QTest::newRow("many pages") << 20'321ULL;
    }
    void writesEveryRowOnce() {
        QFETCH(qulonglong, rows);
        const QTemporaryDir folder;
        CsvExport csv;
        Told told(csv);
        const QString file = folder.filePath("rows.csv");
        csv.start(counting(rows), file);
        QTRY_COMPARE(told.times, 1);
        QCOMPARE(told.problem, QString());
        QCOMPARE(told.rows, rows);
        QByteArray expected("number\r\n");
        for (qulonglong n = rows; n > 0; --n) expected += QByteArray::number(n) + "\r\n";
        QCOMPARE(contentOf(file), expected);
    }
    /// The event loop turns between pages: a long export does not hold the terminal.
    void aPageATurn() {
        const QTemporaryDir folder;
        CsvExport csv;
        Told told(csv);
        csv.start(counting(2'000), folder.filePath("rows.csv"));
        QCOMPARE(told.times, 0);
        QTRY_COMPARE(told.times, 1);
    }
    void filesComeOneAfterTheOther() {
        const QTemporaryDir folder;
        CsvExport csv;
        Told told(csv);
        std::vector<std::size_t> rows;
        const auto note = [&rows](std::size_t count, const QString& problem) {
            if (problem.isEmpty()) rows.push_back(count);
        };
        csv.start(counting(2'000), folder.filePath("rows.csv"), note);
        csv.start(counting(1), folder.filePath("other.csv"), note);
        QVERIFY(csv.isRunning());
        QTRY_COMPARE(told.times, 2);
        QVERIFY(!csv.isRunning());
        QCOMPARE(rows, (std::vector<std::size_t>{2'000, 1}));
        QCOMPARE(contentOf(folder.filePath("other.csv")), QByteArray("number\r\n1\r\n"));
    }
    /// Also those that fail at once: whoever waits hears of them in the order in which they were asked for.
    void filesAnswerInTheirOrder() {
        const QTemporaryDir folder;
        CsvExport csv;
        QStringList told;
        connect(&csv, &CsvExport::finished, &csv,
                [&told](const QString& file, std::size_t, const QString&) { told << QFileInfo(file).fileName(); });
        const CsvSource broken{"n\r\n", [](std::uint64_t, std::size_t, const CsvPageAnswer& answer) {
                                   answer(fail(ports::HistoryCode::Damaged, "page 1"));
                               }};
        csv.start(counting(1), folder.filePath("first"));
        csv.start(broken, folder.filePath("second"));
        csv.start(broken, folder.filePath("third"));
        csv.start(counting(1), folder.filePath("fourth"));
        QTRY_COMPARE(told.size(), 4);
        QCOMPARE(told, (QStringList{"first", "second", "third", "fourth"}));
    }
    /// What is read is in the file, not in memory, before more is asked for.
    void aPageIsWrittenBeforeTheNextIsRead() {
        const QTemporaryDir folder;
        const QString name = folder.filePath("rows.csv");
        CsvExport csv;
        Told told(csv);
        std::vector<qint64> sizes;
        csv.start({"n\r\n",
                   [&](std::uint64_t, std::size_t limit, const CsvPageAnswer& answer) {
                       sizes.push_back(QFileInfo(name + ".tmp").size());
                       answer(CsvPage{std::string(1'000, 'x'), limit, 1, sizes.size() == 4});
                   }},
                  name);
        QTRY_COMPARE(told.times, 1);
        QCOMPARE(sizes, (std::vector<qint64>{0, 1'003, 2'003, 3'003}));
        QCOMPARE(contentOf(name).size(), 4'003);
    }
    /// Nobody waits for ever, and no half of a file is left.
    void anExportThatIsEndedTellsThoseWhoWait() {
        const QTemporaryDir folder;
        QStringList problems;
        const auto note = [&problems](std::size_t, const QString& problem) { problems << problem; };
        {
            CsvExport csv;
            int pages = 0;
            connect(&csv, &CsvExport::progressed, &csv, [&pages] { ++pages; });
            csv.start(counting(1'000'000), folder.filePath("long.csv"), note);
            csv.start(counting(1), folder.filePath("next.csv"), note);
            QTRY_VERIFY(pages >= 2);
            QVERIFY(QFile::exists(folder.filePath("long.csv.tmp")));
        }
        QCOMPARE(problems.size(), 2);
        for (const QString& problem : problems) QVERIFY2(problem.contains("closed"), qPrintable(problem));
        QTRY_COMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList());
    }
    /// One that is there already is not called a failure.
    void aFileThatIsWholeCounts() {
        const QTemporaryDir folder;
        QStringList told;
        {
            CsvExport csv;
            csv.start(counting(3), folder.filePath("rows.csv"),
                      [&told](std::size_t rows, const QString& problem) { told << QString::number(rows) + problem; });
            QThreadPool::globalInstance()->waitForDone(); // written, and nobody has heard of it
            QVERIFY(told.isEmpty());
        }
        QTRY_COMPARE(told, QStringList{"3"});
        QVERIFY(contentOf(folder.filePath("rows.csv")).endsWith("1\r\n"));
    }
    void anOlderFileStaysWhenTheHistoryFails() {
        const QTemporaryDir folder;
        const QString name = folder.filePath("rows.csv");
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("kept") == 4);
        file.close();
        CsvExport csv;
        Told told(csv);
        int pages = 0;
        csv.start({"number\r\n",
                   [&pages](std::uint64_t, std::size_t limit, const CsvPageAnswer& answer) {
                       if (++pages == 3) return answer(fail(ports::HistoryCode::Damaged, "page 7"));
                       answer(CsvPage{"1\r\n", limit, 1, false});
                   }},
                  name);
        QTRY_COMPARE(told.times, 1);
        QVERIFY2(told.problem.contains("page 7"), qPrintable(told.problem));
        QCOMPARE(contentOf(name), QByteArray("kept"));
    }
    void aFolderThatIsNotThereIsASentence() {
        const QTemporaryDir folder;
        CsvExport csv;
        Told told(csv);
        csv.start(counting(3), folder.filePath("nowhere/rows.csv"));
        QTRY_COMPARE(told.times, 1);
        QVERIFY2(told.problem.contains("folder"), qPrintable(told.problem));
    }
    void anExportThatIsGoneAnswersNobody() {
        const QTemporaryDir folder;
        CsvPageAnswer waiting;
        {
            CsvExport csv;
            csv.start({"n\r\n", [&](std::uint64_t, std::size_t, const CsvPageAnswer& answer) { waiting = answer; }},
                      folder.filePath("rows.csv"));
        }
        waiting(CsvPage{"1\r\n", 1, 1, true});
        QVERIFY(!QFile::exists(folder.filePath("rows.csv")));
    }
};
QD_TEST(TestCsv);
#include "TestCsv.moc"
