#include "operations/actions/actions.h"
#include "support/loadedcloud.h"
#include "ui/actions/actionflow.h"
#include "ui/actions/actionscontroller.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/notepanel.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using openstack::Kind;
using openstack::SecurityGroup;

namespace {

/// The demo cloud with its ports and security groups, too.
struct WaysFixture : test::LoadedCloud
{
    WaysFixture() : more(cloud.stores->watch({Kind::Port, Kind::SecurityGroup}))
    {
        if (!cloud.pump([this] {
                return cloud.stores->of<openstack::Port>().state().loaded &&
                       cloud.stores->of<SecurityGroup>().state().loaded;
            }))
            qFatal("the demo cloud does not load");
    }

    /// A new group that these instances use.
    [[nodiscard]] QString groupUsedBy(const QStringList &servers)
    {
        SecurityGroup group;
        group.id = u"group-of-the-test"_s;
        group.name = u"test"_s;
        cloud.stores->of<SecurityGroup>().upsert({group});
        for (const QString &name : servers) {
            const QString id = cloud.server(name).id;
            for (const auto &row : cloud.stores->of<openstack::Port>().rows()) {
                if (row->deviceId != id)
                    continue;
                openstack::Port port = *row;
                port.securityGroupIds += group.id;
                cloud.stores->of<openstack::Port>().upsert({port});
                break;
            }
        }
        return group.id;
    }

    /// One that can be detached, because its instance is running.
    [[nodiscard]] openstack::Volume volumeInUse()
    {
        const QString server = cloud.server(u"db-1"_s).id;
        for (const auto &volume : cloud.stores->volumes.rows()) {
            for (const auto &attachment : volume->attachments) {
                if (attachment.serverId == server && volume->name.contains(u"data"_s))
                    return *volume;
            }
        }
        qFatal("no data volume of the demo cloud is attached to db-1");
    }

    /// The entries of a menu that are no actions of the row itself.
    static QList<QAction *> waysIn(const QMenu &menu)
    {
        QList<QAction *> ways;
        for (QAction *entry : menu.findChildren<QAction *>()) {
            if (entry->objectName().startsWith(u"way-"_s))
                ways.append(entry);
        }
        return ways;
    }

    std::unique_ptr<store::Subscription> more;
};

} // namespace

/// What removes an obstacle, where the window offers it: in the form beside the sentence, and in
/// the menu below the disabled entry.
class TestWays final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMenuActsOnWhatIsInTheWay();
    void theMenuShowsSeveralInTheWay();
    void theMenuDoesNotRepeatItsOwnEntries();
    void theFormLeadsToTheRemedy();
    void aFilledInFormAsksBeforeItLeaves();
    void theFlowFollowsTheRemedy();
};

void TestWays::theMenuActsOnWhatIsInTheWay()
{
    WaysFixture fixture;
    const QString id = fixture.groupUsedBy({u"web-1"_s});
    ui::ActionsController actions(fixture.around.context, &fixture.window, Kind::SecurityGroup);
    actions.setIds({id});
    QMenu menu;
    actions.fillMenu(menu);
    QVERIFY(!actions.action(u"delete-security-group")->isEnabled());
    const auto ways = fixture.waysIn(menu);
    QCOMPARE(ways.size(), 1);
    QVERIFY(ways.front()->isEnabled());
    QCOMPARE(ways.front()->objectName(), u"way-remove-security-group"_s);
    // It names the instance, which is not the row.
    QVERIFY2(ways.front()->text().contains(u"“web-1”"_s), qPrintable(ways.front()->text()));
    const auto entries = menu.actions();
    QCOMPARE(entries.indexOf(ways.front()),
             entries.indexOf(actions.action(u"delete-security-group")) + 1);
    ways.front()->trigger();
    QTRY_VERIFY(fixture.window.findChild<ui::FieldsDialog *>(u"remove-security-group"_s));
}

void TestWays::theMenuShowsSeveralInTheWay()
{
    WaysFixture fixture;
    const QString id = fixture.groupUsedBy({u"web-1"_s, u"web-2"_s});
    ui::ActionsController actions(fixture.around.context, &fixture.window, Kind::SecurityGroup);
    actions.setIds({id});
    QMenu menu;
    actions.fillMenu(menu);
    const auto ways = fixture.waysIn(menu);
    QCOMPARE(ways.size(), 1);
    QCOMPARE(ways.front()->text(), u"Show instances"_s);
    QSignalSpy shown(&actions, &ui::RowActions::navigate);
    ways.front()->trigger();
    QCOMPARE(shown.size(), 1);
    QCOMPARE(shown[0][0].value<ui::Route>(), ui::Route::list(Kind::Server));
}

void TestWays::theMenuDoesNotRepeatItsOwnEntries()
{
    WaysFixture fixture;
    ui::ActionsController actions(fixture.around.context, &fixture.window, Kind::Volume);
    actions.setIds({fixture.volumeInUse().id});
    QMenu menu;
    actions.fillMenu(menu);
    QVERIFY(!actions.action(u"create-volume-transfer")->isEnabled());
    QVERIFY(actions.action(u"detach-from-server")->isEnabled());
    QVERIFY(fixture.waysIn(menu).isEmpty()); // Detach… is in the menu already
}

void TestWays::theFormLeadsToTheRemedy()
{
    WaysFixture fixture;
    const openstack::Volume volume = fixture.volumeInUse();
    QPointer dialog = new ui::FieldsDialog(fixture.around.context,
                                           *operations::actionNamed(u"create-volume-transfer"),
                                           {volume.id}, {}, &fixture.window);
    dialog->open();
    QVERIFY(!dialog->findChild<QPushButton *>(u"confirm"_s)->isEnabled());
    auto *problem = dialog->findChild<ui::NotePanel *>(u"problem"_s);
    QVERIFY(problem->isVisible());
    QVERIFY2(problem->text().contains(u"Detach…"_s), qPrintable(problem->text()));
    QList<operations::Way> wanted;
    connect(dialog, &ui::FieldsDialog::otherWanted, this,
            [&wanted](const operations::Way &way) { wanted += way; });
    Q_EMIT problem->linkFollowed();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0].key(), u"detach-from-server"_s);
    QCOMPARE(wanted[0].id, volume.id);
    QTRY_VERIFY(dialog.isNull());
}

void TestWays::aFilledInFormAsksBeforeItLeaves()
{
    WaysFixture fixture;
    QPointer dialog = new ui::FieldsDialog(fixture.around.context,
                                           *operations::actionNamed(u"create-volume-transfer"),
                                           {fixture.volumeInUse().id}, {}, &fixture.window);
    dialog->open();
    dialog->findChild<QLineEdit *>(u"name"_s)->setText(u"to the other project"_s);
    int wanted = 0;
    connect(dialog, &ui::FieldsDialog::otherWanted, this, [&wanted] { ++wanted; });
    Q_EMIT dialog->findChild<ui::NotePanel *>(u"problem"_s)->linkFollowed();
    QCOMPARE(wanted, 0);
    auto *question = dialog->findChild<QDialog *>(u"discardDialog"_s);
    QVERIFY(question && question->isVisible());
    question->findChild<QPushButton *>(u"confirm"_s)->click();
    QCOMPARE(wanted, 1);
    QTRY_VERIFY(dialog.isNull());
}

void TestWays::theFlowFollowsTheRemedy()
{
    WaysFixture fixture;
    ui::ActionFlow flow(fixture.around.context, &fixture.window);
    const openstack::Volume volume = fixture.volumeInUse();
    flow.follow({.action = operations::actionNamed(u"detach-from-server"), .id = volume.id});
    QTRY_VERIFY(fixture.window.findChild<ui::FieldsDialog *>(u"detach-from-server"_s));
}

QTEST_MAIN(TestWays)
#include "tst_ways.moc"
