#include "widgets/brackets/BracketWatch.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/terms/KeptRunning.h"
#include "widgets/terms/StopRules.h"
#include "widgets/terms/Waiting.h"

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kLookEveryMs = 100;
constexpr std::int64_t kTellEvery = 5 * kNanosPerSecond;

const TrackedOrder* find(std::span<const TrackedOrder> orders, ClientOrderId id) {
    if (id.value() == 0) return nullptr;
    const auto found = std::find_if(orders.rbegin(), orders.rend(),
                                    [id](const TrackedOrder& o) { return o.order.terms.clientId == id; });
    return found == orders.rend() ? nullptr : &*found;
}

} // namespace

BracketWatch::BracketWatch(PaneContext& context, QObject* parent) : QObject(parent), m_context(context) {
    load();
    connect(&m_context.settings, &Settings::changed, this, [this](const QString& key) {
        if (key == QLatin1String(setting::kRunning)) load();
    });
    connect(&m_context.gate, &OrderGate::sent, this, &BracketWatch::begin);
    connect(&m_context.gate, &OrderGate::sentElsewhere, this, &BracketWatch::beginElsewhere);
    connect(&m_context.gate, &OrderGate::armedChanged, this, [this](bool armed) {
        look(); // those that are seen tell it
        if (!armed) endHiddenChases();
    });
    m_accounts = m_context.accounts.onChanged([this] { look(); });
    connect(&m_timer, &QTimer::timeout, this, &BracketWatch::look);
    m_timer.start(kLookEveryMs);
}

void BracketWatch::load() {
    m_running = keptRunning(m_context.settings);
    std::erase_if(m_live, [this](const auto& live) {
        return std::ranges::find(m_running, live.first, &RunningBracket::entry) == m_running.end();
    });
}

void BracketWatch::begin(const OrderPlan& plan, const std::vector<ClientOrderId>& ids) {
    const auto account = m_context.accounts.account();
    if (plan.relation != OrderRelation::Bracket || plan.rules.empty() || !account) return;
    auto running = m_running;
    // Of this account everything that works is known: what is not there is over, or of a market that is gone.
    const auto& orders = m_context.accounts.orders();
    std::erase_if(running, [&](const RunningBracket& r) {
        return r.account == account->id && find(orders, r.entry) == nullptr && find(orders, r.stop) == nullptr;
    });
    keep(account->id, plan, ids, std::move(running));
}

void BracketWatch::beginElsewhere(AccountId account, const OrderPlan& plan, const std::vector<ClientOrderId>& ids) {
    if (plan.relation != OrderRelation::Bracket || plan.rules.empty()) return;
    keep(account, plan, ids, m_running);
    emit told({tr("%1: what its template does by itself waits until its account is the selected one; stop and "
                  "take-profit stand.")
                   .arg(QString::fromStdString(plan.templateName)),
               Importance::Problem});
}

void BracketWatch::keep(AccountId account, const OrderPlan& plan, const std::vector<ClientOrderId>& ids,
                        std::vector<RunningBracket> running) {
    RunningBracket made{plan.templateName, account, ids.front(), {}, {}, {}, false, plan.rules};
    for (std::size_t i = 1; i < ids.size(); ++i)
        (plan.orders[i].trigger.kind == TriggerKind::Stop ? made.stop : made.target) = ids[i];
    if (running.size() >= kMostRunning) {
        emit told({tr("%1: its rules are not followed, %2 brackets are at work already.")
                       .arg(QString::fromStdString(made.name))
                       .arg(running.size()),
                   Importance::Problem});
        return;
    }
    running.push_back(std::move(made));
    (void)keepRunning(m_context.settings, running); // it can be read again: its parts were
}

/// Those of accounts that are not selected now, or that nobody looks at: what was turned off does not begin again.
void BracketWatch::endHiddenChases() {
    auto running = m_running;
    for (RunningBracket& r : running) r.rules.chaseTicks = 0;
    std::erase_if(running, [](const RunningBracket& r) { return r.rules.empty(); });
    if (running != m_running) (void)keepRunning(m_context.settings, running);
}

void BracketWatch::look() {
    const auto account = m_context.accounts.account();
    if (m_running.empty() || !account || m_context.venue.playback().catchingUp || m_context.standsStill()) return;
    bool changed = false;
    auto running = m_running;
    for (RunningBracket& r : running) {
        if (r.account == account->id) changed = lookAt(r, *account) || changed;
    }
    if (!changed) return;
    std::erase_if(running, [](const RunningBracket& r) { return r.rules.empty(); });
    (void)keepRunning(m_context.settings, running);
}

bool BracketWatch::set(Scene& scene) const {
    const auto& orders = m_context.accounts.orders();
    scene.entry = find(orders, scene.bracket.entry);
    scene.target = find(orders, scene.bracket.target);
    scene.stop = find(orders, scene.bracket.stop);
    const TrackedOrder* any = scene.entry != nullptr ? scene.entry : scene.stop;
    if (any == nullptr) return false;
    scene.market = m_context.info(any->order.terms.market);
    scene.ticker = m_context.market.ticker(any->order.terms.market);
    scene.nanos = m_context.clock.monotonicNanos();
    return scene.market != nullptr;
}

bool BracketWatch::isOver(const Scene& scene) {
    const bool unfilled = scene.entry != nullptr && isFinal(scene.entry->state) && scene.entry->order.filled.isZero();
    return unfilled || (scene.stop != nullptr && isFinal(scene.stop->state));
}

bool BracketWatch::lookAt(RunningBracket& r, const AccountView& account) {
    Scene scene{.bracket = r, .live = m_live[r.entry]};
    if (!set(scene)) return false;
    Live& live = scene.live;
    if (isOver(scene)) {
        r.rules = {}; // its orders tell for themselves
        return true;
    }
    const auto see = [&](const TrackedOrder* order, MovedOrder& moved) {
        const bool stands = order != nullptr && !isFinal(order->state) && (isForBook(*order) || waits(order->order));
        return stands ? moved.see(*order, scene.nanos) : MovedOrder::News::None;
    };
    scene.entryNews = see(scene.entry, live.entry);
    scene.targetNews = see(scene.target, live.target);
    scene.stopNews = see(scene.stop, live.stop);
    if (!live.untold.isEmpty()) tellMove(scene, live.untold);
    const RunningBracket before = r;
    if (scene.entry != nullptr) r.average = averageOf(scene.entry->order).value_or(r.average);
    if (r.rules.chaseTicks != 0 && scene.entry != nullptr) chase(scene);
    if (r.rules.moveStop() && scene.stop != nullptr) steer(scene, account);
    return r != before;
}

bool BracketWatch::move(MovedOrder& moved, const TrackedOrder& order, Price to, QString* held) {
    const auto amendment = movedTo(order.order, to);
    const auto sent = amendment ? m_context.gate.amendByRule(order.order, *amendment) : Result<void, GateCode>();
    if (amendment && sent) {
        moved.ask(order, to);
        return true;
    }
    if (held != nullptr) *held = amendment ? QString::fromStdString(sent.error().detail) : amendment.error();
    return false;
}

void BracketWatch::tellMove(Scene& scene, QString sentence) {
    if (scene.live.toldAt != 0 && scene.nanos - scene.live.toldAt < kTellEvery) {
        scene.live.untold = std::move(sentence);
        return;
    }
    scene.live.toldAt = scene.nanos;
    scene.live.untold.clear();
    tell(scene, sentence, Importance::Plain);
}

void BracketWatch::tell(const Scene& scene, const QString& sentence, Importance importance) {
    const QString about =
        tr("Bracket %1, %2")
            .arg(QString::fromStdString(scene.bracket.name), QString::fromStdString(scene.market->params.symbol));
    emit told(
        {tr("%1: %2").arg(about, sentence), importance, QStringLiteral("bracket %1").arg(scene.bracket.entry.value())});
}

QString BracketWatch::priceText(const Scene& scene, Price price) {
    return text(price, decimalsOf(scene.market->params.tick));
}

} // namespace qd::ui
