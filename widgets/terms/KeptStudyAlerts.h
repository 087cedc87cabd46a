#pragma once

#include "widgets/base/PaneContext.h"
#include "widgets/base/StudyAlertTexts.h"

#include <expected>
#include <vector>

/// The alerts on studies of the settings. They share their numbers with those on prices. Main thread.
namespace qd::ui {

[[nodiscard]] std::vector<StudyAlert> keptStudyAlerts(const Settings& settings);
/// Keeps one more under the least number that is free and answers it, its words as they are kept. Error: why not, as a
/// sentence: no such market or study, it compares what cannot be compared, or there are too many.
std::expected<StudyAlert, QString> keepStudyAlert(PaneContext& context, StudyAlert alert);
/// Error: there is none of this number, or it could not be kept.
std::expected<void, QString> removeStudyAlert(Settings& settings, std::uint32_t number);
/// An alert that is done waits once more. Error: as above, or its study is not known here.
std::expected<void, QString> renewStudyAlert(Settings& settings, std::uint32_t number);
/// An alert waits for another level from now on, and answers what became of it. Error: as for removing.
std::expected<StudyAlert, QString> moveStudyAlert(Settings& settings, std::uint32_t number, StudyLevel level);
/// An alert that does not repeat is done; nothing when it is gone.
void finishStudyAlert(Settings& settings, std::uint32_t number);

/// "SOL-PERP 5m RSI 14 closes at or above 70".
[[nodiscard]] QString studyAlertWords(const StudyAlert& alert);
/// "RSI 14", "MACD 12 26 9 Signal"; of one that is not known here what is kept.
[[nodiscard]] QString studyLineWords(const StudyLine& line);
/// "closes at or above"
[[nodiscard]] QString studyWayWords(const StudyAlert& alert);
/// What it is compared with: "70", "the price", "EMA 50".
[[nodiscard]] QString studyAgainstWords(const StudyAlert& alert);
/// What may come next after words of an alert on a study, the last of which is being typed.
[[nodiscard]] std::vector<std::string> studyAlertChoices(const std::vector<std::string>& words);
/// The lengths of bars that alerts on studies may have.
[[nodiscard]] std::vector<std::string> studyAlertIntervals();

} // namespace qd::ui
