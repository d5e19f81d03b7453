#pragma once

#include <QtCore/QString>

namespace oriel::net {

/// Sentences that explain why the certificate of `host` was not accepted and what to do about it.
/// `code`: OpenSSL's X509_V_ERR_…. `why`: the library's own message.
/// https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
[[nodiscard]] QString tlsWords(long code, const QString &host, const QString &why);

} // namespace oriel::net
