#include "openstack/config/cloudsloader.h"

#include "openstack/config/cloudreader.h"
#include "openstack/config/configfiles.h"
#include "openstack/config/misspelledkeys.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

QString loaderText(const char *text)
{
    return QCoreApplication::translate("oriel::openstack::Config", text);
}

/// OS_* as a cloud's values: OS_AUTH_URL is auth_url. Nothing where they only select.
ConfigValue environmentCloud(const Environment &environment)
{
    static const QStringList selectors{u"OS_CLOUD"_s, u"OS_REGION_NAME"_s,
                                       u"OS_CLIENT_CONFIG_FILE"_s, u"OS_CLIENT_SECURE_FILE"_s,
                                       u"OS_CLOUD_NAME"_s};
    ConfigValue cloud;
    bool describes = false;
    for (auto entry = environment.variables.begin(); entry != environment.variables.end();
         ++entry) {
        const QString &name = entry.key();
        if (!name.startsWith("OS_"_L1) || entry.value().isEmpty())
            continue;
        if (name.startsWith("OS_TEST"_L1) || name.startsWith("OS_STD"_L1) ||
            name.startsWith("OS_LOG"_L1))
            continue;
        describes = describes || !selectors.contains(name);
        cloud.set(name.sliced(3).toLower(), ConfigValue::scalar(entry.value()));
    }
    cloud.remove(u"cloud"_s); // OS_CLOUD, which is not the old name of `profile`
    if (describes)
        cloud.kind = ConfigValue::Kind::Map;
    return cloud;
}

/// Reads the clouds one after the other; the file of profiles only once one asks for it.
class CloudsReader
{
public:
    explicit CloudsReader(const Environment &environment) : m_environment(environment) {}

    void read(const QString &name, const ConfigValue &values, CloudList &list)
    {
        ConfigValue cloud = withNormalKeys(values);
        if (!list.warning)
            list.warning = misspelledKey(cloud, "clouds."_L1 + name);
        std::optional<Error> problem;
        if (const QString profile = profileOf(cloud); !profile.isEmpty())
            problem = layProfileBeneath(cloud, profile, name, list);
        auto config = readCloud(name, cloud, "clouds."_L1 + name, m_environment.homeDirectory);
        if (!config && problem)
            list.clouds.push_back({name, values.file, *problem});
        else
            list.clouds.push_back({name, values.file, std::move(config)});
    }

private:
    static QString profileOf(const ConfigValue &cloud)
    {
        for (const QString &key : {u"profile"_s, u"cloud"_s}) {
            if (const ConfigValue *value = cloud.find(key))
                return value->text;
        }
        return {};
    }

    std::optional<Error> layProfileBeneath(ConfigValue &cloud, const QString &profile,
                                           const QString &name, CloudList &list)
    {
        if (!m_profiles) {
            m_profiles = findConfig(m_environment, u"clouds-public"_s, QString());
            if (m_profiles->ok() && !m_profiles->value().path.isEmpty())
                list.files.append(m_profiles->value().path);
        }
        if (!m_profiles->ok())
            return m_profiles->error();
        const ConfigValue *all = m_profiles->value().root.find(u"public-clouds"_s);
        const ConfigValue *values = all ? all->find(profile) : nullptr;
        if (values && values->isMap()) {
            const QString file = cloud.file;
            const int line = cloud.line;
            ConfigValue beneath = withNormalKeys(*values);
            // The cloud's own region goes before the list of all that the vendor has.
            if (cloud.find(u"region_name"_s))
                beneath.remove(u"regions"_s);
            cloud = mergedAuth(beneath, cloud);
            cloud.file = file;
            cloud.line = line;
            return std::nullopt;
        }
        // Only of interest where the cloud is not complete without it.
        const ConfigValue *at = cloud.find(u"profile"_s);
        return configurationError(
            cloud.file, at ? at->line : cloud.line,
            loaderText(QT_TRANSLATE_NOOP(
                           "oriel::openstack::Config",
                           "clouds.%1.profile “%2” is not described in a clouds-public.yaml"))
                .arg(name, profile));
    }

    const Environment &m_environment;
    std::optional<Result<ConfigFile>> m_profiles;
};

/// The person does not know the environment's cloud by a file, but by its variables.
FoundCloud fromEnvironment(const QString &name, const ConfigValue &values, const QString &home)
{
    auto config = readCloud(name, values, name, home);
    if (config)
        return {name, QString(), std::move(config)};
    Error error = config.error();
    error.message = loaderText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                                 "The environment variables OS_*: %1"))
                        .arg(error.message);
    return {name, QString(), error};
}

QString pickedCloud(const Environment &environment, const CloudList &list,
                    const QString &ofVariables)
{
    const QString named = environment.variables.value(u"OS_CLOUD"_s);
    if (!named.isEmpty())
        return named;
    if (!ofVariables.isEmpty())
        return ofVariables;
    return list.clouds.size() == 1 ? list.clouds.front().name : QString();
}

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

Result<CloudList> CloudsLoader::load(const Environment &environment)
{
    const auto file = findConfig(environment, u"clouds"_s, u"OS_CLIENT_CONFIG_FILE"_s);
    if (!file)
        return file.error();
    const auto secure = findConfig(environment, u"secure"_s, u"OS_CLIENT_SECURE_FILE"_s);
    if (!secure)
        return secure.error();

    CloudList list;
    list.warning = file->warning ? file->warning : secure->warning;
    for (const ConfigFile *read : {&*file, &*secure}) {
        if (!read->path.isEmpty())
            list.files.append(read->path);
    }
    list.userFile = file->path.isEmpty()
                        ? environment.userConfigDirectory + "/openstack/clouds.yaml"_L1
                    : file->path.endsWith(".json"_L1) ? QString()
                                                      : file->path;

    ConfigValue root = file->root;
    if (secure->root.isMap())
        root = root.isMap() ? mergedDeep(root, secure->root) : secure->root;
    CloudsReader reader(environment);
    const ConfigValue *clouds = root.find(u"clouds"_s);
    if (clouds && !clouds->isMap()) {
        return configurationError(
            clouds->file, clouds->line,
            loaderText(
                QT_TRANSLATE_NOOP("oriel::openstack::Config", "“clouds” must be a map of clouds")));
    }
    if (clouds) {
        for (const auto &[name, values] : clouds->members)
            reader.read(name, values, list);
    }

    QString ofVariables;
    const ConfigValue variables = environmentCloud(environment);
    if (variables.isMap()) {
        ofVariables = environment.variables.value(u"OS_CLOUD_NAME"_s, u"envvars"_s);
        const bool taken = std::ranges::any_of(
            list.clouds, [&](const FoundCloud &cloud) { return cloud.name == ofVariables; });
        if (taken) {
            list.warning = configurationError(
                list.files.value(0), 0,
                loaderText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                             "the cloud “%1” has the name of the one that the "
                                             "environment variables OS_* describe"))
                    .arg(ofVariables));
        } else {
            list.clouds.push_back(
                fromEnvironment(ofVariables, variables, environment.homeDirectory));
        }
    }
    list.selected = pickedCloud(environment, list, ofVariables);
    return list;
}

} // namespace oriel::openstack
