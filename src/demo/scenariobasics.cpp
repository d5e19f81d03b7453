#include "demo/scenario.h"

#include "demo/compute/keymaterial.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

void Scenario::build()
{
    addPeople();
    addFlavorsAndImages();
    addNetworks();
    addGroups();
    addServers();
    addSnapshots();
    addLoose();
    addLab();
    int told = 0;
    for (const auto &server : m_world.state.servers.rows())
        told += server->projectId == m_demo ? 1 : 0;
    if (m_world.options().servers > told)
        addCrowd(m_world.options().servers - told);
    addRouterPorts();
    addServerGroups();
    addOperator();
    addRescueImage();
    addWindowsImage();
    addLabNetworks();
    addBackups();
}

void Scenario::addServerGroups()
{
    const Server &first = *serverNamed(u"db-1"_s);
    m_world.state.serverGroups.add({.id = m_world.uuid(),
                                    .name = u"databases"_s,
                                    .projectId = first.projectId,
                                    .userId = first.userId,
                                    .policy = u"soft-anti-affinity"_s,
                                    .members = {first.id, serverNamed(u"db-2"_s)->id}});
}

QDateTime Scenario::ago(double days) const
{
    // Whole seconds, as in the services' databases.
    const QDateTime time = m_world.now().addMSecs(-static_cast<qint64>(days * 86'400'000.0));
    return QDateTime::fromSecsSinceEpoch(time.toSecsSinceEpoch(), Qt::UTC);
}

void Scenario::addPeople()
{
    State &state = m_world.state;
    m_demo = m_world.hexId();
    m_lab = m_world.hexId();
    Quotas demoQuotas;
    // A larger cloud needs larger quotas.
    const int extra = std::max(0, m_world.options().servers - 40);
    demoQuotas.instances += extra;
    demoQuotas.cores += extra * 2;
    demoQuotas.ram += extra * 4096;
    demoQuotas.volumes += extra * 2;
    demoQuotas.snapshots += extra * 2;
    demoQuotas.gigabytes += extra * 80;
    state.projects.add({m_demo, u"demo"_s, u"The firm's servers"_s, demoQuotas});
    Quotas labQuotas;
    labQuotas.instances = 5;
    labQuotas.cores = 10;
    labQuotas.ram = 20'480;
    labQuotas.volumes = 10;
    labQuotas.snapshots = 2;
    labQuotas.gigabytes = 20;
    labQuotas.volumeSize = 15;
    state.projects.add({m_lab, u"lab"_s, u"A small corner to try things in"_s, labQuotas});

    User member;
    member.id = m_user = m_world.hexId();
    member.name = u"demo"_s;
    member.password = u"demo"_s;
    member.defaultProjectId = m_demo;
    member.roles = {{m_demo, {u"reader"_s, u"member"_s}}, {m_lab, {u"reader"_s, u"member"_s}}};
    state.users.add(member);
    User reader;
    reader.id = m_world.hexId();
    reader.name = u"reader"_s;
    reader.password = u"demo-reader"_s;
    reader.defaultProjectId = m_demo;
    reader.roles = {{m_demo, {u"reader"_s}}};
    state.users.add(reader);
    state.applicationCredentials.add({m_world.hexId(),
                                      u"desktop"_s,
                                      u"demo-desktop"_s,
                                      m_user,
                                      m_demo,
                                      {u"reader"_s, u"member"_s},
                                      u"For the desktop client"_s});

    for (const QString &name : {u"admin-desk"_s, u"deploy-bot"_s, u"ci-runner"_s}) {
        const QByteArray blob = QByteArray::fromHex("0000000b7373682d6564323535313900000020" +
                                                    m_world.hex(64).toLatin1());
        const QString key = u"ssh-ed25519 "_s + QString::fromLatin1(blob.toBase64()) + u' ' + name;
        state.keyPairs.push_back({static_cast<int>(state.keyPairs.size()) + 1, name, u"ssh"_s,
                                  m_user, key, *keymaterial::sshFingerprint(key), ago(400)});
    }
}

void Scenario::addFlavorsAndImages()
{
    State &state = m_world.state;
    const struct
    {
        const char *name;
        int vcpus;
        int ram;
        int disk;
    } flavors[] = {{"m1.tiny", 1, 512, 5},    {"m1.small", 1, 2048, 20}, {"m1.medium", 2, 4096, 40},
                   {"m1.large", 4, 8192, 80}, {"v1.small", 1, 2048, 0},  {"v1.medium", 2, 4096, 0},
                   {"v1.large", 4, 8192, 0},  {"v1.xlarge", 8, 16384, 0}};
    for (const auto &flavor : flavors)
        state.flavors.add({m_world.uuid(), QString::fromLatin1(flavor.name), flavor.vcpus,
                           flavor.ram, flavor.disk,
                           flavor.vcpus < 8
                               ? QJsonObject()
                               : QJsonObject{{u"hw:cpu_policy"_s, u"dedicated"_s},
                                             {u"hw:mem_page_size"_s, u"large"_s},
                                             {u"pci_passthrough:alias"_s, u"a100:1"_s},
                                             {u"quota:disk_total_iops_sec"_s, u"20000"_s}}});

    const QString publisher = m_world.hexId();
    const struct
    {
        const char *name;
        const char *distro;
        const char *version;
        qint64 size;
        double age; // days
        int minDisk;
        bool agent;
    } images[] = {{"debian-12", "debian", "12", 345'112'576, 60, 3, true},
                  {"debian-11", "debian", "11", 311'689'216, 400, 3, true},
                  {"ubuntu-22.04", "ubuntu", "22.04", 682'885'120, 90, 4, true},
                  {"alpine-3.18", "alpine", "3.18", 61'341'696, 120, 1, false},
                  {"tiny-linux", "tiny", "1", 1'441'792, 500, 1, false}};
    for (const auto &source : images) {
        Image image;
        image.id = m_world.uuid();
        image.name = QString::fromLatin1(source.name);
        image.visibility = u"public"_s;
        image.owner = publisher;
        image.diskFormat = u"qcow2"_s;
        image.containerFormat = u"bare"_s;
        image.size = source.size;
        image.virtualSize = static_cast<qint64>(source.minDisk) << 30;
        image.checksum = m_world.hexId();
        image.hash = m_world.hex(128);
        image.minDisk = source.minDisk;
        image.properties = {{u"hw_disk_bus"_s, u"virtio"_s},
                            {u"os_distro"_s, QString::fromLatin1(source.distro)},
                            {u"os_version"_s, QString::fromLatin1(source.version)}};
        if (source.agent)
            image.properties.insert(u"hw_qemu_guest_agent"_s, u"yes"_s);
        image.created = image.updated = ago(source.age);
        state.images.add(std::move(image));
    }
}

void Scenario::addNetworks()
{
    State &state = m_world.state;
    const QString operatorId = m_world.hexId();
    const struct
    {
        const char *name;
        QString project;
        bool external;
        const char *prefix;
    } networks[] = {{"office", m_demo, false, "10.20"},
                    {"lab-net", m_lab, false, "10.30"},
                    {"public", operatorId, true, "203.0"}};
    for (const auto &source : networks) {
        Network network;
        network.id = m_world.uuid();
        network.name = QString::fromLatin1(source.name);
        network.projectId = source.project;
        network.external = source.external;
        network.prefix = QString::fromLatin1(source.prefix);
        network.created = ago(700);
        Subnet subnet{m_world.uuid(),
                      network.name + u"-subnet",
                      network.id,
                      source.project,
                      source.external ? u"203.0.113.0/24"_s : u"%1.0.0/16"_s.arg(network.prefix),
                      source.external ? u"203.0.113.1"_s : u"%1.0.1"_s.arg(network.prefix),
                      network.created};
        network.subnetId = subnet.id;
        if (source.external)
            state.routers.add({m_world.uuid(),
                               u"office-router"_s,
                               m_demo,
                               network.id,
                               u"203.0.113.10"_s,
                               ago(700),
                               {state.subnets.rows().front()->id}});
        state.networks.add(std::move(network));
        state.subnets.add(std::move(subnet));
    }
}

/// Last, because the addresses of instances are counted by the ports.
void Scenario::addRouterPorts()
{
    State &state = m_world.state;
    for (const auto &router : state.routers.rows()) {
        for (const QString &subnetId : router->subnetIds) {
            const Subnet *subnet = state.subnets.find(subnetId);
            Port port;
            port.id = m_world.uuid();
            port.networkId = subnet->networkId;
            port.subnetId = subnetId;
            port.projectId = router->projectId;
            port.mac = m_world.macAddress();
            port.ip = subnet->gateway;
            port.created = router->created;
            port.routerId = router->id;
            state.ports.add(std::move(port));
        }
    }
}

/// After all others, so that IDs do not depend on it. Not in cloudsYaml(): for tests of what only
/// administrators may do.
void Scenario::addOperator()
{
    User admin;
    admin.id = m_world.hexId();
    admin.name = u"operator"_s;
    admin.password = u"operator"_s;
    admin.defaultProjectId = m_demo;
    admin.roles = {{m_demo, {u"reader"_s, u"member"_s, u"admin"_s}}};
    m_world.state.users.add(admin);
}

/// The cloud's own, made to rescue instances that boot from volumes as well.
void Scenario::addRescueImage()
{
    Image image;
    image.id = m_world.uuid();
    image.name = u"rescue-tools"_s;
    image.visibility = u"public"_s;
    image.owner = m_world.hexId();
    image.diskFormat = u"iso"_s;
    image.containerFormat = u"bare"_s;
    image.size = 743'440'384;
    image.virtualSize = image.size;
    image.checksum = m_world.hexId();
    image.hash = m_world.hex(128);
    image.minDisk = 1;
    image.properties = {{u"hw_rescue_bus"_s, u"scsi"_s},
                        {u"hw_rescue_device"_s, u"cdrom"_s},
                        {u"os_distro"_s, u"debian"_s},
                        {u"os_version"_s, u"12"_s}};
    image.created = image.updated = ago(45);
    m_world.state.images.add(std::move(image));
}

/// After all others, so that IDs do not depend on it.
void Scenario::addWindowsImage()
{
    Image image;
    image.id = m_world.uuid();
    image.name = u"windows-server-2022"_s;
    image.visibility = u"public"_s;
    image.owner = m_world.hexId();
    image.diskFormat = u"qcow2"_s;
    image.containerFormat = u"bare"_s;
    image.size = 9'663'676'416;
    image.virtualSize = 21'474'836'480;
    image.checksum = m_world.hexId();
    image.hash = m_world.hex(128);
    image.minDisk = 20;
    image.minRam = 2048;
    image.properties = {
        {u"os_distro"_s, u"windows"_s}, {u"os_type"_s, u"windows"_s}, {u"os_version"_s, u"2022"_s}};
    image.created = image.updated = ago(30);
    m_world.state.images.add(std::move(image));
}

void Scenario::addGroups()
{
    const struct
    {
        const char *name;
        const char *description;
        QList<int> ports;
    } groups[] = {{"default", "Default security group", {}},
                  {"web", "HTTP and HTTPS", {80, 443}},
                  {"ssh", "Secure shell from everywhere", {22}},
                  {"db", "PostgreSQL from the office", {5432}},
                  {"mail", "SMTP and IMAP", {25, 465, 993}}};
    for (const QString &project : {m_demo, m_lab}) {
        for (const auto &source : groups) {
            if (project == m_lab && !source.ports.isEmpty())
                continue;
            SecurityGroup group;
            group.id = m_world.uuid();
            group.name = QString::fromLatin1(source.name);
            group.description = QString::fromLatin1(source.description);
            group.projectId = project;
            group.created = ago(700);
            for (const QString &type : {u"IPv4"_s, u"IPv6"_s}) {
                group.rules.push_back(
                    {.id = m_world.uuid(), .direction = u"egress"_s, .ethertype = type});
                if (source.ports.isEmpty())
                    group.rules.push_back({.id = m_world.uuid(),
                                           .direction = u"ingress"_s,
                                           .ethertype = type,
                                           .remoteGroupId = group.id});
            }
            for (const int port : source.ports)
                group.rules.push_back({.id = m_world.uuid(),
                                       .direction = u"ingress"_s,
                                       .ethertype = u"IPv4"_s,
                                       .protocol = u"tcp"_s,
                                       .portMin = port,
                                       .portMax = port,
                                       .description = u""_s});
            m_world.state.securityGroups.add(std::move(group));
        }
    }
}

} // namespace oriel::demo
