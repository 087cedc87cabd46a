#pragma once

#include "widgets/base/BracketRules.h"
#include "widgets/base/Theme.h"

#include <QWidget>

#include <array>

class QGridLayout;
class QLabel;
class QLineEdit;

namespace qd::ui {

/// The fields of a template's rules: distances as they are typed everywhere, "12t", "0.5%" or "1.25". Main thread.
class RulesForm final : public QWidget {
    Q_OBJECT
  public:
    explicit RulesForm(ThemeHost& themes, QWidget* parent = nullptr);

    /// What the fields say, as the words of a template; what cannot be read is among them.
    [[nodiscard]] std::string typed() const;
    void put(const BracketRules& rules);
    void applySizes();

  signals:
    void entered(); ///< Return was pressed

  private:
    struct Trail {
        QLineEdit* after = nullptr;
        QLineEdit* behind = nullptr;
        QLineEdit* step = nullptr;
    };
    QLineEdit* field(const QString& name, const QString& accessible, const QString& tip, bool ticksOnly);
    void addRow(QGridLayout& grid, int row, const QStringList& words, const QList<QLineEdit*>& fields);

    ThemeHost& m_themes;
    QLineEdit* m_even;
    QLineEdit* m_plus;
    std::array<Trail, kMostTrails> m_trails;
    QLineEdit* m_chase;
    QLabel* m_caveat;
};

} // namespace qd::ui
