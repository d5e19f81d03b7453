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

/// A request on its way through one service: who asks, at which microversion, for what.
struct Call
{
    const HttpRequest &request;
    QByteArray requestId;
    QString rest; ///< path below the service's root, undecoded, without a slash at the end
    QStringList parameters; ///< what {…} of the route's pattern stood for, decoded
    const Token *token = nullptr;
    int microversion = 1;  ///< the part behind the dot
    QJsonObject body = {}; ///< the request's body where it is a JSON object
    QJsonValue document = QJsonValue(QJsonValue::Null); ///< the same, whatever it is

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
    [[nodiscard]] QString project() const
    {
        return token != nullptr ? token->projectId : QString();
    }
};

/// What a route demands of a request before its handler sees it; the schemas by microversion.
struct Demands
{
    std::function<Schema(int)> body = {};
    std::function<Schema(int)> query = {};       ///< of the arguments, each a list of its values
    int from = 0;                                ///< the first microversion that has the route
    int until = std::numeric_limits<int>::max(); ///< the last one
};

/// Finds the handler of a method and a path such as "servers/{}/action".
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
        QStringList methods; ///< that the path knows, where it does not know the one asked for
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

/// The body as JSON, null where it is empty; nothing where it is no JSON.
std::optional<QJsonValue> parsedBody(const HttpRequest &request);

/// The arguments of a query, each with the list of its values, for a schema.
QJsonObject queryObject(const HttpRequest &request);

/// A value as Python writes it, for messages that quote what was sent: None, True, 'text', {'k':
/// 1}.
QString pythonText(const QJsonValue &value);

/// The text of a value; null, and unlike an empty text, where it is none.
inline QString textOrNone(const QJsonValue &value)
{
    const QString text = value.toString();
    return value.isString() && text.isNull() ? u""_s : text;
}

/// A text as a value; null where it is none.
inline QJsonValue valueOrNull(const QString &text)
{
    return text.isNull() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

/// What is wrong with a list's `sort_dir`, in the words that nova and cinder share.
inline QString unknownSortDirection()
{
    return u"Invalid input received: Unknown sort direction, must be 'desc' or 'asc'"_s;
}

/// A query as the services write it into their links: the arguments but `marker`, then the new
/// marker.
QString nextQuery(const HttpRequest &request, const QString &marker);

/// The rows of one page: those behind the one with the id `marker`, at most `limit` (negative:
/// all). Nothing where no row has that id.
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
