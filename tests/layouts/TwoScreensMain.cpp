#include <QApplication>
#include <QFile>
#include <QTemporaryDir>

namespace qd::test {
int runAll(int argc, char** argv);
}

namespace {

/// Left: a full HD monitor, the primary one. Right of it: a larger one that begins higher.
constexpr const char* kScreens = R"({"screens": [
    {"name": "Left", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1},
    {"name": "Right", "x": 1920, "y": -200, "width": 2560, "height": 1440, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
]})";

} // namespace

/// Two monitors without a display.
int main(int argc, char** argv) {
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("screens.json")));
    if (!file.open(QIODevice::WriteOnly) || file.write(kScreens) < 0) return 2;
    file.close();
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + file.fileName().toUtf8());
    const QApplication application(argc, argv);
    return qd::test::runAll(argc, argv);
}
