#include "demo/story.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

void Story::tellServers()
{
    const QString debian = u"debian-12"_qs;
    const QString older = u"debian-11"_qs;
    const QString ubuntu = u"ubuntu-22.04"_qs;
    const QString alpine = u"alpine-3.18"_qs;
    const QString web = u"web"_qs;
    const QString bot = u"deploy-bot"_qs;
    const QString runner = u"ci-runner"_qs;
    const std::vector<Tale> tales{
        {u"web-1"_qs, u"m1.small"_qs, debian, 0, {}, 210, u"active"_qs, web, bot, true},
        {u"web-2"_qs, u"m1.small"_qs, debian, 0, {}, 210, u"active"_qs, web, bot},
        {u"web-3"_qs, u"m1.small"_qs, debian, 0, {}, 64, u"stopped"_qs, web, bot},
        {u"lb-1"_qs, u"m1.tiny"_qs, alpine, 0, {}, 350, u"active"_qs, web, bot, true},
        {u"lb-2"_qs, u"m1.tiny"_qs, alpine, 0, {}, 350, u"active"_qs, web, bot},
        {u"shop-1"_qs, u"v1.medium"_qs, ubuntu, 20, {40}, 180, u"active"_qs, web, bot, true},
        {u"shop-2"_qs, u"v1.medium"_qs, ubuntu, 20, {40}, 180, u"active"_qs, web, bot},
        {u"shop-staging"_qs, u"v1.medium"_qs, ubuntu, 20, {}, 45, u"paused"_qs, web, bot},
        {u"db-1"_qs, u"v1.large"_qs, debian, 20, {100, 40}, 300, u"active"_qs, u"db"_qs},
        {u"db-2"_qs, u"v1.large"_qs, debian, 20, {100, 40}, 300, u"active"_qs, u"db"_qs},
        {u"db-staging"_qs, u"v1.medium"_qs, debian, 20, {50}, 120, u"stopped"_qs, u"db"_qs},
        {u"mail-1"_qs,
         u"v1.medium"_qs,
         debian,
         10,
         {200},
         500,
         u"active"_qs,
         u"mail"_qs,
         u"admin-desk"_qs,
         true},
        {u"mail-relay"_qs, u"m1.tiny"_qs, alpine, 0, {}, 500, u"active"_qs, u"mail"_qs},
        {u"wiki-1"_qs, u"v1.small"_qs, debian, 10, {20}, 420, u"active"_qs, web},
        {u"git-1"_qs, u"v1.medium"_qs, debian, 20, {60}, 390, u"active"_qs, u"ssh"_qs},
        {u"registry-1"_qs, u"v1.small"_qs, debian, 20, {100}, 200, u"active"_qs, web},
        {u"ci-main"_qs, u"v1.medium"_qs, debian, 20, {80}, 260, u"active"_qs, u"ssh"_qs, runner},
        {u"ci-runner-1"_qs, u"m1.large"_qs, ubuntu, 0, {}, 12, u"active"_qs, u"default"_qs, runner},
        {u"ci-runner-2"_qs, u"m1.large"_qs, ubuntu, 0, {}, 12, u"active"_qs, u"default"_qs, runner},
        {u"ci-runner-3"_qs, u"m1.large"_qs, ubuntu, 0, {}, 12, u"active"_qs, u"default"_qs, runner},
        {u"ci-runner-4"_qs, u"m1.large"_qs, ubuntu, 0, {}, 1, u"error"_qs, u"default"_qs, runner},
        {u"backup-1"_qs, u"v1.small"_qs, debian, 10, {500}, 480, u"active"_qs, u"ssh"_qs},
        {u"files-1"_qs, u"v1.medium"_qs, debian, 20, {300, 300}, 330, u"active"_qs},
        {u"dns-1"_qs, u"m1.tiny"_qs, alpine, 0, {}, 600, u"active"_qs},
        {u"dns-2"_qs, u"m1.tiny"_qs, alpine, 0, {}, 600, u"active"_qs},
        {u"vpn-1"_qs,
         u"m1.tiny"_qs,
         alpine,
         0,
         {},
         280,
         u"active"_qs,
         u"ssh"_qs,
         u"admin-desk"_qs,
         true},
        {u"jump-1"_qs,
         u"m1.tiny"_qs,
         debian,
         0,
         {},
         280,
         u"active"_qs,
         u"ssh"_qs,
         u"admin-desk"_qs,
         true},
        {u"monitor-1"_qs, u"v1.medium"_qs, debian, 20, {60}, 150, u"active"_qs, web},
        {u"logs-1"_qs, u"v1.medium"_qs, debian, 20, {150}, 150, u"active"_qs},
        {u"chat-1"_qs, u"m1.medium"_qs, ubuntu, 0, {20}, 95, u"active"_qs, web},
        {u"reports-1"_qs, u"m1.small"_qs, debian, 0, {30}, 140, u"stopped"_qs},
        {u"cache-1"_qs, u"m1.small"_qs, debian, 0, {}, 210, u"active"_qs},
        {u"queue-1"_qs, u"m1.small"_qs, debian, 0, {}, 210, u"active"_qs},
        {u"erp-1"_qs, u"v1.xlarge"_qs, ubuntu, 40, {80}, 365, u"active"_qs, u"db"_qs},
        {u"crm-1"_qs, u"v1.medium"_qs, ubuntu, 20, {30}, 75, u"suspended"_qs, web},
        {u"desktop-1"_qs, u"v1.large"_qs, ubuntu, 60, {}, 33, u"active"_qs},
        {u"print-1"_qs, u"m1.small"_qs, older, 0, {}, 620, u"shelved_offloaded"_qs},
        {u"old-intranet"_qs, u"v1.small"_qs, older, 15, {}, 710, u"shelved_offloaded"_qs, web},
        {u"upgrade-trial"_qs, u"v1.medium"_qs, debian, 20, {}, 3, u"error"_qs},
        {u"sandbox"_qs, u"m1.tiny"_qs, u"tiny-linux"_qs, 0, {}, 5, u"active"_qs},
    };
    const Project &project = *m_world.state.projects.find(m_demo);
    for (const Tale &tale : tales)
        addServer(tale, project);

    Server &full = *serverNamed(u"ci-runner-4"_qs);
    full.fault = Fault{500, full.created.addSecs(7),
                       u"No valid host was found. There are not enough hosts available."_qs};
    full.actions.front().message = u"Error"_qs;
    Server &trial = *serverNamed(u"upgrade-trial"_qs);
    trial.fault = Fault{
        500, trial.created.addSecs(9000),
        u"Build of instance %1 aborted: Volume did not finish being created even after waiting 181 seconds."_qs
            .arg(trial.id)};
    Server &erp = *serverNamed(u"erp-1"_qs);
    erp.locked = true;
    erp.lockedReason = u"month-end closing"_qs;
    erp.metadata.insert(u"owner"_qs, u"accounting"_qs);
    erp.tags = {u"production"_qs};
    // Years of log files to flush: people see what happens where a guest does not shut down in
    // time.
    serverNamed(u"logs-1"_qs)->slowShutdown = true;
    serverNamed(u"db-1"_qs)->metadata = {{u"role"_qs, u"primary"_qs}};
    serverNamed(u"db-2"_qs)->metadata = {{u"role"_qs, u"replica"_qs}};

    // What shelving leaves: deleting this image loses the instance.
    Server &print = *serverNamed(u"print-1"_qs);
    Image &shelved = addImage(print, u"print-1-shelved"_qs, 200);
    print.shelvedImageId = shelved.id;
}

void Story::tellSnapshots()
{
    const QString web = u"web-1"_qs;
    addSnapshot(web, u"web-1 before certificate change"_qs, 40, 14);
    addSnapshot(web, u"web-1 weekly"_qs, 9, 7);
    addSnapshot(web, u"web-1 weekly"_qs, 2, 7);
    addSnapshot(u"web-2"_qs, u"web-2-golden"_qs, 120, -1);
    addSnapshot(u"lb-1"_qs, u"lb-1 before update"_qs, 21, 7);
    addSnapshot(u"vpn-1"_qs, u"vpn-1 with new keys"_qs, 66, 0);
    addSnapshot(u"chat-1"_qs, u"chat-1 before plugins"_qs, 15, 30);

    const QString db = u"db-1"_qs;
    addSnapshot(db, u"db-1 before major upgrade"_qs, 95, 30);
    addSnapshot(db, u"db-1 nightly"_qs, 8, 7);
    addSnapshot(db, u"db-1 nightly"_qs, 1, 7);
    addSnapshot(u"db-2"_qs, u"db-2 nightly"_qs, 1, 7);
    addSnapshot(u"shop-1"_qs, u"shop-1 before sale"_qs, 12, 14);
    addSnapshot(u"shop-1"_qs, u"shop-1 release 41"_qs, 4, 14);
    addSnapshot(u"mail-1"_qs, u"mail-1 monthly"_qs, 34, 31);
    addSnapshot(u"mail-1"_qs, u"mail-1 monthly"_qs, 4, 31);
    addSnapshot(u"wiki-1"_qs, u"wiki-1 before theme"_qs, 51, -1);
    addSnapshot(u"git-1"_qs, u"git-1 weekly"_qs, 6, 14);
    addSnapshot(u"erp-1"_qs, u"erp-1 year end"_qs, 15, 0);
    addSnapshot(u"monitor-1"_qs, u"monitor-1 before tuning"_qs, 28, 10);

    // Half of a set is gone, in both ways in which that happens.
    addSnapshot(u"crm-1"_qs, u"crm-1 demo data"_qs, 60, -1, true, false);
    addSnapshot(u"files-1"_qs, u"files-1 before migration"_qs, 75, -1, false, true);
    addSnapshot(u"registry-1"_qs, u"registry-1 cleanup"_qs, 44, 7, false, true);
}

void Story::tellLoose()
{
    const Project &project = *m_world.state.projects.find(m_demo);
    // Volumes that nothing uses, and what hangs on them.
    addVolume(project, u"spare-fast"_qs, 50, 20);
    Volume &archive = addVolume(project, u"archive-2023"_qs, 400, 300);
    archive.description = u"Closed years; read only"_qs;
    archive.metadata.insert(u"readonly"_qs, u"True"_qs);
    addVolume(project, u"old-shop-data"_qs, 80, 410);
    Volume &broken = addVolume(project, u"import-test"_qs, 25, 6);
    broken.status = u"error"_qs;
    m_volumes.addMessage(
        m_demo, u"VOLUME"_qs, broken.id, u"VOLUME_VOLUME_001_002"_qs,
        u"schedule allocate volume:Could not find any available weighted backend."_qs,
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
            row.progress = row.status == u"error" ? 0 : 100;
            row.created = ago(source.age);
            row.updated = row.created.addSecs(4);
            m_world.state.snapshots.add(std::move(row));
            break;
        }
    }
    // Storage on which something still leans on this one: its deletion is taken back.
    m_world.faults.makeBusy(u"before move"_qs);
    // A snapshot whose upload never finished: the host was restarted.
    const Server &queue = *serverNamed(u"queue-1"_qs);
    Image &stuck = addImage(queue, u"queue-1 before patch"_qs, 3.2);
    stuck.status = u"queued"_qs;
    stuck.size.reset();
    stuck.virtualSize.reset();
    stuck.diskFormat.clear();
    stuck.containerFormat.clear();
    stuck.checksum.clear();
    stuck.hash.clear();
    // And one of the firm's own, protected.
    Image base;
    base.id = m_world.uuid();
    base.name = u"base-hardened"_qs;
    base.owner = m_demo;
    base.diskFormat = u"qcow2"_qs;
    base.containerFormat = u"bare"_qs;
    base.size = 512'753'664;
    base.virtualSize = qint64{5} << 30;
    base.checksum = m_world.hexId();
    base.hash = m_world.hex(128);
    base.minDisk = 5;
    base.isProtected = true;
    base.properties = {{u"os_distro"_qs, u"debian"_qs},
                       {u"hw_disk_bus"_qs, u"virtio"_qs},
                       {u"hw_qemu_guest_agent"_qs, u"yes"_qs}};
    base.created = base.updated = ago(90);
    m_world.state.images.add(std::move(base));
}

void Story::tellLab()
{
    const Project &project = *m_world.state.projects.find(m_lab);
    addServer({u"trial-1"_qs, u"v1.small"_qs, u"debian-12"_qs, 5, {1, 1}, 10}, project);
    addServer({u"trial-2"_qs, u"m1.tiny"_qs, u"tiny-linux"_qs, 0, {}, 10}, project);
}

} // namespace oriel::demo
