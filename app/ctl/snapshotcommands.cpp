#include "app/ctl/deletecommand.h"
#include "app/ctl/find.h"
#include "app/ctl/terminal.h"
#include "base/visible.h"
#include "forms/errortext.h"
#include "forms/removalplan.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "operations/ownership.h"
#include "operations/snapshottags.h"
#include "store/snapshotsets.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

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
    const bool partsKnown = std::ranges::all_of(
        set.parts, [](const auto &part) { return part.missing || !part.status.isEmpty(); });
    if (!partsKnown && set.status == store::SetStatus::Available)
        return u"unknown"_s;
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

/// GiB with two decimals; smaller positive sizes are not rounded to 0.
QJsonValue gigabytesOf(const SnapshotSet &set)
{
    constexpr double gib = 1024.0 * 1024 * 1024;
    return std::ceil(static_cast<double>(set.totalBytes()) / gib * 100) / 100;
}

Cell keepUntilOf(const SnapshotSet &set)
{
    return textCell(set.keepUntil ? set.keepUntil->toString(Qt::ISODate) : QString());
}

/// Loads the four lists that the sets are derived from into the stores, and returns the stores'
/// sets. Fails without images; without one of the other lists, because the cloud does not have it
/// or cannot list it now, only the information from that list is missing.
class SetLoader final : public QObject
{
public:
    using Then = std::function<void(Result<std::vector<Set>>)>;

    /// `then` receives the sets, newest first.
    SetLoader(Connection &connection, QObject *parent, Then then)
        : QObject(parent)
        , m_connection(connection)
        , m_then(std::move(then))
    {
        store::CloudStores &stores = connection.stores();
        ask(openstack::List<openstack::Server>{.firstLimit = 1000}, stores.servers, m_servers);
        ask(openstack::List<openstack::Image>{}, stores.images, m_images);
        ask(openstack::List<openstack::Volume>{}, stores.volumes, m_volumes);
        ask(openstack::List<openstack::VolumeSnapshot>{}, stores.volumeSnapshots,
            m_volumeSnapshots);
    }

private:
    template <typename List>
    void ask(const List &list, store::Store<typename List::Item> &store,
             std::vector<typename List::Item> &into)
    {
        m_put.push_back([this, &store, &into] { store.replaceAll(std::move(into)); });
        m_connection.client().all(list).then(this, [this, &store, &into](auto result) {
            store::LoadState state;
            state.loaded = true;
            state.asOf = m_connection.clock().now();
            if (result.ok()) {
                into = std::move(result.value());
            } else if (&store == static_cast<store::StoreBase *>(&m_connection.stores().images)) {
                end(result.error());
                return;
            } else if (result.error().kind == ErrorKind::NoService) {
                state.absent = result.error();
            } else {
                state = {};
                state.error = result.error();
                const forms::ErrorText text = forms::describe(result.error(), listFailed(store));
                complain("orielctl: "_L1 + text.whatAndWhy() + u'\n');
            }
            m_states.push_back([&store, state] { store.setState(state); });
            if (m_states.size() == m_put.size())
                put();
        });
    }

    [[nodiscard]] QString listFailed(const store::StoreBase &store) const
    {
        const store::CloudStores &stores = m_connection.stores();
        if (&store == static_cast<const store::StoreBase *>(&stores.servers))
            return SnapshotSetWords::tr("The instances could not be listed.");
        if (&store == static_cast<const store::StoreBase *>(&stores.volumes))
            return SnapshotSetWords::tr("The volumes could not be listed.");
        return SnapshotSetWords::tr(
            "The volume snapshots could not be listed, so their status is unknown.");
    }

    void put()
    {
        // In one turn of the event loop, so that the sets are computed once, from all lists.
        for (const auto &put : m_put)
            put();
        for (const auto &put : m_states)
            put();
        const auto &sets = m_connection.stores().snapshotSets;
        connect(&sets, &store::StoreBase::stateChanged, this, [this, &sets] {
            if (!sets.state().loaded && !sets.state().error)
                return;
            std::vector<Set> rows(sets.rows().begin(), sets.rows().end());
            std::ranges::sort(rows, [](const Set &a, const Set &b) {
                return std::tie(a->created, a->id) > std::tie(b->created, b->id);
            });
            end(std::move(rows));
        });
    }

    void end(Result<std::vector<Set>> result)
    {
        if (const auto then = std::exchange(m_then, {}))
            then(std::move(result));
    }

    Connection &m_connection;
    Then m_then;
    std::vector<std::function<void()>> m_put;
    std::vector<std::function<void()>> m_states;
    std::vector<openstack::Server> m_servers;
    std::vector<openstack::Image> m_images;
    std::vector<openstack::Volume> m_volumes;
    std::vector<openstack::VolumeSnapshot> m_volumeSnapshots;
};

QString statusOf(const store::SnapshotPart &part)
{
    if (part.missing)
        return u"missing"_s;
    return part.status.isEmpty() ? u"unknown"_s : part.status;
}

/// The set with that ID or name among `sets`; NotFound or Conflict if there is not exactly one.
Result<Set> pick(const std::vector<Set> &sets, const QString &nameOrId,
                 const store::CloudStores &stores)
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
    Error error;
    error.kind = named.isEmpty() ? ErrorKind::NotFound : ErrorKind::Conflict;
    error.message =
        named.isEmpty()
            ? SnapshotSetWords::tr("No snapshot with a name or ID of “%1” exists.").arg(nameOrId)
            : SnapshotSetWords::tr("More than one snapshot has the name “%1”. Use an ID: %2.")
                  .arg(nameOrId, named.join(", "_L1));
    for (const auto &image : stores.images.rows()) {
        if (named.isEmpty() && (image->id == nameOrId || image->name == nameOrId) &&
            store::isLikelySnapshot(*image) && !stores.owns(*image))
            error.message += u' ' + operations::otherOwner(*image, stores);
    }
    return error;
}

/// The base of commands that show sets.
class SetCommand : public Command
{
public:
    using Command::Command;

    void run() override
    {
        new SetLoader(connection(), this, [this](auto sets) {
            if (sets.ok())
                use(std::move(sets.value()));
            else
                fail(sets.error(), SnapshotSetWords::tr("The snapshots could not be determined."));
        });
    }

protected:
    virtual void use(std::vector<Set> sets) = 0;
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
                               {operations::consistencyTag(set->consistency)},
                               keepUntilOf(*set)});
    }
    return result;
}

/// Lists snapshots, or the volume snapshots that another client has left behind by deleting only
/// the image.
class SnapshotList final : public SetCommand
{
public:
    using SetCommand::SetCommand;

protected:
    void use(std::vector<Set> sets) override
    {
        std::vector<Leftover> leftovers = connection().stores().orphanedVolumeSnapshots();
        std::ranges::sort(leftovers, [](const Leftover &a, const Leftover &b) {
            return std::tie(a->created, a->id) > std::tie(b->created, b->id);
        });
        if (invocation().has(u"instance"_s)) {
            const QString wanted = invocation().value(u"instance"_s);
            std::erase_if(sets, [&](const Set &set) {
                return set->serverId != wanted && set->serverName != wanted;
            });
            std::erase_if(leftovers,
                          [&](const Leftover &one) { return !isOf(instanceOf(*one), wanted); });
        }
        if (invocation().has(u"leftover"_s)) {
            show(listingOf(leftovers));
            return;
        }
        if (!leftovers.empty())
            report(leftovers);
        show(ctl::listingOf(sets));
    }

private:
    using Leftover = store::Row<openstack::VolumeSnapshot>;

    static void report(const std::vector<Leftover> &leftovers)
    {
        constexpr qsizetype most = 5;
        QStringList names;
        int gib = 0;
        for (const Leftover &one : leftovers) {
            const QString name = one->name.isEmpty() ? one->id : one->name;
            if (!names.contains(name))
                names.append(name);
            gib += one->sizeGiB;
        }
        if (names.size() > most) {
            names.resize(most);
            names.append(u"…"_s);
        }
        complain(SnapshotSetWords::tr(
                     "orielctl: %n volume snapshot(s) (%1 GiB) are left over, because the image "
                     "that they were created for no longer exists: %2. To list them: orielctl "
                     "snapshot list --leftover",
                     nullptr, static_cast<int>(leftovers.size()))
                     .arg(QString::number(gib), names.join(", "_L1)) +
                 u'\n');
    }

    /// The ID of the instance that it was created from, if that is known.
    [[nodiscard]] QString instanceOf(const openstack::VolumeSnapshot &snapshot)
    {
        const QString tagged = snapshot.metadata.value(operations::tagKey("instance"_L1));
        const auto volume = connection().stores().volumes.find(snapshot.volumeId);
        if (!tagged.isEmpty() || !volume || volume->attachments.empty())
            return tagged;
        return volume->attachments.front().serverId;
    }

    [[nodiscard]] QString nameOfInstance(const QString &id)
    {
        const auto server = connection().stores().servers.find(id);
        return server && !server->name.isEmpty() ? server->name : id;
    }

    [[nodiscard]] bool isOf(const QString &instance, const QString &wanted)
    {
        return !instance.isEmpty() && (instance == wanted || nameOfInstance(instance) == wanted);
    }

    [[nodiscard]] Listing listingOf(const std::vector<Leftover> &leftovers)
    {
        Listing result;
        result.columns = {u"ID"_s,     u"Name"_s,    u"Volume"_s,     u"Instance"_s,
                          u"Status"_s, u"Created"_s, u"Size (GiB)"_s, u"Former Image"_s};
        for (const Leftover &one : leftovers) {
            const auto volume = connection().stores().volumes.find(one->volumeId);
            const bool named = volume && !volume->name.isEmpty();
            result.rows.push_back({{one->id},
                                   textCell(one->name),
                                   {named ? volume->name : one->volumeId},
                                   textCell(nameOfInstance(instanceOf(*one))),
                                   {one->status},
                                   {one->created.toString(Qt::ISODate)},
                                   {one->sizeGiB},
                                   textCell(one->metadata.value(operations::tagKey("image"_L1)))});
        }
        return result;
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
        const auto set = pick(sets, invocation().operands.first(), connection().stores());
        if (set.ok())
            show(details(**set));
        else
            fail(set.error().message);
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
                                     {u"status"_s, statusOf(part)}});
            lines.append(u"%1 %2 %3 GiB %4"_s.arg(part.snapshotId, part.device,
                                                  QString::number(part.sizeGiB), statusOf(part)));
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
            {u"consistency"_s, {operations::consistencyTag(set.consistency)}},
            {u"keep_until"_s, keepUntilOf(set)},
            {u"image_status"_s, {set.imageStatus}},
            {u"image_bytes"_s, {set.imageBytes < 0 ? QJsonValue() : QJsonValue(set.imageBytes)}},
            {u"protected"_s, {set.isProtected}},
            {u"volume_snapshots"_s, {parts, lines.join(u'\n')}}};
        return result;
    }
};

class SnapshotDelete final : public DeleteCommand
{
public:
    using DeleteCommand::DeleteCommand;

    void run() override
    {
        if (invocation().has(u"due"_s) != invocation().operands.isEmpty()) {
            refuse(SnapshotSetWords::tr("Name the snapshots, or use --due for those past their "
                                        "keep-until date."));
            return;
        }
        new SetLoader(connection(), this, [this](auto sets) {
            if (!sets.ok()) {
                fail(sets.error(), SnapshotSetWords::tr("Nothing was deleted."));
                return;
            }
            m_sets = std::move(sets.value());
            if (invocation().has(u"due"_s))
                addDue();
            DeleteCommand::run();
        });
    }

protected:
    void find(const QString &nameOrId, Found then) override
    {
        const auto set = pick(m_sets, nameOrId, connection().stores());
        const bool known = set.ok();
        const forms::RemovalPlan plan =
            forms::planRemoval({openstack::Kind::SnapshotSet, known ? (*set)->id : nameOrId,
                                known ? (*set)->name : QString()},
                               connection().stores());
        // Volume snapshots whose image no longer exists are identified by its former ID.
        if (!known && (plan.gone || !plan.leftovers)) {
            then(set.error());
            return;
        }
        Error error;
        error.kind = ErrorKind::Conflict;
        error.message = withoutIsolates(forms::missingFor(plan.subject, connection().stores()));
        if (error.message.isEmpty())
            error.message = withoutIsolates(plan.blocked(false));
        // Unlike in the window, the user does not type the name here.
        if (plan.shelved)
            error.message = SnapshotSetWords::tr("“%1” holds a shelved instance, which would be "
                                                 "lost. Unshelve the instance first.")
                                .arg(nameOrId);
        if (!error.message.isEmpty())
            then(error);
        else
            then(plan.request(false));
    }

private:
    /// Those past their keep-until date, each named on standard output.
    void addDue()
    {
        const QDate today = connection().clock().now().toLocalTime().date();
        for (const Set &set : m_sets) {
            if (!store::isPast(set->keepUntil, today) || set->shelved ||
                set->status == store::SetStatus::Deleting)
                continue;
            if (!invocation().quiet)
                //: %1: the name of a snapshot; %2: its ID; %3: a date
                print(SnapshotSetWords::tr("Deleting %1 (%2), kept until %3.")
                          .arg(set->name, set->id, set->keepUntil->toString(Qt::ISODate)) +
                      u'\n');
            addOperand(set->id);
        }
    }

    std::vector<Set> m_sets;
};

} // namespace

void loadSnapshotSets(Connection &connection, QObject *context,
                      std::function<void(Result<Nothing>)> then)
{
    new SetLoader(connection, context,
                  [&connection, then = std::move(then)](const Result<std::vector<Set>> &sets) {
                      const store::CloudStores &stores = connection.stores();
                      std::optional<Error> error;
                      if (!sets.ok())
                          error = sets.error();
                      for (const store::StoreBase *list :
                           std::initializer_list<const store::StoreBase *>{
                               &stores.servers, &stores.volumes, &stores.volumeSnapshots}) {
                          if (list->state().error)
                              error = list->state().error;
                      }
                      then(error ? Result<Nothing>(*error) : Result<Nothing>(Nothing()));
                  });
}

void findSnapshotSet(Connection &connection, const QString &nameOrId, QObject *context,
                     const std::function<void(Result<operations::Subject>)> &then)
{
    using operations::Subject;
    const auto find = [&connection, nameOrId, then](const std::vector<Set> &sets) {
        const store::CloudStores &stores = connection.stores();
        if (const auto set = pick(sets, nameOrId, stores); set.ok())
            then(Subject{Kind::SnapshotSet, (*set)->id, (*set)->name});
        else if (!operations::volumeSnapshotsMadeFor(nameOrId, stores).empty())
            then(Subject{Kind::SnapshotSet, nameOrId, {}});
        else
            then(set.error());
    };
    const auto &known = connection.stores().snapshotSets;
    if (known.state().loaded) {
        find({known.rows().begin(), known.rows().end()});
        return;
    }
    new SetLoader(connection, context, [find, then](auto sets) {
        if (sets.ok())
            find(*sets);
        else
            then(sets.error());
    });
}

std::vector<CommandEntry> snapshotCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<SnapshotList>(
        {.words = {u"snapshot"_s, u"list"_s},
         .summary = SnapshotSetWords::tr("List snapshots of instances, each as one thing"),
         .options = {{{u"instance"_s},
                      SnapshotSetWords::tr("Only this instance's, by name or ID."),
                      u"INSTANCE"_s},
                     {{u"leftover"_s},
                      SnapshotSetWords::tr("Instead of snapshots, list the volume snapshots that "
                                           "are left over because the image that they were created "
                                           "for no longer exists.")}}}));
    commands.push_back(
        entry<SnapshotShow>({.words = {u"snapshot"_s, u"show"_s},
                             .summary = SnapshotSetWords::tr("Show a snapshot with its parts"),
                             .operand = u"snapshot"_s,
                             .prints = CommandSpec::Prints::Details}));
    commands.push_back(entry<SnapshotDelete>(
        {.words = {u"snapshot"_s, u"delete"_s},
         .summary = SnapshotSetWords::tr("Delete snapshots with all their volume snapshots"),
         .operand = u"snapshot"_s,
         .many = true,
         .optional = true,
         .prints = CommandSpec::Prints::Nothing,
         .options = {{{u"due"_s},
                      SnapshotSetWords::tr("Instead of named ones, delete those that are past "
                                           "their keep-until date, as “snapshot due” lists "
                                           "them.")}}}));
    commands.push_back(snapshotCreate());
    std::ranges::move(scheduleCommands(), std::back_inserter(commands));
    commands.push_back(entry<SnapshotDue>(
        {.words = {u"snapshot"_s, u"due"_s},
         .summary = SnapshotSetWords::tr("List snapshots that are past their keep-until date")}));
    return commands;
}

} // namespace oriel::ctl
