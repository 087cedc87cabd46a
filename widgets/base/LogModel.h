#pragma once

#include "widgets/base/Table.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace qd::ui {

/// Rows numbered by a growing sequence, the newest on top, as many as there are: texts are made when they are painted.
/// Main thread.
template<class Row>
class LogModel final : public TableModelBase {
  public:
    LogModel(std::vector<Column<Row>> columns, std::function<std::uint64_t(const Row&)> numberOf,
             QObject* parent = nullptr)
        : TableModelBase(parent)
        , m_columns(std::move(columns))
        , m_numberOf(std::move(numberOf)) {}

    /// Adds the rows whose numbers are not there yet, wherever they belong. `rows` by number, newest first. Cells of
    /// rows that come on top of others flash from `now` (monotonic nanoseconds; 0 = not).
    void merge(std::span<const Row> rows, std::int64_t now) {
        std::size_t at = rows.empty() ? 0 : placeOf(m_numberOf(rows.front()));
        for (std::size_t from = 0; from < rows.size();) {
            const std::uint64_t number = m_numberOf(rows[from]);
            while (at < m_entries.size() && m_numberOf(m_entries[at].row) > number) ++at;
            if (at < m_entries.size() && m_numberOf(m_entries[at].row) == number) {
                ++from;
                continue;
            }
            // As many as go to this place together.
            std::size_t to = from + 1;
            while (to < rows.size() && (at == m_entries.size() || m_numberOf(rows[to]) > m_numberOf(m_entries[at].row)))
                ++to;
            insert(at, rows.subspan(from, to - from), at == 0 && !m_entries.empty() ? now : 0);
            from = to;
        }
    }
    /// Puts rows whose numbers are there already in the place of those. `rows` by number, newest first.
    void replace(std::span<const Row> rows) {
        std::size_t at = 0;
        int first = -1;
        int last = -1;
        for (const Row& row : rows) {
            while (at < m_entries.size() && m_numberOf(m_entries[at].row) > m_numberOf(row)) ++at;
            if (at == m_entries.size()) break;
            if (m_numberOf(m_entries[at].row) != m_numberOf(row)) continue;
            m_entries[at].row = row;
            last = static_cast<int>(at);
            if (first < 0) first = last;
        }
        if (first >= 0) emit dataChanged(index(first, 0), index(last, columnCount() - 1));
    }
    /// Forgets the oldest rows beyond `kept`.
    void trim(std::size_t kept) {
        if (m_entries.size() <= kept) return;
        beginRemoveRows({}, static_cast<int>(kept), rowCount() - 1);
        m_entries.resize(kept);
        endRemoveRows();
    }
    void clear() {
        if (m_entries.empty()) return;
        beginResetModel();
        m_entries.clear();
        endResetModel();
    }
    [[nodiscard]] const Row& row(int index) const { return m_entries[static_cast<std::size_t>(index)].row; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
        if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
        const Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
        const Column<Row>& column = m_columns[static_cast<std::size_t>(index.column())];
        if (role == kFlashRole) return QVariant::fromValue<qlonglong>(column.flashes ? entry.arrivedAt : 0);
        const bool needsText = role == Qt::DisplayRole || (role == kSortRole && !column.sort);
        return cellData(column, entry.row, needsText && column.text ? column.text(entry.row) : QString(), role);
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
        return headingData(m_columns[static_cast<std::size_t>(section)], role);
    }
    void runLink(const QModelIndex& index, int link) override {
        runLinkOf(m_columns[static_cast<std::size_t>(index.column())], row(index.row()), link);
    }
    [[nodiscard]] QString sample(int column) const override {
        return sampleOf(m_columns[static_cast<std::size_t>(column)]);
    }
    void setSample(int column, const QString& text) override {
        m_columns[static_cast<std::size_t>(column)].sample = text;
    }
    [[nodiscard]] bool isStrong(int column) const override {
        return m_columns[static_cast<std::size_t>(column)].strong;
    }
    [[nodiscard]] bool isLinks(int column) const override {
        return !m_columns[static_cast<std::size_t>(column)].links.empty();
    }

  private:
    struct Entry {
        Row row;
        std::int64_t arrivedAt = 0;
    };
    /// Where the row with this number is, or belongs.
    [[nodiscard]] std::size_t placeOf(std::uint64_t number) const {
        const auto place =
            std::ranges::partition_point(m_entries, [&](const Entry& entry) { return m_numberOf(entry.row) > number; });
        return static_cast<std::size_t>(place - m_entries.begin());
    }
    void insert(std::size_t at, std::span<const Row> rows, std::int64_t now) {
        const auto first = static_cast<int>(at);
        beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
        std::vector<Entry> entries;
        entries.reserve(rows.size());
        for (const Row& row : rows) entries.push_back({row, now});
        m_entries.insert(m_entries.begin() + static_cast<std::ptrdiff_t>(at), entries.begin(), entries.end());
        endInsertRows();
    }

    std::vector<Column<Row>> m_columns;
    std::function<std::uint64_t(const Row&)> m_numberOf;
    std::vector<Entry> m_entries;
};

} // namespace qd::ui
