#include "widgets/base/SaveQuestion.h"

#include <QFileDialog>

namespace qd::ui {

void askForFile(QWidget* parent, const SaveQuestion& question, std::function<void(const QString& file)> chosen) {
    auto* dialog = new QFileDialog(parent, question.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(question.kind);
    dialog->setDefaultSuffix(question.ending);
    dialog->selectFile(question.name);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

} // namespace qd::ui
