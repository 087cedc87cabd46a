#include "tests/support/TestRunner.h"
#include "tests/widgets/drawings/FlatPlaces.h"
#include "widgets/drawings/DrawingTexts.h"

#include <QObject>
#include <QTest>

#include <random>

using namespace qd;
using namespace qd::drawings;
using test::anchorOf;
using test::drawingOf;

class TestDrawingTexts : public QObject {
    Q_OBJECT

    static std::vector<Drawing> oneOfEach() {
        std::vector<Drawing> all;
        for (const ToolInfo& info : kTools) {
            Drawing drawing = drawingOf(info.tool, {});
            for (std::size_t i = 0; i < info.points; ++i)
                drawing.points.push_back(anchorOf(static_cast<std::int64_t>(i) * 60, static_cast<std::int64_t>(i) - 3));
            drawing.colour = static_cast<std::uint8_t>(all.size() % kColours.size());
            drawing.width = static_cast<std::uint8_t>(1 + all.size() % kWidest);
            if (canWatch(info.tool)) drawing.watch = info.tool == Tool::Ray ? Watch::Done : Watch::On;
            if (info.tool == Tool::Text) drawing.text = "a = b on done = Ž";
            all.push_back(drawing);
        }
        return all;
    }

  private slots:
    void whatIsWrittenReadsTheSame() {
        const auto all = oneOfEach();
        const DrawingsRead read = readDrawings(drawingsText("SOL-PERP", all));
        QCOMPARE(read.problem, QString());
        QCOMPARE(read.symbol, std::string("SOL-PERP"));
        QCOMPARE(read.drawings, all);
        QCOMPARE(readDrawings(drawingsText("X", {})).problem, QString());
    }
    void theLargestFileIsRead() {
        std::vector<Drawing> all;
        const Anchor last{kLastTime, kMostPrice};
        for (std::size_t i = 0; i < kMostPoints / kMostBrushPoints; ++i)
            all.push_back(drawingOf(Tool::Brush, std::vector<Anchor>(kMostBrushPoints, last)));
        const std::string text = drawingsText("SOL-PERP", all);
        QVERIFY(text.size() < kLargestFile);
        QCOMPARE(readDrawings(text).drawings.size(), all.size());
    }
    void whatIsWrongIsToldAndTheRestIsRead_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("problem");
        QTest::addColumn<int>("read");
        const QByteArray good = "trend accent 1 1000@1.5 2000@2\n";
        const QByteArray first = "quantdesk drawings 1 SOL-PERP 2\n";
        QTest::newRow("nothing") << QByteArray() << "it is no file of drawings" << 0;
        QTest::newRow("foreign") << QByteArray("\x7f"
                                               "ELF\x02\x01\x01\0\0",
                                               9)
                                 << "it is no file of drawings" << 0;
        QTest::newRow("newer") << QByteArray("quantdesk drawings 2 SOL-PERP 0\n") << "a newer version" << 0;
        QTest::newRow("no version") << QByteArray("quantdesk drawings x SOL-PERP 0\n") << "its first line" << 0;
        QTest::newRow("too many") << QByteArray("quantdesk drawings 1 SOL-PERP 201\n") << "its first line" << 0;
        QTest::newRow("no symbol") << QByteArray("quantdesk drawings 1 a\x7F"
                                                 "b 0\n")
                                   << "its first line" << 0;
        QTest::newRow("huge") << QByteArray(static_cast<int>(kLargestFile) + 1, 'x') << "larger" << 0;
        QTest::newRow("cut after a line") << first + good << "2 drawings were kept" << 1;
        QTest::newRow("cut in a line") << first + good + "trend accent 1 1000@1.5 20" << "line 3: a point" << 1;
        QTest::newRow("cut in a number") << first + good + "trend accent 1 1000@1.5 2000@2.2" << "cut off" << 2;
        QTest::newRow("one more") << first + good + good + good << "says otherwise" << 2;
        QTest::newRow("no tool") << first + "spiral accent 1 1000@1.5 2000@2\n" + good << "line 2: a line begins" << 1;
        QTest::newRow("no colour") << first + "trend red 1 1000@1.5 2000@2\n" + good << "no such colour" << 1;
        QTest::newRow("too wide") << first + "trend accent 9 1000@1.5 2000@2\n" + good << "1 to 4 pixels" << 1;
        QTest::newRow("too precise") << first + "trend accent 1 1000@1.1234567 2000@2\n" + good << "a point" << 1;
        QTest::newRow("too few points") << first + "trend accent 1 1000@1.5\n" + good << "number of points" << 1;
        QTest::newRow("a time before 1970") << first + "trend accent 1 -1000@1.5 2000@2\n" + good << "a point" << 1;
        QTest::newRow("no price") << first + "trend accent 1 1000@0 2000@2\n" + good << "beyond the times" << 1;
        QTest::newRow("a watch amid points") << first + "trend accent 1 1000@1 on 2000@2\n" + good << "a point" << 1;
        QTest::newRow("words of a line") << first + "trend accent 1 1000@1 2000@2 = hm\n" + good << "words" << 1;
        QTest::newRow("an empty line") << first + "\n" + good << "line 2" << 1;
    }
    void whatIsWrongIsToldAndTheRestIsRead() {
        QFETCH(QByteArray, text);
        QFETCH(QString, problem);
        QFETCH(int, read);
        const DrawingsRead answer = readDrawings(text.toStdString());
        QVERIFY2(answer.problem.contains(problem), qPrintable(answer.problem));
        QCOMPARE(answer.drawings.size(), static_cast<std::size_t>(read));
    }
    /// Cut anywhere or with a byte changed: never more than was there, and nothing is lost without a word.
    void damageIsNeverSilent() {
        const auto all = oneOfEach();
        const std::string text = drawingsText("SOL-PERP", all);
        for (std::size_t size = 0; size < text.size(); ++size) {
            const DrawingsRead read = readDrawings(std::string_view(text).substr(0, size));
            QVERIFY2(!read.problem.isEmpty(), qPrintable(QString::number(size)));
        }
        std::mt19937 random(7);
        for (int i = 0; i < 20'000; ++i) {
            std::string damaged = text;
            damaged[random() % damaged.size()] = static_cast<char>(random());
            const DrawingsRead read = readDrawings(damaged);
            QVERIFY(read.drawings.size() == all.size() || !read.problem.isEmpty());
            for (const Drawing& drawing : read.drawings) QVERIFY(!objectionTo(drawing));
        }
    }
};
QD_TEST(TestDrawingTexts);
#include "TestDrawingTexts.moc"
