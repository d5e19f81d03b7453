#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "net/transport.h"
#include "openstack/identity/project.h"
#include "openstack/identity/tokenrequest.h"

#include <QtCore/QObject>

#include <vector>

namespace oriel::openstack {

/// One sign-in: requests a token and, if it is for no project and none is configured, the list of
/// projects; a single project is used automatically. Emits exactly one signal. Deleting it cancels
/// the sign-in.
///
/// If the auth_url is redirected, or no identity service answers there, its version document is
/// requested, without any secret, for the right address. Redirects and addresses in the document
/// are followed only on the same host, and never from https to http: the password is not sent to a
/// host that is not configured. No address receives the same token request twice.
class SignIn final : public QObject
{
    Q_OBJECT

public:
    /// `transport` and `clock` must outlive the sign-in. `identity` is the address of version 3 of
    /// the identity service if an earlier sign-in has found it; empty: derived from the auth_url.
    SignIn(net::Transport &transport, Clock &clock, CloudConfig cloud, const QUrl &identity,
           QObject *parent);

    /// Uses the configured credentials.
    void start();
    /// Exchanges another token for one for that project.
    void startFrom(const QByteArray &token, const QString &projectId);

    [[nodiscard]] const CloudConfig &cloud() const { return m_cloud; }
    /// The address of version 3 of the identity service, as far as known.
    [[nodiscard]] const QUrl &identity() const { return m_identity; }
    /// After failed(): the password was right, and the account needs a one-time passcode as well.
    [[nodiscard]] bool needsPasscode() const { return m_needsPasscode; }

Q_SIGNALS:
    void succeeded(const oriel::openstack::Token &token);
    /// The token is not for a project.
    void choice(const oriel::openstack::Token &token,
                const std::vector<oriel::openstack::Project> &projects);
    void failed(const oriel::Error &error);

private:
    void post(const QJsonObject &body);
    void send();
    /// Reads the version document at `url` to find the address to post to.
    void discover(const QUrl &url);
    void discovered(const QUrl &asked, Result<net::HttpAnswer> answer);
    void moveTo(const QUrl &identity);
    /// nullopt if `from` may redirect to `to`; otherwise the reason, and what to configure.
    [[nodiscard]] std::optional<Error> refusedMove(const QUrl &from, const QUrl &to) const;
    [[nodiscard]] Error circle() const;
    [[nodiscard]] QString cause() const;
    void answered(Result<net::HttpAnswer> answer);
    void requestProjects(const Token &token);
    void projectsAnswered(const Token &token, Result<net::HttpAnswer> answer);
    [[nodiscard]] Error described(Error error, const QString &request) const;
    [[nodiscard]] Error refused(const net::HttpAnswer &answer, const QString &request) const;
    [[nodiscard]] net::HttpRequest request(net::Method method, const QUrl &url);

    net::Transport &m_transport;
    Clock &m_clock;
    CloudConfig m_cloud;
    QUrl m_identity;
    QByteArray m_body;              ///< the token request; secret
    QList<QUrl> m_posted;           ///< the addresses that it was sent to
    std::optional<Error> m_refusal; ///< why the address derived from the auth_url is wrong
    int m_hops = 0;
    bool m_needsPasscode = false;
    Result<net::Tls> m_tls;
};

} // namespace oriel::openstack
