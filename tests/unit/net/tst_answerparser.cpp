#include "net/answerparser.h"

#include <QtTest/QtTest>

using namespace oriel::net;

Q_DECLARE_METATYPE(oriel::net::AnswerParser::State)

/// HTTP answers, whole and in pieces.
class TestAnswerParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAnAnswerApart_data();
    void takesAnAnswerApart();
    void leavesWhatFollows();
    void keepsTheFieldsInOrder();
    void headHasNoBody();
    void keepsTheConnection_data();
    void keepsTheConnection();
    void stopsAtTheLimit();
};

void TestAnswerParser::takesAnAnswerApart_data()
{
    using State = AnswerParser::State;
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<State>("state");
    QTest::addColumn<State>("closed"); // after the connection has ended as well
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const QByteArray &raw, State state, State closed,
                        int status, const QByteArray &body) {
        QTest::newRow(name) << raw << state << closed << status << body;
    };
    constexpr State done = State::Done;
    constexpr State broken = State::Broken;
    row("a length", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", done, done, 200, "abc");
    row("no body", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", done, done, 404, "");
    row("204", "HTTP/1.1 204 No Content\r\n\r\n", done, done, 204, "");
    row("304 with a length", "HTTP/1.1 304 x\r\nContent-Length: 9\r\n\r\n", done, done, 304, "");
    row("bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", done, done, 200, "{}");
    row("no reason", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}", done, done, 200, "{}");
    row("until it closes", "HTTP/1.1 200 OK\r\n\r\nabc", State::Body, done, 200, "abc");
    row("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nabc", State::Body, done, 200, "abc");
    row("cut body", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", State::Body, broken, 200,
        "ab");
    row("cut head", "HTTP/1.1 200 OK\r\nContent-Le", State::Head, broken, 200, "");
    row("nothing", "", State::Head, broken, 0, "");
    row("100 Continue", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 x\r\nContent-Length: 1\r\n\r\n1",
        done, done, 201, "1");
    row("early hints",
        "HTTP/1.1 103 x\r\nContent-Length: 7\r\n\r\nHTTP/1.1 200 x\r\nContent-Length: "
        "1\r\n\r\n1",
        done, done, 200, "1");
    row("switches protocols", "HTTP/1.1 101 x\r\n\r\n", broken, broken, 101, "");
    row("a blank line first", "\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1", done, done, 200,
        "1");
    const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    row("chunks", chunked + "3\r\nabc\r\n02\r\nde\r\n0\r\n\r\n", done, done, 200, "abcde");
    row("chunk extension and trailer", chunked + "3;a=b\r\nabc\r\n0;c\r\nX-T: 1\r\n\r\n", done,
        done, 200, "abc");
    row("chunks cut", chunked + "3\r\nabc\r\n", State::Body, broken, 200, "abc");
    row("chunk without its end", chunked + "3\r\nabcd\r\n", broken, broken, 200, "abc");
    row("chunk of a negative size", chunked + "-3\r\n", broken, broken, 200, "");
    row("chunk size that overflows", chunked + "fffffffffffffffff\r\n", broken, broken, 200, "");
    row("chunk size without digits", chunked + ";x\r\n", broken, broken, 200, "");
    row("chunks and a length",
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: "
        "chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
        done, done, 200, "a");
    row("other coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", broken, broken, 200,
        "");
    row("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        broken, broken, 200, "");
    row("the same length twice",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", done, done, 200, "a");
    row("negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", broken, broken, 200,
        "");
    row("a length in words", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", broken, broken, 200,
        "");
    row("another protocol", "SSH-2.0-OpenSSH_9", broken, broken, 0, "");
    row("HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", broken, broken, 0, "");
    row("a status of letters", "HTTP/1.1 abc OK\r\n\r\n", broken, broken, 0, "");
    row("a status below 100", "HTTP/1.1 099 x\r\n\r\n", broken, broken, 0, "");
}

void TestAnswerParser::takesAnAnswerApart()
{
    QFETCH(QByteArray, raw);
    QFETCH(AnswerParser::State, state);
    QFETCH(AnswerParser::State, closed);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    for (const qsizetype step : {raw.size() + 1, qsizetype{1}, qsizetype{3}}) {
        AnswerParser parser(false);
        QByteArray taken;
        for (qsizetype at = 0; at < raw.size(); at += step)
            parser.feed(QByteArrayView(raw).sliced(at, std::min(step, raw.size() - at)), taken);
        QCOMPARE(parser.state(), state);
        QCOMPARE(parser.status(), status);
        QCOMPARE(taken, body);
        parser.connectionClosed();
        QCOMPARE(parser.state(), closed);
    }
}

void TestAnswerParser::leavesWhatFollows()
{
    const QByteArray raw = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 500 x\r\n\r\n";
    AnswerParser parser(false);
    QByteArray body;
    QCOMPARE(parser.feed(raw, body), raw.indexOf("HTTP/1.1 500"));
    QCOMPARE(body, QByteArray("a"));
    QCOMPARE(parser.feed("more", body), 0);
}

void TestAnswerParser::keepsTheFieldsInOrder()
{
    AnswerParser parser(false);
    QByteArray body;
    parser.feed("HTTP/1.1 200 OK\r\nX-One:  1 \r\nnonsense\r\nX-Two: a\r\n  b\r\n:x\r\nX-ONE: 2\r\n"
                "Content-Length: 0\r\n\r\n",
                body);
    const Headers expected{
        {"x-one", "1"}, {"x-two", "a b"}, {"x-one", "2"}, {"content-length", "0"}};
    QCOMPARE(parser.headers(), expected);
}

void TestAnswerParser::headHasNoBody()
{
    AnswerParser parser(true);
    QByteArray body;
    parser.feed("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", body);
    QCOMPARE(parser.state(), AnswerParser::State::Done);
}

void TestAnswerParser::keepsTheConnection_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<bool>("keeps");
    QTest::newRow("HTTP/1.1") << QByteArray("HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n") << true;
    QTest::newRow("close")
        << QByteArray("HTTP/1.1 200 x\r\nContent-Length: 0\r\nConnection: Close\r\n\r\n") << false;
    QTest::newRow("HTTP/1.0") << QByteArray("HTTP/1.0 200 x\r\nContent-Length: 0\r\n\r\n") << false;
    QTest::newRow("until it closes") << QByteArray("HTTP/1.1 200 x\r\n\r\n") << false;
    QTest::newRow("chunks") << QByteArray(
                                   "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                            << true;
    QTest::newRow("chunks and a length")
        << QByteArray("HTTP/1.1 200 x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "0\r\n\r\n")
        << false;
}

void TestAnswerParser::keepsTheConnection()
{
    QFETCH(QByteArray, raw);
    QFETCH(bool, keeps);
    AnswerParser parser(false);
    QByteArray body;
    parser.feed(raw, body);
    QCOMPARE(parser.keepsConnection(), keeps);
}

void TestAnswerParser::stopsAtTheLimit()
{
    // A head that just fits, and one byte more than that.
    const QByteArray start = "HTTP/1.1 200 OK\r\nX-A: ";
    const QByteArray end = "\r\nContent-Length: 0\r\n\r\n";
    const auto filler = AnswerParser::maximumHead - start.size() - end.size();
    for (const qsizetype more : {qsizetype{0}, qsizetype{1}}) {
        AnswerParser parser(false);
        QByteArray body;
        parser.feed(start + QByteArray(filler + more, 'x') + end, body);
        QCOMPARE(parser.state(), more ? AnswerParser::State::Oversized : AnswerParser::State::Done);
    }
    // A body is no part of it, however it is cut up.
    AnswerParser parser(false);
    QByteArray body;
    parser.feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", body);
    const QByteArray chunks = QByteArray("2\r\nab\r\n").repeated(100'000);
    parser.feed(chunks, body);
    QCOMPARE(parser.state(), AnswerParser::State::Body);
    QCOMPARE(body.size(), 200'000);
}

QTEST_GUILESS_MAIN(TestAnswerParser)
#include "tst_answerparser.moc"
