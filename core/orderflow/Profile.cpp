#include "core/orderflow/Profile.h"

#include "core/base/FloorDivide.h"
#include "core/base/Wide.h"
#include "core/orderflow/Footprint.h"

#include <algorithm>

namespace qd::orderflow {
namespace {

/// False: it does not fit, and nothing was added.
bool add(Quantity& bought, Quantity& sold, Quantity moreBought, Quantity moreSold) {
    const auto b = bought.plus(moreBought);
    const auto s = sold.plus(moreSold);
    if (!b || !s || !b->plus(*s)) return false;
    bought = *b;
    sold = *s;
    return true;
}

} // namespace

std::vector<FootprintRow> mergedRows(std::span<const FootprintRow> rows, std::int64_t factor) {
    std::vector<FootprintRow> merged;
    merged.reserve(rows.size());
    for (const FootprintRow& r : rows) {
        const std::int64_t row = floorDivide(r.row, factor);
        if (merged.empty() || merged.back().row != row) merged.push_back({row, {}, {}});
        // Rows of one bar or profile together fit.
        (void)add(merged.back().bought, merged.back().sold, r.bought, r.sold);
    }
    return merged;
}

Profile profileOf(std::span<const FootprintBar> bars, std::span<const TradeGap> gaps, UnixNanos from, UnixNanos to,
                  std::int64_t factor) {
    Profile profile;
    profile.reliable = std::ranges::none_of(gaps, [&](const TradeGap& g) { return g.from < to && g.to > from; });
    std::vector<FootprintRow> all;
    for (auto bar = std::ranges::lower_bound(bars, from, {}, &FootprintBar::openTime);
         bar != bars.end() && bar->openTime < to; ++bar) {
        profile.reliable = profile.reliable && bar->reliable;
        if (!add(profile.bought, profile.sold, bar->bought, bar->sold)) {
            profile.reliable = false;
            continue;
        }
        const std::vector<FootprintRow> rows = mergedRows(bar->rows, factor);
        all.insert(all.end(), rows.begin(), rows.end());
    }
    std::ranges::sort(all, {}, &FootprintRow::row);
    profile.rows = mergedRows(all, 1);
    return profile;
}

std::optional<std::size_t> pointOfControl(std::span<const FootprintRow> rows) {
    if (rows.empty()) return std::nullopt;
    const Int128 twiceMiddle = Int128(rows.front().row) + rows.back().row;
    const auto off = [&](const FootprintRow& r) { return magnitudeOf(2 * Int128(r.row) - twiceMiddle); };
    std::size_t best = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const Quantity volume = volumeOf(rows[i]);
        const Quantity most = volumeOf(rows[best]);
        if (volume > most || (volume == most && off(rows[i]) <= off(rows[best]))) best = i;
    }
    return best;
}

std::optional<ValueArea> valueArea(std::span<const FootprintRow> rows, int percent) {
    const auto control = pointOfControl(rows);
    if (!control) return std::nullopt;
    Int128 whole = 0;
    for (const FootprintRow& r : rows) whole += volumeOf(r).raw();
    std::size_t low = *control;
    std::size_t high = *control;
    Int128 inside = volumeOf(rows[*control]).raw();
    while (inside * 100 < whole * percent) {
        const bool below = low > 0;
        const bool above = high + 1 < rows.size();
        if (!below && !above) break;
        const bool up = above && (!below || volumeOf(rows[high + 1]) >= volumeOf(rows[low - 1]));
        inside += volumeOf(rows[up ? ++high : --low]).raw();
    }
    return ValueArea{rows[low].row, rows[high].row};
}

std::vector<RowImbalance> imbalances(std::span<const FootprintRow> rows, const ImbalanceRule& rule) {
    const auto outweighs = [&](Quantity here, Quantity there) {
        return here.raw() > 0 && here >= rule.least && Int128(here.raw()) * 100 >= Int128(there.raw()) * rule.percent;
    };
    std::vector<RowImbalance> marks(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i > 0) {
            const bool joins = rows[i - 1].row + 1 == rows[i].row;
            marks[i].buy = outweighs(rows[i].bought, joins ? rows[i - 1].sold : Quantity());
        }
        if (i + 1 < rows.size()) {
            const bool joins = rows[i].row + 1 == rows[i + 1].row;
            marks[i].sell = outweighs(rows[i].sold, joins ? rows[i + 1].bought : Quantity());
        }
    }
    return marks;
}

std::vector<ImbalanceStack> stackedImbalances(std::span<const FootprintRow> rows, std::span<const RowImbalance> marks,
                                              const ImbalanceRule& rule) {
    std::vector<ImbalanceStack> stacks;
    for (const Side side : {Side::Buy, Side::Sell}) {
        const auto marked = [&](std::size_t i) { return side == Side::Buy ? marks[i].buy : marks[i].sell; };
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!marked(i)) continue;
            const std::size_t first = i;
            while (i + 1 < rows.size() && marked(i + 1) && rows[i].row + 1 == rows[i + 1].row) ++i;
            if (i - first + 1 >= static_cast<std::size_t>(rule.stack))
                stacks.push_back({side, rows[first].row, rows[i].row});
        }
    }
    return stacks;
}

void NakedPocs::pass(const FootprintBar& bar) {
    if (bar.rows.empty()) return;
    const std::vector<FootprintRow> rows = mergedRows(bar.rows, m_factor);
    m_open.erase(m_open.lower_bound(rows.front().row), m_open.upper_bound(rows.back().row));
    m_open.emplace(rows[*pointOfControl(rows)].row, bar.openTime);
}

std::vector<NakedPoc> NakedPocs::naked(const FootprintBar* making, std::size_t most) const {
    const bool reaches = making != nullptr && !making->rows.empty();
    const std::int64_t low = reaches ? floorDivide(making->rows.front().row, m_factor) : 0;
    const std::int64_t high = reaches ? floorDivide(making->rows.back().row, m_factor) : 0;
    std::vector<NakedPoc> pocs;
    for (const auto& [row, since] : m_open) {
        if (!reaches || row < low || row > high) pocs.push_back({since, row});
    }
    std::ranges::sort(pocs, {}, &NakedPoc::since);
    if (pocs.size() > most) pocs.erase(pocs.begin(), pocs.end() - static_cast<std::ptrdiff_t>(most));
    return pocs;
}

std::vector<NakedPoc> nakedPocs(std::span<const FootprintBar> bars, std::int64_t factor, std::size_t most) {
    NakedPocs pocs(factor);
    if (bars.empty()) return {};
    for (const FootprintBar& bar : bars.first(bars.size() - 1)) pocs.pass(bar);
    return pocs.naked(&bars.back(), most);
}

} // namespace qd::orderflow
