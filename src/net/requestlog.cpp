#include "net/requestlog.h"

#include "base/log.h"

using namespace Qt::StringLiterals;

namespace oriel::net {

namespace {

QString addressOf(const QUrl &url)
{
    return redacted(url.toString(QUrl::RemoveUserInfo | QUrl::FullyEncoded));
}

QString headersForLog(const Headers &headers, const QString &before)
{
    QStringList lines;
    for (const auto &[name, value] : headers)
        lines.append(before.isEmpty()
                         ? redacted(QString::fromLatin1(name + ": " + value))
                         : before + u" \""_s + redacted(QString::fromLatin1(name + ": " + value)) +
                               u'"');
    return lines.join(u' ');
}

} // namespace

QString bodyForLog(const QByteArray &body)
{
    constexpr qsizetype most = 32'768;
    constexpr qsizetype edge = 8'192;
    if (body.size() <= most)
        return redacted(QString::fromUtf8(body));
    // A secret that the cut splits would not be recognized, so the text around the cut is removed
    // as well.
    return redacted(QString::fromUtf8(body.first(most))).chopped(edge) +
           u"… (%1 bytes)"_s.arg(body.size());
}

RequestLog::RequestLog(Detail detail, std::function<void(const QString &)> write)
    : m_detail(detail)
    , m_write(std::move(write))
{}

void RequestLog::sending(const HttpRequest &request, const QUrl &url)
{
    if (m_detail != Detail::Everything)
        return;
    QString text = u"REQ: curl -g -i -X %1 %2 %3"_s.arg(
        QString::fromLatin1(methodName(request.method)), addressOf(url),
        headersForLog(request.headers, u"-H"_s));
    if (!request.body.isEmpty())
        text += u" -d '"_s + bodyForLog(request.body) + u'\'';
    m_write(text);
}

void RequestLog::answered(const HttpRequest &request, const Result<HttpAnswer> &answer,
                          std::chrono::microseconds elapsed)
{
    const QUrl url = answer && !answer->url.isEmpty() ? answer->url : request.url;
    const double seconds = std::chrono::duration<double>(elapsed).count();
    const QString what = QString::fromLatin1(methodName(request.method)) + u' ' + addressOf(url);
    m_timings.push_back({what, seconds});
    if (m_detail == Detail::None)
        return;
    if (!answer) {
        m_write(u"%1: %2 (%3 s)"_s.arg(what, redacted(answer.error().message),
                                       QString::number(seconds, 'f', 3)));
        return;
    }
    if (m_detail == Detail::Lines) {
        m_write(u"%1: %2 (%3 s)"_s.arg(what, QString::number(answer->status),
                                       QString::number(seconds, 'f', 3)));
        return;
    }
    m_write(u"RESP: [%1] %2"_s.arg(QString::number(answer->status),
                                   headersForLog(answer->headers, {})));
    if (!answer->body.isEmpty())
        m_write(u"RESP BODY: "_s + bodyForLog(answer->body));
}

} // namespace oriel::net
