#pragma once

#include "openstack/blockstorage/requests.h"
#include "openstack/compute/requests.h"
#include "openstack/image/requests.h"
#include "store/cloudstores.h"
#include "store/listtopic.h"

#include <QtCore/QUuid>

namespace oriel::store {

/// A way to ask a cloud for what a person looks for.
template <typename List>
struct SearchWay
{
    List list;
    bool wholeNames = false; ///< it knows no parts of names
};

/// The ways to look for `text`, the best first; one that a cloud refuses is followed by the next.
/// They may find more than what was meant: the filter of the page says the rest.
///
/// Nova takes a regular expression for a name, and a part of an address. Cinder knows parts of
/// names where its operator has allowed that (`name~`, from 3.34), and Glance never does.
[[nodiscard]] std::vector<SearchWay<openstack::ListServers>>
searchWays(const openstack::ListServers &, const QString &text);
[[nodiscard]] std::vector<SearchWay<openstack::ListVolumes>>
searchWays(const openstack::ListVolumes &, const QString &text);
[[nodiscard]] std::vector<SearchWay<openstack::ListVolumeSnapshots>>
searchWays(const openstack::ListVolumeSnapshots &, const QString &text);
[[nodiscard]] std::vector<SearchWay<openstack::ListImages>>
searchWays(const openstack::ListImages &, const QString &text);

/// Looks in the whole cloud for what a list that is not held whole does not show, and keeps what it
/// finds. The last search is made again whenever the list is. GUI thread.
template <typename T, typename List, typename Get>
class Search : public QObject
{
public:
    using Topic = ListTopic<T, List, Get>;
    using Then = std::function<void(Result<Found>)>;

    Search(Topic &topic, Store<T> &store, net::ApiClient &client)
        : QObject(&topic)
        , m_topic(topic)
        , m_store(store)
        , m_client(client)
    {
        topic.whenAskedAgain([this] { again(); });
    }

    /// By name, or by what else searchWays() knows; an id finds the one that has it.
    void find(const QString &text, const Then &then)
    {
        const quint64 asked = ++m_asked;
        if (!QUuid::fromString(text).isNull()) {
            findId(text.toLower(), then);
            return;
        }
        find(text, searchWays(List{}, text), 0, asked, then);
    }

private:
    void again()
    {
        if (!m_text.isEmpty())
            find(m_text, [](const Result<Found> &) {});
    }

    void findId(const QString &id, const Then &then)
    {
        m_client.call(Get{id}).then(this, [this, id, then](Result<T> row) {
            if (row) {
                m_topic.keep(id);
                m_store.upsert({std::move(*row)});
                then(Found{.count = 1});
            } else if (row.error().kind == ErrorKind::NotFound) {
                then(Found{});
            } else {
                then(row.error());
            }
        });
    }

    void find(const QString &text, std::vector<SearchWay<List>> ways, std::size_t tried,
              quint64 asked, const Then &then)
    {
        const SearchWay<List> way = ways[tried];
        m_topic.fetch(way.list, [this, text, ways = std::move(ways), tried, asked, then,
                                 way](Result<typename Topic::Part> part) mutable {
            if (!part) {
                if (part.error().kind == ErrorKind::BadRequest && tried + 1 < ways.size())
                    find(text, std::move(ways), tried + 1, asked, then);
                else
                    then(part.error());
                return;
            }
            if (asked == m_asked)
                remember(text, part->ids);
            // IDs are opaque: what is no part of any name may be one. If not, nothing was found.
            if (part->ids.isEmpty() && !text.contains(u' ')) {
                findId(text,
                       [then](const Result<Found> &found) { then(found.ok() ? *found : Found{}); });
                return;
            }
            then(Found{part->ids.size(), part->more, way.wholeNames});
        });
    }

    /// What the same search does not find any more is not kept from going.
    void remember(const QString &text, const QSet<QString> &found)
    {
        if (text == m_text) {
            for (const QString &id : m_found - found)
                m_topic.letGo(id);
        }
        m_text = text;
        m_found = found;
    }

    Topic &m_topic;
    Store<T> &m_store;
    net::ApiClient &m_client;
    QString m_text; ///< the last search
    QSet<QString> m_found;
    quint64 m_asked = 0;
};

} // namespace oriel::store
