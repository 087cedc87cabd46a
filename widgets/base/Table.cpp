#include "widgets/base/Table.h"

#include "widgets/base/PaneHeader.h"
#include "widgets/base/Settings.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>

#include <array>
#include <charconv>
#include <sstream>

namespace qd::ui {
namespace {

constexpr std::int64_t kFlashNanos = 250'000'000;
constexpr int kCellPadding = 6;
const QString kLinkGap = QStringLiteral("  ·  ");

} // namespace

/// Paints cells: text in its token's colour, flashes, links.
class CellDelegate final : public QStyledItemDelegate {
  public:
    explicit CellDelegate(Table& table) : QStyledItemDelegate(&table), m_table(table) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Theme& theme = m_table.m_themes.theme();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        if (selected || hovered) painter->fillRect(option.rect, theme.color(selected ? Token::Bg3 : Token::Bg2));
        paintFlash(*painter, option.rect, index);
        const bool strong = index.data(kStrongRole).toBool();
        painter->setFont(theme.font(strong ? FontRole::DenseStrong : FontRole::Dense));
        const QRect box = option.rect.adjusted(kCellPadding, 0, -kCellPadding, 0);
        if (const QVariant links = index.data(kLinksRole); links.isValid()) {
            painter->setPen(theme.color(Token::Accent));
            painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, links.toStringList().join(kLinkGap));
            return;
        }
        painter->setPen(theme.color(static_cast<Token>(index.data(kTokenRole).toInt())));
        const QString text = painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, box.width());
        painter->drawText(box, index.data(Qt::TextAlignmentRole).toInt(), text);
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        const Theme& theme = m_table.m_themes.theme();
        const QFontMetrics metrics(theme.font(FontRole::Dense));
        const QVariant links = index.data(kLinksRole);
        const QString text = links.isValid() ? links.toStringList().join(kLinkGap) : index.data().toString();
        return {metrics.horizontalAdvance(text) + 2 * kCellPadding + 2, theme.rowHeight()};
    }

  private:
    void paintFlash(QPainter& painter, const QRect& rect, const QModelIndex& index) const {
        const auto changed = index.data(kFlashRole).toLongLong();
        if (changed == 0 || !m_table.m_settings.flag(setting::kFlash)) return;
        const std::int64_t age = m_table.m_now - changed;
        if (age < 0 || age >= kFlashNanos) return;
        QColor color = m_table.m_themes.theme().color(Token::Accent);
        color.setAlphaF(static_cast<float>(0.22 * (1.0 - static_cast<double>(age) / kFlashNanos)));
        painter.fillRect(rect, color);
    }
    Table& m_table;
};

Table::Table(ThemeHost& themes, const Settings& settings, const QString& name, QWidget* parent)
    : QTableView(parent)
    , m_themes(themes)
    , m_settings(settings)
    , m_sorted(new QSortFilterProxyModel(this)) {
    setObjectName(name);
    setAccessibleName(name);
    m_sorted->setSortRole(kSortRole);
    setModel(m_sorted);
    setItemDelegate(new CellDelegate(*this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setSortingEnabled(true);
    setWordWrap(false);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setEditTriggers(NoEditTriggers);
    verticalHeader()->hide();
    QHeaderView* header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(36);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    connect(header, &QWidget::customContextMenuRequested, this, &Table::openColumnMenu);
    connect(this, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (const int row = sourceRow(indexAt(at)); row >= 0) emit rowMenuRequested(row, viewport()->mapToGlobal(at));
    });
    connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) {
        if (linkAt(index, viewport()->mapFromGlobal(QCursor::pos())) < 0) emit rowActivated(sourceRow(index));
    });
    connect(&m_themes, &ThemeHost::changed, this, &Table::applyTheme);
    applyTheme();
}

void Table::applyTheme() {
    const Theme& theme = m_themes.theme();
    verticalHeader()->setDefaultSectionSize(theme.rowHeight());
    verticalHeader()->setMinimumSectionSize(theme.rowHeight());
    horizontalHeader()->setFont(theme.font(FontRole::Dense));
    horizontalHeader()->setFixedHeight(theme.rowHeight() + 2);
    viewport()->update();
}

void Table::setEmptyText(const QString& sentence, const QString& hint) {
    m_emptySentence = sentence;
    m_emptyHint = hint;
    viewport()->update();
}

void Table::setRowsModel(TableModelBase* model) {
    m_source = model;
    m_sorted->setSourceModel(model);
    sortByColumn(-1, Qt::AscendingOrder); // as the rows come until the user chooses
    const auto repaintEmpty = [this] { viewport()->update(); };
    connect(model, &QAbstractItemModel::rowsInserted, this, repaintEmpty);
    connect(model, &QAbstractItemModel::rowsRemoved, this, repaintEmpty);
}

int Table::sourceRow(const QModelIndex& index) const {
    return index.isValid() ? m_sorted->mapToSource(index).row() : -1;
}

std::string Table::columnState() const {
    const QHeaderView* header = horizontalHeader();
    std::ostringstream out;
    for (int visual = 0; visual < header->count(); ++visual) {
        const int logical = header->logicalIndex(visual);
        out << (visual == 0 ? "" : " ") << logical << ':' << header->sectionSize(logical)
            << (header->isSectionHidden(logical) ? "h" : "");
    }
    out << " sort:" << header->sortIndicatorSection()
        << (header->sortIndicatorOrder() == Qt::DescendingOrder ? "d" : "a");
    return out.str();
}

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

/// Reads what columnState wrote for a table of `count` columns; empty when it does not fit.
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

void Table::restoreColumnState(const std::string& text) {
    QHeaderView* header = horizontalHeader();
    const auto saved = parseColumns(text, header->count());
    if (!saved) return; // of another version of this table
    int visual = 0;
    for (const SavedColumn& column : saved->columns) {
        header->moveSection(header->visualIndex(column.logical), visual++);
        if (!column.hidden && column.size > 0) header->resizeSection(column.logical, column.size);
        header->setSectionHidden(column.logical, column.hidden);
    }
    sortByColumn(saved->sortSection, saved->sortOrder);
}

bool Table::fadeFlashes(std::int64_t now) {
    m_now = now;
    if (m_source == nullptr || !m_settings.flag(setting::kFlash)) return false;
    bool any = false;
    const int first = std::max(rowAt(0), 0);
    for (int row = first; row < m_sorted->rowCount() && rowViewportPosition(row) < viewport()->height(); ++row) {
        for (int column = 0; column < m_sorted->columnCount(); ++column) {
            const QModelIndex index = m_sorted->index(row, column);
            const auto changed = index.data(kFlashRole).toLongLong();
            // One repaint beyond the end, so that the last trace goes.
            if (changed == 0 || now - changed > kFlashNanos + 50'000'000) continue;
            any = true;
            update(index);
        }
    }
    return any;
}

int Table::linkAt(const QModelIndex& index, const QPoint& at) const {
    if (!index.isValid()) return -1;
    const QVariant variant = index.data(kLinksRole);
    if (!variant.isValid()) return -1;
    const QFontMetrics metrics(m_themes.theme().font(FontRole::Dense));
    const QStringList links = variant.toStringList();
    int x = visualRect(index).right() - kCellPadding - metrics.horizontalAdvance(links.join(kLinkGap));
    for (int i = 0; i < links.size(); ++i) {
        const int width = metrics.horizontalAdvance(links[i]);
        if (at.x() >= x - 3 && at.x() <= x + width + 3) return i;
        x += width + metrics.horizontalAdvance(kLinkGap);
    }
    return -1;
}

void Table::mouseReleaseEvent(QMouseEvent* event) {
    QTableView::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton) return;
    const QModelIndex index = indexAt(event->pos());
    if (const int link = linkAt(index, event->pos()); link >= 0) m_source->runLink(m_sorted->mapToSource(index), link);
}

void Table::mouseMoveEvent(QMouseEvent* event) {
    QTableView::mouseMoveEvent(event);
    viewport()->setCursor(linkAt(indexAt(event->pos()), event->pos()) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void Table::keyPressEvent(QKeyEvent* event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        emit rowActivated(currentSourceRow());
        return;
    }
    if (event->key() == Qt::Key_Menu && currentIndex().isValid()) {
        emit rowMenuRequested(currentSourceRow(), viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft()));
        return;
    }
    QTableView::keyPressEvent(event);
}

void Table::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    if (m_sorted->rowCount() != 0 || m_emptySentence.isEmpty()) return;
    const Theme& theme = m_themes.theme();
    QPainter painter(viewport());
    const QRect box = viewport()->rect().adjusted(12, 0, -12, 0);
    painter.setFont(theme.font(FontRole::Interface));
    painter.setPen(theme.color(Token::Text2));
    const int line = painter.fontMetrics().height();
    const int top = std::max(4, box.height() / 2 - line);
    painter.drawText(QRect(box.x(), top, box.width(), line), Qt::AlignHCenter | Qt::AlignTop, m_emptySentence);
    painter.setPen(theme.color(Token::Text3));
    painter.drawText(QRect(box.x(), top + line + 2, box.width(), line * 2),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyHint);
}

void Table::openColumnMenu(const QPoint& at) {
    QMenu* menu = popupMenu(this);
    for (int i = 0; i < m_sorted->columnCount(); ++i) {
        const QString title = m_sorted->headerData(i, Qt::Horizontal).toString();
        QAction* action = menu->addAction(title.isEmpty() ? tr("Actions") : title);
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(i));
        connect(action, &QAction::toggled, this, [this, i](bool on) { setColumnHidden(i, !on); });
    }
    menu->addSeparator();
    menu->addAction(tr("Fit widths"), this, &QTableView::resizeColumnsToContents);
    menu->popup(horizontalHeader()->mapToGlobal(at));
}

} // namespace qd::ui
