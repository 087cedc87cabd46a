#pragma once

#include "layouts/workspace/Workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace qd::workspace {

/// SUB, LINK, TRANSFER, PAPER, LEVERAGE, MARGIN, SETTLE, DELEGATE, REFERRER: what an owner does with accounts and their
/// money by command. Each answers when the venue has: what was refused is an error with the reason. Main thread.
class AccountActions : public QObject {
    Q_OBJECT
  public:
    AccountActions(ui::PaneContext& context, Workspace& workspace);
    ~AccountActions() override;

  private:
    void addSub();
    void addLink();
    void addMoney();
    void addMargin();
    void addSettle();
    void addDelegate();
    void addReferrer();
    void add(ports::Action action);

    void sub(const ports::ActionWords& words, const ports::ActionDone& done);
    void link(const ports::ActionWords& words, const ports::ActionDone& done);
    void select(const SubAccountView& account, const ports::ActionDone& done);
    void transfer(const ports::ActionWords& words, const ports::ActionDone& done);
    void paper(const ports::ActionWords& words, const ports::ActionDone& done);
    void leverage(const ports::ActionWords& words, const ports::ActionDone& done);
    void margin(const ports::ActionWords& words, const ports::ActionDone& done);
    void settle(const ports::ActionWords& words, const ports::ActionDone& done);
    void delegate(const ports::ActionWords& words, const ports::ActionDone& done);
    void referrer(const ports::ActionWords& words, const ports::ActionDone& done);
    void openAccountPane(const std::string& tab, const ports::ActionDone& done);

    enum class Beginnings : std::uint8_t { Count, DoNotCount };
    /// By a name that only one has, or by number; where beginnings count also by one that no other name has. Money must
    /// not go to an account by guess, nor must one be renamed or closed.
    [[nodiscard]] std::optional<SubAccountView> accountOf(std::string_view word, Beginnings beginnings) const;
    /// Why a word is no account where beginnings do not count.
    [[nodiscard]] QString noAccount(std::string_view word) const;
    [[nodiscard]] bool isCross(MarketId market) const;
    [[nodiscard]] std::uint64_t mostLeverage(const MarketInfo* info) const;
    [[nodiscard]] std::optional<AssetParams> assetOf(std::string_view word) const;
    /// By its symbol, or by a beginning that no other market has.
    [[nodiscard]] const MarketInfo* marketOf(std::string_view word) const;
    [[nodiscard]] std::vector<std::string> accountWords() const;
    [[nodiscard]] std::vector<std::string> symbols() const;
    [[nodiscard]] std::vector<std::string> assetWords() const;

    ui::PaneContext& m_context;
    Workspace& m_workspace;
    std::vector<ports::Subscription> m_actions;
};

} // namespace qd::workspace
