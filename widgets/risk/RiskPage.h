#pragma once

#include "core/engine/risk/portfolio/Pools.h"
#include "widgets/base/PaneContext.h"
#include "widgets/risk/ReturnFeed.h"
#include "widgets/risk/RiskBook.h"
#include "widgets/risk/RiskGuard.h"

#include <QBoxLayout>
#include <QWidget>

#include <memory>
#include <utility>

namespace qd::ui {

/// What a page of RISK is shown.
struct RiskView {
    std::shared_ptr<const RiskBook> book; ///< null: there is no account yet
    const ReturnFeed& returns;
    const RiskGuard& guard;
    bool doubtful = false;  ///< the venue stands still or a mark cannot be trusted: values are dimmed
    std::int64_t nanos = 0; ///< monotonic
    UnixNanos wall;
};

/// A part of RISK. Shown only while it is the chosen one. Main thread.
class RiskPage : public QWidget {
    Q_OBJECT
  public:
    using QWidget::QWidget;
    /// At most ten times a second, after something changed, and once a second.
    virtual void showRisk(const RiskView& view) = 0;
    /// Every frame: fades what flashes.
    virtual void pass(std::int64_t) {}

  protected:
    /// Says why something typed is not kept, until something is.
    void refuse(const QString& sentence) {
        m_refused = true;
        emit told(sentence, Token::Warn);
    }
    void kept() {
        if (std::exchange(m_refused, false)) emit told({}, Token::Warn);
    }
    /// Two halves that stand side by side where there is room for both, else one below the other.
    static void arrange(QBoxLayout& halves, int width, const Theme& theme) {
        const bool beside = width >= theme.scaled(1'200);
        halves.setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
        halves.setSpacing(theme.scaled(beside ? 16 : 4));
    }

  signals:
    /// A sentence for the foot of the pane; an empty one takes the last one back.
    void told(const QString& sentence, Token token);

  private:
    bool m_refused = false; ///< what was typed last
};

} // namespace qd::ui
