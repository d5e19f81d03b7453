#include "net/json.h"

#include "base/time.h"

#include <QtCore/QCoreApplication>

#include <simdjson.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace oriel::net::json {

/// The parser owns the tape that nodes point into, so it lives as long as the document.
class DocumentState
{
public:
    simdjson::dom::parser parser;
    std::optional<Error> failure;

    [[nodiscard]] Node root() const { return {&parser.doc, 1}; }
};

namespace {

using simdjson::internal::tape_ref;
using simdjson::internal::tape_type;

tape_ref tapeOf(Node node)
{
    return {static_cast<const simdjson::dom::document *>(node.document), node.index};
}

/// The index of the closing brace: where a walk over the elements ends.
std::size_t closingOf(Node node)
{
    return tapeOf(node).after_element() - 1;
}

std::string_view keyAt(Node key)
{
    return tapeOf(key).get_string_view();
}

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

/// Where `target` stands, as a person would write it. Searched only once something is wrong, so
/// that reading costs nothing for it.
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
                    path += (path.isEmpty() ? QString() : QStringLiteral(".")) +
                            toQString(keyAt(child));
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

std::optional<qint64> wholeNumber(double value)
{
    if (std::trunc(value) != value || value < -9.0e15 || value > 9.0e15)
        return std::nullopt;
    return static_cast<qint64>(value);
}

} // namespace

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
    if (type() == Type::String)
        return toQString(keyAt(m_node));
    if (present())
        wrongType(QT_TRANSLATE_NOOP("oriel::net::json", "a text was expected"));
    return {};
}

std::string_view Value::utf8() const
{
    return type() == Type::String ? keyAt(m_node) : std::string_view();
}

QString Value::text() const
{
    switch (type()) {
    case Type::Missing:
    case Type::Null:
        return {};
    case Type::String:
        return toQString(keyAt(m_node));
    default: {
        // The element is nothing but the place on the tape, only without a public constructor.
        static_assert(sizeof(simdjson::dom::element) == sizeof(tape_ref));
        const auto element = std::bit_cast<simdjson::dom::element>(tapeOf(m_node));
        return toQString(simdjson::to_string(element));
    }
    }
}

qint64 Value::integer(qint64 fallback) const
{
    const char *wanted = QT_TRANSLATE_NOOP("oriel::net::json", "a whole number was expected");
    switch (type()) {
    case Type::Missing:
    case Type::Null:
        return fallback;
    case Type::Number: {
        const tape_ref tape = tapeOf(m_node);
        if (tape.is_int64())
            return tape.next_tape_value<int64_t>();
        if (tape.is_double()) {
            if (const auto whole = wholeNumber(tape.next_tape_value<double>()))
                return *whole;
        }
        break;
    }
    case Type::String: {
        const std::string_view digits = keyAt(m_node);
        qint64 value = 0;
        const char *end = digits.data() + digits.size();
        const auto [last, problem] = std::from_chars(digits.data(), end, value);
        if (problem == std::errc() && last == end)
            return value;
        break;
    }
    default:
        break;
    }
    wrongType(wanted);
    return fallback;
}

int Value::int32(int fallback) const
{
    const qint64 value = integer(fallback);
    if (value >= std::numeric_limits<int>::min() && value <= std::numeric_limits<int>::max())
        return static_cast<int>(value);
    wrongType(QT_TRANSLATE_NOOP("oriel::net::json", "the number is too large"));
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
        wrongType(QT_TRANSLATE_NOOP("oriel::net::json", "a number was expected"));
        return fallback;
    }
}

bool Value::boolean(bool fallback) const
{
    switch (type()) {
    case Type::Missing:
    case Type::Null:
        return fallback;
    case Type::Boolean:
        return tapeOf(m_node).is_true();
    case Type::String: {
        const std::string_view word = keyAt(m_node);
        if (word == "true" || word == "True" || word == "TRUE")
            return true;
        if (word.empty() || word == "false" || word == "False" || word == "FALSE")
            return false;
        break;
    }
    default:
        break;
    }
    wrongType(QT_TRANSLATE_NOOP("oriel::net::json", "true or false was expected"));
    return fallback;
}

QDateTime Value::time() const
{
    if (type() == Type::String) {
        const std::string_view text = keyAt(m_node);
        if (text.empty())
            return {};
        if (const auto time = parseTime(text))
            return *time;
    }
    if (present())
        wrongType(QT_TRANSLATE_NOOP("oriel::net::json", "a time was expected"));
    return {};
}

Object Value::object() const
{
    if (type() == Type::Object)
        return {m_state, m_node};
    if (present())
        wrongType(QT_TRANSLATE_NOOP("oriel::net::json", "an object was expected"));
    return {};
}

Array Value::array() const
{
    if (type() == Type::Array)
        return {m_state, m_node};
    if (present())
        wrongType(QT_TRANSLATE_NOOP("oriel::net::json", "a list was expected"));
    return {};
}

void Value::fail(const QString &what) const
{
    if (!m_state || m_state->failure)
        return;
    const QString path = pathTo(*m_state, m_node);
    m_state->failure = brokenAnswer(
        path.isEmpty()
            ? translated("The answer is not what the API describes: %1.").arg(what)
            : translated("The answer is not what the API describes: %1: %2.").arg(path, what));
}

void Value::wrongType(const char *wanted) const
{
    fail(translated(wanted));
}

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
        const bool found = keyAt(at) == key;
        at.index = tapeOf(value).after_element();
        if (found) {
            m_cursor = at.index;
            return {m_state, value};
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

std::optional<qint64> Object::optionalInteger(std::string_view key) const
{
    const Value found = value(key);
    return found.present() ? std::optional(found.integer()) : std::nullopt;
}

std::optional<bool> Object::optionalBoolean(std::string_view key) const
{
    const Value found = value(key);
    return found.present() ? std::optional(found.boolean()) : std::nullopt;
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
    if (text.isEmpty() && found.present())
        found.fail(translated("the text is empty"));
    return text;
}

Object Object::requiredObject(std::string_view key) const
{
    return required(key).object();
}

Array Object::requiredArray(std::string_view key) const
{
    return required(key).array();
}

Member Object::Iterator::operator*() const
{
    return {keyAt(m_key), Value(m_state, {m_key.document, m_key.index + 1})};
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
    return {m_state, m_state ? Node{m_node.document, m_node.index + 1} : Node{}};
}

Array::Iterator Array::end() const
{
    return {m_state, m_state ? Node{m_node.document, closingOf(m_node)} : Node{}};
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

Value Document::root() const
{
    return {m_state.get(), m_state->root()};
}

std::optional<Error> Document::failure() const
{
    return m_state->failure;
}

} // namespace oriel::net::json
