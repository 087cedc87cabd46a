// Size: a table of columns, a few lines a column.
#include "core/base/Decimal.h"
#include "widgets/base/Words.h"
#include "widgets/history/RowParts.h"

/// The list of orders.
namespace qd::ui {
namespace {

using namespace history;
using R = HistoryRow<OrderRecord>;

const OrderTerms& terms(const R& r) { return r.record.order.order.terms; }
const Order& order(const R& r) { return r.record.order.order; }
std::optional<std::int64_t> trip(const R& r) { return r.record.order.roundTripNanos; }

/// The limit somebody set; the venue's cap of a market order is none.
Price limitOf(const R& r) { return terms(r).type == OrderType::Market ? Price() : terms(r).price; }
Price protectionOf(const R& r) { return terms(r).type == OrderType::Market ? terms(r).price : Price(); }

QString priceText(const R& r) {
    if (!terms(r).oracleOffset.isZero())
        return tr("index %1").arg(signedNumber(terms(r).oracleOffset.raw(), Price::kDecimals, r.names.priceDecimals));
    return knownText(limitOf(r), r.names.priceDecimals);
}

QString priceTip(const R& r) {
    if (protectionOf(r).isZero()) return {};
    return tr("Traded at market. The venue's protective limit was %1.")
        .arg(text(protectionOf(r), r.names.priceDecimals));
}

QString sizeText(const R& r) {
    const Quantity size = terms(r).size;
    return size.isZero() ? tr("follows") : text(size, r.names.sizeDecimals);
}

/// What it ended by, or what it does now.
QString outcome(const R& r) {
    const TrackedOrder& o = r.record.order;
    if (o.state == OrderState::Rejected) return word(o.state);
    return isFinal(o.state) ? word(o.closeReason) : stateText(o);
}

QString outcomeTip(const R& r) {
    const TrackedOrder& o = r.record.order;
    if (o.state == OrderState::Rejected) return sentence(o.rejectCode);
    return isFinal(o.state) ? sentence(o.closeReason) : QString();
}

Token outcomeToken(const R& r) {
    switch (r.record.order.state) {
    case OrderState::Filled: return Token::Text1;
    case OrderState::Rejected: return Token::Danger;
    case OrderState::Cancelled:
    case OrderState::Expired: return Token::Text2;
    default: return Token::Accent;
    }
}

std::string exactAverage(const R& r) {
    const auto average = averageOf(order(r));
    return average ? toString(*average) : std::string();
}

} // namespace

std::uint64_t HistoryKind<OrderRecord>::number(const OrderRecord& record) { return record.number; }
std::optional<MarketId> HistoryKind<OrderRecord>::market(const OrderRecord& r) { return r.order.order.terms.market; }
std::optional<AssetId> HistoryKind<OrderRecord>::asset(const OrderRecord&) { return std::nullopt; }
std::vector<int> HistoryKind<OrderRecord>::foldOrder() { return {11, 10, 8, 5, 3}; }

std::vector<Column<R>> HistoryKind<OrderRecord>::columns() {
    std::vector<Column<R>> list{timeColumn<OrderRecord>(tr("When the venue took it, or refused it: market time, UTC"),
                                                        [](const OrderRecord& r) { return r.order.order.createdAt; }),
                                marketColumn<OrderRecord>()};
    list.push_back({.title = tr("Side"),
                    .hint = tr("What the order does"),
                    .text = [](const R& r) { return word(terms(r).side); },
                    .token = [](const R& r) { return sideToken(terms(r).side); },
                    .right = false,
                    .sample = QStringLiteral("Sell")});
    list.push_back({.title = tr("Type"),
                    .hint = tr("Kind of order and its options"),
                    .text = [](const R& r) { return typeText(terms(r)); },
                    .token = [](const R&) { return Token::Text2; },
                    .right = false,
                    .tip = [](const R& r) { return typeText(terms(r)); },
                    .sample = tr("Limit post reduce")});
    list.push_back({.title = tr("Price"),
                    .hint = tr("Limit price, USDC; – for a market order"),
                    .text = priceText,
                    .sort = [](const R& r) { return sortable(limitOf(r).raw()); },
                    .tip = priceTip,
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Trigger"),
                    .hint = tr("The price it waited for, USDC; of a trailing stop where its stop stood last"),
                    .text = [](const R& r) { return knownText(firesAt(order(r)), r.names.priceDecimals); },
                    .sort = [](const R& r) { return sortable(firesAt(order(r)).raw()); },
                    .tip = [](const R& r) { return triggerText(order(r), r.names.priceDecimals); },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Size"),
                    .hint = tr("Whole size in the base asset; an exit follows what its entry has filled"),
                    .text = sizeText,
                    .sort = [](const R& r) { return sortable(terms(r).size.raw()); },
                    .sample = QStringLiteral("1 234.567")});
    list.push_back({.title = tr("Filled"),
                    .hint = tr("What of it was filled, in the base asset"),
                    .text =
                        [](const R& r) {
                            return order(r).filled.isZero() ? unknownText()
                                                            : text(order(r).filled, r.names.sizeDecimals);
                        },
                    .sort = [](const R& r) { return sortable(order(r).filled.raw()); },
                    .sample = QStringLiteral("1 234.567")});
    list.push_back({.title = tr("Average"),
                    .hint = tr("Average price of what was filled, USDC, rounded against you"),
                    .text = [](const R& r) { return averageText(order(r), r.names.priceDecimals); },
                    .sort = [](const R& r) { return sortable(order(r).filledQuote.raw()); },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Outcome"),
                    .hint = tr("How it ended, or what it does now"),
                    .text = outcome,
                    .token = outcomeToken,
                    .right = false,
                    .tip = outcomeTip,
                    .sample = tr("Nothing to reduce")});
    list.push_back(
        {.title = tr("Order"),
         .hint = tr("Number of the order within its account"),
         .text =
             [](const R& r) { return order(r).id.value() == 0 ? unknownText() : QString::number(order(r).id.value()); },
         .sort = [](const R& r) { return sortable(order(r).id.value()); },
         .token = [](const R&) { return Token::Text2; },
         .tip = [](const R& r) { return tr("Client id %1").arg(terms(r).clientId.value()); },
         .sample = QStringLiteral("123456")});
    list.push_back({.title = tr("Round trip"),
                    .hint = tr("From sending it until the venue had it on disk and said so"),
                    .text = [](const R& r) { return trip(r) ? durationText(*trip(r)) : unknownText(); },
                    .sort = [](const R& r) { return sortable(trip(r).value_or(-1)); },
                    .token = [](const R&) { return Token::Text2; },
                    .sample = QStringLiteral("999.9 ms")});
    return list;
}

std::vector<CsvColumn<OrderRecord>> HistoryKind<OrderRecord>::csv() {
    const auto plain = [](const QString& text) { return plainText(text).toStdString(); };
    const auto known = [](Price price) { return price.isZero() ? std::string() : toString(price); };
    return {{"accepted_market_time_utc", [](const R& r) { return toIso8601(order(r).createdAt); }},
            {"sent_wall_clock_utc", [](const R& r) { return toIso8601(r.record.order.sentAt); }},
            {"changed_wall_clock_utc", [](const R& r) { return toIso8601(r.record.order.changedAt); }},
            {"order", [](const R& r) { return std::to_string(order(r).id.value()); }},
            {"client_id", [](const R& r) { return std::to_string(terms(r).clientId.value()); }},
            {"market", [plain](const R& r) { return plain(r.names.symbol); }},
            {"side", [](const R& r) { return csvSide(terms(r).side); }},
            {"type", [plain](const R& r) { return plain(typeText(terms(r))); }},
            {"price_usdc", [known](const R& r) { return known(limitOf(r)); }},
            {"protective_limit_usdc", [known](const R& r) { return known(protectionOf(r)); }},
            {"trigger_usdc", [known](const R& r) { return known(firesAt(order(r))); }},
            {"size_base", [](const R& r) { return toString(terms(r).size); }},
            {"filled_base", [](const R& r) { return toString(order(r).filled); }},
            {"filled_value_usdc", [](const R& r) { return toString(order(r).filledQuote); }},
            {"average_price_usdc", exactAverage},
            {"outcome", [plain](const R& r) { return plain(outcome(r)); }},
            {"round_trip_ns", [](const R& r) { return trip(r) ? std::to_string(*trip(r)) : std::string(); }}};
}

} // namespace qd::ui
