#include "base/visible.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel {

namespace {

constexpr QChar firstStrongIsolate(0x2068);
constexpr QChar popDirectionalIsolate(0x2069);

bool setsDirection(char16_t c)
{
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

bool isInvisible(char16_t c)
{
    // U+2028 and U+2029 end a line and a paragraph.
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || setsDirection(c);
}

QString writtenOut(char16_t c)
{
    switch (c) {
    case '\n':
        return u"\\n"_s;
    case '\r':
        return u"\\r"_s;
    case '\t':
        return u"\\t"_s;
    default:
        break;
    }
    const bool isShort = c < 0x100;
    return (isShort ? u"\\x"_s : u"\\u"_s) +
           QString::number(c, 16).rightJustified(isShort ? 2 : 4, u'0');
}

/// The maximum number of combining marks on one letter; real languages need four. Layout time grows
/// with the square of a run's length.
constexpr int mostMarks = 16;

/// The start of the first run of marks that is too long; the text's size if there is none.
qsizetype tooManyMarks(QStringView text, qsizetype from)
{
    int marks = 0;
    qsizetype at = from;
    while (at < text.size()) {
        const bool pair = text.at(at).isHighSurrogate() && at + 1 < text.size() &&
                          text.at(at + 1).isLowSurrogate();
        const char32_t code =
            pair ? QChar::surrogateToUcs4(text.at(at), text.at(at + 1)) : text.at(at).unicode();
        marks = code >= 0x300 && QChar::isMark(code) ? marks + 1 : 0;
        if (marks > mostMarks)
            return at;
        at += pair ? 2 : 1;
    }
    return text.size();
}

/// Shortens long runs of marks; an ellipsis stands for what was removed.
QString withoutLongRuns(const QString &text)
{
    qsizetype end = tooManyMarks(text, 0);
    if (end == text.size())
        return text;
    QString result;
    qsizetype begin = 0;
    while (end < text.size()) {
        result += QStringView(text).sliced(begin, end - begin);
        result += u'…';
        begin = end;
        while (begin < text.size()) {
            const bool pair = text.at(begin).isHighSurrogate() && begin + 1 < text.size() &&
                              text.at(begin + 1).isLowSurrogate();
            const char32_t code = pair ? QChar::surrogateToUcs4(text.at(begin), text.at(begin + 1))
                                       : text.at(begin).unicode();
            if (!QChar::isMark(code))
                break;
            begin += pair ? 2 : 1;
        }
        end = tooManyMarks(text, begin);
    }
    return result += QStringView(text).sliced(begin);
}

/// Where the isolate that begins at `start` ends, if nothing else in it sets the direction: as
/// isolated() writes it, and harmless also if it is the cloud's. `end`: it has no such end.
QString::const_iterator endOfIsolate(QString::const_iterator start, QString::const_iterator end)
{
    const auto next =
        std::find_if(start + 1, end, [](QChar c) { return setsDirection(c.unicode()); });
    return next != end && *next == popDirectionalIsolate ? next : end;
}

QString replaced(const QString &whole, bool keepLines)
{
    const QString text = withoutLongRuns(whole);
    const auto isReplaced = [keepLines](QChar c) {
        return isInvisible(c.unicode()) && !(keepLines && (c == u'\n' || c == u'\t'));
    };
    const auto first = std::ranges::find_if(text, isReplaced);
    if (first == text.end())
        return text;
    QString result = text.left(first - text.begin());
    auto isolateEnd = text.end();
    for (auto at = first; at != text.end(); ++at) {
        if (*at == firstStrongIsolate && isolateEnd == text.end())
            isolateEnd = endOfIsolate(at, text.end());
        const bool isKept =
            isolateEnd != text.end() && (*at == firstStrongIsolate || at == isolateEnd);
        if (at == isolateEnd)
            isolateEnd = text.end();
        if (isReplaced(*at) && !isKept)
            result += writtenOut(at->unicode());
        else
            result += *at;
    }
    return result;
}

bool runsFromRightToLeft(const QString &text)
{
    // Below U+0590 all scripts are left-to-right.
    if (std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0x0590; }))
        return false;
    const auto codes = text.toUcs4();
    return std::ranges::any_of(codes, [](char32_t code) {
        const QChar::Direction direction = QChar::direction(code);
        return direction == QChar::DirR || direction == QChar::DirAL || direction == QChar::DirAN;
    });
}

} // namespace

QString visible(const QString &text)
{
    return replaced(text, false);
}

QString visibleLines(const QString &text)
{
    return replaced(text, true);
}

QString shortened(const QString &text)
{
    constexpr qsizetype most = 1000;
    if (text.size() <= most)
        return withoutLongRuns(text);
    const qsizetype end = text.at(most - 1).isHighSurrogate() ? most - 1 : most;
    const QString shown = withoutLongRuns(text.left(end));
    return shown.endsWith(u'…') ? shown : shown + u'…';
}

QString isolated(const QString &value)
{
    const QString shown = visible(shortened(value));
    return runsFromRightToLeft(shown) ? firstStrongIsolate + shown + popDirectionalIsolate : shown;
}

QString withoutIsolates(QString sentence)
{
    return sentence.remove(firstStrongIsolate).remove(popDirectionalIsolate);
}

} // namespace oriel
