#include "net/json_p.h"

#include "base/time.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace oriel::net::json {

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

} // namespace oriel::net::json
