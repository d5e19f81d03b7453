#include "app/ctl/connection.h"

#include "app/ctl/terminal.h"
#include "openstack/config/cloudsloader.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct ConnectionWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Connection)
};

Error unconfigured(const QString &message)
{
    Error error;
    error.kind = ErrorKind::Configuration;
    error.message = message;
    return error;
}

Error noCloud(const openstack::CloudList &clouds)
{
    QStringList names;
    for (const openstack::FoundCloud &cloud : clouds.clouds)
        names.append(cloud.name);
    if (names.isEmpty())
        return unconfigured(
            ConnectionWords::tr("No cloud is known: there is no clouds.yaml and no OS_AUTH_URL."));
    return unconfigured(ConnectionWords::tr("No cloud is named. Name one with --os-cloud or "
                                            "OS_CLOUD: %1.")
                            .arg(names.join(", "_L1)));
}

/// What the person says at the line goes over what the file says.
void override(openstack::CloudConfig &cloud, const QMap<QString, QString> &options)
{
    const auto take = [&](QLatin1StringView name, QString &into) {
        if (const auto found = options.find(name); found != options.end())
            into = *found;
    };
    take("region-name"_L1, cloud.region);
    take("interface"_L1, cloud.interface);
    take("cacert"_L1, cloud.caCertificate);
    take("cert"_L1, cloud.certificate);
    take("key"_L1, cloud.privateKey);
    take("username"_L1, cloud.auth.username);
    take("user-id"_L1, cloud.auth.userId);
    take("user-domain-name"_L1, cloud.auth.userDomainName);
    take("user-domain-id"_L1, cloud.auth.userDomainId);
    take("password"_L1, cloud.auth.password);
    take("passcode"_L1, cloud.auth.passcode);
    take("token"_L1, cloud.auth.token);
    take("application-credential-id"_L1, cloud.auth.applicationCredentialId);
    take("application-credential-name"_L1, cloud.auth.applicationCredentialName);
    take("application-credential-secret"_L1, cloud.auth.applicationCredentialSecret);
    // Another project is named by one of the two; the file's other one must not stand beside it.
    if (options.contains(u"project-name"_s) && !options.contains(u"project-id"_s))
        cloud.auth.projectId.clear();
    if (options.contains(u"project-id"_s) && !options.contains(u"project-name"_s))
        cloud.auth.projectName.clear();
    take("project-name"_L1, cloud.auth.projectName);
    take("project-id"_L1, cloud.auth.projectId);
    take("project-domain-name"_L1, cloud.auth.projectDomainName);
    take("project-domain-id"_L1, cloud.auth.projectDomainId);
    if (options.contains(u"auth-url"_s))
        cloud.auth.authUrl = QUrl(options.value(u"auth-url"_s));
    if (options.contains(u"insecure"_s))
        cloud.verify = false;
}

std::optional<Error> askForSecrets(openstack::CloudConfig &cloud)
{
    using openstack::Secret;
    const auto ask = [&](const QString &what, QString &into) -> std::optional<Error> {
        const auto typed = askSecretly(what);
        if (!typed)
            return unconfigured(ConnectionWords::tr("The cloud “%1” has no %2, and there is no "
                                                    "terminal to ask at.")
                                    .arg(cloud.name, what.toLower()));
        into = *typed;
        return std::nullopt;
    };
    const Secret missing = cloud.missingSecret();
    std::optional<Error> problem;
    if (missing == Secret::Password || missing == Secret::PasswordAndPasscode)
        problem = ask(ConnectionWords::tr("Password"), cloud.auth.password);
    if (!problem && (missing == Secret::Passcode || missing == Secret::PasswordAndPasscode))
        problem = ask(ConnectionWords::tr("Passcode"), cloud.auth.passcode);
    if (missing == Secret::ApplicationCredentialSecret)
        problem = ask(ConnectionWords::tr("Application credential secret"),
                      cloud.auth.applicationCredentialSecret);
    if (missing == Secret::Token)
        problem = ask(ConnectionWords::tr("Token"), cloud.auth.token);
    return problem;
}

} // namespace

Result<openstack::CloudConfig> cloudFor(const QMap<QString, QString> &options)
{
    openstack::Environment environment = openstack::Environment::current();
    for (auto option = options.begin(); option != options.end(); ++option)
        environment.variables.insert("OS_"_L1 + option.key().toUpper().replace(u'-', u'_'),
                                     option.value());
    const auto clouds = openstack::CloudsLoader::load(environment);
    if (!clouds.ok())
        return clouds.error();
    const QString name = options.value(u"cloud"_s, clouds->selected);
    if (name.isEmpty())
        return clouds->warning ? *clouds->warning : noCloud(*clouds);
    auto cloud = clouds->find(name);
    if (!cloud.ok())
        return cloud;
    if (!cloud->file.isEmpty())
        override(*cloud, options);
    if (const auto problem = askForSecrets(*cloud))
        return *problem;
    return cloud;
}

Connection::Connection(openstack::CloudConfig cloud)
    : m_transport(m_clock)
    , m_session(m_transport, m_clock, std::move(cloud))
    , m_client(m_transport, m_session, m_clock)
    , m_stores(m_client, m_clock)
{}

Connection::~Connection() = default;

void Connection::open(std::function<void(Result<Nothing>)> then)
{
    connect(&m_session, &openstack::Session::signedIn, this, [then] { then(Nothing{}); });
    connect(&m_session, &openstack::Session::signInFailed, this,
            [then](const Error &error) { then(error); });
    connect(&m_session, &openstack::Session::projectNeeded, this,
            [then](const std::vector<openstack::Project> &projects) {
                QStringList names;
                for (const openstack::Project &project : projects)
                    names.append(project.name);
                then(unconfigured(ConnectionWords::tr("The cloud has several projects for this "
                                                      "user. Name one with --os-project-name: "
                                                      "%1.")
                                      .arg(names.join(", "_L1))));
            });
    m_session.signIn();
}

} // namespace oriel::ctl
