#include "forms/removalform.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/actions/action.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using operations::Subject;

/// From so many on, the number must be typed.
constexpr int manyToType = 20;

} // namespace

RemovalForm::RemovalForm(store::CloudStores &stores, std::vector<Subject> subjects,
                         QStringList roles, QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_subjects(std::move(subjects))
    , m_roles(std::move(roles))
{
    for (const store::StoreBase *source : std::initializer_list<const store::StoreBase *>{
             &stores.images, &stores.volumeSnapshots, &stores.volumes, &stores.servers,
             &stores.snapshotSets}) {
        const auto later = [this] {
            if (m_planned)
                return;
            m_planned = true;
            QMetaObject::invokeMethod(this, &RemovalForm::plan, Qt::QueuedConnection);
        };
        connect(source, &store::StoreBase::changed, this, later);
        connect(source, &store::StoreBase::stateChanged, this, later);
    }
    m_subscription = stores.watch({Kind::Image, Kind::VolumeSnapshot, Kind::Volume, Kind::Server});
    plan();
}

RemovalForm::~RemovalForm() = default;

void RemovalForm::plan()
{
    m_planned = false;
    std::vector<RemovalPlan> plans;
    plans.reserve(m_subjects.size());
    const RemovalIndex index(m_subjects, m_stores);
    for (const Subject &subject : m_subjects) {
        RemovalPlan plan = planRemoval(subject, m_stores, index);
        ++m_made;
        if (!plan.gone)
            plans.push_back(std::move(plan));
    }
    if (m_plans == plans) {
        Q_EMIT changed(); // ready() may have changed
        return;
    }
    m_plans = std::move(plans);
    change();
}

void RemovalForm::change()
{
    ++m_revision;
    m_requests.reset();
    Q_EMIT changed();
}

bool RemovalForm::ready() const
{
    const auto known = [](const store::StoreBase &source) {
        return source.state().loaded || source.state().error.has_value();
    };
    return known(m_stores.images) && known(m_stores.volumeSnapshots) && known(m_stores.volumes) &&
           known(m_stores.servers) && known(m_stores.snapshotSets);
}

QString RemovalForm::missing() const
{
    for (const Subject &subject : m_subjects) {
        if (QString why = missingFor(subject, m_stores); !why.isEmpty())
            return why;
    }
    return {};
}

bool RemovalForm::offersImageOnly() const
{
    return std::ranges::any_of(m_plans, [](const RemovalPlan &plan) {
        return plan.hasImage() && plan.volumeSnapshots() > 0;
    });
}

void RemovalForm::setImageOnly(bool imageOnly)
{
    if (m_imageOnly == imageOnly)
        return;
    m_imageOnly = imageOnly;
    change();
}

void RemovalForm::setLeftOut(const QStringList &ids, bool out)
{
    const qsizetype before = m_leftOut.size();
    for (const QString &id : ids) {
        if (out)
            m_leftOut.insert(id);
        else
            m_leftOut.remove(id);
    }
    if (m_leftOut.size() != before)
        change();
}

int RemovalForm::guardCount() const
{
    const auto count = static_cast<int>(requests().size());
    return count >= manyToType ? count : 0;
}

QString RemovalForm::actionText() const
{
    if (!many())
        return tr("Delete");
    const auto count = static_cast<int>(requests().size());
    const bool volumeSnapshots = std::ranges::all_of(m_subjects, [](const Subject &subject) {
        return subject.kind == openstack::Kind::VolumeSnapshot;
    });
    const bool images = std::ranges::any_of(m_plans, [](const RemovalPlan &plan) {
        return plan.subject.kind == openstack::Kind::Image;
    });
    return volumeSnapshots ? tr("Delete %n volume snapshot(s)", nullptr, count)
           : images        ? tr("Delete %n image(s) and snapshot(s)", nullptr, count)
                           : tr("Delete %n snapshot(s)", nullptr, count);
}

bool isTyped(const QString &typed, const QString &name)
{
    return typed == name || typed == visible(name);
}

QString RemovalForm::guardName() const
{
    // Among many, a shelved one is left out: it is too much to be lost in a list.
    if (many() || m_plans.empty() || !m_plans.front().shelved)
        return {};
    const RemovalPlan &plan = m_plans.front();
    return plan.serverName.isEmpty() ? plan.serverId : plan.serverName;
}

void RemovalForm::setTypedName(const QString &name)
{
    m_typed = name;
    Q_EMIT changed();
}

QString RemovalForm::title() const
{
    if (many()) {
        const auto allSnapshots = std::ranges::all_of(m_subjects, [](const Subject &subject) {
            return subject.kind == openstack::Kind::VolumeSnapshot;
        });
        const auto images = std::ranges::any_of(m_plans, [](const RemovalPlan &plan) {
            return plan.subject.kind == openstack::Kind::Image;
        });
        const auto count = static_cast<int>(requests().size());
        if (allSnapshots)
            return tr("Delete %n volume snapshot(s)?", nullptr, count);
        return images ? tr("Delete %n image(s) and snapshot(s)?", nullptr, count)
                      : tr("Delete %n snapshot(s)?", nullptr, count);
    }
    if (m_plans.empty())
        return tr("Delete");
    const RemovalPlan &plan = m_plans.front();
    const QString name = plan.subject.name.isEmpty() ? plan.subject.id : plan.subject.name;
    if (plan.leftovers)
        return tr("Delete what is left of “%1”?").arg(isolated(name));
    switch (plan.subject.kind) {
    case openstack::Kind::Image:
        return tr("Delete image “%1”?").arg(isolated(name));
    case openstack::Kind::VolumeSnapshot:
        return tr("Delete volume snapshot “%1”?").arg(isolated(name));
    default:
        return tr("Delete snapshot “%1”?").arg(isolated(name));
    }
}

QString RemovalForm::whatStays() const
{
    if (imageOnly()) {
        int count = 0;
        qint64 bytes = 0;
        for (const RemovalPlan &plan : m_plans) {
            if (!plan.hasImage() || isLeftOut(plan.subject.id))
                continue;
            count += plan.volumeSnapshots();
            bytes += plan.freed(false) - plan.freed(true);
        }
        return count == 1 ? tr("Its volume snapshot (%1) remains and keeps using quota. You can no "
                               "longer launch an instance from it directly. It is listed as "
                               "orphaned under Storage → Snapshots.")
                                .arg(bytesText(bytes))
                          : tr("%1 volume snapshots (%2) remain and keep using quota. You can no "
                               "longer launch an instance from them directly. They are listed as "
                               "orphaned under Storage → Snapshots.")
                                .arg(QString::number(count), bytesText(bytes));
    }
    const bool inSets = std::ranges::any_of(m_plans, [](const RemovalPlan &plan) {
        return plan.subject.kind == openstack::Kind::VolumeSnapshot && !plan.hints.empty();
    });
    if (inSets)
        return tr("The image of the snapshot that it is part of remains, and so do the other "
                  "volume snapshots of that snapshot.");
    return {};
}

QString RemovalForm::unknown() const
{
    if (!ready())
        return {};
    for (const store::StoreBase *source :
         {static_cast<const store::StoreBase *>(&m_stores.servers),
          static_cast<const store::StoreBase *>(&m_stores.volumes)}) {
        if (!source->state().loaded)
            return tr("The list of instances or volumes could not be loaded. Some may have been "
                      "created from it.");
    }
    const bool more = m_stores.volumes.state().more || m_stores.servers.state().more ||
                      m_stores.snapshotSets.state().more;
    return !more ? QString()
                 : tr("This cloud has too many volumes and instances to check them all. Older ones "
                      "may have been created from it as well.");
}

QString RemovalForm::total() const
{
    qint64 bytes = 0;
    int images = 0;
    int snapshots = 0;
    for (const operations::RemovalRequest &request : requests()) {
        for (const operations::RemovalPart &part : request.parts)
            ++(part.subject.kind == openstack::Kind::Image ? images : snapshots);
    }
    for (const RemovalPlan &plan : m_plans) {
        if (!isLeftOut(plan.subject.id) && blocked(plan).isEmpty())
            bytes += plan.freed(imageOnly());
    }
    QStringList what;
    if (images > 0)
        what += images == 1 ? tr("1 image") : tr("%1 images").arg(images);
    if (snapshots > 0)
        what += snapshots == 1 ? tr("1 volume snapshot") : tr("%1 volume snapshots").arg(snapshots);
    if (what.isEmpty())
        return tr("Nothing is deleted.");
    const QString things = what.join(tr(" and "));
    return bytes > 0 ? tr("%1 will be deleted, freeing %2.").arg(things, bytesText(bytes))
                     : tr("%1 will be deleted.").arg(things);
}

QString RemovalForm::command() const
{
    QStringList lines;
    for (const operations::RemovalRequest &request : requests())
        lines += operations::removalCommand(request);
    return lines.join(u'\n');
}

QString RemovalForm::blocked(const RemovalPlan &plan) const
{
    if (many() && plan.shelved)
        return tr("It holds a shelved instance. Delete it separately if you want to.");
    return plan.blocked(imageOnly());
}

QString RemovalForm::obstacle() const
{
    if (const QString reader = operations::readerObstacle(m_roles); !reader.isEmpty())
        return reader;
    if (!ready())
        return tr("Checking what depends on it…");
    if (const QString why = missing(); !why.isEmpty())
        return why;
    if (m_plans.empty())
        return tr("It no longer exists.");
    if (!many() && !blocked(m_plans.front()).isEmpty())
        return blocked(m_plans.front());
    if (std::ranges::all_of(m_plans,
                            [this](const RemovalPlan &plan) { return isLeftOut(plan.subject.id); }))
        return tr("Choose at least one.");
    if (requests().empty())
        return tr("None of them can be deleted now.");
    return {};
}

QString RemovalForm::problem() const
{
    if (!lacksOnlyTheGuard())
        return obstacle();
    return guardCount() > 0
               ? tr("Type the number to confirm: %1").arg(guardCount())
               : tr("Type the name of the instance that is lost: %1").arg(isolated(guardName()));
}

bool RemovalForm::lacksOnlyTheGuard() const
{
    const QString guard = guardCount() > 0 ? QString::number(guardCount()) : guardName();
    const bool typed = guardCount() > 0 ? m_typed.trimmed() == guard : isTyped(m_typed, guard);
    return !guard.isEmpty() && !typed && obstacle().isEmpty();
}

const std::vector<operations::RemovalRequest> &RemovalForm::requests() const
{
    if (m_requests)
        return *m_requests;
    std::vector<operations::RemovalRequest> requests;
    for (const RemovalPlan &plan : m_plans) {
        if (isLeftOut(plan.subject.id) || !blocked(plan).isEmpty())
            continue;
        operations::RemovalRequest request = plan.request(imageOnly());
        if (!request.parts.empty())
            requests.push_back(std::move(request));
    }
    return m_requests.emplace(std::move(requests));
}

} // namespace oriel::forms
