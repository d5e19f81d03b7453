#include "openstack/config/layers.h"

#include "openstack/config/settings.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

const QStringList &selectors()
{
    static const QStringList names{u"OS_CLOUD"_s, u"OS_REGION_NAME"_s, u"OS_CLIENT_CONFIG_FILE"_s,
                                   u"OS_CLIENT_SECURE_FILE"_s, u"OS_CLOUD_NAME"_s};
    return names;
}

/// Keys that are no settings of a cloud where they come from variables.
const QStringList &otherNames()
{
    static const QStringList names{u"cloud"_s, u"profile"_s, u"auth"_s, u"regions"_s};
    return names;
}

/// Whether openstacksdk reads the variable. The settings of its test runs have the same prefix.
bool isRead(const QString &name, const QString &value)
{
    return name.startsWith("OS_"_L1) && !value.isEmpty() && !name.startsWith("OS_TEST"_L1) &&
           !name.startsWith("OS_STD"_L1) && !name.startsWith("OS_LOG"_L1);
}

} // namespace

ConfigValue environmentLayer(const Environment &environment)
{
    ConfigValue layer;
    layer.kind = ConfigValue::Kind::Map;
    for (auto entry = environment.variables.begin(); entry != environment.variables.end();
         ++entry) {
        const QString key = entry.key().mid(3).toLower();
        if (!isRead(entry.key(), entry.value()) || otherNames().contains(key) ||
            supportOf(key) == Support::Unknown || supportOf(key) == Support::Elsewhere)
            continue;
        layer.set(key, ConfigValue::scalar(entry.value(), entry.key()));
    }
    return layer;
}

ConfigValue fileLayer(const QMap<QString, ConfigValue> &variables, QStringList &notices)
{
    ConfigValue layer;
    layer.kind = ConfigValue::Kind::Map;
    for (auto entry = variables.begin(); entry != variables.end(); ++entry) {
        const bool selects =
            selectors().contains(entry.key()) && entry.key() != "OS_REGION_NAME"_L1;
        if (selects)
            notices.append(configurationError(
                               entry->file, entry->line,
                               QCoreApplication::translate(
                                   "oriel::openstack::Config",
                                   "%1 is not used, because it names another file or a cloud of "
                                   "it. Open that file.")
                                   .arg(entry.key()))
                               .message);
        else if (!otherNames().contains(entry.key().mid(3).toLower()))
            layer.set(entry.key().mid(3).toLower(), *entry);
    }
    return layer;
}

bool describesCloud(const Environment &environment)
{
    for (auto entry = environment.variables.begin(); entry != environment.variables.end();
         ++entry) {
        if (isRead(entry.key(), entry.value()) && !selectors().contains(entry.key()))
            return true;
    }
    return false;
}

QStringList misspeltVariables(const Environment &environment)
{
    QStringList found;
    for (auto entry = environment.variables.begin(); entry != environment.variables.end();
         ++entry) {
        const QString key = entry.key().mid(3).toLower();
        if (!isRead(entry.key(), entry.value()) || selectors().contains(entry.key()) ||
            supportOf(key) != Support::Unknown)
            continue;
        if (const QString meant = meantBy(key); !meant.isEmpty()) {
            found.append(QCoreApplication::translate(
                             "oriel::openstack::Config",
                             "The variable %1 is not known and not used. Did you mean %2?")
                             .arg(entry.key(), "OS_"_L1 + meant.toUpper()));
        }
    }
    return found;
}

ConfigValue optionsLayer(const SignInOptions &options)
{
    ConfigValue layer;
    layer.kind = ConfigValue::Kind::Map;
    for (auto option = options.begin(); option != options.end(); ++option) {
        const QString key = QString(option.key()).replace(u'-', u'_');
        const bool flag = key == "insecure"_L1 || key == "verify"_L1;
        if (key != "cloud"_L1 && !option->isEmpty())
            layer.set(key,
                      ConfigValue::scalar(*option, (flag ? "--"_L1 : "--os-"_L1) + option.key()));
    }
    return layer;
}

ConfigValue withLayer(ConfigValue cloud, const ConfigValue &layer)
{
    ConfigValue auth;
    if (const ConfigValue *under = cloud.find(u"auth"_s); under && under->isMap())
        auth = *under;
    for (const auto &member : layer.members) {
        for (const QString &name : sameMeaning(member.key)) {
            cloud.remove(name);
            auth.remove(name);
        }
    }
    if (auth.isMap())
        cloud.set(u"auth"_s, std::move(auth));
    for (const auto &[key, value] : layer.members)
        cloud.set(key, value);
    return cloud;
}

} // namespace oriel::openstack
