#include "operations/imagecapture.h"

#include "net/apiclient.h"
#include "openstack/compute/requests.h"
#include "openstack/image/requests.h"
#include "operations/failure.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// An image that nobody works at: Nova restarted in the middle leaves it queued or saving for ever.
constexpr std::chrono::milliseconds abandonedAfter = std::chrono::minutes(3);

bool isSnapshotTask(const QString &taskState)
{
    return taskState.startsWith("image_"_L1);
}

bool isUploadTask(const QString &taskState)
{
    return taskState == "image_pending_upload"_L1 || taskState == "image_uploading"_L1;
}

} // namespace

ImageCapture::ImageCapture(Context context, QString serverId, QString imageId, QString requestId,
                           QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_serverId(std::move(serverId))
    , m_imageId(std::move(imageId))
    , m_requestId(std::move(requestId))
{}

void ImageCapture::start()
{
    m_lastAnswer = m_lastSign = m_context.clock.elapsed();
    look();
}

void ImageCapture::look()
{
    m_image.reset();
    m_server.reset();
    m_context.client.call(openstack::GetImage{m_imageId}).then(this, [this](auto result) {
        m_image = std::move(result);
        judge();
    });
    m_context.client.call(openstack::GetServer{m_serverId}).then(this, [this](auto result) {
        m_server = std::move(result);
        judge();
    });
}

void ImageCapture::lookAgain()
{
    m_context.clock.after(m_pace.next(), this, [this] { look(); });
}

void ImageCapture::judge()
{
    if (!m_image || !m_server)
        return;
    const auto now = m_context.clock.elapsed();
    if (m_server->ok())
        m_context.stores.servers.upsert({m_server->value()});
    if (m_image->ok()) {
        m_lastAnswer = now;
        m_context.stores.images.upsert({m_image->value()});
        judgeImage(m_image->value());
        return;
    }
    const Error &error = m_image->error();
    if (error.kind == ErrorKind::NotFound) {
        m_context.stores.images.remove({m_imageId});
        explainVanished();
    } else if (isTransient(error) && now - m_lastAnswer < patience) {
        lookAgain();
    } else {
        Q_EMIT lost(error);
    }
}

void ImageCapture::judgeImage(const openstack::Image &image)
{
    if (image.status == "active"_L1 || image.status == "deactivated"_L1) {
        Q_EMIT finished(image);
        return;
    }
    if (image.status == "killed"_L1 || image.status == "deleted"_L1 ||
        image.status == "pending_delete"_L1) {
        explainVanished();
        return;
    }
    if (image.updated != m_imageUpdated) {
        m_imageUpdated = image.updated;
        m_lastSign = m_context.clock.elapsed();
    }
    if (image.status == "saving"_L1)
        m_phase = Phase::Upload;
    judgeServer();
}

void ImageCapture::judgeServer()
{
    const auto now = m_context.clock.elapsed();
    QString detail = m_image->value().status;
    bool worked = true;
    if (m_server->ok()) {
        const QString &task = m_server->value().taskState;
        worked = isSnapshotTask(task);
        if (isUploadTask(task))
            m_phase = Phase::Upload;
        if (worked)
            detail = task;
    } else if (m_server->error().kind == ErrorKind::NotFound) {
        m_context.stores.servers.remove({m_serverId});
        worked = false;
    }
    if (worked)
        m_lastSign = now;
    if (now - m_lastSign > abandonedAfter) {
        stuck(m_server->ok() ? tr("The image is “%1”, and the instance no longer works at it.")
                                   .arg(m_image->value().status)
                             : tr("The instance was deleted before its image was complete."));
        return;
    }
    Q_EMIT phase(m_phase, detail);
    if (m_server->ok() && m_server->value().taskState.isEmpty() && m_phase == Phase::Upload &&
        !std::exchange(m_released, true))
        Q_EMIT released(m_image->value());
    lookAgain();
}

void ImageCapture::stuck(const QString &message)
{
    const openstack::Image &image = m_image->value();
    Q_EMIT failed(failure(message), {Subject{Subject::Kind::Image, image.id, image.name}});
}

Error ImageCapture::failure(const QString &message) const
{
    return failureOf(net::Service::Compute, ErrorKind::Failed, message, m_context.clock.now(),
                     m_requestId);
}

void ImageCapture::explainVanished()
{
    if (!m_requestId.isEmpty()) {
        explain(m_requestId);
        return;
    }
    m_context.client.call(openstack::ListInstanceActions{m_serverId})
        .then(this, [this](auto result) {
            if (result.ok()) {
                const auto &actions = result.value();
                const auto newest = std::ranges::find_if(
                    actions, [](const auto &action) { return action.action == "createImage"_L1; });
                if (newest != actions.end()) {
                    explain(newest->requestId);
                    return;
                }
            }
            Q_EMIT failed(failure(tr("The image vanished before it was complete.")), {});
        });
}

void ImageCapture::explain(const QString &requestId)
{
    m_context.client.call(openstack::GetInstanceAction{m_serverId, requestId})
        .then(this, [this](auto result) {
            const QString vanished = tr("The image vanished before it was complete.");
            if (!result.ok()) {
                Q_EMIT failed(failure(vanished), {});
                return;
            }
            const openstack::InstanceAction &action = result.value();
            const auto event = std::ranges::find_if(
                action.events, [](const auto &e) { return e.result == "Error"_L1; });
            const bool hasEvent = event != action.events.end();
            if (!hasEvent && action.message != "Error"_L1) {
                // Nova deletes an image only where it failed: with no error there, somebody else
                // did.
                Q_EMIT failed(failure(tr("The image was deleted before it was complete.")), {});
                return;
            }
            const QString reason = hasEvent && !event->details.isEmpty()
                                       ? event->details
                                       : tr("The compute service gave no reason; it deleted the "
                                            "unfinished image itself.");
            const QString step = hasEvent ? event->event : action.action;
            Q_EMIT failed(failure(tr("Step “%1” failed. %2").arg(step, reason)), {});
        });
}

} // namespace oriel::operations
