#pragma once

#include "layouts/workspace/Workspace.h"
#include "widgets/terms/Brackets.h"

#include <memory>

namespace qd::workspace {

/// ORDER, CANCEL, AMEND, TWAP, BRACKET, BREAKEVEN, CLOSE, REVERSE, FLATTEN, KILL, ARM, GUARD: what trades by command.
/// Each answers when the venue has: an order that was refused is an error with the reason. Main thread.
class TradingActions : public QObject {
    Q_OBJECT
  public:
    TradingActions(ui::PaneContext& context, Workspace& workspace);
    ~TradingActions() override;

  private:
    struct Watch {
        std::function<std::optional<ports::ActionResult>()> check; ///< empty: not yet
        ports::ActionDone done;
        std::int64_t until = 0;
        QString late; ///< the sentence when time runs out
    };
    void addOrder();
    void addCancel();
    void addAmend();
    void addTwap();
    void addBracket();
    void addBreakEven();
    void addPositionActions();
    void addKill();
    void addArm();
    void addGuard();
    void add(ports::Action action);

    void order(const ports::ActionWords& words, const ports::ActionDone& done);
    void cancel(const ports::ActionWords& words, const ports::ActionDone& done);
    void amend(const ports::ActionWords& words, const ports::ActionDone& done);
    void twap(const ports::ActionWords& words, const ports::ActionDone& done);
    void bracket(const ports::ActionWords& words, const ports::ActionDone& done);
    void saveBracket(const ports::ActionWords& words, const ports::ActionDone& done);
    void endBracketRules(const ports::ActionWords& words, const ports::ActionDone& done);
    void breakEven(const ports::ActionWords& words, const ports::ActionDone& done);
    /// Of the stops that were asked to stand `at` break-even; `stayed`: sentences about those that were not asked.
    /// Empty while the venue has not answered about each.
    [[nodiscard]] std::optional<ports::ActionResult> breakEvenResult(const std::vector<OrderReference>& asked,
                                                                     QStringList stayed, const QString& at) const;
    /// The templates as they are to be kept from now on.
    [[nodiscard]] bool keep(const std::vector<ui::BracketTemplate>& templates);
    [[nodiscard]] std::vector<ui::BracketTemplate> templates() const;
    void close(const ports::ActionWords& words, const ports::ActionDone& done);
    void reverse(const ports::ActionWords& words, const ports::ActionDone& done);
    /// Sends and answers when the venue has taken all of it, or refused.
    void send(const ui::OrderPlan& plan, const ports::ActionDone& done);
    void flatten(const ports::ActionDone& done);
    [[nodiscard]] Result<ClientOrderId, ui::GateCode> closePosition(const PositionView& position);
    /// The newest order of this id, or of this client id when the id is 0.
    [[nodiscard]] const TrackedOrder* find(OrderReference reference) const;
    /// By its symbol, or by a beginning that no other market has: an order must not go to a market by guess.
    [[nodiscard]] std::optional<MarketId> marketOf(std::string_view word) const;
    [[nodiscard]] std::optional<PositionView> position(MarketId market) const;
    [[nodiscard]] std::optional<MarketId> currentMarket() const;
    [[nodiscard]] std::vector<std::string> symbols() const;
    [[nodiscard]] QString outcomeOf(const TrackedOrder& order) const;
    /// Runs `check` now, whenever the account changed, and a few times a second, until it answers or time is up.
    void await(Watch watch);
    void checkWatches();

    ui::PaneContext& m_context;
    Workspace& m_workspace;
    std::vector<ports::Subscription> m_actions;
    ports::Subscription m_changes;
    std::vector<Watch> m_watches;
    QTimer m_timer;
};

} // namespace qd::workspace
