#include "base/log.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

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
    // The names under which OpenStack's APIs and clouds.yaml carry secrets, alone or at the end of
    // a longer name.
    static const QString names =
        u"(?:[\\w-]*(?:password|passwd|passcode|secret|auth["
        "_-]?token|subject-token|admin_?pass|private_key|auth_key|user_data)"
        "|token|authorization|cookie)"_s;
    // Possessive quantifiers: values can be long, and PCRE limits the backtracking stack.
    static const QRegularExpression quoted(
        u"([\"']"_s + names + u"[\"']\\s*:\\s*)(\"(?:[^\"\\\\]++|\\\\.)*+\"|'[^']*+'|[\\w.+-]++)"_s,
        options);
    // Keystone nests the token's id: {"token": {"id": "…"}}.
    static const QRegularExpression tokenId(
        u"(\"token\"\\s*:\\s*\\{\\s*\"id\"\\s*:\\s*)\"[^\"]*\""_s, options);
    static const QRegularExpression line(
        u"(?<![\"'\\w?&-])("_s + names + u"\\s*:[ \\t]*)([^\\s{\\[][^\\r\\n]*)"_s, options);
    static const QRegularExpression query(u"((?:^|[?&;\\s])(?:"_s + names + u")=)[^&#\\s]+"_s,
                                          options);
    // An address in an address, as those of noVNC consoles: ?path=%3Ftoken%3D…
    static const QRegularExpression nested(u"((?:%3F|%26)(?:"_s + names + u")%3D)[^&#\\s\"'%]+"_s,
                                           options);
    static const QRegularExpression userInfo(u"(://[^/@\\s:]+:)[^/@\\s]+@"_s);
    static const QRegularExpression fernet(u"\\bgAAAA[\\w=-]{20,}"_s);

    QString safe = text;
    safe.replace(tokenId, u"\\1\"***\""_s);
    safe.replace(quoted, u"\\1\"***\""_s);
    safe.replace(line, u"\\1***"_s);
    safe.replace(query, u"\\1***"_s);
    safe.replace(nested, u"\\1***"_s);
    safe.replace(userInfo, u"\\1***@"_s);
    safe.replace(fernet, u"***"_s);
    return safe;
}

} // namespace oriel
