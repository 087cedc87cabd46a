#include "layouts/workspace/OrderReader.h"

#include "core/base/Checked.h"
#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"

#include <array>

namespace qd::workspace {
namespace {

using ports::ActionCode;

constexpr std::uint64_t kHighestLeverage = 1'000;
constexpr std::uint64_t kMostTicks = 100'000;
constexpr std::uint64_t kLongestAuction = 255; ///< slots, spec/perps.md §7.3

/// Digits with a sign or a point: meant as a number, whether it is one or not.
bool looksLikeNumber(std::string_view word) {
    return word.find_first_not_of("0123456789.+-") == std::string_view::npos;
}

} // namespace

std::unexpected<Error<ActionCode>> wrongWords(const QString& sentence) {
    return fail(ActionCode::BadArguments, sentence.toStdString());
}

const std::map<std::string, OrderReader::Option, std::less<>>& OrderReader::options() {
    using R = OrderReader;
    static const std::map<std::string, Option, std::less<>> kOptions{
        {"MARKET", {"type", &R::asItIs}},
        {"LIMIT", {"type", &R::readLimit}},
        {"GTC", {"time", &R::goodTillCancel}},
        {"IOC", {"time", &R::immediate}},
        {"FOK", {"time", &R::fillOrKill}},
        {"GTD", {"time", &R::readExpiry}},
        {"POST", {"post", &R::post}},
        {"TRY", {"post", &R::tryPost}},
        {"SLIDE", {"post", &R::slide}},
        {"REDUCE", {"reduce", &R::reduce}},
        {"SLIP", {"slippage", &R::readSlippage}},
        {"STP", {"selftrade", &R::readSelfTrade}},
        {"ID", {"id", &R::readId}},
        {"LEV", {"leverage", &R::readLeverage}},
        {"AUCTION", {"auction", &R::readAuction}},
        {"STOP", {"stop", &R::readStop}},
        {"TP", {"profit", &R::readTakeProfit}},
        {"SL", {"loss", &R::readStopLoss}},
        {"TRAIL", {"trail", &R::readTrail}},
        {"ACT", {"activation", &R::readActivation}},
        {"SOURCE", {"source", &R::readSource}},
        {"WHOLE", {"whole", &R::whole}},
        {"ATONCE", {"atonce", &R::atOnce}},
        {"BRACKET", {"set", &R::readBracket}},
        {"REST", {"rest", &R::rest}},
        {"OCO", {"set", &R::oneCancelsOther}},
        {"TWAP", {"twap", &R::readTwap}},
        {"EVERY", {"every", &R::readEvery}},
        {"ICEBERG", {"iceberg", &R::readIceberg}},
        {"SCALE", {"type", &R::readScale}},
        {"FLAT", {"distribution", &R::asItIs}},
        {"RISING", {"distribution", &R::rising}},
        {"FALLING", {"distribution", &R::falling}},
        {"OFFSET", {"type", &R::readOffset}},
    };
    return kOptions;
}

OrderReader::Plan OrderReader::read() {
    const std::string side = take();
    if (side != "BUY" && side != "SELL") return wrongWords(tr("an order begins with BUY or SELL"));
    m_terms.side = side == "BUY" ? Side::Buy : Side::Sell;
    m_terms.type = OrderType::Market;
    m_terms.timeInForce = TimeInForce::ImmediateOrCancel;
    while (m_at < m_words.size()) {
        if (auto read = readOne(); !read) return std::unexpected(read.error());
    }
    return finish();
}

std::string OrderReader::take() { return m_at < m_words.size() ? ports::toUpper(m_words[m_at++]) : std::string(); }

Result<Price, ActionCode> OrderReader::takePrice(const char* word) {
    const std::string text = take();
    const auto price = parseFixed<Price>(text);
    if (!price && price.error() == DecimalError::TooPrecise)
        return wrongWords(
            tr("a price has at most %1 digits after the point, not \"%2\"").arg(Price::kDecimals).arg(shown(text)));
    if (!price || price->raw() <= 0)
        return wrongWords(tr("%1 wants a price above zero, not \"%2\"").arg(QLatin1String(word), shown(text)));
    return *price;
}

OrderReader::Read OrderReader::readOne() {
    const std::string word = take();
    const auto option = options().find(word);
    const bool known = option != options().end();
    const char* about = known ? option->second.about : looksLikeNumber(word) ? "size" : "market";
    if (!m_said.insert(about).second)
        return wrongWords(tr("\"%1\" repeats or contradicts what stands before it").arg(shown(word)));
    if (known) return (this->*option->second.read)();
    return looksLikeNumber(word) ? readSize(word) : readMarket(word);
}

OrderReader::Read OrderReader::asItIs() { return {}; }
OrderReader::Read OrderReader::goodTillCancel() {
    m_terms.timeInForce = TimeInForce::GoodTillCancel;
    return {};
}
OrderReader::Read OrderReader::immediate() {
    m_terms.timeInForce = TimeInForce::ImmediateOrCancel;
    return {};
}
OrderReader::Read OrderReader::fillOrKill() {
    m_terms.timeInForce = TimeInForce::FillOrKill;
    return {};
}
OrderReader::Read OrderReader::post() {
    m_terms.postOnly = PostOnly::Must;
    return {};
}
OrderReader::Read OrderReader::tryPost() {
    m_terms.postOnly = PostOnly::Try;
    return {};
}
OrderReader::Read OrderReader::slide() {
    m_terms.postOnly = PostOnly::Slide;
    return {};
}
OrderReader::Read OrderReader::reduce() {
    m_terms.reduceOnly = true;
    return {};
}

OrderReader::Read OrderReader::readLimit() {
    const std::string next = m_at < m_words.size() ? ports::toUpper(m_words[m_at]) : std::string();
    if (next.starts_with("BID") || next.starts_with("ASK")) return readTouch(take());
    const auto price = takePrice("LIMIT");
    if (!price) return std::unexpected(price.error());
    m_terms.type = OrderType::Limit;
    m_terms.price = *price;
    return {};
}

OrderReader::Read OrderReader::readTouch(const std::string& text) {
    Touch touch{text.starts_with("BID") ? Side::Buy : Side::Sell, 0};
    const std::string_view away = std::string_view(text).substr(3);
    if (!away.empty()) {
        const bool formed = away.size() > 2 && (away.front() == '+' || away.front() == '-') && away.back() == 'T';
        const auto ticks = parseUnsigned(formed ? away.substr(1, away.size() - 2) : std::string_view());
        if (!ticks || *ticks == 0 || *ticks > kMostTicks)
            return wrongWords(tr("LIMIT wants a price, or BID or ASK, with ticks like BID+2T when it stands away from "
                                 "it, not \"%1\"")
                                  .arg(shown(text)));
        touch.ticks = away.front() == '-' ? -static_cast<std::int64_t>(*ticks) : static_cast<std::int64_t>(*ticks);
    }
    m_terms.type = OrderType::Limit;
    m_touch = touch;
    return {};
}

OrderReader::Read OrderReader::resolveTouch() {
    if (!m_touch) return {};
    const MarketInfo* market = m_market;
    if (market == nullptr && m_context.byId) market = m_context.byId(m_terms.market);
    const auto best = m_context.touch ? m_context.touch(m_terms.market, m_touch->side) : std::nullopt;
    if (market == nullptr || !best)
        return wrongWords(m_touch->side == Side::Buy ? tr("there is no bid to stand at")
                                                     : tr("there is no ask to stand at"));
    const auto price = (Checked(best->raw()) + Checked(market->params.tick.raw()) * m_touch->ticks).to<Price>();
    if (!price || price->raw() <= 0) return wrongWords(tr("so many ticks away there is no price above zero"));
    m_terms.price = *price;
    return {};
}

OrderReader::Read OrderReader::readExpiry() {
    const std::string text = m_at < m_words.size() ? m_words[m_at++] : std::string();
    const auto length = parseDuration(text);
    if (!length || *length > kLongestGoodTill)
        return wrongWords(
            tr("GTD wants a length of time like 30m, 4h or 2d, at most 30d, not \"%1\"").arg(shown(text)));
    m_terms.timeInForce = TimeInForce::GoodTillDate;
    m_terms.expiry = m_context.now + *length;
    return {};
}

OrderReader::Read OrderReader::readSlippage() {
    const std::string text = take();
    const auto percent = parseDecimal(text, 4); // 1 % = 10,000 ppm
    if (!percent || *percent <= 0 || *percent > Rate::kScale)
        return wrongWords(tr("SLIP wants percent above zero, at most 100, not \"%1\"").arg(shown(text)));
    m_terms.maxSlippage = Rate(*percent);
    return {};
}

OrderReader::Read OrderReader::readSelfTrade() {
    static constexpr std::array<const char*, 4> kModes{"MAKER", "TAKER", "BOTH", "DECREMENT"};
    const std::string text = take();
    for (std::size_t i = 0; i < kModes.size(); ++i) {
        if (text != kModes[i]) continue;
        m_terms.selfTrade = static_cast<SelfTradePrevention>(i);
        return {};
    }
    return wrongWords(tr("STP wants MAKER, TAKER, BOTH or DECREMENT"));
}

OrderReader::Read OrderReader::readId() {
    const std::string text = take();
    const auto id = parseUnsigned(text);
    if (!id || *id == 0) return wrongWords(tr("ID wants a whole number above zero, not \"%1\"").arg(shown(text)));
    m_terms.clientId = ClientOrderId(*id);
    return {};
}

OrderReader::Read OrderReader::readLeverage() {
    const std::string text = take();
    const auto leverage = parseUnsigned(text);
    if (!leverage || *leverage == 0 || *leverage > kHighestLeverage)
        return wrongWords(tr("LEV wants a whole number from 1 to 1000, not \"%1\"").arg(shown(text)));
    // §3.5: rounded up, against the account; 1/leverage in basis points.
    const auto ratio = Checked(Ratio::kScale).dividedBy(*leverage, Round::Up).to<Ratio>();
    m_terms.userMargin = ratio.value_or(Ratio());
    return {};
}

OrderReader::Read OrderReader::readAuction() {
    const std::string text = take();
    const auto slots_ = parseUnsigned(text);
    if (!slots_ || *slots_ == 0 || *slots_ > kLongestAuction)
        return wrongWords(tr("AUCTION wants how many slots of 0.4 s it lasts, 1 to 255, not \"%1\"").arg(shown(text)));
    m_terms.auction.durationSlots = static_cast<std::uint16_t>(*slots_);
    return {};
}

OrderReader::Read OrderReader::readSize(const std::string& word) {
    const auto size = parseFixed<Quantity>(word);
    if (!size || size->raw() <= 0)
        return wrongWords(
            tr("the size must be a number above zero with at most 9 decimals, not \"%1\"").arg(shown(word)));
    m_terms.size = *size;
    return {};
}

OrderReader::Read OrderReader::readMarket(const std::string& word) {
    m_market = m_context.market(word);
    if (m_market == nullptr) return wrongWords(tr("\"%1\" is no market and no word of an order").arg(shown(word)));
    m_terms.market = m_market->params.id;
    return {};
}

} // namespace qd::workspace
