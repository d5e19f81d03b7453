#include "net/apiclient.h"
#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/groupsnapshot.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumechanges.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/blockstorage/volumetransfer.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/rebuildserver.h"
#include "openstack/compute/serverchanges.h"
#include "openstack/compute/servergroup.h"
#include "openstack/compute/serverinterface.h"
#include "openstack/compute/sshkey.h"
#include "openstack/compute/volumeattachment.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/actions/actions.h"
#include "operations/actions/requests.h"
#include "operations/journal/journal.h"
#include "operations/journal/journalcodec.h"
#include "operations/resume/resume.h"
#include "operations/rollback/rollbackplan.h"
#include "support/democloudfixture.h"

#include <QtCore/QJsonArray>
#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;
using demo::FaultRule;
using test::DemoCloudFixture;

namespace {

/// What can go wrong, or not.
enum class Fault {
    None,
    Refused,
    LostAndDone,
    LostAndNotDone,
    BadGateway,
    Unavailable,
    GatewayTimeout,
    CutBody,
    WebPage,
    KilledBeforeItArrived,
    KilledAfterItArrived,
    ServiceGoneForAMinute,
    DoneByOthers,
};

struct FaultCase
{
    Fault fault;
    const char *name;
    Outcome outcome; ///< unless the scenario says otherwise
    bool done;       ///< whether the cloud has done it in the end
};

constexpr std::array faults{
    FaultCase{Fault::None, "done", Outcome::Succeeded, true},
    FaultCase{Fault::Refused, "refused", Outcome::Failed, false},
    FaultCase{Fault::LostAndDone, "answer lost, done", Outcome::Succeeded, true},
    FaultCase{Fault::LostAndNotDone, "answer lost, not done", Outcome::Unclear, false},
    FaultCase{Fault::BadGateway, "502", Outcome::Unclear, false},
    FaultCase{Fault::Unavailable, "503", Outcome::Unclear, false},
    FaultCase{Fault::GatewayTimeout, "504", Outcome::Unclear, false},
    FaultCase{Fault::CutBody, "cut body", Outcome::Succeeded, true},
    FaultCase{Fault::WebPage, "a web page", Outcome::Unclear, false},
    FaultCase{Fault::KilledBeforeItArrived, "killed after the intent", Outcome::Failed, false},
    FaultCase{Fault::KilledAfterItArrived, "killed after it was sent", Outcome::Succeeded, true},
    FaultCase{Fault::ServiceGoneForAMinute, "service gone for a minute", Outcome::Succeeded, true},
    FaultCase{Fault::DoneByOthers, "done by somebody else", Outcome::Succeeded, true},
};

/// One action on the demo cloud.
struct Scenario
{
    std::function<std::unique_ptr<ActionOperation>(DemoCloudFixture &)> begin;
    QByteArray method;
    QRegularExpression path; ///< of the request that changes something
    std::function<bool(DemoCloudFixture &, const ActionOperation &)> isDone;
    /// Does the same as another user.
    std::function<void(DemoCloudFixture &, const ActionOperation &)> others;
    QHash<Fault, Outcome> otherwise = {};
    /// How often it may be sent: more than once only if that is once.
    int sends = 1;
    QString user = u"demo"_s; ///< its password is the same
    int newestBlockStorage = 70;
};

const QRegularExpression serverPath(u"/servers/[^/]+/action$"_s); // NOLINT(cert-err58-cpp)

/// An action on an instance that brings it into a status.
Scenario server(const QString &name, const QString &key, const QString &request,
                std::function<bool(const openstack::Server &)> isDone)
{
    Scenario scenario;
    scenario.begin = [name, key](DemoCloudFixture &fixture) {
        const auto row = fixture.server(name);
        return actOn(fixture.context(), key, {Kind::Server, row.id, row.name},
                     {{u"name"_s, u"renamed"_s}, {u"reason"_s, u"for a test"_s}});
    };
    scenario.method = "POST";
    scenario.path = serverPath;
    scenario.isDone = [isDone](DemoCloudFixture &fixture, const ActionOperation &operation) {
        return isDone(fixture.get(openstack::Get<openstack::Server>{operation.target().id}));
    };
    scenario.others = [request](DemoCloudFixture &fixture, const ActionOperation &operation) {
        fixture.get(openstack::ActOnServer{operation.target().id, request});
        fixture.pump([&] {
            return fixture.get(openstack::Get<openstack::Server>{operation.target().id})
                .taskState.isEmpty();
        });
    };
    return scenario;
}

auto is(const QString &status)
{
    return [status](const openstack::Server &row) {
        return row.status == status && row.taskState.isEmpty();
    };
}

/// The cloud tells reboots apart by its record of them only.
Scenario reboot(const QString &key)
{
    Scenario scenario = server(u"web-1"_s, key, {}, {});
    scenario.isDone = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
        const auto actions = fixture.get(openstack::ListInstanceActions{operation.target().id});
        return std::ranges::any_of(actions,
                                   [](const auto &one) { return one.action == "reboot"_L1; });
    };
    const bool hard = key.startsWith(u"hard"_s);
    scenario.others = [hard](DemoCloudFixture &fixture, const ActionOperation &operation) {
        fixture.get(openstack::RebootServer{operation.target().id, hard});
        fixture.pump([&] {
            return fixture.get(openstack::Get<openstack::Server>{operation.target().id})
                .taskState.isEmpty();
        });
    };
    return scenario;
}

/// Keeps deleted instances for a while, and the hosts of shelved ones.
demo::DemoOptions keepingAll()
{
    demo::DemoOptions options;
    options.reclaim = std::chrono::hours(24);
    options.offload = std::chrono::hours(24);
    return options;
}

/// An action on a deleted instance that the cloud still keeps.
Scenario deletedServer(const QString &key, const QString &request)
{
    Scenario scenario = server(u"web-1"_s, key, request, is(u"ACTIVE"_s));
    scenario.begin = [key](DemoCloudFixture &fixture) {
        openstack::Server row = fixture.server(u"web-1"_s);
        fixture.get(openstack::Delete<openstack::Server>{row.id});
        fixture.pump([&] {
            row = fixture.get(openstack::Get<openstack::Server>{row.id});
            return row.status == "SOFT_DELETED"_L1 && row.taskState.isEmpty();
        });
        fixture.stores->servers.upsert({row});
        return actOn(fixture.context(), key, {Kind::Server, row.id, row.name});
    };
    return scenario;
}

bool isGone(DemoCloudFixture &fixture, const QString &serverId)
{
    std::optional<bool> gone;
    fixture.client->call(openstack::Get<openstack::Server>{serverId})
        .then(&fixture.clockContext, [&](const auto &row) { gone = !row.ok(); });
    return fixture.pump([&] { return gone.has_value(); }) && *gone;
}

Scenario deleteServerNow()
{
    Scenario scenario = deletedServer(u"force-delete-server"_s, {});
    scenario.isDone = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
        return isGone(fixture, operation.target().id);
    };
    scenario.others = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
        fixture.get(openstack::ActOnServer{operation.target().id, u"forceDelete"_s});
        while (!isGone(fixture, operation.target().id))
            fixture.clock.advance(std::chrono::milliseconds(500));
    };
    return scenario;
}

openstack::VolumeSnapshot snapshotOfFreeVolume(DemoCloudFixture &fixture)
{
    for (const openstack::Volume &volume :
         fixture.get(openstack::List<openstack::Volume>{}).items) {
        if (volume.status != u"available"_s)
            continue;
        fixture.stores->volumes.upsert({volume});
        auto snapshot = fixture.get(openstack::CreateVolumeSnapshot{volume.id, u"now"_s});
        fixture.pump([&] {
            snapshot = fixture.get(openstack::Get<openstack::VolumeSnapshot>{snapshot.id});
            return snapshot.status == u"available"_s;
        });
        fixture.stores->volumeSnapshots.upsert({snapshot});
        return snapshot;
    }
    qFatal("no free volume in the demo cloud");
}

Subject subjectOf(const openstack::VolumeSnapshot &snapshot)
{
    return {Kind::VolumeSnapshot, snapshot.id, snapshot.name};
}

template <typename Row>
bool isOurs(const std::vector<Row> &rows, const ActionOperation &operation)
{
    return std::ranges::any_of(rows, [&](const Row &row) {
        return row.metadata.value(u"oriel:operation"_s) == operation.id() &&
               row.status == "available"_L1;
    });
}

Scenario createVolume()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto snapshot = snapshotOfFreeVolume(fixture);
                    return actOn(fixture.context(), u"create-volume", subjectOf(snapshot),
                                 {{u"name"_s, u"made"_s}, {u"size"_s, snapshot.sizeGiB}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/volumes$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return isOurs(fixture.get(openstack::List<openstack::Volume>{}).items,
                                  operation);
                },
            .others = {}};
}

/// Of a snapshot with one volume snapshot, so that there is one request.
Scenario restoreVolumes()
{
    Scenario scenario = createVolume();
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto snapshot = snapshotOfFreeVolume(fixture);
        return actOn(
            fixture.context(), u"restore-volumes", {Kind::SnapshotSet, u"i"_s, u"s"_s},
            {{u"name"_s, u"made"_s},
             {u"volumes"_s, QJsonArray{QJsonObject{{u"snapshot"_s, toJson(subjectOf(snapshot))},
                                                   {u"name"_s, u"made-data"_s},
                                                   {u"size"_s, snapshot.sizeGiB}}}}});
    };
    // What is not there yet is created by the next run.
    scenario.otherwise = {{Fault::KilledBeforeItArrived, Outcome::Succeeded}};
    return scenario;
}

openstack::Server shopWithData(DemoCloudFixture &fixture, openstack::Volume &data)
{
    const openstack::Server server = fixture.server(u"shop-1"_s);
    data = fixture.get(openstack::Get<openstack::Volume>{server.volumes.back().id});
    return server;
}

bool isExchanged(DemoCloudFixture &fixture, const ActionOperation &operation)
{
    const VolumeChange change =
        volumeChangeFromJson(operation.values().value("changes"_L1).toArray().at(0).toObject());
    const auto server = fixture.get(openstack::Get<openstack::Server>{operation.target().id});
    return std::ranges::none_of(server.volumes, [&](const openstack::AttachedVolume &one) {
        return one.id == change.out.id;
    });
}

std::unique_ptr<ActionOperation> exchange(DemoCloudFixture &fixture, const QString &key,
                                          const openstack::Server &server,
                                          const VolumeChange &change)
{
    const Subject target{Kind::Server, server.id, server.name};
    return actOn(fixture.context(), key, target,
                 {{u"server"_s, toJson(target)},
                  {u"undoes"_s, !change.in.id.isEmpty()},
                  {u"changes"_s, QJsonArray{toJson(change)}}});
}

/// The new volume is what can go wrong; the rest is in tst_rollback and tst_recovery.
Scenario rollBack()
{
    Scenario scenario = createVolume();
    scenario.begin = [](DemoCloudFixture &fixture) {
        openstack::Volume data;
        const openstack::Server server = shopWithData(fixture, data);
        VolumeChange change{.out = {Kind::Volume, data.id, data.name},
                            .outName = u"before"_s,
                            .in = {Kind::Volume, {}, {}},
                            .inName = data.name,
                            .snapshot = {},
                            .sizeGiB = data.sizeGiB,
                            .device = u"/dev/vdb"_s};
        for (const auto &snapshot :
             fixture.get(openstack::List<openstack::VolumeSnapshot>{}).items) {
            if (snapshot.volumeId == data.id)
                change.snapshot = subjectOf(snapshot);
        }
        return exchange(fixture, u"roll-back-server"_s, server, change);
    };
    scenario.isDone = &isExchanged;
    scenario.otherwise = {{Fault::KilledBeforeItArrived, Outcome::Succeeded}};
    return scenario;
}

/// The same for the detachment.
Scenario undoRollback()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto snapshot = snapshotOfFreeVolume(fixture);
                    openstack::Volume data;
                    const openstack::Server server = shopWithData(fixture, data);
                    return exchange(fixture, u"undo-rollback"_s, server,
                                    {.out = {Kind::Volume, data.id, data.name},
                                     .outName = u"rolled-back"_s,
                                     .in = {Kind::Volume, snapshot.volumeId, u"old"_s},
                                     .inName = data.name,
                                     .snapshot = {},
                                     .sizeGiB = data.sizeGiB,
                                     .device = u"/dev/vdb"_s});
                },
            .method = "DELETE",
            .path = QRegularExpression(u"/os-volume_attachments/[^/]+$"_s),
            .isDone = &isExchanged,
            .others = {},
            .otherwise = {{Fault::KilledBeforeItArrived, Outcome::Succeeded}}};
}

Scenario createVolumeSnapshot()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto row = fixture.get(openstack::Get<openstack::Volume>{
                        fixture.server(u"db-1"_s).volumes.front().id});
                    return actOn(fixture.context(), u"create-volume-snapshot",
                                 {Kind::Volume, row.id, row.name},
                                 {{u"name"_s, u"made"_s}, {u"keep_until"_s, u"2027-01-02"_s}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/snapshots$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return isOurs(fixture.get(openstack::List<openstack::VolumeSnapshot>{}).items,
                                  operation);
                },
            .others = {}};
}

Scenario backUp()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    return actOn(fixture.context(), u"create-backup",
                                 subjectOf(snapshotOfFreeVolume(fixture)), {{u"name"_s, u"b"_s}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/backups$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return isOurs(fixture.get(openstack::List<openstack::Backup>{}).items,
                                  operation);
                },
            .others = {}};
}

Scenario backUpVolume()
{
    Scenario scenario = backUp();
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto volume = fixture.get(
            openstack::Get<openstack::Volume>{fixture.server(u"db-1"_s).volumes.front().id});
        fixture.stores->volumes.upsert({volume});
        return actOn(fixture.context(), u"back-up-volume", {Kind::Volume, volume.id, volume.name},
                     {{u"name"_s, u"b"_s}, {u"force"_s, true}});
    };
    return scenario;
}

/// Of a private image.
Scenario protection(bool is)
{
    return {.begin =
                [is](DemoCloudFixture &fixture) {
                    const auto all = fixture.get(openstack::List<openstack::Image>{}).items;
                    const auto found = std::ranges::find_if(all, [](const auto &image) {
                        return image.visibility == "private"_L1 && !image.isProtected;
                    });
                    openstack::Image image = *found;
                    if (!is)
                        image = fixture.get(
                            openstack::UpdateImage{image.id, {{u"protected"_s, true}}, {}});
                    fixture.stores->images.upsert({image});
                    return actOn(fixture.context(), is ? u"protect-image"_s : u"unprotect-image"_s,
                                 {Kind::Image, image.id, image.name});
                },
            .method = "PATCH",
            .path = QRegularExpression(u"/images/[^/]+$"_s),
            .isDone =
                [is](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return fixture.get(openstack::Get<openstack::Image>{operation.target().id})
                               .isProtected == is;
                },
            .others =
                [is](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(
                        openstack::UpdateImage{operation.target().id, {{u"protected"_s, is}}, {}});
                }};
}

/// Of a private image: one is set, one is removed.
Scenario imageProperties()
{
    const auto change = [](const QString &id) {
        return openstack::UpdateImage{id, {{u"hw_firmware_type"_s, u"uefi"_s}}, {u"os_distro"_s}};
    };
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto all = fixture.get(openstack::List<openstack::Image>{}).items;
                    const auto found = std::ranges::find_if(
                        all, [](const auto &image) { return image.visibility == "private"_L1; });
                    const openstack::Image image = fixture.get(
                        openstack::UpdateImage{found->id, {{u"os_distro"_s, u"debian"_s}}, {}});
                    fixture.stores->images.upsert({image});
                    return actOn(fixture.context(), u"edit-image-properties"_s,
                                 {Kind::Image, image.id, image.name},
                                 {{u"changes"_s, QJsonObject{{u"hw_firmware_type"_s, u"uefi"_s},
                                                             {u"os_distro"_s, QJsonValue::Null}}}});
                },
            .method = "PATCH",
            .path = QRegularExpression(u"/images/[^/]+$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    const auto image =
                        fixture.get(openstack::Get<openstack::Image>{operation.target().id});
                    return image.properties.value(u"hw_firmware_type"_s) == "uefi"_L1 &&
                           !image.properties.contains(u"os_distro"_s);
                },
            .others =
                [change](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(change(operation.target().id));
                }};
}

/// A full backup of a free volume, with its rows in the stores.
openstack::Backup newBackup(DemoCloudFixture &fixture)
{
    const auto snapshot = snapshotOfFreeVolume(fixture);
    const QString id =
        fixture.get(openstack::CreateBackup{.volumeId = snapshot.volumeId, .name = u"old"_s});
    openstack::Backup backup;
    fixture.pump([&] {
        backup = fixture.get(openstack::Get<openstack::Backup>{id});
        return backup.status == "available"_L1;
    });
    fixture.stores->of<openstack::Backup>().upsert({backup});
    fixture.stores->volumes.upsert(
        {fixture.get(openstack::Get<openstack::Volume>{backup.volumeId})});
    return backup;
}

int volumesNamed(DemoCloudFixture &fixture, const QString &name)
{
    return static_cast<int>(std::ranges::count(
        fixture.get(openstack::List<openstack::Volume>{}).items, name, &openstack::Volume::name));
}

/// Cinder gives the new volume the metadata of the original: it has no tag.
Scenario restoreBackup()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto backup = newBackup(fixture);
                    return actOn(fixture.context(), u"restore-backup",
                                 {Kind::Backup, backup.id, backup.name},
                                 {{u"name"_s, u"made"_s}, {u"size"_s, backup.sizeGiB}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/volumes$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return volumesNamed(fixture, operation.text("name"_L1)) == 1;
                },
            .others = {},
            // What is not there yet is created by the next run.
            .otherwise = {{Fault::KilledBeforeItArrived, Outcome::Succeeded}}};
}

Scenario overwriteVolume()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto backup = newBackup(fixture);
                    return actOn(fixture.context(), u"overwrite-volume",
                                 {Kind::Backup, backup.id, backup.name},
                                 {{u"volume"_s, backup.volumeId}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/restore$"_s),
            .isDone = {}, // it leaves nothing by which it could be seen
            .others = {},
            // Once it is over, nothing tells whether it was this one.
            .otherwise = {{Fault::KilledBeforeItArrived, Outcome::Unclear},
                          {Fault::ServiceGoneForAMinute, Outcome::Unclear}}};
}

/// The restore is what can go wrong; the rest is in tst_backups and tst_recovery.
Scenario testOfBackup()
{
    Scenario scenario = restoreBackup();
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto backup = newBackup(fixture);
        const auto flavor = fixture.get(openstack::List<openstack::Flavor>{}).items.front();
        return actOn(fixture.context(), u"test-backup", {Kind::Backup, backup.id, backup.name},
                     {{u"flavor"_s, flavor.id}, {u"network"_s, u"none"_s}, {u"minutes"_s, 5}});
    };
    scenario.isDone = {}; // nothing is left of it
    return scenario;
}

/// Before 3.47, where it is restored over an empty volume: of its two requests, this is the second.
Scenario inTwoSteps(Scenario scenario)
{
    scenario.newestBlockStorage = 46;
    scenario.path = QRegularExpression(u"/restore$"_s);
    scenario.isDone = {};
    scenario.sends = 2; // into a volume that nobody uses
    return scenario;
}

/// The deletion is what can go wrong; the rest is in tst_recreate and tst_recovery.
Scenario recreate()
{
    Scenario scenario;
    scenario.begin = [](DemoCloudFixture &fixture) {
        fixture.stores->volumes.upsert(fixture.get(openstack::List<openstack::Volume>{}).items);
        fixture.stores->flavors.upsert(fixture.get(openstack::List<openstack::Flavor>{}).items);
        const auto row = fixture.server(u"wiki-1"_s);
        const auto flavor = std::ranges::find(fixture.stores->flavors.rows(), row.flavor.name,
                                              [](const auto &one) { return one->name; });
        return actOn(fixture.context(), u"recreate-server", {Kind::Server, row.id, row.name},
                     {{u"flavor"_s, (*flavor)->id}});
    };
    scenario.method = "DELETE";
    scenario.path = QRegularExpression(u"/servers/[^/]+$"_s);
    scenario.isDone = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
        const auto row = fixture.server(u"wiki-1"_s);
        return row.id != operation.target().id && row.status == "ACTIVE"_L1 &&
               row.volumes.size() == 2;
    };
    scenario.otherwise = {{Fault::KilledBeforeItArrived, Outcome::Succeeded}};
    scenario.sends = 2; // a deletion that has not begun is requested once more
    return scenario;
}

/// The first request is what can go wrong; the rest is in tst_recreate and tst_recovery.
Scenario copyToZone()
{
    Scenario scenario = recreate();
    scenario.begin = [](DemoCloudFixture &fixture) {
        fixture.stores->volumes.upsert(fixture.get(openstack::List<openstack::Volume>{}).items);
        fixture.stores->flavors.upsert(fixture.get(openstack::List<openstack::Flavor>{}).items);
        const auto row = fixture.server(u"upgrade-trial"_s);
        const auto flavor = std::ranges::find(fixture.stores->flavors.rows(), row.flavor.name,
                                              [](const auto &one) { return one->name; });
        return actOn(fixture.context(), u"copy-server-to-zone", {Kind::Server, row.id, row.name},
                     {{u"flavor"_s, (*flavor)->id},
                      {u"name"_s, u"made"_s},
                      {u"availability_zone"_s, u"nova-2"_s},
                      {u"original"_s, u"keep-running"_s}});
    };
    scenario.method = "POST";
    scenario.path = QRegularExpression(u"/volumes/[^/]+/action$"_s); // the upload
    scenario.sends = 1;
    scenario.isDone = [](DemoCloudFixture &fixture, const ActionOperation &) {
        openstack::List<openstack::Server> list;
        list.filters.insert(u"name"_s, u"^made$"_s);
        return fixture.get(list).items.size() == 1;
    };
    return scenario;
}

Scenario describeBackup()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto backup = newBackup(fixture);
                    return actOn(fixture.context(), u"describe-backup",
                                 {Kind::Backup, backup.id, backup.name},
                                 {{u"name"_s, u"renamed"_s}, {u"description"_s, u"why"_s}});
                },
            .method = "PUT",
            .path = QRegularExpression(u"/backups/[^/]+$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    const auto row =
                        fixture.get(openstack::Get<openstack::Backup>{operation.target().id});
                    return row.name == u"renamed"_s && row.description == u"why"_s;
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(
                        openstack::DescribeBackup{operation.target().id, u"renamed"_s, u"why"_s});
                }};
}

Scenario revert()
{
    const QRegularExpression path(u"/volumes/[^/]+/action$"_s);
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto snapshot = snapshotOfFreeVolume(fixture);
                    return actOn(fixture.context(), u"revert-volume",
                                 {Kind::Volume, snapshot.volumeId, u"data"_s},
                                 {{u"snapshot"_s, toJson(subjectOf(snapshot))}});
                },
            .method = "POST",
            .path = path,
            .isDone = {}, // it leaves nothing by which it could be seen
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    const auto snapshot =
                        subjectFromJson(operation.values().value(u"snapshot"_s).toObject());
                    fixture.get(openstack::RevertVolume{operation.target().id, snapshot.id});
                    fixture.pump([&] {
                        return fixture.get(openstack::Get<openstack::Volume>{operation.target().id})
                                   .status == "available"_L1;
                    });
                },
            // Once it is over, nothing tells whether it was this one.
            .otherwise = {{Fault::KilledBeforeItArrived, Outcome::Unclear},
                          {Fault::ServiceGoneForAMinute, Outcome::Unclear}}};
}

Scenario keepUntil(const QString &key)
{
    return {.begin =
                [key](DemoCloudFixture &fixture) {
                    const auto snapshot = snapshotOfFreeVolume(fixture);
                    return actOn(fixture.context(), key, subjectOf(snapshot),
                                 {{u"keep_until"_s, u"2027-01-02"_s}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/metadata$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    const auto row = fixture.get(
                        openstack::Get<openstack::VolumeSnapshot>{operation.target().id});
                    return row.metadata.value(u"oriel:keep_until"_s) == u"2027-01-02"_s;
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(openstack::UpdateVolumeSnapshotMetadata{
                        operation.target().id, {{u"oriel:keep_until"_s, u"2027-01-02"_s}}});
                },
            // Writing it twice is writing it once.
            .otherwise = {{Fault::KilledBeforeItArrived, Outcome::Succeeded}},
            .sends = 2};
}

Scenario moveFloatingIp()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto from =
                        fixture
                            .get(openstack::List<openstack::Port>{
                                .filters = {{u"device_id"_s, fixture.server(u"shop-1"_s).id}}})
                            .items.front();
                    const auto to =
                        fixture
                            .get(openstack::List<openstack::Port>{
                                .filters = {{u"device_id"_s, fixture.server(u"web-2"_s).id}}})
                            .items.front();
                    const auto address = fixture
                                             .get(openstack::List<openstack::FloatingIp>{
                                                 .filters = {{u"port_id"_s, from.id}}})
                                             .items.front();
                    const FloatingIpMove move{address.id, address.address, from.networkId,
                                              from.id,    address.fixedIp, u"shop-1"_s,
                                              u"web-2"_s};
                    return operationFor(fixture.context(), move, to.id, {});
                },
            .method = "PUT",
            .path = QRegularExpression(u"/floatingips/[^/]+$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return fixture.get(openstack::Get<openstack::FloatingIp>{operation.target().id})
                               .portId == operation.text("port"_L1);
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(openstack::AssociateFloatingIp{
                        .id = operation.target().id, .portId = operation.text("port"_L1)});
                },
            .otherwise = {{Fault::KilledBeforeItArrived, Outcome::Succeeded}},
            .sends = 1};
}

const QString mine = u"mine"_s; // the key pair of the tests NOLINT(cert-err58-cpp)

/// The public key in the cloud; empty: there is no such key pair.
QString publicKeyOf(DemoCloudFixture &fixture, const QString &name)
{
    for (const openstack::KeyPair &pair :
         fixture.get(openstack::List<openstack::KeyPair>{}).items) {
        if (pair.name == name)
            return pair.publicKey;
    }
    return {};
}

QString imported(DemoCloudFixture &fixture, const QString &name, const QString &key)
{
    return fixture
        .get(openstack::Create<openstack::KeyPair>{{{u"name"_s, name}, {u"public_key"_s, key}}})
        .name;
}

/// The same key as another client would import it, or another key of the same name.
Scenario createKeyPair(const QString &key, const Values &values)
{
    static const QTemporaryDir folder;
    return {.begin =
                [key, values](DemoCloudFixture &fixture) {
                    Values entered = values;
                    if (key == "generate-key-pair"_L1)
                        entered.insert(u"file"_s, folder.filePath(QUuid::createUuid().toString()));
                    return actOn(fixture.context(), key, actionNamed(key)->newSubject(entered),
                                 entered);
                },
            .method = "POST",
            .path = QRegularExpression(u"/os-keypairs$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return publicKeyOf(fixture, mine) == operation.text("public_key"_L1);
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    const QString own = operation.text("public_key"_L1);
                    imported(fixture, mine, own.isEmpty() ? openstack::makeKey({}).publicKey : own);
                }};
}

Scenario importKeyPair()
{
    return createKeyPair(
        u"import-key-pair"_s,
        {{u"name"_s, mine}, {u"public_key"_s, openstack::makeKey(u"me"_s).publicKey}});
}

Scenario generateKeyPair()
{
    Scenario scenario = createKeyPair(u"generate-key-pair"_s, {{u"name"_s, mine}});
    // Another client cannot have made the same key.
    scenario.otherwise = {{Fault::DoneByOthers, Outcome::Failed}};
    return scenario;
}

Scenario deleteKeyPair()
{
    return {
        .begin =
            [](DemoCloudFixture &fixture) {
                imported(fixture, mine, openstack::makeKey({}).publicKey);
                return actOn(fixture.context(), u"delete-key-pair", {Kind::KeyPair, mine, mine});
            },
        .method = "DELETE",
        .path = QRegularExpression(u"/os-keypairs/[^/]+$"_s),
        .isDone = [](DemoCloudFixture &fixture,
                     const ActionOperation &) { return publicKeyOf(fixture, mine).isEmpty(); },
        .others =
            [](DemoCloudFixture &fixture, const ActionOperation &) {
                fixture.get(openstack::Delete<openstack::KeyPair>{mine});
            }};
}

// The network

const QString forATest = u"for a test"_s; // NOLINT(cert-err58-cpp)

openstack::FloatingIp allocated(DemoCloudFixture &fixture, const QString &description)
{
    for (const openstack::Network &network :
         fixture.get(openstack::List<openstack::Network>{}).items) {
        if (network.external)
            return fixture.get(openstack::Create<openstack::FloatingIp>{
                {{u"floating_network_id"_s, network.id}, {u"description"_s, description}}});
    }
    qFatal("no external network in the demo cloud");
}

Scenario allocateFloatingIp()
{
    return {
        .begin =
            [](DemoCloudFixture &fixture) {
                const auto other = allocated(fixture, {});
                return actOn(fixture.context(), u"allocate-floating-ip", {Kind::FloatingIp, {}, {}},
                             {{u"network"_s, other.networkId}, {u"description"_s, forATest}});
            },
        .method = "POST",
        .path = QRegularExpression(u"/floatingips$"_s),
        .isDone =
            [](DemoCloudFixture &fixture, const ActionOperation &) {
                const auto rows = fixture.get(openstack::List<openstack::FloatingIp>{}).items;
                return std::ranges::count(rows, forATest, &openstack::FloatingIp::description) == 1;
            },
        .others = {}};
}

/// An action on a floating IP that a port has.
Scenario floatingIp(const QString &key, const Values &values,
                    std::function<bool(const openstack::FloatingIp &)> isDone)
{
    return {.begin =
                [key, values](DemoCloudFixture &fixture) {
                    const auto rows = fixture.get(openstack::List<openstack::FloatingIp>{}).items;
                    const auto row =
                        std::ranges::find_if(rows, [](const openstack::FloatingIp &one) {
                            return !one.portId.isEmpty();
                        });
                    return actOn(fixture.context(), key, {Kind::FloatingIp, row->id, row->address},
                                 values);
                },
            .method = "PUT",
            .path = QRegularExpression(u"/floatingips/[^/]+$"_s),
            .isDone =
                [isDone](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return isDone(
                        fixture.get(openstack::Get<openstack::FloatingIp>{operation.target().id}));
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    if (operation.kind() == "disassociate-floating-ip"_L1)
                        fixture.get(openstack::AssociateFloatingIp{operation.target().id});
                    else
                        fixture.get(openstack::Update<openstack::FloatingIp>{
                            operation.target().id, {{u"description"_s, forATest}}});
                }};
}

/// Whether the list has no row with the ID of the operation's target.
template <typename T>
bool isGone(DemoCloudFixture &fixture, const ActionOperation &operation)
{
    const auto rows = fixture.get(openstack::List<T>{}).items;
    return std::ranges::none_of(
        rows, [&](const T &row) { return openstack::idOf(row) == operation.target().id; });
}

/// A deletion of what `make` makes.
template <typename T>
Scenario deletion(const QString &key, const QString &path, T (*make)(DemoCloudFixture &))
{
    return {.begin =
                [key, make](DemoCloudFixture &fixture) {
                    const T row = make(fixture);
                    return actOn(fixture.context(), key, {T::kind, row.id, u"mine"_s});
                },
            .method = "DELETE",
            .path = QRegularExpression(path + u"/[^/]+$"_s),
            .isDone = isGone<T>,
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(openstack::Delete<T>{operation.target().id});
                }};
}

openstack::SecurityGroup newGroup(DemoCloudFixture &fixture)
{
    return fixture.get(openstack::Create<openstack::SecurityGroup>{{{u"name"_s, u"mine"_s}}});
}

openstack::SecurityGroupRule newRule(DemoCloudFixture &fixture)
{
    return fixture.get(openstack::Create<openstack::SecurityGroupRule>{
        {{u"security_group_id"_s, newGroup(fixture).id},
         {u"direction"_s, u"ingress"_s},
         {u"protocol"_s, u"tcp"_s}}});
}

Scenario createSecurityGroup()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    newGroup(fixture); // names are not unique
                    const Values values{{u"name"_s, u"mine"_s}, {u"description"_s, forATest}};
                    return actOn(fixture.context(), u"create-security-group",
                                 actionNamed(u"create-security-group")->newSubject(values), values);
                },
            .method = "POST",
            .path = QRegularExpression(u"/security-groups$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &) {
                    const auto rows =
                        fixture.get(openstack::List<openstack::SecurityGroup>{}).items;
                    return std::ranges::count(rows, forATest,
                                              &openstack::SecurityGroup::description) == 1;
                },
            .others = {}};
}

Scenario editSecurityGroup()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto group = newGroup(fixture);
                    return actOn(fixture.context(), u"edit-security-group",
                                 {Kind::SecurityGroup, group.id, group.name},
                                 {{u"name"_s, u"renamed"_s}, {u"description"_s, forATest}});
                },
            .method = "PUT",
            .path = QRegularExpression(u"/security-groups/[^/]+$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    const auto group = fixture.get(
                        openstack::Get<openstack::SecurityGroup>{operation.target().id});
                    return group.name == u"renamed"_s && group.description == forATest;
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(openstack::Update<openstack::SecurityGroup>{
                        operation.target().id,
                        {{u"name"_s, u"renamed"_s}, {u"description"_s, forATest}}});
                }};
}

Scenario addRule()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto group = newGroup(fixture);
                    return actOn(fixture.context(), u"add-security-group-rule",
                                 {Kind::SecurityGroup, group.id, group.name},
                                 {{u"direction"_s, u"ingress"_s},
                                  {u"service"_s, u"ssh"_s},
                                  {u"remote"_s, u"range"_s},
                                  {u"remote-ip"_s, u"192.0.2.0/24"_s}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/security-group-rules$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    const auto rows =
                        fixture
                            .get(openstack::List<openstack::SecurityGroupRule>{
                                .filters = {{u"security_group_id"_s, operation.target().id}}})
                            .items;
                    return std::ranges::count_if(rows, [](const auto &rule) {
                               return rule.protocol == "tcp"_L1 && rule.portMin == 22 &&
                                      rule.remotePrefix == "192.0.2.0/24"_L1;
                           }) == 1;
                },
            .others = {}};
}

openstack::Port portOf(DemoCloudFixture &fixture, const QString &server)
{
    return fixture
        .get(openstack::List<openstack::Port>{
            .filters = {{u"device_id"_s, fixture.server(server).id}}})
        .items.front();
}

Scenario associateFloatingIp()
{
    return {
        .begin =
            [](DemoCloudFixture &fixture) {
                const auto row = fixture.server(u"web-2"_s);
                const auto ip = allocated(fixture, {});
                return actOn(fixture.context(), u"associate-floating-ip",
                             {Kind::Server, row.id, row.name},
                             {{u"address"_s, ip.id}, {u"port"_s, portOf(fixture, row.name).id}});
            },
        .method = "PUT",
        .path = QRegularExpression(u"/floatingips/[^/]+$"_s),
        .isDone =
            [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                return fixture
                           .get(openstack::Get<openstack::FloatingIp>{operation.text("address"_L1)})
                           .portId == operation.text("port"_L1);
            },
        .others =
            [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                fixture.get(openstack::AssociateFloatingIp{.id = operation.text("address"_L1),
                                                           .portId = operation.text("port"_L1)});
            },
        .otherwise = {{Fault::KilledBeforeItArrived, Outcome::Succeeded}}};
}

/// Of an instance that has a floating IP.
Scenario disassociateFromServer()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto ips = fixture.get(openstack::List<openstack::FloatingIp>{}).items;
                    const auto ip = std::ranges::find_if(ips, [](const openstack::FloatingIp &one) {
                        return !one.portId.isEmpty();
                    });
                    const auto port = fixture.get(openstack::Get<openstack::Port>{ip->portId});
                    const auto row = fixture.get(openstack::Get<openstack::Server>{port.deviceId});
                    const operations::FloatingIpMove move{.id = ip->id,
                                                          .address = ip->address,
                                                          .networkId = {},
                                                          .fromPortId = ip->portId,
                                                          .fromFixedIp = ip->fixedIp,
                                                          .fromName = row.name,
                                                          .toName = {}};
                    return actOn(fixture.context(), u"disassociate-server-floating-ip",
                                 {Kind::Server, row.id, row.name},
                                 {{u"address"_s, ip->id}, {u"move"_s, operations::toJson(move)}});
                },
            .method = "PUT",
            .path = QRegularExpression(u"/floatingips/[^/]+$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return fixture
                        .get(openstack::Get<openstack::FloatingIp>{operation.text("address"_L1)})
                        .portId.isEmpty();
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(openstack::AssociateFloatingIp{operation.text("address"_L1)});
                },
            .otherwise = {{Fault::KilledBeforeItArrived, Outcome::Succeeded}}};
}

/// Gives a security group to the port of web-1, or takes it away. `kind`: of the target.
Scenario portGroup(const QString &key, Kind kind, bool adds)
{
    const auto change = [](DemoCloudFixture &fixture, const QString &group, bool adding) {
        const auto port = portOf(fixture, u"web-1"_s);
        QStringList groups = port.securityGroupIds;
        groups.removeAll(group);
        if (adding)
            groups.append(group);
        fixture.get(openstack::Update<openstack::Port>{
            port.id, {{u"security_groups"_s, QJsonArray::fromStringList(groups)}}});
    };
    return {.begin =
                [=](DemoCloudFixture &fixture) {
                    newGroup(fixture); // one of the same name, which must not be taken
                    const auto group = newGroup(fixture);
                    if (!adds)
                        change(fixture, group.id, true);
                    const Subject target =
                        kind == Kind::Port
                            ? Subject{kind, portOf(fixture, u"web-1"_s).id, u"p"_s}
                            : Subject{kind, fixture.server(u"web-1"_s).id, u"web-1"_s};
                    return actOn(fixture.context(), key, target, {{u"group"_s, group.id}});
                },
            .method = "PUT",
            .path = QRegularExpression(u"/ports/[^/]+$"_s),
            .isDone =
                [adds](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return portOf(fixture, u"web-1"_s)
                               .securityGroupIds.contains(operation.text("group"_L1)) == adds;
                },
            .others =
                [=](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    change(fixture, operation.text("group"_L1), adds);
                },
            .otherwise = {{Fault::KilledBeforeItArrived, Outcome::Succeeded}}};
}

/// The port of web-1 is enabled, or disabled.
Scenario portState(const QString &key, bool up)
{
    const auto set = [](DemoCloudFixture &fixture, bool enabled) {
        fixture.get(openstack::Update<openstack::Port>{portOf(fixture, u"web-1"_s).id,
                                                       {{u"admin_state_up"_s, enabled}}});
    };
    return {.begin =
                [=](DemoCloudFixture &fixture) {
                    set(fixture, !up);
                    const auto port = portOf(fixture, u"web-1"_s);
                    return actOn(fixture.context(), key, Subject{Kind::Port, port.id, u"p"_s});
                },
            .method = "PUT",
            .path = QRegularExpression(u"/ports/[^/]+$"_s),
            .isDone =
                [up](DemoCloudFixture &fixture, const ActionOperation &) {
                    return portOf(fixture, u"web-1"_s).adminUp == up;
                },
            .others =
                [=](DemoCloudFixture &fixture, const ActionOperation &) {
                    set(fixture, up);
                }};
}

openstack::ServerGroup newServerGroup(DemoCloudFixture &fixture)
{
    return fixture.get(
        openstack::CreateServerGroup{.name = u"mine"_s, .policy = u"soft-affinity"_s});
}

/// `most`: instances on one host; more than one needs the newer form of the request.
Scenario createServerGroup(const QString &policy, int most)
{
    return {.begin =
                [=](DemoCloudFixture &fixture) {
                    newServerGroup(fixture); // names are not unique
                    const Values values{{u"name"_s, u"mine"_s},
                                        {u"policy"_s, policy},
                                        {u"max_server_per_host"_s, most}};
                    return actOn(fixture.context(), u"create-server-group",
                                 actionNamed(u"create-server-group")->newSubject(values), values);
                },
            .method = "POST",
            .path = QRegularExpression(u"/os-server-groups$"_s),
            .isDone =
                [=](DemoCloudFixture &fixture, const ActionOperation &) {
                    const auto rows = fixture.get(openstack::List<openstack::ServerGroup>{}).items;
                    return std::ranges::count_if(rows, [=](const auto &group) {
                               return group.name == "mine"_L1 && group.policy == policy &&
                                      group.rules.mostPerHost == most;
                           }) == 1;
                },
            .others = {}};
}

QString flavorNamed(DemoCloudFixture &fixture, const QString &name)
{
    const auto all = fixture.get(openstack::List<openstack::Flavor>{}).items;
    return std::ranges::find(all, name, &openstack::Flavor::name)->id;
}

/// Acts on an instance as another user, and waits until it has the status.
openstack::Server moved(DemoCloudFixture &fixture, const openstack::ActOnServer &action,
                        const QString &status)
{
    fixture.get(action);
    openstack::Server row;
    fixture.pump([&] {
        row = fixture.get(openstack::Get<openstack::Server>{action.id});
        return row.status == status && row.taskState.isEmpty();
    });
    return row;
}

/// The same, and the store shows it.
openstack::Server brought(DemoCloudFixture &fixture, const openstack::ActOnServer &action,
                          const QString &status)
{
    const openstack::Server row = moved(fixture, action, status);
    fixture.stores->servers.upsert({row});
    return row;
}

openstack::ActOnServer resizing(DemoCloudFixture &fixture)
{
    return {fixture.server(u"web-1"_s).id, u"resize"_s,
            QJsonObject{{u"flavorRef"_s, flavorNamed(fixture, u"m1.medium"_s)}}};
}

Scenario resize()
{
    Scenario scenario = server(u"web-1"_s, u"resize-server"_s, {}, is(u"VERIFY_RESIZE"_s));
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto row = fixture.server(u"web-1"_s);
        return actOn(fixture.context(), u"resize-server", {Kind::Server, row.id, row.name},
                     {{u"flavor"_s, flavorNamed(fixture, u"m1.medium"_s)}});
    };
    scenario.others = [](DemoCloudFixture &fixture, const ActionOperation &) {
        moved(fixture, resizing(fixture), u"VERIFY_RESIZE"_s);
    };
    return scenario;
}

/// Confirms or reverts a resize.
Scenario decision(const QString &key, const QString &request, const QString &flavor)
{
    Scenario scenario = server(u"web-1"_s, key, request, [flavor](const openstack::Server &row) {
        return row.status == "ACTIVE"_L1 && row.taskState.isEmpty() && row.flavor.name == flavor;
    });
    scenario.begin = [key](DemoCloudFixture &fixture) {
        const auto row = brought(fixture, resizing(fixture), u"VERIFY_RESIZE"_s);
        return actOn(fixture.context(), key, {Kind::Server, row.id, row.name});
    };
    return scenario;
}

Scenario offload()
{
    Scenario scenario =
        server(u"web-1"_s, u"offload-server"_s, u"shelveOffload"_s, is(u"SHELVED_OFFLOADED"_s));
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto row =
            brought(fixture, {fixture.server(u"web-1"_s).id, u"shelve"_s}, u"SHELVED"_s);
        return actOn(fixture.context(), u"offload-server", {Kind::Server, row.id, row.name});
    };
    scenario.user = u"operator"_s;
    return scenario;
}

Scenario rescue()
{
    Scenario scenario = server(u"web-1"_s, u"rescue-server"_s, u"rescue"_s, is(u"RESCUE"_s));
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto row = fixture.server(u"web-1"_s);
        return actOn(fixture.context(), u"rescue-server", {Kind::Server, row.id, row.name},
                     {{u"image"_s, u"own"_s}});
    };
    return scenario;
}

Scenario unrescue()
{
    Scenario scenario = server(u"web-1"_s, u"unrescue-server"_s, u"unrescue"_s, is(u"ACTIVE"_s));
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto row =
            brought(fixture, {fixture.server(u"web-1"_s).id, u"rescue"_s}, u"RESCUE"_s);
        return actOn(fixture.context(), u"unrescue-server", {Kind::Server, row.id, row.name});
    };
    return scenario;
}

Scenario resetState()
{
    Scenario scenario = server(u"upgrade-trial"_s, u"reset-server-state"_s, {}, is(u"ACTIVE"_s));
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto row = fixture.server(u"upgrade-trial"_s);
        return actOn(fixture.context(), u"reset-server-state", {Kind::Server, row.id, row.name},
                     {{u"state"_s, u"active"_s}});
    };
    scenario.others = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
        moved(fixture,
              {operation.target().id, u"os-resetState"_s, QJsonObject{{u"state"_s, u"active"_s}}},
              u"ACTIVE"_s);
    };
    scenario.user = u"operator"_s;
    return scenario;
}

/// Nova notes a new time of launch.
Scenario rebuild()
{
    Scenario scenario = server(u"web-1"_s, u"rebuild-server"_s, {}, {});
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto row = fixture.server(u"web-1"_s);
        return actOn(fixture.context(), u"rebuild-server", {Kind::Server, row.id, row.name},
                     {{u"image"_s, row.imageId}});
    };
    scenario.isDone = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
        const auto row = fixture.get(openstack::Get<openstack::Server>{operation.target().id});
        return row.status == "ACTIVE"_L1 && row.taskState.isEmpty() &&
               row.launched.toString(Qt::ISODate) != operation.text("launched"_L1);
    };
    scenario.others = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
        fixture.get(openstack::RebuildServer{.id = operation.target().id,
                                             .imageId = operation.text("image"_L1)});
        fixture.pump([&] {
            return fixture.get(openstack::Get<openstack::Server>{operation.target().id})
                .taskState.isEmpty();
        });
    };
    return scenario;
}

/// A change of what describes web-1.
Scenario detail(const QString &key, const Values &values, const QByteArray &method,
                const QString &path, const std::function<bool(const openstack::Server &)> &isDone)
{
    Scenario scenario = server(u"web-1"_s, key, {}, isDone);
    scenario.begin = [key, values](DemoCloudFixture &fixture) {
        const auto row = fixture.server(u"web-1"_s);
        return actOn(fixture.context(), key, {Kind::Server, row.id, row.name}, values);
    };
    scenario.method = method;
    scenario.path = QRegularExpression(path);
    return scenario;
}

Scenario describeServer()
{
    Scenario scenario = detail(
        u"describe-server"_s, {{u"description"_s, u"Sells shoes"_s}}, "PUT", u"/servers/[^/]+$"_s,
        [](const openstack::Server &row) { return row.description == "Sells shoes"_L1; });
    scenario.others = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
        fixture.get(openstack::DescribeServer{operation.target().id, u"Sells shoes"_s});
    };
    return scenario;
}

Scenario editServerTags()
{
    const QString path = u"/servers/[^/]+/tags/"_s;
    Scenario scenario =
        detail(u"edit-server-tags"_s, {{u"changes"_s, QJsonObject{{u"shop 1 %"_s, true}}}}, "PUT",
               path, [](const openstack::Server &row) { return row.tags.contains(u"shop 1 %"_s); });
    scenario.others = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
        fixture.get(openstack::AddServerTag{operation.target().id, u"shop 1 %"_s});
    };
    return scenario;
}

Scenario editServerMetadata()
{
    Scenario scenario =
        detail(u"edit-server-metadata"_s, {{u"changes"_s, QJsonObject{{u"role"_s, u"shop"_s}}}},
               "POST", u"/servers/[^/]+/metadata$"_s, [](const openstack::Server &row) {
                   return row.metadata.value(u"role"_s) == "shop"_L1;
               });
    scenario.others = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
        fixture.get(openstack::SetServerMetadata{operation.target().id, {{u"role"_s, u"shop"_s}}});
    };
    return scenario;
}

/// The same actions on one of several instances.
Scenario addServerTag()
{
    Scenario scenario = editServerTags();
    scenario.begin = detail(u"add-server-tag"_s, {{u"tag"_s, u"shop 1 %"_s}}, "PUT", {}, {}).begin;
    return scenario;
}

Scenario setServerMetadataItem()
{
    Scenario scenario = editServerMetadata();
    scenario.begin = detail(u"set-server-metadata-item"_s,
                            {{u"key"_s, u"role"_s}, {u"value"_s, u"shop"_s}}, "POST", {}, {})
                         .begin;
    return scenario;
}

/// Whether the port is at the instance.
bool isPlugged(DemoCloudFixture &fixture, const QString &port, const QString &server)
{
    const auto ports =
        fixture.get(openstack::List<openstack::Port>{.filters = {{u"device_id"_s, server}}});
    return std::ranges::any_of(ports.items, [&](const auto &one) { return one.id == port; });
}

openstack::Port newUserPort(DemoCloudFixture &fixture)
{
    const auto networks = fixture.get(openstack::List<openstack::Network>{});
    const auto own =
        std::ranges::find_if(networks.items, [](const auto &network) { return !network.external; });
    const auto port = fixture.get(
        openstack::Create<openstack::Port>{{{u"network_id"_s, own->id}, {u"name"_s, u"spare"_s}}});
    return fixture.get(openstack::Get<openstack::Port>{port.id});
}

/// A port that exists is connected to web-1.
Scenario connectPort()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto row = fixture.server(u"web-1"_s);
                    return actOn(fixture.context(), u"connect-port",
                                 {Kind::Server, row.id, row.name},
                                 {{u"port"_s, newUserPort(fixture).id}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/os-interface$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return isPlugged(fixture, operation.text("port"_L1), operation.target().id);
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(openstack::AttachInterface{.serverId = operation.target().id,
                                                           .portId = operation.text("port"_L1)});
                }};
}

/// web-1 gets a second port in the network of its first one.
Scenario connectNetwork(const QString &key)
{
    return {.begin =
                [key](DemoCloudFixture &fixture) {
                    const auto row = fixture.server(u"web-1"_s);
                    return actOn(fixture.context(), key, {Kind::Server, row.id, row.name},
                                 {{u"network"_s, portOf(fixture, row.name).networkId}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/os-interface$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    // What its Undo disconnects.
                    const QString made = operation.resultId();
                    if (!made.isEmpty() && !isPlugged(fixture, made, operation.target().id))
                        return false;
                    return fixture
                               .get(openstack::List<openstack::Port>{
                                   .filters = {{u"device_id"_s, operation.target().id}}})
                               .items.size() > 1;
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(
                        openstack::AttachInterface{.serverId = operation.target().id,
                                                   .networkId = operation.text("network"_L1)});
                }};
}

/// The port of web-1. `kind`: of the target.
Scenario disconnect(const QString &key, Kind kind)
{
    return {.begin =
                [=](DemoCloudFixture &fixture) {
                    const auto row = fixture.server(u"web-1"_s);
                    const auto port = portOf(fixture, row.name);
                    fixture.stores->of<openstack::Port>().upsert({port});
                    const Subject target = kind == Kind::Port ? Subject{kind, port.id, u"p"_s}
                                                              : Subject{kind, row.id, row.name};
                    return actOn(fixture.context(), key, target, {{u"port"_s, port.id}});
                },
            .method = "DELETE",
            .path = QRegularExpression(u"/os-interface/[^/]+$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return !isPlugged(fixture, operation.text("port"_L1),
                                      operation.text("server"_L1));
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    const QString server = operation.text("server"_L1);
                    const QString port = operation.text("port"_L1);
                    fixture.get(openstack::DetachInterface{server, port});
                    while (isPlugged(fixture, port, server))
                        fixture.clock.advance(std::chrono::milliseconds(500));
                }};
}

/// A second address for the port of web-1, or away with it. `kind`: of the target.
Scenario fixedIp(const QString &key, Kind kind, bool adds)
{
    const auto change = [](DemoCloudFixture &fixture, const QString &address, bool adding) {
        const auto port = portOf(fixture, u"web-1"_s);
        QJsonArray ips{QJsonObject{{u"ip_address"_s, port.fixedIps.front().address}}};
        if (adding)
            ips.append(QJsonObject{{u"subnet_id"_s, port.fixedIps.front().subnetId},
                                   {u"ip_address"_s, address}});
        fixture.get(openstack::Update<openstack::Port>{port.id, {{u"fixed_ips"_s, ips}}});
    };
    return {.begin =
                [=](DemoCloudFixture &fixture) {
                    auto port = portOf(fixture, u"web-1"_s);
                    const QString subnet = port.fixedIps.front().subnetId;
                    const QString address =
                        port.fixedIps.front().address.section(u'.', 0, 1) + u".99.9"_s;
                    if (!adds) {
                        change(fixture, address, true);
                        port = portOf(fixture, u"web-1"_s);
                    }
                    fixture.stores->of<openstack::Port>().upsert({port});
                    const auto row = fixture.server(u"web-1"_s);
                    const Subject target = kind == Kind::Port ? Subject{kind, port.id, u"p"_s}
                                                              : Subject{kind, row.id, row.name};
                    Values values{{u"fixed_ip"_s, address}};
                    if (adds)
                        values.insert(u"subnet"_s, subnet);
                    return actOn(fixture.context(), key, target, values);
                },
            .method = "PUT",
            .path = QRegularExpression(u"/ports/[^/]+$"_s),
            .isDone =
                [adds](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    const auto port = portOf(fixture, u"web-1"_s);
                    return std::ranges::any_of(port.fixedIps, [&](const auto &ip) {
                               return ip.address == operation.text("fixed_ip"_L1);
                           }) == adds;
                },
            .others =
                [=](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    change(fixture, operation.text("fixed_ip"_L1), adds);
                }};
}

/// The cloud shows only by its record that it was set.
Scenario setPassword()
{
    Scenario scenario = server(u"web-1"_s, u"set-password"_s, {}, {});
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto row = fixture.server(u"web-1"_s);
        return actOn(fixture.context(), u"set-password", {Kind::Server, row.id, row.name},
                     {{u"password"_s, u"not to be kept"_s}});
    };
    scenario.isDone = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
        const auto actions = fixture.get(openstack::ListInstanceActions{operation.target().id});
        return std::ranges::any_of(
            actions, [](const auto &one) { return one.action == "changePassword"_L1; });
    };
    scenario.others = {};
    return scenario;
}

openstack::Volume freeVolume(DemoCloudFixture &fixture)
{
    for (openstack::Volume &volume : fixture.get(openstack::List<openstack::Volume>{}).items) {
        if (volume.name != "spare-fast"_L1)
            continue;
        fixture.stores->volumes.upsert({volume});
        return volume;
    }
    qFatal("no such volume in the demo cloud");
}

bool isAttached(DemoCloudFixture &fixture, const ActionOperation &operation)
{
    const auto volume = fixture.get(openstack::Get<openstack::Volume>{operation.text("volume"_L1)});
    return volume.status == "in-use"_L1 &&
           std::ranges::any_of(volume.attachments, [&](const openstack::VolumeUse &use) {
               return use.serverId == operation.text("server"_L1);
           });
}

bool isDetached(DemoCloudFixture &fixture, const ActionOperation &operation)
{
    return fixture.get(openstack::Get<openstack::Volume>{operation.text("volume"_L1)}).status ==
           "available"_L1;
}

/// A volume at web-1, from the side of either.
std::unique_ptr<ActionOperation> onAttachment(DemoCloudFixture &fixture, const QString &key,
                                              const Values &more = {})
{
    const auto server = fixture.server(u"web-1"_s);
    const auto volume = freeVolume(fixture);
    Values values = more;
    const bool atServer = actionNamed(key)->kind == Kind::Server;
    values.insert(atServer ? u"volume"_s : u"server"_s, atServer ? volume.id : server.id);
    return actOn(fixture.context(), key,
                 atServer ? Subject{Kind::Server, server.id, server.name}
                          : Subject{Kind::Volume, volume.id, volume.name},
                 values);
}

Scenario attach(const QString &key)
{
    return {.begin =
                [key](DemoCloudFixture &fixture) {
                    return onAttachment(fixture, key,
                                        {{u"delete"_s, u"enable-delete-on-termination"_s}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/os-volume_attachments$"_s),
            .isDone = &isAttached,
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(openstack::AttachVolume{.serverId = operation.text("server"_L1),
                                                        .volumeId = operation.text("volume"_L1)});
                    fixture.pump([&] { return isAttached(fixture, operation); });
                }};
}

Scenario detach(const QString &key)
{
    return {.begin =
                [key](DemoCloudFixture &fixture) {
                    const auto attached = onAttachment(fixture, u"attach-volume"_s);
                    fixture.get(openstack::AttachVolume{.serverId = attached->text("server"_L1),
                                                        .volumeId = attached->text("volume"_L1)});
                    fixture.pump([&] { return isAttached(fixture, *attached); });
                    return onAttachment(fixture, key, {{u"how"_s, u"now"_s}});
                },
            .method = "DELETE",
            .path = QRegularExpression(u"/os-volume_attachments/[^/]+$"_s),
            .isDone = &isDetached,
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(openstack::DetachVolume{operation.text("server"_L1),
                                                        operation.text("volume"_L1)});
                    fixture.pump([&] { return isDetached(fixture, operation); });
                }};
}

Scenario changeVolumeDeletion()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto attached = onAttachment(fixture, u"attach-volume"_s);
                    fixture.get(openstack::AttachVolume{.serverId = attached->text("server"_L1),
                                                        .volumeId = attached->text("volume"_L1)});
                    fixture.pump([&] { return isAttached(fixture, *attached); });
                    return onAttachment(fixture, u"set-volume-deletion"_s,
                                        {{u"delete"_s, u"delete-on-termination"_s}});
                },
            .method = "PUT",
            .path = QRegularExpression(u"/os-volume_attachments/[^/]+$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    const auto server =
                        fixture.get(openstack::Get<openstack::Server>{operation.text("server"_L1)});
                    return std::ranges::any_of(
                        server.volumes, [&](const openstack::AttachedVolume &volume) {
                            return volume.id == operation.target().id && volume.deleteOnTermination;
                        });
                },
            .others = {}};
}

openstack::Volume volumeNow(DemoCloudFixture &fixture, const ActionOperation &operation)
{
    return fixture.get(openstack::Get<openstack::Volume>{operation.target().id});
}

/// A change of a volume, by one of Cinder's actions.
Scenario volume(const QString &key, const Values &values, const QString &action,
                const QJsonObject &arguments,
                const std::function<bool(const openstack::Volume &)> &isDone)
{
    return {.begin =
                [key, values](DemoCloudFixture &fixture) {
                    const auto row = freeVolume(fixture);
                    return actOn(fixture.context(), key, {Kind::Volume, row.id, row.name}, values);
                },
            .method = "POST",
            .path = QRegularExpression(u"/volumes/[^/]+/action$"_s),
            .isDone =
                [isDone](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return isDone(volumeNow(fixture, operation));
                },
            .others =
                [action, arguments, isDone](DemoCloudFixture &fixture,
                                            const ActionOperation &operation) {
                    fixture.get(openstack::Act<openstack::Volume>{operation.target().id, action,
                                                                  arguments});
                    fixture.pump([&] { return isDone(volumeNow(fixture, operation)); });
                }};
}

/// The same for a flag, which is set by itself beforehand where it is to be removed.
Scenario volumeFlag(const QString &key, const QString &action, const QString &flag, bool is,
                    const std::function<bool(const openstack::Volume &)> &isSet)
{
    Scenario scenario = volume(key, {}, action, {{flag, is}},
                               [isSet, is](const auto &row) { return isSet(row) == is; });
    scenario.begin = [key, action, flag, is](DemoCloudFixture &fixture) {
        const auto row = freeVolume(fixture);
        fixture.get(openstack::Act<openstack::Volume>{row.id, action, QJsonObject{{flag, !is}}});
        return actOn(fixture.context(), key, {Kind::Volume, row.id, row.name});
    };
    return scenario;
}

Scenario resetVolume()
{
    Scenario scenario = volume(u"reset-volume-state"_s, {{u"state"_s, u"available"_s}},
                               u"os-reset_status"_s, {{u"status"_s, u"available"_s}},
                               [](const auto &row) { return row.status == "available"_L1; });
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto row = freeVolume(fixture);
        fixture.get(openstack::Act<openstack::Volume>{row.id, u"os-reset_status"_s,
                                                      QJsonObject{{u"status"_s, u"error"_s}}});
        return actOn(fixture.context(), u"reset-volume-state", {Kind::Volume, row.id, row.name},
                     {{u"state"_s, u"available"_s}});
    };
    scenario.user = u"operator"_s;
    return scenario;
}

/// A name, a description or an item of metadata of a volume or a volume snapshot.
template <typename T>
Scenario storageDetail(const QString &key, const Values &values, const QByteArray &method,
                       const QString &path, const std::function<bool(const T &)> &isDone,
                       const std::function<void(DemoCloudFixture &, const QString &id)> &others)
{
    return {.begin =
                [key, values](DemoCloudFixture &fixture) {
                    if constexpr (std::is_same_v<T, openstack::Volume>) {
                        const auto row = freeVolume(fixture);
                        return actOn(fixture.context(), key, {T::kind, row.id, row.name}, values);
                    } else {
                        const auto row = snapshotOfFreeVolume(fixture);
                        return actOn(fixture.context(), key, subjectOf(row), values);
                    }
                },
            .method = method,
            .path = QRegularExpression(path),
            .isDone =
                [isDone](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return isDone(fixture.get(openstack::Get<T>{operation.target().id}));
                },
            .others =
                [others](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    others(fixture, operation.target().id);
                }};
}

template <typename T>
void addStorageDetails(std::map<QString, Scenario> &made, const QString &word, const QString &path)
{
    const QString row = path + u"/[^/]+$"_s;
    for (const auto &[key, field, member] :
         {std::tuple(u"rename-"_s + word, u"name"_s, &T::name),
          std::tuple(u"describe-"_s + word, u"description"_s, &T::description)}) {
        made.emplace(key, storageDetail<T>(
                              key, {{field, forATest}}, "PUT", row,
                              [member = member](const T &one) { return one.*member == forATest; },
                              [field = field](DemoCloudFixture &fixture, const QString &id) {
                                  fixture.get(openstack::Update<T>{id, {{field, forATest}}});
                              }));
    }
    const QString key = u"edit-%1-metadata"_s.arg(word);
    made.emplace(
        key,
        storageDetail<T>(
            key, {{u"changes"_s, QJsonObject{{u"k"_s, u"v"_s}}}}, "POST",
            path + u"/[^/]+/metadata$"_s,
            [](const T &one) { return one.metadata.value(u"k"_s) == "v"_L1; },
            [](DemoCloudFixture &fixture, const QString &id) {
                if constexpr (std::is_same_v<T, openstack::Volume>)
                    fixture.get(openstack::SetVolumeMetadata{id, {{u"k"_s, u"v"_s}}});
                else
                    fixture.get(openstack::UpdateVolumeSnapshotMetadata{id, {{u"k"_s, u"v"_s}}});
            }));
}

/// One is set, or one is removed.
Scenario volumeImageProperties(bool sets)
{
    const QJsonValue value = sets ? QJsonValue(u"uefi"_s) : QJsonValue(QJsonValue::Null);
    const auto act = [](DemoCloudFixture &fixture, const QString &id, bool setting) {
        const QString key = u"hw_firmware_type"_s;
        if (setting)
            fixture.get(openstack::Act<openstack::Volume>{
                id, u"os-set_image_metadata"_s,
                QJsonObject{{u"metadata"_s, QJsonObject{{key, u"uefi"_s}}}}});
        else
            fixture.get(openstack::Act<openstack::Volume>{id, u"os-unset_image_metadata"_s,
                                                          QJsonObject{{u"key"_s, key}}});
    };
    Scenario scenario = storageDetail<openstack::Volume>(
        {}, {}, "POST", u"/volumes/[^/]+/action$"_s,
        [sets](const openstack::Volume &row) {
            return row.imageMetadata.contains(u"hw_firmware_type"_s) == sets;
        },
        [act, sets](DemoCloudFixture &fixture, const QString &id) { act(fixture, id, sets); });
    scenario.begin = [act, sets, value](DemoCloudFixture &fixture) {
        const auto row = freeVolume(fixture);
        if (!sets)
            act(fixture, row.id, true);
        return actOn(fixture.context(), u"edit-volume-image-properties"_s,
                     {Kind::Volume, row.id, row.name},
                     {{u"changes"_s, QJsonObject{{u"hw_firmware_type"_s, value}}}});
    };
    return scenario;
}

Scenario createNewVolume()
{
    Scenario scenario = createVolume();
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto source = freeVolume(fixture);
        const Values values{{u"name"_s, u"made"_s},
                            {u"contents"_s, QString(u"volume:"_s + source.id)},
                            {u"size"_s, source.sizeGiB},
                            {u"type"_s, u"fast"_s},
                            {u"description"_s, u"copy"_s}};
        return actOn(fixture.context(), u"create-new-volume",
                     actionNamed(u"create-new-volume")->newSubject(values), values);
    };
    return scenario;
}

/// Cinder gives the new volume the metadata of the original: it has no tag.
Scenario createVolumeFromBackup()
{
    Scenario scenario = restoreBackup();
    scenario.begin = [](DemoCloudFixture &fixture) {
        const auto backup = newBackup(fixture);
        const Values values{{u"name"_s, u"made"_s},
                            {u"contents"_s, QString(u"backup:"_s + backup.id)},
                            {u"size"_s, backup.sizeGiB + 1}};
        return actOn(fixture.context(), u"create-new-volume",
                     actionNamed(u"create-new-volume")->newSubject(values), values);
    };
    scenario.otherwise = {};
    return scenario;
}

Scenario offerVolume()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto row = freeVolume(fixture);
                    return actOn(fixture.context(), u"create-volume-transfer",
                                 {Kind::Volume, row.id, row.name}, {{u"name"_s, u"offer"_s}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/os-volume-transfer$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return volumeNow(fixture, operation).status == "awaiting-transfer"_L1;
                },
            .others = {}};
}

openstack::VolumeTransfer offered(DemoCloudFixture &fixture, const QString &volumeId)
{
    return fixture.get(openstack::Create<openstack::VolumeTransfer>{{{u"volume_id"_s, volumeId}}});
}

Scenario cancelTransfer()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto row = freeVolume(fixture);
                    offered(fixture, row.id);
                    return actOn(fixture.context(), u"cancel-volume-transfer",
                                 {Kind::Volume, row.id, row.name});
                },
            .method = "DELETE",
            .path = QRegularExpression(u"/os-volume-transfer/[^/]+$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return volumeNow(fixture, operation).status == "available"_L1;
                },
            .others = {}};
}

/// From another project of the user.
Scenario acceptTransfer()
{
    const auto offeredElsewhere = [](DemoCloudFixture &fixture) {
        openstack::CloudConfig config;
        config.name = config.auth.username = config.auth.password = u"demo"_s;
        config.auth.authUrl = fixture.cloud.authUrl();
        config.auth.userDomainName = config.auth.projectDomainName = u"Default"_s;
        config.auth.projectName = u"lab"_s;
        config.region = u"RegionOne"_s;
        openstack::Session session(fixture.transport, fixture.clock, config);
        net::ApiClient client(fixture.transport, session, fixture.clock);
        const auto get = [&](auto endpoint) {
            std::optional<Result<typename decltype(endpoint)::Value>> slot;
            client.call(endpoint).then(&fixture.clockContext,
                                       [&slot](auto answer) { slot.emplace(std::move(answer)); });
            if (!fixture.pump([&] { return slot.has_value(); }) || !slot->ok())
                qFatal("the project has no volume to offer");
            return slot->value();
        };
        const auto made =
            get(openstack::Create<openstack::Volume>{{{u"name"_s, u"theirs"_s}, {u"size"_s, 1}}});
        fixture.pump([&] {
            return get(openstack::Get<openstack::Volume>{made.id}).status == "available"_L1;
        });
        return get(openstack::Create<openstack::VolumeTransfer>{{{u"volume_id"_s, made.id}}});
    };
    return {
        .begin =
            [offeredElsewhere](DemoCloudFixture &fixture) {
                const auto transfer = offeredElsewhere(fixture);
                const Values values{{u"transfer"_s, transfer.id},
                                    {u"auth_key"_s, transfer.authKey}};
                return actOn(fixture.context(), u"accept-volume-transfer",
                             actionNamed(u"accept-volume-transfer")->newSubject(values), values);
            },
        .method = "POST",
        .path = QRegularExpression(u"/os-volume-transfer/[^/]+/accept$"_s),
        .isDone =
            [](DemoCloudFixture &fixture, const ActionOperation &) {
                return std::ranges::any_of(fixture.get(openstack::List<openstack::Volume>{}).items,
                                           [](const auto &row) { return row.name == "theirs"_L1; });
            },
        .others = {}};
}

Scenario uploadVolume()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto row = freeVolume(fixture);
                    return actOn(fixture.context(), u"upload-volume",
                                 {Kind::Volume, row.id, row.name},
                                 {{u"name"_s, u"made"_s},
                                  {u"format"_s, u"qcow2"_s},
                                  {u"visibility"_s, u"private"_s}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/volumes/[^/]+/action$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &) {
                    const auto images = fixture.get(
                        openstack::List<openstack::Image>{.filters = {{u"name"_s, u"made"_s}}});
                    return images.items.size() == 1 && images.items.front().status == "active"_L1 &&
                           images.items.front().diskFormat == "qcow2"_L1;
                },
            .others = {}};
}

void addVolumeScenarios(std::map<QString, Scenario> &made)
{
    addStorageDetails<openstack::Volume>(made, u"volume"_s, u"/volumes"_s);
    addStorageDetails<openstack::VolumeSnapshot>(made, u"volume-snapshot"_s, u"/snapshots"_s);
    made.emplace(u"edit-volume-image-properties"_s, volumeImageProperties(true));
    made.emplace(u"edit-volume-image-properties removes one"_s, volumeImageProperties(false));
    made.emplace(u"create-new-volume"_s, createNewVolume());
    made.emplace(u"create-new-volume from a backup"_s, createVolumeFromBackup());
    made.emplace(u"create-volume-transfer"_s, offerVolume());
    made.emplace(u"cancel-volume-transfer"_s, cancelTransfer());
    made.emplace(u"accept-volume-transfer"_s, acceptTransfer());
    made.emplace(u"upload-volume"_s, uploadVolume());
    made.emplace(
        u"extend-volume"_s,
        volume(u"extend-volume"_s, {{u"size"_s, 60}}, u"os-extend"_s, {{u"new_size"_s, 60}},
               [](const auto &row) { return row.sizeGiB == 60 && row.status == "available"_L1; }));
    made.emplace(u"retype-volume"_s,
                 volume(u"retype-volume"_s, {{u"type"_s, u"fast"_s}}, u"os-retype"_s,
                        {{u"new_type"_s, u"fast"_s}, {u"migration_policy"_s, u"on-demand"_s}},
                        [](const auto &row) {
                            return row.volumeType == "fast"_L1 && row.status == "available"_L1;
                        }));
    const auto bootable = [](const openstack::Volume &row) {
        return row.bootable;
    };
    const auto readOnly = [](const openstack::Volume &row) {
        return row.metadata.value(u"readonly"_s) == "True"_L1;
    };
    made.emplace(
        u"make-volume-bootable"_s,
        volumeFlag(u"make-volume-bootable"_s, u"os-set_bootable"_s, u"bootable"_s, true, bootable));
    made.emplace(u"make-volume-not-bootable"_s,
                 volumeFlag(u"make-volume-not-bootable"_s, u"os-set_bootable"_s, u"bootable"_s,
                            false, bootable));
    made.emplace(u"make-volume-read-only"_s,
                 volumeFlag(u"make-volume-read-only"_s, u"os-update_readonly_flag"_s, u"readonly"_s,
                            true, readOnly));
    made.emplace(u"make-volume-writable"_s,
                 volumeFlag(u"make-volume-writable"_s, u"os-update_readonly_flag"_s, u"readonly"_s,
                            false, readOnly));
    made.emplace(u"reset-volume-state"_s, resetVolume());
    for (const QString &key : {u"attach-volume"_s, u"attach-to-server"_s})
        made.emplace(key, attach(key));
    for (const QString &key : {u"detach-volume"_s, u"detach-from-server"_s})
        made.emplace(key, detach(key));
    made.emplace(u"set-volume-deletion"_s, changeVolumeDeletion());
}

QString newVolumeGroup(DemoCloudFixture &fixture)
{
    const QString id = fixture.get(openstack::CreateVolumeGroup{
        .name = u"mine"_s, .type = u"generic"_s, .volumeTypes = {u"standard"_s}});
    fixture.pump([&] {
        return fixture.get(openstack::Get<openstack::VolumeGroup>{id}).status == "available"_L1;
    });
    return id;
}

/// With one volume in it.
QString filledVolumeGroup(DemoCloudFixture &fixture)
{
    const QString id = newVolumeGroup(fixture);
    for (const auto &volume : fixture.get(openstack::List<openstack::Volume>{}).items) {
        if (volume.status != "available"_L1 || volume.volumeType != "standard"_L1)
            continue;
        fixture.get(openstack::ChangeVolumeGroup{.id = id, .added = {volume.id}});
        break;
    }
    fixture.pump([&] {
        return fixture.get(openstack::Get<openstack::VolumeGroup>{id}).status == "available"_L1;
    });
    return id;
}

openstack::GroupSnapshot newGroupSnapshot(DemoCloudFixture &fixture)
{
    const QString id = fixture.get(
        openstack::CreateGroupSnapshot{.groupId = filledVolumeGroup(fixture), .name = u"mine"_s});
    fixture.pump([&] {
        return fixture.get(openstack::Get<openstack::GroupSnapshot>{id}).status == "available"_L1;
    });
    return fixture.get(openstack::Get<openstack::GroupSnapshot>{id});
}

Scenario createVolumeGroup()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    newVolumeGroup(fixture); // names are not unique
                    const Values values{{u"name"_s, u"mine"_s},
                                        {u"volume_group_type"_s, u"generic"_s},
                                        {u"volume_type"_s, u"standard"_s}};
                    return actOn(fixture.context(), u"create-volume-group",
                                 actionNamed(u"create-volume-group")->newSubject(values), values);
                },
            .method = "POST",
            .path = QRegularExpression(u"/groups$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &) {
                    return fixture.get(openstack::List<openstack::VolumeGroup>{}).items.size() == 2;
                },
            .others = {}};
}

Scenario setVolumeGroup()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const QString group = newVolumeGroup(fixture);
                    const auto all = fixture.get(openstack::List<openstack::Volume>{}).items;
                    const auto volume = std::ranges::find_if(all, [](const auto &one) {
                        return one.status == "available"_L1 && one.volumeType == "standard"_L1;
                    });
                    return actOn(fixture.context(), u"set-volume-group",
                                 {Kind::Volume, volume->id, volume->name}, {{u"group"_s, group}});
                },
            .method = "PUT",
            .path = QRegularExpression(u"/groups/[^/]+$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    return fixture.get(openstack::Get<openstack::Volume>{operation.target().id})
                               .groupId == operation.text("group"_L1);
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(openstack::ChangeVolumeGroup{.id = operation.text("group"_L1),
                                                             .added = {operation.target().id}});
                    fixture.pump([&] {
                        return !fixture
                                    .get(openstack::Get<openstack::Volume>{operation.target().id})
                                    .groupId.isEmpty();
                    });
                }};
}

Scenario editVolumeGroup()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    return actOn(fixture.context(), u"edit-volume-group",
                                 {Kind::VolumeGroup, newVolumeGroup(fixture), u"mine"_s},
                                 {{u"name"_s, u"renamed"_s}, {u"description"_s, forATest}});
                },
            .method = "PUT",
            .path = QRegularExpression(u"/groups/[^/]+$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    const auto row =
                        fixture.get(openstack::Get<openstack::VolumeGroup>{operation.target().id});
                    return row.name == "renamed"_L1 && row.description == forATest;
                },
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(openstack::ChangeVolumeGroup{.id = operation.target().id,
                                                             .name = u"renamed"_s,
                                                             .description = forATest});
                }};
}

Scenario deleteVolumeGroup()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    return actOn(fixture.context(), u"delete-volume-group",
                                 {Kind::VolumeGroup, newVolumeGroup(fixture), u"mine"_s});
                },
            .method = "POST",
            .path = QRegularExpression(u"/groups/[^/]+/action$"_s),
            .isDone = isGone<openstack::VolumeGroup>,
            .others =
                [](DemoCloudFixture &fixture, const ActionOperation &operation) {
                    fixture.get(openstack::DeleteVolumeGroup{operation.target().id});
                },
            .otherwise = {{Fault::KilledBeforeItArrived, Outcome::Succeeded}}};
}

Scenario createGroupSnapshot()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    return actOn(fixture.context(), u"create-group-snapshot",
                                 {Kind::VolumeGroup, filledVolumeGroup(fixture), u"mine"_s},
                                 {{u"name"_s, u"now"_s}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/group_snapshots$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &) {
                    return fixture.get(openstack::List<openstack::GroupSnapshot>{}).items.size() ==
                           1;
                },
            .others = {}};
}

Scenario createGroupFromSnapshot()
{
    return {.begin =
                [](DemoCloudFixture &fixture) {
                    const auto snapshot = newGroupSnapshot(fixture);
                    return actOn(fixture.context(), u"create-group-from-snapshot",
                                 {Kind::GroupSnapshot, snapshot.id, snapshot.name},
                                 {{u"name"_s, u"copy"_s}});
                },
            .method = "POST",
            .path = QRegularExpression(u"/groups/action$"_s),
            .isDone =
                [](DemoCloudFixture &fixture, const ActionOperation &) {
                    const auto all = fixture.get(openstack::List<openstack::VolumeGroup>{}).items;
                    return std::ranges::count(all, u"copy"_s, &openstack::VolumeGroup::name) == 1;
                },
            .others = {}};
}

const std::map<QString, Scenario> &scenarios()
{
    static const std::map<QString, Scenario> all = [] {
        std::map<QString, Scenario> made{
            {u"start-server"_s,
             server(u"web-3"_s, u"start-server"_s, u"os-start"_s, is(u"ACTIVE"_s))},
            {u"stop-server"_s,
             server(u"web-1"_s, u"stop-server"_s, u"os-stop"_s, is(u"SHUTOFF"_s))},
            {u"reboot-server"_s, reboot(u"reboot-server"_s)},
            {u"hard-reboot-server"_s, reboot(u"hard-reboot-server"_s)},
            {u"pause-server"_s, server(u"web-1"_s, u"pause-server"_s, u"pause"_s, is(u"PAUSED"_s))},
            {u"unpause-server"_s,
             server(u"shop-staging"_s, u"unpause-server"_s, u"unpause"_s, is(u"ACTIVE"_s))},
            {u"suspend-server"_s,
             server(u"web-1"_s, u"suspend-server"_s, u"suspend"_s, is(u"SUSPENDED"_s))},
            {u"resume-server"_s,
             server(u"crm-1"_s, u"resume-server"_s, u"resume"_s, is(u"ACTIVE"_s))},
            {u"restore-server"_s, deletedServer(u"restore-server"_s, u"restore"_s)},
            {u"force-delete-server"_s, deleteServerNow()},
            {u"lock-server"_s, server(u"web-1"_s, u"lock-server"_s, u"lock"_s,
                                      [](const auto &row) { return row.locked; })},
            {u"unlock-server"_s, server(u"erp-1"_s, u"unlock-server"_s, u"unlock"_s,
                                        [](const auto &row) { return !row.locked; })},
            {u"rename-server"_s, server(u"web-1"_s, u"rename-server"_s, {},
                                        [](const auto &row) { return row.name == "renamed"_L1; })},
            {u"create-volume"_s, createVolume()},
            {u"restore-volumes"_s, restoreVolumes()},
            {u"roll-back-server"_s, rollBack()},
            {u"undo-rollback"_s, undoRollback()},
            {u"create-volume-snapshot"_s, createVolumeSnapshot()},
            {u"create-backup"_s, backUp()},
            {u"back-up-volume"_s, backUpVolume()},
            {u"restore-backup"_s, restoreBackup()},
            {u"overwrite-volume"_s, overwriteVolume()},
            {u"describe-backup"_s, describeBackup()},
            {u"test-backup"_s, testOfBackup()},
            {u"restore-backup in two steps"_s, inTwoSteps(restoreBackup())},
            {u"test-backup in two steps"_s, inTwoSteps(testOfBackup())},
            {u"revert-volume"_s, revert()},
            {u"change-keep-until"_s, keepUntil(u"change-keep-until"_s)},
            {u"change-keep-until-of-volume-snapshot"_s,
             keepUntil(u"change-keep-until-of-volume-snapshot"_s)},
            {u"move-floating-ip"_s, moveFloatingIp()},
            {u"import-key-pair"_s, importKeyPair()},
            {u"generate-key-pair"_s, generateKeyPair()},
            {u"delete-key-pair"_s, deleteKeyPair()},
            {u"allocate-floating-ip"_s, allocateFloatingIp()},
            {u"disassociate-floating-ip"_s,
             floatingIp(u"disassociate-floating-ip"_s, {},
                        [](const auto &ip) { return ip.portId.isEmpty(); })},
            {u"describe-floating-ip"_s,
             floatingIp(u"describe-floating-ip"_s, {{u"description"_s, forATest}},
                        [](const auto &ip) { return ip.description == forATest; })},
            {u"release-floating-ip"_s,
             deletion<openstack::FloatingIp>(
                 u"release-floating-ip"_s, u"/floatingips"_s,
                 [](DemoCloudFixture &fixture) { return allocated(fixture, {}); })},
            {u"create-security-group"_s, createSecurityGroup()},
            {u"edit-security-group"_s, editSecurityGroup()},
            {u"delete-security-group"_s,
             deletion<openstack::SecurityGroup>(u"delete-security-group"_s, u"/security-groups"_s,
                                                &newGroup)},
            {u"add-security-group-rule"_s, addRule()},
            {u"associate-floating-ip"_s, associateFloatingIp()},
            {u"disassociate-server-floating-ip"_s, disassociateFromServer()},
            {u"add-security-group"_s, portGroup(u"add-security-group"_s, Kind::Server, true)},
            {u"remove-security-group"_s,
             portGroup(u"remove-security-group"_s, Kind::Server, false)},
            {u"add-security-group-to-port"_s,
             portGroup(u"add-security-group-to-port"_s, Kind::Port, true)},
            {u"remove-security-group-from-port"_s,
             portGroup(u"remove-security-group-from-port"_s, Kind::Port, false)},
            {u"enable-port"_s, portState(u"enable-port"_s, true)},
            {u"disable-port"_s, portState(u"disable-port"_s, false)},
            {u"delete-security-group-rule"_s,
             deletion<openstack::SecurityGroupRule>(u"delete-security-group-rule"_s,
                                                    u"/security-group-rules"_s, &newRule)},
            {u"create-server-group"_s, createServerGroup(u"anti-affinity"_s, 3)},
            {u"delete-server-group"_s,
             deletion<openstack::ServerGroup>(u"delete-server-group"_s, u"/os-server-groups"_s,
                                              &newServerGroup)},
            {u"shelve-server"_s,
             server(u"web-1"_s, u"shelve-server"_s, u"shelve"_s, is(u"SHELVED"_s))},
            {u"unshelve-server"_s,
             server(u"print-1"_s, u"unshelve-server"_s, u"unshelve"_s, is(u"ACTIVE"_s))},
            {u"offload-server"_s, offload()},
            {u"resize-server"_s, resize()},
            {u"confirm-resize"_s,
             decision(u"confirm-resize"_s, u"confirmResize"_s, u"m1.medium"_s)},
            {u"revert-resize"_s, decision(u"revert-resize"_s, u"revertResize"_s, u"m1.small"_s)},
            {u"rescue-server"_s, rescue()},
            {u"unrescue-server"_s, unrescue()},
            {u"reset-server-state"_s, resetState()},
            {u"set-password"_s, setPassword()},
            {u"connect-network"_s, connectNetwork(u"connect-network"_s)},
            {u"add-network"_s, connectNetwork(u"add-network"_s)},
            {u"connect-port"_s, connectPort()},
            {u"disconnect-interface"_s, disconnect(u"disconnect-interface"_s, Kind::Server)},
            {u"disconnect-port"_s, disconnect(u"disconnect-port"_s, Kind::Port)},
            {u"add-fixed-ip"_s, fixedIp(u"add-fixed-ip"_s, Kind::Port, true)},
            {u"remove-fixed-ip"_s, fixedIp(u"remove-fixed-ip"_s, Kind::Port, false)},
            {u"remove-server-fixed-ip"_s,
             fixedIp(u"remove-server-fixed-ip"_s, Kind::Server, false)},
        };
        Scenario &rename = made.at(u"rename-server"_s);
        rename.method = "PUT";
        rename.path = QRegularExpression(u"/servers/[^/]+$"_s);
        rename.others = [](DemoCloudFixture &fixture, const ActionOperation &operation) {
            fixture.get(openstack::RenameServer{operation.target().id, u"renamed"_s});
        };
        made.emplace(u"describe-server"_s, describeServer());
        made.emplace(u"edit-server-tags"_s, editServerTags());
        made.emplace(u"edit-server-metadata"_s, editServerMetadata());
        made.emplace(u"add-server-tag"_s, addServerTag());
        made.emplace(u"set-server-metadata-item"_s, setServerMetadataItem());
        made.emplace(u"edit-image-properties"_s, imageProperties());
        made.emplace(u"protect-image"_s, protection(true));
        made.emplace(u"unprotect-image"_s, protection(false));
        addVolumeScenarios(made);
        made.emplace(u"rebuild-server"_s, rebuild());
        made.emplace(u"recreate-server"_s, recreate());
        made.emplace(u"copy-server-to-zone"_s, copyToZone());
        made.emplace(u"create-volume-group"_s, createVolumeGroup());
        made.emplace(u"set-volume-group"_s, setVolumeGroup());
        made.emplace(u"edit-volume-group"_s, editVolumeGroup());
        made.emplace(u"delete-volume-group"_s, deleteVolumeGroup());
        made.emplace(u"create-group-snapshot"_s, createGroupSnapshot());
        made.emplace(u"create-group-from-snapshot"_s, createGroupFromSnapshot());
        made.emplace(u"delete-group-snapshot"_s,
                     deletion<openstack::GroupSnapshot>(u"delete-group-snapshot"_s,
                                                        u"/group_snapshots"_s, &newGroupSnapshot));
        // Cinder rejects another deletion request while the first is in progress.
        made.at(u"delete-group-snapshot"_s).others = [](DemoCloudFixture &fixture,
                                                        const ActionOperation &operation) {
            fixture.get(openstack::Delete<openstack::GroupSnapshot>{operation.target().id});
            fixture.pump([&] { return isGone<openstack::GroupSnapshot>(fixture, operation); });
        };
        return made;
    }();
    return all;
}

FaultRule ruleOf(Fault fault, const Scenario &scenario)
{
    FaultRule rule;
    rule.method = scenario.method;
    rule.path = scenario.path;
    rule.count = 0;
    switch (fault) {
    case Fault::Refused:
        rule.status = 403;
        break;
    case Fault::BadGateway:
        rule.status = 502;
        break;
    case Fault::Unavailable:
        rule.status = 503;
        break;
    case Fault::GatewayTimeout:
        rule.status = 504;
        break;
    case Fault::CutBody:
        rule.kind = FaultRule::Kind::CutBody;
        rule.bytes = 3;
        break;
    case Fault::WebPage:
        rule.kind = FaultRule::Kind::Html;
        break;
    case Fault::LostAndNotDone:
    case Fault::KilledBeforeItArrived:
        rule.kind = FaultRule::Kind::CutBefore;
        rule.carriedOut = false;
        break;
    case Fault::KilledAfterItArrived:
        rule.kind = FaultRule::Kind::Delay;
        rule.delay = std::chrono::seconds(20);
        break;
    default:
        rule.kind = FaultRule::Kind::CutBefore;
        rule.carriedOut = true;
    }
    return rule;
}

} // namespace

/// Every action against everything that can go wrong on the way: it leaves once, a lost answer is
/// looked for, and nothing is said to be done or not done without knowing it.
class TestActions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActionIsTested();
    void everyActionSaysItAll();
    void itIsFoundByWhatOthersCallIt();
    void faults_data();
    void faults();
    void hardRebootInEveryState_data();
    void hardRebootInEveryState();
    void obstacles();
    void aFaultIsExplained();
    void aNewFloatingIpIsAssociated();
    void aFloatingIpThatCannotBeAssociatedIsLeftAndNamed();
    void groupsOfBothKindsAreRefusedBeforehand();
    void changesOfOnePortDoNotOverwriteEachOther();
    void whatOthersChangeOnAPortIsKept_data();
    void whatOthersChangeOnAPortIsKept();
    void onlyWhatWasChangedIsSent();
    void whatIsGoneAlreadyIsRemoved();
};

void TestActions::everyActionIsTested()
{
    QSet<QString> keys;
    for (const Action &action : actions()) {
        if (!action.perform)
            continue; // a separate operation, with separate tests
        QVERIFY2(scenarios().contains(action.key), qPrintable(action.key));
        QVERIFY2(!keys.contains(action.key), qPrintable(action.key));
        keys.insert(action.key);
    }
    const auto tested = std::ranges::count_if(scenarios(), [](const auto &one) {
        return !one.first.contains(u' '); // a second scenario of the same action
    });
    QCOMPARE(keys.size(), tested);
}

void TestActions::everyActionSaysItAll()
{
    constexpr std::array onlyShown{Action::Form::Reach, Action::Form::Connect,
                                   Action::Form::Console, Action::Form::WindowsPassword,
                                   Action::Form::Schedule};
    for (const Action &action : actions()) {
        const QByteArray name = action.key.toUtf8();
        const char *key = name.constData();
        QVERIFY2(!action.words.menu.isEmpty() && action.words.title.contains(u"%1"_s), key);
        // What changes nothing has no outcome.
        const bool onlyShows =
            std::ranges::find(onlyShown, action.form) != onlyShown.end() ||
            (action.form == Action::Form::InPlace && !action.perform); // leads to it
        QVERIFY2(!onlyShows || (!action.perform && !action.command), key);
        for (const Outcome outcome :
             {Outcome::Running, Outcome::Succeeded, Outcome::Failed, Outcome::Unclear})
            QVERIFY2(onlyShows || action.words.of(outcome).contains(u"%1"_s),
                     qPrintable(action.key));
        QVERIFY2(action.obstacle, key);
        if (action.form == Action::Form::Fields)
            QVERIFY2(action.command && action.perform && !action.summary.isEmpty(), key);
        if (action.confirmation) {
            for (const QStringList &names : {QStringList{u"a"_s}, QStringList{u"a"_s, u"b"_s}}) {
                const Confirmation asked = action.confirmation(names);
                QVERIFY2(!asked.title.isEmpty() && !asked.text.isEmpty() && !asked.button.isEmpty(),
                         qPrintable(action.key));
            }
        }
    }
}

void TestActions::itIsFoundByWhatOthersCallIt()
{
    QCOMPARE(actionNamed(u"pause-server")->commandName(), u"server pause"_s);
    QCOMPARE(actionNamed(u"rename-server")->commandName(), u"server set"_s);
    QCOMPARE(actionNamed(u"open-console")->commandName(), QString());
    const QHash<QString, QString> terminalNames{{u"delete-server"_s, u"server delete"_s},
                                                {u"delete-volume"_s, u"volume delete"_s},
                                                {u"open-console"_s, u"console url show"_s}};
    for (const auto &[key, name] : terminalNames.asKeyValueRange())
        QVERIFY2(actionNamed(key)->alsoCalled.contains(name), qPrintable(key));
    for (const Action &action : actions()) {
        QVERIFY2(!action.commandName().contains(u" -"_s), qPrintable(action.commandName()));
        for (const QString &name : action.alsoCalled)
            QVERIFY2(name.compare(action.words.button(), Qt::CaseInsensitive) != 0,
                     qPrintable(action.key));
    }
    // Horizon's menu of an instance.
    const QSet<QString> named = [] {
        QSet<QString> names;
        for (const Action &action : actions()) {
            if (!action.isOfferedFor(openstack::Kind::Server))
                continue;
            for (const QString &name : action.alsoCalled + QStringList{action.words.button()})
                names.insert(name.toLower());
        }
        return names;
    }();
    for (const QString &words :
         {u"launch instance"_s,       u"create snapshot"_s,      u"associate floating ip"_s,
          u"attach interface"_s,      u"detach interface"_s,     u"edit instance"_s,
          u"attach volume"_s,         u"detach volume"_s,        u"update metadata"_s,
          u"retrieve password"_s,     u"edit security groups"_s, u"edit port security groups"_s,
          u"rescue instance"_s,       u"unrescue instance"_s,    u"pause instance"_s,
          u"resume instance"_s,       u"suspend instance"_s,     u"shelve instance"_s,
          u"unshelve instance"_s,     u"resize instance"_s,      u"confirm resize/migrate"_s,
          u"revert resize/migrate"_s, u"lock instance"_s,        u"unlock instance"_s,
          u"soft reboot instance"_s,  u"hard reboot instance"_s, u"shut off instance"_s,
          u"start instance"_s,        u"rebuild instance"_s,     u"view log"_s,
          u"delete instance"_s})
        QVERIFY2(named.contains(words), qPrintable(words));
}

void TestActions::faults_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("at");
    [[maybe_unused]] std::size_t row = 0;
    for (const auto &[key, scenario] : scenarios()) {
        ++row;
        for (std::size_t i = 0; i < ::faults.size(); ++i) {
#ifdef ORIEL_SANITIZED
            // Minutes under the sanitizers: each action with some faults, each fault with some
            // actions.
            if ((row + i) % 4 != 0)
                continue;
#endif
            if (::faults[i].fault == Fault::DoneByOthers && !scenario.others)
                continue; // what others make is another one
            QTest::newRow(qPrintable(key + u": "_s + QLatin1StringView(::faults[i].name)))
                << key << static_cast<int>(i);
        }
    }
}

void TestActions::faults()
{
    QFETCH(const QString, key);
    QFETCH(const int, at);
    const FaultCase &expected = ::faults[static_cast<std::size_t>(at)];
    const Fault fault = expected.fault;
    const Scenario &scenario = scenarios().at(key);
    demo::DemoOptions options = keepingAll();
    options.newestBlockStorage = scenario.newestBlockStorage;
    DemoCloudFixture fixture(scenario.user, scenario.user, u"demo"_s, options);
    const QTemporaryDir folder;
    Journal journal(folder.filePath(u"journal.sqlite"_s));
    fixture.center.setJournal(&journal, {});
    auto made = scenario.begin(fixture);
    const ActionOperation *operation = made.get();
    fixture.cloud.faults().clearLog();
    const auto sent = [&] {
        return fixture.cloud.faults().requestCount(scenario.method, scenario.path);
    };
    int before = 0;
    if (fault == Fault::DoneByOthers) {
        scenario.others(fixture, *operation);
        before = sent();
    } else if (fault != Fault::None) {
        fixture.cloud.faults().add(ruleOf(fault, scenario));
    }
    if (fault == Fault::ServiceGoneForAMinute) {
        FaultRule away; // from the next request on
        away.path = QRegularExpression(u"^/(?!identity)"_s);
        away.count = 0;
        away.follows = true;
        fixture.cloud.faults().add(away);
    }

    const bool killed =
        fault == Fault::KilledBeforeItArrived || fault == Fault::KilledAfterItArrived;
    const Operation *watched = operation;
    if (killed) {
        Operation *dying = made.get();
        dying->useJournal(&journal, {});
        dying->start();
        QVERIFY(fixture.pump([&] { return sent() > 0; }));
        const QString id = dying->id();
        made.reset();
        fixture.cloud.faults().clear();
        journal.giveBack(id);
        std::optional<std::vector<JournalEntry>> taken;
        journal.takeUnfinished({}, this, [&](const auto &entries) { taken = entries.value(); });
        QVERIFY(fixture.pump([&] { return taken.has_value(); }));
        QCOMPARE(taken->size(), std::size_t{1});
        Context context = fixture.context();
        context.journal = &journal;
        auto again = resumeOperation(taken->front(), context);
        QVERIFY(again);
        operation = qobject_cast<const ActionOperation *>(again.get());
        QVERIFY(operation);
        watched = fixture.center.start(std::move(again));
    } else {
        watched = fixture.center.start(std::move(made));
    }
    if (fault == Fault::ServiceGoneForAMinute) {
        QVERIFY(fixture.pump([&] { return sent() > 0; }));
        const auto since = fixture.clock.elapsed();
        fixture.pump([&] { return fixture.clock.elapsed() - since > std::chrono::minutes(1); });
        fixture.cloud.faults().clear();
    }
    const auto ended = [watched] {
        return watched->outcome() != Outcome::Running;
    };
    QVERIFY(fixture.pump(ended));
    const Outcome outcome = scenario.otherwise.value(fault, expected.outcome);
    const QString why = watched->error().value_or(Error()).message;
    QVERIFY2(watched->outcome() == outcome,
             qPrintable(outcomeName(watched->outcome()) + u": "_s + why));
    const bool resends = fault == Fault::KilledBeforeItArrived && outcome == Outcome::Succeeded;
    const int most = before + (resends ? 2 : scenario.sends);
    QVERIFY2(sent() <= most, qPrintable(QString::number(sent())));
    fixture.cloud.faults().clear();
    if (scenario.isDone)
        QCOMPARE(scenario.isDone(fixture, *operation),
                 (expected.done && outcome != Outcome::Failed) || resends);
    if (outcome == Outcome::Failed || outcome == Outcome::Unclear)
        QVERIFY(!why.isEmpty());
    if (outcome == Outcome::Succeeded) {
        for (const Stage &stage : watched->stages())
            QVERIFY2(stage.state == StageState::Done || stage.state == StageState::Skipped,
                     qPrintable(stage.title + u": "_s + stage.detail));
    }
    // Nothing is left for a later run of Oriel.
    std::optional<std::size_t> left;
    journal.unfinished(this, [&](const auto &entries) { left = entries.value().size(); });
    QVERIFY(fixture.pump([&] { return left.has_value(); }));
    QCOMPARE(*left, std::size_t{0});
}

void TestActions::hardRebootInEveryState_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("status");
    QTest::newRow("running") << u"web-1"_s << u"ACTIVE"_s;
    QTest::newRow("shut off") << u"web-3"_s << u"SHUTOFF"_s;
    QTest::newRow("paused") << u"shop-staging"_s << u"PAUSED"_s;
    QTest::newRow("suspended") << u"crm-1"_s << u"SUSPENDED"_s;
    QTest::newRow("in error") << u"upgrade-trial"_s << u"ERROR"_s;
}

void TestActions::hardRebootInEveryState()
{
    QFETCH(const QString, name);
    QFETCH(const QString, status);
    DemoCloudFixture fixture;
    const auto row = fixture.server(name);
    QCOMPARE(row.status, status);
    const Action &action = *actionNamed(u"hard-reboot-server");
    QCOMPARE(action.obstacle({*fixture.stores}, row.id), QString());
    const Operation *operation = fixture.center.start(
        actOn(fixture.context(), action.key, {Kind::Server, row.id, row.name}));
    QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; }));
    const QString why = operation->error().value_or(Error()).message;
    QVERIFY2(operation->outcome() == Outcome::Succeeded, qPrintable(why));
    QCOMPARE(fixture.get(openstack::Get<openstack::Server>{row.id}).status, u"ACTIVE"_s);
}

void TestActions::obstacles()
{
    DemoCloudFixture fixture;
    const auto running = fixture.server(u"web-1"_s);
    const auto off = fixture.server(u"web-3"_s);
    const auto locked = fixture.server(u"erp-1"_s);
    const auto why = [&](const QString &key, const QString &id, const QStringList &roles = {}) {
        return actionNamed(key)->obstacle({*fixture.stores, roles, &fixture.center}, id);
    };
    QCOMPARE(why(u"stop-server"_s, running.id), QString());
    QVERIFY(why(u"stop-server"_s, off.id).contains(u"already"_s));
    QVERIFY(why(u"pause-server"_s, off.id).contains(u"shut off"_s));
    QVERIFY(why(u"stop-server"_s, running.id, {u"reader"_s}).contains(u"reader"_s));
    QVERIFY(why(u"stop-server"_s, locked.id, {u"member"_s}).contains(u"month-end"_s));
    QCOMPARE(why(u"stop-server"_s, locked.id, {u"admin"_s}), QString());
    QVERIFY(!why(u"unlock-server"_s, running.id).isEmpty());
    QCOMPARE(why(u"unlock-server"_s, locked.id), QString());
    QVERIFY(!why(u"stop-server"_s, u"gone"_s).isEmpty());
    // One at a time.
    fixture.center.start(
        actOn(fixture.context(), u"pause-server", {Kind::Server, running.id, running.name}));
    QVERIFY(why(u"stop-server"_s, running.id).contains(u"web-1"_s));
}

/// Nova accepts it and fails afterwards; its record of the action says why.
void TestActions::aFaultIsExplained()
{
    DemoCloudFixture fixture;
    const auto row = fixture.server(u"web-1"_s);
    fixture.cloud.faults().failNextAction(u"stop"_s);
    const Operation *operation = fixture.center.start(
        actOn(fixture.context(), u"stop-server", {Kind::Server, row.id, row.name}));
    QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"Step"_s),
             qPrintable(operation->error()->message));
    QVERIFY(!operation->error()->requestId.isEmpty());
}

Values newFloatingIp(DemoCloudFixture &fixture, const QString &server)
{
    const auto other = allocated(fixture, {});
    fixture.get(openstack::Delete<openstack::FloatingIp>{other.id});
    return {{u"address"_s, u"new/"_s + other.networkId}, {u"port"_s, portOf(fixture, server).id}};
}

void TestActions::aNewFloatingIpIsAssociated()
{
    DemoCloudFixture fixture;
    const auto row = fixture.server(u"web-2"_s);
    const Operation *operation = fixture.center.start(
        actOn(fixture.context(), u"associate-floating-ip", {Kind::Server, row.id, row.name},
              newFloatingIp(fixture, row.name)));
    QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QCOMPARE(operation->stages().size(), std::size_t{2});
    const auto ip = fixture.get(openstack::Get<openstack::FloatingIp>{operation->resultId()});
    QCOMPARE(ip.portId, portOf(fixture, row.name).id);
    QVERIFY(operation->notes().join(u' ').contains(ip.address));
    QVERIFY(operation->leftovers().empty());
}

/// web-1 has one already.
void TestActions::aFloatingIpThatCannotBeAssociatedIsLeftAndNamed()
{
    DemoCloudFixture fixture;
    const auto row = fixture.server(u"web-1"_s);
    const Operation *operation = fixture.center.start(
        actOn(fixture.context(), u"associate-floating-ip", {Kind::Server, row.id, row.name},
              newFloatingIp(fixture, row.name)));
    QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->leftovers().size(), std::size_t{1});
    const Subject left = operation->leftovers().front();
    const auto ip = fixture.get(openstack::Get<openstack::FloatingIp>{left.id});
    QCOMPARE(left.name, ip.address);
    QVERIFY(ip.portId.isEmpty());
}

void TestActions::groupsOfBothKindsAreRefusedBeforehand()
{
    DemoCloudFixture fixture;
    const auto row = fixture.server(u"web-1"_s);
    openstack::SecurityGroup group;
    group.id = u"g"_s;
    group.name = u"bare"_s;
    group.stateful = false;
    fixture.stores->of<openstack::Port>().upsert({portOf(fixture, row.name)});
    fixture.stores->of<openstack::SecurityGroup>().upsert(
        fixture.get(openstack::List<openstack::SecurityGroup>{}).items);
    fixture.stores->of<openstack::SecurityGroup>().upsert({group});
    const Action &action = *actionNamed(u"add-security-group");
    const auto problem = [&](const QString &id) {
        return action.problem({*fixture.stores}, row.id, {{u"group"_s, id}});
    };
    QVERIFY2(problem(u"g"_s).contains(u"stateless"_s), qPrintable(problem(u"g"_s)));
    group.stateful = true;
    fixture.stores->of<openstack::SecurityGroup>().upsert({group});
    QCOMPARE(problem(u"g"_s), QString());
    // What the instance has is not offered again, and only that can be removed.
    const auto offered = [&](const QString &key) {
        QStringList ids;
        for (const Field::Option &one :
             actionNamed(key)->fields.front().options({*fixture.stores}, row.id))
            ids.append(one.value);
        return ids;
    };
    const QStringList has = portOf(fixture, row.name).securityGroupIds;
    QVERIFY(!offered(u"add-security-group"_s).contains(has.front()));
    QVERIFY(offered(u"add-security-group"_s).contains(u"g"_s));
    QCOMPARE(QSet<QString>(has.begin(), has.end()), [&] {
        const QStringList ids = offered(u"remove-security-group"_s);
        return QSet<QString>(ids.begin(), ids.end());
    }());
}

/// Neutron takes the whole list only: each change must know the one before.
void TestActions::changesOfOnePortDoNotOverwriteEachOther()
{
    DemoCloudFixture fixture;
    const openstack::Port port = portOf(fixture, u"web-1"_s);
    QStringList added;
    for (const auto &group : fixture.get(openstack::List<openstack::SecurityGroup>{}).items) {
        if (!port.securityGroupIds.contains(group.id))
            added.append(group.id);
    }
    QVERIFY(added.size() > 2);
    std::vector<const Operation *> all;
    for (const QString &group : added)
        all.push_back(fixture.center.start(actOn(fixture.context(), u"add-security-group-to-port",
                                                 {Kind::Port, port.id, {}},
                                                 {{u"group"_s, group}, {u"group_name"_s, group}})));
    const QString gone = port.securityGroupIds.front();
    all.push_back(fixture.center.start(actOn(fixture.context(), u"remove-security-group",
                                             {Kind::Server, port.deviceId, {}},
                                             {{u"group"_s, gone}, {u"group_name"_s, gone}})));
    QVERIFY(fixture.pump([&] { return fixture.center.running() == 0; }));
    for (const Operation *one : all)
        QCOMPARE(one->outcome(), Outcome::Succeeded);
    const auto now = fixture.get(openstack::Get<openstack::Port>{port.id}).securityGroupIds;
    QCOMPARE(QSet<QString>(now.begin(), now.end()), [&] {
        QSet<QString> wanted(added.begin(), added.end());
        for (const QString &id : port.securityGroupIds.mid(1))
            wanted.insert(id);
        return wanted;
    }());
}

void TestActions::whatOthersChangeOnAPortIsKept_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("times");
    for (const QString &key : {u"add-security-group-to-port"_s, u"add-fixed-ip"_s}) {
        QTest::addRow("%s, once", qPrintable(key)) << key << 1;
        QTest::addRow("%s, twice", qPrintable(key)) << key << 2;
    }
}

/// Another client changes the port after Oriel has read it, and before Oriel changes it.
void TestActions::whatOthersChangeOnAPortIsKept()
{
    using openstack::Port;
    QFETCH(const QString, key);
    QFETCH(const int, times);
    DemoCloudFixture fixture;
    const Port before = portOf(fixture, u"web-1"_s);
    const QString mine = newGroup(fixture).id;
    const QString theirs = newGroup(fixture).id;
    const QRegularExpression onePort(u"/ports/[^/]+$"_s);
    FaultRule slow;
    slow.method = "GET";
    slow.path = onePort;
    slow.kind = FaultRule::Kind::Delay;
    slow.count = times;
    slow.delay = std::chrono::seconds(5);
    fixture.cloud.faults().add(slow);
    fixture.cloud.faults().clearLog();
    const Operation *operation =
        fixture.center.start(actOn(fixture.context(), key, {Kind::Port, before.id, {}},
                                   {{u"group"_s, mine},
                                    {u"group_name"_s, u"mine"_s},
                                    {u"port"_s, before.id},
                                    {u"subnet"_s, before.fixedIps.front().subnetId}}));
    for (int time = 1; time <= times; ++time) {
        QVERIFY(fixture.pump(
            [&] { return fixture.cloud.faults().requestCount("GET", onePort) == time; }));
        fixture.get(openstack::Update<Port>{before.id,
                                            {{u"security_groups"_s, QJsonArray{theirs}},
                                             {u"description"_s, QString::number(time)}}});
    }
    QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; }));
    const Port now = fixture.get(openstack::Get<Port>{before.id});
    QVERIFY(now.securityGroupIds.contains(theirs));
    const bool done = now.securityGroupIds.contains(mine) || now.fixedIps.size() > 1;
    QCOMPARE(fixture.cloud.faults().requestCount("PUT", onePort), times + 2);
    if (times == 1) {
        QCOMPARE(operation->outcome(), Outcome::Succeeded);
        QVERIFY(done);
    } else {
        QCOMPARE(operation->outcome(), Outcome::Failed);
        QCOMPARE(operation->error()->httpStatus, 412);
        QVERIFY2(operation->error()->message.contains(u"current revision"_s),
                 qPrintable(operation->error()->message));
        QVERIFY(!done);
    }
}

/// Another user has changed other items since the user saw them.
void TestActions::onlyWhatWasChangedIsSent()
{
    DemoCloudFixture fixture;
    const auto row = fixture.server(u"web-1"_s);
    fixture.get(openstack::SetServerMetadata{row.id, {{u"kept"_s, u"1"_s}, {u"old"_s, u"2"_s}}});
    fixture.get(openstack::AddServerTag{row.id, u"theirs"_s});
    fixture.cloud.faults().clearLog();
    const auto run = [&](const QString &key, const QJsonObject &changes) {
        const Operation *operation = fixture.center.start(actOn(
            fixture.context(), key, {Kind::Server, row.id, row.name}, {{u"changes"_s, changes}}));
        QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; }));
        QCOMPARE(operation->outcome(), Outcome::Succeeded);
    };
    run(u"edit-server-metadata"_s,
        {{u"role"_s, u"shop"_s}, {u"kept"_s, u"1"_s}, {u"old"_s, QJsonValue::Null}});
    run(u"edit-server-tags"_s, {{u"ours"_s, true}});
    const auto now = fixture.get(openstack::Get<openstack::Server>{row.id});
    QCOMPARE(now.metadata.value(u"role"_s), u"shop"_s);
    QCOMPARE(now.metadata.value(u"kept"_s), u"1"_s);
    QVERIFY(!now.metadata.contains(u"old"_s));
    QVERIFY(now.tags.contains(u"theirs"_s) && now.tags.contains(u"ours"_s));
    const auto sent = [&](const char *method, const QString &path) {
        return fixture.cloud.faults().requestCount(method, QRegularExpression(path));
    };
    QCOMPARE(sent("POST", u"/metadata$"_s), 1);
    QCOMPARE(sent("DELETE", u"/metadata/"_s), 1);
    QCOMPARE(sent("PUT", u"/tags/"_s), 1);
    // And back.
    const auto shown = fixture.stores->servers.find(row.id);
    QVERIFY(shown && shown->metadata == now.metadata);
}

void TestActions::whatIsGoneAlreadyIsRemoved()
{
    DemoCloudFixture fixture;
    const auto row = fixture.server(u"web-1"_s);
    fixture.get(openstack::SetServerMetadata{row.id, {{u"old"_s, u"2"_s}}});
    FaultRule gone; // it is removed between the look at it and the request
    gone.method = "DELETE";
    gone.path = QRegularExpression(u"/metadata/old$"_s);
    gone.status = 404;
    fixture.cloud.faults().add(gone);
    auto made = actOn(fixture.context(), u"edit-server-metadata", {Kind::Server, row.id, row.name},
                      {{u"changes"_s, QJsonObject{{u"old"_s, QJsonValue::Null}}}});
    const Operation *operation = fixture.center.start(std::move(made));
    QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; }));
    // It is still there: a proxy has answered, and says nothing about the request.
    QCOMPARE(operation->outcome(), Outcome::Unclear);
    fixture.cloud.faults().clear();
    const Operation *again = fixture.center.start(
        actOn(fixture.context(), u"edit-server-metadata", {Kind::Server, row.id, row.name},
              {{u"changes"_s,
                QJsonObject{{u"old"_s, QJsonValue::Null}, {u"never"_s, QJsonValue::Null}}}}));
    QVERIFY(fixture.pump([&] { return again->outcome() != Outcome::Running; }));
    QCOMPARE(again->outcome(), Outcome::Succeeded);
    QVERIFY(!fixture.get(openstack::Get<openstack::Server>{row.id}).metadata.contains(u"old"_s));
}

QTEST_GUILESS_MAIN(TestActions)
#include "tst_actions.moc"
