#include "operations/operationcenter.h"
#include "support/modelfixture.h"
#include "support/uifixture.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"

#include <QtTest/QtTest>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using namespace oriel;

namespace {

struct EmptyFixture
{
    EmptyFixture()
    {
        openstack::Image image;
        image.id = u"i"_s;
        image.name = u"debian-12"_s;
        image.status = u"active"_s;
        image.visibility = u"public"_s;
        models.stores.images.upsert({image});
        openstack::VolumeSnapshot snapshot;
        snapshot.id = u"s"_s;
        snapshot.name = u"by hand"_s;
        snapshot.status = u"available"_s;
        snapshot.created = models.net.clock.now().addDays(-1);
        models.stores.volumeSnapshots.upsert({snapshot});
        const std::initializer_list<store::StoreBase *> all{
            &models.stores.images, &models.stores.volumeSnapshots, &models.stores.volumes,
            &models.stores.servers};
        for (store::StoreBase *source : all)
            source->setState(test::loadedAt(models.net.clock.now()));
        if (!QTest::qWaitFor([this] { return models.stores.snapshotSets.state().loaded; }))
            qFatal("the sets are not worked out");
    }

    /// What the page's message says; empty while the rows are shown.
    [[nodiscard]] static QString said(const ui::Page &page)
    {
        const auto *title = page.findChild<QLabel *>(u"messageTitle"_s);
        return title->isVisibleTo(&page) ? title->text() : QString();
    }
    static void choose(const ui::Page &page, const QString &facet, const QString &text)
    {
        auto *box = page.findChild<QComboBox *>(facet);
        box->setCurrentIndex(box->findText(text));
    }

    test::ModelFixture models;
    operations::OperationCenter operations;
    test::UiFixture around{*models.net.client, models.stores, operations, models.net.clock};
    ui::UiContext &context = around.context;
};

} // namespace

/// What lists say where the chosen facets leave nothing.
class TestEmptyStates final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void images_data();
    void images();
    void snapshots();
    void aMissingServiceIsSaid();
    void aServiceThatIsDownIsSaid();
};

void TestEmptyStates::images_data()
{
    QTest::addColumn<QString>("visibility");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("title");
    QTest::newRow("some") << u"Public"_s << u"Image"_s << QString();
    QTest::newRow("private") << u"Private"_s << u"Any"_s << u"No private images"_s;
    QTest::newRow("shared") << u"Shared"_s << u"Any"_s << u"No shared images"_s;
    QTest::newRow("community") << u"Community"_s << u"Any"_s << u"No community images"_s;
    QTest::newRow("snapshots") << u"Any"_s << u"Snapshot"_s << u"No snapshots"_s;
    QTest::newRow("backups") << u"Any"_s << u"Backup"_s << u"No backups"_s;
    QTest::newRow("shelved") << u"Any"_s << u"Shelved"_s << u"No images of shelved instances"_s;
    QTest::newRow("both") << u"Public"_s << u"Snapshot"_s << u"No matching images"_s;
}

void TestEmptyStates::images()
{
    QFETCH(const QString, visibility);
    QFETCH(const QString, kind);
    QFETCH(const QString, title);
    EmptyFixture fixture;
    const ui::ListPage page(fixture.context, ui::imagesList());
    EmptyFixture::choose(page, u"visibilityFacet"_s, visibility);
    EmptyFixture::choose(page, u"kindFacet"_s, kind);
    QTRY_COMPARE(EmptyFixture::said(page), title);
    if (title.isEmpty())
        return;
    for (auto *button : page.findChildren<QPushButton *>()) {
        if (button->text() == u"Show all"_s)
            button->click();
    }
    QTRY_COMPARE(EmptyFixture::said(page), QString());
    QCOMPARE(page.findChild<QComboBox *>(u"kindFacet"_s)->currentIndex(), 0);
}

void TestEmptyStates::snapshots()
{
    EmptyFixture fixture;
    ui::ListPage page(fixture.context, ui::volumeSnapshotsList());
    page.entered(ui::Route::list(Kind::VolumeSnapshot));
    const auto *notice = page.findChild<QWidget *>(u"noticeBar"_s);
    EmptyFixture::choose(page, u"showFacet"_s, u"Due for deletion"_s);
    QTRY_COMPARE(EmptyFixture::said(page), u"No volume snapshots are due for deletion"_s);
    EmptyFixture::choose(page, u"showFacet"_s, u"Orphaned"_s);
    QTRY_COMPARE(EmptyFixture::said(page), u"No orphaned volume snapshots"_s);
    QVERIFY(notice->isHidden()); // what orphans are is told where there are some

    openstack::VolumeSnapshot left = *fixture.models.stores.volumeSnapshots.find(u"s"_s);
    left.id = u"t"_s;
    left.name = u"snapshot for web"_s;
    fixture.models.stores.volumeSnapshots.upsert({left});
    QTRY_COMPARE(EmptyFixture::said(page), QString());
    QTRY_VERIFY(!notice->isHidden());
    EmptyFixture::choose(page, u"showFacet"_s, u"All"_s);
    QVERIFY(notice->isHidden());
}

void TestEmptyStates::aMissingServiceIsSaid()
{
    EmptyFixture fixture;
    store::LoadState absent = test::loadedAt(fixture.models.net.clock.now());
    absent.absent = Error{};
    absent.absent->kind = ErrorKind::NoService;
    absent.absent->message = u"The catalog has no block-storage."_s;
    fixture.models.stores.volumeSnapshots.clear();
    fixture.models.stores.volumeSnapshots.setState(absent);
    const ui::ListPage page(fixture.context, ui::volumeSnapshotsList());
    QCOMPARE(EmptyFixture::said(page), u"Not offered by this cloud"_s);
    const auto *text = page.findChild<QLabel *>(u"messageText"_s);
    QVERIFY(text->text().startsWith(absent.absent->message));
}

void TestEmptyStates::aServiceThatIsDownIsSaid()
{
    EmptyFixture fixture;
    store::LoadState down;
    down.error = Error{};
    down.error->kind = ErrorKind::Unavailable;
    down.error->service = u"block-storage"_s;
    fixture.models.stores.volumeSnapshots.clear();
    fixture.models.stores.volumeSnapshots.setState(down);
    const ui::ListPage page(fixture.context, ui::volumeSnapshotsList());
    QVERIFY(!EmptyFixture::said(page).isEmpty());
    QVERIFY(page.findChild<QPushButton *>(u"retryButton"_s));
}

QTEST_MAIN(TestEmptyStates)
#include "tst_emptystates.moc"
