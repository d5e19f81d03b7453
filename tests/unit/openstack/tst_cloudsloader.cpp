#include "openstack/config/cloudsloader.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;

namespace {

QString fixture(const QString &name)
{
    return QString::fromUtf8(ORIEL_FIXTURES) + "/clouds/"_L1 + name;
}

QStringList namesIn(const CloudList &list)
{
    QStringList names;
    for (const FoundCloud &cloud : list.clouds)
        names.append(cloud.name);
    return names;
}

} // namespace

class TestCloudsLoader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void nothingAnywhere();
    void plainCloud();
    void oldNames();
    void keysBesideAuth();
    void regionsWithValues();
    void severalFactors();
    void unknownKeysAreReported();
    void aMisspelledKeyIsNamed();
    void aKeyGivenTwiceIsReported();
    void aSecondDocumentIsRefused();
    void keysBesideTheClouds();
    void anchorsAndMergeKeys();
    void json();
    void theFirstFileWins();
    void theNamedFileComesFirst();
    void aNamedFileThatIsMissing();
    void whyThereIsNoCloudAtAll();
    void secureGoesOver();
    void secureAlone();
    void aForeignFolderGetsNoSecrets();
    void profilesGoBeneath();
    void aProfileThatIsNotThere();
    void vendorsAreKnown_data();
    void vendorsAreKnown();
    void aVendorOfAnOldVersion();
    void aProfileFromTheNetwork();
    void aProfileOfAForeignFolder();
    void variablesCompleteTheNamedCloud();
    void optionsGoOverVariables();
    void aNameTakesThePlaceOfAnId();
    void onlyTheOpenedCloudIsOverridden();
    void optionsWithAnAddressAreACloud();
    void aRegionThatIsNamed();
    void refusedSettings_data();
    void refusedSettings();
    void unusedSettingsAreReported();
    void misspeltVariablesAreReported();
    void versions();
    void singleSignOnNamesTheWayOut_data();
    void singleSignOnNamesTheWayOut();
    void settingsOfOneService();
    void environmentCloud();
    void environmentThatOnlySelects();
    void environmentWithoutAnAddress();
    void aNameTakenTwice();
    void whichIsPicked();
    void anUnknownName();
    void wrongClouds_data();
    void wrongClouds();
    void wrongFiles_data();
    void wrongFiles();
    void secretsAreNeverInMessages();

private:
    /// Copies a fixture to a place that is searched.
    void put(const QString &name, const QString &where)
    {
        const QString path = m_folder->filePath(where);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile::remove(path);
        QVERIFY(QFile::copy(fixture(name), path));
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    }

    /// Writes a file at a place that is searched.
    void write(const QByteArray &text, const QString &where = u"config/openstack/clouds.yaml"_s)
    {
        const QString path = m_folder->filePath(where);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    /// The notices about a cloud's settings without effect.
    QString told(const QString &name)
    {
        const CloudList list = load();
        QStringList all = list.notices;
        for (const FoundCloud &found : list.clouds) {
            if (found.name == name)
                all += found.notices;
        }
        return all.join(u'\n');
    }

    CloudList load()
    {
        auto list = CloudsLoader::load(m_environment, m_options);
        if (!list)
            qFatal("%s", qPrintable(list.error().message));
        return *list;
    }

    CloudConfig cloud(const QString &name)
    {
        auto found = load().find(name);
        if (!found)
            qFatal("%s", qPrintable(found.error().message));
        return *found;
    }

    Error problem(const QString &name)
    {
        const auto found = load().find(name);
        return found ? Error{} : found.error();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    Environment m_environment;
    SignInOptions m_options;
};

void TestCloudsLoader::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_environment = {};
    m_options = {};
    m_environment.workingDirectory = m_folder->filePath(u"work"_s);
    m_environment.homeDirectory = m_folder->filePath(u"home"_s);
    m_environment.userConfigDirectory = m_folder->filePath(u"config"_s);
    m_environment.systemConfigDirectories = {m_folder->filePath(u"system"_s)};
    if (QFile::exists(u"/etc/openstack/clouds.yaml"_s))
        QSKIP("this computer has an /etc/openstack/clouds.yaml");
}

void TestCloudsLoader::nothingAnywhere()
{
    const CloudList list = load();
    QVERIFY(list.clouds.empty());
    QVERIFY(list.files.isEmpty() && list.selected.isEmpty());
    QVERIFY(!list.warning);
    QCOMPARE(list.userFile, m_folder->filePath(u"config/openstack/clouds.yaml"_s));
    QVERIFY(!list.find(u"x"_s).ok());
    put(u"empty.yaml"_s, u"work/clouds.yaml"_s);
    QVERIFY(load().clouds.empty());
}

void TestCloudsLoader::plainCloud()
{
    put(u"good.yaml"_s, u"work/clouds.yaml"_s);
    QCOMPARE(namesIn(load()), QStringList({u"plain"_s, u"old-names"_s, u"beside"_s, u"credential"_s,
                                           u"factors"_s, u"unknown-keys"_s}));
    const CloudConfig plain = cloud(u"plain"_s);
    QCOMPARE(plain.name, u"plain"_s);
    QCOMPARE(plain.file, m_folder->filePath(u"work/clouds.yaml"_s));
    QCOMPARE(plain.method, AuthMethod::Password);
    QCOMPARE(plain.auth.authUrl, QUrl(u"https://plain.example:5000/v3"_s));
    QCOMPARE(plain.auth.username, u"ada"_s);
    QCOMPARE(plain.auth.password, u"012345"_s); // a text, with its zero
    QCOMPARE(plain.auth.projectName, u"web"_s);
    QCOMPARE(plain.auth.userDomainName, u"Default"_s);
    QCOMPARE(plain.region, u"north"_s);
    QCOMPARE(plain.interface, u"public"_s);
    QCOMPARE(plain.services.value(u"volume"_s).apiVersion, u"3"_s);
    QCOMPARE(plain.services.value(u"block-storage"_s).endpointOverride,
             u"https://plain.example/volume/v3"_s);
    QVERIFY(plain.verify);
    QCOMPARE(plain.apiTimeout.value_or(std::chrono::milliseconds(0)).count(), 2500);
    QCOMPARE(plain.missingSecret(), Secret::None);
}

void TestCloudsLoader::oldNames()
{
    put(u"good.yaml"_s, u"work/clouds.yaml"_s);
    const CloudConfig old = cloud(u"old-names"_s);
    QCOMPARE(old.auth.authUrl, QUrl(u"https://old.example/v2.0"_s));
    QCOMPARE(old.auth.projectName, u"web"_s);
    QCOMPARE(old.auth.userDomainName, u"Users"_s); // one domain for both
    QCOMPARE(old.auth.projectDomainName, u"Users"_s);
    QVERIFY(old.auth.domainName.isEmpty());
    QCOMPARE(old.interface, u"internal"_s);
    QVERIFY(!old.verify);
    QCOMPARE(old.regions, QStringList({u"north"_s, u"south"_s}));
    QCOMPARE(old.region, u"north"_s);
    QCOMPARE(old.missingSecret(), Secret::Password); // asked for, no mistake
}

void TestCloudsLoader::keysBesideAuth()
{
    put(u"good.yaml"_s, u"work/clouds.yaml"_s);
    const CloudConfig beside = cloud(u"beside"_s);
    QCOMPARE(beside.auth.username, u"ada"_s);
    QCOMPARE(beside.auth.projectId, u"p1"_s);
    QVERIFY(!beside.verify);
    QCOMPARE(beside.caCertificate, m_environment.homeDirectory + "/ca.pem"_L1);
}

void TestCloudsLoader::regionsWithValues()
{
    put(u"good.yaml"_s, u"work/clouds.yaml"_s);
    const CloudConfig credential = cloud(u"credential"_s);
    QCOMPARE(credential.method, AuthMethod::ApplicationCredential);
    QCOMPARE(credential.regions, QStringList({u"east"_s, u"west"_s}));
    QCOMPARE(credential.region, u"east"_s);
    QCOMPARE(credential.interface, u"admin"_s);
    QCOMPARE(credential.auth.applicationCredentialId, u"c-east"_s);
    QCOMPARE(credential.auth.applicationCredentialSecret, u"hush"_s);
}

void TestCloudsLoader::severalFactors()
{
    put(u"good.yaml"_s, u"work/clouds.yaml"_s);
    const CloudConfig factors = cloud(u"factors"_s);
    QCOMPARE(factors.method, AuthMethod::Multifactor);
    QCOMPARE(factors.auth.userDomainId, u"d1"_s);
    QCOMPARE(factors.missingSecret(), Secret::Passcode);
}

void TestCloudsLoader::unknownKeysAreReported()
{
    put(u"good.yaml"_s, u"work/clouds.yaml"_s);
    QCOMPARE(cloud(u"unknown-keys"_s).auth.username, u"ada"_s);
    const QString said = told(u"unknown-keys"_s);
    QVERIFY2(said.contains("clouds.unknown-keys.auth.favourite_colour"_L1), qPrintable(said));
    QVERIFY2(said.contains("clouds.unknown-keys.password_prompt"_L1), qPrintable(said));
    QVERIFY(!said.contains("networks"_L1)); // another program's
    QVERIFY(!load().warning);
    QCOMPARE(told(u"plain"_s), QString());
}

void TestCloudsLoader::aMisspelledKeyIsNamed()
{
    write("clouds:\n  one:\n    regoin_name: there\n    auth:\n"
          "      auth_url: https://one.example/v3\n      username: ada\n"
          "      pasword: secret-value\n");
    const QString said = told(u"one"_s);
    QVERIFY2(said.contains("line 7"_L1) && said.contains("clouds.one.auth.pasword"_L1) &&
                 said.contains(u"“password”"_s) && said.contains("regoin_name"_L1),
             qPrintable(said));
    QVERIFY(!said.contains("secret-value"_L1));
    QVERIFY(load().find(u"one"_s).ok()); // it can be used, the password is asked for
}

void TestCloudsLoader::aKeyGivenTwiceIsReported()
{
    write("clouds:\n  one:\n    auth: {auth_url: 'https://old.example', username: ada}\n"
          "  one:\n    auth: {auth_url: 'https://new.example', username: ada}\n");
    QCOMPARE(cloud(u"one"_s).auth.authUrl.host(), u"new.example"_s);
    const QString said = told(u"one"_s);
    QVERIFY2(said.contains(u"“one”"_s) && said.contains("line 3"_L1), qPrintable(said));
}

void TestCloudsLoader::aSecondDocumentIsRefused()
{
    const QByteArray one = "clouds:\n  one:\n    auth: {auth_url: 'https://one.example'}\n";
    write(one + "---\n" + one);
    const auto list = CloudsLoader::load(m_environment);
    QVERIFY(!list.ok());
    QVERIFY2(list.error().message.contains("line 5"_L1) && list.error().message.contains("---"_L1),
             qPrintable(list.error().message));
    write("---\n" + one + "---\n"); // one document, and the marks that may stand around it
    QVERIFY(CloudsLoader::load(m_environment).ok());
    // What is left over behind a value, where yaml-cpp never comes to an end.
    for (const QByteArray text : {",\n", "[a], b\n", "{clouds: {}},\n"}) {
        write(text);
        const auto broken = CloudsLoader::load(m_environment);
        QVERIFY(!broken.ok());
        QVERIFY2(broken.error().message.contains("line 1: this is not valid YAML"_L1),
                 qPrintable(broken.error().message));
    }
}

void TestCloudsLoader::keysBesideTheClouds()
{
    write("clouds:\n  one:\n    auth: {auth_url: 'https://one.example', username: ada}\n"
          "  region_name: north\n  identity_api_version: 3\n");
    const CloudList list = load();
    QCOMPARE(namesIn(list), QStringList{u"one"_s});
    // Nothing says that the region is not meant, so nothing is opened in another one.
    QCOMPARE(list.selected, QString());
    QVERIFY(list.warning && list.warning->message.contains("region_name"_L1) &&
            list.warning->message.contains("indent"_L1) &&
            list.warning->message.contains("line 4"_L1));
    m_environment.variables[u"OS_CLOUD"_s] = u"one"_s;
    QCOMPARE(load().selected, u"one"_s);
    QVERIFY(!load().warning);
    QVERIFY(told(u"one"_s).contains("region_name"_L1));
}

void TestCloudsLoader::anchorsAndMergeKeys()
{
    put(u"anchors.yaml"_s, u"work/clouds.yaml"_s);
    const CloudConfig second = cloud(u"second"_s);
    QCOMPARE(second.auth.authUrl, QUrl(u"https://anchor.example"_s));
    QCOMPARE(second.auth.projectName, u"two"_s);
    QCOMPARE(second.region, u"north"_s);
    QCOMPARE(cloud(u"first"_s).auth.projectName, u"one"_s);
}

void TestCloudsLoader::json()
{
    put(u"clouds.json"_s, u"work/clouds.json"_s);
    const CloudConfig cloud = this->cloud(u"fromjson"_s);
    QCOMPARE(cloud.region, u"north"_s);
    QVERIFY(!cloud.verify);
}

void TestCloudsLoader::theFirstFileWins()
{
    put(u"good.yaml"_s, u"system/openstack/clouds.yaml"_s);
    QCOMPARE(load().files, QStringList{m_folder->filePath(u"system/openstack/clouds.yaml"_s)});
    put(u"anchors.yaml"_s, u"home/.config/openstack/clouds.yml"_s);
    QVERIFY(load().files.first().endsWith("home/.config/openstack/clouds.yml"_L1));
    put(u"good.yaml"_s, u"config/openstack/clouds.yaml"_s);
    QVERIFY(load().files.first().endsWith("config/openstack/clouds.yaml"_L1));
    put(u"clouds.json"_s, u"work/clouds.json"_s);
    QCOMPARE(namesIn(load()), QStringList{u"fromjson"_s});
    put(u"anchors.yaml"_s, u"work/clouds.yml"_s);
    QVERIFY(load().files.first().endsWith("work/clouds.yml"_L1));
    put(u"good.yaml"_s, u"work/clouds.yaml"_s);
    QVERIFY(load().files.first().endsWith("work/clouds.yaml"_L1));
}

void TestCloudsLoader::theNamedFileComesFirst()
{
    put(u"good.yaml"_s, u"work/clouds.yaml"_s);
    put(u"anchors.yaml"_s, u"elsewhere.yaml"_s);
    m_environment.variables[u"OS_CLIENT_CONFIG_FILE"_s] = m_folder->filePath(u"elsewhere.yaml"_s);
    QCOMPARE(namesIn(load()), QStringList({u"first"_s, u"second"_s}));
}

void TestCloudsLoader::aNamedFileThatIsMissing()
{
    put(u"good.yaml"_s, u"work/clouds.yaml"_s);
    m_environment.variables[u"OS_CLIENT_CONFIG_FILE"_s] = u"/nowhere/clouds.yaml"_s;
    const CloudList list = load();
    QCOMPARE(list.clouds.size(), 6u);
    QVERIFY(list.warning.has_value());
    QVERIFY(list.warning->message.contains("/nowhere/clouds.yaml"_L1));
}

void TestCloudsLoader::whyThereIsNoCloudAtAll()
{
    QVERIFY(problem(u"mine"_s).message.contains("no clouds.yaml was found"_L1));
    QVERIFY(problem(u"mine"_s).message.contains("config/openstack/clouds.yaml"_L1));
    m_environment.variables[u"OS_CLIENT_CONFIG_FILE"_s] = u"/nowhere/clouds.yaml"_s;
    QVERIFY(problem(u"mine"_s).message.contains("/nowhere/clouds.yaml"_L1));
}

void TestCloudsLoader::secureGoesOver()
{
    put(u"good.yaml"_s, u"system/openstack/clouds.yaml"_s);
    put(u"secure.yaml"_s, u"config/openstack/secure.yaml"_s);
    const CloudConfig plain = cloud(u"plain"_s);
    QCOMPARE(plain.auth.password, u"from-secure"_s);
    QCOMPARE(plain.auth.username, u"ada"_s);
    QCOMPARE(load().files.size(), 2);
    put(u"secure.yaml"_s, u"other.yaml"_s);
    m_environment.variables[u"OS_CLIENT_SECURE_FILE"_s] = m_folder->filePath(u"other.yaml"_s);
    QVERIFY(load().files.contains(m_folder->filePath(u"other.yaml"_s)));
}

void TestCloudsLoader::aForeignFolderGetsNoSecrets()
{
    const QString own = m_folder->filePath(u"config/openstack/secure.yaml"_s);
    put(u"good.yaml"_s, u"work/clouds.yaml"_s);
    put(u"secure.yaml"_s, u"config/openstack/secure.yaml"_s);
    QCOMPARE(cloud(u"plain"_s).auth.password, u"012345"_s);
    QVERIFY2(told(u"plain"_s).contains(own), qPrintable(told(u"plain"_s)));
    // In the same folder, or named by the user: that is meant.
    put(u"secure.yaml"_s, u"work/secure.yaml"_s);
    QCOMPARE(cloud(u"plain"_s).auth.password, u"from-secure"_s);
    QCOMPARE(told(u"plain"_s), QString());
    QFile::remove(m_folder->filePath(u"work/secure.yaml"_s));
    m_environment.variables[u"OS_CLIENT_SECURE_FILE"_s] = own;
    QCOMPARE(cloud(u"plain"_s).auth.password, u"from-secure"_s);
    m_environment.variables = {
        {u"OS_CLIENT_CONFIG_FILE"_s, m_folder->filePath(u"work/clouds.yaml"_s)}};
    QCOMPARE(cloud(u"plain"_s).auth.password, u"from-secure"_s);
    // And the other way round: a foreign secure.yaml could name another auth_url.
    init();
    put(u"good.yaml"_s, u"config/openstack/clouds.yaml"_s);
    write("clouds:\n  plain:\n    auth:\n      auth_url: https://evil.example\n",
          u"work/secure.yaml"_s);
    QCOMPARE(cloud(u"plain"_s).auth.authUrl.host(), u"plain.example"_s);
    QVERIFY(told(u"plain"_s).contains("work/secure.yaml"_L1));
}

void TestCloudsLoader::secureAlone()
{
    put(u"secure.yaml"_s, u"work/secure.yaml"_s);
    const Error error = problem(u"plain"_s);
    QCOMPARE(error.kind, ErrorKind::Configuration);
    QVERIFY(error.message.contains("clouds.plain.auth.auth_url is missing"_L1));
}

void TestCloudsLoader::profilesGoBeneath()
{
    put(u"profiles.yaml"_s, u"work/clouds.yaml"_s);
    put(u"clouds-public.yaml"_s, u"config/openstack/clouds-public.yaml"_s);
    const CloudConfig branch = cloud(u"branch"_s);
    QCOMPARE(branch.auth.username, u"ada"_s);
    QCOMPARE(branch.auth.authUrl, QUrl(u"https://west.vendor.example:5000/v3"_s));
    QCOMPARE(branch.region, u"west"_s);
    QCOMPARE(branch.interface, u"internal"_s);
    const CloudConfig headquarters = cloud(u"headquarters"_s);
    QCOMPARE(headquarters.auth.authUrl, QUrl(u"https://hq.example"_s));
    QCOMPARE(headquarters.region, u"north"_s);
    QVERIFY(load().files.last().endsWith("clouds-public.yaml"_L1));
}

void TestCloudsLoader::aProfileThatIsNotThere()
{
    put(u"profiles.yaml"_s, u"work/clouds.yaml"_s);
    const QString message = problem(u"lost"_s).message;
    QVERIFY2(message.contains("line 13"_L1), qPrintable(message));
    QVERIFY(message.contains("nobody"_L1));
    QVERIFY(load().find(u"headquarters"_s).ok()); // complete without it
}

void TestCloudsLoader::vendorsAreKnown_data()
{
    QTest::addColumn<QString>("vendor");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("region");
    const auto row = [](const char *vendor, const char *host, const char *region) {
        QTest::newRow(vendor) << QString::fromLatin1(vendor) << QString::fromLatin1(host)
                              << QString::fromLatin1(region);
    };
    row("ovh", "auth.cloud.ovh.net", "BHS");
    row("ovh-us", "auth.cloud.ovh.us", "US-EAST-VA-1");
    row("citycloud", "buf1.citycloud.com", "Buf1");
    row("vexxhost", "auth.vexxhost.net", "ca-ymq-1");
    row("otc", "iam.eu-de.otc.t-systems.com", "eu-de");
    row("switchengines", "keystone.cloud.switch.ch", "LS");
    row("catalyst", "api.cloud.catalyst.net.nz", "nz-por-1");
}

void TestCloudsLoader::vendorsAreKnown()
{
    QFETCH(QString, vendor);
    QFETCH(QString, host);
    QFETCH(QString, region);
    write("clouds:\n  mine:\n    profile: " + vendor.toLatin1() + "\n    auth: {username: ada}\n");
    const CloudConfig mine = cloud(u"mine"_s);
    QCOMPARE(mine.auth.authUrl.host(), host);
    QCOMPARE(mine.region, region);
    QVERIFY(!mine.regionNamed);
    QCOMPARE(told(u"mine"_s), QString());
    CloudConfig elsewhere = mine;
    elsewhere.setRegion(u"far1"_s);
    QCOMPARE(elsewhere.auth.authUrl.host(), QString(host).replace(region.toLower(), u"far1"_s));
    // A vendor's list may be old: the cloud's catalog decides.
    m_environment.variables = {{u"OS_CLOUD"_s, u"mine"_s}, {u"OS_REGION_NAME"_s, u"new1"_s}};
    QCOMPARE(cloud(u"mine"_s).region, u"new1"_s);
    QVERIFY(cloud(u"mine"_s).regionNamed);
}

void TestCloudsLoader::aVendorOfAnOldVersion()
{
    write("clouds:\n  mine:\n    profile: rackspace\n    auth: {username: ada}\n"
          "  other:\n    profile: rackspace\n"
          "    auth: {username: ada, auth_url: 'https://new.example/v3'}\n");
    QVERIFY2(problem(u"mine"_s).message.contains("version 2"_L1),
             qPrintable(problem(u"mine"_s).message));
    QCOMPARE(cloud(u"other"_s).auth.authUrl.host(), u"new.example"_s);
}

void TestCloudsLoader::aProfileFromTheNetwork()
{
    write("clouds:\n  mine:\n    profile: https://vendor.example\n"
          "    auth: {username: ada, auth_url: 'https://x.example'}\n");
    const QString said = problem(u"mine"_s).message;
    QVERIFY2(said.contains("https://vendor.example"_L1) && said.contains("auth_url"_L1) &&
                 said.contains("line 3"_L1),
             qPrintable(said));
}

void TestCloudsLoader::aProfileOfAForeignFolder()
{
    put(u"profiles.yaml"_s, u"config/openstack/clouds.yaml"_s);
    put(u"clouds-public.yaml"_s, u"work/clouds-public.yaml"_s);
    QVERIFY(!load().find(u"branch"_s).ok());
    put(u"clouds-public.yaml"_s, u"config/openstack/clouds-public.yaml"_s);
    QVERIFY(load().find(u"branch"_s).ok());
}

void TestCloudsLoader::variablesCompleteTheNamedCloud()
{
    write("clouds:\n  one:\n    auth: {auth_url: 'https://one.example', username: ada,\n"
          "           project_name: web, user_domain_name: Users}\n    region_name: north\n"
          "    interface: public\n"
          "  bare: {}\n");
    m_environment.variables = {
        {u"OS_CLOUD"_s, u"one"_s},         {u"OS_PASSWORD"_s, u"secret"_s},
        {u"OS_PROJECT_NAME"_s, u"lab"_s},  {u"OS_USER_DOMAIN_ID"_s, u"d1"_s},
        {u"OS_REGION_NAME"_s, u"south"_s}, {u"OS_ENDPOINT_TYPE"_s, u"internalURL"_s},
        {u"OS_CACERT"_s, u"~/ca.pem"_s},   {u"OS_USERNAME"_s, QString()}};
    const CloudConfig one = cloud(u"one"_s);
    QCOMPARE(load().selected, u"one"_s);
    QCOMPARE(one.auth.username, u"ada"_s); // an empty variable says nothing
    QCOMPARE(one.auth.password, u"secret"_s);
    QCOMPARE(one.auth.projectName, u"lab"_s);
    QCOMPARE(one.auth.userDomainId, u"d1"_s);
    QCOMPARE(one.auth.userDomainName, QString());
    QCOMPARE(one.region, u"south"_s);
    QCOMPARE(one.interface, u"internal"_s);
    QCOMPARE(one.caCertificate, m_environment.homeDirectory + "/ca.pem"_L1);
    m_environment.variables = {{u"OS_CLOUD"_s, u"bare"_s},
                               {u"OS_AUTH_URL"_s, u"https://env.example"_s},
                               {u"OS_USERNAME"_s, u"bob"_s}};
    QCOMPARE(cloud(u"bare"_s).auth.authUrl, QUrl(u"https://env.example"_s));
}

void TestCloudsLoader::optionsGoOverVariables()
{
    write("clouds:\n  one:\n    auth: {auth_url: 'https://one.example', username: ada}\n"
          "    verify: false\n  two:\n    auth: {auth_url: 'https://two.example', username: "
          "bob}\n");
    m_environment.variables = {{u"OS_CLOUD"_s, u"two"_s},
                               {u"OS_USERNAME"_s, u"of-the-environment"_s},
                               {u"OS_PROJECT_ID"_s, u"p1"_s}};
    m_options = {
        {u"cloud"_s, u"one"_s}, {u"username"_s, u"of-the-line"_s}, {u"verify"_s, u"true"_s}};
    QCOMPARE(load().selected, u"one"_s);
    QCOMPARE(cloud(u"one"_s).auth.username, u"of-the-line"_s);
    QCOMPARE(cloud(u"one"_s).auth.projectId, u"p1"_s);
    QVERIFY(cloud(u"one"_s).verify);
    QCOMPARE(cloud(u"two"_s).auth.username, u"bob"_s);
    m_options = {{u"insecure"_s, u"true"_s}};
    QVERIFY(!cloud(u"two"_s).verify);
}

void TestCloudsLoader::aNameTakesThePlaceOfAnId()
{
    write("clouds:\n  one:\n    auth: {auth_url: 'https://one.example', user_id: u1,\n"
          "           tenant_id: p1, tenant_name: web}\n");
    m_environment.variables = {
        {u"OS_CLOUD"_s, u"one"_s}, {u"OS_PROJECT_NAME"_s, u"lab"_s}, {u"OS_USERNAME"_s, u"ada"_s}};
    const CloudConfig one = cloud(u"one"_s);
    QCOMPARE(one.auth.projectName, u"lab"_s);
    QCOMPARE(one.auth.projectId, QString());
    QCOMPARE(one.auth.username, u"ada"_s);
    QCOMPARE(one.auth.userId, QString());
    m_options = {{u"project-id"_s, u"p9"_s}};
    QCOMPARE(cloud(u"one"_s).auth.projectId, u"p9"_s);
    QCOMPARE(cloud(u"one"_s).auth.projectName, QString());
}

void TestCloudsLoader::onlyTheOpenedCloudIsOverridden()
{
    put(u"anchors.yaml"_s, u"config/openstack/clouds.yaml"_s);
    m_environment.variables = {{u"OS_AUTH_URL"_s, u"https://env.example"_s},
                               {u"OS_USERNAME"_s, u"bob"_s}};
    QCOMPARE(cloud(u"first"_s).auth.username, u"ada"_s);
    QCOMPARE(cloud(u"envvars"_s).auth.username, u"bob"_s);
    m_environment.variables[u"OS_CLOUD"_s] = u"first"_s;
    QCOMPARE(cloud(u"first"_s).auth.username, u"bob"_s);
    QCOMPARE(cloud(u"second"_s).auth.username, u"ada"_s);
    // Which of two is meant, nothing says.
    m_environment.variables.clear();
    m_options = {{u"project-name"_s, u"lab"_s}};
    QVERIFY(load().selected.isEmpty());
    QVERIFY(told(u"first"_s).contains("--os-project-name"_L1));
    // The only one is the one that is meant.
    put(u"clouds.json"_s, u"config/openstack/clouds.yaml"_s);
    m_environment.variables.clear();
    m_options = {{u"username"_s, u"bob"_s}};
    QCOMPARE(cloud(u"fromjson"_s).auth.username, u"bob"_s);
}

void TestCloudsLoader::optionsWithAnAddressAreACloud()
{
    write("clouds:\n  one:\n    auth: {auth_url: 'https://one.example', username: ada,\n"
          "           password: of-the-file}\n");
    m_options = {{u"auth-url"_s, u"https://line.example"_s}, {u"username"_s, u"bob"_s}};
    const CloudList list = load();
    QCOMPARE(list.selected, u"envvars"_s);
    QCOMPARE(cloud(u"envvars"_s).auth.authUrl.host(), u"line.example"_s);
    QCOMPARE(cloud(u"envvars"_s).auth.password, QString()); // the file's goes nowhere else
    QCOMPARE(cloud(u"one"_s).auth.authUrl.host(), u"one.example"_s);
}

void TestCloudsLoader::aRegionThatIsNamed()
{
    put(u"good.yaml"_s, u"config/openstack/clouds.yaml"_s);
    m_environment.variables = {{u"OS_CLOUD"_s, u"credential"_s}, {u"OS_REGION_NAME"_s, u"west"_s}};
    QCOMPARE(cloud(u"credential"_s).region, u"west"_s);
    QCOMPARE(cloud(u"credential"_s).interface, u"public"_s); // the other region's values are not
    m_environment.variables[u"OS_REGION_NAME"_s] = u"moon"_s;
    const QString said = problem(u"credential"_s).message;
    for (const auto word : {"OS_REGION_NAME"_L1, "moon"_L1, "east"_L1, "west"_L1})
        QVERIFY2(said.contains(word), qPrintable(said));
    m_options = {{u"region-name"_s, u"east"_s}};
    QCOMPARE(cloud(u"credential"_s).interface, u"admin"_s);
    // Both in the file: the list decides, as with openstack, and that is told.
    init();
    write("clouds:\n  one:\n    auth: {auth_url: 'https://one.example', username: ada}\n"
          "    regions: [a, b]\n    region_name: b\n");
    QCOMPARE(cloud(u"one"_s).region, u"a"_s);
    QVERIFY(told(u"one"_s).contains("region_name"_L1));
    // The same where the region has values, which replace the cloud's.
    init();
    write("clouds:\n  one:\n    auth: {auth_url: 'https://one.example', username: ada}\n"
          "    regions: [{name: a, values: {interface: admin}}]\n    region_name: b\n");
    QCOMPARE(cloud(u"one"_s).interface, u"admin"_s);
    QVERIFY(told(u"one"_s).contains("clouds.one.region_name is not used"_L1));
}

void TestCloudsLoader::refusedSettings_data()
{
    QTest::addColumn<QString>("key");
    for (const char *key : {"trust_id", "system_scope", "endpoint", "service_provider",
                            "remote_project_name", "remote_project_domain_id"})
        QTest::newRow(key) << QString::fromLatin1(key);
}

void TestCloudsLoader::refusedSettings()
{
    QFETCH(QString, key);
    write("clouds:\n  one:\n    auth:\n      auth_url: https://one.example\n      username: "
          "ada\n      " +
          key.toLatin1() + ": x\n");
    const QString inFile = problem(u"one"_s).message;
    QVERIFY2(inFile.contains("line 6"_L1) && inFile.contains("clouds.one.auth."_L1 + key),
             qPrintable(inFile));
    write("clouds:\n  one:\n    auth: {auth_url: 'https://one.example', username: ada}\n");
    m_environment.variables = {{u"OS_CLOUD"_s, u"one"_s}, {"OS_"_L1 + key.toUpper(), u"x"_s}};
    const QString inVariable = problem(u"one"_s).message;
    QVERIFY2(inVariable.startsWith("OS_"_L1 + key.toUpper()), qPrintable(inVariable));
}

void TestCloudsLoader::unusedSettingsAreReported()
{
    write("clouds:\n  one:\n    auth_type: v3applicationcredential\n    auth: {auth_url: "
          "'https://one.example',\n      application_credential_id: c, "
          "application_credential_secret: s}\n");
    m_environment.variables = {{u"OS_CLOUD"_s, u"one"_s},
                               {u"OS_USERNAME"_s, u"ada"_s},
                               {u"OS_PASSWORD"_s, u"hush"_s},
                               {u"OS_IDENTITY_PROVIDER"_s, u"idp"_s}};
    const QString said = told(u"one"_s);
    for (const auto word : {"OS_USERNAME"_L1, "OS_PASSWORD"_L1, "OS_IDENTITY_PROVIDER"_L1})
        QVERIFY2(said.contains(word), qPrintable(said));
    QVERIFY(!said.contains("hush"_L1));
}

void TestCloudsLoader::misspeltVariablesAreReported()
{
    write("clouds:\n  one:\n    auth: {auth_url: 'https://one.example', username: ada}\n");
    m_environment.variables = {{u"OS_CLOUD"_s, u"one"_s}, {u"OS_PASWORD"_s, u"hush"_s}};
    const QString said = told(u"one"_s);
    QVERIFY2(said.contains("OS_PASWORD"_L1) && said.contains("OS_PASSWORD"_L1), qPrintable(said));
    QVERIFY(!said.contains("hush"_L1));
}

void TestCloudsLoader::versions()
{
    write("clouds:\n  one:\n    auth: {auth_url: 'https://one.example', username: ada}\n"
          "    compute_api_version: 2.60\n    volume_api_version: 2\n"
          "    object_store_api_version: 1\n");
    const CloudConfig one = cloud(u"one"_s);
    QCOMPARE(one.services.value(u"compute"_s).apiVersion, u"2.60"_s);
    QCOMPARE(one.services.value(u"volume"_s).apiVersion, QString());
    const QString said = told(u"one"_s);
    QVERIFY2(said.contains("volume_api_version"_L1) && said.contains("version 3"_L1),
             qPrintable(said));
    QVERIFY(!said.contains("object_store"_L1));
}

void TestCloudsLoader::singleSignOnNamesTheWayOut_data()
{
    QTest::addColumn<QString>("type");
    for (const char *type : {"v3websso", "v3oidcpassword", "v3oidcaccesstoken", "v3samlpassword",
                             "v3kerberos", "v3oauth1", "v3oidcdeviceauthz", "something-new"})
        QTest::newRow(type) << QString::fromLatin1(type);
}

void TestCloudsLoader::singleSignOnNamesTheWayOut()
{
    QFETCH(QString, type);
    write("clouds:\n  uni:\n    auth_type: " + type.toLatin1() +
          "\n    auth: {auth_url: 'https://uni.example', identity_provider: idp}\n");
    const QString said = problem(u"uni"_s).message;
    QVERIFY2(said.contains("line 3"_L1) && said.contains(type) &&
                 said.contains("application credential"_L1) &&
                 said.contains("v3applicationcredential"_L1),
             qPrintable(said));
}

void TestCloudsLoader::settingsOfOneService()
{
    write("clouds:\n  one:\n    auth: {auth_url: 'https://one.example', username: ada}\n"
          "    volume_interface: internal\n    volumev3_region_name: north\n"
          "    image_service_type: image-two\n    image_service_name: second\n");
    const CloudConfig one = cloud(u"one"_s);
    const ServiceConfig volume = one.service({u"block-storage"_s, u"volumev3"_s, u"volume"_s});
    QCOMPARE(volume.interface, u"internal"_s);
    QCOMPARE(volume.region, u"north"_s);
    QCOMPARE(one.service({u"image"_s}).type, u"image-two"_s);
    QCOMPARE(one.service({u"image"_s}).name, u"second"_s);
    QCOMPARE(told(u"one"_s), QString());
}

void TestCloudsLoader::environmentCloud()
{
    m_environment.variables = {{u"OS_AUTH_URL"_s, u"https://env.example/v3"_s},
                               {u"OS_USERNAME"_s, u"ada"_s},
                               {u"OS_PASSWORD"_s, u"secret"_s},
                               {u"OS_TENANT_NAME"_s, u"web"_s},
                               {u"OS_USER_DOMAIN_NAME"_s, u"Users"_s},
                               {u"OS_REGION_NAME"_s, u"north"_s},
                               {u"OS_INTERFACE"_s, u"internal"_s},
                               {u"OS_CACERT"_s, QString()},
                               {u"PATH"_s, u"/bin"_s}};
    const CloudList list = load();
    QCOMPARE(namesIn(list), QStringList{u"envvars"_s});
    QCOMPARE(list.selected, u"envvars"_s);
    const CloudConfig config = cloud(u"envvars"_s);
    QCOMPARE(config.auth.authUrl, QUrl(u"https://env.example/v3"_s));
    QCOMPARE(config.auth.projectName, u"web"_s);
    QCOMPARE(config.auth.userDomainName, u"Users"_s);
    QCOMPARE(config.region, u"north"_s);
    QCOMPARE(config.interface, u"internal"_s);
    QVERIFY(config.file.isEmpty() && config.caCertificate.isEmpty());
    m_environment.variables[u"OS_CLOUD_NAME"_s] = u"mine"_s;
    QCOMPARE(namesIn(load()), QStringList{u"mine"_s});
}

void TestCloudsLoader::environmentThatOnlySelects()
{
    put(u"anchors.yaml"_s, u"work/clouds.yaml"_s);
    m_environment.variables = {{u"OS_CLOUD"_s, u"second"_s},
                               {u"OS_REGION_NAME"_s, u"north"_s},
                               {u"OS_TESTR"_s, u"1"_s},
                               {u"OS_STDOUT_CAPTURE"_s, u"1"_s}};
    const CloudList list = load();
    QCOMPARE(namesIn(list), QStringList({u"first"_s, u"second"_s}));
    QCOMPARE(list.selected, u"second"_s);
}

void TestCloudsLoader::environmentWithoutAnAddress()
{
    put(u"anchors.yaml"_s, u"work/clouds.yaml"_s);
    m_environment.variables = {{u"OS_USERNAME"_s, u"ada"_s}};
    const CloudList list = load();
    QCOMPARE(list.clouds.size(), 3u);
    const Error error = problem(u"envvars"_s);
    QVERIFY2(error.message.contains("auth_url is missing"_L1), qPrintable(error.message));
    QVERIFY(error.message.contains("OS_*"_L1) && error.message.contains("OS_CLOUD"_L1));
    QVERIFY(list.find(u"first"_s).ok());
}

void TestCloudsLoader::aNameTakenTwice()
{
    put(u"anchors.yaml"_s, u"work/clouds.yaml"_s);
    m_environment.variables = {{u"OS_AUTH_URL"_s, u"https://env.example"_s},
                               {u"OS_CLOUD_NAME"_s, u"first"_s}};
    const CloudList list = load();
    QCOMPARE(list.clouds.size(), 2u);
    QVERIFY(list.warning && list.warning->message.contains("first"_L1));
    QCOMPARE(list.find(u"first"_s)->auth.authUrl, QUrl(u"https://anchor.example"_s));
    QCOMPARE(list.selected, QString()); // which of the two is meant, nothing says
}

void TestCloudsLoader::whichIsPicked()
{
    put(u"anchors.yaml"_s, u"work/clouds.yaml"_s);
    QCOMPARE(load().selected, QString()); // two, and nothing to tell them apart
    m_environment.variables = {{u"OS_AUTH_URL"_s, u"https://env.example"_s},
                               {u"OS_USERNAME"_s, u"ada"_s}};
    QCOMPARE(load().selected, u"envvars"_s);
    m_environment.variables[u"OS_CLOUD"_s] = u"first"_s;
    QCOMPARE(load().selected, u"first"_s);
    m_environment.variables.clear();
    QFile::remove(m_folder->filePath(u"work/clouds.yaml"_s));
    put(u"clouds.json"_s, u"work/clouds.json"_s);
    QCOMPARE(load().selected, u"fromjson"_s); // the only one
}

void TestCloudsLoader::anUnknownName()
{
    put(u"anchors.yaml"_s, u"work/clouds.yaml"_s);
    const Error error = problem(u"third"_s);
    QCOMPARE(error.kind, ErrorKind::Configuration);
    for (const auto word : {"third"_L1, "first"_L1, "second"_L1, "clouds.yaml"_L1})
        QVERIFY2(error.message.contains(word), qPrintable(error.message));
}

void TestCloudsLoader::wrongClouds_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, int line, const char *said) {
        QTest::newRow(name) << QString::fromLatin1(name) << line << QString::fromLatin1(said);
    };
    row("no-url", 9, "clouds.no-url.auth.auth_url is missing");
    row("no-auth", 11, "clouds.no-auth.auth.auth_url is missing");
    row("auth-list", 14, "clouds.auth-list.auth must be a map");
    row("text", 15, "clouds.text must be a map");
    row("empty", 16, "clouds.empty must be a map");
    row("url-list", 19, "clouds.url-list.auth.auth_url must be a string");
    row("url-not", 24, "clouds.url-not.auth.auth_url must be an address");
    row("no-user", 27, "clouds.no-user.auth.username is missing");
    row("type", 29, "v3oidcpassword");
    row("verify", 35, "clouds.verify.verify must be true or false");
    row("timeout", 38, "clouds.timeout.api_timeout must be a number");
    row("regions", 41, "clouds.regions.regions must be a list");
    row("region-name", 46, "clouds.region-name.regions[1].name is missing");
    row("interface", 49, "clouds.interface.interface must be");
    row("override", 52, "clouds.override.compute_endpoint_override must be an address");
    row("methods", 56, "only v3password and v3totp");
    row("password-map", 64, "clouds.password-map.auth.password must be a string");
}

void TestCloudsLoader::wrongClouds()
{
    QFETCH(QString, name);
    QFETCH(int, line);
    QFETCH(QString, said);
    put(u"wrong.yaml"_s, u"work/clouds.yaml"_s);
    const Error error = problem(name);
    QCOMPARE(error.kind, ErrorKind::Configuration);
    QVERIFY2(error.message.contains(said), qPrintable(error.message));
    const QString place =
        m_folder->filePath(u"work/clouds.yaml"_s) + ", line "_L1 + QString::number(line) + u':';
    QVERIFY2(error.message.startsWith(place), qPrintable(error.message));
    QVERIFY(load().find(u"fine"_s).ok()); // one mistake does not hide the others
}

void TestCloudsLoader::wrongFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("line");
    QTest::newRow("broken") << u"broken.yaml"_s << u"line "_s;
    QTest::newRow("tabs") << u"tabs.yaml"_s << u"line 2"_s;
    QTest::newRow("list") << u"list.yaml"_s << u"line 1"_s;
    QTest::newRow("clouds list") << u"clouds-list.yaml"_s << u"line 2"_s;
    QTest::newRow("bomb") << u"bomb.yaml"_s << u"too many values"_s;
}

void TestCloudsLoader::wrongFiles()
{
    QFETCH(QString, name);
    QFETCH(QString, line);
    for (const QString &place : {u"work/clouds.yaml"_s, u"work/secure.yaml"_s}) {
        init();
        put(name, place);
        const auto list = CloudsLoader::load(m_environment);
        QVERIFY(!list.ok());
        QCOMPARE(list.error().kind, ErrorKind::Configuration);
        QVERIFY2(list.error().message.startsWith(m_folder->filePath(place)),
                 qPrintable(list.error().message));
        QVERIFY2(list.error().message.contains(line), qPrintable(list.error().message));
    }
}

void TestCloudsLoader::secretsAreNeverInMessages()
{
    put(u"wrong.yaml"_s, u"work/clouds.yaml"_s);
    for (const FoundCloud &found : load().clouds) {
        if (!found.config.ok())
            QVERIFY(!found.config.error().message.contains("hush"_L1));
    }
}

QTEST_GUILESS_MAIN(TestCloudsLoader)
#include "tst_cloudsloader.moc"
