#pragma once

#include <QString>

#include <string>
#include <vector>

namespace qd::ui {

/// A key, or a gesture of the mouse, that works inside a pane. The pane's folder writes it once; the list of shortcuts
/// shows it.
struct KeyHint {
    QString key;         ///< "Ctrl+Up", several as "Up / Down"; a gesture in words: "Drag an order"
    QString does;        ///< a few words: "Moves the order by a tick"
    std::string place{}; ///< with `deed`: the key is a default one; KEY place deed chooses another
    std::string deed{};
};

/// The keys of one place: a pane, or everywhere.
struct KeyHints {
    QString title;
    std::vector<KeyHint> keys;
};

} // namespace qd::ui
