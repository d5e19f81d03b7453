#include "operations/removal/removalrequest.h"

#include "operations/commandline.h"
#include "operations/journal/journalcodec.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// What a part can be, and the terminal client's words that delete it.
constexpr std::array removableKinds{
    std::pair(openstack::Kind::Image, "image delete"_L1),
    std::pair(openstack::Kind::VolumeSnapshot, "volume snapshot delete"_L1),
};

QJsonObject partJson(const RemovalPart &part)
{
    return {{u"kind"_s, subjectKindName(part.subject.kind)},
            {u"id"_s, part.subject.id},
            {u"name"_s, part.subject.name},
            {u"device"_s, part.device},
            {u"size"_s, part.sizeGiB},
            {u"gone_image"_s, part.goneImageId},
            {u"stamped"_s, part.tagged}};
}

QJsonArray partsJson(const std::vector<RemovalPart> &parts)
{
    QJsonArray array;
    for (const RemovalPart &part : parts)
        array.append(partJson(part));
    return array;
}

std::vector<RemovalPart> partsFrom(const QJsonArray &array)
{
    std::vector<RemovalPart> parts;
    for (const auto &value : array) {
        const QJsonObject json = value.toObject();
        RemovalPart part;
        part.subject = {subjectKindNamed(json.value("kind"_L1).toString()),
                        json.value("id"_L1).toString(), json.value("name"_L1).toString()};
        part.device = json.value("device"_L1).toString();
        part.sizeGiB = json.value("size"_L1).toInt();
        part.goneImageId = json.value("gone_image"_L1).toString();
        part.tagged = json.value("stamped"_L1).toBool();
        const bool known = std::ranges::any_of(
            removableKinds, [&](const auto &one) { return one.first == part.subject.kind; });
        if (known && !part.subject.id.isEmpty())
            parts.push_back(std::move(part));
    }
    return parts;
}

struct RemovalWords
{
    Q_DECLARE_TR_FUNCTIONS(Removal)
};

} // namespace

QString removalTitle(const RemovalRequest &request)
{
    const Subject &subject = request.subject;
    const QString name = subject.name.isEmpty() ? subject.id : subject.name;
    if (request.leftovers)
        return RemovalWords::tr("Delete what is left of “%1”").arg(name);
    if (subject.kind == openstack::Kind::Image)
        return RemovalWords::tr("Delete image “%1”").arg(name);
    return subject.kind == openstack::Kind::VolumeSnapshot
               ? RemovalWords::tr("Delete volume snapshot “%1”").arg(name)
               : RemovalWords::tr("Delete snapshot “%1”").arg(name);
}

QString removalCommand(const RemovalRequest &request)
{
    QStringList lines;
    for (const auto &[kind, words] : removableKinds) {
        QStringList ids;
        for (const RemovalPart &part : request.parts) {
            if (part.subject.kind == kind)
                ids += part.subject.id;
        }
        if (!ids.isEmpty())
            lines += shellLine(u"openstack "_s.append(words).split(u' ') + ids);
    }
    return lines.join(u'\n');
}

QJsonObject toJson(const RemovalRequest &request)
{
    return {{u"subject_kind"_s, subjectKindName(request.subject.kind)},
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
    request.subject = {subjectKindNamed(json.value("subject_kind"_L1).toString()),
                       json.value("subject"_L1).toString(),
                       json.value("subject_name"_L1).toString()};
    request.serverId = json.value("server"_L1).toString();
    request.parts = partsFrom(json.value("parts"_L1).toArray());
    request.stays = partsFrom(json.value("stays"_L1).toArray());
    request.leftovers = json.value("leftovers"_L1).toBool();
    if (request.subject.id.isEmpty() || request.parts.empty())
        return {};
    return request;
}

} // namespace oriel::operations
