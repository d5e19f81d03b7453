#include "operations/commandline.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// With longer lists, commands use IDs: checking names would take too long when an action starts on
/// many resources.
constexpr std::size_t mostNames = 2000;

bool isPlain(QChar c)
{
    return c.unicode() < 128 && (c.isLetterOrNumber() || u"-_./:=@%+,"_s.contains(c));
}

} // namespace

QString shellQuoted(const QString &word)
{
    if (!word.isEmpty() && std::ranges::all_of(word, isPlain))
        return word;
    QString inner = word;
    inner.replace(u'\'', u"'\\''"_s);
    return u'\'' + inner + u'\'';
}

QString shellLine(const QStringList &words)
{
    QStringList quoted;
    quoted.reserve(words.size());
    for (const QString &word : words)
        quoted.append(shellQuoted(word));
    return quoted.join(u' ');
}

QString commandTarget(const store::CloudStores &stores, const Subject &subject)
{
    const auto &servers = stores.servers.rows();
    const bool isNamed = subject.kind == Kind::Server && !subject.name.isEmpty() &&
                         !subject.name.startsWith(u'-') &&
                         static_cast<std::size_t>(servers.size()) <= mostNames;
    return isNamed && std::ranges::count_if(
                          servers, [&](const auto &row) { return row->name == subject.name; }) == 1
               ? subject.name
               : subject.id;
}

} // namespace oriel::operations
