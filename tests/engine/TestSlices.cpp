#include "core/engine/matching/Slices.h"
#include "tests/engine/Draw.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <functional>
#include <limits>
#include <vector>

using namespace qd;
using namespace qd::test;
using namespace qd::matching;

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

OrderTerms iceberg() {
    OrderTerms t;
    t.size = Quantity(1'000);
    t.price = Price::of(100);
    t.display = Quantity(100);
    return t;
}

OrderTerms twap() {
    OrderTerms t;
    t.type = OrderType::Market;
    t.size = Quantity(1'000);
    t.twap.durationMs = 300'000;
    return t;
}

ScaleLadder ladder() {
    ScaleLadder l;
    l.start = Price::of(110);
    l.end = Price::of(100);
    l.total = Quantity(1'000);
    l.count = 5;
    return l;
}

} // namespace

class TestSlices : public QObject {
    Q_OBJECT
  private slots:
    void fillable_data() {
        QTest::addColumn<bool>("reduceOnly");
        QTest::addColumn<Side>("side");
        QTest::addColumn<qint64>("position");
        QTest::addColumn<qint64>("fillable"); // of 5
        QTest::newRow("ordinary") << false << Side::Buy << qint64{9} << qint64{5};
        QTest::newRow("no position") << true << Side::Sell << qint64{0} << qint64{0};
        QTest::newRow("same side") << true << Side::Buy << qint64{9} << qint64{0};
        QTest::newRow("closes part of a long") << true << Side::Sell << qint64{9} << qint64{5};
        QTest::newRow("closes a short") << true << Side::Buy << qint64{-3} << qint64{3};
        QTest::newRow("largest short") << true << Side::Buy << std::numeric_limits<qint64>::min() << qint64{5};
    }
    void fillable() {
        QFETCH(bool, reduceOnly);
        QFETCH(Side, side);
        QFETCH(qint64, position);
        QFETCH(qint64, fillable);
        QCOMPARE(matching::fillable(Quantity(5), reduceOnly, side, Quantity(position)).raw(), fillable);
    }

    // ---- iceberg

    /// Shown and filled piece by piece it fills exactly, and never shows more than its display.
    void icebergShowsAllOfItselfInTurn() {
        QD_PROPERTY("refills add up", [](std::uint64_t seed) {
            Draw draw(seed);
            const Quantity display(draw.between(1, 100));
            Quantity left(draw.between(1, 10'000));
            const std::int64_t refills = (left.raw() + display.raw() - 1) / display.raw();
            std::int64_t shown = 0;
            while (!left.isZero()) {
                const Quantity now = shownOf(display, left);
                RC_ASSERT(now.raw() > 0 && now <= display);
                left = Quantity(left.raw() - now.raw());
                ++shown;
            }
            RC_ASSERT(shown == refills);
        });
        QCOMPARE(shownOf(Quantity(0), Quantity(77)), Quantity(77));
    }

    void icebergTerms_data() {
        QTest::addColumn<OrderTerms>("terms");
        QTest::addColumn<RejectCode>("code");
        const auto row = [](const char* name, const std::function<void(OrderTerms&)>& change, RejectCode code) {
            OrderTerms t = iceberg();
            change(t);
            QTest::newRow(name) << t << code;
        };
        row("good", [](auto&) {}, RejectCode::None);
        row("shows all of it", [](auto& t) { t.display = t.size; }, RejectCode::None);
        row(
            "not an iceberg",
            [](auto& t) {
                t.display = Quantity(0);
                t.type = OrderType::Market;
            },
            RejectCode::None);
        row("until a date", [](auto& t) { t.timeInForce = TimeInForce::GoodTillDate; }, RejectCode::None);
        row("market", [](auto& t) { t.type = OrderType::Market; }, RejectCode::InvalidFlags);
        row("immediate", [](auto& t) { t.timeInForce = TimeInForce::ImmediateOrCancel; }, RejectCode::InvalidFlags);
        row("all or nothing", [](auto& t) { t.timeInForce = TimeInForce::FillOrKill; }, RejectCode::InvalidFlags);
        row("TWAP", [](auto& t) { t.twap.durationMs = 60'000; }, RejectCode::InvalidFlags);
        row("negative", [](auto& t) { t.display = Quantity(-10); }, RejectCode::InvalidFlags);
        row("not on the step", [](auto& t) { t.display = Quantity(101); }, RejectCode::SizeNotStep);
        row("too small", [](auto& t) { t.display = Quantity(10); }, RejectCode::SizeBelowMin);
        row(
            "small but reduces",
            [](auto& t) {
                t.display = Quantity(10);
                t.reduceOnly = true;
            },
            RejectCode::None);
        row("shows more than it has", [](auto& t) { t.display = Quantity(1'010); }, RejectCode::SizeAboveMax);
    }
    void icebergTerms() {
        QFETCH(OrderTerms, terms);
        QFETCH(RejectCode, code);
        QCOMPARE(validateIceberg(terms, Quantity(10), Quantity(20)), code);
    }

    // ---- TWAP

    void twapFillsItsTotalAndNoMore() {
        int complete = 0;
        QD_PROPERTY("children add up to at most the total, and to all of it when all fill", [&](std::uint64_t seed) {
            Draw draw(seed);
            for (int run = 0; run < 50; ++run) {
                const Quantity step(draw.wide(1, 1'000'000'000));
                const Quantity total(step.raw() * draw.wide(1, 1'000'000));
                const std::int64_t n = draw.wide(1, 300);
                const std::int64_t even = std::max(total.raw() / n / step.raw() * step.raw(), step.raw());
                const bool all = draw.between(0, 1) == 0;
                std::int64_t filled = 0;
                for (std::int64_t k = 0; k < n; ++k) {
                    const std::int64_t size = twapChildSize(total, Quantity(filled), n, k, step)->raw();
                    RC_ASSERT(size >= 0 && size % step.raw() == 0);
                    RC_ASSERT(size <= total.raw() - filled && size <= 3 * even);
                    filled += all ? size : draw.between(0, size / step.raw()) * step.raw();
                }
                RC_ASSERT(filled <= total.raw());
                if (all) RC_ASSERT(filled == total.raw());
                complete += all ? 1 : 0;
            }
        });
        QVERIFY(complete > 1'000);
    }

    void twapChildrenCoverTheDuration() {
        QCOMPARE(twapChildren({300'000, 30'000}), std::int64_t{10});
        QCOMPARE(twapChildren({300'001, 30'000}), std::int64_t{11});
        QCOMPARE(twapChildren({1, 30'000}), std::int64_t{1});
        QCOMPARE(twapChildSize(Quantity(kMost), Quantity(0), 1, 0, Quantity(1))->raw(), kMost);
    }

    void twapTerms_data() {
        QTest::addColumn<OrderTerms>("terms");
        QTest::addColumn<bool>("good");
        const auto row = [](const char* name, const std::function<void(OrderTerms&)>& change, bool good) {
            OrderTerms t = twap();
            change(t);
            QTest::newRow(name) << t << good;
        };
        row("good", [](auto&) {}, true);
        row("not a TWAP", [](auto& t) { t = OrderTerms{}; }, true);
        row("an interval without duration", [](auto& t) { t.twap = {0, 60'000}; }, false);
        row("30 days", [](auto& t) { t.twap.durationMs = 2'592'000'000; }, true);
        row("longer", [](auto& t) { t.twap.durationMs = 2'592'000'001; }, false);
        row("negative", [](auto& t) { t.twap.durationMs = -1; }, false);
        row("less than 30 s apart", [](auto& t) { t.twap.intervalMs = 29'999; }, false);
        row(
            "limit",
            [](auto& t) {
                t.type = OrderType::Limit;
                t.price = Price::of(1);
            },
            false);
        row("all or nothing", [](auto& t) { t.timeInForce = TimeInForce::FillOrKill; }, false);
        row("post-only", [](auto& t) { t.postOnly = PostOnly::Must; }, false);
        row("triggered", [](auto& t) { t.trigger.kind = TriggerKind::Stop; }, false);
        row("auctioned", [](auto& t) { t.auction = {5, Price(0), Price(0)}; }, false);
        row("hidden", [](auto& t) { t.display = Quantity(1); }, false);
        row("offset", [](auto& t) { t.oracleOffset = Price(1); }, false);
    }
    void twapTerms() {
        QFETCH(OrderTerms, terms);
        QFETCH(bool, good);
        QCOMPARE(validateTwap(terms), good ? RejectCode::None : RejectCode::InvalidFlags);
    }

    // ---- scale

    /// spec/perps.md §8 item 13.
    void scaleAddsUpToItsTotal() {
        QD_PROPERTY("sizes add up, each a step at least; prices run from start to end", [](std::uint64_t seed) {
            Draw draw(seed);
            for (int run = 0; run < 100; ++run) {
                ScaleLadder l;
                l.count = static_cast<std::uint32_t>(draw.between(kMinScaleOrders, kMaxScaleOrders));
                l.distribution = static_cast<ScaleDistribution>(draw.between(0, 2));
                const Quantity step(draw.wide(1, 1'000'000'000));
                const std::int64_t steps =
                    draw.between(0, 1) == 0 ? l.count + draw.between(0, 200) : draw.wide(32, 1'000'000);
                l.total = Quantity(step.raw() * steps);
                std::vector<Quantity> sizes(l.count);
                RC_ASSERT(scaleSizes(l, step, sizes).has_value());
                std::int64_t sum = 0;
                for (const Quantity q : sizes) {
                    RC_ASSERT(q >= step && q.raw() % step.raw() == 0);
                    sum += q.raw();
                }
                RC_ASSERT(sum == l.total.raw());
                if (l.distribution == ScaleDistribution::Ascending) RC_ASSERT(std::ranges::is_sorted(sizes));
                if (l.distribution == ScaleDistribution::Descending)
                    RC_ASSERT(std::ranges::is_sorted(sizes, std::ranges::greater{}));

                l.start = Price(draw.wide(1, kMost));
                l.end = Price(draw.wide(1, kMost));
                RC_ASSERT(scalePrice(l, 0) == l.start && scalePrice(l, l.count - 1) == l.end);
                for (std::uint32_t k = 1; k < l.count; ++k) {
                    const Price before = scalePrice(l, k - 1);
                    RC_ASSERT((l.end >= l.start ? scalePrice(l, k) >= before : scalePrice(l, k) <= before));
                }
            }
        });
    }

    void scaleTerms_data() {
        QTest::addColumn<ScaleLadder>("ladder");
        QTest::addColumn<RejectCode>("code");
        const auto row = [](const char* name, const std::function<void(ScaleLadder&)>& change, RejectCode code) {
            ScaleLadder l = ladder();
            change(l);
            QTest::newRow(name) << l << code;
        };
        row("buys go down", [](auto&) {}, RejectCode::None);
        row(
            "sells go up",
            [](auto& l) {
                l.side = Side::Sell;
                std::swap(l.start, l.end);
            },
            RejectCode::None);
        row("buys do not go up", [](auto& l) { std::swap(l.start, l.end); }, RejectCode::InvalidFlags);
        row("sells do not go down", [](auto& l) { l.side = Side::Sell; }, RejectCode::InvalidFlags);
        row("nowhere", [](auto& l) { l.end = l.start; }, RejectCode::InvalidFlags);
        row("one order", [](auto& l) { l.count = 1; }, RejectCode::InvalidFlags);
        row("two", [](auto& l) { l.count = 2; }, RejectCode::None);
        row("32", [](auto& l) { l.count = 32; }, RejectCode::None);
        row("33", [](auto& l) { l.count = 33; }, RejectCode::InvalidFlags);
        row("start off the tick", [](auto& l) { l.start = Price(110'000'001); }, RejectCode::PriceNotTick);
        row("end off the tick", [](auto& l) { l.end = Price(99'999'999); }, RejectCode::PriceNotTick);
        row("end at zero", [](auto& l) { l.end = Price(0); }, RejectCode::PriceNotTick);
        row("nothing", [](auto& l) { l.total = Quantity(0); }, RejectCode::SizeZero);
        row("off the step", [](auto& l) { l.total = Quantity(1'001); }, RejectCode::SizeNotStep);
        row("a step an order", [](auto& l) { l.total = Quantity(50); }, RejectCode::None);
        row("less", [](auto& l) { l.total = Quantity(40); }, RejectCode::SizeBelowMin);
    }
    void scaleTerms() {
        QFETCH(ScaleLadder, ladder);
        QFETCH(RejectCode, code);
        QCOMPARE(validateScale(ladder, Price(10'000), Quantity(10)), code);
    }
};
QD_TEST(TestSlices);
#include "TestSlices.moc"
