#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QStringDecoder>

#include <optional>

namespace oriel {

/// The text of these bytes; nullopt: they are not text in UTF-8, or only the beginning of one.
[[nodiscard]] inline std::optional<QString> textFromUtf8(const QByteArray &bytes)
{
    if (bytes.contains('\0'))
        return std::nullopt;
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decode(bytes);
    if (decode.hasError())
        return std::nullopt;
    return text;
}

} // namespace oriel
