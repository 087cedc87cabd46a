#include "widgets/orderbook/LadderLook.h"

#include "core/base/Wide.h"
#include "widgets/terms/Waiting.h"

#include <algorithm>

namespace qd::ui {
namespace {

int barOf(Quantity size, Quantity largest, int pixels) {
    if (size.raw() <= 0 || largest.raw() <= 0) return 0;
    const auto length = static_cast<int>(Int128{size.raw()} * pixels / largest.raw());
    return std::clamp(length, 1, pixels);
}

std::uint8_t flashOf(std::int64_t changedAt, std::int64_t now) {
    const std::int64_t age = now - changedAt;
    if (changedAt == 0 || age < 0 || age >= kFlashNanos) return 0;
    return static_cast<std::uint8_t>(kFlashSteps - age * kFlashSteps / kFlashNanos);
}

void addMark(std::vector<RowLook>& rows, std::optional<int> row, int mark) {
    if (row) rows[static_cast<std::size_t>(*row)].marks |= static_cast<std::uint16_t>(mark);
}

void markPrices(const LookInput& in, std::vector<RowLook>& out) {
    const auto near = [&](std::optional<Price> price) { return price ? in.model.rowNear(*price) : std::nullopt; };
    addMark(out, near(in.marks.entry), kMarkEntry);
    addMark(out, near(in.marks.liquidation), kMarkLiquidation);
    addMark(out, near(in.marks.mark), kMarkMark);
    if (!in.marks.last) return;
    // A trade belongs to the row its resting side was counted in.
    const Side resting = opposite(in.marks.aggressor);
    addMark(out, in.model.rowOf(resting, *in.marks.last),
            in.marks.aggressor == Side::Buy ? kMarkLastUp : kMarkLastDown);
}

/// The spread stands in the empty cell left of the lowest ask's row, the last trade in the one right of the highest
/// bid's: nothing moves to make room for them. With a mid row both stand there.
void markMiddle(const LookInput& in, std::vector<RowLook>& out) {
    const LadderSummary& s = in.model.summary();
    if (!s.bestBid || !s.bestAsk || s.crossed()) return;
    const auto mid = std::ranges::find(out, true, &RowLook::mid);
    if (mid != out.end()) {
        mid->marks |= kShowsSpread | kShowsLast | kLineAbove | kLineBelow;
        return;
    }
    const auto bid = in.model.rowOf(Side::Buy, *s.bestBid);
    const auto ask = in.model.rowOf(Side::Sell, *s.bestAsk);
    addMark(out, bid, kLineAbove);
    if (bid && *bid > 0) addMark(out, *bid - 1, kShowsSpread);
    if (!ask) return;
    if (!bid || *bid != *ask + 1) addMark(out, ask, kLineBelow);
    if (*ask + 1 < static_cast<int>(out.size())) addMark(out, *ask + 1, kShowsLast);
}

void addTraded(const LookInput& in, std::vector<RowLook>& out) {
    std::int64_t largest = 0;
    for (RowLook& look : out) {
        if (look.mid) continue;
        const auto sums = in.traded->at(look.price, in.unit);
        look.traded = sums.bought.plus(sums.sold).value_or(sums.bought);
        largest = std::max(largest, look.traded.raw());
    }
    const int pixels = in.layout.cell(0, LadderColumn::Volume).width();
    for (RowLook& look : out) {
        if (look.traded.isZero()) continue;
        const auto sums = in.traded->at(look.price, in.unit);
        look.boughtBar = barOf(sums.bought, Quantity(largest), pixels);
        look.soldBar = std::min(barOf(sums.sold, Quantity(largest), pixels), pixels - look.boughtBar);
    }
}

} // namespace

void composeRows(const LookInput& in, std::vector<RowLook>& out) {
    out.clear();
    const auto rows = in.model.rows();
    Quantity largest = in.model.summary().largest;
    if (in.depthBars && !rows.empty()) largest = std::max(rows.back().bidThrough, rows.front().askThrough);
    const int bidPixels = in.layout.cell(0, LadderColumn::Bids).width();
    const int askPixels = in.layout.cell(0, LadderColumn::Asks).width();
    for (const LadderRow& row : rows) {
        RowLook look;
        look.price = row.price;
        look.mid = row.mid;
        look.bid = row.bid;
        look.ask = row.ask;
        look.bidBar = barOf(in.depthBars ? row.bidThrough : row.bid, largest, bidPixels);
        look.askBar = barOf(in.depthBars ? row.askThrough : row.ask, largest, askPixels);
        if (in.flash) {
            look.bidFlash = flashOf(row.bidChangedAt, in.now);
            look.askFlash = flashOf(row.askChangedAt, in.now);
        }
        out.push_back(look);
    }
    if (out.empty()) return;
    markPrices(in, out);
    markMiddle(in, out);
    if (in.traded != nullptr) addTraded(in, out);
    if (in.hoverRow >= 0 && in.hoverRow < static_cast<int>(out.size()))
        out[static_cast<std::size_t>(in.hoverRow)].hovered = in.hoverColumn;
}

void composeChips(const LadderModel& model, std::span<const TrackedOrder> orders, int room,
                  std::vector<ChipLook>& out) {
    out.clear();
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const Side side = orders[i].order.terms.side;
        const auto at = standsAt(orders[i].order);
        if (const auto row = at ? model.rowOf(side, *at) : std::nullopt)
            out.push_back({.row = *row, .side = side, .order = i});
    }
    std::ranges::stable_sort(
        out, [](const ChipLook& a, const ChipLook& b) { return a.row != b.row ? a.row < b.row : a.side < b.side; });
    std::size_t kept = 0;
    for (std::size_t begin = 0; begin < out.size();) {
        std::size_t end = begin;
        while (end < out.size() && out[end].row == out[begin].row && out[end].side == out[begin].side) ++end;
        const auto count = static_cast<int>(end - begin);
        const int slotCount = std::min(count, std::max(room, 1));
        for (int slot = 0; slot < slotCount; ++slot) {
            ChipLook chip = out[begin + static_cast<std::size_t>(slot)];
            chip.slot = slot;
            chip.slotCount = slotCount;
            if (slot == slotCount - 1 && count > slotCount) chip.more = count - slot;
            for (int i = slot; chip.more > 0 && i < count; ++i) {
                const std::size_t order = out[begin + static_cast<std::size_t>(i)].order;
                chip.total = chip.total.plus(orders[order].order.remaining()).value_or(chip.total);
            }
            out[kept++] = chip;
        }
        begin = end;
    }
    out.resize(kept);
}

} // namespace qd::ui
