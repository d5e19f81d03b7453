#include "app/ctl/imagelayout.h"

#include "base/literals.h"

#include <QtCore/QJsonArray>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

Details imageLayout(const QJsonObject &image)
{
    static constexpr std::array own{"status"_L1,     "name"_L1,       "container_format"_L1,
                                    "created_at"_L1, "size"_L1,       "disk_format"_L1,
                                    "updated_at"_L1, "visibility"_L1, "min_disk"_L1,
                                    "protected"_L1,  "id"_L1,         "file"_L1,
                                    "checksum"_L1,   "owner"_L1,      "virtual_size"_L1,
                                    "min_ram"_L1,    "schema"_L1};
    QMap<QString, Cell> fields;
    QJsonObject properties;
    QMap<QString, QString> words;
    for (auto member = image.begin(); member != image.end(); ++member) {
        const QString key = member.key();
        if (member->isNull() || key == "self"_L1)
            continue;
        if (key == "tags"_L1) {
            QStringList tags;
            for (const QJsonValue tag : member->toArray())
                tags.append(tag.toString());
            fields.insert(key, listCell(tags));
        } else if (std::ranges::any_of(own, [&](auto name) { return key == name; })) {
            fields.insert(key, {member.value()});
        } else {
            properties.insert(key, member.value());
            words.insert(key, plainText(member.value()));
        }
    }
    if (!properties.isEmpty())
        fields.insert(u"properties"_s, {properties, mapCell(words).words});
    Details details;
    for (auto field = fields.begin(); field != fields.end(); ++field)
        details.fields.emplace_back(field.key(), field.value());
    return details;
}

} // namespace oriel::ctl
