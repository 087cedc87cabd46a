#include "widgets/settings/SettingsPane.h"

#include "widgets/base/LimitTexts.h"
#include "widgets/settings/SettingRow.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

namespace qd::ui {
namespace {

constexpr const char* kSearchKey = "search";
constexpr std::size_t kLongestSearch = 200;

QLabel* sentenceLabel(const QString& name, const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->hide();
    return label;
}

} // namespace

SettingsPane::SettingsPane(PaneContext& context)
    : Pane(context, QStringLiteral("SETTINGS"), tr("Settings"), false)
    , m_search(new QLineEdit)
    , m_scroll(new QScrollArea)
    , m_lock(sentenceLabel(QStringLiteral("locked"), {}, this))
    , m_nothing(sentenceLabel(QStringLiteral("nothing"),
                              tr("No setting holds these words. Try fewer or shorter ones; Esc shows everything."),
                              this)) {
    prepareSearch();
    m_scroll->setObjectName(QStringLiteral("form"));
    m_scroll->setAccessibleName(tr("Settings"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(createForm());
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(8, 8, 0, 0);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(0, 0, 8, 0);
    top->addWidget(m_search);
    top->addWidget(m_lock);
    column->addLayout(top);
    column->addWidget(m_scroll, 1);
    setBody(body);
    setFocusProxy(m_search);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsPane::filter);
    connect(&context.settings, &Settings::changed, this, &SettingsPane::showChanged);
    themeChanged();
    showCount();
}

void SettingsPane::prepareSearch() {
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setAccessibleName(tr("Search in settings"));
    m_search->setPlaceholderText(tr("Search settings by key and sentence"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(static_cast<int>(kLongestSearch));
    m_search->installEventFilter(this);
    auto* find = new QShortcut(QKeySequence::Find, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
}

QWidget* SettingsPane::createForm() {
    auto* form = new QWidget;
    auto* column = new QVBoxLayout(form);
    column->setContentsMargins(4, 0, 12, 12);
    column->setSpacing(10);
    column->addWidget(m_nothing);
    for (const SettingSection& section : settingSections()) {
        Part part{new QLabel(section.title, form), {}};
        part.heading->setTextFormat(Qt::PlainText);
        column->addWidget(part.heading);
        for (const SettingInfo* info : section.rows) {
            auto* row = new SettingRow(context().themes, context().settings, *info, form);
            column->addWidget(row);
            part.rows.push_back(row);
        }
        m_parts.push_back(std::move(part));
    }
    column->addStretch(1);
    return form;
}

PaneState SettingsPane::state() const {
    PaneState state = Pane::state();
    if (!m_search->text().isEmpty()) state[kSearchKey] = m_search->text().toStdString();
    return state;
}

void SettingsPane::restore(const PaneState& state) {
    Pane::restore(state);
    if (const auto found = state.find(kSearchKey); found != state.end() && found->second.size() <= kLongestSearch)
        m_search->setText(QString::fromStdString(found->second));
}

std::optional<QString> SettingsPane::applyWords(const ports::ActionWords& words) {
    QStringList typed;
    for (const std::string& word : words) typed << QString::fromStdString(word);
    m_search->setText(typed.join(QLatin1Char(' ')));
    return std::nullopt;
}

void SettingsPane::filter(const QString& typed) {
    const QStringList words = typed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    bool any = false;
    for (const Part& part : m_parts) {
        bool shown = false;
        for (SettingRow* row : part.rows) {
            const bool holds = holdsWords(row->info(), words);
            row->setVisible(holds);
            shown = shown || holds;
        }
        part.heading->setVisible(shown);
        any = any || shown;
    }
    m_nothing->setVisible(!any);
    m_scroll->ensureVisible(0, 0);
}

void SettingsPane::showChanged(const QString& key) {
    const std::string changed = key.toStdString();
    for (const Part& part : m_parts) {
        for (SettingRow* row : part.rows) {
            if (row->info().key == changed) row->refresh();
        }
    }
    showCount();
}

void SettingsPane::showCount() {
    const int count = countDiffering(context().settings);
    setSubtitle(count == 0 ? tr("all standard") : tr("%n changed", nullptr, count));
}

void SettingsPane::onFrame(const Frame&) {
    const bool locked = context().gate.lock().has_value();
    if (locked == m_locked) return;
    m_locked = locked;
    const QString reason = locked ? tr("Opening is locked: limits cannot be changed until the lock ends.") : QString();
    for (const Part& part : m_parts) {
        for (SettingRow* row : part.rows) {
            if (isOfLimits(row->info().key)) row->setLocked(reason);
        }
    }
    m_lock->setText(reason);
    m_lock->setVisible(locked);
}

void SettingsPane::themeChanged() {
    m_search->setFont(theme().font(FontRole::Interface));
    m_nothing->setFont(theme().font(FontRole::Interface));
    m_lock->setStyleSheet(QStringLiteral("color: %1;").arg(theme().color(Token::Warn).name()));
    for (const Part& part : m_parts) {
        part.heading->setFont(theme().font(FontRole::Strong));
        part.heading->setStyleSheet(
            QStringLiteral("color: %1; border-bottom: 1px solid %2; padding-top: 6px; font-weight: 500;")
                .arg(theme().color(Token::Text1).name(), theme().color(Token::Line).name()));
    }
}

bool SettingsPane::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_search || event->type() != QEvent::KeyPress) return Pane::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        for (const Part& part : m_parts) {
            for (SettingRow* row : part.rows) {
                if (row->isHidden() || !row->control()->isEnabled()) continue;
                row->control()->setFocus(Qt::TabFocusReason);
                m_scroll->ensureWidgetVisible(row);
                return true;
            }
        }
        return true;
    case Qt::Key_Escape: m_search->clear(); return true;
    default: return Pane::eventFilter(watched, event);
    }
}

} // namespace qd::ui
