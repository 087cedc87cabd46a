#include "widgets/trades/TapeColumns.h"

#include <QCoreApplication>

#include <algorithm>
#include <sstream>

namespace qd::ui::trades {
namespace {

constexpr const char* kContext = "qd::ui::trades::TapeColumns";
constexpr int kWidestGap = 16; // times the least one

constexpr std::array<TapeColumnInfo, kTapeColumns> kColumns{{
    {TapeColumn::Time, "time", true, false, true, 5, QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "Time"),
     QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns",
                       "Market time, UTC, to the millisecond. Of joined prints: of the last one")},
    {TapeColumn::Side, "side", true, false, false, 3, QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "Side"),
     QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "What the aggressor did")},
    {TapeColumn::Price, "price", false, false, true, 0, QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "Price"),
     QT_TRANSLATE_NOOP(
         "qd::ui::trades::TapeColumns",
         "Price in USDC; the triangle points up when the aggressor bought. Of joined prints: the last price")},
    {TapeColumn::Size, "size", false, false, true, 0, QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "Size"),
     QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "Size in the base asset. Of joined prints: the sum")},
    {TapeColumn::Prints, "prints", true, true, true, 4, QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "Prints"),
     QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "How many prints are joined in the row")},
    {TapeColumn::Average, "average", true, true, true, 2, QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "Average"),
     QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "Mean price of the joined prints, weighted by size")},
    {TapeColumn::Range, "range", true, true, false, 1, QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "Low–high"),
     QT_TRANSLATE_NOOP("qd::ui::trades::TapeColumns", "Lowest and highest price of the joined prints")},
}};

} // namespace

std::span<const TapeColumnInfo, kTapeColumns> tapeColumns() { return kColumns; }

const TapeColumnInfo& infoOf(TapeColumn column) { return kColumns[static_cast<std::size_t>(column)]; }

QString headingOf(const TapeColumnInfo& info) { return QCoreApplication::translate(kContext, info.heading); }
QString hintOf(const TapeColumnInfo& info) { return QCoreApplication::translate(kContext, info.hint); }

ColumnChoice::ColumnChoice() {
    for (const TapeColumnInfo& info : kColumns) set(info.column, info.standard);
}

std::string ColumnChoice::text() const {
    std::string out;
    for (const TapeColumnInfo& info : kColumns) {
        if (has(info.column)) out.append(out.empty() ? "" : " ").append(info.key);
    }
    return out;
}

ColumnChoice ColumnChoice::parse(const std::string& text) {
    ColumnChoice choice;
    for (const TapeColumnInfo& info : kColumns) choice.set(info.column, !info.optional);
    std::istringstream in(text);
    for (std::string word; in >> word;) {
        const auto found = std::ranges::find_if(kColumns, [&](const TapeColumnInfo& info) { return info.key == word; });
        if (found != kColumns.end()) choice.set(found->column, true);
    }
    return choice;
}

std::vector<PlacedColumn> placeColumns(const ColumnChoice& choice, bool joined,
                                       const std::array<int, kTapeColumns>& widths, int width, int gap) {
    std::vector<TapeColumn> shown;
    int needed = gap;
    for (const TapeColumnInfo& info : kColumns) {
        if (!choice.has(info.column) || (info.ofJoined && !joined)) continue;
        shown.push_back(info.column);
        needed += widths[static_cast<std::size_t>(info.column)] + gap;
    }
    const auto drops = [](TapeColumn c) { return infoOf(c).dropped == 0 ? 99 : infoOf(c).dropped; };
    while (needed > width) {
        const auto first = std::ranges::min_element(shown, {}, drops);
        if (first == shown.end() || infoOf(*first).dropped == 0) break;
        needed -= widths[static_cast<std::size_t>(*first)] + gap;
        shown.erase(first);
    }
    const int between = static_cast<int>(shown.size()) - 1;
    const int spare = between > 0 ? std::clamp((width - needed) / between, 0, gap * kWidestGap) : 0;
    std::vector<PlacedColumn> placed;
    int x = gap;
    for (const TapeColumn column : shown) {
        const int right = x + widths[static_cast<std::size_t>(column)];
        placed.push_back({column, x, right});
        x = right + gap + spare;
    }
    return placed;
}

} // namespace qd::ui::trades
