#pragma once

#include <QObject>

namespace qd::terminal {

/// Turns the signals that ask a program to end (SIGINT, SIGTERM, SIGHUP) into the end of the event loop, so that
/// everything is saved as after QUIT. One object, main thread.
class Terminate : public QObject {
    Q_OBJECT
  public:
    Terminate();
    ~Terminate() override;

  private:
    int m_sockets[2] = {-1, -1};
};

} // namespace qd::terminal
