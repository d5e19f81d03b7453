#pragma once

#include "base/literals.h"
#include "store/cloudstores.h"
#include "support/netfixture.h"

namespace oriel::test {

/// Stores that are not polled: tests insert the rows.
struct ModelFixture
{
    NetFixture net;
    store::CloudStores stores{*net.client, net.clock};
};

/// A server with the fields that lists need; `number` determines its ID and name.
inline openstack::Server makeServer(int number, const QString &status = u"ACTIVE"_s)
{
    openstack::Server server;
    server.id = u"server-%1"_s.arg(number, 6, 10, QLatin1Char('0'));
    server.name = u"web-%1"_s.arg(number);
    server.status = status;
    server.flavor.name = u"m1.small"_s;
    server.created = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC).addSecs(number);
    return server;
}

inline store::LoadState loadedAt(const QDateTime &when)
{
    store::LoadState state;
    state.loaded = true;
    state.asOf = when;
    return state;
}

} // namespace oriel::test
