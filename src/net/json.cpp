#include "net/json_p.h"

#include <QtCore/QRegularExpression>

namespace oriel::net::json {

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
    static const QRegularExpression position(QStringLiteral("\\[\\d+\\]"));
    Oddities all;
    for (const DocumentState::Noted &noted : m_state->noted) {
        Oddity oddity;
        oddity.first = pathTo(*m_state, noted.first);
        oddity.field = oddity.first;
        oddity.field.replace(position, QStringLiteral("[]"));
        oddity.what = noted.wanted ? translated(noted.wanted) : noted.what;
        oddity.count = noted.count;
        oddity.cost = noted.wanted ? Oddity::Cost::Value : Oddity::Cost::Row;
        all.push_back(std::move(oddity));
    }
    return all;
}

} // namespace oriel::net::json
