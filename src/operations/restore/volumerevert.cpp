#include "operations/restore/volumerevert.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/requests.h"
#include "openstack/blockstorage/volumechanges.h"
#include "operations/commandline.h"
#include "operations/failure.h"
#include "operations/journal/journalcodec.h"
#include "operations/looks.h"
#include "operations/restore/restorerequest.h"
#include "store/cloudstores.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr std::size_t askStageOfRevert = 0;
constexpr std::size_t revertingStage = 1;
constexpr auto revertStep = "revert"_L1;
/// Cinder sets the status before it answers: so many looks that find the volume untouched are
/// enough.
constexpr int idleLooks = 5;

QString lastChangeOf(const openstack::Volume &volume)
{
    return volume.updated.toString(Qt::ISODateWithMs);
}

} // namespace

VolumeRevert::VolumeRevert(Context context, RevertRequest request, QObject *parent)
    : Operation(std::move(context), parent)
    , m_request(std::move(request))
{}

std::unique_ptr<VolumeRevert> VolumeRevert::fromJournal(const JournalEntry &entry, Context context)
{
    RevertRequest request{subjectFromJson(entry.intent.value("volume"_L1).toObject()),
                          subjectFromJson(entry.intent.value("snapshot"_L1).toObject())};
    if (request.volume.id.isEmpty() || request.snapshot.id.isEmpty())
        return nullptr;
    return std::make_unique<VolumeRevert>(std::move(context), std::move(request));
}

QJsonObject VolumeRevert::intent() const
{
    return {{u"volume"_s, toJson(m_request.volume)}, {u"snapshot"_s, toJson(m_request.snapshot)}};
}

QString VolumeRevert::title() const
{
    return tr("Revert volume “%1”").arg(m_request.volume.name);
}

QString VolumeRevert::command() const
{
    // Debian's openstack client has no word for it.
    return shellLine({u"cinder"_s, u"--os-volume-api-version"_s, u"3.40"_s, u"revert-to-snapshot"_s,
                      m_request.snapshot.id});
}

void VolumeRevert::showStages()
{
    setStages({Stage{tr("Ask the cloud")},
               Stage{tr("Put the volume back to “%1”").arg(m_request.snapshot.name)}});
    begin(askStageOfRevert);
    m_lastAnswer = context().clock.elapsed();
}

void VolumeRevert::run()
{
    showStages();
    // Only what the volume was like just before can tell whether a lost request was carried out.
    context().client.call(openstack::GetVolume{m_request.volume.id}).then(this, [this](auto got) {
        if (got.ok())
            ask(got.value());
        else
            conclude(got.error());
    });
}

void VolumeRevert::ask(const openstack::Volume &before)
{
    m_changedBefore = lastChangeOf(before);
    context().stores.volumes.upsert({before});
    if (before.status != "available"_L1) {
        conclude(failure(ErrorKind::Conflict,
                         tr("The volume is “%1” now; only one that is available can be reverted.")
                             .arg(before.status)));
        return;
    }
    send(revertStep, {{u"changed"_s, m_changedBefore}},
         openstack::RevertVolume{m_request.volume.id, m_request.snapshot.id},
         [this](const Result<Nothing> &answer) { asked(answer); });
}

void VolumeRevert::asked(const Result<Nothing> &answer)
{
    m_lastAnswer = context().clock.elapsed();
    if (answer.ok()) {
        record(revertStep, {{u"accepted"_s, true}});
        done(askStageOfRevert);
        begin(revertingStage);
        look();
        return;
    }
    addRequestId(answer.error().requestId);
    if (!net::mayHaveHappened(answer.error())) {
        record(revertStep, {{u"error"_s, toJson(answer.error())}});
        conclude(answer.error());
        return;
    }
    m_lost = answer.error();
    progress(askStageOfRevert, -1, tr("no answer; looking whether it happened"));
    look();
}

void VolumeRevert::resume(const JournalEntry &left)
{
    showStages();
    const auto intended = left.intentOf(revertStep);
    if (!intended) {
        conclude(failure(ErrorKind::Cancelled,
                         tr("Oriel ended before the request had left, so nothing was done.")));
        return;
    }
    m_changedBefore = intended->value("changed"_L1).toString();
    const QJsonObject came = left.recordOf(revertStep).value_or(QJsonObject());
    if (came.contains("error"_L1)) {
        conclude(errorFromJson(came.value("error"_L1).toObject()));
        return;
    }
    if (came.value("accepted"_L1).toBool()) {
        done(askStageOfRevert);
        begin(revertingStage);
    } else {
        m_lost = failure(ErrorKind::AnswerLost, tr("Oriel ended while it waited for the answer."));
        progress(askStageOfRevert, -1, tr("looking whether it happened"));
    }
    look();
}

void VolumeRevert::look()
{
    context().client.call(openstack::GetVolume{m_request.volume.id}).then(this, [this](auto got) {
        const auto now = context().clock.elapsed();
        if (got.ok()) {
            m_lastAnswer = now;
            context().stores.volumes.upsert({got.value()});
            if (m_lost)
                judgeLost(got.value());
            else
                judge(got.value());
        } else if (isTransient(got.error()) && now - m_lastAnswer < patience) {
            context().clock.after(m_pace.next(), this, [this] { look(); });
        } else {
            conclude(got.error(), got.error().kind != ErrorKind::NotFound);
        }
    });
}

void VolumeRevert::judge(const openstack::Volume &volume)
{
    if (volume.status.startsWith("error"_L1)) {
        conclude(failure(ErrorKind::Failed,
                         tr("The volume is in an error now. What is on it may be neither what was "
                            "there nor what the volume snapshot holds. The volume snapshot itself "
                            "is not changed: make a new volume from it.")));
    } else if (volume.status == "available"_L1 || volume.status == "in-use"_L1 ||
               volume.status == "reserved"_L1 || volume.status == "attaching"_L1) {
        done(revertingStage);
        conclude(std::nullopt);
    } else {
        // Also what this version does not know: only a state that says so is a success.
        progress(revertingStage, -1, volume.status);
        context().clock.after(m_pace.next(), this, [this] { look(); });
    }
}

void VolumeRevert::judgeLost(const openstack::Volume &volume)
{
    if (volume.status == "reverting"_L1) {
        m_lost.reset();
        record(revertStep, {{u"accepted"_s, true}});
        done(askStageOfRevert);
        begin(revertingStage);
        judge(volume);
        return;
    }
    // Something has changed it since, and it is over: whether that was this, nothing tells.
    if (lastChangeOf(volume) != m_changedBefore) {
        conclude(*m_lost, true);
        return;
    }
    if (++m_idle < idleLooks) {
        context().clock.after(m_pace.next(), this, [this] { look(); });
        return;
    }
    if (isResumed())
        conclude(failure(ErrorKind::Cancelled,
                         tr("The request never reached the cloud: Oriel ended just before, so "
                            "nothing was done.")));
    else
        conclude(*m_lost, true);
}

void VolumeRevert::conclude(const std::optional<Error> &error, bool unclear)
{
    context().stores.refreshVolumeSnapshot(m_request.snapshot.id);
    context().stores.refresh({Kind::Volume});
    if (!error)
        succeed();
    else if (unclear)
        endUnclear(*error);
    else
        fail(*error);
}

Error VolumeRevert::failure(ErrorKind kind, const QString &message) const
{
    return failureOf(net::Service::BlockStorage, kind, message, context().clock.now());
}

} // namespace oriel::operations
