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
    /// Cancels everything but what protects these positions, which cannot be closed.
    void cancelAllBut(const std::vector<PositionView>& stuck);
    [[nodiscard]] std::optional<ports::ActionResult> flattenResult(AccountId account, std::ptrdiff_t working,
                                                                   int held) const;
};

} // namespace qd::workspace
