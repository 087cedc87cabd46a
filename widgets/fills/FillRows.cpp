#include "widgets/fills/FillRows.h"

#include "core/base/Decimal.h"
#include "core/domain/Candle.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

constexpr int kFeeDecimals = 4;
constexpr int kMoneyDecimals = 2;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::FillsPane", text); }

using Columns = std::vector<Column<FillRow>>;
using R = FillRow;

QVariant sortable(std::int64_t raw) { return QVariant::fromValue<qlonglong>(raw); }

QString exactly(Money money) { return number(money.raw(), Money::kDecimals, Money::kDecimals); }

QString timeText(UnixNanos ts, UnixNanos now) {
    const bool today = openTimeOf(ts, Interval::D1) == openTimeOf(now, Interval::D1);
    return today ? clockText(ts, 3) : dateTimeText(ts).mid(5, 11); // "11-14 22:13": the tool tip has it all
}

QString fullTime(const R& r) { return dateTimeText(r.view.ts).left(10) + QLatin1Char(' ') + clockText(r.view.ts, 6); }

QString roleText(const R& r) { return r.view.fill.role == LiquidityRole::Maker ? tr("Maker") : tr("Taker"); }

void addWhat(Columns& list, std::function<UnixNanos()> now) {
    list.push_back(
        {.title = tr("Time"),
         .hint = tr("When it traded, market time, UTC"),
         .text = [now = std::move(now)](const R& r) { return timeText(r.view.ts, now()); },
         .sort = [](const R& r) { return QVariant::fromValue<qulonglong>(r.view.fill.sequence); },
         .token = [](const R&) { return Token::Text2; },
         .right = false,
         .flashes = true,
         .tip =
             [](const R& r) { return tr("%1 UTC, fill %2 of the account").arg(fullTime(r)).arg(r.view.fill.sequence); },
         .plain = fullTime,
         .sample = QStringLiteral("22:13:20.811")});
    list.push_back({.title = tr("Market"),
                    .hint = tr("Market of the fill"),
                    .text = [](const R& r) { return r.symbol; },
                    .right = false,
                    .flashes = true,
                    .strong = true,
                    .tip = [](const R& r) { return r.symbol; }});
    list.push_back({.title = tr("Side"),
                    .hint = tr("What your order did"),
                    .text = [](const R& r) { return word(r.view.fill.side); },
                    .token = [](const R& r) { return r.view.fill.side == Side::Buy ? Token::Up : Token::Down; },
                    .right = false,
                    .flashes = true,
                    .sample = QStringLiteral("Sell")});
}

void addTrade(Columns& list) {
    list.push_back({.title = tr("Price"),
                    .hint = tr("Price of the fill, USDC"),
                    .text = [](const R& r) { return text(r.view.fill.price, r.priceDecimals); },
                    .sort = [](const R& r) { return sortable(r.view.fill.price.raw()); },
                    .flashes = true,
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Size"),
                    .hint = tr("Size of the fill in the base asset"),
                    .text = [](const R& r) { return text(r.view.fill.size, r.sizeDecimals); },
                    .sort = [](const R& r) { return sortable(r.view.fill.size.raw()); },
                    .flashes = true,
                    .sample = QStringLiteral("0.00000213")});
    list.push_back({.title = tr("Value"),
                    .hint = tr("Size × price, USDC"),
                    .text = [](const R& r) { return visibleMoney(r.view.fill.quote, kMoneyDecimals); },
                    .sort = [](const R& r) { return sortable(r.view.fill.quote.raw()); },
                    .flashes = true,
                    .tip = [](const R& r) { return tr("Exactly %1 USDC").arg(exactly(r.view.fill.quote)); },
                    .plain = [](const R& r) { return exactly(r.view.fill.quote); },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Fee"),
                    .hint = tr("What the fill cost, USDC; a rebate is negative: it was paid to you"),
                    .text = [](const R& r) { return feeText(r.view.fill.fee); },
                    .sort = [](const R& r) { return sortable(r.view.fill.fee.raw()); },
                    .token = [](const R& r) { return feeToken(r.view.fill.fee); },
                    .flashes = true,
                    .tip = [](const R& r) { return feeTip(r.view.fill); },
                    .plain = [](const R& r) { return exactly(r.view.fill.fee); },
                    .sample = tr("rebate −0.0074")});
    list.push_back({.title = tr("Role"),
                    .hint = tr("Maker: your order rested in the book. Taker: it traded against one that did"),
                    .text = roleText,
                    .token = [](const R&) { return Token::Text2; },
                    .right = false,
                    .flashes = true,
                    .sample = tr("Maker")});
}

void addAfter(Columns& list) {
    list.push_back({.title = tr("Realised"),
                    .hint = tr("Profit and loss this fill realised, without its fee, USDC"),
                    .text = [](const R& r) { return realisedText(r.view.fill.realised); },
                    .sort = [](const R& r) { return sortable(r.view.fill.realised.raw()); },
                    .token = [](const R& r) { return realisedToken(r.view.fill.realised); },
                    .flashes = true,
                    .tip = [](const R& r) { return tr("Exactly %1 USDC").arg(exactly(r.view.fill.realised)); },
                    .plain = [](const R& r) { return exactly(r.view.fill.realised); },
                    .sample = QStringLiteral("+104 238.17")});
    list.push_back(
        {.title = tr("Position after"),
         .hint = tr("The position in this market after the fill, in the base asset"),
         .text =
             [](const R& r) { return signedNumber(r.view.fill.position.raw(), Quantity::kDecimals, r.sizeDecimals); },
         .sort = [](const R& r) { return sortable(r.view.fill.position.raw()); },
         .flashes = true,
         .sample = QStringLiteral("+0.00000213")});
    list.push_back(
        {.title = tr("Order"),
         .hint = tr("Number of the order, and its client id when it has one"),
         .text = [](const R& r) { return QString::number(r.view.fill.order.value()); },
         .sort = [](const R& r) { return sortable(r.view.fill.order.value()); },
         .token = [](const R&) { return Token::Text2; },
         .flashes = true,
         .tip =
             [](const R& r) {
                 return tr("Order %1, client id %2").arg(r.view.fill.order.value()).arg(r.view.fill.clientId.value());
             },
         .sample = QStringLiteral("123456")});
    list.push_back({.title = tr("Trade"),
                    .hint = tr("Number of the trade on its market"),
                    .text = [](const R& r) { return QString::number(r.view.fill.trade.value()); },
                    .sort = [](const R& r) { return QVariant::fromValue<qulonglong>(r.view.fill.trade.value()); },
                    .token = [](const R&) { return Token::Text2; },
                    .flashes = true,
                    .sample = QStringLiteral("12345678")});
}

} // namespace

QString visibleMoney(Money money, int decimals) {
    const std::int64_t size = money.raw() < 0 ? -money.raw() : money.raw();
    const bool vanishes = size != 0 && size < powerOfTen(Money::kDecimals - decimals);
    return text(money, vanishes ? Money::kDecimals : decimals);
}

QString feeText(Money fee) {
    const QString amount = visibleMoney(fee, kFeeDecimals);
    return fee.raw() < 0 ? tr("rebate %1").arg(amount) : amount;
}

Token feeToken(Money fee) { return fee.raw() < 0 ? Token::Up : Token::Text1; }

QString realisedText(Money realised) {
    const QString amount = visibleMoney(realised, kMoneyDecimals);
    return realised.raw() > 0 ? QLatin1Char('+') + amount : amount;
}

Token realisedToken(Money realised) {
    if (realised.isZero()) return Token::Text3;
    return realised.raw() > 0 ? Token::Up : Token::Down;
}

FillRow fillRow(const PaneContext& context, const FillView& view) {
    FillRow row;
    row.view = view;
    if (const MarketInfo* info = context.info(view.fill.market)) {
        row.symbol = QString::fromStdString(info->params.symbol);
        row.priceDecimals = decimalsOf(info->params.tick);
        row.sizeDecimals = decimalsOf(info->params.step);
    }
    return row;
}

std::vector<Column<FillRow>> fillColumns(std::function<UnixNanos()> now) {
    Columns list;
    addWhat(list, std::move(now));
    addTrade(list);
    addAfter(list);
    return list;
}

} // namespace qd::ui
