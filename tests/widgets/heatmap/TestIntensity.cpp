#include "tests/support/TestRunner.h"
#include "widgets/heatmap/Intensity.h"

#include <QObject>

#include <cmath>

using namespace qd::heatmap;

class TestIntensity : public QObject {
    Q_OBJECT
  private slots:
    void everyCodeComesBack() {
        for (int code = 0; code <= 0xFFFF; ++code)
            QCOMPARE(int{intensityOf(stepsOf(static_cast<Intensity>(code)))}, code);
    }
    void largerIsNeverDarker() {
        float before = 0;
        for (int code = 1; code <= 0xFFFF; ++code) {
            const float steps = stepsOf(static_cast<Intensity>(code));
            QVERIFY(steps > before);
            before = steps;
        }
    }
    void threeDigitsStay() {
        for (float steps = 0.001F; steps < 1e13F; steps *= 1.37F) {
            const float kept = stepsOf(intensityOf(steps));
            QVERIFY2(std::abs(kept - steps) <= steps / 2048, qPrintable(QString::number(steps)));
        }
    }
    void nothingIsNothingAndTheEndsHold() {
        QCOMPARE(int{intensityOf(0)}, 0);
        QCOMPARE(int{intensityOf(-5)}, 0);
        QCOMPARE(int{intensityOf(std::nanf(""))}, 0);
        QCOMPARE(int{intensityOf(1e-30F)}, 1); // something is never nothing
        QCOMPARE(int{intensityOf(1e30F)}, 0xFFFF);
        QCOMPARE(int{intensityOf(INFINITY)}, 0xFFFF);
    }
};

QD_TEST(TestIntensity);
#include "TestIntensity.moc"
