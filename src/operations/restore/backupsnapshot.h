#pragma once

#include "operations/restore/creation.h"

namespace oriel::operations {

/// What a person chose in the Back up dialog.
struct BackupRequest
{
    Subject snapshot; ///< of kind VolumeSnapshot
    QString volumeId; ///< whose snapshot it is
    QString name;

    bool operator==(const BackupRequest &) const = default;
};

/// The terminal client's line for the same backup.
[[nodiscard]] QString backupCommand(const BackupRequest &request);

/// Backs a volume snapshot up and waits until the backup is available. Where the cloud turns out to
/// have no backup service, it says so, and what state that left the volume snapshot in.
/// https://docs.openstack.org/api-ref/block-storage/v3/#create-a-backup
class BackupSnapshot final : public Creation
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView kindName{"create-backup"};

    BackupSnapshot(Context context, BackupRequest request, QObject *parent = nullptr);
    /// Null where the entry's intent is not understood.
    static std::unique_ptr<BackupSnapshot> fromJournal(const JournalEntry &entry, Context context);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override { return m_request.snapshot; }
    [[nodiscard]] QString command() const override { return backupCommand(m_request); }
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override;
    [[nodiscard]] const BackupRequest &request() const { return m_request; }

protected:
    void ask(Found then) override;
    void find(Found then) override;
    void see(std::function<void(const Result<Seen> &)> then) override;
    [[nodiscard]] Subject made() const override { return m_request.snapshot; }
    void settle(const std::optional<Error> &error, std::function<void()> end) override;
    [[nodiscard]] QString firstStage() const override;
    [[nodiscard]] Stage followStage() const override;

private:
    BackupRequest m_request;
};

} // namespace oriel::operations
