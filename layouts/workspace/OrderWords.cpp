#include "layouts/workspace/OrderWords.h"

#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"

#include <QCoreApplication>

#include <array>
#include <map>
#include <set>

namespace qd::workspace {
namespace {

using ports::ActionCode;
using ports::ActionWords;

/// A hundred years: a time of this century can be moved by it either way.
constexpr std::int64_t kLongestDuration = 36'525 * kNanosPerDay;
/// Digits with a sign or a point: meant as a number, whether it is one or not.
bool looksLikeNumber(std::string_view word) {
    return word.find_first_not_of("0123456789.+-") == std::string_view::npos;
}

std::unexpected<Error<ActionCode>> wrong(const QString& sentence) {
    return fail(ActionCode::BadArguments, sentence.toStdString());
}

/// Reads the words one after the other.
class OrderReader {
    Q_DECLARE_TR_FUNCTIONS(qd::workspace::OrderReader)
  public:
    OrderReader(const ActionWords& words, const OrderWordsContext& context) : m_words(words), m_context(context) {}

    Result<OrderTerms, ActionCode> read() {
        const std::string side = take();
        if (side != "BUY" && side != "SELL") return wrong(tr("an order begins with BUY or SELL"));
        m_terms.side = side == "BUY" ? Side::Buy : Side::Sell;
        m_terms.type = OrderType::Market;
        m_terms.timeInForce = TimeInForce::ImmediateOrCancel;
        while (m_at < m_words.size()) {
            if (auto read = readOne(); !read) return std::unexpected(read.error());
        }
        return finish();
    }

  private:
    std::string take() { return m_at < m_words.size() ? ports::toUpper(m_words[m_at++]) : std::string(); }

    Result<void, ActionCode> readOne() {
        const std::string word = take();
        const auto option = kOptions.find(word);
        const char* about = option != kOptions.end() ? option->second : looksLikeNumber(word) ? "size" : "market";
        if (!m_said.insert(about).second)
            return wrong(tr("\"%1\" repeats or contradicts what stands before it").arg(shown(word)));
        if (option == kOptions.end()) return looksLikeNumber(word) ? readSize(word) : readMarket(word);
        return readOption(word);
    }
    Result<void, ActionCode> readOption(const std::string& word) {
        if (word == "LIMIT") return readLimit();
        if (word == "GTC") m_terms.timeInForce = TimeInForce::GoodTillCancel;
        if (word == "FOK") m_terms.timeInForce = TimeInForce::FillOrKill;
        if (word == "GTD") return readExpiry();
        if (word == "POST") m_terms.postOnly = PostOnly::Must;
        if (word == "TRY") m_terms.postOnly = PostOnly::Try;
        if (word == "SLIDE") m_terms.postOnly = PostOnly::Slide;
        if (word == "REDUCE") m_terms.reduceOnly = true;
        if (word == "SLIP") return readSlippage();
        if (word == "STP") return readSelfTrade();
        if (word == "ID") return readId();
        return {}; // MARKET and IOC are what an order is without words
    }

    Result<void, ActionCode> readLimit() {
        const std::string text = take();
        const auto price = parseFixed<Price>(text);
        if (!price || price->raw() <= 0)
            return wrong(tr("LIMIT wants a price above zero, not \"%1\"").arg(shown(text)));
        m_terms.type = OrderType::Limit;
        m_terms.price = *price;
        return {};
    }
    Result<void, ActionCode> readExpiry() {
        const std::string text = m_at < m_words.size() ? m_words[m_at++] : std::string();
        const auto length = parseDuration(text);
        if (!length || *length > kLongestGoodTill)
            return wrong(tr("GTD wants a length of time like 30m, 4h or 2d, at most 30d, not \"%1\"").arg(shown(text)));
        m_terms.timeInForce = TimeInForce::GoodTillDate;
        m_terms.expiry = m_context.now + *length;
        return {};
    }
    Result<void, ActionCode> readSlippage() {
        const std::string text = take();
        const auto percent = parseDecimal(text, 4); // 1 % = 10,000 ppm
        if (!percent || *percent <= 0 || *percent > Rate::kScale)
            return wrong(tr("SLIP wants percent above zero, at most 100, not \"%1\"").arg(shown(text)));
        m_terms.maxSlippage = Rate(*percent);
        return {};
    }
    Result<void, ActionCode> readSelfTrade() {
        static constexpr std::array<const char*, 4> kModes{"MAKER", "TAKER", "BOTH", "DECREMENT"};
        const std::string text = take();
        for (std::size_t i = 0; i < kModes.size(); ++i) {
            if (text != kModes[i]) continue;
            m_terms.selfTrade = static_cast<SelfTradePrevention>(i);
            return {};
        }
        return wrong(tr("STP wants MAKER, TAKER, BOTH or DECREMENT"));
    }
    Result<void, ActionCode> readId() {
        const std::string text = take();
        const auto id = parseUnsigned(text);
        if (!id || *id == 0) return wrong(tr("ID wants a whole number above zero, not \"%1\"").arg(shown(text)));
        m_terms.clientId = ClientOrderId(*id);
        return {};
    }
    Result<void, ActionCode> readSize(const std::string& word) {
        const auto size = parseFixed<Quantity>(word);
        if (!size || size->raw() <= 0)
            return wrong(
                tr("the size must be a number above zero with at most 9 decimals, not \"%1\"").arg(shown(word)));
        m_terms.size = *size;
        return {};
    }
    Result<void, ActionCode> readMarket(const std::string& word) {
        const MarketInfo* market = m_context.market(word);
        if (market == nullptr) return wrong(tr("\"%1\" is no market and no word of an order").arg(shown(word)));
        m_terms.market = market->params.id;
        return {};
    }

    Result<OrderTerms, ActionCode> finish() {
        if (m_terms.size.isZero()) return wrong(tr("the size is missing"));
        if (!m_said.contains("market")) {
            if (!m_context.standard) return wrong(tr("the market is missing"));
            m_terms.market = *m_context.standard;
        }
        const bool limit = m_terms.type == OrderType::Limit;
        if (limit && !m_said.contains("time")) m_terms.timeInForce = TimeInForce::GoodTillCancel;
        const bool rests =
            m_terms.timeInForce == TimeInForce::GoodTillCancel || m_terms.timeInForce == TimeInForce::GoodTillDate;
        if (!limit && (rests || m_terms.postOnly != PostOnly::No))
            return wrong(tr("a market order does not rest: GTC, GTD, POST, TRY and SLIDE go with LIMIT"));
        if (limit && m_said.contains("slippage")) return wrong(tr("SLIP goes with market orders: LIMIT is the limit"));
        return m_terms;
    }

    /// What each word is about; of each thing there is one word.
    static inline const std::map<std::string, const char*, std::less<>> kOptions{
        {"MARKET", "type"},   {"LIMIT", "type"},    {"GTC", "time"}, {"IOC", "time"},   {"FOK", "time"},
        {"GTD", "time"},      {"POST", "post"},     {"TRY", "post"}, {"SLIDE", "post"}, {"REDUCE", "reduce"},
        {"SLIP", "slippage"}, {"STP", "selftrade"}, {"ID", "id"}};

    const ActionWords& m_words;
    const OrderWordsContext& m_context;
    std::size_t m_at = 0;
    OrderTerms m_terms;
    std::set<std::string> m_said;
};

} // namespace

std::optional<std::int64_t> parseDuration(std::string_view text) {
    if (text.size() < 2) return std::nullopt;
    std::int64_t unit = 0;
    switch (text.back()) {
    case 's':
    case 'S': unit = kNanosPerSecond; break;
    case 'm':
    case 'M': unit = kNanosPerMinute; break;
    case 'h':
    case 'H': unit = kNanosPerHour; break;
    case 'd':
    case 'D': unit = kNanosPerDay; break;
    default: return std::nullopt;
    }
    const auto count = parseDecimal(text.substr(0, text.size() - 1), 0);
    if (!count || *count <= 0) return std::nullopt;
    const auto nanos = (Checked(*count) * unit).to<std::int64_t>();
    return nanos && *nanos <= kLongestDuration ? std::optional(*nanos) : std::nullopt;
}

const TrackedOrder* workingOrder(const std::vector<TrackedOrder>& orders, std::string_view number) {
    const auto wanted = parseUnsigned(number);
    if (!wanted || *wanted == 0) return nullptr;
    const TrackedOrder* byClientId = nullptr;
    for (const TrackedOrder& o : orders) {
        if (isFinal(o.state)) continue;
        if (o.order.id.value() == *wanted) return &o;
        if (o.order.terms.clientId.value() == *wanted) byClientId = &o;
    }
    return byClientId;
}

std::vector<std::string> orderWordChoices() {
    return {"LIMIT", "MARKET", "GTC", "IOC", "FOK", "GTD", "POST", "TRY", "SLIDE", "REDUCE", "SLIP", "STP", "ID"};
}

Result<OrderTerms, ActionCode> parseOrder(const ActionWords& words, const OrderWordsContext& context) {
    return OrderReader(words, context).read();
}

} // namespace qd::workspace
