#pragma once

#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "operations/operation.h"

namespace oriel::operations {

/// The result of capturing a part of a snapshot.
struct CaptureResult
{
    std::optional<Error> error{}; ///< none: it is complete
    bool unclear = false;         ///< its outcome is unknown
    std::vector<Subject> leftovers{};
};

/// Follows the capture of an image-backed instance: the image from queued over saving to active,
/// and the instance's task_state. A failed upload shows as a missing image (Nova deletes it); the
/// reason is then read from the instance's actions. Updates the stores.
class ImageCapture
{
public:
    enum class Phase { Capture, Upload };
    /// Shows the progress, and the cloud's own word for it.
    using Show = std::function<void(Phase phase, const QString &detail)>;

    /// `requestId`: createImage's, to identify its instance action; may be empty. The context must
    /// outlive it.
    ImageCapture(const Context &context, QString serverId, QString imageId, QString requestId,
                 Show show);

    /// Until the instance's task is over, because its data has left the hypervisor, or until the
    /// capture has finished.
    Task<Nothing> untilReleased();
    Task<CaptureResult> untilFinished();
    /// It has finished unsuccessfully.
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
    /// Of the last sign of work: a task_state, or a change of the image.
    std::chrono::milliseconds m_lastSign;
};

} // namespace oriel::operations
