#include "models/words.h"

#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::models {

namespace {

struct Word
{
    const char *text;
    Tone tone;
};

QString translated(const char *text)
{
    return QCoreApplication::translate("oriel::models::Words", text);
}

using Words = QHash<QString, Word>;

StatusWord findWord(const Words &words, const QString &state)
{
    const auto at = words.constFind(state);
    if (at != words.constEnd())
        return {translated(at->text), at->tone};
    return {state.isEmpty() ? unknownWord() : humanized(state), Tone::Unknown};
}

const Words &serverWords()
{
    static const Words words{
        //: Status (not an action) of an instance or an image.
        {u"ACTIVE"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Active"), Tone::Good}},
        //: Status (not an action): the instance is off, or was off when it was captured.
        {u"SHUTOFF"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Shut off"), Tone::Off}},
        //: Status of a resource that failed.
        {u"ERROR"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Error"), Tone::Error}},
        //: Status of an instance that is being created.
        {u"BUILD"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Building"), Tone::Busy}},
        {u"PAUSED"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Paused"), Tone::Off}},
        {u"SUSPENDED"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Suspended"), Tone::Off}},
        //: Status: the instance is stored as an image and uses no host.
        {u"SHELVED"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Shelved"), Tone::Off}},
        {u"SHELVED_OFFLOADED"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Shelved"), Tone::Off}},
        {u"REBOOT"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Rebooting"), Tone::Busy}},
        {u"HARD_REBOOT"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Rebooting (hard)"), Tone::Busy}},
        {u"RESIZE"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Resizing"), Tone::Busy}},
        {u"VERIFY_RESIZE"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Awaiting resize confirmation"),
          Tone::Warning}},
        {u"REVERT_RESIZE"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Reverting the resize"), Tone::Busy}},
        {u"MIGRATING"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Migrating"), Tone::Busy}},
        //: Status of an instance that was booted from a rescue image.
        {u"RESCUE"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Rescue mode"), Tone::Warning}},
        {u"REBUILD"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Rebuilding"), Tone::Busy}},
        {u"PASSWORD"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Setting the password"), Tone::Busy}},
        {u"DELETED"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleted"), Tone::Off}},
        {u"SOFT_DELETED"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleted (restorable)"), Tone::Off}},
        {u"UNKNOWN"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Unknown"), Tone::Unknown}},
    };
    return words;
}

} // namespace

QString humanized(const QString &state)
{
    QString words = state.toLower();
    words.replace(u'_', u' ').replace(u'-', u' ');
    if (!words.isEmpty())
        words[0] = words.at(0).toUpper();
    return words;
}

StatusWord serverStatus(const openstack::Server &server)
{
    StatusWord word = findWord(serverWords(), server.status);
    // "Rebooting · rebooting" would be redundant.
    if (server.taskState.isEmpty() || server.status.endsWith(QLatin1String("REBOOT")))
        return word;
    word.text = u"%1 · %2"_s.arg(word.text, operations::stateWord(server.taskState));
    word.tone = Tone::Busy;
    return word;
}

QString stageDetail(const QString &detail)
{
    return detail.contains(u' ') ? detail : operations::stateWord(detail);
}

QString imageOwnerWord(const openstack::Image &image, const QString &project)
{
    if (project.isEmpty())
        return unknownWord();
    if (image.owner == project)
        return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "This project"));
    if (image.visibility == QLatin1String("public"))
        //: The owner of an image.
        return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Cloud provider"));
    return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Another project"));
}

QString unknownWord()
{
    return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Unknown"));
}

StatusWord volumeStatus(const QString &status)
{
    static const Words words{
        {u"available"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Available"), Tone::Good}},
        {u"in-use"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "In use"), Tone::Good}},
        {u"creating"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Creating"), Tone::Busy}},
        {u"attaching"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Attaching"), Tone::Busy}},
        //: Status of a volume that is about to be attached.
        {u"reserved"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Reserved"), Tone::Busy}},
        {u"detaching"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Detaching"), Tone::Busy}},
        {u"deleting"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleting"), Tone::Busy}},
        //: Status of a volume that is being enlarged.
        {u"extending"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Extending"), Tone::Busy}},
        {u"retyping"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Changing type"), Tone::Busy}},
        {u"uploading"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Copying to an image"), Tone::Busy}},
        {u"downloading"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Copying from an image"), Tone::Busy}},
        {u"backing-up"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Backing up"), Tone::Busy}},
        {u"restoring-backup"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Restoring a backup"), Tone::Busy}},
        //: Status of a volume that is being reset to a snapshot.
        {u"reverting"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Reverting"), Tone::Busy}},
        {u"awaiting-transfer"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Awaiting transfer"), Tone::Warning}},
        {u"maintenance"_s,
         //: Status of a volume.
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Maintenance"), Tone::Warning}},
        {u"error"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Error"), Tone::Error}},
        {u"error_deleting"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be deleted"), Tone::Error}},
        {u"error_extending"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be extended"), Tone::Error}},
        {u"error_restoring"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be restored"), Tone::Error}},
        {u"error_backing-up"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be backed up"), Tone::Error}},
    };
    return findWord(words, status);
}

StatusWord volumeSnapshotStatus(const QString &status)
{
    static const Words words{
        {u"available"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Available"), Tone::Good}},
        {u"creating"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Creating"), Tone::Busy}},
        {u"deleting"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleting"), Tone::Busy}},
        {u"deleted"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleted"), Tone::Off}},
        {u"backing-up"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Backing up"), Tone::Busy}},
        {u"restoring"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Restoring"), Tone::Busy}},
        //: Status: the block storage service is giving up the volume snapshot without deleting it.
        {u"unmanaging"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Unmanaging"), Tone::Busy}},
        {u"error"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Error"), Tone::Error}},
        {u"error_deleting"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be deleted"), Tone::Error}},
    };
    return findWord(words, status);
}

StatusWord backupStatus(const QString &status)
{
    static const Words words{
        {u"available"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Available"), Tone::Good}},
        {u"creating"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Creating"), Tone::Busy}},
        {u"deleting"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleting"), Tone::Busy}},
        {u"restoring"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Restoring"), Tone::Busy}},
        {u"error"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Error"), Tone::Error}},
        {u"error_deleting"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be deleted"), Tone::Error}},
        {u"error_restoring"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be restored"), Tone::Error}},
    };
    return findWord(words, status);
}

StatusWord volumeGroupStatus(const QString &status)
{
    static const Words words{
        {u"available"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Available"), Tone::Good}},
        {u"creating"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Creating"), Tone::Busy}},
        {u"updating"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Changing volumes"), Tone::Busy}},
        {u"deleting"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleting"), Tone::Busy}},
        {u"error"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Error"), Tone::Error}},
        {u"error_deleting"_s,
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be deleted"), Tone::Error}},
    };
    return findWord(words, status);
}

StatusWord partStatus(const store::SnapshotPart &part)
{
    if (part.missing)
        return {QCoreApplication::translate("oriel::models::Words", "Missing"), Tone::Error};
    return volumeSnapshotStatus(part.status);
}

StatusWord imageStatus(const QString &status)
{
    static const Words words{
        {u"active"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Active"), Tone::Good}},
        {u"queued"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Waiting for data"), Tone::Busy}},
        {u"saving"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Saving"), Tone::Busy}},
        {u"uploading"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Uploading"), Tone::Busy}},
        {u"importing"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Importing"), Tone::Busy}},
        {u"pending_delete"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleting"), Tone::Busy}},
        {u"deactivated"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Deactivated"), Tone::Off}},
        {u"deleted"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleted"), Tone::Off}},
        {u"killed"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Upload failed"), Tone::Error}},
    };
    return findWord(words, status);
}

StatusWord snapshotSetStatus(store::SetStatus status)
{
    switch (status) {
    case store::SetStatus::Creating:
        return {translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Creating")), Tone::Busy};
    case store::SetStatus::Available:
        return {translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Available")), Tone::Good};
    case store::SetStatus::Incomplete:
        return {translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Incomplete")), Tone::Warning};
    case store::SetStatus::Error:
        return {translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Error")), Tone::Error};
    case store::SetStatus::Deleting:
        return {translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Deleting")), Tone::Busy};
    }
    return {};
}

QString consistencyWord(store::Consistency consistency)
{
    switch (consistency) {
    case store::Consistency::Unknown:
        break;
    case store::Consistency::Running:
        //: How an instance was captured.
        return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "While running"));
    case store::Consistency::Quiesced:
        return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "File systems frozen"));
    case store::Consistency::ShutOff:
        return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Shut off"));
    }
    return unknownWord();
}

ImageKind imageKind(const openstack::Image &image)
{
    const QString type = image.imageType();
    if (type == QLatin1String("backup"))
        return ImageKind::Backup;
    if (type == QLatin1String("snapshot") && image.name.endsWith(QLatin1String("-shelved")))
        return ImageKind::Shelved;
    const bool ofSnapshots = std::any_of(
        image.blockDevices.begin(), image.blockDevices.end(),
        [](const openstack::BlockDevice &device) { return !device.snapshotId.isEmpty(); });
    if (type == QLatin1String("snapshot") || ofSnapshots)
        return ImageKind::Snapshot;
    return ImageKind::Image;
}

QString imageKindWord(ImageKind kind)
{
    switch (kind) {
    case ImageKind::Image:
        //: Kind of an image: it was not created from an instance.
        return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Image"));
    case ImageKind::Snapshot:
        return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Snapshot"));
    case ImageKind::Backup:
        return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Backup"));
    case ImageKind::Shelved:
        return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "Shelved"));
    }
    return {};
}

QString visibilityWord(const QString &visibility)
{
    static const Words words{
        //: Visibility of an image.
        {u"private"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Private"), Tone::None}},
        {u"public"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Public"), Tone::None}},
        {u"shared"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Shared"), Tone::None}},
        //: Visibility of an image: usable by all projects, but not listed for them.
        {u"community"_s, {QT_TRANSLATE_NOOP("oriel::models::Words", "Community"), Tone::None}},
    };
    return findWord(words, visibility).text;
}

QString volumesText(qsizetype count)
{
    return count == 1 ? translated(QT_TRANSLATE_NOOP("oriel::models::Words", "1 volume"))
                      : QCoreApplication::translate(
                            "oriel::models::Words",
                            QT_TRANSLATE_N_NOOP("oriel::models::Words", "%n volumes"), nullptr,
                            static_cast<int>(count));
}

} // namespace oriel::models
