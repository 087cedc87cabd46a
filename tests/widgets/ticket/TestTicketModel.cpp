// Size: one scenario a rule of the ticket; the list of rules is what makes the file long.
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/ticket/TicketWords.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;
using namespace qd::ui;

namespace {

/// SOL at 100.00, bid 99.99, ask 100.01, ten thousand USDC and no position.
struct Known {
    std::vector<MarketInfo> markets;
    TicketFacts facts;

    Known() {
        MarketInfo info;
        info.params = solMarket();
        info.params.symbol = "SOL-PERP";
        info.params.baseAsset = "SOL";
        markets.push_back(info);
        facts.markets = markets;
        facts.market = MarketId(0);
        facts.ticker.prices = {Price::of(100), Price::of(100), Price::of(100), false};
        facts.ticker.status = DataStatus::Live;
        auto book = std::make_shared<BookSnapshot>();
        book->bids = {{price("99.99"), Quantity::of(5)}, {price("99.95"), Quantity::of(10)}};
        book->asks = {{price("100.01"), Quantity::of(4)}, {price("100.05"), Quantity::of(8)}};
        facts.book = book;
        auto account = std::make_shared<AccountView>();
        facts.account = account;
        fund(Money::of(10'000));
        facts.now = UnixNanos::fromMillis(1'700'000'000'000);
        facts.running = true;
    }
    Known(const Known&) = delete;
    Known& operator=(const Known&) = delete;

    /// The account has deposited this.
    void fund(Money deposit) {
        auto account = std::make_shared<AccountView>(*facts.account);
        account->collateral = account->balance = account->equity = account->totalEquity = deposit;
        PoolView cross;
        cross.deposit = deposit;
        account->pools = {cross};
        facts.account = account;
    }
    /// A position of `base` bought or sold at 100.
    void hold(Quantity base) {
        auto account = std::make_shared<AccountView>(*facts.account);
        PositionView p;
        p.market = MarketId(0);
        p.mark = Price::of(100);
        const Money cost(-base.raw() / Quantity::kScale * Price::of(100).raw());
        p.position = {base, cost, cost, cost};
        account->positions = {p};
        facts.account = account;
    }
};

TicketInputs limitOf(const char* at, const char* size) {
    TicketInputs in;
    in.price = Typed::of(price(at).raw());
    in.amount = Typed::of(quantity(size).raw());
    return in;
}
TicketInputs with(TicketInputs in, auto change) {
    change(in);
    return in;
}
QString buttonFor(const TicketInputs& in, const TicketFacts& facts) {
    const Draft d = draft(in, facts);
    QString words = actionText(effective(in), d.plan, consequencesOf(d.plan, in, facts).limit, facts);
    return words.replace(QChar(QChar::Nbsp), QLatin1Char(' '));
}
std::optional<TicketMessage> blockedBy(const TicketInputs& in, const TicketFacts& facts) {
    const Draft d = draft(in, facts);
    return blocking(d, consequencesOf(d.plan, in, facts));
}
bool warnsOf(const TicketInputs& in, const TicketFacts& facts, const char* part) {
    const Draft d = draft(in, facts);
    return std::ranges::any_of(warnings(d, consequencesOf(d.plan, in, facts), facts, kNanosPerSecond),
                               [&](const TicketMessage& m) { return m.text.contains(QLatin1String(part)); });
}

} // namespace
Q_DECLARE_METATYPE(qd::ui::TicketInputs)
Q_DECLARE_METATYPE(qd::RejectCode)

class TestTicketModel : public QObject {
    Q_OBJECT
  private slots:
    void sizesAreExact_data() {
        QTest::addColumn<int>("unit");
        QTest::addColumn<QString>("amount");
        QTest::addColumn<QString>("at");
        QTest::addColumn<QString>("stop");
        QTest::addColumn<QString>("side");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, SizeUnit unit, const char* amount, const char* at, const char* stop,
                            const char* side, const char* expected) {
            QTest::newRow(name) << int(unit) << amount << at << stop << side << expected;
        };
        row("base is as typed", SizeUnit::Base, "2.5", "100", "", "buy", "2.5");
        row("quote floors to the step", SizeUnit::Quote, "1000", "99.99", "", "buy", "10");
        row("quote just below a step", SizeUnit::Quote, "999.89", "99.99", "", "buy", "9.99");
        row("half of equity", SizeUnit::EquityPercent, "50", "100", "", "buy", "50");
        row("a third of a percent", SizeUnit::EquityPercent, "0.333", "100", "", "sell", "0.33");
        // A SOL loses 2.50, 0.05 of fee at 100 and 0.04875 at 97.50.
        row("risk 100 over 2.50", SizeUnit::RiskToStop, "100", "100", "97.5", "buy", "38.48");
        row("risk of a short", SizeUnit::RiskToStop, "100", "100", "103", "sell", "32.24");    // 3.1015 a SOL
        row("risk over one tick", SizeUnit::RiskToStop, "0.5", "100", "99.99", "buy", "4.54"); // 0.109995 a SOL
        row("risk 1 % of equity", SizeUnit::RiskPercent, "1", "100", "97.5", "buy", "38.48");
    }
    void sizesAreExact() {
        QFETCH(int, unit);
        QFETCH(QString, amount);
        QFETCH(QString, at);
        QFETCH(QString, stop);
        QFETCH(QString, side);
        QFETCH(QString, expected);
        const Known known;
        TicketInputs in = limitOf(at.toLatin1().constData(), amount.toLatin1().constData());
        in.unit = static_cast<SizeUnit>(unit);
        in.side = side == "buy" ? Side::Buy : Side::Sell;
        if (!stop.isEmpty()) in.stop = Typed::of(price(stop.toLatin1().constData()).raw());
        const Draft d = draft(in, known.facts);
        QCOMPARE(d.code, TicketCode::Ready);
        QCOMPARE(d.plan->orders.front().size, quantity(expected.toLatin1().constData()));
    }
    void marketOrdersAreSizedAtTheBestOpposite() {
        const Known known;
        TicketInputs in = limitOf("1", "1000.10");
        in.kind = TicketKind::Market;
        in.unit = SizeUnit::Quote;
        QCOMPARE(draft(in, known.facts).plan->orders.front().size, Quantity::of(10)); // at 100.01
        TicketFacts blind = known.facts;
        blind.book = nullptr;
        QCOMPARE(referencePrice(in, blind).value(), Price::of(100)); // the mark
    }

    void whatIsMissingIsSaid_data() {
        QTest::addColumn<TicketInputs>("inputs");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const TicketInputs& in, TicketCode code) {
            QTest::newRow(name) << in << int(code);
        };
        const TicketInputs good = limitOf("100", "1");
        const auto changed = [&](auto change) { return with(good, change); };
        const auto risk = [](TicketInputs& in) { in.unit = SizeUnit::RiskToStop; };
        row("complete", good, TicketCode::Ready);
        row("no price", changed([](auto& in) { in.price = {}; }), TicketCode::PriceMissing);
        row("a price with too many digits", changed([](auto& in) { in.price = {false, {}}; }),
            TicketCode::PriceUnreadable);
        row("no size", changed([](auto& in) { in.amount = {}; }), TicketCode::SizeMissing);
        row("a size with too many digits", changed([](auto& in) { in.amount = {false, {}}; }),
            TicketCode::SizeUnreadable);
        row("USDC for less than a step", changed([](auto& in) {
                in.unit = SizeUnit::Quote;
                in.amount = Typed::of(quantity("0.9").raw());
            }),
            TicketCode::SizeBelowStep);
        row("an amount beyond integers", changed([](auto& in) {
                in.unit = SizeUnit::Quote;
                in.amount = Typed::of(INT64_MAX);
                in.price = Typed::of(10'000);
            }),
            TicketCode::SizeTooLarge);
        row("risk without a stop", changed(risk), TicketCode::StopMissing);
        row("stop above a buy", changed([&](auto& in) {
                risk(in);
                in.stop = Typed::of(price("101").raw());
            }),
            TicketCode::StopWrongSide);
        row("stop at the price", changed([&](auto& in) {
                risk(in);
                in.stop = in.price;
            }),
            TicketCode::StopWrongSide);
        row("good till date without a time", changed([](auto& in) { in.timeInForce = TimeInForce::GoodTillDate; }),
            TicketCode::DurationMissing);
        row("slippage of 101 %", changed([](auto& in) {
                in.kind = TicketKind::Market;
                in.slippage = Typed::of(1'010'000);
            }),
            TicketCode::SlippageUnreadable);
        row("slippage of a limit order does not matter", changed([](auto& in) { in.slippage = Typed::of(1'010'000); }),
            TicketCode::Ready);
    }
    void whatIsMissingIsSaid() {
        QFETCH(TicketInputs, inputs);
        QFETCH(int, code);
        const Known known;
        const Draft d = draft(inputs, known.facts);
        QCOMPARE(int(d.code), code);
        QCOMPARE(d.plan.has_value(), d.code == TicketCode::Ready);
        QCOMPARE(sentence(d.code).isEmpty(), d.code == TicketCode::Ready);
    }
    void withoutAVenueNothingIsDrafted() {
        const Known known;
        const auto codeWithout = [&](auto change) {
            TicketFacts facts = known.facts;
            change(facts);
            return draft(limitOf("100", "1"), facts).code;
        };
        QCOMPARE(codeWithout([](TicketFacts& f) { f.market.reset(); }), TicketCode::NoMarket);
        QCOMPARE(codeWithout([](TicketFacts& f) { f.running = false; }), TicketCode::NotRunning);
        QCOMPARE(codeWithout([](TicketFacts& f) { f.account = nullptr; }), TicketCode::NoAccount);
        QCOMPARE(codeWithout([](TicketFacts& f) { f.ticker.prices = {}; }), TicketCode::NoPrices);
    }

    void rulesOfTheExchangeBlock_data() {
        QTest::addColumn<TicketInputs>("inputs");
        QTest::addColumn<RejectCode>("code");
        const auto row = [](const char* name, const TicketInputs& in, RejectCode code) {
            QTest::newRow(name) << in << code;
        };
        row("fine", limitOf("100", "1"), RejectCode::None);
        row("tick", limitOf("100.005", "1"), RejectCode::PriceNotTick);
        row("step", limitOf("100", "1.005"), RejectCode::SizeNotStep);
        row("zero", limitOf("100", "0"), RejectCode::SizeZero);
        row("smallest", limitOf("100", "0.005"), RejectCode::SizeBelowMin);
        row("largest", limitOf("100", "100000.01"), RejectCode::SizeAboveMax);
        row("band above", limitOf("110", "1"), RejectCode::PriceOutOfBand);
        row("band below", limitOf("89.99", "1"), RejectCode::PriceOutOfBand);
        row("collateral", limitOf("100", "1001"), RejectCode::InsufficientCollateral);
        row("reduce-only without a position", with(limitOf("100", "1"), [](auto& in) { in.reduceOnly = true; }),
            RejectCode::ReduceOnlyNoPosition);
        row("expiry beyond 30 days",
            with(limitOf("100", "1"),
                 [](auto& in) {
                     in.timeInForce = TimeInForce::GoodTillDate;
                     in.durationUnit = DurationUnit::Days;
                     in.duration = Typed::of(31);
                 }),
            RejectCode::InvalidExpiry);
    }
    void rulesOfTheExchangeBlock() {
        QFETCH(TicketInputs, inputs);
        QFETCH(RejectCode, code);
        const Known known;
        const Draft d = draft(inputs, known.facts);
        const Consequences c = consequencesOf(d.plan, inputs, known.facts);
        QCOMPARE(c.refusal, code);
        const auto message = blocking(d, c);
        QCOMPARE(message.has_value(), code != RejectCode::None);
        if (message) QCOMPARE(message->token, Token::Danger);
    }
    /// What only the book says can change until the order arrives: it warns.
    void theBookWarnsAndDoesNotBlock_data() {
        QTest::addColumn<TicketInputs>("inputs");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const TicketInputs& in, const char* words) {
            QTest::newRow(name) << in << words;
        };
        const auto tif = [](TimeInForce t) { return [t](TicketInputs& in) { in.timeInForce = t; }; };
        const auto post = [](PostOnly p) { return [p](TicketInputs& in) { in.postOnly = p; }; };
        row("all or nothing", with(limitOf("100.01", "5"), tif(TimeInForce::FillOrKill)), "all-or-nothing");
        row("immediate and nothing there", with(limitOf("100", "5"), tif(TimeInForce::ImmediateOrCancel)),
            "cancelled unfilled");
        row("immediate, a part", with(limitOf("100.01", "5"), tif(TimeInForce::ImmediateOrCancel)), "only a part");
        row("post-only must", with(limitOf("100.01", "5"), post(PostOnly::Must)), "be rejected");
        row("post-only try", with(limitOf("100.01", "5"), post(PostOnly::Try)), "be dropped");
    }
    void theBookWarnsAndDoesNotBlock() {
        QFETCH(TicketInputs, inputs);
        QFETCH(QString, words);
        const Known known;
        QVERIFY(!blockedBy(inputs, known.facts));
        QVERIFY(warnsOf(inputs, known.facts, words.toLatin1().constData()));
        QVERIFY(!warnsOf(limitOf("100", "5"), known.facts, words.toLatin1().constData()));
    }
    void doubtfulDataIsSaid() {
        Known known;
        known.facts.ticker.prices.estimated = true;
        known.facts.ticker.status = DataStatus::Stale;
        QVERIFY(warnsOf(limitOf("100", "1"), known.facts, "estimated"));
        QVERIFY(warnsOf(limitOf("100", "1"), known.facts, "1.0 s old"));
        known.facts.book = nullptr;
        QVERIFY(warnsOf(limitOf("100", "1"), known.facts, "book is not known"));
        const Draft d = draft(limitOf("100", "1"), known.facts);
        const Consequences c = consequencesOf(d.plan, limitOf("100", "1"), known.facts);
        QVERIFY(!c.effect && !c.after);
        QVERIFY(c.before && c.atLimit);
    }

    void theButtonSaysWhatItDoes_data() {
        QTest::addColumn<TicketInputs>("inputs");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const TicketInputs& in, const char* words) {
            QTest::newRow(name) << in << QString::fromUtf8(words);
        };
        const auto market = [](Side side, const char* size) {
            TicketInputs in = limitOf("1", size);
            in.kind = TicketKind::Market;
            in.side = side;
            return in;
        };
        row("market buy", market(Side::Buy, "2"), "Buy 2 SOL-PERP at market ≤ 105.00");
        row("market sell", market(Side::Sell, "0.25"), "Sell 0.25 SOL-PERP at market ≥ 95.00");
        row("market with its own slippage",
            with(market(Side::Buy, "2"), [](auto& in) { in.slippage = Typed::of(2'500); }),
            "Buy 2 SOL-PERP at market ≤ 100.25");
        row("market all or nothing",
            with(market(Side::Buy, "2"), [](auto& in) { in.timeInForce = TimeInForce::FillOrKill; }),
            "Buy 2 SOL-PERP at market ≤ 105.00, FOK");
        row("limit", limitOf("99.5", "5"), "Buy 5 SOL-PERP at 99.50");
        row("post-only", with(limitOf("99.5", "5"), [](auto& in) { in.postOnly = PostOnly::Must; }),
            "Buy 5 SOL-PERP, post-only at 99.50");
        row("slide", with(limitOf("99.5", "5"), [](auto& in) { in.postOnly = PostOnly::Slide; }),
            "Buy 5 SOL-PERP, post-only or slide, at 99.50");
        row("immediate", with(limitOf("99.5", "5"), [](auto& in) { in.timeInForce = TimeInForce::ImmediateOrCancel; }),
            "Buy 5 SOL-PERP at 99.50, IOC");
        row("dated",
            with(limitOf("99.5", "5"),
                 [](auto& in) {
                     in.timeInForce = TimeInForce::GoodTillDate;
                     in.duration = Typed::of(15);
                     in.durationUnit = DurationUnit::Minutes;
                 }),
            "Buy 5 SOL-PERP at 99.50, GTD 15 min");
        row("reduce-only", with(limitOf("99.5", "5"), [](auto& in) { in.reduceOnly = true; }),
            "Buy 5 SOL-PERP at 99.50, reduce-only");
        row("off the tick", limitOf("99.505", "5"), "Buy 5 SOL-PERP at 99.505");
        row("not complete", TicketInputs{}, "Buy SOL-PERP");
    }
    void theButtonSaysWhatItDoes() {
        QFETCH(TicketInputs, inputs);
        QFETCH(QString, words);
        const Known known;
        QCOMPARE(buttonFor(inputs, known.facts), words);
    }

    void marketOrdersAreImmediateAndNeverPostOnly() {
        TicketInputs in = limitOf("100", "1");
        in.postOnly = PostOnly::Must;
        in.kind = TicketKind::Market;
        const Known known;
        const OrderTerms t = draft(in, known.facts).plan->orders.front();
        QCOMPARE(t.timeInForce, TimeInForce::ImmediateOrCancel);
        QCOMPARE(t.postOnly, PostOnly::No);
        QVERIFY(t.price.isZero());
        in.kind = TicketKind::Limit;
        QCOMPARE(draft(in, known.facts).plan->orders.front().postOnly, PostOnly::Must);
    }
    void quickPricesJoin() {
        Known known;
        const auto quick = [&](QuickPrice which, Side side) { return quickPrice(which, side, known.facts); };
        QCOMPARE(quick(QuickPrice::Bid, Side::Sell).value(), price("99.99"));
        QCOMPARE(quick(QuickPrice::Ask, Side::Buy).value(), price("100.01"));
        QCOMPARE(quick(QuickPrice::Mid, Side::Buy).value(), price("100.00"));
        auto book = std::make_shared<BookSnapshot>(*known.facts.book);
        book->asks.front().price = price("100.02");
        known.facts.book = book;
        QCOMPARE(quick(QuickPrice::Mid, Side::Buy).value(), price("100.00"));
        QCOMPARE(quick(QuickPrice::Mid, Side::Sell).value(), price("100.01"));
        book = std::make_shared<BookSnapshot>();
        book->bids = {{price("99.99"), Quantity::of(5)}};
        known.facts.book = book;
        QVERIFY(!quick(QuickPrice::Mid, Side::Buy) && !quick(QuickPrice::Ask, Side::Buy));
    }
    void partsOfTheLargestSize() {
        Known known;
        const TicketInputs in;
        // 10 % initial margin on 10 000 less $0.01 for the order: 999.999 SOL, down to the step.
        QCOMPARE(partOfLargest(in, known.facts, 1, 1).value(), quantity("999.99"));
        QCOMPARE(partOfLargest(in, known.facts, 1, 4).value(), quantity("249.99"));
        known.hold(Quantity::of(7));
        TicketInputs closing;
        closing.side = Side::Sell;
        closing.reduceOnly = true;
        QCOMPARE(partOfLargest(closing, known.facts, 1, 1).value(), Quantity::of(7));
        QCOMPARE(partOfLargest(closing, known.facts, 1, 2).value(), quantity("3.5"));
        known.facts.account = nullptr;
        QVERIFY(!partOfLargest(in, known.facts, 1, 1));
    }

    /// Also with the digits that are shown.
    void averagesAreRoundedAgainstTheAccount() {
        const Known known;
        const TicketInputs in = limitOf("100.05", "10");
        Consequences c;
        c.effect = Effect{.side = Side::Buy, .filled = Quantity::of(3), .average = price("100.033333")};
        QCOMPARE(rowsOf(c, in, known.facts)[1].value, "3.00 at 100.0334");
        c.effect->side = Side::Sell;
        c.effect->average = price("100.036666");
        QCOMPARE(rowsOf(c, in, known.facts)[1].value, "3.00 at 100.0366");
    }
    void consequencesOfATaker() {
        const Known known;
        const TicketInputs in = with(limitOf("100.05", "10"), [](auto& i) { i.stop = Typed::of(price("95").raw()); });
        const Draft d = draft(in, known.facts);
        const Consequences c = consequencesOf(d.plan, in, known.facts);
        QCOMPARE(c.notional.value(), Money(1'000'500'000));
        QCOMPARE(c.effect->filled, Quantity::of(10));
        QCOMPARE(c.effect->average.value(), price("100.034")); // (4 * 100.01 + 6 * 100.05) / 10
        QCOMPARE(c.effect->worst, price("100.05"));
        QCOMPARE(c.effect->fee, Money(500'170)); // 5 bp of 1 000.34
        QVERIFY(!c.effect->rebate);
        QCOMPARE(c.before->margin, Money(0));
        QCOMPARE(c.after->margin, Money::of(100));
        QCOMPARE(c.after->freeCollateral.raw(), (10'000 - 100) * 1'000'000LL - 340'000 - 500'170);
        // 10 at 100.05 is 0.50 above the mark, and 0.50025 of fee.
        QCOMPARE(c.atLimit->change, Money(-500'000 - 500'250));
        // 5.05 * 10, 5 bp of 1 000.5 and of 950.
        QCOMPARE(c.lossAtStop.value(), Money(50'500'000 + 500'250 + 475'000));
    }
    void consequencesOfAMaker() {
        const Known known;
        const TicketInputs in = limitOf("99.9", "10");
        const Draft d = draft(in, known.facts);
        const Consequences c = consequencesOf(d.plan, in, known.facts);
        QVERIFY(c.effect->rests);
        QVERIFY(c.effect->filled.isZero() && !c.effect->average);
        QCOMPARE(c.effect->rebate.value(), Money(99'900)); // 1 bp of 999
        QCOMPARE(c.after->margin, Money(100'010'000));     // 10 % of 1 000 at the mark, and 0.01 for the order
    }
    /// Long 7 from 100: what either leg of an OCO does to it, fees taken off.
    void legsOfAPairSayWhatTheyBring() {
        Known known;
        known.hold(Quantity::of(7));
        TicketInputs in = limitOf("105", "7");
        in.kind = TicketKind::OneCancelsOther;
        in.side = Side::Sell;
        in.reduceOnly = true;
        in.trigger = Typed::of(price("96").raw());
        const Draft d = draft(in, known.facts);
        QCOMPARE(d.code, TicketCode::Ready);
        QCOMPARE(d.plan->relation, OrderRelation::OneCancelsOther);
        QVERIFY(d.plan->orders[0].reduceOnly && d.plan->orders[1].reduceOnly);
        const Consequences c = consequencesOf(d.plan, in, known.facts);
        QCOMPARE(c.refusal, RejectCode::None);
        QCOMPARE(c.lines.size(), 2U);
        QCOMPARE(c.lines[0].outcome.value(), Money(35'000'000 + 73'500));   // rests: a rebate of 1 bp of 735
        QCOMPARE(c.lines[1].outcome.value(), Money(-28'000'000 - 336'000)); // 5 bp of 672
    }
    void bracketsAreMeasuredWithBothFees() {
        const Known known;
        TicketInputs in = limitOf("100", "10");
        in.kind = TicketKind::Bracket;
        in.takeProfit = {Typed::of(price("104").raw()), LevelUnit::Price};
        in.stopLoss = {Typed::of(2'000'000), LevelUnit::Percent};
        const Draft d = draft(in, known.facts);
        const Consequences c = consequencesOf(d.plan, in, known.facts);
        QCOMPARE(c.stop.value(), price("98"));
        QCOMPARE(c.lossAtStop.value(), Money(20'000'000 + 500'000 + 490'000));
        QCOMPARE(c.gainAtTarget.value(), Money(40'000'000 - 500'000 - 520'000));
        in.stopLoss.value = Typed::of(-1);
        QCOMPARE(draft(in, known.facts).code, TicketCode::LevelUnreadable);
        in.stopLoss = {Typed::of(price("101").raw()), LevelUnit::Price};
        QCOMPARE(draft(in, known.facts).code, TicketCode::StopWrongSide);
        in.takeProfit = {Typed::of(price("99").raw()), LevelUnit::Price};
        QCOMPARE(draft(in, known.facts).code, TicketCode::ProfitWrongSide);
    }
    void aTrailingStopOnlyReduces() {
        Known known;
        known.hold(Quantity::of(7));
        TicketInputs in;
        in.kind = TicketKind::Trailing;
        in.side = Side::Sell;
        in.amount = Typed::of(Quantity::of(7).raw());
        QCOMPARE(draft(in, known.facts).code, TicketCode::DistanceMissing);
        in.distance = Typed::of(2'000'000); // 2 %
        const OrderTerms t = draft(in, known.facts).plan->orders.front();
        QVERIFY(t.reduceOnly);
        QCOMPARE(t.trigger.distanceRate, Rate(20'000));
        QVERIFY(t.trigger.price.isZero());
        QCOMPARE(consequencesOf(draft(in, known.facts).plan, in, known.facts).refusal, RejectCode::None);
        in.distance = Typed::of(50); // half a part per million
        QCOMPARE(draft(in, known.facts).code, TicketCode::DistanceUnreadable);
        in.distanceInPercent = false;
        in.distance = Typed::of(price("1.5").raw());
        QCOMPARE(draft(in, known.facts).plan->orders.front().trigger.distance, price("1.5"));
    }
    void longsPayFundingAndShortsGetIt() {
        Known known;
        known.facts.ticker.fundingRate = Rate(100); // 1 bp in 8 h
        TicketInputs in = limitOf("100", "10");
        const auto funding = [&] { return consequencesOf(draft(in, known.facts).plan, in, known.facts).funding8h; };
        QCOMPARE(funding().value(), Money(-100'000));
        in.side = Side::Sell;
        QCOMPARE(funding().value(), Money(100'000));
        known.facts.ticker.fundingRate.reset();
        QVERIFY(!funding());
    }
    void anIndexLimitStandsAtItsDistance() {
        const Known known;
        TicketInputs in;
        in.kind = TicketKind::IndexLimit;
        in.amount = Typed::of(Quantity::of(2).raw());
        QCOMPARE(draft(in, known.facts).code, TicketCode::OffsetMissing);
        in.offset = Typed::of(price("0.5").raw());
        const Draft d = draft(in, known.facts);
        QCOMPARE(d.plan->orders.front().oracleOffset.raw(), -price("0.5").raw());
        const Consequences c = consequencesOf(d.plan, in, known.facts);
        QCOMPARE(c.refusal, RejectCode::None);
        QCOMPARE(c.effect->price, price("99.5"));
        QVERIFY(c.effect->rests);
        QCOMPARE(buttonFor(in, known.facts), QString::fromUtf8("Buy 2 SOL-PERP at index −0.50"));
    }
    /// A scale is judged as a whole: each order with those before it counted as open.
    void aScaleMustBeCarriedAsAWhole() {
        Known known;
        known.fund(Money::of(100));
        TicketInputs in = limitOf("99", "9");
        in.kind = TicketKind::Scale;
        in.end = Typed::of(price("97").raw());
        in.count = Typed::of(3);
        const auto refusal = [&] { return consequencesOf(draft(in, known.facts).plan, in, known.facts).refusal; };
        QCOMPARE(refusal(), RejectCode::None); // 90 of margin
        in.amount = Typed::of(Quantity::of(12).raw());
        QCOMPARE(refusal(), RejectCode::InsufficientCollateral);
    }
    /// A level is one number: which of its orders the account could still carry is not known, so nothing is said.
    void whatCannotBeKnownIsNotSaid() {
        Known known;
        auto book = std::make_shared<BookSnapshot>();
        book->asks = {{price("109"), Quantity::of(2'000)}};
        known.facts.book = book;
        const TicketInputs in = limitOf("109", "900");
        const Draft d = draft(in, known.facts);
        const Consequences c = consequencesOf(d.plan, in, known.facts);
        QCOMPARE(c.refusal, RejectCode::None);
        QCOMPARE(c.stopped.value(), CloseReason::InsufficientCollateral);
        QVERIFY(!c.effect && !c.after && !c.atLimit);
        for (const ConsequenceRow& row : rowsOf(c, in, known.facts)) {
            if (row.label == "Fills now" || row.label == "Rest") QCOMPARE(row.value, QString(QChar(0x2013)));
        }
        QVERIFY(warnsOf(in, known.facts, "could not carry"));
    }
    /// What is said before the click are the rates of the account's own fee tier.
    void feesAreThoseOfTheTier() {
        Known known;
        const auto fee = [&] {
            const TicketInputs in = limitOf("100.01", "1");
            const Draft d = draft(in, known.facts);
            const auto rows = rowsOf(consequencesOf(d.plan, in, known.facts), in, known.facts);
            const auto found = std::ranges::find_if(rows, [](const auto& r) { return r.label.startsWith("Fee"); });
            return found->label + " " + found->value;
        };
        const QString plain = fee();
        auto account = std::make_shared<AccountView>(*known.facts.account);
        account->taker.share = Ratio(6'000);
        known.facts.account = account;
        QVERIFY2(plain.startsWith("Fee (taker 0.0500 %)"), qPrintable(plain));
        QVERIFY2(fee().startsWith("Fee (taker 0.0300 %)"), qPrintable(fee()));
        QVERIFY(fee().section(' ', -1) != plain.section(' ', -1));
    }
    /// And what a referrer takes off them.
    void feesAreAfterTheDiscount() {
        Known known;
        auto account = std::make_shared<AccountView>(*known.facts.account);
        account->taker.referred = true;
        const TicketInputs in = limitOf("100.01", "1");
        const auto feeOf = [&] { return consequencesOf(draft(in, known.facts).plan, in, known.facts).effect->fee; };
        const Money plain = feeOf();
        known.facts.account = account;
        QVERIFY(plain.raw() >= 10);
        QCOMPARE(feeOf().raw(), plain.raw() - plain.raw() / 10);
        const auto rows = rowsOf(consequencesOf(draft(in, known.facts).plan, in, known.facts), in, known.facts);
        QVERIFY(std::ranges::any_of(rows, [](const auto& r) { return r.label == "Fee (taker 0.04500 %)"; }));
    }
    void rowsStayTheSameInNumber() {
        const Known known;
        const auto rows = [&](const TicketInputs& in, const TicketFacts& facts) {
            const Draft d = draft(in, facts);
            return rowsOf(consequencesOf(d.plan, in, facts), in, facts).size();
        };
        const std::size_t all = rows(limitOf("100", "1"), known.facts);
        QCOMPARE(rows(TicketInputs{}, known.facts), all);
        QCOMPARE(rows(TicketInputs{}, TicketFacts{}), all);
    }
    void nearLiquidationIsDanger() {
        Known known;
        known.fund(Money::of(11));
        const auto tokenOf = [&](const char* size) {
            const TicketInputs in = limitOf("100.01", size);
            const Draft d = draft(in, known.facts);
            for (const ConsequenceRow& row : rowsOf(consequencesOf(d.plan, in, known.facts), in, known.facts)) {
                if (row.label == "Distance") return row.token;
            }
            return Token::Bg0;
        };
        QCOMPARE(tokenOf("1"), Token::Text1); // 6.3 % away
        known.fund(Money(10'050'000));
        known.markets[0].params.maintenanceMargin = Ratio(900);
        QCOMPARE(tokenOf("1"), Token::Danger);
    }

    void ordersAreFollowedInWords_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("words");
        QTest::newRow("sent") << int(OrderState::Sent) << "Buy 5 SOL-PERP: sent, not acknowledged yet";
        QTest::newRow("working") << int(OrderState::Working) << "Buy 5 SOL-PERP: working at 99.50";
        QTest::newRow("part") << int(OrderState::PartiallyFilled)
                              << "Buy 5 SOL-PERP: 2 filled at 99.4500, the rest works at 99.50";
        QTest::newRow("refused") << int(OrderState::Rejected)
                                 << "Buy 5 SOL-PERP: rejected. Not enough free collateral for this.";
        QTest::newRow("expired") << int(OrderState::Expired)
                                 << "Buy 5 SOL-PERP: 2 filled at 99.4500. The order reached its expiry.";
    }
    /// A venue that stopped may have taken the order: nothing says that it failed.
    void anOrderThatWasNotConfirmedIsUnknown() {
        TrackedOrder o;
        o.order.terms = ExchangeRig::limit(Side::Buy, price("99.5"), Quantity::of(5));
        o.rejectCode = RejectCode::VenueStopped;
        const TicketMessage line = orderLine(o, Known().markets[0].params);
        QCOMPARE(line.token, Token::Warn);
        QVERIFY2(line.text.contains("unknown. The venue has stopped"), qPrintable(line.text));
    }
    void ordersAreFollowedInWords() {
        QFETCH(int, state);
        QFETCH(QString, words);
        TrackedOrder o;
        o.order.terms = ExchangeRig::limit(Side::Buy, price("99.5"), Quantity::of(5));
        o.state = static_cast<OrderState>(state);
        o.rejectCode = RejectCode::InsufficientCollateral;
        o.closeReason = CloseReason::Expired;
        if (o.state == OrderState::PartiallyFilled || o.state == OrderState::Expired) {
            o.order.filled = Quantity::of(2);
            o.order.filledQuote = Money(198'900'000);
        }
        const Known known;
        QCOMPARE(orderLine(o, known.markets[0].params).text, words);
        o.roundTripNanos = 1'240'000;
        QCOMPARE(orderLine(o, known.markets[0].params).text, words + QString::fromUtf8(" · round trip 1.2 ms"));
    }
};
QD_TEST(TestTicketModel);
#include "TestTicketModel.moc"
