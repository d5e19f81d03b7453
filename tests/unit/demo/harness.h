#pragma once

#include "demo/democloud.h"
#include "demo/faultinjector.h"
#include "support/fakeclock.h"

#include <QtCore/QEventLoop>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTimer>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QNetworkRequest>

namespace oriel::test {

using namespace Qt::StringLiterals;

struct Answer
{
    int status = 0;                        ///< 0: none came
    QHash<QByteArray, QByteArray> headers; ///< by lower-case name
    QByteArray body;
    bool broken = false; ///< the connection ended before the answer did

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    /// The message of any service's error.
    [[nodiscard]] QString message() const
    {
        const QJsonObject object = json();
        if (object.value(u"message").isString())
            return object.value(u"message").toString();
        return object.isEmpty() ? QString()
                                : object.begin()->toObject().value(u"message").toString();
    }
};

/// A demo cloud under a clock that stands still, and a client that knows nothing but HTTP.
class Harness
{
public:
    explicit Harness(demo::DemoOptions options = {}) : cloud(options, clock)
    {
        const auto started = cloud.start();
        if (!started)
            qFatal("%s", qPrintable(started.error().message));
        network.setTransferTimeout(20'000);
    }

    FakeClock clock;
    demo::DemoCloud cloud;
    QNetworkAccessManager network;
    QByteArray token;
    QString project;

    QNetworkReply *send(const QByteArray &method, const QString &path, const QByteArray &body,
                        const QList<std::pair<QByteArray, QByteArray>> &headers = {})
    {
        QNetworkRequest request(
            QUrl(u"http://127.0.0.1:%1%2"_s.arg(QString::number(cloud.port()), path)));
        request.setRawHeader("Accept", "application/json");
        if (!token.isEmpty())
            request.setRawHeader("X-Auth-Token", token);
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        return network.sendCustomRequest(request, method, body);
    }

    static Answer finished(QNetworkReply *reply)
    {
        if (!reply->isFinished()) {
            QEventLoop loop;
            QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
            loop.exec();
        }
        Answer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        for (const auto &[name, value] : reply->rawHeaderPairs())
            answer.headers.insert(name.toLower(), value);
        answer.body = reply->readAll();
        answer.broken = reply->error() == QNetworkReply::RemoteHostClosedError;
        reply->deleteLater();
        return answer;
    }

    Answer call(const QByteArray &method, const QString &path, const QJsonObject &body = {},
                const QList<std::pair<QByteArray, QByteArray>> &headers = {})
    {
        return finished(send(
            method, path, body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(), headers));
    }
    Answer get(const QString &path, const QList<std::pair<QByteArray, QByteArray>> &headers = {})
    {
        return call("GET", path, {}, headers);
    }

    static QJsonObject passwordAuth(const QString &user, const QString &password,
                                    const QString &projectName = {})
    {
        const QJsonObject domain{{u"name"_s, u"Default"_s}};
        QJsonObject auth{
            {u"identity"_s,
             QJsonObject{{u"methods"_s, QJsonArray{u"password"_s}},
                         {u"password"_s,
                          QJsonObject{{u"user"_s, QJsonObject{{u"name"_s, user},
                                                              {u"domain"_s, domain},
                                                              {u"password"_s, password}}}}}}}};
        if (!projectName.isEmpty()) {
            auth.insert(u"scope"_s,
                        QJsonObject{{u"project"_s, QJsonObject{{u"name"_s, projectName},
                                                               {u"domain"_s, domain}}}});
        }
        return {{u"auth"_s, auth}};
    }

    /// Keeps the token for the calls to come.
    Answer signIn(const QString &user = u"demo"_s, const QString &password = u"demo"_s,
                  const QString &projectName = u"demo"_s)
    {
        token.clear();
        const Answer answer =
            call("POST", u"/identity/v3/auth/tokens"_s, passwordAuth(user, password, projectName));
        token = answer.headers.value("x-subject-token");
        project = answer.json()
                      .value(u"token")
                      .toObject()
                      .value(u"project")
                      .toObject()
                      .value(u"id")
                      .toString();
        return answer;
    }

    QString volumePath(const QString &rest) const { return u"/volume/v3/"_s + project + rest; }

    /// The id of the row called `name` in a listing.
    QString idOf(const QString &path, const QString &key, const QString &name)
    {
        const QJsonArray rows = get(path).json().value(key).toArray();
        for (const auto &row : rows) {
            if (row.toObject().value(u"name").toString() == name)
                return row.toObject().value(u"id").toString();
        }
        return {};
    }
    QString serverId(const QString &name)
    {
        return idOf(u"/compute/v2.1/servers"_s, u"servers"_s, name);
    }
    QJsonObject server(const QString &id, const QByteArray &microversion = "2.1")
    {
        return get(u"/compute/v2.1/servers/"_s + id,
                   {{"OpenStack-API-Version", "compute " + microversion}})
            .json()
            .value(u"server")
            .toObject();
    }
    Answer action(const QString &id, const QJsonObject &body,
                  const QByteArray &microversion = "2.1")
    {
        return call("POST", u"/compute/v2.1/servers/%1/action"_s.arg(id), body,
                    {{"OpenStack-API-Version", "compute " + microversion}});
    }
    /// Asks for a snapshot and gives the image's id.
    QString snapshot(const QString &id, const QString &name)
    {
        return action(id, {{u"createImage"_s, QJsonObject{{u"name"_s, name}}}}, "2.93")
            .json()
            .value(u"image_id")
            .toString();
    }
    QJsonObject image(const QString &id) { return get(u"/image/v2/images/"_s + id).json(); }
};

} // namespace oriel::test
