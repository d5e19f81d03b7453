#pragma once

#include "openstack/config/cloudreader.h"

#include <QtCore/QCoreApplication>

#include <initializer_list>
#include <optional>
#include <utility>

namespace oriel::openstack {

/// Reads typed values, remembers the first thing that is wrong, and which keys were read.
class CloudReader
{
    Q_DECLARE_TR_FUNCTIONS(oriel::openstack::Config)

public:
    CloudReader(ConfigValue cloud, CloudSource source, QStringList &notices)
        : m_cloud(std::move(cloud))
        , m_source(std::move(source))
        , m_prefix(m_source.prefix)
        , m_notices(notices)
    {}

    Result<CloudConfig> read();

private:
    using Keys = std::initializer_list<const char *>;

    void fail(const ConfigValue &at, const QString &what)
    {
        if (!m_error)
            m_error = configurationError(at.file, at.line, what);
    }

    void notice(const ConfigValue &at, const QString &what)
    {
        m_notices.append(configurationError(at.file, at.line, what).message);
    }

    /// How messages name a value: OS_PROJECT_NAME, or clouds.demo.project_name.
    static QString named(const ConfigValue &value, const QString &path)
    {
        return value.label.isEmpty() ? path : value.label;
    }

    QString asText(const ConfigValue &value, const QString &path)
    {
        if (value.kind == ConfigValue::Kind::Scalar)
            return value.text;
        fail(value, tr("%1 must be a text").arg(named(value, path)));
        return {};
    }

    /// The cloud's own value of the first key that has one.
    QString text(Keys keys)
    {
        for (const char *key : keys) {
            const QString name = QString::fromLatin1(key);
            if (const ConfigValue *value = m_cloud.find(name))
                return asText(*value, m_prefix + u'.' + name);
        }
        return {};
    }

    /// The same in `auth`, then beside it, where some write these keys and OS_* has them.
    QString authText(Keys keys)
    {
        for (const char *key : keys) {
            const QString name = QString::fromLatin1(key);
            if (const ConfigValue *value = m_auth.find(name))
                return asText(*value, m_prefix + QLatin1String(".auth.") + name);
        }
        return text(keys);
    }

    /// The value of a key in `auth` or beside it; null where it is in neither.
    [[nodiscard]] const ConfigValue *authValue(const QString &name) const
    {
        const ConfigValue *value = m_auth.find(name);
        return value ? value : m_cloud.find(name);
    }

    std::optional<bool> boolean(const char *key);
    QString path(const char *key);
    void readRegions();
    void chooseRegion(const ConfigValue &list);
    void readAuth();
    void readMethod();
    void refuseMethod(const ConfigValue &at, const QString &type);
    void readFactors();
    void readDomains();
    void readServices();
    void readService(const QString &service, const QString &what, const ConfigValue &value,
                     const QString &where);
    void readInterface();
    QString interfaceIn(const ConfigValue &value, const QString &where);
    void readTls();
    void readTimeout();
    void expand(QUrl &url, const QString &written);
    void checkKeys(const ConfigValue &map, const QString &prefix, bool inAuth);
    void tellUnusedIdentity();
    void require(bool there, const char *key);
    void checkComplete();

    ConfigValue m_cloud;
    ConfigValue m_auth;
    CloudSource m_source;
    QString m_prefix;
    QStringList &m_notices;
    CloudConfig m_config;
    std::optional<Error> m_error;
};

} // namespace oriel::openstack
