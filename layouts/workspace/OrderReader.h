#pragma once

#include "layouts/workspace/OrderWords.h"
#include "widgets/terms/Scales.h"

#include <QCoreApplication>

#include <map>
#include <set>

namespace qd::workspace {

/// Reads the words of an order one after the other, then puts them together. OrderReader.cpp: words that every order
/// has; OrderKinds.cpp: those of a kind, and what the words come to.
class OrderReader {
    Q_DECLARE_TR_FUNCTIONS(qd::workspace::OrderReader)
  public:
    using Read = Result<void, ports::ActionCode>;
    using Plan = Result<ui::OrderPlan, ports::ActionCode>;
    /// What a word is about, of each thing there is one word; and what reads it.
    struct Option {
        const char* about;
        Read (OrderReader::*read)();
    };
    /// Every word of an order but size and market.
    [[nodiscard]] static const std::map<std::string, Option, std::less<>>& options();

    OrderReader(const ports::ActionWords& words, const OrderWordsContext& context)
        : m_words(words)
        , m_context(context) {}
    [[nodiscard]] Plan read();

  private:
    [[nodiscard]] std::string take();
    [[nodiscard]] Result<Price, ports::ActionCode> takePrice(const char* word);
    [[nodiscard]] bool said(const char* about) const { return m_said.contains(about); }
    Read readOne();

    // OrderReader.cpp
    Read readSize(const std::string& word);
    Read readMarket(const std::string& word);
    Read readLimit();
    Read readTouch(const std::string& text);
    Read readExpiry();
    Read readSlippage();
    Read readSelfTrade();
    Read readId();
    Read readLeverage();
    Read readAuction();
    Read asItIs();
    Read goodTillCancel();
    Read immediate();
    Read fillOrKill();
    Read post();
    Read tryPost();
    Read slide();
    Read reduce();

    // OrderKinds.cpp
    Read readStop();
    Read readTakeProfit();
    Read readStopLoss();
    Read readTrail();
    Read readActivation();
    Read readSource();
    Read whole();
    Read atOnce();
    Read readBracket();
    Read rest();
    Read oneCancelsOther();
    Read readTwap();
    Read readEvery();
    Read readIceberg();
    Read readScale();
    Read rising();
    Read falling();
    Read readOffset();
    [[nodiscard]] Plan finish();
    [[nodiscard]] Read resolveTouch();
    [[nodiscard]] Read checkRest() const;
    [[nodiscard]] Read checkOffset() const;
    [[nodiscard]] Read checkCompany() const;
    [[nodiscard]] Read addTrigger();
    [[nodiscard]] Plan bracket() const;
    [[nodiscard]] Plan oneOfTwo() const;
    [[nodiscard]] Plan scale() const;
    [[nodiscard]] Result<std::optional<Price>, ports::ActionCode> level(const std::string& text, bool profit,
                                                                        Price entry, const MarketParams& market) const;

    const ports::ActionWords& m_words;
    const OrderWordsContext& m_context;
    std::size_t m_at = 0;
    OrderTerms m_terms;
    const MarketInfo* m_market = nullptr;
    std::set<std::string, std::less<>> m_said;
    /// A limit at the best bid or ask, before the market is known.
    struct Touch {
        Side side = Side::Buy;
        std::int64_t ticks = 0;
    };
    std::optional<Touch> m_touch;
    std::string m_stop; ///< as typed: what the words mean is known at the end
    std::string m_takeProfit;
    std::string m_stopLoss;
    ui::BracketTemplate m_bracket;
    ScaleLadder m_scale;
};

/// A sentence as the answer.
[[nodiscard]] std::unexpected<Error<ports::ActionCode>> wrongWords(const QString& sentence);

} // namespace qd::workspace
