#include "operations/actions/actions.h"
#include "operations/actions/availability.h"
#include "operations/actions/detailchanges.h"

#include "base/visible.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/requestparts.h"
#include "operations/names.h"
#include "store/snapshotset.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Volume;

/// The present value: null if there is none.
auto imagePropertyNow(const Volume &volume)
{
    return [&volume](const QString &key) {
        const auto found = volume.imageMetadata.constFind(key);
        return found == volume.imageMetadata.cend() ? QJsonValue(QJsonValue::Null)
                                                    : QJsonValue(*found);
    };
}

/// The properties of the image that a volume was made from, which Cinder keeps with the volume and
/// Nova takes for an instance that boots from it.
class VolumeImageActions
{
    Q_DECLARE_TR_FUNCTIONS(VolumeImageActions)

public:
    static Action properties();

private:
    static QString problem(const Situation &, const QString &, const Values &values);
    static QString problemOfValue(const QString &key, const QString &value);
    static std::vector<DetailChange<Volume>> changes(ActionOperation *operation);
};

/// cinder/api/validation/parameter_types.py: extra_specs.
QString VolumeImageActions::problemOfValue(const QString &key, const QString &value)
{
    static const QRegularExpression allowed(u"^[a-zA-Z0-9_:. /-]*$"_s);
    for (const QString &text : {key, value}) {
        if (characters(text) > longestName)
            return tr("“%1” is too long. At most %2 characters are allowed.")
                .arg(isolated(firstCharacters(text, 24) + u'…'), QString::number(longestName));
    }
    if (!allowed.match(key).hasMatch())
        return tr("The key “%1” is not possible. A key has letters without accents, digits, "
                  "spaces and - _ : . /")
            .arg(isolated(key));
    // Nova reads them as numbers when it launches an instance from the volume.
    if (key == "min_ram"_L1 || key == "min_disk"_L1) {
        bool ok = false;
        if (value.toInt(&ok) < 0 || !ok)
            return tr("“%1” needs a whole number.").arg(key);
    }
    return {};
}

QString VolumeImageActions::problem(const Situation &, const QString &, const Values &values)
{
    const QJsonObject changes = changesIn(values);
    for (auto one = changes.begin(); one != changes.end(); ++one) {
        if (one.key().startsWith(QLatin1StringView(store::tagPrefix)))
            return tr("Keys that begin with “%1” are Oriel's own.")
                .arg(QLatin1StringView(store::tagPrefix));
        if (one.value().isNull())
            continue;
        if (one.key().isEmpty())
            return tr("Enter a key for “%1”.").arg(isolated(one.value().toString()));
        if (const QString why = problemOfValue(one.key(), one.value().toString()); !why.isEmpty())
            return why;
    }
    return {};
}

/// Cinder sets several at once, but removes one at a time.
std::vector<DetailChange<Volume>> VolumeImageActions::changes(ActionOperation *operation)
{
    std::vector<DetailChange<Volume>> changes;
    const QString id = operation->target().id;
    const QJsonObject wanted = changesIn(operation->values());
    const QMap<QString, QString> items = itemsToSet(wanted);
    const auto act = [&](const QString &action, const QJsonObject &arguments) {
        return operation->sending(openstack::Act<Volume>{id, action, arguments});
    };
    if (!items.isEmpty())
        changes.push_back(
            {u"set"_s, tr("Set %n image propertie(s)", nullptr, static_cast<int>(items.size())),
             act(u"os-set_image_metadata"_s, {{u"metadata"_s, openstack::textsObject(items)}}),
             [items](const Volume &row) {
                 return std::ranges::all_of(items.asKeyValueRange(), [&](const auto &item) {
                     return imagePropertyNow(row)(item.first) == QJsonValue(item.second);
                 });
             }});
    for (auto one = wanted.begin(); one != wanted.end(); ++one) {
        if (one.value().isNull())
            changes.push_back({u"remove:"_s + one.key(),
                               tr("Remove the image property “%1”").arg(one.key()),
                               act(u"os-unset_image_metadata"_s, {{u"key"_s, one.key()}}),
                               [key = one.key()](const Volume &row) {
                                   return !row.imageMetadata.contains(key);
                               }});
    }
    return changes;
}

Action VolumeImageActions::properties()
{
    return ActionOf<Volume>(
               u"edit-volume-image-properties"_s,
               {tr("Edit image properties…"), tr("Edit the image properties of “%1”"),
                tr("The image properties of “%1” are being changed."),
                tr("The image properties of “%1” were changed."),
                tr("The image properties of “%1” were not changed, or not all of them."),
                tr("It is not known whether the image properties of “%1” were changed.")})
        .summary(tr("Edit the image properties of a volume, such as the firmware of instances "
                    "that boot from it"))
        // nova/compute/api.py: they are read when the instance is created; a reboot, a resize and
        // unshelving use the instance's copy, a rebuild those of its image.
        .means(tr("An instance takes these properties, for example hw_firmware_type=uefi, when it "
                  "is created from the volume. Instances that exist keep theirs, also when they "
                  "are rebooted; a rebuild takes those of its image."))
        .harmless()
        .inPlace(u"facts/edit-volume-image-properties"_s)
        .needs({u"changes"_s})
        .asks({.key = u"changes"_s,
               .label = tr("Image properties"),
               .preset =
                   [](const Situation &situation, const QString &id) {
                       QJsonObject items;
                       const auto row = situation.stores.volumes.find(id);
                       const auto properties = row ? row->imageMetadata : QMap<QString, QString>();
                       for (auto one = properties.begin(); one != properties.end(); ++one)
                           items.insert(one.key(), one.value());
                       return QJsonValue(items);
                   },
               .problem = problem})
        // cinder/volume/api.py, _update_volume_metadata() and delete_volume_metadata().
        .possible([](const Volume &volume, const Situation &) { return hasFixedMetadata(volume); })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto row = stores.volumes.find(id);
            return row ? withBefore(std::move(values), imagePropertyNow(*row)) : values;
        })
        .undoneBy(u"edit-volume-image-properties"_s,
                  [](const Volume &volume, const Subject &, const Values &sent) {
                      return changesBack(sent, imagePropertyNow(volume));
                  })
        .performs([](ActionOperation *operation) {
            return performDetails<Volume>(operation, changes(operation));
        })
        .command([](const QString &target, const Values &values) {
            return metadataCommand({u"volume"_s}, target, values, u"--image-property"_s);
        });
}

} // namespace

void addVolumeImageActions(std::vector<Action> &actions)
{
    actions.push_back(VolumeImageActions::properties());
}

} // namespace oriel::operations
