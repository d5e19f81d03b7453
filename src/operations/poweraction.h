#pragma once

#include <QtCore/QString>

namespace oriel::operations {

enum class PowerAction { Start, ShutOff, Reboot, HardReboot };

/// As Nova's list of an instance's actions has it: "start", "stop", "reboot".
[[nodiscard]] QString actionName(PowerAction action);

/// As the journal spells it: as actionName(), but "hard-reboot".
[[nodiscard]] QString actionWord(PowerAction action);

/// The terminal client's line for it. `serverName` is used where `nameIsUnique`, the id elsewhere.
[[nodiscard]] QString powerCommand(PowerAction action, const QString &serverId,
                                   const QString &serverName, bool nameIsUnique);

} // namespace oriel::operations
