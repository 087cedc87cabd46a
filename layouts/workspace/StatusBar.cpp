#include "layouts/workspace/StatusBar.h"

#include "layouts/workspace/HoldButton.h"
#include "widgets/base/Format.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/Words.h"

#include <QLabel>
#include <QTextDocument>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace qd::workspace {
namespace {

constexpr std::int64_t kMessageNanos = 6 * kNanosPerSecond;
constexpr std::int64_t kProblemNanos = 15 * kNanosPerSecond;
constexpr std::int64_t kSharedNanos = 5 * kNanosPerSecond; ///< of a sentence while news wait
constexpr std::size_t kMostNews = 20;                      ///< that wait; of more the oldest of the least go
/// A market's time that is further from the wall clock than this is its own.
constexpr std::int64_t kSameTime = 2 * kNanosPerSecond;
constexpr int kRoomForFigures = 1'100;
constexpr int kRoomForBoth = 1'800;   ///< figures and a sentence
constexpr int kRoomForSwitches = 520; ///< kill, arm, lock and clock

bool isAbout(const QString& subject, const ui::News& older) {
    return !subject.isEmpty() && (older.subject == subject || older.subject.startsWith(subject + QLatin1Char('/')));
}

bool overtakes(const ui::News& news, const ui::News& older) {
    if (older.importance == ui::Importance::Grave && news.importance != ui::Importance::Grave) return false;
    return isAbout(news.subject, older);
}

} // namespace

StatusBar::StatusBar(ui::PaneContext& context, ui::FrameClock& clock) : m_context(context), m_clock(&clock) {
    setObjectName(QStringLiteral("statusBar"));
    setSizeGripEnabled(false);
    setContentsMargins(8, 0, 8, 0);
    m_mode = addPart(QStringLiteral("mode"), tr("Where the market comes from"));
    m_feed = addPart(QStringLiteral("feed"), tr("State of the data, and receive minus event time as recorded"));
    m_engine =
        addPart(QStringLiteral("engine"), tr("Mean time the exchange takes for a command, and commands a second"));
    m_journal = addPart(QStringLiteral("journal"), tr("Last group commit of the journal to disk"));
    m_frame = addPart(QStringLiteral("frame"), tr("Frame time, median and 99th percentile"));
    m_message = new QLabel(this);
    m_message->setObjectName(QStringLiteral("message"));
    m_message->setAccessibleName(tr("Message"));
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // what is left: it squeezes no figure
    m_message->setTextFormat(Qt::PlainText); // it repeats what was typed, or stands in a file
    addWidget(m_message, 1);
    m_kill = new HoldButton(tr("Hold to flatten"), m_context.themes, this);
    m_kill->setObjectName(QStringLiteral("killSwitch"));
    m_kill->setToolTip(
        tr("Held for a moment: one-click off, all orders of the selected account cancelled, all positions closed."));
    connect(m_kill, &HoldButton::fired, this, &StatusBar::kill);
    addPermanentWidget(m_kill);
    m_arm = new QToolButton(this);
    m_arm->setObjectName(QStringLiteral("armSwitch"));
    m_arm->setAccessibleName(tr("One-click trading"));
    m_arm->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_arm, &QToolButton::clicked, this, [this] { m_context.gate.setArmed(!m_context.gate.armed()); });
    connect(&m_context.gate, &ui::OrderGate::armedChanged, this, &StatusBar::showArm);
    addPermanentWidget(m_arm);
    m_lock = new QLabel(this);
    m_lock->setObjectName(QStringLiteral("openingLock"));
    connect(&m_context.gate, &ui::OrderGate::lockChanged, this, &StatusBar::showLock);
    addPermanentWidget(m_lock);
    m_time = new QLabel(this);
    m_time->setObjectName(QStringLiteral("clock"));
    addPermanentWidget(m_time);
    connect(&m_context.themes, &ui::ThemeHost::changed, this, &StatusBar::applyTheme);
    applyTheme();
    m_clock->add(this);
}

StatusBar::~StatusBar() {
    if (m_clock) m_clock->remove(this);
}

QLabel* StatusBar::addPart(const QString& name, const QString& hint) {
    auto* label = new QLabel(this);
    label->setObjectName(name);
    label->setToolTip(hint);
    label->setContentsMargins(4, 0, 4, 0); // none above and below: they would clip what hangs under the line
    label->setMinimumWidth(1);             // a narrow window is not to be held open by figures: see resizeEvent
    addWidget(label);
    return label;
}

void StatusBar::colour(QLabel* label, ui::Token token) {
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, m_context.theme().color(token));
    label->setPalette(palette);
    label->setStyleSheet(QStringLiteral("color: %1").arg(m_context.theme().color(token).name()));
}

void StatusBar::resizeEvent(QResizeEvent* event) {
    QStatusBar::resizeEvent(event);
    showFigures();
}

/// What a narrow window has no room for is in STATUS; a sentence comes before figures.
void StatusBar::showFigures() {
    const ui::Theme& theme = m_context.theme();
    const bool roomy = width() >= theme.scaled(m_message->text().isEmpty() ? kRoomForFigures : kRoomForBoth);
    for (QLabel* label : {m_engine, m_journal, m_frame}) label->setVisible(roomy);
    // As wide as they are only where that does not hold the window open.
    const int needed = m_mode->sizeHint().width() + m_feed->sizeHint().width() + theme.scaled(kRoomForSwitches);
    const bool whole = width() >= needed;
    for (QLabel* label : {m_mode, m_feed}) label->setMinimumWidth(whole ? label->sizeHint().width() : 1);
    m_kill->setText(width() >= theme.scaled(kRoomForFigures) ? tr("Hold to flatten") : tr("Flatten"));
}

void StatusBar::showTime(UnixNanos wall) {
    const UnixNanos market = m_context.market.now();
    const std::int64_t apart = market.value() - wall.value();
    if (market == UnixNanos() || (apart < kSameTime && apart > -kSameTime)) {
        m_time->setText(ui::clockText(wall) + QStringLiteral(" UTC"));
        return m_time->setToolTip(tr("Time, UTC"));
    }
    m_time->setText(tr("Market %1 UTC").arg(ui::clockText(market)));
    m_time->setToolTip(tr("The market's time, which runs by itself in a simulation and in a recording: %1 UTC. By the "
                          "wall clock it is %2 UTC.")
                           .arg(ui::dateTimeText(market), ui::dateTimeText(wall)));
}

void StatusBar::applyTheme() {
    const ui::Theme& theme = m_context.theme();
    setFixedHeight(theme.scaled(24));
    for (QLabel* label : {m_mode, m_feed, m_engine, m_journal, m_frame, m_message, m_time, m_lock})
        label->setFont(theme.font(ui::FontRole::Dense));
    for (QLabel* label : {m_feed, m_engine, m_journal, m_frame}) colour(label, ui::Token::Text2);
    colour(m_mode, ui::Token::Sim);
    colour(m_time, ui::Token::Text1);
    colour(m_lock, ui::Token::Danger);
    showLock();
    for (QToolButton* button : {static_cast<QToolButton*>(m_kill), m_arm})
        button->setFont(theme.font(ui::FontRole::Dense));
    showArm();
}

void StatusBar::kill() {
    m_context.actions.run("KILL", [bar = QPointer<StatusBar>(this)](const ports::ActionResult& result) {
        if (bar != nullptr) bar->say(QString::fromStdString(result ? *result : result.error().detail), !result);
    });
}

void StatusBar::showArm() {
    const bool armed = m_context.gate.armed();
    const QColor color = m_context.theme().color(armed ? ui::Token::Danger : ui::Token::Text2);
    m_arm->setIcon(
        ui::tintedIcon(armed ? QStringLiteral("lock-open") : QStringLiteral("lock"), color, devicePixelRatioF()));
    m_arm->setText(armed ? tr("One-click ON") : tr("One-click off"));
    m_arm->setStyleSheet(QStringLiteral("color: %1").arg(color.name()));
    m_arm->setToolTip(armed ? tr("Clicks and order keys send orders at once. Click to turn that off.")
                            : tr("Clicks and order keys send nothing. Click to arm them."));
}

void StatusBar::showLock() {
    const auto& lock = m_context.gate.lock();
    m_lock->setVisible(lock.has_value());
    if (!lock) return;
    m_lock->setText(tr("Opening locked %1").arg(ui::ageText(lock->until - m_context.clock.now())));
    m_lock->setAccessibleName(m_lock->text());
    m_lock->setToolTip(tr("%1 reached: opening orders are locked until %2 UTC. Reduce-only orders and cancels pass.")
                           .arg(lock->cause, ui::dateTimeText(lock->until)));
}

void StatusBar::say(const QString& sentence, bool problem) {
    putBack();
    put({{sentence, problem ? ui::Importance::Problem : ui::Importance::Plain}, false});
}

bool StatusBar::showsNews() const { return m_shown.news && m_context.clock.monotonicNanos() < m_messageUntil; }

void StatusBar::notify(const ui::News& news) {
    std::erase_if(m_waiting, [&](const ui::News& older) { return overtakes(news, older); });
    if (showsNews() && overtakes(news, m_shown.what)) return put({news, true});
    if (std::ranges::find(m_waiting, news.sentence, &ui::News::sentence) != m_waiting.end()) return;
    const bool free = m_waiting.empty() && m_context.clock.monotonicNanos() >= m_messageUntil;
    const bool urgent = showsNews() && news.importance > m_shown.what.importance;
    if (urgent) putBack();
    if (free || urgent) return put({news, true});
    const auto behind =
        std::ranges::find_if(m_waiting, [&](const ui::News& w) { return w.importance < news.importance; });
    m_waiting.insert(behind, news);
    if (m_waiting.size() <= kMostNews) return;
    m_waiting.erase(std::ranges::find(m_waiting, m_waiting.back().importance, &ui::News::importance));
}

void StatusBar::put(Message message) {
    m_shown = std::move(message);
    const bool problem = m_shown.what.importance != ui::Importance::Plain;
    m_shownAt = m_context.clock.monotonicNanos();
    m_messageUntil = m_shownAt + (problem ? kProblemNanos : kMessageNanos);
    m_message->setText(m_shown.what.sentence);
    m_message->setToolTip(Qt::convertFromPlainText(m_shown.what.sentence));
    colour(m_message, problem ? ui::Token::Warn : ui::Token::Text1);
    showFigures();
}

/// News that something else takes the place of before they had their time wait again.
void StatusBar::putBack() {
    const std::int64_t now = m_context.clock.monotonicNanos();
    if (showsNews() && now - m_shownAt < kSharedNanos) {
        const auto after =
            std::ranges::find_if(m_waiting, [&](const ui::News& w) { return w.importance <= m_shown.what.importance; });
        m_waiting.insert(after, m_shown.what);
    }
    m_messageUntil = now;
}

void StatusBar::showMessage(const VenueHealth& health, std::int64_t nanos) {
    if (health.fault) {
        putBack();
        m_message->setText(QString::fromStdString(*health.fault));
        m_message->setToolTip(Qt::convertFromPlainText(m_message->text()));
        colour(m_message, ui::Token::Danger);
    } else if (!m_waiting.empty() && (nanos >= m_messageUntil || nanos - m_shownAt >= kSharedNanos)) {
        ui::News next = std::move(m_waiting.front());
        m_waiting.pop_front();
        put({std::move(next), true});
    } else if (nanos > m_messageUntil && !m_message->text().isEmpty()) {
        m_message->clear();
        m_message->setToolTip({});
    }
}

void StatusBar::onFrame(const ui::Frame& frame) {
    showLock();
    const PlaybackState playback = m_context.venue.playback();
    const VenueHealth health = m_context.venue.health();
    QString mode = ui::word(playback.mode);
    if (playback.mode == VenueMode::Replay) mode += QStringLiteral(" · ") + tr("PAPER");
    if (playback.catchingUp)
        mode += QStringLiteral(" · ") + tr("building history");
    else if (playback.paused)
        mode += QStringLiteral(" · ") + tr("paused");
    else if (playback.ended)
        mode += QStringLiteral(" · ") + tr("ended");
    else if (playback.speed != 1.0)
        mode += QStringLiteral(" %1×").arg(playback.speed);
    m_mode->setText(QStringLiteral("● ") + mode);

    const auto& markets = m_context.market.markets();
    const DataStatus status =
        markets.empty() ? DataStatus::Unknown : m_context.market.ticker(markets.front().params.id).status;
    QString feed = tr("Feed %1").arg(ui::word(status));
    if (health.feedLagNanos && *health.feedLagNanos >= 0)
        feed += QLatin1Char(' ') + ui::durationText(*health.feedLagNanos);
    if (health.gaps > 0) feed += QStringLiteral(" · ") + tr("%1 gaps").arg(health.gaps);
    m_feed->setText(feed);
    m_engine->setText(
        tr("Engine %1 · %2/s").arg(ui::durationText(health.enginePerCommandNanos)).arg(health.commandsPerSecond));
    m_journal->setText(health.durableCommands == 0 ? tr("Journal –")
                                                   : tr("Journal synced %1").arg(ui::durationText(health.syncNanos)));
    m_frame->setText(tr("Frame %1 · p99 %2")
                         .arg(ui::durationText(m_context.stats.frames.percentile(0.5)),
                              ui::durationText(m_context.stats.frames.percentile(0.99))));
    showTime(frame.wall);

    showMessage(health, frame.nanos);
    showFigures();
}

} // namespace qd::workspace
