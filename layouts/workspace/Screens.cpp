#include "layouts/workspace/Screens.h"

#include <QGuiApplication>
#include <QScreen>

#include <algorithm>

namespace qd::workspace {
namespace {

const ScreenArea kNowhere{"", QRect(0, 0, 1920, 1080)}; ///< while no monitor is plugged in

} // namespace

Screens::Screens() {
    connect(qApp, &QGuiApplication::screenAdded, this, &Screens::watch);
    connect(qApp, &QGuiApplication::screenAdded, this, &Screens::changed);
    connect(qApp, &QGuiApplication::screenRemoved, this, &Screens::changed);
    for (QScreen* screen : QGuiApplication::screens()) watch(screen);
}

void Screens::watch(QScreen* screen) {
    connect(screen, &QScreen::geometryChanged, this, &Screens::changed);
    connect(screen, &QScreen::availableGeometryChanged, this, &Screens::changed);
}

std::vector<ScreenArea> Screens::areas() const {
    std::vector<ScreenArea> areas;
    QList<QScreen*> all = QGuiApplication::screens();
    std::stable_partition(all.begin(), all.end(), [](QScreen* s) { return s == QGuiApplication::primaryScreen(); });
    for (QScreen* screen : all) areas.push_back({screen->name().toStdString(), screen->availableGeometry()});
    if (areas.empty()) areas.push_back(kNowhere);
    return areas;
}

std::vector<Monitor> Screens::monitors() const {
    std::vector<Monitor> monitors;
    for (QScreen* screen : QGuiApplication::screens())
        monitors.push_back({screen->name().toStdString(), screen->geometry()});
    return monitors;
}

} // namespace qd::workspace
