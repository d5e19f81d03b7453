#include "openstack/config/cloudreader.h"

#include "openstack/config/cloudreader_p.h"
#include "openstack/config/settings.h"

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
    fail(*value, tr("%1 must be true or false").arg(named(*value, m_prefix + u'.' + name)));
    return std::nullopt;
}

QString CloudReader::path(const char *key)
{
    QString file = text({key});
    if (file == "~"_L1 || file.startsWith("~/"_L1))
        file.replace(0, 1, m_source.home);
    return file;
}

/// Before everything else, because a region may bring values of its own.
void CloudReader::readRegions()
{
    const std::optional<ConfigValue> &wanted = m_source.region;
    if (const ConfigValue *regions = m_cloud.find(u"regions"_s)) {
        if (regions->kind != ConfigValue::Kind::List)
            fail(*regions, tr("%1 must be a list").arg(m_prefix + ".regions"_L1));
        else
            chooseRegion(ConfigValue(*regions));
        return;
    }
    const ConfigValue *region = m_cloud.find(u"region_name"_s);
    if (region && region->kind == ConfigValue::Kind::List) {
        for (const ConfigValue &item : region->items)
            m_config.regions.append(asText(item, m_prefix + ".region_name"_L1));
    } else if (region) {
        const QStringList names = text({"region_name"}).split(u',', Qt::SkipEmptyParts);
        if (names.size() > 1)
            m_config.regions = names;
        else
            m_config.region = names.value(0);
    }
    if (!m_config.regions.isEmpty()) {
        m_config.region = m_config.regions.front();
        m_config.regionNamed = false;
    }
    // The catalog says later whether there is such a region.
    if (wanted && !wanted->text.isEmpty()) {
        m_config.region = wanted->text;
        m_config.regionNamed = true;
        if (!m_config.regions.isEmpty() && !m_config.regions.contains(wanted->text))
            m_config.regions.append(wanted->text);
    }
}

/// Of a list: the one that is named, else the first, as `openstack` takes it.
void CloudReader::chooseRegion(const ConfigValue &list)
{
    const QString path = m_prefix + ".regions"_L1;
    std::optional<ConfigValue> wanted = m_source.region;
    // A copy: the values of the region replace those of the cloud below.
    std::optional<ConfigValue> beside;
    if (const ConfigValue *regionName = m_cloud.find(u"region_name"_s))
        beside = *regionName;
    // A vendor's list is only what there is to choose from.
    if (!wanted && beside && !m_source.ownRegions)
        wanted = beside;
    std::vector<ConfigValue> values;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const ConfigValue &item = list.items[i];
        const QString here = path + u'[' + QString::number(i) + u']';
        const ConfigValue *named = item.isMap() ? item.find(u"name"_s) : &item;
        if (!named) {
            fail(item, tr("%1.name is missing").arg(here));
            return;
        }
        m_config.regions.append(asText(*named, here));
        const ConfigValue *own = item.isMap() ? item.find(u"values"_s) : nullptr;
        if (own && !own->isMap())
            fail(*own, tr("%1.values must be a map").arg(here));
        values.push_back(own && own->isMap() ? *own : ConfigValue{});
    }
    if (m_config.regions.isEmpty())
        return;
    const QString name = wanted ? wanted->text : m_config.regions.front();
    const qsizetype index = m_config.regions.indexOf(name);
    m_config.region = name;
    m_config.regionNamed = wanted.has_value();
    if (index < 0 && m_source.ownRegions) {
        fail(*wanted, tr("%1 names the region “%2”, which the cloud does not list. It lists: %3.")
                          .arg(wanted->label, name, m_config.regions.join(u", "_s)));
    } else if (index < 0) {
        m_config.regions.prepend(name);
    } else if (values[static_cast<std::size_t>(index)].isMap()) {
        m_cloud = mergedAuth(m_cloud, values[static_cast<std::size_t>(index)]);
    }
    if (!m_source.region && beside && m_source.ownRegions && beside->text != name) {
        notice(*beside, tr("%1.region_name is not used, because the cloud also has “regions”. The "
                           "first of them is opened: %2.")
                            .arg(m_prefix, name));
    }
}

void CloudReader::readServices()
{
    for (const auto &[key, value] : m_cloud.members) {
        QString what;
        const auto service = serviceOfKey(key, what);
        if (service && value.kind != ConfigValue::Kind::Null)
            readService(QString(*service).replace(u'_', u'-'), what, value, m_prefix + u'.' + key);
    }
    readInterface();
}

void CloudReader::readService(const QString &service, const QString &what, const ConfigValue &value,
                              const QString &where)
{
    const QString said = asText(value, where);
    ServiceConfig &config = m_config.services[service];
    if (what == "endpoint_override"_L1) {
        const QUrl url(said);
        const bool http = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
        if (!said.isEmpty() && (!http || url.host().isEmpty()))
            fail(value, tr("%1 must be an address that begins with http:// or https://")
                            .arg(named(value, where)));
        config.endpointOverride = said;
    } else if (what == "api_version"_L1 || what == "default_microversion"_L1) {
        const QString problem = versionProblem(service, said);
        if (problem.isEmpty())
            config.apiVersion = said;
        else
            notice(value, tr("%1 is not used. %2").arg(named(value, where), problem));
    } else if (what == "interface"_L1 || what == "endpoint_type"_L1) {
        config.interface = interfaceIn(value, where);
    } else if (what == "region_name"_L1) {
        config.region = said;
    } else if (what == "service_type"_L1) {
        config.type = said;
    } else if (what == "service_name"_L1) {
        config.name = said;
    }
}

QString CloudReader::interfaceIn(const ConfigValue &value, const QString &where)
{
    QString interface = asText(value, where);
    if (interface.endsWith("URL"_L1))
        interface.chop(3);
    if (!interface.isEmpty() && interface != "public"_L1 && interface != "internal"_L1 &&
        interface != "admin"_L1)
        fail(value, tr("%1 must be public, internal or admin").arg(named(value, where)));
    return interface;
}

void CloudReader::readInterface()
{
    for (const QString &key : {u"interface"_s, u"endpoint_type"_s}) {
        const ConfigValue *value = m_cloud.find(key);
        if (!value)
            continue;
        if (const QString interface = interfaceIn(*value, m_prefix + u'.' + key);
            !interface.isEmpty())
            m_config.interface = interface;
        return;
    }
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

/// What is set must be used, refused or told of.
void CloudReader::checkKeys(const ConfigValue &map, const QString &prefix, bool inAuth)
{
    for (const auto &[key, value] : map.members) {
        const QString shown = named(value, prefix + key);
        switch (supportOf(key)) {
        case Support::Refused:
            if (value.kind != ConfigValue::Kind::Null)
                fail(value, refusalOf(key, shown));
            break;
        case Support::SingleSignOn:
            notice(value, tr("%1 is not used: it belongs to a single sign-on, and this cloud signs "
                             "in another way.")
                              .arg(shown));
            break;
        case Support::Unknown: {
            if (key.startsWith("x_"_L1))
                break; // by custom the key of another program
            const QString meant = meantBy(key);
            notice(value,
                   meant.isEmpty()
                       ? tr("%1 is not known and not used.").arg(shown)
                       : tr("%1 is not known and not used. Did you mean “%2”?").arg(shown, meant));
            break;
        }
        case Support::Elsewhere:
        case Support::Used:
            break;
        }
    }
    if (inAuth)
        tellUnusedIdentity();
}

Result<CloudConfig> CloudReader::read()
{
    if (!m_cloud.isMap()) {
        return configurationError(m_cloud.file, m_cloud.line, tr("%1 must be a map").arg(m_prefix));
    }
    m_config.name = m_source.name;
    m_config.file = m_cloud.file;
    readRegions();
    readAuth();
    readMethod();
    readDomains();
    readServices();
    readTls();
    readTimeout();
    if (!m_error)
        checkKeys(m_cloud, m_prefix + u'.', false);
    if (!m_error)
        checkKeys(m_auth, m_prefix + ".auth."_L1, true);
    checkComplete();
    if (m_error)
        return *m_error;
    return m_config;
}

Result<CloudConfig> readCloud(const ConfigValue &cloud, const CloudSource &source,
                              QStringList &notices)
{
    return CloudReader(cloud, source, notices).read();
}

} // namespace oriel::openstack
