#pragma once

#include "widgets/base/Theme.h"

#include <QButtonGroup>
#include <QLineEdit>
#include <QWidget>

#include <cstdint>
#include <optional>

namespace qd::ui {

/// A number typed exactly: digits and a point, kept as an integer of 10^-scale units; arrow keys and wheel step by a
/// unit (with Shift ten, with Ctrl a hundred). Locale-free: the point is the decimal separator; a comma is taken for
/// one.
class DecimalEdit : public QLineEdit {
    Q_OBJECT
  public:
    /// scaleDecimals: 6 for prices and money, 9 for sizes.
    DecimalEdit(int scaleDecimals, const QString& name, QWidget* parent = nullptr);

    /// Another scale: the number typed is another one from now on.
    void setScale(int scaleDecimals);
    /// What one step is, and how many digits are shown.
    void setUnit(std::int64_t unit);
    /// Empty while the text is no number, too precise or out of range.
    [[nodiscard]] std::optional<std::int64_t> raw() const;
    void setRaw(std::int64_t raw);
    /// Steps from the value, or from `otherwise` when there is none; never below zero.
    void step(int units, std::int64_t otherwise = 0);

  signals:
    /// The text changed by typing, stepping or setRaw.
    void valueChanged();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    int m_scale;
    std::int64_t m_unit = 1;
};

/// Frames a field whose text is wrong in the colour of danger, or does so no more.
void setWrong(QLineEdit& edit, bool wrong);

/// Choices side by side, one of which is chosen.
class Segmented : public QWidget {
    Q_OBJECT
  public:
    Segmented(const QStringList& choices, const QString& name, QWidget* parent = nullptr);
    [[nodiscard]] int current() const { return m_group->checkedId(); }
    /// Does not signal. -1: none is chosen.
    void setCurrent(int index);
    /// `reason`: tool tip of a choice that is off.
    void setChoiceEnabled(int index, bool enabled, const QString& reason = {});

  signals:
    void chosen(int index);

  private:
    QButtonGroup* m_group;
};

} // namespace qd::ui
