#pragma once

#include "base/result.h"
#include "net/oddity.h"
#include "net/request.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// A facade over simdjson for decoders. A decoder reads what it needs, in any order, without
/// checking each step: a missing key or a null returns the fallback, an unknown key is ignored, and
/// a value of the wrong type also returns the fallback and is noted as an Oddity. Only a missing
/// required value makes decode() return an error; in a row of a list it drops that row (see
/// RowScope).
///
///     Result<Page<Flavor>> decode(const Answer &answer) const
///     {
///         return json::decode<Page<Flavor>>(answer, [](const json::Object &root) {
///             Page<Flavor> page;
///             for (const json::Object flavor : root.requiredArray("flavors").objects())
///                 page.items.push_back({.id = flavor.requiredString("id"), .vcpus =
///                 flavor.int32("vcpus")});
///             return page;
///         });
///     }
///
/// Values, objects and arrays are cheap to copy and valid as long as their Document. One thread at
/// a time.
namespace oriel::net::json {

class Object;
class Array;
class DocumentState;

/// An element of a parsed document, or a position among its elements, as simdjson represents it.
/// Opaque, because simdjson's header is too large to include here.
using Node = std::array<std::uintptr_t, 2>;

enum class Type { Missing, Null, Boolean, Number, String, Object, Array };

/// One value; Type::Missing if it does not exist.
class Value
{
public:
    Value() = default;
    /// `key`: the key of the value or of its array; empty: none.
    Value(DocumentState *state, Node node, std::string_view key = {})
        : m_state(state)
        , m_node(node)
        , m_key(key)
    {}

    [[nodiscard]] Type type() const;
    /// Neither missing nor null.
    [[nodiscard]] bool present() const;

    // Each of these notes a value that it cannot read and returns the fallback.

    /// Empty for missing and null. Also accepts a number or a boolean, verbatim.
    [[nodiscard]] QString string() const;
    /// A string, number or boolean as text; objects and arrays as compact JSON; empty for missing
    /// and null. Never fails.
    [[nodiscard]] QString text() const;
    /// The bytes of a string, UTF-8, without a copy; empty for other types. Never fails.
    [[nodiscard]] std::string_view utf8() const;
    /// Also accepts a string of digits and a number without a fraction ("5", 5.0), as some services
    /// write them.
    [[nodiscard]] qint64 integer(qint64 fallback = 0) const;
    /// The same; a value that does not fit counts as unreadable.
    [[nodiscard]] int int32(int fallback = 0) const;
    /// nullopt if it cannot be read.
    [[nodiscard]] std::optional<qint64> optionalInteger() const;
    [[nodiscard]] double number(double fallback = 0) const;
    /// Also accepts 0 and 1, OpenStack's words ("True", "yes", "on", "1", …), and "" as false
    /// (nova's config_drive).
    [[nodiscard]] bool boolean(bool fallback = false) const;
    /// nullopt if it cannot be read.
    [[nodiscard]] std::optional<bool> optionalBoolean() const;
    /// See parseTime(); an invalid time for missing, null and "".
    [[nodiscard]] QDateTime time() const;
    /// An empty object for missing and null.
    [[nodiscard]] Object object() const;
    [[nodiscard]] Array array() const;

    /// Notes that this value cannot be read. `wanted`: QT_TRANSLATE_NOOP("oriel::net::json", …).
    void note(const char *wanted) const;
    /// Records a failure at this value: "`path`: `what`". For errors that a decoder itself finds.
    void fail(const QString &what) const;

private:
    friend class RowScope;

    DocumentState *m_state = nullptr;
    Node m_node{};
    std::string_view m_key;
};

/// A key and its value.
struct Member
{
    std::string_view key; ///< UTF-8
    Value value;

    [[nodiscard]] QString name() const
    {
        return QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()));
    }
};

/// An object; a missing one is empty. The readers are Value's, applied to the value of `key`.
class Object
{
public:
    /// Iterates over the members in document order.
    class Iterator
    {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Member;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Member;

        Iterator(DocumentState *state, Node member) : m_state(state), m_member(member) {}
        Member operator*() const;
        Iterator &operator++();
        bool operator!=(const Iterator &other) const { return m_member != other.m_member; }

    private:
        DocumentState *m_state;
        Node m_member;
    };

    Object() = default;
    Object(DocumentState *state, Node node) : m_state(state), m_node(node) {}

    [[nodiscard]] Value value(std::string_view key) const;
    Value operator[](std::string_view key) const { return value(key); }
    /// Present and not null.
    [[nodiscard]] bool has(std::string_view key) const { return value(key).present(); }
    [[nodiscard]] bool isEmpty() const;

    [[nodiscard]] QString string(std::string_view key) const { return value(key).string(); }
    [[nodiscard]] QString text(std::string_view key) const { return value(key).text(); }
    [[nodiscard]] qint64 integer(std::string_view key, qint64 fallback = 0) const
    {
        return value(key).integer(fallback);
    }
    [[nodiscard]] int int32(std::string_view key, int fallback = 0) const
    {
        return value(key).int32(fallback);
    }
    [[nodiscard]] double number(std::string_view key, double fallback = 0) const
    {
        return value(key).number(fallback);
    }
    [[nodiscard]] bool boolean(std::string_view key, bool fallback = false) const
    {
        return value(key).boolean(fallback);
    }
    [[nodiscard]] QDateTime time(std::string_view key) const { return value(key).time(); }
    [[nodiscard]] Object object(std::string_view key) const { return value(key).object(); }
    [[nodiscard]] Array array(std::string_view key) const;
    /// An array of strings.
    [[nodiscard]] QStringList strings(std::string_view key) const;
    /// An object whose values are read by text(), such as metadata.
    [[nodiscard]] QMap<QString, QString> stringMap(std::string_view key) const;
    /// nullopt if it is missing or cannot be read.
    [[nodiscard]] std::optional<qint64> optionalInteger(std::string_view key) const
    {
        return value(key).optionalInteger();
    }
    [[nodiscard]] std::optional<bool> optionalBoolean(std::string_view key) const
    {
        return value(key).optionalBoolean();
    }

    /// The API requires these: missing, null, another type and (for strings) "" are failures.
    [[nodiscard]] QString requiredString(std::string_view key) const;
    [[nodiscard]] Object requiredObject(std::string_view key) const;
    [[nodiscard]] Array requiredArray(std::string_view key) const;

    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;

    /// The object as a value.
    [[nodiscard]] Value self() const { return {m_state, m_node}; }
    /// Records a failure at this object.
    void fail(const QString &what) const { self().fail(what); }

private:
    Value required(std::string_view key) const;

    DocumentState *m_state = nullptr;
    Node m_node{};
    mutable Node m_next{}; ///< the member after the last one found; zeros: none
};

/// An array; a missing one is empty.
class Array
{
public:
    class Iterator
    {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Value;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Value;

        Iterator(DocumentState *state, Node place, std::string_view key)
            : m_state(state)
            , m_place(place)
            , m_key(key)
        {}
        Value operator*() const;
        Iterator &operator++();
        bool operator!=(const Iterator &other) const { return m_place != other.m_place; }

    private:
        DocumentState *m_state;
        Node m_place;
        std::string_view m_key;
    };

    /// The same array with each element as an object (empty if it is none).
    class Objects
    {
    public:
        class Iterator
        {
        public:
            explicit Iterator(Array::Iterator inner) : m_inner(inner) {}
            Object operator*() const { return (*m_inner).object(); }
            Iterator &operator++()
            {
                ++m_inner;
                return *this;
            }
            bool operator!=(const Iterator &other) const { return m_inner != other.m_inner; }

        private:
            Array::Iterator m_inner;
        };

        explicit Objects(const Array &array);
        [[nodiscard]] Iterator begin() const { return m_begin; }
        [[nodiscard]] Iterator end() const { return m_end; }

    private:
        Iterator m_begin;
        Iterator m_end;
    };

    Array() = default;
    Array(DocumentState *state, Node node, std::string_view key)
        : m_state(state)
        , m_node(node)
        , m_key(key)
    {}

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;
    [[nodiscard]] Objects objects() const { return Objects(*this); }
    /// The element at `index`; Missing past the end. Linear: for short arrays.
    [[nodiscard]] Value at(std::size_t index) const;

private:
    DocumentState *m_state = nullptr;
    Node m_node{};
    std::string_view m_key;
};

inline Array::Objects::Objects(const Array &array) : m_begin(array.begin()), m_end(array.end()) {}

/// While one row of a list is read, errors in it drop that row, not the list.
class RowScope
{
public:
    explicit RowScope(const Value &row);
    ~RowScope();
    RowScope(const RowScope &) = delete;
    RowScope &operator=(const RowScope &) = delete;

    /// Whether the row lacks something required. This is then noted and does not fail the document.
    [[nodiscard]] bool lost();
    /// The keys of the row's values that could not be read.
    [[nodiscard]] QStringList unreadable() const;

private:
    DocumentState *m_state;
    Node m_node;
    std::size_t m_from;
    bool m_failedBefore;
};

/// The results of `read` for each object of `array`, without rows that lack something required.
template <typename Read>
auto rows(const Array &array, Read read)
{
    std::vector<decltype(read(std::declval<const Object &>()))> all;
    all.reserve(array.size()); // the rows are kept: release the spare capacity
    for (const Value value : array) {
        RowScope scope(value);
        auto row = read(value.object());
        if (!scope.lost())
            all.push_back(std::move(row));
    }
    return all;
}

/// A parsed text and the problems found while reading it.
class Document
{
public:
    /// BrokenAnswer if the text is not JSON; the message says what it is instead (nothing, HTML,
    /// truncated).
    static Result<Document> parse(const QByteArray &text);
    /// The end of `text` from the root's member `key` on, as a separate object, without reading
    /// what precedes it. nullopt if that member does not begin within the last few KiB.
    static std::optional<Document> parseTail(const QByteArray &text, QByteArrayView key);

    Document(Document &&) noexcept;
    Document &operator=(Document &&) noexcept;
    ~Document();

    [[nodiscard]] Value root() const;
    /// The root as an object; a failure if it is none.
    [[nodiscard]] Object object() const;

    /// The first failure of any reader of this document, as a BrokenAnswer with the key's path.
    [[nodiscard]] std::optional<Error> failure() const;
    /// What could not be read, each kind once.
    [[nodiscard]] Oddities oddities() const;

private:
    explicit Document(std::unique_ptr<DocumentState> state);

    std::unique_ptr<DocumentState> m_state;
};

/// Parses `text` and lets `read` make a T (or a Result<T>) of the root object; returns the first
/// failure instead, if there was one. Adds what could not be read to `oddities`.
template <typename T, typename Read>
Result<T> decode(const QByteArray &text, Read &&read, Oddities *oddities = nullptr)
{
    auto document = Document::parse(text);
    if (!document)
        return document.error();
    const Object root = document->object();
    Result<T> value = std::forward<Read>(read)(root);
    if (oddities) {
        for (Oddity &oddity : document->oddities())
            oddities->push_back(std::move(oddity));
    }
    if (auto failure = document->failure())
        return *std::move(failure);
    return value;
}

template <typename T, typename Read>
Result<T> decode(const Answer &answer, Read &&read)
{
    return decode<T>(answer.body, std::forward<Read>(read), answer.oddities.get());
}

} // namespace oriel::net::json
