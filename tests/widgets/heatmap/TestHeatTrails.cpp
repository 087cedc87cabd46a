#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/heatmap/HeatPane.h"
#include "widgets/heatmap/HeatView.h"

#include <QObject>

using namespace qd;
using namespace qd::heatmap;

namespace {

constexpr MarketId kSol{0};

} // namespace

/// The paths of own orders on the map, and own fills.
class TestHeatTrails : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PaneRig> m_rig;
    std::unique_ptr<HeatPane> m_pane;
    UnixNanos m_opened;
    HeatView& view() { return m_pane->view(); }
    HeatScene& scene() { return m_pane->view().scene(); }

    [[nodiscard]] static Price priceAt(int ticks) { return Price(150'000'000 + ticks * 10'000); }
    [[nodiscard]] UnixNanos before(int seconds) const { return m_opened + -seconds * kNanosPerSecond; }
    void run(int millis) {
        for (int i = 0; i < millis; i += 50) {
            m_rig->venue.marketNow = m_rig->venue.marketNow + 50 * kNanosPerMilli;
            m_rig->frame(*m_pane);
        }
    }
    void begin() {
        m_pane = std::make_unique<HeatPane>(m_rig->context);
        m_rig->show(*m_pane, {900, 500});
        run(1'000);
    }
    OwnStep step(int secondsBefore, int ticks, std::optional<OrderState> state = OrderState::Working,
                 bool inBook = true) const {
        return {before(secondsBefore), state, priceAt(ticks), Quantity::of(2), inBook};
    }
    QImage picture() { return view().grab().toImage().convertToFormat(QImage::Format_RGB32); }
    [[nodiscard]] QPoint pointOf(int secondsBefore, int ticks) {
        const plot::Viewport& v = scene().view();
        return {static_cast<int>(std::lround(v.xOf(before(secondsBefore)))),
                static_cast<int>(std::lround(v.yOf(priceAt(ticks))))};
    }
    [[nodiscard]] QColor colour(ui::Token token) const { return m_rig->themes.theme().color(token); }
    /// How much of the row of a price from one moment to another has this colour.
    double share(const QImage& image, int from, int to, int ticks, ui::Token token) {
        const QPoint left = pointOf(from, ticks);
        const QPoint right = pointOf(to, ticks);
        int found = 0;
        for (int x = left.x() + 2; x < right.x() - 2; ++x) {
            bool here = false;
            for (int y = left.y() - 2; y <= left.y() + 2; ++y)
                here = here || QColor(image.pixel(x, y)) == colour(token);
            found += here ? 1 : 0;
        }
        return static_cast<double>(found) / std::max(1, right.x() - left.x() - 4);
    }

  private slots:
    void init() {
        m_pane.reset();
        m_rig = std::make_unique<test::PaneRig>();
        m_opened = m_rig->venue.marketNow;
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(3);
        m_rig->venue.accountView = account;
        m_rig->venue.setBook(kSol, Price::of(150));
        m_rig->venue.tickers[kSol].status = DataStatus::Live;
        m_rig->venue.tickers[kSol].receivedNanos = m_rig->clock.monotonicNanos();
    }
    /// Moved from one price to another before the terminal was started, and cancelled.
    void theRecordedPathOfAnOrderIsDrawn() {
        m_rig->venue.historyOwn = [this](const OwnWindow& w) {
            return OwnPage{
                {{OrderId(1), Side::Buy, {step(60, -30), step(40, -20), step(20, -20, OrderState::Cancelled, false)}}},
                {},
                w.to};
        };
        begin();
        QCOMPARE(m_rig->venue.askedOwn.size(), std::size_t{1});
        const QImage image = picture();
        QVERIFY(share(image, 60, 40, -30, ui::Token::Up) > 0.95);
        QVERIFY(share(image, 40, 20, -20, ui::Token::Up) > 0.95);
        QVERIFY(share(image, 40, 20, -30, ui::Token::Up) < 0.2);
        QVERIFY(share(image, 60, 40, -20, ui::Token::Up) < 0.2);
        QVERIFY(share(image, 18, 2, -20, ui::Token::Up) < 0.2); // it is over
        const QString words = view().ownAt(pointOf(50, -30));
        QVERIFY2(words.contains("order 1") && words.contains("149.70") && words.contains("in the book"),
                 qPrintable(words));
        QVERIFY(view().ownAt(pointOf(10, -20)).isEmpty());
        QVERIFY(!m_pane->applyWords({"TRAILS", "OFF"}));
        QVERIFY(share(picture(), 60, 40, -30, ui::Token::Up) < 0.2);
        QVERIFY(view().ownAt(pointOf(50, -30)).isEmpty());
        QCOMPARE(m_pane->state().at("trails"), std::string("off"));
    }
    void anOrderThatWaitedIsDotted() {
        m_rig->venue.historyOwn = [this](const OwnWindow& w) {
            return OwnPage{{{OrderId(1),
                             Side::Sell,
                             {step(60, 30, OrderState::Working, false), step(20, 30, OrderState::Filled, false)}}},
                           {},
                           w.to};
        };
        begin();
        const double drawn = share(picture(), 60, 20, 30, ui::Token::Down);
        QVERIFY2(drawn > 0.2 && drawn < 0.8, qPrintable(QString::number(drawn)));
        QVERIFY(view().ownAt(pointOf(50, 30)).contains("waiting"));
    }
    /// What is done while one looks goes on where the recording ends.
    void movesWhileOneLooksAreDrawn() {
        begin();
        TrackedOrder order;
        order.order.id = OrderId(1);
        order.order.terms.market = kSol;
        order.order.terms.price = priceAt(-30);
        order.order.terms.size = Quantity::of(3);
        order.order.createdAt = m_rig->venue.marketNow;
        order.state = OrderState::Working;
        m_rig->venue.orderList.push_back(order);
        m_rig->venue.tellAccount();
        run(10'000);
        m_rig->venue.orderList[0].order.terms.price = priceAt(-20);
        m_rig->venue.tellAccount();
        run(10'000);
        const QImage image = picture();
        QVERIFY(share(image, 60, 2, -20, ui::Token::Up) <
                0.2); // its line does not reach back to where it did not stand
        QVERIFY(share(image, -2, -10, -30, ui::Token::Up) > 0.95);
        QVERIFY(share(image, -12, -20, -20, ui::Token::Up) > 0.95);
        QVERIFY(share(image, -12, -20, -30, ui::Token::Up) < 0.2);
    }
    void fillsAreArrowsWithWords() {
        FillView fill;
        fill.ts = before(30);
        fill.fill.market = kSol;
        fill.fill.side = Side::Buy;
        fill.fill.sequence = 9;
        fill.fill.order = OrderId(12);
        fill.fill.price = priceAt(-25);
        fill.fill.size = Quantity::of(2);
        m_rig->venue.historyFills = {fill};
        begin();
        const QPoint tip = pointOf(30, -25);
        QCOMPARE(QColor(picture().pixel(tip + QPoint(0, 6))), colour(ui::Token::Up));
        const QString words = view().ownAt(tip);
        QVERIFY2(words.contains("Buy 2") && words.contains("149.75") && words.contains("order 12"), qPrintable(words));
        QVERIFY(!m_pane->applyWords({"FILLS", "OFF"}));
        QVERIFY(QColor(picture().pixel(tip + QPoint(0, 6))) != colour(ui::Token::Up));
        QVERIFY(view().ownAt(tip).isEmpty());
    }
};
QD_TEST(TestHeatTrails);
#include "TestHeatTrails.moc"
