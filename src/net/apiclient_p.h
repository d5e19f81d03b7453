#pragma once

#include "net/apiclient.h"
#include "net/retry.h"
#include "net/transport.h"
#include "net/versions.h"

#include <QtCore/QHash>
#include <QtCore/QPointer>
#include <QtCore/QRandomGenerator>
#include <QtCore/QSet>
#include <QtCore/QThreadPool>

#include <map>
#include <vector>

namespace oriel::net {

/// What the calls of one client share.
class ApiClient::Private
{
public:
    using Versions = std::function<void(Result<ServiceVersions>)>;

    Private(ApiClient &client, Transport &transport, Authority &authority, Clock &clock);

    /// Gives the service's versions: from the cache, or from its version document, asked for once
    /// however many wait.
    void versions(Service service, QObject *context, Versions callback);

    /// Whether the service's versions are known, being asked for, or known not to be found out.
    [[nodiscard]] bool knows(Service service) const
    {
        return known.contains(service) || m_waiting.contains(service) || hidesVersions(service);
    }

    /// Whether the service's version document could not be had a short while ago.
    [[nodiscard]] bool hidesVersions(Service service) const;

    /// Counts the calls under way.
    void started();
    void ended();

    /// Tells each of them that was not told before.
    void report(Service service, const Oddities &oddities);

    ApiClient &client;
    Transport &transport;
    Authority &authority;
    Clock &clock;
    RetryPolicy retry;
    std::function<double()> random;
    /// Decoding only; emptied before the client goes.
    QThreadPool workers;
    int running = 0;
    std::map<Service, ServiceVersions> known;

private:
    struct Waiter
    {
        QPointer<QObject> context;
        Versions callback;
    };

    void requestVersions(Service service);
    void answerWaiters(Service service, const Result<ServiceVersions> &versions);

    std::map<Service, std::vector<Waiter>> m_waiting;
    std::map<Service, std::chrono::milliseconds> m_withoutDocument; ///< until when
    QSet<QString> m_reported;                                       ///< service and field
};

} // namespace oriel::net
