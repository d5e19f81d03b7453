#include "openstack/identity/signin.h"

#include "net/classify.h"
#include "openstack/identity/identityversions.h"
#include "openstack/identity/project.h"
#include "openstack/identity/tls.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

const QString tokensPath = u"/auth/tokens"_s;
const QString projectsPath = u"/auth/projects"_s;

/// `path` below an endpoint.
QUrl below(QUrl endpoint, const QString &path)
{
    endpoint.setPath(endpoint.path(QUrl::FullyEncoded) + path, QUrl::TolerantMode);
    return endpoint;
}

/// Keystone's text for a refusal without a reason.
bool saysNothing(const QString &message)
{
    return message.startsWith("The request you have made requires authentication"_L1) ||
           !message.contains(u' ') ||
           message.startsWith("The service answered with HTTP status"_L1);
}

bool isJson(const net::HttpAnswer &answer)
{
    return QJsonDocument::fromJson(answer.body).isObject();
}

/// Whether Keystone says that the given credential or token does not exist. Older versions use the
/// same form for a wrong path.
bool isMissingCredential(const net::HttpAnswer &answer)
{
    const QJsonObject body = QJsonDocument::fromJson(answer.body).object();
    const QString message = body.value("error"_L1).toObject().value("message"_L1).toString();
    return answer.status == 404 && !message.isEmpty() &&
           !message.contains("resource could not be found"_L1);
}

/// Whether Keystone accepts the password and wants a one-time passcode as well: its answer is a
/// receipt, and names the methods that together are enough.
/// https://docs.openstack.org/keystone/latest/admin/auth-receipts.html
bool wantsPasscode(const net::HttpAnswer &answer)
{
    if (answer.status != 401 ||
        net::headerValue(answer.headers, "openstack-auth-receipt").isEmpty())
        return false;
    const QJsonValue rules =
        QJsonDocument::fromJson(answer.body).object().value("required_auth_methods"_L1);
    const QJsonArray sets = rules.toArray();
    return sets.isEmpty() || std::any_of(sets.begin(), sets.end(), [](const QJsonValue &set) {
               const QJsonArray methods = set.toArray();
               return methods.contains("totp"_L1) &&
                      std::all_of(methods.begin(), methods.end(), [](const QJsonValue &method) {
                          return method == "totp"_L1 || method == "password"_L1;
                      });
           });
}

/// The address without the path for tokens.
QUrl withoutTokens(QUrl url)
{
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    if (path.endsWith(tokensPath))
        path.chop(tokensPath.size());
    url.setPath(path, QUrl::TolerantMode);
    return url;
}

} // namespace

SignIn::SignIn(net::Transport &transport, Clock &clock, CloudConfig cloud, const QUrl &identity,
               QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_clock(clock)
    , m_cloud(std::move(cloud))
    , m_identity(identity.isEmpty() ? identityEndpoint(m_cloud.auth.authUrl) : identity)
    , m_tls(tlsConfiguration(m_cloud))
{}

void SignIn::start()
{
    const auto body = tokenRequest(m_cloud);
    if (body)
        post(*body);
    else
        Q_EMIT failed(described(body.error(), QString()));
}

void SignIn::startFrom(const QByteArray &token, const QString &projectId)
{
    post(rescopeRequest(token, projectId));
}

net::HttpRequest SignIn::request(net::Method method, const QUrl &url)
{
    net::HttpRequest request;
    request.method = method;
    request.url = url;
    request.headers = {{"Accept"_ba, "application/json"_ba}};
    if (m_tls.ok())
        request.tls = *m_tls;
    request.deadline = m_cloud.apiTimeout.value_or(request.deadline);
    request.followRedirects = false;
    return request;
}

void SignIn::post(const QJsonObject &body)
{
    m_body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    m_posted.clear();
    send();
}

void SignIn::send()
{
    net::HttpRequest post = request(net::Method::Post, below(m_identity, tokensPath));
    if (!m_tls) {
        Q_EMIT failed(described(m_tls.error(), QString()));
        return;
    }
    m_posted.append(m_identity);
    post.headers.append({"Content-Type"_ba, "application/json"_ba});
    post.body = m_body;
    m_transport.send(std::move(post), this,
                     [this](Result<net::HttpAnswer> answer) { answered(std::move(answer)); });
}

void SignIn::answered(Result<net::HttpAnswer> answer)
{
    const QString what = "POST "_L1 + tokensPath;
    if (!answer) {
        Q_EMIT failed(described(answer.error(), what));
        return;
    }
    const QUrl posted = below(m_identity, tokensPath);
    if (const QUrl target = redirectTarget(*answer, posted); !target.isEmpty()) {
        // Send the password only after the new address has proved to be an identity service.
        if (const auto problem = refusedMove(posted, target)) {
            Q_EMIT failed(described(*problem, what));
            return;
        }
        m_refusal = circle();
        m_refusal->request = what;
        discover(withoutTokens(target));
        return;
    }
    if (answer->status < 200 || answer->status >= 300) {
        m_needsPasscode = wantsPasscode(*answer) && m_cloud.method == AuthMethod::Password;
        const Error refusal = refused(*answer, what);
        if (refusal.kind == ErrorKind::BrokenAnswer && !m_refusal) {
            m_refusal = refusal;
            discover(withoutTokens(m_cloud.auth.authUrl));
            return;
        }
        Q_EMIT failed(refusal);
        return;
    }
    const auto token =
        decodeToken(answer->body, net::headerValue(answer->headers, "x-subject-token"));
    if (!token)
        Q_EMIT failed(described(token.error(), what));
    else if (token->scoped())
        Q_EMIT succeeded(*token);
    else
        requestProjects(*token);
}

void SignIn::discover(const QUrl &url)
{
    m_transport.send(
        request(net::Method::Get, url), this,
        [this, url](Result<net::HttpAnswer> answer) { discovered(url, std::move(answer)); });
}

void SignIn::discovered(const QUrl &asked, Result<net::HttpAnswer> answer)
{
    const QString what = "GET "_L1 + asked.path();
    if (!answer) {
        Q_EMIT failed(*m_refusal);
        return;
    }
    if (const QUrl target = redirectTarget(*answer, asked); !target.isEmpty()) {
        constexpr int mostHops = 5;
        if (const auto problem = refusedMove(asked, target))
            Q_EMIT failed(described(*problem, what));
        else if (++m_hops > mostHops)
            Q_EMIT failed(described(circle(), what));
        else
            discover(target);
        return;
    }
    const IdentityVersions versions = readIdentityVersions(*answer);
    if (!versions.any()) {
        Q_EMIT failed(*m_refusal);
        return;
    }
    if (!versions.hasThird()) {
        Error error;
        error.kind = ErrorKind::Unsupported;
        error.message = tr("The identity service at %1 supports %2. Oriel needs version 3.")
                            .arg(shownAddress(asked), versions.ids.join(u", "_s));
        Q_EMIT failed(described(error, what));
        return;
    }
    if (versions.third.isEmpty()) {
        moveTo(identityEndpoint(asked));
        return;
    }
    QUrl link = asked.resolved(versions.third);
    // Behind a TLS-terminating proxy, services often assume that they speak http. The document came
    // over https, so version 3 is available there too.
    if (link.host() == asked.host() && asked.scheme() == "https"_L1 && link.scheme() == "http"_L1) {
        link.setScheme(asked.scheme());
        link.setPort(asked.port());
    }
    if (const auto problem = refusedMove(asked, link))
        Q_EMIT failed(described(*problem, what));
    else
        moveTo(identityEndpoint(link));
}

void SignIn::moveTo(const QUrl &identity)
{
    constexpr qsizetype mostPlaces = 5;
    if (m_posted.contains(identity) || m_posted.size() >= mostPlaces) {
        Q_EMIT failed(*m_refusal);
        return;
    }
    m_identity = identity;
    send();
}

std::optional<Error> SignIn::refusedMove(const QUrl &from, const QUrl &to) const
{
    Error error;
    error.kind = ErrorKind::Configuration;
    const QString configured = shownAddress(m_cloud.auth.authUrl);
    const QString target = shownAddress(withoutTokens(to));
    switch (moveOf(from, to)) {
    case Move::Allowed:
        return std::nullopt;
    case Move::Unusable:
        error.message = tr("The identity service at %1 points to %2, which Oriel cannot use. Check "
                           "auth_url.")
                            .arg(configured, target);
        break;
    case Move::OtherHost:
        error.message = tr("The identity service at %1 points to another host: %2. Oriel does not "
                           "sign in at a host that you have not named. If that host belongs to "
                           "your cloud, write that address as auth_url.")
                            .arg(configured, target);
        break;
    case Move::Weaker:
        error.message = tr("The identity service at %1 points to %2, which is not encrypted. If "
                           "you trust the network, write that address as auth_url.")
                            .arg(configured, target);
        break;
    }
    return error;
}

Error SignIn::circle() const
{
    Error error;
    error.kind = ErrorKind::Configuration;
    error.service = net::serviceName(net::Service::Identity);
    error.when = m_clock.now();
    error.message = tr("The identity service at %1 redirects to an address where no identity "
                       "service answers. Check auth_url.")
                        .arg(shownAddress(m_cloud.auth.authUrl));
    return error;
}

void SignIn::requestProjects(const Token &token)
{
    net::HttpRequest get = request(net::Method::Get, below(m_identity, projectsPath));
    get.headers.append({"X-Auth-Token"_ba, token.id});
    m_transport.send(std::move(get), this, [this, token](Result<net::HttpAnswer> answer) {
        projectsAnswered(token, std::move(answer));
    });
}

void SignIn::projectsAnswered(const Token &token, Result<net::HttpAnswer> answer)
{
    const QString what = "GET "_L1 + projectsPath;
    if (!answer) {
        Q_EMIT failed(described(answer.error(), what));
        return;
    }
    if (answer->status != 200) {
        Q_EMIT failed(refused(*answer, what));
        return;
    }
    net::Answer body;
    body.body = answer->body;
    auto page = List<Project>{}.decode(body);
    if (!page) {
        Q_EMIT failed(described(page.error(), what));
        return;
    }
    std::vector<Project> &projects = page->items;
    std::erase_if(projects, [](const Project &project) { return !project.enabled; });
    if (projects.empty()) {
        Error error;
        error.kind = ErrorKind::Forbidden;
        error.message = tr("“%1” has no role in any project of this cloud.").arg(token.userName);
        Q_EMIT failed(described(error, what));
    } else if (projects.size() == 1) {
        startFrom(token.id, projects.front().id);
    } else {
        Q_EMIT choice(token, projects);
    }
}

Error SignIn::described(Error error, const QString &request) const
{
    error.service = net::serviceName(net::Service::Identity);
    error.request = request;
    if (!error.when.isValid())
        error.when = m_clock.now();
    // An additional token is harmless, so for a sign-in a lost answer is a connection failure.
    if (error.kind == ErrorKind::AnswerLost)
        error.kind = ErrorKind::Unreachable;
    if (error.kind == ErrorKind::BrokenAnswer) {
        error.message = tr("The service at %1 is not an OpenStack identity service. %2")
                            .arg(shownAddress(m_identity), error.message);
    }
    return error;
}

Error SignIn::refused(const net::HttpAnswer &answer, const QString &request) const
{
    Error error = net::classify(answer, m_clock.now());
    // Keystone always answers in JSON. A web server, a proxy's login page or another program on
    // that port answers a token request with 404, 405 or 501 and its own page.
    const bool foreign = !isJson(answer) && answer.status != 503 && answer.status != 502 &&
                         answer.status != 504 && answer.status != 429;
    if (isMissingCredential(answer)) {
        error.kind = ErrorKind::Unauthorized;
        //: %1: sentences about possible causes; %2: the cloud's message
        error.message = tr("%1 The cloud answers: %2").arg(cause(), error.message);
    } else if (foreign || answer.status == 404 || answer.status == 405) {
        error.kind = ErrorKind::BrokenAnswer;
        error.message = tr("It answered with HTTP status %1: %2")
                            .arg(QString::number(answer.status), error.message);
    } else if (wantsPasscode(answer)) {
        error.message = tr("This account also needs a one-time passcode: set auth_type to "
                           "v3multifactor with the methods v3password and v3totp.");
    } else if (answer.status == 401 && saysNothing(error.message)) {
        //: %1: sentences about possible causes; %2: the cloud's message
        error.message = tr("%1 The cloud says only: %2").arg(cause(), error.message);
    }
    return described(std::move(error), request);
}

/// Possible causes when Keystone returns its generic message, which is meant to tell attackers
/// nothing.
QString SignIn::cause() const
{
    switch (m_cloud.method) {
    case AuthMethod::ApplicationCredential:
        return tr("The application credential is wrong, expired or deleted.");
    case AuthMethod::Token:
        return tr("The token is wrong, expired or revoked, or it is not good for this project.");
    case AuthMethod::Totp:
        return tr("The user name, the passcode or the project is wrong, or the user has no role in "
                  "the project.");
    case AuthMethod::Password:
    case AuthMethod::Multifactor:
        break;
    }
    return tr("The user name, the password or the project is wrong, or the user has no role in the "
              "project.");
}

} // namespace oriel::openstack
