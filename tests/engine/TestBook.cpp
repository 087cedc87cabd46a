#include "core/engine/book/Book.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <set>

using namespace qd;
using namespace qd::book;

class TestBook : public QObject {
    Q_OBJECT
  private slots:
    /// The tree of bits against std::set, over dense and far-apart ticks.
    void tickSetIsASet() {
        QD_PROPERTY("first, last, above and below agree with std::set", [] {
            TickSet ours(kMaxTicks);
            std::set<Tick> judge;
            const auto spread = *rc::gen::element<Tick>(100, 5'000, 300'000, kMaxTicks - 1);
            const auto steps = *rc::gen::inRange(1, 200);
            for (int i = 0; i < steps; ++i) {
                const Tick t = *rc::gen::inRange<Tick>(0, spread);
                if (*rc::gen::arbitrary<bool>()) {
                    ours.insert(t);
                    judge.insert(t);
                } else {
                    if (judge.contains(t)) ours.erase(t);
                    judge.erase(t);
                }
                const Tick probe = *rc::gen::inRange<Tick>(0, spread);
                RC_ASSERT(ours.contains(probe) == judge.contains(probe));
                const auto above = judge.upper_bound(probe);
                RC_ASSERT(ours.above(probe) == (above == judge.end() ? kNoTick : *above));
                const auto notBelow = judge.lower_bound(probe);
                RC_ASSERT(ours.below(probe) == (notBelow == judge.begin() ? kNoTick : *std::prev(notBelow)));
                RC_ASSERT(ours.first() == (judge.empty() ? kNoTick : *judge.begin()));
                RC_ASSERT(ours.last() == (judge.empty() ? kNoTick : *judge.rbegin()));
            }
        });
    }

    void queueIsFirstInFirstOut() {
        Book book(1'000, 100);
        const Handle a = book.add(Side::Buy, 10, 5, 1, 100, false);
        const Handle b = book.add(Side::Buy, 10, 6, 2, 101, false);
        const Handle c = book.add(Side::Buy, 10, 7, 3, 102, false);
        QCOMPARE(book.level(10).lots, Lots{18});
        QCOMPARE(book.lotsAhead(c), Lots{11});
        book.remove(b);
        QCOMPARE(book.level(10).head, a);
        QCOMPARE(book.next(a), c);
        QCOMPARE(book.lotsAhead(c), Lots{5});
        book.reduce(a, 2);
        QCOMPARE(book.level(10).lots, Lots{10});
        book.remove(a);
        book.remove(c);
        QCOMPARE(book.best(Side::Buy), kNoTick);
        QCOMPARE(book.orders(), 0U);
    }

    void bestFollowsTheLevels() {
        Book book(1'000, 100);
        const Handle low = book.add(Side::Sell, 500, 1, 1, 1, false);
        const Handle high = book.add(Side::Sell, 900, 1, 1, 1, false);
        const Handle best = book.add(Side::Sell, 400, 1, 1, 1, false);
        QCOMPARE(book.best(Side::Sell), 400U);
        book.remove(best);
        QCOMPARE(book.best(Side::Sell), 500U);
        QCOMPARE(book.nextWorse(Side::Sell, 500), 900U);
        book.remove(high);
        book.remove(low);
        QCOMPARE(book.best(Side::Sell), kNoTick);
    }

    void fullBookSaysSo() {
        Book book(10, 2);
        (void)book.add(Side::Buy, 1, 1, 1, 1, false);
        const Handle h = book.add(Side::Buy, 2, 1, 1, 1, false);
        QVERIFY(book.full());
        book.remove(h);
        QVERIFY(!book.full());
    }
    /// Pages are how memory is held, not what it holds.
    void hugePagesKeepTheOrders() {
        Book book(Tick{300'000}, 200'000); // arrays of more than a huge page
        std::vector<Handle> handles;
        for (Handle i = 0; i < 5'000; ++i)
            handles.push_back(book.add(i % 2 == 0 ? Side::Buy : Side::Sell, Tick{i % 2 == 0 ? 1'000 + i : 200'000 + i},
                                       i + 1, i, 7, false));
        book.fitPages();
        book.fitPages(); // the second changes nothing
        for (Handle i = 0; i < 5'000; ++i) {
            QCOMPARE(book.lots(handles[i]), Lots{i + 1});
            QCOMPARE(book.owner(handles[i]), i);
        }
        QCOMPARE(book.best(Side::Buy), Tick{5'998});
        QCOMPARE(book.best(Side::Sell), Tick{200'001});
        for (const Handle h : handles) book.remove(h);
        QCOMPARE(book.best(Side::Buy), kNoTick);
        QCOMPARE(book.best(Side::Sell), kNoTick);
    }
};
QD_TEST(TestBook);
#include "TestBook.moc"
