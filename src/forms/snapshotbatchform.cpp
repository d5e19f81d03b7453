#include "forms/snapshotbatchform.h"

#include "base/visible.h"
#include "forms/nametext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

constexpr int usualKeepDays = 7;

} // namespace

SnapshotBatchForm::SnapshotBatchForm(store::CloudStores &stores, Clock &clock, QStringList roles,
                                     QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_clock(clock)
    , m_roles(std::move(roles))
    , m_subscription(
          stores.watch({Kind::Server, Kind::Volume, Kind::VolumeSnapshot, Kind::BlockStorageLimits},
                       store::RefreshRate::Viewed))
{
    for (store::StoreBase *source : std::initializer_list<store::StoreBase *>{
             &stores.servers, &stores.volumes, &stores.volumeSnapshots,
             &stores.blockStorageLimits}) {
        connect(source, &store::StoreBase::changed, this, &SnapshotBatchForm::storesChanged);
        connect(source, &store::StoreBase::stateChanged, this, &SnapshotBatchForm::storesChanged);
    }
    m_keepUntil = today().addDays(usualKeepDays);
    stores.refresh({Kind::BlockStorageLimits});
}

QDate SnapshotBatchForm::today() const
{
    return m_clock.now().toLocalTime().date();
}

QString SnapshotBatchForm::nowText() const
{
    return m_clock.now().toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s);
}

void SnapshotBatchForm::setName(const QString &name)
{
    if (std::exchange(m_name, name) == name)
        return;
    if (m_rows && rename(*m_rows))
        Q_EMIT changed();
    else
        change();
}

void SnapshotBatchForm::setKeepUntil(std::optional<QDate> date)
{
    if (std::exchange(m_keepUntil, date) != date)
        Q_EMIT changed();
}

void SnapshotBatchForm::setDescription(const QString &description)
{
    if (std::exchange(m_description, description) != description)
        Q_EMIT changed();
}

void SnapshotBatchForm::setShutOffFirst(bool first)
{
    if (std::exchange(m_shutOffFirst, first) != first)
        change();
}

void SnapshotBatchForm::setLeftOut(const QStringList &ids, bool out)
{
    const qsizetype before = m_leftOut.size();
    for (const QString &id : ids) {
        if (out)
            m_leftOut.insert(id);
        else
            m_leftOut.remove(id);
    }
    if (m_leftOut.size() != before)
        change();
}

void SnapshotBatchForm::change()
{
    m_rows.reset();
    Q_EMIT changed();
}

void SnapshotBatchForm::storesChanged()
{
    m_rows.reset();
    if (!std::exchange(m_told, false))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_told = true;
            follow();
            Q_EMIT changed();
        },
        Qt::QueuedConnection);
}

const std::vector<BatchRow> &SnapshotBatchForm::rows() const
{
    if (!m_rows) {
        ++m_evaluations;
        m_rows = makeRows();
    }
    return *m_rows;
}

std::pair<int, int> SnapshotBatchForm::wanted() const
{
    int count = 0;
    int gigabytes = 0;
    for (const BatchRow &row : rows()) {
        if (!row.made())
            continue;
        count += row.volumeSnapshots;
        gigabytes += row.sizeGiB;
    }
    return {count, gigabytes};
}

int SnapshotBatchForm::made() const
{
    return static_cast<int>(std::ranges::count_if(rows(), &BatchRow::made));
}

std::vector<RoomLine> SnapshotBatchForm::room() const
{
    const auto &limits = m_stores.blockStorageLimits.value();
    const auto [count, gigabytes] = wanted();
    if (!limits || count == 0)
        return {};
    return snapshotRoom(*limits, count, gigabytes, snapshotsCountInGigabytes(m_stores), made());
}

bool SnapshotBatchForm::ready() const
{
    const auto known = [](const store::StoreBase &source) {
        return source.state().loaded || source.state().error.has_value();
    };
    return (m_stores.blockStorageLimits.value() || known(m_stores.blockStorageLimits)) &&
           known(m_stores.volumes);
}

QString SnapshotBatchForm::nameProblem(const BatchRow &row) const
{
    const qsizetype longest = operations::longestSnapshotName(row.sizeGiB > 0);
    return describe(operations::computeNameFault(row.snapshot, longest), row.snapshot, longest);
}

QString SnapshotBatchForm::problem() const
{
    if (!ready())
        return tr("Finding out what is attached and how much room there is…");
    const std::vector<BatchRow> &all = rows();
    if (std::ranges::none_of(all, &BatchRow::possible))
        return all.empty() ? tr("There is nothing to take a snapshot of any more.")
                           : all.front().note;
    if (std::ranges::none_of(all, &BatchRow::made))
        return tr("Choose at least one.");
    for (const BatchRow &row : all) {
        if (const QString wrong = row.made() ? nameProblem(row) : QString(); !wrong.isEmpty())
            return wrong;
    }
    if (const auto length = operations::characters(m_description.trimmed());
        length > operations::longestName)
        return tr("The description has %1 characters; at most %2 are allowed.")
            .arg(QString::number(length), QString::number(operations::longestName));
    if (m_keepUntil && *m_keepUntil < today())
        return tr("The date until which it is kept lies in the past.");
    for (const RoomLine &line : room()) {
        if (!line.fits)
            return tr("The quota has no room for it. %1: %2.").arg(line.title, line.text);
    }
    return {};
}

} // namespace oriel::forms
