#pragma once

#include "base/literals.h"
#include "openstack/api.h"

#include <QtCore/QStringList>

namespace oriel::openstack {

/// The signed-in user's key pairs. They belong to the user, not to the project, and have no ID: the
/// name identifies them. https://docs.openstack.org/api-ref/compute/#keypairs-keypairs
struct KeyPair
{
    static constexpr Kind kind = Kind::KeyPair;
    static constexpr Collection api{.service = net::Service::Compute,
                                    .path = "/os-keypairs",
                                    .rows = "keypairs",
                                    .row = "keypair",
                                    .pageSize = 0, // before 2.35 Nova refuses a limit
                                    .wrapped = true};

    QString name;
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

/// A key pair that was just created.
struct NewKeyPair
{
    KeyPair pair;
    /// What Nova generated, as PEM; it is returned only once. Empty if the public key was imported.
    QByteArray privateKey;
};

/// POST /os-keypairs. Conflict if the user has a key pair of that name.
template <>
struct Create<KeyPair>
{
    using Value = NewKeyPair;

    QString name = {};      ///< letters, digits, spaces, "_", "-", and since 2.92 "@" and "."
    QString publicKey = {}; ///< to import; empty: Nova generates a key, up to 2.91
    QString type = {};      ///< ssh, x509, since 2.2; empty: ssh

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<NewKeyPair> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
