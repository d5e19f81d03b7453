#include "openstack/identity/session.h"

#include "net/transport.h"
#include "net/versions.h"
#include "openstack/identity/exposure.h"
#include "openstack/identity/signin.h"
#include "openstack/identity/tls.h"
#include "openstack/identity/tokenrequest.h"

#include <QtCore/QPointer>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

class SignIn;

/// An endpoint_override with %(project_id)s replaced, which the catalog's templates and other
/// clients use.
[[nodiscard]] QUrl withProject(QString address, const QString &projectId);

/// A Session's state and its automatic work: the sign-in attempts and their results.
class Session::Private
{
public:
    enum class Purpose { SignIn, Renew, Switch };

    struct Waiter
    {
        QPointer<QObject> context;
        std::function<void(Result<QByteArray>)> callback;
    };

    Private(Session &session, net::Transport &over, Clock &time, CloudConfig configuration);

    /// Replaces a running attempt by a new one; the caller starts it.
    SignIn *begin(Purpose purpose, CloudConfig configuration);

    /// Whether a new token can be requested without user input.
    [[nodiscard]] bool renewable() const;

    void revoke(const QByteArray &oldToken);
    void answerWaiters(const Result<QByteArray> &answer);
    /// The token is no longer valid and cannot be renewed.
    void end(const Error &error);

    Session &q;
    net::Transport &transport;
    Clock &clock;
    CloudConfig cloud;
    /// Made from `cloud` on first use, so that its files are not read for each request.
    std::optional<net::Tls> tls;
    QUrl identity; ///< version 3 of the identity service, once a sign-in has found it
    std::optional<Token> token;
    std::optional<Scope> scope;
    std::optional<Error> refusal; ///< why no further attempt is made automatically
    bool regionNamed = false;     ///< by the configuration or by the user
    bool needsPasscode = false;   ///< the last attempt failed because none was given
    bool rejected = false;        ///< a service has refused the token
    QDateTime renewAt;            ///< when to replace the token, by the local clock
    QDateTime endsAt;             ///< when it expires, by the local clock
    QPointer<SignIn> running;
    std::vector<Waiter> waiters;

private:
    void succeeded(Purpose purpose, const CloudConfig &used, const Token &fresh);
    void choice(const Token &unscoped, const std::vector<Project> &projects);
    void failed(Purpose purpose, const Error &error);
    void keep(const Token &fresh);
    [[nodiscard]] std::optional<Error> wrongProject(const CloudConfig &used,
                                                    const Token &fresh) const;
    [[nodiscard]] Result<Scope> scopeOf(const CloudConfig &used, const Token &fresh) const;
};

namespace {

/// How long before its expiry a token is replaced. For tokens that live only minutes, half their
/// life: otherwise they would be replaced continuously.
std::chrono::milliseconds marginOf(std::chrono::milliseconds life)
{
    return std::min<std::chrono::milliseconds>(std::chrono::seconds(120), life / 2);
}

} // namespace

QUrl withProject(QString address, const QString &projectId)
{
    for (const auto *form : {"%(project_id)s", "%(tenant_id)s", "$(project_id)s", "$(tenant_id)s"})
        address.replace(QLatin1String(form), projectId);
    return QUrl(address);
}

Session::Private::Private(Session &session, net::Transport &over, Clock &time,
                          CloudConfig configuration)
    : q(session)
    , transport(over)
    , clock(time)
    , cloud(std::move(configuration))
    , regionNamed(!cloud.region.isEmpty() && cloud.regionNamed)
{}

bool Session::Private::renewable() const
{
    return cloud.method == AuthMethod::Password ||
           cloud.method == AuthMethod::ApplicationCredential;
}

SignIn *Session::Private::begin(Purpose purpose, CloudConfig configuration)
{
    delete running;
    auto *attempt = new SignIn(transport, clock, std::move(configuration), identity, &q);
    running = attempt;
    QObject::connect(attempt, &SignIn::succeeded, &q, [this, purpose, attempt](const Token &fresh) {
        const CloudConfig used = attempt->cloud();
        identity = attempt->identity();
        attempt->deleteLater();
        running.clear();
        succeeded(purpose, used, fresh);
    });
    QObject::connect(attempt, &SignIn::choice, &q,
                     [this, attempt](const Token &unscoped, const std::vector<Project> &projects) {
                         const Token kept = unscoped;
                         const std::vector<Project> offered = projects;
                         identity = attempt->identity();
                         attempt->deleteLater();
                         running.clear();
                         choice(kept, offered);
                     });
    QObject::connect(attempt, &SignIn::failed, &q, [this, purpose, attempt](const Error &error) {
        const Error kept = error;
        needsPasscode = attempt->needsPasscode();
        attempt->deleteLater();
        running.clear();
        failed(purpose, kept);
    });
    return attempt;
}

void Session::Private::keep(const Token &fresh)
{
    token = fresh;
    rejected = false;
    refusal.reset();
    // Use the lifetime, not the time of expiry: the cloud's clock may differ from the local one.
    const QDateTime now = clock.now();
    // If the expiry cannot be read, the token is used until a service refuses it.
    constexpr std::chrono::hours untilRefused{24};
    const auto life =
        fresh.expires.isValid()
            ? std::chrono::milliseconds(std::max<qint64>(
                  0, (fresh.issued.isValid() ? fresh.issued : now).msecsTo(fresh.expires)))
            : std::chrono::milliseconds(untilRefused);
    const auto until = renewable() ? life - marginOf(life) : life;
    renewAt = now.addMSecs(until.count());
    endsAt = now.addMSecs(life.count());
    const QByteArray id = fresh.id;
    clock.after(until, &q, [this, id] {
        // Renew without waiting for a caller, so that an expired session does not look valid.
        if (token && token->id == id)
            q.token(&q, [](const Result<QByteArray> &) {});
    });
}

/// An application credential belongs to one project, and Keystone refuses another scope. A
/// configured project is therefore a check of the user's expectation.
std::optional<Error> Session::Private::wrongProject(const CloudConfig &used,
                                                    const Token &fresh) const
{
    const AuthConfig &auth = used.auth;
    const bool otherId = !auth.projectId.isEmpty() && auth.projectId != fresh.projectId;
    const bool otherName = auth.projectId.isEmpty() && !auth.projectName.isEmpty() &&
                           auth.projectName.compare(fresh.projectName, Qt::CaseInsensitive) != 0;
    if (used.method != AuthMethod::ApplicationCredential || (!otherId && !otherName))
        return std::nullopt;
    Error error;
    error.kind = ErrorKind::Configuration;
    error.service = net::serviceName(net::Service::Identity);
    error.when = clock.now();
    error.message =
        Session::tr("The project “%1” is named, but the application credential belongs to the "
                    "project “%2” (ID %3). Remove the project, or use an application credential of "
                    "the other project.")
            .arg(otherId ? auth.projectId : auth.projectName, fresh.projectName, fresh.projectId);
    return error;
}

Result<Scope> Session::Private::scopeOf(const CloudConfig &used, const Token &fresh) const
{
    const QStringList known = fresh.catalog.regions();
    QString region = used.region;
    if (region.isEmpty() && !used.regions.isEmpty())
        region = used.regions.front();
    if (region.isEmpty())
        region = fresh.catalog.firstRegion(used.interface);
    if (!known.isEmpty() && !known.contains(region)) {
        Error error;
        error.kind = ErrorKind::Configuration;
        error.service = net::serviceName(net::Service::Identity);
        error.message = Session::tr("The cloud has no region “%1”. Its regions are: %2.")
                            .arg(region, known.join(u", "_s));
        error.when = clock.now();
        return error;
    }
    return Scope{.cloud = used.name,
                 .region = region,
                 .interface = used.interface,
                 .projectId = fresh.projectId,
                 .projectName = fresh.projectName,
                 .domain = fresh.domainName,
                 .userId = fresh.userId,
                 .userName = fresh.userName,
                 .roles = fresh.roles};
}

void Session::Private::succeeded(Purpose purpose, const CloudConfig &used, const Token &fresh)
{
    // A renewal must not change what the user has chosen since.
    const CloudConfig configuration = purpose == Purpose::Renew ? cloud : used;
    const auto wrong = wrongProject(configuration, fresh);
    const auto found = wrong ? Result<Scope>(*wrong) : scopeOf(configuration, fresh);
    if (!found) {
        revoke(fresh.id);
        failed(purpose, found.error());
        return;
    }
    const QByteArray old = purpose == Purpose::Switch && token ? token->id : QByteArray();
    cloud = configuration;
    tls.reset();
    cloud.auth.passcode.clear(); // valid only once
    keep(fresh);
    scope = *found;
    if (!old.isEmpty())
        revoke(old);
    if (purpose != Purpose::Renew) {
        const QPointer<Session> alive = &q;
        Q_EMIT q.signedIn(Scope(*scope));
        if (!alive)
            return;
    }
    answerWaiters(fresh.id);
}

void Session::Private::choice(const Token &unscoped, const std::vector<Project> &projects)
{
    keep(unscoped);
    cloud.auth.passcode.clear();
    Error error;
    error.kind = ErrorKind::Configuration;
    error.service = net::serviceName(net::Service::Identity);
    error.message = Session::tr("No project has been chosen yet.");
    refusal = error;
    const QPointer<Session> alive = &q;
    answerWaiters(error);
    if (alive)
        Q_EMIT q.projectNeeded(projects);
}

void Session::Private::failed(Purpose purpose, const Error &error)
{
    const QPointer<Session> alive = &q;
    switch (purpose) {
    case Purpose::SignIn:
    case Purpose::Switch:
        answerWaiters(error);
        if (alive)
            Q_EMIT q.signInFailed(error);
        return;
    case Purpose::Renew:
        break;
    }
    // Do not retry automatically what would fail again: repeated wrong passwords lock an account.
    if (error.kind == ErrorKind::Unauthorized || error.kind == ErrorKind::Forbidden ||
        error.kind == ErrorKind::Configuration) {
        end(error);
        return;
    }
    // The network failed temporarily; the token may be valid for two more minutes.
    if (token && !rejected && clock.now() < endsAt)
        answerWaiters(token->id);
    else
        answerWaiters(error);
}

void Session::Private::end(const Error &error)
{
    refusal = error;
    const QPointer<Session> alive = &q;
    answerWaiters(error);
    if (alive)
        Q_EMIT q.expired(error);
}

void Session::Private::answerWaiters(const Result<QByteArray> &answer)
{
    const std::vector<Waiter> due = std::exchange(waiters, {});
    for (const Waiter &waiter : due) {
        if (waiter.context)
            waiter.callback(answer);
    }
}

void Session::Private::revoke(const QByteArray &oldToken)
{
    net::HttpRequest request;
    request.method = net::Method::Delete;
    request.url = q.identityAddress();
    request.url.setPath(request.url.path(QUrl::FullyEncoded) + "/auth/tokens"_L1,
                        QUrl::TolerantMode);
    request.headers = {{"X-Auth-Token"_ba, oldToken}, {"X-Subject-Token"_ba, oldToken}};
    request.tls = q.tls();
    request.deadline = std::chrono::seconds(5);
    // The session may be destroyed before the answer arrives; nothing depends on it.
    transport.send(std::move(request), &transport, [](const Result<net::HttpAnswer> &) {});
}

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

bool Session::needsPasscode() const
{
    return d->needsPasscode;
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
        error.message = tr("The session has expired. Sign in again.");
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

/// The criteria for finding a service in the catalog.
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
    // "2.1" and "3.0" denote the API, not a limit.
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
