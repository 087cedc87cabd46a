#include "tests/conform/Generators.h"

namespace qd::test {

Comparisons comparisons() {
    Comparisons table;
    compareMargin(table);
    compareLiquidation(table);
    comparePrices(table);
    compareOrders(table);
    compareAnalytics(table);
    return table;
}

} // namespace qd::test
