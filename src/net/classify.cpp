#include "net/classify.h"

#include "net/json.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtCore/QRegularExpression>

#include <algorithm>

namespace oriel::net {

namespace {

constexpr qsizetype longestMessage = 2000;

/// What a body says, before it is judged.
struct Said
{
    QString message;
    bool overLimit = false;   ///< nova's and cinder's key, neutron's type
    bool fromService = false; ///< one of the services' own forms
};

/// The word alone is not enough: "Policy doesn't allow …:os-quota-sets:show" is no full quota.
bool looksLikeQuota(const QString &message)
{
    static const QRegularExpression words(
        QStringLiteral(
            "quota\\b.*exceed|exceed\\w*\\b.*\\bquota|over\\s?quota|LimitExceeded|limit exceeded"
            "|maximum number of .*(allowed|exceeded|reached)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    return words.match(message).hasMatch();
}

/// Keystone, neutron, nova, cinder: one object inside the object, under a key that varies. Glance:
/// none.
Said fromJson(const json::Object &root)
{
    Said said;
    if (root.value("message").type() == json::Type::String) {
        said.message = root.string("message");
        said.fromService = true;
        return said;
    }
    for (const json::Member member : root) {
        if (member.value.type() == json::Type::String &&
            (member.key == "NeutronError" || member.key == "error")) {
            said.message = member.value.string();
            said.fromService = true;
        } else if (member.value.type() == json::Type::Object) {
            const json::Object inner = member.value.object();
            said.message = inner.text("message");
            const QString type = inner.text("type");
            said.overLimit = member.key == "overLimit" ||
                             type.contains(QLatin1String("OverQuota")) ||
                             type.contains(QLatin1String("QuotaExceeded"));
            const QString detail = inner.text("detail");
            if (said.message.isEmpty())
                said.message = detail;
            said.fromService = !said.message.isEmpty();
        }
        if (said.fromService)
            return said;
    }
    // The API working group's form, which placement and some proxies of services write.
    for (const json::Object item : root.array("errors").objects()) {
        said.message = item.text("detail");
        if (said.message.isEmpty())
            said.message = item.text("title");
        said.fromService = !said.message.isEmpty();
        break;
    }
    return said;
}

Said readBody(const QByteArray &body)
{
    const auto document = json::Document::parse(body);
    if (document) {
        Said said = fromJson(document->object());
        said.message = withoutMarkup(said.message);
        return said;
    }
    Said said;
    said.message = withoutMarkup(QString::fromUtf8(body.left(16 * longestMessage)));
    return said;
}

ErrorKind kindOf(int status, const Said &said, bool waits)
{
    switch (status) {
    case 401:
        return ErrorKind::Unauthorized;
    case 403:
        return said.overLimit || looksLikeQuota(said.message) ? ErrorKind::OverQuota
                                                              : ErrorKind::Forbidden;
    case 404:
    case 410:
        return ErrorKind::NotFound;
    case 406:
        return ErrorKind::Unsupported;
    case 408:
    case 504:
        return ErrorKind::Timeout;
    case 409:
        // Neutron says its quotas are full with a conflict.
        return said.overLimit ? ErrorKind::OverQuota : ErrorKind::Conflict;
    case 413:
        if (said.overLimit && !waits)
            return ErrorKind::OverQuota;
        if (waits)
            return ErrorKind::RateLimited;
        return looksLikeQuota(said.message) ? ErrorKind::OverQuota : ErrorKind::BadRequest;
    case 429:
        return ErrorKind::RateLimited;
    default:
        break;
    }
    if (status >= 500)
        return ErrorKind::Unavailable;
    if (status >= 400)
        return ErrorKind::BadRequest;
    return ErrorKind::BrokenAnswer;
}

QString plainWords(int status)
{
    return QCoreApplication::translate(
               "oriel::net::classify",
               "The service answered with HTTP status %1 and no explanation.")
        .arg(status);
}

} // namespace

QString withoutMarkup(const QString &text)
{
    static const QRegularExpression invisible(
        QStringLiteral("<(script|style|head)\\b.*?</\\1\\s*>|<!--.*?-->"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression tag(QStringLiteral("</?[A-Za-z!?][^<>]*>"));
    QString plain = text;
    if (plain.contains(u'<')) {
        // A page's title says more than nothing where its body is empty.
        static const QRegularExpression title(QStringLiteral("<title[^>]*>(.*?)</title\\s*>"),
                                              QRegularExpression::CaseInsensitiveOption |
                                                  QRegularExpression::DotMatchesEverythingOption);
        const QString heading = title.match(plain).captured(1);
        plain.replace(invisible, QStringLiteral(" "));
        plain.replace(tag, QStringLiteral(" "));
        if (plain.trimmed().isEmpty())
            plain = heading;
    }
    if (plain.contains(u'&')) {
        plain.replace(QLatin1String("&lt;"), QLatin1String("<"));
        plain.replace(QLatin1String("&gt;"), QLatin1String(">"));
        plain.replace(QLatin1String("&quot;"), QLatin1String("\""));
        plain.replace(QLatin1String("&#39;"), QLatin1String("'"));
        plain.replace(QLatin1String("&#x27;"), QLatin1String("'"));
        plain.replace(QLatin1String("&nbsp;"), QLatin1String(" "));
        plain.replace(QLatin1String("&amp;"), QLatin1String("&"));
    }
    plain = plain.simplified();
    if (plain.size() > longestMessage)
        plain = plain.left(longestMessage) + u'…';
    return plain;
}

QString requestIdOf(const Headers &headers)
{
    QByteArray id = headerValue(headers, "x-openstack-request-id");
    if (id.isEmpty())
        id = headerValue(headers, "x-compute-request-id");
    return QString::fromLatin1(id);
}

std::optional<std::chrono::milliseconds> retryAfterOf(const Headers &headers, const QDateTime &now)
{
    const QByteArray value = headerValue(headers, "retry-after").trimmed();
    if (value.isEmpty())
        return std::nullopt;
    bool number = false;
    const qlonglong seconds = value.toLongLong(&number);
    constexpr qlonglong day = 86'400;
    if (number)
        return std::chrono::seconds(std::clamp<qlonglong>(seconds, 0, day));
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(value),
                                             QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    return std::chrono::milliseconds(std::clamp<qint64>(now.msecsTo(date), 0, day * 1000));
}

Error classify(const HttpAnswer &answer, const QDateTime &now)
{
    const Said said = readBody(answer.body);
    Error error;
    error.httpStatus = answer.status;
    error.message = said.message.isEmpty() ? plainWords(answer.status) : said.message;
    error.requestId = requestIdOf(answer.headers);
    error.retryAfter = retryAfterOf(answer.headers, now);
    error.when = now;
    error.kind = kindOf(answer.status, said, error.retryAfter && error.retryAfter->count() > 0);
    return error;
}

} // namespace oriel::net
