#pragma once

#include "layouts/workspace/TradingDesk.h"

namespace qd::workspace {

/// ORDER, AMEND, TWAP, BRACKET, BREAKEVEN, CLOSE, REVERSE, FLATTEN, KILL, ARM, GUARD: what trades by command.
/// Each answers when the venue has: an order that was refused is an error with the reason. Main thread.
class TradingActions : public TradingDesk {
    Q_OBJECT
  public:
    TradingActions(ui::PaneContext& context, Workspace& workspace);
    ~TradingActions() override;

  private:
    void addOrder();
    void addAmend();
    void addTwap();
    void addBracket();
    void addBreakEven();
    void addPositionActions();
    void addFlatten();
    void addKill();
    void addArm();
    void addGuard();

    void order(const ports::ActionWords& words, const ports::ActionDone& done);
    void amend(const ports::ActionWords& words, const ports::ActionDone& done);
    void twap(const ports::ActionWords& words, const ports::ActionDone& done);
    /// Of TWAPs that were asked; `held`: why others were not.
    [[nodiscard]] std::optional<ports::ActionResult> twapResult(const std::vector<OrderReference>& asked,
                                                                const std::string& deed, const QString& held) const;
    void bracket(const ports::ActionWords& words, const ports::ActionDone& done);
    void saveBracket(const ports::ActionWords& words, const ports::ActionDone& done);
    void endBracketRules(const ports::ActionWords& words, const ports::ActionDone& done);
    void breakEven(const ports::ActionWords& words, const ports::ActionDone& done);
    /// The templates as they are to be kept from now on.
    [[nodiscard]] bool keep(const std::vector<ui::BracketTemplate>& templates);
    void close(const ports::ActionWords& words, const ports::ActionDone& done);
    void reverse(const ports::ActionWords& words, const ports::ActionDone& done);
    void flatten(const ports::ActionDone& done);
    /// The same of the selected account and of every one that a link group carries.
    void kill(const ports::ActionDone& done);

    /// An account and what FLATTEN asked of it.
    struct Flattening {
        std::shared_ptr<ports::AccountPorts> access; ///< null: the selected one
        AccountId account;
        QString name;               ///< said where there are several
        std::ptrdiff_t working = 0; ///< orders
        int held = 0;               ///< positions
        QStringList problems;
    };
    /// Cancels and closes through `gate`, which sends to the account.
    [[nodiscard]] Flattening begin(std::shared_ptr<ports::AccountPorts> access, ui::OrderGate& gate) const;
    /// Answers when all of it is done, or says what could not be.
    void finish(std::vector<Flattening> begun, QStringList problems, const ports::ActionDone& done);
    /// Cancels everything but what protects these positions, which cannot be closed.
    static void cancelAllBut(const std::vector<PositionView>& stuck, const std::vector<TrackedOrder>& orders,
                             ui::OrderGate& gate);
    [[nodiscard]] ports::Accounts& accountsOf(const Flattening& f) const {
        return f.access != nullptr ? f.access->accounts() : m_context.accounts;
    }
    /// Nothing works and nothing is held.
    [[nodiscard]] bool isFlat(const Flattening& f) const;
};

} // namespace qd::workspace
