#pragma once

#include "core/base/Decimal.h"
#include "tests/support/PaneRig.h"
#include "widgets/base/BracketTexts.h"
#include "widgets/brackets/BracketWatch.h"
#include "widgets/terms/Brackets.h"
#include "widgets/terms/KeptRunning.h"

#include <algorithm>

namespace qd::test {

/// Brackets at a venue that a test plays by hand: it accepts, fills, answers and refuses. SOL-PERP, tick 0.01.
class WatchedBrackets : public PaneRig {
  public:
    static constexpr MarketId kSol{0};

    WatchedBrackets() {
        hold(0);
        at("150");
        take();
    }
    void take() {
        watch = std::make_unique<ui::BracketWatch>(context);
        QObject::connect(watch.get(), &ui::BracketWatch::told, [this](const ui::News& n) { told.push_back(n); });
    }
    /// The terminal is closed and started again: what is kept is all it knows.
    void restart() {
        watch.reset();
        gate.setArmed(false);
        ui::Settings again;
        again.read(settings.write(), "settings.toml").value();
        settings.read(again.write(), "settings.toml").value();
        take();
    }

    [[nodiscard]] static Price price(const char* text) { return parseFixed<Price>(text).value(); }
    static constexpr std::int64_t kTenth = 100 * kNanosPerMilli;
    /// The market moves to there, and a tenth of a second goes by.
    void at(const char* mark) {
        venue.setBook(kSol, price(mark));
        look();
    }
    void look(std::int64_t nanos = kTenth) {
        clock.advance(nanos);
        if (watch) watch->look();
    }

    /// Sends a bracket of 10 SOL at a limit, which the venue accepts. Answers the number of its entry; target and stop
    /// are the next ones, a missing one is left out.
    std::uint32_t send(const char* text, Side side = Side::Buy, const char* limit = "150", const char* name = "scalp") {
        OrderTerms entry;
        entry.market = kSol;
        entry.side = side;
        entry.price = price(limit);
        entry.size = Quantity::of(10);
        const auto bracket = ui::parseTemplate(name, text).value();
        const MarketParams& market = venue.marketList[0].params;
        const auto levels = ui::levelsOf(bracket, side, entry.price, market).value();
        gate.send(ui::bracketOf(entry, entry.price, levels).value(), ui::Intent::Explicit).value();
        return accept();
    }
    std::uint32_t accept() {
        const std::uint32_t first = m_next;
        for (const OrderTerms& terms : venue.placedSets.back().orders) {
            TrackedOrder o;
            o.order.id = OrderId(m_next++);
            o.order.terms = terms;
            o.state = OrderState::Working;
            if (o.order.id.value() != first) {
                o.order.progress.parent = OrderId(first);
                o.order.progress.phase = OrderPhase::Waiting;
                o.order.terms.size = Quantity();
            }
            change(o);
            venue.orderList.push_back(o);
        }
        look();
        return first;
    }
    [[nodiscard]] TrackedOrder& order(std::uint32_t id) {
        return *std::ranges::find(venue.orderList, OrderId(id), [](const TrackedOrder& o) { return o.order.id; });
    }
    /// The entry is filled in part or as a whole; its exits grow and the position too.
    void fill(std::uint32_t entry, std::int64_t size, const char* priceText) {
        TrackedOrder& e = order(entry);
        e.order.filled = Quantity(e.order.filled.raw() + Quantity::of(size).raw());
        e.order.filledQuote = Money(e.order.filledQuote.raw() + price(priceText).raw() * size);
        e.state = e.order.remaining().isZero() ? OrderState::Filled : OrderState::PartiallyFilled;
        change(e);
        for (TrackedOrder& o : venue.orderList) {
            if (o.order.progress.parent != OrderId(entry)) continue;
            o.order.terms.size = Quantity(o.order.terms.size.raw() + Quantity::of(size).raw());
            // Any news of an order says that nothing is pending, as the venue's own tracker does.
            o.pendingAmend = false;
            change(o);
        }
        hold(m_held + size * signOf(e.order.terms.side));
        look();
    }
    void hold(std::int64_t size) {
        m_held = size;
        auto account = std::make_shared<AccountView>();
        account->id = m_account;
        PositionView p;
        p.market = kSol;
        p.position.base = Quantity::of(size);
        account->positions.push_back(p);
        venue.accountView = account;
    }
    void select(std::uint32_t account) {
        m_account = AccountId(account);
        hold(m_held);
    }
    void close(std::uint32_t id, OrderState state, CloseReason reason) {
        order(id).state = state;
        order(id).closeReason = reason;
        change(order(id));
        look();
    }

    /// The amend that was sent last arrives and is done; it must be the only one on its way.
    void answer() {
        const auto& amend = venue.amended.back();
        TrackedOrder& o = order(amend.order.id.value());
        if (amend.trigger.isZero())
            o.order.terms.price = amend.price;
        else
            o.order.terms.trigger.price = amend.trigger;
        o.rejectCode = RejectCode::None;
        o.pendingAmend = false;
        change(o);
        look();
    }
    void refuse(RejectCode code) {
        TrackedOrder& o = order(venue.amended.back().order.id.value());
        o.rejectCode = code;
        o.pendingAmend = false;
        change(o);
        look();
    }
    void moveByHand(std::uint32_t id, const char* to) {
        TrackedOrder& o = order(id);
        (o.order.terms.trigger.kind == TriggerKind::None ? o.order.terms.price : o.order.terms.trigger.price) =
            price(to);
        change(o);
        look();
    }

    [[nodiscard]] std::size_t amends() const { return venue.amended.size(); }
    /// "12 > 148.5": the amend that was sent last.
    [[nodiscard]] QString lastAmend() const {
        if (venue.amended.empty()) return QStringLiteral("none");
        const auto& a = venue.amended.back();
        return QStringLiteral("%1 > %2")
            .arg(a.order.id.value())
            .arg(QString::fromStdString(toString(a.trigger.isZero() ? a.price : a.trigger)));
    }
    [[nodiscard]] QString lastNews() const { return told.empty() ? QString() : told.back().sentence; }
    [[nodiscard]] std::vector<ui::RunningBracket> running() const { return ui::keptRunning(settings); }

    std::unique_ptr<ui::BracketWatch> watch;
    std::vector<ui::News> told;

  private:
    void change(TrackedOrder& o) { o.changedAt = UnixNanos(++m_changes); }

    AccountId m_account{3};
    std::int64_t m_held = 0;
    std::uint32_t m_next = 1;
    std::int64_t m_changes = 0;
};

} // namespace qd::test
