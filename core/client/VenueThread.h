#pragma once

#include "core/client/AccountRecorder.h"
#include "core/client/AccountViews.h"
#include "core/client/MarketBoard.h"
#include "core/client/MarketRecorder.h"
#include "core/client/OrderTracker.h"
#include "core/client/OwnRecorder.h"
#include "core/client/TradingSession.h"
#include "core/client/VenueCore.h"
#include "core/ports/AccountControl.h"
#include "core/ports/Executor.h"
#include "core/ports/History.h"
#include "core/ports/OrderEntry.h"
#include "core/store/SqliteStore.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace qd::client {

/// How an embedded venue is made.
struct VenueSetup {
    std::filesystem::path folder; ///< journal runs and history below it
    /// A new source, positioned at its beginning; called on the venue's thread. `wall` is the wall clock now.
    std::function<VenueResult<std::unique_ptr<MarketSource>>(UnixNanos wall)> makeSource;
    VenueCore::Terms terms;
    double speed = 1.0;
    std::uint64_t historyBytes = 2ULL << 30U;
    std::uint64_t recordingBytes = 4ULL << 30U;      ///< of a run
    std::int64_t diskPatience = 2 * kNanosPerSecond; ///< with a disk that refuses, where something must wait for it
    std::size_t ownReadBack = 100'000; ///< own events, the newest, that a journal may bring back to the recording
};

/// The thread an embedded venue runs on: paces the source by the clock, executes the terminal's requests, publishes the
/// market, holds back what concerns the user's account until it is on disk, and keeps the history. Everything not said
/// otherwise is to be called on the thread itself.
class VenueThread final : public ports::Executor, private AppliedListener {
  public:
    /// What the main thread is shown of an account; kSelected is of the one that is selected.
    using ViewId = std::uint64_t;
    static constexpr ViewId kSelected = 0;
    /// Called on the main executor.
    struct MainThread {
        ports::Executor& executor;
        std::function<void(ViewId, AccountBatch)> account;
        std::function<void()> marketsChanged;
        std::function<void(const PlaybackState&)> playback; ///< some times a second, before stateChanged
        std::function<void()> stateChanged;
    };
    VenueThread(VenueSetup setup, MarketBoard& board, MainThread mainThread, const Clock& clock);
    /// Stores a snapshot and ends the thread.
    ~VenueThread() override;

    // ---- any thread
    /// Answers of store and journal: they are run at all times, also while a run is being opened or closed.
    void post(std::move_only_function<void()> task) override;
    /// What the terminal wants, in this order. It waits while a run is being opened or closed, so that it always finds
    /// a whole run, or none after a fault.
    void request(std::move_only_function<void()> request);
    [[nodiscard]] VenueHealth health() const;
    /// State hash and the account, at one moment of the thread.
    void askState(std::function<void(StateHash, std::shared_ptr<const AccountView>)> answer);

    // ---- requests, on the thread, through request()
    /// Of orders: of this account, or of the one that is selected then.
    using Whose = std::optional<AccountId>;
    void place(Whose whose, const OrderTerms& terms, SentRequest sent);
    void placeSet(Whose whose, OrderRelation relation, const std::vector<OrderTerms>& orders, SentRequest sent);
    void cancel(Whose whose, OrderReference order);
    void cancelAll(Whose whose, std::optional<MarketId> market, std::optional<Side> side);
    void amend(Whose whose, OrderReference order, const ports::Amendment& to);
    void pauseTwap(Whose whose, OrderReference order, bool paused);
    /// Shows an account from now on, under a number of its own.
    void openView(ViewId view, AccountId account);
    void closeView(ViewId view) { m_views.erase(view); }
    /// Executes what `make` says. `done` gets the exchange's answer on the main thread when it is on disk.
    void control(MakeCommand make, ports::ControlDone done);
    /// From now on the main thread is shown this account. `done` as above.
    void selectAccount(AccountId account, ports::ControlDone done);
    void openSubAccount(std::string name, ports::AccountOpenedDone done);
    void setPaused(bool paused);
    void setSpeed(double speed);
    void step(std::uint64_t commands);
    /// `back`: it lay behind what the terminal had been told when it asked. Otherwise a market that has got past it in
    /// the meantime stops hurrying where it is: nobody has agreed to a new account.
    void seek(UnixNanos to, bool back);
    void resetAccount();
    void readCandles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                     ports::HistoryAnswer<ports::CandleSeries> answer);
    void readDepth(const DepthWindow& window, ports::HistoryAnswer<std::vector<DepthColumn>> answer);
    void readFootprint(const FootprintWindow& window, ports::HistoryAnswer<FootprintPage> answer);
    void readTradeBars(const TradeBarWindow& window, ports::HistoryAnswer<TradeBarPage> answer);
    void readOwn(OwnWindow window, ports::HistoryAnswer<OwnPage> answer);
    void readFundingRates(MarketId market, UnixNanos before, std::size_t limit,
                          ports::HistoryAnswer<std::vector<FundingRecord>> answer);
    void readEquity(const ports::HistoryFilter& filter, Interval interval, UnixNanos before, std::size_t limit,
                    ports::HistoryAnswer<std::vector<EquitySample>> answer);
    /// A page of rows of an account: orders, fills, funding payments, liquidations or ledger movements.
    template<class Row>
    void readRows(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                  ports::HistoryAnswer<std::vector<Row>> answer);

  private:
    /// What concerns accounts that are shown and waits for the disk.
    struct Pending {
        std::uint64_t sequence = 0;
        std::map<AccountId, AccountBatch> batches;
        std::uint64_t rows = 0;                 ///< that the history got of the user's accounts
        std::vector<TrackedOrder> acknowledged; ///< whose round trips are to be measured when it is durable
        std::vector<std::move_only_function<void()>> answers; ///< for the main thread
        std::vector<ViewId> shows;                            ///< they begin with what their account is here
    };
    struct View {
        std::optional<AccountId> account; ///< empty: the one that is selected
        bool shown = false;               ///< it has begun
        bool refused = false;             ///< the account is not the owner's, or closed
    };
    /// A row of the history, or an event for the recording, and the command it follows from. It is written when that is
    /// on disk, and nobody is told of it before: a venue that is killed must not remember what its journal never had.
    struct KeptRow {
        std::uint64_t sequence = 0;
        std::variant<store::TradeRow, store::OwnRow, OwnEvent> row;
    };
    struct KeptBar {
        std::uint64_t sequence = 0;
        store::CandleRow row;
    };
    /// A request that waits until the market has caught up, and what is told where another run begins first.
    struct Deferred {
        std::move_only_function<void()> run;
        std::move_only_function<void()> refuse;
    };
    /// A question to the history about all that was executed before it.
    struct WaitingRead {
        std::uint64_t sequence = 0; ///< of the last command before it
        bool ofBars = false;        ///< later bars are not written before it is answered: they continue its answer
        std::move_only_function<void(bool durable)> read;
    };
    struct Meter; ///< engine times of the running second

    // AppliedListener
    void applied(std::uint64_t sequence, const Command& command, std::span<const Event> events,
                 const exchange::State& state) override;
    void save(ByteWriter& out) const override;
    void load(ByteReader& in) override;

    void run();
    void start();
    void openStore();
    [[nodiscard]] bool openRun(int number);
    /// A run was opened: its markets and its account.
    void showRun();
    void forgetRun();
    [[nodiscard]] journal::GroupCommitter::Hooks journalHooks();
    /// The run that begins now knows nothing of what an earlier one played, and what its source knows from before.
    void beginHistory();
    void importEarlier();
    void openRecording(const std::filesystem::path& folder);
    void fail(const std::string& sentence);
    /// An account of the user's: its orders and rows are kept from now on, in a run of the history of its own.
    void follow(AccountId account);
    void record(std::span<const Event> events);
    void noteAccounts(const Command& command, std::span<const Event> events);
    /// What a command did to accounts of the user's, to be told when it is on disk.
    void addPending(std::uint64_t sequence, OrderTracker::Changes& orders, AccountRecorder::Changes& rows);
    [[nodiscard]] AccountId accountOf(const View& view) const { return view.account.value_or(m_user); }
    [[nodiscard]] bool isShown(AccountId account) const;
    /// The present owner's, and not closed.
    [[nodiscard]] bool isOpen(AccountId account) const;
    [[nodiscard]] Pending& pendingNow();
    /// Sends the main thread everything known of the view's account, as a beginning.
    void show(ViewId view);
    void showAll();
    void tell(ViewId view, AccountBatch batch);
    /// Writes and tells everything that is on disk, and lets go of exchange and source.
    void closeCore();
    /// For the history, of the command being applied.
    void keep(decltype(KeptRow::row) row);
    void keep(store::CandleRow bar);
    /// Round trips of orders that are on disk now, for the account and for the rows that wait.
    void measureTrips();
    void setTrip(const TrackedOrder& acknowledged, std::int64_t nanos, Pending& pending);
    /// To the history or the recording; what is read back before there is a recording waits for it.
    void write(decltype(KeptRow::row)& row);
    void recordOwn(const OwnEvent& event);
    /// What the journal told again and the recording may lack: a kill takes its last block.
    void recordReadBack(const std::filesystem::path& folder);
    /// Hands on the rows of commands that are on disk.
    void writeDurable();
    /// The same of bars, and asks what waited for them. `all`: also where somebody reads bars just now.
    void writeBars(bool all);
    /// The same after everything applied has got there.
    void writeAll();
    void flushStore();
    void runTasksUntil(const bool& done);
    /// The exchange's answer.
    RejectCode executeUser(decltype(Command::body) body);
    /// Runs `answer` on the main thread once everything executed so far is on disk.
    void answerWhenDurable(std::move_only_function<void()> answer);
    /// `refuse`: the request was of a run that is over. What has an answer is answered by giving the request up.
    void whenReady(std::move_only_function<void()> request, std::move_only_function<void()> refuse = [] {});
    void refuseDeferred();
    /// Orders that never got to an exchange.
    void refuse(AccountId account, std::span<const OrderTerms> orders, SentRequest sent);
    void runTasks();
    void runRequests();
    void advance(std::int64_t now);
    void publish(std::int64_t now);
    void deliver(std::int64_t now);
    using Told = std::map<ViewId, AccountBatch>;
    void addAccount(ViewId id, View& view, Told& told, std::int64_t now);
    void publishState(std::int64_t now);
    void waitForWork();
    [[nodiscard]] UnixNanos marketTime(std::int64_t now) const;
    void anchor(std::int64_t now);
    [[nodiscard]] DataStatus statusOf(const exchange::MarketState& market) const;
    [[nodiscard]] store::MarketKey keyOf(MarketId market);
    /// The feed tells that it lost messages by a book without levels, and by a whole one that it goes on.
    void noteGap(const UpdateDepth& book, UnixNanos ts);
    void writeOwn(const OrderTracker::Changes& changes);
    void writeOwn(const AccountRecorder::Changes& changes);
    [[nodiscard]] store::RunId runOf(AccountId account) const;
    void notice(store::EventKind kind, const std::string& text);
    /// For people, and among the events of the history. Any thread may tell; what it told last is shown.
    void tell(std::string sentence);
    void tellProblems(const std::vector<std::string>& sentences);
    template<class T>
    void answerOnMain(ports::HistoryAnswer<T> answer, Result<T, ports::HistoryCode> value);
    template<class T>
    void answerWithout(ports::HistoryAnswer<T> answer);
    /// What the recording has of a window.
    template<class T, class Window>
    void readRecorded(const Window& window, ports::HistoryAnswer<T> answer);
    /// Everything written before is read too. `read(then)` asks the store; then(result) answers on the main thread.
    template<class T, class Read>
    void readFlushed(ports::HistoryAnswer<T> answer, Read read);
    /// Asks the store once everything executed so far is on disk; false: the run is over, answer without it.
    void readWhenDurable(bool ofBars, std::move_only_function<void(bool durable)> read);
    /// A page of rows of the store as the ports know them; the answer comes on this thread.
    template<class Row>
    void askRows(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                 store::Answer<std::vector<Row>> answer);
    /// The newest rows of an account, for the main thread to begin with.
    template<class Row>
    void showRows(ViewId view, AccountId account, std::size_t limit);

    VenueSetup m_setup;
    MarketBoard& m_board;
    MainThread m_main;
    const Clock& m_clock;

    // The thread's own.
    std::optional<FileLock> m_lock; ///< keeps a second terminal out of journal and history
    std::unique_ptr<store::SqliteStore> m_store;
    std::map<std::string, store::RunId> m_runs; ///< by label
    std::map<AccountId, store::RunId> m_runOf;  ///< of the user's accounts
    AccountId m_first;                          ///< the present owner's first account; public trades are in its run
    AccountId m_user;    ///< the account that is selected; VenueCore::user() is that of the journal
    std::string m_venue; ///< its name, for people
    std::map<MarketId, std::string> m_symbols;
    std::map<MarketId, store::MarketKey> m_keys;
    std::map<MarketId, bool> m_missing; ///< trades of a market, as the history was told last
    OrderTracker m_tracker;
    AccountRecorder m_recorder;
    DeleverageBoard m_deleveraging;
    std::unique_ptr<VenueCore> m_core;
    std::unique_ptr<MarketRecorder> m_recording; ///< null: the disk refused, or there is no run
    std::atomic<bool> m_closing{false}; ///< the thread waits for the journal: the journal must not wait for the thread
    int m_runNumber = 0;
    std::map<ViewId, View> m_views{{kSelected, {}}};
    std::deque<Pending> m_pending;
    std::deque<KeptRow> m_kept;
    std::deque<KeptBar> m_keptBars;
    std::deque<WaitingRead> m_reads;
    bool m_readingBars = false;      ///< of a question of m_reads, which is not answered yet
    std::shared_ptr<void> m_sealing; ///< a snapshot waits for it: held until the recording has what was sealed
    OwnRecorder m_own;
    std::deque<OwnEvent> m_readBack;                        ///< while the journal is read: for the recording
    std::uint64_t m_notReadBack = 0;                        ///< own events that were too many for it
    std::uint64_t m_applying = 0;                           ///< sequence of the command
    std::uint64_t m_durable = 0;                            ///< up to this command what was kept is handed on
    std::vector<std::move_only_function<void()>> m_answers; ///< durable, for the main thread after the account
    std::vector<Deferred> m_deferred;
    std::optional<UnixNanos> m_catchUpTo;
    std::uint64_t m_stepsLeft = 0;
    bool m_urgent = false;
    bool m_ended = false;
    bool m_paused = false;
    double m_speed = 1.0;
    UnixNanos m_anchorMarket;
    std::int64_t m_anchorNanos = 0;
    std::int64_t m_arrivedAt = 0;                   ///< monotonic, of the event that is being applied
    std::optional<std::int64_t> m_unpublishedSince; ///< arrival of the oldest event the board does not show yet
    std::int64_t m_nextPublish = 0;
    std::int64_t m_nextAccount = 0;
    std::int64_t m_nextState = 0;
    std::int64_t m_nextStandings = 0;
    std::uint64_t m_accountSequence = 0; ///< commands when the accounts were last shown
    PlaybackState m_playback;            ///< as it was told last
    std::unique_ptr<Meter> m_meter;
    bool m_gapTold = false;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<std::move_only_function<void()>> m_tasks;
    std::vector<std::move_only_function<void()>> m_requests;
    bool m_stop = false;
    VenueHealth m_health;
    std::thread m_thread;
};

} // namespace qd::client
