#pragma once

#include "widgets/base/ColumnLayout.h"
#include "widgets/base/Theme.h"

#include <QAbstractTableModel>
#include <QString>
#include <QTableView>

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

class QSortFilterProxyModel;

namespace qd::ui {

class CellDelegate;
class Settings;
class TableHeader;

/// What cells answer beside Qt's own roles.
enum CellRole : int {
    kTokenRole = Qt::UserRole + 1, ///< int of a Token: the text's colour
    kSortRole,                     ///< what sorting compares
    kFlashRole,                    ///< monotonic nanoseconds of the last change, 0 = never
    kLinksRole,                    ///< QStringList: the cell is a row of links
    kStrongRole,                   ///< bool: medium weight
    kPlainRole,                    ///< QString: what is copied instead of the text
    kDimLinksRole,                 ///< uint: bit i is set when link i would do nothing now
    kLampsRole,                    ///< int: so many of kLamps lamps are lit in the token's colour, instead of the text
};

/// Lamps of a cell that shows a step from 0 to so many.
inline constexpr int kLamps = 5;

/// A link inside a cell: what it says and what it does.
template<class Row>
struct CellLink {
    QString text;
    std::function<void(const Row&)> run;
    std::function<bool(const Row&)> shown; ///< default: in every row
    std::function<bool(const Row&)> ready; ///< default: yes; dim when it would do nothing now
};

/// A column as data. Only title and text are needed.
template<class Row>
struct Column {
    QString title;
    QString hint; ///< tool tip of the heading: definition and unit
    std::function<QString(const Row&)> text;
    std::function<QVariant(const Row&)> sort; ///< default: the text
    std::function<Token(const Row&)> token;   ///< default: Text1
    bool right = true;                        ///< numbers stand on the right
    bool flashes = false;
    bool strong = false;
    std::vector<CellLink<Row>> links;
    std::function<QString(const Row&)> tip;   ///< tool tip of a cell
    std::function<QString(const Row&)> plain; ///< what is copied; default: the text
    QString sample;                           ///< the widest text expected: how wide the column is to begin with
    std::function<int(const Row&)> lamps;     ///< lit ones, painted instead of the text; < 0: the text
};

/// What a cell answers; `text` is what column.text said.
template<class Row>
[[nodiscard]] QVariant cellData(const Column<Row>& column, const Row& row, const QString& text, int role) {
    switch (role) {
    case Qt::DisplayRole: return text;
    case Qt::ToolTipRole: return column.tip ? QVariant(column.tip(row)) : QVariant();
    case Qt::TextAlignmentRole: return int((column.right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case kTokenRole: return static_cast<int>(column.token ? column.token(row) : Token::Text1);
    case kSortRole: return column.sort ? column.sort(row) : QVariant(text);
    case kStrongRole: return column.strong;
    case kLampsRole: return column.lamps ? QVariant(column.lamps(row)) : QVariant();
    case kPlainRole: return column.plain ? QVariant(column.plain(row)) : QVariant();
    case kLinksRole: {
        if (column.links.empty()) return {};
        QStringList links;
        for (const auto& link : column.links) {
            if (!link.shown || link.shown(row)) links << link.text;
        }
        return links;
    }
    case kDimLinksRole: {
        unsigned dim = 0;
        unsigned bit = 1;
        for (const auto& link : column.links) {
            if (link.shown && !link.shown(row)) continue;
            if (link.ready && !link.ready(row)) dim |= bit;
            bit <<= 1U;
        }
        return dim;
    }
    default: return {};
    }
}

template<class Row>
[[nodiscard]] QVariant headingData(const Column<Row>& column, int role) {
    if (role == Qt::DisplayRole) return column.title;
    if (role == Qt::ToolTipRole) return column.hint;
    if (role == Qt::TextAlignmentRole) return int((column.right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

/// Runs link number `link` of those the row shows.
template<class Row>
void runLinkOf(const Column<Row>& column, const Row& row, int link) {
    for (const auto& candidate : column.links) {
        if (candidate.shown && !candidate.shown(row)) continue;
        if (link-- != 0) continue;
        const Row copy = row; // what the link does may change the rows
        return candidate.run(copy);
    }
}

/// The widest text expected in a column.
template<class Row>
[[nodiscard]] QString sampleOf(const Column<Row>& column) {
    if (!column.sample.isEmpty() || column.links.empty()) return column.sample;
    QStringList links;
    for (const auto& link : column.links) links << link.text;
    return links.join(QStringLiteral(" · "));
}

/// The part of a table model that does not depend on the row type.
class TableModelBase : public QAbstractTableModel {
    Q_OBJECT
  public:
    using QAbstractTableModel::QAbstractTableModel;
    /// Runs link number `link` of a cell.
    virtual void runLink(const QModelIndex& index, int link) = 0;
    /// The widest text expected in a column, empty when not known.
    [[nodiscard]] virtual QString sample(int) const { return {}; }
    virtual void setSample(int, const QString&) {}
    /// The column is painted in medium weight.
    [[nodiscard]] virtual bool isStrong(int) const { return false; }
    /// The column holds links and no text.
    [[nodiscard]] virtual bool isLinks(int) const { return false; }
    /// While its numbers cannot be trusted they are dimmed, whatever their colour: a feed or the venue stands still.
    void setDoubtful(bool doubtful);

  protected:
    [[nodiscard]] bool doubtful() const { return m_doubtful; }

  private:
    bool m_doubtful = false;
};

/// Rows of one type under columns that are data. Rows are told apart by a key, so that an update moves and changes only
/// what moved and changed, and selection and scroll position stay. Main thread.
template<class Row, class Key>
class TableModel final : public TableModelBase {
  public:
    TableModel(std::vector<Column<Row>> columns, std::function<Key(const Row&)> keyOf, QObject* parent = nullptr)
        : TableModelBase(parent)
        , m_columns(std::move(columns))
        , m_keyOf(std::move(keyOf)) {}

    /// Replaces the rows; `now` (monotonic nanoseconds) marks cells whose text changed.
    void setRows(const std::vector<Row>& rows, std::int64_t now) {
        removeMissing(rows);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto at = static_cast<int>(i);
            if (i >= m_rows.size() || m_keyOf(m_rows[i].row) != m_keyOf(rows[i])) {
                const auto found = std::find_if(m_rows.begin() + at, m_rows.end(),
                                                [&](const Entry& e) { return m_keyOf(e.row) == m_keyOf(rows[i]); });
                if (found == m_rows.end()) {
                    beginInsertRows({}, at, at);
                    m_rows.insert(m_rows.begin() + at, makeEntry(rows[i]));
                    endInsertRows();
                    continue;
                }
                const auto from = static_cast<int>(found - m_rows.begin());
                beginMoveRows({}, from, from, {}, at);
                std::rotate(m_rows.begin() + at, found, found + 1);
                endMoveRows();
            }
            update(i, rows[i], now);
        }
    }
    [[nodiscard]] const Row& row(int index) const { return m_rows[static_cast<std::size_t>(index)].row; }
    [[nodiscard]] const std::vector<Column<Row>>& columns() const { return m_columns; }
    /// Changes a heading, when what a column can honestly promise has changed.
    void setHeading(int column, const QString& title, const QString& hint) {
        Column<Row>& c = m_columns[static_cast<std::size_t>(column)];
        if (c.title == title && c.hint == hint) return;
        c.title = title;
        c.hint = hint;
        emit headerDataChanged(Qt::Horizontal, column, column);
    }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
        if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
        const Entry& entry = m_rows[static_cast<std::size_t>(index.row())];
        const auto c = static_cast<std::size_t>(index.column());
        if (role == kFlashRole) return QVariant::fromValue<qlonglong>(m_columns[c].flashes ? entry.changedAt[c] : 0);
        if (role == kTokenRole && doubtful() && m_columns[c].right) return static_cast<int>(Token::Text3);
        return cellData(m_columns[c], entry.row, entry.texts[c], role);
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
        std::vector<QString> texts;
        std::vector<Token> tokens;
        std::vector<std::int64_t> changedAt;
    };
    Entry makeEntry(const Row& row) const {
        Entry entry{row, {}, {}, std::vector<std::int64_t>(m_columns.size(), 0)};
        for (const auto& column : m_columns) {
            entry.texts.push_back(column.text ? column.text(row) : QString());
            entry.tokens.push_back(column.token ? column.token(row) : Token::Text1);
        }
        return entry;
    }
    void removeMissing(const std::vector<Row>& rows) {
        const auto same = [this](const Row& a, const Entry& b) { return m_keyOf(a) == m_keyOf(b.row); };
        if (std::ranges::equal(rows, m_rows, same)) return; // as nearly always
        for (int i = rowCount() - 1; i >= 0; --i) {
            const Key key = m_keyOf(row(i));
            if (std::ranges::any_of(rows, [&](const Row& r) { return m_keyOf(r) == key; })) continue;
            beginRemoveRows({}, i, i);
            m_rows.erase(m_rows.begin() + i);
            endRemoveRows();
        }
    }
    void update(std::size_t i, const Row& row, std::int64_t now) {
        Entry& entry = m_rows[i];
        entry.row = row;
        int first = -1;
        int last = -1;
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            QString text = m_columns[c].text ? m_columns[c].text(row) : QString();
            const Token token = m_columns[c].token ? m_columns[c].token(row) : Token::Text1;
            const bool same = text == entry.texts[c];
            if (same && token == entry.tokens[c]) continue;
            if (!same) entry.changedAt[c] = now;
            entry.texts[c] = std::move(text);
            entry.tokens[c] = token;
            if (first < 0) first = static_cast<int>(c);
            last = static_cast<int>(c);
        }
        if (first >= 0) emit dataChanged(index(static_cast<int>(i), first), index(static_cast<int>(i), last));
    }

    std::vector<Column<Row>> m_columns;
    std::function<Key(const Row&)> m_keyOf;
    std::vector<Entry> m_rows;
};

/// A table in the terminal's look: sortable, columns movable and hideable, links in cells, flashes, an empty state.
class Table : public QTableView {
    Q_OBJECT
  public:
    Table(ThemeHost& themes, const Settings& settings, const QString& name, QWidget* parent = nullptr);
    /// Shown over the table while it has no rows: one sentence, and what to do.
    void setEmptyText(const QString& sentence, const QString& hint);
    [[nodiscard]] const QString& emptySentence() const { return m_emptySentence; }
    [[nodiscard]] const QString& emptyHint() const { return m_emptyHint; }
    /// The model under the sorting; the table does not take it over. Once.
    void setRowsModel(TableModelBase* model);
    /// Row of the source model under the mouse or selected, -1 when none.
    [[nodiscard]] int sourceRow(const QModelIndex& index) const;
    /// Where a row of the source model stands, in the viewport's coordinates.
    [[nodiscard]] QRect rowRect(int sourceRow) const;
    [[nodiscard]] int currentSourceRow() const { return sourceRow(currentIndex()); }

    /// Order, widths, visibility and sorting of the columns as text, for the layout.
    [[nodiscard]] std::string columnState() const;
    void restoreColumnState(const std::string& text);
    /// The widest text a column is expected to hold, once it is known better.
    void setSample(int column, const QString& text);
    /// Columns that may leave when the table is too narrow for all; the first goes first.
    void setFoldOrder(std::vector<int> columns);
    /// A column of sentences takes the width that is left.
    void setGrowingColumn(int column) { m_columns.setGrowing(column); }
    /// Leaves a column out while it has nothing to say.
    void setColumnPresent(int column, bool present);
    /// The last row is less than so many heights of the viewport below what is seen.
    [[nodiscard]] bool isNearEnd(int heights) const;
    /// Selected rows with their headings, tab separated; numbers as spreadsheets read them. Empty when none is.
    [[nodiscard]] QString selectionText() const;
    void copySelection() const;
    /// Repaints cells that still flash; call every frame with monotonic nanoseconds. False when nothing flashes.
    bool fadeFlashes(std::int64_t now);

  signals:
    /// Double click or Enter on a row of the source model.
    void rowActivated(int sourceRow);
    /// A menu for a row is wanted; connect and popup().
    void rowMenuRequested(int sourceRow, const QPoint& global);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void applyTheme();
    void measureColumns();
    void fitWidths();
    void openColumnMenu(const QPoint& at);
    [[nodiscard]] int linkAt(const QModelIndex& index, const QPoint& at) const;

    ThemeHost& m_themes;
    const Settings& m_settings;
    TableModelBase* m_source = nullptr;
    QSortFilterProxyModel* m_sorted = nullptr;
    TableHeader* m_header;
    CellDelegate* m_cells = nullptr;
    ColumnLayout m_columns;
    QString m_emptySentence;
    QString m_emptyHint;
    std::int64_t m_now = 0;
    friend class CellDelegate;
};

} // namespace qd::ui
