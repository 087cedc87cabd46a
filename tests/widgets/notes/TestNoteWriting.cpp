#include "core/base/Decimal.h"
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/positions/Holdings.h"
#include "widgets/notes/NoteActions.h"

#include <QObject>

using namespace qd;
using namespace qd::notes;

namespace {

struct Rig : test::PaneRig {
    NoteBook book;
    std::optional<MarketId> active = MarketId(0);
    NoteActions note{context, book, [this] { return active; }};

    Rig() {
        venue.setBook(MarketId(0), Price::of(148));
        venue.setBook(MarketId(1), Price::of(68'000));
    }
    /// The answer, or "! " and what was wrong.
    QString said(const char* line) {
        QString sentence;
        actions.run(line, [&](const ports::ActionResult& result) {
            sentence = QString::fromStdString(result ? *result : "! " + result.error().detail);
        });
        return sentence;
    }
    void fill(std::uint16_t market, Side side, const char* price, std::int64_t size) {
        FillView view;
        view.ts = UnixNanos::fromMillis(1'700'000'000'000);
        view.fill.market = MarketId(market);
        view.fill.side = side;
        view.fill.price = *parseFixed<Price>(price);
        view.fill.size = Quantity(size);
        venue.fillList.push_back(view);
    }
};

} // namespace

class TestNoteWriting : public QObject {
    Q_OBJECT
  private slots:
    void factsAreThoseOfTheMoment() {
        Rig rig;
        QCOMPARE(factsOf(rig.context, MarketId(0)), QString());
        rig.venue.accountView = test::twoPositions();
        QCOMPARE(factsOf(rig.context, MarketId(0)), "long 12.50 from 148.12, mark 148.27, unrealised +1.88 USDC");
        QVERIFY2(
            factsOf(rig.context, MarketId(1)).startsWith("short 0.0030 from 67980.0, mark 68412.5, unrealised -1.30"),
            qPrintable(factsOf(rig.context, MarketId(1))));
        rig.fill(0, Side::Buy, "148.1", 1'500'000'000);
        rig.fill(0, Side::Sell, "148.2", 2'000'000'000);
        rig.fill(1, Side::Sell, "68000", 1'000'000);
        QCOMPARE(factsOf(rig.context, MarketId(0)), "long 12.50 from 148.12, mark 148.27, unrealised +1.88 USDC; "
                                                    "last fill Sell 2.00 at 148.20, 2023-11-14 22:13:20 UTC");
        rig.venue.tickers[MarketId(1)].status = DataStatus::Stale; // of the other one
        QVERIFY(!factsOf(rig.context, MarketId(0)).contains("doubt"));
        rig.venue.tickers[MarketId(0)].status = DataStatus::Stale;
        QVERIFY(factsOf(rig.context, MarketId(0)).contains("USDC (in doubt); last fill"));
        rig.venue.tickers[MarketId(0)].status = DataStatus::Live;
        auto doubtful = test::twoPositions();
        doubtful->positions[0].markEstimated = true;
        doubtful->positions[1].position.base = {};
        rig.venue.accountView = doubtful;
        QVERIFY(factsOf(rig.context, MarketId(0)).contains("USDC (in doubt); last fill"));
        QVERIFY(factsOf(rig.context, MarketId(1)).startsWith("last fill Sell 0.0010 at 68000.0"));
        QVERIFY(factsOf(rig.context, MarketId(9)).isEmpty());
    }
    void aNoteKeepsMomentMarketAndFacts() {
        Rig rig;
        rig.venue.accountView = test::twoPositions();
        QCOMPARE(rig.said("NOTE faded the open, it's \"too far\""), "Note 1 about SOL-PERP is kept.");
        const Note first = *rig.book.find(1);
        QCOMPARE(first.at.millis(), rig.venue.marketNow.millis());
        QCOMPARE(first.symbol, std::string("SOL-PERP"));
        QCOMPARE(first.text, std::string("faded the open, it's too far"));
        QCOMPARE(first.facts, std::string("long 12.50 from 148.12, mark 148.27, unrealised +1.88 USDC"));
        // Later the facts are still those of then.
        rig.venue.accountView = nullptr;
        QCOMPARE(rig.book.find(1)->facts, first.facts);
    }
    void aWholeNameIsTheMarketABeginningIsAWord() {
        Rig rig;
        QCOMPARE(rig.said("note btc-perp looks heavy"), "Note 1 about BTC-PERP is kept.");
        QCOMPARE(rig.book.find(1)->text, std::string("looks heavy"));
        QCOMPARE(rig.said("NOTE btc looks heavy"), "Note 2 about SOL-PERP is kept.");
        QCOMPARE(rig.book.find(2)->text, std::string("btc looks heavy"));
        rig.active = std::nullopt;
        QCOMPARE(rig.said("NOTE quiet day"), "Note 3 is kept.");
        QCOMPARE(rig.book.find(3)->symbol, std::string());
        QCOMPARE(rig.said("NOTE BTC-PERP"), "Note 4 is kept."); // a word, if it is the only one
    }
    void withoutWordsTheJournalOpens() {
        Rig rig;
        int opened = 0;
        ports::Action journal;
        journal.name = "JOURNAL";
        journal.run = [&](const ports::ActionWords& words, const ports::ActionDone& done) {
            QVERIFY(words.empty());
            ++opened;
            done(std::string("open"));
        };
        const auto handle = rig.actions.add(journal);
        QCOMPARE(rig.said("NOTE"), "open");
        QCOMPARE(opened, 1);
        QVERIFY(rig.book.notes().empty());
    }
    void whatCannotBeKeptIsRefused() {
        Rig rig;
        QCOMPARE(rig.said(("NOTE " + QByteArray(2'001, 'x')).constData()),
                 "! The note is not kept: a note has at most 2000 characters, this one has 2001.");
        QVERIFY(rig.book.notes().empty());
    }
    void completionOffersMarketsFirst() {
        Rig rig;
        QVERIFY(!rig.actions.complete("NOTE S", 5).empty());
        QVERIFY(rig.actions.complete("NOTE S", 5).front().starts_with("NOTE SOL-PERP"));
        QVERIFY(rig.actions.complete("NOTE SOL-PERP s", 5).empty());
    }
};

QD_TEST(TestNoteWriting);
#include "TestNoteWriting.moc"
