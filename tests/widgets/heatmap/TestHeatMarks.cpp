#include "tests/support/TestRunner.h"
#include "widgets/heatmap/HeatMarks.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::heatmap;

namespace {

UnixNanos second(std::int64_t n) { return UnixNanos(n * kNanosPerSecond); }

/// Twenty prices a side that display `usual`, and one bid that displays `wall`.
std::shared_ptr<const BookSnapshot> bookWith(std::int64_t usual, std::int64_t wall) {
    auto book = std::make_shared<BookSnapshot>();
    for (int i = 0; i < 20; ++i) {
        book->bids.push_back({Price(100 - i), Quantity(i == 5 ? wall : usual)});
        book->asks.push_back({Price(101 + i), Quantity(usual)});
    }
    return book;
}

} // namespace

class TestHeatMarks : public QObject {
    Q_OBJECT
    HeatMarks m_marks;
    std::deque<Trade> m_trades;

    void sell(std::int64_t at, std::int64_t size) {
        m_trades.push_back({TradeId(m_trades.size() + 1), second(at), Price(100), Quantity(size), Side::Sell});
    }

  private slots:
    void init() {
        m_marks.begin();
        m_trades.clear();
    }
    void theBookDecidesWhatIsLarge() {
        m_marks.follow(bookWith(10, 99), m_trades, 0, second(1), {});
        QVERIFY(m_marks.large().empty());
        m_marks.follow(bookWith(10, 100), m_trades, 0, second(2), {});
        QCOMPARE(m_marks.large().size(), std::size_t{1});
        QCOMPARE(m_marks.large().front().price, Price(95));
        QCOMPARE(m_marks.large().front().since, second(2));
    }
    void aSizeThatWasChosenDecides() {
        HeatOptions options;
        options.leastLarge = Quantity(50);
        const auto book = bookWith(10, 60);
        m_marks.follow(book, m_trades, 0, second(1), {});
        QVERIFY(m_marks.large().empty());
        m_marks.follow(book, m_trades, 0, second(2), options); // the same book, looked at anew
        QCOMPARE(m_marks.large().size(), std::size_t{1});
    }
    void whatIsUsualIsLearntAgain() {
        m_marks.follow(bookWith(10, 120), m_trades, 0, second(1), {});
        QCOMPARE(m_marks.large().size(), std::size_t{1});
        m_marks.follow(bookWith(12, 120), m_trades, 0, second(70), {}); // a little more is no other market
        QCOMPARE(m_marks.large().size(), std::size_t{1});
        m_marks.follow(bookWith(30, 120), m_trades, 0, second(140), {});
        QVERIFY(m_marks.large().empty());
    }
    void absorptionIsFoundAsTradesCome() {
        const auto book = bookWith(10, 10);
        sell(1, 60);
        m_marks.follow(book, m_trades, 1, second(1), {});
        QVERIFY(m_marks.absorbed().empty());
        sell(2, 40);
        m_marks.follow(book, m_trades, 1, second(2), {});
        QCOMPARE(m_marks.absorbed().size(), std::size_t{1});
        QCOMPARE(m_marks.absorbed().front().size, Quantity(100));
        m_marks.follow(book, m_trades, 0, second(3), {}); // nothing new
        QCOMPARE(m_marks.absorbed().front().size, Quantity(100));
    }
    void anotherSizeLooksThroughAllTrades() {
        const auto book = bookWith(10, 10);
        sell(1, 30);
        m_marks.follow(book, m_trades, 1, second(1), {});
        QVERIFY(m_marks.absorbed().empty());
        HeatOptions options;
        options.leastAbsorbed = Quantity(25);
        m_marks.follow(book, m_trades, 0, second(2), options);
        QCOMPARE(m_marks.absorbed().size(), std::size_t{1});
    }
    void withoutABookThereIsNothing() {
        m_marks.follow(nullptr, m_trades, 0, second(1), {});
        QVERIFY(m_marks.large().empty() && m_marks.absorbed().empty());
    }
};

QD_TEST(TestHeatMarks);
#include "TestHeatMarks.moc"
