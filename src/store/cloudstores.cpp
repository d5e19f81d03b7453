#include "store/cloudstores.h"

#include "store/blockstoragetopic.h"
#include "store/imagestopic.h"
#include "store/linker.h"
#include "store/serverstopic.h"
#include "store/snapshotsets.h"

#include <QtCore/QPointer>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace oriel::store {

static_assert(Rows::size + 3 == openstack::kindCount,
              "every kind is listed by clouds, except snapshot sets and the two kinds of limits");

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
    ValueTopic(Value<T> &value, net::ApiClient &client, Clock &clock)
        : m_poller(
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

    [[nodiscard]] Poller &poller() override { return m_poller; }

private:
    Poller m_poller;
};

class CloudStores::Private
{
public:
    Private(CloudStores &stores, net::ApiClient &client, Clock &theClock)
        : clock(theClock)
        , linker(stores, workers, nullptr)
    {
        Rows::each([&]<typename T>() {
            add(T::kind, stores.of<T>(),
                std::make_unique<typename TopicOf<T>::Type>(stores.of<T>(), client, clock,
                                                            workers));
            at(T::kind).poller().setAtMostEvery(Tuning<T>::atMostEvery);
        });
        Rows::each([this]<typename T>() {
            if constexpr (Tuning<T>::waitsForServers)
                at(T::kind).poller().setLeader(at(Kind::Server).poller());
        });
        byKind.insert({Kind::SnapshotSet, &stores.snapshotSets});
        add(Kind::ComputeLimits, stores.computeLimits,
            std::make_unique<ValueTopic<openstack::ComputeLimits, openstack::GetComputeLimits>>(
                stores.computeLimits, client, clock));
        add(Kind::BlockStorageLimits, stores.blockStorageLimits,
            std::make_unique<
                ValueTopic<openstack::BlockStorageLimits, openstack::GetBlockStorageLimits>>(
                stores.blockStorageLimits, client, clock));
    }

    ~Private()
    {
        // The workers post to the topics, so they finish first.
        workers.clear();
        workers.waitForDone();
    }

    /// The kinds to fetch for `kind`: itself, or those that it is derived from.
    [[nodiscard]] static std::vector<Kind> sourcesOf(Kind kind)
    {
        if (kind == Kind::SnapshotSet)
            return {Kind::Image, Kind::VolumeSnapshot, Kind::Volume, Kind::Server};
        return {kind};
    }

    [[nodiscard]] Topic &at(Kind kind) { return *topics.at(sourcesOf(kind).front()); }
    template <typename T>
    [[nodiscard]] ListTopic<T> &of()
    {
        return static_cast<ListTopic<T> &>(at(T::kind));
    }

    Clock &clock;
    /// The row that was fetched last, and when.
    std::tuple<Kind, QString, std::chrono::milliseconds> askedLast;
    std::map<Kind, StoreBase *> byKind;

private:
    void add(Kind kind, StoreBase &store, std::unique_ptr<Topic> topic)
    {
        byKind.insert({kind, &store});
        topics.insert({kind, std::move(topic)});
    }

    QThreadPool workers;

public:
    std::map<Kind, std::unique_ptr<Topic>> topics;
    SnapshotLinker linker;
};

namespace {

/// The answer for one resource is considered current for this long.
constexpr std::chrono::seconds refreshPause{5};
/// A volume snapshot without an image may belong to a capture in progress for this long. Includes a
/// margin for differences between the cloud's clock and the local one.
constexpr std::chrono::seconds imageComesWithin = std::chrono::minutes(10);
/// A volume snapshot that names its image was tagged when the image already existed: only the list
/// of images may be slightly older.
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

std::unique_ptr<Subscription> CloudStores::watch(const std::vector<Kind> &kinds, RefreshRate rate)
{
    std::vector<QPointer<Poller>> pollers;
    for (const Kind kind : kinds) {
        for (const Kind source : Private::sourcesOf(kind))
            pollers.emplace_back(&d->at(source).poller());
    }
    return std::make_unique<Hold>(std::move(pollers), rate);
}

void CloudStores::refresh(const std::vector<Kind> &kinds)
{
    for (const Kind kind : kinds) {
        for (const Kind source : Private::sourcesOf(kind)) {
            d->at(source).requireFullList();
            d->at(source).poller().refresh();
        }
    }
}

void CloudStores::refreshRow(Kind kind, const QString &id, std::function<void()> gone)
{
    d->askedLast = {kind, id, d->clock.elapsed()};
    d->at(kind).refreshRow(id, std::move(gone));
}

void CloudStores::refreshIfStale(Kind kind, const QString &id)
{
    const auto &[askedKind, asked, when] = d->askedLast;
    if (askedKind != kind || asked != id || d->clock.elapsed() - when >= refreshPause)
        refreshRow(kind, id);
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
        topic->poller().suspend(suspended);
}

void CloudStores::relax(bool relaxed)
{
    for (const auto &[kind, topic] : d->topics)
        topic->poller().relax(relaxed);
}

} // namespace oriel::store
