#pragma once

#include "openstack/requestparts.h"
#include "store/listtopic.h"

namespace oriel::store {

using namespace Qt::StringLiterals;

/// The volumes or the volume snapshots. Cinder does not report deletions, but a page of the latest
/// changes includes the number of all rows, so that one small request shows both what changed and
/// whether something was deleted.
template <typename T>
class BlockStorageTopic final : public ListTopic<T>
{
    using Base = ListTopic<T>;
    using Base::fetchAll, Base::client, Base::store;

public:
    using Base::Base;

protected:
    [[nodiscard]] qsizetype wholeUpTo() const override { return lastChanged; }
    [[nodiscard]] bool canListChanges() const override
    {
        const auto version = Base::client().negotiated(
            net::Service::BlockStorage, *openstack::microversionsOf(net::Service::BlockStorage));
        return version && *version >= net::Microversion{3, 45} && !m_refused;
    }

    void fetchChanges(const QDateTime &since, Poller::Done done) override
    {
        const auto mark = store().mark();
        client()
            .call(openstack::List<T>{.filters = lastChangedFirst(), .limit = lastChanged})
            .then(this,
                  [this, since, mark, done = std::move(done)](Result<net::Page<T>> page) mutable {
                      if (!page) {
                          m_refused = page.error().kind == ErrorKind::BadRequest;
                          if (m_refused)
                              fetchAll(std::move(done));
                          else
                              done(page.error());
                          return;
                      }
                      take(std::move(*page), since, mark, std::move(done));
                  });
    }

private:
    /// The number of rows requested; if more have changed, the whole list is fetched.
    static constexpr int lastChanged = 50;

    /// Ordered by last change, newest first, with the number of all rows (3.45). Rows that never
    /// changed come last.
    static QMap<QString, QString> lastChangedFirst()
    {
        return {{u"sort"_s, u"updated_at:desc"_s}, {u"with_count"_s, u"true"_s}};
    }

    void take(net::Page<T> page, const QDateTime &since, quint64 mark, Poller::Done done)
    {
        const bool allSeen =
            !page.next || page.items.empty() || reachesKnownRows(page.items.back(), since);
        const auto total = page.total;
        const bool complete = store().state().isComplete();
        this->mergeChanges(std::move(page.items), mark);
        // The number is meaningless for a list that is only partly held: deletions elsewhere show
        // when the list is fetched again.
        if (!complete && allSeen) {
            done({});
            return;
        }
        if (!allSeen || !total || *total > store().size()) {
            fetchAll(std::move(done));
            return;
        }
        if (*total == store().size()) {
            done({});
            return;
        }
        // Some rows were deleted: most likely those in status "deleting".
        const QStringList leaving = this->changingIds(fewOfLarge + 1);
        if (leaving.isEmpty() || leaving.size() > fewOfLarge) {
            fetchAll(std::move(done));
            return;
        }
        this->fetchRows(leaving,
                        [this, total, done = std::move(done)](std::optional<Error> error) mutable {
                            if (error || *total == store().size())
                                done(std::move(error));
                            else
                                fetchAll(std::move(done));
                        });
    }

    /// Whether nothing after `last` can be new: it is old, or it is known, unchanged and no newer
    /// than the newest known row. A fixed time window would never end after many changes at the
    /// same time.
    [[nodiscard]] bool reachesKnownRows(const T &last, const QDateTime &since)
    {
        if (last.updated < since)
            return true;
        const Row<T> known = store().find(last.id);
        return known && *known == last && last.updated <= this->newest();
    }

    bool m_refused = false; ///< this cloud does not support that order
};

} // namespace oriel::store
