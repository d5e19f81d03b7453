#include "openstack/config/cloudsloader.h"

#include "openstack/config/cloudreader.h"
#include "openstack/config/configfiles.h"
#include "openstack/config/openrc.h"
#include "openstack/config/settings.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

QString loaderText(const char *text)
{
    return QCoreApplication::translate("oriel::openstack::Config", text);
}

struct LoaderWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::openstack::Config)
};

/// The layers above the cloud that is opened.
struct Layers
{
    ConfigValue environment;
    ConfigValue options;

    [[nodiscard]] ConfigValue over(ConfigValue cloud) const
    {
        return withLayer(withLayer(std::move(cloud), environment), options);
    }

    /// The region that they name; removed from the layer, because a cloud's list of regions decides
    /// on it.
    [[nodiscard]] std::optional<ConfigValue> takeRegion()
    {
        std::optional<ConfigValue> region;
        for (ConfigValue *layer : {&environment, &options}) {
            if (const ConfigValue *named = layer->find(u"region_name"_s))
                region = *named;
            layer->remove(u"region_name"_s);
        }
        return region;
    }
};

/// One vendor of Oriel's built-in file as a cloud's values.
ConfigValue vendorValues(const ConfigValue &vendor)
{
    ConfigValue values;
    values.kind = ConfigValue::Kind::Map;
    ConfigValue auth;
    auth.kind = ConfigValue::Kind::Map;
    if (const ConfigValue *address = vendor.find(u"address"_s))
        auth.set(u"auth_url"_s, ConfigValue::scalar(address->text));
    if (const ConfigValue *domain = vendor.find(u"domain"_s)) {
        auth.set(u"user_domain_name"_s, ConfigValue::scalar(domain->text));
        auth.set(u"project_domain_name"_s, ConfigValue::scalar(domain->text));
    }
    values.set(u"auth"_s, auth);
    if (const ConfigValue *regions = vendor.find(u"regions"_s))
        values.set(u"regions"_s, *regions);
    return values;
}

/// Reads the clouds one by one; the profiles' file only when a cloud refers to a profile.
class CloudsReader
{
public:
    CloudsReader(const Environment &environment, Folders profileFolders, bool completed)
        : m_environment(environment)
        , m_profileFolders(profileFolders)
        , m_completed(completed)
    {}

    /// `layers`: set if they apply to this cloud.
    void read(const QString &name, const ConfigValue &values, const Layers *layers, CloudList &list)
    {
        FoundCloud found{name, values.file, CloudConfig{}};
        CloudSource source{name, "clouds."_L1 + name, m_environment.homeDirectory};
        source.completed = m_completed;
        ConfigValue cloud = withNormalKeys(values);
        std::optional<Error> problem;
        bool fatal = false;
        if (const ConfigValue *profile = profileOf(cloud)) {
            source.ownRegions = cloud.find(u"regions"_s) != nullptr;
            fatal = profile->text.contains("://"_L1);
            problem = fatal ? remoteProfile(*profile, name)
                            : layProfileBeneath(cloud, ConfigValue(*profile), name, layers, list);
        }
        if (layers && cloud.isMap()) {
            Layers above = *layers;
            source.region = above.takeRegion();
            const QString file = cloud.file;
            cloud = above.over(std::move(cloud));
            cloud.file = file;
        }
        found.config = readCloud(cloud, source, found.notices);
        if (problem && (fatal || !found.config))
            found.config = *problem;
        else if (problem)
            found.notices.append(problem->message);
        list.clouds.push_back(std::move(found));
    }

private:
    static const ConfigValue *profileOf(const ConfigValue &cloud)
    {
        for (const QString &key : {u"profile"_s, u"cloud"_s}) {
            if (const ConfigValue *value = cloud.find(key); value && !value->text.isEmpty())
                return value;
        }
        return nullptr;
    }

    static Error remoteProfile(const ConfigValue &profile, const QString &name)
    {
        return configurationError(
            profile.file, profile.line,
            LoaderWords::tr("clouds.%1.profile is the address %2. Oriel does not load profiles "
                            "from the network. Remove it, and write auth_url under “auth”, and "
                            "region_name, as your provider gives them.")
                .arg(name, profile.text));
    }

    /// The vendor's values; nullopt if there is no such vendor.
    std::optional<ConfigValue> profileValues(const QString &profile, CloudList &list)
    {
        if (!m_profiles) {
            m_profiles = findConfig(m_environment, u"clouds-public"_s, QString(), m_profileFolders);
            if (m_profiles->ok() && !m_profiles->value().path.isEmpty())
                list.files.append(m_profiles->value().path);
        }
        if (m_profiles->ok()) {
            const ConfigValue *all = m_profiles->value().root.find(u"public-clouds"_s);
            const ConfigValue *values = all ? all->find(profile) : nullptr;
            if (values && values->isMap())
                return withNormalKeys(*values);
        }
        const ConfigValue *vendor = vendors().find(profile);
        return vendor ? std::optional(vendorValues(*vendor)) : std::nullopt;
    }

    static const ConfigValue &vendors()
    {
        static const ConfigValue all = [] {
            QFile file(u":/oriel/openstack/vendors.yaml"_s);
            ConfigValue none;
            if (!file.open(QIODevice::ReadOnly))
                return none;
            const auto root = readConfig(file.readAll(), QString());
            const ConfigValue *list = root ? root->find(u"vendors"_s) : nullptr;
            return list ? *list : none;
        }();
        return all;
    }

    std::optional<Error> layProfileBeneath(ConfigValue &cloud, const ConfigValue &profile,
                                           const QString &name, const Layers *layers,
                                           CloudList &list)
    {
        auto values = profileValues(profile.text, list);
        if (!m_profiles->ok())
            return m_profiles->error();
        if (!values) {
            return configurationError(
                profile.file, profile.line,
                LoaderWords::tr("clouds.%1.profile names “%2”, which neither Oriel nor a "
                                "clouds-public.yaml describes. Write auth_url under “auth”, and "
                                "region_name, as your provider gives them.")
                    .arg(name, profile.text));
        }
        const QString file = cloud.file;
        const int line = cloud.line;
        cloud = mergedAuth(*values, cloud);
        cloud.file = file;
        cloud.line = line;
        const ConfigValue *vendor = vendors().find(profile.text);
        const ConfigValue *version = vendor ? vendor->find(u"identity_version"_s) : nullptr;
        const ConfigValue *auth = cloud.find(u"auth"_s);
        const ConfigValue *address = auth ? auth->find(u"auth_url"_s) : nullptr;
        const bool given = (address && address->line > 0 && !address->file.isEmpty()) ||
                           (layers && layers->over(cloud).find(u"auth_url"_s));
        if (!version || given)
            return std::nullopt;
        cloud.remove(u"auth"_s); // the vendor's address does not apply
        return configurationError(
            profile.file, profile.line,
            LoaderWords::tr("clouds.%1.profile: the known identity service of “%2” supports "
                            "version %3, and Oriel needs version 3. If the provider has one, write "
                            "its address as auth_url under “auth”.")
                .arg(name, profile.text, version->text));
    }

    const Environment &m_environment;
    Folders m_profileFolders;
    bool m_completed; ///< by the user, who is asked for what is missing
    std::optional<Result<ConfigFile>> m_profiles;
};

/// For messages: users know the environment's cloud by its variables and options, not by a file.
FoundCloud fromEnvironment(const QString &name, Layers layers, const QString &home)
{
    FoundCloud found{name, QString(), CloudConfig{}};
    CloudSource source{name, name, home};
    source.region = layers.takeRegion();
    ConfigValue cloud;
    cloud.kind = ConfigValue::Kind::Map;
    cloud = layers.over(std::move(cloud));
    if (!cloud.find(u"auth_url"_s)) {
        found.config = configurationError(
            {}, 0,
            LoaderWords::tr("The variables OS_* describe a cloud, but auth_url is missing. Set "
                            "OS_AUTH_URL; or name a cloud of clouds.yaml with OS_CLOUD, and the "
                            "variables complete that one."));
        return found;
    }
    found.config = readCloud(cloud, source, found.notices);
    if (!found.config.ok())
        found.config = configurationError(
            {}, 0, LoaderWords::tr("The variables OS_*: %1").arg(found.config.error().message));
    return found;
}

/// Whether a key of a cloud has the wrong indentation and is beside the clouds.
bool standsBeside(const QString &key, const ConfigValue &value)
{
    return !value.isMap() && supportOf(QString(key).replace(u'-', u'_')) != Support::Unknown;
}

const QString cloudsFile = u"OS_CLIENT_CONFIG_FILE"_s;
const QString secureFile = u"OS_CLIENT_SECURE_FILE"_s;

/// Reads clouds.* and secure.*, and merges what may be combined.
class FilesReader
{
public:
    /// `alone`: the named file is combined with none in another folder.
    FilesReader(const Environment &environment, bool alone)
        : m_environment(environment)
        , m_alone(alone)
    {}

    /// The merged root.
    Result<ConfigValue> read(CloudList &list)
    {
        const auto file = findConfig(m_environment, u"clouds"_s, cloudsFile);
        if (!file)
            return file.error();
        const bool named =
            !file->path.isEmpty() && file->path == m_environment.variables.value(cloudsFile);
        const bool besideUs =
            file->path.isEmpty() || isFromWorkingFolder(m_environment, file->path);
        m_profileFolders = besideUs ? Folders::All : Folders::WithoutWorking;
        const Folders folders = file->path.isEmpty() ? Folders::All
                                : !besideUs          ? Folders::WithoutWorking
                                : named && !m_alone  ? Folders::All
                                                     : Folders::OnlyWorking;
        const auto secret = findConfig(m_environment, u"secure"_s, secureFile, folders);
        if (!secret)
            return secret.error();
        list.warning = file->warning ? file->warning : secret->warning;
        list.userFile = file->path.isEmpty()
                            ? m_environment.userConfigDirectory + "/openstack/clouds.yaml"_L1
                        : file->path.endsWith(".json"_L1) ? QString()
                                                          : file->path;
        for (const ConfigFile *one : {&*file, &*secret}) {
            if (one->path.isEmpty())
                continue;
            list.files.append(one->path);
            list.notices += repeatedKeys(one->root);
        }
        if (!m_alone)
            warnUnusedSecrets(file->path, secret->path, list);
        if (!secret->root.isMap())
            return file->root;
        return file->root.isMap() ? mergedDeep(file->root, secret->root) : secret->root;
    }

    [[nodiscard]] Folders profileFolders() const { return m_profileFolders; }

private:
    void warnUnusedSecrets(const QString &file, const QString &used, CloudList &list) const
    {
        const QString other = configPath(m_environment, u"secure"_s, Folders::All);
        const QString another = configPath(m_environment, u"secure"_s, Folders::WithoutWorking);
        for (const QString &path : {other, another}) {
            // `openstack` also ignores a file that comes after another one.
            if (path.isEmpty() || !used.isEmpty() || list.files.contains(path))
                continue;
            list.notices.append(
                LoaderWords::tr("%1 is not used for %2, because only one of them is in the working "
                                "folder, and passwords could go to a wrong address. To use it, "
                                "name it with OS_CLIENT_SECURE_FILE.")
                    .arg(path, file));
            return;
        }
    }

    const Environment &m_environment;
    bool m_alone;
    Folders m_profileFolders = Folders::All;
};

} // namespace

Result<CloudConfig> CloudList::find(const QString &name) const
{
    QStringList names;
    for (const FoundCloud &cloud : clouds) {
        if (cloud.name == name)
            return cloud.config;
        names.append(cloud.name);
    }
    const QString where = files.value(0);
    if (names.isEmpty() && warning) {
        return configurationError(
            where, 0,
            loaderText(QT_TRANSLATE_NOOP("oriel::openstack::Config", "there is no cloud “%1”: %2"))
                .arg(name, warning->message));
    }
    if (names.isEmpty() && files.isEmpty()) {
        return configurationError(
            where, 0,
            loaderText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                         "there is no cloud “%1”: no clouds.yaml was found; it "
                                         "could be %2"))
                .arg(name, userFile));
    }
    if (names.isEmpty()) {
        return configurationError(
            where, 0,
            loaderText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                         "there is no cloud “%1”; no cloud is configured"))
                .arg(name));
    }
    return configurationError(where, 0,
                              loaderText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                                           "there is no cloud “%1”; there are: %2"))
                                  .arg(name, names.join(u", "_s)));
}

namespace {

Result<CloudList> loadClouds(const Environment &environment, const SignInOptions &options,
                             bool alone)
{
    CloudList list;
    FilesReader files(environment, alone);
    const auto root = files.read(list);
    if (!root)
        return root.error();
    const ConfigValue *clouds = root->find(u"clouds"_s);
    if (clouds && !clouds->isMap()) {
        return configurationError(clouds->file, clouds->line,
                                  LoaderWords::tr("“clouds” must be a map of clouds"));
    }
    std::vector<const ConfigValue::Member *> described;
    std::vector<Error> beside;
    if (clouds) {
        for (const ConfigValue::Member &member : clouds->members) {
            if (!standsBeside(member.key, member.value)) {
                described.push_back(&member);
                continue;
            }
            beside.push_back(
                configurationError(member.value.file, member.value.line,
                                   LoaderWords::tr("“%1” is beside the clouds and is not used. To "
                                                   "make it part of a cloud, indent it further.")
                                       .arg(member.key)));
        }
    }

    const Layers layers{environmentLayer(environment), optionsLayer(options)};
    const QString ofVariables = environment.variables.value(u"OS_CLOUD_NAME"_s, u"envvars"_s);
    const bool describes =
        describesCloud(environment) || layers.options.find(u"auth_url"_s) != nullptr;
    QString wanted = options.value(u"cloud"_s);
    if (wanted.isEmpty())
        wanted = environment.variables.value(u"OS_CLOUD"_s);
    list.selected = wanted;
    if (wanted.isEmpty() && describes)
        list.selected = ofVariables;
    else if (wanted.isEmpty() && described.size() == 1 && beside.empty())
        list.selected = described.front()->key;

    list.notices += misspeltVariables(environment);
    for (const Error &error : beside) {
        if (list.selected.isEmpty() && !list.warning)
            list.warning = error;
        else
            list.notices.append(error.message);
    }
    if (list.selected.isEmpty()) {
        for (const ConfigValue *layer : {&layers.environment, &layers.options}) {
            for (const auto &[key, value] : layer->members)
                list.notices.append(
                    LoaderWords::tr("%1 is not used, because no cloud is named. Name one with "
                                    "OS_CLOUD or --os-cloud.")
                        .arg(value.label));
        }
    }
    CloudsReader reader(environment, files.profileFolders(), alone);
    bool taken = false;
    for (const ConfigValue::Member *member : described) {
        taken = taken || member->key == ofVariables;
        const bool over = member->key == list.selected && (!wanted.isEmpty() || !describes);
        reader.read(member->key, member->value, over ? &layers : nullptr, list);
    }
    if (describes && taken) {
        list.warning = configurationError(
            list.files.value(0), 0,
            LoaderWords::tr("the cloud “%1” has the name of the one that the environment variables "
                            "OS_* describe. Give it another name, or name another one in "
                            "OS_CLOUD_NAME.")
                .arg(ofVariables));
        if (wanted.isEmpty())
            list.selected.clear();
    } else if (describes) {
        list.clouds.push_back(fromEnvironment(ofVariables, layers, environment.homeDirectory));
    }
    return list;
}

/// The cloud that the variables of an openrc file describe. It is named after its host, as one that
/// the user enters is.
Result<CloudList> openrcClouds(const QByteArray &text, const QString &path, const QString &home,
                               const SignInOptions &options)
{
    auto openrc = readOpenrc(text, path, home);
    if (!openrc)
        return openrc.error();
    FoundCloud found{QString(), path, CloudConfig{}, openrc->notices, openrc->asked};
    Layers layers{fileLayer(openrc->variables, found.notices), optionsLayer(options)};
    if (layers.environment.members.empty()) {
        return configurationError(
            path, 0,
            found.notices.isEmpty()
                ? LoaderWords::tr("the file sets no variable that describes a cloud")
                : found.notices.join(u'\n'));
    }
    CloudSource source{QFileInfo(path).fileName(), QFileInfo(path).fileName(), home};
    source.completed = true;
    source.region = layers.takeRegion();
    ConfigValue cloud;
    cloud.kind = ConfigValue::Kind::Map;
    cloud = layers.over(std::move(cloud));
    cloud.file = path;
    found.config = readCloud(cloud, source, found.notices);
    found.name = source.name;
    if (found.config.ok()) {
        CloudConfig config = *found.config;
        config.name = config.auth.authUrl.host();
        found.config = config;
    }
    CloudList list;
    list.files.append(path);
    list.selected = found.name;
    list.clouds.push_back(std::move(found));
    return list;
}

} // namespace

Result<CloudList> CloudsLoader::load(const Environment &environment, const SignInOptions &options)
{
    return loadClouds(environment, options, false);
}

Result<CloudList> CloudsLoader::open(const QString &path, const Environment &environment,
                                     const SignInOptions &options)
{
    constexpr qint64 mostBytes = qint64{2} * 1024 * 1024; // the readers say that it is too large
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
        return configurationError(
            path, 0,
            QFileInfo(path).isDir()
                ? LoaderWords::tr("this is a folder, not a file")
                : LoaderWords::tr("the file cannot be read: %1").arg(file.errorString()));
    }
    const QByteArray text = file.read(mostBytes);
    if (isOpenrc(text))
        return openrcClouds(text, path, environment.homeDirectory, options);
    if (!text.contains("clouds")) {
        return configurationError(
            path, 0,
            LoaderWords::tr("this is neither a clouds.yaml nor an openrc file. Download one of "
                            "them from your provider's portal."));
    }
    Environment alone;
    alone.variables.insert(cloudsFile, path);
    alone.workingDirectory = QFileInfo(path).absolutePath();
    alone.homeDirectory = environment.homeDirectory;
    alone.userConfigDirectory = environment.userConfigDirectory;
    alone.systemConfigDirectories = environment.systemConfigDirectories;
    return loadClouds(alone, options, true);
}

} // namespace oriel::openstack
