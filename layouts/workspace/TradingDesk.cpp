#include "layouts/workspace/TradingDesk.h"

#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "widgets/base/Format.h"
#include "widgets/base/SubAccounts.h"
#include "widgets/base/Words.h"
#include "widgets/terms/KeptBrackets.h"
#include "widgets/terms/Waiting.h"

#include <algorithm>

namespace qd::workspace {
namespace {

using ports::ActionCode;
using ports::ActionDone;
using ports::ActionResult;
using ports::ActionWords;

constexpr std::int64_t kPatience = 5 * kNanosPerSecond;
constexpr int kCheckMillis = 100;

/// The average price of what is filled, as exact as the market's prices.
QString averageOf(const ui::PaneContext& context, const Order& order) {
    const MarketInfo* info = context.info(order.terms.market);
    return info != nullptr ? ui::averageText(order, ui::decimalsOf(info->params.tick)) : ui::unknownText();
}

} // namespace

TradingDesk::TradingDesk(ui::PaneContext& context, Workspace& workspace) : m_context(context), m_workspace(workspace) {
    m_changes = m_context.accounts.onChanged([this] { checkWatches(); });
    m_timer.setInterval(kCheckMillis);
    connect(&m_timer, &QTimer::timeout, this, &TradingDesk::checkWatches);
}

TradingDesk::~TradingDesk() = default;

void TradingDesk::add(ports::Action action) { m_actions.push_back(m_context.actions.add(std::move(action))); }

std::vector<std::string> TradingDesk::symbols() const {
    std::vector<std::string> list;
    for (const MarketInfo& info : m_context.market.markets()) list.push_back(info.params.symbol);
    return list;
}

std::optional<MarketId> TradingDesk::currentMarket() const {
    const ui::Pane* active = m_workspace.activePane();
    if (active != nullptr && active->linksMarket() && active->market()) return active->market();
    if (const auto linked = m_context.links.market('A')) return linked;
    const auto& markets = m_context.market.markets();
    return markets.empty() ? std::nullopt : std::optional(markets.front().params.id);
}

std::optional<MarketId> TradingDesk::marketOf(std::string_view word) const {
    const std::string wanted = ports::toUpper(word);
    std::optional<MarketId> only;
    bool several = false;
    for (const MarketInfo& info : m_context.market.markets()) {
        const std::string symbol = ports::toUpper(info.params.symbol);
        if (symbol == wanted) return info.params.id;
        if (wanted.empty() || !symbol.starts_with(wanted)) continue;
        several = several || only.has_value();
        only = info.params.id;
    }
    return several ? std::nullopt : only;
}

const TrackedOrder* TradingDesk::find(OrderReference reference) const {
    const auto& orders = m_context.accounts.orders();
    const auto found = std::find_if(orders.rbegin(), orders.rend(), [&](const TrackedOrder& o) {
        // One that was not acknowledged when it was asked for has its number by now.
        return reference.id.value() != 0 ? o.order.id == reference.id : o.order.terms.clientId == reference.clientId;
    });
    return found == orders.rend() ? nullptr : &*found;
}

std::optional<PositionView> TradingDesk::position(MarketId market) const {
    const auto account = m_context.accounts.account();
    if (!account) return std::nullopt;
    const auto found = std::ranges::find(account->positions, market, &PositionView::market);
    if (found == account->positions.end() || found->position.base.isZero()) return std::nullopt;
    return *found;
}

void TradingDesk::await(Watch watch) {
    watch.until = m_context.clock.monotonicNanos() + kPatience;
    m_watches.push_back(std::move(watch));
    m_timer.start();
    checkWatches();
}

void TradingDesk::checkWatches() {
    const std::int64_t now = m_context.clock.monotonicNanos();
    std::vector<std::pair<ActionDone, ActionResult>> finished;
    std::erase_if(m_watches, [&](Watch& w) {
        auto result = w.check();
        if (!result && now > w.until) result = fail(ActionCode::TimedOut, w.late.toStdString());
        if (result) finished.emplace_back(std::move(w.done), std::move(*result));
        return result.has_value();
    });
    if (m_watches.empty()) m_timer.stop();
    for (auto& [done, result] : finished) done(std::move(result));
}

std::vector<ui::BracketTemplate> TradingDesk::templates() const { return ui::keptTemplates(m_context.settings); }

/// "Buy 2 SOL-PERP: Filled, 2 at 148.27"
QString TradingDesk::outcomeOf(const TrackedOrder& o) const {
    const OrderTerms& t = o.order.terms;
    const QString side = ui::word(t.side);
    const QString symbol = symbolOf(t.market);
    // An exit of a bracket has no size yet.
    QString text = t.size.isZero() ? tr("%1 %2, as much as the entry fills: %3").arg(side, symbol, ui::stateText(o))
                                   : tr("%1 %2 %3: %4").arg(side, shown(toString(t.size)), symbol, ui::stateText(o));
    const MarketInfo* info = m_context.info(t.market);
    if (info != nullptr && ui::waits(o.order) && !isFinal(o.state) && t.trigger.kind != TriggerKind::None)
        text += QStringLiteral(", ") + ui::triggerText(t, ui::decimalsOf(info->params.tick)).toLower();
    if (!o.order.filled.isZero())
        text += tr(", %1 at %2").arg(shown(toString(o.order.filled)), averageOf(m_context, o.order));
    if (isFinal(o.state) && o.closeReason != CloseReason::Filled && o.closeReason != CloseReason::Cancelled)
        text += QStringLiteral(". ") + ui::sentence(o.closeReason);
    return named(text);
}

QString TradingDesk::named(const QString& text) const {
    const auto account = m_context.accounts.account();
    if (!account || m_context.linked.all().empty()) return text;
    return QStringLiteral("%1: %2").arg(ui::accountName({.number = account->subAccount, .name = account->name}), text);
}

void TradingDesk::send(const ui::OrderPlan& plan, const ActionDone& done) {
    const auto placed = m_context.gate.send(plan, ui::Intent::Explicit);
    if (!placed) return done(refused(shown(placed.error().detail)));
    await({[this, ids = *placed]() -> std::optional<ActionResult> {
               // A set is accepted or refused as a whole: one refusal is the set's.
               QStringList lines;
               for (const ClientOrderId id : ids) {
                   const TrackedOrder* o = find(OrderReference{{}, id});
                   if (o != nullptr && o->state == OrderState::Rejected) return refused(ui::sentence(o->rejectCode));
                   if (o == nullptr || o->state == OrderState::Sent) return std::nullopt;
                   lines << outcomeOf(*o);
               }
               return answer(lines.join(QLatin1Char('\n')));
           },
           done, 0, tr("The venue has not answered yet; the order may still land.")});
}

QString TradingDesk::symbolOf(MarketId market) const {
    const MarketInfo* info = m_context.info(market);
    return info != nullptr ? shown(info->params.symbol) : ui::unknownText();
}

OrderWordsContext TradingDesk::orderWords() const {
    OrderWordsContext words;
    words.market = [this](std::string_view symbol) -> const MarketInfo* {
        const auto id = marketOf(symbol);
        return id ? m_context.info(*id) : nullptr;
    };
    words.byId = [this](MarketId id) { return m_context.info(id); };
    words.standard = currentMarket();
    words.now = m_context.market.now();
    words.reference = [this](MarketId id, Side side) -> std::optional<Price> {
        const Ticker t = m_context.market.ticker(id);
        const Price best = side == Side::Buy ? t.bestAsk : t.bestBid;
        const Price price = best.isZero() ? t.prices.mark : best;
        return price.isZero() ? std::nullopt : std::optional(price);
    };
    words.touch = [this](MarketId id, Side side) -> std::optional<Price> {
        const Ticker t = m_context.market.ticker(id);
        const Price best = side == Side::Buy ? t.bestBid : t.bestAsk;
        return best.isZero() ? std::nullopt : std::optional(best);
    };
    words.templates = templates();
    return words;
}

void TradingDesk::placeOrder(const ActionWords& words, const ActionDone& done) {
    const auto plan = parseOrder(words, orderWords());
    if (!plan) return done(std::unexpected(plan.error()));
    send(*plan, done);
}

std::vector<std::string> TradingDesk::workingNumbers() const {
    std::vector<std::string> numbers;
    for (const TrackedOrder& o : m_context.accounts.orders()) {
        if (!isFinal(o.state) && o.order.id.value() != 0) numbers.push_back(std::to_string(o.order.id.value()));
    }
    return numbers;
}

std::optional<MarketId> TradingDesk::marketAt(const ActionWords& words, std::size_t at) const {
    if (words.size() == at) return currentMarket();
    return words.size() == at + 1 ? marketOf(words[at]) : std::nullopt;
}

std::string TradingDesk::withOthers(const QString& sentence, std::ptrdiff_t about) const {
    const auto account = m_context.accounts.account();
    const auto open = !account ? 0 : std::ranges::count(account->subAccounts, false, &SubAccountView::closed);
    return (open <= about ? sentence : sentence + QLatin1Char(' ') + tr("Your other accounts were left as they are."))
        .toStdString();
}

std::optional<ActionResult> TradingDesk::amendResult(const std::vector<OrderReference>& asked, QStringList stayed,
                                                     const MovedWords& words) const {
    QStringList moved;
    for (const OrderReference& reference : asked) {
        const TrackedOrder* o = find(reference);
        if (o != nullptr && !isFinal(o->state) && o->pendingAmend) return std::nullopt;
        if (o == nullptr || isFinal(o->state))
            stayed << words.gone.arg(reference.id.value());
        else if (o->rejectCode != RejectCode::None)
            stayed << words.stays.arg(reference.id.value()).arg(ui::sentence(o->rejectCode));
        else
            moved << words.moved(*o);
    }
    const QString all = (moved + stayed).join(QLatin1Char(' '));
    return stayed.isEmpty() ? answer(all) : refused(all);
}

} // namespace qd::workspace
