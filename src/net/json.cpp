#include "net/json.h"

#include "base/time.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace Qt::StringLiterals;

namespace oriel::net::json {

using simdjson::dom::element_type;

namespace {

/// simdjson's elements and iterators are small trivially copyable values.
template <typename T>
Node held(const T &what)
{
    static_assert(sizeof(T) == sizeof(Node) && std::is_trivially_copyable_v<T>);
    return std::bit_cast<Node>(what);
}

simdjson::dom::element elementAt(const Node &node)
{
    return std::bit_cast<simdjson::dom::element>(node);
}

simdjson::dom::object objectAt(const Node &node)
{
    return elementAt(node).get_object().value_unsafe();
}

simdjson::dom::array arrayAt(const Node &node)
{
    return elementAt(node).get_array().value_unsafe();
}

std::string_view textAt(const Node &node)
{
    return elementAt(node).get_string().value_unsafe();
}

} // namespace

/// Nodes point into the parser's memory, so the parser lives as long as the document.
class DocumentState
{
public:
    /// A value that could not be read, or a row that was dropped.
    struct Noted
    {
        std::string_view key;
        const char *wanted; ///< null for a row
        QString what;
        Node first;
        int count = 1;
    };
    struct Failed
    {
        Node node;
        QString what;
    };

    simdjson::dom::parser parser;
    std::optional<Failed> failure;
    std::vector<Noted> noted;
    std::vector<std::string_view> unreadable; ///< keys in the rows being read
    int openRows = 0;

    [[nodiscard]] simdjson::dom::element root() const { return parser.doc.root(); }

    void note(const Noted &oddity)
    {
        constexpr std::size_t most = 100; // further oddities of one answer add no information
        for (Noted &known : noted) {
            if (known.key == oddity.key && known.wanted == oddity.wanted &&
                known.what == oddity.what) {
                ++known.count;
                return;
            }
        }
        if (noted.size() < most)
            noted.push_back(oddity);
    }
};

namespace {

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString translated(const char *text)
{
    return QCoreApplication::translate("oriel::net::json", text);
}

Error brokenAnswer(QString message)
{
    Error error;
    error.kind = ErrorKind::BrokenAnswer;
    error.message = std::move(message);
    return error;
}

std::optional<qint64> wholeNumber(double value)
{
    if (std::trunc(value) != value || value < -9.0e15 || value > 9.0e15)
        return std::nullopt;
    return static_cast<qint64>(value);
}

std::optional<qint64> wholeNumber(std::string_view text)
{
    qint64 value = 0;
    const char *end = text.data() + text.size();
    const auto [last, problem] = std::from_chars(text.data(), end, value);
    if (problem == std::errc() && last == end)
        return value;
    double fraction = 0; // "5.0"
    const auto [dot, wrong] = std::from_chars(text.data(), end, fraction);
    return wrong == std::errc() && dot == end ? wholeNumber(fraction) : std::nullopt;
}

/// The words that OpenStack's boolean parser accepts.
std::optional<bool> truth(std::string_view word)
{
    constexpr std::size_t longest = 5;
    std::string lower(word.substr(0, longest + 1));
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    for (const char *yes : {"true", "1", "yes", "on", "t", "y"}) {
        if (lower == yes)
            return true;
    }
    for (const char *no : {"", "false", "0", "no", "off", "f", "n"}) {
        if (lower == no)
            return false;
    }
    return std::nullopt;
}

/// Whether `target` is `from` or part of it; sets `path` to how it is reached.
bool findPath(const simdjson::dom::element &from, const Node &target, QString &path)
{
    if (held(from) == target)
        return true;
    const auto reached = [&path](const QString &step) {
        if (!path.isEmpty() && !path.startsWith(u'['))
            path.prepend(u'.');
        path.prepend(step);
        return true;
    };
    if (from.is_array()) {
        int position = 0;
        for (const auto child : arrayAt(held(from))) {
            if (findPath(child, target, path))
                return reached(u"[%1]"_s.arg(position));
            ++position;
        }
    } else if (from.is_object()) {
        for (const auto &[key, child] : objectAt(held(from))) {
            if (findPath(child, target, path))
                return reached(toQString(key));
        }
    }
    return false;
}

/// The path of `target`: "servers[3].flavor.vcpus". Searches from the root, so only for reports.
QString pathTo(const DocumentState &state, const Node &target)
{
    QString path;
    findPath(state.root(), target, path);
    return path;
}

} // namespace

Type Value::type() const
{
    if (!m_state)
        return Type::Missing;
    switch (elementAt(m_node).type()) {
    case element_type::OBJECT:
        return Type::Object;
    case element_type::ARRAY:
        return Type::Array;
    case element_type::STRING:
        return Type::String;
    case element_type::INT64:
    case element_type::UINT64:
    case element_type::DOUBLE:
        return Type::Number;
    case element_type::BOOL:
        return Type::Boolean;
    case element_type::NULL_VALUE:
        break;
    }
    return Type::Null;
}

bool Value::present() const
{
    const Type kind = type();
    return kind != Type::Missing && kind != Type::Null;
}

QString Value::string() const
{
    switch (type()) {
    case Type::Object:
    case Type::Array:
        note(QT_TRANSLATE_NOOP("oriel::net::json", "a string was expected"));
        return {};
    default:
        return text();
    }
}

std::string_view Value::utf8() const
{
    return type() == Type::String ? textAt(m_node) : std::string_view();
}

QString Value::text() const
{
    switch (type()) {
    case Type::Missing:
    case Type::Null:
        return {};
    case Type::String:
        return toQString(textAt(m_node));
    default:
        return toQString(simdjson::to_string(elementAt(m_node)));
    }
}

std::optional<qint64> Value::optionalInteger() const
{
    std::optional<qint64> value;
    switch (type()) {
    case Type::Missing:
    case Type::Null:
        return std::nullopt;
    case Type::Number: {
        const simdjson::dom::element number = elementAt(m_node);
        if (number.is_double())
            value = wholeNumber(number.get_double().value_unsafe());
        else if (number.is_int64())
            value = number.get_int64().value_unsafe();
        break;
    }
    case Type::String:
        value = wholeNumber(textAt(m_node));
        break;
    default:
        break;
    }
    if (!value)
        note(QT_TRANSLATE_NOOP("oriel::net::json", "a whole number was expected"));
    return value;
}

qint64 Value::integer(qint64 fallback) const
{
    return optionalInteger().value_or(fallback);
}

int Value::int32(int fallback) const
{
    const qint64 value = integer(fallback);
    if (value >= std::numeric_limits<int>::min() && value <= std::numeric_limits<int>::max())
        return static_cast<int>(value);
    note(QT_TRANSLATE_NOOP("oriel::net::json", "the number is too large"));
    return fallback;
}

double Value::number(double fallback) const
{
    switch (type()) {
    case Type::Missing:
    case Type::Null:
        return fallback;
    case Type::Number:
        return elementAt(m_node).get_double().value_unsafe();
    default:
        note(QT_TRANSLATE_NOOP("oriel::net::json", "a number was expected"));
        return fallback;
    }
}

std::optional<bool> Value::optionalBoolean() const
{
    std::optional<bool> value;
    switch (type()) {
    case Type::Missing:
    case Type::Null:
        return std::nullopt;
    case Type::Boolean:
        return elementAt(m_node).get_bool().value_unsafe();
    case Type::String:
        value = truth(textAt(m_node));
        break;
    case Type::Number: {
        const simdjson::dom::element number = elementAt(m_node);
        const std::int64_t whole = number.is_int64() ? number.get_int64().value_unsafe() : -1;
        if (whole == 0 || whole == 1)
            value = whole == 1;
        break;
    }
    default:
        break;
    }
    if (!value)
        note(QT_TRANSLATE_NOOP("oriel::net::json", "true or false was expected"));
    return value;
}

bool Value::boolean(bool fallback) const
{
    return optionalBoolean().value_or(fallback);
}

QDateTime Value::time() const
{
    if (type() == Type::String) {
        const std::string_view text = textAt(m_node);
        if (text.empty())
            return {};
        if (const auto time = parseTime(text))
            return *time;
    }
    if (present())
        note(QT_TRANSLATE_NOOP("oriel::net::json", "a time was expected"));
    return {};
}

Object Value::object() const
{
    if (type() == Type::Object)
        return {m_state, m_node};
    if (present())
        note(QT_TRANSLATE_NOOP("oriel::net::json", "an object was expected"));
    return {};
}

Array Value::array() const
{
    if (type() == Type::Array)
        return {m_state, m_node, m_key};
    if (present())
        note(QT_TRANSLATE_NOOP("oriel::net::json", "a list was expected"));
    return {};
}

void Value::note(const char *wanted) const
{
    if (!m_state)
        return;
    m_state->note({m_key, wanted, {}, m_node});
    constexpr std::size_t most = 64; // per row
    auto &keys = m_state->unreadable;
    if (m_state->openRows > 0 && keys.size() < most && std::ranges::find(keys, m_key) == keys.end())
        keys.push_back(m_key);
}

void Value::fail(const QString &what) const
{
    if (m_state && !m_state->failure)
        m_state->failure = DocumentState::Failed{m_node, what};
}

namespace {

/// Describes a text that is not JSON, so that the user can find out what answered instead of the
/// service.
QString describeBroken(const QByteArray &text)
{
    const QByteArray start = text.left(512).trimmed().toLower();
    if (start.isEmpty())
        return translated("The answer is empty.");
    if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml"))
        return translated(
            "The answer is a web page, not JSON. Something else than the service answered.");
    if (start.startsWith('{') || start.startsWith('['))
        return translated("The answer is JSON that is broken or cut short.");
    return translated("The answer is not JSON.");
}

} // namespace

Value Object::value(std::string_view key) const
{
    if (!m_state)
        return {};
    // Start where the last key was found and wrap around: decoders read roughly in the order in
    // which services write.
    using Place = simdjson::dom::object::iterator;
    const simdjson::dom::object object = objectAt(m_node);
    const Place first = object.begin();
    const Place last = object.end();
    const Place from = m_next == Node{} ? first : std::bit_cast<Place>(m_next);
    const auto search = [&](Place at, const Place &end) {
        while (at != end && at.key() != key)
            ++at;
        return at;
    };
    Place found = search(from, last);
    if (found == last) {
        found = search(first, from);
        if (found == from)
            return {};
    }
    Place next = found;
    m_next = held(++next);
    return {m_state, held(found.value()), found.key()};
}

bool Object::isEmpty() const
{
    return !m_state || !(begin() != end());
}

Array Object::array(std::string_view key) const
{
    return value(key).array();
}

QStringList Object::strings(std::string_view key) const
{
    QStringList list;
    for (const Value item : array(key))
        list.append(item.string());
    return list;
}

QMap<QString, QString> Object::stringMap(std::string_view key) const
{
    QMap<QString, QString> map;
    for (const Member member : object(key))
        map.insert(member.name(), member.value.text());
    return map;
}

Value Object::required(std::string_view key) const
{
    const Value found = value(key);
    if (!found.present())
        fail(translated("\"%1\" is missing").arg(toQString(key)));
    return found;
}

QString Object::requiredString(std::string_view key) const
{
    const Value found = required(key);
    QString text = found.string();
    if (!text.isEmpty() || !found.present())
        return text;
    found.fail(found.type() == Type::String ? translated("the text is empty")
                                            : translated("a string was expected"));
    return {};
}

Object Object::requiredObject(std::string_view key) const
{
    const Value found = required(key);
    if (found.present() && found.type() != Type::Object)
        found.fail(translated("an object was expected"));
    return found.object();
}

Array Object::requiredArray(std::string_view key) const
{
    const Value found = required(key);
    if (found.present() && found.type() != Type::Array)
        found.fail(translated("a list was expected"));
    return found.array();
}

Member Object::Iterator::operator*() const
{
    const auto member = std::bit_cast<simdjson::dom::object::iterator>(m_member);
    return {member.key(), Value(m_state, held(member.value()), member.key())};
}

Object::Iterator &Object::Iterator::operator++()
{
    auto member = std::bit_cast<simdjson::dom::object::iterator>(m_member);
    m_member = held(++member);
    return *this;
}

Object::Iterator Object::begin() const
{
    return {m_state, m_state ? held(objectAt(m_node).begin()) : Node{}};
}

Object::Iterator Object::end() const
{
    return {m_state, m_state ? held(objectAt(m_node).end()) : Node{}};
}

Value Array::Iterator::operator*() const
{
    const auto place = std::bit_cast<simdjson::dom::array::iterator>(m_place);
    return {m_state, held(*place), m_key};
}

Array::Iterator &Array::Iterator::operator++()
{
    auto place = std::bit_cast<simdjson::dom::array::iterator>(m_place);
    m_place = held(++place);
    return *this;
}

Array::Iterator Array::begin() const
{
    return {m_state, m_state ? held(arrayAt(m_node).begin()) : Node{}, m_key};
}

Array::Iterator Array::end() const
{
    return {m_state, m_state ? held(arrayAt(m_node).end()) : Node{}, m_key};
}

std::size_t Array::size() const
{
    std::size_t count = 0;
    for (Iterator it = begin(), last = end(); it != last; ++it)
        ++count;
    return count;
}

Value Array::at(std::size_t index) const
{
    for (const Value value : *this) {
        if (index-- == 0)
            return value;
    }
    return {};
}

RowScope::RowScope(const Value &row)
    : m_state(row.m_state)
    , m_node(row.m_node)
    , m_from(m_state ? m_state->unreadable.size() : 0)
    , m_failedBefore(m_state && m_state->failure)
{
    if (!m_state)
        return;
    ++m_state->openRows;
    // An element that is not an object has no state in which its members' readers could note
    // problems.
    if (row.type() != Type::Object)
        row.fail(translated("an object was expected"));
}

RowScope::~RowScope()
{
    if (m_state && --m_state->openRows == 0)
        m_state->unreadable.clear();
}

bool RowScope::lost()
{
    if (!m_state || m_failedBefore || !m_state->failure)
        return false;
    const DocumentState::Failed failure = *std::exchange(m_state->failure, std::nullopt);
    m_state->unreadable.resize(m_from);
    m_state->note({{}, nullptr, failure.what, m_node});
    return true;
}

QStringList RowScope::unreadable() const
{
    QStringList keys;
    if (!m_state)
        return keys;
    for (std::size_t at = m_from; at < m_state->unreadable.size(); ++at)
        keys.append(toQString(m_state->unreadable[at]));
    return keys;
}

Document::Document(std::unique_ptr<DocumentState> state) : m_state(std::move(state)) {}
Document::Document(Document &&) noexcept = default;
Document &Document::operator=(Document &&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(const QByteArray &text)
{
    // A byte order mark is not JSON, but harmless.
    const qsizetype skip = text.startsWith("\xEF\xBB\xBF") ? 3 : 0;
    auto state = std::make_unique<DocumentState>();
    const auto parsed = state->parser.parse(text.constData() + skip,
                                            static_cast<std::size_t>(text.size() - skip), true);
    if (parsed.error() != simdjson::SUCCESS)
        return brokenAnswer(describeBroken(text));
    return Document(std::move(state));
}

std::optional<Document> Document::parseTail(const QByteArray &text, QByteArrayView key)
{
    constexpr qsizetype reach = 4096;
    const QByteArrayView tail = QByteArrayView(text).last(std::min(reach, text.size()));
    const qsizetype at = tail.lastIndexOf('"' + key.toByteArray() + '"');
    if (at < 0)
        return std::nullopt;
    // Only a member of the root leaves exactly one brace to close. In a string, the quotation marks
    // of the key would be escaped.
    auto document = parse('{' + tail.sliced(at).toByteArray());
    if (!document || document->root().type() != Type::Object)
        return std::nullopt;
    return std::move(*document);
}

Value Document::root() const
{
    return {m_state.get(), held(m_state->root())};
}

Object Document::object() const
{
    const Value value = root();
    if (value.type() != Type::Object)
        value.fail(translated("an object was expected"));
    return value.object();
}

std::optional<Error> Document::failure() const
{
    if (!m_state->failure)
        return std::nullopt;
    const auto &[node, what] = *m_state->failure;
    const QString path = pathTo(*m_state, node);
    return brokenAnswer(
        path.isEmpty()
            ? translated("The answer is not what the API describes: %1.").arg(what)
            : translated("The answer is not what the API describes: %1: %2.").arg(path, what));
}

Oddities Document::oddities() const
{
    static const QRegularExpression position(u"\\[\\d+\\]"_s);
    Oddities all;
    for (const DocumentState::Noted &noted : m_state->noted) {
        Oddity oddity;
        oddity.first = pathTo(*m_state, noted.first);
        oddity.field = oddity.first;
        oddity.field.replace(position, u"[]"_s);
        oddity.what = noted.wanted ? translated(noted.wanted) : noted.what;
        oddity.count = noted.count;
        oddity.cost = noted.wanted ? Oddity::Cost::Value : Oddity::Cost::Row;
        all.push_back(std::move(oddity));
    }
    return all;
}

} // namespace oriel::net::json
