#include "forms/signinform.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

class SignInWords
{
    Q_DECLARE_TR_FUNCTIONS(SignInForm)

public:
    static QString urlProblem(const QString &text);
    static QString missing(SignInForm::Field field);
};

QString SignInWords::urlProblem(const QString &text)
{
    if (text.isEmpty())
        return tr("Enter the address of the cloud's identity service (Keystone), such as "
                  "https://cloud.example.com:5000/v3.");
    if (text.contains(u' '))
        return tr("The address contains a space.");
    const QUrl url(text, QUrl::StrictMode);
    const QString scheme = url.scheme().toLower();
    if (!text.contains("://"_L1) || (scheme != "https"_L1 && scheme != "http"_L1))
        return tr("The address must begin with https:// (or http://).");
    if (!url.isValid())
        return tr("The address is not valid.");
    if (url.host().isEmpty())
        return tr("The address has no host.");
    if (!url.userInfo().isEmpty())
        return tr(
            "Do not include the user name and password in the address. Use the fields below.");
    if (url.hasQuery() || url.hasFragment())
        return tr("The address must not contain “?” or “#”.");
    return {};
}

QString SignInWords::missing(SignInForm::Field field)
{
    using Field = SignInForm::Field;
    switch (field) {
    case Field::UserName:
        return tr("Enter the user name.");
    case Field::UserDomain:
        return tr("Enter the domain of the user. On most clouds it is “Default”.");
    case Field::Password:
        return tr("Enter the password.");
    case Field::ProjectDomain:
        return tr("Enter the domain of the project. On most clouds it is “Default”.");
    case Field::CredentialId:
        return tr("Enter the ID of the application credential.");
    case Field::CredentialSecret:
        return tr("Enter the secret of the application credential.");
    case Field::AuthUrl:
    case Field::Project: // left empty, the cloud's projects are offered after signing in
    case Field::Region:  // left empty, the catalog's first
        break;
    }
    return {};
}

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == "localhost"_L1 || host == "::1"_L1 || host.startsWith("127."_L1);
}

} // namespace

std::vector<SignInForm::Field> SignInForm::fields() const
{
    if (m_method == Method::ApplicationCredential)
        return {Field::AuthUrl, Field::CredentialId, Field::CredentialSecret, Field::Region};
    return {Field::AuthUrl, Field::UserName,      Field::UserDomain, Field::Password,
            Field::Project, Field::ProjectDomain, Field::Region};
}

QString SignInForm::label(Field field)
{
    switch (field) {
    case Field::AuthUrl:
        return SignInWords::tr("Auth URL");
    case Field::UserName:
        return SignInWords::tr("User");
    case Field::UserDomain:
        return SignInWords::tr("User domain");
    case Field::Password:
        return SignInWords::tr("Password");
    case Field::Project:
        return SignInWords::tr("Project");
    case Field::ProjectDomain:
        return SignInWords::tr("Project domain");
    case Field::CredentialId:
        return SignInWords::tr("Application credential ID");
    case Field::CredentialSecret:
        return SignInWords::tr("Application credential secret");
    case Field::Region:
        break;
    }
    return SignInWords::tr("Region");
}

QString SignInForm::placeholder(Field field)
{
    switch (field) {
    case Field::AuthUrl:
        return u"https://cloud.example.com:5000/v3"_s;
    case Field::Project:
        return SignInWords::tr("Empty: choose after signing in");
    case Field::Region:
        return SignInWords::tr("Empty: the cloud's first");
    default:
        return {};
    }
}

bool SignInForm::isSecret(Field field)
{
    return field == Field::Password || field == Field::CredentialSecret;
}

QString SignInForm::problem(Field field) const
{
    if (field == Field::AuthUrl)
        return SignInWords::urlProblem(trimmed(field));
    if (field == Field::ProjectDomain && trimmed(Field::Project).isEmpty())
        return {};
    const bool empty = isSecret(field) ? value(field).isEmpty() : trimmed(field).isEmpty();
    return empty ? SignInWords::missing(field) : QString();
}

QString SignInForm::problem() const
{
    for (const Field field : fields()) {
        if (const QString wrong = problem(field); !wrong.isEmpty())
            return wrong;
    }
    return {};
}

QString SignInForm::caution() const
{
    const QUrl url(trimmed(Field::AuthUrl));
    if (!problem(Field::AuthUrl).isEmpty() || url.scheme().toLower() != "http"_L1 ||
        isLoopback(url))
        return {};
    return SignInWords::tr(
        "This connection is not encrypted. Others on the network can read your password.");
}

openstack::CloudConfig SignInForm::config() const
{
    openstack::CloudConfig config;
    QString address = trimmed(Field::AuthUrl);
    while (address.endsWith(u'/'))
        address.chop(1);
    config.auth.authUrl = QUrl(address);
    config.name = config.auth.authUrl.host();
    config.region = trimmed(Field::Region);
    if (m_method == Method::ApplicationCredential) {
        config.method = openstack::AuthMethod::ApplicationCredential;
        config.auth.applicationCredentialId = trimmed(Field::CredentialId);
        config.auth.applicationCredentialSecret = value(Field::CredentialSecret);
        return config;
    }
    config.method = openstack::AuthMethod::Password;
    config.auth.username = trimmed(Field::UserName);
    config.auth.userDomainName = trimmed(Field::UserDomain);
    config.auth.password = value(Field::Password);
    config.auth.projectName = trimmed(Field::Project);
    if (!config.auth.projectName.isEmpty())
        config.auth.projectDomainName = trimmed(Field::ProjectDomain);
    return config;
}

} // namespace oriel::forms
