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
        Other,    ///< not parsed further: $((…)), $'…', ${NAME%WORD}
    };

    Kind kind = Kind::Text;
    QString text;        ///< the text, the variable's name, or the text in the file
    bool quoted = false; ///< for a text
    QString operation{}; ///< for a variable: ":-", "-", ":=", "=", ":+", "+", ":?", "?", or empty
    std::vector<ShellPart> alternative{}; ///< the word after the operation

    bool operator==(const ShellPart &) const = default;
};

/// A word, or an operator such as "&&", ";" or a line break.
struct ShellToken
{
    enum class Kind { Word, Operator };

    Kind kind = Kind::Operator;
    QString text;                 ///< for an operator
    std::vector<ShellPart> parts; ///< for a word
    int line = 0;                 ///< starts at 1

    [[nodiscard]] bool isOperator(QLatin1StringView name) const
    {
        return kind == Kind::Operator && text == name;
    }
    /// A word that is one unquoted text, such as a keyword or a name; otherwise empty.
    [[nodiscard]] QString bareWord() const
    {
        const bool bare = kind == Kind::Word && parts.size() == 1 &&
                          parts.front().kind == ShellPart::Kind::Text && !parts.front().quoted;
        return bare ? parts.front().text : QString();
    }
};

/// Splits a shell script into its tokens, without comments. `home` replaces an unquoted "~".
/// Configuration, with file and line, for an unclosed quotation mark or bracket, and for
/// expressions that are nested too deeply.
[[nodiscard]] Result<std::vector<ShellToken>> readShell(const QString &text, const QString &file,
                                                        const QString &home);

} // namespace oriel::openstack
