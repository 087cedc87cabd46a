#include "widgets/base/BracketTexts.h"

#include "core/ports/Actions.h"
#include "widgets/base/SplitWords.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <ranges>

namespace qd::ui {
namespace {

constexpr std::int64_t kWholePrice = Rate::kScale;
constexpr std::size_t kLongestName = 16;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::BracketTexts", text); }

/// Reads the words of a template one after the other.
class TemplateReader {
  public:
    explicit TemplateReader(std::vector<std::string> words) : m_words(std::move(words)) {}

    std::expected<BracketTemplate, QString> read(std::string_view name) {
        if (!isTemplateName(name))
            return std::unexpected(tr("A template's name has 1 to 16 letters, digits, - or _, and no spaces."));
        if (ports::toUpper(name) == "NONE")
            return std::unexpected(tr("NONE stands for no bracket; a template wants another name."));
        m_out.name = name;
        while (m_at < m_words.size()) {
            if (const QString wrong = readOne(); !wrong.isEmpty()) return std::unexpected(wrong);
        }
        if (!m_out.takeProfit && !m_out.stop)
            return std::unexpected(tr("A bracket wants TP, SL or both, each with a distance like 12t, 0.5% or 1.25."));
        if (m_out.stop && m_out.stop->unit == PriceOffset::Unit::Percent && m_out.stop->value >= kWholePrice)
            return std::unexpected(tr("SL wants less than 100 %: a stop that far below the entry has no price."));
        m_out.rules = m_rules.rules();
        if (m_out.rules.moveStop() && !m_out.stop)
            return std::unexpected(tr("EVEN and TRAIL move the stop: the bracket wants SL with them."));
        return m_out;
    }

  private:
    QString readOne() {
        if (QString wrong; m_rules.take(m_words, m_at, wrong)) return wrong;
        const std::string word = m_words[m_at++];
        if (word == "TP" || word == "SL") return readOffset(word == "TP" ? m_out.takeProfit : m_out.stop, word);
        if (word == "REST") {
            m_out.restingProfit = true;
            return {};
        }
        static constexpr std::array<const char*, 3> kSources{"MARK", "INDEX", "LAST"};
        const auto source = std::ranges::find(kSources, word);
        if (source == kSources.end())
            return tr("\"%1\" is no word of a bracket: TP, SL, MARK, INDEX, LAST, REST, EVEN, TRAIL or CHASE.")
                .arg(QString::fromStdString(word));
        m_out.source = static_cast<TriggerSource>(source - kSources.begin());
        return {};
    }
    QString readOffset(std::optional<PriceOffset>& out, const std::string& word) {
        const auto offset = m_at < m_words.size() ? parseOffset(m_words[m_at++]) : std::nullopt;
        if (out || !offset)
            return tr("%1 wants one distance above zero: ticks like 12t, percent like 0.5%, or USDC like 1.25.")
                .arg(QString::fromStdString(word));
        out = offset;
        return {};
    }

    std::vector<std::string> m_words;
    std::size_t m_at = 0;
    RulesReader m_rules;
    BracketTemplate m_out;
};

} // namespace

bool isTemplateName(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, fits);
}

std::expected<BracketTemplate, QString> parseTemplate(std::string_view name, std::string_view text) {
    return TemplateReader(splitWords(ports::toUpper(text))).read(name);
}

std::string templateText(const BracketTemplate& bracket) {
    std::string out;
    const auto add = [&out](const std::string& part) { out += (out.empty() ? "" : " ") + part; };
    if (bracket.takeProfit) add("TP " + offsetText(*bracket.takeProfit));
    if (bracket.stop) add("SL " + offsetText(*bracket.stop));
    if (bracket.source == TriggerSource::Index) add("INDEX");
    if (bracket.source == TriggerSource::Last) add("LAST");
    if (bracket.restingProfit) add("REST");
    if (const std::string rules = rulesText(bracket.rules); !rules.empty()) add(rules);
    return out;
}

std::expected<std::vector<BracketTemplate>, QString> parseTemplates(std::string_view text) {
    std::vector<BracketTemplate> list;
    for (const auto part : std::views::split(text, ';')) {
        std::string_view one(part.begin(), part.end());
        one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
        if (one.empty()) continue;
        const std::size_t name = std::min(one.find(' '), one.size());
        const auto read = parseTemplate(one.substr(0, name), one.substr(name));
        const auto wrong = [one](const QString& why) {
            const QString quoted = QString::fromUtf8(one.data(), static_cast<qsizetype>(one.size()));
            return std::unexpected(tr("\"%1\" is no template. %2").arg(quoted, why));
        };
        if (!read) return wrong(read.error());
        if (findTemplate(list, read->name) != nullptr) return wrong(tr("There is one of this name before it."));
        if (list.size() == kMostTemplates) return wrong(tr("There are %1 before it, no more fit.").arg(list.size()));
        list.push_back(*read);
    }
    return list;
}

std::string templatesText(const std::vector<BracketTemplate>& templates) {
    std::string out;
    for (const BracketTemplate& t : templates) out += (out.empty() ? "" : "; ") + t.name + " " + templateText(t);
    return out;
}

const BracketTemplate* findTemplate(const std::vector<BracketTemplate>& templates, std::string_view name) {
    const std::string wanted = ports::toUpper(name);
    const auto found =
        std::ranges::find(templates, wanted, [](const BracketTemplate& t) { return ports::toUpper(t.name); });
    return found == templates.end() ? nullptr : &*found;
}

} // namespace qd::ui
