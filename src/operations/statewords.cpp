#include "operations/statewords.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

QString wordOf(const QHash<QString, const char *> &words, const QString &state)
{
    if (const char *word = words.value(state))
        return QCoreApplication::translate("oriel::operations::StateWords", word);
    return state.toLower().replace(u'_', u' ').replace(u'-', u' ');
}

} // namespace

QString stateWord(const QString &state)
{
    static const QHash<QString, const char *> words{
        //: Within a sentence: the status (not an action) of an instance.
        {u"SHUTOFF"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "shut off")},
        {u"SHELVED_OFFLOADED"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "shelved")},
        {u"ERROR"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "in error")},
        {u"BUILD"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being built")},
        {u"REBOOT"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "rebooting")},
        {u"HARD_REBOOT"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "rebooting")},
        {u"RESCUE"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "in rescue mode")},
        {u"RESIZE"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being resized")},
        {u"VERIFY_RESIZE"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords",
                                               "waiting for its resize to be confirmed")},
        {u"REVERT_RESIZE"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being resized back")},
        {u"MIGRATING"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being migrated")},
        {u"SOFT_DELETED"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "deleted")},
        {u"image_snapshot_pending"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "taking a snapshot")},
        {u"image_snapshot"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "taking a snapshot")},
        {u"image_pending_upload"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "saving the snapshot")},
        {u"image_uploading"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "saving the snapshot")},
        {u"image_backup"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "taking a backup")},
        //: What the cloud is doing with an instance; follows its status: "Shut off · starting".
        {u"powering-on"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "starting")},
        {u"powering-off"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "shutting off")},
        //: What the cloud is doing with an instance: choosing a host.
        {u"scheduling"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "scheduling")},
        {u"networking"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "connecting networks")},
        {u"block_device_mapping"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "preparing volumes")},
        {u"spawning"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "starting")},
        {u"soft-deleting"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "deleting")},
        {u"shelving_image_pending_upload"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "shelving")},
        {u"shelving_image_uploading"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "shelving")},
        {u"shelving_offloading"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "shelving")},
        {u"resize_prep"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "preparing the resize")},
        {u"resize_migrating"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "resizing")},
        {u"resize_migrated"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "resizing")},
        {u"resize_finish"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "finishing the resize")},
        {u"resize_reverting"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "reverting the resize")},
        {u"resize_confirming"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "confirming the resize")},
        {u"rescuing"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "starting the rescue system")},
        {u"unrescuing"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "leaving rescue mode")},
        {u"updating_password"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "setting the password")},
    };
    return wordOf(words, state);
}

QString storageStateWord(const QString &status)
{
    static const QHash<QString, const char *> words{
        //: Within a sentence, after "is": the status of a volume, a volume snapshot, a backup, a
        //: volume group or an image.
        {u"attaching"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being attached")},
        {u"awaiting-transfer"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "waiting for its transfer")},
        {u"backing-up"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being backed up")},
        {u"creating"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being created")},
        {u"deactivated"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "deactivated")},
        {u"deleting"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being deleted")},
        {u"detaching"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being detached")},
        {u"downloading"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being copied from an image")},
        {u"error"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "in error")},
        {u"error_backing-up"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "in error after a failed backup")},
        {u"error_deleting"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "in error after a failed deletion")},
        {u"error_extending"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "in error after a failed extension")},
        {u"error_managing"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "in error after a failed takeover")},
        {u"error_restoring"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "in error after a failed restore")},
        {u"extending"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being extended")},
        {u"importing"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being imported")},
        {u"killed"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "in error")},
        {u"maintenance"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "in maintenance")},
        {u"managing"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being taken over")},
        {u"pending_delete"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being deleted")},
        {u"queued"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "still without data")},
        {u"reserved"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "reserved for an instance")},
        {u"restoring"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being restored")},
        {u"restoring-backup"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being overwritten with a backup")},
        {u"retyping"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "changing its type")},
        {u"reverting"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being reverted to a snapshot")},
        {u"saving"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being saved")},
        {u"unmanaging"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords",
                                            "being given up by the block storage service")},
        {u"updating"_s, QT_TRANSLATE_NOOP("oriel::operations::StateWords", "changing its volumes")},
        {u"uploading"_s,
         QT_TRANSLATE_NOOP("oriel::operations::StateWords", "being copied to an image")},
    };
    return wordOf(words, status);
}

} // namespace oriel::operations
