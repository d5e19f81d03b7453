#include "openstack/identity/session_p.h"

#include "net/transport.h"
#include "openstack/identity/signin.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

/// How long before its end a token is replaced. Of a token that lives minutes only, half the life:
/// it would be replaced for ever otherwise.
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
    // By how long it lives, not until when: the cloud's clock need not be ours.
    const QDateTime now = clock.now();
    // Where the end cannot be read, the token is used until a service refuses it.
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
        // Before anybody asks, so that a session that has ended does not look alive.
        if (token && token->id == id)
            q.token(&q, [](const Result<QByteArray> &) {});
    });
}

/// An application credential belongs to one project, and Keystone refuses another one beside it. So
/// a project that is named is what the user expects.
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
        error.message = Session::tr("The cloud has no region “%1”; it has: %2.")
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
    // A renewal changes nothing that the person may have chosen in the meantime.
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
    cloud.auth.passcode.clear(); // good once only
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
    // What a new attempt would not change is not tried again by itself: many wrong passwords
    // lock an account.
    if (error.kind == ErrorKind::Unauthorized || error.kind == ErrorKind::Forbidden ||
        error.kind == ErrorKind::Configuration) {
        end(error);
        return;
    }
    // The network is gone for a moment; the token may be good for the last two minutes.
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
    // The session may be gone before the answer comes; nobody waits for it.
    transport.send(std::move(request), &transport, [](const Result<net::HttpAnswer> &) {});
}

} // namespace oriel::openstack
