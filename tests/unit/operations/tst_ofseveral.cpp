#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/volumetype.h"
#include "operations/actions/actions.h"
#include "operations/actions/ofseveral.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Action;
using operations::Briefing;
using operations::Field;
using operations::Situation;
using operations::Values;

namespace {

openstack::Volume volume(const QString &id, int gib, const QString &type,
                         const QString &status = u"available"_s)
{
    openstack::Volume row;
    row.id = id;
    row.name = u"name of "_s + id;
    row.sizeGiB = gib;
    row.volumeType = type;
    row.status = status;
    return row;
}

openstack::VolumeType typeNamed(const QString &name)
{
    openstack::VolumeType type;
    type.id = type.name = name;
    return type;
}

struct Several
{
    Several()
    {
        cloud.stores.volumes.upsert({volume(u"a"_s, 10, u"slow"_s), volume(u"b"_s, 20, u"fast"_s),
                                     volume(u"c"_s, 5, u"slow"_s, u"creating"_s)});
        cloud.stores.of<openstack::VolumeType>().upsert(
            {typeNamed(u"slow"_s), typeNamed(u"fast"_s), typeNamed(u"archive"_s)});
    }
    [[nodiscard]] Situation now()
    {
        return {cloud.stores,
                {u"member"_s},
                nullptr,
                QDateTime(QDate(2026, 11, 27), QTime(12, 0), Qt::UTC)};
    }
    static const Field &field(const Action &action, const QString &key)
    {
        return *std::ranges::find(action.fields, key, &Field::key);
    }

    test::ModelFixture cloud;
    const Action &extend = *operations::actionNamed(u"extend-volume"_s);
    const Action &retype = *operations::actionNamed(u"retype-volume"_s);
    const Action &backUp = *operations::actionNamed(u"back-up-volume"_s);
    QStringList two{u"a"_s, u"b"_s};
    QStringList three{u"a"_s, u"b"_s, u"c"_s};
};

} // namespace

/// One form for several resources.
class TestOfSeveral final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyThoseForWhichItIsPossible()
    {
        Several several;
        QCOMPARE(possibleAmong(several.extend, several.now(), several.three), several.two);
        QCOMPARE(possibleAmong(several.extend, several.now(), {u"c"_s}), QStringList(u"c"_s));
    }

    void theLargestOfTheSmallestNumbers()
    {
        Several several;
        const Field &size = Several::field(several.extend, u"size"_s);
        QCOMPARE(leastOf(size, several.now(), several.two), 21);
        QCOMPARE(leastOf(size, several.now(), {u"a"_s}), 11);
    }

    void whatAllCanHave()
    {
        Several several;
        const Field &type = Several::field(several.retype, u"type"_s);
        const auto values = [&](const QStringList &ids) {
            QStringList all;
            for (const Field::Option &option : optionsOf(several.retype, type, several.now(), ids))
                all += option.value;
            all.sort();
            return all;
        };
        QCOMPARE(values({u"a"_s}), (QStringList{u"archive"_s, u"fast"_s}));
        QCOMPARE(values(several.two), QStringList(u"archive"_s));
    }

    void aProblemHasItsName()
    {
        Several several;
        const Field &force = Several::field(several.backUp, u"force"_s);
        several.cloud.stores.volumes.upsert({volume(u"b"_s, 20, u"fast"_s, u"in-use"_s)});
        const Values unforced{{u"force"_s, false}};
        QVERIFY(problemOf(several.backUp, force, several.now(), {u"b"_s}, unforced)
                    .startsWith(u"The volume is in use."_s));
        // Each has its own value: the one that is in use is forced.
        QVERIFY(problemOf(several.backUp, force, several.now(), several.two, unforced).isEmpty());
        const Field &kind = Several::field(several.backUp, u"kind"_s);
        const QString problem = problemOf(several.backUp, kind, several.now(), several.two,
                                          {{u"kind"_s, u"incremental"_s}});
        QVERIFY2(problem.isEmpty() || problem.startsWith(u"“name of a”: "_s), qPrintable(problem));
    }

    void notesAreSaidOnce()
    {
        Several several;
        const Briefing one = briefingOf(several.extend, several.now(), {u"a"_s}, {{u"size"_s, 30}});
        const Briefing all =
            briefingOf(several.extend, several.now(), several.two, {{u"size"_s, 30}});
        QCOMPARE(all.notes.size(), one.notes.size());
        QVERIFY(all.about.isEmpty());
    }

    void aNoteAboutOneHasItsName()
    {
        Several several;
        openstack::Volume used = volume(u"b"_s, 20, u"fast"_s, u"in-use"_s);
        used.attachments.push_back({.serverId = u"s"_s});
        several.cloud.stores.volumes.upsert({used});
        const Briefing all =
            briefingOf(several.extend, several.now(), several.two, {{u"size"_s, 30}});
        const auto isNamed = [](const Briefing::Note &note) {
            return note.text.startsWith(u"“name of b”: It is in use by"_s);
        };
        QCOMPARE(std::ranges::count_if(all.notes, isNamed), 1);
    }

    void whatItTakesOfAQuotaIsAdded()
    {
        Several several;
        openstack::BlockStorageLimits limits;
        limits.gigabytes = {50, 1000};
        several.cloud.stores.blockStorageLimits.set(limits);
        const Briefing all =
            briefingOf(several.extend, several.now(), several.two, {{u"size"_s, 30}});
        qint64 gib = 0;
        for (const Briefing::Use &use : all.uses)
            gib = std::max(gib, use.more);
        QCOMPARE(gib, 30); // 20 and 10
    }

    void whoIsLeftOutIsSaid()
    {
        Several several;
        const Briefing all =
            briefingOf(several.extend, several.now(), several.three, {{u"size"_s, 30}});
        QVERIFY2(all.notes.front().text.contains(u"“name of c”: "_s),
                 qPrintable(all.notes.front().text));
        QVERIFY(all.notes.front().caution);
    }

    void eachHasItsOwnName()
    {
        Several several;
        const Values entered{{u"kind"_s, u"full"_s}};
        QSet<QString> names;
        for (const QString &id : several.two) {
            const Values own = valuesFor(several.backUp, several.now(), id, true, entered);
            QCOMPARE(own.value(u"kind"_s), QJsonValue(u"full"_s));
            names.insert(own.value(u"name"_s).toString());
        }
        QCOMPARE(names.size(), 2);
        // The form says so, because it does not ask.
        const auto notes = briefingOf(several.backUp, several.now(), several.two, entered).notes;
        const QString one = valuesFor(several.backUp, several.now(), several.two.front(), true, {})
                                .value(u"name"_s)
                                .toString();
        QCOMPARE(std::ranges::count_if(notes,
                                       [&](const Briefing::Note &note) {
                                           return note.text.contains(u"its own name"_s) &&
                                                  note.text.contains(one);
                                       }),
                 1);
        QCOMPARE(valuesFor(several.backUp, several.now(), u"a"_s, false, entered), entered);
    }
};

QTEST_GUILESS_MAIN(TestOfSeveral)
#include "tst_ofseveral.moc"
