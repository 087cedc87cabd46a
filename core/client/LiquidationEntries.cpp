#include "core/client/LiquidationEntries.h"

namespace qd::client {
namespace {

using Kind = LiquidationEntryKind;

Kind kindOf(LiquidationStep step) {
    switch (step) {
    case LiquidationStep::OrdersCancelled: return Kind::OrdersCancelled;
    case LiquidationStep::Book: return Kind::Book;
    case LiquidationStep::TakeOver: return Kind::TakeOver;
    case LiquidationStep::Backstop: return Kind::Backstop;
    case LiquidationStep::Deleveraged: break;
    }
    return Kind::Deleveraged;
}

Kind kindOf(LiquidationEnd end) {
    switch (end) {
    case LiquidationEnd::Restored: return Kind::Restored;
    case LiquidationEnd::Closed: return Kind::Closed;
    case LiquidationEnd::Bankrupt: break;
    }
    return Kind::Bankrupt;
}

LiquidationEntry entryFor(const MarginCallChanged& e) {
    LiquidationEntry entry;
    entry.kind = Kind::MarginCall;
    entry.pool = e.pool;
    entry.level = e.level;
    entry.before = e.before;
    return entry;
}

LiquidationEntry entryFor(const LiquidationStarted& e) {
    LiquidationEntry entry;
    entry.kind = Kind::Started;
    entry.pool = e.pool;
    entry.collateral = e.collateral;
    entry.requirement = e.requirement;
    return entry;
}

LiquidationEntry entryFor(const LiquidationStepped& e) {
    LiquidationEntry entry;
    entry.kind = kindOf(e.step);
    entry.pool = e.pool;
    entry.market = e.market;
    entry.side = e.side;
    entry.size = e.size;
    entry.price = e.price;
    entry.liquidatorFee = e.liquidatorFee;
    entry.insurance = e.insurance;
    entry.other = e.liquidator;
    if (e.step != LiquidationStep::Deleveraged) entry.realised = e.realised; // told by its parts
    entry.position = e.position;
    return entry;
}

LiquidationEntry entryFor(const LiquidationEnded& e) {
    LiquidationEntry entry;
    entry.kind = kindOf(e.end);
    entry.pool = e.pool;
    return entry;
}

LiquidationEntry entryFor(const BankruptcyResolved& e) {
    LiquidationEntry entry;
    entry.kind = Kind::Bankruptcy;
    entry.pool = e.pool;
    entry.market = e.market;
    entry.insurance = Money(-e.fromInsurance.raw());
    entry.loss = e.loss;
    entry.fromFees = e.fromFees;
    entry.socialised = e.socialised;
    return entry;
}

LiquidationEntry entryFor(const Deleveraged& e) {
    LiquidationEntry entry;
    entry.kind = Kind::Deleveraged;
    entry.market = e.market;
    entry.side = e.side;
    entry.size = e.size;
    entry.price = e.price;
    entry.realised = e.realised;
    entry.position = e.position;
    entry.other = e.other;
    return entry;
}

} // namespace

std::optional<LiquidationEntry> entryOf(const Event& event) {
    return std::visit(
        [&](const auto& body) -> std::optional<LiquidationEntry> {
            if constexpr (requires { entryFor(body); }) {
                LiquidationEntry entry = entryFor(body);
                entry.ts = event.ts;
                entry.account = body.account;
                return entry;
            } else {
                return std::nullopt;
            }
        },
        event.body);
}

} // namespace qd::client
