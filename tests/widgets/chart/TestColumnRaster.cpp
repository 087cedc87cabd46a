#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/chart/ColumnRaster.h"

#include <QObject>
#include <QPainter>

using namespace qd;
using namespace qd::chart;

class TestColumnRaster : public QObject {
    Q_OBJECT
  private slots:
    void equalsRectanglesOfAPainter() {
        QD_PROPERTY("any columns, also outside the area", [] {
            const QRect area(*rc::gen::inRange(0, 30), *rc::gen::inRange(0, 30), *rc::gen::inRange(0, 90),
                             *rc::gen::inRange(0, 60));
            QImage ours(130, 100, QImage::Format_RGB32);
            ours.fill(Qt::darkGray);
            QImage theirs = ours;
            ColumnRaster raster;
            raster.begin(area);
            QPainter painter(&theirs);
            painter.setClipRect(area);
            for (int x = -5; x < 140; x += *rc::gen::inRange(1, 4)) {
                const int top = *rc::gen::inRange(-200, 160);
                const int rows = *rc::gen::inRange(1, 300);
                const QColor color = *rc::gen::element(Qt::red, Qt::green, Qt::blue);
                raster.add(x, top, rows, color.rgb());
                painter.fillRect(x, top, 1, rows, color);
            }
            painter.end();
            raster.fill(ours);
            RC_ASSERT(ours == theirs);
        });
    }
};
QD_TEST(TestColumnRaster);
#include "TestColumnRaster.moc"
