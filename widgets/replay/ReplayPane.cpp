#include "widgets/replay/ReplayPane.h"

#include "widgets/base/FigureGrid.h"
#include "widgets/base/FormLine.h"
#include "widgets/base/Format.h"
#include "widgets/base/NoticeLine.h"
#include "widgets/base/TypedTime.h"
#include "widgets/base/Words.h"
#include "widgets/replay/PlaybackBar.h"
#include "widgets/replay/PlaybackWords.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace qd::ui {
namespace {

constexpr int kMomentLetters = 18; ///< a date and a time
constexpr int kDateLetters = 11;   ///< "2024-08-08 "

QLabel* sentence(const QString& name, const QString& accessible, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setAccessibleName(accessible);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

/// With the milliseconds that steps by events make.
QString exactText(UnixNanos t) { return dateTimeText(t).first(kDateLetters) + clockText(t, 3); }

QString count(std::uint64_t value) { return number(static_cast<std::int64_t>(value), 0, 0); }

} // namespace

ReplayPane::ReplayPane(PaneContext& context) : Pane(context, QStringLiteral("REPLAY"), tr("Replay"), false) {
    setBody(makeBody());
    m_changes = context.venue.onChanged([this] {
        if (isVisible()) refresh();
    });
    themeChanged();
}

QWidget* ReplayPane::makeBody() {
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 6, 0, 6);
    column->setSpacing(4);
    m_name = sentence(QStringLiteral("recording"), tr("What is played"), body);
    m_about = sentence(QStringLiteral("about"), tr("What can be done here"), body);
    m_playback = new PlaybackBar(context());
    connect(m_playback, &PlaybackBar::asked, this, &ReplayPane::refresh);
    column->addWidget(m_name);
    column->addWidget(m_about);
    column->addWidget(m_playback);
    column->addWidget(makeSteps());
    if (replays()) column->addWidget(makeGoTo());
    makeFigures();
    auto* figures = new QVBoxLayout;
    figures->setContentsMargins(2, 4, 6, 0);
    figures->addWidget(m_figures);
    column->addLayout(figures);
    column->addStretch(1);
    auto* scroll = m_scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("replayScroll"));
    scroll->setAccessibleName(tr("Replay"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(body);
    if (replays())
        setFocusProxy(m_playback->position());
    else
        setFocusProxy(scroll);
    m_notice = new NoticeLine(context().themes, QStringLiteral("notice"));
    auto* whole = new QWidget(this);
    auto* rows = new QVBoxLayout(whole);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(scroll, 1);
    rows->addWidget(m_notice);
    return whole;
}

void ReplayPane::addMover(FormLine& form, const QString& name, const QString& label, const QString& tip,
                          const char* line) {
    QPushButton* button = form.addButton({name, label, tip});
    connect(button, &QPushButton::clicked, this, [this, line] { run(line); });
    m_movers.push_back(button);
}

FormLine* ReplayPane::makeSteps() {
    auto* form = new FormLine(context().themes, QStringLiteral("steps"), tr("Step"), this);
    addMover(*form, QStringLiteral("step-10"), tr("10 events"), tr("Plays ten events of a paused market"), "STEP 10");
    addMover(*form, QStringLiteral("step-100"), tr("100 events"), tr("Plays a hundred events of a paused market"),
             "STEP 100");
    if (!replays()) return form;
    addMover(*form, QStringLiteral("step-1s"), tr("Next second"),
             tr("Plays everything up to the next whole second and stops there"), "STEP 1s");
    addMover(*form, QStringLiteral("step-1m"), tr("Next 1m bar"),
             tr("Plays everything up to where the next bar of a minute begins and stops there"), "STEP 1m");
    addMover(*form, QStringLiteral("step-5m"), tr("Next 5m bar"),
             tr("Plays everything up to where the next bar of five minutes begins and stops there"), "STEP 5m");
    return form;
}

FormLine* ReplayPane::makeGoTo() {
    auto* form = new FormLine(context().themes, QStringLiteral("goTo"), {}, this);
    m_moment = form->addText({QStringLiteral("moment"), tr("Go to"),
                              tr("A time of the recording in UTC, like 14:30, 14:30:10 or 2024-08-08T14:30, or a step "
                                 "like +30s. The market stops there.")},
                             kMomentLetters);
    m_moment->setMaxLength(40);
    m_moment->setPlaceholderText(tr("time or +30s"));
    QPushButton* go = form->addButton({QStringLiteral("go"), tr("Go and pause"),
                                       tr("Plays everything up to this time and stops there; back asks first")});
    m_beginning = form->addButton(
        {QStringLiteral("beginning"), tr("Beginning"), tr("Back to the first event; begins a new paper account")});
    m_stop = form->addButton(
        {QStringLiteral("stop"), tr("Stop here"), tr("Ends the way to another time where it has got to")});
    connect(go, &QPushButton::clicked, this, &ReplayPane::goToTyped);
    connect(m_beginning, &QPushButton::clicked, this, [this] { askBack(context().venue.playback().begin, false); });
    connect(m_stop, &QPushButton::clicked, this, [this] { context().venue.seek(context().venue.playback().now); });
    return form;
}

void ReplayPane::makeFigures() {
    m_figures = new FigureGrid(context().themes, context().settings, QStringLiteral("2024-08-08 23:54:16.000"), this);
    m_figures->setAccessibleName(tr("Where it is"));
    const auto add = [this](const char* name, const QString& label, const QString& tip) {
        return m_figures->add(QLatin1String(name), label, tip);
    };
    m_state = add("state", tr("State"), tr("What the venue is doing."));
    m_speed = add("speed", tr("Speed"), tr("Market time a second of real time."));
    m_time = add("time", tr("Market time"), tr("The market's own clock, UTC."));
    if (!replays()) return;
    m_position = add("played", tr("Position"), tr("How much of the recording has been played, in its own time."));
    m_share = add("share", tr("Played"), tr("Position in percent."));
    m_events = add("events", tr("Events"), tr("Events played so far."));
    m_begin = add("begin", tr("Begins"), tr("Time of the first event of the recording, UTC."));
    m_end = add("end", tr("Ends"), tr("Time of the last event of the recording, UTC."));
    m_gaps = add("gaps", tr("Gaps"), tr("How often the recording lost messages so far."));
    m_resyncs = add("resyncs", tr("Resyncs"), tr("How often the book was known again after a gap."));
}

void ReplayPane::refresh() {
    const PlaybackState playback = context().venue.playback();
    const VenueHealth health = context().venue.health();
    m_playback->refresh();
    const bool stands = playback.paused && !playback.ended && !playback.catchingUp;
    for (QPushButton* button : m_movers) button->setEnabled(stands);
    if (replays()) {
        m_beginning->setEnabled(!playback.catchingUp && playback.now > playback.begin);
        m_stop->setEnabled(playback.catchingUp);
    }
    showHeadline(playback, health);
    showFigures(playback, health);
}

void ReplayPane::showHeadline(const PlaybackState& playback, const VenueHealth& health) {
    const auto& markets = context().market.markets();
    QString name = word(context().market.mode());
    if (!markets.empty()) {
        const QString dot = QStringLiteral(" · ");
        name += dot + QString::fromStdString(markets.front().source) + dot +
                QString::fromStdString(markets.front().venue) + dot +
                (markets.size() == 1 ? QString::fromStdString(markets.front().params.symbol)
                                     : tr("%1 markets").arg(markets.size()));
    }
    m_name->setText(name);
    QString about;
    if (health.fault)
        about = QString::fromStdString(*health.fault);
    else if (!replays())
        about = tr("This market is made as it goes: it has no end and no way back. Pause it, step by events, play it "
                   "faster or slower. To play a recording, start with --venue replay:FILE, or replay:FOLDER for "
                   "what QuantDesk recorded.");
    else if (playback.end <= playback.begin)
        about = tr("No recording is open yet.");
    else if (playback.catchingUp)
        about = tr("Everything up to the chosen time is being played; orders wait meanwhile.");
    else if (playback.ended)
        about = tr("The recording is over. Go back to play it again, with a new paper account.");
    else if (health.gaps > health.resyncs)
        about = tr("The recording has a gap here: books are empty until they are known again.");
    m_about->setText(about);
    m_about->setVisible(!about.isEmpty());
}

void ReplayPane::showFigures(const PlaybackState& playback, const VenueHealth& health) {
    // They move all the time: none of them flashes.
    const auto show = [](FigureView* figure, const QString& text, Token token = Token::Text1) {
        figure->setValue(text, token, 0);
    };
    const auto date = [](UnixNanos t) { return t == UnixNanos{} ? unknownText() : dateTimeText(t); };
    const PlaybackWord state = playbackWord(playback, health);
    show(m_state, state.text, state.token);
    show(m_speed, speedText(playback.speed));
    show(m_time, playback.now == UnixNanos{} ? unknownText() : exactText(playback.now));
    if (!replays()) return;
    const PlayedShare share = playedShare(playback);
    show(m_position, share.length == 0 ? unknownText() : positionText(share));
    show(m_share, shareText(share));
    show(m_events, count(playback.event));
    show(m_begin, date(playback.begin));
    show(m_end, date(playback.end));
    show(m_gaps, count(health.gaps), health.gaps == 0 ? Token::Text1 : Token::Warn);
    show(m_resyncs, count(health.resyncs));
}

void ReplayPane::onFrame(const Frame& frame) {
    refresh();
    m_notice->pass(frame.nanos);
}

void ReplayPane::themeChanged() {
    const int side = theme().scaled(8);
    for (QLabel* label : {m_name, m_about}) label->setContentsMargins(side, 0, side, 0);
    m_name->setFont(theme().font(FontRole::Strong));
    m_about->setStyleSheet(QStringLiteral("color: %1").arg(theme().color(Token::Text2).name()));
}

void ReplayPane::run(const std::string& line) {
    context().actions.run(line, [pane = QPointer(this)](const ports::ActionResult& result) {
        if (!pane) return;
        if (result)
            pane->m_notice->clear();
        else
            pane->m_notice->say(QString::fromStdString(result.error().detail), Token::Warn,
                                pane->context().clock.monotonicNanos());
        pane->refresh();
    });
}

void ReplayPane::askBack(UnixNanos to, bool pausing) {
    m_playback->goTo(to, pausing);
    m_scroll->widget()->layout()->activate(); // the question has its place
    m_scroll->ensureWidgetVisible(m_playback, 0, 0);
}

void ReplayPane::goToTyped() {
    const std::string text = m_moment->text().trimmed().toStdString();
    const PlaybackState playback = context().venue.playback();
    const auto moment = parseSeekTime(text, playback.now, playback.begin, playback.end);
    setWrong(*m_moment, false);
    if (moment && *moment >= playback.begin && *moment < playback.now) return askBack(*moment, true);
    run("SEEK " + text + " PAUSE"); // which says what is wrong with it
}

void ReplayPane::togglePaused() { run(context().venue.playback().paused ? "RESUME" : "PAUSE"); }

void ReplayPane::keyPressEvent(QKeyEvent* event) {
    const bool plain = (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    if (!plain) return Pane::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Space: return togglePaused();
    case Qt::Key_Period: return run("STEP 1");
    case Qt::Key_S: return run("STEP 1s");
    case Qt::Key_M: return run("STEP 1m");
    case Qt::Key_5: return run("STEP 5m");
    case Qt::Key_Plus: return m_playback->nudgeSpeed(true);
    case Qt::Key_Minus: return m_playback->nudgeSpeed(false);
    default: return Pane::keyPressEvent(event);
    }
}

std::vector<std::string> ReplayPane::complete(const ports::ActionWords& words) {
    if (words.size() == 1) return {"PAUSE", "PLAY", "SPEED", "STEP", "TO"};
    if (words.size() != 2) return {};
    const std::string verb = ports::toUpper(words.front());
    if (verb == "STEP") return {"1", "10", "100", "1s", "1m", "5m"};
    if (verb == "SPEED") return {"0.5", "1", "2", "5", "10", "100"};
    return {};
}

void ReplayPane::runWords(const ports::ActionWords& words, const ports::ActionDone& done) {
    if (words.empty()) return done(std::string());
    static const std::map<std::string, const char*> kVerbs{
        {"PAUSE", "PAUSE"}, {"PLAY", "RESUME"}, {"SPEED", "SPEED"}, {"STEP", "STEP"}, {"TO", "SEEK"}};
    const auto verb = kVerbs.find(ports::toUpper(words.front()));
    const bool alone = words.size() == 1;
    const bool bare = verb != kVerbs.end() && (verb->first == "PAUSE" || verb->first == "PLAY");
    const ports::Action* action = verb == kVerbs.end() ? nullptr : context().actions.find(verb->second);
    if (action == nullptr || (bare && !alone))
        return done(
            fail(ports::ActionCode::BadArguments,
                 tr("REPLAY wants PAUSE, PLAY, SPEED and a number, STEP and how far, or TO and a time").toStdString()));
    ports::ActionWords rest(words.begin() + 1, words.end());
    // It stands still there anyway; who says so too has said it once.
    const bool said =
        std::ranges::any_of(rest, [](const std::string& word) { return ports::toUpper(word) == "PAUSE"; });
    if (verb->first == "TO" && !said) rest.emplace_back("PAUSE");
    action->run(rest, done);
}

} // namespace qd::ui
