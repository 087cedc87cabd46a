#pragma once

#include "widgets/orderbook/LadderHands.h"

#include <QToolButton>
#include <QWidget>

#include <array>

class QLabel;

namespace qd::ui {

/// The strip over the ladder that says what a click will send: quick sizes, reduce-only; and the column of traded
/// volume. Always visible, because it decides about money. Main thread.
class HandBar : public QWidget {
    Q_OBJECT
  public:
    HandBar(PaneContext& context, LadderHands& hands, QWidget* parent);
    /// Shows the hands' state anew.
    void refresh(bool volume);

  signals:
    void changed();
    void volumeToggled();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QToolButton* makeButton(const QString& objectName, const QString& name);

    PaneContext& m_context;
    LadderHands& m_hands;
    std::array<QToolButton*, kQuickSizes> m_sizes{};
    QLabel* m_unit = nullptr;
    QToolButton* m_reduce = nullptr;
    QToolButton* m_volume = nullptr;
};

} // namespace qd::ui
