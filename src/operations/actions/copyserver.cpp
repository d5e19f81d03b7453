#include "operations/actions/copyserver.h"

#include "base/visible.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumechanges.h"
#include "openstack/image/image.h"
#include "operations/actions/serverblueprint.h"
#include "operations/actions/serverreplacement.h"
#include "operations/failure.h"
#include "operations/launch/newvolumes.h"
#include "operations/names.h"
#include "operations/trace.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Image;
using openstack::Server;
using openstack::Volume;

/// The images of the copies, once all copies are complete.
const QString copiedStep = u"copied"_s; // NOLINT(cert-err58-cpp)

} // namespace

/// One copy, in its steps; a part of its operation.
///
/// Cinder makes copies of a volume only in its own zone. So each disk is cloned there, the clone is
/// uploaded to an image, and the new volume is created from the image. Clones and images are
/// deleted in the end, however it ends.
class ServerCopying
{
    Q_DECLARE_TR_FUNCTIONS(ServerCopying)

public:
    explicit ServerCopying(ActionOperation *operation)
        : m_operation(*operation)
        , m_blueprint(blueprintFromJson(operation->values().value("blueprint"_L1).toObject()))
        , m_shutsOff(operation->text("original"_L1) == "shut-off"_L1)
        , m_first(m_shutsOff ? 1 : 0)
        , m_clones(*operation, clones(), m_first)
        , m_replacement(*operation, m_blueprint,
                        {.name = operation->text("name"_L1),
                         .flavorId = operation->text("flavor"_L1),
                         .keyName = operation->text("key_name"_L1),
                         .zone = zone(),
                         .stage = launchStage()})
    {}

    Task<Ending> run();

private:
    [[nodiscard]] QString zone() const { return m_operation.text("availability_zone"_L1); }
    [[nodiscard]] std::size_t count() const { return m_blueprint.disks.size(); }
    [[nodiscard]] std::size_t uploadStage(std::size_t disk) const
    {
        return m_first + count() + disk;
    }
    [[nodiscard]] std::size_t copyStage() const { return m_first + 2 * count(); }
    [[nodiscard]] std::size_t launchStage() const { return m_first + 3 * count(); }
    [[nodiscard]] std::size_t lastStage() const { return m_operation.stages().size() - 1; }

    [[nodiscard]] std::vector<NewVolume> clones() const;
    [[nodiscard]] std::vector<NewVolume> copies() const;
    /// Unlike all others in the project.
    [[nodiscard]] QString imageName(std::size_t disk) const;
    void showStages();
    Task<Ending> perform();
    Task<Ending> shutOff();
    /// After a failure, if it was shut off for the copy.
    Task<void> startAgain();
    Task<Ending> copyDisks();
    Task<Ending> upload(std::size_t disk);
    Task<Ending> createCopies();
    Task<Ending> markData(QString volumeId);
    Task<void> removeImage(std::size_t disk);
    Task<void> cleanUp(bool alsoCopies);
    [[nodiscard]] Ending failed(const QString &why) const;

    ActionOperation &m_operation;
    ServerBlueprint m_blueprint;
    bool m_shutsOff;
    bool m_isOff = false; ///< shut off by this operation
    std::size_t m_first;  ///< stage of the first clone
    NewVolumes m_clones;
    QStringList m_images; ///< by disk, as far as they were requested
    std::optional<NewVolumes> m_copies;
    ServerReplacement m_replacement;
};

Ending ServerCopying::failed(const QString &why) const
{
    return {Outcome::Failed, failureOf(net::Service::BlockStorage, ErrorKind::Failed, why,
                                       m_operation.context().clock.now())};
}

std::vector<NewVolume> ServerCopying::clones() const
{
    std::vector<NewVolume> volumes;
    for (const ServerBlueprint::Disk &disk : m_blueprint.disks) {
        const QString suffix = u"-copying"_s;
        volumes.push_back(
            {.source = {Kind::Volume, disk.volumeId, disk.name},
             .name = firstCharacters(disk.name, longestName - characters(suffix)) + suffix,
             .sizeGiB = disk.sizeGiB,
             .zone = disk.zone});
    }
    return volumes;
}

std::vector<NewVolume> ServerCopying::copies() const
{
    std::vector<NewVolume> volumes;
    const QString suffix = u'-' + zone();
    for (std::size_t i = 0; i < count(); ++i) {
        const ServerBlueprint::Disk &disk = m_blueprint.disks[i];
        volumes.push_back(
            {.source = {Kind::Image, m_images.value(static_cast<qsizetype>(i)), imageName(i)},
             .name = firstCharacters(disk.name, longestName - characters(suffix)) + suffix,
             .sizeGiB = disk.sizeGiB,
             .type = disk.type,
             .zone = zone()});
    }
    return volumes;
}

QString ServerCopying::imageName(std::size_t disk) const
{
    const QString suffix = u"-copy-"_s + m_operation.id();
    return firstCharacters(m_blueprint.disks[disk].name, longestName - characters(suffix)) + suffix;
}

void ServerCopying::showStages()
{
    std::vector<Stage> stages;
    if (m_shutsOff)
        stages.push_back(Stage{tr("Shut off “%1”").arg(m_blueprint.subject.name)});
    for (Stage &stage : m_clones.stages())
        stages.push_back(std::move(stage));
    for (const ServerBlueprint::Disk &disk : m_blueprint.disks) {
        stages.push_back(Stage{tr("Copy “%1” to an image").arg(disk.name)});
        stages.back().measure = u"upload-volume"_s;
        stages.back().amount = disk.sizeGiB;
    }
    for (Stage &stage : NewVolumes(m_operation, copies()).stages())
        stages.push_back(std::move(stage));
    stages.push_back(Stage{tr("Launch the instance in “%1”").arg(zone())});
    if (!m_blueprint.floatingIps.empty())
        stages.push_back(Stage{tr("Move the floating IPs")});
    stages.push_back(Stage{tr("Delete the temporary volumes and images")});
    m_operation.setStages(std::move(stages));
}

Task<Ending> ServerCopying::shutOff()
{
    const QString id = m_operation.target().id;
    const openstack::Get<Server> get{id};
    if (!m_operation.earlierIntent(u"stop"_s)) {
        auto fetching = m_operation.fetch(get);
        const Result<Server> server = co_await std::move(fetching);
        if (!server.ok())
            co_return Ending{Outcome::Failed, server.error()};
        if (server->status == "SHUTOFF"_L1)
            co_return Ending{};
    }
    m_operation.begin(0);
    Step step{.name = u"stop"_s,
              .send = m_operation.sending(openstack::StopServer{id}),
              .trace = traceByInstanceAction(m_operation.context(), id, u"stop"_s),
              .stage = 0,
              .resend = true};
    auto stopping = m_operation.once(std::move(step));
    const StepResult stopped = co_await std::move(stopping);
    if (!stopped.ok())
        co_return stopped.ending();
    m_isOff = true;
    const std::function<bool(const Server &)> isSettled = [](const Server &server) {
        return server.taskState.isEmpty();
    };
    auto following = m_operation.until(get, isSettled);
    const Result<Server> server = co_await std::move(following);
    if (!server.ok())
        co_return Ending{Outcome::Unclear, server.error()};
    if (server->status != "SHUTOFF"_L1)
        co_return failed(tr("“%1” did not shut off.").arg(isolated(m_blueprint.subject.name)));
    m_operation.done(0);
    co_return Ending{};
}

Task<void> ServerCopying::startAgain()
{
    if (!m_isOff)
        co_return;
    const QString id = m_operation.target().id;
    const QString name = isolated(m_blueprint.subject.name);
    Step step{.name = u"start"_s,
              .send = m_operation.sending(openstack::StartServer{id}),
              .trace = traceByInstanceAction(m_operation.context(), id, u"start"_s),
              .resend = true};
    auto starting = m_operation.once(std::move(step));
    const StepResult started = co_await std::move(starting);
    m_isOff = !started.ok();
    m_operation.addNote(started.ok()
                            ? tr("“%1” was started again.").arg(name)
                            : tr("“%1” is still shut off. %2").arg(name, started.error().message));
}

Task<Ending> ServerCopying::upload(std::size_t disk)
{
    const std::size_t stage = uploadStage(disk);
    m_operation.begin(stage);
    const QString clone = m_clones.idFor(m_blueprint.disks[disk].volumeId);
    const QString name = imageName(disk);
    const openstack::List<Image> named{.filters = {{u"name"_s, name}}};
    Step step{
        .name = u"upload-volume:"_s + m_blueprint.disks[disk].volumeId,
        .send = m_operation.sending(openstack::UploadVolume{
            .id = clone, .imageName = name, .diskFormat = u"raw"_s, .visibility = u"private"_s}),
        .trace = traceInList(m_operation.context(), named,
                             [name](const Image &image) { return image.name == name; }),
        .stage = stage,
        .resend = true};
    auto uploading = m_operation.once(std::move(step));
    const StepResult uploaded = co_await std::move(uploading);
    if (!uploaded.ok()) {
        m_operation.failStage(stage, uploaded.error().message);
        co_return uploaded.ending();
    }
    const QString id = uploaded.text("id"_L1);
    m_images.append(id);
    const std::function<bool(const Image &)> isSettled = [this, stage](const Image &image) {
        m_operation.progress(stage, -1, image.status);
        return image.status == "active"_L1 || image.status == "killed"_L1 ||
               image.status == "deleted"_L1;
    };
    auto following = m_operation.until(openstack::Get<Image>{id}, isSettled);
    const Result<Image> image = co_await std::move(following);
    if (image.ok() && image->status == "active"_L1) {
        m_operation.done(stage);
        co_return Ending{};
    }
    // Cinder deletes the image of an upload that has failed.
    const bool gone = !image.ok() && image.error().kind == ErrorKind::NotFound;
    if (!image.ok() && !gone)
        co_return Ending{Outcome::Unclear, image.error()};
    const QString why = tr("The volume “%1” was not copied to an image.")
                            .arg(isolated(m_blueprint.disks[disk].name));
    m_operation.failStage(stage, why);
    co_return failed(why);
}

/// Every volume from an image is bootable.
Task<Ending> ServerCopying::markData(QString volumeId)
{
    Step step{.name = u"set-data:"_s + volumeId,
              .send = m_operation.sending(openstack::Act<Volume>{
                  volumeId, u"os-set_bootable"_s, QJsonObject{{u"bootable"_s, false}}}),
              .trace = traceByState(m_operation.context(), openstack::Get<Volume>{volumeId},
                                    [](const Volume &volume, const Facts &) {
                                        return volume.bootable ? std::nullopt
                                                               : std::optional(Facts());
                                    }),
              .resend = true,
              .sends = 2};
    auto marking = m_operation.once(std::move(step));
    const StepResult marked = co_await std::move(marking);
    co_return marked.ok() ? Ending{} : marked.ending();
}

Task<Ending> ServerCopying::createCopies()
{
    m_copies.emplace(m_operation, copies(), copyStage());
    auto requesting = m_copies->request();
    co_await std::move(requesting);
    auto following = m_copies->follow();
    co_await std::move(following);
    Ending ending = m_copies->ending();
    if (ending.outcome != Outcome::Succeeded)
        co_return ending;
    const QStringList made = m_copies->ids();
    for (const QString &id : made.mid(1)) {
        auto marking = markData(id);
        ending = co_await std::move(marking);
        if (ending.outcome != Outcome::Succeeded)
            co_return ending;
    }
    co_return Ending{};
}

Task<Ending> ServerCopying::copyDisks()
{
    if (const auto copied = m_operation.earlierRecord(copiedStep)) {
        for (const QJsonValueConstRef image : copied->value("images"_L1).toArray())
            m_images.append(image.toString());
        m_clones.recall();
        m_copies.emplace(m_operation, copies(), copyStage());
        m_copies->recall();
        m_isOff = m_operation.earlierRecord(u"stop"_s).has_value();
        for (std::size_t i = 0; i < count(); ++i)
            m_operation.done(uploadStage(i));
        co_return Ending{};
    }
    if (m_shutsOff) {
        auto stopping = shutOff();
        const Ending stopped = co_await std::move(stopping);
        if (stopped.outcome != Outcome::Succeeded) {
            m_operation.failStage(0, stopped.error->message);
            co_return stopped;
        }
        m_operation.done(0);
    }
    auto requesting = m_clones.request();
    co_await std::move(requesting);
    auto following = m_clones.follow();
    co_await std::move(following);
    Ending ending = m_clones.ending();
    for (std::size_t i = 0; i < count() && ending.outcome == Outcome::Succeeded; ++i) {
        auto uploading = upload(i);
        ending = co_await std::move(uploading);
    }
    if (ending.outcome == Outcome::Succeeded) {
        auto creating = createCopies();
        ending = co_await std::move(creating);
    }
    if (ending.outcome == Outcome::Succeeded)
        m_operation.record(copiedStep, {{u"images"_s, QJsonArray::fromStringList(m_images)}});
    co_return ending;
}

Task<void> ServerCopying::removeImage(std::size_t disk)
{
    const QString id = m_images.value(static_cast<qsizetype>(disk));
    Step step{.name = u"delete-image:"_s + id,
              .send = m_operation.sending(openstack::Delete<Image>{id}),
              .trace = traceByAbsence(m_operation.context(), openstack::Get<Image>{id}),
              .resend = true,
              .sends = 2};
    auto deleting = m_operation.once(std::move(step));
    const StepResult deleted = co_await std::move(deleting);
    if (!deleted.ok() && (deleted.isUnknown() || deleted.error().kind != ErrorKind::NotFound))
        m_operation.addLeftover({Kind::Image, id, imageName(disk)});
}

Task<void> ServerCopying::cleanUp(bool alsoCopies)
{
    m_operation.begin(lastStage());
    auto removing = m_clones.remove();
    co_await std::move(removing);
    for (std::size_t i = 0; i < static_cast<std::size_t>(m_images.size()); ++i) {
        auto deleting = removeImage(i);
        co_await std::move(deleting);
    }
    if (alsoCopies && m_copies) {
        auto taking = m_copies->remove();
        co_await std::move(taking);
    }
    if (m_operation.leftovers().empty())
        m_operation.done(lastStage());
    else
        m_operation.failStage(lastStage(), tr("not everything could be deleted"));
}

Task<Ending> ServerCopying::perform()
{
    auto copying = copyDisks();
    Ending ending = co_await std::move(copying);
    if (ending.outcome != Outcome::Succeeded) {
        auto cleaning = cleanUp(true);
        co_await std::move(cleaning);
        auto starting = startAgain();
        co_await std::move(starting);
        co_return ending;
    }
    QStringList disks;
    for (const QString &image : std::as_const(m_images))
        disks.append(m_copies->idFor(image));
    auto launching = m_replacement.launch(disks);
    ending = co_await std::move(launching);
    if (ending.outcome == Outcome::Succeeded && !m_blueprint.floatingIps.empty()) {
        auto moving = m_replacement.moveFloatingIps(launchStage() + 1);
        co_await std::move(moving);
    }
    auto cleaning = cleanUp(false);
    co_await std::move(cleaning);
    if (ending.outcome != Outcome::Succeeded) {
        m_copies->nameLeftovers();
        if (!m_replacement.serverId().isEmpty())
            m_operation.addLeftover(
                {Kind::Server, m_replacement.serverId(), m_operation.text("name"_L1)});
        auto starting = startAgain();
        co_await std::move(starting);
    }
    co_return ending;
}

Task<Ending> ServerCopying::run()
{
    showStages();
    if (m_operation.isResumed() && !m_operation.hasBegunEarlier())
        co_return Ending{Outcome::Failed, m_operation.neverSent()};
    auto performing = perform();
    Ending ending = co_await std::move(performing);
    if (m_isOff && ending.outcome == Outcome::Succeeded)
        m_operation.addNote(tr("“%1” is kept, and is shut off. Start it, or delete it when the "
                               "copy works.")
                                .arg(isolated(m_blueprint.subject.name)));
    m_operation.context().stores.refresh({Kind::Server, Kind::Volume, Kind::Image, Kind::Port,
                                          Kind::FloatingIp, Kind::BlockStorageLimits,
                                          Kind::ComputeLimits});
    co_return ending;
}

Task<Ending> copyServer(ActionOperation *operation)
{
    // In the frame of this coroutine, which lasts until the end.
    ServerCopying copying(operation);
    auto running = copying.run();
    Ending ending = co_await std::move(running);
    co_return ending;
}

} // namespace oriel::operations
