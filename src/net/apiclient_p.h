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

    /// Provides the service's versions: from the cache, or from its version document, which is
    /// requested once for all that wait.
    void versions(Service service, QObject *context, Versions callback);

    /// Whether the service's versions are known, being requested, or known to be unavailable.
    [[nodiscard]] bool knows(Service service) const
    {
        return known.contains(service) || m_waiting.contains(service) || hidesVersions(service);
    }

    /// Whether fetching the service's version document failed a short while ago.
    [[nodiscard]] bool hidesVersions(Service service) const;

    /// Counts the calls in progress.
    void started();
    void ended();

    /// Reports each oddity that was not reported before.
    void report(Service service, const Oddities &oddities);

    ApiClient &client;
    Transport &transport;
    Authority &authority;
    Clock &clock;
    RetryPolicy retry;
    std::function<double()> random;
    /// For decoding only; drained before the client is destroyed.
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
    std::map<Service, std::chrono::milliseconds>
        m_withoutDocument;    ///< retry the version document after this time
    QSet<QString> m_reported; ///< service and field
};

} // namespace oriel::net
