#include "core/feed/simulator/Config.h"
#include "tests/feed_simulator/SimulatedVenue.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QDir>
#include <QFile>
#include <QObject>
#include <QRegularExpression>
#include <QTest>

#include <functional>

using namespace qd;
using namespace qd::simulator;

using Spoil = std::function<void(SimulatorConfig&)>;
Q_DECLARE_METATYPE(Spoil)

class TestConfig : public QObject {
    Q_OBJECT
  private slots:
    void defaultsAreThreeMarketsThatTheExchangeAccepts() {
        test::SimulatedVenue venue(test::standardConfig(1));
        const auto& markets = venue.exchange.state().markets;
        QCOMPARE(markets.size(), 3U);
        QCOMPARE(markets[0]->params.symbol, "SOL-PERP");
        QCOMPARE(markets[1]->params.symbol, "BTC-PERP");
        QCOMPARE(markets[2]->params.symbol, "ETH-PERP");
        QCOMPARE(markets[1]->prices.index, Price::of(68'400));
        for (const auto& m : markets)
            QVERIFY(m->params.maxPrice.raw() / m->params.tick.raw() < (std::int64_t{1} << 24));
    }

    void wrongConfigurationIsNamed_data() {
        QTest::addColumn<Spoil>("spoil");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const char* named, Spoil spoil) {
            QTest::newRow(name) << spoil << QString(named);
        };
        row("no markets", "0 markets", [](auto& c) { c.markets.clear(); });
        row("too many markets", "65 markets", [](auto& c) { c.markets.resize(65, c.markets.front()); });
        row("no time", "start time", [](auto& c) { c.start = UnixNanos(0); });
        row("time beyond 2191", "start time", [](auto& c) { c.start = UnixNanos(9'000'000'000'000'000'000); });
        row("no room for accounts", "first account", [](auto& c) { c.firstAccount = AccountId((1U << 20U) - 5); });
        row("no room for masters", "first master", [](auto& c) { c.firstMaster = MasterId(~0U - 5); });
        row("a gap in the ids", "id 5 where 1", [](auto& c) { c.markets[1].params.id = MarketId(5); });
        row("a gap in the oracles", "oracle 7 where 1", [](auto& c) { c.markets[1].params.oracle = OracleId(7); });
        row("no symbol", "symbol", [](auto& c) { c.markets[0].params.symbol.clear(); });
        row("no asset", "baseAsset", [](auto& c) { c.markets[0].params.baseAsset.clear(); });
        row("outside liquidity", "liquidity", [](auto& c) { c.markets[0].params.liquidity = Liquidity::External; });
        row("no tick", "ETH-PERP: tick", [](auto& c) { c.markets[2].params.tick = Price(0); });
        row("no step", "step", [](auto& c) { c.markets[0].params.step = Quantity(0); });
        row("least size off the grid", "minSize", [](auto& c) { c.markets[0].params.minSize = Quantity(1); });
        row("largest size below the least", "maxSize", [](auto& c) { c.markets[0].params.maxSize = Quantity(0); });
        row("too many ticks", "maxPrice", [](auto& c) { c.markets[0].params.maxPrice = Price::of(200'000); });
        row("start above a quarter", "startPrice", [](auto& c) { c.markets[0].startPrice = Price::of(2'501); });
        row("start below a thousand ticks", "startPrice", [](auto& c) { c.markets[1].startPrice = Price::of(99); });
        row("no volatility", "volatility", [](auto& c) { c.markets[0].volatility = Ratio(0); });
        row("correlation above one", "correlation", [](auto& c) { c.markets[0].correlation = Ratio(10'001); });
        row("quotes of nothing", "quoteValue", [](auto& c) { c.markets[0].quoteValue = Money(0); });
        row("takers of too much", "takerValue", [](auto& c) { c.markets[0].takerValue = Money::of(20'000'000); });
        row("no takers", "takerRate", [](auto& c) { c.markets[0].takerRate = 0; });
    }
    void wrongConfigurationIsNamed() {
        QFETCH(const Spoil, spoil);
        QFETCH(const QString, named);
        SimulatorConfig config = test::standardConfig(1);
        spoil(config);
        const auto simulator = Simulator::create(config);
        QVERIFY(!simulator);
        QCOMPARE(simulator.error().code, SimulatorCode::Config);
        const QString detail = QString::fromStdString(simulator.error().detail);
        QVERIFY2(detail.contains(named), qPrintable(detail));
    }

    /// One seed must give one market in every build: no floating point, no mathematics library, no clock.
    void sourcesUseIntegersOnly() {
        const QDir folder(QString::fromStdString(test::sourceFolder()) + "/core/feed/simulator");
        const auto files = folder.entryInfoList({"*.h", "*.cpp"}, QDir::Files);
        QVERIFY(files.size() > 20);
        const QRegularExpression forbidden(
            "\\b(float|double|long double)\\b|<cmath>|<math\\.h>|<random>|<chrono>|<ctime>|unordered_");
        for (const QFileInfo& info : files) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto match = forbidden.match(QString::fromUtf8(file.readAll()));
            QVERIFY2(!match.hasMatch(), qPrintable(info.fileName() + ": " + match.captured()));
        }
    }
};
QD_TEST(TestConfig);
#include "TestConfig.moc"
