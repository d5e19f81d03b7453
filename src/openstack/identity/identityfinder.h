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

/// The typed or pasted address of a cloud as a URL: with https if it has no scheme, without query,
/// fragment and trailing slash. Empty if it cannot be the address of a web service.
[[nodiscard]] QUrl typedAddress(const QString &text);

/// Finds the identity service from the user's input: a host, a host and port, the address of the
/// cloud's dashboard, with or without the version. Requests the version document from the usual
/// places one after the other, without any secret. Emits one signal, found() or failed(). Deleting
/// it cancels the search.
///
/// Only the typed host is contacted. Redirects are followed on the same host, and never from https
/// to http. If no scheme was typed, plain http is used only on this computer; if a service
/// elsewhere answers there, the error names its address, which the user must type.
class IdentityFinder final : public QObject
{
    Q_OBJECT

public:
    /// `transport` and `clock` must outlive the search. `cloud` has the TLS settings.
    IdentityFinder(net::Transport &transport, Clock &clock, const CloudConfig &cloud,
                   QObject *parent = nullptr);

    void find(const QString &typed);

    /// The addresses to try, in this order.
    [[nodiscard]] static QList<QUrl> placesOf(const QString &typed);

Q_SIGNALS:
    void trying(const QUrl &address);
    /// The address of version 3, or of a document that contains it.
    void found(const QUrl &address);
    /// Lists each address that was tried, with the result.
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
    QList<QUrl> m_places; ///< the remaining ones
    QUrl m_place;         ///< the current one
    int m_hops = 0;
    /// Results, and the addresses that had them.
    std::vector<std::pair<QString, QStringList>> m_tried;
    std::optional<ErrorKind> m_kind;
    bool m_answered = false; ///< something answered, but not an identity service
};

} // namespace oriel::openstack
