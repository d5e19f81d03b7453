#pragma once

#include "openstack/blockstorage/volume.h"
#include "operations/operation.h"
#include "operations/pace.h"

#include "base/result.h"

namespace oriel::operations {

/// A volume and the volume snapshot that it is put back to.
struct RevertRequest
{
    Subject volume;   ///< of kind Volume
    Subject snapshot; ///< of kind VolumeSnapshot: the volume's latest

    bool operator==(const RevertRequest &) const = default;
};

/// Puts a volume back to its latest snapshot: what was written since is lost. Sent exactly once; a
/// lost answer is resolved by the volume's status and the time of its last change. A volume that
/// ends in error is said to be so: its data may be neither the old nor the new.
/// https://docs.openstack.org/api-ref/block-storage/v3/#revert-volume-to-snapshot
class VolumeRevert final : public Operation
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView kindName{"revert-volume"};

    VolumeRevert(Context context, RevertRequest request, QObject *parent = nullptr);
    /// Null where the entry's intent is not understood.
    static std::unique_ptr<VolumeRevert> fromJournal(const JournalEntry &entry, Context context);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override { return m_request.volume; }
    [[nodiscard]] QString command() const override;
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override;
    [[nodiscard]] const RevertRequest &request() const { return m_request; }

protected:
    void run() override;
    void resume(const JournalEntry &left) override;

private:
    void showStages();
    void ask(const openstack::Volume &before);
    void asked(const Result<Nothing> &answer);
    void look();
    void judge(const openstack::Volume &volume);
    void judgeLost(const openstack::Volume &volume);
    void conclude(const std::optional<Error> &error, bool unclear = false);
    [[nodiscard]] Error failure(ErrorKind kind, const QString &message) const;

    RevertRequest m_request;
    QString m_changedBefore; ///< when the volume was last changed before; as the cloud said it
    std::optional<Error> m_lost;
    int m_idle = 0;
    Pace m_pace;
    std::chrono::milliseconds m_lastAnswer{0};
};

} // namespace oriel::operations
