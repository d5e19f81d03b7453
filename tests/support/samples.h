#pragma once

#include "net/request.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace oriel::test {

/// One of the recorded answers of a real cloud (tests/live/openstack/samples), as a decoder gets
/// it. Ends the test run where the file is missing: a decoder test without its sample tests
/// nothing.
inline net::Answer sampleAnswer(const QString &name)
{
    QFile file(QStringLiteral(ORIEL_SAMPLES) + u'/' + name + QStringLiteral(".json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no sample %s", qPrintable(name));
    const QJsonObject recorded = QJsonDocument::fromJson(file.readAll())
                                     .object()
                                     .value(QStringLiteral("response"))
                                     .toObject();
    net::Answer answer;
    answer.status = recorded.value(QStringLiteral("status")).toInt();
    const QJsonObject headers = recorded.value(QStringLiteral("headers")).toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header) {
        answer.headers.append(
            {header.key().toLower().toLatin1(), header.value().toString().toLatin1()});
    }
    answer.requestId = QString::fromLatin1(answer.header("x-openstack-request-id"));
    const QJsonValue body = recorded.value(QStringLiteral("body"));
    if (body.isObject())
        answer.body = QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact);
    else if (body.isString())
        answer.body = body.toString().toUtf8();
    return answer;
}

/// An answer with this body and nothing else.
inline net::Answer answerOf(const QByteArray &body)
{
    net::Answer answer;
    answer.status = 200;
    answer.body = body;
    answer.requestId = QStringLiteral("req-1");
    return answer;
}

} // namespace oriel::test
