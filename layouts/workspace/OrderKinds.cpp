#include "core/base/Checked.h"
#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/OrderReader.h"

#include <algorithm>
#include <array>

/// Of the reader of orders: the words of a kind of order, and what all words come to.
namespace qd::workspace {
namespace {

using ports::ActionCode;

constexpr std::int64_t kTwapInterval = 30'000; ///< ms, spec/perps.md §4.2
constexpr int kPercentDecimals = 4;            ///< of a percent: parts per million

OrderTerms atMarket(OrderTerms t) {
    t.type = OrderType::Market;
    t.price = Price();
    t.postOnly = PostOnly::No;
    t.timeInForce = TimeInForce::ImmediateOrCancel;
    t.expiry = UnixNanos();
    return t;
}

} // namespace

OrderReader::Read OrderReader::readStop() {
    m_stop = take();
    const auto price = parseFixed<Price>(m_stop);
    if (!price || price->raw() <= 0)
        return wrongWords(tr("STOP wants the price that fires it, above zero, not \"%1\"").arg(shown(m_stop)));
    return {};
}

OrderReader::Read OrderReader::readTakeProfit() {
    m_takeProfit = take();
    if (!ui::parseOffset(m_takeProfit))
        return wrongWords(tr("TP wants a price above zero, or in a bracket a distance like 12t or 0.5%, not \"%1\"")
                              .arg(shown(m_takeProfit)));
    return {};
}

OrderReader::Read OrderReader::readStopLoss() {
    m_stopLoss = take();
    if (!ui::parseOffset(m_stopLoss))
        return wrongWords(
            tr("SL wants a price above zero, or a distance like 12t or 0.5%, not \"%1\"").arg(shown(m_stopLoss)));
    return {};
}

OrderReader::Read OrderReader::readTrail() {
    const std::string text = take();
    const bool percent = text.ends_with('%');
    const auto value = percent ? parseDecimal(std::string_view(text).substr(0, text.size() - 1), kPercentDecimals)
                               : parseDecimal(text, Price::kDecimals);
    if (!value || *value <= 0 || (percent && *value > Rate::kScale))
        return wrongWords(tr("TRAIL wants a distance above zero in USDC like 1.5, or in percent like 2%, not \"%1\"")
                              .arg(shown(text)));
    if (percent)
        m_terms.trigger.distanceRate = Rate(*value);
    else
        m_terms.trigger.distance = Price(*value);
    return {};
}

OrderReader::Read OrderReader::readActivation() {
    const auto price = takePrice("ACT");
    if (!price) return std::unexpected(price.error());
    m_terms.trigger.price = *price;
    return {};
}

OrderReader::Read OrderReader::readSource() {
    static constexpr std::array<const char*, 3> kSources{"MARK", "INDEX", "LAST"};
    const auto source = std::ranges::find(kSources, take());
    if (source == kSources.end()) return wrongWords(tr("SOURCE wants MARK, INDEX or LAST"));
    m_bracket.source = static_cast<TriggerSource>(source - kSources.begin());
    return {};
}

OrderReader::Read OrderReader::whole() {
    m_terms.followsPosition = true;
    m_terms.reduceOnly = true;
    return {};
}
OrderReader::Read OrderReader::atOnce() {
    m_terms.trigger.mayFireAtOnce = true;
    return {};
}

/// The name of a template may follow.
OrderReader::Read OrderReader::readBracket() {
    m_said.insert("bracket");
    if (m_at >= m_words.size() || options().contains(ports::toUpper(m_words[m_at]))) return {};
    const ui::BracketTemplate* found = ui::findTemplate(m_context.templates, m_words[m_at]);
    if (found == nullptr) {
        // The next word may be the size or the market.
        const std::string& word = m_words[m_at];
        const bool number = word.find_first_not_of("0123456789.+-") == std::string::npos;
        if (number || m_context.market(ports::toUpper(word)) != nullptr) return {};
        return wrongWords(tr("there is no bracket template \"%1\"").arg(shown(word)));
    }
    ++m_at;
    const TriggerSource source = m_bracket.source;
    m_bracket = *found;
    if (said("source")) m_bracket.source = source;
    return {};
}
OrderReader::Read OrderReader::rest() {
    m_bracket.restingProfit = true;
    return {};
}
OrderReader::Read OrderReader::oneCancelsOther() {
    m_said.insert("oco");
    return {};
}

OrderReader::Read OrderReader::readTwap() {
    const std::string text = take();
    const auto length = parseDuration(text);
    if (!length || *length > kLongestGoodTill)
        return wrongWords(tr("TWAP wants how long it lasts, like 10m or 2h, at most 30d, not \"%1\"").arg(shown(text)));
    m_terms.twap.durationMs = *length / kNanosPerMilli;
    if (!said("every")) m_terms.twap.intervalMs = kTwapInterval;
    return {};
}

OrderReader::Read OrderReader::readEvery() {
    const std::string text = take();
    const auto length = parseDuration(text);
    if (!length || *length < kTwapInterval * kNanosPerMilli || *length > kLongestGoodTill)
        return wrongWords(tr("EVERY wants a length of time of 30s or more, not \"%1\"").arg(shown(text)));
    m_terms.twap.intervalMs = *length / kNanosPerMilli;
    return {};
}

OrderReader::Read OrderReader::readIceberg() {
    const std::string text = take();
    const auto size = parseFixed<Quantity>(text);
    if (!size || size->raw() <= 0)
        return wrongWords(tr("ICEBERG wants the size it shows at a time, not \"%1\"").arg(shown(text)));
    m_terms.display = *size;
    return {};
}

OrderReader::Read OrderReader::readScale() {
    const std::string text = take();
    const auto count = parseUnsigned(text);
    if (!count || *count < kMinScaleOrders || *count > kMaxScaleOrders)
        return wrongWords(
            tr("SCALE wants how many orders, 2 to 32, then its first and its last price, not \"%1\"").arg(shown(text)));
    const auto start = takePrice("SCALE");
    if (!start) return std::unexpected(start.error());
    const auto end = takePrice("SCALE");
    if (!end) return std::unexpected(end.error());
    if (*start == *end)
        return wrongWords(tr("SCALE wants two different prices; %1 is both").arg(shown(toString(*start))));
    m_terms.type = OrderType::Limit;
    m_terms.price = *start;
    m_scale.count = static_cast<std::uint32_t>(*count);
    m_scale.start = *start;
    m_scale.end = *end;
    m_said.insert("scale");
    return {};
}
OrderReader::Read OrderReader::rising() {
    m_scale.distribution = ScaleDistribution::Ascending;
    return {};
}
OrderReader::Read OrderReader::falling() {
    m_scale.distribution = ScaleDistribution::Descending;
    return {};
}

OrderReader::Read OrderReader::readOffset() {
    const std::string text = take();
    const auto offset = parseFixed<Price>(text);
    if (!offset || offset->isZero())
        return wrongWords(
            tr("OFFSET wants how far from the index the limit stands, like -0.5, not \"%1\"").arg(shown(text)));
    m_terms.type = OrderType::Limit;
    m_terms.oracleOffset = *offset;
    m_said.insert("offset");
    return {};
}

OrderReader::Plan OrderReader::finish() {
    if (m_terms.size.isZero()) return wrongWords(tr("the size is missing"));
    if (!said("market")) {
        if (!m_context.standard) return wrongWords(tr("the market is missing"));
        m_terms.market = *m_context.standard;
    }
    if (const Read touch = resolveTouch(); !touch) return std::unexpected(touch.error());
    if (const Read company = checkCompany(); !company) return std::unexpected(company.error());
    if (const Read rests = checkRest(); !rests) return std::unexpected(rests.error());
    if (m_terms.type == OrderType::Limit && !said("time")) m_terms.timeInForce = TimeInForce::GoodTillCancel;
    if (const Read above = checkOffset(); !above) return std::unexpected(above.error());
    if (said("oco")) return oneOfTwo();
    if (said("bracket")) return bracket();
    if (said("scale")) return scale();
    if (const Read trigger = addTrigger(); !trigger) return std::unexpected(trigger.error());
    return ui::OrderPlan{OrderRelation::Independent, {m_terms}};
}

OrderReader::Read OrderReader::checkRest() const {
    const bool limit = m_terms.type == OrderType::Limit;
    const bool rests =
        m_terms.timeInForce == TimeInForce::GoodTillCancel || m_terms.timeInForce == TimeInForce::GoodTillDate;
    if (!limit && (rests || m_terms.postOnly != PostOnly::No))
        return wrongWords(tr("a market order does not rest: GTC, GTD, POST, TRY and SLIDE go with LIMIT"));
    if (limit && said("slippage")) return wrongWords(tr("SLIP goes with market orders: LIMIT is the limit"));
    if (!limit && said("iceberg")) return wrongWords(tr("ICEBERG goes with LIMIT: it rests"));
    if (limit && said("twap")) return wrongWords(tr("TWAP sends market orders: it has no LIMIT"));
    return {};
}

/// An offset that leads below zero from where the market is now can never rest.
OrderReader::Read OrderReader::checkOffset() const {
    if (!said("offset") || m_terms.oracleOffset.raw() > 0 || !m_context.reference) return {};
    const auto near = m_context.reference(m_terms.market, m_terms.side);
    if (!near || Int128{near->raw()} + m_terms.oracleOffset.raw() > 0) return {};
    return wrongWords(tr("OFFSET %1 leads to no price above zero: the market stands at %2")
                          .arg(shown(toString(m_terms.oracleOffset)), shown(toString(*near))));
}

/// Words that stand for themselves only beside others.
OrderReader::Read OrderReader::checkCompany() const {
    const bool oco = said("oco");
    const bool bracket = said("bracket");
    if (bracket && said("stop")) return wrongWords(tr("in a bracket the stop is SL"));
    const int kinds = int(said("stop") && !oco) + int(said("profit") && !bracket) + int(said("trail")) +
                      int(said("twap")) + int(said("scale")) + int(said("iceberg")) + int(said("offset")) +
                      int(bracket) + int(oco);
    if (oco && (said("profit") || said("loss")))
        return wrongWords(tr("OCO is a LIMIT and a STOP; TP and SL go with BRACKET"));
    if (!bracket && said("loss")) return wrongWords(tr("SL goes with BRACKET; a stop by itself is STOP and a price"));
    if (!bracket && said("rest")) return wrongWords(tr("REST goes with BRACKET: its target rests as a limit"));
    if (kinds > 1)
        return wrongWords(tr("an order is one of STOP, TP, TRAIL, BRACKET, OCO, TWAP, ICEBERG, SCALE, OFFSET"));
    const bool waits = said("stop") || said("trail") || (said("profit") && !bracket);
    if (!waits && !bracket && said("source")) return wrongWords(tr("SOURCE goes with STOP, TP, TRAIL and BRACKET"));
    if (!waits && (said("atonce") || said("whole")))
        return wrongWords(tr("WHOLE and ATONCE go with STOP, TP and TRAIL"));
    if (!said("trail") && said("activation")) return wrongWords(tr("ACT goes with TRAIL: where it begins to follow"));
    if (!said("twap") && said("every")) return wrongWords(tr("EVERY goes with TWAP"));
    if (said("twap") && m_terms.twap.intervalMs > m_terms.twap.durationMs)
        return wrongWords(said("every") ? tr("EVERY is longer than the TWAP lasts: all of it would be sent at once")
                                        : tr("a TWAP lasts 30s or more: it sends an order every 30s"));
    if (!said("scale") && said("distribution")) return wrongWords(tr("FLAT, RISING and FALLING go with SCALE"));
    return {};
}

OrderReader::Read OrderReader::addTrigger() {
    Trigger& t = m_terms.trigger;
    const auto waitFor = [&](TriggerKind kind, const std::string& text) {
        t.kind = kind;
        t.source = m_bracket.source;
        if (!text.empty()) t.price = parseFixed<Price>(text).value_or(Price());
    };
    if (said("stop")) waitFor(TriggerKind::Stop, m_stop);
    if (said("profit")) {
        if (!parseFixed<Price>(m_takeProfit))
            return wrongWords(tr("without BRACKET, TP wants a price, not \"%1\"").arg(shown(m_takeProfit)));
        waitFor(TriggerKind::TakeProfit, m_takeProfit);
    }
    if (!said("trail")) return {};
    if (m_terms.type == OrderType::Limit)
        return wrongWords(tr("TRAIL trades at market when it fires: it has no LIMIT"));
    waitFor(TriggerKind::Trailing, {});
    m_terms.reduceOnly = true; // spec/perps.md §4.2
    return {};
}

Result<std::optional<Price>, ActionCode> OrderReader::level(const std::string& text, bool profit, Price entry,
                                                            const MarketParams& market) const {
    if (text.empty()) return std::optional<Price>{};
    const auto offset = ui::parseOffset(text);
    if (offset && offset->unit == ui::PriceOffset::Unit::Price) return std::optional(Price(offset->value));
    const auto at = offset ? ui::levelAt(*offset, m_terms.side, profit, entry, market) : std::nullopt;
    if (!at) return wrongWords(tr("\"%1\" is farther than any price of this market").arg(shown(text)));
    return at;
}

OrderReader::Plan OrderReader::bracket() const {
    const MarketInfo* market = m_market;
    auto reference = m_terms.type == OrderType::Limit ? std::optional(m_terms.price) : std::nullopt;
    if (!reference && m_context.reference) reference = m_context.reference(m_terms.market, m_terms.side);
    if (market == nullptr && m_context.byId) market = m_context.byId(m_terms.market);
    if (!reference || market == nullptr) return wrongWords(tr("the market has no price yet to measure a bracket from"));
    if (m_terms.reduceOnly) return wrongWords(tr("a bracket opens: its entry cannot be REDUCE"));
    auto levels = ui::levelsOf(m_bracket, m_terms.side, *reference, market->params);
    if (!levels) return wrongWords(tr("the template's distances lead beyond any price of this market"));
    const auto profit = level(m_takeProfit, true, *reference, market->params);
    const auto loss = level(m_stopLoss, false, *reference, market->params);
    if (!profit) return std::unexpected(profit.error());
    if (!loss) return std::unexpected(loss.error());
    if (*profit) levels->takeProfit = *profit;
    if (*loss) levels->stop = *loss;
    auto plan = ui::bracketOf(m_terms, *reference, *levels);
    if (!plan) return wrongWords(plan.error());
    return std::move(*plan);
}

OrderReader::Plan OrderReader::oneOfTwo() const {
    if (m_terms.type != OrderType::Limit || !said("stop"))
        return wrongWords(tr("OCO wants LIMIT and a price for one order, STOP and a price for the other"));
    OrderTerms stop = atMarket(m_terms);
    stop.clientId = ClientOrderId();
    stop.trigger.kind = TriggerKind::Stop;
    stop.trigger.source = m_bracket.source;
    stop.trigger.price = parseFixed<Price>(m_stop).value_or(Price());
    OrderTerms limit = m_terms;
    limit.trigger = Trigger();
    limit.followsPosition = stop.followsPosition = false;
    return ui::OrderPlan{OrderRelation::OneCancelsOther, {limit, stop}};
}

OrderReader::Plan OrderReader::scale() const {
    const MarketInfo* market = m_market;
    if (market == nullptr && m_context.byId) market = m_context.byId(m_terms.market);
    if (market == nullptr) return wrongWords(tr("the market is missing"));
    ScaleLadder ladder = m_scale;
    ladder.side = m_terms.side;
    ladder.total = m_terms.size;
    const auto plan = ui::scaleOf(ladder, m_terms, market->params);
    if (plan) return *plan;
    switch (plan.error()) {
    case RejectCode::PriceNotTick:
        return wrongWords(tr("the prices of a scale must be multiples of the market's tick"));
    case RejectCode::SizeNotStep: return wrongWords(tr("the size of a scale must be a multiple of the market's step"));
    case RejectCode::SizeBelowMin: return wrongWords(tr("the size is less than a step an order"));
    case RejectCode::MathOverflow: return wrongWords(tr("the amounts are too large to compute"));
    default: return wrongWords(tr("a scale goes away from the market: buys down, sells up"));
    }
}

} // namespace qd::workspace
