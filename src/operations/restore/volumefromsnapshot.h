#pragma once

#include "operations/restore/creation.h"

namespace oriel::operations {

/// What a person chose in the New volume dialog.
struct NewVolumeRequest
{
    Subject snapshot; ///< of kind VolumeSnapshot
    QString name;
    int sizeGiB = 0;    ///< at least the snapshot's
    QString volumeType; ///< empty: that of the snapshot's volume

    bool operator==(const NewVolumeRequest &) const = default;
};

/// The terminal client's line for the same volume.
[[nodiscard]] QString newVolumeCommand(const NewVolumeRequest &request);

/// Makes a volume from a volume snapshot and waits until it is available.
/// https://docs.openstack.org/api-ref/block-storage/v3/#create-a-volume
class VolumeFromSnapshot final : public Creation
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView kindName{"create-volume"};

    VolumeFromSnapshot(Context context, NewVolumeRequest request, QObject *parent = nullptr);
    /// Null where the entry's intent is not understood.
    static std::unique_ptr<VolumeFromSnapshot> fromJournal(const JournalEntry &entry,
                                                           Context context);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override { return m_request.snapshot; }
    [[nodiscard]] QString command() const override { return newVolumeCommand(m_request); }
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override;
    [[nodiscard]] const NewVolumeRequest &request() const { return m_request; }

protected:
    void ask(Found then) override;
    /// Others may use it as soon as it is there.
    [[nodiscard]] bool isReady(const QString &status) const override;
    void find(Found then) override;
    void see(std::function<void(const Result<Seen> &)> then) override;
    [[nodiscard]] Subject made() const override;
    void settle(const std::optional<Error> &error, std::function<void()> end) override;
    [[nodiscard]] QString firstStage() const override;
    [[nodiscard]] Stage followStage() const override;

private:
    NewVolumeRequest m_request;
};

} // namespace oriel::operations
