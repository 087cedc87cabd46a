#include "core/ports/Actions.h"
#include "layouts/workspace/HistoryText.h"
#include "layouts/workspace/OrderWords.h"
#include "layouts/workspace/ScriptText.h"
#include "tests/fuzz/Fuzz.h"

#include <algorithm>

using namespace qd;
using namespace qd::workspace;
using qd::fuzz::require;

namespace {

std::string quoted(const std::string& word) {
    std::string text = "\"";
    for (const char c : word) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

void checkWords(std::string_view line) {
    const auto words = ports::splitWords(line);
    if (!words) return require(!words.error().detail.empty());
    std::string again;
    for (const std::string& word : *words) again += quoted(word) + " ";
    if (again.size() > 4'096) return;
    const auto second = ports::splitWords(again);
    require(second.has_value() && *second == *words);
}

/// A table with an action that echoes its words and completes them.
void checkActions(std::string_view line) {
    ports::Actions actions;
    ports::ActionWords told;
    ports::Action echo;
    echo.name = "ECHO";
    echo.run = [&](const ports::ActionWords& words, const ports::ActionDone& done) {
        told = words;
        done(std::string("echoed"));
    };
    echo.complete = [](const ports::ActionWords&) {
        return std::vector<std::string>{"LONG", "two words", "a \"quoted\" one", "tab\tbed", ""};
    };
    const auto first = actions.add(std::move(echo));
    int answers = 0;
    bool good = false;
    const auto count = [&](const ports::ActionResult& result) {
        ++answers;
        good = result.has_value();
        require(good || !result.error().detail.empty());
    };
    actions.run(line, count);
    require(answers == 1);
    const auto words = ports::splitWords(line);
    require(words.has_value() || !good);
    if (words && !words->empty() && ports::toUpper(words->front()) == "ECHO")
        require(good && std::ranges::equal(told, std::span(*words).subspan(1)));
    const bool newWord = line.ends_with(' ');
    for (const std::string& completed : actions.complete(line, 8)) {
        const auto split = ports::splitWords(completed);
        if (completed.size() > 4'096) continue;
        require(split.has_value() && !split->empty() && split->front() == "ECHO");
        require(split->size() == words->size() + (newWord || words->empty() ? 1 : 0));
        for (std::size_t i = 1; i + 1 < words->size(); ++i) require((*split)[i] == (*words)[i]);
    }
}

void checkOrder(std::string_view line) {
    const auto words = ports::splitWords(line);
    if (!words) return;
    MarketInfo sol;
    sol.params.id = MarketId(3);
    OrderWordsContext context;
    context.market = [&](std::string_view symbol) { return symbol == "SOL-PERP" || symbol == "SOL" ? &sol : nullptr; };
    context.now = UnixNanos(1'700'000'000 * kNanosPerSecond);
    sol.params.tick = Price(10'000);
    sol.params.step = Quantity(10'000'000);
    sol.params.maxPrice = Price::of(10'000);
    context.byId = [&](MarketId) { return &sol; };
    context.reference = [](MarketId, Side) { return std::optional(Price::of(148)); };
    context.templates = ui::parseTemplates("scalp TP 12t SL 8t; swing TP 2% SL 1% INDEX").value();
    for (const bool standard : {false, true}) {
        if (standard) context.standard = MarketId(5);
        const auto plan = parseOrder(*words, context);
        if (!plan) {
            require(!plan.error().detail.empty());
            continue;
        }
        require(!plan->orders.empty() && plan->orders.size() <= 32);
        for (const OrderTerms& terms : plan->orders) {
            require(terms.size.raw() > 0);
            require(terms.market == MarketId(3) || (standard && terms.market == MarketId(5)));
            const bool fixed = terms.type == OrderType::Limit && terms.oracleOffset.isZero();
            require(fixed == (terms.price.raw() > 0) && terms.price.raw() >= 0);
            if (terms.timeInForce == TimeInForce::GoodTillDate) require(terms.expiry > context.now);
        }
    }
}

void checkScript(std::string_view text) {
    const auto lines = splitScript(text);
    std::string joined;
    for (const std::string& line : lines) {
        require(!line.empty() && line.front() != '#' && line.front() != ' ' && !line.contains('\n'));
        joined += line + "\n";
    }
    require(splitScript(joined) == lines);
}

/// The input's first two lines against each other: an order is one, read from either side.
void checkCompare(std::string_view text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return;
    const std::string_view a = text.substr(0, end);
    const std::string_view b = text.substr(end + 1, text.find('\n', end + 1) - end - 1);
    const auto less = compare(a, "<", b);
    require(less == compare(b, ">", a));
    require(compare(a, "<=", b) == compare(b, ">=", a));
    require(compare(a, "==", b) == compare(b, "==", a));
    require(compare(a, "==", b) != compare(a, "!=", b));
    if (less) require(int(*less) + int(*compare(b, "<", a)) + int(*compare(a, "==", b)) == 1);
    require(compare(a, "==", a) == true);
    require(!compare(a, b, a).has_value() || b == "==" || b == "!=" || b == "<" || b == ">" || b == "<=" || b == ">=");
}

} // namespace

/// Arbitrary text as what a person types or a script holds: words, actions, orders, scripts, comparisons; as a file of
/// what was typed before.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = qd::fuzz::textOf(data, size);
    checkWords(text);
    checkActions(text);
    checkOrder(text);
    checkScript(text);
    checkCompare(text);
    const HistoryRead history = readHistory(text);
    const HistoryRead again = readHistory(historyText(history.lines));
    require(again.problem.isEmpty() && again.lines == history.lines);
    if (const auto nanos = parseDuration(text)) require(*nanos > 0);
    return 0;
}
