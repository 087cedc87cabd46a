#include "widgets/replay/PlaybackBar.h"

#include "core/base/Wide.h"
#include "widgets/base/FlowLayout.h"
#include "widgets/base/Format.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/QuestionLine.h"
#include "widgets/replay/PlaybackWords.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QSignalBlocker>
#include <QStyle>
#include <QToolButton>
#include <QWheelEvent>

#include <algorithm>
#include <array>

namespace qd::ui {
namespace {

constexpr std::array<double, 9> kSpeeds{0.1, 0.5, 1, 2, 5, 10, 50, 100, 1000};
constexpr int kPositions = 100'000; ///< of the slider: a day to a second
constexpr int kHalfHandle = 5;      ///< of the slider, as the style sheet has it

} // namespace

SeekSlider::SeekSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setTracking(false);
    setRange(0, kPositions);
    setSingleStep(kPositions / 100);
    setPageStep(kPositions / 10);
}

int SeekSlider::valueAt(const QPoint& at) const {
    return QStyle::sliderValueFromPosition(minimum(), maximum(), at.x() - kHalfHandle, width() - 2 * kHalfHandle);
}

void SeekSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    setSliderDown(true);
    setSliderPosition(valueAt(event->pos()));
}

void SeekSlider::mouseMoveEvent(QMouseEvent* event) {
    if (isSliderDown()) setSliderPosition(valueAt(event->pos()));
}

void SeekSlider::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && isSliderDown()) setSliderDown(false); // tells the value if it changed
}

void SeekSlider::wheelEvent(QWheelEvent* event) { event->ignore(); }

PlaybackBar::PlaybackBar(const PaneContext& context) : m_context(context) {
    setObjectName(QStringLiteral("playback"));
    setAccessibleName(tr("Playback"));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(4);
    column->addWidget(makeControls());
    column->addWidget(makePosition());
    m_question = new QuestionLine(QStringLiteral("backQuestion"), this);
    m_question->layout()->setContentsMargins(0, 0, 0, 2);
    column->addWidget(m_question);
    connect(m_question, &QuestionLine::kept, this, &PlaybackBar::refresh);
    connect(&m_context.themes, &ThemeHost::changed, this, &PlaybackBar::applyTheme);
    applyTheme();
    refresh();
}

QWidget* PlaybackBar::makeControls() {
    auto* controls = new QWidget(this);
    auto* flow = new FlowLayout(2);
    flow->setContentsMargins(0, 0, 0, 0);
    controls->setLayout(flow);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    controls->setSizePolicy(policy);
    m_pause = new IconButton(QStringLiteral("pause"), tr("Pause"), controls);
    m_pause->setObjectName(QStringLiteral("pause"));
    m_step = new IconButton(QStringLiteral("step"), tr("Step"), controls);
    m_step->setObjectName(QStringLiteral("step"));
    m_step->setText(tr("Step"));
    m_step->setToolTip(tr("Plays one event while the market is paused. STEP with a number plays more."));
    for (IconButton* button : {m_pause, m_step}) {
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        flow->addWidget(button);
    }
    connect(m_pause, &QToolButton::clicked, this, [this] {
        m_context.venue.setPaused(!m_context.venue.playback().paused);
        emit asked();
    });
    connect(m_step, &QToolButton::clicked, this, [this] {
        m_context.venue.step(1);
        emit asked();
    });
    for (const double speed : kSpeeds) {
        m_speeds.push_back(makeSpeedButton(speed, controls));
        flow->addWidget(m_speeds.back());
    }
    return controls;
}

QToolButton* PlaybackBar::makeSpeedButton(double speed, QWidget* controls) {
    auto* button = new QToolButton(controls);
    button->setText(speedText(speed));
    button->setObjectName(QStringLiteral("speed-%1").arg(speed));
    button->setAccessibleName(tr("Speed %1").arg(speedText(speed)));
    button->setToolTip(tr("%1 seconds of market time a second. SPEED sets any pace from 0.1 to 1 000.").arg(speed));
    button->setProperty("segment", true);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, this, [this, speed] {
        m_context.venue.setSpeed(speed);
        emit asked();
        refresh(); // marked is the pace the venue has, not the one that was clicked
    });
    return button;
}

QWidget* PlaybackBar::makePosition() {
    m_position = new QWidget(this);
    auto* row = new QHBoxLayout(m_position);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_begin = new QLabel(m_position);
    m_begin->setObjectName(QStringLiteral("positionTime"));
    m_slider = new SeekSlider(m_position);
    m_slider->setObjectName(QStringLiteral("position"));
    m_slider->setAccessibleName(tr("Position in the recording"));
    m_end = new QLabel(m_position);
    m_end->setObjectName(QStringLiteral("endTime"));
    m_end->setProperty("hint", true);
    row->addWidget(m_begin);
    row->addWidget(m_slider, 1);
    row->addWidget(m_end);
    connect(m_slider, &QSlider::sliderMoved, this, &PlaybackBar::showTarget);
    connect(m_slider, &QSlider::valueChanged, this, &PlaybackBar::seekTo);
    return m_position;
}

void PlaybackBar::applyTheme() {
    const Theme& theme = m_context.theme();
    layout()->setContentsMargins(theme.scaled(8), theme.scaled(6), theme.scaled(12), theme.scaled(4));
    for (IconButton* button : {m_pause, m_step}) button->tint(theme.color(Token::Text1));
    for (QToolButton* button : m_speeds) button->setFont(theme.font(FontRole::Dense));
    for (QLabel* label : {m_begin, m_end}) label->setFont(theme.font(FontRole::Dense));
}

UnixNanos PlaybackBar::timeOf(int value) const {
    const std::int64_t length = m_shown.end - m_shown.begin;
    return m_shown.begin + static_cast<std::int64_t>(Int128{length} * value / kPositions);
}

void PlaybackBar::refresh() {
    const PlaybackState playback = m_context.venue.playback();
    const bool first = m_pause->text().isEmpty();
    if (first || playback.paused != m_shown.paused) {
        m_pause->setIconName(playback.paused ? QStringLiteral("play") : QStringLiteral("pause"));
        m_pause->setText(playback.paused ? tr("Resume") : tr("Pause"));
        m_pause->setAccessibleName(m_pause->text());
        m_pause->setToolTip(playback.paused ? tr("Lets the market go on") : tr("Stops the market's clock"));
    }
    m_step->setEnabled(playback.paused && !playback.ended);
    for (std::size_t i = 0; i < m_speeds.size(); ++i) m_speeds[i]->setChecked(kSpeeds[i] == playback.speed);
    const bool sameRecording = playback.begin == m_shown.begin && playback.end == m_shown.end;
    m_shown = playback;
    if (!sameRecording) m_question->hide(); // it is about nothing any more
    showPosition(playback);
}

void PlaybackBar::showPosition(const PlaybackState& playback) {
    const std::int64_t length = playback.end - playback.begin;
    const bool shown = playback.mode == VenueMode::Replay && length > 0;
    m_position->setVisible(shown);
    if (!shown) return;
    // While it plays what is between, where it stands is not known well enough to tell forward from back.
    m_slider->setEnabled(!playback.catchingUp);
    m_slider->setToolTip(playback.catchingUp
                             ? tr("Everything up to the chosen time is being played.")
                             : tr("From %1 to %2 UTC. Forward plays everything in between; back begins a new paper "
                                  "account and asks first.")
                                   .arg(dateTimeText(playback.begin), dateTimeText(playback.end)));
    m_end->setText(clockText(playback.end));
    if (m_slider->isSliderDown() || m_question->isAsking()) return;
    const std::int64_t played = std::clamp<std::int64_t>(playback.now - playback.begin, 0, length);
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(static_cast<int>(Int128{played} * kPositions / length));
    m_begin->setText(clockText(playback.now));
}

void PlaybackBar::showTarget(int value) { m_begin->setText(clockText(timeOf(value))); }

void PlaybackBar::seekTo(int value) {
    showTarget(value);
    goTo(timeOf(value), false);
}

void PlaybackBar::goTo(UnixNanos target, bool pausing) {
    if (target < m_context.venue.playback().now) return askBack(target, pausing);
    m_question->hide();
    if (pausing) m_context.venue.setPaused(true);
    m_context.venue.seek(target);
    emit asked();
}

void PlaybackBar::askBack(UnixNanos target, bool pausing) {
    m_question->ask(tr("Going back to %1 begins a new paper account: the positions and working orders of this one end.")
                        .arg(clockText(target)),
                    tr("Stay here"), tr("Go back"), [this, target, pausing] { goBack(target, pausing); });
}

void PlaybackBar::goBack(UnixNanos target, bool pausing) {
    if (pausing) m_context.venue.setPaused(true);
    m_context.venue.seek(target);
    emit asked();
}

void PlaybackBar::nudgeSpeed(bool faster) {
    const double speed = m_context.venue.playback().speed;
    const auto above = std::ranges::upper_bound(kSpeeds, speed);
    const auto from = std::ranges::lower_bound(kSpeeds, speed);
    if (faster ? above == kSpeeds.end() : from == kSpeeds.begin()) return;
    m_context.venue.setSpeed(faster ? *above : *std::prev(from));
    emit asked();
}

} // namespace qd::ui
