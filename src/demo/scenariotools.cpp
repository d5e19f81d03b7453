#include "demo/scenario.h"

#include "demo/compute/placement.h"
#include "demo/compute/volumebacked.h"

#include <QtCore/QTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

Server *Scenario::serverNamed(const QString &name) const
{
    for (const auto &server : m_world.state.servers.rows()) {
        if (server->name == name && server->projectId == m_demo)
            return server.get();
    }
    return nullptr;
}

Volume &Scenario::addVolume(const Project &project, const QString &name, int size, double ageDays)
{
    Volume volume;
    volume.id = m_world.uuid();
    volume.name = name;
    volume.projectId = project.id;
    volume.userId = m_user;
    volume.size = size;
    volume.created = ago(ageDays);
    volume.updated = volume.created.addSecs(4);
    return m_world.state.volumes.add(std::move(volume));
}

void Scenario::attach(Server &server, Volume &volume, int bootIndex)
{
    Attachment attachment;
    attachment.volumeId = volume.id;
    const auto taken = server.attachments.size() + (server.imageId.isEmpty() ? 0 : 1);
    attachment.device = u"/dev/vd"_s + QChar(static_cast<char16_t>(u'a' + taken));
    attachment.bootIndex = bootIndex;
    attachment.attachmentId = m_world.uuid();
    attachment.bdmUuid = m_world.uuid();
    server.attachments.push_back(attachment);
    m_volumes.attach(volume, server.id, attachment);
    volume.uses.back().attachedAt = server.created.addSecs(6);
    volume.updated = volume.uses.back().attachedAt;
}

Server &Scenario::addServer(const ServerSpec &spec, const Project &project)
{
    State &state = m_world.state;
    Server server;
    server.id = m_world.uuid();
    server.name = spec.name;
    server.projectId = project.id;
    server.userId = m_user;
    server.keyName = spec.key;
    server.vmState = spec.vmState;
    server.securityGroups = {u"default"_s};
    if (spec.group != u"default" && project.id == m_demo)
        server.securityGroups.append(spec.group);
    // A few hours apart, so that sorting by age is well-defined.
    server.created = ago(spec.age + static_cast<double>(m_world.random(2000)) / 10'000.0);
    server.updated = server.created.addSecs(9);
    for (const auto &flavor : state.flavors.rows()) {
        if (flavor->name == spec.flavor)
            server.flavor = *flavor;
    }
    QString imageId;
    for (const auto &image : state.images.rows()) {
        if (image->name == spec.image && image->visibility == u"public") {
            imageId = image->id;
            break; // the public images come first, and each snapshot of a generated server is also
                   // an image
        }
    }
    if (spec.root == 0)
        server.imageId = server.baseImageId = imageId;
    server.powerState = spec.vmState == u"active"      ? 1
                        : spec.vmState == u"error"     ? 0
                        : spec.vmState == u"paused"    ? 3
                        : spec.vmState == u"suspended" ? 7
                                                       : 4;
    const bool placed = spec.vmState != u"shelved_offloaded" && spec.vmState != u"error";
    if (placed) {
        // Keeps the IDs that follow as they were, since journals of earlier versions name them.
        (void)m_world.hex(56);
        server.host = Placement::hostInTurn(state.servers.rows().size());
        server.hostId = Placement::hostId(server);
    }
    if (spec.vmState == u"shelved_offloaded")
        server.zone.clear();
    if (spec.vmState != u"error")
        server.launched = server.created.addSecs(9);
    server.boots = 1 + m_world.random(3);
    server.actions.push_back({u"create"_s,
                              QString::fromLatin1(m_world.requestId()),
                              m_user,
                              server.created,
                              server.updated,
                              {},
                              {{u"compute__do_build_and_run_instance"_s,
                                server.created,
                                server.updated,
                                u"Success"_s,
                                {}}}});
    const Network *network = nullptr;
    for (const auto &row : state.networks.rows()) {
        if (row->projectId == project.id && !row->external)
            network = row.get();
    }
    if (spec.vmState != u"error" && network != nullptr) {
        Port port;
        port.id = m_world.uuid();
        port.networkId = network->id;
        port.subnetId = network->subnetId;
        port.projectId = project.id;
        port.serverId = server.id;
        port.mac = u"fa:16:3e:%1:%2:%3"_s.arg(m_world.hex(2), m_world.hex(2), m_world.hex(2));
        // Sequential instead of random, so that addresses are unique.
        const auto number = static_cast<int>(state.ports.rows().size()) + 10;
        port.ip = u"%1.%2.%3"_s.arg(network->prefix, QString::number(number / 240),
                                    QString::number(number % 240 + 10));
        port.created = server.created;
        for (const auto &group : state.securityGroups.rows()) {
            if (group->projectId == project.id && server.securityGroups.contains(group->name))
                port.securityGroups.append(group->id);
        }
        server.addresses.push_back({network->name, port.ip, port.mac, false});
        if (spec.floating) {
            const QString address = u"203.0.113.%1"_s.arg(20 + state.floatingIps.rows().size());
            QString external;
            for (const auto &row : state.networks.rows())
                external = row->external ? row->id : external;
            state.floatingIps.add(
                {m_world.uuid(), project.id, external, address, port.ip, port.id, server.created});
            server.addresses.push_back({network->name, address, port.mac, true});
        }
        state.ports.add(std::move(port));
    }
    Server &added = state.servers.add(std::move(server));
    if (spec.root > 0) {
        Volume &root = addVolume(project, spec.name + u"-root", spec.root, 0);
        root.created = added.created.addSecs(2);
        m_volumes.inheritSource(root, imageId);
        attach(added, root, 0);
    }
    for (qsizetype i = 0; i < spec.data.size(); ++i) {
        const QString name = spec.data.size() == 1
                                 ? u"%1-data"_s.arg(spec.name)
                                 : u"%1-data-%2"_s.arg(spec.name, QString::number(i + 1));
        Volume &data = addVolume(project, name, spec.data[i], 0);
        data.created = added.created.addSecs(3);
        attach(added, data, -1);
    }
    return added;
}

Image &Scenario::addImage(const Server &server, const QString &name, double ageDays)
{
    Image image;
    image.id = m_world.uuid();
    image.name = name;
    image.owner = server.projectId;
    image.created = ago(ageDays);
    image.updated = image.created.addSecs(8);
    image.diskFormat = u"qcow2"_s;
    image.containerFormat = u"bare"_s;
    image.minDisk = server.flavor.disk;
    image.properties = {{u"base_image_ref"_s, server.baseImageId},
                        {u"owner_user_name"_s, u"demo"_s},
                        {u"owner_project_name"_s, u"demo"_s},
                        {u"boot_roles"_s, u"reader,member"_s}};
    if (!server.imageId.isEmpty()) {
        if (const Image *base = m_world.state.images.find(server.imageId)) {
            for (auto it = base->properties.begin(); it != base->properties.end(); ++it)
                image.properties.insert(it.key(), it.value());
            image.minDisk = std::max(image.minDisk, base->minDisk);
        }
        image.properties.insert(u"instance_uuid"_s, server.id);
        image.properties.insert(u"user_id"_s, server.userId);
        image.properties.insert(u"image_type"_s, u"snapshot"_s);
        image.properties.insert(u"image_state"_s, u"available"_s);
        image.properties.insert(u"image_location"_s, u"snapshot"_s);
        image.properties.insert(u"owner_id"_s, server.projectId);
        image.size = qint64{400'000'000} + qint64{1'048'576} * m_world.random(1500);
        image.virtualSize = static_cast<qint64>(std::max(1, server.flavor.disk)) << 30;
        image.checksum = m_world.hexId();
        image.hash = m_world.hex(128);
    }
    return m_world.state.images.add(std::move(image));
}

void Scenario::addSnapshot(const QString &serverName, const QString &name, double ageDays,
                           int keepDays, bool partsGone, bool imageGone)
{
    snapshotOf(*serverNamed(serverName), name, ageDays, keepDays, partsGone, imageGone);
}

void Scenario::snapshotOf(const Server &server, const QString &name, double ageDays, int keepDays,
                          bool partsGone, bool imageGone)
{
    QMap<QString, QString> tags;
    if (keepDays >= 0) {
        const QDate due = ago(ageDays).date().addDays(keepDays);
        tags = {
            {u"oriel:keep_until"_s, keepDays == 0 ? u"none"_s : due.toString(Qt::ISODate)},
            {u"oriel:consistency"_s, server.vmState == u"stopped" ? u"shut-off"_s : u"running"_s},
            {u"oriel:created_by"_s, u"demo"_s},
            {u"oriel:operation"_s, m_world.uuid()}};
    }
    std::vector<std::pair<QString, const Attachment *>> parts;
    if (server.imageId.isEmpty()) {
        for (const Attachment &attachment : server.attachments) {
            const Volume *volume = m_world.state.volumes.find(attachment.volumeId);
            VolumeSnapshot part;
            part.id = m_world.uuid();
            part.name = u"snapshot for "_s + name;
            part.volumeId = volume->id;
            part.projectId = server.projectId;
            part.userId = m_user;
            part.size = volume->size;
            part.imageMetadata = volume->imageMetadata;
            part.metadata = tags;
            part.created = ago(ageDays);
            part.updated = part.created.addSecs(5);
            parts.emplace_back(part.id, &attachment);
            if (!partsGone)
                m_world.state.snapshots.add(std::move(part));
        }
    }
    if (imageGone)
        return;
    Image &image = addImage(server, name, ageDays);
    for (auto it = tags.begin(); it != tags.end(); ++it)
        image.properties.insert(it.key(), it.value());
    if (!server.imageId.isEmpty())
        return;
    // Nova writes none of these on a volume-backed snapshot, but its clients may.
    if (!tags.isEmpty()) {
        image.properties.insert(u"instance_uuid"_s, server.id);
        image.properties.insert(u"image_type"_s, u"snapshot"_s);
    }
    QStringList entries;
    for (const auto &[id, attachment] : parts) {
        const Volume *volume = m_world.state.volumes.find(attachment->volumeId);
        entries.append(mappingEntry(id, volume->size, *attachment));
    }
    describeVolumeBacked(image, entries);
}

void Scenario::addCrowd(int count)
{
    static const QStringList roles{u"web"_s,    u"app"_s,   u"db"_s,    u"cache"_s,
                                   u"worker"_s, u"queue"_s, u"batch"_s, u"edge"_s};
    const Project &project = *m_world.state.projects.find(m_demo);
    for (int i = 0; i < count; ++i) {
        const QString role = roles[i % roles.size()];
        const int kind = i % 5;
        ServerSpec spec;
        spec.name = u"%1-%2"_s.arg(role, QString::number(100 + i / roles.size()));
        spec.flavor = kind < 2 ? u"m1.small"_s : u"v1.small"_s;
        spec.image = i % 3 == 0 ? u"ubuntu-22.04"_s : u"debian-12"_s;
        spec.root = kind < 2 ? 0 : 20;
        if (kind == 4)
            spec.data = {20};
        spec.age = 1 + m_world.random(600);
        const int fate = m_world.random(100);
        spec.vmState = fate < 88   ? u"active"_s
                       : fate < 96 ? u"stopped"_s
                       : fate < 98 ? u"paused"_s
                                   : u"suspended"_s;
        Server &server = addServer(spec, project);
        if (i % 2 == 0)
            snapshotOf(server, spec.name + u" weekly", m_world.random(30) + 0.5, 14, false, false);
    }
}

} // namespace oriel::demo
