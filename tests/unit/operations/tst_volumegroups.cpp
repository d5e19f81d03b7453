#include "openstack/blockstorage/groupsnapshot.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumegrouptype.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"
#include "operations/actions/volumegroups.h"
#include "operations/resume/resume.h"
#include "support/democloudfixture.h"

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;
using openstack::GroupSnapshot;
using openstack::Volume;
using openstack::VolumeGroup;
using openstack::VolumeSnapshot;

/// Volume groups on the demo cloud.
class TestVolumeGroups final : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::DemoCloudFixture> m;

    const Operation *run(const QString &key, const Subject &target, const Values &values)
    {
        load();
        const Operation *operation = m->center.start(actOn(m->context(), key, target, values));
        return finished(operation);
    }

    const Operation *finished(const Operation *operation)
    {
        if (!m->pump([&] { return operation->outcome() != Outcome::Running; }))
            qFatal("the operation never ended");
        return operation;
    }

    /// Left unfinished by an earlier run of Oriel after these steps.
    const Operation *resume(const QString &key, const Subject &target, const Values &values,
                            const std::vector<JournalStep> &steps)
    {
        load();
        JournalEntry entry = actOn(m->context(), key, target, values)->journalEntry();
        entry.steps = steps;
        return finished(m->center.start(resumeOperation(entry, m->context())));
    }

    void load()
    {
        m->load<Volume>();
        m->load<VolumeSnapshot>();
        m->load<openstack::VolumeType>();
        m->load<VolumeGroup>();
        m->load<openstack::VolumeGroupType>();
        m->load<GroupSnapshot>();
    }

    Volume newVolume(const QString &name, const QString &type = u"standard"_s)
    {
        const Volume made =
            m->get(openstack::CreateVolume{.name = name, .sizeGiB = 1, .volumeType = type});
        m->pump([&] { return m->get(openstack::Get<Volume>{made.id}).status == "available"_L1; });
        return m->get(openstack::Get<Volume>{made.id});
    }

    QString newGroup(const QString &name, const QStringList &types = {u"standard"_s})
    {
        const Values values{{u"name"_s, name},
                            {u"volume_group_type"_s, u"generic"_s},
                            {u"volume_type"_s, types.join(u',')}};
        const Operation *made =
            run(u"create-volume-group"_s, actionNamed(u"create-volume-group")->newSubject(values),
                values);
        if (made->outcome() != Outcome::Succeeded)
            qFatal("%s", qPrintable(made->error()->message));
        return made->resultId();
    }

    const Operation *assign(const Volume &volume, const QString &group)
    {
        return run(u"set-volume-group"_s, {Kind::Volume, volume.id, volume.name},
                   {{u"group"_s, group}});
    }

    QString groupOf(const Volume &volume)
    {
        return m->get(openstack::Get<Volume>{volume.id}).groupId;
    }

private Q_SLOTS:
    void init() { m = std::make_unique<test::DemoCloudFixture>(); }
    void cleanup() { m.reset(); }

    void volumesAreCapturedAndRestoredTogether();
    void aVolumeChangesItsGroup();
    void severalAtOnceFollowOneAnother();
    void aGroupIsDeletedWithoutItsVolumes();
    void aGroupIsDeletedWithItsVolumes();
    void whatJoinsLaterIsNotDeleted_data();
    void whatJoinsLaterIsNotDeleted();
    void whatJoinedAfterACrashIsNotDeleted();
    void aRefusedMoveSaysWhatWasLeft();
    void aMoveContinuesAfterACrash();
    void aStuckGroupBlocksNoOther();
    void whatIsInAGroupStays();
    void aMisfitIsRefusedInWords();
};

void TestVolumeGroups::volumesAreCapturedAndRestoredTogether()
{
    const Volume a = newVolume(u"a"_s);
    const Volume b = newVolume(u"b"_s);
    const QString group = newGroup(u"both"_s);
    QCOMPARE(assign(a, group)->outcome(), Outcome::Succeeded);
    QCOMPARE(assign(b, group)->outcome(), Outcome::Succeeded);
    const Operation *captured = run(u"create-group-snapshot"_s,
                                    {Kind::VolumeGroup, group, u"both"_s}, {{u"name"_s, u"now"_s}});
    QCOMPARE(captured->outcome(), Outcome::Succeeded);
    const QString snapshot = captured->resultId();
    QStringList of;
    for (const VolumeSnapshot &one : m->get(openstack::List<VolumeSnapshot>{}).items) {
        if (one.groupSnapshotId == snapshot)
            of.append(one.volumeId);
    }
    of.sort();
    QStringList wanted{a.id, b.id};
    wanted.sort();
    QCOMPARE(of, wanted);

    const Operation *restored =
        run(u"create-group-from-snapshot"_s, {Kind::GroupSnapshot, snapshot, u"now"_s},
            {{u"name"_s, u"copies"_s}});
    QVERIFY2(restored->outcome() == Outcome::Succeeded,
             restored->error() ? qPrintable(restored->error()->message) : "");
    QStringList names;
    for (const Volume &volume : m->get(openstack::List<Volume>{}).items) {
        if (volume.groupId == restored->resultId())
            names.append(volume.name);
    }
    names.sort();
    QCOMPARE(names, (QStringList{u"a-restored"_s, u"b-restored"_s}));

    // Its group cannot be deleted while it exists.
    load();
    const Situation now{*m->stores};
    QVERIFY(
        actionNamed(u"delete-volume-group")->obstacle(now, group).contains(u"group snapshot"_s));
    QCOMPARE(
        run(u"delete-group-snapshot"_s, {Kind::GroupSnapshot, snapshot, u"now"_s}, {})->outcome(),
        Outcome::Succeeded);
    load();
    QCOMPARE(actionNamed(u"delete-volume-group")->obstacle(now, group), QString());
}

void TestVolumeGroups::aVolumeChangesItsGroup()
{
    const Volume volume = newVolume(u"a"_s);
    const QString first = newGroup(u"first"_s);
    const QString second = newGroup(u"second"_s);
    QCOMPARE(assign(volume, first)->outcome(), Outcome::Succeeded);
    const Operation *moved = assign(volume, second);
    QCOMPARE(moved->outcome(), Outcome::Succeeded);
    QCOMPARE(groupOf(volume), second);
    load();
    const auto undo = undoOf(moved->journalEntry(), *m->stores);
    QVERIFY(undo);
    QCOMPARE(undo->values.value("group"_L1).toString(), first);
    QCOMPARE(run(undo->key, undo->target, undo->values)->outcome(), Outcome::Succeeded);
    QCOMPARE(groupOf(volume), first);
    QCOMPARE(assign(volume, u"none"_s)->outcome(), Outcome::Succeeded);
    QCOMPARE(groupOf(volume), QString());
}

void TestVolumeGroups::severalAtOnceFollowOneAnother()
{
    std::vector<Volume> volumes;
    for (int i = 0; i < 3; ++i)
        volumes.push_back(newVolume(u"v%1"_s.arg(i)));
    const QString group = newGroup(u"all"_s);
    load();
    std::vector<const Operation *> all;
    for (const Volume &volume : volumes)
        all.push_back(
            m->center.start(actOn(m->context(), u"set-volume-group",
                                  {Kind::Volume, volume.id, volume.name}, {{u"group"_s, group}})));
    QVERIFY(m->pump([&] {
        return std::ranges::none_of(
            all, [](const Operation *one) { return one->outcome() == Outcome::Running; });
    }));
    for (const Operation *one : all)
        QCOMPARE(one->outcome(), Outcome::Succeeded);
    for (const Volume &volume : volumes)
        QCOMPARE(groupOf(volume), group);
}

void TestVolumeGroups::aGroupIsDeletedWithoutItsVolumes()
{
    const QString group = newGroup(u"all"_s);
    std::vector<Volume> volumes;
    for (int i = 0; i < openstack::ChangeVolumeGroup::mostVolumes + 1; ++i) {
        volumes.push_back(newVolume(u"v%1"_s.arg(i)));
        QCOMPARE(assign(volumes.back(), group)->outcome(), Outcome::Succeeded);
    }
    const Operation *removal =
        run(u"delete-volume-group"_s, {Kind::VolumeGroup, group, u"all"_s}, {});
    QVERIFY2(removal->outcome() == Outcome::Succeeded,
             removal->error() ? qPrintable(removal->error()->message) : "");
    QVERIFY(m->get(openstack::List<VolumeGroup>{}).items.empty());
    for (const Volume &volume : volumes) {
        const Volume now = m->get(openstack::Get<Volume>{volume.id});
        QCOMPARE(now.status, u"available"_s);
        QCOMPARE(now.groupId, QString());
    }
}

void TestVolumeGroups::aGroupIsDeletedWithItsVolumes()
{
    const Volume volume = newVolume(u"a"_s);
    const QString group = newGroup(u"all"_s);
    QCOMPARE(assign(volume, group)->outcome(), Outcome::Succeeded);
    QCOMPARE(
        run(u"delete-volume-group"_s, {Kind::VolumeGroup, group, u"all"_s}, {{u"force"_s, true}})
            ->outcome(),
        Outcome::Succeeded);
    const auto left = m->get(openstack::List<Volume>{}).items;
    QVERIFY(std::ranges::none_of(left, [&](const Volume &one) { return one.id == volume.id; }));
}

void TestVolumeGroups::whatJoinsLaterIsNotDeleted_data()
{
    QTest::addColumn<bool>("inTerminal"); // which loads no lists
    QTest::newRow("in the window") << false;
    QTest::newRow("in the terminal") << true;
}

void TestVolumeGroups::whatJoinsLaterIsNotDeleted()
{
    QFETCH(const bool, inTerminal);
    const Volume named = newVolume(u"a"_s);
    const Volume late = newVolume(u"late"_s);
    const QString group = newGroup(u"all"_s);
    QCOMPARE(assign(named, group)->outcome(), Outcome::Succeeded);
    load();
    store::LoadState loaded;
    loaded.loaded = true;
    m->stores->volumes.setState(loaded);
    store::CloudStores empty(*m->client, m->clock);
    const Context context{*m->client, inTerminal ? empty : *m->stores, m->clock, u"demo"_s};
    auto removal = actOn(context, u"delete-volume-group", {Kind::VolumeGroup, group, u"all"_s},
                         {{u"force"_s, true}});
    QCOMPARE(removal->values().contains("members"_L1), !inTerminal);
    // The other volume joins while the deletion waits for its turn.
    demo::FaultRule slow;
    slow.method = "GET";
    slow.path = QRegularExpression(u"/groups/[^/]+$"_s);
    slow.kind = demo::FaultRule::Kind::Delay;
    slow.delay = std::chrono::seconds(5);
    m->cloud.faults().add(slow);
    m->cloud.faults().clearLog();
    const Operation *joining = m->center.start(actOn(
        context, u"set-volume-group", {Kind::Volume, late.id, late.name}, {{u"group"_s, group}}));
    QVERIFY(m->pump([&] { return m->cloud.faults().requestCount("GET", slow.path) > 0; }));
    const Operation *refused = finished(m->center.start(std::move(removal)));
    QCOMPARE(joining->outcome(), Outcome::Succeeded);
    QCOMPARE(refused->outcome(), Outcome::Failed);
    QVERIFY2(refused->error()->message.contains(u"late"_s), qPrintable(refused->error()->message));
    QCOMPARE(groupOf(named), group);
    QCOMPARE(groupOf(late), group);
    QCOMPARE(m->get(openstack::Get<VolumeGroup>{group}).status, u"available"_s);
    m->center.release(empty);
}

/// The request may have been sent, but never arrived: it is sent again only for the same volumes.
void TestVolumeGroups::whatJoinedAfterACrashIsNotDeleted()
{
    const Volume named = newVolume(u"a"_s);
    const Volume late = newVolume(u"late"_s);
    const QString group = newGroup(u"all"_s);
    QCOMPARE(assign(named, group)->outcome(), Outcome::Succeeded);
    const Subject target{Kind::VolumeGroup, group, u"all"_s};
    const std::vector<JournalStep> sent{{u"request"_s,
                                         JournalStep::Phase::Intended,
                                         m->clock.now(),
                                         {{u"members"_s, QJsonArray{named.id}}}}};
    QCOMPARE(assign(late, group)->outcome(), Outcome::Succeeded);
    const Operation *refused = resume(u"delete-volume-group"_s, target, {{u"force"_s, true}}, sent);
    QCOMPARE(refused->outcome(), Outcome::Failed);
    QVERIFY2(refused->error()->message.contains(u"late"_s), qPrintable(refused->error()->message));
    QCOMPARE(groupOf(named), group);
    QCOMPARE(assign(late, u"none"_s)->outcome(), Outcome::Succeeded);
    QCOMPARE(resume(u"delete-volume-group"_s, target, {{u"force"_s, true}}, sent)->outcome(),
             Outcome::Succeeded);
}

void TestVolumeGroups::aRefusedMoveSaysWhatWasLeft()
{
    const QString note = u"It was taken out of its former group."_s;
    const Volume volume = newVolume(u"a"_s);
    const QString first = newGroup(u"first"_s);
    const QString other = newGroup(u"other"_s, {u"fast"_s});
    QCOMPARE(assign(volume, first)->outcome(), Outcome::Succeeded);
    const Operation *refused = assign(volume, other);
    QCOMPARE(refused->outcome(), Outcome::Failed);
    QCOMPARE(refused->notes(), QStringList{note});
    QCOMPARE(groupOf(volume), QString());
    // Nothing was left, so nothing is said.
    QCOMPARE(assign(volume, other)->notes(), QStringList());
}

/// The volume has left its group, and Oriel quit before it joined the other one.
void TestVolumeGroups::aMoveContinuesAfterACrash()
{
    const Volume volume = newVolume(u"a"_s);
    const QString first = newGroup(u"first"_s);
    const QString second = newGroup(u"second"_s);
    using Phase = JournalStep::Phase;
    std::vector<JournalStep> steps{{u"remove/"_s + first, Phase::Intended, m->clock.now(), {}},
                                   {u"remove/"_s + first, Phase::Recorded, m->clock.now(), {}}};
    const Subject target{Kind::Volume, volume.id, volume.name};
    const Values values{{u"group"_s, second}, {u"before"_s, first}};
    QCOMPARE(resume(u"set-volume-group"_s, target, values, steps)->outcome(), Outcome::Succeeded);
    QCOMPARE(groupOf(volume), second);
    QCOMPARE(assign(volume, u"none"_s)->outcome(), Outcome::Succeeded);
    steps.push_back({u"add/"_s + second, Phase::Intended, m->clock.now(), {}});
    QCOMPARE(resume(u"set-volume-group"_s, target, values, steps)->outcome(), Outcome::Succeeded);
    QCOMPARE(groupOf(volume), second);
}

void TestVolumeGroups::aStuckGroupBlocksNoOther()
{
    const Volume a = newVolume(u"a"_s);
    const Volume b = newVolume(u"b"_s);
    const QString stuck = newGroup(u"stuck"_s);
    const QString other = newGroup(u"other"_s);
    load();
    m->cloud.faults().failNextOfVolume(u"group-update"_s);
    const Operation *first = m->center.start(actOn(
        m->context(), u"set-volume-group", {Kind::Volume, a.id, a.name}, {{u"group"_s, stuck}}));
    QVERIFY(m->pump([&] {
        return m->cloud.faults().requestCount("PUT", QRegularExpression(u"/groups/"_s)) > 0;
    }));
    QCOMPARE(assign(b, other)->outcome(), Outcome::Succeeded);
    QCOMPARE(first->outcome(), Outcome::Running);
    finished(first);
    QCOMPARE(first->outcome(), Outcome::Unclear);
    QVERIFY2(first->error()->message.contains(u"still “"_s), qPrintable(first->error()->message));
    // What comes later was never sent.
    QCOMPARE(assign(b, stuck)->outcome(), Outcome::Failed);
}

void TestVolumeGroups::whatIsInAGroupStays()
{
    const Volume volume = newVolume(u"a"_s);
    const QString group = newGroup(u"all"_s);
    QCOMPARE(assign(volume, group)->outcome(), Outcome::Succeeded);
    load();
    const Situation now{*m->stores};
    const Action *removal = actionNamed(u"delete-volume");
    QVERIFY(removal->obstacle(now, volume.id).contains(u"volume group “"_s));
    const auto ways = remediesOf(*removal, now, volume.id);
    QCOMPARE(ways.size(), std::size_t(1));
    QCOMPARE(ways.front().action->key, u"set-volume-group"_s);
    QVERIFY(!actionNamed(u"retype-volume")->obstacle(now, volume.id).isEmpty());
}

void TestVolumeGroups::aMisfitIsRefusedInWords()
{
    const Volume volume = newVolume(u"quick"_s, u"fast"_s);
    const QString group = newGroup(u"slow"_s);
    load();
    const Situation now{*m->stores};
    const QString problem =
        actionNamed(u"set-volume-group")->problem(now, volume.id, {{u"group"_s, group}});
    QVERIFY2(problem.contains(u"the type fast"_s), qPrintable(problem));
    const Operation *refused = assign(volume, group);
    QCOMPARE(refused->outcome(), Outcome::Failed);
    QVERIFY(refused->error()->message.contains(u"not supported by the group"_s));
    QCOMPARE(groupOf(volume), QString());
}

QTEST_GUILESS_MAIN(TestVolumeGroups)
#include "tst_volumegroups.moc"
