#include "net/versions.h"

#include "net/json.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::net {

namespace {

const QRegularExpression &versionSegment()
{
    static const QRegularExpression pattern(u"^v\\d+(\\.\\d+)?$"_s);
    return pattern;
}

/// The "v2.1" in an endpoint's path; empty if there is none.
QString versionIn(const QUrl &endpoint)
{
    const QStringList segments = endpoint.path().split(u'/', Qt::SkipEmptyParts);
    const auto found = std::find_if(segments.begin(), segments.end(), [](const QString &segment) {
        return versionSegment().match(segment).hasMatch();
    });
    return found == segments.end() ? QString() : *found;
}

/// "v3" and "v3.0" are the same API.
bool sameApi(const QString &id, const QString &segment)
{
    return id == segment || id == segment + QLatin1String(".0") ||
           segment == id + QLatin1String(".0");
}

std::optional<MicroversionRange> rangeOf(const json::Object &version)
{
    QString highest = version.text("version");
    if (highest.isEmpty())
        highest = version.text("max_version");
    const auto max = Microversion::parse(highest.toLatin1());
    const auto min = Microversion::parse(version.text("min_version").toLatin1());
    if (!min || !max)
        return std::nullopt;
    return MicroversionRange{*min, *max};
}

QString rangeText(MicroversionRange range)
{
    return QString::fromLatin1(range.min.toByteArray()) + u'–' +
           QString::fromLatin1(range.max.toByteArray());
}

} // namespace

Microversion firstVersion(Service service)
{
    return service == Service::Compute ? Microversion{2, 1} : Microversion{3, 0};
}

std::optional<Microversion> microversionOf(const Headers &headers)
{
    // "compute 2.93"
    const QByteArray said = headerValue(headers, "openstack-api-version").trimmed();
    return Microversion::parse(said.sliced(said.lastIndexOf(' ') + 1));
}

QUrl versionDocumentUrl(const QUrl &endpoint)
{
    const QString path = endpoint.path(QUrl::FullyEncoded);
    QString kept;
    const QStringList segments = path.split(u'/', Qt::SkipEmptyParts);
    for (const QString &segment : segments) {
        kept += u'/' + segment;
        if (versionSegment().match(segment).hasMatch())
            break;
    }
    QUrl url = endpoint;
    url.setPath(kept + u'/');
    url.setQuery(QString());
    return url;
}

Result<ServiceVersions> readVersions(const QByteArray &body, const QUrl &endpoint)
{
    return json::decode<ServiceVersions>(body, [&endpoint](const json::Object &root) {
        ServiceVersions versions;
        if (root.has("version")) {
            versions.range = rangeOf(root.object("version"));
            return versions;
        }
        const json::Value list = root.value("versions");
        if (!list.present())
            root.fail(QCoreApplication::translate("oriel::net::versions",
                                                  "it is not a version document"));
        const json::Array entries =
            list.type() == json::Type::Object ? list.object().array("values") : list.array();
        const QString segment = versionIn(endpoint);
        for (const json::Object entry : entries.objects()) {
            const auto range = rangeOf(entry);
            if (!segment.isEmpty() && sameApi(entry.text("id"), segment)) {
                versions.range = range;
                return versions;
            }
            if (range && (!versions.range || versions.range->max < range->max))
                versions.range = range;
        }
        return versions;
    });
}

Result<std::optional<Microversion>> agree(Service service, const ServiceVersions &offered,
                                          MicroversionRange wanted)
{
    Error error;
    error.kind = ErrorKind::Unsupported;
    error.service = serviceName(service);
    if (!offered.range) {
        if (wanted.min <= firstVersion(service))
            return std::optional<Microversion>();
        error.message = QCoreApplication::translate(
                            "oriel::net::versions",
                            "This requires microversion %1. The service has no microversions.")
                            .arg(QString::fromLatin1(wanted.min.toByteArray()));
        return error;
    }
    const Microversion best = std::min(wanted.max, offered.range->max);
    if (best >= wanted.min && best >= offered.range->min)
        return std::optional(best);
    error.message =
        QCoreApplication::translate("oriel::net::versions",
                                    "This requires microversion %1. The service supports %2.")
            .arg(rangeText(wanted), rangeText(*offered.range));
    return error;
}

Result<MicroversionRange> below(Microversion ceiling, Service service, MicroversionRange wanted)
{
    if (wanted.min <= ceiling)
        return MicroversionRange{wanted.min, std::min(wanted.max, ceiling)};
    Error error;
    error.kind = ErrorKind::Configuration;
    error.service = serviceName(service);
    error.message =
        QCoreApplication::translate("oriel::net::versions",
                                    "This requires microversion %1, but the configured API version "
                                    "allows %2 at most. Remove or raise that setting.")
            .arg(QString::fromLatin1(wanted.min.toByteArray()),
                 QString::fromLatin1(ceiling.toByteArray()));
    return error;
}

Headers microversionHeaders(Service service, Microversion version)
{
    const QByteArray text = version.toByteArray();
    switch (service) {
    case Service::Compute: {
        Headers headers{{QByteArrayLiteral("OpenStack-API-Version"), "compute " + text}};
        if (version <= Microversion{2, 26})
            headers.append({QByteArrayLiteral("X-OpenStack-Nova-API-Version"), text});
        return headers;
    }
    case Service::BlockStorage:
        return {{QByteArrayLiteral("OpenStack-API-Version"), "volume " + text}};
    default:
        return {{QByteArrayLiteral("OpenStack-API-Version"),
                 serviceName(service).toLatin1() + ' ' + text}};
    }
}

} // namespace oriel::net
