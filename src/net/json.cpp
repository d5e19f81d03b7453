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

/// What the readers in json.cpp and json_value.cpp share; simdjson stays behind it.
namespace oriel::net::json {

using simdjson::internal::tape_ref;
using simdjson::internal::tape_type;

/// The parser owns the tape that nodes point into, so it lives as long as the document.
class DocumentState
{
public:
    /// A value that could not be read, or a row that was left out.
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
    std::vector<std::string_view> unreadable; ///< keys, in the rows that are being read
    int openRows = 0;

    [[nodiscard]] Node root() const { return {&parser.doc, 1}; }

    void note(const Noted &oddity)
    {
        constexpr std::size_t most = 100; // a service that is this odd needs no more words
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

inline tape_ref tapeOf(Node node)
{
    return {static_cast<const simdjson::dom::document *>(node.document), node.index};
}

/// The index of the closing brace: where a walk over the elements ends.
inline std::size_t closingOf(Node node)
{
    return tapeOf(node).after_element() - 1;
}

/// The text of a key or of a string.
inline std::string_view textAt(Node node)
{
    return tapeOf(node).get_string_view();
}

inline QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

inline QString translated(const char *text)
{
    return QCoreApplication::translate("oriel::net::json", text);
}

/// The path of `target`: "servers[3].flavor.vcpus". Walks from the root: only for what is reported.
QString pathTo(const DocumentState &state, Node target);

inline Error brokenAnswer(QString message)
{
    Error error;
    error.kind = ErrorKind::BrokenAnswer;
    error.message = std::move(message);
    return error;
}

namespace {

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

/// The words that OpenStack's own reader of booleans takes.
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

} // namespace

QString pathTo(const DocumentState &state, Node target)
{
    QString path;
    Node node = state.root();
    while (node.index != target.index) {
        const tape_type type = tapeOf(node).tape_ref_type();
        if (type != tape_type::START_OBJECT && type != tape_type::START_ARRAY)
            break;
        const bool object = type == tape_type::START_OBJECT;
        const std::size_t closing = closingOf(node);
        Node child{node.document, node.index + 1};
        int position = 0;
        bool found = false;
        while (child.index < closing) {
            const Node value{node.document, object ? child.index + 1 : child.index};
            const std::size_t next = tapeOf(value).after_element();
            if (target.index < next) {
                if (!object)
                    path += u'[' + QString::number(position) + u']';
                else
                    path += (path.isEmpty() ? QString() : u"."_s) + toQString(textAt(child));
                node = value;
                found = true;
                break;
            }
            child.index = next;
            ++position;
        }
        if (!found)
            break;
    }
    return path;
}

Type Value::type() const
{
    if (!m_state)
        return Type::Missing;
    switch (tapeOf(m_node).tape_ref_type()) {
    case tape_type::START_OBJECT:
        return Type::Object;
    case tape_type::START_ARRAY:
        return Type::Array;
    case tape_type::STRING:
        return Type::String;
    case tape_type::INT64:
    case tape_type::UINT64:
    case tape_type::DOUBLE:
        return Type::Number;
    case tape_type::TRUE_VALUE:
    case tape_type::FALSE_VALUE:
        return Type::Boolean;
    default:
        return Type::Null;
    }
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
        note(QT_TRANSLATE_NOOP("oriel::net::json", "a text was expected"));
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
    default: {
        // The element is nothing but the place on the tape, only without a public constructor.
        static_assert(sizeof(simdjson::dom::element) == sizeof(tape_ref));
        const auto element = std::bit_cast<simdjson::dom::element>(tapeOf(m_node));
        return toQString(simdjson::to_string(element));
    }
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
        const tape_ref tape = tapeOf(m_node);
        if (tape.is_int64())
            value = tape.next_tape_value<int64_t>();
        else if (tape.is_double())
            value = wholeNumber(tape.next_tape_value<double>());
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
    case Type::Number: {
        const tape_ref tape = tapeOf(m_node);
        if (tape.is_double())
            return tape.next_tape_value<double>();
        if (tape.is_int64())
            return static_cast<double>(tape.next_tape_value<int64_t>());
        return static_cast<double>(tape.next_tape_value<uint64_t>());
    }
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
        return tapeOf(m_node).is_true();
    case Type::String:
        value = truth(textAt(m_node));
        break;
    case Type::Number: {
        const tape_ref tape = tapeOf(m_node);
        const int64_t number = tape.is_int64() ? tape.next_tape_value<int64_t>() : -1;
        if (number == 0 || number == 1)
            value = number == 1;
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
    const std::string_view key = m_key ? textAt({m_node.document, m_key}) : std::string_view();
    m_state->note({key, wanted, {}, m_node});
    constexpr std::size_t most = 64; // of a row, as it were
    auto &keys = m_state->unreadable;
    if (m_state->openRows > 0 && keys.size() < most && std::ranges::find(keys, key) == keys.end())
        keys.push_back(key);
}

void Value::fail(const QString &what) const
{
    if (m_state && !m_state->failure)
        m_state->failure = DocumentState::Failed{m_node, what};
}

namespace {

/// What to say of a text that is not JSON: somebody has to find out who answered instead of the
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
    // From where the last key was found, then around: decoders ask roughly in the order in which
    // services write.
    const std::size_t closing = closingOf(m_node);
    const std::size_t first = m_node.index + 1;
    const std::size_t from = m_cursor ? m_cursor : first;
    Node at{m_node.document, from};
    bool around = false;
    for (;;) {
        if (at.index >= closing) {
            if (around || from == first)
                return {};
            around = true;
            at.index = first;
        }
        if (around && at.index >= from)
            return {};
        const Node value{m_node.document, at.index + 1};
        const bool found = textAt(at) == key;
        at.index = tapeOf(value).after_element();
        if (found) {
            m_cursor = at.index;
            return {m_state, value, value.index - 1};
        }
    }
}

bool Object::isEmpty() const
{
    return !m_state || closingOf(m_node) == m_node.index + 1;
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
                                            : translated("a text was expected"));
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
    return {textAt(m_key), Value(m_state, {m_key.document, m_key.index + 1}, m_key.index)};
}

Object::Iterator &Object::Iterator::operator++()
{
    m_key.index = tapeOf({m_key.document, m_key.index + 1}).after_element();
    return *this;
}

Object::Iterator Object::begin() const
{
    return {m_state, m_state ? Node{m_node.document, m_node.index + 1} : Node{}};
}

Object::Iterator Object::end() const
{
    return {m_state, m_state ? Node{m_node.document, closingOf(m_node)} : Node{}};
}

Array::Iterator &Array::Iterator::operator++()
{
    m_node.index = tapeOf(m_node).after_element();
    return *this;
}

Array::Iterator Array::begin() const
{
    return {m_state, m_state ? Node{m_node.document, m_node.index + 1} : Node{}, m_key};
}

Array::Iterator Array::end() const
{
    return {m_state, m_state ? Node{m_node.document, closingOf(m_node)} : Node{}, m_key};
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
    // An element that is no object has no state that the readers of its members could complain to.
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
    // A byte order mark is no JSON, but harmless.
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
    // Only what follows a member of the root closes as many braces as this opens: one. A text that
    // holds such words has its quotation marks escaped.
    auto document = parse('{' + tail.sliced(at).toByteArray());
    if (!document || document->root().type() != Type::Object)
        return std::nullopt;
    return std::move(*document);
}

Value Document::root() const
{
    return {m_state.get(), m_state->root()};
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
