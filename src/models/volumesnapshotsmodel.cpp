#include "models/volumesnapshotsmodel.h"

#include "models/ages.h"
#include "models/names.h"
#include "models/words.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::models {

namespace {

struct VolumeSnapshotColumns
{
    Q_DECLARE_TR_FUNCTIONS(oriel::models::VolumeSnapshotColumns)
public:
    using V = openstack::VolumeSnapshot;
    using C = Column<V>;

    static QString volumeText(const V &snapshot, const Lookup &lookup)
    {
        const auto volume = lookup.find<openstack::Volume>(snapshot.volumeId);
        return nameOrId(volume ? volume->name : QString(), snapshot.volumeId);
    }

    static QString instanceText(const V &snapshot, const Lookup &lookup)
    {
        const QString id = serverIdOf(snapshot, lookup);
        if (id.isEmpty())
            return emptyCell();
        const auto server = lookup.find<openstack::Server>(id);
        return nameOrId(server ? server->name : QString(), id);
    }

    static QString setText(const V &snapshot, const Lookup &lookup)
    {
        const auto set = lookup.setOfVolumeSnapshot(snapshot.id);
        if (set)
            return nameOrId(set->name, set->id);
        //: State of a volume snapshot whose image no longer exists.
        return lookup.isOrphan(snapshot.id) ? tr("Orphaned") : emptyCell();
    }

    static QString setTip(const V &snapshot, const Lookup &lookup)
    {
        if (lookup.isOrphan(snapshot.id))
            return tr("Orphaned: the image of the snapshot that it was created for no longer "
                      "exists. Delete it if you do not need it.");
        return setText(snapshot, lookup);
    }

    static std::optional<QDate> keepUntil(const V &snapshot)
    {
        const QDate date =
            QDate::fromString(snapshot.metadata.value(QLatin1StringView(store::tagPrefix) +
                                                      QLatin1StringView("keep_until")),
                              Qt::ISODate);
        return date.isValid() ? std::optional(date) : std::nullopt;
    }

    static int progress(const V &snapshot, const Lookup &)
    {
        return snapshot.status == QLatin1String("creating") ? snapshot.progress : -1;
    }

    static std::vector<Column<V>> all()
    {
        return {
            C{.key = u"name"_s,
              .title = tr("Name"),
              .text = [](const V &v, const Lookup &) { return nameOrId(v.name, v.id); },
              .link = [](const V &v, const Lookup &) { return v.id; },
              .tip = [](const V &v, const Lookup &) { return v.description; },
              .cut = Cut::Middle,
              .width = 32},
            C{.key = u"status"_s,
              .title = tr("Status"),
              .text = [](const V &v,
                         const Lookup &) { return volumeSnapshotStatus(v.status).text; },
              .tone = [](const V &v,
                         const Lookup &) { return volumeSnapshotStatus(v.status).tone; },
              .progress = &VolumeSnapshotColumns::progress,
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
              .width = 10,
              .searched = false},
            C{.key = u"volume"_s,
              .title = tr("Volume"),
              .text = &VolumeSnapshotColumns::volumeText,
              .link =
                  [](const V &v, const Lookup &l) {
                      return l.find<openstack::Volume>(v.volumeId) ? v.volumeId : QString();
                  },
              .tip = &VolumeSnapshotColumns::volumeText,
              .width = 20},
            C{.key = u"instance"_s,
              .title = tr("Instance"),
              .text = &VolumeSnapshotColumns::instanceText,
              .link =
                  [](const V &v, const Lookup &l) {
                      const QString id = serverIdOf(v, l);
                      return l.find<openstack::Server>(id) ? id : QString();
                  },
              .tip = &VolumeSnapshotColumns::instanceText,
              .width = 18},
            C{.key = u"set"_s,
              //: Column: the snapshot of an instance that a volume snapshot belongs to.
              .title = tr("Part of"),
              .text = &VolumeSnapshotColumns::setText,
              .tone = [](const V &v,
                         const Lookup &l) { return l.isOrphan(v.id) ? Tone::Warning : Tone::None; },
              .link =
                  [](const V &v, const Lookup &l) {
                      const auto set = l.setOfVolumeSnapshot(v.id);
                      return set ? set->id : QString();
                  },
              .tip = &VolumeSnapshotColumns::setTip,
              .width = 26},
            C{.key = u"created"_s,
              .title = tr("Created"),
              .text = [](const V &v, const Lookup &) { return timeText(v.created); },
              .number = [](const V &v, const Lookup &) { return v.created.toMSecsSinceEpoch(); },
              .width = 17,
              .searched = false},
            C{.key = u"age"_s,
              .title = tr("Age"),
              .text = [](const V &v, const Lookup &l) { return ageText(v.created, l.now()); },
              .number = [](const V &v, const Lookup &) { return -v.created.toMSecsSinceEpoch(); },
              .tone = [](const V &v,
                         const Lookup &l) { return ageTone(v.created, keepUntil(v), l.now()); },
              .tip = [](const V &v,
                        const Lookup &l) { return ageTip(v.created, keepUntil(v), l.now()); },
              .width = 11,
              .searched = false,
              .ages = true},
            C{.key = u"keepUntil"_s,
              .title = tr("Keep until"),
              .text =
                  [](const V &v, const Lookup &) {
                      const auto date = keepUntil(v);
                      return date ? date->toString(Qt::ISODate) : emptyCell();
                  },
              .number =
                  [](const V &v, const Lookup &) {
                      const auto date = keepUntil(v);
                      return date ? date->toJulianDay() : std::numeric_limits<qint64>::max();
                  },
              .tone = [](const V &v,
                         const Lookup &l) { return keepUntilTone(keepUntil(v), l.now()); },
              .width = 14,
              .shownByDefault = false,
              .searched = false},
            C{.key = u"description"_s,
              .title = tr("Description"),
              .text =
                  [](const V &v, const Lookup &) {
                      return v.description.isEmpty() ? emptyCell() : v.description;
                  },
              .width = 24,
              .shownByDefault = false},
            C{.key = u"id"_s,
              .title = tr("ID"),
              .text = [](const V &v, const Lookup &) { return v.id; },
              .width = 36,
              .shownByDefault = false},
        };
    }
};

} // namespace

VolumeSnapshotsModel::VolumeSnapshotsModel(const store::CloudStores &stores, Clock &clock,
                                           QObject *parent)
    : StoreModel(stores.volumeSnapshots, stores, clock, VolumeSnapshotColumns::all(),
                 {Kind::Server, Kind::Volume, Kind::SnapshotSet, Kind::VolumeSnapshot}, parent)
    , m_stores(stores)
    , m_clock(clock)
{
    // Whether one is orphaned or due depends on other rows.
    connect(&stores.snapshotSets, &store::StoreBase::changed, this, &VolumeSnapshotsModel::narrow);
    connect(&stores.snapshotSets, &store::StoreBase::stateChanged, this,
            &VolumeSnapshotsModel::narrow);
    connect(&stores.volumeSnapshots, &store::StoreBase::changed, this,
            &VolumeSnapshotsModel::narrow);
}

void VolumeSnapshotsModel::setShow(Show show)
{
    if (m_show == show)
        return;
    m_show = show;
    m_shown.clear();
    if (show == Show::All) {
        setFacet({});
        return;
    }
    setFacet([](const openstack::VolumeSnapshot &) { return false; });
    narrow();
}

void VolumeSnapshotsModel::narrow()
{
    if (m_show == Show::All)
        return;
    QSet<QString> shown;
    const QDate today = m_clock.now().toLocalTime().date();
    for (const auto &snapshot : m_stores.volumeSnapshots.rows()) {
        bool fits = false;
        if (m_show == Show::Orphaned) {
            fits = m_stores.isOrphaned(*snapshot);
        } else {
            const auto set = m_stores.setOfVolumeSnapshot(snapshot->id);
            const auto date = set ? set->keepUntil : VolumeSnapshotColumns::keepUntil(*snapshot);
            fits = store::isPast(date, today);
        }
        if (fits)
            shown.insert(snapshot->id);
    }
    if (shown == m_shown)
        return;
    m_shown = shown;
    setFacet([shown](const openstack::VolumeSnapshot &row) { return shown.contains(row.id); });
}

} // namespace oriel::models
