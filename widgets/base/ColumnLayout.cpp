#include "widgets/base/ColumnLayout.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

namespace qd::ui {
namespace {

struct SavedColumn {
    int logical = 0;
    int size = 0;
    bool hidden = false;
};
struct SavedColumns {
    std::vector<SavedColumn> columns;
    int sortSection = -1;
    Qt::SortOrder sortOrder = Qt::AscendingOrder;
};

/// The number in [begin, end) and what follows it; empty when it is no number.
std::optional<std::pair<int, std::string_view>> leadingNumber(std::string_view text) {
    int value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc{}) return std::nullopt;
    return std::pair(value, text.substr(static_cast<std::size_t>(parsed.ptr - text.data())));
}

/// Reads what state() wrote for a table of `count` columns; empty when it does not fit.
std::optional<SavedColumns> parseColumns(const std::string& text, int count) {
    SavedColumns saved;
    std::vector<bool> seen(static_cast<std::size_t>(count), false);
    std::istringstream in(text);
    for (std::string word; in >> word;) {
        if (word.starts_with("sort:")) {
            const auto section = leadingNumber(std::string_view(word).substr(5));
            if (!section || section->first < -1 || section->first >= count) return std::nullopt;
            saved.sortSection = section->first;
            saved.sortOrder = section->second == "d" ? Qt::DescendingOrder : Qt::AscendingOrder;
            continue;
        }
        const auto logical = leadingNumber(word);
        if (!logical || !logical->second.starts_with(':') || logical->first < 0 || logical->first >= count)
            return std::nullopt;
        const auto size = leadingNumber(logical->second.substr(1));
        if (!size || size->first < 0 || size->first > 4'000 || seen[static_cast<std::size_t>(logical->first)])
            return std::nullopt;
        seen[static_cast<std::size_t>(logical->first)] = true;
        saved.columns.push_back({logical->first, size->first, size->second == "h"});
    }
    return static_cast<int>(saved.columns.size()) == count ? std::optional(saved) : std::nullopt;
}

} // namespace

ColumnLayout::ColumnLayout(QHeaderView& header, QObject* parent) : QObject(parent), m_header(&header) {
    connect(&header, &QHeaderView::sectionResized, this, [this](int column, int before, int now) {
        if (m_fitting || before == 0 || now == 0) return; // ours, or a column that came or went
        match();
        m_uses[static_cast<std::size_t>(column)].width = now;
    });
}

void ColumnLayout::match() {
    if (m_header) m_uses.resize(static_cast<std::size_t>(m_header->count()));
}

const ColumnLayout::Use* ColumnLayout::use(int column) const {
    return column >= 0 && column < static_cast<int>(m_uses.size()) ? &m_uses[static_cast<std::size_t>(column)]
                                                                   : nullptr;
}

bool ColumnLayout::wanted(int column) const {
    const Use* u = use(column);
    return u == nullptr || (u->chosen && u->present);
}
bool ColumnLayout::isPresent(int column) const { return use(column) == nullptr || use(column)->present; }
bool ColumnLayout::isFolded(int column) const { return use(column) != nullptr && use(column)->folded; }
bool ColumnLayout::isChosen(int column) const {
    if (use(column) != nullptr && !use(column)->chosen) return false;
    return !m_header->isSectionHidden(column) || isFolded(column) || !isPresent(column);
}

void ColumnLayout::setNaturalWidths(std::vector<int> widths) {
    m_natural = std::move(widths);
    fit(m_width);
}

void ColumnLayout::setFoldOrder(std::vector<int> columns) {
    m_foldOrder = std::move(columns);
    fit(m_width);
}

void ColumnLayout::setGrowing(int column) {
    m_growing = column;
    fit(m_width);
}

void ColumnLayout::setPresent(int column, bool present) {
    match();
    Use& u = m_uses[static_cast<std::size_t>(column)];
    if (u.present == present) return;
    u.present = present;
    reveal(column);
    fit(m_width);
}

void ColumnLayout::choose(int column, bool shown) {
    match();
    m_uses[static_cast<std::size_t>(column)].chosen = shown;
    m_uses[static_cast<std::size_t>(column)].pinned = shown;
    reveal(column);
    fit(m_width);
}

/// Until fit() has decided: what is hidden for no reason of ours would count as hidden by the person.
void ColumnLayout::reveal(int column) {
    m_fitting = true;
    m_header->setSectionHidden(column, false);
    m_fitting = false;
}

void ColumnLayout::forgetSizes() {
    for (Use& u : m_uses) u.width = 0;
    fit(m_width);
}

int ColumnLayout::widthOf(int column) const {
    const auto at = static_cast<std::size_t>(column);
    if (m_uses[at].width > 0) return m_uses[at].width;
    return at < m_natural.size() ? m_natural[at] : m_header->defaultSectionSize();
}

void ColumnLayout::fit(int width) {
    m_width = width;
    if (!m_header || m_header->count() == 0) return;
    match();
    for (int i = 0; i < m_header->count(); ++i) m_uses[static_cast<std::size_t>(i)].chosen = isChosen(i);
    m_fitting = true;
    if (natural() && width > 0) fold(width);
    show();
    if (natural() && width > 0) share(width);
    m_fitting = false;
}

void ColumnLayout::fold(int width) {
    int total = 0;
    for (int i = 0; i < m_header->count(); ++i) {
        m_uses[static_cast<std::size_t>(i)].folded = false;
        if (wanted(i)) total += widthOf(i);
    }
    for (const int column : m_foldOrder) {
        if (total <= width) break;
        if (use(column) == nullptr || !wanted(column) || use(column)->pinned) continue;
        m_uses[static_cast<std::size_t>(column)].folded = true;
        total -= widthOf(column);
    }
    // A wide column that went last may have left room for narrow ones that went before it.
    for (auto column = m_foldOrder.rbegin(); column != m_foldOrder.rend(); ++column) {
        if (!isFolded(*column) || total + widthOf(*column) > width) continue;
        m_uses[static_cast<std::size_t>(*column)].folded = false;
        total += widthOf(*column);
    }
}

void ColumnLayout::show() {
    for (int i = 0; i < m_header->count(); ++i) {
        const bool hidden = !wanted(i) || isFolded(i);
        if (m_header->isSectionHidden(i) != hidden) m_header->setSectionHidden(i, hidden);
    }
}

/// What is left is shared by the columns that were not sized by hand.
void ColumnLayout::share(int width) {
    std::vector<int> growing;
    int left = width;
    for (int i = 0; i < m_header->count(); ++i) {
        if (m_header->isSectionHidden(i)) continue;
        left -= widthOf(i);
        if (m_uses[static_cast<std::size_t>(i)].width == 0) growing.push_back(i);
    }
    if (std::ranges::find(growing, m_growing) != growing.end()) growing = {m_growing};
    int sharers = static_cast<int>(growing.size());
    for (int i = 0; i < m_header->count(); ++i) {
        if (m_header->isSectionHidden(i)) continue;
        int size = widthOf(i);
        if (left > 0 && std::ranges::find(growing, i) != growing.end()) {
            const int part = left / sharers--;
            size += part;
            left -= part;
        }
        if (m_header->sectionSize(i) != size) m_header->resizeSection(i, size);
    }
}

std::string ColumnLayout::state() const {
    std::ostringstream out;
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int logical = m_header->logicalIndex(visual);
        const Use* u = use(logical);
        const int size = u != nullptr && u->width > 0 ? u->width : natural() ? 0 : m_header->sectionSize(logical);
        out << (visual == 0 ? "" : " ") << logical << ':' << size << (isChosen(logical) ? "" : "h");
    }
    out << " sort:" << m_header->sortIndicatorSection()
        << (m_header->sortIndicatorOrder() == Qt::DescendingOrder ? "d" : "a");
    return out.str();
}

bool ColumnLayout::restore(const std::string& text) {
    const auto saved = parseColumns(text, m_header->count());
    if (!saved) return false;
    match();
    int visual = 0;
    m_fitting = true;
    for (const SavedColumn& column : saved->columns) {
        Use& u = m_uses[static_cast<std::size_t>(column.logical)];
        m_header->moveSection(m_header->visualIndex(column.logical), visual++);
        u.chosen = !column.hidden;
        u.width = column.size;
        m_header->setSectionHidden(column.logical, false);
        if (!natural() && column.size > 0) m_header->resizeSection(column.logical, column.size);
    }
    m_fitting = false;
    m_header->setSortIndicator(saved->sortSection, saved->sortOrder);
    fit(m_width);
    return true;
}

} // namespace qd::ui
