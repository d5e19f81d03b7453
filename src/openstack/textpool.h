#pragma once

#include "net/json.h"

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <string_view>
#include <unordered_map>
#include <vector>

namespace oriel::openstack {

/// Gives the same text the same memory, for what repeats itself from row to row of an answer:
/// states, flavors, zones, projects, metadata. Ten thousand servers of one project are a third as
/// large so. Lives no longer than the document that it reads from; one thread.
class TextPool
{
public:
    /// As Value::string().
    [[nodiscard]] QString string(const net::json::Value &value);
    /// As Object::string(), stringMap() and strings().
    [[nodiscard]] QString string(const net::json::Object &object, std::string_view key)
    {
        return string(object.value(key));
    }
    [[nodiscard]] QMap<QString, QString> stringMap(const net::json::Object &object,
                                                   std::string_view key);
    [[nodiscard]] QStringList strings(const net::json::Object &object, std::string_view key);
    /// As Value::text().
    [[nodiscard]] QString text(const net::json::Value &value);
    [[nodiscard]] QString text(std::string_view utf8);

    /// `map` or `list`, or an equal one seen before.
    [[nodiscard]] QMap<QString, QString> shared(QMap<QString, QString> map);
    [[nodiscard]] QStringList shared(QStringList list);

private:
    std::unordered_map<std::string_view, QString> m_texts;
    std::vector<QMap<QString, QString>> m_maps; ///< the last few
    std::vector<QStringList> m_lists;
    std::size_t m_nextMap = 0;
    std::size_t m_nextList = 0;
};

} // namespace oriel::openstack
