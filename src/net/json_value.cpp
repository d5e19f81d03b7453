#include "net/json_p.h"

#include "base/time.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace oriel::net::json {

namespace {

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
                            toQString(textAt(child));
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
        return toQString(textAt(m_node));
    if (present())
        wrongType(QT_TRANSLATE_NOOP("oriel::net::json", "a text was expected"));
    return {};
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
        const std::string_view digits = textAt(m_node);
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
        const std::string_view word = textAt(m_node);
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
        const std::string_view text = textAt(m_node);
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

} // namespace oriel::net::json
