#include "operations/removal/changekeepuntil.h"

#include "net/unknownoutcome.h"
#include "openstack/blockstorage/requests.h"
#include "openstack/image/requests.h"
#include "operations/commandline.h"
#include "operations/journal/journalcodec.h"
#include "operations/stamps.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr int mostWrites = 2; // the second only after looking

QString keepUntilValue(const std::optional<QDate> &date)
{
    return date ? date->toString(Qt::ISODate) : u"none"_s;
}

bool holds(const QMap<QString, QString> &there, const QMap<QString, QString> &wanted)
{
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        if (there.value(it.key()) != it.value())
            return false;
    }
    return true;
}

} // namespace

QString keepUntilCommand(const KeepUntilRequest &request)
{
    const QString property = stampKey("keep_until"_L1) + u'=' + keepUntilValue(request.keepUntil);
    QStringList lines;
    if (!request.imageId.isEmpty())
        lines += shellLine(QStringList{u"openstack"_s, u"image"_s, u"set"_s, u"--property"_s,
                                       property, request.imageId});
    for (const QString &id : request.volumeSnapshotIds)
        lines += shellLine(QStringList{u"openstack"_s, u"volume"_s, u"snapshot"_s, u"set"_s,
                                       u"--property"_s, property, id});
    return lines.join(u'\n');
}

ChangeKeepUntil::ChangeKeepUntil(Context context, KeepUntilRequest request, QObject *parent)
    : Operation(std::move(context), parent)
    , m_request(std::move(request))
    , m_targets(m_request.volumeSnapshotIds)
{
    if (!m_request.imageId.isEmpty())
        m_targets.prepend(m_request.imageId);
}

std::unique_ptr<ChangeKeepUntil> ChangeKeepUntil::fromJournal(const JournalEntry &entry,
                                                              Context context)
{
    const QJsonObject &json = entry.intent;
    KeepUntilRequest request;
    request.subject = {subjectKindNamed(json.value("subject_kind"_L1).toString()),
                       json.value("subject"_L1).toString(),
                       json.value("subject_name"_L1).toString()};
    request.serverId = json.value("server"_L1).toString();
    request.imageId = json.value("image"_L1).toString();
    for (const auto &id : json.value("volume_snapshots"_L1).toArray())
        request.volumeSnapshotIds.append(id.toString());
    const QString date = json.value("keep_until"_L1).toString();
    if (date != "none"_L1) {
        request.keepUntil = QDate::fromString(date, Qt::ISODate);
        if (!request.keepUntil->isValid())
            return nullptr;
    }
    if (request.imageId.isEmpty() && request.volumeSnapshotIds.isEmpty())
        return nullptr;
    return std::make_unique<ChangeKeepUntil>(std::move(context), std::move(request));
}

QString ChangeKeepUntil::title() const
{
    const QString name =
        m_request.subject.name.isEmpty() ? m_request.subject.id : m_request.subject.name;
    return m_request.keepUntil
               ? tr("Keep “%1” until %2").arg(name, m_request.keepUntil->toString(Qt::ISODate))
               : tr("Keep “%1” without a date").arg(name);
}

QJsonObject ChangeKeepUntil::intent() const
{
    return {{u"subject_kind"_s, subjectKindName(m_request.subject.kind)},
            {u"subject"_s, m_request.subject.id},
            {u"subject_name"_s, m_request.subject.name},
            {u"server"_s, m_request.serverId},
            {u"image"_s, m_request.imageId},
            {u"volume_snapshots"_s, QJsonArray::fromStringList(m_request.volumeSnapshotIds)},
            {u"keep_until"_s, value()}};
}

QString ChangeKeepUntil::value() const
{
    return keepUntilValue(m_request.keepUntil);
}

void ChangeKeepUntil::run()
{
    std::vector<Stage> expected;
    for (const QString &id : std::as_const(m_targets)) {
        if (id == m_request.imageId) {
            expected.push_back(Stage{tr("Write it on the image")});
            continue;
        }
        const auto snapshot = context().stores.volumeSnapshots.find(id);
        expected.push_back(
            Stage{tr("Write it on the volume snapshot “%1”")
                      .arg(snapshot && !snapshot->name.isEmpty() ? snapshot->name : id)});
    }
    setStages(std::move(expected));
    next();
}

void ChangeKeepUntil::resume(const JournalEntry &)
{
    // Looks before each write as run() does: what is there already is not written again.
    run();
}

void ChangeKeepUntil::next()
{
    m_sent = 0;
    m_doubt.reset();
    m_pace.restart();
    m_lastAnswer = context().clock.elapsed();
    if (m_at >= m_targets.size()) {
        if (m_errors.empty()) {
            succeed();
            return;
        }
        if (m_unclear)
            endUnclear(m_errors.front());
        else
            fail(m_errors.front());
        return;
    }
    begin(static_cast<std::size_t>(m_at));
    if (m_targets.at(m_at) == m_request.imageId)
        lookAtImage();
    else
        lookAtSnapshot(m_targets.at(m_at));
}

QMap<QString, QString> ChangeKeepUntil::imageStampsFor(const openstack::Image &image) const
{
    QMap<QString, QString> wanted{{stampKey("keep_until"_L1), value()}};
    const QString stampedFor = image.properties.value(stampKey("instance"_L1));
    const bool another =
        !m_request.serverId.isEmpty() &&
        ((!stampedFor.isEmpty() && stampedFor != m_request.serverId) ||
         (!image.instanceUuid().isEmpty() && image.instanceUuid() != m_request.serverId));
    if (!another)
        return wanted;
    // All of them are another snapshot's, so that none may stay as it is.
    Stamps own{id(), context().userName, m_request.serverId, m_request.keepUntil,
               store::Consistency::Unknown};
    return imageStamps(own);
}

void ChangeKeepUntil::lookAtImage()
{
    context().client.call(openstack::GetImage{m_request.imageId}).then(this, [this](auto result) {
        if (!result.ok()) {
            lookFailed(result.error());
            return;
        }
        context().stores.images.upsert({result.value()});
        write(m_request.imageId, holds(result.value().properties, imageStampsFor(result.value()))
                                     ? QMap<QString, QString>{}
                                     : imageStampsFor(result.value()));
    });
}

void ChangeKeepUntil::lookAtSnapshot(const QString &snapshotId)
{
    context()
        .client.call(openstack::GetVolumeSnapshot{snapshotId})
        .then(this, [this, snapshotId](auto result) {
            if (!result.ok()) {
                lookFailed(result.error());
                return;
            }
            context().stores.volumeSnapshots.upsert({result.value()});
            QMap<QString, QString> wanted{{stampKey("keep_until"_L1), value()}};
            // What makes the image's stamps its own, however they look.
            if (!m_request.imageId.isEmpty())
                wanted.insert(stampKey("image"_L1), m_request.imageId);
            if (!m_request.serverId.isEmpty())
                wanted.insert(stampKey("instance"_L1), m_request.serverId);
            write(snapshotId,
                  holds(result.value().metadata, wanted) ? QMap<QString, QString>{} : wanted);
        });
}

void ChangeKeepUntil::lookFailed(const Error &error)
{
    if (isTransient(error) && context().clock.elapsed() - m_lastAnswer < patience) {
        context().clock.after(m_pace.next(), this, [this] {
            if (m_targets.at(m_at) == m_request.imageId)
                lookAtImage();
            else
                lookAtSnapshot(m_targets.at(m_at));
        });
        return;
    }
    partFailed(error);
}

void ChangeKeepUntil::write(const QString &target, const QMap<QString, QString> &stamps)
{
    if (stamps.isEmpty()) {
        partDone();
        return;
    }
    if (++m_sent > mostWrites) {
        Error error = m_doubt.value_or(Error());
        if (!m_doubt) {
            error.kind = ErrorKind::AnswerLost;
            error.when = context().clock.now();
        }
        m_unclear = true; // the last one may still be on its way
        partFailed(error);
        return;
    }
    const auto answered = [this](const auto &result) {
        written(result.ok() ? std::optional<Error>() : result.error());
    };
    const QString step = u"write:"_s + target;
    if (target != m_request.imageId) {
        send(step, {}, openstack::UpdateVolumeSnapshotMetadata{target, stamps}, answered);
        return;
    }
    openstack::UpdateImage update{target, {}, {}};
    for (auto it = stamps.begin(); it != stamps.end(); ++it)
        update.set.insert(it.key(), it.value());
    send(step, {}, update, answered);
}

void ChangeKeepUntil::written(const std::optional<Error> &error)
{
    record(u"write:"_s + m_targets.at(m_at),
           error ? QJsonObject{{u"error"_s, toJson(*error)}} : QJsonObject{{u"done"_s, true}});
    const bool doubtful = error && (net::mayHaveHappened(*error) || isTransient(*error));
    if (doubtful)
        m_doubt = error;
    if (error && !doubtful) {
        partFailed(*error);
        return;
    }
    // Seen to be there, or written a second time where the answer was lost.
    const int at = m_at;
    context().clock.after(error ? m_pace.next() : std::chrono::milliseconds(0), this, [this, at] {
        if (m_targets.at(at) == m_request.imageId)
            lookAtImage();
        else
            lookAtSnapshot(m_targets.at(at));
    });
}

void ChangeKeepUntil::partDone()
{
    done(static_cast<std::size_t>(m_at));
    ++m_at;
    next();
}

void ChangeKeepUntil::partFailed(const Error &error)
{
    addRequestId(error.requestId);
    failStage(static_cast<std::size_t>(m_at), error.message);
    m_errors.push_back(error);
    ++m_at;
    next();
}

} // namespace oriel::operations
