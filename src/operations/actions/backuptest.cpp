#include "operations/actions/backuptest.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/compute/createserver.h"
#include "openstack/compute/server.h"
#include "operations/actions/backuprestore.h"
#include "operations/actions/serverdeletion.h"
#include "operations/actions/volumequota.h"
#include "operations/failure.h"
#include "operations/snapshottags.h"
#include "operations/statewords.h"
#include "operations/trace.h"
#include "operations/why.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;
using openstack::Volume;

constexpr auto betweenReadings = std::chrono::seconds(5);
/// Cinder frees the volume of a deleted instance within seconds.
constexpr auto longestRelease = std::chrono::minutes(10);
/// Of a canceled test: the volume can be deleted only when its restore is over.
constexpr auto longestRestore = std::chrono::hours(24);
const QString resultStep = u"result"_s;        // NOLINT(cert-err58-cpp)
const QString serverStep = u"create-server"_s; // NOLINT(cert-err58-cpp)

} // namespace

/// One test, in its steps; a part of its operation.
class BackupTest
{
    Q_DECLARE_TR_FUNCTIONS(BackupTest)

public:
    explicit BackupTest(ActionOperation *operation)
        : m_operation(*operation)
        , m_restore(*operation,
                    NewVolume{operation->target(), operation->text("name"_L1),
                              operation->values().value("size"_L1).toInt(),
                              operation->text("type"_L1), operation->text("availability_zone"_L1)},
                    laterStages(*operation))
    {}

    Task<Ending> run();

private:
    /// After the restore, which has one stage or two.
    enum Part : std::size_t { Launch, Read, CleanUp };
    [[nodiscard]] static std::vector<Stage> laterStages(const ActionOperation &operation);
    [[nodiscard]] std::size_t stageOf(Part part) const { return m_restore.stageCount() + part; }

    /// The result of the test, without what it needed; in the journal once it is known.
    Task<Ending> test();
    Task<Ending> prepareVolume();
    Task<Ending> makeBootable(QString volumeId);
    [[nodiscard]] Trace traceOfServer() const;
    Task<StepResult> requestServer(QString volumeId);
    Task<Ending> launch();
    Task<Ending> readUntilUp();
    Task<GuestReading> readOnce();
    Task<void> findServer();
    Task<void> removeServer();
    Task<void> removeVolume();
    Task<void> cleanUp();

    [[nodiscard]] openstack::CreateServer serverFor(const QString &volumeId) const;
    [[nodiscard]] Ending failed(const QString &why, const QString &requestId = {}) const;
    [[nodiscard]] Ending unclear(const QString &why) const;
    [[nodiscard]] Ending canceled() const;
    void keep(const Ending &ending);
    [[nodiscard]] std::optional<Ending> kept() const;

    ActionOperation &m_operation;
    BackupRestore m_restore;
    QString m_serverId;
    bool m_mayHaveServer = false; ///< its request got no answer, and it was not found
};

Ending BackupTest::failed(const QString &why, const QString &requestId) const
{
    return {Outcome::Failed, failureOf(net::Service::Compute, ErrorKind::Failed, why,
                                       m_operation.context().clock.now(), requestId)};
}

Ending BackupTest::unclear(const QString &why) const
{
    return {Outcome::Unclear, failureOf(net::Service::Compute, ErrorKind::Failed, why,
                                        m_operation.context().clock.now())};
}

Ending BackupTest::canceled() const
{
    return {Outcome::Canceled,
            failureOf(net::Service::Compute, ErrorKind::Cancelled,
                      tr("The test was stopped. It says nothing about the backup."),
                      m_operation.context().clock.now())};
}

std::vector<Stage> BackupTest::laterStages(const ActionOperation &operation)
{
    return {Stage{tr("Launch an instance from it")},
            Stage{tr("Wait until its console log says that it came up (at most %1 min)")
                      .arg(operation.values().value("minutes"_L1).toInt())},
            Stage{tr("Delete the instance and the volume")}};
}

void BackupTest::keep(const Ending &ending)
{
    m_operation.record(resultStep, {{u"outcome"_s, static_cast<int>(ending.outcome)},
                                    {u"why"_s, ending.error ? ending.error->message : QString()},
                                    {u"notes"_s, m_operation.notes().join(u'\n')}});
}

std::optional<Ending> BackupTest::kept() const
{
    const auto record = m_operation.earlierRecord(resultStep);
    if (!record)
        return std::nullopt;
    const QString why = record->value("why"_L1).toString();
    const int outcome = record->value("outcome"_L1).toInt();
    if (outcome == static_cast<int>(Outcome::Succeeded))
        return Ending{};
    if (outcome == static_cast<int>(Outcome::Canceled))
        return canceled();
    return outcome == static_cast<int>(Outcome::Failed) ? failed(why) : unclear(why);
}

Task<Ending> BackupTest::run()
{
    m_restore.showStages();
    Ending result;
    if (const auto known = kept()) {
        m_restore.recall();
        if (const auto made = m_operation.earlierRecord(serverStep))
            m_serverId = made->value("id"_L1).toString();
        else
            m_mayHaveServer = m_operation.earlierIntent(serverStep).has_value();
        const auto record = m_operation.earlierRecord(resultStep);
        m_operation.addNote(record->value("notes"_L1).toString());
        result = *known;
    } else {
        m_operation.setCancelText(
            tr("The test stops, and the volume and the instance that it has made are deleted. A "
               "volume that is still being restored is deleted when the cloud allows it."));
        auto testing = test();
        result = co_await std::move(testing);
        keep(result);
    }
    m_operation.setCancelText({});
    auto cleaning = cleanUp();
    co_await std::move(cleaning);
    if (result.outcome == Outcome::Canceled && !m_operation.leftovers().empty())
        co_return unclear(tr("The test was stopped, but not everything that it made could be "
                             "deleted."));
    co_return result;
}

Task<Ending> BackupTest::test()
{
    auto preparing = prepareVolume();
    Ending ending = co_await std::move(preparing);
    if (ending.outcome != Outcome::Succeeded)
        co_return ending;
    if (m_operation.isCanceling() && !m_operation.earlierIntent(serverStep))
        co_return canceled();
    auto launching = launch();
    ending = co_await std::move(launching);
    if (ending.outcome != Outcome::Succeeded)
        co_return ending;
    auto reading = readUntilUp();
    ending = co_await std::move(reading);
    co_return ending;
}

Task<Ending> BackupTest::prepareVolume()
{
    auto requesting = m_restore.request();
    co_await std::move(requesting);
    auto following = m_restore.follow();
    Ending ending = co_await std::move(following);
    if (ending.outcome == Outcome::Canceled)
        co_return canceled();
    if (ending.outcome != Outcome::Succeeded)
        co_return ending;
    m_operation.done(stageOf(Launch) - 1);
    auto marking = makeBootable(m_restore.id());
    ending = co_await std::move(marking);
    co_return ending;
}

/// A backup of a volume that was not made from an image does not say that it boots.
Task<Ending> BackupTest::makeBootable(QString volumeId)
{
    const openstack::Get<Volume> get{volumeId};
    auto fetching = m_operation.fetch(get);
    const Result<Volume> row = co_await std::move(fetching);
    if (!row.ok())
        co_return Ending{Outcome::Unclear, row.error()};
    if (row->bootable)
        co_return Ending{};
    Step step{.name = u"set-bootable"_s,
              .send = m_operation.sending(openstack::Act<Volume>{
                  volumeId, u"os-set_bootable"_s, QJsonObject{{u"bootable"_s, true}}}),
              .trace = traceByState(m_operation.context(), get,
                                    [](const Volume &volume, const Facts &) {
                                        return volume.bootable ? std::optional(Facts())
                                                               : std::nullopt;
                                    }),
              .resend = true,
              .sends = 2};
    auto marking = m_operation.once(std::move(step));
    const StepResult marked = co_await std::move(marking);
    co_return marked.ok() ? Ending{} : marked.ending();
}

openstack::CreateServer BackupTest::serverFor(const QString &volumeId) const
{
    openstack::CreateServer create{.name = m_operation.text("name"_L1),
                                   .flavorId = m_operation.text("flavor"_L1)};
    create.blockDevices = {
        {.source = openstack::NewBlockDevice::Source::Volume, .uuid = volumeId, .bootIndex = 0}};
    if (const QString network = m_operation.text("network"_L1); network != "none"_L1)
        create.networkIds = {network};
    if (const QString group = m_operation.text("group"_L1); !group.isEmpty())
        create.securityGroups = {group};
    create.metadata.insert(tagKey("operation"_L1), m_operation.id());
    return create;
}

Trace BackupTest::traceOfServer() const
{
    openstack::List<Server> named;
    named.filters.insert(u"name"_s, openstack::serverNameFilter(m_operation.text("name"_L1)));
    return traceByTag(m_operation.context(), m_operation.id(), named);
}

Task<StepResult> BackupTest::requestServer(QString volumeId)
{
    Step step{.name = serverStep,
              // Without the password that Nova makes.
              .send = m_operation.sending(
                  serverFor(volumeId),
                  std::function<Facts(const openstack::CreatedServer &)>(
                      [](const openstack::CreatedServer &made) { return factsOf(made); })),
              .trace = traceOfServer(),
              .stage = stageOf(Launch),
              .resend = !m_operation.isCanceling(),
              .withdrawable = true};
    auto creating = m_operation.once(std::move(step));
    StepResult created = co_await std::move(creating);
    co_return created;
}

Task<Ending> BackupTest::launch()
{
    m_operation.begin(stageOf(Launch));
    auto requesting = requestServer(m_restore.id());
    const StepResult created = co_await std::move(requesting);
    if (!created.ok()) {
        m_mayHaveServer = created.isUnknown();
        if (m_operation.isCanceling() && !created.isUnknown())
            co_return canceled();
        m_operation.failStage(stageOf(Launch), created.error().message);
        co_return created.ending();
    }
    m_serverId = created.text("id"_L1);
    m_operation.workOn(m_serverId);
    const std::function<bool(const Server &)> isBuilt = [this](const Server &server) {
        m_operation.progress(stageOf(Launch), -1,
                             server.taskState.isEmpty() ? server.status : server.taskState);
        return server.status != "BUILD"_L1 || m_operation.isCanceling();
    };
    auto building = m_operation.until(openstack::Get<Server>{m_serverId}, isBuilt);
    const Result<Server> server = co_await std::move(building);
    if (!server.ok())
        co_return Ending{Outcome::Unclear, server.error()};
    if (m_operation.isCanceling())
        co_return canceled();
    if (server->status != "ERROR"_L1) {
        m_operation.done(stageOf(Launch));
        co_return Ending{};
    }
    auto asking = whyFailed(&m_operation.context(), *server, created.text("requestId"_L1));
    const QString why = co_await std::move(asking);
    m_operation.failStage(stageOf(Launch), why);
    // It says nothing about the backup: no host was free, for example.
    co_return unclear(tr("The cloud could not start an instance for the test. %1").arg(why));
}

Task<GuestReading> BackupTest::readOnce()
{
    auto call = m_operation.context().client.call(openstack::GetConsoleOutput{m_serverId, 400});
    const Result<QString> log = co_await call;
    GuestReading reading;
    if (log.ok())
        reading = readConsole(log.value());
    co_return reading;
}

Task<Ending> BackupTest::readUntilUp()
{
    m_operation.begin(stageOf(Read));
    const auto begun = m_operation.context().clock.elapsed();
    const auto most = std::chrono::minutes(m_operation.values().value("minutes"_L1).toInt());
    GuestReading reading;
    std::chrono::milliseconds span{0};
    while (reading.sign == GuestSign::None && span < most) {
        auto wait = m_operation.pause(betweenReadings);
        co_await std::move(wait);
        if (m_operation.isCanceling())
            co_return canceled();
        auto looking = readOnce();
        reading = co_await std::move(looking);
        span = m_operation.context().clock.elapsed() - begun;
    }
    const QString line = isolated(reading.line);
    if (reading.sign == GuestSign::CameUp) {
        m_operation.done(stageOf(Read));
        m_operation.addNote(
            tr("Its console log says that it came up, within %1: “%2”.")
                .arg(durationText(std::chrono::ceil<std::chrono::seconds>(span)), line));
        co_return Ending{};
    }
    if (reading.sign == GuestSign::Stopped) {
        m_operation.failStage(stageOf(Read), reading.line);
        co_return failed(tr("It did not come up. Its console log says: “%1”.").arg(line));
    }
    m_operation.failStage(stageOf(Read), tr("the log does not say it"));
    co_return unclear(tr("It cannot be told whether it came up: its console log did not say so "
                         "within %1 minutes. Not every system writes to that log.")
                          .arg(most.count()));
}

/// It may have been made after it was looked for.
Task<void> BackupTest::findServer()
{
    const Trace trace = traceOfServer();
    auto finding = trace.find({});
    const Result<std::optional<Facts>> found = co_await std::move(finding);
    if (found.ok() && found.value())
        m_serverId = found.value()->value("id"_L1).toString();
    else
        m_operation.addNote(tr("It is not known whether the instance “%1” was created. If it "
                               "appears, delete it.")
                                .arg(isolated(m_operation.text("name"_L1))));
}

Task<void> BackupTest::removeVolume()
{
    const openstack::Get<Volume> get{m_restore.id()};
    const Clock &clock = m_operation.context().clock;
    const auto since = clock.elapsed();
    bool isFree = false;
    const std::function<bool(const Volume &)> isSettled = [&](const Volume &volume) {
        static const QStringList filling{u"creating"_s, u"downloading"_s, u"restoring-backup"_s};
        const bool isFilling = filling.contains(volume.status); // Cinder deletes it only then
        m_operation.progress(stageOf(CleanUp), -1, volume.status);
        isFree = !isFilling && volume.attachments.empty() && volume.status != "in-use"_L1 &&
                 volume.status != "detaching"_L1;
        return isFree || clock.elapsed() - since > (isFilling ? longestRestore : longestRelease);
    };
    auto freeing = m_operation.until(get, isSettled);
    const Result<Volume> volume = co_await std::move(freeing);
    if (isFree || !volume.ok()) {
        auto removing = m_restore.remove();
        co_await std::move(removing);
        co_return;
    }
    m_restore.nameLeftovers();
    m_operation.addNote(tr("The volume “%1” is still %2, so it was not deleted.")
                            .arg(isolated(volume->name), storageStateWord(volume->status)));
}

Task<void> BackupTest::removeServer()
{
    ServerDeletion deletion(m_operation, m_serverId, stageOf(CleanUp));
    auto deleting = deletion.run();
    const Ending ending = co_await std::move(deleting);
    if (ending.outcome != Outcome::Succeeded)
        m_operation.addLeftover({Kind::Server, m_serverId, m_operation.text("name"_L1)});
}

Task<void> BackupTest::cleanUp()
{
    m_operation.begin(stageOf(CleanUp));
    if (m_mayHaveServer) {
        auto finding = findServer();
        co_await std::move(finding);
    }
    if (!m_serverId.isEmpty()) {
        auto removing = removeServer();
        co_await std::move(removing);
    }
    const bool serverIsGone = m_operation.leftovers().empty();
    if (serverIsGone && !m_restore.id().isEmpty()) {
        auto removing = removeVolume();
        co_await std::move(removing);
    } else {
        m_restore.nameLeftovers();
    }
    if (m_operation.leftovers().empty())
        m_operation.done(stageOf(CleanUp));
    else
        m_operation.failStage(stageOf(CleanUp), tr("not everything could be deleted"));
    m_operation.context().stores.refresh(
        withQuotas({Kind::Server, Kind::Volume, Kind::Backup, Kind::ComputeLimits}));
}

GuestReading readConsole(const QString &log)
{
    static const QRegularExpression stopped(
        u"^.*(Kernel panic - not syncing|Entering emergency mode|emergency shell|"
        u"Press Enter for maintenance|No bootable device|Boot failed: not a bootable disk|"
        u"grub rescue>|\\(initramfs\\)).*$"_s,
        QRegularExpression::MultilineOption);
    static const QRegularExpression cameUp(u"^.*(\\blogin: *$|Cloud-init v\\. .* finished at|"
                                           u"Reached target .*(Multi-User|Graphical)).*$"_s,
                                           QRegularExpression::MultilineOption);
    constexpr qsizetype longestLine = 120;
    const auto lineOf = [](const QRegularExpressionMatch &match) {
        return match.captured().trimmed().left(longestLine);
    };
    // A guest that came up later came up: the last word counts.
    qsizetype up = -1;
    qsizetype down = -1;
    GuestReading reading;
    for (auto it = cameUp.globalMatch(log); it.hasNext();) {
        const auto match = it.next();
        up = match.capturedStart();
        reading = {GuestSign::CameUp, lineOf(match)};
    }
    for (auto it = stopped.globalMatch(log); it.hasNext();) {
        const auto match = it.next();
        down = match.capturedStart();
        if (down > up)
            reading = {GuestSign::Stopped, lineOf(match)};
    }
    return reading;
}

Task<Ending> testBackup(ActionOperation *operation)
{
    // In the frame of this coroutine, which lasts until the end.
    BackupTest test(operation);
    auto running = test.run();
    Ending ending = co_await std::move(running);
    co_return ending;
}

} // namespace oriel::operations
