#include "store/serverstopic.h"

using namespace Qt::StringLiterals;

namespace oriel::store {

void ServersTopic::fetchChanges(const QDateTime &since, Poller::Done done)
{
    List list;
    list.changesSince = since;
    const auto mark = store().mark();
    client().all(list).then(
        this, [this, mark, done = std::move(done)](Result<std::vector<openstack::Server>> rows) {
            if (!rows) {
                done(rows.error());
                return;
            }
            QStringList deleted;
            std::erase_if(*rows, [&deleted](const openstack::Server &server) {
                const bool gone = server.status == "DELETED"_L1;
                if (gone)
                    deleted.append(server.id);
                return gone;
            });
            if (!deleted.isEmpty())
                store().remove(deleted);
            mergeChanges(std::move(*rows), mark);
            done({});
        });
}

void ServersTopic::fetchLeftOut(std::function<void(std::vector<openstack::Server>)> then)
{
    QStringList ids;
    for (const auto &server : store().rows()) {
        if (server->status == "SOFT_DELETED"_L1)
            ids.append(server->id);
    }
    m_restorable.clear();
    if (ids.isEmpty()) {
        then({});
        return;
    }
    struct Round
    {
        qsizetype left;
        std::vector<openstack::Server> found{};
    };
    auto round = std::make_shared<Round>(Round{ids.size()});
    for (const QString &id : std::as_const(ids)) {
        client().call(Get{id}).then(this, [this, round, then](Result<openstack::Server> row) {
            if (row) {
                m_restorable.insert(row->id);
                round->found.push_back(std::move(*row));
            }
            if (--round->left == 0)
                then(std::move(round->found));
        });
    }
}

} // namespace oriel::store
