#include "widgets/brackets/RunningRows.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/terms/KeptRunning.h"
#include "widgets/terms/Waiting.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::RunningRows", text); }

const TrackedOrder* working(const PaneContext& context, ClientOrderId id) {
    const auto& orders = context.accounts.orders();
    const auto found = std::find_if(orders.rbegin(), orders.rend(), [id](const TrackedOrder& o) {
        return id.value() != 0 && o.order.terms.clientId == id && !isFinal(o.state);
    });
    return found == orders.rend() ? nullptr : &*found;
}

QString placeOf(const TrackedOrder* order, int decimals) {
    const auto at = order != nullptr ? standsAt(order->order) : std::nullopt;
    return at ? text(*at, decimals) : unknownText();
}

} // namespace

std::vector<RunningRow> runningRows(const PaneContext& context) {
    std::vector<RunningRow> rows;
    const auto account = context.accounts.account();
    for (RunningBracket& r : keptRunning(context.settings)) {
        const TrackedOrder* entry = working(context, r.entry);
        const TrackedOrder* stop = working(context, r.stop);
        const TrackedOrder* any = entry != nullptr ? entry : stop;
        const MarketInfo* info = any != nullptr ? context.info(any->order.terms.market) : nullptr;
        if (!account || r.account != account->id || info == nullptr) continue;
        const int decimals = decimalsOf(info->params.tick);
        RunningRow row;
        row.market = QString::fromStdString(info->params.symbol);
        row.side = any == entry ? any->order.terms.side : opposite(any->order.terms.side);
        row.entry = r.average.isZero() ? placeOf(entry, decimals) : text(r.average, decimals);
        row.stop = placeOf(stop, decimals);
        row.bracket = std::move(r);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<Column<RunningRow>> runningColumns(std::function<void(const RunningRow&)> end) {
    using R = RunningRow;
    const auto shown = [](const std::string& text) { return QString::fromStdString(text); };
    std::vector<Column<R>> list;
    list.push_back({.title = tr("At work"),
                    .hint = tr("Template of a bracket whose rules are at work"),
                    .text = [shown](const R& r) { return shown(r.bracket.name); },
                    .right = false,
                    .strong = true,
                    .sample = QStringLiteral("scalp-tight")});
    list.push_back({.title = tr("Market"),
                    .text = [](const R& r) { return r.market; },
                    .right = false,
                    .sample = QStringLiteral("SOL-PERP")});
    list.push_back({.title = tr("Side"),
                    .text = [](const R& r) { return word(r.side); },
                    .token = [](const R& r) { return r.side == Side::Buy ? Token::Up : Token::Down; },
                    .right = false,
                    .sample = QStringLiteral("Sell")});
    list.push_back({.title = tr("Entry"),
                    .hint = tr("Average of what is filled, or the limit that waits"),
                    .text = [](const R& r) { return r.entry; },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Stop"),
                    .hint = tr("Where its stop stands now"),
                    .text = [](const R& r) { return r.stop; },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("What is left of its rules"),
                    .text =
                        [shown](const R& r) {
                            const QString rules = shown(rulesText(r.bracket.rules));
                            return r.bracket.evenDone ? tr("%1 (break-even done)").arg(rules) : rules;
                        },
                    .right = false,
                    .sample = QStringLiteral("EVEN 8t PLUS 1t TRAIL 12t BY 6t")});
    list.push_back({.hint = tr("Ends the rules; the orders stand where they are"),
                    .links = {{tr("End"), std::move(end), {}, {}}},
                    .sample = tr("End")});
    return list;
}

} // namespace qd::ui
