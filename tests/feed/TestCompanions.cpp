#include "core/feed/recorded/Companions.h"
#include "tests/feed/CaptureText.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace qd;
using namespace qd::feed;
using namespace qd::test;
namespace fs = std::filesystem;

namespace {

FeedMarket marketOf(std::string venueSymbol) {
    FeedMarket market;
    market.venueSymbol = std::move(venueSymbol);
    return market;
}

std::vector<std::string> namesOf(const std::vector<Companion>& companions) {
    std::vector<std::string> names;
    for (const Companion& c : companions) names.push_back(c.path.filename().string());
    return names;
}

} // namespace

class TestCompanions : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    fs::path root() const { return m_temporary.path().toStdString(); }
    void bars(const std::string& name, std::int64_t beginMs, std::int64_t stepMs) const {
        std::string text = "open_time_ms,open,high,low,close,volume\n";
        for (int i = 0; i < 3; ++i) text += fmt::format("{},1,1,1,1,1\n", beginMs + i * stepMs);
        writeGzip(root() / name, text);
    }

  private slots:
    void initTestCase() {
        for (const char* folder : {"depth", "candles", "mark", "funding"}) fs::create_directories(root() / folder);
        bars("candles/venue-x_BTCUSD_PERP_1h_a.csv.gz", 0, 3'600'000);
        bars("candles/venue-x_BTCUSD_PERP_1m_late.csv.gz", 600'000, 60'000);
        bars("candles/venue-x_BTCUSD_PERP_1m_early.csv.gz", 60'000, 60'000);
        bars("candles/venue-x_BTCUSD_1m.csv.gz", 0, 60'000);      // another symbol
        bars("candles/venue-y_BTCUSD_PERP_1m.csv.gz", 0, 60'000); // another venue
        bars("mark/venue-x_BTCUSD_PERP_mark_1h.csv.gz", 0, 3'600'000);
        writeGzip(root() / "funding/venue-x_BTCUSD_PERP_funding.csv.gz", "time_ms,funding_rate\n5,0.1\n3600005,0.2\n");
        std::ofstream(root() / "candles/venue-x_BTCUSD_PERP_1d.csv.gz") << "damaged";
        std::ofstream(root() / "candles/venue-x_BTCUSD_PERP_notes.txt") << "not history";
    }

    void findsThoseOfVenueAndSymbol() {
        const Companions found =
            companionsOf(root() / "depth/venue-x_BTCUSD_PERP_20240808.jsonl.gz", marketOf("BTCUSD_PERP"));
        QCOMPARE(namesOf(found.candles),
                 (std::vector<std::string>{"venue-x_BTCUSD_PERP_1m_early.csv.gz", "venue-x_BTCUSD_PERP_1m_late.csv.gz",
                                           "venue-x_BTCUSD_PERP_1h_a.csv.gz"}));
        QCOMPARE(found.candles[0].extent,
                 (HistoryExtent{Interval::M1, UnixNanos::fromMillis(60'000), UnixNanos::fromMillis(180'000)}));
        QCOMPARE(namesOf(found.marks), (std::vector<std::string>{"venue-x_BTCUSD_PERP_mark_1h.csv.gz"}));
        QCOMPARE(namesOf(found.funding), (std::vector<std::string>{"venue-x_BTCUSD_PERP_funding.csv.gz"}));
        QVERIFY(!found.funding[0].extent.interval);
        QCOMPARE(found.funding[0].extent.end, UnixNanos::fromMillis(3'600'005));
        QCOMPARE(found.problems.size(), 1U);
        QVERIFY(found.problems[0].find("venue-x_BTCUSD_PERP_1d.csv.gz") != std::string::npos);
    }

    void otherNamesHaveNone() {
        for (const char* name : {"depth/session.jsonl.gz", "depth/venue-x_ETHUSD_PERP_1.jsonl.gz",
                                 "depth/venue-z_BTCUSD_PERP_1.jsonl.gz", "depth/venue-x_BTCUSD_PERP"}) {
            const Companions found = companionsOf(root() / name, marketOf("BTCUSD_PERP"));
            QVERIFY2(found.candles.empty() && found.marks.empty() && found.funding.empty() && found.problems.empty(),
                     name);
        }
        QVERIFY(companionsOf("/nonexistent/depth/venue-x_BTCUSD_PERP_1.gz", marketOf("BTCUSD_PERP")).problems.empty());
    }

    void shared() {
        const auto capture = sharedFile("data/depth/binance-usdm_BTCUSDT_20240808.jsonl.gz");
        if (!capture) QSKIP(skipSentence());
        const Companions found = companionsOf(*capture, marketOf("BTCUSDT"));
        QCOMPARE(namesOf(found.candles), (std::vector<std::string>{"binance-usdm_BTCUSDT_1m_2023-07_2023-08.csv.gz",
                                                                   "binance-usdm_BTCUSDT_1m_2025-05.csv.gz",
                                                                   "binance-usdm_BTCUSDT_5m_2023-11_2024-12.csv.gz",
                                                                   "binance-usdm_BTCUSDT_15m_pub.csv.gz",
                                                                   "binance-usdm_BTCUSDT_1h_pub.csv.gz"}));
        QCOMPARE(found.candles[2].extent, (HistoryExtent{Interval::M5, UnixNanos::fromMillis(1'698'796'800'000),
                                                         UnixNanos::fromMillis(1'735'602'900'000)}));
        QCOMPARE(found.marks.size(), 1U);
        QCOMPARE(found.funding.size(), 1U);
        QVERIFY(found.problems.empty());
    }
};
QD_TEST(TestCompanions);
#include "TestCompanions.moc"
