#pragma once

#include "widgets/base/SectionList.h"
#include "widgets/chart/StudyChoice.h"

#include <QFrame>
#include <QLineEdit>

namespace qd::chart {

/// All studies there are, to be searched in, after those that are shown. Enter or a double-click adds one or edits one
/// that is shown; Delete takes one away; Esc closes. Deletes itself.
class StudyList final : public QFrame {
    Q_OBJECT
  public:
    StudyList(ui::ThemeHost& themes, const std::vector<StudyChoice>& shown, QWidget* parent);
    void openAt(const QPoint& global);

  signals:
    void added(const qd::chart::StudyChoice& study);
    void edited(std::size_t shown);
    void removed(std::size_t shown);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void fill();
    void choose(const QString& id);
    /// Takes the chosen one away, if it is shown.
    bool removeCurrent();

    std::vector<StudyChoice> m_shown;
    QLineEdit* m_search = nullptr;
    ui::SectionList* m_list = nullptr;
    QSize m_size;
};

/// Moves a popup so that it is on the screen at `global`.
void showPopup(QWidget& popup, const QPoint& global, const QSize& size);

} // namespace qd::chart
