#pragma once

#include "widgets/alerts/StudyBook.h"
#include "widgets/base/News.h"
#include "widgets/base/PaneContext.h"
#include "widgets/studies/AlertStudies.h"
#include "widgets/studies/BarFeed.h"

#include <QTimer>

#include <memory>

namespace qd::ui {

/// Tells when studies reach the alerts of the settings, whether a chart shows them or not: for every market and length
/// of bars with an alert that waits, bars and studies as a chart has them, each study once. Nothing while the market
/// catches up with its clock, and nothing of values that may be wrong: see Trouble. Main thread.
class StudyWatch : public QObject {
    Q_OBJECT
  public:
    explicit StudyWatch(PaneContext& context, QObject* parent = nullptr);
    [[nodiscard]] const StudyBook& book() const { return m_book; }
    /// Looks now; it does so by itself ten times a second.
    void look();

    /// Why an alert is not looked at.
    enum class Trouble : std::uint8_t {
        None,
        Unknown,    ///< there is no such market or study here
        Loading,    ///< its bars are being read
        Unreadable, ///< they could not be; they are asked for again
        Doubtful,   ///< trades may be missing under its values
        TooFewBars,
    };
    /// What an alert that waits compares, as it is now.
    struct Values {
        Trouble trouble = Trouble::Loading;
        double value = indicators::kNoValue; ///< of the line, see chart::IndicatorLine::at
        double against = indicators::kNoValue;
    };
    [[nodiscard]] Values valuesOf(std::uint32_t number) const;

  signals:
    void told(const qd::ui::News& news);

  private:
    struct Line {
        std::size_t study = 0; ///< of the group's
        std::size_t line = 0;
    };
    /// An alert that waits.
    struct Waiting {
        std::uint32_t number = 0;
        bool atClose = true;
        chart::NamedLine name;
        Line watched;
        std::optional<Line> other;
        std::optional<double> level; ///< neither: the price
    };
    /// The bars of a market that alerts wait on.
    struct Group {
        explicit Group(PaneContext& context) : feed(context.history, context.market) {}
        chart::BarFeed feed;
        chart::Studies studies;
        std::vector<Waiting> waiting;
        std::int64_t askedAt = 0; ///< monotonic nanoseconds
    };
    using Key = std::pair<MarketId, Interval>;
    struct Reached {
        StudyAlert alert;
        QString value;
    };

    void load();
    /// Groups for what waits.
    void arrange();
    static void fill(Group& group, const std::vector<std::pair<const StudyAlert*, chart::KnownAlert>>& wanted);
    void lookAt(const Key& key, Group& group, std::vector<Reached>& reached);
    void judge(const Group& group, const Waiting& waiting, bool ended, Price tick, std::vector<Reached>& reached);
    [[nodiscard]] static Values valuesAt(const Group& group, const Waiting& waiting, std::size_t bar);
    void tell(const Reached& reached);

    PaneContext& m_context;
    StudyBook m_book;
    std::map<Key, std::unique_ptr<Group>> m_groups;
    bool m_changed = true; ///< other alerts wait than there are groups for
    bool m_anew = false;   ///< the markets are others, or begin anew
    ports::Subscription m_newMarkets;
    QTimer m_timer;
};

} // namespace qd::ui
