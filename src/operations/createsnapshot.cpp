#include "operations/createsnapshot.h"

#include "net/unknownoutcome.h"
#include "openstack/blockstorage/requests.h"
#include "openstack/compute/requests.h"
#include "openstack/image/requests.h"
#include "operations/capture/snapshotcheck.h"
#include "operations/failure.h"
#include "operations/journal/journal.h"
#include "operations/journal/journalcodec.h"
#include "store/bootdisk.h"
#include "store/cloudstores.h"

#include <QtCore/QPointer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// How often the image of a lost call is looked for: of a volume-backed instance Nova makes it
/// last, after all the volume snapshots, and it goes on although nobody listens any more.
constexpr int triesWhenLost = 40;
constexpr int triesWhenRefused = 3;
constexpr int longestSnapshotName = 255;
/// Unfinished entries are at most this far down the journal's history.
constexpr int historyLooked = 200;

constexpr auto createStep = "create-image"_L1;

/// In characters as the cloud counts them; QString counts UTF-16 units.
qsizetype charactersOf(const QString &text)
{
    return std::ranges::count_if(text, [](QChar unit) { return !unit.isLowSurrogate(); });
}

} // namespace

CreateSnapshot::CreateSnapshot(Context context, CreateSnapshotRequest request, QObject *parent)
    : Operation(std::move(context), parent)
    , m_request(std::move(request))
{
    const auto &servers = this->context().stores.servers;
    if (const auto server = servers.find(m_request.serverId))
        m_serverName = server->name;
    m_nameIsUnique = std::ranges::count_if(servers.rows(), [this](const auto &row) {
                         return row->name == m_serverName;
                     }) == 1;
}

std::unique_ptr<CreateSnapshot> CreateSnapshot::fromJournal(const JournalEntry &entry,
                                                            Context context)
{
    auto request = snapshotRequestFromJson(entry.intent);
    if (!request)
        return nullptr;
    auto made = std::make_unique<CreateSnapshot>(std::move(context), std::move(*request));
    made->m_serverName = entry.subject.name;
    return made;
}

QString CreateSnapshot::title() const
{
    return tr("Create snapshot “%1”").arg(m_request.name);
}

Subject CreateSnapshot::subject() const
{
    return {Subject::Kind::Server, m_request.serverId, m_serverName};
}

QString CreateSnapshot::command() const
{
    return createSnapshotCommand(m_request, m_serverName, m_nameIsUnique);
}

bool CreateSnapshot::isAskedFor() const
{
    return m_partsAsked && (!m_offByUs || m_startAsked || m_startDone);
}

void CreateSnapshot::tellWhenAskedFor()
{
    if (!isAskedFor() || std::exchange(m_toldAskedFor, true))
        return;
    Q_EMIT askedFor();
}

StepLog CreateSnapshot::stepLog()
{
    return {[this](const QString &step, const QJsonObject &facts, StepLog::Written then) {
                intend(step, facts, std::move(then));
            },
            [this](const QString &step, const QJsonObject &facts) {
                record(step, facts);
            }};
}

Error CreateSnapshot::failure(ErrorKind kind, const QString &message) const
{
    return failureOf(net::Service::Compute, kind, message, context().clock.now());
}

void CreateSnapshot::showFirstStages()
{
    std::vector<Stage> first;
    if (m_request.shutOffFirst) {
        first.push_back(Stage{tr("Shut off the instance")});
        first.back().measure = shutOffMeasure;
    }
    first.push_back(Stage{tr("Ask the cloud for the snapshot")});
    if (m_request.shutOffFirst) {
        first.push_back(Stage{tr("Start the instance again")});
        first.back().measure = startMeasure;
    }
    setStages(std::move(first));
}

void CreateSnapshot::run()
{
    showFirstStages();
    const auto go = [this] {
        if (!m_request.shutOffFirst)
            begin(askStage());
        lookForOthers();
    };
    if (!m_limiter) {
        go();
        return;
    }
    Q_EMIT changed(); // it can be canceled
    m_limiter->enter([self = QPointer(this), limiter = m_limiter.get(), go] {
        if (!self || self->outcome() != Outcome::Running) {
            limiter->leave();
            return;
        }
        connect(self, &Operation::finished, self, [limiter] { limiter->leave(); });
        go();
    });
}

QString CreateSnapshot::nameProblem() const
{
    if (m_request.name.trimmed().isEmpty())
        return tr("The snapshot has no name.");
    if (charactersOf(m_request.name) > longestSnapshotName)
        return tr("The name has %1 characters; at most %2 are allowed.")
            .arg(QString::number(charactersOf(m_request.name)),
                 QString::number(longestSnapshotName));
    const qsizetype longest = longestSnapshotName - charactersOf(volumeSnapshotName({}));
    if (!capturedVolumes().isEmpty() && charactersOf(m_request.name) > longest)
        return tr("The name has %1 characters; at most %2 are allowed, because the cloud puts "
                  "“%3” in front of it to name the volume snapshots.")
            .arg(QString::number(charactersOf(m_request.name)), QString::number(longest),
                 volumeSnapshotName({}).trimmed());
    return {};
}

QStringList CreateSnapshot::capturedVolumes() const
{
    if (!store::bootsFromVolume(m_before, context().stores))
        return m_request.extraVolumes;
    QStringList ids;
    for (const openstack::AttachedVolume &attached : m_before.volumes)
        ids.append(attached.id);
    return ids;
}

/// Whether what was being found out is no longer wanted.
bool CreateSnapshot::isOver() const
{
    return outcome() != Outcome::Running || m_ending;
}

void CreateSnapshot::lookForOthers()
{
    if (!context().journal) {
        lookAtServer();
        return;
    }
    // Two windows of one person: the cloud itself would take both.
    context().journal->history(historyLooked, this, [this](const auto &entries) {
        if (isOver())
            return;
        if (entries.ok()) {
            bool older = false; // what was begun after this one gives way to it, not both
            for (const JournalEntry &entry : entries.value()) {
                older = older || entry.id == id();
                if (!older || entry.id == id() || !entry.alive || entry.kind != kindName ||
                    entry.subject.id != m_request.serverId)
                    continue;
                fail(failure(ErrorKind::Conflict,
                             tr("Another snapshot of this instance is in progress: “%1”, begun "
                                "at %2.")
                                 .arg(entry.intent.value("name"_L1).toString(),
                                      entry.started.toLocalTime().toString(u"HH:mm"_s))));
                return;
            }
        }
        lookAtServer();
    });
}

void CreateSnapshot::lookAtServer()
{
    // What the store has may be a minute old; the consistency that is stamped must be that of now.
    context().client.call(openstack::GetServer{m_request.serverId}).then(this, [this](auto result) {
        if (isOver())
            return;
        if (!result.ok()) {
            if (result.error().kind == ErrorKind::NotFound)
                context().stores.servers.remove({m_request.serverId});
            fail(result.error());
            return;
        }
        startWith(std::move(result).value());
    });
}

void CreateSnapshot::startWith(openstack::Server server)
{
    m_before = std::move(server);
    m_serverName = m_before.name;
    context().stores.servers.upsert({m_before});
    expectStages();
    const bool off = m_before.status == "SHUTOFF"_L1;
    if (const QString problem = nameProblem(); !problem.isEmpty()) {
        fail(failure(ErrorKind::BadRequest, problem));
    } else if (m_request.shutOffFirst && !off && m_before.taskState.isEmpty() &&
               m_before.status != "ACTIVE"_L1) {
        fail(failure(ErrorKind::Conflict,
                     tr("The instance cannot be shut off first: it is “%1”. Resume or unpause it, "
                        "or take the snapshot as it is.")
                         .arg(m_before.status)));
    } else if (m_request.shutOffFirst && !off) {
        checkThenShutOff();
    } else {
        if (m_request.shutOffFirst)
            addNote(tr("The instance was shut off already, and stays so."));
        rememberBefore();
    }
}

void CreateSnapshot::checkThenShutOff()
{
    begin(0);
    progress(0, -1, tr("checking whether the snapshot is possible"));
    auto *check = new SnapshotCheck(context(), capturedVolumes(), this);
    check->start([this](const std::optional<Error> &refusal) {
        if (isOver())
            return;
        if (!refusal) {
            shutOff();
            return;
        }
        Error error = *refusal;
        error.message = tr("%1 The instance was not shut off.").arg(error.message);
        failStage(0, {});
        fail(std::move(error));
    });
}

Stage CreateSnapshot::volumeStage(const QString &device, int sizeGiB)
{
    const QString shown = device.isEmpty() ? tr("volume") : device;
    Stage stage{sizeGiB > 0 ? tr("Capture %1 (%2 GiB)").arg(shown, QString::number(sizeGiB))
                            : tr("Capture %1").arg(shown)};
    stage.measure = volumeMeasure;
    stage.amount = sizeGiB;
    return stage;
}

void CreateSnapshot::setCaptureStages(std::vector<Stage> capture)
{
    std::vector<Stage> all(stages().begin(),
                           stages().begin() + static_cast<std::ptrdiff_t>(captureStage()));
    std::ranges::move(capture, std::back_inserter(all));
    if (m_request.shutOffFirst)
        all.push_back(stages().back());
    setStages(std::move(all));
}

void CreateSnapshot::expectStages()
{
    std::vector<std::pair<QString, int>> disks;
    const bool fromVolume = store::bootsFromVolume(m_before, context().stores);
    for (const openstack::AttachedVolume &attached : m_before.volumes) {
        if (!fromVolume && !m_request.extraVolumes.contains(attached.id))
            continue;
        QString device;
        int size = 0;
        if (const auto volume = context().stores.volumes.find(attached.id)) {
            size = volume->sizeGiB;
            for (const openstack::VolumeUse &use : volume->attachments) {
                if (use.serverId == m_request.serverId)
                    device = use.device;
            }
        }
        disks.emplace_back(device, size);
    }
    std::ranges::sort(disks);
    std::vector<Stage> capture;
    if (!fromVolume) {
        capture.push_back(Stage{tr("Capture the disk")});
        capture.back().measure = diskMeasure;
        capture.back().amount = m_before.flavor.diskGiB;
        capture.push_back(Stage{tr("Upload the image")});
        capture.back().measure = uploadMeasure;
        capture.back().amount = m_before.flavor.diskGiB;
    }
    for (const auto &[device, size] : disks)
        capture.push_back(volumeStage(device, size));
    setCaptureStages(std::move(capture));
}

void CreateSnapshot::rememberBefore()
{
    begin(askStage());
    for (const auto &snapshot : context().stores.volumeSnapshots.rows())
        m_knownBefore.insert(snapshot->id);
    // Should Oriel be killed, these tell a request that arrived from one that never left.
    context()
        .client.call(openstack::ListInstanceActions{m_request.serverId})
        .then(this, [this](auto result) {
            if (result.ok())
                m_capturesBefore = captureRequestIds(result.value());
            rememberVolumeSnapshots();
        });
}

void CreateSnapshot::rememberVolumeSnapshots()
{
    if (isOver())
        return;
    if (m_before.volumes.empty()) {
        sendCreateImage();
        return;
    }
    // What is there before tells what a capture that fails half-way has made, whatever the clocks
    // say.
    openstack::ListVolumeSnapshots list;
    list.name = volumeSnapshotName(m_request.name);
    context().client.call(list).then(this, [this](auto result) {
        if (result.ok()) {
            for (const openstack::VolumeSnapshot &snapshot : result.value().items)
                m_knownBefore.insert(snapshot.id);
        }
        sendCreateImage();
    });
}

void CreateSnapshot::sendCreateImage()
{
    if (isOver())
        return;
    m_captureRequested = true;
    Q_EMIT changed(); // it can no longer be canceled
    m_stamps = stampsNow();
    QJsonObject facts{
        {u"status"_s, m_before.status},
        {u"power_state"_s, m_before.powerState},
        {u"known"_s, QJsonArray::fromStringList(m_knownBefore.values())},
    };
    if (m_capturesBefore)
        facts.insert(u"captures"_s, QJsonArray::fromStringList(*m_capturesBefore));
    send(createStep, facts,
         openstack::CreateImage{m_request.serverId, m_request.name, imageStamps(m_stamps)},
         [this](const Result<openstack::CreatedImage> &answer) { answered(answer); });
}

void CreateSnapshot::answered(const Result<openstack::CreatedImage> &answer)
{
    if (answer.ok() && !answer->imageId.isEmpty()) {
        m_createRequestId = answer->requestId;
        addRequestId(m_createRequestId);
        adopt(answer->imageId);
        return;
    }
    Error error;
    error.kind = ErrorKind::AnswerLost;
    if (!answer.ok())
        error = answer.error();
    addRequestId(error.requestId);
    if (net::mayHaveHappened(error)) {
        progress(askStage(), -1, tr("no answer; looking for the image by its stamp"));
        search(net::wasAnswered(error) ? Doubt::Refused : Doubt::Lost, error);
    } else {
        endWithoutImage(Doubt::Refused, error);
    }
}

void CreateSnapshot::search(Doubt doubt, const Error &error)
{
    openstack::ListImages list;
    list.filters.insert(stampKey("operation"_L1), id());
    context().client.call(list).then(this, [this, doubt, error](auto result) {
        if (result.ok()) {
            // The filter is the cloud's; a Glance that ignored it would give a stranger's image.
            const auto &images = result.value().items;
            const auto mine = std::ranges::find_if(images, [this](const auto &image) {
                return image.properties.value(stampKey("operation"_L1)) == id();
            });
            if (mine != images.end()) {
                adopt(mine->id);
                return;
            }
        }
        if (++m_tries < (doubt == Doubt::Lost ? triesWhenLost : triesWhenRefused)) {
            context().clock.after(m_pace.next(), this,
                                  [this, doubt, error] { search(doubt, error); });
            return;
        }
        searchedInVain(doubt, error, result.ok());
    });
}

void CreateSnapshot::searchedInVain(Doubt doubt, const Error &error, bool looked)
{
    // Not having been able to look is no evidence of absence. Nor is it that there is no image: of
    // a request that a proxy said 502 or 503 of, only the instance's actions tell.
    if (doubt == Doubt::Lost || !looked || !m_capturesBefore) {
        endWithoutImage(Doubt::Lost, error);
        return;
    }
    context()
        .client.call(openstack::ListInstanceActions{m_request.serverId})
        .then(this, [this, error](auto result) {
            const bool neverArrived =
                result.ok() && std::ranges::all_of(captureRequestIds(result.value()),
                                                   [this](const QString &requestId) {
                                                       return m_capturesBefore->contains(requestId);
                                                   });
            endWithoutImage(neverArrived ? Doubt::Refused : Doubt::Lost, error);
        });
}

void CreateSnapshot::endWithoutImage(Doubt doubt, const Error &error)
{
    if (doubt == Doubt::Refused)
        record(createStep, {{u"error"_s, toJson(error)}});
    const auto end = [this, doubt, error] {
        context().stores.refresh({Kind::BlockStorageLimits});
        explainQuota(error, [this, doubt](const Error &why) {
            conclude({doubt == Doubt::Lost ? Outcome::Unclear : Outcome::Failed, why});
        });
    };
    if (m_before.volumes.empty()) {
        end();
        return;
    }
    // Of an instance that boots from a volume Nova asks for one volume snapshot after the other and
    // takes none back when the next is refused.
    openstack::ListVolumeSnapshots list;
    list.name = volumeSnapshotName(m_request.name);
    context().client.call(list).then(this, [this, end](auto result) {
        if (!result.ok()) {
            addNote(tr("Whether volume snapshots were left behind could not be found out. Look for "
                       "“%1” under Storage → Snapshots.")
                        .arg(volumeSnapshotName(m_request.name)));
            end();
            return;
        }
        for (const openstack::VolumeSnapshot &snapshot : result.value().items) {
            const bool ours = std::ranges::any_of(m_before.volumes, [&](const auto &attached) {
                return attached.id == snapshot.volumeId;
            });
            if (!ours || m_knownBefore.contains(snapshot.id) ||
                snapshot.name != volumeSnapshotName(m_request.name))
                continue;
            context().stores.volumeSnapshots.upsert({snapshot});
            addLeftover({Subject::Kind::VolumeSnapshot, snapshot.id, snapshot.name});
        }
        end();
    });
}

} // namespace oriel::operations
