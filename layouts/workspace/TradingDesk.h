#pragma once

#include "layouts/workspace/OrderWords.h"
#include "layouts/workspace/Workspace.h"
#include "widgets/terms/Brackets.h"

#include <QTimer>

#include <functional>
#include <memory>

namespace qd::workspace {

/// What the commands that trade have in common: the market and the orders their words mean, sending through the gate,
/// and answering when the venue has. Main thread.
class TradingDesk : public QObject {
    Q_OBJECT
  public:
    ~TradingDesk() override;

  protected:
    TradingDesk(ui::PaneContext& context, Workspace& workspace);

    struct Watch {
        std::function<std::optional<ports::ActionResult>()> check; ///< empty: not yet
        ports::ActionDone done;
        std::int64_t until = 0;
        QString late; ///< the sentence when time runs out
    };
    /// About orders that were asked to move. %1: the order's number, %2: why.
    struct MovedWords {
        QString gone;
        QString stays;
        std::function<QString(const TrackedOrder&)> moved;
    };
    void add(ports::Action action);

    /// Reads words of an order (BUY 2 …) and sends what they come to.
    void placeOrder(const ports::ActionWords& words, const ports::ActionDone& done);
    /// Sends and answers when the venue has taken all of it, or refused.
    void send(const ui::OrderPlan& plan, const ports::ActionDone& done);
    /// Runs `check` now, whenever the account changed, and a few times a second, until it answers or time is up.
    void await(Watch watch);
    /// Of orders that were asked to move; `stayed`: sentences about those that were not asked. Empty while the venue
    /// has not answered about each.
    [[nodiscard]] std::optional<ports::ActionResult> amendResult(const std::vector<OrderReference>& asked,
                                                                 QStringList stayed, const MovedWords& words) const;
    [[nodiscard]] QString outcomeOf(const TrackedOrder& order) const;
    /// Whose it is, before it, where panes trade from other accounts than the selected one.
    [[nodiscard]] QString named(const QString& text) const;

    /// The newest order of this id, or of this client id when the id is 0.
    [[nodiscard]] const TrackedOrder* find(OrderReference reference) const;
    /// By its symbol, or by a beginning that no other market has: an order must not go to a market by guess.
    [[nodiscard]] std::optional<MarketId> marketOf(std::string_view word) const;
    /// The market that the last word, at this place, names; the one in use when there is none. Empty: neither.
    [[nodiscard]] std::optional<MarketId> marketAt(const ports::ActionWords& words, std::size_t at) const;
    [[nodiscard]] std::optional<PositionView> position(MarketId market) const;
    [[nodiscard]] std::optional<MarketId> currentMarket() const;
    [[nodiscard]] QString symbolOf(MarketId market) const;
    /// For completion.
    [[nodiscard]] std::vector<std::string> symbols() const;
    [[nodiscard]] std::vector<std::string> workingNumbers() const;
    [[nodiscard]] std::vector<ui::BracketTemplate> templates() const;
    /// The sentence, and that the owner's other accounts were not touched, when there are more than it is about.
    [[nodiscard]] std::string withOthers(const QString& sentence, std::ptrdiff_t about = 1) const;

    ui::PaneContext& m_context;
    Workspace& m_workspace;

  private:
    [[nodiscard]] OrderWordsContext orderWords() const;
    void checkWatches();

    std::vector<ports::Subscription> m_actions;
    ports::Subscription m_changes;
    std::vector<Watch> m_watches;
    QTimer m_timer;
};

} // namespace qd::workspace
