#pragma once

#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "operations/operation.h"

namespace oriel::operations {

/// How the capture of a part of a snapshot has ended.
struct CaptureResult
{
    std::optional<Error> error{}; ///< none: it is complete
    bool unclear = false;         ///< it is not known how it ended
    std::vector<Subject> leftovers{};
};

/// Follows the capture of an image-backed instance: the image from queued over saving to active,
/// and the instance's task_state beside it. A failed upload shows as an image that has vanished
/// (Nova deletes it); the reason is then read from the instance's actions. Keeps the stores up to
/// date.
class ImageCapture
{
public:
    enum class Phase { Capture, Upload };
    /// What is going on, and the cloud's own word for it.
    using Show = std::function<void(Phase phase, const QString &detail)>;

    /// `requestId`: createImage's, to tell its instance action from others; may be empty. The
    /// context outlives it.
    ImageCapture(const Context &context, QString serverId, QString imageId, QString requestId,
                 Show show);

    /// Until the instance no longer works at it, because its data has left the hypervisor, or until
    /// it has ended.
    Task<Nothing> untilReleased();
    Task<CaptureResult> untilFinished();
    /// It has ended, and not well.
    [[nodiscard]] bool hasFailed() const { return m_result && m_result->error; }
    [[nodiscard]] const openstack::Image &image() const { return m_image; } ///< as last seen

private:
    Task<Nothing> poll();
    void evaluate(const Result<openstack::Server> &server);
    Task<CaptureResult> explainVanished();
    [[nodiscard]] CaptureResult failed(const QString &message) const;

    const Context &m_context;
    QString m_serverId;
    QString m_imageId;
    QString m_requestId;
    Show m_show;
    Pace m_pace;
    openstack::Image m_image;
    Phase m_phase = Phase::Capture;
    bool m_released = false;
    std::optional<CaptureResult> m_result;
    std::chrono::milliseconds m_lastAnswer;
    /// Of somebody working at it: a task_state, or the image changing.
    std::chrono::milliseconds m_lastSign;
};

} // namespace oriel::operations
