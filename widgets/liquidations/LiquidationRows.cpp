// Size: a table of columns, a few lines a column.
#include "widgets/liquidations/LiquidationRows.h"

#include "core/domain/Candle.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::LiquidationsPane", text); }

using R = LiquidationRow;
using Columns = std::vector<Column<R>>;
using Kind = LiquidationEntryKind;

QVariant sortable(std::int64_t raw) { return QVariant::fromValue<qlonglong>(raw); }

bool isSized(Kind kind) {
    return kind == Kind::Book || kind == Kind::TakeOver || kind == Kind::Backstop || kind == Kind::Deleveraged;
}
bool hasSize(const R& r) { return isSized(r.entry.kind) && !r.entry.size.isZero(); }

QString timeText(UnixNanos ts, UnixNanos now) {
    const bool today = openTimeOf(ts, Interval::D1) == openTimeOf(now, Interval::D1);
    return today ? clockText(ts) : dateTimeText(ts).mid(5, 11); // "11-14 22:13": the tool tip has it all
}

QString exactly(Money money) { return number(money.raw(), Money::kDecimals, Money::kDecimals); }

Token stepToken(Kind kind) {
    switch (kind) {
    case Kind::Backstop:
    case Kind::Deleveraged: return Token::Warn;
    case Kind::Bankruptcy:
    case Kind::Bankrupt: return Token::Danger;
    case Kind::Restored: return Token::Up;
    case Kind::Book:
    case Kind::TakeOver: return Token::Text1;
    default: return Token::Text2;
    }
}

QString stepTip(const R& r) {
    QString tip = sentence(r.entry.kind);
    tip += tr(" Account %1 of the venue").arg(r.entry.account.value());
    if (r.entry.pool.isolated) tip += tr(", isolated position");
    if (r.own) tip += tr(", yours");
    if (r.entry.other != AccountId{} && (r.entry.kind == Kind::TakeOver || r.entry.kind == Kind::Backstop))
        tip += tr("; taken over by account %1 of the venue").arg(r.entry.other.value());
    if (!r.entry.liquidatorFee.isZero()) tip += tr("; liquidator's fee %1 USDC").arg(exactly(r.entry.liquidatorFee));
    return tip;
}

QString insuranceText(const R& r) { return r.entry.insurance.isZero() ? unknownText() : signedText(r.entry.insurance); }

Token insuranceToken(const R& r) {
    if (r.entry.insurance.isZero()) return Token::Text3;
    return r.entry.insurance.raw() > 0 ? Token::Up : Token::Down;
}

QString lossTip(const R& r) {
    if (r.entry.loss.isZero()) return {};
    return tr("Of %1 USDC the market's fees paid %2 and everybody in the market %3; the rest came from the insurance "
              "fund")
        .arg(exactly(r.entry.loss), exactly(r.entry.fromFees), exactly(r.entry.socialised));
}

void addWhat(Columns& list, std::function<UnixNanos()> now) {
    list.push_back({.title = tr("Time"),
                    .hint = tr("When it happened, market time, UTC"),
                    .text = [now = std::move(now)](const R& r) { return timeText(r.entry.ts, now()); },
                    .sort = [](const R& r) { return QVariant::fromValue<qulonglong>(r.entry.number); },
                    .token = [](const R&) { return Token::Text2; },
                    .right = false,
                    .flashes = true,
                    .tip = [](const R& r) { return tr("%1 UTC").arg(dateTimeText(r.entry.ts)); },
                    .plain = [](const R& r) { return dateTimeText(r.entry.ts); },
                    .sample = QStringLiteral("12-31 22:13")});
    list.push_back(
        {.title = tr("Market"),
         .hint = tr("Market of the position; – where the step concerns the whole pool; ● marks your own accounts"),
         .text = [](const R& r) { return r.own ? tr("● %1").arg(r.symbol) : r.symbol; },
         .token = [](const R& r) { return r.own ? Token::Accent : Token::Text1; },
         .right = false,
         .flashes = true,
         .strong = true,
         .tip = [](const R& r) { return r.own ? tr("One of your accounts") : QString(); }});
    list.push_back({.title = tr("Step"),
                    .hint = tr("What happened, in the order in which a pool is liquidated: orders, book, take-over, "
                               "backstop, deleveraging, bankruptcy"),
                    .text = [](const R& r) { return word(r.entry.kind); },
                    .token = [](const R& r) { return stepToken(r.entry.kind); },
                    .right = false,
                    .flashes = true,
                    .tip = stepTip,
                    .sample = tr("Orders cancelled")});
    list.push_back({.title = tr("Side"),
                    .hint = tr("What the account did: it sold a long, or bought back a short"),
                    .text = [](const R& r) { return hasSize(r) ? word(r.entry.side) : unknownText(); },
                    .token =
                        [](const R& r) {
                            if (!hasSize(r)) return Token::Text3;
                            return r.entry.side == Side::Buy ? Token::Up : Token::Down;
                        },
                    .right = false,
                    .flashes = true,
                    .tip =
                        [](const R& r) {
                            if (!hasSize(r)) return QString();
                            return r.entry.side == Side::Sell ? tr("A long was closed") : tr("A short was closed");
                        },
                    .sample = QStringLiteral("Sell")});
}

void addTrade(Columns& list) {
    list.push_back({.title = tr("Size"),
                    .hint = tr("Size closed or moved, in the base asset"),
                    .text = [](const R& r) { return hasSize(r) ? text(r.entry.size, r.sizeDecimals) : unknownText(); },
                    .sort = [](const R& r) { return sortable(r.entry.size.raw()); },
                    .flashes = true,
                    .sample = QStringLiteral("1 234.567")});
    list.push_back(
        {.title = tr("Price"),
         .hint = tr("Average price in the book, the take-over's, or the bankruptcy price, USDC"),
         .text = [](const R& r) { return hasSize(r) ? knownText(r.entry.price, r.priceDecimals) : unknownText(); },
         .sort = [](const R& r) { return sortable(r.entry.price.raw()); },
         .flashes = true,
         .sample = QStringLiteral("104 238.17")});
    list.push_back(
        {.title = tr("Value"),
         .hint = tr("Size × price, USDC, rounded down"),
         .text = [](const R& r) { return r.value ? text(*r.value, Round::Down) : unknownText(); },
         .sort = [](const R& r) { return sortable(r.value.value_or(Money()).raw()); },
         .flashes = true,
         .strong = true,
         .tip = [](const R& r) { return r.value ? tr("Exactly %1 USDC").arg(exactly(*r.value)) : QString(); },
         .plain = [](const R& r) { return r.value ? plainText(exactly(*r.value)) : QString(); },
         .sample = QStringLiteral("104 238.17")});
}

void addAfter(Columns& list) {
    list.push_back({.title = tr("Insurance"),
                    .hint = tr("Into the insurance fund, or out of it, USDC"),
                    .text = insuranceText,
                    .sort = [](const R& r) { return sortable(r.entry.insurance.raw()); },
                    .token = insuranceToken,
                    .flashes = true,
                    .tip = [](const R& r) { return tr("Exactly %1 USDC").arg(exactly(r.entry.insurance)); },
                    .plain = [](const R& r) { return plainText(exactly(r.entry.insurance)); },
                    .sample = QStringLiteral("−104 238.17")});
    list.push_back({.title = tr("Loss"),
                    .hint = tr("Debt of a bankrupt pool that others paid, USDC"),
                    .text = [](const R& r) { return r.entry.loss.isZero() ? unknownText() : text(r.entry.loss); },
                    .sort = [](const R& r) { return sortable(r.entry.loss.raw()); },
                    .token = [](const R& r) { return r.entry.loss.isZero() ? Token::Text3 : Token::Danger; },
                    .flashes = true,
                    .tip = lossTip,
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Venue"),
                    .hint = tr("Where it happened"),
                    .text = [](const R& r) { return QString::fromStdString(r.entry.venue); },
                    .token = [](const R&) { return Token::Text2; },
                    .right = false,
                    .flashes = true,
                    .tip = [](const R& r) { return QString::fromStdString(r.entry.venue); },
                    .sample = QStringLiteral("QuantDesk simulator")});
}

constexpr std::array<const char*, kLiquidationSteps> kTyped{"ALL",      "SIZED",       "BOOK",    "TAKEOVER",
                                                            "BACKSTOP", "DELEVERAGED", "BANKRUPT"};

} // namespace

QString word(LiquidationSteps steps) {
    switch (steps) {
    case LiquidationSteps::All: return tr("Every step");
    case LiquidationSteps::Sized: return tr("With a size");
    case LiquidationSteps::Book: return word(Kind::Book);
    case LiquidationSteps::TakeOver: return word(Kind::TakeOver);
    case LiquidationSteps::Backstop: return word(Kind::Backstop);
    case LiquidationSteps::Deleveraged: return word(Kind::Deleveraged);
    case LiquidationSteps::Bankrupt: return word(Kind::Bankrupt);
    }
    return {};
}

std::string typedWord(LiquidationSteps steps) { return kTyped[static_cast<std::size_t>(steps)]; }

std::optional<LiquidationSteps> stepsOf(std::string_view typed) {
    const std::string wanted = ports::toUpper(typed);
    const auto found = std::ranges::find(kTyped, wanted);
    if (found == kTyped.end()) return std::nullopt;
    return static_cast<LiquidationSteps>(found - kTyped.begin());
}

LiquidationRow liquidationRow(const PaneContext& context, const LiquidationEntry& entry) {
    LiquidationRow row;
    row.entry = entry;
    if (entry.pool.isolated)
        row.market = entry.pool.market;
    else if (isSized(entry.kind) || entry.kind == Kind::Bankruptcy)
        row.market = entry.market;
    row.symbol = unknownText();
    nameRow(context, row);
    if (hasSize(row)) {
        const auto value =
            Checked(entry.size.raw()).times(entry.price.raw(), Quantity::kScale, Round::Down).to<Money>();
        if (value) row.value = *value;
    }
    return row;
}

void nameRow(const PaneContext& context, LiquidationRow& row) {
    if (const MarketInfo* info = row.market ? context.info(*row.market) : nullptr) {
        row.symbol = QString::fromStdString(info->params.symbol);
        row.priceDecimals = decimalsOf(info->params.tick);
        row.sizeDecimals = decimalsOf(info->params.step);
    }
    if (const auto account = context.accounts.account())
        row.own = std::ranges::find(account->subAccounts, row.entry.account, &SubAccountView::id) !=
                  account->subAccounts.end();
}

LiquidationNames liquidationNames(const PaneContext& context) {
    LiquidationNames names;
    for (const MarketInfo& info : context.market.markets())
        names.markets.push_back({info.params.id, info.params.symbol, info.params.tick, info.params.step});
    if (const auto account = context.accounts.account()) {
        for (const SubAccountView& sub : account->subAccounts) names.own.push_back(sub.id);
    }
    return names;
}

bool LiquidationFilter::takes(const LiquidationRow& row) const {
    const Kind kind = row.entry.kind;
    if (!symbol.isEmpty() && row.symbol != symbol) return false;
    if (!venue.isEmpty() && QString::fromStdString(row.entry.venue) != venue) return false;
    if (least.raw() > 0 && row.value.value_or(row.entry.loss) < least) return false;
    switch (steps) {
    case LiquidationSteps::All: return true;
    case LiquidationSteps::Sized: return isSized(kind);
    case LiquidationSteps::Book: return kind == Kind::Book;
    case LiquidationSteps::TakeOver: return kind == Kind::TakeOver;
    case LiquidationSteps::Backstop: return kind == Kind::Backstop;
    case LiquidationSteps::Deleveraged: return kind == Kind::Deleveraged;
    case LiquidationSteps::Bankrupt: return kind == Kind::Bankrupt || kind == Kind::Bankruptcy;
    }
    return true;
}

LiquidationTotals totalsOf(std::span<const LiquidationRow> rows) {
    Checked longs;
    Checked shorts;
    Checked insurance;
    Checked losses;
    for (const LiquidationRow& row : rows) {
        insurance += row.entry.insurance.raw();
        losses += row.entry.loss.raw();
        if (row.entry.kind == Kind::Deleveraged || !row.value) continue;
        (row.entry.side == Side::Sell ? longs : shorts) += row.value->raw();
    }
    const auto known = [](Checked sum) {
        const auto money = sum.to<Money>();
        return money ? std::optional(*money) : std::nullopt;
    };
    return {rows.size(), known(longs), known(shorts), known(insurance), known(losses)};
}

std::vector<Column<LiquidationRow>> liquidationColumns(std::function<UnixNanos()> now) {
    Columns list;
    addWhat(list, std::move(now));
    addTrade(list);
    addAfter(list);
    return list;
}

} // namespace qd::ui
