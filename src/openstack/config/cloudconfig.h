#pragma once

#include "base/literals.h"

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <chrono>
#include <optional>

namespace oriel::openstack {

/// How to sign in: auth_type in clouds.yaml.
enum class AuthMethod {
    Password,
    Token,
    ApplicationCredential,
    Totp,       ///< only a one-time passcode
    Multifactor ///< a password and a one-time passcode (auth_methods)
};

/// What the user still has to enter to sign in.
enum class Secret {
    None,
    Password,
    Passcode,
    PasswordAndPasscode,
    ApplicationCredentialSecret,
    Token
};

/// The `auth` section of a cloud. Users and projects are identified by ID, or by name and domain.
/// Contains secrets: never log one.
struct AuthConfig
{
    QUrl authUrl;
    QString userId;
    QString username;
    QString userDomainId;
    QString userDomainName;
    QString password;
    QString passcode; ///< valid for a moment; never stored
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

/// The configuration of one service: <service>_endpoint_override and similar keys.
struct ServiceConfig
{
    QString apiVersion;
    QString endpointOverride;
    QString interface;
    QString region;
    QString type; ///< in the catalog, if it differs from the usual type
    QString name; ///< in the catalog, if several services have the type

    bool operator==(const ServiceConfig &) const = default;
};

/// One cloud from clouds.yaml or the environment, completely merged.
struct CloudConfig
{
    QString name;
    QString file; ///< where it was found; empty for the environment and for typed input
    AuthMethod method = AuthMethod::Password;
    AuthConfig auth;
    QString region;          ///< empty: the first of `regions`, or of the catalog
    bool regionNamed = true; ///< false: `region` is only the first of `regions`
    QString authUrlTemplate; ///< the auth_url with {region_name}, if each region has its own
    QStringList regions;     ///< the available ones; empty: the catalog's
    QString interface = u"public"_s;       ///< public, internal, admin
    QMap<QString, ServiceConfig> services; ///< by service ("compute", "block-storage", "volumev3")
    QString caCertificate;                 ///< path of a PEM file; empty: the system's
    QString certificate;                   ///< path of the client certificate, PEM
    QString privateKey;                    ///< path of the certificate's key
    bool verify = true;                    ///< whether the services' certificates are verified
    std::optional<std::chrono::milliseconds> apiTimeout;

    /// Selects another region of the same cloud; its identity service may have its own address.
    void setRegion(const QString &regionName);
    /// The configuration of a service that has several names, the preferred name first.
    [[nodiscard]] ServiceConfig service(const QStringList &names) const;
    /// The secret that is missing to sign in.
    [[nodiscard]] Secret missingSecret() const;
    bool operator==(const CloudConfig &) const = default;
};

} // namespace oriel::openstack
