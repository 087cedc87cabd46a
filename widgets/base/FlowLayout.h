#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace qd::ui {

/// Controls side by side, in as many rows as their width needs. Main thread.
class FlowLayout : public QLayout {
    Q_OBJECT
  public:
    explicit FlowLayout(int gap) : m_gap(gap) {}

    void addItem(QLayoutItem* item) override;
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    /// As wide as the widest control.
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

  private:
    /// Height of the rows in `rect`; puts the controls there when `place`.
    int arrange(const QRect& rect, bool place) const;
    /// Puts items [first, end) side by side, centred in height.
    void placeRow(std::size_t first, std::size_t end, const QRect& row) const;
    int m_gap;
    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace qd::ui
