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

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_icon;
    QColor m_color;
    qreal m_ratio = 0; ///< of the screen the icon was made for
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
    bool eventFilter(QObject* watched, QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    class LinkButton;
    /// Menu and close are seen under the mouse and while they have the focus; the keyboard reaches them always.
    void tintButtons();
    void chooseGroup(const QPoint& global);
    void chooseMarket(const QPoint& global);
    void addAccountEntries(QMenu& menu);
    void showAccount();

    Pane& m_pane;
    QToolButton* m_link = nullptr;
    QLabel* m_title = nullptr;
    QToolButton* m_symbol = nullptr;
    QLabel* m_account = nullptr; ///< whose the pane is, when its group carries an account
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
