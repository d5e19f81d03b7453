#include "models/snapshotsetsmodel.h"

#include "models/ages.h"
#include "models/names.h"
#include "models/words.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

using namespace Qt::StringLiterals;

namespace oriel::models {

namespace {

struct SnapshotSetColumns
{
    Q_DECLARE_TR_FUNCTIONS(oriel::models::SnapshotSetColumns)
public:
    using R = SnapshotRow;
    using C = Column<R>;

    static store::SetStatus status(const R &row)
    {
        if (row.deleting)
            return store::SetStatus::Deleting;
        return row.operationId.isEmpty() ? row.set.status : store::SetStatus::Creating;
    }

    static QString statusText(const R &row, const Lookup &)
    {
        if (const auto *part = row.shownPart())
            return partStatus(*part).text;
        if (row.remains)
            //: Status of a snapshot: its image no longer exists.
            return tr("Image gone");
        return snapshotSetStatus(status(row)).text;
    }

    static QString statusTip(const R &row, const Lookup &lookup)
    {
        const QString word = statusText(row, lookup);
        if (row.shownPart())
            return word;
        if (row.remains)
            return tr("The image of this snapshot no longer exists, but its volume snapshots do. "
                      "You can no longer launch an instance from it. Delete what is left, or "
                      "create volumes from it.");
        if (row.operationId.isEmpty() && row.set.status == store::SetStatus::Incomplete)
            return tr(
                "Some of its volume snapshots no longer exist, so it cannot be fully restored.");
        return row.doing.isEmpty() ? word : u"%1 · %2"_s.arg(word, row.doing);
    }

    static Tone statusTone(const R &row, const Lookup &)
    {
        if (const auto *part = row.shownPart())
            return partStatus(*part).tone;
        return row.remains ? Tone::Warning : snapshotSetStatus(status(row)).tone;
    }

    static int progress(const R &row, const Lookup &)
    {
        if (const auto *part = row.shownPart())
            return part->status == "creating"_L1 ? part->progress : -1;
        if (!row.operationId.isEmpty())
            return row.percent;
        if (row.set.status != store::SetStatus::Creating || row.set.parts.empty())
            return -1;
        int sum = 0;
        for (const store::SnapshotPart &part : row.set.parts)
            sum += part.status == "available"_L1 ? 100 : std::max(part.progress, 0);
        return sum / static_cast<int>(row.set.parts.size());
    }

    static QString volumes(const R &row, const Lookup &)
    {
        if (row.shownPart())
            return {};
        if (!row.set.parts.empty()) {
            const QString count = QLocale().toString(static_cast<qlonglong>(row.set.parts.size()));
            //: In the column "Volumes": the own disk is in the image, and there are volumes.
            return row.set.hasData ? tr("Image + %1").arg(count) : count;
        }
        return row.set.hasData ? tr("In the image") : emptyCell();
    }

    static QString size(const R &row, const Lookup &)
    {
        if (const auto *part = row.shownPart())
            return gibText(part->sizeGiB > 0 ? part->sizeGiB : -1);
        const qint64 bytes = row.set.totalBytes();
        return bytes > 0 ? bytesText(bytes) : emptyCell();
    }

    static QString keepUntil(const R &row, const Lookup &)
    {
        if (row.shownPart())
            return {};
        //: In the column "Keep until": the snapshot is kept indefinitely.
        return row.set.keepUntil ? row.set.keepUntil->toString(Qt::ISODate) : tr("No date");
    }

    static QString consistency(const R &row, const Lookup &)
    {
        if (row.shownPart())
            return {};
        // It is not evaluated before the snapshot is complete.
        if (row.set.consistency == store::Consistency::Unknown &&
            status(row) == store::SetStatus::Creating)
            return emptyCell();
        return consistencyWord(row.set.consistency);
    }

    static QString consistencyTip(const R &row, const Lookup &)
    {
        if (row.shownPart())
            return {};
        switch (row.set.consistency) {
        case store::Consistency::ShutOff:
            return tr("The instance was shut off: the data is consistent.");
        case store::Consistency::Quiesced:
            return tr("The instance was running, and its guest agent paused the file systems.");
        case store::Consistency::Running:
            return tr("The instance was running: data that was being written may be incomplete, as "
                      "after a power failure.");
        case store::Consistency::Unknown:
            break;
        }
        return tr("It is not known whether the instance was running.");
    }

    static Tone keepTone(const R &row, const Lookup &lookup)
    {
        return row.shownPart() ? Tone::None
                               : models::keepUntilTone(row.set.keepUntil, lookup.now());
    }

    /// Of a part the volume that it is of: Nova calls all volume snapshots of a snapshot the same.
    static QString name(const R &row, const Lookup &)
    {
        if (const auto *part = row.shownPart()) {
            const QString of = part->volumeName.isEmpty() ? nameOrId(part->name, part->snapshotId)
                                                          : part->volumeName;
            //: A volume and its device: "web-1-data (/dev/vdb)".
            return part->device.isEmpty() ? of : tr("%1 (%2)").arg(of, part->device);
        }
        return nameOrId(row.set.name, row.set.id);
    }

    /// A snapshot's name leads to its image, a part's to the volume snapshot.
    static QString nameLink(const R &row, const Lookup &lookup)
    {
        if (const auto *part = row.shownPart())
            return part->missing ? QString() : row.id;
        return lookup.find<openstack::Image>(row.id) ? row.id : QString();
    }

    static QString created(const R &row, const Lookup &)
    {
        return row.shownPart() ? QString() : timeText(row.set.created);
    }

    static QString age(const R &row, const Lookup &lookup)
    {
        return row.shownPart() ? QString() : ageText(row.set.created, lookup.now());
    }

    static Tone tone(const R &row, const Lookup &lookup)
    {
        return row.shownPart() ? Tone::None
                               : ageTone(row.set.created, row.set.keepUntil, lookup.now());
    }

    static QString instance(const R &row, const Lookup &lookup)
    {
        if (row.shownPart())
            return {};
        const auto server = lookup.find<openstack::Server>(row.set.serverId);
        return server                          ? nameOrId(server->name, server->id)
               : !row.set.serverName.isEmpty() ? row.set.serverName
               : !row.set.serverId.isEmpty()   ? tr("Deleted")
                                               : emptyCell();
    }

    static std::vector<Column<R>> ofAllInstances()
    {
        std::vector<Column<R>> columns = all();
        insertBehind(columns, u"name"_s,
                     C{.key = u"instance"_s,
                       .title = tr("Instance"),
                       .text = &SnapshotSetColumns::instance,
                       .link =
                           [](const R &r, const Lookup &l) {
                               return !r.shownPart() && l.find<openstack::Server>(r.set.serverId)
                                          ? r.set.serverId
                                          : QString();
                           },
                       .width = 16});
        return columns;
    }

    static std::vector<Column<R>> all()
    {
        const auto right = Qt::AlignRight | Qt::AlignVCenter;
        return {
            C{.key = u"name"_s,
              .title = tr("Name"),
              .text = &SnapshotSetColumns::name,
              .link = &SnapshotSetColumns::nameLink,
              .cut = Cut::Middle,
              .width = 25},
            C{.key = u"created"_s,
              .title = tr("Created"),
              .text = &SnapshotSetColumns::created,
              .number = [](const R &r,
                           const Lookup &) { return r.set.created.toMSecsSinceEpoch(); },
              .cut = Cut::Never,
              .width = 18,
              .searched = false},
            C{.key = u"age"_s,
              .title = tr("Age"),
              .text = &SnapshotSetColumns::age,
              .number = [](const R &r,
                           const Lookup &) { return -r.set.created.toMSecsSinceEpoch(); },
              .tone = &SnapshotSetColumns::tone,
              .tip =
                  [](const R &r, const Lookup &l) {
                      return r.shownPart() ? QString()
                                           : ageTip(r.set.created, r.set.keepUntil, l.now());
                  },
              .width = 12,
              .searched = false,
              .ages = true},
            C{.key = u"status"_s,
              .title = tr("Status"),
              .text = &SnapshotSetColumns::statusText,
              .tone = &SnapshotSetColumns::statusTone,
              .progress = &SnapshotSetColumns::progress,
              .tip = &SnapshotSetColumns::statusTip,
              .cut = Cut::Never,
              .width = 18},
            C{.key = u"consistency"_s,
              .title = tr("Consistency"),
              .text = &SnapshotSetColumns::consistency,
              .tip = &SnapshotSetColumns::consistencyTip,
              .width = 15},
            C{.key = u"volumes"_s,
              .title = tr("Volumes"),
              .text = &SnapshotSetColumns::volumes,
              .number = [](const R &r,
                           const Lookup &) { return static_cast<qint64>(r.set.parts.size()); },
              .alignment = right,
              .width = 10,
              .searched = false},
            C{.key = u"size"_s,
              .title = tr("Size"),
              .text = &SnapshotSetColumns::size,
              .number = [](const R &r, const Lookup &) { return r.set.totalBytes(); },
              .alignment = right,
              .width = 10,
              .searched = false},
            C{.key = u"keepUntil"_s,
              .title = tr("Keep until"),
              .text = &SnapshotSetColumns::keepUntil,
              .number =
                  [](const R &r, const Lookup &) {
                      return r.set.keepUntil ? r.set.keepUntil->toJulianDay()
                                             : std::numeric_limits<qint64>::max();
                  },
              .tone = &SnapshotSetColumns::keepTone,
              .cut = Cut::Never,
              .width = 15,
              .searched = false},
        };
    }
};

} // namespace

SnapshotSetsModel::SnapshotSetsModel(SnapshotRows &snapshots, const store::CloudStores &stores,
                                     Clock &clock, QObject *parent)
    : StoreModel(snapshots.rows(), stores, clock,
                 snapshots.ofAllInstances() ? SnapshotSetColumns::ofAllInstances()
                                            : SnapshotSetColumns::all(),
                 {Kind::Image, Kind::Server}, parent)
    , m_snapshots(snapshots)
    , m_clock(clock)
{
    setPartFunction([](const void *any) {
        const auto &row = *static_cast<const SnapshotRow *>(any);
        if (row.part < 0)
            return Part();
        auto head = std::make_shared<SnapshotRow>(row);
        head->id = row.set.id;
        head->part = -1;
        return Part{std::move(head), row.part + 1};
    });
    sort(columnOf(u"created"_s), Qt::DescendingOrder);
}

void SnapshotSetsModel::setShow(Show show)
{
    switch (show) {
    case Show::Due:
        setFacet([today = m_clock.now().toLocalTime().date()](const SnapshotRow &row) {
            return store::isPast(row.set.keepUntil, today);
        });
        break;
    case Show::Incomplete:
        setFacet([](const SnapshotRow &row) {
            return row.remains || row.set.status == store::SetStatus::Incomplete;
        });
        break;
    case Show::All:
        if (filtered())
            setFacet({});
        break;
    }
}

Fold SnapshotSetsModel::fold(const void *any) const
{
    const auto &row = *static_cast<const SnapshotRow *>(any);
    if (row.part >= 0)
        return Fold::Part;
    if (row.set.parts.empty())
        return Fold::None;
    return row.unfolded ? Fold::Unfolded : Fold::Folded;
}

void SnapshotSetsModel::setUnfolded(const QString &id, bool unfolded)
{
    m_snapshots.setUnfolded(id, unfolded);
}

} // namespace oriel::models
