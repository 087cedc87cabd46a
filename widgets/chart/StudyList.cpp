#include "widgets/chart/StudyList.h"

#include <QKeyEvent>
#include <QVBoxLayout>

namespace qd::chart {
namespace {

const QString kShown = QStringLiteral("shown ");

} // namespace

StudyList::StudyList(ui::ThemeHost& themes, const std::vector<StudyChoice>& shown, QWidget* parent)
    : StudyPopup(themes, QStringLiteral("studiesPopup"), parent)
    , m_shown(shown)
    , m_search(new QLineEdit(this))
    , m_list(new ui::SectionList(themes, ui::FontRole::Strong, ui::FontRole::Hint, QStringLiteral("studyList"), this)) {
    setAccessibleName(tr("Studies"));
    m_search->setObjectName(QStringLiteral("studySearch"));
    m_search->setAccessibleName(tr("Search in studies"));
    m_search->setPlaceholderText(tr("Search studies"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_list->setAccessibleName(tr("Studies: Enter adds one or edits one that is shown, Delete takes it away"));
    m_list->setEmptyText(tr("No study holds these words."), tr("Try fewer or shorter ones."));
    m_list->installEventFilter(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->setSpacing(4);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_list->setFilter(words);
        m_list->chooseFirst();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { choose(m_list->currentId()); });
    connect(m_list, &ui::SectionList::rowActivated, this, &StudyList::choose);
    fill();
}

void StudyList::fill() {
    std::vector<ui::Section> sections;
    ui::Section shown{tr("Shown: Enter edits, Delete takes away"), {}};
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        ui::SectionRow row;
        row.term = labelOf(m_shown[i]);
        row.text = latin(m_shown[i].kind->title);
        row.token = ui::Token::Accent;
        row.id = kShown + QString::number(i);
        shown.rows.push_back(std::move(row));
    }
    if (!shown.rows.empty()) sections.push_back(std::move(shown));
    ui::Section prices{tr("Over the bars"), {}};
    ui::Section panes{tr("In a pane below"), {}};
    for (const indicators::IndicatorKind& kind : indicators::indicatorTable()) {
        ui::SectionRow row;
        row.term = latin(kind.name);
        row.text = latin(kind.title);
        row.detail = latin(kind.definition);
        row.id = latin(kind.name);
        (kind.drawnIn == indicators::DrawnIn::Prices ? prices : panes).rows.push_back(std::move(row));
    }
    sections.push_back(std::move(prices));
    sections.push_back(std::move(panes));
    m_list->setSections(std::move(sections));
}

void StudyList::openAt(const QPoint& global) {
    open(global, QSize(theme().scaled(440), theme().scaled(460)));
    m_search->setFocus();
}

void StudyList::choose(const QString& id) {
    if (id.isEmpty()) return;
    hide();
    if (id.startsWith(kShown)) {
        emit edited(static_cast<std::size_t>(id.mid(kShown.size()).toInt()));
    } else if (const auto* kind = kindNamed(id.toStdString())) {
        emit added(studyOf(*kind, m_shown));
    }
    close();
}

bool StudyList::removeCurrent() {
    const QString id = m_list->currentId();
    if (!id.startsWith(kShown)) return false;
    const auto index = static_cast<std::size_t>(id.mid(kShown.size()).toInt());
    m_shown.erase(m_shown.begin() + static_cast<std::ptrdiff_t>(index));
    fill();
    emit removed(index);
    return true;
}

/// Arrows in the search field move in the list.
bool StudyList::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return StudyPopup::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const bool moves = key->key() == Qt::Key_Up || key->key() == Qt::Key_Down || key->key() == Qt::Key_PageUp ||
                       key->key() == Qt::Key_PageDown;
    if (watched == m_search && moves) {
        QCoreApplication::sendEvent(m_list, event);
        return true;
    }
    const bool erases = key->key() == Qt::Key_Delete && (watched == m_list || m_search->text().isEmpty());
    return (erases && removeCurrent()) || StudyPopup::eventFilter(watched, event);
}

} // namespace qd::chart
