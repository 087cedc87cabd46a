#include "core/base/Decimal.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "widgets/base/Format.h"
#include "widgets/chart/ChartCsv.h"

#include <QClipboard>
#include <QFile>
#include <QObject>
#include <QTemporaryDir>

using namespace qd;
using namespace qd::chart;

/// CHART EXPORT: pictures and bars.
class TestChartExport : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    QTemporaryDir m_folder;

    ChartView& view() { return m_rig->view(); }
    ChartScene& scene() { return m_rig->view().scene(); }
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    static QByteArray contentOf(const QString& name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not there");
    }
    QString said(const QString& file) {
        QString sentence;
        m_rig->pane->runWords({"EXPORT", file.toStdString()}, [&](const ports::ActionResult& result) {
            sentence = QString::fromStdString(result ? *result : "! " + result.error().detail);
        });
        if (!QTest::qWaitFor([&] { return !sentence.isEmpty(); })) return QStringLiteral("no answer");
        return sentence;
    }

  private slots:
    void init() {
        m_rig = std::make_unique<test::ChartRig>();
        m_rig->show();
    }
    void allBarsAreWritten() {
        QVERIFY(!m_rig->pane->applyWords({"STUDY", "OFF", "EMA", "9", "STUDY", "MACD", "12", "26", "9"}));
        m_rig->frame();
        const QString file = path("bars.csv");
        const QString answer = said(file);
        const auto count = static_cast<std::int64_t>(scene().bars().size());
        QCOMPARE(answer, QStringLiteral("%1 bars were written to %2.").arg(ui::number(count, 0, 0), file));
        const QList<QByteArray> lines = contentOf(file).split('\n');
        QCOMPARE(lines.size(), count + 2); // the heading, and nothing after the end
        QVERIFY2(lines[0].startsWith("time,open,high,low,close,volume,EMA 9,MACD 12 26 9 ") &&
                     lines[0].endsWith(",doubtful,doubtful studies\r"),
                 lines[0].constData());
        const Study& macd = scene().studies().all()[1];
        for (std::int64_t i = 0; i < count; ++i) {
            const Candle& bar = scene().bars()[static_cast<std::size_t>(i)];
            const QList<QByteArray> fields = lines[i + 1].chopped(1).split(',');
            QCOMPARE(fields.size(), lines[0].count(',') + 1);
            QCOMPARE(fields[0].toStdString(), toIso8601(bar.openTime));
            QCOMPARE(fields[4].toStdString(), toString(bar.close));
            QCOMPARE(fields[5].toStdString(), toString(bar.volume));
            const double value = macd.at(static_cast<std::size_t>(i), 0);
            if (!indicators::hasValue(value)) QVERIFY(fields[7].isEmpty());
            if (indicators::hasValue(value)) QVERIFY(fields[7].toDouble() == value); // reads back the same
        }
    }
    void whatIsDoubtfulIsMarked() {
        auto& venue = m_rig->rig.venue;
        venue.tickers[test::kSol].status = DataStatus::Gap;
        m_rig->frame();
        venue.marketNow = venue.marketNow + 90 * kNanosPerSecond;
        m_rig->frame();
        QVERIFY(!scene().feed().doubtful().empty());
        const std::size_t last = scene().bars().size() - 1;
        const QByteArray line = QByteArray::fromStdString(csvLine(scene(), last));
        QVERIFY2(line.contains(",yes,"), line.constData());
        QVERIFY(line.contains("EMA"));
        QVERIFY(QByteArray::fromStdString(csvLine(scene(), 0)).endsWith(",,\r\n"));
    }
    void thePictureIsWhatIsShown() {
        const QString file = path("chart.png");
        QCOMPARE(said(file), QStringLiteral("The picture was written to %1.").arg(file));
        const QImage image(file);
        QCOMPARE(image.width(), view().width());
        QVERIFY(image.height() > view().height());
        const QImage shown = m_rig->picture();
        const int top = image.height() - view().height();
        int different = 0;
        for (int y = 60; y < shown.height(); y += 3) {
            for (int x = 0; x < shown.width(); x += 3)
                different += image.pixel(x, y + top) != shown.pixel(x, y) ? 1 : 0;
        }
        QVERIFY2(different < shown.width() * shown.height() / 9 / 50, qPrintable(QString::number(different)));
        view().exporter().copyPicture();
        QCOMPARE(QGuiApplication::clipboard()->image().size(), image.size());
    }
    void whatFailsSaysWhyAndLeavesNothing_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("why");
        QTest::newRow("no folder, picture") << "/nowhere/at/all.png" << "the folder does not exist";
        QTest::newRow("no folder, bars") << "/nowhere/at/all.csv" << "the folder does not exist";
        QTest::newRow("a file for a folder") << "/dev/full/x.csv" << "was not written";
        QTest::newRow("what kind") << "chart.gif" << "ends in .png";
    }
    void whatFailsSaysWhyAndLeavesNothing() {
        QFETCH(QString, file);
        QFETCH(QString, why);
        const QString answer = said(file);
        QVERIFY2(answer.startsWith("! ") && answer.contains(why), qPrintable(answer));
        QVERIFY(!QFile::exists(file));
    }
    void anOlderFileStays() {
        const QString file = path("older.csv");
        QFile older(file);
        QVERIFY(older.open(QIODevice::WriteOnly));
        older.write("older");
        older.close();
        // The chart shows another market before the first page is written: half a file would be a mixture.
        QString sentence;
        const ui::CsvSource source = csvSource(scene());
        m_rig->pane->chooseMarket(MarketId(1));
        ui::CsvExport csv;
        csv.start(source, file, [&](std::size_t, const QString& problem) { sentence = problem; });
        QTRY_VERIFY(!sentence.isEmpty());
        QVERIFY2(sentence.contains("shows something else"), qPrintable(sentence));
        QCOMPARE(contentOf(file), QByteArray("older"));
    }
    /// Bars that are read anew are others, though the chart shows the same market again.
    void readingAnewEndsAnExport() {
        const ui::CsvSource source = csvSource(scene());
        const MarketId market = *scene().market();
        m_rig->pane->chooseMarket(MarketId(1));
        m_rig->pane->chooseMarket(market);
        QString sentence;
        ui::CsvExport csv;
        csv.start(source, path("anew.csv"), [&](std::size_t, const QString& problem) { sentence = problem; });
        QTRY_VERIFY(!sentence.isEmpty());
        QVERIFY2(sentence.contains("shows something else"), qPrintable(sentence));
        QVERIFY(!QFile::exists(path("anew.csv")));
    }
    /// Also while the chart still tells of the one before.
    void aChartThatIsClosedEndsItsExport() {
        QVERIFY(said(path("one.csv")).contains("were written"));
        m_rig->pane->runWords({"EXPORT", path("two.csv").toStdString()}, [](const ports::ActionResult&) {});
        m_rig = std::make_unique<test::ChartRig>();
        QVERIFY(!QFile::exists(path("two.csv")));
    }
    void withoutBarsThereIsNothingToWrite() {
        m_rig = std::make_unique<test::ChartRig>();
        m_rig->rig.venue.series.clear();
        m_rig->show();
        QVERIFY(said(path("none.csv")).contains("there are no bars yet"));
        QVERIFY(!QFile::exists(path("none.csv")));
    }
};
QD_TEST(TestChartExport);
#include "TestChartExport.moc"
