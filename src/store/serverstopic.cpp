#include "store/serverstopic.h"

using namespace Qt::StringLiterals;

namespace oriel::store {

using namespace std::chrono_literals;

namespace {

/// The whole list at least this often, in case a change was missed.
constexpr auto wholeServersEvery = 5min;
/// Windows overlap, because a row can become visible a little after the time that it carries.
constexpr qint64 overlapSeconds = 10;

} // namespace

void ServersTopic::ask(Poller::Done done)
{
    if (store().state().loaded && m_newest.isValid() && clock().elapsed() < m_wholeUntil) {
        askSince(m_newest.addSecs(-overlapSeconds), std::move(done));
        return;
    }
    m_wholeUntil = clock().elapsed() + wholeServersEvery;
    askWhole({}, [this, done = std::move(done)](std::optional<Error> error) {
        if (error) {
            m_wholeUntil = 0ms;
        } else {
            for (const auto &server : store().rows())
                m_newest = std::max(m_newest, server->updated);
        }
        done(std::move(error));
    });
}

void ServersTopic::askSince(const QDateTime &since, Poller::Done done)
{
    openstack::ListServers list;
    list.changesSince = since;
    const auto mark = store().mark();
    client().all(list).then(
        this, [this, mark, done = std::move(done)](Result<std::vector<openstack::Server>> rows) {
            if (!rows) {
                done(rows.error());
                return;
            }
            QStringList deleted;
            std::vector<openstack::Server> alive;
            for (openstack::Server &server : *rows) {
                m_newest = std::max(m_newest, server.updated);
                if (server.status == "DELETED"_L1 || server.status == "SOFT_DELETED"_L1)
                    deleted.append(server.id);
                else
                    alive.push_back(std::move(server));
            }
            store().merge(std::move(alive), mark);
            if (!deleted.isEmpty())
                store().remove(deleted);
            store().settle(mark);
            done({});
        });
}

} // namespace oriel::store
