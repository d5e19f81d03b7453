#include "models/words.h"

#include "openstack/compute/server.h"
#include "openstack/image/image.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>
#include <algorithm>

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

StatusWord look(const Words &words, const QString &state)
{
    const auto at = words.constFind(state);
    if (at != words.constEnd())
        return {translated(at->text), at->tone};
    return {state.isEmpty() ? unknownWord() : humanized(state), Tone::Unknown};
}

const Words &serverWords()
{
    static const Words words{
        {QStringLiteral("ACTIVE"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Active"), Tone::Good}},
        {QStringLiteral("SHUTOFF"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Shut off"), Tone::Off}},
        {QStringLiteral("ERROR"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Error"), Tone::Error}},
        {QStringLiteral("BUILD"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Building"), Tone::Busy}},
        {QStringLiteral("PAUSED"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Paused"), Tone::Off}},
        {QStringLiteral("SUSPENDED"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Suspended"), Tone::Off}},
        {QStringLiteral("SHELVED"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Shelved"), Tone::Off}},
        {QStringLiteral("SHELVED_OFFLOADED"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Shelved"), Tone::Off}},
        {QStringLiteral("REBOOT"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Rebooting"), Tone::Busy}},
        {QStringLiteral("HARD_REBOOT"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Rebooting (hard)"), Tone::Busy}},
        {QStringLiteral("RESIZE"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Resizing"), Tone::Busy}},
        {QStringLiteral("VERIFY_RESIZE"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Resized, to be confirmed"), Tone::Warning}},
        {QStringLiteral("REVERT_RESIZE"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Undoing the resize"), Tone::Busy}},
        {QStringLiteral("MIGRATING"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Migrating"), Tone::Busy}},
        {QStringLiteral("RESCUE"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Rescue mode"), Tone::Warning}},
        {QStringLiteral("REBUILD"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Rebuilding"), Tone::Busy}},
        {QStringLiteral("PASSWORD"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Setting the password"), Tone::Busy}},
        {QStringLiteral("DELETED"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleted"), Tone::Off}},
        {QStringLiteral("SOFT_DELETED"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleted, can be restored"), Tone::Off}},
        {QStringLiteral("UNKNOWN"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Unknown"), Tone::Unknown}},
    };
    return words;
}

const Words &taskWords()
{
    static const Words words{
        {QStringLiteral("image_snapshot_pending"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "taking a snapshot"), Tone::Busy}},
        {QStringLiteral("image_snapshot"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "taking a snapshot"), Tone::Busy}},
        {QStringLiteral("image_pending_upload"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "saving the snapshot"), Tone::Busy}},
        {QStringLiteral("image_uploading"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "saving the snapshot"), Tone::Busy}},
        {QStringLiteral("image_backup"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "taking a backup"), Tone::Busy}},
        {QStringLiteral("powering-on"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "starting"), Tone::Busy}},
        {QStringLiteral("powering-off"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "shutting off"), Tone::Busy}},
        {QStringLiteral("scheduling"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "looking for a host"), Tone::Busy}},
        {QStringLiteral("networking"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "connecting networks"), Tone::Busy}},
        {QStringLiteral("block_device_mapping"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "preparing volumes"), Tone::Busy}},
        {QStringLiteral("spawning"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "starting"), Tone::Busy}},
        {QStringLiteral("soft-deleting"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "deleting"), Tone::Busy}},
        {QStringLiteral("shelving_image_pending_upload"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "shelving"), Tone::Busy}},
        {QStringLiteral("shelving_image_uploading"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "shelving"), Tone::Busy}},
        {QStringLiteral("shelving_offloading"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "shelving"), Tone::Busy}},
        {QStringLiteral("resize_prep"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "preparing the resize"), Tone::Busy}},
        {QStringLiteral("resize_migrating"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "resizing"), Tone::Busy}},
        {QStringLiteral("resize_migrated"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "resizing"), Tone::Busy}},
        {QStringLiteral("resize_finish"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "finishing the resize"), Tone::Busy}},
        {QStringLiteral("updating_password"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "setting the password"), Tone::Busy}},
    };
    return words;
}

/// "rebooting_hard" as "rebooting hard": most of nova's task names are words already.
QString taskWord(const QString &task)
{
    const auto at = taskWords().constFind(task);
    if (at != taskWords().constEnd())
        return translated(at->text);
    return humanized(task).toLower();
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
    StatusWord word = look(serverWords(), server.status);
    // "Rebooting · rebooting" says nothing more.
    if (server.taskState.isEmpty() || server.status.endsWith(QLatin1String("REBOOT")))
        return word;
    word.text = QStringLiteral("%1 · %2").arg(word.text, taskWord(server.taskState));
    word.tone = Tone::Busy;
    return word;
}

QString imageOwnerWord(const openstack::Image &image, const QString &project)
{
    if (project.isEmpty())
        return unknownWord();
    if (image.owner == project)
        return translated(QT_TRANSLATE_NOOP("oriel::models::Words", "This project"));
    if (image.visibility == QLatin1String("public"))
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
        {QStringLiteral("available"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Available"), Tone::Good}},
        {QStringLiteral("in-use"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "In use"), Tone::Good}},
        {QStringLiteral("creating"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Creating"), Tone::Busy}},
        {QStringLiteral("attaching"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Attaching"), Tone::Busy}},
        {QStringLiteral("reserved"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Reserved"), Tone::Busy}},
        {QStringLiteral("detaching"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Detaching"), Tone::Busy}},
        {QStringLiteral("deleting"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleting"), Tone::Busy}},
        {QStringLiteral("extending"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Extending"), Tone::Busy}},
        {QStringLiteral("retyping"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Changing its type"), Tone::Busy}},
        {QStringLiteral("uploading"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Copying to an image"), Tone::Busy}},
        {QStringLiteral("downloading"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Copying from an image"), Tone::Busy}},
        {QStringLiteral("backing-up"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Backing up"), Tone::Busy}},
        {QStringLiteral("restoring-backup"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Restoring a backup"), Tone::Busy}},
        {QStringLiteral("reverting"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Reverting"), Tone::Busy}},
        {QStringLiteral("awaiting-transfer"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Offered to another project"), Tone::Warning}},
        {QStringLiteral("maintenance"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Maintenance"), Tone::Warning}},
        {QStringLiteral("error"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Error"), Tone::Error}},
        {QStringLiteral("error_deleting"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be deleted"), Tone::Error}},
        {QStringLiteral("error_extending"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be extended"), Tone::Error}},
        {QStringLiteral("error_restoring"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be restored"), Tone::Error}},
        {QStringLiteral("error_backing-up"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be backed up"), Tone::Error}},
    };
    return look(words, status);
}

StatusWord volumeSnapshotStatus(const QString &status)
{
    static const Words words{
        {QStringLiteral("available"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Available"), Tone::Good}},
        {QStringLiteral("creating"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Creating"), Tone::Busy}},
        {QStringLiteral("deleting"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleting"), Tone::Busy}},
        {QStringLiteral("backing-up"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Backing up"), Tone::Busy}},
        {QStringLiteral("restoring"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Restoring"), Tone::Busy}},
        {QStringLiteral("unmanaging"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Being given up"), Tone::Busy}},
        {QStringLiteral("error"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Error"), Tone::Error}},
        {QStringLiteral("error_deleting"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Could not be deleted"), Tone::Error}},
    };
    return look(words, status);
}

StatusWord imageStatus(const QString &status)
{
    static const Words words{
        {QStringLiteral("active"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Active"), Tone::Good}},
        {QStringLiteral("queued"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Waiting for data"), Tone::Busy}},
        {QStringLiteral("saving"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Saving"), Tone::Busy}},
        {QStringLiteral("uploading"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Uploading"), Tone::Busy}},
        {QStringLiteral("importing"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Importing"), Tone::Busy}},
        {QStringLiteral("pending_delete"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleting"), Tone::Busy}},
        {QStringLiteral("deactivated"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Deactivated"), Tone::Off}},
        {QStringLiteral("deleted"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Deleted"), Tone::Off}},
        {QStringLiteral("killed"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Upload failed"), Tone::Error}},
    };
    return look(words, status);
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
        {QStringLiteral("private"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Private"), Tone::None}},
        {QStringLiteral("public"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Public"), Tone::None}},
        {QStringLiteral("shared"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Shared"), Tone::None}},
        {QStringLiteral("community"),
         {QT_TRANSLATE_NOOP("oriel::models::Words", "Community"), Tone::None}},
    };
    return look(words, visibility).text;
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
