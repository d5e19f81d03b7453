#include "base/log.h"

#include <QtCore/QRegularExpression>

namespace oriel {

Q_LOGGING_CATEGORY(logBase, "oriel.base", QtInfoMsg)
Q_LOGGING_CATEGORY(logNet, "oriel.net", QtInfoMsg)
Q_LOGGING_CATEGORY(logOpenstack, "oriel.openstack", QtInfoMsg)
Q_LOGGING_CATEGORY(logStore, "oriel.store", QtInfoMsg)
Q_LOGGING_CATEGORY(logOperations, "oriel.operations", QtInfoMsg)
Q_LOGGING_CATEGORY(logModels, "oriel.models", QtInfoMsg)
Q_LOGGING_CATEGORY(logForms, "oriel.forms", QtInfoMsg)
Q_LOGGING_CATEGORY(logUi, "oriel.ui", QtInfoMsg)
Q_LOGGING_CATEGORY(logApp, "oriel.app", QtInfoMsg)
Q_LOGGING_CATEGORY(logDemo, "oriel.demo", QtInfoMsg)

QString redacted(const QString &text)
{
    constexpr auto options = QRegularExpression::CaseInsensitiveOption;
    // The names under which OpenStack's APIs and clouds.yaml carry secrets, as the end of a longer
    // name or alone.
    static const QString names = QStringLiteral("(?:[\\w-]*(?:password|passwd|passcode|secret|auth["
                                                "_-]?token|subject-token|admin_?pass|private_key)"
                                                "|token|authorization|cookie)");
    // Possessive: a value may be long, and what has to be kept for going back is limited.
    static const QRegularExpression quoted(
        QStringLiteral("([\"']") + names +
            QStringLiteral("[\"']\\s*:\\s*)(\"(?:[^\"\\\\]++|\\\\.)*+\"|'[^']*+'|[\\w.+-]++)"),
        options);
    // Keystone nests the token's id: {"token": {"id": "…"}}.
    static const QRegularExpression tokenId(
        QStringLiteral("(\"token\"\\s*:\\s*\\{\\s*\"id\"\\s*:\\s*)\"[^\"]*\""), options);
    static const QRegularExpression line(QStringLiteral("(?<![\"'\\w?&-])(") + names +
                                             QStringLiteral("\\s*:[ \\t]*)([^\\s{\\[][^\\r\\n]*)"),
                                         options);
    static const QRegularExpression query(
        QStringLiteral("((?:^|[?&;\\s])(?:") + names + QStringLiteral(")=)[^&#\\s]+"), options);
    static const QRegularExpression userInfo(QStringLiteral("(://[^/@\\s:]+:)[^/@\\s]+@"));
    static const QRegularExpression fernet(QStringLiteral("\\bgAAAA[\\w=-]{20,}"));

    QString safe = text;
    safe.replace(tokenId, QStringLiteral("\\1\"***\""));
    safe.replace(quoted, QStringLiteral("\\1\"***\""));
    safe.replace(line, QStringLiteral("\\1***"));
    safe.replace(query, QStringLiteral("\\1***"));
    safe.replace(userInfo, QStringLiteral("\\1***@"));
    safe.replace(fernet, QStringLiteral("***"));
    return safe;
}

} // namespace oriel
