#include "widgets/base/AlertTexts.h"

#include "core/base/Decimal.h"
#include "core/ports/Actions.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

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
            auto note = readAlertNote(m_words, std::exchange(m_at, m_words.size()));
            if (!note) return note.error();
            m_out.note = std::move(*note);
        } else {
            return tr("\"%1\" is no word of an alert: LAST, MARK, INDEX, EVERY, or NOTE and a note.").arg(shown(word));
        }
        return m_out.done && m_out.repeats ? tr("An alert that repeats is never done.") : QString();
    }
    std::vector<std::string> m_words;
    std::size_t m_at = 0;
    PriceAlert m_out;
};

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
    return parseNumbered<PriceAlert>(
        text, kMostAlerts, [](std::vector<std::string> words) { return AlertReader(std::move(words)).read(); });
}

std::string alertsText(const std::vector<PriceAlert>& alerts) { return numberedText(alerts, alertText); }

} // namespace qd::ui
