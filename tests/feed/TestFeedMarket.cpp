#include "core/base/Decimal.h"
#include "core/feed/FeedMarket.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::feed;

namespace {

MarketEvidence evidence(std::int64_t priceDivisor, std::int64_t sizeDivisor, Price reference = Price::of(100)) {
    return {priceDivisor, sizeDivisor, sizeDivisor, reference, std::nullopt};
}

} // namespace

class TestFeedMarket : public QObject {
    Q_OBJECT
  private slots:
    void names_data() {
        QTest::addColumn<int>("venue");
        QTest::addColumn<QString>("venueSymbol");
        QTest::addColumn<QString>("symbol");
        QTest::addColumn<QString>("base");
        const auto row = [](Venue venue, const char* venueSymbol, const char* symbol, const char* base) {
            QTest::addRow("%s %s", std::string(nameOf(venue)).c_str(), venueSymbol)
                << int(venue) << venueSymbol << symbol << base;
        };
        row(Venue::BinanceUsdm, "BTCUSDT", "BTC-PERP", "BTC");
        row(Venue::BinanceUsdm, "SOLUSDC", "SOL-PERP", "SOL");
        row(Venue::BinanceUsdm, "BTCUSDT_240927", "BTC-240927", "BTC");
        row(Venue::BinanceCoinm, "BTCUSD_PERP", "BTC-PERP", "BTC");
        row(Venue::BinanceCoinm, "BNBUSD_PERP", "BNB-PERP", "BNB");
        row(Venue::BinanceCoinm, "DOTUSD_PERP", "DOT-PERP", "DOT");
        row(Venue::BinanceCoinm, "SOLUSD_240927", "SOL-240927", "SOL");
        row(Venue::BinanceSpot, "BTCUSDT", "BTC-SPOT", "BTC");
        row(Venue::BinanceSpot, "ETHBTC", "ETH-SPOT", "ETH");
        row(Venue::BinanceSpot, "USDT", "USDT-SPOT", "USDT");
        row(Venue::Bybit, "XRPUSDT", "XRP-PERP", "XRP");
        row(Venue::Bitmex, "SOLUSDT", "SOL-PERP", "SOL");
        row(Venue::Bitmex, "XBTUSD", "BTC-PERP", "BTC");
        row(Venue::Hyperliquid, "BTC", "BTC-PERP", "BTC");
        row(Venue::Hyperliquid, "PURR/USDC", "PURR-SPOT", "PURR");
    }
    void names() {
        QFETCH(int, venue);
        QFETCH(QString, venueSymbol);
        QFETCH(QString, symbol);
        QFETCH(QString, base);
        const auto market =
            describeMarket({static_cast<Venue>(venue), venueSymbol.toStdString()}, evidence(100, 1'000));
        QVERIFY(market.has_value());
        QCOMPARE(market->symbol, symbol.toStdString());
        QCOMPARE(market->baseAsset, base.toStdString());
        QCOMPARE(market->venueSymbol, venueSymbol.toStdString());
        QCOMPARE(market->venue, std::string(nameOf(static_cast<Venue>(venue))));
    }

    void refusedNames() {
        for (const char* name :
             {"", "BTC USDT", "BTC\nUSDT", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMUSDT", "_PERP"})
            QCOMPARE(describeMarket({Venue::BinanceUsdm, name}, evidence(100, 1'000)).error().code, FeedCode::Field);
        QCOMPARE(describeMarket({Venue::BinanceUsdm, "BTCUSDT"}, evidence(0, 1'000)).error().code, FeedCode::Empty);
        QCOMPARE(describeMarket({Venue::BinanceUsdm, "BTCUSDT"}, evidence(100, 0)).error().code, FeedCode::Empty);
    }

    /// An unknown market's grid is the largest 1, 2 or 5 times a power of ten that divides what was seen.
    void grid_data() {
        QTest::addColumn<qint64>("divisor");
        QTest::addColumn<qint64>("tick");
        QTest::newRow("1") << 1LL << 1LL;
        QTest::newRow("a power of ten") << 10'000LL << 10'000LL;
        QTest::newRow("half") << 500'000LL << 500'000LL;
        QTest::newRow("a quarter is 5 hundredths") << 250'000LL << 50'000LL;
        QTest::newRow("2") << 2'000LL << 2'000LL;
        QTest::newRow("a prime") << 7LL << 1LL;
        QTest::newRow("chance multiple") << 30'000LL << 10'000LL;
        QTest::newRow("largest") << qint64{9'000'000'000'000'000'000} << qint64{1'000'000'000'000'000'000};
    }
    void grid() {
        QFETCH(qint64, divisor);
        QFETCH(qint64, tick);
        const auto market = describeMarket({Venue::BinanceUsdm, "XYZUSDT"}, evidence(divisor, divisor));
        QCOMPARE(qint64{market->tick.raw()}, tick);
        QCOMPARE(qint64{market->sizeStep.raw()}, tick);
        QVERIFY(market->step == market->sizeStep);
    }

    void gridProperty() {
        QD_PROPERTY("the tick divides the divisor and is 1, 2 or 5 of a decimal place", [] {
            const auto divisor = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000);
            auto tick = describeMarket({Venue::BinanceSpot, "XYZUSDT"}, evidence(divisor, 1))->tick.raw();
            RC_ASSERT(divisor % tick == 0);
            while (tick % 10 == 0) tick /= 10;
            RC_ASSERT(tick == 1 || tick == 2 || tick == 5);
        });
    }

    /// The venue's own grid where it is known, unless the data contradicts it (venues change their ticks).
    void knownGrid() {
        const auto tick = [](std::int64_t divisor) {
            return describeMarket({Venue::BinanceUsdm, "BTCUSDT"}, evidence(divisor, 5'000'000))->tick;
        };
        QVERIFY(tick(100'000) == Price(100'000));
        QVERIFY(tick(700'000'000) == Price(100'000));
        QVERIFY(tick(10'000) == Price(10'000));
        // Rests of old orders among the levels do not count, trades do.
        MarketEvidence mixed = evidence(100'000, 1'000);
        mixed.tradeSizeDivisor = 3'000'000;
        QVERIFY(describeMarket({Venue::BinanceUsdm, "BTCUSDT"}, mixed)->sizeStep == Quantity(1'000'000));
        mixed.tradeSizeDivisor = 100'000;
        QVERIFY(describeMarket({Venue::BinanceUsdm, "BTCUSDT"}, mixed)->sizeStep == Quantity(1'000));
        QVERIFY(describeMarket({Venue::BinanceUsdm, "BTCUSDT"}, evidence(1, 5'000'000))->sizeStep ==
                Quantity(1'000'000));
    }

    void contracts_data() {
        QTest::addColumn<QString>("symbol");
        QTest::addColumn<qint64>("price");
        QTest::addColumn<qint64>("contracts");
        QTest::addColumn<QString>("base");
        QTest::newRow("100 USD of bitcoin") << "BTCUSD_PERP" << 50'000LL << 500LL << "1";
        QTest::newRow("rounds down to the step") << "BTCUSD_PERP" << 61'804LL << 1LL << "0.001618"; // 0.0016180182
        QTest::newRow("10 USD of the others") << "SOLUSD_PERP" << 200LL << 3LL << "0.15";
        QTest::newRow("none") << "BTCUSD_PERP" << 50'000LL << 0LL << "0";
    }
    void contracts() {
        QFETCH(QString, symbol);
        QFETCH(qint64, price);
        QFETCH(qint64, contracts);
        QFETCH(QString, base);
        const auto market = describeMarket({Venue::BinanceCoinm, symbol.toStdString()},
                                           evidence(100'000, Quantity::kScale, Price::of(price)));
        QCOMPARE(market->unit(), QuantityUnit::Contracts);
        QCOMPARE(toString(*market->baseQuantity(Quantity::of(contracts), Price::of(price))), base.toStdString());
    }

    void conversionErrors() {
        const auto market = describeMarket({Venue::BinanceCoinm, "BTCUSD_PERP"},
                                           evidence(100'000, Quantity::kScale, Price::of(60'000)));
        QCOMPARE(market->baseQuantity(Quantity::of(1), Price()).error().code, FeedCode::Number);
        QCOMPARE(market->baseQuantity(Quantity(std::numeric_limits<std::int64_t>::max()), Price(1)).error().code,
                 FeedCode::Number);
    }

    void conversionProperty() {
        QD_PROPERTY("never more than the exact base, less than a step below it, and a multiple of the step", [] {
            const auto reference = Price(*rc::gen::inRange<std::int64_t>(1'000, 100'000'000'000));
            auto market =
                *describeMarket({Venue::BinanceCoinm, "ETHUSD_PERP"}, evidence(1, Quantity::kScale, reference));
            const auto size = Quantity::of(*rc::gen::inRange<std::int64_t>(0, 1'000));
            const auto base = market.baseQuantity(size, reference);
            RC_ASSERT(base.has_value());
            const Int128 exact = Int128(size.raw()) * Money::of(10).raw(); // times 1 / price
            RC_ASSERT(base->raw() % market.step.raw() == 0);
            RC_ASSERT(Int128(base->raw()) * reference.raw() <= exact);
            RC_ASSERT((Int128(base->raw()) + market.step.raw()) * reference.raw() > exact);
            // A thousand steps make no more than a contract, ten thousand more than one.
            const Int128 contract = Int128(Quantity::kScale) * Money::of(10).raw();
            if (market.step.raw() > 1) RC_ASSERT(Int128(1'000) * market.step.raw() * reference.raw() <= contract);
            RC_ASSERT(Int128(20'000) * market.step.raw() * reference.raw() > contract);
        });
    }
};
QD_TEST(TestFeedMarket);
#include "TestFeedMarket.moc"
