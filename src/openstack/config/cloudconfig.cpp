#include "openstack/config/cloudconfig.h"

namespace oriel::openstack {

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
