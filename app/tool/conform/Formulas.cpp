#include "app/tool/conform/Formulas.h"

namespace qd::tool::conform {

const Formulas& formulas() {
    static const Formulas table = [] {
        Formulas all;
        addMargin(all);
        addLiquidation(all);
        addPrices(all);
        addOrders(all);
        addAnalytics(all);
        return all;
    }();
    return table;
}

Answer evaluate(std::string_view formula, const Json& inputs) {
    const auto found = formulas().find(formula);
    if (found == formulas().end())
        return fail(AnswerCode::UnknownFormula, "unknown formula \"" + std::string(formula) + "\"");
    return found->second(inputs);
}

} // namespace qd::tool::conform
