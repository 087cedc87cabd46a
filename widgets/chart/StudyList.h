#pragma once

#include "widgets/base/SectionList.h"
#include "widgets/chart/StudyPopup.h"
#include "widgets/studies/StudyChoice.h"

#include <QLineEdit>

namespace qd::chart {

/// All studies there are, to be searched in, after those that are shown. Enter or a double-click adds one or edits one
/// that is shown; Delete takes one away.
class StudyList final : public StudyPopup {
    Q_OBJECT
  public:
    StudyList(ui::ThemeHost& themes, const std::vector<StudyChoice>& shown, QWidget* parent);
    void openAt(const QPoint& global);

  signals:
    void added(const qd::chart::StudyChoice& study);
    void edited(std::size_t shown);
    void removed(std::size_t shown);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void fill();
    void choose(const QString& id);
    /// Takes the chosen one away, if it is shown.
    bool removeCurrent();

    std::vector<StudyChoice> m_shown;
    QLineEdit* m_search = nullptr;
    ui::SectionList* m_list = nullptr;
};

} // namespace qd::chart
