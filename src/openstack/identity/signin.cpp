#include "openstack/identity/signin.h"

#include "net/classify.h"
#include "openstack/identity/requests.h"
#include "openstack/identity/tls.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

const QString tokensPath = u"/auth/tokens"_s;
const QString projectsPath = u"/auth/projects"_s;

bool isJson(const net::HttpAnswer &answer)
{
    return QJsonDocument::fromJson(answer.body).isObject();
}

/// Plain HTTP needs none; but what is said about certificates has to be right there too.
Result<std::optional<QSslConfiguration>> tlsWhereNeeded(const CloudConfig &cloud)
{
    if (cloud.auth.authUrl.scheme() != "https"_L1 && cloud.caCertificate.isEmpty() &&
        cloud.certificate.isEmpty())
        return std::optional<QSslConfiguration>();
    auto tls = tlsConfiguration(cloud);
    if (!tls)
        return tls.error();
    return std::optional(std::move(*tls));
}

} // namespace

SignIn::SignIn(net::Transport &transport, Clock &clock, CloudConfig cloud, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_clock(clock)
    , m_cloud(std::move(cloud))
    , m_tls(tlsWhereNeeded(m_cloud))
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

net::HttpRequest SignIn::request(net::Method method, const QString &path) const
{
    net::HttpRequest request;
    request.method = method;
    request.url = identityEndpoint(m_cloud.auth.authUrl);
    request.url.setPath(request.url.path(QUrl::FullyEncoded) + path, QUrl::TolerantMode);
    request.headers = {{"Accept"_ba, "application/json"_ba}};
    if (m_tls)
        request.tls = *m_tls;
    request.deadline = m_cloud.apiTimeout.value_or(request.deadline);
    return request;
}

void SignIn::post(const QJsonObject &body)
{
    if (!m_tls) {
        Q_EMIT failed(described(m_tls.error(), QString()));
        return;
    }
    net::HttpRequest post = request(net::Method::Post, tokensPath);
    post.headers.append({"Content-Type"_ba, "application/json"_ba});
    post.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
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
    if (answer->status < 200 || answer->status >= 300) {
        Q_EMIT failed(refused(*answer, what));
        return;
    }
    const auto token =
        decodeToken(answer->body, net::headerValue(answer->headers, "x-subject-token"));
    if (!token)
        Q_EMIT failed(described(token.error(), what));
    else if (token->scoped())
        Q_EMIT succeeded(*token);
    else
        askForProjects(*token);
}

void SignIn::askForProjects(const Token &token)
{
    net::HttpRequest get = request(net::Method::Get, projectsPath);
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
    auto projects = ListProjects{}.decode(body);
    if (!projects) {
        Q_EMIT failed(described(projects.error(), what));
        return;
    }
    std::erase_if(*projects, [](const Project &project) { return !project.enabled; });
    if (projects->empty()) {
        Error error;
        error.kind = ErrorKind::Forbidden;
        error.message = tr("“%1” has no role in any project of this cloud.").arg(token.userName);
        Q_EMIT failed(described(error, what));
    } else if (projects->size() == 1) {
        startFrom(token.id, projects->front().id);
    } else {
        Q_EMIT choice(token, *projects);
    }
}

Error SignIn::described(Error error, const QString &request) const
{
    error.service = net::serviceName(net::Service::Identity);
    error.request = request;
    if (!error.when.isValid())
        error.when = m_clock.now();
    // A token more or less does no harm: for a sign-in, a lost answer is no connection.
    if (error.kind == ErrorKind::AnswerLost)
        error.kind = ErrorKind::Unreachable;
    if (error.kind == ErrorKind::BrokenAnswer) {
        error.message =
            tr("What answers at %1 is not an OpenStack identity service. %2")
                .arg(identityEndpoint(m_cloud.auth.authUrl).toDisplayString(), error.message);
    }
    return error;
}

Error SignIn::refused(const net::HttpAnswer &answer, const QString &request) const
{
    Error error = net::classify(answer, m_clock.now());
    // Keystone always answers in JSON. A web server, a proxy's log-in page or another program on
    // that port answers a request for a token with 404, 405 or 501 and a page of its own.
    const bool foreign = !isJson(answer) && answer.status != 503 && answer.status != 502 &&
                         answer.status != 504 && answer.status != 429;
    if (foreign || answer.status == 404 || answer.status == 405) {
        error.kind = ErrorKind::BrokenAnswer;
        error.message = tr("It answered with HTTP status %1: %2")
                            .arg(QString::number(answer.status), error.message);
    } else if (answer.status == 401 &&
               !net::headerValue(answer.headers, "openstack-auth-receipt").isEmpty()) {
        error.message = tr("This account also needs a one-time passcode: set auth_type to "
                           "v3multifactor with the methods v3password and v3totp.");
    } else if (answer.status == 401) {
        // Keystone gives all of these the same words, so as to tell an attacker nothing.
        const QString cause = m_cloud.method == AuthMethod::ApplicationCredential
                                  ? tr("The application credential is wrong, expired or deleted.")
                                  : tr("The user name, the password or the project is wrong, or "
                                       "the user has no role in the project; the cloud does not "
                                       "say which.");
        error.message = tr("%1 It answers: %2").arg(cause, error.message);
    }
    return described(std::move(error), request);
}

} // namespace oriel::openstack
