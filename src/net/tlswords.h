#pragma once

#include <QtCore/QString>

namespace oriel::net {

/// Why the certificate of `host` was not accepted and what can be done about it, as sentences.
/// `code`: OpenSSL's (X509_V_ERR_…). `why`: the library's own words.
/// https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
[[nodiscard]] QString tlsWords(long code, const QString &host, const QString &why);

} // namespace oriel::net
