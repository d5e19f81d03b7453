#pragma once

#include "openstack/config/cloudreader.h"

#include <QtCore/QCoreApplication>

#include <initializer_list>
#include <optional>
#include <utility>

namespace oriel::openstack {

/// Reads typed values and remembers the first thing that is wrong.
class CloudReader
{
    Q_DECLARE_TR_FUNCTIONS(oriel::openstack::Config)

public:
    CloudReader(QString name, ConfigValue cloud, QString prefix, QString home)
        : m_name(std::move(name))
        , m_cloud(std::move(cloud))
        , m_prefix(std::move(prefix))
        , m_home(std::move(home))
    {}

    Result<CloudConfig> read();

private:
    using Keys = std::initializer_list<const char *>;

    void fail(const ConfigValue &at, const QString &what)
    {
        if (!m_error)
            m_error = configurationError(at.file, at.line, what);
    }

    QString asText(const ConfigValue &value, const QString &path)
    {
        if (value.kind == ConfigValue::Kind::Scalar)
            return value.text;
        fail(value, tr("%1 must be a text").arg(path));
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

    std::optional<bool> boolean(const char *key);
    QString path(const char *key);
    void readRegions();
    void readAuth();
    void readMethod();
    void readDomains();
    void readServices();
    void readTls();
    void readTimeout();
    void expand(QUrl &url, const QString &written);
    void require(bool there, const char *key);
    void checkComplete();

    QString m_name;
    ConfigValue m_cloud;
    ConfigValue m_auth;
    QString m_prefix;
    QString m_home;
    CloudConfig m_config;
    std::optional<Error> m_error;
};

} // namespace oriel::openstack
