#include "tests/indicators/Bars.h"

#include "tests/support/Property.h"
#include "tests/support/Shared.h"

#include <QFile>
#include <QTest>

namespace qd::test {

using namespace indicators;

std::vector<QList<QByteArray>> vectorRows(const char* name) {
    QFile file(QString::fromStdString(sourceFolder() + "/tests/vectors/" + name));
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s is missing", qPrintable(file.fileName()));
    std::vector<QList<QByteArray>> rows;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (qsizetype i = 1; i < lines.size(); ++i) {
        if (!lines[i].trimmed().isEmpty()) rows.push_back(lines[i].trimmed().split(','));
    }
    return rows;
}

std::vector<Bar> vectorBars(UnixNanos from) {
    std::vector<Bar> bars;
    for (const QList<QByteArray>& row : vectorRows("ohlcv_500.csv"))
        bars.push_back({from + static_cast<std::int64_t>(bars.size()) * kNanosPerMinute, row[1].toDouble(),
                        row[2].toDouble(), row[3].toDouble(), row[4].toDouble(), row[5].toDouble(),
                        row[5].toDouble() * 0.375});
    return bars;
}

std::vector<Bar> anyBars(std::size_t most) {
    auto next = UnixNanos(*rc::gen::inRange<std::int64_t>(0, 3) * kNanosPerDay + 1'430 * kNanosPerMinute);
    std::vector<Bar> bars(*rc::gen::inRange<std::size_t>(1, most));
    for (Bar& bar : bars) {
        const int low = *rc::gen::inRange(1, 1'000'000);
        const int span = *rc::gen::inRange(0, 1'000);
        const int volume = *rc::gen::inRange(0, 50);
        bar = {next, low + span * 0.25, low + span * 1.0, low * 1.0, low + span * 0.5, volume * 0.125, volume * 0.0625};
        next = next + *rc::gen::element<std::int64_t>(1, 1, 1, 2, 45) * kNanosPerMinute;
    }
    return bars;
}

bench::BarSeries columnsOf(std::span<const Bar> bars) {
    bench::BarSeries columns;
    for (const Bar& bar : bars) columns.push(bar);
    return columns;
}

std::vector<double> batch(Indicator& indicator, std::span<const Bar> bars) {
    indicator.reset();
    std::vector<double> out(bars.size() * indicator.lines());
    indicator.commitAll(columnsOf(bars).view(), out);
    return out;
}

std::unique_ptr<Indicator> standard(const IndicatorKind& kind) { return kind.make(standardValues(kind)); }

std::vector<std::vector<double>> extremes(const IndicatorKind& kind) {
    std::vector<double> least;
    std::vector<double> most;
    for (const Parameter& p : kind.parameters) {
        least.push_back(p.least);
        most.push_back(p.most);
    }
    std::vector<std::vector<double>> all{standardValues(kind), least, most};
    for (std::size_t i = 0; i < kind.parameters.size(); ++i) {
        for (const double value : {kind.parameters[i].least, kind.parameters[i].most}) {
            all.push_back(standardValues(kind));
            all.back()[i] = value;
        }
    }
    return all;
}

void kindRows() {
    QTest::addColumn<QByteArray>("name");
    for (const IndicatorKind& kind : indicatorTable()) {
        const QByteArray name(kind.name.data(), static_cast<qsizetype>(kind.name.size()));
        QTest::newRow(name.constData()) << name;
    }
}

const IndicatorKind& kindOfRow(const QByteArray& name) {
    return *findIndicator({name.constData(), static_cast<std::size_t>(name.size())});
}

} // namespace qd::test
