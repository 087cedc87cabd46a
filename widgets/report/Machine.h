#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>

namespace qd::report {

/// The computer the terminal runs on. What is not known is empty or 0.
struct Machine {
    QString program; ///< version of the terminal
    QString system;  ///< "Debian GNU/Linux 12 (bookworm), kernel 6.1.0, x86_64"
    QString processor;
    int threads = 0;          ///< of the processor
    std::uint64_t memory = 0; ///< bytes
    QString qt;               ///< "6.4.2 (built with 6.4.2), platform xcb"
    QStringList screens;      ///< "HDMI-1: 1920 × 1080 at 0, 0, scale 1, 60 Hz"
};
/// Of this one, as it is now. Main thread.
[[nodiscard]] Machine thisMachine();

} // namespace qd::report
