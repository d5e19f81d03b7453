#include "forms/signinform.h"

#include "openstack/identity/identityfinder.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QUrl>

#include <algorithm>
#include <array>
#include <tuple>

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
        return tr("Enter the address of the cloud, such as cloud.example.com. The address of its "
                  "dashboard will do.");
    if (text.contains(u' '))
        return tr("The address contains a space.");
    const QString scheme = text.section(u"://"_s, 0, 0).toLower();
    if (text.contains("://"_L1) && scheme != "https"_L1 && scheme != "http"_L1)
        return tr("The address must begin with https:// or http://, or with the name of the host.");
    const QUrl url = openstack::typedAddress(text);
    if (url.isEmpty())
        return tr("The address is not valid.");
    if (!url.userInfo().isEmpty())
        return tr(
            "Do not include the user name and password in the address. Use the fields below.");
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
    case Field::Passcode:
        return tr("Enter the one-time passcode that your authenticator app or device shows.");
    case Field::CredentialId:
        return tr("Enter the ID of the application credential.");
    case Field::CredentialSecret:
        return tr("Enter the secret of the application credential.");
    case Field::Project:
        return tr("Enter the project.");
    case Field::Region:
        return tr("Enter the region.");
    case Field::Address:
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

SignInForm::SignInForm(const openstack::CloudConfig &known, const QMap<QString, QString> &asked)
    : m_whole(false)
    , m_known(known)
{
    const openstack::AuthConfig &auth = known.auth;
    const bool credential = known.method == openstack::AuthMethod::ApplicationCredential;
    const bool user = credential || known.method == openstack::AuthMethod::Token ||
                      !auth.userId.isEmpty() || !auth.username.isEmpty();
    const bool named =
        !auth.applicationCredentialId.isEmpty() || !auth.applicationCredentialName.isEmpty();
    const std::array parts{
        std::tuple(Field::Address, u"OS_AUTH_URL"_s, auth.authUrl.isEmpty()),
        std::tuple(Field::UserName, u"OS_USERNAME"_s, !user),
        std::tuple(Field::UserDomain, u"OS_USER_DOMAIN_NAME"_s, false),
        std::tuple(Field::Project, u"OS_PROJECT_NAME"_s, false),
        std::tuple(Field::ProjectDomain, u"OS_PROJECT_DOMAIN_NAME"_s, false),
        std::tuple(Field::CredentialId, u"OS_APPLICATION_CREDENTIAL_ID"_s, credential && !named),
        std::tuple(Field::Region, u"OS_REGION_NAME"_s, false)};
    for (const auto &[field, variable, missing] : parts) {
        if (!missing && !asked.contains(variable))
            continue;
        m_missing.push_back(field);
        m_questions.insert(field, asked.value(variable));
    }
}

std::vector<SignInForm::Field> SignInForm::fields() const
{
    if (!m_whole)
        return m_missing;
    if (m_method == Method::ApplicationCredential)
        return {Field::Address, Field::CredentialId, Field::CredentialSecret, Field::Region};
    std::vector fields{Field::Address, Field::UserName,      Field::UserDomain, Field::Password,
                       Field::Project, Field::ProjectDomain, Field::Region};
    if (m_method == Method::PasswordAndPasscode)
        fields.insert(fields.begin() + 4, Field::Passcode);
    return fields;
}

bool SignInForm::has(Field field) const
{
    const std::vector<Field> shown = fields();
    return std::find(shown.begin(), shown.end(), field) != shown.end();
}

QString SignInForm::label(Field field)
{
    switch (field) {
    case Field::Address:
        return SignInWords::tr("Address");
    case Field::UserName:
        return SignInWords::tr("User name");
    case Field::UserDomain:
        return SignInWords::tr("User domain");
    case Field::Password:
        return SignInWords::tr("Password");
    case Field::Passcode:
        return SignInWords::tr("One-time passcode");
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

QString SignInForm::placeholder(Field field) const
{
    if (const QString question = m_questions.value(field); !question.isEmpty())
        return question;
    if (field == Field::Address)
        return u"cloud.example.com"_s;
    if (m_whole && field == Field::Project)
        return SignInWords::tr("Leave empty to choose after signing in");
    if (m_whole && field == Field::Region)
        return SignInWords::tr("Leave empty for the default region");
    return {};
}

bool SignInForm::isSecret(Field field)
{
    return field == Field::Password || field == Field::CredentialSecret;
}

QString SignInForm::problem(Field field) const
{
    if (field == Field::Address)
        return SignInWords::urlProblem(trimmed(field));
    const bool optional = field == Field::Project || field == Field::Region ||
                          (field == Field::ProjectDomain && trimmed(Field::Project).isEmpty());
    if (m_whole && optional)
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
    if (!has(Field::Address))
        return {};
    const QUrl url = openstack::typedAddress(trimmed(Field::Address));
    if (!problem(Field::Address).isEmpty() || url.scheme().toLower() != "http"_L1 ||
        isLoopback(url))
        return {};
    return SignInWords::tr(
        "This connection is not encrypted. Others on the network can read your password.");
}

SignInForm::Field SignInForm::fieldToCorrect(const Error &error) const
{
    const std::vector<Field> shown = fields();
    Field wanted = Field::Address;
    if (error.kind == ErrorKind::Unauthorized)
        wanted =
            m_method == Method::ApplicationCredential ? Field::CredentialSecret : Field::Password;
    else if (error.kind == ErrorKind::Forbidden)
        wanted = Field::UserName;
    else if (error.kind == ErrorKind::Configuration && !trimmed(Field::Region).isEmpty())
        wanted = Field::Region;
    return has(wanted) || shown.empty() ? wanted : shown.front();
}

openstack::CloudConfig SignInForm::config() const
{
    openstack::CloudConfig config = m_known;
    openstack::AuthConfig &auth = config.auth;
    if (m_whole) {
        config.method = m_method == Method::Password ? openstack::AuthMethod::Password
                        : m_method == Method::PasswordAndPasscode
                            ? openstack::AuthMethod::Multifactor
                            : openstack::AuthMethod::ApplicationCredential;
    }
    for (const Field field : fields()) {
        switch (field) {
        case Field::Address:
            auth.authUrl = openstack::typedAddress(trimmed(field));
            break;
        case Field::UserName:
            auth.username = trimmed(field);
            break;
        case Field::UserDomain:
            auth.userDomainName = trimmed(field);
            break;
        case Field::Password:
            auth.password = value(field);
            break;
        case Field::Passcode:
            auth.passcode = trimmed(field);
            break;
        case Field::Project:
            auth.projectName = trimmed(field);
            break;
        case Field::ProjectDomain:
            auth.projectDomainName =
                trimmed(Field::Project).isEmpty() && m_whole ? QString() : trimmed(field);
            break;
        case Field::CredentialId:
            auth.applicationCredentialId = trimmed(field);
            break;
        case Field::CredentialSecret:
            auth.applicationCredentialSecret = value(field);
            break;
        case Field::Region:
            config.region = trimmed(field);
            break;
        }
    }
    if (config.name.isEmpty())
        config.name = auth.authUrl.host();
    return config;
}

} // namespace oriel::forms
