#include "forms/launchform.h"

#include "base/visible.h"
#include "forms/login.h"
#include "net/apiclient.h"
#include "operations/actions/action.h"
#include "operations/actions/volumequota.h"
#include "operations/grouppolicy.h"
#include "operations/launch/newvolumes.h"
#include "operations/names.h"
#include "operations/networkpaths.h"
#include "operations/ownership.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::forms {

using operations::Subject;

namespace {

/// The kinds that the form follows.
constexpr std::array launchKinds{Kind::Server,
                                 Kind::Flavor,
                                 Kind::Network,
                                 Kind::Subnet,
                                 Kind::Image,
                                 Kind::Volume,
                                 Kind::VolumeType,
                                 Kind::VolumeSnapshot,
                                 Kind::KeyPair,
                                 Kind::SecurityGroup,
                                 Kind::SecurityGroupRule,
                                 Kind::Port,
                                 Kind::FloatingIp,
                                 Kind::Router,
                                 Kind::ServerGroup,
                                 Kind::AvailabilityZone,
                                 Kind::VolumeZone,
                                 Kind::ComputeLimits,
                                 Kind::BlockStorageLimits,
                                 Kind::BlockStorageQuotas,
                                 Kind::NetworkQuotas,
                                 Kind::DefaultVolumeType};

} // namespace

LaunchForm::LaunchForm(net::ApiClient &client, store::CloudStores &stores, Subject source,
                       QStringList roles, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_stores(stores)
    , m_roles(std::move(roles))
    , m_disks(stores, std::move(source))
    , m_choices(stores, stores.servers.find(m_disks.originalId()))
    , m_subscription(stores.watch({launchKinds.begin(), launchKinds.end()}))
    , m_addresses(stores)
{
    loadOriginal();
    const auto followList = [this](const store::StoreBase &list) {
        connect(&list, &store::StoreBase::changed, this, &LaunchForm::follow);
        connect(&list, &store::StoreBase::stateChanged, this, &LaunchForm::follow);
    };
    followList(stores.snapshotSets);
    for (const Kind kind : launchKinds)
        followList(stores.at(kind));
    readStores();
    propose();
    // The quotas may be minutes old; decide on current ones.
    stores.refresh({Kind::ComputeLimits, Kind::BlockStorageLimits, Kind::BlockStorageQuotas,
                    Kind::NetworkQuotas});
}

LaunchForm::LaunchForm(net::ApiClient &client, store::CloudStores &stores,
                       const operations::LaunchRequest &request, QStringList roles, QObject *parent)
    : LaunchForm(client, stores, request.source, std::move(roles), parent)
{
    m_name = request.server.name;
    m_nameTyped = true;
    m_choices.adopt(request.server);
    m_disks.adopt(request.server);
    m_movesFloatingIp = request.floatingIp && request.floatingIp->takesFromAnother();
    m_reach = ReachChoice::of(request);
    m_addresses.adopt(request.server.fixedIps);
    m_details = LaunchDetails::of(request.server);
    m_results = {};
}

template <typename List>
void LaunchForm::load(List list, std::vector<typename List::Item> &into, const QString &what)
{
    ++m_loading;
    m_client.all(std::move(list)).then(this, [this, &into, what](auto rows) {
        --m_loading;
        // A cloud without routers has no list of floating IPs; that is not an error.
        constexpr bool mayLack = std::is_same_v<typename List::Item, openstack::FloatingIp>;
        if (rows.ok())
            into = std::move(rows).value();
        else if (!mayLack || rows.error().kind != ErrorKind::NotFound)
            m_unknown += what;
        follow();
    });
}

void LaunchForm::loadOriginal()
{
    LaunchFacts &facts = m_choices.facts();
    if (!facts.original)
        return;
    load(openstack::List<openstack::Port>{.filters = {{u"device_id"_s, facts.original->id}}},
         facts.ports, tr("the original's ports"));
    load(openstack::List<openstack::FloatingIp>{}, facts.floatingIps, tr("the floating IPs"));
}

void LaunchForm::readStores()
{
    const auto read = []<typename T>(const store::Store<T> &store, std::vector<T> &into) {
        into.clear();
        for (const auto &row : store.rows())
            into.push_back(*row);
    };
    LaunchFacts &facts = m_choices.facts();
    read(m_stores.of<openstack::KeyPair>(), facts.keyPairs);
    read(m_stores.of<openstack::SecurityGroup>(), facts.groups);
    read(m_stores.of<openstack::AvailabilityZone>(), facts.zones);
    std::ranges::sort(facts.zones, {}, &openstack::AvailabilityZone::name);
    facts.volumeZone = m_disks.volumeZone();
}

void LaunchForm::propose()
{
    LaunchFacts &facts = m_choices.facts();
    if (const auto now = m_stores.servers.find(m_disks.originalId()))
        facts.original = now;
    if (!m_nameTyped)
        m_name = proposedName();
    if (!ready())
        return;
    facts.flavorId = facts.original || m_choices.isChosen(u"flavor") ? QString() : smallestFlavor();
    m_choices.propose();
}

void LaunchForm::edited()
{
    ++m_edits;
    entered();
}

void LaunchForm::entered()
{
    m_results = {};
    Q_EMIT changed();
}

void LaunchForm::follow()
{
    m_results = {};
    if (std::exchange(m_updates, true))
        return;
    QMetaObject::invokeMethod(this, &LaunchForm::update, Qt::QueuedConnection);
}

void LaunchForm::update()
{
    m_updates = false;
    readStores();
    propose();
    entered();
}

void LaunchForm::setSource(const Subject &source)
{
    if (source == m_disks.source())
        return;
    ++m_edits;
    m_disks.setSource(source);
    m_choices.forgetProposals();
    LaunchFacts &facts = m_choices.facts();
    facts.original = m_stores.servers.find(m_disks.originalId());
    facts.ports.clear();
    loadOriginal();
    update();
}

void LaunchForm::setName(const QString &name)
{
    if (m_name == name)
        return;
    m_name = name;
    m_nameTyped = true;
    edited();
}

void LaunchForm::setCount(int count)
{
    if (std::exchange(m_count, count) != count)
        edited();
}

void LaunchForm::choose(const LaunchField &field, const QString &id, bool chosen)
{
    if (m_choices.choose(field, id, chosen))
        edited();
}

void LaunchForm::setOnNewVolume(bool on)
{
    if (!m_disks.setOnNewVolume(on))
        return;
    // Another flavor may fit.
    propose();
    edited();
}

void LaunchForm::setVolumeType(const QString &name)
{
    if (m_disks.setVolumeType(name))
        edited();
}

void LaunchForm::setSize(const QString &uuid, int gib)
{
    if (m_disks.setSize(uuid, gib))
        edited();
}

void LaunchForm::setDeletedWithInstance(const QString &uuid, bool deleted)
{
    if (m_disks.setDeletedWithInstance(uuid, deleted))
        edited();
}

void LaunchForm::setMovesFloatingIp(bool moves)
{
    if (std::exchange(m_movesFloatingIp, moves) != moves)
        edited();
}

void LaunchForm::setReachChoice(const ReachChoice &choice)
{
    if (std::exchange(m_reach, choice) != choice)
        edited();
}

void LaunchForm::setOwnNetwork(const QString &range)
{
    if (std::exchange(m_ownNetwork, range) != range)
        entered();
}

void LaunchForm::setFixedAddress(const QString &networkId, const QString &address)
{
    if (m_addresses.setAddress(networkId, address))
        edited();
}

void LaunchForm::setDetails(const LaunchDetails &details)
{
    if (std::exchange(m_details, details) != details)
        edited();
}

store::Row<openstack::Flavor> LaunchForm::flavor() const
{
    return m_stores.flavors.find(m_choices.one(u"flavor"));
}

QString LaunchForm::originalName() const
{
    const auto &original = m_choices.facts().original;
    return original ? original->name : QString();
}

QString LaunchForm::proposedName() const
{
    const QString base = m_choices.facts().original ? originalName() : m_disks.source().name;
    const auto taken = [this](const QString &candidate) {
        return std::ranges::any_of(m_stores.servers.rows(),
                                   [&](const auto &row) { return row->name == candidate; });
    };
    if (m_disks.isPlainImage() && !taken(base))
        return base;
    return operations::restoredName(base, taken);
}

/// The numbers are consecutive, so that they can be said in a few words.
operations::LaunchCount LaunchForm::launchCount() const
{
    operations::LaunchCount count{.count = m_count};
    if (m_count == 1)
        return count;
    const QString begin = m_name.trimmed() + u'-';
    std::vector<int> taken;
    for (const auto &server : m_stores.servers.rows()) {
        bool isNumber = false;
        const int number = server->name.startsWith(begin)
                               ? QStringView(server->name).mid(begin.size()).toInt(&isNumber)
                               : 0;
        if (isNumber && number > 0)
            taken.push_back(number);
    }
    std::ranges::sort(taken);
    for (const int number : taken) {
        if (number >= count.first && number < count.first + m_count)
            count.first = number + 1;
    }
    return count;
}

QString LaunchForm::flavorObstacle(const openstack::Flavor &one) const
{
    if (const QString problem = m_disks.flavorObstacle(one); !problem.isEmpty())
        return problem;
    return LaunchQuota(m_stores, m_count).flavorObstacle(one);
}

/// Of those that fit.
QString LaunchForm::smallestFlavor() const
{
    if (source().id.isEmpty())
        return {};
    for (const auto &row : flavorsBySize(m_stores)) {
        if (flavorObstacle(*row).isEmpty())
            return row->id;
    }
    return {};
}

QString LaunchForm::localDiskObstacle() const
{
    return LaunchDisks::localDiskObstacle(flavor());
}

std::vector<LaunchOption> LaunchForm::volumeTypes() const
{
    const QString &chosen = m_disks.volumeType();
    std::vector<LaunchOption> options{
        {QString(), operations::defaultTypeLabel(m_stores), chosen.isEmpty()}};
    for (const auto &type : m_stores.of<openstack::VolumeType>().rows())
        options.push_back({type->name,
                           type->description.isEmpty()
                               ? type->name
                               //: A type of volumes and its description.
                               : tr("%1: %2").arg(isolated(type->name), type->description),
                           type->name == chosen});
    std::ranges::sort(options.begin() + 1, options.end(), {}, &LaunchOption::id);
    return options;
}

const LaunchDisks::Disks &LaunchForm::disks() const
{
    if (!m_results.disks)
        m_results.disks = m_disks.disks(flavor(), originalName());
    return *m_results.disks;
}

std::optional<operations::FloatingIpMove> LaunchForm::floatingIp() const
{
    const LaunchFacts &facts = m_choices.facts();
    if (!facts.original)
        return std::nullopt;
    for (const openstack::FloatingIp &ip : facts.floatingIps) {
        const auto port = std::ranges::find(facts.ports, ip.portId, &openstack::Port::id);
        if (!ip.portId.isEmpty() && port != facts.ports.end())
            return operations::FloatingIpMove{ip.id,           ip.address, port->networkId,
                                              ip.portId,       ip.fixedIp, originalName(),
                                              m_name.trimmed()};
    }
    return std::nullopt;
}

LaunchReach LaunchForm::reach() const
{
    const auto image = m_disks.image();
    const bool isWindows =
        image && loginGuess(image->properties, image->name).way == LoginWay::RemoteDesktop;
    return {
        m_stores, m_reach,
        ReachTarget{.name = m_name.trimmed(),
                    .networkIds = m_choices.chosen(u"networks"),
                    .groupIds = m_choices.chosen(u"securityGroups"),
                    .count = m_count,
                    .takesFromOriginal = m_movesFloatingIp,
                    .mayPropose = ready() && !m_choices.facts().original && !source().id.isEmpty(),
                    .service = isWindows ? u"rdp"_s : u"ssh"_s,
                    .ownNetwork = m_ownNetwork}};
}

const operations::LaunchRequest &LaunchForm::request() const
{
    if (!m_results.request)
        m_results.request = makeRequest();
    return *m_results.request;
}

operations::LaunchRequest LaunchForm::makeRequest() const
{
    operations::LaunchRequest request;
    request.source = source();
    openstack::CreateServer &server = request.server;
    server.name = m_name.trimmed();
    m_choices.applyTo(server);
    if (const auto chosen = flavor())
        request.flavorName = chosen->name;
    if (m_disks.image() && m_disks.needsImage(disks()))
        server.imageId = source().id;
    // The image's own disk alone needs no description.
    if (disks().size() != 1 || !disks().front().isLocal()) {
        for (const LaunchDisk &disk : disks())
            server.blockDevices.push_back(disk.device);
    }
    request.volumeNames = m_disks.volumeNames(disks(), server.name);
    // Volumes from volume snapshots are created where those are.
    if (m_stores.of<openstack::VolumeZone>().find(server.availabilityZone) && onNewVolume())
        request.volumeZone = server.availabilityZone;
    server.fixedIps = m_addresses.on(server.networkIds);
    if (const auto &original = m_choices.facts().original) {
        server.metadata = original->metadata;
        server.metadata.removeIf([](const auto &entry) {
            return entry.key().startsWith(QLatin1StringView(store::tagPrefix));
        });
    }
    m_details.applyTo(server);
    if (m_movesFloatingIp)
        request.floatingIp = floatingIp();
    if (const LaunchReach wanted = reach(); wanted.isOn()) {
        request.floatingIp = wanted.move();
        request.group = wanted.group();
    }
    return request;
}

std::vector<operations::LaunchRequest> LaunchForm::requests() const
{
    return operations::severalOf(request(), launchCount());
}

QString LaunchForm::command() const
{
    return operations::launchCommand(request(), launchCount());
}

bool LaunchForm::ready() const
{
    return m_loading == 0 && std::ranges::all_of(launchKinds, [this](Kind kind) {
               const store::LoadState &state = m_stores.at(kind).state();
               return state.loaded || state.error.has_value();
           });
}

QString LaunchForm::sourceText() const
{
    const Subject &from = source();
    if (from.id.isEmpty())
        return {};
    const QString &name = from.name;
    if (from.kind == Kind::Volume)
        return tr("From the volume “%1”").arg(isolated(name));
    if (m_disks.isPlainImage())
        return tr("From the image “%1”").arg(isolated(name));
    const QString of = originalName();
    if (from.kind == Kind::VolumeSnapshot)
        return of.isEmpty()
                   ? tr("From the volume snapshot “%1”").arg(isolated(name))
                   : tr("From the volume snapshot “%1” of “%2”").arg(isolated(name), isolated(of));
    return of.isEmpty() ? tr("From the snapshot “%1”").arg(isolated(name))
                        : tr("From the snapshot “%1” of “%2”").arg(isolated(name), isolated(of));
}

std::vector<LaunchDifference> LaunchForm::differences() const
{
    return launchDifferences(m_choices, request(), floatingIp());
}

const std::vector<LaunchQuotaLine> &LaunchForm::quotaLines() const
{
    if (!m_results.quota)
        m_results.quota = LaunchQuota(m_stores, m_count).lines(request());
    return *m_results.quota;
}

std::vector<QuotaLine> LaunchForm::room() const
{
    std::vector<QuotaLine> lines;
    for (const auto &[field, line] : quotaLines())
        lines.push_back(line);
    return lines;
}

QString LaunchForm::originalNotes() const
{
    const auto &original = m_choices.facts().original;
    if (!original)
        return source().kind == Kind::SnapshotSet || source().kind == Kind::VolumeSnapshot
                   ? tr("The original instance no longer exists or is unknown. Choose the settings "
                        "of the new one.")
                   : QString();
    QStringList lines;
    if (!original->keyName.isEmpty() &&
        std::ranges::find(m_choices.facts().keyPairs, original->keyName,
                          &openstack::KeyPair::name) == m_choices.facts().keyPairs.end())
        lines += tr("The original's key pair “%1” is not one of yours.")
                     .arg(isolated(original->keyName));
    if (!m_choices.isChosen(u"flavor"))
        lines += tr("The original's flavor “%1” is no longer available.")
                     .arg(isolated(original->flavor.name));
    return lines.join(u'\n');
}

QString LaunchForm::notes() const
{
    if (!ready())
        return {};
    QStringList lines{m_disks.minDiskNote(disks())};
    const auto from = m_disks.image();
    if (from && !m_stores.owns(*from))
        lines += operations::otherOwner(*from, m_stores);
    lines += originalNotes();
    const QString zone = m_choices.one(u"zone");
    const QString ofVolume = m_choices.facts().volumeZone;
    if (!zone.isEmpty() && !ofVolume.isEmpty() && zone != ofVolume)
        lines += (from ? tr("The volume snapshots are in the zone “%1”. Most clouds cannot use "
                            "them in another zone.")
                       : tr("The volume is in the zone “%1”. Most clouds cannot attach it to an "
                            "instance in another zone."))
                     .arg(isolated(ofVolume));
    QStringList unknown = m_unknown;
    if (m_stores.at(Kind::AvailabilityZone).state().error)
        unknown += tr("the availability zones");
    if (m_stores.at(Kind::VolumeZone).state().error)
        unknown += tr("the availability zones of the volumes");
    if (!unknown.isEmpty())
        //: %1: a list: "the key pairs, the networks"
        lines += tr("Unknown: %1.").arg(unknown.join(", "_L1));
    if (!m_stores.computeLimits.value() || !m_stores.blockStorageLimits.value())
        lines += tr(
            "The free quota is unknown. The cloud rejects the instance if it exceeds the quota.");
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString LaunchForm::warning() const
{
    // The disks of a snapshot have the accounts and keys of the original.
    return ready() && !source().id.isEmpty() && m_disks.isPlainImage() &&
                   m_choices.one(u"keyPair").isEmpty()
               ? tr("Without a key pair, you can log in only if the image has a password.")
               : QString();
}

QString LaunchForm::flavorProblem() const
{
    const auto chosen = flavor();
    return chosen ? m_disks.flavorProblem(*chosen, disks()) : tr("Choose a flavor.");
}

QString LaunchForm::networkProblem() const
{
    const openstack::CreateServer &server = request().server;
    const LaunchFacts &facts = m_choices.facts();
    // Without a network only if the original has none.
    const bool bare = facts.original && facts.ports.empty();
    if (server.networkIds.isEmpty() && server.portIds.isEmpty() && !bare &&
        !options(field(u"networks")).empty())
        return tr("Choose a network. Without one, the instance cannot be reached.");
    if (const auto &move = request().floatingIp;
        move && !server.networkIds.contains(move->networkId))
        return tr("To use the floating IP, connect the instance to the network “%1”.")
            .arg(isolated(operations::networkName(m_stores, move->networkId)));
    return {};
}

QString LaunchForm::countProblem() const
{
    if (m_count == 1)
        return {};
    if (source().kind == Kind::Volume)
        return tr("Only one instance can use the volume.");
    const openstack::CreateServer &server = request().server;
    return request().floatingIp || !server.portIds.isEmpty() || !server.fixedIps.isEmpty()
               ? tr("Only one instance can have the floating IP, a fixed address or the port. "
                    "Launch one instance, or clear these choices.")
               : QString();
}

QString LaunchForm::serverGroupText() const
{
    const auto group = m_stores.of<openstack::ServerGroup>().find(m_choices.one(u"serverGroup"));
    return group ? operations::policyMeaning(group->policy, group->rules.mostPerHost) : QString();
}

const std::vector<LaunchFault> &LaunchForm::faults() const
{
    if (!m_results.faults)
        m_results.faults = makeFaults();
    return *m_results.faults;
}

std::vector<LaunchFault> LaunchForm::makeFaults() const
{
    if (source().id.isEmpty())
        return {{u"source"_s, tr("Choose what to launch the instance from.")}};
    const QString &name = request().server.name;
    const LaunchQuota quota(m_stores, m_count);
    std::vector<LaunchFault> faults{
        {u"name"_s, operations::describe(operations::computeNameFault(name), name)},
        {u"source"_s, m_disks.problem(disks())},
        {u"count"_s, countProblem()},
        {u"flavor"_s, flavorProblem()},
        {u"networks"_s, networkProblem()},
        {u"fixedAddress"_s, m_addresses.problem(request().server.networkIds)},
        {u"openTo"_s, reach().rangeProblem()},
    };
    const auto addAll = [&faults](const std::vector<LaunchFault> &more) {
        faults.insert(faults.end(), more.begin(), more.end());
    };
    addAll(m_details.faults());
    faults.push_back({u"serverGroup"_s, quota.serverGroupProblem(m_choices.one(u"serverGroup"))});
    addAll(LaunchQuota::faults(quotaLines()));
    std::erase_if(faults, [](const LaunchFault &fault) { return fault.text.isEmpty(); });
    return faults;
}

QString LaunchForm::problem() const
{
    if (const QString reader = operations::readerObstacle(m_roles); !reader.isEmpty())
        return reader;
    if (!ready())
        return m_choices.facts().original ? tr("Checking the original and the free quota…")
                                          : tr("Checking the free quota…");
    return faults().empty() ? QString() : faults().front().text;
}

} // namespace oriel::forms
