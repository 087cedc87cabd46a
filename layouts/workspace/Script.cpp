#include "layouts/workspace/Script.h"

#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/Background.h"
#include "layouts/workspace/OrderWords.h"
#include "layouts/workspace/ScriptText.h"

#include <QApplication>
#include <QBuffer>
#include <QImage>
#include <QMouseEvent>

#include <filesystem>

namespace qd::workspace {
namespace {

using ports::ActionCode;
using ports::ActionDone;
using ports::ActionResult;
using ports::ActionWords;

constexpr int kUntilEvery = 10;
constexpr std::int64_t kLongestWait = 3'600'000;
constexpr int kDragSteps = 8;
constexpr int kSettle = 1500; ///< milliseconds in which a pane of the gallery fills

std::optional<int> millis(const std::string& text) {
    const auto value = parseDecimal(text, 0);
    if (!value || *value < 0 || *value > kLongestWait) return std::nullopt;
    return static_cast<int>(*value);
}

/// Not on the main thread. Empty: done; else what is wrong.
std::string writePicture(const QImage& image, const std::string& file) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!image.save(&buffer, "PNG")) return file + ": the picture could not be made";
    return writeForUser(file, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

void sendMouse(QWidget* widget, QEvent::Type type, const QPoint& at, Qt::MouseButton button, Qt::MouseButtons buttons) {
    QMouseEvent event(type, at, widget->mapToGlobal(at), button, buttons, Qt::NoModifier);
    QApplication::sendEvent(widget, &event);
}

} // namespace

ScriptActions::ScriptActions(ui::PaneContext& context, Workspace& workspace, Hooks hooks)
    : m_context(context)
    , m_workspace(workspace)
    , m_hooks(std::move(hooks)) {
    add("WAIT", tr("Waits"), "WAIT milliseconds", [this](const ActionWords& words, const ActionDone& done) {
        const auto ms = words.size() == 1 ? millis(words[0]) : std::nullopt;
        if (!ms) return done(badArguments(tr("WAIT wants milliseconds, at most an hour")));
        QTimer::singleShot(*ms, this, [done] { done(std::string()); });
    });
    add("UNTIL", tr("Waits until something is so"), "UNTIL feed.live ms  |  UNTIL path ==|!=|<|<=|>|>= value ms",
        [this](const ActionWords& words, const ActionDone& done) { until(words, done); });
    add("SHOT", tr("Saves a picture of the windows, or of one pane"), "SHOT file.png [pane]",
        [this](const ActionWords& words, const ActionDone& done) { shot(words, done); });
    add("GALLERY", tr("Saves a picture of every shipped layout and every pane"), "GALLERY folder [ms]",
        [this](const ActionWords& words, const ActionDone& done) { gallery(words, done); });
    add("PLACES", tr("Saves where windows, panes, controls and orders are on the desktop, as JSON"),
        "PLACES file.json [price ...]",
        [this](const ActionWords& words, const ActionDone& done) { places(words, done); });
    add("DUMP", tr("Saves the state of the terminal as JSON"), "DUMP file.json",
        [this](const ActionWords& words, const ActionDone& done) { dump(words, done); });
    add("DRAG", tr("Drags a working order to another price, with the mouse"), "DRAG pane id price",
        [this](const ActionWords& words, const ActionDone& done) { drag(words, done); });
    add("QUIT", tr("Saves everything and ends"), "QUIT", [this](const ActionWords&, const ActionDone& done) {
        done(std::string());
        m_hooks.quit();
    });
}

ScriptActions::~ScriptActions() = default;

void ScriptActions::add(const char* name, const QString& summary, const char* usage,
                        std::function<void(const ActionWords&, ActionDone)> run) {
    ports::Action action;
    action.name = name;
    action.group = tr("Scripts").toStdString();
    action.summary = summary.toStdString();
    action.usage = usage;
    if (action.name == "QUIT") action.key = "Ctrl+Q";
    action.run = std::move(run);
    m_actions.push_back(m_context.actions.add(std::move(action)));
}

void ScriptActions::until(const ActionWords& words, const ActionDone& done) {
    const auto ms = words.empty() ? std::nullopt : millis(words.back());
    if (!ms || (words.size() != 2 && words.size() != 4))
        return done(badArguments(tr("UNTIL wants a condition and milliseconds")));
    if (words.size() == 4 && !compare("0", words[1], "0"))
        return done(badArguments(tr("\"%1\" is no comparison").arg(shown(words[1]))));
    const std::int64_t deadline = m_context.clock.monotonicNanos() + std::int64_t{*ms} * kNanosPerMilli;
    auto* timer = new QTimer(this);
    timer->setInterval(kUntilEvery);
    const auto check = [this, words, deadline, done, timer] {
        const auto value = m_hooks.lookUp(words[0]);
        const bool holds =
            value && (words.size() == 2 ? *value == "true" : compare(*value, words[1], words[2]).value_or(false));
        const bool late = m_context.clock.monotonicNanos() > deadline;
        if (!holds && !late) return;
        timer->stop();
        timer->deleteLater();
        if (holds) return done(std::string());
        done(fail(ActionCode::TimedOut, tr("it did not become so in time; %1 is %2")
                                            .arg(shown(words[0]), value ? shown(*value) : tr("not there"))
                                            .toStdString()));
    };
    connect(timer, &QTimer::timeout, this, check);
    timer->start();
}

void ScriptActions::writeLater(const std::string& file, std::function<std::string()> write, const ActionDone& done) {
    inBackground<std::string>(this, std::move(write), [file, done](const std::string& problem) {
        if (!problem.empty()) return done(fail(ActionCode::Failed, problem));
        done(answer(tr("Saved %1.").arg(shown(file))));
    });
}

void ScriptActions::shot(const ActionWords& words, const ActionDone& done) {
    if (words.empty() || words.size() > 2)
        return done(badArguments(tr("SHOT wants a file, and a pane if not all windows are meant")));
    QImage image;
    if (words.size() == 2) {
        PaneDock* dock = m_workspace.find(words[1]);
        if (dock == nullptr) return done(badArguments(tr("there is no pane %1").arg(shown(words[1]))));
        dock->show();
        dock->raise();
        image = dock->grab().toImage();
    } else {
        image = pictureOfDesktop(m_workspace, m_context.theme().color(ui::Token::Bg0));
    }
    if (image.isNull()) return done(refused(tr("There is nothing to be seen.")));
    writeLater(words[0], [image, file = words[0]] { return writePicture(image, file); }, done);
}

void ScriptActions::gallery(const ActionWords& words, const ActionDone& done) {
    const auto settle = words.size() == 2 ? millis(words[1]) : std::optional(kSettle);
    if (words.empty() || words.size() > 2 || !settle)
        return done(badArguments(tr("GALLERY wants a folder, and milliseconds for each picture if not 1500")));
    if (m_gallery != nullptr) return done(refused(tr("A gallery is being made already.")));
    m_gallery = std::make_unique<Gallery>(m_workspace, m_context.theme().color(ui::Token::Bg0), *settle);
    auto pictures = std::make_shared<std::vector<Gallery::Picture>>();
    m_gallery->run([pictures](const Gallery::Picture& picture) { pictures->push_back(picture); },
                   [this, folder = words[0], pictures, done] {
                       m_gallery.release()->deleteLater(); // it is on the stack
                       const auto write = [folder, pictures] {
                           std::error_code failed;
                           std::filesystem::create_directories(folder, failed);
                           for (const Gallery::Picture& picture : *pictures) {
                               if (picture.image.isNull()) return picture.name + " could not be shown";
                               std::string problem = writePicture(picture.image, folder + "/" + picture.name + ".png");
                               if (!problem.empty()) return problem;
                           }
                           return std::string();
                       };
                       writeLater(folder, write, done);
                   });
}

void ScriptActions::places(const ActionWords& words, const ActionDone& done) {
    if (words.empty()) return done(badArguments(tr("PLACES wants a file, and prices if they are to be found")));
    std::vector<Price> prices;
    for (auto word = words.begin() + 1; word != words.end(); ++word) {
        const auto price = parseFixed<Price>(*word);
        if (!price) return done(badArguments(tr("\"%1\" is no price").arg(shown(*word))));
        prices.push_back(*price);
    }
    const auto write = [text = m_hooks.places(prices), file = words[0]] { return writeForUser(file, text); };
    writeLater(words[0], write, done);
}

void ScriptActions::dump(const ActionWords& words, const ActionDone& done) {
    if (words.size() != 1) return done(badArguments(tr("DUMP wants a file")));
    m_hooks.dump([this, file = words[0], done](std::string text) {
        writeLater(file, [file, text = std::move(text)] { return writeForUser(file, text); }, done);
    });
}

void ScriptActions::drag(const ActionWords& words, const ActionDone& done) {
    if (words.size() != 3) return done(badArguments(tr("DRAG wants a pane, the number of an order and a price")));
    PaneDock* dock = m_workspace.find(words[0]);
    ui::OrderSurface* surface = dock != nullptr ? dock->pane().orderSurface() : nullptr;
    if (surface == nullptr)
        return done(badArguments(tr("%1 is no pane with orders to be dragged").arg(shown(words[0]))));
    const auto price = parseFixed<Price>(words[2]);
    const TrackedOrder* order = workingOrder(m_context.accounts.orders(), words[1]);
    if (order == nullptr || !price)
        return done(
            badArguments(tr("there is no working order %1, or no price \"%2\"").arg(shown(words[1]), shown(words[2]))));
    const auto from = surface->pointOfOrder(order->order.id);
    const auto to = surface->pointOfPrice(order->order.terms.side, *price);
    if (!from || !to) return done(refused(tr("The order or the price is out of view in %1.").arg(shown(words[0]))));
    QWidget* widget = surface->surface();
    sendMouse(widget, QEvent::MouseMove, *from, Qt::NoButton, Qt::NoButton);
    sendMouse(widget, QEvent::MouseButtonPress, *from, Qt::LeftButton, Qt::LeftButton);
    for (int i = 1; i <= kDragSteps; ++i)
        sendMouse(widget, QEvent::MouseMove, *from + (*to - *from) * i / kDragSteps, Qt::NoButton, Qt::LeftButton);
    sendMouse(widget, QEvent::MouseButtonRelease, *to, Qt::LeftButton, Qt::NoButton);
    done(std::string());
}

void ScriptRunner::run(std::vector<std::string> lines, std::function<void(const std::string&)> finished) {
    m_lines = std::move(lines);
    m_at = 0;
    m_finished = std::move(finished);
    next();
}

void ScriptRunner::next() {
    if (m_at == m_lines.size()) return m_finished({});
    const std::string line = m_lines[m_at++];
    m_actions.run(line, [this, line](const ActionResult& result) {
        if (!result) return m_finished(line + ": " + result.error().detail);
        // Through the event loop, so that a long script does not grow the stack and windows are painted between lines.
        QTimer::singleShot(0, this, &ScriptRunner::next);
    });
}

} // namespace qd::workspace
