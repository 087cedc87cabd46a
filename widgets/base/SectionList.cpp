#include "widgets/base/SectionList.h"

#include <QAbstractListModel>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kMargin = 12;
constexpr int kGap = 16;      ///< between term and text
constexpr int kRowSpace = 5;  ///< above and below a row's texts
constexpr int kStacked = 330; ///< narrower lists have the text below its term

QString wrapped(QString text) {
    text.replace(QLatin1Char('|'), QStringLiteral("|\u200B")); // usages may be broken between alternatives
    return text;
}

bool holds(const SectionRow& row, const QStringList& words) {
    return std::ranges::all_of(words, [&](const QString& word) {
        for (const QString* part : {&row.term, &row.text, &row.detail, &row.mark}) {
            if (part->contains(word, Qt::CaseInsensitive)) return true;
        }
        return false;
    });
}

/// Does the term itself hold the words?
bool named(const SectionRow& row, const QStringList& words) {
    return !words.isEmpty() && std::ranges::all_of(words, [&](const QString& word) {
        return row.term.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

/// Headings and rows that the filter lets through, one after the other.
class SectionList::Model final : public QAbstractListModel {
  public:
    using QAbstractListModel::QAbstractListModel;
    void setLines(std::vector<Line> lines) {
        beginResetModel();
        m_lines = std::move(lines);
        endResetModel();
    }
    [[nodiscard]] const Line& line(int row) const { return m_lines[static_cast<std::size_t>(row)]; }
    [[nodiscard]] const std::vector<Line>& lines() const { return m_lines; }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
        if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)) return {};
        const Line& l = line(index.row());
        if (l.row == nullptr) return l.section->title;
        QStringList parts{l.row->term, l.row->mark, l.row->text, l.row->detail};
        parts.removeAll(QString());
        return parts.join(QStringLiteral(". "));
    }
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override {
        if (!index.isValid() || line(index.row()).row == nullptr) return Qt::NoItemFlags;
        return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    }

  private:
    std::vector<Line> m_lines;
};

/// Measures and paints headings and rows.
class SectionDelegate final : public QStyledItemDelegate {
  public:
    explicit SectionDelegate(SectionList& list) : QStyledItemDelegate(&list), m_list(list) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        const SectionList::Line& line = m_list.m_model->line(index.row());
        const int width = m_list.viewport()->width();
        if (line.row == nullptr) return {width, theme().scaled(index.row() == 0 ? 30 : 40)};
        return {width, partsOf(*line.row, QRect(0, 0, width, 0)).bottom + theme().scaled(kRowSpace)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const SectionList::Line& line = m_list.m_model->line(index.row());
        if (line.row == nullptr) return paintHeading(*painter, option.rect, line.section->title);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver) && !line.row->id.isEmpty();
        if (selected || hovered) painter->fillRect(option.rect, theme().color(selected ? Token::Bg3 : Token::Bg2));
        const Parts parts = partsOf(*line.row, option.rect);
        const auto draw = [&](const QRect& rect, FontRole font, Token token, int flags, const QString& text) {
            if (text.isEmpty()) return;
            painter->setFont(theme().font(font));
            painter->setPen(theme().color(token));
            painter->drawText(rect, flags, text);
        };
        draw(parts.term, m_list.m_terms, line.row->token, Qt::AlignLeft | Qt::TextWordWrap, line.row->term);
        draw(parts.mark, FontRole::Hint, Token::Text2, Qt::AlignRight, line.row->mark);
        draw(parts.text, FontRole::Interface, line.row->term.isEmpty() ? Token::Text1 : Token::Text2,
             Qt::AlignLeft | Qt::TextWordWrap, line.row->text);
        draw(parts.detail, m_list.m_details, line.row->detailToken, Qt::AlignLeft | Qt::TextWordWrap,
             wrapped(line.row->detail));
    }

  private:
    struct Parts {
        QRect term;
        QRect text;
        QRect detail;
        QRect mark;
        int bottom = 0; ///< of the lowest
    };
    [[nodiscard]] const Theme& theme() const { return m_list.m_themes.theme(); }
    [[nodiscard]] int heightOf(FontRole font, int width, const QString& text) const {
        if (text.isEmpty()) return 0;
        const QFontMetrics metrics(theme().font(font));
        return metrics.boundingRect(QRect(0, 0, std::max(width, 1), 100'000), Qt::TextWordWrap, text).height();
    }

    [[nodiscard]] Parts partsOf(const SectionRow& row, const QRect& rect) const {
        Parts parts;
        const int margin = theme().scaled(kMargin);
        const int gap = theme().scaled(kGap);
        const int inner = std::max(rect.width() - 2 * margin, 1);
        const int top = rect.top() + theme().scaled(kRowSpace);
        const QFontMetrics hint(theme().font(FontRole::Hint));
        const int mark = row.mark.isEmpty() ? 0 : hint.horizontalAdvance(row.mark) + gap;
        const bool stacked = !row.term.isEmpty() && rect.width() < theme().scaled(kStacked);
        const int column = row.term.isEmpty() || stacked ? 0 : std::min(m_list.m_termWidth, inner * 2 / 5) + gap;
        const int termWidth = stacked ? inner - mark : std::max(column - gap, 0);
        // Term, mark and the first line of the text stand on one line, though their fonts differ.
        const QFontMetrics terms(theme().font(m_list.m_terms));
        const QFontMetrics texts(theme().font(FontRole::Interface));
        const int ascent = std::max(terms.ascent(), texts.ascent());
        const int termTop = top + ascent - terms.ascent();
        const int termHeight = heightOf(m_list.m_terms, termWidth, row.term);
        parts.term = QRect(rect.left() + margin, termTop, termWidth, termHeight);
        parts.mark = QRect(rect.left() + margin, top + ascent - hint.ascent(), inner, hint.height());
        const int textTop = stacked ? termTop + termHeight : top + ascent - texts.ascent();
        const int textWidth = inner - column - (stacked ? 0 : mark);
        const int textHeight = heightOf(FontRole::Interface, textWidth, row.text);
        parts.text = QRect(rect.left() + margin + column, textTop, textWidth, textHeight);
        const int detailTop = textTop + textHeight + (textHeight > 0 && !row.detail.isEmpty() ? 2 : 0);
        const int detailHeight = heightOf(m_list.m_details, inner - column, wrapped(row.detail));
        parts.detail = QRect(rect.left() + margin + column, detailTop, inner - column, detailHeight);
        parts.bottom = std::max(termTop + termHeight, detailTop + detailHeight);
        return parts;
    }

    void paintHeading(QPainter& painter, const QRect& rect, const QString& title) const {
        const int margin = theme().scaled(kMargin);
        const QRect text = rect.adjusted(margin, 0, -margin, -theme().scaled(6));
        painter.setFont(theme().font(FontRole::Strong));
        painter.setPen(theme().color(Token::Text1));
        painter.drawText(text, Qt::AlignLeft | Qt::AlignBottom, title);
        painter.fillRect(text.left(), rect.bottom() - theme().scaled(2), text.width(), 1, theme().color(Token::Line));
    }

    SectionList& m_list;
};

QString plainText(const std::vector<Section>& sections) {
    qsizetype widest = 0;
    for (const Section& section : sections) {
        for (const SectionRow& row : section.rows) widest = std::max(widest, row.term.size());
    }
    QString text;
    for (const Section& section : sections) {
        if (!text.isEmpty()) text += QLatin1Char('\n');
        text += section.title + QLatin1Char('\n');
        for (const SectionRow& row : section.rows) {
            text += QStringLiteral("  ");
            if (!row.term.isEmpty()) text += row.term.leftJustified(widest + 2);
            QStringList rest{row.text, row.detail};
            rest.removeAll(QString());
            text += rest.join(QStringLiteral(" · ")) + QLatin1Char('\n');
        }
    }
    return text;
}

SectionList::SectionList(ThemeHost& themes, FontRole terms, FontRole details, const QString& name, QWidget* parent)
    : QListView(parent)
    , m_themes(themes)
    , m_terms(terms)
    , m_details(details)
    , m_model(new Model(this)) {
    setObjectName(name);
    setAccessibleName(name);
    setModel(m_model);
    setItemDelegate(new SectionDelegate(*this));
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // so that the width does not depend on the height
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) {
        const SectionRow* row = m_model->line(index.row()).row;
        if (row != nullptr && !row->id.isEmpty()) emit rowActivated(row->id);
    });
    connect(&m_themes, &ThemeHost::changed, this, &SectionList::applyTheme);
    applyTheme();
}

void SectionList::applyTheme() {
    const QFontMetrics metrics(m_themes.theme().font(m_terms));
    m_termWidth = 0;
    for (const Section& section : m_sections) {
        for (const SectionRow& row : section.rows)
            m_termWidth = std::max(m_termWidth, metrics.horizontalAdvance(row.term) + 1);
    }
    scheduleDelayedItemsLayout();
    viewport()->update();
}

void SectionList::setSections(std::vector<Section> sections) {
    if (sections == m_sections) return;
    const QString chosen = currentId();
    m_model->setLines({}); // they point into the old ones
    m_sections = std::move(sections);
    applyTheme();
    rebuild();
    for (int i = 0; i < m_model->rowCount() && !chosen.isEmpty(); ++i) {
        const SectionRow* row = m_model->line(i).row;
        if (row != nullptr && row->id == chosen) setCurrentIndex(m_model->index(i));
    }
}

void SectionList::setFilter(const QString& words) {
    m_words = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    rebuild();
    scrollToTop();
}

void SectionList::setEmptyText(const QString& sentence, const QString& hint) {
    m_emptySentence = sentence;
    m_emptyHint = hint;
}

void SectionList::rebuild() {
    std::vector<const Section*> order;
    for (const Section& section : m_sections) order.push_back(&section);
    std::ranges::stable_partition(order, [&](const Section* section) {
        return std::ranges::any_of(section->rows, [&](const SectionRow& row) { return named(row, m_words); });
    });
    std::vector<Line> lines;
    for (const Section* section : order) {
        const std::size_t before = lines.size();
        lines.push_back({nullptr, section});
        for (const SectionRow& row : section->rows) {
            if (holds(row, m_words)) lines.push_back({&row, section});
        }
        if (lines.size() == before + 1) lines.pop_back();
    }
    m_model->setLines(std::move(lines));
    emit currentIdChanged(QString());
}

QString SectionList::currentId() const {
    const QModelIndex index = currentIndex();
    const SectionRow* row = index.isValid() ? m_model->line(index.row()).row : nullptr;
    return row != nullptr ? row->id : QString();
}

bool SectionList::chooseFirst() {
    for (int i = 0; i < m_model->rowCount(); ++i) {
        const SectionRow* row = m_model->line(i).row;
        if (row == nullptr || row->id.isEmpty()) continue;
        setCurrentIndex(m_model->index(i));
        return true;
    }
    return false;
}

int SectionList::shownRows() const {
    return static_cast<int>(std::ranges::count_if(m_model->lines(), [](const Line& l) { return l.row != nullptr; }));
}

void SectionList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    emit currentIdChanged(currentId());
}

void SectionList::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (const QString id = currentId(); !id.isEmpty()) emit rowActivated(id);
        return;
    }
    QListView::keyPressEvent(event);
}

void SectionList::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    scheduleDelayedItemsLayout(); // at once: the view itself would wait a while with the old heights
}

void SectionList::paintEvent(QPaintEvent* event) {
    const auto paint = [&] {
        QListView::paintEvent(event);
        if (m_model->rowCount() == 0 && !m_emptySentence.isEmpty()) paintEmpty();
    };
    if (m_around)
        m_around(paint);
    else
        paint();
}

void SectionList::paintEmpty() {
    const Theme& theme = m_themes.theme();
    QPainter painter(viewport());
    const QRect box = viewport()->rect().adjusted(12, 24, -12, 0);
    painter.setFont(theme.font(FontRole::Interface));
    painter.setPen(theme.color(Token::Text2));
    QRect used;
    painter.drawText(box, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptySentence, &used);
    painter.setPen(theme.color(Token::Text3));
    painter.drawText(box.adjusted(0, used.height() + 4, 0, 0), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     m_emptyHint);
}

} // namespace qd::ui
