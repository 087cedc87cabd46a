#include "core/base/Random.h"
#include "tests/indicators/Bars.h"
#include "tests/indicators/Definitions.h"
#include "tests/support/TestRunner.h"

#include <QCryptographicHash>
#include <QObject>

#include <cmath>

using namespace qd;
using namespace qd::indicators;
using namespace qd::test;

namespace {

constexpr long double kBound = 1e-12L;
constexpr std::size_t kShort = 2'500;
#ifdef QD_SANITIZED
constexpr std::size_t kLong = 100'000; // what is instrumented is slow, and its roundings are the same
#else
constexpr std::size_t kLong = 1'000'000;
#endif

std::vector<Bar> wholePrices(std::size_t size) {
    const bench::BarSeries series = bench::makeBarSeries(size);
    std::vector<Bar> bars;
    for (std::size_t i = 0; i < size; ++i) bars.push_back(series.view()[i]);
    return bars;
}
std::vector<Bar> scaled(std::vector<Bar> bars, double prices) {
    for (Bar& bar : bars) {
        for (double* price : {&bar.open, &bar.high, &bar.low, &bar.close}) *price *= prices;
    }
    return bars;
}
/// A walk of random steps with all binary digits in use.
std::vector<Bar> anyDigits(std::size_t size) {
    SplitMix64 r(7);
    const auto drawn = [&r] { return static_cast<double>(r() >> 11U) * 0x1p-53; };
    std::vector<Bar> bars;
    double close = 98'765.4321;
    for (std::size_t i = 0; i < size; ++i) {
        Bar bar;
        bar.openTime = UnixNanos(static_cast<std::int64_t>(i) * kNanosPerMinute);
        bar.open = close * (1 + 1e-5 * (drawn() - 0.5));
        bar.close = close = std::clamp(bar.open * (1 + 2e-3 * (drawn() - 0.5)), 1e4, 1e6);
        bar.high = std::max(bar.open, close) * (1 + 1e-3 * drawn());
        bar.low = std::min(bar.open, close) * (1 - 1e-3 * drawn());
        bar.volume = 1e3 * drawn() * drawn();
        bar.buyVolume = bar.volume * drawn();
        bars.push_back(bar);
    }
    return bars;
}
std::vector<Bar> changed(std::vector<Bar> bars, void (*change)(std::size_t, Bar&)) {
    for (std::size_t i = 0; i < bars.size(); ++i) change(i, bars[i]);
    return bars;
}
void setPrices(Bar& bar, double price) { bar.open = bar.high = bar.low = bar.close = price; }

using Make = std::vector<Bar> (*)(std::size_t size);
struct Shape {
    const char* name;
    Make make;
};
constexpr Shape kShapes[]{
    {"whole prices", wholePrices},
    {"prices of 1e-5", [](std::size_t size) { return scaled(anyDigits(size), 1e-10); }},
    {"prices of 1e5", anyDigits},
    {"constant prices",
     [](std::size_t size) {
         return changed(anyDigits(size), [](std::size_t, Bar& bar) { setPrices(bar, 99'999.9); });
     }},
    {"standing still for long",
     [](std::size_t size) {
         return changed(anyDigits(size), [](std::size_t i, Bar& bar) {
             if (i % 700 > 150) setPrices(bar, 100'000.3 + static_cast<double>(i / 700));
         });
     }},
    {"a fall to a ten-thousandth and back",
     [](std::size_t size) {
         return changed(anyDigits(size), [](std::size_t i, Bar& bar) {
             if (i % 1'000 < 500) return;
             for (double* price : {&bar.open, &bar.high, &bar.low, &bar.close}) *price *= 1e-4;
         });
     }},
    {"no volume",
     [](std::size_t size) {
         return changed(anyDigits(size), [](std::size_t i, Bar& bar) {
             if (i % 400 < 300) bar.volume = bar.buyVolume = 0;
         });
     }},
    {"gaps",
     [](std::size_t size) {
         return changed(wholePrices(size), [](std::size_t i, Bar& bar) {
             bar.openTime = bar.openTime + static_cast<std::int64_t>(i / 90) * 23 * kNanosPerHour;
         });
     }},
};

/// Windows and periods of several lengths.
std::vector<std::vector<double>> someValues(const IndicatorKind& kind) {
    std::vector<std::vector<double>> all{standardValues(kind)};
    for (const double period : {2.0, 3.0, 100.0}) {
        std::vector<double> values = standardValues(kind);
        bool differs = false;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const Parameter& p = kind.parameters[i];
            if (p.decimals > 0 || p.name == "anchor" || p.most < 100) continue;
            values[i] = std::max(p.least, period + static_cast<double>(i));
            differs = true;
        }
        if (differs) all.push_back(values);
    }
    return all;
}

/// Empty: every wanted value is as defined. Otherwise the first that is not.
QString compare(const IndicatorKind& kind, const std::vector<Bar>& bars, const std::vector<double>& values,
                const Wanted& wanted) {
    const std::vector<double> ours = batch(*kind.make(values), bars);
    QString miss;
    std::size_t compared = 0;
    const bool known =
        define(kind.name, bars, values, wanted, [&](std::size_t row, std::size_t line, Wide value, Wide scale) {
            const double own = ours[row * kind.lines.size() + line];
            ++compared;
            const Wide error = std::abs(own - value);
            if (error <= kBound * std::max(std::abs(value), std::abs(scale)) || !miss.isEmpty()) return;
            miss = QString("row %1, line %2: %3 instead of %4, first value %5")
                       .arg(row)
                       .arg(line)
                       .arg(own, 0, 'g', 17)
                       .arg(static_cast<double>(value), 0, 'g', 17)
                       .arg(values.empty() ? 0 : values[0]);
        });
    if (!known) return "no definition";
    return compared == 0 && kind.firstRow(0, values) < bars.size() ? QString("nothing was compared") : miss;
}

} // namespace

class TestDefinitions : public QObject {
    Q_OBJECT
  private slots:
    void seriesIsTheSpecifiedOne_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<QByteArray>("hash");
        QTest::newRow("500") << 500 << QByteArray("a5233abfbc59db5ef741ea65216680bd6bda3c5f41d7cde47791eb5d496eb93e");
        QTest::newRow("1,000,000") << 1'000'000
                                   << QByteArray("5335a2d53197064a06d19c4b1f63e09f94a79d2937aa606656d6f6ebbad5717e");
    }
    void seriesIsTheSpecifiedOne() {
        QFETCH(int, size);
        QFETCH(QByteArray, hash);
        QByteArray text("i,open,high,low,close,volume\n");
        std::size_t i = 0;
        for (const Bar& bar : wholePrices(static_cast<std::size_t>(size))) {
            text += QByteArray::number(static_cast<qulonglong>(i++));
            for (const double number : {bar.open, bar.high, bar.low, bar.close, bar.volume})
                text += ',' + QByteArray::number(static_cast<qlonglong>(number));
            text += '\n';
        }
        QCOMPARE(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex(), hash);
    }

    void everyValueIsAsDefined_data() { kindRows(); }
    void everyValueIsAsDefined() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        for (const Shape& shape : kShapes) {
            const std::vector<Bar> bars = shape.make(kShort);
            for (const std::vector<double>& values : someValues(kind)) {
                const QString miss = compare(kind, bars, values, [](std::size_t) { return true; });
                QVERIFY2(miss.isEmpty(), qPrintable(QString("%1: %2").arg(shape.name, miss)));
            }
        }
    }
    /// Nothing drifts.
    void aMillionBarsLaterToo_data() { kindRows(); }
    void aMillionBarsLaterToo() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        for (const Make make : {wholePrices, anyDigits}) {
            const std::vector<Bar> bars = make(kLong);
            const QString miss = compare(kind, bars, standardValues(kind),
                                         [](std::size_t row) { return row % 997 == 0 || row + 300 > kLong; });
            QVERIFY2(miss.isEmpty(), qPrintable(miss));
        }
    }
};
QD_TEST(TestDefinitions);
#include "TestDefinitions.moc"
