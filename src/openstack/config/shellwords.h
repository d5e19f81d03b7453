#pragma once

#include "base/result.h"

#include <QtCore/QString>

#include <vector>

namespace oriel::openstack {

/// A part of a word in a shell script.
struct ShellPart
{
    enum class Kind {
        Text,
        Variable, ///< $NAME, ${NAME} and ${NAME:-WORD}
        Command,  ///< $(…) and `…`
        Other,    ///< what is not read further: $((…)), $'…', ${NAME%WORD}
    };

    Kind kind = Kind::Text;
    QString text;        ///< the text, the variable's name, or what stands in the file
    bool quoted = false; ///< of a text
    QString operation{}; ///< of a variable: ":-", "-", ":=", "=", ":+", "+", ":?", "?", or empty
    std::vector<ShellPart> alternative{}; ///< the word behind the operation

    bool operator==(const ShellPart &) const = default;
};

/// A word, or an operator such as "&&", ";" or a line break.
struct ShellToken
{
    enum class Kind { Word, Operator };

    Kind kind = Kind::Operator;
    QString text;                 ///< of an operator
    std::vector<ShellPart> parts; ///< of a word
    int line = 0;                 ///< from 1

    [[nodiscard]] bool isOperator(QLatin1StringView name) const
    {
        return kind == Kind::Operator && text == name;
    }
    /// A word that is one text without quotes, as keywords and names are; else empty.
    [[nodiscard]] QString bareWord() const
    {
        const bool bare = kind == Kind::Word && parts.size() == 1 &&
                          parts.front().kind == ShellPart::Kind::Text && !parts.front().quoted;
        return bare ? parts.front().text : QString();
    }
};

/// Divides a shell script into its tokens, without comments. `home` stands for an unquoted "~".
/// Configuration, with file and line, for a quotation mark or a bracket that is not closed, and for
/// expressions that are nested too deep.
[[nodiscard]] Result<std::vector<ShellToken>> readShell(const QString &text, const QString &file,
                                                        const QString &home);

} // namespace oriel::openstack
