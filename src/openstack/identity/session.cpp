#include "openstack/identity/session.h"

#include "net/transport.h"
#include "openstack/identity/session_p.h"
#include "openstack/identity/signin.h"
#include "openstack/identity/tls.h"

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

Result<QUrl> Session::endpoint(net::Service service) const
{
    const QString projectId = d->token ? d->token->projectId : QString();
    for (const QString &type : serviceTypes(service)) {
        const QString address = d->cloud.endpointOverrides.value(type);
        if (!address.isEmpty())
            return versionedEndpoint(service, withProject(address, projectId), projectId);
    }
    if (service == net::Service::Identity)
        return identityEndpoint(d->cloud.auth.authUrl);
    const Catalog none;
    const Catalog &catalog = d->token ? d->token->catalog : none;
    const auto url =
        catalog.find(service, d->scope ? d->scope->region : d->cloud.region, d->cloud.interface);
    if (!url)
        return url.error();
    return versionedEndpoint(service, *url, projectId);
}

QSslConfiguration Session::tls() const
{
    if (!d->tls) {
        const auto configuration = tlsConfiguration(d->cloud);
        d->tls = configuration ? *configuration : QSslConfiguration::defaultConfiguration();
    }
    return *d->tls;
}

} // namespace oriel::openstack
