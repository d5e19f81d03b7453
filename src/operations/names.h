#pragma once

#include <QtCore/QString>

namespace oriel::operations {

/// What a resource is called on screen: by its name, or by its ID if it has none.
[[nodiscard]] inline QString nameOrId(const QString &name, const QString &id)
{
    return name.isEmpty() ? id : name;
}

/// The longest name that Nova, Glance and Cinder accept, in characters().
inline constexpr qsizetype longestName = 255;

/// Nova's name for the volume snapshots of an image: "snapshot for <image name>".
[[nodiscard]] QString volumeSnapshotName(const QString &imageName);

/// The longest name of a snapshot that includes volumes: Nova names their volume snapshots
/// "snapshot for NAME", which Cinder refuses if it is too long, after part of the snapshot was
/// created.
[[nodiscard]] qsizetype longestSnapshotName(bool withVolumes);

/// The length as the services count it: in code points. QString counts UTF-16 units.
[[nodiscard]] qsizetype characters(QStringView text);
/// The first `count` characters.
[[nodiscard]] QString firstCharacters(const QString &text, qsizetype count);

enum class NameFault {
    None,
    Empty,
    TooLong,
    BlankEnd,   ///< begins or ends with a space
    Unprintable ///< a character that is not accepted: controls, line breaks, characters beyond
                ///< U+FFFF
};

/// What Nova would refuse in the name of an instance, or of an image created from one. Nova does
/// not trim.
[[nodiscard]] NameFault computeNameFault(const QString &name, qsizetype longest = longestName);
/// What Cinder would refuse in the name of a volume or a volume snapshot.
[[nodiscard]] NameFault storageNameFault(const QString &name);

/// What is wrong with a name, in words; empty for NameFault::None. `longest`: the limit that was
/// used.
[[nodiscard]] QString describe(NameFault fault, const QString &name,
                               qsizetype longest = longestName);

} // namespace oriel::operations
