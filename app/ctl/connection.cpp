#include "app/ctl/connection.h"

#include "app/ctl/terminal.h"
#include "forms/oddtext.h"
#include "openstack/config/cloudsloader.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

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
        return unconfigured(ConnectionWords::tr(
            "No cloud is configured: there is no clouds.yaml and OS_AUTH_URL is not set."));
    return unconfigured(ConnectionWords::tr("No cloud is named. Name one with --os-cloud or "
                                            "OS_CLOUD: %1.")
                            .arg(names.join(", "_L1)));
}

void note(const QStringList &sentences)
{
    for (const QString &sentence : sentences)
        complain("orielctl: "_L1 + sentence + u'\n');
}

std::optional<Error> askForSecrets(openstack::CloudConfig &cloud)
{
    using openstack::Secret;
    const auto ask = [&](const QString &what, QString &into) -> std::optional<Error> {
        const auto typed = readSecret(what);
        if (!typed)
            return unconfigured(
                ConnectionWords::tr(
                    "The cloud “%1” has no %2, and there is no terminal to ask for it.")
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

Result<openstack::CloudConfig> cloudFor(const openstack::SignInOptions &options)
{
    const auto clouds = openstack::CloudsLoader::load(openstack::Environment::current(), options);
    if (!clouds.ok())
        return clouds.error();
    note(clouds->notices);
    const QString name = clouds->selected;
    if (name.isEmpty())
        return clouds->warning ? *clouds->warning : noCloud(*clouds);
    auto cloud = clouds->find(name);
    const bool known = std::ranges::any_of(
        clouds->clouds, [&](const openstack::FoundCloud &found) { return found.name == name; });
    if (clouds->warning && known)
        note({clouds->warning->message});
    for (const openstack::FoundCloud &found : clouds->clouds) {
        if (found.name == name)
            note(found.notices);
    }
    if (!cloud.ok())
        return cloud;
    if (const auto problem = askForSecrets(*cloud))
        return *problem;
    return cloud;
}

Connection::Connection(openstack::CloudConfig cloud, net::Tracer *tracer)
    : m_transport(m_clock)
    , m_session(m_transport, m_clock, std::move(cloud))
    , m_client(m_transport, m_session, m_clock)
    , m_stores(m_client, m_clock)
{
    m_transport.setTracer(tracer);
}

Connection::~Connection() = default;

operations::Journal &Connection::journal()
{
    if (!m_journal) {
        m_journal = std::make_unique<operations::Journal>(operations::Journal::defaultPath());
        // Commands that need the journal report that it cannot be used. This reports a journal that
        // was set aside.
        connect(m_journal.get(), &operations::Journal::trouble, this, [this](const Error &error) {
            if (m_journal->isUsable())
                complain("orielctl: "_L1 + error.message + u'\n');
        });
    }
    return *m_journal;
}

operations::Situation Connection::situation() const
{
    const auto &scope = m_session.scope();
    return {m_stores, scope ? scope->roles : QStringList()};
}

operations::JournalScope Connection::place() const
{
    const openstack::Scope &scope = *m_session.scope();
    return {operations::scopeUrl(m_session.cloud().auth.authUrl), scope.region, scope.projectId,
            QStringList{scope.cloud, scope.region, scope.projectName}.join(" / "_L1),
            scope.userName};
}

// NOLINTNEXTLINE(performance-unnecessary-value-param)
void Connection::open(std::function<void(Result<Nothing>)> then)
{
    connect(&m_client, &net::ApiClient::odd, this,
            [](net::Service service, const net::Oddity &oddity) {
                complain("orielctl: "_L1 + forms::describe(service, oddity) + u'\n');
            });
    connect(&m_session, &openstack::Session::signedIn, this,
            [this, then](const openstack::Scope &scope) {
                m_stores.setProject(scope.projectId);
                note(m_session.choices());
                note(m_session.cautions());
                then(Nothing{});
            });
    connect(&m_session, &openstack::Session::signInFailed, this,
            [then](const Error &error) { then(error); });
    connect(&m_session, &openstack::Session::projectNeeded, this,
            [then](const std::vector<openstack::Project> &projects) {
                const QStringList labels = openstack::labelsOf(projects);
                const bool same = std::ranges::any_of(
                    labels, [](const QString &label) { return label.endsWith(u')'); });
                then(unconfigured(
                    same ? ConnectionWords::tr("The cloud has several projects for this user, and "
                                               "some have the same name. Name one with "
                                               "--os-project-id: %1.")
                               .arg(labels.join(", "_L1))
                         : ConnectionWords::tr("The cloud has several projects for this user. Name "
                                               "one with --os-project-name: %1.")
                               .arg(labels.join(", "_L1))));
            });
    m_session.signIn();
}

} // namespace oriel::ctl
