#include "ui/pages/listpages.h"

#include "models/imagesmodel.h"
#include "models/words.h"
#include "ui/pages/resourcefacts.h"

#include <QtCore/QCoreApplication>

#include <array>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using models::ImageKind;
namespace {

constexpr std::array visibilities{"private"_L1, "public"_L1, "shared"_L1, "community"_L1};
constexpr std::array imageKinds{ImageKind::Image, ImageKind::Snapshot, ImageKind::Backup,
                                ImageKind::Shelved};

class ImagesList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::ImagesList)

public:
    static NoneWords noneOf(QLatin1StringView visibility)
    {
        if (visibility == "public"_L1)
            return {tr("No public images"),
                    tr("Public images are offered by the cloud to every project.")};
        if (visibility == "shared"_L1)
            return {tr("No shared images"),
                    tr("Shared images are images that one project shares with others.")};
        if (visibility == "community"_L1)
            return {tr("No community images"), tr("Community images can be used by every project "
                                                  "but are only listed on request.")};
        return {
            tr("No private images"),
            tr("Private images belong to this project only. Snapshots of instances are private.")};
    }

    static NoneWords noneOf(ImageKind kind)
    {
        switch (kind) {
        case ImageKind::Snapshot:
            return {tr("No snapshots"), tr("Create a snapshot from an instance's page. Its image "
                                           "is listed here.")};
        case ImageKind::Backup:
            return {tr("No backups"), tr("Rotating backups of instances are listed here.")};
        case ImageKind::Shelved:
            return {tr("No images of shelved instances"),
                    tr("A shelved instance is kept as an image until it is unshelved.")};
        case ImageKind::Image:
            break;
        }
        return {tr("No images other than snapshots, backups and shelved instances"),
                tr("There is no image to launch a new instance from.")};
    }

    static NoneWords narrow(models::RowModel &model, const std::vector<int> &chosen)
    {
        const auto at = [](int index) {
            return static_cast<std::size_t>(index - 1);
        };
        std::optional<QLatin1StringView> visibility;
        std::optional<ImageKind> kind;
        if (chosen[0] > 0)
            visibility = visibilities[at(chosen[0])];
        if (chosen[1] > 0)
            kind = imageKinds[at(chosen[1])];
        static_cast<models::ImagesModel &>(model).setFacets(
            visibility ? std::optional<QString>(*visibility) : std::nullopt, kind);
        if (visibility && kind)
            return {tr("No matching images"),
                    tr("There may be images of this kind with another visibility, or of another "
                       "kind.")};
        return visibility ? noneOf(*visibility) : kind ? noneOf(*kind) : NoneWords();
    }

    static std::optional<Route> instanceOf(const UiContext &ui, const QString &imageId)
    {
        const auto set = ui.stores.snapshotSets.find(imageId);
        if (!set || set->serverId.isEmpty() || !ui.stores.servers.find(set->serverId))
            return {};
        return Route::to(Kind::Server, set->serverId, u"snapshots/"_s + imageId);
    }

    static std::optional<Route> volumeSnapshotOf(const UiContext &ui, const QString &imageId)
    {
        const auto set = ui.stores.snapshotSets.find(imageId);
        if (!set || set->parts.empty() || set->parts.front().missing)
            return {};
        return Route::to(Kind::VolumeSnapshot, set->parts.front().snapshotId);
    }

    static SearchWords searchWords(const openstack::Image &image)
    {
        // Images of one instance often have the same name: the time of creation distinguishes them.
        const ImageKind kind = models::imageKind(image);
        const bool plain = kind == ImageKind::Image;
        // The snapshot itself is found as well.
        return {.kind = kind == ImageKind::Snapshot ? tr("Image of a snapshot")
                                                    : models::imageKindWord(kind),
                .detail = plain ? models::visibilityWord(image.visibility)
                                : models::timeText(image.created),
                .icon = plain ? u"disc"_s : u"camera"_s};
    }

    static std::vector<Facet> facets()
    {
        //: Choice in the filters "Visibility" and "Kind": no restriction.
        const QString any = tr("Any");
        Facet visibility{tr("Visibility"), u"visibilityFacet"_s, {{any}}};
        for (const QLatin1StringView one : visibilities)
            visibility.choices.push_back({models::visibilityWord(one)});
        Facet kind{tr("Kind"), u"kindFacet"_s, {{any}}};
        for (const ImageKind one : imageKinds)
            kind.choices.push_back({models::imageKindWord(one)});
        return {visibility, kind};
    }

    static ListPageSpec spec()
    {
        return {
            .kind = Kind::Image,
            .group = PageGroup::Compute,
            .words = {.key = u"images"_s,
                      .title = tr("Images"),
                      .placeholder = tr("Filter images"),
                      .icon = u"disc"_s,
                      .emptyTitle = tr("No images"),
                      .emptyText = tr("Images are what instances start from. The snapshots of "
                                      "instances are listed here too."),
                      .failed = tr("The images could not be loaded.")},
            .counted = [](const QString &count,
                          int total) { return tr("%1 image(s)", nullptr, total).arg(count); },
            .needs = {Kind::VolumeSnapshot, Kind::Volume, Kind::Server},
            .source = storeOf<openstack::Image>,
            .model = makeModel<models::ImagesModel>,
            .page =
                ResourcePageSpec{
                    .needs = {Kind::VolumeSnapshot, Kind::Volume, Kind::Server},
                    .name = nameOf<openstack::Image>,
                    .body = factsBody(&imageFacts),
                    .gone = tr("This image no longer exists"),
                    .goneText = tr("It was deleted, or it belongs to another project."),
                    .failed = tr("The image could not be loaded."),
                },
            .actions = actionsOn(Kind::Image),
            .links = {{tr("Show with its instance"), instanceOf,
                       tr("This is not a snapshot of an instance of this project.")},
                      {tr("Show its volume snapshots"), volumeSnapshotOf,
                       tr("It has no volume snapshots.")}},
            .cell = [](const UiContext &, const QString &, const QString &target)
                -> std::optional<Route> { return Route::to(Kind::Server, target, u"snapshots"_s); },
            .search = searchIn(Kind::Image, &searchWords),
            .findBy = tr("its name or its ID"),
            .facets = facets(),
            .narrow = narrow,
        };
    }
};

} // namespace

ListPageSpec imagesList()
{
    return ImagesList::spec();
}

} // namespace oriel::ui
