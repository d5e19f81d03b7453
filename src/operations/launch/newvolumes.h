#pragma once

#include "operations/operation.h"

#include <functional>
#include <vector>

namespace oriel::operations {

/// A volume to create.
struct NewVolume
{
    /// A volume snapshot, an image, a backup, or a volume in the same zone; of another kind: it is
    /// empty.
    Subject source;
    QString name;
    int sizeGiB = 0;
    QString type{}; ///< a name; empty: the source's, or the cloud's default
    QString zone{}; ///< empty: the cloud's choice

    bool operator==(const NewVolume &) const = default;
};

/// The states in which a volume can be used. Other users may use it as soon as it exists.
[[nodiscard]] QStringList usableVolumeStates();

/// Whether a volume of the project has this name.
[[nodiscard]] bool isVolumeNameTaken(const store::CloudStores &stores, const QString &name);

/// The name with the suffix, and with a number if `isTaken` says so:
/// "web-1-data-before-rollback-2"; at most 255 characters.
[[nodiscard]] QString suffixedName(const QString &name, const QString &suffix,
                                   const std::function<bool(const QString &)> &isTaken);

/// "web-1-restored", or with a number if `isTaken` says so; at most 255 characters.
[[nodiscard]] QString restoredName(const QString &original,
                                   const std::function<bool(const QString &)> &isTaken);

/// What the original of a restored volume was to its instance. What is not known is empty.
struct VolumeOrigin
{
    QString volume; ///< its name
    QString instance;
    QString device; ///< "/dev/vda"
    bool boots = false;
};

/// "web-1-restored-root", "web-1-restored-data": the name of what the volume belongs to, and what
/// its original was: the rest of its name after the instance's; otherwise "root", its whole name,
/// or its device. With a number if `isTaken` says so; at most 255 characters.
[[nodiscard]] QString restoredVolumeName(const QString &owner, const VolumeOrigin &origin,
                                         const std::function<bool(const QString &)> &isTaken);

/// The volumes that an operation creates: part of the operation, with its own steps and one stage
/// each. Every volume is tagged, and gets its name in the request that creates it. The coroutines
/// are awaited one after another; `operation` outlives this.
class NewVolumes
{
public:
    NewVolumes(Operation &operation, std::vector<NewVolume> volumes, std::size_t firstStage = 0);

    [[nodiscard]] std::vector<Stage> stages() const;
    /// Sends all requests at once.
    Task<void> request();
    /// In place of request(), if nothing more is to be created: finds what an earlier run has
    /// requested.
    Task<void> recover();
    /// Follows what was requested until each volume is available or has failed. After the user has
    /// canceled, it does not wait much longer.
    Task<void> follow();
    /// In place of both, what an earlier run has created, without asking the cloud.
    void recall();
    /// Deletes what was created. What cannot be deleted becomes a leftover of the operation.
    Task<void> remove();
    /// Deletes a volume as a step of the operation. False: it is not gone, and becomes a leftover.
    static Task<bool> remove(Operation *operation, Subject volume);
    /// Makes leftovers of the operation of what was created.
    void nameLeftovers();

    /// Why some were not created, with a reason for each; succeeded: all are available.
    [[nodiscard]] Ending ending() const;
    [[nodiscard]] std::size_t count() const { return m_volumes.size(); }
    /// Of those that were created.
    [[nodiscard]] QStringList ids() const;
    /// Of the volume created from the source with this ID; empty: none.
    [[nodiscard]] QString idFor(const QString &sourceId) const;

private:
    struct Volume
    {
        NewVolume wanted;
        QString id{}; ///< empty: not created
        QString requestId{};
        Ending ending{};
    };

    [[nodiscard]] static QString stepOf(const Volume &volume);
    [[nodiscard]] Step creationOf(const Volume &volume);
    Task<Nothing> requestOne(std::size_t index, bool resend);
    Task<Nothing> followOne(std::size_t index);
    Task<Nothing> removeOne(std::size_t index);
    void fail(std::size_t index, Ending ending);

    Operation &m_operation;
    std::vector<Volume> m_volumes;
    std::size_t m_firstStage;
};

} // namespace oriel::operations
