#pragma once

#include "net/transport.h"

#include <QtCore/QStringList>
#include <QtCore/QUrl>

namespace oriel::openstack {

/// What a version document of the identity service says.
/// https://docs.openstack.org/api-ref/identity/v3/#api-versions
struct IdentityVersions
{
    QStringList ids;
    QUrl third; ///< as written: where version 3 is; empty: it has none, or no link

    [[nodiscard]] bool any() const { return !ids.isEmpty(); }
    [[nodiscard]] bool hasThird() const;
};

/// Nothing where `answer` is none.
[[nodiscard]] IdentityVersions readIdentityVersions(const net::HttpAnswer &answer);

/// Whether an identity service may send Oriel from one address to another.
enum class Move {
    Allowed,
    OtherHost, ///< the password would go to a host that the user has not named
    Weaker,    ///< from https to http
    Unusable   ///< neither http nor https
};
[[nodiscard]] Move moveOf(const QUrl &from, const QUrl &to);

/// Where a redirect leads to; empty where the answer is none.
[[nodiscard]] QUrl redirectTarget(const net::HttpAnswer &answer, const QUrl &asked);

/// As messages show it: without a user, a query and a fragment.
[[nodiscard]] QString shownAddress(const QUrl &url);

} // namespace oriel::openstack
