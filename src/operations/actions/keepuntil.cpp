#include "operations/actions/keepuntil.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "operations/actions/actionoperation.h"
#include "operations/snapshottags.h"
#include "operations/trace.h"

#include <QtCore/QDate>
#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using Tags = QMap<QString, QString>;

bool holds(const Tags &there, const Tags &wanted)
{
    for (auto tag = wanted.begin(); tag != wanted.end(); ++tag) {
        if (there.value(tag.key()) != tag.value())
            return false;
    }
    return true;
}

QStringList snapshotsOf(const Values &values)
{
    QStringList ids;
    for (const auto &id : values.value("volume_snapshots"_L1).toArray())
        ids.append(id.toString());
    return ids;
}

/// The tags that the image must have.
Tags wantedImageTags(const ActionOperation &operation, const openstack::Image &image)
{
    const QString server = operation.text("server"_L1);
    const QString taggedFor = image.properties.value(tagKey("instance"_L1));
    const bool inherited =
        !server.isEmpty() && ((!taggedFor.isEmpty() && taggedFor != server) ||
                              (!image.instanceUuid().isEmpty() && image.instanceUuid() != server));
    const QString date = operation.text("keep_until"_L1);
    if (!inherited)
        return {{tagKey("keep_until"_L1), date}};
    // All of them belong to another snapshot, so replace them all.
    const QDate day = QDate::fromString(date, Qt::ISODate);
    return imageTags({operation.id(), operation.context().userName, server,
                      day.isValid() ? std::optional(day) : std::nullopt,
                      store::Consistency::Unknown});
}

/// The tags that a volume snapshot must have, including those that mark the image's tags as its
/// own.
Tags snapshotTags(const ActionOperation &operation)
{
    Tags wanted{{tagKey("keep_until"_L1), operation.text("keep_until"_L1)}};
    if (const QString image = operation.text("image"_L1); !image.isEmpty())
        wanted.insert(tagKey("image"_L1), image);
    if (const QString server = operation.text("server"_L1); !server.isEmpty())
        wanted.insert(tagKey("instance"_L1), server);
    return wanted;
}

const Tags &tagsOf(const openstack::Image &image)
{
    return image.properties;
}

const Tags &tagsOf(const openstack::VolumeSnapshot &snapshot)
{
    return snapshot.metadata;
}

openstack::UpdateImage update(const openstack::Get<openstack::Image> &part, const Tags &tags)
{
    openstack::UpdateImage update{part.id, {}, {}};
    for (auto tag = tags.begin(); tag != tags.end(); ++tag)
        update.set.insert(tag.key(), tag.value());
    return update;
}

openstack::UpdateVolumeSnapshotMetadata
update(const openstack::Get<openstack::VolumeSnapshot> &part, const Tags &tags)
{
    return {part.id, tags};
}

template <typename Get>
Task<StepResult> writeOn(ActionOperation *operation, Get part,
                         std::function<Tags(const typename Get::Value &)> tags, std::size_t stage)
{
    using Row = typename Get::Value;
    constexpr int mostWrites = 2;
    operation->begin(stage);
    auto fetching = operation->fetch(part);
    const Result<Row> row = co_await std::move(fetching);
    if (!row.ok())
        co_return StepResult::refused(row.error());
    const Tags wanted = tags(row.value());
    if (holds(tagsOf(row.value()), wanted))
        co_return StepResult::done({});
    Trace trace =
        traceByState(operation->context(), part, [wanted](const Row &there, const Facts &) {
            return holds(tagsOf(there), wanted) ? std::optional(Facts{{u"done"_s, true}})
                                                : std::nullopt;
        });
    trace.polls = 5;
    for (int writes = 1;; ++writes) {
        auto writing = operation->once({.name = u"write:"_s + part.id,
                                        .send = operation->sending(update(part, wanted)),
                                        .trace = trace,
                                        .stage = stage,
                                        .resend = true,
                                        .sends = mostWrites});
        const StepResult written = co_await std::move(writing);
        const bool again = !written.ok() && !written.isUnknown() && isTransient(written.error());
        if (again && writes < mostWrites) {
            auto waiting = operation->pause(std::chrono::seconds(1));
            co_await std::move(waiting);
            continue;
        }
        if (!written.ok())
            co_return written;
        auto seeing = operation->fetch(part); // updates the store
        const Result<Row> seen = co_await std::move(seeing);
        co_return written;
    }
}

/// Combines the result of one part with the common ending.
void take(ActionOperation *operation, const StepResult &part, std::size_t stage, Ending &ending)
{
    if (part.ok()) {
        operation->done(stage);
        return;
    }
    operation->addRequestId(part.error().requestId);
    operation->failStage(stage, part.error().message);
    if (!ending.error)
        ending = part.ending();
    if (part.isUnknown()) // if one part is unknown, so is the whole
        ending.outcome = Outcome::Unclear;
}

} // namespace

QString keepUntilNow(const store::CloudStores &stores, const QString &id)
{
    const auto set = stores.snapshotSets.find(id);
    const auto snapshot = stores.volumeSnapshots.find(id);
    const auto date = set ? set->keepUntil : snapshot ? keepUntilOf(*snapshot) : std::nullopt;
    return date ? date->toString(Qt::ISODate) : u"none"_s;
}

std::optional<Undo> undoKeepUntil(const QString &key, const store::CloudStores &stores,
                                  const Subject &target, const Values &values)
{
    const QString before = values.value("before"_L1).toString();
    if (before.isEmpty() || values.value("keep_until"_L1) != keepUntilNow(stores, target.id))
        return std::nullopt;
    return Undo{key, target, {{u"keep_until"_s, before}}};
}

Values keepUntilParts(const store::CloudStores &stores, const QString &id, Values values)
{
    if (values.contains("image"_L1) || values.contains("volume_snapshots"_L1))
        return values;
    QStringList parts;
    if (stores.snapshotSets.find(id) || stores.volumeSnapshots.find(id))
        values.insert(u"before"_s, keepUntilNow(stores, id));
    if (const auto set = stores.snapshotSets.find(id)) {
        values.insert(u"server"_s, set->serverId);
        values.insert(u"image"_s, set->id);
        for (const store::SnapshotPart &part : set->parts) {
            if (!part.missing)
                parts.append(part.snapshotId);
        }
    } else if (stores.volumeSnapshots.find(id)) {
        parts.append(id);
    }
    for (const auto &snapshot : volumeSnapshotsMadeFor(id, stores)) {
        if (!parts.contains(snapshot->id))
            parts.append(snapshot->id);
    }
    if (parts.isEmpty() && !values.contains("image"_L1))
        parts.append(id);
    values.insert(u"volume_snapshots"_s, QJsonArray::fromStringList(parts));
    return values;
}

Task<Ending> writeKeepUntil(ActionOperation *operation)
{
    const QString image = operation->text("image"_L1);
    const QStringList snapshots = snapshotsOf(operation->values());
    std::vector<Stage> stages;
    if (!image.isEmpty())
        stages.push_back(Stage{Operation::tr("Write it on the image")});
    for (const QString &id : snapshots) {
        const auto row = operation->context().stores.volumeSnapshots.find(id);
        stages.push_back(Stage{Operation::tr("Write it on the volume snapshot “%1”")
                                   .arg(row && !row->name.isEmpty() ? row->name : id)});
    }
    operation->setStages(std::move(stages));

    Ending ending;
    std::size_t stage = 0;
    if (!image.isEmpty()) {
        auto writing = writeOn(
            operation, openstack::Get<openstack::Image>{image},
            [operation](const openstack::Image &row) { return wantedImageTags(*operation, row); },
            stage);
        const StepResult written = co_await std::move(writing);
        take(operation, written, stage++, ending);
    }
    for (const QString &id : snapshots) {
        auto writing = writeOn(
            operation, openstack::Get<openstack::VolumeSnapshot>{id},
            [operation](const openstack::VolumeSnapshot &) { return snapshotTags(*operation); },
            stage);
        const StepResult written = co_await std::move(writing);
        take(operation, written, stage++, ending);
    }
    co_return ending;
}

QStringList keepUntilCommand(const QString &, const Values &values)
{
    const QString property =
        tagKey("keep_until"_L1) + u'=' + values.value("keep_until"_L1).toString();
    QStringList words;
    if (const QString image = values.value("image"_L1).toString(); !image.isEmpty())
        words << u"openstack"_s << u"image"_s << u"set"_s << u"--property"_s << property << image
              << QString();
    for (const QString &id : snapshotsOf(values))
        words << u"openstack"_s << u"volume"_s << u"snapshot"_s << u"set"_s << u"--property"_s
              << property << id << QString();
    return words;
}

} // namespace oriel::operations
