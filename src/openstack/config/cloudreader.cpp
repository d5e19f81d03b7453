#include "openstack/config/cloudreader.h"

#include "openstack/config/cloudreader_p.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

std::optional<bool> CloudReader::boolean(const char *key)
{
    const QString name = QString::fromLatin1(key);
    const ConfigValue *value = m_cloud.find(name);
    if (!value)
        return std::nullopt;
    const QString word = value->text.toLower();
    if (value->kind == ConfigValue::Kind::Scalar) {
        if (word == "true"_L1 || word == "yes"_L1 || word == "on"_L1 || word == "1"_L1)
            return true;
        if (word == "false"_L1 || word == "no"_L1 || word == "off"_L1 || word == "0"_L1)
            return false;
    }
    fail(*value, tr("%1 must be true or false").arg(m_prefix + u'.' + name));
    return std::nullopt;
}

QString CloudReader::path(const char *key)
{
    QString file = text({key});
    if (file == "~"_L1 || file.startsWith("~/"_L1))
        file.replace(0, 1, m_home);
    return file;
}

/// Before everything else, because a region may bring values of its own.
void CloudReader::readRegions()
{
    if (const ConfigValue *regions = m_cloud.find(u"regions"_s)) {
        const QString path = m_prefix + ".regions"_L1;
        if (regions->kind != ConfigValue::Kind::List) {
            fail(*regions, tr("%1 must be a list").arg(path));
            return;
        }
        const ConfigValue list = *regions;
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            const ConfigValue &item = list.items[i];
            const QString here = path + u'[' + QString::number(i) + u']';
            const ConfigValue *named = item.isMap() ? item.find(u"name"_s) : &item;
            if (!named) {
                fail(item, tr("%1.name is missing").arg(here));
                return;
            }
            m_config.regions.append(asText(*named, here));
            const ConfigValue *values = item.isMap() ? item.find(u"values"_s) : nullptr;
            if (values && !values->isMap())
                fail(*values, tr("%1.values must be a map").arg(here));
            else if (values && i == 0)
                m_cloud = mergedAuth(m_cloud, *values);
        }
        if (!m_config.regions.isEmpty())
            m_config.region = m_config.regions.front();
        return;
    }
    const ConfigValue *region = m_cloud.find(u"region_name"_s);
    if (!region)
        return;
    if (region->kind == ConfigValue::Kind::List) {
        for (const ConfigValue &item : region->items)
            m_config.regions.append(asText(item, m_prefix + ".region_name"_L1));
    } else {
        const QStringList names = text({"region_name"}).split(u',', Qt::SkipEmptyParts);
        if (names.size() > 1)
            m_config.regions = names;
        else
            m_config.region = names.value(0);
    }
    if (!m_config.regions.isEmpty())
        m_config.region = m_config.regions.front();
}

void CloudReader::readServices()
{
    constexpr auto versionSuffix = "_api_version"_L1;
    constexpr auto overrideSuffix = "_endpoint_override"_L1;
    for (const auto &[key, value] : m_cloud.members) {
        if (value.kind == ConfigValue::Kind::Null)
            continue;
        const QString where = m_prefix + u'.' + key;
        if (key.endsWith(versionSuffix)) {
            const QString service = key.chopped(versionSuffix.size()).replace(u'_', u'-');
            m_config.apiVersions.insert(service, asText(value, where));
        } else if (key.endsWith(overrideSuffix)) {
            const QString service = key.chopped(overrideSuffix.size()).replace(u'_', u'-');
            const QString address = asText(value, where);
            const QUrl url(address);
            if (!address.isEmpty() && (!url.scheme().startsWith("http"_L1) || url.host().isEmpty()))
                fail(value,
                     tr("%1 must be an address that begins with http:// or https://").arg(where));
            m_config.endpointOverrides.insert(service, address);
        }
    }
    QString interface = text({"interface", "endpoint_type"});
    if (interface.endsWith("URL"_L1))
        interface.chop(3);
    if (interface.isEmpty())
        return;
    if (interface != "public"_L1 && interface != "internal"_L1 && interface != "admin"_L1) {
        const ConfigValue *at = m_cloud.find(u"interface"_s);
        fail(at ? *at : m_cloud,
             tr("%1.interface must be public, internal or admin").arg(m_prefix));
    }
    m_config.interface = interface;
}

void CloudReader::readTls()
{
    m_config.caCertificate = path("cacert");
    m_config.certificate = path("cert");
    m_config.privateKey = path("key");
    m_config.verify = boolean("verify").value_or(true);
    if (boolean("insecure").value_or(false))
        m_config.verify = false;
}

void CloudReader::readTimeout()
{
    const ConfigValue *value = m_cloud.find(u"api_timeout"_s);
    if (!value)
        return;
    bool number = false;
    const double seconds = value->text.toDouble(&number);
    if (!number || seconds <= 0 || seconds > 86'400)
        fail(*value, tr("%1.api_timeout must be a number of seconds").arg(m_prefix));
    else
        m_config.apiTimeout = std::chrono::milliseconds(static_cast<qint64>(seconds * 1000));
}

Result<CloudConfig> CloudReader::read()
{
    if (!m_cloud.isMap()) {
        return configurationError(m_cloud.file, m_cloud.line, tr("%1 must be a map").arg(m_prefix));
    }
    m_config.name = m_name;
    m_config.file = m_cloud.file;
    readRegions();
    readAuth();
    readMethod();
    readDomains();
    readServices();
    readTls();
    readTimeout();
    checkComplete();
    if (m_error)
        return *m_error;
    return m_config;
}

Result<CloudConfig> readCloud(const QString &name, const ConfigValue &cloud, const QString &prefix,
                              const QString &home)
{
    return CloudReader(name, cloud, prefix, home).read();
}

} // namespace oriel::openstack
