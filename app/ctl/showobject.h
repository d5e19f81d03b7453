#pragma once

#include "base/literals.h"
#include "net/endpoint.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace oriel::ctl {

/// GET of one object with all keys as the service sends them, for the commands that show
/// everything.
struct ShowObject
{
    using Value = QJsonObject;

    net::Service service = net::Service::Compute;
    QString path;
    QString key = {}; ///< the member that contains it; empty: the whole answer
    /// None: like `openstack` by default.
    std::optional<net::MicroversionRange> microversions = {};

    [[nodiscard]] net::Request request() const
    {
        net::Request request;
        request.service = service;
        request.path = path;
        request.microversions = microversions;
        return request;
    }

    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const
    {
        const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
        const QJsonObject object = key.isEmpty() ? root : root.value(key).toObject();
        if (!object.isEmpty())
            return object;
        Error error;
        error.kind = ErrorKind::BrokenAnswer;
        error.message = u"The answer is not what was asked for."_s;
        return error;
    }
};

} // namespace oriel::ctl
