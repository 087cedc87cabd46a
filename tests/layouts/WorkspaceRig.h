#pragma once

#include "layouts/workspace/AccountActions.h"
#include "layouts/workspace/CommandBar.h"
#include "layouts/workspace/HandActions.h"
#include "layouts/workspace/Keys.h"
#include "layouts/workspace/Script.h"
#include "layouts/workspace/ShellActions.h"
#include "layouts/workspace/StatusBar.h"
#include "layouts/workspace/TradingActions.h"
#include "tests/support/PaneRig.h"

#include <QGuiApplication>
#include <QScreen>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace qd::test {

/// A pane that keeps one word, and shows orders at one pixel a cent when asked to.
class ProbePane final : public ui::Pane, public ui::OrderSurface {
    Q_OBJECT
  public:
    ProbePane(ui::PaneContext& context, const QString& mnemonic) : Pane(context, mnemonic, mnemonic, true) {
        setBody(new QWidget(this));
    }
    std::string word;
    std::optional<QPoint> grabbed;  ///< where the mouse went down
    std::optional<QPoint> released; ///< and up
    bool showsOrders = true;

    [[nodiscard]] ui::PaneState state() const override {
        auto state = Pane::state();
        if (!word.empty()) state["word"] = word;
        return state;
    }
    void restore(const ui::PaneState& state) override {
        Pane::restore(state);
        if (const auto found = state.find("word"); found != state.end()) word = found->second;
    }
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override {
        if (words.size() != 1) return Pane::applyWords(words);
        word = words.front();
        return std::nullopt;
    }
    [[nodiscard]] OrderSurface* orderSurface() override { return showsOrders ? this : nullptr; }
    [[nodiscard]] QWidget* surface() override { return this; }
    [[nodiscard]] std::optional<QPoint> pointOfOrder(OrderId order) const override {
        for (const TrackedOrder& o : context().accounts.orders()) {
            if (o.order.id == order) return pointOfPrice(o.order.terms.side, o.order.terms.price);
        }
        return std::nullopt;
    }
    [[nodiscard]] std::optional<QPoint> pointOfPrice(Side, Price price) const override {
        const auto cents = price.raw() / 10'000 - 14'800;
        return cents < 0 || cents > 100 ? std::nullopt : std::optional(QPoint(5, static_cast<int>(cents)));
    }

  protected:
    void mousePressEvent(QMouseEvent* event) override { grabbed = event->pos(); }
    void mouseReleaseEvent(QMouseEvent* event) override { released = event->pos(); }
};

/// As TwoScreensMain has them.
inline std::vector<workspace::ScreenArea> twoScreens() {
    return {{"Left", QRect(0, 0, 1920, 1080)}, {"Right", QRect(1920, -200, 2560, 1440)}};
}

/// Monitors that a test plugs and unplugs.
class FakeScreens final : public workspace::Screens {
    Q_OBJECT
  public:
    std::vector<workspace::ScreenArea> plugged = twoScreens();

    [[nodiscard]] std::vector<workspace::ScreenArea> areas() const override { return plugged; }
    [[nodiscard]] std::vector<workspace::Monitor> monitors() const override {
        std::vector<workspace::Monitor> all;
        for (const auto& area : plugged) all.push_back({area.name, area.available});
        return all;
    }
    void plug(std::vector<workspace::ScreenArea> screens) {
        plugged = std::move(screens);
        emit changed();
    }
};

inline ui::PaneKind probeKind(const char* mnemonic) {
    ui::PaneKind kind;
    kind.mnemonic = QLatin1String(mnemonic);
    kind.title = kind.mnemonic;
    kind.summary = QStringLiteral("A probe.");
    kind.usage = kind.mnemonic;
    kind.linksAccount = true;
    kind.make = [name = kind.mnemonic](ui::PaneContext& context) { return std::make_unique<ProbePane>(context, name); };
    return kind;
}

/// One window: BOOK left of CHART over ORDER, and TAPE behind CHART.
inline constexpr const char* kPreset = R"(version = 1
[[window]]
geometry = [100, 50, 1000, 700]
root = { split = "horizontal", sizes = [0.3, 0.7], children = [
    { tabs = ["BOOK-1"] },
    { split = "vertical", sizes = [0.6, 0.4], children = [ { tabs = ["CHART-1", "TAPE-1"], current = 1 }, { tabs = ["ORDER-1"] } ] } ] }
[window.pane.BOOK-1]
kind = "BOOK"
group = "A"
market = "SOL-PERP"
[window.pane.CHART-1]
kind = "CHART"
group = "A"
word = "5m"
[window.pane.TAPE-1]
kind = "TAPE"
[window.pane.ORDER-1]
kind = "ORDER"
)";

inline constexpr const char* kOther = R"(version = 1
[[window]]
root = { tabs = ["CHART-1"] }
[window.pane.CHART-1]
kind = "CHART"
)";

/// The terminal's workspace over a fake venue, in a profile of its own.
class WorkspaceRig {
  public:
    /// The program is started; call again to start it anew on the same profile.
    explicit WorkspaceRig(const QString& profile = {}) : m_profile(profile.isEmpty() ? m_own.path() : profile) {
        rig.venue.setBook(MarketId(0), Price(148'270'000));
    }
    ~WorkspaceRig() { stop(); }
    WorkspaceRig(const WorkspaceRig&) = delete;
    WorkspaceRig& operator=(const WorkspaceRig&) = delete;

    QString start(const std::string& layout = {}) {
        saver = std::make_unique<workspace::FileSaver>();
        files = std::make_unique<workspace::LayoutFiles>(folder(), *saver);
        auto fake = std::make_unique<FakeScreens>();
        fake->plugged = plugged;
        screens = fake.get();
        std::vector<ui::PaneKind> kinds;
        for (const char* name : {"BOOK", "CHART", "ORDER", "TAPE"}) kinds.push_back(probeKind(name));
        kinds.front().complete = [](const ports::ActionWords& words) {
            return words.size() == 1 ? std::vector<std::string>{"DRAW"}
                                     : std::vector<std::string>{words.front() + "-ON"};
        };
        workspace = std::make_unique<workspace::Workspace>(
            rig.context, std::move(kinds),
            std::vector<workspace::Workspace::Preset>{{"trader", kPreset}, {"chart", kOther}}, *files, std::move(fake));
        shell = std::make_unique<workspace::ShellActions>(rig.context, *workspace);
        trading = std::make_unique<workspace::TradingActions>(rig.context, *workspace);
        hands = std::make_unique<workspace::HandActions>(rig.context, *workspace);
        accounts = std::make_unique<workspace::AccountActions>(rig.context, *workspace);
        keys = std::make_unique<workspace::Keys>(rig.context, *workspace);
        const QString notice = workspace->start(layout);
        for (auto* window : workspace->windows()) {
            if (!QTest::qWaitForWindowExposed(window)) qFatal("a window was not shown");
        }
        QCoreApplication::processEvents();
        return notice;
    }
    /// The end of the program.
    void stop() {
        keys.reset();
        accounts.reset();
        hands.reset();
        trading.reset();
        shell.reset();
        workspace.reset();
        files.reset();
        saver.reset();
    }

    /// What a line answers; waits for it.
    ports::ActionResult run(const std::string& line) {
        std::optional<ports::ActionResult> result;
        rig.actions.run(line, [&](ports::ActionResult r) { result = std::move(r); });
        if (!QTest::qWaitFor([&] { return result.has_value(); }))
            return fail(ports::ActionCode::Failed, line + ": there was no answer");
        QCoreApplication::processEvents();
        return *result;
    }
    /// The answer or the objection, as text.
    std::string said(const std::string& line) {
        const auto result = run(line);
        return result ? *result : result.error().detail;
    }
    [[nodiscard]] std::string message() const {
        return workspace->windows()
            .front()
            ->statusArea()
            .findChild<QWidget*>("message")
            ->property("text")
            .toString()
            .toStdString();
    }

    [[nodiscard]] workspace::WorkspaceWindow* window(std::size_t index = 0) const {
        return workspace->windows().at(index);
    }
    [[nodiscard]] workspace::PaneDock* dock(const char* id) const { return workspace->find(id); }
    [[nodiscard]] ProbePane* pane(const char* id) const { return qobject_cast<ProbePane*>(&dock(id)->pane()); }
    [[nodiscard]] std::filesystem::path folder() const { return (m_profile + "/layouts").toStdString(); }
    [[nodiscard]] QString profile() const { return m_profile; }
    [[nodiscard]] QString file(const char* name) const { return m_profile + "/" + QLatin1String(name); }

  private:
    QTemporaryDir m_own;
    QString m_profile;

  public:
    PaneRig rig;
    std::vector<workspace::ScreenArea> plugged = twoScreens();
    std::unique_ptr<workspace::FileSaver> saver;
    std::unique_ptr<workspace::LayoutFiles> files;
    FakeScreens* screens = nullptr;
    std::unique_ptr<workspace::Workspace> workspace;
    std::unique_ptr<workspace::ShellActions> shell;
    std::unique_ptr<workspace::TradingActions> trading;
    std::unique_ptr<workspace::HandActions> hands;
    std::unique_ptr<workspace::AccountActions> accounts;
    std::unique_ptr<workspace::Keys> keys;
};

} // namespace qd::test
