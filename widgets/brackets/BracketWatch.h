#pragma once

#include "widgets/base/News.h"
#include "widgets/base/PaneContext.h"
#include "widgets/base/RunningTexts.h"
#include "widgets/brackets/MovedOrder.h"

#include <QTimer>

#include <map>
#include <span>
#include <vector>

namespace qd::ui {

/// Does what the rules of brackets say, whether BRACKET is open or not: the one place that does. It begins when a set
/// with rules is sent, by whatever hand, and looks ten times a second. It only amends orders that stand, one amend of
/// an order at a time, or cancels what is left of an entry; it never places one and never loosens a stop. What is at
/// work is kept in the settings. Main thread.
///
/// A stop is moved disarmed too: it only gets tighter. An entry follows the best price only while one-click trading is
/// on, and no more after it was turned off. Orders of another account than the selected one, and orders in a market
/// whose prices are in doubt, stay where they are meanwhile.
class BracketWatch : public QObject {
    Q_OBJECT
  public:
    explicit BracketWatch(PaneContext& context, QObject* parent = nullptr);
    /// Looks now; it does so by itself.
    void look();

  signals:
    /// What was done, or why it was not; the subject is the bracket's.
    void told(const qd::ui::News& news);

  private:
    /// An exit that goes along with an entry that follows the price.
    struct Follower {
        std::optional<std::int64_t> gap; ///< entry less exit, 1e-6, as it was before the entry followed
        bool left = false;               ///< it stays: a hand moved it, or it was refused too often
    };
    /// What is known of a bracket since the start, beside what is kept.
    struct Live {
        MovedOrder entry;
        MovedOrder target;
        MovedOrder stop;
        Price chasedFrom; ///< the entry's limit before it followed; 0 = it has not begun
        Follower followingStop;
        Follower followingTarget;
        std::int64_t toldAt = 0; ///< monotonic, of the last move that was told
        QString untold;          ///< a move after it
    };
    /// Everything that a look at one bracket needs.
    struct Scene {
        RunningBracket& bracket;
        Live& live;
        const TrackedOrder* entry = nullptr;
        const TrackedOrder* target = nullptr;
        const TrackedOrder* stop = nullptr;
        const MarketInfo* market = nullptr;
        Ticker ticker;
        std::int64_t nanos = 0; ///< monotonic
        // What came of the last amend of each.
        MovedOrder::News entryNews = MovedOrder::News::None;
        MovedOrder::News targetNews = MovedOrder::News::None;
        MovedOrder::News stopNews = MovedOrder::News::None;
    };
    void begin(const OrderPlan& plan, const std::vector<ClientOrderId>& ids);
    /// Of an account that is not selected: its rules are kept, and followed while it is.
    void beginElsewhere(AccountId account, const OrderPlan& plan, const std::vector<ClientOrderId>& ids);
    void keep(AccountId account, const OrderPlan& plan, const std::vector<ClientOrderId>& ids,
              std::vector<RunningBracket> running);
    void load();
    void endHiddenChases();
    /// Whether something of the bracket is to be kept anew; one without rules is over.
    [[nodiscard]] bool lookAt(RunningBracket& bracket, const AccountView& account);
    /// What is there to be looked at; false: nothing.
    [[nodiscard]] bool set(Scene& scene) const;
    [[nodiscard]] static bool isOver(const Scene& scene);

    // BracketChase.cpp
    void chase(Scene& scene);
    void follow(Scene& scene, Price best);
    void bringAlong(Scene& scene);
    void endChase(Scene& scene, const QString& why);

    // BracketStops.cpp
    void steer(Scene& scene, const AccountView& account);
    void heedAnswer(Scene& scene);

    /// Sends one amend. False: it was held back, and why.
    bool move(MovedOrder& moved, const TrackedOrder& order, Price to, QString* held = nullptr);
    /// A move is told at once, but of many only some.
    void tellMove(Scene& scene, QString sentence);
    void tell(const Scene& scene, const QString& sentence, Importance importance);
    [[nodiscard]] static QString priceText(const Scene& scene, Price price);

    PaneContext& m_context;
    std::vector<RunningBracket> m_running;
    std::map<ClientOrderId, Live> m_live; ///< by the entry
    ports::Subscription m_accounts;
    QTimer m_timer;
};

} // namespace qd::ui
