#include "widgets/base/BracketRules.h"

#include "core/base/Decimal.h"

#include <QCoreApplication>
#include <QStringList>

namespace qd::ui {
namespace {

constexpr int kPercentDecimals = 4; // of a percent: parts per million

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::BracketRules", text); }
QString shown(const std::string& text) { return QString::fromStdString(text); }

bool nextIs(const std::vector<std::string>& words, std::size_t at, const char* word) {
    return at < words.size() && words[at] == word;
}

std::optional<PriceOffset> takeOffset(const std::vector<std::string>& words, std::size_t& at) {
    return at < words.size() ? parseOffset(words[at++]) : std::nullopt;
}

std::optional<std::int64_t> takeTicks(const std::vector<std::string>& words, std::size_t& at) {
    const auto offset = takeOffset(words, at);
    const bool good = offset && offset->unit == PriceOffset::Unit::Ticks && offset->value <= kMostRuleTicks;
    return good ? std::optional(offset->value) : std::nullopt;
}

/// Not known where the units differ.
bool reaches(const PriceOffset& less, const PriceOffset& more) {
    return less.unit == more.unit && less.value >= more.value;
}

} // namespace

std::optional<PriceOffset> parseOffset(std::string_view text) {
    if (text.empty()) return std::nullopt;
    PriceOffset offset;
    int decimals = Price::kDecimals;
    offset.unit = PriceOffset::Unit::Price;
    if (text.back() == 't' || text.back() == 'T') {
        offset.unit = PriceOffset::Unit::Ticks;
        decimals = 0;
    } else if (text.back() == '%') {
        offset.unit = PriceOffset::Unit::Percent;
        decimals = kPercentDecimals;
    }
    if (offset.unit != PriceOffset::Unit::Price) text.remove_suffix(1);
    const auto value = parseDecimal(text, decimals);
    if (!value || *value <= 0) return std::nullopt;
    offset.value = *value;
    return offset;
}

std::string offsetText(const PriceOffset& offset) {
    switch (offset.unit) {
    case PriceOffset::Unit::Ticks: return formatDecimal(offset.value, 0) + "t";
    case PriceOffset::Unit::Percent: return formatDecimal(offset.value, kPercentDecimals) + "%";
    case PriceOffset::Unit::Price: break;
    }
    return formatDecimal(offset.value, Price::kDecimals);
}

QString RulesReader::readEven(const std::vector<std::string>& words, std::size_t& at) {
    const auto after = takeOffset(words, at);
    if (m_rules.even || !after)
        return tr("EVEN wants one distance: how far the entry is in profit before the stop goes to its price, like "
                  "8t, 0.5% or 1.25.");
    EvenRule rule{*after, std::nullopt};
    if (nextIs(words, at, "PLUS")) {
        rule.plus = takeOffset(words, ++at);
        if (!rule.plus) return tr("PLUS wants how far beyond the entry the stop goes, like 1t, 0.1% or 0.25.");
        if (reaches(*rule.plus, *after)) return tr("PLUS wants less than EVEN: the stop would fire at once.");
    }
    m_rules.even = rule;
    return {};
}

QString RulesReader::readTrail(const std::vector<std::string>& words, std::size_t& at) {
    const auto after = takeOffset(words, at);
    const bool by = after && nextIs(words, at, "BY");
    if (by) ++at;
    const auto distance = by ? takeOffset(words, at) : std::nullopt;
    if (!distance) return tr("TRAIL wants the profit it begins at and BY the distance it keeps, like TRAIL 12t BY 6t.");
    TrailRule rule{*after, *distance, 1};
    if (nextIs(words, at, "STEP")) {
        const auto ticks = takeTicks(words, ++at);
        if (!ticks) return tr("STEP wants the ticks the stop moves by at least, like 2t.");
        rule.stepTicks = *ticks;
    }
    if (m_rules.trail.size() == kMostTrails) return tr("A bracket has at most %1 TRAIL.").arg(kMostTrails);
    if (!m_rules.trail.empty() &&
        (m_rules.trail.back().after.unit != after->unit || reaches(m_rules.trail.back().after, *after)))
        return tr("Each TRAIL begins at more profit than the one before it, in the same unit.");
    m_rules.trail.push_back(rule);
    return {};
}

QString RulesReader::readChase(const std::vector<std::string>& words, std::size_t& at) {
    const auto ticks = takeTicks(words, at);
    if (m_rules.chaseTicks != 0 || !ticks)
        return tr("CHASE wants the most ticks an entry follows the best price by, like 5t.");
    m_rules.chaseTicks = *ticks;
    return {};
}

bool RulesReader::take(const std::vector<std::string>& words, std::size_t& at, QString& wrong) {
    if (nextIs(words, at, "EVEN"))
        wrong = readEven(words, ++at);
    else if (nextIs(words, at, "TRAIL"))
        wrong = readTrail(words, ++at);
    else if (nextIs(words, at, "CHASE"))
        wrong = readChase(words, ++at);
    else
        return false;
    return true;
}

std::string rulesText(const BracketRules& rules) {
    std::string out;
    const auto add = [&out](const std::string& part) { out += (out.empty() ? "" : " ") + part; };
    if (rules.even) {
        add("EVEN " + offsetText(rules.even->after));
        if (rules.even->plus) add("PLUS " + offsetText(*rules.even->plus));
    }
    for (const TrailRule& t : rules.trail) {
        add("TRAIL " + offsetText(t.after) + " BY " + offsetText(t.distance));
        if (t.stepTicks != 1) add("STEP " + formatDecimal(t.stepTicks, 0) + "t");
    }
    if (rules.chaseTicks != 0) add("CHASE " + formatDecimal(rules.chaseTicks, 0) + "t");
    return out;
}

QString rulesWords(const BracketRules& rules) {
    QStringList parts;
    if (rules.even) {
        const QString after = shown(offsetText(rules.even->after));
        parts << (rules.even->plus
                      ? tr("after %1 the stop goes to the entry + %2").arg(after, shown(offsetText(*rules.even->plus)))
                      : tr("after %1 the stop goes to the entry").arg(after));
    }
    for (const TrailRule& t : rules.trail) {
        QString part =
            tr("after %1 it follows %2 behind").arg(shown(offsetText(t.after)), shown(offsetText(t.distance)));
        if (t.stepTicks != 1) part += tr(" by steps of %1t").arg(t.stepTicks);
        parts << part;
    }
    if (rules.chaseTicks != 0) parts << tr("the entry follows the best price by up to %1t").arg(rules.chaseTicks);
    return parts.join(QStringLiteral("; "));
}

QString rulesCaveat() {
    return tr("This is done by the terminal, not by the exchange: only while it runs, and for the account that is "
              "selected. Else stop and target stay where they stand.");
}

} // namespace qd::ui
