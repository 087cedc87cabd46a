#pragma once

#include "tests/support/PaneRig.h"
#include "widgets/orderbook/LadderPane.h"
#include "widgets/orderbook/LadderView.h"

#include <QToolButton>

namespace qd::test {

/// A ladder over SOL-PERP: tick 0.01, step 0.01, best bid 148.27, best ask 148.28, a level every tick.
class LadderRig {
  public:
    explicit LadderRig(const char* theme = "dark", QSize size = {420, 700}) : rig(theme), pane(rig.context) {
        rig.venue.setBook(kSol, price("148.27"), 200);
        rig.venue.accountView = std::make_shared<AccountView>();
        rig.show(pane, size);
        QTest::keyClick(&view(), Qt::Key_F12); // lets go of modifiers another test held
        frame();
    }
    static constexpr MarketId kSol{0};

    PaneRig rig;
    ui::LadderPane pane;

    [[nodiscard]] FakeVenue& venue() { return rig.venue; }
    [[nodiscard]] ui::LadderView& view() { return pane.view(); }
    [[nodiscard]] const ui::LadderWords& words() { return view().scene().words; }
    void frame() { rig.frame(pane); }
    void arm() { rig.gate.setArmed(true); }

    [[nodiscard]] static Price price(const char* text) { return *parseFixed<Price>(text); }
    [[nodiscard]] static Quantity size(const char* text) { return *parseFixed<Quantity>(text); }
    [[nodiscard]] QPoint at(ui::LadderColumn column, const char* priceText) {
        const auto point = view().pointOfCell(column, price(priceText));
        if (!point) qFatal("%s is out of view", priceText);
        return *point;
    }
    void hover(ui::LadderColumn column, const char* priceText) { QTest::mouseMove(&view(), at(column, priceText)); }
    void click(ui::LadderColumn column, const char* priceText, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(&view(), Qt::LeftButton, modifiers, at(column, priceText));
    }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&view(), static_cast<Qt::Key>(key), modifiers);
    }

    /// A working order of ours at the venue.
    TrackedOrder& addOrder(std::uint32_t id, Side side, const char* priceText, const char* sizeText = "3") {
        TrackedOrder o;
        o.order.id = OrderId(id);
        o.order.terms.clientId = ClientOrderId(1'000 + id);
        o.order.terms.side = side;
        o.order.terms.price = price(priceText);
        o.order.terms.size = size(sizeText);
        o.state = OrderState::Working;
        o.queueAhead = size("12");
        venue().orderList.push_back(o);
        told();
        return venue().orderList.back();
    }
    void told() {
        venue().tellAccount();
        frame();
    }
    void setPosition(const char* base) {
        auto account = std::make_shared<AccountView>();
        PositionView p;
        p.position.base = size(base);
        p.entryPrice = price("148.20");
        p.liquidationPrice = price("148.15");
        account->positions = {p};
        venue().accountView = account;
        told();
    }
    [[nodiscard]] QPoint grab(std::uint32_t id) {
        const auto point = view().pointOfOrder(OrderId(id));
        if (!point) qFatal("order %u is out of view", id);
        return *point;
    }
    /// With the left button, as a hand would.
    void drag(QPoint from, QPoint to) {
        QTest::mouseMove(&view(), from);
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        for (int i = 1; i <= 4; ++i) QTest::mouseMove(&view(), from + (to - from) * i / 4);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
    }
};

} // namespace qd::test
