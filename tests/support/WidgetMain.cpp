#include <QApplication>

namespace qd::test {
int runAll(int argc, char** argv);
}

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    return qd::test::runAll(argc, argv);
}
