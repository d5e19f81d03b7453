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
        if (row.remains)
            return tr("Image gone");
        return snapshotSetStatus(status(row)).text;
    }

    static QString statusTip(const R &row, const Lookup &lookup)
    {
        const QString word = statusText(row, lookup);
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
        return row.remains ? Tone::Warning : snapshotSetStatus(status(row)).tone;
    }

    static int progress(const R &row, const Lookup &)
    {
        if (!row.operationId.isEmpty())
            return row.percent;
        if (row.set.status != store::SetStatus::Creating || row.set.parts.empty())
            return -1;
        int sum = 0;
        for (const store::SnapshotPart &part : row.set.parts)
            sum += part.status == QLatin1String("available") ? 100 : std::max(part.progress, 0);
        return sum / static_cast<int>(row.set.parts.size());
    }

    static QString volumes(const R &row, const Lookup &)
    {
        if (!row.set.parts.empty())
            return QLocale().toString(static_cast<qlonglong>(row.set.parts.size()));
        return row.set.hasData ? tr("In the image") : nothing();
    }

    static QString size(const R &row, const Lookup &)
    {
        const qint64 bytes = row.set.totalBytes();
        return bytes > 0 ? bytesText(bytes) : nothing();
    }

    static QString keepUntil(const R &row, const Lookup &)
    {
        return row.set.keepUntil ? row.set.keepUntil->toString(Qt::ISODate) : tr("No date");
    }

    static QString consistency(const R &row, const Lookup &)
    {
        // While it is being made nobody can know yet; afterwards nobody has said.
        if (row.set.consistency == store::Consistency::Unknown &&
            status(row) == store::SetStatus::Creating)
            return nothing();
        return consistencyWord(row.set.consistency);
    }

    static Tone keepTone(const R &row, const Lookup &lookup)
    {
        return models::keepUntilTone(row.set.keepUntil, lookup.now());
    }

    static std::vector<Column<R>> all()
    {
        const auto right = Qt::AlignRight | Qt::AlignVCenter;
        return {
            C{.key = u"name"_s,
              .title = tr("Name"),
              .text = [](const R &r, const Lookup &) { return nameOrId(r.set.name, r.set.id); },
              .link =
                  [](const R &r, const Lookup &l) {
                      return l.find<openstack::Image>(r.id) ? r.id : QString();
                  },
              .width = 25},
            C{.key = u"created"_s,
              .title = tr("Created"),
              .text = [](const R &r, const Lookup &) { return timeText(r.set.created); },
              .number = [](const R &r,
                           const Lookup &) { return r.set.created.toMSecsSinceEpoch(); },
              .width = 18,
              .searched = false},
            C{.key = u"age"_s,
              .title = tr("Age"),
              .text = [](const R &r, const Lookup &l) { return ageText(r.set.created, l.now()); },
              .number = [](const R &r,
                           const Lookup &) { return -r.set.created.toMSecsSinceEpoch(); },
              .tone =
                  [](const R &r, const Lookup &l) {
                      return ageTone(r.set.created, r.set.keepUntil, l.now());
                  },
              .tip =
                  [](const R &r, const Lookup &l) {
                      return ageTip(r.set.created, r.set.keepUntil, l.now());
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
              .width = 18},
            C{.key = u"consistency"_s,
              .title = tr("Consistency"),
              .text = &SnapshotSetColumns::consistency,
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
              .width = 15,
              .searched = false},
        };
    }
};

} // namespace

SnapshotSetsModel::SnapshotSetsModel(const InstanceSnapshots &snapshots,
                                     const store::CloudStores &stores, Clock &clock,
                                     QObject *parent)
    : StoreModel(snapshots.rows(), stores, clock, SnapshotSetColumns::all(), {Kind::Image}, parent)
{
    sort(columnOf(u"created"_s), Qt::DescendingOrder);
}

} // namespace oriel::models
