#include "app/terminal/Terminate.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace qd::terminal {
namespace {

constexpr std::array<int, 3> kSignals{SIGINT, SIGTERM, SIGHUP};
/// The one thing a signal handler may use: a file descriptor to write to.
volatile std::sig_atomic_t writeEnd = -1;

void handle(int) {
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(writeEnd, &byte, 1);
}

} // namespace

Terminate::Terminate() {
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, m_sockets) != 0) return; // then signals end us at once
    writeEnd = m_sockets[1];
    auto* notifier = new QSocketNotifier(m_sockets[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [notifier] {
        notifier->setEnabled(false);
        QCoreApplication::quit();
    });
    for (const int number : kSignals) {
        struct sigaction action{};
        action.sa_handler = handle;
        action.sa_flags = SA_RESTART;
        ::sigaction(number, &action, nullptr);
    }
}

Terminate::~Terminate() {
    for (const int number : kSignals) std::signal(number, SIG_DFL);
    writeEnd = -1;
    for (const int socket : m_sockets) {
        if (socket >= 0) ::close(socket);
    }
}

} // namespace qd::terminal
