#include "operations/actions/actions.h"
#include "operations/actions/availability.h"
#include "operations/actions/detailchanges.h"

#include "base/visible.h"
#include "openstack/blockstorage/volumechanges.h"
#include "operations/names.h"
#include "store/snapshotset.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Volume;
using openstack::VolumeSnapshot;

/// What differs between volumes and volume snapshots.
template <typename T>
struct StorageDetail;

template <>
struct StorageDetail<Volume>
{
    using RemoveItem = openstack::RemoveVolumeMetadata;
    static QStringList words() { return {u"volume"_s}; }
    static QString key(const QString &pattern) { return pattern.arg(u"volume"_s); }
    static auto set(const QString &id, const QMap<QString, QString> &items)
    {
        return openstack::SetVolumeMetadata{id, items};
    }
    static QString obstacle(const Volume &volume) { return notEditable(volume); }
    static QString metadataObstacle(const Volume &volume) { return hasFixedMetadata(volume); }
};

template <>
struct StorageDetail<VolumeSnapshot>
{
    using RemoveItem = openstack::RemoveVolumeSnapshotMetadata;
    static QStringList words() { return {u"volume"_s, u"snapshot"_s}; }
    static QString key(const QString &pattern) { return pattern.arg(u"volume-snapshot"_s); }
    static auto set(const QString &id, const QMap<QString, QString> &items)
    {
        return openstack::UpdateVolumeSnapshotMetadata{id, items};
    }
    // Cinder changes them in every status.
    static QString obstacle(const VolumeSnapshot &) { return {}; }
    static QString metadataObstacle(const VolumeSnapshot &) { return {}; }
};

/// Name, description and metadata of volumes and volume snapshots, edited on their pages.
class VolumeDetailActions
{
    Q_DECLARE_TR_FUNCTIONS(VolumeDetailActions)

public:
    template <typename T>
    static void add(std::vector<Action> &actions);

private:
    template <typename T>
    static Action text(const QString &verb, const QString &field, const QString &label,
                       QString T::*member, Words words, const QString &summary);
    template <typename T>
    static Action metadata();
    template <typename T>
    static std::vector<DetailChange<T>> metadataChanges(ActionOperation *operation);
    static QString textProblem(const QString &field, const Values &values);
    static QString metadataProblem(const Situation &, const QString &, const Values &values);
};

/// Cinder shows them among the user's metadata, and changes them by other requests.
bool isCindersOwn(const QString &key)
{
    return key == "readonly"_L1 || key == "attached_mode"_L1;
}

QString VolumeDetailActions::textProblem(const QString &field, const Values &values)
{
    const QString text = values.value(field).toString();
    if (field == "name"_L1)
        return describe(storageNameFault(text.trimmed()), text.trimmed());
    return characters(text.trimmed()) <= longestName
               ? QString()
               : tr("The description has %1 characters. At most %2 are allowed.")
                     .arg(QString::number(characters(text.trimmed())),
                          QString::number(longestName));
}

/// `verb`: "rename-%1". `words`: its texts.
template <typename T>
Action VolumeDetailActions::text(const QString &verb, const QString &field, const QString &label,
                                 QString T::*member, Words words, const QString &summary)
{
    const QString key = StorageDetail<T>::key(verb);
    return ActionOf<T>(key, std::move(words))
        .summary(summary)
        .harmless()
        .inPlace(u"facts/"_s + key)
        .asks({.key = field,
               .label = label,
               .preset =
                   [member](const Situation &situation, const QString &id) {
                       const auto row = situation.stores.of<T>().find(id);
                       return QJsonValue(row ? (*row).*member : QString());
                   },
               .problem =
                   [field](const Situation &, const QString &, const Values &values) {
                       return textProblem(field, values);
                   }})
        .possible([](const T &row, const Situation &) { return StorageDetail<T>::obstacle(row); })
        .completes(
            [field, member](const store::CloudStores &stores, const QString &id, Values values) {
                const auto row = stores.of<T>().find(id);
                values.insert(field, values.value(field).toString().trimmed());
                if (!values.contains("before"_L1))
                    values.insert(u"before"_s, row ? (*row).*member : QString());
                return values;
            })
        .undoneBy(key,
                  [field, member](const T &row, const Subject &,
                                  const Values &sent) -> std::optional<Values> {
                      if (row.*member != sent.value(field).toString())
                          return std::nullopt;
                      return Values{{field, sent.value("before"_L1)}};
                  })
        .sends([field](const ActionOperation &operation) {
            return openstack::Update<T>{operation.target().id,
                                        {{field, operation.values().value(field)}}};
        })
        .untilItIs([field, member](const T &row, const Values &values) {
            return row.*member == values.value(field).toString();
        })
        .command([field](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s} + StorageDetail<T>::words() +
                   QStringList{u"set"_s, u"--"_s + field, values.value(field).toString(), target};
        });
}

QString VolumeDetailActions::metadataProblem(const Situation &, const QString &,
                                             const Values &values)
{
    const QJsonObject changes = changesIn(values);
    for (auto one = changes.begin(); one != changes.end(); ++one) {
        if (one.value().isNull())
            continue;
        if (one.key().isEmpty())
            return tr("Enter a key for “%1”.").arg(isolated(one.value().toString()));
        if (one.key().startsWith(QLatin1StringView(store::tagPrefix)))
            return tr("Keys that begin with “%1” are Oriel's own.")
                .arg(QLatin1StringView(store::tagPrefix));
        if (isCindersOwn(one.key()) || one.key() == "."_L1 || one.key() == ".."_L1)
            return tr("The key “%1” is not possible.").arg(isolated(one.key()));
        for (const QString &text : {one.key(), one.value().toString()}) {
            if (characters(text) > longestName)
                return tr("“%1” is too long. At most %2 characters are allowed.")
                    .arg(isolated(firstCharacters(text, 24) + u'…'), QString::number(longestName));
        }
    }
    return {};
}

template <typename T>
std::vector<DetailChange<T>> VolumeDetailActions::metadataChanges(ActionOperation *operation)
{
    std::vector<DetailChange<T>> changes;
    const QString id = operation->target().id;
    const QJsonObject wanted = changesIn(operation->values());
    const QMap<QString, QString> items = itemsToSet(wanted);
    if (!items.isEmpty())
        changes.push_back(
            {u"set"_s, tr("Set %n item(s)", nullptr, static_cast<int>(items.size())),
             operation->sending(StorageDetail<T>::set(id, items),
                                [](const auto &) { return Facts(); }),
             [items](const T &row) {
                 return std::ranges::all_of(items.asKeyValueRange(), [&](const auto &item) {
                     return metadataValue(row, item.first) == QJsonValue(item.second);
                 });
             }});
    for (auto one = wanted.begin(); one != wanted.end(); ++one) {
        if (one.value().isNull())
            changes.push_back(
                {u"remove:"_s + one.key(), tr("Remove the item “%1”").arg(one.key()),
                 operation->sending(typename StorageDetail<T>::RemoveItem{id, one.key()}),
                 [key = one.key()](const T &row) {
                     return !row.metadata.contains(key);
                 }});
    }
    return changes;
}

template <typename T>
Action VolumeDetailActions::metadata()
{
    const auto now = [](const T &row) {
        return [&row](const QString &key) {
            return metadataValue(row, key);
        };
    };
    const QString key = StorageDetail<T>::key(u"edit-%1-metadata"_s);
    return ActionOf<T>(key, {tr("Edit metadata…"), tr("Edit the metadata of “%1”"),
                             tr("The metadata of “%1” is being changed."),
                             tr("The metadata of “%1” was changed."),
                             tr("The metadata of “%1” was not changed, or not all of it."),
                             tr("It is not known whether the metadata of “%1” was changed.")})
        .summary(tr("Edit the metadata of a volume or a volume snapshot"))
        .harmless()
        .inPlace(u"facts/"_s + key)
        .needs({u"changes"_s})
        .asks({.key = u"changes"_s,
               .label = tr("Metadata"),
               .preset =
                   [](const Situation &situation, const QString &id) {
                       QJsonObject items = presentMetadata<T>(situation, id).toObject();
                       for (const QString &item : items.keys()) {
                           if (isCindersOwn(item))
                               items.remove(item);
                       }
                       return QJsonValue(items);
                   },
               .problem = metadataProblem})
        .possible(
            [](const T &row, const Situation &) { return StorageDetail<T>::metadataObstacle(row); })
        .completes([now](const store::CloudStores &stores, const QString &id, Values values) {
            const auto row = stores.of<T>().find(id);
            return row ? withBefore(std::move(values), now(*row)) : values;
        })
        .undoneBy(key, [now](const T &row, const Subject &,
                             const Values &sent) { return changesBack(sent, now(row)); })
        .performs([](ActionOperation *operation) {
            return performDetails<T>(operation, metadataChanges<T>(operation));
        })
        .command([](const QString &target, const Values &values) {
            return metadataCommand(StorageDetail<T>::words(), target, values);
        });
}

template <typename T>
void VolumeDetailActions::add(std::vector<Action> &actions)
{
    actions.push_back(text<T>(u"rename-%1"_s, u"name"_s, tr("Name"), &T::name,
                              {tr("Rename…"), tr("Rename “%1”"), tr("“%1” is being renamed."),
                               tr("“%1” was renamed."), tr("“%1” was not renamed."),
                               tr("It is not known whether “%1” was renamed.")},
                              tr("Rename a volume or a volume snapshot")));
    actions.push_back(text<T>(
        u"describe-%1"_s, u"description"_s, tr("Description"), &T::description,
        {tr("Edit description…"), tr("Edit the description of “%1”"),
         tr("The description of “%1” is being changed."),
         tr("The description of “%1” was changed."), tr("The description of “%1” was not changed."),
         tr("It is not known whether the description of “%1” was changed.")},
        tr("Edit the description of a volume or a volume snapshot")));
    actions.push_back(metadata<T>());
}

} // namespace

void addVolumeDetailActions(std::vector<Action> &actions)
{
    VolumeDetailActions::add<Volume>(actions);
    VolumeDetailActions::add<VolumeSnapshot>(actions);
}

} // namespace oriel::operations
