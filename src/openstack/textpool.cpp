#include "openstack/textpool.h"

#include <algorithm>

namespace oriel::openstack {

namespace json = net::json;

namespace {

/// The number of recent maps or lists that are compared.
constexpr std::size_t remembered = 8;

template <typename T>
T oneOf(std::vector<T> &seen, std::size_t &next, T value)
{
    if (value.isEmpty())
        return {};
    if (const auto same = std::find(seen.begin(), seen.end(), value); same != seen.end())
        return *same;
    if (seen.size() < remembered)
        seen.push_back(value);
    else
        seen[next++ % remembered] = value;
    return value;
}

} // namespace

QString TextPool::text(std::string_view utf8)
{
    if (utf8.empty())
        return {};
    QString &text = m_texts[utf8];
    if (text.isNull())
        text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    return text;
}

QString TextPool::string(const json::Value &value)
{
    // For other types, string() notes the problem in the document.
    return value.type() == json::Type::String ? text(value.utf8()) : value.string();
}

QString TextPool::text(const json::Value &value)
{
    return value.type() == json::Type::String ? text(value.utf8()) : value.text();
}

QMap<QString, QString> TextPool::stringMap(const json::Object &object, std::string_view key)
{
    QMap<QString, QString> map;
    for (const json::Member member : object.object(key))
        map.insert(text(member.key), text(member.value));
    return shared(std::move(map));
}

QStringList TextPool::strings(const json::Object &object, std::string_view key)
{
    QStringList list;
    for (const json::Value item : object.array(key))
        list.append(string(item));
    return shared(std::move(list));
}

QMap<QString, QString> TextPool::shared(QMap<QString, QString> map)
{
    return oneOf(m_maps, m_nextMap, std::move(map));
}

QStringList TextPool::shared(QStringList list)
{
    return oneOf(m_lists, m_nextList, std::move(list));
}

} // namespace oriel::openstack
