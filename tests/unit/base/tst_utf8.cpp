#include "base/utf8.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;

/// What is read as text.
class TestUtf8 final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTextIsRead_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isText");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QByteArray &bytes,
                            const std::optional<QString> &text) {
            QTest::newRow(name) << bytes << text.has_value() << text.value_or(QString());
        };
        row("nothing", {}, QString());
        row("ASCII", "#!/bin/sh\n", u"#!/bin/sh\n"_s);
        row("beyond ASCII", "gr\xc3\xbc\xc3\x9f \xf0\x9f\x90\xa7", u"grüß 🐧"_s);
        row("Latin-1", "gr\xfc\xdf", {});
        row("cut in a character", "gr\xc3", {});
        row("compressed", QByteArray("\x1f\x8b\x08\x00", 4), {});
        row("UTF-16", QByteArray("a\0b\0", 4), {});
    }

    void onlyTextIsRead()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const bool, isText);
        QFETCH(const QString, text);
        const auto read = textFromUtf8(bytes);
        QCOMPARE(read.has_value(), isText);
        QCOMPARE(read.value_or(QString()), text);
    }
};

QTEST_GUILESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
