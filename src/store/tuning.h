#pragma once

#include "openstack/kind.h"
#include "store/rows.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace oriel::store {

/// How long a row may stay unchanged in a transitional state before it counts as stuck.
inline constexpr std::chrono::seconds stuckAfter = std::chrono::hours(1);
/// For statuses in which Cinder copies the data of a volume, without a word about the progress.
inline constexpr std::chrono::seconds copyStuckAfter = std::chrono::hours(24);
/// For what only an operator changes.
inline constexpr std::chrono::milliseconds rarely = std::chrono::minutes(5);

/// A row of any kind.
struct Reference
{
    openstack::Kind kind;
    QString id;
};

/// The polling of most types.
struct DefaultTuning
{
    /// Whether a row's state will change without user action. Unknown states count as stable,
    /// because they may never change.
    template <typename T>
    static bool transitional(const T & /*row*/)
    {
        return false;
    }
    /// While nothing is changing, the list is polled at most this often.
    static constexpr std::chrono::milliseconds atMostEvery{0};
    /// Whether the first request waits briefly for the answer for the servers: what the user looks
    /// at is fetched before what it refers to.
    static constexpr bool waitsForServers = false;
    /// The list is part of a service that not every cloud has completely: what 404 means then, as a
    /// sentence. Empty: it is an error.
    static QString absence() { return {}; }
    /// The rows of other kinds that this one refers to, and that views show with it.
    template <typename T>
    static std::vector<Reference> references(const T & /*row*/)
    {
        return {};
    }
};

/// The polling of one type; specialized for types that differ from the default.
template <typename T>
struct Tuning : DefaultTuning
{};

template <>
struct Tuning<openstack::Server> : DefaultTuning
{
    static bool transitional(const openstack::Server &server);
    static std::vector<Reference> references(const openstack::Server &server);
};

template <>
struct Tuning<openstack::Image> : DefaultTuning
{
    static bool transitional(const openstack::Image &image);
    static std::vector<Reference> references(const openstack::Image &image);
    static constexpr bool waitsForServers = true;
};

template <>
struct Tuning<openstack::Flavor> : DefaultTuning
{
    static constexpr std::chrono::milliseconds atMostEvery = rarely;
    static constexpr bool waitsForServers = true;
};

template <>
struct Tuning<openstack::AvailabilityZone> : DefaultTuning
{
    static constexpr std::chrono::milliseconds atMostEvery = rarely;
};

template <>
struct Tuning<openstack::Volume> : DefaultTuning
{
    static bool transitional(const openstack::Volume &volume);
    static std::vector<Reference> references(const openstack::Volume &volume);
    static constexpr bool waitsForServers = true;
};

template <>
struct Tuning<openstack::VolumeSnapshot> : DefaultTuning
{
    static bool transitional(const openstack::VolumeSnapshot &snapshot);
    static std::vector<Reference> references(const openstack::VolumeSnapshot &snapshot);
    static constexpr bool waitsForServers = true;
};

template <>
struct Tuning<openstack::VolumeType> : DefaultTuning
{
    static constexpr std::chrono::milliseconds atMostEvery = rarely;
};

template <>
struct Tuning<openstack::VolumeZone> : DefaultTuning
{
    static constexpr std::chrono::milliseconds atMostEvery = rarely;
};

template <>
struct Tuning<openstack::Backup> : DefaultTuning
{
    static bool transitional(const openstack::Backup &backup);
    static QString absence();
    static std::vector<Reference> references(const openstack::Backup &backup);
};

template <>
struct Tuning<openstack::VolumeGroup> : DefaultTuning
{
    static bool transitional(const openstack::VolumeGroup &group);
    static QString absence();
};

template <>
struct Tuning<openstack::VolumeGroupType> : DefaultTuning
{
    static constexpr std::chrono::milliseconds atMostEvery = rarely;
    static QString absence();
};

template <>
struct Tuning<openstack::GroupSnapshot> : DefaultTuning
{
    static bool transitional(const openstack::GroupSnapshot &snapshot);
    static QString absence();
    static std::vector<Reference> references(const openstack::GroupSnapshot &snapshot);
};

template <>
struct Tuning<openstack::Network> : DefaultTuning
{
    static constexpr std::chrono::milliseconds atMostEvery = rarely;
};

template <>
struct Tuning<openstack::Subnet> : DefaultTuning
{
    static constexpr std::chrono::milliseconds atMostEvery = rarely;
};

template <>
struct Tuning<openstack::Router> : DefaultTuning
{
    static constexpr std::chrono::milliseconds atMostEvery = rarely;
};

template <typename T>
[[nodiscard]] bool transitional(const T &row)
{
    return Tuning<T>::transitional(row);
}

/// Whether Cinder copies data while a volume or a volume snapshot has this status: that takes as
/// long as the volume is large.
[[nodiscard]] bool copiesData(const QString &status);

/// Whether a row is in a transitional state that the cloud has not touched for so long: a
/// service died, or an image waits for data that never arrives. `now` is UTC; the times in the row
/// are the cloud's, whose clock is assumed to be right within minutes.
template <typename T>
[[nodiscard]] bool stuck(const T &row, const QDateTime &now,
                         std::chrono::seconds after = stuckAfter)
{
    if constexpr (requires { row.updated; }) {
        if (!transitional(row))
            return false;
        const QDateTime touched = row.created.isValid() && row.updated.isValid()
                                      ? std::max(row.created, row.updated)
                                  : row.updated.isValid() ? row.updated
                                                          : row.created;
        return touched.isValid() && touched.secsTo(now) > after.count();
    } else {
        return false;
    }
}

/// Whether a row is worth polling soon: transitional and not stuck.
template <typename T>
[[nodiscard]] bool isChanging(const T &row, const QDateTime &now)
{
    return transitional(row) && !stuck(row, now);
}

} // namespace oriel::store
