#include <QCoreApplication>

namespace qd::test {
int runAll(int argc, char** argv);
}

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    return qd::test::runAll(argc, argv);
}
