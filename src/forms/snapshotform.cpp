#include "forms/snapshotform.h"

#include "base/visible.h"
#include "forms/snapshotwords.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumegrouptype.h"
#include "operations/actions/actions.h"
#include "operations/actions/volumegroups.h"
#include "operations/capture/snapshotcheck.h"
#include "operations/commandline.h"
#include "operations/names.h"
#include "store/bootdisk.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

constexpr int usualKeepDays = 7;

/// sda … sdz before sdaa.
bool deviceBefore(const CapturedDisk &a, const CapturedDisk &b)
{
    if (a.device.size() != b.device.size())
        return a.device.size() < b.device.size();
    return std::pair(a.device, a.name) < std::pair(b.device, b.name);
}

bool isKnown(const store::StoreBase &source)
{
    return source.state().loaded || source.state().error.has_value();
}

VolumeAmount sumOf(const std::vector<CapturedDisk> &disks, bool onlyCaptured)
{
    VolumeAmount amount;
    for (const CapturedDisk &disk : disks) {
        if (!disk.volumeId.isEmpty() && (disk.captured || !onlyCaptured))
            amount += {1, disk.sizeGiB};
    }
    return amount;
}

/// Whether snapshots of such a group are of one moment; nullopt: only administrators see it.
std::optional<bool> isConsistent(const openstack::VolumeGroupType &type)
{
    if (type.specs.isEmpty())
        return std::nullopt;
    return type.specs.value(u"consistent_group_snapshot_enabled"_s) == "<is> True"_L1;
}

} // namespace

VolumeAmount SnapshotRow::captured() const
{
    return sumOf(disks, true);
}

VolumeAmount SnapshotRow::dataVolumes() const
{
    return volumeBacked ? VolumeAmount() : sumOf(disks, false);
}

SnapshotForm::SnapshotForm(store::CloudStores &stores, Clock &clock, QStringList serverIds,
                           QStringList roles, QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_clock(clock)
    , m_ids(std::move(serverIds))
    , m_roles(std::move(roles))
    , m_subscription(
          stores.watch(operations::withQuotas({Kind::Server, Kind::Volume, Kind::VolumeSnapshot}),
                       store::RefreshRate::Viewed))
    , m_now(clock.now().toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s))
    , m_keepUntil(today().addDays(usualKeepDays))
{
    for (store::StoreBase *source : std::initializer_list<store::StoreBase *>{
             &stores.servers, &stores.images, &stores.volumes, &stores.volumeSnapshots,
             &stores.blockStorageLimits, &stores.blockStorageQuotas}) {
        connect(source, &store::StoreBase::changed, this, &SnapshotForm::storesChanged);
        connect(source, &store::StoreBase::stateChanged, this, &SnapshotForm::storesChanged);
    }
    if (const auto row = server())
        m_serverName = row->name;
    proposeName();
    decideOnData();
    followGroup();
    // It may be minutes old; decide on a current one.
    stores.refresh(operations::quotaKinds());
    if (isOfOne())
        stores.refreshRow(Kind::Server, m_ids.front());
}

SnapshotForm::SnapshotForm(store::CloudStores &stores, Clock &clock,
                           const operations::CreateSnapshotRequest &request, QStringList roles,
                           QObject *parent)
    : SnapshotForm(stores, clock, QStringList{request.serverId}, std::move(roles), parent)
{
    m_name = request.name;
    m_keepUntil = request.keepUntil;
    m_description = request.description;
    m_shutOffFirst = request.shutOffFirst;
    m_withDataVolumes = !request.extraVolumes.isEmpty();
    m_rows.reset();
}

store::Row<openstack::Server> SnapshotForm::server() const
{
    return m_stores.servers.find(m_ids.front());
}

// --- Changes

void SnapshotForm::outdate()
{
    m_rows.reset();
    Q_EMIT changed();
}

void SnapshotForm::storesChanged()
{
    m_rows.reset();
    if (isOfOne()) {
        follow();
        return;
    }
    // Of many, all that changes in one go is told only once.
    if (std::exchange(m_isFollowed, false))
        QMetaObject::invokeMethod(this, &SnapshotForm::follow, Qt::QueuedConnection);
}

void SnapshotForm::follow()
{
    m_isFollowed = true;
    const auto row = server();
    if (isOfOne() && row && std::exchange(m_serverName, row->name) != row->name &&
        m_name == m_proposedName)
        proposeName(); // the user has not chosen the old one
    decideOnData();
    followGroup();
    Q_EMIT changed();
}

/// Most instances have no volumes in groups: their lists are fetched only if they matter.
void SnapshotForm::followGroup()
{
    if (m_groups || commonGroup().isEmpty())
        return;
    const std::vector<Kind> kinds{Kind::VolumeGroup, Kind::VolumeGroupType};
    for (const Kind kind : kinds) {
        connect(&m_stores.at(kind), &store::StoreBase::changed, this, &SnapshotForm::changed);
        connect(&m_stores.at(kind), &store::StoreBase::stateChanged, this, &SnapshotForm::changed);
    }
    m_groups = m_stores.watch(kinds, store::RefreshRate::Referenced);
}

void SnapshotForm::proposeName()
{
    m_name = m_proposedName = defaultName();
    m_rows.reset();
}

void SnapshotForm::decideOnData()
{
    if (m_includedByDefault || dataVolumes().count == 0)
        return;
    // If the quota cannot be read, the cloud decides: data that is left out silently is worse than
    // a refusal.
    const bool limits = m_stores.blockStorageLimits.value().has_value();
    const bool unreadable = !limits && m_stores.blockStorageLimits.state().error.has_value();
    if (!unreadable && !(limits && volumesKnown()))
        return;
    m_includedByDefault = unreadable || quotaProblem(quota(true)).isEmpty();
    if (m_includedByDefault)
        outdate();
}

void SnapshotForm::setName(const QString &name)
{
    if (std::exchange(m_name, name) == name)
        return;
    ++m_edits;
    // Only the names are new.
    for (std::size_t i = 0; m_rows && i < m_rows->size(); ++i)
        (*m_rows)[i].snapshot = nameFor((*m_rows)[i]);
    Q_EMIT changed();
}

void SnapshotForm::setKeepUntil(std::optional<QDate> date)
{
    if (std::exchange(m_keepUntil, date) != date) {
        ++m_edits;
        Q_EMIT changed();
    }
}

void SnapshotForm::setDescription(const QString &description)
{
    if (std::exchange(m_description, description) != description) {
        ++m_edits;
        Q_EMIT changed();
    }
}

void SnapshotForm::setShutOffFirst(bool first)
{
    if (std::exchange(m_shutOffFirst, first) != first) {
        ++m_edits;
        outdate();
    }
}

void SnapshotForm::setWithDataVolumes(bool with)
{
    if (withDataVolumes() == with)
        return;
    m_withDataVolumes = with;
    ++m_edits;
    outdate();
}

void SnapshotForm::setLeftOut(const QStringList &ids, bool out)
{
    const qsizetype before = m_leftOut.size();
    for (const QString &id : ids) {
        if (out)
            m_leftOut.insert(id);
        else
            m_leftOut.remove(id);
    }
    if (m_leftOut.size() != before) {
        ++m_edits;
        outdate();
    }
}

void SnapshotForm::setDurations(const operations::Durations &durations)
{
    m_durations = durations;
    Q_EMIT changed();
}

// --- The instances

const std::vector<SnapshotRow> &SnapshotForm::rows() const
{
    if (!m_rows) {
        ++m_evaluations;
        m_rows = makeRows();
    }
    return *m_rows;
}

std::vector<SnapshotRow> SnapshotForm::makeRows() const
{
    std::vector<SnapshotRow> rows;
    rows.reserve(static_cast<std::size_t>(m_ids.size()));
    for (const QString &id : m_ids)
        rows.push_back(makeRow(id));
    // File systems that are surely frozen need no shutdown.
    const bool shutOff =
        m_shutOffFirst ? *m_shutOffFirst
                       : std::ranges::any_of(rows, [this](const SnapshotRow &row) {
                             return row.canShutOff() &&
                                    !certainlyFrozen(*m_stores.servers.find(row.id), m_stores);
                         });
    for (SnapshotRow &row : rows) {
        row.shutOff = shutOff && row.canShutOff();
        if (row.possible)
            row.note = noteOn(row, shutOff);
    }
    return rows;
}

SnapshotRow SnapshotForm::makeRow(const QString &id) const
{
    SnapshotRow row{.id = id, .of = id, .chosen = !m_leftOut.contains(id)};
    const auto server = m_stores.servers.find(id);
    if (!server) {
        row.note = tr("The instance no longer exists.");
        return row;
    }
    row.there = true;
    row.of = server->name;
    row.note = operations::snapshotObstacle(*server, {m_stores, m_roles});
    row.possible = row.note.isEmpty();
    row.volumeBacked = store::bootsFromVolume(*server, m_stores);
    row.disks = disksOf(*server, row.volumeBacked);
    row.volumesKnown = std::ranges::all_of(server->volumes, [this](const auto &attached) {
        return m_stores.volumes.find(attached.id) != nullptr;
    });
    row.running = server->status == "ACTIVE"_L1;
    if (row.running)
        row.shutOffObstacle =
            operations::actionNamed(u"stop-server")->obstacle({m_stores, m_roles}, id);
    row.snapshot = nameFor(row);
    return row;
}

std::vector<CapturedDisk> SnapshotForm::disksOf(const openstack::Server &server,
                                                bool volumeBacked) const
{
    std::vector<CapturedDisk> disks;
    for (const openstack::AttachedVolume &attached : server.volumes) {
        CapturedDisk disk{.name = attached.id,
                          .captured = volumeBacked || includesData(),
                          .volumeId = attached.id};
        if (const auto volume = m_stores.volumes.find(attached.id)) {
            if (!volume->name.isEmpty())
                disk.name = volume->name;
            disk.sizeGiB = volume->sizeGiB;
            for (const openstack::VolumeUse &use : volume->attachments) {
                if (use.serverId == server.id)
                    disk.device = use.device;
            }
        }
        disks.push_back(std::move(disk));
    }
    std::ranges::sort(disks, deviceBefore);
    if (!volumeBacked)
        disks.insert(disks.begin(), CapturedDisk{.name = tr("The instance's own disk"),
                                                 .sizeGiB = server.flavor.diskGiB});
    return disks;
}

QString SnapshotForm::noteOn(const SnapshotRow &row, bool shutOff) const
{
    QStringList note;
    if (row.running)
        note += row.shutOff ? tr("Will be shut off first.")
                : shutOff   ? tr("Keeps running because it cannot be shut off.")
                            : tr("Keeps running.");
    else if (const auto server = m_stores.servers.find(row.id);
             server && server->status == "SHUTOFF"_L1)
        note += tr("Is shut off and stays shut off.");
    if (row.dataVolumes().count > 0 && !includesData())
        note += tr("Its attached volumes are not captured.");
    return note.join(u' ');
}

int SnapshotForm::made() const
{
    return static_cast<int>(std::ranges::count_if(rows(), &SnapshotRow::made));
}

int SnapshotForm::interrupted() const
{
    return static_cast<int>(std::ranges::count_if(
        rows(), [](const SnapshotRow &row) { return row.made() && row.shutOff; }));
}

std::vector<operations::CreateSnapshotRequest> SnapshotForm::requests() const
{
    std::vector<operations::CreateSnapshotRequest> requests;
    for (const SnapshotRow &row : rows()) {
        if (row.made() || isOfOne())
            requests.push_back(requestFor(row));
    }
    return requests;
}

operations::CreateSnapshotRequest SnapshotForm::requestFor(const SnapshotRow &row) const
{
    operations::CreateSnapshotRequest request;
    request.serverId = row.id;
    request.name = row.snapshot;
    request.keepUntil = m_keepUntil;
    request.shutOffFirst = row.shutOff;
    request.description = m_description.trimmed();
    for (const CapturedDisk &disk : row.disks) {
        if (!disk.captured || disk.volumeId.isEmpty())
            continue;
        request.promised.push_back(
            {disk.volumeId, disk.device.isEmpty() ? disk.name : disk.device, disk.sizeGiB});
        if (!row.volumeBacked)
            request.extraVolumes.append(disk.volumeId);
    }
    return request;
}

// --- Names

QString SnapshotForm::defaultName() const
{
    if (!isOfOne())
        return u"{instance} {date}"_s;
    const QString suffix = u' ' + m_now;
    const qsizetype longest = operations::longestSnapshotName(needed().count > 0);
    return operations::firstCharacters(m_serverName.trimmed(), longest - suffix.size()) + suffix;
}

QString SnapshotForm::nameHint() const
{
    return isOfOne()
               ? QString()
               : tr("{instance} is replaced by the instance's name, {date} by the date and time.");
}

QString SnapshotForm::nameFor(const SnapshotRow &row) const
{
    if (!row.there)
        return {};
    const QString pattern = m_name.trimmed();
    if (pattern.isEmpty())
        return operations::firstCharacters(
                   row.of.trimmed(), operations::longestSnapshotName(row.captured().count > 0))
            .trimmed();
    if (isOfOne())
        return pattern;
    // In one go: an instance may be called "{date}".
    QString made;
    for (qsizetype at = 0; at < pattern.size();) {
        const QStringView rest = QStringView(pattern).mid(at);
        if (rest.startsWith("{instance}"_L1)) {
            made += row.of;
            at += 10;
        } else if (rest.startsWith("{date}"_L1)) {
            made += m_now;
            at += 6;
        } else {
            made += pattern.at(at++);
        }
    }
    return made.trimmed();
}

QString SnapshotForm::nameProblem() const
{
    for (const SnapshotRow &row : rows()) {
        const qsizetype longest = operations::longestSnapshotName(row.captured().count > 0);
        const operations::NameFault fault = operations::computeNameFault(row.snapshot, longest);
        if (const QString found = operations::describe(fault, row.snapshot, longest);
            row.made() && !found.isEmpty())
            return found;
    }
    return {};
}

// --- What is captured

VolumeAmount SnapshotForm::needed() const
{
    VolumeAmount amount;
    for (const SnapshotRow &row : rows()) {
        if (row.made() || isOfOne())
            amount += row.captured();
    }
    return amount;
}

VolumeAmount SnapshotForm::dataVolumes() const
{
    VolumeAmount amount;
    for (const SnapshotRow &row : rows()) {
        if (row.chosen)
            amount += row.dataVolumes();
    }
    return amount;
}

bool SnapshotForm::withDataVolumes() const
{
    return includesData() && dataVolumes().count > 0;
}

QString SnapshotForm::dataVolumesOffer() const
{
    const VolumeAmount data = dataVolumes();
    if (data.count == 0)
        return {};
    if (isOfOne())
        return tr("Include %n attached volume(s) (%1 GiB)", nullptr, data.count)
            .arg(data.gigabytes);
    const auto instances = std::ranges::count_if(
        rows(), [](const SnapshotRow &row) { return row.chosen && row.dataVolumes().count > 0; });
    return tr("Include the attached volumes of %n instance(s) that boot from an image (%1 GiB)",
              nullptr, static_cast<int>(instances))
        .arg(data.gigabytes);
}

QString SnapshotForm::dataVolumesObstacle() const
{
    if (dataVolumes().count == 0 || includesData())
        return {};
    for (const QuotaLine &line : quota(true)) {
        if (!line.fits)
            return tr("Not included: the quota is too small. %1: %2.").arg(line.title, line.text);
    }
    return {};
}

QString SnapshotForm::commonGroup() const
{
    const auto row = isOfOne() ? server() : nullptr;
    if (!row || row->volumes.size() < 2)
        return {};
    QStringList ids;
    for (const openstack::AttachedVolume &attached : row->volumes)
        ids += attached.id;
    return operations::commonGroup(m_stores, ids);
}

std::optional<operations::Way> SnapshotForm::groupWay() const
{
    const QString id = commonGroup();
    const auto group = m_stores.of<openstack::VolumeGroup>().find(id);
    if (!group)
        return std::nullopt;
    const auto type = m_stores.of<openstack::VolumeGroupType>().find(group->typeId);
    if (type && isConsistent(*type) == std::optional(false))
        return std::nullopt;
    const auto ways = operations::waysOf({{.action = u"create-group-snapshot"_s, .on = id}},
                                         {.stores = m_stores, .roles = m_roles}, id);
    return ways.empty() ? std::nullopt : std::optional(ways.front());
}

QString SnapshotForm::groupHint() const
{
    const auto way = groupWay();
    if (!way)
        return {};
    const auto group = m_stores.of<openstack::VolumeGroup>().find(way->id);
    const auto type = m_stores.of<openstack::VolumeGroupType>().find(group->typeId);
    const bool sure = type && isConsistent(*type).value_or(false);
    const bool hasLocalDisk = !rows().front().volumeBacked;
    QString text =
        (sure ? tr("All its volumes are in the volume group “%1”. A group snapshot captures them "
                   "at the same moment.")
              : tr("All its volumes are in the volume group “%1”. A group snapshot captures them "
                   "together. Whether that is the same moment depends on the group type: ask the "
                   "cloud's operator."))
            .arg(isolated(operations::volumeGroupName(m_stores, way->id)));
    text += u' ' + (hasLocalDisk ? tr("It does not contain the instance's own disk.")
                                 : tr("To launch an instance from a group snapshot, create volumes "
                                      "from it first."));
    return text;
}

std::vector<QuotaLine> SnapshotForm::quota(bool withData) const
{
    std::vector<operations::TypedStorage> all;
    for (const SnapshotRow &row : rows()) {
        for (const CapturedDisk &disk : row.disks) {
            const bool counts = row.made() || isOfOne();
            if (disk.volumeId.isEmpty() || !(counts || row.chosen))
                continue;
            auto storage = operations::snapshotStorage(m_stores, disk.volumeId);
            if (!counts || !(disk.captured || withData))
                storage = {storage.type, 0, 0};
            all.push_back(std::move(storage));
        }
    }
    return snapshotQuota(m_stores, all, isOfOne() ? 1 : made());
}

std::vector<QuotaLine> SnapshotForm::room() const
{
    // Keep it while data volumes can be included, so that nothing moves under the pointer.
    return needed().count + dataVolumes().count > 0 ? quota(false) : std::vector<QuotaLine>();
}

QString SnapshotForm::captureText() const
{
    if (isOfOne()) {
        const SnapshotRow &row = rows().front();
        return row.there ? captureSentence(row.volumeBacked, row.disks) : QString();
    }
    const int count = made();
    const int left = static_cast<int>(rows().size()) - count;
    const auto [snapshots, gigabytes] = needed();
    QString text =
        snapshots == 0
            ? tr("%1 snapshots will be created, each as an image.").arg(count)
            : tr("%1 snapshots will be created, with %2 volume snapshots of %3 GiB in total.")
                  .arg(QString::number(count), QString::number(snapshots),
                       QString::number(gigabytes));
    if (left > 0)
        text += u' ' + (left == 1 ? tr("One instance is skipped.")
                                  : tr("%1 instances are skipped.").arg(left));
    return text;
}

// --- Whether it is shut off

bool SnapshotForm::offersShutOff() const
{
    // That one cannot be shut off now is shown with the choice.
    return std::ranges::any_of(rows(), [this](const SnapshotRow &row) {
        return row.running && (isOfOne() || row.canShutOff());
    });
}

QString SnapshotForm::shutOffObstacle() const
{
    return isOfOne() ? rows().front().shutOffObstacle : QString();
}

bool SnapshotForm::shutOffFirst() const
{
    return std::ranges::any_of(rows(), &SnapshotRow::shutOff);
}

QString SnapshotForm::shutOffTitle() const
{
    return isOfOne() ? tr("Shut o&ff the instance first (recommended)")
                     : tr("Shut o&ff running instances first (recommended)");
}

QString SnapshotForm::shutOffText() const
{
    if (const QString obstacle = shutOffObstacle(); !obstacle.isEmpty())
        return tr("Not possible now. %1").arg(obstacle);
    return isOfOne() ? tr("The instance is shut down, captured, and started again. The data is "
                          "consistent, but services on it are interrupted.")
                     : tr("Each is shut down, captured, and started again. The data is "
                          "consistent, but services on them are interrupted.");
}

QString SnapshotForm::keepRunningTitle() const
{
    return isOfOne() ? tr("Keep it &running") : tr("Keep them &running");
}

QString SnapshotForm::keepRunningText() const
{
    const auto row = server();
    if (isOfOne())
        return row ? runningSentence(*row, m_stores) : QString();
    return tr("Data that an instance writes at that moment may be captured incompletely, as after "
              "a power failure.");
}

QString SnapshotForm::consistencyText() const
{
    const auto row = server();
    if (isOfOne())
        return row ? consistencySentence(*row, m_stores) : QString();
    return offersShutOff() ? QString()
                           : tr("None of the instances can be shut off now; they are captured as "
                                "they are.");
}

/// Of one; nothing if it cannot be told from earlier snapshots.
std::optional<std::chrono::milliseconds> SnapshotForm::expected() const
{
    using operations::CreateSnapshot;
    const SnapshotRow &row = rows().front();
    if (!isOfOne() || !row.there || m_durations.isEmpty())
        return {};
    std::chrono::milliseconds longest{0};
    // The parts are captured side by side.
    for (const CapturedDisk &disk : row.disks) {
        if (!disk.captured)
            continue;
        const bool own = disk.volumeId.isEmpty();
        // A volume's snapshot is made without copying it in nearly every storage: its size tells
        // nothing. What is uploaded takes the longer the more it is.
        auto took = own ? m_durations.estimate(CreateSnapshot::diskMeasure, disk.sizeGiB)
                        : m_durations.estimate(CreateSnapshot::volumeMeasure);
        if (took && own) {
            const auto upload = m_durations.estimate(CreateSnapshot::uploadMeasure, disk.sizeGiB);
            took = upload ? std::optional(*took + *upload) : std::nullopt;
        }
        if (!took)
            return {};
        longest = std::max(longest, *took);
    }
    if (!row.shutOff)
        return longest;
    const auto off = m_durations.estimate(CreateSnapshot::shutOffMeasure);
    const auto on = m_durations.estimate(CreateSnapshot::startMeasure);
    return off && on ? std::optional(longest + *off + *on) : std::nullopt;
}

QString SnapshotForm::estimate() const
{
    const auto time = expected();
    return time && !shutOffFirst()
               ? tr("Takes about %1 (estimated from earlier snapshots).").arg(aboutText(*time))
               : QString();
}

QString SnapshotForm::interruption() const
{
    const int off = interrupted();
    if (!isOfOne())
        return off == 0 ? QString()
                        : tr("%n instance(s) will be offline while being captured.", nullptr, off);
    if (!shutOffFirst())
        return {};
    const auto time = expected();
    return time ? tr("“%1” will be offline for about %2.")
                      .arg(isolated(m_serverName), aboutText(*time))
                : tr("“%1” will be offline until the snapshot is captured.")
                      .arg(isolated(m_serverName));
}

// --- The words around it

QString SnapshotForm::title() const
{
    return isOfOne() ? tr("Create snapshot") : tr("Create snapshots");
}

QString SnapshotForm::subtitle() const
{
    return isOfOne() ? tr("Of the instance “%1”").arg(isolated(m_serverName))
                     : tr("Of %1 instances, at most 3 at a time").arg(m_ids.size());
}

QString SnapshotForm::actionText() const
{
    if (isOfOne())
        return shutOffFirst() ? tr("Create snapshot after shutting off") : tr("Create snapshot");
    return interrupted() == 0 ? tr("Create %n snapshot(s)", nullptr, made())
                              : tr("Create %n snapshot(s) after shutting off", nullptr, made());
}

QString SnapshotForm::command() const
{
    QStringList lines;
    for (const auto &request : requests())
        lines += operations::createSnapshotCommand(
            request, isOfOne() ? operations::commandTarget(
                                     m_stores, {Kind::Server, request.serverId, m_serverName})
                               : request.serverId);
    return lines.join(u'\n');
}

// --- What stands in the way

bool SnapshotForm::volumesKnown() const
{
    return !m_stores.volumes.state().cached() &&
           std::ranges::all_of(rows(), &SnapshotRow::volumesKnown);
}

bool SnapshotForm::limitsKnown() const
{
    return m_stores.blockStorageLimits.value() || isKnown(m_stores.blockStorageLimits);
}

bool SnapshotForm::ready() const
{
    if (std::ranges::none_of(rows(), &SnapshotRow::there))
        return m_stores.servers.state().isComplete();
    const bool needsLimits = needed().count + dataVolumes().count > 0 ||
                             std::ranges::any_of(rows(), &SnapshotRow::volumeBacked);
    return (volumesKnown() || isKnown(m_stores.volumes)) && (!needsLimits || limitsKnown());
}

QString SnapshotForm::gap() const
{
    if (!ready() || std::ranges::none_of(rows(), &SnapshotRow::there))
        return {};
    const bool needsLimits =
        needed().count > 0 || std::ranges::any_of(rows(), &SnapshotRow::volumeBacked);
    if (needsLimits && !m_stores.blockStorageLimits.value())
        return tr("The free quota is unknown. The cloud rejects the snapshot if it exceeds the "
                  "quota.");
    return volumesKnown() ? QString() : tr("The names and sizes of some volumes are unknown.");
}

QString SnapshotForm::obstacle() const
{
    if (std::ranges::none_of(rows(), &SnapshotRow::possible))
        return rows().front().note;
    return made() == 0 ? tr("Choose at least one.") : QString();
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
    if (store::isPast(m_keepUntil, today()))
        return tr("The keep-until date is in the past.");
    return needed().count > 0 ? quotaProblem(room()) : QString();
}

} // namespace oriel::forms
