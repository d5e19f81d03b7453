#include "forms/createsnapshotform.h"

#include "base/visible.h"
#include "forms/nametext.h"
#include "forms/serveractions.h"
#include "forms/snapshotwords.h"
#include "store/bootdisk.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

/// The state of the form.
class CreateSnapshotForm::Private
{
    Q_DECLARE_TR_FUNCTIONS(CreateSnapshotForm)

public:
    Private(store::CloudStores &cloud, Clock &time, QString id, QStringList has)
        : stores(cloud)
        , clock(time)
        , serverId(std::move(id))
        , roles(std::move(has))
        , subscription(stores.watch(
              {Kind::Server, Kind::Volume, Kind::VolumeSnapshot, Kind::BlockStorageLimits},
              store::RefreshRate::Viewed))
    {}

    [[nodiscard]] store::Row<openstack::Server> server() const
    {
        return stores.servers.find(serverId);
    }
    [[nodiscard]] std::vector<CapturedDisk> disks() const;
    [[nodiscard]] QString nameProblem(const QString &effective) const;
    [[nodiscard]] qsizetype longestNameNow() const;
    [[nodiscard]] bool volumesKnown() const;
    /// Whether volume snapshots will be made.
    [[nodiscard]] bool needsRoom() const
    {
        const auto row = server();
        return row && (volumeBacked(*row) || (includesData() && !row->volumes.empty()));
    }
    /// Volumes that the cloud leaves out by itself.
    [[nodiscard]] bool hasDataVolumes() const
    {
        const auto row = server();
        return row && !row->volumes.empty() && !volumeBacked(*row);
    }
    /// What the quota would be with the data volumes; empty where the quota is not known.
    [[nodiscard]] std::vector<RoomLine> roomWithData() const;
    /// As chosen; by default as the quota allows. Once included by default, they stay included.
    [[nodiscard]] bool includesData() const { return withDataVolumes.value_or(includedByDefault); }
    /// To be called when the stores have changed.
    void decideOnData();
    [[nodiscard]] bool volumeBacked(const openstack::Server &row) const
    {
        return store::bootsFromVolume(row, stores);
    }

    store::CloudStores &stores;
    Clock &clock;
    QString serverId;
    QStringList roles;
    std::unique_ptr<store::Subscription> subscription;
    QString proposedName;   ///< what stands in the field as long as nobody has typed
    QString lastServerName; ///< so that the dialog keeps its words when the instance vanishes
    QString name;
    std::optional<QDate> keepUntil;
    QString description;
    std::optional<bool> shutOffFirst;    ///< as chosen; nothing: as recommended
    std::optional<bool> withDataVolumes; ///< as chosen; nothing: as the quota allows
    bool includedByDefault = false;
    operations::Durations durations;
};

// What a person can choose: why, whether to shut off, and which volumes beside the disk.

QString CreateSnapshotForm::description() const
{
    return d->description;
}

void CreateSnapshotForm::setDescription(const QString &description)
{
    if (d->description == description)
        return;
    d->description = description;
    Q_EMIT changed();
}

QString CreateSnapshotForm::consistencyText() const
{
    const auto row = d->server();
    return row ? consistencySentence(*row, d->stores) : QString();
}

bool CreateSnapshotForm::offersShutOff() const
{
    const auto row = d->server();
    return row && row->status == "ACTIVE"_L1;
}

QString CreateSnapshotForm::shutOffObstacle() const
{
    const auto row = d->server();
    if (!row || !offersShutOff())
        return {};
    return availability(*row, ServerAction::ShutOff, d->roles).reason;
}

bool CreateSnapshotForm::shutOffFirst() const
{
    if (!offersShutOff() || !shutOffObstacle().isEmpty())
        return false;
    // File systems that are surely frozen need no shutdown.
    return d->shutOffFirst.value_or(!surelyFrozen(*d->server(), d->stores));
}

void CreateSnapshotForm::setShutOffFirst(bool first)
{
    if (d->shutOffFirst == first)
        return;
    d->shutOffFirst = first;
    Q_EMIT changed();
}

QString CreateSnapshotForm::shutOffText() const
{
    QString text =
        tr("Its operating system is asked to shut down, everything is captured, and it "
           "is started again. Nothing is half written. What runs on it stops meanwhile.");
    if (const QString obstacle = shutOffObstacle(); !obstacle.isEmpty())
        text = tr("Not possible now. %1").arg(obstacle);
    return text;
}

QString CreateSnapshotForm::keepRunningText() const
{
    const auto row = d->server();
    return row ? runningSentence(*row, d->stores) : QString();
}

QString CreateSnapshotForm::dataVolumesOffer() const
{
    const auto row = d->server();
    if (!d->hasDataVolumes())
        return {};
    int gigabytes = 0;
    for (const CapturedDisk &disk : d->disks())
        gigabytes += disk.volumeId.isEmpty() ? 0 : disk.sizeGiB;
    return tr("Include %n attached volume(s) (%1 GiB)", nullptr,
              static_cast<int>(row->volumes.size()))
        .arg(gigabytes);
}

QString CreateSnapshotForm::dataVolumesObstacle() const
{
    if (!d->hasDataVolumes() || withDataVolumes())
        return {};
    for (const RoomLine &line : d->roomWithData()) {
        if (!line.fits)
            return tr("Not included: the quota is too small. %1: %2.").arg(line.title, line.text);
    }
    return {};
}

bool CreateSnapshotForm::withDataVolumes() const
{
    return d->includesData() && d->hasDataVolumes();
}

void CreateSnapshotForm::setWithDataVolumes(bool with)
{
    if (withDataVolumes() == with)
        return;
    d->withDataVolumes = with;
    Q_EMIT changed();
}

void CreateSnapshotForm::setDurations(const operations::Durations &durations)
{
    d->durations = durations;
    Q_EMIT changed();
}

std::optional<std::chrono::milliseconds> CreateSnapshotForm::expected() const
{
    using operations::CreateSnapshot;
    const auto row = d->server();
    if (!row || d->durations.isEmpty())
        return {};
    std::chrono::milliseconds longest{0};
    // The parts are captured side by side.
    for (const CapturedDisk &disk : d->disks()) {
        if (!disk.captured)
            continue;
        const bool own = disk.volumeId.isEmpty();
        // A volume's snapshot is made without copying it in nearly every storage: its size tells
        // nothing. What is uploaded takes the longer the more it is.
        auto took = own ? d->durations.estimate(CreateSnapshot::diskMeasure, disk.sizeGiB)
                        : d->durations.estimate(CreateSnapshot::volumeMeasure);
        if (took && own) {
            const auto upload = d->durations.estimate(CreateSnapshot::uploadMeasure, disk.sizeGiB);
            took = upload ? std::optional(*took + *upload) : std::nullopt;
        }
        if (!took)
            return {};
        longest = std::max(longest, *took);
    }
    if (shutOffFirst()) {
        const auto off = d->durations.estimate(CreateSnapshot::shutOffMeasure);
        const auto on = d->durations.estimate(CreateSnapshot::startMeasure);
        if (!off || !on)
            return {};
        return longest + *off + *on;
    }
    return longest;
}

QString CreateSnapshotForm::estimate() const
{
    const auto time = expected();
    return time && !shutOffFirst()
               ? tr("Takes about %1 (estimated from earlier snapshots).").arg(aboutText(*time))
               : QString();
}

QString CreateSnapshotForm::interruption() const
{
    if (!shutOffFirst())
        return {};
    const auto time = expected();
    return time ? tr("“%1” will be offline for about %2.")
                      .arg(isolated(serverName()), aboutText(*time))
                : tr("“%1” will be offline until the snapshot is captured.")
                      .arg(isolated(serverName()));
}

operations::CreateSnapshotRequest CreateSnapshotForm::request() const
{
    operations::CreateSnapshotRequest request;
    request.serverId = d->serverId;
    request.name = effectiveName();
    request.keepUntil = d->keepUntil;
    request.shutOffFirst = shutOffFirst();
    request.description = d->description.trimmed();
    for (const CapturedDisk &disk : d->disks()) {
        if (!disk.captured || disk.volumeId.isEmpty())
            continue;
        request.promised.push_back(
            {disk.volumeId, disk.device.isEmpty() ? disk.name : disk.device, disk.sizeGiB});
        if (withDataVolumes())
            request.extraVolumes.append(disk.volumeId);
    }
    return request;
}

namespace {

constexpr int defaultKeepDays = 7;

/// sda … sdz before sdaa.
bool deviceBefore(const CapturedDisk &a, const CapturedDisk &b)
{
    if (a.device.size() != b.device.size())
        return a.device.size() < b.device.size();
    return std::pair(a.device, a.name) < std::pair(b.device, b.name);
}

} // namespace

std::vector<CapturedDisk> CreateSnapshotForm::Private::disks() const
{
    const auto row = server();
    if (!row)
        return {};
    const bool fromVolume = volumeBacked(*row);
    std::vector<CapturedDisk> result;
    for (const openstack::AttachedVolume &attached : row->volumes) {
        CapturedDisk disk;
        disk.volumeId = attached.id;
        disk.name = attached.id;
        disk.captured = fromVolume || includesData();
        if (const auto volume = stores.volumes.find(attached.id)) {
            if (!volume->name.isEmpty())
                disk.name = volume->name;
            disk.sizeGiB = volume->sizeGiB;
            for (const openstack::VolumeUse &use : volume->attachments) {
                if (use.serverId == serverId)
                    disk.device = use.device;
            }
        }
        result.push_back(std::move(disk));
    }
    std::ranges::sort(result, deviceBefore);
    if (!fromVolume) {
        CapturedDisk local;
        local.name = tr("The instance's own disk");
        local.sizeGiB = row->flavor.diskGiB;
        result.insert(result.begin(), std::move(local));
    }
    return result;
}

bool CreateSnapshotForm::Private::volumesKnown() const
{
    const auto row = server();
    return row && !stores.volumes.state().cached() &&
           std::ranges::all_of(row->volumes, [this](const auto &attached) {
               return stores.volumes.find(attached.id) != nullptr;
           });
}

std::vector<RoomLine> CreateSnapshotForm::Private::roomWithData() const
{
    const auto &limits = stores.blockStorageLimits.value();
    const auto row = server();
    if (!row || !limits)
        return {};
    int gigabytes = 0;
    for (const openstack::AttachedVolume &attached : row->volumes) {
        const auto volume = stores.volumes.find(attached.id);
        gigabytes += volume ? volume->sizeGiB : 0;
    }
    return snapshotRoom(*limits, static_cast<int>(row->volumes.size()), gigabytes,
                        snapshotsCountInGigabytes(stores));
}

void CreateSnapshotForm::Private::decideOnData()
{
    // Where the quota cannot be read, the cloud decides; data that is left out silently is worse
    // than a refusal.
    const bool known = stores.blockStorageLimits.value().has_value();
    const bool unreadable = !known && stores.blockStorageLimits.state().error.has_value();
    if (hasDataVolumes() && (unreadable || (known && volumesKnown())))
        includedByDefault =
            includedByDefault || std::ranges::all_of(roomWithData(), &RoomLine::fits);
}

QString CreateSnapshotForm::Private::nameProblem(const QString &effective) const
{
    const qsizetype longest = longestNameNow();
    return describe(operations::computeNameFault(effective, longest), effective, longest);
}

qsizetype CreateSnapshotForm::Private::longestNameNow() const
{
    return operations::longestSnapshotName(needsRoom());
}

CreateSnapshotForm::CreateSnapshotForm(store::CloudStores &stores, Clock &clock, QString serverId,
                                       QStringList roles, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(stores, clock, std::move(serverId), std::move(roles)))
{
    const auto tell = [this] {
        const auto row = d->server();
        if (row && std::exchange(d->lastServerName, row->name) != row->name &&
            d->name == d->proposedName)
            d->name = d->proposedName = defaultName(); // nobody has chosen the old one
        d->decideOnData();
        Q_EMIT changed();
    };
    for (store::StoreBase *source : std::initializer_list<store::StoreBase *>{
             &stores.servers, &stores.volumes, &stores.volumeSnapshots,
             &stores.blockStorageLimits}) {
        connect(source, &store::StoreBase::changed, this, tell);
        connect(source, &store::StoreBase::stateChanged, this, tell);
    }
    if (const auto row = d->server())
        d->lastServerName = row->name;
    d->keepUntil = today().addDays(defaultKeepDays);
    d->name = d->proposedName = defaultName();
    d->decideOnData();
    // The quota and the instance may be minutes old: what is decided on here is asked for now.
    stores.refreshServer(d->serverId);
    stores.refresh({Kind::BlockStorageLimits});
}

CreateSnapshotForm::CreateSnapshotForm(store::CloudStores &stores, Clock &clock,
                                       const operations::CreateSnapshotRequest &request,
                                       QStringList roles, QObject *parent)
    : CreateSnapshotForm(stores, clock, request.serverId, std::move(roles), parent)
{
    d->name = request.name;
    d->keepUntil = request.keepUntil;
    d->description = request.description;
    d->shutOffFirst = request.shutOffFirst;
    d->withDataVolumes = !request.extraVolumes.isEmpty();
}

CreateSnapshotForm::~CreateSnapshotForm() = default;

QString CreateSnapshotForm::serverName() const
{
    return d->lastServerName;
}

QString CreateSnapshotForm::defaultName() const
{
    const QString stamp = d->clock.now().toLocalTime().toString(u" yyyy-MM-dd HH:mm"_s);
    return operations::firstCharacters(d->lastServerName.trimmed(),
                                       d->longestNameNow() - stamp.size()) +
           stamp;
}

QString CreateSnapshotForm::name() const
{
    return d->name;
}

void CreateSnapshotForm::setName(const QString &name)
{
    if (d->name == name)
        return;
    d->name = name;
    Q_EMIT changed();
}

QString CreateSnapshotForm::effectiveName() const
{
    const QString typed = d->name.trimmed();
    return typed.isEmpty()
               ? operations::firstCharacters(d->lastServerName.trimmed(), d->longestNameNow())
                     .trimmed()
               : typed;
}

QDate CreateSnapshotForm::today() const
{
    return d->clock.now().toLocalTime().date();
}

std::optional<QDate> CreateSnapshotForm::keepUntil() const
{
    return d->keepUntil;
}

void CreateSnapshotForm::setKeepUntil(std::optional<QDate> date)
{
    if (d->keepUntil == date)
        return;
    d->keepUntil = date;
    Q_EMIT changed();
}

std::vector<CapturedDisk> CreateSnapshotForm::disks() const
{
    return d->disks();
}

QString CreateSnapshotForm::captureText() const
{
    const auto row = d->server();
    return row ? captureSentence(d->volumeBacked(*row), d->disks()) : QString();
}

std::vector<RoomLine> CreateSnapshotForm::room() const
{
    const auto row = d->server();
    const auto &limits = d->stores.blockStorageLimits.value();
    // It stays listed when the box is unticked, so that nothing moves under the pointer.
    if (!row || !limits || !(d->needsRoom() || d->hasDataVolumes()))
        return {};
    int count = 0;
    int gigabytes = 0;
    for (const CapturedDisk &disk : d->disks()) {
        if (!disk.captured || disk.volumeId.isEmpty())
            continue;
        ++count;
        gigabytes += disk.sizeGiB;
    }
    return snapshotRoom(*limits, count, gigabytes, snapshotsCountInGigabytes(d->stores));
}

QString CreateSnapshotForm::caution() const
{
    return tr("A snapshot is not a backup: it is no safer than the storage it stands on. Keep it "
              "for a limited "
              "time; the more is written meanwhile, the longer it takes to delete.");
}

QString CreateSnapshotForm::command() const
{
    const auto &rows = d->stores.servers.rows();
    const auto same =
        std::ranges::count_if(rows, [this](const auto &row) { return row->name == serverName(); });
    return operations::createSnapshotCommand(request(), serverName(), same == 1);
}

bool CreateSnapshotForm::ready() const
{
    const auto &stores = d->stores;
    const auto row = d->server();
    if (!row)
        return stores.servers.state().whole();
    const auto known = [](const store::StoreBase &source) {
        return source.state().loaded || source.state().error.has_value();
    };
    const bool volumes = d->volumesKnown() || known(stores.volumes);
    const bool limits = !(d->needsRoom() || d->hasDataVolumes()) ||
                        stores.blockStorageLimits.value() || known(stores.blockStorageLimits);
    return volumes && limits;
}

QString CreateSnapshotForm::gap() const
{
    const auto row = d->server();
    if (!row || !ready())
        return {};
    if (d->needsRoom() && !d->stores.blockStorageLimits.value())
        return tr("How much room the quota has could not be found out. The cloud refuses the "
                  "snapshot if it does "
                  "not fit.");
    if (!d->volumesKnown())
        return tr("The names and sizes of some volumes could not be found out.");
    return {};
}

QString CreateSnapshotForm::problem() const
{
    const auto row = d->server();
    if (!row && d->stores.servers.state().whole())
        return tr("The instance is not there any more.");
    if (!row || !ready())
        return tr("Finding out what is attached and how much room there is…");
    if (const Availability can = availability(*row, ServerAction::CreateSnapshot, d->roles);
        !can.enabled)
        return can.reason;
    if (const QString wrong = d->nameProblem(effectiveName()); !wrong.isEmpty())
        return wrong;
    if (const auto length = operations::characters(d->description.trimmed());
        length > operations::longestName)
        return tr("The description has %1 characters; at most %2 are allowed.")
            .arg(QString::number(length), QString::number(operations::longestName));
    if (d->keepUntil && *d->keepUntil < today())
        return tr("The date until which it is kept lies in the past.");
    for (const RoomLine &line : d->needsRoom() ? room() : std::vector<RoomLine>()) {
        if (!line.fits)
            return tr("The quota has no room for it. %1: %2.").arg(line.title, line.text);
    }
    return {};
}

} // namespace oriel::forms
