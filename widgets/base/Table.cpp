#include "widgets/base/Table.h"

#include "widgets/base/Format.h"
#include "widgets/base/GlyphAtlas.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/Settings.h"
#include "widgets/base/TableHeader.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>

#include <array>
#include <utility>

namespace qd::ui {
namespace {

constexpr std::int64_t kFlashNanos = 250'000'000;
constexpr int kCellPadding = TableHeader::kPadding;
const QString kLinkDot = QStringLiteral("·");
const QString kLinkGap = QStringLiteral(" · ");

/// Where the links of a cell stand, from its right edge.
std::vector<QRect> linkBoxes(const QRect& cell, const QStringList& links, const QFontMetrics& metrics) {
    std::vector<QRect> boxes;
    const int gap = metrics.horizontalAdvance(kLinkGap);
    int x = cell.right() + 1 - kCellPadding + gap;
    for (const QString& link : links) x -= metrics.horizontalAdvance(link) + gap;
    for (const QString& link : links) {
        const int width = metrics.horizontalAdvance(link);
        boxes.emplace_back(x, cell.top(), width, cell.height());
        x += width + gap;
    }
    return boxes;
}

} // namespace

/// Paints cells: text in its token's colour, flashes, links.
class CellDelegate final : public QStyledItemDelegate {
  public:
    explicit CellDelegate(Table& table) : QStyledItemDelegate(&table), m_table(table) {}

    /// Fonts are made once a theme: making one for every cell costs more than painting it.
    void prepare() {
        const Theme& theme = m_table.m_themes.theme();
        m_fonts = {theme.font(FontRole::Dense), theme.font(FontRole::DenseStrong)};
        for (std::size_t i = 0; i < m_fonts.size(); ++i) m_atlases[i].prepare(m_fonts[i], m_table.devicePixelRatioF());
    }
    [[nodiscard]] const QFont& font() const { return m_fonts[0]; }
    [[nodiscard]] int width(const QString& text, bool strong) const {
        const std::size_t face = strong ? 1 : 0;
        return GlyphAtlas::covers(text) ? m_atlases[face].width(text)
                                        : QFontMetrics(m_fonts[face]).horizontalAdvance(text);
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Theme& theme = m_table.m_themes.theme();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        if (selected || hovered) painter->fillRect(option.rect, theme.color(selected ? Token::Bg3 : Token::Bg2));
        paintFlash(*painter, option.rect, index);
        if (const QVariant links = index.data(kLinksRole); links.isValid()) {
            painter->setFont(font());
            return paintLinks(*painter, option.rect, links.toStringList(), index.data(kDimLinksRole).toUInt());
        }
        const QRect box = option.rect.adjusted(kCellPadding, 0, -kCellPadding, 0);
        if (const QVariant lamps = index.data(kLampsRole); lamps.isValid() && lamps.toInt() >= 0)
            return paintLamps(*painter, box, lamps.toInt(), static_cast<Token>(index.data(kTokenRole).toInt()));
        paintText(*painter, box, index);
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        const QVariant links = index.data(kLinksRole);
        const QString text = links.isValid() ? links.toStringList().join(kLinkGap) : index.data().toString();
        return {width(text, index.data(kStrongRole).toBool()) + 2 * kCellPadding + 2,
                m_table.m_themes.theme().rowHeight()};
    }

  private:
    void paintText(QPainter& painter, const QRect& box, const QModelIndex& index) const {
        const QString text = index.data().toString();
        if (text.isEmpty()) return;
        const std::size_t face = index.data(kStrongRole).toBool() ? 1 : 0;
        const QColor color = m_table.m_themes.theme().color(static_cast<Token>(index.data(kTokenRole).toInt()));
        const auto alignment = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
        GlyphAtlas& atlas = m_atlases[face];
        if (GlyphAtlas::covers(text) && atlas.width(text) <= box.width()) {
            const int y = box.top() + (box.height() - atlas.height()) / 2;
            if (alignment.testFlag(Qt::AlignRight))
                atlas.drawRight(painter, box.right() + 1, y, text, color);
            else
                atlas.drawLeft(painter, box.left(), y, text, color);
            return;
        }
        painter.setFont(m_fonts[face]);
        painter.setPen(color);
        painter.drawText(box, static_cast<int>(alignment),
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, box.width()));
    }
    void paintLinks(QPainter& painter, const QRect& cell, const QStringList& links, unsigned dim) const {
        const Theme& theme = m_table.m_themes.theme();
        const auto boxes = linkBoxes(cell, links, painter.fontMetrics());
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            painter.setPen(theme.color((dim >> i & 1U) != 0 ? Token::Text3 : Token::Accent));
            painter.drawText(boxes[i], Qt::AlignLeft | Qt::AlignVCenter, links[static_cast<int>(i)]);
            if (i == 0) continue;
            painter.setPen(theme.color(Token::Text3));
            const QRect gap(QPoint(boxes[i - 1].right() + 1, cell.top()), QPoint(boxes[i].left() - 1, cell.bottom()));
            painter.drawText(gap, Qt::AlignCenter, kLinkDot);
        }
    }
    void paintLamps(QPainter& painter, const QRect& box, int lit, Token token) const {
        const Theme& theme = m_table.m_themes.theme();
        const int size = theme.scaled(6);
        const int step = size + theme.scaled(2);
        int x = box.right() + 1 - kLamps * step + (step - size);
        for (int i = 0; i < kLamps; ++i, x += step)
            painter.fillRect(x, box.top() + (box.height() - size) / 2, size, size,
                             theme.color(i < lit ? token : Token::Bg3));
    }
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
    std::array<QFont, 2> m_fonts; ///< dense, dense strong
    mutable std::array<GlyphAtlas, 2> m_atlases;
};

void TableModelBase::setDoubtful(bool doubtful) {
    if (std::exchange(m_doubtful, doubtful) == doubtful || rowCount() == 0) return;
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

Table::Table(ThemeHost& themes, const Settings& settings, const QString& name, QWidget* parent)
    : QTableView(parent)
    , m_themes(themes)
    , m_settings(settings)
    , m_sorted(new QSortFilterProxyModel(this))
    , m_header(new TableHeader(themes, this))
    , m_columns(*m_header) {
    setHorizontalHeader(m_header);
    setObjectName(name);
    setAccessibleName(name);
    m_sorted->setSortRole(kSortRole);
    setModel(m_sorted);
    m_cells = new CellDelegate(*this);
    setItemDelegate(m_cells);
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
    m_header->setContextMenuPolicy(Qt::CustomContextMenu);
    m_header->setSortIndicator(-1, Qt::AscendingOrder);
    connect(m_header, &QWidget::customContextMenuRequested, this, &Table::openColumnMenu);
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
    m_cells->prepare();
    verticalHeader()->setDefaultSectionSize(theme.rowHeight());
    verticalHeader()->setMinimumSectionSize(theme.rowHeight());
    horizontalHeader()->setFont(theme.font(FontRole::Dense));
    horizontalHeader()->setFixedHeight(theme.rowHeight() + 2);
    measureColumns();
    viewport()->update();
}

void Table::setEmptyText(const QString& sentence, const QString& hint) {
    if (m_emptySentence == sentence && m_emptyHint == hint) return;
    m_emptySentence = sentence;
    m_emptyHint = hint;
    viewport()->update();
}

void Table::setRowsModel(TableModelBase* model) {
    m_source = model;
    m_sorted->setSourceModel(model);
    sortByColumn(-1, Qt::AscendingOrder); // as the rows come until the user chooses
    measureColumns();
    const auto repaintEmpty = [this] { viewport()->update(); };
    connect(model, &QAbstractItemModel::rowsInserted, this, repaintEmpty);
    connect(model, &QAbstractItemModel::rowsRemoved, this, repaintEmpty);
}

int Table::sourceRow(const QModelIndex& index) const {
    return index.isValid() ? m_sorted->mapToSource(index).row() : -1;
}

QRect Table::rowRect(int sourceRow) const {
    const QModelIndex index = m_sorted->mapFromSource(m_source->index(sourceRow, 0));
    return {0, rowViewportPosition(index.row()), viewport()->width(), rowHeight(index.row())};
}

std::string Table::columnState() const { return m_columns.state(); }

void Table::restoreColumnState(const std::string& text) { static_cast<void>(m_columns.restore(text)); }

void Table::setFoldOrder(std::vector<int> columns) { m_columns.setFoldOrder(std::move(columns)); }

void Table::setColumnPresent(int column, bool present) { m_columns.setPresent(column, present); }

/// From the samples of the model's columns, in the font they are painted with.
void Table::measureColumns() {
    if (m_source == nullptr) return;
    std::vector<int> widths;
    bool known = false;
    for (int i = 0; i < m_source->columnCount(); ++i) {
        const QString sample = m_source->sample(i);
        known = known || !sample.isEmpty();
        const QString title = m_source->headerData(i, Qt::Horizontal, Qt::DisplayRole).toString();
        const int heading = QFontMetrics(m_cells->font()).horizontalAdvance(title) + m_header->arrowSpace();
        widths.push_back(std::max(m_cells->width(sample, m_source->isStrong(i)), heading) + 2 * kCellPadding + 1);
    }
    if (known) m_columns.setNaturalWidths(std::move(widths));
}

void Table::setSample(int column, const QString& text) {
    if (m_source == nullptr || m_source->sample(column) == text) return;
    m_source->setSample(column, text);
    measureColumns();
}

void Table::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    m_columns.fit(viewport()->width());
}

QString Table::selectionText() const {
    std::vector<int> columns;
    const QHeaderView* header = horizontalHeader();
    for (int visual = 0; visual < header->count(); ++visual) {
        const int column = header->logicalIndex(visual);
        if (m_columns.isChosen(column) && !m_source->isLinks(column)) columns.push_back(column);
    }
    QModelIndexList rows = selectionModel()->selectedRows();
    if (rows.isEmpty()) return {};
    std::ranges::sort(rows, {}, &QModelIndex::row);
    QStringList lines;
    QStringList cells;
    for (const int column : columns) cells << m_source->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    lines << cells.join(QLatin1Char('\t'));
    for (const QModelIndex& row : rows) {
        cells.clear();
        for (const int column : columns) {
            const QModelIndex cell = row.siblingAtColumn(column);
            const QVariant plain = cell.data(kPlainRole);
            cells << plainText((plain.isValid() ? plain : cell.data()).toString());
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

bool Table::isNearEnd(int heights) const {
    // The header knows rows that have come at once; the scroll bar only when they are laid out.
    const int seen = verticalScrollBar()->value() + viewport()->height();
    return verticalHeader()->length() - seen <= heights * viewport()->height();
}

void Table::copySelection() const {
    if (const QString text = selectionText(); !text.isEmpty()) QGuiApplication::clipboard()->setText(text);
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
    const auto boxes = linkBoxes(visualRect(index), variant.toStringList(), QFontMetrics(m_cells->font()));
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (at.x() >= boxes[i].left() - 3 && at.x() <= boxes[i].right() + 3) return static_cast<int>(i);
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
    if (event->matches(QKeySequence::Copy)) return copySelection();
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
    m_cells->prepare(); // the screen's scale may have changed
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

void Table::fitWidths() {
    if (m_columns.natural())
        m_columns.forgetSizes();
    else
        resizeColumnsToContents();
}

void Table::openColumnMenu(const QPoint& at) {
    QMenu* menu = popupMenu(this);
    for (int i = 0; i < m_sorted->columnCount(); ++i) {
        const QString title = m_sorted->headerData(i, Qt::Horizontal).toString();
        QAction* action = menu->addAction(title.isEmpty() ? tr("Actions") : title);
        action->setCheckable(true);
        action->setChecked(m_columns.isChosen(i) && !m_columns.isFolded(i));
        action->setEnabled(m_columns.isPresent(i));
        connect(action, &QAction::toggled, this, [this, i](bool on) { m_columns.choose(i, on); });
    }
    menu->addSeparator();
    menu->addAction(tr("Fit widths"), this, &Table::fitWidths);
    menu->popup(horizontalHeader()->mapToGlobal(at));
}

} // namespace qd::ui
