#include "operations/capture/imagecapture.h"

#include "openstack/compute/instanceaction.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "operations/failure.h"
#include "operations/why.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// If Nova restarts in the middle, an image stays queued or saving forever although nothing works
/// on it.
constexpr std::chrono::milliseconds abandonedAfter = std::chrono::minutes(3);

struct ImageCaptureWords
{
    Q_DECLARE_TR_FUNCTIONS(ImageCapture)
};

bool isUploadTask(const QString &taskState)
{
    return taskState == "image_pending_upload"_L1 || taskState == "image_uploading"_L1;
}

bool isGoneStatus(const QString &status)
{
    return status == "killed"_L1 || status == "deleted"_L1 || status == "pending_delete"_L1;
}

} // namespace

ImageCapture::ImageCapture(const Context &context, QString serverId, QString imageId,
                           QString requestId, Show show)
    : m_context(context)
    , m_serverId(std::move(serverId))
    , m_imageId(std::move(imageId))
    , m_requestId(std::move(requestId))
    , m_show(std::move(show))
    , m_lastAnswer(context.clock.elapsed())
    , m_lastSign(m_lastAnswer)
{}

Task<Nothing> ImageCapture::untilReleased()
{
    while (!m_result && !m_released) {
        auto polling = poll();
        co_await std::move(polling);
    }
    co_return Nothing();
}

Task<CaptureResult> ImageCapture::untilFinished()
{
    while (!m_result) {
        auto polling = poll();
        co_await std::move(polling);
    }
    co_return *m_result;
}

/// One poll of the image and the instance, and the wait until the next one.
Task<Nothing> ImageCapture::poll()
{
    auto imageCall = m_context.client.call(openstack::Get<openstack::Image>{m_imageId});
    Result<openstack::Image> image = co_await imageCall;
    auto serverCall = m_context.client.call(openstack::Get<openstack::Server>{m_serverId});
    const Result<openstack::Server> server = co_await serverCall;
    if (server.ok())
        m_context.stores.servers.upsert({*server});
    else if (server.error().kind == ErrorKind::NotFound)
        m_context.stores.servers.remove({m_serverId});

    const auto now = m_context.clock.elapsed();
    bool vanished = false;
    if (image.ok()) {
        m_lastAnswer = now;
        m_context.stores.images.upsert({*image});
        if (image->updated != m_image.updated)
            m_lastSign = now;
        m_image = std::move(image).value();
        vanished = isGoneStatus(m_image.status);
        if (!vanished)
            evaluate(server);
    } else if (image.error().kind == ErrorKind::NotFound) {
        m_context.stores.images.remove({m_imageId});
        vanished = true;
    } else if (!isTransient(image.error()) || now - m_lastAnswer >= patience) {
        m_result = CaptureResult{image.error(), true};
    }
    if (vanished) {
        auto explaining = explainVanished();
        m_result = co_await std::move(explaining);
    }
    if (!m_result) {
        auto wait = after(m_context.clock, m_pace.next(image));
        co_await wait;
    }
    co_return Nothing();
}

void ImageCapture::evaluate(const Result<openstack::Server> &server)
{
    if (m_image.status == "active"_L1 || m_image.status == "deactivated"_L1) {
        m_result = CaptureResult{};
        return;
    }
    if (m_image.status == "saving"_L1)
        m_phase = Phase::Upload;
    QString detail = m_image.status;
    // A missing answer does not prove that Nova has stopped working on it.
    bool isWorkedAt = !server.ok() && server.error().kind != ErrorKind::NotFound;
    if (server.ok()) {
        isWorkedAt = server->taskState.startsWith("image_"_L1);
        if (isUploadTask(server->taskState))
            m_phase = Phase::Upload;
        if (isWorkedAt)
            detail = server->taskState;
    }
    const auto now = m_context.clock.elapsed();
    if (isWorkedAt)
        m_lastSign = now;
    if (now - m_lastSign > abandonedAfter) {
        m_result = failed(
            server.ok()
                ? ImageCaptureWords::tr(
                      "The image is “%1”, and the instance is no longer working on it.")
                      .arg(m_image.status)
                : ImageCaptureWords::tr("The instance was deleted before its image was complete."));
        m_result->leftovers = {{Kind::Image, m_image.id, m_image.name}};
        return;
    }
    m_show(m_phase, detail);
    m_released =
        m_released || (server.ok() && server->taskState.isEmpty() && m_phase == Phase::Upload);
}

CaptureResult ImageCapture::failed(const QString &message) const
{
    return {failureOf(net::Service::Compute, ErrorKind::Failed, message, m_context.clock.now(),
                      m_requestId)};
}

Task<CaptureResult> ImageCapture::explainVanished()
{
    const CaptureResult vanished =
        failed(ImageCaptureWords::tr("The image disappeared before it was complete."));
    QString requestId = m_requestId;
    if (requestId.isEmpty()) {
        auto call = m_context.client.call(openstack::ListInstanceActions{m_serverId});
        const auto actions = co_await call;
        if (!actions.ok())
            co_return vanished;
        const auto newest =
            std::ranges::find(*actions, u"createImage"_s, &openstack::InstanceAction::action);
        if (newest == actions->end())
            co_return vanished;
        requestId = newest->requestId;
    }
    auto call = m_context.client.call(openstack::GetInstanceAction{m_serverId, requestId});
    const auto action = co_await call;
    if (!action.ok())
        co_return vanished;
    const QString step = failedStep(*action);
    // Nova deletes an image only after a failure: without an error there, another user did.
    if (step.isEmpty() && action->message != "Error"_L1)
        co_return failed(ImageCaptureWords::tr("The image was deleted before it was complete."));
    co_return failed(step.isEmpty()
                         ? ImageCaptureWords::tr("The compute service gave no reason; it deleted "
                                                 "the unfinished image itself.")
                         : step);
}

} // namespace oriel::operations
