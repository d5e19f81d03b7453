#include "openstack/identity/session.h"

#include "net/transport.h"
#include "net/versions.h"
#include "openstack/identity/exposure.h"
#include "openstack/identity/session_p.h"
#include "openstack/identity/signin.h"
#include "openstack/identity/tls.h"

#include <array>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

Session::Session(net::Transport &transport, Clock &clock, CloudConfig cloud, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, transport, clock, std::move(cloud)))
{}

Session::~Session() = default;

void Session::signIn()
{
    if (d->running)
        return;
    d->refusal.reset();
    d->token.reset();
    d->begin(Private::Purpose::SignIn, d->cloud)->start();
}

void Session::switchProject(const Project &project)
{
    if (!canSwitchProject()) {
        Error error;
        error.kind = ErrorKind::Unsupported;
        error.message = tr("An application credential belongs to one project.");
        Q_EMIT signInFailed(error);
        return;
    }
    CloudConfig cloud = d->cloud;
    cloud.auth.projectId = project.id;
    cloud.auth.projectName.clear();
    cloud.auth.projectDomainId.clear();
    cloud.auth.projectDomainName.clear();
    cloud.auth.domainId.clear();
    cloud.auth.domainName.clear();
    SignIn *attempt = d->begin(Private::Purpose::Switch, std::move(cloud));
    if (d->renewable() || !d->token)
        attempt->start();
    else
        attempt->startFrom(d->token->id, project.id);
}

bool Session::canSwitchProject() const
{
    return d->cloud.method != AuthMethod::ApplicationCredential;
}

Result<Nothing> Session::switchRegion(const QString &region)
{
    Error error;
    error.kind = ErrorKind::Unsupported;
    if (!d->scope || !d->token) {
        error.message = tr("Not signed in.");
        return error;
    }
    if (!regions().contains(region)) {
        error.message = tr("The cloud has no region “%1”.").arg(region);
        return error;
    }
    d->cloud.region = region;
    d->scope->region = region;
    Q_EMIT signedIn(*d->scope);
    return Nothing{};
}

void Session::signOut()
{
    delete d->running;
    if (d->token)
        d->revoke(d->token->id);
    d->token.reset();
    d->scope.reset();
    d->cloud.auth.password.clear();
    d->cloud.auth.passcode.clear();
    d->cloud.auth.token.clear();
    d->cloud.auth.applicationCredentialSecret.clear();
    Error gone;
    gone.kind = ErrorKind::Cancelled;
    gone.message = tr("Signed out.");
    d->refusal = gone;
    d->answerWaiters(gone);
}

const std::optional<Scope> &Session::scope() const
{
    return d->scope;
}

const CloudConfig &Session::cloud() const
{
    return d->cloud;
}

bool Session::signingIn() const
{
    return !d->running.isNull();
}

QStringList Session::regions() const
{
    if (!d->cloud.regions.isEmpty())
        return d->cloud.regions;
    return d->token ? d->token->catalog.regions() : QStringList();
}

void Session::token(QObject *context, std::function<void(Result<QByteArray>)> callback)
{
    if (d->refusal) {
        callback(*d->refusal);
        return;
    }
    if (d->token && !d->rejected && d->clock.now() < d->renewAt) {
        callback(d->token->id);
        return;
    }
    if (d->token && !d->renewable()) {
        Error error;
        error.kind = ErrorKind::Unauthorized;
        error.service = net::serviceName(net::Service::Identity);
        error.message = tr("The session has ended and cannot be renewed without you.");
        error.when = d->clock.now();
        d->end(error);
        callback(error);
        return;
    }
    d->waiters.push_back({context, std::move(callback)});
    if (!d->running)
        d->begin(Private::Purpose::Renew, d->cloud)->start();
}

void Session::reject(const QByteArray &token)
{
    if (d->token && d->token->id == token)
        d->rejected = true;
}

namespace {

constexpr std::array cataloguedServices{net::Service::Compute, net::Service::BlockStorage,
                                        net::Service::Image, net::Service::Network};

/// What a service is looked for by in the catalog.
Catalog::Wanted wantedOf(const CloudConfig &cloud, const std::optional<Scope> &scope,
                         net::Service service)
{
    const ServiceConfig config = cloud.service(serviceTypes(service));
    return {service,
            !config.region.isEmpty() ? config.region
            : scope                  ? scope->region
                                     : cloud.region,
            config.interface.isEmpty() ? cloud.interface : config.interface, config.type,
            config.name};
}

} // namespace

QUrl Session::identityAddress() const
{
    return d->identity.isEmpty() ? identityEndpoint(d->cloud.auth.authUrl) : d->identity;
}

Result<QUrl> Session::endpoint(net::Service service) const
{
    const QString projectId = d->token ? d->token->projectId : QString();
    const QString address = d->cloud.service(serviceTypes(service)).endpointOverride;
    if (!address.isEmpty())
        return versionedEndpoint(service, withProject(address, projectId), projectId);
    if (service == net::Service::Identity)
        return identityAddress();
    const Catalog none;
    const Catalog &catalog = d->token ? d->token->catalog : none;
    const auto url = catalog.find(wantedOf(d->cloud, d->scope, service));
    if (!url)
        return url.error();
    return versionedEndpoint(service, *url, projectId);
}

std::optional<net::Microversion> Session::ceiling(net::Service service) const
{
    QString text = d->cloud.service(serviceTypes(service)).apiVersion;
    if (text.startsWith(u'v'))
        text.remove(0, 1);
    const auto version = net::Microversion::parse(text.toLatin1());
    // "2.1" and "3.0" name the API.
    const bool limits = version && *version > net::firstVersion(service);
    return limits ? version : std::nullopt;
}

QStringList Session::choices() const
{
    QStringList told;
    if (!d->scope || !d->token)
        return told;
    const CloudConfig &cloud = d->cloud;
    const QStringList known = regions();
    if (!d->regionNamed && known.size() > 1)
        told.append(tr("The region %1 is used, the first of: %2. To use another one, name it.")
                        .arg(d->scope->region, known.join(u", "_s)));
    const bool project = cloud.auth.namesProject() || !cloud.auth.domainId.isEmpty() ||
                         !cloud.auth.domainName.isEmpty() ||
                         cloud.method == AuthMethod::ApplicationCredential ||
                         cloud.method == AuthMethod::Token;
    if (!project)
        told.append(tr("The project %1 (ID %2) is used, because none is named.")
                        .arg(d->scope->projectName, d->scope->projectId));
    for (const net::Service service : cataloguedServices) {
        if (!cloud.service(serviceTypes(service)).endpointOverride.isEmpty())
            continue;
        const std::vector<QUrl> urls =
            d->token->catalog.candidates(wantedOf(cloud, d->scope, service));
        if (urls.size() > 1)
            told.append(tr("The catalog has several addresses for the service “%1”; the first is "
                           "used: %2.")
                            .arg(net::serviceName(service),
                                 urls.front().toDisplayString(QUrl::RemoveUserInfo)));
    }
    return told;
}

QStringList Session::cautions() const
{
    std::vector<std::pair<QString, QUrl>> services;
    if (d->token) {
        for (const net::Service service : cataloguedServices) {
            if (const auto url = endpoint(service))
                services.emplace_back(net::serviceName(service), *url);
        }
    }
    return cautionsOf(d->cloud, identityAddress(), services);
}

net::Tls Session::tls() const
{
    if (!d->tls) {
        const auto configuration = tlsConfiguration(d->cloud);
        d->tls = configuration ? *configuration : net::Tls();
    }
    return *d->tls;
}

} // namespace oriel::openstack
