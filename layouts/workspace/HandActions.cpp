#include "layouts/workspace/HandActions.h"

#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/terms/BreakEven.h"
#include "widgets/terms/Waiting.h"

#include <algorithm>

namespace qd::workspace {
namespace {

using ports::ActionDone;
using ports::ActionResult;
using ports::ActionWords;

constexpr std::uint64_t kMostTicks = 100'000;

bool isOpen(const TrackedOrder& o) { return !isFinal(o.state); }

bool startsNumber(const std::string& word) { return word.find_first_not_of("0123456789.+-") == std::string::npos; }

/// "+3", "-2", "5" in ticks. Empty: no such number, or 0.
std::optional<int> ticksFrom(std::string_view word) {
    const bool minus = word.starts_with('-');
    if (minus || word.starts_with('+')) word.remove_prefix(1);
    const auto ticks = parseUnsigned(word);
    if (!ticks || *ticks == 0 || *ticks > kMostTicks) return std::nullopt;
    return minus ? -static_cast<int>(*ticks) : static_cast<int>(*ticks);
}

} // namespace

HandActions::HandActions(ui::PaneContext& context, Workspace& workspace) : TradingDesk(context, workspace) {
    addCancel();
    addTouch();
    addNudge();
    addSize();
}

HandActions::~HandActions() = default;

void HandActions::addCancel() {
    ports::Action cancel;
    cancel.name = "CANCEL";
    cancel.group = tr("Trading").toStdString();
    cancel.summary = tr("Cancels one order by its number, those at a price, or those of a kind; LIMITS leaves stops, "
                        "take-profits and algos, LIMITS and STOPS what would take others with it")
                         .toStdString();
    cancel.usage = "CANCEL id|clientId  |  CANCEL ALL|BUYS|SELLS|LIMITS|STOPS [market]  |  CANCEL AT price [market]";
    cancel.run = [this](const ActionWords& words, const ActionDone& done) { this->cancel(words, done); };
    cancel.complete = [this](const ActionWords& words) {
        const bool at = words.size() > 1 && ports::toUpper(words[0]) == "AT";
        if (words.size() != 1) return words.size() == (at ? 3 : 2) ? symbols() : std::vector<std::string>{};
        std::vector<std::string> choices{"ALL", "BUYS", "SELLS", "LIMITS", "STOPS", "AT"};
        for (std::string& number : workingNumbers()) choices.push_back(std::move(number));
        return choices;
    };
    add(std::move(cancel));

    ports::Action all;
    all.name = "CANCELALL";
    all.group = tr("Trading").toStdString();
    all.summary = tr("Cancels every order of the selected account: limits, stops, take-profits, TWAPs").toStdString();
    all.usage = "CANCELALL";
    all.key = "Ctrl+Shift+X";
    all.run = [this](const ActionWords& words, const ActionDone& done) {
        if (const auto why = unwanted("CANCELALL", words)) return done(*why);
        cancelAll(std::nullopt, done);
    };
    add(std::move(all));
}

void HandActions::addTouch() {
    for (const bool joins : {true, false}) {
        ports::Action touch;
        touch.name = joins ? "JOIN" : "CROSS";
        touch.group = tr("Trading").toStdString();
        touch.summary = joins ? tr("Places a limit at the best price of its own side; without a size the quick size "
                                   "that SIZE chose")
                                    .toStdString()
                              : tr("Takes up to the best price of the other side and cancels the rest; with GTC the "
                                   "rest stays")
                                    .toStdString();
        touch.usage = touch.name + " BUY|SELL [size] [market] [words of ORDER]";
        touch.needsArm = ports::always;
        touch.run = [this, joins](const ActionWords& words, const ActionDone& done) {
            this->touch(joins, words, done);
        };
        touch.complete = [this](const ActionWords& words) {
            if (words.size() == 1) return std::vector<std::string>{"BUY", "SELL"};
            return words.size() <= 3 ? symbols() : std::vector<std::string>{};
        };
        add(std::move(touch));
    }
}

void HandActions::addNudge() {
    ports::Action nudge;
    nudge.name = "NUDGE";
    nudge.group = tr("Trading").toStdString();
    nudge.summary = tr("Moves an order, or every stop of a position, by ticks").toStdString();
    nudge.usage = "NUDGE id|clientId +-ticks  |  NUDGE STOPS +-ticks [market]";
    nudge.needsArm = ports::always;
    nudge.run = [this](const ActionWords& words, const ActionDone& done) { this->nudge(words, done); };
    nudge.complete = [this](const ActionWords& words) {
        if (words.size() == 2) return std::vector<std::string>{"+1", "-1", "+5", "-5"};
        if (words.size() == 3) return ports::toUpper(words[0]) == "STOPS" ? symbols() : std::vector<std::string>{};
        std::vector<std::string> choices{"STOPS"};
        for (std::string& number : workingNumbers()) choices.push_back(std::move(number));
        return words.size() == 1 ? choices : std::vector<std::string>{};
    };
    add(std::move(nudge));
}

void HandActions::addSize() {
    ports::Action size;
    size.name = "SIZE";
    size.group = tr("Trading").toStdString();
    size.summary = tr("Chooses the quick size that JOIN and CROSS use when they name none").toStdString();
    size.usage = "SIZE 1|2|3|4";
    size.run = [this](const ActionWords& words, const ActionDone& done) { chooseSize(words, done); };
    size.complete = [](const ActionWords& words) {
        return words.size() == 1 ? std::vector<std::string>{"1", "2", "3", "4"} : std::vector<std::string>{};
    };
    add(std::move(size));
}

void HandActions::cancel(const ActionWords& words, const ActionDone& done) {
    const std::string what = words.empty() ? std::string() : ports::toUpper(words[0]);
    if (what == "AT") return cancelAt(words, done);
    const bool kind = what == "ALL" || what == "BUYS" || what == "SELLS" || what == "LIMITS" || what == "STOPS";
    if (words.empty() || words.size() > (kind ? 2 : 1))
        return done(badArguments(tr("CANCEL wants the number of an order, or ALL, BUYS, SELLS, LIMITS or STOPS and a "
                                    "market if only one is meant, or AT and a price")));
    if (!kind) return cancelOne(words[0], done);
    const auto market = words.size() == 2 ? marketOf(words[1]) : std::nullopt;
    if (words.size() == 2 && !market) return done(badArguments(tr("there is no market %1").arg(shown(words[1]))));
    if (what == "ALL") return cancelAll(market, done);
    if (what == "BUYS" || what == "SELLS") return cancelSide(what == "BUYS" ? Side::Buy : Side::Sell, market, done);
    cancelKind(what == "LIMITS" ? ui::CancelKind::Limits : ui::CancelKind::Stops, market, done);
}

void HandActions::cancelKind(ui::CancelKind kind, std::optional<MarketId> market, const ActionDone& done) {
    const ui::CancelChoice choice = ui::cancelChoice(m_context.accounts.orders(), kind, market);
    const QString left = ui::tiedText(choice.tied);
    if (choice.alone.empty() && !left.isEmpty()) return done(refused(left));
    for (const OrderReference& reference : choice.alone) m_context.gate.cancel(reference);
    awaitGone(choice.alone, done, left);
}

void HandActions::cancelOne(const std::string& number, const ActionDone& done) {
    const TrackedOrder* target = workingOrder(m_context.accounts.orders(), number);
    if (target == nullptr) return done(badArguments(tr("there is no working order %1").arg(shown(number))));
    const OrderReference reference{target->order.id, target->order.terms.clientId};
    m_context.gate.cancel(reference);
    await({[this, reference]() -> std::optional<ActionResult> {
               const TrackedOrder* o = find(reference);
               if (o == nullptr || isFinal(o->state)) return answer(tr("The order is not working any more."));
               if (!o->pendingCancel && o->rejectCode != RejectCode::None) return refused(ui::sentence(o->rejectCode));
               return std::nullopt;
           },
           done, 0, tr("The venue has not confirmed the cancel yet.")});
}

void HandActions::cancelAll(std::optional<MarketId> market, const ActionDone& done) {
    if (!m_context.accounts.account()) return done(refused(tr("The account is not known yet; nothing was cancelled.")));
    const auto open = [market](const TrackedOrder& o) {
        return isOpen(o) && (!market || o.order.terms.market == *market);
    };
    const auto waiting = std::ranges::count_if(m_context.accounts.orders(), [&](const TrackedOrder& o) {
        return open(o) && o.order.progress.phase != OrderPhase::Book;
    });
    m_context.gate.cancelAll(market, std::nullopt);
    await(
        {[this, open, waiting]() -> std::optional<ActionResult> {
             if (std::ranges::any_of(m_context.accounts.orders(), open)) return std::nullopt;
             if (waiting == 0) return withOthers(tr("No order is working."));
             return withOthers(
                 tr("No order is working; stops, take-profits and algos that went with the limits: %1.").arg(waiting));
         },
         done, 0, tr("Some orders are still working.")});
}

void HandActions::cancelSide(Side side, std::optional<MarketId> market, const ActionDone& done) {
    if (!m_context.accounts.account()) return done(refused(tr("The account is not known yet; nothing was cancelled.")));
    const std::vector<OrderReference> asked = openOnes([&](const TrackedOrder& o) {
        return o.order.terms.side == side && (!market || o.order.terms.market == *market);
    });
    m_context.gate.cancelAll(market, side);
    awaitGone(asked, done);
}

std::vector<OrderReference> HandActions::openOnes(const std::function<bool(const TrackedOrder&)>& chosen) const {
    std::vector<OrderReference> found;
    for (const TrackedOrder& o : m_context.accounts.orders()) {
        if (isOpen(o) && chosen(o)) found.push_back({o.order.id, o.order.terms.clientId});
    }
    return found;
}

void HandActions::cancelAt(const ActionWords& words, const ActionDone& done) {
    const auto price = words.size() < 2 ? std::unexpected(DecimalError::NotANumber) : parseFixed<Price>(words[1]);
    const auto market = marketAt(words, 2);
    if (!price || price->raw() <= 0 || !market)
        return done(badArguments(tr("CANCEL AT wants a price above zero, and a market if it is another one")));
    const std::vector<OrderReference> asked = openOnes(
        [&](const TrackedOrder& o) { return o.order.terms.market == *market && ui::standsAt(o.order) == *price; });
    for (const OrderReference& reference : asked) m_context.gate.cancel(reference);
    awaitGone(asked, done);
}

void HandActions::awaitGone(const std::vector<OrderReference>& asked, const ActionDone& done, const QString& left) {
    if (asked.empty()) return done(answer(tr("There is no such order.")));
    await({[this, asked, left]() -> std::optional<ActionResult> {
               for (const OrderReference& reference : asked) {
                   const TrackedOrder* o = find(reference);
                   if (o == nullptr || isFinal(o->state)) continue;
                   if (o->pendingCancel || o->rejectCode == RejectCode::None) return std::nullopt;
                   return refused(
                       tr("Order %1 still works. %2").arg(o->order.id.value()).arg(ui::sentence(o->rejectCode)));
               }
               const QString gone = tr("Orders cancelled: %1.").arg(asked.size());
               return answer(left.isEmpty() ? gone : gone + QLatin1Char(' ') + left);
           },
           done, 0, tr("Some orders are still working.")});
}

void HandActions::touch(bool joins, const ActionWords& words, const ActionDone& done) {
    const std::string side = words.empty() ? std::string() : ports::toUpper(words[0]);
    if (side != "BUY" && side != "SELL")
        return done(badArguments(tr("%1 wants BUY or SELL, then a size, or nothing for the quick size")
                                     .arg(joins ? QStringLiteral("JOIN") : QStringLiteral("CROSS"))));
    const bool sized = words.size() > 1 && startsNumber(words[1]);
    const auto quick = static_cast<std::size_t>(m_context.settings.integer(ui::setting::kQuickSize) - 1);
    ActionWords order{side, sized ? words[1] : m_context.settings.text(ui::setting::kLadderSizes.at(quick)), "LIMIT",
                      (side == "BUY") == joins ? "BID" : "ASK"};
    bool timed = joins;
    for (std::size_t i = sized ? 2 : 1; i < words.size(); ++i) {
        const std::string word = ports::toUpper(words[i]);
        timed = timed || word == "GTC" || word == "IOC" || word == "FOK" || word == "GTD";
        order.push_back(words[i]);
    }
    if (!timed) order.emplace_back("IOC");
    placeOrder(order, done);
}

void HandActions::nudge(const ActionWords& words, const ActionDone& done) {
    const bool stops = !words.empty() && ports::toUpper(words[0]) == "STOPS";
    const auto ticks = words.size() < 2 ? std::nullopt : ticksFrom(words[1]);
    const auto market = stops && ticks ? marketAt(words, 2) : std::nullopt;
    if (!ticks || (stops ? !market : words.size() != 2))
        return done(
            badArguments(tr("NUDGE wants the number of an order, or STOPS, and how many ticks, like +2 or -1")));
    std::vector<TrackedOrder> targets;
    if (stops) {
        const auto p = position(*market);
        if (!p) return done(refused(tr("There is no position in %1.").arg(symbolOf(*market))));
        targets = ui::stopsOf(*p, m_context.accounts.orders());
        if (targets.empty()) return done(refused(tr("The position in %1 has no stop.").arg(symbolOf(*market))));
    } else if (const TrackedOrder* order = workingOrder(m_context.accounts.orders(), words[0])) {
        targets.push_back(*order);
    } else {
        return done(badArguments(tr("there is no working order %1").arg(shown(words[0]))));
    }
    nudgeEach(targets, *ticks, done);
}

std::optional<QString> HandActions::nudgeOne(const TrackedOrder& o, int ticks) {
    const MarketInfo* info = m_context.info(o.order.terms.market);
    if (info == nullptr) return tr("its market is not known.");
    if (auto why = ui::immovable(o)) return why;
    const auto to = ui::byTicks(*ui::standsAt(o.order), info->params.tick, ticks);
    if (!to) return tr("so far away there is no price.");
    const auto amendment = ui::movedTo(o.order, *to);
    if (!amendment) return amendment.error();
    const auto sent = m_context.gate.amend(o.order, *amendment, ui::Intent::Explicit);
    return sent ? std::nullopt : std::optional(shown(sent.error().detail));
}

void HandActions::nudgeEach(const std::vector<TrackedOrder>& targets, int ticks, const ActionDone& done) {
    const MovedWords moved{
        tr("Order %1 is not working any more."), tr("Order %1 stays where it is: %2"), [this](const TrackedOrder& o) {
            const MarketInfo* info = m_context.info(o.order.terms.market);
            const auto at = ui::standsAt(o.order);
            return tr("Order %1 stands at %2.")
                .arg(o.order.id.value())
                .arg(info != nullptr && at ? ui::text(*at, ui::decimalsOf(info->params.tick)) : ui::unknownText());
        }};
    QStringList stayed;
    std::vector<OrderReference> asked;
    for (const TrackedOrder& o : targets) {
        if (const auto why = nudgeOne(o, ticks))
            stayed << moved.stays.arg(o.order.id.value()).arg(*why);
        else
            asked.push_back({o.order.id, o.order.terms.clientId});
    }
    await({[this, asked, stayed, moved] { return amendResult(asked, stayed, moved); }, done, 0,
           tr("The venue has not answered about every order yet; each stands where it was until it does.")});
}

void HandActions::chooseSize(const ActionWords& words, const ActionDone& done) {
    const auto number =
        words.size() == 1 ? parseWhole(words[0], 1, std::ssize(ui::setting::kLadderSizes)) : std::nullopt;
    if (!number) return done(badArguments(tr("SIZE wants 1, 2, 3 or 4")));
    if (auto set = m_context.settings.set(ui::setting::kQuickSize, words[0]); !set)
        return done(refused(shown(set.error().detail)));
    const char* key = ui::setting::kLadderSizes.at(static_cast<std::size_t>(*number - 1));
    done(answer(
        tr("JOIN and CROSS use %1; SET %2 changes it.").arg(shown(m_context.settings.text(key)), QLatin1String(key))));
}

} // namespace qd::workspace
