#include "operations/actions/copyserver.h"

#include "base/visible.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumechanges.h"
#include "openstack/image/image.h"
#include "operations/actions/serverblueprint.h"
#include "operations/actions/serverreplacement.h"
#include "operations/actions/uploadedimage.h"
#include "operations/actions/volumequota.h"
#include "operations/failure.h"
#include "operations/journal/journalcodec.h"
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
/// The copy has failed: why, and what is to be deleted.
const QString undoingStep = u"undoing"_s; // NOLINT(cert-err58-cpp)

} // namespace

/// One copy, in its steps; a part of its operation.
///
/// Cinder makes copies of a volume only in its own zone. So each disk is cloned there, the clone is
/// uploaded to an image, and the new volume is created from the image. Clones and images are
/// deleted in the end, however it ends. The original is shut off before, if the user wants that,
/// and started again if the copy fails.
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
    /// Only the start of the original comes after it.
    [[nodiscard]] std::size_t cleanUpStage() const
    {
        return launchStage() + (m_blueprint.floatingIps.empty() ? 1 : 2);
    }

    [[nodiscard]] std::vector<NewVolume> clones() const;
    [[nodiscard]] std::vector<NewVolume> copies() const;
    /// Unlike all others in the project.
    [[nodiscard]] QString imageName(std::size_t disk) const;
    void showStages();
    Task<Ending> perform();
    /// `isOver`: an earlier run has copied what it is shut off for. Nothing: it continues.
    Task<std::optional<Ending>> shutOff(bool isOver);
    Task<Ending> copyDisks();
    void recallCopies(const Facts &copied);
    Task<Ending> upload(std::size_t disk);
    Task<Ending> createCopies();
    Task<Ending> markData(QString volumeId);
    Task<Ending> launchCopy();
    Task<Ending> undo(Ending ending);
    [[nodiscard]] std::vector<Subject> temporary() const;
    Task<Nothing> removeOne(Subject subject);
    Task<void> cleanUp(std::vector<Subject> subjects);
    Task<void> noteOriginal();
    [[nodiscard]] Ending failed(const QString &why) const;

    ActionOperation &m_operation;
    ServerBlueprint m_blueprint;
    bool m_shutsOff;
    std::size_t m_first; ///< stage of the first clone
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
    const QStringList names = m_blueprint.copyNames(u"-copying"_s);
    std::vector<NewVolume> volumes;
    for (const ServerBlueprint::Disk &disk : m_blueprint.disks)
        volumes.push_back({.source = {Kind::Volume, disk.volumeId, disk.name},
                           .name = names[static_cast<qsizetype>(volumes.size())],
                           .sizeGiB = disk.sizeGiB,
                           .zone = disk.zone});
    return volumes;
}

std::vector<NewVolume> ServerCopying::copies() const
{
    const QStringList names = m_blueprint.copyNames(u'-' + zone());
    std::vector<NewVolume> volumes;
    for (std::size_t i = 0; i < count(); ++i) {
        const ServerBlueprint::Disk &disk = m_blueprint.disks[i];
        const auto at = static_cast<qsizetype>(i);
        volumes.push_back({.source = {Kind::Image, m_images.value(at), imageName(i)},
                           .name = names[at],
                           .sizeGiB = disk.sizeGiB,
                           .type = disk.type,
                           .zone = zone()});
    }
    return volumes;
}

QString ServerCopying::imageName(std::size_t disk) const
{
    return m_blueprint.copyNames(u"-copy-"_s + m_operation.id())[static_cast<qsizetype>(disk)];
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
    if (m_shutsOff)
        stages.push_back(
            Stage{tr("Start “%1” again if it was not copied").arg(m_blueprint.subject.name)});
    m_operation.setStages(std::move(stages));
}

Task<std::optional<Ending>> ServerCopying::shutOff(bool isOver)
{
    if (!m_shutsOff)
        co_return std::nullopt;
    Server server;
    if (!isOver) { // otherwise the journal knows whether it must be started again
        auto fetching = m_operation.fetch(openstack::Get<Server>{m_operation.target().id});
        Result<Server> now = co_await std::move(fetching);
        if (!now.ok())
            co_return Ending{Outcome::Failed, now.error()};
        server = std::move(now).value();
        m_operation.setCancelText(tr("No copy is made. The instance is started again if it was "
                                     "shut off for this."));
    }
    TemporaryStop::Options options;
    options.isOver = isOver;
    TemporaryStop &stop = m_operation.stopTemporarily(m_operation.target());
    auto stopping = stop.shutOff(std::move(server), std::move(options));
    const TemporaryStop::Stopped stopped = co_await std::move(stopping);
    m_operation.setCancelText({});
    if (!stopped.ending)
        m_operation.done(0);
    co_return stopped.ending;
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
        auto preparing = makeUsableForVolumes(&m_operation, id, stage);
        Ending usable = co_await std::move(preparing);
        if (usable.outcome == Outcome::Succeeded)
            m_operation.done(stage);
        co_return usable;
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

void ServerCopying::recallCopies(const Facts &copied)
{
    for (const QJsonValueConstRef image : copied.value("images"_L1).toArray())
        m_images.append(image.toString());
    m_clones.recall();
    m_copies.emplace(m_operation, copies(), copyStage());
    m_copies->recall();
    for (std::size_t i = 0; i < count(); ++i)
        m_operation.done(uploadStage(i));
}

Task<Ending> ServerCopying::copyDisks()
{
    const auto copied = m_operation.earlierRecord(copiedStep);
    // They are requested together, as soon as it is off.
    const bool isOver =
        std::ranges::any_of(m_blueprint.disks, [this](const ServerBlueprint::Disk &disk) {
            return m_operation.earlierIntent(u"create-volume:"_s + disk.volumeId).has_value();
        });
    auto stopping = shutOff(isOver);
    const std::optional<Ending> stopped = co_await std::move(stopping);
    if (stopped)
        co_return *stopped;
    if (copied) {
        recallCopies(*copied);
        co_return Ending{};
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

std::vector<Subject> ServerCopying::temporary() const
{
    std::vector<Subject> subjects;
    for (std::size_t i = 0; i < static_cast<std::size_t>(m_images.size()); ++i)
        subjects.push_back({Kind::Image, m_images[static_cast<qsizetype>(i)], imageName(i)});
    for (const NewVolume &clone : clones()) {
        if (const QString id = m_clones.idFor(clone.source.id); !id.isEmpty())
            subjects.push_back({Kind::Volume, id, clone.name});
    }
    return subjects;
}

Task<Nothing> ServerCopying::removeOne(Subject subject)
{
    if (subject.kind == Kind::Volume) {
        auto removing = NewVolumes::remove(&m_operation, subject);
        co_await std::move(removing);
        co_return {};
    }
    Step step{.name = u"delete-image:"_s + subject.id,
              .send = m_operation.sending(openstack::Delete<Image>{subject.id}),
              .trace = traceByAbsence(m_operation.context(), openstack::Get<Image>{subject.id}),
              .resend = true,
              .sends = 2};
    auto deleting = m_operation.once(std::move(step));
    const StepResult deleted = co_await std::move(deleting);
    if (!deleted.ok() && (deleted.isUnknown() || deleted.error().kind != ErrorKind::NotFound))
        m_operation.addLeftover(subject);
    co_return {};
}

Task<void> ServerCopying::cleanUp(std::vector<Subject> subjects)
{
    m_operation.begin(cleanUpStage());
    std::vector<Task<Nothing>> removing;
    for (const Subject &subject : subjects)
        removing.push_back(removeOne(subject));
    auto all = operations::all(std::move(removing));
    co_await std::move(all);
    if (m_operation.leftovers().empty())
        m_operation.done(cleanUpStage());
    else
        m_operation.failStage(cleanUpStage(), tr("not everything could be deleted"));
}

/// Everything as it was before. What is to be deleted is written down first: afterwards the steps
/// that have made it can no longer be repeated, and would not find it.
Task<Ending> ServerCopying::undo(Ending ending)
{
    std::vector<Subject> subjects;
    if (const auto earlier = m_operation.earlierRecord(undoingStep)) {
        subjects = subjectsFromJson(earlier->value("subjects"_L1).toArray());
    } else {
        subjects = temporary();
        if (m_copies) {
            for (const NewVolume &copy : copies()) {
                if (const QString id = m_copies->idFor(copy.source.id); !id.isEmpty())
                    subjects.push_back({Kind::Volume, id, copy.name});
            }
        }
        Facts facts{{u"outcome"_s, outcomeName(ending.outcome)}, {u"subjects"_s, toJson(subjects)}};
        if (ending.error)
            facts.insert(u"reason"_s, toJson(*ending.error));
        m_operation.record(undoingStep, facts);
    }
    auto cleaning = cleanUp(std::move(subjects));
    co_await std::move(cleaning);
    co_return ending;
}

Task<Ending> ServerCopying::launchCopy()
{
    QStringList disks;
    for (const QString &image : std::as_const(m_images))
        disks.append(m_copies->idFor(image));
    auto launching = m_replacement.launch(disks);
    Ending ending = co_await std::move(launching);
    if (ending.outcome == Outcome::Succeeded && !m_blueprint.floatingIps.empty()) {
        auto moving = m_replacement.moveFloatingIps(launchStage() + 1);
        co_await std::move(moving);
    }
    auto cleaning = cleanUp(temporary());
    co_await std::move(cleaning);
    if (ending.outcome != Outcome::Succeeded) {
        m_copies->nameLeftovers();
        if (m_replacement.serverId().isEmpty()) {
            QStringList names;
            for (const NewVolume &copy : copies())
                names.append(copy.name);
            m_operation.addNote(tr("The copied volumes are kept: %1. Launch an instance from “%2”, "
                                   "and attach any other volumes to it, or delete them.")
                                    .arg(names.join(", "_L1), isolated(names.front())));
        } else {
            m_operation.addLeftover(
                {Kind::Server, m_replacement.serverId(), m_operation.text("name"_L1)});
        }
    }
    co_return ending;
}

Task<Ending> ServerCopying::perform()
{
    Ending ending;
    const auto earlier = m_operation.earlierRecord(undoingStep);
    if (earlier) {
        ending.outcome = outcomeNamed(earlier->value("outcome"_L1).toString());
        if (earlier->contains("reason"_L1))
            ending.error = errorFromJson(earlier->value("reason"_L1).toObject());
        auto stopping = shutOff(true);
        co_await std::move(stopping);
    } else {
        auto copying = copyDisks();
        ending = co_await std::move(copying);
    }
    if (ending.outcome == Outcome::Succeeded) {
        auto launching = launchCopy();
        ending = co_await std::move(launching);
    } else {
        auto undoing = undo(ending);
        ending = co_await std::move(undoing);
    }
    if (ending.outcome == Outcome::Succeeded || !m_shutsOff)
        co_return ending;
    TemporaryStop &stop = m_operation.stopTemporarily(m_operation.target());
    auto starting = stop.startAgain();
    co_await std::move(starting);
    if (ending.outcome == Outcome::Canceled)
        ending.error = failureOf(net::Service::Compute, ErrorKind::Cancelled, stop.undone(),
                                 m_operation.context().clock.now());
    co_return stop.concluded(ending);
}

/// The user wanted it to be off and to stay off.
Task<void> ServerCopying::noteOriginal()
{
    if (!m_shutsOff || !m_operation.stopTemporarily(m_operation.target()).isOff())
        co_return;
    auto fetching = m_operation.fetch(openstack::Get<Server>{m_operation.target().id});
    const Result<Server> server = co_await std::move(fetching);
    if (server.ok() && server->status == "SHUTOFF"_L1)
        m_operation.addNote(tr("“%1” is kept, and is shut off. Start it, or delete it when the "
                               "copy works.")
                                .arg(isolated(m_blueprint.subject.name)));
}

Task<Ending> ServerCopying::run()
{
    showStages();
    auto performing = perform();
    Ending ending = co_await std::move(performing);
    if (ending.outcome == Outcome::Succeeded) {
        auto noting = noteOriginal();
        co_await std::move(noting);
    }
    m_operation.context().stores.refresh(
        withQuotas({Kind::Server, Kind::Volume, Kind::Image, Kind::Port, Kind::FloatingIp,
                    Kind::ComputeLimits}));
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
