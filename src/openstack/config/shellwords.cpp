#include "openstack/config/shellwords.h"

#include "openstack/config/configvalue.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

constexpr int deepestExpression = 30;

/// Longer operators before their prefixes.
constexpr std::array shellOperators{"<<<"_L1, "&&"_L1, "||"_L1, ";;"_L1, "<<"_L1, ">>"_L1,
                                    "<&"_L1,  ">&"_L1, "&>"_L1, ";"_L1,  "&"_L1,  "|"_L1,
                                    "("_L1,   ")"_L1,  "<"_L1,  ">"_L1};

bool isNameCharacter(QChar c)
{
    return c == u'_' || (c.unicode() < 128 && c.isLetterOrNumber());
}

class ShellLexer
{
    Q_DECLARE_TR_FUNCTIONS(oriel::openstack::Config)

public:
    ShellLexer(const QString &text, const QString &file, const QString &home)
        : m_text(text)
        , m_file(file)
        , m_home(home)
    {}

    Result<std::vector<ShellToken>> read()
    {
        std::vector<ShellToken> tokens;
        while (skipBlanks() && !m_error)
            readToken(tokens);
        if (m_error)
            return *m_error;
        return tokens;
    }

private:
    using Parts = std::vector<ShellPart>;

    [[nodiscard]] QChar at(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar();
    }
    [[nodiscard]] bool more() const { return m_at < m_text.size() && !m_error; }
    [[nodiscard]] bool isNext(QStringView text) const
    {
        return QStringView(m_text).mid(m_at).startsWith(text);
    }
    QChar take()
    {
        const QChar c = m_text[m_at++];
        if (c == u'\n')
            ++m_line;
        return c;
    }
    void fail(int line, const QString &what)
    {
        if (!m_error)
            m_error = configurationError(m_file, line, what);
        m_at = m_text.size();
    }
    void unclosed(int line, const QString &what) { fail(line, tr("%1 is not closed.").arg(what)); }

    /// Advances to the beginning of a token; false: there is none.
    bool skipBlanks()
    {
        while (more()) {
            if (at() == u' ' || at() == u'\t' || at() == u'\r') {
                take();
            } else if (isNext(u"\\\n")) {
                take();
                take();
            } else if (at() == u'#') {
                while (more() && at() != u'\n')
                    take();
            } else {
                return true;
            }
        }
        return false;
    }

    void readToken(std::vector<ShellToken> &tokens)
    {
        ShellToken token;
        token.line = m_line;
        if (at() == u'\n') {
            token.text = take();
            tokens.push_back(std::move(token));
            return;
        }
        for (const auto name : shellOperators) {
            if (!isNext(QString(name)))
                continue;
            m_at += name.size();
            token.text = name;
            tokens.push_back(std::move(token));
            return;
        }
        token.kind = ShellToken::Kind::Word;
        readWord(token.parts);
        // "2>": the digit is the redirected descriptor.
        const QString bare = token.bareWord();
        const bool number =
            !bare.isEmpty() && std::ranges::all_of(bare, [](QChar c) { return c.isDigit(); });
        if (!number || (at() != u'<' && at() != u'>'))
            tokens.push_back(std::move(token));
    }

    static void add(Parts &parts, QChar c, bool quoted)
    {
        if (parts.empty() || parts.back().kind != ShellPart::Kind::Text ||
            parts.back().quoted != quoted)
            parts.push_back({ShellPart::Kind::Text, QString(), quoted});
        parts.back().text.append(c);
    }

    void readWord(Parts &parts)
    {
        while (more()) {
            const QChar c = at();
            if (QStringView(u" \t\r\n;&|<>()").contains(c))
                return;
            const bool begins = parts.empty() ||
                                (parts.size() == 1 && !parts.front().quoted &&
                                 parts.front().text.indexOf(u'=') == parts.front().text.size() - 1);
            if (c == u'~' && begins &&
                (at(1) == u'/' || QStringView(u" \t\r\n;").contains(at(1)))) {
                take();
                parts.push_back({ShellPart::Kind::Text, m_home, true});
            } else {
                readPiece(parts);
            }
        }
    }

    /// The text outside of quotation marks.
    void readPiece(Parts &parts)
    {
        const QChar c = take();
        if (c == u'\\') {
            if (more() && at() == u'\n')
                take();
            else if (more())
                add(parts, take(), true);
        } else if (c == u'\'') {
            readSingleQuoted(parts);
        } else if (c == u'"') {
            readDoubleQuoted(parts);
        } else if (c == u'$') {
            readDollar(parts, false);
        } else if (c == u'`') {
            readBackquoted(parts);
        } else {
            add(parts, c, false);
        }
    }

    void readSingleQuoted(Parts &parts)
    {
        const int line = m_line;
        parts.push_back({ShellPart::Kind::Text, QString(), true});
        while (more() && at() != u'\'')
            add(parts, take(), true);
        if (!more())
            return unclosed(line, u"'"_s);
        take();
    }

    void readDoubleQuoted(Parts &parts)
    {
        const int line = m_line;
        parts.push_back({ShellPart::Kind::Text, QString(), true});
        while (more() && at() != u'"') {
            const QChar c = take();
            if (c == u'\\' && QStringView(u"$`\"\\").contains(at()) && more())
                add(parts, take(), true);
            else if (c == u'\\' && at() == u'\n')
                take();
            else if (c == u'$')
                readDollar(parts, true);
            else if (c == u'`')
                readBackquoted(parts);
            else
                add(parts, c, true);
        }
        if (!more())
            return unclosed(line, u"\""_s);
        take();
    }

    void readBackquoted(Parts &parts)
    {
        const int line = m_line;
        QString inside;
        while (more() && at() != u'`') {
            if (at() == u'\\' && m_at + 1 < m_text.size())
                take();
            inside += take();
        }
        if (!more())
            return unclosed(line, u"`"_s);
        take();
        parts.push_back({ShellPart::Kind::Command, inside});
    }

    /// The text after a "$".
    void readDollar(Parts &parts, bool quoted)
    {
        if (isNext(u"((")) {
            parts.push_back({ShellPart::Kind::Other, u'$' + readBracket(u'(', u')')});
        } else if (at() == u'(') {
            const QString inside = readBracket(u'(', u')');
            parts.push_back({ShellPart::Kind::Command, inside.mid(1).chopped(m_error ? 0 : 1)});
        } else if (at() == u'{') {
            readBraces(parts);
        } else if (at() == u'\'' && !quoted) {
            readSpecialQuoted(parts);
        } else if (isNameCharacter(at()) && !at().isDigit()) {
            parts.push_back({ShellPart::Kind::Variable, readName()});
        } else if (more() && (at().isDigit() || QStringView(u"@*#?$!-").contains(at()))) {
            parts.push_back({ShellPart::Kind::Variable, QString(take())});
        } else if (quoted || at() != u'"') {
            add(parts, u'$', quoted);
        }
    }

    QString readName()
    {
        const qsizetype start = m_at;
        while (more() && isNameCharacter(at()))
            take();
        return m_text.mid(start, m_at - start);
    }

    /// The text from a bracket to the matching one, verbatim.
    QString readBracket(QChar open, QChar close)
    {
        const qsizetype start = m_at;
        const int line = m_line;
        QChar quote;
        for (int depth = 0; more();) {
            const QChar c = take();
            if (c == u'\\' && quote != u'\'' && more()) {
                take();
            } else if (!quote.isNull()) {
                if (c == quote)
                    quote = QChar();
            } else if (c == u'\'' || c == u'"') {
                quote = c;
            } else if (c == open) {
                ++depth;
            } else if (c == close && --depth == 0) {
                return m_text.mid(start, m_at - start);
            }
        }
        unclosed(line, QString(open));
        return {};
    }

    void readSpecialQuoted(Parts &parts)
    {
        const int line = m_line;
        const qsizetype start = m_at;
        take();
        while (more() && at() != u'\'') {
            if (take() == u'\\' && more())
                take();
        }
        if (!more())
            return unclosed(line, u"'"_s);
        take();
        parts.push_back({ShellPart::Kind::Other, u'$' + m_text.mid(start, m_at - start)});
    }

    void readBraces(Parts &parts)
    {
        const qsizetype start = m_at;
        const int line = m_line;
        take();
        ShellPart part{ShellPart::Kind::Variable, readName()};
        if (part.text.isEmpty() && more() && QStringView(u"@*?$-").contains(at()))
            part.text = take();
        static const QStringList operations{u":-"_s, u":="_s, u":+"_s, u":?"_s,
                                            u"-"_s,  u"="_s,  u"+"_s,  u"?"_s};
        for (const QString &operation : operations) {
            if (!isNext(operation))
                continue;
            m_at += operation.size();
            part.operation = operation;
            break;
        }
        if (++m_depth > deepestExpression)
            return fail(line, tr("The expression is nested too deep."));
        while (!part.operation.isEmpty() && more() && at() != u'}')
            readPiece(part.alternative);
        --m_depth;
        if (at() == u'}' && !part.text.isEmpty()) {
            take();
            parts.push_back(std::move(part));
            return;
        }
        if (!more())
            return unclosed(line, u"{"_s);
        m_at = start;
        m_line = line;
        parts.push_back({ShellPart::Kind::Other, u'$' + readBracket(u'{', u'}')});
    }

    const QString &m_text;
    const QString &m_file;
    const QString &m_home;
    qsizetype m_at = 0;
    int m_line = 1;
    int m_depth = 0;
    std::optional<Error> m_error;
};

} // namespace

Result<std::vector<ShellToken>> readShell(const QString &text, const QString &file,
                                          const QString &home)
{
    return ShellLexer(text, file, home).read();
}

} // namespace oriel::openstack
