#pragma once

#include "net/json.h"

#include <QtCore/QCoreApplication>

#include <simdjson.h>

#include <string_view>
#include <vector>

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

} // namespace oriel::net::json
