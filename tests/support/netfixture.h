#pragma once

#include "base/literals.h"
#include "net/apiclient.h"
#include "net/json.h"
#include "net/transport.h"

#include "support/fakeauthority.h"
#include "support/fakeclock.h"
#include "support/scriptedserver.h"

#include <memory>
#include <optional>

namespace oriel::test {

/// A small endpoint: any method and path; its value is the "name" in the answer, or its whole body.
struct NamedRequest
{
    using Value = QString;

    net::Request what;

    [[nodiscard]] net::Request request() const { return what; }
    [[nodiscard]] Result<QString> decode(const net::Answer &answer) const
    {
        if (answer.body.isEmpty())
            return u"(nothing)"_s;
        return net::json::decode<QString>(
            answer, [](const net::json::Object &root) { return root.requiredString("name"); });
    }
};

inline NamedRequest ask(net::Method method, const QString &path = u"/thing"_s,
                        const QByteArray &body = {})
{
    NamedRequest endpoint;
    endpoint.what.method = method;
    endpoint.what.path = path;
    endpoint.what.body = body;
    return endpoint;
}

/// A list of numbers in pages: {"items": [1, 2], "next": "2"}.
struct ListNumbers
{
    using Item = int;
    using Value = net::Page<int>;

    QString marker;

    [[nodiscard]] net::Request request() const
    {
        net::Request request;
        request.path = u"/numbers"_s;
        if (!marker.isEmpty())
            request.query.addQueryItem(u"marker"_s, marker);
        return request;
    }
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const
    {
        return net::json::decode<Value>(answer, [](const net::json::Object &root) {
            Value page;
            for (const net::json::Value item : root.requiredArray("items"))
                page.items.push_back(item.int32());
            if (root.has("next"))
                page.next = root.string("next");
            return page;
        });
    }
    [[nodiscard]] ListNumbers withMarker(const QString &next) const { return {next}; }
};

/// Requests that are for no list are for a version document, which is requested once per service.
inline bool isVersionDocument(const SeenRequest &request)
{
    const QByteArray path = request.path();
    return !path.contains("/servers") && !path.contains("/volumes") &&
           !path.contains("/snapshots") && !path.contains("/images");
}

/// A client with a scripted server that plays every service, and a clock that stands still.
struct NetFixture
{
    NetFixture()
    {
        using net::Service;
        authority.endpoints = {
            {Service::Compute, server.url(u"/compute/v2.1"_s)},
            {Service::BlockStorage, server.url(u"/volume/v3/a1b2c3"_s)},
            {Service::Image, server.url(u"/image"_s)},
            {Service::Identity, server.url(u"/identity/v3"_s)},
        };
        client = std::make_unique<net::ApiClient>(transport, authority, clock);
        client->setRandom([] { return 1.0; });
    }

    /// Calls and keeps the result in `slot`.
    template <typename E>
    net::JobHandle<typename E::Value> call(E endpoint,
                                           std::optional<Result<typename E::Value>> &slot)
    {
        auto job = client->call(std::move(endpoint));
        job.then(&context,
                 [&slot](Result<typename E::Value> result) { slot.emplace(std::move(result)); });
        return job;
    }

    ScriptedServer server;
    FakeClock clock;
    FakeAuthority authority;
    net::Transport transport{clock};
    QObject context;
    std::unique_ptr<net::ApiClient> client;
};

} // namespace oriel::test
