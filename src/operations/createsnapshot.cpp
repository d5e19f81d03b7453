#include "operations/createsnapshot.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/requests.h"
#include "openstack/compute/requests.h"
#include "openstack/image/requests.h"
#include "operations/commandline.h"
#include "operations/imagecapture.h"
#include "operations/stampwriter.h"
#include "operations/volumecapture.h"
#include "store/bootdisk.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr std::size_t askStage = 0;
constexpr std::size_t captureStage = 1;
constexpr std::size_t uploadStage = 2;

/// How often the image of a lost call is looked for: of a volume-backed instance Nova makes it
/// last, after all the volume snapshots, and it goes on although nobody listens any more.
constexpr int triesWhenLost = 40;
constexpr int triesWhenRefused = 3;

/// A snapshot's name says whose it is: "snapshot for <image name>".
QString volumeSnapshotName(const QString &imageName)
{
    return u"snapshot for "_s + imageName;
}

bool mayHaveHappened(const Error &error)
{
    return error.kind == ErrorKind::AnswerLost || error.kind == ErrorKind::Timeout ||
           error.kind == ErrorKind::BrokenAnswer;
}

} // namespace

QString createSnapshotCommand(const CreateSnapshotRequest &request, const QString &serverName,
                              bool nameIsUnique)
{
    // Words that start with a dash would be read as options.
    const bool byName = nameIsUnique && !serverName.isEmpty() && !serverName.startsWith(u'-');
    QStringList words{u"openstack"_s, u"server"_s, u"image"_s, u"create"_s};
    if (request.name.startsWith(u'-'))
        words += u"--name="_s + request.name;
    else
        words << u"--name"_s << request.name;
    words << u"--property"_s << u"instance_uuid="_s + request.serverId << u"--property"_s
          << u"image_type=snapshot"_s << u"--property"_s
          << stampKey("keep_until"_L1) + u'=' +
                 (request.keepUntil ? request.keepUntil->toString(Qt::ISODate) : u"none"_s)
          << (byName ? serverName : request.serverId);
    return shellLine(words);
}

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

QJsonObject CreateSnapshot::intent() const
{
    return {{u"server"_s, m_request.serverId},
            {u"name"_s, m_request.name},
            {u"keep_until"_s,
             m_request.keepUntil ? m_request.keepUntil->toString(Qt::ISODate) : QString()}};
}

void CreateSnapshot::run()
{
    setStages({Stage{tr("Ask the cloud for the snapshot")}});
    begin(askStage);
    // What the store has may be a minute old; the consistency that is stamped must be that of now.
    context().client.call(openstack::GetServer{m_request.serverId}).then(this, [this](auto result) {
        if (!result.ok()) {
            if (result.error().kind == ErrorKind::NotFound)
                context().stores.servers.remove({m_request.serverId});
            fail(result.error());
            return;
        }
        m_before = std::move(result).value();
        m_serverName = m_before.name;
        context().stores.servers.upsert({m_before});
        expectStages();
        ask();
    });
}

QString CreateSnapshot::stageTitle(const QString &device, int sizeGiB)
{
    const QString shown = device.isEmpty() ? tr("volume") : device;
    return sizeGiB > 0 ? tr("Capture %1 (%2 GiB)").arg(shown).arg(sizeGiB)
                       : tr("Capture %1").arg(shown);
}

void CreateSnapshot::expectStages()
{
    std::vector<Stage> expected{stages().front()};
    if (!store::bootsFromVolume(m_before, context().stores)) {
        expected.push_back(Stage{tr("Capture the disk")});
        expected.push_back(Stage{tr("Upload the image")});
        setStages(std::move(expected));
        return;
    }
    std::vector<std::pair<QString, int>> disks;
    for (const openstack::AttachedVolume &attached : m_before.volumes) {
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
    for (const auto &[device, size] : disks)
        expected.push_back(Stage{stageTitle(device, size)});
    setStages(std::move(expected));
}

void CreateSnapshot::ask()
{
    for (auto it = context().stores.volumeSnapshots.rows().keyBegin();
         it != context().stores.volumeSnapshots.rows().keyEnd(); ++it)
        m_knownBefore.insert(*it);
    m_stamps = {id(), context().userName, m_request.serverId, m_request.keepUntil,
                consistencyBefore(m_before)};
    context()
        .client
        .call(openstack::CreateImage{m_request.serverId, m_request.name, imageStamps(m_stamps)})
        .then(this, [this](auto result) { askedFor(result); });
}

void CreateSnapshot::askedFor(const Result<openstack::CreatedImage> &answer)
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
    if (mayHaveHappened(error)) {
        progress(askStage, -1, tr("no answer; looking for the image by its stamp"));
        search(Doubt::Lost, error);
    } else if (error.kind == ErrorKind::Unavailable) {
        // A proxy says 502 or 503 of a request that the service behind it is still carrying out.
        progress(askStage, -1, tr("refused; making sure that nothing was made"));
        search(Doubt::Refused, error);
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
        // Not having been able to look is no evidence of absence.
        endWithoutImage(result.ok() ? doubt : Doubt::Lost, error);
    });
}

void CreateSnapshot::endWithoutImage(Doubt doubt, const Error &error)
{
    const auto end = [this, doubt, error] {
        context().stores.refresh({store::Topic::BlockStorageLimits});
        if (doubt == Doubt::Lost)
            endUnclear(error);
        else
            fail(error);
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
            // Clocks differ by a little; what was known before is left out in any case.
            const bool recent = snapshot.created >= started().addSecs(-120);
            if (!ours || !recent || m_knownBefore.contains(snapshot.id) ||
                snapshot.name != volumeSnapshotName(m_request.name))
                continue;
            context().stores.volumeSnapshots.upsert({snapshot});
            addLeftover({Subject::Kind::VolumeSnapshot, snapshot.id, snapshot.name});
        }
        end();
    });
}

void CreateSnapshot::adopt(const QString &imageId)
{
    setResultId(imageId);
    done(askStage);
    m_lastAnswer = context().clock.elapsed();
    m_pace.restart();
    m_writer = new StampWriter(context(), m_stamps, m_before, m_createRequestId, this);
    connect(m_writer, &StampWriter::finished, this, [this](const QStringList &notes) {
        for (const QString &note : notes)
            addNote(note);
        context().stores.refresh({store::Topic::BlockStorageLimits});
        succeed();
    });
    fetchImage();
}

void CreateSnapshot::followImage()
{
    auto *capture =
        new ImageCapture(context(), m_request.serverId, resultId(), m_createRequestId, this);
    connect(capture, &ImageCapture::phase, this,
            [this](ImageCapture::Phase phase, const QString &detail) {
                begin(captureStage);
                if (phase == ImageCapture::Phase::Upload) {
                    done(captureStage);
                    begin(uploadStage);
                }
                progress(phase == ImageCapture::Phase::Upload ? uploadStage : captureStage, -1,
                         detail);
            });
    connect(capture, &ImageCapture::finished, this, [this](const openstack::Image &image) {
        done(captureStage);
        done(uploadStage);
        m_writer->conclude(image);
    });
    connect(capture, &ImageCapture::failed, this, &CreateSnapshot::captureFailed);
    connect(capture, &ImageCapture::lost, this, &CreateSnapshot::endUnclear);
    capture->start();
}

void CreateSnapshot::fetchImage()
{
    context().client.call(openstack::GetImage{resultId()}).then(this, [this](auto result) {
        if (result.ok()) {
            // The image itself says it for certain: an instance that names an image may have its
            // root on a volume.
            const openstack::Image &image = result.value();
            context().stores.images.upsert({image});
            if (m_before.bootsFromVolume() || !image.blockDevices.empty())
                followVolumes(image);
            else
                followImage();
            return;
        }
        if (!store::bootsFromVolume(m_before, context().stores)) {
            followImage(); // which is as patient, and finds out why an image vanished
            return;
        }
        const bool patient = context().clock.elapsed() - m_lastAnswer < patience;
        if (isTransient(result.error()) && patient) {
            context().clock.after(m_pace.next(), this, [this] { fetchImage(); });
        } else if (result.error().kind == ErrorKind::NotFound) {
            Error error = result.error();
            error.message = tr("The image was deleted before its volume snapshots were complete.");
            endWithoutImage(Doubt::Refused, error);
        } else {
            endUnclear(result.error());
        }
    });
}

void CreateSnapshot::followVolumes(const openstack::Image &image)
{
    auto *capture = new VolumeCapture(context(), image, this);
    if (capture->devices().empty()) {
        addNote(tr("The image names no volume snapshots. Look for “%1” under Storage → Snapshots.")
                    .arg(volumeSnapshotName(m_request.name)));
        m_writer->conclude(image);
        return;
    }
    std::vector<Stage> exact{stages().front()};
    QStringList snapshotIds;
    for (const openstack::BlockDevice &device : capture->devices()) {
        exact.push_back(Stage{stageTitle(device.deviceName, device.volumeSizeGiB)});
        snapshotIds.append(device.snapshotId);
    }
    setStages(std::move(exact));
    connect(capture, &VolumeCapture::part, this,
            [this](int index, const openstack::VolumeSnapshot &snapshot) {
                const auto stage = captureStage + static_cast<std::size_t>(index);
                begin(stage, snapshot.created);
                if (snapshot.status == "available"_L1)
                    done(stage, snapshot.updated);
                else if (snapshot.status.startsWith("error"_L1))
                    failStage(stage, snapshot.status, snapshot.updated);
                else
                    progress(stage, snapshot.progress, snapshot.status);
            });
    connect(capture, &VolumeCapture::partMissing, this, [this](int index) {
        failStage(captureStage + static_cast<std::size_t>(index), tr("gone"));
    });
    connect(capture, &VolumeCapture::finished, this, [this, image] { m_writer->conclude(image); });
    connect(capture, &VolumeCapture::failed, this, &CreateSnapshot::captureFailed);
    connect(capture, &VolumeCapture::lost, this, &CreateSnapshot::endUnclear);
    capture->start();
    // At once, not when they are available: should one fail, its leftovers can still be told whose
    // they are.
    m_writer->stampVolumeSnapshots(image.id, snapshotIds);
}

void CreateSnapshot::captureFailed(const Error &error, const std::vector<Subject> &leftovers)
{
    for (const Subject &leftover : leftovers)
        addLeftover(leftover);
    context().stores.refresh({store::Topic::BlockStorageLimits});
    fail(error);
}

} // namespace oriel::operations
