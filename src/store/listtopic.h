#pragma once

#include "net/apiclient.h"
#include "store/poller.h"
#include "store/store.h"
#include "store/transitional.h"

#include <QtCore/QThreadPool>

#include <memory>
#include <utility>

namespace oriel::store {

/// What is large is compared in a worker, so that the GUI thread never waits for it.
inline constexpr qsizetype largeList = 2000;
/// In a large list, up to so many rows that are changing are asked for one by one instead of the
/// whole list.
inline constexpr qsizetype fewRows = 16;
/// But the whole list at least this often.
inline constexpr std::chrono::minutes wholeListEvery{1};

/// Asks for one list of the cloud and puts it into its store. T is the row, List its paged
/// endpoint, Get the endpoint of one row (void: there is none). Shared by all views through the
/// Poller. GUI thread; the comparison of large lists runs in a worker.
template <typename T, typename List, typename Get>
class ListTopic : public QObject
{
public:
    ListTopic(Store<T> &store, net::ApiClient &client, Clock &clock, QThreadPool &workers,
              QObject *parent)
        : QObject(parent)
        , m_store(store)
        , m_client(client)
        , m_clock(clock)
        , m_workers(workers)
        , m_poller(
              store, clock, [this](Poller::Done done) { ask(std::move(done)); },
              [this] { return !underWayIds(1).isEmpty(); }, this)
    {
        connect(&store, &StoreBase::changed, this, [this](const Delta &delta) { follow(delta); });
    }

    [[nodiscard]] Poller &poller() { return m_poller; }

protected:
    /// The whole list.
    virtual void ask(Poller::Done done)
    {
        if constexpr (!std::is_void_v<Get>) {
            const QStringList ids = underWayIds(fewRows + 1);
            const bool few = !ids.isEmpty() && ids.size() <= fewRows;
            if (few && m_store.size() > largeList && m_clock.elapsed() < m_wholeListUntil) {
                askRows(ids, done);
                return;
            }
        }
        askWhole(List{}, std::move(done));
    }

    void askWhole(List list, Poller::Done done)
    {
        const auto mark = m_store.mark();
        std::function<void(const std::vector<T> &)> onPage;
        // The first time, a person sees each page as it comes; later, the list as it was until all
        // is there.
        if (!m_store.state().loaded)
            onPage = [this, mark](const std::vector<T> &page) {
                m_store.merge(page, mark);
            };
        m_client.all(std::move(list), std::move(onPage))
            .then(this, [this, mark, done = std::move(done)](Result<std::vector<T>> rows) {
                if (!rows) {
                    done(rows.error());
                    return;
                }
                addMore(std::move(*rows), [this, mark, done](std::vector<T> all) {
                    m_wholeListUntil = m_clock.elapsed() + wholeListEvery;
                    replace(std::move(all), mark, done);
                });
            });
    }

    /// For what the service leaves out of its list and has to be asked for apart: calls `then` once,
    /// with `rows` and that.
    virtual void addMore(std::vector<T> rows, std::function<void(std::vector<T>)> then)
    {
        then(std::move(rows));
    }

    [[nodiscard]] Store<T> &store() { return m_store; }
    [[nodiscard]] net::ApiClient &client() { return m_client; }
    [[nodiscard]] Clock &clock() { return m_clock; }

private:
    void replace(std::vector<T> rows, quint64 mark, const Poller::Done &done)
    {
        if (static_cast<qsizetype>(rows.size()) + m_store.size() < largeList) {
            m_store.replaceAll(std::move(rows), mark);
            done({});
            return;
        }
        auto shared = std::make_shared<std::vector<T>>(std::move(rows));
        m_workers.start(
            [this, shared, before = m_store.rows(), keep = m_store.touchedSince(mark), mark, done] {
                auto result =
                    std::make_shared<Difference<T>>(difference(before, std::move(*shared), keep));
                QMetaObject::invokeMethod(
                    this, [this, result, mark, done] { put(*result, mark, done); },
                    Qt::QueuedConnection);
            });
    }

    void put(Difference<T> &result, quint64 mark, const Poller::Done &done)
    {
        auto before = result.before;
        m_store.apply(std::move(result), mark);
        // To destroy very many rows takes as long as to compare them.
        m_workers.start([before = std::move(before)]() mutable { before.clear(); });
        done({});
    }

    void askRows(const QStringList &ids, const Poller::Done &done)
    {
        if constexpr (!std::is_void_v<Get>) {
            struct Round
            {
                qsizetype left;
                std::optional<Error> error;
            };
            auto round = std::make_shared<Round>(Round{ids.size(), {}});
            for (const QString &id : ids) {
                m_client.call(Get{id}).then(this, [this, id, round, done](Result<T> row) {
                    if (row)
                        m_store.upsert({std::move(*row)});
                    else if (row.error().kind == ErrorKind::NotFound)
                        m_store.remove({id});
                    else
                        round->error = row.error();
                    if (--round->left == 0)
                        done(round->error);
                });
            }
        }
    }

    /// The rows that are worth asking for soon; `most` are enough. One that is stuck in the middle
    /// waits for the quiet schedule: it may stay so for ever.
    [[nodiscard]] QStringList underWayIds(qsizetype most) const
    {
        QStringList ids;
        const QDateTime now = m_clock.now();
        for (const QString &id : m_changing) {
            if (const Row<T> row = m_store.find(id); row && underWay(*row, now))
                ids.append(id);
            if (ids.size() == most)
                break;
        }
        return ids;
    }

    void follow(const Delta &delta)
    {
        for (const QString &id : delta.removed)
            m_changing.remove(id);
        for (const QStringList *ids : {&delta.added, &delta.changed}) {
            for (const QString &id : *ids) {
                if (const Row<T> row = m_store.find(id); row && transitional(*row))
                    m_changing.insert(id);
                else
                    m_changing.remove(id);
            }
        }
        // What an operation learned about a row can mean that it must be followed now.
        m_poller.reconsider();
    }

    Store<T> &m_store;
    net::ApiClient &m_client;
    Clock &m_clock;
    QThreadPool &m_workers;
    QSet<QString> m_changing; ///< in a transitional state, the stuck ones too
    std::chrono::milliseconds m_wholeListUntil{0};
    Poller m_poller;
};

} // namespace oriel::store
