#include "core/feed/recorded/BookRebuilder.h"
#include "core/feed/recorded/CaptureJudge.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::feed;

namespace {

BookLevel level(std::int64_t price, std::int64_t size) { return {Price::of(price), Quantity::of(size)}; }

FeedQuote quote(std::uint64_t id, BookLevel bid, BookLevel ask) {
    return {bid.price, bid.size, ask.price, ask.size, id};
}

} // namespace

class TestBookRebuilder : public QObject {
    Q_OBJECT
  private slots:
    void appliesAndRemoves() {
        BookRebuilder book;
        QVERIFY(!book.bestBid() && !book.bestAsk());
        book.apply({true, {level(99, 1), level(98, 2)}, {level(101, 1)}, 1});
        book.apply({false, {level(99, 0), level(97, 5)}, {level(100, 3), level(500, 0)}, 2});
        QCOMPARE(*book.bestBid(), level(98, 2));
        QCOMPARE(*book.bestAsk(), level(100, 3));
        QCOMPARE(book.bids().size(), 2U);
        QCOMPARE(book.asks().size(), 2U);
        book.apply({true, {level(50, 1)}, {}, 3});
        QCOMPARE(book.bids().size(), 1U);
        QVERIFY(!book.bestAsk());
        QCOMPARE(book.crossed(), 0U);
    }

    void countsCrossedStates() {
        BookRebuilder book;
        book.apply({true, {level(99, 1)}, {level(101, 1)}, 1});
        book.apply({false, {level(101, 1)}, {}, 2}); // locked
        book.apply({false, {level(102, 1)}, {}, 3}); // crossed
        book.apply({false, {}, {level(101, 0), level(103, 1)}, 4});
        QCOMPARE(book.crossed(), 2U);
    }

    void comparesWhicheverComesFirst_data() {
        QTest::addColumn<bool>("quoteFirst");
        QTest::newRow("quote first") << true;
        QTest::newRow("book first") << false;
    }
    void comparesWhicheverComesFirst() {
        QFETCH(bool, quoteFirst);
        BookRebuilder book;
        QuoteJudge judge;
        const auto both = [&](const FeedDepth& depth, const FeedQuote& stated) {
            if (quoteFirst) judge.onQuote(stated);
            book.apply(depth);
            judge.onBook(book, depth.updateId);
            if (!quoteFirst) judge.onQuote(stated);
        };
        both({true, {level(99, 1)}, {level(101, 1)}, 10}, quote(10, level(99, 1), level(101, 1)));
        QCOMPARE(judge.compared(), 1U);
        QCOMPARE(judge.equal(), 1U);
        both({false, {level(99, 2)}, {}, 11}, quote(11, level(99, 1), level(101, 1)));  // size differs
        both({false, {level(100, 2)}, {}, 12}, quote(12, level(99, 2), level(101, 1))); // price differs
        both({false, {}, {level(101, 0)}, 13}, quote(13, level(100, 2), BookLevel{}));  // an empty side
        both({false, {level(100, 3)}, {}, 14}, quote(99, level(100, 3), BookLevel{}));  // no state of that id
        QCOMPARE(judge.compared(), 4U);
        QCOMPARE(judge.equal(), 2U);
    }

    void unnumberedStatesAreNotCompared() {
        BookRebuilder book;
        QuoteJudge judge;
        judge.onQuote(quote(0, {}, {}));
        judge.onBook(book, 0);
        QCOMPARE(judge.compared(), 0U);
    }

    void remembersABoundedNumber() {
        BookRebuilder book;
        QuoteJudge judge;
        for (std::uint64_t id = 1; id <= 2 * QuoteJudge::kRemembered; ++id) judge.onBook(book, id);
        judge.onQuote(quote(1, {}, {}));
        QCOMPARE(judge.compared(), 0U);
        judge.onQuote(quote(QuoteJudge::kRemembered + 1, {}, {}));
        QCOMPARE(judge.compared(), 1U);
    }

    void gapEmptiesTheBook() {
        CaptureJudge judge;
        judge.accept({1, {}, {}, FeedDepth{true, {level(99, 1)}, {level(101, 1)}, 1}});
        judge.accept({2, {}, {}, FeedTrade{Price::of(100), Quantity::of(3), Side::Buy, 1, {}}});
        QCOMPARE(judge.book().bids().size(), 1U);
        judge.accept({3, {}, {}, FeedGap{"lost"}});
        QVERIFY(judge.book().bids().empty() && judge.book().asks().empty());
        QVERIFY(judge.tradeVolume() == Quantity::of(3).raw());
    }
};
QD_TEST(TestBookRebuilder);
#include "TestBookRebuilder.moc"
