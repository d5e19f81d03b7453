#pragma once

#include "operations/operation.h"
#include "operations/restore/restorerequest.h"

namespace oriel::operations {

/// Moves a floating IP to another port: the way back after a restore.
class MoveFloatingIp final : public Operation
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView kindName{"move-floating-ip"};

    /// To the port `portId`, at its address `fixedIp` (empty: its first).
    MoveFloatingIp(Context context, FloatingIpMove move, QString portId, QString fixedIp,
                   QObject *parent = nullptr);
    /// Null where the entry's intent is not understood.
    static std::unique_ptr<MoveFloatingIp> fromJournal(const JournalEntry &entry, Context context);

    [[nodiscard]] QString title() const override;
    /// The instance that gets it, by name only: a port is what is known.
    [[nodiscard]] Subject subject() const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override;
    [[nodiscard]] const FloatingIpMove &move() const { return m_move; }

protected:
    /// Sending it twice is sending it once, and nothing is left half done.
    [[nodiscard]] bool needsJournal() const override { return false; }
    Task<Ending> perform() override;

private:
    FloatingIpMove m_move;
    QString m_portId;
    QString m_fixedIp;
};

} // namespace oriel::operations
