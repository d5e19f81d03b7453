#pragma once

#include "openstack/blockstorage/message.h"
#include "operations/operation.h"
#include "operations/pace.h"
#include "operations/removal/removalrequest.h"

#include "base/result.h"

#include <QtCore/QJsonObject>

#include <functional>
#include <vector>

namespace oriel::operations {

/// How the deletion of one part has ended.
enum class PartFate {
    Gone,        ///< it is no longer there
    AlreadyGone, ///< it was not there any more before anything was sent
    Kept,        ///< the cloud refused, or put it back; the error says why
    Unclear,     ///< nothing tells
};

/// Deletes one image or volume snapshot and waits until it is really gone (404). Looks first: what
/// is gone or being deleted already is not asked for again. A volume snapshot that Cinder accepts
/// and puts back (busy) or leaves in error_deleting is Kept, with the reason from the service's
/// messages, for it is said nowhere else. A lost answer is resolved by looking.
/// https://docs.openstack.org/api-ref/block-storage/v3/#delete-a-snapshot
/// https://docs.openstack.org/api-ref/image/v2/#delete-image
class PartRemoval final : public QObject
{
    Q_OBJECT

public:
    /// How the operation writes to its journal, for this part's step.
    struct Log
    {
        std::function<void(const QJsonObject &facts,
                           std::function<void(const Result<Nothing> &)> then)>
            intend;
        std::function<void(const QJsonObject &facts)> record;
    };

    PartRemoval(Context context, RemovalPart part, Log log, QObject *parent);

    void start();
    /// With what an earlier Oriel had written: that it was about to send, and at best what came of
    /// it.
    void resume(const JournalStep &intended, const std::optional<QJsonObject> &recorded);

Q_SIGNALS:
    /// What it waits for, in the cloud's own words; and the request-id once there is one.
    void doing(const QString &detail);
    void requestId(const QString &id);
    /// Once. `error` has a meaning for Kept and Unclear only.
    void finished(oriel::operations::PartFate fate, const oriel::Error &error);

private:
    struct Seen
    {
        QString status;
        bool isProtected = false;
    };
    enum class Phase { First, Waiting, Doubt };

    void look();
    void see(std::function<void(const Result<Seen> &)> then);
    void judgeFirst(const Seen &seen);
    void judgeWaiting(const Seen &seen);
    void judgeDoubt(const Seen &seen);
    void lookAgain();
    void checkImage();
    void ask();
    void send();
    void answered(const std::optional<Error> &error, const QString &requestId);
    void askWhy(const QString &status);
    [[nodiscard]] QString reasonIn(const std::vector<openstack::Message> &messages) const;
    void end(PartFate fate, const Error &error = {});
    [[nodiscard]] bool isImage() const { return m_part.subject.kind == Subject::Kind::Image; }
    [[nodiscard]] Error failure(ErrorKind kind, const QString &message) const;

    Context m_context;
    RemovalPart m_part;
    Log m_log;
    Phase m_phase = Phase::First;
    Error m_lost; ///< of Phase::Doubt
    QString m_requestId;
    Pace m_pace;
    int m_sent = 0;
    int m_unchanged = 0; ///< looks in a row that found it as it was before
    std::chrono::milliseconds m_begun{0};
    std::chrono::milliseconds m_lastAnswer{0};
};

} // namespace oriel::operations
