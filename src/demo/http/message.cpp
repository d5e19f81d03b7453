#include "demo/http/message.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QUrl>

#include <array>

namespace oriel::demo {

namespace {

QString decodedArgument(QByteArray text)
{
    text.replace('+', ' ');
    return QUrl::fromPercentEncoding(text);
}

quint32 crc32Of(const QByteArray &bytes)
{
    static const auto table = [] {
        std::array<quint32, 256> made{};
        for (quint32 i = 0; i < made.size(); ++i) {
            quint32 value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
            made[i] = value;
        }
        return made;
    }();
    quint32 crc = 0xFFFFFFFFU;
    for (const char c : bytes)
        crc = table[(crc ^ static_cast<quint8>(c)) & 0xFFU] ^ (crc >> 8U);
    return crc ^ 0xFFFFFFFFU;
}

void appendLittleEndian(QByteArray &to, quint32 value)
{
    for (unsigned shift = 0; shift < 32; shift += 8)
        to.append(static_cast<char>((value >> shift) & 0xFFU));
}

} // namespace

std::optional<QString> HttpRequest::argument(QStringView name) const
{
    std::optional<QString> found;
    for (const auto &[key, value] : query) {
        if (key == name)
            found = value;
    }
    return found;
}

void HttpRequest::setTarget(const QByteArray &rawTarget)
{
    target = rawTarget;
    const qsizetype mark = target.indexOf('?');
    path = QString::fromUtf8(mark < 0 ? target : target.left(mark));
    if (mark < 0)
        return;
    const QList<QByteArray> parts = target.mid(mark + 1).split('&');
    for (const QByteArray &part : parts) {
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        query.append({decodedArgument(equals < 0 ? part : part.left(equals)),
                      equals < 0 ? QString() : decodedArgument(part.mid(equals + 1))});
    }
}

HttpResponse HttpResponse::json(int status, const QJsonObject &object)
{
    HttpResponse response;
    response.status = status;
    response.contentType = QByteArrayLiteral("application/json");
    response.body = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return response;
}

HttpResponse HttpResponse::empty(int status)
{
    HttpResponse response;
    response.status = status;
    return response;
}

HttpResponse &HttpResponse::with(const QByteArray &name, const QByteArray &value)
{
    headers.append({name, value});
    return *this;
}

QByteArray gzip(const QByteArray &plain)
{
    // qCompress returns four bytes of length, then a zlib stream: a two-byte header, deflate, a
    // four-byte checksum.
    const QByteArray zlib = qCompress(plain, 1);
    QByteArray out("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
    out.append(zlib.mid(6, zlib.size() - 10));
    appendLittleEndian(out, crc32Of(plain));
    appendLittleEndian(out, static_cast<quint32>(plain.size()));
    return out;
}

} // namespace oriel::demo
