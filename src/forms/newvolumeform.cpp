#include "forms/newvolumeform.h"

#include "base/visible.h"
#include "forms/nametext.h"
#include "forms/snapshotquota.h"
#include "net/apiclient.h"
#include "operations/actions/action.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

NewVolumeForm::NewVolumeForm(net::ApiClient &client, store::CloudStores &stores, QString snapshotId,
                             QStringList roles, QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_snapshotId(std::move(snapshotId))
    , m_roles(std::move(roles))
    , m_subscription(stores.watch({Kind::Volume, Kind::VolumeSnapshot, Kind::BlockStorageLimits},
                                  store::RefreshRate::Viewed))
    , m_name(proposedName())
{
    for (store::StoreBase *from : std::initializer_list<store::StoreBase *>{
             &stores.volumes, &stores.volumeSnapshots, &stores.blockStorageLimits}) {
        connect(from, &store::StoreBase::changed, this, &NewVolumeForm::changed);
        connect(from, &store::StoreBase::stateChanged, this, &NewVolumeForm::changed);
    }
    client.all(openstack::List<openstack::VolumeType>{}).then(this, [this](auto result) {
        m_typesCame = true;
        m_typesFailed = !result.ok();
        if (result.ok())
            m_types = std::move(result).value();
        Q_EMIT changed();
    });
    // The quota may be minutes old: what is decided on here is asked for now.
    stores.refresh({Kind::BlockStorageLimits});
}

NewVolumeForm::NewVolumeForm(net::ApiClient &client, store::CloudStores &stores,
                             const operations::NewVolumeRequest &request, QStringList roles,
                             QObject *parent)
    : NewVolumeForm(client, stores, request.snapshot.id, std::move(roles), parent)
{
    m_name = request.name;
    m_size = request.sizeGiB;
    m_type = request.volumeType;
}

store::Row<openstack::VolumeSnapshot> NewVolumeForm::snapshot() const
{
    return m_stores.volumeSnapshots.find(m_snapshotId);
}

store::Row<openstack::Volume> NewVolumeForm::volume() const
{
    const auto row = snapshot();
    return row ? m_stores.volumes.find(row->volumeId) : nullptr;
}

QString NewVolumeForm::proposedName() const
{
    const auto from = volume();
    QString base = from ? from->name : QString();
    if (base.isEmpty() && snapshot())
        base = snapshot()->name;
    if (base.isEmpty())
        base = tr("Volume");
    const auto taken = [this](const QString &candidate) {
        return std::ranges::any_of(m_stores.volumes.rows(),
                                   [&](const auto &row) { return row->name == candidate; });
    };
    QString candidate = tr("%1 restored").arg(base);
    for (int number = 2; taken(candidate); ++number)
        candidate = tr("%1 restored %2").arg(base, QString::number(number));
    return candidate;
}

QString NewVolumeForm::sourceText() const
{
    const auto row = snapshot();
    if (!row)
        return {};
    const QString name = row->name.isEmpty() ? row->id : row->name;
    const auto from = volume();
    return from && !from->name.isEmpty() ? tr("From the volume snapshot “%1” of “%2”")
                                               .arg(isolated(name), isolated(from->name))
                                         : tr("From the volume snapshot “%1”").arg(isolated(name));
}

void NewVolumeForm::setName(const QString &name)
{
    if (m_name == name)
        return;
    m_name = name;
    Q_EMIT changed();
}

int NewVolumeForm::leastGiB() const
{
    const auto row = snapshot();
    return row ? row->sizeGiB : 1;
}

int NewVolumeForm::sizeGiB() const
{
    return std::max(leastGiB(), m_size);
}

void NewVolumeForm::setSize(int gib)
{
    if (m_size == gib)
        return;
    m_size = gib;
    Q_EMIT changed();
}

std::vector<LaunchOption> NewVolumeForm::types() const
{
    const auto from = volume();
    const QString original = from ? from->volumeType : QString();
    std::vector<LaunchOption> options{{{},
                                       original.isEmpty()
                                           ? tr("As the original")
                                           : tr("As the original: %1").arg(isolated(original)),
                                       m_type.isEmpty()}};
    for (const openstack::VolumeType &type : m_types) {
        // Cinder's own, for those who configured none.
        if (type.name != original && type.name != "__DEFAULT__"_L1)
            options.push_back({type.name, type.name, type.name == m_type});
    }
    return options;
}

void NewVolumeForm::setType(const QString &name)
{
    if (m_type == name)
        return;
    m_type = name;
    Q_EMIT changed();
}

std::vector<QuotaLine> NewVolumeForm::room() const
{
    const auto &limits = m_stores.blockStorageLimits.value();
    if (!limits)
        return {};
    return {quotaLine(tr("Volumes"), limits->volumes, 1),
            quotaLine(tr("Storage"), limits->gigabytes, sizeGiB(), u"GiB"_s)};
}

QString NewVolumeForm::notes() const
{
    QStringList lines;
    if (!m_type.isEmpty())
        lines += tr("Not every storage can create a volume of another type from a snapshot. If it "
                    "cannot, the cloud rejects the request.");
    if (m_typesFailed)
        lines += tr("The volume types could not be listed.");
    if (ready() && !m_stores.blockStorageLimits.value())
        lines +=
            tr("The free quota is unknown. The cloud rejects the volume if it exceeds the quota.");
    return lines.join(u'\n');
}

QString NewVolumeForm::command() const
{
    return operations::newVolumeCommand(request());
}

bool NewVolumeForm::ready() const
{
    return m_typesCame &&
           (m_stores.blockStorageLimits.value() || m_stores.blockStorageLimits.state().error);
}

QString NewVolumeForm::problem() const
{
    if (const QString reader = operations::readerObstacle(m_roles); !reader.isEmpty())
        return reader;
    const auto row = snapshot();
    if (!row && m_stores.volumeSnapshots.state().isComplete())
        return tr("The volume snapshot no longer exists.");
    if (!row || !ready())
        return tr("Checking the free quota…");
    if (row->status != "available"_L1)
        return tr("The volume snapshot is “%1”. It must be available.").arg(isolated(row->status));
    const QString name = m_name.trimmed();
    if (const QString wrong = describe(operations::storageNameFault(name), name); !wrong.isEmpty())
        return wrong;
    for (const QuotaLine &line : room()) {
        if (!line.fits)
            return tr("This exceeds the quota. %1: %2.").arg(line.title, line.text);
    }
    return {};
}

operations::NewVolumeRequest NewVolumeForm::request() const
{
    const auto row = snapshot();
    return {{openstack::Kind::VolumeSnapshot, m_snapshotId, row ? row->name : QString()},
            m_name.trimmed(),
            sizeGiB(),
            m_type};
}

} // namespace oriel::forms
