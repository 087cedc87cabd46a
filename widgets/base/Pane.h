#pragma once

#include "widgets/base/FrameClock.h"
#include "widgets/base/KeyHint.h"
#include "widgets/base/PaneContext.h"
#include "widgets/base/PaneState.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QPointer>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
#include <string>

class QHBoxLayout;
class QLabel;
class QMenu;

namespace qd::ui {

class PaneHeader;
class Table;

/// A pane that shows orders at prices; scripts find what a hand would grab. Coordinates are of `surface()`.
class OrderSurface {
  public:
    OrderSurface() = default;
    OrderSurface(const OrderSurface&) = delete;
    OrderSurface& operator=(const OrderSurface&) = delete;
    virtual ~OrderSurface() = default;
    [[nodiscard]] virtual QWidget* surface() = 0;
    /// Where the working order can be grabbed; empty when it is out of view.
    [[nodiscard]] virtual std::optional<QPoint> pointOfOrder(OrderId order) const = 0;
    /// Where a drag of an order of `side` must end to mean this price; empty when it is out of view.
    [[nodiscard]] virtual std::optional<QPoint> pointOfPrice(Side side, Price price) const = 0;
};

/// Base of every pane: header, market and link group, frames while visible, state for the layout. Main thread.
class Pane : public QWidget, public FrameClient {
    Q_OBJECT
  public:
    /// `mnemonic` as typed in the command bar; `title` for people; `showsMarket`: the pane is about one market.
    Pane(PaneContext& context, const QString& mnemonic, const QString& title, bool showsMarket);
    ~Pane() override;

    [[nodiscard]] const QString& mnemonic() const { return m_mnemonic; }
    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] bool showsMarket() const { return m_showsMarket; }
    /// The pane takes part in link groups. One that is about many markets leads its group by chooseMarket and does not
    /// follow it; it answers true here itself.
    [[nodiscard]] virtual bool linksMarket() const { return m_showsMarket; }

    /// The pane can show the time of its group, and tell it its own.
    [[nodiscard]] virtual bool canLinkTime() const { return false; }
    [[nodiscard]] bool linksTime() const { return m_linksTime; }
    void setLinksTime(bool links);

    /// The pane can be about the account that its group carries: it was made with ports of its own.
    [[nodiscard]] bool canLinkAccount() const { return m_context.own != nullptr; }
    /// It is, where the group carries one; it does so unless told otherwise.
    [[nodiscard]] bool linksAccount() const { return m_linksAccount; }
    void setLinksAccount(bool links);

    /// The bar on top; a host that drags panes by it may place it elsewhere.
    [[nodiscard]] QWidget* header() const;

    /// The market shown; empty until one is known.
    [[nodiscard]] std::optional<MarketId> market() const { return m_market; }
    /// Shows a market, here and in the panes linked to this one.
    void chooseMarket(MarketId market);
    [[nodiscard]] LinkGroup group() const { return m_group; }
    void setGroup(LinkGroup group);
    [[nodiscard]] LinkRole role() const { return m_role; }
    void setRole(LinkRole role);
    [[nodiscard]] bool leads() const { return m_role != LinkRole::Destination; }
    [[nodiscard]] bool follows() const { return m_role != LinkRole::Source; }

    /// Derived classes add their own keys to the base's.
    [[nodiscard]] virtual PaneState state() const;
    virtual void restore(const PaneState& state);
    /// Words typed after the mnemonic, beyond the market: e.g. CHART's interval. Returns a sentence when they are
    /// wrong.
    [[nodiscard]] virtual std::optional<QString> applyWords(const ports::ActionWords& words);
    /// The same, and answers when what they ask for is done: at once unless it takes its time, e.g. writing a file.
    virtual void runWords(const ports::ActionWords& words, const ports::ActionDone& done);
    [[nodiscard]] virtual OrderSurface* orderSurface() { return nullptr; }

    /// Tells the group where the pointer is in this pane; empty: nowhere.
    void tellCross(std::optional<LinkedCross> cross);
    /// Tells the group which time is shown; empty: none any more. `moved`: a hand has moved it since the last call.
    void tellWindow(std::optional<LinkedWindow> window, bool moved = false);
    /// What another pane of the group shows; to be read every frame.
    [[nodiscard]] std::optional<LinkedWindow> linkedWindow() const;

    /// The clock of the window this pane is in; moves with it.
    void setFrameClock(FrameClock* clock);

    /// Some of it lies within the window: it is not behind another tab.
    [[nodiscard]] bool isSeen() const;

    void onFrame(const Frame& frame) override;
    [[nodiscard]] bool wantsFrames() const override { return isVisible(); }
    void frameCost(std::int64_t nanos) override { m_unpaintedCost += nanos; }
    [[nodiscard]] QWidget* frameWidget() override { return this; }

  signals:
    void closeRequested();
    void floatRequested();
    /// Entries for the pane's menu are wanted (move to window …): whoever hosts panes adds them.
    void menuRequested(QMenu* menu);

  protected:
    [[nodiscard]] PaneContext& context() const { return m_context; }
    [[nodiscard]] const Theme& theme() const { return m_context.theme(); }
    /// The pane's content; the pane takes it over. Once.
    void setBody(QWidget* body);
    /// A table whose painting is measured as the pane's.
    [[nodiscard]] Table* createTable(const QString& name);
    /// Where the pane's own controls go, right of the title.
    [[nodiscard]] QHBoxLayout* controls() const;
    /// The text right of the title when there is no market, e.g. "3 open".
    void setSubtitle(const QString& text);
    /// Shows a market in the panes of its group, and, when it has none, in those of group A; unless it only follows.
    void leadTo(MarketId market);
    /// Where the pointer of another pane of the group is.
    [[nodiscard]] std::optional<LinkedCross> linkedCross() const;
    /// That changed.
    virtual void linkedCrossMoved() {}
    /// The market changed or became known.
    virtual void marketChanged() {}
    /// Colours or fonts changed.
    virtual void themeChanged() {}
    /// Adds entries of this pane to its menu.
    virtual void addMenuEntries(QMenu&) {}

    /// In a paint event: measures what the frame cost, and from when a shown market event arrived until it is on the
    /// screen.
    class PaintScope {
      public:
        /// `shownSince`: monotonic arrival of the newest event this paint is first to show; 0 = none.
        PaintScope(Pane& pane, std::int64_t shownSince)
            : m_pane(pane)
            , m_shownSince(shownSince)
            , m_begin(threadCpuNanos()) {}
        PaintScope(const PaintScope&) = delete;
        PaintScope& operator=(const PaintScope&) = delete;
        ~PaintScope();

      private:
        Pane& m_pane;
        std::int64_t m_shownSince;
        std::int64_t m_begin; ///< CPU time
    };

    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    friend class PaneHeader;
    class MeasuredTable;
    void applyMarket(MarketId market);
    void followAccount();
    void showAccount();
    void restoreAccount(const PaneState& state);
    void marketsChanged();
    void openMenu(const QPoint& global);

    PaneContext& m_context;
    QString m_mnemonic;
    QString m_title;
    bool m_showsMarket;
    std::optional<MarketId> m_market;
    std::string m_wantedSymbol; ///< from a layout, until the venue knows it
    LinkGroup m_group = kNoGroup;
    LinkRole m_role = LinkRole::Both;
    bool m_linksTime = false;
    bool m_linksAccount = true;
    PaneHeader* m_header = nullptr;
    QLabel* m_accountNotice = nullptr; ///< why the account of the group is not there
    QWidget* m_body = nullptr;
    QPointer<FrameClock> m_clock;
    std::int64_t m_unpaintedCost = 0; ///< of frames since the last paint
    ports::Subscription m_markets;
};

/// How a pane comes to be: one row in app/terminal/panes.cpp.
struct PaneKind {
    QString mnemonic;
    QString title;
    QString summary;         ///< one sentence for HELP
    QString usage;           ///< "CHART [market] [interval]"
    bool showsMarket = true; ///< takes a market after its mnemonic, and opens in link group A
    QSize preferredSize;
    std::function<std::unique_ptr<Pane>(PaneContext&)> make;
    std::vector<KeyHint> keys; ///< for the list of shortcuts
    /// Candidates for the last of the words after its market; null: none.
    std::function<std::vector<std::string>(const ports::ActionWords& words)> complete = nullptr;
    bool linksAccount = false; ///< it can be about the account of its link group
};

/// A pane of this kind, with ports of its own when it can be about another account than the selected one.
[[nodiscard]] std::unique_ptr<Pane> makePane(const PaneKind& kind, PaneContext& context);

} // namespace qd::ui
