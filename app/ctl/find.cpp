#include "app/ctl/find.h"

#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/server.h"
#include "openstack/compute/servergroup.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct FindWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Find)
};

Error noneOrMany(const QString &kind, const QString &nameOrId, const QStringList &ids)
{
    Error error;
    error.kind = ids.isEmpty() ? ErrorKind::NotFound : ErrorKind::Conflict;
    error.message =
        ids.isEmpty() ? FindWords::tr("No %1 with a name or ID of “%2” exists.").arg(kind, nameOrId)
                      : FindWords::tr("More than one %1 has the name “%2”. Use an ID: %3.")
                            .arg(kind, nameOrId, ids.join(", "_L1));
    return error;
}

/// The differences between the services.
template <typename Get, typename List>
struct Finder
{
    QString kind;
    Get get;
    List list;
};

template <typename Get, typename List>
void findOne(net::ApiClient &client, Finder<Get, List> finder, const QString &nameOrId,
             QObject *context, std::function<void(Result<typename Get::Value>)> then)
{
    using T = typename Get::Value;
    const auto byName = [&client, finder, nameOrId, context, then] {
        client.all(finder.list)
            .then(context, [finder, nameOrId, then](Result<std::vector<T>> result) {
                if (!result.ok()) {
                    then(result.error());
                    return;
                }
                QStringList ids;
                const T *found = nullptr;
                for (const T &item : *result) {
                    if (item.name != nameOrId)
                        continue; // services may filter by a pattern, or ignore case
                    ids.append(openstack::idOf(item));
                    found = &item;
                }
                if (ids.size() == 1)
                    then(*found);
                else
                    then(noneOrMany(finder.kind, nameOrId, ids));
            });
    };
    // IDs and names cannot be distinguished: try the ID first, as `openstack` does. IDs are shorter
    // than names can be, and "." and ".." cannot be path segments.
    constexpr qsizetype longestId = 255;
    if (nameOrId.isEmpty() || nameOrId == u"."_s || nameOrId == u".."_s ||
        nameOrId.size() > longestId) {
        byName();
        return;
    }
    client.call(finder.get).then(context, [byName, nameOrId, then](Result<T> result) {
        // Some services refuse an invalid ID instead of answering 404, and a strange ID can request
        // something else, such as a list.
        const bool found =
            result.ok() && openstack::idOf(*result).compare(nameOrId, Qt::CaseInsensitive) == 0;
        const bool none = result.ok() ? !found
                                      : result.error().kind == ErrorKind::NotFound ||
                                            result.error().kind == ErrorKind::BadRequest;
        if (none)
            byName();
        else
            then(std::move(result));
    });
}

/// Rules have no names.
void findRule(Connection &connection, const QString &id, QObject *context,
              const std::function<void(Result<operations::Subject>)> &then)
{
    const openstack::List<openstack::SecurityGroupRule> list{.filters = {{u"id"_s, id}}};
    connection.client().all(list).then(context, [&connection, id, then](auto result) {
        if (!result.ok()) {
            then(result.error());
            return;
        }
        if (result->size() != 1) {
            then(noneOrMany(FindWords::tr("security group rule"), id, {}));
            return;
        }
        connection.stores().of<openstack::SecurityGroupRule>().upsert({result->front()});
        then(operations::Subject{Kind::SecurityGroupRule, result->front().id, {}});
    });
}

} // namespace

void findFloatingIp(Connection &connection, const QString &addressOrId, QObject *context,
                    const std::function<void(Result<operations::Subject>)> &then)
{
    const bool address = addressOrId.contains(u'.') || addressOrId.contains(u':');
    const openstack::List<openstack::FloatingIp> list{
        .filters = {{address ? u"floating_ip_address"_s : u"id"_s, addressOrId}}};
    connection.client().all(list).then(context, [&connection, addressOrId, then](auto result) {
        if (!result.ok()) {
            then(result.error());
            return;
        }
        if (result->size() != 1) {
            then(noneOrMany(FindWords::tr("floating IP"), addressOrId, {}));
            return;
        }
        const openstack::FloatingIp &found = result->front();
        connection.stores().of<openstack::FloatingIp>().upsert({found});
        then(operations::Subject{Kind::FloatingIp, found.id, found.address});
    });
}

void findPort(net::ApiClient &client, const QString &nameOrId, QObject *context,
              std::function<void(Result<openstack::Port>)> then)
{
    openstack::List<openstack::Port> list;
    list.filters.insert(u"name"_s, nameOrId);
    findOne(client,
            Finder<openstack::Get<openstack::Port>, openstack::List<openstack::Port>>{
                FindWords::tr("port"), {nameOrId}, list},
            nameOrId, context, std::move(then));
}

void findSecurityGroup(net::ApiClient &client, const QString &nameOrId, QObject *context,
                       std::function<void(Result<openstack::SecurityGroup>)> then)
{
    openstack::List<openstack::SecurityGroup> list;
    list.filters.insert(u"name"_s, nameOrId);
    findOne(
        client,
        Finder<openstack::Get<openstack::SecurityGroup>, openstack::List<openstack::SecurityGroup>>{
            FindWords::tr("security group"), {nameOrId}, list},
        nameOrId, context, std::move(then));
}

void findServer(net::ApiClient &client, const QString &nameOrId, QObject *context,
                std::function<void(Result<openstack::Server>)> then)
{
    openstack::List<openstack::Server> list;
    list.filters.insert(u"name"_s, openstack::serverNameFilter(nameOrId));
    findOne(client,
            Finder<openstack::Get<openstack::Server>, openstack::List<openstack::Server>>{
                //: Inserted as %1 into "There is no %1 with the name or ID …".
                FindWords::tr("server"),
                {nameOrId},
                list},
            nameOrId, context, std::move(then));
}

void findImage(net::ApiClient &client, const QString &nameOrId, QObject *context,
               std::function<void(Result<openstack::Image>)> then)
{
    openstack::List<openstack::Image> list;
    list.filters.insert(u"name"_s, nameOrId);
    findOne(client,
            Finder<openstack::Get<openstack::Image>, openstack::List<openstack::Image>>{
                //: Inserted like "server".
                FindWords::tr("image"),
                {nameOrId},
                list},
            nameOrId, context, std::move(then));
}

void findBackup(net::ApiClient &client, const QString &nameOrId, QObject *context,
                std::function<void(Result<openstack::Backup>)> then)
{
    openstack::List<openstack::Backup> list;
    list.filters.insert(u"name"_s, nameOrId);
    findOne(client,
            Finder<openstack::Get<openstack::Backup>, openstack::List<openstack::Backup>>{
                //: Inserted like "server".
                FindWords::tr("backup"),
                {nameOrId},
                list},
            nameOrId, context, std::move(then));
}

void findVolumeSnapshot(net::ApiClient &client, const QString &nameOrId, QObject *context,
                        std::function<void(Result<openstack::VolumeSnapshot>)> then)
{
    openstack::List<openstack::VolumeSnapshot> list;
    list.filters.insert(u"name"_s, nameOrId);
    findOne(client,
            Finder<openstack::Get<openstack::VolumeSnapshot>,
                   openstack::List<openstack::VolumeSnapshot>>{//: Inserted like "server".
                                                               FindWords::tr("volume snapshot"),
                                                               {nameOrId},
                                                               list},
            nameOrId, context, std::move(then));
}

void findVolumeTransfer(net::ApiClient &client, const QString &nameOrId, QObject *context,
                        std::function<void(Result<openstack::VolumeTransfer>)> then)
{
    using openstack::VolumeTransfer;
    findOne(client,
            Finder<openstack::Get<VolumeTransfer>, openstack::List<VolumeTransfer>>{
                //: Inserted like "server".
                FindWords::tr("volume transfer request"),
                {nameOrId},
                {}},
            nameOrId, context, std::move(then));
}

void findVolume(net::ApiClient &client, const QString &nameOrId, QObject *context,
                std::function<void(Result<openstack::Volume>)> then)
{
    openstack::List<openstack::Volume> list;
    list.filters.insert(u"name"_s, nameOrId);
    findOne(client,
            Finder<openstack::Get<openstack::Volume>, openstack::List<openstack::Volume>>{
                //: Inserted like "server".
                FindWords::tr("volume"),
                {nameOrId},
                list},
            nameOrId, context, std::move(then));
}

void findVolumeGroup(net::ApiClient &client, const QString &nameOrId, QObject *context,
                     std::function<void(Result<openstack::VolumeGroup>)> then)
{
    findOne(client,
            Finder<openstack::Get<openstack::VolumeGroup>, openstack::List<openstack::VolumeGroup>>{
                //: Inserted like "server".
                FindWords::tr("volume group"),
                {nameOrId},
                {}},
            nameOrId, context, std::move(then));
}

void findGroupSnapshot(net::ApiClient &client, const QString &nameOrId, QObject *context,
                       std::function<void(Result<openstack::GroupSnapshot>)> then)
{
    findOne(client,
            Finder<openstack::Get<openstack::GroupSnapshot>,
                   openstack::List<openstack::GroupSnapshot>>{//: Inserted like "server".
                                                              FindWords::tr("group snapshot"),
                                                              {nameOrId},
                                                              {}},
            nameOrId, context, std::move(then));
}

void findKeyPair(net::ApiClient &client, const QString &name, QObject *context,
                 std::function<void(Result<openstack::KeyPair>)> then)
{
    findOne(client,
            Finder<openstack::Get<openstack::KeyPair>, openstack::List<openstack::KeyPair>>{
                FindWords::tr("key pair"), {name}, {}},
            name, context, std::move(then));
}

void findServerGroup(net::ApiClient &client, const QString &nameOrId, QObject *context,
                     std::function<void(Result<openstack::ServerGroup>)> then)
{
    findOne(client,
            Finder<openstack::Get<openstack::ServerGroup>, openstack::List<openstack::ServerGroup>>{
                FindWords::tr("server group"), {nameOrId}, {}},
            nameOrId, context, std::move(then));
}

void findFlavor(net::ApiClient &client, const QString &nameOrId, QObject *context,
                std::function<void(Result<openstack::Flavor>)> then)
{
    openstack::List<openstack::Flavor> list;
    list.filters.insert(u"is_public"_s, u"None"_s);
    findOne(client,
            Finder<openstack::Get<openstack::Flavor>, openstack::List<openstack::Flavor>>{
                //: Inserted like "server".
                FindWords::tr("flavor"),
                {nameOrId},
                list},
            nameOrId, context, std::move(then));
}

void findSubject(Connection &connection, openstack::Kind kind, const QString &nameOrId,
                 QObject *context,
                 // NOLINTNEXTLINE(performance-unnecessary-value-param)
                 std::function<void(Result<operations::Subject>)> then)
{
    using openstack::Kind;
    store::CloudStores &stores = connection.stores();
    const auto into = [kind, then](auto &store) {
        return [kind, then, &store](auto row) {
            if (!row.ok()) {
                then(row.error());
                return;
            }
            store.upsert({*row});
            then(operations::Subject{kind, openstack::idOf(*row), row->name});
        };
    };
    switch (kind) {
    case Kind::Server:
        findServer(connection.client(), nameOrId, context, into(stores.servers));
        return;
    case Kind::Image:
        findImage(connection.client(), nameOrId, context, into(stores.images));
        return;
    case Kind::Volume:
        findVolume(connection.client(), nameOrId, context, into(stores.volumes));
        return;
    case Kind::VolumeSnapshot:
        findVolumeSnapshot(connection.client(), nameOrId, context, into(stores.volumeSnapshots));
        return;
    case Kind::Backup:
        findBackup(connection.client(), nameOrId, context, into(stores.of<openstack::Backup>()));
        return;
    case Kind::VolumeGroup:
        findVolumeGroup(connection.client(), nameOrId, context,
                        into(stores.of<openstack::VolumeGroup>()));
        return;
    case Kind::GroupSnapshot:
        findGroupSnapshot(connection.client(), nameOrId, context,
                          into(stores.of<openstack::GroupSnapshot>()));
        return;
    case Kind::KeyPair:
        findKeyPair(connection.client(), nameOrId, context, into(stores.of<openstack::KeyPair>()));
        return;
    case Kind::ServerGroup:
        findServerGroup(connection.client(), nameOrId, context,
                        into(stores.of<openstack::ServerGroup>()));
        return;
    case Kind::SnapshotSet:
        findSnapshotSet(connection, nameOrId, context, then);
        return;
    case Kind::FloatingIp:
        findFloatingIp(connection, nameOrId, context, then);
        return;
    case Kind::Port:
        findPort(connection.client(), nameOrId, context, into(stores.of<openstack::Port>()));
        return;
    case Kind::SecurityGroup:
        findSecurityGroup(connection.client(), nameOrId, context,
                          into(stores.of<openstack::SecurityGroup>()));
        return;
    case Kind::SecurityGroupRule:
        findRule(connection, nameOrId, context, then);
        return;
    default:
        break;
    }
    Error error;
    error.kind = ErrorKind::Unsupported;
    error.message = FindWords::tr("orielctl cannot find this by its name.");
    then(error);
}

} // namespace oriel::ctl
