#pragma once

#include "core/ports/AccountControl.h"
#include "widgets/base/Theme.h"

#include <QObject>
#include <QString>

namespace qd::ui {

/// What a person asked of the venue about the account, told in a sentence when it has answered. Main thread.
class ControlRequests final : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    /// The answer to hand to AccountControl: says `done` when it was carried out, else `what` and why not.
    /// Example: follow("Rename", "The account is called Scalping.").
    [[nodiscard]] ports::ControlDone follow(const QString& what, const QString& done);
    /// The same for a sub-account that is being opened.
    [[nodiscard]] ports::AccountOpenedDone followOpening(const QString& name);

    /// Requests that have not been answered.
    [[nodiscard]] int waiting() const { return m_waiting; }

  signals:
    void said(const QString& sentence, qd::ui::Token token);

  private:
    void answered(const QString& what, const QString& done, RejectCode code);

    int m_waiting = 0;
};

} // namespace qd::ui
