#pragma once

#include <QtCore/QLoggingCategory>
#include <QtCore/QString>

namespace oriel {

/// One category per room, switched by QT_LOGGING_RULES ("oriel.net.debug=true"). Warnings are on,
/// debug is off. Text from requests, answers and configuration passes through redacted() before it
/// is logged.
Q_DECLARE_LOGGING_CATEGORY(logBase)
Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logOpenstack)
Q_DECLARE_LOGGING_CATEGORY(logStore)
Q_DECLARE_LOGGING_CATEGORY(logOperations)
Q_DECLARE_LOGGING_CATEGORY(logModels)
Q_DECLARE_LOGGING_CATEGORY(logForms)
Q_DECLARE_LOGGING_CATEGORY(logUi)
Q_DECLARE_LOGGING_CATEGORY(logApp)
Q_DECLARE_LOGGING_CATEGORY(logDemo)

/// `text` with the values of tokens, passwords, secrets and passcodes replaced by "***": in JSON
/// ("password": "…"), YAML and headers (X-Auth-Token: …), URLs (?token=…, user:password@host), and
/// bare Fernet tokens. Any thread.
[[nodiscard]] QString redacted(const QString &text);

} // namespace oriel
