#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "net/transport.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/identity/identityversions.h"

#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <optional>
#include <utility>
#include <vector>

namespace oriel::openstack {

/// What a user types or pastes as a cloud's address, as an URL: with https where no scheme is
/// given, without a query, a fragment and a slash at the end. Empty where it cannot be an address
/// of a web service.
[[nodiscard]] QUrl typedAddress(const QString &text);

/// Finds the identity service by what a user types: a host, a host and port, the address of the
/// cloud's dashboard, with or without the version. The places where it usually is are asked for
/// their version document one after the other, without any secret. Ends with one signal, found() or
/// failed(). Deleting it gives the search up.
///
/// Only the host that was typed is asked. Redirects are followed on the same host, and never from
/// https to http. Where no scheme was typed, plain http is used on this computer only; a service
/// that answers there elsewhere is named, and the user has to write that address.
class IdentityFinder final : public QObject
{
    Q_OBJECT

public:
    /// `transport` and `clock` must outlive the search. `cloud` says how TLS is done.
    IdentityFinder(net::Transport &transport, Clock &clock, const CloudConfig &cloud,
                   QObject *parent = nullptr);

    void find(const QString &typed);

    /// Where is looked, in this order.
    [[nodiscard]] static QList<QUrl> placesOf(const QString &typed);

Q_SIGNALS:
    void trying(const QUrl &address);
    /// Where version 3 is, or a document that says where.
    void found(const QUrl &address);
    /// Says each address that was tried, and what was there.
    void failed(const oriel::Error &error);

private:
    void next();
    void ask(const QUrl &url);
    void answered(const QUrl &asked, Result<net::HttpAnswer> answer);
    void tried(const QString &outcome);
    void giveUp();
    [[nodiscard]] Error failure(ErrorKind kind, const QString &message) const;

    net::Transport &m_transport;
    Clock &m_clock;
    Result<net::Tls> m_tls;
    bool m_schemeTyped = false;
    QList<QUrl> m_places; ///< those to come
    QUrl m_place;         ///< the one that is asked
    int m_hops = 0;
    /// What was there, and the addresses of which that is so.
    std::vector<std::pair<QString, QStringList>> m_tried;
    std::optional<ErrorKind> m_kind;
    bool m_answered = false; ///< something answered, though no identity service
};

} // namespace oriel::openstack
