// Size: the first test is one story, told without a cut: trade, stop, replay, come back.
#include "core/client/JournalReplay.h"
#include "tests/client/ForwardingSource.h"
#include "tests/client/VenueRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fstream>

using namespace qd;
using namespace qd::test;
namespace fs = std::filesystem;

namespace {

constexpr MarketId kSol(0);

constexpr ClientOrderId kBreaks(77);

/// Counts who asks.
class CountingClock final : public Clock {
  public:
    [[nodiscard]] UnixNanos now() const override { return m_clock.now(); }
    [[nodiscard]] std::int64_t monotonicNanos() const override {
        ++asked;
        return m_clock.monotonicNanos();
    }
    mutable std::atomic<int> asked = 0;

  private:
    SystemClock m_clock;
};

/// A source that fails as soon as an order of that client id is taken.
class BrittleSource final : public ForwardingSource {
  public:
    using ForwardingSource::ForwardingSource;
    [[nodiscard]] client::VenueResult<std::optional<UnixNanos>> nextTime() override {
        if (m_broken) return fail(client::VenueCode::Source, "broken by the order");
        return ForwardingSource::nextTime();
    }
    void observe(std::span<const Event> events) override {
        for (const Event& e : events) {
            const auto* accepted = std::get_if<OrderAccepted>(&e.body);
            m_broken = m_broken || (accepted != nullptr && accepted->order.terms.clientId == kBreaks);
        }
        ForwardingSource::observe(events);
    }

  private:
    bool m_broken = false;
};

} // namespace

class TestEmbeddedVenue : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path freshFolder() { return m_temporary.filePath(QString::number(m_count++)).toStdString(); }

  private slots:
    void tradesAndComesBack() {
        const fs::path folder = freshFolder();
        StateHash hash;
        std::uint64_t fills = 0;
        Money balance;
        {
            RunningVenue running(simulatedVenue(folder, 42));
            QVERIFY(running.waitReady());
            QCOMPARE(running.venue.markets().size(), 3U);
            QCOMPARE(running.venue.session().account()->equity, Money::of(100'000));
            const ClientOrderId bought = running.venue.session().place(marketOrder(kSol, Side::Buy, Quantity::of(2)));
            QVERIFY(running.waitState(bought, OrderState::Filled));
            QVERIFY(running.order(bought)->roundTripNanos.value_or(0) > 0);
            QVERIFY(running.waitFor([&] {
                return running.position(kSol) != nullptr && running.position(kSol)->position.base == Quantity::of(2);
            }));
            const Price far = Price(running.venue.ticker(kSol).prices.index.raw() / 10'000 * 10'000 - 2'000'000);
            const ClientOrderId resting =
                running.venue.session().place(limitOrder(kSol, Side::Buy, far, Quantity::of(1)));
            QVERIFY(running.waitState(resting, OrderState::Working));
            running.venue.session().amend({{}, resting}, {Price(far.raw() - 10'000), Quantity::of(3)});
            QVERIFY(running.waitFor([&] { return running.order(resting)->order.terms.size == Quantity::of(3); }));
            QVERIFY(!running.order(resting)->pendingAmend);
            fills = running.venue.session().fills().size();
            QVERIFY(fills > 0);
            balance = running.venue.session().account()->balance;
            // Stop the market so that the hash can be compared.
            running.venue.setPaused(true);
            QVERIFY(running.waitFor([&] { return running.venue.playback().paused; }));
            bool answered = false;
            running.venue.askState([&](StateHash h, std::shared_ptr<const AccountView>) {
                hash = h;
                answered = true;
            });
            QVERIFY(running.waitFor([&] { return answered; }));
        }
        const auto replayed = client::replayJournal(folder / "run-1", ~0ULL);
        QVERIFY2(replayed.has_value(), replayed ? "" : replayed.error().detail.c_str());
        QVERIFY(replayed->hash == hash);
        QCOMPARE(replayed->imbalance, "");

        RunningVenue again(simulatedVenue(folder, 42));
        QVERIFY(again.waitReady());
        QVERIFY(again.waitFor([&] { return again.venue.session().fills().size() == fills; }));
        QCOMPARE(again.venue.session().account()->balance, balance);
        QCOMPARE(again.position(kSol)->position.base, Quantity::of(2));
        const auto& orders = again.venue.session().orders();
        QVERIFY(std::ranges::any_of(orders, [](const TrackedOrder& o) {
            return o.state == OrderState::Working && o.order.terms.size == Quantity::of(3);
        }));
        QVERIFY(again.waitFor([&] {
            return std::ranges::any_of(again.venue.session().orders(),
                                       [](const TrackedOrder& o) { return o.state == OrderState::Filled; });
        }));
        QVERIFY(!again.venue.trades(kSol, 0).trades.empty());
    }

    /// How long the venue took to have an order on disk is stored with it, and survives what happens to it later.
    void roundTripsAreStored() {
        const fs::path folder = freshFolder();
        const auto stored = [](RunningVenue& running, ClientOrderId id) {
            std::optional<Result<std::vector<OrderRecord>, ports::HistoryCode>> answer;
            running.venue.orders({}, ports::kNewestRow, 100, [&](auto page) { answer = std::move(page); });
            if (!running.waitFor([&] { return answer.has_value(); }) || !*answer) return std::int64_t{-1};
            for (const OrderRecord& r : **answer) {
                if (r.order.order.terms.clientId == id) return r.order.roundTripNanos.value_or(0);
            }
            return std::int64_t{-1};
        };
        ClientOrderId resting;
        std::int64_t trip = 0;
        {
            RunningVenue running(simulatedVenue(folder, 42));
            QVERIFY(running.waitReady());
            const ClientOrderId bought = running.venue.session().place(marketOrder(kSol, Side::Buy, Quantity::of(2)));
            QVERIFY(running.waitState(bought, OrderState::Filled));
            QCOMPARE(stored(running, bought), running.order(bought)->roundTripNanos.value_or(-2));
            const Price far = Price(running.venue.ticker(kSol).prices.index.raw() / 10'000 * 10'000 - 2'000'000);
            resting = running.venue.session().place(limitOrder(kSol, Side::Buy, far, Quantity::of(1)));
            QVERIFY(running.waitState(resting, OrderState::Working));
            trip = running.order(resting)->roundTripNanos.value_or(-2);
            running.venue.session().amend({{}, resting}, {Price(far.raw() - 10'000), Quantity::of(3)});
            QVERIFY(running.waitFor([&] { return running.order(resting)->order.terms.size == Quantity::of(3); }));
            QCOMPARE(stored(running, resting), trip);
            const ClientOrderId refused =
                running.venue.session().place(limitOrder(kSol, Side::Buy, Price(1'000'005'000), Quantity::of(1)));
            QVERIFY(running.waitState(refused, OrderState::Rejected));
            QCOMPARE(stored(running, refused), running.order(refused)->roundTripNanos.value_or(-2));
        }
        RunningVenue again(simulatedVenue(folder, 42));
        QVERIFY(again.waitReady());
        QVERIFY(again.waitState(resting, OrderState::Working));
        QCOMPARE(again.order(resting)->roundTripNanos.value_or(-1), trip);
        again.venue.session().cancel({{}, resting});
        QVERIFY(again.waitState(resting, OrderState::Cancelled));
        QCOMPARE(stored(again, resting), trip);
    }

    void historyHasBarsAndContinuesWithTrades() {
        RunningVenue running(simulatedVenue(freshFolder(), 1, 10 * kNanosPerMinute));
        QVERIFY(running.waitReady());
        std::optional<Result<ports::CandleSeries, ports::HistoryCode>> answer;
        running.venue.candles(kSol, Interval::M1, UnixNanos(std::numeric_limits<std::int64_t>::max()), 100,
                              [&](auto series) { answer = std::move(series); });
        QVERIFY(running.waitFor([&] { return answer.has_value(); }));
        QVERIFY2(answer->has_value(), *answer ? "" : answer->error().detail.c_str());
        const auto& bars = (*answer)->bars;
        QVERIFY2(bars.size() >= 10 && bars.size() <= 12, std::to_string(bars.size()).c_str());
        QVERIFY(std::ranges::is_sorted(bars, {}, &Candle::openTime));
        for (const Candle& bar : bars)
            QVERIFY(bar.low <= bar.open && bar.open <= bar.high && bar.low <= bar.close && bar.close <= bar.high &&
                    bar.trades > 0);
        const auto run = running.venue.trades(kSol, (*answer)->lastTrade.value());
        for (const Trade& t : run.trades) QVERIFY(t.id > (*answer)->lastTrade);
    }

    void booksArePublishedWhileWatched() {
        RunningVenue running(simulatedVenue(freshFolder(), 1));
        QVERIFY(running.waitReady());
        QVERIFY(running.venue.book(kSol) == nullptr);
        const auto watch = running.venue.watchBook(kSol);
        QVERIFY(running.waitFor([&] { return running.venue.book(kSol) != nullptr; }));
        const auto first = running.venue.book(kSol);
        QVERIFY(!first->bids.empty() && !first->asks.empty());
        QVERIFY(first->bids.front().price < first->asks.front().price);
        QVERIFY(running.waitFor([&] { return running.venue.book(kSol)->version > first->version; }));
    }

    void refusalsComeBack() {
        RunningVenue running(simulatedVenue(freshFolder(), 1));
        QVERIFY(running.waitReady());
        const ClientOrderId refused =
            running.venue.session().place(limitOrder(kSol, Side::Buy, Price(1'000'005'000), Quantity::of(1)));
        QVERIFY(running.waitState(refused, OrderState::Rejected));
        QCOMPARE(running.order(refused)->rejectCode, RejectCode::PriceNotTick);
    }

    void resetAndPaceAreObeyed() {
        RunningVenue running(simulatedVenue(freshFolder(), 1));
        QVERIFY(running.waitReady());
        const ClientOrderId bought = running.venue.session().place(marketOrder(kSol, Side::Buy, Quantity::of(1)));
        QVERIFY(running.waitState(bought, OrderState::Filled));
        const AccountId old = running.venue.session().account()->id;
        running.venue.resetAccount();
        QVERIFY(running.waitFor([&] { return running.venue.session().account()->id != old; }));
        QCOMPARE(running.venue.session().account()->equity, Money::of(100'000));
        QVERIFY(running.venue.session().fills().empty());
        running.venue.setPaused(true);
        QVERIFY(running.waitFor([&] {
            return running.venue.playback().paused && running.venue.ticker(kSol).status == DataStatus::Paused;
        }));
        const UnixNanos stopped = running.venue.now();
        // A paused market still takes orders, at the time at which it stands.
        const ClientOrderId later = running.venue.session().place(marketOrder(kSol, Side::Buy, Quantity::of(1)));
        QVERIFY(running.waitState(later, OrderState::Filled));
        QCOMPARE(running.venue.now(), stopped);
        running.venue.setSpeed(50);
        running.venue.setPaused(false);
        QVERIFY(running.waitFor([&] { return running.venue.now() - stopped > 20 * kNanosPerSecond; }));
    }

    /// A venue that is being opened is none that has stopped: what is asked of it meanwhile waits.
    void requestsOfTheFirstMomentAreDone() {
        RunningVenue running(simulatedVenue(freshFolder(), 5));
        const ClientOrderId bought = running.venue.session().place(marketOrder(kSol, Side::Buy, Quantity::of(1)));
        std::optional<RejectCode> renamed;
        running.venue.desk().setReduceOnly(false, [&](RejectCode code) { renamed = code; });
        QVERIFY(running.waitFor([&] { return renamed.has_value(); }));
        QCOMPARE(*renamed, RejectCode::None);
        QVERIFY(running.waitState(bought, OrderState::Filled));
    }

    void damagedJournalStopsTheVenueWithASentence() {
        const fs::path folder = freshFolder();
        {
            RunningVenue running(simulatedVenue(folder, 5));
            QVERIFY(running.waitReady());
        }
        for (const auto& entry : fs::directory_iterator(folder / "run-1")) {
            if (entry.path().extension() == ".qds")
                std::fstream(entry.path(), std::ios::in | std::ios::out | std::ios::binary).put('x');
        }
        RunningVenue damaged(simulatedVenue(folder, 5));
        QVERIFY(damaged.waitFor([&] { return damaged.venue.health().fault.has_value(); }));
        QVERIFY(!damaged.venue.health().running);
        QVERIFY(damaged.venue.health().fault->find("snapshot-") != std::string::npos);
        const ClientOrderId lost = damaged.venue.session().place(marketOrder(kSol, Side::Buy, Quantity::of(1)));
        QVERIFY(damaged.waitFor([&] { return damaged.order(lost)->rejectCode == RejectCode::VenueStopped; }));
    }

    /// The journal has the order, so it will work: a fault that stops the venue before it answered must not hide that.
    void anOrderBeforeAFaultIsNotCalledFailed() {
        const fs::path folder = freshFolder();
        ClientOrderId id;
        {
            client::VenueSetup setup = simulatedVenue(folder, 5);
            setup.makeSource = [make = setup.makeSource](UnixNanos wall) {
                auto source = make(wall);
                if (source) *source = std::make_unique<BrittleSource>(std::move(*source));
                return source;
            };
            RunningVenue running(std::move(setup));
            QVERIFY(running.waitReady());
            bool rejected = false;
            const auto watch = running.venue.session().onChanged([&] {
                const TrackedOrder* order = running.order(kBreaks);
                rejected = rejected || (order != nullptr && order->state == OrderState::Rejected);
            });
            const Price far = Price(running.venue.ticker(kSol).prices.index.raw() / 10'000 * 10'000 - 2'000'000);
            OrderTerms terms = limitOrder(kSol, Side::Buy, far, Quantity::of(1));
            terms.clientId = kBreaks;
            id = running.venue.session().place(terms);
            QVERIFY(running.waitFor([&] { return running.venue.health().fault.has_value(); }));
            QVERIFY(running.venue.health().fault->contains("broken by the order"));
            QVERIFY(running.waitState(id, OrderState::Working));
            QVERIFY(!rejected);
        }
        RunningVenue again(simulatedVenue(folder, 5));
        QVERIFY(again.waitReady());
        QVERIFY(again.waitState(id, OrderState::Working));
    }

    /// With the last book still to be shown when the market broke, it looked for it 250 times a second for ever.
    void aVenueThatHasStoppedIsIdle() {
        client::VenueSetup setup = simulatedVenue(freshFolder(), 5);
        setup.makeSource = [make = setup.makeSource](UnixNanos wall) {
            auto source = make(wall);
            if (source) *source = std::make_unique<BrittleSource>(std::move(*source));
            return source;
        };
        const CountingClock clock;
        QueueExecutor executor;
        client::EmbeddedVenue venue(std::move(setup), VenueMode::Simulated, executor, clock);
        QVERIFY(executor.waitFor([&] {
            return venue.session().account() != nullptr && venue.ticker(kSol).prices.valid() &&
                   venue.playback().now.value() > 0 && !venue.playback().catchingUp;
        }));
        OrderTerms terms = marketOrder(kSol, Side::Buy, Quantity::of(1));
        terms.clientId = kBreaks;
        (void)venue.session().place(terms);
        QVERIFY(executor.waitFor([&] { return venue.health().fault.has_value(); }));
        QVERIFY(executor.waitFor([&] { return !venue.playback().catchingUp; }));
        // Every turn of the venue asks the clock. A machine that is slow makes them rarer, not more frequent.
        const std::int64_t begin = clock.now().value();
        const int asked = clock.asked;
        QVERIFY(executor.waitFor([&] { return clock.asked >= asked + 20; }));
        QVERIFY(clock.now().value() - begin > 500 * kNanosPerMilli);
    }

    /// After a kill the journal tells again what the recording may lack; what is more than it keeps of that is said.
    void ownEventsThatAreTooManyAreTold() {
        const fs::path folder = freshFolder();
        const fs::path killed = freshFolder();
        {
            RunningVenue running(simulatedVenue(folder, 42));
            QVERIFY(running.waitReady());
            const Price far = Price(running.venue.ticker(kSol).prices.index.raw() / 10'000 * 10'000 - 2'000'000);
            ClientOrderId last;
            for (int i = 0; i < 5; ++i)
                last = running.venue.session().place(limitOrder(kSol, Side::Buy, far, Quantity::of(1)));
            QVERIFY(running.waitState(last, OrderState::Working));
            fs::create_directories(killed);
            fs::copy(folder / "run-1", killed / "run-1", fs::copy_options::recursive);
        }
        client::VenueSetup setup = simulatedVenue(killed, 42);
        setup.ownReadBack = 2;
        RunningVenue again(std::move(setup));
        QVERIFY(again.waitReady());
        QVERIFY2(again.venue.health().notice.contains("own events"), again.venue.health().notice.c_str());
    }

    void damagedHistoryDoesNotStopTrading() {
        const fs::path folder = freshFolder();
        fs::create_directories(folder);
        std::ofstream(folder / "history.sqlite") << "this is not a database, it is a letter to the editor";
        RunningVenue running(simulatedVenue(folder, 5));
        QVERIFY(running.waitReady());
        QVERIFY(running.venue.health().notice.find("history.sqlite") != std::string::npos);
        const ClientOrderId bought = running.venue.session().place(marketOrder(kSol, Side::Buy, Quantity::of(1)));
        QVERIFY(running.waitState(bought, OrderState::Filled));
        std::optional<Result<ports::CandleSeries, ports::HistoryCode>> answer;
        running.venue.candles(kSol, Interval::M1, UnixNanos(0), 10, [&](auto series) { answer = std::move(series); });
        QVERIFY(running.waitFor([&] { return answer.has_value(); }));
        QCOMPARE(answer->error().code, ports::HistoryCode::Unavailable);
    }

    void secondTerminalIsKeptOut() {
        const fs::path folder = freshFolder();
        RunningVenue first(simulatedVenue(folder, 5));
        QVERIFY(first.waitReady());
        RunningVenue second(simulatedVenue(folder, 5));
        QVERIFY(second.waitFor([&] { return second.venue.health().fault.has_value(); }));
        QVERIFY(second.venue.health().fault->find("in use") != std::string::npos);
    }
};
QD_TEST(TestEmbeddedVenue);
#include "TestEmbeddedVenue.moc"
