#include "widgets/studies/StudyChoice.h"

#include "core/base/Decimal.h"
#include "core/indicators/SessionStart.h"
#include "widgets/base/Format.h"
#include "widgets/base/PlotAxes.h"
#include "widgets/base/TypedTime.h"
#include "widgets/plot/Intervals.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <cmath>

namespace qd::chart {
namespace {

using indicators::IndicatorKind;
using indicators::Parameter;

constexpr int kPlainColours = kStudyColours - 2; ///< the last two mean gain and loss: chosen by hand only

QString tr(const char* text, const char* comment = nullptr, int n = -1) {
    return QCoreApplication::translate("qd::chart::StudyChoice", text, comment, n);
}
/// Whose stock exchange opens a session: of kLondonOpens and what follows it.
constexpr std::array<const char*, 2> kPlaces{"LONDON", "NEWYORK"};

bool isMinute(const Parameter& p) { return p.name == "start"; }
bool isMoment(const Parameter& p) { return p.name == "anchor"; }
/// It says where the study begins, not what it computes.
bool isPlace(const Parameter& p) { return isMinute(p) || isMoment(p) || p.name == "by session"; }

/// Could be a number, a time of day, the place of an exchange or a moment, and is no interval.
bool looksLikeValue(const std::string& word) {
    if (std::ranges::find(kPlaces, ports::toUpper(word)) != kPlaces.end()) return true;
    const bool begins = !word.empty() && (std::isdigit(static_cast<unsigned char>(word.front())) != 0 ||
                                          word.front() == '-' || word.front() == '.');
    return begins && !plot::intervalNamed(word);
}

QString frameText(Interval frame) { return QLatin1Char('@') + QLatin1String(plot::nameOf(frame)); }

/// "@1h"; empty: it is none.
std::optional<Interval> readFrame(std::string_view word) {
    if (!word.starts_with('@')) return std::nullopt;
    return plot::intervalNamed(word.substr(1));
}

/// The first colour of the palette that the fewest lines of `others` have.
int freeColour(const std::vector<StudyChoice>& others) {
    std::array<int, kPlainColours> used{};
    for (const StudyChoice& other : others) {
        for (const int colour : other.colours) {
            if (colour < kPlainColours) ++used[static_cast<std::size_t>(colour)];
        }
    }
    return static_cast<int>(std::ranges::min_element(used) - used.begin());
}

/// Lines that belong together, upper and lower, resistances and supports, have one colour.
std::vector<int> standardColours(const IndicatorKind& kind, int first) {
    std::vector<int> colours;
    int next = first;
    for (const indicators::Line& line : kind.lines) {
        if (line.name == "Lower")
            colours.push_back(colours.front());
        else if (colours.size() > 1 && (line.name.front() == 'R' || line.name.front() == 'S') && line.name.size() == 2)
            colours.push_back(
                colours[line.name == "R1" || line.name == "S1" ? colours.size() - 1 : colours.size() - 2]);
        else
            colours.push_back(next++ % kPlainColours);
    }
    return colours;
}

QStringList kindNames() {
    QStringList names;
    for (const IndicatorKind& kind : indicators::indicatorTable()) names << latin(kind.name);
    return names;
}

QString parameterList(const IndicatorKind& kind) {
    QStringList texts;
    for (const Parameter& p : kind.parameters) texts << rangeText(p);
    return texts.join(QStringLiteral(", "));
}

/// The numbers after a study's name; what is not given is as in `values`.
std::expected<std::vector<double>, QString> readValues(const IndicatorKind& kind, std::vector<double> values,
                                                       const ports::ActionWords& words, std::size_t from,
                                                       std::size_t to) {
    const QString name = latin(kind.name);
    if (kind.parameters.empty() && to > from) return std::unexpected(tr("%1 takes no numbers.").arg(name));
    if (to - from > kind.parameters.size())
        return std::unexpected(tr("%1 takes fewer numbers: %2.").arg(name, parameterList(kind)));
    for (std::size_t i = from; i < to; ++i) {
        const auto value = readValue(kind.parameters[i - from], words[i]);
        if (!value)
            return std::unexpected(tr("%1 cannot have \"%2\"; it takes %3.")
                                       .arg(name, QString::fromStdString(words[i]), parameterList(kind)));
        values[i - from] = *value;
    }
    return values;
}

std::vector<std::string_view> parts(std::string_view text, char separator) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        found.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

/// One study of a layout; empty when it is not understood.
std::optional<StudyChoice> readStudy(std::string_view text, const std::vector<StudyChoice>& others) {
    const auto fields = parts(text, '/');
    if (fields.empty()) return std::nullopt;
    auto words = parts(fields[0], ' ');
    const auto frame = words.empty() ? std::nullopt : readFrame(words.back());
    if (frame) words.pop_back();
    const IndicatorKind* kind = words.empty() ? nullptr : indicators::findIndicator(words[0]);
    if (kind == nullptr || words.size() != kind->parameters.size() + 1) return std::nullopt;
    if (frame && frameObjection(*kind)) return std::nullopt;
    std::vector<double> values;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto value = readValue(kind->parameters[i - 1], words[i]);
        if (!value) return std::nullopt;
        values.push_back(*value);
    }
    StudyChoice choice = studyOf(*kind, others, values);
    choice.frame = frame;
    if (fields.size() > 1) {
        const auto colours = parts(fields[1], ' ');
        for (std::size_t i = 0; i < std::min(colours.size(), choice.colours.size()); ++i)
            choice.colours[i] =
                static_cast<int>(parseWhole(colours[i], 0, kStudyColours - 1).value_or(choice.colours[i]));
    }
    if (fields.size() > 2)
        choice.share = static_cast<int>(parseWhole(fields[2], kLeastStudyShare, kMostStudyShare).value_or(kStudyShare));
    return choice;
}

} // namespace

StudyChoice studyOf(const IndicatorKind& kind, const std::vector<StudyChoice>& others, std::vector<double> values) {
    if (values.empty()) values = indicators::standardValues(kind);
    return {&kind, std::move(values), standardColours(kind, freeColour(others)), kStudyShare};
}

std::vector<double> standardValues(const IndicatorKind& kind, int sessionStart) {
    std::vector<double> values = indicators::standardValues(kind);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (isMinute(kind.parameters[i])) values[i] = sessionStart;
    }
    return values;
}

void moveSessions(std::vector<StudyChoice>& studies, int from, int to) {
    for (StudyChoice& study : studies) {
        for (std::size_t i = 0; i < study.values.size(); ++i) {
            if (isMinute(study.kind->parameters[i]) && study.values[i] == from) study.values[i] = to;
        }
    }
}

const IndicatorKind* kindNamed(std::string_view name) { return indicators::findIndicator(ports::toUpper(name)); }

QString tooManyStudies() { return tr("There are %1 studies already; take one away first.").arg(kMostStudies); }

QString labelOf(const StudyChoice& choice) {
    QStringList words{latin(choice.kind->name)};
    for (std::size_t i = 0; i < choice.values.size(); ++i) {
        const Parameter& p = choice.kind->parameters[i];
        if (!isPlace(p) || choice.values[i] != p.standard) words << valueText(p, choice.values[i]);
    }
    if (choice.frame) words << frameText(*choice.frame);
    return words.join(QLatin1Char(' '));
}

std::optional<QString> frameObjection(const IndicatorKind& kind) {
    if (kind.shift == nullptr) return std::nullopt;
    return tr("%1 is drawn ahead of its bars or behind them, and so only over those that are shown.")
        .arg(latin(kind.name));
}

QString definitionOf(const StudyChoice& choice) {
    QStringList lines;
    for (const indicators::Line& line : choice.kind->lines) lines << latin(line.name);
    return QStringLiteral("<b>%1</b>: %2<br>%3")
        .arg(latin(choice.kind->title).toHtmlEscaped(), lines.join(QStringLiteral(", ")).toHtmlEscaped(),
             latin(choice.kind->definition).toHtmlEscaped());
}

QString studyValueText(double value) {
    constexpr auto kUnits = static_cast<double>(Money::kScale);
    if (!indicators::hasValue(value)) return ui::unknownText();
    if (value == 0) return QStringLiteral("0");
    return ui::moneyTick(value * kUnits, std::pow(10.0, std::floor(std::log10(std::abs(value))) - 4) * kUnits);
}

QString sessionStartText(int start) {
    const int place = start - indicators::kLondonOpens;
    if (place >= 0) return QLatin1String(kPlaces[static_cast<std::size_t>(place)]);
    return QTime(0, 0).addSecs(start * 60).toString(QStringLiteral("HH:mm"));
}

std::optional<int> readSessionStart(std::string_view text) {
    const std::string typed = ports::toUpper(text);
    const auto place = std::ranges::find(kPlaces, typed);
    if (place != kPlaces.end()) return indicators::kLondonOpens + static_cast<int>(place - kPlaces.begin());
    const QTime time = QTime::fromString(QString::fromStdString(typed), QStringLiteral("H:m"));
    return time.isValid() ? std::optional(time.hour() * 60 + time.minute()) : std::nullopt;
}

QString valueText(const Parameter& parameter, double value) {
    if (isMinute(parameter) && value != 0) return sessionStartText(static_cast<int>(value));
    if (isMoment(parameter) && value != 0)
        return QDateTime::fromSecsSinceEpoch(static_cast<qint64>(value), QTimeZone::utc())
            .toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
    const double scaled = value * std::pow(10.0, parameter.decimals);
    return QString::fromStdString(formatDecimal(std::llround(scaled), parameter.decimals));
}

std::optional<double> readValue(const Parameter& parameter, std::string_view text) {
    const QString typed = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toUpper();
    std::optional<double> value;
    if (const auto raw = parseDecimal(text, parameter.decimals))
        value = static_cast<double>(*raw) / std::pow(10.0, parameter.decimals);
    if (isMinute(parameter)) {
        if (const auto start = readSessionStart(text)) value = *start;
    }
    if (isMoment(parameter) && typed.count(QLatin1Char('-')) >= 2) { // a day, not a time of one
        if (const auto moment = ui::parseMoment(text, UnixNanos()))
            value = static_cast<double>(moment->value() / kNanosPerSecond);
    }
    if (!value || *value < parameter.least || *value > parameter.most) return std::nullopt;
    return value;
}

QString rangeText(const Parameter& parameter) {
    const QString name = latin(parameter.name);
    if (isMinute(parameter)) return tr("%1 00:00 to 23:59, LONDON or NEWYORK").arg(name);
    if (isMoment(parameter)) return tr("%1 as 2026-03-12T09:30, or 0 for the first bar").arg(name);
    return tr("%1 %2 to %3").arg(name, valueText(parameter, parameter.least), valueText(parameter, parameter.most));
}

std::expected<std::size_t, QString> readStudyWords(const ports::ActionWords& words, std::size_t at,
                                                   std::vector<StudyChoice>& studies, int sessionStart) {
    const QString names = kindNames().join(QLatin1Char(' '));
    if (at >= words.size()) return std::unexpected(tr("STUDY takes the name of a study: %1.").arg(names));
    if (ports::toUpper(words[at]) == "OFF") {
        studies.clear();
        return 1;
    }
    const IndicatorKind* kind = kindNamed(words[at]);
    if (kind == nullptr)
        return std::unexpected(
            tr("There is no study \"%1\". There are %2.").arg(QString::fromStdString(words[at]), names));
    std::size_t end = at + 1;
    while (end < words.size() && looksLikeValue(words[end])) ++end;
    const bool given = end > at + 1;
    const auto values = readValues(*kind, standardValues(*kind, sessionStart), words, at + 1, end);
    if (!values) return std::unexpected(values.error());
    std::optional<Interval> frame;
    if (end < words.size() && words[end].starts_with('@')) {
        frame = readFrame(words[end]);
        if (!frame)
            return std::unexpected(tr("There are no bars of \"%1\"; there are %2.")
                                       .arg(QString::fromStdString(words[end].substr(1)), plot::intervalList()));
        if (const auto objection = frameObjection(*kind)) return std::unexpected(*objection);
        ++end;
    }
    const std::string word = end < words.size() ? ports::toUpper(words[end]) : std::string();
    const auto meant = [&](const StudyChoice& s) {
        const bool sameBars = s.frame == frame || (word == "OFF" && !frame);
        return s.kind == kind && sameBars && (!given || s.values == *values);
    };
    if (word == "OFF") {
        std::erase_if(studies, meant);
    } else if (std::ranges::none_of(studies, meant)) {
        if (studies.size() == kMostStudies) return std::unexpected(tooManyStudies());
        studies.push_back(studyOf(*kind, studies, *values));
        studies.back().frame = frame;
    }
    return end - at + (word == "ON" || word == "OFF" ? 1 : 0);
}

bool switchStudy(const IndicatorKind& kind, std::string_view word, std::vector<StudyChoice>& studies,
                 int sessionStart) {
    const auto shown = std::ranges::find_if(studies, [&](const StudyChoice& s) { return s.kind == &kind && !s.frame; });
    if (word == "OFF") {
        std::erase_if(studies, [&](const StudyChoice& s) { return s.kind == &kind; });
        return true;
    }
    std::vector<double> values = standardValues(kind, sessionStart);
    if (word != "ON") {
        const bool hasPeriod = !kind.parameters.empty() && kind.parameters.front().name == "period";
        const auto period = hasPeriod ? readValue(kind.parameters.front(), word) : std::nullopt;
        if (!period) return false;
        values.front() = *period;
        if (shown != studies.end()) shown->values = values;
    }
    if (shown == studies.end() && studies.size() < kMostStudies) studies.push_back(studyOf(kind, studies, values));
    return true;
}

std::string writeStudies(const std::vector<StudyChoice>& studies) {
    QStringList texts;
    for (const StudyChoice& study : studies) {
        QString text = latin(study.kind->name);
        for (std::size_t i = 0; i < study.values.size(); ++i)
            text += QLatin1Char(' ') + valueText(study.kind->parameters[i], study.values[i]);
        if (study.frame) text += QLatin1Char(' ') + frameText(*study.frame);
        QStringList colours;
        for (const int colour : study.colours) colours << QString::number(colour);
        texts << QStringLiteral("%1/%2/%3").arg(text, colours.join(QLatin1Char(' '))).arg(study.share);
    }
    return texts.join(QLatin1Char(';')).toStdString();
}

std::vector<StudyChoice> readStudies(std::string_view text) {
    std::vector<StudyChoice> studies;
    for (const std::string_view part : parts(text, ';')) {
        if (auto study = readStudy(part, studies); study && studies.size() < kMostStudies)
            studies.push_back(std::move(*study));
    }
    return studies;
}

} // namespace qd::chart
