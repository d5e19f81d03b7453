#pragma once

#include "net/json.h"
#include "openstack/api.h"
#include "openstack/requestparts.h"
#include "openstack/textpool.h"

#include <optional>
#include <string_view>
#include <vector>

/// How rows are read from answers. For the source files of the resources.
namespace oriel::openstack {

/// Reads a row's fields from an object of an answer. A missing or null key and an unreadable value
/// leave the member unchanged; the latter is noted (net::json).
class FieldReader
{
public:
    FieldReader(const net::json::Object &object, TextPool &pool) : m_object(object), m_pool(pool) {}

    /// Identifies the row; a row without it is dropped.
    void id(std::string_view key, QString &text) { text = m_object.requiredString(key); }

    template <typename M>
    void operator()(std::string_view key, M &member)
    {
        read(m_object.value(key), member);
    }

    /// Read by a separate function: M read(const net::json::Value &), optionally with a TextPool &
    /// as the second argument.
    template <typename M, typename Read>
    void operator()(std::string_view key, M &member, Read readMember)
    {
        if constexpr (std::is_invocable_v<Read, const net::json::Value &, TextPool &>)
            member = readMember(m_object.value(key), m_pool);
        else
            member = readMember(m_object.value(key));
    }

    /// For texts, lists and maps that repeat in many rows: they share their memory.
    void shared(std::string_view key, QString &text) { take(m_pool.string(m_object, key), text); }
    void shared(std::string_view key, QStringList &texts) { texts = m_pool.strings(m_object, key); }
    void shared(std::string_view key, QMap<QString, QString> &map)
    {
        map = m_pool.stringMap(m_object, key);
    }

    /// A list of rows with an ID each; those without one are dropped.
    template <typename R>
    void rows(std::string_view key, std::vector<R> &members)
    {
        members = net::json::rows(m_object.array(key), [this](const net::json::Object &object) {
            return row<R>(object);
        });
    }

    /// Read from the whole object. `name` is used by the cache.
    template <typename M, typename Read>
    void whole(std::string_view /*name*/, M &member, Read readMember)
    {
        member = readMember(m_object, m_pool);
    }

    /// Not read from this object: the caller sets it. `name` is used by the cache.
    template <typename M>
    void kept(std::string_view /*name*/, M & /*member*/)
    {}

private:
    template <typename R>
    R row(const net::json::Object &object)
    {
        R result;
        FieldReader reader(object, m_pool);
        R::fields(reader, result);
        return result;
    }

    static void take(QString text, QString &member)
    {
        if (!text.isEmpty())
            member = std::move(text);
    }

    void read(const net::json::Value &value, QString &text) { take(value.string(), text); }
    void read(const net::json::Value &value, int &number) { number = value.int32(number); }
    void read(const net::json::Value &value, qint64 &number) { number = value.integer(number); }
    void read(const net::json::Value &value, bool &flag) { flag = value.boolean(flag); }
    void read(const net::json::Value &value, QDateTime &time) { time = value.time(); }
    void read(const net::json::Value &value, QStringList &texts)
    {
        for (const net::json::Value text : value.array())
            texts.append(text.string());
    }
    void read(const net::json::Value &value, QMap<QString, QString> &map)
    {
        for (const net::json::Member member : value.object())
            map.insert(member.name(), member.value.text());
    }
    template <typename R>
    void read(const net::json::Value &value, std::vector<R> &members)
    {
        const net::json::Array array = value.array();
        members.reserve(array.size()); // the rows are kept: release the spare capacity
        for (const net::json::Object object : array.objects())
            members.push_back(row<R>(object));
    }
    template <typename R>
    void read(const net::json::Value &value, std::optional<R> &member)
    {
        if (const net::json::Object object = value.object(); !object.isEmpty())
            member = row<R>(object);
    }
    template <typename R>
    requires requires(FieldReader &f, R &r) { R::fields(f, r); }
    void read(const net::json::Value &value, R &member)
    {
        FieldReader reader(value.object(), m_pool);
        R::fields(reader, member);
    }

    net::json::Object m_object;
    TextPool &m_pool;
};

/// The row in `value`, which `scope` belongs to, with the keys that could not be read if it has a
/// member for them.
template <typename T>
[[nodiscard]] T readRow(const net::json::Value &value, const net::json::RowScope &scope,
                        TextPool &pool)
{
    T row;
    const net::json::Object object = value.object();
    FieldReader reader(object, pool);
    T::fields(reader, row);
    if constexpr (requires { row.unreadable; })
        row.unreadable = pool.shared(scope.unreadable());
    return row;
}

/// The rows of the array at `key`, without those that have no ID. If none has one, this is not a
/// list of such rows: a failure. `within`: the key in each entry that contains the row; null: the
/// entry is the row.
template <typename T>
[[nodiscard]] std::vector<T> readRows(const net::json::Object &root, std::string_view key,
                                      const char *within = nullptr)
{
    TextPool pool;
    std::vector<T> rows;
    const net::json::Array array = root.requiredArray(key);
    for (const net::json::Value value : array) {
        net::json::RowScope scope(value);
        T row =
            readRow<T>(within ? value.object().requiredObject(within).self() : value, scope, pool);
        if (!scope.lost())
            rows.push_back(std::move(row));
    }
    if (rows.empty() && !array.isEmpty())
        failWithoutRows(root[key]);
    return rows;
}

/// The answer `{key: {…}}`; without a key, the answer is the row.
template <typename T>
[[nodiscard]] Result<T> decodeRow(const net::Answer &answer, const char *key)
{
    return net::json::decode<T>(answer, [key](const net::json::Object &root) {
        TextPool pool;
        if (key)
            (void)root.requiredObject(key);
        const net::json::Value value = key ? root[key] : root.self();
        const net::json::RowScope scope(value);
        return readRow<T>(value, scope, pool);
    });
}

/// The answer `{key: [{…}, …]}`, a list without pages.
template <typename T>
[[nodiscard]] Result<std::vector<T>> decodeRows(const net::Answer &answer, const char *key)
{
    return net::json::decode<std::vector<T>>(
        answer, [key](const net::json::Object &root) { return readRows<T>(root, key); });
}

/// A page of the list of T.
template <typename T>
[[nodiscard]] Result<net::Page<T>> decodePage(const net::Answer &answer)
{
    return net::json::decode<net::Page<T>>(answer, [](const net::json::Object &root) {
        const char *within = T::api.wrapped ? T::api.row : nullptr;
        return net::Page<T>{readRows<T>(root, T::api.rows, within), nextMarker(root, T::api),
                            root.optionalInteger("count")};
    });
}

/// The row of the list with this ID; NotFound if there is none.
template <typename T>
[[nodiscard]] Result<T> pickedRow(const Result<net::Page<T>> &page, const QString &id,
                                  const net::Answer &answer)
{
    if (!page.ok())
        return page.error();
    for (const T &row : page->items) {
        if (idOf(row) == id)
            return row;
    }
    return notListed(answer);
}

template <typename T>
net::Request List<T>::request() const
{
    return listOf(T::api, filters, T::api.paging == Paging::None ? 0 : limit, marker);
}

template <typename T>
Result<net::Page<T>> List<T>::decode(const net::Answer &answer) const
{
    return decodePage<T>(answer);
}

template <typename T>
List<T> List<T>::withMarker(const QString &next) const
{
    List behind = *this;
    behind.marker = next;
    return behind;
}

template <typename T>
std::optional<QString> List<T>::peek(const net::Answer &answer) const
{
    return peekMarker(answer, T::api);
}

template <typename T>
net::Request Get<T>::request() const
{
    if constexpr (T::api.onlyListed)
        return List<T>{}.request();
    else
        return requestTo(T::api, net::Method::Get, id);
}

template <typename T>
Result<T> Get<T>::decode(const net::Answer &answer) const
{
    if constexpr (T::api.onlyListed)
        return pickedRow(decodePage<T>(answer), id, answer);
    else
        return decodeRow<T>(answer, T::api.row);
}

template <typename T>
net::Request Create<T>::request() const
{
    net::Request request = requestTo(T::api, net::Method::Post);
    request.body =
        jsonBody(T::api.row ? QJsonObject{{QLatin1StringView(T::api.row), values}} : values);
    return request;
}

template <typename T>
Result<T> Create<T>::decode(const net::Answer &answer) const
{
    return decodeRow<T>(answer, T::api.row);
}

template <typename T>
net::Request Update<T>::request() const
{
    net::Request request = requestTo(T::api, net::Method::Put, id);
    request.body = jsonBody({{QLatin1StringView(T::api.row), values}});
    if (ifRevision >= 0)
        request.headers.append({QByteArrayLiteral("If-Match"),
                                QByteArray("revision_number=" + QByteArray::number(ifRevision))});
    return request;
}

template <typename T>
Result<T> Update<T>::decode(const net::Answer &answer) const
{
    return decodeRow<T>(answer, T::api.row);
}

template <typename T>
net::Request Delete<T>::request() const
{
    net::Request request = requestTo(T::api, net::Method::Delete, id);
    addQuery(request.query, options);
    return request;
}

template <typename T>
Result<ActionAccepted> Delete<T>::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

template <typename T>
net::Request Act<T>::request() const
{
    net::Request request = requestTo(T::api, net::Method::Post, id, QStringLiteral("/action"));
    request.microversions->min = std::max(request.microversions->min, since);
    request.body = jsonBody({{action, arguments}});
    return request;
}

template <typename T>
Result<ActionAccepted> Act<T>::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

} // namespace oriel::openstack
