#pragma once

#include "openstack/image/image.h"
#include "operations/operation.h"
#include "operations/pace.h"

#include <QtCore/QDate>
#include <QtCore/QMap>

namespace oriel::operations {

/// What a person chose in the Change keep-until date dialog, for one snapshot.
struct KeepUntilRequest
{
    Subject subject;  ///< of kind SnapshotSet or VolumeSnapshot
    QString serverId; ///< whose snapshot it is; empty where unknown
    QString imageId;  ///< of the set; empty: a volume snapshot alone, or the image is gone
    QStringList volumeSnapshotIds;
    std::optional<QDate> keepUntil; ///< nothing: no date

    bool operator==(const KeepUntilRequest &) const = default;
};

/// The terminal client's lines for the same change.
[[nodiscard]] QString keepUntilCommand(const KeepUntilRequest &request);

/// Writes oriel:keep_until on the image and on each volume snapshot of a set, where it is another.
/// To write the same twice changes nothing, so a lost answer and a resumed operation look, and
/// write where it is not there yet. An image whose stamps are inherited from another snapshot is
/// given stamps of its own, or its date would not be believed.
class ChangeKeepUntil final : public Operation
{
    Q_OBJECT

public:
    static constexpr char kindName[] = "change-keep-until";

    ChangeKeepUntil(Context context, KeepUntilRequest request, QObject *parent = nullptr);
    [[nodiscard]] static std::unique_ptr<ChangeKeepUntil> fromJournal(const JournalEntry &entry,
                                                                      Context context);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override { return m_request.subject; }
    [[nodiscard]] QString command() const override { return keepUntilCommand(m_request); }
    [[nodiscard]] QString kind() const override { return QLatin1StringView(kindName); }
    [[nodiscard]] QJsonObject intent() const override;

    [[nodiscard]] const KeepUntilRequest &request() const { return m_request; }

protected:
    /// What is there already is not written again, and half of it harms nothing.
    [[nodiscard]] bool needsJournal() const override { return false; }
    void run() override;
    void resume(const JournalEntry &left) override;

private:
    void next();
    void lookAtImage();
    void lookAtSnapshot(const QString &id);
    void write(const QString &id, const QMap<QString, QString> &stamps);
    void written(const std::optional<Error> &error);
    void lookFailed(const Error &error);
    void partDone();
    void partFailed(const Error &error);
    [[nodiscard]] QMap<QString, QString> imageStampsFor(const openstack::Image &image) const;
    [[nodiscard]] QString value() const;

    KeepUntilRequest m_request;
    QStringList m_targets; ///< the image first
    int m_at = 0;
    int m_sent = 0;
    std::vector<Error> m_errors;
    std::optional<Error> m_doubt; ///< what the newest write came back with instead of an answer
    bool m_unclear = false;       ///< of one of the targets nothing tells
    Pace m_pace;
    std::chrono::milliseconds m_lastAnswer{0};
};

} // namespace oriel::operations
