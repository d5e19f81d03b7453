#include "base/visible.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace Qt::StringLiterals;

/// Text from a cloud as it is shown: nothing in it changes what stands around it.
class TestVisible : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesOut_data();
    void writesOut();
    void keepsEverythingElse_data();
    void keepsEverythingElse();
    void keepsLines();
    void isolates();
    void anIsolateStaysInItsSentence();
    void cannotLeaveTheIsolate();
    void cutsLongRunsOfMarks();
    void shortensWhatIsLaidOut();
};

void TestVisible::writesOut_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("escape") << u"\x1b]0;title\a"_s << u"\\x1b]0;title\\x07"_s;
    QTest::newRow("lines") << u"a\nb\r\tc"_s << u"a\\nb\\r\\tc"_s;
    QTest::newRow("nul") << u"a"_s + QChar(0) + u"b"_s << u"a\\x00b"_s;
    QTest::newRow("delete") << u"a\u007f"_s << u"a\\x7f"_s;
    QTest::newRow("C1") << u"\u0080\u009bm\u009f"_s << u"\\x80\\x9bm\\x9f"_s;
    QTest::newRow("override") << u"\u202egpj.exe"_s << u"\\u202egpj.exe"_s;
    QTest::newRow("embeddings") << u"\u202a\u202b\u202c\u202d"_s
                                << u"\\u202a\\u202b\\u202c\\u202d"_s;
    QTest::newRow("isolates") << u"\u2069\u2066\u2067\u2068"_s << u"\\u2069\\u2066\\u2067\\u2068"_s;
    QTest::newRow("marks") << u"\u200e\u200f\u061c"_s << u"\\u200e\\u200f\\u061c"_s;
    QTest::newRow("separators") << u"\u2028\u2029"_s << u"\\u2028\\u2029"_s;
}

void TestVisible::writesOut()
{
    QFETCH(const QString, text);
    QFETCH(const QString, shown);
    QCOMPARE(visible(text), shown);
    QCOMPARE(visible(shown), shown);
}

void TestVisible::keepsEverythingElse_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("plain") << u"web-1 <b>&amp; %1 \\x1b ~"_s;
    QTest::newRow("Latin-1") << u"\u00a0caf\u00e9"_s;
    QTest::newRow("emoji of several characters") << u"👩‍🚀"_s;
    QTest::newRow("Hebrew") << u"\u05e9\u05dc\u05d5\u05dd"_s;
}

void TestVisible::keepsEverythingElse()
{
    QFETCH(const QString, text);
    QCOMPARE(visible(text), text);
    QCOMPARE(visibleLines(text), text);
}

void TestVisible::keepsLines()
{
    QCOMPARE(visibleLines(u"one\n\ttwo\r\x1b[31m\u202ethree\u2029"_s),
             u"one\n\ttwo\\r\\x1b[31m\\u202ethree\\u2029"_s);
}

void TestVisible::isolates()
{
    QCOMPARE(isolated(u"web-1"_s), u"web-1"_s);
    QCOMPARE(isolated(u"caf\u00e9 \u4e2d\u6587 👩‍🚀"_s),
             u"caf\u00e9 \u4e2d\u6587 👩‍🚀"_s);
    const QString hebrew = u"\u05e9\u05dc\u05d5\u05dd 2"_s;
    QCOMPARE(isolated(hebrew), u'\u2068' + hebrew + u'\u2069');
    // Outside of the first plane, and digits that run from right to left.
    for (const QString &text : {u"\U0001e900"_s, u"\u0661"_s})
        QCOMPARE(isolated(text), u'\u2068' + text + u'\u2069');
    QCOMPARE(withoutIsolates(u"“"_s + isolated(hebrew) + u"” was deleted."_s),
             u"“"_s + hebrew + u"” was deleted."_s);
}

/// Sentences are made with isolated() and painted with visible().
void TestVisible::anIsolateStaysInItsSentence()
{
    const QString hebrew = u"\u05e9\u05dc\u05d5\u05dd"_s;
    const QString sentence =
        u"“%1” was detached from “%2”."_s.arg(isolated(hebrew), isolated(hebrew));
    QVERIFY(sentence.contains(u'\u2068'));
    QCOMPARE(visible(sentence), sentence);
    QCOMPARE(visibleLines(sentence), sentence);
    // Nothing else is kept, also not between the two.
    QCOMPARE(visible(u"\u2068a\u202eb\u2069c"_s), u"\\u2068a\\u202eb\\u2069c"_s);
    QCOMPARE(visible(u"\u2068a"_s), u"\\u2068a"_s);
    QCOMPARE(visible(u"a\u2069\u2068b\u2069\u2069"_s), u"a\\u2069\u2068b\u2069\\u2069"_s);
    QCOMPARE(visible(u"\u2068\u2068a\u2069"_s), u"\\u2068\u2068a\u2069"_s);
    QCOMPARE(visible(u"\u2068a\nb\u2069"_s), u"\u2068a\\nb\u2069"_s);
}

void TestVisible::cannotLeaveTheIsolate()
{
    const QString name = u"\u05d0\u2069\u202e"_s;
    QCOMPARE(isolated(name), u"\u2068\u05d0\\u2069\\u202e\u2069"_s);
}

void TestVisible::cutsLongRunsOfMarks()
{
    const QString mark = u"\u0301"_s;
    const QString tolerated = u"e"_s + mark.repeated(16);
    QCOMPARE(visible(tolerated), tolerated);
    QCOMPARE(visible(tolerated + mark + u"x"_s), tolerated + u"…x"_s);
    const QString name = u"a"_s + mark.repeated(300'000) + u"b"_s + mark.repeated(20);
    const QString expected = u"a"_s + mark.repeated(16) + u"…b"_s + mark.repeated(16) + u'…';
    QCOMPARE(visible(name), expected);
    QCOMPARE(visibleLines(name), expected);
    QCOMPARE(isolated(u"a"_s + mark.repeated(500)), u"a"_s + mark.repeated(16) + u'…');
    // Variation selectors and others outside of the first plane are marks as well.
    const QString selector = u"\U000e0101"_s;
    QCOMPARE(visible(selector.repeated(1000)), selector.repeated(16) + u'…');
    // Letters of several marks, and emoji, are no run.
    const QString words = u"\u0e01\u0e34\u0e48👩🏽‍🚀"_s.repeated(200);
    QCOMPARE(visible(words), words);
}

void TestVisible::shortensWhatIsLaidOut()
{
    const QString name(1000, u'x');
    QCOMPARE(shortened(name), name);
    QCOMPARE(shortened(name + u"yz"_s), name + u'…');
    QVERIFY(shortened(u"\u0301"_s.repeated(300'000)).size() < 20);
    // No half of a character is left at the cut.
    const QString emoji = u"x"_s + u"👩"_s.repeated(1000);
    QVERIFY(shortened(emoji).chopped(1).isValidUtf16());
    QVERIFY(isolated(QString(300'000, u'x')).size() <= 1001);
}

QTEST_APPLESS_MAIN(TestVisible)
#include "tst_visible.moc"
