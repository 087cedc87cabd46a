// Size: one scenario a promise of the pane; their number is what makes the file long.
#include "tests/support/TestRunner.h"
#include "tests/widgets/ticket/TicketScene.h"
#include "widgets/base/Format.h"
#include "widgets/ticket/TicketPane.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QFontMetrics>
#include <QObject>
#include <QScrollArea>
#include <QStyle>
#include <QStyleOptionComboBox>

using namespace qd;
using namespace qd::test;
using namespace qd::ui;

namespace {

constexpr MarketId kSol(0);

/// A ticket over a real exchange.
struct Ticket {
    PaneRig rig;
    TicketScene scene;
    TicketPane pane;

    explicit Ticket(Money deposit = Money::of(10'000), const char* theme = "dark", QSize size = {340, 760})
        : rig(theme)
        , scene(rig, deposit)
        , pane(rig.context) {
        rig.show(pane, size);
    }
    template<class W>
    W& find(const char* name) {
        W* found = pane.findChild<W*>(QLatin1String(name));
        if (found == nullptr) qFatal("there is no %s", name);
        return *found;
    }
    DecimalEdit& edit(const char* name) { return find<DecimalEdit>(name); }
    QAbstractButton& button(const char* name) { return find<QAbstractButton>(name); }
    QAbstractButton& send() { return button("ticketSend"); }
    QString sendWords() { return send().text().replace(QChar(QChar::Nbsp), QLatin1Char(' ')); }
    void choose(TicketKind kind) { find<QComboBox>("ticketKind").setCurrentIndex(static_cast<int>(kind)); }
    void typeLimit(const char* price, const char* size) {
        edit("ticketPrice").setText(QLatin1String(price));
        edit("ticketSize").setText(QLatin1String(size));
    }
    QString row(const char* label) {
        for (const ConsequenceRow& r : find<ConsequencesView>("ticketConsequences").rows()) {
            if (r.label.startsWith(QLatin1String(label))) return r.value;
        }
        return QStringLiteral("no such row");
    }
    QString messages() { return find<QLabel>("ticketMessages").text(); }
    QString orderText() { return find<QLabel>("ticketOrder").text(); }
    const std::vector<OrderTerms>& placed() { return rig.venue.placed; }
    void clickSend() { QTest::mouseClick(&send(), Qt::LeftButton); }
};

QString after(const QString& change) { return change.section(QChar(0x2192), -1).trimmed(); }
QString before(const QString& change) { return change.section(QChar(0x2192), 0, 0).trimmed(); }

} // namespace

class TestTicketPane : public QObject {
    Q_OBJECT
  private slots:
    /// Before the click it is plain whose order it is; one that was shown for another account is not sent.
    void theAccountIsShownAndNothingGoesToAnother() {
        Ticket t;
        t.typeLimit("148", "1");
        auto account = std::make_shared<AccountView>(*t.rig.venue.accountView);
        account->name = "Main";
        account->subAccounts = {{AccountId(1), 0, "Main", {}, 100}, {AccountId(2), 1, "Scalping", {}, 100}};
        t.rig.venue.accountView = account;
        t.rig.frame(t.pane);
        QVERIFY(t.find<QLabel>("ticketAccount").text().contains("From account: Main"));
        QVERIFY(t.send().isEnabled());
        auto other = std::make_shared<AccountView>(*account);
        other->id = AccountId(account->id.value() + 1);
        other->name = "Scalping";
        t.rig.venue.accountView = other; // selected since the last look
        t.clickSend();
        QVERIFY(t.placed().empty());
        QVERIFY2(t.messages().contains("Another account was selected"), qPrintable(t.messages()));
        QVERIFY(t.find<QLabel>("ticketAccount").text().contains("From account: Scalping"));
        t.clickSend();
        QCOMPARE(t.placed().size(), 1U);
    }
    void aTemplatesRulesAreToldAndSent() {
        Ticket t;
        t.rig.settings.set(setting::kBrackets, "plain TP 1% SL 1%; atm TP 2% SL 1% EVEN 8t CHASE 5t").value();
        t.choose(TicketKind::Bracket);
        t.typeLimit("148", "1");
        auto& rules = t.find<QLabel>("ticketRules");
        auto& templates = t.find<QComboBox>("ticketTemplate");
        const auto pick = [&](int index) {
            templates.setCurrentIndex(index);
            emit templates.activated(index);
        };
        pick(1);
        QVERIFY(!rules.isVisible());
        pick(2);
        QVERIFY(rules.isVisible());
        QVERIFY2(rules.text().contains("after 8t the stop goes to the entry") &&
                     rules.text().contains("only while it runs"),
                 qPrintable(rules.text()));
        std::vector<OrderPlan> sent;
        QObject::connect(&t.rig.gate, &OrderGate::sent, [&](const OrderPlan& plan) { sent.push_back(plan); });
        t.clickSend();
        QCOMPARE(sent.size(), 1U);
        QCOMPARE(sent[0].templateName, "atm");
        QCOMPARE(rulesText(sent[0].rules), "EVEN 8t CHASE 5t");
        // Without a stop there is nothing to move, and a market order follows nothing.
        t.edit("ticketStopLoss").clear();
        t.button("ticketEntry-Market").click();
        t.clickSend();
        QCOMPARE(sent.size(), 2U);
        QVERIFY(sent[1].rules.empty());
        pick(0);
        QVERIFY(!rules.isVisible());
    }
    /// Every unit can be read, in the narrowest pane too.
    void unitsAreNotCut() {
        const Ticket t(Money::of(10'000), "dark", {280, 760});
        const auto* unit = t.pane.findChild<QComboBox*>("ticketUnit");
        QStyleOptionComboBox option;
        option.initFrom(unit);
        option.editable = false;
        const QRect room =
            unit->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, unit);
        for (int i = 0; i < unit->count(); ++i)
            QVERIFY2(unit->fontMetrics().horizontalAdvance(unit->itemText(i)) <= room.width(),
                     qPrintable(QStringLiteral("%1 in %2").arg(unit->itemText(i)).arg(room.width())));
        QVERIFY(t.pane.rect().contains(QRect(unit->mapTo(&t.pane, QPoint()), unit->size())));
    }
    void oneClickIsOneOrderWithExactTerms() {
        Ticket t;
        t.typeLimit("149.5", "2.5");
        t.button("ticketPost-Must").click();
        t.find<QComboBox>("ticketSelfTrade").setCurrentIndex(3);
        QCOMPARE(t.send().text(), "Buy 2.5 SOL-PERP, post-only at 149.50");
        QVERIFY(t.placed().empty());
        t.clickSend();
        OrderTerms expected = ExchangeRig::limit(Side::Buy, Price(149'500'000), Quantity(2'500'000'000));
        expected.postOnly = PostOnly::Must;
        expected.selfTrade = SelfTradePrevention::Decrement;
        expected.clientId = ClientOrderId(1);
        QCOMPARE(t.placed().size(), 1U);
        QVERIFY(t.placed().front() == expected);
    }
    void aDoubleClickIsOneOrder() {
        Ticket t;
        t.typeLimit("149.5", "2.5");
        t.clickSend();
        QTest::mouseDClick(&t.send(), Qt::LeftButton); // the second press of a double click
        QTest::mouseRelease(&t.send(), Qt::LeftButton);
        QCOMPARE(t.placed().size(), 1U);
        t.clickSend();
        QCOMPARE(t.placed().size(), 2U);
    }
    void marketOrdersWithSlippage() {
        Ticket t;
        t.choose(TicketKind::Market);
        t.button("ticketSell").click();
        t.edit("ticketSize").setText("3");
        t.edit("ticketSlippage").setText("0.5");
        QCOMPARE(t.sendWords(), QString::fromUtf8("Sell 3 SOL-PERP at market ≥ 149.25"));
        t.clickSend();
        const OrderTerms& sent = t.placed().front();
        QCOMPARE(sent.type, OrderType::Market);
        QCOMPARE(sent.side, Side::Sell);
        QCOMPARE(sent.maxSlippage, Rate(5'000));
        QCOMPARE(sent.timeInForce, TimeInForce::ImmediateOrCancel);
    }
    void goodTillDateCountsFromMarketTime() {
        Ticket t;
        t.typeLimit("149.5", "1");
        t.button("ticketTif-GTD").click();
        t.edit("ticketDuration").setText("2");
        QCOMPARE(t.sendWords(), "Buy 1 SOL-PERP at 149.50, GTD 2 h");
        t.rig.venue.marketNow = t.rig.venue.marketNow + kNanosPerMinute; // no frame came since
        t.clickSend();
        QCOMPARE(t.placed().front().expiry, t.rig.venue.marketNow + 2 * kNanosPerHour);
    }

    void keysSendAndClear() {
        Ticket t;
        t.edit("ticketSize").setFocus();
        t.typeLimit("149.5", "1");
        for (const char key : {'B', 'S', 'M'}) QTest::keyClick(&t.edit("ticketSize"), key);
        QTest::keyClick(&t.edit("ticketSize"), Qt::Key_Return);
        QVERIFY(t.placed().empty());
        QTest::keyClick(&t.edit("ticketSize"), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(t.placed().size(), 1U);
        QTest::keyClick(&t.edit("ticketSize"), Qt::Key_Escape);
        QVERIFY(t.edit("ticketSize").text().isEmpty() && t.edit("ticketPrice").text().isEmpty());
        QVERIFY(!t.send().isEnabled());
        QTest::keyClick(&t.edit("ticketSize"), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(t.placed().size(), 1U);
    }
    void everyControlIsReachedByTab() {
        Ticket t;
        t.button("ticketTif-GTD").click();
        t.button("ticketMore").click();
        t.typeLimit("149.5", "1");
        QSet<QWidget*> reached;
        QWidget* at = &t.button("ticketBuy");
        for (int i = 0; i < 200 && !reached.contains(at); ++i) {
            reached.insert(at);
            do at = at->nextInFocusChain();
            while (!(at->focusPolicy() & Qt::TabFocus) || !at->isVisible() || !at->isEnabled());
        }
        for (const char* name :
             {"ticketBuy",     "ticketSell",       "ticketKind",      "ticketReduceOnly", "ticketLeverage",
              "ticketAuction", "ticketPrice",      "ticketBid",       "ticketMid",        "ticketAsk",
              "ticketUnit",    "ticketSize",       "ticketQuarter",   "ticketHalf",       "ticketMax",
              "ticketStop",    "ticketTif-GTC",    "ticketTif-FOK",   "ticketDuration",   "ticketDurationUnit",
              "ticketPost-No", "ticketPost-Slide", "ticketSelfTrade", "ticketSend"})
            QVERIFY2(reached.contains(&t.find<QWidget>(name)), name);
        for (const QWidget* w : std::as_const(reached))
            QVERIFY2(!w->objectName().isEmpty() && !w->accessibleName().isEmpty(), qPrintable(w->objectName()));
    }

    void whatMakesNoSenseIsOffAndSaysWhy_data() {
        QTest::addColumn<QString>("press");
        QTest::addColumn<QString>("off");
        QTest::addColumn<QString>("reason");
        QTest::newRow("market: GTC") << "market" << "ticketTif-GTC" << "never rests";
        QTest::newRow("market: GTD") << "market" << "ticketTif-GTD" << "never rests";
        QTest::newRow("scale: IOC") << "scale" << "ticketTif-IOC" << "rest until";
        QTest::newRow("iceberg: FOK") << "iceberg" << "ticketTif-FOK" << "rest until";
        QTest::newRow("trailing: reduce-only") << "trailing" << "ticketReduceOnly" << "only ever reduces";
        QTest::newRow("bracket: reduce-only") << "bracket" << "ticketReduceOnly" << "entry opens";
        QTest::newRow("IOC: post-only") << "ticketTif-IOC" << "ticketPost-Slide" << "fill at once";
        QTest::newRow("FOK: post-only") << "ticketTif-FOK" << "ticketPost-Try" << "fill at once";
        QTest::newRow("reduce-only: max") << "ticketReduceOnly" << "ticketMax" << "no position to reduce";
    }
    void whatMakesNoSenseIsOffAndSaysWhy() {
        QFETCH(QString, press);
        QFETCH(QString, off);
        QFETCH(QString, reason);
        Ticket t;
        const QMap<QString, TicketKind> kinds{{"market", TicketKind::Market},
                                              {"scale", TicketKind::Scale},
                                              {"iceberg", TicketKind::Iceberg},
                                              {"trailing", TicketKind::Trailing},
                                              {"bracket", TicketKind::Bracket}};
        if (kinds.contains(press))
            t.choose(kinds[press]);
        else
            t.button(press.toLatin1().constData()).click();
        auto& control = t.find<QWidget>(off.toLatin1().constData());
        QVERIFY(!control.isEnabled());
        QVERIFY2(control.toolTip().contains(reason), qPrintable(control.toolTip()));
    }
    void everyKindHasItsFieldsAndNoOthers_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QStringList>("shown");
        const auto row = [](TicketKind kind, const QStringList& shown) {
            QTest::newRow(qPrintable(kindName(kind))) << int(kind) << shown;
        };
        row(TicketKind::Market, {"ticketStop", "ticketSlippage", "ticketLeverage", "ticketAuction"});
        row(TicketKind::Limit, {"ticketPrice", "ticketStop", "ticketLeverage", "ticketAuction", "ticketPost"});
        row(TicketKind::Stop, {"ticketTrigger", "ticketSource", "ticketWhole", "ticketSlippage", "ticketLeverage"});
        row(TicketKind::StopLimit, {"ticketTrigger", "ticketSource", "ticketPrice", "ticketLeverage", "ticketPost"});
        row(TicketKind::TakeProfit,
            {"ticketTrigger", "ticketSource", "ticketWhole", "ticketSlippage", "ticketLeverage"});
        row(TicketKind::TakeProfitLimit,
            {"ticketTrigger", "ticketSource", "ticketPrice", "ticketLeverage", "ticketPost"});
        row(TicketKind::Trailing, {"ticketTrigger", "ticketDistance", "ticketSource", "ticketSlippage"});
        row(TicketKind::Bracket, {"ticketTemplate", "ticketEntry", "ticketTarget", "ticketStopLoss", "ticketResting",
                                  "ticketSource", "ticketPrice", "ticketLeverage", "ticketPost"});
        row(TicketKind::OneCancelsOther,
            {"ticketTrigger", "ticketSource", "ticketPrice", "ticketLeverage", "ticketPost"});
        row(TicketKind::Twap,
            {"ticketTwapMinutes", "ticketTwapSeconds", "ticketStop", "ticketSlippage", "ticketLeverage"});
        row(TicketKind::Iceberg, {"ticketDisplay", "ticketPrice", "ticketStop", "ticketLeverage", "ticketPost"});
        row(TicketKind::Scale, {"ticketEnd", "ticketCount", "ticketDistribution", "ticketPrice", "ticketStop",
                                "ticketLeverage", "ticketPost"});
        row(TicketKind::IndexLimit, {"ticketOffsetSide", "ticketOffset", "ticketStop", "ticketLeverage", "ticketPost"});
    }
    void everyKindHasItsFieldsAndNoOthers() {
        QFETCH(int, kind);
        QFETCH(QStringList, shown);
        Ticket t;
        t.choose(static_cast<TicketKind>(kind));
        t.button("ticketMore").click();
        for (const char* name :
             {"ticketPrice",        "ticketTrigger",     "ticketDistance", "ticketSource",   "ticketWhole",
              "ticketTemplate",     "ticketEntry",       "ticketTarget",   "ticketStopLoss", "ticketResting",
              "ticketTwapMinutes",  "ticketTwapSeconds", "ticketDisplay",  "ticketEnd",      "ticketCount",
              "ticketDistribution", "ticketOffsetSide",  "ticketOffset",   "ticketStop",     "ticketSlippage",
              "ticketLeverage",     "ticketAuction",     "ticketPost"})
            QVERIFY2(t.find<QWidget>(name).isVisible() == shown.contains(QLatin1String(name)), name);
        QVERIFY(t.find<QWidget>("ticketSize").isVisible());
    }
    void whatWasChosenBeforeAMarketOrderComesBack() {
        Ticket t;
        t.choose(TicketKind::Market);
        QVERIFY(t.button("ticketTif-IOC").isChecked());
        t.choose(TicketKind::Limit);
        QVERIFY(t.button("ticketTif-GTC").isChecked());
    }

    // Kinds: what the button says is what is sent.
    void aStopIsSentWithItsTrigger() {
        Ticket t;
        t.scene.take(Side::Buy, Quantity::of(2));
        t.scene.publish();
        t.rig.frame(t.pane);
        t.choose(TicketKind::StopLimit);
        t.button("ticketSell").click();
        t.find<QCheckBox>("ticketReduceOnly").setChecked(true);
        t.edit("ticketTrigger").setText("140");
        t.edit("ticketPrice").setText("139.5");
        t.edit("ticketSize").setText("2");
        t.button("ticketSource-Index").click();
        QCOMPARE(t.sendWords(),
                 QString::fromUtf8("Sell 2 SOL-PERP: stop ≤ 140.00 index, then limit 139.50, reduce-only"));
        QCOMPARE(t.row("Fills when fired"), "2.00 at 139.5000");
        t.clickSend();
        const OrderTerms& sent = t.placed().front();
        QCOMPARE(sent.trigger.kind, TriggerKind::Stop);
        QCOMPARE(sent.trigger.source, TriggerSource::Index);
        QCOMPARE(sent.trigger.price, Price::of(140));
        QCOMPARE(sent.price, Price(139'500'000));
        QCOMPARE(sent.type, OrderType::Limit);
        QVERIFY(sent.reduceOnly);
        t.scene.exchange.place(t.scene.user, sent);
        QCOMPARE(t.scene.exchange.rejection(), RejectCode::None);
    }
    void aStopThatWouldFireAtOnceIsNotSent() {
        Ticket t;
        t.choose(TicketKind::Stop);
        t.button("ticketSell").click();
        t.edit("ticketTrigger").setText("151");
        t.edit("ticketSize").setText("1");
        QVERIFY(!t.send().isEnabled());
        QVERIFY2(t.send().toolTip().contains("would have fired at once"), qPrintable(t.send().toolTip()));
    }
    void aBracketIsThreeOrders() {
        Ticket t;
        t.rig.settings.set(setting::kBrackets, "quick TP 2% SL 100t LAST").value();
        t.choose(TicketKind::Bracket);
        t.typeLimit("149.5", "2");
        auto& templates = t.find<QComboBox>("ticketTemplate");
        templates.setCurrentIndex(1);
        emit templates.activated(1);
        QCOMPARE(t.sendWords(), "Buy 2 SOL-PERP at 149.50, target 152.49, stop 148.50");
        QVERIFY(t.row("Loss at stop 148.50").startsWith(QChar(0x2212)));
        QVERIFY2(t.row("Gain at target").contains(" R)"), qPrintable(t.row("Gain at target")));
        QVERIFY(t.find<QLabel>("ticketPlan").text().contains("Take profit 152.49: +"));
        t.clickSend();
        QCOMPARE(t.rig.venue.placedSets.size(), 1U);
        const auto& set = t.rig.venue.placedSets.front();
        QCOMPARE(set.relation, OrderRelation::Bracket);
        QCOMPARE(set.orders.size(), 3U);
        QCOMPARE(set.orders[2].trigger.source, TriggerSource::Last);
        t.scene.exchange.send(PlaceOrders{t.scene.user, set.relation, set.orders});
        QCOMPARE(t.scene.exchange.rejection(), RejectCode::None);
    }
    void aScaleShowsItsOrders() {
        Ticket t;
        t.choose(TicketKind::Scale);
        t.edit("ticketPrice").setText("149");
        t.edit("ticketEnd").setText("148");
        t.edit("ticketCount").setText("3");
        t.edit("ticketSize").setText("1");
        QCOMPARE(t.find<QLabel>("ticketPlan").text(),
                 QString::fromUtf8("1. 149.00 × 0.33\n2. 148.50 × 0.33\n3. 148.00 × 0.34"));
        QCOMPARE(t.row("All filled"), "1.00 at 148.4950");
        t.clickSend();
        QCOMPARE(t.rig.venue.placedSets.front().orders.size(), 3U);
        t.edit("ticketEnd").setText("149.5");
        QVERIFY(!t.send().isEnabled());
        t.edit("ticketEnd").setText("148.005");
        QCOMPARE(t.send().toolTip(), "The price is not a multiple of the market's tick.");
    }
    void aTwapSaysItsChildren() {
        Ticket t;
        t.choose(TicketKind::Twap);
        t.edit("ticketSize").setText("3");
        t.edit("ticketTwapMinutes").setText("5");
        t.edit("ticketTwapSeconds").setText("30");
        QCOMPARE(t.find<QLabel>("ticketPlan").text(), "10 children, the first of 0.30");
        t.clickSend();
        QCOMPARE(t.placed().front().twap, (TwapSchedule{300'000, 30'000}));
        t.edit("ticketTwapSeconds").setText("20");
        QVERIFY(!t.send().isEnabled());
        t.edit("ticketTwapSeconds").setText("301");
        QVERIFY(!t.send().isEnabled());
        QVERIFY2(t.send().toolTip().contains("all of it would be sent at once"), qPrintable(t.send().toolTip()));
        t.edit("ticketTwapSeconds").setText("300");
        QVERIFY(t.send().isEnabled());
    }
    void aSizeByRiskLosesWhatWasAskedFor() {
        Ticket t;
        t.edit("ticketPrice").setText("149");
        auto& unit = t.find<QComboBox>("ticketUnit");
        unit.setCurrentIndex(3);
        emit unit.activated(3);
        t.edit("ticketSize").setText("50");
        t.edit("ticketStop").setText("147");
        const QString loss = t.row("Loss at stop 147.00");
        const double lost = loss.mid(1).toDouble();
        QVERIFY2(lost <= 50 && lost > 49.9, qPrintable(loss));
    }
    /// The exchange asks for it when the order goes in; what the order becomes is the account's.
    void leverageGoesWithTheOrder() {
        Ticket t;
        t.typeLimit("149.5", "10");
        t.edit("ticketLeverage").setText("2");
        t.clickSend();
        QCOMPARE(t.placed().front().userMargin, Ratio(5'000));
    }
    void theReasonStandsAtTheButton() {
        Ticket t;
        QVERIFY(!t.send().isEnabled());
        QCOMPARE(t.send().toolTip(), "Type a limit price, or join bid, mid or ask.");
        t.typeLimit("149.505", "1");
        QVERIFY(!t.send().isEnabled());
        QCOMPARE(t.send().toolTip(), "The price is not a multiple of the market's tick.");
        QVERIFY(t.messages().contains("multiple of the market"));
        t.edit("ticketPrice").setText("149.5");
        QVERIFY(t.send().isEnabled());
        t.edit("ticketSize").setText("99000");
        QVERIFY(t.send().toolTip().contains("Not enough free collateral"));
    }
    void guardsAreShownBeforeTheClickAndHoldIt() {
        Ticket t(Money::of(10'000'000));
        t.typeLimit("149.5", "2000");
        QVERIFY(t.send().isEnabled());
        QVERIFY2(t.messages().contains("GUARD PASS NOTIONAL"), qPrintable(t.messages()));
        t.clickSend();
        QVERIFY(t.placed().empty());
        QVERIFY(t.messages().contains("Not sent."));
        t.edit("ticketSize").setText("1");
        QVERIFY(!t.messages().contains("GUARD"));
    }

    /// What the ticket says is what the exchange then does, to the last digit shown.
    void consequencesAreWhatHappens_data() {
        QTest::addColumn<QString>("side");
        QTest::addColumn<QString>("price");
        QTest::addColumn<QString>("size");
        QTest::newRow("takes and rests") << "ticketBuy" << "150.03" << "20";
        QTest::newRow("rests") << "ticketBuy" << "149.60" << "20";
        QTest::newRow("reduces") << "ticketSell" << "149.99" << "3";
        QTest::newRow("flips") << "ticketSell" << "149.97" << "17";
    }
    void consequencesAreWhatHappens() {
        QFETCH(QString, side);
        QFETCH(QString, price);
        QFETCH(QString, size);
        Ticket t(Money::of(400));
        t.scene.take(Side::Buy, Quantity::of(7));
        t.scene.publish();
        t.rig.frame(t.pane);
        t.button(side.toLatin1().constData()).click();
        t.edit("ticketPrice").setText(price);
        t.edit("ticketSize").setText(size);
        QMap<QString, QString> promised;
        for (const char* label : {"Margin", "Free collateral", "Health", "Liquidation", "Distance"})
            promised[label] = after(t.row(label));
        const QString fee = t.row("Fee");
        t.clickSend();
        t.scene.exchange.place(t.scene.user, t.placed().front());
        Money paid;
        for (const auto& f : t.scene.exchange.all<OrderFilled>()) {
            if (f.account == t.scene.user) paid = Money(paid.raw() + f.fee.raw());
        }
        QCOMPARE(fee, signedText(Money(-paid.raw())));
        t.scene.publish();
        t.edit("ticketSize").clear();
        t.rig.frame(t.pane);
        for (auto it = promised.cbegin(); it != promised.cend(); ++it)
            QCOMPARE(before(t.row(it.key().toLatin1().constData())), it.value());
    }
    void ownOrdersInTheWayAreNotFills() {
        Ticket t;
        t.scene.rest(t.scene.user, Side::Sell, Price(150'010'000), Quantity::of(5)); // behind 2 of others
        t.scene.publish();
        t.rig.frame(t.pane);
        t.typeLimit("150.01", "6");
        QCOMPARE(t.row("Fills now"), "2.00 at 150.0100");
        QCOMPARE(t.row("Rest"), "4.00 rests at 150.01");
        QVERIFY(t.messages().contains("Own resting orders it would cancel: 1."));
        t.find<QComboBox>("ticketSelfTrade").setCurrentIndex(1);
        QCOMPARE(t.row("Rest"), "4.00 cancelled");
        QVERIFY(t.messages().contains("self-trade prevention"));
    }
    void maxIsWhatTheExchangeAccepts() {
        Ticket t(Money::of(500));
        t.edit("ticketPrice").setText("149.5");
        t.button("ticketMax").click();
        QVERIFY(t.send().isEnabled());
        auto& size = t.edit("ticketSize");
        const std::int64_t largest = size.raw().value();
        size.step(1);
        QVERIFY(!t.send().isEnabled());
        const auto answer = [&](std::int64_t raw) {
            t.scene.exchange.place(t.scene.user, ExchangeRig::limit(Side::Buy, Price(149'500'000), Quantity(raw)));
            return t.scene.exchange.rejection();
        };
        QCOMPARE(answer(largest + 10'000'000), RejectCode::InsufficientCollateral);
        QCOMPARE(answer(largest), RejectCode::None);
        t.button("ticketHalf").click();
        QCOMPARE(size.raw().value(), largest / 2 / 10'000'000 * 10'000'000);
    }
    void joiningTakesThePriceOfTheBook() {
        Ticket t;
        t.button("ticketBid").click();
        QCOMPARE(t.edit("ticketPrice").text(), "149.99");
        t.button("ticketAsk").click();
        QCOMPARE(t.edit("ticketPrice").text(), "150.01");
        t.button("ticketMid").click();
        QCOMPARE(t.edit("ticketPrice").text(), "150.00");
        t.button("ticketPriceUp").click();
        QCOMPARE(t.edit("ticketPrice").text(), "150.01");
    }

    void theSentOrderIsFollowed() {
        Ticket t;
        t.typeLimit("149.5", "2");
        QVERIFY(t.orderText().isEmpty());
        TrackedOrder o;
        t.clickSend();
        o.order.terms = t.placed().front();
        o.state = OrderState::Sent;
        const auto show = [&] {
            t.rig.venue.orderList = {o};
            t.rig.venue.tellAccount();
            t.rig.frame(t.pane);
            return t.orderText();
        };
        QVERIFY(show().contains("Buy 2 SOL-PERP: sent"));
        o.state = OrderState::Working;
        o.order.id = OrderId(1);
        o.roundTripNanos = 1'500'000;
        QVERIFY(show().contains(QString::fromUtf8("working at 149.50 · round trip 1.5 ms")));
        o.state = OrderState::Filled;
        o.order.filled = Quantity::of(2);
        o.order.filledQuote = Money::of(299);
        QVERIFY(show().contains("filled at 149.5000"));
    }

    void anotherMarketTakesNoPriceAlong() {
        Ticket t;
        t.rig.venue.setBook(MarketId(1), Price::of(60'000));
        t.typeLimit("149.5", "2");
        t.edit("ticketStop").setText("140");
        t.pane.chooseMarket(MarketId(1));
        QVERIFY(t.edit("ticketPrice").text().isEmpty());
        QVERIFY(t.edit("ticketStop").text().isEmpty());
        QVERIFY(t.edit("ticketSize").text().isEmpty());
        QVERIFY(!t.send().isEnabled());
        QCOMPARE(t.send().text(), "Buy BTC-PERP");
        t.edit("ticketSize").setText("0.01");
        t.pane.chooseMarket(kSol);
        QVERIFY(t.edit("ticketPrice").text().isEmpty());
        QCOMPARE(t.edit("ticketSize").text(), "2"); // the size last typed for it
        QCOMPARE(t.rig.venue.booksWatched, 1);
    }
    void stateComesBack() {
        Ticket t;
        t.button("ticketSell").click();
        t.button("ticketTif-IOC").click();
        t.find<QComboBox>("ticketUnit").setCurrentIndex(1);
        emit t.find<QComboBox>("ticketUnit").activated(1);
        t.typeLimit("149.5", "250");
        const PaneState state = t.pane.state();
        QVERIFY(!state.contains("price"));
        TicketPane again(t.rig.context);
        again.restore(state);
        QCOMPARE(again.state(), state);
        QVERIFY(again.findChild<DecimalEdit*>("ticketPrice")->text().isEmpty());
        QCOMPARE(again.findChild<DecimalEdit*>("ticketSize")->text(), "250");
        QVERIFY(again.findChild<QAbstractButton*>("ticketSell")->isChecked());
    }
    /// A layout writes the pane's own kind under "kind".
    void theKindOfOrderComesBack() {
        Ticket t;
        t.choose(TicketKind::StopLimit);
        t.button("ticketMore").click();
        PaneState state = t.pane.state();
        QVERIFY(!state.contains("kind"));
        state["kind"] = "ORDER";
        TicketPane again(t.rig.context);
        again.restore(state);
        QCOMPARE(again.findChild<QComboBox*>("ticketKind")->currentIndex(), static_cast<int>(TicketKind::StopLimit));
        QVERIFY(again.findChild<QAbstractButton*>("ticketMore")->isChecked());
    }
    void rareWordsAreFoldedUnlessSet() {
        Ticket t;
        for (const char* name : {"ticketLeverage", "ticketAuction", "ticketSelfTrade"})
            QVERIFY2(!t.find<QWidget>(name).isVisible(), name);
        t.button("ticketMore").click();
        for (const char* name : {"ticketLeverage", "ticketAuction", "ticketSelfTrade"})
            QVERIFY2(t.find<QWidget>(name).isVisible(), name);
        t.edit("ticketLeverage").setText("5");
        t.button("ticketMore").click();
        QVERIFY(t.edit("ticketLeverage").isVisible()); // it counts
        QVERIFY(!t.edit("ticketAuction").isVisible());
    }
    void theButtonIsSeenInALowPane() {
        Ticket t(Money::of(10'000), "dark", {300, 380});
        t.choose(TicketKind::Bracket);
        t.rig.frame(t.pane);
        QCoreApplication::processEvents();
        const QRect place(t.send().mapTo(&t.pane, QPoint(0, 0)), t.send().size());
        QVERIFY(t.send().isVisible());
        QVERIFY(t.pane.rect().contains(place));
        QVERIFY(!t.find<QScrollArea>("ticketScroll").isAncestorOf(&t.send()));
    }
    void brokenStateIsIgnored() {
        Ticket t;
        const PaneState good = t.pane.state();
        PaneState bad = good;
        for (const char* key : {"side", "order", "source", "tif", "post", "stp", "unit", "per"}) bad[key] = "9";
        bad["for"] = "-3";
        bad["size.SOL-PERP"] = "1e9";
        TicketPane again(t.rig.context);
        again.restore(bad);
        QCOMPARE(again.state(), good);
    }
    void wordsBeyondTheMarketAreRefused() {
        Ticket t;
        QVERIFY(!t.pane.applyWords({}));
        QVERIFY(t.pane.applyWords({"5m"})->contains("5m"));
    }

    void doubtfulPricesAreSaid() {
        Ticket t;
        t.typeLimit("149.5", "2");
        t.rig.venue.tickers[kSol].status = DataStatus::Stale;
        t.rig.clock.advance(12 * kNanosPerSecond);
        t.rig.frame(t.pane);
        QVERIFY2(t.messages().contains("12.0 s old"), qPrintable(t.messages()));
        t.rig.venue.tickers[kSol].status = DataStatus::Live;
        t.rig.venue.tickers[kSol].prices.estimated = true;
        t.rig.frame(t.pane);
        QVERIFY(t.messages().contains("estimated"));
        t.rig.venue.tickers[kSol].prices = {};
        t.rig.frame(t.pane);
        QVERIFY(!t.send().isEnabled());
        QVERIFY(t.messages().contains("no valid price"));
        QCOMPARE(t.row("Margin"), QString(QChar(0x2013)));
    }
    void aStoppedVenueSendsNothing() {
        Ticket t;
        t.typeLimit("149.5", "2");
        t.rig.venue.healthState.fault = "disk full";
        t.rig.frame(t.pane);
        QVERIFY(!t.send().isEnabled());
        QVERIFY(t.messages().contains("not running"));
        QTest::keyClick(&t.edit("ticketSize"), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(t.placed().empty());
    }
    void beforeTheVenueStarts() {
        PaneRig rig;
        rig.venue.marketList.clear();
        TicketPane pane(rig.context);
        rig.show(pane, {300, 700});
        rig.frame(pane);
        QVERIFY(!pane.findChild<QAbstractButton*>("ticketSend")->isEnabled());
        QVERIFY(pane.findChild<QLabel*>("ticketMessages")->text().contains("No market yet"));
    }
    void aQuietMarketRepaintsNothing() {
        Ticket t;
        t.typeLimit("149.5", "2");
        t.rig.frame(t.pane);
        const auto paints = t.rig.stats.paint("ORDER").count();
        for (int i = 0; i < 20; ++i) t.rig.frame(t.pane);
        QCOMPARE(t.rig.stats.paint("ORDER").count(), paints);
        t.rig.venue.tickers[kSol].prices.mark = Price::of(151);
        t.rig.frame(t.pane);
        QCOMPARE(t.rig.stats.paint("ORDER").count(), paints + 1);
    }

    void aHiddenTicketWatchesNoBook() {
        Ticket t;
        QCOMPARE(t.rig.venue.booksWatched, 1);
        t.pane.hide();
        QCOMPARE(t.rig.venue.booksWatched, 0);
        t.pane.show();
        QCOMPARE(t.rig.venue.booksWatched, 1);
    }

    /// Nothing is clipped at any width a dock allows. QD_TICKET_PNG=folder keeps the pictures.
    void fitsItsWidth_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<QString>("theme");
        for (const int width : {260, 300, 340, 380, 420}) {
            for (const char* theme : {"dark", "light"}) QTest::addRow("%d px %s", width, theme) << width << theme;
        }
    }
    void fitsItsWidth() {
        QFETCH(int, width);
        QFETCH(QString, theme);
        Ticket t(Money::of(104'238), theme.toLatin1().constData(), {width, 780});
        t.scene.take(Side::Buy, Quantity::of(15));
        t.scene.rest(t.scene.user, Side::Sell, Price(150'060'000), Quantity::of(5));
        t.scene.publish();
        t.button("ticketTif-GTD").click();
        t.typeLimit("150.06", "1234.56");
        t.edit("ticketStop").setText("146.62");
        t.rig.frame(t.pane);
        QCoreApplication::processEvents();
        if (const QString folder = qEnvironmentVariable("QD_TICKET_PNG"); !folder.isEmpty())
            t.pane.grab().save(QStringLiteral("%1/ticket_%2_%3.png").arg(folder, theme).arg(width));
        const QWidget* body = t.find<QScrollArea>("ticketScroll").widget();
        QVERIFY2(body->width() <= width, "the pane would have to scroll sideways");
        for (const auto* control : body->findChildren<QWidget*>()) {
            const QRect place(control->mapTo(body, QPoint(0, 0)), control->size());
            QVERIFY2(!control->isVisible() || body->rect().contains(place), qPrintable(control->objectName()));
            const auto* button = qobject_cast<const QAbstractButton*>(control);
            if (button != nullptr && button->isVisible())
                QVERIFY2(QFontMetrics(button->font()).horizontalAdvance(button->text()) <=
                             2 * button->width(), // the action button takes two lines
                         qPrintable(button->text()));
        }
        const QFontMetrics dense(t.rig.themes.theme().font(FontRole::Dense));
        for (const ConsequenceRow& r : t.find<ConsequencesView>("ticketConsequences").rows())
            QVERIFY2(dense.horizontalAdvance(r.label + r.value) + 24 <= body->width() - 16,
                     qPrintable(r.label + ' ' + r.value));
    }
    void scrollsWhenTooLow() {
        Ticket t(Money::of(10'000), "dark", {340, 300});
        const auto& scroll = t.find<QScrollArea>("ticketScroll");
        QVERIFY(scroll.widget()->height() > scroll.viewport()->height());
        QCOMPARE(scroll.widget()->width(), scroll.viewport()->width());
    }
};
QD_TEST(TestTicketPane);
#include "TestTicketPane.moc"
