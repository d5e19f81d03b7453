#include "store/search.h"

#include <QtCore/QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::store {

namespace {

QStringList wordsOf(const QString &text)
{
    return text.simplified().split(u' ', Qt::SkipEmptyParts);
}

/// Whether it is at least the beginning of an address: "10.0.", "fd00:".
bool looksLikeAddress(const QString &text)
{
    static const QRegularExpression v4(u"^\\d{1,3}\\.[\\d.]*$"_s);
    static const QRegularExpression v6(u"^[0-9a-fA-F]{1,4}:[0-9a-fA-F:]*$"_s);
    return v4.match(text).hasMatch() || v6.match(text).hasMatch();
}

/// As a regular expression for Nova's database, which may be of several kinds: escapes only what is
/// special in all of them.
QString escaped(const QString &word)
{
    static const QRegularExpression special(u"([.*+?^$(){}|\\[\\]\\\\])"_s);
    return QString(word).replace(special, u"\\\\1"_s);
}

} // namespace

QString longestWord(const QString &text)
{
    const QStringList words = wordsOf(text);
    return words.isEmpty() ? QString() : *std::ranges::max_element(words, {}, &QString::size);
}

template <>
std::vector<SearchWay<openstack::Server>> searchWays<openstack::Server>(const QString &text)
{
    openstack::List<openstack::Server> list;
    list.firstLimit = list.limit;
    if (looksLikeAddress(text.trimmed())) {
        // Not escaped: Nova may pass it on to Neutron, which searches for it literally.
        list.filters.insert(u"ip"_s, text.trimmed());
    } else {
        QStringList words = wordsOf(text);
        std::ranges::transform(words, words.begin(), escaped);
        list.filters.insert(u"name"_s, words.join(".*"_L1));
    }
    return {{list}};
}

template <>
std::vector<SearchWay<openstack::Image>> searchWays<openstack::Image>(const QString &text)
{
    // Without an operator, Glance would treat the text before a colon as one.
    return {{{.filters = {{u"name"_s, "eq:"_L1 + text.trimmed()}}}, true}};
}

} // namespace oriel::store
