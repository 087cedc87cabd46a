#include "tests/support/TestRunner.h"
#include "widgets/base/Words.h"

#include <QObject>
#include <QTest>

#include <set>

using namespace qd;
using namespace qd::ui;

namespace {

/// Every value from 0 to `last` has words, and no two the same; `silent` of them, from 0 on, have none.
template<class E>
void haveWords(E last, auto wordOf, int silent = 0) {
    std::set<QString> words;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const QString text = wordOf(static_cast<E>(i));
        QVERIFY2((i < silent) == text.isEmpty(), qPrintable(QString::number(i)));
        if (!text.isEmpty()) QVERIFY2(words.insert(text).second, qPrintable(text));
    }
}
constexpr auto kWord = [](auto value) { return word(value); };
constexpr auto kSentence = [](auto value) { return sentence(value); };

OrderTerms waiting(TriggerKind kind, Side side) {
    OrderTerms t;
    t.side = side;
    t.type = OrderType::Market;
    t.reduceOnly = true;
    t.trigger.kind = kind;
    t.trigger.price = Price(148'200'000);
    return t;
}

} // namespace

Q_DECLARE_METATYPE(OrderTerms)

class TestWords : public QObject {
    Q_OBJECT
  private slots:
    void feesSayWhatAReferrerMadeOfThem() {
        OrderFilled fill;
        fill.fee = Money(4'500'001);
        QCOMPARE(feeTip(fill), "Exactly 4.500001 USDC");
        fill.discount = Money(500'000);
        QCOMPARE(feeTip(fill), "Exactly 4.500001 USDC, 0.500000 less for being referred");
        fill.reward = fill.discount;
        QCOMPARE(feeTip(fill),
                 "Exactly 4.500001 USDC, 0.500000 less for being referred; 0.500000 of it went to the referrer");
    }
    void everyCodeHasWords() {
        haveWords(kLastRejectCode, kSentence, 1);
        haveWords(CloseReason::Triggered, kWord);
        haveWords(CloseReason::Triggered, kSentence);
        haveWords(OrderState::Expired, kWord);
        haveWords(TriggerKind::Trailing, kWord, 1);
        haveWords(TriggerSource::Last, kWord);
        haveWords(OrderPhase::Twap, kWord);
        haveWords(OrderRelation::Bracket, kWord);
        haveWords(PostingKind::ReferralReward, kWord);
        haveWords(MarginCall::Liquidation, kWord, 1);
        haveWords(MarginCall::Liquidation, kSentence);
        haveWords(LiquidationEntryKind::Bankrupt, kWord);
        haveWords(LiquidationEntryKind::Bankrupt, kSentence);
        haveWords(OracleStatus::Valid, kWord);
        haveWords(OracleSource::Exchanges, kWord);
        haveWords(BreakerCause::Stale, kWord, 1);
        haveWords(MarketStatus::Delisted, kWord);
        haveWords(MarketTier::Isolated, kWord);
    }

    void types_data() {
        QTest::addColumn<OrderTerms>("terms");
        QTest::addColumn<QString>("text");
        OrderTerms limit;
        QTest::newRow("limit") << limit << "Limit";
        limit.postOnly = PostOnly::Must;
        QTest::newRow("post-only") << limit << "Limit post";
        OrderTerms iceberg;
        iceberg.display = Quantity(1);
        QTest::newRow("iceberg") << iceberg << "Iceberg";
        OrderTerms floating;
        floating.oracleOffset = Price(-1);
        QTest::newRow("follows the index") << floating << "Index limit";
        QTest::newRow("stop") << waiting(TriggerKind::Stop, Side::Sell) << "Stop reduce";
        OrderTerms stopLimit = waiting(TriggerKind::Stop, Side::Sell);
        stopLimit.type = OrderType::Limit;
        QTest::newRow("stop limit") << stopLimit << "Stop limit reduce";
        QTest::newRow("target") << waiting(TriggerKind::TakeProfit, Side::Sell) << "Take profit reduce";
        OrderTerms twap;
        twap.type = OrderType::Market;
        twap.twap.durationMs = 60'000;
        QTest::newRow("TWAP") << twap << "TWAP";
        OrderTerms auction;
        auction.auction.durationSlots = 10;
        QTest::newRow("auction") << auction << "Limit auction";
    }
    void types() {
        QFETCH(const OrderTerms, terms);
        QTEST(typeText(terms), "text");
    }

    void triggers_data() {
        QTest::addColumn<OrderTerms>("terms");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << OrderTerms() << "";
        QTest::newRow("stop of a long") << waiting(TriggerKind::Stop, Side::Sell) << "at or below 148.20 mark";
        QTest::newRow("stop of a short") << waiting(TriggerKind::Stop, Side::Buy) << "at or above 148.20 mark";
        QTest::newRow("target of a long") << waiting(TriggerKind::TakeProfit, Side::Sell) << "at or above 148.20 mark";
        OrderTerms trailing = waiting(TriggerKind::Trailing, Side::Sell);
        trailing.trigger.source = TriggerSource::Last;
        trailing.trigger.distanceRate = Rate(15'000);
        QTest::newRow("trailing, not active") << trailing << "trailing by 1.50 % from 148.20 last";
        trailing.trigger.price = {};
        trailing.trigger.distance = Price(1'500'000);
        QTest::newRow("trailing by an amount") << trailing << "trailing by 1.50 last";
    }
    void triggers() {
        QFETCH(const OrderTerms, terms);
        Order order;
        order.terms = terms;
        QTEST(triggerText(order, 2), "text");
    }
    void anActiveTrailingStopSaysWhereItIs() {
        Order order;
        order.terms = waiting(TriggerKind::Trailing, Side::Sell);
        order.terms.trigger.distance = Price(1'500'000);
        order.progress.stop = Price(147'100'000);
        QCOMPARE(triggerText(order, 2), "trailing by 1.50, stop 147.10 mark");
    }

    void statesSayWhereAnOrderIs() {
        TrackedOrder order;
        order.state = OrderState::Sent;
        QCOMPARE(stateText(order), "Sent");
        order.rejectCode = RejectCode::VenueStopped; // it may have got there
        QCOMPARE(stateText(order), "Unknown");
        order.state = OrderState::Working;
        QCOMPARE(stateText(order), "Working");
        order.order.progress.phase = OrderPhase::Waiting;
        QCOMPARE(stateText(order), "Waiting");
        order.order.progress.phase = OrderPhase::Twap;
        QCOMPARE(stateText(order), "TWAP running");
        order.order.progress.paused = true;
        QCOMPARE(stateText(order), "TWAP paused");
        order.state = OrderState::Cancelled;
        QCOMPARE(stateText(order), "Cancelled");
    }
};
QD_TEST(TestWords);
#include "TestWords.moc"
