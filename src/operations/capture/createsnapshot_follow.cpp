#include "net/apiclient.h"
#include "openstack/blockstorage/requests.h"
#include "openstack/image/requests.h"
#include "operations/capture/volumesnapshotask.h"
#include "operations/createsnapshot.h"
#include "operations/imagecapture.h"
#include "operations/stampwriter.h"
#include "operations/volumecapture.h"
#include "store/bootdisk.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

// From the image's id on: following all that is being captured.

namespace {

/// Of an image-backed instance: capturing, uploading, then its data volumes.
constexpr std::size_t diskStages = 2;

} // namespace

Stamps CreateSnapshot::stampsNow() const
{
    return {id(),
            context().userName,
            m_request.serverId,
            m_request.keepUntil,
            consistencyBefore(m_before),
            m_request.description};
}

QDateTime CreateSnapshot::plausible(const QDateTime &cloudTime) const
{
    // Where the clocks here and there differ much, a stage would seem to take days or less than
    // nothing.
    constexpr int seconds = 300;
    const bool sound = cloudTime.isValid() && cloudTime >= started().addSecs(-seconds) &&
                       cloudTime <= context().clock.now().addSecs(seconds);
    return sound ? cloudTime : QDateTime();
}

void CreateSnapshot::adopt(const QString &imageId)
{
    record(u"create-image"_s, {{u"image"_s, imageId}, {u"requestId"_s, m_createRequestId}});
    setResultId(imageId);
    done(askStage());
    m_lastAnswer = context().clock.elapsed();
    m_pace.restart();
    m_writer = new StampWriter(context(), stepLog(), m_stamps, m_before, m_createRequestId, this);
    connect(m_writer, &StampWriter::stamped, this, [this] {
        m_partsAsked = true;
        tellWhenAskedFor();
        advance(); // resumed, the parts may have been complete long before their stamps
    });
    connect(m_writer, &StampWriter::finished, this, [this](const QStringList &notes) {
        for (const QString &note : notes)
            addNote(note);
        m_weighed = true;
        advance();
    });
    fetchImage();
}

void CreateSnapshot::fetchImage()
{
    context().client.call(openstack::GetImage{resultId()}).then(this, [this](auto result) {
        if (result.ok()) {
            // The image itself says it for certain: an instance that names an image may have its
            // root on a volume.
            m_image = std::move(result).value();
            context().stores.images.upsert({m_image});
            if (m_before.bootsFromVolume() || !m_image.blockDevices.empty())
                followVolumes(m_image);
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
            conclude({Outcome::Unclear, result.error()});
        }
    });
}

void CreateSnapshot::followImage()
{
    auto *capture =
        new ImageCapture(context(), m_request.serverId, resultId(), m_createRequestId, this);
    const std::size_t disk = captureStage();
    const std::size_t upload = disk + 1;
    connect(capture, &ImageCapture::phase, this,
            [this, disk, upload](ImageCapture::Phase phase, const QString &detail) {
                begin(disk);
                if (phase == ImageCapture::Phase::Upload) {
                    done(disk);
                    begin(upload);
                }
                progress(phase == ImageCapture::Phase::Upload ? upload : disk, -1, detail);
            });
    connect(capture, &ImageCapture::released, this, [this](const openstack::Image &image) {
        m_image = image;
        m_imageReleased = true;
        advance();
    });
    connect(capture, &ImageCapture::finished, this,
            [this, disk, upload](const openstack::Image &image) {
                done(disk);
                done(upload);
                m_image = image;
                m_imageDone = true;
                advance();
            });
    connect(capture, &ImageCapture::failed, this,
            [this, upload](const Error &error, const std::vector<Subject> &leftovers) {
                failStage(upload, {});
                m_imageDone = true;
                captureFailed(error, leftovers);
            });
    connect(capture, &ImageCapture::lost, this, [this](const Error &error) {
        m_imageDone = true;
        m_trouble = Ending{Outcome::Unclear, error};
        advance();
    });
    capture->start();
    askForExtra(0);
}

void CreateSnapshot::followVolumes(const openstack::Image &image)
{
    m_imageDone = true;
    std::vector<Stage> exact;
    QStringList snapshotIds;
    for (const openstack::BlockDevice &device : image.blockDevices) {
        if (device.snapshotId.isEmpty())
            continue;
        exact.push_back(volumeStage(device.deviceName, device.volumeSizeGiB));
        snapshotIds.append(device.snapshotId);
    }
    if (snapshotIds.isEmpty()) {
        addNote(tr("The image names no volume snapshots. Look for “%1” under Storage → Snapshots.")
                    .arg(volumeSnapshotName(m_request.name)));
        m_partsAsked = m_partsDone = true;
        advance();
        return;
    }
    setCaptureStages(std::move(exact));
    followParts(image, captureStage());
    // At once, not when they are available: should one fail, its leftovers can still be told whose
    // they are.
    m_writer->stampVolumeSnapshots(image.id, snapshotIds);
}

void CreateSnapshot::followParts(const openstack::Image &image, std::size_t firstStage)
{
    auto *capture = new VolumeCapture(context(), image, this);
    const auto stageOf = [firstStage](int index) {
        return firstStage + static_cast<std::size_t>(index);
    };
    connect(capture, &VolumeCapture::part, this,
            [this, stageOf](int index, const openstack::VolumeSnapshot &snapshot) {
                const auto stage = stageOf(index);
                begin(stage, plausible(snapshot.created));
                if (snapshot.status == "available"_L1)
                    done(stage, plausible(snapshot.updated));
                else if (snapshot.status.startsWith("error"_L1))
                    failStage(stage, snapshot.status, plausible(snapshot.updated));
                else
                    progress(stage, snapshot.progress, snapshot.status);
            });
    connect(capture, &VolumeCapture::partMissing, this,
            [this, stageOf](int index) { failStage(stageOf(index), tr("gone")); });
    connect(capture, &VolumeCapture::finished, this, [this] {
        m_partsDone = true;
        advance();
    });
    connect(capture, &VolumeCapture::failed, this,
            [this](const Error &error, const std::vector<Subject> &leftovers) {
                m_partsDone = true;
                captureFailed(error, leftovers);
            });
    connect(capture, &VolumeCapture::lost, this, [this](const Error &error) {
        m_partsDone = true;
        m_trouble = Ending{Outcome::Unclear, error};
        advance();
    });
    capture->start();
}

void CreateSnapshot::askForExtra(std::size_t index)
{
    if (index >= static_cast<std::size_t>(m_request.extraVolumes.size())) {
        followExtras();
        return;
    }
    const QString volumeId = m_request.extraVolumes.at(static_cast<qsizetype>(index));
    const QString step = VolumeSnapshotAsk::stepName(volumeId);
    if (m_left) {
        const QJsonObject came = m_left->recordOf(step).value_or(QJsonObject());
        if (const QString known = came.value("id"_L1).toString(); !known.isEmpty()) {
            extraAsked(index, known, false);
            return;
        }
    }
    auto *asking = new VolumeSnapshotAsk(context(), stepLog(),
                                         {volumeId,
                                          volumeSnapshotName(m_request.name),
                                          {},
                                          volumeSnapshotStamps(m_stamps, resultId())},
                                         this);
    connect(asking, &VolumeSnapshotAsk::asked, this,
            [this, index](const openstack::VolumeSnapshot &snapshot) {
                extraAsked(index, snapshot.id, false);
            });
    connect(asking, &VolumeSnapshotAsk::refused, this,
            [this, index](const Error &error) { extraAsked(index, error, false); });
    connect(asking, &VolumeSnapshotAsk::lost, this,
            [this, index](const Error &error) { extraAsked(index, error, true); });
    if (m_left && m_left->intended(step))
        asking->resume();
    else
        asking->start();
}

void CreateSnapshot::extraAsked(std::size_t index, const Result<QString> &answer, bool unclear)
{
    const QString volumeId = m_request.extraVolumes.at(static_cast<qsizetype>(index));
    const auto volume = context().stores.volumes.find(volumeId);
    if (!answer.ok()) {
        // What comes after it would not make the snapshot whole again.
        Error error = answer.error();
        addRequestId(error.requestId);
        error.message =
            tr("The volume “%1” was not captured: %2")
                .arg(volume && !volume->name.isEmpty() ? volume->name : volumeId, error.message);
        m_trouble = Ending{unclear ? Outcome::Unclear : Outcome::Failed, error};
        failStage(captureStage() + diskStages + index, {});
        followExtras();
        return;
    }
    openstack::BlockDevice device;
    device.snapshotId = answer.value();
    if (volume) {
        device.volumeSizeGiB = volume->sizeGiB;
        for (const openstack::VolumeUse &use : volume->attachments) {
            if (use.serverId == m_request.serverId)
                device.deviceName = use.device;
        }
    }
    setTitle(captureStage() + diskStages + index,
             volumeStage(device.deviceName, device.volumeSizeGiB).title);
    m_extras.push_back(std::move(device));
    askForExtra(index + 1);
}

void CreateSnapshot::followExtras()
{
    m_partsAsked = true;
    tellWhenAskedFor();
    if (m_extras.empty()) {
        m_partsDone = true;
        advance();
        return;
    }
    openstack::Image parts = m_image;
    parts.id = resultId();
    parts.name = m_request.name;
    parts.blockDevices = m_extras;
    QStringList ids;
    for (const openstack::BlockDevice &extra : m_extras)
        ids.append(extra.snapshotId);
    m_writer->alsoCorrect(ids);
    followParts(parts, captureStage() + diskStages);
}

void CreateSnapshot::captureFailed(const Error &error, const std::vector<Subject> &leftovers)
{
    for (const Subject &leftover : leftovers)
        addLeftover(leftover);
    m_trouble = Ending{Outcome::Failed, error};
    advance();
}

void CreateSnapshot::advance()
{
    if (m_trouble && m_imageDone && m_partsDone) {
        // Half a snapshot: its other half is of no use to anybody.
        if (m_trouble->outcome == Outcome::Failed && !m_extras.empty()) {
            if (context().stores.images.find(resultId()))
                addLeftover({Subject::Kind::Image, resultId(), m_request.name});
            for (const openstack::BlockDevice &extra : m_extras)
                addLeftover({Subject::Kind::VolumeSnapshot, extra.snapshotId,
                             volumeSnapshotName(m_request.name)});
        } else if (m_trouble->outcome == Outcome::Failed && !m_request.extraVolumes.isEmpty() &&
                   context().stores.images.find(resultId())) {
            addLeftover({Subject::Kind::Image, resultId(), m_request.name});
        }
        context().stores.refresh({Kind::BlockStorageLimits});
        conclude(*m_trouble);
        return;
    }
    const bool quiet = (m_imageDone || m_imageReleased) && m_partsDone && m_partsAsked;
    const bool weighNow = m_imageDone || m_offByUs;
    if (quiet && weighNow && !m_trouble && !std::exchange(m_weighing, true)) {
        m_writer->conclude(
            m_image); // while nobody writes: the evidence is that of before the start
        return;
    }
    if (!m_weighed)
        return;
    if (m_offByUs)
        startAgain();
    if (m_imageDone && m_partsDone) {
        compareWithPromise();
        context().stores.refresh({Kind::BlockStorageLimits});
        conclude({Outcome::Succeeded});
    }
}

void CreateSnapshot::compareWithPromise()
{
    if (m_request.promised.empty())
        return;
    std::vector<PromisedPart> missing = m_request.promised;
    QStringList differences;
    const auto &devices = m_extras.empty() ? m_image.blockDevices : m_extras;
    for (const openstack::BlockDevice &device : devices) {
        const auto snapshot = context().stores.volumeSnapshots.find(device.snapshotId);
        if (!snapshot)
            continue;
        const auto promised =
            std::ranges::find(missing, snapshot->volumeId, &PromisedPart::volumeId);
        const QString words = device.deviceName.isEmpty() ? snapshot->volumeId : device.deviceName;
        if (promised == missing.end()) {
            differences +=
                tr("%1 was captured, too (%2 GiB).").arg(words, QString::number(snapshot->sizeGiB));
            continue;
        }
        if (promised->sizeGiB > 0 && promised->sizeGiB != snapshot->sizeGiB)
            differences += tr("%1 takes %2 GiB instead of %3.")
                               .arg(words, QString::number(snapshot->sizeGiB),
                                    QString::number(promised->sizeGiB));
        missing.erase(promised);
    }
    for (const PromisedPart &part : missing)
        differences += tr("%1 was not captured.").arg(part.words);
    if (!differences.isEmpty())
        addNote(tr("It came out other than was shown before: %1").arg(differences.join(u' ')));
}

} // namespace oriel::operations
