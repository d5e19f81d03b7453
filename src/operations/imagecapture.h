#pragma once

#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "operations/operation.h"
#include "operations/pace.h"

#include "base/result.h"

namespace oriel::operations {

/// Follows the capture of an image-backed instance: the image from queued over saving to active,
/// and the instance's task_state beside it. A failed upload shows as an image that has vanished
/// (Nova deletes it); the reason is then asked of the instance's actions. Keeps the stores' rows
/// fresh. Ends with exactly one of finished(), failed(), lost().
class ImageCapture final : public QObject
{
    Q_OBJECT

public:
    enum class Phase { Capture, Upload };

    /// `requestId`: createImage's, to tell its instance action from others; may be empty.
    ImageCapture(Context context, QString serverId, QString imageId, QString requestId,
                 QObject *parent);

    void start();

Q_SIGNALS:
    /// What is going on now, and the cloud's own word for it.
    void phase(oriel::operations::ImageCapture::Phase phase, const QString &detail);
    /// Once, before finished(): the instance no longer works at it, for its data has left the
    /// hypervisor. Does not always come.
    void released(const oriel::openstack::Image &image);
    void finished(const oriel::openstack::Image &image);
    void failed(const oriel::Error &error,
                const std::vector<oriel::operations::Subject> &leftovers);
    /// No answer for too long, or none that can be had: nobody knows how it ended.
    void lost(const oriel::Error &error);

private:
    void look();
    void lookAgain();
    void judge();
    void judgeImage(const openstack::Image &image);
    void judgeServer();
    void explainVanished();
    void explain(const QString &requestId);
    void stuck(const QString &message);
    [[nodiscard]] Error failure(const QString &message) const;

    Context m_context;
    QString m_serverId;
    QString m_imageId;
    QString m_requestId;
    Pace m_pace;
    std::optional<Result<openstack::Image>> m_image;
    std::optional<Result<openstack::Server>> m_server;
    Phase m_phase = Phase::Capture;
    bool m_released = false;
    std::chrono::milliseconds m_lastAnswer{0};
    std::chrono::milliseconds m_lastSign{
        0}; ///< of somebody working at it: a task_state, or the image changing
    QDateTime m_imageUpdated;
};

} // namespace oriel::operations
