#include "widgets/studies/AlertStudies.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"
#include "widgets/base/SplitWords.h"
#include "widgets/plot/Intervals.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace qd::chart {
namespace {

using indicators::DrawnIn;
using indicators::LineStyle;

constexpr int kDigits = 5; ///< of levels that are no prices

QString tr(const char* text) { return QCoreApplication::translate("qd::chart::AlertStudies", text); }

LineStyle styleOf(const NamedLine& line) { return line.choice.kind->lines[line.line].style; }

/// Raw units of the line's values in one of what a level counts.
double scaleOf(const NamedLine& line) {
    const bool raw = line.choice.kind->drawnIn == DrawnIn::Prices && styleOf(line) != LineStyle::Sign;
    return raw ? static_cast<double>(Price::kScale) : 1.0;
}

/// A study as it is typed, such that it is understood as this one.
std::string wordsOf(const StudyChoice& choice) {
    const std::string brief = labelOf(choice).toStdString();
    std::vector<StudyChoice> read;
    const auto words = ui::splitWords(brief);
    if (readStudyWords(words, 0, read) == words.size() && read.size() == 1 && read.front().computesLike(choice))
        return brief;
    QStringList all{latin(choice.kind->name)};
    for (std::size_t i = 0; i < choice.values.size(); ++i)
        all << valueText(choice.kind->parameters[i], choice.values[i]);
    return all.join(QLatin1Char(' ')).toStdString();
}

QStringList lineNames(const StudyChoice& choice) {
    QStringList names;
    for (const indicators::Line& line : choice.kind->lines) names << latin(line.name);
    return names;
}

/// Its values depend on how many bars are at hand.
bool isBottomless(const StudyChoice& choice) {
    return indicators::memoryOf(*choice.kind, choice.values) == indicators::Memory::Endless &&
           indicators::valueOf(*choice.kind, choice.values, "anchor") == 0;
}

} // namespace

std::expected<NamedLine, QString> lineNamed(const ui::StudyLine& words) {
    std::vector<StudyChoice> read;
    const auto split = ui::splitWords(words.study);
    const auto count = readStudyWords(split, 0, read);
    if (!count) return std::unexpected(count.error());
    if (*count != split.size() || read.size() != 1)
        return std::unexpected(tr("\"%1\" is no study and its numbers.").arg(QString::fromStdString(words.study)));
    NamedLine line{read.front(), 0};
    if (line.choice.frame)
        return std::unexpected(tr("Of which bars an alert is stands before its study, not after it: 1h EMA 20."));
    if (isBottomless(line.choice))
        return std::unexpected(
            tr("%1 counts from the oldest bar that is here, which is not always the same: there is no "
               "alert on it.")
                .arg(labelOf(line.choice)));
    if (words.line.empty()) return line;
    const QStringList names = lineNames(line.choice);
    const auto found = std::ranges::find_if(names, [&](const QString& name) {
        return name.compare(QString::fromStdString(words.line), Qt::CaseInsensitive) == 0;
    });
    if (found == names.end())
        return std::unexpected(
            tr("%1 has no line \"%2\"; it has %3.")
                .arg(labelOf(line.choice), QString::fromStdString(words.line), names.join(QStringLiteral(", "))));
    line.line = static_cast<std::size_t>(found - names.begin());
    return line;
}

ui::StudyLine wordsOf(const NamedLine& line) {
    const auto& lines = line.choice.kind->lines;
    return {wordsOf(line.choice), lines.size() == 1 ? std::string() : std::string(lines[line.line].name)};
}

QString labelOf(const NamedLine& line) {
    const auto& lines = line.choice.kind->lines;
    const QString study = labelOf(line.choice);
    return lines.size() == 1 ? study : study + QLatin1Char(' ') + latin(lines[line.line].name);
}

bool isPrice(const NamedLine& line) {
    return line.choice.kind->drawnIn == DrawnIn::Prices && styleOf(line) != LineStyle::Sign &&
           styleOf(line) != LineStyle::Figure;
}

bool areAlike(const NamedLine& a, const NamedLine& b) {
    const auto isOwn = [](const NamedLine& line) {
        return line.choice.hasOwnPane() && styleOf(line) != LineStyle::Sign;
    };
    return (isPrice(a) && isPrice(b)) || (isOwn(a) && isOwn(b));
}

double valueOfLevel(const NamedLine& line, ui::StudyLevel level) {
    return static_cast<double>(level.raw()) / (static_cast<double>(ui::StudyLevel::kScale) / scaleOf(line));
}

std::optional<ui::StudyLevel> levelOfValue(const NamedLine& line, double value, Price tick) {
    constexpr auto kUnits = static_cast<double>(ui::StudyLevel::kScale);
    double level = value * (kUnits / scaleOf(line));
    double step = 1;
    if (isPrice(line))
        step = static_cast<double>(tick.raw()) * (kUnits / scaleOf(line));
    else if (level != 0)
        step = std::max(1.0, std::pow(10.0, std::floor(std::log10(std::abs(level))) - (kDigits - 1)));
    level = std::round(level / step) * step;
    constexpr double kMost = 9e18;
    if (!(std::abs(level) < kMost)) return std::nullopt;
    return ui::StudyLevel(std::llround(level));
}

QString levelText(const NamedLine& line, ui::StudyLevel level, Price tick) {
    if (!isPrice(line)) return QString::fromStdString(toString(level));
    const Price price(std::llround(valueOfLevel(line, level)));
    return ui::text(price, std::max(ui::decimalsOf(tick), ui::decimalsOf(price)));
}

QString valueText(const NamedLine& line, double value, Price tick) {
    if (!indicators::hasValue(value)) return ui::unknownText();
    if (isPrice(line)) return ui::text(Price(std::llround(value)), ui::decimalsOf(tick));
    return studyValueText(value / scaleOf(line));
}

DrawnValue drawnAt(const Study& study, std::size_t line, std::size_t bar, const BarSource& feed) {
    // What is drawn further to the left than it was known is taken when it was known.
    const auto shift = static_cast<std::size_t>(std::max<std::int64_t>(0, study.shift(line)));
    if (bar < shift) return {};
    return {study.at(bar - shift, line), Studies::isDoubtful(study, bar - shift, feed)};
}

std::expected<KnownAlert, QString> lookUp(const ui::StudyAlert& alert) {
    const auto interval = plot::intervalNamed(alert.interval);
    if (!interval)
        return std::unexpected(tr("There are no bars of %1; there are %2.")
                                   .arg(QString::fromStdString(alert.interval), plot::intervalList()));
    auto watched = lineNamed(alert.watched);
    if (!watched) return std::unexpected(watched.error());
    KnownAlert known{*interval, std::move(*watched), std::nullopt};
    if (std::holds_alternative<ui::BarPrice>(alert.against) && !isPrice(known.watched))
        return std::unexpected(tr("%1 is no price.").arg(labelOf(known.watched)));
    if (const auto* words = std::get_if<ui::StudyLine>(&alert.against)) {
        auto other = lineNamed(*words);
        if (!other) return std::unexpected(other.error());
        if (*other == known.watched)
            return std::unexpected(tr("%1 does not reach itself.").arg(labelOf(known.watched)));
        if (!areAlike(known.watched, *other))
            return std::unexpected(tr("%1 and %2 are not of a kind: they cannot be compared.")
                                       .arg(labelOf(known.watched), labelOf(*other)));
        known.other = std::move(*other);
    }
    return known;
}

} // namespace qd::chart
