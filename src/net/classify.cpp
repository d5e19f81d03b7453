#include "net/classify.h"

#include "net/json.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::net {

namespace {

constexpr qsizetype longestMessage = 2000;

/// Only this much of a text is searched for a message; styles of a page may precede it.
constexpr qsizetype longestSearched = 16 * longestMessage;

/// A larger body is not an error message and is not parsed.
constexpr qsizetype longestBody = qsizetype{1024} * 1024;

/// What a body contains, before the status is taken into account.
struct ErrorBody
{
    QString message;
    bool overLimit = false;   ///< nova's and cinder's key, neutron's type
    bool fromService = false; ///< in one of the services' own formats
    bool raw = false;         ///< JSON of an unknown format, verbatim
};

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

/// Whether `text` contains `first` and, later, `second`.
bool inThisOrder(const QString &text, QLatin1String first, QLatin1String second)
{
    const qsizetype at = text.indexOf(first);
    return at >= 0 && text.lastIndexOf(second) >= at + first.size();
}

/// The word alone is not enough: "Policy doesn't allow …:os-quota-sets:show" is not a full quota.
bool saysQuotaIsExceeded(const QString &text)
{
    const QLatin1String quota("quota");
    const QLatin1String exceed("exceed");
    const qsizetype firstExceed = text.indexOf(exceed);
    const qsizetype lastExceed = text.lastIndexOf(exceed);
    for (qsizetype at = text.indexOf(quota); firstExceed >= 0 && at >= 0;
         at = text.indexOf(quota, at + quota.size())) {
        const qsizetype end = at + quota.size();
        const bool endsWord = end == text.size() || !isWordCharacter(text.at(end));
        const bool beginsWord = at == 0 || !isWordCharacter(text.at(at - 1));
        if ((endsWord && lastExceed >= end) || (beginsWord && firstExceed < at))
            return true;
    }
    return false;
}

bool looksLikeQuota(const QString &message)
{
    const QString text = message.toLower();
    if (saysQuotaIsExceeded(text))
        return true;
    for (const char *words : {"overquota", "over quota", "limitexceeded", "limit exceeded"}) {
        if (text.contains(QLatin1String(words)))
            return true;
    }
    const QLatin1String most("maximum number of ");
    return inThisOrder(text, most, QLatin1String("allowed")) ||
           inThisOrder(text, most, QLatin1String("exceeded")) ||
           inThisOrder(text, most, QLatin1String("reached"));
}

/// Keystone, neutron, nova and cinder nest one object under a key that varies. Glance does not.
ErrorBody fromJson(const json::Object &root)
{
    ErrorBody parsed;
    if (root.value("message").type() == json::Type::String) {
        parsed.message = root.string("message");
        parsed.fromService = true;
        return parsed;
    }
    for (const json::Member member : root) {
        if (member.value.type() == json::Type::String &&
            (member.key == "NeutronError" || member.key == "error")) {
            parsed.message = member.value.string();
            parsed.fromService = true;
        } else if (member.value.type() == json::Type::Object) {
            const json::Object inner = member.value.object();
            parsed.message = inner.text("message");
            const QString type = inner.text("type");
            parsed.overLimit = member.key == "overLimit" ||
                               type.contains(QLatin1String("OverQuota")) ||
                               type.contains(QLatin1String("QuotaExceeded"));
            // Neutron puts details in a second member; ironic and others use SOAP's name.
            for (const char *key : {"detail", "faultstring"}) {
                const QString more = inner.text(key);
                if (!more.isEmpty() && !parsed.message.contains(more))
                    parsed.message += (parsed.message.isEmpty() ? QString() : u" "_s) + more;
            }
            parsed.fromService = !parsed.message.isEmpty();
        }
        if (parsed.fromService)
            return parsed;
    }
    // The API working group's format, used by placement and some proxies.
    for (const json::Object item : root.array("errors").objects()) {
        const QString detail = item.text("detail");
        const QString words = detail.isEmpty() ? item.text("title") : detail;
        if (!words.isEmpty() && !parsed.message.contains(words))
            parsed.message += (parsed.message.isEmpty() ? QString() : u" "_s) + words;
        parsed.fromService = !parsed.message.isEmpty();
        if (parsed.message.size() > longestMessage)
            break;
    }
    // Gateways and other services have their own formats.
    for (const char *key :
         {"detail", "description", "reason", "faultstring", "error_message", "title"}) {
        if (parsed.message.isEmpty() && root.value(key).type() == json::Type::String)
            parsed.message = root.string(key);
    }
    return parsed;
}

ErrorBody readBody(const QByteArray &body)
{
    if (body.size() <= longestBody) {
        if (const auto document = json::Document::parse(body)) {
            ErrorBody parsed = fromJson(document->object());
            const json::Value root = document->root();
            if (root.type() == json::Type::String)
                parsed.message = root.string();
            // An object of an unknown format: show it verbatim rather than nothing.
            parsed.raw = parsed.message.isEmpty() && root.type() == json::Type::Object &&
                         !root.object().isEmpty();
            if (parsed.raw)
                parsed.message = root.text();
            parsed.message = withoutMarkup(parsed.message);
            return parsed;
        }
    }
    ErrorBody parsed;
    parsed.message = withoutMarkup(QString::fromUtf8(body.left(longestSearched)));
    return parsed;
}

ErrorKind kindOf(int status, const ErrorBody &parsed, bool waits)
{
    switch (status) {
    case 400:
        // Cinder, if a group snapshot has more volumes than the project may still have. A limit
        // that is no quota has other words: "maximum number of metadata items".
        return saysQuotaIsExceeded(parsed.message.toLower()) ? ErrorKind::OverQuota
                                                             : ErrorKind::BadRequest;
    case 401:
        return ErrorKind::Unauthorized;
    case 403:
        return parsed.overLimit || looksLikeQuota(parsed.message) ? ErrorKind::OverQuota
                                                                  : ErrorKind::Forbidden;
    case 404:
    case 410:
        return ErrorKind::NotFound;
    case 406:
    case 501: // the service answers it after asking the hypervisor's driver: nothing was done
        return ErrorKind::Unsupported;
    case 408:
    case 504:
        return ErrorKind::Timeout;
    case 412:
        return ErrorKind::Conflict;
    case 409:
        // Neutron reports full quotas as conflicts.
        return parsed.overLimit ? ErrorKind::OverQuota : ErrorKind::Conflict;
    case 413:
        if (parsed.overLimit && !waits)
            return ErrorKind::OverQuota;
        if (waits)
            return ErrorKind::RateLimited;
        return looksLikeQuota(parsed.message) ? ErrorKind::OverQuota : ErrorKind::BadRequest;
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

/// Removes markup from a text in one pass, however it is nested or left open.
class TagRemover
{
public:
    explicit TagRemover(QStringView text) : m_text(text) {}

    /// The text, or the page's title if there is no other text.
    [[nodiscard]] QString text()
    {
        QString plain;
        while (m_at < m_text.size()) {
            const qsizetype next = m_text.indexOf(u'<', m_at);
            if (next < 0)
                break;
            plain += m_text.sliced(m_at, next - m_at);
            m_at = next;
            if (skipInvisible() || skipTag())
                plain += u' ';
            else
                plain += m_text.at(m_at++);
        }
        plain += m_text.sliced(m_at);
        return plain.trimmed().isEmpty() ? title() : plain;
    }

private:
    /// Skips an element whose content is not shown, or a comment.
    bool skipInvisible()
    {
        if (follows(QLatin1String("<!--")))
            return skipBehind(QLatin1String("-->"), m_endlessComment);
        return skipElement(QLatin1String("script"), m_endlessScript) ||
               skipElement(QLatin1String("style"), m_endlessStyle) ||
               skipElement(QLatin1String("head"), m_endlessHead);
    }

    /// `endless`: this element is known to have no end tag, so it is not searched again.
    bool skipElement(QLatin1String name, bool &endless)
    {
        const qsizetype behind = m_at + 1 + name.size();
        if (endless || !m_text.sliced(m_at + 1).startsWith(name, Qt::CaseInsensitive) ||
            (behind < m_text.size() && isWordCharacter(m_text.at(behind))))
            return false;
        const qsizetype end =
            m_text.indexOf(QString(QLatin1String("</") + name), behind, Qt::CaseInsensitive);
        endless = end < 0;
        if (endless)
            return false;
        const qsizetype close = m_text.indexOf(u'>', end);
        m_at = close < 0 ? m_text.size() : close + 1;
        return true;
    }

    bool skipBehind(QLatin1String mark, bool &endless)
    {
        const qsizetype end = endless ? -1 : m_text.indexOf(mark, m_at);
        endless = end < 0;
        if (endless)
            return false;
        m_at = end + mark.size();
        return true;
    }

    /// Skips "<b>", "</b>", "<!doctype html>"; not "1 < 2".
    bool skipTag()
    {
        qsizetype at = m_at + 1;
        if (at < m_text.size() && m_text.at(at) == u'/')
            ++at;
        if (at >= m_text.size())
            return false;
        const QChar first = m_text.at(at);
        const bool letter = (first >= u'a' && first <= u'z') || (first >= u'A' && first <= u'Z');
        if (!letter && first != u'!' && first != u'?')
            return false;
        // Up to the next bracket of either kind, where text() continues.
        while (at < m_text.size() && m_text.at(at) != u'<' && m_text.at(at) != u'>')
            ++at;
        if (at == m_text.size() || m_text.at(at) == u'<')
            return false;
        m_at = at + 1;
        return true;
    }

    [[nodiscard]] QString title() const
    {
        const qsizetype tag = m_text.indexOf(u"<title", 0, Qt::CaseInsensitive);
        const qsizetype begin = tag < 0 ? -1 : m_text.indexOf(u'>', tag);
        const qsizetype end =
            begin < 0 ? -1 : m_text.indexOf(u"</title", begin, Qt::CaseInsensitive);
        return end < 0 ? QString() : m_text.sliced(begin + 1, end - begin - 1).toString();
    }

    [[nodiscard]] bool follows(QLatin1String mark) const
    {
        return m_text.sliced(m_at).startsWith(mark);
    }

    QStringView m_text;
    qsizetype m_at = 0;
    bool m_endlessComment = false;
    bool m_endlessScript = false;
    bool m_endlessStyle = false;
    bool m_endlessHead = false;
};

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
    QString plain = text.left(longestSearched);
    if (plain.contains(u'<'))
        plain = TagRemover(QString(plain)).text();
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
    QDateTime date =
        QLocale::c().toDateTime(QString::fromLatin1(value), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    return std::chrono::milliseconds(std::clamp<qint64>(now.msecsTo(date), 0, day * 1000));
}

bool isOfService(const HttpAnswer &answer)
{
    if (!requestIdOf(answer.headers).isEmpty())
        return true;
    if (answer.body.size() > longestBody)
        return false;
    const auto document = json::Document::parse(answer.body);
    if (!document)
        return false;
    const json::Object root = document->object();
    // Glance, and the others for an address that they do not have. Gateways have no title.
    if (root.value("message").type() == json::Type::String)
        return root.value("code").type() != json::Type::Missing &&
               root.value("title").type() == json::Type::String;
    return fromJson(root).fromService;
}

Error classify(const HttpAnswer &answer, const QDateTime &now)
{
    const ErrorBody parsed = readBody(answer.body);
    Error error;
    error.httpStatus = answer.status;
    error.message = parsed.message.isEmpty() ? plainWords(answer.status)
                    : parsed.raw             ? plainWords(answer.status) + u' ' + parsed.message
                                             : parsed.message;
    error.requestId = requestIdOf(answer.headers);
    error.retryAfter = retryAfterOf(answer.headers, now);
    error.when = now;
    error.kind = kindOf(answer.status, parsed, error.retryAfter && error.retryAfter->count() > 0);
    return error;
}

} // namespace oriel::net
