#include "forms/snapshotform.h"

#include "operations/names.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

constexpr int usualKeepDays = 7;

} // namespace

SnapshotForm::SnapshotForm(store::CloudStores &stores, Clock &clock, QStringList roles,
                           QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_clock(clock)
    , m_roles(std::move(roles))
    , m_subscription(
          stores.watch({Kind::Server, Kind::Volume, Kind::VolumeSnapshot, Kind::BlockStorageLimits},
                       store::RefreshRate::Viewed))
    , m_keepUntil(today().addDays(usualKeepDays))
{
    for (store::StoreBase *source : std::initializer_list<store::StoreBase *>{
             &stores.servers, &stores.volumes, &stores.volumeSnapshots,
             &stores.blockStorageLimits}) {
        connect(source, &store::StoreBase::changed, this, [this] { storesChanged(); });
        connect(source, &store::StoreBase::stateChanged, this, [this] { storesChanged(); });
    }
    // It may be minutes old: what is decided on here is asked for now.
    stores.refresh({Kind::BlockStorageLimits});
}

QString SnapshotForm::nowText() const
{
    return m_clock.now().toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s);
}

void SnapshotForm::setName(const QString &name)
{
    if (std::exchange(m_name, name) != name)
        nameChanged();
}

void SnapshotForm::setKeepUntil(std::optional<QDate> date)
{
    if (std::exchange(m_keepUntil, date) != date)
        Q_EMIT changed();
}

void SnapshotForm::setDescription(const QString &description)
{
    if (std::exchange(m_description, description) != description)
        Q_EMIT changed();
}

bool SnapshotForm::shutOffFirst() const
{
    if (!offersShutOff() || !shutOffObstacle().isEmpty())
        return false;
    return m_shutOffFirst ? *m_shutOffFirst : recommendsShutOff();
}

void SnapshotForm::setShutOffFirst(bool first)
{
    if (std::exchange(m_shutOffFirst, first) != first)
        outdate();
}

void SnapshotForm::setWithDataVolumes(bool with)
{
    if (withDataVolumes() == with)
        return;
    m_withDataVolumes = with;
    outdate();
}

void SnapshotForm::fill(std::optional<QDate> keepUntil, const QString &description,
                        bool shutOffFirst, bool withDataVolumes)
{
    m_keepUntil = keepUntil;
    m_description = description;
    m_shutOffFirst = shutOffFirst;
    m_withDataVolumes = withDataVolumes;
}

bool SnapshotForm::isKnown(const store::StoreBase &source)
{
    return source.state().loaded || source.state().error.has_value();
}

bool SnapshotForm::volumesKnown() const
{
    return isKnown(m_stores.volumes);
}

bool SnapshotForm::ready() const
{
    return volumesKnown() && limitsKnown();
}

bool SnapshotForm::limitsKnown() const
{
    return m_stores.blockStorageLimits.value() || isKnown(m_stores.blockStorageLimits);
}

void SnapshotForm::storesChanged()
{
    decideOnData();
    Q_EMIT changed();
}

void SnapshotForm::decideOnData()
{
    if (m_includedByDefault || dataVolumes().count == 0)
        return;
    // Where the quota cannot be read, the cloud decides: data that is left out silently is worse
    // than a refusal.
    const bool limits = m_stores.blockStorageLimits.value().has_value();
    const bool unreadable = !limits && m_stores.blockStorageLimits.state().error.has_value();
    if (!unreadable && !(limits && volumesKnown()))
        return;
    m_includedByDefault = unreadable || std::ranges::all_of(quotaWithData(), &QuotaLine::fits);
    if (m_includedByDefault)
        outdate();
}

QString SnapshotForm::dataVolumesObstacle() const
{
    if (dataVolumes().count == 0 || includesData())
        return {};
    for (const QuotaLine &line : quotaWithData()) {
        if (!line.fits)
            return tr("Not included: the quota is too small. %1: %2.").arg(line.title, line.text);
    }
    return {};
}

std::vector<QuotaLine> SnapshotForm::quotaWithData() const
{
    Amount all = needed();
    if (!includesData()) {
        all.count += dataVolumes().count;
        all.gigabytes += dataVolumes().gigabytes;
    }
    return quotaFor(all);
}

std::vector<QuotaLine> SnapshotForm::quotaFor(Amount amount) const
{
    const auto &limits = m_stores.blockStorageLimits.value();
    return limits ? snapshotQuota(*limits, amount.count, amount.gigabytes,
                                  snapshotsCountInGigabytes(m_stores), made())
                  : std::vector<QuotaLine>();
}

std::vector<QuotaLine> SnapshotForm::room() const
{
    // It stays listed while data volumes can be included, so that nothing moves under the pointer.
    const Amount amount = needed();
    return amount.count + dataVolumes().count > 0 ? quotaFor(amount) : std::vector<QuotaLine>();
}

QString SnapshotForm::caution() const
{
    return tr("A snapshot is not a backup: it is no safer than the storage that holds it. Keep it "
              "for a limited time. The more is written in the meantime, the longer it takes to "
              "delete.");
}

QString SnapshotForm::problem() const
{
    if (!ready())
        return tr("Checking attached volumes and the free quota…");
    if (const QString found = obstacle(); !found.isEmpty())
        return found;
    if (const QString found = nameProblem(); !found.isEmpty())
        return found;
    const auto length = operations::characters(m_description.trimmed());
    if (length > operations::longestName)
        return tr("The description has %1 characters; at most %2 are allowed.")
            .arg(QString::number(length), QString::number(operations::longestName));
    if (m_keepUntil && *m_keepUntil < today())
        return tr("The keep-until date is in the past.");
    if (needed().count > 0) {
        for (const QuotaLine &line : room()) {
            if (!line.fits)
                return tr("This exceeds the quota. %1: %2.").arg(line.title, line.text);
        }
    }
    return {};
}

} // namespace oriel::forms
