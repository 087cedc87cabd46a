#include "core/engine/matching/Matching.h"
#include "tests/bench/OrderStream.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::bench;
using namespace qd::matching;

namespace {

struct Sink {
    static constexpr bool kGuarded = false;
    static constexpr bool kOutside = false;
    std::uint32_t taker = 0;
    std::uint64_t trades = 0;
    std::uint64_t volume = 0;
    std::uint64_t notional = 0;
    std::uint64_t hash = kStreamHashBasis;
    FillVerdict tryFill(const Resting&, Tick, Lots lots) { return {lots}; }
    void filled(Handle, const Resting& maker, Tick price, Lots lots) {
        ++trades;
        volume += lots;
        notional += lots * price;
        hash = addTrade(hash, maker.tag, taker, price, lots);
    }
    void makerClosed(const Resting&, CloseReason) {}
    void makerReduced(const Resting&, Lots) {}
    void takerReduced(Lots) {}
    void beginPlan() {}
    void endPlan() {}
};

} // namespace

/// Six independent engines agree on these numbers (spec/bench-streams.md §1).
class TestOrderStream : public QObject {
    Q_OBJECT
  private slots:
    void agreesWithOtherEngines_data() {
        QTest::addColumn<bool>("deep");
        QTest::addColumn<quint64>("ops");
        QTest::addColumn<quint64>("streamFnv");
        QTest::addColumn<quint64>("trades");
        QTest::addColumn<quint64>("volume");
        QTest::addColumn<quint64>("notional");
        QTest::addColumn<quint64>("t2");
        QTest::addColumn<quint32>("live");
        QTest::addColumn<quint32>("bid");
        QTest::addColumn<quint32>("ask");
        QTest::newRow("tiny") << false << quint64{1'000} << quint64{0x882cd2fe7b4e2c0f} << quint64{317}
                              << quint64{11'442} << quint64{1'144'199'882} << quint64{0x9a58e517254b14d6} << 10'077U
                              << 99'999U << 100'000U;
        QTest::newRow("normal") << false << quint64{2'000'000} << quint64{0x34b7a7fa7416e7e0} << quint64{801'252}
                                << quint64{27'864'102} << quint64{2'786'529'924'138} << quint64{0x768704578ba20107}
                                << 5'806U << 99'875U << 99'877U;
        QTest::newRow("deep") << true << quint64{2'000'000} << quint64{0xfa06af87fc4e0d9c} << quint64{691'465}
                              << quint64{25'036'003} << quint64{2'501'438'923'894} << quint64{0x61c3374b623e4df3}
                              << 604'722U << 99'709U << 100'620U;
    }
    void agreesWithOtherEngines() {
        QFETCH(bool, deep);
        QFETCH(quint64, ops);
        QFETCH(quint64, streamFnv);
        QFETCH(quint64, trades);
        QFETCH(quint64, volume);
        QFETCH(quint64, notional);
        QFETCH(quint64, t2);
        QFETCH(quint32, live);
        QFETCH(quint32, bid);
        QFETCH(quint32, ask);
        const OrderStream stream = makeOrderStream(deep ? StreamVariant::Deep : StreamVariant::Normal, ops, 42);
        QCOMPARE(quint64{streamHash(stream)}, streamFnv);
        Book book(kStreamTicks, stream.largestId);
        std::vector<Handle> handles(std::size_t{stream.largestId} + 1);
        Sink sink;
        for (const StreamOp& op : stream.ops) {
            if (op.kind == StreamOp::Cancel) {
                book.remove(handles[op.id]);
                continue;
            }
            Incoming order;
            order.side = static_cast<Side>(op.side);
            order.limit = op.kind == StreamOp::Add ? op.price : (op.side == 0 ? kStreamTicks - 1 : 1);
            order.rests = op.kind == StreamOp::Add;
            order.lots = op.qty;
            order.owner = order.tag = sink.taker = op.id;
            handles[op.id] = submit(book, order, sink).handle;
        }
        QCOMPARE(quint64{sink.trades}, trades);
        QCOMPARE(quint64{sink.volume}, volume);
        QCOMPARE(quint64{sink.notional}, notional);
        QCOMPARE(quint64{sink.hash}, t2);
        QCOMPARE(book.orders(), live);
        QCOMPARE(book.best(Side::Buy), bid);
        QCOMPARE(book.best(Side::Sell), ask);
    }
};
QD_TEST(TestOrderStream);
#include "TestOrderStream.moc"
