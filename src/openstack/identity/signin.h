#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "net/transport.h"
#include "openstack/identity/project.h"
#include "openstack/identity/tokenrequest.h"

#include <QtCore/QObject>

#include <vector>

namespace oriel::openstack {

/// One sign-in: asks for a token and, where it is for no project and none was named, for the
/// projects to choose from; a single one is taken by itself. Ends with exactly one signal. Deleting
/// it gives the sign-in up.
///
/// Where the auth_url is redirected, or no identity service answers below it, its version document
/// is asked for the right address, without any secret. Redirects and addresses that the document
/// names are used on the same host only, and never from https to http: the password goes to no host
/// that the configuration does not name. No address gets the same request for a token twice.
class SignIn final : public QObject
{
    Q_OBJECT

public:
    /// `transport` and `clock` must outlive the sign-in.
    /// `identity` is the address of version 3 of the identity service, where an earlier sign-in has
    /// found it; empty: by the auth_url.
    SignIn(net::Transport &transport, Clock &clock, CloudConfig cloud, const QUrl &identity,
           QObject *parent);

    /// With what the configuration says.
    void start();
    /// With another token, for that project.
    void startFrom(const QByteArray &token, const QString &projectId);

    [[nodiscard]] const CloudConfig &cloud() const { return m_cloud; }
    /// The address of version 3 of the identity service, as far as it is known.
    [[nodiscard]] const QUrl &identity() const { return m_identity; }
    /// After failed(): the password was right, and the account needs a one-time passcode as well.
    [[nodiscard]] bool needsPasscode() const { return m_needsPasscode; }

Q_SIGNALS:
    void succeeded(const oriel::openstack::Token &token);
    /// The token is for no project.
    void choice(const oriel::openstack::Token &token,
                const std::vector<oriel::openstack::Project> &projects);
    void failed(const oriel::Error &error);

private:
    void post(const QJsonObject &body);
    void send();
    /// Asks the version document at `url` for the address to post to.
    void discover(const QUrl &url);
    void discovered(const QUrl &asked, Result<net::HttpAnswer> answer);
    void moveTo(const QUrl &identity);
    /// Nothing where `from` may lead to `to`; else why not, and what to write.
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
    QByteArray m_body;              ///< the request for a token; secret
    QList<QUrl> m_posted;           ///< where it has been sent to
    std::optional<Error> m_refusal; ///< why the address by the auth_url is not the right one
    int m_hops = 0;
    bool m_needsPasscode = false;
    Result<net::Tls> m_tls;
};

} // namespace oriel::openstack
