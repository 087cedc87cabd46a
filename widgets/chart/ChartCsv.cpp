#include "widgets/chart/ChartCsv.h"

#include "core/base/Decimal.h"
#include "widgets/base/Csv.h"

#include <QCoreApplication>

#include <charconv>
#include <cmath>

namespace qd::chart {
namespace {

using indicators::LineStyle;
using ui::CsvPage;
using ui::CsvPageAnswer;

QString tr(const char* text) { return QCoreApplication::translate("qd::chart::ChartCsv", text); }

constexpr double kLargestPrice = 9e18;

/// What a line of a study is at a bar, as the readout tells it.
std::string valueOf(const Study& study, std::size_t line, std::size_t bar) {
    const std::int64_t source = static_cast<std::int64_t>(bar) - study.shift(line);
    const double raw = source < 0 ? indicators::kNoValue : study.at(static_cast<std::size_t>(source), line);
    if (!indicators::hasValue(raw) || !std::isfinite(raw)) return {};
    const bool own = study.choice.hasOwnPane();
    const bool figure = study.choice.kind->lines[line].style == LineStyle::Figure;
    if (!own && !figure && std::abs(raw) < kLargestPrice) return toString(Price(std::llround(raw)));
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), own ? raw : raw / Price::kScale);
    return {text.data(), end.ptr};
}

bool isDoubtful(const ChartScene& scene, std::size_t bar) {
    const BarSeries& bars = scene.bars();
    const UnixNanos from = bars.opened(bar);
    const UnixNanos to = bars.ended(bar);
    return std::ranges::any_of(scene.feed().doubtful(), [&](const TimeRange& r) { return r.from < to && r.to > from; });
}

/// Studies whose value at a bar stands on trades that may be missing.
std::string doubtfulStudies(const ChartScene& scene, std::size_t bar) {
    std::string names;
    for (const Study& study : scene.studies().all()) {
        for (std::size_t line = 0; line < study.choice.kind->lines.size(); ++line) {
            const std::int64_t source = static_cast<std::int64_t>(bar) - study.shift(line);
            if (source < 0 || !scene.isDoubtful(study, static_cast<std::size_t>(source))) continue;
            names += (names.empty() ? "" : "; ") + labelOf(study.choice).toStdString();
            break;
        }
    }
    return names;
}

/// Bars that open before `end`, a page of them from the one that opens at `from` on.
CsvPage pageOf(const ChartScene& scene, UnixNanos from, UnixNanos end, std::size_t limit) {
    const BarSeries& bars = scene.bars();
    CsvPage page;
    std::size_t bar = bars.lowerBound(from);
    const std::size_t last = bars.lowerBound(end, bar);
    for (; bar < last && page.rows < limit; ++bar, ++page.rows) page.lines += csvLine(scene, bar);
    page.last = bar >= last;
    page.next = page.last ? 0 : static_cast<std::uint64_t>(bars[bar].openTime.value());
    return page;
}

} // namespace

std::string csvHeading(const ChartScene& scene) {
    std::string line;
    bool first = true;
    for (const char* name : {"time", "open", "high", "low", "close", "volume"})
        ui::csv::add(line, name, std::exchange(first, false));
    for (const Study& study : scene.studies().all()) {
        const auto& lines = study.choice.kind->lines;
        for (const indicators::Line& each : lines) {
            const std::string label = labelOf(study.choice).toStdString();
            ui::csv::add(line, lines.size() == 1 ? label : label + " " + std::string(each.name), false);
        }
    }
    ui::csv::add(line, "doubtful", false);
    ui::csv::add(line, "doubtful studies", false);
    return line + std::string(ui::csv::kEnd);
}

std::string csvLine(const ChartScene& scene, std::size_t bar) {
    const Candle& candle = scene.bars()[bar];
    std::string line;
    ui::csv::add(line, toIso8601(scene.bars().opened(bar)), true);
    for (const Price price : {candle.open, candle.high, candle.low, candle.close})
        ui::csv::add(line, toString(price), false);
    ui::csv::add(line, toString(candle.volume), false);
    for (const Study& study : scene.studies().all()) {
        for (std::size_t i = 0; i < study.choice.kind->lines.size(); ++i)
            ui::csv::add(line, valueOf(study, i, bar), false);
    }
    ui::csv::add(line, isDoubtful(scene, bar) ? "yes" : "", false);
    ui::csv::add(line, doubtfulStudies(scene, bar), false);
    return line + std::string(ui::csv::kEnd);
}

ui::CsvSource csvSource(const ChartScene& scene) {
    const BarSeries& bars = scene.bars();
    const UnixNanos first = bars.empty() ? UnixNanos() : bars.front().openTime;
    const UnixNanos end = bars.empty() ? UnixNanos() : bars.back().openTime + 1;
    return {csvHeading(scene),
            [&scene, first, end, market = scene.market(), options = scene.optionsRevision(),
             forgotten = bars.forgotten()](std::uint64_t before, std::size_t limit, const CsvPageAnswer& answer) {
                if (scene.market() != market || scene.optionsRevision() != options ||
                    scene.bars().forgotten() != forgotten)
                    return answer(
                        fail(ports::HistoryCode::Unavailable, tr("the chart shows something else now").toStdString()));
                const bool begins = before == ports::kNewestRow;
                answer(pageOf(scene, begins ? first : UnixNanos(static_cast<std::int64_t>(before)), end, limit));
            }};
}

} // namespace qd::chart
