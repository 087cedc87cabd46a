#include "widgets/chart/ChartExport.h"

#include "widgets/base/Format.h"
#include "widgets/base/PictureFile.h"
#include "widgets/base/SaveQuestion.h"
#include "widgets/chart/ChartCsv.h"
#include "widgets/chart/ChartView.h"
#include "widgets/plot/Intervals.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>

namespace qd::chart {
namespace {

/// What ends the bars: "1m", or "Range 20".
QString barsOf(const ChartScene& scene) {
    const ChartOptions& options = scene.options();
    return options.bars.kind ? titleOf(options.bars) : QString(QLatin1String(plot::nameOf(options.interval)));
}

/// Of an export whose chart is closed; empty: nothing went wrong.
ports::ActionResult answerOf(const QString& problem) {
    if (problem.isEmpty()) return std::string();
    return fail(ports::ActionCode::Failed, problem.toStdString());
}

} // namespace

ChartExport::ChartExport(ChartView& view, ui::PaneContext& context)
    : QObject(&view)
    , m_view(view)
    , m_context(context) {}

void ChartExport::tell(const QString& file, const QString& written, const QString& problem,
                       const ports::ActionDone& done) {
    const QString sentence = problem.isEmpty()
                                 ? written
                                 : tr("%1 was not written: %2. Choose another file or try again.").arg(file, problem);
    m_view.say(sentence, problem.isEmpty());
    if (!done) return;
    done(problem.isEmpty() ? ports::ActionResult(sentence.toStdString())
                           : fail(ports::ActionCode::Failed, sentence.toStdString()));
}

void ChartExport::run(const QString& file, const ports::ActionDone& done) {
    const bool data = file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
    if (!data && !file.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
        const QString wrong = tr("A chart is written to a file that ends in .png (its picture) or .csv (its bars).");
        if (done) done(fail(ports::ActionCode::BadArguments, wrong.toStdString()));
        return;
    }
    if (m_view.scene().bars().empty()) return tell(file, {}, tr("there are no bars yet"), done);
    // Whoever asked hears of it, also when the chart is closed meanwhile.
    if (data) {
        m_csv.start(csvSource(m_view.scene()), file,
                    [view = QPointer(this), file, done](std::size_t rows, const QString& problem) {
                        const QString count = ui::number(static_cast<std::int64_t>(rows), 0, 0);
                        if (view != nullptr)
                            view->tell(file, tr("%1 bars were written to %2.").arg(count, file), problem, done);
                        else if (done)
                            done(answerOf(problem));
                    });
        return;
    }
    ui::writePicture(picture(), file, [view = QPointer(this), file, done](const QString& problem) {
        if (view != nullptr)
            view->tell(file, tr("The picture was written to %1.").arg(file), problem, done);
        else if (done)
            done(answerOf(problem));
    });
}

void ChartExport::choose(const QString& ending) {
    const ChartScene& scene = m_view.scene();
    if (scene.info() == nullptr) return;
    const bool picture = ending == QLatin1String("png");
    ui::askForFile(&m_view,
                   {picture ? tr("Save the picture") : tr("Save the bars"),
                    picture ? tr("Pictures (*.png)") : tr("Comma-separated values (*.csv)"), ending,
                    QStringLiteral("%1-%2.%3")
                        .arg(QString::fromStdString(scene.info()->params.symbol),
                             barsOf(scene).replace(QLatin1Char(' '), QLatin1Char('-')), ending)},
                   [this](const QString& file) { run(file); });
}

void ChartExport::copyPicture() {
    QGuiApplication::clipboard()->setImage(picture());
    m_view.say(tr("The picture is on the clipboard."), true);
}

QImage ChartExport::picture() const {
    const ChartScene& scene = m_view.scene();
    const QString symbol = scene.info() == nullptr ? QString() : QString::fromStdString(scene.info()->params.symbol);
    return m_view.picture(
        QStringLiteral("%1 · %2 · %3 UTC").arg(symbol, barsOf(scene), ui::dateTimeText(m_context.market.now())));
}

} // namespace qd::chart
