#include "operations/stamps.h"

#include "operations/names.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr qsizetype longestValue = 255; // characters

QMap<QString, QString> sharedStamps(const Stamps &stamps)
{
    return {
        {stampKey("operation"_L1), stamps.operationId},
        {stampKey("instance"_L1), stamps.serverId},
        {stampKey("created_by"_L1), firstCharacters(stamps.userName, longestValue)},
        {stampKey("keep_until"_L1),
         stamps.keepUntil ? stamps.keepUntil->toString(Qt::ISODate) : u"none"_s},
        {stampKey("consistency"_L1), consistencyStamp(stamps.consistency)},
    };
}

} // namespace

QString stampKey(QLatin1StringView key)
{
    return QLatin1StringView(store::stampPrefix) + key;
}

QString consistencyStamp(store::Consistency consistency)
{
    switch (consistency) {
    case store::Consistency::Running:
        return u"running"_s;
    case store::Consistency::Quiesced:
        return u"quiesced"_s;
    case store::Consistency::ShutOff:
        return u"shut-off"_s;
    case store::Consistency::Unknown:
        break;
    }
    return u"unknown"_s;
}

QMap<QString, QString> imageStamps(const Stamps &stamps)
{
    QMap<QString, QString> result = sharedStamps(stamps);
    result.insert(u"instance_uuid"_s, stamps.serverId);
    result.insert(u"image_type"_s, u"snapshot"_s);
    if (!stamps.description.isEmpty())
        result.insert(stampKey("description"_L1),
                      firstCharacters(stamps.description, longestValue));
    return result;
}

QMap<QString, QString> volumeSnapshotStamps(const Stamps &stamps, const QString &imageId)
{
    QMap<QString, QString> result = sharedStamps(stamps);
    // A volume's single snapshot belongs to no image.
    if (!imageId.isEmpty())
        result.insert(stampKey("image"_L1), imageId);
    if (!stamps.description.isEmpty())
        result.insert(stampKey("description"_L1),
                      firstCharacters(stamps.description, longestValue));
    return result;
}

} // namespace oriel::operations
