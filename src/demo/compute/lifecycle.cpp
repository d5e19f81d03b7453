#include "demo/compute/lifecycle.h"

#include "demo/compute/keymaterial.h"
#include "demo/compute/placement.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

QString Lifecycle::status(const Server &server)
{
    const QString &vm = server.vmState;
    const QString &task = server.taskState;
    if (task.startsWith(u"rebuild") && (vm == u"active" || vm == u"stopped" || vm == u"error"))
        return u"REBUILD"_s;
    if (vm == u"active" || vm == u"stopped") {
        if (task.startsWith(u"resize_"))
            return u"RESIZE"_s;
        if (vm == u"stopped")
            return u"SHUTOFF"_s;
        if (task == u"reboot_pending_hard" || task == u"reboot_started_hard" ||
            task == u"rebooting_hard")
            return u"HARD_REBOOT"_s;
        if (task.startsWith(u"reboot"))
            return u"REBOOT"_s;
        return u"ACTIVE"_s;
    }
    if (vm == u"resized")
        return task == u"resize_reverting" ? u"REVERT_RESIZE"_s : u"VERIFY_RESIZE"_s;
    if (vm == u"rescued")
        return u"RESCUE"_s;
    if (vm == u"building")
        return u"BUILD"_s;
    if (vm == u"soft-delete")
        return u"SOFT_DELETED"_s;
    return vm.toUpper();
}

QString Lifecycle::hostName(const Server &server)
{
    QString host = server.launchName.isNull() ? server.name : server.launchName;
    return host.replace(u' ', u'-').toLower();
}

void Lifecycle::becomeShelved(Server &server)
{
    server.vmState = u"shelved"_s;
    server.powerState = 4;
}

void Lifecycle::setTask(Server &server, const QString &task)
{
    server.taskState = task;
    server.updated = m_world.now();
}

void Lifecycle::run(Server &server, std::vector<Phase> phases, std::function<void(Server &)> done,
                    std::function<void()> aborted)
{
    const int run = ++m_runs[server.id];
    step(server.id, run, std::make_shared<std::vector<Phase>>(std::move(phases)), 0,
         std::move(done), std::move(aborted));
}

void Lifecycle::step(const QString &serverId, int run,
                     const std::shared_ptr<std::vector<Phase>> &phases, std::size_t index,
                     std::function<void(Server &)> done, std::function<void()> aborted)
{
    Server *server = m_world.state.servers.find(serverId);
    if (server == nullptr || m_runs.value(serverId) != run) {
        if (aborted)
            aborted();
        return;
    }
    if (index == phases->size()) {
        setTask(*server, QString());
        if (done)
            done(*server);
        return;
    }
    const Phase &phase = (*phases)[index];
    setTask(*server, phase.taskState);
    if (phase.enter)
        phase.enter(*server);
    m_world.later(phase.duration, [this, serverId, run, phases, index, done = std::move(done),
                                   aborted = std::move(aborted)] {
        step(serverId, run, phases, index + 1, done, aborted);
    });
}

void Lifecycle::beginAction(Server &server, const QString &action, const QByteArray &requestId,
                            const QString &userId, const QString &event)
{
    const QDateTime now = m_world.now();
    InstanceAction row{action, QString::fromLatin1(requestId), userId, now, now, {}, {}};
    if (!event.isEmpty())
        row.events.push_back({event, now, std::nullopt, {}, {}});
    server.actions.push_back(std::move(row));
}

void Lifecycle::finishAction(Server &server, const QByteArray &requestId, bool success,
                             const QString &details)
{
    for (InstanceAction &action : server.actions) {
        if (action.requestId != QLatin1String(requestId))
            continue;
        action.updated = m_world.now();
        if (!success)
            action.message = u"Error"_s;
        for (ActionEvent &event : action.events) {
            event.finish = m_world.now();
            event.result = success ? u"Success"_s : u"Error"_s;
            event.details = details;
        }
    }
}

void Lifecycle::releaseVolumes(Server &server)
{
    for (const Attachment &attachment : server.attachments) {
        Volume *volume = m_world.state.volumes.find(attachment.volumeId);
        if (volume == nullptr)
            continue;
        m_volumes.detach(*volume, server.id);
        // A volume with snapshots survives its server even if its deletion was requested: Cinder
        // refuses, and Nova ignores that. So does one that other servers use.
        if (attachment.deleteOnTermination && volume->uses.empty() &&
            m_volumes.snapshotsOf(volume->id).empty())
            m_volumes.remove(*volume);
    }
    server.attachments.clear();
}

void Lifecycle::releasePorts(const Server &server)
{
    QStringList ports;
    for (const auto &port : m_world.state.ports.rows()) {
        if (port->serverId == server.id && port->madeByUser) {
            port->serverId.clear(); // it keeps its address, and its floating IP
            ++port->revision;
        } else if (port->serverId == server.id) {
            ports.append(port->id);
        }
    }
    for (const QString &port : ports)
        m_world.state.ports.remove(port);
    for (const auto &floating : m_world.state.floatingIps.rows()) {
        if (ports.contains(floating->portId)) {
            floating->portId.clear();
            floating->fixedAddress.clear();
            floating->status = u"DOWN"_s;
        }
    }
}

void Lifecycle::remove(Server &server, const QByteArray &requestId)
{
    run(server, {{u"deleting"_s, 2000ms}}, [this, requestId](Server &gone) {
        releaseVolumes(gone);
        releasePorts(gone);
        // Nova also deletes a shelved server's image.
        if (!gone.shelvedImageId.isEmpty())
            m_world.state.images.remove(gone.shelvedImageId);
        gone.addresses.clear();
        gone.vmState = u"deleted"_s;
        gone.powerState = 0;
        gone.deletedAt = m_world.now();
        finishAction(gone, requestId);
    });
}

void Lifecycle::softDelete(Server &server, const QByteArray &requestId)
{
    run(server, {{u"soft-deleting"_s, 2000ms}}, [this, requestId](Server &kept) {
        kept.vmState = u"soft-delete"_s;
        kept.powerState = 4;
        finishAction(kept, requestId);
        const int run = m_runs.value(kept.id);
        m_world.later(m_world.options().reclaim, [this, id = kept.id, run, requestId] {
            Server *row = m_world.state.servers.find(id);
            if (row && m_runs.value(id) == run)
                remove(*row, requestId);
        });
    });
}

void Lifecycle::build(Server &server, const QByteArray &requestId)
{
    std::vector<Phase> phases{{u"scheduling"_s, 600ms},
                              {u"networking"_s, 900ms, [](Server &row) {
                                   row.hostId = Placement::hostId(row);
                               }}};
    if (!server.attachments.empty())
        phases.push_back({u"block_device_mapping"_s, 3000ms});
    phases.push_back({u"spawning"_s, 2500ms});
    run(server, std::move(phases), [this, requestId](Server &row) {
        for (const Attachment &attachment : row.attachments) {
            if (Volume *volume = m_world.state.volumes.find(attachment.volumeId))
                m_volumes.attach(*volume, row.id, attachment);
        }
        row.vmState = u"active"_s;
        row.powerState = 1;
        row.launched = m_world.now();
        finishAction(row, requestId);
        postPassword(row);
    });
}

void Lifecycle::postPassword(const Server &server)
{
    QString imageId = server.baseImageId;
    for (const Attachment &attachment : server.attachments) {
        const Volume *volume = m_world.state.volumes.find(attachment.volumeId);
        if (attachment.bootIndex == 0 && volume != nullptr)
            imageId = volume->imageMetadata.value(u"image_id"_s);
    }
    const Image *image = m_world.state.images.find(imageId);
    if (image == nullptr || image->properties.value(u"os_type"_s) != u"windows")
        return;
    m_world.later(5000ms, [this, id = server.id] {
        Server *row = m_world.state.servers.find(id);
        if (row == nullptr || row->vmState != u"active")
            return;
        for (const KeyPair &pair : m_world.state.keyPairs) {
            // The metadata service takes no second password.
            const bool has = !row->encryptedPassword.value_or(QString()).isEmpty();
            if (!has && pair.name == row->keyName && pair.userId == row->userId)
                row->encryptedPassword =
                    keymaterial::encrypted(m_world.hex(14).toUtf8(), pair.publicKey);
        }
    });
}

} // namespace oriel::demo
