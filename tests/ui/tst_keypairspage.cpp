#include "operations/actions/actions.h"
#include "support/democloudfixture.h"
#include "support/uifixture.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using openstack::KeyPair;
using operations::Outcome;

namespace {

/// The Key pairs page on the demo cloud.
struct PageFixture
{
    explicit PageFixture(const QStringList &roles = {u"member"_s})
    {
        around.context.roles = roles;
        page = std::make_unique<ui::ListPage>(around.context, ui::keyPairsList());
        page->resize(1000, 600);
        page->show();
        table = page->findChild<ui::TableView *>(u"keyPairsTable"_s);
        page->entered(ui::Route::list(Kind::KeyPair));
        if (!cloud.pump([this] { return pairs().state().loaded; }) ||
            !QTest::qWaitForWindowActive(page.get()))
            qFatal("the page does not load");
    }

    [[nodiscard]] store::Store<KeyPair> &pairs() { return cloud.stores->of<KeyPair>(); }
    [[nodiscard]] QPushButton *button(const QString &name) const
    {
        return page->findChild<QPushButton *>(name + u"Button"_s);
    }
    QDialog *dialog(const QString &name)
    {
        QDialog *found = nullptr;
        const auto isOpen = [&] {
            found = page->findChild<QDialog *>(name);
            return found && found->isVisible();
        };
        const auto hasFocus = [&] {
            return found->isActiveWindow() && found->isAncestorOf(QApplication::focusWidget());
        };
        if (!cloud.pump(isOpen) || !QTest::qWaitFor(hasFocus))
            qFatal("no dialog %s", qPrintable(name));
        return found;
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            names.append(table->model()->index(row, 0).data().toString());
        return names;
    }
    bool settle()
    {
        return cloud.pump([this] { return cloud.center.running() == 0; });
    }

    test::DemoCloudFixture cloud;
    test::UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    std::unique_ptr<ui::ListPage> page;
    ui::TableView *table = nullptr;
};

} // namespace

class TestKeyPairsPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lists();
    void theSidebarHasIt();
    void saysWhoseTheyAre();
    void makesNewOnesWithoutASelection();
    void anEmptyListOffersToImport();
    void generates();
    void deletesSeveral();
    void theMenuIsAboutTheRow();
};

void TestKeyPairsPage::lists()
{
    PageFixture fixture;
    QTRY_COMPARE(fixture.names(), (QStringList{u"admin-desk"_s, u"ci-runner"_s, u"deploy-bot"_s}));
    QCOMPARE(fixture.table->model()->index(0, 1).data().toString(), u"SSH"_s);
    QCOMPARE(fixture.table->model()->index(0, 2).data().toString(),
             fixture.pairs().find(u"admin-desk"_s)->fingerprint);
    QVERIFY(fixture.page->statusText().startsWith(u"3 key pair(s)"_s));
    auto *filter = fixture.page->findChild<QLineEdit *>();
    fixture.page->focusFilter();
    QTest::keyClicks(filter, u"runner"_s);
    QTRY_COMPARE(fixture.names(), QStringList{u"ci-runner"_s});
}

void TestKeyPairsPage::theSidebarHasIt()
{
    const ui::ListPageSpec *spec = ui::listPageOf(Kind::KeyPair);
    QVERIFY(spec);
    QCOMPARE(spec->group, ui::PageGroup::Compute);
    PageFixture fixture;
    const auto hits = spec->search(*fixture.cloud.stores)(u"runner"_s);
    QCOMPARE(hits.size(), std::size_t{1});
    QCOMPARE(hits[0].title, u"ci-runner"_s);
    QCOMPARE(hits[0].route, ui::Route::to(Kind::KeyPair, u"ci-runner"_s));
}

void TestKeyPairsPage::saysWhoseTheyAre()
{
    const PageFixture fixture;
    const auto *about = fixture.page->findChild<QLabel *>(u"about"_s);
    QVERIFY(about->isVisible());
    QVERIFY(about->text().contains(u"not to the project"_s));
    QVERIFY(about->text().contains(u"all of your projects"_s));
}

void TestKeyPairsPage::makesNewOnesWithoutASelection()
{
    PageFixture fixture({u"reader"_s}); // they are the user's
    fixture.table->clearSelection();
    QVERIFY(fixture.button(u"import-key-pair"_s)->isEnabled());
    QVERIFY(fixture.button(u"generate-key-pair"_s)->isEnabled());
    QVERIFY(!fixture.button(u"delete-key-pair"_s)->isEnabled());
    QCOMPARE(fixture.button(u"delete-key-pair"_s)->toolTip(), u"Select a key pair first."_s);
    fixture.table->selectId(u"ci-runner"_s);
    QVERIFY(fixture.button(u"import-key-pair"_s)->isEnabled());
    QVERIFY(fixture.button(u"delete-key-pair"_s)->isEnabled());
    QTest::mouseClick(fixture.button(u"import-key-pair"_s), Qt::LeftButton);
    QVERIFY(fixture.dialog(u"import-key-pair"_s)->findChild<QLineEdit *>(u"name"_s)->hasFocus());
}

void TestKeyPairsPage::anEmptyListOffersToImport()
{
    PageFixture fixture;
    fixture.pairs().clear();
    auto *offer = fixture.page->findChild<QPushButton *>(u"emptyAction"_s);
    QTRY_VERIFY((offer = fixture.page->findChild<QPushButton *>(u"emptyAction"_s)) &&
                offer->isVisible());
    QCOMPARE(offer->text(), u"Import public key…"_s);
    QCOMPARE(fixture.page->findChild<QLabel *>(u"messageTitle"_s)->text(), u"No key pairs"_s);
    QTest::keyClick(offer, Qt::Key_Space);
    QVERIFY(fixture.dialog(u"import-key-pair"_s));
}

void TestKeyPairsPage::generates()
{
    PageFixture fixture;
    const QTemporaryDir folder;
    fixture.button(u"generate-key-pair"_s)->click();
    QDialog *dialog = fixture.dialog(u"generate-key-pair"_s);
    QTest::keyClicks(QApplication::focusWidget(), u"web"_s);
    auto *file = dialog->findChild<QLineEdit *>(u"file"_s);
    file->setFocus();
    file->selectAll();
    QTest::keyClicks(file, folder.filePath(u"web"_s));
    QTest::keyClick(file, Qt::Key_Return);
    QCOMPARE(fixture.cloud.center.running(), 1);
    QVERIFY(fixture.settle());
    QTRY_VERIFY(fixture.names().contains(u"web"_s));
    QTRY_COMPARE(fixture.table->selectedIds(), QStringList{u"web"_s});
    QCOMPARE(QFile::permissions(folder.filePath(u"web"_s)),
             QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser);
}

void TestKeyPairsPage::deletesSeveral()
{
    PageFixture fixture;
    fixture.table->setFocus();
    fixture.table->selectAll();
    QTest::keyClick(fixture.table, Qt::Key_Delete);
    QDialog *asking = fixture.dialog(u"confirmDialog"_s);
    asking->findChild<QPushButton *>(u"confirm"_s)->click();
    QVERIFY(fixture.settle());
    QTRY_COMPARE(fixture.names(), QStringList());
    QCOMPARE(fixture.cloud.get(openstack::List<KeyPair>{}).items.size(), std::size_t{0});
}

void TestKeyPairsPage::theMenuIsAboutTheRow()
{
    PageFixture fixture;
    fixture.table->selectId(u"ci-runner"_s);
    fixture.table->setFocus();
    QTest::keyClick(fixture.table, Qt::Key_Return); // it has no page
    QMenu *menu = nullptr;
    QTRY_VERIFY((menu = fixture.page->findChild<QMenu *>(u"rowMenu"_s)) && menu->isVisible());
    QStringList texts;
    for (QAction *action : menu->actions()) {
        if (!action->isSeparator())
            texts.append(action->text());
        if (action->objectName() == u"copyId"_s)
            action->trigger();
    }
    QCOMPARE(texts, (QStringList{u"Delete"_s, u"Copy 1 name(s)"_s}));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"ci-runner"_s);
}

QTEST_MAIN(TestKeyPairsPage)
#include "tst_keypairspage.moc"
