#include "tests/fuzz/Fuzz.h"
#include "widgets/drawings/DrawingTexts.h"
#include "widgets/drawings/Drawings.h"

using namespace qd::drawings;
using qd::fuzz::require;

/// Arbitrary text as a file of drawings: what is read can be kept, what is not has a reason, and what is written of it
/// reads as the same drawings.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const DrawingsRead read = readDrawings(qd::fuzz::textOf(data, size));
    if (read.symbol.empty()) {
        require(!read.problem.isEmpty() && read.drawings.empty());
        return 0;
    }
    require(isSymbol(read.symbol) && read.drawings.size() <= kMostDrawings);
    for (const Drawing& drawing : read.drawings) {
        require(!objectionTo(drawing));
        for (const Anchor& anchor : drawing.points) {
            (void)sideOf(drawing, anchor.t, anchor.price);
            (void)priceAt(drawing, anchor.t);
        }
    }
    const DrawingsRead again = readDrawings(drawingsText(read.symbol, read.drawings));
    require(again.problem.isEmpty() && again.symbol == read.symbol && again.drawings == read.drawings);
    Drawings kept;
    const std::size_t left = kept.load(read.drawings);
    require(kept.all().size() + left == read.drawings.size());
    return 0;
}
