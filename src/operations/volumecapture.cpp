#include "operations/volumecapture.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/requests.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

VolumeCapture::VolumeCapture(Context context, openstack::Image image, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_image(std::move(image))
{
    std::ranges::copy_if(m_image.blockDevices, std::back_inserter(m_devices),
                         [](const auto &device) { return !device.snapshotId.isEmpty(); });
    m_parts.resize(m_devices.size());
}

void VolumeCapture::start()
{
    m_lastAnswer = m_context.clock.elapsed();
    look();
}

void VolumeCapture::look()
{
    m_awaited = 0;
    m_trouble.reset();
    for (const Part &part : m_parts)
        m_awaited += part.settled ? 0 : 1;
    if (m_awaited == 0) {
        settle();
        return;
    }
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        if (m_parts[i].settled)
            continue;
        m_context.client.call(openstack::GetVolumeSnapshot{m_devices[i].snapshotId})
            .then(this, [this, i](auto result) { arrived(i, std::move(result)); });
    }
}

void VolumeCapture::arrived(std::size_t index, Result<openstack::VolumeSnapshot> result)
{
    Part &part = m_parts[index];
    if (result.ok()) {
        m_lastAnswer = m_context.clock.elapsed();
        part.snapshot = std::move(result).value();
        m_context.stores.volumeSnapshots.upsert({part.snapshot});
        const QString &status = part.snapshot.status;
        // Unknown states are waited for: only these two say that nothing more will come.
        part.good = status == "available"_L1;
        part.settled = part.good || status.startsWith("error"_L1);
        Q_EMIT this->part(static_cast<int>(index), part.snapshot);
    } else if (result.error().kind == ErrorKind::NotFound) {
        m_lastAnswer = m_context.clock.elapsed();
        part.settled = true;
        part.snapshot.status.clear();
        m_context.stores.volumeSnapshots.remove({m_devices[index].snapshotId});
        Q_EMIT partMissing(static_cast<int>(index));
    } else {
        m_trouble = result.error();
    }
    if (--m_awaited == 0)
        settle();
}

void VolumeCapture::settle()
{
    if (m_trouble &&
        (!isTransient(*m_trouble) || m_context.clock.elapsed() - m_lastAnswer >= patience)) {
        Q_EMIT lost(*m_trouble);
        return;
    }
    if (!std::ranges::all_of(m_parts, &Part::settled)) {
        m_context.clock.after(m_pace.next(), this, [this] { look(); });
        return;
    }
    if (std::ranges::all_of(m_parts, &Part::good))
        Q_EMIT finished();
    else
        explain();
}

void VolumeCapture::explain()
{
    m_context.client.call(openstack::ListMessages{}).then(this, [this](auto result) {
        QMap<QString, QString> reasons;
        if (result.ok()) {
            for (const auto &message : result.value().items) {
                if (!reasons.contains(message.resourceId))
                    reasons.insert(message.resourceId, message.userMessage);
            }
        }
        report(reasons);
    });
}

void VolumeCapture::report(const QMap<QString, QString> &reasons)
{
    QStringList sentences;
    std::vector<Subject> leftovers{{Subject::Kind::Image, m_image.id, m_image.name}};
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const Part &part = m_parts[i];
        const QString &id = m_devices[i].snapshotId;
        if (!part.snapshot.status.isEmpty())
            leftovers.push_back({Subject::Kind::VolumeSnapshot, id, part.snapshot.name});
        if (part.good)
            continue;
        const QString reason = reasons.value(id);
        if (part.snapshot.status.isEmpty())
            sentences += tr("The snapshot of volume %1 is gone.").arg(volumeWords(i));
        else if (reason.isEmpty())
            sentences +=
                tr("The snapshot of volume %1 has the status “%2”; the cloud gave no reason.")
                    .arg(volumeWords(i), part.snapshot.status);
        else
            sentences += tr("The snapshot of volume %1 has the status “%2”: %3")
                             .arg(volumeWords(i), part.snapshot.status, reason);
    }
    Error error;
    error.kind = ErrorKind::Failed;
    error.service = net::serviceName(net::Service::BlockStorage);
    error.message = sentences.join(u' ');
    error.when = m_context.clock.now();
    Q_EMIT failed(error, leftovers);
}

QString VolumeCapture::volumeWords(std::size_t index) const
{
    const QString &volumeId = m_parts[index].snapshot.volumeId;
    const auto volume = m_context.stores.volumes.find(volumeId);
    const QString name = volume && !volume->name.isEmpty() ? volume->name : volumeId;
    const QString &device = m_devices[index].deviceName;
    if (name.isEmpty())
        return device;
    return device.isEmpty() ? tr("“%1”").arg(name) : tr("“%1” (%2)").arg(name, device);
}

} // namespace oriel::operations
