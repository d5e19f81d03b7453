#pragma once

#include "base/literals.h"
#include "demo/democloud.h"
#include "demo/faultinjector.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/compute/server.h"
#include "openstack/identity/session.h"
#include "operations/journal/journal.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "support/fakeclock.h"

#include <QtCore/QTimer>
#include <QtTest/QtTest>

#include <algorithm>
#include <memory>

namespace oriel::test {

/// The demo cloud over real HTTP, a session signed in to it, and stores; all on one clock that
/// advances only in pump().
struct DemoCloudFixture
{
    explicit DemoCloudFixture(const QString &user = u"demo"_s, const QString &password = u"demo"_s,
                              const QString &project = u"demo"_s,
                              const demo::DemoOptions &options = {},
                              const QMap<QString, openstack::ServiceConfig> &services = {})
        : cloud(options, clock)
    {
        if (!cloud.start().ok())
            qFatal("no port on loopback");
        transport.setTracer(&onTheirWay);
        openstack::CloudConfig config;
        config.name = u"demo"_s;
        config.auth.authUrl = cloud.authUrl();
        config.auth.username = user;
        config.auth.password = password;
        config.auth.userDomainName = config.auth.projectDomainName = u"Default"_s;
        config.auth.projectName = project;
        config.region = u"RegionOne"_s;
        config.services = services;
        session = std::make_unique<openstack::Session>(transport, clock, config);
        client = std::make_unique<net::ApiClient>(transport, *session, clock);
        stores = std::make_unique<store::CloudStores>(*client, clock);
    }

    [[nodiscard]] operations::Context context() { return {*client, *stores, clock, u"demo"_s}; }

    /// Lets the sockets work and time pass until `done`, at most `span` of the clock's time.
    template <typename F>
    bool pump(F done, std::chrono::milliseconds span = std::chrono::minutes(20))
    {
        using namespace std::chrono_literals;
        const auto end = clock.elapsed() + span;
        while (!done()) {
            const auto left = end - clock.elapsed();
            if (left <= 0ms)
                return false;
            // Answers on loopback take a few milliseconds: wait for them before advancing the
            // clock, otherwise deadlines would pass. Some never come.
            handleEvents([&] { return done() || client->running() == 0; }, 12ms);
            if (done())
                break;
            if (client->running() > 0) {
                // With no request on its way, the client waits until it may ask again, or decodes.
                const auto step =
                    onTheirWay.count > 0 ? 250ms : std::min(clock.next().value_or(250ms), 2000ms);
                clock.advance(std::min(left, step));
                continue;
            }
            awaitJournal();
            handleEvents([&] { return done() || client->running() > 0; }, 1ms);
            // Nothing is in progress: what happens next is the clock's next callback.
            if (!done() && client->running() == 0)
                clock.advance(std::min({left, clock.next().value_or(left), 2000ms}));
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

    /// Replaces the rows of a store by the cloud's.
    template <typename T>
    void load(openstack::List<T> list = {})
    {
        stores->of<T>().replaceAll(get(std::move(list)).items);
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

private:
    /// Counts the requests that have been sent and not been answered.
    struct OnTheirWay final : net::Tracer
    {
        void sending(const net::HttpRequest &, const QUrl &) override { ++count; }
        void answered(const net::HttpRequest &, const Result<net::HttpAnswer> &,
                      std::chrono::microseconds) override
        {
            --count;
        }
        int count = 0;
    };

    /// Handles events until `ready`, at most for `limit`, and sleeps while there are none.
    template <typename F>
    static void handleEvents(F ready, std::chrono::milliseconds limit)
    {
        QTimer timer;
        timer.setSingleShot(true);
        timer.setTimerType(Qt::PreciseTimer);
        timer.start(limit);
        while (!ready() && timer.isActive()) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }

    /// Returns after everything that is to be written to the journal is written and reported.
    void awaitJournal()
    {
        if (!center.journal())
            return;
        bool reached = false;
        center.journal()->history(0, &clockContext, [&reached](const auto &) { reached = true; });
        while (!reached)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

public:
    FakeClock clock;
    demo::DemoCloud cloud;
    OnTheirWay onTheirWay;
    net::Transport transport{clock};
    std::unique_ptr<openstack::Session> session;
    std::unique_ptr<net::ApiClient> client;
    std::unique_ptr<store::CloudStores> stores;
    operations::OperationCenter center;
    QObject clockContext;
};

} // namespace oriel::test
