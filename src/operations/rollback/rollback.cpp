#include "operations/rollback/rollback.h"

#include "base/visible.h"
#include "openstack/compute/rebuildserver.h"
#include "operations/actions/actionof.h"
#include "operations/actions/serverrecipes.h"
#include "operations/actions/volumequota.h"
#include "operations/actions/volumesteps.h"
#include "operations/journal/journalcodec.h"
#include "operations/launch/newvolumes.h"
#include "operations/names.h"
#include "operations/rollback/volumeexchange.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

const QString exchangedStep = u"exchanged"_s; // NOLINT(cert-err58-cpp)
const QString putBackStep = u"put-back"_s;    // NOLINT(cert-err58-cpp)
const QString rebuildStep = u"rebuild"_s;     // NOLINT(cert-err58-cpp)

std::vector<VolumeChange> changesIn(const ActionOperation &operation)
{
    std::vector<VolumeChange> changes;
    for (const auto &one : operation.values().value("changes"_L1).toArray())
        changes.push_back(volumeChangeFromJson(one.toObject()));
    return changes;
}

std::vector<NewVolume> newVolumesFor(const std::vector<VolumeChange> &changes)
{
    std::vector<NewVolume> volumes;
    for (const VolumeChange &change : changes) {
        if (change.in.id.isEmpty())
            volumes.push_back({change.snapshot, change.inName, change.sizeGiB});
    }
    return volumes;
}

} // namespace

/// One rollback, in its steps; a part of its operation.
class Rollback
{
    Q_DECLARE_TR_FUNCTIONS(Rollback)

public:
    explicit Rollback(ActionOperation *operation)
        : m_operation(*operation)
        , m_server(subjectFromJson(operation->values().value("server"_L1).toObject()))
        , m_changes(changesIn(*operation))
        , m_undoes(operation->values().value("undoes"_L1).toBool())
        , m_image(subjectFromJson(operation->values().value("image"_L1).toObject()))
        , m_volumes(*operation, newVolumesFor(m_changes))
        , m_mayHaveReverted(VolumeExchange::mayHaveReverted(*operation, m_changes))
        , m_rebuilt(mayHaveBeenSent(*operation, rebuildStep))
    {}

    Task<Ending> run();

private:
    /// Stages: the new volumes, the shutdown, the changes, the rebuild, the start.
    [[nodiscard]] std::size_t stopStage() const { return m_volumes.count(); }
    [[nodiscard]] std::size_t changeStage() const { return stopStage() + 1; }
    [[nodiscard]] std::size_t rebuildStage() const
    {
        return m_changes.empty() ? 0 : changeStage() + m_changes.size();
    }
    void showStages();
    void showCancel();
    [[nodiscard]] bool rebuilds() const { return !m_image.id.isEmpty(); }
    /// Whether an earlier run may have reverted or rebuilt anything: then it can only be finished.
    [[nodiscard]] bool mustFinish() const { return m_mayHaveReverted || m_rebuilt; }
    [[nodiscard]] bool isCanceled() const { return m_operation.isCanceling() && !mustFinish(); }

    Task<Ending> forwards();
    Task<Ending> finishExchange();
    Task<std::optional<Ending>> check();
    TemporaryStop &stop() { return m_operation.stopTemporarily(m_server, stopStage()); }
    Task<Ending> create();
    Task<std::optional<Ending>> shutOff();
    Task<void> recallStop();
    void recallExchange();
    Task<Ending> rebuild();
    Task<Ending> backwards(Ending ending);
    void fillIn();
    Task<void> removeNew();
    void nameKept(bool succeeded);

    ActionOperation &m_operation;
    Subject m_server;
    std::vector<VolumeChange> m_changes;
    bool m_undoes;
    Subject m_image;
    NewVolumes m_volumes;
    std::optional<VolumeExchange> m_exchange;
    bool m_mayHaveReverted; ///< in an earlier run
    bool m_rebuilt;         ///< or it may have been
};

void Rollback::showStages()
{
    std::vector<Stage> stages = m_volumes.stages();
    if (!m_changes.empty()) {
        stages.push_back(Stage{tr("Shut off “%1”").arg(m_server.name)});
        for (const VolumeChange &change : m_changes)
            stages.push_back(VolumeExchange::stageOf(change));
    }
    if (rebuilds())
        stages.push_back(Stage{tr("Rebuild the root disk from “%1”").arg(m_image.name)});
    if (!m_changes.empty())
        stages.push_back(Stage{tr("Start “%1” again").arg(m_server.name)});
    m_operation.setStages(std::move(stages));
}

void Rollback::showCancel()
{
    m_operation.setCancelText(
        m_undoes ? tr("“%1” keeps its current volumes. It is started again if it was shut off for "
                      "this.")
                       .arg(isolated(m_server.name))
                 : tr("“%1” keeps its current volumes, and the new ones are deleted. It is started "
                      "again if it was shut off for this.")
                       .arg(isolated(m_server.name)));
}

/// The IDs of the volumes that were created.
void Rollback::fillIn()
{
    for (VolumeChange &change : m_changes) {
        if (change.in.id.isEmpty())
            change.in = {Kind::Volume, m_volumes.idFor(change.snapshot.id), change.inName};
    }
    m_exchange.emplace(m_operation, m_server, m_changes, m_undoes, changeStage());
}

Task<Ending> Rollback::run()
{
    showStages();
    // Between two steps these are attached to nothing.
    for (const VolumeChange &change : m_changes) {
        for (const Subject &used : {change.out, change.in, change.snapshot})
            m_operation.workOn(used.id);
    }
    Ending ending;
    // Afterwards, what was exchanged is used, and what was kept may have been deleted.
    bool isExchanged = m_operation.earlierRecord(exchangedStep).has_value();
    const auto earlier = m_operation.earlierRecord(putBackStep);
    if (isExchanged) {
        recallExchange();
        if (rebuilds())
            m_operation.done(rebuildStage());
        auto recalling = recallStop();
        co_await std::move(recalling);
    } else if (earlier) {
        ending.outcome = static_cast<Outcome>(earlier->value("outcome"_L1).toInt());
        if (earlier->contains("error"_L1))
            ending.error = errorFromJson(earlier->value("error"_L1).toObject());
        m_volumes.recall();
        fillIn();
        auto recalling = recallStop();
        co_await std::move(recalling);
    } else {
        auto going = forwards();
        ending = co_await std::move(going);
        isExchanged = ending.outcome == Outcome::Succeeded;
        if (isExchanged)
            m_operation.record(exchangedStep, {});
    }
    m_operation.setCancelText({});
    const bool canPutBack =
        earlier || (!isExchanged && !m_rebuilt && (!m_exchange || m_exchange->canPutBack()));
    if (canPutBack) {
        auto returning = backwards(ending);
        ending = co_await std::move(returning);
    }
    if (!m_changes.empty()) {
        auto starting = stop().startAgain();
        co_await std::move(starting);
        ending = stop().concluded(ending);
    }
    const bool deletes = m_operation.values().value("delete_new"_L1).toBool();
    if (ending.outcome == Outcome::Succeeded && deletes) {
        auto removing = removeNew();
        co_await std::move(removing);
    } else if (!canPutBack) {
        nameKept(ending.outcome == Outcome::Succeeded);
    }
    m_operation.context().stores.refresh(
        withQuotas({Kind::Server, Kind::Volume, Kind::VolumeSnapshot}));
    co_return ending;
}

Task<Ending> Rollback::forwards()
{
    if (mustFinish()) {
        auto finishing = finishExchange();
        Ending finished = co_await std::move(finishing);
        if (finished.outcome != Outcome::Succeeded || !rebuilds())
            co_return finished;
        auto rebuilding = rebuild();
        finished = co_await std::move(rebuilding);
        co_return finished;
    }
    showCancel();
    auto checking = check();
    const std::optional<Ending> refused = co_await std::move(checking);
    if (refused)
        co_return *refused;
    auto creating = create();
    Ending ending = co_await std::move(creating);
    fillIn();
    if (ending.outcome != Outcome::Succeeded)
        co_return ending;
    if (!m_changes.empty()) {
        auto stopping = shutOff();
        const std::optional<Ending> stopped = co_await std::move(stopping);
        if (stopped)
            co_return *stopped;
        auto exchanging = m_exchange->carryOut();
        ending = co_await std::move(exchanging);
        if (ending.outcome != Outcome::Succeeded)
            co_return ending;
    }
    if (rebuilds()) {
        auto rebuilding = rebuild();
        ending = co_await std::move(rebuilding);
    }
    co_return ending;
}

/// What is left of the exchange if it can no longer be put back. The volumes exist, and the
/// instance was shut off.
Task<Ending> Rollback::finishExchange()
{
    auto recalling = recallStop();
    co_await std::move(recalling);
    if (m_rebuilt) { // that comes last
        recallExchange();
        co_return Ending{};
    }
    m_volumes.recall();
    fillIn();
    auto exchanging = m_exchange->carryOut();
    Ending ending = co_await std::move(exchanging);
    co_return ending;
}

/// An earlier run has carried it out.
void Rollback::recallExchange()
{
    m_volumes.recall();
    fillIn();
    for (std::size_t i = 0; i < m_changes.size(); ++i)
        m_operation.done(changeStage() + i);
}

/// What other users may have changed since the plan was shown.
Task<std::optional<Ending>> Rollback::check()
{
    if (m_operation.isResumed())
        co_return std::nullopt;
    for (const VolumeChange &change : m_changes) {
        auto fetching = m_operation.fetch(openstack::Get<openstack::Volume>{change.out.id});
        const Result<openstack::Volume> volume = co_await std::move(fetching);
        if (!volume.ok())
            co_return Ending{Outcome::Failed, volume.error()};
        if (volume->status == "in-use"_L1 && isAttachedTo(*volume, m_server.id))
            continue;
        co_return Ending{
            Outcome::Failed,
            detail::failureOf<openstack::Volume>(
                &m_operation, ErrorKind::Conflict,
                tr("The volume “%1” is %2, or no longer attached to “%3”. Nothing was changed.")
                    .arg(isolated(nameOrId(change.out.name, change.out.id)),
                         storageStateWord(volume->status), isolated(m_server.name)))};
    }
    co_return std::nullopt;
}

Task<Ending> Rollback::create()
{
    if (m_volumes.count() == 0)
        co_return Ending{};
    auto requesting = m_volumes.request();
    co_await std::move(requesting);
    auto following = m_volumes.follow();
    co_await std::move(following);
    if (m_operation.isCanceling())
        co_return Ending{Outcome::Canceled};
    co_return m_volumes.ending();
}

Task<std::optional<Ending>> Rollback::shutOff()
{
    auto fetching = m_operation.fetch(openstack::Get<openstack::Server>{m_server.id});
    const Result<openstack::Server> server = co_await std::move(fetching);
    if (!server.ok())
        co_return Ending{server.error().kind == ErrorKind::NotFound ? Outcome::Failed
                                                                    : Outcome::Unclear,
                         server.error()};
    TemporaryStop::Options options;
    options.isOver = std::ranges::any_of(m_changes, [this](const VolumeChange &change) {
        return m_operation.earlierIntent(u"detach:"_s + change.out.id).has_value();
    });
    auto stopping = stop().shutOff(*server, std::move(options));
    const TemporaryStop::Stopped stopped = co_await std::move(stopping);
    co_return stopped.ending;
}

/// Finds out from the journal whether the instance must be started again.
Task<void> Rollback::recallStop()
{
    if (m_changes.empty())
        co_return;
    TemporaryStop::Options options;
    options.isOver = true; // so the current state does not matter
    auto recalling = stop().shutOff(openstack::Server(), std::move(options));
    co_await std::move(recalling);
}

Task<Ending> Rollback::rebuild()
{
    const bool wasOff = !m_changes.empty() || m_operation.values().value("was_off"_L1).toBool();
    m_operation.learn({{u"was_off"_s, wasOff}});
    m_operation.begin(rebuildStage());
    m_operation.setCancelText({});
    if (isCanceled())
        co_return Ending{Outcome::Canceled};
    const std::function<Facts(const openstack::RebuildAccepted &)> facts =
        [this](const openstack::RebuildAccepted &answer) {
            m_operation.setSecret(answer.password);
            return factsOf(answer);
        };
    Step step{.name = rebuildStep,
              .send = m_operation.sending(
                  openstack::RebuildServer{.id = m_server.id, .imageId = m_image.id}, facts),
              .trace = traceByInstanceAction(m_operation.context(), m_server.id, rebuildStep),
              .stage = rebuildStage(),
              .resend = true};
    auto rebuilding = m_operation.once(std::move(step));
    const StepResult sent = co_await std::move(rebuilding);
    m_rebuilt = sent.ok() || sent.isUnknown(); // otherwise it is certain that no run has done it
    if (!m_rebuilt) {
        m_operation.failStage(rebuildStage(), sent.error().message);
        co_return sent.ending();
    }
    if (!sent.ok())
        co_return sent.ending();
    const auto recipe = std::make_shared<Recipe<openstack::Server>>();
    recipe->progress = rebuildProgress;
    auto following = detail::follow<openstack::Server>(
        &m_operation, std::shared_ptr<const Recipe<openstack::Server>>(recipe), m_server.id,
        sent.text("requestId"_L1), rebuildStage());
    Ending ending = co_await std::move(following);
    if (ending.outcome == Outcome::Succeeded)
        m_operation.done(rebuildStage());
    else
        m_operation.failStage(rebuildStage(), {});
    if (ending.outcome == Outcome::Succeeded && !sent.wasAnswered())
        m_operation.addNote(tr("If the cloud has set a new password, it was lost with the answer. "
                               "Log in with the key pair, or set a password."));
    co_return ending;
}

/// Everything as it was before. The reason for that is what the operation ends with.
Task<Ending> Rollback::backwards(Ending ending)
{
    if (!m_operation.earlierRecord(putBackStep)) {
        QJsonObject facts{{u"outcome"_s, static_cast<int>(ending.outcome)}};
        if (ending.error)
            facts.insert(u"error"_s, toJson(*ending.error));
        m_operation.record(putBackStep, facts);
    }
    Ending back;
    if (m_exchange) {
        auto returning = m_exchange->putBack();
        back = co_await std::move(returning);
    }
    if (back.outcome == Outcome::Succeeded) {
        auto removing = m_volumes.remove();
        co_await std::move(removing);
    } else {
        m_volumes.nameLeftovers();
        const QString why = ending.error ? ending.error->message : QString();
        ending = back;
        ending.error->message = u"%1 %2"_s.arg(why, back.error->message).trimmed();
        co_return ending;
    }
    if (ending.outcome == Outcome::Canceled)
        ending.error = detail::failureOf<openstack::Server>(
            &m_operation, ErrorKind::Cancelled,
            tr("“%1” has its volumes as before.").arg(isolated(m_server.name)));
    co_return ending;
}

/// The volumes that are no longer at the instance, for the user to decide about. They are never
/// among what a failed operation offers to remove: they have the user's data.
void Rollback::nameKept(bool succeeded)
{
    QStringList names;
    for (const VolumeChange &change : m_changes) {
        if (change.reverts || change.in.id.isEmpty())
            continue;
        //: The name of a volume, in quotation marks
        names.append(tr("“%1”").arg(isolated(change.outName)));
        if (succeeded)
            m_operation.addLeftover({Kind::Volume, change.out.id, change.outName});
    }
    if (!names.isEmpty())
        //: %1: one or several names of volumes
        m_operation.addNote(tr("Kept, and no longer attached: %1.").arg(names.join(", "_L1)));
}

/// What the user has asked for in undoing.
Task<void> Rollback::removeNew()
{
    for (const VolumeChange &change : m_changes) {
        auto deleting =
            NewVolumes::remove(&m_operation, {Kind::Volume, change.out.id, change.outName});
        co_await std::move(deleting);
    }
}

Task<Ending> rollBack(ActionOperation *operation)
{
    // In the frame of this coroutine, which lasts until the end.
    Rollback rollback(operation);
    auto running = rollback.run();
    Ending ending = co_await std::move(running);
    co_return ending;
}

} // namespace oriel::operations
