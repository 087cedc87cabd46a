#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Format.h"
#include "widgets/orderbook/NumberText.h"
#include "widgets/orderbook/TradedVolume.h"

#include <QObject>
#include <QTest>

#include <limits>

using namespace qd;
using namespace qd::ui;

namespace {

QString written(std::int64_t raw, int scale, int decimals) {
    NumberText text;
    return QStringView(text.write(raw, scale, decimals)).toString();
}

Trade trade(std::int64_t price, std::int64_t size, Side aggressor) {
    return {TradeId(1), UnixNanos(), Price(price), Quantity(size), aggressor};
}

} // namespace

class TestLadderNumbers : public QObject {
    Q_OBJECT
  private slots:
    void writesAsTheTerminalFormats() {
        QD_PROPERTY("NumberText and Format agree", [](std::int64_t raw) {
            for (int scale : {6, 9}) {
                for (int decimals = 0; decimals <= scale; ++decimals)
                    RC_ASSERT(written(raw, scale, decimals) == number(raw, scale, decimals));
            }
        });
        for (const std::int64_t raw : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min(),
                                       std::numeric_limits<std::int64_t>::max()})
            QCOMPARE(written(raw, 9, 9), number(raw, 9, 9));
    }
    void sumsTradesAsRowsAreGrouped() {
        TradedVolume volume;
        const std::vector<Trade> trades{trade(11, 1, Side::Buy), trade(20, 2, Side::Buy), trade(20, 4, Side::Sell),
                                        trade(29, 8, Side::Sell), trade(30, 16, Side::Sell)};
        volume.add(trades);
        QCOMPARE(volume.at(Price(20), Price(10)), (TradedVolume::Sums{Quantity(3), Quantity(12)}));
        QCOMPARE(volume.at(Price(10), Price(10)), (TradedVolume::Sums{Quantity(0), Quantity(0)}));
        QCOMPARE(volume.at(Price(30), Price(10)), (TradedVolume::Sums{Quantity(0), Quantity(16)}));
        // No trade is counted twice or lost over adjoining rows.
        std::int64_t all = 0;
        for (int p = 0; p <= 40; p += 10) {
            const auto sums = volume.at(Price(p), Price(10));
            all += sums.bought.raw() + sums.sold.raw();
        }
        QCOMPARE(all, 31);
    }
    void beginsAnew() {
        TradedVolume volume;
        const std::vector<Trade> trades{trade(10, 5, Side::Buy)};
        volume.add(trades);
        volume.clear();
        QVERIFY(volume.empty());
        QCOMPARE(volume.at(Price(10), Price(1)), TradedVolume::Sums{});
    }
    void stopsAtTheLargestNumber() {
        TradedVolume volume;
        const std::int64_t most = std::numeric_limits<std::int64_t>::max();
        const std::vector<Trade> trades{trade(10, most, Side::Buy), trade(10, 5, Side::Buy)};
        volume.add(trades);
        QCOMPARE(volume.at(Price(10), Price(1)).bought.raw(), most);
    }
};
QD_TEST(TestLadderNumbers);
#include "TestLadderNumbers.moc"
