#include "net/request.h"

#include <algorithm>
#include <charconv>

using namespace Qt::StringLiterals;

namespace oriel::net {

namespace {

std::optional<int> wholeText(QByteArrayView text)
{
    int value = 0;
    const auto [last, problem] = std::from_chars(text.begin(), text.end(), value);
    if (text.isEmpty() || problem != std::errc() || last != text.end() || value < 0)
        return std::nullopt;
    return value;
}

} // namespace

QString serviceName(Service service)
{
    switch (service) {
    case Service::Identity:
        return u"identity"_s;
    case Service::Compute:
        return u"compute"_s;
    case Service::BlockStorage:
        return u"block-storage"_s;
    case Service::Image:
        return u"image"_s;
    case Service::Network:
        return u"network"_s;
    }
    return {};
}

QByteArray methodName(Method method)
{
    switch (method) {
    case Method::Get:
        return QByteArrayLiteral("GET");
    case Method::Head:
        return QByteArrayLiteral("HEAD");
    case Method::Post:
        return QByteArrayLiteral("POST");
    case Method::Put:
        return QByteArrayLiteral("PUT");
    case Method::Patch:
        return QByteArrayLiteral("PATCH");
    case Method::Delete:
        return QByteArrayLiteral("DELETE");
    }
    return {};
}

QByteArray Microversion::toByteArray() const
{
    return QByteArray::number(major) + '.' + QByteArray::number(minor);
}

std::optional<Microversion> Microversion::parse(QByteArrayView text)
{
    const qsizetype dot = text.indexOf('.');
    if (dot < 0)
        return std::nullopt;
    const auto major = wholeText(text.first(dot));
    const auto minor = wholeText(text.sliced(dot + 1));
    if (!major || !minor)
        return std::nullopt;
    return Microversion{*major, *minor};
}

QByteArray headerValue(const Headers &headers, QByteArrayView name)
{
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto &header) {
        return QByteArrayView(header.first) == name;
    });
    return found == headers.end() ? QByteArray() : found->second;
}

bool keepsItsSegments(const QString &path)
{
    if (path.isEmpty())
        return true;
    const QByteArray encoded = path.toUtf8();
    const auto segments = encoded.sliced(encoded.startsWith('/') ? 1 : 0).split('/');
    return std::none_of(segments.begin(), segments.end(), [](const QByteArray &segment) {
        const QByteArray plain = QByteArray::fromPercentEncoding(segment);
        return plain.isEmpty() || plain == "." || plain == "..";
    });
}

QByteArray Answer::header(QByteArrayView name) const
{
    return headerValue(headers, name);
}

} // namespace oriel::net
