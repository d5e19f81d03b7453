#pragma once

#include "base/literals.h"
#include "openstack/api.h"

#include <QtCore/QStringList>

namespace oriel::openstack {

/// The signed-in user's key pairs. They belong to the user, not to the project, and have no ID: the
/// name identifies them. Create<KeyPair> imports a public key; since 2.92 Nova generates none. It
/// answers Conflict if the user has a key pair of that name.
/// https://docs.openstack.org/api-ref/compute/#keypairs-keypairs
struct KeyPair
{
    static constexpr Kind kind = Kind::KeyPair;
    static constexpr Collection api{.service = net::Service::Compute,
                                    .path = "/os-keypairs",
                                    .rows = "keypairs",
                                    .row = "keypair",
                                    .pageSize = 0, // before 2.35 Nova refuses a limit
                                    .wrapped = true};
    static constexpr bool ofUser = true; ///< roles in a project do not matter

    QString name;            ///< letters, digits, spaces, "_", "-", and since 2.92 "@" and "."
    QString type = u"ssh"_s; ///< ssh, x509; since 2.2
    QString fingerprint;
    QString publicKey;
    QStringList unreadable = {}; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &pair)
    {
        f.id("name", pair.name);
        f.shared("type", pair.type);
        f("fingerprint", pair.fingerprint);
        f("public_key", pair.publicKey);
    }
    bool operator==(const KeyPair &) const = default;
};

} // namespace oriel::openstack
