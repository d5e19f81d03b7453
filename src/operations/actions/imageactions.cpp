#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/detailchanges.h"

#include "base/visible.h"
#include "openstack/image/image.h"
#include "operations/names.h"
#include "operations/ownership.h"
#include "store/snapshotset.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Image;

/// What Glance calls an attribute of an image, which is no property: glance/schemas, and what
/// glance/api/v2/images.py reserves.
bool isAttribute(const QString &key)
{
    static const QStringList keys{
        u"id"_s,          u"name"_s,       u"status"_s,       u"visibility"_s,
        u"protected"_s,   u"checksum"_s,   u"os_hash_algo"_s, u"os_hash_value"_s,
        u"owner"_s,       u"size"_s,       u"virtual_size"_s, u"container_format"_s,
        u"disk_format"_s, u"created_at"_s, u"updated_at"_s,   u"tags"_s,
        u"direct_url"_s,  u"min_ram"_s,    u"min_disk"_s,     u"self"_s,
        u"file"_s,        u"schema"_s,     u"locations"_s,    u"os_hidden"_s,
        u"stores"_s,      u"deleted"_s,    u"deleted_at"_s,   u"is_public"_s};
    return keys.contains(key) || key.startsWith("os_glance"_L1);
}

/// Nova writes it into the images of snapshots, and needs it to launch them.
bool isOfSnapshot(const QString &key)
{
    return key == "block_device_mapping"_L1 || key == "bdm_v2"_L1 || key == "mappings"_L1;
}

/// The present value: null if there is none.
auto propertyNow(const Image &image)
{
    return [&image](const QString &key) {
        const auto found = image.properties.constFind(key);
        return found == image.properties.cend() ? QJsonValue(QJsonValue::Null) : QJsonValue(*found);
    };
}

class ImageActions
{
    Q_DECLARE_TR_FUNCTIONS(ImageActions)

public:
    static Action protect();
    static Action unprotect();
    static Action properties();

private:
    static QString propertiesProblem(const Situation &, const QString &, const Values &values);
    static Action protection(ActionOf<Image> action, bool is);
};

Action ImageActions::protection(ActionOf<Image> image, bool is)
{
    Action action =
        std::move(image)
            .harmless()
            .ofSet()
            .possible([is](const Image &image, const Situation &situation) {
                if (image.isProtected == is)
                    return is ? tr("The image is already protected.")
                              : tr("The image is not protected.");
                return otherOwner(image, situation.stores);
            })
            .undoneBy(is ? u"unprotect-image"_s : u"protect-image"_s)
            .sends([is](const ActionOperation &operation) {
                return openstack::UpdateImage{operation.target().id, {{u"protected"_s, is}}, {}};
            })
            .untilItIs([is](const Image &image, const Values &) { return image.isProtected == is; })
            .command([is](const QString &target, const Values &) {
                return QStringList{u"openstack"_s, u"image"_s, u"set"_s,
                                   is ? u"--protected"_s : u"--unprotected"_s, target};
            });
    action.also = {Kind::SnapshotSet}; // by the ID of the image
    return action;
}

Action ImageActions::protect()
{
    return protection(
        ActionOf<Image>(u"protect-image"_s,
                        //: Menu entry (a verb): a protected image cannot be deleted.
                        {tr("Protect"), tr("Protect “%1”"), tr("“%1” is being protected."),
                         tr("“%1” was protected from deletion."), tr("“%1” was not protected."),
                         tr("It is not known whether “%1” was protected.")})
            .separated()
            .summary(tr("Protect images from deletion")),
        true);
}

Action ImageActions::unprotect()
{
    return protection(
        ActionOf<Image>(u"unprotect-image"_s,
                        {tr("Remove protection"), tr("Remove the protection of “%1”"),
                         tr("The protection of “%1” is being removed."),
                         tr("The protection of “%1” was removed."),
                         tr("The protection of “%1” was not removed."),
                         tr("It is not known whether the protection of “%1” was removed.")})
            .insteadOf(u"protect-image"_s)
            .summary(tr("Let protected images be deleted")),
        false);
}

QString ImageActions::propertiesProblem(const Situation &, const QString &, const Values &values)
{
    const QJsonObject changes = changesIn(values);
    for (auto one = changes.begin(); one != changes.end(); ++one) {
        if (one.key().isEmpty())
            return tr("Enter a key for “%1”.").arg(isolated(one.value().toString()));
        if (one.key().startsWith(QLatin1StringView(store::tagPrefix)))
            return tr("Keys that begin with “%1” are Oriel's own.")
                .arg(QLatin1StringView(store::tagPrefix));
        if (isAttribute(one.key()))
            return tr("“%1” is not a property, but a part of the image itself.")
                .arg(isolated(one.key()));
        if (isOfSnapshot(one.key()))
            return tr("“%1” belongs to the cloud: snapshots are launched by it.")
                .arg(isolated(one.key()));
        if (characters(one.key()) > longestName)
            return tr("“%1” is too long. At most %2 characters are allowed.")
                .arg(isolated(firstCharacters(one.key(), 24) + u'…'), QString::number(longestName));
    }
    return {};
}

Action ImageActions::properties()
{
    return ActionOf<Image>(u"edit-image-properties"_s,
                           {tr("Edit properties…"), tr("Edit the properties of “%1”"),
                            tr("The properties of “%1” are being changed."),
                            tr("The properties of “%1” were changed."),
                            tr("The properties of “%1” were not changed."),
                            tr("It is not known whether the properties of “%1” were changed.")})
        .summary(tr("Edit the properties of an image, such as its firmware and its system"))
        .means(tr("New instances from the image follow its properties, for example "
                  "hw_firmware_type=uefi. Those that exist keep theirs until they are rebuilt."))
        .harmless()
        .inPlace(u"facts/edit-image-properties"_s)
        .needs({u"changes"_s})
        .asks({.key = u"changes"_s,
               .label = tr("Properties"),
               .preset =
                   [](const Situation &situation, const QString &id) {
                       QJsonObject items;
                       const auto row = situation.stores.images.find(id);
                       const auto properties = row ? row->properties : QMap<QString, QString>();
                       for (auto one = properties.begin(); one != properties.end(); ++one) {
                           if (!isAttribute(one.key()) && !isOfSnapshot(one.key()))
                               items.insert(one.key(), one.value());
                       }
                       return QJsonValue(items);
                   },
               .problem = propertiesProblem})
        .possible([](const Image &image, const Situation &situation) {
            return otherOwner(image, situation.stores);
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto row = stores.images.find(id);
            return row ? withBefore(std::move(values), propertyNow(*row)) : values;
        })
        .undoneBy(u"edit-image-properties"_s,
                  [](const Image &image, const Subject &, const Values &sent) {
                      return changesBack(sent, propertyNow(image));
                  })
        // One request: Glance applies all of it, or nothing.
        .sends([](const ActionOperation &operation) {
            openstack::UpdateImage update{.id = operation.target().id};
            const QJsonObject before = operation.values().value("before"_L1).toObject();
            const QJsonObject changes = changesIn(operation.values());
            for (auto one = changes.begin(); one != changes.end(); ++one) {
                if (!one.value().isNull())
                    update.set.insert(one.key(), one.value());
                else if (before.contains(one.key())) // it refuses to remove what there is not
                    update.remove.append(one.key());
            }
            return update;
        })
        .untilItIs([](const Image &image, const Values &values) {
            const QJsonObject changes = changesIn(values);
            const auto now = propertyNow(image);
            bool all = true;
            for (auto one = changes.begin(); one != changes.end(); ++one)
                all = all && now(one.key()) == one.value();
            return all;
        })
        .command([](const QString &target, const Values &values) {
            return metadataCommand({u"image"_s}, target, values);
        });
}

} // namespace

void addImageActions(std::vector<Action> &actions)
{
    actions.push_back(ImageActions::properties());
    actions.push_back(ImageActions::protect());
    actions.push_back(ImageActions::unprotect());
}

} // namespace oriel::operations
