#include "widgets/chart/Readout.h"

#include "widgets/base/Format.h"
#include "widgets/chart/ChartCanvas.h"
#include "widgets/chart/ProfilePainter.h"
#include "widgets/chart/StudyPainter.h"
#include "widgets/plot/AxisTicks.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace qd::chart {
namespace {

using Tone = ReadoutPart::Tone;

QString tr(const char* text) { return QCoreApplication::translate("qd::chart::Readout", text); }

QColor colorOf(const ReadoutPart& part, const ChartLook& look) {
    switch (part.tone) {
    case Tone::Label:
    case Tone::Doubtful: return look.hint;
    case Tone::Value: return look.value;
    case Tone::Warning: return look.warn;
    case Tone::Study: return look.studies[static_cast<std::size_t>(part.colour)];
    case Tone::Up: return look.up;
    case Tone::Down: return look.down;
    }
    return look.value;
}

/// Volume as one number, cut to what a Quantity holds.
Quantity volumeOf(Int128 raw) {
    constexpr Int128 kMost = std::numeric_limits<std::int64_t>::max();
    return Quantity(static_cast<std::int64_t>(std::min(raw, kMost)));
}

/// From left to right, in at most `lines`; labels stay with their values. What has no room is left out. Answers where
/// the next line is.
int paintParts(QPainter& painter, const std::vector<ReadoutPart>& parts, const QRect& area, int lines,
               ChartLook& look) {
    int x = area.left();
    int y = area.top();
    const int gap = look.text.width(QStringLiteral(" "));
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool isLabel = parts[i].tone == Tone::Label && i + 1 < parts.size();
        const int own = look.text.width(parts[i].text);
        const int width = isLabel ? own + gap + look.text.width(parts[i + 1].text) : own;
        const bool follows = i > 0 && parts[i - 1].tone == Tone::Label;
        if (!follows && x > area.left() && x + width > area.left() + area.width()) {
            if (--lines == 0) break;
            x = area.left();
            y += look.text.height();
        }
        // Over bars and lines the text stays readable.
        painter.fillRect(x - gap, y, own + (isLabel ? gap : 3 * gap), look.text.height(), look.veil);
        look.text.drawLeft(painter, x, y, parts[i].text, colorOf(parts[i], look));
        x += own + (isLabel ? gap : 3 * gap);
    }
    return y + look.text.height();
}

/// As the line is drawn: what is drawn in the colours of gain and loss is told in them.
Tone toneOf(const Study& study, std::size_t index, std::size_t line) {
    const auto& lines = study.choice.kind->lines;
    const bool directed = line + 1 < lines.size() && lines[line + 1].style == indicators::LineStyle::Sign;
    if (lines[line].style != indicators::LineStyle::Columns && !directed) return Tone::Study;
    const double value = study.at(index, directed ? line + 1 : line);
    return !indicators::hasValue(value) ? Tone::Study : value >= 0 ? Tone::Up : Tone::Down;
}

int widthOf(const std::vector<ReadoutPart>& parts, ChartLook& look) {
    const int gap = look.text.width(QStringLiteral(" "));
    int width = 0;
    for (const ReadoutPart& part : parts)
        width += look.text.width(part.text) + (part.tone == Tone::Label ? gap : 3 * gap);
    return width;
}

/// Studies among prices, below the bar's own line, as many as do not hide the bars; then those of the panes.
std::vector<LegendEntry> paintStudies(QPainter& painter, const ChartScene& scene, std::size_t index, QRect area,
                                      ChartLook& look) {
    std::vector<LegendEntry> legend;
    const int height = look.text.height();
    const int lowest = scene.view().plot().top() + scene.view().plot().height() * 45 / 100;
    QPoint at = area.topLeft();
    const auto& studies = scene.studies().all();
    for (std::size_t i = 0; i < studies.size(); ++i) {
        if (studies[i].choice.hasOwnPane()) continue;
        const std::vector<ReadoutPart> parts = studyParts(scene, studies[i], index);
        const int width = widthOf(parts, look);
        if (at.x() > area.left() && at.x() + width > area.left() + area.width()) at = {area.left(), at.y() + height};
        if (at.y() + height > lowest) {
            paintParts(painter, {{QStringLiteral("…"), Tone::Label}}, QRect(at, QSize(20, height)), 1, look);
            break;
        }
        const QRect rect(at, QSize(std::min(width, area.left() + area.width() - at.x()), height));
        paintParts(painter, parts, rect, 1, look);
        legend.push_back({rect, i});
        at.rx() += width;
    }
    for (const StudyPane& pane : scene.panes()) {
        if (pane.rect.height() < height + 4) continue;
        const std::vector<ReadoutPart> parts = studyParts(scene, studies[pane.study], index);
        const QRect rect(pane.rect.left() + 8, pane.rect.top() + 2,
                         std::min(widthOf(parts, look), pane.rect.width() - 16), height);
        paintParts(painter, parts, rect, 1, look);
        legend.push_back({rect, pane.study});
    }
    return legend;
}

/// Where the readout may be: left of labels that are near the top.
QRect readoutArea(const QRect& plot, const MarkLayer& marks, const ChartLook& look) {
    QRect area = plot.adjusted(8, 6, -8, 0);
    for (const PlacedMark& p : marks.placed()) {
        if (!p.label.isEmpty() && p.label.top() < area.top() + 2 * look.text.height())
            area.setRight(std::min(area.right(), p.label.left() - 10));
    }
    return area;
}

/// A value of a line as it is read.
QString textOf(const ChartScene& scene, const Study& study, std::size_t line, double raw) {
    const bool own = study.choice.hasOwnPane();
    const bool isPrice = !own && study.choice.kind->lines[line].style != indicators::LineStyle::Figure;
    if (!indicators::hasValue(raw)) return ui::unknownText();
    if (isPrice) return ui::text(Price(std::llround(raw)), ui::decimalsOf(scene.tick()));
    return studyValueText(own ? raw : raw / Price::kScale);
}

/// What the longer bar that is still being made says.
void addProvisional(std::vector<ReadoutPart>& parts, const ChartScene& scene, const Study& study) {
    QStringList texts;
    for (std::size_t line = 0; line < study.choice.kind->lines.size(); ++line) {
        const double value = study.provisional(line);
        const bool told = study.choice.kind->lines[line].style != indicators::LineStyle::Sign;
        if (told && indicators::hasValue(value)) texts << textOf(scene, study, line, value);
    }
    if (!texts.isEmpty()) parts.push_back({tr("open bar %1").arg(texts.join(QLatin1Char(' '))), Tone::Doubtful});
}

void paintSentences(QPainter& painter, const QRect& plot, int y, const Overlay& overlay, const ChartLook& look) {
    const std::pair<const QString&, QColor> sentences[]{{overlay.status, look.warn},
                                                        {overlay.problem, look.warn},
                                                        {overlay.notice, overlay.good ? look.label : look.danger},
                                                        {overlay.hint, look.label},
                                                        {overlay.beginning, look.hint}};
    for (const auto& [text, color] : sentences) {
        if (text.isEmpty()) continue;
        const QRect line(plot.left() + 8, y + 2, plot.width() - 16, plot.top() + plot.height() - y);
        const QRect used = painter.fontMetrics().boundingRect(line, Qt::AlignLeft | Qt::TextWordWrap, text);
        painter.fillRect(used.adjusted(-4, 0, 4, 0), look.veil);
        painter.setPen(color);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, text);
        y = used.bottom();
    }
}

/// How many trades made bars, and how long they took.
void addMaking(std::vector<ReadoutPart>& parts, const BarSeries& bars, IndexRange range) {
    std::uint64_t trades = 0;
    for (std::size_t i = range.first; i < range.last; ++i) trades += bars[i].trades;
    parts.push_back({tr("Trades"), Tone::Label});
    parts.push_back({QString::number(trades), Tone::Value});
    parts.push_back({tr("in"), Tone::Label});
    parts.push_back({ui::ageText(bars.ended(range.last - 1) - bars.opened(range.first) - 1), Tone::Value});
}

} // namespace

IndexRange barsAt(const ChartScene& scene, double x, double devicePixelRatio) {
    const BarSeries& bars = scene.bars();
    const Viewport& view = scene.view();
    UnixNanos from = openTimeOf(view.timeAt(x), bars.interval());
    UnixNanos to = from + static_cast<std::int64_t>(bars.interval());
    if (inColumns(view, devicePixelRatio)) {
        from = view.timeAt(std::floor(x));
        to = from + view.nanosPerPixel();
    }
    const std::size_t first = bars.lowerBound(from);
    return {first, bars.lowerBound(to, first)};
}

std::vector<ReadoutPart> readoutOf(const ChartScene& scene, IndexRange bars, bool brief) {
    const auto total = scene.bars().total(bars.first, bars.last);
    if (!total) return {{tr("No trades"), Tone::Label}};
    const int decimals = ui::decimalsOf(scene.tick());
    const Tone tone = total->close >= total->open ? Tone::Up : Tone::Down;
    std::vector<ReadoutPart> parts;
    const auto add = [&](const QString& name, const QString& value, Tone t) {
        parts.push_back({name, Tone::Label});
        parts.push_back({value, t});
    };
    const std::int64_t change = total->close.raw() - total->open.raw();
    const auto addClose = [&] {
        add(tr("C"), ui::text(total->close, decimals), Tone::Value);
        parts.push_back({QStringLiteral("%1 (%2 %)")
                             .arg(ui::signedNumber(change, Price::kDecimals, decimals),
                                  ui::changePercent(total->open, total->close)),
                         tone});
    };
    if (brief) addClose();
    add(tr("O"), ui::text(total->open, decimals), Tone::Value);
    add(tr("H"), ui::text(total->high, decimals), Tone::Value);
    add(tr("L"), ui::text(total->low, decimals), Tone::Value);
    if (!brief) addClose();
    add(tr("Vol"), ui::shortText(volumeOf(total->volume)), Tone::Value);
    if (scene.bars().sideBySide()) addMaking(parts, scene.bars(), bars);
    if (bars.last - bars.first > 1) parts.push_back({tr("%1 bars").arg(bars.last - bars.first), Tone::Doubtful});
    return parts;
}

std::vector<ReadoutPart> comparedParts(const ChartScene& scene, UnixNanos t) {
    if (scene.bars().sideBySide() && !scene.options().compared.empty())
        return {{tr("Other markets are compared over bars of time only."), Tone::Doubtful}};
    std::vector<ReadoutPart> parts;
    const auto& all = scene.comparisons().all();
    for (std::size_t i = 0; i < all.size(); ++i) {
        parts.push_back({QString::fromStdString(all[i]->symbol), Tone::Label});
        const auto change = all[i]->changeAt(t);
        QString text = change ? plot::changeText(*change) : ui::unknownText();
        const bool doubtful = all[i]->isDoubtful(t);
        if (change && doubtful) text += QLatin1Char('?');
        parts.push_back({text, doubtful ? Tone::Doubtful : Tone::Study, ChartLook::colourOfCompared(i)});
        if (!all[i]->feed.problem().empty()) parts.push_back({tr("could not be read"), Tone::Warning});
    }
    return parts;
}

std::vector<ReadoutPart> studyParts(const ChartScene& scene, const Study& study, std::size_t index) {
    std::vector<ReadoutPart> parts{{labelOf(study.choice), Tone::Label}};
    bool anyDoubtful = false;
    const auto& lines = study.choice.kind->lines;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        if (lines[line].style == indicators::LineStyle::Sign) continue;
        const std::int64_t source = static_cast<std::int64_t>(index) - study.shift(line);
        const bool doubtful = source >= 0 && scene.isDoubtful(study, static_cast<std::size_t>(source));
        anyDoubtful = anyDoubtful || doubtful;
        const double raw = source < 0 ? indicators::kNoValue : study.at(static_cast<std::size_t>(source), line);
        QString text = textOf(scene, study, line, raw);
        if (doubtful && indicators::hasValue(raw)) text += QLatin1Char('?');
        parts.push_back({text, doubtful ? Tone::Doubtful : toneOf(study, index, line), study.choice.colours[line]});
    }
    const bool known = std::ranges::any_of(
        parts, [](const ReadoutPart& p) { return p.tone != Tone::Label && p.text != ui::unknownText(); });
    if (!known && study.framed && study.higher == nullptr)
        return {{labelOf(study.choice), Tone::Label}, {tr("shorter than the bars here"), Tone::Doubtful}};
    if (!known) return {{labelOf(study.choice), Tone::Label}, {tr("too few bars"), Tone::Doubtful}};
    if (index + 1 == scene.bars().size()) addProvisional(parts, scene, study);
    if (anyDoubtful && study.carriesOn()) parts.push_back({tr("trades are missing"), Tone::Warning});
    return parts;
}

std::vector<LegendEntry> paintReadout(QPainter& painter, const ChartScene& scene, const MarkLayer& marks,
                                      const Overlay& overlay, ChartLook& look) {
    const QRect& plot = scene.view().plot();
    const bool brief = plot.width() < 26 * look.axisPadding;
    int y = plot.top() + 6;
    std::vector<LegendEntry> legend;
    if (!overlay.empty.isEmpty()) {
        painter.setPen(look.label);
        painter.drawText(plot.adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, overlay.empty);
    } else {
        const std::size_t size = scene.bars().size();
        const IndexRange shown = overlay.cross ? barsAt(scene, overlay.cross->x(), look.ratio)
                                               : IndexRange{size - std::min<std::size_t>(size, 1), size};
        QRect area = readoutArea(plot, marks, look);
        area.setTop(y = paintParts(painter, readoutOf(scene, shown, brief), area, 2, look));
        const std::vector<ReadoutPart> others =
            shown.empty() ? std::vector<ReadoutPart>() : comparedParts(scene, scene.bars().opened(shown.last - 1));
        if (!others.empty()) area.setTop(y = paintParts(painter, others, area, 2, look));
        const std::vector<ReadoutPart> profile =
            shown.empty() ? std::vector<ReadoutPart>() : profileParts(scene, scene.bars().opened(shown.last - 1));
        if (!profile.empty()) area.setTop(y = paintParts(painter, profile, area, 1, look));
        if (!shown.empty()) legend = paintStudies(painter, scene, shown.last - 1, area, look);
        for (const LegendEntry& entry : legend) {
            if (plot.contains(entry.rect.center())) y = std::max(y, entry.rect.bottom() + 1);
        }
    }
    paintSentences(painter, plot, y, overlay, look);
    return legend;
}

} // namespace qd::chart
