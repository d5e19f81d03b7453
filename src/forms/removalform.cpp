#include "forms/removalform.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/actions/action.h"
#include "operations/names.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using operations::Subject;

/// From this number on, the number must be typed: of snapshots, and of instances or volumes.
constexpr int manyToType = 20;
constexpr int manyInstancesToType = 6;
constexpr int mostReasons = 3; ///< the list has all

} // namespace

bool isTyped(const QString &typed, const QString &name)
{
    return typed == name || typed == visible(name);
}

RemovalForm::RemovalForm(store::CloudStores &stores, std::vector<Subject> subjects,
                         QStringList roles, QObject *parent, bool canKeep)
    : QObject(parent)
    , m_stores(stores)
    , m_subjects(std::move(subjects))
    , m_roles(std::move(roles))
    , m_canKeep(canKeep)
    , m_kinds(kindsFor(m_subjects))
    , m_subscription(stores.watch(m_kinds))
{
    const auto later = [this] {
        if (!std::exchange(m_planned, true))
            QMetaObject::invokeMethod(this, &RemovalForm::plan, Qt::QueuedConnection);
    };
    for (const Kind kind : m_kinds) {
        connect(&stores.at(kind), &store::StoreBase::changed, this, later);
        connect(&stores.at(kind), &store::StoreBase::stateChanged, this, later);
    }
    plan();
}

RemovalForm::~RemovalForm() = default;

std::vector<Kind> RemovalForm::kindsFor(const std::vector<Subject> &subjects)
{
    if (std::ranges::all_of(subjects,
                            [](const Subject &subject) { return subject.kind == Kind::Backup; }))
        return {Kind::Backup};
    std::vector<Kind> kinds{Kind::Image, Kind::VolumeSnapshot, Kind::Volume, Kind::Server,
                            Kind::SnapshotSet};
    if (std::ranges::any_of(subjects, [](const Subject &subject) {
            return subject.kind == Kind::Server || subject.kind == Kind::FloatingIp ||
                   subject.kind == Kind::Port;
        }))
        kinds.insert(kinds.end(), {Kind::Port, Kind::FloatingIp});
    return kinds;
}

void RemovalForm::plan()
{
    m_planned = false;
    std::vector<RemovalPlan> plans = planRemovals(m_subjects, m_stores, m_canKeep);
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
    return std::ranges::all_of(m_kinds, [this](Kind kind) {
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

void RemovalForm::setTicked(const QStringList &ids, bool on)
{
    QSet<QString> whole; // IDs of subjects without a decision about their parts
    for (const RemovalPlan &plan : m_plans) {
        if (many() && !plan.parts.front().optional)
            whole.insert(plan.subject.id);
    }
    bool changes = false;
    for (const QString &id : ids) {
        if (whole.contains(id)) {
            changes |= m_leftOut.contains(id) == on;
            if (on)
                m_leftOut.remove(id);
            else
                m_leftOut.insert(id);
        } else {
            changes |= m_ticks.value(id, !on) != on;
            m_ticks.insert(id, on);
        }
    }
    if (changes)
        change();
}

RemovalChoice RemovalForm::choice() const
{
    RemovalChoice choice(imageOnly());
    choice.ticks = m_ticks;
    return choice;
}

bool RemovalForm::isChosen(const RemovalPlan &plan) const
{
    return !m_leftOut.contains(plan.subject.id) &&
           (!plan.parts.front().optional || deletes(plan, plan.parts.front()));
}

bool RemovalForm::ofInstances() const
{
    return std::ranges::any_of(m_subjects, [](const Subject &subject) {
        return RemovalPlan{.subject = subject}.ofInstance();
    });
}

std::vector<RemovalHint> RemovalForm::objections(const RemovalPlan &plan) const
{
    std::vector<RemovalHint> all = plan.objections(choice());
    if (plan.lock && m_roles.contains("admin"_L1))
        std::erase(all, *plan.lock);
    return all;
}

QString RemovalForm::guard() const
{
    if (many()) { // among many, a shelved one is left out: its loss would be too easy to overlook
        const int most = ofInstances() ? manyInstancesToType : manyToType;
        return count() >= most ? QString::number(count()) : QString();
    }
    if (m_plans.empty())
        return {};
    const RemovalPlan &plan = m_plans.front();
    const bool volumesGo =
        plan.subject.kind == Kind::Server && plan.deletesAny(Kind::Volume, choice());
    if (!plan.shelved && !volumesGo)
        return {};
    return plan.serverName.isEmpty() ? plan.serverId : plan.serverName;
}

QString RemovalForm::guardText() const
{
    if (many())
        //: %1: how many are deleted
        return tr("Type %1, the number of resources, to confirm").arg(guard());
    return ofInstances()
               ? tr("Type “%1” to confirm: its volumes are lost with it").arg(isolated(guard()))
               : tr("Type “%1” to confirm: this instance will be lost").arg(isolated(guard()));
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
    const auto all = [this](Kind kind) {
        return std::ranges::all_of(m_subjects,
                                   [kind](const Subject &subject) { return subject.kind == kind; });
    };
    if (all(Kind::Server))
        return tr("Delete %n instance(s)", nullptr, count());
    if (all(Kind::Volume))
        return tr("Delete %n volume(s)", nullptr, count());
    if (all(Kind::Backup)) { // increments are in the request of what they build on
        std::size_t backups = 0;
        for (const operations::RemovalRequest &request : requests())
            backups += request.parts.size();
        return tr("Delete %n backup(s)", nullptr, static_cast<int>(backups));
    }
    if (ofInstances())
        return tr("Delete %n resource(s)", nullptr, count());
    const bool images = std::ranges::any_of(m_plans, [](const RemovalPlan &plan) {
        return plan.subject.kind == openstack::Kind::Image;
    });
    return all(Kind::VolumeSnapshot) ? tr("Delete %n volume snapshot(s)", nullptr, count())
           : images                  ? tr("Delete %n image(s) and snapshot(s)", nullptr, count())
                                     : tr("Delete %n snapshot(s)", nullptr, count());
}

QString RemovalForm::title() const
{
    if (many() || m_plans.empty())
        return actionText();
    operations::RemovalRequest shown = m_plans.front().request(choice());
    shown.subject.name = isolated(shown.subject.name);
    return operations::removalTitle(shown);
}

QString RemovalForm::skipped() const
{
    QStringList lines;
    int count = 0;
    for (const RemovalPlan &plan : m_plans) {
        const QString why = many() ? blocked(plan) : QString();
        if (why.isEmpty() || ++count > mostReasons)
            continue;
        const QString name = operations::nameOrId(plan.subject.name, plan.subject.id);
        //: One of many that are not deleted. %1: its name; %2: the reason, a sentence
        lines += why.contains(isolated(name)) ? why : tr("“%1”: %2").arg(isolated(name), why);
    }
    if (count == 0)
        return {};
    lines.prepend(
        tr("%n of the %1 selected cannot be deleted now and is/are skipped.", nullptr, count)
            .arg(m_subjects.size()));
    if (count > mostReasons)
        lines += tr("The list marks the other %n.", nullptr, count - mostReasons);
    return lines.join(u'\n');
}

QString RemovalForm::staysOfInstances() const
{
    int snapshots = 0;
    for (const RemovalPlan &plan : m_plans)
        snapshots += isChosen(plan) && blocked(plan).isEmpty() ? plan.snapshots : 0;
    return snapshots > 0 ? tr("%n snapshot(s) stay. You can still launch an instance from them.",
                              nullptr, snapshots)
                         : QString();
}

QString RemovalForm::whatStays() const
{
    if (ofInstances())
        return staysOfInstances();
    if (imageOnly()) {
        int stays = 0;
        qint64 bytes = 0;
        for (const RemovalPlan &plan : m_plans) {
            if (!plan.hasImage() || !isChosen(plan))
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
    if (ofInstances()) {
        const bool complete = std::ranges::all_of(m_kinds, [this](Kind kind) {
            const store::LoadState &state = m_stores.at(kind).state();
            return state.loaded && !state.hasMore;
        });
        return complete ? QString()
                        : tr("Not all lists could be loaded. There may be volumes, volume "
                             "snapshots, addresses and ports that are not shown here.");
    }
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
    QHash<Kind, int> counts;
    const RemovalChoice chosen = choice();
    for (const RemovalPlan &plan : m_plans) {
        if (!isChosen(plan) || !blocked(plan).isEmpty())
            continue;
        bytes += plan.freed(chosen);
        for (const PlannedPart &planned : plan.parts) {
            if (plan.deletes(planned, chosen))
                ++counts[planned.part.subject.kind];
        }
    }
    QStringList what;
    const auto count = [&](Kind kind, const QString &text) {
        if (counts.value(kind) > 0)
            what += text;
    };
    count(Kind::Server, tr("%n instance(s)", nullptr, counts.value(Kind::Server)));
    count(Kind::Volume, tr("%n volume(s)", nullptr, counts.value(Kind::Volume)));
    count(Kind::Backup, tr("%n backup(s)", nullptr, counts.value(Kind::Backup)));
    count(Kind::Image, tr("%n image(s)", nullptr, counts.value(Kind::Image)));
    count(Kind::VolumeSnapshot,
          tr("%n volume snapshot(s)", nullptr, counts.value(Kind::VolumeSnapshot)));
    count(Kind::FloatingIp, tr("%n floating IP(s)", nullptr, counts.value(Kind::FloatingIp)));
    count(Kind::Port, tr("%n port(s)", nullptr, counts.value(Kind::Port)));
    if (what.isEmpty())
        return tr("Nothing is deleted.");
    const QString things = enumeration(what);
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
    const auto all = objections(plan);
    const auto found = std::ranges::find(all, true, &RemovalHint::blocks);
    return found == all.end() ? QString() : found->text;
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
    if (!many() && !isChosen(m_plans.front()))
        return m_plans.front().subject.kind == Kind::Backup
                   ? tr("Tick the backup to delete it with its increments.")
                   : tr("Tick the volume to delete it with its volume snapshots.");
    if (std::ranges::none_of(m_plans, [this](const RemovalPlan &plan) { return isChosen(plan); }))
        return tr("Choose at least one.");
    if (requests().empty())
        return tr("None of them can be deleted now.");
    return {};
}

QString RemovalForm::problem() const
{
    if (!lacksOnlyTheGuard())
        return obstacle();
    if (many())
        return tr("Type the number to confirm: %1").arg(guard());
    return ofInstances()
               ? tr("Type the name of the instance to confirm: %1").arg(isolated(guard()))
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
    const RemovalChoice chosen = choice();
    std::vector<operations::RemovalRequest> requests;
    for (const RemovalPlan &plan : m_plans) {
        if (!isChosen(plan) || !blocked(plan).isEmpty())
            continue;
        operations::RemovalRequest request = plan.request(chosen);
        if (!request.parts.empty())
            requests.push_back(std::move(request));
    }
    return m_requests.emplace(std::move(requests));
}

} // namespace oriel::forms
