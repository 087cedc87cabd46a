#include "widgets/base/Appearance.h"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>

namespace qd::ui {
namespace {

/// Names in braces become token colours. No background for every QWidget: where a rule draws one, Qt takes it that the
/// widget does not paint all its pixels, and paints what is behind it too.
constexpr const char* kSheet = R"(
QWidget { color: {text1}; }
QScrollArea, QScrollArea > QWidget > QWidget, QStackedWidget, QAbstractItemView { background: transparent; }
QMainWindow, QDialog { background: {bg0}; }
QMainWindow::separator { background: {bg0}; width: 3px; height: 3px; }
QMainWindow::separator:hover { background: {accent}; }
QDockWidget { border: none; }
QLabel#paneTitle, QLabel[label="true"] { color: {text2}; }
QLabel[hint="true"] { color: {text3}; }
QToolTip { background: {bg3}; color: {text1}; border: 1px solid {line}; padding: 3px; }
QToolButton { border: 1px solid transparent; border-radius: 3px; padding: 1px 5px; color: {text2}; background: transparent; }
QToolButton:hover { background: {bg3}; color: {text1}; }
QToolButton:pressed { color: {text1}; }
QToolButton:focus { border-color: {accent}; }
QToolButton:disabled { color: {text3}; }
QToolButton#paneSymbol { color: {text1}; padding: 1px 2px; }
QToolButton#paneSymbol:disabled { color: {text1}; }
QToolButton[segment="true"] { color: {text2}; padding: 2px 8px; }
QToolButton[segment="true"]:checked { background: {bg3}; color: {text1}; }
QToolButton[segment="true"]:disabled { color: {text3}; }
QPushButton { background: {bg3}; color: {text1}; border: 1px solid {bg3}; border-radius: 3px; padding: 4px 12px; }
QPushButton:hover { border-color: {text3}; }
QPushButton:focus { border-color: {accent}; }
QPushButton:disabled { color: {text3}; background: {bg2}; border-color: {bg2}; }
QPushButton[fill="up"] { background: {up}; color: {onfill}; border-color: {up}; }
QPushButton[fill="down"] { background: {down}; color: {onfill}; border-color: {down}; }
QPushButton[fill="up"]:focus, QPushButton[fill="down"]:focus { border-color: {text1}; }
QPushButton[fill="up"]:disabled, QPushButton[fill="down"]:disabled { background: {bg2}; color: {text3}; border-color: {bg2}; }
QLineEdit { background: {bg0}; border: 1px solid {line}; border-radius: 3px; padding: 2px 6px; color: {text1}; selection-background-color: {accent}; selection-color: {onfill}; }
QLineEdit:focus { border-color: {accent}; }
QLineEdit[wrong="true"] { border-color: {danger}; }
QLineEdit:disabled { color: {text3}; background: {bg2}; }
QCheckBox { color: {text2}; spacing: 6px; }
QCheckBox:focus { color: {text1}; }
QCheckBox::indicator { width: 12px; height: 12px; border: 1px solid {text3}; border-radius: 2px; background: {bg0}; }
QCheckBox::indicator:checked { background: {accent}; border-color: {accent}; }
QCheckBox::indicator:focus { border-color: {accent}; }
QComboBox { background: {bg0}; border: 1px solid {line}; border-radius: 3px; padding: 2px 6px; color: {text1}; }
QComboBox:focus { border-color: {accent}; }
QComboBox::drop-down { border: none; width: 16px; }
QComboBox QAbstractItemView { background: {bg2}; border: 1px solid {line}; selection-background-color: {bg3}; selection-color: {text1}; }
QMenu { background: {bg2}; border: 1px solid {line}; padding: 4px 0; }
QMenu::item { padding: 4px 24px 4px 16px; color: {text1}; }
QMenu::item:selected { background: {bg3}; }
QMenu::item:disabled { color: {text3}; }
QMenu::separator { height: 1px; background: {line}; margin: 4px 0; }
QTableView { background: {bg1}; alternate-background-color: {bg1}; selection-background-color: {bg3}; selection-color: {text1}; border: none; outline: none; }
qd--ui--SectionList { background: {bg1}; border: none; outline: none; }
QHeaderView { background: {bg1}; border: none; }
QHeaderView::section { background: {bg1}; color: {text2}; border: none; border-bottom: 1px solid {line}; padding: 0 6px; }
QHeaderView::section:hover { color: {text1}; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 7px; height: 7px; }
QTabBar::tab { background: {bg1}; color: {text2}; padding: 4px 10px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: {text1}; border-bottom-color: {accent}; }
QTabBar::tab:hover { color: {text1}; }
QScrollBar:vertical { background: transparent; width: 9px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 9px; margin: 0; }
QScrollBar::handle { background: {bg3}; border-radius: 3px; min-height: 24px; min-width: 24px; margin: 1px; }
QScrollBar::handle:hover { background: {text3}; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent; width: 0; height: 0; }
QSlider { min-height: 16px; border: 1px solid transparent; border-radius: 3px; }
QSlider:focus { border-color: {accent}; }
QSlider::groove:horizontal { height: 3px; background: {bg3}; border-radius: 1px; }
QSlider::sub-page:horizontal { background: {text3}; border-radius: 1px; }
QSlider::handle:horizontal { width: 10px; margin: -4px 0; border-radius: 5px; background: {text1}; }
QSlider::handle:horizontal:disabled { background: {text3}; }
QPlainTextEdit[entry="true"] { background: {bg0}; border: 1px solid {line}; border-radius: 3px; }
QPlainTextEdit[entry="true"]:focus { border-color: {accent}; }
QPlainTextEdit, QTextBrowser { background: {bg1}; border: none; color: {text1}; selection-background-color: {accent}; selection-color: {onfill}; }
)";

} // namespace

QString styleSheet(const Theme& theme) {
    QString sheet = QString::fromLatin1(kSheet);
    const std::pair<const char*, Token> names[] = {
        {"{bg0}", Token::Bg0},       {"{bg1}", Token::Bg1},     {"{bg2}", Token::Bg2},     {"{bg3}", Token::Bg3},
        {"{line}", Token::Line},     {"{text1}", Token::Text1}, {"{text2}", Token::Text2}, {"{text3}", Token::Text3},
        {"{accent}", Token::Accent}, {"{up}", Token::Up},       {"{down}", Token::Down},   {"{danger}", Token::Danger},
        {"{onfill}", Token::OnFill},
    };
    for (const auto& [name, token] : names) sheet.replace(QLatin1String(name), theme.color(token).name());
    return sheet;
}

void applyAppearance(QApplication& application, const Theme& theme) {
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) { palette.setColor(role, theme.color(token)); };
    set(QPalette::Window, Token::Bg0);
    set(QPalette::Base, Token::Bg1);
    set(QPalette::AlternateBase, Token::Bg2);
    set(QPalette::Button, Token::Bg2);
    set(QPalette::WindowText, Token::Text1);
    set(QPalette::Text, Token::Text1);
    set(QPalette::ButtonText, Token::Text1);
    set(QPalette::BrightText, Token::Text1);
    set(QPalette::ToolTipBase, Token::Bg3);
    set(QPalette::ToolTipText, Token::Text1);
    set(QPalette::Highlight, Token::Accent);
    set(QPalette::HighlightedText, Token::OnFill);
    set(QPalette::Link, Token::Accent);
    set(QPalette::PlaceholderText, Token::Text3);
    set(QPalette::Mid, Token::Line);
    set(QPalette::Dark, Token::Bg0);
    set(QPalette::Light, Token::Bg3);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.color(Token::Text3));
    application.setPalette(palette);
    application.setFont(theme.font(FontRole::Interface));
    application.setStyleSheet(styleSheet(theme));
}

} // namespace qd::ui
