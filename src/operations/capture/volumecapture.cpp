#include "operations/capture/volumecapture.h"

#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "operations/failure.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct VolumeCaptureWords
{
    Q_DECLARE_TR_FUNCTIONS(VolumeCapture)
};

} // namespace

VolumeCapture::VolumeCapture(const Context &context, Subject image,
                             std::vector<openstack::BlockDevice> devices, Show show)
    : m_context(context)
    , m_image(std::move(image))
    , m_devices(std::move(devices))
    , m_show(std::move(show))
    , m_parts(m_devices.size())
{}

Task<CaptureResult> VolumeCapture::untilFinished()
{
    Pace pace;
    auto lastAnswer = m_context.clock.elapsed();
    for (;;) {
        std::optional<Error> trouble;
        for (std::size_t i = 0; i < m_parts.size(); ++i) {
            if (m_parts[i].settled)
                continue;
            auto call = m_context.client.call(
                openstack::Get<openstack::VolumeSnapshot>{m_devices[i].snapshotId});
            const Result<openstack::VolumeSnapshot> snapshot = co_await call;
            const bool gone = !snapshot.ok() && snapshot.error().kind == ErrorKind::NotFound;
            if (snapshot.ok() || gone)
                lastAnswer = m_context.clock.elapsed();
            if (snapshot.ok()) {
                m_context.stores.volumeSnapshots.upsert({*snapshot});
                // Unknown states are waited for: only these two say that nothing more will come.
                m_parts[i] = {*snapshot,
                              snapshot->status == "available"_L1 ||
                                  snapshot->status.startsWith("error"_L1),
                              snapshot->status == "available"_L1};
                m_show(i, &m_parts[i].snapshot);
            } else if (gone) {
                m_context.stores.volumeSnapshots.remove({m_devices[i].snapshotId});
                m_parts[i].settled = true;
                m_parts[i].snapshot.status.clear();
                m_show(i, nullptr);
            } else {
                trouble = snapshot.error();
            }
        }
        if (trouble &&
            (!isTransient(*trouble) || m_context.clock.elapsed() - lastAnswer >= patience))
            co_return CaptureResult{trouble, true};
        if (std::ranges::all_of(m_parts, &Part::settled))
            break;
        auto wait = after(m_context.clock, pace.next());
        co_await wait;
    }
    if (std::ranges::all_of(m_parts, &Part::good))
        co_return CaptureResult{};
    auto explaining = explain();
    CaptureResult result = co_await std::move(explaining);
    co_return result;
}

Task<CaptureResult> VolumeCapture::explain()
{
    auto call = m_context.client.call(openstack::List<openstack::Message>{});
    const auto messages = co_await call;
    QMap<QString, QString> reasons;
    if (messages.ok()) {
        for (const auto &message : messages->items) {
            if (!reasons.contains(message.resourceId))
                reasons.insert(message.resourceId, message.userMessage);
        }
    }
    QStringList sentences;
    std::vector<Subject> leftovers{m_image};
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const Part &part = m_parts[i];
        const QString &id = m_devices[i].snapshotId;
        if (!part.snapshot.status.isEmpty())
            leftovers.push_back({Kind::VolumeSnapshot, id, part.snapshot.name});
        if (part.good)
            continue;
        const QString reason = reasons.value(id);
        if (part.snapshot.status.isEmpty())
            sentences += VolumeCaptureWords::tr("The snapshot of volume %1 no longer exists.")
                             .arg(volumeWords(i));
        else if (reason.isEmpty())
            sentences +=
                VolumeCaptureWords::tr(
                    "The snapshot of volume %1 has the status “%2”; the cloud gave no reason.")
                    .arg(volumeWords(i), part.snapshot.status);
        else
            sentences += VolumeCaptureWords::tr("The snapshot of volume %1 has the status “%2”: %3")
                             .arg(volumeWords(i), part.snapshot.status, reason);
    }
    co_return CaptureResult{failureOf(net::Service::BlockStorage, ErrorKind::Failed,
                                      sentences.join(u' '), m_context.clock.now()),
                            false, leftovers};
}

QString VolumeCapture::volumeWords(std::size_t index) const
{
    const QString &volumeId = m_parts[index].snapshot.volumeId;
    const auto volume = m_context.stores.volumes.find(volumeId);
    const QString name = volume && !volume->name.isEmpty() ? volume->name : volumeId;
    const QString &device = m_devices[index].deviceName;
    if (name.isEmpty())
        return device;
    return device.isEmpty() ? VolumeCaptureWords::tr("“%1”").arg(name)
                            : VolumeCaptureWords::tr("“%1” (%2)").arg(name, device);
}

} // namespace oriel::operations
