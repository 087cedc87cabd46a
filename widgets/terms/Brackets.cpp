#include "widgets/terms/Brackets.h"

#include "core/base/Checked.h"
#include "core/base/Decimal.h"
#include "core/ports/Actions.h"

#include <QCoreApplication>

#include <algorithm>
#include <ranges>
#include <set>

namespace qd::ui {
namespace {

constexpr int kPercentDecimals = 4; // of a percent: parts per million
constexpr std::size_t kLongestName = 16;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::Brackets", text); }

bool isName(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, fits);
}

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    for (const auto part : std::views::split(text, ' ')) {
        if (const std::string_view word(part.begin(), part.end()); !word.empty()) words.push_back(ports::toUpper(word));
    }
    return words;
}

/// Reads the words of a template one after the other.
class TemplateReader {
  public:
    explicit TemplateReader(std::vector<std::string> words) : m_words(std::move(words)) {}

    std::expected<BracketTemplate, QString> read(std::string_view name) {
        if (!isName(name))
            return std::unexpected(tr("A template's name has 1 to 16 letters, digits, - or _, and no spaces."));
        m_out.name = name;
        while (m_at < m_words.size()) {
            if (const QString wrong = readOne(); !wrong.isEmpty()) return std::unexpected(wrong);
        }
        if (!m_out.takeProfit && !m_out.stop)
            return std::unexpected(tr("A bracket wants TP, SL or both, each with a distance like 12t, 0.5% or 1.25."));
        return m_out;
    }

  private:
    QString readOne() {
        const std::string word = m_words[m_at++];
        if (word == "TP" || word == "SL") return readOffset(word == "TP" ? m_out.takeProfit : m_out.stop, word);
        if (word == "REST") {
            m_out.restingProfit = true;
            return {};
        }
        static constexpr std::array<const char*, 3> kSources{"MARK", "INDEX", "LAST"};
        const auto source = std::ranges::find(kSources, word);
        if (source == kSources.end())
            return tr("\"%1\" is no word of a bracket: TP, SL, MARK, INDEX, LAST or REST.")
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
    BracketTemplate m_out;
};

OrderTerms childOf(const OrderTerms& entry) {
    OrderTerms t;
    t.market = entry.market;
    t.side = opposite(entry.side);
    t.size = entry.size;
    t.reduceOnly = true;
    t.selfTrade = entry.selfTrade;
    return t;
}

OrderTerms triggered(OrderTerms t, TriggerKind kind, Price at, TriggerSource source) {
    t.type = OrderType::Market;
    t.timeInForce = TimeInForce::ImmediateOrCancel;
    t.trigger.kind = kind;
    t.trigger.source = source;
    t.trigger.price = at;
    return t;
}

bool beyond(Side entrySide, bool profit, Price level, Price reference) {
    return (entrySide == Side::Buy) == profit ? level > reference : level < reference;
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

std::expected<BracketTemplate, QString> parseTemplate(std::string_view name, std::string_view text) {
    return TemplateReader(wordsOf(text)).read(name);
}

std::string templateText(const BracketTemplate& bracket) {
    std::string out;
    const auto add = [&out](const std::string& part) { out += (out.empty() ? "" : " ") + part; };
    if (bracket.takeProfit) add("TP " + offsetText(*bracket.takeProfit));
    if (bracket.stop) add("SL " + offsetText(*bracket.stop));
    if (bracket.source == TriggerSource::Index) add("INDEX");
    if (bracket.source == TriggerSource::Last) add("LAST");
    if (bracket.restingProfit) add("REST");
    return out;
}

std::vector<BracketTemplate> parseTemplates(std::string_view text) {
    std::vector<BracketTemplate> list;
    for (const auto part : std::views::split(text, ';')) {
        std::string_view one(part.begin(), part.end());
        one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
        const std::size_t name = std::min(one.find(' '), one.size());
        const auto read = parseTemplate(one.substr(0, name), one.substr(name));
        if (read && list.size() < kMostTemplates && findTemplate(list, read->name) == nullptr) list.push_back(*read);
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

std::optional<Price> levelAt(const PriceOffset& offset, Side entrySide, bool profit, Price entry,
                             const MarketParams& market) {
    const std::int64_t tick = market.tick.raw();
    Checked distance = offset.value;
    if (offset.unit == PriceOffset::Unit::Ticks) distance = distance * Checked(tick);
    if (offset.unit == PriceOffset::Unit::Percent)
        distance = Checked(entry.raw()).times(offset.value, Rate::kScale, Round::Down);
    const bool above = (entrySide == Side::Buy) == profit;
    // Towards the entry, but never onto it.
    const Checked exact = above ? Checked(entry.raw()) + distance : Checked(entry.raw()) - distance;
    Checked ticks = exact.dividedBy(tick, above ? Round::Down : Round::Up);
    const Checked nearest = above ? Checked(entry.raw()).dividedBy(tick, Round::Down) + 1
                                  : Checked(entry.raw()).dividedBy(tick, Round::Up) - 1;
    ticks = above ? max(ticks, nearest) : min(ticks, nearest);
    const auto level = (ticks * Checked(tick)).to<Price>();
    return level && level->raw() > 0 && *level <= market.maxPrice ? std::optional(*level) : std::nullopt;
}

std::optional<BracketLevels> levelsOf(const BracketTemplate& bracket, Side entrySide, Price entry,
                                      const MarketParams& market) {
    BracketLevels levels{.source = bracket.source, .restingProfit = bracket.restingProfit};
    if (bracket.takeProfit) levels.takeProfit = levelAt(*bracket.takeProfit, entrySide, true, entry, market);
    if (bracket.stop) levels.stop = levelAt(*bracket.stop, entrySide, false, entry, market);
    const bool whole = levels.takeProfit.has_value() == bracket.takeProfit.has_value() &&
                       levels.stop.has_value() == bracket.stop.has_value();
    return whole ? std::optional(levels) : std::nullopt;
}

std::expected<OrderPlan, QString> bracketOf(const OrderTerms& entry, Price reference, const BracketLevels& levels) {
    if (!levels.takeProfit && !levels.stop)
        return std::unexpected(tr("A bracket wants a take-profit, a stop or both."));
    if (levels.takeProfit && !beyond(entry.side, true, *levels.takeProfit, reference))
        return std::unexpected(tr("The take-profit must lie on the winning side of the entry."));
    if (levels.stop && !beyond(entry.side, false, *levels.stop, reference))
        return std::unexpected(tr("The stop must lie on the losing side of the entry."));
    OrderPlan plan{OrderRelation::Bracket, {entry}};
    if (levels.takeProfit) {
        OrderTerms profit = childOf(entry);
        profit.price = *levels.takeProfit;
        if (!levels.restingProfit)
            profit = triggered(childOf(entry), TriggerKind::TakeProfit, *levels.takeProfit, levels.source);
        plan.orders.push_back(profit);
    }
    if (levels.stop) plan.orders.push_back(triggered(childOf(entry), TriggerKind::Stop, *levels.stop, levels.source));
    return plan;
}

} // namespace qd::ui
