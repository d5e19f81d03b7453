#include "ui/dialogs/restorechoice.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/snapshottags.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/dialogs/radiochoice.h"
#include "ui/dialogs/situation.h"
#include "ui/theme/theme.h"
#include "ui/widgets/choicegroup.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int restoreChoiceWidth = 560;
constexpr std::array followedKinds{Kind::Image, Kind::Server, Kind::SnapshotSet, Kind::Volume,
                                   Kind::VolumeSnapshot};

QString volumeOf(const store::SnapshotPart &part)
{
    const QString name = part.volumeName.isEmpty() ? part.name : part.volumeName;
    //: A volume and its device: "web-1-data (/dev/vdb)".
    return part.device.isEmpty() ? name : RestoreChoice::tr("%1 (%2)").arg(name, part.device);
}

} // namespace

RestoreChoice::RestoreChoice(const UiContext &context, Kind kind, const QString &id,
                             QWidget *parent)
    : ActionDialog(context.theme, restoreChoiceWidth, parent)
    , m_context(context)
    , m_kind(kind)
    , m_all(operations::restoreWays())
    , m_subscription(context.stores.watch({followedKinds.begin(), followedKinds.end()}))
{
    setObjectName(u"restoreChoice"_s);
    //: Button: go on to the next dialog.
    setAction(tr("Continue"), u"continue"_s, ButtonKind::Primary);
    //: Name of the group of choices, for screen readers.
    m_group = new ChoiceGroup(tr("Restore as"), body());
    auto *ways = new QVBoxLayout(m_group);
    ways->setContentsMargins(0, 0, 0, 0);
    ways->setSpacing(column()->spacing());
    column()->addWidget(m_group);
    if (isOfOne()) {
        m_volume = id;
        const auto set = context.stores.setOfVolumeSnapshot(id);
        m_imageId = set ? set->id : QString();
        addWay(m_all.newVolume, tr("A new &volume"));
        addWay(m_all.revert, tr("&Revert the volume"));
        addWay(set ? m_all.launch : m_all.boot, tr("A &new instance"));
    } else {
        m_imageId = id;
        addWay(m_all.launch, tr("A &new instance"));
        addWay(m_all.volumes, tr("Its &volumes only"));
        addWay(m_all.revert, tr("Revert &one volume"));
        makeVolumes();
        addWay(m_all.rollBack, tr("Roll back the &instance"));
    }
    offerDetaching();
    column()->addStretch(1);
    for (const Kind followed : followedKinds)
        connect(&context.stores.at(followed), &store::StoreBase::changed, this,
                &RestoreChoice::refresh);
    refresh();
    if (const Way *first = ticked())
        first->choice->button().setFocus();
}

void RestoreChoice::offerDetaching()
{
    const auto revert = std::ranges::find(m_ways, m_all.revert, &Way::action);
    if (revert == m_ways.end())
        return;
    const operations::Action *detach = operations::actionNamed(u"detach-from-server");
    m_detach = new QPushButton(detach->words.menu, m_group);
    m_detach->setObjectName(detach->key);
    m_detach->setAutoDefault(false);
    m_detach->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    revert->choice->addField(m_detach);
    connect(m_detach, &QPushButton::clicked, this, [this, detach] {
        const QString volume = volumeToDetach();
        accept();
        Q_EMIT chosen(detach, volume);
    });
}

QString RestoreChoice::volumeToDetach() const
{
    const operations::Situation now = situation(m_context);
    const operations::Action *detach = operations::actionNamed(u"detach-from-server");
    QStringList snapshots{m_volume};
    if (!isOfOne()) {
        snapshots.clear();
        for (const store::SnapshotPart &part :
             operations::snapshotParts(m_imageId, m_context.stores))
            snapshots.append(part.snapshotId);
    }
    for (const QString &id : snapshots) {
        const auto snapshot = m_context.stores.volumeSnapshots.find(id);
        if (snapshot && !m_all.revert->obstacle(now, id).isEmpty() &&
            detach->obstacle(now, snapshot->volumeId).isEmpty())
            return snapshot->volumeId;
    }
    return {};
}

void RestoreChoice::makeVolumes()
{
    m_volumes = new OptionCombo(tr("Choose…"), m_group);
    m_volumes->setObjectName(u"volumeToRevert"_s);
    m_volumes->setAccessibleName(tr("Volume"));
    RadioChoice *choice = m_ways.back().choice;
    choice->addField(m_volumes);
    connect(m_volumes, &OptionCombo::chosen, this, [this, choice](const QString &id) {
        m_volume = id;
        choice->button().setChecked(true);
        refresh();
    });
}

void RestoreChoice::addWay(const operations::Action *action, const QString &title)
{
    auto *choice = new RadioChoice(title, action->key, m_group);
    m_ways.push_back({action, choice});
    static_cast<QVBoxLayout *>(m_group->layout())->addLayout(choice);
    connect(&choice->button(), &QRadioButton::clicked, this, [this] {
        m_userChose = true;
        refresh();
    });
}

QString RestoreChoice::rowOf(const Way &way) const
{
    return way.action == m_all.launch || way.action == m_all.volumes || way.action == m_all.rollBack
               ? m_imageId
               : m_volume;
}

const RestoreChoice::Way *RestoreChoice::ticked() const
{
    const auto found = std::ranges::find_if(
        m_ways, [](const Way &way) { return way.choice->button().isChecked(); });
    return found == m_ways.end() ? nullptr : &*found;
}

QString RestoreChoice::textOf(const Way &way) const
{
    const auto set = m_context.stores.snapshotSets.find(m_imageId);
    if (way.action == m_all.newVolume)
        return tr("Creates a volume with this data. You can attach it to an instance later.");
    if (way.action == m_all.boot)
        return tr("Launches an instance that boots from a new volume with this data.");
    if (way.action == m_all.launch && isOfOne())
        return set ? tr("Launches an instance from the whole snapshot “%1”, with all of its "
                        "volumes.")
                         .arg(isolated(set->name))
                   : QString();
    if (way.action == m_all.launch)
        return set && !set->serverName.isEmpty()
                   ? tr("Launches an instance from it, with the settings of “%1”. “%1” stays as it "
                        "is.")
                         .arg(isolated(set->serverName))
                   : tr("Launches an instance from it.");
    if (way.action == m_all.volumes)
        return tr("Creates a new volume from each of its volume snapshots. You can attach them to "
                  "an instance later.");
    if (way.action == m_all.rollBack)
        return tr(
            "The instance keeps its ID and its addresses, and its disks return to the state of the "
            "snapshot where possible. The next step shows what happens to each disk.");
    const auto snapshot = m_context.stores.volumeSnapshots.find(m_volume);
    return snapshot ? tr("The volume returns to its state of %1. Everything written to it since "
                         "then is lost.")
                          .arg(timeText(snapshot->created))
                    : tr("The volume returns to the state in which it was captured. Everything "
                         "written to it since then is lost.");
}

QString RestoreChoice::refreshVolumes()
{
    const operations::Situation now = situation(m_context);
    if (isOfOne())
        return m_all.revert->obstacle(now, m_volume);
    std::vector<forms::LaunchOption> options;
    QStringList obstacles;
    const auto parts = operations::snapshotParts(m_imageId, m_context.stores);
    for (const store::SnapshotPart &part : parts) {
        const QString obstacle = m_all.revert->obstacle(now, part.snapshotId);
        if (obstacle.isEmpty())
            options.push_back({part.snapshotId, volumeOf(part)});
        else if (parts.size() == 1)
            obstacles += obstacle;
        else
            //: Why one of several volumes cannot be reverted. %1: a volume; %2: a sentence
            obstacles += tr("%1: %2").arg(isolated(volumeOf(part)), obstacle);
    }
    if (std::ranges::find(options, m_volume, &forms::LaunchOption::id) == options.end())
        m_volume = options.empty() ? QString() : options.front().id;
    for (forms::LaunchOption &option : options)
        option.chosen = option.id == m_volume;
    m_volumes->setOptions(options);
    m_volumes->setVisible(!options.empty());
    if (!options.empty())
        return {};
    return parts.empty() ? tr("It has no volume snapshots: all of its data is in the image.")
                         : obstacles.join(u'\n');
}

void RestoreChoice::showHead()
{
    if (isOfOne()) {
        const auto snapshot = m_context.stores.volumeSnapshots.find(m_volume);
        const auto volume = snapshot ? m_context.stores.volumes.find(snapshot->volumeId) : nullptr;
        const auto target = m_all.newVolume->targetOf(m_context.stores, m_volume);
        setHead(tr("Restore “%1”").arg(isolated(target.name.isEmpty() ? m_volume : target.name)),
                volume && !volume->name.isEmpty()
                    //: %1: a volume; %2: a time
                    ? tr("Volume snapshot of “%1” of %2")
                          .arg(isolated(volume->name), timeText(snapshot->created))
                    : QString());
        return;
    }
    const auto set = m_context.stores.snapshotSets.find(m_imageId);
    const auto target = m_all.volumes->targetOf(m_context.stores, m_imageId);
    setHead(
        tr("Restore “%1”").arg(isolated(target.name)),
        set && !set->serverName.isEmpty()
            //: %1: an instance; %2: a time
            ? tr("Snapshot of “%1” of %2").arg(isolated(set->serverName), timeText(set->created))
            : QString());
}

void RestoreChoice::refresh()
{
    showHead();
    const operations::Situation now = situation(m_context);
    const QString noVolume = refreshVolumes();
    QString problem;
    for (const Way &way : m_ways) {
        const QString obstacle =
            way.action == m_all.revert ? noVolume : way.action->obstacle(now, rowOf(way));
        way.choice->button().setEnabled(obstacle.isEmpty());
        way.choice->setText(obstacle.isEmpty() ? textOf(way) : obstacle);
        if (way.choice->button().isChecked())
            problem = obstacle;
        if (way.action == m_all.revert)
            m_detach->setVisible(!obstacle.isEmpty() && !volumeToDetach().isEmpty());
    }
    if (!ticked() || (!m_userChose && !problem.isEmpty())) {
        const auto possible = std::ranges::find_if(
            m_ways, [](const Way &way) { return way.choice->button().isEnabled(); });
        if (possible != m_ways.end()) {
            possible->choice->button().setChecked(true);
            problem.clear();
        }
    }
    setProblem(ticked() ? problem : tr("It cannot be restored now."), true);
}

void RestoreChoice::act()
{
    const Way *way = ticked();
    if (!way)
        return;
    const operations::Action *action = way->action;
    const QString id = rowOf(*way);
    accept();
    Q_EMIT chosen(action, id);
}

} // namespace oriel::ui
