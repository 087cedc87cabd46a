#include "widgets/drawings/DrawingBook.h"

namespace qd::drawings {

Drawings& DrawingBook::of(const std::string& symbol) {
    return m_all.try_emplace(symbol, [this, symbol] { emit changed(symbol); }).first->second;
}

} // namespace qd::drawings
