#include "operations/removal/partremoval.h"

#include "net/unknownoutcome.h"
#include "openstack/blockstorage/requests.h"
#include "openstack/image/requests.h"
#include "operations/failure.h"
#include "operations/journal/journalcodec.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// Storage that has to merge a long chain takes hours; what takes longer than this is stuck.
constexpr std::chrono::milliseconds longestRemoval = std::chrono::hours(4);

/// Cinder says "deleting" before it answers: a snapshot that is something else in so many looks in
/// a row has been put back.
constexpr int looksUntilPutBack = 2;
/// How often it is looked whether a request without an answer had an effect after all.
constexpr int looksInDoubt = 5;
/// A deletion names one thing by its id, so that to ask again, after looking, cannot hit another.
constexpr int mostSends = 2;

/// "delete snapshot:Snapshot is busy." says first what was tried, which is known here.
QString reasonOf(const QString &message)
{
    const qsizetype colon = message.indexOf(u':');
    return (colon < 0 ? message : message.mid(colon + 1)).trimmed();
}

} // namespace

PartRemoval::PartRemoval(Context context, RemovalPart part, Log log, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_part(std::move(part))
    , m_log(std::move(log))
    , m_begun(m_context.clock.elapsed())
    , m_lastAnswer(m_begun)
{}

void PartRemoval::start()
{
    look();
}

void PartRemoval::resume(const JournalStep &, const std::optional<QJsonObject> &recorded)
{
    m_sent = 1;
    if (!recorded) {
        m_phase = Phase::Doubt;
        m_lost = failure(ErrorKind::AnswerLost,
                         tr("Oriel ended while it waited for the answer, and it is still there."));
    } else if (recorded->contains("error"_L1)) {
        end(PartFate::Kept, errorFromJson(recorded->value("error"_L1).toObject()));
        return;
    } else {
        m_requestId = recorded->value("requestId"_L1).toString();
        m_phase = Phase::Waiting;
    }
    look();
}

void PartRemoval::see(std::function<void(const Result<Seen> &)> then)
{
    if (isImage()) {
        m_context.client.call(openstack::GetImage{m_part.subject.id})
            .then(this, [this, then = std::move(then)](auto result) {
                if (!result.ok()) {
                    then(result.error());
                    return;
                }
                m_context.stores.images.upsert({result.value()});
                then(Seen{result.value().status, result.value().isProtected});
            });
        return;
    }
    m_context.client.call(openstack::GetVolumeSnapshot{m_part.subject.id})
        .then(this, [this, then = std::move(then)](auto result) {
            if (!result.ok()) {
                then(result.error());
                return;
            }
            m_context.stores.volumeSnapshots.upsert({result.value()});
            then(Seen{result.value().status, false});
        });
}

void PartRemoval::look()
{
    see([this](const Result<Seen> &seen) {
        const auto now = m_context.clock.elapsed();
        if (!seen.ok()) {
            const Error &error = seen.error();
            if (error.kind == ErrorKind::NotFound) {
                end(m_sent > 0 ? PartFate::Gone : PartFate::AlreadyGone);
            } else if (isTransient(error) && now - m_lastAnswer < patience) {
                lookAgain();
            } else {
                // Nothing was asked for yet: then it is certain that it is still there.
                end(m_sent > 0 ? PartFate::Unclear : PartFate::Kept, error);
            }
            return;
        }
        m_lastAnswer = now;
        switch (m_phase) {
        case Phase::First:
            judgeFirst(seen.value());
            break;
        case Phase::Waiting:
            judgeWaiting(seen.value());
            break;
        case Phase::Doubt:
            judgeDoubt(seen.value());
            break;
        }
    });
}

void PartRemoval::lookAgain()
{
    m_context.clock.after(m_pace.next(), this, [this] { look(); });
}

void PartRemoval::judgeFirst(const Seen &seen)
{
    if (isImage()) {
        if (seen.status == "deleted"_L1) {
            end(PartFate::AlreadyGone);
        } else if (seen.status == "pending_delete"_L1) {
            m_phase = Phase::Waiting;
            lookAgain();
        } else if (seen.isProtected) {
            end(PartFate::Kept,
                failure(ErrorKind::Forbidden, tr("The image is protected against deletion.")));
        } else {
            ask();
        }
        return;
    }
    if (seen.status == "deleting"_L1) {
        m_phase = Phase::Waiting;
        Q_EMIT doing(seen.status);
        lookAgain();
    } else if (seen.status == "available"_L1 || seen.status == "error"_L1) {
        checkImage();
    } else if (seen.status == "error_deleting"_L1) {
        askWhy(seen.status);
    } else {
        end(PartFate::Kept,
            failure(ErrorKind::Conflict,
                    tr("The volume snapshot is “%1”: the cloud deletes only those that are "
                       "“available” or “error”.")
                        .arg(seen.status)));
    }
}

void PartRemoval::checkImage()
{
    if (m_part.goneImageId.isEmpty()) {
        ask();
        return;
    }
    m_context.client.call(openstack::GetImage{m_part.goneImageId}).then(this, [this](auto result) {
        if (result.ok()) {
            m_context.stores.images.upsert({result.value()});
            end(PartFate::Kept,
                failure(ErrorKind::Conflict,
                        tr("The image that it belongs to is still there: “%1”. Delete that "
                           "snapshot as a whole, if you do not need it.")
                            .arg(result.value().name)));
        } else if (result.error().kind == ErrorKind::NotFound) {
            ask();
        } else if (isTransient(result.error()) && m_context.clock.elapsed() - m_begun < patience) {
            m_context.clock.after(m_pace.next(), this, [this] { checkImage(); });
        } else {
            end(PartFate::Kept, result.error());
        }
    });
}

void PartRemoval::ask()
{
    m_log.intend({}, [this](const Result<Nothing> &written) {
        if (written.ok())
            send();
        else
            end(PartFate::Kept, written.error());
    });
}

void PartRemoval::send()
{
    ++m_sent;
    m_unchanged = 0;
    const auto then = [this](const Result<openstack::ActionAccepted> &result) {
        if (result.ok())
            answered({}, result->requestId);
        else
            answered(result.error(), result.error().requestId);
    };
    if (isImage())
        m_context.client.call(openstack::DeleteImage{m_part.subject.id}).then(this, then);
    else
        m_context.client.call(openstack::DeleteVolumeSnapshot{m_part.subject.id}).then(this, then);
}

void PartRemoval::answered(const std::optional<Error> &error, const QString &id)
{
    m_lastAnswer = m_context.clock.elapsed();
    m_pace.restart();
    m_requestId = id;
    Q_EMIT requestId(id);
    if (!error) {
        m_log.record({{u"requestId"_s, id}});
        m_phase = Phase::Waiting;
        look();
    } else if (error->kind == ErrorKind::NotFound) {
        m_log.record({{u"requestId"_s, id}});
        end(PartFate::Gone);
    } else if (net::mayHaveHappened(*error)) {
        m_lost = *error;
        m_phase = Phase::Doubt;
        Q_EMIT doing(tr("no answer; looking whether it happened"));
        lookAgain();
    } else {
        m_log.record({{u"error"_s, toJson(*error)}});
        end(PartFate::Kept, *error);
    }
}

void PartRemoval::judgeWaiting(const Seen &seen)
{
    const bool going = seen.status == "deleting"_L1 || seen.status == "pending_delete"_L1;
    m_unchanged = going ? 0 : m_unchanged + 1;
    if (!isImage() && (seen.status == "error_deleting"_L1 || m_unchanged >= looksUntilPutBack)) {
        askWhy(seen.status);
        return;
    }
    if (m_context.clock.elapsed() - m_begun > longestRemoval) {
        end(PartFate::Unclear,
            failure(ErrorKind::Timeout,
                    tr("It is still “%1” after %2 hours.")
                        .arg(seen.status,
                             QString::number(
                                 std::chrono::duration_cast<std::chrono::hours>(longestRemoval)
                                     .count()))));
        return;
    }
    Q_EMIT doing(seen.status);
    lookAgain();
}

void PartRemoval::judgeDoubt(const Seen &seen)
{
    const bool going = seen.status == "deleting"_L1 || seen.status == "pending_delete"_L1;
    if (going || seen.status == "error_deleting"_L1) {
        m_log.record({{u"requestId"_s, m_requestId}});
        m_phase = Phase::Waiting;
        m_unchanged = 0;
        judgeWaiting(seen);
        return;
    }
    if (++m_unchanged < looksInDoubt) {
        lookAgain();
        return;
    }
    if (m_sent < mostSends) {
        m_phase = Phase::First;
        judgeFirst(seen);
        return;
    }
    end(PartFate::Unclear, m_lost);
}

/// Cinder lists the newest first. A message of another request tells of an earlier attempt; whose
/// clock says what does not matter.
QString PartRemoval::reasonIn(const std::vector<openstack::Message> &messages) const
{
    for (const openstack::Message &message : messages) {
        const bool ours = m_requestId.isEmpty() || message.requestId.isEmpty() ||
                          message.requestId == m_requestId;
        if (message.resourceId == m_part.subject.id && ours)
            return reasonOf(message.userMessage);
    }
    return {};
}

void PartRemoval::askWhy(const QString &status)
{
    openstack::ListMessages list;
    list.resourceId = m_part.subject.id;
    m_context.client.call(list).then(this, [this, status](auto result) {
        const QString why = result.ok() ? reasonIn(result.value().items) : QString();
        QString said = status == "error_deleting"_L1
                           ? tr("The cloud tried to delete the volume snapshot and failed. Ask the "
                                "cloud's operator to reset its state.")
                           : tr("The cloud accepted the deletion and then put the volume snapshot "
                                "back: something still depends on it.");
        if (!why.isEmpty())
            said = tr("%1 The cloud says: %2").arg(said, why);
        const Error error = failure(ErrorKind::Failed, said);
        m_log.record({{u"error"_s, toJson(error)}});
        end(PartFate::Kept, error);
    });
}

void PartRemoval::end(PartFate fate, const Error &error)
{
    if (fate == PartFate::Gone || fate == PartFate::AlreadyGone) {
        if (isImage())
            m_context.stores.images.remove({m_part.subject.id});
        else
            m_context.stores.volumeSnapshots.remove({m_part.subject.id});
    }
    Q_EMIT finished(fate, error);
}

Error PartRemoval::failure(ErrorKind kind, const QString &message) const
{
    return failureOf(isImage() ? net::Service::Image : net::Service::BlockStorage, kind, message,
                     m_context.clock.now(), m_requestId);
}

} // namespace oriel::operations
