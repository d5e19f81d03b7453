#include "operations/commandline.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

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

} // namespace oriel::operations
