#include "tests/support/TestRunner.h"
#include "widgets/base/PagedLog.h"

#include <QObject>
#include <QRandomGenerator>
#include <QTest>

using namespace qd;
using namespace qd::ui;

namespace {

using Row = std::uint64_t;
using Log = PagedLog<Row>;

/// A list of the history, oldest first, whose answers wait.
struct Store {
    std::vector<Row> rows;
    std::vector<std::function<void()>> waiting;
    std::optional<ports::HistoryCode> fault;
    int asked = 0;

    [[nodiscard]] Log::Ask ask() {
        return [this](std::uint64_t before, std::size_t limit, Log::Answer answer) {
            ++asked;
            auto kept = std::make_shared<Log::Answer>(std::move(answer));
            waiting.emplace_back([this, before, limit, kept] {
                if (fault) return (*kept)(fail(*fault, "broken"));
                std::vector<Row> page;
                for (auto row = rows.rbegin(); row != rows.rend() && page.size() < limit; ++row) {
                    if (*row < before) page.push_back(*row);
                }
                (*kept)(std::move(page));
            });
        };
    }
    void answer() {
        const auto now = std::exchange(waiting, {});
        for (const auto& one : now) one();
    }
    void grow(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) rows.push_back(rows.empty() ? 1 : rows.back() + 1);
    }
    [[nodiscard]] std::vector<Row> newestFirst() const { return {rows.rbegin(), rows.rend()}; }
};

std::uint64_t itself(const Row& row) { return row; }

} // namespace

class TestPagedLog : public QObject {
    Q_OBJECT
  private slots:
    void readsPageByPage() {
        Store store;
        store.grow(450);
        int changes = 0;
        Log log(itself, [&] { ++changes; });
        log.begin(store.ask());
        QVERIFY(log.isAsking());
        log.readOlder(); // one question at a time, and nothing is older than nothing
        QCOMPARE(store.asked, 1);
        store.answer();
        QCOMPARE(log.rows().size(), 200U);
        QVERIFY(!log.isComplete());
        for (int i = 0; i < 5; ++i) {
            log.readOlder();
            store.answer();
        }
        QVERIFY(log.isComplete());
        QCOMPARE(log.rows(), store.newestFirst());
        QCOMPARE(store.asked, 3);
        QCOMPARE(changes, 3);
    }
    /// Whatever comes in between and whatever is asked when: what is known is a run of the list from its end.
    void isAlwaysARunFromTheNewest() {
        QRandomGenerator random(7);
        Store store;
        store.grow(300);
        Log log(itself, [] {});
        log.begin(store.ask());
        store.answer();
        for (int step = 0; step < 300; ++step) {
            const int what = random.bounded(4);
            if (what == 0) store.grow(static_cast<std::size_t>(random.bounded(random.bounded(20) == 0 ? 3'000 : 12)));
            if (what == 1) log.readNewer();
            if (what == 2) log.readOlder();
            const std::vector<Row> known = store.newestFirst();
            store.answer();
            const std::vector<Row>& rows = log.rows();
            QVERIFY(!rows.empty());
            const auto begin = std::ranges::find(known, rows.front());
            QVERIFY(known.end() - begin >= static_cast<std::ptrdiff_t>(rows.size()));
            QVERIFY(std::equal(rows.begin(), rows.end(), begin));
            if (what == 1) QCOMPARE(rows.front(), store.rows.back());
            if (log.isComplete()) QCOMPARE(rows.back(), 1U);
        }
    }
    void aGapBeginsAnew() {
        Store store;
        store.grow(10);
        Log log(itself, [] {});
        log.begin(store.ask());
        store.answer();
        const auto generation = log.generation();
        store.grow(5'000);
        log.readNewer();
        store.answer();
        QVERIFY(log.generation() != generation);
        QCOMPARE(log.rows().size(), 200U);
        QVERIFY(!log.isComplete());
    }
    void answersOfAnotherListAreDropped() {
        Store one;
        one.grow(5);
        Store other;
        other.grow(3);
        Log log(itself, [] {});
        log.begin(one.ask());
        log.begin(other.ask());
        other.answer();
        one.answer();
        QCOMPARE(log.rows(), other.newestFirst());
    }
    void aFaultKeepsWhatIsKnown() {
        Store store;
        store.grow(5);
        Log log(itself, [] {});
        log.begin(store.ask());
        store.answer();
        store.fault = ports::HistoryCode::Damaged;
        log.readNewer();
        store.answer();
        QCOMPARE(log.error()->code, ports::HistoryCode::Damaged);
        QCOMPARE(log.rows().size(), 5U);
        store.fault.reset();
        log.readNewer();
        store.answer();
        QVERIFY(!log.error());
    }
    void aLogThatIsGoneAnswersNobody() {
        Store store;
        store.grow(5);
        {
            Log log(itself, [] { QFAIL("called"); });
            log.begin(store.ask());
        }
        store.answer();
    }
};
QD_TEST(TestPagedLog);
#include "TestPagedLog.moc"
