#pragma once

#include "base/humanize.h"
#include "models/tone.h"
#include "store/snapshotset.h"

#include <QtCore/QString>

#include <initializer_list>

namespace oriel::openstack {
struct Server;
struct Image;
} // namespace oriel::openstack

namespace oriel::models {

/// A state in plain words, with the meaning of its icon and color. Unknown states are shown
/// verbatim.
struct StatusWord
{
    QString text;
    Tone tone = Tone::Unknown;

    bool operator==(const StatusWord &) const = default;
};

/// "Active", "Shut off", "Active · taking a snapshot".
[[nodiscard]] StatusWord serverStatus(const openstack::Server &server);
/// The detail of an operation's stage in words: "starting" for "powering-on". A sentence stays as
/// it is.
[[nodiscard]] QString stageDetail(const QString &detail);
/// A Cinder volume's status.
[[nodiscard]] StatusWord volumeStatus(const QString &status);
/// A Cinder snapshot's status.
[[nodiscard]] StatusWord volumeSnapshotStatus(const QString &status);
/// A backup's status.
[[nodiscard]] StatusWord backupStatus(const QString &status);
/// Of a volume group or a group snapshot.
[[nodiscard]] StatusWord volumeGroupStatus(const QString &status);
/// A Glance image's status.
[[nodiscard]] StatusWord imageStatus(const QString &status);
[[nodiscard]] StatusWord snapshotSetStatus(store::SetStatus status);
/// A part's status, also where the volume snapshot is gone.
[[nodiscard]] StatusWord partStatus(const store::SnapshotPart &part);
[[nodiscard]] QString consistencyWord(store::Consistency consistency);

/// The origin of an image: uploaded, or created from an instance.
enum class ImageKind { Image, Snapshot, Backup, Shelved };
[[nodiscard]] ImageKind imageKind(const openstack::Image &image);
[[nodiscard]] QString imageKindWord(ImageKind kind);
[[nodiscard]] QString visibilityWord(const QString &visibility);
[[nodiscard]] QString unknownWord();
/// An image's owner, as seen from `project`: "This project", "Cloud provider", "Another project".
[[nodiscard]] QString imageOwnerWord(const openstack::Image &image, const QString &project);

/// `text`, made from the values of `keys`; "Unknown" if the answer had one of them in an unreadable
/// form.
template <typename Row>
QString readable(const Row &row, std::initializer_list<const char *> keys, const QString &text)
{
    for (const char *key : keys) {
        if (row.unreadable.contains(QLatin1StringView(key)))
            return unknownWord();
    }
    return text;
}

/// "SOME_STATE" as "Some state".
[[nodiscard]] QString humanized(const QString &state);

using oriel::ageText;
using oriel::agoText;
using oriel::bytesText;
using oriel::emptyCell;
using oriel::gibText;
using oriel::memoryText;
using oriel::timeText;

/// "1 volume", "3 volumes".
[[nodiscard]] QString volumesText(qsizetype count);

} // namespace oriel::models
