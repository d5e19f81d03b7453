#include "app/ctl/command.h"
#include "app/ctl/deletecommand.h"
#include "app/ctl/find.h"
#include "app/ctl/imagelayout.h"
#include "app/ctl/showcommand.h"
#include "app/ctl/terminal.h"
#include "openstack/image/image.h"
#include "operations/ownership.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct ImageWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Images)
};

class ImageList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        openstack::List<openstack::Image> list;
        for (const auto &visibility :
             {u"public"_s, u"private"_s, u"community"_s, u"shared"_s, u"all"_s}) {
            if (!invocation().has(visibility))
                continue;
            if (list.filters.contains(u"visibility"_s)) {
                fail(ImageWords::tr(
                    "Give only one of --public, --private, --community, --shared and --all."));
                return;
            }
            list.filters.insert(u"visibility"_s, visibility);
        }
        for (const auto &filter : {u"name"_s, u"status"_s, u"tag"_s}) {
            if (invocation().has(filter))
                list.filters.insert(filter, invocation().value(filter));
        }
        if (invocation().has(u"hidden"_s))
            list.filters.insert(u"os_hidden"_s, u"true"_s);
        for (const QString &property : invocation().options.value(u"property"_s)) {
            const qsizetype equals = property.indexOf(u'=');
            if (equals <= 0) {
                fail(ImageWords::tr("--property takes KEY=VALUE, not “%1”.").arg(property));
                return;
            }
            list.filters.insert(property.left(equals), property.mid(equals + 1));
        }
        client().all(list).then(this, [this](auto result) {
            if (!result.ok()) {
                fail(result.error(), ImageWords::tr("The images could not be listed."));
                return;
            }
            std::ranges::stable_sort(*result, {}, &openstack::Image::name);
            show(listing(*result));
        });
    }

private:
    [[nodiscard]] Listing listing(const std::vector<openstack::Image> &images) const
    {
        const bool all = invocation().has(u"long"_s);
        Listing result;
        result.columns = {u"ID"_s, u"Name"_s};
        if (all)
            result.columns += {u"Disk Format"_s, u"Container Format"_s, u"Size"_s, u"Checksum"_s};
        result.columns += {u"Status"_s};
        if (all)
            result.columns += {u"Visibility"_s, u"Protected"_s, u"Project"_s, u"Tags"_s};
        for (const openstack::Image &image : images) {
            std::vector<Cell> row{{image.id}, textCell(image.name)};
            if (all) {
                const bool sized = image.sizeBytes >= 0;
                row.insert(row.end(), {textCell(image.diskFormat), textCell(image.containerFormat),
                                       Cell{sized ? QJsonValue(image.sizeBytes) : QJsonValue()},
                                       textCell(image.checksum)});
            }
            row.push_back({image.status});
            if (all) {
                row.insert(row.end(), {Cell{image.visibility},
                                       readableCell(image, "protected", {image.isProtected}),
                                       Cell{image.owner}, listCell(image.tags)});
            }
            result.rows.push_back(std::move(row));
        }
        return result;
    }
};

class ImageDelete final : public DeleteCommand
{
public:
    using DeleteCommand::DeleteCommand;

protected:
    void find(const QString &nameOrId, Found then) override
    {
        findImage(client(), nameOrId, this, [this, nameOrId, then](auto found) {
            if (!found.ok()) {
                then(found.error());
                return;
            }
            const QString other = operations::otherOwner(*found, connection().stores());
            if (!other.isEmpty() && nameOrId != found->id) {
                Error error;
                error.kind = ErrorKind::Forbidden;
                error.message =
                    ImageWords::tr(
                        "“%1” was not deleted. %2 An administrator can delete it by its ID: %3")
                        .arg(nameOrId, other, found->id);
                then(error);
                return;
            }
            if (!other.isEmpty())
                complain(u"orielctl: "_s + found->name + u": "_s + other + u'\n');
            operations::RemovalRequest request;
            request.subject = {Kind::Image, found->id, found->name};
            request.serverId = found->instanceUuid();
            request.parts.push_back({request.subject, {}});
            // Glance does not delete these: tag them, so that they can be found.
            for (const openstack::BlockDevice &device : found->blockDevices) {
                if (device.snapshotId.isEmpty())
                    continue;
                request.stays.push_back({.subject = {Kind::VolumeSnapshot, device.snapshotId, {}},
                                         .device = device.deviceName,
                                         .sizeGiB = device.volumeSizeGiB});
            }
            if (!request.stays.empty())
                complain(ImageWords::tr("Its %n volume snapshot(s) are left behind. To delete them "
                                        "as well: orielctl snapshot delete %1",
                                        nullptr, static_cast<int>(request.stays.size()))
                             .arg(found->id) +
                         u'\n');
            then(request);
        });
    }
};

} // namespace

std::vector<CommandEntry> imageCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<ImageList>(
        {.words = {u"image"_s, u"list"_s},
         .summary = ImageWords::tr("List images"),
         .options = {{{u"public"_s}, ImageWords::tr("Only public images.")},
                     {{u"private"_s}, ImageWords::tr("Only private images.")},
                     {{u"community"_s}, ImageWords::tr("Only community images.")},
                     {{u"shared"_s}, ImageWords::tr("Only shared images.")},
                     {{u"all"_s}, ImageWords::tr("Images of every visibility.")},
                     {{u"property"_s},
                      ImageWords::tr("Only images with this property; can be "
                                     "given several times."),
                      u"KEY=VALUE"_s},
                     {{u"name"_s}, ImageWords::tr("Only this name."), u"NAME"_s},
                     {{u"status"_s}, ImageWords::tr("Only this status."), u"STATUS"_s},
                     {{u"tag"_s}, ImageWords::tr("Only images with this tag."), u"TAG"_s},
                     {{u"hidden"_s}, ImageWords::tr("Only hidden images.")},
                     //: Describes the option --long.
                     {{u"long"_s},
                      ImageWords::tr("Also show the formats, size, checksum, visibility, "
                                     "protection, project and tags.")}}}));
    commands.push_back(showEntry({.words = {u"image"_s, u"show"_s},
                                  .operand = u"image"_s,
                                  .summary = ImageWords::tr("Show one image"),
                                  .failed = ImageWords::tr("The image could not be shown."),
                                  .api = openstack::Image::api,
                                  .find = findBy(&findImage),
                                  .layout = imageLayout}));
    commands.push_back(
        entry<ImageDelete>({.words = {u"image"_s, u"delete"_s},
                            .summary = ImageWords::tr("Delete images and wait until they are gone"),
                            .operand = u"image"_s,
                            .many = true,
                            .prints = CommandSpec::Prints::Nothing}));
    return commands;
}

} // namespace oriel::ctl
