#pragma once

#include "core/domain/Venue.h"

#include <QToolButton>
#include <QWidget>

#include <functional>

class QHBoxLayout;
class QLabel;
class QMenu;

namespace qd::ui {

class Pane;

/// A flat button with one of resources/icons, coloured by token.
class IconButton : public QToolButton {
    Q_OBJECT
  public:
    IconButton(const QString& icon, const QString& name, QWidget* parent = nullptr);
    void setIconName(const QString& icon);
    void tint(const QColor& color);

  private:
    QString m_icon;
    QColor m_color;
};

/// The bar on top of a pane: link dot, title, market with its state dot, the pane's controls, menu, close.
class PaneHeader : public QWidget {
    Q_OBJECT
  public:
    explicit PaneHeader(Pane& pane);
    [[nodiscard]] QHBoxLayout* controls() const { return m_controls; }
    void refresh();
    void setSubtitle(const QString& text);
    /// The state dot of the market.
    void setStatus(DataStatus status);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    void paintLink(QPainter& painter) const;
    void chooseGroup(const QPoint& global);
    void chooseMarket(const QPoint& global);
    [[nodiscard]] QRect dotRect() const;

    Pane& m_pane;
    QLabel* m_title = nullptr;
    QToolButton* m_symbol = nullptr;
    QHBoxLayout* m_controls = nullptr;
    IconButton* m_menu = nullptr;
    IconButton* m_close = nullptr;
    DataStatus m_status = DataStatus::Unknown;
};

/// One of resources/icons in a colour, for a screen of this scale.
[[nodiscard]] QIcon tintedIcon(const QString& name, const QColor& color, qreal devicePixelRatio);

/// A menu that deletes itself; shown with popup(), which does not wait.
[[nodiscard]] QMenu* popupMenu(QWidget* parent);

/// A small button for a header whose click opens a menu that `fill` makes anew each time. `help`: what is chosen there.
[[nodiscard]] QToolButton* menuButton(QWidget* parent, const QString& name, const QString& help,
                                      std::function<void(QMenu&)> fill);

/// Colour of a link group, from tokens.
[[nodiscard]] QColor groupColor(const class Theme& theme, char group);

} // namespace qd::ui
