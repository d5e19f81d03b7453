#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <functional>
#include <optional>
#include <utility>

namespace oriel::demo {

/// One received request.
struct HttpRequest
{
    QByteArray method;
    QByteArray target;                        ///< path and query, undecoded
    QString path;                             ///< undecoded, without the query
    QList<std::pair<QString, QString>> query; ///< decoded, in the order sent
    QHash<QByteArray, QByteArray> headers;    ///< by lower-case name
    QByteArray body;

    [[nodiscard]] QByteArray header(const QByteArray &lowerName) const
    {
        return headers.value(lowerName);
    }
    /// The last value of that name, as the services use it; nullopt if it was not sent.
    [[nodiscard]] std::optional<QString> argument(QStringView name) const;

    /// Splits a target into path and decoded query.
    void setTarget(const QByteArray &rawTarget);
};

/// One answer. The endings other than Whole are for faults.
struct HttpResponse
{
    enum class Ending {
        Whole,
        CutBefore, ///< the connection is closed before the first byte
        CutBody,   ///< the connection is closed after `cutAfter` bytes of the body
        Raw, ///< `body` is sent as it is, without a status line, then the connection is closed
    };

    int status = 200;
    QByteArray contentType;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    Ending ending = Ending::Whole;
    qsizetype cutAfter = 0;

    static HttpResponse json(int status, const QJsonObject &object);
    static HttpResponse empty(int status);
    HttpResponse &with(const QByteArray &name, const QByteArray &value);
};

/// Answers a request, immediately or later, at most once. Harmless after the client has
/// disconnected.
using HttpResponder = std::function<void(HttpResponse)>;

/// `plain` as a gzip file (RFC 1952).
[[nodiscard]] QByteArray gzip(const QByteArray &plain);

} // namespace oriel::demo
