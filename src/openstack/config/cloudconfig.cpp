#include "openstack/config/cloudconfig.h"

namespace oriel::openstack {

void CloudConfig::setRegion(const QString &regionName)
{
    region = regionName;
    regionNamed = true;
    if (!authUrlTemplate.isEmpty())
        auth.authUrl =
            QUrl(QString(authUrlTemplate).replace(QLatin1String("{region_name}"), regionName));
}

ServiceConfig CloudConfig::service(const QStringList &names) const
{
    ServiceConfig all;
    for (const QString &alias : names) {
        const ServiceConfig one = services.value(alias);
        const auto fill = [](QString &into, const QString &value) {
            if (into.isEmpty())
                into = value;
        };
        fill(all.apiVersion, one.apiVersion);
        fill(all.endpointOverride, one.endpointOverride);
        fill(all.interface, one.interface);
        fill(all.region, one.region);
        fill(all.type, one.type);
        fill(all.name, one.name);
    }
    return all;
}

Secret CloudConfig::missingSecret() const
{
    const bool noPassword = auth.password.isEmpty();
    const bool noPasscode = auth.passcode.isEmpty();
    switch (method) {
    case AuthMethod::Password:
        return noPassword ? Secret::Password : Secret::None;
    case AuthMethod::Token:
        return auth.token.isEmpty() ? Secret::Token : Secret::None;
    case AuthMethod::ApplicationCredential:
        return auth.applicationCredentialSecret.isEmpty() ? Secret::ApplicationCredentialSecret
                                                          : Secret::None;
    case AuthMethod::Totp:
        return noPasscode ? Secret::Passcode : Secret::None;
    case AuthMethod::Multifactor:
        if (noPassword && noPasscode)
            return Secret::PasswordAndPasscode;
        if (noPassword)
            return Secret::Password;
        return noPasscode ? Secret::Passcode : Secret::None;
    }
    return Secret::None;
}

} // namespace oriel::openstack
