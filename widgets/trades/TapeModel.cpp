#include "widgets/trades/TapeModel.h"

#include <algorithm>
#include <array>

namespace qd::ui::trades {
namespace {

constexpr int kTopPerMille = 10;

TapeRow rowOf(const Trade& t) {
    TapeRow row;
    row.first = row.last = t.ts;
    row.aggressor = t.aggressor;
    row.firstPrice = row.lastPrice = row.low = row.high = t.price;
    row.size = t.size;
    row.quote = Int128{t.price.raw()} * t.size.raw();
    row.prints = 1;
    return row;
}

} // namespace

Price TapeRow::average() const {
    return size.isZero() ? lastPrice : Price(static_cast<std::int64_t>(quote / size.raw()));
}

void TapeModel::clear() {
    m_prints.clear();
    m_forgot = false;
    m_missed = 0;
    arrange();
}

void TapeModel::setMinimum(Quantity size) {
    if (m_minimum == size) return;
    m_minimum = size;
    arrange();
}

void TapeModel::setWindow(std::int64_t nanos) {
    if (m_window == nanos) return;
    m_window = nanos;
    arrange();
}

void TapeModel::setHighlight(Highlight highlight) {
    m_highlight = highlight;
    m_topAt = 0;
    findTop();
}

void TapeModel::arrange() {
    m_rows.clear();
    m_open.reset();
    m_openShown = false;
    m_lastSequence = 0;
    m_topAt = 0;
    ++m_arrangement;
    std::size_t from = 0;
    if (m_forgot && m_window != 0 && !m_prints.empty()) {
        // What is joined with forgotten prints would be told as less than it was.
        const Trade& oldest = m_prints[0].trade;
        while (from < m_prints.size() && m_prints[from].trade.aggressor == oldest.aggressor &&
               m_prints[from].trade.ts - oldest.ts <= m_window)
            ++from;
    }
    for (std::size_t i = from; i < m_prints.size(); ++i) take(m_prints[i]);
    findTop();
}

void TapeModel::add(const ports::TradeRun& run) {
    m_missed += run.missed;
    for (const Trade& trade : run.trades) {
        const Print print{trade, m_missed};
        m_missed = 0;
        m_forgot = m_forgot || m_prints.full();
        m_prints.push(print);
        take(print);
    }
    findTop();
}

bool TapeModel::joins(const Trade& trade) const {
    if (!m_open || m_window == 0 || m_open->aggressor != trade.aggressor) return false;
    const std::int64_t after = trade.ts - m_open->first;
    // A sum that no longer fits begins another row.
    return after >= 0 && after <= m_window && m_open->size.plus(trade.size).has_value();
}

void TapeModel::take(const Print& print) {
    const Trade& t = print.trade;
    if (print.missedBefore != 0) {
        TapeRow hole;
        hole.first = hole.last = t.ts;
        hole.missed = print.missedBefore;
        m_open.reset();
        show(hole);
    }
    if (!joins(t)) {
        m_open = rowOf(t);
        m_openShown = false;
        return show();
    }
    m_open->last = t.ts;
    m_open->lastPrice = t.price;
    m_open->low = std::min(m_open->low, t.price);
    m_open->high = std::max(m_open->high, t.price);
    m_open->size = *m_open->size.plus(t.size);
    m_open->quote += Int128{t.price.raw()} * t.size.raw();
    ++m_open->prints;
    show();
}

void TapeModel::show() {
    if (m_open->size < m_minimum) return;
    if (m_openShown) {
        m_open->sequence = m_rows.back().sequence;
        m_rows.back() = *m_open;
        return;
    }
    show(*m_open);
    m_openShown = true;
}

void TapeModel::show(TapeRow row) {
    row.sequence = ++m_lastSequence;
    m_rows.push(row);
}

void TapeModel::findTop() {
    if (m_highlight.kind != Highlight::Kind::Top || m_rows.size() < kRowsForTop) return;
    if (m_topAt != 0 && m_lastSequence < m_topAt + kRowsForTop) return;
    m_top = sizesAt(std::array{kTopPerMille}).front();
    m_topAt = m_lastSequence;
}

std::optional<Quantity> TapeModel::highlightFrom() const {
    switch (m_highlight.kind) {
    case Highlight::Kind::Off: return std::nullopt;
    case Highlight::Kind::Size: return m_highlight.size;
    case Highlight::Kind::Top: return m_topAt == 0 ? std::nullopt : std::optional(m_top);
    }
    return std::nullopt;
}

bool TapeModel::isHighlighted(const TapeRow& row) const {
    const auto from = highlightFrom();
    return from && !row.isHole() && row.size >= *from;
}

std::vector<Quantity> TapeModel::sizesAt(std::span<const int> topPerMille) const {
    std::vector<std::int64_t> sizes;
    sizes.reserve(m_rows.size());
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (!m_rows[i].isHole()) sizes.push_back(m_rows[i].size.raw());
    }
    std::vector<Quantity> found(topPerMille.size());
    if (sizes.empty()) return found;
    for (std::size_t i = 0; i < found.size(); ++i) {
        // At least one row reaches it, at most the share asked for (rounded up).
        const std::size_t share =
            std::max<std::size_t>(sizes.size() * static_cast<std::size_t>(topPerMille[i]) / 1'000, 1);
        const auto at = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() - std::min(share, sizes.size()));
        std::ranges::nth_element(sizes, at);
        found[i] = Quantity(*at);
    }
    return found;
}

} // namespace qd::ui::trades
