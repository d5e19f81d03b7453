#pragma once

#include "net/json.h"

#include <QtCore/QCoreApplication>

#include <simdjson.h>

/// What the readers in json.cpp and json_value.cpp share; simdjson stays behind it.
namespace oriel::net::json {

using simdjson::internal::tape_ref;
using simdjson::internal::tape_type;

/// The parser owns the tape that nodes point into, so it lives as long as the document.
class DocumentState
{
public:
    simdjson::dom::parser parser;
    std::optional<Error> failure;

    [[nodiscard]] Node root() const { return {&parser.doc, 1}; }
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

inline Error brokenAnswer(QString message)
{
    Error error;
    error.kind = ErrorKind::BrokenAnswer;
    error.message = std::move(message);
    return error;
}

} // namespace oriel::net::json
