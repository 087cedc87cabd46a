// The terminal on an X server with two monitors and a window manager, worked by a real mouse and real keys; judged by
// its dump and by where it says that things are.
#include "tests/support/TestRunner.h"

#include <QElapsedTimer>
#include <QFile>
#include <QObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <sys/prctl.h>

using nlohmann::json;

namespace {

constexpr int kWidth = 1920; ///< of each of the two monitors, side by side
constexpr int kHeight = 1080;
constexpr int kPatience = 60'000;
constexpr int kOnce = 4'000; ///< what was typed may have been lost: it is typed again then

/// Ends with the test, however that ends.
void endWithUs(QProcess& process) {
    process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
}

/// X server, window manager, two monitors; they end with it.
class Desktop {
  public:
    ~Desktop() {
        for (QProcess* process : {&m_manager, &m_server}) {
            process->terminate();
            if (!process->waitForFinished(5'000)) process->kill();
            process->waitForFinished(5'000);
        }
    }
    [[nodiscard]] bool begin() {
        endWithUs(m_server);
        m_server.start("Xvfb", {"-displayfd", "1", "-screen", "0", QString("%1x%2x24").arg(2 * kWidth).arg(kHeight),
                                "-noreset", "-nolisten", "tcp"});
        if (!m_server.waitForStarted() || !m_server.waitForReadyRead(kPatience)) return false;
        m_environment = QProcessEnvironment::systemEnvironment();
        m_environment.insert("DISPLAY", ":" + m_server.readAllStandardOutput().trimmed());
        m_environment.remove("WAYLAND_DISPLAY");
        if (!plug("M1", 0, "screen") || !plug("M2", kWidth, "none")) return false;
        m_manager.setProcessEnvironment(m_environment);
        endWithUs(m_manager);
        m_manager.start("openbox", {"--sm-disable"});
        return m_manager.waitForStarted();
    }
    [[nodiscard]] bool plug(const QString& name, int x, const QString& output) const {
        const auto size = QString("%1/508x%2/286+%3+0").arg(kWidth).arg(kHeight).arg(x);
        return run("xrandr", {"--setmonitor", name, size, output});
    }
    [[nodiscard]] bool unplug(const QString& name) const { return run("xrandr", {"--delmonitor", name}); }
    [[nodiscard]] bool xdo(const QStringList& words) const { return run("xdotool", words); }
    [[nodiscard]] const QProcessEnvironment& environment() const { return m_environment; }

  private:
    [[nodiscard]] bool run(const QString& program, const QStringList& arguments) const {
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.start(program, arguments);
        return process.waitForFinished(kPatience) && process.exitCode() == 0;
    }

    QProcessEnvironment m_environment;
    QProcess m_server;
    QProcess m_manager;
};

std::optional<json> readJson(const QString& file) {
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) return std::nullopt;
    json read = json::parse(in.readAll().toStdString(), nullptr, false);
    return read.is_discarded() ? std::nullopt : std::optional(std::move(read));
}

QPoint middleOf(const json& place) {
    return {place["x"].get<int>() + place["width"].get<int>() / 2,
            place["y"].get<int>() + place["height"].get<int>() / 2};
}

const json* named(const json& list, const char* key, const std::string& name) {
    for (const json& item : list) {
        if (item[key] == name) return &item;
    }
    return nullptr;
}

/// The window that holds a pane, as places tell it, and the pane.
struct Found {
    json window;
    json pane;
};
std::optional<Found> paneOf(const json& places, const std::string& id) {
    for (const json& window : places["windows"]) {
        if (const json* pane = named(window["panes"], "id", id)) return Found{window, *pane};
    }
    return std::nullopt;
}

QPoint pointOf(const json& point) { return {point["x"].get<int>(), point["y"].get<int>()}; }

} // namespace

class TestDesktop : public QObject {
    Q_OBJECT
    Desktop m_desktop;
    QTemporaryDir m_folder;
    QProcess m_terminal;
    int m_files = 0;

    void startTerminal(QStringList more = {}) {
        m_terminal.setProcessEnvironment(m_desktop.environment());
        m_terminal.setProcessChannelMode(QProcess::ForwardedChannels);
        endWithUs(m_terminal);
        m_terminal.start(QString(std::getenv("QD_BIN_DIR")) + "/quantdesk",
                         more + QStringList{"-platform", "xcb", "--profile", m_folder.filePath("profile")});
        QVERIFY(m_terminal.waitForStarted());
        QVERIFY(QTest::qWaitFor([&] { return m_desktop.xdo({"search", "--onlyvisible", "--name", "QuantDesk"}); },
                                kPatience));
    }
    void quitTerminal() {
        type("QUIT");
        QVERIFY(m_terminal.waitForFinished(kPatience));
        QCOMPARE(m_terminal.exitCode(), 0);
    }
    /// With the keyboard alone: opens the command bar, types, presses Enter.
    void type(const QString& line) {
        QVERIFY(m_desktop.xdo({"key", "--clearmodifiers", "ctrl+k"}));
        QVERIFY(m_desktop.xdo({"type", "--delay", "4", line}));
        QVERIFY(m_desktop.xdo({"key", "Return"}));
    }
    /// What a command writes to a file.
    json asked(const QString& command, const QString& rest = {}, int patience = kPatience) {
        const QString file = m_folder.filePath(QString::number(++m_files) + ".json");
        type(command + " " + file + rest);
        std::optional<json> read;
        (void)QTest::qWaitFor([&] { return (read = readJson(file)).has_value(); }, patience);
        return read.value_or(json());
    }
    /// Asks until `holds`, or time is up.
    template<class Holds>
    bool waitFor(const QString& command, Holds holds, const QString& rest = {}) {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < kPatience) {
            if (const json answer = asked(command, rest, kOnce); !answer.is_null() && holds(answer)) return true;
            QTest::qWait(200);
        }
        return false;
    }
    void moveTo(QPoint at) {
        QVERIFY(m_desktop.xdo({"mousemove", "--sync", QString::number(at.x()), QString::number(at.y())}));
    }
    void click(QPoint at) {
        moveTo(at);
        QTest::qWait(150);
        QVERIFY(m_desktop.xdo({"click", "1"}));
        QTest::qWait(150);
    }
    void drag(QPoint from, QPoint to) {
        moveTo(from);
        QTest::qWait(150);
        QVERIFY(m_desktop.xdo({"mousedown", "1"}));
        for (int step = 1; step <= 20; ++step) {
            moveTo(from + (to - from) * step / 20);
            QTest::qWait(20);
        }
        QTest::qWait(200);
        QVERIFY(m_desktop.xdo({"mouseup", "1"}));
        QTest::qWait(300);
    }
    static std::vector<json> working(const json& dump) {
        std::vector<json> list;
        for (const json& order : dump["orders"]) {
            if (order["state"] == "working") list.push_back(order);
        }
        return list;
    }
    static double base(const json& dump) {
        for (const json& p : dump["positions"]) {
            if (p["market"] == "SOL-PERP") return std::stod(p["base"].get<std::string>());
        }
        return 0;
    }
    /// The best bid of SOL-PERP, moved by so many ticks of a cent; each of them.
    std::vector<std::string> bidAnd(const std::vector<int>& ticks) {
        json dump;
        (void)waitFor("DUMP", [&](const json& answer) {
            dump = answer;
            return answer["books"].contains("SOL-PERP");
        });
        std::vector<std::string> prices;
        for (const int tick : ticks) {
            const std::string bid = dump.is_null() ? "0" : dump["books"]["SOL-PERP"]["best_bid"].get<std::string>();
            prices.push_back(QString::number(std::stod(bid) + tick / 100.0, 'f', 2).toStdString());
        }
        return prices;
    }
    /// Where a ladder or chart takes an order of this side at this price.
    static std::optional<QPoint> priceIn(const json& places, const std::string& pane, const std::string& side) {
        const auto found = paneOf(places, pane);
        const json* price = found ? named(found->pane["prices"], "side", side) : nullptr;
        return price == nullptr ? std::nullopt : std::optional(pointOf(*price));
    }
    QPoint control(const std::string& name) {
        const json places = asked("PLACES");
        for (const json& window : places["windows"]) {
            if (const json* found = named(window["controls"], "name", name)) return middleOf(*found);
        }
        return {};
    }

  private slots:
    void initTestCase() {
        for (const char* program : {"Xvfb", "openbox", "xrandr", "xdotool"})
            QVERIFY2(!QStandardPaths::findExecutable(program).isEmpty(), program);
        QVERIFY(m_folder.isValid());
        QVERIFY(m_desktop.begin());
        startTerminal({"--layout", "scalper"});
        QTest::qWait(2'000);
        QVERIFY(m_desktop.xdo({"key", "Escape"})); // the card that shows a new user round
        QVERIFY(waitFor("DUMP", [](const json& dump) {
            return dump["status"]["running"] == true && dump["status"]["catching_up"] == false &&
                   !dump["account"].is_null();
        }));
        type("SPEED 0.1"); // so that rows and prices stay where they are found
    }
    void cleanupTestCase() {
        if (m_terminal.state() == QProcess::NotRunning) return;
        m_terminal.terminate();
        if (!m_terminal.waitForFinished(kPatience)) m_terminal.kill();
        m_terminal.waitForFinished(kPatience);
    }

    void oneWindowOnEachMonitor() {
        const json places = asked("PLACES");
        QCOMPARE(places["windows"].size(), 2U);
        QVERIFY(places["windows"][0]["x"].get<int>() < kWidth);
        QVERIFY(places["windows"][1]["x"].get<int>() >= kWidth);
    }
    void ordersByKeyboardAlone() {
        type(QString("ORDER BUY 1 SOL-PERP LIMIT %1 POST").arg(bidAnd({-50})[0].c_str()));
        QVERIFY(waitFor("DUMP", [](const json& dump) { return working(dump).size() == 1; }));
        type("CANCEL ALL");
        QVERIFY(waitFor("DUMP", [](const json& dump) { return working(dump).empty(); }));
    }
    void anOrderIsDragged_data() {
        QTest::addColumn<QByteArray>("pane");
        QTest::addColumn<double>("within"); // a row of a ladder is a price, a row of pixels of a chart is several
        QTest::newRow("chart") << QByteArray("CHART-1") << 0.05;
        QTest::newRow("ladder") << QByteArray("ORDERBOOK-1") << 0.001;
    }
    void anOrderIsDragged() {
        QFETCH(QByteArray, pane);
        QFETCH(double, within);
        type("ARM ON");
        const auto prices = bidAnd({-12, -18});
        const std::string& from = prices[0];
        const std::string& to = prices[1];
        type(QString("ORDER BUY 1 SOL-PERP LIMIT %1").arg(from.c_str()));
        QVERIFY(waitFor("DUMP", [](const json& dump) { return working(dump).size() == 1; }));
        const std::string id = pane.toStdString();
        std::optional<QPoint> grabbed;
        std::optional<QPoint> wanted;
        QVERIFY(waitFor(
            "PLACES",
            [&](const json& places) {
                const auto found = paneOf(places, id);
                if (found && !found->pane["orders"].empty()) grabbed = pointOf(found->pane["orders"][0]);
                wanted = priceIn(places, id, "buy");
                return grabbed && wanted;
            },
            " " + QString::fromStdString(to)));
        drag(*grabbed, *wanted);
        json order;
        QVERIFY(waitFor("DUMP", [&](const json& dump) {
            const auto list = working(dump);
            if (list.size() != 1) return false; // never two
            order = list.front();
            return order["price"] != from;
        }));
        const double price = std::stod(order["price"].get<std::string>());
        QVERIFY2(std::abs(price - std::stod(to)) <= within, order.dump().c_str());
        type("CANCEL ALL");
        QVERIFY(waitFor("DUMP", [](const json& dump) { return working(dump).empty(); }));
        type("ARM OFF");
    }
    void clicksAndKeysTradeWhileArmed() {
        std::optional<QPoint> row;
        const auto find = [&] {
            const std::string across = bidAnd({8})[0]; // beyond the best ask: it fills
            const auto there = [&](const json& places) {
                row = priceIn(places, "ORDERBOOK-1", "buy");
                // At the left edge orders are dropped; the bids are a third across.
                if (row) row->setX(middleOf(paneOf(places, "ORDERBOOK-1")->pane).x() * 2 / 3);
                return row.has_value();
            };
            return waitFor("PLACES", there, " " + QString::fromStdString(across));
        };
        QVERIFY(find());
        click(*row);
        QTest::qWait(1'000);
        const json disarmed = asked("DUMP");
        QCOMPARE(disarmed["status"]["armed"].get<bool>(), false);
        QVERIFY(working(disarmed).empty());
        QCOMPARE(base(disarmed), 0.0);
        click(control("armSwitch"));
        QVERIFY(waitFor("DUMP", [](const json& dump) { return dump["status"]["armed"] == true; }));
        QVERIFY(find());
        click(*row);
        QVERIFY(waitFor("DUMP", [](const json& dump) { return base(dump) > 0; }));
        // Who typed a command leaves the command bar by Esc; the ladder has the keys when the mouse comes.
        QVERIFY(m_desktop.xdo({"key", "Escape"}));
        moveTo(*row + QPoint(kWidth, 0));
        QTest::qWait(300);
        moveTo(*row);
        QTest::qWait(300);
        QVERIFY(m_desktop.xdo({"key", "f"}));
        QVERIFY(waitFor("DUMP", [](const json& dump) { return base(dump) == 0 && working(dump).empty(); }));
        type("ARM OFF");
    }
    void aPaneIsDraggedToTheOtherWindowAndStaysThere() {
        const json before = asked("PLACES");
        const auto tape = paneOf(before, "TAPE-1");
        const auto orders = paneOf(before, "ORDERS-1");
        QVERIFY(tape && orders);
        QVERIFY(tape->window["number"] != orders->window["number"]);
        const json& header = tape->pane["header"];
        drag({header["x"].get<int>() + header["width"].get<int>() / 2, middleOf(header).y()}, middleOf(orders->pane));
        const auto together = [](const json& places) {
            const auto moved = paneOf(places, "TAPE-1");
            return moved && moved->pane["floating"] == false && moved->window["x"].get<int>() >= kWidth;
        };
        QVERIFY(waitFor("PLACES", together));
        quitTerminal();
        startTerminal();
        QTest::qWait(2'000);
        QVERIFY(waitFor("PLACES", together));
    }
    void aMonitorIsUnplugged() {
        const auto reach = [](const json& places) {
            int right = 0;
            for (const json& window : places["windows"])
                right = std::max(right, window["x"].get<int>() + window["width"].get<int>());
            return right;
        };
        QVERIFY(m_desktop.unplug("M2"));
        QVERIFY(waitFor("PLACES",
                        [&](const json& places) { return places["windows"].size() == 2 && reach(places) <= kWidth; }));
        QVERIFY(m_desktop.plug("M2", kWidth, "none"));
        QVERIFY(waitFor("PLACES", [&](const json& places) { return reach(places) > kWidth; }));
        quitTerminal();
    }
};

QD_TEST(TestDesktop);
#include "TestDesktop.moc"
