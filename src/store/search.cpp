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

/// A service that looks for one piece of text is given the one that says most.
QString longestWord(const QString &text)
{
    const QStringList words = wordsOf(text);
    return words.isEmpty() ? QString() : *std::ranges::max_element(words, {}, &QString::size);
}

/// Whether it is the beginning of an address at least: "10.0.", "fd00:".
bool looksLikeAddress(const QString &text)
{
    static const QRegularExpression v4(u"^\\d{1,3}\\.[\\d.]*$"_s);
    static const QRegularExpression v6(u"^[0-9a-fA-F]{1,4}:[0-9a-fA-F:]*$"_s);
    return v4.match(text).hasMatch() || v6.match(text).hasMatch();
}

/// As a regular expression of Nova's database, whichever that is: only what means something in all
/// of them is escaped.
QString escaped(const QString &word)
{
    static const QRegularExpression special(u"([.*+?^$(){}|\\[\\]\\\\])"_s);
    return QString(word).replace(special, u"\\\\1"_s);
}

template <typename List>
std::vector<SearchWay<List>> byName(const QString &text)
{
    return {{List{.nameLike = longestWord(text)}}, {List{.name = text.trimmed()}, true}};
}

} // namespace

std::vector<SearchWay<openstack::ListServers>> searchWays(const openstack::ListServers &,
                                                          const QString &text)
{
    openstack::ListServers list;
    list.firstLimit = list.limit;
    if (looksLikeAddress(text.trimmed())) {
        // Not escaped: Nova may hand it on to Neutron, which looks for it as it is.
        list.ip = text.trimmed();
    } else {
        QStringList words = wordsOf(text);
        std::ranges::transform(words, words.begin(), escaped);
        list.name = words.join(".*"_L1);
    }
    return {{list}};
}

std::vector<SearchWay<openstack::ListVolumes>> searchWays(const openstack::ListVolumes &,
                                                          const QString &text)
{
    return byName<openstack::ListVolumes>(text);
}

std::vector<SearchWay<openstack::ListVolumeSnapshots>>
searchWays(const openstack::ListVolumeSnapshots &, const QString &text)
{
    return byName<openstack::ListVolumeSnapshots>(text);
}

std::vector<SearchWay<openstack::ListImages>> searchWays(const openstack::ListImages &,
                                                         const QString &text)
{
    openstack::ListImages list;
    // Without an operator, what stands before a colon in a name would be taken for one.
    list.filters.insert(u"name"_s, "eq:"_L1 + text.trimmed());
    return {{list, true}};
}

} // namespace oriel::store
