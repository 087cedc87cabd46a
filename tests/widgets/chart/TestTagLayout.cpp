#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/chart/TagLayout.h"

#include <QObject>

#include <algorithm>

using namespace qd;
using namespace qd::chart;

namespace {

constexpr int kHeight = 16;

std::vector<TagWish> anyWishes() {
    std::vector<TagWish> wishes(*rc::gen::inRange<std::size_t>(0, 40));
    for (TagWish& w : wishes)
        w = {*rc::gen::inRange(-200, 700) * 0.5, *rc::gen::element(1, 1, 1, 50, 1'000), *rc::gen::inRange(0, 5)};
    return wishes;
}

std::vector<int> topsOf(std::vector<double> ys, int top, int bottom) {
    std::vector<TagWish> wishes;
    for (const double y : ys) wishes.push_back({y, 1, 0});
    std::vector<int> tops;
    for (const TagPlace& p : placeTags(wishes, kHeight, top, bottom)) tops.push_back(p.top);
    return tops;
}

} // namespace

class TestTagLayout : public QObject {
    Q_OBJECT
  private slots:
    void neverOverlap() {
        QD_PROPERTY("any wishes in any space", [] {
            const std::vector<TagWish> wishes = anyWishes();
            const int top = *rc::gen::inRange(-20, 60);
            const int bottom = top + *rc::gen::inRange(0, 400);
            const std::vector<TagPlace> places = placeTags(wishes, kHeight, top, bottom);
            std::vector<std::pair<int, double>> shown;
            for (std::size_t i = 0; i < wishes.size(); ++i) {
                if (places[i].hidden) continue;
                RC_ASSERT(places[i].top >= top && places[i].top + kHeight <= bottom);
                shown.emplace_back(places[i].top, wishes[i].y);
            }
            std::ranges::sort(shown);
            for (std::size_t i = 1; i < shown.size(); ++i) {
                RC_ASSERT(shown[i].first - shown[i - 1].first >= kHeight);
                RC_ASSERT(shown[i].second >= shown[i - 1].second); // higher prices stay above
            }
            const auto room = static_cast<std::size_t>((bottom - top) / kHeight);
            RC_ASSERT(shown.size() == std::min(room, wishes.size()));
            const std::vector<TagPlace> again = placeTags(wishes, kHeight, top, bottom);
            for (std::size_t i = 0; i < places.size(); ++i) RC_ASSERT(again[i].top == places[i].top);
        });
    }
    void lowerRanksStayWhenThereIsNoRoom() {
        QD_PROPERTY("hidden ones rank no lower than shown ones", [] {
            const std::vector<TagWish> wishes = anyWishes();
            const std::vector<TagPlace> places = placeTags(wishes, kHeight, 0, 100);
            int highestShown = -1;
            int lowestHidden = 1'000;
            for (std::size_t i = 0; i < wishes.size(); ++i)
                places[i].hidden ? lowestHidden = std::min(lowestHidden, wishes[i].rank)
                                 : highestShown = std::max(highestShown, wishes[i].rank);
            RC_ASSERT(highestShown <= lowestHidden);
        });
    }
    void stayWhereTheyWantWhenTheyCan() { QCOMPARE(topsOf({100, 150, 30}, 0, 300), (std::vector<int>{92, 142, 22})); }
    void pushEachOtherApartEvenly() { QCOMPARE(topsOf({100, 100, 100}, 0, 300), (std::vector<int>{76, 92, 108})); }
    void stayInsideAtTheEdges() {
        QCOMPARE(topsOf({-50, -80, 2}, 0, 300), (std::vector<int>{16, 0, 32}));
        QCOMPARE(topsOf({400, 299}, 0, 300), (std::vector<int>{284, 268}));
    }
    void heavyOnesMoveLeast() {
        const std::vector<TagWish> wishes{{100, 1'000, 0}, {101, 1, 1}};
        const auto places = placeTags(wishes, kHeight, 0, 300);
        QCOMPARE(places[0].top, 91); // a fraction of a pixel, rounded down
        QCOMPARE(places[1].top, 107);
    }
    void edgesAreTold() {
        const std::vector<TagWish> wishes{{-1, 1, 0}, {0, 1, 0}, {299.5, 1, 0}, {300, 1, 0}};
        const auto places = placeTags(wishes, kHeight, 0, 300);
        QCOMPARE(places[0].edge, TagEdge::Above);
        QCOMPARE(places[1].edge, TagEdge::Inside);
        QCOMPARE(places[2].edge, TagEdge::Inside);
        QCOMPARE(places[3].edge, TagEdge::Below);
    }
};
QD_TEST(TestTagLayout);
#include "TestTagLayout.moc"
