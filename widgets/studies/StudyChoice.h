#pragma once

#include "core/indicators/IndicatorTable.h"
#include "core/ports/Actions.h"

#include <QString>

#include <expected>
#include <optional>
#include <vector>

namespace qd::chart {

/// Colours that lines of studies have, by number; ChartLook says which they are.
inline constexpr int kStudyColours = 8;
/// Heights of panes below the prices, in thousandths of the chart's.
inline constexpr int kStudyShare = 170;
inline constexpr int kLeastStudyShare = 60;
inline constexpr int kMostStudyShare = 500;
inline constexpr std::size_t kMostStudies = 24; ///< more would not be told apart
[[nodiscard]] QString tooManyStudies();

/// A study as a person chose it: which, with what numbers, in which colours.
struct StudyChoice {
    const indicators::IndicatorKind* kind = nullptr; ///< a row of the table, never null
    std::vector<double> values;                      ///< takes(*kind, values)
    std::vector<int> colours;                        ///< one a line
    int share = kStudyShare;                         ///< of the height, where it has a pane of its own
    std::optional<Interval> frame = {};              ///< of the bars it is over; empty: those that are shown

    [[nodiscard]] bool hasOwnPane() const { return kind->drawnIn == indicators::DrawnIn::OwnPane; }
    /// Its values are the same.
    [[nodiscard]] bool computesLike(const StudyChoice& other) const {
        return kind == other.kind && values == other.values && frame == other.frame;
    }
    friend bool operator==(const StudyChoice&, const StudyChoice&) = default;
};

/// Names and sentences of the table, for people.
[[nodiscard]] inline QString latin(std::string_view text) {
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

/// With its standard values if none are given, in colours that `others` do not have.
[[nodiscard]] StudyChoice studyOf(const indicators::IndicatorKind& kind, const std::vector<StudyChoice>& others,
                                  std::vector<double> values = {});
/// Its standard values, for sessions that begin there (see indicators::sessionAt).
[[nodiscard]] std::vector<double> standardValues(const indicators::IndicatorKind& kind, int sessionStart);
/// Studies whose sessions begin at `from` have those that begin at `to`.
void moveSessions(std::vector<StudyChoice>& studies, int from, int to);
/// The kind in any case of letters; null: there is none.
[[nodiscard]] const indicators::IndicatorKind* kindNamed(std::string_view name);
/// Why it has no bars of another length than those that are shown; empty: it may.
[[nodiscard]] std::optional<QString> frameObjection(const indicators::IndicatorKind& kind);
/// "MACD 12 26 9", "EMA 20 @1h"; what says where it begins is left out where it is as usual.
[[nodiscard]] QString labelOf(const StudyChoice& choice);

/// What it is, for tool tips: title, lines and definition.
[[nodiscard]] QString definitionOf(const StudyChoice& choice);

/// "54.32", "−1.25M": a value of a study as it is read, to five digits.
[[nodiscard]] QString studyValueText(double value);

/// Where sessions begin, as typed: "13:30", "LONDON", "NEWYORK".
[[nodiscard]] QString sessionStartText(int start);
/// The reverse; empty: it is none.
[[nodiscard]] std::optional<int> readSessionStart(std::string_view text);

/// A number as typed: where sessions begin as "13:30" or "LONDON", a moment as "2026-03-12T09:30", others plainly.
[[nodiscard]] QString valueText(const indicators::Parameter& parameter, double value);
/// The reverse; empty: it is none, or not within the range and steps.
[[nodiscard]] std::optional<double> readValue(const indicators::Parameter& parameter, std::string_view text);
/// "period: 2 to 1000".
[[nodiscard]] QString rangeText(const indicators::Parameter& parameter);

/// Words after STUDY, from words[at] on: "RSI 14", "EMA 20 @1h", "MACD 12 26 9 OFF", "OFF" for all of them. Answers how
/// many were read; else a sentence. `sessionStart`: what a study of sessions has where no other is typed.
[[nodiscard]] std::expected<std::size_t, QString> readStudyWords(const ports::ActionWords& words, std::size_t at,
                                                                 std::vector<StudyChoice>& studies,
                                                                 int sessionStart = 0);
/// "EMA n", "EMA ON", "EMA OFF", and the same of others: one of a kind is shown, changed or not shown. False: `word` is
/// none of these.
[[nodiscard]] bool switchStudy(const indicators::IndicatorKind& kind, std::string_view word,
                               std::vector<StudyChoice>& studies, int sessionStart = 0);

/// For layouts: "EMA 21/0/170;EMA 20 @1h/1/170;MACD 12 26 9/1 2 3/170".
[[nodiscard]] std::string writeStudies(const std::vector<StudyChoice>& studies);
/// What is not understood is left out.
[[nodiscard]] std::vector<StudyChoice> readStudies(std::string_view text);

} // namespace qd::chart
