#pragma once

#include "widgets/base/PaneContext.h"

#include <QString>

#include <optional>
#include <vector>

/// What STATUS shows, as data: made from the ports and the frame statistics, painted by StatusView.
namespace qd::ui {

struct StatusCell {
    QString text;
    Token token = Token::Text1;
    friend bool operator==(const StatusCell&, const StatusCell&) = default;
};

/// One figure, or a few under the headings of their group.
struct StatusLine {
    QString name;
    std::vector<StatusCell> cells; ///< the last one stands at the right edge
    QString tip;                   ///< what the figure means, and its unit
    std::optional<Token> dot;      ///< before the name
    friend bool operator==(const StatusLine&, const StatusLine&) = default;
};

struct StatusGroup {
    QString title;
    std::vector<QString> headings; ///< of the cells; empty: none
    std::vector<StatusLine> lines;
    friend bool operator==(const StatusGroup&, const StatusGroup&) = default;
};

/// A sentence that is shown whole.
struct StatusMessage {
    QString text;
    Token token = Token::Text1;
    friend bool operator==(const StatusMessage&, const StatusMessage&) = default;
};

struct StatusFigures {
    StatusMessage headline; ///< the worst that is so now, in one sentence
    std::vector<StatusMessage> messages;
    std::vector<StatusGroup> groups;
    friend bool operator==(const StatusFigures&, const StatusFigures&) = default;
};

/// The figures at a monotonic time.
[[nodiscard]] StatusFigures statusFigures(const PaneContext& context, std::int64_t now);

/// The figures as lines of text, for a report.
[[nodiscard]] QString plainText(const StatusFigures& figures);

} // namespace qd::ui
