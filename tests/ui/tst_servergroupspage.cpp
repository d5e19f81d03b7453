#include "operations/actions/actions.h"
#include "operations/grouppolicy.h"
#include "support/loadedcloud.h"
#include "ui/pages/listpages.h"
#include "ui/pages/servergroupbody.h"
#include "ui/widgets/listpanel.h"
#include "ui/widgets/tableview.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QtTest>
#include <QtWidgets/QLabel>

using namespace Qt::StringLiterals;
using namespace oriel;
using openstack::ServerGroup;

namespace {

ServerGroup groupWith(const QString &policy, const QStringList &members)
{
    return {.id = u"g"_s, .name = u"spread"_s, .policy = policy, .rules = {}, .members = members};
}

} // namespace

class TestServerGroupsPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPolicyIsExplained();
    void theListSaysWhatEachIsFor();
    void aGroupShowsItsInstances();
};

void TestServerGroupsPage::everyPolicyIsExplained()
{
    QSet<QString> meanings;
    for (const QString &policy : operations::groupPolicies()) {
        QVERIFY(operations::policyText(policy) != policy);
        meanings.insert(operations::policyMeaning(policy));
    }
    meanings.insert(operations::policyMeaning(u"anti-affinity"_s, 3));
    QCOMPARE(meanings.size(), operations::groupPolicies().size() + 1);
    QVERIFY(!meanings.contains(QString()));
    // One that is newer than this program.
    QCOMPARE(operations::policyText(u"spread-racks"_s), u"spread-racks"_s);
    QCOMPARE(operations::policyMeaning(u"spread-racks"_s), QString());
    // The form has them all, and asks for the limit only where it means something.
    test::LoadedCloud fixture;
    const operations::Action &create = *operations::actionNamed(u"create-server-group");
    const auto field = [&create](const QString &key) {
        return *std::ranges::find(create.fields, key, &operations::Field::key);
    };
    const operations::Situation situation{*fixture.cloud.stores};
    QCOMPARE(field(u"policy"_s).options(situation, {}).size(), std::size_t{4});
    const auto most = field(u"max_server_per_host"_s);
    QVERIFY(most.shown({{u"policy"_s, u"anti-affinity"_s}}));
    QVERIFY(!most.shown({{u"policy"_s, u"affinity"_s}}));
    QVERIFY(
        !create
             .problem(
                 situation, {},
                 {{u"name"_s, u"x"_s}, {u"policy"_s, u"affinity"_s}, {u"max_server_per_host"_s, 2}})
             .isEmpty());
    QCOMPARE(create.commandLine(u"x"_s, {{u"name"_s, u"x"_s},
                                         {u"policy"_s, u"anti-affinity"_s},
                                         {u"max_server_per_host"_s, 2}}),
             u"openstack --os-compute-api-version 2.64 server group create --policy anti-affinity "
             "--rule max_server_per_host=2 x"_s);
}

void TestServerGroupsPage::theListSaysWhatEachIsFor()
{
    test::LoadedCloud fixture;
    fixture.cloud.stores->of<ServerGroup>().upsert(
        {groupWith(u"anti-affinity"_s, {u"a"_s, u"b"_s})});
    const ui::ListPageSpec spec = ui::serverGroupsList();
    const auto model = spec.model(fixture.around.context);
    QCOMPARE(model->rowCount(), 1);
    QStringList cells;
    for (int column = 0; column < model->columnCount(); ++column)
        cells += model->index(0, column).data().toString();
    for (const QString &cell : {u"spread"_s, u"Different hosts"_s, u"2"_s, u"anti-affinity"_s})
        QVERIFY2(cells.contains(cell), qPrintable(cells.join(u'|')));
    const auto hits = spec.search(*fixture.cloud.stores)(u"spre"_s);
    QCOMPARE(hits.size(), std::size_t{1});
    QCOMPARE(hits.front().route, ui::Route::to(Kind::ServerGroup, u"g"_s));
}

void TestServerGroupsPage::aGroupShowsItsInstances()
{
    test::LoadedCloud fixture;
    const QString member = fixture.cloud.server(u"web-1"_s).id;
    auto &groups = fixture.cloud.stores->of<ServerGroup>();
    groups.upsert({groupWith(u"soft-affinity"_s, {member, u"of another project"_s})});
    ui::ServerGroupBody body(fixture.around.context, ui::serverGroupsList(), u"g"_s,
                             &fixture.window);
    body.resize(800, 500);
    body.setVisible(true);
    body.update();
    auto *panel = body.findChild<ui::ListPanel *>();
    QVERIFY(fixture.cloud.pump([panel] { return panel->model().rowCount() == 1; }));
    QCOMPARE(panel->model().index(0, 0).data().toString(), u"web-1"_s);
    const auto said = [&body](const QString &name) {
        const auto *label = body.findChild<QLabel *>(name);
        return label->isHidden() ? QString() : label->text();
    };
    QCOMPARE(said(u"meaning"_s), operations::policyMeaning(u"soft-affinity"_s));
    QVERIFY2(said(u"others"_s).startsWith(u"1 more"_s), qPrintable(said(u"others"_s)));
    QSignalSpy went(&body, &ui::ResourceBody::navigate);
    Q_EMIT panel->table().opened(member);
    QCOMPARE(went.size(), 1);
    QCOMPARE(went.front().front().value<ui::Route>(), ui::Route::to(Kind::Server, member));
    // It leaves the group, because it was deleted.
    groups.upsert({groupWith(u"soft-affinity"_s, {})});
    body.update();
    QVERIFY(fixture.cloud.pump([panel] { return panel->model().rowCount() == 0; }));
    QCOMPARE(said(u"others"_s), QString());
}

QTEST_MAIN(TestServerGroupsPage)
#include "tst_servergroupspage.moc"
