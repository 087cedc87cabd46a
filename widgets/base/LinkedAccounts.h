#pragma once

#include "core/ports/AccountDesks.h"
#include "widgets/base/LinkGroups.h"

#include <QObject>
#include <QString>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace qd::ui {

/// The accounts that link groups carry: which of the owner's each means now, and its ports. An account that is not
/// there is none: nothing is shown or sent instead. Main thread.
class LinkedAccounts : public QObject {
    Q_OBJECT
  public:
    /// Of a group that carries an account.
    struct Standing {
        std::shared_ptr<ports::AccountPorts> access; ///< null: see `why`
        QString name;                                ///< for people
        QString why;                                 ///< why it is neither shown nor traded from; empty: it is
        friend bool operator==(const Standing&, const Standing&) = default;
    };
    LinkedAccounts(ports::Accounts& selected, ports::AccountDesks& desks, LinkGroups& links, QObject* parent = nullptr);

    /// Null: the group carries none.
    [[nodiscard]] const Standing* of(LinkGroup group) const;
    /// What groups carry and is there, each account once.
    [[nodiscard]] std::vector<Standing> all() const;
    [[nodiscard]] bool isSelected(AccountId account) const;
    /// The owner's accounts that can be carried.
    [[nodiscard]] std::vector<SubAccountView> choices() const;

  signals:
    /// Another account, another name, or whether it is there.
    void changed(char group);

  private:
    [[nodiscard]] Standing standingOf(const LinkedAccount& wanted, const Standing* before);
    [[nodiscard]] Standing followed(AccountId account, const QString& name);
    void look(LinkGroup group);
    /// Keeps what nobody is shown any more a moment longer: it may be what is telling us.
    void letGo(Standing standing);
    void lookAtAll();

    ports::Accounts& m_selected;
    ports::AccountDesks& m_desks;
    LinkGroups& m_links;
    std::map<LinkGroup, Standing> m_standings;
    std::map<LinkGroup, std::uint16_t> m_wanted;         ///< the sub-account each is about
    std::map<LinkGroup, ports::Subscription> m_refusals; ///< their accounts tell when they are closed
    ports::Subscription m_changes;
};

} // namespace qd::ui
