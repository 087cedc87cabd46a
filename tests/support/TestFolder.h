#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace qd::test {

/// A folder of a test's own, as the folder of a profile is: files by name, written and read whole.
class TestFolder {
  public:
    [[nodiscard]] QString path(const QString& name = {}) const { return m_folder.filePath(name); }
    void write(const QString& name, const QByteArray& bytes) const {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile out(path(name));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
    }
    /// "not there" when there is no such file.
    [[nodiscard]] QByteArray content(const QString& name) const {
        QFile in(path(name));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("not there");
    }
    /// Puts what cannot be used, and an older one of it, where the program looks for a file.
    void spoil(const QString& name, const QByteArray& bytes) const {
        write(name, bytes);
        write(name + QStringLiteral(".unreadable"), "an older one");
    }
    /// After a start: the notice names what was kept, and nothing is lost.
    void isKeptAside(const QString& name, const QByteArray& bytes, const QString& notice) const {
        const QString aside = name + QStringLiteral(".unreadable-2");
        QVERIFY2(notice.contains(path(aside)) && notice.endsWith(QLatin1Char('.')), qPrintable(notice));
        QCOMPARE(content(aside), bytes);
        QCOMPARE(content(name + QStringLiteral(".unreadable")), QByteArray("an older one"));
    }

  private:
    QTemporaryDir m_folder;
};

/// Bytes that no text is.
inline const QByteArray kForeignBytes("\x7f"
                                      "ELF\x02\x01\x01\0\0",
                                      9);

} // namespace qd::test
