#pragma once

#include "net/transport.h"

#include <QtCore/QStringList>
#include <QtCore/QUrl>

namespace oriel::openstack {

/// The content of the identity service's version document.
/// https://docs.openstack.org/api-ref/identity/v3/#api-versions
struct IdentityVersions
{
    QStringList ids;
    QUrl third; ///< the address of version 3 as written; empty: missing, or without a link

    [[nodiscard]] bool any() const { return !ids.isEmpty(); }
    [[nodiscard]] bool hasThird() const;
};

/// Empty if `answer` is not a version document.
[[nodiscard]] IdentityVersions readIdentityVersions(const net::HttpAnswer &answer);

/// Whether an identity service may redirect Oriel to another address.
enum class Move {
    Allowed,
    OtherHost, ///< the password would go to a host that the user did not configure
    Weaker,    ///< from https to http
    Unusable   ///< neither http nor https
};
[[nodiscard]] Move moveOf(const QUrl &from, const QUrl &to);

/// The target of a redirect; empty if the answer is none.
[[nodiscard]] QUrl redirectTarget(const net::HttpAnswer &answer, const QUrl &asked);

/// The form for messages: without user, query and fragment.
[[nodiscard]] QString shownAddress(const QUrl &url);

} // namespace oriel::openstack
