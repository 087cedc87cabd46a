#include "widgets/base/ControlRequests.h"

#include "widgets/base/Words.h"

#include <QPointer>

namespace qd::ui {

ports::ControlDone ControlRequests::follow(const QString& what, const QString& done) {
    ++m_waiting;
    return [that = QPointer<ControlRequests>(this), what, done](RejectCode code) {
        if (that != nullptr) that->answered(what, done, code);
    };
}

ports::AccountOpenedDone ControlRequests::followOpening(const QString& name) {
    ++m_waiting;
    return [that = QPointer<ControlRequests>(this), name](std::expected<AccountId, RejectCode> opened) {
        if (that == nullptr) return;
        that->answered(tr("Open %1").arg(name), tr("%1 is open; select it to trade from it.").arg(name),
                       opened ? RejectCode::None : opened.error());
    };
}

void ControlRequests::answered(const QString& what, const QString& done, RejectCode code) {
    --m_waiting;
    if (code == RejectCode::None)
        emit said(done, Token::Up);
    else
        emit said(what + QStringLiteral(": ") + sentence(code), Token::Danger);
}

} // namespace qd::ui
