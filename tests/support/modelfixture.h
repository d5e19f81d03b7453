#pragma once

#include "store/cloudstores.h"
#include "support/netfixture.h"

namespace oriel::test {

/// Stores that nothing polls: tests put the rows in themselves.
struct ModelFixture
{
    NetFixture net;
    store::CloudStores stores{*net.client, net.clock};
};

/// A server with what lists need; `number` makes its id and name.
inline openstack::Server makeServer(int number, const QString &status = QStringLiteral("ACTIVE"))
{
    openstack::Server server;
    server.id = QStringLiteral("server-%1").arg(number, 6, 10, QLatin1Char('0'));
    server.name = QStringLiteral("web-%1").arg(number);
    server.status = status;
    server.flavor.name = QStringLiteral("m1.small");
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
