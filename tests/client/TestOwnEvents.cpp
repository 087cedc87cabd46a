#include "core/base/Random.h"
#include "core/client/OwnEvents.h"
#include "core/client/OwnRecorder.h"
#include "core/client/RecordedOwn.h"
#include "core/recording/RecordedFile.h"
#include "core/recording/RecordingWriter.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <fstream>
#include <limits>
#include <tuple>

using namespace qd;
using namespace qd::client;
using namespace qd::test;
namespace fs = std::filesystem;

namespace {

constexpr MarketId kSol(0);
constexpr UnixNanos kStart = UnixNanos::fromMillis(1'700'000'000'000);

/// An exchange, what is recorded of its user's accounts, and the recording.
struct Rig : ExchangeRig {
    explicit Rig(const fs::path& folder) : path(folder) {
        now = kStart;
        reopen();
        user = addAccount();
        second = addAccount();
        other = addAccount();
        tracker.follow(user);
        tracker.follow(second);
    }
    /// Goes on with the recording as the venue does after a restart.
    void reopen() {
        writer.reset();
        writer = std::move(*recording::RecordingWriter::open(path, {}));
        if (!writer->addMarket({kSol, "SOL-PERP", Price(10'000), Quantity(10'000'000)})) qFatal("refused");
    }
    template<class Body>
    void tell(Body body) {
        later(kNanosPerSecond);
        Command command;
        command.ts = now;
        command.body = std::move(body);
        const auto changes = tracker.read(command, exchange.apply(command), now);
        for (OwnEvent& event : recorder.read(++sequence, now, changes, tracker)) recorded.push_back(std::move(event));
    }
    void order(AccountId account, OrderTerms terms) { tell(PlaceOrder{account, terms}); }
    /// Records the events from `first` on.
    void record(std::size_t first = 0) {
        for (std::size_t i = first; i < recorded.size(); ++i) {
            const auto bytes = encode(recorded[i]);
            writer->own(kSol, recorded[i].ts, {static_cast<std::uint16_t>(typeOf(recorded[i])), bytes});
        }
        writer->drain();
    }
    [[nodiscard]] OwnPage page(AccountId account, UnixNanos from, UnixNanos to) const {
        const auto reader = recording::RecordingReader::open(path);
        auto read = recordedOwn(*reader, {kSol, account, from, to});
        return read ? *read : OwnPage();
    }
    [[nodiscard]] OwnPage whole(AccountId account) const { return page(account, kStart, now + kNanosPerSecond); }

    fs::path path;
    std::unique_ptr<recording::RecordingWriter> writer;
    OrderTracker tracker;
    OwnRecorder recorder;
    AccountId user;
    AccountId second;
    AccountId other;
    std::uint64_t sequence = 0;
    std::vector<OwnEvent> recorded;
};

std::string textOf(const OwnOrder& order) {
    const auto text = [](std::int64_t number) { return std::to_string(number); };
    std::string line = text(order.id.value()) + (order.side == Side::Buy ? " buy:" : " sell:");
    for (const OwnStep& s : order.steps)
        line += ' ' + text((s.t - kStart) / kNanosPerSecond) + "s " + text(s.state ? static_cast<int>(*s.state) : -1) +
                ' ' + text(s.price.raw() / 1'000'000) + ' ' + text(s.remaining.raw() / 1'000'000'000) +
                (s.inBook ? "" : "w");
    return line;
}

/// Every field, as a list that does not compile when there is one more.
auto fieldsOf(const OrderFilled& fill) {
    const auto& [account, order, clientId, market, trade, side, role, price, size, quote, fee, discount, reward,
                 realised, position, sequence, remaining] = fill;
    return std::tuple(account, order, clientId, market, trade, side, role, price, size, quote, fee, discount, reward,
                      realised, position, sequence, remaining);
}

template<class T>
T anyOf(SplitMix64& draw, T last) {
    return static_cast<T>(draw() % (static_cast<std::uint64_t>(last) + 1));
}

OwnOrderState anyState(SplitMix64& draw, UnixNanos ts) {
    const auto amount = [&] { return static_cast<std::int64_t>(draw() >> (1 + draw() % 60)); };
    OwnOrderState o;
    o.id = OrderId(static_cast<std::uint32_t>(draw()));
    o.clientId = ClientOrderId(draw());
    o.side = anyOf(draw, Side::Sell);
    o.type = anyOf(draw, OrderType::Market);
    o.trigger = anyOf(draw, TriggerKind::Trailing);
    o.phase = anyOf(draw, OrderPhase::Twap);
    o.closeReason = anyOf(draw, CloseReason::Triggered);
    o.rejectCode = anyOf(draw, kLastRejectCode);
    o.filled = Quantity(amount());
    o.step = {ts, {}, Price(amount()), Quantity(amount()), draw() % 2 == 0};
    if (draw() % 8 != 0) o.step.state = anyOf(draw, OrderState::Expired);
    return o;
}

OwnEvent anyEvent(SplitMix64& draw) {
    OwnEvent e{
        kSol, AccountId(static_cast<std::uint32_t>(draw())), draw(), UnixNanos(static_cast<std::int64_t>(draw())), {}};
    switch (draw() % 3) {
    case 0: e.body = OwnOrderChanged{anyState(draw, e.ts), UnixNanos(static_cast<std::int64_t>(draw()))}; break;
    case 1: {
        OrderFilled f;
        f.account = e.account;
        f.market = kSol;
        f.order = OrderId(static_cast<std::uint32_t>(draw()));
        f.clientId = ClientOrderId(draw());
        f.trade = TradeId(draw());
        f.side = anyOf(draw, Side::Sell);
        f.role = anyOf(draw, LiquidityRole::Taker);
        f.price = Price(1 + static_cast<std::int64_t>(draw() >> 2));
        f.size = Quantity(1 + static_cast<std::int64_t>(draw() >> 2));
        for (Money* amount : {&f.quote, &f.fee, &f.discount, &f.reward, &f.realised})
            *amount = Money(static_cast<std::int64_t>(draw()));
        f.position = Quantity(static_cast<std::int64_t>(draw()));
        f.sequence = draw();
        f.remaining = Quantity(static_cast<std::int64_t>(draw() >> 1));
        e.body = f;
        break;
    }
    default: {
        OwnStanding standing;
        for (std::uint64_t n = draw() % 33; n > 0; --n) standing.orders.push_back(anyState(draw, e.ts));
        e.body = std::move(standing);
    }
    }
    return e;
}

} // namespace

/// What is recorded of the user's own orders and fills, and what is read of it.
class TestOwnEvents : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path freshFolder() { return m_temporary.filePath(QString::number(m_count++)).toStdString(); }

  private slots:
    void bytesComeBack() {
        SplitMix64 draw(7);
        for (int i = 0; i < 2'000; ++i) {
            const OwnEvent event = anyEvent(draw);
            const auto bytes = encode(event);
            QVERIFY(bytes.size() < recording::kMaxOwnBytes);
            const recording::OwnRecord record{static_cast<std::uint16_t>(typeOf(event)), bytes};
            const auto read = decodeOwn(kSol, record);
            QVERIFY(read.has_value());
            QCOMPARE(read->account, event.account);
            QCOMPARE(read->sequence, event.sequence);
            QCOMPARE(read->ts, event.ts);
            QCOMPARE(read->body.index(), event.body.index());
            if (const auto* changed = std::get_if<OwnOrderChanged>(&event.body))
                QVERIFY(std::get<OwnOrderChanged>(read->body) == *changed);
            if (const auto* standing = std::get_if<OwnStanding>(&event.body))
                QVERIFY(std::get<OwnStanding>(read->body) == *standing);
            if (const auto* filled = std::get_if<OrderFilled>(&event.body))
                QVERIFY(fieldsOf(std::get<OrderFilled>(read->body)) == fieldsOf(*filled));
            QVERIFY(encode(*read) == bytes);
            // Cut short, too long, of another kind or format: nothing is made of it.
            QVERIFY(!decodeOwn(kSol, {record.type, ByteSpan(bytes).first(draw() % bytes.size())}));
            auto longer = bytes;
            longer.push_back(std::byte{0});
            QVERIFY(!decodeOwn(kSol, {record.type, longer}));
            auto later = bytes;
            later[0] = std::byte{2};
            QVERIFY(!decodeOwn(kSol, {record.type, later}));
            QVERIFY(!decodeOwn(kSol, {9, bytes}));
        }
    }
    void anOrderThatMovesIsAPath() {
        Rig rig(freshFolder());
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(3)));
        rig.tell(AmendOrder{rig.user, {OrderId(1), {}}, Price::of(98), Quantity::of(3), {}});
        rig.order(rig.other, ExchangeRig::limit(Side::Sell, Price::of(98), Quantity::of(1)));
        rig.tell(CancelOrder{rig.user, {OrderId(1), {}}});
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, Price::of(1), Quantity::of(3))); // refused: no path
        rig.record();
        const OwnPage page = rig.whole(rig.user);
        QCOMPARE(page.orders.size(), std::size_t{1});
        QCOMPARE(textOf(page.orders[0]), std::string("1 buy: 1s 1 99 3 2s 1 98 3 3s 2 98 2 4s 4 98 2w"));
        QCOMPARE(page.fills.size(), std::size_t{1});
        QCOMPARE(page.fills[0].fill.price, Price::of(98));
        QCOMPARE(page.fills[0].fill.size, Quantity::of(1));
        QCOMPARE(page.fills[0].fill.account, rig.user);
        QCOMPARE(page.until, rig.now + kNanosPerSecond);
        // The refusal is recorded all the same.
        QVERIFY(std::ranges::any_of(rig.recorded, [](const OwnEvent& e) {
            const auto* changed = std::get_if<OwnOrderChanged>(&e.body);
            return changed != nullptr && changed->order.rejectCode == RejectCode::PriceOutOfBand;
        }));
    }
    void anOrderThatWaitsIsNotInTheBook() {
        Rig rig(freshFolder());
        OrderTerms stop = ExchangeRig::limit(Side::Sell, Price::of(94), Quantity::of(1));
        stop.trigger = {TriggerKind::Stop, TriggerSource::Mark, false, Price::of(95), {}, {}};
        rig.order(rig.user, stop);
        rig.record();
        QCOMPARE(textOf(rig.whole(rig.user).orders.at(0)), std::string("1 sell: 1s 1 95 1w"));
    }
    void accountsAreApart() {
        Rig rig(freshFolder());
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(3)));
        rig.order(rig.second, ExchangeRig::limit(Side::Sell, Price::of(101), Quantity::of(2)));
        rig.record();
        QCOMPARE(textOf(rig.whole(rig.user).orders.at(0)), std::string("1 buy: 1s 1 99 3"));
        QCOMPARE(textOf(rig.whole(rig.second).orders.at(0)), std::string("1 sell: 2s 1 101 2"));
        QVERIFY(rig.whole(rig.other).orders.empty());
    }
    /// Who looks at an hour finds the orders that were placed before it, as they stood then.
    void aWindowBeginsWithWhatStood() {
        Rig rig(freshFolder());
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(3)));
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, Price::of(97), Quantity::of(1)));
        rig.tell(CancelOrder{rig.user, {OrderId(2), {}}});
        for (int i = 0; i < 5 * 3'600; ++i) {
            rig.later(9 * kNanosPerSecond); // and one more with every command
            rig.tell(SetPrices{kSol, Price::of(100), Price::of(100), false});
            if (i == 4'000) rig.tell(AmendOrder{rig.user, {OrderId(1), {}}, Price::of(98), Quantity::of(3), {}});
        }
        rig.record();
        const auto standing = std::ranges::count_if(
            rig.recorded, [](const OwnEvent& e) { return std::holds_alternative<OwnStanding>(e.body); });
        QVERIFY2(standing >= 590 && standing <= 602, qPrintable(QString::number(standing)));
        const UnixNanos from = kStart + 20 * kNanosPerHour;
        const OwnPage page = rig.page(rig.user, from, from + kNanosPerHour);
        QCOMPARE(page.orders.size(), std::size_t{1});
        QCOMPARE(page.orders[0].steps.size(), std::size_t{1});
        QCOMPARE(page.orders[0].steps[0].price, Price::of(98));
        QVERIFY(page.orders[0].steps[0].t <= from);
        // In a market that was silent for hours, too.
        const UnixNanos silent = rig.now + 40 * kNanosPerHour;
        QCOMPARE(rig.page(rig.user, silent, silent + kNanosPerSecond).orders.size(), std::size_t{1});
    }
    /// A disk that was too slow took the end of an order: its path ends where that is seen.
    void anEndThatWasNotRecordedIsNotMadeUp() {
        Rig rig(freshFolder());
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(3)));
        rig.record();
        rig.tell(CancelOrder{rig.user, {OrderId(1), {}}});
        const std::size_t lost = rig.recorded.size();
        rig.later(OwnRecorder::kStandingEvery);
        rig.tell(SetPrices{kSol, Price::of(100), Price::of(100), false});
        rig.record(lost);
        QCOMPARE(rig.recorded.size(), lost + 1); // once, with nothing in it
        QCOMPARE(textOf(rig.whole(rig.user).orders.at(0)), std::string("1 buy: 1s 1 99 3 303s -1 99 3w"));
        rig.later(OwnRecorder::kStandingEvery);
        rig.tell(SetPrices{kSol, Price::of(100), Price::of(100), false});
        QCOMPARE(rig.recorded.size(), lost + 1);
    }
    /// A kill takes the last block; what the journal tells again is recorded from the last event on that got there.
    void whatIsRecordedTwiceIsThereOnce() {
        Rig rig(freshFolder());
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(3)));
        rig.order(rig.other, ExchangeRig::limit(Side::Sell, Price::of(99), Quantity::of(1)));
        rig.record();
        const NewestOwn newest = newestOwn(*recording::RecordingReader::open(rig.path));
        QCOMPARE(newest.sequences.at(kSol), std::uint64_t{2});
        QVERIFY(newest.problems.empty());
        rig.tell(AmendOrder{rig.user, {OrderId(1), {}}, Price::of(98), Quantity::of(2), {}});
        rig.reopen();
        rig.record(); // all of it, at times that have passed
        const OwnPage page = rig.whole(rig.user);
        QCOMPARE(page.orders.size(), std::size_t{1});
        QCOMPARE(textOf(page.orders[0]), std::string("1 buy: 1s 1 99 3 2s 2 99 2 3s 2 98 1"));
        QCOMPARE(page.fills.size(), std::size_t{1});
    }
    /// What cannot be read may be newer than what can: that is said.
    void damageAmongTheNewestIsTold() {
        Rig rig(freshFolder());
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(3)));
        rig.record();
        rig.writer.reset();
        fs::path file;
        for (const auto& entry : fs::directory_iterator(rig.path)) {
            if (entry.path().extension() == ".qdr") file = entry.path();
        }
        const auto blocks = (*recording::RecordedFile::open({1, file}))->entries(kSol).value();
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(static_cast<std::streamoff>(blocks.back().offset + recording::kFrameHeaderBytes)).put('?').put('?');
        bytes.close();
        const NewestOwn newest = newestOwn(*recording::RecordingReader::open(rig.path));
        QCOMPARE(newest.sequences.at(kSol), std::uint64_t{0});
        QCOMPARE(newest.problems.size(), std::size_t{1});
        QVERIFY2(newest.problems[0].contains(file.string()), newest.problems[0].c_str());
    }
    void anEventOfALaterVersionIsTold() {
        Rig rig(freshFolder());
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(3)));
        rig.record();
        const std::array<std::byte, 2> later{std::byte{9}, std::byte{9}};
        rig.writer->own(kSol, rig.now, {1, later});
        rig.writer->drain();
        const NewestOwn newest = newestOwn(*recording::RecordingReader::open(rig.path));
        QCOMPARE(newest.sequences.at(kSol), std::uint64_t{1});
        QCOMPARE(newest.problems, std::vector<std::string>{"SOL-PERP: 1 own events cannot be understood"});
    }
    void aLongWindowComesInPages() {
        Rig rig(freshFolder());
        rig.order(rig.user, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(3)));
        for (int i = 0; i < 25'000; ++i)
            rig.tell(AmendOrder{rig.user, {OrderId(1), {}}, Price::of(i % 2 == 0 ? 98 : 99), Quantity::of(3), {}});
        rig.record();
        const OwnPage first = rig.whole(rig.user);
        QVERIFY(first.until < rig.now);
        QCOMPARE(first.orders.at(0).steps.size(), OwnWindow::kMostEvents - 67); // what stood was told 67 times
        const OwnPage rest = rig.page(rig.user, first.until, rig.now + kNanosPerSecond);
        QCOMPARE(rest.until, rig.now + kNanosPerSecond);
        std::vector<OwnStep> all = first.orders[0].steps;
        const auto& more = rest.orders.at(0).steps;
        QCOMPARE(more.front().t, first.until);
        all.insert(all.end(), more.begin(), more.end());
        QCOMPARE(all.size(), std::size_t{25'001});
        QVERIFY(std::ranges::is_sorted(all, std::ranges::less_equal{}, &OwnStep::t));
    }
};
QD_TEST(TestOwnEvents);
#include "TestOwnEvents.moc"
