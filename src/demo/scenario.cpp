#include "demo/scenario.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

void Scenario::addServers()
{
    const QString debian = u"debian-12"_s;
    const QString older = u"debian-11"_s;
    const QString ubuntu = u"ubuntu-22.04"_s;
    const QString alpine = u"alpine-3.18"_s;
    const QString web = u"web"_s;
    const QString bot = u"deploy-bot"_s;
    const QString runner = u"ci-runner"_s;
    const std::vector<ServerSpec> tales{
        {u"web-1"_s, u"m1.small"_s, debian, 0, {}, 210, u"active"_s, web, bot, true},
        {u"web-2"_s, u"m1.small"_s, debian, 0, {}, 210, u"active"_s, web, bot},
        {u"web-3"_s, u"m1.small"_s, debian, 0, {}, 64, u"stopped"_s, web, bot},
        {u"lb-1"_s, u"m1.tiny"_s, alpine, 0, {}, 350, u"active"_s, web, bot, true},
        {u"lb-2"_s, u"m1.tiny"_s, alpine, 0, {}, 350, u"active"_s, web, bot},
        {u"shop-1"_s, u"v1.medium"_s, ubuntu, 20, {40}, 180, u"active"_s, web, bot, true},
        {u"shop-2"_s, u"v1.medium"_s, ubuntu, 20, {40}, 180, u"active"_s, web, bot},
        {u"shop-staging"_s, u"v1.medium"_s, ubuntu, 20, {}, 45, u"paused"_s, web, bot},
        {u"db-1"_s, u"v1.large"_s, debian, 20, {100, 40}, 300, u"active"_s, u"db"_s},
        {u"db-2"_s, u"v1.large"_s, debian, 20, {100, 40}, 300, u"active"_s, u"db"_s},
        {u"db-staging"_s, u"v1.medium"_s, debian, 20, {50}, 120, u"stopped"_s, u"db"_s},
        {u"mail-1"_s,
         u"v1.medium"_s,
         debian,
         10,
         {200},
         500,
         u"active"_s,
         u"mail"_s,
         u"admin-desk"_s,
         true},
        {u"mail-relay"_s, u"m1.tiny"_s, alpine, 0, {}, 500, u"active"_s, u"mail"_s},
        {u"wiki-1"_s, u"v1.small"_s, debian, 10, {20}, 420, u"active"_s, web},
        {u"git-1"_s, u"v1.medium"_s, debian, 20, {60}, 390, u"active"_s, u"ssh"_s},
        {u"registry-1"_s, u"v1.small"_s, debian, 20, {100}, 200, u"active"_s, web},
        {u"ci-main"_s, u"v1.medium"_s, debian, 20, {80}, 260, u"active"_s, u"ssh"_s, runner},
        {u"ci-runner-1"_s, u"m1.large"_s, ubuntu, 0, {}, 12, u"active"_s, u"default"_s, runner},
        {u"ci-runner-2"_s, u"m1.large"_s, ubuntu, 0, {}, 12, u"active"_s, u"default"_s, runner},
        {u"ci-runner-3"_s, u"m1.large"_s, ubuntu, 0, {}, 12, u"active"_s, u"default"_s, runner},
        {u"ci-runner-4"_s, u"m1.large"_s, ubuntu, 0, {}, 1, u"error"_s, u"default"_s, runner},
        {u"backup-1"_s, u"v1.small"_s, debian, 10, {500}, 480, u"active"_s, u"ssh"_s},
        {u"files-1"_s, u"v1.medium"_s, debian, 20, {300, 300}, 330, u"active"_s},
        {u"dns-1"_s, u"m1.tiny"_s, alpine, 0, {}, 600, u"active"_s},
        {u"dns-2"_s, u"m1.tiny"_s, alpine, 0, {}, 600, u"active"_s},
        {u"vpn-1"_s,
         u"m1.tiny"_s,
         alpine,
         0,
         {},
         280,
         u"active"_s,
         u"ssh"_s,
         u"admin-desk"_s,
         true},
        {u"jump-1"_s,
         u"m1.tiny"_s,
         debian,
         0,
         {},
         280,
         u"active"_s,
         u"ssh"_s,
         u"admin-desk"_s,
         true},
        {u"monitor-1"_s, u"v1.medium"_s, debian, 20, {60}, 150, u"active"_s, web},
        {u"logs-1"_s, u"v1.medium"_s, debian, 20, {150}, 150, u"active"_s},
        {u"chat-1"_s, u"m1.medium"_s, ubuntu, 0, {20}, 95, u"active"_s, web},
        {u"reports-1"_s, u"m1.small"_s, debian, 0, {30}, 140, u"stopped"_s},
        {u"cache-1"_s, u"m1.small"_s, debian, 0, {}, 210, u"active"_s},
        {u"queue-1"_s, u"m1.small"_s, debian, 0, {}, 210, u"active"_s},
        {u"erp-1"_s, u"v1.xlarge"_s, ubuntu, 40, {80}, 365, u"active"_s, u"db"_s},
        {u"crm-1"_s, u"v1.medium"_s, ubuntu, 20, {30}, 75, u"suspended"_s, web},
        {u"desktop-1"_s, u"v1.large"_s, ubuntu, 60, {}, 33, u"active"_s},
        {u"print-1"_s, u"m1.small"_s, older, 0, {}, 620, u"shelved_offloaded"_s},
        {u"old-intranet"_s, u"v1.small"_s, older, 15, {}, 710, u"shelved_offloaded"_s, web},
        {u"upgrade-trial"_s, u"v1.medium"_s, debian, 20, {}, 3, u"error"_s},
        {u"sandbox"_s, u"m1.tiny"_s, u"tiny-linux"_s, 0, {}, 5, u"active"_s},
    };
    const Project &project = *m_world.state.projects.find(m_demo);
    for (const ServerSpec &spec : tales)
        addServer(spec, project);

    Server &full = *serverNamed(u"ci-runner-4"_s);
    full.fault = Fault{500, full.created.addSecs(7),
                       u"No valid host was found. There are not enough hosts available."_s};
    full.actions.front().message = u"Error"_s;
    Server &trial = *serverNamed(u"upgrade-trial"_s);
    // Its host was restarted during a reboot; a hard reboot repairs it.
    trial.launched = trial.updated;
    trial.host = serverNamed(u"web-1"_s)->host;
    trial.hostId = serverNamed(u"web-1"_s)->hostId;
    trial.fault = Fault{500, trial.created.addSecs(9000), u"Failed to reach the hypervisor"_s};
    Server &erp = *serverNamed(u"erp-1"_s);
    erp.locked = true;
    erp.lockedReason = u"month-end closing"_s;
    erp.metadata.insert(u"owner"_s, u"accounting"_s);
    erp.tags = {u"production"_s};
    // An operator's lock: a member of the project cannot remove it.
    Server &backup = *serverNamed(u"backup-1"_s);
    backup.locked = backup.lockedByAdmin = true;
    backup.lockedReason = u"storage maintenance"_s;
    // It has years of log files to flush: shows what happens when a guest does not shut down in
    // time.
    serverNamed(u"logs-1"_s)->slowShutdown = true;
    serverNamed(u"db-1"_s)->metadata = {{u"role"_s, u"primary"_s}};
    serverNamed(u"db-2"_s)->metadata = {{u"role"_s, u"replica"_s}};

    for (Attachment &attachment : serverNamed(u"ci-main"_s)->attachments)
        attachment.deleteOnTermination = true; // rebuilt from its configuration at any time

    // The result of shelving: deleting this image loses the instance.
    Server &print = *serverNamed(u"print-1"_s);
    Image &shelved = addImage(print, u"print-1-shelved"_s, 200);
    print.shelvedImageId = shelved.id;
}

void Scenario::addSnapshots()
{
    const QString web = u"web-1"_s;
    addSnapshot(web, u"web-1 before certificate change"_s, 40, 14);
    addSnapshot(web, u"web-1 weekly"_s, 9, 7);
    addSnapshot(web, u"web-1 weekly"_s, 2, 7);
    addSnapshot(u"web-2"_s, u"web-2-golden"_s, 120, -1);
    addSnapshot(u"lb-1"_s, u"lb-1 before update"_s, 21, 7);
    addSnapshot(u"vpn-1"_s, u"vpn-1 with new keys"_s, 66, 0);
    addSnapshot(u"chat-1"_s, u"chat-1 before plugins"_s, 15, 30);

    const QString db = u"db-1"_s;
    addSnapshot(db, u"db-1 before major upgrade"_s, 95, 30);
    addSnapshot(db, u"db-1 nightly"_s, 8, 7);
    addSnapshot(db, u"db-1 nightly"_s, 1, 7);
    addSnapshot(u"db-2"_s, u"db-2 nightly"_s, 1, 7);
    addSnapshot(u"shop-1"_s, u"shop-1 before sale"_s, 12, 14);
    addSnapshot(u"shop-1"_s, u"shop-1 release 41"_s, 4, 14);
    addSnapshot(u"mail-1"_s, u"mail-1 monthly"_s, 34, 31);
    addSnapshot(u"mail-1"_s, u"mail-1 monthly"_s, 4, 31);
    addSnapshot(u"wiki-1"_s, u"wiki-1 before theme"_s, 51, -1);
    addSnapshot(u"git-1"_s, u"git-1 weekly"_s, 6, 14);
    addSnapshot(u"erp-1"_s, u"erp-1 year end"_s, 15, 0);
    addSnapshot(u"monitor-1"_s, u"monitor-1 before tuning"_s, 28, 10);

    // Half of a set is missing, in both possible ways.
    addSnapshot(u"crm-1"_s, u"crm-1 demo data"_s, 60, -1, true, false);
    addSnapshot(u"files-1"_s, u"files-1 before migration"_s, 75, -1, false, true);
    addSnapshot(u"registry-1"_s, u"registry-1 cleanup"_s, 44, 7, false, true);
}

void Scenario::addLoose()
{
    const Project &project = *m_world.state.projects.find(m_demo);
    // Unused volumes with snapshots.
    addVolume(project, u"spare-fast"_s, 50, 20);
    Volume &archive = addVolume(project, u"archive-2023"_s, 400, 300);
    archive.description = u"Closed years; read only"_s;
    archive.metadata.insert(u"readonly"_s, u"True"_s);
    addVolume(project, u"old-shop-data"_s, 80, 410);
    Volume &broken = addVolume(project, u"import-test"_s, 25, 6);
    broken.status = u"error"_s;
    m_volumes.addMessage(
        m_demo, u"VOLUME"_s, broken.id, u"VOLUME_VOLUME_001_002"_s,
        u"schedule allocate volume:Could not find any available weighted backend."_s,
        m_world.requestId());
    const struct
    {
        const char *volume;
        const char *name;
        double age;
        const char *status;
    } snapshots[] = {{"archive-2023", "after close of the books", 290, "available"},
                     {"archive-2023", "second copy", 120, "available"},
                     {"old-shop-data", "before move", 405, "available"},
                     {"old-shop-data", "failed copy", 404, "error"}};
    for (const auto &source : snapshots) {
        for (const auto &volume : m_world.state.volumes.rows()) {
            if (volume->name != QLatin1String(source.volume) || volume->projectId != m_demo)
                continue;
            VolumeSnapshot row;
            row.id = m_world.uuid();
            row.name = QString::fromLatin1(source.name);
            row.volumeId = volume->id;
            row.projectId = m_demo;
            row.userId = m_user;
            row.status = QString::fromLatin1(source.status);
            row.size = volume->size;
            row.imageMetadata = volume->imageMetadata;
            row.progress = row.status == u"error" ? 0 : 100;
            row.created = ago(source.age);
            row.updated = row.created.addSecs(4);
            m_world.state.snapshots.add(std::move(row));
            break;
        }
    }
    // The storage still depends on this snapshot: its deletion is reverted.
    m_world.faults.makeBusy(u"before move"_s);
    // A snapshot whose upload never finished because the host was restarted.
    const Server &queue = *serverNamed(u"queue-1"_s);
    Image &stuck = addImage(queue, u"queue-1 before patch"_s, 3.2);
    stuck.status = u"queued"_s;
    stuck.size.reset();
    stuck.virtualSize.reset();
    stuck.diskFormat.clear();
    stuck.containerFormat.clear();
    stuck.checksum.clear();
    stuck.hash.clear();
    // A protected image of the company itself.
    Image base;
    base.id = m_world.uuid();
    base.name = u"base-hardened"_s;
    base.owner = m_demo;
    base.diskFormat = u"qcow2"_s;
    base.containerFormat = u"bare"_s;
    base.size = 512'753'664;
    base.virtualSize = qint64{5} << 30;
    base.checksum = m_world.hexId();
    base.hash = m_world.hex(128);
    base.minDisk = 5;
    base.isProtected = true;
    base.properties = {{u"os_distro"_s, u"debian"_s},
                       {u"hw_disk_bus"_s, u"virtio"_s},
                       {u"hw_qemu_guest_agent"_s, u"yes"_s}};
    base.created = base.updated = ago(90);
    m_world.state.images.add(std::move(base));
}

/// A chain, a failed backup, and one whose volume no longer exists.
void Scenario::addBackups()
{
    struct Source
    {
        QString volume;
        QString name;
        double age;
        bool incremental = false;
        QString failReason = {};
    };
    const std::vector<Source> sources{
        {u"erp-1-data"_s, u"erp-1-data Sunday"_s, 5.2},
        {u"erp-1-data"_s, u"erp-1-data Tuesday"_s, 3.2, true},
        {u"erp-1-data"_s, u"erp-1-data Thursday"_s, 1.2, true},
        {u"crm-1-data"_s, u"crm-1-data before upgrade"_s, 12.4, false,
         u"Backup failed: no space left on the backup store."_s},
        {{}, u"accounting-2022"_s, 340.5},
    };
    QString parent;
    for (const Source &source : sources) {
        Backup row;
        row.id = m_world.uuid();
        row.projectId = m_demo;
        row.name = source.name;
        row.volumeId = m_world.uuid();
        row.size = 60;
        for (const auto &volume : m_world.state.volumes.rows()) {
            if (volume->name != source.volume || volume->projectId != m_demo)
                continue;
            row.volumeId = volume->id;
            row.size = volume->size;
            row.volumeMetadata = volume->metadata;
            row.imageMetadata = volume->imageMetadata;
        }
        row.parentId = source.incremental ? parent : QString();
        row.failReason = source.failReason;
        row.status = row.failReason.isEmpty() ? u"available"_s : u"error"_s;
        if (row.failReason.isEmpty()) {
            row.container = u"volumebackups"_s;
            row.objects = source.incremental ? 3 : 20 * row.size + 2;
        }
        row.created = row.dataTime = ago(source.age);
        row.updated = row.created.addSecs(420);
        parent = row.id;
        m_world.state.backups.add(std::move(row));
    }
}

void Scenario::addLab()
{
    const Project &project = *m_world.state.projects.find(m_lab);
    addServer({u"trial-1"_s, u"v1.small"_s, u"debian-12"_s, 5, {1, 1}, 10}, project);
    addServer({u"trial-2"_s, u"m1.tiny"_s, u"tiny-linux"_s, 0, {}, 10}, project);
}

/// A second network, one that gives public addresses without a router, and a port with an address
/// that was chosen. After all others, so that IDs do not depend on it.
void Scenario::addLabNetworks()
{
    State &state = m_world.state;
    addNetwork(u"lab-storage"_s, m_lab, u"10.31"_s);
    Network &campus = addNetwork(u"campus"_s, m_world.hexId(), u"198.18"_s);
    campus.external = true;
    campus.sharedWith = m_lab;
    Port port;
    port.id = m_world.uuid();
    port.name = u"license-address"_s;
    port.description = u"The license server is bound to it"_s;
    for (const auto &network : state.networks.rows()) {
        if (network->name != u"lab-net")
            continue;
        port.networkId = network->id;
        port.subnetId = network->subnetId;
    }
    for (const auto &group : state.securityGroups.rows()) {
        if (group->projectId == m_lab)
            port.securityGroups.append(group->id);
    }
    port.projectId = m_lab;
    port.mac = m_world.macAddress();
    port.ip = u"10.30.0.50"_s;
    port.madeByUser = true;
    port.created = ago(9);
    state.ports.add(std::move(port));
}

Network &Scenario::addNetwork(const QString &name, const QString &projectId, const QString &prefix)
{
    Network network;
    network.id = m_world.uuid();
    network.name = name;
    network.projectId = projectId;
    network.prefix = prefix;
    network.created = ago(20);
    const Subnet &subnet = m_world.state.subnets.add({m_world.uuid(), name + u"-subnet", network.id,
                                                      projectId, u"%1.0.0/16"_s.arg(prefix),
                                                      u"%1.0.1"_s.arg(prefix), network.created});
    network.subnetId = subnet.id;
    return m_world.state.networks.add(std::move(network));
}

} // namespace oriel::demo
