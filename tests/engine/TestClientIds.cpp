#include "core/engine/exchange/ClientIds.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <deque>
#include <vector>

using namespace qd;
using exchange::ClientIds;

class TestClientIds : public QObject {
    Q_OBJECT
  private slots:
    void remembersForADay() {
        ClientIds ids(2);
        const UnixNanos start(0);
        ids.insert(ClientOrderId(7), start);
        QVERIFY(ids.contains(ClientOrderId(7)));
        ids.expire(start + kNanosPerDay);
        QVERIFY(ids.contains(ClientOrderId(7)));
        ids.expire(start + kNanosPerDay + 1);
        QVERIFY(!ids.contains(ClientOrderId(7)));
    }
    void fullMeansFull() {
        ClientIds ids(2);
        ids.insert(ClientOrderId(1), UnixNanos(0));
        QVERIFY(!ids.full());
        ids.insert(ClientOrderId(2), UnixNanos(0));
        QVERIFY(ids.full());
        QVERIFY(ids.contains(ClientOrderId(1)) && ids.contains(ClientOrderId(2)));
        QVERIFY(ClientIds(0).full());
        QVERIFY(!ClientIds(0).contains(ClientOrderId(1)));
    }
    void takesNoMemoryBeforeItIsUsed() {
        // All of them set aside in full would take 320 GB.
        std::vector<ClientIds> tables;
        for (int i = 0; i < 10'000; ++i) tables.emplace_back(1U << 20U);
        QVERIFY(!tables.back().full());
        QCOMPARE(tables.back().capacity(), 1U << 20U);
        QVERIFY(!tables.back().contains(ClientOrderId(1)));
    }
    void growsToItsCapacityAndNoFurther() {
        ClientIds ids(100);
        for (std::uint64_t i = 1; i <= 100; ++i) {
            QVERIFY(!ids.full());
            ids.insert(ClientOrderId(i), UnixNanos(static_cast<std::int64_t>(i)));
            for (std::uint64_t known = 1; known <= 100; ++known)
                QCOMPARE(ids.contains(ClientOrderId(known)), known <= i);
        }
        QVERIFY(ids.full());
    }
    void growsWhileItsRingIsTurned() {
        QD_PROPERTY("however the ring lies when it grows, the set is what the last day used", [] {
            ClientIds ids(1'000);
            std::deque<std::pair<std::uint64_t, std::int64_t>> judge;
            std::int64_t now = 0;
            const int steps = *rc::gen::inRange(1, 400);
            const auto pace = *rc::gen::inRange<std::int64_t>(1, kNanosPerHour * 4);
            for (int i = 1; i <= steps; ++i) {
                now += *rc::gen::inRange<std::int64_t>(0, pace);
                ids.expire(UnixNanos(now));
                while (!judge.empty() && now - judge.front().second > kNanosPerDay) judge.pop_front();
                ids.insert(ClientOrderId(static_cast<std::uint64_t>(i)), UnixNanos(now));
                judge.emplace_back(static_cast<std::uint64_t>(i), now);
                RC_ASSERT(ids.size() == judge.size());
            }
            for (int i = 1; i <= steps; ++i) {
                const auto id = static_cast<std::uint64_t>(i);
                RC_ASSERT(ids.contains(ClientOrderId(id)) == (id >= judge.front().first));
            }
        });
    }
    void agreesWithAQueue() {
        QD_PROPERTY("the set is what the last day used; saving and loading changes nothing", [] {
            ClientIds ids(32);
            std::deque<std::pair<std::uint64_t, std::int64_t>> judge;
            std::int64_t now = 0;
            const auto known = [&](std::uint64_t id) {
                return std::ranges::any_of(judge, [&](const auto& e) { return e.first == id; });
            };
            const int steps = *rc::gen::inRange(1, 300);
            for (int i = 0; i < steps; ++i) {
                now += *rc::gen::inRange<std::int64_t>(0, kNanosPerHour * 4);
                ids.expire(UnixNanos(now));
                while (!judge.empty() && now - judge.front().second > kNanosPerDay) judge.pop_front();
                const auto id = *rc::gen::inRange<std::uint64_t>(1, 60);
                RC_ASSERT(ids.contains(ClientOrderId(id)) == known(id));
                RC_ASSERT(ids.full() == (judge.size() == 32));
                if (!known(id) && !ids.full()) {
                    ids.insert(ClientOrderId(id), UnixNanos(now));
                    judge.emplace_back(id, now);
                }
                ByteWriter out;
                ids.save(out, UnixNanos(now));
                ByteReader in(out.bytes());
                ids = ClientIds::load(in, UnixNanos(now));
                RC_ASSERT(in.ok() && in.atEnd());
            }
        });
    }
};
QD_TEST(TestClientIds);
#include "TestClientIds.moc"
