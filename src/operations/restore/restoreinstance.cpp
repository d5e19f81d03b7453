#include "operations/restore/restoreinstance.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/requests.h"
#include "openstack/compute/requests.h"
#include "operations/failure.h"
#include "operations/journal/journalcodec.h"
#include "operations/looks.h"
#include "operations/restore/floatingipmover.h"
#include "operations/stamps.h"
#include "store/cloudstores.h"

#include <QtCore/QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr std::size_t restoreAskStage = 0;
constexpr std::size_t restoreHostStage = 1;
constexpr std::size_t restoreVolumesStage = 2; ///< of an instance with new volumes
constexpr auto createServerStep = "create-server"_L1;
constexpr auto moveAddressStep = "move-floating-ip"_L1;

/// Nova takes the name as a regular expression: what could mean something in one becomes "any".
QString serverNameFilter(const QString &name)
{
    QString filter;
    for (const QChar c : name) {
        const bool plain = c.unicode() < 128 && (c.isLetterOrNumber() || c == u'-' || c == u'_');
        if (plain)
            filter += c;
        else if (!filter.endsWith(".*"_L1))
            filter += ".*"_L1;
    }
    return filter;
}

} // namespace

RestoreInstance::RestoreInstance(Context context, RestoreRequest request, QObject *parent)
    : Operation(std::move(context), parent)
    , m_request(std::move(request))
{}

std::unique_ptr<RestoreInstance> RestoreInstance::fromJournal(const JournalEntry &entry,
                                                              Context context)
{
    auto request = restoreRequestFromJson(entry.intent);
    return request ? std::make_unique<RestoreInstance>(std::move(context), *std::move(request))
                   : nullptr;
}

QString RestoreInstance::title() const
{
    return tr("Launch instance “%1”").arg(m_request.server.name);
}

void RestoreInstance::showStages()
{
    std::vector<Stage> shown{Stage{tr("Ask the cloud for the instance")},
                             Stage{tr("Find a host and networks")}};
    shown.back().measure = u"restore-schedule"_s;
    if (const int volumes = m_request.newVolumes(); volumes > 0) {
        shown.push_back(
            Stage{tr("Make %1 volumes (%2 GiB)")
                      .arg(QString::number(volumes), QString::number(m_request.newGiB()))});
        if (volumes == 1)
            shown.back().title = tr("Make the volume (%1 GiB)").arg(m_request.newGiB());
        shown.back().measure = u"restore-volumes"_s;
        shown.back().amount = m_request.newGiB();
    }
    shown.push_back(Stage{tr("Start the instance")});
    shown.back().measure = u"restore-start"_s;
    if (m_request.floatingIp)
        shown.push_back(Stage{tr("Move the floating IP %1").arg(m_request.floatingIp->address)});
    setStages(std::move(shown));
    begin(restoreAskStage);
}

void RestoreInstance::run()
{
    showStages();
    QJsonObject facts{{u"name"_s, m_request.server.name}};
    if (context().stores.volumes.state().whole()) {
        m_volumesBefore.emplace();
        for (const auto &volume : context().stores.volumes.rows()) {
            if (isFromOurs(*volume))
                m_volumesBefore->insert(volume->id);
        }
        facts.insert(u"volumesBefore"_s, QJsonArray::fromStringList(m_volumesBefore->values()));
    }
    openstack::CreateServer create = m_request.server;
    create.metadata.insert(stampKey("operation"_L1), id());
    send(createServerStep, facts, create,
         [this](const Result<openstack::CreatedServer> &answer) { asked(answer); });
}

bool RestoreInstance::isFromOurs(const openstack::Volume &volume) const
{
    return std::ranges::any_of(m_request.server.blockDevices, [&](const auto &device) {
        return device.source == openstack::NewBlockDevice::Source::Snapshot &&
               device.uuid == volume.snapshotId;
    });
}

void RestoreInstance::asked(const Result<openstack::CreatedServer> &answer)
{
    if (answer.ok()) {
        m_requestId = answer->requestId;
        record(createServerStep, {{u"server"_s, answer->id}, {u"requestId"_s, m_requestId}});
        addRequestId(m_requestId);
        adopt(answer->id);
        return;
    }
    const Error &error = answer.error();
    addRequestId(error.requestId);
    if (!net::mayHaveHappened(error)) {
        record(createServerStep, {{u"error"_s, toJson(error)}});
        endWithoutServer(error, false);
        return;
    }
    progress(restoreAskStage, -1, tr("no answer; looking for the instance by its stamp"));
    search(error, false);
}

void RestoreInstance::search(const Error &error, bool senderIsDead)
{
    openstack::ListServers list;
    list.name = serverNameFilter(m_request.server.name);
    context().client.all(list).then(this, [this, error, senderIsDead](auto result) {
        if (result.ok()) {
            const auto mine = std::ranges::find_if(result.value(), [this](const auto &server) {
                return server.metadata.value(stampKey("operation"_L1)) == id();
            });
            if (mine != result.value().end()) {
                record(createServerStep, {{u"server"_s, mine->id}});
                adopt(mine->id);
                return;
            }
        }
        if (++m_tries < (senderIsDead ? looksForTheRefused : looksFor(error))) {
            context().clock.after(m_pace.next(), this,
                                  [this, error, senderIsDead] { search(error, senderIsDead); });
            return;
        }
        // Not to find it is no evidence of absence while it may still be on its way, nor is not
        // having been able to look.
        endWithoutServer(error, !senderIsDead || !result.ok());
    });
}

void RestoreInstance::endWithoutServer(const Error &error, bool unclear)
{
    context().stores.refresh({store::Topic::ComputeLimits});
    if (unclear)
        endUnclear(error);
    else
        fail(error);
}

void RestoreInstance::resume(const JournalEntry &left)
{
    showStages();
    if (!left.intended(createServerStep)) {
        Error error = failure(tr("Oriel ended before the request had left, so nothing was made."));
        error.kind = ErrorKind::Cancelled;
        endWithoutServer(error, false);
        return;
    }
    const QJsonObject facts = left.intentOf(createServerStep).value_or(QJsonObject());
    if (facts.contains("volumesBefore"_L1)) {
        m_volumesBefore.emplace();
        for (const auto &volume : facts.value("volumesBefore"_L1).toArray())
            m_volumesBefore->insert(volume.toString());
    }
    const QJsonObject came = left.recordOf(createServerStep).value_or(QJsonObject());
    m_requestId = came.value("requestId"_L1).toString();
    if (const QString server = came.value("server"_L1).toString(); !server.isEmpty()) {
        adopt(server);
    } else if (came.contains("error"_L1)) {
        endWithoutServer(errorFromJson(came.value("error"_L1).toObject()), false);
    } else {
        // Whoever could still have sent it is dead: what is not there now never will be.
        Error error = failure(tr("Oriel ended while it was asking for the instance, and the cloud "
                                 "has none with its stamp: nothing was made."));
        error.kind = ErrorKind::Cancelled;
        progress(restoreAskStage, -1, tr("looking for the instance by its stamp"));
        search(error, true);
    }
}

void RestoreInstance::adopt(const QString &serverId)
{
    setResultId(serverId);
    done(restoreAskStage);
    begin(restoreHostStage);
    m_pace.restart();
    m_lastAnswer = context().clock.elapsed();
    look();
}

void RestoreInstance::look()
{
    context().client.call(openstack::GetServer{resultId()}).then(this, [this](auto result) {
        const auto now = context().clock.elapsed();
        if (result.ok()) {
            m_lastAnswer = now;
            context().stores.servers.upsert({result.value()});
            judge(result.value());
            return;
        }
        const Error &error = result.error();
        if (error.kind == ErrorKind::NotFound) {
            context().stores.servers.remove({resultId()});
            Error gone = error;
            gone.message = tr("The new instance was deleted before it was up.");
            nameLeftovers(gone);
        } else if (isTransient(error) && now - m_lastAnswer < patience) {
            context().clock.after(m_pace.next(), this, [this] { look(); });
        } else {
            endUnclear(error);
        }
    });
}

void RestoreInstance::judge(const openstack::Server &server)
{
    const std::size_t startStage =
        m_request.newVolumes() > 0 ? restoreVolumesStage + 1 : restoreVolumesStage;
    if (server.status == "ERROR"_L1) {
        buildFailed(server);
        return;
    }
    if (server.status != "BUILD"_L1) {
        // ACTIVE; or whatever else somebody made of it since.
        for (std::size_t stage = restoreHostStage; stage <= startStage; ++stage)
            done(stage);
        up(server);
        return;
    }
    std::size_t at = restoreHostStage;
    if (server.taskState == "block_device_mapping"_L1 && m_request.newVolumes() > 0)
        at = restoreVolumesStage;
    else if (server.taskState == "spawning"_L1)
        at = startStage;
    for (std::size_t stage = restoreHostStage; stage < at; ++stage)
        done(stage);
    begin(at);
    progress(at, -1, server.taskState);
    context().clock.after(m_pace.next(), this, [this] { look(); });
}

void RestoreInstance::buildFailed(const openstack::Server &server)
{
    const QString why = server.fault ? server.fault->message : QString();
    addLeftover({Subject::Kind::Server, server.id, server.name});
    if (!why.isEmpty()) {
        nameLeftovers(failure(why));
        return;
    }
    context()
        .client.call(openstack::GetInstanceAction{server.id, m_requestId})
        .then(this, [this](auto result) {
            QString details = tr("The instance went into an error while it was built.");
            if (result.ok()) {
                for (const openstack::InstanceActionEvent &event : result.value().events) {
                    if (event.result == "Error"_L1)
                        details = tr("Step “%1” failed. %2").arg(event.event, event.details);
                }
            }
            nameLeftovers(failure(details));
        });
}

void RestoreInstance::nameLeftovers(const Error &error)
{
    const auto end = [this, error] {
        context().stores.refresh(
            {store::Topic::Volumes, store::Topic::ComputeLimits, store::Topic::BlockStorageLimits});
        fail(error);
    };
    if (m_request.newVolumes() == 0) {
        end();
        return;
    }
    context().client.all(openstack::ListVolumes{}).then(this, [this, end](auto result) {
        if (!result.ok()) {
            addNote(tr("Whether volumes were left behind could not be found out. Look under "
                       "Storage → Volumes."));
            end();
            return;
        }
        const auto server = context().stores.servers.find(resultId());
        for (const openstack::Volume &volume : result.value()) {
            const bool elsewhere = std::ranges::any_of(
                volume.attachments, [&](const auto &use) { return use.serverId != resultId(); });
            // Times of the cloud alone are compared: the clock here may be wrong.
            const bool isNew = m_volumesBefore ? !m_volumesBefore->contains(volume.id)
                                               : server && volume.created.isValid() &&
                                                     volume.created >= server->created;
            if (!isFromOurs(volume) || elsewhere || !isNew)
                continue;
            context().stores.volumes.upsert({volume});
            addLeftover({Subject::Kind::Volume, volume.id, volume.name});
        }
        end();
    });
}

void RestoreInstance::up(const openstack::Server &server)
{
    m_addresses.clear();
    for (const openstack::ServerAddress &address : server.addresses)
        m_addresses.append(address.address);
    const std::size_t startStage =
        m_request.newVolumes() > 0 ? restoreVolumesStage + 1 : restoreVolumesStage;
    if (!m_addresses.isEmpty())
        setTitle(startStage, tr("Start the instance: %1").arg(m_addresses.join(", "_L1)));
    if (server.status != "ACTIVE"_L1)
        addNote(tr("The new instance is “%1”, not running.").arg(server.status));
    if (m_request.floatingIp)
        moveFloatingIp();
    else
        conclude();
}

void RestoreInstance::moveFloatingIp()
{
    const std::size_t stage = stages().size() - 1;
    begin(stage);
    m_mover = new FloatingIpMover(context(), *m_request.floatingIp,
                                  {[this](const QJsonObject &facts, Written then) {
                                       intend(moveAddressStep, facts, std::move(then));
                                   },
                                   [this](const QJsonObject &facts) {
                                       record(moveAddressStep, facts);
                                   }},
                                  this);
    connect(m_mover, &FloatingIpMover::moved, this, [this, stage](const FloatingIpMove &back) {
        m_moved = back;
        m_moved->fromName = m_request.server.name;
        done(stage);
        conclude();
    });
    // The instance is there: what happened to the address is said beside it.
    const auto notMoved = [this, stage](const Error &error, const QString &note) {
        failStage(stage, error.message);
        addRequestId(error.requestId);
        addNote(note);
        conclude();
    };
    connect(m_mover, &FloatingIpMover::failed, this, [this, notMoved](const Error &error) {
        notMoved(error, tr("The floating IP %1 was not moved; it is where it was. %2")
                            .arg(m_request.floatingIp->address, error.message));
    });
    connect(m_mover, &FloatingIpMover::lost, this, [this, notMoved](const Error &error) {
        notMoved(error, tr("It is not known whether the floating IP %1 was moved. %2")
                            .arg(m_request.floatingIp->address, error.message));
    });
    m_mover->toServer(resultId());
}

void RestoreInstance::conclude()
{
    using store::Topic;
    context().stores.refreshServer(resultId());
    if (m_moved)
        context().stores.refresh({Topic::Servers}); // the address is not the old one's any more
    context().stores.refresh({Topic::Volumes, Topic::ComputeLimits, Topic::BlockStorageLimits});
    succeed();
}

Error RestoreInstance::failure(const QString &message) const
{
    return failureOf(net::Service::Compute, ErrorKind::Failed, message, context().clock.now(),
                     m_requestId);
}

} // namespace oriel::operations
