#include "operations/removal/removalrequest.h"

#include "operations/commandline.h"
#include "operations/journal/journalcodec.h"
#include "operations/names.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// What a part can be, and the terminal client's words that delete it, in the order in which they
/// work.
constexpr std::array removableKinds{
    std::pair(Kind::Server, "server delete --wait"_L1),
    std::pair(Kind::Image, "image delete"_L1),
    std::pair(Kind::VolumeSnapshot, "volume snapshot delete"_L1),
    std::pair(Kind::Volume, "volume delete"_L1),
    std::pair(Kind::Backup, "volume backup delete"_L1),
    std::pair(Kind::FloatingIp, "floating ip delete"_L1),
    std::pair(Kind::Port, "port delete"_L1),
    std::pair(Kind::SecurityGroup, "security group delete"_L1),
};

QJsonObject partJson(const RemovalPart &part)
{
    return {{u"kind"_s, subjectKindName(part.subject.kind)},
            {u"id"_s, part.subject.id},
            {u"name"_s, part.subject.name},
            {u"device"_s, part.device},
            {u"size"_s, part.sizeGiB},
            {u"gone_image"_s, part.goneImageId},
            {u"stamped"_s, part.tagged},
            {u"of"_s, part.of},
            {u"with_server"_s, part.withServer}};
}

QJsonArray partsJson(const std::vector<RemovalPart> &parts)
{
    QJsonArray array;
    for (const RemovalPart &part : parts)
        array.append(partJson(part));
    return array;
}

/// Nothing if a part's kind is not known: a newer Oriel has written it.
std::optional<std::vector<RemovalPart>> partsFrom(const QJsonArray &array)
{
    std::vector<RemovalPart> parts;
    for (const auto &value : array) {
        const QJsonObject json = value.toObject();
        const auto kind = openstack::kindNamed(json.value("kind"_L1).toString());
        if (!kind)
            return {};
        RemovalPart part;
        part.subject = {*kind, json.value("id"_L1).toString(), json.value("name"_L1).toString()};
        part.device = json.value("device"_L1).toString();
        part.sizeGiB = json.value("size"_L1).toInt();
        part.goneImageId = json.value("gone_image"_L1).toString();
        part.tagged = json.value("stamped"_L1).toBool();
        part.of = json.value("of"_L1).toString();
        part.withServer = json.value("with_server"_L1).toBool();
        if (isRemovable(part.subject.kind) && !part.subject.id.isEmpty())
            parts.push_back(std::move(part));
    }
    return parts;
}

struct RemovalWords
{
    Q_DECLARE_TR_FUNCTIONS(Removal)
};

} // namespace

bool isRemovable(Kind kind)
{
    return std::ranges::any_of(removableKinds,
                               [kind](const auto &one) { return one.first == kind; });
}

bool goesWithServer(const RemovalPart &part, const RemovalRequest &request)
{
    return part.withServer && request.subject.kind == Kind::Server &&
           std::ranges::none_of(request.parts, [&](const RemovalPart &other) {
               return other.of == part.subject.id;
           });
}

QString removalKind(Kind subject)
{
    return subject == Kind::Server   ? u"delete-server"_s
           : subject == Kind::Volume ? u"delete-volume"_s
           : subject == Kind::Backup ? u"delete-backup"_s
                                     : u"delete-snapshot"_s;
}

QString removalTitle(const RemovalRequest &request)
{
    const Subject &subject = request.subject;
    const QString name = nameOrId(subject.name, subject.id);
    if (request.leftovers)
        return RemovalWords::tr("Delete what is left of “%1”").arg(name);
    switch (subject.kind) {
    case Kind::Server:
        return RemovalWords::tr("Delete instance “%1”").arg(name);
    case Kind::Volume:
        return RemovalWords::tr("Delete volume “%1”").arg(name);
    case Kind::Backup:
        return RemovalWords::tr("Delete backup “%1”").arg(name);
    case Kind::Image:
        return RemovalWords::tr("Delete image “%1”").arg(name);
    case Kind::VolumeSnapshot:
        return RemovalWords::tr("Delete volume snapshot “%1”").arg(name);
    case Kind::FloatingIp:
        return RemovalWords::tr("Release floating IP %1").arg(name);
    case Kind::Port:
        return RemovalWords::tr("Delete port “%1”").arg(name);
    case Kind::SecurityGroup:
        return RemovalWords::tr("Delete security group “%1”").arg(name);
    default:
        return RemovalWords::tr("Delete snapshot “%1”").arg(name);
    }
}

QString removalCommand(const RemovalRequest &request)
{
    QStringList lines;
    for (const RemovalPart &part : request.stays) {
        if (part.withServer)
            lines += shellLine({u"openstack"_s, u"--os-compute-api-version"_s, u"2.85"_s,
                                u"server"_s, u"volume"_s, u"update"_s,
                                u"--preserve-on-termination"_s, request.serverId, part.subject.id});
    }
    for (const auto &[kind, words] : removableKinds) {
        QStringList ids;
        for (const RemovalPart &part : request.parts) {
            if (part.subject.kind == kind && !goesWithServer(part, request))
                ids += part.subject.id;
        }
        if (!ids.isEmpty())
            lines += shellLine(u"openstack "_s.append(words).split(u' ') + ids);
    }
    return lines.join(u'\n');
}

QJsonObject toJson(const RemovalRequest &request)
{
    return {{u"target"_s, toJson(request.subject)}, // for Action::undo
            {u"subject_kind"_s, subjectKindName(request.subject.kind)},
            {u"subject"_s, request.subject.id},
            {u"subject_name"_s, request.subject.name},
            {u"server"_s, request.serverId},
            {u"parts"_s, partsJson(request.parts)},
            {u"stays"_s, partsJson(request.stays)},
            {u"leftovers"_s, request.leftovers}};
}

std::optional<RemovalRequest> removalFromJson(const QJsonObject &json)
{
    RemovalRequest request;
    const auto kind = openstack::kindNamed(json.value("subject_kind"_L1).toString());
    const auto parts = partsFrom(json.value("parts"_L1).toArray());
    const auto stays = partsFrom(json.value("stays"_L1).toArray());
    if (!kind || !parts || !stays)
        return {};
    request.subject = {*kind, json.value("subject"_L1).toString(),
                       json.value("subject_name"_L1).toString()};
    request.serverId = json.value("server"_L1).toString();
    request.parts = *parts;
    request.stays = *stays;
    request.leftovers = json.value("leftovers"_L1).toBool();
    if (request.subject.id.isEmpty() || request.parts.empty())
        return {};
    return request;
}

} // namespace oriel::operations
