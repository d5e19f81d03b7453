#pragma once

#include "base/literals.h"
#include "net/request.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace oriel::test {

/// A recorded answer of a real cloud (tests/live/openstack/samples) as a decoder receives it.
/// Aborts the test run if the file is missing, because a decoder test without its sample tests
/// nothing.
inline net::Answer sampleAnswer(const QString &name)
{
    QFile file(QString::fromUtf8(ORIEL_SAMPLES) + u'/' + name + u".json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no sample %s", qPrintable(name));
    const QJsonObject recorded =
        QJsonDocument::fromJson(file.readAll()).object().value(u"response"_s).toObject();
    net::Answer answer;
    answer.status = recorded.value(u"status"_s).toInt();
    const QJsonObject headers = recorded.value(u"headers"_s).toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header) {
        answer.headers.append(
            {header.key().toLower().toLatin1(), header.value().toString().toLatin1()});
    }
    answer.requestId = QString::fromLatin1(answer.header("x-openstack-request-id"));
    const QJsonValue body = recorded.value(u"body"_s);
    if (body.isObject())
        answer.body = QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact);
    else if (body.isString())
        answer.body = body.toString().toUtf8();
    return answer;
}

/// An answer with only this body.
inline net::Answer answerOf(const QByteArray &body)
{
    net::Answer answer;
    answer.status = 200;
    answer.body = body;
    answer.requestId = u"req-1"_s;
    return answer;
}

} // namespace oriel::test
