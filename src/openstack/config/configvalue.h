#pragma once

#include "base/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

namespace oriel::openstack {

/// One value of a configuration file and where it stands, so that what is wrong with it can be
/// shown to the person.
struct ConfigValue
{
    enum class Kind { Null, Scalar, List, Map };
    struct Member;

    Kind kind = Kind::Null;
    QString text;        ///< of a scalar
    bool quoted = false; ///< a quoted scalar is a text, whatever it looks like
    std::vector<ConfigValue> items;
    std::vector<Member> members; ///< in the file's order
    QString file;                ///< empty: the environment
    int line = 0;                ///< from 1; 0: not in a file
    QString label;               ///< how messages name it where it is in no file: "OS_PROJECT_NAME"
    int earlier = 0; ///< the line of an earlier value of the same key, which this one replaces

    [[nodiscard]] bool isMap() const { return kind == Kind::Map; }
    /// The member, or null. A member that is null in the file counts as not there.
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

/// `over` upon `under`: maps are merged at every depth, everything else is replaced.
[[nodiscard]] ConfigValue mergedDeep(const ConfigValue &under, const ConfigValue &over);

/// The same, but of all maps only "auth" is merged, one step deep: how a cloud goes over its
/// profile.
[[nodiscard]] ConfigValue mergedAuth(const ConfigValue &under, const ConfigValue &over);

/// With "-" in keys as "_", at every depth.
[[nodiscard]] ConfigValue withNormalKeys(ConfigValue value);

/// The keys that stand twice in the same map, each as one sentence: only the last value counts.
[[nodiscard]] QStringList repeatedKeys(const ConfigValue &root);

/// Reads YAML or JSON, with anchors and merge keys ("<<"). Configuration, with file and line, for
/// what is no YAML, for a second document, and for files that are too large or nested too deep.
[[nodiscard]] Result<ConfigValue> readConfig(const QByteArray &text, const QString &file);

/// "`file`, line `n`: `what`", as a Configuration error.
[[nodiscard]] Error configurationError(const QString &file, int line, const QString &what);

} // namespace oriel::openstack
