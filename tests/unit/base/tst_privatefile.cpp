#include "base/privatefile.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

using namespace oriel;

class TestPrivateFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyItsOwnerReadsIt_data();
    void onlyItsOwnerReadsIt();
    void neverOverwrites();
    void reportsWhyItCannotBeWritten();

private:
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

void TestPrivateFile::onlyItsOwnerReadsIt_data()
{
    QTest::addColumn<int>("umask");
    QTest::newRow("all") << 0;
    QTest::newRow("usual") << 022;
    QTest::newRow("strict") << 0377;
}

void TestPrivateFile::onlyItsOwnerReadsIt()
{
    QFETCH(int, umask);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    const mode_t before = ::umask(static_cast<mode_t>(umask));
    const auto written = writePrivateFile(path, "secret");
    ::umask(before);
    QVERIFY(written.ok());
    QCOMPARE(contentOf(path), QByteArray("secret"));
    struct stat status = {};
    QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
    QCOMPARE(status.st_mode & 07777, mode_t{0600});
}

void TestPrivateFile::neverOverwrites()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    QVERIFY(writePrivateFile(path, "first").ok());
    const auto again = writePrivateFile(path, "second");
    QCOMPARE(again.error().kind, ErrorKind::Conflict);
    QCOMPARE(contentOf(path), QByteArray("first"));
    // Not even what a link names that leads nowhere.
    const QString link = folder.filePath(u"link"_s);
    QVERIFY(QFile::link(folder.filePath(u"target"_s), link));
    QCOMPARE(writePrivateFile(link, "x").error().kind, ErrorKind::Conflict);
    QVERIFY(!QFile::exists(folder.filePath(u"target"_s)));
}

void TestPrivateFile::reportsWhyItCannotBeWritten()
{
    const QTemporaryDir folder;
    const auto nowhere = writePrivateFile(folder.filePath(u"none/key"_s), "x");
    QCOMPARE(nowhere.error().kind, ErrorKind::Storage);
    QVERIFY(nowhere.error().message.contains(u"none/key"));
}

QTEST_GUILESS_MAIN(TestPrivateFile)
#include "tst_privatefile.moc"
