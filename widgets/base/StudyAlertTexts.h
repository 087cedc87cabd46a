#pragma once

#include "core/base/Fixed.h"
#include "widgets/base/AlertParts.h"

#include <variant>

/// Alerts on studies, as they are typed and kept in a setting. Which studies there are is not known here: one that is
/// unknown is kept as it is. Pure; any thread.
namespace qd::ui {

struct StudyLevelTag {
    static constexpr int kDecimals = 8;
    static constexpr std::int64_t kScale = 100'000'000;
};
/// A value of a study: what its axis shows, of price studies USDC.
using StudyLevel = Fixed<StudyLevelTag>;

/// A line of a study in words.
struct StudyLine {
    std::string study; ///< name and numbers: "MACD 12 26 9"
    std::string line;  ///< "Signal"; empty: its first line
    friend bool operator==(const StudyLine&, const StudyLine&) = default;
};
/// The last price of the bar.
struct BarPrice {
    friend bool operator==(const BarPrice&, const BarPrice&) = default;
};

enum class StudyWay : std::uint8_t {
    Above, ///< it has come from below, and is there or above
    Below, ///< it has come from above, and is there or below
    Cross, ///< it has gone from one side to the other
};

/// Tells when a line of a study reaches a level, the price, or another study.
struct StudyAlert {
    std::uint32_t number = 0; ///< names it among the alerts kept, of prices too, from 1; 0: not kept yet
    std::string symbol;
    std::string interval; ///< of the bars: "5m"
    StudyLine watched;
    StudyWay way = StudyWay::Above;
    std::variant<StudyLevel, BarPrice, StudyLine> against;
    bool atClose = true;  ///< looks at bars that have ended; else at the one that is being made too
    bool repeats = false; ///< waits anew when it has gone back
    bool done = false;    ///< was reached and does not repeat
    std::string note;     ///< of the user's, at most kLongestNote bytes without ;
    friend bool operator==(const StudyAlert&, const StudyAlert&) = default;
};
inline constexpr std::size_t kMostStudyAlerts = 50;

/// It may be the length of bars: "5m", "1h". What is typed after a market then is an alert on a study.
[[nodiscard]] bool isIntervalWord(std::string_view word);
/// "SOL-PERP 5m MACD 12 26 9 LINE Signal ABOVE 0.5 TOUCH EVERY NOTE words": a market, the length of bars, a study, of
/// many lines which; ABOVE, BELOW or CROSS; a number, PRICE, or STUDY and another one; and what else is wanted. Error:
/// a sentence.
[[nodiscard]] std::expected<StudyAlert, QString> parseStudyAlert(std::string_view text);
/// The same text, with DONE for one that is; without the number.
[[nodiscard]] std::string studyAlertText(const StudyAlert& alert);

/// All of a setting: "7 SOL-PERP 5m RSI 14 ABOVE 70 CLOSE; 8 …". Error: a sentence.
[[nodiscard]] std::expected<std::vector<StudyAlert>, QString> parseStudyAlerts(std::string_view text);
[[nodiscard]] std::string studyAlertsText(const std::vector<StudyAlert>& alerts);

} // namespace qd::ui
