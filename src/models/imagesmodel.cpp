#include "models/imagesmodel.h"

#include "models/ages.h"
#include "models/names.h"
#include "store/snapshotsets.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::models {

namespace {

struct ImageColumns
{
    Q_DECLARE_TR_FUNCTIONS(oriel::models::ImageColumns)
public:
    using I = openstack::Image;
    using C = Column<I>;

    static QString formatWord(const I &image)
    {
        return image.diskFormat.isEmpty() ? emptyCell() : image.diskFormat;
    }

    static QString sizeTip(const I &image, const Lookup &lookup)
    {
        const auto set = lookup.find<store::SnapshotSet>(image.id);
        if (imageBytes(image, lookup) < 0) {
            if (image.status != QLatin1String("active"))
                return tr("The size is known once the upload has finished.");
            if (set || !image.blockDevices.empty())
                return tr("The image itself holds no data, and the volume snapshots that it refers "
                          "to do not exist.");
            return tr("The image holds no data.");
        }
        if (!set || set->parts.empty())
            return {};
        return tr("The image itself holds no data. This is the size of its volume snapshots (%1).")
            .arg(volumesText(static_cast<qsizetype>(set->parts.size())));
    }

    static bool isIncomplete(const I &image, const Lookup &lookup)
    {
        const auto set = lookup.find<store::SnapshotSet>(image.id);
        return set && set->status == store::SetStatus::Incomplete;
    }

    static QString statusText(const I &image, const Lookup &lookup)
    {
        const QString word = imageStatus(image.status).text;
        //: %1: the status of an image: "Active"
        return isIncomplete(image, lookup) ? tr("%1, incomplete").arg(word) : word;
    }

    static QString statusTip(const I &image, const Lookup &lookup)
    {
        if (isIncomplete(image, lookup))
            return tr("Some of the volume snapshots that it refers to no longer exist, so it "
                      "cannot be fully restored.");
        return statusText(image, lookup);
    }

    /// The tags of another project's image do not refer to this project's instances.
    static QString instanceOf(const I &image, const Lookup &lookup)
    {
        return store::isOwn(image, lookup.project()) ? image.instanceUuid() : QString();
    }

    static QString visibilityText(const I &image, const Lookup &)
    {
        const QString word = visibilityWord(image.visibility);
        //: %1: the visibility of an image: "Private"
        return image.hidden ? tr("%1, hidden").arg(word) : word;
    }

    static std::vector<Column<I>> all()
    {
        const auto right = Qt::AlignRight | Qt::AlignVCenter;
        return {
            C{.key = u"name"_s,
              .title = tr("Name"),
              .text = [](const I &i, const Lookup &) { return nameOrId(i.name, i.id); },
              .link = [](const I &i, const Lookup &) { return i.id; },
              .cut = Cut::Middle,
              .width = 36},
            C{.key = u"kind"_s,
              .title = tr("Kind"),
              .text = [](const I &i, const Lookup &) { return imageKindWord(imageKind(i)); },
              .width = 11},
            C{.key = u"status"_s,
              .title = tr("Status"),
              .text = &ImageColumns::statusText,
              .tone =
                  [](const I &i, const Lookup &l) {
                      return isIncomplete(i, l) ? Tone::Warning : imageStatus(i.status).tone;
                  },
              .tip = &ImageColumns::statusTip,
              .cut = Cut::Never,
              .width = 18},
            C{.key = u"visibility"_s,
              .title = tr("Visibility"),
              .text = &ImageColumns::visibilityText,
              .width = 12},
            C{.key = u"owner"_s,
              .title = tr("Owner"),
              .text = [](const I &i, const Lookup &l) { return imageOwnerWord(i, l.project()); },
              .tip = [](const I &i, const Lookup &) { return i.owner; },
              .width = 15},
            C{.key = u"size"_s,
              .title = tr("Size"),
              .text = [](const I &i, const Lookup &l) { return bytesText(imageBytes(i, l)); },
              .number = [](const I &i, const Lookup &l) { return imageBytes(i, l); },
              .tip = &ImageColumns::sizeTip,
              .alignment = right,
              .width = 12,
              .searched = false},
            C{.key = u"created"_s,
              .title = tr("Created"),
              .text = [](const I &i, const Lookup &) { return timeText(i.created); },
              .number = [](const I &i, const Lookup &) { return i.created.toMSecsSinceEpoch(); },
              .width = 17,
              .searched = false},
            C{.key = u"age"_s,
              .title = tr("Age"),
              .text = [](const I &i, const Lookup &l) { return ageText(i.created, l.now()); },
              .number = [](const I &i, const Lookup &) { return -i.created.toMSecsSinceEpoch(); },
              .tone =
                  [](const I &i, const Lookup &l) {
                      const auto set = l.find<store::SnapshotSet>(i.id);
                      return set ? ageTone(i.created, set->keepUntil, l.now()) : Tone::None;
                  },
              .tip =
                  [](const I &i, const Lookup &l) {
                      const auto set = l.find<store::SnapshotSet>(i.id);
                      return set ? ageTip(i.created, set->keepUntil, l.now()) : QString();
                  },
              .width = 12,
              .shownByDefault = false,
              .searched = false,
              .ages = true},
            C{.key = u"instance"_s,
              .title = tr("Instance"),
              .text =
                  [](const I &i, const Lookup &l) {
                      const QString id = instanceOf(i, l);
                      const auto server = l.find<openstack::Server>(id);
                      return server ? nameOrId(server->name, id) : id.isEmpty() ? emptyCell() : id;
                  },
              .link =
                  [](const I &i, const Lookup &l) {
                      const auto server = l.find<openstack::Server>(instanceOf(i, l));
                      return server ? server->id : QString();
                  },
              .width = 20,
              .shownByDefault = false},
            C{.key = u"keepUntil"_s,
              .title = tr("Keep until"),
              .text =
                  [](const I &i, const Lookup &l) {
                      const auto set = l.find<store::SnapshotSet>(i.id);
                      return set && set->keepUntil ? set->keepUntil->toString(Qt::ISODate)
                                                   : emptyCell();
                  },
              .number =
                  [](const I &i, const Lookup &l) {
                      const auto set = l.find<store::SnapshotSet>(i.id);
                      return set && set->keepUntil ? set->keepUntil->toJulianDay()
                                                   : std::numeric_limits<qint64>::max();
                  },
              .tone =
                  [](const I &i, const Lookup &l) {
                      const auto set = l.find<store::SnapshotSet>(i.id);
                      return set ? keepUntilTone(set->keepUntil, l.now()) : Tone::None;
                  },
              .width = 14,
              .shownByDefault = false,
              .searched = false},
            C{.key = u"format"_s,
              .title = tr("Format"),
              .text = [](const I &i, const Lookup &) { return formatWord(i); },
              .width = 10,
              .shownByDefault = false},
            C{.key = u"protected"_s,
              .title = tr("Protected"),
              .text =
                  [](const I &i, const Lookup &) {
                      return readable(i, {"protected"},
                                      i.isProtected ? tr("Protected") : emptyCell());
                  },
              .width = 11,
              .shownByDefault = false,
              .searched = false},
            C{.key = u"minDisk"_s,
              .title = tr("Minimum disk"),
              .text =
                  [](const I &i, const Lookup &) {
                      return readable(i, {"min_disk"}, gibText(i.minDiskGiB));
                  },
              .number = [](const I &i, const Lookup &) { return i.minDiskGiB; },
              .alignment = right,
              .width = 14,
              .shownByDefault = false,
              .searched = false},
            C{.key = u"id"_s,
              .title = tr("ID"),
              .text = [](const I &i, const Lookup &) { return i.id; },
              .width = 36,
              .shownByDefault = false},
        };
    }
};

} // namespace

ImagesModel::ImagesModel(const store::CloudStores &stores, Clock &clock, QObject *parent)
    : StoreModel(stores.images, stores, clock, ImageColumns::all(),
                 {Kind::Server, Kind::SnapshotSet}, parent)
{}

void ImagesModel::setFacets(const std::optional<QString> &visibility, std::optional<ImageKind> kind)
{
    if (!visibility && !kind) {
        setFacet({});
        return;
    }
    setFacet([visibility, kind](const openstack::Image &image) {
        return (!visibility || image.visibility == *visibility) &&
               (!kind || imageKind(image) == *kind);
    });
}

} // namespace oriel::models
