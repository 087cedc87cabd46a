#include "core/engine/exchange/StableList.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

using namespace qd;
using exchange::StableList;

namespace {

/// Large, so that a few thousand take more than one block; counts how many there are.
struct Value {
    Value(int n, std::shared_ptr<int> counter) : number(n), alive(std::move(counter)) { ++*alive; }
    Value(const Value&) = delete;
    Value& operator=(const Value&) = delete;
    ~Value() { --*alive; }

    int number;
    std::shared_ptr<int> alive;
    std::array<std::byte, 10'000> ballast{};
};
constexpr int kMany = 4'000;

StableList<Value> listOf(int count, const std::shared_ptr<int>& alive) {
    StableList<Value> list;
    for (int i = 0; i < count; ++i) list.add(i, alive);
    return list;
}

} // namespace

class TestStableList : public QObject {
    Q_OBJECT
  private slots:
    void keepsValuesInTheirOrder() {
        const auto alive = std::make_shared<int>(0);
        const StableList<Value> list = listOf(kMany, alive);
        QCOMPARE(list.size(), std::size_t{kMany});
        QCOMPARE(list.front()->number, 0);
        int next = 0;
        for (const Value* value : list) QCOMPARE(value->number, next++);
        QCOMPARE(list[kMany - 1]->number, kMany - 1);
        QCOMPARE(*alive, kMany);
    }
    void valuesStayWhereTheyAre() {
        const auto alive = std::make_shared<int>(0);
        StableList<Value> list;
        std::vector<const Value*> places;
        for (int i = 0; i < kMany; ++i) places.push_back(&list.add(i, alive));
        const StableList<Value> moved = std::move(list);
        QVERIFY(std::ranges::equal(moved, places));
    }
    void endsEveryValueOnce() {
        const auto alive = std::make_shared<int>(0);
        {
            StableList<Value> list = listOf(3, alive);
            QCOMPARE(*alive, 3);
            list = listOf(2, alive);
            QCOMPARE(*alive, 2);
            const StableList<Value> moved = std::move(list);
            QCOMPARE(*alive, 2);
        }
        QCOMPARE(*alive, 0);
    }
};
QD_TEST(TestStableList);
#include "TestStableList.moc"
