#include "core/indicators/IndicatorTable.h"
#include "tests/support/Property.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QFile>
#include <QObject>

#include <bit>
#include <cstdint>

using namespace qd;
using namespace qd::indicators;

namespace {

/// Rows of a file in tests/vectors, without its header.
std::vector<QList<QByteArray>> vectorRows(const char* name) {
    QFile file(QString::fromStdString(test::sourceFolder() + "/tests/vectors/" + name));
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s is missing", qPrintable(file.fileName()));
    std::vector<QList<QByteArray>> rows;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (qsizetype i = 1; i < lines.size(); ++i) {
        if (!lines[i].trimmed().isEmpty()) rows.push_back(lines[i].trimmed().split(','));
    }
    return rows;
}

/// The 500 bars of the shared series, one minute apart, beginning at `from`.
std::vector<Bar> vectorBars(UnixNanos from = UnixNanos(0)) {
    std::vector<Bar> bars;
    for (const QList<QByteArray>& row : vectorRows("ohlcv_500.csv"))
        bars.push_back({from + static_cast<std::int64_t>(bars.size()) * kNanosPerMinute, row[1].toDouble(),
                        row[2].toDouble(), row[3].toDouble(), row[4].toDouble(), row[5].toDouble()});
    return bars;
}

/// The same bars as columns.
struct Columns {
    explicit Columns(std::span<const Bar> bars) {
        for (const Bar& bar : bars) {
            openTime.push_back(bar.openTime);
            open.push_back(bar.open);
            high.push_back(bar.high);
            low.push_back(bar.low);
            close.push_back(bar.close);
            volume.push_back(bar.volume);
        }
    }
    [[nodiscard]] BarColumns view() const { return {openTime, open, high, low, close, volume}; }
    std::vector<UnixNanos> openTime;
    std::vector<double> open, high, low, close, volume;
};

std::vector<double> batch(Indicator& indicator, std::span<const Bar> bars) {
    indicator.reset();
    std::vector<double> out(bars.size() * indicator.lines());
    indicator.commitAll(Columns(bars).view(), out);
    return out;
}

std::unique_ptr<Indicator> standard(const IndicatorKind& kind) {
    std::vector<int> values;
    for (const Parameter& p : kind.parameters) values.push_back(p.standard);
    return kind.make(values);
}

bool sameBits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

/// Any bars in order of time, some minutes missing.
std::vector<Bar> anyBars() {
    auto next = UnixNanos(*rc::gen::inRange<std::int64_t>(0, 3) * kNanosPerDay + 1'430 * kNanosPerMinute);
    std::vector<Bar> bars(*rc::gen::inRange<std::size_t>(1, 120));
    for (Bar& bar : bars) {
        const int low = *rc::gen::inRange(1, 1'000'000);
        const int span = *rc::gen::inRange(0, 1'000);
        bar = {next,      low + span * 0.25, low + span * 1.0,
               low * 1.0, low + span * 0.5,  *rc::gen::inRange(0, 50) * 0.125};
        next = next + *rc::gen::element<std::int64_t>(1, 1, 1, 2, 45) * kNanosPerMinute;
    }
    return bars;
}

} // namespace

class TestIndicators : public QObject {
    Q_OBJECT
    static void kindRows() {
        QTest::addColumn<QByteArray>("name");
        for (const IndicatorKind& kind : indicatorTable()) {
            const QByteArray name(kind.name.data(), static_cast<qsizetype>(kind.name.size()));
            QTest::newRow(name.constData()) << name;
        }
    }
    static const IndicatorKind& kindOfRow(const QByteArray& name) {
        return *findIndicator({name.constData(), static_cast<std::size_t>(name.size())});
    }

  private slots:
    void tableIsWhole() {
        for (const IndicatorKind& kind : indicatorTable()) {
            QCOMPARE(findIndicator(kind.name), &kind);
            QCOMPARE(standard(kind)->lines(), kind.lines.size());
            for (const Parameter& p : kind.parameters)
                QVERIFY(p.least <= p.standard && p.standard <= p.most && !p.name.empty());
        }
        QVERIFY(findIndicator("NONE") == nullptr);
    }
    void emaEqualsTaLib() {
        const auto ema = findIndicator("EMA")->make(std::vector{20});
        const std::vector<double> ours = batch(*ema, vectorBars());
        const auto theirs = vectorRows("indicators_talib_500.csv");
        QCOMPARE(theirs.size(), std::size_t{500});
        for (std::size_t i = 0; i < theirs.size(); ++i) {
            QCOMPARE(hasValue(ours[i]), !theirs[i][2].isEmpty());
            if (!hasValue(ours[i])) continue;
            const double expected = theirs[i][2].toDouble();
            QVERIFY2(std::abs(ours[i] - expected) <= 1e-12 * expected, qPrintable(QString::number(i)));
        }
    }
    void emaOfOneIsTheClose() {
        const auto ema = findIndicator("EMA")->make(std::vector{1});
        const std::vector<Bar> bars = vectorBars();
        const std::vector<double> ours = batch(*ema, bars);
        for (std::size_t i = 0; i < bars.size(); ++i) QCOMPARE(ours[i], bars[i].close);
    }
    /// Against sums made anew for every bar, in long double.
    void vwapBeginsAnewEveryDay() {
        const std::vector<Bar> bars = vectorBars(UnixNanos(kNanosPerDay - 200 * kNanosPerMinute));
        const std::vector<double> ours = batch(*standard(*findIndicator("VWAP")), bars);
        for (std::size_t i = 0; i < bars.size(); ++i) {
            long double weighted = 0;
            long double volume = 0;
            for (std::size_t k = i < 200 ? 0 : 200; k <= i; ++k) {
                weighted += (static_cast<long double>(bars[k].high) + bars[k].low + bars[k].close) / 3 * bars[k].volume;
                volume += bars[k].volume;
            }
            const auto expected = static_cast<double>(weighted / volume);
            QVERIFY2(std::abs(ours[i] - expected) <= 1e-12 * expected, qPrintable(QString::number(i)));
        }
        QCOMPARE(ours[200], (bars[200].high + bars[200].low + bars[200].close) / 3.0);
    }
    void vwapWithoutVolumeHasNoValue() {
        std::vector<Bar> bars = vectorBars();
        bars.resize(3);
        bars[0].volume = bars[1].volume = 0;
        const std::vector<double> ours = batch(*standard(*findIndicator("VWAP")), bars);
        QVERIFY(!hasValue(ours[0]) && !hasValue(ours[1]) && hasValue(ours[2]));
    }

    void streamingEqualsBatch_data() { kindRows(); }
    void streamingEqualsBatch() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        QD_PROPERTY("bar by bar and in one run", [&] {
            const std::vector<Bar> bars = anyBars();
            const auto streamed = standard(kind);
            const std::vector<double> expected = batch(*standard(kind), bars);
            std::vector<double> values(streamed->lines());
            for (std::size_t i = 0; i < bars.size(); ++i) {
                streamed->commit(bars[i], values);
                for (std::size_t line = 0; line < values.size(); ++line)
                    RC_ASSERT(sameBits(values[line], expected[i * values.size() + line]));
            }
        });
    }
    /// What an indicator forgets of its past it forgets to the last bit: then two of them go on as one.
    void continuingAlikeMeansEqualValues_data() { kindRows(); }
    void continuingAlikeMeansEqualValues() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        std::vector<Bar> bars = vectorBars();
        for (int more = 0; more < 5; ++more) {
            for (const Bar& bar : vectorBars(bars.back().openTime + kNanosPerMinute)) bars.push_back(bar);
        }
        const auto whole = standard(kind);
        const auto late = standard(kind);
        QVERIFY(whole->continuesLike(*late));
        std::vector<double> a(whole->lines());
        std::vector<double> b(late->lines());
        bool alike = false;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            whole->commit(bars[i], a);
            if (i < 300) continue;
            late->commit(bars[i], b);
            if (i == 300) QVERIFY(!whole->continuesLike(*late));
            if (alike) QVERIFY(std::ranges::equal(a, b, sameBits));
            alike = whole->continuesLike(*late);
        }
        QVERIFY(alike);
    }
    /// The last bar changes with every trade until the next one opens.
    void replacedLastBarEqualsFreshComputation_data() { kindRows(); }
    void replacedLastBarEqualsFreshComputation() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        QD_PROPERTY("peek at every version of the last bar", [&] {
            std::vector<Bar> bars = anyBars();
            const Bar finished = bars.back();
            const auto followed = standard(kind);
            std::vector<double> ignored((bars.size() - 1) * followed->lines());
            followed->commitAll(Columns(std::span(bars).first(bars.size() - 1)).view(), ignored);
            std::vector<double> values(followed->lines());
            for (int version = 0; version < 4; ++version) {
                if (version < 3) {
                    bars.back().close = *rc::gen::inRange(1, 1'000'000) * 0.5;
                    bars.back().high = std::max(bars.back().high, bars.back().close);
                    bars.back().volume += 0.125;
                } else {
                    bars.back() = finished;
                }
                followed->peek(bars.back(), values);
                const std::vector<double> fresh = batch(*standard(kind), bars);
                for (std::size_t line = 0; line < values.size(); ++line)
                    RC_ASSERT(sameBits(values[line], fresh[(bars.size() - 1) * values.size() + line]));
            }
        });
    }
};
QD_TEST(TestIndicators);
#include "TestIndicators.moc"
