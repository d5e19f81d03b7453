#include "operations/stampwriter.h"

#include "net/unknownoutcome.h"
#include "openstack/blockstorage/requests.h"
#include "openstack/compute/requests.h"
#include "openstack/image/requests.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr auto stampStep = "stamp"_L1;
constexpr auto dropStep = "drop-inherited"_L1;

bool isTrue(const QString &value)
{
    const QString lower = value.toLower();
    return lower == "yes"_L1 || lower == "true"_L1 || lower == "1"_L1 || lower == "on"_L1;
}

/// Whether anything was done to the instance, other than taking snapshots, from our createImage on.
bool touchedSince(const std::vector<openstack::InstanceAction> &actions, const QString &requestId)
{
    for (const openstack::InstanceAction &action : actions) {
        const bool isCreate = action.action == "createImage"_L1;
        if (isCreate && (requestId.isEmpty() || action.requestId == requestId))
            return false;
        if (!isCreate)
            return true;
    }
    return true; // ours is not even listed: there is no evidence
}

} // namespace

store::Consistency consistencyBefore(const openstack::Server &server)
{
    // Power state 1 is "running": Nova may say SHUTOFF before the hypervisor does.
    if (server.status == "SHUTOFF"_L1 && server.taskState.isEmpty() && server.powerState != 1)
        return store::Consistency::ShutOff;
    if (server.status == "ACTIVE"_L1 || server.status == "PAUSED"_L1 ||
        server.status == "SUSPENDED"_L1)
        return store::Consistency::Running;
    return store::Consistency::Unknown;
}

store::Consistency consistencyAfter(const openstack::Server &before, const openstack::Server &after,
                                    const openstack::Image &image,
                                    const std::vector<openstack::InstanceAction> &actions,
                                    const QString &requestId)
{
    const store::Consistency then = consistencyBefore(before);
    if (then == store::Consistency::ShutOff) {
        const bool still = consistencyBefore(after) == store::Consistency::ShutOff;
        return still && !touchedSince(actions, requestId) ? then : store::Consistency::Unknown;
    }
    // The image carries the properties of the one that the instance was made from. Where they
    // demand quiescing, Nova refuses the snapshot of a volume-backed instance that could not be
    // quiesced: so there is an image only if it was. Of an image-backed one a cold snapshot ignores
    // the demand, so nothing is claimed there.
    const bool demanded = isTrue(image.properties.value(u"os_require_quiesce"_s));
    const bool volumeBacked = before.bootsFromVolume() || !image.blockDevices.empty();
    if (demanded && volumeBacked && before.status == "ACTIVE"_L1)
        return store::Consistency::Quiesced;
    return then;
}

StampWriter::StampWriter(Context context, StepLog log, Stamps stamps, openstack::Server before,
                         QString requestId, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_log(std::move(log))
    , m_stamps(std::move(stamps))
    , m_before(std::move(before))
    , m_requestId(std::move(requestId))
{}

void StampWriter::stampVolumeSnapshots(const QString &imageId, const QStringList &snapshotIds)
{
    m_imageId = imageId;
    m_snapshotIds = snapshotIds;
    open();
    m_log.intend(stampStep, {}, [this](const Result<Nothing> &written) {
        if (written.ok())
            stampAll();
        else
            notStamped(written.error());
        close();
    });
}

void StampWriter::notStamped(const Error &error)
{
    m_notes.append(
        tr("Oriel's tags could not be written on the volume snapshots. %1").arg(error.message));
    Q_EMIT stamped();
}

void StampWriter::stampAll()
{
    const auto written = [this] {
        if (--m_stamping > 0)
            return;
        m_log.record(stampStep, {});
        Q_EMIT stamped();
    };
    m_stamping += static_cast<int>(m_snapshotIds.size());
    for (const QString &id : std::as_const(m_snapshotIds)) {
        open();
        m_context.client
            .call(openstack::UpdateVolumeSnapshotMetadata{
                id, volumeSnapshotStamps(m_stamps, m_imageId)})
            .then(this, [this, id, written](auto result) {
                written();
                if (result.ok()) {
                    close();
                    return;
                }
                const Error &error = result.error();
                close(net::mayHaveHappened(error)
                          ? tr("It is not known whether Oriel's tags were written on the volume "
                               "snapshot %1: %2")
                                .arg(id, error.message)
                          : tr("Oriel's tags could not be written on the volume snapshot %1: %2")
                                .arg(id, error.message));
            });
    }
}

void StampWriter::alsoCorrect(const QStringList &snapshotIds)
{
    m_snapshotIds += snapshotIds;
}

void StampWriter::conclude(const openstack::Image &image)
{
    m_image = image;
    m_imageId = image.id;
    m_concluding = true;
    open();
    if (m_stamps.description.isEmpty() && image.properties.contains(stampKey("description"_L1)))
        dropInherited();
    weigh();
}

void StampWriter::dropInherited()
{
    open();
    m_log.intend(dropStep, {}, [this](const Result<Nothing> &written) {
        if (!written.ok()) {
            close(written.error().message);
            return;
        }
        m_context.client.call(openstack::UpdateImage{m_imageId, {}, {stampKey("description"_L1)}})
            .then(this, [this](auto result) {
                m_log.record(dropStep, {});
                if (result.ok())
                    m_context.stores.images.upsert({result.value()});
                // Conflict: somebody else was faster.
                const bool gone = result.ok() || result.error().kind == ErrorKind::Conflict;
                close(gone ? QString()
                           : tr("The image has the description of the snapshot that the instance "
                                "was made from, and it could not be taken away: %1")
                                 .arg(result.error().message));
            });
    });
}

void StampWriter::weigh()
{
    m_context.client.call(openstack::GetServer{m_before.id}).then(this, [this](auto server) {
        if (!server.ok()) {
            // Deleted meanwhile, or no answer: what was shut off then is no longer known to have
            // stayed so.
            const bool running = m_stamps.consistency == store::Consistency::Running;
            correct(running ? store::Consistency::Running : store::Consistency::Unknown);
            return;
        }
        const openstack::Server after = std::move(server).value();
        m_context.stores.servers.upsert({after});
        if (m_stamps.consistency != store::Consistency::ShutOff) {
            correct(consistencyAfter(m_before, after, m_image, {}, m_requestId));
            return;
        }
        m_context.client.call(openstack::ListInstanceActions{m_before.id})
            .then(this, [this, after](auto result) {
                correct(result.ok() ? consistencyAfter(m_before, after, m_image, result.value(),
                                                       m_requestId)
                                    : store::Consistency::Unknown);
            });
    });
}

void StampWriter::correct(store::Consistency consistency)
{
    if (consistency == m_stamps.consistency) {
        close();
        return;
    }
    m_stamps.consistency = consistency;
    m_log.intend(stampStep, {}, [this](const Result<Nothing> &written) {
        if (written.ok()) {
            correctImage();
            stampAll();
        } else {
            m_notes.append(tr("The consistency stamped on the snapshot is not certain and could "
                              "not be corrected: %1")
                               .arg(written.error().message));
        }
        close();
    });
}

void StampWriter::correctImage()
{
    open();
    m_context.client
        .call(openstack::UpdateImage{
            m_imageId, {{stampKey("consistency"_L1), consistencyStamp(m_stamps.consistency)}}, {}})
        .then(this, [this](auto result) {
            if (result.ok()) {
                m_context.stores.images.upsert({result.value()});
                close();
                return;
            }
            close(tr("The consistency stamped on the image is not certain and could not be "
                     "corrected: %1")
                      .arg(result.error().message));
        });
}

void StampWriter::open()
{
    ++m_open;
}

void StampWriter::close(const QString &note)
{
    if (!note.isEmpty())
        m_notes.append(note);
    if (--m_open == 0 && m_concluding)
        Q_EMIT finished(m_notes);
}

} // namespace oriel::operations
