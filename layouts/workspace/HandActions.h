#pragma once

#include "layouts/workspace/TradingDesk.h"
#include "widgets/terms/Ties.h"

namespace qd::workspace {

/// The hands of a scalper as commands, to be typed or put on keys: CANCEL and its kinds, CANCELALL, JOIN, CROSS, NUDGE,
/// SIZE. Each answers when the venue has. Main thread.
class HandActions : public TradingDesk {
    Q_OBJECT
  public:
    HandActions(ui::PaneContext& context, Workspace& workspace);
    ~HandActions() override;

  private:
    void addCancel();
    void addTouch();
    void addNudge();
    void addSize();

    void cancel(const ports::ActionWords& words, const ports::ActionDone& done);
    void cancelOne(const std::string& number, const ports::ActionDone& done);
    void cancelAll(std::optional<MarketId> market, const ports::ActionDone& done);
    void cancelSide(Side side, std::optional<MarketId> market, const ports::ActionDone& done);
    void cancelAt(const ports::ActionWords& words, const ports::ActionDone& done);
    /// Cancels the working orders that `chosen` picks, one by one, and answers when all are gone.
    [[nodiscard]] std::vector<OrderReference> openOnes(const std::function<bool(const TrackedOrder&)>& chosen) const;
    /// The same for those of a kind, but not for one that would take others with it.
    void cancelKind(ui::CancelKind kind, std::optional<MarketId> market, const ports::ActionDone& done);
    /// `left`: what more is said then.
    void awaitGone(const std::vector<OrderReference>& asked, const ports::ActionDone& done, const QString& left = {});
    /// JOIN and CROSS: an order at the best price of its own or of the other side.
    void touch(bool joins, const ports::ActionWords& words, const ports::ActionDone& done);
    void nudge(const ports::ActionWords& words, const ports::ActionDone& done);
    /// Asks it to stand so many ticks away; why it stays, when it was not asked.
    [[nodiscard]] std::optional<QString> nudgeOne(const TrackedOrder& order, int ticks);
    void nudgeEach(const std::vector<TrackedOrder>& targets, int ticks, const ports::ActionDone& done);
    void chooseSize(const ports::ActionWords& words, const ports::ActionDone& done);
};

} // namespace qd::workspace
