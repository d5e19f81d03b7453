#include "store/cloudstores.h"

#include "openstack/network/requests.h"
#include "store/blockstoragetopic.h"
#include "store/imagestopic.h"
#include "store/linker.h"
#include "store/serverstopic.h"

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
        , computeLimits(stores.computeLimits, client, clock, this)
        , blockStorageLimits(stores.blockStorageLimits, client, clock, this)
        , linker(stores, workers, this)
        , pollers{
              {Topic::Servers, &servers.poller()},
              {Topic::Flavors, &flavors.poller()},
              {Topic::Volumes, &volumes.poller()},
              {Topic::VolumeSnapshots, &volumeSnapshots.poller()},
              {Topic::Images, &images.poller()},
              {Topic::Networks, &networks.poller()},
              {Topic::ComputeLimits, &computeLimits.poller()},
              {Topic::BlockStorageLimits, &blockStorageLimits.poller()},
          }
    {}

    ~Private() override
    {
        // The workers post to the topics.
        workers.clear();
        workers.waitForDone();
    }

    template <typename Get, typename T>
    void refreshOne(Store<T> &store, const QString &id)
    {
        client.call(Get{id}).then(this, [&store, id](Result<T> row) {
            if (row)
                store.upsert({std::move(*row)});
            else if (row.error().kind == ErrorKind::NotFound)
                store.remove({id});
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
    ValueTopic<openstack::ComputeLimits, openstack::GetComputeLimits> computeLimits;
    ValueTopic<openstack::BlockStorageLimits, openstack::GetBlockStorageLimits> blockStorageLimits;
    SnapshotLinker linker;
    std::map<Topic, Poller *> pollers;
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
class Hold final : public Interest
{
public:
    Hold(std::vector<QPointer<Poller>> pollers, Tempo tempo)
        : m_pollers(std::move(pollers))
        , m_tempo(tempo)
    {
        for (const auto &poller : m_pollers)
            poller->hold(m_tempo);
    }

    ~Hold() override
    {
        for (const auto &poller : m_pollers) {
            if (poller)
                poller->release(m_tempo);
        }
    }

private:
    std::vector<QPointer<Poller>> m_pollers;
    Tempo m_tempo;
};

} // namespace

CloudStores::CloudStores(net::ApiClient &client, Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, client, clock))
{
    d->volumes.poller().comeAfter(d->servers.poller());
    d->volumeSnapshots.poller().comeAfter(d->servers.poller());
    d->images.poller().comeAfter(d->servers.poller());
    d->flavors.poller().setAtMostEvery(hardlyEver);
    d->networks.poller().setAtMostEvery(hardlyEver);
}

CloudStores::~CloudStores() = default;

std::unique_ptr<Interest> CloudStores::watch(const std::vector<Topic> &topics, Tempo tempo)
{
    std::vector<QPointer<Poller>> pollers;
    pollers.reserve(topics.size());
    for (const Topic topic : topics)
        pollers.emplace_back(d->pollers.at(topic));
    return std::make_unique<Hold>(std::move(pollers), tempo);
}

void CloudStores::refresh(std::vector<Topic> topics)
{
    for (const Topic topic : topics) {
        switch (topic) {
        case Topic::Servers:
            d->servers.wantWhole();
            break;
        case Topic::Volumes:
            d->volumes.wantWhole();
            break;
        case Topic::VolumeSnapshots:
            d->volumeSnapshots.wantWhole();
            break;
        case Topic::Images:
            d->images.wantWhole();
            break;
        case Topic::Flavors:
        case Topic::Networks:
        case Topic::ComputeLimits:
        case Topic::BlockStorageLimits:
            break; // always asked for whole
        }
        d->pollers.at(topic)->refresh();
    }
}

void CloudStores::refreshServer(const QString &id)
{
    d->serverAsked = {id, d->clock.elapsed()};
    d->refreshOne<openstack::GetServer>(servers, id);
}

void CloudStores::freshenServer(const QString &id)
{
    const auto &[asked, when] = d->serverAsked;
    if (asked != id || d->clock.elapsed() - when >= freshFor)
        refreshServer(id);
}

void CloudStores::refreshImage(const QString &id)
{
    d->refreshOne<openstack::GetImage>(images, id);
}

void CloudStores::refreshVolumeSnapshot(const QString &id)
{
    d->refreshOne<openstack::GetVolumeSnapshot>(volumeSnapshots, id);
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
    if (!snapshotSets.state().loaded || snapshot.status == "deleting"_L1)
        return false;
    if (d->linker.links().setOfVolumeSnapshot.contains(snapshot.id))
        return false;
    const QString image = snapshot.metadata.value(QLatin1StringView(stampPrefix) + "image"_L1);
    // Nova makes the volume snapshots first and the image when it has them all.
    const QDateTime before = snapshotSets.state().asOf.addSecs(
        -(image.isEmpty() ? imageComesWithin : imageIsListedWithin).count());
    if (!snapshot.created.isValid() || snapshot.created > before)
        return false;
    // The name that Nova gives to those that it makes for an image.
    return image.isEmpty() ? snapshot.name.startsWith("snapshot for "_L1) : !images.find(image);
}

std::vector<Row<openstack::VolumeSnapshot>> CloudStores::orphanedVolumeSnapshots() const
{
    std::vector<Row<openstack::VolumeSnapshot>> orphans;
    for (const auto &snapshot : volumeSnapshots.rows()) {
        if (isOrphaned(*snapshot))
            orphans.push_back(snapshot);
    }
    return orphans;
}

void CloudStores::suspend(bool suspended)
{
    for (const auto &[topic, poller] : d->pollers)
        poller->suspend(suspended);
}

void CloudStores::relax(bool relaxed)
{
    for (const auto &[topic, poller] : d->pollers)
        poller->relax(relaxed);
}

} // namespace oriel::store
