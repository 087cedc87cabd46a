// Size: every test stands on the same pane over the same market.
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/heatmap/HeatPane.h"
#include "widgets/heatmap/HeatView.h"

#include <QObject>
#include <QPaintEvent>
#include <QScreen>
#include <QWheelEvent>

#include <random>

using namespace qd;
using namespace qd::heatmap;

namespace {

constexpr MarketId kSol{0};

} // namespace

class TestHeatPane : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PaneRig> m_rig;
    std::unique_ptr<HeatPane> m_pane;
    /// Counts the pixels that are painted.
    struct Watch : QObject {
        qint64 pixels = 0;
        bool eventFilter(QObject*, QEvent* event) override {
            if (event->type() != QEvent::Paint) return false;
            for (const QRect& r : static_cast<QPaintEvent*>(event)->region()) pixels += qint64{r.width()} * r.height();
            return false;
        }
    };
    Watch m_watch;
    HeatView& view() { return m_pane->view(); }
    HeatScene& scene() { return m_pane->view().scene(); }

    void show() {
        m_pane = std::make_unique<HeatPane>(m_rig->context);
        m_rig->show(*m_pane, {700, 400});
        view().installEventFilter(&m_watch);
    }
    /// A market that stands still for so long.
    void run(int millis) {
        for (int i = 0; i < millis; i += 50) {
            m_rig->venue.marketNow = m_rig->venue.marketNow + 50 * kNanosPerMilli;
            m_rig->frame(*m_pane);
        }
    }
    QImage picture() { return view().grab().toImage().convertToFormat(QImage::Format_RGB32); }
    void begin() {
        m_rig->venue.setBook(kSol, Price::of(150));
        m_rig->venue.tickers[kSol].status = DataStatus::Live;
        m_rig->venue.tickers[kSol].receivedNanos = m_rig->clock.monotonicNanos();
        show();
        run(3'000);
    }

  private slots:
    void init() {
        m_pane.reset();
        m_rig = std::make_unique<test::PaneRig>();
    }

    void saysWhyThereIsNothing() {
        m_rig->venue.playbackState.paused = true;
        show();
        m_rig->frame(*m_pane);
        QVERIFY(view().sentence().contains(QStringLiteral("paused")));
        m_rig->venue.playbackState.paused = false;
        m_rig->frame(*m_pane);
        QVERIFY(view().sentence().contains(QStringLiteral("Nothing seen yet")));
    }
    void showsTheBookInTheMiddle() {
        begin();
        QVERIFY(view().sentence().isEmpty());
        const plot::Viewport& v = scene().view();
        QVERIFY(v.shows(Price::of(150)));
        QVERIFY(std::abs(v.yOf(Price::of(150)) - v.plot().center().y()) < 5);
        // Something is displayed just below the mid, a second ago, and the picture has its colour there.
        const Price bid = m_rig->venue.books[kSol]->bids[2].price;
        const QPoint at(static_cast<int>(v.xOf(m_rig->venue.marketNow + -kNanosPerSecond)),
                        static_cast<int>(std::lround(v.yOf(bid))));
        const HeatReading reading = view().readingAt(at);
        QVERIFY(reading.size.has_value());
        QVERIFY(!reading.size->isZero());
        QVERIFY(QColor(picture().pixel(at)) != QColor(view().colours().background()));
    }
    void theSizeReadIsTheSizeDisplayed() {
        begin();
        const auto& book = *m_rig->venue.books[kSol];
        const plot::Viewport& v = scene().view();
        for (const std::size_t i : {std::size_t{0}, std::size_t{5}, std::size_t{20}}) {
            const BookLevel& level = book.asks[i];
            const HeatReading reading =
                view().readingAt({v.xOf(m_rig->venue.marketNow + -kNanosPerSecond), v.yOf(level.price)});
            QVERIFY(reading.low <= level.price && level.price <= reading.high);
            if (reading.low != reading.high) continue;
            QVERIFY(std::abs(static_cast<double>(reading.size->raw() - level.size.raw())) <=
                    static_cast<double>(level.size.raw()) / 500);
        }
    }
    void followsTheMarketAndStopsWhenPanned() {
        begin();
        const UnixNanos right = scene().view().right();
        run(2'000);
        QVERIFY(scene().view().right() > right);
        QTest::keyClick(&view(), Qt::Key_Left);
        QVERIFY(!scene().follows());
        const UnixNanos held = scene().view().right();
        run(2'000);
        QCOMPARE(scene().view().right(), held);
        QTest::keyClick(&view(), Qt::Key_End);
        QVERIFY(scene().follows());
    }
    void theMarketIsBroughtBackToTheMiddle() {
        begin();
        const Price far(Price::of(150).raw() + (scene().view().prices().high.raw() - Price::of(150).raw()) * 9 / 10);
        m_rig->venue.setBook(kSol, far);
        run(200);
        QVERIFY(std::abs(scene().view().yOf(far) - scene().view().plot().center().y()) < 5);
    }
    void staleDataSaysSo() {
        begin();
        m_rig->venue.tickers[kSol].status = DataStatus::Stale;
        run(200);
        QVERIFY(view().sentence().contains(QStringLiteral("old")));
        QVERIFY(scene().columns().level(0).columns().back().doubtful);
    }
    void aHiddenPaneLeavesAGap() {
        begin();
        m_rig->clock.advance(10 * kNanosPerSecond);
        m_rig->venue.marketNow = m_rig->venue.marketNow + 10 * kNanosPerSecond;
        run(500);
        const UnixNanos between = m_rig->venue.marketNow + -5 * kNanosPerSecond;
        const ColumnLevel& finest = scene().columns().level(0);
        QVERIFY(finest.at(finest.indexAt(between)) == nullptr);
        const HeatReading reading = view().readingAt({scene().view().xOf(between), 100});
        QVERIFY(!reading.size.has_value());
    }
    /// News come with the next frame; time that only passes is painted when there is a column or a pixel of it.
    void newsArePaintedAtOnceAndTimeWhenItIsSeen() {
        show();
        run(500);
        const auto paints = [&] { return m_rig->stats.paints().at("HEATMAP").count(); };
        const auto before = paints();
        for (int millis = 0; millis < 1'000; millis += 17) {
            m_rig->venue.addTrade(MarketId(0), Price::of(150), Quantity::of(1), Side::Buy);
            m_rig->venue.tellAccount();
            m_rig->frame(*m_pane);
        }
        const auto painted = paints() - before;
        QVERIFY2(painted >= 58, qPrintable(QString::number(painted)));
        for (int millis = 0; millis < 1'000; millis += 17) {
            m_rig->venue.marketNow = m_rig->venue.marketNow + 17 * kNanosPerMilli;
            m_rig->frame(*m_pane);
        }
        const auto passing = paints() - before - painted;
        QVERIFY2(passing >= 5 && passing <= 25, qPrintable(QString::number(passing)));
    }
    /// Often only the right edge is painted anew: what then stands on the screen is what a whole paint shows.
    void whatIsOnTheScreenIsTheWholePicture() {
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(3);
        m_rig->venue.accountView = account;
        begin();
        QVERIFY(!m_pane->applyWords({"LARGE", "0.2", "ABSORB", "20"}));
        std::mt19937 random(11);
        const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        qint64 painted = 0;
        int strips = 0;
        int mid = 15'000;
        for (int step = 0; step < 400; ++step) {
            m_rig->venue.marketNow = m_rig->venue.marketNow + 17 * kNanosPerMilli;
            if (below(3) == 0) m_rig->venue.setBook(kSol, Price((mid += below(5) - 2) * 10'000));
            if (below(4) == 0)
                m_rig->venue.addTrade(kSol, Price(mid * 10'000), Quantity::of(1 + below(below(40) == 0 ? 400 : 9)),
                                      below(2) == 0 ? Side::Buy : Side::Sell);
            if (below(60) == 0) {
                m_rig->venue.orderList.resize(1);
                Order& order = m_rig->venue.orderList[0].order;
                order.id = OrderId(1);
                order.terms.market = kSol;
                order.terms.price = Price((mid - below(30)) * 10'000);
                order.terms.size = Quantity::of(3);
                m_rig->venue.orderList[0].state = OrderState::Working;
                m_rig->venue.tellAccount();
            }
            m_rig->venue.tickers[kSol].status = step / 40 % 4 == 3 ? DataStatus::Stale : DataStatus::Live;
            const auto pixels = m_watch.pixels;
            m_rig->frame(*m_pane);
            const auto now = m_watch.pixels - pixels;
            painted += now;
            strips += now != 0 && now < qint64{view().width()} * view().height() / 2 ? 1 : 0;
            if (now == 0) continue; // time alone is not painted at once
            const QRect at(view().mapTo(m_pane.get(), QPoint()), view().size());
            const QImage shown = m_pane->screen()->grabWindow(m_pane->winId()).copy(at).toImage();
            QVERIFY2(shown.convertToFormat(QImage::Format_RGB32) == picture(), qPrintable(QString::number(step)));
        }
        QVERIFY2(strips > 100, qPrintable(QString::number(strips)));
        QVERIFY2(painted < qint64{300} * view().width() * view().height(), qPrintable(QString::number(painted)));
    }
    void marksFollowTheirWords() {
        begin();
        QVERIFY(scene().marks().large().empty()); // all prices display about the same
        QVERIFY(!m_pane->applyWords({"LARGE", "0.2"}));
        run(100);
        QVERIFY(!scene().marks().large().empty());
        const QImage marked = picture();
        QVERIFY(!m_pane->applyWords({"LARGE", "OFF"}));
        QVERIFY(picture() != marked);
        QVERIFY(!m_pane->applyWords({"ABSORB", "3", "LARGE", "AUTO"}));
        QVERIFY(scene().options().large && scene().options().leastLarge.isZero());
        m_rig->venue.addTrade(kSol, Price::of(150), Quantity::of(5), Side::Sell);
        run(100);
        QCOMPARE(scene().marks().absorbed().size(), std::size_t{1});
        const QImage absorbed = picture();
        QVERIFY(!m_pane->applyWords({"ABSORB", "OFF"}));
        QVERIFY(picture() != absorbed);
        QVERIFY(m_pane->applyWords({"LARGE", "MUCH"}));
        const ui::PaneState state = m_pane->state();
        QCOMPARE(state.at("absorbed"), std::string("off"));
        QCOMPARE(state.at("least_absorbed"), std::string("3"));
    }
    void wordsAndStateComeBack() {
        begin();
        QVERIFY(!m_pane->applyWords({"FULL", "250", "BUBBLES", "OFF", "TRADES", "5"}));
        QCOMPARE(scene().options().full, Quantity::of(250));
        QVERIFY(!scene().options().bubbles);
        scene().setSeconds(600);
        const ui::PaneState state = m_pane->state();
        show();
        m_pane->restore(state);
        QCOMPARE(scene().options().full, Quantity::of(250));
        QCOMPARE(scene().options().leastTrade, Quantity::of(5));
        QVERIFY(!scene().options().bubbles);
        QCOMPARE(std::llround(scene().seconds()), 600LL);
        QVERIFY(!m_pane->applyWords({"AUTO"}));
        QVERIFY(scene().options().full.isZero());
    }
    void wrongWordsGetASentence_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("unknown") << QStringList{QStringLiteral("PLUMS")};
        QTest::newRow("no size") << QStringList{QStringLiteral("FULL")};
        QTest::newRow("negative") << QStringList{QStringLiteral("FULL"), QStringLiteral("-3")};
        QTest::newRow("neither on nor off") << QStringList{QStringLiteral("BEST"), QStringLiteral("MAYBE")};
    }
    void wrongWordsGetASentence() {
        QFETCH(QStringList, words);
        begin();
        ports::ActionWords typed;
        for (const QString& w : words) typed.push_back(w.toStdString());
        const HeatOptions before = scene().options();
        const auto sentence = m_pane->applyWords(typed);
        QVERIFY(sentence.has_value());
        QVERIFY(sentence->contains(words.front()));
        QCOMPARE(scene().options(), before);
    }
    void bracketsFixTheScale() {
        begin();
        const float before = view().colours().full();
        QTest::keyClick(&view(), Qt::Key_BracketRight);
        QVERIFY(view().colours().full() < before);
        QVERIFY(!scene().options().full.isZero());
    }
    void tradesAndOrdersAreDrawn() {
        begin();
        const QImage without = picture();
        m_rig->venue.addTrade(kSol, Price::of(150), Quantity::of(50), Side::Buy);
        TrackedOrder order;
        order.order.id = OrderId(1);
        order.order.terms.market = kSol;
        order.order.terms.price = m_rig->venue.books[kSol]->bids[10].price;
        order.order.terms.size = Quantity::of(3);
        order.state = OrderState::Working;
        m_rig->venue.orderList.push_back(order);
        m_rig->venue.tellAccount();
        for (int i = 0; i < 2; ++i) m_rig->frame(*m_pane); // news come with every second one
        const QImage with = picture();
        const int y = static_cast<int>(std::lround(scene().view().yOf(order.order.terms.price)));
        int changed = 0;
        for (int x = 0; x < scene().view().plot().width(); ++x)
            changed += without.pixel(x, y) != with.pixel(x, y) ? 1 : 0;
        QVERIFY(changed > scene().view().plot().width() / 3);
        QVERIFY(!scene().trades().empty());
    }
    /// Before the pane was opened, and while it was hidden, the venue recorded.
    void whatWasRecordedIsShown() {
        const UnixNanos opened = m_rig->venue.marketNow;
        m_rig->venue.historyDepth = [opened](const DepthWindow& w) {
            std::vector<DepthColumn> columns;
            for (UnixNanos t = w.from; t < w.to && t < opened; t = t + w.columnNanos) {
                const auto row = static_cast<std::uint32_t>((Price::of(150).raw() - w.low.raw()) / w.rowHeight.raw());
                columns.push_back(
                    {t, true, Price::of(150), Price(Price::of(150).raw() + 10'000), {{row, Quantity::of(77)}}});
            }
            return columns;
        };
        begin();
        run(500);
        const UnixNanos before = opened + -30 * kNanosPerSecond;
        const HeatReading reading = view().readingAt({scene().view().xOf(before), scene().view().yOf(Price::of(150))});
        QVERIFY(reading.size.has_value());
        QVERIFY(std::abs(reading.size->raw() - Quantity::of(77).raw()) < Quantity::of(1).raw());
        QVERIFY(!reading.doubtful);
        // Asked once, and no further back than is wanted.
        const std::size_t asked = m_rig->venue.askedDepth.size();
        QCOMPARE(asked, std::size_t{1});
        run(1'000);
        QCOMPARE(m_rig->venue.askedDepth.size(), asked);
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ControlModifier);
        run(100);
        QCOMPARE(m_rig->venue.askedDepth.size(), asked + 1);
        const DepthWindow& first = m_rig->venue.askedDepth.front();
        QCOMPARE(first.from.value() % first.columnNanos, std::int64_t{0});
        QVERIFY(m_rig->venue.askedDepth.back().to <= first.from + first.columnNanos);
    }
    /// Days back: only what is looked at is read, at once, and the market goes on beside it.
    void aMomentOfDaysAgoIsShown() {
        const UnixNanos then = m_rig->venue.marketNow + -3 * kNanosPerDay;
        m_rig->venue.historyDepth = [then](const DepthWindow& w) {
            std::vector<DepthColumn> columns;
            for (UnixNanos t = w.from; t < w.to; t = t + w.columnNanos) {
                const auto row = static_cast<std::uint32_t>((Price::of(150).raw() - w.low.raw()) / w.rowHeight.raw());
                if (t < then + kNanosPerHour)
                    columns.push_back({t, true, Price::of(150), Price(150'010'000), {{row, Quantity::of(33)}}});
            }
            return columns;
        };
        begin();
        const std::size_t asked = m_rig->venue.askedDepth.size();
        const QByteArray moment = QByteArray::fromStdString(toIso8601(then));
        QVERIFY(!m_pane->applyWords({"AT", moment.toStdString()}));
        run(500);
        QVERIFY(m_rig->venue.askedDepth.size() <= asked + 4);
        const auto readAt = [&](UnixNanos t) {
            return view().readingAt({scene().view().xOf(t), scene().view().yOf(Price::of(150))});
        };
        const HeatReading reading = readAt(then);
        QVERIFY(reading.size.has_value());
        QVERIFY(std::abs(reading.size->raw() - Quantity::of(33).raw()) < Quantity::of(1).raw());
        QVERIFY(view().sentence().isEmpty());
        // Where nothing was recorded it says so; and the market is where it was.
        QVERIFY(!m_pane->applyWords({"AT", toIso8601(then + kNanosPerDay)}));
        run(500);
        QVERIFY2(view().sentence().contains("Nothing was recorded"), qPrintable(view().sentence()));
        QTest::keyClick(&view(), Qt::Key_End);
        run(200);
        QVERIFY(view().sentence().isEmpty());
        QVERIFY(readAt(m_rig->venue.marketNow + -kNanosPerSecond).size.has_value());
        QVERIFY(m_pane->applyWords({"AT", "yesterday"}).has_value());
    }
    /// What was traded before the pane was opened is drawn too, once.
    void recordedTradesAreDrawn() {
        m_rig->venue.historyFootprint = [](const FootprintWindow& w) {
            FootprintPage page;
            page.knownFrom = w.from;
            page.knownUntil = w.to;
            for (UnixNanos t = w.from; t < w.to; t = t + static_cast<std::int64_t>(w.interval)) {
                FootprintBar bar;
                bar.openTime = t;
                bar.rows = {{Price::of(150).raw() / w.rowHeight.raw(), Quantity::of(3), Quantity::of(1)}};
                page.bars.push_back(bar);
            }
            return page;
        };
        begin();
        QVERIFY(!scene().traded().past.empty());
        const std::size_t asked = m_rig->venue.askedFootprints.size();
        m_rig->venue.addTrade(kSol, Price::of(150), Quantity::of(5), Side::Sell);
        run(1'000);
        QCOMPARE(m_rig->venue.askedFootprints.size(), asked);
        QVERIFY(scene().traded().past.back().ts < scene().trades().front().ts);
        const std::size_t sides = 2;
        QCOMPARE(scene().traded().past.size() % sides, std::size_t{0});
        QVERIFY(scene().view().shows(scene().traded().past.front().price));
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ControlModifier);
        run(100);
        QCOMPARE(m_rig->venue.askedFootprints.size(), asked + 1);
        QVERIFY(scene().traded().past.front().ts <= scene().view().left());
        QVERIFY(!m_pane->applyWords({"BUBBLES", "OFF"}));
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ControlModifier);
        run(100);
        QCOMPARE(m_rig->venue.askedFootprints.size(), asked + 1);
    }
    /// Prices that were not asked for before are asked for when they come into view.
    void otherPricesOfWhatWasRecordedAreRead() {
        m_rig->venue.historyDepth = [](const DepthWindow& w) {
            std::vector<DepthColumn> columns;
            for (UnixNanos t = w.from; t < w.to; t = t + w.columnNanos)
                columns.push_back({t, true, {}, {}, {{7, Quantity::of(5)}}});
            return columns;
        };
        begin();
        const DepthWindow before = m_rig->venue.askedDepth.back();
        scene().panPrice(static_cast<double>(scene().view().plot().height()) * 100); // far up
        run(200);
        const DepthWindow& after = m_rig->venue.askedDepth.back();
        QVERIFY(after.low > before.low);
        QVERIFY(after.low <= scene().view().prices().low);
        QVERIFY(after.low.raw() + after.rowHeight.raw() * after.rows >= scene().view().prices().high.raw());
        const std::size_t asked = m_rig->venue.askedDepth.size();
        run(1'000);
        QCOMPARE(m_rig->venue.askedDepth.size(), asked);
    }
    void aRecordingThatCannotBeReadSaysSo() {
        m_rig->venue.historyFault = ports::HistoryCode::Damaged;
        begin();
        run(200);
        QVERIFY(view().sentence().contains(QStringLiteral("could not be read")));
        const std::size_t asked = m_rig->venue.askedDepth.size();
        run(1'000);
        QCOMPARE(m_rig->venue.askedDepth.size(), asked); // not again and again
        m_rig->venue.historyFault.reset();
        QTest::keyClick(&view(), Qt::Key_R);
        run(200);
        QVERIFY(view().sentence().isEmpty());
    }
    /// Sought back, the market is another one: nothing of what came later stays, neither seen nor asked for.
    void soughtBackTheMapBeginsAnew() {
        begin();
        m_rig->venue.historyFault = ports::HistoryCode::Unavailable;
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ControlModifier);
        run(100);
        QVERIFY(!scene().problem().empty());
        m_rig->venue.historyFault.reset();
        QTest::keyClick(&view(), Qt::Key_End);
        m_rig->venue.marketNow = m_rig->venue.marketNow + -2 * kNanosPerSecond;
        m_rig->venue.tellMarkets();
        m_rig->frame(*m_pane);
        QVERIFY(scene().columns().level(0).columns().empty());
        QVERIFY(scene().trades().empty());
        QVERIFY(scene().problem().empty());
        run(500);
        const UnixNanos later = m_rig->venue.marketNow + kNanosPerSecond; // seen before, and not any more
        const plot::Viewport& v = scene().view();
        const QImage seen = picture();
        for (int y = 60; y < v.plot().height() - 40; ++y)
            QCOMPARE(QColor(seen.pixel(static_cast<int>(v.xOf(later)), y)), QColor(view().colours().background()));
    }
    /// A venue that is late sets its clock back: what was seen stays.
    void aClockThatStepsBackForgetsNothing() {
        begin();
        const std::size_t seen = scene().columns().level(0).columns().size();
        m_rig->venue.marketNow = m_rig->venue.marketNow + -kNanosPerSecond;
        m_rig->frame(*m_pane);
        QCOMPARE(scene().columns().level(0).columns().size(), seen);
    }
    /// Hidden while an answer was on its way: what happened meanwhile is asked for all the same.
    void whatWasMissedIsAskedForThoughAQuestionWaits() {
        m_rig->venue.historyWaits = true;
        begin();
        QCOMPARE(m_rig->venue.askedDepth.size(), std::size_t{1});
        m_rig->clock.advance(10 * kNanosPerSecond);
        m_rig->venue.marketNow = m_rig->venue.marketNow + 10 * kNanosPerSecond;
        m_rig->frame(*m_pane);
        QCOMPARE(m_rig->venue.askedDepth.size(), std::size_t{2});
        QVERIFY(m_rig->venue.askedDepth.back().to >= m_rig->venue.marketNow);
    }
    /// The market was changed while the question was on its way.
    void anAnswerForAnotherMarketIsDropped() {
        m_rig->venue.historyWaits = true;
        m_rig->venue.historyDepth = [](const DepthWindow& w) {
            return std::vector<DepthColumn>{{w.from, true, {}, {}, {{1, Quantity::of(1)}}}};
        };
        begin();
        m_rig->venue.setBook(MarketId(1), Price::of(60'000));
        m_pane->chooseMarket(MarketId(1));
        m_rig->venue.answerAllHistory();
        for (std::size_t i = 0; i < DepthColumns::kLevels; ++i) QVERIFY(scene().columns().level(i).columns().empty());
    }
    void thePointerOfALinkedPaneIsSeen() {
        begin();
        m_pane->setGroup('B');
        const QImage without = picture();
        const QObject other;
        const UnixNanos t = m_rig->venue.marketNow + -kNanosPerSecond;
        m_rig->links.setCross('B', &other, ui::LinkedCross{t, Price::of(150)});
        const QImage with = picture();
        const int x = static_cast<int>(std::lround(scene().view().xOf(t)));
        int changed = 0;
        for (int y = 0; y < scene().view().plot().height(); ++y)
            changed += without.pixel(x, y) != with.pixel(x, y) ? 1 : 0;
        QVERIFY(changed > 20);
        m_rig->links.setCross('B', &other, {});
        QCOMPARE(picture(), without);
        // Its own is told to the others.
        QTest::mouseMove(&view(), QPoint(100, 100));
        const auto told = m_rig->links.cross('B', &other);
        QVERIFY(told.has_value());
        QCOMPARE(told->t, scene().view().timeAt(100));
        QTest::keyClick(&view(), Qt::Key_Escape);
        QVERIFY(!m_rig->links.cross('B', &other));
    }
    void nothingChangesNothingIsPainted() {
        begin();
        for (int i = 0; i < 5; ++i) m_rig->frame(*m_pane); // the market's clock stands
        const std::uint64_t before = view().image().columnsWritten();
        for (int i = 0; i < 20; ++i) m_rig->frame(*m_pane);
        QCOMPARE(view().image().columnsWritten(), before);
    }
};

QD_TEST(TestHeatPane);
#include "TestHeatPane.moc"
