#pragma once

#include "base/memory.h"
#include "net/apiclient.h"
#include "store/listlimits.h"
#include "store/search.h"
#include "store/store.h"
#include "store/topic.h"
#include "store/tuning.h"

#include <QtCore/QThreadPool>
#include <QtCore/QUuid>

#include <algorithm>
#include <memory>
#include <utility>

namespace oriel::store {

/// Fetches one list of the cloud into its store. Large lists are compared in a worker.
///
/// Rows in a transitional state, and rows whose page is shown, are fetched one by one between the
/// lists, unless something else does so: an operation polls its rows itself.
template <typename T>
class ListTopic : public Topic
{
public:
    using List = openstack::List<T>;
    using Get = openstack::Get<T>;

    ListTopic(Store<T> &store, net::ApiClient &client, Clock &clock, QThreadPool &workers,
              QObject *parent = nullptr)
        : Topic(store, clock, parent)
        , m_store(store)
        , m_client(client)
        , m_workers(workers)
    {
        connect(&store, &StoreBase::changed, this, [this](const Delta &delta) { follow(delta); });
        connect(&store, &StoreBase::upserted, this, [this](const QStringList &ids) {
            for (const QString &id : ids)
                m_fetched[id] = {this->clock().elapsed(), elsewhere, this->clock().now(), {}};
        });
    }

    void setMaximumHeld(qsizetype rows) override { m_most = rows; }

    [[nodiscard]] bool has(const QString &id) const override { return m_store.find(id) != nullptr; }

    void holdRow(const QString &id) override
    {
        ++m_rowHolds[id];
        scheduleRow(id);
    }
    void releaseRow(const QString &id) override
    {
        if (--m_rowHolds[id] == 0)
            m_rowHolds.remove(id);
    }
    [[nodiscard]] FetchedRow fetchedRow(const QString &id) const override
    {
        const Fetched fetched = m_fetched.value(id);
        return {fetched.asOf, fetched.error};
    }

    void refreshRow(const QString &id, std::function<void()> gone) override
    {
        m_client.call(Get{id}).then(this, [this, id, gone = std::move(gone)](Result<T> row) {
            if (row) {
                keep(id);
                m_store.upsert({std::move(*row)});
            } else if (row.error().kind == ErrorKind::NotFound) {
                m_store.remove({id});
                if (gone)
                    gone();
            }
        });
    }

    /// Searches by name or by the other ways of searchWays(); an ID finds that resource.
    void find(const QString &text, const Then &then) override
    {
        const quint64 asked = ++m_searches;
        std::vector<SearchWay<T>> ways = searchWays<T>(text);
        if (ways.empty() || !QUuid::fromString(text).isNull())
            findId(ways.empty() ? text : text.toLower(), then);
        else
            find(text, std::move(ways), 0, asked, then);
    }

    /// The rows in a part of the list.
    struct Part
    {
        QSet<QString> ids;
        bool hasMore = false; ///< the part continues
    };

    /// Fetches a part of the list with the cloud's own filters into the store, where it stays even
    /// if the list is too long to be held. `then` may be null.
    void fetch(const List &list, std::function<void(Result<Part>)> then)
    {
        const auto mark = m_store.mark();
        auto part = std::make_shared<Part>();
        auto see = [this, mark, part](std::vector<T> page) {
            for (const T &row : page) {
                part->ids.insert(idOf(row));
                keep(idOf(row));
            }
            m_store.merge(std::move(page), mark);
        };
        m_client.eachPage(list, see, maximumFetched)
            .then(this, [part, then = std::move(then)](Result<net::Walked> walked) {
                if (!then)
                    return;
                if (!walked) {
                    then(walked.error());
                    return;
                }
                part->hasMore = walked->hasMore;
                then(std::move(*part));
            });
    }

protected:
    void poll(Poller::Done done) override
    {
        auto ended = [this, asked = clock().elapsed(),
                      done = std::move(done)](std::optional<Error> error) {
            // Do not ask a slow service more often than it can answer.
            const auto now = clock().elapsed();
            m_rowsNotBefore =
                std::max(m_rowsNotBefore,
                         now + std::min<std::chrono::milliseconds>(now - asked, longestPause));
            done(std::move(error));
            scheduleRows();
        };
        if (m_store.size() > wholeUpTo() && changesFollow() && canListChanges())
            fetchChanges(m_newest.addSecs(-overlapSeconds), std::move(ended));
        else
            fetchAll(std::move(ended));
    }

    void requireFullList() override { m_fullListRequired = true; }

    void scheduleRows() final
    {
        m_rowsDue.reset();
        ++m_rowsTurn;
        for (const QString &id : std::as_const(m_changing))
            scheduleRow(id);
        for (auto it = m_rowHolds.keyBegin(); it != m_rowHolds.keyEnd(); ++it)
            scheduleRow(*it);
    }

    /// A list of up to this many rows is always fetched completely.
    [[nodiscard]] virtual qsizetype wholeUpTo() const { return onePage; }
    /// Up to this many changing rows are fetched one by one; for more, the list is.
    [[nodiscard]] virtual qsizetype singly() const
    {
        return m_store.size() > largeList ? fewOfLarge : fewRows;
    }
    /// Whether the list is known well enough to fetch only changes.
    [[nodiscard]] bool changesFollow() const
    {
        return m_store.state().loaded && m_newest.isValid() && !m_fullListRequired &&
               clock().elapsed() < m_changesUntil;
    }
    /// Whether this cloud can list changes.
    [[nodiscard]] virtual bool canListChanges() const { return false; }
    /// Fetches what was updated since then, by the cloud's clock.
    virtual void fetchChanges(const QDateTime &, Poller::Done done) { fetchAll(std::move(done)); }

    /// Puts the answer to fetchChanges() into the store.
    void mergeChanges(std::vector<T> rows, quint64 mark)
    {
        noteNewest(rows);
        m_store.merge(std::move(rows), mark);
        m_store.forgetTouched(mark);
    }

    /// The full list. The first time, each page is shown as it arrives; later, the previous list is
    /// shown until the new one is complete.
    void fetchAll(Poller::Done done)
    {
        const bool wanted = std::exchange(m_fullListRequired, false);
        if (m_store.state().hasMore && !m_searched.isEmpty())
            find(m_searched, [](const Result<Found> &) {});
        auto ended = [this, done = std::move(done),
                      asked = clock().elapsed()](std::optional<Error> error) {
            const auto now = clock().elapsed();
            const std::chrono::milliseconds pause = std::max<std::chrono::milliseconds>(
                fullListInterval, fullListPauseFactor * (now - asked));
            m_changesUntil = error ? std::chrono::milliseconds(0) : now + pause;
            if (const QString absence = Tuning<T>::absence();
                error && !absence.isEmpty() &&
                (error->kind == ErrorKind::NotFound || error->kind == ErrorKind::Unsupported)) {
                error->kind = ErrorKind::NoService;
                error->message = absence;
            }
            if (error && error->kind == ErrorKind::NoService)
                m_store.clear(); // rows from an earlier run no longer exist
            if (m_store.size() > largeList)
                m_workers.start(&returnFreeMemory);
            done(std::move(error));
        };
        if (m_store.state().loaded)
            fetchAgain(wanted, std::move(ended));
        else
            fetchFirst(std::move(ended));
    }

    /// Fetches what the service omits from its list, and calls `then` once with it.
    virtual void fetchLeftOut(std::function<void(std::vector<T>)> then) { then({}); }
    /// Whether that must be fetched again; `missing` counts the known rows that are not in the new
    /// list.
    [[nodiscard]] virtual bool needsLeftOut(const std::function<qsizetype()> & /*missing*/) const
    {
        return true;
    }
    /// The IDs that it returned last time.
    [[nodiscard]] virtual QSet<QString> leftOut() const { return {}; }

    void fetchRows(const QStringList &ids, const Poller::Done &done)
    {
        struct Round
        {
            qsizetype left;
            std::optional<Error> error;
        };
        auto round = std::make_shared<Round>(Round{ids.size(), {}});
        for (const QString &id : ids) {
            m_client.call(Get{id}).then(this, [this, id, round, done](Result<T> row) {
                std::optional<Error> error;
                if (row) {
                    keep(id);
                    m_store.upsert({std::move(*row)});
                } else if (row.error().kind == ErrorKind::NotFound) {
                    m_store.remove({id});
                } else {
                    round->error = error = row.error();
                }
                noteFetched(id, error);
                if (--round->left == 0)
                    done(round->error);
            });
        }
    }

    /// The rows worth polling soon; at most `most`. Stuck rows wait for the slow schedule, because
    /// they may stay stuck forever.
    [[nodiscard]] QStringList changingIds(qsizetype most) const
    {
        QStringList ids;
        const QDateTime now = clock().now();
        for (const QString &id : m_changing) {
            if (const Row<T> row = m_store.find(id); row && isChanging(*row, now))
                ids.append(id);
            if (ids.size() == most)
                break;
        }
        return ids;
    }

    [[nodiscard]] Store<T> &store() { return m_store; }
    [[nodiscard]] const Store<T> &store() const { return m_store; }
    [[nodiscard]] net::ApiClient &client() const { return m_client; }
    [[nodiscard]] const QDateTime &newest() const { return m_newest; }

private:
    enum Where { here, elsewhere };
    /// When a row was last fetched alone, and whether by this topic.
    struct Fetched
    {
        std::chrono::milliseconds at{0};
        Where where = here;
        QDateTime asOf{};             ///< of the last answer, UTC; invalid: none
        std::optional<Error> error{}; ///< of the last request
    };

    void noteFetched(const QString &id, const std::optional<Error> &error)
    {
        Fetched &fetched = m_fetched[id];
        fetched.at = clock().elapsed();
        fetched.where = here;
        const bool failedBefore = std::exchange(fetched.error, error).has_value();
        if (m_rowHolds.contains(id) && (error || failedBefore))
            Q_EMIT m_store.stateChanged();
    }

    /// How often a row is fetched alone; nullopt: not at all.
    [[nodiscard]] std::optional<std::chrono::milliseconds> rowInterval(const QString &id) const
    {
        const Row<T> row = m_store.find(id);
        if (!row || !m_store.state().loaded)
            return std::nullopt;
        const bool changing = isChanging(*row, clock().now());
        if (m_rowHolds.contains(id))
            return changing ? shownChanging : this->pace(shownInterval, shownCalm);
        if (!changing || !this->rate() || *this->rate() == RefreshRate::Background)
            return std::nullopt;
        return *this->rate() == RefreshRate::Viewed ? viewedChanging : referencedChanging;
    }

    /// When a row is to be fetched alone; nullopt: not at all.
    [[nodiscard]] std::optional<std::chrono::milliseconds> rowDue(const QString &id) const
    {
        const auto interval = rowInterval(id);
        if (!interval)
            return std::nullopt;
        const auto fetched = m_fetched.constFind(id);
        if (fetched == m_fetched.cend())
            return std::chrono::milliseconds(0);
        return fetched->at +
               (fetched->where == elsewhere ? std::max(*interval, leftToOthers) : *interval);
    }

    /// Schedules the next round of single rows no later than this row is due.
    void scheduleRow(const QString &id)
    {
        const auto due = rowDue(id);
        if (!due || m_rowsRunning || poller().isSuspended() || (m_rowsDue && *m_rowsDue <= *due))
            return;
        m_rowsDue = due;
        const auto now = clock().elapsed();
        clock().after(std::max({*due, m_rowsNotBefore, now}) - now, this,
                      [this, turn = ++m_rowsTurn] {
                          if (turn == m_rowsTurn)
                              fetchDueRows();
                      });
    }

    void fetchDueRows()
    {
        m_rowsDue.reset();
        const auto now = clock().elapsed();
        const auto isDue = [this, now](const QString &id) {
            const auto due = rowDue(id);
            return due && *due <= now;
        };
        QStringList ids;
        std::ranges::copy_if(m_changing, std::back_inserter(ids), [&](const QString &id) {
            return !m_rowHolds.contains(id) && isDue(id);
        });
        if (ids.size() > singly()) {
            for (const QString &id : std::as_const(ids))
                m_fetched[id].at = now;
            ids.clear();
            if (!poller().isFetching() && !m_store.state().error)
                poller().refresh();
        }
        for (auto it = m_rowHolds.keyBegin(); it != m_rowHolds.keyEnd(); ++it) {
            if (isDue(*it))
                ids.append(*it);
        }
        m_fetched.removeIf([this, now](const auto &entry) {
            return entry.value().at + leftToOthers < now && !m_changing.contains(entry.key()) &&
                   !m_rowHolds.contains(entry.key());
        });
        if (ids.isEmpty()) {
            scheduleRows();
            return;
        }
        m_rowsRunning = true;
        fetchRows(ids, [this](const std::optional<Error> &error) {
            m_rowsRunning = false;
            m_rowFailures = error ? m_rowFailures + 1 : 0;
            if (error)
                m_rowsNotBefore = clock().elapsed() +
                                  std::max(error->retryAfter.value_or(std::chrono::milliseconds(0)),
                                           backoffAfter(m_rowFailures));
            scheduleRows();
        });
    }

    /// Keeps a row even if it is not, or no longer, among the newest.
    void keep(const QString &id)
    {
        if (m_store.state().hasMore)
            m_kept.insert(id);
    }

    void findId(const QString &id, const Then &then)
    {
        m_client.call(Get{id}).then(this, [this, id, then](Result<T> row) {
            if (row) {
                keep(id);
                m_store.upsert({std::move(*row)});
                then(Found{.count = 1});
            } else if (row.error().kind == ErrorKind::NotFound) {
                then(Found{});
            } else {
                then(row.error());
            }
        });
    }

    void find(const QString &text, std::vector<SearchWay<T>> ways, std::size_t tried, quint64 asked,
              const Then &then)
    {
        const SearchWay<T> way = ways[tried];
        fetch(way.list, [this, text, ways = std::move(ways), tried, asked, then,
                         way](Result<Part> part) mutable {
            if (!part) {
                if (part.error().kind == ErrorKind::BadRequest && tried + 1 < ways.size())
                    find(text, std::move(ways), tried + 1, asked, then);
                else
                    then(part.error());
                return;
            }
            if (asked == m_searches)
                remember(text, part->ids);
            // IDs are opaque: a text that is part of no name may be one. If it is not, nothing was
            // found.
            if (part->ids.isEmpty() && !text.contains(u' ')) {
                findId(text,
                       [then](const Result<Found> &found) { then(found.ok() ? *found : Found{}); });
                return;
            }
            then(Found{part->ids.size(), part->hasMore, way.exactNames});
        });
    }

    /// What the same search no longer finds is no longer kept.
    void remember(const QString &text, const QSet<QString> &found)
    {
        if (text == m_searched)
            m_kept -= m_foundIds - found;
        m_searched = text;
        m_foundIds = found;
    }

    void noteNewest(const std::vector<T> &rows)
    {
        if constexpr (requires(const T &row) { row.updated; }) {
            for (const T &row : rows)
                m_newest = std::max(m_newest, row.updated);
        }
    }

    void fetchFirst(Poller::Done done)
    {
        const auto mark = m_store.mark();
        auto seen = std::make_shared<QSet<QString>>();
        auto see = [this, mark, seen](std::vector<T> page) {
            noteNewest(page);
            for (const T &row : page)
                seen->insert(idOf(row));
            m_store.merge(std::move(page), mark);
        };
        m_client.eachPage(List{}, see, m_most)
            .then(this, [this, mark, seen, see,
                         done = std::move(done)](Result<net::Walked> walked) {
                if (!walked) {
                    done(walked.error());
                    return;
                }
                setHasMore(walked->hasMore);
                seen->subtract(walked->beyond);
                fetchLeftOut([this, mark, seen, see, done](std::vector<T> more) {
                    std::erase_if(more, [&](const T &row) { return seen->contains(idOf(row)); });
                    see(std::move(more));
                    removeOthers(seen, mark, done);
                });
            });
    }

    /// Removes rows that were known before and are no longer in the list.
    void removeOthers(const std::shared_ptr<QSet<QString>> &seen, quint64 mark,
                      const Poller::Done &done)
    {
        if (m_store.size() <= seen->size()) { // each page was merged, so there are no others
            m_store.forgetTouched(mark);
            done({});
            return;
        }
        m_workers.start([this, seen, rows = m_store.rows(), mark, done] {
            QStringList others;
            for (const Row<T> &row : rows) {
                if (!seen->contains(idOf(*row)))
                    others.append(idOf(*row));
            }
            QMetaObject::invokeMethod(
                this,
                [this, others, mark, done]() mutable {
                    const QSet<QString> stay = m_store.touchedAfter(mark) + m_kept;
                    others.removeIf([&stay](const QString &id) { return stay.contains(id); });
                    m_store.remove(others);
                    m_store.forgetTouched(mark);
                    done({});
                },
                Qt::QueuedConnection);
        });
    }

    /// `wanted`: requested by the user; must not be answered from a stale list.
    void fetchAgain(bool wanted, Poller::Done done)
    {
        const auto mark = m_store.mark();
        auto all = std::make_shared<std::vector<T>>();
        auto see = [all](std::vector<T> page) {
            all->insert(all->end(), std::make_move_iterator(page.begin()),
                        std::make_move_iterator(page.end()));
        };
        m_client.eachPage(List{}, see, m_most)
            .then(this, [this, wanted, mark, all, see,
                         done = std::move(done)](Result<net::Walked> walked) {
                if (!walked) {
                    done(walked.error());
                    return;
                }
                setHasMore(walked->hasMore);
                if (!walked->beyond.isEmpty())
                    std::erase_if(*all,
                                  [&](const T &row) { return walked->beyond.contains(idOf(row)); });
                const auto missing = [this, all] {
                    return m_store.size() - std::ranges::count_if(*all, [this](const T &row) {
                               return m_store.find(idOf(row)) != nullptr;
                           });
                };
                if (!wanted && !needsLeftOut(missing)) {
                    noteNewest(*all);
                    replace(std::move(*all), mark, done, leftOut());
                    return;
                }
                fetchLeftOut([this, mark, done, all, see](std::vector<T> more) {
                    QSet<QString> known;
                    for (const T &row : more)
                        known.insert(idOf(row));
                    if (!known.isEmpty()) {
                        for (const T &row : *all)
                            known.remove(idOf(row));
                    }
                    std::erase_if(more, [&](const T &row) { return !known.contains(idOf(row)); });
                    see(std::move(more));
                    noteNewest(*all);
                    replace(std::move(*all), mark, done);
                });
            });
    }

    void setHasMore(bool hasMore)
    {
        if (!hasMore)
            m_kept.clear();
        LoadState state = m_store.state();
        state.hasMore = hasMore;
        m_store.setState(std::move(state));
    }

    /// `others` also exist, unchanged.
    void replace(std::vector<T> rows, quint64 mark, const Poller::Done &done,
                 const QSet<QString> &others = {})
    {
        // Listed rows are as current as the list; the other rows are kept.
        QSet<QString> stay = m_kept + others;
        if (!stay.isEmpty()) {
            for (const T &row : rows)
                stay.remove(idOf(row));
        }
        stay += m_store.touchedAfter(mark);
        if (static_cast<qsizetype>(rows.size()) + m_store.size() < largeList) {
            m_store.apply(difference(m_store.rows(), std::move(rows), stay), mark);
            done({});
            return;
        }
        auto shared = std::make_shared<std::vector<T>>(std::move(rows));
        m_workers.start(
            [this, shared, before = m_store.rows(), stay = std::move(stay), mark, done] {
                auto result =
                    std::make_shared<Difference<T>>(difference(before, std::move(*shared), stay));
                QMetaObject::invokeMethod(
                    this, [this, result, mark, done] { put(*result, mark, done); },
                    Qt::QueuedConnection);
            });
    }

    void put(Difference<T> &result, quint64 mark, const Poller::Done &done)
    {
        auto before = result.before;
        m_store.apply(std::move(result), mark);
        // Destroying a large number of rows takes as long as comparing them.
        m_workers.start([before = std::move(before)]() mutable { before.clear(); });
        done({});
    }

    void follow(const Delta &delta)
    {
        for (const QString &id : delta.removed)
            m_changing.remove(id);
        const auto now = clock().elapsed();
        for (const QStringList *ids : {&delta.added, &delta.changed}) {
            for (const QString &id : *ids) {
                const Row<T> row = m_store.find(id);
                const bool changing = row && transitional(*row);
                if (changing)
                    m_changing.insert(id);
                else
                    m_changing.remove(id);
                if (changing || m_rowHolds.contains(id)) {
                    const auto fetched = m_fetched.constFind(id);
                    if (fetched == m_fetched.cend() || fetched->at + leftToOthers < now)
                        m_fetched.insert(id, {now, here});
                    scheduleRow(id);
                }
            }
        }
    }

    Store<T> &m_store;
    net::ApiClient &m_client;
    QThreadPool &m_workers;
    qsizetype m_most = maximumHeld;
    QString m_searched; ///< the last search
    QSet<QString> m_foundIds;
    quint64 m_searches = 0;
    QSet<QString> m_kept;     ///< rows of a partly held list that stay although they are not listed
    QSet<QString> m_changing; ///< in a transitional state, including stuck ones
    QDateTime m_newest; ///< the newest `updated`, by the cloud's clock, because the local one may
                        ///< be wrong
    bool m_fullListRequired = false;             ///< requireFullList() was called
    std::chrono::milliseconds m_changesUntil{0}; ///< fetch the full list after this time
    QHash<QString, int> m_rowHolds;              ///< rows whose pages are shown
    QHash<QString, Fetched> m_fetched; ///< of changing and held rows, and for a moment of others
    std::optional<std::chrono::milliseconds> m_rowsDue; ///< when fetchDueRows() runs
    std::chrono::milliseconds m_rowsNotBefore{0};
    bool m_rowsRunning = false;
    int m_rowFailures = 0;
    quint64 m_rowsTurn = 0; ///< identifies the clock's callback that is still valid
};

} // namespace oriel::store
