#include "layouts/workspace/OrderWords.h"

#include "core/base/Decimal.h"
#include "layouts/workspace/OrderReader.h"

namespace qd::workspace {

const TrackedOrder* workingOrder(const std::vector<TrackedOrder>& orders, std::string_view number) {
    const auto wanted = parseUnsigned(number);
    if (!wanted || *wanted == 0) return nullptr;
    const TrackedOrder* byClientId = nullptr;
    for (const TrackedOrder& o : orders) {
        if (isFinal(o.state)) continue;
        if (o.order.id.value() == *wanted) return &o;
        if (o.order.terms.clientId.value() == *wanted) byClientId = &o;
    }
    return byClientId;
}

std::vector<std::string> orderWordChoices() {
    std::vector<std::string> words;
    for (const auto& [word, option] : OrderReader::options()) words.push_back(word);
    return words;
}

std::optional<std::vector<std::string>> choicesAfter(const std::string& word,
                                                     const std::vector<ui::BracketTemplate>& templates) {
    if (word == "SOURCE") return std::vector<std::string>{"MARK", "INDEX", "LAST"};
    if (word == "STP") return std::vector<std::string>{"MAKER", "TAKER", "BOTH", "DECREMENT"};
    if (word == "BRACKET") {
        std::vector<std::string> names;
        for (const ui::BracketTemplate& t : templates) names.push_back(t.name);
        names.insert(names.end(), {"TP", "SL", "LIMIT"});
        return names;
    }
    if (word == "LIMIT") return std::vector<std::string>{"BID", "ASK"};
    for (const char* number : {"GTD", "SLIP", "ID", "LEV", "AUCTION", "STOP", "TP", "SL", "TRAIL", "ACT", "TWAP",
                               "EVERY", "ICEBERG", "SCALE", "OFFSET"}) {
        if (word == number) return std::vector<std::string>{};
    }
    return std::nullopt;
}

Result<ui::OrderPlan, ports::ActionCode> parseOrder(const ports::ActionWords& words, const OrderWordsContext& context) {
    return OrderReader(words, context).read();
}

} // namespace qd::workspace
