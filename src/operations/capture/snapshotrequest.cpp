#include "operations/capture/snapshotrequest.h"

#include "operations/commandline.h"
#include "operations/names.h"
#include "operations/snapshottags.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

QString keepUntilTag(const CreateSnapshotRequest &request)
{
    return request.keepUntil ? request.keepUntil->toString(Qt::ISODate) : u"none"_s;
}

QStringList property(QLatin1StringView key, const QString &value)
{
    return {u"--property"_s, tagKey(key) + u'=' + value};
}

QString imageLine(const CreateSnapshotRequest &request, const QString &server, bool wait)
{
    QStringList words{u"openstack"_s, u"server"_s, u"image"_s, u"create"_s};
    if (wait)
        words += u"--wait"_s;
    // Words that start with a dash would be parsed as options.
    if (request.name.startsWith(u'-'))
        words += u"--name="_s + request.name;
    else
        words << u"--name"_s << request.name;
    words << u"--property"_s << u"instance_uuid="_s + request.serverId << u"--property"_s
          << u"image_type=snapshot"_s << property("keep_until"_L1, keepUntilTag(request));
    if (!request.description.isEmpty())
        words << property("description"_L1, request.description);
    words << server;
    return shellLine(words);
}

/// The shell must fill in the tag that assigns it to its image, so it is not quoted.
QString volumeLine(const CreateSnapshotRequest &request, const QString &volumeId)
{
    QStringList words{u"openstack"_s, u"volume"_s,   u"snapshot"_s, u"create"_s,
                      u"--force"_s,   u"--volume"_s, volumeId};
    words << property("instance"_L1, request.serverId)
          << property("keep_until"_L1, keepUntilTag(request));
    return shellLine(words) + u" --property \"oriel:image=$image\" -- "_s +
           shellQuoted(volumeSnapshotName(request.name));
}

} // namespace

QString createSnapshotCommand(const CreateSnapshotRequest &request, const QString &server)
{
    const QString quoted = shellQuoted(server);
    const bool off = request.shutOffFirst;
    QStringList lines;
    if (off) {
        lines << u"openstack server stop "_s + quoted;
        lines << u"until [ \"$(openstack server show -f value -c status %1)\" = SHUTOFF ]; "
                 "do sleep 2; done"_s.arg(quoted);
    }
    QString image = imageLine(request, server, off);
    if (!request.extraVolumes.isEmpty()) {
        image.insert(image.indexOf(" create"_L1) + 7, u" -f value -c id"_s);
        image = u"image=$("_s + image + u')';
    }
    lines << image;
    for (const QString &volumeId : request.extraVolumes)
        lines << volumeLine(request, volumeId);
    if (off) {
        lines << u"while openstack volume snapshot list --name %1 -f value -c Status | "
                 "grep -q creating; do sleep 2; done"_s.arg(
                     shellQuoted(volumeSnapshotName(request.name)));
        lines << u"openstack server start "_s + quoted;
    }
    return lines.join(u'\n');
}

QJsonObject toJson(const CreateSnapshotRequest &request)
{
    QJsonArray promised;
    for (const PromisedPart &part : request.promised)
        promised.append(QJsonObject{
            {u"volume"_s, part.volumeId}, {u"words"_s, part.words}, {u"gib"_s, part.sizeGiB}});
    QJsonObject json{
        {u"server"_s, request.serverId},
        {u"name"_s, request.name},
        {u"keep_until"_s, request.keepUntil ? request.keepUntil->toString(Qt::ISODate) : QString()},
        {u"shut_off_first"_s, request.shutOffFirst},
        {u"description"_s, request.description},
        {u"extra_volumes"_s, QJsonArray::fromStringList(request.extraVolumes)},
        {u"promised"_s, promised}};
    if (!request.schedule.isEmpty())
        json.insert(u"schedule"_s, request.schedule);
    return json;
}

std::optional<CreateSnapshotRequest> snapshotRequestFromJson(const QJsonObject &json)
{
    CreateSnapshotRequest request;
    request.serverId = json.value("server"_L1).toString();
    request.name = json.value("name"_L1).toString();
    if (request.serverId.isEmpty() || request.name.isEmpty())
        return std::nullopt;
    const QDate date = QDate::fromString(json.value("keep_until"_L1).toString(), Qt::ISODate);
    if (date.isValid())
        request.keepUntil = date;
    request.shutOffFirst = json.value("shut_off_first"_L1).toBool();
    request.description = json.value("description"_L1).toString();
    request.schedule = json.value("schedule"_L1).toString();
    for (const auto &id : json.value("extra_volumes"_L1).toArray())
        request.extraVolumes.append(id.toString());
    for (const auto &value : json.value("promised"_L1).toArray()) {
        const QJsonObject part = value.toObject();
        request.promised.push_back({part.value("volume"_L1).toString(),
                                    part.value("words"_L1).toString(),
                                    part.value("gib"_L1).toInt()});
    }
    return request;
}

} // namespace oriel::operations
