#pragma once

#include "base/literals.h"
#include "demo/democloud.h"
#include "demo/faultinjector.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/compute/server.h"
#include "openstack/identity/session.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "support/fakeclock.h"

#include <QtTest/QtTest>

#include <memory>

namespace oriel::test {

/// The demo cloud over real HTTP, a session signed in to it, and stores; all on one clock that
/// advances only in pump().
struct DemoCloudFixture
{
    explicit DemoCloudFixture(const QString &user = u"demo"_s, const QString &password = u"demo"_s,
                              const QString &project = u"demo"_s)
    {
        if (!cloud.start().ok())
            qFatal("no port on loopback");
        openstack::CloudConfig config;
        config.name = u"demo"_s;
        config.auth.authUrl = cloud.authUrl();
        config.auth.username = user;
        config.auth.password = password;
        config.auth.userDomainName = config.auth.projectDomainName = u"Default"_s;
        config.auth.projectName = project;
        config.region = u"RegionOne"_s;
        session = std::make_unique<openstack::Session>(transport, clock, config);
        client = std::make_unique<net::ApiClient>(transport, *session, clock);
        stores = std::make_unique<store::CloudStores>(*client, clock);
    }

    [[nodiscard]] operations::Context context() { return {*client, *stores, clock, u"demo"_s}; }

    /// Lets the sockets work and time pass until `done`, at most `span` of the clock's time.
    template <typename F>
    bool pump(F done, std::chrono::milliseconds span = std::chrono::minutes(20))
    {
        const auto end = clock.elapsed() + span;
        while (!done()) {
            if (clock.elapsed() >= end)
                return false;
            // Answers on loopback take a few milliseconds: wait for them before advancing the
            // clock, otherwise deadlines would pass.
            for (int i = 0; i < 12 && !done() && (i == 0 || client->running() > 0); ++i)
                QTest::qWait(1);
            if (!done())
                clock.advance(std::chrono::milliseconds(250));
        }
        return true;
    }

    /// Calls, waits, and returns the value; aborts if there is none. For preconditions of a test.
    template <typename E>
    typename E::Value get(E endpoint)
    {
        std::optional<Result<typename E::Value>> slot;
        client->call(std::move(endpoint)).then(&clockContext, [&slot](auto result) {
            slot.emplace(std::move(result));
        });
        if (!pump([&] { return slot.has_value(); }) || !slot->ok())
            qFatal("%s", slot ? qPrintable(slot->error().message) : "no answer");
        return std::move(*slot).value();
    }

    /// The instance of this name, with its row in the store.
    openstack::Server server(const QString &name)
    {
        openstack::List<openstack::Server> list;
        list.filters.insert(QStringLiteral("name"), QLatin1Char('^') + name + QLatin1Char('$'));
        const auto page = get(list);
        if (page.items.size() != 1)
            qFatal("no such instance in the demo cloud");
        stores->servers.upsert({page.items.front()});
        return page.items.front();
    }

    FakeClock clock;
    demo::DemoCloud cloud{{}, clock};
    net::Transport transport{clock};
    std::unique_ptr<openstack::Session> session;
    std::unique_ptr<net::ApiClient> client;
    std::unique_ptr<store::CloudStores> stores;
    operations::OperationCenter center;
    QObject clockContext;
};

} // namespace oriel::test
