#include "layouts/workspace/OrderWords.h"

#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"

#include <QCoreApplication>

#include <array>

namespace qd::workspace {
namespace {

using ports::ActionCode;
using ports::ActionWords;

/// A hundred years: a time of this century can be moved by it either way.
constexpr std::int64_t kLongestDuration = 36'525 * kNanosPerDay;

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
        if (word == "MARKET") return {};
        if (word == "LIMIT") return readLimit();
        if (word == "GTC" || word == "IOC" || word == "FOK") return readTimeInForce(word);
        if (word == "GTD") return readExpiry();
        if (word == "POST" || word == "TRY" || word == "SLIDE") {
            m_terms.postOnly = word == "POST" ? PostOnly::Must : word == "TRY" ? PostOnly::Try : PostOnly::Slide;
            return {};
        }
        if (word == "REDUCE") {
            m_terms.reduceOnly = true;
            return {};
        }
        if (word == "SLIP") return readSlippage();
        if (word == "STP") return readSelfTrade();
        if (word == "ID") return readId();
        return readSizeOrMarket(word);
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
    Result<void, ActionCode> readTimeInForce(const std::string& word) {
        m_tifGiven = true;
        m_terms.timeInForce = word == "GTC"   ? TimeInForce::GoodTillCancel
                              : word == "IOC" ? TimeInForce::ImmediateOrCancel
                                              : TimeInForce::FillOrKill;
        return {};
    }
    Result<void, ActionCode> readExpiry() {
        const std::string text = m_at < m_words.size() ? m_words[m_at++] : std::string();
        const auto length = parseDuration(text);
        if (!length) return wrong(tr("GTD wants a length of time like 30m, 4h or 2d, not \"%1\"").arg(shown(text)));
        m_tifGiven = true;
        m_terms.timeInForce = TimeInForce::GoodTillDate;
        m_terms.expiry = m_context.now + *length;
        return {};
    }
    Result<void, ActionCode> readSlippage() {
        const std::string text = take();
        const auto percent = parseDecimal(text, 4); // 1 % = 10,000 ppm
        if (!percent || *percent <= 0 || *percent > Rate::kScale)
            return wrong(tr("SLIP wants percent above zero, not \"%1\"").arg(shown(text)));
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
    Result<void, ActionCode> readSizeOrMarket(const std::string& word) {
        if (const auto size = parseFixed<Quantity>(word); size && m_terms.size.isZero()) {
            if (size->raw() <= 0) return wrong(tr("the size must be above zero"));
            m_terms.size = *size;
            return {};
        }
        const MarketInfo* market = m_context.market(word);
        if (market == nullptr) return wrong(tr("\"%1\" is no market and no word of an order").arg(shown(word)));
        m_terms.market = market->params.id;
        m_marketGiven = true;
        return {};
    }

    Result<OrderTerms, ActionCode> finish() {
        if (m_terms.size.isZero()) return wrong(tr("the size is missing"));
        if (!m_marketGiven) {
            if (!m_context.standard) return wrong(tr("the market is missing"));
            m_terms.market = *m_context.standard;
        }
        if (m_terms.type == OrderType::Limit && !m_tifGiven) m_terms.timeInForce = TimeInForce::GoodTillCancel;
        return m_terms;
    }

    const ActionWords& m_words;
    const OrderWordsContext& m_context;
    std::size_t m_at = 0;
    OrderTerms m_terms;
    bool m_tifGiven = false;
    bool m_marketGiven = false;
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
