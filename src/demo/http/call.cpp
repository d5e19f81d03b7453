#include "demo/http/call.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace oriel::demo {

void Router::add(const char *method, const char *pattern, Handler handler, Demands demands)
{
    m_routes.push_back({QByteArray(method), QString::fromLatin1(pattern).split(u'/'),
                        std::move(handler), std::move(demands)});
}

Router::Match Router::find(const QByteArray &method, const QString &path) const
{
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
        if (route.method == method)
            return {Outcome::Found, &route.handler, &route.demands, parameters, {}};
        result.outcome = Outcome::NoMethod;
        result.methods.append(QString::fromLatin1(route.method));
    }
    return result;
}

std::optional<QJsonValue> parsedBody(const HttpRequest &request)
{
    if (request.body.trimmed().isEmpty())
        return QJsonValue(QJsonValue::Null);
    // Inside a list, because a bare number or text is also JSON.
    const QJsonDocument document = QJsonDocument::fromJson('[' + request.body + ']');
    if (!document.isArray() || document.array().size() != 1)
        return std::nullopt;
    return document.array().first();
}

QJsonObject queryObject(const HttpRequest &request)
{
    QJsonObject arguments;
    for (const auto &[key, value] : request.query) {
        QJsonArray values = arguments.value(key).toArray();
        values.append(value);
        arguments.insert(key, values);
    }
    return arguments;
}

namespace {

/// A text with the quotes and escapes that Python uses.
QString pythonQuoted(const QString &text)
{
    const QChar quote = text.contains(u'\'') && !text.contains(u'"') ? u'"' : u'\'';
    QString quoted(quote);
    for (const QChar c : text) {
        if (c == u'\n')
            quoted += u"\\n"_s;
        else if (c == u'\t')
            quoted += u"\\t"_s;
        else if (c == u'\r')
            quoted += u"\\r"_s;
        else if (c == u'\\' || c == quote)
            quoted += u"\\"_s + c;
        else if (c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() <= 0xa0))
            quoted += u"\\x"_s + QString::number(c.unicode(), 16).rightJustified(2, u'0');
        else
            quoted += c;
    }
    return quoted + quote;
}

} // namespace

QString pythonText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? u"True"_s : u"False"_s;
    case QJsonValue::Double:
        return value.toVariant().toString();
    case QJsonValue::String:
        return pythonQuoted(value.toString());
    case QJsonValue::Array: {
        QStringList items;
        const QJsonArray array = value.toArray();
        for (const auto &item : array)
            items.append(pythonText(item));
        return u'[' + items.join(u", "_s) + u']';
    }
    case QJsonValue::Object: {
        QStringList items;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            items.append(pythonQuoted(it.key()) + u": "_s + pythonText(it.value()));
        return u'{' + items.join(u", "_s) + u'}';
    }
    default:
        return u"None"_s;
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
    parts.append(u"marker="_s + marker);
    return u'?' + parts.join(u'&');
}

} // namespace oriel::demo
