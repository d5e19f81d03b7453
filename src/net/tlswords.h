#pragma once

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtNetwork/QSslError>

namespace oriel::net {

/// Why the certificate of `host` was not accepted and what can be done about it, as sentences. Of
/// several errors the one that no setting of the user can cure goes first: a CA certificate does
/// not help against one that has expired.
[[nodiscard]] QString tlsWords(const QList<QSslError> &errors, const QString &host);

} // namespace oriel::net
