#include "widgets/report/ReportPane.h"

#include "widgets/base/FileReason.h"
#include "widgets/base/FormLine.h"
#include "widgets/base/SaveQuestion.h"
#include "widgets/report/ReportText.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QThreadPool>
#include <QVBoxLayout>

#include <span>

namespace qd::report {
namespace {

constexpr int kColumn = 24; ///< characters: longer than the names of figures

QString savedSentence(const QString& file, const QString& problem) {
    return problem.isEmpty()
               ? ReportPane::tr("The report was written to %1.").arg(file)
               : ReportPane::tr("%1 was not written: %2. Choose another file, or copy the report.").arg(file, problem);
}

std::uint64_t newestOf(const ui::NewsLog& news) { return news.entries().empty() ? 0 : news.entries().back().number; }

} // namespace

ReportPane::ReportPane(ui::PaneContext& context)
    : Pane(context, QStringLiteral("ERR"), tr("Error report"), false)
    , m_text(new QPlainTextEdit(this))
    , m_notice(new ui::NoticeLine(context.themes, QStringLiteral("reportNotice"), this)) {
    m_text->setObjectName(QStringLiteral("report"));
    m_text->setAccessibleName(tr("Error report"));
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setTabChangesFocus(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeButtons());
    column->addWidget(m_text, 1);
    column->addWidget(m_notice);
    setBody(body);
    body->setFocusProxy(m_text);
    auto* again = new QShortcut(QKeySequence(Qt::Key_F5), body, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(again, &QShortcut::activated, this, &ReportPane::refresh);
    themeChanged();
}

QWidget* ReportPane::makeButtons() {
    auto* form = new ui::FormLine(context().themes, QStringLiteral("reportForm"), {}, this);
    QPushButton* copies = form->addButton({QStringLiteral("reportCopy"), tr("Copy"), tr("Copies the whole report")});
    QPushButton* saves =
        form->addButton({QStringLiteral("reportSave"), tr("Save …"), tr("Writes the report into a text file")});
    QPushButton* anew =
        form->addButton({QStringLiteral("reportRefresh"), tr("Make anew"), tr("With the figures of this moment")});
    form->addHint(QStringLiteral("reportAbout"),
                  tr("For whoever helps you. No account, order or balance is in it; read it before you give it away."));
    connect(copies, &QPushButton::clicked, this, &ReportPane::copy);
    connect(saves, &QPushButton::clicked, this, &ReportPane::chooseFile);
    connect(anew, &QPushButton::clicked, this, &ReportPane::refresh);
    return form;
}

void ReportPane::refresh() {
    m_newest = newestOf(context().news);
    const int scrolled = m_text->verticalScrollBar()->value();
    m_text->setPlainText(reportText(context(), thisMachine(), context().clock.now(), qEnvironmentVariable("HOME")));
    m_text->verticalScrollBar()->setValue(scrolled);
}

void ReportPane::showEvent(QShowEvent* event) {
    Pane::showEvent(event);
    refresh();
}

/// Another problem is in the report at once, unless somebody is just marking something in it.
void ReportPane::onFrame(const ui::Frame& frame) {
    m_notice->pass(frame.nanos);
    if (newestOf(context().news) != m_newest && !m_text->textCursor().hasSelection()) refresh();
}

void ReportPane::themeChanged() {
    const QFont font = theme().font(ui::FontRole::Mono);
    m_text->setFont(font);
    m_text->setTabStopDistance(QFontMetricsF(font).horizontalAdvance(QLatin1Char('0')) * kColumn);
}

void ReportPane::copy() {
    refresh();
    QGuiApplication::clipboard()->setText(m_text->toPlainText());
    say(tr("The report was copied."), ui::Token::Accent);
}

void ReportPane::chooseFile() {
    ui::askForFile(
        this,
        {tr("Save the report"), tr("Text (*.txt)"), QStringLiteral("txt"), QStringLiteral("quantdesk-report.txt")},
        [this](const QString& file) { saveTo(file); });
}

void ReportPane::saveTo(const QString& file, const ports::ActionDone& done) {
    refresh();
    QThreadPool::globalInstance()->start([pane = QPointer(this), file, bytes = m_text->toPlainText().toUtf8(), done] {
        const auto written = writeFileAtomically(file.toStdString(), std::as_bytes(std::span(bytes)));
        const QString problem = written ? QString() : ui::reasonOf(written.error());
        QMetaObject::invokeMethod(
            qApp,
            [pane, file, problem, done] {
                const QString sentence = savedSentence(file, problem);
                if (pane) pane->say(sentence, problem.isEmpty() ? ui::Token::Up : ui::Token::Danger);
                if (!done) return;
                done(problem.isEmpty() ? ports::ActionResult(sentence.toStdString())
                                       : fail(ports::ActionCode::Failed, sentence.toStdString()));
            },
            Qt::QueuedConnection);
    });
}

std::optional<QString> ReportPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    return tr("ERR takes SAVE and a file, or nothing.");
}

void ReportPane::runWords(const ports::ActionWords& words, const ports::ActionDone& done) {
    if (words.size() == 2 && ports::toUpper(words.front()) == "SAVE")
        return saveTo(QString::fromStdString(words[1]), done);
    Pane::runWords(words, done);
}

std::vector<std::string> ReportPane::complete(const ports::ActionWords& words) {
    return words.size() == 1 ? std::vector<std::string>{"SAVE"} : std::vector<std::string>{};
}

void ReportPane::say(const QString& sentence, ui::Token token) {
    m_notice->say(sentence, token, context().clock.monotonicNanos());
}

} // namespace qd::report
