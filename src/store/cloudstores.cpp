#include "store/cloudstores.h"

#include "openstack/requestparts.h"
#include "store/blockstoragetopic.h"
#include "store/imagestopic.h"
#include "store/linker.h"
#include "store/serverstopic.h"
#include "store/snapshotsets.h"

#include <QtCore/QPointer>

#include <algorithm>
#include <functional>
#include <map>

using namespace Qt::StringLiterals;

namespace oriel::store {

template class Store<openstack::Server>;
template class Store<openstack::Image>;
template class Store<openstack::KeyPair>;
template class Store<openstack::Flavor>;
template class Store<openstack::ServerGroup>;
template class Store<openstack::AvailabilityZone>;
template class Store<openstack::Volume>;
template class Store<openstack::VolumeSnapshot>;
template class Store<openstack::Backup>;
template class Store<openstack::VolumeType>;
template class Store<openstack::VolumeZone>;
template class Store<openstack::VolumeGroup>;
template class Store<openstack::VolumeGroupType>;
template class Store<openstack::GroupSnapshot>;
template class Store<openstack::Network>;
template class Store<openstack::Subnet>;
template class Store<openstack::Router>;
template class Store<openstack::Port>;
template class Store<openstack::FloatingIp>;
template class Store<openstack::SecurityGroup>;
template class Store<openstack::SecurityGroupRule>;
template class Store<SnapshotSet>;

static_assert(Rows::size + 7 == openstack::kindCount,
              "every kind is listed by clouds, except snapshot sets and single values");

// Not in an anonymous namespace: in a unity build GCC treats this file as a header and warns about
// a class with members of a type that is local to the file.

/// The topic for rows of type T.
template <typename T>
struct TopicOf
{
    using Type = ListTopic<T>;
};
template <>
struct TopicOf<openstack::Server>
{
    using Type = ServersTopic;
};
template <>
struct TopicOf<openstack::Image>
{
    using Type = ImagesTopic;
};
template <>
struct TopicOf<openstack::Volume>
{
    using Type = BlockStorageTopic<openstack::Volume>;
};
template <>
struct TopicOf<openstack::VolumeSnapshot>
{
    using Type = BlockStorageTopic<openstack::VolumeSnapshot>;
};

/// Fetches a single value, such as the limits.
template <typename T, typename Get>
class ValueTopic final : public Topic
{
public:
    /// `get` makes the request.
    ValueTopic(Value<T> &value, net::ApiClient &client, Clock &clock, std::function<Get()> get)
        : Topic(value, clock, nullptr)
        , m_value(value)
        , m_client(client)
        , m_get(std::move(get))
    {}

protected:
    void poll(Poller::Done done) override
    {
        m_client.call(m_get()).then(this, [this, done = std::move(done)](Result<T> answer) {
            if (!answer) {
                done(answer.error());
                return;
            }
            m_value.set(std::move(*answer));
            done({});
        });
    }

private:
    Value<T> &m_value;
    net::ApiClient &m_client;
    std::function<Get()> m_get;
};

class CloudStores::Private
{
public:
    Private(CloudStores &stores, net::ApiClient &client, Clock &clock)
        : client(client)
        , linker(stores, workers, nullptr)
    {
        Rows::each([&]<typename T>() {
            add(T::kind, stores.of<T>(),
                std::make_unique<typename TopicOf<T>::Type>(stores.of<T>(), client, clock,
                                                            workers));
            at(T::kind).setAtMostEvery(Tuning<T>::atMostEvery);
        });
        Rows::each([&]<typename T>() {
            if constexpr (Tuning<T>::waitsForServers)
                at(T::kind).setLeader(at(Kind::Server));
            QObject::connect(&stores.of<T>(), &StoreBase::changed, &linker,
                             [this, &store = stores.of<T>()](const Delta &delta) {
                                 fetchReferences(store, delta);
                             });
        });
        byKind.insert({Kind::SnapshotSet, &stores.snapshotSets});
        addValue<openstack::ComputeLimits>(stores.computeLimits, client, clock,
                                           [] { return openstack::GetComputeLimits{}; });
        addValue<openstack::BlockStorageLimits>(stores.blockStorageLimits, client, clock,
                                                [] { return openstack::GetBlockStorageLimits{}; });
        addValue<openstack::DefaultVolumeType>(stores.defaultVolumeType, client, clock,
                                               [] { return openstack::GetDefaultVolumeType{}; });
        at(Kind::DefaultVolumeType).setAtMostEvery(Tuning<openstack::VolumeType>::atMostEvery);
        const auto addQuotas = [&](Kind kind, net::Service service, auto &value) {
            add(kind, value,
                std::make_unique<ValueTopic<openstack::Quotas, openstack::GetQuotas>>(
                    value, client, clock, [&stores, service] {
                        return openstack::GetQuotas{service, stores.project()};
                    }));
        };
        addQuotas(Kind::ComputeQuotas, net::Service::Compute, stores.computeQuotas);
        addQuotas(Kind::BlockStorageQuotas, net::Service::BlockStorage, stores.blockStorageQuotas);
        addQuotas(Kind::NetworkQuotas, net::Service::Network, stores.networkQuotas);
    }

    ~Private()
    {
        // The workers post to the topics, so they finish first.
        workers.clear();
        workers.waitForDone();
    }

    /// The kinds to fetch for `kind`: itself, or those that it is derived from. Those after the
    /// first two are only referred to.
    [[nodiscard]] static std::vector<Kind> sourcesOf(Kind kind)
    {
        if (kind == Kind::SnapshotSet)
            return {Kind::Image, Kind::VolumeSnapshot, Kind::Volume, Kind::Server};
        return {kind};
    }

    /// Fetches the rows that new and changed rows refer to, and that the complete lists of their
    /// kinds do not have: they are newer than these lists. The lists are then fetched rarely.
    template <typename T>
    void fetchReferences(const Store<T> &store, const Delta &delta)
    {
        if (!store.state().loaded)
            return; // the other lists are being fetched as well
        std::map<Kind, QStringList> unknown;
        for (const QStringList *ids : {&delta.added, &delta.changed}) {
            for (const QString &id : *ids) {
                const Row<T> row = store.find(id);
                if (!row)
                    continue;
                for (const Reference &to : Tuning<T>::references(*row)) {
                    if (at(to.kind).isHeld() && byKind.at(to.kind)->state().isComplete() &&
                        !at(to.kind).has(to.id) && !referencesFetched.contains(to.id)) {
                        referencesFetched.insert(to.id);
                        unknown[to.kind].append(to.id);
                    }
                }
            }
        }
        for (const auto &[kind, ids] : unknown) {
            if (ids.size() > fewRows) {
                at(kind).refresh();
                continue;
            }
            for (const QString &id : ids)
                at(kind).refreshRow(id, {});
        }
    }

    [[nodiscard]] Topic &at(Kind kind) { return *topics.at(sourcesOf(kind).front()); }
    template <typename T>
    [[nodiscard]] ListTopic<T> &of()
    {
        return static_cast<ListTopic<T> &>(at(T::kind));
    }

    net::ApiClient &client;
    std::map<Kind, StoreBase *> byKind;

private:
    void add(Kind kind, StoreBase &store, std::unique_ptr<Topic> topic)
    {
        byKind.insert({kind, &store});
        topics.insert({kind, std::move(topic)});
    }
    template <typename T, typename Get>
    void addValue(Value<T> &value, net::ApiClient &client, Clock &clock, Get get)
    {
        using Request = decltype(get());
        add(T::kind, value,
            std::make_unique<ValueTopic<T, Request>>(value, client, clock, std::move(get)));
    }

    QThreadPool workers;
    QSet<QString> referencesFetched; ///< once each: what a row refers to may not exist

public:
    std::map<Kind, std::unique_ptr<Topic>> topics;
    SnapshotLinker linker;
};

namespace {

/// A volume snapshot without an image may belong to a capture in progress for this long. Includes a
/// margin for differences between the cloud's clock and the local one.
constexpr std::chrono::seconds imageComesWithin = std::chrono::minutes(10);
/// A volume snapshot that names its image was tagged when the image already existed: only the list
/// of images may be slightly older.
constexpr std::chrono::seconds imageIsListedWithin = std::chrono::minutes(2);

/// Holds topics; may outlive the stores.
class Hold final : public Subscription
{
public:
    Hold() = default;
    ~Hold() override
    {
        for (const auto &[topic, rate] : m_topics) {
            if (topic)
                topic->release(rate);
        }
        if (m_rowTopic)
            m_rowTopic->releaseRow(m_row);
    }
    Q_DISABLE_COPY_MOVE(Hold)

    void add(Topic &topic, RefreshRate rate)
    {
        topic.hold(rate);
        m_topics.emplace_back(&topic, rate);
    }
    void addRow(Topic &topic, const QString &id)
    {
        topic.holdRow(id);
        m_rowTopic = &topic;
        m_row = id;
    }

private:
    std::vector<std::pair<QPointer<Topic>, RefreshRate>> m_topics;
    QPointer<Topic> m_rowTopic;
    QString m_row;
};

} // namespace

CloudStores::CloudStores(net::ApiClient &client, Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, client, clock))
{}

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

const StoreBase &CloudStores::at(Kind kind) const
{
    return *d->byKind.at(kind);
}

std::optional<net::Microversion> CloudStores::versionOf(net::Service service) const
{
    const auto range = openstack::microversionsOf(service);
    return range ? d->client.negotiated(service, *range) : std::nullopt;
}

std::unique_ptr<Subscription> CloudStores::watch(const std::vector<Kind> &kinds, RefreshRate rate)
{
    auto hold = std::make_unique<Hold>();
    for (const Kind kind : kinds) {
        const std::vector<Kind> sources = Private::sourcesOf(kind);
        for (std::size_t i = 0; i < sources.size(); ++i)
            hold->add(d->at(sources[i]), i < 2 ? rate : RefreshRate::Referenced);
    }
    return hold;
}

std::unique_ptr<Subscription> CloudStores::watchRow(Kind kind, const QString &id)
{
    auto hold = std::make_unique<Hold>();
    hold->add(d->at(kind), RefreshRate::Referenced);
    hold->addRow(d->at(kind), id);
    return hold;
}

LoadState CloudStores::rowState(Kind kind, const QString &id) const
{
    LoadState state = at(kind).state();
    if (!state.loaded || state.error)
        return state;
    const auto [asOf, error] = d->at(kind).fetchedRow(id);
    if (asOf.isValid() && state.asOf < asOf)
        state.asOf = asOf;
    state.error = error;
    return state;
}

void CloudStores::refresh(const std::vector<Kind> &kinds)
{
    for (const Kind kind : kinds) {
        for (const Kind source : Private::sourcesOf(kind))
            d->at(source).refresh();
    }
}

void CloudStores::refreshRow(Kind kind, const QString &id, std::function<void()> gone)
{
    d->at(kind).refreshRow(id, std::move(gone));
}

void CloudStores::find(Kind kind, const QString &text, QObject *context,
                       std::function<void(Result<Found>)> then)
{
    d->at(kind).find(
        text, [context = QPointer<QObject>(context), then = std::move(then)](Result<Found> found) {
            if (context)
                then(std::move(found));
        });
}

void CloudStores::refreshAttachments(const QString &serverId)
{
    if (images.state().hasMore)
        d->of<openstack::Image>().fetch({.filters = {{u"instance_uuid"_s, serverId}}}, {});
    const auto server = servers.find(serverId);
    if (!server)
        return;
    for (const auto &volume : server->volumes) {
        if (volumes.state().hasMore && !volumes.find(volume.id))
            d->at(Kind::Volume).refreshRow(volume.id, {});
        if (volumeSnapshots.state().hasMore)
            d->of<openstack::VolumeSnapshot>().fetch({.filters = {{u"volume_id"_s, volume.id}}},
                                                     {});
    }
}

void CloudStores::setMaximumHeld(qsizetype rows)
{
    for (const auto &[kind, topic] : d->topics)
        topic->setMaximumHeld(rows);
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
    // Until it is known what the images name, every volume snapshot looks orphaned.
    if (!snapshotSets.state().isComplete() || snapshot.status == "deleting"_L1)
        return false;
    if (!d->linker.links().unclaimed.contains(snapshot.id))
        return false;
    const QString image = snapshot.metadata.value(QLatin1StringView(tagPrefix) + "image"_L1);
    // Nova creates the volume snapshots first, and the image when all are there.
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
    for (const auto &[kind, topic] : d->topics)
        topic->suspend(suspended);
}

void CloudStores::noteUse()
{
    for (const auto &[kind, topic] : d->topics)
        topic->noteUse();
}

void CloudStores::relax(bool relaxed)
{
    for (const auto &[kind, topic] : d->topics)
        topic->relax(relaxed);
}

} // namespace oriel::store
