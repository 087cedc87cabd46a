#pragma once

#include "core/ports/Actions.h"
#include "widgets/base/CsvExport.h"
#include "widgets/base/PaneContext.h"

#include <QImage>

namespace qd::chart {

class ChartView;

/// Writes what a chart shows: its picture (.png), or its bars and studies (.csv). Main thread; files are written
/// elsewhere.
class ChartExport final : public QObject {
    Q_OBJECT
  public:
    ChartExport(ChartView& view, ui::PaneContext& context);

    /// By the end of the file's name. `done` hears what became of it, as a sentence; it may be empty.
    void run(const QString& file, const ports::ActionDone& done = {});
    /// Asks for a file first; `ending` is "png" or "csv".
    void choose(const QString& ending);
    void copyPicture();
    /// What is shown, at the screen's scale, under a line that says of what and when.
    [[nodiscard]] QImage picture() const;

  private:
    void tell(const QString& file, const QString& written, const QString& problem, const ports::ActionDone& done);

    ChartView& m_view;
    ui::PaneContext& m_context;
    ui::CsvExport m_csv;
};

} // namespace qd::chart
