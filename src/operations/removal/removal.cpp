#include "operations/removal/removal.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/requests.h"
#include "operations/operationcenter.h"
#include "operations/stamps.h"
#include "store/cloudstores.h"

#include <QtCore/QPointer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

QString removalStep(const RemovalPart &part)
{
    return u"delete:"_s + part.subject.id;
}

bool isGoneFate(PartFate fate)
{
    return fate == PartFate::Gone || fate == PartFate::AlreadyGone;
}

} // namespace

Removal::Removal(Context context, RemovalRequest request, std::shared_ptr<Limiter> limiter,
                 QObject *parent)
    : Operation(std::move(context), parent)
    , m_request(std::move(request))
    , m_limiter(std::move(limiter))
{}

std::unique_ptr<Removal> Removal::fromJournal(const JournalEntry &entry, Context context)
{
    auto request = removalFromJson(entry.intent);
    if (!request)
        return nullptr;
    return std::make_unique<Removal>(std::move(context), *std::move(request));
}

QString Removal::title() const
{
    const QString name =
        m_request.subject.name.isEmpty() ? m_request.subject.id : m_request.subject.name;
    if (m_request.leftovers)
        return tr("Delete what is left of “%1”").arg(name);
    switch (m_request.subject.kind) {
    case Subject::Kind::Image:
        return tr("Delete image “%1”").arg(name);
    case Subject::Kind::VolumeSnapshot:
        return tr("Delete volume snapshot “%1”").arg(name);
    default:
        return tr("Delete snapshot “%1”").arg(name);
    }
}

QString Removal::partTitle(const RemovalPart &part)
{
    if (part.subject.kind == Subject::Kind::Image)
        return tr("Delete the image");
    QString what = part.device.isEmpty() ? part.subject.name : part.device;
    if (what.isEmpty())
        what = part.subject.id;
    return part.sizeGiB > 0 ? tr("Delete the volume snapshot of %1 (%2 GiB)")
                                  .arg(what, QString::number(part.sizeGiB))
                            : tr("Delete the volume snapshot of %1").arg(what);
}

void Removal::showStages()
{
    std::vector<Stage> expected;
    for (const RemovalPart &part : m_request.parts)
        expected.push_back(Stage{partTitle(part)});
    setStages(std::move(expected));
}

void Removal::run()
{
    showStages();
    queue();
}

void Removal::resume(const JournalEntry &left)
{
    m_before = left;
    showStages();
    queue();
}

void Removal::queue()
{
    if (!m_limiter) {
        next();
        return;
    }
    m_waiting = true;
    Q_EMIT changed(); // it can be canceled
    m_limiter->enter([self = QPointer(this), limiter = m_limiter.get()] {
        if (!self || self->outcome() != Outcome::Running) {
            limiter->leave();
            return;
        }
        self->m_waiting = false;
        self->next();
    });
}

QString Removal::cancelText() const
{
    return m_waiting && !m_before ? tr("It is not deleted.") : QString();
}

void Removal::doCancel()
{
    endCanceled(tr("It was not deleted."));
}

void Removal::next()
{
    if (m_part >= m_request.parts.size() || imageKept()) {
        conclude();
        return;
    }
    const RemovalPart &part = m_request.parts[m_part];
    begin(m_part);
    const QString step = removalStep(part);
    auto *removal = new PartRemoval(context(), part,
                                    {[this, step](const QJsonObject &facts, Written then) {
                                         intend(step, facts, std::move(then));
                                     },
                                     [this, step](const QJsonObject &facts) {
                                         record(step, facts);
                                     }},
                                    this);
    connect(removal, &PartRemoval::doing, this,
            [this](const QString &detail) { progress(m_part, -1, detail); });
    connect(removal, &PartRemoval::requestId, this,
            [this](const QString &requestId) { addRequestId(requestId); });
    connect(removal, &PartRemoval::finished, this,
            [this, removal](PartFate fate, const Error &error) {
                removal->deleteLater();
                partEnded(fate, error);
            });
    if (m_before) {
        const auto intended = std::ranges::find_if(
            m_before->steps.rbegin(), m_before->steps.rend(), [&](const JournalStep &done) {
                return done.name == step && done.phase == JournalStep::Phase::Intended;
            });
        if (intended != m_before->steps.rend()) {
            removal->resume(*intended, m_before->recordOf(step));
            return;
        }
    }
    removal->start();
}

void Removal::partEnded(PartFate fate, const Error &error)
{
    const RemovalPart &part = m_request.parts[m_part];
    if (isGoneFate(fate)) {
        m_gone.insert(part.subject.id);
        done(m_part);
    } else {
        m_kept.push_back({m_part, fate, error});
        failStage(m_part, error.message);
        addRequestId(error.requestId);
    }
    ++m_part;
    next();
}

bool Removal::imageKept() const
{
    return std::ranges::any_of(m_kept, [this](const Kept &kept) {
        return m_request.parts[kept.part].subject.kind == Subject::Kind::Image;
    });
}

QString Removal::imageId() const
{
    for (const RemovalPart &part : m_request.parts) {
        if (part.subject.kind == Subject::Kind::Image)
            return part.subject.id;
    }
    return {};
}

void Removal::conclude()
{
    // Without its image nothing but a name would say what these were made for.
    if (m_gone.contains(imageId())) {
        for (const RemovalPart &part : m_request.stays)
            m_toStamp.push_back(part);
        for (const Kept &kept : m_kept)
            m_toStamp.push_back(m_request.parts[kept.part]);
        std::erase_if(m_toStamp, [](const RemovalPart &part) { return part.stamped; });
    }
    stampNext();
}

void Removal::stampNext()
{
    if (m_toStamp.empty()) {
        endAll();
        return;
    }
    const RemovalPart part = m_toStamp.back();
    m_toStamp.pop_back();
    QMap<QString, QString> stamps{{stampKey("image"_L1), imageId()}};
    if (!m_request.serverId.isEmpty())
        stamps.insert(stampKey("instance"_L1), m_request.serverId);
    const QString step = u"stamp:"_s + part.subject.id;
    send(step, {}, openstack::UpdateVolumeSnapshotMetadata{part.subject.id, stamps},
         [this, step, part](const auto &result) {
             record(step, {{u"done"_s, result.ok()}});
             if (result.ok())
                 context().stores.refreshVolumeSnapshot(part.subject.id);
             stampNext();
         });
}

void Removal::endAll()
{
    context().stores.refresh({store::Topic::BlockStorageLimits});
    if (m_limiter)
        m_limiter->leave();
    for (const auto &part : m_request.parts) {
        if (!m_gone.contains(part.subject.id))
            addLeftover(part.subject);
    }
    if (m_kept.empty()) {
        succeed();
        return;
    }
    Error error = m_kept.front().error;
    if (m_request.parts.size() > 1) {
        QStringList reasons;
        for (const Kept &kept : m_kept) {
            const RemovalPart &part = m_request.parts[kept.part];
            const QString what = part.subject.kind == Subject::Kind::Image ? tr("The image")
                                 : !part.device.isEmpty()                  ? part.device
                                                                           : part.subject.name;
            reasons += tr("%1: %2").arg(what, kept.error.message);
        }
        error.message = reasons.join(u' ');
    }
    const bool refused =
        std::ranges::any_of(m_kept, [](const Kept &kept) { return kept.fate == PartFate::Kept; });
    if (refused)
        fail(std::move(error));
    else
        endUnclear(std::move(error));
}

RemovalRequest Removal::remaining() const
{
    RemovalRequest left = m_request;
    std::erase_if(left.parts,
                  [this](const auto &part) { return m_gone.contains(part.subject.id); });
    left.leftovers = m_request.leftovers || m_gone.contains(imageId());
    return left;
}

bool Removal::deletedAny() const
{
    return !m_gone.isEmpty();
}

std::unique_ptr<Removal> removeLeftovers(const std::vector<Subject> &leftovers,
                                         const Context &context)
{
    RemovalRequest request;
    request.leftovers = true;
    for (const Subject::Kind kind : {Subject::Kind::Image, Subject::Kind::VolumeSnapshot}) {
        for (const Subject &subject : leftovers) {
            if (subject.kind != kind || subject.id.isEmpty())
                continue;
            RemovalPart part;
            part.subject = subject;
            if (const auto snapshot = context.stores.volumeSnapshots.find(subject.id)) {
                part.sizeGiB = snapshot->sizeGiB;
                part.stamped = snapshot->metadata.contains(stampKey("image"_L1));
            }
            request.parts.push_back(part);
        }
    }
    if (request.parts.empty())
        return nullptr;
    request.subject = request.parts.front().subject;
    return std::make_unique<Removal>(context, std::move(request));
}

QSet<QString> beingRemoved(const OperationCenter &operations)
{
    QSet<QString> ids;
    for (const auto &operation : operations.operations()) {
        const auto *removal = qobject_cast<const Removal *>(operation.get());
        if (!removal || removal->outcome() != Outcome::Running)
            continue;
        ids.insert(removal->subject().id);
        for (const RemovalPart &part : removal->request().parts)
            ids.insert(part.subject.id);
    }
    return ids;
}

} // namespace oriel::operations
