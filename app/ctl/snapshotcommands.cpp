#include "app/ctl/command.h"
#include "openstack/blockstorage/requests.h"
#include "openstack/compute/requests.h"
#include "openstack/image/requests.h"
#include "store/snapshotsets.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <cmath>
#include <tuple>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using store::SnapshotSet;
using Set = store::Row<SnapshotSet>;

struct SnapshotSetWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Snapshots)
};

QString statusOf(const SnapshotSet &set)
{
    switch (set.status) {
    case store::SetStatus::Creating:
        return u"creating"_s;
    case store::SetStatus::Available:
        return u"available"_s;
    case store::SetStatus::Incomplete:
        return u"incomplete"_s;
    case store::SetStatus::Error:
        return u"error"_s;
    case store::SetStatus::Deleting:
        return u"deleting"_s;
    }
    return {};
}

QString consistencyOf(const SnapshotSet &set)
{
    switch (set.consistency) {
    case store::Consistency::Unknown:
        break;
    case store::Consistency::Running:
        return u"running"_s;
    case store::Consistency::Quiesced:
        return u"quiesced"_s;
    case store::Consistency::ShutOff:
        return u"shut-off"_s;
    }
    return u"unknown"_s;
}

/// GiB with two decimals, as a number; what is smaller than a hundredth is not nothing.
QJsonValue gigabytesOf(const SnapshotSet &set)
{
    constexpr double gib = 1024.0 * 1024 * 1024;
    return std::ceil(static_cast<double>(set.totalBytes()) / gib * 100) / 100;
}

Cell keepUntilOf(const SnapshotSet &set)
{
    return textCell(set.keepUntil ? set.keepUntil->toString(Qt::ISODate) : QString());
}

/// What needs the sets: asks for the four lists that they are worked out from.
class SetCommand : public Command
{
public:
    using Command::Command;

    void run() override
    {
        ask(openstack::ListServers{.firstLimit = 1000}, m_sources.servers);
        ask(openstack::ListImages{}, m_sources.images);
        ask(openstack::ListVolumes{}, m_sources.volumes);
        ask(openstack::ListVolumeSnapshots{}, m_sources.volumeSnapshots);
    }

protected:
    /// The sets are known, newest first.
    virtual void use(std::vector<Set> sets) = 0;

    /// The set of that id or name among `sets`; null, and the command has failed, where there is
    /// not exactly one.
    Set pick(const std::vector<Set> &sets, const QString &nameOrId)
    {
        QStringList named;
        Set found;
        for (const Set &set : sets) {
            if (set->id == nameOrId)
                return set;
            if (set->name == nameOrId) {
                named.append(set->id);
                found = set;
            }
        }
        if (named.size() == 1)
            return found;
        fail(named.isEmpty()
                 ? SnapshotSetWords::tr("No snapshot with a name or ID of “%1” exists.")
                       .arg(nameOrId)
                 : SnapshotSetWords::tr("More than one snapshot has the name “%1”. Use an ID: %2.")
                       .arg(nameOrId, named.join(", "_L1)));
        return {};
    }

private:
    template <typename List>
    void ask(const List &list, QHash<QString, store::Row<typename List::Item>> &into)
    {
        ++m_awaited;
        client().all(list).then(this, [this, &into](auto result) {
            if (!result.ok()) {
                if (m_awaited > 0)
                    fail(result.error(),
                         SnapshotSetWords::tr("The snapshots could not be worked out."));
                m_awaited = 0; // said once
                return;
            }
            for (auto &item : result.value()) {
                const QString id = item.id;
                into.insert(id, std::make_shared<const typename List::Item>(std::move(item)));
            }
            if (--m_awaited == 0)
                work();
        });
    }

    void work()
    {
        m_sources.volumeSnapshotsKnown = true;
        m_sources.volumeSnapshotsAsOf = connection().clock().now();
        std::vector<Set> sets;
        for (SnapshotSet &set : store::linkSnapshots(m_sources).sets)
            sets.push_back(std::make_shared<const SnapshotSet>(std::move(set)));
        std::ranges::sort(sets, [](const Set &a, const Set &b) {
            return std::tie(a->created, a->id) > std::tie(b->created, b->id);
        });
        use(std::move(sets));
    }

    store::SnapshotSources m_sources;
    int m_awaited = 0;
};

Listing listingOf(const std::vector<Set> &sets)
{
    Listing result;
    result.columns = {u"ID"_s,      u"Name"_s,       u"Instance"_s,    u"Status"_s,    u"Created"_s,
                      u"Volumes"_s, u"Size (GiB)"_s, u"Consistency"_s, u"Keep Until"_s};
    for (const Set &set : sets) {
        const QString instance = set->serverName.isEmpty() ? set->serverId : set->serverName;
        result.rows.push_back({{set->id},
                               {set->name},
                               textCell(instance),
                               {statusOf(*set)},
                               {set->created.toString(Qt::ISODate)},
                               {static_cast<int>(set->parts.size())},
                               {gigabytesOf(*set)},
                               {consistencyOf(*set)},
                               keepUntilOf(*set)});
    }
    return result;
}

class SnapshotList final : public SetCommand
{
public:
    using SetCommand::SetCommand;

protected:
    void use(std::vector<Set> sets) override
    {
        if (invocation().has(u"instance"_s)) {
            const QString wanted = invocation().value(u"instance"_s);
            std::erase_if(sets, [&](const Set &set) {
                return set->serverId != wanted && set->serverName != wanted;
            });
        }
        show(listingOf(sets));
    }
};

class SnapshotDue final : public SetCommand
{
public:
    using SetCommand::SetCommand;

protected:
    void use(std::vector<Set> sets) override
    {
        const QDate today = connection().clock().now().toLocalTime().date();
        std::erase_if(sets,
                      [&](const Set &set) { return !set->keepUntil || *set->keepUntil >= today; });
        show(listingOf(sets));
    }
};

class SnapshotShow final : public SetCommand
{
public:
    using SetCommand::SetCommand;

protected:
    void use(std::vector<Set> sets) override
    {
        if (const Set set = pick(sets, invocation().operands.first()))
            show(details(*set));
    }

private:
    static Details details(const SnapshotSet &set)
    {
        QJsonArray parts;
        QStringList lines;
        for (const store::SnapshotPart &part : set.parts) {
            parts.append(QJsonObject{{u"id"_s, part.snapshotId},
                                     {u"name"_s, part.name},
                                     {u"volume_id"_s, part.volumeId},
                                     {u"volume"_s, part.volumeName},
                                     {u"device"_s, part.device},
                                     {u"size"_s, part.sizeGiB},
                                     {u"status"_s, part.missing ? u"missing"_s : part.status}});
            lines.append(u"%1 %2 %3 GiB %4"_s.arg(part.snapshotId, part.device)
                             .arg(part.sizeGiB)
                             .arg(part.missing ? u"missing"_s : part.status));
        }
        Details result;
        result.fields = {
            {u"id"_s, {set.id}},
            {u"name"_s, {set.name}},
            {u"instance_id"_s, textCell(set.serverId)},
            {u"instance"_s, textCell(set.serverName)},
            {u"status"_s, {statusOf(set)}},
            {u"created"_s, {set.created.toString(Qt::ISODate)}},
            {u"size_gib"_s, {gigabytesOf(set)}},
            {u"consistency"_s, {consistencyOf(set)}},
            {u"keep_until"_s, keepUntilOf(set)},
            {u"image_status"_s, {set.imageStatus}},
            {u"image_bytes"_s, {set.imageBytes < 0 ? QJsonValue() : QJsonValue(set.imageBytes)}},
            {u"protected"_s, {set.isProtected}},
            {u"volume_snapshots"_s, {parts, lines.join(u'\n')}}};
        return result;
    }
};

} // namespace

std::vector<CommandEntry> snapshotCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<SnapshotList>(
        {.words = {u"snapshot"_s, u"list"_s},
         .summary = SnapshotSetWords::tr("List snapshots of instances, each as one thing"),
         .options = {{{u"instance"_s},
                      SnapshotSetWords::tr("Only this instance's, by name or ID."),
                      u"INSTANCE"_s}}}));
    commands.push_back(
        entry<SnapshotShow>({.words = {u"snapshot"_s, u"show"_s},
                             .summary = SnapshotSetWords::tr("Show a snapshot with its parts"),
                             .operand = u"snapshot"_s,
                             .prints = CommandSpec::Prints::Details}));
    commands.push_back(entry<SnapshotDue>(
        {.words = {u"snapshot"_s, u"due"_s},
         .summary = SnapshotSetWords::tr("List snapshots that are past their keep-until date")}));
    return commands;
}

} // namespace oriel::ctl
