#pragma once

#include "base/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

namespace oriel::openstack {

/// One value of a configuration file with its position, for error messages.
struct ConfigValue
{
    enum class Kind { Null, Scalar, List, Map };
    struct Member;

    Kind kind = Kind::Null;
    QString text;        ///< of a scalar
    bool quoted = false; ///< a quoted scalar is a string, whatever it looks like
    std::vector<ConfigValue> items;
    std::vector<Member> members; ///< in document order
    QString file;                ///< empty: the environment
    int line = 0;                ///< starts at 1; 0: not in a file
    QString label;   ///< how messages refer to it if it is not in a file: "OS_PROJECT_NAME"
    int earlier = 0; ///< the line of an earlier value of the same key, which this one overrides

    [[nodiscard]] bool isMap() const { return kind == Kind::Map; }
    /// The member, or null. A null member counts as missing.
    [[nodiscard]] const ConfigValue *find(const QString &key) const;
    /// Adds or replaces a member.
    void set(const QString &key, ConfigValue value);
    void remove(const QString &key);

    static ConfigValue scalar(const QString &text, const QString &label = {});
};

/// One entry of a map.
struct ConfigValue::Member
{
    QString key;
    ConfigValue value;
};

/// Merges `over` into `under`: maps at every depth; everything else is replaced.
[[nodiscard]] ConfigValue mergedDeep(const ConfigValue &under, const ConfigValue &over);

/// The same, but merges only the map "auth", one level deep: how a cloud is merged over its
/// profile.
[[nodiscard]] ConfigValue mergedAuth(const ConfigValue &under, const ConfigValue &over);

/// Replaces "-" by "_" in keys, at every depth.
[[nodiscard]] ConfigValue withNormalKeys(ConfigValue value);

/// The keys that occur twice in the same map, one sentence each: only the last value counts.
[[nodiscard]] QStringList repeatedKeys(const ConfigValue &root);

/// Reads YAML or JSON, with anchors and merge keys ("<<"). Configuration, with file and line, for
/// invalid YAML, for a second document, and for files that are too large or nested too deeply.
[[nodiscard]] Result<ConfigValue> readConfig(const QByteArray &text, const QString &file);

/// "`file`, line `n`: `what`", as a Configuration error.
[[nodiscard]] Error configurationError(const QString &file, int line, const QString &what);

} // namespace oriel::openstack
