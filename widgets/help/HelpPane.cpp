#include "widgets/help/HelpPane.h"

#include "widgets/base/SectionList.h"
#include "widgets/help/HelpSections.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace qd::ui {

HelpPane::HelpPane(PaneContext& context, std::vector<KeyHints> places)
    : Pane(context, QStringLiteral("HELP"), tr("Help"), false)
    , m_places(std::move(places))
    , m_search(new QLineEdit)
    , m_list(new SectionList(context.themes, FontRole::Mono, FontRole::Mono, QStringLiteral("commands")))
    , m_answer(new QLabel) {
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setAccessibleName(tr("Search in help"));
    m_search->setPlaceholderText(tr("Search commands and explanations"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_list->setAccessibleName(tr("Commands and explanations"));
    m_list->setPaintedAround([this](const std::function<void()>& paint) {
        const PaintScope scope(*this, 0);
        paint();
    });
    m_list->setEmptyText(tr("Nothing here holds these words."), tr("Try fewer or shorter ones; Esc shows everything."));
    m_answer->setObjectName(QStringLiteral("answer"));
    m_answer->setAccessibleName(tr("Answer"));
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setWordWrap(true);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_answer->hide();
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(8, 8, 8, 4);
    top->addWidget(m_search);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    column->addWidget(m_answer);
    setBody(body);
    setFocusProxy(m_search);
    connectParts();
    themeChanged();
}

void HelpPane::connectParts() {
    connect(m_search, &QLineEdit::textChanged, m_list, &SectionList::setFilter);
    connect(m_list, &SectionList::rowActivated, this, &HelpPane::run);
    connect(m_list, &SectionList::currentIdChanged, this, &HelpPane::showHint);
    m_changes = context().actions.onChanged([this] { m_stale = true; });
}

std::optional<QString> HelpPane::applyWords(const ports::ActionWords& words) {
    QStringList typed;
    for (const std::string& word : words) typed << QString::fromStdString(word);
    m_search->setText(typed.join(QLatin1Char(' ')));
    return std::nullopt;
}

void HelpPane::onFrame(const Frame&) {
    if (!std::exchange(m_stale, false)) return;
    m_list->setSections(helpSections(context().actions, m_places));
    setSubtitle(tr("%1 commands").arg(context().actions.all().size()));
}

void HelpPane::themeChanged() {
    m_search->setFont(theme().font(FontRole::Interface));
    m_answer->setFont(theme().font(FontRole::Interface));
    m_answer->setContentsMargins(theme().scaled(12), theme().scaled(6), theme().scaled(12), theme().scaled(6));
    say(m_answer->text(), m_answerToken);
}

bool HelpPane::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_search || event->type() != QEvent::KeyPress) return Pane::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        // Only chosen, not run: what is on top while typing may not be what is meant.
        if (m_list->chooseFirst()) m_list->setFocus();
        return true;
    case Qt::Key_Escape: m_search->clear(); return true;
    default: return Pane::eventFilter(watched, event);
    }
}

void HelpPane::showHint(const QString& name) {
    const ports::Action* action = context().actions.find(name.toStdString());
    if (action == nullptr) return say({}, Token::Text2);
    if (ports::runsByClick(*action)) return say(tr("Enter or a double click runs %1.").arg(name), Token::Text2);
    if (ports::runsBare(*action))
        return say(tr("%1 trades, so it is not run from here; type it in the command bar (Ctrl+K).").arg(name),
                   Token::Text2);
    say(tr("%1 needs words; type it in the command bar (Ctrl+K): %2").arg(name, QString::fromStdString(action->usage)),
        Token::Text2);
}

void HelpPane::run(const QString& name) {
    const ports::Action* action = context().actions.find(name.toStdString());
    if (action == nullptr) return say(tr("There is no command %1 any more.").arg(name), Token::Warn);
    if (!ports::runsByClick(*action)) return showHint(name);
    // The answer may come when this pane is gone.
    context().actions.run(action->name, [self = QPointer<HelpPane>(this), name](const ports::ActionResult& result) {
        if (self == nullptr) return;
        if (!result)
            self->say(QString::fromStdString(result.error().detail), Token::Warn);
        else
            self->say(result->empty() ? tr("%1 is done.").arg(name) : QString::fromStdString(*result), Token::Text1);
    });
}

void HelpPane::say(const QString& sentence, Token token) {
    m_answerToken = token;
    m_answer->setText(sentence);
    m_answer->setVisible(!sentence.isEmpty());
    m_answer->setStyleSheet(QStringLiteral("color: %1; border-top: 1px solid %2;")
                                .arg(theme().color(token).name(), theme().color(Token::Line).name()));
}

} // namespace qd::ui
