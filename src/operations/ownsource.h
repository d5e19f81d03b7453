#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

/// The user's own network as the source of what a rule lets in, or of what is checked. Any thread.
namespace oriel::operations {

struct OwnSource
{
    QString label; ///< of the choice: "My network (192.168.1.0/24)"
    QString range; ///< is proposed; empty: only the user can know it
    QString note;  ///< why it has to be entered, or when it does not apply, in sentences
};

/// `own`: the network of this computer, as a range; empty: unknown. `destinations`: the addresses
/// or ranges by which the instance is reached; none: not known. Nothing: the user's own network is
/// unknown and cannot be offered.
///
/// A private address is replaced on the way to a public one, so its range is no source there. Only
/// a service on the internet could tell which address it becomes, and none is asked.
[[nodiscard]] std::optional<OwnSource> ownSource(const QString &own,
                                                 const QStringList &destinations);

} // namespace oriel::operations
