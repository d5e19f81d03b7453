#include "forms/launchform_p.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "forms/nametext.h"
#include "forms/serveractions.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

/// Adds or takes away, keeping the order.
void toggle(QStringList &ids, const QString &id, bool chosen)
{
    if (!chosen)
        ids.removeAll(id);
    else if (!ids.contains(id))
        ids.append(id);
}

} // namespace

LaunchForm::LaunchForm(net::ApiClient &client, store::CloudStores &stores, Clock &clock,
                       operations::Subject source, QStringList roles, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(client, stores, clock, std::move(source), std::move(roles)))
{
    const auto tell = [this] {
        d->propose();
        Q_EMIT changed();
    };
    for (store::StoreBase *from : std::initializer_list<store::StoreBase *>{
             &stores.servers, &stores.flavors, &stores.networks, &stores.volumes, &stores.images,
             &stores.volumeSnapshots, &stores.snapshotSets, &stores.computeLimits,
             &stores.blockStorageLimits}) {
        connect(from, &store::StoreBase::changed, this, tell);
        connect(from, &store::StoreBase::stateChanged, this, tell);
    }
    connect(d->choices.get(), &LaunchChoices::changed, this, tell);
    d->propose();
    // What is decided on here may be minutes old.
    stores.refresh({store::Topic::ComputeLimits, store::Topic::BlockStorageLimits});
}

LaunchForm::LaunchForm(net::ApiClient &client, store::CloudStores &stores, Clock &clock,
                       const operations::RestoreRequest &request, QStringList roles,
                       QObject *parent)
    : LaunchForm(client, stores, clock, request.source, std::move(roles), parent)
{
    d->choose(request);
}

LaunchForm::~LaunchForm() = default;

const operations::Subject &LaunchForm::source() const
{
    return d->source;
}

QString LaunchForm::name() const
{
    return d->name;
}

void LaunchForm::setName(const QString &name)
{
    if (d->name == name)
        return;
    d->name = name;
    d->nameTyped = true;
    Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::flavors() const
{
    std::vector<store::Row<openstack::Flavor>> rows(d->stores.flavors.rows().begin(),
                                                    d->stores.flavors.rows().end());
    std::ranges::sort(rows, {}, [](const auto &row) {
        return std::tuple(row->ramMiB, row->vcpus, row->diskGiB, row->name);
    });
    std::vector<LaunchOption> options;
    for (const auto &row : rows) {
        QStringList size{row->vcpus == 1 ? tr("1 vCPU") : tr("%1 vCPUs").arg(row->vcpus),
                         tr("%1 RAM").arg(memoryText(row->ramMiB))};
        if (row->diskGiB > 0) // else the disk is as large as what it is made from
            size += tr("%1 GiB disk").arg(row->diskGiB);
        options.push_back({row->id, tr("%1: %2").arg(isolated(row->name), size.join(u" · "_s)),
                           row->id == d->flavorId.value_or(QString())});
    }
    return options;
}

void LaunchForm::setFlavor(const QString &id)
{
    if (d->flavorId == id)
        return;
    d->flavorId = id;
    Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::keyPairs() const
{
    const QString chosen = d->keyName.value_or(QString());
    std::vector<LaunchOption> options{{{}, tr("None"), chosen.isEmpty()}};
    for (const openstack::KeyPair &pair : d->choices->keyPairs())
        options.push_back({pair.name, pair.name, pair.name == chosen});
    return options;
}

void LaunchForm::setKeyPair(const QString &name)
{
    if (d->keyName == name)
        return;
    d->keyName = name;
    Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::zones() const
{
    const QString chosen = d->zone.value_or(QString());
    std::vector<LaunchOption> options{{{}, tr("Any"), chosen.isEmpty()}};
    for (const openstack::AvailabilityZone &zone : d->choices->zones()) {
        if (zone.available || zone.name == chosen)
            options.push_back({zone.name, zone.name, zone.name == chosen});
    }
    return options;
}

void LaunchForm::setZone(const QString &name)
{
    if (d->zone == name)
        return;
    d->zone = name;
    Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::networks() const
{
    const QStringList chosen = d->networkIds.value_or(QStringList());
    std::vector<LaunchOption> options;
    for (const auto &row : d->stores.networks.rows()) {
        if (!row->external || row->shared || chosen.contains(row->id))
            options.push_back(
                {row->id, row->name.isEmpty() ? row->id : row->name, chosen.contains(row->id)});
    }
    std::ranges::sort(options, {}, &LaunchOption::text);
    return options;
}

void LaunchForm::setNetwork(const QString &id, bool chosen)
{
    QStringList ids = d->networkIds.value_or(QStringList());
    toggle(ids, id, chosen);
    if (d->networkIds == ids)
        return;
    d->networkIds = ids;
    Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::securityGroups() const
{
    const QStringList chosen = d->groupIds.value_or(QStringList());
    std::vector<LaunchOption> options;
    for (const openstack::SecurityGroup &group : d->choices->groups())
        options.push_back(
            {group.id, group.name.isEmpty() ? group.id : group.name, chosen.contains(group.id)});
    std::ranges::sort(options, {}, &LaunchOption::text);
    return options;
}

void LaunchForm::setSecurityGroup(const QString &id, bool chosen)
{
    QStringList ids = d->groupIds.value_or(QStringList());
    toggle(ids, id, chosen);
    if (d->groupIds == ids)
        return;
    d->groupIds = ids;
    Q_EMIT changed();
}

std::vector<LaunchDisk> LaunchForm::disks() const
{
    return d->disks();
}

void LaunchForm::setSize(const QString &uuid, int gib)
{
    if (d->sizes.value(uuid) == gib)
        return;
    d->sizes.insert(uuid, gib);
    Q_EMIT changed();
}

void LaunchForm::setDeletedWithInstance(const QString &uuid, bool deleted)
{
    if (d->deleted.value(uuid) == deleted)
        return;
    d->deleted.insert(uuid, deleted);
    Q_EMIT changed();
}

std::optional<operations::FloatingIpMove> LaunchForm::floatingIp() const
{
    const auto addresses = d->choices->floatingIps();
    if (addresses.empty() || !d->original)
        return std::nullopt;
    const openstack::FloatingIp &first = addresses.front();
    const auto &ports = d->choices->ports();
    const auto port = std::ranges::find(ports, first.portId, &openstack::Port::id);
    return operations::FloatingIpMove{first.id,         first.address, port->networkId,
                                      first.portId,     first.fixedIp, d->original->name,
                                      d->name.trimmed()};
}

bool LaunchForm::movesFloatingIp() const
{
    return d->movesFloatingIp;
}

void LaunchForm::setMovesFloatingIp(bool moves)
{
    if (d->movesFloatingIp == moves)
        return;
    d->movesFloatingIp = moves;
    Q_EMIT changed();
}

QString LaunchForm::command() const
{
    return operations::restoreCommand(request());
}

bool LaunchForm::ready() const
{
    const auto known = [](const store::StoreBase &source) {
        return source.state().loaded || source.state().error.has_value();
    };
    const store::CloudStores &stores = d->stores;
    return d->choices->ready() && known(stores.servers) && known(stores.flavors) &&
           known(stores.networks) && known(stores.volumeSnapshots) && known(stores.images) &&
           (stores.computeLimits.value() || known(stores.computeLimits)) &&
           (stores.blockStorageLimits.value() || known(stores.blockStorageLimits));
}

QString LaunchForm::problem() const
{
    if (!mayChange(d->roles))
        return readerReason();
    if (!ready())
        return tr("Finding out what the original has and how much room there is…");
    const QString name = d->name.trimmed();
    if (const QString wrong = describe(operations::computeNameFault(name), name); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = d->diskProblem(); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = d->flavorProblem(); !wrong.isEmpty())
        return wrong;
    // Only an original without a network is a reason for one without.
    const bool bare = d->original && d->choices->ports().empty();
    if (d->networkIds.value_or(QStringList()).isEmpty() && !networks().empty() && !bare)
        return tr("Choose a network, or nobody can reach the instance.");
    if (d->movesFloatingIp && floatingIp() && !d->networkIds->contains(floatingIp()->networkId))
        return tr("The floating IP needs the instance to be on the network “%1”.")
            .arg(isolated(d->networkNames({floatingIp()->networkId})));
    for (const RoomLine &line : room()) {
        if (!line.fits)
            return tr("The quota has no room for it. %1: %2.").arg(line.title, line.text);
    }
    return {};
}

operations::RestoreRequest LaunchForm::request() const
{
    operations::RestoreRequest request;
    request.source = d->source;
    openstack::CreateServer &server = request.server;
    server.name = d->name.trimmed();
    server.flavorId = d->flavorId.value_or(QString());
    if (const auto flavor = d->flavor())
        request.flavorName = flavor->name;
    if (d->needsImage() && d->image())
        server.imageId = d->image()->id;
    const std::vector<LaunchDisk> disks = d->disks();
    // The image's own disk alone needs no words.
    if (disks.size() != 1 || !disks.front().local) {
        for (const LaunchDisk &disk : disks)
            server.blockDevices.push_back(disk.device);
    }
    server.networkIds = d->networkIds.value_or(QStringList());
    server.securityGroups = d->groupIds.value_or(QStringList());
    server.keyName = d->keyName.value_or(QString());
    server.availabilityZone = d->zone.value_or(QString());
    if (d->original) {
        for (auto it = d->original->metadata.begin(); it != d->original->metadata.end(); ++it) {
            if (!it.key().startsWith(QLatin1StringView(store::stampPrefix)))
                server.metadata.insert(it.key(), it.value());
        }
    }
    if (d->movesFloatingIp)
        request.floatingIp = floatingIp();
    return request;
}

} // namespace oriel::forms
