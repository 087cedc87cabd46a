#include "core/simulation/Process.h"
#include "tests/engine/RandomTrading.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

using namespace qd;
using namespace qd::simulation;
using qd::test::RandomTrading;

namespace {

/// Records that do something to what they are given before they keep it.
class Unfaithful final : public Records {
  public:
    enum class What { Lose, Alter, Repeat };
    explicit Unfaithful(What what) : m_what(what) {}

    RecordsResult<void> append(ByteSpan record) override {
        if (++m_count != kWhich) return m_inner->append(record);
        if (m_what == What::Lose) return {};
        std::vector<std::byte> other(record.begin(), record.end());
        // Four seconds of the time, which comes after version, kind and origin.
        if (m_what == What::Alter) other[7] ^= std::byte{1};
        if (m_what == What::Repeat) (void)m_inner->append(record);
        return m_inner->append(other);
    }
    RecordsResult<void> keep(ByteSpan snapshot) override { return m_inner->keep(snapshot); }
    RecordsResult<void> recover(const Reader& reader) override { return m_inner->recover(reader); }

  private:
    static constexpr int kWhich = 90;
    What m_what;
    int m_count = 0;
    std::unique_ptr<Records> m_inner = memoryRecords();
};

/// Gives a process `count` commands of random trading and crashes it every `every`.
void trade(Process& process, std::uint64_t seed, int count, int every) {
    RandomTrading trading(seed, 6, 3);
    for (const Command& c : trading.setUp()) process.apply(c);
    for (int i = 1; i <= count && process.fault().empty(); ++i) {
        process.apply(trading.next());
        process.live();
        if (i % every == 0) process.crash();
    }
}

} // namespace

Q_DECLARE_METATYPE(Unfaithful::What)

class TestProcess : public QObject {
    Q_OBJECT
  private slots:
    void comesBackWithTheStateItHad_data() {
        QTest::addColumn<bool>("files");
        QTest::newRow("records in memory") << false;
        QTest::newRow("a journal in files, torn at every crash") << true;
    }
    void comesBackWithTheStateItHad() {
        QFETCH(bool, files);
        exchange::Exchange never({.maxOrdersPerMarket = 1'024});
        RandomTrading trading(7, 6, 3);
        for (const Command& c : trading.setUp()) never.apply(c);
        for (int i = 0; i < 4'500; ++i) never.apply(trading.next());

        const QTemporaryDir folder;
        auto records = files ? fileRecords(folder.filePath("journal").toStdString(), Draw(1, 1))
                             : RecordsResult<std::unique_ptr<Records>>(memoryRecords());
        QVERIFY(records.has_value());
        Process process(std::move(*records), Draw(1, 2));
        trade(process, 7, 4'500, 150);
        QCOMPARE(QString::fromStdString(process.fault()), QString());
        QVERIFY(process.figures().crashes >= 20);
        QVERIFY(process.figures().snapshots > 0);
        QVERIFY(process.figures().replayed > 0);
        QVERIFY(process.exchange().hash() == never.hash());
    }

    void whatTheRecordsGetWrongIsNoticed_data() {
        QTest::addColumn<Unfaithful::What>("what");
        QTest::addColumn<QString>("words");
        QTest::newRow("a command is lost") << Unfaithful::What::Lose << "119 commands of 120 came back";
        QTest::newRow("a command comes twice") << Unfaithful::What::Repeat << "121 commands of 120 came back";
        QTest::newRow("a command is another one") << Unfaithful::What::Alter << "the state hash is";
    }
    void whatTheRecordsGetWrongIsNoticed() {
        QFETCH(Unfaithful::What, what);
        QFETCH(QString, words);
        Process process(std::make_unique<Unfaithful>(what), Draw(1, 2));
        RandomTrading trading(7, 6, 3);
        for (const Command& c : trading.setUp()) process.apply(c);
        while (process.state().commands < 120) process.apply(trading.next());
        process.crash();
        QVERIFY2(process.fault().find(words.toStdString()) != std::string::npos, process.fault().c_str());
    }

    void aFolderThatCannotBeMadeIsAnError() {
        const auto records = fileRecords("/proc/nothing/here", Draw(1, 1));
        QVERIFY(!records.has_value());
        QCOMPARE(records.error().code, RecordsCode::Journal);
        const QTemporaryDir taken;
        QVERIFY(!fileRecords(taken.path().toStdString(), Draw(1, 1)).has_value());
    }
};
QD_TEST(TestProcess);
#include "TestProcess.moc"
