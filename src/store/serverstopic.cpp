#include "store/serverstopic.h"

using namespace Qt::StringLiterals;

namespace oriel::store {

void ServersTopic::fetchChanges(const QDateTime &since, Poller::Done done)
{
    List list;
    list.changesSince = since;
    const auto mark = store().mark();
    client().all(list).then(this, [this, mark, done = std::move(done)](
                                      Result<std::vector<openstack::Server>> rows) {
        if (!rows) {
            done(rows.error());
            return;
        }
        QStringList deleted;
        std::erase_if(*rows, [&deleted](const openstack::Server &server) {
            const bool gone = server.status == "DELETED"_L1 || server.status == "SOFT_DELETED"_L1;
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

} // namespace oriel::store
