#include "models/volumesmodel.h"

#include "models/names.h"
#include "models/words.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::models {

namespace {

struct VolumeColumns
{
    Q_DECLARE_TR_FUNCTIONS(oriel::models::VolumeColumns)
public:
    using V = openstack::Volume;
    using C = Column<V>;

    static Column<V> name()
    {
        return C{.key = u"name"_s,
                 .title = tr("Name"),
                 .text = [](const V &v, const Lookup &) { return nameOrId(v.name, v.id); },
                 .link = [](const V &v, const Lookup &) { return v.id; },
                 .tip = [](const V &v, const Lookup &) { return v.description; },
                 .cut = Cut::Middle,
                 .width = 28};
    }

    static QString deviceOn(const V &volume, const QString &serverId)
    {
        for (const openstack::VolumeUse &use : volume.attachments) {
            if (use.serverId == serverId)
                return use.device.isEmpty() ? emptyCell() : use.device;
        }
        return emptyCell();
    }

    static std::vector<Column<V>> common()
    {
        const auto orEmptyCell = [](const QString &text) {
            return text.isEmpty() ? emptyCell() : text;
        };
        const auto yes = [](bool value) {
            return value ? tr("Yes") : tr("No");
        };
        return {
            C{.key = u"status"_s,
              .title = tr("Status"),
              .text = [](const V &v, const Lookup &) { return volumeStatus(v.status).text; },
              .tone = [](const V &v, const Lookup &) { return volumeStatus(v.status).tone; },
              .cut = Cut::Never,
              .width = 18},
            C{.key = u"size"_s,
              .title = tr("Size"),
              .text =
                  [](const V &v, const Lookup &) {
                      return readable(v, {"size"}, gibText(v.sizeGiB > 0 ? v.sizeGiB : -1));
                  },
              .number = [](const V &v, const Lookup &) { return qint64{v.sizeGiB}; },
              .alignment = Qt::AlignRight | Qt::AlignVCenter,
              .width = 11,
              .searched = false},
            C{.key = u"type"_s,
              .title = tr("Type"),
              .text = [orEmptyCell](const V &v,
                                    const Lookup &) { return orEmptyCell(v.volumeType); },
              .width = 16},
            C{.key = u"bootable"_s,
              .title = tr("Bootable"),
              .text = [yes](const V &v,
                            const Lookup &) { return readable(v, {"bootable"}, yes(v.bootable)); },
              .width = 10,
              .searched = false},
            C{.key = u"encrypted"_s,
              .title = tr("Encrypted"),
              .text =
                  [yes](const V &v, const Lookup &) {
                      return readable(v, {"encrypted"}, yes(v.encrypted));
                  },
              .width = 11,
              .shownByDefault = false,
              .searched = false},
            C{.key = u"created"_s,
              .title = tr("Created"),
              .text = [](const V &v, const Lookup &) { return timeText(v.created); },
              .number = [](const V &v, const Lookup &) { return v.created.toMSecsSinceEpoch(); },
              .width = 17,
              .searched = false},
            C{.key = u"zone"_s,
              .title = tr("Availability zone"),
              .text = [orEmptyCell](const V &v,
                                    const Lookup &) { return orEmptyCell(v.availabilityZone); },
              .width = 16,
              .shownByDefault = false},
            C{.key = u"description"_s,
              .title = tr("Description"),
              .text = [orEmptyCell](const V &v,
                                    const Lookup &) { return orEmptyCell(v.description); },
              .width = 24,
              .shownByDefault = false},
            C{.key = u"id"_s,
              .title = tr("ID"),
              .text = [](const V &v, const Lookup &) { return v.id; },
              .width = 36,
              .shownByDefault = false},
        };
    }

    static std::vector<Column<V>> ofProject()
    {
        std::vector<Column<V>> columns = common();
        columns.insert(columns.begin(), name());
        const Column<V> attached{
            .key = u"attached"_s,
            .title = tr("Attached to"),
            .text = [](const V &v, const Lookup &l) { return attachedText(v, l); },
            .link =
                [](const V &v, const Lookup &l) {
                    return !v.attachments.empty() &&
                                   l.find<openstack::Server>(v.attachments.front().serverId)
                               ? v.attachments.front().serverId
                               : QString();
                },
            .tip = [](const V &v, const Lookup &l) { return attachedText(v, l); },
            .width = 28};
        insertBehind(columns, u"size"_s, attached);
        return columns;
    }

    static std::vector<Column<V>> ofServer(const QString &serverId)
    {
        std::vector<Column<V>> columns = common();
        columns.insert(columns.begin(), name());
        const Column<V> device{
            .key = u"device"_s,
            .title = tr("Device"),
            .text = [serverId](const V &v, const Lookup &) { return deviceOn(v, serverId); },
            .width = 12};
        insertBehind(columns, u"name"_s, device);
        const Column<V> kept{
            .key = u"onDelete"_s,
            .title = tr("When the instance is deleted"),
            .text =
                [serverId](const V &v, const Lookup &l) {
                    const auto server = l.find<openstack::Server>(serverId);
                    const bool gone =
                        server && std::any_of(server->volumes.begin(), server->volumes.end(),
                                              [&v](const openstack::AttachedVolume &attached) {
                                                  return attached.id == v.id &&
                                                         attached.deleteOnTermination;
                                              });
                    //: What happens to a volume when its instance is deleted.
                    return gone ? tr("Deleted with it") : tr("Kept");
                },
            .width = 25,
            .searched = false};
        insertBehind(columns, u"type"_s, kept);
        return columns;
    }
};

} // namespace

VolumesModel::VolumesModel(const store::CloudStores &stores, Clock &clock, QObject *parent)
    : StoreModel(stores.volumes, stores, clock, VolumeColumns::ofProject(), {Kind::Server}, parent)
{}

VolumesModel::VolumesModel(const store::CloudStores &stores, Clock &clock, const QString &serverId,
                           QObject *parent)
    : StoreModel(stores.volumes, stores, clock, VolumeColumns::ofServer(serverId), {Kind::Server},
                 parent)
{
    setScope([serverId](const openstack::Volume &volume) {
        return std::any_of(
            volume.attachments.begin(), volume.attachments.end(),
            [&serverId](const openstack::VolumeUse &use) { return use.serverId == serverId; });
    });
    sort(columnOf(u"device"_s), Qt::AscendingOrder);
}

} // namespace oriel::models
