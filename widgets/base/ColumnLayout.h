#pragma once

#include <QHeaderView>
#include <QObject>
#include <QPointer>

#include <string>
#include <vector>

namespace qd::ui {

/// Which columns of a table are seen and how wide they are. With natural widths known, columns that the person did not
/// size share what is left of the table's width, and columns named in the fold order leave, one after the other, while
/// the rest would not fit. Logical column numbers throughout. Main thread.
class ColumnLayout : public QObject {
    Q_OBJECT
  public:
    explicit ColumnLayout(QHeaderView& header, QObject* parent = nullptr);

    /// Least widths; without them the header's own stand and nothing is shared or folded.
    void setNaturalWidths(std::vector<int> widths);
    /// The first goes first when space is short; columns not named always stay.
    void setFoldOrder(std::vector<int> columns);
    /// A column of sentences takes all that is left while it is seen; -1 = none.
    void setGrowing(int column);
    /// A column that has nothing to say now is left out, whatever the person chose.
    void setPresent(int column, bool present);
    /// A person's choice; a column asked for does not fold any more.
    void choose(int column, bool shown);

    [[nodiscard]] bool isPresent(int column) const;
    /// The person did not hide it; it may be folded or not present.
    [[nodiscard]] bool isChosen(int column) const;
    [[nodiscard]] bool isFolded(int column) const;

    [[nodiscard]] bool natural() const { return !m_natural.empty(); }
    /// Arranges for a table of this width, in device-independent pixels.
    void fit(int width);
    /// Widths by natural size again.
    void forgetSizes();

    /// Order, widths, visibility and sorting as text, for the layout.
    [[nodiscard]] std::string state() const;
    /// False, and nothing changed, when the text is of another table.
    [[nodiscard]] bool restore(const std::string& text);

  private:
    struct Use {
        int width = 0; ///< as the person sized it, 0 = natural
        bool chosen = true;
        bool present = true;
        bool folded = false;
        bool pinned = false; ///< asked for: never folded
    };
    void match();
    void reveal(int column);
    [[nodiscard]] const Use* use(int column) const;
    [[nodiscard]] bool wanted(int column) const;
    [[nodiscard]] int widthOf(int column) const;
    void fold(int width);
    void share(int width);
    void show();

    QPointer<QHeaderView> m_header;
    std::vector<Use> m_uses;
    std::vector<int> m_natural;
    std::vector<int> m_foldOrder;
    int m_growing = -1;
    int m_width = 0;
    bool m_fitting = false; ///< sizes that change now are ours
};

} // namespace qd::ui
