#pragma once

#include "base/literals.h"

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <chrono>
#include <optional>

namespace oriel::openstack {

/// How one signs in: what clouds.yaml calls auth_type.
enum class AuthMethod {
    Password,
    Token,
    ApplicationCredential,
    Totp,       ///< a one-time passcode alone
    Multifactor ///< a password and a one-time passcode (auth_methods)
};

/// What a person still has to be asked for before signing in.
enum class Secret {
    None,
    Password,
    Passcode,
    PasswordAndPasscode,
    ApplicationCredentialSecret,
    Token
};

/// The `auth` of a cloud. Users and projects are named by id, or by name and domain.
/// Holds secrets: never log one.
struct AuthConfig
{
    QUrl authUrl;
    QString userId;
    QString username;
    QString userDomainId;
    QString userDomainName;
    QString password;
    QString passcode; ///< of the moment; never read from a file for long
    QString token;
    QString applicationCredentialId;
    QString applicationCredentialName;
    QString applicationCredentialSecret;
    QString projectId;
    QString projectName;
    QString projectDomainId;
    QString projectDomainName;
    QString domainId; ///< to sign in to a domain instead of a project
    QString domainName;

    [[nodiscard]] bool namesProject() const
    {
        return !projectId.isEmpty() || !projectName.isEmpty();
    }
    bool operator==(const AuthConfig &) const = default;
};

/// What is configured for one service, as <service>_endpoint_override and the like.
struct ServiceConfig
{
    QString apiVersion;
    QString endpointOverride;
    QString interface;
    QString region;
    QString type; ///< in the catalog, where it is not the usual one
    QString name; ///< in the catalog, where several services have the type

    bool operator==(const ServiceConfig &) const = default;
};

/// One cloud as clouds.yaml or the environment describes it, everything merged.
struct CloudConfig
{
    QString name;
    QString file; ///< where it was found; empty for the environment and for what a person typed
    AuthMethod method = AuthMethod::Password;
    AuthConfig auth;
    QString region;          ///< empty: the first of `regions`, or the catalog's
    bool regionNamed = true; ///< false: `region` is only the first of `regions`
    QString authUrlTemplate; ///< the auth_url with {region_name}, where each region has its own
    QStringList regions;     ///< those to choose from; empty: the catalog's
    QString interface = u"public"_s;       ///< public, internal, admin
    QMap<QString, ServiceConfig> services; ///< by service ("compute", "block-storage", "volumev3")
    QString caCertificate;                 ///< path of a PEM file; empty: the system's
    QString certificate;                   ///< path of the client's own certificate, PEM
    QString privateKey;                    ///< path of its key
    bool verify = true;                    ///< whether the services' certificates are checked
    std::optional<std::chrono::milliseconds> apiTimeout;

    /// Another region of the same cloud; its identity service may have an address of its own.
    void setRegion(const QString &regionName);
    /// What is said of a service that goes by several names, the best first.
    [[nodiscard]] ServiceConfig service(const QStringList &names) const;
    /// What is missing to sign in.
    [[nodiscard]] Secret missingSecret() const;
    bool operator==(const CloudConfig &) const = default;
};

} // namespace oriel::openstack
