#pragma once

#include "base/literals.h"
#include "demo/http/message.h"
#include "demo/http/schema.h"
#include "demo/state.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace oriel::demo {

/// A request inside one service: who sent it, the microversion, and its parts.
struct Call
{
    const HttpRequest &request;
    QByteArray requestId;
    QString rest;           ///< path below the service's root, undecoded, without a trailing slash
    QStringList parameters; ///< the decoded values of the {…} in the route's pattern
    const Token *token = nullptr;
    int microversion = 1;  ///< the minor part
    QJsonObject body = {}; ///< the request's body, if it is a JSON object
    QJsonValue document = QJsonValue(QJsonValue::Null); ///< the same for any JSON

    [[nodiscard]] QString argument(QStringView name) const
    {
        return request.argument(name).value_or(QString());
    }
    [[nodiscard]] bool has(QStringView name) const { return request.argument(name).has_value(); }
    [[nodiscard]] bool member() const
    {
        return token != nullptr &&
               (token->roles.contains(u"member"_s) || token->roles.contains(u"admin"_s));
    }
    [[nodiscard]] bool administrator() const
    {
        return token != nullptr && token->roles.contains(u"admin"_s);
    }
    [[nodiscard]] QString project() const
    {
        return token != nullptr ? token->projectId : QString();
    }
};

/// What a route checks before its handler is called; the schemas are per microversion.
struct Demands
{
    std::function<Schema(int)> body = {};
    std::function<Schema(int)> query = {};       ///< of the arguments, each a list of its values
    int from = 0;                                ///< the first microversion that has the route
    int until = std::numeric_limits<int>::max(); ///< the last one
};

/// Finds the handler for a method and a path such as "servers/{}/action".
class Router
{
public:
    using Handler = std::function<HttpResponse(Call &)>;

    void add(const char *method, const char *pattern, Handler handler, Demands demands = {});

    enum class Outcome { Found, NoPath, NoMethod };
    struct Match
    {
        Outcome outcome = Outcome::NoPath;
        const Handler *handler = nullptr;
        const Demands *demands = nullptr;
        QStringList parameters;
        QStringList methods; ///< the path's methods, if the requested one is not among them
    };
    [[nodiscard]] Match find(const QByteArray &method, const QString &path) const;

private:
    struct Route
    {
        QByteArray method;
        QStringList pattern;
        Handler handler;
        Demands demands;
    };
    std::vector<Route> m_routes;
};

/// The body as JSON, null if it is empty; nullopt if it is not JSON.
std::optional<QJsonValue> parsedBody(const HttpRequest &request);

/// The arguments of a query, each with the list of its values, for a schema.
QJsonObject queryObject(const HttpRequest &request);

/// A value in Python's notation, for messages that quote the request: None, True, 'text', {'k': 1}.
QString pythonText(const QJsonValue &value);

/// The text of a value; null, unlike an empty text, if it is not a text.
inline QString textOrNone(const QJsonValue &value)
{
    const QString text = value.toString();
    return value.isString() && text.isNull() ? u""_s : text;
}

/// A text as a value; null if it is null.
inline QJsonValue valueOrNull(const QString &text)
{
    return text.isNull() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

/// The message for an invalid `sort_dir`, shared by Nova and Cinder.
inline QString unknownSortDirection()
{
    return u"Invalid input received: Unknown sort direction, must be 'desc' or 'asc'"_s;
}

/// A query as in the services' links: the arguments without `marker`, then the new marker.
QString nextQuery(const HttpRequest &request, const QString &marker);

/// The rows of one page: those after the one with the ID `marker`, at most `limit` (negative: all).
/// nullopt if there is no such row.
template <typename T>
std::optional<std::vector<const T *>> pageOf(const std::vector<const T *> &rows,
                                             const QString &marker, int limit)
{
    auto from = rows.begin();
    if (!marker.isEmpty()) {
        from =
            std::find_if(rows.begin(), rows.end(), [&](const T *row) { return row->id == marker; });
        if (from == rows.end())
            return std::nullopt;
        ++from;
    }
    const auto left = rows.end() - from;
    return std::vector<const T *>(from, limit < 0 || left < limit ? rows.end() : from + limit);
}

} // namespace oriel::demo
