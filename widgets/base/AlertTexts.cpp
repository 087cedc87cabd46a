#include "widgets/base/AlertTexts.h"

#include "core/base/Decimal.h"
#include "core/ports/Actions.h"
#include "widgets/base/SplitWords.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <charconv>
#include <ranges>

namespace qd::ui {
namespace {

constexpr std::array<const char*, 3> kSources{"MARK", "INDEX", "LAST"};

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::AlertTexts", text); }
QString shown(const std::string& text) { return QString::fromStdString(text); }

/// Reads the words of an alert one after the other.
class AlertReader {
  public:
    explicit AlertReader(std::vector<std::string> words) : m_words(std::move(words)) {}

    std::expected<PriceAlert, QString> read() {
        const std::string way = m_words.size() < 3 ? std::string() : ports::toUpper(m_words[1]);
        if ((way != "ABOVE" && way != "BELOW") || !isSymbolWord(m_words[0]))
            return std::unexpected(tr("An alert wants a market, ABOVE or BELOW, and a price."));
        m_out.symbol = m_words[0];
        m_out.above = way == "ABOVE";
        const auto level = parseFixed<Price>(m_words[2]);
        if (!level || level->raw() <= 0)
            return std::unexpected(tr("\"%1\" is no price above zero.").arg(shown(m_words[2])));
        m_out.level = *level;
        for (m_at = 3; m_at < m_words.size();) {
            if (const QString wrong = readOne(); !wrong.isEmpty()) return std::unexpected(wrong);
        }
        return m_out;
    }

  private:
    QString readOne() {
        const std::string word = ports::toUpper(m_words[m_at++]);
        const auto source = std::ranges::find(kSources, word);
        if (source != kSources.end()) {
            m_out.source = static_cast<TriggerSource>(source - kSources.begin());
        } else if (word == "EVERY") {
            m_out.repeats = true;
        } else if (word == "DONE") {
            m_out.done = true;
        } else if (word == "NOTE") {
            return readNote();
        } else {
            return tr("\"%1\" is no word of an alert: LAST, MARK, INDEX, EVERY, or NOTE and a note.").arg(shown(word));
        }
        return m_out.done && m_out.repeats ? tr("An alert that repeats is never done.") : QString();
    }
    QString readNote() {
        for (; m_at < m_words.size(); ++m_at) m_out.note += (m_out.note.empty() ? "" : " ") + m_words[m_at];
        const auto controls = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
        if (m_out.note.empty() || m_out.note.size() > kLongestNote || m_out.note.find(';') != std::string::npos ||
            std::ranges::any_of(m_out.note, controls))
            return tr("A note has 1 to %1 bytes on one line, and no semicolon.").arg(kLongestNote);
        return {};
    }

    std::vector<std::string> m_words;
    std::size_t m_at = 0;
    PriceAlert m_out;
};

std::optional<std::uint32_t> numberOf(std::string_view word) {
    std::uint32_t number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    if (read.ec != std::errc{} || read.ptr != word.data() + word.size() || number == 0) return std::nullopt;
    return number;
}

} // namespace

std::expected<PriceAlert, QString> parseAlert(std::string_view text) { return AlertReader(splitWords(text)).read(); }

std::string alertText(const PriceAlert& alert) {
    std::string text = alert.symbol + (alert.above ? " ABOVE " : " BELOW ") + toString(alert.level) + " " +
                       kSources[static_cast<std::size_t>(alert.source)];
    if (alert.repeats) text += " EVERY";
    if (alert.done) text += " DONE";
    if (!alert.note.empty()) text += " NOTE " + alert.note;
    return text;
}

std::expected<std::vector<PriceAlert>, QString> parseAlerts(std::string_view text) {
    std::vector<PriceAlert> alerts;
    for (const auto part : std::views::split(text, ';')) {
        auto words = splitWords({part.begin(), part.end()});
        if (words.empty()) continue;
        const auto number = numberOf(words.front());
        if (!number) return std::unexpected(tr("An alert that is kept begins with its number."));
        words.erase(words.begin());
        auto alert = AlertReader(std::move(words)).read();
        if (!alert) return std::unexpected(alert.error());
        alert->number = *number;
        if (std::ranges::find(alerts, *number, &PriceAlert::number) != alerts.end())
            return std::unexpected(tr("Two alerts have the number %1.").arg(*number));
        alerts.push_back(std::move(*alert));
    }
    if (alerts.size() > kMostAlerts) return std::unexpected(tr("At most %1 alerts are kept.").arg(kMostAlerts));
    return alerts;
}

std::string alertsText(const std::vector<PriceAlert>& alerts) {
    std::string text;
    for (const PriceAlert& alert : alerts)
        text += (text.empty() ? "" : "; ") + std::to_string(alert.number) + " " + alertText(alert);
    return text;
}

} // namespace qd::ui
