#pragma once

#include "widgets/chart/ChartLook.h"
#include "widgets/chart/ChartPlaces.h"
#include "widgets/chart/DrawWords.h"
#include "widgets/drawings/DrawingBook.h"
#include "widgets/drawings/DrawingHand.h"
#include "widgets/drawings/DrawingLayer.h"

#include <QObject>

class QKeyEvent;
class QMenu;
class QWidget;

namespace qd::chart {

/// What hands do with drawings on a chart: tools, magnet, selection, keys, menus and typed words. It never touches an
/// order. Main thread.
class ChartDrawer final : public QObject {
    Q_OBJECT
  public:
    ChartDrawer(QWidget& view, const ChartScene& scene, drawings::DrawingBook& book, ChartLook& look);

    /// The market shown and its drawings; true: they are others than before.
    bool follow();
    /// What the canvas paints.
    [[nodiscard]] const drawings::DrawingLayer& layer() const { return m_layer; }
    /// A sentence while a tool waits for the hand; empty otherwise.
    [[nodiscard]] QString hint() const;
    [[nodiscard]] bool hasTool() const { return m_hand.tool().has_value(); }
    [[nodiscard]] bool magnet() const { return m_magnet; }
    void setMagnet(bool on);
    void setModifiers(Qt::KeyboardModifiers modifiers) { m_modifiers = modifiers; }

    // ---- the mouse

    /// Sets a point with the tool; false: there is no tool, or `at` is not in the plot.
    bool press(const QPoint& at);
    /// Takes the drawing there into the hand, and selects it; false: there is none, and none is selected any more.
    bool grab(const QPoint& at);
    /// Something is in the hand while the button is down.
    [[nodiscard]] bool isHeld() const { return m_held; }
    void carry(const QPoint& to);
    void drop();
    /// The button is up, or the hand was emptied otherwise: what is only begun stays, what is moved goes back.
    void letGo();
    /// The pointer goes over the plot.
    void hover(const QPoint& at);
    [[nodiscard]] std::optional<Qt::CursorShape> cursorAt(const QPoint& at) const;

    // ---- keys, menus, words

    /// `cross`: where the crosshair is.
    bool key(const QKeyEvent& event, const std::optional<QPoint>& cross);
    /// What can be done with the drawing at a place; nothing when there is none.
    void addEntries(QMenu& menu, const QPoint& at);
    /// Tools, magnet, undo, and what can be done with the selected drawing.
    void openMenu(const QPoint& global);
    /// The same without the last.
    void fillMenu(QMenu& menu);
    /// What was done, as a sentence, or why not.
    std::expected<QString, QString> run(const ports::ActionWords& words, const DrawMoment& moment);

  signals:
    /// Something looks different.
    void changed();
    /// A wish that cannot be met, and why.
    void refused(const QString& sentence);
    /// Another tool is in the hand: its title, or nothing.
    void toolChanged(const QString& title);

  private:
    [[nodiscard]] drawings::Anchor anchorAt(const QPoint& at) const;
    [[nodiscard]] std::optional<drawings::Anchor> magnetAt(const QPoint& at) const;
    [[nodiscard]] std::optional<drawings::DrawingLayer::Found> found(const QPoint& at) const;
    [[nodiscard]] const drawings::Drawing* selected() const;
    void choose(std::optional<drawings::Tool> tool);
    void select(std::uint32_t id);
    void selectNext(int step);
    void settle();
    void keep(drawings::Drawing drawing);
    void change(drawings::Drawing drawing);
    void remove();
    void duplicate();
    void undo(bool again);
    void nudge(int bars, int ticks);
    void style(std::uint8_t colour, std::uint8_t width);
    /// Asks for the words of a text; what is typed goes into `drawing`.
    void editText(drawings::Drawing drawing);
    void takeText(const drawings::Drawing& drawing, const QString& words);
    bool escape();
    bool toolKey(const QKeyEvent& event);
    bool editKey(const QKeyEvent& event);
    void addTools(QMenu& menu);
    void addStyles(QMenu& menu);
    void addSelected(QMenu& menu);

    QWidget& m_view;
    const ChartScene& m_scene;
    drawings::DrawingBook& m_book;
    ChartLook& m_look;
    ChartPlaces m_places;
    drawings::DrawingLayer m_layer;
    drawings::DrawingHand m_hand;
    std::string m_symbol;
    drawings::Drawings* m_drawings = nullptr; ///< of the market shown; the book's
    std::uint64_t m_seen = 0;
    std::uint32_t m_selected = 0;
    std::uint8_t m_colour = 0;
    std::uint8_t m_width = 1;
    bool m_magnet = false;
    bool m_held = false;
    QPoint m_at; ///< where the pointer was last
    Qt::KeyboardModifiers m_modifiers;
};

} // namespace qd::chart
