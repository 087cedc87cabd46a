// What the terminal is made of: every kind of pane and every shipped layout, a row each.
#include "app/terminal/Terminal.h"

#include <QFile>

namespace qd::terminal {

std::vector<ui::PaneKind> paneKinds() { return {}; }

std::vector<workspace::Workspace::Preset> presets() {
    std::vector<workspace::Workspace::Preset> list;
    for (const char* name : {"trader", "scalper"}) {
        QFile file(QStringLiteral(":/presets/%1.toml").arg(QLatin1String(name)));
        if (!file.open(QIODevice::ReadOnly)) qFatal("the layout %s is not in the program", name);
        list.push_back({name, file.readAll().toStdString()});
    }
    return list;
}

} // namespace qd::terminal
