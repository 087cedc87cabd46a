#include "tests/store/RowTools.h"
#include "tests/store/StoreHarness.h"
#include "tests/support/TestRunner.h"

#include <QCoreApplication>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace qd;
using namespace qd::store;
using namespace qd::test;

class TestStoreKill : public QObject {
    Q_OBJECT
  private slots:
    /// A process that is killed while it writes leaves a whole database that holds every batch reported as flushed.
    void whatWasFlushedSurvivesAKill() {
        const QTemporaryDir folder;
        const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "history.sqlite";
        std::uint64_t flushed = 0;
        for (int life = 0; life < 6; ++life) {
            QProcess child;
            child.start(QCoreApplication::applicationDirPath() + "/store_writer_child",
                        {QString::fromStdString(file.string())});
            QVERIFY2(child.waitForStarted(), qPrintable(child.errorString()));
            QByteArray output;
            const auto lines = 3 + life * 5; // another moment in every life
            while (output.count('\n') < lines && child.waitForReadyRead(30'000))
                output += child.readAllStandardOutput();
            child.kill();
            QVERIFY(child.waitForFinished(30'000));
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);
            output += child.readAllStandardOutput();
            QVERIFY2(output.count('\n') >= lines, child.readAllStandardError().constData());
            output.truncate(output.lastIndexOf('\n')); // a number may have been cut
            flushed = output.mid(output.lastIndexOf('\n') + 1).toULongLong();
            QVERIFY(flushed > 0);

            StoreHarness store(file);
            QVERIFY(store.open().has_value());
            QVERIFY(store.checkIntegrity().has_value());
            const auto fills = store.fills(RunId(1)).value();
            QVERIFY(fills.size() >= flushed);
            std::uint64_t expected = fills.size(); // no gap: batches are in order
            for (const FillRow& row : fills) QVERIFY(same(row, fillAt(RunId(1), MarketKey(1), expected--)));
            QVERIFY(store.candles(MarketKey(1), Interval::M1).value().bars.size() >= flushed);
        }
    }
};
QD_TEST(TestStoreKill);
#include "TestStoreKill.moc"
