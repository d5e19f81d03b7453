#pragma once

#include "operations/operation.h"

namespace oriel::operations {

enum class PowerAction { Start, ShutOff, Reboot, HardReboot };

/// Starts, shuts off or reboots an instance and follows it until it is there.
class PowerOperation final : public Operation
{
    Q_OBJECT

public:
    PowerOperation(Context context, QString serverId, PowerAction action, QObject *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] PowerAction action() const { return m_action; }

protected:
    void run() override;

private:
    QString m_serverId;
    PowerAction m_action;
};

} // namespace oriel::operations
