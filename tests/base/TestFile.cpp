#include "core/base/File.h"
#include "tests/support/TestRunner.h"

#include <QDir>
#include <QFile>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <span>
#include <string>
#include <string_view>

using namespace qd;

namespace {

ByteSpan bytesOf(std::string_view text) { return std::as_bytes(std::span(text)); }

QByteArray contentOf(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

} // namespace

class TestFile : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString named(const char* name) { return m_folder.filePath(QLatin1String(name)); }

  private slots:
    /// At any place, and while somebody appends.
    void aFileIsReadInPieces() {
        const std::filesystem::path path = named("read in pieces").toStdString();
        const auto writer = openForAppend(path);
        QVERIFY((*writer)->append(bytesOf("0123456789")).has_value());
        const auto file = ReadableFile::open(path);
        QVERIFY(file.has_value());
        QCOMPARE(file->size().value(), std::uint64_t{10});
        std::array<std::byte, 4> piece{};
        const auto text = [&](std::size_t count) {
            return std::string(reinterpret_cast<const char*>(piece.data()), count);
        };
        QCOMPARE(file->readAt(3, piece).value(), std::size_t{4});
        QCOMPARE(text(4), std::string("3456"));
        QCOMPARE(file->readAt(8, piece).value(), std::size_t{2});
        QCOMPARE(text(2), std::string("89"));
        QCOMPARE(file->readAt(10, piece).value(), std::size_t{0});
        QVERIFY((*writer)->append(bytesOf("abc")).has_value());
        QCOMPARE(file->size().value(), std::uint64_t{13});
        QCOMPARE(file->readAt(9, piece).value(), std::size_t{4});
        QCOMPARE(text(4), std::string("9abc"));
    }
    void whatIsNoFileIsNotOpened() {
        QCOMPARE(ReadableFile::open(named("none").toStdString()).error().code, FileCode::NotFound);
        QCOMPARE(ReadableFile::open(m_folder.path().toStdString()).error().code, FileCode::Io);
    }
    /// Until it is committed a reader sees what was there.
    void piecesReplaceAFileTogether() {
        const QString name = named("pieces");
        QVERIFY(writeFileAtomically(name.toStdString(), bytesOf("old")).has_value());
        auto replacement = FileReplacement::begin(name.toStdString());
        QVERIFY(replacement.has_value());
        QVERIFY(replacement->append(bytesOf("new ")).has_value());
        QVERIFY(replacement->append(bytesOf("content")).has_value());
        QCOMPARE(contentOf(name), QByteArray("old"));
        QVERIFY(replacement->commit().has_value());
        QCOMPARE(contentOf(name), QByteArray("new content"));
        QVERIFY(!QFile::exists(name + ".tmp"));
    }
    void whatIsNotCommittedLeavesNothing() {
        const QString name = named("given up");
        QVERIFY(writeFileAtomically(name.toStdString(), bytesOf("old")).has_value());
        {
            auto replacement = FileReplacement::begin(name.toStdString());
            QVERIFY(replacement.has_value());
            QVERIFY(replacement->append(bytesOf("new")).has_value());
            const FileReplacement moved = std::move(*replacement);
            QVERIFY(QFile::exists(name + ".tmp"));
        }
        QCOMPARE(contentOf(name), QByteArray("old"));
        QVERIFY(!QFile::exists(name + ".tmp"));
    }
    void aFolderThatIsNotThere() {
        const auto begun = FileReplacement::begin(named("nowhere/file").toStdString());
        QVERIFY(!begun.has_value());
        QCOMPARE(begun.error().code, FileCode::NotFound);
    }
    void aNameThatIsAFolderIsLeftAlone() {
        QVERIFY(QDir(m_folder.path()).mkpath("folder/inner"));
        QVERIFY(!writeFileAtomically(named("folder").toStdString(), bytesOf("new")).has_value());
        QVERIFY(!QFile::exists(named("folder.tmp")));
    }
};
QD_TEST(TestFile);
#include "TestFile.moc"
