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
class SignIn final : public QObject
{
    Q_OBJECT

public:
    /// `transport` and `clock` must outlive the sign-in.
    SignIn(net::Transport &transport, Clock &clock, CloudConfig cloud, QObject *parent);

    /// With what the configuration says.
    void start();
    /// With another token, for that project.
    void startFrom(const QByteArray &token, const QString &projectId);

    [[nodiscard]] const CloudConfig &cloud() const { return m_cloud; }

Q_SIGNALS:
    void succeeded(const oriel::openstack::Token &token);
    /// The token is for no project.
    void choice(const oriel::openstack::Token &token,
                const std::vector<oriel::openstack::Project> &projects);
    void failed(const oriel::Error &error);

private:
    void post(const QJsonObject &body);
    void answered(Result<net::HttpAnswer> answer);
    void askForProjects(const Token &token);
    void projectsAnswered(const Token &token, Result<net::HttpAnswer> answer);
    [[nodiscard]] Error described(Error error, const QString &request) const;
    [[nodiscard]] Error refused(const net::HttpAnswer &answer, const QString &request) const;
    [[nodiscard]] net::HttpRequest request(net::Method method, const QString &path) const;

    net::Transport &m_transport;
    Clock &m_clock;
    CloudConfig m_cloud;
    Result<std::optional<QSslConfiguration>> m_tls; ///< nothing where none is needed
};

} // namespace oriel::openstack
