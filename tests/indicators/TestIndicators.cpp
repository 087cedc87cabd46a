#include "core/indicators/SessionStart.h"
#include "tests/indicators/Bars.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QDateTime>
#include <QObject>

#include <cmath>

using namespace qd;
using namespace qd::indicators;
using namespace qd::test;

namespace {

/// What is summed since a session's or the series' beginning has no value while there was no volume.
bool needsVolume(const IndicatorKind& kind) { return kind.name == "VWAP" || kind.name == "AVWAP"; }

std::vector<double> anyValues(const IndicatorKind& kind) {
    std::vector<double> values;
    for (const Parameter& p : kind.parameters) {
        const double scale = std::pow(10.0, p.decimals);
        // Mostly small, so that windows fill.
        const auto least = static_cast<std::int64_t>(std::llround(p.least * scale));
        const auto most = std::min(static_cast<std::int64_t>(std::llround(p.most * scale)), least + 40);
        values.push_back(static_cast<double>(*rc::gen::inRange<std::int64_t>(least, most + 1)) / scale);
    }
    return values;
}

using Change = void (*)(std::size_t row, Bar& bar);
struct Shape {
    const char* name;
    Change change;
};
constexpr Shape kShapes[]{
    {"as they are", [](std::size_t, Bar&) {}},
    {"constant", [](std::size_t, Bar& bar) { bar.open = bar.high = bar.low = bar.close = 0.1; }},
    {"without volume", [](std::size_t, Bar& bar) { bar.volume = bar.buyVolume = 0; }},
    {"with gaps",
     [](std::size_t row, Bar& bar) {
         bar.openTime = bar.openTime + static_cast<std::int64_t>(row / 7) * 13 * kNanosPerHour;
         if (row % 50 > 40) bar.open = bar.high = bar.low = bar.close = 100'000;
     }},
    {"falling to nothing",
     [](std::size_t row, Bar& bar) {
         if (row < 1'500) return;
         for (double* price : {&bar.open, &bar.high, &bar.low, &bar.close}) *price *= 1e-10;
     }},
};

/// 3,000 bars.
std::vector<Bar> longBars() {
    std::vector<Bar> bars;
    while (bars.size() < 3'000) {
        const UnixNanos from = bars.empty() ? UnixNanos(0) : bars.back().openTime + kNanosPerMinute;
        for (const Bar& bar : vectorBars(from)) bars.push_back(bar);
    }
    return bars;
}

} // namespace

class TestIndicators : public QObject {
    Q_OBJECT
  private slots:
    void tableIsWhole() {
        for (const IndicatorKind& kind : indicatorTable()) {
            QCOMPARE(findIndicator(kind.name), &kind);
            QVERIFY(!kind.title.empty() && kind.definition.ends_with('.'));
            QCOMPARE(standard(kind)->lines(), kind.lines.size());
            QVERIFY(takes(kind, standardValues(kind)));
            for (const Parameter& p : kind.parameters)
                QVERIFY(p.least <= p.standard && p.standard <= p.most && !p.name.empty());
        }
        QCOMPARE(indicatorTable().size(), std::size_t{27});
        QVERIFY(findIndicator("NONE") == nullptr);
    }
    void valuesOutsideTheirRangesAreNotTaken() {
        const IndicatorKind& bands = *findIndicator("BBANDS");
        QVERIFY(takes(bands, std::vector{20.0, 2.0}));
        QVERIFY(takes(bands, std::vector{20.0, 2.25}));
        QVERIFY(!takes(bands, std::vector{20.5, 2.0}));
        QVERIFY(!takes(bands, std::vector{20.0, 2.255}));
        QVERIFY(!takes(bands, std::vector{1.0, 2.0}));
        QVERIFY(!takes(bands, std::vector{1'001.0, 2.0}));
        QVERIFY(!takes(bands, std::vector{20.0}));
        QVERIFY(!takes(bands, std::vector{20.0, kNoValue}));
    }
    void cloudIsDrawnAhead() {
        const IndicatorKind& kind = *findIndicator("ICHIMOKU");
        const std::vector<double> values = standardValues(kind);
        QCOMPARE(kind.shift(0, values), 0);
        QCOMPARE(kind.shift(2, values), 26);
        QCOMPARE(kind.shift(3, values), 26);
        QCOMPARE(kind.shift(4, values), -26);
    }
    void emaOfOneIsTheClose() {
        const auto ema = findIndicator("EMA")->make(std::vector{1.0});
        const std::vector<Bar> bars = vectorBars();
        const std::vector<double> ours = batch(*ema, bars);
        for (std::size_t i = 0; i < bars.size(); ++i) QCOMPARE(ours[i], bars[i].close);
    }
    void vwapWithoutVolumeHasNoValue() {
        std::vector<Bar> bars = vectorBars();
        bars.resize(3);
        bars[0].volume = bars[1].volume = 0;
        const std::vector<double> ours = batch(*standard(*findIndicator("VWAP")), bars);
        QVERIFY(!hasValue(ours[0]) && !hasValue(ours[1]) && hasValue(ours[2]));
    }
    void volumeDeltaOfUnknownTakersHasNoValue() {
        std::vector<Bar> bars = vectorBars(UnixNanos(kNanosPerDay - 200 * kNanosPerMinute));
        bars[100].buyVolume = kNoValue;
        const std::vector<double> ours = batch(*standard(*findIndicator("CVD")), bars);
        QVERIFY(hasValue(ours[99]) && !hasValue(ours[100]) && !hasValue(ours[199]) && hasValue(ours[200]));
    }
    void relativeStrengthStaysWhereNothingChanges() {
        std::vector<Bar> bars = vectorBars();
        const double close = bars.back().close;
        while (bars.size() < 40'000) bars.push_back({UnixNanos(), close, close, close, close, 0});
        const std::vector<double> ours = batch(*standard(*findIndicator("RSI")), bars);
        QVERIFY(std::abs(ours.back() - ours[499]) < 1e-9 * ours[499]);
    }

    void firstRowIsAsStated_data() { kindRows(); }
    void firstRowIsAsStated() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        for (const Shape& shape : kShapes) {
            std::vector<Bar> bars = longBars();
            for (std::size_t row = 0; row < bars.size(); ++row) shape.change(row, bars[row]);
            for (const std::vector<double>& values : extremes(kind)) {
                const auto indicator = kind.make(values);
                const std::vector<double> ours = batch(*indicator, bars);
                std::size_t from = 0;
                if (kind.countedFrom == CountedFrom::SecondSession) {
                    const UnixNanos next = sessionAfter(bars[0].openTime, static_cast<int>(values[0]));
                    while (bars[from].openTime < next) ++from;
                }
                for (std::size_t i = 0; i < ours.size(); ++i) {
                    const std::size_t line = i % kind.lines.size();
                    const std::size_t row = i / kind.lines.size();
                    bool expected = row >= from + kind.firstRow(line, values);
                    if (kind.name == "AVWAP" && values[0] > 0) expected = false; // no bar is so late
                    if (needsVolume(kind) && bars[row].volume == 0) expected = false;
                    const bool right = hasValue(ours[i]) == expected && (!expected || std::isfinite(ours[i]));
                    QVERIFY2(right, qPrintable(QString("%1, line %2, row %3").arg(shape.name).arg(line).arg(row)));
                }
            }
        }
    }
    void memoryIsAsStated_data() { kindRows(); }
    /// Begun so many bars before, a value is what it would be with all bars before it.
    void memoryIsAsStated() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        const std::vector<double> values = standardValues(kind);
        if (memoryOf(kind, values) == Memory::Session || memoryOf(kind, values) == Memory::Endless) {
            QVERIFY(kind.memory == Memory::Session || kind.memory == Memory::Endless);
            return;
        }
        const std::vector<Bar> bars = vectorBars();
        const std::size_t needed = barsNeeded(kind, values);
        QVERIFY(needed < bars.size());
        const std::size_t lines = kind.lines.size();
        const std::vector<double> all = batch(*standard(kind), bars);
        const std::vector<double> few = batch(*standard(kind), std::span(bars).last(needed));
        for (std::size_t line = 0; line < lines; ++line) {
            const double wanted = all[(bars.size() - 1) * lines + line];
            const double got = few[(needed - 1) * lines + line];
            QVERIFY2(std::abs(got - wanted) <= 1e-3 * std::max(1.0, std::abs(wanted)),
                     qPrintable(QStringLiteral("%1 %2").arg(got).arg(wanted)));
        }
    }
    void sessionsBeginWhereTheirRuleSays_data() {
        QTest::addColumn<int>("start");
        QTest::addColumn<QDateTime>("at");
        QTest::addColumn<QDateTime>("began");
        QTest::addColumn<QDateTime>("next");
        const auto row = [](const char* name, int start, const char* at, const char* began, const char* next) {
            const auto moment = [](const char* text) {
                return QDateTime::fromString(QLatin1String(text) + QStringLiteral("Z"), Qt::ISODate);
            };
            QTest::newRow(name) << start << moment(at) << moment(began) << moment(next);
        };
        row("midnight", 0, "2024-03-12T00:00:00", "2024-03-12T00:00:00", "2024-03-13T00:00:00");
        row("a minute", 810, "2024-03-12T13:29:59", "2024-03-11T13:30:00", "2024-03-12T13:30:00");
        row("before 1970", 0, "1969-12-31T12:00:00", "1969-12-31T00:00:00", "1970-01-01T00:00:00");
        row("London in winter", kLondonOpens, "2024-03-12T08:00:00", "2024-03-12T08:00:00", "2024-03-13T08:00:00");
        row("London changes to summer", kLondonOpens, "2024-03-31T06:59:59", "2024-03-30T08:00:00",
            "2024-03-31T07:00:00");
        row("London changes to winter", kLondonOpens, "2024-10-27T07:30:00", "2024-10-26T07:00:00",
            "2024-10-27T08:00:00");
        row("New York in winter", kNewYorkOpens, "2024-03-09T14:30:00", "2024-03-09T14:30:00", "2024-03-10T13:30:00");
        row("New York in summer", kNewYorkOpens, "2024-07-04T13:29:00", "2024-07-03T13:30:00", "2024-07-04T13:30:00");
        row("New York changes to winter", kNewYorkOpens, "2024-11-03T14:00:00", "2024-11-02T13:30:00",
            "2024-11-03T14:30:00");
    }
    void sessionsBeginWhereTheirRuleSays() {
        QFETCH(int, start);
        QFETCH(QDateTime, at);
        QFETCH(QDateTime, began);
        QFETCH(QDateTime, next);
        const UnixNanos t = UnixNanos::fromMillis(at.toMSecsSinceEpoch());
        QCOMPARE(sessionAt(t, start).millis(), began.toMSecsSinceEpoch());
        QCOMPARE(sessionAfter(t, start).millis(), next.toMSecsSinceEpoch());
        QCOMPARE(sessionAfter(sessionBefore(t, start), start), sessionAt(t, start));
    }
    void deltaSinceTheFirstBarForgetsNothing() {
        const IndicatorKind& kind = *findIndicator("CVD");
        QVERIFY(memoryOf(kind, std::vector{0.0, 1.0}) == Memory::Session);
        QVERIFY(memoryOf(kind, std::vector{0.0, 0.0}) == Memory::Endless);
        QCOMPARE(valueOf(kind, std::vector{90.0, 1.0}, "start"), 90.0);
        QCOMPARE(valueOf(kind, std::vector{90.0, 1.0}, "period"), 0.0);
    }
    void streamingEqualsBatch_data() { kindRows(); }
    void streamingEqualsBatch() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        QD_PROPERTY("bar by bar and in one run", [&] {
            const std::vector<Bar> bars = anyBars();
            const std::vector<double> parameters = anyValues(kind);
            const auto streamed = kind.make(parameters);
            const std::vector<double> expected = batch(*kind.make(parameters), bars);
            std::vector<double> values(streamed->lines());
            for (std::size_t i = 0; i < bars.size(); ++i) {
                streamed->commit(bars[i], values);
                for (std::size_t line = 0; line < values.size(); ++line)
                    RC_ASSERT(sameBits(values[line], expected[i * values.size() + line]));
            }
        });
    }
    /// Also with the longest windows, and where prices fall to nothing or stand still.
    void streamingEqualsBatchForLong_data() { kindRows(); }
    void streamingEqualsBatchForLong() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        for (const Shape& shape : kShapes) {
            std::vector<Bar> bars = longBars();
            for (std::size_t row = 0; row < bars.size(); ++row) shape.change(row, bars[row]);
            for (const std::vector<double>& parameters : extremes(kind)) {
                const auto streamed = kind.make(parameters);
                const std::vector<double> expected = batch(*kind.make(parameters), bars);
                std::vector<double> peeked(streamed->lines());
                std::vector<double> values(streamed->lines());
                bool same = true;
                for (std::size_t i = 0; i < bars.size(); ++i) {
                    streamed->peek(bars[i], peeked);
                    streamed->commit(bars[i], values);
                    for (std::size_t line = 0; line < values.size(); ++line)
                        same = same && sameBits(values[line], expected[i * values.size() + line]) &&
                               sameBits(values[line], peeked[line]);
                }
                QVERIFY2(same, shape.name);
            }
        }
    }
    void peekIsWhatACopyWouldAnswer_data() { kindRows(); }
    void peekIsWhatACopyWouldAnswer() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        QD_PROPERTY("peek, and commit on a copy", [&] {
            const std::vector<Bar> bars = anyBars();
            const auto followed = kind.make(anyValues(kind));
            std::vector<double> peeked(followed->lines());
            std::vector<double> committed(followed->lines());
            for (const Bar& bar : bars) {
                const auto copy = followed->copied();
                followed->peek(bar, peeked);
                // A part that is unknown equals nothing, not even itself.
                RC_ASSERT(followed->continuesLike(*copy));
                copy->commit(bar, committed);
                RC_ASSERT(std::ranges::equal(peeked, committed, sameBits));
                followed->commit(bar, committed);
                RC_ASSERT(std::ranges::equal(peeked, committed, sameBits));
                RC_ASSERT(followed->continuesLike(*copy));
            }
            followed->reset();
            RC_ASSERT(followed->continuesLike(*followed->copied()));
        });
    }
    void kindsDoNotContinueEachOther() {
        for (const IndicatorKind& a : indicatorTable()) {
            for (const IndicatorKind& b : indicatorTable())
                QCOMPARE(standard(a)->continuesLike(*standard(b)), &a == &b);
        }
        QVERIFY(!findIndicator("EMA")->make(std::vector{2.0})->continuesLike(*standard(*findIndicator("EMA"))));
    }
    /// Those that are called alike are alike, and averages forget their past to the last bit.
    void continuingAlikeMeansEqualValues_data() { kindRows(); }
    void continuingAlikeMeansEqualValues() {
        QFETCH(QByteArray, name);
        const IndicatorKind& kind = kindOfRow(name);
        const std::vector<Bar> bars = longBars();
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
            if (alike) QVERIFY(std::ranges::equal(a, b, sameBits));
            alike = whole->continuesLike(*late);
        }
        for (const char* forgets : {"SMA", "EMA", "WMA", "BBANDS", "RSI", "ATR", "VWAP", "STDDEV", "PIVOTS", "SAR"})
            if (name == forgets) QVERIFY(alike);
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
            followed->commitAll(columnsOf(std::span(bars).first(bars.size() - 1)).view(), ignored);
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
