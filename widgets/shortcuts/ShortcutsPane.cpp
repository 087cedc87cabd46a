#include "widgets/shortcuts/ShortcutsPane.h"

#include "widgets/base/SectionList.h"
#include "widgets/shortcuts/ShortcutSections.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace qd::ui {

ShortcutsPane::ShortcutsPane(PaneContext& context, std::vector<KeyHints> places)
    : Pane(context, QStringLiteral("S"), tr("Shortcuts"), false)
    , m_places(std::move(places))
    , m_search(new QLineEdit)
    , m_copy(new QToolButton(this))
    , m_list(new SectionList(context.themes, FontRole::Mono, FontRole::Interface, QStringLiteral("shortcuts"))) {
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setAccessibleName(tr("Search in shortcuts"));
    m_search->setPlaceholderText(tr("Search keys"));
    m_search->setClearButtonEnabled(true);
    m_copy->setObjectName(QStringLiteral("copy"));
    m_copy->setText(tr("Copy as text"));
    m_copy->setAccessibleName(m_copy->text());
    m_copy->setToolTip(tr("Puts the whole list on the clipboard, to be printed"));
    m_copy->setFocusPolicy(Qt::TabFocus);
    controls()->addWidget(m_copy);
    m_list->setAccessibleName(tr("Shortcuts"));
    m_list->setPaintedAround([this](const std::function<void()>& paint) {
        const PaintScope scope(*this, 0);
        paint();
    });
    m_list->setEmptyText(tr("No key fits these words."), tr("Clear the search to see all of them."));
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(8, 8, 8, 4);
    top->addWidget(m_search);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    setBody(body);
    setFocusProxy(m_search);
    connect(m_search, &QLineEdit::textChanged, m_list, &SectionList::setFilter);
    connect(m_copy, &QToolButton::clicked, this, &ShortcutsPane::copy);
    m_changes = context.actions.onChanged([this] { m_stale = true; });
    themeChanged();
}

std::optional<QString> ShortcutsPane::applyWords(const ports::ActionWords& words) {
    QStringList typed;
    for (const std::string& word : words) typed << QString::fromStdString(word);
    m_search->setText(typed.join(QLatin1Char(' ')));
    return std::nullopt;
}

void ShortcutsPane::onFrame(const Frame&) {
    if (!std::exchange(m_stale, false)) return;
    auto sections = shortcutSections(context().actions, m_places);
    const int conflicts = conflictsIn(sections);
    setSubtitle(conflicts == 0 ? title() : tr("Conflicts: %1").arg(conflicts));
    m_list->setSections(std::move(sections));
}

void ShortcutsPane::themeChanged() {
    m_search->setFont(theme().font(FontRole::Interface));
    m_copy->setFont(theme().font(FontRole::Interface));
}

void ShortcutsPane::copy() {
    QGuiApplication::clipboard()->setText(tr("QuantDesk: keyboard shortcuts") + QStringLiteral("\n\n") +
                                          plainText(m_list->sections()));
}

} // namespace qd::ui
