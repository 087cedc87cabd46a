#include "layouts/workspace/MissingPane.h"

#include <QLabel>

namespace qd::workspace {

MissingPane::MissingPane(ui::PaneContext& context, const PaneEntry& entry)
    : Pane(context, QString::fromStdString(entry.kind), QString::fromStdString(entry.kind), false)
    , m_state(entry.state) {
    auto* label = new QLabel(tr("This version has no pane %1. Its place and settings are kept for one that has; close "
                                "it if you do not need it.")
                                 .arg(QString::fromStdString(entry.kind)),
                             this);
    label->setObjectName(QStringLiteral("missing"));
    label->setAccessibleName(tr("Missing pane"));
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setMargin(context.theme().scaled(12));
    setBody(label);
}

} // namespace qd::workspace
