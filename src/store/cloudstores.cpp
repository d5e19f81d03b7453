#include "store/cloudstores.h"

#include "openstack/network/requests.h"
#include "store/blockstoragetopic.h"
#include "store/imagestopic.h"
#include "store/linker.h"
#include "store/search.h"
#include "store/serverstopic.h"
#include "store/snapshotsets.h"

#include <QtCore/QPointer>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace oriel::store {

// Not in an anonymous namespace: in a unity build the compiler takes this file for a header, and
// warns of a class that has members of a type which other files could not name.

/// Asks for a single value, such as the limits.
template <typename T, typename Get>
class ValueTopic final : public QObject
{
public:
    ValueTopic(Value<T> &value, net::ApiClient &client, Clock &clock, QObject *parent)
        : QObject(parent)
        , m_poller(
              value, clock,
              [this, &value, &client](Poller::Done done) {
                  client.call(Get{}).then(this, [&value, done = std::move(done)](Result<T> answer) {
                      if (!answer) {
                          done(answer.error());
                          return;
                      }
                      value.set(std::move(*answer));
                      done({});
                  });
              },
              [] { return false; }, this)
    {}

    [[nodiscard]] Poller &poller() { return m_poller; }

private:
    Poller m_poller;
};

class CloudStores::Private : public QObject
{
public:
    Private(CloudStores &stores, net::ApiClient &apiClient, Clock &theClock)
        : client(apiClient)
        , clock(theClock)
        , servers(stores.servers, client, clock, workers, this)
        , flavors(stores.flavors, client, clock, workers, this)
        , volumes(stores.volumes, client, clock, workers, this)
        , volumeSnapshots(stores.volumeSnapshots, client, clock, workers, this)
        , images(stores.images, client, clock, workers, this)
        , networks(stores.networks, client, clock, workers, this)
        , serverSearch(servers, stores.servers, client)
        , volumeSearch(volumes, stores.volumes, client)
        , volumeSnapshotSearch(volumeSnapshots, stores.volumeSnapshots, client)
        , imageSearch(images, stores.images, client)
        , computeLimits(stores.computeLimits, client, clock, this)
        , blockStorageLimits(stores.blockStorageLimits, client, clock, this)
        , linker(stores, workers, this)
        , pollers{
              {Kind::Server, &servers.poller()},
              {Kind::Flavor, &flavors.poller()},
              {Kind::Volume, &volumes.poller()},
              {Kind::VolumeSnapshot, &volumeSnapshots.poller()},
              {Kind::Image, &images.poller()},
              {Kind::Network, &networks.poller()},
              {Kind::ComputeLimits, &computeLimits.poller()},
              {Kind::BlockStorageLimits, &blockStorageLimits.poller()},
          }
    {}

    ~Private() override
    {
        // The workers post to the topics.
        workers.clear();
        workers.waitForDone();
    }

    template <typename Get, typename T, typename List>
    void refreshOne(Store<T> &store, ListTopic<T, List, Get> &topic, const QString &id,
                    std::function<void()> gone = {})
    {
        client.call(Get{id}).then(this,
                                  [&store, &topic, id, gone = std::move(gone)](Result<T> row) {
                                      if (row) {
                                          topic.keep(id);
                                          store.upsert({std::move(*row)});
                                      } else if (row.error().kind == ErrorKind::NotFound) {
                                          store.remove({id});
                                          if (gone)
                                              gone();
                                      }
                                  });
    }

    net::ApiClient &client;
    Clock &clock;
    std::pair<QString, std::chrono::milliseconds> serverAsked; ///< which one last, and when
    QThreadPool workers;
    ServersTopic servers;
    ListTopic<openstack::Flavor, openstack::ListFlavors, void> flavors;
    BlockStorageTopic<openstack::Volume, openstack::ListVolumes, openstack::GetVolume> volumes;
    BlockStorageTopic<openstack::VolumeSnapshot, openstack::ListVolumeSnapshots,
                      openstack::GetVolumeSnapshot>
        volumeSnapshots;
    ImagesTopic images;
    ListTopic<openstack::Network, openstack::ListNetworks, void> networks;
    Search<openstack::Server, openstack::ListServers, openstack::GetServer> serverSearch;
    Search<openstack::Volume, openstack::ListVolumes, openstack::GetVolume> volumeSearch;
    Search<openstack::VolumeSnapshot, openstack::ListVolumeSnapshots, openstack::GetVolumeSnapshot>
        volumeSnapshotSearch;
    Search<openstack::Image, openstack::ListImages, openstack::GetImage> imageSearch;
    ValueTopic<openstack::ComputeLimits, openstack::GetComputeLimits> computeLimits;
    ValueTopic<openstack::BlockStorageLimits, openstack::GetBlockStorageLimits> blockStorageLimits;
    SnapshotLinker linker;
    std::map<Kind, Poller *> pollers;
};

namespace {

/// What one resource said is good for so long.
constexpr std::chrono::seconds freshFor{5};
/// Flavors and networks are an operator's to change.
constexpr std::chrono::minutes hardlyEver{5};
/// A volume snapshot without an image that is younger may be of a capture that is under way. The
/// cloud's clock may differ from ours by some of it.
constexpr std::chrono::seconds imageComesWithin = std::chrono::minutes(10);
/// One that says which image it was made for was stamped when that image was there already: only
/// the list of images may be a little older.
constexpr std::chrono::seconds imageIsListedWithin = std::chrono::minutes(2);

/// Holds pollers; may outlive the stores.
class Hold final : public Subscription
{
public:
    Hold(std::vector<QPointer<Poller>> pollers, RefreshRate rate)
        : m_pollers(std::move(pollers))
        , m_rate(rate)
    {
        for (const auto &poller : m_pollers)
            poller->hold(m_rate);
    }

    ~Hold() override
    {
        for (const auto &poller : m_pollers) {
            if (poller)
                poller->release(m_rate);
        }
    }

private:
    std::vector<QPointer<Poller>> m_pollers;
    RefreshRate m_rate;
};

} // namespace

CloudStores::CloudStores(net::ApiClient &client, Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, client, clock))
{
    d->volumes.poller().comeAfter(d->servers.poller());
    d->volumeSnapshots.poller().comeAfter(d->servers.poller());
    d->images.poller().comeAfter(d->servers.poller());
    d->flavors.poller().comeAfter(d->servers.poller());
    d->flavors.poller().setAtMostEvery(hardlyEver);
    d->networks.poller().setAtMostEvery(hardlyEver);
}

CloudStores::~CloudStores() = default;

void CloudStores::setProject(const QString &id)
{
    if (m_project == id)
        return;
    m_project = id;
    d->linker.relink();
}

bool CloudStores::owns(const openstack::Image &image) const
{
    return isOwn(image, m_project);
}

bool CloudStores::owns(const openstack::VolumeSnapshot &snapshot) const
{
    return isOwn(snapshot, m_project);
}

std::unique_ptr<Subscription> CloudStores::watch(const std::vector<Kind> &kinds, RefreshRate rate)
{
    std::vector<QPointer<Poller>> pollers;
    pollers.reserve(kinds.size());
    for (const Kind kind : kinds)
        pollers.emplace_back(d->pollers.at(kind));
    return std::make_unique<Hold>(std::move(pollers), rate);
}

void CloudStores::refresh(const std::vector<Kind> &kinds)
{
    for (const Kind kind : kinds) {
        switch (kind) {
        case Kind::Server:
            d->servers.wantWhole();
            break;
        case Kind::Volume:
            d->volumes.wantWhole();
            break;
        case Kind::VolumeSnapshot:
            d->volumeSnapshots.wantWhole();
            break;
        case Kind::Image:
            d->images.wantWhole();
            break;
        default:
            break; // always asked for whole
        }
        d->pollers.at(kind)->refresh();
    }
}

void CloudStores::refreshServer(const QString &id, std::function<void()> gone)
{
    d->serverAsked = {id, d->clock.elapsed()};
    d->refreshOne<openstack::GetServer>(servers, d->servers, id, std::move(gone));
}

void CloudStores::freshenServer(const QString &id)
{
    const auto &[asked, when] = d->serverAsked;
    if (asked != id || d->clock.elapsed() - when >= freshFor)
        refreshServer(id);
}

void CloudStores::refreshVolumeSnapshot(const QString &id)
{
    d->refreshOne<openstack::GetVolumeSnapshot>(volumeSnapshots, d->volumeSnapshots, id);
}

void CloudStores::find(Kind kind, const QString &text, QObject *context,
                       std::function<void(Result<Found>)> then)
{
    const auto tell = [context = QPointer<QObject>(context),
                       then = std::move(then)](Result<Found> found) {
        if (context)
            then(std::move(found));
    };
    switch (kind) {
    case Kind::Server:
        d->serverSearch.find(text, tell);
        break;
    case Kind::Volume:
        d->volumeSearch.find(text, tell);
        break;
    case Kind::VolumeSnapshot:
        d->volumeSnapshotSearch.find(text, tell);
        break;
    case Kind::Image:
        d->imageSearch.find(text, tell);
        break;
    default:
        Q_UNREACHABLE();
    }
}

void CloudStores::freshenBelongings(const QString &serverId)
{
    if (images.state().more)
        d->images.fetch({.filters = {{u"instance_uuid"_s, serverId}}}, {});
    const auto server = servers.find(serverId);
    if (!server)
        return;
    for (const auto &volume : server->volumes) {
        if (volumes.state().more && !volumes.find(volume.id))
            d->refreshOne<openstack::GetVolume>(volumes, d->volumes, volume.id);
        if (volumeSnapshots.state().more)
            d->volumeSnapshots.fetch({.volumeId = volume.id}, {});
    }
}

void CloudStores::holdAtMost(qsizetype rows)
{
    d->servers.holdAtMost(rows);
    d->volumes.holdAtMost(rows);
    d->volumeSnapshots.holdAtMost(rows);
    d->images.holdAtMost(rows);
}

std::vector<Row<SnapshotSet>> CloudStores::setsOf(const QString &serverId) const
{
    std::vector<Row<SnapshotSet>> sets;
    for (const QString &id : d->linker.links().setsOfServer.value(serverId)) {
        if (Row<SnapshotSet> set = snapshotSets.find(id))
            sets.push_back(std::move(set));
    }
    return sets;
}

Row<SnapshotSet> CloudStores::setOfVolumeSnapshot(const QString &snapshotId) const
{
    return snapshotSets.find(d->linker.links().setOfVolumeSnapshot.value(snapshotId));
}

bool CloudStores::isOrphaned(const openstack::VolumeSnapshot &snapshot) const
{
    // Before it is known what the images name, every volume snapshot looks orphaned.
    if (!snapshotSets.state().whole() || snapshot.status == "deleting"_L1)
        return false;
    if (!d->linker.links().unclaimed.contains(snapshot.id))
        return false;
    const QString image = snapshot.metadata.value(QLatin1StringView(stampPrefix) + "image"_L1);
    // Nova makes the volume snapshots first and the image when it has them all.
    const QDateTime before = snapshotSets.state().asOf.addSecs(
        -(image.isEmpty() ? imageComesWithin : imageIsListedWithin).count());
    return snapshot.created.isValid() && snapshot.created <= before;
}

std::vector<Row<openstack::VolumeSnapshot>> CloudStores::orphanedVolumeSnapshots() const
{
    std::vector<Row<openstack::VolumeSnapshot>> orphans;
    for (const QString &id : d->linker.links().unclaimed) {
        Row<openstack::VolumeSnapshot> snapshot = volumeSnapshots.find(id);
        if (snapshot && isOrphaned(*snapshot))
            orphans.push_back(std::move(snapshot));
    }
    return orphans;
}

void CloudStores::suspend(bool suspended)
{
    for (const auto &[kind, poller] : d->pollers)
        poller->suspend(suspended);
}

void CloudStores::relax(bool relaxed)
{
    for (const auto &[kind, poller] : d->pollers)
        poller->relax(relaxed);
}

} // namespace oriel::store
