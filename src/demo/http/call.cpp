#include "demo/http/call.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QUrl>

namespace oriel::demo {

void Router::add(const char *method, const char *pattern, Handler handler)
{
    m_routes.push_back(
        {QByteArray(method), QString::fromLatin1(pattern).split(u'/'), std::move(handler)});
}

Router::Match Router::find(const QByteArray &method, const QString &path) const
{
    // HEAD is answered as GET is; the server leaves the body out.
    const QByteArray wanted = method == "HEAD" ? QByteArrayLiteral("GET") : method;
    const QStringList parts = path.split(u'/');
    Match result;
    for (const Route &route : m_routes) {
        if (route.pattern.size() != parts.size())
            continue;
        QStringList parameters;
        bool fits = true;
        for (qsizetype i = 0; fits && i < parts.size(); ++i) {
            if (route.pattern[i] == u"{}") {
                fits = !parts[i].isEmpty();
                parameters.append(QUrl::fromPercentEncoding(parts[i].toUtf8()));
            } else {
                fits = route.pattern[i] == parts[i];
            }
        }
        if (!fits)
            continue;
        if (route.method == wanted)
            return {Outcome::Found, &route.handler, parameters};
        result.outcome = Outcome::NoMethod;
    }
    return result;
}

std::optional<QJsonObject> parsedBody(const HttpRequest &request)
{
    if (request.body.trimmed().isEmpty())
        return QJsonObject();
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    if (!document.isObject())
        return std::nullopt;
    return document.object();
}

QString pythonText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("True") : QStringLiteral("False");
    case QJsonValue::Double:
        return value.toVariant().toString();
    case QJsonValue::String:
        return u'\'' + value.toString() + u'\'';
    case QJsonValue::Array: {
        QStringList items;
        const QJsonArray array = value.toArray();
        for (const auto &item : array)
            items.append(pythonText(item));
        return u'[' + items.join(QStringLiteral(", ")) + u']';
    }
    case QJsonValue::Object: {
        QStringList items;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            items.append(u'\'' + it.key() + QStringLiteral("': ") + pythonText(it.value()));
        return u'{' + items.join(QStringLiteral(", ")) + u'}';
    }
    default:
        return QStringLiteral("None");
    }
}

QString nextQuery(const HttpRequest &request, const QString &marker)
{
    QStringList parts;
    const auto encoded = [](const QString &text) {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    };
    for (const auto &[key, value] : request.query) {
        if (key != u"marker")
            parts.append(encoded(key) + u'=' + encoded(value));
    }
    parts.append(QStringLiteral("marker=") + marker);
    return u'?' + parts.join(u'&');
}

} // namespace oriel::demo
