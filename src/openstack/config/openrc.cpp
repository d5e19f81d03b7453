#include "openstack/config/openrc.h"

#include "openstack/config/settings.h"
#include "openstack/config/shellwords.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

constexpr qsizetype largestOpenrc = qsizetype{256} * 1024;
constexpr qsizetype longestShellValue = qsizetype{16} * 1024;
constexpr int deepestShellBlock = 30;

/// The variables that the user can be prompted for.
const QStringList &askableVariables()
{
    static const QStringList names{u"OS_AUTH_URL"_s,
                                   u"OS_USERNAME"_s,
                                   u"OS_USER_DOMAIN_NAME"_s,
                                   u"OS_PROJECT_NAME"_s,
                                   u"OS_PROJECT_DOMAIN_NAME"_s,
                                   u"OS_REGION_NAME"_s,
                                   u"OS_APPLICATION_CREDENTIAL_ID"_s};
    return names;
}

const QStringList &secretVariables()
{
    static const QStringList names{u"OS_PASSWORD"_s, u"OS_PASSCODE"_s, u"OS_TOKEN"_s,
                                   u"OS_APPLICATION_CREDENTIAL_SECRET"_s};
    return names;
}

/// Commands that do not change the shell's variables.
const QStringList &idleCommands()
{
    static const QStringList names{
        u"alias"_s,    u"unalias"_s, u"shopt"_s,  u"stty"_s,  u"clear"_s, u"tput"_s,
        u"umask"_s,    u"ulimit"_s,  u"cd"_s,     u"pushd"_s, u"popd"_s,  u"bind"_s,
        u"sleep"_s,    u"trap"_s,    u"hash"_s,   u"type"_s,  u"which"_s, u"history"_s,
        u"complete"_s, u"compgen"_s, u"command"_s};
    return names;
}

/// Commands that may set any variable.
const QStringList &settingCommands()
{
    static const QStringList names{
        u"source"_s, u"."_s,       u"eval"_s,   u"mapfile"_s,  u"let"_s,     u"readarray"_s,
        u"exec"_s,   u"getopts"_s, u"setenv"_s, u"coproc"_s,   u"builtin"_s, u"until"_s,
        u"while"_s,  u"case"_s,    u"select"_s, u"function"_s, u"{"_s,       u"time"_s,
        u"do"_s,     u"done"_s,    u"then"_s,   u"else"_s,     u"elif"_s,    u"fi"_s,
        u"esac"_s,   u"}"_s,       u"in"_s};
    return names;
}

/// Why a value is unknown.
struct Unread
{
    enum class Why { Command, Unset, Form };
    Why why;
    QString what; ///< the command, the variable, or the text in the file
};

struct ShellValue
{
    QString text;
    int line = 0;
    bool exported = false;
    bool asked = false;     ///< it contains the user's input
    bool composite = false; ///< and other text
    QString question{};
    std::optional<Unread> unread{};
};

enum class Truth { No, Yes, Unknown };

Truth negated(Truth truth)
{
    return truth == Truth::Unknown ? truth : truth == Truth::Yes ? Truth::No : Truth::Yes;
}

Truth truthOf(bool yes)
{
    return yes ? Truth::Yes : Truth::No;
}

/// $( set | awk … OS_ … ) and ${!OS_*}: the names of all variables OS_*.
bool clearsAll(const ShellToken &word)
{
    static const QRegularExpression form(u"^\\s*(set|env|printenv|export|compgen)\\b.*OS_"_s,
                                         QRegularExpression::DotMatchesEverythingOption);
    return std::ranges::any_of(word.parts, [](const ShellPart &part) {
        return (part.kind == ShellPart::Kind::Command && form.match(part.text).hasMatch()) ||
               (part.kind == ShellPart::Kind::Other && part.text.startsWith("${!OS_"_L1));
    });
}

class OpenrcReader
{
    Q_DECLARE_TR_FUNCTIONS(oriel::openstack::Config)

public:
    OpenrcReader(std::vector<ShellToken> tokens, const QString &file, const QString &home)
        : m_tokens(std::move(tokens))
        , m_file(file)
    {
        for (const auto &[name, text] : {std::pair(u"HOME"_s, home), std::pair(u"0"_s, u"bash"_s),
                                         std::pair(u"BASH_SOURCE"_s, file)})
            m_variables[name].text = text;
    }

    Result<Openrc> read();

private:
    using Words = std::vector<const ShellToken *>;

    [[nodiscard]] const ShellToken *token() const
    {
        return m_at < m_tokens.size() && !m_error ? &m_tokens[m_at] : nullptr;
    }
    [[nodiscard]] bool isAt(QLatin1StringView operation) const
    {
        return token() && token()->isOperator(operation);
    }
    [[nodiscard]] QString keyword() const { return token() ? token()->bareWord() : QString(); }
    [[nodiscard]] bool isLive(bool live) const { return live && !m_finished && !m_error; }
    void skipBreaks()
    {
        while (isAt("\n"_L1) || isAt(";"_L1))
            ++m_at;
    }

    void fail(int line, const QString &what)
    {
        if (!m_error)
            m_error = configurationError(m_file, line, what);
    }
    void refuse(int line, const QString &what)
    {
        fail(line, tr("“%1” would have to be run. Oriel only reads the file. If you trust it, run "
                      "it in a terminal and start Oriel from there, or enter the values under "
                      "“Enter an address…”.")
                       .arg(what));
    }
    void refuseCondition(int line, const QString &what)
    {
        fail(line, tr("What follows depends on “%1”, which would have to be run. Oriel only reads "
                      "the file.")
                       .arg(what));
    }
    void notice(int line, const QString &what)
    {
        m_notices.append(configurationError(m_file, line, what).message);
    }

    // Statements. Those that are not live are only skipped.
    Truth list(const QStringList &ends, bool live);
    Truth andOr(bool live);
    Truth command(bool live);
    Truth plainCommand(bool live);
    void ifClause(bool live);
    void forLoop(bool live);
    void expect(const QString &word);
    Truth simple(bool live);
    Truth run(const Words &words, bool live, bool fromFile);
    void assign(const ShellToken &word, bool exported);
    void declare(const QString &name, const Words &words);
    void unset(const Words &words);
    void say(const Words &words);
    void ask(const Words &words, bool fromFile);
    void finish(const Words &words);
    void clear();

    // Conditions.
    struct Operand
    {
        QString operation; ///< an unquoted word, which may be an operator
        ShellValue value;
    };
    Truth doubleBrackets(bool live);
    Truth condition(const std::vector<Operand> &operands);
    Truth allOf(const std::vector<Operand> &operands, std::size_t &at);
    Truth primary(const std::vector<Operand> &operands, std::size_t &at);
    Truth comparison(const std::vector<Operand> &operands, std::size_t &at);
    Operand operandOf(const ShellToken &word);
    [[nodiscard]] static Truth emptiness(const ShellValue &value);

    // Values.
    ShellValue expanded(const std::vector<ShellPart> &parts, int line);
    ShellValue lookedUp(const ShellPart &part, int line);
    void append(ShellValue &to, const ShellValue &more, int line);
    [[nodiscard]] static ShellValue unread(Unread::Why why, const QString &what);

    void keep(const QString &name, const ShellValue &value, Openrc &into);
    [[nodiscard]] static QString unreadProblem(const Unread &unread, const QString &name);

    std::vector<ShellToken> m_tokens;
    const QString &m_file;
    std::size_t m_at = 0;
    int m_depth = 0;
    bool m_finished = false;    ///< return or exit
    bool m_allExported = false; ///< set -a
    bool m_exports = false;     ///< the file has an export at all
    QMap<QString, ShellValue> m_variables;
    QString m_said; ///< what was printed last: the prompt of a read without one
    QStringList m_notices;
    std::optional<Error> m_error;
};

Truth OpenrcReader::list(const QStringList &ends, bool live)
{
    Truth status = Truth::Yes;
    if (++m_depth > deepestShellBlock && token())
        fail(token()->line, tr("The conditions are nested too deep."));
    for (skipBreaks(); token(); skipBreaks()) {
        if (!keyword().isEmpty() && ends.contains(keyword()))
            break;
        status = andOr(live);
        if (token() && !isAt("\n"_L1) && !isAt(";"_L1))
            refuse(token()->line, token()->text.isEmpty() ? keyword() : token()->text);
    }
    --m_depth;
    return status;
}

Truth OpenrcReader::andOr(bool live)
{
    const int line = token()->line;
    const QString first = keyword();
    Truth status = command(live);
    while (isAt("&&"_L1) || isAt("||"_L1)) {
        const bool both = isAt("&&"_L1);
        ++m_at;
        skipBreaks();
        if (!token())
            break;
        if (isLive(live) && status == Truth::Unknown)
            refuseCondition(line, first);
        const bool taken = status == (both ? Truth::Yes : Truth::No);
        const Truth next = command(live && taken);
        if (taken)
            status = next;
    }
    return status;
}

Truth OpenrcReader::command(bool live)
{
    bool negates = false;
    for (; keyword() == "!"_L1; ++m_at)
        negates = !negates;
    if (!token())
        return Truth::Unknown;
    const Truth truth = plainCommand(live);
    return negates ? negated(truth) : truth;
}

Truth OpenrcReader::plainCommand(bool live)
{
    const QString word = keyword();
    if (word == "if"_L1) {
        ifClause(live);
        return Truth::Yes;
    }
    if (word == "for"_L1) {
        forLoop(live);
        return Truth::Yes;
    }
    if (word == "[["_L1)
        return doubleBrackets(live);
    if (settingCommands().contains(word))
        // Blocks are not skipped either: their end would be a guess.
        if (isLive(live) || (word != "source"_L1 && word != "."_L1 && word != "eval"_L1))
            refuse(token()->line, word);
    return simple(live);
}

void OpenrcReader::expect(const QString &word)
{
    skipBreaks();
    if (keyword() == word)
        ++m_at;
    else if (!m_error)
        fail(token() ? token()->line : m_tokens.back().line, tr("“%1” is missing.").arg(word));
}

void OpenrcReader::ifClause(bool live)
{
    bool done = false; // a branch was taken
    while (token()) {
        const int line = token()->line;
        ++m_at; // if, elif
        skipBreaks();
        const QString first = keyword();
        const Truth status = list({u"then"_s}, live && !done);
        if (isLive(live) && !done && status == Truth::Unknown)
            refuseCondition(line, first);
        expect(u"then"_s);
        const bool taken = !done && status == Truth::Yes;
        list({u"elif"_s, u"else"_s, u"fi"_s}, live && taken);
        done = done || taken;
        if (keyword() != "elif"_L1)
            break;
    }
    if (keyword() == "else"_L1) {
        ++m_at;
        list({u"fi"_s}, live && !done);
    }
    expect(u"fi"_s);
}

/// for key in $( set | awk … OS_ … ) ; do unset $key ; done
void OpenrcReader::forLoop(bool live)
{
    const int line = token()->line;
    ++m_at;
    const QString variable = keyword();
    bool clears = !variable.isEmpty();
    const auto isWord = [&](const QString &word) {
        const bool is = keyword() == word;
        clears = clears && is;
        ++m_at;
    };
    ++m_at;
    isWord(u"in"_s);
    clears = clears && token() && clearsAll(*token());
    ++m_at;
    skipBreaks();
    isWord(u"do"_s);
    skipBreaks();
    isWord(u"unset"_s);
    const ShellToken *last = token();
    while (last && !last->isOperator(";"_L1) && !last->isOperator("\n"_L1)) {
        const bool own = !last->parts.empty() &&
                         last->parts.back().kind == ShellPart::Kind::Variable &&
                         last->parts.back().text == variable;
        clears = clears && (own || last->bareWord() == "-v"_L1);
        ++m_at;
        last = token();
    }
    skipBreaks();
    isWord(u"done"_s);
    if (!clears)
        refuse(line, u"for"_s);
    else if (isLive(live))
        clear();
}

void OpenrcReader::clear()
{
    for (const QString &name : m_variables.keys()) {
        if (name.startsWith("OS_"_L1))
            m_variables.remove(name);
    }
}

Truth OpenrcReader::simple(bool live)
{
    Words words;
    bool fromFile = false;
    while (const ShellToken *next = token()) {
        if (next->kind == ShellToken::Kind::Word) {
            words.push_back(next);
            ++m_at;
            continue;
        }
        static const QStringList redirections{u"<"_s, u">"_s, u">>"_s, u">&"_s, u"<&"_s, u"&>"_s};
        if (!redirections.contains(next->text))
            break;
        ++m_at;
        const QString target = keyword();
        if (!token() || token()->kind != ShellToken::Kind::Word)
            refuse(next->line, next->text);
        fromFile = fromFile || (next->text == "<"_L1 && target != "/dev/tty"_L1);
        ++m_at;
    }
    if (const ShellToken *next = token()) {
        static const QStringList ends{u"\n"_s, u";"_s, u"&&"_s, u"||"_s};
        if (!ends.contains(next->text) || words.empty())
            refuse(next->line, words.empty() || next->text != "("_L1
                                   ? next->text
                                   : words.front()->bareWord() + u"()"_s);
    }
    return words.empty() || m_error ? Truth::Unknown : run(words, live, fromFile);
}

bool isAssignment(const ShellToken &word)
{
    static const QRegularExpression form(u"^[A-Za-z_][A-Za-z0-9_]*\\+?="_s);
    return !word.parts.empty() && word.parts.front().kind == ShellPart::Kind::Text &&
           !word.parts.front().quoted && form.match(word.parts.front().text).hasMatch();
}

Truth OpenrcReader::run(const Words &words, bool live, bool fromFile)
{
    const int line = words.front()->line;
    std::size_t first = 0;
    while (first < words.size() && isAssignment(*words[first]))
        ++first;
    if (!isLive(live))
        return Truth::No;
    if (first == words.size()) {
        for (const ShellToken *word : words)
            assign(*word, m_allExported);
        return Truth::Yes;
    }
    const QString name = words[first]->bareWord();
    const Words rest(words.begin() + qsizetype(first) + 1, words.end());
    if (name == "export"_L1 || name == "declare"_L1 || name == "typeset"_L1 ||
        name == "readonly"_L1 || name == "local"_L1) {
        declare(name, rest);
    } else if (name == "unset"_L1) {
        unset(rest);
    } else if (name == "echo"_L1 || name == "printf"_L1) {
        say(rest);
    } else if (name == "read"_L1) {
        ask(rest, fromFile);
    } else if (name == "exit"_L1 || name == "return"_L1) {
        finish(rest);
    } else if (name == "["_L1 || name == "test"_L1) {
        std::vector<Operand> operands;
        for (const ShellToken *word : rest)
            operands.push_back(operandOf(*word));
        if (name == "["_L1 && !operands.empty() && operands.back().operation == "]"_L1)
            operands.pop_back();
        return condition(operands);
    } else if (name == ":"_L1 || name == "true"_L1 || name == "set"_L1) {
        for (const ShellToken *word : rest) {
            const QString text = expanded(word->parts, word->line).text;
            m_allExported =
                m_allExported || (name == "set"_L1 && (text == "-a"_L1 || text == "allexport"_L1));
            if (name == "set"_L1 && text.contains("OS_"_L1))
                refuse(line, u"set"_s);
        }
    } else if (name == "false"_L1) {
        return Truth::No;
    } else {
        const bool names = std::ranges::any_of(rest, [](const ShellToken *word) {
            return std::ranges::any_of(word->parts, [](const ShellPart &part) {
                return part.kind == ShellPart::Kind::Text && part.text.contains("OS_"_L1);
            });
        });
        if (name.isEmpty() || names || settingCommands().contains(name))
            refuse(line, name.isEmpty() ? u"$"_s : name);
        else if (!idleCommands().contains(name))
            notice(line, tr("“%1” is not run. Oriel only reads the file.").arg(name));
        return Truth::Unknown;
    }
    return Truth::Yes;
}

void OpenrcReader::assign(const ShellToken &word, bool exported)
{
    static const QRegularExpression form(u"^([A-Za-z_][A-Za-z0-9_]*)(\\+?)=([\\s\\S]*)$"_s);
    // The name is in the first part, and the value after it and in the other parts.
    std::vector<ShellPart> parts = word.parts;
    const auto match = form.match(parts.empty() ? QString() : parts.front().text);
    if (parts.empty() || parts.front().kind != ShellPart::Kind::Text || !match.hasMatch())
        return refuse(word.line, expanded(word.parts, word.line).text.section(u'=', 0, 0));
    const QString name = match.captured(1);
    parts.front().text = match.captured(3);
    ShellValue value;
    if (!match.captured(2).isEmpty())
        value = m_variables.value(name);
    append(value, expanded(parts, word.line), word.line);
    value.line = word.line;
    value.exported = exported || m_variables.value(name).exported;
    m_variables.insert(name, value);
}

void OpenrcReader::declare(const QString &name, const Words &words)
{
    bool exported = name == "export"_L1;
    for (const ShellToken *word : words) {
        const QString text = word->bareWord();
        if (text.startsWith(u'-')) {
            exported = exported || text.contains(u'x');
            if (text.contains(u'f') || text.contains(u'n'))
                return; // a function, or no longer exported
            continue;
        }
        m_exports = m_exports || exported;
        const bool hasValue = std::ranges::any_of(word->parts, [](const ShellPart &part) {
            return part.kind == ShellPart::Kind::Text && part.text.contains(u'=');
        });
        if (hasValue)
            assign(*word, exported);
        else if (const QString variable = expanded(word->parts, word->line).text;
                 m_variables.contains(variable))
            m_variables[variable].exported = m_variables[variable].exported || exported;
    }
}

void OpenrcReader::unset(const Words &words)
{
    for (const ShellToken *word : words) {
        const ShellValue name = expanded(word->parts, word->line);
        if (clearsAll(*word))
            clear();
        else if (name.unread)
            refuse(word->line, u"unset "_s + name.unread->what);
        else
            m_variables.remove(name.text);
    }
}

void OpenrcReader::say(const Words &words)
{
    QStringList texts;
    for (const ShellToken *word : words) {
        const QString text = word->bareWord();
        if (text == "-v"_L1)
            return refuse(word->line, u"printf -v"_s);
        if (!text.startsWith(u'-') || text.size() > 3)
            texts.append(expanded(word->parts, word->line).text);
    }
    QString said = texts.join(u' ');
    said.replace("\\n"_L1, " "_L1).remove("%s"_L1);
    if (!said.trimmed().isEmpty())
        m_said = said.simplified();
}

void OpenrcReader::ask(const Words &words, bool fromFile)
{
    QString question = std::exchange(m_said, QString());
    QStringList names;
    int line = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        line = words[i]->line;
        const ShellValue value = expanded(words[i]->parts, line);
        if (!value.text.startsWith(u'-') || value.text.size() < 2) {
            names.append(value.text);
            continue;
        }
        // Letters with a value take the text after them, or the next word.
        const qsizetype at = value.text.indexOf(QRegularExpression(u"[pntdiNua]"_s));
        if (at < 0)
            continue;
        QString argument = value.text.mid(at + 1);
        if (argument.isEmpty() && i + 1 < words.size())
            argument = expanded(words[++i]->parts, line).text;
        if (value.text[at] == u'p')
            question = argument.simplified();
        else if (value.text[at] == u'a' || value.text[at] == u'u')
            return refuse(line, u"read "_s + value.text);
    }
    if (fromFile || names.size() > 1)
        return refuse(line, u"read"_s);
    ShellValue answer;
    answer.asked = true;
    answer.question = question;
    answer.line = line;
    const QString name = names.value(0, u"REPLY"_s);
    answer.exported = m_allExported || m_variables.value(name).exported;
    m_variables.insert(name, answer);
}

void OpenrcReader::finish(const Words &words)
{
    m_finished = true;
    const QString status = words.empty() ? QString() : words.front()->bareWord();
    if (!status.isEmpty() && status != "0"_L1)
        fail(words.front()->line,
             tr("The file stops here with an error, because a value that it needs is missing."));
}

OpenrcReader::Operand OpenrcReader::operandOf(const ShellToken &word)
{
    return {word.bareWord(), expanded(word.parts, word.line)};
}

Truth OpenrcReader::doubleBrackets(bool live)
{
    const int line = token()->line;
    std::vector<Operand> operands;
    for (++m_at; token() && keyword() != "]]"_L1; ++m_at) {
        if (!isLive(live))
            continue;
        if (token()->kind == ShellToken::Kind::Word)
            operands.push_back(operandOf(*token()));
        else if (!isAt("\n"_L1))
            operands.push_back({isAt("&&"_L1)   ? u"-a"_s
                                : isAt("||"_L1) ? u"-o"_s
                                                : token()->text,
                                ShellValue{}});
    }
    if (!token())
        fail(line, tr("%1 is not closed.").arg("[["_L1));
    ++m_at;
    if (!isLive(live))
        return Truth::No;
    // After "==" an unquoted text is a pattern.
    for (std::size_t i = 1; i < operands.size(); ++i) {
        const QString before = operands[i - 1].operation;
        const QString pattern = operands[i].operation;
        if ((before == "=="_L1 || before == "="_L1 || before == "!="_L1) &&
            (pattern.contains(u'*') || pattern.contains(u'?') || pattern.contains(u'[')))
            return Truth::Unknown;
    }
    return condition(operands);
}

Truth OpenrcReader::condition(const std::vector<Operand> &operands)
{
    std::size_t at = 0;
    if (operands.empty())
        return Truth::No;
    Truth either = allOf(operands, at);
    while (at < operands.size() && operands[at].operation == "-o"_L1) {
        const Truth next = allOf(operands, ++at);
        either = either == Truth::Yes || next == Truth::Yes           ? Truth::Yes
                 : either == Truth::Unknown || next == Truth::Unknown ? Truth::Unknown
                                                                      : Truth::No;
    }
    return at == operands.size() ? either : Truth::Unknown;
}

Truth OpenrcReader::allOf(const std::vector<Operand> &operands, std::size_t &at)
{
    Truth all = primary(operands, at);
    while (at < operands.size() && operands[at].operation == "-a"_L1) {
        const Truth next = primary(operands, ++at);
        all = all == Truth::No || next == Truth::No             ? Truth::No
              : all == Truth::Unknown || next == Truth::Unknown ? Truth::Unknown
                                                                : Truth::Yes;
    }
    return all;
}

Truth OpenrcReader::primary(const std::vector<Operand> &operands, std::size_t &at)
{
    if (at >= operands.size())
        return Truth::Unknown;
    bool negates = false;
    for (; operands[at].operation == "!"_L1 && at + 1 < operands.size(); ++at)
        negates = !negates;
    const Truth truth = comparison(operands, at);
    return negates ? negated(truth) : truth;
}

Truth OpenrcReader::comparison(const std::vector<Operand> &operands, std::size_t &at)
{
    const Operand &first = operands[at];
    static const QStringList comparisons{u"="_s, u"=="_s, u"!="_s};
    if (at + 2 < operands.size() && comparisons.contains(operands[at + 1].operation)) {
        const ShellValue &left = first.value;
        const ShellValue &right = operands[at + 2].value;
        const bool differs = operands[at + 1].operation == "!="_L1;
        at += 3;
        for (const ShellValue *side : {&left, &right}) {
            if (side->asked || (side->unread && side->unread->why != Unread::Why::Unset))
                return Truth::Unknown;
        }
        return truthOf((left.text == right.text) != differs);
    }
    static const QRegularExpression unary(u"^-[a-zA-Z]$"_s);
    if (at + 1 < operands.size() && unary.match(first.operation).hasMatch()) {
        const Operand &operand = operands[at + 1];
        at += 2;
        if (first.operation == "-z"_L1)
            return emptiness(operand.value);
        if (first.operation == "-n"_L1)
            return negated(emptiness(operand.value));
        if (first.operation == "-v"_L1)
            return truthOf(m_variables.contains(operand.value.text));
        return Truth::Unknown; // about files
    }
    ++at;
    return negated(emptiness(first.value));
}

Truth OpenrcReader::emptiness(const ShellValue &value)
{
    if (value.asked || !value.text.isEmpty())
        return Truth::No;
    return value.unread && value.unread->why != Unread::Why::Unset ? Truth::Unknown : Truth::Yes;
}

ShellValue OpenrcReader::unread(Unread::Why why, const QString &what)
{
    ShellValue value;
    value.unread = Unread{why, what};
    return value;
}

void OpenrcReader::append(ShellValue &to, const ShellValue &more, int line)
{
    const bool both = (to.asked || !to.text.isEmpty()) && (more.asked || !more.text.isEmpty());
    to.composite = to.composite || more.composite || (both && (to.asked || more.asked));
    to.asked = to.asked || more.asked;
    if (to.question.isEmpty())
        to.question = more.question;
    to.text += more.text;
    if (!to.unread)
        to.unread = more.unread;
    if (to.text.size() > longestShellValue) {
        fail(line, tr("The value is too long."));
        to.text.clear();
    }
}

ShellValue OpenrcReader::expanded(const std::vector<ShellPart> &parts, int line)
{
    ShellValue value;
    value.line = line;
    for (const ShellPart &part : parts) {
        switch (part.kind) {
        case ShellPart::Kind::Text: {
            ShellValue text;
            text.text = part.text;
            append(value, text, line);
            break;
        }
        case ShellPart::Kind::Variable:
            append(value, lookedUp(part, line), line);
            break;
        case ShellPart::Kind::Command:
            append(value,
                   unread(Unread::Why::Command,
                          part.text.trimmed().section(QRegularExpression(u"\\s"_s), 0, 0)),
                   line);
            break;
        case ShellPart::Kind::Other:
            append(value, unread(Unread::Why::Form, part.text.left(40)), line);
            break;
        }
    }
    return value;
}

ShellValue OpenrcReader::lookedUp(const ShellPart &part, int line)
{
    const auto found = m_variables.constFind(part.text);
    const bool set = found != m_variables.constEnd();
    const ShellValue value = set ? *found : unread(Unread::Why::Unset, part.text);
    const bool empty = part.operation.startsWith(u':') ? emptiness(value) == Truth::Yes : !set;
    if (part.operation.endsWith(u'+'))
        return empty ? ShellValue{} : expanded(part.alternative, line);
    if (!empty || part.operation.isEmpty() || part.operation.endsWith(u'?'))
        return value;
    ShellValue alternative = expanded(part.alternative, line);
    if (part.operation.endsWith(u'=') && !m_error) {
        alternative.exported = value.exported || m_allExported;
        m_variables.insert(part.text, alternative);
    }
    return alternative;
}

void OpenrcReader::keep(const QString &name, const ShellValue &value, Openrc &into)
{
    const bool secret = secretVariables().contains(name);
    const bool askable = secret || askableVariables().contains(name);
    const Support support = supportOf(name.mid(3).toLower());
    const bool known = support != Support::Unknown && support != Support::Elsewhere;
    if (value.unread && secret && value.unread->why != Unread::Why::Form) {
        const QString what = value.unread->what;
        notice(value.line, value.unread->why == Unread::Why::Command
                               ? tr("%1 is set by the command “%2”, which Oriel does not run. You "
                                    "are asked for it instead.")
                                     .arg(name, what)
                               : tr("%1 uses the variable %2, which the file does not set. You "
                                    "are asked for it instead.")
                                     .arg(name, what));
        into.asked.insert(name, QString());
    } else if (value.unread && known) {
        fail(value.line, unreadProblem(*value.unread, name));
    } else if (value.asked && askable) {
        if (value.composite)
            notice(value.line, tr("%1 is put together from an answer and other text. Enter the "
                                  "whole value.")
                                   .arg(name));
        into.asked.insert(name, value.composite ? QString() : value.question);
    } else if (value.asked && known) {
        fail(value.line,
             tr("The file asks for %1. Oriel cannot ask for it. Write the value there.").arg(name));
    } else if (!value.text.isEmpty() && !value.unread && !value.asked) {
        ConfigValue kept = ConfigValue::scalar(value.text, name);
        kept.file = m_file;
        kept.line = value.line;
        into.variables.insert(name, kept);
    }
}

QString OpenrcReader::unreadProblem(const Unread &unread, const QString &name)
{
    switch (unread.why) {
    case Unread::Why::Command:
        return tr("%1 is set by the command “%2”. Oriel only reads the file and does not run it. "
                  "Write the value there.")
            .arg(name, unread.what);
    case Unread::Why::Unset:
        return tr("%1 uses the variable %2, which the file does not set. Write the value there.")
            .arg(name, unread.what);
    case Unread::Why::Form:
        break;
    }
    return tr("%1 uses “%2”, which Oriel cannot read. Write the value there.")
        .arg(name, unread.what);
}

Result<Openrc> OpenrcReader::read()
{
    list({}, true);
    Openrc openrc;
    for (auto entry = m_variables.constBegin(); entry != m_variables.constEnd() && !m_error;
         ++entry) {
        if (entry.key().startsWith("OS_"_L1) && (entry->exported || !m_exports))
            keep(entry.key(), *entry, openrc);
    }
    if (m_error)
        return *m_error;
    openrc.notices = m_notices;
    return openrc;
}

} // namespace

bool isOpenrc(const QByteArray &text)
{
    static const QRegularExpression form(
        u"^\\s*(?:(?:export|declare|typeset|setenv|set)\\s+(?:-\\w+\\s+)*)?[\"']?OS_[A-Z0-9_]+[= ]"_s,
        QRegularExpression::MultilineOption);
    return form.match(QString::fromUtf8(text)).hasMatch();
}

Result<Openrc> readOpenrc(const QByteArray &text, const QString &file, const QString &home)
{
    if (text.size() > largestOpenrc) {
        return configurationError(
            file, 0,
            QCoreApplication::translate("oriel::openstack::Config",
                                        "the file is too large for an openrc file"));
    }
    QString script = QString::fromUtf8(text);
    script.replace("\r\n"_L1, "\n"_L1);
    if (script.startsWith(QChar::ByteOrderMark))
        script.remove(0, 1);
    auto tokens = readShell(script, file, home);
    if (!tokens)
        return tokens.error();
    if (tokens->empty())
        return Openrc{};
    return OpenrcReader(std::move(tokens).value(), file, home).read();
}

} // namespace oriel::openstack
