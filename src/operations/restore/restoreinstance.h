#pragma once

#include "openstack/blockstorage/volume.h"
#include "openstack/compute/server.h"
#include "operations/operation.h"
#include "operations/pace.h"
#include "operations/restore/restorerequest.h"

#include "base/result.h"

#include <QtCore/QSet>

namespace oriel::operations {

class FloatingIpMover;

/// Launches an instance from a snapshot: POST /servers exactly once, then follows it until it is
/// ACTIVE, and moves the floating IP where that was asked for. A lost answer is resolved by looking
/// for the stamp (oriel:operation) in the metadata of the instances. Where building fails, what the
/// cloud says of it is the error, and the instance and its new volumes are named as left behind.
/// https://docs.openstack.org/api-ref/compute/#create-server
class RestoreInstance final : public Operation
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView kindName{"restore-instance"};

    RestoreInstance(Context context, RestoreRequest request, QObject *parent = nullptr);
    /// Null where the entry's intent is not understood.
    static std::unique_ptr<RestoreInstance> fromJournal(const JournalEntry &entry, Context context);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override { return m_request.source; }
    [[nodiscard]] QString command() const override { return restoreCommand(m_request); }
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override { return toJson(m_request); }

    [[nodiscard]] const RestoreRequest &request() const { return m_request; }
    /// Of the new instance, once it is up.
    [[nodiscard]] QStringList addresses() const { return m_addresses; }
    /// The way back of the floating IP, once it has been moved.
    [[nodiscard]] const std::optional<FloatingIpMove> &movedFloatingIp() const { return m_moved; }

protected:
    void run() override;
    void resume(const JournalEntry &left) override;

private:
    void showStages();
    [[nodiscard]] bool isFromOurs(const openstack::Volume &volume) const;
    void asked(const Result<openstack::CreatedServer> &answer);
    void search(const Error &error, bool senderIsDead);
    void endWithoutServer(const Error &error, bool unclear);
    void adopt(const QString &serverId);
    void look();
    void judge(const openstack::Server &server);
    void buildFailed(const openstack::Server &server);
    void nameLeftovers(const Error &error);
    void up(const openstack::Server &server);
    void moveFloatingIp();
    void conclude();
    [[nodiscard]] Error failure(const QString &message) const;

    RestoreRequest m_request;
    /// Volumes from the same volume snapshots that were there before; nothing: not known.
    std::optional<QSet<QString>> m_volumesBefore;
    QString m_requestId;
    QStringList m_addresses;
    FloatingIpMover *m_mover = nullptr;
    std::optional<FloatingIpMove> m_moved;
    Pace m_pace;
    int m_tries = 0;
    std::chrono::milliseconds m_lastAnswer{0};
};

} // namespace oriel::operations
