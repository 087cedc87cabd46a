#include "tests/support/TestRunner.h"
#include "widgets/heatmap/PastColumns.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::heatmap;

namespace {

constexpr std::int64_t kDuration = 100 * kNanosPerMilli;

UnixNanos at(std::int64_t column) { return UnixNanos(column * kDuration); }

/// Reads until nothing is missing, from a recording of every column before `end`; answers how many pages that took.
int readAll(PastColumns& past, const Stretch& view, UnixNanos end) {
    int pages = 0;
    while (const auto page = past.missing(view, end)) {
        if (++pages > 100) qFatal("it asks for ever");
        if (page->to <= page->from || page->to - page->from > PastColumns::kPage * kDuration) qFatal("no page");
        std::vector<Column> columns;
        for (UnixNanos t = page->from; t < page->to && t < end; t = t + kDuration)
            columns.push_back({past.level().indexAt(t), 1, 2, false, {}});
        past.take(*page, std::move(columns), view);
    }
    return pages;
}

} // namespace

class TestPastColumns : public QObject {
    Q_OBJECT
    static constexpr UnixNanos kEnd{1'000'000 * kDuration};

  private slots:
    /// What is seen comes first, then half a view on either side.
    void aViewIsReadFromWithinOutwards() {
        PastColumns past(0, kDuration);
        const Stretch view{at(10'000), at(11'000)};
        const auto first = past.missing(view, kEnd);
        QVERIFY(first.has_value());
        QCOMPARE(first->from, view.from);
        QVERIFY(first->to >= view.to);
        QVERIFY(readAll(past, view, kEnd) <= 3);
        for (std::int64_t i = 9'500; i < 11'500; ++i) QVERIFY(past.level().at(i) != nullptr);
        QVERIFY(!past.missing(view, kEnd));
    }
    void aWideViewTakesSeveralPages() {
        PastColumns past(0, kDuration);
        const Stretch view{at(10'000), at(14'000)};
        QVERIFY(readAll(past, view, kEnd) >= 4);
        for (std::int64_t i = 10'000; i < 14'000; ++i) QVERIFY(past.level().at(i) != nullptr);
    }
    /// However far one pans, what was left far behind is forgotten, and there is no hole in what is kept.
    void panningKeepsOneStretchNearTheView() {
        PastColumns past(0, kDuration);
        std::int64_t left = 500'000;
        std::uint64_t state = 7;
        for (int step = 0; step < 200; ++step) {
            state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
            left += static_cast<std::int64_t>((state >> 33) % 3'001) - 1'500;
            const Stretch view{at(left), at(left + 900)};
            (void)readAll(past, view, kEnd);
            const auto& columns = past.level().columns();
            QVERIFY(columns.size() <= std::size_t{5'000});
            QVERIFY(columns.front().index <= left - 400 && columns.back().index >= left + 1'300);
            for (std::size_t i = 1; i < columns.size(); ++i) QCOMPARE(columns[i].index, columns[i - 1].index + 1);
        }
    }
    /// The widest view and what lies beside it are more columns than are kept: it is read once and then rests.
    void theWidestViewIsReadOnce() {
        PastColumns past(0, kDuration);
        for (const std::int64_t left : {500'000, 503'000, 496'000}) {
            const Stretch view{at(left), at(left + 8'000)};
            (void)readAll(past, view, kEnd);
            for (std::int64_t i = left; i < left + 8'000; ++i) QVERIFY(past.level().at(i) != nullptr);
        }
    }
    void aLeapForgetsWhatWasThere() {
        PastColumns past(0, kDuration);
        (void)readAll(past, {at(10'000), at(11'000)}, kEnd);
        const Stretch view{at(90'000), at(91'000)};
        QCOMPARE(past.missing(view, kEnd)->from, view.from);
        (void)readAll(past, view, kEnd);
        QVERIFY(past.level().at(10'500) == nullptr);
        QVERIFY(past.level().at(90'500) != nullptr);
    }
    void nothingIsReadOfWhatHasNotBeen() {
        PastColumns past(0, kDuration);
        const Stretch view{at(10'000), at(11'000)};
        (void)readAll(past, view, at(10'600));
        QVERIFY(!past.missing(view, at(10'600)));
        QCOMPARE(past.level().columns().back().index, std::int64_t{10'599});
        QVERIFY(past.missing(view, at(10'800)).has_value()); // time has passed
        PastColumns future(0, kDuration);
        QVERIFY(!future.missing(view, at(5'000)));
    }
};
QD_TEST(TestPastColumns);
#include "TestPastColumns.moc"
