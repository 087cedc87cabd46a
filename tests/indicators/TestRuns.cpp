#include "core/base/Random.h"
#include "tests/indicators/Bars.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <algorithm>

using namespace qd;
using namespace qd::indicators;
using namespace qd::test;

namespace {

/// Steps with all digits, standstills so long that averages fade to nothing, and leaps after which windows need another
/// centre.
std::vector<Bar> restlessBars() {
    SplitMix64 r(11);
    const auto drawn = [&r] { return static_cast<double>(r() >> 11U) * 0x1p-53; };
    std::vector<Bar> bars;
    double close = 100;
    for (std::size_t i = 0; i < 9'000; ++i) {
        if (i % 450 == 449) close = 10 + 1e5 * drawn() * drawn();
        const bool stands = i % 3'000 > 1'900;
        Bar bar;
        bar.openTime = UnixNanos(static_cast<std::int64_t>(i) * kNanosPerMinute);
        bar.open = close;
        if (!stands) close *= 1 + 1e-2 * (drawn() - 0.5);
        bar.close = close;
        bar.high = std::max(bar.open, close) * (stands ? 1 : 1 + 1e-3 * drawn());
        bar.low = std::min(bar.open, close) * (stands ? 1 : 1 - 1e-3 * drawn());
        bar.volume = 1e3 * drawn();
        bar.buyVolume = bar.volume * drawn();
        bars.push_back(bar);
    }
    return bars;
}

std::vector<double> stepped(Indicator& indicator, std::span<const Bar> bars) {
    std::vector<double> out(bars.size() * indicator.lines());
    for (std::size_t i = 0; i < bars.size(); ++i)
        indicator.commit(bars[i], std::span(out).subspan(i * indicator.lines(), indicator.lines()));
    return out;
}

} // namespace

/// A run over many bars, which may go another way than steps from bar to bar, ends with the same bits.
class TestRuns : public QObject {
    Q_OBJECT
  private slots:
    /// However the bars are divided among runs and steps, with looks at the next one in between.
    void runsMayBeDividedAnyhow_data() { kindRows(); }
    void runsMayBeDividedAnyhow() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        const std::vector<Bar> bars = restlessBars();
        const bench::BarSeries columns = columnsOf(bars);
        SplitMix64 drawn(1);
        for (std::vector<double> parameters : extremes(kind)) {
            for (const double period : {0.0, 2.0, 7.0, 19.0, 128.0, 256.0}) {
                if (period > 0 && !parameters.empty())
                    parameters[0] = std::clamp(period, kind.parameters[0].least, kind.parameters[0].most);
                const std::vector<double> expected = stepped(*kind.make(parameters), bars);
                const auto divided = kind.make(parameters);
                const std::size_t lines = divided->lines();
                std::vector<double> ours(expected.size());
                std::vector<double> peeked(lines);
                for (std::size_t i = 0; i < bars.size();) {
                    const std::size_t count =
                        std::min<std::size_t>(bars.size() - i, 1 + drawn() % (3U << drawn() % 11));
                    const std::span<double> out = std::span(ours).subspan(i * lines, count * lines);
                    divided->peek(bars[i], peeked);
                    if (count == 1)
                        divided->commit(bars[i], out);
                    else
                        divided->commitAll(columns.view().part(i, count), out);
                    QVERIFY(std::ranges::equal(peeked, out.first(lines), sameBits));
                    i += count;
                }
                QVERIFY2(std::ranges::equal(ours, expected, sameBits),
                         qPrintable(QString::number(parameters.empty() ? 0 : parameters[0])));
            }
        }
    }
    /// What is too much for the caches takes another way to memory.
    void longRunsEqualTheirSteps_data() { kindRows(); }
    void longRunsEqualTheirSteps() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        constexpr std::size_t kMuch = (1U << 18U) + 5'001;
        const bench::BarSeries series = bench::makeBarSeries(kMuch / kind.lines.size());
        std::vector<Bar> bars;
        for (std::size_t i = 0; i < series.size(); ++i) bars.push_back(series.view()[i]);
        const std::vector<double> expected = stepped(*standard(kind), bars);
        for (const std::size_t offset : {0U, 1U, 3U}) {
            std::vector<double> ours(expected.size() + 2 * offset, 7.0);
            const std::span<double> out = std::span(ours).subspan(offset, expected.size());
            standard(kind)->commitAll(series.view(), out);
            QVERIFY(std::ranges::equal(out, expected, sameBits));
            const auto isUntouched = [](double value) { return value == 7; };
            QVERIFY(std::ranges::all_of(std::span(ours).first(offset), isUntouched));
            QVERIFY(std::ranges::all_of(std::span(ours).last(offset), isUntouched));
        }
    }
};
QD_TEST(TestRuns);
#include "TestRuns.moc"
