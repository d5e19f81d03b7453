#pragma once

#include "openstack/identity/session.h"
#include "openstack/identity/tokenrequest.h"

#include <QtCore/QPointer>

namespace oriel::openstack {

class SignIn;

/// An endpoint_override with the project put in for %(project_id)s, as the catalog's templates and
/// the other clients write it.
[[nodiscard]] QUrl withProject(QString address, const QString &projectId);

/// A Session's state and what goes on by itself: the attempts to sign in and their ends.
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

    /// A new attempt in place of one that may be running; the caller starts it.
    SignIn *begin(Purpose purpose, CloudConfig configuration);

    /// Whether a new token is to be had without the person.
    [[nodiscard]] bool renewable() const;

    void revoke(const QByteArray &oldToken);
    void answerWaiters(const Result<QByteArray> &answer);
    /// The token is no longer good and no other is to be had.
    void end(const Error &error);

    Session &q;
    net::Transport &transport;
    Clock &clock;
    CloudConfig cloud;
    /// Made of `cloud` when first asked for: its files are not read for each request.
    std::optional<net::Tls> tls;
    QUrl identity; ///< version 3 of the identity service, once a sign-in has found it
    std::optional<Token> token;
    std::optional<Scope> scope;
    std::optional<Error> refusal; ///< why no further attempt is made by itself
    bool regionNamed = false;     ///< by the configuration or by the user
    bool rejected = false;        ///< a service has refused the token
    QDateTime renewAt;            ///< when the token is to be replaced, by our clock
    QDateTime endsAt;             ///< when it ends, by our clock
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

} // namespace oriel::openstack
