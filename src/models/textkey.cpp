#include "models/textkey.h"

#include <algorithm>

namespace oriel::models {

namespace {

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

} // namespace

QString folded(const QString &text)
{
    if (isAscii(text))
        return text.toLower(); // applies to nearly every name; normalizing takes ten times as long
    const QString decomposed = text.normalized(QString::NormalizationForm_KD);
    QString out;
    out.reserve(decomposed.size());
    for (const QChar c : decomposed) {
        if (c.category() != QChar::Mark_NonSpacing)
            out.append(c);
    }
    return out.toCaseFolded();
}

QString naturalKey(const QString &text)
{
    const QString plain = folded(text);
    QString out;
    out.reserve(plain.size() + 4);
    for (qsizetype i = 0; i < plain.size();) {
        const QChar c = plain.at(i);
        if (c < u'0' || c > u'9') {
            out.append(c);
            ++i;
            continue;
        }
        qsizetype start = i;
        while (i < plain.size() && plain.at(i) >= u'0' && plain.at(i) <= u'9')
            ++i;
        while (start < i - 1 && plain.at(start) == u'0')
            ++start;
        // The number of digits comes first (in nines and a remainder), so that a longer number is
        // larger. It is written in digits, which sorts numbers after punctuation and before
        // letters.
        qsizetype digits = i - start;
        for (; digits >= 9; digits -= 9)
            out.append(u'9');
        out.append(QChar(static_cast<char16_t>(u'0' + digits)));
        out.append(QStringView(plain).mid(start, i - start));
    }
    return out;
}

QStringList filterWords(const QString &text)
{
    QStringList words = folded(text).simplified().split(u' ', Qt::SkipEmptyParts);
    words.removeDuplicates();
    return words;
}

} // namespace oriel::models
