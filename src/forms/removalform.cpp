#include "forms/removalform.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/actions/action.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using operations::Subject;

/// From this number on, the number must be typed.
constexpr int manyToType = 20;
/// The kinds that a plan depends on.
constexpr std::array removalKinds{Kind::Image, Kind::VolumeSnapshot, Kind::Volume, Kind::Server,
                                  Kind::SnapshotSet};

} // namespace

bool isTyped(const QString &typed, const QString &name)
{
    return typed == name || typed == visible(name);
}

RemovalForm::RemovalForm(store::CloudStores &stores, std::vector<Subject> subjects,
                         QStringList roles, QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_subjects(std::move(subjects))
    , m_roles(std::move(roles))
    , m_subscription(stores.watch({removalKinds.begin(), removalKinds.end()}))
{
    const auto later = [this] {
        if (!std::exchange(m_planned, true))
            QMetaObject::invokeMethod(this, &RemovalForm::plan, Qt::QueuedConnection);
    };
    for (const Kind kind : removalKinds) {
        connect(&stores.at(kind), &store::StoreBase::changed, this, later);
        connect(&stores.at(kind), &store::StoreBase::stateChanged, this, later);
    }
    plan();
}

RemovalForm::~RemovalForm() = default;

void RemovalForm::plan()
{
    m_planned = false;
    std::vector<RemovalPlan> plans = planRemovals(m_subjects, m_stores);
    m_made += static_cast<int>(plans.size());
    std::erase_if(plans, [](const RemovalPlan &plan) { return plan.gone; });
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
    return std::ranges::all_of(removalKinds, [this](Kind kind) {
        const store::LoadState &state = m_stores.at(kind).state();
        return state.loaded || state.error.has_value();
    });
}

bool RemovalForm::offersImageOnly() const
{
    return std::ranges::any_of(m_plans, [](const RemovalPlan &plan) {
        return plan.hasImage() && plan.volumeSnapshots() > 0;
    });
}

void RemovalForm::setImageOnly(bool imageOnly)
{
    if (std::exchange(m_imageOnly, imageOnly) != imageOnly)
        change();
}

void RemovalForm::setLeftOut(const QStringList &ids, bool out)
{
    const QSet<QString> before = m_leftOut;
    const QSet<QString> named(ids.begin(), ids.end());
    m_leftOut = out ? m_leftOut + named : m_leftOut - named;
    if (m_leftOut != before)
        change();
}

QString RemovalForm::guard() const
{
    if (many()) // among many, a shelved one is left out: its loss would be too easy to overlook
        return count() >= manyToType ? QString::number(count()) : QString();
    if (m_plans.empty() || !m_plans.front().shelved)
        return {};
    const RemovalPlan &plan = m_plans.front();
    return plan.serverName.isEmpty() ? plan.serverId : plan.serverName;
}

QString RemovalForm::guardText() const
{
    return many() ? tr("Type %1 to confirm the number to delete:").arg(guard())
                  : tr("The instance “%1” will be lost. Type its name to continue:")
                        .arg(isolated(guard()));
}

void RemovalForm::setTyped(const QString &text)
{
    m_typed = many() ? text.trimmed() : text;
    Q_EMIT changed();
}

QString RemovalForm::actionText() const
{
    if (!many())
        //: Button.
        return tr("Delete");
    const bool volumeSnapshots = std::ranges::all_of(m_subjects, [](const Subject &subject) {
        return subject.kind == openstack::Kind::VolumeSnapshot;
    });
    const bool images = std::ranges::any_of(m_plans, [](const RemovalPlan &plan) {
        return plan.subject.kind == openstack::Kind::Image;
    });
    return volumeSnapshots ? tr("Delete %n volume snapshot(s)", nullptr, count())
           : images        ? tr("Delete %n image(s) and snapshot(s)", nullptr, count())
                           : tr("Delete %n snapshot(s)", nullptr, count());
}

QString RemovalForm::title() const
{
    if (many() || m_plans.empty())
        return actionText();
    operations::RemovalRequest shown = m_plans.front().request(imageOnly());
    shown.subject.name = isolated(shown.subject.name);
    return operations::removalTitle(shown);
}

QString RemovalForm::whatStays() const
{
    if (imageOnly()) {
        int stays = 0;
        qint64 bytes = 0;
        for (const RemovalPlan &plan : m_plans) {
            if (!plan.hasImage() || isLeftOut(plan.subject.id))
                continue;
            stays += plan.volumeSnapshots();
            bytes += plan.freed(false) - plan.freed(true);
        }
        return tr("%n volume snapshot(s) (%1) remain and keep using quota. You can no longer "
                  "launch an instance from them directly. They are listed as orphaned under "
                  "Storage → Snapshots.",
                  nullptr, stays)
            .arg(bytesText(bytes));
    }
    const bool inSets = std::ranges::any_of(m_plans, [](const RemovalPlan &plan) {
        return plan.subject.kind == openstack::Kind::VolumeSnapshot && !plan.hints.empty();
    });
    return inSets ? tr("The image of the snapshot that it is part of remains, and so do the other "
                       "volume snapshots of that snapshot.")
                  : QString();
}

QString RemovalForm::unknown() const
{
    if (!ready())
        return {};
    const store::LoadState &servers = m_stores.servers.state();
    const store::LoadState &volumes = m_stores.volumes.state();
    if (!servers.loaded || !volumes.loaded)
        return tr("The list of instances or volumes could not be loaded. Some may have been "
                  "created from it.");
    return volumes.hasMore || servers.hasMore || m_stores.snapshotSets.state().hasMore
               ? tr("This cloud has too many volumes and instances to check them all. Older ones "
                    "may have been created from it as well.")
               : QString();
}

QString RemovalForm::total() const
{
    qint64 bytes = 0;
    int images = 0;
    int snapshots = 0;
    for (const RemovalPlan &plan : m_plans) {
        if (isLeftOut(plan.subject.id) || !blocked(plan).isEmpty())
            continue;
        bytes += plan.freed(imageOnly());
        for (const PlannedPart &planned : plan.parts) {
            if (plan.deletes(planned, imageOnly()))
                ++(planned.isImage() ? images : snapshots);
        }
    }
    QStringList what;
    if (images > 0)
        what += tr("%n image(s)", nullptr, images);
    if (snapshots > 0)
        what += tr("%n volume snapshot(s)", nullptr, snapshots);
    if (what.isEmpty())
        return tr("Nothing is deleted.");
    //: Between the numbers of images and of volume snapshots.
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
    for (const Subject &subject : m_subjects) {
        if (QString why = missingFor(subject, m_stores); !why.isEmpty())
            return why;
    }
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
    return many() ? tr("Type the number to confirm: %1").arg(guard())
                  : tr("Type the name of the instance that is lost: %1").arg(isolated(guard()));
}

bool RemovalForm::lacksOnlyTheGuard() const
{
    const QString wanted = guard();
    return !wanted.isEmpty() && !isTyped(m_typed, wanted) && obstacle().isEmpty();
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
