#include "widgets/base/StudyAlertTexts.h"

#include "core/base/Decimal.h"
#include "core/ports/Actions.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace qd::ui {
namespace {

constexpr std::size_t kLongestStudy = 64;
constexpr std::size_t kLongestLine = 24;
constexpr std::array<const char*, 3> kWays{"ABOVE", "BELOW", "CROSS"};
/// Words of their own: no study and no line is called so.
constexpr std::array<const char*, 11> kWords{"ABOVE", "BELOW", "CROSS", "PRICE", "STUDY", "LINE",
                                             "CLOSE", "TOUCH", "EVERY", "DONE",  "NOTE"};

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::StudyAlertTexts", text); }
QString shown(const std::string& text) { return QString::fromStdString(text); }
bool isWord(const std::string& word) { return std::ranges::find(kWords, ports::toUpper(word)) != kWords.end(); }

/// Reads the words of an alert one after the other.
class StudyAlertReader {
  public:
    explicit StudyAlertReader(std::vector<std::string> words) : m_words(std::move(words)) {}

    std::expected<StudyAlert, QString> read() {
        if (m_words.size() < 5 || !isSymbolWord(m_words[0]) || !isIntervalWord(m_words[1]))
            return std::unexpected(
                tr("An alert on a study wants a market, the length of bars, a study, ABOVE, BELOW or "
                   "CROSS, and a number, PRICE, or STUDY and another one."));
        m_out.symbol = m_words[0];
        m_out.interval = m_words[1];
        m_at = 2;
        QString wrong = readLine(m_out.watched);
        if (wrong.isEmpty()) wrong = readWay();
        if (wrong.isEmpty()) wrong = readAgainst();
        while (wrong.isEmpty() && m_at < m_words.size()) wrong = readOne();
        if (!wrong.isEmpty()) return std::unexpected(wrong);
        return m_out;
    }

  private:
    [[nodiscard]] std::string word() const { return m_at < m_words.size() ? ports::toUpper(m_words[m_at]) : ""; }
    /// What stands here up to the next word of our own, at most so long; empty: it is nothing, or too long.
    std::string readName(std::size_t longest) {
        std::string name;
        for (; m_at < m_words.size() && !isWord(m_words[m_at]); ++m_at) {
            if (!isSymbolWord(m_words[m_at])) return {};
            name += (name.empty() ? "" : " ") + m_words[m_at];
        }
        return name.size() <= longest ? name : std::string();
    }
    QString readLine(StudyLine& line) {
        line.study = readName(kLongestStudy);
        if (line.study.empty()) return tr("An alert on a study wants its name and numbers, as RSI 14.");
        if (word() != "LINE") return {};
        ++m_at;
        line.line = readName(kLongestLine);
        return line.line.empty() ? tr("LINE wants the name of a line of the study.") : QString();
    }
    QString readWay() {
        const auto way = std::ranges::find(kWays, word());
        if (way == kWays.end()) return tr("After the study comes ABOVE, BELOW or CROSS.");
        m_out.way = static_cast<StudyWay>(way - kWays.begin());
        ++m_at;
        return {};
    }
    QString readAgainst() {
        const std::string what = word();
        ++m_at;
        if (what == "PRICE") {
            m_out.against = BarPrice{};
            return {};
        }
        if (what == "STUDY") {
            StudyLine other;
            QString wrong = readLine(other);
            m_out.against = std::move(other);
            return wrong;
        }
        const auto level = parseFixed<StudyLevel>(what);
        if (!level)
            return tr("\"%1\" is no number that can be reached; there are PRICE, and STUDY and its name, too.")
                .arg(shown(what));
        m_out.against = *level;
        return {};
    }
    QString readOne() {
        const std::string what = word();
        ++m_at;
        if (what == "CLOSE" || what == "TOUCH") {
            m_out.atClose = what == "CLOSE";
        } else if (what == "EVERY") {
            m_out.repeats = true;
        } else if (what == "DONE") {
            m_out.done = true;
        } else if (what == "NOTE") {
            auto note = readAlertNote(m_words, std::exchange(m_at, m_words.size()));
            if (!note) return note.error();
            m_out.note = std::move(*note);
        } else {
            return tr("\"%1\" is no word of an alert on a study: CLOSE, TOUCH, EVERY, or NOTE and a note.")
                .arg(shown(what));
        }
        return m_out.done && m_out.repeats ? tr("An alert that repeats is never done.") : QString();
    }

    std::vector<std::string> m_words;
    std::size_t m_at = 0;
    StudyAlert m_out;
};

std::string lineText(const StudyLine& line) { return line.study + (line.line.empty() ? "" : " LINE " + line.line); }

std::string againstText(const StudyAlert& alert) {
    if (const auto* level = std::get_if<StudyLevel>(&alert.against)) return toString(*level);
    if (const auto* other = std::get_if<StudyLine>(&alert.against)) return "STUDY " + lineText(*other);
    return "PRICE";
}

} // namespace

bool isIntervalWord(std::string_view word) {
    constexpr std::size_t kLongest = 4;
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    return word.size() >= 2 && word.size() <= kLongest &&
           std::ranges::all_of(word.substr(0, word.size() - 1), isDigit) &&
           std::string_view("smhdSMHD").find(word.back()) != std::string_view::npos;
}

std::expected<StudyAlert, QString> parseStudyAlert(std::string_view text) {
    return StudyAlertReader(splitWords(text)).read();
}

std::string studyAlertText(const StudyAlert& alert) {
    std::string text = alert.symbol + " " + alert.interval + " " + lineText(alert.watched) + " " +
                       kWays[static_cast<std::size_t>(alert.way)] + " " + againstText(alert) +
                       (alert.atClose ? " CLOSE" : " TOUCH");
    if (alert.repeats) text += " EVERY";
    if (alert.done) text += " DONE";
    if (!alert.note.empty()) text += " NOTE " + alert.note;
    return text;
}

std::expected<std::vector<StudyAlert>, QString> parseStudyAlerts(std::string_view text) {
    return parseNumbered<StudyAlert>(text, kMostStudyAlerts, [](std::vector<std::string> words) {
        return StudyAlertReader(std::move(words)).read();
    });
}

std::string studyAlertsText(const std::vector<StudyAlert>& alerts) { return numberedText(alerts, studyAlertText); }

} // namespace qd::ui
