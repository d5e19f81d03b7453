#include "ui/pages/imagespage.h"

#include "models/imagesmodel.h"
#include "ui/actions/setactionscontroller.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/tableview.h"

#include <QtWidgets/QComboBox>
#include <QtWidgets/QMenu>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

/// What stands where no image meets what is chosen: what there is none of, and what it would be.
struct NoneWords
{
    QString title;
    QString text;
};

NoneWords noneOf(const QString &visibility)
{
    if (visibility == QLatin1String("public"))
        return {ImagesPage::tr("No public images"),
                ImagesPage::tr("Public images are what the cloud offers to every project.")};
    if (visibility == QLatin1String("shared"))
        return {ImagesPage::tr("No shared images"),
                ImagesPage::tr("Shared images are those that one project lets some others use.")};
    if (visibility == QLatin1String("community"))
        return {ImagesPage::tr("No community images"),
                ImagesPage::tr("Community images can be used by every project, but are listed "
                               "only for those who ask for them.")};
    return {ImagesPage::tr("No private images"),
            ImagesPage::tr("Private images belong to this project alone. Snapshots of instances "
                           "are private.")};
}

NoneWords noneOf(models::ImageKind kind)
{
    switch (kind) {
    case models::ImageKind::Snapshot:
        return {ImagesPage::tr("No snapshots"),
                ImagesPage::tr("Create a snapshot from an instance's page. Its image is listed "
                               "here.")};
    case models::ImageKind::Backup:
        return {ImagesPage::tr("No backups"),
                ImagesPage::tr("Backups of instances that the cloud keeps by turns are listed "
                               "here.")};
    case models::ImageKind::Shelved:
        return {ImagesPage::tr("No images of shelved instances"),
                ImagesPage::tr("An instance that is shelved is kept as an image until it is "
                               "brought back.")};
    case models::ImageKind::Image:
        break;
    }
    return {ImagesPage::tr("No images but snapshots and the like"),
            ImagesPage::tr("Nothing is here that an instance could be launched from afresh.")};
}

} // namespace

ImagesPage::ImagesPage(const UiContext &ui, QWidget *parent)
    : ListPage(
          ui, std::make_unique<models::ImagesModel>(ui.stores, ui.clock),
          {.words =
               {.key = u"images"_s,
                .title = tr("Images"),
                .placeholder = tr("Filter images"),
                .icon = u"disc"_s,
                .emptyTitle = tr("No images"),
                .emptyText = tr(
                    "Images are what instances start from. The snapshots of instances are listed "
                    "here too."),
                .failed = tr("The images could not be loaded.")},
           .group = tr("Compute"),
           .one = tr("1 image"),
           .manyPattern = tr("%1 images"),
           .topics = {Kind::Image, Kind::VolumeSnapshot, Kind::Volume, Kind::Server},
           .findBy = tr("its name or its id")},
          parent)
    , m_images(static_cast<models::ImagesModel &>(panel().model()))
    , m_actions(new SetActionsController(ui, this))
    , m_visibility(panel().filterBar().addFacet(tr("Visibility"), u"visibilityFacet"_s))
    , m_kind(panel().filterBar().addFacet(tr("Kind"), u"kindFacet"_s))
{
    addToolbarAction(*m_actions->action(forms::SetAction::Launch), u"server"_s);
    addToolbarAction(*m_actions->action(forms::SetAction::KeepUntil), u"calendar-days"_s);
    addToolbarAction(*m_actions->action(forms::SetAction::Delete), u"trash-2"_s);
    connect(&panel().table(), &TableView::selectedIdsChanged, this,
            [this] { m_actions->setSets(panel().table().selectedIds()); });
    connect(m_actions, &SetActionsController::navigate, this, &Page::navigate);
    m_visibility->addItem(tr("Any"));
    for (const char *word : {"private", "public", "shared", "community"}) {
        const QString visibility = QLatin1String(word);
        m_visibility->addItem(models::visibilityWord(visibility), visibility);
    }
    m_kind->addItem(tr("Any"));
    for (const auto kind : {models::ImageKind::Image, models::ImageKind::Snapshot,
                            models::ImageKind::Backup, models::ImageKind::Shelved})
        m_kind->addItem(models::imageKindWord(kind), static_cast<int>(kind));
    connect(m_visibility, &QComboBox::currentIndexChanged, this, &ImagesPage::applyFacets);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ImagesPage::applyFacets);
}

void ImagesPage::applyFacets()
{
    std::optional<QString> visibility;
    if (m_visibility->currentIndex() > 0)
        visibility = m_visibility->currentData().toString();
    std::optional<models::ImageKind> kind;
    if (m_kind->currentIndex() > 0)
        kind = static_cast<models::ImageKind>(m_kind->currentData().toInt());
    m_images.setFacets(visibility, kind);
    NoneWords none;
    if (visibility && kind)
        none = {tr("No images of this visibility and kind"),
                tr("There may be some of this kind that others can see, or of another kind.")};
    else if (visibility)
        none = noneOf(*visibility);
    else if (kind)
        none = noneOf(*kind);
    panel().setNoneWords(none.title, none.text);
}

std::optional<Route> ImagesPage::instanceOf(const QString &imageId)
{
    const auto set = ui().stores.snapshotSets.find(imageId);
    if (!set || set->serverId.isEmpty() || !ui().stores.servers.find(set->serverId))
        return {};
    return Route{
        .place = Route::Place::Instance, .id = set->serverId, .detail = u"snapshots/"_s + imageId};
}

void ImagesPage::follow(const QString &, const QString &target)
{
    Q_EMIT navigate({.place = Route::Place::Instance, .id = target, .detail = u"snapshots"_s});
}

void ImagesPage::open(const QString &id)
{
    if (const auto route = instanceOf(id))
        Q_EMIT navigate(*route);
}

void ImagesPage::fillMenu(QMenu &menu)
{
    const QStringList ids = panel().table().selectedIds();
    m_actions->fillMenu(menu);
    if (ids.size() != 1)
        return;
    menu.addSeparator();
    addLink(menu, tr("Show with its instance"), instanceOf(ids.front()),
            tr("This is not a snapshot of an instance of this project."));
    const auto set = ui().stores.snapshotSets.find(ids.front());
    std::optional<Route> part;
    if (set && !set->parts.empty() && !set->parts.front().missing)
        part = Route{
            .place = Route::Place::Snapshots, .id = set->parts.front().snapshotId, .detail = {}};
    addLink(menu, tr("Show its volume snapshots"), part, tr("It has no volume snapshots."));
}

} // namespace oriel::ui
