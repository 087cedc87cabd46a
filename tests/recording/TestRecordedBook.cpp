#include "core/recording/RecordedBook.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <map>

using namespace qd;
using namespace qd::recording;

namespace {

/// The same book as maps.
struct Model {
    std::map<std::int64_t, std::int64_t> bids;
    std::map<std::int64_t, std::int64_t, std::greater<>> asks;

    static void set(auto& levels, const BookLevel& level) {
        if (level.size.isZero())
            levels.erase(level.price.raw());
        else
            levels[level.price.raw()] = level.size.raw();
    }
    void apply(const DepthRecord& change) {
        if (change.snapshot) {
            bids.clear();
            asks.clear();
        }
        for (const BookLevel& l : change.bids) set(bids, l);
        for (const BookLevel& l : change.asks) set(asks, l);
    }
    static bool same(const auto& levels, std::span<const BookLevel> book) {
        return std::ranges::equal(levels, book, [](const auto& pair, const BookLevel& level) {
            return pair.first == level.price.raw() && pair.second == level.size.raw();
        });
    }
};

rc::Gen<std::vector<BookLevel>> someLevels() {
    return rc::gen::container<std::vector<BookLevel>>(
        rc::gen::construct<BookLevel>(rc::gen::construct<Price>(rc::gen::inRange<std::int64_t>(1, 60)),
                                      rc::gen::construct<Quantity>(rc::gen::inRange<std::int64_t>(0, 4))));
}

} // namespace

class TestRecordedBook : public QObject {
    Q_OBJECT
  private slots:
    /// Whatever the order of levels is, and though some are named twice.
    void isWhatTheChangesMakeOfIt() {
        QD_PROPERTY([] {
            RecordedBook book;
            Model model;
            for (int i = 0; i < 20; ++i) {
                const auto bids = *someLevels();
                const auto asks = *someLevels();
                const DepthRecord change{*rc::gen::inRange(0, 6) == 0, bids, asks};
                book.apply(change);
                model.apply(change);
                RC_ASSERT(Model::same(model.bids, book.levels(Side::Buy)));
                RC_ASSERT(Model::same(model.asks, book.levels(Side::Sell)));
            }
        });
    }
    void tellsWhatALevelWas() {
        RecordedBook book;
        QCOMPARE(book.set(Side::Buy, Price(10), Quantity(5)), Quantity());
        QCOMPARE(book.set(Side::Buy, Price(10), Quantity(7)), Quantity(5));
        QCOMPARE(book.set(Side::Buy, Price(11), Quantity(1)), Quantity());
        QCOMPARE(book.best(Side::Buy)->price, Price(11));
        QCOMPARE(book.set(Side::Buy, Price(11), Quantity()), Quantity(1));
        QCOMPARE(book.best(Side::Buy)->price, Price(10));
        QCOMPARE(book.best(Side::Sell), static_cast<const BookLevel*>(nullptr));
    }
    void itsHashIsThatOfLevelsAndKnowledge() {
        RecordedBook one;
        RecordedBook other;
        const std::vector<BookLevel> bids{{Price(10), Quantity(1)}, {Price(9), Quantity(2)}};
        one.apply({true, bids, {}});
        (void)other.set(Side::Buy, Price(9), Quantity(2));
        (void)other.set(Side::Buy, Price(10), Quantity(1));
        QVERIFY(one.hash() != other.hash());
        other.setKnown(true);
        QVERIFY(one.hash() == other.hash());
        (void)other.set(Side::Sell, Price(12), Quantity(1));
        QVERIFY(one.hash() != other.hash());
    }
};
QD_TEST(TestRecordedBook);
#include "TestRecordedBook.moc"
